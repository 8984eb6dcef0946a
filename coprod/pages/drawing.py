"""Lay out a picture at phone width: rows of words with marks below.

Everything is drawn for the width of a phone, in points from the upper left corner, so
that nothing overlaps and nothing is cut off.
"""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from coprod.pages import colours as colours_

__all__ = [
    "LINE",
    "bars",
    "columns",
    "gather",
    "measure",
    "number",
    "rows",
    "sheet",
    "spread",
    "wrap",
    "write",
]

STYLE = Path(__file__).with_name("coprod.mplstyle")
WIDTH = 309.6  # 4.3 inches in points
LINE = 13.5  # from one line of words to the next, in points


def sheet(height: float, width: float = WIDTH) -> tuple[Any, Any]:
    """Return an empty figure and axes measured in points from the upper left corner.

    `height` and `width` are in points; what is wider than `WIDTH` is too wide for a
    phone, where its rows stand as words.

    Examples
    --------
    >>> fig, ax = pages.drawing.sheet(80)
    >>> fig.get_size_inches().round(2).tolist()
    [4.3, 1.11]
    """
    import matplotlib.pyplot as plt

    fig = plt.figure(figsize=(width / 72, height / 72))
    ax = fig.add_axes((0, 0, 1, 1), xlim=(-1, width + 1), ylim=(height, 0))
    ax.axis("off")
    return fig, ax


def rows(
    labels: Sequence[str], *, mark: float = 13, top: float = 0
) -> tuple[Any, Any, list[float]]:
    """Write labels below each other, over the full width, with room under each.

    Parameters
    ----------
    labels : sequence of str
        Long ones go over several lines; nothing is cut off.
    mark, top : float
        Height of the room under each label and above the first, in points.

    Returns
    -------
    tuple of Figure, Axes and list of float
        The middle of the room under each label, in points from the top.

    Examples
    --------
    >>> _, _, middles = pages.drawing.rows(["Food", "Communication"])
    >>> middles
    [24.0, 63.5]
    """
    lines = [wrap(label, WIDTH) for label in labels]
    heights = [LINE * len(each) + mark + 13 for each in lines]
    starts = list(accumulate(heights, initial=top + 2))
    fig, ax = sheet(starts[-1] - 6)
    for start, each in zip(starts, lines, strict=False):
        write(ax, 0, start, each)
    middles = [s + h - 11 - mark / 2 for s, h in zip(starts, heights, strict=False)]
    return fig, ax, middles


def write(ax: Any, x: float, y: float, lines: Sequence[str], **style: Any) -> None:
    """Write lines of words, the first with its upper edge at `y` (`x`, `y` in points).

    `style` is as for `Axes.text`.

    Examples
    --------
    >>> fig, ax = pages.drawing.sheet(80)
    >>> pages.drawing.write(ax, 0, 0, ["Warm meals", "for all"])
    >>> len(ax.texts)
    2
    """
    for number, line in enumerate(lines):
        ax.text(x, y + number * LINE, line, **{"va": "top", **style})


@cache
def measure(words: str) -> float:
    """Return the width of a line in points, as the house style writes it.

    Examples
    --------
    >>> pages.drawing.measure("Food") < pages.drawing.measure("Communication")
    True
    """
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    font = FontProperties(family="DejaVu Sans", size=10.5)
    return float(TextToPath().get_text_width_height_descent(words, font, False)[0])


def wrap(words: str, width: float) -> list[str]:
    """Break words into lines, at least one, no wider than `width` points.

    A word that is wider is broken.

    Examples
    --------
    >>> pages.drawing.wrap("We have one named person to ring.", 120)
    ['We have one named', 'person to ring.']
    """
    for letters in range(max(int(width / 4), 1), 0, -1):
        lines = textwrap.wrap(str(words), letters) or [""]
        if max(map(measure, lines)) <= width:
            return lines
    return list(str(words))


def spread(count: int) -> Iterator[tuple[float, float]]:
    """Return the left edge and width of `count` columns side by side, in points.

    Examples
    --------
    >>> [(round(left), round(width)) for left, width in pages.drawing.spread(2)]
    [(0, 152), (158, 152)]
    """
    width = (WIDTH - 6 * (count - 1)) / count
    for number in range(count):
        yield number * (width + 6), width


def number(value: Any, *, nought: str = "0") -> str:
    """Return a count as words: "not shown" where the gate has blanked it.

    Examples
    --------
    >>> pages.drawing.number(7), pages.drawing.number(None)
    ('7', 'not shown')
    """
    return "not shown" if pd.isna(value) else str(int(value)) if value else nought


def bars(
    names: Iterable[Any],
    values: Any,
    *,
    starts: Iterable[int] | None = None,
    marks: Any = None,
    nought: str = "0",
) -> Any:
    """Draw a bar under each name, and its number beside it.

    Parameters
    ----------
    names, values : iterables of the same length
        What each bar stands for, and how long it is; a missing length is "not shown".
    starts : iterable of int, optional
        Where each bar starts; the last bar is then the sum of the others.
    marks : sequence of numbers, optional
        An upright line on each bar; missing for none.
    nought : str, optional
        What to write in an empty cell where there is none.

    Examples
    --------
    >>> fig = pages.drawing.bars(["child", "parent"], [10, 16])
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['child', 'parent', '10', '16']
    """
    lengths = pd.Series(values).astype("Float64").reset_index(drop=True)
    hoped = pd.Series(marks if marks is not None else [pd.NA] * len(lengths))
    hoped = hoped.astype("Float64").reset_index(drop=True)
    words = [number(value, nought=nought) for value in lengths]
    most = max(lengths.fillna(0).max(), hoped.fillna(0).max(), 1)
    scale = (WIDTH - max(map(measure, words)) - 8) / most
    fig, ax, middles = rows([str(name) for name in names])
    begin = [start * scale for start in starts or [0] * len(lengths)]
    ends = [b + v for b, v in zip(begin, lengths.fillna(0) * scale, strict=True)]
    colours = [colours_.COLOURS[0]] * len(lengths)
    if starts is not None:  # the last bar is the sum of the others
        colours[-1] = colours_.GREY
    places = zip(middles, begin, ends, hoped * scale, colours, words, strict=True)
    for y, left, right, mark, colour, told in places:
        ax.barh(y, right - left, 13, left, color=colour)
        if not pd.isna(mark):
            ax.plot([mark, mark], [y - 9, y + 9], color=colours_.INK, linewidth=2)
        if told == nought != "0":
            cell = {"color": "white", "edgecolor": colours_.ALARM, "linestyle": "--"}
            ax.barh(y, measure(told) + 14, 17, 0, linewidth=1.4, **cell)
            ax.text(7, y, told, va="center_baseline", color=colours_.ALARM)
            continue
        near = not pd.isna(mark) and right <= mark < right + measure(told) + 10
        ax.text((mark if near else right) + 5, y, told, va="center_baseline")
    return fig


def columns(labels: Iterable[Any], heads: list[str], *, mark: float) -> Any:
    """Write labels with room of `mark` points for columns below each, and their heads.

    Heads are written upright where the width is too small. Gives what `rows` gives.

    Examples
    --------
    >>> _, _, middles = pages.drawing.columns(["Food"], ["child", "parent"], mark=13)
    >>> len(middles)
    1
    """
    width = next(spread(len(heads)))[1]
    upright = any(measure(word) > width for head in heads for word in head.split())
    top = max(map(measure, heads)) if upright else LINE * max(map(len, _heads(heads)))
    fig, ax, middles = rows([str(label) for label in labels], mark=mark, top=top + 10)
    places = zip(heads, _heads(heads), spread(len(heads)), strict=True)
    for head, lines, (x, _) in places:
        if upright:
            ax.text(x + width / 2, top, head, rotation=90, va="bottom", ha="center")
        else:
            write(ax, x, 0, lines, color=colours_.GREY)
    return fig, ax, middles


def _heads(heads: list[str]) -> list[list[str]]:
    """Break the heads of columns into lines that fit their column."""
    return [wrap(h, w) for h, (_, w) in zip(heads, spread(len(heads)), strict=True)]


def gather(
    ax: Any,
    place: tuple[float, float],
    block: tuple[str, list[tuple[int, list[str], list[str]]], Any],
) -> None:
    """Draw words on the left, and from each a line to the one box they gathered in.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        From `sheet`.
    place : tuple of float
        Upper edge and height, in points.
    block : tuple
        Words in the box; for each word on the left how deep it lies (only those at 0
        get a line), its lines, and lines in grey below it; colour, missing for none.

    Examples
    --------
    >>> fig, ax = pages.drawing.sheet(80)
    >>> block = ("Food", [(0, ["Warm meals"], []), (0, ["Choice"], [])], None)
    >>> pages.drawing.gather(ax, (0, 60), block)
    >>> [text.get_text() for text in ax.texts]
    ['Warm meals', 'Choice', 'Food']
    """
    (top, size), (theme, codes, colour) = place, block
    fill = "white" if pd.isna(colour) else colour
    lines, left = wrap(theme, 92), WIDTH - 104
    middle, high = top + size / 2, LINE * len(lines) + 10
    steps = np.linspace(0, 1, 30)
    tall = sum(len(code) + len(way) for _, code, way in codes)
    y = middle - (tall * LINE + 5 * (len(codes) - 1)) / 2
    widest = max(14 * deep + measure(line) for deep, *w in codes for line in sum(w, []))
    for deep, code, way in codes:
        start, at = measure(code[-1]) + 5, y + LINE * (len(code) - 0.5)
        bend = at + (middle - at) * (3 * steps**2 - 2 * steps**3)
        ends = widest + 5 + (left - widest - 5) * steps
        if not deep:
            ax.plot([start, *ends], [at, *bend], color=colours_.GREY, linewidth=1)
        write(ax, 14 * deep, y, code)
        write(ax, 14 * deep, y + LINE * len(code), way, color=colours_.GREY)
        y += LINE * (len(code) + len(way)) + 5
    line = {"edgecolor": colours_.INK, "linewidth": 1, "zorder": 3}
    ax.barh(middle, 104, high, left, color=fill, **line)
    style = {"color": colours_.ink_on(fill), "zorder": 4}
    write(ax, left + 6, middle - high / 2 + 5, lines, **style)
