"""What the tests share: a copy of the example round, and six tiny tables."""

import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import settings
from places import KEPT, copy_of_example

from coprod import check, decide, listen, pages, protect, screens, share, store, write
from coprod.share import run
from coprod.store import disk, rounds, tables

# What lands is tried on the same examples each time; new ones are looked for at night.
settings.register_profile("landing", derandomize=True)
settings.register_profile("nightly", print_blob=True)
settings.load_profile("landing")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Keep what builds the whole example or opens a browser out of the quick part."""
    for item in items:
        if {"built", "browser"} & set(item.fixturenames):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def _no_private_folder(tmp_path_factory, monkeypatch):
    """Keep tests out of the user's own folders and out of a chosen round."""
    monkeypatch.setenv("COPROD_PRIVATE", str(tmp_path_factory.mktemp("private")))
    for name in ("COPROD_DATA", "COPROD_REPORTS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def rnd(tmp_path) -> rounds.Round:
    """Give an empty round in a folder of its own."""
    (tmp_path / "data" / "raw" / "test").mkdir(parents=True)
    return rounds.Round("test", "AB", tmp_path / "data", tmp_path / "reports")


@pytest.fixture
def example(tmp_path) -> rounds.Round:
    """Give a temporary copy of the example round."""
    return copy_of_example(tmp_path)


class Engine:
    """One engine that stays warm, and is swept before each notebook that it runs.

    What runs in fresh engines is compared with it, byte by byte, in `test_backtest`.
    """

    def __init__(self) -> None:
        self.fresh, self.manager = run._started, None
        self.clients: list[Any] = []

    def client(self, nb: Any, path: Path) -> Any:
        """Give what runs a notebook, as `run._started` does."""
        import nbformat
        from nbclient import NotebookClient

        if self.manager is None:
            self.manager = self.fresh(nbformat.v4.new_notebook(), path).km
        here = {"name": str(path.parent), "environ": dict(os.environ)}
        sweep = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(SWEEP % here)]
        )
        options = {"km": self.manager, "timeout": 1800, "store_widget_state": False}
        swept, client = (NotebookClient(each, **options) for each in (sweep, nb))
        swept.execute()
        client.kc, client.coalesce_streams = swept.kc, True
        self.clients.append(swept.kc)
        return client

    def stop(self) -> None:
        """Stop it, if it ran."""
        from jupyter_core.utils import run_sync

        for each in self.clients:
            each.stop_channels()
        if self.manager is not None:
            run_sync(self.manager.shutdown_kernel)(now=True)


SWEEP = """
import os, sys
if "ipywidgets" in sys.modules:
    sys.modules["ipywidgets"].Widget.close_all()
if "matplotlib.pyplot" in sys.modules:
    sys.modules["matplotlib.pyplot"].close("all")
os.environ.clear()
os.environ.update(%(environ)r)
os.chdir(%(name)r)
get_ipython().reset(aggressive=False)
"""


@pytest.fixture(scope="session")
def warm() -> Iterator[Engine]:
    """Keep one engine for the notebooks that the tests of this worker run."""
    engine = Engine()
    yield engine
    engine.stop()


@pytest.fixture
def one_engine(warm, monkeypatch) -> None:
    """Run notebooks in the engine that is warm, not in a fresh one each."""
    monkeypatch.setattr(run, "_started", warm.client)


@dataclass(frozen=True)
class Built:
    """The example round after `coprod run` and `coprod share`."""

    rnd: rounds.Round
    ran: list[run.Ran]
    shared: list[run.Ran]
    notebooks: dict[str, Any]


@pytest.fixture(scope="session", autouse=True)
def _kept(tmp_path_factory) -> None:
    """Say where the example round is built, once for all tests and workers."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    KEPT[:] = [base / "built"]


@pytest.fixture(scope="session")
def built(warm) -> Built:
    """Run and share a copy of the example round, once for all tests and workers."""
    [base] = KEPT
    try:
        base.mkdir()
    except FileExistsError:
        while not (base / "done.json").exists():  # another worker is building it
            assert not (base / "failed").exists(), (
                "the example round could not be built"
            )
            time.sleep(0.5)
    else:
        try:
            _build(base, warm)
        except BaseException:
            (base / "failed").touch()
            raise
    import nbformat

    done = json.loads((base / "done.json").read_text(encoding="utf-8"))
    ran, shared = ([run.Ran(*one) for one in done[k]] for k in ("ran", "shared"))
    paths = (base / "notebooks").glob("*.ipynb")
    notebooks = {p.stem: nbformat.read(p, as_version=4) for p in paths}
    rnd = rounds.Round("example-round", "AB", base / "data", base / "reports")
    return Built(rnd, ran, shared, notebooks)


def _build(base: Path, warm: Engine) -> None:
    """Run and share the example in `base`; keep the notebooks as they ran."""
    import nbformat

    rnd = copy_of_example(base)
    (base / "notebooks").mkdir()
    execute = run.execute

    def keep(path, round_):
        nb, problem = execute(path, round_)
        kept = base / "notebooks" / path.name
        if not kept.exists():
            nbformat.write(nb, kept)
        return nb, problem

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(run, "execute", keep)
        patched.setattr(run, "_started", warm.client)
        made = {"ran": run.run(rnd), "shared": run.share(rnd)}
    said = {k: [[r.notebook, None, r.problem] for r in v] for k, v in made.items()}
    disk.write(base / "done.json", json.dumps(said).encode())


@pytest.fixture(scope="session")
def example_tables(tmp_path_factory) -> rounds.Round:
    """Make the tables of a copy of the example round, without running a notebook."""
    rnd = copy_of_example(tmp_path_factory.mktemp("tables"))
    said, files = listen.files.listen(rnd)
    rnd.save("files", files)
    register = listen.people.read(rnd, said)
    people = rnd.save("people", register.people)
    made = listen.comments.make(rnd, said, register.who)
    safe, replaced = protect.pseudonyms.protect(made, register.names)
    comments = rnd.save("comments", safe)
    rnd.save("replacements", replaced)
    book = rnd.save("codebook", write.codebook.table(rnd))
    rnd.save("tags", write.tags.table(rnd))
    counted = write.readers.counted(rnd), comments, people, book
    rnd.save("themes", write.themes.summarise(*counted))
    rnd.save("findings", write.findings.findings(rnd))
    rnd.save("ledger", check.ledger.of_round(rnd))
    rnd.save("statements", decide.statements.table(rnd))
    answered = decide.votes.votes(rnd)
    rnd.save("ballots", answered.as_read)
    rnd.save("priorities", answered.priorities)
    rnd.save("actions", decide.actions.table(rnd))
    write.second_reader.side_by_side.read(rnd, comments.head(6))  # keeps its vectors
    return rnd


@pytest.fixture
def tabled(example_tables, tmp_path) -> rounds.Round:
    """Give a copy of the example round with its tables."""
    shutil.copytree(example_tables.data, tmp_path / "data")
    data, reports = tmp_path / "data", tmp_path / "reports"
    return rounds.Round("example-round", "AB", data, reports)


@pytest.fixture
def doctest_names(example_tables, tmp_path, monkeypatch) -> dict[str, Any]:
    """Give what an example in a docstring may use: the rooms, and its own round."""
    shutil.copytree(example_tables.data, tmp_path / "data")
    monkeypatch.setenv("COPROD_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COPROD_REPORTS", str(tmp_path / "reports"))
    rooms = (check, decide, listen, pages, protect, screens, share, store, write)
    rnd = rounds.Round("example-round", "AB", tmp_path / "data", tmp_path / "reports")
    return {"rnd": rnd} | {room.__name__.split(".")[1]: room for room in rooms}


@pytest.fixture(scope="session")
def example_pages(built) -> list[Path]:
    """Give every page that was made: working, shared, and the paper survey."""
    return sorted(built.rnd.reports.rglob("*.html"))


@pytest.fixture
def comments() -> pd.DataFrame:
    """Five comments of three people: add them up by eye."""
    rows = [
        ("S01-a-1", "S01", 1, "P01", "She told me first."),
        ("S01-b-1", "S01", 2, "P01", "The car park costs too much."),
        ("S01-c-1", "S01", 3, "P02", "Nobody rang us back."),
        ("S02-d-1", "S02", 1, "P03", "The leaflet was clear."),
        ("S02-e-1", "S02", 2, "P03", "Mm."),
    ]
    frame = pd.DataFrame(
        rows, columns=["comment", "source", "position", "person", "text"]
    )
    blank = {"question": None, "duplicate_of": None, "no_words": None}
    return tables.check("comments", frame.assign(**blank))


@pytest.fixture
def people() -> pd.DataFrame:
    """Two parents and a child."""
    rows = [("P01", "parent"), ("P02", "parent"), ("P03", "child")]
    frame = pd.DataFrame(rows, columns=["person", "group"])
    rest = {
        "age_band": "unknown",
        "setting": "unknown",
        "area": "unknown",
        "voice": "own words",
        "quote": True,
        "way": "interview",
        "role": "participant",
    }
    return tables.check("people", frame.assign(**rest))


@pytest.fixture
def codebook() -> pd.DataFrame:
    """Three codes; two are gathered into the theme Communication."""
    frame = pd.DataFrame(
        [
            ("T1", "Communication", "theme", None, "in use", None),
            ("C1", "Told directly", "code", "T1", "in use", None),
            ("C2", "Ringing back", "code", "T1", "in use", None),
            ("C3", "Parking", "code", None, "in use", None),
        ],
        columns=["code", "name", "level", "parent", "status", "merged_into"],
    )
    blank = dict.fromkeys(
        ["definition", "include", "exclude", "colour", "reason", "examples"]
    )
    return tables.check("codebook", frame.assign(**blank))


@pytest.fixture
def tags() -> pd.DataFrame:
    """Four tags of two readers."""
    rows = [
        ("t1", "S01-a-1", "C1", True, False, False, "AB"),
        ("t2", "S01-b-1", "C3", False, True, True, "AB"),
        ("t3", "S01-c-1", "C2", False, True, False, "AB"),
        ("t4", "S01-a-1", "C2", True, False, False, "CD"),
    ]
    names = ["tag", "comment", "code", "good", "less_good", "needs_improving", "reader"]
    blank = {"start": None, "end": None, "note": None, "time": "2026-01-01T00:00:00Z"}
    return tables.check("tags", pd.DataFrame(rows, columns=names).assign(**blank))


@pytest.fixture
def marks() -> pd.DataFrame:
    """One comment set aside."""
    row = ("S02-e-1", "no content", "only a sound", None, "AB", "2026-01-01T00:00:00Z")
    names = ["comment", "end", "reason", "of", "by", "time"]
    return pd.DataFrame([row], columns=names)
