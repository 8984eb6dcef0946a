"""Write the invented voices as Word, PowerPoint and Excel files, always the same bytes.

A source of `content.py` in, the bytes of a file out. They hold what real files hold:
tables, a tracked insertion, a text box, a comment by the typist, notes, groups.
"""

import io
import re
import zipfile
from datetime import datetime
from typing import Any

from .content import Source

TYPED = datetime(2026, 10, 16, 9, 30)
TYPIST = "R. Tidcombe"
WORDS_IN = re.compile(r"(\[\+.*?\+\])", re.S)
BOX = """<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:v="urn:schemas-microsoft-com:vml"><w:r><mc:AlternateContent>
<mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="4500000" cy="700000"/>
<wp:docPr id="7" name="Text Box 7"/><a:graphic><a:graphicData
 uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>
<a:ext cx="4500000" cy="700000"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
<a:ln><a:solidFill><a:srgbClr val="0072B2"/></a:solidFill></a:ln></wps:spPr>
<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>
</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>
<v:shape type="#_x0000_t202" style="width:350pt;height:55pt"><v:textbox><w:txbxContent>
{inside}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>
</mc:AlternateContent></w:r></w:p>"""


def fixed(packed: bytes) -> bytes:
    """Give a zip archive with fixed times, so that it has the same bytes each time."""
    out = io.BytesIO()
    stamp = TYPED.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(?<=W3CDTF\">)[^<]*", stamp, content)
            entry = zipfile.ZipInfo(name, (2026, 10, 16, 9, 30, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            new.writestr(entry, content)
    return out.getvalue()


def _bytes(made: Any) -> bytes:
    """Save a document, deck or workbook to bytes."""
    out = io.BytesIO()
    made.save(out)
    return fixed(out.getvalue())


def _properties(made: Any, title: str) -> None:
    """Fill in who made a file, what it is, and when."""
    core = made.core_properties
    core.author = core.last_modified_by = TYPIST
    core.title, core.subject = title, "Invented example round"
    core.comments = "Every person, place and word in this file is invented."
    core.created = core.modified = TYPED
    core.revision = 1


def docx(source: Source) -> bytes:
    """Give a transcript as a Word document."""
    from docx import Document

    document = Document()
    _properties(document, source.file.removesuffix(".docx"))
    document.add_heading(source.heading, level=1)
    if source.details:
        pairs = [line.split(" | ") for line in source.details]
        _table(document, pairs)
    if source.layout == "table":
        said = [[f"{who}:", words] for _, (who, words) in source.script]
        _table(document, [source.columns, *said])
    else:
        _transcript(document, source)
    return _bytes(document)


def _table(document: Any, rows: list[list[str]]) -> None:
    """Add a table with a grid, and a blank line below it."""
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        cells = table.add_row().cells
        for cell, words in zip(cells, row, strict=True):
            cell.text = words
    document.add_paragraph()


def _transcript(document: Any, source: Source) -> None:
    """Add the turns, each with the name in bold."""
    from docx.oxml import parse_xml

    turn = None
    for kind, what in source.script:
        if kind == "box":
            inside = _box_words(": ".join(what))
            box = parse_xml(BOX.format(inside=inside))
            document.element.body.insert(-1, box)
        elif kind == "comment" and turn is not None:
            _comment(document, turn, what[0])
        else:
            turn = document.add_paragraph()
            turn.add_run(f"{what[0]}: ").bold = True
            _words(turn, what[1])
            for more in what[2:]:
                _words(document.add_paragraph(), more)


def _box_words(words: str) -> str:
    """Give one paragraph of a text box as XML."""
    from xml.sax.saxutils import escape

    return f"<w:p><w:r><w:t>{escape(words)}</w:t></w:r></w:p>"


def _words(paragraph: Any, words: str) -> None:
    """Add words; those in [+ +] as a tracked insertion."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for part in WORDS_IN.split(words):
        run = paragraph.add_run(part.removeprefix("[+").removesuffix("+]"))
        if part.startswith("[+"):
            inserted = OxmlElement("w:ins")
            inserted.set(qn("w:id"), "901")
            inserted.set(qn("w:author"), TYPIST)
            inserted.set(qn("w:date"), "2026-10-16T09:30:00Z")
            run._r.addprevious(inserted)
            inserted.append(run._r)


def _comment(document: Any, turn: Any, what: str) -> None:
    """Add what the typist noted in the margin."""
    from docx.oxml.ns import qn

    author, _, words = what.partition(": ")
    note = document.add_comment(turn.runs, text=words, author=author, initials="RT")
    note._comment_elm.set(qn("w:date"), "2026-10-16T09:30:00Z")


def pptx(source: Source) -> bytes:
    """Give a deck: a title slide, then a slide for each title."""
    from pptx import Presentation

    deck = Presentation()
    _properties(deck, source.heading)
    first = deck.slides.add_slide(deck.slide_layouts[0])
    first.shapes.title.text = source.heading
    first.placeholders[1].text = "\n".join(source.details)
    starts = [i for i, (kind, _) in enumerate(source.script) if kind == "title"]
    for start, end in zip(starts, [*starts[1:], len(source.script)], strict=True):
        _slide(deck, source.script[start:end])
    return _bytes(deck)


def _slide(deck: Any, script: list[tuple[str, list[str]]]) -> None:
    """Add one slide with its bullets, table, group and notes."""
    lines: dict[str, list[Any]] = {
        kind: [] for kind in ("body", "notes", "group", "table")
    }
    for kind, what in script[1:]:
        if kind == "table" and len(what) == 1:
            lines["table"].append(what[0].split(" | "))
        elif kind != "endtable":
            lines[kind].append(": ".join(what))
    slide = deck.slides.add_slide(deck.slide_layouts[1 if lines["body"] else 5])
    slide.shapes.title.text = script[0][1][0]
    if lines["body"]:
        slide.placeholders[1].text = "\n".join(lines["body"])
        _small(slide.placeholders[1].text_frame, 15)
    if lines["table"]:
        _slide_table(slide, lines["table"], 4.7 if lines["body"] else 1.7)
    if lines["group"]:
        _slide_group(slide, lines["group"], 5.2 if lines["body"] else 1.8)
    if lines["notes"]:
        slide.notes_slide.notes_text_frame.text = "\n".join(lines["notes"])


def _small(frame: Any, points: int) -> None:
    """Set the size of all words in a frame, so that they stay on the slide."""
    from pptx.util import Pt

    for paragraph in frame.paragraphs:
        paragraph.font.size = Pt(points)


def _slide_table(slide: Any, cells: list[Any], top: float) -> None:
    """Add a table of two columns; its first row says what they are."""
    from pptx.util import Inches

    flat = [cell for row in cells for cell in (row if isinstance(row, list) else [row])]
    rows = len(flat) // 2
    place = (Inches(0.6), Inches(top), Inches(8.8), Inches(0.6 * rows))
    table = slide.shapes.add_table(rows, 2, *place).table
    for i, words in enumerate(flat):
        cell = table.cell(i // 2, i % 2)
        cell.text = words
        _small(cell.text_frame, 14)


def _slide_group(slide: Any, lines: list[str], top: float) -> None:
    """Add a group of text boxes, one for each person quoted."""
    from pptx.util import Inches

    group = slide.shapes.add_group_shape()
    for i, words in enumerate(lines):
        left = Inches(0.4 + 3.1 * i)
        box = group.shapes.add_textbox(left, Inches(top), Inches(2.9), Inches(1.6))
        box.text_frame.word_wrap = True
        box.text_frame.text = words
        _small(box.text_frame, 14)


def xlsx(source: Source) -> bytes:
    """Give a form: two rows of headings, the answers, a sheet that says what it is."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Form responses"
    who = len(source.columns) - len(source.words)
    sheet.append(["About you", *[""] * (who - 1), "Your views"])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=who)
    last = len(source.columns)
    sheet.merge_cells(start_row=1, end_row=1, start_column=who + 1, end_column=last)
    sheet.append(source.columns)
    for kind, cells in source.script:
        if kind == "row":
            put_row(sheet, cells)
    about = book.create_sheet("About")
    about["A1"] = "INVENTED: every answer in this workbook was made up for an example."
    book.properties.creator = book.properties.lastModifiedBy = TYPIST
    book.properties.created = TYPED
    return _bytes(book)


def put_row(sheet: Any, cells: list[Any]) -> None:
    """Add a row in which words stay words, even 007 or those that begin with =."""
    row = sheet.max_row + 1
    for column, value in enumerate(cells, 1):
        if value == "" or value is None:
            continue
        plain = isinstance(value, str) and re.fullmatch(r"[1-9]\d*", value)
        cell = sheet.cell(row, column, int(value) if plain else value)
        if isinstance(value, str) and not plain:
            cell.data_type = "s"
