"""Read a PDF that holds its letters (.pdf); a scan stays a picture to type.

Lines are put together again where the next word would not have fitted. A second
library reads the same letters: where they differ, the file is read "partly".
"""

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from coprod.listen.formats import reasons
from coprod.listen.formats.utterances import Paragraph, Tally, Transcript
from coprod.listen.formats.words import WORDS
from coprod.store.problem import Problem

SCAN = "A scan: type what it says in notebook 01, which shows it."
CLOSED = "The PDF is damaged or protected with a password. Save it anew without one."
BEGINS = re.compile(r"[^\W\d_][\w .'’()-]{0,40}(?:[:：]|\s{2})|[-–•·▪◦]\s|[\[(]?\d")
PAGE = re.compile(WORDS["furniture"]["page"])
ENOUGH = 0.99  # of the letters, by both libraries
BROKEN = ("\ufffe", "\x02", "\u00ad")  # a word goes on in the next line
APART = 1.3  # how much wider than usual a gap is between paragraphs


class Line(NamedTuple):
    """A line of a page: its words, where it ends, its top, its first word's width."""

    text: str
    right: float
    top: float
    first: float


def read(path: Path) -> Transcript:
    """Read the paragraphs of every page, and the fields of a form."""
    raw, aside, swept = path.read_bytes(), Tally(), Tally()
    pages = _pages(raw)
    if not any(line.text.strip() for page in pages for line in page):
        raise Problem(SCAN)
    again = _again(pages)
    said = []
    for number, page in enumerate(pages, 1):
        at = (f"page {number}",)
        swept.put("", sum(len(line.text) for line in page), at)
        edge = [line for line in _edges(page) if _bare(line.text) in again]
        aside.put(reasons.NUMBERS, sum(len(line.text) for line in edge), at)
        kept = [line for line in page if line not in edge]
        said += [Paragraph(text, "body", at=at) for text in _paragraphs(kept)]
    empty = [str(n) for n, page in enumerate(pages, 1) if not page]
    letters, fields = _proof(raw)
    for name, value in fields.items():
        said.append(Paragraph(value, "field", question=name, at=("fields",)))
        swept.put("", len(value), ("fields",))
    doubts = [f"pages without letters, to be typed: {', '.join(empty)}"] * bool(empty)
    mine = _letters("".join(line.text for page in pages for line in page))
    share = (mine & letters).total() / max(mine.total(), letters.total())
    if share < ENOUGH:
        doubts.append(f"two programs agree on {share:.0%}: look at its letters")
    return Transcript(said, aside, swept, doubt="; ".join(doubts))


def _pages(raw: bytes) -> list[list[Line]]:
    """Return the lines of each page."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
        return [[*_lines(page.get_textpage())] for page in document]
    except pypdfium2.PdfiumError:
        raise Problem(CLOSED) from None


def _lines(page: Any) -> Iterator[Line]:
    """Return the lines of one page that hold anything."""
    start = 0
    for text in page.get_text_range().splitlines(keepends=True):
        bare, most = text.rstrip(), page.count_chars() - 1
        if bare:
            lead = len(text) - len(text.lstrip())
            word = lead + len(bare.split()[0]) - 1
            places = (min(start + n, most) for n in (lead, len(bare) - 1, word))
            first, last, short = (page.get_charbox(place) for place in places)
            broken = bare.endswith(BROKEN)
            words = bare.rstrip("".join(BROKEN)) if broken else f"{bare} "
            yield Line(words, last[2], first[3], short[2] - first[0])
        start += len(text)


def _paragraphs(lines: list[Line]) -> Iterator[str]:
    """Put lines together whose break the width of the page made."""
    margin = max((line.right for line in lines), default=0)
    steps = [a.top - b.top for a, b in zip(lines, lines[1:], strict=False)]
    usual = sorted(step for step in steps if step > 1)[: max(1, len(steps) // 2)]
    pitch, text = usual[-1] if usual else 0, ""
    for before, line in zip([None, *lines], lines, strict=False):
        if before:
            fitted = before.right + line.first + 4 < margin
            apart = before.top - line.top > pitch * APART
            if fitted or apart or BEGINS.match(line.text.lstrip()):
                yield text
                text = ""
        text += line.text
    yield text


def _again(pages: list[list[Line]]) -> set[str]:
    """Return what stands on top or below of several pages, and page numbers."""
    each_once = ({_bare(line.text) for line in _edges(page)} for page in pages)
    edges = Counter(chain.from_iterable(each_once))
    each = {b for b, often in edges.items() if often > 1 and often * 2 >= len(pages)}
    return each | {b for b in edges if PAGE.fullmatch(b.replace("#", "1"))}


def _edges(page: list[Line]) -> list[Line]:
    """Return the highest and the lowest line of a page."""
    tops = [line.top for line in page]
    return [line for line in page if line.top in (max(tops), min(tops))]


def _bare(text: str) -> str:
    """Return a line in which every number is the same."""
    return re.sub(r"\d+", "#", " ".join(text.split()))


def _letters(text: str) -> Counter[str]:
    """Count letters and digits, however they are joined or written."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return Counter(sign for sign in plain if sign.isalnum())


def _proof(raw: bytes) -> tuple[Counter[str], dict[str, str]]:
    """Read the letters with a second library, and what people put into a form."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        document = PdfReader(io.BytesIO(raw))
        text = "".join(page.extract_text() for page in document.pages)
        fields = document.get_form_text_fields() or {}
        return _letters(text), {n: str(v) for n, v in fields.items() if v}
    except (PyPdfError, LookupError, TypeError, ValueError, AttributeError):
        return Counter(), {}
