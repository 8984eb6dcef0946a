"""The screens without a browser: press the buttons, read the journals."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from places import ROOT
from pressing import fill, kept, press, write

from coprod.check import check_back, screens
from coprod.listen import comments as comments_
from coprod.listen import files as files_
from coprod.listen import people as people_
from coprod.listen import set_aside, splits, typed
from coprod.listen.screens import corrections
from coprod.listen.screens import files as listen_files
from coprod.listen.screens import people as listen_people
from coprod.protect import review
from coprod.protect import screens as screens_
from coprod.screens import choose_round
from coprod.screens.form import Field
from coprod.screens.screen import MOVED_ON
from coprod.store import journal, rounds, tables
from coprod.write import codebook, findings
from coprod.write.tagger.requests import Desk

WORDS = [
    "The nurses are kind <img src=x onerror=alert(1)>",
    "Nobody told us when to come",
    "Nothing",
    "Parking costs too much",
]


@pytest.fixture
def rnd(tmp_path: Path) -> rounds.Round:
    made = rounds.Round("test", "AB", tmp_path / "data", tmp_path / "reports")
    made.raw.mkdir(parents=True)
    (made.raw / "round.json").write_text('{"invented": true}', encoding="utf-8")
    return made


@pytest.fixture
def comments() -> pd.DataFrame:
    rows = {
        "comment": [f"S01-{i:016x}-1" for i in range(4)],
        "source": ["S01"] * 4,
        "position": [1, 2, 3, 4],
        "person": ["P01", "P02", "P01", "P02"],
        "question": ["What is good?", None, "What could be better?", None],
        "text": WORDS,
        "duplicate_of": None,
        "no_words": [None, None, "says little", None],
    }
    return tables.check("comments", pd.DataFrame(rows))


@pytest.fixture
def people() -> pd.DataFrame:
    columns = [c.name for c in tables.TABLES["people"].columns]
    frame = pd.DataFrame("unknown", index=range(2), columns=columns)
    frame["person"], frame["group"] = ["P01", "P02"], ["child", "parent"]
    frame["quote"] = frame["hear_back"] = True
    return tables.check("people", frame)


@pytest.fixture
def screen(rnd: rounds.Round, comments: pd.DataFrame) -> screens_.Review:
    return screens_.Review(rnd, comments)


def messages(
    screen: screens_.Review, monkeypatch: pytest.MonkeyPatch
) -> list[dict[str, Any]]:
    """Give the list that takes in what a screen sends from now on."""
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(
        screen.widget,
        "send",
        lambda said, buffers: sent.append(said | {"bytes": buffers}),
    )
    return sent


def code(rnd: rounds.Round, name: str) -> str:
    table = codebook.table(rnd)
    return str(table.set_index("name").loc[name, "code"])


def test_nothing_is_called_saved_before_the_disk_has_answered(
    screen: screens_.Review, rnd: rounds.Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    real = os.fsync

    def slow(handle: int) -> None:
        seen.append(screen.status)
        real(handle)

    monkeypatch.setattr(os, "fsync", slow)
    press(screen, "Nobody can be recognised (y)")
    assert seen and not any("Saved" in status for status in seen)
    assert screen.status.startswith("Saved: reviewed by AB")
    assert len(review.reviewed(rnd)) == 1


def test_a_full_disk_is_said_aloud_and_the_comment_stays(
    screen: screens_.Review, rnd: rounds.Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        press(screen, "Nobody can be recognised (y)")
        assert screen.status.startswith("NOT SAVED. reviews: NOT SAVED, the disk")
        assert screen.line.bad and len(screen.left) == 4
    assert review.reviewed(rnd).empty
    press(screen, "Nobody can be recognised (y)")
    assert len(review.reviewed(rnd)) == 1 and not screen.line.bad


def test_words_are_drawn_by_message_and_lie_in_no_widget_state(
    screen: screens_.Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = messages(screen, monkeypatch)
    screen.hear({"ready": True})
    [pane] = [p for p in sent[0]["root"]["children"] if p["kind"] == "words"]
    [comment] = [b for b in pane["blocks"] if b["kind"] == "comment"]
    assert comment["text"] == WORDS[0]
    assert not any(word in kept(screen) for word in (*WORDS[:2], WORDS[3]))


def test_the_page_draws_text_only_and_fetches_nothing() -> None:
    script = ROOT / "coprod/screens/form.js"
    text = script.read_text(encoding="utf-8")
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "http", "import "):
        assert word not in text


def test_an_exported_page_says_how_far_the_work_is(screen: screens_.Review) -> None:
    bundle = screen._repr_mimebundle_()
    assert "4 of 4 comments not yet reviewed" in bundle["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert not any(word in json.dumps(bundle) for word in (WORDS[1], WORDS[3]))


def test_each_press_has_one_answer_with_how_it_went(
    screen: screens_.Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = messages(screen, monkeypatch)
    for _ in range(5):
        press(screen, "Nobody can be recognised (y)")
    assert len(sent) == 5
    assert not sent[3]["bad"] and sent[3]["status"].startswith("Saved: reviewed")
    assert sent[4]["bad"] and sent[4]["status"].startswith("NOT SAVED")


def test_a_second_press_is_not_meant_for_the_comment_that_came_up(
    screen: screens_.Review, rnd: rounds.Round
) -> None:
    seen = {"number": screen.number, "press": screen.root.children[2].children[0].id}
    screen.hear(seen)
    screen.hear(seen)
    assert len(review.reviewed(rnd)) == 1
    assert screen.status.startswith("Saved: reviewed") and not screen.line.bad


def test_a_press_on_what_has_changed_meanwhile_does_nothing_and_says_so(
    screen: screens_.Review, rnd: rounds.Round
) -> None:
    seen = {"number": screen.number, "press": screen.root.children[2].children[0].id}
    press(screen, "Later (l)")
    press(screen, "Later (l)")
    screen.hear(seen)
    assert screen.status == MOVED_ON and screen.line.bad
    assert review.reviewed(rnd).empty


def test_a_press_brings_all_that_stands_in_the_controls(
    screen: screens_.Review, rnd: rounds.Round
) -> None:
    button = screen.root.children[2].children[0]
    seen = {"number": screen.number, "press": button.id}
    screen.hear({**seen, "values": {screen.note.id: "two of us looked"}})
    [event] = journal.read(rnd.decisions, "reviews").events
    assert "two of us looked" in event["value"].values()
    assert screen.note.value == ""


def test_a_picture_is_sent_once_and_again_to_a_page_that_is_new(
    screen: screens_.Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = messages(screen, monkeypatch)
    screen.pane.draw([{"kind": "media", "label": "", "bytes": b"PNG"}])
    for said in ({}, {}, {"ready": True}):
        screen.hear(said)
    assert [said["bytes"] for said in sent] == [[b"PNG"], [], [b"PNG"]]


def test_a_control_takes_nothing_that_it_does_not_offer() -> None:
    several = Field("Dropdown", "Which", options=[("one", 1), ("two", 2)])
    assert several.take(1) and several.value == 2 and not several.take(1)
    assert not several.take(7) and several.value is None
    number = Field("Number", "How many", most=10)
    assert number.take(12) and number.value == 10


@pytest.mark.parametrize("kind", [KeyError, ValueError, OSError])
def test_an_unforeseen_error_is_not_called_saved_and_tells_no_words(
    screen: screens_.Review, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise kind(WORDS[1])

    monkeypatch.setattr(review, "record_review", broken)
    press(screen, "Nobody can be recognised (y)")
    told = f"NOT SAVED. Something unforeseen happened: {kind.__name__} in screens.py, "
    assert screen.status.startswith(f"{told}line ")
    assert WORDS[1] not in screen.status


def test_every_control_has_a_name(screen: screens_.Review) -> None:
    controls = [part for part in screen.root.parts() if isinstance(part, Field)]
    assert len(controls) == 4 and all(part.description for part in controls)


def test_a_reviewed_comment_and_one_kept_back_are_told_apart(
    rnd: rounds.Round, comments: pd.DataFrame
) -> None:
    screen = screens_.Review(rnd, comments)
    press(screen, "Later (l)")
    press(screen, "Nobody can be recognised (y)")
    press(screen, "Not to be quoted (n)")
    ids = list(comments["comment"])
    assert list(review.reviewed(rnd)["comment"]) == [ids[1]]
    assert screen.left == [ids[3], ids[0]]
    assert screen.summary == "2 of 4 comments not yet reviewed."


def test_a_kept_back_comment_does_not_count_as_reviewed(
    rnd: rounds.Round, comments: pd.DataFrame
) -> None:
    press(screens_.Review(rnd, comments), "Not to be quoted (n)")
    assert review.reviewed(rnd).empty
    assert len(screens_.Review(rnd, comments).left) == 3


def test_replies_are_read_saved_and_decided(rnd: rounds.Round) -> None:
    theme = codebook.add(rnd, "Information", level="theme")
    findings.write(
        rnd, theme=theme, letter="C", experience="good", text="Letters are clear."
    )
    screen = screens.Replies(rnd)
    write(screen, screen.box, "C1: wrong, they are long <b>words</b>")
    press(screen, "Read the codes")
    assert screen.status == "1 reply read, and not saved yet."
    assert screen.preview.blocks[0]["rows"][0][:2] == ["C1", "not right"]
    screen.who.value = "parent"
    press(screen, "Save replies")
    assert screen.status.startswith("Saved: 1 reply.")
    assert screen.box.text == "" and len(screen.left) == 1
    press(screen, "Save decision")
    assert screen.line.bad
    screen.decision.value, screen.reason.value = "changed", "we made them shorter"
    press(screen, "Save decision")
    [reply] = check_back.replies(rnd).to_dict("records")
    assert (reply["decision"], reply["reason"]) == ("changed", "we made them shorter")
    assert screen.summary == "0 of 1 reply without a decision."
    assert "they are long" not in kept(screen)


def test_what_was_set_aside_is_shown_kept_and_taken_in_by_one_press(rnd) -> None:
    theme = codebook.add(rnd, "Information", level="theme")
    findings.write(
        rnd, theme=theme, letter="C", experience="good", text="Letters are clear to me."
    )
    screen = screens.Replies(rnd)
    mail = "Thanks\n\n-----Original Message-----\nC1 Letters are clear to me.\nNot mine"
    write(screen, screen.box, mail)
    press(screen, "Read the codes")
    assert screen.preview.blocks[1]["rows"] == [
        ["-----Original Message-----", "ours, or a mail's heading"],
        ["C1 Letters are clear to me.", "ours, or a mail's heading"],
        ["Not mine", "kept, to be taken in or not"],
    ]
    screen.who.value = "parent"
    press(screen, "Save replies")
    press(screen, "Take in what was set aside")
    assert screen.status.startswith("NOT SAVED. replies: what is on the screen is not")
    screen.decision.value = "noted"
    press(screen, "Save decision")
    assert "set aside" in screen.pane.blocks[0]["text"]
    press(screen, "Take in what was set aside")
    assert screen.status.startswith("Saved: 1 reply taken in. 1 of 3 replies")
    assert list(check_back.replies(rnd)["words"]) == ["Thanks", "Not mine", "Not mine"]
    assert "Not mine" not in kept(screen)


def test_a_round_is_chosen_and_a_new_one_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COPROD_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COPROD_REPORTS", str(tmp_path / "reports"))
    rounds.start("autumn-2026")
    screen = choose_round.ChooseRound()
    assert screen.summary == "No round is chosen yet."
    press(screen, "Work in this round")
    assert screen.status.startswith("NOT SAVED. Choose a round and write")
    screen.reader.value = "CD"
    press(screen, "Work in this round")
    assert (rounds.get().name, rounds.get().reader) == ("autumn-2026", "CD")
    screen.new.value = "Spring 2027"
    press(screen, "Start this round")
    assert screen.line.bad
    screen.new.value = "spring-2027"
    press(screen, "Start this round")
    assert screen.round.value == "spring-2027"
    assert choose_round.ChooseRound().reader.value == "CD"
    other = choose_round.ChooseRound("spring-2027", "EF")
    assert other.summary == "You are in round spring-2027, reading as EF."


def corrected(rnd: rounds.Round, words: list[str]) -> pd.DataFrame:
    rows = [["S01", i, "line", "x", t, None, "r", None] for i, t in enumerate(words)]
    names = "source position place speaker text question row about".split()
    who = pd.DataFrame(columns=["source", "label", "row", "person", "role"])
    return comments_.make(rnd, pd.DataFrame(rows, columns=names), who)


def test_a_corrected_comment_is_compared_on_a_screen(rnd: rounds.Round) -> None:
    before = corrected(rnd, [WORDS[1], WORDS[3]])
    made = corrected(rnd, [WORDS[1] + " in", "Parking costs far too much"])
    screen = corrections.Confirm(rnd, made)
    assert screen.summary == "2 corrected comments wait to be compared."
    [heading, old, new] = screen.pane.blocks
    assert (old["text"], new["text"]) == (WORDS[1], WORDS[1] + " in")
    press(screen, "Skip")
    assert screen.pane.blocks[1]["text"] == WORDS[3]
    press(screen, "Two different comments")
    assert screen.pane.blocks[1]["text"] == WORDS[1]
    press(screen, "The same comment")
    assert "No corrected comment waits" in screen.status and not screen.line.bad
    press(screen, "The same comment")
    assert screen.line.bad
    again = corrected(rnd, [WORDS[1] + " in", "Parking costs far too much"])
    assert again.loc[0, "comment"] == before.loc[0, "comment"]
    assert again.loc[1, "comment"] != before.loc[1, "comment"]
    assert WORDS[1] not in kept(screen)


def test_an_answer_on_corrected_comments_can_be_undone(rnd: rounds.Round) -> None:
    corrected(rnd, [WORDS[1]])
    screen = corrections.Confirm(rnd, corrected(rnd, [WORDS[1] + " in"]))
    press(screen, "The same comment")
    press(screen, "Undo")
    assert screen.status.startswith("Undone") and len(screen.left) == 1
    press(screen, "Undo")
    assert screen.status == "There is nothing to undo."


def test_no_decision_is_kept_of_somebody_who_is_not_there(rnd, comments, people):
    nobody, code = replace(rnd, reader=rounds.NOBODY), codebook.add(rnd, "Parking")
    (rnd.raw / "a.txt").write_text("Zofia: The dog on the ward.", encoding="utf-8")
    (rnd.raw / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    said, files = files_.listen(nobody)  # a run notes which files there are
    made = comments_.make(nobody, said, people_.read(nobody, said).who)
    assert set(journal.state(rnd, "sources")["by"]) == {"run"}
    before = sorted(path.name for path in rnd.decisions.glob("*"))
    screens = [listen_files.Files(nobody), screens_.Review(nobody, made)]
    screens += [listen_people.TakePart(nobody), listen_people.Typing(nobody)]
    fill(screens[0], {"holds": "notes", "of": "", "again": ""})
    screens[2].role.value, screens[2].did.value = "two young advisers", "listened"
    write(screens[3], screens[3].box, "A cat.")
    for screen, act in zip(
        screens[1:], ("submit", "add_partner", "submit"), strict=True
    ):
        screen.act(getattr(screen, act))
    for screen in screens:
        assert screen.status.startswith("NOT SAVED. You are in round test.")
        assert "notebook 00" in screen.status
    e = "0123456789ab"
    about = {"comment": str(comments["comment"].iloc[0]), "code": code}
    op = {"e": f"{e}.0", "do": "tag", "tag": "aa0000", **about}
    desk = Desk(nobody, comments, people)
    told = desk.answer({"n": 1, "ask": "save", "acts": [{"act": e, "ops": [op]}]})
    assert told["saved"] == [] and "notebook 00" in told["refused"][0][1]
    for decide in (
        lambda: set_aside.mark(nobody, "S01-a-1", "no content", "a sound"),
        lambda: codebook.add(nobody, "Food"),
        lambda: splits.cut(nobody, made["comment"].iloc[0], "One. Two.", 5),
    ):
        with pytest.raises(ValueError, match="no decision can be saved"):
            decide()
    assert sorted(path.name for path in rnd.decisions.glob("*")) == before
    assert typed.latest(rnd, "S02") is None
    mine = replace(rnd, reader="CD")
    set_aside.mark(mine, "S01-a-1", "no content", "a sound")
    assert list(set_aside.marks(rnd)["by"]) == ["CD"]


def test_a_decision_is_about_the_reply_on_the_screen(rnd: rounds.Round) -> None:
    theme = codebook.add(rnd, "Information", level="theme")
    findings.write(
        rnd, theme=theme, letter="C", experience="good", text="Letters are clear."
    )
    for words in ("they are long", "the dog bites"):
        check_back.receive(rnd, f"C1: wrong, {words}", who="parent", known=["C1"])
    screen = screens.Replies(rnd)
    first, _ = check_back.replies(rnd)["reply"]
    check_back.decide(replace(rnd, reader="CD"), first, "kept", "they are not")
    screen.decision.value, screen.reason.value = "changed", "letters are short now"
    press(screen, "Save decision")
    assert screen.status.startswith("NOT SAVED. Somebody has decided on this reply")
    assert list(check_back.replies(rnd)["decision"]) == ["kept", ""]
    assert "the dog bites" in screen.pane.blocks[-1]["text"]


def test_a_comment_is_shown_under_its_question_if_it_has_one(rnd, comments) -> None:
    one = comments.iloc[0].to_dict() | {"text": "Nothing.", "question": "What helps?"}
    for question in ("What helps?", pd.NA):
        shown = pd.DataFrame([one | {"question": question}])
        said = [block["text"] for block in screens_.Review(rnd, shown).pane.blocks[2:]]
        assert said == [*([question] if question is not pd.NA else []), "Nothing."]
