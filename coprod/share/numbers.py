"""Every number of people on what is shared: one place works it out.

People are counted once, by groups joined until each has ten, and to the nearest five;
a total is the sum of what is shown, so that no subtraction gives anybody away. Where
fewer than ten people differ from what was last shared, the numbers stay as they were.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

import pandas as pd

from coprod.decide import charts, statements, votes
from coprod.listen import people as people_
from coprod.listen import small_groups
from coprod.pages.counts import LEAST, about, rounded
from coprod.protect import withdrawal
from coprod.share import publications
from coprod.store import journal, tables
from coprod.store.rounds import Round
from coprod.store.show import day
from coprod.write import codebook, codebook_reads, readers, themes
from coprod.write.tags import EXPERIENCES

__all__ = ["ratings"]

EVENTS = {"heard": "spoke", "voted": "ranked"}  # by whom groups are joined
TABLES = {"heard": "people", "voted": "ballots"}
SENTENCES = {
    "heard": "when we listened we heard {}.",
    "voted": "{} answered the survey.",
    "ranked": "of them {} chose what matters most: the order rests on that.",
    "rated": "and {} said how important each statement is to them.",
}
RATED = 15  # in five kinds of answers of fewer people a number could be told


@dataclass(frozen=True)
class Numbers:
    """Numbers of people of one event, as they may be shared.

    `cells` has a row for what they said or did and a column for each joined group;
    `since` is the day on which they were fixed, and `kept` says which ones stay as
    they were; `facts` is what a publication keeps of them.

    Examples
    --------
    >>> share.numbers.people(rnd, "heard").total("heard")
    65
    """

    cells: pd.DataFrame
    since: str
    kept: list[str]
    facts: dict[str, Any]

    def of(self, what: str) -> dict[str, int]:
        """Return the people of each joined group, the largest group first."""
        here = self.cells.reindex([what], fill_value=0).loc[what]
        return {str(group): int(n) for group, n in here.items()}

    def total(self, what: str) -> int:
        """Return the sum of what is shown."""
        return sum(self.of(what).values())

    @property
    def held(self) -> str:
        """Of when the numbers are, after a space, if they stay as they were."""
        said = f" (numbers of {day(self.since)}: fewer than ten people differ since)"
        return said if self.since else ""


def people(rnd: Round, event: str) -> Numbers:
    """Return the numbers of an event, "heard" or "voted", as they may be shared.

    Examples
    --------
    >>> share.numbers.people(rnd, "heard").of("heard")
    {'children, teenagers and young adults': 25, 'siblings and parents': 25, ...
    """
    shown = [one["numbers"].get(event) for one in publications.every(rnd)]
    made = counted(rnd, event)
    last: dict[str, Any] = next(filter(None, reversed(shown)), {})
    cells = _rounded(rnd, made, EVENTS[event])
    salt = last.get("salt") or journal.new_id()
    marks = _marks(made, salt)
    then = set(last.get("marks", ()))
    if 0 < max(len(marks - then), len(then - marks)) < LEAST <= len(then):
        old = pd.DataFrame(last["cells"]).T.reindex(columns=last["groups"])
        return Numbers(old, last["since"], _kept(rnd, old, cells), last)
    facts = {"cells": cells.T.to_dict(), "groups": list(cells.columns), "salt": salt}
    facts |= {"marks": sorted(marks), "since": journal.now()[:10]}
    return Numbers(cells, "", [], facts)


def counted(rnd: Round, event: str) -> pd.DataFrame:
    """Return who said or did what: columns what, person and group, each pair once.

    Examples
    --------
    >>> list(share.numbers.counted(rnd, "voted").columns)
    ['what', 'person', 'group']
    """
    names = ["what", "person", "group"]
    if not rnd.has(TABLES[event]) or not rnd.has("comments"):
        return pd.DataFrame(columns=names, dtype=object)
    parts = _heard(rnd) if event == "heard" else _voted(rnd)
    made = pd.concat([part.astype(object) for part in parts])
    return made[names].drop_duplicates(ignore_index=True)


def ratings(rnd: Round) -> pd.DataFrame:
    """Return how many ticked which words for each statement; n is their sum.

    Examples
    --------
    >>> share.numbers.ratings(rnd)["n"].head(2).tolist()
    [85, 85]
    """
    asked, found, rows = votes.asked(rnd), people(rnd, "voted"), list[dict[str, Any]]()
    cast = rnd.load("ballots") if rnd.has("ballots") else tables.empty("ballots")
    order = charts.levels(cast, asked)[["statement", "text"]]
    for code, text in order.drop_duplicates().itertuples(index=False):
        row = {word: found.total(f"{code} {word}") for word in charts.LEVELS}
        rows.append({"statement": code, "text": text, **row, "n": sum(row.values())})
    made = pd.DataFrame(rows, columns=["statement", "text", *charts.LEVELS, "n"])
    told = votes.told_columns(rnd)
    scaled = [is_.split()[-1] for is_ in told.values() if is_.startswith("score ")]
    others = scaled if told.get("") else []  # rated in other words than the form's
    made = made[~made["statement"].isin(others)]
    return made[made["n"] >= RATED].reset_index(drop=True)


def totals(rnd: Round) -> list[str]:
    """Say how many were heard, voted, ranked and rated, each with what it means.

    Examples
    --------
    >>> share.numbers.totals(rnd)[1]
    'About 90 people answered the survey.'
    """
    heard, voted = (people(rnd, event) for event in EVENTS)
    counts = [(heard if what == "heard" else voted).total(what) for what in SENTENCES]
    pairs = zip(SENTENCES.values(), counts, strict=True)
    said = [sentence.format(about(n)) for sentence, n in pairs if n]
    return [words[0].upper() + words[1:] for words in said]


def _heard(rnd: Round) -> list[pd.DataFrame]:
    """Return who spoke, in their own words or others', and of what."""
    took = withdrawal.withdrawn(rnd)
    gone = took.loc[took["scope"] == "all", "person"] if len(took) else []
    who, said = rnd.load("people"), rnd.load("comments")
    who, said = (frame[~frame["person"].isin(gone)] for frame in (who, said))
    own, told = people_.heard(who, said), people_.heard(who, said, reported=True)
    spoke = who[who["person"].isin(said["person"])]
    made = [own.assign(what="heard"), told.assign(what="reported")]
    made.append(spoke.assign(what="spoke"))
    book, tags = codebook.table(rnd), readers.counted(rnd)
    joined = themes.tagged(tags, said, who, book).assign(any=True)
    for name in ("any", *EXPERIENCES):
        here = joined[joined[name.replace(" ", "_")].fillna(False).astype(bool)]
        made.append(here.assign(what=here["theme"].astype("string") + f" {name}"))
    behind = statements.coverage(tags, statements.table(rnd), book)
    behind = behind.assign(what=behind["statements"].str.split()).explode("what")
    said = said[["comment", "person"]].merge(who[["person", "group"]], on="person")
    return [*made, behind[["comment", "what"]].dropna().merge(said, on="comment")]


def _voted(rnd: Round) -> list[pd.DataFrame]:
    """Return who answered, who has a list, who rated, and which words they ticked."""
    made = votes.asked(rnd)
    sheets = rnd.load("ballots")
    ballots = sheets.rename(columns={"respondent": "person"})
    keep = list(made.loc[made["direction"] == "keep", "statement"])
    change = votes.to_change(sheets, keep)
    picked = change["rank"].notna() | change["chosen"].fillna(False)
    scored = ~picked.groupby(change["group"]).transform("any")  # they chose none
    chose = change[["rank", "chosen"]].notna().any(axis=1) & ~scored
    lists = change.loc[chose | scored & change["score"].notna(), "respondent"]
    rated = charts.levels(sheets, made)
    rated = rated.rename(columns={"respondent": "person"})
    codes, levels = (rated[name].astype("string") for name in ("statement", "level"))
    ticked = rated.assign(what=codes + " " + levels, group=themes.EVERYONE)
    return [
        ballots.assign(what="voted"),
        ballots[ballots["person"].isin(lists)].assign(what="ranked"),
        ballots[ballots["person"].isin(rated["person"])].assign(what="rated"),
        ticked,
    ]


def _rounded(rnd: Round, made: pd.DataFrame, base: str) -> pd.DataFrame:
    """Return people by what and joined group, to the nearest five; none if too few."""
    every = made.loc[made["group"] != themes.EVERYONE, "group"].unique()
    here = made[made["what"] == base].groupby("group")["person"].nunique()
    sizes = here.reindex(every, fill_value=1).sort_index().to_dict()
    names = {**small_groups.joined(rnd, sizes), themes.EVERYONE: themes.EVERYONE}
    if here.sum() < LEAST:
        return pd.DataFrame()
    told = made["group"].map(names)
    cells = made.groupby(["what", told])["person"].nunique().unstack(fill_value=0)
    order = cells.loc[base].sort_values(ascending=False, kind="stable").index
    return cells[order].map(rounded)


def _marks(made: pd.DataFrame, salt: str) -> set[str]:
    """Return a mark for each person with all they said; it names nobody."""
    lines = (made["group"] + " " + made["what"]).groupby(made["person"]).agg(sorted)
    told = (f"{salt} {person} {said}" for person, said in lines.items())
    return {hashlib.sha256(words.encode()).hexdigest()[:12] for words in told}


def _kept(rnd: Round, old: pd.DataFrame, new: pd.DataFrame) -> list[str]:
    """Say which numbers would be others today, each with what stays."""
    names = codebook_reads.names(codebook.table(rnd))
    other = (old != new.reindex_like(old)).stack()
    found = []
    for what, group in other[other].index:
        code, _, rest = str(what).partition(" ")
        called = f"{names.get(code, code)} {rest}".strip()
        found.append(f"{called}, {group}: {old.loc[what, group]}")
    return found
