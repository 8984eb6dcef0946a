"""Pictures and voice notes: typed words are kept, counted and never mixed up."""

import json
import shutil
from dataclasses import replace

import pandas as pd
import pytest
from places import missing
from pressing import choose, fill, kept, press, write

from coprod.check import ledger
from coprod.listen import comments, people, set_aside, typed
from coprod.listen import files as files_
from coprod.listen.screens import files
from coprod.listen.screens import people as listen_people
from coprod.protect import care, people_workbook, review, screens, withdrawal
from coprod.store import journal, rounds, tables
from coprod.write import tags
from coprod.write.second_reader import side_by_side

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360f8cf5000000384018059b3a3d60000000049454e44ae426082"
)
NAME = "Wish of Zebedee Quill.png"


@pytest.fixture
def wishes(rnd):
    (rnd.raw / NAME).write_bytes(PNG)
    (rnd.raw / "voice.wav").write_bytes(b"RIFF\0\0\0\0WAVEfmt ")
    (rnd.raw / "talk.txt").write_text("Mum: The car park is full.\n", encoding="utf-8")
    return rnd


def made(rnd):
    """Read the round and make its comments."""
    said, files = files_.listen(rnd)
    register = people.read(rnd, said)
    return comments.make(rnd, said, register.who), files.set_index("source")


def of_wish(rnd, found):
    """Give the ids of the comments on the wish page."""
    return list(found.loc[found["source"] == code_of(rnd, NAME), "comment"])


def code_of(rnd, name):
    return {path.name: code for path, code in files_.codes(rnd).items()}[name]


def type_(rnd, text, name=NAME):
    path = rnd.raw / name
    return comments.type_words(rnd, code_of(rnd, name), path, text)


def test_a_picture_nobody_typed_is_one_comment_not_yet_read(wishes):
    found, files = made(wishes)
    source = code_of(wishes, NAME)
    assert files.loc[source, "status"] == "partly"
    assert "not typed yet" in files.loc[source, "why"]
    assert (files["difference"] == 0).all()
    [row] = found[found["source"] == source].to_dict("records")
    assert row["no_words"] == tables.WAITS
    ends = ledger.ledger(
        found,
        tags.table(wishes),
        pd.DataFrame(columns=[c.name for c in tables.TABLES["codebook"].columns]),
        set_aside.marks(wishes),
        withdrawal.withdrawn(wishes),
    ).set_index("comment")
    assert ends.loc[row["comment"], "status"] == "not yet read"
    assert ends.loc[row["comment"], "detail"] == tables.WAITS
    said = ledger.sentence(ledger.balance(ends.reset_index()), files)
    assert "3 not yet read" in said and "1 of 3 files fully read" in said
    assert len(tables.with_words(found)) == 1


def test_typed_words_become_comments_and_the_file_is_fully_read(wishes):
    before, _ = made(wishes)
    [picture] = of_wish(wishes, before)
    tag = tags.add(wishes, picture, "code")
    assert type_(wishes, "A pool.\n \n  A drawing of a dog\nwith two tails.\n") == 2
    found, files = made(wishes)
    source = code_of(wishes, NAME)
    here = found[found["source"] == source]
    assert list(here["text"]) == ["A pool.", "A drawing of a dog\nwith two tails."]
    assert files.loc[source, "status"] == "read"
    row = files.loc[source]
    aside = sum(json.loads(row["set_aside"]).values())
    assert row["characters"] == row["taken"] + aside and row["difference"] == 0
    # What was said of the picture is not said of the words: it needs attention.
    assert picture not in set(here["comment"])
    assert list(missing(found, tags.table(wishes))["tag"]) == [tag]


@pytest.mark.slow
def test_a_corrected_wish_keeps_its_id_and_the_others_stay(wishes):
    made(wishes)
    type_(wishes, "A swimming pol.\n\nNicer food at night.\n\nMy dog")
    first, _ = made(wishes)
    tag = tags.add(wishes, of_wish(wishes, first)[1], "code")
    type_(wishes, "A swimming pool.\n\nNicer food in the night.\n\nMy dog")
    second, _ = made(wishes)
    assert list(first["comment"]) == list(second["comment"])
    assert tag in set(tags.table(wishes)["tag"])
    assert "A swimming pool." in set(second["text"])
    type_(wishes, "A swimming pol.\n\nNicer food at night.\n\nMy dog")
    third, _ = made(wishes)
    assert list(first["comment"]) == list(third["comment"])


@pytest.mark.slow
def test_other_words_in_its_place_are_another_comment(wishes):
    made(wishes)
    type_(wishes, "A swimming pool.\n\nNicer food")
    first, _ = made(wishes)
    tags.add(wishes, of_wish(wishes, first)[-1], "code")
    type_(wishes, "A swimming pool.\n\nLonger visits from grandparents")
    second, _ = made(wishes)
    assert of_wish(wishes, first)[-1] not in set(second["comment"])
    assert len(missing(second, tags.table(wishes))) == 1


def test_a_review_of_words_that_were_retyped_does_not_count(wishes, monkeypatch):
    made(wishes)
    type_(wishes, "A swimming pol with Ali")
    first, _ = made(wishes)
    comment = first.loc[first["text"].str.startswith("A swim"), "comment"].iloc[0]
    monkeypatch.setattr(journal, "now", lambda: "2030-01-01T00:00:00Z")
    review.record_review(wishes, [comment])
    assert comment in set(review.reviewed(wishes)["comment"])
    monkeypatch.setattr(journal, "now", lambda: "2030-01-02T00:00:00Z")
    type_(wishes, "A swimming pool with Alix")
    assert comment not in set(review.reviewed(wishes)["comment"])


def test_typed_words_lie_in_the_private_folder_only(wishes):
    made(wishes)
    type_(wishes, "A zebra called Marmalade")
    made(wishes)
    source = code_of(wishes, NAME)
    known = typed.latest(wishes, source)
    assert (known.by, known.text) == ("AB", "A zebra called Marmalade")
    for path in wishes.data.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            assert b"Marmalade" not in raw, path
            assert b"Zebedee" not in raw, path
    [kept] = (wishes.private / "typed").glob(f"{source}.*.jsonl")
    assert b"Marmalade" in kept.read_bytes()
    assert kept.stat().st_mode & 0o077 == 0
    [event] = journal.read(wishes.decisions, "typed").events
    assert set(event["value"]) == {"source", "digest"} and event["by"] == "AB"


def test_what_was_typed_before_stays_in_the_record(wishes):
    type_(wishes, "first")
    type_(wishes, "second")
    source = code_of(wishes, NAME)
    events = journal.read(wishes.private / "typed", source).events
    assert [event["value"]["text"] for event in events] == ["first", "second"]


def without_typed_words(rnd, tmp_path_factory):
    """Copy the private folder to another machine, but not the words typed since."""
    base = tmp_path_factory.mktemp("other")
    without = shutil.ignore_patterns("typed")
    shutil.copytree(rnd.private, base / rnd.private.name, ignore=without)
    return str(base)


def test_words_typed_on_another_machine_are_asked_for(
    wishes, tmp_path_factory, monkeypatch
):
    type_(wishes, "A pool")
    monkeypatch.setenv("COPROD_PRIVATE", without_typed_words(wishes, tmp_path_factory))
    source = next(iter(journal.state(wishes, "typed")["id"]))
    row = typed.add(
        wishes,
        {wishes.raw / NAME: source},
        tables.empty("utterances"),
        tables.empty("files"),
    )[1]
    assert row["why"].str.contains("AB typed its words").all()


def test_a_reader_without_the_typed_words_changes_no_id_of_the_first_one(
    wishes, tmp_path_factory, monkeypatch
):
    type_(wishes, "A quiet room")
    [comment] = of_wish(wishes, made(wishes)[0])
    tags.add(wishes, comment, "code")
    with monkeypatch.context() as other:
        other.setenv("COPROD_PRIVATE", without_typed_words(wishes, tmp_path_factory))
        elsewhere = of_wish(wishes, made(replace(wishes, reader="CD"))[0])
        assert elsewhere != [comment]
    again = made(wishes)[0]
    assert of_wish(wishes, again) == [comment]
    assert missing(again, tags.table(wishes)).empty


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.jpg", b"<script>alert(1)</script>", "something else"),
        ("a.png", b"MZ\x90\0", "something else"),
        ("a.webp", b"RIFF\0\0\0\0WAVE", "something else"),
        ("a.m4a", b"", "something else or nothing"),
        ("a.gif", b"GIF89b", "something else"),
    ],
)
def test_a_picture_that_is_not_what_it_says_is_refused_in_words(
    rnd, name, content, words
):
    (rnd.raw / name).write_bytes(content)
    said, files = files_.listen(rnd)
    assert said.empty and list(files["status"]) == ["refused"]
    assert words in files["why"].iloc[0] and name not in files["why"].iloc[0]
    assert "no pictures" in listen_people.Typing(rnd).summary


def test_a_picture_larger_than_50_mb_is_refused_in_words(rnd):
    with (rnd.raw / "a.png").open("wb") as file:
        file.write(PNG)
        file.truncate(typed.LARGEST + 1)
    _, files = files_.listen(rnd)
    assert "larger than 50 MB" in files["why"].iloc[0]


def test_the_screen_shows_the_picture_by_message_and_saves_what_is_typed(wishes):
    made(wishes)
    screen = listen_people.Typing(wishes)
    assert screen.summary.startswith("2 of 2 pictures")
    [shown] = [b for b in screen.pane.blocks if b["kind"] == "media"]
    assert shown["bytes"] == PNG and shown["media"] == "image/png"
    assert "Zebedee" not in json.dumps(screen.pane.blocks, default=str)
    write(screen, screen.box, "A pool <img src=x onerror=alert(1)>", save=True)
    assert screen.status.startswith("Saved: S01, 1 comment. 1 of 2")
    assert screen.box.text == ""
    state = kept(screen)
    assert "A pool" not in state and "PNG" not in state


def test_an_empty_box_is_not_saved_and_loose_words_wait(wishes):
    made(wishes)
    screen = listen_people.Typing(wishes)
    write(screen, screen.box, "", save=True)
    assert screen.status.startswith("NOT SAVED. The box is empty")
    write(screen, screen.box, "half a wish")
    press(screen, "Next")
    assert "NOT SAVED yet: the words of S01" in screen.status
    press(screen, "Next")
    assert screen.box.text == "half a wish"
    assert typed.latest(wishes, "S01") is None


def test_the_screen_for_partners_refuses_a_name_and_takes_the_last_back(example):
    screen = listen_people.TakePart(example)
    before = len(people.table(example, "partners"))
    name = people_workbook.names(example)["name"].iloc[0]
    screen.role.value, screen.did.value = f"Dr {name}", "read the findings"
    press(screen, "Add partner")
    assert screen.status.startswith("NOT SAVED.") and name not in screen.status
    screen.role.value = "two grandparents"
    press(screen, "Add partner")
    assert screen.status.startswith("Saved: a partner")
    assert len(people.table(example, "partners")) == before + 1
    press(screen, "Take back the last")
    assert len(people.table(example, "partners")) == before
    screen.way.value, screen.offered.value, screen.used.value = "drop-in", "all", 3
    press(screen, "Add way")
    screen.group.value, screen.hope.value = "sibling", 7
    press(screen, "Set hope")
    assert people.table(example, "targets")["number"].iloc[-1] == 7
    assert "9 ways to take part" in screen.summary


@pytest.mark.slow
def test_pictures_nobody_typed_are_not_reviewed_or_grouped(wishes):
    found, _ = made(wishes)
    safe = tables.check("comments", found)
    assert list(screens.Review(wishes, safe).comments["text"]) == [
        "The car park is full."
    ]
    assert len(side_by_side.read(wishes, safe).groups) == 1


def test_a_round_without_pictures_shows_one_sentence(rnd):
    assert isinstance(rnd, rounds.Round)
    screen = listen_people.Typing(rnd)
    assert screen.summary == screen.status
    assert screen.root.children == (screen.line,)


def holds(rnd, what, name=NAME):
    """Say on the screen of files what a file holds."""
    screen = files.Files(rnd)
    choose(screen, screen.file, code_of(rnd, name))
    [form] = [b for b in screen.pane.blocks if b["kind"] == "form"]
    values = {row["id"]: row["value"] for row in form["rows"]}
    return fill(screen, {**values, "holds": what})


@pytest.mark.slow
def test_a_picture_that_holds_nobodys_words_is_set_aside_and_says_who_said_so(wishes):
    found, files = made(wishes)
    [comment] = of_wish(wishes, found)
    assert holds(wishes, "nobody's words").startswith("Saved")
    found, files = made(wishes)
    seen = files.loc[code_of(wishes, NAME)]
    assert (seen["status"], seen["why"]) == ("read", "somebody looked: nobody's words")
    wishes.save("comments", found)
    row = ledger.of_round(wishes).set_index("comment").loc[comment]
    assert (row["status"], row["by"]) == ("no content", "AB")
    assert "nobody's words" in row["detail"]
    assert listen_people.Typing(wishes).left == [code_of(wishes, "voice.wav")]
    assert "1 picture or voice note is not typed" in care.sentence(wishes, found)
    holds(wishes, "nobody's words")
    assert len(set_aside.marks(wishes)) == 1


@pytest.mark.slow
def test_a_picture_waits_again_when_it_holds_words_after_all(wishes):
    found, _ = made(wishes)
    holds(wishes, "nobody's words")
    holds(replace(wishes, reader="CD"), "own words")
    assert set_aside.marks(wishes).empty
    again, files = made(wishes)
    assert files.loc[code_of(wishes, NAME), "status"] == "partly"
    pd.testing.assert_frame_equal(again, found)
    holds(wishes, "nobody's words")
    type_(wishes, "My cat at night.")
    _, files = made(wishes)
    assert "words were found in it" in files.loc[code_of(wishes, NAME), "why"]


def test_a_recording_that_cannot_be_read_and_holds_nobodys_words_is_done_with(wishes):
    (wishes.raw / "hum.mp4").write_bytes(b"hum")
    _, files = made(wishes)
    assert files.loc[code_of(wishes, "hum.mp4"), "status"] == "refused"
    assert holds(wishes, "nobody's words", "hum.mp4").startswith("Saved")
    _, files = made(wishes)
    assert files.loc[code_of(wishes, "hum.mp4"), "status"] == "read"


def test_words_never_go_to_a_picture_that_cannot_be_opened(wishes):
    made(wishes)
    screen = listen_people.Typing(wishes)
    first, other = screen.paths
    screen.paths[other].unlink()
    write(screen, screen.box, "A pool, by the sea", save=True)
    assert screen.status.startswith(f"Saved: {first}") and screen.now == other
    assert "cannot be opened now" in screen.pane.blocks[-1]["text"]
    assert screen.box.blocks == [] and typed.latest(wishes, other) is None


def test_a_draft_that_was_set_back_does_not_come_again(wishes):
    made(wishes)
    screen = listen_people.Typing(wishes)
    write(screen, screen.box, "half a wish")
    for _ in screen.paths:
        press(screen, "Next")
    write(screen, screen.box, "")
    for _ in screen.paths:
        press(screen, "Next")
    assert screen.box.text == "" and "NOT SAVED" not in screen.status
