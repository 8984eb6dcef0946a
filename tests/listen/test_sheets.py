"""Sheets as survey programs and transcribers make them: whose words, asked by what."""

import json

import pytest
from listen.test_formats import csv_file, words
from openpyxl import Workbook, load_workbook
from places import DATA

from coprod.listen import comments, files, formats, people
from coprod.listen.formats import sheet_count
from coprod.store import spreadsheets

SAID = [
    "The nurses were kind to my son.",
    "Parking took an hour each day.",
    "We liked the play room a lot.",
    "Nobody told us about the test.",
    "The food was cold every night.",
]


def roles(tmp_path, *rows):
    """Give the role of each column of a sheet of these rows, by its heading."""
    csv_file(tmp_path / "a.csv", [list(row) for row in rows])
    return {each.name: each.role for each in formats.columns(tmp_path / "a.csv")}


def survey(tmp_path, *heads):
    """Give the roles of columns beside a column of comments: heading, then cells."""
    columns = [(head, *cells) for head, *cells in heads]
    columns.append(("Comments", *SAID[: len(columns[0]) - 1]))
    return roles(tmp_path, *zip(*columns, strict=True))


def heard(rnd, name, rows):
    """Put a sheet into the round; give its comments and who was heard."""
    csv_file(rnd.raw / name, rows)
    said, found = files.listen(rnd)
    people.update(rnd, said, found, files.names(rnd))
    register = people.read(rnd, said)
    return comments.make(rnd, said, register.who), register


def book(path, rows, *merged):
    """Make a workbook in which cells are merged."""
    made = Workbook()
    for row in rows:
        made.worksheets[0].append(row)
    for cells in merged:
        made.worksheets[0].merge_cells(cells)
    made.save(path)
    reading = formats.read_file(path)
    assert reading.difference == 0 and not reading.places
    return reading


TALK = [
    ["Time", "Speaker", "Transcript"],
    ["00:01", "Interviewer", "How was it?"],
    ["00:04", "Amira", SAID[0]],
    ["00:05", "", SAID[2]],
    ["00:09", "Joe", SAID[4]],
    ["00:10", "Interviewer", "What else?"],
    ["00:12", "Amira", "I missed my dog."],
]


@pytest.mark.parametrize("heading", ["Speaker", "speaker_name", "Author", "Спикер"])
def test_who_speaks_in_a_column_is_a_person_and_who_asks_is_not_counted(rnd, heading):
    rows = [["Time", heading, "Transcript"], *TALK[1:]]
    made, register = heard(rnd, "talk.csv", rows)
    assert made[["label", "question", "text"]].to_numpy().tolist() == [
        ["Amira", "How was it?", f"{SAID[0]}\n{SAID[2]}"],
        ["Joe", "How was it?", SAID[4]],
        ["Amira", "What else?", "I missed my dog."],
    ]
    assert register.people["role"].value_counts().to_dict() == {
        "participant": 2,
        "interviewer": 1,
    }
    assert {"Amira", "Joe"} <= set(register.names["name"])


def test_a_role_beside_the_speaker_says_who_asks_and_of_what_group_people_are(rnd):
    kate, ruby = ["Kate", "Interviewer"], ["Ruby", "Child"]
    rows = [["Speaker", "Role", "Text"], [*kate, "How was it?"], [*ruby, SAID[0]]]
    made, register = heard(rnd, "talk.csv", [*rows, [*kate, "Why?"], [*ruby, "So."]])
    assert list(made["label"]) == ["Ruby", "Ruby"]
    assert list(register.people["role"]) == ["interviewer", "participant"]
    assert list(register.people["group"])[1] == "child"


def test_participant_of_three_interviews_in_one_sheet_are_three_people(rnd):
    turns = [("Interviewer", "How was it?"), ("Participant", "It was loud.")] * 2
    rows = [[i, who, said] for i in (1, 2, 3) for who, said in turns]
    made, _ = heard(rnd, "a.csv", [["interview_id", "speaker", "text"], *rows])
    assert made["person"].nunique() == 3 and len(made) == 6


def test_ids_of_rows_are_no_ids_of_who_speaks(rnd):
    rows = [["ID", *TALK[0][1:]], *([i, *r[1:]] for i, r in enumerate(TALK[1:]))]
    made, _ = heard(rnd, "a.csv", rows)
    assert set(made["label"]) == {"Amira", "Joe"}


def test_posts_of_one_author_are_of_one_person_and_stay_apart(rnd):
    rows = [["id", "author", "post"], ["1", "@a", SAID[0]], ["2", "@a", SAID[1]]]
    made, _ = heard(rnd, "a.csv", [*rows, ["3", "@b", SAID[2]]])
    assert len(made) == 3 and made["person"].nunique() == 2


def test_a_record_of_redcap_with_several_events_is_one_person(rnd):
    head = ["record_id", "redcap_event_name", "redcap_repeat_instance", "good"]
    events = ["baseline_arm_1", "week_6_arm_1"]
    rows = [[i, e, "", f"Words {i} of {e} here."] for i in range(4) for e in events]
    made, _ = heard(rnd, "a.csv", [head, *rows])
    assert len(made) == 8 and made["person"].nunique() == 4


SURVEYMONKEY = [
    ["Respondent ID", "Start Date", "Who are you?", "Good?", "Hard?", "", ""],
    ["", "", "Response", "Open-Ended Response", "Parking", "Food", "Other"],
    ["11", "10/12/2026", "Parent", SAID[0], "Parking", "", SAID[1]],
    ["12", "10/12/2026", "Nurse", SAID[2], "", "Food", SAID[3]],
]
QUALTRICS = [
    ["StartDate", "ResponseId", "Q1", "Q2_TEXT"],
    ["Start Date", "Response ID", "Who are you?", "What was good? - Text"],
    ['{"ImportId":"startDate"}', *['{"ImportId":"x"}'] * 3],
    ["2026-01-01", "R_a", "Parent", SAID[0]],
    ["2026-01-01", "R_b", "Nurse", SAID[1]],
]
LEGACY = [
    ["V1", "V2", "Q1", "Q2"],
    ["ResponseID", "Name", "Was it quiet?", "This is a free text question."],
    ["R_a", "Anonymous", "2", SAID[0]],
]
MERGED = [
    ["ID", "Your stay", "", "Role"],
    ["", "Best", "Worst", ""],
    ["1", SAID[0], SAID[1], "Parent"],
    ["2", SAID[2], SAID[3], "Nurse"],
]


@pytest.mark.parametrize(
    ("rows", "asked", "people_"),
    [
        (SURVEYMONKEY, ["Good?", "Hard? - Other"] * 2, 2),
        (QUALTRICS, ["What was good?"] * 2, 2),
        (QUALTRICS[:2] + QUALTRICS[3:], ["What was good?"] * 2, 2),
        (LEGACY, ["This is a free text question."], 1),
        (MERGED, ["Your stay - Best", "Your stay - Worst"] * 2, 2),
    ],
)
def test_rows_below_the_headings_that_are_headings_are_nobodys_answers(
    rnd, rows, asked, people_
):
    made, register = heard(rnd, "a.csv", rows)
    assert list(made["question"]) == asked
    assert len(register.people) == people_ == made["person"].nunique()


def test_a_person_without_an_id_is_not_taken_for_a_second_row_of_headings(tmp_path):
    rows = [["ID", "Comments", ""], ["", "They were all kind to me.", "x"]]
    rows += [["2", SAID[0], "y"], ["3", SAID[1], "z"]]
    assert words(csv_file(tmp_path / "a.csv", rows))[0] == "They were all kind to me."


def test_one_word_of_a_heading_does_not_say_who_people_are(tmp_path):
    found = survey(
        tmp_path,
        ("I am satisfied", "2", "6", "6"),
        ("Person identifiable info?", "1", "1", ""),
        ("Person no longer a patient", "1", "1", "0"),
        ("Service location", "0", "1", "0"),
        ("How often do you search the user group?", "Never", "Rarely", "Never"),
        ("Age appropriate care", "1", "0", "1"),
        ("Ethnic group", "White", "Asian", "White"),
        ("Hospital food was good", "Agree", "Disagree", "Agree"),
        ("When I asked, help came", "yes", "no", "yes"),
    )
    assert {found.pop("Comments")} == {"answer"}
    assert set(found.values()) <= {"other", "grade"}


def test_heading_and_cells_together_say_who_people_are(tmp_path):
    rows = [
        ("Designation", "District Health Officer", "Medical Officer", "Matron of Ward"),
        ("Which age band are you in?", "25-34", "65+", "Prefer not to say"),
        ("Ward", "Oak", "Elm", "Oak"),
        ("Area", "North", "Coast", "North"),
    ]
    assert list(survey(tmp_path, *rows).values()) == [
        *("group", "age_band", "setting", "area", "answer"),
    ]
    who = survey(tmp_path, ("Who", "child", "parent", "young person"))
    assert who["Who"] == "group"  # and not whose row it is
    who = survey(tmp_path, ("Who", "Maisie", "Idris", "Zofia"))
    assert who["Who"] == "person"


def test_an_answer_is_never_turned_into_the_question(tmp_path):
    rows = [
        ["Question 1: strengths", "Question 2: changes"],
        ["Good team work", "Beds"],
    ]
    found = roles(tmp_path, *rows, *[["Good team work", "More beds now"]] * 2)
    assert "question" not in found.values()
    rows = [["respondent", "question", "answer"], ["1", "What was good?", SAID[0]]]
    found = roles(tmp_path, *rows, ["1", "What was bad?", SAID[1]])
    assert list(found.values()) == ["person", "question", "answer"]
    rows = [["Interviewer", "Participant"], ["How was it for you?", SAID[0]]]
    found = roles(tmp_path, *rows, ["And the food here?", SAID[4]])
    assert list(found.values()) == ["question", "answer"]


def test_cells_of_columns_of_names_are_hidden_in_every_answer(rnd):
    head = ["ID", "Name", "Your child's name?", "Consultant", "School called?"]
    rows = [
        ["1", "Priya Khan", "Łucja", "Dr Zoë Pell", "Elm Road Primary", SAID[0]],
        ["2", "anonymous", "", "Dr Zoë Pell", "n/a", "Priya and Łucja met Dr Pell."],
    ]
    made, register = heard(rnd, "a.csv", [[*head, "What was good?"], *rows])
    assert len(made) == 2 and made["person"].nunique() == 2
    hidden = dict(zip(register.names["name"], register.names["type"], strict=True))
    assert {"Priya Khan", "Priya", "Khan", "Łucja", "Zoë", "Pell"} <= set(hidden)
    assert hidden["Elm Road Primary"] == "SERVICE"
    assert not {"anonymous", "n/a", "Dr"} & set(hidden)


def test_a_name_is_asked_for_and_a_thing_may_be_named(tmp_path):
    found = survey(
        tmp_path,
        ("Name one thing that helped", "Food", "The toys", "Nurses"),
        ("Event name", "Baseline", "Week six", "Baseline"),
        ("Doctor", "Excellent", "Fair", "Excellent"),
        ("School", "Parking", "School", "School"),
        ("How was school for you?", "quite hard", "It was ok", "too far away"),
    )
    assert not {"name", "service", "person"} & set(found.values())
    assert found["Name one thing that helped"] == "answer"


def test_a_school_is_known_by_how_its_cells_are_written(tmp_path):
    cells = ("St Mary's Primary", "Oak Academy", "Lycée Jean de la Tour")
    assert survey(tmp_path, ("School", *cells))["School"] == "service"


def test_a_translation_beside_an_answer_is_no_second_comment(tmp_path):
    polish = ["Pielęgniarki były miłe.", "Jedzenie było zimne."]
    for mine, other in (("Answer", "Translation"), ("Comment", "Comment (English)")):
        rows = [
            ["ID", mine, other],
            ["1", polish[0], SAID[0]],
            ["2", polish[1], SAID[1]],
        ]
        assert words(csv_file(tmp_path / "a.csv", rows)) == polish
    either = [["ID", "Said (Welsh)", "Said (English)"], ["1", polish[0], ""]]
    assert len(words(csv_file(tmp_path / "a.csv", [*either, ["2", "", SAID[0]]]))) == 2
    both = [["ID", "Good? (English)", "Bad? (English)"], ["1", SAID[0], SAID[1]]]
    assert len(words(csv_file(tmp_path / "a.csv", both))) == 2


def test_what_programs_write_for_no_answer_and_times_and_tags_are_nobodys_words(
    tmp_path,
):
    rows = [
        ["ID", "D-1_5", "D-1_5_TEXT", "Tags"],
        ["1", "Other", SAID[0], "kind staff"],
    ]
    rows += [
        ["2", "NA", "NA", "x"],
        ["3", "2", "#N/A", "x"],
        ["4", "2", "00:01:22", "x"],
    ]
    rows += [["5", "2", "<br>", "x"], ["6", "2", "No", "x"], ["7", "2", SAID[1], "x"]]
    reading = csv_file(tmp_path / "a.csv", rows)
    assert words(reading) == [SAID[0], "No", SAID[1]]
    assert reading.without_words == 1


def test_a_sheet_whose_answers_are_mostly_one_word_for_blank_is_read(tmp_path):
    rows = [[i, "Keine Angabe"] for i in range(12)] + [[20, SAID[0]], [21, SAID[1]]]
    reading = csv_file(tmp_path / "a.csv", [["ID", "What could improve?"], *rows])
    assert len(words(reading)) == 14


def test_words_that_stand_in_a_fifth_of_a_column_are_proposed_as_no_content(rnd):
    rows = [[i, "Keine Angabe"] for i in range(6)] + [
        [9, SAID[0]],
        [10, "Did not answer"],
    ]
    made, _ = heard(rnd, "a.csv", [["ID", "What could improve?"], *rows])
    told = made["no_words"].fillna("").tolist()
    assert set(told[:6]) == {comments.OFTEN_SAID}
    assert told[6:] == ["", "a program's word for no answer"]


def test_a_rating_stands_with_the_comment_beside_it(tmp_path):
    rows = [["Date", "Rating", "Title", "Review"], ["1/2/2026", "5", "Fine", SAID[0]]]
    rows += [["2/2/2026", "1", "Bad parking", SAID[1]]]
    asked = [u.question for u in csv_file(tmp_path / "a.csv", rows).utterances]
    assert asked == ["Review (Rating: 5)", "Review (Rating: 1)"]
    battery = [["ID", "Doctor", "Nurse", "Comments"], ["1", "Good", "Poor", SAID[0]]]
    [said] = csv_file(tmp_path / "a.csv", battery).utterances
    assert said.question == "Comments"


def test_what_a_merged_cell_says_holds_in_all_its_rows(tmp_path):
    rows = [["Group", "ID", "Good?"], ["Parents", 1, SAID[0]], [None, 2, SAID[1]]]
    rows += [[None, 3, SAID[2]], ["Nurses", 4, SAID[3]], [None, 5, SAID[4]]]
    said = book(tmp_path / "a.xlsx", rows, "A2:A4", "A5:A6").utterances
    groups = [json.loads(each.about)["group"] for each in said]
    assert groups == ["Parents"] * 3 + ["Nurses"] * 2
    rows = [["About you", None, "Stay", None], ["ID", "Role", "Good?", "Hard?"]]
    rows += [["1", "Parent", SAID[0], SAID[1]], ["2", "Nurse", SAID[2], SAID[3]]]
    said = book(tmp_path / "b.xlsx", rows, "A1:B1", "C1:D1").utterances
    assert [each.question for each in said[:2]] == ["Stay - Good?", "Stay - Hard?"]
    assert [json.loads(each.about)["person"] for each in said] == ["1", "1", "2", "2"]


def test_a_merged_comment_is_counted_once(tmp_path):
    rows = [["ID", "Comments"], ["1", SAID[0]], ["2", None], ["3", SAID[1]]]
    assert words(book(tmp_path / "a.xlsx", rows, "B2:B3")) == [SAID[0], SAID[1]]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["consultation", "office", "."])
def test_the_count_of_a_workbook_agrees_with_a_reader_that_is_not_ours(name, tmp_path):
    paths = sorted((DATA / name).glob("**/*.xlsx")) if name != "." else []
    if name == ".":
        spreadsheets.write_xlsx(tmp_path / "a.xlsx", {"a b": frame()})
        paths = [tmp_path / "a.xlsx"]
    if not paths:
        pytest.skip("shared/data is not here")
    for path in paths:
        sheets = load_workbook(path, data_only=True).worksheets
        cells = [c.value for s in sheets for row in s.iter_rows() for c in row]
        counted = sheet_count.count_xlsx(path).total()
        assert counted == sum(len(str(value)) for value in cells if value is not None)


def frame():
    """Give a table of words, numbers and truths."""
    import pandas as pd

    return pd.DataFrame({"ID": range(5), "Said": SAID, "Yes": [True] * 5})


FIT = {  # people, comments
    "07-speaker-column.csv": (3, 3),
    "09-name-column.csv": (2, 4),
    "09-name-questions.csv": (24, 24),
    "11-surveymonkey-two-headers.csv": (24, 46),
    "12-redcap-record-id.csv": (8, 46),
    "did-not-answer/form.csv": (14, 14),
    "job-title-as-answer/form.csv": (5, 5),
    "keyword-in-heading/form.csv": (3, 3),
    "person-identifiable/form.csv": (3, 3),
    "qualtrics-TEXT/codes-only.csv": (3, 3),
    "qualtrics-TEXT/export.csv": (2, 2),
    "qualtrics-two-headings/legacy.csv": (1, 1),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FIT)
def test_small_sheets_that_once_failed_are_read_right(rnd, name):
    if not (DATA / "cases" / name).exists():
        pytest.skip("shared/data is not here")
    rows = spreadsheets.read_cells(DATA / "cases" / name)
    made, register = heard(rnd, "a.csv", rows)
    assert (len(register.people), len(made)) == FIT[name]
