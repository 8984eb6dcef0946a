"""What a comment is called now, after it was corrected, cut or renamed."""

import re

import pandas as pd

from coprod.store import journal
from coprod.store.rounds import Round

__all__ = [
    "KIND",
    "PLACED",
    "carried",
    "confirmed",
    "decided",
    "follow",
    "placed",
    "same",
    "since",
    "still",
    "whole",
    "wholes",
]

KIND, PLACED = "links", "left-over"


def decided(rnd: Round) -> pd.DataFrame:
    """Return what was decided: id, by, time, was, now and same (yes or no).

    Examples
    --------
    >>> list(store.ids.decided(rnd).columns)
    ['id', 'by', 'time', 'was', 'now', 'same']
    """
    return journal.state(rnd, KIND, ["was", "now", "same"])


def same(rnd: Round) -> dict[str, str]:
    """Return the lasting id of every comment whose words were confirmed as the same.

    Examples
    --------
    >>> store.ids.same(rnd)
    {}
    """
    yes = confirmed(rnd)
    step = dict(zip(yes["now"], yes["was"], strict=True))
    return {now: _last(step, now) for now in step}


def since(rnd: Round) -> dict[str, str]:
    """Return when a comment got the words it has now, for those with a correction.

    What was said of the old words (a part of them tagged, nobody can be recognised) is
    not said of the new ones.

    Examples
    --------
    >>> store.ids.since(rnd)
    {}
    """
    yes = confirmed(rnd)
    latest = yes.groupby(yes["now"].map(same(rnd)))["time"].max()
    return dict(latest.items())


def still(rnd: Round, said: pd.DataFrame) -> pd.Series:
    """Return which rows (comment, time) are of the words that the comment has now.

    Examples
    --------
    >>> bool(store.ids.still(rnd, rnd.load("tags")).all())
    True
    """
    new = since(rnd)
    pairs = zip(said["comment"], said["time"], strict=True)
    held = [time > new.get(whole(comment), "") for comment, time in pairs]
    return pd.Series(held, index=said.index, dtype=bool)


def follow(rnd: Round, ids: pd.Series) -> pd.Series:
    """Return a column of comment ids as they are called now.

    Examples
    --------
    >>> ids = rnd.load("comments")["comment"]
    >>> store.ids.follow(rnd, ids).equals(ids)
    True
    """
    known = same(rnd)
    if not known:
        return ids
    return ids.map(lambda id_: _now(known, id_), na_action="ignore")


def placed(rnd: Round) -> dict[str, str]:
    """Return where what was said of words that are gone goes on; "" if it was let go.

    Examples
    --------
    >>> store.ids.placed(rnd)
    {}
    """
    said = journal.state(rnd, PLACED, ["comment", "to"])
    return dict(zip(said["comment"], said["to"].fillna(""), strict=True))


def carried(rnd: Round, ids: pd.Series) -> pd.Series:
    """Return ids as `follow` does, and those of words that are gone as a person chose.

    Only tags, flags and notes go over to other words; a review never does.

    Examples
    --------
    >>> ids = rnd.load("comments")["comment"]
    >>> store.ids.carried(rnd, ids).equals(ids)
    True
    """
    found, step = follow(rnd, ids), {c: to for c, to in placed(rnd).items() if to}
    if not step:
        return found
    return follow(rnd, found.map(lambda id_: _last(step, id_), na_action="ignore"))


def whole(comment: str) -> str:
    """Return the id of the answer that a comment is a part of; often it is its own.

    Examples
    --------
    >>> store.ids.whole("S01-c6efce10c40cfb93-1a40")
    'S01-c6efce10c40cfb93-1'
    """
    found = re.fullmatch(r"(.*-\d+)(?:[ab]\d+)+", comment)
    return found[1] if found else comment


def wholes(comments: pd.DataFrame) -> dict[str, str]:
    """Return the words of each answer by its id, parts of one answer together.

    Examples
    --------
    >>> len(store.ids.wholes(rnd.load("comments")))
    399
    """
    words: dict[str, str] = {}
    for comment, text in zip(comments["comment"], comments["text"], strict=True):
        words[whole(comment)] = f"{words.get(whole(comment), '')} {text}".strip()
    return words


def _now(known: dict[str, str], comment: str) -> str:
    """Return what a comment, or the part of one, is called now."""
    return known.get(whole(comment), whole(comment)) + comment[len(whole(comment)) :]


def confirmed(rnd: Round) -> pd.DataFrame:
    """Return the decisions that two are the same, in order.

    Examples
    --------
    >>> len(store.ids.confirmed(rnd))
    0
    """
    table = decided(rnd)
    return table[table["same"].eq(True)]


def _last(step: dict[str, str], now: str) -> str:
    """Follow confirmed corrections to the first id."""
    seen = {now}
    while now in step and step[now] not in seen:
        now = step[now]
        seen.add(now)
    return now
