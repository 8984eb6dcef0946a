"""Every character of any file is taken or set aside: against sweeps written here."""

import re
import zipfile
from html import escape, unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from coprod import sources, standing, tables, voices
from tests.test_formats import odt
from tests.test_voices import SPACES, docx, packed, rels

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
    reading = voices.read_file(path)
    counted = xml_characters(path, "word/", "<w:t>(.*?)</w:t>", "<w:tab/>")
    assert (reading.characters, reading.difference) == (counted, 0)


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
    reading = voices.read_file(path)
    counted = xml_characters(path, "ppt/", "<a:t>(.*?)</a:t>", "<a:br/>")
    assert (reading.characters, reading.difference) == (counted, 0)


CELL = st.one_of(
    st.text("abc XY.,é’語😀'=0", max_size=12), st.sampled_from(["0044", "None", " 7 "])
)


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
    reading = voices.read_file(folder / "a.xlsx")
    truth = [*rows, head, ["ID", "Comments", "Role", head[0]]]
    assert reading.characters == sum(len(cell) for row in truth for cell in row)
    assert reading.difference == 0


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
    reading = voices.read_file(path)
    counted = xml_characters(
        path, "(content|styles).xml", r">([^<]*)", "<text:(?:tab)/>"
    )
    counted += 3 * body.count("<text:s text:c")
    assert (reading.characters, reading.difference) == (counted, 0)


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
    reading = voices.read_file(folder / "a.rtf")
    assert reading.characters == sum(len(text) for text, _, _ in pieces)
    assert reading.difference == 0
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
    reading = voices.read_file(folder / f"a{ending}")
    assert (reading.characters, reading.difference) == (len(text), 0)


@FORTY
@given(
    st.lists(st.tuples(st.sampled_from(["DB: ", "Mum: ", "", "[id1] "]), LETTERS)),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_every_character_of_any_plain_text(folder, lines, encoding):
    text = "\n".join(label + words for label, words in lines)
    (folder / "a.txt").write_bytes(text.encode(encoding))
    reading = voices.read_file(folder / "a.txt")
    assert reading.difference == 0
    if text.isascii() or encoding != "utf-16":
        assert reading.characters == len(text)


def test_a_difference_needs_a_look_and_ends_the_run_with_1(rnd, monkeypatch):
    rnd.raw.mkdir(parents=True, exist_ok=True)
    for name in ("a.txt", "b.txt"):
        (rnd.raw / name).write_text("Mum: Hello there.")
    whole = voices.READERS[".txt"]

    def short(path):
        return whole(path) if path.name == "a.txt" else voices.Reading([], {}, 17)

    monkeypatch.setitem(voices.READERS, ".txt", short)
    _, files = sources.listen(rnd)
    rnd.save("files", files)
    assert list(sources.inventory(files)["status"]) == ["read", "needs a look"]
    assert sources.set_aside(files).values.tolist() == [
        ["speaker labels", 4, "S01 4"],
        ["white space", 1, "S01 1"],
    ]
    assert "1 of 2 files fully read. Every word read: no; look at S02" in (
        sources.every_word(files)
    )
    assert standing.wrong(rnd) == ["file S02 needs a look"]


def test_no_file_and_one_comment_are_enough(rnd):
    rnd.raw.mkdir(parents=True, exist_ok=True)
    said, files = sources.listen(rnd)
    assert (len(said), len(files)) == (0, 0)
    assert sources.set_aside(files).empty
    assert "no files yet" in sources.every_word(files)
    (rnd.raw / "a.txt").write_text("Hello.")
    said, files = sources.listen(rnd)
    assert (list(said["text"]), list(files["difference"])) == (["Hello."], [0])
    tables.check("files", files)
