"""What matters most: checked against golden values and a second, plain reckoning."""

import math
import re
from fractions import Fraction
from random import Random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coprod.decide import priorities, ranking
from coprod.decide.survey import plain_sheet
from coprod.store import tables

GOLDEN = {
    "parent": "ABC ABD BAC ACB BAD ABE",
    "staff": "CAB CBA BCA",
    "young": "FEA FAE",
}
STATEMENTS = list("ABCDEF")


def ballots_of(groups: dict[str, str], codes: list[str]) -> pd.DataFrame:
    """Write "ABC ABD" for each group as the table ballots, all statements shown."""
    sheets = [(g, sheet) for g, row in groups.items() for sheet in row.split()]
    rows = [
        (f"R{i:03}", g, s, True, sheet.find(s) + 1 or None, None, s in sheet)
        for i, (g, sheet) in enumerate(sheets)
        for s in codes
    ]
    names = [c.name for c in tables.TABLES["ballots"].columns if not c.missing]
    return tables.check("ballots", pd.DataFrame(rows, columns=names))


def points_of(ballots: pd.DataFrame, *, depth: int) -> pd.DataFrame:
    """Give what each group gave each statement."""
    _, codes, sheets = priorities._counted(ballots, depth)
    lists = {group: ranking.worths(sheet)[0] for group, sheet in sheets.items()}
    return pd.DataFrame(lists, index=pd.Index(codes, name="statement"))


def position_scores(ballots: pd.DataFrame, *, depth: int) -> pd.DataFrame:
    """Give each statement its position score in each group's own list."""
    worth = points_of(ballots, depth=depth)
    scores = ranking.positions(worth.to_numpy().T).T
    return pd.DataFrame(scores, index=worth.index, columns=worth.columns)


def column(frame: pd.DataFrame, name: str) -> list[float]:
    """Give one column in the order of the statements."""
    return list(frame.set_index("statement").loc[STATEMENTS, name])


@pytest.fixture
def golden() -> pd.DataFrame:
    """Give the eleven ballots of the golden test."""
    return ballots_of(GOLDEN, STATEMENTS)


def test_points_of_each_group_match_the_golden_values(golden):
    points = points_of(golden, depth=3)
    assert list(points["parent"]) == [16, 13, 4, 2, 1, 0]
    assert list(points["staff"]) == [4, 6, 8, 0, 0, 0]
    assert list(points["young"]) == [3, 0, 0, 0, 3, 6]


def test_position_scores_match_the_golden_values(golden):
    scores = position_scores(golden, depth=3)
    assert list(scores["parent"]) == [6, 5, 4, 3, 2, 1]
    assert list(scores["staff"]) == [4, 5, 6, 2, 2, 2]
    assert list(scores["young"]) == [4.5, 2, 2, 2, 4.5, 6]


def test_combined_and_pooled_match_the_golden_values(golden):
    ranked = priorities.rank(golden, top=3)
    assert column(ranked, "combined") == [14.5, 12, 12, 7, 8.5, 9]
    assert column(ranked, "pooled_points") == [23, 19, 12, 2, 4, 6]
    assert column(ranked, "place") == [1, 2, 2, 6, 5, 4]
    assert column(ranked, "pooled_place") == [1, 2, 3, 6, 5, 4]


def test_the_union_of_each_groups_top_two_keeps_ties_and_the_young(golden):
    ranked = priorities.rank(golden, top=2)
    codes = ranked["statement"]
    assert sorted(codes[ranked["groups"] != ""]) == list("ABCEF")
    assert list(codes[ranked["shortlist"] == "combined"]) == list("ABC")
    assert column(ranked, "shortlist")[5] == "some groups only"
    assert column(ranked, "groups")[5] == "young"
    assert column(ranked, "shortlist")[3] == "no"


def test_two_young_people_never_look_certain(golden):
    ranked = priorities.rank(golden, top=3)
    assert ranked[["low", "high", "top_share"]].isna().all(axis=None)
    said = priorities.notes(golden)
    assert any("young: 2 answered: too few for a range" in line for line in said)
    assert any("no ranges" in line for line in said)


def test_beside_a_small_group_the_ranges_are_said_to_be_too_narrow_everywhere():
    groups = {**GOLDEN, "parent": " ".join([GOLDEN["parent"]] * 5)}
    ballots = ballots_of(groups, STATEMENTS)
    ranked = priorities.rank(ballots, top=3)
    assert ranked["low"].notna().all()
    assert (ranked["low"] <= ranked["place"]).all()
    assert (ranked["place"] <= ranked["high"]).all()
    said = priorities.notes(ballots)
    shared = priorities.notes(ballots, {"parent": "parent", "staff": "others"})
    for lines in (said, shared):
        assert any("narrower than the truth" in line for line in lines)
        assert any("ranges are rough" in line for line in lines)
        assert any("not among everyone" in line for line in lines)
    assert not [line for line in shared if re.search("staff|young|others", line)]
    assert "This is among the 35 people who answered, not among everyone." in said
    assert not re.search(r"\b\d+ (?:answered|people)", " ".join(shared))


def test_a_small_group_is_drawn_again_like_the_others():
    """Its two people disagree: which of C and B is third cannot be certain."""
    ballots = ballots_of({"staff": "AB " * 12, "young": "AC CA"}, list("ABC"))
    ranked = priorities.rank(ballots)
    assert list(ranked["statement"]) == list("ACB")
    assert list(ranked["low"]) == [1, 2, 2]
    assert list(ranked["high"]) == [1, 3, 3]


@pytest.mark.parametrize(("first", "high", "low"), [(20, 2, 1), (21, 1, 2)])
def test_a_range_leaves_out_two_and_a_half_in_a_hundred_on_each_side(first, high, low):
    """Of 30, 20 choose A, or 21: by the binomial law A leads no longer in 4.4 %, or
    1.7 %, of the drawings. The first belongs to a range of 95 %, the second does not.
    """
    sheets = {"staff": "A " * first + "B " * (30 - first)}
    _, groups = ranking.sheets(ballots_of(sheets, list("AB")), 1)
    made = ranking.limits(groups, top=1, resamples=20_000, seed=1)
    assert list(made[:, :2].ravel()) == [1, high, low, 2]


def test_one_loud_large_group_does_not_drown_a_small_one():
    ballots = ballots_of({"staff": "A " * 40, "young": "B " * 10}, list("AB"))
    ranked = priorities.rank(ballots, top=1)
    assert list(ranked["place"]) == [1, 1]
    assert list(ranked["pooled_place"]) == [1, 2]


def test_ranges_are_wider_when_people_disagree():
    agreed = priorities.rank(ballots_of({"staff": "AB " * 12}, list("ABCD")))
    split = priorities.rank(ballots_of({"staff": "AB BA " * 6}, list("ABCD")))
    width = (split["high"] - split["low"]).iloc[0]
    assert width > (agreed["high"] - agreed["low"]).iloc[0] == 0
    assert split["top_share"].between(0, 1).all()


def test_the_same_ballots_give_the_same_ranges():
    ballots = ballots_of({"staff": "ABC BAC CAB " * 5}, list("ABC"))
    pd.testing.assert_frame_equal(priorities.rank(ballots), priorities.rank(ballots))


@pytest.mark.slow
def test_a_statement_that_was_not_shown_is_not_a_statement_that_was_not_chosen():
    ballots = ballots_of({"staff": "A A A A"}, list("AB"))
    ballots.loc[ballots["respondent"].isin(["R002", "R003"]), "chosen"] = False
    ballots["rank"] = pd.NA
    half = ballots.copy()
    hidden = half["respondent"].isin(["R002", "R003"]) & (half["statement"] == "A")
    half = half[~hidden]
    assert points_of(ballots, depth=1).loc["A", "staff"] == 2
    assert points_of(half, depth=1).loc["A", "staff"] == 4


def test_a_group_that_was_not_asked_has_no_score_and_does_no_harm():
    ballots = ballots_of({"staff": "ABC ABC", "young": "BCA BCA"}, list("ABC"))
    unasked = (ballots["group"] == "young") & (ballots["statement"] == "A")
    ballots.loc[unasked, ["shown", "rank", "chosen"]] = [False, pd.NA, pd.NA]
    assert pd.isna(points_of(ballots, depth=3).loc["A", "young"])
    ranked = priorities.rank(ballots, top=1).set_index("statement")
    assert ranked.loc["A", "combined"] == 6
    assert ranked.loc["A", "place"] == 1


def test_a_table_of_picks_alone_gives_the_same_list(golden):
    picks = golden[golden["rank"].notna()]
    same = priorities.rank(golden, top=3)
    pd.testing.assert_frame_equal(priorities.rank(picks, top=3), same)
    assert any("only picks" in line for line in priorities.notes(picks))


def test_a_group_that_only_scored_is_ranked_by_its_mean():
    ballots = ballots_of({"staff": "AB AB", "child": "XX XX"}, list("AB"))
    child = ballots["group"] == "child"
    ballots.loc[child, "chosen"] = pd.NA
    ballots.loc[child, "score"] = [1, 5, 2, pd.NA]
    points = points_of(ballots, depth=2)
    assert list(points["child"]) == [1.5, 5]
    assert any(
        "child: the list is by mean score" in n for n in priorities.notes(ballots)
    )
    assert list(priorities.rank(ballots)["pooled_points"]) == [4, 2]


def test_sheets_without_an_answer_are_left_out_and_counted(golden):
    blank = golden["respondent"] == "R000"
    golden.loc[blank, ["rank", "chosen"]] = pd.NA
    assert any("1 answer sheet had no" in line for line in priorities.notes(golden))
    assert points_of(golden, depth=3).loc["A", "parent"] == 13


def test_an_unknown_group_is_kept_as_unknown(golden):
    golden["group"] = golden["group"].mask(golden["group"] == "young", " ")
    assert "unknown" in points_of(golden, depth=3).columns
    assert any("no group is said" in line for line in priorities.notes(golden))


def test_each_group_sees_its_own_list(golden):
    lists = priorities.side_by_side(golden, top=2)
    assert list(lists["young"]) == ["1 F", "2= A", "2= E"]
    assert list(lists["staff"]) == ["1 C", "2 B", ""]
    whole = priorities.side_by_side(golden, top=6)
    assert list(whole["staff"]) == ["1 C", "2 B", "3 A", "", ""]


def test_wording_comes_from_the_statements_and_foreign_codes_are_refused(golden):
    words = pd.DataFrame({"statement": STATEMENTS, "text": [c * 3 for c in STATEMENTS]})
    assert priorities.rank(golden, words)["text"].iloc[0] == "AAA"
    with pytest.raises(ValueError, match="5 of their codes"):
        priorities.rank(golden, words.head(1))


def test_ballots_are_not_changed(golden):
    before = golden.copy(deep=True)
    priorities.rank(golden)
    priorities.notes(golden)
    priorities.side_by_side(golden)
    pd.testing.assert_frame_equal(golden, before)


def test_bad_ballots_are_refused_in_words(golden):
    with pytest.raises(ValueError, match="no answers"):
        priorities.rank(tables.empty("ballots"))
    with pytest.raises(ValueError, match="same respondent and statement"):
        priorities.rank(pd.concat([golden, golden.head(1)]))
    with pytest.raises(ValueError, match="more than one group"):
        priorities.rank(golden.assign(group=["a", "b"] * 33))
    with pytest.raises(ValueError, match="rank is below 1"):
        priorities.rank(golden.assign(rank=99))
    with pytest.raises(ValueError, match="at least 1"):
        priorities.rank(golden, top=0)


def test_a_typed_sheet_is_read_with_its_blanks_and_yeses():
    frame = pd.DataFrame(
        {
            " Respondent": ["1", "1", "2", "2"],
            "Group": ["staff", "staff", "", None],
            "statement": ["Q01", "Q02", "Q01", "Q02"],
            "rank": ["1", "", "2.0", "1"],
            "chosen": ["TRUE", "no", "yes", "X"],
        }
    )
    ballots = plain_sheet.from_csv_frame(frame)
    assert list(ballots["rank"].fillna(0)) == [1, 0, 2, 1]
    assert list(ballots["chosen"]) == [True, False, True, True]
    assert list(ballots["group"]) == ["staff", "staff", "unknown", "unknown"]
    assert ballots["shown"].all()


def test_a_sheet_with_shown_marks_what_was_not_shown():
    frame = pd.DataFrame({"respondent": list("abc"), "group": "g", "statement": "Q01"})
    frame = frame.assign(shown=["1", "", "0"], score=["", "4", ""])
    assert list(plain_sheet.from_csv_frame(frame)["shown"]) == [True, True, False]


@pytest.mark.parametrize("cell", ["first", "0", "1.5", "inf", "-1"])
def test_a_rank_that_cannot_be_read_is_named_by_row_and_never_quoted(cell):
    frame = pd.DataFrame({"respondent": ["1"], "group": ["g"], "statement": ["Q01"]})
    with pytest.raises(ValueError, match=r"in 1 row \(1\) the rank") as error:
        plain_sheet.from_csv_frame(frame.assign(rank=cell))
    assert f"'{cell}'" not in str(error.value)


def test_a_sheet_without_answers_columns_is_refused():
    with pytest.raises(ValueError, match="one of rank, score or chosen"):
        plain_sheet.from_csv_frame(pd.DataFrame({"respondent": ["1"]}))


def test_a_hundred_people_and_thirty_statements_are_ranked():
    codes = [chr(200 + i) for i in range(30)]
    sheets = ["".join(codes[(i + j * 7) % 30] for j in range(10)) for i in range(100)]
    groups = {"a": " ".join(sheets[:50]), "b": " ".join(sheets[50:])}
    ballots = ballots_of(groups, codes)
    ranked = priorities.rank(ballots)
    assert sorted(ranked["statement"]) == sorted(codes)


def test_a_statement_that_few_saw_has_no_place_and_is_named():
    ballots = ballots_of({"parent": "AC " * 20 + "A " * 20}, list("ABC"))
    ballots["rank"] = pd.NA
    few = (ballots["statement"] == "B") & (ballots["respondent"] != "R000")
    ballots.loc[few, ["shown", "chosen"]] = [False, pd.NA]
    ballots.loc[(ballots["statement"] == "B") & ~few, "chosen"] = True
    assert list(priorities.rank(ballots)["statement"]) == ["A", "C"]
    assert list(priorities.side_by_side(ballots)["parent"]) == ["1 A"]
    said = " ".join(priorities.notes(ballots))
    assert "B has no place: 1 person saw it, 1 chose it; another" in said
    shared = " ".join(priorities.notes(ballots, {"parent": "parent"}))
    assert "B has no place: too few people saw it" in shared


def test_what_few_of_one_group_saw_leads_nowhere():
    ballots = ballots_of({"parent": "AB " * 10, "child": "AC " * 9 + "B"}, list("ABC"))
    ballots["rank"] = pd.NA
    few = (ballots["statement"] == "B") & (ballots["group"] == "child")
    few &= ballots["chosen"].eq(False)
    ballots.loc[few, ["shown", "chosen"]] = [False, pd.NA]
    lists = priorities.side_by_side(ballots, top=3)
    assert list(lists["child"]) == ["1= A", "1= C"]
    assert list(lists["parent"]) == ["1= A", "1= B"]


def test_a_statement_that_few_rated_is_named_with_who_rated_it():
    rows = [(n, "AB"[n % 2], 3 + n % 2) for n in range(40)] + [(0, "C", 5)]
    made = pd.DataFrame(rows, columns=["respondent", "statement", "score"])
    made = made.assign(respondent="R" + made["respondent"].astype(str), group="parent")
    ballots = plain_sheet.from_csv_frame(made)
    assert list(priorities.rank(ballots, resamples=0)["statement"]) == ["B", "A"]
    told = [line for line in priorities.notes(ballots) if line.startswith("C has no")]
    assert told == ["C has no place: 1 person rated it, 0 chose it; another had 20."]


SILENT = ["Prefer not to say", "unknown", "", "another group", "I'd rather not say"]
SILENT += ["Would prefer not to answer", "do not want to say", "not say"]


@pytest.mark.parametrize("said", SILENT)
def test_people_without_a_group_weigh_as_average_people(said):
    """Ten parents and ten nurses: an average person weighs a tenth of a group."""
    groups = {"parent": "AB " * 10, "nurse": "BA " * 10, said: "CA " * 3}
    ballots = ballots_of(groups, list("ABC"))
    ranked = priorities.rank(ballots).set_index("statement")["combined"]
    assert ranked.to_dict() == {"A": 5 + 0.3 * 2, "B": 5 + 0.3 * 1, "C": 2 + 0.3 * 3}
    assert said not in priorities.side_by_side(ballots)
    told = [line for line in priorities.notes(ballots) if "no group is said" in line]
    assert len(told) == 1 and told[0].startswith("3 answer sheets")
    assert priorities.sizes(ballots) == {"nurse": 10, "parent": 10}


def envelope(votes: list[tuple[str, dict[str, int], set[str]]]) -> dict[str, float]:
    """Reckon the joined order without arrays, as on the back of an envelope.

    A vote is a group, the points given, and what was seen.
    """
    asked = {c for _, _, seen in votes for c in seen}
    groups = sorted({g for g, _, _ in votes})
    saw = {
        g: {c: sum(g == h and c in seen for h, _, seen in votes) for c in asked}
        for g in groups
    }
    few = {
        g: {c for c in asked if 2 * saw[g][c] < max(saw[g].values())} for g in groups
    }
    total = {c: sum(saw[g][c] for g in groups) for c in asked}
    kept = [
        c
        for c in sorted(asked)
        if 2 * total[c] >= max(total.values()) and any(c not in few[g] for g in groups)
    ]
    known = [g for g in groups if g != "unknown"]
    size = {g: sum(h == g for h, _, _ in votes) for g in groups}
    weight = dict.fromkeys(groups, Fraction(1))
    if "unknown" in size and known:
        people = sum(size[g] for g in known)
        weight["unknown"] = Fraction(size["unknown"] * len(known), people)
    scores: dict[str, dict[str, Fraction]] = {}
    for g in groups:
        here = [c for c in kept if c not in few[g] and saw[g][c]]
        worth = {
            c: Fraction(sum(p.get(c, 0) for h, p, _ in votes if h == g), saw[g][c])
            for c in here
        }
        scores[g] = {}
        for c in here:
            below = sum(worth[d] < worth[c] for d in here)
            level = sum(worth[d] == worth[c] for d in here)
            place = below + Fraction(level + 1, 2)
            scores[g][c] = place * (len(kept) + 1) / (len(here) + 1)
    combined = {}
    for c in kept:
        with_ = [g for g in groups if c in scores[g]]
        mean = sum(weight[g] * scores[g][c] for g in with_) / sum(
            weight[g] for g in with_
        )
        combined[c] = float(mean * sum(weight.values()))
    return combined


def generated(dice: Random) -> tuple[pd.DataFrame, list]:
    """Give random ballots, as a table and as votes for the envelope."""
    codes, rows, votes = list("ABCDEF")[: dice.randint(2, 6)], [], []
    for n in range(dice.randint(1, 12)):
        group = dice.choice(["child", "parent", "nurse", "unknown"])
        seen = set(dice.sample(codes, dice.randint(1, len(codes))))
        picks = dice.sample(sorted(seen), dice.randint(0, len(seen) - 1)) or [min(seen)]
        rows += [
            (
                f"R{n}",
                group,
                c,
                c in seen,
                None,
                None,
                c in picks if c in seen else None,
            )
            for c in codes
        ]
        votes.append((group, dict.fromkeys(picks, 1), seen))
    names = [c.name for c in tables.TABLES["ballots"].columns if not c.missing]
    return tables.check("ballots", pd.DataFrame(rows, columns=names[:7])), votes


@pytest.mark.slow
def test_a_second_implementation_agrees_on_500_generated_ballots():
    dice = Random(20240501)
    for _ in range(500):
        ballots, votes = generated(dice)
        expected = envelope(votes)
        ranked = priorities.rank(ballots, resamples=0)
        found = dict(zip(ranked["statement"], ranked["combined"], strict=True))
        assert found.keys() == expected.keys()
        assert all(math.isclose(found[c], expected[c], abs_tol=1e-6) for c in found)


def plain(sheets: list[tuple[str, str]], codes: list[str], depth: int) -> dict:
    """Reckon the combined score without arrays, as on the back of an envelope."""
    combined = dict.fromkeys(codes, 0.0)
    for group in {g for g, _ in sheets}:
        worth = dict.fromkeys(codes, 0)
        for g, sheet in sheets:
            for place, code in enumerate(sheet):
                if g == group:
                    worth[code] += depth - place
        for code in codes:
            below = sum(worth[other] < worth[code] for other in codes)
            level = sum(worth[other] == worth[code] for other in codes)
            combined[code] += below + (level + 1) / 2
    return combined


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["child", "parent", "staff"]),
            st.lists(st.sampled_from(list("ABCDE")), min_size=1, unique=True),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_a_second_plain_reckoning_agrees_on_random_ballots(sheets):
    codes = list("ABCDE")
    groups: dict[str, str] = {}
    for group, sheet in sheets:
        groups[group] = groups.get(group, "") + " " + "".join(sheet)
    ranked = priorities.rank(ballots_of(groups, codes), top=2, resamples=20)
    depth = max(len(sheet) for _, sheet in sheets)
    expected = plain([(g, "".join(s)) for g, s in sheets], codes, depth)
    found = dict(zip(ranked["statement"], ranked["combined"], strict=True))
    assert all(math.isclose(found[code], expected[code]) for code in codes)
    places = {c: 1 + sum(e > expected[c] for e in expected.values()) for c in codes}
    assert dict(zip(ranked["statement"], ranked["place"], strict=True)) == places
