"""Charts of every step: a table in, a `Picture` whose title is the finding out.

The finding is worked out from the table, so that title, drawing and numbers never
disagree. Numbers that the gate has blanked are drawn as "not shown".
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from coprod.code_charts import journey
from coprod.display import listed, plural
from coprod.layout import (
    INK,
    bars,
    columns,
    ink_on,
    measure,
    number,
    spread,
)
from coprod.pictures import Lists, Picture, describe, drawing, figure
from coprod.vote_charts import combined_vs_pooled, likert, priorities, side_by_side

__all__ = [
    "Lists",
    "Picture",
    "combined_vs_pooled",
    "experiences",
    "figure",
    "groups_map",
    "journey",
    "ledger",
    "likert",
    "priorities",
    "reach",
    "side_by_side",
    "themes_by_group",
]

EXPERIENCES = {"good": "#0072B2", "less good": "#E69F00", "needs improving": "#D55E00"}
PURPLE = "#5E3C99"  # one end of PuOr


@drawing
def reach(frame: pd.DataFrame) -> Picture:
    """Show who has been heard, and who has not.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row for each group: group, heard (people), and target (people, or blank).

    Returns
    -------
    Picture
        Groups that nobody was heard from come first, as an empty cell.
    """
    frame = frame.assign(target=frame.get("target", pd.NA)).sort_values(
        ["heard", "group"], kind="stable"
    )
    frame = frame.drop(columns={"reported"} & set(frame.columns[~frame.any()]))
    named, hoped = frame[frame["group"] != "unknown"], frame["target"].notna().any()
    silent = named.loc[named["heard"].eq(0).fillna(False), "group"].tolist()
    most = "".join(named.dropna(subset="heard")["group"].tail(1))
    heard = "Every group was heard, most" if hoped else "Heard most"
    finding = f"{heard} of all: {most}." if most else "Nobody has said who spoke."
    finding = f"Not heard yet: {listed(silent)}." if silent else finding
    note = "People heard; the upright line is how many we hoped to hear."
    fig = bars(
        frame["group"], frame["heard"], marks=frame["target"], nought="nobody yet"
    )
    return figure(
        fig,
        alt=describe("Bar chart", finding, frame["group"], frame["heard"]),
        caption=f"{finding}\n{note if hoped else 'People heard.'}",
        numbers=frame if hoped else frame.drop(columns="target"),
    )


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
    """
    import seaborn as sns

    told = themes[themes["experience"].eq(experience) & themes["group"].ne("everyone")]
    if len(themes) and told.empty:
        return themes_by_group(told)
    table = _wide(told, "group")
    shares = _wide(told.assign(people=told["people"] / told["of"]), "group")
    finding, shade = _gap(told), sns.light_palette(PURPLE, as_cmap=True)
    fig, ax, middles = columns(table.index, list(table.columns), mark=19)
    of = told.groupby("group")["of"].max()
    for group, (x, width) in zip(
        table.columns, spread(len(table.columns)), strict=True
    ):
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
    )


@drawing
def ledger(by_status: Mapping[str, int] | pd.DataFrame) -> Picture:
    """Show where every comment ended, and that nothing is missing.

    Parameters
    ----------
    by_status : mapping of str to int, or pandas.DataFrame
        Comments of each status, as counted by `trail.balance`, and "not accounted
        for" if any are; or one row for each: status, comments.

    Returns
    -------
    Picture
        Each piece starts where the last one ended; the last bar is their sum.
    """
    if isinstance(by_status, pd.DataFrame):
        by_status = by_status.set_index("status")["comments"].to_dict()
    counts = pd.Series(list(by_status.values()), dtype=int)
    open_ends = ("not yet read", "not accounted for")
    left = {end: int(by_status[end]) for end in open_ends if by_status.get(end)}
    total = int(counts.sum())
    told = (
        listed(f"{n} {end}" for end, n in left.items()) if left else "none is left out"
    )
    finding = (
        f"{total - sum(left.values())} of {plural('comment', total)} noted; {told}."
    )
    names = [*by_status, "all comments together"]
    values = pd.Series([*counts, total])
    starts = [*(counts.cumsum() - counts), 0]
    sums = " + ".join(map(str, counts))
    return figure(
        bars(names, values, starts=starts),
        alt=describe("Bars that add up", finding, names, values),
        caption=f"{finding}\n{sums} = {total}.",
        numbers=pd.DataFrame({"where it ended": names, "comments": values}),
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
    """
    sizes = (
        groups["group"]
        .value_counts()
        .sort_index()
        .sort_values(ascending=False, kind="stable")
    )
    said = {g: w if isinstance(w, str) else ", ".join(w) for g, w in words.items()}
    told = [said.get(group, "no words of its own") for group in sizes.index]
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
    """Give a row for each theme, most people first, and a column for each `column`."""
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
    shares = known.groupby(["theme", "name"])["share"].agg(["max", "min"])
    theme, name = (shares["max"] - shares["min"]).idxmax()
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
