"""Who says what is learned from the file; what is not understood is told."""

import importlib.util

import pytest
from listen.test_formats import docx, p
from places import ROOT

from coprod.listen import comments, formats, people
from coprod.listen import files as files_
from coprod.listen.formats.speaker_labels import Rules
from coprod.protect import name_words

spec = importlib.util.spec_from_file_location("voices", ROOT / "benchmarks/voices.py")
voices = importlib.util.module_from_spec(spec)
spec.loader.exec_module(voices)


def read(path, text, **more):
    path.write_text(text, encoding="utf-8")
    reading = formats.read_file(path, **more)
    assert reading.difference == 0 and reading.lost == ""
    return reading


def who(reading):
    return [(said.speaker, said.text) for said in reading.utterances]


def talk(*turns, shape="{}: {}"):
    return "\n".join(shape.format(name, words) for name, words in turns)


TALK = [
    ("Interviewer", "How was the ward?"),
    ("Amira", "The nurses were kind."),
    ("Interviewer", "And the food?"),
    ("Amira", "Cold, mostly."),
    ("Łukasz", "My mum brought soup."),
]


@pytest.mark.parametrize(
    "names",
    [
        ("Élodie", "Łukasz"),
        ("amira", "joe"),
        ("Арина", "李"),
        ("mum_2", "admin-1"),
        ("amira's iPhone", "Kim | Ward 4"),
        ("Ana - mum", "van Dijk"),
        ("P", "A"),
        ("+44 *******123", "O'Neill"),
        ("zo 🦊", "P1"),
    ],
)
@pytest.mark.parametrize("ending", [".txt", ".vtt"])
def test_a_name_of_any_kind_is_a_voice(tmp_path, names, ending):
    first, second = names
    asks = ("Robin Lee", "How was it?")
    turns = [asks, (first, "Loud."), asks, (first, "Cold."), (second, "Yes: always.")]
    cues = [f"0:0{n}.000 --> 0:0{n}.900\n{a}: {b}" for n, (a, b) in enumerate(turns)]
    text = talk(*turns) if ending == ".txt" else "WEBVTT\n\n" + "\n\n".join(cues)
    assert who(read(tmp_path / f"a{ending}", text)) == turns


@pytest.mark.parametrize(
    "shape",
    ["{} – {}", "{}\t{}", "{} ： {}", "**{}:** {}", "# {}\n{}", "{{{}}} {}", "{}> {}"]
    + ["[00:00:01] {} {}", "{}  00:04\n{}", "{}\n0 minutes 3 seconds\n{}", "({}) {}"],
)
def test_a_label_before_any_sign_is_a_voice(tmp_path, shape):
    turns = [*TALK[:4], *TALK[:4]]
    assert who(read(tmp_path / "a.txt", talk(*turns, shape=shape))) == turns


def test_a_masked_number_in_bold_is_a_voice(tmp_path):
    turns = [("Anna", "Loud?"), ("+44 *******907", "Cold."), ("Anna", "Why?")] * 2
    assert who(read(tmp_path / "a.txt", talk(*turns, shape="**{}** {}"))) == turns


def test_a_name_with_a_particle_after_a_time_is_whole(tmp_path):
    turns = [*TALK[:4], ("Omar bin Said", "My dog."), *TALK[:4]]
    turns += [("Omar bin Said", "They said so.")]
    text = talk(*turns, shape="[00:00:01] {} {}")
    assert who(read(tmp_path / "a.txt", text)) == turns


def test_a_short_answer_said_twice_is_no_label(tmp_path):
    said = ["Loud at night, when doors banged.", "Sometimes", "Mum", "TV", "Sometimes"]
    turns = [x for words in said for x in (("Kate", "And then?"), ("Ruby", words))]
    assert who(read(tmp_path / "a.txt", talk(*turns, shape="{}\n{}"))) == turns


def test_a_name_may_be_an_answer(tmp_path):
    said = ["Loud at night, when doors banged.", "Kate", "It was cold for all of us."]
    turns = [x for words in said for x in (("Kate", "And then?"), ("Ruby", words))]
    assert who(read(tmp_path / "a.txt", talk(*turns, shape="{}\n{}"))) == turns


def table(*rows):
    cells = ("".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


@pytest.mark.parametrize("heading", [[], [("Speaker", "What was said")]])
def test_a_table_of_labels_and_words_is_talk(tmp_path, heading):
    reading = formats.read_file(docx(tmp_path / "a.docx", table(*heading, *TALK)))
    assert who(reading) == TALK and reading.difference == 0


def test_a_table_of_names_ages_and_wishes_is_one_wish_each(tmp_path):
    rows = [("Name", "Age", "My wish"), ("Ruby", "8", "More toys please")]
    more = [("Joe", "9", "A dog on the ward"), ("Noor", "10", "Warm food")]
    reading = formats.read_file(docx(tmp_path / "a.docx", table(*rows, *more)))
    assert who(reading) == [(name, wish) for name, _, wish in [*rows[1:], *more]]
    assert reading.difference == 0
    assert reading.set_aside["ages, dates and the like in tables"] == 4


def test_bold_questions_are_asked_and_the_answers_are_one_person(tmp_path):
    bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r></w:p>"
    body = "".join(bold.format(f"Question {n}, was it?") + p("Yes.") for n in range(4))
    said = who(formats.read_file(docx(tmp_path / "a.docx", body)))
    assert said[:2] == [("Interviewer", "Question 0, was it?"), (None, "Yes.")]
    assert len(said) == 8


def test_whoever_answers_a_moderator_is_one_person_each_paragraph_a_comment(rnd):
    rnd.raw.mkdir(parents=True, exist_ok=True)
    lines = ["I came in by the door.", "MODERATOR: Go on.", "It was loud.", "", "Cold."]
    read(rnd.raw / "a.txt", "\n".join(lines))
    said, _ = files_.listen(rnd)
    made = comments.make(rnd, said, people.read(rnd, said).who)
    assert list(made["text"]) == ["I came in by the door.", "It was loud.", "Cold."]
    assert made["person"].nunique() == 1


def test_lines_of_a_program_are_set_aside_with_a_reason(tmp_path):
    head = "Ward 9\nMon, Oct 12, 2026 6:04PM • 9:12\nSUMMARY KEYWORDS\nfood, ward\n"
    foot = "\nPriya Khan stopped transcription\nTranscribed by https://example.org"
    body = talk(*TALK, shape="{}  00:04\n{}")
    reading = read(tmp_path / "a.txt", f"{head}\n{body}{foot}")
    assert who(reading) == TALK
    assert reading.set_aside["lines of the program that wrote it"] > 80


def test_a_person_says_what_a_label_is(tmp_path):
    text = "amira * hello there\nwhy not\njoe * it is cold\n"
    assert {name for name, _ in who(read(tmp_path / "a.txt", text))} == {None}
    told = read(tmp_path / "a.txt", text, rules=Rules(before="*"))
    assert [name for name, _ in who(told)] == ["amira", "amira", "joe"]
    told = read(tmp_path / "a.txt", text, rules=Rules(labels=frozenset({"joe"})))
    assert [name for name, _ in who(told)] == [None, None, "joe"]
    told = read(tmp_path / "a.txt", talk(*TALK), rules=Rules(nobody={"Łukasz"}))
    assert who(told)[-1] == ("Amira", "Łukasz: My mum brought soup.")


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"Was day {n} good?\nIt was loud on day {n}." for n in range(4)),
        talk(*TALK * 2, *[("Ann", "Was it so?\nAnd then?\nWhy?")] * 2),
        talk(*TALK * 3, shape="[00:00:01] {} {}") + "\n[00:00:01] Jo Yes.",
        talk(*TALK * 3, *[("Jo", "One I like.")] * 2, shape="[00:00:01] {} {}"),
        talk(*((f"Qu{chr(97 + n)}zz", "zog vu") for n in range(26))),
    ],
)
def test_talk_that_is_not_understood_needs_a_look_until_somebody_looked(tmp_path, text):
    assert read(tmp_path / "a.txt", text).look
    assert not read(tmp_path / "a.txt", text, rules=Rules(looked=True)).look


def test_voices_have_turns_words_and_a_role(tmp_path):
    made = read(tmp_path / "a.txt", talk(*TALK, ("Łukasz", "Twice."))).voices
    assert [voice[:3] for voice in made] == [
        ("Interviewer", 2, 7), ("Amira", 2, 6), ("Łukasz", 1, 5),
    ]  # fmt: skip
    assert [voice.role for voice in made][:2] == ["interviewer", "participant"]


def test_many_voices_in_a_long_talk_are_believed(tmp_path):
    every = [(f"Member {n}", "We said so in the spring.") for n in range(26)]
    reading = read(tmp_path / "a.txt", talk(*every * 4))
    assert len(reading.voices) == 26 and not reading.look


def test_where_somebody_says_so_what_ends_in_a_question_mark_is_asked(tmp_path):
    text = "Was it good?\nIt was loud. Why?\nYou never know.\nWho came?\nMum did.\n"
    told = read(tmp_path / "a.txt", text, rules=Rules(before="?"))
    asks = [words for name, words in who(told) if name == "Interviewer"]
    assert asks == ["Was it good?", "It was loud. Why?", "Who came?"]
    assert [voice.role for voice in told.voices] == ["interviewer", "participant"]


def roles(reading):
    return {voice.label: voice.role for voice in reading.voices}


ASKED = [("Was it good?", "No."), ("Why?", "Cold food."), ("Who came?", "Who? Mum.")]


@pytest.mark.parametrize(
    ("first", "second", "asks"),
    [
        ("Kate", "Ruby", "Kate"),
        ("Robin (youth worker)", "Mum", "Robin"),
        ("Mum", "Ruby", None),  # who takes part may ask
        ("Kate", "Interviewer", "Interviewer"),  # a label that says so wins
    ],
)
def test_who_asks_nearly_every_question_is_proposed_to_interview(
    tmp_path, first, second, asks
):
    turns = [(who, words) for a, b in ASKED for who, words in ((first, a), (second, b))]
    found = roles(read(tmp_path / "a.txt", talk(*turns, (first, "Thank you."))))
    assert [label for label, role in found.items() if role == "interviewer"] == (
        [asks] if asks else []
    )


def test_what_stands_above_the_talk_is_nobodys_and_says_who_asks(tmp_path):
    head = "Date: 3 May\nInterviewer: Kate\n"
    body = talk(("Kate", "Go on."), ("Ruby", "No."), ("Kate", "Oh."), ("Ruby", "Yes."))
    nobody = "not a person"
    assert roles(read(tmp_path / "a.txt", head + body)) == {
        "(no label)": nobody,
        "Interviewer": nobody,
        "Kate": "interviewer",
        "Ruby": "participant",
    }


@pytest.mark.parametrize("name", ["Łukasz", "李", "प्रिया", "amira", "فاطمة", "Élodie"])
def test_a_label_in_any_script_is_a_name_to_hide(name):
    assert name_words.names_in(name)[0] == (name, False)


@pytest.mark.slow
def test_generated_talk_stands_under_the_right_voice_whatever_the_name(tmp_path):
    names = [held[-1] for held in voices.NAMES.values()]
    results = [
        voices.compared(tmp_path, ending, style, name, "test")
        for style, name in zip(voices.LINES, [*names, *names], strict=False)
        for ending in (".txt", ".docx")
    ]
    results += list(voices.quiet(tmp_path, 3, 2, decks=False))
    made = voices.told(results)
    assert made["files"] > 30 and made["right"] >= 99.5 and made["gap"] <= 1
    assert made["false alarms"] <= 3
    assert not made["wrong files"] or made["wrong files told"] == 100


def test_a_list_names_nobody_and_a_topic_on_a_slide_neither(tmp_path):
    lines = ["Notes from the ward", "The play room", "- Mum", "- It was cold.", "Food"]
    lines += ["- Sometimes", "- Never.", "Nights", "- Mum", "- Loud.", "- Sometimes"]
    reading = read(tmp_path / "a.txt", "\n".join([*lines, "Beds", "- Mum", "- Hard."]))
    assert {said.speaker for said in reading.utterances} == {None}
    told = "The thing is: you never know.\nIt was cold. That is the way it is.\n"
    told += "MRI The thing is: nobody came.\nThe thing is: we waited.\n"
    reading = read(tmp_path / "b.txt", told)
    assert {said.speaker for said in reading.utterances} == {None}
