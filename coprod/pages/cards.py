"""Show a finding, an answer or the first screen as a card.

A card is what somebody on a phone takes in at once: a code, a few words, a shape that
says how it was for people, and one way on. In Word they are plain blocks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from coprod.pages.word_document import Block, Bullets, Heading, Paragraph, Quote

__all__ = [
    "Answer",
    "Ask",
    "Band",
    "Card",
    "Counts",
    "Pick",
    "Picks",
    "Themed",
    "Tiles",
    "flat",
]


@dataclass(frozen=True)
class Pick:
    """One line of the first screen: a code, a few words, and where it stands.

    Examples
    --------
    >>> pages.cards.Pick("C1", "Ask the child first.").place
    ''
    """

    code: str
    words: str
    theme: int = 0
    place: str = ""
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class Picks:
    """Up to a handful of lines under one word, such as Keep; several stand abreast.

    Examples
    --------
    >>> keep = pages.cards.Picks("Keep", "good", [pages.cards.Pick("C1", "Ask first.")])
    >>> pages.cards.flat([keep])
    [Heading(words='Keep', level=1), Bullets(items=['C1 Ask first.'], numbered=False)]
    """

    title: str
    kind: str
    lines: Sequence[Pick]

    def plain(self) -> list[Block]:
        """Return the lines as a heading and a list."""
        lines = [f"{p.code} {p.words}{p.note and f' {p.note}'}" for p in self.lines]
        return [Heading(self.title), Bullets(lines)]


@dataclass(frozen=True)
class Band:
    """The first screen: lines side by side, and one thing to press.

    Examples
    --------
    >>> pages.cards.Band([], note="Answers are welcome until Friday.").press
    ''
    """

    picks: Sequence[Picks]
    press: str = ""
    href: str = ""
    note: str = ""


@dataclass(frozen=True)
class Themed:
    """The head of a theme: its name, its colour's number, and how much is under it.

    Examples
    --------
    >>> pages.cards.flat([pages.cards.Themed("Information", 2, "3 findings")])
    [Heading(words='Information', level=1)]
    """

    words: str
    theme: int
    note: str = ""

    def plain(self) -> list[Block]:
        """Return the head as a heading."""
        return [Heading(self.words)]


@dataclass(frozen=True)
class Tiles:
    """The first page of a round: how far it has come, and a tile for each page.

    Examples
    --------
    >>> pages.cards.Tiles(["Listening"], 1, [("06.html", "Findings", [])]).now
    1
    """

    steps: Sequence[str]
    now: int
    tiles: Sequence[tuple[str, str, Sequence[str]]]


@dataclass(frozen=True)
class Card:
    """A finding: its code, theme and words, the experience, quotes, and ways to answer.

    Examples
    --------
    >>> card = pages.cards.Card("C1", "Ask the child.", 1, "Communication", "good")
    >>> pages.cards.flat([card])
    [Paragraph(words='C1 (good) Ask the child.', strong=True)]
    """

    code: str
    words: str
    theme: int
    name: str
    experience: str
    quotes: Sequence[Quote] = ()
    further: Sequence[tuple[str, str]] = ()  # words, and where they lead, if anywhere
    replies: Sequence[tuple[str, str]] = ()
    was: str = ""

    @property
    def kind(self) -> str:
        """Return the word by which the house style knows the experience."""
        return self.experience.split()[0].replace("needs", "improve")

    def plain(self) -> list[Block]:
        """Return the card as plain blocks, for Word, without quotes hard to read."""
        said = Paragraph(f"{self.code} ({self.experience}) {self.words}", strong=True)
        shown = [quote for quote in self.quotes if not quote.hard]
        return [said, *shown, *[Paragraph(words) for words, _ in self.further]]


@dataclass(frozen=True)
class Answer:
    """An answer: what was asked for, what people said, what was done, and why.

    Examples
    --------
    >>> pages.cards.Answer("Q1", "Free parking.", "We cannot", "cannot").kind
    'cannot'
    """

    code: str
    words: str
    status: str
    kind: str
    place: str = ""
    parts: Sequence[tuple[str, str]] = ()
    further: Sequence[str] = ()


@dataclass(frozen=True)
class Counts:
    """How many answers are of each kind: number, words and kind.

    Examples
    --------
    >>> pages.cards.Counts([(3, "We have done", "done")]).rows
    [(3, 'We have done', 'done')]
    """

    rows: Sequence[tuple[int, str, str]]


@dataclass(frozen=True)
class Ask:
    """What we ask of whoever reads: a title, a few lines, and one thing to press.

    Examples
    --------
    >>> pages.cards.Ask("Have we got this right?", ["Say so."]).id
    'answer'
    """

    title: str
    lines: Sequence[str]
    press: str = ""
    href: str = ""
    id: str = "answer"

    def plain(self) -> list[Block]:
        """Return what is asked as a heading and its lines."""
        return [Heading(self.title), *map(Paragraph, self.lines)]


def flat(blocks: Iterable[Any]) -> list[Block]:
    """Return blocks and cards as plain blocks, as Word and slides know them.

    Examples
    --------
    >>> pages.cards.flat([pages.word_document.Heading("Thank you")])
    [Heading(words='Thank you', level=1)]
    """
    made: list[Block] = []
    for block in blocks:
        made += block.plain() if hasattr(block, "plain") else [block]
    return made
