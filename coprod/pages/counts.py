"""Say a number in words, and hide a small number of people."""

__all__ = ["LEAST", "number", "small"]


LEAST = 10  # a smaller group of people is not told apart, and its places are unsure


def small(n: int, least: int = LEAST) -> str:
    """Return a number of people for sharing: "fewer than 10", or the number.

    Examples
    --------
    >>> pages.counts.small(7), pages.counts.small(12)
    ('fewer than 10', '12')
    """
    return f"fewer than {least}" if n < least else str(n)


def number(n: int) -> str:
    """Return a number of people for sharing: 1 to 9 in words.

    Examples
    --------
    >>> pages.counts.number(7), pages.counts.number(12)
    ('fewer than 10', '12')
    """
    return "none" if n == 0 else small(int(n))
