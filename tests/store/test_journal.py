"""The record of decisions: nothing lost, nothing believed that is damaged."""

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import blank

from coprod.store import journal, journal_lines
from coprod.store.journal import Journal
from coprod.store.problem import NotSaved
from coprod.store.rounds import Round

ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import pathlib, sys
from coprod.store.journal import Journal
record = Journal(pathlib.Path(sys.argv[1]), "tags", sys.argv[2])
for number in range(int(sys.argv[3])):
    print(record.add({"code": "C1", "note": "x" * (number % 50)}), flush=True)
"""


def start(folder: Path, by: str, times: int) -> subprocess.Popen[str]:
    """Start a writer in a process of its own; it prints what it was told is saved."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), by, str(times)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def ids(folder: Path) -> set[str]:
    """Give the things that stand in the journal."""
    return {e["about"] for e in journal.read(folder, "tags").events if e["op"] == "add"}


def forty(folder: Path) -> Path:
    """Write a journal of forty events and give its path."""
    record = Journal(folder, "tags", "AB")
    for number in range(40):
        record.add({"n": number})
    return record.path


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork and no SIGKILL")
@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=pytest.mark.nightly)])
def test_a_tag_that_was_said_to_be_saved_survives_every_kill(tmp_path, kills):
    # A fork of one warm process kills faster than as many cold starts would.
    rng = random.Random(1)
    acked: set[str] = set()
    for _ in range(kills):
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            record = Journal(tmp_path, "tags", "AB", writer="0")
            while True:
                os.write(write, record.add({"code": "C1"}).encode() + b"\n")
        os.close(write)
        with os.fdopen(read, "rb") as pipe:
            acked.add(pipe.readline().decode().strip())  # it writes: now at any moment
            time.sleep(rng.uniform(0, 0.03))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            acked |= {line.decode().strip() for line in pipe if line.endswith(b"\n")}
    assert len(acked) > kills
    assert acked - ids(tmp_path) == set()
    assert len(list(tmp_path.glob("*.jsonl"))) == 1


@pytest.mark.slow
def test_a_killed_process_loses_nothing_and_the_next_one_goes_on(tmp_path):
    acked = set()
    for _ in range(2):
        child = start(tmp_path, "AB", 100_000)
        acked |= {child.stdout.readline().strip() for _ in range(20)}
        child.kill()
        acked |= {line.strip() for line in child.stdout if line.endswith("\n")}
        child.wait()
    assert len(acked) >= 40
    assert acked <= ids(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "step"),
    [("flip", 13), ("zero", 11), pytest.param("flip", 1, marks=pytest.mark.nightly)],
)
def test_a_damaged_byte_is_found_and_costs_only_the_events_it_touches(
    tmp_path, damage, step
):
    path = forty(tmp_path)
    whole = path.read_bytes()
    assert whole.count(b"\n") == 40
    true = {e["id"]: e for e in journal.read(tmp_path, "tags").events}
    for place in range(0, len(whole), step):
        byte = 0 if damage == "zero" else whole[place] ^ (1 << place % 8)
        path.write_bytes(whole[:place] + bytes([byte]) + whole[place + 1 :])
        reading = journal.read(tmp_path, "tags")
        # A newline belongs to the line before and to the line after.
        touched = 2 if whole[place : place + 1] == b"\n" else 1
        assert all(true[event["id"]] == event for event in reading.events)
        assert len(reading.events) >= 40 - touched
        assert reading.problems


def test_a_removed_line_is_noticed(tmp_path):
    path = forty(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    assert len(lines) == 40
    for gone in range(39):
        path.write_bytes(b"".join(lines[:gone] + lines[gone + 1 :]))
        assert journal.read(tmp_path, "tags").problems


@pytest.mark.slow
def test_a_tail_cut_anywhere_loses_one_event_at_most_and_the_next_one_is_kept(tmp_path):
    path = forty(tmp_path)
    whole = path.read_bytes()
    start_of_last = whole[:-1].rfind(b"\n") + 1
    assert 0 < start_of_last < len(whole)
    for cut in range(start_of_last, len(whole)):
        path.write_bytes(whole[:cut])
        record = Journal(tmp_path, "tags", "AB", writer=path.name.split(".")[2])
        added = record.add({"n": "after the cut"})
        found = journal.read(tmp_path, "tags")
        assert added in {event["about"] for event in found.events}
        assert len(found.events) == 40 + (cut == len(whole) - 1)
        assert found.problems  # a cut, and a writer who does not know the line before


@pytest.mark.slow
def test_a_journal_cut_at_any_byte_keeps_every_event_before_the_cut(tmp_path):
    record = Journal(tmp_path, "tags", "AB")
    for number in range(12):
        record.add({"n": number})
    whole = record.path.read_bytes()
    true = journal.read(tmp_path, "tags").events
    assert len(true) == 12
    for cut in range(len(whole)):
        record.path.write_bytes(whole[:cut])
        found = journal.read(tmp_path, "tags")
        complete = whole[: cut + 1].count(b"\n")  # only its line end may be missing
        assert found.events == true[:complete]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")
def test_no_id_is_given_before_the_disk_has_answered(tmp_path, monkeypatch):
    told: list[str] = []
    real_sync, real_write = os.fsync, Journal._put

    def sync(handle: int) -> None:
        told.append("dir" if os.path.isdir(f"/proc/self/fd/{handle}") else "file")
        real_sync(handle)

    def put(self: Journal, line: bytes) -> None:
        told.append("put")
        real_write(self, line)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Journal, "_put", put)
    record = Journal(tmp_path / "new" / "round", "tags", "AB")
    record.add({"n": 1})
    assert told == ["put", "file", "dir", "dir", "dir"]  # round, new, and above it
    told.clear()
    record.add({"n": 2})
    assert told == ["put", "file"]


def test_a_failed_fsync_is_said_and_leaves_no_trace(tmp_path, monkeypatch):
    record = Journal(tmp_path, "tags", "AB")
    kept = record.add({"n": 1})

    def fail(handle: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(NotSaved, match="NOT SAVED"):
            record.add({"n": 2})
    later = record.add({"n": 3})
    assert ids(tmp_path) == {kept, later}
    assert journal.read(tmp_path, "tags").problems == []


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit of this kind")
def test_a_full_disk_is_told_and_nothing_saved_is_lost(tmp_path):
    code = """
import pathlib, resource, sys
from coprod.store.journal import Journal
from coprod.store.problem import NotSaved
record = Journal(pathlib.Path(sys.argv[1]), "tags", "AB")
limit = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limit[1]))
refused = 0
for number in range(200):
    try:
        print(record.add({"n": number, "note": "x" * (number % 97)}))
    except NotSaved:
        refused += 1
resource.setrlimit(resource.RLIMIT_FSIZE, limit)
for number in range(10):
    print(record.add({"n": number}))
print(refused, file=sys.stderr)
"""
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    acked = ran.stdout.split()
    assert int(ran.stderr) > 100
    assert len(acked) == 210 - int(ran.stderr)
    assert ids(tmp_path) == set(acked)
    assert journal.read(tmp_path, "tags").problems == []


@pytest.mark.slow
def test_four_writers_and_conflict_copies_keep_every_tag_once(tmp_path):
    children = [start(tmp_path, by, 300) for by in ("AB", "AB", "CD", "EF")]
    acked = [line.strip() for child in children for line in child.stdout]
    assert [child.wait() for child in children] == [0] * 4
    for path in list(tmp_path.glob("*.jsonl")):
        (tmp_path / f"{path.stem} (conflicted copy).jsonl").write_bytes(
            path.read_bytes()
        )
    events = journal.read(tmp_path, "tags").events
    assert len(list(tmp_path.glob("*.jsonl"))) == 8
    assert len(events) == 1200
    assert {event["about"] for event in events} == set(acked)


def test_a_cell_and_screens_on_threads_of_one_engine_keep_the_chain(tmp_path):
    record = Journal(tmp_path, "tags", "AB")

    def write(name: int) -> list[str]:
        said = []
        for number in range(50):
            said.append(record.add({"n": number, "by": name}))
            journal.read(tmp_path, "tags")
        return said

    with ThreadPoolExecutor(4) as threads:
        acked = [one for said in threads.map(write, range(4)) for one in said]
    found = journal.read(tmp_path, "tags")
    assert found.problems == [] and ids(tmp_path) == set(acked)
    assert sorted(event["n"] for event in found.events) == list(range(1, 201))


def test_two_readers_tags_on_one_comment_are_both_kept(rnd):
    other = Round(rnd.name, "CD", rnd.data, rnd.reports)
    journal.record(rnd, "tags").add({"comment": "S01-a-1", "code": "C1"})
    journal.record(other, "tags").add({"comment": "S01-a-1", "code": "C2"})
    state = journal.state(rnd, "tags", ["comment", "code"])
    assert list(state["by"]) == ["AB", "CD"]
    assert list(state["code"]) == ["C1", "C2"]


steps = st.lists(
    st.tuples(
        st.sampled_from(["add", "change", "remove"]),
        st.integers(0, 5),
        st.dictionaries(st.sampled_from("xyz"), st.text(max_size=5), max_size=2),
    ),
    max_size=12,
)


def act(record: Journal, things: list[str], step: tuple) -> str:
    """Do one step and give the event, for undo."""
    op, which, values = step
    if op == "add" or not things:
        things.append(record.add(values))
    elif op == "change":
        record.change(things[which % len(things)], values)
    else:
        record.remove(things[which % len(things)])
    return record.last


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(before=steps, after=steps)
def test_undoing_everything_gives_the_state_before_and_redoing_gives_it_back(
    tmp_path_factory, before, after
):
    folder = tmp_path_factory.mktemp("undo")
    record = Journal(folder, "tags", "AB")

    def state() -> dict:
        return journal.fold(journal.read(folder, "tags").events)

    things: list[str] = []
    for step in before:
        act(record, things, step)
    first = state()
    done = [act(record, things, step) for step in after]
    second = state()
    undone = [record.undo(event) for event in reversed(done)]
    assert state() == first
    for event in reversed(undone):
        record.undo(event)
    assert state() == second


def test_blanked_words_are_gone_from_the_disk_and_the_chain_stays_whole(tmp_path):
    record = Journal(tmp_path, "replies", "AB")
    ids = [record.add({"words": f"the ugly purple lampshade {n}"}) for n in range(3)]
    count = blank(tmp_path, "replies", lambda e: e["about"] == ids[1])
    assert count == 1
    assert b"lampshade 1" not in record.path.read_bytes()
    reading = journal.read(tmp_path, "replies")
    assert reading.problems == []
    assert [e["value"] is None for e in reading.events] == [False, True, False]


@pytest.mark.parametrize("name", ["0000", "zzzz"])  # before and after in order
def test_a_blanked_event_wins_over_a_copy_that_still_has_the_words(tmp_path, name):
    record = Journal(tmp_path, "replies", "AB")
    about = record.add({"words": "secret"})
    copy = tmp_path / f"replies.AB.{name}.jsonl"
    copy.write_bytes(record.path.read_bytes())
    path = record.path
    before = copy.read_bytes()
    blank(tmp_path, "replies", lambda e: e["about"] == about)
    copy.write_bytes(before)
    assert journal.read(tmp_path, "replies").events[0]["value"] is None
    assert b"secret" not in path.read_bytes()


def test_a_writer_goes_on_safely_after_its_file_was_blanked(tmp_path, monkeypatch):
    record = Journal(tmp_path, "replies", "AB")
    watcher = Journal(tmp_path, "replies", "CD")
    first = record.add({"words": "long " * 5000})
    watcher.add({"words": "seen"})
    blank(tmp_path, "replies", lambda e: e["about"] == first)
    monkeypatch.setattr(os, "fsync", lambda handle: (_ for _ in ()).throw(OSError(5)))
    with pytest.raises(NotSaved):
        record.add({"words": "refused"})
    monkeypatch.undo()
    for number in range(5):
        record.add({"n": number})
    watcher.add({"words": "last"})
    reading = journal.read(tmp_path, "replies")
    assert reading.problems == []
    assert reading.events[-1]["by"] == "CD"
    assert [e["n"] for e in reading.events] == list(range(1, 9))


def test_a_journal_of_a_newer_coprod_is_refused_and_not_touched(tmp_path, rnd):
    path = forty(rnd.decisions)
    event = {**journal.read(rnd.decisions, "tags").events[0], "format": 2}
    newer = rnd.decisions / "tags.CD.1234.jsonl"
    newer.write_bytes(journal_lines.line_of(event))
    before = {p: p.read_bytes() for p in (path, newer)}
    with pytest.raises(ValueError, match="newer coprod"):
        journal.state(rnd, "tags")
    with pytest.raises(ValueError, match="newer coprod"):
        journal.record(rnd, "tags").add({"n": 1})
    assert {p: p.read_bytes() for p in rnd.decisions.iterdir()} == before


def test_a_journal_saved_with_windows_line_ends_is_still_read(tmp_path):
    path = forty(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    reading = journal.read(tmp_path, "tags")
    assert len(reading.events) == 40
    assert reading.problems == []


def test_a_journal_changed_within_one_timestamp_is_read_anew(tmp_path):
    """Of the same size, in place, and as the clock of the disk has it, at once."""
    path = forty(tmp_path)
    assert len(journal_lines.read(path)) == 40
    before, whole = path.stat(), path.read_bytes()
    for place in (20, len(whole) // 2, len(whole) - 20):
        changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        for raw, count in ((changed, 39), (whole, 40)):
            with path.open("r+b") as file:
                file.write(raw)
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
            now = path.stat()
            assert (now.st_ino, now.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
            assert len(journal_lines.read(path)) == count


@pytest.mark.parametrize("words", ["café 🎈", "line\nbreak\r\x85\u2028", "half \ud83d"])
def test_any_words_come_back_as_they_were(tmp_path, words):
    Journal(tmp_path, "replies", "AB").add({"words": words})
    reading = journal.read(tmp_path, "replies")
    assert reading.events[0]["value"] == {"words": words}
    assert reading.problems == []


def test_no_line_holds_more_than_ids_initials_and_the_decision(tmp_path):
    path = forty(tmp_path)
    event = json.loads(path.read_bytes().split(b"\n")[0].partition(b" ")[2])
    assert set(event) == {
        *("format", "id", "n", "prev", "time", "by", "op"),
        *("about", "after", "digest", "salt", "value"),
    }
    assert os.uname().nodename not in path.name


OTHER = """
import pathlib, sys
from coprod.store.journal import Journal
record = Journal(pathlib.Path(sys.argv[1]), "notes", "CD", writer="0")
print(record.add({"words": "to be blanked"}), flush=True)
sys.stdin.readline()
print(record.add({"words": "saved meanwhile"}), flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows cannot wait for a pipe")
def test_what_another_engine_saves_while_words_are_blanked_is_kept(
    tmp_path, monkeypatch
):
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    first = other.stdout.readline().strip()
    write = journal.write

    def in_between(*args):
        """Let the other one save after the file was read, and before it is written."""
        other.stdin.write("\n")
        other.stdin.flush()
        select.select([other.stdout], [], [], 1)
        write(*args)

    monkeypatch.setattr(journal, "write", in_between)
    assert blank(tmp_path, "notes", lambda e: e["about"] == first) == 1
    second = other.stdout.readline().strip()
    assert other.wait() == 0
    reading = journal.read(tmp_path, "notes")
    assert {e["about"]: e["value"] for e in reading.events} == {
        first: None,
        second: {"words": "saved meanwhile"},
    }
    assert reading.problems == []


def test_what_an_event_is_about_can_go_and_the_chain_stays_whole(tmp_path):
    record = Journal(tmp_path, "marks", "AB")
    for name in ("Amira Khan", "somebody"):
        record.add({"words": "x"}, about=name)

    def gone(event):
        named = event["about"] == "Amira Khan"
        return {**event, "about": "a1", "op": "remove", "value": {}} if named else event

    record.path.chmod(0o600)
    assert journal.rewrite(tmp_path, "marks", gone) == 1
    assert journal.rewrite(tmp_path, "marks", gone) == 0
    assert b"Amira" not in record.path.read_bytes()
    assert record.path.stat().st_mode & 0o777 == 0o600
    record.add({"words": "y"}, about="a third")
    reading = journal.read(tmp_path, "marks")
    assert reading.problems == []
    assert list(journal.fold(reading.events)) == ["somebody", "a third"]
