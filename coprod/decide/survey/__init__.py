"""Build the questionnaire in the form that the survey tool wants.

Statements out for each tool and on paper; answers in as the table ballots, by the item
codes, with no mapping by hand.
"""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from coprod.decide.survey import (
    answers,
    ballot_files,
    forms,
    papers,
    plain_sheet,
    proposals,
    questions,
)
from coprod.decide.survey.questions import design
from coprod.store import journal
from coprod.store.rounds import Round
from coprod.store.show import day

__all__ = [
    "LABELS",
    "FILES",
    "KNOW",
    "answers",
    "ballot_files",
    "build",
    "design",
    "details",
    "lines",
    "papers",
    "plain_sheet",
    "proposals",
]

FILES, KNOW, LABELS = (questions.WORDS[n] for n in ("files", "know", "labels"))


def details(rnd: Round) -> dict[str, str]:
    """Return what the survey says of itself, as the screen in 09 has it.

    Examples
    --------
    >>> decide.survey.details(rnd)["until"]
    '2026-12-18'
    """
    said, names = rnd.settings, list(LABELS)
    first = {
        "title": f"What matters most to you? {rnd.title}",
        "until": said.get("survey_by") or said.get("reply_by") or "",
        "contact": said.get("contact", ""),
        "consent": questions.WORDS["consent"],
    }
    told = journal.state(rnd, "survey", names).fillna("").to_dict("records")
    last = {name: told[-1][name] for name in names} if told else {}
    return {**dict.fromkeys(names, ""), **first, **last}


def lines(rnd: Round, about: str = "") -> list[str]:
    """Return what stands above the questions: from where they come, by when, to whom.

    Examples
    --------
    >>> decide.survey.lines(rnd)[-1]
    'Questions? The project team: whatmatters@example.org, 01632 960 100'
    """
    told, words = details(rnd), questions.WORDS
    shown = {**told, "until": day(told["until"])}
    ours = [each for each in (words["rule"], about, told["consent"]) if each]
    said = words["lines"].items()
    return ours + [line.format(**shown) for name, line in said if told[name]]


def build(
    statements: pd.DataFrame,
    path: Path,
    *,
    groups: list[str],
    codebook: pd.DataFrame | None = None,
    title: str = "What matters most to you?",
    lines: Sequence[str] = (),
    stamp: str = "",
) -> Path:
    """Write the questionnaire; the ending of the file name says for which tool.

    Parameters
    ----------
    statements : pandas.DataFrame
        The table statements.
    path : pathlib.Path
        Ending in .docx (Microsoft Forms), limesurvey.txt, redcap.csv, qualtrics.txt,
        .html (to print; large.html in large print, cards.html as picture cards) or
        .xlsx or another .csv (the empty sheet for typing in paper answers).
    groups : list of str
        The groups of people, as they call themselves.
    codebook : pandas.DataFrame, optional
        For the names of the themes.
    title : str
        What stands at the top.
    lines : sequence of str
        What stands above the questions.
    stamp : str
        What stands before everything else, such as NOT FOR SHARING.

    Raises
    ------
    ValueError
        If the ending is another one, there is nothing to ask, or a wording cannot
        stand in a survey.

    Examples
    --------
    >>> path, asked = rnd.working / "survey.docx", rnd.load("statements")
    >>> decide.survey.build(asked, path, groups=["child", "parent"]).name
    'survey.docx'
    """
    asked = questions.questions(statements, groups=groups, codebook=codebook)
    shaped = any(path.name.endswith(end) for end in forms.TEMPLATES)
    if path.suffix.lower() in (".xlsx", ".csv") and not shaped:
        return forms.typing_sheet(path, statements, stamp)
    return forms.write(asked, path, title=title, lines=lines, stamp=stamp)
