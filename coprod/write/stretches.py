"""Keep a tag on its stretch when other words of its comment are mended.

Tags as they were given in, and what each confirmed correction left as it was; out
where each stretch stands now. One that was itself mended is asked, never guessed.
"""

from typing import Any

import pandas as pd

from coprod.store import ids, journal
from coprod.store.rounds import Round

__all__ = ["follow"]

Run = tuple[int, int, int]  # first character before, and now, and how many


def follow(rnd: Round, said: pd.DataFrame) -> pd.DataFrame:
    """Return where the stretch of each tag stands in the words its comment has now.

    Parameters
    ----------
    rnd : Round
        The round.
    said : pandas.DataFrame
        Columns id, comment (as the tag was given), start and end; blank for the whole.

    Returns
    -------
    pandas.DataFrame
        `said` with start and end as they are now, and the column asked: yes where the
        stretch itself was mended, and start and end are only proposed.

    Examples
    --------
    >>> said = rnd.load("tags").rename(columns={"tag": "id"})
    >>> bool(write.stretches.follow(rnd, said)["asked"].any())
    False
    """
    mended, when = _mended(rnd), chosen(rnd, "start")
    named, put = ids.follow(rnd, said["comment"]), ids.placed(rnd)
    each = said[["id", "comment", "start", "end"]].itertuples(index=False)
    rows: list[tuple[Any, Any, bool]] = []
    for (tag, given, start, end), comment in zip(each, named, strict=True):
        known = mended.get(ids.whole(comment), [])
        names = [now for _, now, _ in known]
        first = names.index(given) + 1 if given in names else 0
        steps = [kept for n, _, kept in known[first:] if n > when.get(tag, 0)]
        if pd.isna(start) or put.get(comment):  # other words: the whole of them
            rows.append((None, None, False))
        elif given != ids.whole(given) and steps:
            rows.append((None, None, True))
        else:
            rows.append(_moved(steps, int(start), int(end)))
    moved = pd.DataFrame(rows, said.index, ["start", "end", "asked"], dtype=object)
    return said.assign(**moved).astype({"asked": bool})


def _mended(rnd: Round) -> dict[str, list[tuple[int, str, list[Run]]]]:
    """Return the corrections of each comment: number, id of the words, runs kept."""
    said = journal.state(rnd, ids.KIND, ["n", "now", "same", "kept"])
    known, found = ids.same(rnd), dict[str, list[tuple[int, str, list[Run]]]]()
    for step in said[said["same"].eq(True)].itertuples():
        kept = (step.n, step.now, step.kept or [])
        found.setdefault(known[step.now], []).append(kept)
    return found


def chosen(rnd: Round, what: str) -> dict[str, int]:
    """Return the number of the event by which start or code of each tag was chosen."""
    events = journal.counting(rnd, "tags")
    return {e["about"]: e["n"] for e in events if what in (e["value"] or {})}


def _moved(steps: list[list[Run]], start: int, end: int) -> tuple[int, int, bool]:
    """Move a stretch along with each correction; say whether it was itself mended."""
    asked = False
    for kept in steps:
        whole = [run for run in kept if run[0] <= start and end <= run[0] + run[2]]
        asked, around = asked or not whole, whole or kept
        starts = [b + min(start - a, n) for a, b, n in around if a <= start]
        start = max(starts, default=0)
        ends = [b + max(end - a, 0) for a, b, n in around if end <= a + n]
        end = max(min(ends, default=start + 1), start + 1)
    return start, end, asked
