"""Who read a comment for privacy, whether it may be quoted, and as whose words."""

import re
from collections.abc import Collection, Iterable

import pandas as pd

from coprod.pages.counts import LEAST
from coprod.store import ids, journal
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import day, listed, plural

__all__ = ["attribution", "quotable", "review_line", "reviewed", "unnumbered"]

WIDER = {
    "child": "child or young person",
    "teenager": "child or young person",
    "young adult": "child or young person",
    "parent": "family member",
    "sibling": "family member",
    "other family": "family member",
    "nurse": "member of staff",
    "doctor": "member of staff",
    "play specialist": "member of staff",
    "youth worker": "member of staff",
    "other staff": "member of staff",
}
SOMEONE = "someone who took part"


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
    kept = {*rows["comment"], *map(ids.whole, rows["comment"])} & back
    held = rows["comment"].isin(kept) | rows["comment"].map(ids.whole).isin(kept)
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
