from dataclasses import replace

import pytest
from places import unmark

from coprod.listen import set_aside
from coprod.write import tags as tags_


def test_a_tag_is_on_disk_with_its_reader(rnd):
    tag = tags_.add(rnd, "S01-a-1", "C1", experience=("good",), note="kind")
    row = tags_.table(rnd).set_index("tag").loc[tag]
    assert (row["reader"], row["good"], row["less_good"]) == ("AB", True, False)


def test_two_readers_tags_stand_side_by_side(rnd):
    tags_.add(rnd, "S01-a-1", "C1")
    tags_.add(replace(rnd, reader="CD"), "S01-a-1", "C1", experience=("good",))
    assert list(tags_.table(rnd)["reader"]) == ["AB", "CD"]


def test_nobody_changes_somebody_elses_tag(rnd):
    tag = tags_.add(rnd, "S01-a-1", "C1")
    other = replace(rnd, reader="CD")
    for act in (tags_.remove, tags_.change):
        with pytest.raises(ValueError, match="not yours"):
            act(other, tag)
    assert len(tags_.table(rnd)) == 1


def test_setting_aside_needs_a_reason(rnd):
    with pytest.raises(ValueError, match="reason"):
        set_aside.mark(rnd, "S01-a-1", "out of scope", " ")
    set_aside.mark(rnd, "S01-a-1", "out of scope", "buses")
    unmark(rnd, "S01-a-1")
    assert set_aside.marks(rnd).empty


def test_two_readers_set_the_same_comment_aside_each_with_a_reason(rnd):
    set_aside.mark(rnd, "S01-a-1", "out of scope", "buses")
    other = replace(rnd, reader="CD")
    set_aside.mark(other, "S01-a-1", "no content", "a sound")
    unmark(other, "S01-a-1")
    assert list(set_aside.marks(rnd)["by"]) == ["AB"]


def test_a_made_up_experience_is_refused(rnd):
    with pytest.raises(ValueError, match="good, less good"):
        tags_.add(rnd, "S01-a-1", "C1", experience=("great",))


def test_everyone_is_read_once_first_the_least_heard_group_first(comments, people):
    order = tags_.order(comments, people, [])
    assert order[:3] == ["S02-d-1", "S01-a-1", "S01-c-1"]
    assert sorted(order) == sorted(comments["comment"])


def test_what_is_read_is_not_offered_again(comments, people, tags, marks):
    read = [*tags["comment"], *marks["comment"]]
    assert tags_.order(comments, people, read) == ["S02-d-1"]


def test_progress_says_people_and_comments(comments, tags, marks):
    said = tags_.progress(comments, tags.iloc[:2], marks)
    assert said.startswith("2 of 3 people read at least once; 2 of 5 comments")
