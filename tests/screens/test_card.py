"""The writing screens without a browser: fill in the form, read the journals."""

import pandas as pd
import pressing
import pytest
from pressing import choose

from coprod.check import check_back, screens
from coprod.decide import actions, statements
from coprod.decide import screens as decide_screens
from coprod.protect import review
from coprod.screens.screen import MOVED_ON
from coprod.store import tables
from coprod.write import codebook, quotes
from coprod.write import codebook as codebook_
from coprod.write import findings as write_findings
from coprod.write import readers as write_readers
from coprod.write.screens import findings as findings_


def form(screen):
    return {row["id"]: row["value"] for row in screen.pane.blocks[0]["rows"]}


def fill(screen, **values):
    assert set(values) <= set(form(screen))
    return pressing.fill(screen, {**form(screen), **values})


@pytest.fixture
def theme(rnd):
    return codebook.add(rnd, "Information", level="theme")


@pytest.fixture
def findings(rnd, theme):
    screen = findings_.Findings(rnd)
    fill(screen, text="People value being told when.")
    return screen


def test_a_finding_is_written_and_gets_the_letter_of_its_theme(rnd, theme, findings):
    assert findings.status.startswith("Saved: I1.")
    [made] = write_findings.findings(rnd).to_dict("records")
    assert (made["text"], made["theme"]) == ("People value being told when.", theme)
    assert ("I1", "I1") in findings.which.options


def test_a_finding_is_reworded_with_a_reason_and_never_without(rnd, findings):
    choose(findings, findings.which, "I1")
    assert fill(findings, text="Tell us when.").startswith("NOT SAVED.")
    assert fill(findings, text="Tell us when.", reason="plainer").startswith("Saved")
    assert list(write_findings.findings(rnd)["text"]) == ["Tell us when."]


def test_a_finding_is_taken_out_with_a_reason(rnd, findings):
    choose(findings, findings.which, "I1")
    fill(findings, drop="yes", reason="the young advisers said it is not so")
    assert write_findings.findings(rnd).empty


def test_without_a_theme_the_screen_says_what_to_do(rnd):
    said = fill(findings_.Findings(rnd), text="It is good.")
    assert said.startswith("NOT SAVED. There is no theme yet")


def test_only_quotes_that_may_be_used_are_offered(example):
    rnd = example
    for name in ("comments", "people"):
        assert not rnd.has(name)
    screen = findings_.Findings(rnd)
    quotes = next(r for r in screen.pane.blocks[0]["rows"] if r["id"] == "quote 1")
    assert [text for _, text in quotes["options"]] == ["none"]


def test_a_version_and_the_agreement_on_it_are_written_down(rnd, findings):
    screen = screens.Versions(rnd)
    assert fill(screen, shown_to="3 parents", on="tomorrow").startswith("NOT SAVED.")
    fill(screen, shown_to="3 parents", on="2026-11-20")
    choose(screen, screen.which, "v1")
    fill(screen, room="9 young advisers", on="2026-11-21")
    line = "Agreed on 21 November 2026, version v1, by 9 young advisers."
    assert check_back.agreement_line(rnd) == line


def test_an_agreement_and_then_its_version_are_taken_back(rnd, findings):
    screen = screens.Versions(rnd)
    fill(screen, shown_to="3 parents", on="2026-11-20")
    choose(screen, screen.which, "v1")
    fill(screen, room="9 young advisers", on="2026-11-21")
    choose(screen, screen.which, "back v1")
    said = fill(screen, reason="it went to nobody")
    assert said.startswith("NOT SAVED. versions: people agreed on v1")
    [last] = [value for words, value in screen.which.options if "by 9 young" in words]
    choose(screen, screen.which, last)
    assert fill(screen, reason=" ").startswith("NOT SAVED.")
    fill(screen, reason="the wrong day")
    assert check_back.agreement_line(rnd) == "Not yet agreed."
    choose(screen, screen.which, "back v1")
    fill(screen, reason="it went to nobody")
    assert write_findings.versions(rnd).empty
    fill(screen, shown_to="4 parents", on="2026-11-22")
    assert list(write_findings.versions(rnd)["version"]) == ["v2"]


def test_theme_experience_and_quotes_of_a_finding_are_changed(rnd, findings):
    other = codebook.add(rnd, "Play", level="theme")
    quote = {"quotes": "S01-a-1"}
    write_findings.reword(rnd, "I1", "People value being told.", "plainer", **quote)
    choose(findings, findings.which, "I1")
    assert form(findings)["quote 1"] == "S01-a-1"
    more = {"theme": other, "experience": "less good", "reason": "they said so"}
    fill(findings, **more)
    [made] = write_findings.findings(rnd).to_dict("records")
    assert (made["theme"], made["experience"]) == (other, "less good")
    assert (made["finding"], made["quotes"]) == ("I1", "S01-a-1")
    choose(findings, findings.which, "I1")
    fill(findings, **{"quote 1": "", "reason": "no longer agreed"})
    assert write_findings.findings(rnd)["quotes"].fillna("").tolist() == [""]


def test_quotes_stand_in_full_with_theme_and_group(example, monkeypatch):
    words = "We waited. " * 30
    row = ["Food", "good", "parent", words, "S01-a-1"]
    names = ["theme", "experience", "group", "text", "comment"]
    monkeypatch.setattr(quotes, "quotes", lambda *_: pd.DataFrame([row], columns=names))
    for name in ("comments", "people"):
        example.save(name, tables.empty(name))
    screen = findings_.Findings(example)
    drawn, whole = screen.pane.blocks
    assert whole["rows"] == [["1", "Food", "good", "parent", words]]
    offered = next(r for r in drawn["rows"] if r["id"] == "quote 1")["options"]
    assert offered[1][0] == "S01-a-1"
    assert offered[1][1].startswith("1. Food, good, parent: We waited.")


def test_a_few_words_and_what_is_hard_to_read_are_kept(rnd, findings, monkeypatch):
    offered = [["S01-a-1", "1."], ["S01-b-1", "2."]]
    monkeypatch.setattr(quotes, "picker", lambda _: ([["", "none"], *offered], []))
    monkeypatch.setattr(quotes, "borrowed_words", lambda *_: "")
    choose(findings, findings.which, "I1")
    chosen = {"quote 1": "S01-a-1", "quote 2": "S01-b-1", "hard": "quote 2"}
    fill(findings, headline=" Tell us when ", reason="shorter", **chosen)
    [made] = write_findings.findings(rnd).to_dict("records")
    assert (made["headline"], made["hard"]) == ("Tell us when", "S01-b-1")
    choose(findings, findings.which, "I1")
    assert (form(findings)["headline"], form(findings)["hard"]) == (
        "Tell us when",
        "quote 2",
    )
    fill(findings, hard="neither", headline="", reason="it is not")
    [made] = write_findings.findings(rnd).to_dict("records")
    assert not made["headline"] and not made["hard"]


def test_a_statement_comes_from_findings_that_are_there(rnd, theme, findings):
    screen = decide_screens.Statements(rnd)
    said = fill(screen, text="Tell us when to come.", findings="Z9")
    assert said.startswith("NOT SAVED. statements: Z9 is no finding")
    fill(screen, text="Tell us when to come.", findings="i1")
    [made] = statements.table(rnd).to_dict("records")
    assert (made["findings"], made["direction"]) == ("I1", "change")
    choose(screen, screen.which, made["statement"])
    fill(screen, text="Tell us when.", reason="shorter")
    assert list(statements.table(rnd)["text"]) == ["Tell us when."]
    choose(screen, screen.which, made["statement"])
    fill(screen, drop="yes", reason="said twice")
    assert statements.table(rnd).empty


def test_a_statement_is_drafted_in_peoples_words_and_shows_who_said_it(
    rnd, theme, findings, tags, comments, people, codebook, monkeypatch
):
    monkeypatch.setattr(write_readers, "counted", lambda _: tags)
    monkeypatch.setattr(codebook_, "table", lambda _: codebook)
    may = comments[["comment"]].assign(may=comments["comment"] == "S01-a-1")
    monkeypatch.setattr(quotes, "may_quote", lambda _: may)
    rnd.save("comments", comments)
    rnd.save("people", people)
    words = comments.set_index("comment").loc["S01-a-1", "text"]
    screen = decide_screens.Statements(rnd)
    assert {row[-1] for row in screen.pane.blocks[1]["rows"]} == {words}
    assert fill(screen, text=" ", words="S01-a-1").startswith(
        "Saved: Q01, wording Q01.1."
    )
    [made] = statements.table(rnd).to_dict("records")
    assert made["text"] == words
    choose(screen, screen.which, "Q01")
    _, counts, said = screen.pane.blocks
    assert counts["rows"][0][0] == "everyone" and words in {
        row[1] for row in said["rows"]
    }
    assert len(said["rows"]) == int(counts["rows"][0][3])
    assert words not in pressing.kept(screen)


def test_an_answer_is_written_and_changed(rnd, theme, findings):
    fill(decide_screens.Statements(rnd), text="Tell us when to come.", findings="I1")
    screen = decide_screens.Answers(rnd)
    assert fill(screen, said="You wait.").startswith("NOT SAVED.")
    told = {"said": "You wait.", "did": "A text message.", "because": "It is cheap."}
    told["owner"] = "ward manager"
    assert "status" in fill(screen, **told)
    fill(screen, **told, status="planned")
    [made] = actions.table(rnd).to_dict("records")
    choose(screen, screen.which, made["action"])
    assert form(screen)["did"] == "A text message."
    fill(screen, status="done")
    assert list(actions.table(rnd)["status"]) == ["done"]
    choose(screen, screen.which, made["action"])
    fill(screen, drop="yes")
    assert actions.table(rnd).empty and screen.status.startswith("Saved: the answer is")


def test_quotes_that_nobody_reviewed_are_not_offered(built):
    rnd = built.rnd
    screen = findings_.Findings(rnd)
    quotes = next(r for r in screen.pane.blocks[0]["rows"] if r["id"] == "quote 1")
    offered = {comment for comment, _ in quotes["options"] if comment}
    assert offered and offered <= set(review.reviewed(rnd)["comment"])


def test_a_form_is_never_saved_for_what_was_chosen_after_it_was_drawn(rnd, findings):
    seen = {"number": findings.number, "press": findings.pane.id}
    typed = form(findings) | {"text": "Waiting is hard."}
    findings.hear({**seen, "values": {findings.which.id: 1}, "form": typed})
    assert findings.status == MOVED_ON and findings.line.bad
    assert list(write_findings.findings(rnd)["text"]) == [
        "People value being told when."
    ]


def test_what_is_written_in_a_form_stays_when_another_is_chosen(findings):
    written = form(findings) | {"text": "Ten minutes of writing."}
    values = {findings.pane.id: written, findings.which.id: 1}
    findings.hear({"values": values})
    assert findings.status.startswith("NOT SAVED. What you wrote is still on this page")
    assert findings.which.value == findings.now == ""
