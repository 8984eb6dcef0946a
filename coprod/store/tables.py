"""The contract of every table: its columns, what each may hold and means.

Every step of the cycle hands a table to the next. What a table must look like is
written in `tables.toml`; `docs/data-dictionary.md` is printed from it.
"""

import re
from dataclasses import dataclass

import pandas as pd

from coprod.store import disk
from coprod.store.problem import Problem
from coprod.store.show import plural

__all__ = [
    "ENDS",
    "LOOSE",
    "TABLES",
    "WAITS",
    "check",
    "empty",
    "explained",
    "in_english",
    "some",
    "untranslated",
    "with_words",
]

FORMAT = 1
LOOSE = "tagged, not yet in a theme"
WAITS = "waits to be typed in notebook 01"
DTYPES = {
    "text": "string",
    "whole number": "Int64",
    "number": "Float64",
    "yes or no": "boolean",
}


def some(value: object) -> str | None:
    """Return a cell's words, None if it is blank.

    Examples
    --------
    >>> store.tables.some(""), store.tables.some("a word")
    (None, 'a word')
    """
    return None if pd.isna(value) or not str(value) else str(value)


def with_words(comments: pd.DataFrame) -> pd.DataFrame:
    """Return comments without pictures and voice notes that nobody has typed yet.

    Examples
    --------
    >>> len(store.tables.with_words(rnd.load("comments")))
    399
    """
    waits = comments["no_words"].eq(WAITS).fillna(False)
    return comments[~waits].reset_index(drop=True)


def in_english(comments: pd.DataFrame) -> pd.DataFrame:
    """Return comments as a machine may learn from them: in English, by a person.

    One in another language stands in its translation; without one it is left out: a
    machine would put it beside others of its language and not of its subject.

    Examples
    --------
    >>> len(store.tables.in_english(rnd.load("comments")))
    399
    """
    if "language" not in comments:
        return comments
    words = comments["translation"].where(comments["language"].notna())
    here = ~comments["comment"].isin(untranslated(comments)["comment"])
    return comments.assign(text=words.fillna(comments["text"]))[here].reset_index(
        drop=True
    )


def untranslated(comments: pd.DataFrame) -> pd.DataFrame:
    """Return the comments in other languages that nobody has translated yet.

    Examples
    --------
    >>> len(store.tables.untranslated(rnd.load("comments")))
    0
    """
    waits = comments["language"].notna() & comments["translation"].isna()
    return comments.loc[waits, ["comment", "language", "question", "text"]]


def explained(comments: pd.DataFrame) -> pd.DataFrame:
    """Return comments whose translation stands beside them, with their question.

    Examples
    --------
    >>> said = rnd.load("comments").head(1).assign(question="And?", language="Polish")
    >>> store.tables.explained(said.assign(translation="Loud."))["question"].item()
    'And? In Polish; in English, as a person typed it: Loud.'
    """
    if "language" not in comments or comments["language"].isna().all():
        return comments
    typed = " in English, as a person typed it: " + comments["translation"]
    told = "In " + comments["language"] + ";" + typed.fillna(" it needs a translator.")
    asked = comments["question"].fillna("") + " " + told
    return comments.assign(question=asked.str.strip().fillna(comments["question"]))


ENDS = (
    "in a theme",
    LOOSE,
    "out of scope",
    "no content",
    "duplicate",
    "withdrawn",
    "not yet read",
)


@dataclass(frozen=True)
class Column:
    """One column; in some a cell may be blank, a few may be missing as a whole."""

    name: str
    kind: str
    meaning: str
    blank: bool = False
    missing: bool = False


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its columns, which tell rows apart, and its step."""

    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    step: str


def _table(row: str, key: str, columns: str, step: str = "") -> Table:
    """Make a table of what `tables.toml` says of it."""
    parts = [re.split(r" *\| *", line) for line in columns.strip().splitlines()]
    made = (
        Column(n, k.rstrip("?"), m, k.endswith("?"), k.endswith("??"))
        for n, k, m in parts
    )
    return Table(row, tuple(made), tuple(key.split()), step)


TABLES = {
    name: _table(**said) for name, said in disk.words(__file__, "tables.toml").items()
}


def empty(name: str) -> pd.DataFrame:
    """Return the table `name` without rows, with its columns and types.

    Examples
    --------
    >>> store.tables.empty("tags").shape
    (0, 11)
    """
    columns = TABLES[name].columns
    return pd.DataFrame(
        {column.name: pd.Series(dtype=DTYPES[column.kind]) for column in columns}
    )


def check(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with the columns, order and types of the table `name`.

    Parameters
    ----------
    name : str
        A name in `TABLES`.
    frame : pandas.DataFrame
        Any number of rows; columns that the table does not know are left out.

    Returns
    -------
    pandas.DataFrame
        A new table, the rows in the same order.

    Raises
    ------
    ValueError
        If a column is missing, holds the wrong kind, has blanks where none may be,
        or if two rows have the same key. Rows are named by number, never by content.

    Examples
    --------
    >>> frame = rnd.load("tags").assign(more="left out")
    >>> "more" in store.tables.check("tags", frame)
    False
    """
    table = TABLES[name]
    lacking = [c.name for c in table.columns if c.name not in frame and not c.missing]
    if lacking and len(frame):
        raise Problem(
            f"{name}: the column {lacking[0]!r} is missing. A table of {name} has "
            f"{', '.join(c.name for c in table.columns)}: add it, then run again."
        )
    if lacking:
        return empty(name)
    blank = pd.Series(pd.NA, index=frame.index, dtype=object)
    made = pd.DataFrame(
        {c.name: _typed(name, c, frame.get(c.name, blank)) for c in table.columns}
    )
    made = made.reset_index(drop=True)
    same = made.duplicated(list(table.key), keep=False)
    if same.any():
        raise Problem(
            f"{name}: {_rows(same)} have the same {' and '.join(table.key)}. Each row "
            "must be told apart: take one of them out, then run again."
        )
    return made


def _typed(name: str, column: Column, values: pd.Series) -> pd.Series:
    """Return `values` in the type of `column`, or say which rows do not fit."""
    try:
        typed = values.astype(DTYPES[column.kind])
    except (TypeError, ValueError, OverflowError):
        raise Problem(
            f"{name}: the column {column.name!r} must hold {column.kind}. "
            "Mend the source file, then run again."
        ) from None
    if not column.blank and typed.isna().any():
        raise Problem(
            f"{name}: {_rows(typed.isna())} have no {column.name} ({column.meaning}). "
            "Fill it in, then run again."
        )
    return typed


def _rows(wrong: pd.Series) -> str:
    """Name the rows in `wrong`, counted from 1, the first ten at most."""
    numbers = [str(i + 1) for i, bad in enumerate(wrong) if bad]
    more = f" and {len(numbers) - 10} more" if len(numbers) > 10 else ""
    return f"{plural('row', len(numbers))} ({', '.join(numbers[:10])}{more})"
