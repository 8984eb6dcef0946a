import io
import random
import struct
import time
import tracemalloc
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coprod.store import office, spreadsheets

TYPES = {"[Content_Types].xml": "<Types/>"}
PLAIN = {**TYPES, "word/document.xml": "<document>Hello</document>"}
RISKY = [
    "=1+1",
    "+44 is a phone",
    "-2",
    "@mum",
    "\tx",
    "＝1",
    "'=1",
    "''-x",
    "=HYPERLINK()",
]
PLAIN_WORDS = [
    "007",
    "None",
    "n/a",
    "1e5",
    "",
    " two ",
    "a\r\nb",
    "_x000D_",
    "it's",
    '"',
]


def archive(path: Path, parts: dict[str, str | bytes], **options: int) -> Path:
    packing = {"compression": zipfile.ZIP_DEFLATED, **options}
    with zipfile.ZipFile(path, "w", **packing) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return path


def lying(path: Path) -> Path:
    """Make an archive whose list says that a part of 1 MB has 10 bytes."""
    archive(path, {**TYPES, "word/document.xml": "<a>" + "x" * 1_000_000})
    raw = bytearray(path.read_bytes())
    entry = raw.rfind(b"PK\x01\x02")
    raw[entry + 24 : entry + 28] = struct.pack("<I", 10)
    path.write_bytes(raw)
    return path


def twice(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as made, pytest.warns(UserWarning):
        for name in (*PLAIN, "word/document.xml"):
            made.writestr(name, "<a/>")
    return path


def flat(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


LOCKED = office.OLD_OFFICE + "EncryptedPackage".encode("utf-16-le")
LAUGHS = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'
HOSTILE = {
    "not an Office file": lambda p: flat(p, b"hello"),
    "old Office format": lambda p: flat(p, office.OLD_OFFICE + b"..."),
    "password": lambda p: flat(p, LOCKED),
    "larger than 50 MB": lambda p: flat(p, b"PK" + bytes(50_000_001)),
    "more than 100 MB": lambda p: archive(
        p, {**TYPES, "a.xml": b"<" + bytes(100_000_001)}
    ),
    "more than 200 MB": lambda p: archive(
        p, {**TYPES, **{f"{i}.xml": b"<" + bytes(70_000_000) for i in range(3)}}
    ),
    "200 times": lambda p: archive(p, {**TYPES, "a.xml": b"<" + bytes(5_000_000)}),
    "5,000 parts": lambda p: archive(
        p, {**TYPES, **{f"{i}": "" for i in range(5_001)}}
    ),
    "same name": twice,
    "leads out": lambda p: archive(p, {**PLAIN, "../evil.xml": "<a/>"}),
    "declares XML entities": lambda p: archive(p, {**PLAIN, "a.xml": LAUGHS}),
    "XML entities": lambda p: archive(p, {**PLAIN, "a.xml": LAUGHS.encode("utf-16")}),
    "not plain XML": lambda p: archive(p, {**PLAIN, "a.xml": LAUGHS.encode("cp037")}),
    "longer than the file says": lying,
    "damaged": lambda p: flat(p, b"PK\x03\x04 and then nothing"),
    "2,000,000 tags": lambda p: archive(
        p,
        {
            **PLAIN,
            "a.xml": b"<a/>" * 2_000_001,
            "b.bin": random.Random(1).randbytes(100_000),
        },
    ),
    "more than 9 MB": lambda p: archive(
        p,
        {
            **PLAIN,
            "a.xml": b"<a>" + b"x" * 10_000_000,
            "b.bin": random.Random(1).randbytes(100_000),
        },
    ),
    "Strict": lambda p: archive(
        p, {**PLAIN, "a.xml": '<a xmlns="http://purl.oclc.org/ooxml/x/main"/>'}
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("why", HOSTILE)
def test_a_hostile_file_is_refused_in_plain_words(why, tmp_path):
    path = HOSTILE[why](tmp_path / "wishes.docx")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(ValueError, match=why) as refusal:
        office.check_safe(path)
    assert "wishes" not in str(refusal.value)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.slow
def test_a_check_of_a_large_file_needs_little_memory(tmp_path):
    large = {**PLAIN, "a.xml": b"<" + bytes(98_000_000), "b.bin": bytes(98_000_000)}
    path = archive(
        tmp_path / "a.docx", {**large, "c.bin": random.Random(1).randbytes(1_500_000)}
    )
    tracemalloc.start()
    office.check_safe(path)
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


def test_an_ordinary_file_is_accepted(tmp_path):
    office.check_safe(archive(tmp_path / "a.docx", PLAIN))


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(FileNotFoundError, match="not there"):
        office.check_safe(tmp_path / "Amira.docx")


def test_what_is_not_read_run_or_fetched_is_noted(tmp_path):
    link = (
        '<Relationship Id="r" Type="x/image" Target="http://x" TargetMode="External"/>'
    )
    parts = {
        **PLAIN,
        "word/_rels/document.xml.rels": link + link.replace("image", "hyperlink"),
        "word/media/wish.png": b"1",
        "word/vbaProject.bin": b"1",
    }
    assert office.remarks(archive(tmp_path / "a.docx", parts)) == [
        "pictures not read: 1",
        "macros not run: 1",
        "linked files not fetched: 1",
    ]


@pytest.fixture
def frame() -> pd.DataFrame:
    words = RISKY + PLAIN_WORDS
    return pd.DataFrame({"who": [f"{i:03d}" for i in range(len(words))], "said": words})


def test_tables_come_back_from_excel_word_for_word(frame, tmp_path):
    path = tmp_path / "a.xlsx"
    spreadsheets.write_xlsx(path, {"wishes": frame, "more": frame.head(1)})
    back = office.read_xlsx(path)
    assert list(back) == ["wishes", "more"]
    assert back["wishes"].to_numpy().tolist() == frame.to_numpy().tolist()


def test_nothing_in_a_written_workbook_can_run(frame, tmp_path):
    from openpyxl import load_workbook

    spreadsheets.write_xlsx(tmp_path / "a.xlsx", {"wishes": frame})
    cells = [
        c for row in load_workbook(tmp_path / "a.xlsx")["wishes"].rows for c in row
    ]
    assert not [cell for cell in cells if cell.data_type in "fn" and cell.value]
    assert all(cell.number_format == "@" and cell.quotePrefix for cell in cells)


def test_a_workbook_is_the_same_bytes_every_time(frame, tmp_path, monkeypatch):
    spreadsheets.write_xlsx(tmp_path / "a.xlsx", {"wishes": frame})
    later = time.localtime(time.time() + 90_000)
    monkeypatch.setattr(time, "localtime", lambda *_: later)
    time.sleep(1.1)  # the time that openpyxl would write has whole seconds
    spreadsheets.write_xlsx(tmp_path / "b.xlsx", {"wishes": frame})
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_drop_down_offers_its_choices_and_adds_no_sheet(frame, tmp_path):
    from openpyxl import load_workbook

    path, offered = tmp_path / "a.xlsx", ["yes, always", "no"]
    spreadsheets.write_xlsx(path, {"wishes": frame}, {("wishes", "said"): offered})
    book = load_workbook(path)
    [rule] = book["wishes"].data_validations.dataValidation
    assert rule.formula1 == "choices!$A$1:$A$2"
    assert [cell.value for cell in book["choices"]["A"]] == offered
    assert list(office.read_xlsx(path)) == ["wishes"]


@pytest.mark.parametrize(
    "words",
    [
        "x" * 32_768,
        "It was a long day. " * 4_000,
        "\U0001f600" * 20_000,
        "\x01" * 9_000,
    ],
)
def test_words_too_long_for_a_cell_go_on_beside_it_and_none_is_cut(words, tmp_path):
    from openpyxl import load_workbook

    frame = pd.DataFrame({"said": ["short", words], "who": ["P01", "P02"]})
    spreadsheets.write_xlsx(tmp_path / "a.xlsx", {"s": frame}, {("s", "who"): ["P01"]})
    cells = [
        c.value or "" for row in load_workbook(tmp_path / "a.xlsx")["s"] for c in row
    ]
    assert max(len(cell.encode("utf-16-le")) // 2 for cell in cells) <= 32_767
    back = office.read_xlsx(tmp_path / "a.xlsx")["s"]
    heads = [name for name in back.columns if name.startswith("said")]
    assert heads[:2] == ["said", "said, part 2"] and back.columns[-1] == "who"
    assert "".join(back.loc[1, heads]) == words
    assert "".join(back.loc[0, heads]) == "short" and list(back["who"]) == [
        "P01",
        "P02",
    ]


def test_two_columns_of_one_name_are_both_written(tmp_path):
    frame = pd.DataFrame([["a", "b"]], columns=["code", "code"])
    spreadsheets.write_xlsx(tmp_path / "a.xlsx", {"s": frame})
    assert office.read_xlsx(tmp_path / "a.xlsx")["s"].to_numpy().tolist() == [
        ["a", "b"]
    ]


def test_tables_come_back_from_csv_word_for_word(frame, tmp_path):
    spreadsheets.write_csv(tmp_path / "a.csv", frame)
    back = spreadsheets.read_csv(tmp_path / "a.csv")
    assert back.to_numpy().tolist() == frame.to_numpy().tolist()


def test_a_formula_in_a_csv_file_stands_behind_an_apostrophe(frame, tmp_path):
    import csv

    spreadsheets.write_csv(tmp_path / "a.csv", frame)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r＝"))]


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@example(["\0"])
@example(["\0\1 \0"])
@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5)
)
def test_any_words_come_back(tmp_path_factory, words):
    folder = tmp_path_factory.mktemp("round")
    frame = pd.DataFrame({"said": words})
    spreadsheets.write_csv(folder / "a.csv", frame)
    spreadsheets.write_xlsx(folder / "a.xlsx", {"s": frame})
    assert spreadsheets.read_csv(folder / "a.csv")["said"].tolist() == words
    assert office.read_xlsx(folder / "a.xlsx")["s"]["said"].tolist() == words


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_files_in_usual_encodings_are_read(encoding):
    words = "Zoë said: “it’s great” – the café was 5 £, naïve staff, garçon. " * 3
    assert spreadsheets.decode(words.encode(encoding)) == words


def test_japanese_is_read_and_curly_apostrophes_are_not_taken_for_it():
    words = "看護師さんは、とてもやさしかったです。ごはんは冷たかった。"
    assert spreadsheets.decoded(words.encode("cp932")) == (words, "cp932", True)
    english = "It’s what we said: she’s kind, he’s late, they’re loud. " * 9
    assert spreadsheets.decoded(english.encode("cp1252")) == (english, "cp1252", True)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_columns_may_be_parted_by_comma_semicolon_or_tab(mark, tmp_path):
    (tmp_path / "a.csv").write_text(f'id{mark}said\n007{mark}"a,b;c\td"\n')
    assert spreadsheets.read_csv(tmp_path / "a.csv").to_numpy().tolist() == [
        ["007", "a,b;c\td"]
    ]


def test_a_single_column_is_not_split_at_its_commas(tmp_path):
    (tmp_path / "a.csv").write_text("comment\nGood food, kind nurses\n")
    assert spreadsheets.read_csv(tmp_path / "a.csv")["comment"].tolist() == [
        "Good food, kind nurses"
    ]


def test_writing_does_not_change_the_table(frame, tmp_path):
    before = frame.copy()
    spreadsheets.write_csv(tmp_path / "a.csv", frame)
    spreadsheets.write_xlsx(tmp_path / "a.xlsx", {"s": frame})
    pd.testing.assert_frame_equal(frame, before)


def test_a_failed_save_leaves_the_old_file(frame, tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("old")
    monkeypatch.setattr(
        "os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "disk full"))
    )
    with pytest.raises(OSError, match="disk full"):
        spreadsheets.write_csv(path, frame)
    assert [p.read_text() for p in tmp_path.iterdir()] == ["old"]


def test_a_zip_made_of_nothing_is_refused(tmp_path):
    held = io.BytesIO()
    zipfile.ZipFile(held, "w").close()
    with pytest.raises(ValueError, match="not an Office file"):
        office.check_safe(flat(tmp_path / "a.docx", held.getvalue()))


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Who?;Which, of these?\nchild;a, b\nparent;c", ";"),
        ("Who?,Which; of these?\nchild,a;b\nparent,c", ","),
        ("Who?;[Food, warm];[Play]\nchild;a, b;c\nparent;d, e;f", ";"),
        ("Who?\tWhy, then?\nchild\ta, b", "\t"),
        ("wish\nparking, please\nfood", "\x1f"),
    ],
)
def test_columns_are_parted_by_what_gives_every_row_as_many(text, mark):
    assert spreadsheets.delimiter(text) == mark
