"""Type what came back on paper; a second typing of some sheets finds the slips.

One sheet is a line of figures, in the order of the printed form, and the numbers of
what was chosen. Every typing is kept; the last one of a sheet counts.
"""

import re

import pandas as pd

from coprod.decide.survey import questions
from coprod.store import journal
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import listed, plural

__all__ = ["frames", "record", "told", "typed"]

LOOK = "look at the paper, and type it once more if this typing is wrong"
SAME = "the same as the typing before"
MISSING = "something missing"  # people's own words: no slip of the typist


def record(rnd: Round, statements: pd.DataFrame, form: dict[str, str]) -> str:
    """Record one sheet; say what was read, and what differs from an earlier typing.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who types.
    statements : pandas.DataFrame
        The table statements.
    form : dict of str to str
        sheet (its number), group, ratings (a figure 1 to 5 for each statement, - where
        there is none), chosen (the numbers of statements) and missing.

    Raises
    ------
    ValueError
        If the sheet has no number, a figure is lacking or not 1 to 5, or there is no
        such statement.

    Examples
    --------
    >>> asked, said = rnd.load("statements"), {"sheet": "1", "group": "parent"}
    >>> said |= {"ratings": "4" * len(asked), "chosen": "3 12", "missing": ""}
    >>> decide.survey.papers.record(rnd, asked, said)
    'sheet 1, 16 ratings, 2 chosen'
    """
    labels = questions.in_order(statements).set_index("statement")["wording"]
    sheet, figures = form["sheet"].strip(), re.sub(r"\s", "", form["ratings"])
    numbers = re.findall(r"(\d+)([a-z]?)", form["chosen"])
    chosen = {f"Q{int(number):02}{letter}" for number, letter in numbers}
    known = chosen <= {*labels.index}
    many = f"{plural('statement', len(labels))}, and here are {len(figures)}"
    whole = re.fullmatch(f"[1-5-]{{{len(labels)}}}", figures)
    right = {
        "it needs a number, on the paper and here. Write one": sheet,
        f"it needs a figure for each of {many}. Write 1 to 5, and - for none": whole,
        "no such statement can be chosen. Look at the numbers below": known,
    }
    for why in (why for why, so in right.items() if not so):
        raise Problem(f"sheet: {why}, then save again.")
    cells = {"group": form["group"], MISSING: form["missing"].strip()}
    pairs = zip(labels, figures.replace("-", " "), strict=True)
    cells |= {f"IMP {label}": figure.strip() for label, figure in pairs}
    cells |= {f"TOP {labels[c]}": "x" if c in chosen else "" for c in labels.index}
    before = typed(rnd).get(sheet, [])
    journal.record(rnd, "papers").add({"sheet": sheet, "cells": cells})
    rated = plural("rating", len(figures) - figures.count("-"))
    said = f"sheet {sheet}, {rated}, {len(chosen)} chosen"
    unlike = sorted(_unlike(before[-1], cells)) if before else []
    told = f"unlike the typing before: {listed(unlike)}; {LOOK}" if unlike else SAME
    return f"{said}; {told}" if before else said


def typed(rnd: Round) -> dict[str, list[dict[str, str]]]:
    """Return every typing of each sheet, oldest first.

    Examples
    --------
    >>> decide.survey.papers.typed(rnd)
    {}
    """
    rows = journal.state(rnd, "papers", ["sheet", "cells"])
    return dict(rows.groupby("sheet", sort=False)["cells"].agg(list))


def frames(rnd: Round) -> list[pd.DataFrame]:
    """Return the sheets as they count, by form, in the columns of the typing sheet.

    Examples
    --------
    >>> decide.survey.papers.frames(rnd)
    []
    """
    forms: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for sheet, own in typed(rnd).items():
        forms.setdefault(tuple(own[-1]), []).append({"sheet": sheet, **own[-1]})
    return [pd.DataFrame(rows) for rows in forms.values()]


def told(rnd: Round) -> str:
    """Say how many sheets were typed, and how many answers the second typing changed.

    Examples
    --------
    >>> decide.survey.papers.told(rnd)
    '0 sheets typed, 0 of them twice'
    """
    every = typed(rnd).values()
    twice = [own[:2] for own in every if len(own) > 1]
    said = f"{plural('sheet', len(every))} typed, {len(twice)} of them twice"
    answers = sum(len(_unlike({}, {**one, **two})) for one, two in twice)
    slips = sum(len(_unlike(one, two)) for one, two in twice)
    rate = f"{100 * slips / max(answers, 1):.1f} in 100"
    told = f"{slips} of {plural('answer', answers)} differ ({rate})"
    return f"{said}: {told}" if twice else said


def _unlike(one: dict[str, str], two: dict[str, str]) -> set[str]:
    """Return which answers were typed in two ways."""
    kept = {*one, *two} - {MISSING}
    return {name for name in kept if one.get(name, "") != two.get(name, "")}
