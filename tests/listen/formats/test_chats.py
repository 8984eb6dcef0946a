"""Chats in the dates, times and notices of many languages."""

import pytest

from coprod.listen import formats

HEADS = [
    "12.10.26, 18:0{} - ",
    "12/10/26 18h0{} - ",
    "12/10/26 à 18:0{} - ",
    "12.10.2026 klo 18.0{} - ",
    "2026. 10. 12. 18:0{} - ",
    "12/10/2026, 6:0{} p. m. - ",
    "2026/10/12 下午6:0{} - ",
    "2026-10-12 18:0{} - ",
    "2026년 10월 12일 오후 6:0{}, ",
    "١٢\u200f/١٠\u200f/٢٠٢٦، ٦:٠{} م - ",
    "[12/10/26, 6:0{}:11\u202fPM] ",
    "\u200e[12.10.26, 18:0{}:39] ",
    "12/10/2026, 18:0{}:11: ",
]


def read(tmp_path, text):
    (tmp_path / "a.txt").write_bytes(text.encode())
    reading = formats.read_file(tmp_path / "a.txt")
    assert reading.difference == 0 and reading.characters == len(text)
    return reading


def said(reading):
    return [(u.speaker, u.text) for u in reading.utterances]


@pytest.mark.parametrize("head", HEADS)
def test_a_chat_is_known_by_dates_and_times_of_any_language(tmp_path, head):
    words = ["Élodie: froid", "妈妈: 护士很好", "أمل: <Médias omis>", "Joe: no: 10:30"]
    lines = "".join(f"{head.format(n)}{each}\n" for n, each in enumerate(words))
    reading = read(tmp_path, lines)
    assert said(reading) == [
        ("Élodie", "froid"),
        ("妈妈", "护士很好"),
        ("Joe", "no: 10:30"),
    ]
    assert reading.set_aside["pictures and sound not in the file"] > 10


AT = "12/10/2026, 18:04 - "


@pytest.mark.parametrize(
    "line",
    [
        "Joe joined using this group's invite link",
        'Joe changed the subject from "A: b" to "C"',
        "Mum: POLL:\nWhat was hardest?\nOPTION: Parking (3 votes)",
        "Mum: UMFRAGE:\nWas war schwer?\nOPTION: Essen (\u200e2 Stimmen)",
        "Mum: \u200eVoice call, \u200e3 min",
        "Mum: Du hast diese Nachricht gelöscht.",
        "Mum: Ce message a été supprimé",
        "Mum: IMG-2026-WA1.jpg (Datei angehängt)",
        "Mum: Location: https://maps.google.com/?q=1,2",
        'Mum: Reacted to "The soup was cold" with 👍',
        "Mum: Loved “The soup was cold”",
    ],
)
def test_what_a_messenger_writes_is_nobodys_words(tmp_path, line):
    reading = read(tmp_path, f"{AT}Joe: Cold.\n{AT}{line}\n{AT}Mum: Yes.\n")
    assert said(reading) == [("Joe", "Cold."), ("Mum", "Yes.")]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Cold. <This message was edited>", "Cold."),
        ("Froid. \u200e<Ce message a été modifié>", "Froid."),
        ("IMG-1.jpg (file attached)\nThe view", "The view"),
        ('Replying to "The soup"\nIt was cold', "It was cold"),
        ("It was <3 and 5>", "It was <3 and 5>"),
        ("POLL: we should ask", "POLL: we should ask"),
        ("Location: ward 9", "Location: ward 9"),
    ],
)
def test_marks_beside_a_message_go_and_its_words_stay(tmp_path, line, words):
    reading = read(tmp_path, f"{AT}Joe: {line}\n{AT}Mum: Yes.\n")
    assert said(reading) == [("Joe", words), ("Mum", "Yes.")]
