"""Find who speaks in the tables of a document: one column has labels, another words.

"Kate | How was the ward?" needs no heading; "Name | Age | My wish" is known by it.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable
from itertools import pairwise

import pandas as pd

from coprod.listen.formats import sheet_columns
from coprod.listen.formats.label_shapes import AT, TOPIC, clean, key
from coprod.listen.formats.utterances import LABELS, NUMBER, Paragraph

Grid = dict[Hashable, dict[int, list[int]]]  # by row and column: which paragraphs
HEADINGS, ABOUT = "headings of tables", "ages, dates and the like in tables"


def told(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Return paragraphs; those in a table with labels know who says them."""
    tables: dict[Hashable, Grid] = defaultdict(lambda: defaultdict(dict))
    for n, each in enumerate(paragraphs):
        if each.cell is not None and each.text.strip():
            table, row, column = each.cell
            tables[table][row].setdefault(column, []).append(n)
    made = list(paragraphs)
    for grid in tables.values():
        for n, changed in _table(paragraphs, grid).items():
            made[n] = changed
    return made


def _table(paragraphs: list[Paragraph], grid: Grid) -> dict[int, Paragraph]:
    """Return the paragraphs of one table that are changed by what its columns are."""
    rows = [
        {c: " ".join(paragraphs[n].text.strip() for n in at) for c, at in row.items()}
        for row in grid.values()
    ]
    roles = _by_heading(rows)
    headed = bool(roles)
    roles = roles or _by_labels(rows)
    column = next((c for c, role in roles.items() if role == "person"), None)
    if column is None:
        return {}
    labels = [clean(row.get(column, "")) for row in rows]
    headed = headed or (bool(labels[0]) and labels.count(labels[0]) == 1)
    once = len(set(labels)) * 5 > len(labels) * 4
    found, who = dict[int, Paragraph](), None
    for place, row in enumerate(grid.values()):
        who = labels[place] or who
        for c, at in row.items():
            role = "heading" if headed and not place else roles.get(c, "answer")
            asked = rows[0].get(c) if headed and once else None
            found |= {n: _cell(paragraphs[n], role, who, asked) for n in at}
    return found


def _cell(each: Paragraph, role: str, who: str | None, asked: str | None) -> Paragraph:
    """Return a paragraph of a cell as what it is: heading, label, words, or neither."""
    if role == "answer":
        return each._replace(speaker=who, question=asked or each.question)
    why = {"heading": HEADINGS, "person": LABELS}.get(role, ABOUT)
    return each._replace(why=why)


def _by_heading(rows: list[dict[int, str]]) -> dict[int, str]:
    """Return what columns are by their headings, if one names people and one words."""
    columns = sorted({column for row in rows for column in row})
    below = [[row.get(c, "") for c in columns] for row in rows[1:]]
    if len(below) < 2 or len(columns) < 2 or len(rows[0]) < len(columns):
        return {}
    frame = pd.DataFrame(below, columns=[rows[0][c] for c in columns])
    found = dict(zip(columns, sheet_columns.roles(frame).values(), strict=True))
    named = [c for c, role in found.items() if role == "person"]
    names = [clean(row[c]) for c in named[:1] for row in rows[1:] if row.get(c)]
    whole = bool(names) and all(names) and "answer" in found.values()
    return found if whole else {}


def _by_labels(rows: list[dict[int, str]]) -> dict[int, str]:
    """Return which column has labels: short, recurring, alternating, words beside."""
    columns = sorted({column for row in rows for column in row})
    for column in columns:
        labels = [key(clean(row.get(column, ""))) for row in rows]
        times = Counter(label for label in labels if label and not TOPIC.match(label))
        again = [label for label in labels if times[label] > 1]
        changes = sum(a != b for a, b in pairwise(again))
        much = len(again) > 2 and len(again) * 5 >= len(rows) * 3
        if much and len(set(again)) > 1 and changes * 5 >= len(again):
            return _words_beside(rows, columns, column)
    return {}


def _words_beside(
    rows: list[dict[int, str]], columns: list[int], labels: int
) -> dict[int, str]:
    """Return the roles of the columns of a table with labels, if another has words."""
    found = {}
    for column in columns:
        cells = [row[column] for row in rows if row.get(column)]
        bare = sum(bool(NUMBER.fullmatch(c) or AT.fullmatch(c)) for c in cells)
        found[column] = "other" if bare * 2 > len(cells) else "answer"
    found[labels] = "person"
    return found if "answer" in found.values() else {}
