"""The screen Voices in a real JupyterLab: by keyboard alone, on a phone, for all."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from lab import opened, save_notebook, status, write_notebook
from look import barriers, cut_off, tab_to

from coprod.listen import voices
from coprod.store import rounds

pytestmark = pytest.mark.slow
CELL = """
from pathlib import Path
from IPython.display import display
from coprod import listen
from coprod.store import rounds

rnd = rounds.Round("test", "AB", Path("data").resolve(), Path("reports").resolve())
said, files = listen.files.listen(rnd)
files.loc[files["source"] == "S01", "look"] = "It looks like talk."
rnd.save("files", files)
listen.people.update(rnd, said, files, listen.files.names(rnd))
display(listen.screens.Voices(rnd))
"""
TALK = (
    "Anna Reed: What mattered to you?\n{0}: The dog on the ward.\nAR: And the food?\n"
    "{0}: It was cold, and it came late.\nAnna Reed: Thank you.\n{0}: Thank you.\n"
)


@pytest.fixture(scope="module")
def rnd(tmp_path_factory: pytest.TempPathFactory) -> rounds.Round:
    """Give two interviews of one style, with a notebook that shows the screen."""
    made = tmp_path_factory.mktemp("voices")
    found = rounds.Round("test", "AB", made / "data", made / "reports")
    found.raw.mkdir(parents=True)
    (found.raw / "round.json").write_text('{"invented": true}', encoding="utf-8")
    for name, who in (("a", "Zofia"), ("b", "Özlem")):
        (found.raw / f"{name}.txt").write_text(TALK.format(who), encoding="utf-8")
    write_notebook(made / "x.ipynb", CELL)
    return found


@pytest.fixture(scope="module")
def page(browser: Any, rnd: rounds.Round) -> Iterator[Any]:
    """Open the notebook once for all tests of this file."""
    with opened(browser, rnd.data.parent, ".coprod-form") as made:
        yield made


def test_a_file_is_looked_at_by_keyboard_alone(page: Any, rnd: rounds.Round) -> None:
    screen = page.locator(".coprod-screen")
    screen.get_by_label("File", exact=True).focus()
    role = screen.get_by_label(re.compile("^Anna Reed"))
    tab_to(page, role)
    page.keyboard.press("a")  # asks (interviewer)
    text = screen.get_by_role("region", name="The first three pages")
    text.get_by_text("Anna Reed (interviewer)").first.wait_for()
    assert role.evaluate("part => part === document.activeElement")
    assert not voices.heard(rnd)
    tab_to(page, screen.get_by_label(re.compile("^AR")))
    page.keyboard.type("the same person as Anna")
    text.get_by_text("AR", exact=True).wait_for(state="detached")
    tab_to(page, screen.get_by_role("button", name="Save S01"))
    page.keyboard.press("Enter")
    status(screen, "Saved: S01.")
    assert voices.heard(rnd)["S01"].roles["Anna Reed"] == "interviewer"
    assert voices.heard(rnd)["S01"].same == {"AR": "Anna Reed"}


def test_nothing_bars_anybody_and_no_words_lie_in_the_notebook(page: Any, rnd) -> None:
    screen = page.locator(".coprod-screen")
    assert barriers(page, ".coprod-screen") == []
    page.set_viewport_size({"width": 390, "height": 800})
    page.keyboard.press("Control+b")
    assert cut_off(screen) == []
    saved = save_notebook(page, rnd.data.parent / "x.ipynb")
    outputs = json.dumps(saved["cells"][0]["outputs"], ensure_ascii=False)
    assert "who speaks" in outputs
    assert not [word for word in ("Zofia", "Özlem", "dog", "a.txt") if word in outputs]
