"""Read pages of the web (.html), and take the marks of the web off words.

A heading is the question, a row of a table goes on for its speaker. `bare` finds marks
by a pattern and not by the reader's parser: it counts a page a second time.
"""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

from coprod.listen.formats import reasons
from coprod.listen.formats.utterances import Paragraph, Tally, Transcript, with_headings
from coprod.listen.formats.words import WORDS
from coprod.store import spreadsheets

WHOLE = ("the page",)  # where its words stand
QUOTED = "quoted"  # the place of what a mail shows of another one
UNSEEN = re.compile(r"(?is)<!--.*?-->|<(script|style|template)\b.*?</\1\s*>|<![^>]*>")
TAG = re.compile(r"(?i)</?[a-z][\w:-]*(?:\"[^\"]*\"|'[^']*'|[^'\">])*>")
KNOWN = re.compile(WORDS["signs"]["web"])
LINES = {"p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "blockquote"}
BLOCKS = [*LINES, "td", "th", "dt", "dd", "pre", "section", "article", "body", "title"]
HIDDEN = re.compile(r"(?i)display:\s*none|visibility:\s*hidden")
BESIDE = {"title", "noscript", "button", "option", "nav"}


def bare(text: str) -> str:
    r"""Return words without the marks of the web: `<p>`, `<br>`, `&eacute;`.

    Examples
    --------
    >>> bare("<p>The caf&eacute; &amp;<br>the ward</p>")
    'The café &\nthe ward'
    """
    for _ in range(3):  # some programs write marks of marks: &amp;nbsp;
        plain = KNOWN.sub(_plain, text)
        if plain == text:
            break
        text = re.sub(r"[ \t\xa0]*\n\s*", "\n", plain.replace("\xa0", " ")).strip()
    return text


def _plain(mark: re.Match[str]) -> str:
    """Return what one mark stands for: a letter, a new line or nothing."""
    name = re.match(r"</?(\w+)", mark[0])
    return "\n" * (name[1].lower() in LINES) if name else unescape(mark[0])


def read(path: Path) -> Transcript:
    """Read a page; what nobody sees is set aside."""
    aside, text = Tally(), spreadsheets.decode(path.read_bytes())
    said = list(with_headings(paragraphs(text, aside)))
    return Transcript(said, aside, counted(text))


def counted(text: str) -> Tally:
    """Count the characters of a page without its marks."""
    swept = Tally()
    pieces = TAG.split(UNSEEN.sub("", text))
    swept.put("", sum(len(unescape(piece)) for piece in pieces), WHOLE)
    return swept


def paragraphs(html: str, aside: Tally) -> Iterator[Paragraph]:
    """Return the words of a page, block by block, each with what it stands in."""
    from bs4 import BeautifulSoup, Tag
    from bs4.element import NavigableString

    tree = BeautifulSoup(html, "html.parser")
    block, words, bold = None, "", ""
    for each in tree.descendants:
        if isinstance(each, Tag) and each.name in BLOCKS:
            yield from _said(block, words, bold, aside)
            block, words, bold = each, "", ""
        elif type(each) is NavigableString:
            around = each.find_parent(BLOCKS) or tree
            if around is not block and not (block and block.name == "br"):
                yield from _said(block, words, bold, aside)
                words, bold = "", ""
            block = around
            if each.find_parent(["b", "strong"]) and words.strip() == bold.strip():
                bold += each
            words += each
    yield from _said(block, words, bold, aside)


def _said(block: Any, raw: str, bold: str, aside: Tally) -> Iterator[Paragraph]:
    """Return one block as paragraphs; count what is white, and what nobody sees."""
    if not raw.strip():
        aside.put(reasons.WHITE, len(raw), WHOLE)
        return
    around = [block, *block.parents]
    tags = {each.name for each in around}
    styles = ";".join(each.get("style", "") for each in around)
    hidden = HIDDEN.search(styles) or any("hidden" in each.attrs for each in around)
    if hidden or tags & BESIDE:
        aside.put(reasons.HIDDEN if hidden else "titles and buttons", len(raw), WHOLE)
        return
    cell = next((each for each in around if each.name in ("td", "th")), None)
    row = cell and cell.find_parent("tr")
    where = None  # the parser's own elements are alike when their words are
    if cell and row:
        column = len(cell.find_previous_siblings(["td", "th"]))
        where = (id(row.find_parent("table")), id(row), column)
    heading = bool(tags & {"h1", "h2", "h3", "h4", "h5", "h6"})
    usual = "heading" if heading else "table" if where else "body"
    place = QUOTED if "blockquote" in tags else usual
    for line in raw.splitlines(keepends=True) if "pre" in tags else [raw]:
        words = " ".join(line.split())
        aside.put(reasons.WHITE, len(line) - len(words), WHOLE)
        wide = len(" ".join(bold.split()))
        turn, names = where and where[:2], not heading
        how = (None, turn, None, names, False, wide, where)
        yield Paragraph(words, place, *how, at=WHOLE)
