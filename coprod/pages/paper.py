"""A paper: blocks of words that look alike on a page and in Word.

Blocks in, a part of a page out. Also the few words that every paper needs: numbers of
people, lists of groups, and where a paper belongs.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from coprod.pages.word_document import Paragraph
from coprod.store import show
from coprod.store.rounds import Round

__all__ = ["Paper", "place"]

_STATIC = Path(__file__).parent


@dataclass(frozen=True)
class Paper:
    """Blocks of words and cards that show as part of a page.

    Examples
    --------
    >>> pages.paper.Paper.saying("Thank you for what you told us.").blocks[0].words
    'Thank you for what you told us.'
    """

    blocks: tuple[Any, ...]

    @classmethod
    def saying(cls, words: str) -> "Paper":
        """Return a paper of one sentence."""
        return cls((Paragraph(words),))

    def _repr_html_(self) -> str:
        """Return the blocks as HTML; every word in them is only ever text."""
        from jinja2 import Environment, FileSystemLoader
        from markupsafe import Markup

        def table(frame: pd.DataFrame) -> Markup:
            return Markup(show.html(frame))

        files = Environment(loader=FileSystemLoader(_STATIC), autoescape=True)
        named = [(type(block).__name__, block) for block in self.blocks]
        return files.get_template("paper.html.j2").render(blocks=named, table=table)


def place(rnd: Round, name: str) -> Path:
    """Return where a paper belongs now: the working folder, or the gate's own.

    Examples
    --------
    >>> pages.paper.place(rnd, "findings.docx").name
    'findings.docx'
    """
    rnd.out.mkdir(parents=True, exist_ok=True)
    return rnd.out / name
