"""What a file and its columns hold: own words, notes, a summary; which is which.

Takes files, gives the roles of columns and what a file holds (people's own words, our
notes of what they said, or our summary of something already counted). What a person
chose is kept in the sources journal; a heading stands there as a digest, because it
may hold a name, and a column keeps its role wherever it moves. The same file twice is
counted once, unless a person says otherwise or has worked on both.
"""

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

import pandas as pd

from coprod.listen import formats
from coprod.listen.formats import sheet_columns, sheets
from coprod.listen.formats.sheet_rows import numbered
from coprod.listen.formats.words import REFUSED
from coprod.protect import people_workbook, who_words
from coprod.store import ids, journal
from coprod.store.journal import fold
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import plural

__all__ = ["NOTES", "holding"]

OWN, NOTES, NOBODYS = "own words", "notes", "nobody's words"
SUMMARY, COPY = "our summary", "the same as another file"  # words counted elsewhere
ELSEWHERE = (SUMMARY, COPY)
HOLDS = (OWN, NOTES, *ELSEWHERE, NOBODYS)
NO_BYTES = hashlib.sha256().hexdigest()
MADE = "tags marks reviews kept-back care splits flags notes suggested settlements"
ABOUT_COMMENTS = (*MADE.split(), "typed", "translations", ids.PLACED)


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


def settings(rnd: Round) -> dict[str, str]:
    """Return the same for each source in words, to know a reading again."""
    return {s: json.dumps(said, sort_keys=True) for s, said in _chosen(rnd).items()}


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

    A file that nobody has looked at holds people's own words, or is the same as
    another one.
    """
    again, rows = copies(rnd), []
    for event in journal.state(rnd, "sources", ["holds", "of"]).to_dict("records"):
        source, of = event["id"], " ".join(event["of"] or ())
        confirmed = not pd.isna(event["holds"])
        told = (event["holds"], of) if confirmed else (OWN, of)
        if not confirmed and source in again:
            told = (COPY, again[source])
        rows.append([source, *told, confirmed])
    return pd.DataFrame(rows, columns=["source", "holds", "of", "confirmed"])


def copies(rnd: Round) -> dict[str, str]:
    """Return the files here with the bytes of an earlier one, and which one that is.

    A file whose comments somebody has worked on is none.
    """
    said = journal.state(rnd, "sources", ["file", "sha256"])
    said = said[said.duplicated("sha256", keep=False) & (said["sha256"] != NO_BYTES)]
    if said.empty:
        return {}
    here = digests(rnd, (path.name for path in formats.files_in(rnd.raw)))
    said = said[said["file"].isin(here)]
    first = said.groupby("sha256")["id"].transform("first")
    found = zip(said["id"], first, strict=True)
    return {c: of for c, of in found if c != of and not worked_on(rnd, c)}


def again(rnd: Round, said: pd.DataFrame, files: pd.DataFrame) -> pd.DataFrame:
    """Say which files hold the same as others, and of which a person should say so."""
    held = holds(rnd)
    told = _alike(said)
    for code, of in copies(rnd).items():
        told[code] = f"holds the same bytes as {of}: counted once"
    for code in held.loc[held["confirmed"], "source"]:
        told.pop(code, None)
    why = files["source"].map(told).astype("string")
    return files.assign(why=files["why"].astype("string").fillna(why))


def worked_on(rnd: Round, source: str) -> bool:
    """Return whether somebody typed, tagged, reviewed or set aside what a file says."""
    said = (fold(journal.read(rnd.decisions, kind).events) for kind in ABOUT_COMMENTS)
    known = (str(thing) for things in said for thing in things.values())
    return any(f"'{source}-" in thing or f"'{source}'" in thing for thing in known)


def _alike(utterances: pd.DataFrame) -> dict[str, str]:
    """Say of each file that most of it stands in another one, too.

    Of two files the one with fewer long turns is named, or the later one. Only what
    has more than three words and is nobody's question counts.
    """
    turns = utterances[["source", "speaker", "text"]].fillna("")
    words = turns["text"].str.casefold().str.split().str.join(" ")
    asks = turns["text"].str.endswith("?")
    asks |= turns["speaker"].map(who_words.interviews).astype(bool)
    long = turns.assign(words=words)[(words.str.count(" ") > 2) & ~asks]
    long = long[["source", "words"]].drop_duplicates()
    size = long["source"].value_counts()
    order = {code: (-n, code) for code, n in size.items()}
    both = long.merge(long, on="words", suffixes=("_of", ""))
    pairs = Counter(zip(both["source_of"], both["source"], strict=True))
    return {
        code: f"{same} of {plural('longer turn', size[code])} in it stand in "
        f'{of}, too: is it the same? See "What is in each file?" in notebook 01'
        for (of, code), same in sorted(pairs.items(), reverse=True)
        if order[of] < order[code] and same >= 3 and same >= 0.9 * size[code]
    }


def holding(rnd: Round, *what: str) -> list[str]:
    """Return the codes of the files that hold one of these.

    Examples
    --------
    >>> listen.file_contents.holding(rnd, listen.file_contents.NOTES)
    []
    """
    table = holds(rnd)
    return list(table.loc[table["holds"].isin(what), "source"])


def set_holds(rnd: Round, source: str, what: str, of: Iterable[str] = ()) -> str:
    """Record what a file holds; give the event, for undo.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who decides.
    source : str
        Code of the file, such as S12.
    what : {"own words", "notes", "our summary", "the same as another file", ...}
        Own words are counted and may be quoted. Notes are counted and never quoted.
        A summary of what other files hold, or another copy of one, is linked to them
        and not counted again.
        Nobody's words: an empty file, a form, a list of questions. Should there be
        words in it all the same, they are counted and the file needs a look.
    of : iterable of str
        For a summary: the codes of the files it sums up; for a copy: the other one.

    Raises
    ------
    ValueError
        If the file, or what it sums up, is not a file of the round.
    """
    known, of = set(journal.state(rnd, "sources")["id"]), list(of)
    if source not in known or what not in HOLDS:
        raise Problem(REFUSED["holds"].format(kinds=", ".join(HOLDS)))
    if (what in ELSEWHERE) != bool(of) or not set(of) <= known - {source}:
        raise Problem(REFUSED["sums up"])
    table = holds(rnd)
    sums = table[table["holds"].isin(ELSEWHERE) & (table["source"] != source)]
    summed = " ".join(sums["of"]).split()
    if {*of} & {*sums["source"]} or (what != OWN and source in summed):
        raise Problem(REFUSED["summed twice"])
    return journal.record(rnd, "sources").change(source, {"holds": what, "of": of})


def _chosen(rnd: Round) -> dict[str, dict[str, str]]:
    """Return the roles people chose: source to column digest to role."""
    said = journal.state(rnd, "sources", ["columns"]).dropna(subset=["columns"])
    return dict(zip(said["id"], said["columns"], strict=True))


def _keys(rnd: Round, found: list[sheets.Heading]) -> list[str]:
    """Make a key for each column of its sheet and heading, told apart if they recur."""
    names = (f"{sheet}\x1f{name}" for sheet, _, name in found)
    return list(numbered(digests(rnd, names)))
