"""Count the characters of rich text (.rtf) a second time.

`sweep` knows nothing of what a group is for: it counts every character but those of
pictures and other data. It shares no code with the reader in `richtext`.
"""

import codecs
import re
from collections.abc import Iterator

from coprod.listen.formats.utterances import Tally
from coprod.listen.formats.words import tables_in

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


def codec(page: int) -> str | None:
    """Return Python's name of a code page, if it knows the page."""
    try:
        return codecs.lookup(NAMES.get(page, f"cp{page}")).name
    except LookupError:
        return None


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
    usual, fonts = _pages(raw)
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
            at = _after(raw, at)
        elif said.strip() == rb"\plain":
            page = usual


def _plain(said: bytes) -> bytes | None:
    """Return the bytes that a step stands for as letters, if it does."""
    if said[:2] == rb"\'" and len(said) == 4:
        return bytes.fromhex(said[2:].decode())
    return None if said[:1] in b"\\{}" else said.translate(None, b"\r\n")


def _pages(raw: bytes) -> tuple[str, dict[int, str]]:
    """Return the code page of the whole file, and of each font."""
    named = re.search(rb"\\(mac|pca?|ansicpg(\d+))\b", raw[:10_000])
    known = {b"mac": 10000, b"pc": 437, b"pca": 850}
    number = (int(named[2] or 0) or known.get(named[1], 0)) if named else 1252
    usual = codec(number) or "cp1252"
    fonts, font = {}, 0
    for word in re.finditer(rb"\\f(charset)?(\d{1,9})", raw[: raw.find(rb"\colortbl")]):
        if word[1]:
            fonts[font] = codec(CHARSETS.get(int(word[2]), 0)) or usual
        font = font if word[1] else int(word[2])
    return usual, fonts


def _after(raw: bytes, at: int) -> int:
    """Return where a group ends that begins before `at`: at its own last bracket."""
    depth = 1
    for sign in BRACE.finditer(raw, at):
        depth += {b"{": 1, b"}": -1}.get(sign[0], 0)
        if not depth:
            return sign.start()
    return len(raw)
