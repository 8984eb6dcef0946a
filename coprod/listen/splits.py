"""Cut a long answer in two where it says two things; take the cut back.

Takes comments, gives comments with the halves in the place of the whole. The words
are not changed; each half has an id of its own, made from the id of the whole, so
that both can be traced. A half may be cut again.
"""

import re
from datetime import UTC, datetime

import pandas as pd

from coprod.listen.files import hash_of
from coprod.listen.formats.words import REFUSED
from coprod.store import ids, journal
from coprod.store.problem import Problem
from coprod.store.rounds import Round

__all__ = ["recent"]

LONG = 120  # words from which on a comment is offered for cutting


def places(text: str) -> list[int]:
    """Return where a sentence or line begins, in code points, without the first."""
    ends = (m.end() for m in re.finditer(r"(?<=[.!?…])\s+|\n", text))
    return [end for end in ends if end < len(text)]


def cut(rnd: Round, comment: str, text: str, at: int) -> str:
    """Record that a comment says two things, the second from `at` on.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who cuts.
    comment, text : str
        Id of the comment and its source words, normalised.
    at : int
        First code point of the second half.

    Returns
    -------
    str
        Id of the decision, for `undo`.

    Raises
    ------
    ValueError
        If a half would be blank, or somebody has tagged the comment.
    """
    first, second = text[:at].strip(), text[at:].strip()
    if not (0 < at < len(text) and first and second):
        raise Problem(REFUSED["half blank"])
    _free(rnd, [comment])
    values = _anchor(text, at)
    table = decided(rnd)
    for made in table[table["comment"] == comment].to_dict("records"):
        if _place(text, made) is not None:
            raise Problem(REFUSED["cut already"])
        journal.record(rnd, "splits").change(made["id"], values)
        return str(made["id"])
    about = {"comment": comment, "name": str(at)}
    return journal.record(rnd, "splits").add({**about, **values})


def undo(rnd: Round, decision: str) -> None:
    """Put two halves together again, as long as nobody has tagged either."""
    table = decided(rnd).set_index("id")
    if decision not in table.index:
        raise Problem(REFUSED["undone already"])
    comment, name = table.loc[decision, ["comment", "name"]]
    _free(rnd, [f"{comment}a{name}", f"{comment}b{name}"], "splits")
    journal.record(rnd, "splits").remove(decision)


def decided(rnd: Round) -> pd.DataFrame:
    """Return what was cut: id, by, time, comment, name, at, of, first, second.

    Of two who cut one comment apart from each other, the first counts. The name of a
    cut is in the ids of its halves: a cut elsewhere makes other comments.
    """
    names = ["comment", "name", "at", "of", "first", "second"]
    found = journal.state(rnd, "splits", names)
    if found.empty:  # asked at every save on the reading screen
        return found
    found["comment"] = ids.follow(rnd, found["comment"])
    return found.drop_duplicates("comment", ignore_index=True)


def recent(rnd: Round) -> set[str]:
    """Return the comments that were cut after the table of comments was saved.

    Examples
    --------
    >>> listen.splits.recent(rnd)
    set()
    """
    table, path = decided(rnd), rnd.processed / "comments.parquet"
    if table.empty or not path.exists():
        return set()
    saved = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    late = table["time"] > saved.strftime("%Y-%m-%dT%H:%M:%SZ")
    return set(table.loc[late, "comment"])


def apply(rnd: Round, said: pd.DataFrame) -> pd.DataFrame:
    """Put the halves in the place of every comment that was cut.

    A correction in one half moves the cut along. A comment corrected on both sides at
    once stays whole until it is cut again; tags of its halves are listed till then.
    """
    cuts = {row["comment"]: row for row in decided(rnd).to_dict("records")}
    if not cuts:
        return said
    rows: list[dict[str, object]] = []
    waiting = list(reversed(said.to_dict("records")))
    while waiting:
        row = waiting.pop()
        made = cuts.get(row["comment"])
        text = str(row["text"])
        at = _place(text, made) if made else None
        if made is None or at is None:
            rows.append({str(k): v for k, v in row.items()})
            continue
        if (now := _anchor(text, at)) != {key: made[key] for key in now}:
            journal.record(rnd.itself, "splits").change(str(made["id"]), now)
        for end, words in (("b", text[at:]), ("a", text[:at])):
            named = f"{row['comment']}{end}{made['name']}"
            waiting.append({**row, "comment": named, "text": words.strip()})
    return pd.DataFrame(rows, columns=said.columns)


def _anchor(text: str, at: int) -> dict[str, object]:
    """Return what a cut is found again by: its place, and a hash of each half."""
    halves = {"first": text[:at].strip(), "second": text[at:].strip()}
    found = {end: hash_of(words) for end, words in halves.items()}
    return {"at": at, "of": len(text), **found}


def _place(text: str, made: dict[str, object]) -> int | None:
    """Find where a comment is cut, also when one of its halves was corrected."""
    at, of = int(str(made["at"])), int(str(made["of"]))
    for here in (at, len(text) - (of - at)):
        first, second = text[: max(here, 0)].strip(), text[max(here, 0) :].strip()
        known = hash_of(first) == made["first"] or hash_of(second) == made["second"]
        if first and second and known:
            return here
    return None


def _free(rnd: Round, comments: list[str], *more: str) -> None:
    """Refuse to cut or join what somebody has tagged or set aside."""
    for kind in ("tags", "marks", *more):
        found = ids.follow(rnd, journal.state(rnd, kind, ["comment"])["comment"])
        if found.isin(comments).any():
            raise Problem(REFUSED["split in use"])
