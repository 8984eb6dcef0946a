"""Who is speaking is said for many at once, undone as a whole, and kept privately."""

import pytest
from pressing import choose, fill, kept, press

from coprod.listen import comments, files, people, screens, voices
from coprod.protect import people_record, people_workbook
from coprod.protect import screens as protect_screens
from coprod.store import office, rounds, spreadsheets

TALK = "Interviewer: How was it?\nAnna Berg: I waited four hours in the cold.\n"
FORM = """Participant,Who are you?,Age,What could be better?
P2,Grandparent,,The chairs in the waiting room are too hard for me.
P02,Oma,,The lift was broken on every single visit we made.
P3,Young person,19,Nobody told us when the results would come back.
"""


@pytest.fixture
def heard(rnd):
    """Give what was read of two talks and a form, its speakers listed."""
    (rnd.raw / "a.txt").write_text(TALK, encoding="utf-8")
    (rnd.raw / "b.txt").write_text(TALK.replace("waited", "froze"), encoding="utf-8")
    (rnd.raw / "form.csv").write_text(FORM, encoding="utf-8")
    said, table = files.listen(rnd)
    people.update(rnd, said, table, files.names(rnd))
    return said


def screen_of(rnd, heard, show="everyone"):
    """Give the screen, with some rows shown."""
    screen = screens.People(rnd, heard)
    [value] = [value for words, value in screen.which.options if words == show]
    choose(screen, screen.which, value)
    return screen


def tick(screen, *whom):
    """Tick the rows that begin so."""
    found = [box for box, _ in screen.ticks if box.description.startswith(whom)]
    assert found
    for box in found:
        screen.hear({"values": {box.id: True}})


def change(screen, name, value, *whom):
    """Choose what to change, tick, and press."""
    tick(screen, *whom)
    choose(screen, screen.field, name)
    control = screen.own if screen.to.hidden else screen.to
    choose(screen, control, value)
    return press(screen, "Change for those ticked")


def listed(rnd):
    """Give the sheet of people by file and label."""
    return people_workbook.read(rnd)["people"].set_index(["source", "label"])


@pytest.mark.slow
def test_many_are_changed_at_once_and_taken_back_at_once(rnd, heard):
    screen = screen_of(rnd, heard)
    said = change(screen, "group", "teenager", "Anna Berg")
    assert said.startswith("Saved: group of 2 rows is now teenager.")
    assert list(listed(rnd)["group"]).count("teenager") == 2
    assert change(screen, "area", "North", "Anna Berg").startswith("Saved: area of 2")
    assert press(screen, "Undo").startswith("Taken back.")
    assert set(listed(rnd)["area"]) == {""}
    assert list(listed(rnd)["group"]).count("teenager") == 2
    assert press(screen, "Change for those ticked").startswith("NOT SAVED. Tick")
    assert "Anna" not in kept(screen) and str(rnd.private) not in kept(screen)


@pytest.mark.slow
def test_only_those_of_whom_it_is_not_said_can_be_shown(rnd, heard):
    screen = screen_of(rnd, heard, "of whom it is not said yet")
    before = len(screen.ticks)
    change(screen, "group", "teenager", "Anna Berg")
    assert len(screen.ticks) == before - 2


@pytest.mark.slow
def test_a_form_has_people_of_its_own_and_each_row_can_be_corrected(rnd, heard):
    made = people.read(rnd, heard)
    of_form = made.who[made.who["source"] == "S03"]
    assert of_form["person"].nunique() == 3
    assert not set(of_form["person"]) & set(listed(rnd)["person"])
    screen = screen_of(rnd, heard, "each row of S03 form.csv")
    assert [box.description.split(",")[0] for box, _ in screen.ticks] == [
        "row 1",
        "row 2",
        "row 3",
    ]
    assert change(screen, "group", "nurse", "row 2").startswith("Saved: group of 1 row")
    after = people.read(rnd, heard)
    groups = after.people.set_index("person")["group"]
    assert list(groups[of_form["person"]]) == ["other family", "nurse", "young adult"]
    assert list(after.who["person"]) == list(made.who["person"])
    press(screen, "Undo")
    assert people_workbook.trouble(rnd) == ""
    assert "oma" in set(people.read(rnd, heard).people["group"])


@pytest.mark.slow
def test_what_a_word_means_is_asked_once_and_remembered(rnd, heard):
    screen = screens.People(rnd, heard)
    [form] = [block for block in screen.pane.blocks if block["kind"] == "form"]
    assert [row["label"] for row in form["rows"]] == [
        "Anna Berg in S01 and S02: one person?",
        'group: what is "Oma"?',
    ]
    ids = [row["id"] for row in form["rows"]]
    said = fill(screen, dict(zip(ids, ("two people", "other family"), strict=True)))
    assert said.startswith("Saved: 2 answers.") and screen.pane.blocks == []
    made = people.read(rnd, heard)
    assert sorted(made.people["group"]).count("other family") == 2
    assert made.people["person"].nunique() == 7
    press(screen, "Undo")
    assert screen.pane.blocks


@pytest.mark.slow
def test_two_files_have_one_person_only_if_somebody_says_so(rnd, heard):
    screen = screens.People(rnd, heard)
    rows = screen.pane.blocks[1]["rows"]
    answers = {row["id"]: "" for row in rows} | {rows[0]["id"]: "one person"}
    assert people.read(rnd, heard).people["person"].nunique() == 7
    fill(screen, answers)
    assert people.read(rnd, heard).people["person"].nunique() == 6
    change(screen, "person", "a new person", "Anna Berg (P02), S02")
    assert people.read(rnd, heard).people["person"].nunique() == 7


@pytest.mark.slow
def test_consent_is_kept_use_by_use_and_an_unknown_one_is_told_by_its_row(rnd, heard):
    screen = screen_of(rnd, heard)
    choose(screen, screen.view, screen.view.options[1][1])
    assert change(screen, "hear back", "yes", "Anna Berg").startswith("Saved: hear")
    assert change(screen, "given by", "their mother", "Anna Berg").startswith("Saved")
    assert "hear back: yes; given by: their mother" in screen.ticks[1][0].description
    people_workbook.put(
        rnd, "people", [{"source": "S01", "label": "Anna Berg", "keep": "perhaps"}]
    )
    said, table = files.listen(rnd)
    told = people.update(rnd, said, table, files.names(rnd))
    assert 'In row 3 "keep" is neither yes nor no: it counts as no' in told


@pytest.mark.slow
def test_a_screen_shows_no_codes_of_the_machine(rnd, heard):
    shown = []
    for show in ("everyone", "each row of S03 form.csv"):
        screen = screen_of(rnd, heard, show)
        shown += [box.description for box, _ in screen.ticks]
        shown += [row["label"] for row in screen.pane.blocks[1]["rows"]]
    hashes = [code for code in people.read(rnd, heard).who["row"] if len(code) > 4]
    assert len(shown) > 8
    assert not [text for text in shown for code in hashes if code in text]


@pytest.mark.slow
def test_what_waits_in_excel_is_taken_in_with_a_press_and_told(rnd, heard):
    screen = screen_of(rnd, heard)
    assert "people.xlsx is in your private folder" in press(screen, "Take out to Excel")
    path = rnd.private / people_record.BOOK
    book = office.read_xlsx(path)
    book["people"].loc[0, "area"] = "North"
    spreadsheets.write_xlsx(path, book)
    told = change(screen, "group", "child", "Anna Berg")
    assert told.startswith("Saved: group of 2 rows is now child. 1 change taken in")
    assert list(listed(rnd)["area"])[0] == "North"
    assert "taken in from" not in press(screen, "More")


def test_nobody_decides_nothing(rnd, heard):
    nobody = rounds.Round("test", rounds.NOBODY, rnd.data, rnd.reports)
    screen = screen_of(nobody, heard)
    told = change(screen, "group", "child", "Anna Berg")
    assert told.startswith("NOT SAVED. You are in round test.")


@pytest.mark.slow
def test_a_name_to_hide_is_added_shown_otherwise_and_called_no_name(rnd, heard):
    card = protect_screens.Hide(rnd)
    new = {"name": "Fernhill", "kind": "place", "shown as": "", "note": ""}
    assert fill(card, new).startswith("Saved: it will be hidden.")
    shown = people_workbook.names(rnd).set_index("name")["shown"]
    assert shown["Fernhill"] == "[place 1]"
    choose(card, card.which, "Fernhill")
    fill(card, {"kind": "place", "shown as": "the coast", "note": ""})
    shown = people_workbook.names(rnd).set_index("name")["shown"]
    assert shown["Fernhill"] == "[the coast]"
    choose(card, card.which, "Fernhill")
    fill(card, {"kind": "not a name", "shown as": "", "note": ""})
    assert "Fernhill" not in set(people_workbook.names(rnd)["name"])
    assert fill(card, {**new, "name": " "}).startswith("NOT SAVED. The name is empty")


@pytest.mark.slow
def test_a_corrected_row_keeps_its_comments(rnd, heard):
    before = comments.make(rnd, heard, people.read(rnd, heard).who)
    screen = screen_of(rnd, heard, "each row of S03 form.csv")
    change(screen, "group", "nurse", "row 1")
    after = comments.make(rnd, heard, people.read(rnd, heard).who)
    assert list(after["comment"]) == list(before["comment"]) and len(before) == 5


@pytest.mark.slow
def test_a_role_said_of_the_voices_of_a_file_is_shown_and_not_changed_here(rnd, heard):
    roles = {"Interviewer": "interviewer", "Anna Berg": "not a person"}
    voices.decide(rnd, {"S01": voices.Heard(roles)})
    screen = screen_of(rnd, heard)
    [shown] = [
        row
        for _, row in screen.ticks
        if row["source"] == "S01" and row["label"] == "Anna Berg"
    ]
    assert shown["role"] == "not a person"
    before = listed(rnd)["role"].to_dict()
    told = change(screen, "role", "participant", "Anna Berg")
    assert "Who asks in S01 is said under Which voices" in told
    assert listed(rnd)["role"].to_dict() == before
