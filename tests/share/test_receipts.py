"""The receipt: each person's own words and no one else's, released one by one."""

import random
import zipfile
from dataclasses import replace

import pandas as pd
import pytest
from places import coprod

from coprod import listen, protect
from coprod.pages import word_document
from coprod.protect import people_workbook, review
from coprod.share import receipts, screens
from coprod.store import journal, rounds, tables
from coprod.store.problem import Problem

ASK = {"alive": True, "said_so": False}


@pytest.fixture
def desk(tabled) -> receipts.Desk:
    """Give the letters of a copy of the example, in which everybody wishes one."""
    rnd = tabled
    rows = people_workbook.read(rnd)["people"]
    rows = rows[rows["role"] == "participant"][["source", "label"]].to_dict("records")
    people_workbook.put(rnd, "people", [{**row, "hear back": "yes"} for row in rows])
    said, _ = listen.files.listen(rnd)
    rnd.save("people", listen.people.read(rnd, said).people)
    return receipts.Desk(rnd)


def test_every_comment_stands_in_the_letter_of_who_said_it_and_goes_somewhere(desk):
    heard = desk.comments[desk.comments["person"].isin(list(desk.wishes))]
    assert len(desk.wishes) > 40 and len(heard) > 300
    for person in desk.wishes:
        blocks = desk.blocks(person)
        own = desk.comments.loc[desk.comments["person"] == person, "text"]
        quotes = [n for n, b in enumerate(blocks) if isinstance(b, word_document.Quote)]
        assert [blocks[n].words for n in quotes] == [*map(review.unnumbered, own)]
        went = ("Where it went: theme", "Noted", "You said the same")
        assert all(blocks[n + 1].words.startswith(went) for n in quotes)


def test_a_reason_in_words_of_somebody_else_is_refused(desk):
    heard = desk.comments
    out = heard[(heard["status"] == "out of scope") & heard["person"].isin(desk.wishes)]
    other = heard[heard["person"] != out["person"].iloc[0]]
    long = other.loc[other["text"].str.split().str.len() > 12, "text"].iloc[0]
    heard.loc[out.index[0], "detail"] = f"as another said, {long}"
    with pytest.raises(Problem, match="only somebody else said"):
        desk.blocks(out["person"].iloc[0])


def test_a_named_person_releases_each_after_asking(desk):
    bands = desk.wishes
    free = [person for person in bands if not desk.in_the_way(person)]
    teen = next(person for person in free if bands[person] == "13 to 15")
    child = next(person for person in free if bands[person] == "8 to 12")
    waits = next(person for person in bands if desk.in_the_way(person))
    with pytest.raises(Problem, match="still to be looked at"):
        desk.release(waits, receipts.TO[0], **ASK)
    with pytest.raises(Problem, match="all are alive"):
        desk.release(teen, receipts.TO[0], alive=False, said_so=True)
    with pytest.raises(Problem, match="somebody else"):
        desk.release(teen, receipts.TO[1], **ASK)
    nobody = receipts.Desk(replace(desk.rnd, reader=rounds.NOBODY))
    with pytest.raises(Problem, match="Nobody has said who is reading"):
        nobody.release(teen, receipts.TO[0], **ASK)
    assert not (desk.rnd.private / "receipts").exists()
    desk.release(teen, receipts.TO[1], alive=True, said_so=True)
    made = desk.release(child, receipts.TO[1], **ASK)
    assert made.parent == desk.rnd.private / "receipts" / journal.now()[:10]
    assert "NOT FOR SHARING" not in made.read_text("utf-8")
    assert not list(desk.rnd.reports.rglob("*.docx")) and made.stat().st_mode & 63 == 0
    with zipfile.ZipFile(made.with_suffix(".docx")) as word:
        assert "Where it went" in word.read("word/document.xml").decode()
    assert list(desk.released["person"]) == [teen, child]
    assert "2 letters released" in desk.line


def test_the_screen_shows_the_letter_and_releases_it(desk):
    screen = screens.Receipts(desk.rnd)
    screen.now = next(p for p in desk.wishes if not desk.in_the_way(p))
    assert not [code for code, _ in screen._offered() if len(code) > 20]
    said = {"to": receipts.TO[0], "alive": "no", "said": "no"}
    with pytest.raises(Problem, match="alive"):
        screen.submit(said)
    assert any("Where it went" in block["text"] for block in screen.below(screen.now))
    assert screen.submit(said | {"alive": "yes, asked today"}).startswith("Saved")


def test_who_said_no_or_took_words_back_hears_no_more_and_no_letter_is_left(desk):
    person = next(p for p in desk.wishes if not desk.in_the_way(p))
    desk.release(person, receipts.TO[0], **ASK)
    own = desk.rnd.load("comments").query("person == @person")["comment"].iloc[0]
    made = desk.rnd.load("comments").assign(label="")
    going = protect.withdrawal.plan(desk.rnd, made, person)
    people = desk.rnd.load("people")
    protect.withdrawal.withdraw(desk.rnd, going)
    assert not [*(desk.rnd.private / "receipts").rglob("*.*")]
    left = [p.read_text("utf-8") for p in desk.rnd.decisions.glob("receipts.*")]
    assert left and own not in "".join(left)
    desk.rnd.save("comments", made.drop(columns="label"))  # as if it were still there
    desk.rnd.save("people", people)
    again = receipts.Desk(desk.rnd).wishes
    assert again and person not in again


def test_500_people_each_get_their_own_words_and_no_run_of_anybody_else(
    rnd, monkeypatch
):
    rng = random.Random(5)
    words = [
        f"{a}{b}" for a in "balo fen gri tum".split() for b in "ka mi ro su".split()
    ]
    rows = [
        (
            f"S01-{n}-{k}",
            "S01",
            n * 9 + k,
            f"P{n:03}",
            " ".join(rng.choices(words, k=20)),
        )
        for n in range(500)
        for k in range(5)
    ]
    names = ["comment", "source", "position", "person", "text"]
    said = pd.DataFrame(rows, columns=names)
    said = said.assign(question=None, duplicate_of=None, no_words=None)
    rnd.save("comments", tables.check("comments", said))
    (rnd.raw / "round.json").write_text('{"invented": true}')
    people = said[["person"]].drop_duplicates().assign(group="parent", hear_back=True)
    blank = dict.fromkeys(["age_band", "setting", "area", "voice", "way"], "unknown")
    rnd.save("people", people.assign(**blank, quote=True, role="participant"))
    desk = receipts.Desk(rnd)
    letters = {p: desk.release(p, receipts.TO[0], **ASK) for p in desk.wishes}
    assert len(letters) == 500
    for person, path in letters.items():
        text = path.read_text("utf-8")
        own = said.loc[said["person"] == person, "text"]
        assert all(words in text for words in own)
        runs = receipts._runs(" ".join(receipts.lines(desk.blocks(person))))
        assert all(person in desk.whose.get(run, {person}) for run in runs)


def test_the_command_lists_what_stands_in_the_way_and_writes_nothing(desk):
    code, out, told = coprod("receipts", "--data", desk.rnd.data)
    assert code == 0 and f"{len(desk.wishes)} people wish to hear back" in told
    assert len(out.splitlines()) == len(desk.wishes)
    assert "may be released in 11" in out and "same-day care" in out
    assert not (desk.rnd.private / "receipts").exists()
