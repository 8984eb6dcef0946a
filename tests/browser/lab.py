"""A JupyterLab for tests: on this machine only, in a folder of its own."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import nbformat


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Start JupyterLab in a folder, give its address, and stop it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = folder / "settings" / "@jupyterlab" / "apputils-extension"
    quiet.mkdir(parents=True, exist_ok=True)
    news = quiet / "notification.jupyterlab-settings"
    news.write_text('{"fetchNews": "false"}', encoding="utf-8")
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


def write_notebook(path: Path, *code: str) -> None:
    """Write a notebook of code cells, the first hidden, and one cell of text."""
    cells = [nbformat.v4.new_code_cell(each) for each in code]
    cells.append(nbformat.v4.new_markdown_cell("The end"))
    cells[0].metadata["jupyter"] = {"source_hidden": True}
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    nbformat.write(notebook, path)


def open_and_run(page: Any, lab: str, name: str = "x", space: str = "test") -> None:
    """Open a notebook in a workspace of its own and run all its cells."""
    page.goto(f"{lab}/lab/workspaces/{space}/tree/{name}.ipynb?reset")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.get_by_text("| Idle").wait_for()
    run_all(page)


@contextmanager
def opened(browser: Any, folder: Path, ready: str, height: int = 900) -> Iterator[Any]:
    """Start JupyterLab in a folder and run its notebook; give the page when it is."""
    with running(folder) as address:
        made = browser.new_page(viewport={"width": 1280, "height": height})
        made.set_default_timeout(60_000)
        open_and_run(made, address)
        made.locator(ready).wait_for()
        yield made
        made.close()


def said(page: Any, words: str) -> None:
    """Wait until one of the screens says this."""
    page.locator(".coprod-screen [role=status]", has_text=words).wait_for()


def run_all(page: Any) -> None:
    """Run all cells of the open notebook."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()


def save_notebook(page: Any, path: Path) -> Any:
    """Save the open notebook by its key; give what stands in its file, once whole."""
    stamp = path.stat().st_mtime_ns
    page.keyboard.press("Control+s")
    for _ in range(600):
        page.wait_for_timeout(50)
        if path.stat().st_mtime_ns != stamp:
            with suppress(json.JSONDecodeError):  # it is half written
                return json.loads(path.read_text(encoding="utf-8"))
    raise AssertionError("the notebook was not saved within 30 seconds")


def cells(page: Any) -> list[str]:
    """Give the kind of each cell in the open notebook."""
    kinds = "cells => cells.map(c => c.className.match(/jp-(Code|Markdown)Cell/)[0])"
    return list(page.locator(".jp-Notebook .jp-Cell").evaluate_all(kinds))


def status(screen: Any, starts: str) -> str:
    """Wait until a screen's status begins so, and give all of it."""
    words = re.compile(f"^{re.escape(starts)}")
    line = screen.locator(".coprod-status[role=status]", has_text=words)
    try:
        line.wait_for(timeout=30_000)
    except Exception:
        said = screen.locator("[role=status]").all_inner_texts()
        raise AssertionError(f"{starts!r} was not said, but {said}") from None
    return str(line.text_content())
