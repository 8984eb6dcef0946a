"""OpenDocument text (.odt): body, tables, text boxes, comments and notes, in order."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from coprod import office
from coprod.voices.markup import CHARTS, NUMBERS, PICTURES, parts
from coprod.voices.reading import WHITE, Paragraph, Reading, spoken

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
T, OFFICE, TABLE, D, S = (
    f"{{{OASIS}{name}:1.0}}"
    for name in ("text", "office", "table", "drawing", "svg-compatible")
)
DC = "{http://purl.org/dc/elements/1.1/}"
PARAGRAPHS = (f"{T}p", f"{T}h")
PARTS = ("content.xml", "styles.xml")  # the others hold settings, no words
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
    aside: Counter[str] = Counter()
    said: list[Paragraph] = []
    for name, root in parts(path).items():
        why = {"content.xml": None, "styles.xml": NUMBERS}
        if name.endswith(PARTS):
            said += _part(root, aside, why.get(name, CHARTS))
    notes = office.remarks(path)
    return Reading(spoken(said, aside), dict(+aside), sweep(path), notes=notes)


def sweep(path: Path) -> int:
    """Count every character of text in the file, whatever it stands in."""
    count = 0
    with ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(PARTS):
                root = ElementTree.fromstring(archive.read(name))
                count += len("".join(root.itertext()))
                count += sum(len(_mark(element)) for element in root.iter())
    return count


def _mark(element: Any) -> str:
    """Give the characters that an element stands for: spaces, a tab, a new line."""
    if element.tag == f"{T}s":
        return " " * min(int(element.get(f"{T}c", "1")), 1_000)
    return {f"{T}tab": "\t", f"{T}line-break": "\n"}.get(element.tag, "")


def _part(root: Any, aside: Counter[str], why: str | None) -> Iterator[Paragraph]:
    """Give the paragraphs of one part with the heading they stand under."""
    words: dict[Any, list[str]] = {}
    for owner, text in _texts(root):
        home, reason = _home(owner)
        if why or reason or home is None:
            other = WHITE if not text.strip() else "words outside any paragraph"
            aside[why or reason or other] += len(text)
        else:
            words.setdefault(home, []).append(text)
    heading = None
    for paragraph, pieces in words.items():
        over = next(paragraph.iterancestors(*PLACES), None)
        place = "body" if over is None else PLACES[over.tag]
        if paragraph.tag == f"{T}h" and place == "body":
            heading, place = "".join(pieces).strip() or heading, "heading"
        question = None if place == "heading" else heading
        turn = (place, next(paragraph.iterancestors(f"{TABLE}table-row"), None))
        author = None if over is None else over.findtext(f"{DC}creator")
        names = place != "heading"
        yield Paragraph("".join(pieces), place, question, turn, author or None, names)


def _texts(root: Any) -> Iterator[tuple[Any, str]]:
    """Give every piece of text in order, with the element it stands in."""
    from lxml import etree

    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            yield element, _mark(element) + (element.text or "")
        elif element is not root:
            yield element.getparent(), element.tail or ""


def _home(owner: Any) -> tuple[Any, str | None]:
    """Give the paragraph a text belongs to, or the reason why it is nobody's words."""
    if owner.tag in HOLDERS:
        return None, None
    for above in (owner, *owner.iterancestors()):
        if above.tag in ASIDE:
            return None, ASIDE[above.tag]
        if above.tag in PARAGRAPHS:
            gone = next(above.iterancestors(f"{T}tracked-changes"), None)
            return above, None if gone is None else DELETED
    return None, None
