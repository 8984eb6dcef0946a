"""Read spreadsheets (.csv, .tsv, .xlsx, .ods): each answer, its question and person.

A role is proposed for each column; people may change it. Answers become utterances,
what columns say of the person goes along, and everything else is set aside.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from coprod.listen.formats import reasons, sheet_columns, sheet_count, sheet_headings
from coprod.listen.formats.sheet_columns import Roles, letters
from coprod.listen.formats.sheet_rows import ROLES, Headed, answers, unclear, unsaid
from coprod.listen.formats.utterances import Reading, Tally, Transcript, Utterance
from coprod.listen.formats.words import REFUSED
from coprod.store import office
from coprod.store.cells import Grid, grids
from coprod.store.problem import Problem
from coprod.store.spreadsheets import read_cells, unguard

HELPS = re.compile(r"(?i)column (?:id|name|letter)\b")
BOOKS = (".xlsx", ".ods")
Heading = tuple[str, int, str]  # sheet, number of the column from 0, what it is called
Choose = Callable[[list[Heading]], Roles]  # finds the roles people chose


class Column(NamedTuple):
    """One column of a sheet: what it is called, what it is, its first cells."""

    sheet: str
    number: int
    name: str
    role: str
    cells: list[str]


def read(path: Path, choose: Choose | None = None) -> Reading:
    """Read the sheets that hold answers; formulas give their values."""
    aside, said, blanks, notes = Tally(), list[Utterance](), 0, list[str]()
    sheets = _sheets(path, aside)
    seen = _headings(sheets)
    headings = [(name, i, h.names[i]) for name, h in seen.items() for i in h.roles]
    chosen = choose(headings) if choose else {}
    check_roles(chosen.values())
    wanted = _wanted(seen, chosen)
    for where, sheet in sheets.items():
        if sheet.hidden or sheet.name not in wanted:
            why = "hidden sheets" if sheet.hidden else _helps(sheet.cells)
            _put(aside, why or "sheets without respondents", sheet.cells, where)
            continue
        more, empty, told = _table(seen[sheet.name], sheet.name, where, chosen, aside)
        said, blanks, notes = said + more, blanks + empty, notes + told
    swept = sheet_count.count(path)
    if path.suffix.lower() in BOOKS:
        beside = (sheet_count.beside_cells(path), ("notes and text boxes",))
        aside.put("notes and text boxes on sheets", *beside)
        swept.put("", *beside)
        notes = office.remarks(path) + notes
    written = Transcript([], aside, swept, notes)
    return Reading.of(said, written, without_words=blanks)


def _sheets(path: Path, aside: Tally) -> dict[str, Grid]:
    """Return the sheets with cells by where they are: " of sheet 2", "" of a CSV."""
    if path.suffix.lower() in BOOKS:
        tabs = enumerate(grids(path), 1)
        return {f" of sheet {i}": sheet for i, sheet in tabs if sheet.cells.size}
    columns = zip_longest(*read_cells(path), fillvalue="")
    cells = pd.DataFrame(list(columns), dtype=object).T
    cells.index, cells.columns = cells.index + 1, cells.columns + 1
    bare = cells.map(unguard)
    _put(aside, "apostrophes that stop formulas", cells, "", bare)
    return {"": Grid("", False, bare)}


def _put(
    aside: Tally, why: str, grid: pd.DataFrame, on: str, but: pd.DataFrame | None = None
) -> None:
    """Set aside all characters of a grid, but those of one within it."""
    for cells, sign in ((grid, 1), (but, -1)):
        if cells is None or cells.empty:
            continue
        lengths = cells.map(len)
        aside[why] += sign * int(lengths.to_numpy().sum())
        for number, count in lengths.sum(axis=1).items():
            aside.places[f"row {number}{on}"] += sign * count
        for number, count in lengths.sum().items():
            aside.places[f"column {letters(int(number))}{on}"] += sign * count


def _helps(cells: pd.DataFrame) -> str:
    """Say why a sheet is no table of answers: it says what each column (A) holds."""
    first = [cell.strip() for cell in cells.iloc[:, 0]]
    heads = [i for i, cell in enumerate(first[:6]) if HELPS.match(cell)]
    letters = bool(heads) and any(re.fullmatch("[A-Z]{1,3}", c) for c in first)
    bare = bool(heads) and not any(first[heads[0] + 1 :])
    return "sheets that describe columns" if letters or bare else ""


def columns(path: Path) -> list[Column]:
    """Return every column that could be read, with its role and first cells.

    A column of a sheet that is passed over (nobody tells people apart there) is
    "other"; a sheet is read as soon as a person calls one of its columns an answer.
    """
    tables, found = _headings(_sheets(path, Tally())), []
    wanted = _wanted(tables, {})
    for sheet, used in tables.items():
        for i, role in used.roles.items():
            cells = list(dict.fromkeys(filter(None, used.body.iloc[:, i])))[:3]
            is_ = role if sheet in wanted else "other"
            found.append(Column(sheet, i, used.names[i], is_, cells))
    return found


def _headings(sheets: Mapping[str, Grid]) -> dict[str, Headed]:
    """Return the sheets that people can see, with their headings."""
    return {s.name: _headed(s) for s in sheets.values() if not s.hidden}


def _wanted(tables: Mapping[str, Headed], chosen: Roles) -> set[str]:
    """Name the sheets to read: those with people, or all; and those people chose."""
    used = {name: m for name, m in tables.items() if m.roles and not _helps(m.used)}
    tell = {"person", "speaker"}
    people = {name for name, made in used.items() if tell & {*made.roles.values()}}
    told = {sheet for (sheet, _), role in chosen.items() if role == "answer"}
    return (people or set(used)) | told | {""}  # a CSV has one table, and it is read


def _headed(sheet: Grid) -> Headed:
    """Find the headings of one table and the role of each column, if it has any."""
    grid = sheet.cells
    full = grid.map(lambda cell: bool(cell.strip()))
    rows, across = full.any(axis=1), full.any(axis=0)
    used = grid.loc[rows, across]
    if used.empty:
        return Headed(grid, used, [], used, used, {})
    names, first = sheet_headings.headings(used)
    told = sheet.filled.loc[rows, across].iloc[first:]
    found = sheet_columns.roles(told.set_axis(names, axis=1))
    return Headed(grid, used, names, used.iloc[first:], told, found)


def _table(
    made: Headed, sheet: str, where: str, chosen: Roles, aside: Tally
) -> tuple[list[Utterance], int, list[str]]:
    """Return the answers of one table, how many are blank, and what is unclear."""
    known = {i: chosen.get((sheet, i), role) for i, role in made.roles.items()}
    made = made._replace(roles=known)
    _put(aside, reasons.WHITE, made.grid, where, made.used)
    _put(aside, "column headings", made.used, where, made.body)
    on = f" on {sheet}" if sheet else ""
    said = [replace(s, place=s.place + on) for s in answers(made, aside, where)]
    asked = [i for i, role in made.roles.items() if role == "answer"]
    blank = unsaid(made)
    cells = (cell.strip() for i in asked for cell in made.body.iloc[:, i])
    return said, sum(not c or c in blank for c in cells), unclear(made, where)


def check_roles(chosen: Iterable[str]) -> None:
    """Refuse a role that a column cannot have."""
    wrong = [role for role in chosen if role not in ROLES]
    if wrong:
        raise Problem(REFUSED["no role"].format(role=wrong[0], roles=", ".join(ROLES)))
