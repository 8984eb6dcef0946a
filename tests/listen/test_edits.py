"""Tags stay on their comment while transcripts are corrected (benchmarks/edits.py)."""

import importlib.util

import pytest
from places import ROOT

spec = importlib.util.spec_from_file_location("edits", ROOT / "benchmarks" / "edits.py")
edits = importlib.util.module_from_spec(spec)
spec.loader.exec_module(edits)


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    base = tmp_path_factory.mktemp("edits")
    found = edits.run(base, transcripts=20, size=300, seed=42)
    return found.set_index("way")


@pytest.mark.slow
def test_no_tag_comes_to_stand_on_another_comment(table):
    assert table.loc["aligned", "wrong"] == 0
    assert table.loc["confirmed", "wrong"] == 0
    assert (table.loc[["row", "hash", "occurrence"], "wrong"] > 0).all()


@pytest.mark.slow
def test_every_tag_is_right_or_listed(table):
    ours = table.loc[["aligned", "confirmed"]]
    assert (ours["right"] + ours["listed"] == 20 * 300).all()
    assert (ours["gone"] == ours["listed"]).all()


@pytest.mark.slow
def test_most_corrected_comments_are_found_and_few_questions_are_idle(table):
    confirmed = table.loc["confirmed"]
    assert confirmed["right"] > 0.96 * 20 * 300
    assert confirmed["proposed wrong"] < 0.02 * confirmed["proposed right"]


def test_one_corrected_transcript_keeps_every_tag_right(tmp_path):
    found = edits.run(tmp_path, transcripts=2, size=120, seed=7).set_index("way")
    assert not found.loc[["aligned", "confirmed"], "wrong"].any()
    assert found.loc["confirmed", "right"] + found.loc["confirmed", "listed"] == 240


def test_the_files_people_sent_are_not_touched(rnd):
    from coprod.listen import comments, corrections, files
    from coprod.store import ids

    path = rnd.raw / "talk.txt"
    path.write_text("Mum: We waited for hours in the cold.\nDad: Yes.\n")
    for words in ("", "Mum: We waited for hours in the cold room.\nDad: Yes.\n"):
        path.write_text(words or path.read_text())
        before = edits.digest(rnd.raw)
        said, _ = files.listen(rnd)
        made = comments.make(rnd, said, edits.NOBODY)
        for pair in files.near(rnd, made).itertuples():
            corrections.confirm(rnd, pair.was, pair.now)
        assert edits.digest(rnd.raw) == before
    assert len(ids.same(rnd)) == 1
