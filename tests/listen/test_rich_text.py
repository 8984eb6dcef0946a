import pytest

from coprod.listen import formats
from coprod.listen.formats import rich_text, rich_text_count


def rtf(path, body, head=r"\ansi\ansicpg1252\deff0"):
    raw = body if isinstance(body, bytes) else body.encode("latin-1")
    path.write_bytes(b"{\\rtf1" + head.encode() + b"\n" + raw + b"}")
    reading = formats.read_file(path)
    assert reading.difference == 0
    return reading


def words(reading):
    return [u.text for u in reading.utterances]


EVERYWHERE = (
    r"{\fonttbl{\f0\froman\fcharset0 Times;}}{\colortbl;\red0\green0\blue0;}"
    r"{\stylesheet{\s1\sbasedon0\b heading 1;}{\s2 Normal;}}"
    r"{\info{\title Secret title}{\author Zofia}}"
    r"{\header\pard Page header\par}{\footerr Page \chpgn\par}"
    r"\pard\s1 What was good?\par"
    r"\pard\s2 Mum:\tab The nurse{\b s} were {\deleted never }kind{\footnote a note}."
    r"\line Very.\par "
    r"Dad: {\field{\*\fldinst HYPERLINK x}{\fldrslt a link}} and {\v unseen}more"
    r"{\*\atnid AB}{\*\atnauthor Anna B}\chatn{\*\annotation Ask \'e9 again}\par"
    r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt\pard in a box\par}}"
    r"{\shprslt{\*\do{\dptxbxtext in a box}}}}"
    r"\trowd\pard\intbl one\cell two\cell\row"
    r"\pard {\listtext\'b7\tab}a point\par"
    r"{\*\unknown settings}{\pict\pngblip 89504e47}{\*\generator X;}"
)


def test_words_anywhere_in_rich_text_are_read_or_set_aside(tmp_path):
    reading = rtf(tmp_path / "a.rtf", EVERYWHERE)
    assert [(u.place, u.speaker, u.text) for u in reading.utterances] == [
        ("heading", None, "What was good?"),
        ("body", "Mum", "The nurses were kind.\nVery."),
        ("body", "Dad", "a link and more"),
        ("text box", None, "in a box"),
        ("table", None, "one"),
        ("table", None, "two"),
        ("body", "Dad", "a point"),
        ("footnote", None, "a note"),
        ("comment", "Anna B", "Ask é again"),
    ]
    aside = reading.set_aside
    assert aside["deleted in tracked changes"] == len("never ")
    assert aside["headers, footers and slide numbers"] == len("Page headerPage ")
    assert aside["hidden words"] == len("unseen")
    assert aside["numbers and bullets of lists"] == 2
    assert aside["second copy of a text box"] == len("in a box")
    assert "pictures not read: 1" in reading.notes
    assert reading.utterances[1].question == "What was good?"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (r"caf\'e9 \u8217\'92s \u-10179?\u-8704?", "café ’s 😀"),
        (r"{\uc0\u8217}s {\uc2\u8364 EU}ro \u163\'a3", "’s €ro £"),
        (r"\{a\}\\ b\~c\_d\emdash e\ldblquote f\rdblquote", "{a}\\ b\u00a0c-d—e“f”"),
        (r"{\fonttbl{\f1\fcharset128 M;}}\f1\'82\'a0\'82\'a2", "あい"),
        (r"{\fonttbl{\f1\fcharset238 M;}}\f1 Ma\'b3gorzata", "Małgorzata"),
        (r"{\fonttbl{\f1\fcharset204 M;}}{\f1\'cc\'e0\'ec\'e0}\'cc", "МамаÌ"),
        (r"{\upr{Zoe}{\*\ud Zo\u235 e}}", "Zoë"),
        ("split over\r\n lines", "split over lines"),
        ("x{\\*\\bin4 {{{{}y", "xy"),
    ],
)
def test_letters_in_any_code_page_are_read(tmp_path, body, said):
    reading = rtf(tmp_path / "a.rtf", body)
    assert words(reading) == [said]


def test_the_code_page_of_the_whole_file_is_followed(tmp_path):
    reading = rtf(tmp_path / "a.rtf", r"\'8e\par \'93\'fa", head=r"\ansi\ansicpg932")
    assert words(reading)[-1] == "日"
    assert words(rtf(tmp_path / "b.rtf", r"caf\'8e", head=r"\mac")) == ["café"]


def test_a_paragraph_goes_on_around_a_note(tmp_path):
    reading = rtf(tmp_path / "a.rtf", r"before {\footnote aside\par more}after\par")
    assert words(reading) == ["before after", "aside", "more"]


def test_a_file_that_is_cut_off_is_read_and_said(tmp_path):
    path = tmp_path / "a.rtf"
    path.write_bytes(rb"{\rtf1 {\b Mum: We came and")
    reading = formats.read_file(path)
    assert words(reading) == ["We came and"]
    assert any("cut off" in note for note in reading.notes)


def test_a_word_the_reader_passes_over_is_seen_by_the_count(tmp_path, monkeypatch):
    monkeypatch.setattr(rich_text, "ENDS", ())
    monkeypatch.setattr(rich_text, "DATA", {*rich_text.DATA, "footnote"})
    path = tmp_path / "a.rtf"
    path.write_bytes(b"{\\rtf1 " + EVERYWHERE.encode("latin-1") + b"}")
    assert formats.read_file(path).difference == len("a note")


def test_the_two_counts_share_no_code():
    from pathlib import Path

    source = Path(rich_text_count.__file__).read_text(encoding="utf-8")
    assert "richtext" not in source.split('"""')[2]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"{\\rtf1 " + b"{" * 200_000, "nested more than 500"),
        (b"{\\rtf1 " + b"{}" * 1_000_001 + b"}", "more than 1,000,000 groups"),
        (b"{\\rtf1 \\bin4000000000 x}", "more data than it does"),
        (b"{\\rtf1 " + b"\\bin0 " * 10_001 + b"}", "blocks of data"),
        (b"PK\x03\x04 hello", "not rich text"),
    ],
    ids=["deep", "many", "bin", "bins", "other"],
)
def test_hostile_rich_text_is_refused_in_plain_words(tmp_path, raw, why):
    (tmp_path / "Amira.rtf").write_bytes(raw)
    with pytest.raises(ValueError, match=why) as refusal:
        formats.read_file(tmp_path / "Amira.rtf")
    assert "Amira" not in str(refusal.value)


def test_a_link_in_rich_text_is_noted_and_not_fetched(tmp_path):
    body = r'{\field{\*\fldinst INCLUDEPICTURE "http://x"}{\fldrslt }}Hello'
    reading = rtf(tmp_path / "a.rtf", body)
    assert reading.notes == ["linked files not fetched: 1"]


def test_a_typed_bin_is_a_word_and_no_announcement(tmp_path):
    words = rb"{\rtf1\ansi It is in C:\\bin12 and the nurse was kind to us\par}"
    (tmp_path / "a.rtf").write_bytes(words)
    reading = formats.read_file(tmp_path / "a.rtf")
    assert "and the nurse was kind" in reading.utterances[0].text
    assert reading.difference == 0
