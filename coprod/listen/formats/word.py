"""Read Word documents (.docx): body, tables, boxes, comments and notes."""

import email
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from coprod.listen.formats import office_xml, reasons, web
from coprod.listen.formats.office_xml import W, cell, links, paragraphs, parts, sweep
from coprod.listen.formats.utterances import Paragraph, Tally, Transcript, with_headings
from coprod.store import office, spreadsheets

# By the first element of a part: where its words stand.
SPOKEN = office_xml.tags("parts of a document")
SILENT = {"hdr": reasons.NUMBERS, "ftr": reasons.NUMBERS, "chartSpace": reasons.CHARTS}
COPIES = {"drawing": "second copy of a diagram", "glossaryDocument": "building blocks"}
CELLS = (f"{W}tc", f"{W}tr", f"{W}tbl")
OTHER = "parts that are not the document"


def read(path: Path | IO[bytes]) -> Transcript:
    """Read a Word document; tracked insertions are taken, deletions set aside."""
    aside, roots = Tally(), parts(path)
    order = list(SPOKEN)
    wordy = (n for n, r in roots.items() if r.tag in SPOKEN and "glossary" not in n)
    called = {name: SPOKEN[roots[name].tag].replace("body", "") for name in wordy}
    said: list[Paragraph] = []
    styles = _headings(roots)
    for name in sorted(called, key=lambda name: order.index(roots[name].tag)):
        said += with_headings(_part(roots[name], aside, called[name], styles))
    inserted = _inserted(path, [*called])
    for name in roots.keys() - called.keys():
        kind = roots[name].tag.rsplit("}", 1)[-1]
        why = reasons.UNREAD if name in inserted else OTHER
        called[name] = {**SILENT, **COPIES}.get(kind, why)
        list(paragraphs(roots[name], aside, called[name], called[name]))
    swept, notes = sweep(path, called), office.remarks(path)
    for name, raw in inserted.items():
        if name not in roots:  # what stands in it is no part of the document's XML
            more = _whole(raw)
            said += [p._replace(turn=(name, p.turn)) for p in more.paragraphs]
            aside.take(more.aside)
            swept.take(more.swept)
    return Transcript(said, aside, swept, notes)


def _inserted(path: Path | IO[bytes], names: list[str]) -> dict[str, bytes]:
    """Return each file put whole into the document, an "altChunk", by its name."""
    found = [target for name in names for target in links(path, name).values()]
    with zipfile.ZipFile(path) as archive:
        here = {part for kind, part in found if kind == "aFChunk"}
        return {n: archive.read(n) for n in sorted(here & {*archive.namelist()})}


def _whole(raw: bytes) -> Transcript:
    """Read a Word file, web page, mail or text that was put into a document."""
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            office.check_parts(archive, len(raw), ".docx")
        return read(io.BytesIO(raw))
    aside, swept, said = Tally(), Tally(), list[Paragraph]()
    mail = b"MIME-Version:" in raw[:2000]
    whole = email.message_from_bytes(raw).walk() if mail else ()
    texts = [part for part in whole if part.get_content_maintype() == "text"]
    for each in [bytes(p.get_payload(decode=True)) for p in texts] or [raw]:
        text = spreadsheets.decode(each)
        if text.startswith("{\\rtf"):
            aside.put(reasons.UNREAD, len(text), web.WHOLE)
            swept.put("", len(text), web.WHOLE)
            continue
        said += with_headings(web.paragraphs(text, aside))
        swept.take(web.counted(text))
    return Transcript(said, aside, swept)


def _part(root: Any, aside: Tally, part: str, styles: set[str]) -> Iterator[Paragraph]:
    """Return the paragraphs of one part."""
    for paragraph, text, at in paragraphs(root, aside, part):
        place = _place(paragraph, SPOKEN[root.tag], styles)
        names = place not in ("heading", "diagram")
        turn = (place, next(paragraph.iterancestors(f"{W}tr", f"{W}txbxContent"), None))
        above = paragraph.iterancestors(f"{W}comment")  # in the margin
        who = next((c.get(f"{W}author") for c in above), None) or None
        looks = (_bold(paragraph), cell(paragraph, CELLS))
        yield Paragraph(text, place, None, turn, who, names, False, *looks, at=at)


def _bold(paragraph: Any) -> int:
    """Count the characters in bold at the start of a paragraph."""
    count = 0
    for run in paragraph.iter(f"{W}r"):
        words = "".join(piece.text or "" for piece in run.iter(f"{W}t"))
        mark = run.find(f"{W}rPr/{W}b")
        if words and (mark is None or mark.get(f"{W}val") in ("0", "false")):
            break
        count += len(words)
    return count


def _place(paragraph: Any, place: str, styles: set[str]) -> str:
    """Say where a paragraph stands: a text box, a table, a heading, or the part."""
    for above in paragraph.iterancestors(f"{W}txbxContent", f"{W}tbl"):
        return "table" if above.tag == f"{W}tbl" else "text box"
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    heading = style is not None and style.get(f"{W}val") in styles
    return "heading" if place == "body" and heading else place


def _headings(roots: dict[str, Any]) -> set[str]:
    """Return the ids of the heading styles; their names are English in every Word."""
    found = set()
    for root in (root for root in roots.values() if root.tag == f"{W}styles"):
        for style in root.iter(f"{W}style"):
            name = style.find(f"{W}name")
            said = "" if name is None else name.get(f"{W}val", "").lower()
            if said.startswith(("heading", "title", "subtitle")):
                found.add(style.get(f"{W}styleId"))
    return found
