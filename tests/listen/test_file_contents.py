"""What files and columns hold: proposed, corrected, remembered."""

import pytest
from places import missing

from coprod.listen import comments, file_contents, people
from coprod.listen import files as files_
from coprod.listen.file_contents import SUMMARY
from coprod.listen.formats import sheets
from coprod.protect import review as review_
from coprod.protect import withdrawal
from coprod.store import journal, spreadsheets
from coprod.write import tags

SHEET = (
    "Name,Tell us more,Ward\n"
    "Zofia,The nurses were kind to me,Oak\n"
    "Emyr,Parking is too far away,Elm\n"
)


def put(rnd, name, words):
    (rnd.raw / name).write_text(words, encoding="utf-8")
    return rnd.raw / name


def columns(rnd, path, source="S01"):
    return file_contents.columns(rnd, source, path).set_index("name")


def heard(rnd):
    said, _ = files_.listen(rnd)
    return comments.make(rnd, said, people.read(rnd, said).who)


def test_a_role_is_proposed_for_each_column_with_its_first_cells(rnd):
    path = put(rnd, "a.csv", SHEET)
    files_.codes(rnd)
    table = columns(rnd, path)
    assert list(table["role"]) == ["person", "answer", "setting"]
    assert table.loc["Ward", "cells"] == ["Oak", "Elm"]


def test_a_corrected_role_is_remembered_and_read(rnd):
    path = put(rnd, "a.csv", SHEET)
    files_.listen(rnd)
    file_contents.choose(
        rnd, "S01", {columns(rnd, path).loc["Ward", "column"]: "answer"}
    )
    said, files = files_.listen(rnd)
    assert set(said["text"]) >= {"Oak", "Elm"}
    assert list(files["difference"]) == [0]


def test_a_sheet_with_chosen_roles_is_read_once(rnd, monkeypatch):
    path = put(rnd, "a.csv", SHEET)
    files_.listen(rnd)
    file_contents.choose(
        rnd, "S01", {columns(rnd, path).loc["Ward", "column"]: "answer"}
    )
    whole, read = spreadsheets.read_cells, []
    monkeypatch.setattr(
        sheets, "read_cells", lambda path: (read.append(path), whole(path))[1]
    )
    said, _ = files_.listen(rnd)
    assert "Oak" in set(said["text"]) and len(read) == 1


def test_a_column_keeps_its_role_when_another_is_put_before_it(rnd):
    path = put(rnd, "a.csv", SHEET)
    files_.listen(rnd)
    file_contents.choose(
        rnd, "S01", {columns(rnd, path).loc["Ward", "column"]: "answer"}
    )
    moved = [f"{i},{line}" for i, line in enumerate(SHEET.splitlines())]
    put(rnd, "a.csv", "\n".join(["No," + moved[0][2:], *moved[1:]]))
    table = columns(rnd, path)
    assert table.loc["Ward", "role"] == "answer"
    assert table.loc["Ward", "number"] == 3


def test_columns_with_one_heading_are_told_apart(rnd):
    path = put(rnd, "a.csv", "Good?,Comments,Bad?,Comments\nyes,it was,no,not at all\n")
    files_.codes(rnd)
    assert file_contents.columns(rnd, "S01", path)["column"].is_unique


def test_no_heading_stands_in_the_journal(rnd):
    path = put(rnd, "a.csv", SHEET.replace("Ward", "What did Dr Okafor do"))
    files_.listen(rnd)
    file_contents.choose(rnd, "S01", {columns(rnd, path).iloc[2]["column"]: "answer"})
    written = b"".join(p.read_bytes() for p in rnd.decisions.glob("*"))
    assert b"Okafor" not in written


def test_a_role_that_is_none_is_refused(rnd):
    with pytest.raises(ValueError, match="choose one"):
        file_contents.choose(rnd, "S01", {"x": "wish"})


@pytest.mark.slow
def test_a_summary_is_linked_and_its_words_are_not_counted_again(rnd):
    put(rnd, "a.txt", "Mum: Parking is too far away.")
    put(rnd, "b.txt", "Parking was raised by one mother.")
    assert len(heard(rnd)) == 2
    file_contents.set_holds(rnd, "S02", SUMMARY, ["S01"])
    made = heard(rnd)
    assert list(made["source"]) == ["S01"]
    said, files = files_.listen(rnd)
    assert list(files["difference"]) == [0, 0]
    left = comments.left_out(said, people.read(rnd, said).who)
    assert left.to_numpy().tolist() == [[SUMMARY, 1]]


def test_a_summary_must_name_other_files_of_the_round(rnd):
    put(rnd, "a.txt", "Mum: Parking is too far away.")
    files_.codes(rnd)
    for of in ([], ["S01"], ["S09"]):
        with pytest.raises(ValueError, match="sums up other files"):
            file_contents.set_holds(rnd, "S01", SUMMARY, of)


@pytest.mark.slow
def test_notes_are_counted_and_never_quoted(rnd):
    put(rnd, "a.txt", "Mum: Parking is too far away.")
    heard(rnd)
    file_contents.set_holds(rnd, "S01", file_contents.NOTES)
    made = heard(rnd)
    said, _ = files_.listen(rnd)
    everyone = people.read(rnd, said).people.assign(quote=True)
    review_.record_review(rnd, list(made["comment"]))
    may = review_.quotable(
        made,
        everyone,
        review_.reviewed(rnd),
        withdrawal.withdrawn(rnd),
        file_contents.holding(rnd, file_contents.NOTES),
    )
    assert list(may["why"]) == ["it is from notes, not word for word"]


@pytest.mark.slow
def test_what_a_summary_had_for_tags_comes_back_when_it_is_none_any_more(rnd):
    put(rnd, "a.txt", "Mum: Parking is too far away.")
    put(rnd, "b.txt", "Nan: The tea was cold.")
    made = heard(rnd)
    tags.add(rnd, made["comment"].iloc[1], "code")
    file_contents.set_holds(rnd, "S02", SUMMARY, ["S01"])
    assert len(missing(heard(rnd), tags.table(rnd))) == 1
    file_contents.set_holds(rnd, "S02", file_contents.OWN)
    assert missing(heard(rnd), tags.table(rnd)).empty


@pytest.mark.slow
def test_a_file_renamed_and_corrected_at_once_keeps_its_tags_when_a_person_says_so(rnd):
    put(rnd, "a.txt", "Mum: Parking is too far away.\nChild: I liked the dog.")
    made = heard(rnd)
    tag = tags.add(rnd, made["comment"].iloc[1], "code")
    (rnd.raw / "a.txt").unlink()
    put(rnd, "b.txt", "Mum: Parking is much too far away.\nChild: I liked the dog.")
    assert set(heard(rnd)["source"]) == {"S02"}
    files_.rejoin(rnd, "S01", "S02")
    again = heard(rnd)
    assert set(again["source"]) == {"S01"}
    kept = tags.table(rnd).set_index("tag").loc[tag, "comment"]
    assert again.set_index("comment").loc[kept, "text"] == "I liked the dog."
    assert files_.gone(rnd) == []
    assert "S02" not in set(files_.changes(rnd)["source"])


def test_a_file_that_is_there_cannot_be_taken_over(rnd):
    put(rnd, "a.txt", "Mum: One.")
    put(rnd, "b.txt", "Mum: Two.")
    heard(rnd)
    before = journal.read(rnd.decisions, "sources").events
    with pytest.raises(ValueError, match="only a file that is gone"):
        files_.rejoin(rnd, "S01", "S02")
    assert journal.read(rnd.decisions, "sources").events == before


def test_two_files_cannot_sum_each_other_up(rnd):
    put(rnd, "a.txt", "Mum: One thing.")
    put(rnd, "b.txt", "Nan: Two things.")
    put(rnd, "c.txt", "They spoke of things.")
    heard(rnd)
    file_contents.set_holds(rnd, "S03", SUMMARY, ["S01"])
    for source, what, of in (
        ("S02", SUMMARY, ["S03"]),
        ("S01", SUMMARY, ["S02"]),
        ("S01", file_contents.NOBODYS, []),
    ):
        with pytest.raises(ValueError, match="not counted itself"):
            file_contents.set_holds(rnd, source, what, of)
    assert len(heard(rnd)) == 2


@pytest.mark.slow
def test_who_speaks_for_themselves_is_heard_though_a_summary_names_them(rnd):
    put(rnd, "a sum.txt", "Amira Khan: Parking, they said.\nBen Lowe: Food.")
    put(rnd, "b.txt", "Amira Khan: The car park is full.\nBen Lowe: It was cold.")
    said, files = files_.listen(rnd)
    people.update(rnd, said, files, files_.names(rnd))
    file_contents.set_holds(rnd, "S01", SUMMARY, ["S02"])
    made, who = heard(rnd), people.read(rnd, said).people
    assert len(made) == 2
    assert people.reach(who, made)["heard"].sum() == 2


@pytest.mark.slow
def test_a_file_that_was_worked_on_cannot_take_over_another(rnd):
    put(rnd, "a.txt", "Mum: One.")
    heard(rnd)
    (rnd.raw / "a.txt").unlink()
    put(rnd, "b.txt", "Mum: One, mended.")
    comment = heard(rnd)["comment"].iloc[0]
    review = review_.record_review(rnd, [comment])
    with pytest.raises(ValueError, match="reviews"):
        files_.rejoin(rnd, "S01", "S02")
    journal.record(rnd, "reviews").remove(review)
    files_.rejoin(rnd, "S01", "S02")
    assert set(heard(rnd)["source"]) == {"S01"}


def test_one_not_to_be_quoted_outweighs_a_review(rnd):
    put(rnd, "a.txt", "Mum: One.")
    comment = heard(rnd)["comment"].iloc[0]
    review_.record_review(rnd, [comment])
    assert list(review_.reviewed(rnd)["comment"]) == [comment]
    journal.record(rnd, "kept-back").add({"comment": comment, "note": ""})
    assert review_.reviewed(rnd).empty


TALK = "Amira: The nurses were kind.\nJoe: Cold, mostly.\nAmira: ok then\n"


@pytest.mark.slow
def test_the_same_file_twice_is_told_and_counted_once(rnd):
    for name in ("a.txt", "a-LAPTOP.txt"):
        put(rnd, name, TALK)
    made, (said, table) = heard(rnd), files_.listen(rnd)
    assert len(made) == 3 and set(made["source"]) == {"S01"}
    assert table["why"].tolist()[1] == "holds the same bytes as S01: counted once"
    assert "S02 holds the same bytes as S01" in files_.beside(rnd)
    register = people.read(rnd, said)
    assert (register.people["role"] == "participant").sum() == 2
    left = comments.left_out(said, register.who).to_numpy().tolist()
    assert left == [[file_contents.COPY, 3]]
    assert "or" not in " ".join(register.names["shown"]).split()


@pytest.mark.slow
def test_a_person_may_say_that_the_same_words_were_said_twice(rnd):
    for name in ("a.txt", "b.txt"):
        put(rnd, name, TALK)
    assert len(heard(rnd)) == 3
    file_contents.set_holds(rnd, "S02", file_contents.OWN)
    assert len(heard(rnd)) == 6
    assert files_.listen(rnd)[1]["why"].isna().all()
    file_contents.set_holds(rnd, "S02", file_contents.COPY, ["S01"])
    assert len(heard(rnd)) == 3


def test_a_copy_is_counted_when_the_other_file_is_taken_away(rnd):
    for name in ("a.txt", "b.txt"):
        put(rnd, name, TALK)
    heard(rnd)
    (rnd.raw / "a.txt").unlink()
    assert set(heard(rnd)["source"]) == {"S02"}


def test_a_copy_that_somebody_has_tagged_keeps_its_comments(rnd):
    put(rnd, "b.txt", TALK.replace("ok", "OK"))
    put(rnd, "c.txt", TALK)
    made = heard(rnd).set_index("source")
    tags.add(rnd, made.loc["S02", "comment"].iloc[0], "code")
    put(rnd, "b.txt", TALK)
    assert len(heard(rnd)) == 6


@pytest.mark.slow
def test_nearly_the_same_comments_in_two_files_are_asked_about(rnd):
    long = [f"Amira: The nurses were kind on day {i}." for i in range(10)]
    questions = [f"Interviewer: And how was it on day {i}, Amira?" for i in range(10)]
    put(rnd, "a.txt", "\n".join([*long, *questions, "Joe: One thing more to say."]))
    put(rnd, "b.txt", "\n".join([*long[:9], *questions, "Amira: No."]))
    some = [*long[:4], *(f"Joe: It was very cold on day {i}." for i in range(4))]
    put(rnd, "c.txt", "\n".join([*questions, *some]))
    _, table = files_.listen(rnd)
    told = table["why"].fillna("").tolist()
    assert told[0] == told[2] == ""
    assert told[1].startswith("9 of 9 longer turns in it stand in S01, too")
    assert set(heard(rnd)["source"]) == {"S01", "S02", "S03"}
    file_contents.set_holds(rnd, "S02", file_contents.COPY, ["S01"])
    assert set(heard(rnd)["source"]) == {"S01", "S03"}


def test_files_of_the_system_are_passed_over_in_one_line(rnd):
    put(rnd, "a.txt", TALK)
    for name in ("Thumbs.db", ".DS_Store", "desktop.ini", "a.lnk", "~$a.docx", "b.tmp"):
        put(rnd, name, "nobody's words")
    assert list(files_.listen(rnd)[1]["source"]) == ["S01"]
    assert "Passed over: 6 system files" in files_.beside(rnd)
