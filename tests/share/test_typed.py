"""A number of a few people that somebody typed is asked about, and on which screen."""

import shutil
from dataclasses import replace

import pandas as pd
import pytest

from coprod.protect import people_workbook
from coprod.share import run, typed
from coprod.share.screens import Share
from coprod.write import findings

ASKED = [
    "3 were doctors",
    "three of the doctors said so",
    "doctors: 3",
    "nurses (2)",
    "one was a doctor",
    "4 people left",
    "only two nurses came",
]
FINE = [
    "25 children; 10 nurses",
    "Place 5 of 13",
    "Ring 5 times",
    "C3 doctors said",
    "two people who talk to each other",
    "about 5 parents' evenings".replace("5", "15"),
]


@pytest.fixture
def mine(example_tables, tmp_path):
    """Give a copy of the example round with its tables."""
    shutil.copytree(example_tables.data, tmp_path / "data")
    return replace(example_tables, data=tmp_path / "data", reports=tmp_path / "reports")


@pytest.mark.slow
def test_small_numbers_of_people_are_asked_about_and_others_are_not(mine, tmp_path):
    page = tmp_path / "06-share-findings.html"
    for text in ASKED:
        page.write_text(f"<p>They said: <b>{text}</b>.</p>", encoding="utf-8")
        assert len(typed.counts(mine, page)) == 1, text
    for text in FINE:
        page.write_text(f"<p>{text}</p><p>5</p><p>doctors</p>", encoding="utf-8")
        assert typed.counts(mine, page) == [], text


@pytest.mark.slow
def test_what_somebody_said_may_stay_is_asked_no_more(mine, tmp_path):
    page = tmp_path / "06-share-findings.html"
    page.write_text("<p>Since 2019 two nurses run the clinic.</p>", encoding="utf-8")
    assert "two nurses" in typed.counts(mine, page)[0]
    screen = Share(mine, "06")
    with pytest.raises(ValueError, match="why it may stay"):
        screen.allow({"words": "two nurses", "why": " "})
    assert "Saved" in screen.allow({"words": "two nurses", "why": "it is the rota"})
    assert typed.counts(mine, page) == []


@pytest.mark.slow
def test_a_name_is_found_on_the_screen_on_which_it_was_typed(mine):
    names = pd.DataFrame(
        {"name": ["Zofia"], "shown": ["[child]"], "type": ["PERSON"], "person": ["P01"]}
    )
    assert typed.places(mine, names) == []
    findings.reword(mine, "C1", "As Zofia said, sit down.", "her words")
    [(at, words)] = typed.places(mine, names)
    assert at == "Findings of notebook 05, C1" and "Zofia" in words


@pytest.mark.slow
def test_a_word_that_may_be_a_name_keeps_a_page_back_until_somebody_says(
    mine, tmp_path, monkeypatch
):
    page = tmp_path / "06-share-findings.html"
    said = "As Zofka said, sit down."
    page.write_text(f"<p><b>As</b> {said[3:]}</p>", encoding="utf-8")
    assert typed.waiting(mine, [page]) == []  # nothing of the round stands there
    findings.reword(mine, "C1", said, "her words")
    [why] = typed.waiting(mine, [page])
    assert "06-share-findings.html" in why and "Findings of notebook 05, C1" in why
    assert "characters 4 to 8" in why and "notebook 02" in why and "Zofka" not in why

    ran = run.Ran("06-share-findings", None, why)
    monkeypatch.setattr(run, "share", lambda rnd, only: [ran])
    screen = Share(mine, "06")
    screen.act(screen.submit)
    shown = [block.get("text", "") for block in screen.pane.blocks]
    assert any(text.endswith("characters 4 to 8: Zofka") for text in shown)
    assert "Zofka" not in screen.status

    row = {"name": "Zofka", "kind": "not a name"}
    people_workbook.put(mine, "names to hide", [row])
    assert typed.waiting(mine, [page]) == []


def test_the_share_screen_shows_words_that_the_log_never_has(rnd, monkeypatch):
    """What stands in the way is shown there; a page without fault may be sent."""
    ran = run.Ran("06-share-findings", None, "a registered name stands in the page")
    monkeypatch.setattr(run, "share", lambda rnd, only: [ran])
    at = [("Findings of notebook 05, C1", "As Zofia said, sit down.")]
    monkeypatch.setattr(typed, "places", lambda *_: at)
    screen = Share(rnd, "06")
    screen.act(screen.submit)
    shown = [block.get("text", "") for block in screen.pane.blocks]
    assert any("Zofia" in text and "notebook 05, C1" in text for text in shown)
    assert "Zofia" not in screen.status and screen.status.startswith("NOT SAVED")
    assert "Zofia" not in screen._repr_mimebundle_()["text/html"]
    good = run.Ran("06-share-findings", rnd.share / "a.html", "", ("heard: 15",))
    monkeypatch.setattr(run, "share", lambda rnd, only: [good])
    monkeypatch.setattr(typed, "places", lambda *_: [])
    screen.act(screen.submit)
    assert screen.status.startswith("Saved") and "may be sent" in screen.status
    assert "heard: 15" in screen.pane.blocks[0]["text"]
