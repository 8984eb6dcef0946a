"""Refuse Office files that are not safe to open: size, bombs, macros.

`check_safe` looks at a Word, PowerPoint or Excel file before any parser does.
The functions that write and read tables safely are at hand here as well.
"""

import csv
import re
import zipfile
import zlib
from collections.abc import Sequence
from copy import copy
from pathlib import Path
from typing import IO

import pandas as pd

from coprod.store import spreadsheets
from coprod.store.cells import SAVE_AGAIN
from coprod.store.problem import Missing, Problem

__all__ = [
    "DAMAGED",
    "check_parts",
    "check_safe",
    "read_xlsx",
    "remarks",
    "sheets",
]

MEGABYTE = 1_000_000
LIMITS = {"file": 50, "unpacked": 200, "part": 100}  # in megabytes
MOST_TIMES, MOST_PARTS = 200, 5_000
MOST_TAGS = {".xlsx": 20_000_000}  # sheets are read row by row
LONGEST = 9_000_000  # one text; no parser takes more than 10 MB
USUAL_TAGS = 2_000_000  # about 2,000 pages; each tag takes memory when it is read
OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")
# What parsers raise when a file is not what it should be, or cannot be opened at all.
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError),
    *(SyntaxError, UnicodeError, csv.Error, RecursionError, MemoryError),
)


def check_safe(path: Path) -> None:
    """Refuse an Office file that could do harm, before any parser opens it.

    Parameters
    ----------
    path : pathlib.Path
        An Office or OpenDocument file. Every part is unpacked in small pieces and its
        real bytes are counted; nothing is written and nothing is fetched.

    Raises
    ------
    ValueError
        In plain words, with the limit, if the file is not a ZIP archive, is locked,
        is too large, unpacks to too much, or declares its own XML entities.
    FileNotFoundError
        If there is no such file.

    Examples
    --------
    >>> print(store.office.check_safe(rnd.raw / "Siblings afternoon.docx"))
    None
    """
    if not path.is_file():
        raise Missing("The file is not there. Put it back and run again.")
    _check_outside(path)
    try:
        with zipfile.ZipFile(path) as archive:
            check_parts(archive, path.stat().st_size, path.suffix.lower())
    except DAMAGED:
        why = f"The file is damaged and cannot be opened. {SAVE_AGAIN}"
        raise Problem(why) from None


def check_parts(archive: zipfile.ZipFile, packed: int, ending: str) -> None:
    """Refuse an open archive of `packed` bytes by its list and by each of its parts.

    Examples
    --------
    >>> import zipfile
    >>> path = rnd.raw / "Siblings afternoon.docx"
    >>> with zipfile.ZipFile(path) as archive:
    ...     print(store.office.check_parts(archive, path.stat().st_size, ".docx"))
    None
    """
    first = "content.xml" if ending in (".odt", ".ods") else "[content_types].xml"
    _check_list(archive.infolist(), packed, first)
    for part in archive.infolist():
        _check_part(archive, part, MOST_TAGS.get(ending, USUAL_TAGS))


def _refuse(wrong: bool, why: str) -> None:
    """Raise a ValueError that says `why` if something is `wrong`."""
    if wrong:
        raise Problem(f"{why} {SAVE_AGAIN}")


def _check_outside(path: Path) -> None:
    """Refuse a file by its size and first bytes."""
    large = path.stat().st_size > LIMITS["file"] * MEGABYTE
    _refuse(large, f"The file is larger than {LIMITS['file']} MB.")
    raw = path.read_bytes()
    if raw.startswith(OLD_OFFICE):
        locked = "EncryptedPackage".encode("utf-16-le") in raw
        _refuse(locked, "The file is protected with a password.")
        _refuse(True, "The file is in the old Office format (.doc, .ppt or .xls).")
    _refuse(not raw.startswith(b"PK"), "The file is not an Office file (not a ZIP).")
    crowd = raw.count(b"PK\x01\x02") > MOST_PARTS
    _refuse(crowd, f"The file has more than {MOST_PARTS:,} parts.")


def _check_list(parts: Sequence[zipfile.ZipInfo], packed: int, first: str) -> None:
    """Refuse a file by the list of its parts, one of which must be `first`."""
    names = [part.filename.replace("\\", "/").lower() for part in parts]
    strange = any(n.startswith("/") or ":" in n or ".." in n.split("/") for n in names)
    sizes = [part.file_size for part in parts]
    _refuse(first not in names, "The file is not an Office file.")
    _refuse(len(set(names)) < len(names), "Two parts of the file have the same name.")
    _refuse(strange, "A part of the file has a name that leads out of the file (../).")
    _refuse(any(p.flag_bits & 1 for p in parts), "The file is protected by a password.")
    most, whole = LIMITS["part"], LIMITS["unpacked"]
    _refuse(max(sizes) > most * MEGABYTE, f"A part unpacks to more than {most} MB.")
    _refuse(sum(sizes) > whole * MEGABYTE, f"It unpacks to more than {whole} MB.")
    swollen = sum(sizes) > MOST_TIMES * packed
    _refuse(swollen, f"It unpacks to more than {MOST_TIMES} times its size.")


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> None:
    """Refuse a part that is longer than it says, or that declares XML entities."""
    real = copy(part)
    # Read what is there, not what it says.
    real.file_size = LIMITS["part"] * MEGABYTE + 1
    markup = not part.filename.lower().endswith((".htm", ".html", ".mht"))
    markup = markup and "/printersettings/" not in part.filename.lower()
    xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    size, tags, run, tail = 0, 0, 0, b""
    with archive.open(real) as stream:
        while piece := stream.read(MEGABYTE):
            plain = (tail + piece).replace(b"\0", b"")  # UTF-16 looks like this
            start = plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:200]
            strange = not size and not _known_xml(start)
            _refuse(xml and strange, "A part is not plain XML.")
            strict = not size and b"purl.oclc.org/ooxml/" in plain[:4_000]
            _refuse(xml and strict, 'The file is saved as "Strict Open XML".')
            declares = b"<!DOCTYPE" in plain or b"<!ENTITY" in plain
            harm = "A part declares XML entities, which can do harm."
            _refuse(markup and declares, harm)
            size, tail = size + len(piece), piece[-32:]
            tags += piece.count(b"<") if xml else 0
            _refuse(tags > most, f"A part has more than {most:,} tags.")
            run = (0 if b"<" in plain else run) + len(plain) - plain.rfind(b"<") - 1
            _refuse(xml and run > LONGEST, "A part holds one text of more than 9 MB.")
            _refuse(size > part.file_size, "A part is longer than the file says.")
    _refuse(size != part.file_size, "A part is shorter than the file says.")


def _known_xml(start: bytes) -> bool:
    """Say whether XML begins as it should, in an encoding whose text we can search."""
    named = re.search(rb"""^<\?xml[^>]*encoding\s*=\s*["']([^"']*)""", start)
    known = (b"utf-8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252")
    return start.startswith(b"<") and (not named or named[1].lower() in known)


def remarks(path: Path | IO[bytes]) -> list[str]:
    """List what in an Office file is neither read nor run nor fetched.

    Examples
    --------
    >>> store.office.remarks(rnd.raw / "Siblings afternoon.docx")
    []
    """
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        links = b"".join(archive.read(n) for n in names if n.lower().endswith(".rels"))
    tags = re.findall(rb"<Relationship\s[^>]*TargetMode=.External.[^>]*>", links)
    counts = {
        "pictures not read": sum(
            "/media/" in f"/{n}".replace("/Pictures/", "/media/") for n in names
        ),
        "embedded files not read": sum("/embeddings/" in n for n in names),
        "macros not run": sum("vbaproject" in n.lower() for n in names),
        "linked files not fetched": sum(b"/hyperlink" not in tag for tag in tags),
    }
    return [f"{what}: {number}" for what, number in counts.items() if number]


def read_xlsx(path: Path) -> dict[str, pd.DataFrame]:
    """Read every sheet that is not hidden as text; no value is guessed to be missing.

    Parameters
    ----------
    path : pathlib.Path
        A .xlsx file; it is checked first. Formula cells give the value Excel saved.

    Returns
    -------
    dict of str to pandas.DataFrame
        Sheet name to table; the first row gives the headings, blank cells are "".

    Examples
    --------
    >>> list(store.office.read_xlsx(rnd.private / "people.xlsx"))
    ['people', 'names to hide', 'values', 'files', 'mark']
    """
    check_safe(path)
    return spreadsheets.read_xlsx(path)


def sheets(path: Path) -> dict[str, pd.DataFrame]:
    """Read the sheets in view of a workbook, or the only one of a .csv, named "".

    Examples
    --------
    >>> list(store.office.sheets(rnd.raw / "wish pages.csv"))
    ['']
    """
    if not path.is_file():
        raise Missing("The file is not there. Look at its name, then again.")
    if path.suffix.lower() in (".xlsx", ".ods"):
        return read_xlsx(path)
    return {"": spreadsheets.read_csv(path)}
