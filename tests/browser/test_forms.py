"""A screen with a form of rows in a real JupyterLab: one Save, one message, no harm."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from lab import cells, opened, said, save_notebook, write_notebook
from look import barriers

from coprod.listen import file_contents
from coprod.store import rounds
from coprod.write import codebook, findings

pytestmark = pytest.mark.slow
SHEET = (
    "Name,Tell us more,Ward\nZofia,The nurses were kind <b>all</b>,Oak\nEmyr,Far,Elm\n"
)
CELL = """
from pathlib import Path
from IPython.display import display
from coprod.listen import people
from coprod.store import rounds
from coprod.listen import files as sources
from coprod import listen, write

rnd = rounds.Round("test", "AB", Path("data").resolve(), Path("reports").resolve())
said, files = sources.listen(rnd)
people.update(rnd, said, files, sources.names(rnd))
display(listen.screens.Files(rnd))
display(write.screens.Findings(rnd))
"""


@pytest.fixture(scope="module")
def rnd(tmp_path_factory: pytest.TempPathFactory) -> rounds.Round:
    """Give a tiny round with a notebook that shows two forms."""
    made = tmp_path_factory.mktemp("forms")
    found = rounds.Round("test", "AB", made / "data", made / "reports")
    found.raw.mkdir(parents=True)
    (found.raw / "round.json").write_text('{"invented": true}', encoding="utf-8")
    (found.raw / "a.csv").write_text(SHEET, encoding="utf-8")
    codebook.add(found, "Information", level="theme")
    write_notebook(made / "x.ipynb", CELL)
    return found


@pytest.fixture(scope="module")
def page(browser: Any, rnd: rounds.Round) -> Iterator[Any]:
    """Open the notebook once for all tests of this file."""
    with opened(browser, rnd.data.parent, ".coprod-form >> nth=1") as made:
        yield made


def test_a_column_is_corrected_by_a_list_and_one_save(page: Any, rnd) -> None:
    page.get_by_label("C: Ward").select_option("answer")
    page.get_by_role("button", name="Save", exact=True).first.click()
    said(page, "Saved: S01.")
    table = file_contents.columns(rnd, "S01", rnd.raw / "a.csv").set_index("name")
    assert table.loc["Ward", "role"] == "answer"


def test_what_was_chosen_stays_until_it_is_saved_or_set_back(page: Any, rnd) -> None:
    ward = page.get_by_label("C: Ward")
    ward.select_option("setting")
    page.get_by_role("button", name="Next file").click()
    said(page, "NOT SAVED. What you chose for S01")
    assert ward.input_value() == "setting"
    table = file_contents.columns(rnd, "S01", rnd.raw / "a.csv").set_index("name")
    assert table.loc["Ward", "role"] == "answer"
    ward.select_option("answer")
    page.get_by_role("button", name="Next file").click()
    said(page, "1 of 1 file confirmed")


def test_what_was_typed_stays_when_it_cannot_be_saved_and_is_saved_when_mended(
    page: Any, rnd
) -> None:
    card = page.locator(".coprod-screen").nth(1)
    save = card.get_by_role("button", name="Save", exact=True)
    save.click()
    said(page, "NOT SAVED. check-back: text is blank")
    box = card.get_by_label("The finding")
    box.fill("People value being told when.")
    save.press("Enter")
    said(page, "Saved: I1.")
    assert list(findings.findings(rnd)["text"]) == ["People value being told when."]


def test_single_keys_on_any_row_leave_the_notebook_alone(page: Any) -> None:
    before = cells(page)
    parts = page.locator(".coprod-form select, .coprod-form input, .coprod-form button")
    assert parts.count() >= 10
    for index in range(parts.count()):
        parts.nth(index).focus()
        for key in "xddmy00ab":
            page.keyboard.press(key)
    assert cells(page) == before
    assert page.locator(".jp-Dialog").count() == 0


def test_nothing_bars_anybody_and_no_words_lie_in_the_notebook(page: Any, rnd) -> None:
    assert barriers(page, ".coprod-screen") == []
    page.set_viewport_size({"width": 390, "height": 800})
    page.keyboard.press("Control+b")
    wide = "s => s.scrollWidth - s.clientWidth"
    for screen in page.locator(".coprod-screen").all():
        assert screen.evaluate(wide) <= 1
    saved = save_notebook(page, rnd.data.parent / "x.ipynb")
    outputs = json.dumps(saved["cells"][0]["outputs"])
    assert "file confirmed" in outputs
    assert (
        "kind" not in outputs and "Zofia" not in outputs and "told when" not in outputs
    )
