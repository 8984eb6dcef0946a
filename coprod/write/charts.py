"""Draw the pictures of themes: good and less good, by group, how codes gathered.

The finding is worked out from the table, so that title, drawing and numbers never
disagree. Numbers that the gate has blanked are drawn as "not shown".
"""

import itertools
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from coprod.pages.colours import COLOURS, INK, ink_on
from coprod.pages.drawing import (
    LINE,
    bars,
    columns,
    gather,
    measure,
    number,
    sheet,
    spread,
    wrap,
)
from coprod.pages.picture import Picture, describe, drawing, figure
from coprod.store.show import listed, plural
from coprod.write.codebook_reads import names, theme_of, upward

__all__ = ["experiences", "groups_map", "journey", "themes_by_group"]

EXPERIENCES = {"good": "#00735C", "less good": "#B07A00", "needs improving": "#A8320A"}
DEEP = "#1B2F6B"

TOLD = {"name": "code", "way": "how it came to be"}
LEFT = 158  # points for what stands on the left


@drawing
def experiences(themes: pd.DataFrame, *, group: str = "everyone") -> Picture:
    """Show, for each theme, how many people spoke of good, less good and better.

    Parameters
    ----------
    themes : pandas.DataFrame
        The table of themes.
    group : str, optional
        Whose experience; everyone unless told.

    Returns
    -------
    Picture
        The theme that most people spoke of comes first. One person can speak of
        all three.

    Examples
    --------
    >>> write.charts.experiences(rnd.load("themes")).caption
    'Good, by most people: Communication (38). To be better, by most people: Support ...
    """
    mine = themes[themes["group"].eq(group)]
    if len(themes) and mine.empty:
        return experiences(mine, group=group)
    table = _wide(mine, "experience").reindex(columns=[*EXPERIENCES])
    asked = {"Good": "good", "To be better": "needs improving"}
    found = [
        f"{word}, by most people: {_top(table[name])}"
        for word, name in asked.items()
        if table[name].sum() > 0
    ]
    finding = ". ".join(found or ["Nobody has said yet how it was"]) + "."
    who = "" if group == "everyone" else f" Only {group}."
    most = max(table.fillna(0).max(axis=None), 1)
    fig, ax, middles = columns(table.index, [*EXPERIENCES], mark=13)
    for (name, colour), (x, width) in zip(EXPERIENCES.items(), spread(3), strict=True):
        for y, people in zip(middles, table[name], strict=True):
            length = 0 if pd.isna(people) else people / most * (width - 28)
            ax.barh(y, length, 12, x, color=colour, edgecolor=INK, linewidth=0.6)
            ax.text(x + length + 4, y, number(people), va="center_baseline")
    return figure(
        fig,
        alt=describe("Bars for each theme", finding, table.index, table["good"]),
        caption=f"{finding}\nPeople, each counted once in a column.{who}",
        numbers=table.reset_index(),
    )


@drawing
def themes_by_group(themes: pd.DataFrame, *, experience: str = "any") -> Picture:
    """Show which groups spoke of which theme.

    Parameters
    ----------
    themes : pandas.DataFrame
        The table of themes.
    experience : str, optional
        any, good, less good, needs improving or not clear.

    Returns
    -------
    Picture
        Darker where a larger share of the group spoke of the theme.

    Examples
    --------
    >>> write.charts.themes_by_group(rnd.load("themes")).caption
    'Groups differ most on Support and practical issues: young adult 7 of 7, nurse 1 ...
    """
    import seaborn as sns

    told = themes[themes["experience"].eq(experience) & themes["group"].ne("everyone")]
    if len(themes) and told.empty:
        return themes_by_group(told)
    table = _wide(told, "group")
    shares = _wide(told.assign(people=told["people"] / told["of"]), "group")
    finding, shade = _gap(told), sns.light_palette(DEEP, as_cmap=True)
    fig, ax, middles = columns(table.index, list(table.columns), mark=19)
    of = told.groupby("group")["of"].max()
    places = spread(len(table.columns))
    for group, (x, width) in zip(table.columns, places, strict=True):
        for y, people, share in zip(middles, table[group], shares[group], strict=True):
            colour = "white" if pd.isna(share) else shade(float(share))
            ax.barh(y, width, 19, x, color=colour, edgecolor="#8A8A8A", linewidth=0.6)
            words = _fitting(people, of[group], width)
            style = {"ha": "center", "va": "center_baseline", "color": ink_on(colour)}
            ax.text(x + width / 2, y, words, **style)
    return figure(
        fig,
        alt=f"Table in colours. {finding} Every number is in the table below.",
        caption=f"{finding}\nPeople who spoke of it, of those heard in each group.",
        numbers=table.reset_index(),
        fold=True,
    )


@drawing
def groups_map(groups: pd.DataFrame, *, words: Mapping[int, Any]) -> Picture:
    """Show the groups of similar comments that the machine found, in their own words.

    Parameters
    ----------
    groups : pandas.DataFrame
        The table of groups.
    words : mapping of int to str or list of str
        For each group, the words that tell it apart.

    Returns
    -------
    Picture
        The largest group comes first.

    Examples
    --------
    >>> few = rnd.load("comments")[["comment"]].head(2)
    >>> groups = few.assign(group=[1, 2], distance=0.4)
    >>> words = {1: ["car park", "permit"], 2: ["nurse", "number"]}
    >>> write.charts.groups_map(groups, words=words).caption
    'Of 2 comments, the largest group of similar ones (1) says: car park, ...
    """
    sizes = groups.groupby("group").size().sort_values(ascending=False, kind="stable")
    said = [words.get(group, "no words of its own") for group in sizes.index]
    told = [own if isinstance(own, str) else ", ".join(own) for own in said]
    names = [f"{g}: {w}" for g, w in zip(sizes.index, told, strict=True)]
    finding = (
        f"Of {plural('comment', len(groups))}, the largest group of similar ones "
        f"({sizes.iloc[0]}) says: {told[0]}."
    )
    return figure(
        bars(names, sizes),
        alt=describe("Bar chart", finding, names, sizes),
        caption=f"{finding}\nComments in each group. A machine put like with like; "
        "what they mean is for people to say.",
        numbers=pd.DataFrame({"group": names, "comments": sizes.to_numpy()}),
    )


def _wide(themes: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return row for each theme, most people first, and a column for each `column`."""
    wide = themes.pivot(index=["theme", "name"], columns=column, values="people")
    most = wide["any"] if "any" in wide else wide.sum(axis="columns")
    order = most.sort_values(ascending=False, kind="stable").index
    return wide.loc[order].droplevel("theme").rename_axis(index="theme", columns=None)


def _top(people: pd.Series) -> str:
    """Name the themes with most people, and how many they are."""
    people = people.dropna()
    names = people.index[people.eq(people.max())]
    each = " each" if len(names) > 1 else ""
    return f"{listed(names)} ({int(people.max())}{each})"


def _gap(told: pd.DataFrame) -> str:
    """Say on which theme groups differ most; under 5 people are too few to say."""
    known = told[told["of"].ge(5) & told["people"].notna()]
    known = known.assign(share=(known["people"] / known["of"]).astype(float))
    if known["group"].nunique() < 2:
        return "Too few people were heard in each group to say how groups differ."
    theme, name = known.groupby(["theme", "name"])["share"].agg(np.ptp).idxmax()
    rows_ = known[known["theme"].eq(theme)].sort_values(["share", "group"])
    if rows_["share"].nunique() < 2:
        return "Every group spoke of the themes alike."
    ends = [rows_.iloc[-1], rows_.iloc[0]]
    told_ = ", ".join(f"{r['group']} {r['people']} of {r['of']}" for r in ends)
    return f"Groups differ most on {name}: {told_}."


def _fitting(people: Any, of: Any, width: float) -> str:
    """Write a count as fully as the width allows."""
    if pd.isna(people):
        return "not shown" if measure("not shown") < width else "–"
    forms = [f"{people} of {of}", f"{people}/{of}"]
    return next((form for form in forms if measure(form) < width - 4), str(people))


@drawing
def journey(
    codebook: pd.DataFrame, ways: Mapping[str, list[str]] | None = None
) -> Picture:
    """Show how the working codes gathered into themes.

    Parameters
    ----------
    codebook : pandas.DataFrame
        The table of the codebook.
    ways : mapping of str to list of str, optional
        For each code id how it came to be what it is, as from `codebook_reads.ways`.

    Returns
    -------
    Picture
        Codes on the left with lines to their themes on the right, sub-codes and merged
        codes below the code they belong to; in grey what a code was split off from,
        first called, moved from or merged into.

    Examples
    --------
    >>> print(write.charts.journey(rnd.load("codebook")).caption)
    15 working codes, gathered in themes: 3.
    Working codes on the left, themes on the right.
    """
    codes = _gathered(codebook, ways or {})
    loose = int(codes["theme"].isna().sum())
    count = codes.loc[codes["colour"].notna(), "theme"].nunique()
    finding = f"{plural('working code', len(codes))}, gathered in themes: {count}"
    finding += f"; not in a theme yet: {loose}." if loose else "."
    blocks, sizes = [], []
    for theme, own in codes.groupby(codes["theme"].fillna("no theme yet"), sort=False):
        lines = list(map(_lines, own["name"], own["way"], own["depth"]))
        tall = sum(LINE * (len(name) + len(way)) + 5 for _, name, way in lines)
        sizes.append(max(tall, LINE * len(wrap(str(theme), 92)) + 10))
        blocks.append((str(theme), lines, own["colour"].iloc[0]))
    fig, ax = sheet(sum(sizes) + 14 * len(sizes))
    top = 4.0
    for block, size in zip(blocks, sizes, strict=True):
        gather(ax, (top, size), block)
        top += size + 14
    return figure(
        fig,
        alt=f"Working codes with lines to their themes. {finding}",
        caption=f"{finding}\nWorking codes on the left, themes on the right"
        f"{'; in grey, how a code came to be' if codes['way'].any() else ''}.",
        numbers=codes[["name", "theme", "status", "way"]].rename(columns=TOLD),
    )


def _lines(name: str, way: str, depth: int) -> tuple[int, list[str], list[str]]:
    """Return how deep a code lies, the lines of its name, and those of its way."""
    width = LEFT - 14 * depth
    return depth, wrap(name, width), wrap(way, width) if way else []


def _gathered(codebook: pd.DataFrame, ways: Mapping[str, list[str]]) -> pd.DataFrame:
    """Give each working code with name and colour of the theme it went to, and its way.

    Sub-codes and merged codes follow the code that they lie under or went into.
    """
    themes = codebook[codebook["level"].eq("theme")].set_index("code")
    wheel = itertools.cycle(COLOURS)
    own = pd.Series([next(wheel) for _ in themes.index], themes.index, dtype="string")
    sound = themes["colour"].str.fullmatch("#[0-9A-Fa-f]{6}").fillna(False)
    codes = codebook[codebook["level"].eq("code")]
    out = codes["status"].eq("retired")
    parent = codes["code"].map(theme_of(codebook)).astype("string").mask(out)
    gone = codes["name"] + " (" + codes["status"] + ")"
    rows, called = codebook.set_index("code"), names(codebook)
    way, depth, order, above = [], [], [], upward(codebook)
    each = zip(codes["code"], codes["merged_into"], parent, strict=True)
    for code, into, top in each:
        said = [] if pd.isna(into) else [f"merged into {called.get(into, into)}"]
        way.append("; ".join([*ways.get(code, []), *said]))
        up = above[code][::-1]
        depth.append(len(set(up) - {*themes.index, code}))
        places = rows.index.get_indexer(list(dict.fromkeys([*up, code])))
        retired, loose = rows.loc[code, "status"] == "retired", bool(pd.isna(top))
        order.append((retired, loose, *places))  # what is in no theme comes last
    made = codes.assign(
        theme=parent.map(themes["name"]).astype("string").mask(out, "taken out"),
        colour=parent.map(themes["colour"].where(sound, own)),
        name=codes["name"].where(codes["status"].eq("in use"), gone),
        way=way,
        depth=depth,
    )
    return made.iloc[sorted(range(len(made)), key=order.__getitem__)]
