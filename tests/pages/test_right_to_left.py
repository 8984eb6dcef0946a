"""Words in Arabic are written from the right: on pages, papers, slides and screens."""

import re
from pathlib import Path

import docx
import pandas as pd
import pptx
import pytest

from coprod import pages
from coprod.pages import safe_html, word_document
from coprod.store import show

ARABIC = "كان الطعام باردا!"
ROOT = Path(pages.__file__).parents[1]


def test_every_block_of_a_page_finds_its_own_way():
    html = safe_html.clean(f"<h2>{ARABIC}</h2><ul><li>{ARABIC}</li></ul><p>Kind</p>")
    assert re.findall(r'<(\w+) dir="auto">', html) == ["h2", "li", "p"]


def test_a_table_in_a_notebook_finds_its_way_and_money_is_no_formula():
    html = show.html(pd.DataFrame({"said": [ARABIC, "$5 on Monday and $10"]}))
    assert html.count('<td dir="auto">') == 2 == html.count("<td")
    assert "mathjax_ignore" in html


@pytest.mark.parametrize("name", ["screens/form.js", "write/tagger/tagger_draw.js"])
def test_whatever_a_screen_draws_finds_its_own_way(name):
    text = (ROOT / name).read_text("utf-8")
    [helper] = re.findall(r"function put\(.*?\n}\n", text, re.DOTALL)
    assert 'made.dir = "auto"' in helper


def test_the_paper_of_a_survey_finds_its_way():
    text = (ROOT / "decide/survey/templates/paper.html.j2").read_text("utf-8")
    shown = re.findall(r"<(?:p|li|h\d)[ >][^>]*>?", text.split("<main>")[1])
    assert len(shown) > 4 and all('dir="auto"' in each for each in shown)


def test_a_paper_in_word_is_written_from_the_right(tmp_path):
    blocks = [word_document.Quote(ARABIC, "Parent"), word_document.Paragraph("Kind.")]
    table = word_document.Table(pd.DataFrame({"said": [ARABIC]}), "Who")
    path = word_document.write_docx(tmp_path / "a.docx", "T", [*blocks, table])
    body = docx.Document(str(path)).element.body
    words = {
        "".join(t.text or "" for t in each.iter("{*}t")): each
        for each in body.iter("{*}p")
    }
    right = {said for said, p in words.items() if p.find("{*}pPr/{*}bidi") is not None}
    assert right == {f"“{ARABIC}”Parent", ARABIC}
    assert all(r.find("{*}rPr/{*}rtl") is not None for r in words[ARABIC].iter("{*}r"))


def test_a_slide_is_written_from_the_right(tmp_path):
    from coprod.pages import slides

    slide = word_document.Slide(ARABIC, [word_document.Paragraph("Kind.")])
    path = slides.write_pptx(tmp_path / "a.pptx", "T", [slide])
    shown = pptx.Presentation(str(path)).slides
    ways = {
        p.text: p._p.pPr is not None and p._p.pPr.get("rtl") == "1"
        for each in shown
        for shape in each.shapes
        if shape.has_text_frame
        for p in shape.text_frame.paragraphs
    }
    assert ways[ARABIC] and not ways["Kind."]
