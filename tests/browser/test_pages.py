"""Exported pages in a real Chromium: no barrier, no request, no sideways scroll."""

import base64
import shutil
import subprocess

import nbformat.v4 as v4
import pandas as pd
import pytest
from look import check_page
from payloads import PAYLOADS

from coprod.check import charts as check_charts
from coprod.decide import charts as decide_charts
from coprod.decide.survey.questions import SCALE
from coprod.listen import charts
from coprod.pages import exporter, html_page
from coprod.write import charts as write_charts

pytestmark = pytest.mark.slow
SVG = "data:image/svg+xml;base64,"
SMALL = base64.b64encode(
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 9">'
    b'<text style="font-size: 5px">x</text></svg>'
).decode()


def notebook(*shown):
    """Give a notebook that shows pieces of HTML below a heading."""
    cells = [
        v4.new_markdown_cell("# What did we hear?\n\nWhat to notice.\n\n## Charts")
    ]
    for html in shown:
        output = v4.new_output("display_data", {"text/html": html})
        cells.append(v4.new_code_cell("x", outputs=[output]))
    return v4.new_notebook(cells=cells)


def pictures():
    """Give one of each kind of picture, with names as long as people write them."""
    long = "Moving to adult care, which starts too late for nearly everyone"
    groups = ["child", "parent or carer", "physiotherapist", "nurse", "everyone"]
    kinds = ["good", "less good", "needs improving", "any"]
    themes = pd.DataFrame(
        [
            ("AB"[i], name, group, kind, 3 + i + k, 9, 12)
            for i, name in enumerate([long, "Food"])
            for group in groups
            for k, kind in enumerate(kinds)
        ],
        columns=["theme", "name", "group", "experience", "people", "comments", "of"],
    )
    ranked = pd.DataFrame(
        {
            "statement": ["Q01", "Q02"],
            "text": [f"{long}.", "I can park."],
            "place": [1.0, 2.0],
            "pooled_place": [2.0, 1.0],
            "low": [1, None],
            "high": [2, None],
            "top_share": [0.9, None],
            "shortlist": ["combined", "no"],
        }
    )
    ranked["combined"] = [9.0, 8.0]
    ticks = dict(zip(SCALE, [[5, 0], [10, 0], [15, 5], [20, 10], [0, 30]], strict=True))
    rated = ranked[["statement", "text"]].assign(**ticks, n=[50, 45])
    blank = dict.fromkeys(["colour", "merged_into"])
    codebook = pd.DataFrame(
        {
            "code": ["A", "c1", "c2"],
            "name": [long, "noise at night", "parking"],
            "level": ["theme", "code", "code"],
            "parent": [None, "A", None],
            "status": "in use",
        }
    ).assign(**blank)
    return [
        charts.reach(pd.DataFrame({"group": groups, "heard": [0, 1, 2, 3, 9]})),
        write_charts.experiences(themes),
        write_charts.themes_by_group(themes),
        check_charts.ledger({"in a theme": 7, "not yet read": 1}),
        write_charts.journey(codebook),
        write_charts.groups_map(
            pd.DataFrame({"group": [1, 1, 2]}), words={1: "night, noise"}
        ),
        decide_charts.priorities(ranked),
        decide_charts.likert(rated),
        decide_charts.priorities(
            ranked, lists=pd.DataFrame({"child": ["1 Q01"], "nurse": ["1 Q02"]})
        ),
    ]


def whole_page(stamp: str) -> str:
    """Give a page with every kind of picture, a wide table and a plain text."""
    wide = pd.DataFrame([[f"cell {i}" for i in range(12)]] * 2)
    html = [picture._repr_html_() for picture in pictures()]
    return html_page.page(
        notebook(*html, wide.to_html(), "<blockquote>Kind.</blockquote>"),
        stamp=stamp,
        ledger="8 of 8 comments noted; 2 of 2 files fully read.",
        footer="Made from 2 files, sha256 " + "ab" * 32,
        pages=[("index.html", "Start", False), ("06.html", "Findings", True)],
        about="What matters to us",
    )


@pytest.mark.parametrize("stamp", ["", exporter.STAMP])
def test_a_page_with_every_picture_can_be_sent_to_everybody(
    browser_page, as_file, stamp
):
    check_page(browser_page, as_file(whole_page(stamp)))


def test_what_is_folded_on_a_phone_is_open_where_there_is_room(browser_page, as_file):
    browser_page.goto(as_file(whole_page("")).as_uri())
    parts = "[...document.querySelectorAll('.fold > :last-child')]"
    seen = f"{parts}.map(e => e.checkVisibility())"
    of_width = {}
    for width in (390, 1280):
        browser_page.set_viewport_size({"width": width, "height": 800})
        of_width[width] = browser_page.evaluate(seen)
    browser_page.emulate_media(media="print")
    printed = browser_page.evaluate(seen)
    browser_page.emulate_media(media="screen")
    assert len(printed) > 0 and all(printed) and all(of_width[1280])
    assert not any(of_width[390])


def test_no_comment_runs_even_without_the_pages_policy(browser, as_file):
    frame = pd.DataFrame({"said": PAYLOADS}, index=PAYLOADS)
    raw = [frame.to_html(escape=False), frame.style.to_html(), *PAYLOADS]
    nb = notebook(*raw)
    nb.cells += [v4.new_markdown_cell(payload) for payload in PAYLOADS]
    text = html_page.page(nb, ledger=PAYLOADS[0], footer=PAYLOADS[1])
    context = browser.new_context(bypass_csp=True)
    page, asked, told = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda box: (told.append(box.message), box.dismiss()))
    path = as_file(text)
    page.goto(path.as_uri())
    page.wait_for_timeout(500)
    assert page.title() == "What did we hear?"
    assert page.locator("script").count() == 0
    assert asked == [path.as_uri()] and told == []
    context.close()


def test_numbers_that_are_folded_away_are_printed(browser_page, as_file, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed, so print is not tried")
    frame = pd.DataFrame({"group": ["child", "father"], "heard": [3, 0]})
    html = charts.reach(frame)._repr_html_()
    browser_page.goto(as_file(html_page.page(notebook(html), stamp="x")).as_uri())
    browser_page.pdf(path=str(tmp_path / "page.pdf"))
    done = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "page.pdf"), "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "father 0" in lines and "NOT FOR SHARING" in lines


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<img alt=x src='https://example.invalid/x.png'>", "asks for https"),
        ("<div style='width:900px'>wide</div>", "px wide on a screen of 320"),
        ("<img src='data:image/png;base64,AAAA'>", "axe image-alt"),
        ("<script>document.body.append('later')</script>", "when scripts are off"),
        ("<p style='color:#bbb'>pale</p>", "axe color-contrast"),
        (
            f"<img alt=x style='width:100px' src='{SVG}{SMALL}'>",
            "words of 5.0 px",
        ),
    ],
)
def test_the_check_goes_red_where_it_should(browser_page, as_file, body, reason):
    head = "<!DOCTYPE html><html lang=en><title>x</title><body><main><h1>x</h1>"
    with pytest.raises(AssertionError, match=reason):
        check_page(browser_page, as_file(f"{head}{body}</main>"))


def test_every_example_page_can_be_sent_to_everybody(browser_page, request):
    try:
        paths = request.getfixturevalue("example_pages")
    except pytest.FixtureLookupError:
        pytest.skip("no example pages are made here")
    assert paths, "there is no example page to try"
    for path in paths:
        check_page(browser_page, path)
