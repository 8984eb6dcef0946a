"""What is read of a file: paragraphs, utterances, voices, and a tally of the rest.

A reader gives paragraphs in a `Transcript`; `hearing.heard` makes utterances of them.
What is not taken as words is counted with its reason and its place.
"""

import json
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

import pandas as pd

from coprod.listen.formats import reasons
from coprod.protect import who_words
from coprod.store import tables
from coprod.store.show import plural

__all__ = ["LOST"]

LOST, NAMED = "characters not accounted for", 5
NEW_VOICE = ", another voice"  # where captions show that somebody else speaks
NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?%?")
NO_LABEL = "(no label)"  # what a voice without one is called before a person
TITLES = ("heading", "title ")  # places in which nobody speaks
TAKES_PART, ASKS, NOBODY = who_words.ROLES
FAMILY = "parent", "sibling", "other family", "young adult", "teenager", "child"
FEW = 30  # words that may stand above all labels and be nobody's


class Tally(Counter[str]):
    """Characters by reason; in `places`, the same ones by where they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.places: Counter[str] = Counter()

    def put(self, why: str, count: int, at: Iterable[str]) -> None:
        """Count characters at a place; of a cell, at its row and at its column."""
        if count:
            self[why] += count
            for place in at:
                self.places[place] += count

    def take(self, other: Self) -> None:
        """Count what another one counted as well."""
        self.update(other)
        self.places.update(other.places)


@dataclass(frozen=True)
class Utterance:
    """One paragraph, line or cell that somebody said or wrote, word for word."""

    text: str
    place: str
    speaker: str | None = None
    question: str | None = None
    row: str | None = None
    about: str | None = None
    at: tuple[str, ...] = field(default=(), compare=False)


def table(source: str, said: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return the utterances of one file as rows of the table "utterances"."""
    rows = [{"source": source, "position": n, **u} for n, u in enumerate(said, 1)]
    return pd.DataFrame(rows).drop(columns="at") if rows else tables.empty("utterances")


class Voice(NamedTuple):
    """One voice of a file: its label, how often and how much it speaks, its role."""

    label: str
    turns: int
    words: int
    first: str  # words
    role: str


class Paragraph(NamedTuple):
    """Words in one place, before anybody asks who said them."""

    text: str
    place: str
    question: str | None = None
    turn: Hashable = None  # a speaker goes on within one turn: a table row, a box
    speaker: str | None = None
    names: bool = True  # may "Amira:" be a label here, or only "Parent:"?
    deck: bool = False  # on a slide, where "Parking:" is more likely a topic
    bold: int = 0  # characters in bold at its start
    cell: tuple[Hashable, Hashable, int] | None = None  # table, row, column from 0
    why: str = ""  # nobody's words, and why
    at: tuple[str, ...] = ()  # as an utterance has it
    label: int = 0  # characters of a turn that are no words
    who: str | None = None  # says it, by a label
    time: bool = False  # the label is a time and tells nobody


class Transcript(NamedTuple):
    """All that stands in a file, before anybody asks who said it."""

    paragraphs: Iterable[Paragraph]
    aside: Tally
    swept: Tally
    notes: list[str] = []
    doubt: str = ""


@dataclass(frozen=True)
class Reading:
    """All that was read of one file; taken + set aside must equal the characters.

    `counted` (by the count that knows nothing) and `aside_at` hold them by place.
    `look` says why a person should say who speaks in it ("" if nothing is odd);
    `untaken` are lines' beginnings that look like labels and were not taken, with how
    often each stands there.
    """

    utterances: list[Utterance]
    set_aside: dict[str, int]
    characters: int
    without_words: int = 0
    notes: list[str] = field(default_factory=list)
    counted: Mapping[str, int] = field(default_factory=dict)
    aside_at: Mapping[str, int] = field(default_factory=dict)
    look: str = ""
    untaken: Mapping[str, int] = field(default_factory=dict)
    doubt: str = ""  # why it is read partly although no character is lost

    @classmethod
    def of(cls, said: list[Utterance], written: Transcript, **more: Any) -> Self:
        """Put together what was taken, what was set aside and what was swept."""
        aside, swept = written.aside, written.swept
        more |= {"counted": swept.places, "aside_at": aside.places}
        more |= {"notes": written.notes, "doubt": written.doubt}
        return cls(said, dict(+aside), swept.total(), **more)

    @property
    def taken(self) -> int:
        """Count the characters taken as what somebody said."""
        return sum(len(utterance.text) for utterance in self.utterances)

    @property
    def difference(self) -> int:
        """Count the characters neither taken nor set aside; it must be 0."""
        return self.characters - self.taken - sum(self.set_aside.values())

    @property
    def columns(self) -> dict[str, object]:
        """The columns of the table "files" that are counted."""
        return {
            "characters": self.characters,
            "taken": self.taken,
            "set_aside": json.dumps(self.set_aside, sort_keys=True),
            "difference": self.difference,
            "without_words": self.without_words,
        }

    @property
    def voices(self) -> list[Voice]:
        """The voices in the order in which they begin, each with a role proposed."""
        turns = turns_of(map(vars, self.utterances))
        roles = proposed(turns)
        return [_voice(label, told, roles[label]) for label, told in turns.items()]

    @property
    def places(self) -> list[str]:
        """Name the places where the two counts differ, and never what stands there."""
        held = Counter(self.aside_at)
        for said in self.utterances:
            for place in said.at:
                held[place] += len(said.text)
        every = dict.fromkeys([*self.counted, *held]) if self.counted else {}
        odd = [p for p in every if self.counted.get(p, 0) != held[p]]
        return sorted(odd, key=lambda place: place.startswith("column"))

    @property
    def lost(self) -> str:
        """Say how many characters are lost or not read, and where; "" if none are."""
        where, unread = self.places, self.set_aside.get(reasons.UNREAD, 0)
        if not self.difference and not where:
            return f"characters {reasons.UNREAD}: {unread}" if unread else self.doubt
        others = plural("more place", len(where) - NAMED)
        more = f" and {others}" if where[NAMED:] else ""
        told = f", at {', '.join(where[:NAMED])}{more}" if where else ""
        return f"{LOST}: {abs(self.difference)}{told}"


def turns_of(utterances: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return the words of each turn of a talk, by the label of who takes it."""
    turns: dict[str, list[str]] = {}
    before = None
    for said in utterances:
        if not said["row"] and not said["place"].startswith(TITLES):
            label = said["speaker"] or NO_LABEL
            told = turns.setdefault(label, [])
            told += [""] if before != label or said["place"] == "message" else []
            told[-1] = f"{told[-1]} {said['text']}".lstrip()
            before = label
    return turns


def proposed(turns: Mapping[str, list[str]]) -> dict[str, str]:
    """Propose a role for each label of a talk, by what is said under it.

    "Interviewer: Hannah" says what Hannah is. Who asks nearly every question
    interviews, unless a label says who does. A few words above all labels, as a date
    and a place, are nobody's.
    """
    roles = {label: who_words.role_of(label) for label in turns}
    for label, (first, *more) in turns.items():
        if not more and first in roles:
            roles[first], roles[label] = roles[label], NOBODY
    asked = Counter({label: sum(map(asks, told)) for label, told in turns.items()})
    for who, often in asked.most_common(1):
        nearly = often * 5 >= max(asked.total() * 4, len(turns[who]) * 3)
        known = {*roles.values(), *FAMILY}
        if often > 2 and nearly and known.isdisjoint((ASKS, who_words.group_of(who))):
            roles[who] = ASKS
    label, (above, *below) = next(iter(turns.items()), ("", [""]))
    if label == NO_LABEL and len(turns) > 2 and not below and len(above.split()) <= FEW:
        roles[label] = NOBODY
    return roles


def asks(said: str) -> bool:
    """Say whether somebody asks a short question."""
    return said.endswith(("?", "？", "؟")) and len(said.split()) <= 30


def _voice(label: str, turns: list[str], role: str) -> Voice:
    """Return a voice by its turns."""
    words = " ".join(turns).split()
    return Voice(label, len(turns), len(words), " ".join(words[:12]), role)


def swept(pieces: Iterable[str]) -> Tally:
    """Count the characters of a text by its pieces, each called by its lines."""
    made, line = Tally(), 1
    for piece in filter(None, pieces):
        last = line + len(piece.splitlines()) - 1
        name = f"line {line}" if last == line else f"lines {line} to {last}"
        made.put("", len(piece), (name,))
        line = last + 1
    return made


def with_headings(paragraphs: Iterable[Paragraph], *alone: str) -> Iterator[Paragraph]:
    """Return paragraphs, each with the heading it stands under; not those `alone`."""
    heading = None
    for each in paragraphs:
        if each.place == "heading":
            heading = each.text.strip() or heading
        beside = each.place in ("heading", *alone)
        yield each._replace(question=None if beside else heading)
