"""The screens of who is speaking and of names to hide, in a real JupyterLab."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from lab import opened, said, save_notebook, write_notebook
from look import barriers

from coprod.protect import people_workbook
from coprod.store import rounds

pytestmark = pytest.mark.slow
CELL = """
from pathlib import Path
from IPython.display import display
from coprod import listen, protect
from coprod.store import rounds

rnd = rounds.Round("test", "AB", Path("data").resolve(), Path("reports").resolve())
said, files = listen.files.listen(rnd)
listen.people.update(rnd, said, files, listen.files.names(rnd))
display(listen.screens.People(rnd, said))
display(protect.screens.Hide(rnd))
"""
FORM = """Who are you?,Age,What could be better?
Ward clown,,The chairs in the waiting room are too hard for me.
Oma,,The lift was broken on every single visit we made.
Young person,15,Nobody told us when the results would come back.
"""
TALK = "Interviewer: How was it?\n{}: I waited for hours.\nMum: So did I.\n"


@pytest.fixture(scope="module")
def rnd(tmp_path_factory: pytest.TempPathFactory) -> rounds.Round:
    """Give a tiny round in which somebody speaks in two files."""
    made = tmp_path_factory.mktemp("who")
    found = rounds.Round("test", "AB", made / "data", made / "reports")
    found.raw.mkdir(parents=True)
    (found.raw / "round.json").write_text('{"invented": true}', encoding="utf-8")
    for name, who in (("a", "Jo Marsh"), ("b", "Jo Marsh"), ("c", "Łukasz")):
        (found.raw / f"{name}.txt").write_text(TALK.format(who), encoding="utf-8")
    (found.raw / "form.csv").write_text(FORM, encoding="utf-8")
    write_notebook(made / "x.ipynb", CELL)
    return found


@pytest.fixture(scope="module")
def page(browser: Any, rnd: rounds.Round) -> Iterator[Any]:
    """Open the notebook once for all tests of this file."""
    with opened(
        browser, rnd.data.parent, ".coprod-screen >> nth=1", height=1000
    ) as made:
        yield made


def of(rnd: rounds.Round, sheet: str = "people") -> Any:
    """Give what stands in the record."""
    return people_workbook.read(rnd)[sheet]


def test_many_are_changed_and_taken_back_with_the_keyboard_alone(page, rnd) -> None:
    screen = page.locator(".coprod-screen").first
    boxes = screen.get_by_role("checkbox")
    for index in (1, 4):
        boxes.nth(index).focus()
        page.keyboard.press("Space")
    screen.get_by_label("to", exact=True).first.focus()
    page.keyboard.type("child")
    screen.get_by_role("button", name="Change for those ticked").focus()
    page.keyboard.press("Enter")
    said(page, "Saved: group of 2 rows is now child.")
    assert list(of(rnd)["group"]).count("child") == 2
    screen.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    said(page, "Taken back.")
    assert "child" not in list(of(rnd)["group"])


def test_what_is_asked_is_asked_once(page, rnd) -> None:
    screen = page.locator(".coprod-screen").first
    screen.get_by_label("Jo Marsh in S01 and S02").select_option("one person")
    screen.get_by_label('group: what is "Oma"?').select_option("other family")
    screen.get_by_role("button", name="Save", exact=True).click()
    said(page, "Saved: 2 answers.")
    people = of(rnd)
    assert people.loc[people["label"] == "Jo Marsh", "person"].nunique() == 1
    assert of(rnd, "values")["means"].tolist() == ["other family"]
    assert screen.get_by_text("Oma").count() == 0


def test_consent_is_said_for_all_at_once(page, rnd) -> None:
    screen = page.locator(".coprod-screen").first
    screen.get_by_label("About").select_option("what they agreed to")
    screen.get_by_text("nothing is said yet").first.wait_for()
    screen.get_by_label("Change", exact=True).select_option("paraphrase")
    screen.get_by_role("button", name="Tick all").click()
    said(page, "ticked.")
    screen.get_by_label("to", exact=True).first.select_option("yes")
    screen.get_by_role("button", name="Change for those ticked").click()
    said(page, "Saved: paraphrase of")
    assert set(of(rnd)["paraphrase"]) == {"yes"}


def test_a_name_is_hidden_and_called_no_name(page, rnd) -> None:
    card = page.locator(".coprod-screen").nth(1)
    card.get_by_label("The name").fill("Dorota")
    card.get_by_role("button", name="Save", exact=True).click()
    said(page, "Saved: it will be hidden.")
    assert "Dorota" in set(people_workbook.names(rnd)["name"])
    card.get_by_role("combobox", name="Name to hide").select_option("Dorota")
    card.get_by_label("The name").wait_for(state="detached")
    card.get_by_label("It is a").select_option("not a name")
    card.get_by_role("button", name="Save", exact=True).click()
    said(page, "Saved: it is not hidden.")
    assert "Dorota" not in set(people_workbook.names(rnd)["name"])


def test_nothing_bars_anybody_and_no_names_lie_in_the_notebook(page, rnd) -> None:
    assert barriers(page, ".coprod-screen") == []
    page.set_viewport_size({"width": 390, "height": 800})
    page.keyboard.press("Control+b")
    wide = "s => s.scrollWidth - s.clientWidth"
    for screen in page.locator(".coprod-screen").all():
        assert screen.evaluate(wide) <= 1
    saved = save_notebook(page, rnd.data.parent / "x.ipynb")
    outputs = json.dumps(saved["cells"][0]["outputs"])
    assert "nobody has said" in outputs
    kept = [name for name in ("Marsh", "ukasz", "Dorota", "private") if name in outputs]
    assert not kept
