"""Record a decision in a journal, read it back, and undo it.

One file for each kind of decision, person and writer; one line for each event, with
its checksum. "Saved" is said only after the disk has answered. The state is the
union of all files, conflict copies included; nothing is ever overwritten.
"""

import atexit
import hashlib
import json
import os
import secrets
from collections import ChainMap
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from operator import is_not, itemgetter
from pathlib import Path
from typing import Any

import pandas as pd

from coprod.store import journal_ends, journal_lines
from coprod.store.disk import note_opened, sync_folder, write
from coprod.store.journal_lines import FORMAT, alone, chain, line_of
from coprod.store.problem import NotSaved
from coprod.store.rounds import Round

__all__ = [
    "Event",
    "Step",
    "counting",
    "fold",
    "new_id",
    "now",
    "order",
    "read",
    "record",
    "rewrite",
    "standing",
    "state",
]

Event = journal_lines.Event
Step = tuple[str, str, Event, str]  # op, about, values, id of the event
order = itemgetter("n", "time", "id")  # what events are sorted by
FIRST = (0, "", "")  # before every event


@dataclass(frozen=True)
class Reading:
    """Every event of one kind, in order, and what is wrong with the files."""

    events: list[Event]
    paths: list[Path]

    @property
    def problems(self) -> list[str]:
        """What is wrong with the files, by kind and writer."""
        named = [(path, path.name.split(".")) for path in self.paths]
        return [
            f"{kind}, writer {writer[:8]}: {text}"
            for path, (kind, _, writer, *_) in named
            for text in journal_lines.problems(path)
        ]


def now() -> str:
    """Return the time in UTC, to the second.

    Examples
    --------
    >>> store.journal.now().endswith("Z")
    True
    """
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def new_id(bytes_: int = 6) -> str:
    """Return a new random id.

    Examples
    --------
    >>> len(store.journal.new_id())
    12
    """
    return secrets.token_hex(bytes_)


@dataclass
class Journal:
    """What one writer adds to the record of one kind of decision.

    Parameters
    ----------
    folder : pathlib.Path
        The decisions folder of the round.
    kind : str
        What is decided: tags, codebook, findings ...
    by : str
        Initials of the person who decides.
    """

    folder: Path
    kind: str
    by: str
    writer: str = field(default_factory=lambda: new_id(4))
    _last: Event | None = None
    _seen: dict[str, tuple[journal_lines.Lines, int]] = field(default_factory=dict)
    _heads: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    _highest: int = 0

    @property
    def path(self) -> Path:
        """The file this writer adds to; nobody else does."""
        return self.folder / f"{self.kind}.{self.by}.{self.writer}.jsonl"

    def add(self, values: dict[str, Any], about: str | None = None) -> str:
        """Record a new thing and give its id, after the disk has answered."""
        about = about or new_id()
        self._append("add", about, values)
        return about

    def change(self, about: str, values: dict[str, Any]) -> str:
        """Record new values of a thing; give the id of the event, for undo."""
        return self._append("change", about, values)

    def remove(self, about: str) -> str:
        """Record that a thing is taken away; give the id of the event, for undo."""
        return self._append("remove", about, {})

    def undo(self, event: str) -> str:
        """Record that an event counts no longer; undoing the undo brings it back."""
        return self._append("undo", event, {})

    @property
    def last(self) -> str | None:
        """The id of the last event this writer wrote, for undo."""
        return str(self._last["id"]) if self._last else None

    def several(self, steps: Iterable[Step]) -> list[str]:
        """Record steps together, all or none; or raise `NotSaved`."""
        with alone(self.folder):  # no other engine records or blanks meanwhile
            self._refresh()
            events: list[Event] = []
            heads = ChainMap({}, self._heads)
            for place, step in enumerate(steps, self._highest + 1):
                before, after = [self._last, *events][-1], heads.get(step[1], FIRST)
                events.append(self._event(step, place, before, after[2]))
                heads[step[1]] = order(events[-1])
            try:
                self._put(b"".join(map(line_of, events)))
            except OSError as error:
                raise NotSaved(
                    f"{self.kind}: NOT SAVED, the disk did not take it "
                    f"({error.strerror or 'unknown reason'}). Make room or mend the "
                    "folder, then save again; everything saved before is still there."
                ) from None
            self._last = [self._last, *events][-1]
        return [str(event["id"]) for event in events]

    def _append(self, op: str, about: str, values: dict[str, Any]) -> str:
        """Write one event to disk and wait for the disk."""
        return self.several([(op, about, values, new_id())])[0]

    def _event(self, step: Step, place: int, before: Event | None, after: str) -> Event:
        """Make the event: its number is one more than the highest anywhere."""
        salt, (op, about, values, name) = new_id(8), step
        return {
            "format": FORMAT,
            "id": name,
            "n": place,
            "prev": chain(before) if before else "",
            "time": now(),
            "by": self.by,
            "op": op,
            "about": about,
            "after": after,
            "digest": _digest(salt, values),
            "salt": salt,
            "value": values,
        }

    def _put(self, line: bytes) -> None:
        """Append a line and fsync it, new folders too; or cut it off and raise."""
        folders = (self.folder, *self.folder.parents)
        around = [folder.parent for folder in folders if not folder.exists()]
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab+", buffering=0) as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - 1, 0))
            if file.read(1) not in (b"", b"\n"):  # never glue to a torn line
                line = b"\n" + line
            try:
                if file.write(line) != len(line):
                    raise OSError(28, "the disk is full")
                os.fsync(file.fileno())
                for folder in () if size else (self.folder, *around):
                    sync_folder(folder)
            except OSError:
                file.truncate(size)
                raise

    def _refresh(self) -> None:
        """Learn what others wrote since: highest number, latest event of each thing."""
        for path in files(self.folder, "*"):
            held = journal_lines.grown(path)
            known, start = self._seen.get(path.name, (held, 0))
            for event in held.events[start if known is held else 0 :]:
                self._highest = max(self._highest, event["n"])
                latest = self._heads.get(event["about"], FIRST)
                self._heads[event["about"]] = max(latest, order(event))
            self._seen[path.name] = (held, len(held.events))


_writers: dict[tuple[int, Path, str, str], Journal] = {}


def record(rnd: Round, kind: str, folder: Path | None = None) -> Journal:
    """Return this process's journal of one kind for the reader of the round.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who decides.
    kind : str
        What is decided: tags, codebook, findings ...
    folder : pathlib.Path, optional
        Where the journal lies; by default the decisions folder of the round.

    Raises
    ------
    ValueError
        If nobody has said who is reading.

    Examples
    --------
    >>> targets = store.journal.record(rnd, "targets")
    >>> about = targets.add({"group": "child", "people": 12})
    >>> about in set(store.journal.state(rnd, "targets")["id"])
    True
    """
    key = (os.getpid(), folder or rnd.decisions, kind, rnd.decider)
    if key not in _writers:
        if folder is None:
            journal_ends.note(rnd)  # where all stand now, and this one at the end
            atexit.register(journal_ends.note, rnd)
        _writers[key] = Journal(key[1], kind, rnd.reader)
    return _writers[key]


def read(folder: Path, kind: str) -> Reading:
    """Read every event of one kind from all files in a folder.

    Returns
    -------
    Reading
        Events in order (Lamport number, time, id), each once, and the problems:
        damaged lines, missing lines, an unfinished last line.

    Raises
    ------
    ValueError
        If a newer coprod wrote one of the files.

    Examples
    --------
    >>> reading = store.journal.read(rnd.decisions, "tags")
    >>> len(reading.events), reading.problems
    (498, [])
    """
    note_opened(folder / f"{kind}.*.jsonl")
    events: dict[str, Event] = {}
    paths = files(folder, kind)
    for path in paths:
        for event in journal_lines.read(path):
            known = events.get(event["id"])
            if known is None or not event["salt"]:  # a rewritten copy wins
                events[event["id"]] = event
    return Reading(sorted(events.values(), key=order), paths)


def state(rnd: Round, kind: str, columns: Iterable[str] = ()) -> pd.DataFrame:
    """Return what stands now: one row for each thing that was not taken away.

    Returns
    -------
    pandas.DataFrame
        Columns id, by, time (of the first event) and `columns` ("n" is the number of
        the first event), None where unset;
        in order of first appearance.

    Examples
    --------
    >>> store.journal.state(rnd, "targets", ["group"])["group"].head(3).tolist()
    ['child', 'teenager', 'young adult']
    """
    things = fold(read(rnd.decisions, kind).events)
    names = ["id", "by", "time", *columns]
    rows = [[thing.get(name) for name in names] for thing in things.values()]
    return pd.DataFrame(rows, columns=pd.Index(names), dtype=object)


def fold(events: list[Event]) -> dict[str, Event]:
    """Fold events into things; the last change wins, property by property.

    Examples
    --------
    >>> event = {"op": "add", "about": "a1", "value": {"name": "Food"}, "by": "AB"}
    >>> event |= {"time": "2026-10-14T09:00:00Z", "n": 1, "id": "e1"}
    >>> store.journal.fold([event])["a1"]["name"]
    'Food'
    """
    gone = undone(events)
    things: dict[str, Event] = {}
    for event in events:
        if event["id"] in gone or event["op"] == "undo":
            continue
        blank = {name: event[name] for name in ("by", "time", "n")}
        blank["id"] = event["about"]
        thing = things.setdefault(event["about"], blank)
        thing.update(event["value"] or {})
        if event["op"] != "change":
            thing["removed"] = event["op"] == "remove"
    return {k: v for k, v in things.items() if v.get("removed") is False}


def rewrite(folder: Path, kind: str, change: Callable[[Event], Event]) -> int:
    """Put what `change` gives in place of each event; give how many are others now.

    The chain stays whole: an event of which more than the value is another one keeps
    what it was in the chain as `was`. Of two copies the one that was rewritten wins.

    Examples
    --------
    >>> store.journal.rewrite(rnd.decisions, "tags", lambda event: event)
    0
    """
    count = 0
    with alone(folder):
        for path in files(folder, kind):
            before = journal_lines.read(path)
            kept = [_marked(event, change(event)) for event in before]
            if times := sum(map(is_not, before, kept)):
                mode = path.stat().st_mode & 0o777
                write(path, b"".join(map(line_of, kept)), mode)
                count += times
    return count


def _marked(old: Event, new: Event) -> Event:
    """Return an event without its salt in the old one's place, if it was rewritten."""
    made, was = {**new, "salt": ""}, chain(old)
    if new == old:
        return old
    return made if chain(made) == was else {**made, "was": was}


def standing(rnd: Round, kind: str) -> list[Event]:
    """Return what the reader decided and did not undo, oldest first.

    Examples
    --------
    >>> len(store.journal.standing(rnd, "marks"))
    30
    """
    return [e for e in counting(rnd, kind) if e["by"] == rnd.reader]


def counting(rnd: Round, kind: str) -> list[Event]:
    """Return what anybody decided and nobody undid, oldest first.

    Examples
    --------
    >>> len(store.journal.counting(rnd, "marks"))
    32
    """
    events = read(rnd.decisions, kind).events
    gone = undone(events) | {e["id"] for e in events if e["op"] == "undo"}
    return [event for event in events if event["id"] not in gone]


def undone(events: list[Event]) -> set[str]:
    """Return the ids of events that do not count, read from the last to the first.

    Examples
    --------
    >>> store.journal.undone([{"id": "e2", "op": "undo", "about": "e1"}])
    {'e1'}
    """
    gone: set[str] = set()
    for event in reversed(events):
        if event["op"] == "undo" and event["id"] not in gone:
            gone.add(event["about"])
    return gone


def files(folder: Path, kind: str) -> list[Path]:
    """Return all files of one kind, conflict copies included, in order of name."""
    return sorted(folder.glob(f"{kind}.*.jsonl"))


def _digest(salt: str, values: dict[str, Any]) -> str:
    """Return the salted digest of values: a blanked value cannot be guessed back."""
    body = json.dumps(values, sort_keys=True)
    return hashlib.sha256((salt + body).encode()).hexdigest()[:32]
