"""One round: its folders, its private folder apart, tables whole or not at all."""

import json
import os
import stat

import pandas as pd
import pyarrow.parquet as pq
import pytest

from coprod.store import disk, journal, rounds, tables
from coprod.store.problem import NotSaved


@pytest.fixture
def workbook(tmp_path, monkeypatch):
    """Give a workbook with two rounds, and stand in it."""
    root = tmp_path / "workbook"
    (root / "notebooks").mkdir(parents=True)
    for name in ("autumn-2026", "example-round"):
        (root / "data/raw" / name).mkdir(parents=True)
    monkeypatch.chdir(root / "notebooks")
    return root


def test_a_private_folder_lies_outside_the_workbook_and_is_the_users_alone(rnd):
    folder = rnd.private
    assert not folder.resolve().is_relative_to(rnd.data.parent)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert rnd.private == folder


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_private_folder_that_others_could_read_is_closed(rnd):
    rnd.private.chmod(0o755)
    assert stat.S_IMODE(rnd.private.stat().st_mode) == 0o700


@pytest.mark.parametrize("inside", [".", "data", "private/deep/down", "data/../keys"])
def test_a_private_folder_inside_the_workbook_is_refused(rnd, monkeypatch, inside):
    monkeypatch.setenv("COPROD_PRIVATE", str(rnd.data.parent / inside))
    with pytest.raises(ValueError, match="private folder: it lies inside the workbook"):
        _ = rnd.private
    assert not list(rnd.data.parent.rglob("test-*"))


def test_a_link_into_the_workbook_does_not_deceive(rnd, tmp_path_factory, monkeypatch):
    link = tmp_path_factory.mktemp("home") / "keys"
    link.symlink_to(rnd.data, target_is_directory=True)
    monkeypatch.setenv("COPROD_PRIVATE", str(link))
    with pytest.raises(ValueError, match="inside the workbook"):
        _ = rnd.private


def test_only_a_round_that_says_it_is_invented_keeps_its_names_beside_it(rnd):
    (rnd.raw / "round.json").write_text('{"invented": "yes"}')
    assert not rnd.invented
    (rnd.raw / "round.json").write_text('{"invented": true}')
    assert rnd.private == rnd.raw / "private"


@pytest.mark.parametrize("said", ["[1]", "{", "null", "\xff"])
def test_settings_that_cannot_be_read_are_said_plainly(rnd, said):
    (rnd.raw / "round.json").write_bytes(said.encode("latin-1"))
    with pytest.raises(ValueError, match="round.json: it cannot be read"):
        _ = rnd.settings


def test_a_round_is_called_by_its_title_or_else_by_its_name(rnd):
    assert rnd.title == "Test"
    (rnd.raw / "round.json").write_text(json.dumps({"title": "What matters"}))
    assert rnd.title == "What matters"


def test_a_table_comes_back_with_the_same_values_and_types(rnd, comments, tags):
    for name, frame in {"comments": comments, "tags": tags}.items():
        saved = rnd.save(name, frame)
        pd.testing.assert_frame_equal(saved, frame)
        pd.testing.assert_frame_equal(rnd.load(name), frame)


def test_the_same_table_is_the_same_bytes(rnd, comments):
    path = rnd.processed / "comments.parquet"
    rnd.save("comments", comments)
    first = path.read_bytes()
    path.unlink()
    rnd.save("comments", comments.set_index(pd.Index(range(9, 4, -1))))
    assert path.read_bytes() == first


def test_a_table_that_does_not_fit_is_not_saved(rnd, comments):
    rnd.save("comments", comments)
    with pytest.raises(ValueError, match="same comment"):
        rnd.save("comments", pd.concat([comments, comments]))
    pd.testing.assert_frame_equal(rnd.load("comments"), comments)


def test_a_table_that_was_not_made_names_the_notebook_that_makes_it(rnd):
    assert not rnd.has("themes")
    with pytest.raises(FileNotFoundError, match="Run notebook 05-write-see-themes"):
        rnd.load("themes")


def test_a_table_of_a_newer_coprod_is_refused_and_not_touched(rnd, comments):
    path = rnd.processed / "comments.parquet"
    rnd.save("comments", comments)
    table = pq.read_table(path)
    marks = {**table.schema.metadata, b"coprod": str(tables.FORMAT + 1).encode()}
    pq.write_table(table.replace_schema_metadata(marks), path)
    before = path.read_bytes()
    with pytest.raises(ValueError, match="a newer coprod made it"):
        rnd.load("comments")
    assert path.read_bytes() == before


@pytest.mark.parametrize("damage", [b"", b"PAR1 not really", None])
def test_a_damaged_table_is_said_plainly(rnd, comments, damage):
    rnd.save("comments", comments)
    path = rnd.processed / "comments.parquet"
    path.write_bytes(path.read_bytes()[:-9] if damage is None else damage)
    with pytest.raises(ValueError, match="the saved table is damaged. Delete") as wrong:
        rnd.load("comments")
    assert wrong.value.__suppress_context__


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_file_is_written_whole_or_the_old_one_stays(tmp_path, monkeypatch, step):
    path = tmp_path / "tags.csv"
    disk.write(path, b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, step, fail)
        with pytest.raises(OSError, match="No space left"):
            disk.write(path, b"new and longer")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["tags.csv"]
    disk.write(path, b"new", mode=0o600)
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_disk_that_takes_nothing_is_told_plainly_and_without_a_path(
    tmp_path, monkeypatch
):
    def full(_: int) -> None:
        raise OSError(28, "No space left on device", str(tmp_path / "Amira.txt"))

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(NotSaved, match="No space left on device.*Make room") as said:
        disk.write(tmp_path / "plan.txt", b"new")
    assert "Amira" not in str(said.value) and str(tmp_path) not in str(said.value)
    (tmp_path / "file").touch()
    with pytest.raises(NotSaved, match="mend the folder"):
        disk.write(tmp_path / "file" / "plan.txt", b"new")


def test_a_file_and_then_its_name_are_safe_on_disk(tmp_path, monkeypatch):
    done: list[str] = []
    for name in ("fsync", "replace"):
        real = getattr(os, name)
        monkeypatch.setattr(
            os, name, lambda *a, n=name, r=real: (done.append(n), r(*a))[1]
        )
    disk.write(tmp_path / "a" / "b.txt", b"words")
    assert done == ["fsync", "replace", "fsync"]


@pytest.mark.parametrize(
    "name", ["../secret", "Autumn 2026", "", ".hidden", "a" * 70, "spring", "-x", "a/b"]
)
def test_a_round_that_is_not_there_is_refused_and_the_others_are_listed(workbook, name):
    if name:
        with pytest.raises(ValueError, match="autumn-2026, example-round"):
            rounds.get(name)
    if name != "spring":
        with pytest.raises(ValueError, match="small letters, digits and hyphens"):
            rounds.start(name)
    assert rounds.names() == ["autumn-2026", "example-round"]


@pytest.mark.parametrize("reader", ["A.B", "Amira Khan", "9", "../x", "ABCDEFGHI"])
def test_initials_that_would_not_do_as_a_file_name_are_refused(workbook, reader):
    with pytest.raises(ValueError, match="reader: initials are") as wrong:
        rounds.get("autumn-2026", reader)
    assert "Khan" not in str(wrong.value)


def test_the_example_is_open_until_a_round_is_chosen(workbook, capsys):
    assert rounds.get().name == rounds.EXAMPLE
    rounds.choose("autumn-2026", "CD")
    rnd = rounds.open()
    assert (rnd.name, rnd.reader) == ("autumn-2026", "CD")
    assert capsys.readouterr().out == ("You are in round autumn-2026, reading as CD.\n")


def test_nobody_reads_until_somebody_says_who_they_are(workbook, capsys):
    assert rounds.get().reader == "AB"  # of the invented example
    rnd = rounds.open("autumn-2026")
    assert rnd.reader == rounds.NOBODY
    assert "until you do so in notebook 00, no decision can be saved" in (
        capsys.readouterr().out
    )
    with pytest.raises(ValueError, match="Nobody has said who is reading"):
        rounds.choose("autumn-2026", "nobody")
    assert rounds.get().name == rounds.EXAMPLE
    rounds.choose("autumn-2026", "CD")
    assert rounds.get("example-round").reader == "CD"


def test_a_new_round_is_an_empty_folder_that_can_be_opened(workbook):
    folder = rounds.start("spring-2027")
    assert folder == workbook / "data/raw/spring-2027"
    assert rounds.get("spring-2027").raw == folder


def test_outside_a_workbook_the_sentence_says_where_to_go(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match="no folder here or above"):
        rounds.workbook()


def test_raw_is_never_written(rnd, comments):
    before = sorted(rnd.raw.rglob("*"))
    rnd.save("comments", comments)
    journal.record(rnd, "tags").add({"code": "C1"})
    _ = rnd.private
    assert sorted(rnd.raw.rglob("*")) == before
