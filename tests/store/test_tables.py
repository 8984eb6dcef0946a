"""The contract: what does not fit is named by row, never by content."""

from pathlib import Path

import pandas as pd
import pytest
from dictionary import dictionary

from coprod.store import tables

ROOT = Path(__file__).resolve().parents[2]
SECRET = "Zebedee said so"


def filled(name: str, rows: int = 3) -> pd.DataFrame:
    """Give a table that fits its contract."""
    kinds = {"text": "t{}", "whole number": 1, "number": 0.5, "yes or no": True}
    return pd.DataFrame(
        {
            c.name: [
                value.format(n) if isinstance(value := kinds[c.kind], str) else value
                for n in range(rows)
            ]
            for c in tables.TABLES[name].columns
        }
    )


@pytest.mark.parametrize("name", tables.TABLES)
def test_what_fits_a_contract_comes_back_with_its_columns_in_order(name):
    frame = filled(name)[[c.name for c in reversed(tables.TABLES[name].columns)]]
    made = tables.check(name, frame.assign(extra=1))
    assert list(made.columns) == [c.name for c in tables.TABLES[name].columns]
    assert list(map(str, made.dtypes)) == [
        tables.DTYPES[c.kind] for c in tables.TABLES[name].columns
    ]
    assert len(made) == 3


@pytest.mark.parametrize("name", tables.TABLES)
def test_a_table_without_rows_has_its_columns_and_types(name):
    made = tables.check(name, tables.empty(name))
    pd.testing.assert_frame_equal(made, tables.empty(name))
    pd.testing.assert_frame_equal(tables.check(name, pd.DataFrame()), made)


def test_check_does_not_change_its_input(comments):
    frame = comments.astype(object).set_index(pd.Index([4, 4, 3, 2, 1]))
    before = frame.copy(deep=True)
    made = tables.check("comments", frame)
    made.loc[0, "text"] = "changed"
    pd.testing.assert_frame_equal(frame, before)


def test_a_missing_column_is_named_with_those_there_should_be(comments):
    with pytest.raises(ValueError, match="the column 'text' is missing.*question"):
        tables.check("comments", comments.drop(columns="text"))


def test_a_column_thought_of_later_is_blank_in_files_made_before_it():
    old = {"comment": "S01-a-1", "code": "C1", "score": 0.5, "words": None}
    made = tables.check("suggestions", pd.DataFrame([{**old, "model": "m"}]))
    assert made[["experience", "learned_from"]].isna().all(axis=None)
    again = tables.check("suggestions", made.assign(experience="good"))
    assert again["experience"].tolist() == ["good"]


def test_rows_without_words_are_named_by_number(comments):
    frame = comments.astype(object)
    frame.loc[[1, 3], "text"] = None
    with pytest.raises(ValueError, match=r"2 rows \(2, 4\) have no text"):
        tables.check("comments", frame)


def test_only_the_first_ten_rows_are_named():
    frame = filled("comments", 14).assign(text=None)
    with pytest.raises(ValueError, match=r"8, 9, 10 and 4 more\)"):
        tables.check("comments", frame)


def test_two_rows_with_one_key_are_named(comments):
    frame = pd.concat([comments, comments.iloc[[2]]])
    with pytest.raises(ValueError, match=r"2 rows \(3, 6\) have the same comment"):
        tables.check("comments", frame)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("position", SECRET),
        ("position", 1.5),
        ("position", 2**70),
        ("position", [SECRET]),
        ("text", None),
        ("text", "half \ud83d"),
    ],
)
def test_no_error_shows_what_people_said(comments, column, value):
    frame = comments.astype(object)
    frame["text"] = frame["comment"] = pd.Series([SECRET] * 5, dtype=object)
    frame.at[0, column] = value
    with pytest.raises(ValueError) as caught:
        tables.check("comments", frame)
    assert "Zebedee" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert str(caught.value).startswith("comments: ")


@pytest.mark.parametrize("value", ["perhaps", 2, SECRET])
def test_a_yes_or_no_is_nothing_else(people, value):
    frame = people.astype(object)
    frame.loc[0, "quote"] = value
    with pytest.raises(ValueError, match="'quote' must hold yes or no"):
        tables.check("people", frame)


def test_the_contract_of_the_ledger_names_every_end():
    status = tables.TABLES["ledger"].columns[1].meaning
    assert status == f"one of: {', '.join(tables.ENDS)}"


def test_every_column_says_what_it_means_and_every_key_is_a_column():
    assert len(tables.TABLES) > 10
    for table in tables.TABLES.values():
        assert table.columns
        names = [column.name for column in table.columns]
        assert set(table.key) <= set(names)
        assert len(set(names)) == len(names)
        assert all(c.meaning and c.kind in tables.DTYPES for c in table.columns)
        assert not any(c.blank for c in table.columns if c.name in table.key)


def test_the_data_dictionary_is_printed_from_the_contract():
    printed = (ROOT / "docs/data-dictionary.md").read_text(encoding="utf-8")
    assert printed == dictionary(), "run: python tests/dictionary.py"
