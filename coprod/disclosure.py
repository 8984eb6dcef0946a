"""The one gate: what may leave the room.

Takes comments, people, reviews and withdrawals, says which comments may be quoted and
why not; takes a page or a file, gives the reasons why it may not be shared. A reason
names the place and the rule, never the name that was found.
"""

import html
import io
import re
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import pandas as pd

from coprod import journal, leaks, links, pseudonyms, spreadsheets
from coprod.display import listed, plural
from coprod.problem import Problem
from coprod.roles import LEAST
from coprod.rounds import Round

RUN = 6
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
STAMP = re.compile(r"NOT\s+FOR\s+SHARING", re.I)
PROMISE = "anonymised"
_PROMISE = re.compile(r"an[-\s]?onymi[sz]", re.I)
OFFICE, MARKUP = (".docx", ".pptx", ".xlsx"), (".html", ".htm", ".svg")
TEXT = (*MARKUP, ".csv", ".txt", ".md", ".json", ".tsv")
CLOSED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)


def record_review(rnd: Round, comments: Iterable[str], note: str = "") -> str:
    """Record that the reader read these comments for what could tell who spoke."""
    values = {"comments": list(comments), "note": note}
    return journal.record(rnd, "reviews").add(values)


def reviewed(rnd: Round) -> pd.DataFrame:
    """Give who reviewed which comment, and when, without those kept back."""
    events = journal.state(rnd, "reviews", ["comments"]).dropna(subset=["comments"])
    rows = events.explode("comments").rename(columns={"comments": "comment"})
    rows = rows[["comment", "by", "time"]].dropna()
    rows = rows[links.still(rnd, rows)]  # words corrected since were not reviewed
    back = journal.state(rnd, "kept-back", ["comment"])["comment"]
    back = set(links.follow(rnd, back))  # one "not to be quoted" outweighs a review
    kept = {*rows["comment"], *map(links.whole, rows["comment"])} & back
    held = rows["comment"].isin(kept) | rows["comment"].map(links.whole).isin(kept)
    return rows[~held].drop_duplicates(["comment", "by"], ignore_index=True)


def quotable(
    comments: pd.DataFrame,
    people: pd.DataFrame,
    reviews: pd.DataFrame,
    withdrawn: pd.DataFrame,
    notes: Collection[str] = (),
) -> pd.DataFrame:
    """Say for each comment whether it may be quoted word for word, and why not.

    Parameters
    ----------
    comments, people : pandas.DataFrame
        The tables of those names.
    reviews : pandas.DataFrame
        Columns comment, by, time, from `reviewed`.
    withdrawn : pandas.DataFrame
        Columns person and scope, from `people.withdrawn`.
    notes : collection of str
        Codes of the files that hold notes: not what people said word for word.

    Returns
    -------
    pandas.DataFrame
        Columns comment, may (yes or no) and why: "" or the first reason against it.
        What is not known counts as no; social posts can be found by a search
        (Ayers 2018, npj Digital Medicine) and are never quoted word for word.
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


def attribution(person: pd.Series, people: pd.DataFrame, *, least: int = 5) -> str:
    """Give what stands under a quote: role and age band, if enough people share them.

    Parameters
    ----------
    person : pandas.Series
        One row of the table "people".
    people : pandas.DataFrame
        The whole table; only participants count.
    least : int
        So many people must share what is said; otherwise something broader is said.
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
    """
    quoted = list(dict.fromkeys(comments))
    missing = [comment for comment in quoted if comment not in set(reviews["comment"])]
    if missing:
        raise Problem(
            f"review: {plural('quoted comment', len(missing))} not reviewed (the first "
            f"is {missing[0]}). A person must read every quote: do so in notebook 02."
        )
    here = reviews[reviews["comment"].isin(quoted)].drop_duplicates("comment")
    if here.empty:
        return "There are no quotes on this page."
    days = pd.to_datetime(here["time"]).dt.date.groupby(here["by"]).unique()
    who = [f"{by} on {listed(map(_day, sorted(when)))}" for by, when in days.items()]
    return f"The quotes on this page were reviewed by {listed(who)}."


def small(n: int, least: int = LEAST) -> str:
    """Give a number of people as words for sharing: "fewer than 10", or the number."""
    return f"fewer than {least}" if n < least else str(n)


def check_page(html: str, names: pd.DataFrame) -> list[str]:
    """Give every reason why a page may not be shared; none means that it may.

    Parameters
    ----------
    html : str
        The whole page.
    names : pandas.DataFrame
        Columns name, shown, type and person, from `people.names`.

    Returns
    -------
    list of str
        Reasons in plain words. The page is searched as it is and with entities,
        escapes and base64 decoded and tags taken out; no reason holds a name.
    """
    return list(dict.fromkeys([*leaks.faults(html), *_words(html, names, "the page")]))


def check_file(path: Path, names: pd.DataFrame) -> list[str]:
    """Give every reason why a file may not be shared: its name and all its parts.

    Pages are checked as pages. Of Word, PowerPoint and Excel files every part is
    searched, what the file says of its author too; pictures in them are searched as
    far as they hold letters. A loose picture made of dots is refused.
    """
    kind, raw = path.suffix.lower(), path.read_bytes()
    reasons = _in_name(path.name, names)
    if kind in OFFICE:
        try:
            return reasons + _check_archive(raw, names)
        except CLOSED:
            return [*reasons, "the file cannot be opened to search it"]
    text = spreadsheets.decode(raw)
    if kind not in TEXT or re.search("[\0-\x08\x0e-\x1f]", text):
        return [*reasons, "nobody can search a file of this kind for names"]
    if kind in MARKUP:
        return list(dict.fromkeys(reasons + check_page(text, names)))
    return reasons + _words(text, names, "the file")


def sayable(name: str, names: pd.DataFrame) -> str:
    """Give the name of a file as it may be told: without it, if it tells who it is."""
    kind = Path(name).suffix
    told = (name, f"file{kind}")
    return next((one for one in told if not _in_name(one, names)), "file")


def _in_name(name: str, names: pd.DataFrame) -> list[str]:
    """Give every reason why the name of a file may not be told."""
    called = re.sub(r"[_.-]+", " ", name)
    return _words(f"{called}\n{name}", names, "the name of the file")


def check_quotes(path: Path, comments: pd.DataFrame, may: pd.DataFrame) -> list[str]:
    """Give a reason for each comment in a page or paper that may not be quoted.

    Six words in a row count as a quote, and so does a whole comment of four or five.

    Parameters
    ----------
    path : pathlib.Path
        A text, a page or an Office file.
    comments, may : pandas.DataFrame
        The table "comments", and comment, may, why from `quotable`.
    """
    there = {n: set(_runs(_plain_words(path), n)) for n in (4, 5, RUN)}
    said = comments[["comment", "text"]].merge(may, on="comment")
    own = [_own_words(text) for text in said["text"]]
    allowed = {
        run
        for words, fine in zip(own, said["may"], strict=True)
        for n in (4, 5, RUN)
        if fine
        for run in _runs(words, n)
    }
    reasons = []
    for words, row in zip(own, said.itertuples(), strict=True):
        size = min(len(words), RUN)
        hit = size > 3 and (set(_runs(words, size)) & there[size]) - allowed
        if hit and not row.may:
            reasons.append(
                f"words of comment {row.comment} stand in {path.name}, but {row.why}: "
                "review it in notebook 02, or say it in other words"
            )
    return reasons


def unnumbered(text: str) -> str:
    """Take the numbers out of what stands for names: [Child 17] becomes [child].

    Several quotes of one person cannot then be joined up by a reader.
    """
    return re.sub(
        r"\[[^\]]*\]", lambda found: re.sub(r"\s\d+", "", found[0]).lower(), text
    )


def _plain_words(path: Path) -> list[str]:
    """Give the words that can be read in a text, a page or an Office file."""
    if path.suffix.lower() not in OFFICE:
        texts = [spreadsheets.decode(path.read_bytes())]
    else:
        with zipfile.ZipFile(path) as archive:
            parts = [name for name in archive.namelist() if name.endswith(".xml")]
            texts = [archive.read(name).decode("utf-8", "replace") for name in parts]
    return [
        word
        for text in texts
        for view in leaks.readable(html.unescape(text))
        for word in _own_words(view)
    ]


def _own_words(text: str) -> list[str]:
    """Give words in small letters, without what stands for names."""
    return re.findall(r"\w+", re.sub(r"\[[^\]]*\]", " ", text).casefold())


def _runs(words: list[str], size: int) -> Iterator[tuple[str, ...]]:
    """Give every run of so many words."""
    return zip(*(words[i:] for i in range(size)), strict=False)


def _check_archive(raw: bytes, names: pd.DataFrame) -> list[str]:
    """Search every part of an Office file, and the files inside it."""
    reasons: list[str] = []
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for part in archive.namelist():
            inside = archive.read(part)
            if part.lower().endswith(OFFICE):
                reasons += _check_archive(inside, names)
                continue
            text = inside.decode("utf-8", errors="replace")
            if not part.endswith((".xml", ".rels")):
                text = "\n".join(re.findall("[ -~]{20,}", inside.decode("latin-1")))
            where = "what the file says of itself" if "docProps" in part else "the file"
            reasons += _words(f"{part}\n{text}", names, where)
            if "vbaproject" in part.lower():
                reasons.append("a program (macro) stands in the file")
            if re.search(r"Target=\"(?:https?:|file:|\\\\)", text):
                reasons.append("the file links to a network or another file")
    return list(dict.fromkeys(reasons))


def _words(text: str, names: pd.DataFrame, where: str) -> list[str]:
    """Give reasons for names and words that must not stand in what is shared.

    In what people can read a name counts in any case; in the markup around it, where
    max-width is no person, only with a capital.
    """
    layers = leaks.layers(text)
    views = [view for layer in layers for view in leaks.readable(layer)]
    reasons = []
    if any(_PROMISE.search(view) for view in [*layers, *views]):
        reasons.append(
            f"the word {PROMISE} stands in {where}; nobody can promise that: say who "
            "reviewed it instead"
        )
    if any(STAMP.search(view) for view in [*layers, *views]):
        reasons.append(f"the stamp NOT FOR SHARING stands in {where}")
    found = {span["row"] for view in views for span in pseudonyms.listed(view, names)}
    for view in map(leaks.written, layers):
        spans = pseudonyms.listed(view, names)
        found |= {span["row"] for span in spans if view[span["start"]].isupper()}
    people = names["person"] if "person" in names else pd.Series("", names.index)
    for person in dict.fromkeys(people.iloc[row] or "" for row in sorted(found)):
        whose = f"person {person}'s" if person else "one of the names to hide"
        reasons.append(f"a registered name ({whose}) stands in {where}")
    return reasons


def _day(date: object) -> str:
    """Give a date as 12 November 2026."""
    return f"{date:%d %B %Y}".lstrip("0")
