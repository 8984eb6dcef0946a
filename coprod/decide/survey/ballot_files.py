"""Read ballots of any usual shape, and say which one it was.

A long table, one row for each voter, a matrix of votes, a best-and-worst (MaxDiff)
export, or a PrefLib file in; the table ballots out, with what to know about it.
"""

import re
from itertools import repeat
from pathlib import Path

import pandas as pd

from coprod.decide.survey import best_worst, columns, plain_sheet, preflib
from coprod.protect import who_words
from coprod.store import office, spreadsheets
from coprod.store.problem import Problem
from coprod.store.show import plural

__all__ = ["read"]

NAMES = columns.TOLD["ballots"]
KNOWN = {name: kind for kind, names in NAMES.items() for name in names.split()}
VOTES = {"agree": "1", "pass": "0", "disagree": "-1"}
ASIDE = re.compile(r"date|time|xid$|groupid|n(?:comments|votes|agree|disagree)$")
Found = tuple[str, pd.DataFrame, str]  # shape, rows as somebody would type them, note


def read(path: Path) -> tuple[pd.DataFrame, list[str]]:
    r"""Read a file of ballots, whatever its shape.

    Parameters
    ----------
    path : pathlib.Path
        A .csv or .xlsx file (of a workbook, the first sheet that holds ballots), or a
        PrefLib file (.soc, .soi, .toc, .toi).

    Returns
    -------
    ballots : pandas.DataFrame
        The table ballots. For and against, best and worst are scores: 1 and -1.
    notes : list of str
        Which shape and which sheet was read, and what was made of it.

    Raises
    ------
    ValueError
        If no sheet has one of the shapes, or a cell of it cannot be read.

    Examples
    --------
    >>> path = rnd.raw / "votes.csv"
    >>> _ = path.write_text("voter,group,A,B\n1,child,1,-1\n2,parent,-1,1\n")
    >>> decide.survey.ballot_files.read(path)[1][0]
    'Read as one row for each voter, votes for (1) and against (-1): 2 answer ...
    """
    for name, cells in (sheets := _sheets(path)).items():
        if not (found := _shaped(cells[(cells != "").any(axis=1)])):
            continue
        shape, rows, said = found
        if path.suffix.lower() in preflib.ENDINGS:
            shape = "orders of PrefLib"
        ballots = plain_sheet.from_csv_frame(rows)
        people = plural("answer sheet", ballots["respondent"].nunique())
        items = plural("statement", ballots["statement"].nunique())
        where = f"the sheet “{name}” " if name else ""
        others = sum(not one.empty for n, one in sheets.items() if n != name)
        told = f"Read {where}as {shape}: {people}, {items}."
        more = columns.TOLD["others"].format(others) if others else ""
        return ballots, [line for line in (told, said, more) if line]
    raise Problem(columns.TOLD["problems"]["shape"])


def _sheets(path: Path) -> dict[str, pd.DataFrame]:
    """Return the sheets of a file by name; the only one of a file has none."""
    if path.is_file() and path.suffix.lower() in preflib.ENDINGS:
        return {"": preflib.rows(spreadsheets.decode(path.read_bytes()))}
    found = office.sheets(path)
    return {name: columns.cleaned(frame) for name, frame in found.items()}


def _shaped(cells: pd.DataFrame) -> Found | None:
    """Return the rows of a sheet with its shape in words, None if it has none."""
    heads = [KNOWN.get(columns.bare(head), head) for head in cells]
    named = cells.set_axis(heads, axis="columns")
    named = named.loc[:, ~named.columns.duplicated()]
    lower = named.rename(columns=str.lower)
    if lower.empty:
        return None
    long, best = "statement" in lower, {"best", "worst"} <= set(lower)
    if long and "vote" in lower:
        return "one row for each vote", *best_worst.votes(lower)
    if long and best:
        return "one row for each statement seen", *best_worst.flags(lower)
    if best:
        return "one row for each set, its best and its worst", *best_worst.sets(lower)
    if long and {"rank", "score", "chosen"} & set(lower):
        if "rank" in lower:
            lower["rank"] = [str(columns.whole(c) or c) for c in lower["rank"]]
        return "one row for each answer about one statement", lower, ""
    if made := best_worst.tasks(cells):
        return "best (2) and worst (1) of sets, a column for each item", *made
    return _slots(named) or _wide(named)


def _slots(named: pd.DataFrame) -> Found | None:
    """Read one row for each voter, with a column for each place."""
    places = {head: at for head in named if (at := columns.place(head))}
    cells = {cell for cell in named[list(places)].to_numpy().ravel() if cell}
    numbered = not any(re.search("[^-\\d.]", cell) for cell in cells)
    if not cells or (numbered and not all("choice" in h.lower() for h in places)):
        return None
    long = _long(named, list(places), "rank", "statement")
    long["rank"] = long["rank"].map(places).astype(str)
    long = long[long["statement"] != ""]
    return "one row for each voter, a column for each place", long, ""


def _wide(named: pd.DataFrame) -> Found | None:
    """Read one row for each voter, with a column for each statement."""
    own = [head for head in named if head and head not in NAMES]
    items = [head for head in own if not ASIDE.search(columns.bare(head))]
    named = named.assign(**named[items].map(lambda c: VOTES.get(c.lower(), c)))
    kind, shape = kind_of(named[items])
    if not kind or len(items) < 2:
        return None
    long = _long(named, items, "statement", kind)
    unused = [h for h in named if h and h not in (*items, "respondent", "group")]
    said = f"Not used: the columns {', '.join(unused)}." if unused else ""
    if kind == "rank":
        long["rank"] = [str(columns.whole(cell) or "") for cell in long["rank"]]
    elif kind == "vote":
        long, counts = best_worst.votes(long)
        said = f"{counts} {said}".strip()
    return f"one row for each voter, {shape}", long, said


def _long(named: pd.DataFrame, heads: list[str], of: str, kind: str) -> pd.DataFrame:
    """Turn one row for each voter into one row for each of its cells."""
    numbered = pd.Series([f"R{n:03}" for n in range(1, len(named) + 1)], named.index)
    own = named.get("respondent", numbered)
    sound = own.is_unique and (own != "").all()  # who each row is from, or its number
    rows = named.assign(respondent=own if sound else numbered)
    who = ["respondent", *["group"] * ("group" in named)]
    return rows.melt(who, heads, var_name=of, value_name=kind)


def kind_of(cells: pd.DataFrame) -> tuple[str, str]:
    """Say what the cells of a wide sheet hold, and in words; "" if nothing known."""
    held = {cell for cell in pd.unique(cells.to_numpy().ravel()) if cell}
    if held <= {"1", "0", "-1"} and "-1" in held:
        return "vote", "votes for (1) and against (-1)"
    if held and all(who_words.ticked(cell) is not None for cell in held):
        return "chosen", "a yes for what was chosen"
    rows = [[columns.whole(cell) for cell in row if cell] for row in cells.to_numpy()]
    if held and 2 * sum(map(_placed, rows, repeat(cells.shape[1]))) > len(rows):
        return "rank", "places, 1 for the most important"
    if held and all(re.fullmatch(r"-?\d+(\.\d+)?", cell) for cell in held):
        return "score", "scores, the highest for the most important"
    return "", ""


def _placed(row: list[int], items: int) -> bool:
    """Say whether one voter's numbers can be places, shared ones too, among items."""
    alone = len({*row}) == len(row) and max(row, default=0) <= items
    from_one = {*row} == {*range(1, len({*row}) + 1)}  # such as 2, 1, 2
    as_in_sport = all(n == 1 + sum(m < n for m in row) for n in row)  # 1, 1, 3
    return 0 not in row and (alone or from_one or as_in_sport)
