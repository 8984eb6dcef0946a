import json
import os
import stat

import pandas as pd
import pytest

from coprod.listen import people, speakers
from coprod.protect import (
    name_words,
    people_record,
    people_workbook,
    who_words,
    withdrawal,
)
from coprod.store import journal, office, rounds, spreadsheets, tables


@pytest.fixture
def rnd(tmp_path):
    made = rounds.Round("test", "AB", tmp_path / "data", tmp_path / "reports")
    made.raw.mkdir(parents=True)
    (made.raw / "round.json").write_text('{"invented": true}')
    return made


def spoken(*turns):
    rows = []
    for number, turn in enumerate(turns, start=1):
        source, speaker, text, *rest = turn
        row, about = [*rest, None, None][:2]
        about = json.dumps(about) if isinstance(about, dict) else about
        rows.append([source, number, speaker, None, text, "body", row, about])
    names = [column.name for column in tables.TABLES["utterances"].columns]
    return tables.check("utterances", pd.DataFrame(rows, columns=names))


def filed(*sources, type=".docx"):
    rows = [[s, type, "read", None, 1, 1, "{}", 0, 0, None, None] for s in sources]
    names = [column.name for column in tables.TABLES["files"].columns]
    return tables.check("files", pd.DataFrame(rows, columns=names))


def fill(rnd, changes, sheet="people"):
    """Fill in cells in Excel as a researcher may, by label."""
    path = rnd.private / "people.xlsx"
    if not path.exists():
        people_record.take_out(rnd)
    book = office.read_xlsx(path)
    frame = book[sheet]
    for label, cells in changes.items():
        for column, value in cells.items():
            frame.loc[frame["label"] == label, column] = value
    spreadsheets.write_xlsx(path, book)


TALK = spoken(
    ("S01", "Interviewer", "What matters to you?"),
    ("S01", "Amira Khan", "The nurse was kind."),
    ("S01", "Mum", "We waited a long time."),
)


def test_a_new_label_gets_a_row_that_is_filled_in_as_far_as_it_is_clear(rnd):
    said = people.update(rnd, TALK, filed("S01"), {"S01": "Interview with Amira.docx"})
    sheet = people_workbook.read(rnd)["people"]
    assert "3 new speakers" in said
    assert list(sheet["person"]) == ["P01", "P02", "P03"]
    assert list(sheet["role"]) == ["interviewer", "participant", "participant"]
    assert list(sheet["group"]) == ["", "", "parent"]
    assert set(sheet["way"]) == {"interview"}
    assert set(sheet["quote"]) == {""}


def test_nothing_new_leaves_the_same_bytes(rnd):
    people.update(rnd, TALK, filed("S01"), {"S01": "a.docx"})
    before = {p: p.read_bytes() for p in rnd.private.rglob("*") if p.is_file()}
    said = people.update(rnd, TALK, filed("S01"), {"S01": "a.docx"})
    assert said.startswith("Nothing is new") and before
    assert {p: p.read_bytes() for p in rnd.private.rglob("*") if p.is_file()} == before


@pytest.mark.slow
def test_what_the_researcher_filled_in_is_never_changed(rnd):
    people.update(rnd, TALK, filed("S01"), {"S01": "a.docx"})
    fill(rnd, {"Amira Khan": {"group": "teenager", "note of mine": "ring first"}})
    more = spoken(
        *TALK[["source", "speaker", "text"]].itertuples(index=False),
        ("S02", "Nurse 1", "Too few beds."),
    )
    people.update(rnd, more, filed("S01", "S02"), {"S01": "a.docx", "S02": "b.docx"})
    sheet = people_workbook.read(rnd)["people"].set_index("label")
    assert sheet.loc["Amira Khan", "group"] == "teenager"
    assert sheet.loc["Amira Khan", "note of mine"] == "ring first"
    assert sheet.loc["Nurse 1", "person"] == "P04"
    assert sheet.loc["Nurse 1", "group"] == "nurse"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")
def test_only_the_owner_can_open_the_record_and_the_workbook(rnd):
    people.update(rnd, TALK, filed("S01"), {})
    people_record.take_out(rnd)
    held = [path for path in rnd.private.rglob("*") if path.is_file()]
    assert len(held) == 3  # what was said, what Excel holds, the workbook
    assert {stat.S_IMODE(path.stat().st_mode) for path in held} == {0o600}
    assert stat.S_IMODE(rnd.private.stat().st_mode) == 0o700


WAVES = spoken(
    ("S01", "Jo Marsh", "One."),
    ("S01", "P02", "Two."),
    ("S01", "Mum", "Three."),
    ("S02", "Jo Marsh", "Four."),
    ("S02", "P02", "Five."),
    ("S02", "Mum", "Six."),
)


@pytest.mark.parametrize(
    ("names", "asked"),
    [
        (("Ward A.docx", "Ward B.docx"), {"Jo Marsh"}),
        (("Talk wave 1.docx", "Talk wave 2.docx"), {"Jo Marsh", "P02", "Mum"}),
    ],
)
def test_one_person_in_two_files_is_proposed_and_never_done_by_itself(
    rnd, names, asked
):
    called = dict(zip(("S01", "S02"), names, strict=True))
    people.update(rnd, WAVES, filed("S01", "S02"), called)
    assert len(people.read(rnd, WAVES).people) == 6
    found = speakers.perhaps_one(people_workbook.read(rnd))
    assert {told.split(" in ")[0] for *_, told in found} == asked
    first, second, _ = found[0]
    not_one = {"field": speakers.ONE_PERSON, "said": f"{first} {second}", "means": "no"}
    people_workbook.put(rnd, "values", [not_one])
    assert found[0] not in speakers.perhaps_one(people_workbook.read(rnd))


def test_the_same_person_code_makes_two_labels_one_person(rnd):
    people.update(rnd, TALK, filed("S01"), {})
    fill(rnd, {"Mum": {"person": "P02"}, "Amira Khan": {"quote": "yes"}})
    made = people.read(rnd, TALK).people.set_index("person")
    assert list(made.index) == ["P01", "P02"]
    assert made.loc["P02", "quote"]


@pytest.mark.slow
def test_what_is_neither_yes_nor_no_is_asked_and_nothing_quoted_on_a_guess(rnd):
    people.update(rnd, TALK, filed("S01"), {})
    fill(rnd, {"Mum": {"quote": "x"}, "Amira Khan": {"quote": "Yes please"}})
    told = people.update(rnd, TALK, filed("S01"), {})
    book = people_workbook.read(rnd)["people"]
    row = list(book["label"]).index("Mum") + 2
    assert f'In row {row} "quote" is neither yes nor no' in told
    made = people.read(rnd, TALK).people.set_index("person")["quote"]
    by = dict(zip(book["label"], book["person"], strict=True))
    assert not made[by["Mum"]] and made[by["Amira Khan"]]


def test_one_no_about_being_quoted_outweighs_a_yes(rnd):
    people.update(rnd, TALK, filed("S01"), {})
    fill(rnd, {"Mum": {"person": "P02", "quote": "no"}, "Amira Khan": {"quote": "yes"}})
    assert not people.read(rnd, TALK).people.set_index("person").loc["P02", "quote"]


def test_without_the_workbook_everybody_is_unknown_and_labels_are_hidden(rnd):
    made = people.read(rnd, TALK)
    assert set(made.people["group"]) == {"unknown"}
    assert not made.people["quote"].any()
    assert {"Amira Khan", "Amira", "Khan"} <= set(made.names["name"])
    assert "Mum" not in set(made.names["name"])
    assert not rnd.private.exists()


def test_one_row_for_a_sheet_and_what_a_row_says_outweighs_it(rnd):
    sheet = spoken(
        ("S03", None, "More toys", "001", {"group": "Child", "age_band": "9"}),
        ("S03", None, "Less noise", "002", {"quote": "Yes", "group": "Mum"}),
        ("S03", None, "Quiet room", "002", {"quote": "Yes", "group": "Mum"}),
        ("S03", None, "Sleep", "003"),
    )
    people.update(rnd, sheet, filed("S03", type=".csv"), {"S03": "wish pages.csv"})
    assert len(people_workbook.read(rnd)["people"]) == 1
    fill(rnd, {"(each row)": {"setting": "Shared care hospital", "quote": "no"}})
    made = people.read(rnd, sheet).people.set_index("person")
    assert list(made.index) == ["S03r001", "S03r002", "S03r003"]
    assert made.loc["S03r001", "age_band"] == "8 to 12"
    assert list(made["group"]) == ["child", "parent", "unknown"]
    assert list(made["quote"]) == [False, True, False]
    assert set(made["setting"]) == {"local hospital"}
    assert set(made["way"]) == {"wish page"}


def test_rows_that_name_the_same_person_are_one_person_and_the_name_is_hidden(rnd):
    posts = spoken(
        ("S04", None, "Day 3", "1", {"person": "@baldandbothered"}),
        ("S04", None, "Day 4", "2", {"person": "@baldandbothered"}),
        ("S04", None, "Day 5", "3", {"person": "P09"}),
    )
    people.update(rnd, posts, filed("S04"), {"S04": "social posts.csv"})
    made = people.read(rnd, posts)
    assert list(made.who["person"]) == ["S04r1", "S04r1", "S04r3"]
    assert "@baldandbothered" in set(people_workbook.names(rnd)["name"])
    assert "baldandbothered" in set(made.names["name"])
    assert set(made.people["way"]) == {"social post"}


def test_a_note_beside_a_name_in_a_sheet_hides_no_ordinary_word(rnd):
    page = spoken(("S04", None, "Is this it?", "1", {"person": "Rafi (this is Dad)"}))
    people.update(rnd, page, filed("S04"), {})
    assert set(people_workbook.names(rnd)["name"]) == {"Rafi"}
    assert set(people.read(rnd, page).names["name"]) == {"Rafi"}


@pytest.mark.parametrize(
    ("words", "group"),
    [
        ("Mum", "parent"),
        ("Parent/carer", "parent"),
        ("staff nurse", "nurse"),
        ("Parent of a child", "parent"),
        ("patient or parent", "parent"),
        ("child or parent", "child or parent"),
        ("Young person", "teenager"),
        ("Ward Clown", "ward clown"),
        ("play specialist", "play specialist"),
        ("", "unknown"),
        ("Grandparent", "other family"),
        ("Grandmother", "other family"),
        ("Godmother", "other family"),
        ("stepmother", "parent"),
        ("Parent, 15 year old", "parent"),
    ],
)
def test_words_for_a_group_are_understood_when_clear_and_kept_when_not(words, group):
    assert who_words.group_of(words) == group


@pytest.mark.parametrize(
    ("words", "band"),
    [
        ("9", "8 to 12"),
        ("8-12", "8 to 12"),
        ("13–15 years", "13 to 15"),
        ("aged 16", "16 to 18"),
        ("65 or over", "65 or over"),
        ("60", "55 or over"),
        ("2", "under 4"),
        ("", "unknown"),
    ],
)
def test_ages_are_put_in_bands(words, band):
    assert who_words.band_of(words) == band


@pytest.mark.parametrize("label", ["INT", "Q", "I", "Interviewer 2", "Moderator"])
def test_an_interviewer_is_proposed_from_the_label(label):
    assert who_words.interviews(label)


def test_who_asks_every_question_stands_in_the_record_as_interviewer(rnd):
    turns = [("Kate", "Good?"), ("Ruby", "No."), ("Kate", "Why?"), ("Ruby", "Cold.")]
    turns += [("Kate", "Who came?"), ("Ruby", "Mum.")]
    elsewhere = [("S02", "Kate", "I was there."), ("S02", "Jo", "So was I.")]
    talk = spoken(*(("S01", who, words) for who, words in turns), *elsewhere)
    people.update(rnd, talk, filed("S01", "S02"), {})
    rows = people_workbook.read(rnd)["people"].set_index(["source", "label"])
    assert rows.loc[("S01", "Kate"), ["role", "voice"]].tolist() == ["interviewer", ""]
    assert rows.loc[("S01", "Ruby"), "voice"] == "own words"
    assert set(rows["role"].drop(("S01", "Kate"))) == {"participant"}


@pytest.mark.parametrize("label", ["Ines", "Quentin", "Mum", "P1", "Iris", "R"])
def test_other_labels_are_not_taken_for_an_interviewer(label):
    assert not who_words.interviews(label)


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("Amira Khan", ["Amira Khan", "Amira", "Khan"]),
        ("Dr Pell", ["Pell"]),
        ("Ruby's mum", ["Ruby"]),
        ("Mum of Ruby", ["Ruby"]),
        ("Alfie-Jay", ["Alfie-Jay", "Alfie", "Jay"]),
        ("Siobhán O’Shea (nurse, 34)", ["Siobhán O’Shea", "Siobhán", "O’Shea"]),
        ("Rafi (Dad wrote this, he is 3)", ["Rafi"]),
        ("amira khan", ["amira khan", "amira", "khan"]),
        ("this was written by somebody else altogether", []),
        ("Will", ["Will"]),
        ("Will Do", ["Will Do", "Will", "Do"]),
        ("Helen Ward", ["Helen Ward", "Helen", "Ward"]),
        ("Ward Sister", []),
        ("Young person", []),
        ("Nurse 2", []),
        ("Child A", []),
        ("@grandad_ken47", ["@grandad_ken47", "grandad_ken47"]),
    ],
)
def test_names_are_taken_out_of_labels_and_roles_are_not(label, names):
    assert [name for name, _ in name_words.names_in(label)] == names


def test_what_stands_for_a_name_is_consistent_and_has_meaning(rnd):
    talk = spoken(
        ("S01", "Amira Khan", "One."),
        ("S01", "Ruby's mum", "Two."),
        ("S02", "Amira", "Three."),
    )
    people.update(rnd, talk, filed("S01", "S02"), {})
    fill(rnd, {"Amira Khan": {"group": "child", "hide also": "Mimi, Khan Begum"}})
    book = office.read_xlsx(rnd.private / "people.xlsx")
    book["names to hide"] = pd.DataFrame(
        [
            ["Fernhill Hospital", "service", "", ""],
            ["Poole", "place", "the coast", ""],
            ["Hafsa", "person", "", "a cousin"],
            ["Begum", "not a name", "", ""],
        ],
        columns=["name", "kind", "shown as", "note"],
    )
    spreadsheets.write_xlsx(rnd.private / "people.xlsx", book)
    names = people.read(rnd, talk).names.set_index("name")
    shown = names["shown"]
    assert shown["Amira Khan"] == "[Child 1]"
    assert shown["Mimi"] == shown["Khan Begum"] == "[Child 1]"
    assert shown["Amira"] == "[Child 1 or Person 3]"
    assert names.loc["Amira", "person"] == "P01, P03"
    assert shown["Ruby"] == "[family of Parent 2]"
    assert shown["Fernhill Hospital"] == "[hospital 1]"
    assert shown["Poole"] == "[the coast]"
    assert shown["Hafsa"] == "[name 3]"
    assert "Begum" not in names.index
    assert list(names["type"].unique()) == ["SERVICE", "PLACE", "PERSON"]


def test_a_row_without_a_person_code_is_named_by_number_never_by_name(rnd):
    people.update(rnd, TALK, filed("S01"), {})
    fill(rnd, {"Amira Khan": {"person": ""}})
    with pytest.raises(ValueError, match="row 3 has no person code") as told:
        people.read(rnd, TALK)
    assert "Amira" not in str(told.value)


def test_a_broken_workbook_is_told_in_plain_words(rnd):
    rnd.private.mkdir()
    (rnd.private / "people.xlsx").write_bytes(b"Amira is not a workbook")
    with pytest.raises(ValueError, match="cannot be read") as told:
        people_workbook.names(rnd)
    assert "Amira" not in str(told.value)


def someone(person, group, **more):
    row = {
        "person": person,
        "group": group,
        "age_band": "unknown",
        "setting": "community",
        "area": "North",
        "voice": "own words",
        "quote": True,
        "way": "interview",
        "role": "participant",
    }
    return {**row, **more}


def comments(*persons):
    return pd.DataFrame(
        {"comment": [f"c{n}" for n in range(len(persons))], "person": persons}
    )


HEARD = tables.check(
    "people",
    pd.DataFrame(
        [
            someone("P01", "child"),
            someone("P02", "child", setting="local hospital"),
            someone("P03", "nurse"),
            someone("P04", "unknown", role="interviewer"),
            someone("P05", "parent"),
        ]
    ),
)


def test_reach_counts_people_once_and_shows_who_was_not_heard(rnd):
    people.add_target(rnd, "Teenagers", 10)
    people.add_target(rnd, "Child", 8)
    said = comments("P01", "P01", "P02", "P03", "P04")
    made = people.reach(HEARD, said, people.table(rnd, "targets")).set_index("group")
    assert list(made.index) == ["child", "teenager", "parent", "nurse"]
    assert list(made["heard"]) == [2, 0, 0, 1]
    assert list(made["comments"]) == [3, 0, 0, 1]
    assert made.loc["teenager", "target"] == 10
    assert pd.isna(made.loc["nurse", "target"])


def test_reach_does_not_change_its_input_and_works_without_people():
    before = HEARD.copy()
    people.reach(HEARD, comments("P01"))
    pd.testing.assert_frame_equal(HEARD, before)
    assert people.reach(tables.empty("people"), tables.empty("comments")).empty


def test_people_are_counted_by_group_and_setting_with_0_for_silence():
    made = people.across(HEARD, comments("P01", "P03", "P01"), "setting")
    assert made.loc["child", "community"] == 1
    assert made.loc["child", "local hospital"] == 0
    assert made.loc["parent"].sum() == 0


def test_a_withdrawal_is_kept_once_with_its_scope(rnd):
    assert withdrawal.withdrawn(rnd).empty
    for person, scope in (("P07", "all"), ("P07", "all"), ("S03r002", "quotes")):
        taken = {"person": person, "scope": scope}
        journal.record(rnd, "withdrawals").add(taken)
    assert withdrawal.withdrawn(rnd).to_numpy().tolist() == [
        ["P07", "all"],
        ["S03r002", "quotes"],
    ]


def test_a_parents_report_of_a_child_is_never_pooled_with_the_childs_own_words():
    reports = pd.DataFrame([someone("P06", "child", voice="a parent's report")])
    everyone = tables.check("people", pd.concat([HEARD, reports]))
    made = people.reach(everyone, comments("P01", "P06")).set_index("group")
    assert made.loc["child", "heard"] == 1
    assert made.loc["child", "reported"] == 1
    assert made.loc["child", "comments"] == 1
    assert people.across(everyone, comments("P06"), "setting").to_numpy().sum() == 0


def test_a_picture_nobody_typed_is_not_heard_yet():
    said = comments("P01", "P02").assign(no_words=[tables.WAITS, None])
    assert people.reach(HEARD, said)["heard"].sum() == 1


def test_what_other_columns_say_is_read_even_if_it_is_no_json():
    assert speakers.about({"about": "{"}) == {}
    assert speakers.about({"about": "[1]"}) == {}
    assert speakers.about({"about": '{"age": 9, "note": null}'}) == {"age": "9"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("role", "meant"),
    [
        ("Participant", "participant"),
        ("INTERVIEWER", "interviewer"),
        ("Moderator", "interviewer"),
        ("not a Person", "not a person"),
        ("banana", "participant"),
    ],
)
def test_a_role_typed_by_hand_never_loses_anybodys_words(rnd, role, meant):
    turns = spoken(("S01", "Zofia", "The dog came."))
    people.update(rnd, turns, filed("S01"), {})
    fill(rnd, {"Zofia": {"role": role}})
    assert list(people.read(rnd, turns).who["role"]) == [meant]
    told = people.update(rnd, turns, filed("S01"), {})
    assert ('In row 2 "role" is none of' in told) == (role == "banana")
    assert "banana" not in told
