"""Read rich text (.rtf): body, tables, boxes, comments and notes.

`read` follows groups, code pages and what each group is for; `sweep` only counts, by
taking the file apart in another way: that is the proof of the reading.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterator
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path

from coprod.listen.formats.rich_text_count import pages, plain, sweep
from coprod.listen.formats.utterances import Paragraph, Tally, Transcript, with_headings
from coprod.listen.formats.words import tables_in

TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d+)? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])"
    rb"|([{}])|([^\\{}]+)",
    re.S,
)
WORDS = tables_in("rich_text.toml")
MARKS, FLOWS, TURNED_OFF = WORDS["marks"], WORDS["flows"], WORDS["turned off"]
SET_ASIDE = {word: w for w, each in WORDS["set aside"].items() for word in each.split()}
DATA = set(WORDS["groups"]["data"].split())
OPEN = {*FLOWS, *WORDS["groups"]["open"].split()}
ENDS = ("par", "sect", "cell", "nestcell", "row", "nestrow", "\n", "\r")
SETTINGS = "fonts, styles and settings"
AFTER = ["footnote", "endnote", "comment"]  # in this order, behind the body


def read(path: Path) -> Transcript:
    """Read rich text; deletions, headers, settings and pictures are set aside."""
    raw = plain(path.read_bytes())
    reader = _Reader(_headings(raw), *pages(raw))
    for token in TOKEN.finditer(raw):
        reader.take(token)
    reader.flush()
    paragraphs = list(with_headings(reader.paragraphs(), *AFTER))
    pictures = len(re.findall(rb"\\pict\b", raw))
    told = {
        "pictures not read": pictures - len(re.findall(rb"\\nonshppict\b", raw)),
        "embedded files not read": len(re.findall(rb"\\objdata\b", raw)),
        "linked files not fetched": len(re.findall(rb"INCLUDEPICTURE|\\template", raw)),
    }
    notes = [f"{what}: {number}" for what, number in told.items() if number > 0]
    if reader.stack:
        notes.append("the file ends before its last bracket: it may be cut off")
    swept = sweep(raw)
    swept.places = reader.called(swept.places)
    return Transcript(paragraphs, reader.aside, swept, notes)


def _headings(raw: bytes) -> set[int]:
    """Return numbers of the styles called heading or title, in English as always."""
    start = raw.find(rb"\stylesheet")
    inside, called = rb"(?:[^{};]|\{[^{}]*\})*?[ }]", rb"(?i:heading|title|subtitle)"
    style = rb"\\s(\d{1,5})\b" + inside + called + rb"[^;{}\\]*;"
    found = re.findall(style, raw[start : start + 200_000]) if start >= 0 else []
    return {int(number) for number in found}


@dataclass
class _Flow:
    """A run of paragraphs: the body, or one note, comment or text box."""

    place: str
    author: str | None = None
    open: "_Words | None" = None
    table: bool = False
    heading: bool = False
    row: int = 0
    cell: int = 0
    tables: int = 0  # paragraphs between which a table stands, so far


@dataclass
class _Words:
    """The words of one paragraph, and where they stand."""

    flow: _Flow
    number: int
    pieces: list[str] = field(default_factory=list)
    place: str = ""
    row: int | None = None
    bold: int = 0
    cell: tuple[Hashable, Hashable, int] | None = None


@dataclass
class _State:
    """What holds within one group."""

    flow: _Flow
    reason: str | None = None
    skipped: bool = False
    off: frozenset[str] = frozenset()
    uc: int = 1
    codec: str = "cp1252"
    bold: bool = False
    star: bool = False
    heard: list[str] | None = None


class _Reader:
    """Follow the tokens of rich text and collect paragraphs."""

    def __init__(self, headings: set[int], usual: str, fonts: dict[int, str]) -> None:
        self.aside = Tally()
        self.number, self.same = 1, dict[int, int]()  # paragraphs, as the sweep counts
        self.state = _State(_Flow("body"), codec=usual)
        self.stack: list[_State] = []
        self.words: list[_Words] = []
        self.bytes, self.high, self.skip = bytearray(), "", 0
        self.author: list[str] = []
        self.headings, self.usual, self.fonts = headings, usual, fonts

    def take(self, token: re.Match[bytes]) -> None:
        """Take one token."""
        word, number, code, sign, brace, text = token.groups()
        if code or text:
            held = bytes([int(code, 16)]) if code else re.sub(rb"[\r\n]", b"", text)
            cut = min(self.skip, len(held))
            self.skip -= cut
            self.bytes += held[cut:]
            return
        if sign and self.skip and sign in b"~_\\{}":
            self.skip -= 1
            return
        self.flush()
        self.skip = 0
        if brace:
            self.group(opens=brace == b"{")
        elif sign == b"*":
            self.state.star = True
        elif sign:
            self.control(sign.decode("latin-1"), None)
        else:
            self.control(word.decode(), int(number) if number else None)

    def flush(self) -> None:
        """Decode the bytes read so far."""
        if self.bytes:
            held, self.bytes = bytes(self.bytes), bytearray()
            self.put(held.decode(self.state.codec, "replace"))

    def group(self, *, opens: bool) -> None:
        """Begin a group with all that holds around it, or end one."""
        if opens:
            self.stack.append(copy(self.state))
            self.state.star = False
        elif self.stack:
            ended, self.state = self.state, self.stack.pop()
            if ended.flow is not self.state.flow:
                self.end(ended.flow)

    def put(self, text: str) -> None:
        """Put text where it belongs: a paragraph, or what is set aside."""
        state = self.state
        off = next((TURNED_OFF[word] for word in TURNED_OFF if word in state.off), None)
        if state.heard is not None:
            state.heard.append(text)
        if state.skipped:
            return
        if reason := state.reason or off:
            self.aside.put(reason, len(text), (str(self.number),))
            return
        if state.flow.open is None:
            state.flow.open = _Words(state.flow, self.number)
            self.words.append(state.flow.open)
        first, last = sorted(map(self.first, (state.flow.open.number, self.number)))
        if first != last:  # words go on behind a note that has paragraphs of its own
            self.same[last] = first
        words = state.flow.open
        if state.bold and words.bold == sum(map(len, words.pieces)):
            words.bold += len(text)
        words.pieces.append(text)

    def end(self, flow: _Flow) -> None:
        """End a paragraph: only now it is known what it was."""
        if flow.open is not None:
            usual = "heading" if flow.heading and flow.place == "body" else flow.place
            flow.open.place = "table" if flow.table else usual
            flow.open.row = flow.row if flow.table else None
            table = (id(flow), flow.tables)
            flow.open.cell = (table, flow.row, flow.cell) if flow.table else None
            flow.tables += not flow.table
        flow.open = None

    def control(self, word: str, number: int | None) -> None:
        """Follow one control word."""
        state = self.state
        self.number += word in ENDS
        if word in MARKS:
            self.put(MARKS[word])
        elif word == "u" and number is not None:
            self.unicode(number & 0xFFFF)
        elif word in ENDS and not state.reason:
            self.end(state.flow)
            state.flow.row += word in ("row", "nestrow")
            after = state.flow.cell + (word in ("cell", "nestcell"))
            state.flow.cell = 0 if word in ("row", "nestrow") else after
        elif word in TURNED_OFF:
            state.off = state.off - {word} if number == 0 else state.off | {word}
        elif word == "plain":
            state.off, state.bold = state.off - {"v"}, False
            state.codec = self.usual
        elif word == "b":
            state.bold = number != 0
        elif word == "uc":
            state.uc = max(0, min(number or 0, 100))
        elif word in ("pard", "intbl", "outlinelevel", "s"):
            self.shape(word, number or 0)
        elif word == "f":
            state.codec = self.fonts.get(number or 0, self.usual)
        else:
            self.destination(word)

    def unicode(self, value: int) -> None:
        """Take a character given by its number, and pass over what stands for it."""
        if 0xD800 <= value < 0xDC00:
            self.high = chr(value)
        else:
            pair = (self.high + chr(value)).encode("utf-16-le", "surrogatepass")
            self.put(pair.decode("utf-16-le", "replace")[-1])
            self.high = ""
        self.skip = self.state.uc

    def shape(self, word: str, number: int) -> None:
        """Note what the paragraph is: in a table, a heading, or neither."""
        flow = self.state.flow
        if word == "pard":
            flow.table = flow.heading = False
        elif word == "intbl":
            flow.table = True
        elif word == "outlinelevel":
            flow.heading = number < 9
        else:
            flow.heading = number in self.headings

    def destination(self, word: str) -> None:
        """Follow a word that says what its group is for."""
        state = self.state
        if word in DATA:
            state.skipped = True
        elif word in FLOWS and not state.reason:
            author = "".join(self.author).strip() if word == "annotation" else None
            state.flow, state.off = _Flow(FLOWS[word], author or None), frozenset()
        elif word == "ftnalt" and state.flow.place == "footnote":
            state.flow.place = "endnote"
        elif word == "ud" and len(self.stack) > 1:
            state.reason = self.stack[-2].reason
        elif word in SET_ASIDE or (state.star and word not in OPEN):
            state.reason = state.reason or SET_ASIDE.get(word, SETTINGS)
        if word == "atnauthor":
            self.author = state.heard = []
        state.star = False

    def first(self, number: int) -> int:
        """Return the number of the paragraph that a number goes on with."""
        at = number
        while at in self.same:
            at = self.same[at]
        if at != number:
            self.same[number] = at  # the way is short the next time
        return at

    def called(self, places: Counter[str]) -> Counter[str]:
        """Return places by name instead of number; what is one paragraph is one."""
        named = Counter[str]()
        for number, count in places.items():
            named[f"paragraph {self.first(int(number))}"] += count
        return named

    def paragraphs(self) -> Iterator[Paragraph]:
        """Return what was read, paragraph by paragraph, notes behind the body."""
        self.aside.places = self.called(self.aside.places)
        order = {place: number for number, place in enumerate(AFTER)}
        for each in sorted(self.words, key=lambda e: order.get(e.flow.place, -1)):
            self.end(each.flow)
            turn = (id(each.flow), each.place, each.row)
            who = (each.flow.author, each.place != "heading")
            at = (f"paragraph {self.first(each.number)}",)
            text, looks = "".join(each.pieces), (each.bold, each.cell)
            yield Paragraph(text, each.place, None, turn, *who, False, *looks, at=at)
