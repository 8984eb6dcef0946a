"""Write the questionnaire as a page to print, and the sheet to type answers in.

One HTML file that runs nothing and fetches nothing; large print, boxes to tick. It
can be read on a phone before it is printed.
"""

from html import escape
from pathlib import Path

import pandas as pd

from coprod.decide.survey.questions import Question, labels
from coprod.store import disk, spreadsheets

HERE = Path(__file__).parent
STAMP = HERE.parents[1] / "pages" / "templates" / "coprod" / "stamp.css"


def write(
    questions: list[Question], path: Path, *, title: str, about: str, stamp: str
) -> Path:
    """Write the questions as a page to print, the same bytes every time."""
    from jinja2 import Environment, FileSystemLoader

    files = Environment(loader=FileSystemLoader(HERE), trim_blocks=True)
    files.filters["html"] = escape
    page = files.get_template("paper.html.j2").render(
        asked=list(enumerate(questions, 1)),
        title=title,
        about=about,
        stamp=stamp,
        stamp_style=STAMP.read_text(encoding="utf-8") if stamp else "",
    )
    disk.write(path, f"{page}\n".encode())
    return path


def paper_sheet(path: Path, statements: pd.DataFrame, stamp: str = "") -> Path:
    """Write the empty sheet for typing in what came back on paper.

    Parameters
    ----------
    path : pathlib.Path
        A .xlsx or .csv file. One row for each paper: its number, the group, a number
        1 to 5 under each IMP code (blank for "I don't know"), an x under each TOP
        code that was chosen, and what is missing.
    statements : pandas.DataFrame
        The table statements.
    stamp : str
        What stands on a sheet of its own, before everything else.
    """
    codes = list(labels(statements))
    columns = ["sheet", "group", *(f"IMP {code}" for code in codes)]
    columns += [*(f"TOP {code}" for code in codes), "something missing"]
    empty = pd.DataFrame(columns=pd.Index(columns))
    guide = statements[["statement", "text"]].assign(statement=codes)
    if path.suffix.lower() == ".csv":
        spreadsheets.write_csv(path, empty)
    else:
        draft = pd.DataFrame({stamp: ["A draft for the team."]})
        first = {"draft": draft} if stamp else {}
        spreadsheets.write_xlsx(path, first | {"answers": empty, "statements": guide})
    return path
