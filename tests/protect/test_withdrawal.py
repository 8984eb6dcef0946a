"""Whoever takes their words back is gone from every byte but those of raw files."""

import io
import json
import random
import re
import shutil
import struct
import zipfile
import zlib

import numpy as np
import pandas as pd
import pytest
from places import coprod

from coprod import check, listen, protect, write
from coprod.protect import people_record, people_workbook, pseudonyms, withdrawal
from coprod.share import status
from coprod.store import journal, journal_ends, rounds, sealed
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.write import embedding, quotes

WHO = "P07"  # Tom, whose name nobody else bears
TALK = "The {} nurse near the {} window told us about {} before the {} walk.".format


TALKERS = [["Zebedee", "Ola", "Quill"], ["Vix", "Juno", "Wren"], ["Moth", "Fen", "Ida"]]


def make(rnd):
    """Make the first tables of a round; give the comments with their source words."""
    said, files = listen.files.listen(rnd)
    rnd.save("files", files)
    listen.people.update(rnd, said, files, listen.files.names(rnd))
    register = listen.people.read(rnd, said)
    rnd.save("people", register.people)
    made = listen.comments.make(rnd, said, register.who)
    safe, replaced = pseudonyms.protect(made, register.names)
    rnd.save("comments", safe)
    rnd.save("replacements", replaced)
    pseudonyms.write_list(rnd, made, replaced)
    rnd.save("tags", write.tags.table(rnd))
    rnd.save("ledger", check.ledger.of_round(rnd))
    return made


def words(path):
    """Give all words of a file, by other means than the library's."""
    raw = path.read_bytes()
    if path.suffix == ".parquet":
        return pd.read_parquet(path).to_csv()
    if path.suffix == ".xlsx":
        sheets = pd.read_excel(path, sheet_name=None, header=None)
        return "\n".join(sheet.to_csv() for sheet in sheets.values())
    if path.suffix in (".docx", ".pptx"):
        with zipfile.ZipFile(path) as archive:
            raw = b"\n".join(archive.read(name) for name in archive.namelist())
    if path.suffix == ".png":
        found = re.search(rb"zTXtsaid\0\0(.*)IEND", raw, re.S)
        raw = zlib.decompressobj().decompress(found[1])
    text = raw.decode("utf-8", "replace")
    if path.suffix in (".json", ".ipynb", ".jsonl"):
        text = re.sub(r"\\[nrt]", " ", text)
    return f"{text}\n{re.sub('<[^>]*>', '', text)}"


def runs(texts):
    """Give every run of four words."""
    each = [re.findall(r"\w+", str(text).casefold()) for text in texts]
    return {tuple(w[n : n + 4]) for w in each for n in range(len(w) - 3)}


class Planted:
    """What is one person's alone, and where it is found."""

    def __init__(self, rnd, made, who, names):
        own = made["person"] == who
        self.rnd, self.who, self.names = rnd, who, names
        others = runs([*made.loc[~own, "text"], *made["question"].dropna()])
        self.runs = runs(made.loc[own, "text"]) - others
        self.vectors = []
        self.comments = list(made.loc[own, "comment"])
        assert len(self.runs) > 40

    def embed(self):
        """Know their vectors too."""
        said = self.rnd.load("comments").set_index("comment")["text"]
        said = list(said[self.comments])
        self.vectors = [v.tobytes()[:24] for v in embedding.embed(said[:6]) if v.any()]
        assert self.vectors
        return self

    def hits(self):
        """Name the files outside raw in which anything of theirs is."""
        folders = [self.rnd.decisions, self.rnd.processed, self.rnd.private]
        folders += [self.rnd.reports, self.rnd.data.parent / "notebooks"]
        paths = {p for folder in folders for p in folder.rglob("*") if p.is_file()}
        return sorted("/".join(p.parts[-3:]) for p in paths if self._in(p))

    def _in(self, path):
        text, raw = words(path), path.read_bytes()
        named = any(
            re.search(rf"\b{name}\b", f"{path.name} {text}") for name in self.names
        )
        there = any(vector in raw for vector in self.vectors)
        return (
            named
            or there
            or bool(runs([text]) & self.runs)
            or any(comment in text for comment in self.comments)
        )


def plant(rnd, made, who, monkeypatch):
    """Put words of theirs into every place where they come to lie."""
    comment, text = made.loc[made["person"] == who, ["comment", "text"]].iloc[1]
    other = made.loc[made["person"] != who, "comment"].iloc[0]
    people_record.take_out(rnd)
    tag = write.tags.add(rnd, comment, "C1", note=f"he said: {text}")
    write.tags.change(rnd, tag, note=f"he did say: {text}")
    journal.record(rnd, "notes").add({"comment": other, "text": f"As in: {text}"})
    journal.record(rnd, "marks").add({"comment": comment}, about=f"{comment}.AB")
    journal.record(rnd, "reviews").add({"comments": [comment, other], "note": ""})
    path = journal.record(rnd, "notes").path
    shutil.copy(path, path.with_name(path.name.replace(".jsonl", " (copy).jsonl")))
    for place in (rnd.working, rnd.share, rnd.private / "receipts" / "2026-11-01"):
        place.mkdir(parents=True)
        (place / "06-share-findings.html").write_text(
            f"<p>{text.replace(' ', ' <b></b>')}"
        )
    pd.DataFrame({"text": [text]}).to_excel(rnd.working / "coding-sheet.xlsx")
    with zipfile.ZipFile(rnd.share / "findings.docx", "w") as archive:
        archive.writestr("word/document.xml", text)
    said = b"zTXtsaid\0\0" + zlib.compress(text.encode())
    (rnd.working / "chart.png").write_bytes(
        struct.pack(">I", len(said)) + said + b"IEND"
    )
    vectors = io.BytesIO()
    np.savez(
        vectors,
        v=embedding.embed([rnd.load("comments").set_index("comment")["text"][comment]]),
    )
    (rnd.processed / "vectors.npz").write_bytes(vectors.getvalue())
    embedding.embed([text], cache=sealed.of(rnd))
    books = rnd.data.parent / "notebooks" / ".ipynb_checkpoints"
    books.mkdir(parents=True)
    cell = {"cell_type": "code", "source": "1", "outputs": [{"text": text}]}
    for place in (books, books.parent):
        (place / "03-x.ipynb").write_text(json.dumps({"cells": [cell]}))
    monkeypatch.chdir(rnd.data.parent)


@pytest.fixture
def example_round(example_tables, tmp_path):
    """Give a copy of the example round with its first tables."""
    shutil.copytree(example_tables.data, tmp_path / "data")
    return Round("example-round", "AB", tmp_path / "data", tmp_path / "reports")


@pytest.fixture
def generated(tmp_path, monkeypatch):
    """Give a round of made-up talk of nine people in three files."""
    monkeypatch.setenv(
        "COPROD_PRIVATE", str(tmp_path.parent / f"{tmp_path.name}-private")
    )
    rng, vocabulary = (
        random.Random(4),
        [f"word{chr(97 + n % 26)}{n}" for n in range(400)],
    )
    rnd = Round("made-up", "AB", tmp_path / "data", tmp_path / "reports")
    rnd.raw.mkdir(parents=True)
    for number, name in enumerate(("Talk with Zebedee.txt", "second.txt", "third.txt")):
        people = [
            ["Zebedee", "Ola", "Quill"],
            ["Vix", "Juno", "Wren"],
            ["Moth", "Fen", "Ida"],
        ][number]
        lines = [
            f"{rng.choice(people)}: {TALK(*rng.choices(vocabulary, k=4))}"
            for _ in range(60)
        ]
        (rnd.raw / name).write_text("\n".join([*lines, "Ola: Zebedee was kind to me."]))
    return rnd


def ready(request, name, monkeypatch):
    """Give a round with what is planted in it."""
    rnd = request.getfixturevalue(name)
    made = make(rnd)
    who = WHO
    if name == "generated":
        book = people_workbook.read(rnd)["people"]
        who = book.loc[book["label"] == "Zebedee", "person"].iloc[0]
    plant(rnd, made, who, monkeypatch)
    called = "Zebedee" if name == "generated" else "Tom"
    return Planted(rnd, made, who, [called]).embed(), made


@pytest.mark.slow
@pytest.mark.parametrize("name", ["example_round", "generated"])
def test_nothing_of_theirs_is_left_and_nothing_of_others_moves(
    request, name, monkeypatch
):
    planted, made = ready(request, name, monkeypatch)
    rnd, who = planted.rnd, planted.who
    before, tags = rnd.load("comments"), write.tags.table(rnd)
    raw = {p: p.read_bytes() for p in rnd.raw.glob("*") if p.is_file()}
    assert len(planted.hits()) >= 18
    told = withdrawal.withdraw(rnd, withdrawal.plan(rnd, made, who))
    assert planted.hits() == []
    assert not [line for line in told if "Still there" in line]
    again = make(rnd)
    assert planted.hits() == []
    assert who not in set(again["person"]) | set(rnd.load("people")["person"])
    others = before[before["person"] != who].reset_index(drop=True)
    same = ["comment", "person"]
    assert rnd.load("comments")[same].equals(others[same])
    gone = tags["comment"].isin(planted.comments)
    assert gone.any()
    assert write.tags.table(rnd).equals(tags[~gone].reset_index(drop=True))
    assert {p: p.read_bytes() for p in raw} == raw
    assert status.wrong(rnd) == [] and journal_ends.missing(rnd) == []
    kinds = {p.name.split(".")[0] for p in rnd.decisions.glob("*.jsonl")}
    assert not [kind for kind in kinds if journal.read(rnd.decisions, kind).problems]
    assert f"{len(others)} comments" in status.noted(rnd) or len(others) < len(before)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "what", "times"),
    [
        (journal, "rewrite", 0),
        (journal, "rewrite", 1),
        (journal, "rewrite", 4),
        (withdrawal, "_made", 0),
        (people_workbook, "note", 0),
    ],
)
def test_broken_off_anywhere_it_goes_on_and_ends_whole(
    generated, monkeypatch, where, what, times
):
    made = make(generated)
    monkeypatch.chdir(generated.data.parent)
    journal.record(generated, "notes").add(
        {"comment": made["comment"].iloc[0], "text": made["text"].iloc[0]}
    )
    planted = Planted(generated, made, made["person"].iloc[0], ["Zebedee"])
    real, calls = getattr(where, what), iter(range(100))

    def broken(*args):
        if next(calls) == times:
            raise KeyboardInterrupt
        return real(*args)

    going = withdrawal.plan(generated, made, planted.who)
    with monkeypatch.context() as patched:
        patched.setattr(where, what, broken)
        with pytest.raises(KeyboardInterrupt):
            withdrawal.withdraw(generated, going)
    assert "broken off half way" in status.wrong(generated)[0]
    withdrawal.withdraw(
        generated, withdrawal.plan(generated, make(generated), planted.who)
    )
    assert planted.hits() == [] == status.wrong(generated)
    make(generated)
    assert planted.hits() == []


def test_an_older_sheet_in_excel_brings_nobody_back(generated):
    made = make(generated)
    people_record.take_out(generated)
    path = generated.private / people_record.BOOK
    older = path.read_bytes()
    going = withdrawal.plan(generated, made, "P01")
    name = going.rows["people"][0]["label"]
    withdrawal.withdraw(generated, going)
    edited = pd.read_excel(io.BytesIO(older), sheet_name=None, dtype=str)
    edited["people"].loc[1, "group"] = "nurse"
    with pd.ExcelWriter(path) as out:
        for sheet, frame in edited.items():
            frame.to_excel(out, sheet_name=sheet, index=False)
    people_record.take_in(generated)
    assert name not in set(people_workbook.read(generated)["people"]["label"])
    assert name in set(people_workbook.names(generated)["name"])  # and is still hidden


def test_a_code_of_somebody_who_withdrew_is_never_given_again(generated):
    made = make(generated)
    last = max(people_workbook.read(generated)["people"]["person"])
    withdrawal.withdraw(generated, withdrawal.plan(generated, made, last))
    (generated.raw / "new.txt").write_text("Newcomer: Something new was said here.")
    make(generated)
    book = people_workbook.read(generated)["people"].set_index("label")["person"]
    assert book["Newcomer"] > last


def test_quotes_only_keeps_every_count_and_takes_the_quoting_pages(generated):
    made = make(generated)
    text = made.loc[made["person"] == "P01", "text"].iloc[0]
    generated.share.mkdir(parents=True)
    for name, said in (("06-x.html", text), ("10-y.html", "Nobody said this at all.")):
        (generated.share / name).write_text(said)
    before = generated.load("comments")
    withdrawal.withdraw(generated, withdrawal.plan(generated, made, "P01", "quotes"))
    assert [p.name for p in generated.share.iterdir()] == ["10-y.html"]
    make(generated)
    assert generated.load("comments").equals(before)
    may = quotes.may_quote(generated).set_index("comment")
    own = before.loc[before["person"] == "P01", "comment"]
    assert len(own) and set(may.loc[own, "why"]) == {"the person took it back"}


@pytest.mark.parametrize(
    ("who", "scope"), [("P99", "all"), ("Amira", "all"), ("P01", "some")]
)
def test_a_withdrawal_needs_somebody_and_a_known_scope(generated, who, scope):
    made = make(generated)
    with pytest.raises(Problem, match="withdrawal: "):
        withdrawal.plan(generated, made, who, scope)


def test_nobody_decided_means_nothing_goes(generated):
    made = make(generated)
    nobody = rounds.replace(generated, reader=rounds.NOBODY)
    with pytest.raises(Problem, match="who is reading"):
        withdrawal.withdraw(nobody, withdrawal.plan(nobody, made, "P01"))
    assert generated.has("comments") and not withdrawal.unfinished(generated)


def test_the_command_shows_what_goes_and_takes_it_away_only_when_told(generated):
    made = make(generated)
    files = ["--round", "made-up", "--data", generated.data]
    files += ["--reports", generated.reports]
    (generated.data / "current-round.json").write_text('{"reader": "AB"}')
    kept = {p: p.read_bytes() for p in generated.decisions.iterdir()}
    code, out, told = coprod("withdraw", "P01", *files)
    assert code == 0 and "Talk with Zebedee.txt" in out and "--yes" in told
    assert generated.has("comments")
    assert {p: p.read_bytes() for p in generated.decisions.iterdir()} == kept
    code, out, told = coprod("withdraw", "P01", "--yes", *files)
    assert code == 0 and not generated.has("comments")
    assert "P01" in set(made["person"]) - set(make(generated)["person"])
    code, out, told = coprod("withdraw", "P01", *files)
    assert code == 1 and "nobody here is called" in told


def test_the_screen_lets_go_only_what_it_has_shown(generated):
    made = make(generated)
    screen = protect.screens.Withdraw(generated, made)
    screen.person.value = "P01"
    with pytest.raises(Problem, match="Show what goes"):
        screen.submit()
    assert "Nothing has gone yet" in screen.show()
    screen.scope.value = "quotes"  # not what was shown
    with pytest.raises(Problem, match="Show what goes"):
        screen.submit()
    screen.scope.value = "all"
    assert screen.submit().startswith("Saved")
    assert not generated.has("comments")
    assert "P01" not in set(make(generated)["person"])
