"""What stands on pages and papers are words: no left-over Python, no wrong plurals."""

import ast
import re
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from docx import Document
from places import ROOT
from pptx import Presentation

from coprod.check import check_back, ledger
from coprod.decide import actions, statements
from coprod.listen import people, small_groups
from coprod.pages.word_document import cells
from coprod.share import findings_page, outcome_page, status, survey_page, who_took_part
from coprod.store import rounds, show, tables
from coprod.store.show import plural
from coprod.write import codebook, findings, tags

# What Python writes for what is missing, true or false, and a number before a noun
# that does not go with it. "None." may be a person's word: it counts between marks.
ODD = re.compile(
    r"<NA>|\bNa[NT]\b|^nan$|(?<![“\w])None(?= \d|$)|\b(?:True|False)\b"
    r"|(?<![\d.,:/-])\b1 (?!is\b|was\b|has\b|less\b|needs\b)[a-z-]+[^s\W]s\b|\bstaffs\b"
    r"|\b(?:[02-9]|\d\d+) (?:comment|tag|person|child|reply|code|file)\b"
    r"|sheet\(s\)|^'.*\.[a-z]{4}'$",
)
# A number that comes from the data stands before its noun by `plural` alone. Capitals
# are constants of ours, and these words are no nouns.
OTHER = "is was has as needs stands tire typed from and in or with times this".split()
NOUN = re.compile(
    rf" (?!(?:{'|'.join(OTHER)})\b)(?:[a-z]+ )?(?:[a-z]+[^s\W]s|people)\b"
)
FEW = {
    "rounded(n)",
    "len(queue)",
    "len(coded)",
    "most",
    "len(shown)",
    "n",
    "waits",  # files
    "code",  # of a file, and no number
    "len(first)",
}  # always more than one


def words(path: Path) -> list[str]:
    """Give every line of words of a page or paper."""
    if path.suffix == ".docx":
        paper = Document(str(path))
        rows = [row for table in paper.tables for row in table.rows]
        said = [p.text for p in paper.paragraphs]
        return said + [cell.text for row in rows for cell in row.cells]
    if path.suffix == ".pptx":
        shapes = [s for slide in Presentation(str(path)).slides for s in slide.shapes]
        return [s.text_frame.text for s in shapes if s.has_text_frame]
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    return lines(soup)


def lines(soup: BeautifulSoup) -> list[str]:
    """Give the lines of a page that are no comment of a person."""
    for part in soup(["style", "script", "code", "pre.code", "blockquote"]):
        part.extract()
    return [line.strip() for line in soup.get_text("\n").split("\n")]


@pytest.mark.parametrize(
    ("noun", "one", "several"),
    [
        ("child", "1 child", "2 children"),
        ("other staff", "1 other staff", "2 other staff"),
        ("other family", "1 other family", "2 other family"),
        ("reply", "1 reply", "2 replies"),
        ("day", "1 day", "2 days"),
        ("answer sheet", "1 answer sheet", "2 answer sheets"),
        ("person", "1 person", "2 people"),
        ("play specialist", "1 play specialist", "2 play specialists"),
    ],
)
def test_a_number_goes_with_its_noun(noun, one, several):
    assert (plural(noun, 1), plural(noun, 2)) == (one, several)
    assert plural(noun, 0) == several.replace("2", "0")


@pytest.mark.slow
def test_every_number_before_a_noun_is_told_by_one_function():
    found = []
    for path in sorted((ROOT / "coprod").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts = node.values if isinstance(node, ast.JoinedStr) else []
            for number, after in zip(parts, parts[1:], strict=False):
                if not isinstance(number, ast.FormattedValue):
                    continue
                told = ast.unparse(number.value)
                ours = (
                    told.rpartition(".")[2].isupper()
                    or told in FEW
                    or "plural(" in told
                )
                if isinstance(after, ast.Constant) and not ours:
                    if NOUN.match(str(after.value)):
                        found.append((path.name, told, after.value))
    assert found == []


def test_a_table_shows_what_is_missing_as_a_blank():
    frame = pd.DataFrame({"n": [1, None], "w": [None, "a"], "b": [True, None]})
    frame = frame.astype({"n": "Int64"}).astype(object)
    counted = pd.Series([True, False, True], name="covered").value_counts()
    pages = [show.html(frame), show.html(counted.to_frame("comments"))]
    shown = [line for page in pages for line in lines(BeautifulSoup(page, "lxml"))]
    assert not [line for line in shown if ODD.search(line)]
    assert {"yes", "no"} <= set(shown)
    assert cells(frame) == [["n", "w", "b"], ["1", "", "yes"], ["", "a", ""]]


@pytest.fixture
def awkward(rnd) -> rounds.Round:
    """A round with one of everything, hopes for one group only, and an answer "no"."""
    names = ["comment", "source", "position", "person", "text"]
    said = pd.DataFrame(
        [("S01-a-1", "S01", 1, "P01", "Staff need a room.")], columns=names
    )
    said = said.assign(question=None, duplicate_of=None, no_words=None)
    rnd.save("comments", tables.check("comments", said))
    who = {
        "age_band": "unknown",
        "setting": "unknown",
        "area": "unknown",
        "quote": True,
    }
    who |= {"voice": "own words", "way": "interview", "role": "participant"}
    who = {"person": "P01", "group": "other staff", **who}
    rnd.save("people", tables.check("people", pd.DataFrame([who])))
    people.add_target(rnd, "child", 1)
    people.add_target(rnd, "other staff", 3)
    people.add_partner(rnd, "parent adviser", "listened")
    people.add_way(rnd, way="wish page", offered="1", used=1)
    theme = codebook.add(rnd, "Rooms", level="theme")
    codebook.move(rnd, code := codebook.add(rnd, "A room"), theme)
    tags.add(rnd, "S01-a-1", code, experience=("needs improving",))
    finding = findings.write(
        rnd, theme=theme, letter="R", experience="needs improving", text="A room."
    )
    findings.publish(rnd, shown_to="1 parent", on="2026-11-19")
    check_back.receive(rnd, "R1: no", who="parent", known=["R1"])
    check_back.agree(rnd, version="v1", room="1 parent", on="2026-11-20")
    findings.reword(rnd, finding, "A quiet room.", "somebody asked")
    item = statements.add(rnd, text="Staff have a room.", theme=theme)
    place = {"statement": item, "text": "Staff have a room.", "place": 1.0}
    kinds = {"text": "", "whole number": 1, "number": 1.0, "yes or no": False}
    blank = {
        c.name: None if c.blank else kinds[c.kind]
        for c in tables.TABLES["priorities"].columns
    }
    ranked = pd.DataFrame([{**blank, **place, "shortlist": "combined"}])
    rnd.save("priorities", tables.check("priorities", ranked))
    told = {"said": "No room.", "did": "The trust said no.", "because": "No space."}
    actions.add(
        rnd, statement=item, **told, owner="manager", due=None, status="not possible"
    )
    return rnd


@pytest.mark.slow
def test_a_round_with_one_of_everything_is_told_in_plain_words(awkward):
    papers = [
        findings_page.first_screen(awkward),
        findings_page.findings(awkward),
        findings_page.who_was_heard(awkward),
        survey_page.who_is_asked(awkward),
        survey_page.statements(awkward),
        survey_page.statement_sources(awkward),
        outcome_page.you_said(awkward),
        outcome_page.unanswered(awkward),
        outcome_page.the_way(awkward),
    ]
    pages = [paper._repr_html_() for paper in papers]
    pages += [
        show.html(status.steps(awkward)),
        show.html(statements.history(awkward)),
    ]
    pages += [
        show.html(small_groups.reach(awkward)),
        show.html(check_back.what_changed(awkward)),
    ]
    pages += [show.html(ledger.reasons(ledger.of_round(awkward)))]
    told = [line for page in pages for line in lines(BeautifulSoup(page, "lxml"))]
    told += [
        ledger.noted(awkward),
        status.sentence(awkward),
        who_took_part.line(awkward),
    ]
    told += [check_back.agreement_line(awkward), outcome_page.write_annex(awkward)]
    told += [findings_page.write_findings(awkward)]
    for paper in awkward.out.glob("*.*"):
        told += words(paper)
    assert [line for line in told if ODD.search(line)] == []
    assert {"We cannot", "The trust said no."} <= set(told)
    assert "other staff" in " ".join(told)
    assert any(line.startswith("1 of 1 comment noted: 1 in a theme; ") for line in told)


@pytest.mark.slow
def test_the_pages_of_the_example_are_plain_words_and_their_sums_agree(built):
    paths = [
        p
        for p in built.rnd.reports.rglob("*")
        if p.suffix in (".html", ".docx", ".pptx")
    ]
    assert len(paths) > 15
    own, sums = set(built.rnd.load("comments")["text"]), set()
    for path in paths:
        said = words(path)
        odd = [line for line in said if ODD.search(line) and line not in own]
        assert odd == [], path.name
        sums |= set(re.findall(r"\d+ of \d+ comments noted: [^;]*;", " ".join(said)))
    assert sums == {ledger.noted(built.rnd).split(";")[0] + ";"}
