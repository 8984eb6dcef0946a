"""Nobody's large enough share is left without a wish, and what would mend it."""

from itertools import combinations
from random import Random

import numpy as np
import pytest

from coprod.decide import priorities, representation
from coprod.decide.representation import left_out, smallest_change

from .test_priorities import ballots_of


def fails(people: list[set[int]], first: set[int]) -> bool:
    """Say, as the definition does, whether some share of people is left out."""
    for wish in {wish for own in people for wish in own}:
        without = [own for own in people if wish in own and not own & first]
        if len(without) * len(first) >= len(people):
            return True
    return False


def profile(dice: Random, n: int, people: int) -> list[set[int]]:
    """Give people who each choose a few of n wishes, in clans that agree."""
    clans = [dice.sample(range(n), dice.randint(1, 3)) for _ in range(4)]
    own = [set(dice.choice(clans)) for _ in range(people)]
    return [wishes if dice.random() < 0.8 else {dice.randrange(n)} for wishes in own]


def grid(people: list[set[int]], n: int) -> np.ndarray:
    """Give the same as a table of yes and no."""
    return np.array([[wish in own for wish in range(n)] for own in people])


def test_who_is_left_out_is_found_as_the_definition_says_on_500_profiles():
    dice, found = Random(1), 0
    for _ in range(500):
        n, size = dice.randint(3, 8), dice.randint(1, 3)
        people = profile(dice, n, dice.randint(1, 14))
        first = dice.sample(range(n), size)
        said = left_out(grid(people, n), first)
        assert (said is not None) == fails(people, set(first))
        if said:
            found += 1
            without = [own for own in people if not own & set(first)]
            assert sum(said[0] in own for own in without) == said[1]
    assert 100 < found < 400


def test_the_change_mends_it_and_none_smaller_does():
    dice, changed = Random(2), 0
    for _ in range(100):
        n, size = dice.randint(4, 7), dice.randint(1, 3)
        people = profile(dice, n, dice.randint(4, 14))
        order = dice.sample(range(n), n)
        go, come = smallest_change(grid(people, n), order, size)
        first = set(order[:size])
        assert not fails(people, first - set(go) | set(come))
        changed += bool(go)
        for kept in combinations(range(n), size):
            if len(set(kept) - first) < len(come):
                assert fails(people, set(kept))
    assert changed > 20


def test_the_sentence_names_the_wish_and_changes_nothing():
    ballots = ballots_of({"nurse": "AB " * 17 + "AC BC CC"}, list("ABC"))
    said = " ".join(priorities.notes(ballots, top=2))
    assert "Checked: one of the first 2 places stands for 10 people of 20; no" in said
    few = ballots_of({"nurse": "ABD " * 8 + "C " * 4}, list("ABCD"))
    few["rank"] = None
    said = " ".join(priorities.notes(few, top=3))
    assert "4 who chose C have nothing they chose among them" in said
    assert "The smallest change: C instead of D. It is shown here, and not made" in said
    shared = " ".join(priorities.notes(few, {"nurse": "nurse"}, top=3))
    assert "enough people who chose C" in shared and "4 who" not in shared
    assert list(priorities.rank(few, top=3)["statement"])[:3] == ["A", "B", "D"]


def test_where_all_are_among_the_first_or_nobody_chose_nothing_is_said():
    none = np.zeros((3, 2), bool)
    assert representation.sentence(none, [0, 1], 1, ["A", "B"], False) == ""
    assert representation.sentence(~none, [0, 1], 2, ["A", "B"], False) == ""


@pytest.mark.nightly
def test_ten_thousand_hostile_profiles_are_judged_as_the_definition_says():
    dice = Random(3)
    for _ in range(10_000):
        n = dice.randint(6, 9)
        people = profile(dice, n, dice.randint(5, 30))
        first = dice.sample(range(n), 5)
        said = left_out(grid(people, n), first)
        assert (said is not None) == fails(people, set(first))
