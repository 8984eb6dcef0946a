"""The house keeps its order: what imports what, what is heavy."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "coprod"
# The order of the cycle: a module imports only what stands before it.
ORDER = """
    problem
    disk display tables rounds lines heads journal watch cells spreadsheets office
    models roles register people coding_frame codebook voices filing links alignment
    typed sources splits comments rules pseudonyms care tagging remarks reliability
    agreement coding_sheet topics suggestions experience second_reader overlooked
    themes replies checkback wording statements survey ranks priorities actions
    trail leaks disclosure layout pictures code_charts vote_charts charts controls
    screen settle gathering adopting shelf given deeds desk tagger confirm sorting
    hearing today widgets cleaning exporter documents slides papers involved
    handouts asking outcome standing writing report cli
""".split()
HEAVY = {
    "bertopic": {"topics"},
    "sklearn": {"topics", "suggestions", "experience"},
    "onnxruntime": {"models"},
    "tokenizers": {"models"},
    "matplotlib": {"layout", "pictures", "charts", "vote_charts"},
    "seaborn": {"charts", "vote_charts"},
    "docx": {"voices", "survey", "documents"},
    "pptx": {"voices", "documents", "slides"},
    "openpyxl": {"office", "cells", "spreadsheets", "voices", "people", "survey"},
    "nbconvert": {"exporter"},
    "anywidget": {"screen", "tagger"},
}
OURS = {"Problem", "NotSaved", "Missing"}
FILES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    """Name the module or package a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Give every module a file imports, late ones too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module}
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def ours(path: Path) -> set[str]:
    """Give the rooms of coprod a file imports, other than its own."""
    names = {n.split(".")[1] for n in imported(path) if n.startswith("coprod.")}
    return {n for n in names if n in ORDER and n != room(path)}


def test_every_module_stands_in_the_order_once():
    rooms = {room(p) for p in FILES} - {"__init__", "__main__", "static"}
    assert rooms == set(ORDER)
    assert len(ORDER) == len(set(ORDER))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_what_happened_earlier(path):
    if room(path) in ORDER:
        later = {n for n in ours(path) if ORDER.index(n) > ORDER.index(room(path))}
        assert not later


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_heavy_libraries_stay_in_their_room(path):
    strange = {
        name
        for name, rooms in HEAVY.items()
        if room(path) not in rooms and name in {n.split(".")[0] for n in imported(path)}
    }
    assert not strange


def test_importing_coprod_stays_light():
    code = "import coprod, sys; print(*sorted(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert not {"pandas", "numpy", *HEAVY} & set(run.stdout.split())


def test_no_pickle_is_read_or_written():
    names = {"pickle", "joblib", "dill", "cloudpickle", "torch"}
    for path in FILES:
        assert not {n.split(".")[0] for n in imported(path)} & names, path


def test_no_library_of_the_network_is_imported():
    names = {"requests", "urllib", "http", "socket", "httpx", "aiohttp", "ftplib"}
    for path in FILES:
        assert not {n.split(".")[0] for n in imported(path)} & names, path


def test_every_public_function_says_what_it_does():
    bare = []
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in [tree, *tree.body]:
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
                name = getattr(node, "name", path.stem)
                if not name.startswith("_") and not ast.get_docstring(node):
                    bare.append(f"{path.name}: {name}")
    assert not [b for b in bare if "__init__" not in b]


def test_no_machine_path_and_no_package_index_stands_in_the_project():
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    words = ["/" + "root/", "/" + "work/", "index" + "-url", "/" + "home/"]
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".yml", ".txt", ".ipynb", ".sh"):
            text = path.read_text(encoding="utf-8")
            if path.name != "lock.sh":
                assert not [w for w in words if w in text], name


def test_every_licence_is_known_and_fits_an_mit_project():
    """A licence report: nothing under the GPL comes into the lock."""
    import tomllib
    from importlib.metadata import distributions

    locked = {
        line.split("==")[0].lower()
        for line in (ROOT / "requirements.txt").read_text().splitlines()
        if "==" in line and not line.startswith(" ")
    }
    denied = {
        "names-dataset",
        "en-core-web-trf",
        "scrubadub-spacy",
        "torch",
        "textstat",
    }
    assert not denied & locked
    bad = []
    for dist in distributions():
        if dist.name.lower() in locked:
            said = [dist.metadata.get("License-Expression") or ""]
            said += [
                c for c in dist.metadata.get_all("Classifier") or [] if "Licen" in c
            ]
            text = " ".join(said)
            if "GPL" in text and "LGPL" not in text and "Lesser" not in text:
                bad.append(dist.name)
    assert not bad
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license"]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_our_own_sentences_are_shown_of_an_error(path):
    """A library's words may hold what somebody said, or a path with a name in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ExceptHandler) or not node.name:
            continue
        kind = ast.unparse(node.type) if node.type else ""
        safe = {
            id(part)
            for each in ast.walk(node)
            for part in ast.iter_child_nodes(each)
            if (isinstance(each, ast.Call) and ast.unparse(each.func) == "told")
            or (isinstance(each, ast.Attribute) and each.attr in ("errno", "strerror"))
        }
        shown = [
            part.lineno
            for part in ast.walk(node)
            if isinstance(part, ast.Name) and part.id == node.name
            if id(part) not in safe
        ]
        assert kind in OURS or not shown, f"{path.name}, line {shown}: use told"
