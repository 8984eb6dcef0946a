"""Read a file of any kind into utterances; the list of kinds stands here.

A folder of files in, the tables `utterances` and `files` out. To add a kind of voice:
a function in this package that gives a `Reading`, and one entry in `READERS`.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd

from coprod.listen.formats import (
    captions,
    json_transcripts,
    mail,
    markdown,
    opendocument,
    pdf,
    powerpoint,
    rich_text,
    rich_text_count,
    sheets,
    text,
    web,
    word,
)
from coprod.listen.formats.hearing import heard
from coprod.listen.formats.mail import mail_lines
from coprod.listen.formats.sheets import Choose
from coprod.listen.formats.speaker_labels import LEARN, Rules
from coprod.listen.formats.utterances import Reading, Transcript, table
from coprod.listen.formats.words import REFUSED, WORDS
from coprod.store import cells, office, sealed, spreadsheets, tables
from coprod.store.problem import Missing, Problem, told
from coprod.store.show import plural

__all__ = ["mail_lines", "plain_words", "read_file", "utterances"]

READERS: dict[str, Callable[..., Transcript | Reading]] = {
    ".docx": word.read,
    ".odt": opendocument.read,
    ".pptx": powerpoint.read,
    ".vtt": captions.read,
    ".srt": captions.read,
    ".txt": text.read,
    ".md": markdown.read,
    ".html": web.read,
    ".htm": web.read,
    ".eml": mail.read,
    ".json": json_transcripts.read,
    ".pdf": pdf.read,
    ".rtf": rich_text.read,
    ".csv": sheets.read,
    ".tsv": sheets.read,
    ".xlsx": sheets.read,
    ".ods": sheets.read,
}
OFFICE = (".docx", ".odt", ".pptx", *sheets.BOOKS)
SHEETS = (".csv", ".tsv", *sheets.BOOKS)
LOOKED_AT = {e: why for many, why in WORDS["not read"].items() for e in many.split()}
CHECKS = {**dict.fromkeys(OFFICE, office.check_safe), ".rtf": rich_text_count.check}
SYSTEM = re.compile(WORDS["furniture"]["system"])
LONGEST = 50_000_000  # bytes of a text file


def read_file(
    path: Path, *, roles: Choose | None = None, rules: Rules | None = None
) -> Reading:
    """Read one file into utterances, and say what was set aside and why.

    Parameters
    ----------
    path : pathlib.Path
        A file whose ending is in `READERS`. Office files are checked first.
    roles : function, optional
        For sheets: it takes the headings, each as sheet name, column number from 0 and
        words, and gives roles by sheet name and number; they go before those that
        `sheet_columns.roles` proposes.
    rules : Rules, optional
        What a person said of the labels in front of the words.

    Returns
    -------
    Reading
        Utterances in the order of the file, characters set aside by reason, and the
        characters found by a count of its own; taken + set aside = characters.

    Raises
    ------
    ValueError
        In plain words, without any of the file's own, if the file cannot be read.
    FileNotFoundError
        If there is no such file.

    Examples
    --------
    >>> reading = listen.formats.read_file(rnd.raw / "Siblings afternoon.docx")
    >>> reading.taken + sum(reading.set_aside.values()) == reading.characters
    True
    """
    ending = path.suffix.lower()
    if ending not in READERS:
        raise Problem(_unreadable(ending))
    if not path.is_file():
        raise Missing("The file is not there. Put it back and run again.")
    if ending not in OFFICE and path.stat().st_size > LONGEST:
        raise Problem("The file is larger than 50 MB. Split it into smaller files.")
    try:
        if ending in CHECKS:
            CHECKS[ending](path)
        given = (path, roles) if ending in SHEETS else (path,)
        found = READERS[ending](*given)
        if not isinstance(found, Reading):  # a sheet's columns say who speaks
            found = heard(found, rules or LEARN)
        return _letters(path, found)
    except OSError:
        raise Problem("It cannot be opened.") from None
    except office.DAMAGED:
        why = f"The {ending} file is damaged, or larger than can be read."
        raise Problem(f"{why} {cells.SAVE_AGAIN}") from None


def plain_words(path: Path) -> str:
    """Return the words of a mail or Word document, a line for each paragraph or row.

    Examples
    --------
    >>> "brother" in listen.formats.plain_words(rnd.raw / "Siblings afternoon.docx")
    True
    """
    if path.suffix.lower() == ".eml":
        return mail.plain(path)
    try:
        office.check_safe(path)
        said = word.read(path).paragraphs
    except office.DAMAGED:
        raise Problem(f"The .docx file is damaged. {cells.SAVE_AGAIN}") from None
    rows = groupby(enumerate(said), lambda at: at[1].cell[:2] if at[1].cell else at[0])
    return "\n".join(" ".join(each.text for _, each in row) for _, row in rows)


def columns(path: Path) -> list[sheets.Column]:
    """Return the columns of a sheet with the role proposed for each.

    Raises
    ------
    ValueError
        In plain words, as `read_file`.
    """
    if path.suffix.lower() in sheets.BOOKS:
        office.check_safe(path)
    try:
        return sheets.columns(path)
    except office.DAMAGED:
        raise Problem(f"The sheet cannot be read. {cells.SAVE_AGAIN}") from None


def _letters(path: Path, reading: Reading) -> Reading:
    """Say which encoding was guessed, and what letters are lost or not certain."""
    notes, doubts = [*reading.notes], [reading.doubt]
    if path.suffix.lower() not in (*CHECKS, ".pdf", ".eml"):
        _, encoding, sure = spreadsheets.decoded(path.read_bytes())
        notes += [] if encoding == "utf-8" else [f"letters read as {encoding}"]
        doubts.append("" if sure else REFUSED["unsure"])
    lost = sum(said.text.count("\ufffd") for said in reading.utterances)
    doubts.append(f"letters that could not be read: {lost}" if lost else "")
    return replace(reading, notes=notes, doubt="; ".join(filter(None, doubts)))


def _unreadable(ending: str) -> str:
    """Say why a file with this ending is not read, and what to do instead."""
    if why := {**LOOKED_AT, **WORDS["older"]}.get(ending):
        return why
    shown = f"Files ending in {ending}" if ending else "Files without an ending"
    return REFUSED["kind"].format(files=shown, kinds=", ".join(READERS))


def read_folder(
    folder: Path,
    codes: Mapping[Path, str],
    *,
    roles: Mapping[str, Choose] | None = None,
    rules: Mapping[str, Rules] | None = None,
    settings: Mapping[str, str] | None = None,
    cache: sealed.Sealed | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the files of one folder, not of folders inside it.

    Parameters
    ----------
    folder : pathlib.Path
        Such as data/raw/example-round. Hidden files, README, round.json and files of
        the system are passed over.
    codes : mapping of pathlib.Path to str
        The source code (S01) of every file to read.
    roles : mapping of str to function, optional
        Source code to what finds the roles of the columns, as in `read_file`.
    rules : mapping of str to Rules, optional
        Source code to what a person said of its labels, as in `read_file`.
    settings : mapping of str to str, optional
        Source code to the same in words, by which a reading is known again.
    cache : Sealed, optional
        Where what was read is kept, sealed: the same bytes are read only once.

    Returns
    -------
    tuple of (pandas.DataFrame, pandas.DataFrame)
        The tables `utterances` and `files`, in the order of the file names. A file
        that cannot be read is a row of `files` that says why.

    Raises
    ------
    ValueError
        If a file has no source code.
    """
    paths = files_in(folder)
    lacking = sum(path not in codes for path in paths)
    if lacking:
        files = plural("file has", len(paths), "files have")
        raise Problem(REFUSED["no code"].format(lacking=lacking, files=files))
    roles, rules, settings = roles or {}, rules or {}, settings or {}
    told = [(c, roles.get(c), rules.get(c), settings.get(c)) for c in codes.values()]
    of = {each[0]: each for each in told}
    found = _read([ToRead(path, *of[codes[path]]) for path in paths], cache)
    said = [table(*words) for words, _ in found]
    rows = [row for _, row in found]
    every = pd.concat(said, ignore_index=True) if said else tables.empty("utterances")
    return tables.check("utterances", every), tables.check("files", pd.DataFrame(rows))


def files_in(folder: Path) -> list[Path]:
    """List the files at the top of a folder in which people speak, by name."""
    ours = re.compile(r"(?i)\.|readme\.|(?:readme|round\.json)\Z")
    every = (p for p in folder.iterdir() if p.is_file() and not of_system(p))
    return sorted(p for p in every if not ours.match(p.name))


def of_system(path: Path) -> bool:
    """Return whether a program left a file for itself, and nobody speaks in it."""
    return bool(SYSTEM.fullmatch(path.name)) and path.is_file()


@dataclass(frozen=True)
class ToRead:
    """A file to read, and what a person said of its columns and labels."""

    path: Path
    code: str
    roles: Choose | None
    rules: Rules | None
    settings: str | None

    @property
    def mark(self) -> str:
        """All that a reading is made from: a file that changes is another one."""
        try:
            digest = hashlib.sha256(self.path.read_bytes()).hexdigest()
        except OSError:
            digest = ""
        told = [self.code, self.path.name, digest, self.settings]
        return json.dumps([*told, self.rules and self.rules.in_words])


def _read(files: list[ToRead], cache: sealed.Sealed | None) -> list[Any]:
    """Return words and row of each file; what is known by its bytes is not read.

    A file that changes while it is read is read again, and not kept.
    """
    from tqdm import tqdm

    of = {file.mark: file for file in files}

    def made(new: list[str]) -> Iterator[bytes]:
        for mark in tqdm(new, desc="Reading", unit="file", disable=len(new) <= 20):
            found = _read_one(of[mark])
            sound = found[1]["status"] != "refused" and of[mark].mark == mark
            yield json.dumps(found).encode() if sound else b""

    kept = sealed.each(cache, "files", sealed.code(), of, made)
    return [
        json.loads(raw) if raw else _read_one(file)
        for raw, file in zip(kept, files, strict=True)
    ]


def _read_one(file: ToRead) -> tuple[list[Any], dict[str, object]]:
    """Return the words of one file, for `table`, and its row of the table `files`."""
    path, code = file.path, file.code
    try:
        reading = read_file(path, roles=file.roles, rules=file.rules)
        why_not = ""
    except Exception as error:  # one file does not keep the others from being read
        reading, why_not = Reading([], {}, 0), told(error)
    why = "; ".join(filter(None, [why_not, reading.lost, *reading.notes]))
    status = "refused" if why_not else "partly" if reading.lost else "read"
    words = [{**vars(u), "at": ()} for u in reading.utterances]
    return [code, words], row_of(code, path, reading, status, why)


def row_of(
    code: str, path: Path, reading: Reading, status: str, why: str
) -> dict[str, object]:
    """Return the row of a file in the table `files`."""
    told = {"status": status, "why": why or None, "look": reading.look or None}
    return {"source": code, "type": path.suffix.lower(), **told, **reading.columns}
