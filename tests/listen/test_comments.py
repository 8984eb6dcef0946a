from random import Random

import pandas as pd
import pytest

from coprod.listen import comments, corrections, files, formats
from coprod.store import tables


def said(*turns):
    """Make utterances of one source from (speaker, text)."""
    rows = [
        ("S01", i, speaker, None, text, "body", None, None)
        for i, (speaker, text) in enumerate(turns, start=1)
    ]
    names = [c.name for c in tables.TABLES["utterances"].columns]
    return tables.check("utterances", pd.DataFrame(rows, columns=names))


WHO = pd.DataFrame(
    [
        ("S01", "Mum", None, "P01", "participant"),
        ("S01", "Zofia", None, "P02", "participant"),
        ("S01", "Interviewer", None, "P03", "interviewer"),
    ],
    columns=["source", "label", "row", "person", "role"],
)


def test_consecutive_turns_of_one_speaker_are_one_comment(rnd):
    made = comments.make(rnd, said(("Mum", "First."), ("Mum", "Then.")), WHO)
    assert list(made["text"]) == ["First.\nThen."]
    assert list(made["person"]) == ["P01"]


def test_the_interviewers_words_become_the_question(rnd):
    turns = said(("Interviewer", "What was good?"), ("Zofia", "The toast."))
    made = comments.make(rnd, turns, WHO)
    assert made[["question", "text"]].values.tolist() == [
        ["What was good?", "The toast."]
    ]


def test_paragraphs_without_a_speaker_stay_apart(rnd):
    made = comments.make(rnd, said((None, "One."), (None, "Two.")), WHO)
    assert len(made) == 2
    assert set(made["person"]) == {"S01?"}


def test_mojibake_is_mended_and_words_are_kept(rnd):
    made = comments.make(rnd, said(("Mum", "It wasnâ€™t   easy")), WHO)
    assert made.loc[0, "text"] == "It wasn’t easy"


def test_the_same_words_by_the_same_person_point_to_the_first(rnd):
    turns = said(
        ("Mum", "We waited for hours."),
        ("Zofia", "We waited for hours."),
        ("Mum", "we waited for hours"),
    )
    made = comments.make(rnd, turns, WHO)
    assert pd.isna(made.loc[1, "duplicate_of"])
    assert made.loc[2, "duplicate_of"] == made.loc[0, "comment"]


def test_nothing_is_read_with_its_question(rnd):
    turns = said(
        ("Interviewer", "What could we do better?"),
        ("Mum", "Nothing!"),
        ("Interviewer", "What was good?"),
        ("Zofia", "Nothing"),
    )
    made = comments.make(rnd, turns, WHO)
    assert "praise" in made.loc[0, "no_words"]
    assert made.loc[1, "no_words"] == "says little"


def test_ids_stay_when_a_comment_is_put_in_between(rnd):
    turns = [("Mum", "One."), ("Zofia", "Yes."), ("Mum", "Two."), ("Zofia", "Yes.")]
    before = comments.make(rnd, said(*turns), WHO)
    turns = [("Zofia", "New."), *turns, ("Mum", "Newer.")]
    after = comments.make(rnd, said(*turns), WHO)
    kept = after[after["comment"].isin(before["comment"])]
    assert list(kept["comment"]) == list(before["comment"])
    assert len(set(after["comment"])) == 6


@pytest.mark.parametrize("many", [1, 30])
@pytest.mark.parametrize("how", ["added", "edited", "taken out"])
def test_all_other_ids_stay_whatever_becomes_of_some(rnd, how, many):
    turns = [(None, f"Thing {n} was good.") for n in range(62)]
    before = comments.make(rnd, said(*turns), WHO).set_index("text")["comment"]
    others = set(before.index)
    for place in sorted(Random(many).sample(range(62), many), reverse=True):
        who, words = turns[place]
        if how == "added":
            turns.insert(place, (None, f"New thing {place}."))
            continue
        others.remove(words)
        turns[place] = (who, f"Other {words}" if how == "edited" else "")
    turns = [turn for turn in turns if turn[1]]
    after = comments.make(rnd, said(*turns), WHO)
    kept = after[after["comment"].isin(before)].set_index("text")["comment"]
    assert len(others) >= 32 and kept.to_dict() == before[list(others)].to_dict()


def test_of_words_said_twice_the_one_in_doubt_is_asked_about(rnd):
    turns = [("Mum", "One."), ("Zofia", "Yes."), ("Mum", "Two."), ("Zofia", "Yes.")]
    before = comments.make(rnd, said(*turns), WHO)
    turns[1:1] = [("Zofia", "Yes."), ("Mum", "New.")]  # which "Yes." is the new one?
    after = comments.make(rnd, said(*turns), WHO)
    kept = after[after["comment"].isin(before["comment"])]
    assert list(kept["text"]) == ["One.", "Two.", "Yes."]
    assert kept["comment"].iloc[2] == before["comment"].iloc[3]
    [pair] = files.near(rnd, after).to_dict("records")
    assert (pair["was"], pair["alike"]) == (before["comment"].iloc[1], 1.0)


def test_an_id_once_used_is_never_given_to_other_words():
    first = corrections.align("S01", ["aa", "aa"], [])
    second = corrections.align("S01", ["aa"], [first])
    third = corrections.align("S01", ["aa", "aa"], [first, second])
    assert first == ["S01-aa-1", "S01-aa-2"]
    assert second == ["S01-aa-3"]  # which of the two is left nobody can know
    assert third == ["S01-aa-4", "S01-aa-5"]


def test_a_passage_that_moved_keeps_its_id():
    first = corrections.align("S01", ["aa", "bb", "cc"], [])
    assert corrections.align("S01", ["cc", "aa", "bb"], [first]) == [
        "S01-cc-1",
        "S01-aa-1",
        "S01-bb-1",
    ]


def test_make_does_not_change_its_input(rnd):
    turns = said(("Mum", "One."), ("Mum", "Two."))
    before = turns.copy(deep=True)
    comments.make(rnd, turns, WHO)
    pd.testing.assert_frame_equal(turns, before)


def test_what_was_repaired_is_listed_with_place_and_count_and_not_with_words():
    turns = said(
        ("Mum", "It wasnâ€™t easy, it wasnâ€™t."),
        ("Mum", "It窶冱 loud."),
        ("Mum", "Zoe\u0308 came."),
        ("Mum", "Zoë’s mum."),
    )
    before = turns.copy(deep=True)
    made = comments.repaired(turns)
    assert made.values.tolist() == [
        ["S01", "body", comments.WRONG, 2],
        ["S01", "body", comments.WRONG, 1],
        ["S01", "body", comments.APART, 1],
    ]
    shown = comments.repaired(turns, words=True)
    assert list(shown["after"])[1] == "It’s loud."
    assert list(shown["before"])[1] == "It窶冱 loud."
    pd.testing.assert_frame_equal(turns, before)


def test_a_heading_is_no_comment_unless_nothing_stands_under_it(rnd):
    turns = said((None, "What was good?"), (None, "The nurses."), (None, "A last word"))
    turns["place"] = ["heading", "body", "heading"]
    made = comments.make(rnd, turns, WHO)
    assert list(made["text"]) == ["The nurses.", "A last word"]
    assert list(comments.left_out(turns, WHO)["not comments"]) == ["heading or title"]


def test_a_title_of_a_slide_is_no_comment_if_the_slide_says_more(rnd):
    turns = said((None, "Wishes"), (None, "A dog."), (None, "More sleep, please"))
    turns["place"] = ["title of slide 1", "slide 1", "title of slide 2"]
    made = comments.make(rnd, turns, WHO)
    assert list(made["text"]) == ["A dog.", "More sleep, please"]


def test_captions_without_names_are_joined_to_sentences(rnd):
    turns = said((None, "we came in"), (None, "the night."), (None, "It was loud."))
    turns["place"] = "caption"
    made = comments.make(rnd, turns, WHO)
    assert list(made["text"]) == ["we came in\nthe night.", "It was loud."]


def test_no_comments_and_one_comment_are_enough(rnd):
    assert len(comments.make(rnd, said(), WHO)) == 0
    assert comments.repaired(said()).empty
    assert comments.left_out(said(), WHO).empty
    assert list(comments.make(rnd, said(("Mum", "One.")), WHO)["text"]) == ["One."]


def test_captions_without_full_stops_are_not_one_endless_comment(rnd):
    turns = said(*[(None, "and then we had to wait again") for _ in range(100)])
    turns["place"] = "caption"
    made = comments.make(rnd, turns, WHO)
    assert len(made) > 5
    assert made["text"].str.split().str.len().max() < 70
    assert " ".join(made["text"]).split() == " ".join(turns["text"]).split()


def test_another_voice_in_captions_begins_another_comment(rnd, tmp_path):
    path = tmp_path / "meeting.vtt"
    cues = ("- how was\n- it was cold", "and dark", ">> and now the food", "is better")
    times = [f"00:0{i}.000 --> 00:0{i + 1}.000\n{cue}" for i, cue in enumerate(cues)]
    path.write_text("WEBVTT\n\n" + "\n\n".join(times), encoding="utf-8")
    reading = formats.read_file(path)
    assert reading.difference == 0
    turns = pd.DataFrame([vars(each) for each in reading.utterances])
    turns = turns.assign(source="S01", position=range(1, len(turns) + 1))
    made = comments.make(rnd, turns, WHO)
    expected = ["how was", "it was cold\nand dark", "and now the food\nis better"]
    assert list(made["text"]) == expected
