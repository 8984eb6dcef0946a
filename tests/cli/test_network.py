"""Nothing is sent anywhere: run, share and JupyterLab where everything is heard."""

import os
import shutil
import subprocess
import sys

import pytest
from places import ROOT

TESTS = ROOT / "tests"
ALONE = ("unshare", "--map-root-user", "--net")
LAB = """
import sys, time
from pathlib import Path
from test_lab_settings import lab
with lab(Path(sys.argv[1])) as ask:
    ask("GET", "/lab/api/update")
    ask("GET", "/lab/api/news")
    ask("POST", "/api/sessions", {"name": "x", "path": "x.ipynb", "type": "notebook",
        "kernel": {"name": "python3"}})
    time.sleep(15)
"""


@pytest.fixture
def alone(tmp_path, monkeypatch):
    """Give a way to run a command where it can reach nobody; it gives whom it asked.

    Engines import onnxruntime before anything else, the library that calls home a few
    seconds later; at once it makes a folder of what it will send.
    """
    if not (shutil.which("ip") and shutil.which("unshare")):
        pytest.skip("a network of its own needs the commands ip and unshare")
    if subprocess.run([*ALONE, "true"], capture_output=True).returncode:
        pytest.skip("no network of its own may be made on this machine")
    home, notes = tmp_path / "home", tmp_path / "asked.txt"
    startup = home / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "first.py").write_text("import onnxruntime\n")
    for name in ("CI", "ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME", "IPYTHONDIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(TESTS)]))
    monkeypatch.chdir(ROOT)

    def run(*words):
        listening = [*ALONE, sys.executable, str(TESTS / "listening.py"), str(notes)]
        subprocess.run([*listening, sys.executable, *words], check=True)
        queued = [str(p.relative_to(home)) for p in home.rglob("onnxruntime*.db")]
        return notes.read_text(encoding="utf-8").split("\n") + queued

    return run


@pytest.mark.slow
def test_a_look_up_is_heard(alone):
    """The tests below are not deaf."""
    look_up = "import socket, contextlib\nwith contextlib.suppress(OSError):\n"
    look_up += "    socket.create_connection(('example.org', 443), 1)"
    assert "example" in " ".join(alone("-c", look_up))


@pytest.mark.slow
def test_the_library_asks_nobody(alone):
    said = "from coprod.write import embedding; embedding.embed(['The wait was long.'])"
    assert alone("-c", said) == [""]


@pytest.mark.slow
def test_run_asks_nobody(alone, rnd):
    (rnd.raw / "talk.txt").write_text("Mum: It was kind.\nDad: The wait was long.\n")
    folders = ["--data", rnd.data, "--reports", rnd.reports, "--round", rnd.name]
    numbers = [word for number in ("01", "02", "04") for word in ("--only", number)]
    assert alone("-m", "coprod", "run", *map(str, folders), *numbers) == [""]


@pytest.mark.slow
def test_share_asks_nobody(alone, built, example):
    shutil.copytree(built.rnd.processed, example.processed)
    folders = ["--data", example.data, "--reports", example.reports]
    assert alone("-m", "coprod", "share", "09", *map(str, folders)) == [""]


@pytest.mark.slow
def test_jupyterlab_asks_nobody(alone, tmp_path):
    assert alone("-c", LAB, str(tmp_path)) == [""]
