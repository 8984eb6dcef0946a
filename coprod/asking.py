"""What we send back: the statements, what each comes from, and the questionnaire.

Takes statements, findings and tags, gives what page 09 says and the survey in three
forms: for Microsoft Forms, to print, and to type paper answers into.
"""

from pathlib import Path

import pandas as pd

from coprod import agreement, codebook, involved, survey
from coprod import statements as items
from coprod.documents import Block, Bullets, Heading, Paragraph, Table
from coprod.papers import Paper, day, listed, number, place, plural
from coprod.problem import Problem
from coprod.rounds import Round

SURVEYS = {"forms": "survey.docx", "paper": "survey-paper.html", "sheet": "survey.xlsx"}


def who_is_asked(rnd: Round) -> Paper:
    """Say who will be asked, by when, and what the survey does not ask."""
    groups = involved.groups(rnd)
    if not groups:
        return Paper.saying("Nobody has been heard yet.")
    by = rnd.settings.get("survey_by") or rnd.settings.get("reply_by")
    when = f" Answers are welcome until {day(by)}." if by else ""
    asked = [plural(group, 2, count=False) for group in groups]
    return Paper((Paragraph(f"Everyone: {listed(asked)}.{when}"),))


def statements(rnd: Round) -> Paper:
    """Give the statements by theme, each with its item code."""
    made = items.table(rnd)
    if made.empty:
        return Paper.saying(
            "There are no statements yet: notebook 08 is where they are made."
        )
    names = codebook.names(codebook.table(rnd))
    blocks: list[Block] = []
    for theme, part in made.groupby("theme", sort=False):
        blocks.append(Heading(names.get(str(theme), "Other"), 2))
        lines = part[["statement", "text"]].itertuples(index=False)
        blocks.append(Bullets([f"{code} {text}" for code, text in lines]))
    return Paper(tuple(blocks))


def statement_sources(rnd: Round) -> Paper:
    """Give for each statement the findings it comes from and how many people."""
    made = items.table(rnd)
    if made.empty:
        return Paper.saying("There are no statements yet.")
    counts = items.evidence(
        made,
        agreement.counted(rnd),
        rnd.load("comments"),
        rnd.load("people"),
        codebook.table(rnd),
    )
    all_ = counts[counts["group"] == "everyone"].set_index("statement")["people"]
    shown = pd.DataFrame(
        {
            "statement": made["statement"],
            "from findings": made["findings"].str.replace(" ", ", "),
            "people who spoke of this topic": [
                number(all_[code]) for code in made["statement"]
            ],
        }
    )
    return Paper((Table(shown, "Each person counts once."),))


def write_survey(rnd: Round) -> str:
    """Write the questionnaire for Microsoft Forms and paper, and the typing sheet."""
    if items.table(rnd).empty:
        return "No questionnaire was written: there are no statements yet."
    written = [survey_file(rnd, to).name for to in SURVEYS]
    return f"Written beside this page: {', '.join(written)}."


def survey_file(rnd: Round, to: str) -> Path:
    """Write the questionnaire for one tool: forms, paper or sheet.

    Raises
    ------
    ValueError
        If there is no such tool, or no statement yet.
    """
    if to not in SURVEYS:
        raise Problem(f"survey: it is written to one of {', '.join(SURVEYS)}.")
    return survey.build(
        items.table(rnd),
        place(rnd, SURVEYS[to]),
        groups=involved.groups(rnd),
        codebook=codebook.table(rnd),
        title=f"What matters most to you? {rnd.title}",
        about=involved.line(rnd),
        stamp=rnd.stamp,
    )
