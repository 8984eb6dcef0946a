"""Keep who is who, consent and names to hide in a private, growing record.

Truth is a journal in the private folder: for each row, an event with what changed.
Excel is a way out and in: `take_out` writes `people.xlsx`; what somebody changes there
counts at once, cell by cell, and `take_in` writes it down.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd

from coprod.protect import who_words
from coprod.store import disk, journal, office, sealed
from coprod.store.journal import Event, Step
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import plural
from coprod.store.spreadsheets import write_xlsx

__all__ = [
    "CHOICES",
    "CONSENTS",
    "EACH_ROW",
    "ONE_ROW",
    "SHEETS",
    "take_in",
    "take_out",
    "undo",
]

Book = dict[str, pd.DataFrame]
Things = dict[str, dict[str, str]]

EACH_ROW, ONE_ROW = "(each row)", "(row "  # labels of a sheet, and of one of its rows
BOOK, MARK, SEEN = "people.xlsx", "mark", '["seen"'
SAID, EXCEL = "people", "workbook"  # journals: said on a screen, taken in from Excel
GONE = '["withdrawn"'  # what events are about that seal the rows of who withdrew
FREE = ("person", "area")  # named before, and offered again
OWN = ("id", "by", "time", "n", "removed")  # what a journal says of every thing
CONSENTS: list[str] = who_words.WORDS["consents"]["uses"]
SHEETS: dict[str, list[str]] = who_words.WORDS["sheets"]
KEYS: dict[str, list[str]] = who_words.WORDS["keys"]
CHOICES = {
    ("people", "group"): [*who_words.GROUPS, "unknown"],
    ("people", "age band"): [f"{low} to {high}" for low, high in who_words.BANDS],
    ("people", "role"): list(who_words.ROLES),
    ("people", "setting"): list(who_words.SETTINGS),
    ("people", "voice"): ["own words", "a parent's report", "somebody else's report"],
    ("names to hide", "kind"): ["person", "place", "service", "not a name"],
    **{("people", use): ["yes", "no"] for use in CONSENTS},
}


def read(rnd: Round) -> Book:
    """Return the sheets of the record, with what waits in `people.xlsx`.

    Raises
    ------
    ValueError
        If the workbook cannot be read, or a speaker in it has no person code.

    Examples
    --------
    >>> list(protect.people_record.read(rnd))
    ['people', 'names to hide', 'values', 'files']
    """
    events, blank = _events(rnd), {"by": "", "time": "", "n": 0}
    waits = [
        {**blank, "id": name, "op": op, "about": about, "value": value}
        for op, about, value, name in _waiting(rnd, events)[0]
    ]
    book, keys = _sheets(events + waits), KEYS["people"]
    gone = withdrawn(rnd)["people"].set_index(keys).index
    there = ~book["people"].set_index(keys).index.isin(gone)
    return {**book, "people": book["people"][there].reset_index(drop=True)}


def withdrawn(rnd: Round) -> Book:
    """Return the rows of those who withdrew, which lie sealed in the record.

    They are needed so that nobody who withdrew is taken for a new speaker, or named in
    what others said. No screen, sheet or page shows them.

    Examples
    --------
    >>> len(protect.people_record.withdrawn(rnd)["people"])
    0
    """
    held = [e["value"] for e in _events(rnd) if e["about"].startswith(f"{GONE}, ")]
    opened = [sealed.of(rnd).open(bytes.fromhex(value["sealed"])) for value in held]
    books = [json.loads(content) for content in opened if content]
    rows = {name: [row for book in books for row in book[name]] for name in SHEETS}
    return {name: _whole(name, pd.DataFrame(rows[name])) for name in SHEETS}


def forget(
    rnd: Round,
    book: Mapping[str, pd.DataFrame],
    token: str,
    clean: Callable[[Any], Any],
) -> None:
    """Take some rows out of the record, sealed; `clean` mends what others say.

    It can be done again if it was broken off. The place of a name in the list stays,
    because names are shown by their number.
    """
    take_in(rnd)
    about = f'{GONE}, "{token}"]'
    if all(event["about"] != about for event in _events(rnd)):
        rows = {name: book[name].to_dict("records") for name in SHEETS}
        held = sealed.of(rnd).seal(json.dumps(rows).encode()).hex()
        _record(rnd, SAID, [("add", about, {"sealed": held}, journal.new_id())])
    gone = {about: f"{token} {n}" for n, about in enumerate(_things(book))}
    for kind in (SAID, EXCEL):
        change = partial(_forgotten, gone, clean)
        journal.rewrite(rnd.private / "people", kind, change)
    if (rnd.private / BOOK).exists():
        take_out(rnd)


def _forgotten(
    gone: Mapping[str, str], clean: Callable[[Any], Any], event: Event
) -> Event:
    """Return an event of the record without the rows that are gone."""
    if event["op"] == "undo" or event["about"].startswith((GONE, SEEN)):
        return event
    value, sheet = event["value"] or {}, json.loads(event["about"])[0]
    if event["about"] not in gone:
        return {**event, "value": clean(value)}
    if sheet == "people":
        return {**event, "op": "remove", "about": f"{GONE}]", "value": {}}
    left = {k: v if k == "kind" else "" for k, v in value.items()}
    about = json.dumps([sheet, "", gone[event["about"]]])
    return {**event, "about": about, "value": left}


def latest(rnd: Round) -> int:
    """Return the number of the last event in the record; 0 if there is none."""
    return int(max((event["n"] for event in _events(rnd)), default=0))


def put(rnd: Round, sheet: str, rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Record some cells of rows; a row that is not there yet is added.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who says so.
    sheet : str
        One of `SHEETS`.
    rows : iterable of mapping
        The cells that tell which row it is, such as source and label, and those that
        are new. Cells that are not named stay.

    Returns
    -------
    list of str
        The events, for `undo`; none if nothing is new.

    Examples
    --------
    >>> rows = [{"name": "Oakfield", "kind": "place"}]
    >>> len(protect.people_record.put(rnd, "names to hide", rows))
    1
    """
    take_in(rnd)
    stands = _things(read(rnd))
    given = _things({sheet: pd.DataFrame(list(rows))})
    now = {about: {**stands.get(about, {}), **given[about]} for about in given}
    before = {about: stands[about] for about in now if about in stands}
    return _record(rnd, SAID, _steps(before, now))


def undo(rnd: Round, events: Iterable[str]) -> None:
    """Record that events of one press count no longer.

    Examples
    --------
    >>> rows = [{"name": "Oakfield", "kind": "place"}]
    >>> made = protect.people_record.put(rnd, "names to hide", rows)
    >>> protect.people_record.undo(rnd, made)
    >>> "Oakfield" in set(protect.people_record.read(rnd)["names to hide"]["name"])
    False
    """
    steps: list[Step] = [("undo", event, {}, journal.new_id()) for event in events]
    _record(rnd, SAID, steps)


def take_in(rnd: Round) -> str:
    """Write down what was changed in `people.xlsx`; tell how much, or nothing.

    Examples
    --------
    >>> protect.people_record.take_in(rnd)
    ''
    """
    events = _events(rnd)
    steps, seen = _waiting(rnd, events)
    if not seen:
        return ""
    stands, base = _things(_sheets(events)), _base(events, seen["number"])
    cells = [(a, k, v) for _, a, value, _ in steps for k, v in value.items()]
    over = sum(
        stands.get(a, {}).get(k, "") not in (v, base.get(a, {}).get(k, ""))
        for a, k, v in cells
    )
    _record(rnd.itself, EXCEL, [*steps, _note(seen)])
    if not events or not steps:
        return ""
    told = f"{plural('change', len(cells))} taken in from {BOOK}"
    also = f"; {over} of them had been said otherwise on the screen" if over else ""
    return f"{told}{also}."


def take_out(rnd: Round) -> str:
    """Write the record to `people.xlsx`, after what was changed there is taken in.

    Raises
    ------
    ValueError
        As `spreadsheets.write_xlsx`; the old workbook is kept.

    Examples
    --------
    >>> protect.people_record.take_out(rnd)
    'people.xlsx is in your private folder. What you change and save there is ...
    """
    took = take_in(rnd)
    book, number = read(rnd), latest(rnd)
    known = {name: sorted(set(book["people"][name]) - {""}) for name in FREE}
    offered = {("people", name): words for name, words in known.items() if words}
    mark = pd.DataFrame(columns=[str(number), "tells which copy this is"])
    write_xlsx(rnd.private / BOOK, {**book, MARK: mark}, CHOICES | offered)
    digest = hashlib.sha256((rnd.private / BOOK).read_bytes()).hexdigest()
    if digest not in _seen(_events(rnd)):
        _record(rnd.itself, EXCEL, [_note({"digest": digest, "number": number})])
    return (
        f"{took} {BOOK} is in your private folder. What you change and save there is "
        "taken in when notebook 01 runs."
    ).strip()


def _note(seen: Event) -> Step:
    """Return the event that a workbook was written or taken in."""
    return "add", f'{SEEN}, "{seen["digest"]}"]', seen, journal.new_id()


def _record(rnd: Round, kind: str, steps: list[Step]) -> list[str]:
    """Add events to a journal that only its owner can open."""
    if not steps:
        return []
    (folder := rnd.private / "people").mkdir(mode=0o700, parents=True, exist_ok=True)
    private = journal.record(rnd, kind, folder)
    private.path.touch(mode=0o600)
    return private.several(steps)


def _events(rnd: Round) -> list[Event]:
    """Return what was said on screens and taken in from Excel, in order."""
    every = [
        {**event, "excel": kind == EXCEL}
        for kind in (SAID, EXCEL)
        for event in journal.read(rnd.private / "people", kind).events
    ]
    return sorted(every, key=journal.order)


def _waiting(rnd: Round, events: list[Event]) -> tuple[list[Step], Event]:
    """Return the changes in the workbook that nobody took in, and which one it is.

    There are none if it is as it was written or taken in once, an older copy included.
    """
    path, seen = rnd.private / BOOK, _seen(events)
    disk.note_opened(path, used=False)
    digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
    if not digest or digest in seen:
        return [], {}
    book, mark = _workbook(path)
    back = _things(withdrawn(rnd))  # an older sheet brings nobody back who withdrew
    number = [0, *seen.values()][-1] if mark is None else mark
    base = _base(events, number)
    base = {about: base[about] for about in base if json.loads(about)[0] in book}
    steps = _steps(base, _things(book))  # a sheet that is not there takes nothing away
    steps = [step for step in steps if step[1] not in back]
    return steps, {"digest": digest, "number": number}


def _seen(events: Iterable[Event]) -> dict[str, int]:
    """Return the mark of each workbook that was written or taken in, by its digest."""
    said = [e["value"] for e in events if e["about"].startswith(SEEN)]
    return {value["digest"]: value["number"] for value in said if value}


def _base(events: list[Event], number: int) -> Things:
    """Return what the workbook with this mark said before anybody changed it.

    That is what stood when it was taken out and, if no other was since, what was taken
    in from it.
    """
    newest = number == [0, *_seen(events).values()][-1]
    known = [e for e in events if e["n"] <= number or (newest and e["excel"])]
    return _things(_sheets(known))


def _workbook(path: Path) -> tuple[Book, int | None]:
    """Return the sheets of the workbook, and the mark it was taken out with."""
    try:
        book = office.read_xlsx(path)
    except (Problem, OSError):
        raise Problem(
            f"{BOOK}: it cannot be read. It must be an Excel workbook without a "
            "password: close it in Excel, put back a copy, or take it away, then run "
            "again."
        ) from None
    mark = str([*book.pop(MARK, pd.DataFrame()), ""][0])
    made = {name: _whole(name, book[name]) for name in SHEETS if name in book}
    people = made.get("people", _whole("people", pd.DataFrame()))
    nobody = (people["person"] == "") & ~people["label"].isin([EACH_ROW, ""])
    if nobody.any():
        raise Problem(
            f"{BOOK}: row {nobody.to_numpy().argmax() + 2} has no person code. Every "
            "speaker needs one, such as P07: fill it in, save, then run again."
        )
    return made, int(mark) if mark.isdecimal() else None


def _whole(name: str, sheet: pd.DataFrame) -> pd.DataFrame:
    """Return a sheet with the columns we know first; blank cells are ""."""
    own = [column for column in sheet if column not in SHEETS[name]]
    made = sheet.reindex(columns=[*SHEETS[name], *own], fill_value="")
    renamed = {column: f"{column} (own)" for column in OWN}
    return made.fillna("").astype(str).map(str.strip).rename(columns=renamed)


def _sheets(events: list[Event]) -> Book:
    """Return the sheets that events add up to."""
    rows: dict[str, list[dict[str, str]]] = {name: [] for name in SHEETS}
    for about, thing in journal.fold(events).items():
        cells = {k: v for k, v in thing.items() if k not in OWN}
        rows.get(json.loads(about)[0], []).append(cells)
    return {name: _whole(name, pd.DataFrame(rows[name])) for name in SHEETS}


def _things(book: Mapping[str, pd.DataFrame]) -> Things:
    """Return each row of the sheets under what tells it from the others."""
    found: Things = {}
    for sheet, frame in book.items():
        for row in frame.to_dict("records"):
            cells = {str(column): str(cell) for column, cell in row.items()}
            key = [sheet, *(cells[column] for column in KEYS[sheet])]
            again = (json.dumps([*key, n]) for n in count())
            twice = sheet == "names to hide"  # two rows may hide one name
            found[next(a for a in again if not (twice and a in found))] = cells
    return found


def _steps(before: Things, after: Things) -> list[Step]:
    """Return the events that lead from one state of some rows to another."""
    steps: list[Step] = []
    for about, cells in after.items():
        was = before.get(about, {})
        new = {k: v for k, v in cells.items() if v != was.get(k, "")}
        if new or about not in before:
            op = "change" if about in before else "add"
            steps.append((op, about, new, journal.new_id()))
    return steps + [
        ("remove", about, dict.fromkeys(cells, ""), journal.new_id())
        for about, cells in before.items()
        if about not in after
    ]
