import json
import stat

import pandas as pd
import pytest
from places import missing, unmark

from coprod.listen import comments, corrections, files, set_aside
from coprod.protect import review
from coprod.store import journal
from coprod.write import codebook, tags

WHO = pd.DataFrame(
    [["S01", "", f"r{i}", "P01", "participant"] for i in range(4)],
    columns=["source", "label", "row", "person", "role"],
)
FIRST = [
    "She told me before anybody else did.",
    "My friend Zofia came every single day.",
    "The car park costs too much money.",
]
NAMELESS = "My friend [Child 1] came every single day."


def read(rnd, *words):
    rows = [
        ["S01", i, "line", "Mum", text, None, f"r{i}", None]
        for i, text in enumerate(words)
    ]
    names = "source position place speaker text question row about".split()
    return comments.make(rnd, pd.DataFrame(rows, columns=names), WHO)


@pytest.fixture
def corrected(rnd):
    """A transcript in which a name was hidden, and its comments before and after."""
    before = list(read(rnd, *FIRST)["comment"])
    code = codebook.add(rnd, "visits")
    tags.add(rnd, before[1], code)
    made = read(rnd, FIRST[0], NAMELESS, FIRST[2])
    return before, made


def test_a_near_match_is_proposed_and_never_applied(rnd, corrected):
    before, made = corrected
    [pair] = files.near(rnd, made).to_dict("records")
    assert (pair["was"], pair["now"]) == (before[1], made.loc[1, "comment"])
    assert 0.5 < pair["alike"] < 1
    again = read(rnd, FIRST[0], NAMELESS, FIRST[2])
    assert again.loc[1, "comment"] != before[1]
    assert len(missing(again, tags.table(rnd))) == 1


def test_a_confirmed_comment_keeps_its_id_and_its_tags_for_ever(rnd, corrected):
    before, made = corrected
    corrections.confirm(rnd, before[1], made.loc[1, "comment"])
    assert files.near(rnd, made).empty
    for words in (
        (FIRST[0], NAMELESS, FIRST[2]),
        (FIRST[0], NAMELESS, FIRST[2]),
        (FIRST[0], "Something quite new was put in here.", NAMELESS, FIRST[2]),
        (FIRST[2], NAMELESS),
    ):
        again = read(rnd, *words).set_index("text")["comment"]
        assert again[NAMELESS] == before[1]
    assert list(tags.table(rnd)["comment"]) == [before[1]]


def test_a_comment_corrected_twice_is_still_the_first(rnd, corrected):
    before, made = corrected
    corrections.confirm(rnd, before[1], made.loc[1, "comment"])
    read(rnd, FIRST[0], NAMELESS, FIRST[2])
    twice = "My friend [Child 1] came nearly every single day."
    later = read(rnd, FIRST[0], twice, FIRST[2])
    [pair] = files.near(rnd, later).to_dict("records")
    assert pair["was"] == before[1]
    corrections.confirm(rnd, pair["was"], pair["now"])
    assert list(read(rnd, FIRST[0], twice, FIRST[2])["comment"]) == before


def test_a_tag_given_before_confirming_follows_too(rnd, corrected):
    before, made = corrected
    now = made.loc[1, "comment"]
    tags.add(rnd, now, codebook.add(rnd, "friends"))
    set_aside.mark(rnd, now, "out of scope", "about another place")
    corrections.confirm(rnd, before[1], now)
    assert set(tags.table(rnd)["comment"]) == {before[1]}
    assert list(set_aside.marks(rnd)["comment"]) == [before[1]]
    unmark(rnd, before[1])
    assert set_aside.marks(rnd).empty


def test_a_refused_pair_is_not_proposed_again_and_stays_listed(rnd, corrected):
    before, made = corrected
    corrections.refuse(rnd, before[1], made.loc[1, "comment"])
    assert files.near(rnd, made).empty
    left = missing(made, tags.table(rnd))
    assert list(left["comment"]) == [before[1]]


def test_a_decision_can_be_taken_back(rnd, corrected):
    before, made = corrected
    corrections.undo(rnd, corrections.confirm(rnd, before[1], made.loc[1, "comment"]))
    again = read(rnd, FIRST[0], NAMELESS, FIRST[2])
    assert list(again["comment"]) == list(made["comment"])
    assert len(files.near(rnd, again)) == 1


def test_old_words_back_beside_the_new_are_another_comment(rnd, corrected):
    before, made = corrected
    corrections.confirm(rnd, before[1], made.loc[1, "comment"])
    again = read(rnd, *FIRST, NAMELESS)
    assert again["comment"].is_unique
    assert again.loc[3, "comment"] == before[1]


def test_two_comments_never_share_an_id(rnd, corrected):
    before, made = corrected
    other = "My friend came to see me every day."
    made = read(rnd, FIRST[0], NAMELESS, FIRST[2], other)
    for now in (made.loc[1, "comment"], made.loc[3, "comment"]):
        corrections.confirm(rnd, before[1], now)  # as two readers would, apart
    again = read(rnd, FIRST[0], NAMELESS, FIRST[2], other)
    assert list(again["comment"]) == [
        before[0],
        made.loc[1, "comment"],
        before[2],
        before[1],
    ]


A, B, C, D = (f"S01-{letter * 16}-1" for letter in "abcd")
# Who were confirmed as one, in order; then the ids made from words, and what lasts.
SETTLED = {
    "nothing decided": ([], [B, C], [B, C]),
    "corrected": ([(A, B)], [B, C], [A, C]),
    "corrected twice": ([(A, B), (B, C)], [C, D], [A, D]),
    "the old words came back": ([(A, B)], [A, B], [A, B]),
    "the old words came back first": ([(A, B)], [B, A], [B, A]),
    "two readers, apart": ([(A, B), (A, C)], [B, C], [B, A]),
    "two readers, apart, otherwise": ([(A, C), (A, B)], [B, C], [A, C]),
    "corrected twice, and both are there": ([(A, B), (B, C)], [B, C], [B, C]),
    "two readers, and the old words": ([(A, B), (A, C)], [A, B, C], [A, B, C]),
}


@pytest.mark.parametrize("name", SETTLED)
def test_ids_that_last_are_never_shared(rnd, name):
    links, ids, lasting = SETTLED[name]
    for was, now in links:
        corrections.confirm(rnd, was, now)
    assert corrections.settle(rnd, ids) == lasting
    assert corrections.settle(rnd, ids) == lasting


def test_comments_nobody_decided_on_are_not_asked_about(rnd, corrected):
    _, made = corrected
    changed = "The car park costs far too much money."
    made = read(rnd, FIRST[0], NAMELESS, changed)
    assert len(files.near(rnd, made)) == 2
    assert len(files.near(rnd, made, tags.touched(rnd))) == 1


def test_a_passage_that_was_taken_out_is_not_matched_with_another(rnd):
    read(rnd, *FIRST)
    made = read(rnd, FIRST[0], FIRST[2], "Nobody rang us back about the scan.")
    assert files.near(rnd, made).empty


def test_without_the_earlier_words_the_place_alone_proposes(rnd, corrected):
    before, made = corrected
    (rnd.private / corrections.WORDS).unlink()
    [pair] = files.near(rnd, made).to_dict("records")
    assert pair["was"] == before[1] and pair["alike"] is None


def test_words_are_kept_in_the_private_folder_only(rnd, corrected):
    path = rnd.private / corrections.WORDS
    assert "Zofia" in path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    corrections.confirm(rnd, corrected[0][1], corrected[1].loc[1, "comment"])
    decided = b"".join(p.read_bytes() for p in rnd.decisions.glob("*"))
    assert b"friend" not in decided and b"Zofia" not in decided


def test_words_of_a_person_who_withdrew_are_not_kept(rnd, corrected):
    journal.record(rnd, "withdrawals").add({"person": "P01", "scope": "all"})
    read(rnd, FIRST[0])
    assert json.loads((rnd.private / corrections.WORDS).read_text()) == {}


def test_corrected_words_must_be_reviewed_again(rnd, corrected):
    before, made = corrected
    review.record_review(rnd, before)
    corrections.confirm(rnd, before[1], made.loc[1, "comment"])
    assert list(review.reviewed(rnd)["comment"]) == [before[0], before[2]]


def test_a_pair_of_two_files_or_of_one_comment_is_refused(rnd, corrected):
    before, made = corrected
    now = made.loc[1, "comment"]
    with pytest.raises(ValueError, match="own file"):
        corrections.confirm(rnd, "S02-aaaaaaaaaaaaaaaa-1", now)
    corrections.confirm(rnd, before[1], now)
    with pytest.raises(ValueError, match="one comment already"):
        corrections.confirm(rnd, before[1], now)
