"""Say what is hidden: names of people, places, services, and what stands instead.

Names stand in the private record of people. How much it holds is noted among the
decisions, so that a copy with fewer names, or an older one, is noticed.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from coprod.protect import name_words, people_record, who_words
from coprod.store import journal, sealed
from coprod.store.problem import Problem
from coprod.store.rounds import Round

__all__ = ["WHY", "accept", "hidden", "key", "names", "never", "put", "read", "trouble"]

KEY, NOTED = "salt.txt", "register"


class Name(NamedTuple):
    """A name to hide; of several who bear it, the lowest rank says what is shown."""

    name: str
    shown: str
    type: str
    person: str
    rank: int


def names(rnd: Round) -> pd.DataFrame:
    """Return every name in the workbook: name, shown, type, person.

    Examples
    --------
    >>> list(protect.people_workbook.names(rnd).columns)
    ['name', 'shown', 'type', 'person']
    """
    book = read(rnd, everyone=True)
    return hidden(book["people"].to_dict("records"), book["names to hide"])


def never(rnd: Round) -> list[str]:
    """Return what the team said is not a name.

    Examples
    --------
    >>> protect.people_workbook.never(rnd)
    []
    """
    listed = read(rnd)["names to hide"]
    return list(listed.loc[listed["kind"] == "not a name", "name"])


WHY = (
    "somebody took their words back",
    "a line was wrong, or stood there twice",
    "the newer copy is lost for good",
)


def key(rnd: Round) -> bytes:
    """Return the key of the private folder; only a new round gets a new one.

    Raises
    ------
    ValueError
        If the folder is not the one in which this round's names were noted.

    Examples
    --------
    >>> type(protect.people_workbook.key(rnd))
    <class 'bytes'>
    """
    path, noted = rnd.private / KEY, _noted(rnd)
    if not noted:
        return sealed.key(rnd)
    made = path.read_bytes().strip() if path.exists() else b""
    if _keyed(made, KEY) != noted[-1]["key"]:
        raise Problem(
            "private folder: what lies there is not this round's: its key is another "
            "one, or gone. Names to hide would be shown. Bring the right one: "
            f"{_bring(noted[-1])}"
        )
    return made


def read(rnd: Round, *, everyone: bool = False) -> dict[str, pd.DataFrame]:
    """Return the sheets of the record of people, if it holds all that was noted.

    Parameters
    ----------
    rnd : Round
        The round; the record lies in its private folder.
    everyone : bool
        Whether the rows of those who withdrew come last: for hiding names and knowing
        voices, never to be shown or kept.

    Raises
    ------
    ValueError
        As `people_record.read`; or if it holds less than was noted, or is an older one.

    Examples
    --------
    >>> list(protect.people_workbook.read(rnd))
    ['people', 'names to hide', 'values', 'files']
    """
    book, noted = people_record.read(rnd), _noted(rnd)
    whole = _with_withdrawn(rnd, book)
    if noted:
        last, now = noted[-1], _state(rnd, key(rnd), whole)
        less = [
            f"{now[name]} {name} instead of {last[name]}"
            for name in ("people", "names to hide")
            if now[name] < last[name]
        ]
        if less or now["number"] < last.get("number", 0):
            what = f"it lists {' and '.join(less)}" if less else "it is an older copy"
            raise Problem(
                f"record of people: {what}. Somebody may be shown who was hidden or "
                f"said no. Bring the newer one: {_bring(last)}"
            )
    return whole if everyone else book


def _with_withdrawn(rnd: Round, book: Mapping[str, pd.DataFrame]) -> people_record.Book:
    """Return the sheets with the rows of those who withdrew below."""
    gone = people_record.withdrawn(rnd)
    return {
        name: pd.concat([book[name], gone[name]], ignore_index=True).fillna("")
        for name in people_record.SHEETS
    }


def trouble(rnd: Round) -> str:
    """Return why names cannot be hidden as they were, and what to do; or nothing.

    Examples
    --------
    >>> protect.people_workbook.trouble(rnd)
    ''
    """
    try:
        read(rnd)
    except Problem as problem:
        return str(problem)
    return ""


def note(rnd: Round) -> None:
    """Note among the decisions how much the record holds, if that has changed."""
    read(rnd)
    people_record.take_in(rnd)
    now, noted = _state(rnd, key(rnd), read(rnd, everyone=True)), _noted(rnd)
    if not noted or any(noted[-1].get(name) != value for name, value in now.items()):
        journal.record(rnd.itself, NOTED).add(now, about=NOTED)


def accept(rnd: Round, why: str) -> None:
    """Record that the list is right as it is, though it holds less than before.

    Raises
    ------
    ValueError
        If the folder is not here, the reason is none of `WHY`, or nobody decides.

    Examples
    --------
    >>> why = protect.people_workbook.WHY[0]
    >>> protect.people_workbook.accept(rnd, why)  # doctest: +SKIP
    """
    if why not in WHY:
        raise Problem("Choose why fewer names are listed, then press again.")
    if not trouble(rnd):
        raise Problem("Nothing is missing from the list of names.")
    record = journal.record(rnd, NOTED)
    people_record.take_in(rnd)
    book = _with_withdrawn(rnd, people_record.read(rnd))
    now = _state(rnd, sealed.key(rnd), book)
    record.add({**now, "why": why}, about=NOTED)


def _noted(rnd: Round) -> list[dict[str, Any]]:
    """Return what was noted of the workbook, oldest first, and by whom and when."""
    return [
        {**event["value"], "by": event["by"], "day": event["time"][:10]}
        for event in journal.read(rnd.decisions, NOTED).events
        if event["value"]
    ]


def _state(rnd: Round, key: bytes, book: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """Return how much the record holds, and a digest of the key."""
    people, listed = book["people"], book["names to hide"]
    beside = [n for cell in people["hide also"] for n, _ in name_words.names_in(cell)]
    single = people["label"].str.startswith(people_record.ONE_ROW).astype(bool)
    return {
        "key": _keyed(key, KEY),
        "number": people_record.latest(rnd),
        "people": int(((people["label"] != "") & ~single).sum()),
        "names to hide": len({*listed["name"].str.casefold(), *beside} - {""}),
    }


def _keyed(key: bytes, words: str) -> str:
    """Return a digest that needs the key."""
    raw = words.encode("utf-8", "surrogatepass")
    return hmac.new(key, raw, hashlib.sha256).hexdigest()[:16]


def _bring(noted: Mapping[str, Any]) -> str:
    """Say where the right copy is, and what to do if there is none."""
    who = "" if noted["by"] == "run" else f" by {noted['by']}"
    return (
        f"copy the private folder from the laptop on which it was noted on "
        f"{noted['day']}{who}, or from a backup, then run again. If fewer names are "
        "right, say so in notebook 00."
    )


def put(rnd: Round, sheet: str, rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Record some cells of rows, as `people_record.put`, if no name is missing.

    Examples
    --------
    >>> rows = [{"name": "Oakfield", "kind": "place"}]
    >>> len(protect.people_workbook.put(rnd, "names to hide", rows))
    1
    """
    read(rnd)
    return people_record.put(rnd, sheet, rows)


def hidden(rows: Iterable[Mapping[str, Any]], listed: pd.DataFrame) -> pd.DataFrame:
    """Return every name to hide and what stands instead, the same everywhere.

    Parameters
    ----------
    rows : iterable of mapping
        Speakers: person, role, group, label and "hide also".
    listed : pandas.DataFrame
        The sheet "names to hide".

    Returns
    -------
    pandas.DataFrame
        Columns name, shown, type (PERSON, PLACE, SERVICE), person (code or ""). A
        name that several people share is shown as all of them.

    Examples
    --------
    >>> listed = protect.people_workbook.read(rnd)["names to hide"]
    >>> row = {"person": "P07", "role": "participant", "group": "child"}
    >>> row |= {"label": "Amira", "hide also": ""}
    >>> protect.people_workbook.hidden([row], listed.head(0))["shown"].tolist()
    ['[Child 7]']
    """
    never = set(listed.loc[listed["kind"] == "not a name", "name"].str.casefold())
    found = [*_listed_names(listed), *(n for row in rows for n in _speaker_names(row))]
    together: dict[str, list[Name]] = {}
    for one in found:
        if one.name.casefold() not in never:
            together.setdefault(one.name.casefold(), []).append(one)
    made = [_joined(same) for same in together.values()]
    columns = ["name", "shown", "type", "person"]
    return pd.DataFrame(made, columns=columns, dtype="string")


def _speaker_names(row: Mapping[str, Any]) -> Iterator[Name]:
    """Return names of one speaker: those in the label and those listed beside it."""
    nobody = row["label"].startswith("(") or row["role"] == who_words.NOBODY
    shown = _stands_for(row)
    for words in ("" if nobody else row["label"], row["hide also"]):
        for name, family in name_words.names_in(words):
            instead = f"[family of {shown}]" if family else f"[{shown}]"
            yield Name(name, instead, "PERSON", row["person"], 1)


def _stands_for(row: Mapping[str, Any]) -> str:
    """Return what a person is called instead: "Child 3" for P03."""
    group = who_words.group_of(row["group"])
    kind = row["role"] if row["role"] == "interviewer" else group
    word = "person" if kind == "unknown" else kind
    number = re.match(r"P0*(\d+)$", row["person"])
    return f"{word} {number[1]}".capitalize() if number else f"a {word} in a sheet"


def _listed_names(listed: pd.DataFrame) -> Iterator[Name]:
    """Return the names of the sheet "names to hide"; a person's also in parts."""
    rows = listed[["name", "kind", "shown as"]].itertuples(index=False)
    for number, (name, kind, shown) in enumerate(rows, start=1):
        if not name or kind == "not a name":
            continue
        own = f"[{shown.strip('[]')}]" if shown else f"[{_kind(name, kind)} {number}]"
        parts = [part for part, _ in name_words.names_in(name)]
        for part in [name, *parts] if kind in ("person", "") else [name]:
            yield Name(part, own, (kind or "person").upper(), "", 0 if shown else 2)


def _kind(name: str, kind: str) -> str:
    """Return a plain word for what is hidden: name, place, hospital, ward ..."""
    if kind != "service":
        return "place" if kind == "place" else "name"
    found = re.search(r"hospital|ward|unit|school|college|hospice|charity", name, re.I)
    return found[0].lower() if found else "service"


def _joined(same: list[Name]) -> tuple[str, str, str, str]:
    """Make one row of all rows for a name: what a person chose comes first."""
    best = min(one.rank for one in same)
    shown = list(dict.fromkeys(o.shown.strip("[]") for o in same if o.rank == best))
    people = dict.fromkeys(one.person for one in same if one.person)
    several = f"name shared by {len(shown)} people"
    instead = " or ".join(shown) if len(shown) < 4 else several
    return same[0].name, f"[{instead}]", same[0].type, ", ".join(people)
