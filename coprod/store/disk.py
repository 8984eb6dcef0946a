"""Write a file whole or not at all, never in halves."""

import errno
import os
import secrets
from pathlib import Path

from coprod.store.problem import NotSaved

__all__ = ["write"]


def write(path: Path, content: bytes, mode: int | None = None) -> None:
    """Write a file whole or not at all: temporary file, fsync, replace.

    Raises
    ------
    NotSaved
        If the disk is full or the folder cannot be written; the old file is kept.
    """
    try:
        _write(path, content, mode)
    except OSError as error:
        raise NotSaved(
            f"{path.name}: NOT SAVED, the disk did not take it "
            f"({error.strerror or 'unknown reason'}). Make room or mend the folder, "
            "close the file where it is open, then again; the old one is still there."
        ) from None


def _write(path: Path, content: bytes, mode: int | None) -> None:
    """Write a file whole, with its folder, so that it is safe on disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with aside.open("wb") as file:
            if mode is not None:
                aside.chmod(mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)
    sync_folder(path.parent)


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
