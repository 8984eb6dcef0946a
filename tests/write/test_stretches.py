"""A tag on a stretch stays on its words when other words are mended."""

import pandas as pd
import pytest

from coprod.listen import comments, corrections
from coprod.store import journal
from coprod.write import codebook, stretches, tags

WHO = pd.DataFrame(
    [["S01", "", "r0", "P01", "participant"]],
    columns=["source", "label", "row", "person", "role"],
)
FIRST = "The nurse was kind to me. The car park costs to much money, and it is far."
MARKED = "The car park costs to much money"


def read(rnd, text):
    names = "source position place speaker text question row about".split()
    said = [["S01", 1, "line", "Mum", text, None, "r0", None]]
    return comments.make(rnd, pd.DataFrame(said, columns=names), WHO).iloc[0]


def mend(rnd, text):
    """Correct the one comment, and confirm it; give its id."""
    was, now = read(rnd, FIRST)["comment"], read(rnd, text)["comment"]
    corrections.confirm(rnd, was, now)
    assert read(rnd, text)["comment"] == was
    return was


@pytest.fixture
def marked(rnd):
    """A tag on the words about the car park."""
    at = FIRST.index(MARKED)
    comment, code = read(rnd, FIRST)["comment"], codebook.add(rnd, "Parking")
    return tags.add(rnd, comment, code, start=at, end=at + len(MARKED))


def words(rnd, text):
    """Give the words on which the one tag stands."""
    [tag] = tags.table(rnd).to_dict("records")
    return "" if pd.isna(tag["start"]) else text[tag["start"] : tag["end"]]


@pytest.mark.parametrize(
    "text",
    [
        FIRST.replace("nurse", "nurses").replace("was", "were all"),
        FIRST.replace("is far", "is very far away"),
        FIRST.removeprefix("The nurse was kind to me. "),
        "Well. " + FIRST.replace("far", "too far"),
    ],
)
def test_a_stretch_stays_on_its_words(rnd, marked, text):
    mend(rnd, text)
    assert words(rnd, text) == MARKED
    assert len(tags.table(rnd)) == 1


def test_it_stays_through_two_corrections_and_when_given_between_them(rnd, marked):
    once = FIRST.replace("kind to me", "very kind to us")
    comment = mend(rnd, once)
    code, at = codebook.add(rnd, "Kindness"), once.index("very kind")
    tags.add(rnd, comment, code, start=at, end=at + 9)
    twice = "Then. " + once.replace("is far", "is not near")
    corrections.confirm(rnd, comment, read(rnd, twice)["comment"])
    found = tags.table(rnd)
    stands = [twice[a:b] for a, b in zip(found["start"], found["end"], strict=True)]
    assert stands == [MARKED, "very kind"]


def test_a_tag_on_the_new_words_stays_where_it_was_given(rnd):
    was, text = read(rnd, FIRST)["comment"], "Well. " + FIRST
    now, at = read(rnd, text)["comment"], text.index(MARKED)
    tags.add(rnd, now, codebook.add(rnd, "Parking"), start=at, end=at + len(MARKED))
    corrections.confirm(rnd, was, now)
    assert words(rnd, text) == MARKED and list(tags.table(rnd)["comment"]) == [was]


def test_where_the_stretch_itself_was_mended_it_is_asked_and_not_lost(rnd, marked):
    text = "Well. " + FIRST.replace("costs to much", "costs too much")
    mend(rnd, text)
    assert words(rnd, text) == ""  # the whole comment, until somebody has answered
    said = journal.state(rnd, "tags", ["comment", "start", "end"])
    [asked] = stretches.follow(rnd, said).to_dict("records")
    assert asked["asked"]
    proposed = text[asked["start"] : asked["end"]]
    assert proposed == MARKED.replace("to much", "too much")
    tags.change(rnd, marked, start=asked["start"], end=asked["end"])
    assert words(rnd, text) == proposed
    said = journal.state(rnd, "tags", ["comment", "start", "end"])
    assert not stretches.follow(rnd, said)["asked"].any()


def test_words_that_are_not_known_any_more_are_asked_about(rnd, marked):
    was = read(rnd, FIRST)["comment"]
    now = read(rnd, "Well. " + FIRST)["comment"]
    (rnd.private / corrections.WORDS).unlink()
    corrections.confirm(rnd, was, now)
    assert words(rnd, FIRST) == ""


def test_no_word_of_a_comment_stands_in_the_journal(rnd, marked):
    mend(rnd, "Well. " + FIRST)
    kept = "".join(path.read_text() for path in rnd.decisions.glob("links.*"))
    assert "kept" in kept and "nurse" not in kept and "Well" not in kept


def test_a_long_paragraph_is_compared_quickly():
    before = "Day one was long and the nurses were kind to me. " * 700
    after = before.replace("kind", "Kind", 1).replace("long and", "long, and", 40)
    runs = corrections.kept(before, after)
    assert all(before[a : a + n] == after[b : b + n] for a, b, n in runs)
    assert sum(n for _, _, n in runs) > 0.9 * len(before)
    corrections.kept(before, before.replace("kind", "Kind"))  # minutes, if it were not
