"""Write and read .csv and .xlsx as text, so that no cell becomes a formula.

What people wrote is never taken for a formula, a number or a missing value: "=1+1",
"007" and "None" come back as they were. Office files must pass `office.check_safe`.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

import pandas as pd

from coprod.store import letters
from coprod.store.cells import check_size, grids
from coprod.store.disk import write

__all__ = [
    "decode",
    "decoded",
    "delimiter",
    "language",
    "read_cells",
    "read_csv",
    "timeless",
    "unguard",
    "write_csv",
    "write_xlsx",
]

MOST_BYTES, LONGEST_CELL = 50_000_000, 32_767  # Excel counts units of UTF-16
OWNER = 0o600  # a table may hold people's words: only its owner opens it
RUNS = r"[=+\-@\t\r\n＝＋－＠]"  # a cell that begins so may run in a spreadsheet
Choices = Mapping[tuple[str, str], Sequence[str]]  # (sheet, column) to words
decoded, language = letters.decoded, letters.language
NO_XML = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def decode(raw: bytes) -> str:
    """Return the text of a file in any of the usual encodings, without its BOM.

    Examples
    --------
    >>> store.spreadsheets.decode("café".encode("cp1252"))
    'café'
    """
    return decoded(raw).text


def read_cells(path: Path) -> list[list[str]]:
    """Return the rows of a CSV file as they stand.

    Examples
    --------
    >>> store.spreadsheets.read_cells(rnd.raw / "wish pages.csv")[0]
    ['Page', 'Who', 'Age', 'Group', 'Setting', 'Area', 'May we quote?', 'I wish...', ...
    """
    text = decode(path.read_bytes())
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text)))


def delimiter(text: str) -> str:
    """Find what separates the columns: comma, semicolon, tab, or nothing at all.

    Examples
    --------
    >>> store.spreadsheets.delimiter("group;wish")
    ';'
    """
    csv.field_size_limit(MOST_BYTES)
    lines = re.sub(r'"[^"]*("|$)', "", text.lstrip("\r\n")).splitlines()[:20] or [""]
    fits = {"\x1f": (0.0, 0)}
    for mark in "\t,;":
        each = {line.count(mark) for line in lines[1:]}
        if mark in lines[0] or (len(lines) > 2 and len(each) == 1 and each != {0}):
            rows = islice(csv.reader(io.StringIO(text, newline=""), delimiter=mark), 20)
            first, *widths = [len(row) for row in rows if row] or [0]
            fits[mark] = (widths.count(first) / max(len(widths), 1), first)
    return max(fits, key=lambda mark: fits[mark])


def unguard(cell: str) -> str:
    """Take off the apostrophe that `write_csv` put before a formula-like text.

    Examples
    --------
    >>> store.spreadsheets.unguard("'=1+1")
    '=1+1'
    """
    return cell[1:] if re.match(rf"'+{RUNS}", cell) else cell


def write_csv(path: Path, frame: pd.DataFrame) -> None:
    """Write a table as CSV for people; a cell that could run gets an apostrophe.

    Parameters
    ----------
    path : pathlib.Path
        Where to write; the file is whole or not written at all.
    frame : pandas.DataFrame
        Any table; cells are written as text, missing ones as blank.

    Examples
    --------
    >>> path = rnd.working / "themes.csv"
    >>> store.spreadsheets.write_csv(path, rnd.load("themes")[["theme", "name"]])
    >>> store.spreadsheets.read_cells(path)[0]
    ['theme', 'name']
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in _rows(frame):
        writer.writerow([re.sub(rf"^('*{RUNS})", r"'\1", cell) for cell in row])
    write(path, text.getvalue().encode("utf-8-sig"), OWNER)


def read_csv(path: Path) -> pd.DataFrame:
    """Read a CSV file as text only, exactly as `write_csv` was given it.

    Parameters
    ----------
    path : pathlib.Path
        UTF-8, UTF-16 or Windows-1252; comma, semicolon or tab.

    Returns
    -------
    pandas.DataFrame
        One row for each row with cells; every cell is text, blank ones are "".

    Examples
    --------
    >>> list(store.spreadsheets.read_csv(rnd.raw / "wish pages.csv").columns)
    ['Page', 'Who', 'Age', 'Group', 'Setting', 'Area', 'May we quote?', 'I wish...', ...
    """
    rows = [[unguard(cell) for cell in row] for row in read_cells(path) if row]
    return _framed(rows)


def _rows(frame: pd.DataFrame) -> Iterator[list[str]]:
    """Return the headings and rows of a table as text, missing cells as blank."""
    yield [str(name) for name in frame.columns]
    blank = frame.isna().to_numpy()
    for cells, gaps in zip(frame.to_numpy(dtype=object), blank, strict=True):
        yield ["" if gap else str(c) for c, gap in zip(cells, gaps, strict=True)]


def _framed(rows: list[list[str]]) -> pd.DataFrame:
    """Make a table of rows of text whose first row holds the headings."""
    if not rows:
        return pd.DataFrame()
    width = max(len(row) for row in rows)
    heading, *body = [row + [""] * (width - len(row)) for row in rows]
    return pd.DataFrame(body, columns=pd.Index(heading, dtype=object), dtype=str)


def write_xlsx(
    path: Path, sheets: Mapping[str, pd.DataFrame], choices: Choices | None = None
) -> None:
    """Write tables to Excel as text that cannot run, the same bytes every time.

    Parameters
    ----------
    path : pathlib.Path
        Where to write; the file is whole or not written at all.
    sheets : mapping of str to pandas.DataFrame
        Sheet name (31 characters at most) to table.
    choices : mapping of (sheet, column) to list of str, optional
        What the drop-down in that column offers; other words are refused by Excel.

    Notes
    -----
    Words longer than a cell may be go on in columns of their own ("text, part 2").

    Examples
    --------
    >>> path = rnd.working / "themes.xlsx"
    >>> store.spreadsheets.write_xlsx(path, {"themes": rnd.load("themes")})
    >>> list(store.office.read_xlsx(path))
    ['themes']
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = {name: _parted(frame) for name, frame in sheets.items()}
    for name, frame in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(_rows(frame), 1):
            _write_row(sheet, number, row)
        _dress(sheet, frame)
    for (name, column), offered in (choices or {}).items():
        place = list(sheets[name].columns).index(column) + 1
        _offer(book, book[name], place, [str(choice) for choice in offered])
    made = io.BytesIO()
    book.save(made)
    write(path, timeless(made.getvalue()), OWNER)


def _parted(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table as text, what is too long for a cell in several columns."""
    heads: list[str] = []
    columns: list[Sequence[str]] = []
    for name, *cells in zip(*_rows(frame), strict=True):
        parts = list(zip_longest(*map(_parts, cells), fillvalue="")) or [()]
        heads += [
            f"{name}, part {n}" if n > 1 else name for n in range(1, len(parts) + 1)
        ]
        columns += parts
    made = pd.DataFrame(dict(enumerate(columns)), dtype=str)
    return made.set_axis(pd.Index(heads, dtype=object), axis=1)


def _parts(text: str) -> list[str]:
    """Cut words into what a cell of Excel holds, after a space if there is one."""
    coded = NO_XML.sub(_coded, text).encode("utf-16-le", "surrogatepass")
    if len(coded) <= 2 * LONGEST_CELL:
        return [text]
    middle = len(text) // 2
    at = text.rfind(" ", 0, middle) + 1 or middle
    return [*_parts(text[:at]), *_parts(text[at:])]


def _write_row(sheet: Any, number: int, row: list[str]) -> None:
    """Write one row of text cells that Excel never takes for formulas."""
    for place, text in enumerate(row, 1):
        cell = sheet.cell(number, place)
        cell.value, cell.data_type = NO_XML.sub(_coded, text), "s"
        cell.number_format, cell.quotePrefix = "@", True


def _coded(found: re.Match[str]) -> str:
    """Write a character that XML cannot hold the way Excel does."""
    return "_x005F_" if found[0] == "_" else f"_x{ord(found[0]):04X}_"


def _dress(sheet: Any, frame: pd.DataFrame) -> None:
    """Make headings bold and stay in view, and columns wide enough to read."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for place, name in enumerate(frame.columns, 1):
        sheet.cell(1, place).font = Font(bold=True)
        cells = frame.iloc[:, place - 1].astype("string").str.len().fillna(0)
        longest = max([len(str(name)), *cells.astype(int)])
        sheet.column_dimensions[get_column_letter(place)].width = min(longest + 2, 60)
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _offer(book: Any, sheet: Any, place: int, offered: list[str]) -> None:
    """Offer choices in a column by a drop-down; they stand on a hidden sheet."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    lists = book["choices"] if "choices" in book else book.create_sheet("choices")
    lists.sheet_state = "hidden"
    at = lists.max_column + 1 if lists.cell(1, 1).value is not None else 1
    for number, choice in enumerate(offered, 1):
        lists.cell(number, at, choice).data_type = "s"
    letter, own = get_column_letter(at), get_column_letter(place)
    rule = DataValidation(
        "list", formula1=f"choices!${letter}$1:${letter}${len(offered)}"
    )
    rule.showErrorMessage, rule.errorStyle = True, "warning"  # other words may stand
    rule.errorTitle, rule.error = "Not in the list", "Keep it all the same?"
    rule.add(f"{own}2:{own}{max(sheet.max_row, 1_000)}")
    sheet.add_data_validation(rule)


def timeless(content: bytes) -> bytes:
    """Take the time of day out of an Excel file: same data, same bytes.

    Examples
    --------
    >>> path = rnd.working / "themes.xlsx"
    >>> store.spreadsheets.write_xlsx(path, {"themes": rnd.load("themes")})
    >>> store.spreadsheets.timeless(path.read_bytes()) == path.read_bytes()
    True
    """
    made, when = io.BytesIO(), rb"\d{4}-\d\d-\d\dT[\d:.]+Z"
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(when, b"2000-01-01T00:00:00Z", part)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, part)
    return made.getvalue()


def read_xlsx(path: Path) -> dict[str, pd.DataFrame]:
    """Read every sheet in view as text; use `office.read_xlsx`, which checks first."""
    return {g.name: _framed(_filled(g.cells)) for g in grids(path) if not g.hidden}


def _filled(cells: pd.DataFrame) -> list[list[str]]:
    """Return rows of text from the first row and column on, gaps filled with blanks."""
    high, wide = (max(axis, default=0) for axis in (cells.index, cells.columns))
    check_size(high * wide)
    whole = cells.reindex(index=range(1, high + 1), columns=range(1, wide + 1))
    return [list(row) for row in whole.fillna("").to_numpy()]
