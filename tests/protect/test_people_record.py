"""What a person says of people is kept, on the screen or in Excel, and never lost."""

import pandas as pd
import pytest

from coprod.protect import people_record, people_workbook, withdrawal
from coprod.store import journal, office, rounds, spreadsheets
from coprod.store.problem import Problem

ANNA = {"source": "S01", "label": "Anna", "person": "P01"}
BEN = {"source": "S01", "label": "Ben", "person": "P02"}


@pytest.fixture
def real(rnd):
    """Give a round in whose record two people stand."""
    people_record.put(rnd, "people", [ANNA, BEN])
    return rnd


def put(rnd, who, **cells):
    """Say something of somebody on the screen."""
    cells = {name.replace("_", " "): cell for name, cell in cells.items()}
    return people_record.put(rnd, "people", [{**who, **cells}])


def said(rnd):
    """Give what stands of each person, by label."""
    return people_record.read(rnd)["people"].set_index("label")


def edit(rnd, sheet="people", drop=(), **cells):
    """Change cells of Anna, or leave rows out, in Excel."""
    path = rnd.private / people_record.BOOK
    book = office.read_xlsx(path)
    cells = {name.replace("_", " "): cell for name, cell in cells.items()}
    for name, cell in cells.items():
        book[sheet].loc[0, name] = cell
    book[sheet] = book[sheet].drop(index=list(drop))
    spreadsheets.write_xlsx(path, book)


@pytest.mark.slow
def test_a_change_in_excel_counts_at_once_and_is_taken_in_cell_by_cell(real):
    people_record.take_out(real)
    put(real, BEN, group="parent")
    edit(real, group="child", area="North", note_of_mine="ring first")
    assert said(real).loc["Anna", "group"] == "child"
    assert people_record.take_in(real) == "3 changes taken in from people.xlsx."
    assert people_record.take_in(real) == ""
    assert said(real).loc["Ben", "group"] == "parent"
    assert said(real).loc["Anna", "note of mine"] == "ring first"
    people_record.take_out(real)
    again = office.read_xlsx(real.private / people_record.BOOK)["people"]
    assert list(again["group"]) == ["child", "parent"]


@pytest.mark.slow
def test_what_is_said_on_the_screen_later_stays_and_a_conflict_is_told(real):
    people_record.take_out(real)
    edit(real, group="child")
    people_record.take_in(real)
    put(real, ANNA, group="teenager")
    edit(real, area="North")  # its group is the one from before
    assert people_record.take_in(real) == "1 change taken in from people.xlsx."
    assert said(real).loc["Anna", "group"] == "teenager"
    put(real, ANNA, area="South")
    edit(real, area="East")
    told = people_record.take_in(real)
    assert "1 of them had been said otherwise on the screen" in told
    assert said(real).loc["Anna", "area"] == "East"
    values = [e["value"].get("area") for e in people_record._events(real)]
    assert {"North", "South", "East"} <= set(values)  # nothing is lost


def test_an_older_copy_of_the_workbook_takes_nothing_back(real):
    people_record.take_out(real)
    path = real.private / people_record.BOOK
    before = path.read_bytes()
    edit(real, quote="no")
    people_record.take_in(real)
    path.write_bytes(before)
    assert people_record.take_in(real) == ""
    assert said(real).loc["Anna", "quote"] == "no"
    path.unlink()
    assert said(real).loc["Anna", "quote"] == "no"


def test_a_workbook_of_an_earlier_coprod_is_taken_over_once_as_it_is(rnd):
    rows = pd.DataFrame([{**ANNA, "quote": "yes", "by": "me"}, {**BEN, "quote": "no"}])
    names = pd.DataFrame({"name": ["Zoë", "", "Zoë"], "kind": ["person", "", "place"]})
    rnd.private.mkdir(exist_ok=True, parents=True)
    book = {"people": rows.fillna(""), "names to hide": names}
    spreadsheets.write_xlsx(rnd.private / people_record.BOOK, book)
    before = people_record.read(rnd)
    assert list(before["people"]["quote"]) == ["yes", "no"]
    assert list(before["names to hide"]["name"]) == ["Zoë", "", "Zoë"]
    nobody = rounds.Round("test", rounds.NOBODY, rnd.data, rnd.reports)
    assert people_record.take_in(nobody) == ""
    (rnd.private / people_record.BOOK).unlink()
    for name, sheet in people_record.read(rnd).items():
        pd.testing.assert_frame_equal(sheet, before[name])
    assert before["people"]["by (own)"].iloc[0] == "me"


def test_a_name_left_out_of_the_sheet_stops_everything_until_it_is_back(real):
    hidden = [{"name": "Dorota", "kind": "person"}, {"name": "Elm", "kind": "place"}]
    people_record.put(real, "names to hide", hidden)
    people_workbook.note(real)
    people_record.take_out(real)
    path = real.private / people_record.BOOK
    before = path.read_bytes()
    edit(real, "names to hide", drop=[1])
    with pytest.raises(Problem, match="1 names to hide instead of 2"):
        people_workbook.put(real, "people", [{**ANNA, "group": "child"}])
    path.write_bytes(before)
    assert people_workbook.trouble(real) == ""
    assert list(people_record.read(real)["names to hide"]["name"]) == ["Dorota", "Elm"]


def test_a_sheet_taken_out_of_the_workbook_takes_nothing_away(real):
    people_record.put(real, "names to hide", [{"name": "Dorota", "kind": "person"}])
    people_record.take_out(real)
    path = real.private / people_record.BOOK
    book = office.read_xlsx(path)
    spreadsheets.write_xlsx(path, {"people": book["people"].assign(area="North")})
    assert people_record.take_in(real) == "2 changes taken in from people.xlsx."
    assert list(people_record.read(real)["names to hide"]["name"]) == ["Dorota"]


def test_a_press_is_undone_as_a_whole_and_nobody_decides_nothing(real):
    events = people_record.put(
        real, "people", [{**ANNA, "area": "North"}, {**BEN, "area": "North"}]
    )
    assert len(events) == 2 and set(said(real)["area"]) == {"North"}
    people_record.undo(real, events)
    assert set(said(real)["area"]) == {""}
    nobody = rounds.Round("test", rounds.NOBODY, real.data, real.reports)
    with pytest.raises(Problem, match="Nobody has said who is reading"):
        put(nobody, ANNA, area="South")


def test_who_does_not_take_part_took_everything_back_until_they_say_yes(real):
    assert withdrawal.withdrawn(real).empty
    put(real, ANNA, take_part="no")
    put(real, BEN, take_part="yes")
    assert withdrawal.withdrawn(real).to_numpy().tolist() == [["P01", "all"]]
    put(real, ANNA, take_part="yes")
    assert withdrawal.withdrawn(real).empty


def test_names_and_consent_lie_in_the_private_folder_only(real):
    put(real, ANNA, quote="no")
    people_workbook.note(real)
    kept = b"".join(p.read_bytes() for p in real.decisions.glob("*"))
    assert kept and b"Anna" not in kept and b"quote" not in kept
    assert b"Anna" in b"".join(
        p.read_bytes() for p in journal.files(real.private / "people", "*")
    )
