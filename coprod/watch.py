"""A journal followed while it grows: read once, then only what is new in its files.

For screens that ask often. What stands is the same as `journal.state` would give, also
when others write, undo, or a sync client puts another file in place of one.
"""

from dataclasses import dataclass, field
from pathlib import Path

from coprod import journal
from coprod.journal import Event
from coprod.rounds import Round


@dataclass
class Watch:
    """What stands in the journals of one kind: things by id, events by id.

    Parameters
    ----------
    folder : pathlib.Path
        The decisions folder of the round.
    kind : str
        What is decided: tags, marks ...
    """

    folder: Path
    kind: str
    things: dict[str, Event] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    _of: dict[str, list[Event]] = field(default_factory=dict)
    _undos: dict[str, list[str]] = field(default_factory=dict)
    _seen: dict[str, tuple[int, int]] = field(default_factory=dict)

    def refresh(self) -> set[str]:
        """Read what was added since the last time; give the things that changed."""
        files = {path.name: path for path in self.folder.glob(f"{self.kind}.*.jsonl")}
        stats = {name: path.stat() for name, path in files.items()}
        for name, (inode, size) in self._seen.items():
            now = stats.get(name)
            if now is None or now.st_ino != inode or now.st_size < size:
                return self._again()
        touched: set[str] = set()
        for name in sorted(files):
            start = self._seen.get(name, (0, 0))[1]
            if stats[name].st_size > start:
                touched |= self._read(files[name], start, stats[name].st_ino)
        for about in touched:
            self._fold(about)
        return touched

    def undone(self, event: str) -> bool:
        """Say whether an event counts no longer."""
        return any(not self.undone(undo) for undo in self._undos.get(event, ()))

    def counted(self, about: str) -> list[Event]:
        """Give the events of one thing that count, oldest first."""
        found = [e for e in self._of.get(about, ()) if not self.undone(e["id"])]
        return sorted(found, key=journal.order)

    def _again(self) -> set[str]:
        """Read everything anew: a file was replaced, blanked or taken away."""
        before = set(self.things)
        for known in (self.things, self.events, self._of, self._undos, self._seen):
            known.clear()
        return before | self.refresh()

    def _read(self, path: Path, start: int, inode: int) -> set[str]:
        """Read the whole lines of one file from `start`; give what they are about."""
        with path.open("rb") as file:
            file.seek(start)
            raw = file.read()
        whole = raw[: raw.rfind(b"\n") + 1]
        if journal.parse(raw[len(whole) :]):
            whole = raw  # only its line end is missing
        self._seen[path.name] = (inode, start + len(whole))
        found = filter(None, map(journal.parse, whole.split(b"\n")))
        return {self._note(event) for event in found}

    def _note(self, event: Event) -> str:
        """Keep one event; give the thing that it changes in the end."""
        known = self.events.get(event["id"])
        if known is None or event["value"] is None:  # a blanked copy wins
            self.events[event["id"]] = event
            if event["op"] == "undo":
                self._undos.setdefault(event["about"], []).append(event["id"])
            else:
                same = self._of.setdefault(event["about"], [])
                same[:] = [e for e in same if e["id"] != event["id"]] + [event]
        while event["op"] == "undo" and event["about"] in self.events:
            event = self.events[event["about"]]
        return str(event["about"])

    def _fold(self, about: str) -> None:
        """Say anew what stands of one thing."""
        self.things.pop(about, None)
        self.things.update(journal.fold(self.counted(about)))


def unseen(rnd: Round, kind: str) -> list[str]:
    """Name the things that one person changed in two places without seeing both."""
    events = journal.read(rnd.decisions, kind).events
    order = {event["id"]: journal.order(event) for event in events}
    last: dict[tuple[str, str], Event] = {}
    found: dict[str, None] = {}
    for event in events:
        before = last.get((event["about"], event["by"]))
        if before and order.get(event["after"], (0, "", "")) < journal.order(before):
            found[event["about"]] = None
        last[event["about"], event["by"]] = event
    return list(found)
