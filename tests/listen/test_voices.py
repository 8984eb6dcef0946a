"""Who speaks in each file: what a person said is kept, and no label leaves."""

import stat

import pytest

from coprod.listen import comments, people, voices
from coprod.listen import files as files_
from coprod.listen.voices import NOBODY, PLAIN, SEVERAL, Heard
from coprod.share import status
from coprod.store import journal, journal_lines
from coprod.store.problem import Problem

TALK = (
    "Anna Reed: What mattered?\nZofia: The dog on the ward.\nAnna: And the food?\n"
    "Zofia: It was cold.\nAnna Reed: Thank you.\nZofia: Thank you.\nAnna: Bye.\n"
)
ROLES = {"Anna Reed": "interviewer", "Anna": "interviewer", "Zofia": "participant"}


@pytest.fixture
def talk(rnd):
    (rnd.raw / "a.txt").write_text(TALK, encoding="utf-8")
    hear(rnd)
    return rnd


def hear(rnd):
    """Read the round as notebook 01 does; give utterances, files and comments."""
    said, files = files_.listen(rnd)
    files = rnd.save("files", files)
    people.update(rnd, said, files, files_.names(rnd))
    return said, files, comments.make(rnd, said, people.read(rnd, said).who)


@pytest.mark.slow
def test_a_role_that_somebody_gave_wins_and_two_labels_are_one_person(talk):
    assert len(set(hear(talk)[2]["person"])) == 3
    voices.decide(talk, {"S01": Heard(ROLES, {"Anna": "Anna Reed"})})
    said, files, made = hear(talk)
    assert set(said["speaker"]) == {"Anna Reed", "Zofia"}
    assert list(made["question"].str[:8]) == ["What mat", "And the ", "Thank yo"]
    assert list(files["looked"]) == ["AB"]


@pytest.mark.slow
def test_the_name_that_is_no_label_any_more_stays_hidden_as_the_same_person(talk):
    voices.decide(talk, {"S01": Heard(ROLES, {"Anna": "Anna Reed"})})
    said = hear(talk)[0]
    names = people.read(talk, said).names.set_index("name")["shown"]
    assert names["Anna"] == names["Anna Reed"] == names["Reed"]


@pytest.mark.slow
def test_what_was_said_stands_when_the_transcript_is_corrected(talk):
    voices.decide(talk, {"S01": Heard(ROLES, {"Anna": "Anna Reed"})})
    mended = TALK.replace("dog", "big dog").replace("Zofia: It", "\nZofia: I think it")
    (talk.raw / "a.txt").write_text(mended, encoding="utf-8")
    said, files, _ = hear(talk)
    assert list(files["looked"]) == ["AB"] and voices.nobody_said(files) == []
    assert set(said["speaker"]) == {"Anna Reed", "Zofia"}


@pytest.mark.slow
def test_a_voice_that_is_new_since_somebody_looked_makes_it_need_a_look(talk):
    voices.decide(talk, {"S01": Heard(ROLES, {"Anna": "Anna Reed"})})
    more = TALK + "Piotr: I was there too.\nAnna: Oh?\nPiotr: Yes, I was.\n"
    (talk.raw / "a.txt").write_text(more, encoding="utf-8")
    files = hear(talk)[1]
    assert voices.nobody_said(files) == ["S01"]
    told = files_.inventory(files).iloc[0]
    assert told["status"] == "needs a look: who speaks?" and "not those" in told["why"]
    assert "in 1 nobody has said yet who speaks" in files_.every_word(files)
    where = status.steps(talk)["where it stands"].iloc[0]
    assert where == "to do: 1 file in which nobody has said yet who speaks"
    assert status.status(talk)["who_speaks"] == 1


@pytest.mark.slow
def test_a_voice_that_is_gone_since_somebody_looked_makes_it_need_a_look(talk):
    voices.decide(talk, {"S01": Heard(ROLES)})
    less = TALK.replace("Anna:", "Anna,")
    (talk.raw / "a.txt").write_text(less, encoding="utf-8")
    assert voices.nobody_said(hear(talk)[1]) == ["S01"]


def test_no_words_of_a_label_stand_among_the_decisions(talk):
    voices.decide(talk, {"S01": Heard(ROLES, {"Anna": "Anna Reed"}, ":")})
    written = "".join(p.read_text() for p in talk.decisions.glob("*"))
    assert "voices" in "".join(p.name for p in talk.decisions.glob("*"))
    assert not [label for label in ("Anna", "Reed", "Zofia") if label in written]
    [kept] = (talk.private / "voices").glob("labels.*")
    assert "Zofia" in kept.read_text() and stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_the_same_label_is_kept_once_and_events_are_whole(talk):
    for _ in range(2):
        voices.decide(talk, {"S01": Heard(ROLES)})
    [kept] = (talk.private / "voices").glob("labels.*")
    assert len(journal_lines.read(kept)) == 3
    assert journal.read(talk.decisions, "voices").problems == []
    assert voices.heard(talk) == {"S01": Heard(ROLES)}


@pytest.mark.slow
def test_without_the_words_of_its_labels_a_file_needs_a_look_again(talk):
    voices.decide(talk, {"S01": Heard(ROLES)})
    [kept] = (talk.private / "voices").glob("labels.*")
    kept.unlink()
    assert voices.nobody_said(hear(talk)[1]) == ["S01"]


def test_nobody_and_several_people_are_kept_apart_from_persons(talk):
    roles = {"Anna Reed": NOBODY, "Anna": SEVERAL, "Zofia": PLAIN}
    voices.decide(talk, {"S01": Heard(roles, taken=frozenset({"Anna", "Zofia"}))})
    rows = people.read(talk, files_.listen(talk)[0]).who.set_index("label")["role"]
    assert rows["Anna Reed"] == NOBODY and rows["Anna"] == "participant"
    assert voices.rules(talk)["S01"].nobody == {"Zofia"}
    assert voices.rules(talk)["S01"].labels == {"Anna"}


@pytest.mark.slow
def test_nobody_knows_the_group_of_several_people(rnd):
    words = "Parents: It was far.\nNurse: Yes.\nParents: And the parking.\n"
    (rnd.raw / "a.txt").write_text(words, encoding="utf-8")
    assert "parent" in set(people.read(rnd, hear(rnd)[0]).people["group"])
    voices.decide(rnd, {"S01": Heard({"Parents": SEVERAL, "Nurse": "participant"})})
    assert set(people.read(rnd, hear(rnd)[0]).people["group"]) == {"nurse", "unknown"}


@pytest.mark.parametrize(
    "heard",
    [
        Heard({"Anna": "the boss"}),
        Heard({"Anna": "participant"}, {"Anna": "Anna"}),
        Heard({"Anna": "participant"}, {"Anna": "Anna Reed"}),
        Heard(ROLES, {"Anna": "Anna Reed", "Anna Reed": "Zofia"}),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(talk, heard):
    with pytest.raises(Problem, match="voices: "):
        voices.decide(talk, {"S01": heard})
    assert not voices.heard(talk) and not list(talk.decisions.glob("voices.*"))


def test_files_that_were_looked_at_together_say_so(talk):
    voices.decide(talk, {name: Heard(ROLES) for name in ("S01", "S02", "S03")})
    assert [told.others for told in voices.heard(talk).values()] == [2, 2, 2]


@pytest.mark.slow
def test_a_page_says_in_how_many_files_somebody_looked(talk):
    (talk.raw / "b.txt").write_text(TALK, encoding="utf-8")
    assert voices.who_speaks(hear(talk)[1]) == "2 of 2 files fully read"
    voices.decide(talk, {"S01": Heard(ROLES)})
    one = "2 of 2 files fully read; who speaks in 1 of them: looked at by AB"
    assert voices.who_speaks(hear(talk)[1]) == one
    voices.decide(talk, {"S02": Heard(ROLES)})
    files, made = hear(talk)[1:]
    talk.save("comments", made.drop(columns="label"))
    every = "2 of 2 files fully read; who speaks: looked at by AB"
    assert files_.every_word(files).startswith(every)
    assert status.noted(talk).endswith(f"{every}.")


@pytest.mark.slow
def test_a_label_that_somebody_took_is_no_label_within_a_sentence(rnd):
    words = "I: Why?\nZofia: I was\nI think alone.\nI: And?\nZofia: No.\nAR No.\n"
    (rnd.raw / "a.txt").write_text(words, encoding="utf-8")
    roles = {"I": "interviewer", "Zofia": "participant", "AR": "participant"}
    hear(rnd)
    voices.decide(rnd, {"S01": Heard(roles, taken=frozenset({"I", "AR"}))})
    said = hear(rnd)[0]
    assert list(said["speaker"]) == ["I", "Zofia", "Zofia", "I", "Zofia", "AR"]
    assert list(said["text"])[2] == "I think alone."
