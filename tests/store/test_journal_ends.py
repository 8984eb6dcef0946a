"""Lines that a sync client cut off a journal's end are noticed, in any place."""

import json
import random
import subprocess
import sys
from dataclasses import replace

import places
import pytest
from places import blank

from coprod.share import run, status
from coprod.store import journal, journal_ends
from coprod.store.journal import Journal


def tags(rnd, number, by="AB"):
    """Let one writer give tags; give the journal."""
    record = Journal(rnd.decisions, "tags", by)
    for each in range(number):
        record.add({"n": each})
    return record


def cut(path, number):
    """Cut whole lines off the end, as an older copy put back does."""
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[: len(lines) - number]))


def test_ten_of_forty_tags_cut_at_a_line_end_are_told_with_who_and_how_many(rnd):
    _ = rnd.private
    path = tags(rnd, 40).path
    journal_ends.note(rnd)
    whole = path.read_bytes()
    assert status.damage(rnd) == []
    cut(path, 10)
    assert journal.read(rnd.decisions, "tags").problems == []
    [told] = status.damage(rnd)
    assert told.startswith("tags, written by AB: the last 10 of 40 entries are not")
    assert told in status.wrong(rnd) and told in status.sentence(rnd)
    journal_ends.note(rnd)  # a later run does not take the loss for the truth
    assert status.damage(rnd) == [told]
    path.with_name(f"{path.stem} (from backup).jsonl").write_bytes(whole)
    assert status.damage(rnd) == []
    assert len(journal.read(rnd.decisions, "tags").events) == 40


@pytest.mark.parametrize("where", ["decisions", "private"])
def test_one_of_the_two_notes_is_enough(rnd, where):
    places = {"decisions": rnd.decisions, "private": rnd.private}
    path = tags(rnd, 5).path
    journal_ends.note(rnd)
    (note,) = places.pop(where).glob("heads.*")
    (other,) = next(iter(places.values())).glob("heads.*")
    assert note.read_bytes() == other.read_bytes()
    for damage in (b"{half", b'{"tags.AB.1": 3}', b"[]", b"\xff"):
        other.write_bytes(damage)
        assert status.damage(rnd) == []
    other.unlink()
    path.unlink()
    assert "the last 5 of 5 entries" in status.damage(rnd)[0]


def test_any_cut_of_any_writer_is_found_and_nothing_else(rnd):
    dice = random.Random(2)
    records = [tags(rnd, dice.randint(1, 9), by) for by in ("AB", "AB", "CD")]
    journal_ends.note(rnd)
    for record in records:
        whole = record.path.read_bytes()
        assert whole.count(b"\n")
        for number in range(1, whole.count(b"\n") + 1):
            cut(record.path, number)
            [told] = journal_ends.missing(rnd)
            assert f"tags, written by {record.by}: the last {number} of" in told
            assert record.path.name in told
            record.path.write_bytes(whole)
        assert journal_ends.missing(rnd) == []


def test_a_note_that_is_older_than_the_journal_or_missing_is_no_fault(rnd):
    record = tags(rnd, 3)
    assert journal_ends.missing(rnd) == []
    journal_ends.note(rnd)
    record.add({"n": "later"})
    assert journal_ends.missing(rnd) == []
    cut(record.path, 1)  # never noted
    assert journal_ends.missing(rnd) == []


def test_two_notes_side_by_side_count_together(rnd):
    record = tags(rnd, 3)
    journal_ends.note(rnd)
    (note,) = rnd.decisions.glob("heads.*")
    earlier = note.read_bytes()
    record.add({"n": 4})
    journal_ends.note(rnd)
    note.with_name(f"{note.stem} (conflicted copy).json").write_bytes(note.read_bytes())
    note.write_bytes(earlier)
    cut(record.path, 1)
    assert "the last 1 of 4" in journal_ends.missing(rnd)[0]


def test_a_value_that_was_blanked_is_not_missing(rnd):
    tags(rnd, 3)
    journal_ends.note(rnd)
    assert blank(rnd.decisions, "tags", lambda event: True) == 3
    assert journal_ends.missing(rnd) == []


def test_who_begins_to_write_notes_how_far_the_others_are_and_a_tag_costs_no_more(
    rnd, monkeypatch
):
    path = tags(rnd, 4).path
    other = replace(rnd, reader="CD")
    journal.record(other, "tags").add({"n": 1})
    (note,) = rnd.decisions.glob("heads.*")
    assert [n for n, *_ in json.loads(note.read_bytes()).values()] == [4]
    monkeypatch.setattr(journal_ends, "note", None)
    journal.record(other, "tags").add({"n": 2})
    cut(path, 2)
    assert "written by AB: the last 2 of 4" in journal_ends.missing(rnd)[0]


@pytest.mark.slow
def test_what_a_notebook_wrote_is_noted_when_it_closes(rnd):
    code = """
import pathlib, sys
from coprod.store import journal
from coprod.store import rounds
rnd = rounds.Round("test", "AB", pathlib.Path(sys.argv[1]), pathlib.Path("unused"))
for number in range(6):
    journal.record(rnd, "tags").add({"n": number})
"""
    subprocess.run(
        [sys.executable, "-c", code, str(rnd.data)], cwd=places.ROOT, check=True
    )
    [path] = rnd.decisions.glob("tags.*")
    cut(path, 4)
    assert "the last 4 of 6 entries" in journal_ends.missing(rnd)[0]


def test_a_disk_that_takes_no_note_keeps_nobody_from_saving(rnd, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    tags(rnd, 1)
    monkeypatch.setattr(journal_ends, "write", full)
    journal_ends.note(rnd)
    journal.record(replace(rnd, reader="EF"), "tags").add({"n": 1})
    assert len(journal.read(rnd.decisions, "tags").events) == 2


def test_a_line_that_stands_there_twice_is_called_that(rnd):
    path = tags(rnd, 3).path
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], lines[1], lines[2]]))
    assert [told.split(": ")[1] for told in status.damage(rnd)] == [
        "line 3 stands there twice; it counts once"
    ]


@pytest.mark.slow
@pytest.mark.usefixtures("one_engine")
def test_a_run_notes_how_far_every_journal_goes_before_it_makes_pages(rnd):
    (rnd.raw / "talk.txt").write_text("Mum: It was kind.\n")
    tags(rnd, 2)
    run.run(rnd, ["01", "00"])
    (note,) = rnd.decisions.glob("heads.*")
    kinds = {writer.split(".")[0] for writer in json.loads(note.read_bytes())}
    assert {"sources", "tags"} <= kinds
    page = rnd.working / "00-start-here.html"
    before = page.read_bytes(), note.read_bytes()
    run.run(rnd, ["01", "00"])
    assert before == (page.read_bytes(), note.read_bytes())
