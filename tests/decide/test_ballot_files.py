"""Ballots of any shape come out as one table, and the shape is said."""

from pathlib import Path

import pandas as pd
import pytest

from coprod.decide import priorities
from coprod.decide.survey import ballot_files
from coprod.store import spreadsheets

DATA = Path(__file__).resolve().parents[3] / "shared/data"
SOC = """# FILE NAME: wishes.soc
# NUMBER ALTERNATIVES: 3
# ALTERNATIVE NAME 1: parking
# ALTERNATIVE NAME 2: warm food
# ALTERNATIVE NAME 3: quiet nights
2: 3,1,2
1: 1,3,2
"""
NAMED = SOC.partition("\n2: ")[0] + "\n"
OLD = "3\n1,parking\n2,warm food\n3,quiet nights\n3,3,2\n2,3,1,2\n1,1,3,2\n"
TIED = NAMED + "3: {1,3},2\n"
SOME = NAMED + "3: 2\n1: 3,2\n"
GAPS = "Voter;Group;A;B;C\n1;child;1st;2nd;3rd\n2;nurse;1st;;\n"
WORDS = "id,group,A,B\n1,child,Agree,disagree\n2,nurse,agree,pass\n"
CHOICE = (
    "respondent,task,item,choice\n1,1,A,1\n1,1,B,0\n1,1,C,-1\n1,2,A,1\n"
    "1,2,B,0\n1,2,C,-1\n"
)
WIDE = "voter,group,A,B,C\n1,child,1,2,3\n2,child,2,1,3\n3,nurse,1,3,2\n"
LONG = "respondent,group,statement,rank\n1,child,A,1\n1,child,B,2\n2,nurse,A,1\n"
SLOTS = "ID,Role,First choice,2nd choice\n1,child,A,B\n2,child,B,A\n3,nurse,A,C\n"
TICKS = "id,group,A,B,C\n1,child,x,,x\n2,nurse,x,,\n"
SCORES = "id,group,A,B,C\n1,child,5,3,3\n2,nurse,4,4,1\n"
MATRIX = "participant,xid,group-id,n-votes,1,4\n7,,0,2,1,-1\n8,,1,2,1,0\n9,,1,1,1,\n"
VOTES = """timestamp,comment-id,voter-id,vote
9,1,7,1
1,1,7,-1
2,4,7,-1
3,1,8,1
4,4,8,0
5,1,9,1
"""
SEEN = "respondent,set,item,best,worst\n1,1,A,1,0\n1,1,B,0,0\n1,1,C,0,1\n"
SETS = "respondent,group,set,i1,i2,i3,best,worst\n1,child,1,A,B,C,A,C\n"
TASKS = (
    "ResponseID,Q1_1,Q1_2,Q1_3,Q2_1,Q2_2,Q2_3,DO-Q-Q1,DO-Q-Q2\n"
    "ResponseID,Most?%-%A,Most?%-%B,Most?%-%C,Most?%-%A,Most?%-%B,Most?%-%C,,\n"
    "\"{'ImportId': 'r'}\",,,,,,,,\n"
    "x,2,1,,,2,1,1|2,2|3\n"
    "y,2,1,,,1,2,1|2,2|3\n"
)
SHARED = "voter,group,A,B,C\n1,child,1,1,3\n2,child,2,1,2\n3,nurse,2,1,3\n"
TITLED = "Ballots of May,,\n,,\nvoter,A,B\n1,1,2\n2,1,2\n"
ODD = "\ufeffVoter;Stakeholder group;Option;Position\n1;child;A;1st\n1;child;B;2\n;;;\n"
MOST = "ID,Block,Most important,Least important,i1,i2,i3\n1,1,B,C,A,B,C\n"
HUNDRED = "voter,A,B\n1,80,20.5\n2,100,0\n"
SHAPES = {
    "a.soc": (SOC, "orders of PrefLib", ["quiet nights", "parking"]),
    "b.soc": (OLD, "orders of PrefLib", ["quiet nights", "parking"]),
    "c.toc": (TIED, "orders of PrefLib", ["parking", "quiet nights", "warm food"]),
    "d.soi": (SOME, "orders of PrefLib", ["warm food", "quiet nights", "parking"]),
    "e.csv": (WIDE, "a voter, places", ["A", "B", "C"]),
    "f.csv": (LONG, "each answer about one statement", ["A", "B"]),
    "g.csv": (SLOTS, "a column for each place", ["A"]),
    "h.csv": (TICKS, "a yes for what was chosen", ["A", "C", "B"]),
    "i.csv": (SCORES, "scores, the highest", ["A", "B", "C"]),
    "j.csv": (MATRIX, "votes for (1) and against (-1)", ["1", "4"]),
    "k.csv": (VOTES, "one row for each vote", ["1", "4"]),
    "l.csv": (SEEN, "each statement seen", ["A", "B", "C"]),
    "m.csv": (SETS, "each set, its best and its worst", ["A", "B", "C"]),
    "o.csv": (GAPS, "a voter, places", ["A", "B", "C"]),
    "p.csv": (WORDS, "votes for (1) and against (-1)", ["A", "B"]),
    "q.csv": (CHOICE, "one row for each vote", ["A", "B", "C"]),
    "r.csv": (SHARED, "a voter, places", ["B", "A", "C"]),
    "s.csv": (TITLED, "a voter, places", ["A", "B"]),
    "t.csv": (ODD, "each answer about one statement", ["A", "B"]),
    "u.csv": (MOST, "each set, its best and its worst", ["B", "A", "C"]),
    "v.csv": (HUNDRED, "scores, the highest", ["A", "B"]),
    "n.csv": (TASKS, "best (2) and worst (1) of sets", ["A"]),
}


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_is_read_named_and_put_in_order(tmp_path, name):
    text, shape, order = SHAPES[name]
    (tmp_path / name).write_text(text, encoding="utf-8")
    ballots, said = ballot_files.read(tmp_path / name)
    assert shape.replace("a voter", "each voter") in said[0]
    ranked = list(priorities.rank(ballots, resamples=0)["statement"])
    assert ranked[: len(order)] == order


def read(tmp_path, text: str, name: str = "a.csv") -> tuple[pd.DataFrame, str]:
    """Read a file with this text; give its ballots and what was said."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    ballots, said = ballot_files.read(tmp_path / name)
    return ballots, " ".join(said)


def test_of_votes_on_the_same_statement_the_last_one_counts(tmp_path):
    ballots, said = read(tmp_path, VOTES)
    assert "For - against: 1 3-0, 4 0-1" in said and "changed on: 1." in said
    again, told = read(tmp_path, MATRIX)
    keys = ["respondent", "statement"]
    assert list(ballots.sort_values(keys)["score"]) == [1, -1, 1, 0, 1]
    assert sorted(again["score"]) == sorted(ballots["score"])
    assert "Not used: the columns xid, group-id, n-votes" in told


def test_best_and_worst_are_counted_among_those_who_were_shown(tmp_path):
    ballots, said = read(tmp_path, TASKS)
    assert "Best - worst: A 2-0, C 1-1, B 1-3." in said
    assert ballots.groupby("statement").size().to_dict() == {"A": 2, "B": 2, "C": 2}


def test_those_who_share_a_place_share_its_points(tmp_path):
    ballots, _ = read(tmp_path, TIED, "a.toc")
    points = priorities.rank(ballots, resamples=0).set_index("statement")
    each = points["pooled_points"].to_dict()
    assert each == {"parking": 7.5, "quiet nights": 7.5, "warm food": 3}


def published(name: str) -> Path:
    """Give a published data set that lies beside the project, or skip."""
    if not (path := DATA / name).exists():
        pytest.skip("shared/data is not here")
    return path


@pytest.mark.slow
def test_published_votes_and_best_and_worst_come_out_as_published():
    made = ballot_files.read(published("polis-london/participants-votes.csv"))[0]
    votes, said = ballot_files.read(published("polis-london/votes.csv"))
    assert sorted(made["score"].dropna()) == sorted(votes["score"].dropna())
    assert "1 9-13," in said[1] and "changed on: 10, 25." in said[1]
    path = published("maxdiff-usecases/qualtrics-maxdiff-usecases.csv")
    made, said = ballot_files.read(path)
    order = list(priorities.rank(made, resamples=0)["statement"])
    assert order[:3] == ["Social media", "Entertaining videos", "Music"]
    assert order[-1] == "Political news"
    assert "Social media 247-130, Entertaining videos 242-129, Music 229-121" in said[1]
    assert "Political news 93-189." in said[1]


def test_what_is_left_blank_between_first_and_last_stands_between(tmp_path):
    one = "R{0},eater,A,yes,1\nR{0},eater,B,yes,\nR{0},eater,C,yes,3\n"
    rows = one.format(1) + one.format(2)
    ballots, _ = read(tmp_path, f"respondent,group,statement,shown,rank\n{rows}")
    assert list(priorities.rank(ballots)["statement"]) == ["A", "B", "C"]
    assert any("none between" in line for line in priorities.notes(ballots))


def test_the_sheet_that_was_read_is_named_and_the_others_too(tmp_path):
    votes = pd.DataFrame([["1", "2"], ["2", "1"]], columns=["A", "B"])
    notes = pd.DataFrame({"notes": ["the room was cold", "a long day"]})
    path = tmp_path / "a.xlsx"
    spreadsheets.write_xlsx(path, {"about": notes, "votes": votes})
    _, said = ballot_files.read(path)
    assert "the sheet “votes”" in said[0] and "NOT read: 1 more" in said[1]


@pytest.mark.parametrize("text", ["notes\nthe room was cold\n", "a,b\nx y,z\n", ""])
def test_what_is_no_ballot_is_refused_with_the_shapes_there_are(tmp_path, text):
    with pytest.raises(ValueError, match="one row for each voter"):
        read(tmp_path, text)


@pytest.mark.parametrize("line", ["x: 1,2", "2: 1,9", "2:"])
def test_a_line_that_is_no_order_is_named(tmp_path, line):
    with pytest.raises(ValueError, match="line 6 of the PrefLib file"):
        read(tmp_path, f"{NAMED}{line}\n", "a.soi")
    with pytest.raises(ValueError, match="names no alternatives"):
        read(tmp_path, f"{line}\n", "b.soi")
