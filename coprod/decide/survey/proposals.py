"""Propose what the columns of somebody else's survey are; a person says yes or no."""

import re
from pathlib import Path

import pandas as pd

from coprod.decide.survey import answers, ballot_files, columns
from coprod.decide.survey.questions import NONE
from coprod.protect import who_words

__all__ = ["NEW", "options", "propose"]

NEW = " new"  # the words of the heading, or the answers, become statements
STEPS = 11  # a scale has so many answers at most


def propose(path: Path, statements: pd.DataFrame) -> tuple[dict[str, str], list[str]]:
    """Return what the columns that were not understood may be, and which scales.

    Parameters
    ----------
    path : pathlib.Path
        A file of answers.
    statements : pandas.DataFrame
        The table statements.

    Returns
    -------
    proposed : dict of str to str
        By heading: "score new", "tick new", "rank new", "slot 2 new", or "" where
        nothing is likely or the column is understood.
    scales : list of str
        The answers of each question with ratings, in the order in which they were
        found, or the least and the highest number: a person puts them right.

    Examples
    --------
    >>> found, asked = rnd.raw / "survey" / "results.xlsx", rnd.load("statements")
    >>> proposed, scales = decide.survey.proposals.propose(found, asked)
    >>> set(proposed.values()), scales
    ({''}, [])
    """
    codes = columns.codes_of(statements)
    frame = answers.frame_of(path, codes)
    roles = columns.roles(frame, codes)
    proposed = {heading: "" for heading in frame.columns if heading}
    families: dict[str, list[int]] = {}
    for n, heading in enumerate(frame.columns):
        stem, item = columns.parted(heading)
        known = roles[n].kind not in ("unused", "foreign", "scale")
        if stem and not known and not item.lower().startswith("other"):
            families.setdefault(stem, []).append(n)
    scales: dict[str, None] = {}
    for own in (n for n in families.values() if len(n) > 1):
        cells = frame.iloc[:, own]
        kind = _kind(cells)
        for n in own if kind else []:
            nth = f" {columns.place(frame.columns[n])}" if kind == "slot" else ""
            proposed[frame.columns[n]] = f"{kind}{nth}{NEW}"
        if kind == "score":
            scales[_scale(cells)] = None
    return proposed, [scale for scale in scales if scale]


def _kind(cells: pd.DataFrame) -> str:
    """Say what the columns of one question may be; "" if nothing is likely."""
    held = [{*cells.iloc[:, n]} - {""} for n in range(cells.shape[1])]
    if all(columns.place(columns.parted(head)[1]) for head in cells.columns):
        return "slot"
    kind, _ = ballot_files.kind_of(cells)
    yes = [{c for c in own if who_words.ticked(c) is not False} for own in held]
    if kind == "chosen" or all(len(own) < 2 for own in yes):
        return "tick"
    few = len(set[str]().union(*held)) <= STEPS
    return kind if kind in ("rank", "score") else "score" if kind or few else ""


def _scale(cells: pd.DataFrame) -> str:
    """Return the answers as a scale: its ends, or all in the order of their coming."""
    held = [c for c in pd.unique(cells.to_numpy(dtype=str).ravel()) if c]
    held = [c for c in held if not columns.is_blank(c)]
    if all(re.fullmatch(r"-?\d+(\.0)?", cell) for cell in held):
        numbers = sorted(int(float(cell)) for cell in held)
        return f"{numbers[0]} to {numbers[-1]}" if numbers else ""
    return "; ".join(held)


def options(path: Path, statements: pd.DataFrame, heading: str, one: bool) -> list[str]:
    """Return what at least two answer sheets say in a column, the most said first.

    Parameters
    ----------
    path, statements : pathlib.Path, pandas.DataFrame
        As in `propose`.
    heading : str
        The heading of the column.
    one : bool
        Whether each cell is one answer; otherwise answers are parted by semicolons,
        or by " > " or commas where there is none.

    Examples
    --------
    >>> found, asked = rnd.raw / "survey" / "results.xlsx", rnd.load("statements")
    >>> decide.survey.proposals.options(found, asked, "Who are you?", one=True)[0]
    'parent'
    """
    frame = answers.frame_of(path, columns.codes_of(statements))
    cells = frame.iloc[:, list(frame.columns).index(heading)]
    by = next(
        (mark for mark in (";", " > ", ", ") if cells.str.contains(mark).any()), ","
    )
    parts = [[cell] if one else cell.split(by) for cell in cells]
    said = pd.Series([part.strip() for own in parts for part in {*own}], dtype=object)
    counts = said[(said != "") & (said != NONE)].value_counts()
    return [str(words) for words, n in counts.items() if n > 1]
