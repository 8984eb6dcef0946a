"""A file that went missing withdraws nobody: a person says what became of it."""

import json

import pytest
from pressing import choose, press

from coprod.check import ledger, left_over
from coprod.listen import comments, corrections, people, set_aside
from coprod.listen import files as files_
from coprod.listen.screens.missing_files import MissingFiles
from coprod.share import status
from coprod.write import codebook, tags

TALK = "Anna: What mattered?\nZofia: The dog on the ward.\n"
OTHER = "Mum: The car park is dear.\nMum: They were kind.\n"


def hear(rnd):
    said, files = files_.listen(rnd)
    rnd.save("files", files)
    people.update(rnd, said, files, files_.names(rnd))
    register = people.read(rnd, said)
    rnd.save("people", register.people)
    return rnd.save("comments", comments.make(rnd, said, register.who))


@pytest.fixture
def lost(rnd):
    """A round with two files, each tagged, of which the first went missing."""
    (rnd.raw / "talk.txt").write_text(TALK, encoding="utf-8")
    (rnd.raw / "other.txt").write_text(OTHER, encoding="utf-8")
    made = hear(rnd)
    code = codebook.add(rnd, "On the ward")
    for comment in made["comment"]:
        tags.add(rnd, comment, code)
    gone = files_.codes(rnd)[rnd.raw / "talk.txt"]
    (rnd.raw / "talk.txt").unlink()
    return rnd, gone


@pytest.mark.slow
def test_it_needs_a_look_until_somebody_has_answered(lost):
    rnd, gone = lost
    made = hear(rnd)
    files = rnd.load("files").set_index("source")
    assert files.loc[gone, "status"] == "partly"
    assert "asks what became of it" in files.loc[gone, "why"]
    assert f"no; look at {gone}." in files_.every_word(rnd.load("files"))
    assert "1 of 2 files fully read" in ledger.noted(rnd)
    assert any(gone in wrong for wrong in status.wrong(rnd))
    assert left_over.waiting(rnd, made) == {}  # it waits; nothing is asked yet
    told = left_over.ended(rnd, made)
    assert set(told.iloc[:, 0]) == {"waits for a person"}


@pytest.mark.slow
def test_put_back_everything_stands_as_before(lost):
    rnd, gone = lost
    hear(rnd)
    screen = MissingFiles(rnd)
    assert screen.summary == "1 file is missing: say what became of it."
    (rnd.raw / "talk.txt").write_text(TALK, encoding="utf-8")
    assert press(screen, "I put it back: look again") == "No file is missing."
    assert set(tags.table(rnd)["comment"]) == set(hear(rnd)["comment"])


@pytest.mark.slow
def test_moved_under_another_name_it_is_not_missing(lost):
    rnd, _ = lost
    (rnd.raw / "renamed.txt").write_text(TALK, encoding="utf-8")
    hear(rnd)
    screen = MissingFiles(rnd)
    assert screen.summary == "No file is missing."
    assert [part for part in screen.root.children if not part.hidden] == [screen.line]


@pytest.mark.slow
def test_corrected_and_renamed_it_goes_on_under_its_code(lost):
    rnd, gone = lost
    (rnd.raw / "new.txt").write_text(TALK.replace("dog", "big dog"), encoding="utf-8")
    hear(rnd)
    screen = MissingFiles(rnd)
    new = files_.codes(rnd)[rnd.raw / "new.txt"]
    choose(screen, screen.now, new)
    said = press(screen, "It goes on as this file")
    assert said.startswith(f"Saved: it goes on as {gone}.")
    assert gone in set(hear(rnd)["source"]) and new not in set(
        rnd.load("files")["source"]
    )


@pytest.mark.slow
def test_its_words_go_only_with_a_reason_and_nothing_kept_of_them(lost):
    rnd, gone = lost
    hear(rnd)
    screen = MissingFiles(rnd)
    assert "NOT SAVED" in press(screen, "Its words must go") or screen.line.bad
    assert files_.gone(rnd) == [gone]
    choose(screen, screen.why, "she took her words back")
    assert press(screen, "Its words must go").startswith("Saved: its words go.")
    kept = json.loads((rnd.private / corrections.WORDS).read_text(encoding="utf-8"))
    assert kept and not [comment for comment in kept if comment.startswith(gone)]
    made = hear(rnd)
    assert list(rnd.load("files")["status"]) == ["read"] and not status.wrong(rnd)
    assert left_over.waiting(rnd, made) == {}
    assert left_over.ended(rnd, made)["because"].tolist() == ["she took her words back"]
    assert len(tags.table(rnd)) > len(made)  # its tags stay in the record


@pytest.mark.slow
def test_a_file_that_comes_back_is_asked_about_again_when_it_goes(lost):
    rnd, gone = lost
    hear(rnd)
    files_.retire(rnd, gone, "it was a mistake")
    (rnd.raw / "talk.txt").write_text(TALK, encoding="utf-8")
    assert gone in set(hear(rnd)["source"])
    (rnd.raw / "talk.txt").unlink()
    assert files_.gone(rnd) == [gone]


@pytest.mark.slow
def test_a_missing_file_withdraws_nobody(lost):
    rnd, _ = lost
    made = hear(rnd)
    assert "withdrawn" not in set(ledger.of_round(rnd)["status"])
    assert len(set_aside.marks(rnd)) == 0 and len(made) > 0


@pytest.mark.slow
def test_the_screen_shows_who_spoke_and_first_words_and_no_id(lost):
    rnd, gone = lost
    hear(rnd)
    blocks = MissingFiles(rnd).pane.blocks
    words = " ".join(str(block.get("text")) for block in blocks)
    assert f"{gone} is not in the folder any more: talk.txt" in words
    assert "The dog on the ward." in words and f"{gone}-" not in words


@pytest.mark.slow
def test_a_file_on_which_something_was_put_takes_over_no_other(lost):
    rnd, gone = lost
    (rnd.raw / "new.txt").write_text("Mum: A third thing.\n", encoding="utf-8")
    made = hear(rnd)
    new = files_.codes(rnd)[rnd.raw / "new.txt"]
    to = made.loc[made["source"] == new, "comment"].iloc[0]
    left_over.place(rnd, "S09-0123456789abcdef-1", to)
    with pytest.raises(ValueError, match="under a new name"):
        files_.rejoin(rnd, gone, new)
