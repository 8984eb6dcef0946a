"""`make lab`: outputs are stripped on save, nothing is fetched, the export is there."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest
from places import ROOT

PORT = 8947


@contextmanager
def lab(folder):
    """Start JupyterLab's server with the workbook's settings; give a way to ask it."""
    words = [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={PORT}"]
    words += [f"--config={ROOT / 'coprod/static/jupyter_config.py'}", "--allow-root"]
    words += ["--ServerApp.token=secret", f"--ServerApp.root_dir={folder}"]
    words += ["--ServerApp.port_retries=0"]
    server = subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )

    def ask(method, path, body=None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{PORT}{path}",
            method=method,
            data=json.dumps(body).encode() if body else None,
            headers={"Authorization": "token secret"},
        )
        return json.loads(urllib.request.urlopen(request, timeout=20).read())

    try:
        for _ in range(240):
            try:
                ask("GET", "/api/status")
                break
            except OSError:
                time.sleep(0.25)
        yield ask
    finally:
        server.terminate()
        server.wait(20)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="a server is not started on Windows")
def test_saving_strips_outputs_and_the_export_menu_has_the_page(tmp_path):
    shutil.copy(ROOT / "notebooks" / "00-start-here.ipynb", tmp_path / "x.ipynb")
    with lab(tmp_path) as ask:
        content = ask("GET", "/api/contents/x.ipynb")["content"]
        cell = next(c for c in content["cells"] if c["cell_type"] == "code")
        words = {"output_type": "stream", "name": "stdout", "text": "a child's words"}
        cell.update(outputs=[words], execution_count=3)
        ask("PUT", "/api/contents/x.ipynb", {"type": "notebook", "content": content})
        saved = json.loads((tmp_path / "x.ipynb").read_text(encoding="utf-8"))
        assert "coprod" in ask("GET", "/api/nbconvert")
    code = [c for c in saved["cells"] if c["cell_type"] == "code"]
    assert not any(c["outputs"] or c["execution_count"] for c in code)


@pytest.mark.slow
def test_nbconvert_writes_the_page_by_its_short_name(tmp_path):
    shutil.copy(ROOT / "notebooks" / "00-start-here.ipynb", tmp_path / "x.ipynb")
    words = [sys.executable, "-m", "nbconvert", "--to", "coprod", "x.ipynb"]
    subprocess.run(words, cwd=tmp_path, check=True, capture_output=True)
    page = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert "NOT FOR SHARING" in page and "<script" not in page
