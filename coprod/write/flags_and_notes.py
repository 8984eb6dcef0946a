"""Flags and notes that readers leave, and their answers to suggestions.

Three journals in, three tables out. A flag asks for somebody to look; a note is the
reader's own; an answer says what a person made of a machine's suggestion. None of them
is a tag, and none of them counts as having read a comment.
"""

from collections.abc import Callable

import pandas as pd

from coprod.store import ids, journal
from coprod.store.rounds import Round

__all__ = ["flags", "notes"]

Follow = Callable[[Round, pd.Series], pd.Series]
ANSWERS = ("accepted", "changed", "refused")


def flags(rnd: Round) -> pd.DataFrame:
    """Return the comments flagged for somebody to look at: comment, why, by, time.

    Examples
    --------
    >>> list(write.flags_and_notes.flags(rnd).columns)
    ['comment', 'why', 'by', 'time']
    """
    return _state(rnd, "flags", ["comment", "why"])


def notes(rnd: Round) -> pd.DataFrame:
    """Return notes on comments and people: comment, person (one is blank), note, by.

    Examples
    --------
    >>> list(write.flags_and_notes.notes(rnd).columns)
    ['comment', 'person', 'note', 'by', 'time']
    """
    return _state(rnd, "notes", ["comment", "person", "note"])


def answers(rnd: Round) -> pd.DataFrame:
    """Return what people answered to suggestions.

    Returns
    -------
    pandas.DataFrame
        comment, code (suggested), answer (accepted, changed or refused), instead (the
        code chosen in its place), model (digest of what made it), experience (the ticks
        suggested with it), by, time.
    """
    columns = ["comment", "code", "answer", "instead", "model", "experience"]
    return _state(rnd, "suggested", columns, ids.follow)


def _state(
    rnd: Round, kind: str, columns: list[str], follow: Follow = ids.carried
) -> pd.DataFrame:
    """Return what stands of one kind, with comments as they are called now."""
    said = journal.state(rnd, kind, columns)[[*columns, "by", "time"]]
    said["comment"] = follow(rnd, said["comment"])
    return said
