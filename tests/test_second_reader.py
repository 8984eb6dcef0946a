import pandas as pd
import pytest

from coprod import second_reader, tagging


@pytest.fixture
def second(rnd, comments):
    return second_reader.read(rnd, comments)


def test_every_comment_with_words_is_in_a_group(second, comments):
    assert set(second.groups["comment"]) == set(comments["comment"])


def test_the_groups_are_frozen_and_new_comments_join_them(rnd, second, comments):
    extra = comments.iloc[[0]].assign(comment="S09-z-1", text="Parking is too dear.")
    again = second_reader.read(rnd, pd.concat([comments, extra], ignore_index=True))
    before = second.groups.set_index("comment")["group"]
    after = again.groups.set_index("comment")["group"]
    assert after.loc[before.index].equals(before)
    assert "S09-z-1" in after.index


def test_what_stands_for_a_name_is_no_subject(rnd, comments):
    named = comments.assign(text=[f"[Child 3] {text}" for text in comments["text"]])
    words = second_reader.read(rnd, named).words
    assert not {"child", "3"} & {word for group in words.values() for word in group}


def test_groups_stand_beside_tags(second, tags, codebook):
    made = second_reader.beside(second, tags, codebook)
    assert made["comments"].sum() == 5
    assert made["tagged"].sum() == 3


def test_suggestions_leave_out_what_was_read_or_set_aside(rnd, second):
    tagging.mark(rnd, "S02-e-1", "no content", "a sound")
    assert second_reader.suggest(rnd, second).empty


def test_there_is_no_reading_without_comments(rnd, comments):
    assert second_reader.read(rnd, comments.iloc[:0]).groups.empty
