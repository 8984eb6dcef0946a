"""Slips for the room keep their numbers, and replies are entered by them."""

import pandas as pd

from coprod.check import check_back, screens
from coprod.store import journal
from coprod.write import quotes


def test_a_number_stays_with_its_words_and_only_what_may_be_quoted_is_on_a_slip(tabled):
    made = quotes.slips(tabled)
    may = quotes.may_quote(tabled)
    assert len(made) == int(may["may"].sum()) > 10
    assert list(made["slip"]) == [f"SL{n}" for n in range(1, len(made) + 1)]
    first = may.loc[may["may"], "comment"].iloc[0]
    journal.record(tabled, "kept-back").add({"comment": first})
    again = quotes.slips(tabled)
    gone = made[~made["slip"].isin(again["slip"])]
    assert len(gone) == 1
    kept = made[made["slip"].isin(again["slip"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, again)


def test_what_was_done_with_slips_is_entered_by_number_and_waits_for_a_decision(tabled):
    screen = screens.Replies(tabled)
    before = len(check_back.replies(tabled))
    said = "SL3 moved to Information\nSL5 not right: it was at night\nSL9 missing: food"
    screen.box.text, screen.who.value = said, "9 young advisers, before the clinicians"
    assert screen.submit().startswith("Saved: 3 replies")
    new = check_back.replies(tabled).iloc[before:]
    assert list(new["finding"]) == ["SL3", "SL5", "SL9"]
    assert list(new["verdict"]) == ["comment", "not right", "add"]
    words = quotes.slips(tabled).set_index("slip").loc["SL3", "words"]
    assert words in [block["text"] for block in screen.pane.blocks]


def test_looking_at_slips_gives_no_numbers(tabled):
    for path in tabled.decisions.glob("slips.*"):
        path.unlink()
    screens.Replies(tabled)
    assert quotes.slips(tabled).empty
    assert not [*tabled.decisions.glob("slips.*")]
    quotes.number_slips(tabled)
    made = quotes.slips(tabled)
    assert list(made["slip"]) == [f"SL{n}" for n in range(1, len(made) + 1)] != []
