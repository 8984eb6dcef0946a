from dataclasses import replace

import pandas as pd
import pytest

from coprod.listen import set_aside
from coprod.store import tables
from coprod.write import codebook, readers, tags
from coprod.write.second_reader import side_by_side
from coprod.write.tagger import requests


@pytest.fixture
def second(rnd, comments):
    return side_by_side.freeze(rnd, side_by_side.read(rnd, comments))


def test_every_comment_with_words_is_in_a_group(second, comments):
    assert set(second.groups["comment"]) == set(comments["comment"])


def test_the_groups_are_frozen_and_new_comments_join_them(rnd, second, comments):
    extra = comments.iloc[[0]].assign(comment="S09-z-1", text="Parking is too dear.")
    again = side_by_side.read(rnd, pd.concat([comments, extra], ignore_index=True))
    before = second.groups.set_index("comment")["group"]
    after = again.groups.set_index("comment")["group"]
    assert after.loc[before.index].equals(before)
    assert "S09-z-1" in after.index and not again.new


def test_reading_alone_freezes_nothing(rnd, comments):
    found = side_by_side.read(rnd, comments)
    assert found.new and not (rnd.decisions / "groups.json").exists()
    assert not side_by_side.freeze(rnd, found).new
    assert (rnd.decisions / "groups.json").exists()
    assert not side_by_side.read(rnd, comments).new


def test_what_stands_for_a_name_is_no_subject(rnd, comments):
    named = comments.assign(text=[f"[Child 3] {text}" for text in comments["text"]])
    words = side_by_side.read(rnd, named).words
    assert not {"child", "3"} & {word for group in words.values() for word in group}


def test_groups_stand_beside_tags(second, tags, codebook):
    made = side_by_side.beside(second, tags, codebook)
    assert made["comments"].sum() == 5
    assert made["tagged"].sum() == 3


def test_suggestions_leave_out_what_was_read_or_set_aside(rnd, second):
    set_aside.mark(rnd, "S02-e-1", "no content", "a sound")
    assert side_by_side.suggest(rnd, second).empty


def test_there_is_no_reading_without_comments(rnd, comments):
    assert side_by_side.read(rnd, comments.iloc[:0]).groups.empty


PARKING, KIND = "The {} car park was full.", "The {} nurse was kind."
WORDS = "day night old new first second red blue young senior tall local main".split()


@pytest.fixture
def many() -> pd.DataFrame:
    """Give 26 comments on parking, 26 on kindness, and a last one of each."""
    twice = [f"{said} {more}" for said in (PARKING, KIND) for more in ("", "Really.")]
    texts = [said.format(word) for word in WORDS for said in twice]
    texts += [PARKING.format("last"), KIND.format("last")]
    ids = [f"S01-{i:03d}-1" for i in range(len(texts))]
    rows = {"comment": ids, "source": "S01", "position": range(1, len(ids) + 1)}
    blank = dict.fromkeys(["question", "duplicate_of", "no_words"])
    frame = pd.DataFrame({**rows, "person": "P01", "text": texts}).assign(**blank)
    return tables.check("comments", frame)


def read_by(rnd, comments, reader, mine):
    """Let a reader tag comments: parking or kindness, with a tick."""
    book = codebook.table(rnd).set_index("name")["code"]
    for comment, text in comments[["comment", "text"]][mine].to_numpy():
        name, tick = ("Parking", "less good") if "car" in text else ("Kind", "good")
        own = replace(rnd, reader=reader)
        tags.add(own, comment, book[name], experience=(tick,))


@pytest.mark.slow
def test_while_readers_read_apart_no_reader_sees_what_others_tags_suggest(
    rnd, many, people
):
    """Neither on the screen, nor in the table of 04, nor in what was saved before."""
    parking, _ = (codebook.add(rnd, name) for name in ("Parking", "Kind"))
    for comment in many["comment"][:10]:
        tags.add(rnd, comment, parking)
    read_by(rnd, many, "CD", slice(10, 50))
    second = side_by_side.read(rnd, many)
    rnd.save("suggestions", side_by_side.suggest(rnd, second))
    screen = requests.Desk(rnd, many, people)
    shown = dict(mode="cards", order="source", show="hints")

    def hinted(screen: requests.Desk) -> list[str]:
        asked = {"n": 1, "ask": "view", "view": "1", "count": 60, **shown}
        return screen.answer(asked)["order"]

    last = many["comment"].iloc[-1]
    assert last in hinted(screen) and "apart" not in screen.summary
    [hint] = screen.given.of(last)["hints"]
    assert hint["ticks"] == ["good"] and hint["from"] == "AB CD"
    readers.read_apart(rnd, True, "a first view of one's own")
    assert hinted(screen) == [] and screen.given.of(last)["hints"] == []
    said = "Readers read apart: what others' tags suggest is not shown."
    assert said in screen.summary
    other = replace(rnd, reader="CD")
    assert side_by_side.suggest(rnd, second).empty  # ten tags of one's own: too few
    assert side_by_side.quality(rnd, second).empty
    rnd.save("suggestions", side_by_side.suggest(other, second))
    theirs, mine = (requests.Desk(one, many, people) for one in (other, rnd))
    assert last in hinted(theirs) and said not in theirs.summary
    assert hinted(mine) == [] and said in mine.summary
    readers.read_apart(rnd, False, "now together")
    assert last in hinted(mine) and said not in mine.summary


@pytest.mark.slow
def test_quality_has_the_three_ticks_after_the_codes_and_hints_ask_them(rnd, many):
    codebook.add(rnd, "Parking"), codebook.add(rnd, "Kind")
    read_by(rnd, many, "AB", slice(0, 50))
    second = side_by_side.read(rnd, many)
    found = side_by_side.quality(rnd, second)
    assert found["name"].tolist()[-3:] == [
        "how it was: good",
        "how it was: less good",
        "how it was: needs improving",
    ]
    hinted = side_by_side.suggest(rnd, second)
    shown = side_by_side.hints(hinted, many, codebook.table(rnd))
    assert set(shown["how it was"]) == {"good?", "less good?"}
