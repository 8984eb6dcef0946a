"""The screen of disagreements: one by one, side by side, nobody's tag changed."""

from dataclasses import replace

import pytest
from pressing import choose, kept, press

from coprod.listen import set_aside
from coprod.write import codebook, tags
from coprod.write import readers as write_readers
from coprod.write.screens import readers

FIRST, SECOND = "S01-a-1", "S01-b-1"


@pytest.fixture
def codes(rnd):
    """Two comments that two readers read differently, and one they read alike."""
    told, ring = codebook.add(rnd, "Told directly"), codebook.add(rnd, "Ringing back")
    other = replace(rnd, reader="CD")
    tags.add(rnd, FIRST, told, experience=("good", "less good"), note="ask again")
    tags.add(other, FIRST, ring)
    tags.add(rnd, SECOND, told)
    set_aside.mark(other, SECOND, "out of scope", "cars")
    tags.add(rnd, "S01-c-1", told)
    tags.add(other, "S01-c-1", told)
    return told, ring


@pytest.fixture
def screen(rnd, codes, comments):
    return readers.Settle(rnd, comments)


def test_what_each_reader_said_stands_side_by_side(screen):
    words, [table] = screen.pane.blocks[-1], screen.said.blocks
    assert words == {"kind": "comment", "text": "She told me first."}
    assert table["head"] == ["", "AB", "CD"]
    assert table["rows"] == [
        ["Told directly", "good, less good", ""],
        ["Ringing back", "", "not clear"],
        ["Note", "ask again", ""],
    ]
    assert screen.summary.startswith("2 comments were read differently: 0 settled")


@pytest.mark.slow
def test_one_after_the_other_is_settled_and_no_tag_is_changed(rnd, screen, codes):
    before = tags.table(rnd)
    screen.outcome.value, screen.reason.value = "reader CD", "read it again"
    press(screen, "Save and next")
    assert screen.comment == SECOND
    assert screen.said.blocks[0]["rows"][-1] == ["Set aside", "", "out of scope: cars"]
    choose(screen, screen.outcome, "code")
    screen.code.value = codes[1]
    screen.ticks["needs improving"].value, screen.reason.value = True, "neither"
    assert not screen.other.hidden
    press(screen, "Save and next")
    assert screen.status == (
        "Saved: Another code. 2 comments were read differently: 2 settled, "
        "0 left open, 0 to look at."
    )
    counted = write_readers.counted(rnd)
    assert set(counted.loc[counted["comment"] == FIRST, "reader"]) == {"CD"}
    [made] = counted[counted["comment"] == SECOND].to_dict("records")
    assert made["code"] == codes[1] and made["needs_improving"]
    assert tags.table(rnd).equals(before)


def test_nothing_is_settled_without_a_choice_and_a_reason(rnd, screen):
    press(screen, "Save and next")
    screen.outcome.value = "all"
    press(screen, "Save and next")
    assert screen.line.bad and screen.comment == FIRST
    assert screen.outcome.value == "all"
    assert write_readers.settlements(rnd).empty


@pytest.mark.slow
def test_undo_brings_the_comment_back(rnd, screen):
    screen.outcome.value, screen.reason.value = "all", "both"
    press(screen, "Save and next")
    press(screen, "Undo my last one")
    assert screen.comment == FIRST and write_readers.settlements(rnd).empty


@pytest.mark.slow
def test_what_was_left_open_is_shown_when_asked_for(screen):
    for reason in ("ask the advisers", "ask them too"):
        screen.outcome.value, screen.reason.value = "open", reason
        press(screen, "Save and next")
    assert "2 left open, 0 to look at" in screen.summary and not screen.comment
    choose(screen, screen.again, True)
    assert screen.comment == FIRST


def test_a_skipped_comment_comes_last(screen):
    press(screen, "Skip")
    assert screen.comment == SECOND
    press(screen, "Skip")
    assert screen.comment == FIRST


def test_while_readers_read_apart_nothing_of_another_reader_is_shown(
    rnd, comments, codes
):
    apart = readers.Apart(rnd)
    apart.on.value, apart.reason.value = True, "a first pass"
    press(apart, "Save")
    assert apart.status.startswith("Saved. Readers read apart")
    screen = readers.Settle(rnd, comments)
    assert not screen.comment and "CD" not in str(
        screen.pane.blocks + screen.said.blocks
    )
    assert "shown when that ends" in screen.summary
    apart.on.value, apart.reason.value = False, "all are through"
    press(apart, "Save")
    assert readers.Settle(rnd, comments).comment == FIRST


def test_no_words_of_people_lie_in_the_state_of_the_screen(screen):
    state = kept(screen)
    assert "She told me first" not in state and "ask again" not in state
