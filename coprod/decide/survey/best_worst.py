"""Read what people were for and against: votes, and the best and worst of sets.

Each shape becomes rows of respondent, group, statement, `up` and `down`; a person's
score for a statement is how often it was up, less how often it was down.
"""

import re

import pandas as pd

from coprod.decide.survey import columns
from coprod.protect import who_words

TASK = re.compile(r"(\D*\d+)_(\d+)$")  # Qualtrics: Q7_3 is the third item of task 7
WORDING = re.compile(r"%-%| - ")  # before it the question, after it the item
WHO = ("respondent", "group", "statement")


def scores(rows: pd.DataFrame, words: str) -> tuple[pd.DataFrame, str]:
    """Return the ballots, and how often each statement was up and down, in words."""
    by = [name for name in WHO if name in rows]
    made = rows.groupby(by, sort=False)[["up", "down"]].sum().reset_index()
    made["score"] = (made["up"] - made["down"]).astype(str)
    sums = rows.groupby("statement")[["up", "down"]].sum()
    order = (sums["down"] - sums["up"]).sort_values(kind="stable").index
    each = [f"{s} {sums.loc[s, 'up']}-{sums.loc[s, 'down']}" for s in order]
    return made[[*by, "score"]], f"{words}: {', '.join(each)}."


def votes(rows: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Read one row for each vote (1, 0, -1); a person's last one counts."""
    if "timestamp" in rows:
        at = pd.to_numeric(rows["timestamp"], errors="coerce")
        rows = rows.loc[at.sort_values(kind="stable").index]
    own = [name for name in ("respondent", "statement", "set") if name in rows]
    again = rows.duplicated(own, keep="last")
    cast = pd.to_numeric(rows["vote"], errors="coerce")
    signed = rows.assign(up=(cast > 0).astype(int), down=(cast < 0).astype(int))
    made, said = scores(signed[~again & cast.notna()], "For - against")
    twice = sorted(set(rows.loc[again, "statement"]), key=lambda s: (len(s), s))
    changed = ", ".join(twice)
    more = f" One person, one vote, the last one; votes were changed on: {changed}."
    return made, f"{said}{more if changed else ''}"


def flags(rows: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Read one row for each statement that was seen, best and worst ticked."""
    said = rows[["best", "worst"]].map(lambda cell: int(bool(who_words.ticked(cell))))
    return scores(rows.assign(up=said["best"], down=said["worst"]), "Best - worst")


def sets(rows: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Read one row for each set of statements, with the best and the worst of it."""
    seen = [n for n in rows if n not in (*WHO, "set")]
    who = [n for n in WHO if n in rows]
    long = rows.assign(best_=rows["best"], worst_=rows["worst"]).melt(
        [*who, "best_", "worst_"], seen, value_name="statement", ignore_index=False
    )
    long = long[long["statement"] != ""].reset_index()
    long = long.drop_duplicates(["index", "statement"])
    up, down = (long["statement"] == long[name] for name in ("best_", "worst_"))
    return scores(long.assign(up=up.astype(int), down=down.astype(int)), "Best - worst")


def tasks(cells: pd.DataFrame) -> tuple[pd.DataFrame, str] | None:
    """Read a MaxDiff export: a column for each task and item, 2 for best, 1 for worst.

    A column such as DO-Q-Q7 says which items were shown; without it all count as seen.
    """
    said, body = columns.below(cells)
    found = {n: at for n, head in enumerate(cells) if (at := TASK.match(head))}
    marks = set(pd.unique(body.iloc[:, list(found)].to_numpy().ravel()))
    if len({at[1] for at in found.values()}) < 2 or marks != {"", "1", "2"}:
        return None
    people = [f"R{n:03}" for n in range(1, len(body) + 1)]
    parts = []
    for n, at in found.items():
        shown = body.get(f"DO-Q-{at[1]}", pd.Series("", body.index))
        seen = (shown == "") | shown.str.split("|").map({at[2]}.issubset)
        up, down = ((body.iloc[:, n] == mark).astype(int) for mark in ("2", "1"))
        item = WORDING.split(said[n])[-1] or at[2]
        rows = {"statement": item, "up": up, "down": down, "respondent": people}
        parts.append(pd.DataFrame(rows)[seen])
    return scores(pd.concat(parts), "Best - worst")
