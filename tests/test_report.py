import json
import re
import sys

import nbformat
import pytest
from bs4 import BeautifulSoup
from places import ROOT

from coprod import (
    disclosure,
    handouts,
    involved,
    people,
    report,
    standing,
    tagging,
)


def text_of(path):
    return BeautifulSoup(path.read_text("utf-8"), "html.parser").get_text(" ")


@pytest.mark.slow
def test_twelve_working_pages_each_say_not_for_sharing(built):
    pages = sorted(built.rnd.working.glob("[0-9]*.html"))
    assert len(pages) == 12
    for page in pages:
        assert "NOT FOR SHARING" in text_of(page)


@pytest.mark.slow
def test_four_pages_are_shared_and_not_stamped(built):
    assert [ran.problem for ran in built.shared] == ["", "", "", ""]
    pages = sorted(built.rnd.share.glob("[0-9]*.html"))
    assert [p.name[:2] for p in pages] == ["06", "09", "10", "11"]
    for page in pages:
        assert "NOT FOR SHARING" not in page.read_text("utf-8")
    papers = {p.name for p in built.rnd.share.iterdir()} - {p.name for p in pages}
    assert {"findings.docx", "findings.pptx", "annex.docx", "survey.docx"} <= papers


@pytest.mark.slow
def test_every_page_says_the_exact_total_and_has_one_h1(built):
    total = standing.noted(built.rnd)
    for page in built.rnd.reports.rglob("[0-9]*.html"):
        soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
        assert total in soup.get_text(" ")
        assert len(soup.find_all("h1")) == 1


@pytest.mark.slow
def test_the_first_screen_of_the_findings_is_400_words_at_most(built):
    page = built.rnd.share / "06-share-findings.html"
    first = text_of(page).split("Good, less good, and what needs improving")[0]
    assert 60 < len(re.findall(r"\w+", first)) <= 400
    for needed in ("Who we heard", "What people value", "Three things to change"):
        assert needed in first
    assert "18 December 2026" in first


@pytest.mark.slow
def test_the_good_comes_first(built):
    text = text_of(built.rnd.share / "06-share-findings.html")
    assert text.index("What people value") < text.index("Three things to change")


@pytest.mark.slow
def test_status_adds_up(built):
    where = standing.status(built.rnd)
    assert sum(where["by_status"].values()) == where["comments"] == 399
    assert where["unaccounted"] == 0
    assert where["files"] == {"read": 16, "partly": 0, "refused": 0}


@pytest.mark.slow
def test_a_registered_name_on_a_page_keeps_it_from_being_shared(built, example):
    """Somebody writes a child's name into a finding: the page is not written."""
    import shutil

    from coprod import checkback

    shutil.copytree(built.rnd.processed, example.processed)
    name = people.names(example)["name"].iloc[0]
    checkback.reword(example, "C1", f"As {name} said, sit down first.", "her words")
    example.save("findings", checkback.findings(example))
    made = report.share(example, ["06"])
    assert "name" in made[0].problem and name not in made[0].problem
    assert not list(example.share.glob("*"))


@pytest.mark.slow
def test_a_quote_that_nobody_reviewed_is_left_out_and_counted(built, example):
    import shutil

    shutil.copytree(built.rnd.processed, example.processed)
    for path in example.decisions.glob("reviews.*"):
        path.unlink()
    shown = handouts.findings(example)._repr_html_()
    assert "were left out" in shown and "<blockquote>" not in shown


@pytest.mark.slow
def test_words_typed_into_a_finding_count_as_a_quote(built, example):
    """A comment that may not be quoted, pasted into a finding, stops the page."""
    import shutil

    from coprod import checkback

    shutil.copytree(built.rnd.processed, example.processed)
    may = handouts.may_quote(example)
    said = example.load("comments").merge(may[~may["may"]], on="comment")
    words = next(t for t in said["text"] if 12 < len(t.split()) < 30 and "\n" not in t)
    checkback.reword(example, "C1", words, "people's own words")
    example.save("findings", checkback.findings(example))
    assert "words of comment" in report.share(example, ["06"])[0].problem


@pytest.mark.slow
def test_a_part_of_a_comment_counts_too_and_in_papers_too(built, example, tmp_path):
    """Six words in a row of a comment that may not be quoted, in an Office file."""
    from coprod.documents import Paragraph, write_docx

    said, may = built.rnd.load("comments"), handouts.may_quote(built.rnd)
    refused = said.merge(may[~may["may"]], on="comment")
    text = next(t for t in refused["text"] if len(t.split()) > 20 and "[" not in t)
    words = " ".join(text.split()[4:14])
    path = write_docx(tmp_path / "a.docx", "Title", [Paragraph(f"They said {words}.")])
    assert disclosure.check_quotes(path, said, may)
    clean = write_docx(tmp_path / "b.docx", "Title", [Paragraph("We heard a lot.")])
    assert not disclosure.check_quotes(clean, said, may)


@pytest.mark.slow
def test_a_refused_page_does_not_leave_the_old_one_behind(built, example):
    """A name comes onto the list after sharing: what lies in share/ goes."""
    import shutil

    from coprod import checkback

    shutil.copytree(built.rnd.processed, example.processed)
    shutil.copytree(built.rnd.share, example.share)
    name = people.names(example)["name"].iloc[0]
    checkback.reword(example, "C1", f"As {name} said, sit down first.", "her words")
    report.share(example, ["06"])
    assert not (example.share / "06-share-findings.html").exists()
    assert not (example.share / "findings.docx").exists()
    assert (example.share / "11-share-what-happens-next.html").exists()


@pytest.mark.slow
def test_no_person_code_joins_quotes_on_a_shared_page(built):
    for page in built.rnd.share.glob("[0-9]*.html"):
        assert not re.search(r"\[[A-Za-z][a-z ]+ \d+\]", text_of(page)), page.name


@pytest.mark.slow
def test_a_file_that_went_away_is_told(built, example):
    import shutil

    from coprod import sources

    shutil.copytree(built.rnd.processed, example.processed)
    code = next(c for c, n in sources.names(example).items() if n == "social posts.csv")
    (example.raw / "social posts.csv").unlink()
    assert any(f"file {code} was read before" in w for w in standing.wrong(example))
    sources.retire(example, code, "the group took its posts back")
    assert not any(f"file {code}" in w for w in standing.wrong(example))


def test_pages_for_the_team_are_never_shared(example):
    with pytest.raises(ValueError, match="never shared"):
        report.share(example, ["03"])


def test_a_round_without_findings_shares_nothing(rnd, monkeypatch):
    monkeypatch.chdir(ROOT)
    (rnd.raw / "talk.txt").write_text("Mum: It was kind.\n")
    report.run(rnd, ["01", "02"])
    assert "no findings" in report.share(rnd, ["06"])[0].problem


def test_a_notebook_that_stops_is_named_with_its_cell(rnd, monkeypatch):
    monkeypatch.chdir(ROOT)
    made = report.run(rnd, ["03"])
    assert made[0].problem.startswith("03-write-tag-comments: code cell")
    assert "Run notebook 02" in made[0].problem
    assert "Something went wrong here" in made[0].page.read_text("utf-8")


def test_an_engine_that_did_not_come_up_is_started_again(rnd, monkeypatch, tmp_path):
    again = tmp_path / "again"
    code = (
        f"import pathlib, sys; there = pathlib.Path({str(again)!r}); "
        "there.exists() or there.touch() or sys.exit(1); "
        "from ipykernel import kernelapp; kernelapp.launch_new_instance()"
    )
    kernel = tmp_path / "kernels" / "python3"
    kernel.mkdir(parents=True)
    argv = [sys.executable, "-c", code, "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "first time it fails", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    page = tmp_path / "00-start-here.ipynb"
    nbformat.write(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")]), page
    )
    made, wrong = report.execute(page, rnd)
    assert again.exists() and not wrong
    assert made.cells[0].outputs[0]["data"]["text/plain"] == "1"


def test_a_damaged_journal_is_told(rnd):
    tagging.add(rnd, "S01-a-1", "C1")
    path = next(rnd.decisions.glob("tags.*"))
    path.write_bytes(path.read_bytes().replace(b"S01-a-1", b"S01-b-1"))
    assert "damaged" in standing.wrong(rnd)[0]


def test_the_gate_finds_a_name_in_a_paper(built, tmp_path):
    from coprod.documents import Paragraph, write_docx

    names = people.names(built.rnd)
    path = write_docx(
        tmp_path / "a.docx", "Title", [Paragraph(f"{names['name'].iloc[3]} said.")]
    )
    assert disclosure.check_file(path, names)


@pytest.mark.slow
def test_who_took_part_stands_on_every_shared_page_and_paper(built):
    from docx import Document
    from pptx import Presentation

    said = involved.line(built.rnd)
    assert said.startswith("Who took part: 62 people (18 parents, 10 children and 34 ")
    pages = [*built.rnd.share.glob("*.html")]
    assert len(pages) == 5
    for page in pages:
        assert said in text_of(page), page.name
    for name in ("findings", "survey", "annex"):
        paper = Document(str(built.rnd.share / f"{name}.docx"))
        assert said in "\n".join(p.text for p in paper.paragraphs), name
    slides = Presentation(str(built.rnd.share / "findings.pptx")).slides
    shown = [
        shape.text_frame.text
        for s in slides
        for shape in s.shapes
        if shape.has_text_frame
    ]
    assert said in " ".join(" ".join(shown).split())


def test_a_picture_is_called_by_its_code_on_every_page(rnd, monkeypatch):
    from test_typed import NAME, PNG

    monkeypatch.chdir(ROOT)
    (rnd.raw / NAME).write_bytes(PNG)
    (rnd.raw / "talk.txt").write_text("Mum: I cannot cope any more.\n")
    assert [ran.problem for ran in report.run(rnd, ["01", "02"])] == ["", ""]
    where = standing.status(rnd)
    assert where["by_status"]["not yet read"] == where["comments"] == 2
    assert where["files"] == {"read": 1, "partly": 1, "refused": 0}
    assert where["care_open"] == 1 and "may need a person today" in standing.sentence(
        rnd
    )
    for path in [*rnd.reports.rglob("*"), *rnd.processed.rglob("*")]:
        raw = path.read_bytes() if path.is_file() else b""
        assert b"Zebedee" not in raw and PNG[:8] not in raw, path
    [page] = rnd.working.glob("02*.html")
    assert "1 not looked at" in text_of(page) and "proves nothing" in text_of(page)
