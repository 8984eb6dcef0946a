"""A PDF with its letters, a scan, and sheets of OpenDocument."""

import io
import zipfile

import pytest

from coprod import listen
from coprod.listen import formats, typed
from coprod.listen.formats import pdf, reasons

TALK = [
    "Interviewer: What was good about the ward, and what would you change if",
    "you could decide on anything at all?",
    "Amira: The nurses were kind and they sat with me at night when I could",
    "not sleep.",
    "Joe: Toast.",
]


def made(path, *pages, height=14):
    """Write a PDF by hand: each page a list of lines, one below the other."""
    objects, kids = [b"", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>"], []
    for lines in pages:
        drawn = "".join(
            f"BT /F 10 Tf 60 {780 - n * height} Td ({line}) Tj ET\n"
            for n, line in enumerate(lines)
        ).encode("latin-1")
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>>>>>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    out, places = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, io.SEEK_END)
    for number, held in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, held))
    start, rows = out.tell(), b"".join(b"%010d 00000 n \n" % p for p in places)
    out.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n" % (len(objects) + 1))
    out.write(b"%d\n%%%%EOF" % start)
    path.write_bytes(out.getvalue())
    return path


def test_the_paragraphs_of_a_pdf_are_put_together_and_say_who_speaks(tmp_path):
    path = made(tmp_path / "a.pdf", [*TALK, "1"], ["Amira: Yes.", "2"])
    reading = formats.read_file(path)
    assert [(u.speaker, len(u.text.split())) for u in reading.utterances] == [
        ("Interviewer", 19),
        ("Amira", 16),
        ("Joe", 1),
        ("Amira", 1),
    ]
    assert "change if you could" in reading.utterances[0].text
    assert reading.set_aside[reasons.NUMBERS] == len("1 2 ")
    assert reading.difference == 0 and not reading.lost and not reading.notes


def test_a_pdf_is_read_partly_where_two_programs_differ_or_a_page_is_a_scan(
    tmp_path, monkeypatch
):
    path = made(tmp_path / "a.pdf", TALK, [])
    assert formats.read_file(path).lost == "pages without letters, to be typed: 2"
    right = pdf._proof
    monkeypatch.setattr(pdf, "_proof", lambda raw: (pdf._letters("other"), {}))
    assert "two programs agree on" in formats.read_file(path).lost
    assert right(path.read_bytes())[0].total() > 100


def test_what_was_typed_into_the_fields_of_a_pdf_is_an_answer(tmp_path, monkeypatch):
    path, right = made(tmp_path / "a.pdf", TALK), pdf._proof
    monkeypatch.setattr(pdf, "_proof", lambda raw: (right(raw)[0], {"Wish": "A den"}))
    reading = formats.read_file(path)
    assert (reading.utterances[-1].question, reading.utterances[-1].text) == (
        "Wish",
        "A den",
    )
    assert reading.difference == 0 and not reading.lost


def test_a_scan_stays_a_picture_to_type_and_what_was_typed_goes_before(rnd):
    path = made(rnd.raw / "scan.pdf", [])
    with pytest.raises(ValueError, match="A scan: type what it says"):
        formats.read_file(path)
    _, files = listen.files.listen(rnd)
    assert files["status"].tolist() == ["partly"]
    typed.save(rnd, "S01", "The soup was cold.")
    made(path, TALK)  # the same, saved with its letters
    said, files = listen.files.listen(rnd)
    assert said["text"].tolist() == ["The soup was cold."]
    assert files["status"].tolist() == ["read"]


SPACES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
HIDDEN = (
    '<style:style style:name="off"><style:table-properties table:display="false"/>'
    "</style:style>"
)


def cell(text, how=""):
    return f"<table:table-cell {how}><text:p>{text}</text:p></table:table-cell>"


def book(path, *rows):
    held = "".join(
        row
        if isinstance(row, str)
        else f"<table:table-row>{''.join(row)}</table:table-row>"
        for row in rows
    )
    gap = '<table:table-row table:number-rows-repeated="1048000"/>'
    tables = f'<table:table table:name="A">{held}{gap}</table:table>' + (
        '<table:table table:name="B" table:style-name="off"><table:table-row>'
        f"{cell('away')}</table:table-row></table:table>"
    )
    whole = f"<office:document-content{SPACES}>{HIDDEN}{tables}"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", f"{whole}</office:document-content>")
    return path


def test_a_sheet_of_opendocument_is_read_like_one_of_excel(tmp_path):
    note = "<office:annotation><text:p>mine</text:p></office:annotation>"
    path = book(
        tmp_path / "a.ods",
        [cell("Respondent ID"), cell("What was good?"), cell("Role")],
        [cell("1"), cell('The<text:s text:c="2"/>nurses<text:line-break/>sang')]
        + [cell("parent", 'table:number-rows-spanned="2"')],
        [cell("2"), cell("Soup, and <text:span>toast</text:span> at night")]
        + ["<table:covered-table-cell/>"],
        '<table:table-row table:number-rows-repeated="5"><table:table-cell/>'
        "</table:table-row>",
        [
            cell("3"),
            cell("It was warm there").replace("><", f">{note}<", 1),
            cell("child"),
        ],
    )
    reading = formats.read_file(path)
    assert [u.text for u in reading.utterances] == [
        "The  nurses\nsang",
        "Soup, and toast at night",
        "It was warm there",
    ]
    assert reading.utterances[-1].place == "cell B9 on A"
    assert ['"parent"' in u.about for u in reading.utterances] == [True, True, False]
    assert reading.set_aside["hidden sheets"] == 4
    assert reading.difference == 0 and not reading.lost


def test_a_cell_said_to_repeat_for_ever_is_refused(tmp_path):
    far = 'table:number-columns-repeated="99999999"'
    path = book(tmp_path / "a.ods", [cell("words", far)])
    with pytest.raises(ValueError, match=r"more than 20,000,000 cells"):
        formats.read_file(path)
