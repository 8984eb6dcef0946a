import json
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import spoken

from coprod.listen import formats
from coprod.listen.formats import reasons, sheet_columns, utterances, web
from coprod.listen.formats.utterances import NUMBER, Paragraph
from coprod.protect import who_words
from coprod.store import spreadsheets

DATA = Path(__file__).resolve().parents[3] / "shared/data"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = f'xmlns:w="{W}" xmlns:a="{A}" xmlns:p="{P}" xmlns:mc="{MC}" xmlns:r="{REL}"'


def shared(name: str) -> Path:
    if not (DATA / name).exists():
        pytest.skip("shared/data is not here")
    return DATA / name


def packed(path: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        for name, content in parts.items():
            made.writestr(name, content)
    return path


def p(words: str, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}<w:r><w:t>{words}</w:t></w:r></w:p>"


def docx(path: Path, body: str, **parts: str) -> Path:
    styles = '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    held = {
        "document": f"<w:body>{body}</w:body>",
        "styles": styles,
        **parts,
    }
    root = {"header1": "hdr", "footer1": "ftr"}
    return packed(
        path,
        {
            f"word/{n}.xml": f"<w:{root.get(n, n)} {SPACES}>{x}</w:{root.get(n, n)}>"
            for n, x in held.items()
        },
    )


def words(reading: utterances.Reading) -> list[str]:
    return [utterance.text for utterance in reading.utterances]


def who(reading: utterances.Reading) -> list[tuple[str | None, str]]:
    return [(utterance.speaker, utterance.text) for utterance in reading.utterances]


def text_file(path: Path, content: str) -> utterances.Reading:
    path.write_bytes(content.encode())
    reading = formats.read_file(path)
    assert reading.difference == 0
    assert reading.characters == len(content)
    return reading


# Word

BOX = "<w:txbxContent>{}</w:txbxContent>"
PLACES = (
    p("body")
    + "<w:tbl><w:tr><w:tc>" + p("table") + "<w:tbl><w:tr><w:tc>" + p("nested")
    + "</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>"
    + "<w:p><w:ins><w:r><w:t>inserted</w:t></w:r></w:ins>"
    + "<w:del><w:r><w:delText>deleted</w:delText></w:r></w:del></w:p>"
    + "<w:p><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom></w:p>"
    + "<w:p><w:moveTo><w:r><w:t>moved</w:t></w:r></w:moveTo></w:p>"
    + "<w:sdt><w:sdtContent>" + p("control") + "</w:sdtContent></w:sdt>"
    + "<w:p><w:sdt><w:sdtContent><w:r><w:t>inline control</w:t></w:r></w:sdtContent>"
    + "</w:sdt></w:p>"
    + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + p("Click here")
    + "</w:sdtContent></w:sdt>"
    + "<w:p><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p>"
    + "<w:p><w:r><w:t>anchor</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>"
    + BOX.format(p("box")) + "</mc:Choice><mc:Fallback>" + BOX.format(p("box"))
    + "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    + "<w:p><w:smartTag><w:r><w:t>smart</w:t></w:r></w:smartTag></w:p>"
    + "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/>"
    + "<w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>"
)  # fmt: skip


@pytest.fixture
def everywhere(tmp_path):
    note = "<w:{0} w:id='1' w:author='DB'>{1}</w:{0}>"
    return docx(
        tmp_path / "a.docx",
        PLACES,
        footnotes=note.format("footnote", p("foot")),
        endnotes=note.format("endnote", p("end")),
        comments=note.format("comment", p("margin")),
        header1=p("Header"),
        footer1=p("Footer"),
    )


def test_words_anywhere_in_a_word_file_are_read_or_set_aside(everywhere):
    reading = formats.read_file(everywhere)
    assert words(reading) == [
        *("body", "table", "nested", "inserted", "moved", "control", "inline control"),
        *("link", "anchor", "box", "smart", "a\tb\nc", "foot", "end", "margin"),
    ]
    assert reading.set_aside == {
        "deleted in tracked changes": 7,
        "moved elsewhere in tracked changes": 5,
        "prompts that nobody filled in": 10,
        "second copy of a text box": 3,
        "headers, footers and slide numbers": 12,
    }
    assert reading.difference == 0


def test_an_utterance_of_a_word_file_knows_its_place(everywhere):
    places = {u.text: u.place for u in formats.read_file(everywhere).utterances}
    assert places["nested"] == "table"
    assert places["box"] == "text box"
    assert places["margin"] == "comment"
    assert places["foot"] == "footnote"


def test_who_wrote_a_comment_in_the_margin_is_its_speaker(everywhere):
    assert ("DB", "margin") in who(formats.read_file(everywhere))


def test_a_heading_in_any_language_is_the_question_of_what_follows(tmp_path):
    body = p("What was good?", "berschrift1") + p("The nurses")
    said = formats.read_file(docx(tmp_path / "a.docx", body)).utterances
    assert [u.question for u in said] == [None, "What was good?"]


def test_a_text_box_known_only_to_older_word_is_read(tmp_path):
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice/><mc:Fallback>"
        + BOX.format(p("old box"))
        + "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert words(formats.read_file(docx(tmp_path / "a.docx", body))) == ["old box"]


def test_a_count_that_does_not_add_up_is_seen(everywhere, monkeypatch):
    from coprod.listen.formats import word

    monkeypatch.setattr(word, "SPOKEN", {f"{{{W}}}document": "body"})
    monkeypatch.setattr(word, "paragraphs", lambda *_: iter(()))
    assert formats.read_file(everywhere).difference > 0


TREE = st.recursive(
    st.text("ab :é\u00a0", max_size=6).map(p),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda x: "".join(x)),
        inner.map(lambda x: f"<w:tbl><w:tr><w:tc>{x}</w:tc></w:tr></w:tbl>"),
        inner.map(lambda x: f"<w:ins>{x}</w:ins>"),
        inner.map(lambda x: f"<w:del>{x}</w:del>"),
        inner.map(lambda x: f"<w:sdt><w:sdtContent>{x}</w:sdtContent></w:sdt>"),
        inner.map(lambda x: f"<w:p><w:r>{BOX.format(x)}<w:tab/></w:r></w:p>"),
        inner.map(
            lambda x: (
                f"<mc:AlternateContent><mc:Choice>{x}</mc:Choice>"
                f"<mc:Fallback>{x}</mc:Fallback></mc:AlternateContent>"
            )
        ),
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(TREE)
def test_every_character_of_any_word_file_is_accounted_for(tmp_path_factory, body):
    path = docx(tmp_path_factory.mktemp("round") / "a.docx", body)
    assert formats.read_file(path).difference == 0


# Slides


def sp(words: str, kind: str = "") -> str:
    holder = (
        f'<p:nvSpPr><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr>' if kind else ""
    )
    return f"<p:sp>{holder}<p:txBody>{ap(words)}</p:txBody></p:sp>"


def ap(words: str) -> str:
    return f"<a:p><a:r><a:t>{words}</a:t></a:r></a:p>"


def rels(*links: tuple[str, str]) -> str:
    each = (
        f'<R Id="r{i}" Type="x/{k}" Target="{t}"/>' for i, (k, t) in enumerate(links)
    )
    return f"<Rs>{''.join(each)}</Rs>"


def part(root: str, inside: str) -> str:
    return f"<{root} {SPACES}>{inside}</{root}>"


@pytest.fixture
def deck(tmp_path):
    table = f"<a:tbl><a:tr><a:tc>{ap('cell')}</a:tc></a:tr></a:tbl>"
    one = (
        sp("Wishes", "title")
        + sp("3", "sldNum")
        + f"<p:grpSp>{sp('Food: cold')}</p:grpSp>"
    )
    parts = {
        "ppt/presentation.xml": f"<p:presentation {SPACES}><p:sldIdLst>"
        '<p:sldId r:id="r1"/><p:sldId r:id="r0"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": rels(
            ("slide", "slides/slide1.xml"), ("slide", "/ppt/slides/slide2.xml")
        ),
        "ppt/slides/slide1.xml": f"<p:sld {SPACES}>{one}{table}</p:sld>",
        "ppt/slides/_rels/slide1.xml.rels": rels(
            ("notesSlide", "../notesSlides/notesSlide1.xml"),
            ("chart", "../charts/c1.xml"),
        ),
        "ppt/notesSlides/notesSlide1.xml": part("p:notes", sp("Mum: Yes")),
        "ppt/slides/slide2.xml": f"<p:sld {SPACES}>{sp('First shown')}</p:sld>",
        "ppt/charts/c1.xml": part("p:chartSpace", ap("Chart")),
        "ppt/slideMasters/m.xml": f"<p:sldMaster {SPACES}>{sp('Click')}</p:sldMaster>",
    }
    return packed(tmp_path / "a.pptx", parts)


def test_slides_are_read_in_the_order_shown_with_title_tables_groups_and_notes(deck):
    reading = formats.read_file(deck)
    assert [(u.place, u.speaker, u.question, u.text) for u in reading.utterances] == [
        ("slide 1", None, None, "First shown"),
        ("title of slide 2", None, None, "Wishes"),
        ("slide 2", None, "Wishes", "Food: cold"),
        ("table on slide 2", None, "Wishes", "cell"),
        ("notes of slide 2", "Mum", "Wishes", "Yes"),
    ]
    assert reading.set_aside["words and numbers in charts"] == 5
    assert reading.set_aside["slide designs"] == 5
    assert reading.difference == 0


def test_the_deck_of_the_shared_data_is_read_with_groups_and_table():
    reading = formats.read_file(shared("office/test.pptx"))
    table = [u.text for u in reading.utterances if u.place == "table on slide 3"]
    others = reading.taken - sum(map(len, table))
    assert table[:6] == ["ColA", "ColB", "ColC", "ColD", "ColE", "ColF"]
    assert len(table) == 7  # the seventh is a long code, which may be somebody's
    assert reading.set_aside["numbers alone"] == 85 - 24 - 36
    # 1,355 in the notes on the data: with 5 line ends between paragraphs, and 2 blanks
    assert others == 1_355 - 5 - 2
    assert reading.set_aside["descriptions of pictures"] == 124
    assert reading.difference == 0


# Captions


def test_captions_without_leading_zeros_keep_their_speakers(tmp_path):
    cue = "id/1-0\r\n0:0:0.0 --> 0:0:3.5\r\n<v Jane Doe>Good food.</v>\r\n\r\n"
    other = "0:0:3.5 --> 0:0:7.2\r\n<v.loud John>Yes &amp; no."
    reading = text_file(tmp_path / "a.vtt", f"\ufeffWEBVTT\r\n\r\n{cue}{other}"[1:])
    assert who(reading) == [("Jane Doe", "Good food."), ("John", "Yes & no.")]


def test_two_voices_in_one_caption_are_two_utterances(tmp_path):
    cue = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>One</v>\n<v Bob>Two</v>\n"
    assert who(text_file(tmp_path / "a.vtt", cue)) == [("Ann", "One"), ("Bob", "Two")]


def test_a_byte_order_mark_is_not_a_word(tmp_path):
    path = tmp_path / "a.srt"
    path.write_bytes(b"\xef\xbb\xbf1\n00:00:01,000 --> 00:00:02,000\n<i>Hello</i>\n")
    assert words(formats.read_file(path)) == ["Hello"]


def test_rolling_captions_are_not_doubled(tmp_path):
    shown = [["we liked"], ["we liked", "the food"], ["the food", "a lot"], ["a lot"]]
    cues = (
        f"00:0{i}.000 --> 00:0{i}.900\n" + "\n".join(x) for i, x in enumerate(shown)
    )
    reading = text_file(tmp_path / "a.vtt", "WEBVTT\n\n" + "\n\n".join(cues))
    assert words(reading) == ["we liked", "the food", "a lot"]
    assert reading.set_aside["repeated caption lines"] > 0


def test_a_caption_that_grows_word_by_word_is_not_doubled(tmp_path):
    shown = ["we liked", "we liked the", "we liked the food"]
    cues = (f"00:0{i}.000 --> 00:0{i}.900\n{x}" for i, x in enumerate(shown))
    reading = text_file(tmp_path / "a.vtt", "WEBVTT\n\n" + "\n\n".join(cues))
    assert words(reading) == ["we liked", "the", "food"]


def test_yes_said_twice_stays_said_twice(tmp_path):
    cue = "00:0{0}.000 --> 00:0{0}.900\n{1}\n\n"
    said = ["Was it good?", "Yes.", "Yes.", "And the food?", "Cold."]
    text = "".join(cue.format(i, x) for i, x in enumerate(said))
    assert words(text_file(tmp_path / "a.vtt", text)) == said


# Plain text and speakers


def test_labels_are_speakers_and_unlabelled_lines_go_on(tmp_path):
    reading = text_file(
        tmp_path / "a.txt",
        "MODERATOR: What was good?\r\n\r\nDB:\tThe nurses.\r\n And the play room. \r\n"
        "Interviewee 1: My view is this: more food.\r\nI said: no.\r\n",
    )
    assert who(reading) == [
        ("MODERATOR", "What was good?"),
        ("DB", "The nurses."),
        ("DB", "And the play room."),
        ("Interviewee 1", "My view is this: more food."),
        ("Interviewee 1", "I said: no."),
    ]
    assert reading.set_aside["speaker labels"] == len("MODERATOR:DB:Interviewee 1:")


@pytest.mark.parametrize(
    ("line", "speaker", "said"),
    [
        ("Amira Khan: Hello", "Amira Khan", "Hello"),
        ("Mum of Amira: Hello", "Mum of Amira", "Hello"),
        ("mum: Hello", "mum", "Hello"),
        ("P07: Hello", "P07", "Hello"),
        ("[00:01:02] Jane: Hello", "Jane", "Hello"),
        ("Jane Doe   0:03\nHello", "Jane Doe", "Hello"),
        ("Mum (P3): Hello", "Mum", "Hello"),
        ("What I want is this: food", None, "What I want is this: food"),
        ("Note: bring a blanket", None, "Note: bring a blanket"),
        ("Q1: What was good?", None, "Q1: What was good?"),
        ("https://example.org", None, "https://example.org"),
        ("At 10:30 we met", None, "At 10:30 we met"),
        ("Ward 7\nwas cold", None, "Ward 7\nwas cold"),
    ],
)
def test_a_label_is_told_from_a_sentence_with_a_colon(line, speaker, said):
    from coprod.listen.formats.utterances import Tally

    [found] = spoken([Paragraph(line, "body")], Tally())
    assert (found.speaker, found.text) == (speaker, said)


def test_a_word_before_a_colon_once_in_a_long_text_is_no_speaker(tmp_path):
    prose = ["We walked to the ward and it was quiet."] * 9 + ["Result: nobody came."]
    reading = text_file(tmp_path / "a.txt", "\n".join(prose))
    assert reading.utterances[-1].text == "Result: nobody came."


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_every_character_of_any_text_is_accounted_for(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("round")
    for ending in (".txt", ".vtt"):
        (folder / f"a{ending}").write_bytes(content.encode())
        reading = formats.read_file(folder / f"a{ending}")
        assert reading.difference == 0


# Sheets


def csv_file(path: Path, rows: list[list[str]], **options) -> utterances.Reading:
    import csv

    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    reading = formats.read_file(path, **options)
    assert reading.difference == 0
    return reading


def xlsx_file(path: Path, rows: list[list[object]]) -> utterances.Reading:
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    reading = formats.read_file(path)
    assert reading.difference == 0
    return reading


def test_words_that_look_like_numbers_or_nothing_survive(tmp_path):
    said = ["None", "007", "n/a", "1e5", "NULL"]
    rows = [
        ["Respondent ID", "What was good?"],
        *([f"00{i}", w] for i, w in enumerate(said)),
    ]
    for reading in (
        csv_file(tmp_path / "a.csv", rows),
        xlsx_file(tmp_path / "a.xlsx", rows),
    ):
        assert words(reading) == [text for text in said if text != "007"]
        assert reading.set_aside["numbers alone"] == 3
        assert {u.question for u in reading.utterances} == {"What was good?"}
        assert json.loads(reading.utterances[2].about) == {"person": "003"}


def test_a_blank_cell_is_not_a_comment_but_is_counted(tmp_path):
    rows = [["ID", "Comments"], ["1", "Good"], ["2", " "], ["", ""], ["3", ""]]
    reading = csv_file(tmp_path / "a.csv", rows)
    assert (words(reading), reading.without_words) == (["Good"], 2)


@pytest.mark.slow
def test_the_nhs_file_gives_every_comment_with_its_question_and_person():
    reading = formats.read_file(shared("nhs-feedback/nhft.csv"))
    assert (len(reading.utterances), reading.without_words) == (2_313, 499)
    assert reading.difference == 0
    assert {u.question for u in reading.utterances} == {
        "What could we do better?",
        "What was good?",
    }
    first = json.loads(reading.utterances[0].about)
    assert first["person"] == "NHFT 45"
    assert sum(text.strip() == "None" for text in words(reading)) > 0


def test_the_key_of_a_row_survives_rows_put_in_before_it(tmp_path):
    rows = [
        ["Respondent ID", "Comments"],
        ["7", "Good food"],
        ["8", "Cold"],
        ["7", "Loud"],
    ]
    before = csv_file(tmp_path / "a.csv", rows)
    after = csv_file(tmp_path / "b.csv", [rows[0], ["9", "New"], *rows[1:]])
    keys = [u.row for u in before.utterances]
    assert [u.row for u in after.utterances][1:] == keys
    assert keys[2] == f"{keys[0]}-2"


def test_answers_of_one_person_in_several_columns_share_a_key(tmp_path):
    rows = [
        [
            "ID",
            "What was good?",
            "What could be better?",
            "Age band",
            "May we quote you?",
        ],
        ["1", "Nurses", "Food", "11-15", "Yes"],
        ["2", "Play", "Beds", "16-18", "No"],
    ]
    said = csv_file(tmp_path / "a.csv", rows).utterances
    assert [u.question for u in said[:2]] == ["What was good?", "What could be better?"]
    assert said[0].row == said[1].row != said[2].row
    assert json.loads(said[0].about) == {
        "age_band": "11-15",
        "person": "1",
        "quote": "Yes",
    }


def test_two_rows_of_headings_are_joined(tmp_path):
    rows = [
        ["ID", "About you", "", "Your views", ""],
        ["", "Age", "Role", "What was good? - Text", "What was bad?"],
        ["1", "14", "Child", "The nurses were kind", "Nothing"],
        ["2", "15", "Parent", "Play specialists came", "The food"],
    ]
    reading = csv_file(tmp_path / "a.csv", rows)
    assert words(reading)[:2] == ["The nurses were kind", "Nothing"]
    assert reading.utterances[0].question == "Your views - What was good?"
    assert json.loads(reading.utterances[0].about)["group"] == "Child"


def test_a_first_answer_is_not_taken_for_a_second_heading(tmp_path):
    rows = [["Comments", ""], ["The food was cold", "x"], ["I liked it", "y"]]
    assert words(csv_file(tmp_path / "a.csv", rows))[0] == "The food was cold"


def test_comments_said_again_take_the_question_before(tmp_path):
    rows = [
        ["ID", "Was it clean?", "Comments", "Was it loud?", "Comments"],
        ["1", "Yes", "Very clean indeed", "No", "Quiet at night"],
        ["2", "No", "Dust everywhere here", "No", "Nice and calm"],
    ]
    asked = [u.question for u in csv_file(tmp_path / "a.csv", rows).utterances[:2]]
    assert asked == [
        "Was it clean? - Comments (Yes)",
        "Was it loud? - Comments (No)",
    ]


def test_blank_rows_and_columns_a_title_and_excels_marks_are_no_words(tmp_path):
    rows = [
        ["Export of answers", "", "", ""],
        ["", "", "", ""],
        ["ID", "", "Comments", "Email"],
        ["1", "", "Kind nurses_x000D_\nCold food", "a@b.org"],
        ["", "", "", ""],
        ["2", "", "'=1+1", "c@d.org"],
    ]
    reading = csv_file(tmp_path / "a.csv", rows)
    assert words(reading) == ["Kind nurses\nCold food", "=1+1"]
    assert reading.set_aside["names and addresses, not kept"] == 14
    assert reading.set_aside["marks left by Excel"] == 7


def test_labels_and_grades_are_not_answers():
    frame = pd.DataFrame(
        [["1", "Strongly agree", "5", "Long words about the ward"]] * 2
        + [["2", "Agree", "4", "Other words about the ward"]],
        columns=["ID", "Do you agree?", "Comment score", "Why?"],
    )
    assert sheet_columns.roles(frame) == {
        0: "person",
        1: "other",
        2: "grade",
        3: "answer",
    }


def as_chosen(*roles):
    """Give what finds these roles for the first columns of a .csv."""
    return lambda _: {("", number): role for number, role in enumerate(roles)}


def test_a_person_may_change_the_role_of_a_column(tmp_path):
    rows = [["ID", "Comments"], ["1", "Good food"], ["2", "Cold food"]]
    reading = csv_file(tmp_path / "a.csv", rows, roles=as_chosen("answer", "other"))
    assert words(reading) == ["1", "2"]
    with pytest.raises(ValueError, match="'voice' is not a role"):
        formats.read_file(tmp_path / "a.csv", roles=as_chosen("voice"))


def test_a_list_of_wishes_without_heading_loses_no_wish(tmp_path):
    wishes = ["Pizza on Fridays", "A bigger bed, please", "My dog"]
    reading = csv_file(tmp_path / "a.csv", [[wish] for wish in wishes])
    assert words(reading) == wishes


def test_values_behind_formulas_dates_and_hidden_sheets(tmp_path):
    text = '<c r="{0}" t="str"><f>A1</f><v>{1}</v></c>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = (
        ("1", text.format("A1", "ID") + text.format("B1", "Comments")),
        ("2", '<c r="A2"><v>7</v></c>' + text.format("B2", "Good_x000D_ food")),
    )
    sheet = "".join(f'<row r="{n}">{cells}</row>' for n, cells in rows)
    book = f'<workbook xmlns="{main}" xmlns:r="{REL}"><sheets>{{}}</sheets></workbook>'
    tabs = '<sheet name="S" r:id="r0"/><sheet name="H" state="hidden" r:id="r1"/>'
    held = f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>'
    links = rels(("worksheet", "worksheets/s.xml"), ("worksheet", "worksheets/h.xml"))
    parts = {
        "xl/workbook.xml": book.format(tabs),
        "xl/_rels/workbook.xml.rels": links,
        "xl/worksheets/s.xml": held,
        "xl/worksheets/h.xml": held,
    }
    reading = formats.read_file(packed(tmp_path / "a.xlsx", parts))
    assert words(reading) == ["Good\r food"]
    assert reading.utterances[0].place == "cell B2 on S"
    assert reading.set_aside["hidden sheets"] == 21
    assert reading.difference == 0


def test_a_sheet_that_describes_columns_holds_no_comments(tmp_path):
    rows = [["Column ID", "Title"], ["A", "What was good?"], ["B", "What was bad?"]]
    reading = xlsx_file(tmp_path / "a.xlsx", rows)
    assert words(reading) == []
    assert reading.set_aside == {"sheets that describe columns": 43}


def test_nineteen_columns_named_comments_keep_their_own_question(tmp_path):
    asked = [f"How was part {i}?" for i in range(19)]
    rows = [["ID", *(name for ask in asked for name in (f" {ask}", "Comments"))]]
    rows += [[str(r), *("Good", f"Words of {r} here") * 19] for r in range(3)]
    for reading in (
        csv_file(tmp_path / "a.csv", rows),
        xlsx_file(tmp_path / "a.xlsx", rows),
    ):
        wanted = [f"{ask} - Comments (Good)" for ask in asked]
        assert [u.question for u in reading.utterances] == wanted * 3


def test_dates_and_padded_numbers_are_read_as_shown(tmp_path):
    from datetime import date

    from openpyxl import Workbook

    book = Workbook()
    for row in [["ID", "Date", "Comments"], [7, date(2026, 3, 31), "Good"]]:
        book.worksheets[0].append(row)
    book.worksheets[0]["A2"].number_format = "000"
    book.save(tmp_path / "a.xlsx")
    reading = formats.read_file(tmp_path / "a.xlsx")
    about = json.loads(reading.utterances[0].about)
    assert about == {"date": "2026-03-31", "person": "007"}
    assert reading.difference == 0


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=9)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6))
def test_every_character_of_any_sheet_is_accounted_for(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("round")
    frame = pd.DataFrame(rows, columns=["ID", "Comments", "Role"])
    spreadsheets.write_xlsx(folder / "a.xlsx", {"s": frame})
    assert formats.read_file(folder / "a.xlsx").difference == 0
    csv_file(folder / "a.csv", [list(frame.columns), *rows])


def test_naughty_strings_come_through_a_sheet_word_for_word(tmp_path):
    strings = json.loads(shared("naughty-strings/blns.json").read_text("utf-8"))
    frame = pd.DataFrame({"ID": range(len(strings)), "Comments": strings})
    told = [text.strip() for text in strings if text.strip()]
    told = [text for text in told if not NUMBER.fullmatch(text)]
    spreadsheets.write_csv(tmp_path / "a.csv", frame)
    spreadsheets.write_xlsx(tmp_path / "a.xlsx", {"s": frame})
    marked = [text for text in told if web.KNOWN.search(text)]
    plain = [text for text in told if text not in marked]
    assert len(plain) > 300 and [web.bare(text) for text in plain] == plain
    for path in (tmp_path / "a.csv", tmp_path / "a.xlsx"):
        reading = formats.read_file(path)
        assert words(reading) == [web.bare(t) for t in told if web.bare(t)]
        assert 0 < reading.set_aside[reasons.WEB] < sum(map(len, marked))
        assert reading.difference == 0


# Files and folders


@pytest.mark.slow
def test_every_file_of_the_shared_data_adds_up():
    files = [
        f
        for f in shared("office").parent.rglob("*")
        if f.suffix in {*formats.READERS} - {".json"}  # data, no transcripts
    ]
    assert len(files) > 20
    for file in files:
        assert formats.read_file(file).difference == 0, file.name


def test_a_linked_picture_is_noted_and_not_fetched(monkeypatch):
    import socket

    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("went out"))
    reading = formats.read_file(shared("office/rlink.docx"))
    assert reading.notes == ["linked files not fetched: 1"]


def test_a_kind_of_file_nobody_reads_is_refused_with_what_is_read(tmp_path):
    for name, why in [
        ("a.xyz", ".docx, .odt, .pptx, .vtt"),
        ("a.pdf", "damaged or protected"),
        ("a.json", "save|Save"),
        ("a.png", "type what it says"),
        ("a.mp3", "transcript"),
        ("a.doc", "save it as .docx"),
    ]:
        (tmp_path / name).write_bytes(b"x")
        with pytest.raises(ValueError, match=why):
            formats.read_file(tmp_path / name)


def consent(tmp_path, heads, *rows, roles=None):
    """Give what each row says about being quoted, and what the file is told of it."""
    path = tmp_path / "a.csv"
    lines = [",".join([*heads, "What matters to you?"])]
    lines += [
        ",".join([*row, f"A kind word number {i}."]) for i, row in enumerate(rows)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = formats.read_file(path, roles=roles)
    assert found.difference == 0
    said = [json.loads(each.about).get("quote", "") for each in found.utterances]
    return said, "; ".join(found.notes)


def test_a_tick_about_being_quoted_is_asked_once_a_column_and_is_no_refusal(tmp_path):
    heads, rows = ["May we quote you?"], [["x"], ["✓"], ["Yes please."], ["no"], [""]]
    said, told = consent(tmp_path, heads, *rows)
    assert said[:2] == ["x", "✓"] and [who_words.yes_or_no(s) for s in said] == [
        *(None, None),
        *(True, False, None),
    ]
    assert "neither yes nor no: 2, in column A" in told and "01" in told
    said, told = consent(tmp_path, heads, *rows, roles=as_chosen("quote_ticked"))
    assert said == ["yes", "yes", "yes", "no", ""] and told == ""


@pytest.mark.parametrize(
    "heading",
    ["Do NOT quote", "Please don't quote me", "Never publish my words", "No quotes"],
)
def test_a_tick_under_a_heading_that_refuses_means_no(tmp_path, heading):
    said, told = consent(tmp_path, [heading], ["x"], ["Yes"], ["no"], [""])
    assert said == ["no", "no", "not clear", ""]
    assert "neither yes nor no: 1, in column A" in told
    heads = ["May we quote you?", heading]
    said, _ = consent(tmp_path, heads, ["Yes", "x"], ["Yes", ""], ["", ""])
    assert said == ["no", "Yes", ""]


def with_chunk(path, name, content):
    """Make a Word file that holds another one whole, as web programs write it."""
    docx(path, f'{p("Joe: It was cold.")}<w:altChunk r:id="h1"/>')
    link = f'<Relationship Id="h1" Type="x/aFChunk" Target="{name}"/>'
    with zipfile.ZipFile(path, "a") as made:
        made.writestr("word/_rels/document.xml.rels", f"<R>{link}</R>")
        made.writestr(f"word/{name}", content)
    return path


MAIL = (
    "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
    "Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
    "PHA+QW1pcmE6IFRoZXkgd2VyZSBraW5kLjwvcD4=\n--b--\n"
)


@pytest.mark.parametrize("name", ["chunk.html", "chunk.mht", "chunk.docx"])
def test_a_file_put_whole_into_a_word_document_is_read(tmp_path, name):
    inside = docx(tmp_path / "inside.docx", p("Amira: They were kind."))
    html = "<html><head><style>p {}</style></head><p>Amira: They were kind.</p></html>"
    content = {"html": html, "mht": MAIL, "docx": inside.read_bytes()}
    path = with_chunk(tmp_path / "a.docx", name, content[name.split(".")[1]])
    found = formats.read_file(path)
    assert words(found) == ["It was cold.", "They were kind."]
    assert found.difference == 0 and found.places == [] and not found.lost


@pytest.mark.parametrize("name", ["chunk.rtf", "chunk.xml"])
def test_a_file_put_whole_into_a_word_document_is_not_lost_in_silence(tmp_path, name):
    said = "Amira: They were kind."
    flat = f"<package><w:document {SPACES}>{p(said)}</w:document></package>"
    said = said if name.endswith("xml") else "{\\rtf1 Amira: They were kind.}"
    content = {"xml": flat, "rtf": said}
    path = with_chunk(tmp_path / "a.docx", name, content[name.split(".")[1]])
    found = formats.read_file(path)
    assert words(found) == ["It was cold."]
    assert found.difference == 0 and found.places == []
    assert re.search(f"not read, in a file put whole .*: {len(said)}$", found.lost)
    assert "Amira" not in found.lost
    _, files = formats.read_folder(tmp_path, {path: "S01"})
    assert files["status"].tolist() == ["partly"]


@pytest.mark.parametrize("name", ["02-altchunk-docx.docx", "02-altchunk-html.docx"])
def test_word_files_with_files_in_them_are_read_whole(name):
    found = formats.read_file(shared(f"cases/{name}"))
    assert "The nurses were kind" in words(found)[-1] and not found.lost


def test_what_was_chosen_in_a_form_is_read_and_hidden_words_are_set_aside(tmp_path):
    choice = (
        '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="never"/>'
        '<w:listEntry w:val="often"/></w:ddList></w:ffData>'
    )
    tick = '<w:ffData><w:checkBox><w:default w:val="0"/>{}</w:checkBox></w:ffData>'
    runs = "".join(
        f'<w:r><w:fldChar w:fldCharType="begin">{each}</w:fldChar></w:r>'
        for each in (choice, tick.format("<w:checked/>"), tick.format(""))
    )
    gone = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
    seen = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> Kind.</w:t></w:r>'
    typed = '<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>\uf0fc</w:t></w:r>'
    path = docx(tmp_path / "a.docx", f"<w:p>{runs}{gone}{seen}{typed}</w:p>")
    found = formats.read_file(path)
    assert words(found) == ["often☒☐ Kind.✓"]
    assert found.set_aside == {"hidden words": 6} and not found.lost


def test_a_file_in_a_file_is_checked_before_it_is_opened(tmp_path):
    bomb = packed(tmp_path / "b.docx", {"word/document.xml": "<a>" + " " * 30_000_000})
    with pytest.raises(ValueError, match="unpacks to more than 200 times"):
        formats.read_file(with_chunk(tmp_path / "a.docx", "b.docx", bomb.read_bytes()))


def test_signs_of_a_font_of_signs_are_read_or_counted_as_not_readable(tmp_path):
    signs = [("Wingdings", "F04A"), ("Symbol", "F0B7"), ("X", "263A"), ("X", "F041")]
    body = "".join(f'<w:sym w:font="{f}" w:char="{c}"/>' for f, c in signs)
    path = docx(tmp_path / "a.docx", f"<w:p><w:r><w:t>Kind</w:t>{body}</w:r></w:p>")
    found = formats.read_file(path)
    assert words(found) == ["Kind☺•☺\ufffd"] and found.difference == 0
    assert found.characters == 8
    assert found.lost == "letters that could not be read: 1"


def test_a_broken_file_is_refused_without_its_words(tmp_path):
    path = packed(tmp_path / "Amira.docx", {"word/document.xml": "<secret words"})
    with pytest.raises(ValueError, match="damaged") as refusal:
        formats.read_file(path)
    assert "secret" not in str(refusal.value)
    assert "Amira" not in str(refusal.value)
    assert refusal.value.__suppress_context__


def test_a_fault_of_ours_is_not_told_as_a_damaged_file_and_tells_no_words(
    tmp_path, monkeypatch
):
    def broken(path):
        float("My son Rafi cried")

    for name in ("a.txt", "b.txt", "c.vtt"):
        (tmp_path / name).write_text("Mum: Hello")
    monkeypatch.setitem(formats.READERS, ".vtt", broken)
    paths = formats.files_in(tmp_path)
    codes = {path: f"S0{n}" for n, path in enumerate(paths)}
    _, files = formats.read_folder(tmp_path, codes)
    assert list(files["status"]) == ["read", "read", "refused"]
    why = files["why"][2]
    assert "ValueError in __init__.py, line " in why
    assert "damaged" not in why and "Rafi" not in why


def test_slides_whose_list_is_broken_are_still_read(tmp_path):
    root = f"<p:presentation {SPACES}><p:sldIdLst><p:sldId r:id='x'/></p:sldIdLst>"
    path = packed(
        tmp_path / "a.pptx", {"ppt/presentation.xml": f"{root}</p:presentation>"}
    )
    assert formats.read_file(path).utterances == []


def test_a_folder_is_read_with_one_row_a_file(tmp_path):
    docx(tmp_path / "b.docx", p("Hello"))
    (tmp_path / "a.txt").write_text("Mum: One\nTwo\n")
    (tmp_path / "c.png").write_bytes(b"x")
    for name in (".hidden.txt", "README.md", "round.json", "~$b.docx"):
        (tmp_path / name).write_text("not a voice")
    (tmp_path / "survey").mkdir()
    codes = {path: f"S0{i}" for i, path in enumerate(formats.files_in(tmp_path), 1)}
    said, files = formats.read_folder(tmp_path, codes)
    assert files["status"].tolist() == ["read", "read", "refused"]
    assert said[["source", "position"]].to_numpy().tolist() == [
        ["S01", 1],
        ["S01", 2],
        ["S02", 1],
    ]
    assert said["speaker"].fillna("").tolist() == ["Mum", "Mum", ""]
    assert (files["characters"] - files["taken"]).tolist() == [7, 0, 0]


def test_a_file_whose_words_do_not_add_up_is_only_partly_read(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("Hello")
    short = utterances.Reading([], {}, 5)
    monkeypatch.setitem(formats.READERS, ".txt", lambda _: short)
    _, files = formats.read_folder(tmp_path, {tmp_path / "a.txt": "S01"})
    assert files["status"].tolist() == ["partly"]
    assert "5" in files["why"][0]


def test_an_empty_folder_gives_empty_tables(tmp_path):
    said, files = formats.read_folder(tmp_path, {})
    assert (len(said), len(files)) == (0, 0)


def test_a_file_without_a_code_is_asked_about_without_its_name(tmp_path):
    (tmp_path / "Amira.txt").write_text("Hello")
    with pytest.raises(ValueError, match="1 of 1 file has no source code") as refusal:
        formats.read_folder(tmp_path, {})
    assert "Amira" not in str(refusal.value)


def test_answers_that_many_people_gave_in_the_same_sentence_are_answers():
    told = ["It should be tried in two places first.", "Guides need more time."] * 9
    frame = pd.DataFrame({"ID": range(18), "Please explain why.": told}, dtype=str)
    assert sheet_columns.roles(frame)[1] == "answer"
    ticked = ["Company with more than ten people", "Not a company at all"] * 9
    frame = pd.DataFrame({"ID": range(18), "Which describes you best?": ticked})
    assert sheet_columns.roles(frame.astype(str))[1] != "answer"


def test_a_grade_stands_with_the_question_of_the_answer_that_explains_it(tmp_path):
    rows = [
        ["ID", "How was it? 1-5", "Why?", "Age", "What else?"],
        ["7", "4", "The nurses were kind.", "12", "More beds."],
        ["8", "", "Nobody rang us back.", "15", "Nothing."],
        ["9", "2", "", "9", "Parking costs too much."],
    ]
    reading = csv_file(tmp_path / "a.csv", rows)
    assert [(u.question, u.text) for u in reading.utterances] == [
        ("Why? (How was it? 1-5: 4)", "The nurses were kind."),
        ("What else?", "More beds."),
        ("Why?", "Nobody rang us back."),
        ("What else?", "Nothing."),
        ("What else?", "Parking costs too much."),
    ]
    assert reading.set_aside["grades, shown with the answers that explain them"] == 2
    assert reading.lost == ""


@pytest.mark.parametrize(
    ("head", "cells", "role"),
    [
        (["Overall", "Please explain"], ["very good", "poor"], "grade"),
        (["Ref no", "Why?"], ["1", "2"], "other"),
        (["Overall", "What else?"], ["1", "2"], "other"),
        (["Overall", "Why?"], ["1", "a lot"], "other"),
    ],
)
def test_a_grade_is_proposed_only_before_an_answer_that_explains(head, cells, role):
    said = ["The food was cold every day.", "It was far from home for us."]
    rows = [[*pair] for pair in zip(cells, said, strict=True)]
    found = sheet_columns.roles(pd.DataFrame(rows, columns=head))
    assert found == {0: role, 1: "answer"}
