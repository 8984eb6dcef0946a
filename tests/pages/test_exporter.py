"""Pages: one file that runs nothing, fetches nothing, and says what it is."""

import base64
import copy
import re
import subprocess
import sys
from pathlib import Path

import nbformat.v4 as v4
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from bs4.element import PreformattedString
from payloads import PAYLOADS

from coprod.listen import charts
from coprod.pages import exporter, html_page
from coprod.pages.safe_html import clean

ROOT = Path(__file__).resolve().parents[2]


def notebook(*cells):
    """Give a notebook with a first heading and the cells."""
    return v4.new_notebook(cells=[v4.new_markdown_cell("# What did we hear?"), *cells])


def shown(**data):
    """Give a code cell that has shown something; `text_html` stands for text/html."""
    bundle = {key.replace("_", "/", 1): value for key, value in data.items()}
    return v4.new_code_cell(
        "secret_code()", outputs=[v4.new_output("display_data", bundle)]
    )


def soup_of(*cells, **options) -> BeautifulSoup:
    """Give the parsed page of a notebook."""
    return BeautifulSoup(html_page.page(notebook(*cells), **options), "html.parser")


def harmful(page: BeautifulSoup) -> list[str]:
    """Give what could run or fetch; [] is a sound page."""
    found = []
    for tag in page.find_all(True):
        if tag.name in {"script", "iframe", "object", "embed", "link", "base", "form"}:
            found.append(tag.name)
        found += [key for key in tag.attrs if key.startswith("on") or key == "style"]
        for key in ("href", "src", "action", "srcdoc", "xlink:href"):
            value = str(tag.get(key, "#"))
            if not re.match(r"#|data:image/|https?://|mailto:|[\w-]+\.html", value):
                found.append(value)
            if key == "src" and value.startswith("http"):
                found.append(value)
    if len(page.find_all("style")) != 1 or len(page.find_all("meta")) != 4:
        found.append("a style or meta of somebody else")
    # A browser ends some comments sooner than this parser does, and runs what follows.
    found += page.main.find_all(string=lambda s: isinstance(s, PreformattedString))
    return found


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_comment_cannot_become_part_of_the_page(payload):
    frame = pd.DataFrame({"text": [payload]}, index=[payload])
    error = v4.new_output("error", ename="E", evalue=payload, traceback=[payload])
    page = soup_of(
        v4.new_markdown_cell(f"They said: {payload}"),
        shown(text_html=frame.to_html(escape=False)),
        shown(text_html=frame.style.set_caption(payload).to_html()),
        shown(text_html=frame.to_html()),
        shown(text_markdown=payload),
        shown(text_plain=payload),
        shown(text_latex=payload),
        v4.new_code_cell("x", outputs=[v4.new_output("stream", text=payload), error]),
        v4.new_raw_cell(payload),
        ledger=payload,
        footer=payload,
        about=payload,
        pages=[("06.html", payload, True)],
        stamp=payload,
    )
    assert harmful(page) == []
    assert len(page.find_all("main")) == len(page.find_all("h1")) == 1
    assert payload in [pre.get_text() for pre in page.find_all("pre")]


def test_what_a_person_wrote_stays_readable_in_a_plain_table():
    words = '<b>2 < 3</b> & "so" <script>x</script>'
    page = soup_of(shown(text_html=pd.DataFrame({"text": [words]}).to_html()))
    assert words in page.get_text()


def test_cleaning_twice_changes_nothing_more():
    assert len(PAYLOADS) > 5
    for payload in PAYLOADS:
        assert clean(clean(payload)) == clean(payload)


def test_the_page_carries_its_policy_language_title_and_skip_link():
    page = soup_of()
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert policy["content"].startswith("default-src 'none'; img-src data:;")
    assert page.html["lang"] == "en-GB"
    assert page.title.string == "What did we hear?"
    assert page.find("a", class_="skip")["href"] == "#main"
    assert page.main["id"] == "main"
    assert not page.find("p", class_="stamp")


def test_the_title_of_the_metadata_wins_and_none_at_all_is_no_error():
    nb = notebook()
    nb.metadata["title"] = "Round <two>"
    page = BeautifulSoup(html_page.page(nb), "html.parser")
    assert page.title.string == "Round <two>" and page.h1.string == "What did we hear?"
    bare = BeautifulSoup(html_page.page(v4.new_notebook()), "html.parser")
    assert bare.h1.string == bare.title.string == "What people said"


def test_a_second_main_heading_becomes_a_smaller_one():
    page = soup_of(v4.new_markdown_cell("# Another"), shown(text_html="<h1>x</h1>"))
    assert [h.get_text() for h in page.find_all("h2")] == ["Another", "x"]


def test_the_stamp_stands_at_the_top_in_the_title_and_in_print():
    text = html_page.page(notebook(), stamp=exporter.STAMP)
    page = BeautifulSoup(text, "html.parser")
    assert page.header.p.string == "NOT FOR SHARING"
    assert page.title.string.startswith("NOT FOR SHARING: ")
    assert '@top-center { content: "NOT FOR SHARING"' in text
    assert "NOT FOR SHARING" not in html_page.page(notebook())


def test_a_page_from_the_menu_is_stamped_and_no_setting_takes_it_off():
    from traitlets.config import Config

    config = Config({"CoprodExporter": {"stamp": ""}, "HTMLExporter": {"stamp": ""}})
    for made in (exporter.CoprodExporter(), exporter.CoprodExporter(config=config)):
        assert "<title>NOT FOR SHARING" in made.from_notebook_node(notebook())[0]
    assert exporter.CoprodExporter.export_from_notebook == "Page to share (coprod)"


@pytest.mark.slow
def test_nbconvert_makes_the_page_from_the_command_line(tmp_path):
    import nbformat

    nbformat.write(notebook(shown(text_plain="kind nurses")), tmp_path / "a.ipynb")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "nbconvert"]
        + ["--to", "coprod.pages.exporter.CoprodExporter", str(tmp_path / "a.ipynb")],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    page = (tmp_path / "a.html").read_text("utf-8")
    assert done.returncode == 0, done.stderr
    assert "<title>NOT FOR SHARING: What did we hear?" in page
    assert "kind nurses" in page and "secret_code" not in page


def test_the_ledger_follows_the_heading_and_the_footer_ends_the_page():
    page = soup_of(ledger="5 of 5 comments noted", footer="from 3 files")
    assert page.h1.find_next_sibling("p")["class"] == ["ledger"]
    assert page.find("p", class_="ledger").string == "5 of 5 comments noted"
    assert page.footer.get_text(strip=True) == "from 3 files"


def test_a_page_of_a_round_leads_to_the_others_and_ends_with_the_ledger():
    there = [("index.html", "Start", False), ("06.html", "Findings", True)]
    page = soup_of(ledger="5 of 5 comments noted", pages=there, about="Our round")
    here = page.nav.find_all("a", attrs={"aria-current": "page"})
    assert [a["href"] for a in page.nav.find_all("a")] == ["index.html", "06.html"]
    assert [a.string for a in here] == ["Findings"]
    assert page.main.find_all("p")[-1]["class"] == ["ledger"]
    assert page.header.p.string == "Our round"


def test_the_ledger_is_no_green_light_while_comments_are_unread():
    page = soup_of(ledger="5 of 9 comments noted: 4 not yet read")
    assert page.find("p", class_="ledger")["class"] == ["ledger", "unread"]


@pytest.mark.parametrize(
    "href, kept",
    [("10-a.html#Q1", True), ("../10.html", False), ("x/y.html", False)]
    + [("10.html?q=1", False), ("file.docx", False), ("javascript:1.html", False)],
)
def test_only_a_page_beside_it_is_linked(href, kept):
    page = soup_of(shown(text_html=f'<p><a href="{href}">there</a></p>'))
    assert bool(page.main.find("a", href=href)) is kept
    assert "there" in page.main.get_text()


def test_code_tagged_cells_warnings_and_scripts_are_left_out():
    tags = ["remove-cell", "parameters", "injected-parameters", "remove-output"]
    cells = [shown(text_plain=f"hidden {tag}") for tag in tags]
    for cell, tag in zip(cells, tags, strict=True):
        cell.metadata["tags"] = [tag]
    told = v4.new_output("stream", name="stderr", text="hidden warning")
    script = {"application/javascript": "hidden()", "text/plain": "<hidden object>"}
    cells += [
        v4.new_code_cell("x", outputs=[told, v4.new_output("display_data", script)])
    ]
    page = soup_of(*cells)
    assert "hidden" not in page.get_text() and "secret_code" not in page.get_text()


def test_an_error_is_a_sentence_without_its_words():
    error = v4.new_output(
        "error", ename="KeyError", evalue="Amira", traceback=["Amira"]
    )
    page = soup_of(v4.new_code_cell("x", outputs=[error]))
    assert "Something went wrong here" in page.get_text()
    assert "Amira" not in str(page)


def test_a_screen_shows_its_table_or_else_a_sentence():
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}}
    cells = [
        v4.new_code_cell("x", outputs=[v4.new_output("display_data", {**view, **more})])
        for more in ({"text/html": "<p>a table</p>"}, {"text/plain": "Tagger()"})
    ]
    text = soup_of(*cells).get_text()
    assert "a table" in text and text.count("works only in the workbook") == 1
    assert "Tagger()" not in text


def test_tables_can_be_reached_by_key_and_have_headers_and_names_of_their_own():
    table = pd.DataFrame({"a": [1]}, index=["x"]).to_html()
    page = soup_of(
        v4.new_markdown_cell("## Reach"), shown(text_html=table), shown(text_html=table)
    )
    regions = page.find_all("div", class_="table")
    assert [r["aria-label"] for r in regions] == ["Table: Reach", "Table: Reach (2)"]
    assert {r["tabindex"] for r in regions} == {"0"}
    assert [h["scope"] for h in regions[0].find_all("th")] == ["col", "row"]
    assert all(h.get_text() for h in page.find_all("th"))


def test_every_id_is_used_once():
    page = soup_of(*[shown(text_html="<p id=main>x</p>") for _ in range(3)])
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids)) > 2


@pytest.mark.slow
def test_a_chart_keeps_its_description_and_its_numbers():
    frame = pd.DataFrame({"group": ["child"], "heard": [3]})
    picture = charts.reach(frame)
    page = soup_of(shown(**{"text_html": picture._repr_html_()}))
    image = page.find("img")
    assert image["alt"] == picture.alt
    assert base64.b64decode(image["src"].partition(",")[2]).decode() == picture.svg
    assert page.find("details").find("td").get_text() == "child"


@pytest.mark.parametrize("kind", ["image/png", "image/svg+xml", "text/html"])
def test_a_picture_without_a_description_stops_the_page(kind):
    code = "<img src='data:image/png;base64,AAAA'>" if kind == "text/html" else "AAAA"
    cell = v4.new_code_cell("x", outputs=[v4.new_output("display_data", {kind: code})])
    with pytest.raises(ValueError, match="a picture has no description"):
        html_page.page(notebook(cell))


def test_a_picture_with_a_description_in_its_metadata_is_shown():
    output = v4.new_output(
        "display_data", {"image/png": "AAAA\n"}, metadata={"alt": "a <b> dot"}
    )
    assert soup_of(v4.new_code_cell("x", outputs=[output])).img["alt"] == "a <b> dot"


def test_the_same_notebook_gives_the_same_bytes_and_is_not_changed():
    frame = pd.DataFrame({"a": [1]})
    nb = notebook(shown(text_html=frame.style.to_html()), shown(text_plain="x"))
    before = copy.deepcopy(nb)
    again = notebook(shown(text_html=frame.style.to_html()), shown(text_plain="x"))
    assert html_page.page(nb, ledger="x") == html_page.page(again, ledger="x")
    assert nb == before


def test_links_to_the_world_stay_and_links_to_files_become_words():
    page = soup_of(v4.new_markdown_cell("[a](https://example.org) [b](06-share.ipynb)"))
    links = [a["href"] for a in page.main.find_all("a")]
    assert links == ["https://example.org"] and "b" in page.main.get_text()
