"""Follow a journal while others write in it, for a screen that is open.

For screens that ask often. What stands is the same as `journal.state` would give, also
when others write, undo, or a sync client puts another file in place of one.
"""

from dataclasses import dataclass, field
from pathlib import Path

from coprod.store import journal, journal_ends, journal_lines
from coprod.store.disk import note_opened
from coprod.store.journal import Event
from coprod.store.rounds import Round

__all__ = ["Watch", "ends"]


@dataclass
class Watch:
    """What stands in the journals of one kind: things by id, events by id.

    Parameters
    ----------
    folder : pathlib.Path
        The decisions folder of the round.
    kind : str
        What is decided: tags, marks ...

    Examples
    --------
    >>> watch = store.journal_watch.Watch(rnd.decisions, "tags")
    >>> len(watch.refresh()) == len(watch.things)
    True
    """

    folder: Path
    kind: str
    things: dict[str, Event] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    _of: dict[str, dict[str, Event]] = field(default_factory=dict)
    _undos: dict[str, Event] = field(default_factory=dict)
    _gone: set[str] = field(default_factory=set)
    _seen: dict[str, tuple[journal_lines.Lines, int]] = field(default_factory=dict)

    def refresh(self) -> set[str]:
        """Read what was added since the last time; give the things that changed."""
        note_opened(self.folder / f"{self.kind}.*.jsonl")
        files = journal.files(self.folder, self.kind)
        held = {path.name: journal_lines.grown(path) for path in files}
        if any(held.get(name) is not known for name, (known, _) in self._seen.items()):
            return self._again()
        touched: set[str] = set()
        for name, found in held.items():
            start = self._seen.get(name, (found, 0))[1]
            touched |= {self._note(event) for event in found.events[start:]}
            self._seen[name] = (found, len(found.events))
        self._gone = journal.undone(sorted(self._undos.values(), key=journal.order))
        now = [event for about in touched for event in self.counted(about)]
        for about in touched:
            self.things.pop(about, None)
        self.things.update(journal.fold(sorted(now, key=journal.order)))
        return touched

    def counts(self, event: Event) -> bool:
        """Say whether an event was not undone."""
        return event["id"] not in self._gone

    def counted(self, about: str) -> list[Event]:
        """Return the events of one thing that count, oldest first."""
        found = filter(self.counts, self._of.get(about, {}).values())
        return sorted(found, key=journal.order)

    def _again(self) -> set[str]:
        """Read everything anew: a file was replaced, blanked or taken away."""
        before = set(self.things)
        for known in (self.things, self.events, self._of, self._undos, self._seen):
            known.clear()
        return before | self.refresh()

    def _note(self, event: Event) -> str:
        """Keep one event; give the thing that it changes in the end."""
        known = self.events.get(event["id"])
        if known is None or not event["salt"]:  # a rewritten copy wins
            self.events[event["id"]] = event
            if event["op"] == "undo":
                self._undos[event["id"]] = event
            else:
                self._of.setdefault(event["about"], {})[event["id"]] = event
        while event["op"] == "undo" and event["about"] in self.events:
            event = self.events[event["about"]]
        return str(event["about"])


def ends(rnd: Round, *, note: bool = False) -> list[str]:
    """Return which writers' last entries are gone; note on a run how far all go.

    Examples
    --------
    >>> store.journal_watch.ends(rnd)
    []
    """
    if note:
        journal_ends.note(rnd)
    return journal_ends.missing(rnd)
