"""Refuse unsafe rich text (.rtf), and count its characters a second time.

`sweep` knows nothing of what a group is for: it counts every character but those of
pictures and other data. Code pages alone are those of the reader.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from coprod.listen.formats.utterances import Tally
from coprod.listen.formats.words import tables_in
from coprod.store.problem import Problem

PAGES = tables_in("rich_text.toml")["code pages"]
CHARSETS = {int(kind): int(page) for kind, page in PAGES.items()}
NAMES = {10000: "mac_roman", 65001: "utf-8", 936: "gbk", 708: "iso8859_6"}
WORDS = set(
    b"tab line lbr page column emdash endash bullet lquote rquote ldblquote rdblquote "
    b"emspace enspace qmspace zwj zwnj".split()
)
NOT_TEXT = set(b"pict objdata themedata colorschememapping datastore blipuid".split())
ENDS = set(b"par sect cell nestcell row nestrow".split())
BRACE = re.compile(rb"\\.|[{}]", re.S)
SIGNS = (rb"\~", rb"\_", rb"\\", rb"\{", rb"\}", b"\\\t")
STEP = re.compile(rb"(?s)[^\\{}]+|\\[A-Za-z]{1,32}(?:-?\d+)? ?|\\'[\dA-Fa-f]{2}|\\?.")
DEEPEST, MOST_GROUPS, MOST_WORDS, MOST_BLOCKS = 500, 1_000_000, 3_000_000, 10_000
ANEW = "Open it in Word, save it as .docx, and use that."


def check(path: Path) -> None:
    """Refuse a rich text that could do harm, before it is read.

    Raises
    ------
    ValueError
        In plain words, if the file is no rich text, is nested too deeply, or says
        that it holds more binary data than it does.
    """
    raw = path.read_bytes()
    if not raw.lstrip().startswith(b"{\\rtf"):
        raise Problem(f"The file is not rich text. {ANEW}")
    words, blocks = raw.count(b"\\"), raw.count(b"\\bin")
    if raw.count(b"{") > MOST_GROUPS or words > MOST_WORDS or blocks > MOST_BLOCKS:
        raise Problem(
            f"The file has more than {MOST_GROUPS:,} groups, {MOST_WORDS:,} commands "
            f"or {MOST_BLOCKS:,} blocks of data. {ANEW}"
        )
    if any(depth > DEEPEST for depth, _ in _depths(plain(raw))):
        raise Problem(f"The file is nested more than {DEEPEST} groups deep. {ANEW}")


def plain(raw: bytes) -> bytes:
    r"""Return rich text without what \bin announces as binary data."""
    kept, at, after = [], 0, 0  # an escaped sign, such as \\, is stepped over
    while found := re.compile(rb"\\(?:bin(\d{1,12}) ?|.)", re.S).search(raw, after):
        if found[1] is None:
            after = found.end()
            continue
        kept.append(raw[at : found.start()])
        at = after = found.end() + int(found[1])
        if at > len(raw):
            raise Problem(f"The file says that it holds more data than it does. {ANEW}")
    return b"".join(kept) + raw[at:]


def sweep(raw: bytes) -> Tally:
    """Count every character of rich text, whatever it stands in.

    Parameters
    ----------
    raw : bytes
        Rich text without what is announced as binary data.

    Returns
    -------
    Tally
        Characters, by the number of the paragraph, headers and cells counted too:
        letters in any code page, characters given by number, tabs and
        signs that have a word of their own; not what stands for them in old programs.
    """
    swept, held, before, number = Tally(), b"", "", 1
    for letters, page in _letters(raw):
        if page != before or letters is None:
            text = held.decode(before, "replace") if held else ""
            swept.put("", len(text), (str(number),))
            held, before = b"", page
        number += not page
        held += letters or b""
    swept.put("", len(held.decode(before, "replace") if held else ""), (str(number),))
    return swept


def _letters(raw: bytes) -> Iterator[tuple[bytes | None, str]]:
    """Return letters with their code page; None where a run of letters ends.

    The page is "" where a paragraph or cell ends.
    """
    usual, fonts = pages(raw)
    around: list[tuple[int, str]] = []
    uc, page, over, at = 1, usual, 0, 0
    while step := STEP.match(raw, at):
        at, said = step.end(), step[0]
        if (letters := _plain(said)) is not None or (over and said in SIGNS):
            size = 1 if letters is None else len(letters)
            yield (letters or b"")[over:], page
            over = max(0, over - size)
            continue
        yield None, page
        over, word = 0, said[1:].strip().rstrip(b"0123456789-")
        if said == b"{":
            around.append((uc, page))
        elif said == b"}":
            uc, page = around.pop() if around else (uc, page)
        elif number := re.match(rb"\\(uc?|f)(-?\d+)", said):
            value = int(number[2])
            if number[1] == b"f":
                page = fonts.get(value, usual)
            elif number[1] == b"uc":
                uc = max(0, min(value, 100))
            else:  # the first half of a pair makes no character of its own
                yield b"" if 0xD800 <= value & 0xFFFF < 0xDC00 else b"x", "ascii"
                over = uc
        elif said in SIGNS or word in WORDS:
            yield b"x", "ascii"
        elif word in ENDS or said in (b"\\\n", b"\\\r"):
            yield None, ""
        elif word in NOT_TEXT:
            at = next((end for depth, end in _depths(raw, at) if depth < 0), len(raw))
        elif said.strip() == rb"\plain":
            page = usual


def _plain(said: bytes) -> bytes | None:
    """Return the bytes that a step stands for as letters, if it does."""
    if said[:2] == rb"\'" and len(said) == 4:
        return bytes.fromhex(said[2:].decode())
    return None if said[:1] in b"\\{}" else said.translate(None, b"\r\n")


def _codec(page: int) -> str | None:
    """Return Python's name of a code page, if it knows the page."""
    try:
        return codecs.lookup(NAMES.get(page, f"cp{page}")).name
    except LookupError:
        return None


def pages(raw: bytes) -> tuple[str, dict[int, str]]:
    """Return the code page of the whole file, and of each font."""
    named = re.search(rb"\\(mac|pca?|ansicpg(\d+))\b", raw[:10_000])
    known = {b"mac": 10000, b"pc": 437, b"pca": 850}
    number = (int(named[2] or 0) or known.get(named[1], 0)) if named else 1252
    usual = _codec(number) or "cp1252"
    fonts, font = {}, 0
    for word in re.finditer(rb"\\f(charset)?(\d{1,9})", raw[: raw.find(rb"\colortbl")]):
        if word[1]:
            fonts[font] = _codec(CHARSETS.get(int(word[2]), 0)) or usual
        font = font if word[1] else int(word[2])
    return usual, fonts


def _depths(raw: bytes, at: int = 0) -> Iterator[tuple[int, int]]:
    """Return how deep one is behind each bracket from `at` on, and where it stands."""
    depth = 0
    for sign in BRACE.finditer(raw, at):
        depth += {b"{": 1, b"}": -1}.get(sign[0], 0)
        yield depth, sign.start()
