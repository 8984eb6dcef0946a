"""Read spreadsheets (.csv, .tsv, .xlsx): each answer with its question and person.

A role is proposed for each column; people may change it. Answers become utterances,
what columns say of the person goes along, and everything else is set aside.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from coprod.listen.formats import sheet_columns
from coprod.listen.formats.sheet_columns import ABOUT, Roles, letters
from coprod.listen.formats.sheet_count import beside_cells, count_csv, count_xlsx
from coprod.listen.formats.utterances import (
    NUMBER,
    NUMBERS_ALONE,
    WHITE,
    Reading,
    Tally,
    Utterance,
)
from coprod.protect.who_words import ticked, yes_or_no
from coprod.store import office, spreadsheets
from coprod.store.cells import grids
from coprod.store.problem import Problem
from coprod.store.spreadsheets import read_cells, unguard

KEPT = (*ABOUT, "person")
QUOTES = ("quote", "quote_ticked", "no_quote")  # what a yes or a tick there means
ABOUT_PERSON = "columns about the person, kept beside the words"
REASONS = {
    "question": "questions",
    "grade": "grades, shown with the answers that explain them",
    "dropped": "names and addresses, not kept",
    "other": "columns that are not answers",
    **dict.fromkeys((*KEPT, *QUOTES), ABOUT_PERSON),
}
ROLES = ("answer", *REASONS)
HELPS = re.compile(r"(?i)column (?:id|name|letter)\b")
UNCLEAR = "answers about being quoted that are neither yes nor no"
ASK = "nothing of theirs is quoted until you say in 01, Files, what a tick there means"
EXCEL, BESIDE = "marks left by Excel", "notes and text boxes on sheets"
Heading = tuple[str, int, str]  # sheet, number of the column from 0, what it is called
Choose = Callable[[list[Heading]], Roles]  # finds the roles people chose


class Column(NamedTuple):
    """One column of a sheet: what it is called, what it is, its first cells."""

    sheet: str
    number: int
    name: str
    role: str
    cells: list[str]


class Headed(NamedTuple):
    """One table with its headings found: all used cells, and those below them."""

    used: pd.DataFrame
    names: list[str]
    body: pd.DataFrame
    roles: dict[int, str]


def read_csv(path: Path, choose: Choose | None = None) -> Reading:
    """Read a CSV file as it stands, and count its cells without its reader."""
    grid = _csv_grid(path)
    bare, aside = grid.map(unguard), Tally()
    _put(aside, "apostrophes that stop formulas", grid, "", bare)
    chosen = _told(choose, {"": bare})
    said, blanks, notes = _table(bare, "", "", chosen, aside)
    swept = count_csv(spreadsheets.decode(path.read_bytes()))
    return Reading.of(said, aside, swept, without_words=blanks, notes=notes)


def _csv_grid(path: Path) -> pd.DataFrame:
    """Return the cells of a CSV file; short rows are filled up."""
    rows = read_cells(path)
    width = max(map(len, rows), default=0)
    held = [row + [""] * (width - len(row)) for row in rows]
    across, down = range(1, width + 1), range(1, len(held) + 1)
    return pd.DataFrame(held, index=down, columns=across, dtype=str)


def _put(
    aside: Tally, why: str, grid: pd.DataFrame, where: str, but: Any = None
) -> None:
    """Set aside all characters of a grid, but those of one within it."""
    for cells, sign in ((grid, 1), (but, -1)):
        if cells is None or cells.empty:
            continue
        lengths = cells.map(len)
        aside[why] += sign * int(lengths.to_numpy().sum())
        for number, count in lengths.sum(axis=1).items():
            aside.places[f"row {number}{where}"] += sign * count
        for number, count in lengths.sum().items():
            aside.places[f"column {letters(int(number))}{where}"] += sign * count


def read_xlsx(path: Path, choose: Choose | None = None) -> Reading:
    """Read the sheets of a workbook that hold answers; formulas give their values."""
    aside, beside = Tally(), (beside_cells(path), ("notes and text boxes",))
    aside.put(BESIDE, *beside)
    said: list[Utterance] = []
    blanks, notes = 0, office.remarks(path)
    tabs = enumerate(grids(path), 1)
    sheets = {f" of sheet {i}": sheet for i, sheet in tabs if sheet.cells.size}
    seen = {s.name: s.cells for s in sheets.values() if not s.hidden}
    chosen = _told(choose, seen)
    read = _read(seen, chosen)
    for where, sheet in sheets.items():
        if sheet.hidden or sheet.name not in read:
            why = "hidden sheets" if sheet.hidden else _helps(sheet.cells)
            why = why or "sheets without respondents"
            _put(aside, why, sheet.cells, where)
            continue
        more, empty, told = _table(sheet.cells, sheet.name, where, chosen, aside)
        said, blanks, notes = said + more, blanks + empty, notes + told
    swept = count_xlsx(path)
    swept.put("", *beside)
    return Reading.of(said, aside, swept, without_words=blanks, notes=notes)


def _helps(cells: pd.DataFrame) -> str:
    """Say why a sheet is no table of answers: it says what each column (A) holds."""
    first = [cell.strip() for cell in cells.iloc[:, 0]]
    heads = [i for i, cell in enumerate(first[:6]) if HELPS.match(cell)]
    letters = bool(heads) and any(re.fullmatch("[A-Z]{1,3}", c) for c in first)
    bare = bool(heads) and not any(first[heads[0] + 1 :])
    return "sheets that describe columns" if letters or bare else ""


def _told(choose: Choose | None, tables: Mapping[str, pd.DataFrame]) -> Roles:
    """Return the roles people chose, found by the headings."""
    if choose is None:
        return {}
    headed = [(sheet, _headed(grid, sheet, {})) for sheet, grid in tables.items()]
    chosen = choose([(s, i, h.names[i]) for s, h in headed if h for i in h.roles])
    check_roles(chosen.values())
    return chosen


def columns(path: Path) -> list[Column]:
    """Return every column that could be read, with its role and first cells.

    A column of a sheet that is passed over (nobody tells people apart there) is
    "other"; a sheet is read as soon as a person calls one of its columns an answer.
    """
    found, tables = [], _tables(path)
    read = _read(tables, {})
    for sheet, grid in tables.items():
        if used := _headed(grid, sheet, {}):
            for i, role in used.roles.items():
                cells = list(dict.fromkeys(filter(None, used.body.iloc[:, i])))[:3]
                is_ = role if sheet in read else "other"
                found.append(Column(sheet, i, used.names[i], is_, cells))
    return found


def _tables(path: Path) -> dict[str, pd.DataFrame]:
    """Return the name and the cells of each sheet that people can see."""
    if path.suffix.lower() != ".xlsx":
        return {"": _csv_grid(path).map(unguard)}
    return {s.name: s.cells for s in grids(path) if s.cells.size and not s.hidden}


def _read(tables: Mapping[str, pd.DataFrame], chosen: Roles) -> set[str]:
    """Name the sheets to read: those with people, or all; and those people chose."""
    tables = {name: cells for name, cells in tables.items() if not _helps(cells)}
    people = {name for name, cells in tables.items() if sheet_columns.has_people(cells)}
    told = {sheet for (sheet, _), role in chosen.items() if role == "answer"}
    return (people or set(tables)) | told


def _headed(grid: pd.DataFrame, sheet: str, chosen: Roles) -> Headed | None:
    """Find the headings of one table and the role of each column; None if blank."""
    full = grid.map(lambda cell: bool(cell.strip()))
    used = grid.loc[full.any(axis=1), full.any(axis=0)]
    if used.empty:
        return None
    names, first = sheet_columns.headings(used)
    body = used.iloc[first:]
    found = sheet_columns.roles(body.set_axis(names, axis=1))
    found |= {i: chosen[sheet, i] for i in found if (sheet, i) in chosen}
    return Headed(used, names, body, found)


def _table(
    grid: pd.DataFrame, sheet: str, where: str, chosen: Roles, aside: Tally
) -> tuple[list[Utterance], int, list[str]]:
    """Return the answers of one table, how many are blank, and what is unclear."""
    made = _headed(grid, sheet, chosen)
    if made is None:
        _put(aside, WHITE, grid, where)
        return [], 0, []
    _put(aside, WHITE, grid, where, made.used)
    _put(aside, "column headings", made.used, where, made.body)
    on = f" on {sheet}" if sheet else ""
    said = [replace(s, place=s.place + on) for s in _answers(made, aside, where)]
    asked = [i for i, role in made.roles.items() if role == "answer"]
    blank = sum(not cell.strip() for i in asked for cell in made.body.iloc[:, i])
    return said, blank, _unclear(made, where)


def check_roles(chosen: Iterable[str]) -> None:
    """Refuse a role that a column cannot have."""
    wrong = [role for role in chosen if role not in ROLES]
    if wrong:
        raise Problem(
            f"{wrong[0]!r} is not a role. A column can be one of {', '.join(ROLES)}: "
            "choose one and run again."
        )


def _answers(made: Headed, aside: Tally, where: str) -> Iterator[Utterance]:
    """Return each answer that has words, row by row; count what is set aside."""
    body, found = made.body, made.roles
    asked = sheet_columns.questions(made.names)
    column = {role: i for i, role in found.items()}
    keys = _keys(body, column.get("person"))
    places = [letters(int(number)) for number in body.columns]
    wordy = [i for i, role in found.items() if role == "answer" and _wordy(body, i)]
    for number, key, cells in zip(body.index, keys, body.to_numpy(), strict=True):
        about = {r: cells[column[r]].strip() for r in KEPT if r in column}
        about["quote"] = _quote([(r, cells[i]) for i, r in found.items()])
        about = {role: words for role, words in about.items() if words}
        told = json.dumps(about, ensure_ascii=False, sort_keys=True)
        question = cells[column["question"]].strip() if "question" in column else ""
        grade = ""
        for i, role in found.items():
            at = (f"row {number}{where}", f"column {places[i]}{where}")
            if role != "answer":
                aside.put(REASONS[role], len(cells[i]), at)
                given = cells[i].strip() if role == "grade" else ""
                grade = f" ({asked[i]}: {given})" if given else grade
            elif NUMBER.fullmatch(cells[i].strip()) and i in wordy:
                aside.put(NUMBERS_ALONE, len(cells[i]), at)
            elif words := _words(cells[i], aside, at):
                asks = (question or asked[i]) + grade or None
                place = f"cell {places[i]}{number}"
                yield Utterance(words, place, None, asks, key, told, at)
            grade = "" if role == "answer" else grade


def _quote(row: Iterable[tuple[str, str]]) -> str:
    """Return what a row says about being quoted: what is no plain yes outweighs one."""
    said = [_meant(role, cell.strip()) for role, cell in row if role in QUOTES]
    return min(filter(None, said), key=lambda each: bool(yes_or_no(each)), default="")


def _meant(role: str, cell: str) -> str:
    """Give yes or no for what one cell about being quoted means, or the cell itself."""
    if role == "no_quote":  # no double negation is ever taken for a yes
        return "no" if ticked(cell) else "not clear" * bool(cell)
    return "yes" if role == "quote_ticked" and ticked(cell) else cell


def _unclear(made: Headed, where: str) -> list[str]:
    """Say how many answers about being quoted are neither yes nor no, by column."""
    told = []
    for i, role in made.roles.items():
        cells = made.body.iloc[:, i].str.strip() if role in QUOTES else ()
        meant = [_meant(role, cell) for cell in cells if cell]
        many = sum(yes_or_no(each) is None for each in meant)
        at = f"column {letters(int(made.body.columns[i]))}{where}"
        told += [f"{UNCLEAR}: {many}, in {at}; {ASK}"] if many else []
    return told


def _wordy(body: pd.DataFrame, column: int) -> bool:
    """Say whether most answers of a column are more than a number."""
    cells = [cell for cell in map(str.strip, body.iloc[:, column]) if cell]
    return sum(NUMBER.fullmatch(cell) is not None for cell in cells) * 2 < len(cells)


def _words(cell: str, aside: Tally, at: tuple[str, str]) -> str:
    """Return the words of an answer without Excel's marks and outer white space."""
    plain = cell.replace("_x000D_", "")
    aside.put(EXCEL, len(cell) - len(plain), at)
    aside.put(WHITE, len(plain) - len(plain.strip()), at)
    return plain.strip()


def _keys(body: pd.DataFrame, person: int | None) -> Iterator[str]:
    """Make a key for each row, of its person or its cells, never of its place."""
    times: Counter[str] = Counter()
    for cells in body.to_numpy():
        named = cells[person].strip() if person is not None else ""
        whole = named or "\x1f".join(cells)
        key = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:10]
        times[key] += 1
        yield key if times[key] == 1 else f"{key}-{times[key]}"
