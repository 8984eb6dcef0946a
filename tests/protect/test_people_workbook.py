"""The list of names is here, is this round's, and is not poorer than it was."""

import shutil

import pandas as pd
import places
import pytest
from places import save_people
from pressing import choose, press

from coprod.check import screens
from coprod.listen import comments, people
from coprod.listen import files as files_
from coprod.protect import people_record, people_workbook, pseudonyms
from coprod.share import run, status
from coprod.store import rounds
from coprod.store.problem import Problem

TALK = """Bev Oakes: What matters to you?
Amira Khan: The nurse Dorota was kind.
Tom: Dorota told Freddie first.
"""


@pytest.fixture
def real(rnd, tmp_path_factory, monkeypatch):
    """Give a small real round whose names were filled in, hidden and noted."""
    monkeypatch.setenv("COPROD_PRIVATE", str(tmp_path_factory.mktemp("laptop")))
    return begin(rnd)


def begin(rnd):
    """Read the files of a round, fill in who is who, hide the names."""
    (rnd.raw / "talk.txt").write_text(TALK)
    said, files = files_.listen(rnd)
    people.update(rnd, said, files, files_.names(rnd))
    book = people_workbook.read(rnd)
    asks = book["people"]["label"] == "Bev Oakes"
    book["people"].loc[asks, "role"] = "interviewer"
    rows = [("Dorota", "person", "", ""), ("Freddie", "person", "", "")]
    names = pd.DataFrame(rows, columns=list(people_record.SHEETS["names to hide"]))
    book["names to hide"] = names
    save_people(rnd, book)
    hide(rnd)
    return rnd


def hide(rnd):
    """Do what notebook 02 does."""
    said, _ = files_.listen(rnd)
    found = people.read(rnd, said)
    made = comments.make(rnd, said, found.who)
    safe, replaced = pseudonyms.protect(made, found.names)
    rnd.save("comments", safe)
    pseudonyms.write_list(rnd, made, replaced)


def coprod(*words, rnd):
    """Run the command on a round."""
    where = ["--round", rnd.name, "--data", rnd.data]
    where += [] if words[0] == "status" else ["--reports", rnd.reports]
    code, out, told = places.coprod(*words, *where)
    return code, out + told


def moved_away(rnd, away):
    shutil.move(rnd.private, away)


def foreign(rnd, away):
    folder = rnd.private
    shutil.move(folder, away)
    (rnd.data / "raw" / "other").mkdir()
    other = begin(rounds.Round("other", "CD", rnd.data, rnd.reports))
    shutil.copytree(other.private, folder)


def emptied(rnd, away):
    folder = rnd.private
    shutil.move(folder, away)
    folder.mkdir()


def poorer(rnd, away):
    shutil.copytree(rnd.private, away)
    book = people_workbook.read(rnd)
    save_people(rnd, {**book, "names to hide": book["names to hide"].iloc[:1]})


def without_the_record(rnd, away):
    shutil.copytree(rnd.private, away)
    shutil.rmtree(rnd.private / "people")


def older(rnd, away):
    before = rnd.private.with_name("before")
    shutil.copytree(rnd.private / "people", before)
    book = people_workbook.read(rnd)
    book["people"].loc[book["people"]["label"] == "Tom", "quote"] = "no"
    save_people(rnd, book)
    hide(rnd)
    shutil.copytree(rnd.private, away)
    shutil.rmtree(rnd.private / "people")
    shutil.move(before, rnd.private / "people")


SAID = {
    moved_away: "should lie in the folder that COPROD_PRIVATE names, and it is not",
    foreign: "is not this round's",
    emptied: "is not this round's",
    poorer: "1 names to hide instead of 2",
    without_the_record: "0 people instead of 3 and 0 names to hide instead of 2",
    older: "it is an older copy",
}


@pytest.mark.slow
@pytest.mark.parametrize("lose", SAID, ids=lambda lose: lose.__name__)
def test_without_the_list_of_names_nothing_is_made_or_shared_until_it_is_back(
    real, tmp_path, lose
):
    folder, away = real.private, tmp_path / "away"
    lose(real, away)
    tables = {p.name: p.read_bytes() for p in real.processed.iterdir()}
    decided = {p.name: p.read_bytes() for p in real.decisions.iterdir()}
    for act in (lambda: hide(real), lambda: run.share(real), lambda: names(real)):
        with pytest.raises(Problem, match=SAID[lose]) as told:
            act()
        words = str(told.value)
        assert "Khan" not in words and str(folder.parent) not in words
        assert "copy" in words.lower() and "then run again" in words.lower()
    assert any(SAID[lose] in told for told in status.wrong(real))
    assert SAID[lose] in status.sentence(real)
    assert tables == {p.name: p.read_bytes() for p in real.processed.iterdir()}
    assert decided == {p.name: p.read_bytes() for p in real.decisions.iterdir()}
    assert folder.exists() == (lose is not moved_away)  # no second one is made
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(away, folder)
    hide(real)
    assert status.wrong(real) == []


def names(rnd):
    return people_workbook.names(rnd)


@pytest.mark.slow
def test_a_colleague_needs_the_folder_and_not_only_the_workbook(
    real, tmp_path, tmp_path_factory, monkeypatch
):
    folder = real.private
    shutil.copytree(real.data, tmp_path / "theirs" / "data")
    theirs = rounds.Round("test", "CD", tmp_path / "theirs" / "data", real.reports)
    home = tmp_path_factory.mktemp("colleague")
    monkeypatch.setenv("COPROD_PRIVATE", str(home))
    assert "ask the colleague who has it" in people_workbook.trouble(theirs)
    with pytest.raises(Problem):
        hide(theirs)
    assert not list(home.iterdir())
    shutil.copytree(folder, home / folder.name)
    hide(theirs)
    assert status.wrong(theirs) == []


@pytest.mark.slow
def test_the_folder_is_known_although_its_number_was_lost(real):
    number = real.decisions / rounds.NUMBER
    number.unlink()
    assert "round-number.txt" in people_workbook.trouble(real)
    assert not number.exists()


@pytest.mark.slow
def test_fewer_names_on_purpose_are_a_decision_of_somebody_with_a_reason(
    real, tmp_path
):
    poorer(real, tmp_path / "away")
    nobody = rounds.Round("test", rounds.NOBODY, real.data, real.reports)
    screen = screens.Names(nobody)
    choose(screen, screen.why, people_workbook.WHY[0])
    assert "Nobody has said who is reading" in press(screen, "Fewer names are right")
    screen = screens.Names(real)
    assert "Names are missing" in screen.status
    assert "NOT SAVED. Choose why" in press(screen, "Fewer names are right")
    choose(screen, screen.why, people_workbook.WHY[0])
    assert "Saved. No name that was noted is missing" in press(
        screen, "Fewer names are right"
    )
    hide(real)
    assert status.wrong(real) == []
    last = people_workbook._noted(real)[-1]
    assert (last["by"], last["why"], last["names to hide"]) == (
        "AB",
        people_workbook.WHY[0],
        1,
    )


@pytest.mark.slow
def test_a_folder_lost_for_good_is_begun_anew_only_by_a_decision(real, tmp_path):
    emptied(real, tmp_path / "away")
    assert "is not this round's" in people_workbook.trouble(real)
    screen = screens.Names(real)
    choose(screen, screen.why, people_workbook.WHY[2])
    assert press(screen, "Fewer names are right").startswith("Saved.")
    begin(real)
    assert status.wrong(real) == []


@pytest.mark.slow
def test_the_list_may_grow_and_change_and_nothing_is_noted_twice(real):
    noted = people_workbook._noted(real)
    hide(real)
    assert people_workbook._noted(real) == noted
    book = people_workbook.read(real)
    book["people"].loc[0, "hide also"] = "Zofia"
    save_people(real, book)
    assert people_workbook.trouble(real) == ""
    hide(real)
    assert [n["names to hide"] for n in people_workbook._noted(real)] == [2, 3]


@pytest.mark.slow
def test_what_is_noted_of_names_is_no_name_and_cannot_be_guessed(real):
    kept = b"".join(p.read_bytes() for p in real.decisions.iterdir())
    for name in ("Khan", "Amira", "Dorota", "Freddie", "Oakes"):
        assert name.encode() not in kept


def test_an_invented_round_is_watched_too(example, tmp_path):
    assert people_workbook.trouble(example) == ""
    moved_away(example, tmp_path / "away")
    assert "private should lie in data/raw/example-round" in people_workbook.trouble(
        example
    )
    assert not (example.raw / "private").exists()
    shutil.move(tmp_path / "away", example.raw / "private")
    assert people_workbook.trouble(example) == ""


@pytest.mark.slow
@pytest.mark.usefixtures("one_engine")
def test_the_command_ends_with_1_until_the_folder_is_back(real, tmp_path):
    where = "--only 01 --only 02 --only 00".split()
    code, said = coprod("run", *where, rnd=real)
    assert code == 0, said
    before, folder = (real.processed / "comments.parquet").read_bytes(), real.private
    moved_away(real, tmp_path / "away")
    code, said = coprod("run", *where, rnd=real)
    assert code == 1 and "it is not there" in said, said
    page = (real.working / "00-start-here.html").read_text()
    assert "it is not there" in page and "NOT FOR SHARING" in page
    assert (real.processed / "comments.parquet").read_bytes() == before
    for verb in ("share", "status"):
        code, said = coprod(verb, rnd=real)
        assert code == 1 and "it is not there" in said and "Traceback" not in said
    shutil.move(tmp_path / "away", folder)
    assert coprod("run", *where, rnd=real)[0] == 0
