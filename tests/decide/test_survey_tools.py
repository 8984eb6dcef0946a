"""A results file in the own shape of each tool: no mapping by hand, no answer lost."""

import csv

import pandas as pd
import pytest

from coprod.decide import screens, votes
from coprod.decide import statements as statements_
from coprod.decide.survey import answers
from coprod.store import spreadsheets, tables

TEXTS = {
    "Q01": "Free parking",
    "Q02": "Warm food",
    "Q03": "Quiet nights",
    "Q04": "School visits",
}
FULL = [f"{code} {text}" for code, text in TEXTS.items()]
ASK, MOST = "How important is each of these to you?", "Choose up to 2 that matter most"
# two people: what each said of Q01 to Q04, and which they chose
WORDS = [["Very", "Quite", "Most important", "A little"]]
WORDS += [["Not important", "I don't know", "", "Very"]]
DIGITS = [["4", "3", "5", "2"], ["1", "", "", "4"]]
CHOSE = [["1", "", "1", ""], ["", "", "", "1"]]
SCORES = [[4, 3, 5, 2], [1, None, None, 4]]
WHO = ["child", "parent"]


def chosen(person: int, join: str) -> str:
    """Give the statements that a person chose in one cell."""
    picked = zip(FULL, CHOSE[person], strict=True)
    return join.join(text for text, yes in picked if yes)


def rows(before: list[list[str]], after: list[list[str]], words=WORDS) -> list[list]:
    """Put what a tool notes before and after, around group and importance."""
    return [[*before[n], WHO[n], *words[n], *after[n]] for n in range(2)]


def ticks(yes: str, no: str = "") -> list[list[str]]:
    """Give one column for each statement that can be chosen."""
    return [[yes if cell else no for cell in row] for row in CHOSE]


def microsoft_forms() -> list[list[str]]:
    heads = ["Id", "Start time", "Completion time", "Email", "Name", "Who are you?"]
    own = [
        [str(n), "1/2/26 9:00", "1/2/26 9:05", "a@b.example", "Amira"] for n in (1, 2)
    ]
    return [[*heads, *FULL, MOST], *rows(own, [[chosen(n, ";") + ";"] for n in (0, 1)])]


def google_forms() -> list[list[str]]:
    heads = ["Timestamp", "Email Address", "Who are you?"]
    own = [["2026/11/02 9:00:00 am GMT", "a@b.example"]] * 2
    grid = [f"{ASK} [{text}]" for text in FULL]
    return [[*heads, *grid, MOST], *rows(own, [[chosen(n, ", ")] for n in (0, 1)])]


def limesurvey_codes() -> list[list[str]]:
    heads = ["id", "submitdate", "lastpage", "startlanguage", "seed", "WHO"]
    own = [
        ["3", "2026-11-02 09:00:00", "4", "en", "77"],
        ["4", "2026-11-03", "4", "en", "78"],
    ]
    items = [f"IMP[{code}]" for code in TEXTS] + [f"TOP[{code}]" for code in TEXTS]
    digits = [[f"A{cell}" if cell else "" for cell in row] for row in DIGITS]
    return [[*heads, *items], *rows(own, ticks("Y"), digits)]


def limesurvey_wording() -> list[list[str]]:
    heads = [
        "Response ID",
        "Date submitted",
        "Last page",
        "Start language",
        "Who are you?",
    ]
    own = [["3", "2026-11-02", "4", "en"], ["4", "2026-11-03", "4", "en"]]
    items = [f"{ask} [{text}]" for ask in (ASK, MOST) for text in FULL]
    return [[*heads, *items], *rows(own, ticks("Yes", "No"))]


def redcap_raw() -> list[list[str]]:
    heads = ["record_id", "redcap_survey_identifier", "priorities_timestamp", "who"]
    own = [["1", "", "2026-11-02 9:00"], ["2", "", "2026-11-02 9:30"]]
    items = [code.lower() for code in TEXTS] + [f"top___{c.lower()}" for c in TEXTS]
    after = [[*row, "2"] for row in ticks("1", "0")]
    return [[*heads, *items, "priorities_complete"], *rows(own, after, DIGITS)]


def redcap_labels() -> list[list[str]]:
    heads = ["Record ID", "Survey Identifier", "Survey Timestamp", "Who are you?"]
    own = [["1", "", "2026-11-02 9:00"], ["2", "", "2026-11-02 9:30"]]
    items = [*FULL, *(f"{MOST} (choice={text})" for text in FULL)]
    after = [[*row, "Complete"] for row in ticks("Checked", "Unchecked")]
    return [[*heads, *items, "Complete?"], *rows(own, after)]


QUALTRICS = {
    "StartDate": "Start Date",
    "EndDate": "End Date",
    "Status": "Response Type",
    "IPAddress": "IP Address",
    "Progress": "Progress",
    "Duration (in seconds)": "Duration (in seconds)",
    "Finished": "Finished",
    "RecordedDate": "Recorded Date",
    "ResponseId": "Response ID",
    "RecipientEmail": "Recipient Email",
    "LocationLatitude": "Location Latitude",
    "LocationLongitude": "Location Longitude",
    "DistributionChannel": "Distribution Channel",
    "UserLanguage": "User Language",
}


def qualtrics() -> list[list[str]]:
    codes = [*QUALTRICS, "Q1", *(f"Q2_{n}" for n in range(1, 5)), "Q3"]
    texts = [*QUALTRICS.values(), "Who are you?", *(f"{ASK} - {t}" for t in FULL), MOST]
    ids = [f'{{"ImportId":"QID{n}"}}' for n, _ in enumerate(codes)]
    own = ["2026-11-02", "2026-11-02", "IP Address", "192.0.2.7", "100", "60", "True"]
    own += ["2026-11-02", "R_a", "a@b.example", "51.5", "-0.1", "anonymous", "EN"]
    people = rows(
        [own, ["R_b" if c == "R_a" else c for c in own]],
        [[chosen(n, ",")] for n in (0, 1)],
    )
    tried = ["Survey Preview" if c == "IP Address" else c for c in people[0]]
    return [codes, texts, ids, *people, ["R_c" if c == "R_a" else c for c in tried]]


def qualtrics_legacy() -> list[list[str]]:
    codes = ["V1", "V2", "V6", "V10", "Q1", *(f"Q2_{n}" for n in range(1, 5))]
    codes += [f"Q3_{n}" for n in range(1, 5)]
    texts = ["ResponseID", "ResponseSet", "IPAddress", "Finished", "Who are you?"]
    texts += [f"{ask}-{text}" for ask in (ASK, MOST) for text in FULL]
    own = [[n, "Default", "192.0.2.7", "1"] for n in ("R_a", "R_b")]
    return [codes, texts, *rows(own, ticks("1"), DIGITS)]


def surveymonkey() -> list[list[str]]:
    heads = [
        "Respondent ID",
        "Collector ID",
        "Start Date",
        "IP Address",
        "Email Address",
    ]
    first = [*heads, "Who are you?", ASK, "", "", "", MOST, "", "", ""]
    second = ["", "", "", "", "", "Response", *FULL, *FULL]
    own = [[n, "9", "11/02/2026", "192.0.2.7", "a@b.example"] for n in ("11", "12")]
    picks = [
        [t if yes else "" for t, yes in zip(FULL, row, strict=True)] for row in CHOSE
    ]
    return [first, second, *rows(own, picks)]


def kobo() -> list[list[str]]:
    heads = ["start", "end", "Who are you?", *FULL, MOST]
    heads += [f"{MOST}/{text}" for text in FULL]
    heads += ["_id", "_uuid", "_submission_time", "_validation_status", "_index"]
    own = [["2026-11-02T09:00", "2026-11-02T09:05"]] * 2
    after = [
        [
            chosen(n, " "),
            *ticks("1", "0")[n],
            str(n + 7),
            f"u{n}",
            "2026-11-02",
            "",
            str(n),
        ]
        for n in (0, 1)
    ]
    return [heads, *rows(own, after)]


def typing_sheet() -> list[list[str]]:
    heads = [
        "sheet",
        "group",
        *(f"IMP {c}" for c in TEXTS),
        *(f"TOP {c}" for c in TEXTS),
    ]
    return [heads, *rows([["1"], ["2"]], ticks("x"), DIGITS)]


TOOLS = [
    *(microsoft_forms, google_forms, limesurvey_codes, limesurvey_wording),
    *(redcap_raw, redcap_labels, qualtrics, qualtrics_legacy),
    *(surveymonkey, kobo, typing_sheet),
]


@pytest.fixture
def statements() -> pd.DataFrame:
    """Give four invented statements."""
    made = pd.DataFrame({"statement": list(TEXTS), "text": list(TEXTS.values())})
    made = made.assign(theme="T1", findings="", codes="", direction="change", by="AB")
    return tables.check("statements", made)


def read(grid: list[list[str]], path, statements) -> tuple[pd.DataFrame, str]:
    """Write what a tool exports, read it back; give the ballots and what was said."""
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows(grid)
    ballots, notes, _ = answers.read(path, statements, people_groups=WHO)
    return ballots, " ".join(notes)


def cells(ballots: pd.DataFrame, name: str) -> list[list]:
    """Give one column as people by statements."""
    wide = ballots.pivot(index="respondent", columns="statement", values=name)
    rows = wide.astype(object).where(wide.notna(), None).to_numpy()
    return [list(row) for row in rows]


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.__name__)
def test_nothing_is_mapped_and_no_answer_is_lost(tool, tmp_path, statements):
    ballots, said = read(tool(), tmp_path / "a.csv", statements)
    assert cells(ballots, "score") == SCORES
    picked = [[bool(cell) for cell in row] for row in CHOSE]
    assert cells(ballots, "chosen") == picked
    assert list(ballots.drop_duplicates("respondent")["group"]) == WHO
    assert ballots["shown"].all() and ballots["rank"].isna().all()
    held = said + ballots.to_csv()
    assert "a@b" not in held and "192.0" not in held and "Amira" not in held
    assert "no answer that can be read" not in said and "not used" not in said
    assert ("previews or tests" in said) == (tool is qualtrics)


@pytest.mark.parametrize(
    ("heads", "said"),
    [
        (["[First choice]", "[Second choice]", "[Third choice]"], None),
        (["My 1st choice", "My 2nd choice", "My 3rd choice"], None),
        (["Rank 1", "Rank 2", "Rank 3"], None),
        ([f"Your ranking [{text}]" for text in FULL[:3]], ["2nd choice", "first", "3"]),
    ],
)
def test_places_are_read_in_words_and_digits(heads, said, tmp_path, statements):
    row = said or [FULL[1], FULL[0], FULL[2]]
    grid = [["ID", "Who are you?", *heads], ["1", "child", *row]]
    ballots, _ = read(grid, tmp_path / "a.csv", statements)
    assert cells(ballots, "rank") == [[2, 1, 3, None]]


@pytest.mark.parametrize(
    "row",
    [
        ["0", "5", "3", "2"],
        ["7", "5", "3", "2"],
        ["Agree", "Strongly agree", "Neither", "Disagree"],
        ["1 - Most important", "2", "3", "5 - Not important"],
    ],
)
def test_another_scale_is_refused_and_the_way_on_is_named(row, tmp_path, statements):
    grid = [["Who are you?", *FULL, MOST], ["child", *row, FULL[0]]]
    ballots, said = read(grid, tmp_path / "a.csv", statements)
    assert ballots["score"].isna().all() and ballots["chosen"].any()
    assert "Columns 2, 3, 4, 5: not used, as they have another scale" in said
    assert "Survey columns" in said


def test_a_code_without_its_wording_is_not_ours(tmp_path, statements):
    grid = [
        ["Q9", "Q01 Which pizza is best", "Q02 Warm food"],
        ["1", "5", "4"],
    ]
    ballots, said = read(grid, tmp_path / "a.csv", statements)
    assert cells(ballots, "score") == [[None, 4, None, None]]
    assert "Column 2: not used, as their code or its words" in said
    for heads in (
        ["Q9", "Q01_1"],
        ["Q01 Which pizza is best", "Q02 Your age in years"],
    ):
        with pytest.raises(ValueError, match="Survey columns"):
            read([heads, ["4", "5"]], tmp_path / "b.csv", statements)


def test_unfinished_and_doubled_sheets_are_named_and_none_is_lost(tmp_path, statements):
    heads = ["id", "submitdate", "Who are you?", *FULL]
    grid = [
        heads,
        ["1", "2026-11-02", "child", "5", "", "", ""],
        ["1", "2026-11-03", "child", "", "4", "", ""],
        ["2", "", "parent", "3", "", "", ""],
        ["3", "2026-11-02", "parent", "1", "", "", ""],
        ["3", "2026-11-02", "parent", "2", "", "", ""],
    ]
    ballots, said = read(grid, tmp_path / "a.csv", statements)
    scores = [[5, 4, None, None], [3] + [None] * 3, [1] + [None] * 3, [2] + [None] * 3]
    assert cells(ballots, "score") == scores
    assert "Row 3: not finished" in said
    assert "Row 2: the id of a row before, joined" in said
    assert "Row 5: the id of a row before and other answers" in said


def test_what_each_column_is_can_be_said_on_a_screen_and_is_remembered(
    rnd, statements, monkeypatch
):
    monkeypatch.setattr(statements_, "table", lambda _: statements)
    (rnd.raw / "survey").mkdir()
    grid = [["Q9", "Stars for the car park", "Best thing", "Notes"]]
    grid += [["child", "5", "Warm food", "x"], ["parent", "2", "Free parking", "y"]]
    path = rnd.raw / "survey" / "theirs.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(grid)
    screen = screens.SurveyColumns(rnd)
    screen.which.value = screen.now = "theirs.csv"
    named = [row["id"] for row in screen.rows("theirs.csv")]
    assert named[:4] == grid[0]
    form = dict(zip(grid[0], ["group", "score Q01", "slot 1", ""], strict=True))
    assert screen.submit(form).startswith("Saved: 3 columns of theirs.csv")
    assert "3 said by hand" in screens.SurveyColumns(rnd).summary
    ballots = votes.votes(rnd).as_read
    assert cells(ballots, "score") == [[5, None, None, None], [2, None, None, None]]
    assert cells(ballots, "rank") == [[None, 1, None, None], [1, None, None, None]]


def test_not_shown_left_out_and_not_known_are_three_things(tmp_path, statements):
    grid = [["Who are you?", *FULL], ["child", "5", "I don't know", "-99", ""]]
    ballots, said = read(grid, tmp_path / "a.csv", statements)
    assert cells(ballots, "shown") == [[True, True, True, False]]
    assert cells(ballots, "score") == [[5, None, None, None]]
    assert "1 do not know, 1 left out, 1 not shown." in said
    ballots, said = read(
        [grid[0], ["child", "5", "4", "N/A", ""]], tmp_path / "b.csv", statements
    )
    assert "1 do not know, 1 left out, 0 not shown." in said and ballots["shown"].all()


def marked(grid: list[list[str]]) -> list[list[str]]:
    """Give the headings as a tool with a rich editor exports them."""
    heads = [head.replace(" ", " <b>", 1) for head in grid[0]]
    return [[f"<p>{h.replace(' ', '&nbsp;')}</b></p>" for h in heads], *grid[1:]]


def titled(grid: list[list[str]]) -> list[list[str]]:
    """Give a grid below a title and a blank row, as somebody sends it on."""
    blank = [""] * (len(grid[0]) - 1)
    return [["What matters most? Answers", *blank], ["", *blank], *grid]


@pytest.mark.parametrize("way", [marked, titled])
def test_marks_in_headings_and_a_title_above_them_lose_no_answer(
    way, tmp_path, statements
):
    ballots, said = read(way(microsoft_forms()), tmp_path / "a.csv", statements)
    assert cells(ballots, "score") == SCORES and "not used" not in said


def test_curly_and_straight_apostrophes_are_the_same(tmp_path, statements):
    curly = statements.assign(text=["Don’t rush us", *list(TEXTS.values())[1:]])
    for words in ("Don't rush us", "Don’t rush us"):
        grid = [["Who are you?", words, FULL[1]], ["child", "Very", "Quite"]]
        ballots, _ = read(grid, tmp_path / "a.csv", curly)
        assert cells(ballots, "score") == [[4, 3, None, None]]


def test_no_sheet_of_a_workbook_is_left_out(tmp_path, statements):
    heads, *people = typing_sheet()
    sheets = {
        name: pd.DataFrame([own], columns=heads)
        for name, own in zip(("Monday", "Tuesday"), people, strict=True)
    }
    path = tmp_path / "a.xlsx"
    spreadsheets.write_xlsx(path, {"about": pd.DataFrame({"notes": ["x"]}), **sheets})
    ballots, _, _ = answers.read(path, statements, people_groups=WHO)
    assert cells(ballots, "score") == SCORES
    sheets["Tuesday"] = sheets["Tuesday"].drop(columns="TOP Q04")
    spreadsheets.write_xlsx(path, sheets)
    with pytest.raises(ValueError, match="Save each as a file of its own"):
        answers.read(path, statements)


def test_a_first_sheet_beside_unnamed_columns_is_a_person(tmp_path, statements):
    grid = [["sheet", "Who are you?", *FULL, "", ""]]
    grid += [["1", "child", *DIGITS[0], "torn", "blue"]]
    grid += [["2", "parent", *DIGITS[1], "", "red"]]
    ballots, said = read(grid, tmp_path / "a.csv", statements)
    assert cells(ballots, "score") == SCORES and said.startswith("2 answer sheets")


def test_a_few_bare_codes_are_somebody_elses_and_half_of_ours_are_ours(
    tmp_path, statements
):
    foreign = [["ResponseId", "Q04"], ["a", "5"]]
    with pytest.raises(ValueError, match="Survey columns"):
        read(foreign, tmp_path / "a.csv", statements)
    for heads in (["Q03", "Q04"], ["IMP Q03", "IMP Q04"], ["x[Q03]", "x[Q04]"]):
        ours = [["sheet", *heads], ["1", "5", "4"]]
        ballots, _ = read(ours, tmp_path / "a.csv", statements)
        assert cells(ballots, "score") == [[None, None, 5, 4]]
    asked = [["sheet", "IMP Q03"], ["1", "5"]]
    ballots, _ = read(asked, tmp_path / "a.csv", statements)
    assert cells(ballots, "score") == [[None, None, 5, None]]
