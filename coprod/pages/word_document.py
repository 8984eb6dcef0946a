"""Write Word documents: headings, lists, quotes, tables and notes.

The same blocks also become slides (`slides`). Headings, lists and tables are real ones,
so that a screen reader finds its way; the language is British English; a file is
written whole or not at all, and the same blocks give the same bytes.
"""

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from coprod.store import disk, show, spreadsheets
from coprod.store.problem import Problem

__all__ = [
    "Block",
    "Bullets",
    "Heading",
    "Note",
    "Paragraph",
    "Quote",
    "Slide",
    "Table",
    "write_docx",
]

_INK = "1B1B1B"
# A fixed day, so that the same words give the same bytes; the day of making is no news.
_DAY = datetime(2000, 1, 1)
_STRONG = ("L", "R", "AL")  # ways of letters; other signs go the way of these
_BEHIND = [  # what may stand behind "from the right" in the looks of a paragraph
    f"w:{name}"
    for name in "adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents "
    "suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId "
    "cnfStyle rPr sectPr pPrChange".split()
]
_ILLEGAL = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is below the title.

    Examples
    --------
    >>> pages.word_document.Heading("What you said").level
    1
    """

    words: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Plain words; `strong` for the one sentence to remember.

    Examples
    --------
    >>> pages.word_document.Paragraph("Thank you.", strong=True).strong
    True
    """

    words: str
    strong: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list; `numbered` where the order matters.

    Examples
    --------
    >>> pages.word_document.Bullets(["first", "second"], numbered=True).numbered
    True
    """

    items: Sequence[str]
    numbered: bool = False


@dataclass(frozen=True)
class Quote:
    """What somebody said, and who, as far as may be told.

    Examples
    --------
    >>> pages.word_document.Quote("She told me first.", "a parent").by
    'a parent'
    """

    words: str
    by: str = ""
    hard: bool = False  # to read: folded on a page, last on paper


@dataclass(frozen=True)
class Table:
    """Numbers or words in columns, with a sentence that says of what.

    Examples
    --------
    >>> pages.word_document.Table(rnd.load("themes"), "Who spoke of what").caption
    'Who spoke of what'
    """

    frame: pd.DataFrame
    caption: str


@dataclass(frozen=True)
class Note:
    """Something to know before reading on, such as NOT FOR SHARING.

    Examples
    --------
    >>> pages.word_document.Note(rnd.stamp).words
    'NOT FOR SHARING'
    """

    words: str


Block = Heading | Paragraph | Bullets | Quote | Table | Note


@dataclass(frozen=True)
class Slide:
    """One slide: its title, its blocks, and what the speaker may say with it.

    Examples
    --------
    >>> pages.word_document.Slide("The good first", notes="Say thank you.").notes
    'Say thank you.'
    """

    title: str
    blocks: Sequence[Block] = ()
    notes: str = ""


def cells(frame: pd.DataFrame) -> list[list[str]]:
    """Return a table as rows of words, the header first, as pages show them."""
    body = frame.astype(object).map(show.shown).to_numpy().tolist()
    rows = [[str(column) for column in frame.columns], *body]
    return [[plain(value) for value in row] or [""] for row in rows]


def shares(rows: Sequence[Sequence[str]]) -> list[float]:
    """Share the width of a table out: one share for each column, 1 in all.

    Columns of `rows`, as from `cells`, that hold longer words get more.
    """
    longest = [
        min(max(map(len, column)), 40)
        + max(len(word) for cell in column for word in [*cell.split(), ""])
        for column in zip(*rows, strict=True)
    ]
    wanted = [max(each, 10) for each in longest]
    return [each / sum(wanted) for each in wanted]


def plain(words: Any) -> str:
    """Return words without what no Office file may hold, such as the sign for bell."""
    return _ILLEGAL.sub("", str(words))


def refuse(block: Any) -> None:
    """Raise a ValueError that says what a document is made of.

    Only the kind of what was given instead is named, never its words.
    """
    raise Problem(
        f"documents: a {type(block).__name__} is no part of a document. It is made of "
        "Heading, Paragraph, Bullets, Quote, Table and Note: use one of these."
    )


def save(made: Any, path: Path, title: str) -> Path:
    """Write a Word document or slides without the time of day and without a maker.

    A file of that name is replaced; the title goes into the file's properties. Give the
    path.
    """
    about = made.core_properties
    about.title, about.language, about.revision = plain(title)[:255], "en-GB", 1
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.created = about.modified = _DAY
    _without_thumbnail(made.part.package)
    slides = (slide.shapes._spTree for slide in getattr(made, "slides", ()))
    for root in [made.element, *slides]:
        _from_the_right(root)
    whole = io.BytesIO()
    made.save(whole)
    disk.write(Path(path), spreadsheets.timeless(whole.getvalue()))
    return Path(path)


def _from_the_right(root: Any) -> None:
    """Let each paragraph that begins in Arabic or Hebrew be written from the right."""
    from docx.oxml import OxmlElement

    for each in root.iter("{*}p"):
        words = "".join(piece.text or "" for piece in each.iter("{*}t"))
        ways = map(unicodedata.bidirectional, words)
        if next((way for way in ways if way in _STRONG), "L") == "L":
            continue
        looks = each.get_or_add_pPr()
        if each.tag.startswith("{http://schemas.openxmlformats.org/drawingml"):
            looks.set("rtl", "1")
            looks.set("algn", "r")
            continue
        looks.insert_element_before(OxmlElement("w:bidi"), *_BEHIND)
        for run in each.iter("{*}r"):
            run.get_or_add_rPr().append(OxmlElement("w:rtl"))


def _without_thumbnail(package: Any) -> None:
    """Take out the small picture of the template's first page, which is not ours."""
    rels = getattr(package, "rels", None) or package._rels
    for key in [k for k, rel in rels.items() if rel.reltype.endswith("/thumbnail")]:
        rels.pop(key)


def write_docx(path: Path, title: str, blocks: Iterable[Block]) -> Path:
    """Write a Word document with real headings, lists, quotes and tables.

    Parameters
    ----------
    path : pathlib.Path
        Where to; a file of that name is replaced.
    title : str
        The title on the first page and in the file's properties.
    blocks : iterable of Block
        What it says, in order.

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
    >>> blocks = [pages.word_document.Paragraph("Thank you.")]
    >>> path = rnd.working / "short.docx"
    >>> pages.word_document.write_docx(path, "Findings", blocks).name
    'short.docx'
    """
    from docx import Document

    document = Document()
    _word_styles(document)
    document.add_heading(plain(title), level=0)
    for block in blocks:
        _write(document, block)
    return save(document, path, title)


def _write(document: Any, block: Block) -> None:
    """Write one block; a heading is one that Word lists in its navigation."""
    match block:
        case Heading(words, level):
            document.add_heading(plain(words), level=min(max(level, 1), 3))
        case Paragraph(words, strong):
            document.add_paragraph().add_run(plain(words)).bold = strong
        case Note(words):
            document.add_paragraph().add_run(plain(words)).bold = True
        case Quote(words, by, _):
            made = document.add_paragraph(f"“{plain(words)}”", style="Intense Quote")
            if by:
                made.add_run(f"\n{plain(by)}").italic = False
        case Bullets(items, numbered):  # Word would count on from list to list
            style = "List" if numbered else "List Bullet"
            for number, item in enumerate(items, 1):
                words = f"{number}. {item}" if numbered else item
                document.add_paragraph(plain(words), style=style)
        case Table():
            _word_table(document, block)
        case _:
            refuse(block)


def _word_styles(document: Any) -> None:
    """Set fonts, colours and language in the styles, where people can change them."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    sizes = {"Normal": 12, "Title": 24, "Heading 1": 18, "Heading 2": 15}
    sizes |= {"Heading 3": 13, "Caption": 12, "Intense Quote": 12}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        style.font.color.rgb = RGBColor.from_string(_INK)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in [key for key in fonts.attrib if "Theme" in key]:
            del fonts.attrib[kind]
    document.styles["Intense Quote"].font.bold = False
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _word_table(document: Any, table: Table) -> None:
    """Write a table whose header row comes again on each page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    caption = document.add_paragraph(plain(table.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    rows, page = cells(table.frame), document.sections[0]
    width = page.page_width - page.left_margin - page.right_margin
    made = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for number, row in enumerate(rows):
        added = made.add_row()
        for cell, words in zip(added.cells, row, strict=True):
            cell.paragraphs[0].add_run(words).bold = number == 0
        marks = added._tr.get_or_add_trPr()
        marks.append(OxmlElement("w:cantSplit"))
        if number == 0:
            marks.append(OxmlElement("w:tblHeader"))
    made.autofit = False
    for column, share in zip(made.columns, shares(rows), strict=True):
        column.width = int(width * share)
        for cell in column.cells:
            cell.width = int(width * share)
    about = OxmlElement("w:tblDescription")
    about.set(qn("w:val"), plain(table.caption))
    made._tbl.tblPr.append(about)
    document.add_paragraph()
