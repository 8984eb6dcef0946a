"""Say a number of people for sharing: to the nearest five, so nobody stands out."""

__all__ = ["LEAST", "ROUNDED", "about", "rounded"]


LEAST = 10  # a smaller group of people is not told apart, and its places are unsure
ROUNDED = "Numbers of people are to the nearest 5; 0 means two or fewer."


def rounded(n: int) -> int:
    """Return a number of people to the nearest five.

    Examples
    --------
    >>> pages.counts.rounded(2), pages.counts.rounded(7), pages.counts.rounded(13)
    (0, 5, 15)
    """
    return (int(n) + 2) // 5 * 5


def about(n: int) -> str:
    """Say a number of people in words: "about 15 people".

    Examples
    --------
    >>> pages.counts.about(13), pages.counts.about(2)
    ('about 15 people', 'a few people at most')
    """
    return f"about {rounded(n)} people" if rounded(n) else "a few people at most"
