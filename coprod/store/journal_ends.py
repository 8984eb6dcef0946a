"""Notice that the last lines of a journal are gone, cut off by a sync.

A journal that lost its last lines looks whole. So the number of its entries and the
digest of the last stand in the decisions folder and in the private folder too. They are
noted when a notebook begins to write, when it closes and on each run: a tag costs
nothing more. A note older than the journal is no fault.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from coprod.store import journal_lines
from coprod.store.disk import write
from coprod.store.journal_lines import Event, chain
from coprod.store.problem import Problem
from coprod.store.rounds import NUMBER, Round
from coprod.store.show import plural

Heads = dict[str, tuple[int, int, str]]  # writer: entries, number and digest of last


def note(rnd: Round) -> None:
    """Note how far every journal goes; a writer who was further on stays noted.

    Examples
    --------
    >>> store.journal_ends.note(rnd)
    >>> store.journal_ends.missing(rnd)
    []
    """
    now = {
        writer: (len(events), last["n"], chain(last))
        for writer, events in _writers(rnd).items()
        for last in [max(events.values(), key=lambda event: event["n"])]
    }
    for folder in _folders(rnd) if now else ():
        before = _noted(rnd, [folder])
        heads = _furthest([before, now])
        if heads != before:
            rows = [f"{json.dumps(w)}: {json.dumps(heads[w])}" for w in sorted(heads)]
            body = ",\n".join(rows)
            with suppress(OSError):  # it is noted again the next time
                write(folder / f"heads.{rnd.name}.json", f"{{\n{body}\n}}\n".encode())


def missing(rnd: Round) -> list[str]:
    """Return which writers' entries were there once and are not here now.

    Examples
    --------
    >>> store.journal_ends.missing(rnd)
    []
    """
    here, found = _writers(rnd), []
    for writer, (count, n, digest) in sorted(_noted(rnd).items()):
        events = here.get(writer, {}).values()
        if all(event["n"] != n or chain(event) != digest for event in events):
            gone = max(1, count - sum(event["n"] <= n for event in events))
            kind, by, _ = writer.split(".")
            found.append(
                f"{kind}, written by {by}: the last {gone} of "
                f"{plural('entry', count)} are not here. Let your synchronised folder "
                f"finish; if they do not come, put the newer copy of {writer}.jsonl "
                f"beside the one in data/decisions/{rnd.name} (from the folder's file "
                f"history, a backup, or the laptop of {by}): entries that stand in "
                "both count once"
            )
    return found


def _writers(rnd: Round) -> dict[str, dict[str, Event]]:
    """Return each writer's entries by id, those in conflict copies included."""
    found: dict[str, dict[str, Event]] = {}
    for path in sorted(rnd.decisions.glob("*.*.*.jsonl")):
        kind, by, writer = path.name.split(".")[:3]
        events = {event["id"]: event for event in journal_lines.read(path)}
        if events:
            found.setdefault(f"{kind}.{by}.{writer[:8]}", {}).update(events)
    return found


def _folders(rnd: Round) -> Iterator[Path]:
    """Return the two places: the decisions and the private folder, if there is one."""
    yield rnd.decisions
    if not rnd.invented and (rnd.decisions / NUMBER).exists():
        with suppress(Problem):  # the register tells it
            yield rnd.private


def _noted(rnd: Round, folders: Iterable[Path] | None = None) -> Heads:
    """Read what was noted, in conflict copies too; a damaged note is none."""
    read: list[Heads] = []
    for folder in folders or _folders(rnd):
        for path in folder.glob(f"heads.{rnd.name}[ .]*json"):
            with suppress(OSError, ValueError, TypeError, AttributeError):
                said = json.loads(path.read_bytes()).items()
                read.append({k: (int(c), int(n), str(d)) for k, (c, n, d) in said})
    return _furthest(read)


def _furthest(each: Iterable[Heads]) -> Heads:
    """Return for every writer the head that is furthest on."""
    found: Heads = {}
    for heads in each:
        found |= {k: v for k, v in heads.items() if v[1] > found.get(k, (0, 0, ""))[1]}
    return found
