"""Keep a log of what happened, beside the round's working pages.

For whoever mends what went wrong: what was run and shared, and where something
unforeseen happened. It holds no words of people, no names and no folders, is never
shared, and goes nowhere. A log that cannot be written stops no work.
"""

import time
from contextlib import suppress
from pathlib import Path

NAME = "log.txt"
_folders: list[Path] = []  # the one of the round that is open


def keep_in(folder: Path) -> None:
    """Write from now on into the log in a folder; the first line makes it."""
    _folders[:] = [folder]


def note(what: str) -> bool:
    """Write what happened; return whether there is a log to write it in."""
    for folder in _folders:
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            with (folder / NAME).open("a", encoding="utf-8") as file:
                file.write(f"{now} {what}\n")
            return True
    return False
