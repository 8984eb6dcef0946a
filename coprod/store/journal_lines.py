"""The lines of a journal file: checksums, damage, lines that are missing.

Bytes in, events out. In a process a file is parsed once and then only where it grew; a
file that was put in place of another, or changed in place, is read anew.
"""

import hashlib
import json
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import gettempdir
from threading import RLock
from typing import Any

from coprod.store.problem import NotSaved, Problem

FORMAT = 1
WAIT = 60  # seconds for another engine
SETTLED = 3  # seconds after which a file of the same size and time is the same
Event = dict[str, Any]


@dataclass
class Lines:
    """The sound events of one file, as far as it was read."""

    events: list[Event] = field(default_factory=list)
    size: int = 0  # bytes taken in
    checksum: int = 0  # of these bytes
    mark: tuple[int, int, int] = (-1, 0, 0)  # the file then: inode, size, time
    sure: bool = False  # its time was long enough ago to tell it from a later one


_held: dict[Path, Lines] = {}
BUSY = RLock()  # a cell and a screen may be on two threads of one engine


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let nobody else of this machine write to the journals of a folder meanwhile.

    Raises
    ------
    NotSaved
        If another engine does not let go for a minute.
    """
    from filelock import FileLock, Timeout

    whose = f"{Path.home()} {folder.resolve()}".encode()
    name = f"coprod-{hashlib.sha256(whose).hexdigest()[:16]}.lock"
    lock = FileLock(Path(gettempdir(), name), timeout=WAIT, is_singleton=True)
    with BUSY:
        try:
            held = lock.acquire()
        except Timeout:
            raise NotSaved(
                "NOT SAVED: another notebook of this round is busy. Wait until it has "
                "finished, or restart it, then save again."
            ) from None
        with held:
            yield


def read(path: Path) -> list[Event]:
    """Return the sound events of a file, whatever has happened to it since.

    Every byte is looked at again as long as it is not sure that the file is the same.
    """
    return list(grown(path, sure=True).events)


def grown(path: Path, *, sure: bool = False) -> Lines:
    """Return the lines of a file that others only add to; another file, other lines.

    To be `sure`, it is looked at again as long as its time is a matter of seconds.
    """
    with BUSY:
        held, mark = _held.get(path) or Lines(), _mark(path)
        if held.mark != mark or (sure and not held.sure):
            old = time.time() - mark[2] / 1e9 > SETTLED
            raw = path.read_bytes()
            if zlib.crc32(raw[: held.size]) != held.checksum:
                held = Lines()
            _take(held, raw[held.size :])
            held.mark, held.sure = mark, old
            _held[path] = held
        return held


def problems(path: Path) -> list[str]:
    """Return what is wrong with a file: lines damaged, missing or not whole."""
    *lines, tail = path.read_bytes().split(b"\n")
    if _sound(tail):
        lines, tail = [*lines, tail], b""
    found, before, seen = [], "", set[str]()
    for number, line in enumerate(lines, start=1):
        event = next(iter(_events([line])), None)
        if event is None:
            if line.strip():
                found.append(f"line {number} is damaged and was left out")
            continue
        own = chain(event)
        if own in seen:
            found.append(f"line {number} stands there twice; it counts once")
        elif event["prev"] != before:
            found.append(f"a line is missing before line {number}")
        before = own
        seen.add(own)
    if tail.strip():
        found.append("the last line is not whole and was left out")
    return found


def line_of(event: Event) -> bytes:
    """Return the line of an event: checksum, a space, JSON."""
    body = json.dumps(event, ensure_ascii=False, sort_keys=True)
    raw = body.encode("utf-8", "surrogatepass")
    return b"%08x %s\n" % (zlib.crc32(raw), raw)


def chain(event: Event) -> str:
    """Return the digest of a line without its value, so that it may be blanked.

    An event that was rewritten since says itself what it was.
    """
    if "was" in event:
        return str(event["was"])
    rest = {k: v for k, v in event.items() if k not in ("value", "salt")}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()[:32]


def _mark(path: Path) -> tuple[int, int, int]:
    """Return what tells one state of a file from another: inode, size, time."""
    stat = path.stat()
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def _take(held: Lines, raw: bytes) -> None:
    """Take in whole lines; a last one that is not whole waits, unless it is sound."""
    whole = raw[: raw.rfind(b"\n") + 1]
    if _sound(raw[len(whole) :]):
        whole = raw  # only its line end is missing
    held.events += _events(whole.split(b"\n"))
    held.checksum = zlib.crc32(whole, held.checksum)
    held.size += len(whole)


def _sound(line: bytes) -> bytes:
    """Return what stands on a line if its checksum says so, nothing if not."""
    checksum, _, body = line.rstrip(b"\r").partition(b" ")
    return body if body and checksum == b"%08x" % zlib.crc32(body) else b""


def _events(lines: Iterable[bytes]) -> list[Event]:
    """Return the events of all sound lines, parsed together."""
    bodies = b",".join(filter(None, map(_sound, lines)))
    found: list[Event] = json.loads(b"[%s]" % bodies)
    newer = max((event["format"] for event in found), default=FORMAT)
    if newer > FORMAT:
        raise Problem(
            f"journal: a newer coprod wrote it (format {newer}; this one "
            f"reads {FORMAT}). Install the newer coprod; nothing was changed."
        )
    return found
