"""Read PowerPoint slides (.pptx): titles, text, tables, notes and comments."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coprod.listen.formats import office_xml
from coprod.listen.formats.office_xml import REL, A, P
from coprod.listen.formats.utterances import Paragraph, Tally, Transcript
from coprod.store import office

BESIDE = office_xml.KNOWN["beside a slide"]  # kind of a part: where its words stand
SILENT = office_xml.KNOWN["not on a slide"]
CELLS = (f"{A}tc", f"{A}tr", f"{A}tbl")


def read(path: Path) -> Transcript:
    """Read slides in the order they are shown, each with its notes and comments."""
    aside, roots = Tally(), office_xml.parts(path)
    said: list[Paragraph] = []
    called: dict[str, str] = {}
    for number, part in enumerate(_order(path, roots), 1):
        title = _title(roots[part])
        called[part] = f"slide {number}"
        said += _slide(roots[part], aside, called[part], title)
        for kind, other in office_xml.links(path, part).values():
            if kind in BESIDE and other in roots and other not in called:
                called[other] = f"{BESIDE[kind]} slide {number}"
                said += _slide(roots[other], aside, called[other], title)
    for name in sorted(set(roots) - set(called)):
        kind = roots[name].tag.rsplit("}", 1)[-1]
        called[name] = SILENT.get(kind, "parts on no slide")
        list(office_xml.paragraphs(roots[name], aside, called[name], called[name]))
    swept, notes = office_xml.sweep(path, called), office.remarks(path)
    return Transcript(said, aside, swept, notes)


def _order(path: Path, roots: dict[str, Any]) -> list[str]:
    """Return the part names of the slides in the order they are shown."""
    shows = {n: r for n, r in roots.items() if r.tag == f"{P}presentation"}
    slides = []
    for name, root in shows.items():
        found = office_xml.links(path, name)
        named = [slide.get(f"{REL}id") for slide in root.iter(f"{P}sldId")]
        slides += [found[each][1] for each in named if each in found]
    return [slide for slide in dict.fromkeys(slides) if slide in roots]


def _is_title(paragraph: Any) -> bool:
    """Say whether a paragraph stands in the title of a slide."""
    shape = next(paragraph.iterancestors(f"{P}sp"), None)
    return shape is not None and office_xml.placeholder(shape) in ("title", "ctrTitle")


def _title(root: Any) -> str | None:
    """Return the title of a slide as one line."""
    every = office_xml.paragraphs(root, Tally(), "")
    pieces = [text for paragraph, text, _ in every if _is_title(paragraph)]
    return " ".join(" ".join(pieces).split()) or None


def _slide(root: Any, aside: Tally, on: str, title: str | None) -> Iterator[Paragraph]:
    """Return the paragraphs of one slide, or of what belongs to it."""
    shown = on.startswith("slide")  # "Food: cold" on a slide is no speaker
    for paragraph, text, at in office_xml.paragraphs(root, aside, on):
        box = next(paragraph.iterancestors(f"{A}tr", f"{P}sp", f"{P}cm"), None)
        if not shown:
            yield Paragraph(text, on, title, (on, box), at=at)
        elif _is_title(paragraph):
            where = f"title of {on}"
            yield Paragraph(text, where, None, box, names=False, at=at)
        else:
            table = next(paragraph.iterancestors(f"{A}tbl"), None) is not None
            where = f"table on {on}" if table else on
            beside = office_xml.cell(paragraph, CELLS)
            yield Paragraph(text, where, title, box, deck=True, cell=beside, at=at)
