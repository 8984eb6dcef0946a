"""The reading screen in a real JupyterLab: tags reach the disk, keys do no harm."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from coprod import codebook, rounds, tagging

playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: no browser test"
)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CELL = """
import os
from pathlib import Path
import pandas as pd
from coprod import codebook, rounds, tables, widgets

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
names = [c.name for c in tables.TABLES["people"].columns]
people = pd.DataFrame("unknown", index=range(2), columns=names)
people = people.assign(person=["P01", "P02"], group=["child", "parent"], quote=True)
Path("pid").write_text(str(os.getpid()))
widgets.Tagger(rnd, comments, tables.check("people", people), codebook.table(rnd))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a tiny round and a notebook that shows the screen."""
    made = tmp_path_factory.mktemp("lab")
    raw = made / "data" / "raw" / "test"
    raw.mkdir(parents=True)
    (raw / "round.json").write_text('{"invented": true}', encoding="utf-8")
    rnd = rounds.Round("test", "AB", made / "data", made / "reports")
    for name in ("waiting and being told when", "kindness", "parking"):
        codebook.add(rnd, name)
    cells = [nbformat.v4.new_code_cell(CELL), nbformat.v4.new_markdown_cell("The end")]
    cells[0].metadata["jupyter"] = {"source_hidden": True}
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    nbformat.write(notebook, made / "x.ipynb")
    quiet = made / "settings" / "@jupyterlab" / "apputils-extension"
    quiet.mkdir(parents=True)
    news = quiet / "notification.jupyterlab-settings"
    news.write_text('{"fetchNews": "false"}', encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def lab(folder: Path) -> Iterator[str]:
    """Start JupyterLab on this machine only, and stop it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = {f"JUPYTER_{k}_DIR": str(folder / k) for k in ("CONFIG", "DATA", "RUNTIME")}
    options = [
        f"--ServerApp.root_dir={folder}",
        f"--port={port}",
        "--no-browser",
        "--ip=127.0.0.1",
        "--ServerApp.token=",
        "--ServerApp.password=",
        "--ServerApp.port_retries=0",
        "--allow-root",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        f"--LabApp.workspaces_dir={folder / 'workspaces'}",
        f"--LabApp.user_settings_dir={folder / 'settings'}",
    ]
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options],
        env={**os.environ, **home},
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _wait_for(f"http://127.0.0.1:{port}", server)
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> str:
    """Wait until JupyterLab answers."""
    for _ in range(150):
        assert server.poll() is None, "JupyterLab did not start"
        try:
            urllib.request.urlopen(f"{address}/api/status", timeout=2)
        except OSError:
            time.sleep(0.2)
        else:
            return address
    raise AssertionError("JupyterLab did not answer within 30 seconds")


@pytest.fixture(scope="module")
def page(lab: str) -> Iterator[Any]:
    """Give one browser page for all tests of this file."""
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        made = browser.new_page(viewport={"width": 1280, "height": 900})
        made.set_default_timeout(60_000)
        yield made
        browser.close()


def open_and_run(page: Any, lab: str) -> None:
    """Open the notebook in a workspace of its own and run all its cells."""
    page.goto(f"{lab}/lab/workspaces/test/tree/x.ipynb?reset")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.get_by_text("| Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()
    page.locator(".coprod-comment").wait_for()


def cells(page: Any) -> list[str]:
    """Give the kind of each cell in the open notebook."""
    kinds = "cells => cells.map(c => c.className.match(/jp-(Code|Markdown)Cell/)[0])"
    return list(page.locator(".jp-Notebook .jp-Cell").evaluate_all(kinds))


def status(page: Any, starts: str) -> str:
    """Wait until the screen's status begins so, and give all of it."""
    line = page.locator(".coprod-screen [role=status]", has_text=starts)
    line.wait_for()
    return str(line.text_content())


def test_a_tag_given_by_clicks_is_on_disk_when_the_page_says_saved(
    page: Any, lab: str, folder: Path
) -> None:
    open_and_run(page, lab)
    assert page.title() != "1"
    page.get_by_label("Tag 1").select_option("kindness")
    page.get_by_label("good", exact=True).first.check()
    page.get_by_role("button", name="Save and next").click()
    assert "3 of 4 comments not yet read" in status(page, "Saved: 1 tag(s)")
    assert "Comment 2 of 4" in page.locator(".coprod-words").first.inner_text()
    rnd = rounds.Round("test", "AB", folder / "data", folder / "reports")
    [tag] = tagging.table(rnd).to_dict("records")
    assert tag["good"] and tag["comment"].endswith("0-1")


def test_single_keys_on_any_control_leave_the_notebook_alone(
    page: Any, lab: str
) -> None:
    before = cells(page)
    page.locator(".coprod-screen").click(position={"x": 2, "y": 2})
    parts = page.locator(
        ".coprod-screen button, .coprod-screen select, .coprod-screen input,"
        " .coprod-screen [tabindex='0']"
    )
    assert parts.count() > 15
    for index in range(parts.count()):
        parts.nth(index).focus()
        for key in "xddm00ab":
            page.keyboard.press(key)
    assert cells(page) == before
    assert page.locator(".jp-Dialog").count() == 0


def test_reading_goes_on_at_the_next_comment_after_a_reload(
    page: Any, lab: str
) -> None:
    page.keyboard.press("Control+s")
    open_and_run(page, lab)
    assert "Comment 2 of 4" in page.locator(".coprod-words").first.inner_text()


def test_a_silent_engine_is_told_and_never_called_saved(
    page: Any, lab: str, folder: Path
) -> None:
    engine = int((folder / "pid").read_text())
    page.get_by_label("Tag 1").select_option("waiting and being told when")
    os.kill(engine, signal.SIGSTOP)
    try:
        page.get_by_role("button", name="Save and next").click()
        said = status(page, "NOT SAVED: the notebook engine is not answering")
        assert "Saved:" not in said
    finally:
        os.kill(engine, signal.SIGCONT)
    assert "2 of 4 comments not yet read" in status(page, "Saved: 1 tag(s)")


def test_the_screen_fits_a_phone_and_no_words_are_saved_with_it(
    page: Any, folder: Path
) -> None:
    page.keyboard.press("Control+s")
    page.set_viewport_size({"width": 390, "height": 800})
    page.keyboard.press("Control+b")
    wide = "s => s.scrollWidth - s.clientWidth"
    assert page.locator(".coprod-screen").evaluate(wide) <= 1
    page.wait_for_timeout(1000)
    saved = json.loads((folder / "x.ipynb").read_text(encoding="utf-8"))
    assert "comments not yet read" in json.dumps(saved["cells"][0]["outputs"])
    assert "Nobody told us" not in json.dumps(saved["cells"][0]["outputs"])
    assert "Nobody told us" not in json.dumps(saved["metadata"])
