"""A journal followed while it grows stands where the whole journal read anew stands."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import blank

from coprod.store import journal
from coprod.store.journal import Journal
from coprod.store.journal_watch import Watch
from coprod.store.problem import NotSaved

steps = st.lists(
    st.tuples(
        st.sampled_from(["add", "change", "remove", "undo", "look"]),
        st.integers(0, 9),
        st.sampled_from(["AB", "CD"]),
    ),
    max_size=25,
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(steps=steps)
def test_it_stands_where_the_journal_stands_whatever_is_written_and_undone(
    tmp_path_factory, steps
):
    folder = tmp_path_factory.mktemp("watch")
    writers = {by: Journal(folder, "tags", by) for by in ("AB", "CD")}
    watch = Watch(folder, "tags")
    things, events = [], []
    for op, which, by in steps:
        record = writers[by]
        if op == "add" or (not things and op != "look"):
            things.append(record.add({"n": which}))
        elif op == "undo":
            record.undo(events[which % len(events)])
        elif op == "change":
            record.change(things[which % len(things)], {"n": which})
        elif op == "remove":
            record.remove(things[which % len(things)])
        if op == "look":
            watch.refresh()
        else:
            events.append(record.last)
    watch.refresh()
    assert watch.things == journal.fold(journal.read(folder, "tags").events)


def test_only_what_changed_is_named(tmp_path):
    record, watch = Journal(tmp_path, "tags", "AB"), Watch(tmp_path, "tags")
    first, second = record.add({"n": 1}), record.add({"n": 2})
    assert watch.refresh() == {first, second}
    assert watch.refresh() == set()
    record.change(second, {"n": 3})
    assert watch.refresh() == {second}
    record.undo(record.last)
    assert watch.refresh() == {second} and watch.things[second]["n"] == 2


def test_a_blanked_note_and_a_conflict_copy_are_seen(tmp_path):
    record, watch = Journal(tmp_path, "notes", "AB"), Watch(tmp_path, "notes")
    note = record.add({"note": "lampshade"})
    watch.refresh()
    copy = tmp_path / "notes.AB.copy.jsonl"
    copy.write_bytes(record.path.read_bytes())
    blank(tmp_path, "notes", lambda event: event["about"] == note)
    watch.refresh()
    assert "lampshade" not in str(watch.things) and note in watch.things


@pytest.mark.parametrize("first", ["words", "blank"])
def test_of_two_copies_of_a_note_the_blanked_one_is_on_the_screen(tmp_path, first):
    """A sync client brings the other copy beside the first, which stays as it is."""
    record = Journal(tmp_path / "there", "notes", "AB")
    note = record.add({"note": "lampshade"})
    copies = {"words": record.path.read_bytes()}
    blank(tmp_path / "there", "notes", lambda event: event["about"] == note)
    copies["blank"] = record.path.read_bytes()
    here = tmp_path / "here"
    here.mkdir()
    watch = Watch(here, "notes")
    (here / "notes.AB.1.jsonl").write_bytes(copies.pop(first))
    watch.refresh()
    assert ("lampshade" in str(watch.things)) is (first == "words")
    (here / "notes.AB.2.jsonl").write_bytes(*copies.values())
    assert watch.refresh() == {note}
    assert "lampshade" not in f"{watch.things} {watch.counted(note)}"
    assert watch.things == journal.fold(journal.read(here, "notes").events)


def test_a_torn_line_is_read_once_it_is_whole(tmp_path):
    record, watch = Journal(tmp_path, "tags", "AB"), Watch(tmp_path, "tags")
    record.add({"n": 1})
    second = record.add({"n": 2})
    whole = record.path.read_bytes()
    record.path.write_bytes(whole[:-20])
    watch.refresh()
    assert second not in watch.things
    with record.path.open("ab") as file:
        file.write(whole[-20:])
    assert watch.refresh() == {second}


def test_several_steps_are_on_disk_together_or_not_at_all(tmp_path, monkeypatch):
    record = Journal(tmp_path, "tags", "AB")
    kept = record.add({"n": 0})
    made = [("add", f"aa{i}", {"n": i}, f"e{i}") for i in range(500)]
    real = Path.open

    class Short:
        """A file on a disk that has room for half of what is written."""

        def __init__(self, file):
            self.file = file

        def __getattr__(self, name):
            return getattr(self.file, name)

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.file.close()

        def write(self, line):
            return self.file.write(line[: len(line) // 2])

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", lambda self, *a, **k: Short(real(self, *a, **k)))
        with pytest.raises(NotSaved):
            record.several(made)
    assert list(journal.fold(journal.read(tmp_path, "tags").events)) == [kept]
    assert record.several(made) == [f"e{i}" for i in range(500)]
    reading = journal.read(tmp_path, "tags")
    assert len(reading.events) == 501 and reading.problems == []
