"""Disagreements and cards in a real JupyterLab: clicks and keys reach the disk."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lab import cells, open_and_run, status, write_notebook
from look import barriers

from coprod.store import rounds
from coprod.write import codebook, codebook_reads, readers, tags

pytestmark = pytest.mark.slow
CELL = """
from pathlib import Path
import pandas as pd
from coprod.store import rounds
from coprod.store import tables
from coprod import write

rnd = rounds.Round("test", "AB", Path("data").resolve(), Path("reports").resolve())
rows = {"comment": ["S01-a-1", "S01-b-1"], "source": "S01", "position": [1, 2],
        "person": ["P01", "P02"], "question": ["What is good?", None],
        "text": ["Kind nurses <img src=x onerror='document.title=1'>", "We waited."],
        "duplicate_of": None, "no_words": None}
comments = tables.check("comments", pd.DataFrame(rows))
write.screens.Settle(rnd, comments)
"""
TRAPS = "xddm00abcyzhjk"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a tiny round that two have read, and a notebook."""
    made = tmp_path_factory.mktemp("readers")
    raw = made / "data" / "raw" / "test"
    raw.mkdir(parents=True)
    (raw / "round.json").write_text('{"invented": true}', encoding="utf-8")
    rnd = rounds.Round("test", "AB", made / "data", made / "reports")
    codebook.add(rnd, "Information", level="theme", colour="#009E73")
    kind, wait = codebook.add(rnd, "kindness"), codebook.add(rnd, "waiting")
    for comment in ("S01-a-1", "S01-b-1"):
        tags.add(rnd, comment, kind, experience=("good",))
        tags.add(replace(rnd, reader="CD"), comment, wait)
    more = ("write.screens.Gather(rnd)", "write.screens.Divide(rnd, comments)")
    write_notebook(made / "x.ipynb", CELL, *more)
    return made


@pytest.fixture(scope="module", autouse=True)
def opened(page: Any, lab: str) -> None:
    """Open the notebook with all its screens, once."""
    open_and_run(page, lab)
    page.locator(".coprod-comment").wait_for()
    page.locator(".coprod-pile").first.wait_for()


@pytest.fixture
def rnd(folder: Path) -> rounds.Round:
    """Give the round that the notebook shows."""
    return rounds.Round("test", "AB", folder / "data", folder / "reports")


def settling(page: Any) -> Any:
    """Give the screen of disagreements."""
    return page.locator(".coprod-screen").nth(0)


def cards(page: Any) -> Any:
    """Give the screen of cards."""
    return page.locator(".coprod-screen").nth(1)


def fill(screen: Any, label: str, words: str) -> None:
    """Fill in a field; again, if cards that were laid out anew took the focus away."""
    place = screen.get_by_label(label)
    for _ in range(5):
        place.fill(words)
        screen.page.wait_for_timeout(100)
        if place.input_value() == words:
            return
    raise AssertionError(f"{label} does not hold {words!r}")


def test_the_first_disagreement_stands_there_and_its_words_run_nothing(
    page: Any,
) -> None:
    screen = settling(page)
    assert page.title() != "1"
    table = screen.get_by_role("region", name="What each reader said")
    assert table.locator("th").all_inner_texts() == ["", "AB", "CD"]
    assert "kindness" in table.inner_text()


def test_a_disagreement_is_settled_by_clicks(page: Any, rnd: rounds.Round) -> None:
    screen = settling(page)
    screen.get_by_label("What counts").select_option("What CD said")
    fill(screen, "Why", "we read it again")
    screen.get_by_role("button", name="Save and next").click()
    assert "1 settled, 0 left open, 1 to look at" in status(screen, "Saved:")
    [made] = readers.settlements(rnd).to_dict("records")
    assert (made["comment"], made["reader"], made["by"]) == ("S01-a-1", "CD", "AB")
    assert len(tags.table(rnd)) == 4


def test_a_disagreement_is_settled_by_keys_alone(page: Any, rnd: rounds.Round) -> None:
    screen = settling(page)
    screen.get_by_label("What counts").focus()
    page.keyboard.press("l")  # jumps to "Leave it open"
    page.keyboard.press("Tab")
    page.keyboard.type("ask the young advisers")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "Leave it open. 2 comments" in status(screen, "Saved:")
    assert list(readers.settlements(rnd)["outcome"]) == ["reader", "open"]
    screen.get_by_role("button", name="Undo my last one").focus()
    page.keyboard.press("Space")
    status(screen, "Undone")
    assert len(readers.settlements(rnd)) == 1


def test_a_card_is_moved_by_keys_alone_and_back(page: Any, rnd: rounds.Round) -> None:
    screen = cards(page)
    screen.get_by_label("kindness: 2 comments").focus()
    page.keyboard.press("Space")
    screen.get_by_label("Why").focus()
    page.keyboard.type("it belongs here")
    page.keyboard.press("Tab")
    page.keyboard.type("Theme: Inf")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "1 of 2 working codes gathered" in status(screen, "Saved: 1 card")
    assert len(codebook_reads.theme_of(codebook.table(rnd))) == 2
    first = screen.locator(".coprod-pile").first
    assert "kindness: 2 comments" in first.inner_text()
    screen.get_by_role("button", name="Undo my last step").click()
    assert "kindness gathered" in status(screen, "Undone")


def test_cards_are_merged_and_renamed_by_clicks(page: Any, rnd: rounds.Round) -> None:
    screen = cards(page)
    screen.get_by_label("waiting: 2 comments").check()
    fill(screen, "Its new name", "being told when")
    fill(screen, "Why", "their own words")
    screen.get_by_role("button", name="Rename").click()
    status(screen, "Saved: 1 card")
    screen.locator("option", has_text="Code: being told when").wait_for(
        state="attached"
    )
    screen.get_by_label("being told when: 2 comments").check()
    screen.get_by_label("Where to").select_option("Code: kindness")
    fill(screen, "Why", "one thing after all")
    screen.get_by_role("button", name="Merge into it").click()
    status(screen, "Saved: 1 card. 0 of 1")
    merged = codebook.table(rnd).set_index("name").loc["being told when", "status"]
    assert merged == "merged" and len(tags.table(rnd)) == 4
    screen.get_by_role("button", name="Undo my last step").click()
    status(screen, "Undone: being told when merged")


def test_a_press_never_overtakes_the_words_written_before_it(
    page: Any, rnd: rounds.Round
) -> None:
    screen = settling(page)
    screen.get_by_label("What counts").select_option("Leave it open")
    screen.get_by_label("Why").fill("")
    hasty = """why => {
      for (const words of ["we are", "we are not sure"]) {
        why.value = words;
        for (const kind of ["input", "change"])
          why.dispatchEvent(new Event(kind, { bubbles: true }));
      }
      const buttons = [...why.closest(".coprod-screen").querySelectorAll("button")];
      buttons.find(b => b.textContent === "Save and next").click();
    }"""
    screen.get_by_label("Why").evaluate(hasty)
    status(screen, "Saved: Leave it open")
    assert list(readers.settlements(rnd)["reason"])[-1] == "we are not sure"
    screen.get_by_role("button", name="Undo my last one").click()
    status(screen, "Undone")


def test_a_code_is_split_by_clicks_and_its_words_run_nothing(
    page: Any, rnd: rounds.Round
) -> None:
    screen = page.locator(".coprod-screen").nth(2)
    screen.get_by_label("Code", exact=True).select_option("kindness")
    screen.get_by_text("Kind nurses <img").wait_for()
    screen.get_by_role("button", name="Goes to the new code").click()
    status(screen, "Not saved yet. 1 of 2 comments looked at; 1 go.")
    fill(screen, "New code", "gentle hands")
    fill(screen, "Why", "it is about touch")
    screen.get_by_role("button", name="Split the code").click()
    assert "with 1 tag" in status(screen, "Saved: 'gentle hands'")
    assert page.title() != "1" and len(tags.table(rnd)) == 4
    book = codebook.table(rnd).set_index("name")["code"]
    assert list(tags.table(rnd)["code"]).count(book["gentle hands"]) == 1


def test_a_step_without_a_reason_is_not_saved_and_says_so(page: Any) -> None:
    screen = cards(page)
    screen.get_by_label("kindness: 2 comments").check()
    screen.get_by_role("button", name="Take out of use").click()
    status(screen, "NOT SAVED. Say why")
    screen.get_by_label("kindness: 2 comments").uncheck()


def test_trap_keys_on_any_control_leave_the_notebook_alone(
    page: Any, rnd: rounds.Round
) -> None:
    before, steps = cells(page), codebook_reads.history(rnd)
    parts = page.locator(
        ".coprod-screen button, .coprod-screen select, .coprod-screen input,"
        " .coprod-screen [tabindex='0']"
    )
    assert parts.count() > 20
    for index in range(parts.count()):
        if parts.nth(index).is_visible():
            parts.nth(index).focus()
            for key in TRAPS:
                page.keyboard.press(key)
    assert cells(page) == before
    assert page.locator(".jp-Dialog").count() == 0
    assert codebook_reads.history(rnd).equals(steps)


def test_nothing_bars_anybody_and_all_fits_a_phone(page: Any) -> None:
    assert barriers_of_screens(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    page.keyboard.press("Control+b")
    page.wait_for_timeout(500)
    wide = "s => s.scrollWidth - s.clientWidth"
    for screen in page.locator(".coprod-screen").all():
        assert screen.evaluate(wide) <= 1
    for pile in page.locator(".coprod-pile").all():
        assert pile.evaluate(wide) <= 1


def barriers_of_screens(page: Any) -> list[str]:
    """Give what axe finds in the screens; JupyterLab's own parts are not ours."""
    page.evaluate(
        "document.querySelectorAll('.coprod-screen').forEach((s, i) => s.id = 's' + i)"
    )
    return barriers(page, [["#s0"], ["#s1"], ["#s2"]])
