"""Every character of any file is taken or set aside: against sweeps written here."""

import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from html import escape, unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from listen.test_formats import SPACES, docx, packed, rels
from listen.test_formats_odt_and_chats import odt
from openpyxl import Workbook
from places import ROOT
from typer.testing import CliRunner

from coprod import cli
from coprod.listen import files as files_
from coprod.listen import formats
from coprod.listen.formats import utterances
from coprod.listen.formats.hearing import heard
from coprod.share import status
from coprod.store import tables

FORTY = settings(max_examples=40, deadline=None)
LETTERS = st.text("abc XY.:é’“\u00a0語😀[]&<0", max_size=12)
PLAIN = st.text("abc XY.,é’\u00a0語", min_size=1, max_size=12)


def xml_characters(path, names: str, tags: str, marks: str) -> int:
    """Count text between tags, and the tags that stand for one character."""
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(n).decode() for n in archive.namelist()]
        named = [n for n in archive.namelist()]
    held = "".join(p for n, p in zip(named, parts, strict=True) if re.search(names, n))
    text = "".join(unescape(found) for found in re.findall(tags, held, re.S))
    return len(text) + len(re.findall(marks, held))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("round")


def run(words: str) -> str:
    return f"<w:p><w:r><w:t>{escape(words)}</w:t><w:tab/></w:r></w:p>"


WORD = st.recursive(
    LETTERS.map(run),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        inner.map("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>".format),
        inner.map("<w:ins>{}</w:ins>".format),
        inner.map("<w:del>{}</w:del>".format),
        inner.map("<w:moveFrom>{}</w:moveFrom>".format),
        inner.map("<w:hyperlink>{}</w:hyperlink>".format),
        inner.map("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>".format),
        inner.map("<w:p><w:r><w:txbxContent>{}</w:txbxContent></w:r></w:p>".format),
    ),
    max_leaves=9,
)


@pytest.mark.slow
@FORTY
@given(WORD, WORD, WORD)
def test_every_character_of_any_word_file(folder, body, note, header):
    path = docx(
        folder / "a.docx",
        body,
        footnotes=f"<w:footnote>{note}</w:footnote>",
        comments=f'<w:comment w:author="DB">{note}</w:comment>',
        header1=header,
    )
    reading = formats.read_file(path)
    counted = xml_characters(path, "word/", "<w:t>(.*?)</w:t>", "<w:tab/>")
    assert (reading.characters, reading.lost) == (counted, "")


def shape(words: str) -> str:
    return (
        f"<p:sp><p:txBody><a:p><a:r><a:t>{escape(words)}</a:t></a:r><a:br/></a:p>"
        "</p:txBody></p:sp>"
    )


SLIDE = st.recursive(
    LETTERS.map(shape),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        inner.map("<p:grpSp>{}</p:grpSp>".format),
        inner.map("<a:tbl><a:tr><a:tc>{}</a:tc></a:tr></a:tbl>".format),
    ),
    max_leaves=9,
)


@pytest.mark.slow
@FORTY
@given(st.lists(st.tuples(SLIDE, SLIDE), min_size=1, max_size=3), SLIDE)
def test_every_character_of_any_deck(folder, slides, chart):
    ids = "".join(f'<p:sldId r:id="r{i}"/>' for i, _ in enumerate(slides))
    shows = [("slide", f"slides/slide{i}.xml") for i, _ in enumerate(slides)]
    parts = {
        "ppt/presentation.xml": f"<p:presentation {SPACES}><p:sldIdLst>{ids}"
        "</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": rels(*shows),
        "ppt/charts/c.xml": f"<p:chartSpace {SPACES}>{chart}</p:chartSpace>",
    }
    for i, (slide, note) in enumerate(slides):
        parts[f"ppt/slides/slide{i}.xml"] = f"<p:sld {SPACES}>{slide}</p:sld>"
        parts[f"ppt/notesSlides/n{i}.xml"] = f"<p:notes {SPACES}>{note}</p:notes>"
        links = rels(("notesSlide", f"../notesSlides/n{i}.xml"))
        parts[f"ppt/slides/_rels/slide{i}.xml.rels"] = links
    path = packed(folder / "a.pptx", parts)
    reading = formats.read_file(path)
    counted = xml_characters(path, "ppt/", "<a:t>(.*?)</a:t>", "<a:br/>")
    assert (reading.characters, reading.lost) == (counted, "")


CELL = st.one_of(
    st.text("abc XY.,é’語😀'=0", max_size=12), st.sampled_from(["0044", "None", " 7 "])
)


@pytest.mark.slow
@FORTY
@given(
    st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=7),
    st.lists(CELL, min_size=4, max_size=4),
)
def test_every_character_of_any_workbook(folder, rows, head):
    book = Workbook()
    book.create_sheet("notes").append(head)
    for row in [["ID", "Comments", "Role", head[0]], *rows]:
        book.worksheets[0].append(row)
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    for cell in [*cells, *book["notes"][1]]:
        if cell.value is not None:
            cell.data_type = "s"
    book.save(folder / "a.xlsx")
    reading = formats.read_file(folder / "a.xlsx")
    truth = [*rows, head, ["ID", "Comments", "Role", head[0]]]
    assert reading.characters == sum(len(cell) for row in truth for cell in row)
    assert reading.lost == ""


OPEN = st.recursive(
    LETTERS.map(lambda w: f"<text:p>{escape(w)}</text:p>"),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        LETTERS.map(lambda w: f'<text:h>{escape(w)}<text:s text:c="3"/></text:h>'),
        inner.map(
            "<table:table><table:table-row><table:table-cell>{}</table:table-cell>"
            "</table:table-row></table:table>".format
        ),
        inner.map(
            "<text:p>a<text:note><text:note-citation>1</text:note-citation>"
            "<text:note-body>{}</text:note-body></text:note><text:tab/>b</text:p>".format
        ),
        inner.map(
            "<text:tracked-changes><text:deletion>{}</text:deletion>"
            "</text:tracked-changes>".format
        ),
        inner.map(
            "<text:p><draw:frame><draw:text-box>{}</draw:text-box></draw:frame></text:p>".format
        ),
        inner.map("<text:list><text:list-item>{}</text:list-item></text:list>".format),
    ),
    max_leaves=9,
)


@FORTY
@given(OPEN)
def test_every_character_of_any_opendocument_text(folder, body):
    path = odt(folder / "a.odt", body)
    reading = formats.read_file(path)
    counted = xml_characters(
        path, "(content|styles).xml", r">([^<]*)", "<text:(?:tab)/>"
    )
    counted += 3 * body.count("<text:s text:c")
    assert (reading.characters, reading.lost) == (counted, "")


def coded(text: str, how: str) -> str:
    """Write text as rich text in one of the ways that programs do."""
    made = ""
    for sign in text:
        units = sign.encode("utf-16-le")
        numbers = [int.from_bytes(units[i : i + 2], "little") for i in (0, 2)]
        numbers = [n - 65536 if n > 32767 else n for n in numbers[: len(units) // 2]]
        single = sign in "é’“\u00a0" and how == "hex"
        if sign in "\\{}":
            made += f"\\{sign}"
        elif sign.isascii():
            made += sign
        elif single:
            made += f"\\'{sign.encode('cp1252').hex()}"
        elif how == "bare":
            made += "{\\uc0" + "".join(f"\\u{n} " for n in numbers) + "}"
        else:
            made += "".join(f"\\u{n}?" for n in numbers)
    return made


KINDS = {
    "{}\\par ": True,
    "\\trowd\\pard\\intbl {}\\cell\\row\\pard ": True,
    "{{\\footnote {}}}\\par ": True,
    "{{\\shp{{\\*\\shpinst{{\\shptxt {}\\par}}}}}}": True,
    "{{\\b\\i{{\\fs20 {}}}}}\\par ": True,
    "{{\\deleted {}}}": False,
    "{{\\header {}\\par}}": False,
    "{{\\*\\bkmkstart {}}}": False,
    "{{\\field{{\\*\\fldinst {}}}{{\\fldrslt }}}}": False,
    "{{\\v {}}}": False,
}
PIECE = st.tuples(
    PLAIN, st.sampled_from(sorted(KINDS)), st.sampled_from(["hex", "bare", "usual"])
)


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECE, max_size=9))
def test_every_character_of_any_rich_text(folder, pieces):
    body = "".join(kind.format(coded(text, how)) for text, kind, how in pieces)
    (folder / "a.rtf").write_bytes(
        b"{\\rtf1\\ansi\\ansicpg1252 " + body.encode("ascii") + b"}"
    )
    reading = formats.read_file(folder / "a.rtf")
    assert reading.characters == sum(len(text) for text, _, _ in pieces)
    assert reading.lost == ""
    shown = sum(len(text) for text, kind, _ in pieces if KINDS[kind])
    no_words = ("white space", "speaker labels", "numbers alone")
    aside = sum(reading.set_aside.get(why, 0) for why in no_words)
    assert reading.taken + aside == shown


CUE = st.lists(
    st.sampled_from(
        ["Hello", "<v Ann>Hi</v>", "Bob: yes", "- no", "[laughs]", "", "<i>so</i>", "7"]
    ),
    max_size=3,
)


@FORTY
@given(st.lists(CUE, max_size=6), st.sampled_from([".vtt", ".srt"]))
def test_every_character_of_any_captions(folder, cues, ending):
    text = "WEBVTT\n\nNOTE not said\n\n" if ending == ".vtt" else ""
    for i, cue in enumerate(cues):
        text += f"{i}\n0:0:{i}.0 --> 0:0:{i}.9\n" + "\n".join(cue) + "\n\n"
    (folder / f"a{ending}").write_bytes(text.encode())
    reading = formats.read_file(folder / f"a{ending}")
    assert (reading.characters, reading.lost) == (len(text), "")


@FORTY
@given(
    st.lists(st.tuples(st.sampled_from(["DB: ", "Mum: ", "", "[id1] "]), LETTERS)),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_every_character_of_any_plain_text(folder, lines, encoding):
    text = "\n".join(label + words for label, words in lines)
    (folder / "a.txt").write_bytes(text.encode(encoding))
    reading = formats.read_file(folder / "a.txt")
    assert reading.lost == ""
    if text.isascii() or encoding != "utf-16":
        assert reading.characters == len(text)


def test_a_difference_needs_a_look_and_ends_the_run_with_1(rnd, monkeypatch):
    rnd.raw.mkdir(parents=True, exist_ok=True)
    for name in ("a.txt", "b.txt"):
        (rnd.raw / name).write_text("Mum: Hello there.")
    whole = formats.READERS[".txt"]

    def short(path):
        return whole(path) if path.name == "a.txt" else utterances.Reading([], {}, 17)

    monkeypatch.setitem(formats.READERS, ".txt", short)
    _, files = files_.listen(rnd)
    rnd.save("files", files)
    assert list(files_.inventory(files)["status"]) == ["read", "needs a look"]
    assert files_.set_aside(files).values.tolist() == [
        ["speaker labels", 4, "S01 4"],
        ["white space", 1, "S01 1"],
    ]
    assert "1 of 2 files fully read. Every word read: no; look at S02" in (
        files_.every_word(files)
    )
    assert status.wrong(rnd) == [
        "file S02 needs a look: characters not accounted for: 17"
    ]


def test_no_file_and_one_comment_are_enough(rnd):
    rnd.raw.mkdir(parents=True, exist_ok=True)
    said, files = files_.listen(rnd)
    assert (len(said), len(files)) == (0, 0)
    assert files_.set_aside(files).empty
    assert "no files yet" in files_.every_word(files)
    (rnd.raw / "a.txt").write_text("Hello.")
    said, files = files_.listen(rnd)
    assert (list(said["text"]), list(files["difference"])) == (["Hello."], [0])
    tables.check("files", files)


TWO = "<w:tr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"
HEARD = "Nobody rang us back."


def word_file(path):
    rows = "".join(map(TWO.format, ("Who", HEARD)))
    body = run("First.") + f"<w:tbl>{rows}</w:tbl>" + run("Last.")
    return docx(path, body, footnotes=f"<w:footnote>{run('A note.')}</w:footnote>")


def deck(path):
    note, ids = shape(HEARD), '<p:sldId r:id="r0"/><p:sldId r:id="r1"/>'
    links = rels(("slide", "slides/b.xml"), ("slide", "slides/a.xml"))
    parts = {
        "ppt/presentation.xml": f"<p:presentation {SPACES}>{ids}</p:presentation>",
        "ppt/_rels/presentation.xml.rels": links,
        "ppt/slides/a.xml": f"<p:sld {SPACES}>{shape('Wishes')}</p:sld>",
        "ppt/slides/b.xml": f"<p:sld {SPACES}>{shape('Thanks')}</p:sld>",
        "ppt/notesSlides/n.xml": f"<p:notes {SPACES}>{shape('x')}{note}</p:notes>",
        "ppt/slides/_rels/a.xml.rels": rels(("notesSlide", "../notesSlides/n.xml")),
    }
    return packed(path, parts)


def sheet(path):
    rows = [["ID", "What else?"], ["1", "More beds."], ["2", HEARD]]
    if path.suffix == ".csv":
        lines = [",".join(f'"{cell}"' for cell in row) for row in rows]
        path.write_text("\n".join(lines))
        return path
    book = Workbook()
    book.worksheets[0].append(["How to read this"])
    for row in rows:
        book.create_sheet("Amira Khan") if len(book.worksheets) < 2 else None
        book["Amira Khan"].append(row)
    book.save(path)
    return path


def text(path, words):
    path.write_bytes(words.encode())
    return path


CUES = "0:00:01.000 --> 0:00:02.000\nMore beds.\n\n0:00:03.000 --> 0:00:04.000\n"
RTF = "{\\rtf1 First{\\footnote A note\\par of two\\par} goes on.\\par "
PLACED = {
    ".docx": (word_file, ["table 1 row 2"]),
    ".pptx": (deck, ["notes of slide 2, paragraph 2"]),
    ".odt": (
        lambda path: odt(
            path,
            "<text:p>First.</text:p><table:table><table:table-row><table:table-cell>"
            f"<text:p>{HEARD}</text:p></table:table-cell></table:table-row></table:table>",
        ),
        ["table 1 row 1"],
    ),
    ".xlsx": (sheet, ["row 3 of sheet 2", "column B of sheet 2"]),
    ".csv": (sheet, ["row 3", "column B"]),
    ".txt": (lambda path: text(path, f"One.\n\n{HEARD}\nTwo."), ["line 3"]),
    ".vtt": (lambda path: text(path, f"{CUES}{HEARD}\n"), ["line 5"]),
    ".srt": (lambda path: text(path, f"{CUES}{HEARD}\n"), ["line 5"]),
    ".rtf": (lambda path: text(path, f"{RTF}{HEARD}\\par Last.}}"), ["paragraph 4"]),
    "chat.txt": (
        lambda path: text(
            path,
            f"12/10/2026, 18:04 - Ann: Hi.\n12/10/2026, 18:05 - Bo: {HEARD[:6]}\n"
            f"{HEARD[6:]}\n12/10/2026, 18:06 - Ann: Yes.\n",
        ),
        ["lines 2 to 3"],
    ),
}


def dropping(ending):
    """Give a reader that is broken: it loses what somebody said in one place."""
    whole = formats.READERS[ending]

    def broken(path, *roles):
        found = whole(path, *roles)
        sheet = isinstance(found, utterances.Reading)
        reading = found if sheet else heard(found)
        kept = [u for u in reading.utterances if not u.text.startswith(HEARD[:6])]
        return replace(reading, utterances=kept)

    return broken


@pytest.mark.parametrize("name", PLACED)
def test_a_reader_that_loses_a_place_is_found_out_and_the_place_named(
    tmp_path, monkeypatch, name
):
    make, places = PLACED[name]
    path, ending = make(tmp_path / f"a{name}"), f".{name.rpartition('.')[2]}"
    assert formats.read_file(path).lost == ""
    monkeypatch.setitem(formats.READERS, ending, dropping(ending))
    reading = formats.read_file(path)
    lost = len(HEARD) + (name == "chat.txt")  # a new line within the message
    assert (reading.difference, reading.places) == (lost, places)
    assert reading.lost == f"characters not accounted for: {lost}, at {places[0]}" + (
        f", {places[1]}" if places[1:] else ""
    )


def test_one_place_lost_and_another_read_twice_do_not_make_up_for_each_other(
    tmp_path, monkeypatch
):
    path = text(tmp_path / "a.txt", "One.\nTwo.\nSix.\n")
    whole = formats.read_file(path)
    twice = replace(whole, utterances=[*whole.utterances[:2], whole.utterances[0]])
    monkeypatch.setitem(formats.READERS, ".txt", lambda _: twice)
    reading = formats.read_file(path)
    assert reading.difference == 0
    assert reading.lost == "characters not accounted for: 0, at line 1, line 3"
    _, files = formats.read_folder(tmp_path, {path: "S01"})
    assert list(files["status"]) == ["partly"]


def test_the_command_names_the_place_and_ends_with_1(tmp_path, monkeypatch):
    path = word_file(tmp_path / "a.docx")
    told = CliRunner().invoke(cli.app, ["read", str(path), "--json"])
    last = json.loads(told.stdout.splitlines()[-1])
    assert (told.exit_code, last["difference"], last["places"]) == (0, 0, [])
    monkeypatch.setitem(formats.READERS, ".docx", dropping(".docx"))
    told = CliRunner().invoke(cli.app, ["read", str(path), "--json"])
    last = json.loads(told.stdout.splitlines()[-1])
    assert (told.exit_code, last["difference"]) == (1, len(HEARD))
    assert last["places"] == ["table 1 row 2"]


def test_many_places_are_told_in_few_words(tmp_path, monkeypatch):
    path = text(tmp_path / "a.txt", "One.\n" * 9)
    none = replace(formats.read_file(path), utterances=[])
    monkeypatch.setitem(formats.READERS, ".txt", lambda _: none)
    assert formats.read_file(path).lost == (
        "characters not accounted for: 36, at line 1, line 2, line 3, line 4, line 5 "
        "and 4 more places"
    )


BROKEN = """
from dataclasses import replace
from coprod.listen import formats as voices
whole = voices.READERS[".docx"]
def broken(path):
    found = whole(path)
    kept = [p for p in found.paragraphs if not p.text.startswith("Nobody")]
    return found._replace(paragraphs=kept)
voices.READERS[".docx"] = broken
"""


def coprod(tmp_path, *words, **more):
    """Run the command as a user does, on the round of this test."""
    return subprocess.run(
        [sys.executable, "-m", "coprod", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "IPYTHONDIR": str(tmp_path / "ipython"), **more},
    )


@pytest.mark.slow
def test_a_lost_place_is_named_in_01_and_ends_a_whole_run_with_1(rnd, tmp_path):
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    text(startup / "00-broken.py", BROKEN)  # the engines of notebooks run this first
    word_file(rnd.raw / "a.docx")
    text(rnd.raw / "b.txt", "Mum: The nurse was kind.\nDad: More beds.\n")
    where = ("--round", rnd.name, "--data", rnd.data, "--reports", rnd.reports)
    ran = coprod(tmp_path, "run", *where)
    told = f"characters not accounted for: {len(HEARD)}, at table 1 row 2"
    assert ran.returncode == 1
    assert f"Not right: file S01 needs a look: {told}" in ran.stderr
    assert "stopped" not in ran.stderr
    pages = sorted(rnd.working.glob("*.html"))
    assert len(pages) == 12
    for page in pages:
        assert "1 of 2 files fully read" in page.read_text(encoding="utf-8"), page
    gathered = pages[1].read_text(encoding="utf-8")
    assert told in gathered and "needs a look" in gathered
    assert "rang us back" not in gathered
