"""A screen of plain controls in a real JupyterLab: it saves, and keys do no harm."""

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from lab import cells, open_and_run, save_notebook, status, write_notebook

from coprod.protect import review
from coprod.store import rounds

pytestmark = pytest.mark.slow
CELL = """
import os
from pathlib import Path
import pandas as pd
from coprod.store import rounds
from coprod.store import tables
from coprod import protect

rnd = rounds.Round("test", "AB", Path("data").resolve(), Path("reports").resolve())
words = ["The nurses are kind <img src=x onerror='document.title=1'>",
         "Nobody told us when to come, and we waited for hours in the corridor.",
         "Nothing", "Parking costs too much"]
rows = {"comment": [f"S01-{i:016x}-1" for i in range(4)], "source": "S01",
        "position": [1, 2, 3, 4], "person": ["P01", "P02", "P01", "P02"],
        "question": ["What is good?", None, "What could be better?", None],
        "text": words, "duplicate_of": None,
        "no_words": [None, None, "says little", None]}
comments = tables.check("comments", pd.DataFrame(rows))
Path("pid").write_text(str(os.getpid()))
protect.screens.Review(rnd, comments)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a tiny round and a notebook that shows the screen."""
    made = tmp_path_factory.mktemp("lab")
    raw = made / "data" / "raw" / "test"
    raw.mkdir(parents=True)
    (raw / "round.json").write_text('{"invented": true}', encoding="utf-8")
    write_notebook(made / "x.ipynb", CELL)
    return made


def show(page: Any, lab: str) -> None:
    """Open the notebook and run it."""
    open_and_run(page, lab)
    page.locator(".coprod-comment").wait_for()


def test_what_is_decided_by_a_click_is_on_disk_when_the_page_says_saved(
    page: Any, lab: str, folder: Path
) -> None:
    show(page, lab)
    assert page.title() != "1"
    page.get_by_role("button", name="Nobody can be recognised").click()
    assert "3 of 4 comments not yet reviewed" in status(page, "Saved: reviewed by AB")
    rnd = rounds.Round("test", "AB", folder / "data", folder / "reports")
    [comment] = review.reviewed(rnd)["comment"]
    assert comment.endswith("0-1")


def test_single_keys_on_any_control_leave_the_notebook_alone(
    page: Any, lab: str
) -> None:
    before = cells(page)
    page.locator(".coprod-screen").click(position={"x": 2, "y": 2})
    parts = page.locator(
        ".coprod-screen button, .coprod-screen select, .coprod-screen input,"
        " .coprod-screen [tabindex='0']"
    )
    assert parts.count() >= 5
    for index in range(parts.count()):
        parts.nth(index).focus()
        for key in "xddm00ab":
            page.keyboard.press(key)
    assert cells(page) == before
    assert page.locator(".jp-Dialog").count() == 0


def test_one_key_answers_where_nothing_is_typed(page: Any, lab: str) -> None:
    note = page.get_by_label("Note")
    note.focus()
    page.keyboard.press("l")
    assert note.input_value().endswith("l")
    assert "Nobody told us" in page.locator(".coprod-words").first.inner_text()
    note.fill("")
    page.get_by_role("button", name="Not to be quoted").focus()
    page.keyboard.press("l")
    assert "3 of 4 comments not yet reviewed" in status(page, "Skipped.")
    assert "Nothing" in page.locator(".coprod-words").first.inner_text()


def test_the_work_goes_on_at_the_next_comment_after_a_reload(
    page: Any, lab: str
) -> None:
    page.keyboard.press("Control+s")
    show(page, lab)
    assert "Nobody told us" in page.locator(".coprod-words").first.inner_text()


def test_a_silent_engine_is_told_and_never_called_saved(
    page: Any, lab: str, folder: Path
) -> None:
    engine = int((folder / "pid").read_text())
    os.kill(engine, signal.SIGSTOP)
    try:
        page.get_by_role("button", name="Nobody can be recognised").click()
        said = status(page, "NOT SAVED: the notebook engine is not answering")
        assert "Saved:" not in said
    finally:
        os.kill(engine, signal.SIGCONT)
    assert "2 of 4 comments not yet reviewed" in status(page, "Saved: reviewed by AB")


def test_the_screen_fits_a_phone_and_no_words_are_saved_with_it(
    page: Any, folder: Path
) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.keyboard.press("Control+b")
    wide = "s => s.scrollWidth - s.clientWidth"
    assert page.locator(".coprod-screen").evaluate(wide) <= 1
    saved = save_notebook(page, folder / "x.ipynb")
    assert "comments not yet reviewed" in json.dumps(saved["cells"][0]["outputs"])
    assert "Nobody told us" not in json.dumps(saved["cells"][0]["outputs"])
    assert "Nobody told us" not in json.dumps(saved["metadata"])
