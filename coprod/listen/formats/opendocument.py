"""Read OpenDocument texts (.odt): body, tables, boxes, comments and notes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coprod.listen.formats import reasons
from coprod.listen.formats.office_xml import BOTH, Spot, cell, count, parts, tag, tags
from coprod.listen.formats.utterances import Paragraph, Tally, Transcript, with_headings
from coprod.store import office

T, TABLE, STYLE, DC = map(tag, ("text:", "table:", "style:", "dc:"))
BOLD = f"{STYLE}text-properties[@{tag('fo:')}font-weight='bold']"
PARAGRAPHS, NAMED = (f"{T}p", f"{T}h"), tags("named in a text")
PARTS = ("content.xml", "styles.xml")  # the others hold settings, no words
WHY = {"content.xml": "", "styles.xml": reasons.NUMBERS}  # other such parts are charts
ASIDE, PLACES = tags("set aside in a text"), tags("places in a text")
DELETED = ASIDE[f"{T}tracked-changes"]
CELLS = (f"{TABLE}table-cell", f"{TABLE}table-row", f"{TABLE}table")
HOLDERS = (*PLACES, f"{T}note-body", tag("drawing:frame"))  # of what holds words


def read(path: Path) -> Transcript:
    """Read an OpenDocument text; deletions, headers and footers are set aside."""
    aside = Tally()
    said: list[Paragraph] = []
    for name, root in parts(path).items():
        if spot := _spot(name):
            said += with_headings(_part(root, aside, spot))
    swept, notes = count(path, _spot, _characters), office.remarks(path)
    return Transcript(said, aside, swept, notes)


def _characters(element: Any) -> int:
    """Count the characters of one element, and behind those in it."""
    texts = [_mark(element), element.text, *(inner.tail for inner in element)]
    return sum(len(text or "") for text in texts)


def _spot(name: str) -> Spot | None:
    """Return where one is at the beginning of a part with words in it."""
    part = name.lower()
    return Spot(WHY.get(part, reasons.CHARTS), NAMED) if part.endswith(PARTS) else None


def _mark(element: Any) -> str:
    """Return the characters that an element stands for: spaces, a tab, a new line."""
    if element.tag == f"{T}s":
        return " " * min(int(element.get(f"{T}c", "1")), 1_000)
    return {f"{T}tab": "\t", f"{T}line-break": "\n"}.get(element.tag, "")


def _part(root: Any, aside: Tally, spot: Spot) -> Iterator[Paragraph]:
    """Return the paragraphs of one part."""
    words: dict[Any, list[str]] = {}
    bold, styles = dict[Any, int](), _bold(root)
    spots: dict[Any, str] = {}
    why = spot.part
    for owner, text, at in _texts(root, spot):
        home, reason = _home(owner)
        if why or reason or home is None:
            other = reasons.WHITE if not text.strip() else "words outside any paragraph"
            aside.put(why or reason or other, len(text), (at,))
        else:
            pieces = words.setdefault(home, [])
            if sum(map(len, pieces)) == bold.get(home, 0) and _is_bold(owner, styles):
                bold[home] = bold.get(home, 0) + len(text)
            pieces.append(text)
            spots[home] = at
    for paragraph, pieces in words.items():
        over = next(paragraph.iterancestors(*PLACES), None)
        usual = "heading" if paragraph.tag == f"{T}h" else "body"
        place = usual if over is None else PLACES[over.tag]
        turn = (place, next(paragraph.iterancestors(f"{TABLE}table-row"), None))
        author = None if over is None else over.findtext(f"{DC}creator") or None
        who, stands = (author, place != "heading"), (spots[paragraph],)
        looks = (bold.get(paragraph, 0), cell(paragraph, CELLS))
        text = "".join(pieces)
        yield Paragraph(text, place, None, turn, *who, False, *looks, at=stands)


def _bold(root: Any) -> set[str]:
    """Return the names of the styles in bold."""
    wide = [s for s in root.iter(f"{STYLE}style") if s.find(BOLD) is not None]
    return {style.get(f"{STYLE}name") for style in wide}


def _is_bold(owner: Any, styles: set[str]) -> bool:
    """Say whether the words of an element are in bold."""
    around = (owner, *owner.iterancestors(*PARAGRAPHS))
    return any(element.get(f"{T}style-name") in styles for element in around[:2])


def _texts(root: Any, spot: Spot) -> Iterator[tuple[Any, str, str]]:
    """Return every piece of text in order, the element it stands in, and its place."""
    from lxml import etree

    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    for event, element in etree.iterwalk(root, BOTH):
        if event == "start":
            spot.opens(element.tag)
            yield element, _mark(element) + (element.text or ""), spot.name
        else:
            spot.closes(element.tag)
            if element is not root:
                yield element.getparent(), element.tail or "", spot.name


def _home(owner: Any) -> tuple[Any, str | None]:
    """Return the paragraph a text belongs to, or why it is nobody's words."""
    if owner.tag in HOLDERS:
        return None, None
    for above in (owner, *owner.iterancestors()):
        if above.tag in ASIDE:
            return None, ASIDE[above.tag]
        if above.tag in PARAGRAPHS:
            gone = next(above.iterancestors(f"{T}tracked-changes"), None)
            return above, None if gone is None else DELETED
    return None, None
