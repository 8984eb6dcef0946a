"""Draw the pictures of the votes: places with ranges, lists of groups, importance.

The first statement is the most important one. Where too few people answered to say
how sure a place is, the picture shows that too.
"""

from itertools import accumulate
from typing import Any

import pandas as pd

from coprod.decide.priorities import SAYS, close
from coprod.decide.survey.questions import SCALE
from coprod.pages.colours import GREY, INK, PALE, ink_on
from coprod.pages.drawing import LINE, measure, sheet, wrap, write
from coprod.pages.picture import Picture, describe, drawing, figure
from coprod.store.show import listed, nth, plural

__all__ = ["LEVELS", "levels", "likert", "priorities"]

DEEP, MID, LIGHT, BAND = "#1b2f6b", "#4060a8", "#c3d0e8", "#ece5d6"
WIDE, WORDS, TRACK = 640.0, 240.0, 110.0  # the sheet, its words, the track, in points
LEVELS = list(SCALE)  # the words that people ticked, the least first
HIGH = LEVELS[-2:]


@drawing
def priorities(table: pd.DataFrame, *, lists: pd.DataFrame | None = None) -> Picture:
    """Show the order, what each group puts first, and how far a place could move.

    Parameters
    ----------
    table : pandas.DataFrame
        The table of priorities.
    lists : pandas.DataFrame, optional
        One column for each group; cells such as "1 Q04", or "2= Q01" where places are
        shared; blank below the end.

    Returns
    -------
    Picture
        A row for each statement: its place, its place in each group's own list, a dot
        for its place and a line where it fell in 95 of 100 drawings, and the chance of
        the first ones. A bracket joins statements whose points are nearly level.

    Examples
    --------
    >>> votes = decide.votes.votes(rnd)
    >>> print(decide.charts.priorities(votes.priorities, lists=votes.lists).caption)
    First, when each group counts the same: School friends stay part of our lives.
    Could be: where it fell in 95 of 100 drawings of other people of the same ...
    """
    table = table.sort_values(["place", "statement"]).reset_index(drop=True)
    lists = pd.DataFrame() if lists is None else lists
    own = {str(group): _own_places(cells) for group, cells in lists.items()}
    shown = pd.DataFrame(
        {
            "place": _places(table["place"]),
            "statement": table["text"],
            **{g: [o.get(c, "") for c in table["statement"]] for g, o in own.items()},
            "could be": [
                "too few to say" if pd.isna(low) else f"{low:g} to {high:g}"
                for low, high in zip(table["low"], table["high"], strict=True)
            ],
            "chance of the first": [_chance(share) for share in table["top_share"]],
        }
    )
    first = _foremost(table)
    told = [_told(row, list(own)) for row in shown.to_dict("records")]
    words = " ".join(" ".join(row) for row in told)
    return figure(
        _drawn(table, shown, list(own)),
        alt=f"{plural('statement', len(table))} in order. {first} {words}",
        caption=f"{first}\n{SAYS['picture']}",
        numbers=shown,
        rows=told,
    )


def _foremost(table: pd.DataFrame) -> str:
    """Name what comes first, and all that stand too close to it to be told apart."""
    code, texts = table["statement"].iloc[0], table.set_index("statement")["text"]
    band = next((band for band in close(table) if code in band), None)
    if band:
        return f"Close together at the top: {' '.join(texts[each] for each in band)}"
    return f"First, when each group counts the same: {texts[code]}"


def _own_places(cells: pd.Series) -> dict[str, str]:
    """Return the place in a group's own list by statement code."""
    pairs = [str(cell).rsplit(" ", 1) for cell in cells if not pd.isna(cell) and cell]
    return {code: place for place, code in pairs}


def _places(places: pd.Series) -> list[str]:
    """Return places as words: 4= where two share it."""
    least = places.astype(float).rank(method="min").astype(int).astype(str)
    return list(least + places.duplicated(keep=False).map({True: "=", False: ""}))


def _chance(share: Any) -> str:
    """Return a chance in words: never none, and never certain."""
    if pd.isna(share):
        return ""
    of = round(100 * float(share))
    return "over 99 in 100" if of > 99 else f"{of} in 100" if of else "under 1 in 100"


def _told(row: dict[str, str], groups: list[str]) -> tuple[str, str]:
    """Say one row of the picture, for a phone and for who cannot see it."""
    own = [f"{nth(int(row[g].rstrip('=')))} for {g}" for g in groups if row[g]]
    span, chance = row["could be"], row["chance of the first"]
    parts = [f"In their own lists: {listed(own)}."] if own else []
    parts += [f"Place could be {span}."] if span[0].isdigit() else []
    parts += [f"Chance of the first ones: {chance}."] if chance else []
    return f"Place {row['place']}: {row['statement']}", " ".join(parts)


def _drawn(table: pd.DataFrame, shown: pd.DataFrame, groups: list[str]) -> Any:
    """Draw the rows on a wide sheet: words, boxes of groups, and a track of places."""
    box = min(76.0, (WIDE - WORDS - TRACK - 90) / max(len(groups), 1))
    heads = [wrap(group, box - 4) for group in groups]
    top = LINE * max([2, *map(len, heads)]) + 10
    lines = [wrap(text, WORDS - 34) for text in table["text"]]
    highs = [max(LINE * len(each) + 9, 24) for each in lines]
    starts = list(accumulate(highs, initial=top))
    fig, ax = sheet(starts[-1] + 4, WIDE)
    left = WORDS + box * len(groups) + 14
    last = max(len(table), 2)

    def at(place: float) -> float:
        return left + (float(place) - 1) / (last - 1) * TRACK

    for number, lines_ in enumerate(heads):
        for n, line in enumerate(lines_):
            y = top - LINE * (len(lines_) - n) - 2
            middle = WORDS + box * (number + 0.5)
            ax.text(middle, y, line, va="top", ha="center", color=GREY)
    ax.text(left, 0, "how far it could move", va="top", color=GREY)
    for place in sorted({1, (last + 1) // 2, last}):
        ax.text(at(place), LINE, place, va="top", ha="center", color=GREY)
    picked = int((table["shortlist"] == "combined").sum())
    write(ax, WIDE, 0, ["in 100: among", f"the first {picked}"], ha="right", color=GREY)
    ax.fill_between([at(0.6), at(picked + 0.4)], top, starts[-1], color=BAND, zorder=0)
    ties = {code: n for n, band in enumerate(close(table)) for code in band}
    near = [ties.get(code, -1) for code in table["statement"]]
    for n, (y, high, words) in enumerate(zip(starts, highs, lines, strict=False)):
        row, middle = table.loc[n], y + high / 2
        ax.text(26, middle, shown["place"][n], ha="right", va="center", weight="bold")
        write(ax, 34, middle - LINE * len(words) / 2, words)
        for number, group in enumerate(groups):
            _box(ax, WORDS + box * number, middle, box - 6, shown[group][n])
        sure = not pd.isna(row["low"])
        if sure:
            ax.plot([at(row["low"]), at(row["high"])], [middle] * 2, color=MID, lw=3)
        face = DEEP if sure else "white"
        ax.plot(at(row["place"]), middle, "o", ms=8, mfc=face, mec=DEEP)
        chance = shown["chance of the first"][n].removesuffix(" in 100")
        ax.text(WIDE, middle, chance, ha="right", va="center")
        if n + 1 < len(table) and near[n] == near[n + 1] >= 0:
            below = starts[n + 1] + highs[n + 1] / 2
            ax.plot([6, 2, 2, 6], [middle, middle, below, below], color=INK, lw=1.6)
        cut = {"color": INK, "lw": 1.4, "ls": (0, (4, 3))}
        style = cut if n + 1 == picked < len(table) else {"color": PALE, "lw": 0.8}
        ax.plot([0, WIDE], [y + high] * 2, **style)
    return fig


def _box(ax: Any, x: float, y: float, width: float, place: str) -> None:
    """Draw the place in one group's own list, the darker the nearer to the first."""
    rank = int(place.rstrip("=") or 0)
    colour = {0: "white", 1: DEEP, 2: MID, 3: MID}.get(rank, LIGHT)
    ax.barh(y, width, 17, x, color=colour, edgecolor=GREY if rank else PALE, lw=0.6)
    style = {"ha": "center", "va": "center_baseline", "color": ink_on(colour)}
    ax.text(x + width / 2, y, place, **style)


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
        One bar for each statement, the most important answer on the left.

    Examples
    --------
    >>> decide.charts.likert(share.numbers.ratings(rnd)).caption
    '“Both our hospitals can see the same notes.” 50 of 85 people say “Very” or ...
    """
    import seaborn as sns

    parts = table[LEVELS[::-1]].div(table["n"], axis="index")
    high = table[HIGH].sum(axis="columns")
    said = f"“{HIGH[0]}” or “{HIGH[1]}”"
    told = f"{{:g}} in 100 say {said}."
    shares = (100 * high / table["n"]).round()
    asked = plural("person", int(table["n"].iloc[0]))
    finding = f"“{table['text'].iloc[0]}” {high.iloc[0]} of {asked} say {said}."
    palette = sns.color_palette([DEEP, MID, "#86a0cf", LIGHT, "#eef1f7"])
    asked_ = table["n"].map(" (n\u00a0=\u00a0{})".format)
    lines = [wrap(words, WORDS - 12) for words in table["text"] + asked_]
    highs = [max(LINE * len(each) + 9, 24) for each in lines]
    starts = list(accumulate(highs, initial=LINE + 10))
    fig, ax = sheet(starts[-1], WIDE)
    x = WORDS
    for level, colour in zip(LEVELS[::-1], palette, strict=True):  # what each means
        ax.barh(7, 11, 11, x, color=colour, edgecolor=INK, linewidth=0.6)
        ax.text(x + 15, 7, level, va="center_baseline")
        x += measure(level) + 24
    shown = zip(starts, highs, lines, parts.iterrows(), strict=False)
    for top, height, words, (_, share) in shown:
        middle = top + height / 2
        write(ax, 0, middle - LINE * len(words) / 2, words)
        _answers(ax, middle, share * (WIDE - WORDS), palette)
    return figure(
        fig,
        alt=describe(f"Per cent who say {said}", finding, table["text"], shares),
        caption=f"{finding}\nPer cent of those who answered; n is how many they are.",
        numbers=table,
        rows=list(zip(table["text"], shares.map(told.format), strict=True)),
    )


def _answers(ax: Any, y: float, widths: pd.Series, palette: Any) -> None:
    """Draw the answers to one statement beside each other; label those from 8 %."""
    x, total = WORDS, widths.sum()
    for width, colour in zip(widths, palette, strict=True):
        ax.barh(y, width, 18, x, color=colour, edgecolor=INK, linewidth=0.6)
        words = f"{width / total:.0%}".rstrip("%")
        if width / total >= 0.08:
            style = {"ha": "center", "va": "center_baseline", "color": ink_on(colour)}
            ax.text(x + width / 2, y, words, **style)
        x += width
