"""The reading screen in a real JupyterLab: tags reach the disk, keys do no harm."""

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from lab import (
    cells,
    open_and_run,
    run_all,
    running,
    save_notebook,
    write_notebook,
)
from places import ROOT, copy_of_example

from coprod.listen import set_aside
from coprod.share import run
from coprod.store import rounds, tables
from coprod.write import codebook, codebook_reads, flags_and_notes, tags

pytestmark = pytest.mark.slow
CODE = """
import os
from pathlib import Path
from coprod.store import rounds
from coprod import write

rnd = rounds.Round("test", "AB", Path("data").resolve(), Path("reports").resolve())
Path("pid").write_text(str(os.getpid()))
write.screens.Tagger(rnd, rnd.load("comments"), rnd.load("people"))
"""
EVIL = "<img src=x onerror='document.title=1'>"
TEXTS = [
    f"The nurses are kind {EVIL}. They 😀 sang to me! And then we waited.",
    "My nurse [nurse 1] told us. Nobody else told us when to come.",
    "We waited for hours. The corridor was cold.",
    "Nothing",
    "Parking costs too much. It is far.",
    "Yes",
]
LITTLE = {"Nothing": "says little", "Yes": "says little; it may be praise"}
CODES = ("waiting", "kindness", "parking", "food", "letters")
PEOPLE = ("P01", "P02", "P01", "P02", "P03", "P03")
GROUPS = ("child", "parent", "nurse")


def ids(count: int) -> list[str]:
    """Give ids of invented comments, in order."""
    return [f"S01-{i:016x}-1" for i in range(count)]


def make_round(folder: Path, count: int = len(TEXTS)) -> rounds.Round:
    """Make a tiny round: six comments of three people in one file."""
    raw = folder / "data" / "raw" / "test"
    raw.mkdir(parents=True)
    (raw / "round.json").write_text('{"invented": true}', encoding="utf-8")
    rnd = rounds.Round("test", "AB", folder / "data", folder / "reports")
    for name in CODES:
        codebook.add(rnd, name, definition=f"what is said of {name}")
    texts = [TEXTS[i % len(TEXTS)] for i in range(count)]
    frame = pd.DataFrame(
        {
            "comment": ids(count),
            "source": "S01",
            "position": range(1, count + 1),
            "person": [PEOPLE[i % 6] for i in range(count)],
            "question": [("What is good?", None)[i % 2] for i in range(count)],
            "text": texts,
            "duplicate_of": None,
            "no_words": [LITTLE.get(text) for text in texts],
        }
    )
    rnd.save("comments", frame)
    columns = [c.name for c in tables.TABLES["people"].columns]
    people = pd.DataFrame("unknown", index=range(3), columns=columns)
    who = {"person": ["P01", "P02", "P03"], "group": list(GROUPS), "quote": True}
    who["hear_back"] = False
    rnd.save("people", people.assign(**who, way="interview"))
    swap = {"comment": ids(2)[1], "start": 9, "end": 14, "shown": "[nurse 1]"}
    rnd.save("replacements", pd.DataFrame([{**swap, "type": "PERSON", "by": "list"}]))
    first = codebook.table(rnd)["code"].iloc[1]
    hint = {"comment": ids(3)[2], "code": first, "score": 0.9, "words": "cold"}
    hint |= {"experience": "less good; needs improving", "model": "invented 1"}
    rnd.save("suggestions", pd.DataFrame([hint]))
    return rnd


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """Start JupyterLab once for all tests of this file; give its folder and address."""
    made = tmp_path_factory.mktemp("lab")
    with running(made) as lab:
        yield made, lab


@pytest.fixture
def folder(place: tuple[Path, str], request: pytest.FixtureRequest) -> Path:
    """Give a folder with a tiny round and two notebooks that show the screen."""
    made = place[0] / request.node.name[:40]
    make_round(made)
    for name in "xy":
        write_notebook(made / f"{name}.ipynb", CODE)
    return made


@pytest.fixture
def rnd(folder: Path) -> rounds.Round:
    """Give the round as the reader AB has it."""
    return rounds.Round("test", "AB", folder / "data", folder / "reports")


@pytest.fixture
def page(place: tuple[Path, str], folder: Path, browser_page: Any) -> Any:
    """Give a page with the screen open in JupyterLab."""
    browser_page.set_default_timeout(60_000)
    show(browser_page, place[1], folder)
    return browser_page


def show(page: Any, lab: str, folder: Path, name: str = "x") -> None:
    """Open the notebook, run it, and put the focus on the comment to read."""
    open_and_run(page, lab, f"{folder.name}/{name}", folder.name)
    page.locator(".ct-current").wait_for()
    page.locator(".ct-current").focus()


def press(page: Any, *keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def saved(page: Any) -> None:
    """Wait until everything given on the screen is on disk."""
    page.wait_for_function(
        "[...window.coprodTagger.stores.values()].every(s => !s.acts.length)"
    )
    page.locator(".ct-status", has_text="Saved").wait_for()


def given(rnd: rounds.Round) -> list[tuple[Any, ...]]:
    """Give every tag on disk: number of the comment, code, start, end."""
    names = codebook_reads.names(codebook.table(rnd))
    rows = tags.table(rnd)[["comment", "code", "start", "end"]].astype(object)
    return [
        (int(comment.split("-")[1], 16), names[code])
        + tuple(None if pd.isna(x) else int(x) for x in span)
        for comment, code, *span in rows.itertuples(index=False)
    ]


def to_document(page: Any) -> None:
    """Read the source as a document, from its first turn."""
    page.get_by_role("button", name="Document").click()
    page.locator("article").nth(5).wait_for()
    page.locator("article").first.click(position={"x": 20, "y": 12})
    page.locator("article.ct-current", has_text="The nurses are kind").wait_for()


def keys_of(page: Any) -> dict[str, str]:
    """Give the number key of each code."""
    pairs = page.locator(".ct-give:has(kbd)").evaluate_all(
        "all => all.map(b => [b.firstChild.data, b.querySelector('kbd').textContent])"
    )
    return {name: key for name, key in pairs}


def engine(folder: Path) -> int:
    """Give the process number of the notebook engine."""
    return int((folder / "pid").read_text())


def test_one_key_tags_a_comment_two_a_sentence_and_three_give_it_two_codes(
    page: Any, rnd: rounds.Round
) -> None:
    assert page.title() != "1"
    to_document(page)
    key = keys_of(page)
    press(page, key["parking"])
    press(page, "s", key["food"], key["waiting"])
    press(page, "n", "s", key["kindness"])
    saved(page)
    assert given(rnd) == [
        (0, "parking", None, None),
        (0, "food", 0, TEXTS[0].index(">") + 2),
        (0, "waiting", 0, TEXTS[0].index(">") + 2),
        (1, "kindness", 0, len("My nurse Amira told us.")),
    ]


def test_a_stretch_over_three_turns_is_one_act_and_one_undo(
    page: Any, rnd: rounds.Round
) -> None:
    to_document(page)
    press(page, "s", "s", "s", *["Shift+ArrowDown"] * 3, keys_of(page)["waiting"])
    saved(page)
    start = TEXTS[0].index("And then")
    assert given(rnd) == [
        (0, "waiting", start, len(TEXTS[0])),
        (1, "waiting", None, None),
        (2, "waiting", 0, TEXTS[2].index(".") + 1),
    ]
    press(page, "u")
    page.locator(".ct-status", has_text="Saved: Undo").wait_for()
    assert given(rnd) == []
    press(page, "y")
    page.locator(".ct-status", has_text="Saved: Redo").wait_for()
    assert len(given(rnd)) == 3


def test_words_chosen_one_by_one_take_a_replaced_name_whole_and_count_emoji_once(
    page: Any, rnd: rounds.Round
) -> None:
    to_document(page)
    smile = TEXTS[0].index("😀")
    press(page, *["ArrowRight"] * len(TEXTS[0][:smile].split()), "ArrowRight")
    press(page, "Shift+ArrowRight", keys_of(page)["kindness"], "n")
    press(page, *["ArrowRight"] * 3, keys_of(page)["food"])  # the caret alone: whole
    press(page, "Shift+ArrowRight", keys_of(page)["letters"])
    saved(page)
    assert given(rnd) == [
        (0, "kindness", smile, smile + len("😀 sang")),
        (1, "food", None, None),
        (1, "letters", 9, 14),
    ]


def test_words_marked_with_the_mouse_are_tagged(page: Any, rnd: rounds.Round) -> None:
    to_document(page)
    words = page.locator("article").nth(2).locator(".ct-text")
    box = words.bounding_box()
    page.mouse.move(box["x"] + 3, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 70, box["y"] + 12, steps=5)
    page.mouse.up()
    page.locator(".ct-chosen").first.wait_for()
    chosen = page.locator(".ct-chosen").first.inner_text()
    press(page, keys_of(page)["waiting"])
    saved(page)
    assert TEXTS[2].startswith(chosen) and " " in chosen
    assert given(rnd) == [(2, "waiting", 0, len(chosen))]


def test_words_marked_with_a_finger_stay_chosen_and_are_seen(
    page: Any, rnd: rounds.Round
) -> None:
    to_document(page)
    page.locator("article").nth(2).click(position={"x": 20, "y": 12})
    page.evaluate(
        """() => {
          const pane = document.querySelector('.ct-pane');
          pane.dispatchEvent(new PointerEvent('pointerdown', { pointerType: 'touch' }));
          const words = document.querySelectorAll('article .ct-text')[2].firstChild;
          document.getSelection().setBaseAndExtent(words, 4, words, 13);
        }"""
    )
    page.wait_for_timeout(200)
    page.evaluate("document.getSelection().collapseToEnd()")  # a tap elsewhere
    page.locator(".ct-chosen", has_text="waited for").wait_for()
    page.locator(".ct-give", has_text="waiting").click()
    saved(page)
    assert given(rnd) == [(2, "waiting", 3, len("We waited for"))]


def test_ticks_notes_flags_and_setting_aside_by_keys(
    page: Any, rnd: rounds.Round
) -> None:
    to_document(page)
    press(page, keys_of(page)["kindness"], "g", "i", "t")
    page.keyboard.type("see the other")
    press(page, "Enter", "c")
    page.keyboard.type("to discuss")
    press(page, "Enter", "v")
    page.keyboard.type("quiet at first")
    press(page, "Enter", "f")
    page.keyboard.type("a worry")
    press(page, "Enter", "n", "n", "n", "0", "n", "o", "Enter")
    page.locator(".ct-prompt", has_text="It needs a reason").wait_for()
    page.keyboard.type("a shop")
    press(page, "Enter")
    saved(page)
    [tag] = tags.table(rnd).to_dict("records")
    assert (tag["good"], tag["less_good"], tag["needs_improving"]) == (1, 0, 1)
    assert tag["note"] == "see the other"
    assert list(flags_and_notes.notes(rnd)["note"]) == ["to discuss", "quiet at first"]
    assert list(flags_and_notes.notes(rnd)["person"]) == [None, "P01"]
    assert list(flags_and_notes.flags(rnd)["why"]) == ["a worry"]
    marks = set_aside.marks(rnd)
    assert list(marks["end"]) == ["no content", "out of scope"]
    assert list(marks["reason"]) == ["says nothing", "a shop"]
    press(page, "b")
    page.locator(".ct-status", has_text="counts again").wait_for()
    assert list(set_aside.marks(rnd)["end"]) == ["no content"]


def test_a_code_is_found_by_typing_and_a_new_one_is_made_under_another(
    page: Any, rnd: rounds.Round
) -> None:
    to_document(page)
    press(page, "/")
    page.keyboard.type("lett")
    press(page, "Enter", "/")
    page.keyboard.type("nurses singing")
    page.get_by_label("under").select_option(label="kindness")
    page.get_by_role("button", name="New code").click()
    saved(page)
    assert [tag[1] for tag in given(rnd)] == ["letters", "nurses singing"]
    book = codebook.table(rnd).set_index("name")
    assert book.loc["nurses singing", "parent"] == book.loc["kindness", "code"]
    deep = "b => getComputedStyle(b.closest('li')).getPropertyValue('--deep')"
    made = page.locator(".ct-give", has_text="nurses singing")
    assert made.evaluate(deep) == "1"


def test_suggestions_are_answered_by_one_key_and_kept_apart_from_tags(
    page: Any, rnd: rounds.Round
) -> None:
    to_document(page)
    press(page, "n", "n")
    said = "suggests: kindness (from: cold). How it was: less good? needs improving?"
    page.locator(".ct-machine", has_text=said).wait_for()
    press(page, "a")
    saved(page)
    assert given(rnd) == [(2, "kindness", None, None)]
    [answer] = flags_and_notes.answers(rnd).to_dict("records")
    assert answer["answer"] == "accepted" and len(answer["model"]) == 16
    assert answer["experience"] == "less good; needs improving"
    ticks = ["good", "less_good", "needs_improving"]
    assert tags.table(rnd)[ticks].to_numpy().tolist() == [[False, True, True]]
    press(page, "i")  # the ticks that came with it are changed like any
    saved(page)
    assert tags.table(rnd)[ticks].to_numpy().tolist() == [[False, True, False]]
    press(page, "u", "u")
    page.locator(".ct-machine").wait_for()
    press(page, "e", "Escape", "e", "Escape")
    press(page, "e")
    page.keyboard.type("waiting")
    press(page, "Enter")
    saved(page)
    assert given(rnd) == [(2, "waiting", None, None)]
    [answer] = flags_and_notes.answers(rnd).to_dict("records")
    assert answer["answer"] == "changed" and answer["instead"] is not None
    press(page, "u")
    page.locator(".ct-machine").wait_for()
    press(page, "r")
    saved(page)
    page.wait_for_function("!document.querySelector('.ct-machine')")
    assert given(rnd) == [] and flags_and_notes.answers(rnd)["answer"][0] == "refused"


def test_no_key_on_any_control_reaches_the_notebook_and_ctrl_s_still_saves(
    page: Any, folder: Path
) -> None:
    before = cells(page)
    for mode in ("Cards", "Document", "Table"):
        page.get_by_role("button", name=mode, exact=True).click()
        page.wait_for_timeout(500)
        parts = page.locator(
            ".coprod-tagger :is(button, select, input, summary, article):visible"
        )
        count = parts.count()
        assert count > 20
        for index in range(count):
            if index >= parts.count():
                break
            parts.nth(index).focus()
            press(page, *"x d d m a b 0 0 i i y z r Shift+M j k".split())
            press(page, "ArrowUp", "ArrowDown", "Enter", "Escape")
            inside = "document.activeElement.closest('.coprod-tagger') !== null"
            assert page.evaluate(inside), (mode, index)
    for mode in ("Cards", "Document"):  # the mouse, while the notebook has the keys
        page.locator(".jp-MarkdownCell").last.click()
        page.keyboard.press("Escape")
        page.get_by_role("button", name=mode, exact=True).click()
        press(page, *"xddm")
    page.locator(".jp-MarkdownCell").last.click()
    page.locator(".ct-progress").click()
    press(page, *"xddm")
    assert cells(page) == before
    assert page.locator(".jp-Dialog").count() == 0
    page.get_by_role("button", name="Cards", exact=True).focus()
    assert save_notebook(page, folder / "x.ipynb")["cells"]


def test_an_engine_that_does_not_answer_is_told_in_time_and_saves_once_later(
    page: Any, folder: Path, rnd: rounds.Round
) -> None:
    to_document(page)
    os.kill(engine(folder), signal.SIGSTOP)
    try:
        began = time.monotonic()
        press(page, keys_of(page)["waiting"])
        page.locator(".ct-pending", has_text="saving").wait_for()
        page.get_by_role("alert").filter(has_text="NOT SAVED").wait_for()
        assert time.monotonic() - began < 3.5
        page.locator(".ct-pending", has_text="NOT SAVED").wait_for()
        press(page, "n", keys_of(page)["food"])
        page.wait_for_timeout(6000)  # it is sent again meanwhile
        assert not given(rnd)
    finally:
        os.kill(engine(folder), signal.SIGCONT)
    saved(page)
    assert page.locator(".ct-trouble-line").text_content() == ""
    assert page.locator(".ct-pending").count() == 0
    assert given(rnd) == [(0, "waiting", None, None), (1, "food", None, None)]


def test_what_a_dead_engine_did_not_save_is_saved_after_restart_and_run(
    page: Any, folder: Path, rnd: rounds.Round
) -> None:
    to_document(page)
    press(page, keys_of(page)["kindness"])
    saved(page)
    os.kill(engine(folder), signal.SIGKILL)
    press(page, "n", "s", keys_of(page)["waiting"], "n", keys_of(page)["food"], "g")
    page.get_by_role("alert").filter(has_text="NOT SAVED").wait_for()
    waiting = page.evaluate(
        "JSON.stringify([...window.coprodTagger.stores.values()].map(s => s.acts))"
    )
    assert "told us" not in waiting and "Nobody" not in waiting
    page.locator(".jp-Dialog .jp-mod-accept").click()  # the engine was started again
    page.get_by_text("| Idle").wait_for()
    old = engine(folder)
    run_all(page)
    while engine(folder) == old:
        page.wait_for_timeout(100)
    saved(page)
    assert given(rnd) == [
        (0, "kindness", None, None),
        (1, "waiting", 0, len("My nurse Amira told us.")),
        (2, "food", None, None),
    ]
    assert tags.table(rnd)["good"].tolist() == [False, False, True]


def test_two_notebooks_open_at_once_keep_every_tag_and_see_each_other(
    page: Any, place: tuple[Path, str], folder: Path, rnd: rounds.Round
) -> None:
    other = page.context.new_page()
    other.set_default_timeout(60_000)
    open_and_run(other, place[1], f"{folder.name}/y", f"{folder.name}-2")
    other.locator(".ct-current").wait_for()
    for one, name in ((page, "kindness"), (other, "waiting")):
        to_document(one)
        press(one, keys_of(one)[name])
    saved(page)
    saved(other)
    press(page, "n", keys_of(page)["food"])
    saved(page)
    page.locator("article").first.get_by_text("waiting").wait_for()
    found = sorted(given(rnd))
    assert [tag[:2] for tag in found] == [(0, "kindness"), (0, "waiting"), (1, "food")]
    other.close()


def test_reading_goes_on_where_it_stopped_and_no_words_lie_in_the_notebook(
    page: Any, place: tuple[Path, str], folder: Path
) -> None:
    to_document(page)
    press(page, "n", "n", "n", "n")
    page.locator(".ct-current", has_text="Parking costs").wait_for()
    page.wait_for_timeout(1200)
    saved_there = save_notebook(page, folder / "x.ipynb")
    text = (folder / "x.ipynb").read_text(encoding="utf-8")
    assert "comments not yet read" in json.dumps(saved_there["cells"][0]["outputs"])
    assert "Parking costs" not in text and "Nobody" not in text
    show(page, place[1], folder)
    page.locator(".ct-current", has_text="Parking costs").wait_for()
    assert page.locator("article").count() == 6


def test_the_table_sorts_filters_and_changes_many_at_once(
    page: Any, rnd: rounds.Round
) -> None:
    page.get_by_role("button", name="Table").click()
    rows = page.locator("tbody tr")
    rows.nth(5).wait_for()
    page.get_by_role("button", name="Words", exact=True).click()
    page.locator("tbody tr", has_text="My nurse").first.wait_for()
    page.wait_for_function(
        "document.querySelector('tbody tr').textContent.includes('My nurse')"
    )
    page.locator("summary", has_text="Filters").click()
    page.locator("[data-id=by-group]").select_option("nurse")
    page.wait_for_function("document.querySelectorAll('tbody tr').length === 2")
    page.get_by_role("button", name="Tick all 2").click()
    page.get_by_text("2 ticked").wait_for()
    page.locator(".ct-give", has_text="parking").click()
    saved(page)
    assert [tag[:2] for tag in given(rnd)] == [(4, "parking"), (5, "parking")]
    page.get_by_role("button", name="No content").click()
    page.locator(".ct-status", has_text="Saved: 2 comments set aside").wait_for()
    assert len(set_aside.marks(rnd)) == 2
    page.get_by_role("button", name="Undo").click()
    page.locator(".ct-status", has_text="Saved: Undo").wait_for()
    assert set_aside.marks(rnd).empty


def test_filters_fold_what_does_not_match_in_a_document_and_keys_go_between_matches(
    page: Any, rnd: rounds.Round
) -> None:
    to_document(page)
    press(page, "1", "n", "n", "n", "1")
    saved(page)
    assert [tag[0] for tag in given(rnd)] == [0, 3]
    page.locator("[data-id=by-inside]").select_option("tagged")
    page.wait_for_function("document.querySelectorAll('article').length === 2")
    folds = page.locator(".ct-fold")
    assert folds.all_inner_texts() == ["2 turns not shown"] * 2
    count = page.locator(".ct-count")
    assert count.inner_text().startswith("2 of 2 shown here; 4 of the 6 turns")
    current = page.locator("article.ct-current")
    current.focus()
    press(page, "p")
    page.locator("article.ct-current", has_text="The nurses are kind").wait_for()
    assert count.inner_text().startswith("1 of 2 shown here")
    press(page, "n")
    page.locator("article.ct-current", has_text="Nothing").wait_for()
    press(page, "n")
    page.locator(".ct-status", has_text="last comment shown here").wait_for()
    folds.first.click()
    page.wait_for_function("document.querySelectorAll('article').length === 4")
    assert page.locator("article.ct-other").count() == 2 and folds.count() == 1
    page.get_by_role("button", name="Cards", exact=True).click()
    page.locator(".ct-cards").wait_for()
    assert page.locator("[data-id=by-show]").input_value() == "tagged"
    assert count.inner_text() == "2 of 2 shown here"


def test_group_code_words_hints_and_differences_filter_a_document_as_they_do_cards(
    page: Any, rnd: rounds.Round
) -> None:
    book = codebook.table(rnd).set_index("name")["code"]
    other = rounds.Round("test", "CD", rnd.data, rnd.reports)
    for reader, code in ((rnd, "food"), (other, "letters")):
        tags.add(reader, ids(1)[0], book[code])
    page.locator("summary", has_text="Filters").click()
    filters = {"group": "nurse", "code": book["letters"], "words": "Parking"}
    shows = {"differ": 1, "hints": 1, "untagged": 5, "all": 6}
    for mode in ("Document", "Cards"):
        page.get_by_role("button", name=mode, exact=True).click()
        show = page.locator("[data-id=by-inside], [data-id=by-show]")
        for name, many in shows.items():
            show.select_option(name)
            page.locator(".ct-count", has_text=f" {many} shown here").wait_for()
        for name, value in filters.items():
            field = page.locator(f"[data-id=by-{name}]")
            for said, many in ((value, 2 if name == "group" else 1), ("", 6)):
                if name == "words":
                    field.fill(said)
                    press(page, "Enter")
                else:
                    field.select_option(said)
                page.locator(".ct-count", has_text=f" {many} shown here").wait_for()
                if mode == "Document":
                    assert page.locator("article").count() == many


def test_twelve_words_inside_a_long_answer_are_chosen_by_four_presses(
    place: tuple[Path, str], folder: Path, rnd: rounds.Round, browser_page: Any
) -> None:
    words = [f"word{i}" for i in range(80)]
    words[40] = "😀"
    frame = rnd.load("comments")
    frame.loc[0, "text"] = " ".join(words)
    rnd.save("comments", frame)
    page = browser_page
    page.set_default_timeout(60_000)
    show(page, place[1], folder)
    page.get_by_role("button", name="Document").click()
    page.locator("article").nth(5).wait_for()
    page.locator("article").first.click(position={"x": 20, "y": 12})
    press(page, "m", "b", "k", "l")  # the 37th word: b k; 12 words from it: a to l
    chosen = " ".join(words[36:48])
    page.locator(".ct-chosen").first.wait_for()
    assert page.locator(".ct-chosen").inner_text() == chosen
    assert page.locator("[data-label]").count() == 0
    press(page, keys_of(page)["food"], "m", "b", "Escape", "Escape")
    press(page, "n", "m", "a", "c", keys_of(page)["waiting"])  # a short one: three
    saved(page)
    start = len(" ".join(words[:36])) + 1
    assert given(rnd) == [
        (0, "food", start, start + len(chosen)),
        (1, "waiting", 0, len("My nurse Amira")),
    ]


def test_each_reader_goes_on_where_she_stopped_with_her_own_filters(
    place: tuple[Path, str], folder: Path, browser_page: Any
) -> None:
    write_notebook(folder / "y.ipynb", CODE.replace('"AB"', '"CD"'))
    pages = {"x": browser_page, "y": browser_page.context.new_page()}
    stops = {"x": ("Document", "nurse", 1), "y": ("Cards", "parent", 2)}
    for name, (mode, group, steps) in stops.items():
        page = pages[name]
        page.set_default_timeout(60_000)
        open_and_run(page, place[1], f"{folder.name}/{name}", f"{folder.name}-{name}")
        page.locator(".ct-current").wait_for()
        page.get_by_role("button", name=mode, exact=True).click()
        page.locator("summary", has_text="Filters").click()
        page.locator("[data-id=by-group]").select_option(group)
        page.locator(".ct-count", has_text="1 of 2 shown here").wait_for()
        page.locator(".ct-current").focus()
        press(page, *["n"] * (steps - 1))
        page.locator(".ct-count", has_text=f"{steps} of 2 shown here").wait_for()
        page.wait_for_timeout(1200)
    for name, (mode, group, steps) in stops.items():
        page = pages[name]
        open_and_run(page, place[1], f"{folder.name}/{name}", f"{folder.name}-{name}")
        page.locator(".ct-count", has_text=f"{steps} of 2 shown here").wait_for()
        assert page.locator("[data-id=by-group]").input_value() == group
        pressed = page.get_by_role("button", name=mode, exact=True)
        assert pressed.get_attribute("aria-pressed") == "true"
    pages["y"].close()


def test_small_talk_is_set_aside_together_after_a_look(
    page: Any, rnd: rounds.Round
) -> None:
    page.get_by_role("button", name="Small talk").click()
    boxes = page.locator(".ct-small input")
    boxes.first.wait_for()
    assert boxes.count() == 2
    assert not boxes.nth(1).is_checked()  # what may be praise is left to be read
    page.get_by_role("button", name="Set these aside").click()
    saved(page)
    assert list(set_aside.marks(rnd)["comment"]) == [ids(4)[3]]


def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(
    page: Any, rnd: rounds.Round
) -> None:
    to_document(page)
    press(page, "s", "1", "n", "2", "g")
    saved(page)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        if width == 390:
            page.keyboard.press("Control+b")
        for mode in ("Cards", "Document", "Table"):
            page.get_by_role("button", name=mode, exact=True).click()
            page.wait_for_timeout(600)
            options = {"include": [[".coprod-tagger"]]}
            found = Axe().run(page, context=options).response["violations"]
            assert not [(v["id"], v["nodes"][0]["html"][:200]) for v in found]
            wide = "s => s.scrollWidth - s.clientWidth"
            assert page.locator(".coprod-tagger").evaluate(wide) <= 1
            small = """all => all.filter(e => e.offsetParent && Math.min(
                e.getBoundingClientRect().width, e.getBoundingClientRect().height) < 24)
                .map(e => e.outerHTML.slice(0, 120))"""
            controls = page.locator(
                ".coprod-tagger :is(button, select, input, summary)"
            )
            assert controls.evaluate_all(small) == []


def test_a_full_disk_is_told_and_what_was_given_is_saved_when_there_is_room(
    place: tuple[Path, str], folder: Path, rnd: rounds.Round, browser_page: Any
) -> None:
    limit = """
import resource, threading, time
soft = resource.getrlimit(resource.RLIMIT_FSIZE)
def wait():
    while not Path("room").exists():
        full = Path("full").exists()
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, soft[1]) if full else soft)
        time.sleep(0.1)
    resource.setrlimit(resource.RLIMIT_FSIZE, soft)
threading.Thread(target=wait, daemon=True).start()
"""
    write_notebook(folder / "x.ipynb", CODE.replace("\nrnd =", f"{limit}\nrnd ="))
    page = browser_page
    page.set_default_timeout(60_000)
    show(page, place[1], folder)
    to_document(page)
    press(page, keys_of(page)["kindness"])
    saved(page)
    (folder / "full").touch()
    page.wait_for_timeout(500)
    press(page, "n", keys_of(page)["waiting"])
    page.get_by_role("alert").filter(has_text="the disk did not take it").wait_for()
    page.locator(".ct-pending", has_text="NOT SAVED").wait_for()
    assert given(rnd) == [(0, "kindness", None, None)]
    (folder / "room").touch()
    saved(page)
    assert given(rnd) == [(0, "kindness", None, None), (1, "waiting", None, None)]


def test_the_first_thirty_comments_of_the_example_are_tagged_by_keys_alone(
    place: tuple[Path, str], browser_page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = place[0] / "example"
    monkeypatch.setenv("COPROD_DATA", str(folder / "data"))
    folder.mkdir()
    rnd = copy_of_example(folder)
    for path in rnd.decisions.glob("[mt]a[gr][sk]*.jsonl"):
        path.unlink()
    run.execute(ROOT / "notebooks" / "01-listen-gather-voices.ipynb", rnd)
    run.execute(ROOT / "notebooks" / "02-listen-protect-people.ipynb", rnd)
    write_notebook(folder / "x.ipynb", CODE.replace('"test"', '"example-round"'))
    page = browser_page
    page.set_default_timeout(60_000)
    show(page, place[1], folder)
    while page.evaluate("document.activeElement.dataset.id") != "mode-document":
        press(page, "Shift+Tab")
    press(page, "Enter")
    page.wait_for_function("document.querySelectorAll('article').length > 5")
    for _ in range(2):
        press(page, "Tab")
    page.wait_for_function("document.activeElement.dataset.id === 'by-source'")
    actions, wanted, seen = 0, [], 0
    for source in ("S01", "S02"):
        if source == "S02":  # the next source in the list, by key
            while page.evaluate("document.activeElement.dataset.id") != "by-source":
                press(page, "Shift+Tab")
            press(page, "ArrowDown")
        else:
            press(page, "End", "Home")
        page.wait_for_function(
            "s => document.querySelector('.ct-current').dataset.comment.startsWith(s)"
            " && document.querySelector('[data-id=by-source]').value === s",
            arg=source,
        )
        page.wait_for_timeout(300)
        press(page, "Tab", "Tab")
        while page.evaluate("document.activeElement.tagName") != "ARTICLE":
            press(page, "Tab")
        total = page.locator("article").count()
        for turn in range(min(total, 30 - seen)):
            over = turn % 5 == 3 and turn + 1 < total
            keys = ["s", "Shift+ArrowDown", "2"] if over else [str(turn % 9 + 1)]
            press(page, *keys)
            touched = page.locator(".ct-chosen").evaluate_all(
                "all => [...new Set(all.map(e => e.parentElement.dataset.comment))]"
            )
            current = page.locator(".ct-current").get_attribute("data-comment")
            wanted += touched or [current]
            actions += len(keys)
            press(page, "n")
        seen += min(total, 30 - seen)
    saved(page)
    assert seen == 30 and actions <= 2 * 30
    assert sorted(tags.table(rnd)["comment"]) == sorted(wanted)
    assert tags.table(rnd)["start"].notna().any()


def test_two_screens_in_one_window_keep_what_each_gave(
    page: Any, folder: Path, rnd: rounds.Round
) -> None:
    to_document(page)
    os.kill(engine(folder), signal.SIGSTOP)
    stopped = engine(folder)
    try:
        press(page, keys_of(page)["waiting"])
        page.locator(".ct-pending", has_text="NOT SAVED").wait_for()
        page.locator(".jp-DirListing-item", has_text="y.ipynb").dblclick()
        page.locator(".jp-NotebookPanel:visible .jp-Cell").first.wait_for()
        page.get_by_text("| Idle").wait_for()
        run_all(page)
        other = page.locator(".jp-NotebookPanel:visible .coprod-tagger")
        other.locator(".ct-current").wait_for()
        other.get_by_role("button", name="Document").click()
        other.locator("article").nth(5).wait_for()
        other.locator("article").nth(1).click(position={"x": 20, "y": 12})
        food = other.locator(".ct-give", has_text="food").locator("kbd")
        press(page, food.inner_text())
        other.locator(".ct-status", has_text="Saved").wait_for()
        assert [tag[:2] for tag in given(rnd)] == [(1, "food")]
    finally:
        os.kill(stopped, signal.SIGCONT)
    page.wait_for_function(
        "[...window.coprodTagger.stores.values()].every(s => !s.acts.length)"
    )
    assert sorted(tag[:2] for tag in given(rnd)) == [(0, "waiting"), (1, "food")]
