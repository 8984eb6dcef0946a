"""Readers differ, and settle it: both originals stay, and what counts is written."""

from dataclasses import replace

import pandas as pd
import pytest
from places import unmark

from coprod.listen import set_aside
from coprod.write import codebook, reader_agreement, readers
from coprod.write import tags as tags_
from coprod.write.reader_agreement import measures


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
    book, made = codebook.table(rnd), readers.settlements(rnd)
    return readers.disagreements(tags_.table(rnd), set_aside.marks(rnd), book, made)


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
    assert round(reader_agreement.alpha(units), 3) == 0.743


def test_alpha_is_the_same_as_that_of_the_krippendorff_package():
    """The package is an oracle for tests only; where it is absent nothing is tested."""
    oracle = pytest.importorskip("krippendorff")
    data = [[1, 0, 1, None, 0, 1], [1, 1, 1, 0, 0, None], [None, 0, 1, 0, 1, 1]]
    units = [[v for v in unit if v is not None] for unit in zip(*data, strict=True)]
    numbers = [[float("nan") if v is None else v for v in row] for row in data]
    given = oracle.alpha(reliability_data=numbers, level_of_measurement="nominal")
    assert reader_agreement.alpha(units) == pytest.approx(given)


def test_alpha_is_not_defined_where_all_say_the_same():
    assert reader_agreement.alpha([[True, True], [True, True]]) is None
    assert reader_agreement.alpha([[True], [False]]) is None


def test_agreement_counts_only_what_both_read(tags, codebook, marks):
    found = readers.agreement(tags, codebook, marks.iloc[:0])
    assert set(found["comments"]) == {1}


def test_a_comment_one_reader_set_aside_counts_as_read_by_both(tags, codebook, marks):
    aside = marks.assign(comment="S01-b-1", by="CD")
    found = readers.agreement(tags, codebook, aside)
    assert set(found["comments"]) == {2}
    assert found.set_index("code").loc["Parking", "only_first"] == 1


def test_with_three_readers_one_more_row_has_the_alpha_of_all(tags, codebook, marks):
    third = tags.iloc[[0]].assign(tag="t9", reader="EF")
    found = readers.agreement(pd.concat([tags, third]), codebook, marks.iloc[:0])
    assert set(found["readers"]) == {"AB and CD", "AB and EF", "CD and EF", "all 3"}
    alone = found[found["readers"] == "all 3"]
    assert set(alone["comments"]) == {1} and alone["kappa"].isna().all()


def test_the_disagreements_stand_side_by_side_and_tell_their_kind(rnd, other, codes):
    told, ring = codes
    for comment in ("S01-a-1", "S01-b-1", "S01-c-1", "S02-d-1"):
        tags_.add(rnd, comment, told, experience=("good",))
    tags_.add(other, "S01-a-1", told, experience=("good",))
    tags_.add(other, "S01-b-1", told, experience=("less good",))
    tags_.add(other, "S01-c-1", ring)
    set_aside.mark(other, "S02-d-1", "no content", "a sound")
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
    tags_.add(rnd, "S01-a-1", codes[0])
    tags_.add(other, "S01-a-1", codes[1])
    assert len(table(rnd)) == 1
    codebook.merge(rnd, codes[0], codes[1], "the same")
    assert table(rnd).empty


def test_what_was_settled_counts_and_both_originals_stay(rnd, other, codes):
    told, ring = codes
    for comment in ("S01-a-1", "S01-b-1", "S01-c-1", "S02-d-1"):
        tags_.add(rnd, comment, told, experience=("good",))
        tags_.add(other, comment, ring)
    before = tags_.table(rnd)
    readers.settle(rnd, "S01-a-1", "reader", "read again", reader="CD")
    readers.settle(rnd, "S01-b-1", "all", "both are in it")
    third = codebook.add(rnd, "Phone")
    said = dict(code=third, experience=("less good",))
    readers.settle(rnd, "S01-c-1", "code", "neither", **said)
    readers.settle(rnd, "S02-d-1", "open", "ask the advisers")
    counted = readers.counted(rnd)
    by = {c: set(part["code"]) for c, part in counted.groupby("comment")}
    assert by == {
        "S01-a-1": {ring},
        "S01-b-1": {told, ring},
        "S01-c-1": {third},
        "S02-d-1": {told, ring},
    }
    [made] = counted[counted["code"] == third].to_dict("records")
    assert made["less_good"] and not made["good"] and made["reader"] == "AB"
    assert tags_.table(rnd).equals(before)
    settled = table(rnd).set_index("comment")["settled"]
    assert list(settled) == ["as CD", "all count", "Phone", "left open"]


def test_a_settlement_of_tags_that_changed_since_counts_no_longer(rnd, other, codes):
    tags_.add(rnd, "S01-a-1", codes[0])
    tags_.add(other, "S01-a-1", codes[1])
    readers.settle(rnd, "S01-a-1", "reader", "read again", reader="AB")
    assert len(readers.counted(rnd)) == 1
    tags_.add(other, "S01-a-1", codes[0])
    assert len(readers.counted(rnd)) == 3
    assert list(table(rnd)["settled"]) == ["look again"]


def test_a_settlement_on_what_was_taken_back_since_counts_no_longer(rnd, other, codes):
    tag = tags_.add(rnd, "S01-a-1", codes[0])
    set_aside.mark(other, "S01-a-1", "out of scope", "another service")
    readers.settle(rnd, "S01-a-1", "reader", "agreed", reader="CD")
    assert readers.counted(rnd).empty
    unmark(other, "S01-a-1")
    assert list(readers.counted(rnd)["tag"]) == [tag]


def test_undo_brings_back_what_stood_before(rnd, other, codes):
    tags_.add(rnd, "S01-a-1", codes[0])
    tags_.add(other, "S01-a-1", codes[1])
    readers.settle(rnd, "S01-a-1", "reader", "first thought", reader="AB")
    readers.settle(rnd, "S01-a-1", "reader", "second", reader="CD")
    readers.undo(rnd)
    assert list(table(rnd)["settled"]) == ["as AB"]
    readers.undo(rnd)
    assert list(table(rnd)["settled"]) == [""] and len(readers.counted(rnd)) == 2
    assert readers.undo(rnd) == "There is nothing to undo."


def test_who_settled_last_is_named(rnd, other, codes):
    tags_.add(rnd, "S01-a-1", codes[0])
    tags_.add(other, "S01-a-1", codes[1])
    readers.settle(rnd, "S01-a-1", "open", "not sure")
    readers.settle(other, "S01-a-1", "all", "both")
    assert list(readers.settlements(rnd)["by"]) == ["CD"]


def test_a_settlement_needs_a_reason_and_something_that_counts(rnd, codes):
    for outcome, reason in (("all", " "), ("code", "x"), ("reader", "x"), ("no", "x")):
        with pytest.raises(ValueError, match="say what counts"):
            readers.settle(rnd, "S01-a-1", outcome, reason)


def test_settled_does_not_change_its_input(rnd, other, codes):
    tags_.add(rnd, "S01-a-1", codes[0])
    tags_.add(other, "S01-a-1", codes[1])
    readers.settle(rnd, "S01-a-1", "reader", "so", reader="AB")
    tags, made = tags_.table(rnd), readers.settlements(rnd)
    copies = tags.copy(), made.copy()
    readers.settled(tags, made)
    assert tags.equals(copies[0]) and made.equals(copies[1])


def test_set_aside_by_one_reader_and_settled_so_is_its_end(rnd, other, codes, comments):
    from coprod.check import ledger

    tags_.add(rnd, "S01-a-1", codes[0])
    set_aside.mark(other, "S01-a-1", "out of scope", "buses")
    set_aside.mark(rnd, "S01-b-1", "no content", "a sound")
    set_aside.mark(other, "S01-b-1", "out of scope", "buses")
    for comment in ("S01-a-1", "S01-b-1"):
        readers.settle(rnd, comment, "reader", "agreed", reader="CD")
    nobody = comments.iloc[:0].assign(scope="")
    made = ledger.ledger(
        comments,
        readers.counted(rnd),
        codebook.table(rnd),
        readers.counted_marks(rnd),
        nobody,
    )
    assert list(made["status"])[:2] == ["out of scope", "out of scope"]
    assert not ledger.unaccounted(comments, made)


def test_reading_apart_hides_what_others_gave_and_takes_nothing_away(rnd, other, codes):
    tags_.add(rnd, "S01-a-1", codes[0])
    tags_.add(other, "S01-a-1", codes[1])
    set_aside.mark(other, "S01-b-1", "no content", "a sound")
    readers.read_apart(other, True, "a first pass of our own")
    assert readers.apart(rnd)
    assert list(readers.visible(rnd)["reader"]) == ["AB"]
    assert list(readers.visible(other)["reader"]) == ["CD"]
    assert readers.visible_marks(rnd).empty and len(tags_.table(rnd)) == 2
    with pytest.raises(ValueError, match="not so already"):
        readers.read_apart(rnd, True, "again")
    readers.read_apart(rnd, False, "all are through")
    assert len(readers.visible(rnd)) == 2 and len(readers.visible_marks(rnd)) == 1


def test_the_numbers_are_folded_and_say_that_they_are_not_the_aim(
    tags, codebook, marks
):
    said = readers.numbers(tags, marks, codebook)._repr_html_()
    assert said.startswith("<details><summary>") and "not the aim" in said
    assert "Told directly" in said
