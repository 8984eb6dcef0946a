"""Find the headings of a sheet, which may stand in two or three rows.

Survey programs write codes above questions, questions above the options to tick, and
a row that only they can read; people merge one cell over several headings.
"""

import re
from collections import Counter

import pandas as pd

from coprod.listen.formats.sheet_columns import plain
from coprod.listen.formats.words import ABOUT, HEADINGS, PEOPLE, WORDS

# What survey programs call a column, and what they write above its cells.
CODE, SAID, OPTION, ENDING = map(re.compile, WORDS["survey programs"].values())


def headings(grid: pd.DataFrame) -> tuple[list[str], int]:
    """Return the heading of each column, and in which row the answers begin.

    Parameters
    ----------
    grid : pandas.DataFrame
        Text cells of one sheet without heading; blank rows and columns left out.

    Returns
    -------
    tuple of (list of str, int)
        One heading a column, and the number of rows that are title or heading.
    """
    rows = [[" ".join(c.split()) for c in row] for row in grid.head(12).to_numpy()]
    top = _top(rows)
    if len(rows[0]) == 1 and not _like_heading(rows[0][0]):
        return [""], 0
    after = rows[top + 1 :]
    coded = next((i for i, row in enumerate(after[:3]) if "ImportId" in row[0]), None)
    if coded is not None:
        first = after[0] if coded else rows[top]
        return [_clean(name) for name in first], top + coded + 2
    if after and _second(rows[top], after):
        return _joined(rows[top], after[0]), top + 2
    return [_clean(name) for name in rows[top]], top + 1


def _top(rows: list[list[str]]) -> int:
    """Find the first row that fills half the columns: what is above is a title."""
    wide = len(rows[0])
    full = (i for i, row in enumerate(rows[:6]) if sum(map(bool, row)) * 2 >= wide)
    return next(full, 0) if wide > 1 else 0


def _like_heading(cell: str) -> bool:
    """Say whether a cell reads like a heading and not like an answer."""
    low = plain(cell)
    others = (*ABOUT.values(), *PEOPLE.values())
    tells = (HEADINGS["open"], HEADINGS["dropped"], *others)
    short = len(cell.split()) <= 5 and any(re.search(words, low) for words in tells)
    return low.endswith("?") or short or bool(re.search(r"please|tell us", low))


def _second(first: list[str], after: list[list[str]]) -> bool:
    """Say whether the row under the headings belongs to the headings."""
    second, below = after[0], after[1:]
    if any(re.fullmatch(r"[\d.,/:@ -]+", cell) for cell in second):
        return False
    coded = all(CODE.fullmatch(cell) or not cell for cell in first)
    if coded and any(map(SAID.fullmatch, second)):
        return True
    if sum(cell.endswith("?") for cell in second) * 2 >= len(second):
        return coded or "" in first
    gaps = [under for above, under in zip(first, second, strict=True) if not above]
    if not any(gaps):
        return False
    said = any(len(c.split()) > 3 and not _like_heading(c) for c in second)
    whose = all(row[0] for row in below) and not said
    if (whose or any(map(OPTION.fullmatch, second))) and not second[0] and below:
        return True  # whoever answers has an id or a time in the first column
    again = any(cell and cell in row for row in below for cell in second)
    return all(map(_like_heading, filter(None, gaps))) and not again


def _joined(first: list[str], second: list[str]) -> list[str]:
    """Join a heading over several columns with the heading of each."""
    names, group = [], ""
    for above, below in zip(first, second, strict=True):
        group = above or group
        named = "" if below and CODE.fullmatch(group) else group
        names.append(_clean(" - ".join(filter(None, (named, below)))))
    return names


def _clean(name: str) -> str:
    """Take what survey tools add off a heading: "- Text", or the heading said twice."""
    short = ENDING.sub("", " ".join(name.replace("_x000D_", " ").split()))
    half = short[: (len(short) - 3) // 2]
    return half if half and short == f"{half} - {half}" else short


def questions(names: list[str]) -> list[str]:
    """Return the question of each column; a second "Comments" takes the one before."""
    bare = [re.sub(r"\.\d+$", "", name) for name in names]
    plain = [b if b in names else n for b, n in zip(bare, names, strict=True)]
    times = Counter(plain)
    asked, before = [], ""
    for name in plain:
        repeated = times[name] > 1
        before = before if repeated else name
        asked.append(f"{before} - {name}" if repeated and before else name)
    return asked
