"""The log says what happened and where, and no word of anybody."""

import logging
from dataclasses import replace

import pytest

from coprod.screens.screen import Screen
from coprod.store import log, problem
from coprod.store.problem import Problem

WORDS = "My son Rafi cried"


@pytest.fixture
def kept(rnd):
    """Give the log of a round."""
    log.keep_in(rnd.working)
    yield rnd.working / log.NAME
    log.keep_in(rnd.working)  # and nothing of it stays open


def fails():
    """Fail as a library does: with people's words in its own."""
    return float(WORDS)


def told(act) -> str:
    """Give what is told of an error."""
    with pytest.raises(ValueError) as raised:
        act()
    return problem.told(raised.value)


def test_something_unforeseen_is_noted_with_its_place_and_no_word(kept, capfd):
    assert not kept.exists()
    said = told(fails)
    line = kept.read_text("utf-8")
    assert "ValueError in test_log.py, line" in line and "ValueError" in said
    assert f"noted in {log.NAME}" in said
    assert not {"Rafi", "son", "cried"} & set(line.split())
    assert str(kept.parent.parent) not in line + said
    assert capfd.readouterr() == ("", "")


def test_a_problem_is_told_and_not_noted(kept):
    def refuse():
        raise Problem(f"people: {WORDS!r} is no group. Choose one.")

    assert "Rafi" in told(refuse)
    assert not kept.exists()


def test_a_press_that_fails_is_noted_without_its_words(kept):
    class Blank(Screen):
        layout, summary = (), ""

    screen = Blank("")
    screen.act(fails)
    assert screen.line.bad and log.NAME in screen.status
    assert "ValueError" in kept.read_text("utf-8")
    assert "Rafi" not in kept.read_text("utf-8")


def test_a_round_notes_in_its_own_log_line_by_line(rnd, tmp_path):
    other = replace(rnd, name="other")
    for each in (rnd, other, rnd):
        each.log("run 05: written")
    lines = (rnd.working / log.NAME).read_text("utf-8").splitlines()
    assert len(lines) == 2 and all(line.endswith("Z run 05: written") for line in lines)
    assert len((other.working / log.NAME).read_text("utf-8").splitlines()) == 1
    assert not list(tmp_path.rglob("share/*"))


def test_a_log_that_cannot_be_written_stops_no_work(rnd, capfd):
    rnd.reports.mkdir(parents=True)
    (rnd.reports / rnd.name).write_text("a file where the folder should be")
    log.keep_in(rnd.working)
    assert log.NAME not in told(fails)
    assert capfd.readouterr() == ("", "")


def test_nothing_goes_to_another_log(rnd, caplog):
    log.keep_in(rnd.working)
    with caplog.at_level(logging.DEBUG):
        log.note("run 05: written")
    assert not caplog.records
