"""Refuse rich text (.rtf) that is not safe to read."""

import re
from pathlib import Path

from coprod.store.problem import Problem

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
    bare = plain(raw)
    depth = 0
    for brace in re.finditer(rb"\\.|[{}]", bare, re.S):
        depth += {b"{": 1, b"}": -1}.get(brace[0], 0)
        if depth > DEEPEST:
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
