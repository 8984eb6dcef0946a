"""How far readers agree, in numbers: kappa, alpha, PABAK.

Takes what readers gave, comment by comment, gives numbers. The unit is a comment that
those readers have read; a number is not the aim.
"""

from collections import Counter
from collections.abc import Iterable, Sequence


def kappa(both: int, first: int, second: int, neither: int) -> float | None:
    """Return Cohen's kappa of two readers (Cohen 1960), None where it is not defined.

    Parameters
    ----------
    both, first, second, neither : int
        Comments coded by both, only by the first, only by the second, by neither.
    """
    total = both + first + second + neither
    if not total:
        return None
    seen = (both + neither) / total
    yes = (both + first) * (both + second) / total**2
    no = (second + neither) * (first + neither) / total**2
    return None if yes + no == 1 else (seen - yes - no) / (1 - yes - no)


def alpha(units: Iterable[Sequence[object]]) -> float | None:
    """Return Krippendorff's alpha for names (Krippendorff 2004), missing data left out.

    Parameters
    ----------
    units : iterable of sequences
        For each comment the values that readers gave it, in any order, those missing
        left out; a comment with one value says nothing.

    Returns
    -------
    float or None
        1 for perfect agreement, 0 for what chance gives; None if all values are equal.
    """
    counts, apart_, total = Counter[object](), 0.0, 0
    for unit in units:
        if len(unit) > 1:
            counts.update(unit)
            pairs = len(unit) ** 2 - sum(n * n for n in Counter(unit).values())
            apart_ += pairs / (len(unit) - 1)
            total += len(unit)
    expected = total**2 - sum(n * n for n in counts.values())
    return None if not expected else 1 - apart_ * (total - 1) / expected


def measures(units: list[list[set[str]]], code: str) -> list[float | None]:
    """Compare two readers on one code, comment by comment.

    Parameters
    ----------
    units : list of lists of two sets
        For each comment the codes that the first and the second reader gave.
    code : str
        Id of the code.

    Returns
    -------
    list
        comments, both, only the first, only the second, agree, kappa, PABAK (Byrt,
        Bishop and Carlin 1993), alpha, F1; None where not defined.
    """
    has = [(code in a, code in b) for a, b in units]
    both, one = has.count((True, True)), has.count((True, False))
    two = has.count((False, True))
    agree = 1 - (one + two) / len(has)
    value = kappa(both, one, two, len(has) - both - one - two)
    f1 = 2 * both / (2 * both + one + two)
    return [len(has), both, one, two, agree, value, 2 * agree - 1, alpha(has), f1]
