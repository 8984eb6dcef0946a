"""Ticks that go with a suggestion: learned from people's ticks, and checked."""

import numpy as np
import pandas as pd
import pytest
from write.test_suggestions import _codebook

from coprod.store import tables
from coprod.write import embedding
from coprod.write import tags as tags_
from coprod.write.second_reader import suggestions, ticks

SAID = {
    "c1": ("The {} nurse was kind and I felt happy", ("good",)),
    "c2": ("The {} car park was full and too expensive", ("needs improving",)),
    "c3": ("The {} food was cold and horrible", ("less good", "needs improving")),
}
WORDS = (
    "day night old new first second red blue young senior tall local main small last"
).split()
TAGGED = 42


@pytest.fixture(scope="module")
def made():
    """Give 45 invented comments, 42 tagged and ticked, and their vectors."""
    texts = [said.format(word) for word in WORDS for said, _ in SAID.values()]
    ids = [f"S01-{i:016x}-1" for i in range(len(texts))]
    rows = {"comment": ids, "source": "S01", "position": range(1, len(ids) + 1)}
    blank = dict.fromkeys(["question", "duplicate_of", "no_words"])
    frame = pd.DataFrame({**rows, "person": "P01", "text": texts}).assign(**blank)
    comments = tables.check("comments", frame)
    ticks = [
        {name.replace(" ", "_"): name in how for name in tags_.EXPERIENCES}
        for _ in WORDS
        for _, how in SAID.values()
    ]
    tags = pd.DataFrame(ticks)[:TAGGED].assign(
        comment=ids[:TAGGED], code=[*SAID] * (TAGGED // 3), reader="AB", time="now"
    )
    tags = tags.assign(tag=[f"t{i}" for i in range(TAGGED)])
    tags = tables.check("tags", tags.assign(start=None, end=None, note=None))
    return comments, tags, _codebook(), embedding.embed(texts)


def suggested(made, tags=None, comments=None, vectors=None):
    """Give the suggestions with their ticks."""
    comments = made[0] if comments is None else comments
    vectors = made[3] if vectors is None else vectors
    known = (comments, made[1] if tags is None else tags, made[2], vectors)
    return ticks.suggest(
        suggestions.Material(*known), suggestions.suggest(suggestions.Material(*known))
    )


@pytest.mark.slow
def test_a_suggested_code_comes_with_the_ticks_people_gave_to_comments_like_it(made):
    found = suggested(made)
    assert found["code"].tolist() == ["c1", "c2", "c3"]
    assert found["experience"].tolist() == [
        "good",
        "needs improving",
        "less good; needs improving",
    ]
    pd.testing.assert_frame_equal(found, tables.check("suggestions", found))


def test_no_tick_is_suggested_where_nobody_ticked_or_below_thirty_comments(made):
    plain = made[1].assign(good=False, less_good=False, needs_improving=False)
    assert suggested(made, plain)["experience"].isna().all()
    few = pd.concat([made[1][:29], plain[29:]], ignore_index=True)
    assert suggested(made, few)["experience"].isna().all()
    assert ticks.quality(suggestions.Material(made[0], few, *made[2:])).empty
    enough = pd.concat([made[1][:30], plain[30:]], ignore_index=True)
    assert suggested(made, enough)["experience"].notna().any()


def test_a_tick_that_nearly_nobody_gave_is_not_learned(made):
    tags = made[1].assign(needs_improving=[True] * 4 + [False] * (TAGGED - 4))
    assert not suggested(made, tags)["experience"].str.contains("needs").any()


def test_the_same_comment_is_praised_for_one_code_and_not_for_another(made):
    both = "The nurse was kind and the food was cold"
    comments, vectors = made[0].copy(), made[3].copy()
    comments.loc[44, "text"], vectors[44] = both, embedding.embed([both])[0]
    hinted = pd.DataFrame({"comment": comments["comment"][44], "code": ["c1", "c3"]})
    hinted["model"] = "m"
    found = ticks.suggest(
        suggestions.Material(comments, made[1], made[2], vectors), hinted
    )
    assert "good" in found["experience"][0].split("; ")
    assert "good" not in found["experience"][1].split("; ")
    assert "experience" not in hinted.columns
    assert found["model"].tolist() == ["m; ticks 1 (C=3, code=0.6)"] * 2


def test_quality_says_how_often_ticks_agree_and_holds_the_same_bar(made):
    found = ticks.quality(suggestions.Material(*made))
    assert found["name"].tolist() == [
        "how it was: good",
        "how it was: less good",
        "how it was: needs improving",
    ]
    assert found["f1"].min() > 0.9
    assert found["verdict"].iloc[0].startswith("not checked enough: 1")
    assert found["checked"].iloc[2] == 28
    assert ((found["low"] <= found["f1"]) & (found["f1"] <= found["high"])).all()


def test_quality_is_the_same_whatever_the_order_and_changes_no_table(made):
    comments, tags, codebook, vectors = made
    before = [frame.copy() for frame in made[:3]]
    mixed = tags.assign(good=[i % 5 == 0 for i in range(TAGGED)])
    first = ticks.quality(suggestions.Material(comments, mixed, codebook, vectors))
    assert first["f1"].min() < 0.9
    order = np.random.default_rng(0).permutation(len(comments))
    again = ticks.quality(
        suggestions.Material(
            comments.iloc[order], mixed[::-1], codebook, vectors[order]
        )
    )
    pd.testing.assert_frame_equal(first, again)
    for kept, frame in zip(before, made[:3], strict=True):
        pd.testing.assert_frame_equal(kept, frame)


def test_tags_of_one_comment_are_never_learned_from_and_tried_on_at_once(made):
    """Ticks by chance, alike on both codes of a comment: nothing can be known."""
    chance = np.random.default_rng(3).random(TAGGED) < 0.5
    twice = pd.concat(
        [made[1].assign(code=c, good=chance) for c in ("c1", "c2")], ignore_index=True
    )
    assert (
        ticks.quality(suggestions.Material(made[0], twice, *made[2:]))["f1"].iloc[0]
        < 0.75
    )


def test_the_interval_is_over_comments_and_not_over_their_tags():
    given = np.repeat(np.array([True] * 20 + [False] * 10), 5)[:, None]
    said = np.ones((150, 1), bool)
    told = pd.DataFrame({"name": ["good"]}, index=["good"])
    of = np.repeat(np.arange(30), 5)
    whole = suggestions.measures(given, said, told, of).iloc[0]
    alone = suggestions.measures(given, said, told).iloc[0]
    assert whole["f1"] == alone["f1"] and whole["checked"] == alone["checked"] == 150
    assert whole["high"] - whole["low"] > 1.5 * (alone["high"] - alone["low"])


def test_ticks_are_written_as_the_questions_they_are():
    assert ticks.asked("less good; needs improving") == ("less good? needs improving?")
    assert ticks.asked(None) == ticks.asked(pd.NA) == ""
