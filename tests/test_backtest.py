"""Delete what code made, run again: the same bytes. New data: nothing tagged moves."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT, copy_of_example

from coprod.share import run, status
from coprod.store import log, rounds
from coprod.write import tags


def made(rnd):
    """Give the bytes of everything that code made, by name."""
    found = {}
    for folder in (rnd.processed, rnd.working):
        for path in sorted(folder.iterdir()):
            if path.name != log.NAME:  # a log says when
                found[path.name] = path.read_bytes()
    return found


@pytest.mark.slow
def test_the_same_inputs_give_the_same_bytes(built, tmp_path):
    """Another folder, hash seed, time zone, language and number of threads."""
    rnd = copy_of_example(tmp_path / "elsewhere")
    strange = {
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Kolkata",
        "LANG": "C",
        "OMP_NUM_THREADS": "1",
    }
    places = ["--data", str(rnd.data), "--reports", str(rnd.reports)]
    subprocess.run(
        [sys.executable, "-m", "coprod", "run", *places],
        cwd=ROOT,
        env={**os.environ, **strange},
        check=True,
        capture_output=True,
    )
    first, again = made(built.rnd), made(rnd)
    assert len(first) > 30
    assert set(first) == set(again)
    assert [name for name in first if first[name] != again[name]] == []


@pytest.mark.slow
def test_a_run_adds_nothing_to_the_decisions_of_the_example(built):
    """Sharing adds what was shared, and how far that journal goes; nothing else."""
    kept = ("publications.", "heads.")
    everything = {p.name: p.read_bytes() for p in built.rnd.decisions.iterdir()}
    here = {n: raw for n, raw in everything.items() if not n.startswith(kept)}
    assert here and any(name.startswith("publications.") for name in everything)
    there = ROOT / "data" / "decisions" / "example-round"
    before = {p.name: p.read_bytes() for p in there.iterdir()}
    assert here == {n: raw for n, raw in before.items() if not n.startswith(kept)}


@pytest.mark.slow
@pytest.mark.usefixtures("one_engine")
def test_new_rows_move_nothing_that_was_tagged(built, tmp_path, monkeypatch):
    """Ten rows come in, one of them in the middle: every tag and group stays."""
    monkeypatch.chdir(ROOT)
    data = tmp_path / "data"
    shutil.copytree(built.rnd.data, data)
    rnd = rounds.Round("example-round", "AB", data, tmp_path / "reports")
    before, groups = rnd.load("comments"), rnd.load("groups")
    sheet = rnd.raw / "social posts.csv"
    lines = sheet.read_text(encoding="utf-8").splitlines(keepends=True)
    new = [lines[-1].replace("@", f"@new{i}_") for i in range(9)]
    where = lines[len(lines) // 2].replace("@", "@middle_", 1)
    sheet.write_text("".join([*lines[:5], where, *lines[5:], *new]), encoding="utf-8")
    run.run(rnd, ["01", "02", "04"])
    after = rnd.load("comments").set_index("comment")
    assert len(after) > len(before)
    kept = before.set_index("comment")
    assert list(after.loc[kept.index, "text"]) == list(kept["text"])
    tagged = tags.table(rnd)
    assert set(tagged["comment"]) <= set(after.index)
    moved = rnd.load("groups").set_index("comment")["group"]
    old = groups.set_index("comment")["group"]
    assert moved.loc[old.index].equals(old)
    assert status.status(rnd)["unaccounted"] == 0


@pytest.mark.slow
def test_no_registered_name_stands_in_what_code_made(built):
    """P14: sweep every table, page, journal and paper for every name."""
    from coprod.protect import people_workbook
    from coprod.share import gate

    names = people_workbook.names(built.rnd)
    assert len(names) > 10
    for folder in (built.rnd.processed, built.rnd.share, built.rnd.working):
        assert len(list(folder.iterdir())) > 5, folder.name
        for path in sorted(folder.iterdir()):
            if path.suffix == ".npz":  # vectors and digests; names of no words
                assert not any(
                    name.encode() in path.read_bytes()
                    for name in names["name"]
                    if len(name) > 3
                )
                continue
            if path.suffix == ".html":
                found = gate.check_page(path.read_text("utf-8"), names)
                found = [reason for reason in found if "name" in reason]
            elif path.suffix == ".parquet":
                import pyarrow.parquet as pq

                words = pq.read_table(path).to_pandas().to_html()
                found = [r for r in gate.check_page(words, names) if "name" in r]
            else:
                found = [r for r in gate.check_file(path, names) if "name" in r]
            assert not found, path.name


def test_the_example_says_that_it_is_invented():
    raw = ROOT / "data" / "raw" / "example-round"
    assert rounds.Round("example-round", "AB", raw.parents[1], Path()).invented
    assert "invented" in (raw / "README.md").read_text(encoding="utf-8").lower()
