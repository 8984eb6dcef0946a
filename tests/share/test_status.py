"""What is next is said from what is really left."""

import pandas as pd
import pytest

from coprod.check import check_back
from coprod.decide import actions, statements
from coprod.listen import files
from coprod.protect import care
from coprod.share import status
from coprod.store import rounds, tables
from coprod.write import codebook, findings, tags


def one_row(name: str, **rest: object) -> pd.DataFrame:
    """Give a table of one row from the columns that matter."""
    kinds = {"text": "x", "whole number": 1, "number": 1.0, "yes or no": False}
    row = {
        c.name: None if c.blank else kinds[c.kind] for c in tables.TABLES[name].columns
    }
    return tables.check(name, pd.DataFrame([{**row, **rest}]))


def stands(rnd: rounds.Round) -> dict[str, str]:
    """Give what is said of each notebook, by its number; nothing where it is done."""
    made = status.steps(rnd)
    said = zip(made["notebook"].str[:2], made["where it stands"], strict=True)
    return {number: words for number, words in said if words != "done"}


def test_a_round_that_nobody_has_run_begins_at_the_beginning(rnd):
    rnd.save("files", tables.empty("files"))
    made = status.steps(rnd).set_index("notebook")["where it stands"]
    assert made["01-listen-gather-voices"] == "to do: nothing is in it yet"
    assert made["02-listen-protect-people"] == "not yet run"
    assert len(made) == 11
    assert status.status(rnd)["next"] == "01-listen-gather-voices"


@pytest.mark.slow
def test_a_round_is_complete_when_nothing_is_left_and_not_before(rnd, comments):
    said = comments.astype(object)
    said.loc[4, "text"] = "I cannot cope any more."
    rnd.save("comments", tables.check("comments", said))
    for name in rounds.STEPS.values():
        if name not in ("comments", "priorities"):
            rnd.save(name, one_row(name))
    asked = statements.add(rnd, text="Ring us back.", theme="T1")
    rnd.save("priorities", one_row("priorities", statement=asked, shortlist="combined"))
    finding = findings.write(
        rnd, theme="T1", letter="C", experience="good", text="Letters are clear."
    )
    [reply] = check_back.receive(rnd, "C1: no", who="parent", known=["C1"])
    (rnd.raw / "late.txt").write_text("Mum: The dog on the ward.", encoding="utf-8")
    left = {
        "01": "to do: 1 file new or changed, not read yet",
        "02": "to do: 1 comment that may need a person today",
        "03": "to do: 5 comments not yet read",
        "06": "to do: 1 finding not shown to anybody yet",
        "07": "to do: 1 reply without a decision",
        "11": "to do: 1 priority without an answer",
    }
    assert stands(rnd) == left
    assert status.status(rnd)["next"] == "01-listen-gather-voices"
    whole = status.sentence(rnd)
    assert all(words.removeprefix("to do: ") in whole for words in left.values())

    files.listen(rnd)
    del left["01"]
    assert stands(rnd) == left
    care.record(rnd, said.loc[4, "comment"], "no need")
    del left["02"]
    assert stands(rnd) == left
    code = codebook.add(rnd, "Parking")
    for comment in said["comment"]:
        tags.add(rnd, comment, code)
    del left["03"]
    left["05"] = "to do: 5 comments tagged, not yet in a theme"
    assert stands(rnd) == left
    codebook.move(rnd, code, codebook.add(rnd, "Travel", level="theme"))
    del left["05"]
    findings.publish(rnd, shown_to="9 young advisers", on="2026-11-19")
    del left["06"]
    check_back.decide(rnd, reply, "kept", "others said so", finding)
    del left["07"]
    assert stands(rnd) == left
    assert status.status(rnd)["next"] == "11-share-what-happens-next"
    words = dict.fromkeys(["said", "did", "because", "owner"], "x")
    actions.add(rnd, statement=asked, **words, due=None, status="done")
    assert stands(rnd) == {}
    assert status.sentence(rnd) == f"Next: {status.COMPLETE}."
