"""What comes out of reading one file, and who is speaking in it.

A reader gives paragraphs; `spoken` takes off labels such as "Amira:" and gives
utterances. What is not taken as words is counted with its reason.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from coprod import roles
from coprod.voices import labels
from coprod.voices.labels import Habits, Line

WHITE, LABELS = "white space", "speaker labels"
STAGED, NUMBERS_ALONE = "stage directions such as [laughs]", "numbers alone"
NEW_VOICE = ", another voice"  # where captions show that somebody else speaks
UNNAMED = "Participant"  # who answers a moderator, where nobody else has a label
NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?%?")


@dataclass(frozen=True)
class Utterance:
    """One paragraph, line or cell that somebody said or wrote, word for word."""

    text: str
    place: str
    speaker: str | None = None
    question: str | None = None
    row: str | None = None
    about: str | None = None


@dataclass(frozen=True)
class Reading:
    """All that was read of one file; taken + set aside must equal the characters."""

    utterances: list[Utterance]
    set_aside: dict[str, int]
    characters: int
    without_words: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def taken(self) -> int:
        """Count the characters taken as what somebody said."""
        return sum(len(utterance.text) for utterance in self.utterances)

    @property
    def difference(self) -> int:
        """Count the characters neither taken nor set aside; it must be 0."""
        return self.characters - self.taken - sum(self.set_aside.values())


class Paragraph(NamedTuple):
    """Words in one place, before anybody asks who said them."""

    text: str
    place: str
    question: str | None = None
    turn: Hashable = None  # a speaker goes on within one turn: a table row, a box
    speaker: str | None = None
    names: bool = True  # may "Amira:" be a label here, or only "Parent:"?
    deck: bool = False  # on a slide, where "Parking:" is more likely a topic


def spoken(paragraphs: Iterable[Paragraph], aside: Counter[str]) -> list[Utterance]:
    """Give the utterances of paragraphs; count what is set aside.

    Parameters
    ----------
    paragraphs : iterable of Paragraph
        In the order of the file. One without a label goes on for the last speaker;
        where only a moderator has a label, it is a participant's.
    aside : collections.Counter
        Characters set aside by reason (labels, white space, stage directions, numbers
        alone in a table); this function adds to it.

    Returns
    -------
    list of Utterance
        The words without label and outer white space; blank ones are left out.
    """
    paragraphs = list(paragraphs)
    found = labels.habits([Line(p.text.strip(), p.names, p.deck) for p in paragraphs])
    marks = [_label(each, found) for each in paragraphs]
    named = {name for _, name in marks if name}
    one_sided = bool(named) and all(map(roles.interviews, named))
    last: dict[Hashable, str | None] = {}
    said = []
    for each, (start, name) in zip(paragraphs, marks, strict=True):
        words = _words(each.text, start, aside)
        if each.place == "heading":
            last.clear()  # nobody goes on speaking across a heading
        speaker = each.speaker or name or last.get(each.turn)
        if words and NUMBER.fullmatch(words) and not speaker and "table" in each.place:
            aside[NUMBERS_ALONE] += len(words)
        elif words:
            said.append(Utterance(words, each.place, speaker, each.question))
        answers = one_sided and speaker is not None and words
        last[each.turn] = UNNAMED if answers else speaker
    return said


def _label(paragraph: Paragraph, found: Habits) -> tuple[int, str | None]:
    """Give where the words begin, and who says them if a label tells."""
    text = paragraph.text.lstrip()
    blank = len(paragraph.text) - len(text)
    if paragraph.speaker is not None:
        clock = labels.TIME_ONLY.match(text)
        return blank + (clock.end() if clock else 0), None
    end, name = labels.label(text, paragraph.names, found)
    return blank + end, name


def _words(text: str, start: int, aside: Counter[str]) -> str:
    """Give the words behind a label; count label, stage directions and white space."""
    label = len(text[:start].strip())
    bare = labels.STAGE.sub("", text[start:])
    staged = len(text) - start - len(bare)
    words = bare.strip()
    aside[LABELS] += label
    aside[STAGED] += staged
    aside[WHITE] += len(text) - label - staged - len(words)
    return words
