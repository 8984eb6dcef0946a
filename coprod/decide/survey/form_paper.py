"""Write the questionnaire as a page to print, and the sheet to type answers in.

One HTML file that runs nothing and fetches nothing; large print, boxes to tick. It
can be read on a phone before it is printed.
"""

from html import escape
from pathlib import Path

import pandas as pd

from coprod.decide.survey.questions import Question
from coprod.store import disk, spreadsheets

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
STYLE = """
@page { size: A4; margin: 18mm }
body { font: 14pt/1.5 Arial, Helvetica, sans-serif; color: #111; background: #fff;
  max-width: 42rem; margin: 0 auto; padding: 1rem; overflow-wrap: break-word }
h1 { font-size: 22pt; line-height: 1.2 }
h2 { font-size: 18pt; line-height: 1.2; margin-top: 2rem; break-after: avoid }
h3 { font-size: 14pt; margin: 0 0 .5rem }
section.question { break-inside: avoid; margin: 0 0 1.5rem }
ul { list-style: none; margin: 0; padding: 0 }
ul.scale { display: flex; flex-wrap: wrap; column-gap: 1.2rem }
li { display: flex; gap: .5rem; padding: .2rem 0; break-inside: avoid }
.box { flex: none; width: 1.2em; height: 1.2em; border: 2px solid #111;
  box-sizing: border-box; margin-top: .15em }
.lines { height: 9rem; border: 2px solid #111 }
@media print { body { max-width: none; padding: 0 } }
"""
STAMP = Path(__file__).parents[2] / "pages" / "templates" / "coprod" / "stamp.css"


def write(
    questions: list[Question],
    path: Path,
    *,
    title: str,
    about: str = "",
    stamp: str = "",
) -> Path:
    """Write the questions as a page to print, the same bytes every time."""
    parts = dict.fromkeys(question.part for question in questions)
    body = "".join(
        f"<section><h2>{escape(part)}</h2>\n"
        + "".join(_question(n, q) for n, q in enumerate(questions, 1) if q.part == part)
        + "</section>\n"
        for part in parts
    )
    said = f"<p>{escape(about)}</p>\n" if about else ""
    style = STYLE + STAMP.read_text(encoding="utf-8") if stamp else STYLE
    stamped = (
        f'<header><p class="stamp">{escape(stamp)}</p></header>\n' if stamp else ""
    )
    page = (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"{stamped}<main>\n<h1>{escape(title)}</h1>\n"
        "<p>There are no right or wrong answers. You can leave out any question. "
        "Please do not write your name.</p>\n"
        f"{body}{said}</main>\n</body>\n</html>\n"
    )
    disk.write(path, page.encode())
    return path


def _question(number: int, question: Question) -> str:
    """Write one question with its boxes, or with room for words."""
    scale = ' class="scale"' if len(question.options) == 6 else ""
    boxes = "".join(
        f'<li><span class="box" aria-hidden="true"></span>{escape(option)}</li>\n'
        for option in question.options
    )
    room = f"<ul{scale}>\n{boxes}</ul>" if boxes else '<div class="lines"></div>'
    head = f"<h3>{number}. {escape(question.text)}</h3>"
    return f'<section class="question">{head}\n{room}</section>\n'


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
    codes = list(statements["statement"])
    columns = ["sheet", "group", *(f"IMP {code}" for code in codes)]
    columns += [*(f"TOP {code}" for code in codes), "something missing"]
    empty = pd.DataFrame(columns=pd.Index(columns))
    guide = statements[["statement", "text"]]
    if path.suffix.lower() == ".csv":
        spreadsheets.write_csv(path, empty)
    else:
        draft = pd.DataFrame({stamp: ["A draft for the team."]})
        first = {"draft": draft} if stamp else {}
        spreadsheets.write_xlsx(path, first | {"answers": empty, "statements": guide})
    return path
