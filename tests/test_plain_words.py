"""Nobody is shown an id, a machine's time or Python, in a cell or on a screen."""

import ast
import re
from collections.abc import Iterator
from typing import Any

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from places import ROOT, copy_of_example

from coprod.listen import files
from coprod.screens.form import Field, Pane
from coprod.screens.screen import Screen
from coprod.store import ids, journal, show

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# Ids of comments, of a row's person, of events; what Python writes; machine times.
ODD = re.compile(
    r"\bS\d+-[0-9a-f]{6,}|\bS\d+r(?=\w*\d)\w{6,}"
    r"|\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{10,}\b|<NA>|\bNa[NT]\b|^nan$|^None$"
    r"|\b(?:True|False)\b|\b\d{4}-\d\d-\d\dT\d\d|\w\([se]+\)"
)


def odd(said: list[str], own: set[str]) -> list[str]:
    """Give what nobody should be shown, among lines that are nobody's own words."""
    lines = [line.strip() for one in said for line in str(one).split("\n")]
    return [line for line in lines if ODD.search(line) and line not in own]


@pytest.mark.parametrize(
    "line",
    [
        "S01-ab12cd34ef56ab12-1",
        "(S02r4a44dc1536)",
        "code fbcfab0aea7a",
        "<NA>",
        "nan",
        "None",
        "is True",
        "2026-11-30T09:00:00Z",
        "3 row(s)",
    ],
)
def test_what_nobody_should_be_shown_is_known(line):
    assert odd([line], set()) == [line]
    assert not odd(["S01, P07, Q05 and C4", "S02-3", "None of us was asked."], set())


def page(html: str) -> list[str]:
    """Give the lines of words of a piece of a page."""
    return BeautifulSoup(html, "html.parser").get_text("\n").split("\n")


def drawn(thing: Any) -> Iterator[str]:
    """Give every word in a block or row of a screen that is shown to a person."""
    if isinstance(thing, dict):
        for name, value in thing.items():
            if name == "options":
                yield from (str(words) for _, words in value)
            elif name not in ("id", "kind", "value", "bytes", "type"):
                yield from drawn(value)
    elif isinstance(thing, list | tuple):
        for one in thing:
            yield from drawn(one)
    elif isinstance(thing, str):
        yield thing


def screen_words(screen: Screen) -> list[str]:
    """Give all words of a screen: what is drawn, offered, named and said."""
    found = [screen.summary, screen.status]
    for part in screen.root.parts():
        if isinstance(part, Pane):
            found += drawn(part.blocks)
        if isinstance(part, Field):
            found += [
                part.description,
                part.hint,
                *(words for words, _ in part.options),
            ]
            found += [str(part.value)] if part.kind == "Text" else []
    return found


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_no_cell_of_the_executed_example_shows_one(path, built):
    own = {
        line for text in built.rnd.load("comments")["text"] for line in text.split("\n")
    }
    said: list[str] = []
    for cell in built.notebooks[path.stem].cells:
        for out in cell.get("outputs", []):
            data = out.get("data", {})
            said += [out.get("text", "")]
            said += page(data["text/html"]) if "text/html" in data else []
            said += [] if "text/html" in data else [data.get("text/plain", "")]
    assert any(map(str.strip, said))
    assert odd(said, own) == []


@pytest.fixture(scope="module")
def unfinished(tmp_path_factory, example_tables):
    """Give the example as it is left on an evening: files gone, words mended."""
    import shutil

    rnd = copy_of_example(tmp_path_factory.mktemp("unfinished"))
    shutil.copytree(example_tables.processed, rnd.processed)
    of = {path.name: code for path, code in files.codes(rnd).items()}
    said = rnd.load("comments")
    gone = said.loc[said["source"] == of["social posts.csv"], "comment"]
    (rnd.raw / "social posts.csv").unlink()
    ticks = {"good": True, "less_good": False, "needs_improving": False}
    left = "S01-0123456789abcdef-1"
    code = str(rnd.load("tags")["code"].iloc[0])
    for comment in (left, gone.iloc[0]):
        values = {"comment": comment, "code": code, "start": None, "end": None}
        journal.record(rnd, "tags").add({**values, "note": None, **ticks})
        journal.record(rnd, "flags").add({"comment": comment, "why": "look"})
    here = said["comment"].iloc[0]
    journal.record(rnd, "flags").add({"comment": here, "why": "a name?"})
    let = {"comment": "S01-0123456789abcdea-1", "to": "", "reason": "no longer true"}
    journal.record(rnd, ids.PLACED).add(let)
    return rnd


@pytest.mark.slow
def test_no_screen_and_no_table_of_an_unfinished_round_shows_one(
    unfinished, monkeypatch, capsys
):
    monkeypatch.setenv("COPROD_DATA", str(unfinished.data))
    monkeypatch.setenv("COPROD_REPORTS", str(unfinished.reports))
    screens, tables, said = [], 0, []
    for path in NOTEBOOKS:
        names: dict[str, Any] = {"display": (shown := []).append}
        for cell in nbformat.read(path, 4).cells:
            if cell.cell_type == "code":
                run(cell.source, names, shown)
            if "ROUND" in names:
                names |= {"ROUND": unfinished.name, "READER": "AB", "GATE": ""}
        for value in shown:
            if isinstance(value, Screen):
                screens.append(type(value).__name__)
                said += screen_words(value)
            elif isinstance(value, pd.DataFrame):
                tables, said = tables + 1, [*said, *page(show.html(value))]
            elif hasattr(value, "_repr_html_"):
                said += page(value._repr_html_())
            elif isinstance(value, str):
                said.append(value)
    assert {"LeftOver", "MissingFiles", "Today", "Settle"} <= {*screens}
    assert len(screens) > 20 and tables > 20
    said += capsys.readouterr().out.split("\n")
    texts = unfinished.load("comments")["text"]
    own = {line.strip() for text in texts for line in text.split("\n")}
    assert odd(said, own) == []


def run(source: str, names: dict[str, Any], shown: list[Any]) -> None:
    """Run a cell, and keep what its last line gives, as a notebook would show it."""
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "cell", "exec"), names)
    if last is not None:
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
        shown += [] if value is None else [value]
