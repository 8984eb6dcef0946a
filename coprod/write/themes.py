"""Sum up each theme: good, less good, needs improving, by group of people.

Takes tags, comments, people and the codebook, gives counts of people. A person who
says a thing ten times is one person: people are counted, not mentions.
"""

import pandas as pd

from coprod.store import tables
from coprod.write import codebook_reads
from coprod.write.tags import TICKS

__all__ = ["COUNTED", "EVERYONE", "by_code", "summarise", "tagged"]

EVERYONE = "everyone"
COUNTED = {"people": ("person", "nunique"), "comments": ("comment", "nunique")}


def summarise(
    tags: pd.DataFrame,
    comments: pd.DataFrame,
    people: pd.DataFrame,
    codebook: pd.DataFrame,
) -> pd.DataFrame:
    """Count people and comments by theme, group and experience.

    Parameters
    ----------
    tags, comments, people, codebook : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        The table "themes": for each theme, each group and everyone, and each
        experience (any of them, good, less good, needs improving, not clear), how
        many people and comments. Each person and comment counts once in a row.

    Examples
    --------
    >>> names = ["tags", "comments", "people", "codebook"]
    >>> write.themes.summarise(*map(rnd.load, names))["name"].unique().tolist()
    ['Communication', 'Support and practical issues', 'Information']
    """
    long = _long(tagged(tags, comments, people, codebook))
    keys = ["theme", "name", "group", "experience"]
    counts = long.groupby(keys, observed=True).agg(**COUNTED)
    spoke = people[people["person"].isin(comments["person"])]
    of = {EVERYONE: len(spoke), **spoke["group"].value_counts().to_dict()}
    made = counts.reset_index()
    made["of"] = made["group"].map(of).fillna(0)
    return tables.check("themes", made)


def tagged(
    tags: pd.DataFrame,
    comments: pd.DataFrame,
    people: pd.DataFrame,
    codebook: pd.DataFrame,
) -> pd.DataFrame:
    """Join each tag to its comment, its person and its theme.

    Returns
    -------
    pandas.DataFrame
        Every tag whose comment is here and whose code is in a theme: the columns of
        the tags, and theme, name (of the theme), code_name, person, group, text,
        question.

    Examples
    --------
    >>> names = ["tags", "comments", "people", "codebook"]
    >>> len(write.themes.tagged(*map(rnd.load, names)))
    498
    """
    names = codebook_reads.names(codebook)
    theme = tags["code"].map(codebook_reads.theme_of(codebook))
    named = {"name": theme.map(names), "code_name": tags["code"].map(names)}
    made = tags.assign(theme=theme, **named).dropna(subset=["theme"])
    said = comments[["comment", "person", "text", "question", "source"]]
    group = people.set_index("person")["group"]
    made = made.merge(said, on="comment", how="inner")
    return made.assign(group=made["person"].map(group).fillna("unknown"))


def by_code(joined: pd.DataFrame) -> pd.DataFrame:
    """Count people and comments for each working code inside its theme.

    Examples
    --------
    >>> names = ["tags", "comments", "people", "codebook"]
    >>> joined = write.themes.tagged(*map(rnd.load, names))
    >>> list(write.themes.by_code(joined).columns)
    ['name', 'code_name', 'people', 'comments']
    """
    counts = joined.groupby(["name", "code_name"]).agg(**COUNTED)
    order = ["name", "people", "code_name"]
    made = counts.reset_index().sort_values(order, ascending=[True, False, True])
    return made.reset_index(drop=True)


def _long(joined: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each tag, experience and group, "everyone" and "any" too."""
    ticks = joined[list(TICKS)].fillna(False).astype(bool).rename(columns=TICKS)
    ways = ticks.assign(any=True, **{"not clear": ~ticks.any(axis=1)})
    long = pd.concat([joined[ways[way]].assign(experience=way) for way in ways])
    return pd.concat([long, long.assign(group=EVERYONE)])
