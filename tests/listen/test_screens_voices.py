"""The screen Voices without a browser: choose, look at the text, save."""

import pytest
from places import save_people
from pressing import choose, fill, kept, press

from coprod.listen import comments, people, voices
from coprod.listen import files as files_
from coprod.listen.screens.voices import Voices
from coprod.protect import people_workbook

TALK = (
    "Anna Reed: What mattered?\nZofia: The dog on the ward.\nAR: And the food?\n"
    "Zofia: It was cold.\nAnna Reed: Thank you.\nZofia: Thank you.\nAR: Bye.\n"
)
ODD = "it looks like talk, and no voice was found"


def wait(rnd, *sources):
    """Let the machine ask for a look at these files, as a reader of files would."""
    files = rnd.load("files")
    files.loc[files["source"].isin(sources), "look"] = ODD
    rnd.save("files", files)


def hear(rnd):
    said, files = files_.listen(rnd)
    rnd.save("files", files)
    people.update(rnd, said, files, files_.names(rnd))
    return comments.make(rnd, said, people.read(rnd, said).who)


@pytest.fixture
def talk(rnd):
    (rnd.raw / "a.txt").write_text(TALK, encoding="utf-8")
    hear(rnd)
    return rnd


@pytest.fixture
def four(rnd):
    """Give three interviews of one style and one of another, all in need of a look."""
    for name, who in (("a", "Zofia"), ("b", "Emyr"), ("c", "Amira")):
        words = TALK.replace("Zofia", who)
        (rnd.raw / f"{name}.txt").write_text(words, encoding="utf-8")
    other = "P1: The bus was late.\nP2: Yes.\nP1: Always.\nP2: No.\n"
    (rnd.raw / "d.txt").write_text(other, encoding="utf-8")
    hear(rnd)
    wait(rnd, "S01", "S02", "S03", "S04")
    return rnd


def rows(screen):
    """Return the rows of the form, by their label."""
    form = next(b for b in screen.pane.blocks if b["kind"] == "form")
    return {row["label"]: row for row in form["rows"]}


def text(screen):
    """Return who says what, as the screen shows the text."""
    return [row for block in screen.text.blocks for row in block["rows"]]


def change(screen, **chosen):
    """Choose in the live form, without a press."""
    values = {**screen.pane.drawn, **screen.pane.draft, **chosen}
    screen.hear({"values": {screen.pane.id: values}})


def save(screen, **chosen):
    return fill(screen, {**screen.pane.drawn, **chosen})


def test_a_row_says_how_often_somebody_speaks_and_what_first(talk):
    row = rows(Voices(talk))["Zofia"]
    assert row["text"].startswith("3 turns, 10 words: The dog on the ward. It")
    assert row["value"] == "participant"


@pytest.mark.slow
def test_the_interviewer_is_chosen_and_their_words_become_the_question(talk):
    screen = Voices(talk)
    save(screen, **{"Anna Reed": "interviewer", "AR": "as Anna Reed"})
    assert screen.status.startswith("Saved: S01.")
    made = hear(talk)
    assert "What mattered?" not in list(made["text"])
    assert list(made["question"])[:2] == ["What mattered?", "And the food?"]


@pytest.mark.slow
def test_what_the_researcher_filled_in_elsewhere_stays(talk):
    book = people_workbook.read(talk)
    book["people"].loc[book["people"]["label"] == "Zofia", "age band"] = "13 to 15"
    save_people(talk, book)
    save(Voices(talk), **{"Anna Reed": "interviewer"})
    hear(talk)
    known = people_workbook.read(talk)["people"].set_index("label")
    assert known.loc["Zofia", "age band"] == "13 to 15"


def test_a_role_in_the_record_is_proposed(talk):
    book = people_workbook.read(talk)
    book["people"].loc[book["people"]["label"] == "AR", "role"] = "interviewer"
    save_people(talk, book)
    assert rows(Voices(talk))["AR"]["value"] == "interviewer"


def test_initials_are_proposed_as_the_full_name_and_nothing_is_done(talk):
    screen = Voices(talk)
    assert rows(screen)["AR"]["text"].endswith("Is it Anna Reed as well?")
    assert rows(screen)["AR"]["value"] == "participant"
    assert not [row for row in rows(screen).values() if "Zofia as well" in row["text"]]


@pytest.mark.slow
def test_a_choice_shows_at_once_in_the_text_and_is_not_saved(talk):
    screen = Voices(talk)
    change(screen, AR="as Anna Reed", **{"Anna Reed": "interviewer"})
    assert text(screen)[2] == ["Anna Reed (interviewer)", "And the food?"]
    assert text(screen)[1] == ["Zofia", "The dog on the ward."]
    assert not voices.heard(talk)
    assert press(screen, "Next file").startswith("NOT SAVED. What you chose for S01")
    save(screen, **screen.pane.draft)
    assert voices.heard(talk)["S01"].same == {"AR": "Anna Reed"}


@pytest.mark.slow
def test_what_was_said_is_there_when_the_screen_is_opened_again(talk):
    save(Voices(talk), AR="as Anna Reed", **{"Anna Reed": "interviewer"})
    hear(talk)
    screen = Voices(talk)
    values = {label: row["value"] for label, row in rows(screen).items()}
    assert (values["AR"], values["Anna Reed"]) == ("as Anna Reed", "interviewer")
    assert "looked at by AB" in screen.pane.blocks[0]["text"]
    assert press(screen, "Next file") == screen.summary


def test_files_that_need_a_look_come_first_until_somebody_has_looked(four):
    wait(four)
    files = four.load("files").assign(look=None)
    files.loc[files["source"] == "S04", "look"] = ODD
    four.save("files", files)
    screen = Voices(four)
    assert screen.now == "S04" and ODD in str(screen.text.blocks + screen.pane.blocks)
    assert screen.summary == "Files that wait for somebody to say who speaks: S04."
    assert save(screen).startswith("Saved: S04.")
    assert screen.summary == "Files that wait for somebody to say who speaks: none."


def test_the_next_file_that_nobody_looked_at_follows_a_saved_one(four):
    screen = Voices(four)
    assert screen.now == "S01" and save(screen).startswith("Saved: S01.")
    assert screen.now == "S02" and save(screen).startswith("Saved: S02.")
    assert set(voices.heard(four)) == {"S01", "S02"} and screen.now == "S03"


def test_like_files_are_saved_together_only_when_each_was_shown(four):
    screen = Voices(four)
    told = press(screen, "Save these together")
    assert told.startswith("NOT SAVED. Each file's first turns must be shown")
    assert not voices.heard(four)
    told = press(screen, "Show the files like this one")
    assert told.startswith("2 files like S01: S02 and S03.")
    shown = str(screen.text.blocks)
    assert all(who in shown for who in ("Zofia", "Emyr", "Amira"))
    assert "bus" not in shown
    assert press(screen, "Save these together").startswith("Saved: S01")
    assert {c: told.others for c, told in voices.heard(four).items()} == {
        "S01": 2,
        "S02": 2,
        "S03": 2,
    }
    assert screen.now == "S04"


def test_a_change_after_the_turns_were_shown_asks_to_show_them_again(four):
    screen = Voices(four)
    press(screen, "Show the files like this one")
    change(screen, AR="interviewer")
    assert press(screen, "Save these together").startswith("NOT SAVED. Each file's")
    press(screen, "Show the files like this one")
    press(screen, "Save these together")
    said = voices.heard(four)
    assert {said[c].roles["AR"] for c in ("S01", "S02", "S03")} == {"interviewer"}


def test_no_words_lie_in_the_state_of_the_screen(talk):
    state = kept(Voices(talk))
    assert not [word for word in ("Zofia", "a.txt", "dog") if word in state]


def test_a_round_without_files_says_so(rnd):
    screen = Voices(rnd)
    assert screen.status == "Files that wait for somebody to say who speaks: none."
    assert press(screen, "Next file") == screen.status
    assert "no files yet" in str(screen.pane.blocks)


def test_a_list_of_the_screen_shows_another_file(four):
    screen = Voices(four)
    choose(screen, screen.file, "S03")
    assert "Amira" in rows(screen) and screen.now == "S03"


@pytest.mark.slow
def test_a_label_found_by_a_rule_stays_hidden_when_it_is_another_ones(rnd):
    words = "Anna Reed: Why?\nAR - And now?\nZofia: No.\nAnna Reed: Yes?\nZofia: No.\n"
    (rnd.raw / "a.txt").write_text(words, encoding="utf-8")
    hear(rnd)
    screen = Voices(rnd)
    assert "AR" not in rows(screen)
    choose(screen, screen.more, "AR, Kim")
    assert screen.status == "No line begins with Kim."
    save(screen, AR="as Anna Reed")
    assert voices.rules(rnd)["S01"].labels == {"AR"}
    names = people.read(rnd, files_.listen(rnd)[0]).names.set_index("name")["shown"]
    assert names["AR"] == names["Anna Reed"]
    assert "AR" not in set(hear(rnd)["label"])


@pytest.mark.slow
def test_the_label_is_everything_before_a_sign_and_like_files_follow(rnd):
    asked = [
        "What mattered?",
        "The dog.",
        "And the food?",
        "It was cold.",
        "Why?",
        "No.",
    ]
    for name, who in (("a", ["Kasia", "Bo"]), ("b", ["Ewa", "Al"])):
        lines = [f"{who[i % 2]}) {words}" for i, words in enumerate(asked)]
        (rnd.raw / f"{name}.txt").write_text("\n".join(lines), encoding="utf-8")
    hear(rnd)
    wait(rnd, "S01", "S02")
    screen = Voices(rnd)
    assert text(screen)[1] == ["(no label)", "Bo) The dog."]
    choose(screen, screen.before, ")")
    assert text(screen)[1] == ["Bo", "The dog."] and not voices.heard(rnd)
    press(screen, "Show the files like this one")
    assert press(screen, "Save these together").startswith("Saved: S01 and S02.")
    hear(rnd)
    said, files = files_.listen(rnd)
    assert set(said["speaker"]) == {"Kasia", "Bo", "Ewa", "Al"}
    assert voices.nobody_said(files) == []
