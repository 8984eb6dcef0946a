"""Count the characters of spreadsheets a second time, cell by cell.

It finds cells and words with other parsers than `sheets` does: that is the proof. Only
the rules are the same: the order of the tabs, and how a number or date is shown.
"""

import re
import zipfile
from pathlib import Path
from typing import Any

from coprod.listen.formats.office_xml import parts, tag
from coprod.listen.formats.sheet_columns import letters
from coprod.listen.formats.utterances import Tally
from coprod.store import cells, spreadsheets

T, X = tag("table:"), tag("text:")
STRINGS, SAID = "xl/sharedStrings.xml", f"{cells.SHEET}rPh"  # words; how they are said


def count(path: Path) -> Tally:
    """Count the characters of all cells of a file."""
    own = {".xlsx": count_xlsx, ".ods": count_ods}
    return own.get(path.suffix.lower(), count_csv)(path)


def count_csv(path: Path) -> Tally:
    """Count the characters of all cells by the rules of CSV alone."""
    text = spreadsheets.decode(path.read_bytes())
    mark = re.escape(spreadsheets.delimiter(text))
    cell = rf'(\A|[\r\n]+|{mark})(?:"((?:[^"]|"")*)(?:"|\Z))?([^{mark}\r\n]*)'
    swept, row, column = Tally(), 1, 0
    for before, quoted, plain in re.findall(cell, text):
        ends = len(re.findall("\r\n|\r|\n", before))
        row, column = row + ends, 1 if ends else column + 1
        length = len(quoted.replace('""', '"')) + len(plain)
        swept.put("", length, _at(row, column))
    return swept


def _at(row: int, column: int, where: str = "") -> tuple[str, str]:
    """Return where a cell stands: its row and its column."""
    return f"row {row}{where}", f"column {letters(column)}{where}"


def count_xlsx(path: Path) -> Tally:
    """Count the characters of all cells with another parser than the reader's."""
    from lxml import etree
    from openpyxl.utils import column_index_from_string

    swept = Tally()
    with zipfile.ZipFile(path) as archive:
        formats = cells.cell_formats(archive)
        there = STRINGS in archive.namelist()
        shared = etree.fromstring(archive.read(STRINGS)) if there else []
        lengths = [_text_length(s) for s in shared if s.tag == f"{cells.SHEET}si"]
        for number, (_, part) in enumerate(cells.sheet_parts(archive), 1):
            row, line, column = None, 0, 0
            for _, cell in etree.iterparse(archive.open(part), tag=f"{cells.SHEET}c"):
                if cell.getparent() is not row:
                    row, column = cell.getparent(), 0
                    line = int(row.get("r", line + 1))
                named = cell.get("r", "").rstrip("0123456789")
                column = column_index_from_string(named) if named else column + 1
                value, kind = cell.findtext(f"{cells.SHEET}v", ""), cell.get("t", "n")
                if kind == "n" and value:
                    value = cells.number_text(value, int(cell.get("s", 0)), formats)
                elif kind == "b" and value:
                    value = str(value == "1")
                strings = kind == "s" and value
                count = lengths[int(value)] if strings else len(cells.unescape(value))
                count += _text_length(cell) if kind == "inlineStr" else 0
                swept.put("", count, _at(line, column, f" of sheet {number}"))
                cell.clear()
    return swept


def count_ods(path: Path) -> Tally:
    """Count the same of an OpenDocument workbook, with another parser."""
    swept = Tally()
    for number, table in enumerate(parts(path)["content.xml"].iter(f"{T}table"), 1):
        line = 0
        for row in table.iter(f"{T}table-row"):
            held, column = list[tuple[int, int]](), 0
            for cell in row.iter(f"{T}table-cell", f"{T}covered-table-cell"):
                texts = [each for each in cell if each.tag.endswith("}p")]
                length = sum(map(_length, texts)) + max(len(texts) - 1, 0)
                times = int(cell.get(f"{T}number-columns-repeated", 1))
                held += [(column + n, length) for n in range(1, times + 1) if length]
                column += times
            again = int(row.get(f"{T}number-rows-repeated", 1))
            for down in range(1, again + 1 if held else 1):
                for column, length in held:
                    at = _at(line + down, column, f" of sheet {number}")
                    swept.put("", length, at)
            line += again
    return swept


def _length(paragraph: Any) -> int:
    """Count the characters of a paragraph: its own, and those that elements mean."""
    spaces = sum(int(e.get(f"{X}c", 1)) for e in paragraph.iter(f"{X}s"))
    signs = sum(1 for _ in paragraph.iter(f"{X}tab", f"{X}line-break"))
    return len("".join(paragraph.itertext())) + spaces + signs


def _text_length(string: Any) -> int:
    """Count the characters of a string, formatted or not, without pronunciation."""
    pieces = (t for t in string.iter(f"{cells.SHEET}t") if t.getparent().tag != SAID)
    return len(cells.unescape("".join(piece.text or "" for piece in pieces)))


def beside_cells(path: Path) -> int:
    """Count the characters in notes on cells and in text boxes over the cells."""
    from lxml import etree

    count = 0
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name == "content.xml":  # notes on the cells of an OpenDocument
                notes = etree.fromstring(archive.read(name)).iter("{*}annotation")
                count += sum(len("".join(note.itertext())) for note in notes)
            if re.match(r"xl/(?:comments|threadedComments|drawings/[^/]*\.xml)", name):
                texts = etree.fromstring(archive.read(name)).iter("{*}t", "{*}text")
                count += sum(len(text.text or "") for text in texts)
    return count
