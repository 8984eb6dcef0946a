"""A paper: blocks of words that look alike on a page and in Word.

Blocks in, a part of a page out. Also the few words that every paper needs: numbers of
people, lists of groups, and where a paper belongs.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coprod.pages.word_document import Paragraph
from coprod.store import show
from coprod.store.rounds import Round

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["Paper", "place", "shaped"]

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
        named = [(type(block).__name__, block) for block in self.blocks]
        return shaped("paper.html.j2", blocks=named)


def shaped(template: str, **words: Any) -> str:
    """Return words in the shape of a template; every word in them is only ever text.

    Examples
    --------
    >>> len(pages.paper.shaped("paper.html.j2", blocks=[]))
    0
    """
    return _files().get_template(template).render(**words)


@cache
def _files() -> "Environment":
    """Return the shapes of papers, each read once."""
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup

    files = Environment(loader=FileSystemLoader(_STATIC), autoescape=True)
    files.globals["table"] = lambda frame: Markup(show.html(frame))
    return files


def place(rnd: Round, name: str) -> Path:
    """Return where a paper belongs now: the working folder, or the gate's own.

    Examples
    --------
    >>> pages.paper.place(rnd, "findings.docx").name
    'findings.docx'
    """
    rnd.out.mkdir(parents=True, exist_ok=True)
    return rnd.out / name
