"""Check that nobody's large enough share of the voters is left without a wish.

One place of k stands for one voter in k. Where so many voters chose a wish in common
and nothing they chose is among the first k, the order fails them ("justified
representation"; Aziz and others, 2017). What would mend it is shown, never made.
"""

from itertools import combinations

import numpy as np

from coprod.store import disk
from coprod.store.show import listed, plural

__all__ = ["left_out", "sentence", "smallest_change"]

SAYS = disk.words(__file__, "priorities.toml")


def left_out(chose: np.ndarray, first: list[int]) -> tuple[int, int] | None:
    """Return a wish and how many chose it who have nothing among the first, or None.

    Parameters
    ----------
    chose : numpy.ndarray
        People x statements: True where the person chose the statement.
    first : list of int
        Which statements are the first ones.

    Examples
    --------
    >>> import numpy as np
    >>> chose = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0]], bool)
    >>> decide.representation.left_out(chose, [0, 2])
    (1, 2)
    """
    without = chose[~chose[:, first].any(axis=1)]
    common = without.sum(axis=0)
    most = int(common.argmax())
    enough = common[most] and common[most] * len(first) >= len(chose)
    return (most, int(common[most])) if enough else None


def smallest_change(
    chose: np.ndarray, order: list[int], size: int
) -> tuple[list[int], list[int]]:
    """Return which statements would go and come so that nobody is left out.

    As few as can be; of those, the last among the first go, and the foremost come.

    Examples
    --------
    >>> import numpy as np
    >>> chose = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0]], bool)
    >>> decide.representation.smallest_change(chose, [0, 2, 1], 2)
    ([2], [1])
    """
    first, others = order[:size], order[size:]
    for many in range(size + 1):
        for come in combinations(others, many):
            for go in combinations(first[::-1], many):
                kept = [code for code in first if code not in go]
                if left_out(chose, [*kept, *come]) is None:
                    return list(go), list(come)
    raise AssertionError("a set that represents all always exists")  # Aziz, theorem 1


def sentence(
    chose: np.ndarray, order: list[int], size: int, codes: list[str], shared: bool
) -> str:
    """Say whether the first ones represent all who chose, and what would mend it.

    Parameters
    ----------
    chose : numpy.ndarray of bool, (voters, statements)
        Who chose what.
    order : list of int
        Statements in their order, by number from 0.
    size : int
        How many stand first.
    codes : list of str
        Codes of the statements.
    shared : bool
        Whether it goes out: then no number of people is told.

    Examples
    --------
    >>> import numpy as np
    >>> chose = np.array([[True, False], [False, True]])
    >>> said = decide.representation.sentence(chose, [0, 1], 1, ["Q01", "Q02"], False)
    >>> said.partition(":")[0]
    'Checked'
    """
    chose = chose[chose.any(axis=1)]
    first = order[:size]
    if not len(chose) or len(first) == len(order):
        return ""
    share = plural("person", -(-len(chose) // len(first)))
    share = f"{share} of {len(chose)}" if not shared else "as many people as each other"
    places = f"one of the first {len(first)} places stands for {share}"
    if not (found := left_out(chose, first)):
        return str(SAYS["represented"].format(places))
    go, come = smallest_change(chose, order, len(first))
    out, into = (listed(codes[n] for n in some) for some in (go, come))
    n = "enough people" if shared else found[1]
    said = {"places": places, "n": n, "wish": codes[found[0]], "into": into, "out": out}
    return str(SAYS["not_represented"].format(**said))
