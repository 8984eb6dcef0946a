"""The rules by which votes become an order, fixed before any answer is read."""

import hashlib
import json

from coprod.pages.counts import LEAST
from coprod.pages.paper import Paper
from coprod.pages.word_document import Bullets, Paragraph
from coprod.store import disk, journal
from coprod.store.rounds import Round
from coprod.store.show import day

__all__ = ["RULES", "freeze", "mark", "shown"]

FILE = "rules.json"
RULES = (
    "Only what is to change is put in order; what is to stay is listed apart.",
    "A first choice of K is worth K points, the next one less, down to 1; a choice "
    "without order is worth 1. Who only scored counts by the mean score.",
    "Each group of people puts the statements in order by its own points. In the "
    "joined order every group counts the same, so that the many do not drown the few.",
    "Who does not say a group counts in the joined order as much as an average person.",
    "Equal statements share the mean of their places.",
    "A statement seen by fewer than half as many people as the most seen has no place.",
    "Ranges: people of each group are drawn anew 2,000 times, small groups too; 95 of "
    f"100 drawings lie within. None where no group has {LEAST} answers.",
    f"A group of fewer than {LEAST} is told together with others; its first wish is "
    "shown without its name.",
    "First ones are the first 5. No share of voters as large as one place may have a "
    "wish in common and none of theirs among them; where it has, that is said.",
)


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
    path = rnd.decisions / FILE
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
