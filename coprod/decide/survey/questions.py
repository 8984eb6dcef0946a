"""The questions of the survey, with their scale, before any tool's form.

Statements in, questions out: who are you, how important is each statement, choose
those that matter most, is something missing. The item code stands at the front of
each wording, so that answers find their way back without any mapping by hand.
"""

from typing import NamedTuple

import pandas as pd

from coprod.store import disk
from coprod.store.problem import Problem

WORDS = disk.words(__file__, "survey.toml")
SCALE = ("Not important", "A little", "Quite", "Very", "Most important")
DONT_KNOW, NOT_SAID = "I don't know", "Prefer not to say"
NONE = "None of these"


class Question(NamedTuple):
    """One question: one answer, a rating, many answers or words; and its part."""

    kind: str  # one, rate, many or words
    text: str
    options: tuple[str, ...] = ()
    part: str = ""
    most: int = 1  # how many may be chosen


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
        raise Problem(WORDS["problems"]["nothing"])
    wrong = statements.loc[statements["text"].str.contains(";"), "statement"]
    if len(wrong):
        raise Problem(WORDS["problems"]["semicolon"].format(codes=", ".join(wrong)))
    names = {} if codebook is None else codebook.set_index("code")["name"]
    items = tuple(labels(statements) + " " + statements["text"])
    importance = [
        Question("rate", text, (*SCALE, DONT_KNOW), str(names.get(theme, theme)))
        for text, theme in in_order(statements)[["item", "theme"]].to_numpy()
    ]
    up_to = choose(len(items))
    most = f"Choose up to {up_to} that matter most to you"
    return [
        Question("one", "Who are you?", (*groups, NOT_SAID), "About you"),
        *importance,
        Question("many", most, (*items, NONE), "What matters most", up_to),
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


def design(n: int, groups: list[str]) -> str:
    """Propose how to ask about n statements, with one sentence why.

    Examples
    --------
    >>> decide.survey.design(40, ["parent"])
    '40 statements are too many for one person: 30 at most can be read with care. ...
    """
    size = "few" if n < 8 else "some" if n <= 30 else "many"
    said = WORDS["design"][size].format(n=n, most=choose(n))
    return f"{said} {WORDS['design']['young']}" if "child" in groups else said
