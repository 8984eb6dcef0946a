"""What the papers of the house say is so."""

import re
import tomllib
from pathlib import Path

from coprod.store import tables

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_data_dictionary_is_printed_from_the_contract():
    written = (ROOT / "docs/data-dictionary.md").read_text(encoding="utf-8")
    assert written == tables.dictionary()


def test_the_readme_names_every_notebook_with_its_question():
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
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
    for name in commands:
        assert f"`coprod {name}" in README, name
    assert "coprod survey build" in README and "coprod survey read" in README


def test_every_command_says_what_it_does():
    from coprod import cli

    for command in [*cli.app.registered_commands, *cli.survey.registered_commands]:
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
    for entry in entries:
        assert "\nChose " in entry and "\nBecause " in entry


def test_no_paper_calls_anything_anonymised():
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        assert "anonymis" not in path.read_text(encoding="utf-8").lower(), path.name
