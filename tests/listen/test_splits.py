"""Long answers cut in two: both halves are traced, and no tag moves."""

import os

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import missing, unmark

from coprod.listen import comments, corrections, files, people, set_aside, splits
from coprod.protect import review
from coprod.store import ids, journal
from coprod.write import tags

LONG = "The nurses were kind. They sang to her. But the car park is a disgrace."
AT = LONG.index("But")


def heard(rnd, words=LONG):
    (rnd.raw / "a.txt").write_text(f"Mum: {words}\nChild: Yes.", encoding="utf-8")
    said, _ = files.listen(rnd)
    return comments.make(rnd, said, people.read(rnd, said).who)


def cut(rnd, made, at=AT, row=0):
    one = made.iloc[row]
    return splits.cut(rnd, one["comment"], one["text"], at)


def test_both_halves_stand_in_the_place_of_the_whole(rnd):
    made = heard(rnd)
    cut(rnd, made)
    again = heard(rnd)
    assert list(again["text"]) == [LONG[:AT].strip(), LONG[AT:], "Yes."]
    whole = made["comment"].iloc[0]
    assert list(again["comment"][:2]) == [f"{whole}a{AT}", f"{whole}b{AT}"]
    assert [ids.whole(c) for c in again["comment"][:2]] == [whole, whole]
    assert again["question"].iloc[0] == again["question"].iloc[1]


@pytest.mark.slow
def test_a_half_may_be_cut_again(rnd):
    cut(rnd, heard(rnd))
    again = heard(rnd)
    cut(rnd, again, at=again["text"].iloc[0].index("They"))
    found = heard(rnd)
    assert list(found["text"][:3]) == [
        "The nurses were kind.",
        "They sang to her.",
        LONG[AT:],
    ]
    assert found["comment"].is_unique


def test_undoing_puts_the_whole_back(rnd):
    made = heard(rnd)
    decision = cut(rnd, made)
    splits.undo(rnd, decision)
    pd.testing.assert_frame_equal(heard(rnd), made)


@pytest.mark.slow
def test_what_is_tagged_is_not_cut_and_halves_that_are_tagged_stay(rnd):
    made = heard(rnd)
    tag = tags.add(rnd, made["comment"].iloc[0], "code")
    with pytest.raises(ValueError, match="no tag is ever moved"):
        cut(rnd, made)
    tags.remove(rnd, tag)
    decision = cut(rnd, made)
    tags.add(rnd, heard(rnd)["comment"].iloc[1], "code")
    with pytest.raises(ValueError, match="no tag is ever moved"):
        splits.undo(rnd, decision)
    assert missing(heard(rnd), tags.table(rnd)).empty


def test_what_is_set_aside_is_not_cut_and_halves_set_aside_stay(rnd):
    made = heard(rnd)
    whole = made["comment"].iloc[0]
    set_aside.mark(rnd, whole, "out of scope", "about the car park")
    with pytest.raises(ValueError, match="set aside"):
        cut(rnd, made)
    unmark(rnd, whole)
    decision = cut(rnd, made)
    set_aside.mark(rnd, heard(rnd)["comment"].iloc[1], "out of scope", "parking")
    with pytest.raises(ValueError, match="set aside"):
        splits.undo(rnd, decision)


def test_a_half_needs_words(rnd):
    made = heard(rnd)
    for at in (0, len(LONG), -3):
        with pytest.raises(ValueError, match="both parts"):
            cut(rnd, made, at=at)


@pytest.mark.slow
def test_tags_of_a_half_follow_a_correction_in_the_other(rnd):
    cut(rnd, heard(rnd))
    half = heard(rnd)["comment"].iloc[1]
    tags.add(rnd, half, "code")
    new = heard(rnd, LONG.replace("sang to her", "sang to her every night"))
    assert len(missing(new, tags.table(rnd))) == 1
    near = files.near(rnd, new, tags.touched(rnd))
    corrections.confirm(rnd, near["was"].iloc[0], near["now"].iloc[0])
    found = heard(rnd, LONG.replace("sang to her", "sang to her every night"))
    assert missing(found, tags.table(rnd)).empty
    assert found.set_index("comment").loc[half, "text"] == LONG[AT:]


def corrected(rnd, words):
    """Correct the transcript, and confirm that it is the same comment."""
    new = heard(rnd, words)
    near = files.near(rnd, new, tags.touched(rnd))
    if len(near):
        corrections.confirm(rnd, near["was"].iloc[0], near["now"].iloc[0])
    return heard(rnd, words)


@pytest.mark.slow
def test_one_half_after_the_other_may_be_corrected(rnd):
    cut(rnd, heard(rnd))
    half = heard(rnd)["comment"].iloc[0]
    tags.add(rnd, half, "code")
    words = LONG.replace("nurses", "day nurses")
    assert corrected(rnd, words).set_index("comment").loc[half, "text"]
    words = words.replace("disgrace", "great disgrace")
    found = corrected(rnd, words)
    assert missing(found, tags.table(rnd)).empty
    assert found["text"].iloc[1] == "But the car park is a great disgrace."


@pytest.mark.slow
def test_words_corrected_on_both_sides_at_once_wait_until_they_are_cut_again(rnd):
    cut(rnd, heard(rnd))
    half = heard(rnd)["comment"].iloc[1]
    tags.add(rnd, half, "code")
    words = LONG.replace("kind", "very kind").replace("disgrace", "scandal")
    found = corrected(rnd, words)
    assert words in list(found["text"])
    assert len(missing(found, tags.table(rnd))) == 1
    cut(rnd, found, at=words.index("But"))
    found = heard(rnd, words)
    assert found.set_index("comment").loc[half, "text"] == words[words.index("But") :]
    assert missing(found, tags.table(rnd)).empty


@pytest.mark.slow
def test_a_cut_elsewhere_makes_other_comments_so_that_no_review_goes_along(rnd):
    made = heard(rnd)
    decision = cut(rnd, made)
    review.record_review(rnd, [heard(rnd)["comment"].iloc[0]])
    splits.undo(rnd, decision)
    cut(rnd, made, at=LONG.index("They"))
    assert not set(heard(rnd)["comment"]) & set(review.reviewed(rnd)["comment"])


@pytest.mark.slow
def test_of_two_who_cut_apart_from_each_other_the_first_counts(rnd):
    made = heard(rnd)
    cut(rnd, made)
    half = heard(rnd)["comment"].iloc[1]
    values = {"comment": made["comment"].iloc[0], "name": "22", "at": 22}
    halves = {"first": files.hash_of(LONG[:22].strip())}
    halves["second"] = files.hash_of(LONG[22:].strip())
    journal.record(rnd, "splits").add({**values, **halves, "of": len(LONG)})
    assert half in set(heard(rnd)["comment"])


@pytest.mark.slow
def test_a_correction_is_proposed_also_when_the_new_words_were_cut_already(rnd):
    tags.add(rnd, heard(rnd)["comment"].iloc[0], "code")
    words = LONG.replace("sang", "often sang")
    cut(rnd, heard(rnd, words), at=words.index("But"))
    found = heard(rnd, words)
    assert len(files.near(rnd, found, tags.touched(rnd))) == 1


def test_what_is_cut_after_the_comments_were_saved_is_told_on_the_reading_screen(rnd):
    made = heard(rnd)
    rnd.save("comments", made)
    path = rnd.processed / "comments.parquet"
    os.utime(path, (0, 0))
    assert splits.recent(rnd) == set()
    cut(rnd, made)
    assert splits.recent(rnd) == {made["comment"].iloc[0]}


@settings(deadline=None)
@given(st.text(alphabet="aé😀.!? \n"))
def test_sentences_begin_inside_the_text_and_lose_no_letter(text):
    starts = [0, *splits.places(text), len(text)]
    assert starts == sorted(set(starts)) or not text
    parts = [text[a:b] for a, b in zip(starts, starts[1:], strict=False)]
    assert "".join(parts) == text
