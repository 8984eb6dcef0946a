"""PowerPoint (.pptx): titles, text, tables, groups, diagrams, notes and comments."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coprod import office
from coprod.voices.markup import (
    CHARTS,
    REL,
    A,
    P,
    links,
    paragraphs,
    parts,
    placeholder,
    sweep,
)
from coprod.voices.reading import Paragraph, Reading, spoken

BESIDE = {  # kind of part that belongs to a slide: where its words stand
    "notesSlide": "notes of",
    "comments": "comment on",
    "comment": "comment on",
    "diagramData": "diagram on",
}
SILENT = {
    "sldMaster": "slide designs",
    "sldLayout": "slide designs",
    "notesMaster": "slide designs",
    "handoutMaster": "slide designs",
    "chartSpace": CHARTS,
    "drawing": "second copy of a diagram",
}


def read(path: Path) -> Reading:
    """Read slides in the order they are shown, each with its notes and comments."""
    aside: Counter[str] = Counter()
    roots = parts(path)
    said: list[Paragraph] = []
    read_parts: set[str] = set()
    for number, part in enumerate(_order(path, roots), 1):
        title = _title(roots[part])
        said += _slide(roots[part], aside, f"slide {number}", title)
        read_parts.add(part)
        for kind, other in links(path, part).values():
            if kind in BESIDE and other in roots and other not in read_parts:
                place = f"{BESIDE[kind]} slide {number}"
                said += _slide(roots[other], aside, place, title)
                read_parts.add(other)
    for name in sorted(set(roots) - read_parts):
        kind = roots[name].tag.rsplit("}", 1)[-1]
        list(paragraphs(roots[name], aside, SILENT.get(kind, "parts on no slide")))
    return Reading(
        spoken(said, aside), dict(+aside), sweep(path), notes=office.remarks(path)
    )


def _order(path: Path, roots: dict[str, Any]) -> list[str]:
    """Give the part names of the slides in the order they are shown."""
    shows = {n: r for n, r in roots.items() if r.tag == f"{P}presentation"}
    slides = []
    for name, root in shows.items():
        found = links(path, name)
        slides += [found[slide.get(f"{REL}id")][1] for slide in root.iter(f"{P}sldId")]
    return [slide for slide in dict.fromkeys(slides) if slide in roots]


def _is_title(paragraph: Any) -> bool:
    """Say whether a paragraph stands in the title of a slide."""
    shape = next(paragraph.iterancestors(f"{P}sp"), None)
    return shape is not None and placeholder(shape) in ("title", "ctrTitle")


def _title(root: Any) -> str | None:
    """Give the title of a slide as one line."""
    pieces = [text for p, text in paragraphs(root, Counter()) if _is_title(p)]
    return " ".join(" ".join(pieces).split()) or None


def _slide(
    root: Any, aside: Counter[str], place: str, title: str | None
) -> Iterator[Paragraph]:
    """Give the paragraphs of one slide, or of what belongs to it."""
    shown = place.startswith("slide")  # "Food: cold" on a slide is no speaker
    for paragraph, text in paragraphs(root, aside):
        box = next(paragraph.iterancestors(f"{A}tr", f"{P}sp", f"{P}cm"), None)
        if not shown:
            yield Paragraph(text, place, title, (place, box))
        elif _is_title(paragraph):
            yield Paragraph(text, f"title of {place}", None, box, names=False)
        else:
            table = next(paragraph.iterancestors(f"{A}tbl"), None) is not None
            where = f"table on {place}" if table else place
            yield Paragraph(text, where, title, box, deck=True)
