"""Set a comment aside with a reason: out of scope, no content, duplicate."""

import pandas as pd

from coprod.listen.formats.words import REFUSED
from coprod.store import ids, journal
from coprod.store.problem import Problem
from coprod.store.rounds import Round

__all__ = ["ASIDE", "aside", "mark", "marks"]

ASIDE = ("out of scope", "no content", "duplicate")


def mark(
    rnd: Round, comment: str, end: str, reason: str, of: str | None = None
) -> None:
    """Set a comment aside as out of scope, no content or duplicate, with a reason.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who decides.
    comment : str
        The id of the comment.
    end : {"out of scope", "no content", "duplicate"}
        Where the comment ends.
    reason : str
        Why, in words; never blank.
    of : str, optional
        For a duplicate: the id of the comment it repeats.

    Raises
    ------
    ValueError
        If the end is another one, or the reason is blank.

    Examples
    --------
    >>> comment = rnd.load("comments")["comment"].iloc[0]
    >>> listen.set_aside.mark(rnd, comment, "no content", "only a sound")
    >>> comment in set(listen.set_aside.marks(rnd)["comment"])
    True
    """
    values = aside(comment, end, reason, of)
    journal.record(rnd, "marks").add(values, about=f"{comment}.{rnd.reader}")


def aside(comment: str, end: str, reason: str, of: str | None) -> dict[str, object]:
    """Return what is recorded when comment is set aside; refuse one without reason.

    Examples
    --------
    >>> listen.set_aside.aside("S01-a-1", "no content", "only a sound", None)["end"]
    'no content'
    """
    if end not in ASIDE or not reason.strip():
        raise Problem(REFUSED["no reason"].format(ends=", ".join(ASIDE)))
    return {"comment": comment, "end": end, "reason": reason.strip(), "of": of}


def marks(rnd: Round) -> pd.DataFrame:
    """Return what was set aside, by whom: comment, end, reason, of, by, time.

    Examples
    --------
    >>> listen.set_aside.marks(rnd)["end"].value_counts().to_dict()
    {'no content': 18, 'out of scope': 10, 'duplicate': 4}
    """
    names = ["comment", "end", "reason", "of", "by", "time"]
    said = journal.state(rnd, "marks", names[:4])[names]
    said["comment"] = ids.follow(rnd, said["comment"])
    said["of"] = ids.follow(rnd, said["of"])
    return said.drop_duplicates(["comment", "by"], keep="last", ignore_index=True)
