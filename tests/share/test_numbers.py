"""Numbers on what is shared: no subtraction, no second version gives anybody away."""

import random

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from coprod.listen import small_groups
from coprod.pages import counts
from coprod.share import findings_page, numbers, publications
from coprod.store import journal, rounds, tables
from coprod.write import codebook, tags
from coprod.write.tags import EXPERIENCES

GROUPS = ["child", "teenager", "parent", "nurse", "doctor", "play specialist"]
WHATS = [f"T{n} {felt}" for n in range(2) for felt in ("any", *EXPERIENCES)]
LEVELS = [f"Q01 {word}" for word in ("none", "little", "some", "much", "most")]


def made_up(rng: random.Random) -> pd.DataFrame:
    """Make who said what in a small round of 12 to 60 people."""
    rows = []
    for group in rng.sample(GROUPS, rng.randint(2, 5)):
        for n in range(rng.choice([1, 2, 3, 4, 7, 10, 11, 14])):
            person = f"{group}-{n}"
            told = ["spoke", "heard", "ranked", "voted", "rated"]
            for theme in range(2):
                felt = [e for e in EXPERIENCES if rng.random() < 0.3]
                told += [f"T{theme} {e}" for e in felt] + [f"T{theme} any"] * bool(felt)
            rows += [[what, person, group] for what in told]
            rows.append([rng.choice(LEVELS), person, "everyone"])
    return pd.DataFrame(rows, columns=["what", "person", "group"])


def exact(made: pd.DataFrame, cells: pd.DataFrame, names: dict[str, str]) -> int:
    """Attack what is told by linear programming: how many cells of 1 to 4 come out.

    The attacker knows the rules: to the nearest five, ten in each joined group, who is
    in it, that who says good says something, and that each person ticks one word.
    """
    here = [g for g in names if g in set(made["group"])]
    whats = ["spoke", *WHATS]
    at = {key: i for i, key in enumerate((g, w) for g in here for w in whats)}
    rows, tops = [], []

    def most(signs: dict[tuple[str, str], int], top: float) -> None:
        row = np.zeros(len(at))
        for key, sign in signs.items():
            row[at[key]] = sign
        rows.append(row)
        tops.append(top)

    for joined in cells.columns.drop("everyone", errors="ignore"):
        inside = [g for g in here if names[g] == joined]
        for what in whats:
            told = cells[joined].get(what, 0)
            most({(g, what): 1 for g in inside}, told + WIDE)
            most({(g, what): -1 for g in inside}, WIDE - told)
        most({(g, "spoke"): -1 for g in inside}, -10)
    for g in here:
        for theme in ("T0", "T1"):
            most({(g, f"{theme} any"): 1, (g, "spoke"): -1}, 0)
            for felt in EXPERIENCES:
                most({(g, f"{theme} {felt}"): 1, (g, f"{theme} any"): -1}, 0)
            signs = {(g, f"{theme} {felt}"): -1 for felt in EXPERIENCES}
            most({**signs, (g, f"{theme} any"): 1}, 0)
    true = made.groupby(["group", "what"])["person"].nunique()
    small = {key for key, n in true.items() if 1 <= n <= 4 and key in at}
    found = 0
    for key in sorted(small):
        aim = np.zeros(len(at))
        aim[at[key]] = 1
        least = linprog(aim, np.array(rows), tops).fun
        if least > true[key] - 0.5:  # else there are several sizes it could have
            found += -linprog(-aim, np.array(rows), tops).fun < true[key] + 0.5
    return found


WIDE = 2


def attacked(rnd: rounds.Round, monkeypatch, seeds: range) -> tuple[int, int]:
    """Share made rounds and attack them: rounds that told numbers, cells worked out."""
    monkeypatch.setattr(small_groups, "groups", lambda _: GROUPS)
    told, found = 0, 0
    for seed in seeds:
        made = made_up(random.Random(seed))
        monkeypatch.setattr(numbers, "counted", lambda rnd, event, made=made: made)
        cells = numbers.people(rnd, "heard").cells
        sizes = made[made["what"] == "spoke"].groupby("group")["person"].nunique()
        if len(cells):
            told += 1
            found += exact(made, cells, small_groups.joined(rnd, sizes.to_dict()))
    return told, found


@pytest.mark.slow
def test_no_small_number_comes_back_by_linear_programming(rnd, monkeypatch):
    told, found = attacked(rnd, monkeypatch, range(200))
    assert told > 120 and found == 0


@pytest.mark.nightly
def test_nor_of_a_thousand_rounds(rnd, monkeypatch):
    told, found = attacked(rnd, monkeypatch, range(1000, 2000))
    assert told > 600 and found == 0


@pytest.mark.slow
def test_the_attack_finds_what_exact_numbers_give_away(rnd, monkeypatch):
    """The attack itself is tried: of exact numbers it works out many."""
    monkeypatch.setattr(numbers, "rounded", int)
    monkeypatch.setattr(f"{__name__}.WIDE", 0)
    assert attacked(rnd, monkeypatch, range(12))[1] > 10


def test_five_kinds_of_answers_cannot_add_up_to_one_way_only():
    """Of people who each tick one word, each number leaves two sizes open."""
    for levels in [(2, 2, 2, 2, 2), (2, 2, 2, 2, 7), (0, 1, 3, 4, 9), (1, 4, 4, 4, 2)]:
        told, n = [counts.rounded(x) for x in levels], sum(levels)
        if sum(told) < numbers.RATED:
            continue
        low, top = counts.rounded(n) - 2, counts.rounded(n) + 2
        rest = sum(told) - told[0]
        for x, r in zip(levels, told, strict=True):
            rest = sum(told) - r
            least = max(r - 2, 0, low - rest - 8)
            most = min(r + 2, top - sum(max(t - 2, 0) for t in told) + max(r - 2, 0))
            assert least < most, (levels, x)


@pytest.mark.slow
def test_every_theme_shows_all_three_for_each_joined_group(example_tables):
    shown = findings_page.shown_groups(example_tables)
    groups = set(shown["group"]) - {"everyone"}
    assert len(groups) == 3 and shown["name"].nunique() == 3
    for (_, felt), part in shown.groupby(["name", "experience"]):
        assert set(part["group"]) == {*groups, "everyone"}
        assert felt in ("any", *EXPERIENCES)
        parts = part[part["group"] != "everyone"]["people"]
        assert part[part["group"] == "everyone"]["people"].item() == parts.sum()
    assert (shown["people"] % 5 == 0).all() and (shown["of"] >= 10).all()
    assert shown["experience"].nunique() == 4 and len(shown) == 3 * 4 * 4
    assert (shown[shown["group"] == "everyone"]["people"] > 0).all()


@pytest.mark.slow
def test_numbers_agree_with_the_lists_that_were_counted(example_tables):
    """Who has a list is told in one place and counted in another."""
    from coprod.decide import priorities, votes

    made = numbers.counted(example_tables, "voted")
    mine = made[made["what"] == "ranked"].groupby("group")["person"].nunique()
    kept = votes.asked(example_tables).query("direction == 'keep'")["statement"]
    ballots = votes.to_change(example_tables.load("ballots"), list(kept))
    assert mine.to_dict() == priorities.sizes(ballots)


def spoke(rnd: rounds.Round, heard: dict[str, int]) -> None:
    """Make a round in which so many people of each group said one thing."""
    groups = [group for group, n in heard.items() for _ in range(n)]
    who = pd.DataFrame({"group": groups})
    who["person"] = [f"P{n:02}" for n in range(len(who))]
    rest = dict.fromkeys(["age_band", "setting", "area", "voice", "way"], "unknown")
    rnd.save("people", who.assign(**rest, quote=True, role="participant"))
    said = who[["person"]].assign(source="S01", text="Words.", question=None)
    said["comment"] = "S01-" + said["person"]
    said["position"] = range(1, len(said) + 1)
    rnd.save("comments", said.assign(duplicate_of=None, no_words=None))
    rnd.save("files", tables.empty("files"))


def shared(rnd: rounds.Round) -> dict[str, int]:
    """Publish the numbers as `run.share` does; give how many were heard, by group."""
    found = numbers.people(rnd, "heard")
    values = {"page": "06-share-findings", "numbers": {"heard": found.facts}}
    journal.record(rnd, publications.KIND).add(values)
    return found.of("heard")


@pytest.mark.slow
def test_what_fewer_than_ten_people_change_stays_as_it_was(rnd):
    spoke(rnd, {"parent": 17, "nurse": 12})
    theme = codebook.add(rnd, "Talk", level="theme")
    code = codebook.add(rnd, "Being told")
    codebook.move(rnd, code, theme)
    for n in range(12):
        tags.add(rnd, f"S01-P{n:02}", code, experience=("good",))
    assert shared(rnd) == {"parent": 15, "nurse": 10}
    assert numbers.people(rnd, "heard").held == ""

    spoke(rnd, {"parent": 17, "nurse": 12, "sibling": 2})
    tags.add(rnd, "S01-P12", code, experience=("good",))
    found = numbers.people(rnd, "heard")
    assert found.of("heard") == {"parent": 15, "nurse": 10}
    assert found.kept == [
        *["Talk any, parent: 10", "Talk good, parent: 10"],
        *["heard, parent: 15", "spoke, parent: 15"],
    ]
    assert "fewer than ten people differ since" in found.held
    assert shared(rnd) == {"parent": 15, "nurse": 10}  # nor does a third one tell

    spoke(rnd, {"parent": 17, "nurse": 12, "sibling": 11})
    found = numbers.people(rnd, "heard")
    assert found.of("heard") == {"parent": 15, "nurse": 10, "sibling": 10}
    assert found.held == "" and found.kept == []


def test_who_withdraws_is_not_given_away_by_the_next_version(rnd):
    spoke(rnd, {"parent": 13, "nurse": 12})
    before = shared(rnd)
    assert before == {"parent": 15, "nurse": 10}
    journal.record(rnd, "withdrawals").add({"person": "P00", "scope": "all"})
    assert numbers.counted(rnd, "heard")["person"].nunique() == 24
    found = numbers.people(rnd, "heard")
    assert found.of("heard") == before
    assert found.kept == ["heard, parent: 15", "spoke, parent: 15"]


def test_a_few_people_in_all_are_not_counted(rnd):
    spoke(rnd, {"parent": 4, "nurse": 5})
    assert numbers.people(rnd, "heard").of("heard") == {}
    assert numbers.totals(rnd) == []


def test_what_is_under_ten_is_counted_with_the_smallest_other(rnd):
    spoke(rnd, {"parent": 14, "nurse": 12, "play specialist": 3})
    assert numbers.people(rnd, "heard").of("heard") == {
        "nurses and people of smaller groups": 15,
        "parent": 15,
    }
