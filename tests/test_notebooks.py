"""The notebooks: in git without outputs, short, and they run on unfinished work."""

import ast
import re
import statistics
from pathlib import Path

import nbformat
import pytest

from coprod.share import run, status
from coprod.store import rounds

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def cells(path, kind):
    return [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == kind]


@pytest.fixture(params=NOTEBOOKS, ids=lambda p: p.stem)
def notebook(request):
    return request.param


def test_there_are_twelve_and_the_number_is_the_path():
    assert [p.stem for p in NOTEBOOKS] == ["00-start-here", *rounds.STEPS]


def test_it_is_committed_without_outputs(notebook):
    nb = nbformat.read(notebook, as_version=4)
    assert "widgets" not in nb.metadata
    for cell in cells(notebook, "code"):
        assert not cell.outputs and cell.execution_count is None


def test_it_is_valid_and_its_cells_have_ids(notebook):
    nb = nbformat.read(notebook, as_version=4)
    nbformat.validate(nb)
    assert len({c.id for c in nb.cells}) == len(nb.cells)


def test_it_tells_and_the_package_does(notebook):
    assert cells(notebook, "code")
    for cell in cells(notebook, "code"):
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.For)


def test_it_is_short_and_says_more_than_it_does(notebook):
    code, text = cells(notebook, "code"), cells(notebook, "markdown")
    assert len(code) <= 14
    assert len(text) >= len(code)
    assert statistics.median(c.source.count("\n") + 1 for c in code) <= 4


def test_it_opens_with_one_question_and_ends_with_the_next_notebook(notebook):
    text = cells(notebook, "markdown")
    ones = [c for c in text if re.search(r"^# ", c.source, flags=re.M)]
    assert len(ones) == 1 and ones[0] is text[0] or ones[0].id == text[0].id
    assert "Next: **" in text[-1].source


def test_it_has_one_cell_of_parameters(notebook):
    tagged = [
        c for c in cells(notebook, "code") if "parameters" in c.metadata.get("tags", [])
    ]
    assert len(tagged) == 1
    assert "ROUND = None" in tagged[0].source and "READER = None" in tagged[0].source


SCREEN = re.compile(r"\b(?:screens\.choose_round|[a-z]+\.screens)\.[A-Z]")


def test_tool_cells_cannot_be_deleted():
    shown = [
        (path.stem, cell)
        for path in NOTEBOOKS
        for cell in cells(path, "code")
        if SCREEN.search(cell.source)
    ]
    assert len(shown) >= 21 and {name[:2] for name, _ in shown} >= {"00", "03", "11"}
    loose = [n for n, cell in shown if cell.metadata.get("deletable") is not False]
    assert not loose


def outputs(nb):
    return [o for c in nb.cells if c.cell_type == "code" for o in c.outputs]


@pytest.mark.slow
def test_it_runs_on_the_example_with_nothing_on_standard_error(notebook, built):
    said = outputs(built.notebooks[notebook.stem])
    assert not [o for o in said if o.get("name") == "stderr"]
    assert not [o for o in said if o.output_type == "error"]
    assert not [ran.problem for ran in built.ran if ran.notebook == notebook.stem][0]


@pytest.mark.slow
def test_every_notebook_runs_on_a_round_of_two_lines(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    raw = tmp_path / "data" / "raw" / "tiny"
    raw.mkdir(parents=True)
    (raw / "talk.txt").write_text("Mum: It was kind.\nNurse: Thank you.\n")
    rnd = rounds.Round("tiny", "AB", tmp_path / "data", tmp_path / "reports")
    made = run.run(rnd)
    assert [ran.problem for ran in made] == [""] * 12
    assert status.status(rnd)["by_status"]["not yet read"] == 2
