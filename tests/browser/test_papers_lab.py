"""Thirty paper ballots are typed in a real JupyterLab, by keyboard alone."""

import json
import os
import random
import time
from pathlib import Path
from typing import Any

import pytest
from lab import open_and_run, status, write_notebook

from coprod.decide import statements, votes
from coprod.decide.survey import papers
from coprod.store import rounds

pytestmark = pytest.mark.slow
CELL = """
from pathlib import Path
from coprod import decide
from coprod.store import rounds

rnd = rounds.Round("test", "AB", Path("data").resolve(), Path("reports").resolve())
decide.screens.Papers(rnd)
"""
SHEETS, AGAIN, ITEMS = 30, 6, 16
SECOND = 0.4  # seconds a key takes somebody who looks back and forth to a paper


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a round of sixteen statements, and a notebook with the screen."""
    made = tmp_path_factory.mktemp("papers")
    rnd = rounds.Round("test", "AB", made / "data", made / "reports")
    rnd.raw.mkdir(parents=True)
    (rnd.raw / "round.json").write_text('{"invented": true}', encoding="utf-8")
    for n in range(ITEMS):
        statements.add(rnd, text=f"Wish number {n + 1} comes true.", theme="T")
    write_notebook(made / "x.ipynb", CELL)
    return made


def keyed(page: Any, sheet: str, ratings: str, chosen: str) -> int:
    """Type one sheet from its number to Save; give how many keys it took."""
    page.keyboard.press("Control+a")
    page.keyboard.type(sheet)
    for words in ("", ratings, chosen, ""):
        page.keyboard.press("Tab")
        page.keyboard.type(words)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    return 2 + len(sheet) + len(ratings) + len(chosen) + 6


def test_thirty_sheets_by_keyboard_alone(page: Any, lab: str, folder: Path) -> None:
    open_and_run(page, lab)
    number = page.get_by_label("Number of the sheet")
    number.wait_for()
    dice, told, spent, keys = random.Random(7), {}, 0.0, 0
    for n in [*range(1, SHEETS + 1), *range(1, AGAIN + 1)]:
        first = n not in told
        if first:
            ratings = "".join(dice.choice("12345-") for _ in range(ITEMS))
            chosen = " ".join(map(str, sorted(dice.sample(range(1, ITEMS + 1), 3))))
            told[n] = (ratings, chosen)
        ratings, chosen = told[n]
        if not first and n % 3 == 0:  # a slip that the second typing is to find
            ratings = ("1" if ratings[0] != "1" else "2") + ratings[1:]
        page.keyboard.press("Tab") if keys else number.focus()
        assert number.evaluate("control => control === document.activeElement")
        began = time.perf_counter()
        keys += keyed(page, str(n), ratings, chosen)
        said = status(page, f"Saved: sheet {n},")
        spent += time.perf_counter() - began
        assert first or (("unlike" in said) == (n % 3 == 0))
    rnd = rounds.Round("test", "AB", folder / "data", folder / "reports")
    every = papers.typed(rnd)
    assert len(every) == SHEETS and papers.told(rnd).startswith(
        f"{SHEETS} sheets typed, {AGAIN} of them twice: 2 of "
    )
    cast = votes.votes(rnd).as_read
    for n, (ratings, chosen) in told.items():
        own = cast[cast["respondent"] == f"A-R{n:03}"]
        if n > AGAIN:
            rated = own["score"].astype(object).where(own["score"].notna(), "-")
            scores = "".join("-" if one == "-" else f"{one:g}" for one in rated)
            picks = " ".join(
                str(int(c[1:])) for c in own.loc[own["chosen"], "statement"]
            )
            assert (scores, picks) == (ratings, chosen)
    typings = SHEETS + AGAIN
    each, wait = keys / typings, spent / typings
    assert each * SECOND + wait < 30, "a sheet takes longer than thirty seconds"
    if out := os.environ.get("MEASURED"):
        made = {
            "keys": round(each, 1),
            "wait": round(wait, 2),
            "said": papers.told(rnd),
        }
        Path(out).write_text(json.dumps(made), encoding="utf-8")
