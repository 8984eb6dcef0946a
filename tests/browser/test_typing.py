"""The typing screen in a real JupyterLab: the picture is shown, the words are kept."""

import base64
import json
import wave
from pathlib import Path
from typing import Any

import pytest
from lab import cells, open_and_run, save_notebook, status, write_notebook

from coprod.listen import typed
from coprod.store import rounds

pytestmark = pytest.mark.slow
WORDS = (
    "A pool <img src=x onerror='document.title=1'>\n\nA drawing of Marmalade the cat"
)
CELL = """
from pathlib import Path
from coprod.store import rounds
from coprod.listen import files as sources
from coprod import listen

rnd = rounds.Round("test", "AB", Path("data").resolve(), Path("reports").resolve())
said, files = sources.listen(rnd)
listen.screens.Typing(rnd)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a wish page, a voice note, and a notebook with the screen."""
    from PIL import Image

    made = tmp_path_factory.mktemp("typing")
    raw = made / "data" / "raw" / "test"
    raw.mkdir(parents=True)
    (raw / "round.json").write_text('{"invented": true}', encoding="utf-8")
    Image.new("RGB", (1200, 900), "white").save(raw / "Wish of Zebedee.png")
    with wave.open(str(raw / "note.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16000))
    write_notebook(made / "x.ipynb", CELL)
    return made


def show(page: Any, lab: str) -> None:
    """Open the notebook and run all its cells."""
    open_and_run(page, lab)
    page.locator(".coprod-screen textarea").wait_for()


def test_the_picture_is_shown_whole_and_can_be_made_larger(page: Any, lab: str) -> None:
    show(page, lab)
    picture = page.locator(".coprod-picture img")
    page.wait_for_function("document.querySelector('.coprod-picture img').naturalWidth")
    assert picture.evaluate("p => [p.naturalWidth, p.naturalHeight]") == [1200, 900]
    assert picture.get_attribute("alt") == "S01, a picture"
    assert picture.get_attribute("src").startswith("blob:")
    before = picture.bounding_box()["width"]
    page.get_by_role("button", name="Larger").click()
    assert picture.bounding_box()["width"] > before * 1.5
    page.get_by_role("button", name="Smaller").click()
    assert "Zebedee" not in page.locator(".coprod-screen").inner_text()


def test_typed_words_are_on_disk_when_the_page_says_saved(
    page: Any, lab: str, folder: Path
) -> None:
    page.locator(".coprod-screen textarea").fill(WORDS)
    page.get_by_role("button", name="Save and next").click()
    assert "1 of 2" in status(page, "Saved: S01, 2 comments.")
    rnd = rounds.Round("test", "AB", folder / "data", folder / "reports")
    known = typed.latest(rnd, "S01")
    assert known and known.text == WORDS and known.by == "AB"
    assert page.title() != "1"


def test_the_voice_note_after_it_can_be_played(page: Any, lab: str) -> None:
    page.locator(".coprod-screen audio").wait_for()
    page.wait_for_function("document.querySelector('audio').readyState > 0")
    length = page.locator(".coprod-screen audio").evaluate("a => a.duration")
    assert round(length, 2) == 1.0
    before = cells(page)
    page.locator(".coprod-screen audio").focus()
    for key in "xddm00ab":
        page.keyboard.press(key)
    assert cells(page) == before


def test_after_a_reload_the_words_can_be_corrected(page: Any, lab: str) -> None:
    page.keyboard.press("Control+s")
    show(page, lab)
    page.get_by_label("Which").select_option("S01, a picture")
    page.locator(".coprod-picture img").wait_for()
    assert page.locator(".coprod-screen textarea").input_value() == WORDS
    said = page.locator(".coprod-words h4").first.inner_text()
    assert said.startswith("S01, a picture: typed by AB on 20")


def test_neither_words_nor_picture_are_saved_with_the_notebook(
    page: Any, folder: Path
) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.keyboard.press("Control+b")
    wide = "s => s.scrollWidth - s.clientWidth"
    assert page.locator(".coprod-screen").evaluate(wide) <= 1
    saved = save_notebook(page, folder / "x.ipynb")
    text = json.dumps([saved["cells"][0]["outputs"], saved["metadata"]])
    assert "1 of 2 pictures and voice notes are not typed yet" in text
    picture = (folder / "data/raw/test/Wish of Zebedee.png").read_bytes()
    for secret in ("Marmalade", "Zebedee", base64.b64encode(picture).decode()[:40]):
        assert secret not in text
