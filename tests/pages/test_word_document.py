"""Documents: real headings and tables, nothing cut off, the same bytes each time."""

import zipfile

import pandas as pd
import pytest

from coprod.pages import word_document
from coprod.pages.slides import write_pptx

LONG = " ".join(f"word{i}" for i in range(260))
FRAME = pd.DataFrame({"theme": ["Being heard", "Food"], "people": [12, None]})


def word(path, *blocks):
    """Write a Word document and read it again."""
    from docx import Document

    return Document(
        str(word_document.write_docx(path / "a.docx", "What we heard", blocks))
    )


def show(path, *slides):
    """Write slides and read them again."""
    from pptx import Presentation

    return Presentation(str(write_pptx(path / "a.pptx", "What we heard", slides)))


def words_of(slide):
    """Give every word on one slide, in order."""
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
    return " ".join(" ".join(found).split())


def test_headings_are_real_ones_that_word_can_list(tmp_path):
    made = word(
        tmp_path,
        word_document.Heading("Good"),
        word_document.Heading("More", 2),
        word_document.Paragraph("x"),
    )
    styles = [p.style.name for p in made.paragraphs]
    assert styles == ["Title", "Heading 1", "Heading 2", "Normal"]


def test_the_language_is_british_english_and_nobody_is_named_as_maker(tmp_path):
    made = word(tmp_path, word_document.Paragraph("x"))
    assert 'w:lang w:val="en-GB"' in made.styles.element.xml
    about = made.core_properties
    assert (about.author, about.last_modified_by, about.title) == (
        "",
        "",
        "What we heard",
    )


def test_a_table_repeats_its_header_and_is_described(tmp_path):
    made = word(tmp_path, word_document.Table(FRAME, "Themes and people"))
    xml = made.tables[0]._tbl.xml
    assert xml.count("<w:tblHeader/>") == 1
    assert 'w:tblDescription w:val="Themes and people"' in xml
    cells = [[c.text for c in row.cells] for row in made.tables[0].rows]
    assert cells == [["theme", "people"], ["Being heard", "12.0"], ["Food", ""]]


def test_lists_quotes_and_notes_keep_every_word(tmp_path):
    made = word(
        tmp_path,
        word_document.Note("NOT FOR SHARING"),
        word_document.Bullets(["one", "two"]),
        word_document.Bullets(["first"], numbered=True),
        word_document.Quote("She told me first.", "a child"),
    )
    text = [p.text for p in made.paragraphs]
    assert text[1:] == [
        "NOT FOR SHARING",
        "one",
        "two",
        "1. first",
        "“She told me first.”\na child",
    ]


def test_a_table_without_rows_is_still_a_table(tmp_path):
    nothing = word_document.Table(FRAME.iloc[:0], "Nothing yet")
    assert len(word(tmp_path, nothing).tables[0].rows) == 1
    assert "theme" in words_of(
        show(tmp_path, word_document.Slide("x", [nothing])).slides[1]
    )


def test_letters_no_file_may_hold_are_left_out(tmp_path):
    bad = word_document.Paragraph("ring\x07\ud800\ufffe <b>&amp;</b>")
    assert word(tmp_path, bad).paragraphs[1].text == "ring <b>&amp;</b>"
    slides = show(tmp_path, word_document.Slide("a\x00b", [bad], notes="n\x0b"))
    assert words_of(slides.slides[1]) == "ab ring <b>&amp;</b>"


def test_slides_are_wide_and_start_with_the_title(tmp_path):
    made = show(
        tmp_path,
        word_document.Slide(
            "Good", [word_document.Paragraph("x")], notes="Say thank you."
        ),
    )
    assert round(made.slide_width / made.slide_height, 2) == 1.78
    assert [s.shapes.title.text for s in made.slides] == ["What we heard", "Good"]
    assert made.slides[1].notes_slide.notes_text_frame.text == "Say thank you."


@pytest.mark.parametrize(
    "block",
    [
        word_document.Paragraph(LONG),
        word_document.Bullets([LONG, "short"]),
        word_document.Quote(LONG, "a parent"),
        word_document.Table(
            pd.DataFrame({"said": [LONG], "did": [LONG]}), "You said, we did"
        ),
        word_document.Table(
            pd.DataFrame({"n": [f"word{i}" for i in range(260)]}), "Many rows"
        ),
        word_document.Table(
            pd.DataFrame({f"column {i}": [f"word{i}"] for i in range(90)}), "Wide"
        ),
    ],
)
def test_what_does_not_fit_goes_on_to_the_next_slide(tmp_path, block):
    made = show(tmp_path, word_document.Slide("Findings", [block]))
    text = " ".join(words_of(slide) for slide in made.slides)
    count = 90 if "Wide" in str(block) else 260
    assert all(f"word{i}" in text for i in range(count))
    pages = list(made.slides)[1:]
    assert len(pages) > 1
    assert pages[0].shapes.title.text.endswith(f"(1 of {len(pages)})")
    assert (
        max(len(words_of(page)) for page in pages) < 800
    )  # ten lines of 72 letters, and the title


def test_no_words_on_a_slide_are_small(tmp_path):
    blocks = [
        word_document.Heading("h"),
        word_document.Note("n"),
        word_document.Paragraph("p"),
        word_document.Bullets(["b"]),
        word_document.Quote("q", "by"),
        word_document.Table(FRAME, "t"),
    ]
    made = show(tmp_path, word_document.Slide("title " * 60, blocks))
    runs = [
        run
        for slide in made.slides
        for part in slide.shapes._spTree.iter()
        if part.tag.endswith("}r")
        for run in [part]
    ]
    sizes = [int(run.find("./{*}rPr").get("sz")) for run in runs]
    assert len(sizes) > 10 and min(sizes) >= 2000
    assert {run.find("./{*}rPr").get("lang") for run in runs} == {"en-GB"}


def test_a_short_quote_stands_beside_its_finding_and_says_who(tmp_path):
    blocks = [
        word_document.Bullets(["C1 A finding."]),
        word_document.Quote("kind", "a child"),
    ]
    made = show(tmp_path, word_document.Slide("x", blocks))
    assert len(made.slides) == 2
    assert words_of(made.slides[1]).endswith("C1 A finding. “kind” a child")


def test_a_long_quote_goes_to_the_next_slide_whole(tmp_path):
    blocks = [
        word_document.Bullets(["one", "two"] * 3),
        word_document.Quote("kind " * 60, "a child"),
    ]
    made = show(tmp_path, word_document.Slide("x", blocks))
    assert len(made.slides) == 3
    assert words_of(made.slides[2]).count("kind") == 60


def test_a_heading_is_not_left_behind_alone(tmp_path):
    blocks = [
        word_document.Bullets(["x"] * 9),
        word_document.Heading("Next"),
        word_document.Bullets(["y"]),
    ]
    made = show(tmp_path, word_document.Slide("t", blocks))
    assert "Next" in words_of(made.slides[2]) and "y" in words_of(made.slides[2])


def test_a_table_on_slides_is_a_list_with_every_word_of_it(tmp_path):
    table = word_document.Table(FRAME, "Themes and people")
    made = show(tmp_path, word_document.Slide("x", [table]))
    assert words_of(made.slides[1]) == (
        "x Themes and people theme: Being heard; people: 12.0 theme: Food; people:"
    )


def test_the_same_blocks_give_the_same_bytes(tmp_path):
    blocks = [word_document.Paragraph("x"), word_document.Table(FRAME, "t")]
    for write, given in (
        (word_document.write_docx, blocks),
        (write_pptx, [word_document.Slide("s", blocks)]),
    ):
        one = write(tmp_path / "one", "t", given).read_bytes()
        assert one == write(tmp_path / "two", "t", given).read_bytes()
        with zipfile.ZipFile(tmp_path / "one") as parts:
            assert {p.date_time[0] for p in parts.infolist()} == {1980}
            assert not any("thumbnail" in name for name in parts.namelist())


def test_a_block_of_no_known_kind_is_refused_without_its_words(tmp_path):
    for write, given in (
        (word_document.write_docx, ["Amira"]),
        (write_pptx, [word_document.Slide("s", ["Amira"])]),
    ):
        with pytest.raises(ValueError, match="a str is no part of a document") as told:
            write(tmp_path / "x", "t", given)
        assert "Amira" not in str(told.value)
