"""Keep a log of what happened, beside the round's working pages.

For whoever mends what went wrong: what was run and shared, and where something
unforeseen happened. It holds no words of people, no names and no folders, is never
shared, and goes nowhere. A log that cannot be written stops no work.
"""

import logging
import time
from contextlib import suppress
from pathlib import Path

NAME = "log.txt"
_logger = logging.getLogger("coprod")
_logger.setLevel(logging.INFO)
_logger.propagate = False  # nothing of it goes to the screen


def keep_in(folder: Path) -> None:
    """Write from now on into the log in a folder; the first line makes it."""
    for kept in _logger.handlers[:]:
        _logger.removeHandler(kept)
        kept.close()
    handler = logging.FileHandler(folder / NAME, encoding="utf-8", delay=True)
    line = logging.Formatter("%(asctime)sZ %(message)s", "%Y-%m-%dT%H:%M:%S")
    line.converter = time.gmtime
    handler.setFormatter(line)
    _logger.addHandler(handler)


def note(what: str) -> bool:
    """Write what happened; return whether there is a log to write it in."""
    for handler in _logger.handlers:
        if isinstance(handler, logging.FileHandler):
            with suppress(OSError):
                Path(handler.baseFilename).parent.mkdir(parents=True, exist_ok=True)
                _logger.info(what)
                return True
    return False
