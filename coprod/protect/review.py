"""Who read a comment for privacy, whether it may be quoted, and as whose words."""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import chain

import pandas as pd

from coprod.pages.counts import LEAST
from coprod.protect import who_words
from coprod.store import ids, journal
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import day, listed, plural

__all__ = [
    "attribution",
    "borrowed",
    "quotable",
    "review_line",
    "reviewed",
    "unnumbered",
    "words",
]

WIDER: dict[str, str] = who_words.WORDS["wider"]
SOMEONE = "someone who took part"
RUN = 6  # so many words in a row are a quote
PIECE, NEAR, GAP = 3, 8, 2  # words of a piece, of a near copy, put in or left out
Places = dict[tuple[str, ...], list[int]]


def record_review(rnd: Round, comments: Iterable[str], note: str = "") -> str:
    """Record that the reader read these comments for what could tell who spoke."""
    values = {"comments": list(comments), "note": note}
    return journal.record(rnd, "reviews").add(values)


def reviewed(rnd: Round) -> pd.DataFrame:
    """Return who reviewed which comment, and when, without those kept back.

    Examples
    --------
    >>> list(protect.review.reviewed(rnd).columns)
    ['comment', 'by', 'time']
    """
    events = journal.state(rnd, "reviews", ["comments"]).dropna(subset=["comments"])
    rows = events.explode("comments").rename(columns={"comments": "comment"})
    rows = rows[["comment", "by", "time"]].dropna()
    rows = rows[ids.still(rnd, rows)]  # words corrected since were not reviewed
    back = journal.state(rnd, "kept-back", ["comment"])["comment"]
    back = set(ids.follow(rnd, back))  # one "not to be quoted" outweighs a review
    held = rows["comment"].isin(back) | rows["comment"].map(ids.whole).isin(back)
    return rows[~held].drop_duplicates(["comment", "by"], ignore_index=True)


def quotable(
    comments: pd.DataFrame,
    people: pd.DataFrame,
    reviews: pd.DataFrame,
    withdrawn: pd.DataFrame,
    notes: Collection[str] = (),
) -> pd.DataFrame:
    """Return for each comment whether it may be quoted word for word, and why not.

    Parameters
    ----------
    comments, people : pandas.DataFrame
        The tables of those names.
    reviews : pandas.DataFrame
        Columns comment, by, time, from `reviewed`.
    withdrawn : pandas.DataFrame
        Columns person and scope, from `withdrawal.withdrawn`.
    notes : collection of str
        Codes of the files that hold notes: not what people said word for word.

    Returns
    -------
    pandas.DataFrame
        Columns comment, may (yes or no) and why: "" or the first reason against it.
        What is not known counts as no; social posts can be found by a search
        (Ayers 2018, npj Digital Medicine) and are never quoted word for word.

    Examples
    --------
    >>> back, reviews = protect.withdrawal.withdrawn(rnd), protect.review.reviewed(rnd)
    >>> tables = rnd.load("comments"), rnd.load("people"), reviews, back
    >>> list(protect.review.quotable(*tables).columns)
    ['comment', 'may', 'why']
    """
    back = withdrawn.loc[withdrawn["scope"].isin(["all", "quotes"]), "person"]
    said = comments[["comment", "person", "source"]].merge(
        people[["person", "quote", "way", "role"]], on="person", how="left"
    )
    reasons = {
        "the person took it back": said["person"].isin(back),
        "it is not the words of a participant": said["role"].ne("participant"),
        "it is from notes, not word for word": said["source"].isin(list(notes)),
        "the person has not said that they may be quoted": ~said["quote"].eq(True),
        "it is a social post, and a search would find who wrote it": said["way"]
        .str.contains("social|post", case=False)
        .fillna(False),
        "nobody has reviewed it": ~said["comment"].isin(reviews["comment"]),
    }
    why = pd.Series("", index=said.index)
    for reason, holds in reasons.items():
        why = why.mask((why == "") & holds.fillna(True).astype(bool), reason)
    return pd.DataFrame({"comment": said["comment"], "may": why == "", "why": why})


def attribution(person: pd.Series, people: pd.DataFrame, *, least: int = LEAST) -> str:
    """Return what stands under a quote: role and age band, if enough people share them.

    Parameters
    ----------
    person : pandas.Series
        One row of the table "people".
    people : pandas.DataFrame
        The whole table; only participants count.
    least : int
        So many people must share what is said; otherwise something broader is said.

    Examples
    --------
    >>> people = rnd.load("people")
    >>> nurse = people[people["group"] == "nurse"].iloc[0]
    >>> protect.review.attribution(nurse, people)
    'Member of staff'
    """
    here = people[people["role"] == "participant"]
    group, band = str(person["group"]), str(person["age_band"])
    wider = WIDER.get(group, SOMEONE)
    alike = here["group"] == group
    shared = {
        f"{group}, {band}": alike & (here["age_band"] == band) & (band != "unknown"),
        group: alike,
        wider: here["group"].map(lambda g: WIDER.get(g, SOMEONE)) == wider,
    }
    enough = [said for said, who in shared.items() if who.sum() >= least]
    chosen = enough[0] if enough and group != "unknown" else SOMEONE
    return chosen[0].upper() + chosen[1:]


def review_line(reviews: pd.DataFrame, comments: Iterable[str]) -> str:
    """Say on a page who reviewed its quotes and when.

    Parameters
    ----------
    reviews : pandas.DataFrame
        Columns comment, by, time, from `reviewed`.
    comments : iterable of str
        The ids of the comments quoted on the page.

    Raises
    ------
    ValueError
        If one of them has not been reviewed.

    Examples
    --------
    >>> reviews = protect.review.reviewed(rnd)
    >>> protect.review.review_line(reviews, reviews["comment"].head(3))
    'The quotes on this page were reviewed by AB on 25 October 2026.'
    """
    quoted = list(dict.fromkeys(comments))
    missing = [comment for comment in quoted if comment not in set(reviews["comment"])]
    if missing:
        raise Problem(
            f"review: {plural('quoted comment', len(missing))} not reviewed. A person "
            "must read every quote: do so in notebook 02."
        )
    here = reviews[reviews["comment"].isin(quoted)].drop_duplicates("comment")
    if here.empty:
        return "There are no quotes on this page."
    days = here["time"].astype(str).str[:10].groupby(here["by"]).unique()
    who = [f"{by} on {listed(map(day, sorted(when)))}" for by, when in days.items()]
    return f"The quotes on this page were reviewed by {listed(who)}."


def unnumbered(text: str) -> str:
    """Take the numbers out of what stands for names: [Child 17] becomes [child].

    Several quotes of one person cannot then be joined up by a reader.

    Examples
    --------
    >>> protect.review.unnumbered("[Child 17] told me first.")
    '[child] told me first.'
    """
    return re.sub(
        r"\[[^\]]*\]", lambda found: re.sub(r"\s\d+", "", found[0]).lower(), text
    )


def borrowed(
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
        The table "comments", and comment, may, why from `quotable`.

    Returns
    -------
    list of (int, str)
        The number of the comment, from 1, and why it may not be quoted.

    Examples
    --------
    >>> said = rnd.load("comments")
    >>> may = said[["comment"]].assign(may=False, why="nobody reviewed it")
    >>> text = protect.review.words(said["text"].iloc[0])
    >>> protect.review.borrowed(text, said, may)
    [(1, 'nobody reviewed it')]
    """
    there = {n: set(_runs(page, n)) for n in (4, 5, RUN)}
    said = comments[["comment", "text"]].merge(may, on="comment")
    own = said["text"].map(words)
    quotes = (_runs(each, n) for each in own[said["may"]] for n in there)
    allowed = set(chain.from_iterable(quotes))
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
    >>> protect.review.words("[Child 3] told me.")
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
