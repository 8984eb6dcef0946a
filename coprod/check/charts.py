"""Draw the picture of where every comment ended."""

from collections.abc import Mapping

import pandas as pd

from coprod.pages.drawing import bars
from coprod.pages.picture import Picture, describe, drawing, figure
from coprod.store.show import listed, plural

__all__ = ["ledger"]


@drawing
def ledger(by_status: Mapping[str, int]) -> Picture:
    """Show where every comment ended, and that nothing is missing.

    Parameters
    ----------
    by_status : mapping of str to int
        Comments of each status, and "not accounted for" if any are: `ledger.ends`.

    Returns
    -------
    Picture
        Each piece starts where the last one ended; the last bar is their sum.

    Examples
    --------
    >>> print(check.charts.ledger({"in a theme": 7, "not yet read": 2}).caption)
    7 of 9 comments noted; 2 not yet read.
    7 + 2 = 9.
    """
    counts = pd.Series(list(by_status.values()), dtype=int)
    open_ends = ("not yet read", "not accounted for")
    left = {end: int(by_status[end]) for end in open_ends if by_status.get(end)}
    total, noted = int(counts.sum()), int(counts.sum()) - sum(left.values())
    told = listed(f"{n} {end}" for end, n in left.items()) or "none is left out"
    finding = f"{noted} of {plural('comment', total)} noted; {told}."
    names = [*by_status, "all comments together"]
    values = pd.Series([*counts, total])
    starts = [*(counts.cumsum() - counts), 0]
    sums = " + ".join(map(str, counts))
    return figure(
        bars(names, values, starts=starts),
        alt=describe("Bars that add up", finding, names, values),
        caption=f"{finding}\n{sums} = {total}.",
        numbers=pd.DataFrame({"where it ended": names, "comments": values}),
    )
