"""Read OpenDocument texts (.odt): body, tables, boxes, comments and notes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from coprod.listen.formats.office_xml import (
    BOTH,
    CHARTS,
    NUMBERS,
    PICTURES,
    Spot,
    parts,
)
from coprod.listen.formats.utterances import (
    WHITE,
    Paragraph,
    Reading,
    Tally,
    spoken,
    under_headings,
)
from coprod.store import office

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
T, OFFICE, TABLE, D, S = (
    f"{{{OASIS}{name}:1.0}}"
    for name in ("text", "office", "table", "drawing", "svg-compatible")
)
DC = "{http://purl.org/dc/elements/1.1/}"
PARAGRAPHS = (f"{T}p", f"{T}h")
PARTS = ("content.xml", "styles.xml")  # the others hold settings, no words
WHY = {"content.xml": "", "styles.xml": NUMBERS}  # other such parts are charts
DELETED = "deleted in tracked changes"
ASIDE = {
    f"{S}title": PICTURES,
    f"{S}desc": PICTURES,
    f"{T}note-citation": "numbers of notes",
    f"{OFFICE}annotation": "who wrote a comment, and when",
    f"{T}tracked-changes": DELETED,
}
PLACES = {
    f"{T}note": "footnote",
    f"{OFFICE}annotation": "comment",
    f"{D}text-box": "text box",
    f"{TABLE}table": "table",
}
HOLDERS = (*PLACES, f"{T}note-body", f"{D}frame")  # words stand in what they hold


def read(path: Path) -> Reading:
    """Read an OpenDocument text; deletions, headers and footers are set aside."""
    aside = Tally()
    said: list[Paragraph] = []
    for name, root in parts(path).items():
        if name.lower().endswith(PARTS):
            said += under_headings(_part(root, aside, WHY.get(name.lower(), CHARTS)))
    notes = office.remarks(path)
    return Reading.of(spoken(said, aside), aside, sweep(path), notes=notes)


def sweep(path: Path) -> Tally:
    """Count every character of text in the file, whatever it stands in."""
    swept = Tally()
    with ZipFile(path) as archive:
        for name in archive.namelist():
            if name.lower().endswith(PARTS):
                target = _Sweep(swept, WHY.get(name.lower(), CHARTS))
                ElementTree.XMLParser(target=target).feed(archive.read(name))
    return swept


class _Sweep:
    """Count text while a parser of its own reads it, without keeping any."""

    def __init__(self, swept: Tally, part: str) -> None:
        self.swept, self.spot = swept, _spot(part)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Step into an element; it may stand for characters."""
        self.spot.opens(tag)
        self.data(_mark(tag, attributes))

    def data(self, text: str) -> None:
        """Count text."""
        self.swept.put("", len(text), (self.spot.name,))

    def end(self, tag: str) -> None:
        """Step out of an element."""
        self.spot.closes(tag)


def _spot(part: str) -> Spot:
    """Return where one is at the beginning of a part."""
    tables, rows = (f"{TABLE}table",), (f"{TABLE}table-row",)
    return Spot(part, tables, rows, PARAGRAPHS)


def _mark(tag: str, attributes: Any) -> str:
    """Return the characters that an element stands for: spaces, a tab, a new line."""
    if tag == f"{T}s":
        return " " * min(int(attributes.get(f"{T}c", "1")), 1_000)
    return {f"{T}tab": "\t", f"{T}line-break": "\n"}.get(tag, "")


def _part(root: Any, aside: Tally, why: str) -> Iterator[Paragraph]:
    """Return the paragraphs of one part."""
    words: dict[Any, list[str]] = {}
    spots: dict[Any, str] = {}
    for owner, text, spot in _texts(root, why):
        home, reason = _home(owner)
        if why or reason or home is None:
            other = WHITE if not text.strip() else "words outside any paragraph"
            aside.put(why or reason or other, len(text), (spot,))
        else:
            words.setdefault(home, []).append(text)
            spots[home] = spot
    for paragraph, pieces in words.items():
        over = next(paragraph.iterancestors(*PLACES), None)
        usual = "heading" if paragraph.tag == f"{T}h" else "body"
        place = usual if over is None else PLACES[over.tag]
        turn = (place, next(paragraph.iterancestors(f"{TABLE}table-row"), None))
        author = None if over is None else over.findtext(f"{DC}creator") or None
        who, at = (author, place != "heading"), (spots[paragraph],)
        yield Paragraph("".join(pieces), place, None, turn, *who, at=at)


def _texts(root: Any, part: str) -> Iterator[tuple[Any, str, str]]:
    """Return every piece of text in order, the element it stands in, and its place."""
    from lxml import etree

    spot = _spot(part)
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    for event, element in etree.iterwalk(root, BOTH):
        if event == "start":
            spot.opens(element.tag)
            text = _mark(element.tag, element) + (element.text or "")
            yield element, text, spot.name
        else:
            spot.closes(element.tag)
            if element is not root:
                yield element.getparent(), element.tail or "", spot.name


def _home(owner: Any) -> tuple[Any, str | None]:
    """Return paragraph a text belongs to, or the reason why it is nobody's words."""
    if owner.tag in HOLDERS:
        return None, None
    for above in (owner, *owner.iterancestors()):
        if above.tag in ASIDE:
            return None, ASIDE[above.tag]
        if above.tag in PARAGRAPHS:
            gone = next(above.iterancestors(f"{T}tracked-changes"), None)
            return above, None if gone is None else DELETED
    return None, None
