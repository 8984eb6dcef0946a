"""The screens of listening without a browser: fill the forms, read the journals."""

import pandas as pd
import pytest
from pressing import choose, fill, kept, press

from coprod.listen import comments, file_contents, people, splits
from coprod.listen import files as files_
from coprod.listen.screens import files
from coprod.share import status
from coprod.store import spreadsheets

TEXT = "Anna: What mattered?\nZofia: The dog on the ward.\nAnna: Yes.\nZofia: Yes."
SHEET = "Name,Tell us more,Ward\nZofia,The nurses were kind,Oak\nEmyr,Far away,Elm\n"


@pytest.fixture
def heard(rnd):
    (rnd.raw / "a.txt").write_text(TEXT, encoding="utf-8")
    (rnd.raw / "b.csv").write_text(SHEET, encoding="utf-8")
    return hear(rnd)


def hear(rnd):
    said, files = files_.listen(rnd)
    people.update(rnd, said, files, files_.names(rnd))
    return comments.make(rnd, said, people.read(rnd, said).who)


def form(screen):
    return next(b for b in screen.pane.blocks if b["kind"] == "form")


def filled(screen, **changed):
    values = {row["id"]: row["value"] for row in form(screen)["rows"]}
    by_label = {row["label"]: row["id"] for row in form(screen)["rows"]}
    values |= {by_label[label]: value for label, value in changed.items()}
    fill(screen, values)


@pytest.mark.slow
def test_a_column_is_corrected_on_the_screen(rnd, heard):
    screen = files.Files(rnd)
    choose(screen, screen.file, "S02")
    assert "Oak | Elm" in str(form(screen)["rows"])
    filled(screen, **{"C: Ward": "answer"})
    assert {"Oak", "Elm"} <= set(hear(rnd)["text"])


def test_a_wrong_summary_is_refused_in_words_and_nothing_is_saved(rnd, heard):
    screen = files.Files(rnd)
    filled(screen, **{"This file holds": "our summary", "It sums up": "S77"})
    assert screen.status.startswith("NOT SAVED. sources: a summary")
    assert not file_contents.holds(rnd)["confirmed"].any()
    assert screen.summary == "0 of 2 files confirmed; the rest as proposed."


def test_no_words_and_no_file_name_lie_in_the_state_of_the_screen(rnd, heard):
    for screen in (
        files.Files(rnd),
        files.Split(rnd, heard),
    ):
        state = kept(screen)
        for word in ("Zofia", "a.txt", "dog", "kind"):
            assert word not in state


@pytest.mark.slow
def test_a_long_answer_is_cut_and_the_cut_undone(rnd):
    words = "It was good. " * 50 + "The car park was bad."
    (rnd.raw / "a.txt").write_text(f"Zofia: {words}", encoding="utf-8")
    made = hear(rnd)
    screen = files.Split(rnd, made)
    screen.where.value = len(words) - len("The car park was bad.")
    screen.act(screen.submit)
    assert screen.status.startswith("Saved: cut in two")
    assert hear(rnd)["text"].iloc[1] == "The car park was bad."
    screen.act(screen.undo)
    pd.testing.assert_frame_equal(hear(rnd), made)
    assert splits.decided(rnd).empty


def test_screens_of_an_empty_round_say_so(rnd):
    assert files.Files(rnd).status == "0 of 0 files confirmed; the rest as proposed."
    empty = pd.DataFrame(columns=["comment", "text", "question", "no_words"], dtype=str)
    assert files.Split(rnd, empty).summary.startswith("0 long answers")


@pytest.mark.slow
def test_a_file_without_words_says_what_to_do_until_somebody_has_looked(rnd, heard):
    (rnd.raw / "c.vtt").write_text("", encoding="utf-8")
    (rnd.raw / "d.csv").write_text("ID,Score\n1,2\n2,4\n", encoding="utf-8")
    _, files = files_.listen(rnd)
    why = files_.inventory(files).set_index("source")["why"]
    assert why["S03"].startswith("the file is empty; see")
    assert why["S04"].startswith("no column in it was taken as an answer; see")
    assert "look at S03, S04" in files_.every_word(files)
    for source in ("S03", "S04", "S01"):
        file_contents.set_holds(rnd, source, file_contents.NOBODYS)
    _, files = files_.listen(rnd)
    seen = files_.inventory(files).set_index("source")
    assert list(seen["status"]) == ["needs a look", "read", "read", "read"]
    assert seen.loc["S01", "why"].startswith("words were found in it")
    assert "Zofia" in set(hear(rnd)["label"])


def test_sheets_with_answers_come_first_and_long_headings_are_cut(rnd):
    guide = pd.DataFrame({f"Read this first. {'Then go on. ' * 20}": ["1", "2"]})
    told = pd.DataFrame({"ID": ["1", "2"], "What else?": ["A dog", "More sleep"]})
    spreadsheets.write_xlsx(rnd.raw / "e.xlsx", {"Guide": guide, "Answers": told})
    hear(rnd)
    screen = files.Files(rnd)
    labels = [row["label"] for row in form(screen)["rows"]][2:]
    assert [" ".join(each.split()[:2]) for each in labels] == [
        "A Answers:",
        "B Answers:",
        "A Guide:",
    ]
    assert max(map(len, labels)) < 120
    filled(screen, **{"A Answers: ID": "other"})
    assert file_contents.columns(rnd, "S01", rnd.raw / "e.xlsx")["role"].tolist() == [
        "other",
        "other",
        "answer",
    ]


def test_before_notebook_02_the_standing_says_how_many_files_were_read(rnd, heard):
    assert status.noted(rnd) == "No comments yet."
    rnd.save("files", files_.listen(rnd)[1])
    told = "No comments yet. 2 of 2 files fully read. Every word read: yes. "
    assert status.noted(rnd).startswith(told)
    assert "Notebook 02" in status.noted(rnd)


def test_the_next_file_waits_until_what_was_chosen_is_saved(rnd, heard):
    screen = files.Files(rnd)
    changed = {**drawn(screen), "holds": "notes"}
    button = screen.root.children[0].children[1]
    for more in ({"press": button.id}, {"values": {screen.file.id: 1}}):
        values = {screen.pane.id: changed, **more.get("values", {})}
        screen.hear({**more, "values": values, "number": screen.number})
        assert screen.status.startswith("NOT SAVED. What you chose for S01")
        assert (screen.file.value, screen.now) == ("S01", "S01")
        assert form(screen)["label"] == "S01: a.txt"
    fill(screen, changed)
    assert screen.status.startswith("Saved: S01")
    assert press(screen, "Next file").startswith("1 of 2 files confirmed")
    assert form(screen)["label"] == "S02: b.csv"
    assert file_contents.holding(rnd, file_contents.NOTES) == ["S01"]


def test_what_was_set_back_as_it_was_does_not_hold_anybody_up(rnd, heard):
    screen = files.Files(rnd)
    values = drawn(screen)
    screen.hear({"values": {screen.pane.id: {**values, "holds": "notes"}}})
    screen.hear({"values": {screen.pane.id: values, screen.file.id: 1}})
    assert form(screen)["label"] == "S02: b.csv"


@pytest.mark.slow
def test_a_copy_is_shown_with_its_reason_and_may_be_called_no_copy(rnd, heard):
    (rnd.raw / "c.txt").write_text(TEXT, encoding="utf-8")
    rnd.save("files", files_.listen(rnd)[1])
    screen = files.Files(rnd)
    choose(screen, screen.file, "S03")
    holds = form(screen)["rows"][0]
    assert holds["value"] == file_contents.COPY and "same bytes as S01" in holds["text"]
    filled(screen, **{"This file holds": "own words"})
    assert screen.status.startswith("Saved: S03")
    assert file_contents.holding(rnd, file_contents.COPY) == []


def drawn(screen):
    """Give what stands in the form on the page as it was drawn."""
    return {row["id"]: row["value"] for row in form(screen)["rows"]}


@pytest.mark.slow
def test_the_form_on_the_page_belongs_to_the_file_that_is_named(
    rnd, heard, monkeypatch
):
    (rnd.raw / "b.txt").write_text("Oli: It rained.", encoding="utf-8")
    hear(rnd)
    screen = files.Files(rnd)
    monkeypatch.setattr(file_contents, "columns", lambda *_: 1 / 0)
    choose(screen, screen.file, "S02")
    assert screen.line.bad and screen.file.value == screen.now == "S01"
    assert form(screen)["label"].startswith("S01")
