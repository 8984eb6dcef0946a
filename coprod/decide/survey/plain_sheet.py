"""Read ballots from a plain table: one row for one answer about one statement.

This is the table ballots as somebody would type it; every cell is text or blank.
"""

import numpy as np
import pandas as pd

from coprod.decide.survey import columns
from coprod.protect import who_words
from coprod.store import tables
from coprod.store.problem import Problem
from coprod.store.show import plural

__all__ = ["from_csv_frame"]

COLUMNS = [column.name for column in tables.TABLES["ballots"].columns]


def from_csv_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Read a plain sheet of answers as the table ballots.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns respondent, group, statement and at least one of rank, score, chosen;
        also shown, if not everybody was asked about everything. Yes is TRUE, 1, yes,
        y or a tick. A blank `shown` counts as yes if there is an answer, or if the
        whole column is blank; a blank group becomes "unknown".

    Returns
    -------
    pandas.DataFrame
        The table ballots, the rows in the same order.

    Raises
    ------
    ValueError
        If a column is missing or a cell cannot be read; rows are named by number.

    Examples
    --------
    >>> typed = rnd.load("ballots")[["respondent", "group", "statement", "rank"]]
    >>> decide.survey.plain_sheet.from_csv_frame(typed).shape
    (1472, 8)
    """
    cells = frame.map(lambda value: "" if pd.isna(value) else str(value).strip())
    cells.columns = pd.Index([str(name).strip().lower() for name in frame.columns])
    cells = cells.loc[:, ~cells.columns.duplicated()].reset_index(drop=True)
    lacking = {"respondent", "statement"} - set(cells.columns)
    if lacking or not {"rank", "score", "chosen"} & set(cells.columns):
        raise Problem(columns.TOLD["problems"]["columns"])
    cells = cells.reindex(columns=COLUMNS, fill_value="").astype("string")
    made = cells[["respondent", "group", "statement"]]
    made = made.mask(made == "").fillna({"group": "unknown"})
    made["rank"] = _numbers(cells["rank"], whole=True)
    made["score"] = _numbers(cells["score"])
    made["chosen"], shown = _truths(cells["chosen"]), _truths(cells["shown"])
    answered = made[["rank", "score", "chosen"]].notna().any(axis=1)
    made["shown"] = shown.fillna(answered) if shown.notna().any() else True
    return tables.check("ballots", made)


def _numbers(text: pd.Series, whole: bool = False) -> pd.Series:
    """Read a column of numbers, blank where there is none."""
    values = pd.to_numeric(text.mask(text == ""), errors="coerce").astype("Float64")
    filled = values.fillna(1)
    bad = (values.isna() & (text != "")) | ~np.isfinite(filled.to_numpy(float))
    if whole:
        bad |= (filled % 1 != 0) | (filled < 1)
    _refuse(bad, "a whole number from 1" if whole else "a number")
    return values.astype("Int64" if whole else "Float64")


def _truths(text: pd.Series) -> pd.Series:
    """Read a column of yes and no, blank where there is neither."""
    said = text.map(who_words.ticked).astype("boolean")
    _refuse(said.isna() & (text != ""), "yes or no")
    return said


def _refuse(bad: pd.Series, rule: str) -> None:
    """Name the rows whose cell cannot be read, counted from 1 below the heading."""
    rows = [str(i + 1) for i, wrong in enumerate(bad) if wrong]
    if rows:
        which = f"{plural('row', len(rows))} ({', '.join(rows[:10])})"
        said = columns.TOLD["problems"]["cells"]
        raise Problem(said.format(which=which, column=bad.name, rule=rule))
