"""Build the questionnaire in the form that the survey tool wants.

Statements out as .docx (Microsoft Forms), .html (paper) or .xlsx (typing in paper
answers); answers in as the table ballots, by the item codes, with no mapping by hand.
"""

from pathlib import Path

import pandas as pd

from coprod.decide.survey import (
    answers,
    ballot_files,
    form_paper,
    form_word,
    papers,
    plain_sheet,
    proposals,
    questions,
)
from coprod.store.problem import Problem

__all__ = ["answers", "ballot_files", "build", "papers", "plain_sheet", "proposals"]
FORMATS = {".docx": form_word.write, ".html": form_paper.write}


def build(
    statements: pd.DataFrame,
    path: Path,
    *,
    groups: list[str],
    codebook: pd.DataFrame | None = None,
    title: str = "What matters most to you?",
    about: str = "",
    stamp: str = "",
) -> Path:
    """Write the questionnaire; the ending of the file name says for which tool.

    Parameters
    ----------
    statements : pandas.DataFrame
        The table statements.
    path : pathlib.Path
        Ending in .docx (Microsoft Forms), .html (to print) or .xlsx or .csv (the
        empty sheet for typing in paper answers).
    groups : list of str
        The groups of people, as they call themselves.
    codebook : pandas.DataFrame, optional
        For the names of the themes.
    title : str
        What stands at the top.
    about : str
        Who took part so far, for people who wonder where the questions come from.
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
    ending = Path(path).suffix.lower()
    if ending in (".xlsx", ".csv"):
        return form_paper.paper_sheet(Path(path), statements, stamp)
    if ending not in FORMATS:
        raise Problem(
            "survey: it can be written as .docx (Microsoft Forms), .html (paper) or "
            ".xlsx (typing in paper answers). Choose one of these endings."
        )
    return FORMATS[ending](asked, Path(path), title=title, about=about, stamp=stamp)
