"""Find words that may not be quoted in a text, or nearly so."""

import re
from collections.abc import Iterator

import pandas as pd

__all__ = ["find", "words"]

RUN = 6  # so many words in a row are a quote
PIECE, NEAR, GAP = 3, 8, 2  # words of a piece, of a near copy, put in or left out
Places = dict[tuple[str, ...], list[int]]


def find(
    page: list[str], comments: pd.DataFrame, may: pd.DataFrame
) -> list[tuple[int, str]]:
    """Return each comment that stands in a text and may not be quoted, and why not.

    Six words in a row count as a quote, and so does a whole comment of four or five.
    So do eight words in pieces of three or more, in order, with at most two put in or
    left out between them.

    Parameters
    ----------
    page : list of str
        The words of the text, from `words`.
    comments, may : pandas.DataFrame
        The table "comments", and comment, may, why from `review.quotable`.

    Returns
    -------
    list of (int, str)
        The number of the comment, from 1, and why it may not be quoted.

    Examples
    --------
    >>> said = rnd.load("comments")
    >>> may = said[["comment"]].assign(may=False, why="nobody reviewed it")
    >>> text = protect.borrowed.words(said["text"].iloc[0])
    >>> protect.borrowed.find(text, said, may)
    [(1, 'nobody reviewed it')]
    """
    there = {n: set(_runs(page, n)) for n in (4, 5, RUN)}
    said = comments[["comment", "text"]].merge(may, on="comment")
    own = [words(text) for text in said["text"]]
    allowed = {
        run
        for each, fine in zip(own, said["may"], strict=True)
        for n in (4, 5, RUN)
        if fine
        for run in _runs(each, n)
    }
    number = {id_: n for n, id_ in enumerate(comments["comment"], 1)}
    places, found = _places(page, allowed), []
    for each, row in zip(own, said.itertuples(), strict=True):
        size = min(len(each), RUN)
        hit = size > 3 and (set(_runs(each, size)) & there[size]) - allowed
        if not row.may and (hit or _nearly(each, places)):
            found.append((number[row.comment], str(row.why)))
    return found


def words(text: str) -> list[str]:
    """Return words in small letters, without what stands for names.

    Examples
    --------
    >>> protect.borrowed.words("[Child 3] told me.")
    ['told', 'me']
    """
    return re.findall(r"\w+", re.sub(r"\[[^\]]*\]", " ", text).casefold())


def _runs(words: list[str], size: int) -> Iterator[tuple[str, ...]]:
    """Return every run of so many words."""
    return zip(*(words[i:] for i in range(size)), strict=False)


def _places(page: list[str], allowed: set[tuple[str, ...]]) -> Places:
    """Return where each piece of a page stands that is in no quote that is allowed."""
    quoted = {
        at + n
        for at, run in enumerate(_runs(page, RUN))
        if run in allowed
        for n in range(RUN)
    }
    places: Places = {}
    for at, piece in enumerate(_runs(page, PIECE)):
        if not quoted.issuperset(range(at, at + PIECE)):
            places.setdefault(piece, []).append(at)
    return places


def _nearly(words: list[str], places: Places) -> bool:
    """Return whether most words of a comment stand together in a page, in order."""
    pieces = enumerate(_runs(words, PIECE))
    hits = sorted((p, c) for c, piece in pieces for p in places.get(piece, ()))
    need = min(NEAR, max(len(words), RUN))
    covered: list[int] = []
    for n, (p, c) in enumerate(hits):
        best = PIECE
        for m in range(n - 1, -1, -1):
            on, along = p - hits[m][0], c - hits[m][1]
            if on > PIECE + GAP:
                break
            if 0 < along <= PIECE + GAP and abs(on - along) <= GAP:
                best = max(best, covered[m] + min(PIECE, along))
        covered.append(best)
    return max(covered, default=0) >= need
