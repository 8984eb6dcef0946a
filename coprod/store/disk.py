"""Write a file whole or not at all; note which were read for a page."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from coprod.store.problem import NotSaved

__all__ = ["note_opened", "opened", "write"]

OPENED = "COPROD_OPENED"  # names the file in which engines note what they open


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


def note_opened(place: Path) -> None:
    """Note that a table or a journal is used, while somebody in `opened` listens.

    Examples
    --------
    >>> with store.disk.opened() as found:
    ...     store.disk.note_opened(rnd.processed / "themes.parquet")
    >>> [path.name for path in found]
    ['themes.parquet']
    """
    if listening := os.environ.get(OPENED):
        with open(listening, "a", encoding="utf-8") as file:
            file.write(f"{place}\n")


@contextmanager
def opened() -> Iterator[set[Path]]:
    """Note what is opened meanwhile, here and in engines started here.

    Yields
    ------
    set of pathlib.Path
        Filled at the end. A path may be a pattern: all files of one journal.

    Examples
    --------
    >>> with store.disk.opened() as found:
    ...     people = rnd.load("people")
    >>> [path.name for path in found]
    ['people.parquet']
    """
    before, found = os.environ.get(OPENED), set[Path]()
    with TemporaryDirectory() as folder:
        os.environ[OPENED] = str(listed := Path(folder, "opened"))
        try:
            yield found
        finally:
            os.environ.pop(OPENED)
            if before is not None:
                os.environ[OPENED] = before
            if listed.exists():
                lines = listed.read_text(encoding="utf-8").splitlines()
                found |= set(map(Path, lines))
                for path in found:
                    note_opened(path)  # somebody around this may listen too
