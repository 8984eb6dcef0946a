"""Pages, mails, Markdown and transcripts in JSON: who says what, and nothing lost."""

import json
from email.message import EmailMessage

import pytest

from coprod.listen import formats
from coprod.listen.formats import reasons, web

TALK = [
    ("Interviewer", "What was good, and what would you change?"),
    ("Amira", "The nurses were kind, and they sat with me at night."),
    ("Interviewer", "And the food?"),
    ("Joe", "Cold. I would rather have toast for £2."),
]


def read(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    reading = formats.read_file(path)
    assert reading.taken + sum(reading.set_aside.values()) == reading.characters > 0
    assert not reading.lost
    return reading


def said(reading):
    return [(u.speaker, u.text) for u in reading.utterances if u.place != "heading"]


def test_a_page_gives_who_speaks_and_not_what_nobody_sees(tmp_path):
    lines = "".join(
        f"<p><b>{who}:</b> {words.replace('£', '&pound;')}</p>\n" for who, words in TALK
    )
    page = (
        f"<title>T</title><style>p {{}}</style><h1>The ward</h1>{lines}<script>if (a<b)"
        "{'<p>no</p>'}</script><!-- no --><div style='display: none'>secret</div>"
    )
    reading = read(tmp_path / "a.html", page)
    assert said(reading) == TALK
    assert reading.utterances[1].question == "The ward"
    assert reading.set_aside[reasons.HIDDEN] == len("secret")


def test_a_table_of_a_page_says_who_speaks(tmp_path):
    cells = "".join(
        f"<tr><td>{who}</td><td>{words}</td></tr>" for who, words in TALK * 2
    )
    page = f"<table><tr><th>Speaker<th>Words</tr>{cells}</table>"
    assert said(read(tmp_path / "a.htm", page)) == TALK * 2


def test_a_line_of_a_page_may_end_without_a_mark(tmp_path):
    reading = read(tmp_path / "a.html", "<p>The soup<br>was &lt; 5 &amp; cold<p>Yes")
    assert [u.text for u in reading.utterances] == ["The soup", "was < 5 & cold", "Yes"]


def test_markdown_keeps_words_and_counts_its_marks(tmp_path):
    talk = "\n\n".join(f"**{who}:** {words}" for who, words in TALK)
    more = "\n\n## More\n\n- a *good* [page](http://a.b)\n* snake_case stays\n"
    reading = read(tmp_path / "a.md", f"# The ward\n\n{talk}{more}")
    assert said(reading)[:4] == TALK
    assert [u.text for u in reading.utterances[-2:]] == [
        "a good page",
        "snake_case stays",
    ]
    assert {u.question for u in reading.utterances} == {None, "The ward", "More"}


def mail(words, who="Kasia Nowak <k@example.org>", kind="plain"):
    made = EmailMessage()
    made["From"], made["Subject"] = who, "RE: Re: Your stay?"
    made.set_content(words, subtype=kind)
    return bytes(made)


@pytest.mark.parametrize(
    "below",
    [
        "On Mon, 3 Nov 2026 at 10:00, Ward <w@example.org> wrote:\n> How was it?",
        "Am 3. Nov. 2026 um 10:00 schrieb Ward <w@example.org>:\n\n> Wie war es?",
        "Le 3 nov. 2026 à 10:00, Ward a écrit :\n> Comment ?",
        "W dniu 3.11.2026 o 10:00, Ward napisał(a):\nJak było?",
        "From: Ward\nSent: Monday\nTo: Kasia\nSubject: Stay\n\nHow was it?",
        "De : Ward\nEnvoyé : lundi\nÀ : Kasia\nObjet : Séjour\n\nComment ?",
        "-----Original Message-----\nHow was it?",
    ],
)
def test_a_mail_is_a_voice_and_what_it_quotes_is_not_said_twice(tmp_path, below):
    reading = read(tmp_path / "a.eml", mail(f"The nurses were kind.\n\n{below}\n"))
    assert said(reading) == [("Kasia Nowak", "The nurses were kind.")]
    assert reading.utterances[0].question == "Your stay?"
    assert reading.set_aside["quoted from another mail"] > 10


def test_an_answer_between_quoted_lines_and_one_that_opens_like_a_head_stay(tmp_path):
    words = (
        "> Was it loud?\nYes, at night.\n> And food?\nDo: warm it.\n-- \nKasia\n1 St"
    )
    reading = read(tmp_path / "a.eml", mail(words, "kasia@example.org"))
    assert said(reading) == [("kasia", "Yes, at night."), ("kasia", "Do: warm it.")]
    assert reading.set_aside["signatures of mails"] > 5


def test_a_mail_that_is_a_page_is_read_and_a_long_line_goes_on(tmp_path):
    page = "<p>Nett.</p><blockquote><p>Wie war es?</p></blockquote>"
    assert said(read(tmp_path / "a.eml", mail(page, kind="html")))[0][1] == "Nett."
    long = "The nurses sat with me all night when I could not sleep and\nsang.\n\nBye."
    words = [text for _, text in said(read(tmp_path / "b.eml", mail(long)))]
    assert [" ".join(text.split())[-5:] for text in words] == ["sang.", "Bye."]


def words_of(name, **more):
    return [{name: w, **more} for _, words in TALK for w in words.split()]


def whole():
    return " ".join(words for _, words in TALK)


def aws():
    items, segments = [], []
    for who, words in TALK:
        inner = []
        for word in words.split():
            core = word.rstrip(".,?")
            start = {"start_time": str(len(items))}
            items.append({**start, "alternatives": [{"content": core}]})
            inner.append({**start, "speaker_label": who})
            if core != word:
                items.append({"alternatives": [{"content": word[len(core) :]}]})
        segments.append({"items": inner})
    told = {"transcripts": [{"transcript": whole()}], "items": items}
    return {"results": {**told, "speaker_labels": {"segments": segments}}}


SHAPES = {
    "whisper": lambda: {
        "text": whole(),
        "segments": [{"text": f" {t}", "words": words_of("word")} for _, t in TALK],
    },
    "aws": aws,
    "utterances": lambda: {
        "words": words_of("text", speaker="A"),
        "utterances": [{"speaker": who, "text": t} for who, t in TALK],
    },
    "deepgram": lambda: {
        "results": {
            "channels": [{"alternatives": [{"transcript": whole()}]}],
            "utterances": [{"speaker": who, "transcript": t} for who, t in TALK],
        }
    },
    "otter": lambda: {
        "speech": {
            "transcripts": [
                {"transcript": t, "speaker_name": who, "speaker_id": 7}
                for who, t in TALK
            ]
        }
    },
    "captions": lambda: {
        "events": [
            {"segs": [{"utf8": w} for w in t.replace(" ", " \n").split("\n")]}
            for _, t in TALK
        ]
    },
    "rev": lambda: {
        "monologues": [
            {"speaker": who, "elements": [{"value": w + " "} for w in t.split(" ")]}
            for who, t in TALK
        ]
    },
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_json_of_speech_programs_gives_turns_and_voices(tmp_path, shape):
    reading = read(tmp_path / "a.json", json.dumps(SHAPES[shape]()))
    assert [text for _, text in said(reading)] == [text for _, text in TALK]
    voices = [who for who, _ in said(reading)]
    unnamed = shape in ("whisper", "captions")
    assert voices == ([None] * 4 if unnamed else [who for who, _ in TALK])


def test_json_without_a_transcript_is_refused_with_a_way_out(tmp_path):
    (tmp_path / "a.json").write_text('{"version": 3}')
    with pytest.raises(ValueError, match=r"Save the transcript .* \.vtt"):
        formats.read_file(tmp_path / "a.json")


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("<p>Kind &amp; <b>warm</b>.</p><p>Caf&eacute;</p>", "Kind & warm.\nCafé"),
        ("<ul><li>Loud</li><li>Dear</li></ul>", "Loud\nDear"),
        ("back&#8212;forth &amp;nbsp;home", "back—forth home"),
        (
            "I <3 the ward & 2 < 3 > 1 <Name> R&D;",
            "I <3 the ward & 2 < 3 > 1 <Name> R&D;",
        ),
    ],
)
def test_marks_of_the_web_are_taken_off_and_counted(tmp_path, cell, words):
    assert " ".join(web.bare(cell).split(" ")).replace("  ", " ") == words
    quoted = cell.replace('"', '""')
    reading = read(tmp_path / "a.csv", f'ID,Comments\n1,"{quoted}"\n2,"It was good."\n')
    assert reading.set_aside.get(reasons.WEB, 0) == len(cell) - len(web.bare(cell))


def test_a_mail_without_words_or_with_unknown_letters_is_no_fault_of_ours(tmp_path):
    assert not said(read(tmp_path / "a.eml", mail(" ")))
    (tmp_path / "b.eml").write_bytes(b"")
    assert formats.read_file(tmp_path / "b.eml").characters == 0
    odd = mail("Hello").replace(b"utf-8", b"no-such-letters")
    (tmp_path / "c.eml").write_bytes(odd)
    with pytest.raises(ValueError, match=r"damaged: letters of no known kind"):
        formats.read_file(tmp_path / "c.eml")
