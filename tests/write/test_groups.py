"""Groups of similar comments: nobody outside, in any order, kept once frozen."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from coprod.store.rounds import Round
from coprod.write import embedding
from coprod.write.second_reader import groups

NURSES = [
    "The nurse was kind",
    "Kind nurses",
    "Nurses were so kind to us",
    "Kind nurse!",
]
PARKING = ["Parking is dear", "Parking costs too much", "Nowhere to park the car"]
PLAY = ["The play room is fun", "I loved the playroom toys"]
COMMENTS = [*NURSES, *PARKING, *PLAY]


@pytest.fixture
def rnd(tmp_path: Path) -> Round:
    """Give a round in an empty folder."""
    return Round("spring", "AB", tmp_path / "data", tmp_path / "reports")


@pytest.mark.slow
def test_similar_comments_are_together_and_the_largest_group_is_first() -> None:
    """Three heaps, by size."""
    found = groups.group(COMMENTS, groups=3)
    assert found.assigned.tolist() == [1] * 4 + [2] * 3 + [3] * 2
    assert found.table["size"].tolist() == [4, 3, 2]
    assert "kind" in found.table["words"][0]
    assert "parking" in found.table["words"][1]
    assert found.note == "Comments with words: 9. Groups: 3 (as asked for)."


@pytest.mark.slow
def test_nobody_is_left_outside_and_blank_comments_are_in_no_group() -> None:
    """Numbers start at 1, positions skip the blanks."""
    found = groups.group(["", *COMMENTS, None, "  "], groups=3)
    assert found.positions.tolist() == list(range(1, 10))
    assert len(found.assigned) == len(found.distance) == 9
    assert found.assigned.min() == 1
    assert found.table["size"].sum() == 9


@pytest.mark.slow
def test_the_order_of_the_rows_changes_nothing() -> None:
    """Same groups, numbers, words and middles, to the last bit."""
    texts = [f"{text} {i % 4}" for i, text in enumerate(COMMENTS * 8)]
    order = np.random.default_rng(0).permutation(len(texts))
    found = groups.group(texts)
    again = groups.group([texts[i] for i in order])
    assert again.assigned.tolist() == found.assigned[order].tolist()
    assert again.centroids.tobytes() == found.centroids.tobytes()
    assert again.table["words"].tolist() == found.table["words"].tolist()


@pytest.mark.parametrize(
    ("texts", "sizes"),
    [
        ([], []),
        (["", " \n"], []),
        (["one thing"], [1]),
        (["thing"], [1]),
        (["kind", "dear"], [2]),
        (["same again"] * 5, [5]),
        (["the", "the and", "of", "no", "it was"], None),
        (["😀", "🎉🎉", "😀 😀", "❤", "👍"], None),
        (["\u200b", "\u200b\u200b", "?", "!", "..."], None),
        (["لا شيء", "病院", "naïve", "größer", "ok"], None),
        ([f"thing {i}" for i in range(5)], None),
        ([f"a play room number {i}" for i in range(30)], None),
    ],
)
def test_few_or_odd_comments_are_grouped_too(
    texts: list[str], sizes: list[int] | None
) -> None:
    """Nothing raises, everyone is somewhere, each group has words to show."""
    found = groups.group(texts)
    assert found.table["size"].sum() == sum(bool(text.strip()) for text in texts)
    assert found.table["words"].map(len).between(1, 10).all()
    assert found.table["nearest"].map(len).between(1, 3).all()
    if sizes is not None:
        assert found.table["size"].tolist() == sizes


def test_a_group_that_said_only_nothing_still_has_words_to_show() -> None:
    """Such words tell no group apart, and are shown where there are no others."""
    found = groups.group([*COMMENTS, *["Nothing"] * 5], groups=4)
    assert found.table["size"].tolist() == [5, 4, 3, 2]
    assert found.table["words"][0] == ["nothing"]


def test_more_groups_than_different_comments_are_reduced_and_that_is_said() -> None:
    """Five asked for, two made."""
    found = groups.group(["kind", "dear", "kind"], groups=5)
    assert len(found.table) == 2
    assert "5 were wanted; comments that differ: 2" in found.note


@pytest.mark.parametrize(
    ("n", "k"), [(1, 1), (2, 1), (5, 2), (30, 4), (200, 10), (1800, 30), (99999, 30)]
)
def test_the_number_of_groups_follows_the_rule(n: int, k: int) -> None:
    """The root of half the comments, at most 30."""
    assert groups.how_many(n) == k


def test_fewer_than_one_group_is_refused() -> None:
    """It says what to ask for."""
    with pytest.raises(ValueError, match="Ask for one or more"):
        groups.group(COMMENTS, groups=0)


def test_vectors_that_do_not_fit_are_refused() -> None:
    """Counts, and no words, in the error."""
    with pytest.raises(
        ValueError, match=r"9 comments came with vectors of shape \(2, 3"
    ):
        groups.group(COMMENTS, vectors=np.zeros((2, 384)))


def test_the_nearest_are_different_comments_nearest_first() -> None:
    """Three times the same comment would show little."""
    found = groups.group(["play room"] * 4 + ["play rooms", "the play room"], groups=1)
    nearest = found.table["nearest"][0]
    assert len(nearest) == 3
    assert min(nearest) == 0
    assert sorted(nearest)[1:] == [4, 5]
    assert found.distance[nearest].tolist() == sorted(found.distance[nearest])


def test_the_distance_is_the_cosine_distance_to_the_middle() -> None:
    """Counted again by hand."""
    found = groups.group(COMMENTS, groups=3)
    middle = found.centroids[found.assigned - 1]
    by_hand = 1 - (embedding.embed(COMMENTS) * middle).sum(axis=1)
    assert found.distance == pytest.approx(by_hand, abs=1e-6)


def test_frozen_groups_keep_old_comments_where_they_are(rnd: Round) -> None:
    """New comments join; a group may have nobody."""
    before = groups.group(COMMENTS, groups=3)
    groups.freeze(rnd, before, date="2026-05-01")
    middles = groups.frozen(rnd)
    assert middles is not None
    after = groups.group(["Car park full", *COMMENTS, "Very kind"], centroids=middles)
    assert after.assigned.tolist() == [2, *before.assigned.tolist(), 1]
    one = groups.group(PARKING, centroids=middles)
    assert one.table["size"].tolist() == [0, 3, 0]
    assert one.table["nearest"][0] == one.table["words"][0] == []


def test_a_round_without_frozen_groups_has_none(rnd: Round) -> None:
    """None is not an error."""
    assert groups.frozen(rnd) is None


def test_freezing_again_keeps_the_earlier_decision_and_no_words(rnd: Round) -> None:
    """Decisions only grow."""
    groups.freeze(rnd, groups.group(COMMENTS, groups=3), date="2026-05-01")
    groups.freeze(rnd, groups.group(COMMENTS, groups=2), date="2026-06-01")
    middles = groups.frozen(rnd)
    assert middles is not None
    assert middles.shape == (2, 384)
    text = (rnd.decisions / "groups.json").read_text()
    assert text.count('"by": "AB"') == 2
    assert "2026-05-01" in text
    assert not any(word in text.lower() for word in ("nurse", "park", "play"))


def test_half_a_character_does_not_stop_the_work() -> None:
    """A broken surrogate pair, as some exports hold."""
    assert groups.group(["broken \ud83d here", "whole"]).assigned.tolist() == [1, 1]


def test_no_groups_cannot_be_frozen(rnd: Round) -> None:
    """There is nothing to keep."""
    with pytest.raises(ValueError, match="Group some comments first"):
        groups.freeze(rnd, groups.group([]), date="2026-05-01")


def test_groups_frozen_with_another_model_are_refused(
    rnd: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their middles would mean something else."""
    groups.freeze(rnd, groups.group(COMMENTS, groups=3), date="2026-05-01")
    monkeypatch.setattr(embedding, "about", lambda: "another model")
    with pytest.raises(ValueError, match="another language model"):
        groups.frozen(rnd)


@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"frozen": [{"groups": 1}]}', "{}", '{"format": 2, "frozen": []}'],
)
def test_a_broken_file_of_groups_is_said_plainly(rnd: Round, content: str) -> None:
    """What to do next is in the sentence."""
    rnd.decisions.mkdir(parents=True)
    (rnd.decisions / "groups.json").write_text(content)
    with pytest.raises(ValueError, match="take the file away and freeze again"):
        groups.frozen(rnd)


def test_as_json_names_the_rows_of_the_file() -> None:
    """Blank rows are left out of rows and assigned, and nearest counts like rows."""
    found = groups.group(["kind", "", "kind"], groups=1)
    assert groups.as_json(found, [10, 11, 12]) == {
        "groups": [{"id": 1, "words": ["kind"], "size": 2, "nearest": [10]}],
        "assigned": [1, 1],
        "rows": [10, 12],
    }
    assert groups.as_json(found)["rows"] == [0, 2]


def test_many_comments_are_grouped_in_small_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Above the limit another k-means is used, with the same promises."""
    monkeypatch.setattr(groups, "LARGE", 5)
    found = groups.group(COMMENTS, groups=3)
    assert found.table["size"].sum() == 9
    assert set(found.assigned[:4]).isdisjoint(found.assigned[4:7])


def test_grouping_leaves_the_vectors_as_they_were() -> None:
    """Nothing is changed in place."""
    vectors = embedding.embed(COMMENTS)
    kept = vectors.copy()
    groups.group(COMMENTS, vectors=vectors)
    assert np.array_equal(vectors, kept)


@pytest.mark.slow
def test_real_comments_agree_with_human_labels_at_least_as_well_as_measured() -> None:
    """Friends and Family comments; a drop below 0.25 would be a broken grouping."""
    from sklearn.metrics import adjusted_mutual_info_score

    data = Path(__file__).resolve().parents[3] / "shared/data/nhs-feedback/nhft.csv"
    if not data.exists():
        pytest.skip("shared/data is not here")
    frame = pd.read_csv(data, dtype=str, keep_default_na=False)
    said = frame.loc[:, "Organisation & efficiency":] == "1"
    said = said.loc[:, said.sum() >= 20]
    chosen = (said.sum(axis=1) == 1) & (frame["FFT answer"].str.strip() != "")
    frame, said = frame[chosen].head(600), said[chosen].head(600)
    found = groups.group(frame["FFT answer"])
    label = said.to_numpy().argmax(axis=1)
    assert adjusted_mutual_info_score(label, found.assigned) > 0.25
