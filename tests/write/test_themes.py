import pandas as pd

from coprod.write import quotes, themes


def count(made, **where):
    rows = made
    for name, value in where.items():
        rows = rows[rows[name] == value]
    return rows["people"].sum()


def test_people_are_counted_not_mentions(tags, comments, people, codebook):
    twice = pd.concat([tags, tags.assign(tag=tags["tag"] + "x")])
    made = themes.summarise(twice, comments, people, codebook)
    assert count(made, group="everyone", experience="any") == 2
    assert count(made, group="everyone", experience="good") == 1
    assert count(made, group="everyone", experience="less good") == 1
    assert count(made, group="parent", experience="any") == 2
    assert count(made, group="child", experience="any") == 0


def test_a_code_that_is_in_no_theme_is_in_no_count(tags, comments, people, codebook):
    joined = themes.tagged(tags, comments, people, codebook)
    assert "S01-b-1" not in set(joined["comment"])


def test_a_tag_without_a_tick_is_not_clear(tags, comments, people, codebook):
    bare = tags.assign(good=False, less_good=False, needs_improving=False)
    made = themes.summarise(bare, comments, people, codebook)
    assert set(made["experience"]) == {"any", "not clear"}


def test_only_what_may_be_quoted_is_offered(
    rnd, monkeypatch, tags, comments, people, codebook
):
    joined = themes.tagged(tags, comments, people, codebook)
    may = pd.DataFrame({"comment": ["S01-a-1", "S01-c-1"], "may": [True, False]})
    monkeypatch.setattr(quotes, "may_quote", lambda rnd: may)
    found = quotes.quotes(rnd, joined)
    assert found[["experience", "comment"]].values.tolist() == [["good", "S01-a-1"]]
    both = quotes.quotes(rnd, joined.assign(needs_improving=True))
    assert list(both["experience"]) == ["good", "needs improving"]
    assert set(both["theme"]) <= set(codebook["name"])


def test_nothing_tagged_gives_an_empty_table(tags, comments, people, codebook):
    assert themes.summarise(tags.iloc[:0], comments, people, codebook).empty


def test_summarise_does_not_change_its_input(tags, comments, people, codebook):
    before = tags.copy(deep=True)
    themes.summarise(tags, comments, people, codebook)
    pd.testing.assert_frame_equal(tags, before)


def test_who_said_nothing_is_not_among_those_a_theme_is_counted_of(
    tags, comments, people, codebook
):
    silent = pd.concat([people, people.iloc[[0]].assign(person="P09")])
    made = themes.summarise(tags, comments, silent, codebook)
    assert dict(zip(made["group"], made["of"], strict=True)) == {
        "everyone": 3,
        "parent": 2,
    }
