"""Write the questionnaire as each survey tool takes it in, and on paper.

The end of a file's name says for which. The shapes stand in the folder `templates`: a
page runs nothing and fetches nothing, and the same questions give the same bytes.
"""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import pandas as pd

from coprod.decide.survey.questions import WORDS, Question, labels
from coprod.pages.word_document import Block, Heading, Note, Paragraph, write_docx
from coprod.store import disk, spreadsheets
from coprod.store.problem import Problem

HERE = Path(__file__).parent
STAMP = HERE.parents[1] / "pages" / "templates" / "coprod" / "stamp.css"
ENDS = ("limesurvey.txt", "qualtrics.txt", "redcap.csv", "cards.html")  # of file names
TEMPLATES = {**{end: f"{end}.j2" for end in ENDS}, ".html": "paper.html.j2"}


def write(
    asked: list[Question], path: Path, *, title: str, lines: Sequence[str], stamp: str
) -> Path:
    """Write the questions for one tool; give the path."""
    if path.suffix == ".docx":
        return _word(asked, path, title, lines, stamp)
    shape = next((s for end, s in TEMPLATES.items() if path.name.endswith(end)), "")
    if not shape:
        raise Problem(WORDS["problems"]["ending"])
    from jinja2 import Environment, FileSystemLoader

    files = Environment(loader=FileSystemLoader(HERE / "templates"), trim_blocks=True)
    files.filters["html"] = escape
    page = files.get_template(shape).render(
        asked=list(enumerate(asked, 1)),
        title=title,
        lines=list(lines),
        large="large" in path.name,
        stamp=stamp,
        stamp_style=STAMP.read_text(encoding="utf-8") if stamp else "",
    )
    disk.write(path, f"{page.strip()}\n".encode())
    return path


def _word(
    asked: list[Question], path: Path, title: str, lines: Sequence[str], stamp: str
) -> Path:
    """Write numbered questions and lettered options, as quick import reads them."""
    blocks: list[Block] = [Note(stamp)] if stamp else []
    blocks += [Paragraph(line) for line in lines]
    part = ""
    for number, question in enumerate(asked, 1):
        blocks += [Heading(question.part, 2)] if question.part != part else []
        part = question.part
        options = enumerate(question.options)
        blocks.append(Paragraph(f"{number}. {question.text}"))
        blocks += [Paragraph(f"{letter(n)}. {option}") for n, option in options]
    return write_docx(path, title, blocks)


def letter(place: int) -> str:
    """Return the letter of an option: A to Z, then AA, AB ..."""
    first, second = divmod(place, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)


def typing_sheet(path: Path, statements: pd.DataFrame, stamp: str = "") -> Path:
    """Write the empty sheet for typing in what came back on paper.

    Parameters
    ----------
    path : pathlib.Path
        A .xlsx or .csv file. One row for each paper: its number, the group, a number
        1 to 5 under each IMP code (blank for "I don't know"), an x under each TOP
        code that was chosen or under NONE, and what is missing.
    statements : pandas.DataFrame
        The table statements.
    stamp : str
        What stands on a sheet of its own, before everything else.
    """
    codes = list(labels(statements))
    columns = ["sheet", "group", *(f"IMP {code}" for code in codes)]
    columns += [*(f"TOP {code}" for code in [*codes, "NONE"]), "something missing"]
    empty = pd.DataFrame(columns=pd.Index(columns))
    guide = statements[["statement", "text"]].assign(statement=codes)
    if path.suffix.lower() == ".csv":
        spreadsheets.write_csv(path, empty)
    else:
        draft = pd.DataFrame({stamp: ["A draft for the team."]})
        first = {"draft": draft} if stamp else {}
        spreadsheets.write_xlsx(path, first | {"answers": empty, "statements": guide})
    return path
