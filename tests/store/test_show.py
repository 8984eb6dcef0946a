import pandas as pd

from coprod.store import show


def test_words_are_shown_whole_and_blanks_are_blank():
    words = (
        "so long that pandas would cut it off after fifty letters, and does not here"
    )
    shown = show.html(pd.DataFrame({"who_said": ["P01", None], "text": [words, "x"]}))
    assert words in shown and "NaN" not in shown and "None" not in shown
    assert "who said" in shown


def test_row_numbers_are_left_out_and_a_named_index_is_kept():
    frame = pd.DataFrame({"n": [7]}, index=pd.Index(["parent"], name="group"))
    shown = show.html(frame)
    assert "group" in shown and "parent" in shown
    assert "<th>0</th>" not in show.html(pd.DataFrame({"n": [7]}))


def test_what_somebody_said_is_only_ever_text():
    shown = show.html(pd.DataFrame({"text": ["<img src=x onerror=alert(1)>"]}))
    assert "<img" not in shown


def test_an_empty_table_says_so_and_a_long_one_says_how_much_is_left_out():
    assert "nothing here yet" in show.html(pd.DataFrame({"a": []}))
    assert "And 5 more rows" in show.html(pd.DataFrame({"a": range(205)}))
