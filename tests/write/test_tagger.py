"""The engine of the reading screen without a browser: ask, and read the journals."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from coprod.listen import corrections, set_aside, splits
from coprod.protect import pseudonyms
from coprod.store import journal, tables
from coprod.write import codebook, codebook_reads, flags_and_notes, readers
from coprod.write import tags as tags_
from coprod.write.tagger import Tagger, sources
from coprod.write.tagger.requests import Desk

ROOT = Path(__file__).resolve().parents[2]
E = "0123456789ab"


@pytest.fixture
def code(rnd) -> str:
    codebook.add(rnd, "parking")
    return codebook.add(rnd, "kindness")


@pytest.fixture
def desk(rnd, comments, people, code) -> Desk:
    return Desk(rnd, comments, people)


def ask(desk: Desk, kind: str, **more: Any) -> dict[str, Any]:
    """Ask and give the answer, which must be one that can be sent."""
    said = desk.answer({"n": 7, "ask": kind, "view": "v", **more})
    json.dumps(said)
    assert said["n"] == 7
    return said


def save(desk: Desk, *ops: dict[str, Any], act: str = E) -> dict[str, Any]:
    """Save one act; its operations get the ids a screen would give them."""
    made = [{"e": f"{act}.{i}", **op} for i, op in enumerate(ops)]
    return ask(desk, "save", acts=[{"act": act, "ops": made}])


def tag(comment: str, code: str, name: str = "aa0000", **more: Any) -> dict[str, Any]:
    """Give the operation that tags a comment."""
    return {"do": "tag", "tag": name, "comment": comment, "code": code, **more}


def test_a_tag_is_on_disk_when_the_answer_says_saved_and_comes_back_with_it(
    desk, rnd, code
):
    said = save(desk, tag("S01-a-1", code, start=0, end=3, ticks=["good"]))
    assert said["saved"] == [E] and said["refused"] == []
    [row] = tags_.table(rnd).to_dict("records")
    assert (row["tag"], row["start"], row["end"], row["good"]) == ("aa0000", 0, 3, True)
    [back] = said["state"]["comments"]["S01-a-1"]["tags"]
    assert (back["id"], back["start"], back["end"]) == ("aa0000", 0, 3)
    assert "4 of 5 comments not yet read" in said["progress"]


def test_a_save_that_is_sent_again_is_written_once(desk, rnd, code, comments, people):
    for one in (desk, desk, Desk(rnd, comments, people)):  # the last: a new engine
        assert save(one, tag("S01-a-1", code))["saved"] == [E]
    assert len(journal.read(rnd.decisions, "tags").events) == 1
    gone = {"do": "untag", "tag": "aa0000", "comment": "S01-a-1"}
    for _ in range(2):
        assert save(desk, gone, act="bbbbbbbbbbbb")["refused"] == []
    assert save(desk, tag("S01-a-1", code))["saved"] == [E]
    assert tags_.table(rnd).empty


def test_no_answer_precedes_the_disk(desk, rnd, code, monkeypatch):
    order: list[str] = []
    real, hear = os.fsync, desk.answer

    def sync(handle: int) -> None:
        order.append("disk")
        real(handle)

    save(desk, tag("S01-b-1", code, "bb0000"), act="111111111111")
    monkeypatch.setattr(os, "fsync", sync)  # the journal is there: only its line goes
    said = hear(
        {
            "n": 1,
            "ask": "save",
            "acts": [{"act": E, "ops": [{"e": f"{E}.0", **tag("S01-a-1", code)}]}],
        }
    )
    order.append("answer")
    assert said["saved"] == [E] and order == ["disk", "answer"]


def test_a_full_disk_is_answered_not_saved_and_the_same_act_is_taken_later(
    desk, rnd, code, monkeypatch
):
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        said = save(desk, tag("S01-a-1", code))
        assert said["saved"] == [] and said["refused"] == []
        assert "NOT SAVED" in said["notsaved"]
    assert tags_.table(rnd).empty
    assert save(desk, tag("S01-a-1", code))["saved"] == [E]
    assert len(tags_.table(rnd)) == 1


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit of this kind")
def test_on_a_disk_that_fills_up_what_was_answered_is_what_is_there(
    rnd, comments, people, code
):
    frames = {"comments": comments, "people": people}
    for name, frame in frames.items():
        rnd.save(name, frame)
    script = """
import pathlib, resource, sys
from coprod.store import rounds
from coprod.write.tagger.requests import Desk
rnd = rounds.Round("test", "AB", pathlib.Path(sys.argv[1]), pathlib.Path("r"))
desk = Desk(rnd, rnd.load("comments"), rnd.load("people"))
def save(k):
    op = {"e": f"{k:012x}.0", "do": "tag", "tag": f"{k:012x}", "comment": "S01-a-1",
          "code": sys.argv[2], "note": "x" * (k % 97)}
    act = {"act": f"{k:012x}", "ops": [op]}
    said = desk.answer({"n": k, "ask": "save", "acts": [act]})
    print(*said["saved"])
    return "notsaved" in said
limit = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limit[1]))
refused = [save(k) for k in range(120)]
resource.setrlimit(resource.RLIMIT_FSIZE, limit)
[save(k) for k in range(200, 210)]
print(sum(refused), file=sys.stderr)
"""
    ran = subprocess.run(
        [sys.executable, "-c", script, str(rnd.data), code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    acked = ran.stdout.split()
    assert int(ran.stderr) > 20 and len(acked) == 130 - int(ran.stderr)
    assert sorted(tags_.table(rnd)["tag"]) == sorted(acked)


def test_two_readers_side_by_side_and_nobody_changes_the_others_tag(
    desk, rnd, code, comments, people
):
    other = Desk(replace(rnd, reader="CD"), comments, people)
    save(desk, tag("S01-a-1", code))
    said = save(other, tag("S01-a-1", code, "cc0000"), act="cccccccccccc")
    readers = [t["by"] for t in said["state"]["comments"]["S01-a-1"]["tags"]]
    assert sorted(readers) == ["AB", "CD"]
    for do in ("untag", "change"):
        op = {"do": do, "tag": "aa0000", "comment": "S01-a-1", "note": "no"}
        said = save(other, op, act=f"dddddddddd{do[:2].encode().hex()[:2]}")
        assert "not yours" in said["refused"][0][1]
    undo = {"do": "undo", "kind": "tags", "event": f"{E}.0"}
    assert save(other, undo, act="eeeeeeeeeeee")["refused"]
    assert len(tags_.table(rnd)) == 2
    assert "bad" in ask(desk, "ids")  # an answer that fails tells no news ...
    assert "S01-a-1" in ask(desk, "place")["state"]["comments"]  # ... but the next does
    assert ask(desk, "place")["state"]["comments"] == {}


def test_an_act_against_the_rules_writes_nothing_of_itself(desk, rnd, code):
    bad = [
        tag("S01-a-1", "gone"),
        tag("nowhere", code),
        tag("S01-a-1", code, start=5, end=500),
        tag("S01-a-1", code, start=5, end=5),
        {"do": "aside", "comment": "S01-a-1", "end": "out of scope", "reason": " "},
        {"do": "code", "code": "ffffff", "name": "Kindness"},
        {"do": "note", "person": "P99", "note": "x"},
        {"do": "nothing"},
    ]
    for number, op in enumerate(bad):
        act = f"{number:012x}"
        said = save(desk, tag("S01-b-1", code, f"{number:06x}"), op, act=act)
        assert said["saved"] == [] and said["refused"][0][0] == act
    assert tags_.table(rnd).empty and set_aside.marks(rnd).empty
    assert "id" in save(desk, {**tag("S01-a-1", code), "e": "../x"})["refused"][0][1]


def test_a_new_code_and_its_first_tag_are_one_act_even_if_sent_twice(desk, rnd, code):
    parent = codebook.add(rnd, "Staff", level="theme")
    codebook.move(rnd, code, parent)
    ops = (
        {"do": "code", "code": "ffffff", "name": "singing", "parent": code},
        tag("S01-a-1", "ffffff"),
    )
    said = save(desk, *ops)
    assert said["saved"] == [E] and save(desk, *ops)["saved"] == [E]
    assert len(tags_.table(rnd)) == 1
    deep = {c["name"]: len(c["path"]) for c in said["codes"]["list"]}
    assert deep == {"Staff": 0, "kindness": 1, "singing": 2, "parking": 0}
    assert codebook_reads.theme_of(codebook.table(rnd))["ffffff"] == parent


def test_undo_and_redo_bring_back_what_stood_for_every_kind(desk, rnd, code):
    save(desk, tag("S01-a-1", code), act="111111111111")
    before = desk.given.of("S01-a-1")
    ops = [
        {"do": "change", "tag": "aa0000", "comment": "S01-a-1", "ticks": ["good"]},
        {"do": "untag", "tag": "aa0000", "comment": "S01-a-1"},
        {"do": "aside", "comment": "S01-a-1", "end": "no content", "reason": "x"},
        {"do": "flag", "flag": "f00000", "comment": "S01-a-1", "why": "look"},
        {"do": "note", "comment": "S01-a-1", "note": "hm"},
        {"do": "hint", "comment": "S01-a-1", "code": code, "answer": "refused"},
    ]
    kinds = ("tags", "tags", "marks", "flags", "notes", "suggested")
    for k, op in enumerate(ops):
        save(desk, op, act=f"22222222222{k}")
    after = desk.given.of("S01-a-1")
    assert after != before
    for k in reversed(range(6)):
        undo = {"do": "undo", "kind": kinds[k], "event": f"22222222222{k}.0"}
        save(desk, undo, act=f"33333333333{k}")
    assert desk.given.of("S01-a-1") == before
    for k in range(6):
        redo = {"do": "undo", "kind": kinds[k], "event": f"33333333333{k}.0"}
        save(desk, redo, act=f"44444444444{k}")
    assert desk.given.of("S01-a-1") == after


def test_what_can_be_undone_is_known_after_a_new_start(
    desk, rnd, code, comments, people
):
    save(desk, tag("S01-a-1", code), tag("S01-b-1", code, "bb0000"))
    done = ask(Desk(rnd, comments, people), "open")["done"]
    assert done == [[["tags", f"{E}.0"], ["tags", f"{E}.1"]]]


def test_flags_notes_and_answers_are_tables_and_do_not_count_as_reading(
    desk, rnd, code
):
    save(
        desk,
        {"do": "flag", "flag": "f00000", "comment": "S01-a-1", "why": "a worry"},
        {"do": "note", "comment": "S01-a-1", "note": "hm"},
        {"do": "note", "person": "P01", "note": "quiet"},
        {
            "do": "hint",
            "comment": "S01-a-1",
            "code": code,
            "answer": "changed",
            "instead": code,
            "model": "m",
        },
    )
    assert flags_and_notes.flags(rnd)["why"].tolist() == ["a worry"]
    assert flags_and_notes.notes(rnd)["person"].tolist() == [None, "P01"]
    assert flags_and_notes.answers(rnd)["answer"].tolist() == ["changed"]
    assert "5 of 5 comments not yet read" in desk.summary
    blank = {"do": "note", "comment": "S01-a-1", "note": " "}
    save(desk, blank, {"do": "unflag", "flag": "f00000"}, act="555555555555")
    assert flags_and_notes.flags(rnd).empty and len(flags_and_notes.notes(rnd)) == 1


@pytest.mark.parametrize("cut", [(9, 11), (12, 20), (0, 11), (10, 30), (16, 30)])
def test_a_stretch_that_touches_a_replaced_name_takes_it_whole_both_ways(
    rnd, comments, people, code, cut
):
    source = "😀 Kind, 😀 Amira said to Bo."
    names = [(11, 16, "[nurse 1]"), (25, 27, "[x]")]
    shown = source[:11] + "[nurse 1]" + source[16:25] + "[x]" + source[27:]
    swaps = tables.check(
        "replacements",
        pd.DataFrame(
            [
                {
                    "comment": "S01-a-1",
                    "start": a,
                    "end": b,
                    "shown": s,
                    "type": "X",
                    "by": "list",
                }
                for a, b, s in names
            ]
        ),
    )
    said = comments.assign(text=[shown, *comments["text"][1:]])
    desk = Desk(rnd, said, people, replacements=swaps)
    start, end = cut[0], min(cut[1], len(source))
    save(desk, tag("S01-a-1", code, start=start, end=end))
    [row] = tags_.table(rnd).to_dict("records")
    assert row["start"] <= start and row["end"] >= end
    for a, b, _ in names:
        assert not (row["start"] < b and row["end"] > a) or (
            row["start"] <= a and row["end"] >= b
        )
    [back] = desk.given.of("S01-a-1")["tags"]
    assert pseudonyms.translate(back["start"], back["end"], swaps) == (
        row["start"],
        row["end"],
    )
    row = desk.shelf.row(0)
    assert [shown[c:d] for _, _, c, d in row["swaps"]] == ["[nurse 1]", "[x]"]


def test_pages_hold_the_turns_around_and_filters_narrow_them(desk, rnd, code):
    page = ask(desk, "view", mode="cards", order="people", show="unread")
    assert page["order"][:3] == ["S02-d-1", "S01-a-1", "S01-c-1"]
    near = {row["id"]: (row["before"], row["after"]) for row in page["rows"]}
    assert near["S01-b-1"] == ("S01-a-1", "S01-c-1")
    assert near["S02-d-1"] == (None, "S02-e-1")
    save(desk, tag("S01-b-1", code))

    def shown(**asked: Any) -> list[str]:
        return ask(desk, "view", mode="cards", order="source", **asked)["order"]

    assert "S01-b-1" not in shown(show="unread")
    assert shown(show="tagged") == shown(code=code) == ["S01-b-1"]
    assert shown(group="child") == shown(source="S02") == ["S02-d-1", "S02-e-1"]
    assert shown(words="LEAFLET") == ["S02-d-1"]
    assert shown(words="[a") == []
    table = ask(desk, "view", mode="table", show="all", sort="words", down=True)
    assert table["order"][0] == "S01-b-1" or table["order"][0] == "S02-d-1"


def test_somebody_in_a_sheet_has_a_short_code_on_the_screen_and_the_long_one_on_disk(
    rnd, comments, people, code
):
    rows = [f"S02r{n:010x}" for n in (9, 5, 7)]
    comments = comments.assign(person=["P01", "P01", *rows])
    who = pd.concat([people[:1].assign(person=name) for name in ["P01", *rows]])
    desk = Desk(rnd, comments, who)
    page = ask(desk, "view", view="1", mode="table", sort="person", down=False)
    assert [row["who"] for row in page["rows"]] == [
        "P01",
        "P01",
        "S02-1",
        "S02-2",
        "S02-3",
    ]
    save(desk, {"do": "note", "person": page["rows"][3]["person"], "note": "quiet"})
    assert list(flags_and_notes.notes(rnd)["person"]) == [rows[1]]
    more = pd.concat([comments, comments[-1:].assign(comment="x", person="S02rff")])
    last = who[-1:].assign(person="S02rff")
    shelf = Desk(rnd, more, pd.concat([who, last])).shelf
    assert shelf.called == ["P01", "S02-1", "S02-2", "S02-3", "S02-4"]


def test_readers_who_differ_and_suggestions_not_answered_can_be_shown(
    desk, rnd, code, comments, people
):
    other = replace(rnd, reader="CD")
    save(desk, tag("S01-a-1", code))
    tags_.add(other, "S01-a-1", codebook.table(rnd)["code"][0])
    tags_.add(other, "S01-b-1", code)
    row = {"comment": "S01-c-1", "code": code, "score": 0.5, "words": None}
    hints = tables.check("suggestions", pd.DataFrame([{**row, "model": "m"}]))
    again = Desk(rnd, comments, people, suggestions=hints)

    def shown(show: str) -> list[str]:
        return ask(again, "view", mode="cards", order="source", show=show)["order"]

    assert shown("differ") == ["S01-a-1"] and shown("hints") == ["S01-c-1"]
    [hint] = again.given.of("S01-c-1")["hints"]
    answer = {"do": "hint", "comment": "S01-c-1", "code": code, "answer": "refused"}
    save(again, {**answer, "model": hint["model"]}, act="666666666666")
    assert shown("hints") == [] and again.given.of("S01-c-1")["tags"] == []
    assert "S01-c-1" not in set(tags_.table(rnd)["comment"])


def test_groups_of_similar_comments_are_read_together(rnd, comments, people, code):
    ids = list(comments["comment"])
    rows = {
        "comment": ids,
        "group": [2, 1, 2, 1, 1],
        "distance": [0.2, 0.3, 0.1, 0.1, 0.2],
    }
    groups = tables.check("groups", pd.DataFrame(rows))
    desk = Desk(rnd, comments, people, groups=groups)
    page = ask(desk, "view", mode="cards", order="groups", show="all")
    assert page["order"] == [ids[i] for i in (3, 4, 1, 2, 0)]


def test_the_place_is_kept_for_each_reader_without_words_searched_for(
    desk, rnd, comments, people
):
    ask(desk, "place", comment="S02-d-1", mode="table", words="Amira")
    kept = Desk(rnd, comments, people).answer({"n": 1, "ask": "open"})["place"]
    assert kept["comment"] == "S02-d-1" and kept["mode"] == "table"
    assert "Amira" not in (rnd.processed / "place.AB.json").read_text()
    other = Desk(replace(rnd, reader="CD"), comments, people)
    assert other.answer({"n": 1, "ask": "open"})["place"] == {}


def test_an_empty_round_and_strange_requests_are_answered(rnd, people):
    desk = Desk(rnd, tables.empty("comments"), people)
    assert ask(desk, "view", mode="cards", order="people", show="unread")["order"] == []
    assert "There are no comments yet" in ask(desk, "open")["progress"]
    for odd in ({}, {"ask": "rows"}, {"ask": "save"}, {"ask": "ids", "view": "x"}):
        said = desk.answer({"n": 1, **odd})
        assert said["n"] == 1


def test_an_unforeseen_error_tells_no_words(desk, monkeypatch):
    def broken(*_: object) -> None:
        raise KeyError("The car park costs too much.")

    monkeypatch.setattr(desk.shelf, "row", broken)
    said = ask(desk, "view", mode="cards", order="source", show="all")
    assert "car park" not in said["bad"] and "KeyError" in said["bad"]


def test_an_act_that_fails_unforeseen_is_refused_without_words(
    desk, rnd, code, monkeypatch
):
    def broken(ops: Any) -> None:
        float("The car park costs too much.")

    monkeypatch.setattr(desk.deeds, "write", broken)
    [[act, why]] = save(desk, tag("S01-a-1", code))["refused"]
    assert act == E and "car park" not in why
    assert "ValueError in requests.py, line " in why


def test_words_lie_in_no_widget_state_and_the_page_has_a_sentence(
    rnd, comments, people, code
):
    screen = Tagger(rnd, comments, people)
    sent: list[dict[str, Any]] = []
    screen.widget.send = sent.append
    screen.hear(
        {"n": 1, "ask": "view", "view": "v", "mode": "cards", "order": "source"}
    )
    assert "car park" in json.dumps(sent)
    assert "car park" not in json.dumps(screen.widget.get_state(), default=str)
    bundle = screen._repr_mimebundle_()
    assert "5 of 5 comments not yet read" in bundle["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "car park" not in json.dumps(bundle)


def test_the_page_draws_text_only_and_fetches_nothing():
    script, style = sources()
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "http",
        "import ",
        "localStorage",
        "eval(",
    ):
        assert word not in script
    assert "url(" not in style and "@import" not in style
    for part in (ROOT / "coprod" / "write" / "tagger").glob("tagger*"):
        assert len(part.read_text(encoding="utf-8").splitlines()) <= 350


def test_tags_follow_confirmed_corrections_and_halves_while_the_screen_is_open(
    rnd, comments, people, code
):
    ids = ["S01-z-1a5", *comments["comment"][1:]]
    desk = Desk(rnd, comments.assign(comment=ids), people)
    tags_.add(rnd, "S01-a-1a5", code, start=0, end=3)
    ask(desk, "place")
    assert desk.given.of("S01-z-1a5")["tags"] == []
    corrections.confirm(rnd, "S01-z-1", "S01-a-1")
    said = ask(desk, "place")
    [found] = said["state"]["comments"]["S01-z-1a5"]["tags"]
    assert found["start"] is None  # the words were corrected since
    assert list(tags_.table(rnd)["comment"]) == ["S01-z-1a5"]
    assert desk.given.read.tolist() == [True, False, False, False, False]


def test_what_the_screen_shows_is_what_the_tables_say(
    desk, rnd, code, comments, people, tmp_path
):
    save(desk, tag("S01-a-1", code, "a00001"), tag("S01-b-1", code, "a00002"))
    save(desk, {"do": "untag", "tag": "a00001", "comment": "S01-a-1"}, act="1" * 12)
    tags_.add(replace(rnd, reader="CD"), "S01-c-1", code)
    set_aside.mark(rnd, "S02-e-1", "no content", "a sound")
    ask(desk, "place")
    shown = {t["id"] for c in desk.shelf.ids for t in desk.given.of(c)["tags"]}
    tags, marks = tags_.table(rnd), set_aside.marks(rnd)
    assert shown == set(tags["tag"])
    assert desk.summary == tags_.progress(comments, tags, marks)
    order = ask(desk, "view", mode="cards", order="people", show="unread")["order"]
    read = [*tags["comment"], *marks["comment"]]
    assert order == tags_.order(comments, people, read)


def test_while_readers_read_apart_nobody_sees_anothers_tags_or_marks(
    desk, rnd, code, comments, people
):
    other = replace(rnd, reader="CD")
    tags_.add(other, "S01-a-1", code)
    set_aside.mark(other, "S02-e-1", "no content", "a sound")
    save(desk, tag("S01-b-1", code))
    assert desk.given.of("S01-a-1")["tags"]
    readers.read_apart(rnd, True, "to come to our own view first")
    said = ask(desk, "place")
    assert said["state"]["comments"]["S01-a-1"]["tags"] == []
    assert "4 of 5 comments not yet read" in said["progress"]
    for show in ("tagged", "aside", "differ", "all"):
        page = ask(desk, "view", mode="table", show=show, code="", sort="tags")
        assert "CD" not in json.dumps(page)
        assert page["order"] == {"tagged": ["S01-b-1"], "all": page["order"]}.get(
            show, []
        )
    assert ask(desk, "view", mode="table", code=code)["order"] == ["S01-b-1"]
    readers.read_apart(rnd, False, "now together")
    assert ask(desk, "place")["state"]["comments"]["S01-a-1"]["tags"]


def test_a_tag_shows_the_code_it_counts_as_after_a_split(desk, rnd, code):
    save(desk, tag("S01-a-1", code), tag("S01-b-1", code, "bb0000"))
    new = codebook.split(rnd, code, "singing", ["aa0000"], "it is another thing")
    said = ask(desk, "place")
    [shown] = said["state"]["comments"]["S01-a-1"]["tags"]
    assert shown["code"] == new
    assert list(tags_.table(rnd)["code"]) == [new, code]
    change = {"do": "change", "tag": "aa0000", "comment": "S01-a-1", "code": code}
    save(desk, change, act="7" * 12)
    assert desk.given.of("S01-a-1")["tags"][0]["code"] == code
    assert list(tags_.table(rnd)["code"]) == [code, code]


def test_small_talk_is_no_picture_that_waits_to_be_typed(rnd, comments, people):
    hints = ["says little", tables.WAITS, *[None] * (len(comments) - 2)]
    desk = Desk(rnd, comments.assign(no_words=hints), people)
    ask(desk, "view", mode="cards", order="source", show="all")
    assert [row["at"] for row in ask(desk, "small")["small"]] == [0]


def test_a_comment_cut_since_notebook_02_ran_takes_no_tag(rnd, comments, people, code):
    rnd.save("comments", comments)
    os.utime(rnd.processed / "comments.parquet", (0, 0))
    desk = Desk(rnd, comments, people)
    text = comments["text"].iloc[0]
    splits.cut(rnd, comments["comment"].iloc[0], text, text.index(" "))
    said = save(desk, tag(comments["comment"].iloc[0], code, "a00001"))
    assert "cut in two" in str(said["refused"])
    assert tags_.table(rnd).empty


def test_the_same_words_for_no_answer_are_proposed_once_for_all(rnd, comments, people):
    some = list(comments.index[:3])
    said = comments.assign(no_words=None)
    said.loc[some, ["text", "question", "no_words"]] = [
        "No answer",
        "Why?",
        "says little",
    ]
    desk = Desk(rnd, said, people)
    ask(desk, "view", mode="cards", order="source", show="all")
    [row] = ask(desk, "small")["small"]
    assert row["same"] == list(said.loc[some, "comment"])
