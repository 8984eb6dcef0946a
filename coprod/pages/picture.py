"""A picture: its title, its alternative text, its SVG and its numbers.

It holds its drawing as SVG, words for people who cannot see it, the finding as its
title, and its numbers. The same figure gives the same bytes.
"""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from io import StringIO
from typing import Any, Concatenate, ParamSpec

import pandas as pd

from coprod.pages.colours import GREY
from coprod.pages.drawing import LINE, STYLE, sheet
from coprod.pages.paper import shaped
from coprod.store.problem import Problem

__all__ = ["Picture", "describe", "drawing", "figure"]

P = ParamSpec("P")


@dataclass(frozen=True)
class Picture:
    """One picture: its drawing, its words, the finding as title, and its numbers.

    Examples
    --------
    >>> numbers = rnd.load("themes")
    >>> picture = pages.picture.Picture("<svg/>", "Two bars.", "More is good.", numbers)
    >>> picture.alt
    'Two bars.'
    """

    svg: str
    alt: str
    caption: str
    numbers: pd.DataFrame
    rows: tuple[tuple[str, str], ...] = ()
    fold: bool = False

    def _repr_html_(self) -> str:
        finding, note, key = [*self.caption.split("\n", 2), "", ""][:3]
        code = base64.b64encode(self.svg.encode()).decode()
        blank = self.numbers.astype(object).where(self.numbers.notna(), "")
        table = "" if blank.empty else blank.to_html(index=False, border=0)
        told = {"finding": finding, "note": note, "key": key, "table": table}
        return shaped("picture.html.j2", picture=self, code=code, **told)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self._repr_html_(), "text/plain": self.alt}


def figure(
    fig: Any,
    *,
    alt: str,
    caption: str,
    numbers: pd.DataFrame,
    rows: Sequence[tuple[str, str]] = (),
    fold: bool = False,
) -> Picture:
    """Make a picture of a figure, and close the figure so that it shows only once.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        What was drawn; the same figure gives the same bytes.
    alt : str
        What the picture says, for people who cannot see it.
    caption : str
        The finding; after a line break, how to read the picture.
    numbers : pandas.DataFrame
        The numbers drawn, as a reader should see them.
    rows : sequence of tuple of str, optional
        What a picture too wide for a phone says there: each row's name, and the rest.
    fold : bool, optional
        Whether it is folded on a phone, below its title.

    Raises
    ------
    ValueError
        If `alt` or `caption` is blank.

    Examples
    --------
    >>> fig = pages.drawing.bars(["child"], [10])
    >>> numbers = rnd.load("themes").head(1)
    >>> words = {"alt": "One bar.", "caption": "Ten spoke."}
    >>> pages.picture.figure(fig, numbers=numbers, **words).alt
    'One bar.'
    """
    import matplotlib.pyplot as plt

    plt.close(fig)
    if not alt.strip() or not caption.strip():
        raise Problem(
            "figure: the picture has no description or no title. Every picture needs "
            "words for people who cannot see it: give alt= and caption=, run again."
        )
    drawn = StringIO()
    about = dict.fromkeys(["Date", "Creator", "Format", "Type"])
    about["Title"] = caption.split("\n")[0]
    with plt.style.context(STYLE):
        fig.savefig(drawn, format="svg", metadata=about)
    # The letters of the page, which are narrower than those that were measured.
    fonts = "Arial, 'Liberation Sans', Arimo, Helvetica, sans-serif"
    svg = drawn.getvalue().replace("'DejaVu Sans'", fonts)
    numbers = numbers.reset_index(drop=True)
    return Picture(svg, alt.strip(), caption.strip(), numbers, tuple(rows), fold)


def drawing(
    draw: Callable[Concatenate[Any, P], Picture],
) -> Callable[Concatenate[Any, P], Picture]:
    """Draw in the house style; of a table without rows, say that there is nothing yet.

    `draw` takes a table of one row or more and gives a picture.

    Examples
    --------
    >>> reach = pages.picture.drawing(lambda frame: None)
    >>> reach(rnd.load("themes").head(0)).alt
    'There is nothing to show here yet.'
    """

    @wraps(draw)
    def drawn(frame: Any, /, *args: P.args, **kwargs: P.kwargs) -> Picture:
        import matplotlib.pyplot as plt

        with plt.style.context(STYLE):
            if len(frame):
                return draw(frame, *args, **kwargs)
            words = "There is nothing to show here yet."
            fig, ax = sheet(LINE * 2)
            ax.text(0, LINE, words, color=GREY, va="center")
            return figure(fig, alt=words, caption=words, numbers=pd.DataFrame())

    return drawn


def describe(kind: str, finding: str, names: Sequence[Any], values: Any) -> str:
    """Say in words what a picture shows, for people who cannot see it.

    Parameters
    ----------
    kind, finding : str
        What sort of picture it is, and its title.
    names, values : sequences of the same length
        What was drawn; the first ten are named, the rest stands in the numbers.

    Examples
    --------
    >>> names, values = ["parent", "child"], [16, 10]
    >>> pages.picture.describe("Bars", "Parents spoke most.", names, values)
    'Bars. Parents spoke most. parent: 16; child: 10.'
    """
    pairs = list(zip(names, values, strict=True))
    told = [
        f"{str(name).rstrip('.')}: {'not shown' if pd.isna(v) else f'{v:g}'}"
        for name, v in pairs[:10]
    ]
    more = "; the rest is in the numbers below" * (len(pairs) > 10)
    return f"{kind}. {finding} {'; '.join(told)}{more}."
