"""What the papers of the house say is so."""

import ast
import doctest
import inspect
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from dictionary import dictionary
from test_house import MODULES, PACKAGE, ROOMS, shown, tree

from coprod import cli
from coprod.store import rounds, tables

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_data_dictionary_is_printed_from_the_contract():
    written = (ROOT / "docs/data-dictionary.md").read_text(encoding="utf-8")
    assert written == dictionary()


def test_the_readme_names_every_notebook_with_its_question():
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    assert len(paths) == 12
    for path in paths:
        assert f"`{path.stem}`" in README


def test_the_tree_in_the_readme_is_the_real_tree():
    tree = re.findall(r"^([a-z]+)/ ", README, flags=re.M)
    real = {"notebooks", "coprod", "data", "reports", "tests", "benchmarks", "docs"}
    assert real - set(tree) <= {"data"}
    for name in set(tree) - {"reports"}:
        assert (ROOT / name).is_dir()


def test_the_readme_names_every_command():
    from coprod import cli

    commands = {c.callback.__name__ for c in cli.app.registered_commands}
    assert len(commands) > 3
    for name in commands:
        assert f"`coprod {name}" in README, name
    assert "coprod survey build" in README and "coprod survey read" in README


def test_every_command_says_what_it_does():
    from coprod import cli

    commands = [*cli.app.registered_commands, *cli.survey.registered_commands]
    assert len(commands) > 5
    for command in commands:
        assert command.callback.__doc__


def test_the_two_commands_of_the_readme_are_in_the_makefile():
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in ("workbook", "test", "lab"):
        assert f"\n{name}:" in made and f"make {name}" in README


def test_ci_calls_the_readmes_test_command():
    assert "make test" in (ROOT / ".ci/run").read_text(encoding="utf-8")


def test_the_conda_file_is_in_step_with_pyproject():
    """Names and bounds; what conda cannot bring stands in the pip line above them."""
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    listed = set(re.findall(r"^  - ([a-z0-9-]+[^\s#]*)", text, flags=re.M))
    after = set(re.findall(r'"([^"]+)"', text))
    wanted = set(PROJECT["project"]["dependencies"])
    assert wanted <= listed | after
    assert set(PROJECT["dependency-groups"]["build"]) <= listed
    assert f"python{PROJECT['project']['requires-python']}" in listed
    extra = listed - wanted - set(PROJECT["dependency-groups"]["build"])
    assert {e for e in extra if not e.startswith(("python", "pip", "pyyaml"))} <= {
        "conda-forge",
        "nodefaults",
    }


def test_the_lock_pins_every_dependency_with_hashes():
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^([a-z0-9-]+)==([^\s;\\]+)", lock, flags=re.M))
    names = [re.match(r"[a-z0-9-]+", d)[0] for d in PROJECT["project"]["dependencies"]]
    assert set(names) <= set(pinned)
    assert "hatchling" in pinned
    assert "://" not in lock
    blocks = re.split(r"^(?=[a-z])", lock, flags=re.M)[1:]
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_decisions_say_asked_chose_because():
    entries = (ROOT / "docs/decisions.md").read_text(encoding="utf-8").split("\n**")[1:]
    assert len(entries) > 20
    for entry in entries:
        assert "\nChose " in entry and "\nBecause " in entry


def test_no_paper_calls_anything_anonymised():
    paths = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    assert len(paths) > 5
    for path in paths:
        assert "anonymis" not in path.read_text(encoding="utf-8").lower(), path.name


def of_the_face(module: ModuleType, at: str) -> Iterator[tuple[str, Any]]:
    """Give every function and class that a face shows, by where it is called."""
    for name in module.__all__:
        here = getattr(module, name)
        if inspect.ismodule(here):
            yield from of_the_face(here, f"{at}.{name}")
        elif getattr(here, "__module__", "").startswith("coprod"):
            if inspect.isfunction(here) or inspect.isclass(here):
                yield f"{at}.{name}", here


FACE = {
    name: here
    for room in ROOMS
    for name, here in of_the_face(import_module(f"coprod.{room}"), room)
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FACE)
def test_an_example_says_what_is_so(name, doctest_names):
    finder = doctest.DocTestFinder(recurse=False)
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS)
    [example] = finder.find(inspect.unwrap(FACE[name]), name, globs=doctest_names)
    assert example.examples
    told: list[str] = []
    runner.run(example, out=told.append)
    assert not told, "".join(told)


def test_few_examples_are_only_told():
    told = [name for name, here in FACE.items() if "+SKIP" in (here.__doc__ or "")]
    assert len(told) <= 10


HOUSE = (ROOT / "docs/house.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
BLOCK = r"```(?:python|toml)\n# (.+)\n([^`]+)```"
BLOCKS = re.findall(BLOCK, HOUSE)
VERBS = set(
    """Return Read Write Save Record Make Find Check Draw Show Say Count Put Take Keep
    Refuse Raise Let Add Run Change List Name Undo Join Leave Do Offer Compare Rank
    Propose Step Note Look Turn Begin Suggest Answer Group Sum Draft Cut Set Break Share
    Replace Fold Blank Lay Move Split Mark Tag""".split()
)
STEMS = {name.split(".")[-1] for name in MODULES}
MOST = 25  # lines of an example, so that it stays one
TRY = """
import os
from importlib import import_module
from pathlib import Path
from coprod import listen, store
rnd = store.rounds.open()
for path in sorted(Path("tests").rglob("*.py")):
    names = {"listen": listen, "import_module": import_module}
    exec(path.read_text(), names)
    [names[name](rnd) for name in list(names) if name.startswith("test_")]
for path in Path("notebooks").iterdir():
    exec(path.read_text(), {})
print(len(rnd.load("thanks")), "thanks")
"""


def cells(line: str) -> list[str]:
    """Give the cells of a row of a table in Markdown."""
    return [cell.strip() for cell in line.strip("|").split("|")]


def rows(heading: str) -> list[list[str]]:
    """Give the rows of the table of the glossary that begins with this word."""
    part = GLOSSARY.split(f"| {heading} |")[1].split("\n\n")[0]
    return [cells(line) for line in part.splitlines()[2:]]


def rooms_of_the_house() -> str:
    """Give the table of rooms, from the first line and the face of each."""
    lines = ["| room | what it is for | its face |", "|---|---|---|"]
    for room in ROOMS:
        what = (ast.get_docstring(tree(room)) or "").splitlines()[0].rstrip(".")
        face = ", ".join(f"`{noun}`" for noun in shown(room))
        lines.append(f"| `{room}` | {what[0].lower() + what[1:]} | {face} |")
    return "\n".join(lines)


def test_the_house_names_every_room_and_its_face():
    assert rooms_of_the_house() in HOUSE


def test_the_walks_of_the_house_lead_through_files_that_are_there():
    steps = re.findall(r"^\d+\. `([^`]+)`: `([^`]+)` ", HOUSE, flags=re.M)
    assert len(steps) == len(re.findall(r"^\d+\. ", HOUSE, flags=re.M)) > 20
    for path, name in steps:
        here = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        kinds = ast.FunctionDef | ast.ClassDef
        held = {node.name for node in ast.walk(here) if isinstance(node, kinds)}
        assert name in held, f"{path}: {name}"


def test_an_example_of_the_house_is_short():
    parts = HOUSE.split("\n### ... ")[1:]
    assert len(parts) == 4
    for part in parts:
        told = "".join(code for _, code in re.findall(BLOCK, part))
        made = [line for line in told.splitlines() if line.strip()]
        assert 5 < len(made) <= MOST, part.splitlines()[0]


@pytest.mark.slow
def test_the_examples_of_the_house_work_in_a_copy_of_it(doctest_names, tmp_path):
    shutil.copytree(PACKAGE, tmp_path / "coprod")
    assert len(BLOCKS) == HOUSE.count("```python") + 1 > 10
    for where, code in BLOCKS:
        path, _, below = where.partition(", below ")
        path = tmp_path / path.removesuffix(", its cells")
        path.parent.mkdir(parents=True, exist_ok=True)
        if below:
            before, line, after = path.read_text().partition(f"\n{below[1:-1]}\n")
            assert line, where
            code = before + line + code + after
        path.write_text(code)
    run = subprocess.run(
        [sys.executable, "-c", TRY], cwd=tmp_path, capture_output=True, text=True
    )
    assert run.stdout.endswith("1 thanks\n"), run.stderr


def test_the_house_is_linked_from_the_readme_and_contributing():
    assert "docs/house.md" in README
    assert "docs/house.md" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_every_word_of_the_glossary_stands_once():
    words = [row[0] for row in rows("word")]
    assert len(words) > 20 and len(words) == len(set(words))


@pytest.mark.parametrize("row", rows("word"), ids=lambda row: row[0])
def test_a_word_of_the_glossary_lives_where_it_says(row):
    places = re.findall(r"`([^`]+)`", row[2])
    assert places
    for name in re.findall(r"table `([^`]+)`", row[2]):
        assert name in tables.TABLES
        places.remove(name)
    for place in places:
        module, _, name = place.rpartition(".")
        assert hasattr(import_module(f"coprod.{module}"), name), place


def verb(here: Any) -> str:
    """Give the first word of a docstring."""
    return re.split(r"\W", here.__doc__ or "")[0]


def test_a_name_that_begins_with_a_verb_of_the_glossary_does_what_it_says():
    means = {row[0].strip("`_"): row[2].split(", ") for row in rows("verb")}
    tried = 0
    for name, here in FACE.items():
        first = name.split(".")[-1].split("_")[0]
        if first in means:
            tried += 1
            assert verb(here) in means[first], f"{name}: {verb(here)}"
    assert tried > 10


def public(node: ast.AST) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Give every public function, class and method that stands in a module."""
    for here in getattr(node, "body", []):
        if isinstance(here, ast.FunctionDef | ast.ClassDef) and here.name[0] != "_":
            decorators = map(ast.unparse, here.decorator_list)
            if not any(each.endswith(".setter") for each in decorators):
                yield here
            if isinstance(here, ast.ClassDef):
                yield from public(here)


@pytest.mark.parametrize("name", MODULES)
def test_every_public_name_says_what_it_does_and_opens_with_a_verb(name):
    for here in public(tree(name)):
        said = ast.get_docstring(here)
        assert said, here.name
        is_property = any("property" in ast.unparse(d) for d in here.decorator_list)
        if isinstance(here, ast.FunctionDef) and not is_property:
            assert said.split()[0].rstrip(",") in VERBS, f"{here.name}: {said[:40]}"


def test_what_a_docstring_points_at_is_there():
    last = {
        name: [m for m in MODULES if f".{m}".endswith(f".{name}")] for name in STEMS
    }
    pointed = 0
    for name in MODULES:
        for node in ast.walk(tree(name)):
            kinds = ast.Module | ast.FunctionDef | ast.ClassDef
            said = (isinstance(node, kinds) and ast.get_docstring(node)) or ""
            for module, what in re.findall(
                r"`([a-z_]+)\.(?!json|xlsx|js\b|toml)([A-Za-z_]+)`", said
            ):
                pointed += 1
                if module == "coprod":
                    continue
                held = [import_module(f"coprod.{m}") for m in last.get(module, [])]
                assert any(hasattr(each, what) for each in held), f"{module}.{what}"
    assert pointed > 20


def test_governance_names_folders_commands_and_settings_that_are_so():
    """Every folder, file, command and setting that the page names is looked up."""
    text = (ROOT / "docs/governance.md").read_text(encoding="utf-8")
    assert "docs/governance.md" in README
    rnd = rounds.Round("<round>", "AB", ROOT / "data", ROOT / "reports")
    own = {"raw": rnd.raw, "decisions": rnd.decisions, "processed": rnd.processed}
    own |= {"working": rnd.working, "share": rnd.share}
    for path in own.values():
        assert f"| `{path.relative_to(ROOT).as_posix()}/` |" in text
    told = re.findall(r"`([^`]+)`", text)
    folders = [n for n in told if n.endswith("/") and "<" not in n and n != ".venv/"]
    assert {"data/", "notebooks/", "data/raw/"} <= set(folders)
    made = {"reports/", "data/processed/"}  # made by a run
    assert not [n for n in folders if not (ROOT / n).is_dir() and n not in made]
    files = [n for n in told if re.fullmatch(r"[\w/]+\.(?:py|txt|md)", n)]
    assert len(files) >= 3 and not [n for n in files if not (ROOT / n).is_file()]
    commands = {n.split()[1] for n in told if n.startswith("coprod ")}
    known = {c.name or c.callback.__name__ for c in cli.app.registered_commands}
    assert {"share", "verify", "status", "run"} <= commands <= known
    settings = {n for n in told if n.startswith("COPROD_")}
    code = "".join(p.read_text("utf-8") for p in (ROOT / "coprod").rglob("*.py"))
    assert len(settings) == 3 and not [n for n in settings if f'"{n}"' not in code]
    lab = (ROOT / "coprod/static/jupyter_config.py").read_text("utf-8")
    assert (
        'c.ServerApp.ip = "127.0.0.1"' in lab
        and "JupyterLab listens on 127.0.0.1" in text
    )
    assert "Content-Security-Policy" in exported_template()


def exported_template() -> str:
    """Give the words of the template that pages are made with."""
    parts = (ROOT / "coprod/pages/templates").rglob("*.j2")
    return "".join(part.read_text("utf-8") for part in parts)


def test_each_promise_names_a_test_that_is_there():
    rows = re.findall(
        r"^\| (P\d+) \|.*?`(tests/[\w/]+\.py)::(test_\w+)`", promises(), re.M
    )
    assert len(rows) == len(re.findall(r"^\| P", promises(), re.M)) >= 40
    named = {int(n) for n in re.findall(r"\bP(\d+)\b", promises())}
    assert named == set(range(1, 31))  # each has a test, or says that it has none
    for promise, file, test in rows:
        assert f"def {test}(" in (ROOT / file).read_text("utf-8"), (promise, test)


def promises() -> str:
    """Give the page of promises."""
    return (ROOT / "docs/promises.md").read_text("utf-8")
