"""Slips for the room pass the gate, and are printed eight to a page."""

import re

from coprod.pages import paper
from coprod.protect import people_workbook, review
from coprod.share import gate
from coprod.store import rounds
from coprod.write import quotes


def test_they_pass_the_gate_and_are_printed_eight_to_a_page(
    tabled, browser_page, tmp_path
):
    made = quotes.slips(tabled)
    twenty = made[made["words"].str.len() < 330].head(20)
    assert len(twenty) == 20
    shared = rounds.Round(tabled.name, "AB", tabled.data, tabled.reports, gate="06")
    path = tmp_path / "slips.html"
    path.write_text(paper.shaped("slips.html.j2", slips=made, rnd=shared), "utf-8")
    assert gate.check_file(path, people_workbook.names(tabled)) == []
    said = tabled.load("comments"), quotes.may_quote(tabled)
    assert gate.check_quotes(path, *said) == [] and len(review.reviewed(tabled))
    path.write_text(paper.shaped("slips.html.j2", slips=twenty, rnd=shared), "utf-8")
    browser_page.goto(path.as_uri())
    printed = browser_page.pdf(prefer_css_page_size=True)
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", printed))
    assert pages == 1 + 3  # what to do with them, then 8, 8 and 4
    assert browser_page.locator(".slips li").count() == 20
    how = browser_page.locator(".slips .how").all_inner_texts()
    assert any("●" in each for each in how) and any("■" in each for each in how)
