import zipfile

import pytest

from coprod.listen import formats

CHAT = "".join(
    (
        "12/10/2026, 18:01 - Messages and calls are end-to-end encrypted.\n",
        '12/10/2026, 18:02 - Kasia created group "Ward: parents"\n',
        "12/10/2026, 18:04 - Kasia: The night nurse was kind.\n",
        "\n",
        "She sat with us: all night.\n",
        "12/10/2026, 18:05 - +44 7700 900123: 10:30 is too late for small ones\n",
        "12/10/2026, 18:06 - Kasia: <Media omitted>\n",
        "12/10/2026, 18:07 - Osian left\n",
    )
)
BRACKETS = (
    "\u200e[12/10/2026, 18:04:09] Ward: \u200eMessages and calls are end-to-end "
    "encrypted.\r\n[12/10/2026, 18:04:11] ~\u202fKasia: The soup was cold.\r\n"
    "It always is.\r\n"
    "\u200e[12/10/2026, 6:05:00\u202fPM] Osian: \u200eimage omitted\r\n"
    "[12/10/2026, 6:05:30\u202fPM] Osian: Mine too.\r\n"
)


def who(reading):
    return [(u.speaker, u.text) for u in reading.utterances]


def saved(path, text):
    path.write_bytes(text.encode())
    reading = formats.read_file(path)
    assert reading.difference == 0 and reading.characters == len(text)
    return reading


def test_a_saved_chat_keeps_who_wrote_what_and_goes_on_over_lines(tmp_path):
    reading = saved(tmp_path / "chat.txt", CHAT)
    assert who(reading) == [
        ("Kasia", "The night nurse was kind.\n\nShe sat with us: all night."),
        ("+44 7700 900123", "10:30 is too late for small ones"),
    ]
    assert reading.set_aside["pictures and sound not in the file"] == 43
    assert reading.set_aside["notices of the messenger"] > 100


def test_a_chat_with_dates_in_brackets_is_read(tmp_path):
    reading = saved(tmp_path / "chat.txt", BRACKETS)
    assert who(reading) == [
        ("Kasia", "The soup was cold.\r\nIt always is."),
        ("Osian", "Mine too."),
    ]


def test_the_chat_of_an_online_meeting_is_read(tmp_path):
    text = (
        "18:04:11 From Kasia P to Everyone:\n\tThe soup was cold.\n"
        "18:05:00\t From  Osian : Mine too.\n"
    )
    assert who(saved(tmp_path / "chat.txt", text)) == [
        ("Kasia P", "The soup was cold."),
        ("Osian", "Mine too."),
    ]


def test_a_transcript_with_times_is_no_chat(tmp_path):
    reading = saved(tmp_path / "talk.txt", "[00:01:02] Mum: One.\n18:04 Dad: Two.\n")
    assert [u.place for u in reading.utterances] == ["line", "line"]


def test_notes_that_begin_with_a_date_are_no_chat(tmp_path):
    text = "12/10/2026, 10:00 - Coffee morning\nMum: One.\nDad: Two.\n"
    assert ("Mum", "One.") in who(saved(tmp_path / "talk.txt", text))


SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("svg", "svg-compatible"),
    )
)
BODY = """<text:tracked-changes><text:changed-region><text:deletion>
<office:change-info><dc:creator>Zofia</dc:creator></office:change-info>
<text:p>taken out</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:h>What was good?</text:h>
<text:p>Mum: The<text:s text:c="2"/>nurse <text:span>was</text:span><!-- x --> kind\
<text:note>
<text:note-citation>1</text:note-citation><text:note-body><text:p>a note</text:p>
</text:note-body></text:note>.<text:line-break/>Very.</text:p>
<text:p>Dad:<text:tab/>Yes.<office:annotation><dc:creator>AB</dc:creator>
<dc:date>2026-10-12</dc:date><text:p>ask more</text:p></office:annotation></text:p>
<text:p><draw:frame><svg:desc>a drawing</svg:desc><draw:text-box>
<text:p>in a box</text:p>
</draw:text-box></draw:frame></text:p>
<table:table><table:table-row><table:table-cell><text:p>in a cell</text:p>
</table:table-cell></table:table-row></table:table>"""


def odt(path, body, **more):
    root = f'{SPACES} xmlns:dc="http://purl.org/dc/elements/1.1/"'
    head = f"<office:document-styles {root}><text:p>Page 1</text:p>"
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {root}><office:body><office:text>"
        f"{body}</office:text></office:body></office:document-content>",
        "styles.xml": head + "</office:document-styles>",
        "META-INF/manifest.xml": "<manifest/>",
        "Pictures/one.png": "",
        **more,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return path


def test_every_word_of_an_opendocument_text_is_read_or_set_aside(tmp_path):
    reading = formats.read_file(odt(tmp_path / "a.odt", BODY))
    assert reading.difference == 0
    assert [(u.place, u.speaker, u.text) for u in reading.utterances] == [
        ("heading", None, "What was good?"),
        ("body", "Mum", "The  nurse was kind.\nVery."),
        ("footnote", None, "a note"),
        ("body", "Dad", "Yes."),
        ("comment", "AB", "ask more"),
        ("text box", None, "in a box"),
        ("table", None, "in a cell"),
    ]
    assert reading.utterances[1].question == "What was good?"
    aside = reading.set_aside
    assert aside["headers, footers and slide numbers"] == len("Page 1")
    assert aside["descriptions of pictures"] == len("a drawing")
    assert aside["deleted in tracked changes"] >= len("taken out")
    assert reading.notes == ["pictures not read: 1"]


def test_a_word_the_reader_passes_over_is_seen_by_the_count(tmp_path, monkeypatch):
    from coprod.listen.formats import opendocument

    monkeypatch.setattr(opendocument, "PARAGRAPHS", ("none",))
    monkeypatch.setattr(opendocument, "_texts", lambda *_: [])
    assert formats.read_file(odt(tmp_path / "a.odt", BODY)).difference > 50


@pytest.mark.parametrize(
    "parts",
    [
        {"content.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'},
        {"../out.xml": "<x/>"},
        {"content.xml": "<x>" + "a" * 30_000_000 + "</x>"},
    ],
    ids=["entities", "leads out", "swollen"],
)
def test_a_hostile_opendocument_text_is_refused(tmp_path, parts):
    with pytest.raises(ValueError, match="Open it in Office"):
        formats.read_file(odt(tmp_path / "a.odt", BODY, **parts))


def test_an_opendocument_text_called_docx_is_refused_not_read_as_empty(tmp_path):
    with pytest.raises(ValueError, match="not an Office file"):
        formats.read_file(odt(tmp_path / "a.docx", BODY))
