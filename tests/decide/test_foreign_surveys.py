"""Somebody else's survey, in each tool's own shape, is finished on the screen."""

import csv

import pytest

from coprod.decide import screens, votes
from coprod.decide import statements as statements_
from coprod.decide.survey import proposals
from coprod.share import numbers
from coprod.store import tables
from coprod.store.problem import Problem

AGREE = ["Strongly disagree", "Disagree", "Neither, nor", "Agree", "Strongly agree"]
HEAVY = ["Not at all", "Slightly", "Moderately", "Very", "Extremely"]
PLACES = [["Sleep, at night", "Food", "Play"], ["Food", "Play", "Sleep, at night"]]
PEOPLE = range(8)


def limesurvey() -> list[list[str]]:
    heads = ["Response ID", "Date submitted", "Last page", "Start language", "Seed"]
    heads += ["Which of these are you, today?"]
    heads += [f"Do you agree? [{t}]" for t in ("The ward is quiet", "Staff listen")]
    heads += [f"Put these in order. [Rank {n}]" for n in (1, 2, 3)]
    heads += [f"Which would you use? [{t}]" for t in ("Playroom", "Wi-Fi", "Other")]
    return [heads] + [
        [str(n), "2026-11-02", "4", "en", "5", ["Child", "Mum"][n % 2]]
        + [AGREE[n % 5], AGREE[(n + 1) % 5], *PLACES[n % 2]]
        + [["Yes", "No"][n % 2], ["No", "Yes"][n % 2], ""]
        for n in PEOPLE
    ]


def qualtrics() -> list[list[str]]:
    heads = {
        "Status": "Response Type",
        "IPAddress": "IP Address",
        "ResponseId": "Response ID",
        "Q1": "Are you a patient or a carer? - Selected Choice",
        "Q10_1": "How happy are you with - Parking",
        "Q10_2": "How happy are you with - Food - hot",
        "Q12_1": "Rank these: - Parking",
        "Q12_2": "Rank these: - Garden",
        "Q13": "Which of these? - Selected Choice",
    }
    ids = [f'{{"ImportId":"QID{n}"}}' for n, _ in enumerate(heads)]
    return [[*heads], [*heads.values()], ids] + [
        ["IP Address", "192.0.2.7", f"R_{n}", ["Child", "Mum"][n % 2]]
        + [str(n % 7 + 1), str((n + 3) % 7 + 1)]
        + [["1", "2"], ["2", "1"]][n % 2]
        + [["Parking,Garden", "Garden"][n % 2]]
        for n in PEOPLE
    ]


def surveymonkey() -> list[list[str]]:
    first = ["Respondent ID", "Collector ID", "IP Address", "Who are you?", ""]
    first += ["How heavy?", "", "What would you pick?", "", ""]
    second = ["", "", "", "Response", "Other (please specify)", "Parking", "Beds"]
    second += ["Parking", "Beds", "Other (please specify)"]
    return [first, second] + [
        [str(n), "9", "192.0.2.7", ["Child", "Mum"][n % 2], ""]
        + [HEAVY[n % 5], HEAVY[(n + 2) % 5]]
        + [["Parking", ""][n % 2], "Beds", ""]
        for n in PEOPLE
    ]


def google_forms() -> list[list[str]]:
    heads = ["Timestamp", "Email Address", "Who are you?", "Rate it [Quiet]"]
    heads += ["Rate it [Food]", "Pick up to 3", "Best? [1st choice]"]
    return [[*heads, "Best? [2nd choice]"]] + [
        ["2026/11/02", "a@b.example", ["Child", "Mum"][n % 2]]
        + [["Poor", "OK", "Good"][n % 3], ["Good", "OK", "Poor"][n % 3]]
        + [["Play, Food", "Food"][n % 2], *[["Play", "Food"], ["Food", "Play"]][n % 2]]
        for n in PEOPLE
    ]


def microsoft_forms() -> list[list[str]]:
    heads = ["Id", "Start time", "Email", "Name", "Who are you?", "The ward is calm"]
    return [[*heads, "What matters? Rank these"]] + [
        [str(n), "1/2/26", "a@b.example", "Amira", ["Child", "Mum"][n % 2]]
        + [["Agree", "Disagree"][n % 2], ["Play;Food;", "Food;Play;"][n % 2]]
        for n in PEOPLE
    ]


def kobo() -> list[list[str]]:
    heads = ["start", "Who are you?", "Needed?", "Needed?/Water", "Needed?/Beds"]
    return [[*heads, "How often?", "_id", "_uuid"]] + [
        ["2026-11-02", ["Child", "Mum"][n % 2], ["Water Beds", "Water"][n % 2]]
        + ["1", str(1 - n % 2), ["Never", "Often"][n % 2], str(n), f"u{n}"]
        for n in PEOPLE
    ]


def redcap() -> list[list[str]]:
    heads = ["record_id", "redcap_event_name", "role", "imp_parking", "want___1"]
    return [[*heads, "survey_complete"]] + [
        [str(n), "arm_1", ["Child", "Mum"][n % 2], str(n % 5), str(n % 2), "2"]
        for n in PEOPLE
    ]


def limesurvey_codes_and_words() -> list[list[str]]:
    heads = ["id. Response ID", "submitdate. Date submitted", "Who. Who are you?"]
    heads += [
        f"AgQ4[SQ00{n}]. Here, I feel [{t}]" for n, t in enumerate(("joy", "sad"))
    ]
    return [heads] + [
        [str(n), "" if n else "2026-11-02", ["Child", "Mum"][n % 2]]
        + [AGREE[n % 5], AGREE[(n + 1) % 5]]
        for n in PEOPLE
    ]


def two_rows_of_headings() -> list[list[str]]:
    first = ["Who are you?", "How often is it so?", "", "Which do you know?", ""]
    return [first, ["", "Loud", "Cold", "Garden", "Chapel"]] + [
        [["Child", "Mum"][n % 2], ["never", "often"][n % 2], "often"]
        + [["Ja", "Nein"][n % 2], "Nein"]
        for n in PEOPLE
    ]


def qualtrics_votes_and_clicks() -> list[list[str]]:
    heads = {"ResponseId": "Response ID", "Q1": "Who are you?"}
    heads |= {"t_First Click": "Timing - First Click"}
    heads |= {"t_Page Submit": "Timing - Page Submit"}
    heads |= {
        "m_1": "Approve (1) or not (-1). - red",
        "m_2": "Approve (1) or not (-1). - blue",
    }
    ids = [f'{{"ImportId":"QID{n}"}}' for n, _ in enumerate(heads)]
    return [[*heads], [*heads.values()], ids] + [
        [f"R_{n}", ["Child", "Mum"][n % 2], "1.2", "3.4", str(n % 3 - 1), "-1"]
        for n in PEOPLE
    ]


# what a person says besides what is proposed; the scales, and then by statement how
# many places, ratings and ticks there are
SURVEYS = {
    limesurvey: (
        {"Which of these are you, today?": "group"},
        [AGREE],
        "The ward is quiet 0 8 0 | Staff listen 0 8 0 | Sleep, at night 8 0 0 | "
        "Food 8 0 0 | Play 8 0 0 | Playroom 0 0 4 | Wi-Fi 0 0 4",
    ),
    qualtrics: (
        {
            "Are you a patient or a carer? - Selected Choice": "group",
            "Which of these? - Selected Choice": "list new",
        },
        ["1 to 7"],
        "Parking 8 8 4 | Food - hot 0 8 0 | Garden 8 0 8",
    ),
    surveymonkey: ({}, [HEAVY], "Parking 0 8 4 | Beds 0 8 8"),
    google_forms: (
        {"Pick up to 3": "list new"},
        [["Poor", "OK", "Good"]],
        "Quiet 0 8 0 | Food 8 8 8 | Play 8 0 4",
    ),
    microsoft_forms: (
        {"The ward is calm": "score new", "What matters? Rank these": "order new"},
        [["Disagree", "Agree"]],
        "The ward is calm 0 8 0 | Play 8 0 0 | Food 8 0 0",
    ),
    kobo: (
        {"How often?": "score new", "Needed?": "unused"},
        [["Often", "Never"]],
        "Water 0 0 8 | Beds 0 0 4 | How often? 0 8 0",
    ),
    limesurvey_codes_and_words: ({}, [AGREE], "joy 0 8 0 | sad 0 8 0"),
    two_rows_of_headings: (
        {f"Which do you know? - {t}": "tick new" for t in ("Garden", "Chapel")},
        [["never", "often"], ["Nein", "Ja"]],
        "Loud 0 8 0 | Cold 0 8 0 | Garden 0 0 4 | Chapel 0 0 0",
    ),
    qualtrics_votes_and_clicks: ({}, ["-1 to 1"], "red 0 8 0 | blue 0 8 0"),
    redcap: (
        {"role": "group", "imp_parking": "score new", "want___1": "tick new"},
        ["0 to 4"],
        "parking 0 8 0 | want___1 0 0 4",
    ),
}


def screen_of(rnd, grid, mark=","):
    """Give the screen with this file chosen, and the form as it is proposed."""
    (rnd.raw / "survey").mkdir(exist_ok=True)
    path = rnd.raw / "survey" / "theirs.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file, delimiter=mark).writerows(grid)
    screen = screens.SurveyColumns(rnd)
    screen.which.value = screen.now = path.name
    form = {row["id"]: row["value"] for row in screen.rows(path.name)}
    return screen, form


@pytest.mark.parametrize("tool", SURVEYS, ids=lambda tool: tool.__name__)
def test_a_foreign_survey_is_finished_on_the_screen_and_no_answer_is_lost(
    tool, rnd, monkeypatch
):
    monkeypatch.setattr(
        "coprod.listen.small_groups.groups", lambda _: ["child", "parent"]
    )
    mark = ";" if tool is limesurvey else ","
    screen, form = screen_of(rnd, tool(), mark)
    with pytest.raises(Problem, match="Survey columns"):
        votes.votes(rnd)
    said, scales, expected = SURVEYS[tool]
    lines = [scale if isinstance(scale, str) else "; ".join(scale) for scale in scales]
    assert said.keys() <= form.keys()
    form |= {**said, screens.SCALES: "\n".join(lines)}
    assert screen.submit(form).startswith("Saved: ")
    read = votes.votes(rnd)
    cast = read.as_read
    assert set(cast["group"]) == {"child", "parent"}
    by = cast.groupby("statement")
    counts = by[["rank", "score", "chosen"]].agg(
        lambda cells: int((cells.astype("Float64").fillna(0) > 0).sum())
    )
    told = [f"{read.words[code]} {r} {s} {c}" for code, r, s, c in counts.itertuples()]
    assert sorted(told) == sorted(expected.split(" | "))
    assert cast["score"].dropna().between(1, 5).all()
    held = " ".join(read.notes) + cast.to_csv()
    assert "no answer that can be read" not in held and "192.0" not in held
    assert "Amira" not in held and "a@b" not in held
    assert len(statements_.table(rnd)) == len(counts)


def test_a_scale_is_never_guessed_and_can_be_the_other_way_round(rnd):
    grid = [["Who are you?", "Rate [Parking at night]", "Rate [Warm food]"]]
    grid += [["child", "7", "1"], ["parent", "6", "2"]]
    screen, form = screen_of(rnd, grid)
    assert form["Rate [Warm food]"] == "score new" and form[screens.SCALES] == ""
    screen.submit(dict(form))
    with pytest.raises(Problem, match="Survey columns"):
        votes.votes(rnd)
    screen.which.value = screen.now = "theirs.csv"
    rows = {row["id"]: row["value"] for row in screen.rows("theirs.csv")}
    assert rows["Rate [Warm food]"] == "score Q02"
    screen.submit(rows | {screens.SCALES: "7 to 1"})
    cast = votes.votes(rnd).as_read.set_index(["respondent", "statement"])["score"]
    assert cast.tolist() == [1, 5, pytest.approx(1.667), pytest.approx(4.333)]
    assert "2 said by hand" in screens.SurveyColumns(rnd).summary


def test_the_forms_words_do_not_stand_on_ratings_that_had_other_words(rnd, monkeypatch):
    monkeypatch.setattr("coprod.listen.small_groups.groups", lambda _: ["child"])
    grid = [["Who are you?", "Rate [Parking at night]", "Rate [Warm food]"]]
    rnd.save("comments", tables.empty("comments"))
    grid += [["child", "5", "1"], ["child", "1", "5"]] * 40
    for scale, shown in (("", 2), ("1 to 5", 0)):
        screen, form = screen_of(rnd, grid)
        screen.submit(form | {screens.SCALES: scale})
        cast = votes.votes(rnd).as_read
        rnd.save("ballots", cast)
        assert cast["score"].tolist() == [5, 1, 1, 5] * 40
        assert len(numbers.ratings(rnd)) == shown


def test_one_persons_own_words_become_no_statement(rnd):
    grid = [["Who are you?", "Pick some"], ["child", "Play;my sister Mia"]]
    grid += [["parent", "Play;"]]
    screen, form = screen_of(rnd, grid)
    screen.submit(form | {"Pick some": "list new"})
    assert statements_.table(rnd)["text"].tolist() == ["Play"]


def test_a_column_may_be_called_as_the_screen_calls_its_own_rows(rnd):
    grid = [["Who are you?", "theme", "name of it"], ["child", "Play", "x"]]
    screen, form = screen_of(rnd, [*grid, ["parent", "Play", "y"]])
    assert len(screen.rows("theirs.csv")) == len(form) == 5
    screen.submit(form | {"theme": "list new"})
    assert statements_.table(rnd)["text"].tolist() == ["Play"]
    assert votes.told_columns(rnd)["theme"] == "list"


def test_an_order_in_one_cell_may_be_parted_by_greater_than(tmp_path):
    path = tmp_path / "a.csv"
    lines = ["Put them in order", "Beds > Food, hot > Play", "Play > Beds > Food, hot"]
    path.write_text("\n".join(f'"{line}"' for line in lines), encoding="utf-8")
    none = tables.empty("statements")
    found = proposals.options(path, none, "Put them in order", one=False)
    assert sorted(found) == ["Beds", "Food, hot", "Play"]
