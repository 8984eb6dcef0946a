"""Names are found without a list: how many, of which origin, what else is hidden."""

import importlib.util
import json
from pathlib import Path

import pytest
from pressing import press
from typer.testing import CliRunner

from coprod import cli
from coprod.protect import identifiers, name_model, people_workbook, rules, screens
from coprod.store import sealed

ROOT = Path(__file__).resolve().parents[2]
spec = importlib.util.spec_from_file_location("b", ROOT / "benchmarks/identifiers.py")
benchmark = importlib.util.module_from_spec(spec)
spec.loader.exec_module(benchmark)


@pytest.mark.slow
def test_of_a_set_kept_apart_so_many_are_found_and_so_little_is_hidden_besides():
    cases = benchmark.cases("identifiers")
    assert len(cases) > 60
    alone = benchmark.measure(cases, queue=False)
    asked = benchmark.measure(cases, queue=True)
    assert alone.recall >= 0.87 and asked.recall >= 0.95
    assert alone.over <= asked.over <= 0.10
    numbers = ("PHONE", "NUMBER", "EMAIL", "ADDRESS", "POSTCODE", "DATE", "HANDLE")
    for kind in numbers:
        assert alone.found[kind] == alone.all[kind] > 0


@pytest.mark.slow
def test_names_of_every_origin_are_found_alike():
    for small in (False, True):
        for queue in (False, True):
            shares = benchmark.fairness(queue=queue, small=small)
            assert len(shares) >= 7
            assert max(shares.values()) - min(shares.values()) <= 0.05


def test_what_no_dictionary_knows_or_has_a_capital_is_asked_and_cancer_care_is_not():
    said = "They gave Vincristine through the Hickman on Monday, then Zorbo came."
    [found] = identifiers.find([said])
    assert {said[s["start"] : s["end"]] for s in found} == {"Zorbo"}
    assert identifiers.find([said], never=["zorbo"]) == [[]]


def test_signs_that_nobody_sees_hide_no_name_and_places_stay_right():
    said = (
        "We told Pri\u200bya\u00ad and \uff2b\uff41\uff53\uff49\uff41, "
        "943\u2013476\u20135919."
    )
    [found] = identifiers.find([said], queue=False)
    assert [said[s["start"] : s["end"]].strip("\u00ad") for s in found] == [
        "Pri\u200bya",
        "\uff2b\uff41\uff53\uff49\uff41",
        "943\u2013476\u20135919",
    ]


def test_where_the_model_cannot_be_loaded_lists_take_over_and_the_screen_says_so(
    monkeypatch,
):
    assert "Rampart" in name_model.about()
    monkeypatch.setattr(name_model, "_loaded", lambda: None)
    [found] = identifiers.find(["My friend Terrence Okonkwo came over."], queue=False)
    assert found and "cannot be loaded" in name_model.about()


def test_the_command_prints_only_json(tmp_path):
    (path := tmp_path / "said.jsonl").write_text(
        '{"id": "a", "text": "Ring Priya’s mum on 07700 900461"}\n'
        '\n{"id": 2, "text": ""}\n',
        encoding="utf-8",
    )
    ran = CliRunner().invoke(cli.app, ["identifiers", str(path), "--json"])
    first, second = map(json.loads, ran.stdout.splitlines())
    assert first == {
        "id": "a",
        "spans": [
            {"start": 5, "end": 10, "type": "PERSON", "by": "model"},
            {"start": 20, "end": 32, "type": "PHONE", "by": "rule"},
        ],
    }
    assert second == {"id": 2, "spans": []}


def test_the_screen_asks_each_word_once_and_undo_takes_it_back(rnd):
    import pandas as pd

    said = pd.DataFrame(
        {"text": ["Zorbo shut early.", "Then the zorbo shut, it was bad."]}
    )
    screen = screens.Names(rnd, said)
    assert screen.left == ["zorbo"] and "2 places" in json.dumps(screen.pane.blocks)
    press(screen, "not a name (n)")
    assert screen.status.startswith("Saved: not a name. 0 of 1")
    assert people_workbook.never(rnd) == ["zorbo"]
    press(screen, "Undo")
    assert screen.left == ["zorbo"] and people_workbook.never(rnd) == []
    press(screen, "service (s)")
    assert "Zorbo" not in screens.Names(rnd, said).left
    assert people_workbook.names(rnd)["type"].tolist() == ["SERVICE"]


def test_words_that_tell_who_it_is_without_a_name_are_pointed_at():
    assert (
        rules.hints("She is the only child here; my wife's the mayor.") == "only, mayor"
    )
    assert rules.hints("The food was cold.") == ""


def test_no_text_is_read_by_the_model_a_second_time(rnd, monkeypatch):
    box, said = sealed.of(rnd), ["Amira was kind.", "The food was cold."]
    first = identifiers.find(said, cache=box)
    read = []
    monkeypatch.setattr(name_model, "find", lambda text: read.append(text) or [])
    assert identifiers.find(said, cache=box) == first and any(first)
    identifiers.find([*said, "We waited."], cache=box)
    assert read == ["We waited."]
