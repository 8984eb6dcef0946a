"""What a document is made of: headings, words, lists, quotes, tables and notes.

The same blocks become a Word document or slides; a file is written whole or not at all,
and the same blocks give the same bytes.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from coprod import rounds

# A fixed day, so that the same words give the same bytes; the day of making is no news.
_DAY = datetime(2000, 1, 1)
_ILLEGAL = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is below the title."""

    words: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Plain words; `strong` for the one sentence to remember."""

    words: str
    strong: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list; `numbered` where the order matters."""

    items: Sequence[str]
    numbered: bool = False


@dataclass(frozen=True)
class Quote:
    """What somebody said, and who, as far as may be told."""

    words: str
    by: str = ""


@dataclass(frozen=True)
class Table:
    """Numbers or words in columns, with a sentence that says of what."""

    frame: pd.DataFrame
    caption: str


@dataclass(frozen=True)
class Note:
    """Something to know before reading on, such as NOT FOR SHARING."""

    words: str


Block = Heading | Paragraph | Bullets | Quote | Table | Note


@dataclass(frozen=True)
class Slide:
    """One slide: its title, its blocks, and what the speaker may say with it."""

    title: str
    blocks: Sequence[Block] = ()
    notes: str = ""


def cells(frame: pd.DataFrame) -> list[list[str]]:
    """Give a table as rows of words, the header first, blanks for missing values.

    Parameters
    ----------
    frame : pandas.DataFrame
        Any number of rows.

    Returns
    -------
    list of list of str
    """
    body = frame.astype(object).where(frame.notna(), "").to_numpy().tolist()
    rows = [[str(column) for column in frame.columns], *body]
    return [[plain(value) for value in row] or [""] for row in rows]


def shares(rows: Sequence[Sequence[str]]) -> list[float]:
    """Share the width of a table out, more to columns with longer words.

    Parameters
    ----------
    rows : sequence of sequences of str
        As from `cells`.

    Returns
    -------
    list of float
        One for each column; together they are 1.
    """
    longest = [
        min(max(map(len, column)), 40)
        + max(len(word) for cell in column for word in [*cell.split(), ""])
        for column in zip(*rows, strict=True)
    ]
    wanted = [max(each, 10) for each in longest]
    return [each / sum(wanted) for each in wanted]


def plain(words: Any) -> str:
    """Take out what no Office file may hold, such as the sign for a bell.

    Parameters
    ----------
    words : anything
        Written as text.

    Returns
    -------
    str
    """
    return _ILLEGAL.sub("", str(words))


def refuse(block: Any) -> None:
    """Say what a document is made of, when it is given something else.

    Parameters
    ----------
    block : anything
        What was given; only its kind is named, never its words.

    Raises
    ------
    ValueError
        Always.
    """
    raise ValueError(
        f"documents: a {type(block).__name__} is no part of a document. It is made of "
        "Heading, Paragraph, Bullets, Quote, Table and Note: use one of these."
    )


def save(made: Any, path: Path, title: str) -> Path:
    """Write a Word document or slides without the time of day and without a maker.

    Parameters
    ----------
    made : docx.document.Document or pptx.presentation.Presentation
        What was made.
    path : pathlib.Path
        Where to; a file of that name is replaced.
    title : str
        For the file's properties.

    Returns
    -------
    pathlib.Path
        The same as given.
    """
    about = made.core_properties
    about.title, about.language, about.revision = plain(title)[:255], "en-GB", 1
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.created = about.modified = _DAY
    _without_thumbnail(made.part.package)
    whole, timeless = io.BytesIO(), io.BytesIO()
    made.save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(timeless, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    rounds.write(Path(path), timeless.getvalue())
    return Path(path)


def _without_thumbnail(package: Any) -> None:
    """Take out the small picture of the template's first page, which is not ours."""
    rels = getattr(package, "rels", None) or package._rels
    for key in [k for k, rel in rels.items() if rel.reltype.endswith("/thumbnail")]:
        rels.pop(key)
