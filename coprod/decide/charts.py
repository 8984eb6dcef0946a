"""Draw the pictures of the votes: places with ranges, lists of groups, importance.

The first statement is the most important one. Where too few people answered to say
how sure a place is, the picture shows that too.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from coprod.decide.priorities import close
from coprod.decide.survey.questions import SCALE
from coprod.pages.colours import GREY, INK, PALE, ink_on
from coprod.pages.drawing import LINE, WIDTH, measure, rows
from coprod.pages.picture import Lists, Picture, describe, drawing, figure
from coprod.store.show import plural

__all__ = ["LEVELS", "levels", "likert", "priorities", "side_by_side"]

PURPLE, ORANGE = "#5E3C99", "#E66101"  # the two ends of PuOr
LEVELS = list(SCALE)  # the words that people ticked, the least first
HIGH = LEVELS[-2:]


@drawing
def priorities(table: pd.DataFrame) -> Picture:
    """Show the statements in their order, and how sure we are of it.

    Parameters
    ----------
    table : pandas.DataFrame
        The table of priorities.

    Returns
    -------
    Picture
        A dot at each place; a line where the place fell in 95 of 100 resamples; an
        empty dot where too few people answered to say. A square where it would stand
        if every answer counted alike.

    Examples
    --------
    >>> print(decide.charts.priorities(rnd.load("priorities")).caption)
    First, when each group counts the same: School friends stay part of our lives.
    The circle: its place when each group counts the same. Line: its places in 95 of ...
    """
    table = table.sort_values(["place", "statement"])
    bands = close(table)
    finding = _foremost(table, bands)
    fig, ax, middles, scale = _places(table)
    at = dict(zip(table["statement"], middles, strict=True))
    out = [WIDTH - 5, WIDTH - 1, WIDTH - 1, WIDTH - 5]
    for ends in ([at[band[0]] - 8, at[band[-1]] + 8] for band in bands):
        ax.plot(out, np.repeat(ends, 2), color=INK, lw=1.6)
    for y, row in zip(middles, table.itertuples(), strict=True):
        unsure = pd.isna(row.low) or pd.isna(row.high)
        if not unsure:
            ax.plot(
                [scale(row.low), scale(row.high)], [y, y], color=PURPLE, lw=3, alpha=0.5
            )
        ax.plot(scale(row.pooled_place), y, "s", ms=9, mfc="white", mec=ORANGE, mew=1.8)
        face = "white" if unsure else PURPLE
        ax.plot(scale(row.place), y, "o", ms=7, mfc=face, mec=PURPLE, mew=1.6)
    note = "The circle: its place when each group counts the same. Line: its places in "
    note += "95 of 100 resamples. Empty circle: too few answers to say how sure. "
    note += "Bracket on the right: too close to say which comes before which. "
    note += "Orange square: its place if every answer counted alike, large groups more."
    shown = ["statement", "text", "place", "low", "high", "pooled_place"]
    return figure(
        fig,
        alt=describe("Circles in order", finding, table["text"], table["place"]),
        caption=f"{finding}\n{note}",
        numbers=table[shown],
    )


def _foremost(table: pd.DataFrame, bands: list[list[str]]) -> str:
    """Name what comes first, and all that stand too close to it to be told apart."""
    code = table["statement"].iloc[0]
    texts = table.set_index("statement")["text"]
    band = next((band for band in bands if code in band), [code])
    if len(band) == 1:
        return f"First, when each group counts the same: {texts[code]}"
    return f"Close together at the top: {' '.join(texts[each] for each in band)}"


def side_by_side(
    frame: pd.DataFrame, *, words: Mapping[str, str] | None = None
) -> Lists:
    """Put each group's own list beside the others.

    Parameters
    ----------
    frame : pandas.DataFrame
        One column for each group; cells such as "1 Q04", or "2= Q01" where places are
        shared; blank below the end.
    words : mapping of str to str, optional
        The wording of each statement code.

    Returns
    -------
    Lists
        The title says which statements are on every list.

    Examples
    --------
    >>> votes = decide.votes.votes(rnd)
    >>> decide.charts.side_by_side(votes.lists, words=votes.words).caption
    "No statement is on every group's list."
    """
    lists = {
        str(group): [str(cell) for cell in column if not pd.isna(cell) and str(cell)]
        for group, column in frame.items()
    }
    wording = words or {}
    codes = [{cell.split()[-1] for cell in cells} for cells in lists.values()]
    shared = sorted(set.intersection(*codes)) if codes else []
    told = "; ".join(" ".join([code, wording.get(code, "")]).strip() for code in shared)
    finding = f"On every group's list: {told}"
    if not shared:
        finding = "No statement is on every group's list."
    said = {
        group: [f"{c} {wording.get(c.split()[-1], '')}".strip() for c in cells]
        for group, cells in lists.items()
    }
    return Lists(finding, said)


def levels(ballots: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Return who ticked which words for each statement, best mean first.

    Parameters
    ----------
    ballots, statements : pandas.DataFrame
        The tables of these names; only rows with a score count.

    Returns
    -------
    pandas.DataFrame
        statement, text, respondent and level, one of the form's words.

    Examples
    --------
    >>> ballots, statements = rnd.load("ballots"), rnd.load("statements")
    >>> decide.charts.levels(ballots, statements)["level"].iloc[0]
    'Quite'
    """
    scored = ballots[ballots["score"].notna() & ballots["shown"].fillna(False)]
    scores = scored["score"].round().clip(1, 5).astype(int)
    mean = scored.groupby("statement")["score"].transform("mean").astype(float)
    made = scored.assign(level=[LEVELS[n - 1] for n in scores], mean=mean)
    made = made.merge(statements[["statement", "text"]], on="statement")
    made = made.sort_values(["mean", "statement"], ascending=[False, True])
    return made[["statement", "text", "respondent", "level"]]


@drawing
def likert(table: pd.DataFrame) -> Picture:
    """Show how important each statement is to the people who answered.

    Parameters
    ----------
    table : pandas.DataFrame
        statement, text, a column for each of the form's words, and n: their sum.

    Returns
    -------
    Picture
        One bar for each statement, the least important answer on the left.

    Examples
    --------
    >>> decide.charts.likert(share.numbers.ratings(rnd)).caption
    '“Both our hospitals can see the same notes.” 50 of 85 people say “Very” or ...
    """
    import seaborn as sns

    parts = table[LEVELS].div(table["n"], axis="index")
    high = table[HIGH].sum(axis="columns")
    said = f"“{HIGH[0]}” or “{HIGH[1]}”"
    shares = (100 * high / table["n"]).round()
    asked = plural("person", int(table["n"].iloc[0]))
    finding = f"“{table['text'].iloc[0]}” {high.iloc[0]} of {asked} say {said}."
    palette = sns.color_palette("Purples", len(LEVELS))
    labels = [f"{t} (n = {n})" for t, n in zip(table["text"], table["n"], strict=True)]
    fig, ax, middles = rows(labels, mark=18, top=3 * LINE)
    _legend(ax, palette)
    for y, (_, share) in zip(middles, parts.iterrows(), strict=True):
        _answers(ax, y, share * WIDTH, palette)
    return figure(
        fig,
        alt=describe(f"Per cent who say {said}", finding, table["text"], shares),
        caption=f"{finding}\nPer cent of those who answered; n is how many they are.",
        numbers=table,
    )


def _legend(ax: Any, palette: Any) -> None:
    """Write what each colour means, over as many lines as it takes."""
    x, y = 0.0, 7.0
    for level, colour in zip(LEVELS, palette, strict=True):
        if x + measure(level) + 18 > WIDTH:
            x, y = 0.0, y + LINE + 3
        ax.barh(y, 11, 11, x, color=colour, edgecolor=INK, linewidth=0.6)
        ax.text(x + 15, y, level, va="center_baseline")
        x += measure(level) + 28


def _answers(ax: Any, y: float, widths: pd.Series, palette: Any) -> None:
    """Draw the answers to one statement beside each other; label those from 8 %."""
    x, total = 0.0, widths.sum()
    for width, colour in zip(widths, palette, strict=True):
        ax.barh(y, width, 18, x, color=colour, edgecolor=INK, linewidth=0.6)
        words = f"{width / total:.0%}".rstrip("%")
        if width / total >= 0.08:
            style = {"ha": "center", "va": "center_baseline", "color": ink_on(colour)}
            ax.text(x + width / 2, y, words, **style)
        x += width


def _places(
    table: pd.DataFrame,
) -> tuple[Any, Any, list[float], Callable[[float], float]]:
    """Write the statements in order, with a track of all places below each."""
    last = max(len(table), int(table[["place", "pooled_place"]].max(axis=None)), 2)

    def scale(place: float) -> float:
        return 8 + (float(place) - 1) / (last - 1) * (WIDTH - 16)

    first = table["place"].astype(float).rank(method="min").astype(int).astype(str)
    first += table["place"].duplicated(keep=False).map({True: "=", False: ""})
    labels = [f"{p}  {t}" for p, t in zip(first, table["text"], strict=True)]
    fig, ax, middles = rows(labels, mark=14, top=2 * LINE + 8)
    step = -(-(last - 1) // 6)
    ticks = range(1, last + 1, step)
    ax.text(0, 0, "place, from the most important", va="top", color=GREY)
    for tick in ticks:
        ax.text(scale(tick), LINE + 4, tick, va="top", ha="center", color=GREY)
    for y in middles:
        ax.plot([scale(1), scale(last)], [y, y], color=PALE, linewidth=2, zorder=0)
        ax.plot(
            [scale(t) for t in ticks], [y] * len(ticks), "|", ms=7, color=GREY, zorder=1
        )
    return fig, ax, middles, scale
