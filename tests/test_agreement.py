"""Readers differ, and settle it: both originals stay, and what counts is written."""

from dataclasses import replace

import pandas as pd
import pytest

from coprod import agreement, codebook, tagging
from coprod.reliability import measures


@pytest.fixture
def other(rnd):
    """The same round, another reader."""
    return replace(rnd, reader="CD")


@pytest.fixture
def codes(rnd):
    """Two codes of a working codebook."""
    return codebook.add(rnd, "Told directly"), codebook.add(rnd, "Ringing back")


def table(rnd):
    """Give the disagreements as they stand."""
    book, made = codebook.table(rnd), agreement.settlements(rnd)
    return agreement.disagreements(tagging.table(rnd), tagging.marks(rnd), book, made)


def test_golden_values_of_two_readers():
    """1,000 comments, 80 coded by each reader, 70 by both."""
    units = [[{"c"}, {"c"}]] * 70 + [[{"c"}, set()]] * 10
    units += [[set(), {"c"}]] * 10 + [[set(), set()]] * 910
    made = measures(units, "c")
    assert made[:4] == [1000, 70, 10, 10]
    agree, kappa, pabak, alpha, f1 = (round(x, 4) for x in made[4:])
    assert (agree, kappa, pabak, f1) == (0.98, 0.8641, 0.96, 0.875)
    assert round(70 / 90, 4) == round(f1 / (2 - f1), 4) == 0.7778
    assert abs(alpha - kappa) < 0.001


def test_golden_alpha_of_four_readers_with_missing_values():
    """Krippendorff (2011): twelve units, four observers, nominal alpha 0.743."""
    rows = ["123321412...", "12332241 25.3", ".3332342251.", "12332441251."]
    lines = [row.replace(" ", "") for row in rows]
    units = [[v for v in unit if v != "."] for unit in zip(*lines, strict=True)]
    assert round(agreement.alpha(units), 3) == 0.743


def test_alpha_is_the_same_as_that_of_the_krippendorff_package():
    """The package is an oracle for tests only; where it is absent nothing is tested."""
    oracle = pytest.importorskip("krippendorff")
    data = [[1, 0, 1, None, 0, 1], [1, 1, 1, 0, 0, None], [None, 0, 1, 0, 1, 1]]
    units = [[v for v in unit if v is not None] for unit in zip(*data, strict=True)]
    numbers = [[float("nan") if v is None else v for v in row] for row in data]
    given = oracle.alpha(reliability_data=numbers, level_of_measurement="nominal")
    assert agreement.alpha(units) == pytest.approx(given)


def test_alpha_is_not_defined_where_all_say_the_same():
    assert agreement.alpha([[True, True], [True, True]]) is None
    assert agreement.alpha([[True], [False]]) is None


def test_agreement_counts_only_what_both_read(tags, codebook):
    found = agreement.agreement(tags, codebook)
    assert set(found["comments"]) == {1}


def test_a_comment_one_reader_set_aside_counts_as_read_by_both(tags, codebook, marks):
    aside = marks.assign(comment="S01-b-1", by="CD")
    found = agreement.agreement(tags, codebook, aside)
    assert set(found["comments"]) == {2}
    assert found.set_index("code").loc["Parking", "only_first"] == 1


def test_with_three_readers_one_more_row_has_the_alpha_of_all(tags, codebook):
    third = tags.iloc[[0]].assign(tag="t9", reader="EF")
    found = agreement.agreement(pd.concat([tags, third]), codebook)
    assert set(found["readers"]) == {"AB and CD", "AB and EF", "CD and EF", "all 3"}
    alone = found[found["readers"] == "all 3"]
    assert set(alone["comments"]) == {1} and alone["kappa"].isna().all()


def test_the_disagreements_stand_side_by_side_and_tell_their_kind(rnd, other, codes):
    told, ring = codes
    for comment in ("S01-a-1", "S01-b-1", "S01-c-1", "S02-d-1"):
        tagging.add(rnd, comment, told, experience=("good",))
    tagging.add(other, "S01-a-1", told, experience=("good",))
    tagging.add(other, "S01-b-1", told, experience=("less good",))
    tagging.add(other, "S01-c-1", ring)
    tagging.mark(other, "S02-d-1", "no content", "a sound")
    found = table(rnd).set_index("comment")
    assert found["differ"].to_dict() == {
        "S01-b-1": "experience",
        "S01-c-1": "codes",
        "S02-d-1": "set aside",
    }
    assert found.loc["S01-c-1", "AB"] == "Told directly (good)"
    assert found.loc["S01-c-1", "CD"] == "Ringing back (not clear)"
    assert found.loc["S02-d-1", "CD"] == "no content"


def test_readers_who_used_two_names_for_one_code_agree_once_it_is_merged(
    rnd, other, codes
):
    tagging.add(rnd, "S01-a-1", codes[0])
    tagging.add(other, "S01-a-1", codes[1])
    assert len(table(rnd)) == 1
    codebook.merge(rnd, codes[0], codes[1], "the same")
    assert table(rnd).empty


def test_what_was_settled_counts_and_both_originals_stay(rnd, other, codes):
    told, ring = codes
    for comment in ("S01-a-1", "S01-b-1", "S01-c-1", "S02-d-1"):
        tagging.add(rnd, comment, told, experience=("good",))
        tagging.add(other, comment, ring)
    before = tagging.table(rnd)
    agreement.settle(rnd, "S01-a-1", "reader", "read again", reader="CD")
    agreement.settle(rnd, "S01-b-1", "all", "both are in it")
    third = codebook.add(rnd, "Phone")
    said = dict(code=third, experience=("less good",))
    agreement.settle(rnd, "S01-c-1", "code", "neither", **said)
    agreement.settle(rnd, "S02-d-1", "open", "ask the advisers")
    counted = agreement.counted(rnd)
    by = {c: set(part["code"]) for c, part in counted.groupby("comment")}
    assert by == {
        "S01-a-1": {ring},
        "S01-b-1": {told, ring},
        "S01-c-1": {third},
        "S02-d-1": {told, ring},
    }
    [made] = counted[counted["code"] == third].to_dict("records")
    assert made["less_good"] and not made["good"] and made["reader"] == "AB"
    assert tagging.table(rnd).equals(before)
    settled = table(rnd).set_index("comment")["settled"]
    assert list(settled) == ["as CD", "all count", "Phone", "left open"]


def test_a_settlement_of_tags_that_changed_since_counts_no_longer(rnd, other, codes):
    tagging.add(rnd, "S01-a-1", codes[0])
    tagging.add(other, "S01-a-1", codes[1])
    agreement.settle(rnd, "S01-a-1", "reader", "read again", reader="AB")
    assert len(agreement.counted(rnd)) == 1
    tagging.add(other, "S01-a-1", codes[0])
    assert len(agreement.counted(rnd)) == 3
    assert list(table(rnd)["settled"]) == ["look again"]


def test_a_settlement_on_what_was_taken_back_since_counts_no_longer(rnd, other, codes):
    tag = tagging.add(rnd, "S01-a-1", codes[0])
    tagging.mark(other, "S01-a-1", "out of scope", "another service")
    agreement.settle(rnd, "S01-a-1", "reader", "agreed", reader="CD")
    assert agreement.counted(rnd).empty
    tagging.unmark(other, "S01-a-1")
    assert list(agreement.counted(rnd)["tag"]) == [tag]


def test_undo_brings_back_what_stood_before(rnd, other, codes):
    tagging.add(rnd, "S01-a-1", codes[0])
    tagging.add(other, "S01-a-1", codes[1])
    agreement.settle(rnd, "S01-a-1", "reader", "first thought", reader="AB")
    agreement.settle(rnd, "S01-a-1", "reader", "second", reader="CD")
    agreement.undo(rnd)
    assert list(table(rnd)["settled"]) == ["as AB"]
    agreement.undo(rnd)
    assert list(table(rnd)["settled"]) == [""] and len(agreement.counted(rnd)) == 2
    assert agreement.undo(rnd) == "There is nothing to undo."


def test_who_settled_last_is_named(rnd, other, codes):
    tagging.add(rnd, "S01-a-1", codes[0])
    tagging.add(other, "S01-a-1", codes[1])
    agreement.settle(rnd, "S01-a-1", "open", "not sure")
    agreement.settle(other, "S01-a-1", "all", "both")
    assert list(agreement.settlements(rnd)["by"]) == ["CD"]


def test_a_settlement_needs_a_reason_and_something_that_counts(rnd, codes):
    for outcome, reason in (("all", " "), ("code", "x"), ("reader", "x"), ("no", "x")):
        with pytest.raises(ValueError, match="say what counts"):
            agreement.settle(rnd, "S01-a-1", outcome, reason)


def test_settled_does_not_change_its_input(rnd, other, codes):
    tagging.add(rnd, "S01-a-1", codes[0])
    tagging.add(other, "S01-a-1", codes[1])
    agreement.settle(rnd, "S01-a-1", "reader", "so", reader="AB")
    tags, made = tagging.table(rnd), agreement.settlements(rnd)
    copies = tags.copy(), made.copy()
    agreement.settled(tags, made)
    assert tags.equals(copies[0]) and made.equals(copies[1])


def test_set_aside_by_one_reader_and_settled_so_is_its_end(rnd, other, codes, comments):
    from coprod import trail

    tagging.add(rnd, "S01-a-1", codes[0])
    tagging.mark(other, "S01-a-1", "out of scope", "buses")
    tagging.mark(rnd, "S01-b-1", "no content", "a sound")
    tagging.mark(other, "S01-b-1", "out of scope", "buses")
    for comment in ("S01-a-1", "S01-b-1"):
        agreement.settle(rnd, comment, "reader", "agreed", reader="CD")
    nobody = comments.iloc[:0].assign(scope="")
    made = trail.ledger(
        comments,
        agreement.counted(rnd),
        codebook.table(rnd),
        agreement.counted_marks(rnd),
        nobody,
    )
    assert list(made["status"])[:2] == ["out of scope", "out of scope"]
    assert not trail.unaccounted(comments, made)


def test_reading_apart_hides_what_others_gave_and_takes_nothing_away(rnd, other, codes):
    tagging.add(rnd, "S01-a-1", codes[0])
    tagging.add(other, "S01-a-1", codes[1])
    tagging.mark(other, "S01-b-1", "no content", "a sound")
    agreement.read_apart(other, True, "a first pass of our own")
    assert agreement.apart(rnd)
    assert list(agreement.visible(rnd)["reader"]) == ["AB"]
    assert list(agreement.visible(other)["reader"]) == ["CD"]
    assert agreement.visible_marks(rnd).empty and len(tagging.table(rnd)) == 2
    with pytest.raises(ValueError, match="not so already"):
        agreement.read_apart(rnd, True, "again")
    agreement.read_apart(rnd, False, "all are through")
    assert len(agreement.visible(rnd)) == 2 and len(agreement.visible_marks(rnd)) == 1


def test_the_numbers_are_folded_and_say_that_they_are_not_the_aim(
    tags, codebook, marks
):
    said = agreement.numbers(tags, marks, codebook)._repr_html_()
    assert said.startswith("<details><summary>") and "not the aim" in said
    assert "Told directly" in said
