"""Step 09 and back: write the questionnaire for the tool people have, read answers.

Statements out as .docx (Microsoft Forms), .html (paper) or .xlsx (typing in paper
answers); answers in as the table ballots, by the item codes, with no mapping by hand.
"""

from pathlib import Path

import pandas as pd

from coprod.problem import Problem
from coprod.survey import forms, paper
from coprod.survey.paper import paper_sheet
from coprod.survey.plain import from_csv_frame
from coprod.survey.questions import advice, questions
from coprod.survey.results import read, wordings

__all__ = ["advice", "build", "from_csv_frame", "paper_sheet", "questions", "read"]
__all__ += ["wordings"]
FORMATS = {".docx": forms.write, ".html": paper.write}


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
    """
    asked = questions(statements, groups=groups, codebook=codebook)
    ending = Path(path).suffix.lower()
    if ending in (".xlsx", ".csv"):
        return paper_sheet(Path(path), statements, stamp)
    if ending not in FORMATS:
        raise Problem(
            "survey: it can be written as .docx (Microsoft Forms), .html (paper) or "
            ".xlsx (typing in paper answers). Choose one of these endings."
        )
    return FORMATS[ending](asked, Path(path), title=title, about=about, stamp=stamp)
