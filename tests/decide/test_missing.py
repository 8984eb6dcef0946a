"""Nothing that somebody wrote in the survey vanishes: numbered, listed, carried on."""

import pandas as pd
import pytest

from coprod import listen
from coprod.decide import missing, screens, votes
from coprod.decide.survey import answers
from coprod.store import rounds, spreadsheets
from coprod.store.problem import Problem


def test_every_written_answer_becomes_a_voice_of_the_next_round(example, monkeypatch):
    monkeypatch.setenv("COPROD_DATA", str(example.data))
    results = spreadsheets.read_xlsx(votes.files(example)[0])
    frame = next(iter(results.values()))
    column = next(name for name in frame if "missing" in name)
    wrote = sorted(" ".join(cell.split()) for cell in frame[column] if cell.strip())
    assert len(wrote) == 18 and sorted(missing.table(example)["text"]) == wrote
    rounds.start("next-round")
    screen = screens.OwnWords(example)
    screen.choose()
    screen.now = "next-round"
    assert "18 carried to round next-round" in screen.submit({})
    said, files = listen.files.listen(rounds.get("next-round", "AB"))
    heard = sorted(" ".join(text.split()) for text in said["text"])
    assert [w for w in wrote if w not in heard] == []
    assert not files["difference"].any()


def test_what_cannot_be_read_as_an_answer_is_kept_as_words(example):
    asked = votes.asked(example).head(2)
    first, second = asked["statement"] + " " + asked["text"]
    frame = pd.DataFrame(
        [["parent", "Very", "only at night"], ["child", "Quite", "Very"]],
        columns=["Who are you?", first, second],
    )
    _, notes, said = answers.read(frame, asked)
    assert list(said["text"]) == ["only at night"]
    assert any("no answer that can be read" in note for note in notes)


def test_names_are_hidden_on_the_screen_and_real_words_stay_out_of_an_example(
    example, monkeypatch
):
    monkeypatch.setenv("COPROD_DATA", str(example.data))
    (real := rounds.start("real-round")).joinpath("survey").mkdir()
    asked = votes.asked(example)
    heads = ["Who are you?", *(asked["statement"] + " " + asked["text"])]
    row = ["parent", *["Very"] * len(asked), "Write to ann@example.org"]
    frame = pd.DataFrame([row], columns=[*heads, "Is something missing?"])
    spreadsheets.write_csv(example.raw / "survey" / "late.csv", frame)
    made = missing.shown(example)
    assert made["text"].str.contains("e-mail 1").sum() == 1
    assert not made["text"].str.contains("ann@").any()
    assert missing.others(example) == [real.name]
    assert missing.others(rounds.get("real-round", "AB")) == []
    with pytest.raises(Problem, match="cannot take them"):
        missing.carry(rounds.get("real-round", "AB"), example.name)
