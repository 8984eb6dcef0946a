import pytest
from places import spoken

from coprod.listen import formats
from coprod.listen.formats.utterances import Paragraph, Tally


def who(*lines: str, place: str = "line", deck: bool = False):
    aside = Tally()
    said = spoken([Paragraph(line, place, deck=deck) for line in lines], aside)
    taken = sum(len(u.text) for u in said)
    assert taken + sum(aside.values()) == sum(map(len, lines))
    return [(u.speaker, u.text) for u in said]


def captions(path, text):
    path.write_text(text)
    reading = formats.read_file(path)
    assert reading.difference == 0
    return [(u.speaker, u.text) for u in reading.utterances]


TALK = [
    ("DB", "The nurses were kind to us."),
    ("JM", "And at night?"),
    ("DB", "At night it was loud."),
]


@pytest.mark.parametrize(
    "shape",
    ["{}: {}", "[{}] {}", "({}) {}", "{}:\t{}", "{} 0:03\n{}", "[0:0:03] {}: {}"],
)
def test_a_label_is_read_in_every_shape(shape):
    assert who(*(shape.format(*turn) for turn in TALK)) == TALK


@pytest.mark.parametrize("shape", ["{}", "({})", "[{}]", "{}:"])
def test_a_label_may_stand_on_a_line_of_its_own(shape):
    lines = [line for name, words in TALK for line in (shape.format(name), words)]
    assert who(*lines) == TALK


def test_ids_in_brackets_are_speakers():
    lines = ["[id1] It was cold.", "[id2] Not for me.", "[id1] It was in the night."]
    assert [name for name, _ in who(*lines)] == ["id1", "id2", "id1"]


def test_a_label_may_stand_on_the_first_line_of_a_paragraph():
    assert who(*(f"{name}\n{words}" for name, words in TALK)) == TALK


def test_names_in_brackets_on_their_own_lines_need_not_recur():
    lines = ["(Amira)", "It was loud.", "(pause)", "(Osian)", "Aye.", "(Zofia)", "Yes."]
    assert [name for name, _ in who(*lines)] == ["Amira", "Osian", "Zofia"]


def test_names_on_lines_of_their_own_are_speakers_when_they_recur():
    turns = ["Kasia", "Boring and beepy.", "Interviewer", "Why?", "Kasia", "The pump."]
    assert [name for name, _ in who(*turns)] == ["Kasia", "Interviewer", "Kasia"]


def test_short_lines_that_recur_are_words_not_speakers():
    wishes = ["Pizza", "More wifi", "Pizza", "Dogs", "Dogs", "A bigger bed", "Toast"]
    assert [text for _, text in who(*wishes)] == wishes
    assert {name for name, _ in who(*wishes)} == {None}


def test_a_pseudonym_at_the_start_of_a_line_is_no_speaker():
    lines = [
        "Mum: We were late.",
        "[Child 3] cried all night.",
        "Dad: So did I.",
        "Yes.",
    ]
    assert who(*lines)[1] == ("Mum", "[Child 3] cried all night.")


def test_where_only_the_moderator_has_a_label_whoever_answers_is_one_voice():
    lines = ["MODERATOR: What was good?", "The nurses.", "And the fish.", "MODERATOR:"]
    assert who(*lines, "And the food?", "Cold.") == [
        ("MODERATOR", "What was good?"),
        (None, "The nurses."),
        (None, "And the fish."),
        ("MODERATOR", "And the food?"),
        (None, "Cold."),
    ]


def test_names_on_slides_are_speakers_and_topics_are_not():
    people = ["Joe: I want my friends.", "Ruby's mum: A bed."]
    assert [name for name, _ in who(*people, deck=True)] == ["Joe", "Ruby's mum"]
    topics = ["Parking: dear", "Food: cold", "INVENTED: all of it", "Result: good"]
    assert {name for name, _ in who(*topics, deck=True)} == {None}


def test_stage_directions_are_counted_and_are_no_words():
    aside = Tally()
    lines = [
        "Mum: It was [laughs] fine.",
        "(long pause)",
        "Dad: (crying) No. [crosstalk]",
    ]
    said = spoken([Paragraph(line, "line") for line in lines], aside)
    assert [" ".join(u.text.split()) for u in said] == ["It was fine.", "No."]
    assert aside["stage directions such as [laughs]"] == 8 + 12 + 8 + 11


@pytest.mark.parametrize(
    "words", ["[inaudible]", "(my sister)", "[Child 3]", "(it was a laugh)", "[sic]"]
)
def test_other_words_in_brackets_stay(words):
    assert who(f"Mum: We came {words}.") == [("Mum", f"We came {words}.")]


def test_two_speakers_in_one_caption_are_two_turns(tmp_path):
    cue = "WEBVTT\n\n0:0:1.0 --> 0:0:4.5\n{}\n\n0:0:5.0 --> 0:0:9.0\nAnn: Bye.\n"
    named = captions(tmp_path / "a.vtt", cue.format("Ann: Was it good?\nBob: Yes."))
    assert named == [("Ann", "Was it good?"), ("Bob", "Yes."), ("Ann", "Bye.")]
    dashes = captions(tmp_path / "b.vtt", cue.format("- Was it good?\n- Yes."))
    assert [text for _, text in dashes][:2] == ["Was it good?", "Yes."]


def test_numbers_alone_in_a_table_are_no_comments_but_an_answer_is():
    rows = ["12", "12.5%", "4 nurses"]
    assert who(*rows, place="table") == [(None, "4 nurses")]
    assert who("How many?", "Mum: 4", place="line")[1] == ("Mum", "4")
