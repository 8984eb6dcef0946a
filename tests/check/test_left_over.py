"""What is left over when words are gone: it goes on or is let go, and is never lost."""

from dataclasses import replace

import pandas as pd
import pytest
from pressing import choose, kept, press

from coprod.check import left_over
from coprod.check.screens import LeftOver
from coprod.listen import comments, corrections, set_aside
from coprod.protect import care, review
from coprod.store import journal
from coprod.write import codebook, flags_and_notes, readers, tags

WHO = pd.DataFrame(
    [["S01", "", f"r{i}", f"P0{i}", "participant"] for i in range(4)],
    columns=["source", "label", "row", "person", "role"],
)
GONE = "The car park costs too much money."
OTHER = "We paid a great deal for the car park, every day."
THIRD = "She told me before anybody else did."


def read(rnd, *words):
    rows = [
        ["S01", i, "line", "Mum", text, None, f"r{i}", None]
        for i, text in enumerate(words)
    ]
    names = "source position place speaker text question row about".split()
    return comments.make(rnd, pd.DataFrame(rows, columns=names), WHO)


def ended(rnd, made):
    return left_over.ended(rnd, made).to_numpy().tolist()


@pytest.fixture
def left(rnd):
    """A comment that is gone, with a tag of each of two readers, a flag and a note."""
    (rnd.raw / "a.txt").write_text(GONE, encoding="utf-8")
    from coprod.listen import files

    files.codes(rnd)
    gone = read(rnd, GONE, THIRD)["comment"].iloc[0]
    code = codebook.add(rnd, "Parking")
    tags.add(rnd, gone, code, start=4, end=12)
    journal.record(rnd, "flags").add({"comment": gone, "why": "ask the trust"})
    values = {"comment": gone, "person": None, "note": "the permit"}
    journal.record(rnd, "notes").add(values)
    review.record_review(rnd, [gone])
    care.record(rnd, gone, "no need")
    set_aside.mark(rnd, gone, "out of scope", "a test")
    return rnd, gone, read(rnd, THIRD, "Something else altogether.", OTHER)


def test_all_that_stands_on_words_that_are_gone_waits(left):
    rnd, gone, made = left
    [what] = left_over.waiting(rnd, made).values()
    assert [said.split(" (")[0] for said in what] == ["Parking", "a flag", "a note"]
    assert ended(rnd, made) == [["waits for a person", "", 1]]


def test_the_likeliest_is_offered_first_and_a_search_finds_others(left):
    rnd, _, made = left
    screen = LeftOver(rnd, made)
    assert screen.summary == "Left over: 1 comment in no file any more."
    assert screen.to.options[1][0] == f"3 (P02): {OTHER}"
    choose(screen, screen.search, "altogether")
    assert [words for words, _ in screen.to.options[1:]] == [
        "2 (P01): Something else altogether."
    ]


@pytest.mark.slow
def test_it_goes_on_with_another_comment_as_a_whole_and_can_be_taken_back(left):
    rnd, gone, made = left
    screen, to = LeftOver(rnd, made), made["comment"].iloc[2]
    choose(screen, screen.to, to)
    assert press(screen, "Put it there").startswith("Saved: put there.")
    [tag] = tags.table(rnd).to_dict("records")
    assert tag["comment"] == to and pd.isna(tag["start"])
    assert list(flags_and_notes.flags(rnd)["comment"]) == [to]
    assert list(flags_and_notes.notes(rnd)["comment"]) == [to]
    assert left_over.waiting(rnd, made) == {}
    assert ended(rnd, made) == [["goes on with another comment", "", 1]]
    assert "Undone" in press(screen, "Undo")
    assert list(tags.table(rnd)["comment"]) == [gone]
    assert tags.table(rnd)["start"].tolist() == [4]


def test_no_review_and_no_care_of_other_words_goes_over(left):
    rnd, gone, made = left
    left_over.place(rnd, gone, made["comment"].iloc[2])
    assert list(review.reviewed(rnd)["comment"]) == [gone]
    assert list(care.done(rnd)["comment"]) == [gone]
    assert list(set_aside.marks(rnd)["comment"]) == [gone]


@pytest.mark.slow
def test_it_is_let_go_only_with_a_reason_and_stays_in_the_record(left):
    rnd, gone, made = left
    screen = LeftOver(rnd, made)
    press(screen, "Let it go")
    assert screen.line.bad and "write why" in screen.status
    assert list(left_over.waiting(rnd, made)) == [gone]
    choose(screen, screen.reason, "she asked for it")
    assert press(screen, "Let it go").startswith("Saved: let go.")
    assert left_over.waiting(rnd, made) == {}
    assert ended(rnd, made) == [["let go", "she asked for it", 1]]
    assert list(tags.table(rnd)["comment"]) == [gone]
    press(screen, "Undo")
    assert list(left_over.waiting(rnd, made)) == [gone]


def test_where_it_went_is_followed_when_those_words_are_corrected_or_go_too(left):
    rnd, gone, made = left
    left_over.place(rnd, gone, made["comment"].iloc[2])
    again = read(rnd, THIRD, "Something else altogether.", OTHER + " Every one.")
    corrections.confirm(rnd, made["comment"].iloc[2], again["comment"].iloc[2])
    again = read(rnd, THIRD, "Something else altogether.", OTHER + " Every one.")
    assert list(tags.table(rnd)["comment"]) == [again["comment"].iloc[2]]
    last = read(rnd, THIRD)
    assert list(left_over.waiting(rnd, last)) == [again["comment"].iloc[2]]
    left_over.place(rnd, again["comment"].iloc[2], last["comment"].iloc[0])
    assert list(tags.table(rnd)["comment"]) == [last["comment"].iloc[0]]


@pytest.mark.slow
def test_a_tag_whose_own_words_were_mended_is_asked_about(rnd):
    (rnd.raw / "a.txt").write_text(GONE, encoding="utf-8")
    was = read(rnd, GONE, THIRD)["comment"].iloc[0]
    tag = tags.add(rnd, was, codebook.add(rnd, "Parking"), start=4, end=12)
    text = GONE.replace("car park", "carpark")
    corrections.confirm(rnd, was, read(rnd, text, THIRD)["comment"].iloc[0])
    screen = LeftOver(rnd, read(rnd, text, THIRD))
    assert screen.summary == "Left over: 1 tag of yours on words that were mended."
    words, stretch = screen.to.options[1]
    assert words == "“carpark”" and screen.to.options[2][0] == "the whole comment"
    assert "NOT SAVED" in press(screen, "Let it go") and screen.line.bad
    choose(screen, screen.to, stretch)
    assert press(screen, "Put it there").startswith("Saved: put there.")
    assert tags.table(rnd)[["start", "end"]].to_numpy().tolist() == [[4, 11]]
    assert press(screen, "Undo").startswith("Undone")
    assert screen.left == [tag]


def test_the_screen_shows_no_id_and_keeps_no_words(left):
    rnd, gone, made = left
    screen = LeftOver(rnd, made)
    words = " ".join(str(block.get("text")) for block in screen.pane.blocks)
    words += " ".join(said for said, _ in screen.to.options) + screen.summary
    assert GONE in words and "Parking (AB, " in words and "P00" in words
    assert gone[4:20] not in words
    assert "car park" not in kept(screen) and gone not in kept(screen)


def test_while_readers_read_apart_nobody_sees_another_readers_code(left):
    rnd, gone, made = left
    other = replace(rnd, reader="CD")
    tags.add(other, gone, codebook.add(other, "Money"))
    readers.read_apart(rnd, True, "a first view of our own")
    [what] = left_over.waiting(rnd, made).values()
    assert [said.split(",")[0] for said in what][:2] == ["Parking (AB", "a tag (CD"]
