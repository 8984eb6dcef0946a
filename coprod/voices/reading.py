"""What comes out of reading one file, and who is speaking in it.

A reader gives paragraphs; `spoken` takes off labels such as "Amira:" and gives
utterances. What is not taken as words is counted with its reason.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

WHITE, LABELS = "white space", "speaker labels"
ROLE = (
    r"(?:interviewer|interviewee|moderator|facilitator|participant|respondent|speaker"
    r"|researcher|young person|child|patient|parent|mother|father|mum|mummy|dad|daddy"
    r"|sister|brother|grandmother|grandfather|nan|gran|grandad|carer|family|teenager"
    r"|adviser|advisor|nurse|doctor|consultant|play specialist|youth worker|teacher"
    r"|staff|int|q|a|[a-z]{1,3}\d{1,3})"
)
NAME = (
    r"(?:(?:Dr|Mr|Mrs|Ms|Miss|Prof)\.? )?[A-Z][\w'’.-]*"
    r"(?:,? (?:of |de |van |la |the |and |& )?[A-Z0-9][\w'’.-]*){0,4}"
)
CLOCK = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?"
ASIDE = r"(?: ?[\[(][^\])\n]{1,30}[\])])?"
LABEL = re.compile(
    rf"(?P<clock>{CLOCK}[ \t]*[-–]?[ \t]*)?[\[(]?"
    rf"(?:(?P<role>(?i:{ROLE})(?: ?[#-]?[A-Z0-9]{{1,3}})?)|(?P<name>{NAME})){ASIDE}"
    rf"[\])]?(?:(?:[ \t]*{CLOCK})?[ \t]*:(?=\s|$)|[ \t]+{CLOCK}[ \t]*(?=\n|$))"
)
TIME_ONLY = re.compile(rf"{CLOCK}(?=\s|$)")
NO_NAME = re.compile(
    r"(?i)(?:note|nb|n\.b|good|bad|example|examples|summary|action|actions|date|time"
    r"|place|location|title|topic|theme|question|answer|feedback|comments?|wish|wishes"
    r"|however|also|remember|honestly|overall|finally|first|firstly|second|secondly"
    r"|third|lastly|yes|no|ok|okay|well|so|and|but|or|because|if|when|where|what|why"
    r"|how|who|which|the|this|that|these|those|there|it|we|i|i'm|my|our|they|she|he"
    r"|you|a|an|one|two|three|some|positives?|negatives?|food|play|staff feedback"
    r"|communication|information|support|practical issues|worst|best|warning|ps|p\.s"
    r"|re|subject|from|to|cc|sent|tel|email|age|name|ward|hospital|q\d+)\b"
)


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


def spoken(paragraphs: Iterable[Paragraph], aside: Counter[str]) -> list[Utterance]:
    """Give the utterances of paragraphs; count labels and white space in `aside`.

    Parameters
    ----------
    paragraphs : iterable of Paragraph
        In the order of the file. One without a label goes on for the last speaker.
    aside : collections.Counter
        Characters set aside by reason; this function adds to it.

    Returns
    -------
    list of Utterance
        The words without label and outer white space; blank ones are left out.
    """
    paragraphs = list(paragraphs)
    known = _labels(paragraphs)
    last: dict[Hashable, str | None] = {}
    said = []
    for each in paragraphs:
        start, name = _label(each, known)
        words = each.text[start:].strip()
        aside[LABELS] += len(each.text[:start].strip())
        aside[WHITE] += len(each.text) - len(words) - len(each.text[:start].strip())
        if each.place == "heading":
            last.clear()  # nobody goes on speaking across a heading
        last[each.turn] = each.speaker or name or last.get(each.turn)
        if words:
            said.append(Utterance(words, each.place, last[each.turn], each.question))
    return said


def _labels(paragraphs: list[Paragraph]) -> set[str]:
    """Find which names before a colon are speakers: they recur, or are many."""
    texts = [each.text.strip() for each in paragraphs if each.names]
    found = [label["name"] for text in texts if (label := _match(text))]
    names = Counter(name for name in found if name)
    full = sum(bool(text) for text in texts)
    many = len(found) * 5 >= full
    return {name for name, times in names.items() if times > 1 or many}


def _match(text: str) -> re.Match[str] | None:
    """Find a label at the start of a text, unless it is an ordinary word."""
    label = LABEL.match(text)
    if label is None or len(label[0]) > 70:
        return None
    usual = label["name"] and NO_NAME.match(label["name"])
    return None if usual or NO_NAME.fullmatch(label["role"] or "") else label


def _label(paragraph: Paragraph, known: set[str]) -> tuple[int, str | None]:
    """Give where the words begin, and who says them if a label tells."""
    blank = len(paragraph.text) - len(paragraph.text.lstrip())
    text = paragraph.text[blank:]
    label = _match(text) if paragraph.speaker is None else None
    if label and (label["role"] or (paragraph.names and label["name"] in known)):
        return blank + label.end(), label["role"] or label["name"]
    clock = TIME_ONLY.match(text)
    return (blank + clock.end(), None) if clock else (blank, None)
