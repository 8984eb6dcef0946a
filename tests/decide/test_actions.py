"""You said, we did, because."""

import pandas as pd
import pytest

from coprod.decide import actions
from coprod.share import outcome_page
from coprod.store import tables

ANSWER = {
    "statement": "Q01",
    "said": "Ring us back the same day.",
    "did": "One phone line for all wards.",
    "because": "Nobody knew whom to ring.",
    "owner": "lead nurse",
    "due": "2027-03",
    "status": "planned",
}


@pytest.fixture
def priorities() -> pd.DataFrame:
    """Four statements; three of them on the shortlist."""
    rows = [
        ("Q01", 2.0, "combined"),
        ("Q02", 1.0, "combined"),
        ("Q03", 4.0, "no"),
        ("Q04", 3.0, "some groups only"),
    ]
    frame = pd.DataFrame(rows, columns=["statement", "place", "shortlist"])
    rest = {"text": "t", "combined": 1, "pooled_place": 1, "pooled_points": 1}
    rest |= {"low": None, "high": None, "top_share": None, "groups": ""}
    return tables.check("priorities", frame.assign(**rest))


def test_an_answer_stands_in_the_table_as_it_was_given(rnd):
    action = actions.add(rnd, **ANSWER)
    table = actions.table(rnd)
    later = dict.fromkeys(actions.LATER[1:])
    assert table.to_dict("records") == [{"action": action, **ANSWER, **later}]


def test_only_the_date_may_be_left_open(rnd):
    actions.add(rnd, **{**ANSWER, "due": None})
    assert actions.table(rnd)["due"].isna().all()
    for name in set(ANSWER) - {"due"}:
        with pytest.raises(ValueError, match=name):
            actions.add(rnd, **{**ANSWER, name: "  "})
    assert len(actions.table(rnd)) == 1


def test_a_status_is_one_of_four(rnd):
    with pytest.raises(ValueError, match="done, doing, planned, not possible"):
        actions.add(rnd, **{**ANSWER, "status": "maybe"})
    assert actions.table(rnd).empty


def test_not_possible_is_an_answer_with_a_because(rnd, priorities):
    actions.add(rnd, **{**ANSWER, "status": "not possible"})
    assert "Q01" not in actions.unanswered(priorities, actions.table(rnd))


def test_a_change_keeps_the_rest_and_refuses_what_is_not_there(rnd):
    action = actions.add(rnd, **ANSWER)
    actions.change(rnd, action, status="done")
    row = actions.table(rnd).iloc[0]
    assert (row["status"], row["did"]) == ("done", ANSWER["did"])
    with pytest.raises(ValueError, match="'colour' is blank or not a column"):
        actions.change(rnd, action, colour="red")
    with pytest.raises(ValueError, match="no such action"):
        actions.change(rnd, "nobody", status="done")


def test_shortlisted_statements_without_an_answer_are_named_in_order(rnd, priorities):
    assert actions.unanswered(priorities, actions.table(rnd)) == ["Q02", "Q01", "Q04"]
    actions.add(rnd, **ANSWER)
    assert actions.unanswered(priorities, actions.table(rnd)) == ["Q02", "Q04"]


def test_what_came_of_an_answer_and_what_is_asked_again_can_be_said(example):
    first = actions.table(example).iloc[0]
    told = {"difference": "Calls are shorter.", "always": "ring back the same day"}
    actions.change(example, first["action"], **told, instead="")
    row = actions.table(example).set_index("action").loc[first["action"]]
    assert row["difference"] == "Calls are shorter." and pd.isna(row["instead"])
    assert actions.asked_again(example) == [
        "We said that we will always ring back the same day. Do we?"
    ]
    page = outcome_page.you_said(example)._repr_html_()
    assert "What difference it made" in page and "We will always" in page
    assert "In the next round we ask again" in page and "What we do instead" not in page
