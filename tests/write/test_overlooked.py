"""What tags may have overlooked: pointed at in small tables, nothing changed."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from coprod.store import journal, tables
from coprod.write import embedding, readers, tags
from coprod.write.second_reader import groups, overlooked, suggestions
from coprod.write.second_reader.side_by_side import Second

PARKING = [
    "The car park is full every morning.",
    "Parking at the hospital costs too much.",
    "We could not find anywhere to park the car.",
    "The parking ticket machine was broken.",
    "There should be cheaper parking for families.",
    "I drove round the car park for an hour.",
]
KINDNESS = [
    "The nurses were kind and gentle.",
    "Everybody on the ward was friendly to us.",
    "The doctor was kind and had time for me.",
    "Staff smiled and were lovely to my son.",
    "A very kind nurse held my hand.",
    "The friendly nurse made me laugh.",
]
MUSIC = [
    "I want to play the guitar in a band.",
    "There should be a piano and music lessons.",
    "Let us play drums and make music together.",
    "Singing songs and playing the guitar cheers me up.",
]
THREE = {"Parking": PARKING, "Kindness": KINDNESS}


def second_of(texts: list[str]) -> Second:
    """Give the second reader's reading of some texts."""
    ids = [f"S01-{i:03d}-1" for i in range(len(texts))]
    rows = {"comment": ids, "source": "S01", "position": range(1, len(texts) + 1)}
    rows |= {"person": [f"P{i:02d}" for i in range(len(texts))], "text": texts}
    blank = dict.fromkeys(["question", "duplicate_of", "no_words"])
    comments = tables.check("comments", pd.DataFrame({**rows, **blank}))
    vectors = embedding.embed(texts)
    found = groups.group(texts, vectors=vectors, groups=3)
    parts = suggestions.parts(texts)
    return Second(comments, found, vectors, vectors, parts, new=True)


def tags_of(second: Second, codes: dict[int, str]) -> pd.DataFrame:
    """Give tags: row of the comment to code."""
    ids = second.comments["comment"]
    rows = [(f"t{i}", ids.iloc[i], code) for i, code in codes.items()]
    frame = pd.DataFrame(rows, columns=["tag", "comment", "code"])
    no = dict.fromkeys(["good", "less_good", "needs_improving"], False)
    blank = dict.fromkeys(["start", "end", "note"])
    return tables.check("tags", frame.assign(**no, **blank, reader="AB", time="now"))


@pytest.fixture(scope="module")
def second() -> Second:
    return second_of([*PARKING, *KINDNESS, *MUSIC])


@pytest.mark.slow
def test_a_comment_tagged_unlike_its_neighbours_is_pointed_at(second, codebook):
    codes = dict.fromkeys(range(6), "C3") | dict.fromkeys(range(6, 12), "C1")
    tags = tags_of(second, codes | {2: "C1"})
    [row] = overlooked.unlike(second, tags, codebook).to_dict("records")
    assert row["comment"] == PARKING[2]
    assert row["tagged as"] == "Told directly"
    assert row["neighbours say"].startswith("Parking (")
    assert row["the nearest of them"] in PARKING
    assert overlooked.unlike(second, tags_of(second, codes), codebook).empty
    assert overlooked.unlike(second, tags.iloc[:2], codebook).empty


def test_a_code_whose_comments_fall_into_two_groups_is_pointed_at(second, codebook):
    tags = tags_of(second, dict.fromkeys(range(12), "C3"))
    [row] = overlooked.splitting(second, tags, codebook).to_dict("records")
    assert (row["code"], row["comments"]) == ("Parking", 12)
    assert "park" in row["one part"] + row["another part"]
    whole = tags_of(second, dict.fromkeys(range(6), "C3"))
    assert overlooked.splitting(second, whole, codebook).empty


def test_people_whose_comments_nobody_tagged_are_named_by_code(comments, people, tags):
    found = overlooked.unheard(comments, people, tags)
    assert found.values.tolist() == [["child", 1, 1, "P03", 2, 2]]


@pytest.mark.slow
def test_untagged_comments_far_from_all_and_near_each_other_look_new(codebook):
    many = [f"{text} {more}" for more in ("", "Really.", "Yes.") for text in PARKING]
    many += [f"{text} {more}" for more in ("", "Really.", "Yes.") for text in KINDNESS]
    second = second_of([*many, *MUSIC, "Parking was dear and the car park full."])
    tags = tags_of(second, dict.fromkeys(range(36), "C3"))
    marks = pd.DataFrame({"comment": []})
    found = overlooked.something_new(second, tags, marks)
    assert set(found["comment"]) <= set(MUSIC) and len(found) >= 3
    assert overlooked.new_sentence(found).startswith(f"These {len(found)} look like")
    few = overlooked.something_new(second, tags.iloc[:5], marks)
    assert few.empty and "Nothing looks new" in overlooked.new_sentence(few)


@pytest.mark.slow
def test_something_new_is_found_in_one_sentence_of_a_long_comment(codebook):
    many = [f"{text} {more}" for more in ("", "Really.", "Yes.") for text in PARKING]
    many += [f"{text} {more}" for more in ("", "Really.", "Yes.") for text in KINDNESS]
    long = [
        f"{PARKING[i]} {KINDNESS[i]} {PARKING[i + 2]} {MUSIC[i]} {KINDNESS[i + 2]}"
        for i in range(4)
    ]
    second = second_of([*many, *long])
    tags = tags_of(second, dict.fromkeys(range(36), "C3"))
    found = overlooked.something_new(second, tags, pd.DataFrame({"comment": []}))
    assert set(found["comment"]) <= set(long) and len(found) >= 3
    aside = pd.DataFrame({"comment": second.comments["comment"][36:]})
    assert overlooked.something_new(second, tags, aside).empty


def test_more_of_what_is_tagged_already_is_nothing_new(codebook):
    texts = [*PARKING, *KINDNESS] * 4
    second = second_of(texts)
    tags = tags_of(second, dict.fromkeys(range(36), "C3"))
    assert overlooked.something_new(second, tags, pd.DataFrame({"comment": []})).empty


def test_no_input_is_changed(second, codebook):
    tags = tags_of(second, dict.fromkeys(range(12), "C3"))
    before, vectors = tags.copy(), second.vectors.copy()
    overlooked.unlike(second, tags, codebook)
    overlooked.splitting(second, tags, codebook)
    overlooked.something_new(second, tags, pd.DataFrame({"comment": []}))
    assert tags.equals(before) and np.array_equal(second.vectors, vectors)


def test_answers_to_suggestions_are_counted_theme_by_theme(rnd, codebook):
    assert overlooked.answered(rnd, codebook).empty
    told = [("C1", "accepted")] * 6 + [("C2", "changed"), ("C2", "refused")]
    for i, (code, answer) in enumerate([*told, ("C3", "refused")]):
        values = {"comment": f"S01-{i}-1", "code": code, "answer": answer}
        journal.record(rnd, "suggested").add(values)
    found = overlooked.answered(rnd, codebook).set_index("theme")
    row = found.loc["Communication"]
    assert list(row[["accepted", "changed", "refused", "checked"]]) == [6, 1, 1, 8]
    assert row["f1"] == 0.8 and row["low"] < 0.8 < row["high"]
    assert row["verdict"] == "not checked enough: 8 checked, 30 needed"
    assert found.loc["Parking", "f1"] == 0


def test_ticks_that_came_with_a_suggestion_are_counted_as_they_stand_now(rnd, codebook):
    """As suggested, changed since, all taken off; one whose tag is gone is not."""
    now = [("good", "less good"), ("good",), (), None]
    for i, ticks in enumerate(now):
        values = {"comment": f"S01-{i}-1", "code": "C1", "answer": "accepted"}
        journal.record(rnd, "suggested").add(
            {**values, "experience": "good; less good"}
        )
        if ticks is not None:
            tags.add(rnd, f"S01-{i}-1", "C1", experience=ticks)
    found = overlooked.answered(rnd, codebook).set_index("theme")
    assert list(found.index) == ["Communication", "how it was (ticks)"]
    counts = ["accepted", "changed", "refused", "checked"]
    assert list(found.loc["how it was (ticks)", counts]) == [1, 1, 1, 3]
    assert list(found.loc["Communication", counts]) == [4, 0, 0, 4]


def test_while_reading_apart_only_ones_own_answers_are_counted(rnd, codebook):
    for reader, answer in (("AB", "accepted"), ("CD", "refused")):
        values = {"comment": "S01-a-1", "code": "C1", "answer": answer}
        journal.record(replace(rnd, reader=reader), "suggested").add(values)
    assert overlooked.answered(rnd, codebook)["checked"].tolist() == [2]
    readers.read_apart(rnd, True, "a first view of one's own")
    [row] = overlooked.answered(rnd, codebook).to_dict("records")
    assert (row["accepted"], row["refused"]) == (1, 0)
