"""The contract of every table: its columns, what each may hold and means.

Every step of the cycle hands a table to the next. What a table must look like is
written here once; `docs/data-dictionary.md` is printed from it and tested against it.
"""

from dataclasses import dataclass

import pandas as pd

from coprod.store.problem import Problem
from coprod.store.show import plural

__all__ = ["ENDS", "LOOSE", "TABLES", "WAITS", "check", "empty", "some", "with_words"]

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
    """One table: what a row is, its columns, and which of them tell rows apart."""

    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


def _table(row: str, key: str, *lines: str) -> Table:
    """Read lines of "name | kind | meaning".

    A kind that ends in ? may be blank; in ??, files made before it was thought of are
    read as if it were blank, so that the format number stays.
    """
    parts = [[part.strip() for part in line.split("|")] for line in lines]
    columns = (
        Column(n, k.rstrip("?"), m, k.endswith("?"), k.endswith("??"))
        for n, k, m in parts
    )
    return Table(row, tuple(columns), tuple(key.split()))


TABLES = {
    "files": _table(
        "one file that somebody gave us",
        "source",
        "source | text | code of the file (S01); its name stays in the private folder",
        "type | text | ending of the file name, such as .docx",
        "status | text | read, partly or refused",
        "why | text? | why it was refused or read only partly",
        "characters | whole number | characters found by a count of its own",
        "taken | whole number | characters read as what somebody said",
        "set_aside | text | reasons and characters not taken, as JSON",
        "difference | whole number | characters minus taken minus set aside; must be 0",
        "without_words | whole number | answers that are blank after trimming",
        "look | text?? | why a person should say who speaks in it; blank if not",
        "looked | text?? | initials of who looked at who speaks in it",
    ),
    "utterances": _table(
        "one turn, paragraph or cell exactly as it stands in a file (never saved)",
        "source position",
        "source | text | code of the file",
        "position | whole number | order in the file, from 1",
        "speaker | text? | the label in front of the words, as written",
        "question | text? | heading, column or question the words belong to",
        "text | text | the words, exactly as in the file",
        "place | text | where in the file: body, table, notes, cell ...",
        "row | text? | for sheets: key of the row, the same for one person's answers",
        "about | text? | for sheets: what other columns say of the person, as JSON",
    ),
    "comments": _table(
        "one thing one person said, in one place",
        "comment",
        "comment | text | source code, hash of the normalised words, occurrence",
        "source | text | code of the file",
        "position | whole number | order in the file",
        "person | text | code of the person who said it (P01)",
        "question | text? | what they were asked or were talking about",
        "text | text | the words, with known names and identifiers replaced",
        "duplicate_of | text? | comment with the same words by the same person",
        "no_words | text? | why it looks as if it says nothing; a person decides",
    ),
    "replacements": _table(
        "one place where a name or identifier was replaced",
        "comment start",
        "comment | text | the comment",
        "start | whole number | first character in the normalised source words",
        "end | whole number | character after the last one",
        "shown | text | what stands there instead, such as [Child 3]",
        "type | text | kind of identifier: PERSON, PHONE, EMAIL ...",
        "by | text | rule or list that found it",
    ),
    "people": _table(
        "one person who spoke, without their name",
        "person",
        "person | text | code of the person",
        "group | text | who they are: child, parent, nurse ... or unknown",
        "age_band | text | age band, or unknown",
        "setting | text | specialist hospital, local hospital, community, or unknown",
        "area | text | area, or unknown",
        "voice | text | own words, or a parent's report",
        "quote | yes or no | may their words be quoted? unknown counts as no",
        "way | text | the way they took part: interview, wish page ...",
        "role | text | participant, interviewer or not a person",
    ),
    "codebook": _table(
        "one working code, or one theme",
        "code",
        "code | text | stable id; the name may change",
        "name | text | short name",
        "level | text | theme or code",
        "parent | text? | id of the theme it was gathered into",
        "definition | text? | what it means",
        "include | text? | what belongs in it",
        "exclude | text? | what does not",
        "colour | text? | colour on screen and in charts, #RRGGBB",
        "status | text | in use, merged or retired",
        "merged_into | text? | id of the code that took its place",
        "reason | text? | why it was merged, moved or retired",
        "examples | text? | ids of example comments, separated by spaces",
    ),
    "tags": _table(
        "one tag that one reader gave",
        "tag",
        "tag | text | id of the tag",
        "comment | text | the comment",
        "start | whole number? | first character, or blank for the whole comment",
        "end | whole number? | character after the last one",
        "code | text | id of the code",
        "good | yes or no | the person speaks of something good",
        "less_good | yes or no | the person speaks of something less good",
        "needs_improving | yes or no | the person says what should be better",
        "reader | text | who tagged it",
        "note | text? | what the reader noted",
        "time | text | when, in UTC",
    ),
    "ledger": _table(
        "one comment and where it ended",
        "comment",
        "comment | text | the comment",
        "status | text | one of: " + ", ".join(ENDS),
        "detail | text? | its themes, or the reason",
        "by | text? | who decided",
    ),
    "groups": _table(
        "one comment and the group of similar comments it is in",
        "comment",
        "comment | text | the comment",
        "group | whole number | number of the group, from 1",
        "distance | number | cosine distance to the middle of the group, 0 to 2",
    ),
    "suggestions": _table(
        "one suggestion of the machine; never a tag",
        "comment code",
        "comment | text | the comment",
        "code | text | id of the code suggested",
        "score | number | how sure, 0 to 1",
        "words | text? | the words of the comment that led there",
        "model | text | what made it: model, version and settings",
        "experience | text?? | ticks suggested with it, separated by ; if any is sure",
        "learned_from | text?? | readers whose tags taught it, separated by spaces",
    ),
    "themes": _table(
        "one theme, one group of people, one experience",
        "theme group experience",
        "theme | text | id of the theme",
        "name | text | name of the theme",
        "group | text | group of people, or everyone",
        "experience | text | any, good, less good, needs improving or not clear",
        "people | whole number | people, each counted once",
        "comments | whole number | comments, each counted once",
        "of | whole number | people of that group who were heard",
    ),
    "findings": _table(
        "one finding as shared for checking",
        "finding",
        "finding | text | short code that people can quote back (C3)",
        "theme | text | id of the theme",
        "experience | text | good, less good or needs improving",
        "text | text | the finding in plain words",
        "quotes | text | ids of quoted comments, separated by spaces",
        "version | text | version of the findings it was last changed in",
        "by | text | who wrote it",
    ),
    "statements": _table(
        "one statement that people can vote on",
        "statement",
        "statement | text | item code (Q01)",
        "theme | text | id of the theme",
        "text | text | the wording",
        "findings | text | codes of the findings it comes from, separated by spaces",
        "codes | text | ids of the working codes it covers, separated by spaces",
        "direction | text | keep or change",
        "by | text | who drafted it",
    ),
    "ballots": _table(
        "one person's answer about one statement",
        "respondent statement",
        "respondent | text | code of the answer sheet",
        "group | text | group of the person",
        "statement | text | item code",
        "shown | yes or no | the person was asked about it",
        "rank | whole number? | 1 for the most important; blank if not ranked",
        "score | number? | importance 1 to 5; blank if not answered",
        "chosen | yes or no? | chosen among the most important",
    ),
    "priorities": _table(
        "one statement and its place",
        "statement",
        "statement | text | item code",
        "text | text | the wording",
        "place | number | place by equal influence of groups; ties share a place",
        "combined | number | sum of the groups' position scores",
        "pooled_place | number | place when every answer counts alike",
        "pooled_points | number | points when every answer counts alike",
        "low | number? | best place in 95 of 100 resamples; blank if too few answers",
        "high | number? | worst place in 95 of 100 resamples",
        "top_share | number? | share of resamples in which it is among the top",
        "shortlist | text | combined, some groups only, or no",
        "groups | text | groups that put it among their top",
    ),
    "actions": _table(
        "one answer to a priority",
        "action",
        "action | text | id of the action",
        "statement | text | item code it answers",
        "said | text | you said",
        "did | text | we did, or we will",
        "because | text | why, and why not",
        "owner | text | who is responsible, as a role",
        "due | text? | when",
        "status | text | done, doing, planned or not possible",
    ),
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


def dictionary() -> str:
    """Return the data dictionary of every table as Markdown."""
    lines = [
        "# Data dictionary",
        "",
        f"Format {FORMAT}. Printed from `coprod/store/tables.py`.",
    ]
    for name, table in TABLES.items():
        lines += ["", f"## {name}", "", f"A row is {table.row}.", ""]
        lines += ["| column | kind | may be blank | meaning |", "|---|---|---|---|"]
        lines += [
            f"| {c.name} | {c.kind} | {'yes' if c.blank else 'no'} | {c.meaning} |"
            for c in table.columns
        ]
    return "\n".join(lines) + "\n"
