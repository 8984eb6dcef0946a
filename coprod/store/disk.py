"""Write a file whole or not at all; note which were read for a page."""

import errno
import json
import os
import secrets
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from coprod.store.problem import NotSaved

__all__ = ["Opened", "note_opened", "opened", "words", "write"]

OPENED = "COPROD_OPENED"  # names the file in which engines note what they open
WATCHED = "COPROD_WATCHED"  # the folders in which every file counts


def write(path: Path, content: bytes, mode: int | None = None) -> None:
    """Write a file whole or not at all: temporary file, fsync, replace.

    Raises
    ------
    NotSaved
        If the disk is full or the folder cannot be written; the old file is kept.

    Examples
    --------
    >>> store.disk.write(rnd.working / "note.txt", b"Thank you.")
    >>> (rnd.working / "note.txt").read_text()
    'Thank you.'
    """
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as file:
            if mode is not None:
                aside.chmod(mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
        sync_folder(path.parent)
    except OSError as error:
        raise NotSaved(
            f"{path.name}: NOT SAVED, the disk did not take it "
            f"({error.strerror or 'unknown reason'}). Make room or mend the folder, "
            "close the file where it is open, then again; the old one is still there."
        ) from None
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder safe on disk (Windows cannot and need not)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some network folders cannot do this
            raise
    finally:
        os.close(handle)


class Opened(set[Path]):
    """Tables and journals that were used; `seen` has all files, each with "w" or "r".

    A path may be a pattern: all files of one journal, or of a folder that was listed.

    Examples
    --------
    >>> with store.disk.opened(rnd.processed) as found:
    ...     people = rnd.load("people")
    >>> [(how, path.name) for how, path in found.seen if how == "r"][-1]
    ('r', 'people.parquet')
    """

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, Path]] = []


def note_opened(place: Path, used: bool = True) -> None:
    """Note that a table or a journal is used, while somebody in `opened` listens.

    Parameters
    ----------
    place : pathlib.Path
        The file, or a pattern of files.
    used : bool
        Whether it was opened; or somebody only looked whether it is there.

    Examples
    --------
    >>> with store.disk.opened() as found:
    ...     store.disk.note_opened(rnd.processed / "themes.parquet")
    >>> [path.name for path in found]
    ['themes.parquet']
    """
    _note("used" if used else "r", place)


def _note(how: str, place: Path | str) -> None:
    """Add a line for who listens: how a place is opened."""
    if listening := os.environ.get(OPENED):
        with open(listening, "a", encoding="utf-8") as file:
            file.write(json.dumps([how, str(place)]) + "\n")


def _hear(event: str, told: tuple[Any, ...]) -> None:
    """Note each file that Python opens, puts in place or lists in folders watched."""
    if event not in EVENTS or not (watched := os.environ.get(WATCHED)):
        return
    place = told[1] if event == "os.rename" else told[0]
    if isinstance(place, str | os.PathLike):
        path = os.path.abspath(os.fspath(place))
        if path.startswith(tuple(json.loads(watched))):
            writes = event == "os.rename" or event == "open" and told[2] & WRITES
            listed = event in ("os.scandir", "os.listdir")
            _note("w" if writes else "r", f"{path}/*" if listed else path)


EVENTS = ("open", "os.rename", "os.scandir", "os.listdir")
WRITES = os.O_WRONLY | os.O_RDWR
sys.addaudithook(_hear)  # silent unless `opened` watches a folder


@contextmanager
def opened(*watched: Path) -> Iterator[Opened]:
    """Note what is opened meanwhile, here and in engines started here.

    Parameters
    ----------
    *watched : pathlib.Path
        Folders in which every file counts, not only tables and journals.

    Yields
    ------
    Opened
        Filled at the end.

    Examples
    --------
    >>> with store.disk.opened() as found:
    ...     people = rnd.load("people")
    >>> [path.name for path in found]
    ['people.parquet']
    """
    before, found = {name: os.environ.get(name) for name in (OPENED, WATCHED)}, Opened()
    with TemporaryDirectory() as folder:
        os.environ[OPENED] = str(listed := Path(folder, "opened"))
        os.environ[WATCHED] = json.dumps([f"{path}{os.sep}" for path in watched])
        try:
            yield found
        finally:
            for name, value in before.items():
                os.environ.pop(name)
                if value is not None:
                    os.environ[name] = value
            if listed.exists():
                lines = listed.read_text(encoding="utf-8").splitlines()
                told = [(how, Path(place)) for how, place in map(json.loads, lines)]
                found.seen += [("r" if how == "used" else how, p) for how, p in told]
                found |= {path for how, path in told if how == "used"}
                for path in found:
                    note_opened(path)  # somebody around this may listen too


def words(beside: str, name: str) -> dict[str, Any]:
    """Return what a .toml file of words says that lies beside a module (`__file__`).

    Examples
    --------
    >>> "tags" in store.disk.words(store.tables.__file__, "tables.toml")
    True
    """
    return tomllib.loads(Path(beside).with_name(name).read_text(encoding="utf-8"))
