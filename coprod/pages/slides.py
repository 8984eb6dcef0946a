"""Write PowerPoint slides to talk with: large words, nothing cut off.

What does not fit on one slide goes on to the next, under the same title with a number.
A quote alone has a slide of its own look; a table becomes a list, row by row.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import Any

from coprod.pages import word_document as word
from coprod.pages.word_document import plain

__all__ = ["write_pptx"]

WIDE, HIGH = 13.333, 7.5  # inches, 16:9
LINES = 10  # on a slide, at 24 points
LETTERS = {"words": 72, "item": 70, "quote": 58}  # in a line
POINTS = {"heading": 26, "strong": 26, "quote": 30, "said": 24, "by": 20}
INK, ACCENT = "1B1B1B", "5E3C99"
HANG = 342900  # of an item behind its mark


@dataclass(frozen=True)
class Piece:
    """Some lines of one block that stay together on a slide."""

    kind: str
    words: str
    lines: int
    by: str = ""


def write_pptx(path: Path, title: str, slides: Iterable[word.Slide]) -> Path:
    """Write slides, 16:9, no words smaller than 20 points, with notes for the speaker.

    Parameters
    ----------
    path : pathlib.Path
        Where to; a file of that name is replaced.
    title : str
        On the first slide and in the file's properties.
    slides : iterable of Slide
        What they say, in order; a slide that is too full becomes several.

    Returns
    -------
    pathlib.Path
        The same as given.

    Raises
    ------
    ValueError
        If a block is of no known kind.

    Examples
    --------
    >>> slides = [pages.word_document.Slide("Good", notes="Say thank you.")]
    >>> pages.slides.write_pptx(rnd.working / "short.pptx", "Findings", slides).name
    'short.pptx'
    """
    from pptx import Presentation
    from pptx.util import Inches

    show = Presentation()
    show.slide_width, show.slide_height = Inches(WIDE), Inches(HIGH)
    first = show.slides.add_slide(show.slide_layouts[5])
    _title(first, title, top=2.4)
    for slide in slides:
        pages = list(_pages(slide)) or [[]]
        for number, pieces in enumerate(pages, 1):
            count = f" ({number} of {len(pages)})" if len(pages) > 1 else ""
            made = _slide(show, slide.title + count, pieces)
            if slide.notes:
                made.notes_slide.notes_text_frame.text = plain(slide.notes)
    return word.save(show, path, title)


def _pages(slide: word.Slide) -> Iterator[list[Piece]]:
    """Deal the blocks of a slide out to as many slides as they need."""
    page: list[Piece] = []
    for block in slide.blocks:
        for piece in _pieces(block):
            if page and sum(p.lines for p in page) + piece.lines > LINES:
                # A heading does not stay behind alone.
                stays = page[:-1] if page[-1].kind == "heading" else page
                if stays:
                    yield stays
                page = page[len(stays) :]
            page.append(piece)
    if page:
        yield page


def _pieces(block: Any) -> Iterator[Piece]:
    """Cut one block into pieces that each fit on a slide."""
    match block:
        case word.Bullets(items, numbered):
            for number, item in enumerate(items, 1):
                mark = f"{number}. " if numbered else "• "
                yield from _cut("item", f"{mark}{item}", LETTERS["item"])
        case word.Quote(words, by, _):
            *others, last = _cut("quote", f"“{words.strip()}”", LETTERS["quote"])
            for piece in (*others, last):
                told = by if piece is last else "continued on the next slide"
                yield Piece("quote", piece.words, piece.lines + 1, told)
        case word.Table(frame, caption):
            head, *rows = word.cells(frame)
            pairs = (zip(head, row, strict=True) for row in rows)
            lines = ["; ".join(map(": ".join, cells)) for cells in pairs]
            yield from _pieces(word.Heading(caption))
            yield from _pieces(word.Bullets(lines or head))
        case word.Heading(words):
            yield from _cut("heading", words, LETTERS["item"])
        case word.Note(words) | word.Paragraph(words, True):
            yield from _cut("strong", words, LETTERS["words"])
        case word.Paragraph(words):
            yield from _cut("words", words, LETTERS["words"])
        case _:
            word.refuse(block)


def _cut(kind: str, words: str, letters: int) -> Iterator[Piece]:
    """Cut words into pieces of as many lines as a slide holds."""
    lines = wrap(plain(words), letters, break_on_hyphens=False) or [""]
    parts = -(-len(lines) // LINES)
    # Parts of about the same length, so that no slide holds a lone last word.
    most = -(-len(lines) // parts)
    for start in range(0, len(lines), most):
        some = lines[start : start + most]
        yield Piece(kind, " ".join(some), len(some))


def _slide(show: Any, title: str, pieces: list[Piece]) -> Any:
    """Make one slide of pieces that fit on it."""
    made = show.slides.add_slide(show.slide_layouts[1 if pieces else 5])
    _title(made, title)
    if pieces:
        body = made.placeholders[1]
        alone = [piece.kind for piece in pieces] == ["quote"]
        _place(body, 0.9 if alone else 0.6, 2.0, WIDE - 1.5, 4.9)
        if alone:
            _quote_bar(made)
        for number, piece in enumerate(_spoken(pieces, "quote" if alone else "said")):
            frame = body.text_frame
            line = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            _write(line, piece)
    return made


def _spoken(pieces: list[Piece], kind: str) -> Iterator[Piece]:
    """Return pieces as paragraphs: after each quote who said it."""
    for piece in pieces:
        if piece.kind == "quote":
            yield Piece(kind, piece.words, piece.lines)
            yield Piece("by", piece.by, 1)
        else:
            yield piece


def _title(slide: Any, words: str, *, top: float = 0.5) -> None:
    """Write a title as large as its length allows."""
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

    shape = slide.shapes.title
    _place(shape, 0.6, top, WIDE - 1.2, 1.4)
    shape.text_frame.word_wrap = True
    shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    line = shape.text_frame.paragraphs[0]
    line.alignment = PP_ALIGN.LEFT
    sizes = {100: 32, 190: 26, 280: 22}  # points by letters
    size = next((s for most, s in sizes.items() if len(words) <= most), 20)
    _run(line, words, size, bold=True, colour=ACCENT)


def _write(line: Any, piece: Piece) -> None:
    """Write one piece as a paragraph of its own look."""
    from pptx.util import Pt

    # The template's own bullet would be read out before words that are no list.
    words = piece.words.removeprefix("• ") if piece.kind == "item" else piece.words
    point, settings = words != piece.words, line._p.get_or_add_pPr()
    settings.set("marL", str(HANG if piece.kind == "item" else 0))
    settings.set("indent", str(-HANG if point else 0))
    if point:
        settings.append(_element("a:buFont", typeface="Arial"))
    settings.append(_element("a:buChar", char="•") if point else _element("a:buNone"))
    line.space_after = Pt(8)
    line.space_before = Pt(12 if piece.kind == "said" else 0)
    size, bold = POINTS.get(piece.kind, 24), piece.kind in ("heading", "strong")
    _run(line, words, size, bold=bold, colour=ACCENT if piece.kind == "said" else INK)


def _quote_bar(slide: Any) -> None:
    """Draw the bar beside a quote; it says nothing, so it is not read out."""
    from pptx.util import Inches

    bar = slide.shapes.add_shape(1, Inches(0.6), Inches(2.1), Inches(0.12), Inches(4.4))
    bar.fill.solid()
    bar.fill.fore_color.rgb = _rgb(ACCENT)
    bar.line.fill.background()
    bar.name = "Bar beside the quote"


def _run(line: Any, words: str, points: int, *, bold: bool, colour: str = INK) -> None:
    """Write words in a size and colour, in British English."""
    from pptx.util import Pt

    run = line.add_run()
    run.text = plain(words)
    run.font.size, run.font.bold, run.font.name = Pt(points), bold, "Arial"
    run.font.color.rgb = _rgb(colour)
    run._r.get_or_add_rPr().set("lang", "en-GB")


def _place(shape: Any, *box: float) -> None:
    """Put a shape at left, top, width and height, in inches."""
    from pptx.util import Inches

    shape.left, shape.top, shape.width, shape.height = map(Inches, box)


def _rgb(colour: str) -> Any:
    """Return a colour as slides know it."""
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour)  # type: ignore[no-untyped-call]


def _element(tag: str, **attributes: str) -> Any:
    """Return an empty element of a drawing."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    told = " ".join(f'{key}="{value}"' for key, value in attributes.items())
    return parse_xml(f"<{tag} {nsdecls('a')} {told}/>")
