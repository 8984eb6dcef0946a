"""The rules by which votes become an order, fixed before any answer is read."""

import hashlib
import json
from pathlib import Path

from coprod.pages.counts import LEAST
from coprod.pages.paper import Paper
from coprod.pages.word_document import Bullets, Paragraph
from coprod.store import disk, journal
from coprod.store.rounds import Round
from coprod.store.show import day

__all__ = ["RULES", "freeze", "mark", "shown"]

FILE = "rules.json"
TEXT = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
RULES = tuple(TEXT.format(LEAST=LEAST).splitlines())


def mark() -> str:
    """Return the check mark of the rules: another one if a single letter changes.

    Examples
    --------
    >>> len(decide.rules.mark())
    8
    """
    return hashlib.sha256("\n".join(RULES).encode()).hexdigest()[:8]


def freeze(rnd: Round) -> str:
    """Record the rules for this round, if none stand yet; return a line that says so.

    Examples
    --------
    >>> decide.rules.freeze(rnd)
    'The rules for counting were fixed on ...
    """
    if not _fixed(rnd):
        fixed = {"date": journal.now()[:10], "by": rnd.itself.reader}
        kept = {"format": 1, "mark": mark(), "rules": RULES, **fixed}
        disk.write(rnd.decisions / FILE, json.dumps(kept, indent=1).encode() + b"\n")
    return _line(rnd)


def shown(rnd: Round) -> Paper:
    """Return the rules with the day on which they were fixed, and their check mark.

    Examples
    --------
    >>> len(decide.rules.shown(rnd).blocks)
    2
    """
    return Paper((Bullets(list(RULES)), Paragraph(_line(rnd))))


def _fixed(rnd: Round) -> dict[str, str]:
    """Return what was fixed for the round; nothing if no rules were."""
    disk.note_opened(path := rnd.decisions / FILE, used=False)
    return dict(json.loads(path.read_bytes())) if path.exists() else {}


def _line(rnd: Round) -> str:
    """Say when the rules were fixed, and whether they are still the same."""
    fixed = _fixed(rnd)
    if not fixed:
        return "The rules for counting are not fixed yet: notebook 09 does it."
    said = f"The rules for counting were fixed on {day(fixed['date'])}"
    if fixed["mark"] == mark():
        return f"{said}; their check mark is {mark()}."
    return f"{said}, and are no longer the same: {fixed['mark']} then, {mark()} now."
