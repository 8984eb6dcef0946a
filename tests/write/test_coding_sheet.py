"""The spreadsheet route: out, coded in Excel, back by the same rules, nothing lost."""

from dataclasses import replace

import pandas as pd
import pytest
from places import unmark

from coprod.listen import set_aside
from coprod.store import office, spreadsheets
from coprod.write import codebook, coding_sheet, readers
from coprod.write import tags as tags_


@pytest.fixture
def codes(rnd):
    """Two codes, one of them gathered into a theme; and a code that Excel might run."""
    theme = codebook.add(rnd, "Talking", level="theme")
    told = codebook.add(rnd, "Told directly", definition="Said to their face")
    codebook.move(rnd, told, theme)
    return {"told": told, "sum": codebook.add(rnd, "=1+1"), "theme": theme}


def filled(rnd, comments, people, path, cells):
    """Write the sheet, fill in cells (row of Excel, column), save it, and read it."""
    coding_sheet.write(rnd, path, comments=comments, people=people)
    sheets = office.read_xlsx(path)
    for (row, column), text in cells.items():
        sheets["coding"].loc[row - 2, column] = text
    spreadsheets.write_xlsx(path, sheets)
    return coding_sheet.read(rnd, path, comments=comments)


def test_what_was_coded_in_excel_is_a_tag_of_the_reader(
    rnd, codes, comments, people, tmp_path
):
    cells = {(2, "code 1"): "told DIRECTLY ", (2, "code 1 good"): "yes"}
    cells |= {(2, "code 2"): "=1+1", (2, "note"): "first visit"}
    cells |= {(6, "set aside"): "no content", (6, "reason"): "only a sound"}
    path = tmp_path / "sheet.xlsx"
    assert filled(rnd, comments, people, path, cells).empty
    tags = tags_.table(rnd)
    assert tags["code"].tolist() == [codes["told"], codes["sum"]]
    assert tags["good"].tolist() == [True, False]
    assert set(tags["comment"]) == {"S01-a-1"} and set(tags["reader"]) == {"AB"}
    assert set(tags["note"]) == {"first visit"}
    assert set_aside.marks(rnd)["comment"].tolist() == ["S02-e-1"]


def test_reading_the_same_sheet_twice_adds_nothing(
    rnd, codes, comments, people, tmp_path
):
    cells = {(2, "code 1"): "Told directly", (2, "code 3"): "Told directly"}
    path = tmp_path / "sheet.xlsx"
    filled(rnd, comments, people, path, cells)
    assert coding_sheet.read(rnd, path, comments=comments).empty
    assert len(tags_.table(rnd)) == 1


def test_what_was_tagged_before_stands_in_the_sheet_and_comes_back_as_it_was(
    rnd, codes, comments, people, tmp_path
):
    for code in codes.values():
        tags_.add(rnd, "S01-a-1", code, experience=("less good",))
    more = codebook.add(rnd, "Parking")
    third, fourth = codebook.add(rnd, "Food"), codebook.add(rnd, "Noise")
    for code in (more, third, fourth):
        tags_.add(rnd, "S01-a-1", code)
    set_aside.mark(rnd, "S02-e-1", "out of scope", "buses")
    before = tags_.table(rnd)
    assert filled(rnd, comments, people, tmp_path / "s.xlsx", {}).empty
    pd.testing.assert_frame_equal(tags_.table(rnd), before)
    sheet = office.read_xlsx(tmp_path / "s.xlsx")["coding"]
    assert sheet["comment"].tolist()[:2] == ["S01-a-1", "S01-a-1"]
    said = sheet.drop_duplicates("comment")
    assert said["text"].tolist() == comments["text"].tolist()


def test_what_cannot_be_taken_is_listed_with_its_row_and_the_rest_is_taken(
    rnd, codes, comments, people, tmp_path
):
    cells = {
        (2, "comment"): "S09-x-1",
        (3, "code 1"): "Toled directly",
        (3, "code 2"): "Told directly",
        (4, "code 1 good"): "yes",
        (5, "set aside"): "no content",
        (6, "note"): "ask again",
    }
    found = filled(rnd, comments, people, tmp_path / "s.xlsx", cells)
    assert found[["row", "column"]].values.tolist() == [
        [2, "comment"],
        [3, "code 1"],
        [4, "code 1"],
        [5, "set aside"],
        [6, "note"],
    ]
    assert tags_.table(rnd)["comment"].tolist() == ["S01-b-1"]


def test_other_ticks_than_before_are_a_clash_and_change_nothing(
    rnd, codes, comments, people, tmp_path
):
    tags_.add(rnd, "S01-a-1", codes["told"], experience=("good",))
    cells = {(2, "code 1 good"): "", (2, "code 1 less good"): "✓"}
    found = filled(rnd, comments, people, tmp_path / "s.xlsx", cells)
    assert found["why"].tolist() == ["you tagged it before, with other ticks"]
    assert tags_.table(rnd)["good"].tolist() == [True]


def test_another_readers_tags_are_neither_shown_nor_touched(
    rnd, codes, comments, people, tmp_path
):
    tags_.add(replace(rnd, reader="CD"), "S01-a-1", codes["told"])
    coding_sheet.write(rnd, tmp_path / "s.xlsx", comments=comments, people=people)
    sheet = office.read_xlsx(tmp_path / "s.xlsx")["coding"]
    assert set(sheet["code 1"]) == {""}


def test_the_file_says_it_is_not_for_sharing_and_has_drop_downs(
    rnd, codes, comments, people, tmp_path
):
    from openpyxl import load_workbook

    path = tmp_path / "s.xlsx"
    coding_sheet.write(rnd, path, comments=comments, people=people)
    assert "NOT FOR SHARING" in office.read_xlsx(path)["about"].columns
    book = load_workbook(path)
    assert len(book["coding"].data_validations.dataValidation) == 3 + 9 + 1
    cells = [c for row in book["codebook"].iter_rows() for c in row]
    assert "f" not in {c.data_type for c in cells}


def test_a_sheet_without_its_headings_is_refused(rnd, comments, tmp_path):
    about = pd.DataFrame({"about": ["Reader: AB"]})
    sheets = {"coding": pd.DataFrame({"a": ["b"]}), "about": about}
    spreadsheets.write_xlsx(tmp_path / "s.xlsx", sheets)
    with pytest.raises(ValueError, match="headings"):
        coding_sheet.read(rnd, tmp_path / "s.xlsx", comments=comments)


def test_a_tag_taken_away_in_the_workbook_does_not_come_back(
    rnd, codes, comments, people, tmp_path
):
    cells = {(2, "code 1"): "Told directly"}
    filled(rnd, comments, people, tmp_path / "s.xlsx", cells)
    tags_.remove(rnd, tags_.table(rnd)["tag"][0])
    found = coding_sheet.read(rnd, tmp_path / "s.xlsx", comments=comments)
    assert found["row"].tolist() == [2] and "took" in found["why"][0]
    assert tags_.table(rnd).empty


@pytest.mark.slow
def test_all_sheets_of_the_folder_are_read_and_another_readers_is_refused(
    rnd, codes, comments, people
):
    folder = rnd.raw / "coding"
    other = replace(rnd, reader="CD")
    filled(other, comments, people, rnd.working / "b.xlsx", {})
    cells = {(2, "code 1"): "Told directly", (3, "code 1"): "Nothing known"}
    assert coding_sheet.read_all(rnd, comments=comments).empty
    folder.mkdir()
    coding_sheet.write(other, folder / "b.xlsx", comments=comments, people=people)
    filled(rnd, comments, people, folder / "a.xlsx", cells)
    (folder / "a.xlsx").rename(folder / "A.XLSX")
    found = coding_sheet.read_all(rnd, comments=comments)
    assert found[["file", "row"]].values.tolist() == [[1, 3], [2, 0]]
    assert "who is reading" in found["why"][1]
    assert set(tags_.table(rnd)["reader"]) == {"AB"}


def test_flat_has_one_row_for_each_comment_and_ones_where_it_was_tagged(
    rnd, codes, comments, people
):
    tags_.add(rnd, "S01-a-1", codes["told"])
    tags_.add(replace(rnd, reader="CD"), "S01-a-1", codes["told"])
    made = coding_sheet.flat(rnd, comments=comments, people=people)
    assert made["comment"].tolist() == comments["comment"].tolist()
    assert made["text"].tolist() == comments["text"].tolist()
    for column in ("code: Told directly", "theme: Talking"):
        assert made[column].tolist() == [1, 0, 0, 0, 0]
    assert made["code: =1+1"].sum() == 0
    assert made["group"].tolist()[0] == "parent"


def test_a_comment_taken_back_in_the_workbook_is_not_set_aside_again(
    rnd, codes, comments, people, tmp_path
):
    cells = {(6, "set aside"): "no content", (6, "reason"): "only a sound"}
    path = tmp_path / "s.xlsx"
    assert filled(rnd, comments, people, path, cells).empty
    unmark(rnd, "S02-e-1")
    found = coding_sheet.read(rnd, path, comments=comments)
    assert found[["row", "why"]].values.tolist() == [
        [6, "you took it back in the workbook"]
    ]
    assert set_aside.marks(rnd).empty
    set_aside.mark(rnd, "S02-e-1", "no content", "a cough")
    [why] = coding_sheet.read(rnd, path, comments=comments)["why"]
    assert why == "you set it aside before, as no content, with another reason"
    assert list(set_aside.marks(rnd)["reason"]) == ["a cough"]


@pytest.mark.slow
def test_a_tag_taken_away_and_its_code_merged_since_does_not_come_back(
    rnd, codes, comments, people, tmp_path
):
    path = tmp_path / "s.xlsx"
    filled(rnd, comments, people, path, {(2, "code 1"): "=1+1"})
    tags_.remove(rnd, tags_.table(rnd)["tag"][0])
    codebook.rename(rnd, codes["told"], "Old name", "shorter")
    codebook.merge(rnd, codes["sum"], codes["told"], "the same")
    sheets = office.read_xlsx(path)
    sheets["coding"].loc[0, "code 1"] = "Old name"
    spreadsheets.write_xlsx(path, sheets)
    found = coding_sheet.read(rnd, path, comments=comments)
    assert "took" in found["why"][0] and tags_.table(rnd).empty


def test_flat_goes_out_to_excel_with_what_was_set_aside_and_the_codebook(
    rnd, codes, comments, people, tmp_path
):
    tags_.add(rnd, "S01-a-1", codes["told"])
    set_aside.mark(rnd, "S02-e-1", "no content", "=1+1")
    codebook.retire(rnd, codes["sum"], "says nothing")
    write = {"comments": comments, "people": people}
    path = coding_sheet.write_flat(rnd, tmp_path / "flat.xlsx", **write)
    sheets = office.read_xlsx(path)
    sheet = sheets["comments"].set_index("comment")
    assert sheet["theme: Talking"].tolist() == ["1", "0", "0", "0", "0"]
    assert sheet.loc["S02-e-1", "set aside"] == "no content"
    assert sheet.loc["S02-e-1", "reason"] == "=1+1"
    assert sheet.loc["S01-a-1", "group"] == "parent"
    assert "code: =1+1" not in sheet
    book = sheets["codebook"].set_index("name")
    assert book.loc["Told directly", "parent"] == "Talking"
    assert book.loc["=1+1", "status"] == "retired"
    assert "NOT FOR SHARING" in sheets["about"].columns
    again = coding_sheet.write_flat(rnd, tmp_path / "again.xlsx", **write)
    assert path.read_bytes() == again.read_bytes()


def test_flat_follows_settlements_and_hides_others_while_readers_read_apart(
    rnd, codes, comments, people
):
    other = replace(rnd, reader="CD")
    tags_.add(rnd, "S01-a-1", codes["told"])
    tags_.add(other, "S01-a-1", codes["sum"])
    whole = {"comments": comments, "people": people}
    assert coding_sheet.flat(rnd, **whole)["code: =1+1"].sum() == 1
    readers.read_apart(rnd, True, "a first pass")
    assert coding_sheet.flat(rnd, **whole)["code: =1+1"].sum() == 0
    readers.read_apart(rnd, False, "done")
    readers.settle(rnd, "S01-a-1", "reader", "read again", reader="CD")
    made = coding_sheet.flat(rnd, **whole)
    assert made["code: =1+1"].sum() == 1 and made["code: Told directly"].sum() == 0


def test_the_coding_sheet_shows_what_each_code_lies_under(
    rnd, codes, comments, people, tmp_path
):
    path = tmp_path / "s.xlsx"
    coding_sheet.write(rnd, path, comments=comments, people=people)
    book = office.read_xlsx(path)["codebook"].set_index("name")
    assert book.loc["Told directly", "parent"] == "Talking"
    assert book.loc["Told directly", "definition"] == "Said to their face"


def test_a_note_beside_an_old_tag_is_the_readers_own_change_and_taken_once(
    rnd, codes, comments, people, tmp_path
):
    told = tags_.add(rnd, "S01-a-1", codes["told"], experience=("good",), note="one")
    tags_.add(rnd, "S01-a-1", codes["sum"], note="another")
    bare = tags_.add(rnd, "S01-b-1", codes["told"])
    path = tmp_path / "s.xlsx"
    cells = {(2, "note"): "two", (4, "note"): "first"}
    assert filled(rnd, comments, people, path, cells).empty
    tags = tags_.table(rnd).set_index("tag")
    assert tags["note"].tolist() == ["two", "another", "first"]
    assert tags["reader"].tolist() == ["AB"] * 3
    assert tags.loc[[told, bare], "good"].tolist() == [True, False]
    size = sum(file.stat().st_size for file in rnd.decisions.iterdir())
    assert coding_sheet.read(rnd, path, comments=comments).empty
    assert sum(file.stat().st_size for file in rnd.decisions.iterdir()) == size


def test_a_note_changed_since_in_the_workbook_stays_and_the_older_one_is_listed(
    rnd, codes, comments, people, tmp_path
):
    tag = tags_.add(rnd, "S01-a-1", codes["told"], note="one")
    path = tmp_path / "s.xlsx"
    coding_sheet.write(rnd, path, comments=comments, people=people)
    tags_.change(rnd, tag, note="later")
    found = coding_sheet.read(rnd, path, comments=comments)
    assert found[["row", "column", "what"]].values.tolist() == [[2, "note", "one"]]
    assert found["why"][0] == "you wrote another note since"
    assert tags_.table(rnd)["note"].tolist() == ["later"]
    tags_.change(rnd, tag, note=None)
    assert len(coding_sheet.read(rnd, path, comments=comments)) == 1
    assert tags_.table(rnd)["note"].isna().all()


def test_two_tags_with_different_notes_stand_in_two_rows_and_blank_changes_nothing(
    rnd, codes, comments, people, tmp_path
):
    for code, note in ((codes["told"], "one"), (codes["sum"], "two")):
        tags_.add(rnd, "S01-a-1", code, note=note)
    before = tags_.table(rnd)
    path = tmp_path / "s.xlsx"
    assert filled(rnd, comments, people, path, {(2, "note"): ""}).empty
    sheet = office.read_xlsx(path)["coding"]
    assert sheet[["comment", "note"]].values.tolist()[:2] == [
        ["S01-a-1", ""],
        ["S01-a-1", "two"],
    ]
    pd.testing.assert_frame_equal(tags_.table(rnd), before)


@pytest.mark.slow
def test_a_paragraph_longer_than_a_cell_is_coded_in_the_sheet(
    rnd, codes, comments, people, tmp_path
):
    long = "Day one, the nurses were kind to me and we waited. " * 700
    comments.loc[0, "text"] = long
    path, flat = tmp_path / "sheet.xlsx", tmp_path / "flat.xlsx"
    assert filled(rnd, comments, people, path, {(2, "code 1"): "Told directly"}).empty
    assert tags_.table(rnd)["comment"].tolist() == ["S01-a-1"]
    coding_sheet.write_flat(rnd, flat, comments=comments, people=people)
    for file, name in ((path, "coding"), (flat, "comments")):
        row = office.read_xlsx(file)[name].iloc[0]
        assert row["text"] + row["text, part 2"] == long


def test_a_row_is_known_by_its_number_and_an_older_sheet_is_still_read(
    rnd, codes, comments, people, tmp_path
):
    path = tmp_path / "sheet.xlsx"
    coding_sheet.write(rnd, path, comments=comments, people=people)
    sheets = office.read_xlsx(path)
    coding = sheets["coding"]
    assert list(coding.columns[:2]) == ["number", "person"]
    assert coding.columns[-1] == "comment"
    assert coding[["number", "person"]].iloc[2].tolist() == ["3", "P02"]
    coding.loc[2, "code 1"] = "Told directly"
    older = coding[["comment", *coding.columns[2:-1]]]
    spreadsheets.write_xlsx(path, {"coding": older, "about": sheets["about"]})
    assert coding_sheet.read(rnd, path, comments=comments).empty
    assert tags_.table(rnd)["comment"].tolist() == ["S01-c-1"]
