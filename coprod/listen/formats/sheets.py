"""Read spreadsheets (.csv, .tsv, .xlsx): each answer with its question and person.

A role is proposed for each column; people may change it. Answers become utterances,
what columns say of the person goes along, and everything else is set aside.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from coprod.listen.formats import reasons, sheet_columns, sheet_headings
from coprod.listen.formats.sheet_columns import Roles, letters
from coprod.listen.formats.sheet_count import (
    beside_cells,
    count_csv,
    count_ods,
    count_xlsx,
)
from coprod.listen.formats.sheet_rows import ROLES, Headed, answers, unclear, unsaid
from coprod.listen.formats.utterances import Reading, Tally, Utterance
from coprod.store import office, spreadsheets
from coprod.store.cells import grids
from coprod.store.problem import Problem
from coprod.store.spreadsheets import read_cells, unguard

HELPS = re.compile(r"(?i)column (?:id|name|letter)\b")
BESIDE = "notes and text boxes on sheets"
Heading = tuple[str, int, str]  # sheet, number of the column from 0, what it is called
Choose = Callable[[list[Heading]], Roles]  # finds the roles people chose


class Column(NamedTuple):
    """One column of a sheet: what it is called, what it is, its first cells."""

    sheet: str
    number: int
    name: str
    role: str
    cells: list[str]


def read_csv(path: Path, choose: Choose | None = None) -> Reading:
    """Read a CSV file as it stands, and count its cells without its reader."""
    grid = _csv_grid(path)
    bare, aside = grid.map(unguard), Tally()
    _put(aside, "apostrophes that stop formulas", grid, "", bare)
    made = _headed(bare)
    chosen = _told(choose, {"": made})
    said, blanks, notes = _table(made, "", "", chosen, aside)
    swept = count_csv(spreadsheets.decode(path.read_bytes()))
    return Reading.of(said, aside, swept, without_words=blanks, notes=notes)


def _csv_grid(path: Path) -> pd.DataFrame:
    """Return the cells of a CSV file; short rows are filled up."""
    rows = read_cells(path)
    width = max(map(len, rows), default=0)
    held = [row + [""] * (width - len(row)) for row in rows]
    across, down = range(1, width + 1), range(1, len(held) + 1)
    return pd.DataFrame(held, index=down, columns=across, dtype=str)


def _put(aside: Tally, why: str, grid: pd.DataFrame, on: str, but: Any = None) -> None:
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


def read_xlsx(path: Path, choose: Choose | None = None) -> Reading:
    """Read the sheets of a workbook that hold answers; formulas give their values."""
    aside, beside = Tally(), (beside_cells(path), ("notes and text boxes",))
    aside.put(BESIDE, *beside)
    said: list[Utterance] = []
    blanks, notes = 0, office.remarks(path)
    tabs = enumerate(grids(path), 1)
    sheets = {f" of sheet {i}": sheet for i, sheet in tabs if sheet.cells.size}
    seen = _headings(sheets.values())
    chosen = _told(choose, seen)
    read = _read(seen, chosen)
    for where, sheet in sheets.items():
        if sheet.hidden or sheet.name not in read:
            why = "hidden sheets" if sheet.hidden else _helps(sheet.cells)
            why = why or "sheets without respondents"
            _put(aside, why, sheet.cells, where)
            continue
        made = seen[sheet.name]
        more, empty, told = _table(made, sheet.name, where, chosen, aside)
        said, blanks, notes = said + more, blanks + empty, notes + told
    swept = (count_ods if path.suffix.lower() == ".ods" else count_xlsx)(path)
    swept.put("", *beside)
    return Reading.of(said, aside, swept, without_words=blanks, notes=notes)


def _helps(cells: pd.DataFrame) -> str:
    """Say why a sheet is no table of answers: it says what each column (A) holds."""
    first = [cell.strip() for cell in cells.iloc[:, 0]]
    heads = [i for i, cell in enumerate(first[:6]) if HELPS.match(cell)]
    letters = bool(heads) and any(re.fullmatch("[A-Z]{1,3}", c) for c in first)
    bare = bool(heads) and not any(first[heads[0] + 1 :])
    return "sheets that describe columns" if letters or bare else ""


def _told(choose: Choose | None, tables: Mapping[str, Headed]) -> Roles:
    """Return the roles people chose, found by the headings."""
    if choose is None:
        return {}
    headed = tables.items()
    chosen = choose([(s, i, h.names[i]) for s, h in headed for i in h.roles])
    check_roles(chosen.values())
    return chosen


def columns(path: Path) -> list[Column]:
    """Return every column that could be read, with its role and first cells.

    A column of a sheet that is passed over (nobody tells people apart there) is
    "other"; a sheet is read as soon as a person calls one of its columns an answer.
    """
    found, tables = [], _tables(path)
    read = _read(tables, {})
    for sheet, used in tables.items():
        for i, role in used.roles.items():
            cells = list(dict.fromkeys(filter(None, used.body.iloc[:, i])))[:3]
            is_ = role if sheet in read else "other"
            found.append(Column(sheet, i, used.names[i], is_, cells))
    return found


def _headings(sheets: Iterable[Any]) -> dict[str, Headed]:
    """Return the sheets that people can see, with their headings."""
    return {s.name: _headed(s.cells, s.filled) for s in sheets if not s.hidden}


def _tables(path: Path) -> dict[str, Headed]:
    """Return the name and the headings of each sheet that people can see."""
    if path.suffix.lower() not in (".xlsx", ".ods"):
        return {"": _headed(_csv_grid(path).map(unguard))}
    return _headings(sheet for sheet in grids(path) if sheet.cells.size)


def _read(tables: Mapping[str, Headed], chosen: Roles) -> set[str]:
    """Name the sheets to read: those with people, or all; and those people chose."""
    used = {name: m for name, m in tables.items() if m.roles and not _helps(m.used)}
    tell = {"person", "speaker"}
    people = {name for name, made in used.items() if tell & {*made.roles.values()}}
    told = {sheet for (sheet, _), role in chosen.items() if role == "answer"}
    return (people or set(used)) | told


def _headed(grid: pd.DataFrame, filled: pd.DataFrame | None = None) -> Headed:
    """Find the headings of one table and the role of each column, if it has any."""
    full = grid.map(lambda cell: bool(cell.strip()))
    rows, across = full.any(axis=1), full.any(axis=0)
    used = grid.loc[rows, across]
    if used.empty:
        return Headed(grid, used, [], used, used, {})
    names, first = sheet_headings.headings(used)
    told = (grid if filled is None else filled).loc[rows, across].iloc[first:]
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
        raise Problem(
            f"{wrong[0]!r} is not a role. A column can be one of {', '.join(ROLES)}: "
            "choose one and run again."
        )
