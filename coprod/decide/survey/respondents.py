"""Tell which rows of a results file are one person's answers, and which nobody's."""

import re

import pandas as pd

from coprod.decide.survey import columns

IDS = re.compile(r"(?:response|respondent|record|instance)?id|uuid|sheet")
NUMBER = columns.SIGNS["number"]
PREVIEWS, UNFINISHED = columns.TOLD["previews"], columns.TOLD["unfinished"]
SEEN = "-99"  # Qualtrics: seen, and left out


def once(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return each person's answers once, without previews, and what was found.

    Rows with the same id are one sheet where no answer contradicts another. Unfinished
    sheets count with what was answered.
    """
    heads = [columns.bare(NUMBER.sub("", head)) for head in frame.columns]
    every, tried = len(frame), _rows(frame, heads, PREVIEWS)
    frame = frame.drop(tried)
    ends = ["complete" if head.endswith("complete") else head for head in heads]
    kept, joined, unlike = _joined(frame, heads)
    told = {
        "previews or tests of the form; left out": tried,
        "not finished; what was answered counts": _rows(frame, ends, UNFINISHED),
        "the id of a row before, joined with it": joined,
        "the id of a row before and other answers; each counts: look who": unlike,
    }
    return kept, columns.those(told, "Row", most=every)


def _rows(frame: pd.DataFrame, heads: list[str], marks: dict[str, str]) -> list[int]:
    """Return the numbers of the rows in which a cell is marked so."""
    found = pd.Series(False, frame.index)
    for n, head in enumerate(heads):
        if head in marks:
            found |= frame.iloc[:, n].str.fullmatch(marks[head], case=False)
    return list(frame.index[found])


def _joined(
    frame: pd.DataFrame, heads: list[str]
) -> tuple[pd.DataFrame, list[int], list[int]]:
    """Return one row for each id, which rows were joined to one, and which were not."""
    at = next((n for n, head in enumerate(heads) if IDS.fullmatch(head)), None)
    ids = frame.iloc[:, at or 0]
    if at is None or not ids[ids != ""].duplicated().any():
        return frame, [], []
    held = frame.set_axis(range(frame.shape[1]), axis="columns").replace("", None)
    answers = [n for n, head in enumerate(frame.columns) if not columns.personal(head)]
    person = ids.mask(ids == "", frame.index.to_series())
    rows, again = held.groupby(person, sort=False), person.duplicated()
    alike = (rows[answers].transform("nunique") < 2).all(axis="columns")
    made = held.mask(alike, rows.transform("last"))[~(alike & again)]
    kept = made.fillna("").set_axis(frame.columns, axis="columns")
    return kept, list(frame.index[alike & again]), list(frame.index[again & ~alike])


def unanswered(
    frame: pd.DataFrame, roles: list[columns.Role]
) -> tuple[set[tuple[int, str]], list[str]]:
    """Return which ratings were not shown to whom, and how many have no answer.

    Where a tool writes -99 for what was seen and left out, a blank was not shown.
    """
    rated = [n for n, role in enumerate(roles) if role.kind == "score"]
    cells = frame.iloc[:, rated]
    silent = cells.isin(["", SEEN])
    gone = (cells == "") & bool((frame == SEEN).any(axis=None))
    at = zip(*gone.to_numpy().nonzero(), strict=True)
    hidden = {(int(frame.index[row]), roles[rated[n]].code) for row, n in at}
    known = int((cells.map(columns.is_blank) & ~silent).to_numpy().sum())
    left = int((silent & ~gone).to_numpy().sum())
    told = f"Ratings without a number: {known} do not know, {left} left out, "
    told += f"{len(hidden)} not shown."
    return hidden, [told] if known + left + len(hidden) else []
