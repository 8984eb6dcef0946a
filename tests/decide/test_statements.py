"""Statements: their codes and wordings, plain words, and what stands behind them."""

from dataclasses import replace

import pandas as pd
import pytest

from coprod.decide import statements, survey, votes, wording
from coprod.decide.survey import questions
from coprod.store import journal, office, spreadsheets, tables


def drafted(*rows: tuple[str, str]) -> pd.DataFrame:
    """Give statements of (item code, working codes)."""
    made = pd.DataFrame(rows, columns=["statement", "codes"])
    made = made.assign(theme="T1", text="We are told", findings="", by="AB")
    return tables.check("statements", made.assign(direction="change"))


def test_codes_are_given_in_turn_and_the_table_is_in_order(rnd):
    first = statements.add(rnd, text=" We are \n told ", theme="T1", codes=["C1", "C2"])
    second = statements.add(rnd, text="We like it", theme="T1", direction="keep")
    made = statements.table(rnd)
    assert (first, second) == ("Q01", "Q02")
    assert list(made["statement"]) == ["Q01", "Q02"]
    assert list(made["text"]) == ["We are told", "We like it"]
    assert made["codes"][0] == "C1 C2"
    assert list(made["direction"]) == ["change", "keep"]


def test_a_round_without_statements_has_an_empty_table(rnd):
    assert statements.table(rnd).empty
    assert statements.history(rnd).empty


def test_a_code_is_never_used_twice(rnd):
    statements.add(rnd, text="We are told", theme="T1")
    statements.remove(rnd, "Q01", "said elsewhere")
    assert statements.add(rnd, text="We play", theme="T1") == "Q02"
    assert list(statements.table(rnd)["statement"]) == ["Q02"]


def test_every_wording_is_kept_with_who_and_why(rnd):
    statements.add(rnd, text="We are informed", theme="T1")
    event = statements.reword(
        replace(rnd, reader="CD"), "Q01", "We are told", "a child asked for it"
    )
    assert list(statements.table(rnd)["text"]) == ["We are told"]
    journal.record(rnd, "statements").undo(event)
    past = statements.history(rnd)
    assert list(past["step"]) == ["drafted", "changed", "taken back"]
    assert list(past["text"][:2]) == ["We are informed", "We are told"]
    assert past["reason"][1] == "a child asked for it"
    assert list(past["by"][:2]) == ["AB", "CD"]
    assert list(past["statement"]) == ["Q01"] * 3
    assert list(statements.table(rnd)["text"]) == ["We are informed"]


def test_two_people_who_draft_at_once_keep_both_statements(rnd):
    values = {"theme": "T1", "findings": "", "codes": "", "direction": "keep"}
    for text in ("We are told", "We play"):
        journal.record(rnd, "statements").add(
            {"statement": "Q01", "text": text, **values}
        )
    assert list(statements.table(rnd)["statement"]) == ["Q01", "Q01b"]
    statements.reword(rnd, "Q01b", "We play a lot", "clearer")
    assert list(statements.table(rnd)["text"]) == ["We are told", "We play a lot"]
    assert list(statements.history(rnd)["statement"]) == ["Q01", "Q01b", "Q01b"]


def test_wrong_statements_are_refused_in_words(rnd):
    with pytest.raises(ValueError, match="semicolon"):
        statements.add(rnd, text="Wait; play", theme="T1")
    with pytest.raises(ValueError, match="has words"):
        statements.add(rnd, text="  ", theme="T1")
    with pytest.raises(ValueError, match="keep or change"):
        statements.add(rnd, text="We play", theme="T1", direction="up")
    with pytest.raises(ValueError, match="no such code. Those here are none yet"):
        statements.reword(rnd, "Q09", "We play", "why")
    statements.add(rnd, text="We play", theme="T1")
    with pytest.raises(ValueError, match="say why"):
        statements.reword(rnd, "Q01", "We play a lot", " ")
    assert len(statements.history(rnd)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "We are told what happens next.",
        "There is a quiet place to wait",
        "The NHS pays for the bus",
        "My nurse knows my name",
    ],
)
def test_a_plain_statement_gets_no_hint(text):
    assert wording.check_wording(text) == []


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("We " + "really " * 20 + "like it", "It has 23 words"),
        ("Staff listen and explain", "two ideas"),
        ("Staff listen. They explain.", "two ideas"),
        ("We can eat/drink", "two ideas"),
        ("We do not wait long", "no or not"),
        ("Staff don’t rush us", "no or not"),
        ("The pathways are clear", "trade word"),
        ("The MDT knows us", "abbreviation"),
        ("We get toys, games, etc", "abbreviation"),
        ("We wait; we play", "semicolon"),
        ("Q12 is about us", "item code"),
        ("Do we wait long?", "question"),
        ("Individual psychological consultations", "reading age is about"),
        (" 12 ", "no words"),
    ],
)
def test_each_hard_wording_gets_its_hint(text, hint):
    assert any(hint in line for line in wording.check_wording(text))


def test_a_word_inside_a_word_is_no_hint():
    assert wording.check_wording("My hand and toys")  # and
    assert not wording.check_wording("My hand is held")  # h-and


def test_the_reading_age_follows_the_published_formula():
    # 6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 - 15.59 + 5 is below 5
    assert wording.reading_age("The cat sat on the mat") == 5
    # long words in a short sentence: far above 11
    assert wording.reading_age("Multidisciplinary conversation") > 15
    assert wording.reading_age("") == 5
    # 7 words, 9 syllables: 0.39 * 7 + 11.8 * 9 / 7 - 15.59 + 5
    age = wording.reading_age("Staff explain each treatment to my child")
    assert age == pytest.approx(7.3114, abs=1e-4)


def test_coverage_lists_first_what_no_statement_covers(tags, codebook):
    made = statements.coverage(tags, drafted(("Q01", "C1")), codebook)
    assert list(made["comment"]) == ["S01-c-1", "S01-b-1", "S01-a-1"]
    assert list(made["covered"]) == [False, False, True]
    assert list(made["codes"]) == ["C2", "C3", "C1 C2"]
    assert list(made["statements"]) == ["", "", "Q01"]
    assert list(made["theme"]) == ["T1", tables.LOOSE, "T1"]


def test_a_statement_on_a_whole_theme_covers_its_codes(tags, codebook):
    for named in ("T1", ""):
        made = statements.coverage(tags, drafted(("Q01", named)), codebook)
        here = made[made["theme"] == "T1"]
        assert here["covered"].all() and len(here) == 2


def test_merged_codes_are_followed(tags, codebook):
    merged = codebook["code"] == "C2"
    codebook.loc[merged, ["status", "merged_into"]] = ["merged", "C1"]
    for code in ("C1", "C2"):
        made = statements.coverage(tags, drafted(("Q01", code)), codebook)
        here = made[made["theme"] == "T1"]
        assert here["covered"].all()
        assert set(here["codes"]) == {"C1"}


def test_coverage_of_nothing_is_an_empty_table(tags, codebook):
    none = statements.coverage(tags.head(0), drafted(), codebook)
    assert none.empty and list(none[~none["covered"]].columns) == list(none.columns)
    assert not statements.coverage(tags, drafted(), codebook)["covered"].any()


def test_evidence_counts_each_person_and_comment_once(tags, comments, people, codebook):
    made = statements.evidence(
        drafted(("Q01", "C1 C2")), tags, comments, people, codebook
    )
    rows = made.set_index("group")
    assert list(made["group"]) == ["everyone", "child", "parent"]
    assert list(rows.loc["everyone", ["people", "comments", "of"]]) == [2, 2, 3]
    assert list(rows.loc["child", ["people", "comments", "of"]]) == [0, 0, 1]
    for whole in (drafted(("Q01", "T1")), drafted(("Q01", ""))):
        followed = statements.evidence(whole, tags, comments, people, codebook)
        assert followed["people"][0] == 2


def test_duplicates_are_not_counted_twice(tags, comments, people, codebook):
    comments.loc[comments["comment"] == "S01-c-1", "duplicate_of"] = "S01-a-1"
    made = statements.evidence(drafted(("Q01", "C2")), tags, comments, people, codebook)
    assert made["comments"][0] == 1


def test_tables_are_not_changed(tags, comments, people, codebook):
    given = (drafted(("Q01", "C1")), tags, comments, people, codebook)
    before = [frame.copy(deep=True) for frame in given]
    statements.evidence(*given)
    statements.coverage(tags, given[0], codebook)
    for now, then in zip(given, before, strict=True):
        pd.testing.assert_frame_equal(now, then)


def test_two_statements_that_say_the_same_are_told(rnd):
    for text in ("We are told.", "We play", "we are told"):
        statements.add(rnd, text=text, theme="T1")
    told = wording.checks(statements.table(rnd)).values.tolist()
    assert ["Q01", "It says the same as Q03; keep one of them."] in told
    assert ["Q03", "It says the same as Q01; keep one of them."] in told
    assert "Q02" not in [code for code, _ in told]


def test_a_wording_keeps_its_number_whatever_is_taken_back(rnd):
    statements.add(rnd, text="We are informed", theme="T1")
    event = statements.reword(rnd, "Q01", "We are told", "plainer")
    assert list(statements.table(rnd)["wording"]) == ["Q01.2"]
    journal.record(rnd, "statements").undo(event)
    assert list(statements.table(rnd)["wording"]) == ["Q01.1"]
    statements.reword(rnd, "Q01", "We hear", "shorter")
    statements.reword(rnd, "Q01", "We are told", "after all")
    assert list(statements.table(rnd)["wording"]) == ["Q01.2"]
    assert list(statements.wordings(rnd)["Q01"].values()) == ["Q01.1", "Q01.2", "Q01.3"]
    past = statements.history(rnd)
    assert past.loc[1, ["wording", "by", "reason"]].tolist() == [
        *("Q01.2", "AB", "plainer")
    ]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_form_and_its_ballots_carry_the_wording(rnd, ending):
    statements.add(rnd, text="We are informed", theme="T1")
    statements.add(rnd, text="We play", theme="T1")
    statements.reword(rnd, "Q01", "We are told", "plainer")
    made, groups = statements.table(rnd), ["child", "parent"]
    assert [q.text for q in questions.questions(made, groups=groups)][1:3] == [
        *("Q01.2 We are told", "Q02 We play")
    ]
    (folder := rnd.raw / "survey").mkdir(parents=True)
    path = survey.build(made, folder / f"typed{ending}", groups=groups)
    if ending == ".xlsx":
        frame = office.read_xlsx(path)["answers"]
    else:
        frame = spreadsheets.read_csv(path)
    assert "IMP Q01.2" in frame.columns and "TOP Q02" in frame.columns
    frame.loc[0] = ["1", "child", "5", "4", "x", "", "", ""]
    spreadsheets.write_csv(folder / "typed.csv", frame)
    statements.reword(rnd, "Q01", "We hear", "shorter")
    asked = votes.asked(rnd).set_index("statement")["text"]
    assert asked["Q01"] == "We are told"  # by the number alone: no words stand there
    ballots = votes.votes(rnd).as_read.set_index("statement")
    assert ballots["wording"].to_dict() == {"Q01": "Q01.2", "Q02": "Q02.1"}
    assert ballots["score"].to_dict() == {"Q01": 5, "Q02": 4}
