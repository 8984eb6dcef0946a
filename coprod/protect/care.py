"""List comments whose writer may need a person today, and what was done.

Plain words and phrases are looked for in the protected words; "no", "never" and "not"
do not take a comment off the list. Finding none proves nothing: only reading does.
What was done is a decision: comment ids, a role with initials, no comment text.
"""

import re
from functools import cache
from importlib.resources import files

import pandas as pd

from coprod.protect import rules
from coprod.store import ids, journal
from coprod.store.problem import Problem
from coprod.store.rounds import STAMP, Round
from coprod.store.show import plural
from coprod.store.tables import WAITS

__all__ = ["NOTE", "NOTES", "left", "not_screened"]

NOTHING = (
    "Finding none proves nothing: a list of words misses what is said in other words, "
    "and every comment must still be read."
)
NOTE, NOTES = "picture or voice note is", "pictures and voice notes are"
ENGLISH = 0.5  # where more words than that stand in no dictionary, no list reads it
LIKE = {
    "my": "my|his|her|their|our|your|the|a",
    "me": "me|him|her|them|us|my (?:son|daughter|child|mum|dad|brother|sister)",
    "myself": "myself|himself|herself|themsel(?:f|ves)|ourselves|yourself",
    "not": r"not|never|cannot|\w+n't|(?:do|ca|wo|did|does|is|could|has|have|would)nt",
    "medicine": r"(?:medic|chemo|dose|tablet|drug|injection|insulin|morphine)\w*|meds",
}


def find(comments: pd.DataFrame) -> pd.DataFrame:
    """List the comments with words that may mean that somebody needs a person today.

    Parameters
    ----------
    comments : pandas.DataFrame
        The table "comments"; protected words will do.

    Returns
    -------
    pandas.DataFrame
        Columns comment, signs (kinds in plain words) and words (which led there, as
        they stand in the comment or its translation), in the order of the comments.
        Words are for the screen only: keep this table in memory.
    """
    rows, typed = [], comments.get("translation", pd.Series("", comments.index))
    every = comments["text"].fillna("") + "\n" + typed.fillna("")
    for comment, text in zip(comments["comment"], every, strict=True):
        hits = [
            (kind, hit[0])
            for kind, pattern in _patterns().items()
            for hit in pattern.finditer(text.replace("’", "'"))
        ]
        if hits:
            signs, words = map(dict.fromkeys, zip(*hits, strict=True))
            rows.append([comment, "; ".join(signs), ", ".join(words)])
    return pd.DataFrame(rows, columns=["comment", "signs", "words"], dtype="string")


def set_lead(rnd: Round, initials: str, role: str) -> str:
    """Name who is told: initials and a role, never a name; give the id.

    Raises
    ------
    ValueError
        If the initials are not one to five letters, or the role is left out.
    """
    if not re.fullmatch(r"[A-Za-z]{1,5}", initials) or not role.strip():
        raise Problem(
            "lead: write initials of one to five letters, such as KP, and a role, such "
            "as safeguarding lead. Then press again."
        )
    values = {"initials": initials.upper(), "role": role.strip()}
    return journal.record(rnd, "care-lead").add(values)


def lead(rnd: Round) -> str:
    """Return who is told, such as "KP, safeguarding lead"; "" if nobody is named."""
    named = journal.state(rnd, "care-lead", ["initials", "role"])
    return ", ".join(named.iloc[-1][["initials", "role"]]) if len(named) else ""


def record(rnd: Round, comment: str, what: str, to: str = "", note: str = "") -> str:
    """Record what was done about a comment; give the id of the record, to undo it.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who looked.
    comment : str
        Id of the comment.
    what : {"passed on", "no need"}
        Passed on to somebody, or looked at and nobody need be told.
    to, note : str
        To whom, as a role with initials; what is to be remembered.

    Raises
    ------
    ValueError
        If it was passed on and nobody is named.
    """
    if what == "passed on" and not to.strip():
        raise Problem(
            "passed on: to whom? Name the lead of the round, or write a role with "
            "initials, then press again."
        )
    values = {"comment": comment, "what": what, "to": to.strip(), "note": note.strip()}
    return journal.record(rnd, "care").add(values)


def undo(rnd: Round, thing: str) -> None:
    """Take a record back; it stays in the journal as one taken back."""
    journal.record(rnd, "care").remove(thing)


def done(rnd: Round) -> pd.DataFrame:
    """Return what was done: id, by, time, comment, what, to, note; oldest first.

    A comment whose words were corrected since is open again.
    """
    made = journal.state(rnd, "care", ["comment", "what", "to", "note"])
    made["comment"] = ids.follow(rnd, made["comment"])
    return made[ids.still(rnd, made)].reset_index(drop=True)


def left(rnd: Round, comments: pd.DataFrame) -> pd.DataFrame:
    """Return the comments of the list that nobody has looked at, the new ones first.

    Returns
    -------
    pandas.DataFrame
        As `find`, and new: whether it came after somebody last worked on the list.

    Examples
    --------
    >>> list(protect.care.left(rnd, rnd.load("comments")).columns)
    ['comment', 'signs', 'words', 'new']
    """
    found, looked = find(comments), done(rnd)
    found = found[~found["comment"].isin(looked["comment"])]
    last = looked["time"].max() if len(looked) else "9"
    came = _arrived(rnd)
    new = [came.get(ids.whole(c), "") > last for c in found["comment"]]
    return found.assign(new=new).sort_values("new", ascending=False, kind="stable")


def sentence(rnd: Round, comments: pd.DataFrame) -> str:
    """Say how many comments are on the list, how many are open, and what that proves.

    It holds the stamp that keeps it from every shared page.
    """
    listed, open_ = len(find(comments)), left(rnd, comments)
    told = lead(rnd) or "nobody is named yet"
    new, aside = int(open_["new"].sum()), journal.state(rnd, "marks", ["comment"])
    untyped = comments.loc[comments["no_words"].eq(WAITS).fillna(False), "comment"]
    typed = comments.get("translation", pd.Series("", comments.index)).fillna("")
    foreign = len(not_screened(comments[typed == ""]))
    waits = int((~untyped.isin(aside["comment"])).sum())
    parts = [
        f"Same-day care ({STAMP}): {listed} of {plural('comment', len(comments))} with "
        "words that may mean that somebody needs a person today; "
        f"{len(open_)} not looked at",
        f", {new} of them new since the list was last worked on" if new else "",
        f". The lead is: {told}. ",
        f"{plural(NOTE, waits, NOTES)} not typed yet. " if waits else "",
        f"{plural('comment', foreign)} not in English: not screened. " * bool(foreign),
        NOTHING,
    ]
    return "".join(parts)


def _arrived(rnd: Round) -> dict[str, str]:
    """Return when each comment was first read in this round."""
    first: dict[str, str] = {}
    for event in journal.read(rnd.decisions, "sources").events:
        for comment in (event["value"] or {}).get("comments") or ():
            first.setdefault(comment, event["time"])
    return first


@cache
def signs() -> dict[str, str]:
    """Return the phrases of each topic, from the list beside this file."""
    listed = (files(__package__) / "words/care.txt").read_text(encoding="utf-8")
    topics = [topic.partition("\n") for topic in listed.split("\n= ")[1:]]
    return {kind: said for kind, _, said in topics}


def not_screened(comments: pd.DataFrame) -> pd.Series:
    """Return the comments whose words are mostly not English: no list reads those.

    Examples
    --------
    >>> len(protect.care.not_screened(rnd.load("comments").head()))
    0
    """
    read = [rules.WORD.findall(text) for text in comments["text"].fillna("")]
    strange = [sum(not rules.known(word) for word in words) for words in read]
    few = [odd > ENGLISH * len(all_) for odd, all_ in zip(strange, read, strict=True)]
    return comments.loc[few, "comment"]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Return for each kind of sign the pattern of all its phrases."""
    return {
        kind: re.compile(
            rf"\b(?:{'|'.join(map(_pattern, _phrases(said)))})(?!\w)", re.IGNORECASE
        )
        for kind, said in signs().items()
    }


def _phrases(said: str) -> list[str]:
    """Return the phrases between commas, on one line each."""
    return [" ".join(phrase.split()) for phrase in said.split(",")]


def _pattern(phrase: str) -> str:
    """Return the pattern of one phrase."""
    made = ""
    for word in re.findall(r"\([^)]*\)|\S+", phrase.replace("| ", "|")):
        bare = word.strip("()?")
        each = [LIKE.get(one, one.replace("*", r"\w*")) for one in bare.split("|")]
        one = f"(?:{'|'.join(each)})"
        made += rf"(?:{one}[\s-]+)?" if word.endswith("?") else rf"{one}[\s-]+"
    return made.removesuffix(r"[\s-]+")
