import json
import os
import re
import shutil
import sys
from urllib.parse import unquote

import nbformat
import pytest
from bs4 import BeautifulSoup
from places import ROOT

from coprod import decide, listen
from coprod.check import check_back, parse_replies
from coprod.protect import people_workbook
from coprod.share import (
    findings_page,
    gate,
    leaks,
    numbers,
    publications,
    run,
    status,
    typed,
    who_took_part,
)
from coprod.store import disk, journal, tables
from coprod.write import codebook, findings, quotes, tags, themes

OPEN = 'rnd = store.rounds.open("test", "AB")'
BROKEN = (
    "from coprod.store import cells\n"
    'cells.number_text("".join(map(chr, [82, 97, 102, 105])), "", None)'
)

pytestmark = pytest.mark.usefixtures("one_engine")


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
    total = status.noted(built.rnd)
    pages = list(built.rnd.reports.rglob("[0-9]*.html"))
    assert len(pages) == 16
    for page in pages:
        soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
        assert total in soup.get_text(" ")
        assert len(soup.find_all("h1")) == 1


@pytest.mark.slow
def test_the_first_screen_of_the_findings_is_90_words_at_most(built):
    page = built.rnd.share / "06-share-findings.html"
    main = BeautifulSoup(page.read_text("utf-8"), "html.parser").main
    band = main.find(class_="band").get_text(" ")
    assert 40 < len(re.findall(r"\w+", f"{main.h1.string} {band}")) <= 90
    assert band.index("Keep") < band.index("Change")
    # Agreed, voted and answered: nobody is asked any more whether it is right.
    asked = main.find(id="answer").get_text(" ")
    assert "The survey is closed" in band and "Agreed on 31 October 2026" in asked
    assert "ave we got this right" not in main.get_text(" ")
    assert "18 December" not in main.get_text(" ")


@pytest.mark.slow
def test_no_survey_is_open_beside_its_results(built):
    asked = text_of(built.rnd.share / "09-share-survey.html")
    assert "The survey is closed: page 10 says what came of it." in asked
    assert "welcome until" not in asked
    home = text_of(built.rnd.working / "00-start-here.html")
    assert all(each in home for each in numbers.totals(built.rnd))
    assert "The survey is closed" in home
    ten = text_of(built.rnd.share / "10-check-priorities.html")
    for sentence in numbers.totals(built.rnd):
        assert sentence in " ".join(ten.split())


@pytest.mark.slow
def test_no_number_of_people_that_was_not_rounded_is_shared(built):
    """Every number before a word for people, on every page and in every paper."""
    known = [check_back.agreement_line(built.rnd), who_took_part.hoped(built.rnd)]
    known += [quote.words for quote in _quotes(built.rnd)]
    found = 0
    for path in sorted(built.rnd.share.iterdir()):
        text = "\n".join(leaks.lines(part) for part in gate.texts(path))
        for words in known:
            text = text.replace(" ".join(words.split()), " ")
        told = re.findall(rf"(?<![\w.])(\d+) (?:{PEOPLE})", text)
        assert not [n for n in told if int(n) % 5], path.name
        found += len(told)
        assert typed.counts(built.rnd, path) == []
    assert found > 20


PEOPLE = "people|children|teenagers|young adults|parents|siblings|nurses|doctors"


def _quotes(rnd):
    return quotes.quoted(rnd, rnd.load("comments")["comment"]).values()


@pytest.mark.slow
def test_verify_says_what_made_a_page_and_whether_it_holds(
    built, example, tmp_path, monkeypatch
):
    shutil.copytree(built.rnd.data, example.data, dirs_exist_ok=True)
    monkeypatch.setenv("COPROD_DATA", str(example.data))
    page = built.rnd.share / "06-share-findings.html"
    shutil.copy(page, copy := tmp_path / "a copy.html")
    for path in (page, copy, built.rnd.share / "annex.docx"):
        found = publications.verify(path)
        said = " ".join(found["says"])
        assert found["holds"] and "It still holds." in said, path.name
        assert "shared on" in said and "by AB" in said and "reviewed by AB" in said
        assert "coprod 0" in said and "tags" in said and "comments" in said
        assert not re.search(r"\b[0-9a-f]{8,}\b", said)
    findings.reword(example, "C1", "Sit down first.", "shorter")
    found = publications.verify(copy)
    assert not found["holds"] and "findings changed since" in found["says"][-1]
    assert publications.older(example)[0] == "06-share-findings"
    copy.write_bytes(copy.read_bytes().replace(b"25 siblings", b"24 siblings"))
    assert not publications.verify(copy)["holds"]
    assert "No round here has shared this file" in publications.verify(copy)["says"][0]


@pytest.mark.slow
def test_each_publication_is_kept_with_its_rounded_numbers(built):
    kept = publications.every(built.rnd)
    assert [one["page"][:2] for one in kept] == ["06", "09", "10", "11"]
    for one in kept:
        cells = one["numbers"]["heard"]["cells"]
        assert cells["spoke"] and one["by"] == "AB"
        assert not [n for row in cells.values() for n in row.values() if n % 5]
        assert not re.search(r"P\d\d", json.dumps(one))
        assert set(one["files"]) >= {f"{one['page']}.html"}


@pytest.mark.slow
def test_every_link_of_what_is_shared_leads_somewhere(built):
    pages = {
        path.name: BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in built.rnd.share.glob("*.html")
    }
    places = {name: {t["id"] for t in p.find_all(id=True)} for name, p in pages.items()}
    links = [
        (name, str(a["href"])) for name, p in pages.items() for a in p.find_all("a")
    ]
    assert len(links) > 100
    for name, href in links:
        if not href.startswith("mailto:"):
            file, _, place = href.partition("#")
            assert not place or place in places[file or name], (name, href)
            assert not file or file in pages, (name, href)
    assert not [h for n, h in links if n == "all-pages.html" and h[0] not in "#m"]


@pytest.mark.slow
def test_an_answer_by_mail_is_understood_by_the_reader_of_replies(built):
    page = built.rnd.share / "06-share-findings.html"
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    codes = list(findings.findings(built.rnd)["finding"])
    read = {}
    for link in soup.select(".reply a"):
        body = unquote(str(link["href"]).split("&body=")[1]) + "a parent"
        found = parse_replies.parse_replies(body, codes)
        read[link["aria-label"]] = list(found[["finding", "verdict"]].iloc[0])
    assert len(read) == 3 * len(codes)
    assert read["Right: C3"] == ["C3", "right"]
    assert read["Not right: C3"] == ["C3", "not right"]
    assert read["Something missing: C3"] == ["C3", "add"]


@pytest.mark.slow
def test_status_adds_up(built):
    where = status.status(built.rnd)
    assert sum(where["by_status"].values()) == where["comments"] == 399
    assert where["unaccounted"] == 0
    assert where["files"] == {"read": 16, "partly": 0, "refused": 0}


@pytest.mark.slow
def test_a_registered_name_on_a_page_keeps_it_from_being_shared(built, example):
    """Somebody writes a child's name into a finding: the page is not written."""
    import shutil

    shutil.copytree(built.rnd.processed, example.processed)
    name = people_workbook.names(example)["name"].iloc[0]
    findings.reword(example, "C1", f"As {name} said, sit down first.", "her words")
    example.save("findings", findings.findings(example))
    made = run.share(example, ["06"])
    assert "name" in made[0].problem and name not in made[0].problem
    assert not list(example.share.glob("*"))


@pytest.mark.slow
def test_a_quote_that_nobody_reviewed_is_left_out_and_counted(built, example):
    import shutil

    shutil.copytree(built.rnd.processed, example.processed)
    for path in example.decisions.glob("reviews.*"):
        path.unlink()
    shown = findings_page.findings(example)._repr_html_()
    assert "were left out" in shown and "<blockquote>" not in shown


@pytest.mark.slow
def test_words_typed_into_a_finding_count_as_a_quote(built, example):
    """A comment that may not be quoted, pasted into a finding, stops the page."""
    import shutil

    shutil.copytree(built.rnd.processed, example.processed)
    may = quotes.may_quote(example)
    said = example.load("comments").merge(may[~may["may"]], on="comment")
    words = next(t for t in said["text"] if 12 < len(t.split()) < 30 and "\n" not in t)
    findings.reword(example, "C1", words, "people's own words")
    example.save("findings", findings.findings(example))
    assert "words of comment" in run.share(example, ["06"])[0].problem


@pytest.mark.slow
def test_a_part_of_a_comment_counts_too_and_in_papers_too(built, example, tmp_path):
    """Six words in a row of a comment that may not be quoted, in an Office file."""
    from coprod.pages.word_document import Paragraph, write_docx

    said, may = built.rnd.load("comments"), quotes.may_quote(built.rnd)
    refused = said.merge(may[~may["may"]], on="comment")
    text = next(t for t in refused["text"] if len(t.split()) > 20 and "[" not in t)
    words = " ".join(text.split()[4:14])
    path = write_docx(tmp_path / "a.docx", "Title", [Paragraph(f"They said {words}.")])
    assert gate.check_quotes(path, said, may)
    clean = write_docx(tmp_path / "b.docx", "Title", [Paragraph("We heard a lot.")])
    assert not gate.check_quotes(clean, said, may)


@pytest.mark.slow
def test_a_refused_page_does_not_leave_the_old_one_behind(built, example):
    """A name comes onto the list after sharing: what lies in share/ goes."""
    import shutil

    shutil.copytree(built.rnd.processed, example.processed)
    shutil.copytree(built.rnd.share, example.share)
    name = people_workbook.names(example)["name"].iloc[0]
    findings.reword(example, "C1", f"As {name} said, sit down first.", "her words")
    run.share(example, ["06"])
    assert not (example.share / "06-share-findings.html").exists()
    assert not (example.share / "findings.docx").exists()
    assert (example.share / "11-share-what-happens-next.html").exists()


@pytest.mark.slow
def test_no_person_code_joins_quotes_on_a_shared_page(built):
    pages = list(built.rnd.share.glob("[0-9]*.html"))
    assert len(pages) == 4
    for page in pages:
        assert not re.search(r"\[[A-Za-z][a-z ]+ \d+\]", text_of(page)), page.name


@pytest.mark.slow
def test_a_file_that_went_away_is_told(built, example):
    import shutil

    from coprod.listen import files

    shutil.copytree(built.rnd.processed, example.processed)
    code = next(c for c, n in files.names(example).items() if n == "social posts.csv")
    (example.raw / "social posts.csv").unlink()
    assert any(f"file {code} was read before" in w for w in status.wrong(example))
    files.retire(example, code, "the group took its posts back")
    assert not any(f"file {code}" in w for w in status.wrong(example))


def cells_of(number, rnd, monkeypatch):
    """Run the cells of a notebook here; give the footer of its page."""
    monkeypatch.setenv("COPROD_DATA", str(rnd.data))
    monkeypatch.setenv("COPROD_REPORTS", str(rnd.reports))
    path = next((ROOT / "notebooks").glob(f"{number}-*.ipynb"))
    code = [c.source for c in nbformat.read(path, 4).cells if c.cell_type == "code"]
    names = {}
    with disk.opened() as opened:
        exec(code[0], names)
        names |= {"ROUND": rnd.name, "READER": rnd.reader, "GATE": ""}
        for cell in code[1:]:
            exec(cell, names)
    assert opened
    return run.made_from(rnd, opened | run.lines(rnd).opened)


@pytest.fixture
def small(rnd, comments, people, request):
    """Give a round with all that notebook 06 reads."""
    rnd.save("files", tables.empty("files"))
    rnd.save("comments", comments)
    rnd.save("people", people)
    given, book = (request.getfixturevalue(name) for name in ("tags", "codebook"))
    rnd.save("themes", themes.summarise(given, comments, people, book))
    theme = codebook.add(rnd, "Communication")
    said = {"theme": theme, "experience": "good", "text": "They sit down first."}
    findings.write(rnd, letter="C", **said)
    return rnd


@pytest.mark.slow
def test_a_footer_tells_only_of_what_its_page_was_made_from(small, monkeypatch):
    before = cells_of("06", small, monkeypatch)
    assert before == cells_of("06", small, monkeypatch)
    (small.processed / "place.AB.json").write_text('{"comment": "S01-a-1"}')
    said = {"comment": "S01-a-1", "note": "ask about the leaflet"}
    journal.record(small, "flags").add(said)
    small.save("groups", tables.empty("groups"))
    assert before == cells_of("06", small, monkeypatch)
    findings.reword(small, "C1", "They sit down with me first.", "her words")
    assert before != cells_of("06", small, monkeypatch)


@pytest.mark.slow
def test_a_footer_changes_with_a_table_and_with_a_second_writer(small, monkeypatch):
    before = cells_of("06", small, monkeypatch)
    counts = small.load("themes")
    small.save("themes", counts.assign(people=counts["people"] + 1))
    table = cells_of("06", small, monkeypatch)
    path = next(small.decisions.glob("findings.*"))
    shutil.copy(path, path.with_name("findings.CD.0000aaaa.jsonl"))
    assert len({before, table, cells_of("06", small, monkeypatch)}) == 3


@pytest.mark.slow
def test_what_every_page_says_is_computed_once(rnd, monkeypatch):
    monkeypatch.chdir(ROOT)
    asked = []
    line = who_took_part.line
    monkeypatch.setattr(run, "execute", lambda path, _: (nbformat.read(path, 4), ""))
    monkeypatch.setattr(who_took_part, "line", lambda r: asked.append(r) or line(r))
    assert len(run.run(rnd)) == 12
    assert len(asked) == 1


@pytest.mark.slow
def test_pages_for_the_team_are_never_shared(example):
    with pytest.raises(ValueError, match="never shared"):
        run.share(example, ["03"])


@pytest.mark.slow
def test_no_page_is_shared_before_somebody_looked_at_who_speaks(example, monkeypatch):
    said, files = listen.files.listen(example)
    files.loc[files["source"].isin(["S03", "S07"]), "look"] = "it looks like talk"
    example.save("files", files)
    example.save("statements", decide.statements.table(example))
    monkeypatch.setattr(run, "_execute", lambda *_: (None, "it went on", set()))
    [ran] = run.share(example, ["09"])
    told = "nobody has said yet who speaks in S03 and S07: say so in notebook 01"
    assert ran.page is None and ran.problem.startswith(told)
    for source in ("S03", "S07"):
        there = said.loc[said["source"] == source, "speaker"].fillna("(no label)")
        heard = listen.voices.Heard(dict.fromkeys(there, "participant"))
        listen.voices.decide(example, {source: heard})
    assert "S03 and S07" in run.share(example, ["09"])[0].problem
    example.save("files", listen.files.listen(example)[1])  # notebook 01, run again
    [ran] = run.share(example, ["09"])
    assert ran.problem.startswith("it went on")


@pytest.mark.slow
def test_a_round_without_findings_shares_nothing(rnd, monkeypatch):
    monkeypatch.chdir(ROOT)
    (rnd.raw / "talk.txt").write_text("Mum: It was kind.\n")
    run.run(rnd, ["01", "02"])
    assert "no findings" in run.share(rnd, ["06"])[0].problem


@pytest.mark.slow
def test_a_notebook_that_stops_is_named_with_its_cell(rnd, monkeypatch):
    monkeypatch.chdir(ROOT)
    made = run.run(rnd, ["03"])
    assert made[0].problem.startswith("03-write-tag-comments: code cell")
    assert "Run notebook 02" in made[0].problem
    assert "Something went wrong here" in made[0].page.read_text("utf-8")


@pytest.mark.slow
def test_each_notebook_run_first_says_in_one_sentence_which_comes_before(
    rnd, monkeypatch
):
    monkeypatch.chdir(ROOT)
    stopped = []
    with run._environment(rnd):
        for path in run.notebooks():
            shutil.rmtree(rnd.processed, ignore_errors=True)
            nb, why = run.execute(path, rnd)
            stopped += [(nb, why)] if why else []
    assert len(stopped) > 5
    for nb, why in stopped:
        [error] = [
            output
            for cell in nb.cells
            for output in cell.get("outputs", [])
            if output.output_type == "error"
        ]
        assert len(error.traceback) == 1
        assert "has not been made" in why and " first." in why


@pytest.mark.slow
def test_a_code_without_a_theme_goes_through_every_notebook(example, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert not any(ran.problem for ran in run.run(example, ["01", "02"]))
    said = example.load("comments")
    for at in (0, -1):  # one that is tagged already, and one that may not be
        code = codebook.add(example, f"not gathered {at}")
        tags.add(example, said["comment"].iloc[at], code)
    later = [path.name[:2] for path in run.notebooks() if path.name > "03"]
    made = run.run(example, later)
    assert len(made) == 9 and [ran.problem for ran in made] == [""] * 9


@pytest.mark.slow
def test_words_in_a_librarys_error_reach_neither_notebook_nor_page(rnd, tmp_path):
    cells = map(nbformat.v4.new_code_cell, ["from coprod import store", OPEN, BROKEN])
    path = tmp_path / "05-broken.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=list(cells)), path)
    with run._environment(rnd):
        nb, why = run.execute(path, rnd)
    assert why.startswith("05-broken: code cell 3 stopped: Something unforeseen")
    assert "ValueError in cells.py, line " in why
    page = run._page(nb, rnd, "05", run.lines(rnd), set())
    assert "Rafi" not in json.dumps(nb.cells[2].outputs) + why + page


@pytest.mark.slow
def test_an_engine_that_did_not_come_up_is_started_again(
    rnd, monkeypatch, tmp_path, warm
):
    monkeypatch.setattr(run, "_started", warm.fresh)
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
    made, wrong = run.execute(page, rnd)
    assert again.exists() and not wrong
    assert made.cells[0].outputs[0]["data"]["text/plain"] == "1"


def test_a_damaged_journal_is_told(rnd):
    tags.add(rnd, "S01-a-1", "C1")
    path = next(rnd.decisions.glob("tags.*"))
    path.write_bytes(path.read_bytes().replace(b"S01-a-1", b"S01-b-1"))
    assert "damaged" in status.wrong(rnd)[0]


def test_the_gate_finds_a_name_in_a_paper(built, tmp_path):
    from coprod.pages.word_document import Paragraph, write_docx

    names = people_workbook.names(built.rnd)
    path = write_docx(
        tmp_path / "a.docx", "Title", [Paragraph(f"{names['name'].iloc[3]} said.")]
    )
    assert gate.check_file(path, names)


@pytest.mark.slow
def test_who_took_part_stands_on_every_shared_page_and_paper(built):
    from docx import Document
    from pptx import Presentation

    said = who_took_part.line(built.rnd)
    assert said.startswith(
        "Who took part: about 65 people (25 children, teenagers and young adults; 25 "
        "siblings and parents; 15 doctors, nurses and people of smaller groups). "
    )
    pages = [*built.rnd.share.glob("*.html")]
    assert len(pages) == 10
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


@pytest.mark.slow
def test_a_picture_is_called_by_its_code_on_every_page(rnd, monkeypatch):
    from listen.test_typed import NAME, PNG

    monkeypatch.chdir(ROOT)
    (rnd.raw / NAME).write_bytes(PNG)
    (rnd.raw / "talk.txt").write_text("Mum: I cannot cope any more.\n")
    assert [ran.problem for ran in run.run(rnd, ["01", "02"])] == ["", ""]
    where = status.status(rnd)
    assert where["by_status"]["not yet read"] == where["comments"] == 2
    assert where["files"] == {"read": 1, "partly": 1, "refused": 0}
    assert where["care_open"] == 1 and "may need a person today" in status.sentence(rnd)
    for path in [*rnd.reports.rglob("*"), *rnd.processed.rglob("*")]:
        raw = path.read_bytes() if path.is_file() else b""
        assert b"Zebedee" not in raw and PNG[:8] not in raw, path
    [page] = rnd.working.glob("02*.html")
    assert "1 not looked at" in text_of(page) and "proves nothing" in text_of(page)


SCRIPT = "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"
STRAYS = {
    ".DS_Store": lambda name: b"\0\0\0\1Bud1" + name.encode("utf-16-be"),
    "~$findings.docx": lambda name: name.encode("utf-16-le"),
    "minutes.docx": lambda name: b"PK\3\4" + name.encode(),
    "notes.txt": lambda name: f"Ring {name} back.".encode(),
    "saved by Notepad.txt": lambda name: f"Ring {name} back.".encode("utf-16"),
    "a picture.txt": lambda name: b"\x89PNG\r\n\x1a\n\0\0" + name.encode(),
    "list.csv": lambda name: f"who\n{name}\n".encode(),
    "plan.svg": lambda name: SCRIPT.encode(),
    "old.htm": lambda name: f"<p>{name}</p>".encode(),
    "OLD.HTML": lambda name: f"<p>{name}</p>".encode("utf-16"),
    "README": lambda name: b"What we heard.",
}


@pytest.fixture
def held(example, comments, people):
    """Give the example with five comments read, and an empty folder share/."""
    example.save("comments", comments)
    example.save("people", people)
    example.share.mkdir(parents=True)
    return example


def moved(rnd):
    return {p.name: p for p in (rnd.working / "taken out of share").glob("*")}


@pytest.mark.slow
@pytest.mark.parametrize("stray", STRAYS)
def test_a_stray_file_is_moved_aside_and_named(stray, held):
    name = people_workbook.names(held)["name"].iloc[0]
    (held.share / stray).write_bytes(STRAYS[stray](name))
    _, made = run.share(held, ["06"])
    assert made.notebook == f"share/{stray}" and "moved to" in made.problem
    assert not list(held.share.iterdir())
    assert moved(held)[f"1 {stray}"].read_bytes() == STRAYS[stray](name)
    assert name.casefold() not in str(made).casefold()


@pytest.mark.slow
def test_a_stray_folder_or_link_is_moved_aside_and_nothing_in_it(held, tmp_path):
    (tmp_path / "outside.txt").write_text("What we heard.")
    (held.share / "a link.txt").symlink_to(tmp_path / "outside.txt")
    (held.share / "gone.txt").symlink_to(tmp_path / "nowhere")
    (held.share / "old" / "older").mkdir(parents=True)
    (held.share / "findings.docx").mkdir()
    made = run.share(held, ["06"])
    assert [ran.notebook for ran in made[1:]] == [
        "share/a link.txt",
        "share/findings.docx",
        "share/gone.txt",
        "share/old",
    ]
    assert not list(held.share.iterdir())
    assert (moved(held)["1 old"] / "older").is_dir() and "1 findings.docx" in moved(
        held
    )
    assert (tmp_path / "outside.txt").read_text() == "What we heard."


@pytest.mark.slow
def test_a_name_in_the_name_of_a_page_is_found_and_not_told(held):
    name = people_workbook.names(held)["name"].iloc[0]
    for stray in (f"Miss {name}.html", f"{name}-2.txt", f"minutes.{name}"):
        (held.share / stray).write_text("<p>What we heard.</p>")
    made = run.share(held, ["06"])[1:]
    assert sorted(ran.notebook for ran in made) == [
        "share/file",
        "share/file.html",
        "share/file.txt",
    ]
    assert set(moved(held)) == {"1 file", "1 file.html", "1 file.txt"}
    assert name.casefold() not in str(made).casefold()


@pytest.mark.slow
def test_a_stray_file_that_quotes_without_leave_is_moved_aside(held, comments):
    (held.share / "thanks.txt").write_text("Thank you for coming. We heard a lot.")
    (held.share / "said.txt").write_text(f"They said: {comments['text'][1]}")
    _, made = run.share(held, ["06"])
    assert made.notebook == "share/said.txt" and "words of comment" in made.problem
    assert [p.name for p in held.share.iterdir()] == ["thanks.txt"]


@pytest.mark.slow
def test_what_somebody_put_there_is_never_overwritten(held):
    for words in ("one", "two"):
        (held.share / "README").write_text(words)
        run.share(held, ["06"])
    assert [moved(held)[f"{n} README"].read_text() for n in (1, 2)] == ["one", "two"]


@pytest.mark.slow
@pytest.mark.parametrize("error", [OSError, ValueError, KeyError, AssertionError])
def test_an_error_takes_no_shared_page_away(error, held, monkeypatch):
    """The new page cannot be made, or cannot be looked at: the old one stays."""

    def stops(*_):
        raise error("My son cried")

    held.save("findings", findings.findings(held))
    page = held.share / "06-share-findings.html"
    page.write_text("<p>What we heard.</p>")
    monkeypatch.setattr(run, "execute", stops)
    [made] = run.share(held, ["06"])
    assert page.read_text() == "<p>What we heard.</p>"
    assert made.page is None and "what was shared before stays" in made.problem
    assert "cried" not in made.problem
    monkeypatch.setattr(run, "_check", stops)
    _, *more = run.share(held, ["06"])
    made = next(ran for ran in more if "06-share-findings" in ran.notebook)
    assert moved(held) and "moved to" in made.problem and "cried" not in made.problem


def test_no_variable_takes_the_stamp_off(rnd, monkeypatch):
    """Whatever stands in the environment, what the team makes is stamped."""

    class AnythingGoes(dict):
        def get(self, name, default=None):
            return "x"

        __getitem__, __contains__ = get, lambda self, name: True

    monkeypatch.setenv("COPROD_STAGING", "x")
    assert rnd.stamp == "NOT FOR SHARING" and rnd.out == rnd.working
    monkeypatch.setattr(os, "environ", AnythingGoes())
    assert rnd.stamp == "NOT FOR SHARING" and rnd.out == rnd.working


@pytest.mark.slow
def test_every_working_paper_is_stamped_and_no_shared_one(built):
    names = people_workbook.names(built.rnd)
    for paper in sum(run.PAPERS.values(), ()):
        stamped = gate.check_file(built.rnd.working / paper, names)
        assert any("NOT FOR SHARING" in why for why in stamped), paper
        assert not gate.check_file(built.rnd.share / paper, names)
    assert not list(built.rnd.share.parent.glob(".gate*"))
