"""Long answers cut in two: both halves are traced, and no tag moves."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coprod import comments, links, people, sources, splits, tagging

LONG = "The nurses were kind. They sang to her. But the car park is a disgrace."
AT = LONG.index("But")


def heard(rnd, words=LONG):
    (rnd.raw / "a.txt").write_text(f"Mum: {words}\nChild: Yes.", encoding="utf-8")
    said, _ = sources.listen(rnd)
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
    assert list(again["comment"][:2]) == [f"{whole}a", f"{whole}b"]
    assert [links.whole(c) for c in again["comment"][:2]] == [whole, whole]
    assert again["question"].iloc[0] == again["question"].iloc[1]


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


def test_what_is_tagged_is_not_cut_and_halves_that_are_tagged_stay(rnd):
    made = heard(rnd)
    tag = tagging.add(rnd, made["comment"].iloc[0], "code")
    with pytest.raises(ValueError, match="no tag is ever moved"):
        cut(rnd, made)
    tagging.remove(rnd, tag)
    decision = cut(rnd, made)
    tagging.add(rnd, heard(rnd)["comment"].iloc[1], "code")
    with pytest.raises(ValueError, match="no tag is ever moved"):
        splits.undo(rnd, decision)
    assert comments.missing(heard(rnd), tagging.table(rnd)).empty


def test_a_half_needs_words(rnd):
    made = heard(rnd)
    for at in (0, len(LONG), -3):
        with pytest.raises(ValueError, match="both parts"):
            cut(rnd, made, at=at)


def test_tags_of_a_half_follow_a_correction_in_the_other(rnd):
    cut(rnd, heard(rnd))
    half = heard(rnd)["comment"].iloc[1]
    tagging.add(rnd, half, "code")
    new = heard(rnd, LONG.replace("sang to her", "sang to her every night"))
    assert len(comments.missing(new, tagging.table(rnd))) == 1
    near = sources.near(rnd, new, tagging.touched(rnd))
    sources.confirm(rnd, near["was"].iloc[0], near["now"].iloc[0])
    found = heard(rnd, LONG.replace("sang to her", "sang to her every night"))
    assert comments.missing(found, tagging.table(rnd)).empty
    assert found.set_index("comment").loc[half, "text"] == LONG[AT:]


def test_words_corrected_on_both_sides_stay_whole_and_the_tags_are_listed(rnd):
    cut(rnd, heard(rnd))
    tagging.add(rnd, heard(rnd)["comment"].iloc[1], "code")
    words = LONG.replace("kind", "very kind").replace("disgrace", "scandal")
    near = sources.near(rnd, heard(rnd, words), tagging.touched(rnd))
    sources.confirm(rnd, near["was"].iloc[0], near["now"].iloc[0])
    found = heard(rnd, words)
    assert words in list(found["text"])
    assert len(comments.missing(found, tagging.table(rnd))) == 1


@settings(deadline=None)
@given(st.text(alphabet="aé😀.!? \n"))
def test_sentences_begin_inside_the_text_and_lose_no_letter(text):
    starts = [0, *splits.places(text), len(text)]
    assert starts == sorted(set(starts)) or not text
    parts = [text[a:b] for a, b in zip(starts, starts[1:], strict=False)]
    assert "".join(parts) == text
