"""One line of who took part, in which no small group can be counted."""

import shutil
from dataclasses import replace

import pytest

from coprod.listen import people
from coprod.protect import people_workbook
from coprod.share import who_took_part
from coprod.store import tables


def test_people_are_told_by_group_and_in_all():
    said = who_took_part.counted({"parents and siblings": 25, "child": 10, "nurse": 0})
    assert said == "about 35 people (25 parents and siblings; 10 children)"


def test_a_few_people_in_all_are_not_counted():
    assert who_took_part.counted({}) == "fewer than 10 people"


@pytest.mark.slow
def test_what_somebody_else_reported_is_said_apart(example_tables, tmp_path):
    shutil.copytree(example_tables.data, tmp_path / "data")
    rnd = replace(example_tables, data=tmp_path / "data")
    people_ = rnd.load("people")
    assert "reported" not in who_took_part.heard(rnd)
    children = people_["group"].isin(["child", "teenager", "young adult"])
    people_.loc[children, "voice"] = "an adult's report"
    rnd.save("people", people_)
    said = who_took_part.heard(rnd)
    assert "adults reported of children, teenagers and young adults is counted" in said
    assert said.startswith("about 40 people (25 siblings and parents; 15 doctors, ")


@pytest.mark.slow
def test_the_table_shows_groups_as_they_are_told_and_who_was_hoped_for(example_tables):
    table, hoped = who_took_part.by_group(example_tables)
    assert dict(table.frame.itertuples(index=False)) == {
        "siblings and parents": 25,
        "children, teenagers and young adults": 25,
        "doctors, nurses and people of smaller groups": 15,
    }
    assert hoped.words.startswith("We hoped for 12 children, 12 teenagers, ")


def test_the_line_is_one_sentence_for_each_question(example):
    example.save("people", tables.empty("people"))
    example.save("comments", tables.empty("comments"))
    people.add_way(example, "drop-in", offered="parents", used=0)
    said = who_took_part.line(example)
    assert said.startswith("Who took part: nobody yet. Who worked on it: five young")
    assert "Ways to take part: interview, workshop" in said or "survey form" in said
    assert "; offered and not used: drop-in." in said
    for name in people_workbook.names(example)["name"]:
        assert f" {name} " not in said


def test_a_round_without_people_says_nothing_and_one_without_partners_says_so(rnd):
    assert who_took_part.line(rnd) == ""
    rnd.save("people", tables.empty("people"))
    rnd.save("comments", tables.empty("comments"))
    assert who_took_part.line(rnd).count("not written down yet") == 2


def test_small_numbers_of_ways_are_in_words_offered_ones_too(rnd):
    people.add_way(rnd, "visit", offered="2", used=1)
    people.add_way(rnd, "form", offered="everyone", used=120)
    [table] = who_took_part.taking_part(rnd).blocks
    assert list(table.frame["offered to"]) == ["fewer than 10", "everyone"]
    assert list(table.frame["used by"]) == ["fewer than 10", "120"]
    people.add_way(rnd, "call", offered="everyone", used=13)
    [table] = who_took_part.taking_part(rnd).blocks
    assert table.frame["used by"].iloc[-1] == "15"
