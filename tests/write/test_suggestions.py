"""Suggestions: learned from people's tags, kept apart from them, and checked."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from coprod.store import tables
from coprod.write import embedding
from coprod.write.second_reader import suggestions

SAID = {
    "c1": "The {} nurse was kind and friendly to me",
    "c2": "Parking at the {} hospital costs too much",
    "c3": "The {} food on the ward was cold",
}
WORDS = "day night old new first second red blue young senior tall local".split()
Tables = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, Any]


def _codebook(**columns: object) -> pd.DataFrame:
    """Give three codes in use, with columns changed."""
    rows: dict[str, object] = {
        "code": list(SAID),
        "name": ["Kind staff", "Parking", "Food"],
        "level": "code",
        "parent": None,
        "definition": ["Staff are friendly", None, None],
        "include": None,
        "exclude": None,
        "colour": None,
        "status": "in use",
        "merged_into": None,
        "reason": None,
        "examples": None,
    }
    return tables.check("codebook", pd.DataFrame({**rows, **columns}))


@pytest.fixture(scope="module")
def made() -> Tables:
    """Give 36 invented comments, the first 33 of them tagged, and their vectors."""
    texts = [said.format(word) for word in WORDS for said in SAID.values()]
    comments = pd.DataFrame(
        {
            "comment": [f"S01-{i:016x}-1" for i in range(len(texts))],
            "source": "S01",
            "position": range(1, len(texts) + 1),
            "person": "P01",
            "text": texts,
        }
    )
    comments = comments.assign(question=None, duplicate_of=None, no_words=None)
    comments = tables.check("comments", comments)
    tags = pd.DataFrame({"comment": comments["comment"][:33], "code": [*SAID] * 11})
    tags = tags.assign(tag=[f"t{i}" for i in range(33)], reader="AB", time="now")
    tags = tags.assign(good=False, less_good=False, needs_improving=False)
    tags = tables.check("tags", tags.assign(start=None, end=None, note=None))
    return comments, tags, _codebook(), embedding.embed(texts)


def test_untagged_comments_get_the_code_that_people_gave_to_comments_like_them(
    made: Tables,
) -> None:
    """One for each, and it fits the contract."""
    comments, tags, codebook, vectors = made
    found = suggestions.suggest(suggestions.Material(comments, tags, codebook, vectors))
    assert found["comment"].tolist() == comments["comment"][33:].tolist()
    assert found["code"].tolist() == ["c1", "c2", "c3"]
    assert found["score"].between(suggestions.BAR, 1).all()
    pd.testing.assert_frame_equal(found, tables.check("suggestions", found))


def test_a_comment_that_somebody_tagged_gets_no_suggestion(made: Tables) -> None:
    """People have the word."""
    comments, tags, codebook, vectors = made
    found = suggestions.suggest(suggestions.Material(comments, tags, codebook, vectors))
    assert not set(found["comment"]) & set(tags["comment"])


def test_the_words_are_the_comments_own(made: Tables) -> None:
    """As written, and words that say nothing by themselves are left out."""
    comments, tags, codebook, vectors = made
    found = suggestions.suggest(suggestions.Material(comments, tags, codebook, vectors))
    texts = comments.set_index("comment")["text"]
    for comment, words in zip(found["comment"], found["words"], strict=True):
        assert words.split(", ")
        assert set(words.split(", ")) <= set(texts[comment].split()) - {"The", "the"}
    assert "Parking" in found["words"][1]


def test_one_comment_can_be_suggested_several_codes(made: Tables) -> None:
    """Kind nurses and cold food in one breath."""
    comments, tags, codebook, vectors = made
    both = "The kind friendly nurse was lovely but the food on the ward was cold"
    comments, vectors = comments.copy(), vectors.copy()
    comments.loc[35, "text"], vectors[35] = both, embedding.embed([both])[0]
    parts = suggestions.parts(comments["text"].tolist())
    found = suggestions.suggest(
        suggestions.Material(comments, tags, codebook, vectors, parts)
    )
    last = found[found["comment"] == comments["comment"][35]]
    assert set(last["code"]) == {"c1", "c3"}


@pytest.mark.parametrize(("n", "some"), [(0, False), (29, False), (30, True)])
def test_nothing_is_suggested_before_thirty_comments_are_tagged(
    made: Tables, n: int, some: bool
) -> None:
    """And the sentence says how far it is."""
    comments, tags, codebook, vectors = made
    found = suggestions.suggest(
        suggestions.Material(comments, tags[:n], codebook, vectors)
    )
    checked = suggestions.quality(
        suggestions.Material(comments, tags[:n], codebook, vectors)
    )
    assert (len(found) > 0, len(checked) > 0) == (some, some)
    assert suggestions.ready(tags[:n]).startswith(f"Comments tagged: {n}. ")
    assert ("Suggestions start at 30" in suggestions.ready(tags[:n])) != some


def test_two_tags_on_one_comment_count_as_one_comment(made: Tables) -> None:
    """Comments are counted, not tags."""
    tags = made[1]
    assert "tagged: 5." in suggestions.ready(pd.concat([tags[:5], tags[:5]]))


def test_a_retired_code_is_not_suggested(made: Tables) -> None:
    """It is out of use."""
    comments, tags, _, vectors = made
    codebook = _codebook(status=["in use", "retired", "in use"])
    found = suggestions.suggest(suggestions.Material(comments, tags, codebook, vectors))
    assert "c2" not in set(found["code"])
    assert "c2" not in set(
        suggestions.quality(suggestions.Material(comments, tags, codebook, vectors))[
            "code"
        ]
    )


def test_tags_of_a_merged_code_teach_the_code_that_took_its_place(
    made: Tables,
) -> None:
    """Parking was merged into food: both are food now."""
    comments, tags, _, vectors = made
    codebook = _codebook(
        status=["in use", "merged", "in use"], merged_into=[None, "c3", None]
    )
    found = suggestions.suggest(suggestions.Material(comments, tags, codebook, vectors))
    assert found["code"].tolist() == ["c1", "c3", "c3"]


def test_a_code_without_tags_is_suggested_from_its_name_and_definition(
    made: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A theme is not, until somebody tags with it."""
    comments, tags, _, vectors = made
    monkeypatch.setattr(suggestions, "ENOUGH", 20)
    parking = "Parking at the hospital costs too much"
    tags = tags[tags["code"] != "c2"]
    codebook = _codebook(definition=[None, parking, None])
    found = suggestions.suggest(suggestions.Material(comments, tags, codebook, vectors))
    assert "c2" in set(found["code"])
    theme = codebook.assign(level=["code", "theme", "code"])
    found = suggestions.suggest(suggestions.Material(comments, tags, theme, vectors))
    assert "c2" not in set(found["code"])


def test_a_code_that_every_tagged_comment_has_is_not_learned(made: Tables) -> None:
    """There is nothing to tell it from."""
    comments, tags, codebook, vectors = made
    found = suggestions.suggest(
        suggestions.Material(comments, tags.assign(code="c1"), codebook, vectors)
    )
    assert "c1" not in set(found["code"])


def test_tags_on_comments_that_are_gone_are_left_aside(made: Tables) -> None:
    """A person withdrew: their comments teach nothing."""
    comments, tags, codebook, vectors = made
    gone = suggestions.suggest(
        suggestions.Material(comments[4:], tags, codebook, vectors[4:])
    )
    assert gone.empty


@pytest.mark.slow
def test_the_same_again_whatever_the_order_of_the_tags(made: Tables) -> None:
    """No chance in it."""
    comments, tags, codebook, vectors = made
    found = suggestions.suggest(suggestions.Material(comments, tags, codebook, vectors))
    again = suggestions.suggest(
        suggestions.Material(comments, tags[::-1], codebook, vectors)
    )
    pd.testing.assert_frame_equal(found, again)
    tags = tags.assign(code=[*SAID] * 7 + [*SAID][::-1] * 4)
    first = suggestions.quality(suggestions.Material(comments, tags, codebook, vectors))
    order = np.random.default_rng(0).permutation(len(comments))
    moved = suggestions.quality(
        suggestions.Material(comments.iloc[order], tags, codebook, vectors[order])
    )
    pd.testing.assert_frame_equal(first, moved)


def test_quality_below_thirty_checked_is_not_enough_however_good(made: Tables) -> None:
    """Eleven right ones are too few."""
    found = suggestions.quality(suggestions.Material(*made))
    assert found["f1"].min() > 0.9
    assert found["checked"].between(11, 13).all()
    assert found["verdict"].str.startswith("not checked enough: ").all()
    assert ((found["low"] <= found["f1"]) & (found["f1"] <= found["high"])).all()


def test_quality_is_counted_as_by_hand() -> None:
    """Forty comments: 27 rightly, 3 wrongly, 6 missed."""
    given = np.array([True] * 33 + [False] * 7)[:, None]
    said = np.array([True] * 27 + [False] * 6 + [True] * 3 + [False] * 4)[:, None]
    row = suggestions.measures(given, said, _codebook()[:1].set_index("code")).iloc[0]
    assert row["checked"] == 36
    assert row["precision"] == 0.9
    assert row["recall"] == pytest.approx(27 / 33, abs=0.001)
    assert row["f1"] == pytest.approx(54 / 63, abs=0.001)
    assert 0.7 < row["low"] < row["f1"] < row["high"] < 0.97
    assert row["verdict"] == "checked"


def test_below_three_quarters_is_not_enough_however_many_were_checked() -> None:
    """Fifty checked, half of them wrong."""
    given = np.array([True, False] * 25)[:, None]
    codes = _codebook()[:1].set_index("code")
    row = suggestions.measures(given, np.ones((50, 1), bool), codes).iloc[0]
    assert row["checked"] == 50
    assert row["verdict"] == f"not checked enough: F1 {row['f1']:.2f}, 0.75 needed"


def test_words_that_say_nothing_by_themselves_lead_to_nothing() -> None:
    """Only what counts for the code, as the person wrote it, surest first."""
    words = ["the", "nurse", "kind", "cold"]
    said = dict.fromkeys(range(4), 0.5)
    weights = np.array([9, 1, 2, -1])
    led = suggestions._led("The Kind nurse was cold", said, weights, words)
    assert led == "Kind, nurse"


def test_a_code_nobody_gave_has_blanks_and_no_warning(
    made: Tables, recwarn: pytest.WarningsRecorder
) -> None:
    """Nothing was checked."""
    comments, tags, codebook, vectors = made
    none = np.zeros((40, 1), bool)
    found = suggestions.measures(none, none, codebook[:1].set_index("code"))
    assert found[["precision", "recall", "f1", "low", "high"]].isna().all(axis=None)
    assert not recwarn.list


def test_every_comment_has_at_least_one_part() -> None:
    """Sentences, and what stands on both sides of and and but; blanks too."""
    found = suggestions.parts(["One. Two but three", "", "Four"])
    assert found.first.tolist() == [0, 3, 4]
    assert found.vectors.shape == (5, embedding.SIZE)
    assert found.vectors.any(axis=1).tolist() == [True, True, True, False, True]


@pytest.mark.slow
def test_a_sentence_that_speaks_for_a_code_raises_its_score(made: Tables) -> None:
    """Parking, said once among many other things, is still parking."""
    comments, tags, codebook, vectors = made
    long = "I came by bus. It rained. My aunt came too. Parking at the hospital costs."
    comments, vectors = comments.copy(), vectors.copy()
    comments.loc[35, "text"], vectors[35] = long, embedding.embed([long])[0]
    parts = suggestions.parts(comments["text"].tolist())
    alone, whole = (
        suggestions.suggest(
            suggestions.Material(comments, tags, codebook, vectors, part)
        )
        .query("comment == @comments['comment'][35] and code == 'c2'")["score"]
        .max()
        for part in (parts, None)
    )
    assert alone > whole


def test_nothing_is_changed_in_the_tables_given(made: Tables) -> None:
    """Tables in, new table out."""
    before = [frame.copy() for frame in made[:3]]
    suggestions.suggest(suggestions.Material(*made))
    suggestions.quality(suggestions.Material(*made))
    for kept, frame in zip(before, made[:3], strict=True):
        pd.testing.assert_frame_equal(kept, frame)


def test_vectors_that_do_not_fit_are_refused(made: Tables) -> None:
    """Counts, and no words, in the error."""
    with pytest.raises(ValueError, match="36 comments came with vectors of shape"):
        suggestions.suggest(suggestions.Material(*made[:3], made[3][:5]))


def test_the_model_column_says_what_made_it() -> None:
    """Model, version and settings; the same every time."""
    assert suggestions.about() == (
        "logistic regression 2 (C=30, words=0.5, pieces=0.7, length=0.4, part=0.4, "
        "from 0.35) on "
        "all-MiniLM-L6-v2 (int8), sha256 8199be6f699a"
    )


@pytest.mark.slow
def test_two_hundred_real_tags_teach_enough() -> None:
    """Friends and Family comments, 28 codes: micro-F1 0.50 at the least."""
    data = Path(__file__).resolve().parents[3] / "shared/data/nhs-feedback/nhft.csv"
    if not data.exists():
        pytest.skip("shared/data is not here")
    frame = pd.read_csv(data, dtype=str, keep_default_na=False)
    given = frame.loc[:, "Organisation & efficiency":] == "1"
    given = given.loc[:, given.sum() >= 20]
    words = frame["FFT answer"].str.strip() != ""
    at = frame.index[words & given.any(axis=1)]
    at = np.random.default_rng(0).permutation(at)[:400]
    frame, said = frame.loc[at], given.loc[at].to_numpy()
    comments = pd.DataFrame(
        {
            "comment": [f"S01-{i:016x}-1" for i in range(400)],
            "text": frame["FFT answer"],
        }
    )
    codes = [f"c{j:02d}" for j in range(said.shape[1])]
    codebook = pd.DataFrame({"code": codes, "name": list(given.columns)}).assign(
        level="code", status="in use", definition=None, merged_into=None
    )
    rows, columns = np.nonzero(said[:200])
    ids = comments["comment"].to_numpy()
    tags = pd.DataFrame({"comment": ids[rows], "code": np.array(codes)[columns]})
    vectors = embedding.embed(frame["FFT question"] + " " + frame["FFT answer"])
    found = suggestions.suggest(suggestions.Material(comments, tags, codebook, vectors))
    pairs = set(zip(found["comment"], found["code"], strict=True))
    rows, columns = np.nonzero(said[200:])
    right = pairs & {
        (ids[200 + i], codes[j]) for i, j in zip(rows, columns, strict=True)
    }
    assert 2 * len(right) / (len(pairs) + len(rows)) > 0.5


def test_the_verdict_says_which_of_two_reasons_it_has() -> None:
    assert suggestions.verdict(30, 0.75) == "checked"
    assert suggestions.verdict(29, 0.9) == "not checked enough: 29 checked, 30 needed"
    assert suggestions.verdict(30, 0.7) == "not checked enough: F1 0.70, 0.75 needed"
    both = "not checked enough: 2 checked, 30 needed; F1 0.10, 0.75 needed"
    assert suggestions.verdict(2, 0.1) == both


def test_quality_by_theme_puts_its_codes_together(made: Tables) -> None:
    comments, tags, codebook, vectors = made
    theme = codebook.astype(object)
    theme["level"], theme["parent"] = ["code", "code", "theme"], ["c3", "c3", None]
    found = suggestions.quality(
        suggestions.Material(comments, tags, theme, vectors), by="theme"
    )
    assert found["code"].tolist() == ["c3"]
    alone = codebook.assign(parent=None)
    assert suggestions.quality(
        suggestions.Material(comments, tags, alone, vectors), by="theme"
    ).empty
    half = theme.astype("string").assign(parent=["c3", pd.NA, pd.NA])
    [only] = suggestions.quality(
        suggestions.Material(comments, tags, half, vectors), by="theme"
    )["code"]
    assert only == "c3"
