"""One line of who took part, in which no small group can be counted."""

from itertools import combinations_with_replacement, product

import pandas as pd
import pytest

from coprod.listen import people
from coprod.protect import people_workbook
from coprod.share import who_took_part
from coprod.store import tables


def met(**heard):
    rows = [[group, n, n, 0, None] for group, n in heard.items()]
    names = ["group", "heard", "comments", "reported", "target"]
    return pd.DataFrame(rows, columns=names)


def test_small_groups_are_told_together():
    said = who_took_part.counted(met(parent=18, child=10, nurse=8, doctor=4))
    assert said == (
        "40 people (18 parents, 10 children and 12 others: nurses and doctors)"
    )


def test_one_small_group_is_told_with_the_smallest_other():
    said = who_took_part.counted(met(parent=18, child=10, doctor=4))
    assert said == "32 people (18 parents and 14 others: children and doctors)"


def test_a_few_people_in_all_are_not_counted():
    assert who_took_part.counted(met(parent=2, child=1)) == (
        "fewer than 10 people (parents and children)"
    )


@pytest.mark.slow
def test_no_small_group_can_be_worked_out_from_the_sum():
    """Try every size: at least two sizes of each small group fit what is told."""
    apart = 0
    for sizes in combinations_with_replacement(range(13), 3):
        heard = dict(zip(["parent", "child", "nurse"], sizes, strict=True))
        large, small = who_took_part._apart(met(**heard))
        assert all(heard[group] >= 10 for group in large)
        assert set(large) | set(small) == {g for g, n in heard.items() if n}
        total = sum(heard[group] for group in small)
        tops = [9 if heard[group] < 10 else 14 for group in small]
        lows = [1 if heard[group] < 10 else 10 for group in small]
        if large and small:
            apart += 1
            fits = [
                pick
                for pick in product(*map(range, lows, (top + 1 for top in tops)))
                if sum(pick) == total
            ]
            for place in range(len(small)):
                assert len({pick[place] for pick in fits}) > 1
    assert apart > 50


def test_what_somebody_else_reported_is_said_apart():
    frame = met(parent=18, child=10).assign(reported=[0, 3])
    assert "what adults reported of children is counted apart" in who_took_part.counted(
        frame
    )


def test_the_table_shows_empty_groups_and_hides_small_ones():
    shown = who_took_part.by_group(met(parent=18, child=10, doctor=4, nurse=0)).frame
    assert list(shown["people heard"]) == [
        "18",
        "fewer than 15",
        "fewer than 10",
        "nobody yet",
    ]


def test_the_line_is_one_sentence_for_each_question(example):
    example.save("people", tables.empty("people"))
    example.save("comments", tables.empty("comments"))
    people.add_way(example, "drop-in", offered="parents", used=0)
    said = who_took_part.line(example)
    assert said.startswith("Who took part: nobody yet. Who worked on it: five young")
    assert "Ways to take part: survey form (used by 12), interview (used by 11)" in said
    assert "(each by fewer than ten); offered and not used: drop-in." in said
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
