"""What a file and its columns hold: own words, notes, a summary; which is which.

Takes files, gives the roles of columns and what a file holds (people's own words, our
notes of what they said, or our summary of something already counted). What a person
chose is kept in the sources journal; a heading stands there as a digest, because it
may hold a name, and a column keeps its role wherever it moves.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

import pandas as pd

from coprod.listen import formats
from coprod.listen.formats import sheet_columns, sheets
from coprod.listen.people import SUMMARY
from coprod.protect import people_workbook
from coprod.store import journal
from coprod.store.problem import Problem
from coprod.store.rounds import Round

__all__ = ["NOTES", "holding"]

OWN, NOTES, NOBODYS = "own words", "notes", "nobody's words"
HOLDS = (OWN, NOTES, SUMMARY, NOBODYS)


def digests(rnd: Round, names: Iterable[str]) -> list[str]:
    """Return digests of file names or headings: without the key nobody guesses them."""
    key = people_workbook.key(rnd)
    raw = (name.encode("utf-8", "surrogatepass") for name in names)
    return [hmac.new(key, each, hashlib.sha256).hexdigest()[:16] for each in raw]


def columns(rnd: Round, source: str, path: Path) -> pd.DataFrame:
    """Return the columns of a sheet: proposed role, chosen role, first cells.

    Returns
    -------
    pandas.DataFrame
        One row for each column: column (digest), sheet, number (from 0), name, cells
        (a list), proposed and role. It holds people's words: keep it in memory.
        A file that is no sheet has none.
    """
    names = ["column", "sheet", "number", "name", "cells", "proposed", "role"]
    if path.suffix.lower() not in formats.SHEETS:
        return pd.DataFrame(columns=names)
    found = formats.columns(path)
    known = _chosen(rnd).get(source, {})
    rows = [
        [key, *each[:3], each.cells, each.role, known.get(key, each.role)]
        for key, each in zip(_keys(rnd, [c[:3] for c in found]), found, strict=True)
    ]
    return pd.DataFrame(rows, columns=names)


def roles(rnd: Round) -> dict[str, sheets.Choose]:
    """Return for each source what finds the roles people chose, from its headings."""
    return {source: partial(_roles, rnd, said) for source, said in _chosen(rnd).items()}


def _roles(
    rnd: Round, chosen: Mapping[str, str], found: list[sheets.Heading]
) -> sheet_columns.Roles:
    """Return the role chosen for each column, by its sheet and number."""
    keys = zip(_keys(rnd, found), found, strict=True)
    return {each[:2]: chosen[key] for key, each in keys if key in chosen}


def choose(rnd: Round, source: str, chosen: Mapping[str, str]) -> str:
    """Record the roles of columns, by their digest; give the event, for undo.

    Raises
    ------
    ValueError
        If a role is not one that a column can have.
    """
    sheets.check_roles(chosen.values())
    whole = {**_chosen(rnd).get(source, {}), **chosen}
    return journal.record(rnd, "sources").change(source, {"columns": whole})


def holds(rnd: Round) -> pd.DataFrame:
    """Return what each file holds: source, holds, of (codes), confirmed (yes or no).

    A file that nobody has looked at holds people's own words.
    """
    said = journal.state(rnd, "sources", ["holds", "of"]).rename(
        columns={"id": "source"}
    )
    said["of"] = [" ".join(codes or ()) for codes in said["of"]]
    said["confirmed"], said["holds"] = said["holds"].notna(), said["holds"].fillna(OWN)
    return said[["source", "holds", "of", "confirmed"]]


def holding(rnd: Round, what: str) -> list[str]:
    """Return the codes of the files that hold this.

    Examples
    --------
    >>> listen.file_contents.holding(rnd, listen.file_contents.NOTES)
    []
    """
    table = holds(rnd)
    return list(table.loc[table["holds"] == what, "source"])


def set_holds(rnd: Round, source: str, what: str, of: Iterable[str] = ()) -> str:
    """Record what a file holds; give the event, for undo.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who decides.
    source : str
        Code of the file, such as S12.
    what : {"own words", "notes", "our summary", "nobody's words"}
        Own words are counted and may be quoted. Notes are counted and never quoted.
        A summary of what other files hold is linked to them and not counted again.
        Nobody's words: an empty file, a form, a list of questions. Should there be
        words in it all the same, they are counted and the file needs a look.
    of : iterable of str
        For a summary: the codes of the files it sums up.

    Raises
    ------
    ValueError
        If the file, or what it sums up, is not a file of the round.
    """
    known, of = set(journal.state(rnd, "sources")["id"]), list(of)
    if source not in known or what not in HOLDS:
        raise Problem(
            f"sources: a file of the round holds {', '.join(HOLDS)}. Choose the file "
            "and one of these."
        )
    if (what == SUMMARY) != bool(of) or not set(of) <= known - {source}:
        raise Problem(
            "sources: a summary, and nothing else, sums up other files of the round, "
            "which are counted. Give their codes, such as S01 S02."
        )
    table = holds(rnd)
    sums = table[table["holds"] == SUMMARY]
    summed = " ".join(sums["of"]).split()
    if {*of} & {*sums["source"]} or (what != OWN and source in summed):
        raise Problem(
            "sources: a summary sums up files whose words are counted, and one of "
            "these is not counted itself. Say first what that one holds."
        )
    return journal.record(rnd, "sources").change(source, {"holds": what, "of": of})


def _chosen(rnd: Round) -> dict[str, dict[str, str]]:
    """Return the roles people chose: source to column digest to role."""
    said = journal.state(rnd, "sources", ["columns"]).dropna(subset=["columns"])
    return dict(zip(said["id"], said["columns"], strict=True))


def _keys(rnd: Round, found: list[sheets.Heading]) -> list[str]:
    """Make a key for each column of its sheet and heading, told apart if they recur."""
    times: Counter[str] = Counter()
    keys = []
    for key in digests(rnd, (f"{sheet}\x1f{name}" for sheet, _, name in found)):
        times[key] += 1
        keys.append(key if times[key] == 1 else f"{key}-{times[key]}")
    return keys
