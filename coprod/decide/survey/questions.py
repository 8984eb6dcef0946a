"""The questions of the survey, with their scale, before any tool's form.

Statements in, questions out: who are you, how important is each statement, choose
those that matter most, is something missing. The item code stands at the front of
each wording, so that answers find their way back without any mapping by hand.
"""

from typing import NamedTuple

import pandas as pd

from coprod.store.problem import Problem

SCALE = ("Not important", "A little", "Quite", "Very", "Most important")
DONT_KNOW, NOT_SAID = "I don't know", "Prefer not to say"
NONE = "None of these"


class Question(NamedTuple):
    """One question: one answer, many answers or words; the part it stands in."""

    kind: str
    text: str
    options: tuple[str, ...] = ()
    part: str = ""


def questions(
    statements: pd.DataFrame,
    *,
    groups: list[str],
    codebook: pd.DataFrame | None = None,
) -> list[Question]:
    """Return the questions in the order in which people answer them.

    Parameters
    ----------
    statements : pandas.DataFrame
        The table statements.
    groups : list of str
        The groups of people, as they call themselves.
    codebook : pandas.DataFrame, optional
        For the names of the themes; without it their ids stand there.

    Raises
    ------
    ValueError
        If there are no statements or groups, or a wording holds a semicolon.
    """
    if statements.empty or not groups:
        raise Problem(
            "survey: it needs at least one statement and one group of people. Write "
            "statements in notebook 08, name the groups, then run again."
        )
    wrong = statements.loc[statements["text"].str.contains(";"), "statement"]
    if len(wrong):
        raise Problem(
            f"survey: {', '.join(wrong)} hold a semicolon (;), which survey tools use "
            "to part answers. Reword in notebook 08, then run again."
        )
    names = {} if codebook is None else codebook.set_index("code")["name"]
    items = tuple(labels(statements) + " " + statements["text"])
    importance = [
        Question("one", text, (*SCALE, DONT_KNOW), str(names.get(theme, theme)))
        for text, theme in in_order(statements)[["item", "theme"]].to_numpy()
    ]
    most = f"Choose up to {choose(len(items))} that matter most to you"
    return [
        Question("one", "Who are you?", (*groups, NOT_SAID), "About you"),
        *importance,
        Question("many", most, (*items, NONE), "What matters most"),
        Question("words", "Is something missing? Tell us.", (), "Anything else"),
    ]


def in_order(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the statements as they stand on a form, theme by theme, with their items.

    Examples
    --------
    >>> from coprod.decide.survey import questions
    >>> questions.in_order(rnd.load("statements"))["item"].iloc[0]
    'Q01 Staff speak to the child first.'
    """
    themes = list(dict.fromkeys(statements["theme"]))
    made = statements.assign(item=labels(statements) + " " + statements["text"])
    return made.sort_values("theme", key=lambda t: t.map(themes.index), kind="stable")


def labels(statements: pd.DataFrame) -> pd.Series:
    """Return how a form calls each statement: Q05, and Q05.2 in its second wording."""
    told = statements.get("wording", statements["statement"])
    return told.fillna(statements["statement"]).str.removesuffix(".1")


def choose(n: int) -> int:
    """Say how many of n statements a person may choose: 5, or half if fewer than 10."""
    return min(5, max(1, n // 2))
