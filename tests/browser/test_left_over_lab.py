"""The screens of what went missing and what is left over, in a real JupyterLab."""

import json
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from lab import opened, save_notebook, status, write_notebook
from look import barriers, cut_off, tab_to

from coprod.check import left_over
from coprod.listen import comments, files, people
from coprod.store import rounds
from coprod.write import codebook, tags

pytestmark = pytest.mark.slow
CELL = """
from pathlib import Path
from IPython.display import display
from coprod import check, listen
from coprod.store import rounds

rnd = rounds.Round("test", "AB", Path("data").resolve(), Path("reports").resolve())
said, files = listen.files.listen(rnd)
rnd.save("files", files)
made = listen.comments.make(rnd, said, listen.people.read(rnd, said).who)
display(listen.screens.MissingFiles(rnd))
display(check.screens.LeftOver(rnd, made))
"""
TALK = (
    "Anna: What mattered?\nZofia: The dog on the ward.\nAnna: More?\nZofia: Sunday.\n"
)
OTHER = "Mum: The car park is dear.\nDad: They were kind.\nMum: Bread was stale.\n"


def read(rnd: rounds.Round) -> pd.DataFrame:
    """Give the comments of the files that are there now."""
    said, table = files.listen(rnd)
    people.update(rnd, said, rnd.save("files", table), files.names(rnd))
    return comments.make(rnd, said, people.read(rnd, said).who)


@pytest.fixture(scope="module")
def rnd(tmp_path_factory: pytest.TempPathFactory) -> rounds.Round:
    """Give a round whose comments are tagged, then a file goes and another changes."""
    made = tmp_path_factory.mktemp("left-over")
    found = rounds.Round("test", "AB", made / "data", made / "reports")
    found.raw.mkdir(parents=True)
    (found.raw / "round.json").write_text('{"invented": true}', encoding="utf-8")
    for name, text in (("Zofia", TALK), ("b", OTHER)):
        (found.raw / f"{name}.txt").write_text(text, encoding="utf-8")
    code = codebook.add(found, "On the ward")
    for comment in read(found)["comment"]:
        tags.add(found, comment, code)
    (found.raw / "Zofia.txt").unlink()
    new = OTHER.replace("The car park is dear", "Nights were loud, doors banged")
    (found.raw / "b.txt").write_text(new, encoding="utf-8")
    write_notebook(made / "x.ipynb", CELL)
    return found


@pytest.fixture(scope="module")
def page(browser: Any, rnd: rounds.Round) -> Iterator[Any]:
    """Open the notebook once for all tests of this file."""
    ready = ".coprod-screen >> nth=1"
    with opened(browser, rnd.data.parent, ready) as made:
        yield made


def test_nothing_bars_anybody_and_no_words_lie_in_the_notebook(page, rnd) -> None:
    screens = page.locator(".coprod-screen")
    screens.first.get_by_text("The dog on the ward.").wait_for()
    screens.nth(1).get_by_text("The car park is dear.").wait_for()
    assert barriers(page, ".coprod-screen") == []
    page.set_viewport_size({"width": 390, "height": 800})
    page.keyboard.press("Control+b")
    assert [cut_off(screen) for screen in screens.all()] == [[], []]
    saved = save_notebook(page, rnd.data.parent / "x.ipynb")
    outputs = json.dumps(saved["cells"][0]["outputs"])
    assert "1 file is missing" in outputs and "Left over: 1 comment" in outputs
    assert not [w for w in ("Zofia", "dog", "car park", "Nights") if w in outputs]
    page.keyboard.press("Control+b")
    page.set_viewport_size({"width": 1280, "height": 900})


def test_what_is_left_over_goes_on_by_keyboard_alone_and_comes_back(page, rnd) -> None:
    screen = page.locator(".coprod-screen").nth(1)
    screen.get_by_label("Search the comments for").focus()
    page.keyboard.type("banged")
    page.keyboard.press("Tab")
    offered = screen.get_by_label("Put it on")
    offered.locator("option", has_text="doors banged").wait_for(state="attached")
    tab_to(page, offered)
    page.keyboard.press("ArrowDown")
    tab_to(page, screen.get_by_label("Why", exact=True))
    page.keyboard.type("typed anew")
    screen.get_by_role("button", name="Put it there").focus()
    page.keyboard.press("Enter")
    status(screen, "Saved: put there. Nothing is left over.")
    tab_to(page, screen.get_by_role("button", name="Undo"))
    page.keyboard.press("Enter")
    status(screen, "Undone: the last answer. Left over: 1 comment")


def test_a_missing_file_is_let_go_by_keyboard_and_its_buttons_go(page, rnd) -> None:
    screen = page.locator(".coprod-screen").first
    why = screen.get_by_label("Why", exact=True)
    why.focus()
    page.keyboard.type("she took her words back")
    tab_to(page, screen.get_by_role("button", name="Its words must go"))
    page.keyboard.press("Enter")
    status(screen, "Saved: its words go. No file is missing.")
    why.wait_for(state="hidden")
    assert screen.get_by_role("button").count() == 0
    assert files.gone(rnd) == []
    assert "she took her words back" in str(left_over.ended(rnd, read(rnd)))
