"""The house keeps its order: which room may use which, and what each shows."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from functools import cache
from importlib import import_module
from importlib.metadata import distributions
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "coprod"
# From the ground up; an import may only go down. The rooms on one line never meet.
ORDER = ["store", "screens pages", "protect", "listen", "write", "check decide"]
ORDER += ["share", "cli"]
FLOOR = {room: floor for floor, line in enumerate(ORDER) for room in line.split()}
ROOMS = [room for room in FLOOR if room != "cli"]
MOST = 12  # nouns in the face of a room, names in a module that others may use
HEAVY = {
    "bertopic": {"write.second_reader.groups"},
    "sklearn": {
        "write.second_reader.groups",
        "write.second_reader.suggestions",
        "write.second_reader.ticks",
    },
    "onnxruntime": {"protect.model"},
    "tokenizers": {"protect.model"},
    "matplotlib": {
        "pages.colours",
        "pages.drawing",
        "pages.picture",
        "write.charts",
        "decide.charts",
        "listen.charts",
        "check.charts",
    },
    "seaborn": {"write.charts", "decide.charts", "listen.charts", "check.charts"},
    "docx": {"listen.formats.word", "pages.word_document"},
    "pptx": {"pages.slides", "pages.word_document", "listen.formats.powerpoint"},
    "openpyxl": {"store.cells", "store.spreadsheets", "listen.formats.sheet_count"},
    "nbconvert": {"pages.exporter"},
    "anywidget": {"screens.screen", "write.tagger"},
}


def named(path: Path) -> str:
    """Return the name of a module below coprod, such as listen.files."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = sorted(PACKAGE.rglob("*.py"))
MODULES = {named(path): path for path in FILES}
IN_ROOMS = [name for name in MODULES if name.split(".")[0] in FLOOR]


def room(name: str) -> str:
    """Return the room a module stands in."""
    return name.split(".")[0]


@cache
def tree(name: str) -> ast.Module:
    """Return a module, parsed."""
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def used(code: ast.AST) -> set[tuple[str, str]]:
    """Return what is used of coprod: pairs of module and name, "" for the whole."""
    found, means = set(), {}
    for node in ast.walk(code):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            "coprod"
        ):
            base = (node.module or "")[7:]
            for alias in node.names:
                whole = f"{base}.{alias.name}".strip(".")
                if whole in MODULES:
                    means[alias.asname or alias.name] = whole
                    found.add((whole, ""))
                else:
                    found.add((base, alias.name))
    for node in ast.walk(code):
        chain = []
        while isinstance(node, ast.Attribute):
            chain.append(node.attr)
            node = node.value
        if isinstance(node, ast.Name) and node.id in means and chain:
            module = means[node.id]
            while chain and f"{module}.{chain[-1]}" in MODULES:
                module = f"{module}.{chain.pop()}"
                found.add((module, ""))
            found.add((module, chain[-1] if chain else ""))
    return found


def shown(name: str) -> list[str]:
    """Return the literal `__all__` of a module, or nothing."""
    for node in tree(name).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    return []


def open_to_others(module: str, name: str) -> bool:
    """Return whether another room may use `name` of `module` ("" for all of it)."""
    parts = module.split(".")
    on_the_way = all(
        child in shown(".".join(parts[:depth]))
        for depth, child in enumerate(parts[1:], start=1)
    )
    return on_the_way and (not name or name in shown(module))


def loaded(code: str) -> set[str]:
    """Return the modules that stand in memory after `code` ran in a new Python."""
    code += "; import sys; print(*sorted(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def test_the_rooms_are_those_of_the_house():
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert folders == set(ROOMS)
    assert len(MODULES) > 50
    assert {path.stem for path in PACKAGE.glob("*.py")} == {
        "__init__",
        "__main__",
        "cli",
        "exporter",
    }


@pytest.mark.parametrize("name", IN_ROOMS)
def test_an_import_only_goes_down(name):
    mine = room(name)
    others = {room(module) for module, _ in used(tree(name)) if module} - {mine}
    assert not {other for other in others if FLOOR[other] >= FLOOR[mine]}


@pytest.mark.parametrize("name", IN_ROOMS)
def test_another_room_is_entered_by_its_face(name):
    strange = {
        f"{module}: {what}"
        for module, what in used(tree(name))
        if module and room(module) != room(name) and not open_to_others(module, what)
    }
    assert not strange


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")))
def test_a_notebook_enters_rooms_by_their_faces(path):
    cells = nbformat.read(path, as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    uses = used(ast.parse(code))
    assert uses
    assert not [use for use in uses if not open_to_others(*use)]
    imports = [n for n in ast.walk(ast.parse(code)) if isinstance(n, ast.ImportFrom)]
    for node in imports:
        assert node.module == "coprod" and {a.name for a in node.names} <= set(ROOMS)


@pytest.mark.parametrize("name", ROOMS)
def test_a_face_is_a_choice(name):
    nouns = shown(name)
    assert 1 <= len(nouns) <= MOST
    assert len((ast.get_docstring(tree(name)) or "").splitlines()) >= 3
    for noun in nouns:
        module = f"{name}.{noun}"
        if module in MODULES:
            assert 1 <= len(shown(module)) <= MOST, module
            here = import_module(f"coprod.{module}")
            assert all(hasattr(here, what) for what in shown(module)), module


def test_nothing_stands_in_a_face_that_nobody_uses():
    code = [tree(name) for name in MODULES]
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        code.append(
            ast.parse("\n".join(c.source for c in cells if c.cell_type == "code"))
        )
    taken = {use for each in code for use in used(each)}
    assert len(taken) > 100
    for name in ROOMS:
        for noun in shown(name):
            assert any(m.startswith(f"{name}.{noun}") for m, _ in taken), noun


def test_nothing_is_public_through_a_second_module():
    twice = []
    for name in IN_ROOMS:
        here = {
            n.name
            for n in tree(name).body
            if isinstance(n, ast.FunctionDef | ast.ClassDef)
        }
        is_face = MODULES[name].name == "__init__.py"
        for node in tree(name).body:
            if isinstance(node, ast.ImportFrom) and not is_face:
                twice += [f"{name}: {a.name}" for a in node.names if a.asname == a.name]
            if isinstance(node, ast.Assign | ast.AnnAssign):
                here |= {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        if not is_face:
            twice += [f"{name}: {what}" for what in shown(name) if what not in here]
    assert not twice


def test_only_the_package_itself_answers_for_names_that_are_not_there():
    lazy = [
        name
        for name in MODULES
        for node in tree(name).body
        if isinstance(node, ast.FunctionDef) and node.name == "__getattr__"
    ]
    assert lazy == [""]


def test_a_notebook_of_the_old_layout_is_told_which_to_take():
    for code in ("from coprod import sources", "import coprod; coprod.rounds"):
        run = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True
        )
        assert "notebooks" in run.stderr and "older" in run.stderr


def test_folders_left_over_from_the_old_layout_cannot_be_imported():
    """An empty folder is importable to Python; the package says no before it looks."""
    left = PACKAGE / "left_over"
    (left / "__pycache__").mkdir(parents=True)
    try:
        code = "from coprod import left_over"
        run = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True
        )
        assert run.returncode and "older" in run.stderr
    finally:
        (left / "__pycache__").rmdir()
        left.rmdir()


def test_there_are_no_circles_inside_rooms_either():
    below = defaultdict(set)
    for name in IN_ROOMS:
        if MODULES[name].name == "__init__.py" and not functions(name):
            continue  # a face that only shows
        below[name] = {module for module, _ in used(tree(name)) if module} - {name}
    done, here = set(), []

    def walk(name):
        assert name not in here, " -> ".join([*here[here.index(name) :], name])
        if name not in done:
            here.append(name)
            for other in sorted(below[name]):
                walk(other)
            done.add(here.pop())

    assert len(below) > 50 and any(below.values())
    for name in sorted(below):
        walk(name)


def functions(name: str) -> list[ast.stmt]:
    """Return the functions and classes a module holds."""
    kinds = ast.FunctionDef | ast.ClassDef
    return [node for node in tree(name).body if isinstance(node, kinds)]


@pytest.mark.parametrize("name", MODULES)
def test_heavy_libraries_stay_in_their_file(name):
    heads = {n.split(".")[0] for n in imported(name)}
    assert not {h for h, files in HEAVY.items() if h in heads and name not in files}


def imported(name: str) -> set[str]:
    """Return every module a file imports, late ones too."""
    found = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_importing_coprod_stays_light():
    assert not {"pandas", "numpy", *HEAVY} & loaded("import coprod")


def test_importing_every_room_loads_nothing_heavy():
    late = {"nbformat", "nbconvert", "nbclient", "jsonschema", *HEAVY}
    assert not late & loaded(f"from coprod import cli, {', '.join(ROOMS)}")


def test_no_pickle_is_read_or_written():
    names = {"pickle", "joblib", "dill", "cloudpickle", "torch"}
    assert "pathlib" in imported("store.disk")
    for name in MODULES:
        assert not {n.split(".")[0] for n in imported(name)} & names, name
    for path in [*FILES, *(ROOT / "notebooks").glob("*.ipynb")]:
        assert "pickle" not in path.read_text("utf-8"), path.name  # nor by pandas


def test_no_words_are_put_into_a_page_unescaped():
    loose = re.compile(
        r"escape=False|\bHTML\(|Environment\((?!.*autoescape=True)"
        r"|\|\s*safe\b|innerHTML|insertAdjacentHTML|document\.write\(|\beval\("
    )
    paths = [p for end in ("py", "js", "j2") for p in PACKAGE.rglob(f"*.{end}")]
    paths += (ROOT / "notebooks").glob("*.ipynb")
    found = {p.name for p in paths if loose.search(p.read_text("utf-8"))}
    # A table of pandas is escaped already; the pages of `forms` are looked at here.
    assert found == {"forms.py", "picture.html.j2"}
    for path in PACKAGE.glob("decide/survey/templates/*.html.j2"):
        inserted = re.findall(r"{{ (.*?) }}", path.read_text("utf-8"))
        left = {each for each in inserted if not each.endswith("| html")}
        assert not [w for w in left if not re.match(r"\d+ if|number|stamp_style|'", w)]


def test_no_library_of_the_network_is_imported():
    names = {"requests", "urllib", "http", "socket", "httpx", "aiohttp", "ftplib"}
    assert "pathlib" in imported("store.disk")
    for name in MODULES:
        here = imported(name) - {"urllib.parse"}  # it writes addresses and opens none
        assert not {n.split(".")[0] for n in here} & names, name


def test_every_public_function_says_what_it_does():
    bare = [
        f"{name}: {getattr(node, 'name', name)}"
        for name in MODULES
        for node in [tree(name), *functions(name)]
        if not getattr(node, "name", "").startswith("_") and not ast.get_docstring(node)
    ]
    assert not bare


@pytest.mark.parametrize("name", IN_ROOMS)
def test_a_file_says_in_one_sentence_what_it_holds(name):
    first = (ast.get_docstring(tree(name)) or "").split("\n")[0]
    assert first.endswith(".") and len(first.split()) <= 15, first


def test_no_machine_path_and_no_package_index_stands_in_the_project():
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    words = ["/" + "root/", "/" + "work/", "index" + "-url", "/" + "home/"]
    paths = [ROOT / name for name in filter(None, listed.split("\0"))]
    assert len(paths) > 100
    for path in paths:
        if path.suffix in (".py", ".md", ".toml", ".yml", ".txt", ".ipynb", ".sh"):
            text = path.read_text(encoding="utf-8") if path.exists() else ""
            if path.name != "lock.sh":
                assert not [w for w in words if w in text], path.name


def test_every_licence_is_known_and_fits_an_mit_project():
    """A licence report: nothing under the GPL comes into the lock."""
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
    assert locked and not denied & locked
    bad = []
    for dist in distributions():
        if dist.name.lower() in locked:
            said = [dist.metadata.get("License-Expression") or ""]
            said += [
                c for c in dist.metadata.get_all("Classifier") or [] if "Licen" in c
            ]
            said += (dist.metadata.get("License") or "").splitlines()[:1]
            text = " ".join(said).strip()
            assert text, f"{dist.name} does not say its licence"
            if "GPL" in text and "LGPL" not in text and "Lesser" not in text:
                bad.append(dist.name)
    assert not bad
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license"]
