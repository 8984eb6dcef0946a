"""The gate: may this page or file be shared? Names, stamps and quotes are searched.

Takes comments, people, reviews and withdrawals, says which comments may be quoted and
why not; takes a page or a file, gives the reasons why it may not be shared. A reason
names the place and the rule, never the name that was found.
"""

import codecs
import html
import io
import re
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import pandas as pd

from coprod.protect import identifiers, review
from coprod.share import leaks
from coprod.store import spreadsheets

STAMP = re.compile(r"NOT\s+FOR\s+SHARING", re.I)
PROMISE = "anonymised"
_PROMISE = re.compile(r"an[-\s]?onymi[sz]", re.I)
OFFICE, MARKUP = (".docx", ".pptx", ".xlsx"), (".html", ".htm", ".svg")
TEXT = (*MARKUP, ".csv", ".txt", ".md", ".json", ".tsv")
_PICTURE_TEXT = re.compile(rb"(?s)(....)(?:tEXt|zTXt|iTXt|eXIf)")  # of a PNG
CLOSED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)


def check_page(html: str, names: pd.DataFrame) -> list[str]:
    """Return every reason why a page may not be shared; none means that it may.

    Parameters
    ----------
    html : str
        The whole page.
    names : pandas.DataFrame
        Columns name, shown, type and person, from `people_workbook.names`.

    Returns
    -------
    list of str
        Reasons in plain words. The page is searched as it is and with entities,
        escapes and base64 decoded and tags taken out; no reason holds a name.
    """
    return list(dict.fromkeys([*leaks.faults(html), *_words(html, names, "the page")]))


def check_file(path: Path, names: pd.DataFrame) -> list[str]:
    """Return every reason why a file may not be shared: its name and all its parts.

    Pages are checked as pages. Of Word, PowerPoint and Excel files every part is
    searched, what the file says of its author too; pictures in them are searched as
    far as they hold letters. A loose picture made of dots is refused.
    """
    kind, raw = path.suffix.lower(), path.read_bytes()
    reasons = _in_name(path.name, names)
    if kind in OFFICE:
        try:
            return reasons + _check_archive(raw, names)
        except CLOSED:
            return [*reasons, "the file cannot be opened to search it"]
    text = spreadsheets.decode(raw)
    if kind not in TEXT or re.search("[\0-\x08\x0e-\x1f]", text):
        return [*reasons, "nobody can search a file of this kind for names"]
    if kind in MARKUP:
        return list(dict.fromkeys(reasons + check_page(text, names)))
    return reasons + _words(text, names, "the file")


def sayable(name: str, names: pd.DataFrame) -> str:
    """Return a file's name as it may be told: without it, if it tells who it is."""
    kind = Path(name).suffix
    told = (name, f"file{kind}")
    return next((one for one in told if not _in_name(one, names)), "file")


def _in_name(name: str, names: pd.DataFrame) -> list[str]:
    """Return every reason why the name of a file may not be told."""
    called = re.sub(r"[_.-]+", " ", name)
    return _words(f"{called}\n{name}", names, "the name of the file")


def check_quotes(path: Path, comments: pd.DataFrame, may: pd.DataFrame) -> list[str]:
    """Return a reason for each comment in a page or paper that may not be quoted.

    What counts as a quote, `review.borrowed` says.

    Parameters
    ----------
    path : pathlib.Path
        A text, a page or an Office file.
    comments, may : pandas.DataFrame
        The table "comments", and comment, may, why from `quotable`.
    """
    return [
        f"words of comment {number} stand in {path.name}, but {why}: "
        "review it in notebook 02, or say it in other words"
        for number, why in review.borrowed(_plain_words(path), comments, may)
    ]


def texts(path: Path) -> list[str]:
    """Return what is written in a text, a page or each part of an Office file."""
    if path.suffix.lower() not in OFFICE:
        return [spreadsheets.decode(path.read_bytes())]
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if name.lower().endswith(".xml")]
        return [archive.read(name).decode("utf-8", "replace") for name in parts]


def _plain_words(path: Path) -> list[str]:
    """Return the words that can be read in a text, a page or an Office file."""
    return [
        word
        for text in texts(path)
        for view in leaks.readable(html.unescape(text))
        for word in review.words(view)
    ]


def _check_archive(raw: bytes, names: pd.DataFrame) -> list[str]:
    """Search every part of an Office file, and the files inside it."""
    reasons: list[str] = []
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        told = archive.comment.decode("utf-8", errors="replace")
        reasons += _words(told, names, "what the file says of itself")
        for part in archive.namelist():
            inside = archive.read(part)
            if part.lower().endswith(OFFICE):
                reasons += _check_archive(inside, names)
                continue
            text = _letters(inside, part.lower().endswith((".xml", ".rels")))
            where = "what the file says of itself" if "docProps" in part else "the file"
            reasons += _words(f"{part}\n{text}", names, where)
            if "vbaproject" in part.lower():
                reasons.append("a program (macro) stands in the file")
            if re.search(r"Target=\"(?:https?:|file:|\\\\)", text):
                reasons.append("the file links to a network or another file")
    return list(dict.fromkeys(reasons))


def _letters(raw: bytes, markup: bool) -> str:
    """Return what can be read in one part of a file, in UTF-16 and in pictures too."""
    if markup:
        marked = raw[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        return raw.decode("utf-16" if marked else "utf-8", errors="replace")
    texts = [run.decode() for run in re.findall(rb"[ -~]{20,}", raw)]
    for wide, code in (
        (rb"(?:[ -~]\0){4,}", "utf-16-le"),
        (rb"(?:\0[ -~]){4,}", "utf-16-be"),
    ):
        texts += [run.decode(code) for run in re.findall(wide, raw)]
    for found in _PICTURE_TEXT.finditer(raw):
        said = raw[found.end() : found.end() + int.from_bytes(found[1])]
        rest = said.partition(b"\0")[2]
        for packed in (rest[1:], rest[2:].partition(b"\0")[2].partition(b"\0")[2]):
            with suppress(zlib.error):
                said += b"\n" + zlib.decompress(packed)
        texts.append(said.replace(b"\0", b"\n").decode("utf-8", errors="replace"))
    return "\n".join(texts)


def _words(text: str, names: pd.DataFrame, where: str) -> list[str]:
    """Return reasons for names and words that must not stand in what is shared.

    In what people can read a name counts in any case; in the markup around it, where
    max-width is no person, only with a capital.
    """
    layers = leaks.layers(text)
    views = [view for layer in layers for view in leaks.readable(layer)]
    reasons = []
    if any(_PROMISE.search(view) for view in [*layers, *views]):
        reasons.append(
            f"the word {PROMISE} stands in {where}; nobody can promise that: say who "
            "reviewed it instead"
        )
    if any(STAMP.search(view) for view in [*layers, *views]):
        reasons.append(f"the stamp NOT FOR SHARING stands in {where}")
    found = {span["row"] for view in views for span in identifiers.listed(view, names)}
    for view in map(leaks.written, layers):
        spans = identifiers.listed(view, names)
        found |= {span["row"] for span in spans if view[span["start"]].isupper()}
    people = names["person"] if "person" in names else pd.Series("", names.index)
    for person in dict.fromkeys(people.iloc[row] or "" for row in sorted(found)):
        whose = f"person {person}'s" if person else "one of the names to hide"
        reasons.append(f"a registered name ({whose}) stands in {where}")
    return reasons
