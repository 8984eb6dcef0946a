import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from places import DATA, ROOT, coprod

from coprod import cli
from coprod.decide import survey
from coprod.listen import formats, people
from coprod.share import publications
from coprod.store import journal, office, spreadsheets


@pytest.mark.slow
@pytest.mark.parametrize("usage, code", [(["--help"], 0), (["run", "--what"], 2)])
def test_it_runs_as_a_program_and_ends_with_its_code(usage, code):
    run = subprocess.run(
        [sys.executable, "-m", "coprod", *usage], cwd=ROOT, capture_output=True
    )
    assert run.returncode == code


def test_read_accounts_for_every_character(tmp_path):
    path = tmp_path / "talk.txt"
    path.write_text("Mum: It was kind.\n\nNurse: Thank you.\n", encoding="utf-8")
    code, out, _ = coprod("read", path, "--json")
    *said, who, last = map(json.loads, out.splitlines())
    assert code == 0
    assert [s["text"] for s in said] == ["It was kind.", "Thank you."]
    assert set(said[0]) == {"source", "position", "speaker", "question", "text"}
    assert last["difference"] == 0
    assert sum(len(s["text"]) for s in said) == last["taken"]
    assert last["taken"] + sum(last["set_aside"].values()) == last["characters"]
    mum = {"label": "Mum", "turns": 1, "words": 3, "role": "participant"}
    assert set(who) == {"file", "voices", "look"}
    assert who["voices"][0] == mum and who["look"] is None


def test_read_refuses_in_plain_words_and_goes_on(tmp_path):
    bad, good = tmp_path / "bad.docx", tmp_path / "good.txt"
    bad.write_bytes(b"this is no Word file")
    good.write_text("Mum: Hello.")
    code, out, _ = coprod("read", bad, good, "--json")
    first, *rest = map(json.loads, out.splitlines())
    assert code == 1 and "refused" in first and len(rest) == 3


def said(words):
    """Fail as a library does: with what somebody said in its message."""
    float("My son Rafi cried")


def test_a_librarys_error_tells_its_type_and_our_line_and_no_words(
    tmp_path, monkeypatch, capsys
):
    path = tmp_path / "talk.txt"
    path.write_text("Mum: It was kind.", encoding="utf-8")
    monkeypatch.setitem(formats.READERS, ".txt", said)
    monkeypatch.setattr(office, "sheets", said)
    for words in (["read", path, "--json"], ["group", path, "--text", "x"]):
        monkeypatch.setattr(sys, "argv", ["coprod", *map(str, words)])
        with pytest.raises(SystemExit, match="1"):
            cli.main()
        told = "".join(capsys.readouterr())
        assert "Rafi" not in told and "ValueError in " in told and ", line " in told
        assert "damaged" not in told


def test_a_file_that_is_not_there_is_told_without_its_name(tmp_path):
    for command in (["rank"], ["group", "--text", "x"]):
        code, _, told = coprod(*command, tmp_path / "Amira.csv")
        assert code == 1 and "The file is not there" in told and "Amira" not in told


@pytest.mark.slow
def test_group_leaves_nobody_outside(tmp_path):
    path = tmp_path / "few.csv"
    words = [
        "The car park is dear.",
        "Parking costs a lot.",
        " ",
        "The nurse was kind.",
    ]
    path.write_text("said\n" + "\n".join(f'"{w}"' for w in words) + "\n")
    code, out, _ = coprod("group", path, "--text", "said", "--json")
    made = json.loads(out)
    assert code == 0
    assert made["rows"] == [0, 1, 3]
    assert len(made["assigned"]) == 3
    assert {g["id"] for g in made["groups"]} == set(made["assigned"])
    assert set(made["groups"][0]) == {"id", "words", "size", "nearest"}


def test_group_names_the_columns_there_are(tmp_path):
    path = tmp_path / "few.csv"
    path.write_text("said\nHello there\n")
    code, out, err = coprod("group", path, "--text", "words")
    assert code == 1 and "said" in err and "Traceback" not in err


def test_rank_gives_the_golden_order(tmp_path):
    lines = ["respondent,group,statement,rank"]
    ballots = {
        "parent": "ABC ABD BAC ACB BAD ABE",
        "staff": "CAB CBA BCA",
        "young": "FEA FAE",
    }
    for group, sheets in ballots.items():
        for number, sheet in enumerate(sheets.split()):
            ranks = dict(zip(sheet, "123", strict=True))
            lines += [
                f"{group}{number},{group},{s},{ranks.get(s, '')}" for s in "ABCDEF"
            ]
    path = tmp_path / "ballots.csv"
    path.write_text("\n".join(lines) + "\n")
    code, out, _ = coprod("rank", path, "--json")
    made = {row["statement"]: row for row in json.loads(out)}
    assert code == 0
    assert {s: made[s]["combined"] for s in "ABCDEF"} == {
        "A": 14.5, "B": 12, "C": 12, "F": 9, "E": 8.5, "D": 7
    }  # fmt: skip


@pytest.mark.slow
def test_a_second_sheet_is_not_passed_over_in_silence(tmp_path):
    said = pd.DataFrame({"said": ["It was kind.", "It was cold."]})
    votes = pd.DataFrame(
        [["a", "x", "Q1", "1"], ["b", "x", "Q2", "1"]],
        columns=["respondent", "group", "statement", "rank"],
    )
    for command, frame in ((["group", "--text", "said"], said), (["rank"], votes)):
        path, empty = tmp_path / "A.XLSX", frame.iloc[:0]
        spreadsheets.write_xlsx(path, {"one": frame, "two": frame, "three": empty})
        code, out, told = coprod(*command, path, "--json")
        assert code == 0 and json.loads(out)
        assert "NOT read: 1 more with rows in them" in told
        spreadsheets.write_xlsx(path, {"one": frame, "two": empty})
        assert "NOT read" not in coprod(*command, path, "--json")[2]


def test_wrong_usage_ends_with_2():
    assert coprod("run", "--what")[0] == 2


def test_an_unknown_round_is_told_in_words(tmp_path):
    (tmp_path / "raw").mkdir()
    code, out, err = coprod(
        "status", "--round", "nowhere", "--data", tmp_path, "--json"
    )
    assert (code, out) == (1, "") and "can be a round" in err and "Traceback" not in err


@pytest.mark.slow
def test_status_of_the_example_is_json_and_nothing_else(built):
    code, out, _ = coprod("status", "--data", built.rnd.data, "--json")
    standing = json.loads(out)
    assert code == 0
    assert sum(standing["by_status"].values()) == standing["comments"]


@pytest.mark.slow
def test_where_the_private_folder_lies_is_told_here_and_on_no_page(built):
    _, out, _ = coprod("status", "--data", built.rnd.data)
    assert built.rnd.private.as_uri() in out
    pages = [p.read_text(encoding="utf-8") for p in built.rnd.working.glob("*.html")]
    assert len(pages) >= 12
    assert not [page for page in pages if str(built.rnd.private) in page]


@pytest.mark.slow
def test_the_questionnaire_and_the_answers(built, tmp_path):
    where = ["--data", built.rnd.data, "--reports", tmp_path]
    for to in survey.FILES:
        code, out, told = coprod("survey", "build", "--to", to, *where)
        assert code == 0 and "chooses up to 5" in told
        assert ("takes away every form" in told) == (to == "redcap")
    results = built.rnd.raw / "survey" / "results.xlsx"
    code, out, _ = coprod("survey", "read", results, "--data", built.rnd.data)
    assert code == 0 and out.startswith("92 answers")
    assert coprod("survey", "build", "--to", "stone", *where)[0] == 1


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason="shared/data is not here")
def test_real_comments_are_all_read_and_the_rows_without_words_counted(tmp_path):
    raw = tmp_path / "data" / "raw" / "nhft"
    raw.mkdir(parents=True)
    (raw / "nhft.csv").write_bytes((DATA / "nhs-feedback" / "nhft.csv").read_bytes())
    where = ["--round", "nhft", "--data", tmp_path / "data"]
    code, _, err = coprod(
        "run", *where, "--reports", tmp_path / "r", "--only", "01", "--only", "02"
    )
    assert code == 0, err
    standing = json.loads(coprod("status", *where, "--json")[1])
    assert standing["comments"] == 2313
    assert standing["without_words"] == 499
    assert standing["unaccounted"] == 0
    assert Path(tmp_path / "r" / "nhft" / "working").is_dir()


def test_verify_says_whether_a_page_is_ours_and_as_it_was(example, monkeypatch):
    monkeypatch.setenv("COPROD_DATA", str(example.data))
    page = example.raw / "round.json"
    code, out, _ = coprod("verify", page)
    assert code == 1 and "No round here has shared this file as it is" in out
    files, name = {"06.html": publications.mark(page)}, "decisions/targets.*.jsonl"
    inputs = publications.inputs(example, [example.decisions / name.split("/")[1]])
    made = {"page": "06", "files": files, "inputs": inputs, "versions": {"coprod": "1"}}
    journal.record(example, publications.KIND).add({**made, "numbers": {}})
    code, out, _ = coprod("verify", page, "--json")
    assert code == 0 and json.loads(out)["holds"] and list(inputs) == [name]
    people.add_target(example, "child", 5)
    code, out, _ = coprod("verify", page)
    assert code == 1 and "It no longer holds: targets changed since." in out
    assert coprod("verify", example.raw / "nothing.html")[0] == 2
