"""A paper: blocks of words that show on a page as they do in Word.

Blocks in, a part of a page out. Also the few words that every paper needs: numbers of
people, lists of groups, and where a paper belongs.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from coprod import disclosure, display
from coprod.display import listed as listed
from coprod.display import plural as plural
from coprod.documents import Block, Paragraph
from coprod.rounds import Round

_STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True)
class Paper:
    """Blocks of words that show as part of a page."""

    blocks: tuple[Block, ...]

    @classmethod
    def saying(cls, words: str) -> "Paper":
        """Give a paper of one sentence."""
        return cls((Paragraph(words),))

    def _repr_html_(self) -> str:
        """Give the blocks as HTML; every word in them is only ever text."""
        from jinja2 import Environment, FileSystemLoader
        from markupsafe import Markup

        def table(frame: pd.DataFrame) -> Markup:
            return Markup(display.html(frame))

        files = Environment(loader=FileSystemLoader(_STATIC), autoescape=True)
        named = [(type(block).__name__, block) for block in self.blocks]
        return files.get_template("paper.html.j2").render(blocks=named, table=table)


def place(rnd: Round, name: str) -> Path:
    """Give where a paper belongs now: the working folder, or the gate's own."""
    rnd.out.mkdir(parents=True, exist_ok=True)
    return rnd.out / name


def number(n: int) -> str:
    """Give a number of people for sharing: 1 to 9 in words."""
    return "none" if n == 0 else disclosure.small(int(n))


def day(date: str) -> str:
    """Give a date such as 2026-12-18 as people write it: 18 December 2026."""
    found = pd.to_datetime(date, format="%Y-%m-%d", errors="coerce")
    return str(date) if pd.isna(found) else f"{found.day} {found:%B %Y}"
