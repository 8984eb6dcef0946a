"""Read the cells of an Excel workbook as text, exactly as they stand.

Sheets come as grids of text by row and column number: no value is guessed to be a
number, a date or missing. A file must pass `office.check_safe` before.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pandas as pd

from coprod.store.problem import Problem

__all__ = [
    "SAVE_AGAIN",
    "SHEET",
    "Grid",
    "cell_formats",
    "grids",
    "number_text",
    "sheet_parts",
    "unescape",
]

MOST_CELLS = 20_000_000
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TABLE, TEXT, STYLE = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}"
    for name in ("table", "text", "style")
)
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ESCAPED = re.compile(r"_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")
SAVE_AGAIN = "Open it in Office, save it as an ordinary new file, and use that."
Formats = tuple[list[str], Any]  # of each style; the day that dates count from
CORNER = re.compile(r"([A-Z]*)([0-9]*)")


class Grid(NamedTuple):
    """One sheet: name, whether hidden, cells as text by row and column number.

    `merged` names what one cell is spread over, such as A2:A5.

    Examples
    --------
    >>> [sheet, *_] = store.cells.grids(rnd.raw / "Have your say form.xlsx")
    >>> sheet.hidden, sheet.merged
    (False, ('A1:E1', 'F1:H1'))
    """

    name: str
    hidden: bool
    cells: pd.DataFrame
    merged: tuple[str, ...] = ()

    @property
    def filled(self) -> pd.DataFrame:
        """The cells, each value in all the rows that its cell is spread over."""
        cells = self.cells.copy()
        for first, _, last in (spread.partition(":") for spread in self.merged):
            (top, column), (end, _) = (_corner(name, (0, 0)) for name in (first, last))
            if end > top and top in cells.index and column in cells:
                rows = (cells.index >= top) & (cells.index <= end)
                cells.loc[rows, column] = cells.at[top, column]
        return cells


def check_size(cells: int) -> None:
    """Refuse a sheet whose cells would not fit into memory."""
    if cells > MOST_CELLS:
        raise Problem(
            f"A sheet spreads over more than {MOST_CELLS:,} cells. Delete what stands "
            "far from the table, or save the table alone as a new file."
        )


def grids(path: Path) -> Iterator[Grid]:
    """Return the sheets of a workbook, hidden ones too, only rows and columns in use.

    Raises
    ------
    Problem
        If what the workbook says of its own parts, cells and numbers does not fit.

    Examples
    --------
    >>> [grid, *_] = store.cells.grids(rnd.raw / "Have your say form.xlsx")
    >>> grid.name
    'Form responses'
    """
    try:
        if path.suffix.lower() == ".ods":
            yield from _open_grids(path)
            return
        with zipfile.ZipFile(path) as archive:
            formats = cell_formats(archive)
            strings = _each(archive, "xl/sharedStrings.xml", "si")
            shared = [_string(item) for item in strings]
            for sheet, part in sheet_parts(archive):
                rows, merged = _sheet_rows(archive, part, shared, formats)
                hidden = sheet.get("state", "visible") != "visible"
                yield Grid(sheet.get("name", ""), hidden, _framed(rows), merged)
    except Problem:
        raise
    except (LookupError, ValueError, SyntaxError):
        raise Problem(f"The workbook is damaged. {SAVE_AGAIN}") from None


def _framed(rows: dict[int, dict[int, str]]) -> pd.DataFrame:
    """Return cells by row and column number, only rows and columns in use."""
    columns = sorted({column for row in rows.values() for column in row})
    check_size(len(rows) * len(columns))
    held = [[row.get(c, "") for c in columns] for row in rows.values()]
    return pd.DataFrame(held, index=list(rows), columns=columns, dtype=str)


def _open_grids(path: Path) -> Iterator[Grid]:
    """Return the sheets of an OpenDocument workbook; each cell as it is shown."""
    from openpyxl.utils import get_column_letter

    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("content.xml"))
    unseen = {
        style.get(f"{STYLE}name")
        for style in root.iter(f"{STYLE}style")
        for how in style.iter(f"{STYLE}table-properties")
        if how.get(f"{TABLE}display") == "false"
    }
    for table in root.iter(f"{TABLE}table"):
        rows, merged, high = dict[int, dict[int, str]](), list[str](), 0
        for row in table.iter(f"{TABLE}table-row"):
            held, wide = dict[int, str](), 0
            for cell in row:
                times = int(cell.get(f"{TABLE}number-columns-repeated", 1))
                paragraphs = (_shown(p) for p in cell.iterfind(f"{TEXT}p"))
                if text := "\n".join(paragraphs):
                    check_size(times)
                    held |= {wide + n: text for n in range(1, times + 1)}
                    down = int(cell.get(f"{TABLE}number-rows-spanned", 1))
                    name = get_column_letter(wide + 1)
                    merged += [f"{name}{high + 1}:{name}{high + down}"] * (down > 1)
                wide += times
            again = int(row.get(f"{TABLE}number-rows-repeated", 1))
            check_size(again * len(held))
            rows |= {high + n: held for n in range(1, again + 1 if held else 1)}
            high += again
        style = table.get(f"{TABLE}style-name")
        name = table.get(f"{TABLE}name", "")
        yield Grid(name, style in unseen, _framed(rows), tuple(merged))


def _shown(paragraph: ElementTree.Element) -> str:
    """Return the words of a paragraph in a cell, with its spaces and new lines."""
    signs = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
    spaces = " " * int(paragraph.get(f"{TEXT}c", 1)) * (paragraph.tag == f"{TEXT}s")
    own = (signs.get(paragraph.tag) or spaces) + (paragraph.text or "")
    return own + "".join(_shown(each) + (each.tail or "") for each in paragraph)


def sheet_parts(archive: zipfile.ZipFile) -> list[tuple[dict[str, str], str]]:
    """Return the attributes of each sheet in the order of the tabs, and its part.

    Examples
    --------
    >>> import zipfile
    >>> with zipfile.ZipFile(rnd.raw / "Have your say form.xlsx") as archive:
    ...     print([part for _, part in store.cells.sheet_parts(archive)])
    ['xl/worksheets/sheet1.xml', 'xl/worksheets/sheet2.xml']
    """
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = []
    for sheet in _each(archive, "xl/workbook.xml", "sheet"):
        target = targets[sheet.get(LINK)]
        part = target[1:] if target.startswith("/") else f"xl/{target}"
        if "worksheets/" in part:  # not a chart on a sheet of its own
            found.append((sheet.attrib, part))
    return found


def _each(
    archive: zipfile.ZipFile, part: str, *tags: str
) -> Iterator[ElementTree.Element]:
    """Return each element of a part as it is read, and forget it afterwards."""
    if part not in archive.namelist():
        return
    with archive.open(part) as stream:
        for _, element in ElementTree.iterparse(stream):
            if element.tag.removeprefix(SHEET) in tags:
                yield element
                element.clear()


def _string(item: ElementTree.Element) -> str:
    """Return the text of a string with or without formatting, not its pronunciation."""
    runs = [item, *item.findall(f"{SHEET}r")]
    text = "".join(run.findtext(f"{SHEET}t") or "" for run in runs)
    return unescape(text)


def unescape(text: str) -> str:
    """Turn Excel's way of writing a control character (_x000D_) into the character.

    Examples
    --------
    >>> store.cells.unescape("one_x0020_day")
    'one day'
    """
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def cell_formats(archive: zipfile.ZipFile) -> Formats:
    """Return number format of every cell style, and the day that dates count from.

    Examples
    --------
    >>> import zipfile
    >>> with zipfile.ZipFile(rnd.raw / "Have your say form.xlsx") as archive:
    ...     formats, epoch = store.cells.cell_formats(archive)
    >>> formats[0], str(epoch)[:10]
    ('General', '1899-12-30')
    """
    from openpyxl.styles.numbers import BUILTIN_FORMATS
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

    properties = list(_each(archive, "xl/workbook.xml", "workbookPr"))
    mac = any(p.get("date1904") in ("1", "true") for p in properties)
    codes = dict(BUILTIN_FORMATS)
    for style in _each(archive, "xl/styles.xml", "numFmt"):
        codes[int(style.get("numFmtId", 0))] = style.get("formatCode", "")
    formats: list[str] = []
    for styles in _each(archive, "xl/styles.xml", "cellXfs"):
        formats = [codes.get(int(xf.get("numFmtId", 0)), "General") for xf in styles]
    return formats, MAC_EPOCH if mac else WINDOWS_EPOCH


def number_text(raw: str, style: int, formats: Formats) -> str:
    """Return a number the way a reader sees it: 7, 0.5, 007 or 2026-03-31.

    Parameters
    ----------
    raw : str
        The number as it stands in the file.
    style : int
        The number of the cell's style; one that is not there is plain.
    formats : tuple of list of str and datetime
        What `cell_formats` gives.

    Examples
    --------
    >>> from datetime import datetime
    >>> formats = ["General", "000"], datetime(1899, 12, 30)
    >>> [store.cells.number_text("7", style, formats) for style in (0, 1, 9)]
    ['7', '007', '7']
    """
    from openpyxl.styles.numbers import is_date_format, is_timedelta_format
    from openpyxl.utils.datetime import from_excel

    number = float(raw)
    known, epoch = formats
    form = known[style] if style < len(known) else "General"
    if is_date_format(form):
        try:
            moment = from_excel(number, epoch, timedelta=is_timedelta_format(form))
        except (ValueError, OverflowError):
            return raw
        return str(moment).removesuffix(" 00:00:00")
    if number.is_integer() and abs(number) < 1e15:
        noughts = len(form) if re.fullmatch("0+", form) else 0
        return f"{int(number):0{noughts}d}"
    return repr(number)


def _sheet_rows(
    archive: zipfile.ZipFile, part: str, shared: list[str], formats: Formats
) -> tuple[dict[int, dict[int, str]], tuple[str, ...]]:
    """Return the cells of one sheet that hold a value, and what cells are merged."""
    rows: dict[int, dict[int, str]] = {}
    merged, at = [], (0, 0)
    for row in _each(archive, part, "row", "mergeCell"):
        if "ref" in row.attrib:
            merged.append(row.attrib["ref"])
            continue
        at = (int(row.get("r", at[0] + 1)), 0)
        for cell in row:
            at = _corner(cell.get("r", ""), at)
            text = _value(cell, shared, formats)
            if text is not None:
                rows.setdefault(at[0], {})[at[1]] = text
    return rows, tuple(merged)


def _corner(name: str, before: tuple[int, int]) -> tuple[int, int]:
    """Return row and column of cell called C7; one without a name follows the last."""
    found = CORNER.fullmatch(name)
    letters, digits = found.groups() if found else ("", "")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return (int(digits or before[0]), column or before[1] + 1)


def _value(
    cell: ElementTree.Element, shared: list[str], formats: Formats
) -> str | None:
    """Return what one cell shows as text, or None if it holds nothing."""
    kind, raw = cell.get("t", "n"), cell.findtext(f"{SHEET}v")
    if kind == "inlineStr":
        inside = cell.find(f"{SHEET}is")
        return "" if inside is None else _string(inside)
    if raw is None:
        return None
    if kind == "s":
        return shared[int(raw)]
    if kind == "b":
        return "TRUE" if raw == "1" else "FALSE"
    if kind == "n" and raw:
        return number_text(raw, int(cell.get("s", 0)), formats)
    return unescape(raw)
