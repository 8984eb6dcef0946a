"""Papers typed on the screen come out as ballots; a second typing finds the slips."""

import pytest

from coprod.decide import screens, statements, votes
from coprod.decide.survey import papers

TEXTS = ["Parking is free.", "Food is warm.", "Nights are quiet."]
ONE = {
    "sheet": "1",
    "group": "parent",
    "ratings": "4 - 5",
    "chosen": "3",
    "missing": "",
}


@pytest.fixture
def asked(rnd, monkeypatch):
    """Give a round with three statements, the first and last of one theme."""
    monkeypatch.setattr("coprod.listen.small_groups.groups", lambda _: ["parent"])
    for theme, text in zip("ABA", TEXTS, strict=True):
        statements.add(rnd, text=text, theme=theme)
    return rnd


def test_figures_are_read_in_the_order_of_the_printed_form(asked):
    screen = screens.Papers(asked)
    shown = screen.below("")[0]["rows"]
    assert [row[0][:3] for row in shown] == ["Q01", "Q03", "Q02"]
    said = screen.submit(ONE | {"ratings": "4 5 -", "missing": "A garden"})
    assert said.startswith("Saved: sheet 1, 2 ratings, 1 chosen.")
    cast = votes.votes(asked).as_read.set_index("statement")
    scores = cast["score"].astype(object).where(cast["score"].notna(), None)
    assert scores.to_dict() == {"Q01": 4, "Q02": None, "Q03": 5}
    assert cast["chosen"].to_dict() == {"Q01": False, "Q02": False, "Q03": True}
    assert set(cast["group"]) == {"parent"} and cast.loc["Q01", "wording"] == "Q01.1"
    assert screen.rows("")[0]["value"] == "2"


def test_the_wording_on_the_paper_is_kept(asked):
    statements.reword(asked, "Q01", "Parking costs nothing.", "clearer")
    screens.Papers(asked).submit(ONE)
    assert "IMP Q01.2" in papers.frames(asked)[0]
    statements.reword(asked, "Q02", "Food is hot.", "clearer")
    screens.Papers(asked).submit(ONE | {"sheet": "2"})
    cast = votes.votes(asked).as_read
    first = cast[cast["statement"] == "Q01"]
    assert first["score"].tolist() == [4, 4] and set(first["wording"]) == {"Q01.2"}
    assert cast[cast["statement"] == "Q02"]["wording"].tolist() == ["Q02.1", "Q02.2"]


def test_a_second_typing_sees_nothing_tells_what_differs_and_the_last_one_counts(asked):
    screen = screens.Papers(asked)
    screen.submit(ONE)
    assert [row["value"] for row in screen.rows("1")[2:]] == ["", "", ""]
    said = screen.submit(ONE | {"ratings": "4-4", "missing": "my own words"})
    assert "unlike the typing before: IMP Q02.1; look at the paper" in said
    assert "1 sheet typed, 1 of them twice: 1 of 4 answers differ (25.0 in 100)" in said
    screen.submit(ONE | {"sheet": "2"})
    assert "the same as the typing before" in screen.submit(ONE | {"sheet": "2"})
    assert "2 of them twice: 1 of 8 answers differ" in screen.summary
    cast = votes.votes(asked).as_read
    assert cast.loc[cast["statement"] == "Q02", "score"].tolist() == [4, 5]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"sheet": " "}, "needs a number"),
        ({"ratings": "45"}, "each of 3 statements, and here are 2"),
        ({"ratings": "456"}, "Write 1 to 5"),
        ({"chosen": "3 9"}, "no such statement"),
    ],
)
def test_a_slip_is_refused_and_nothing_is_kept(asked, wrong, why):
    with pytest.raises(ValueError, match=why):
        papers.record(asked, statements.table(asked), ONE | wrong)
    assert papers.typed(asked) == {}
