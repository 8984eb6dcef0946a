"""Charts: titles that state the finding, words for those who cannot see, same bytes."""

import re
import xml.etree.ElementTree as ET

import pandas as pd
import pytest

from coprod.check import charts as check_charts
from coprod.decide import charts as decide_charts
from coprod.decide.survey.questions import SCALE
from coprod.listen import charts
from coprod.pages import colours, drawing, picture
from coprod.store import tables
from coprod.write import charts as write_charts
from coprod.write import codebook, codebook_reads, tags

HOSTILE = "<script>alert(1)</script> & $x_1$"


@pytest.fixture
def themes() -> pd.DataFrame:
    """Two themes, two groups: add them up by eye."""
    counts = {
        ("A", "Being heard", "child"): (4, 1, 0, 5, 6),
        ("A", "Being heard", "parent"): (2, 1, 3, 5, 10),
        ("A", "Being heard", "everyone"): (6, 2, 3, 10, 16),
        ("B", "Waiting", "child"): (0, 1, 1, 1, 6),
        ("B", "Waiting", "parent"): (0, 5, 8, 9, 10),
        ("B", "Waiting", "everyone"): (0, 6, 9, 10, 16),
    }
    kinds = ("good", "less good", "needs improving", "any")
    rows = [
        (theme, name, group, kind, people, people, told[-1])
        for (theme, name, group), told in counts.items()
        for kind, people in zip(kinds, told, strict=False)
    ]
    columns = [column.name for column in tables.TABLES["themes"].columns]
    return tables.check("themes", pd.DataFrame(rows, columns=columns))


@pytest.fixture
def ranked() -> pd.DataFrame:
    """Three statements; the last has too few answers for an interval."""
    frame = pd.DataFrame(
        {
            "statement": ["Q01", "Q02", "Q03"],
            "text": ["Talk to me.", "Dark at night.", "Parking."],
            "place": [1, 2, 3],
            "combined": [9.0, 6.0, 3.0],
            "pooled_place": [3, 2, 1],
            "pooled_points": [3.0, 6.0, 9.0],
            "low": [1, 1, None],
            "high": [2, 3, None],
            "top_share": [0.9, 0.5, None],
            "shortlist": "combined",
            "groups": "child",
        }
    )
    return tables.check("priorities", frame)


def words_of(drawn: picture.Picture) -> str:
    """Give every word drawn in a drawn; fails if the drawing is not sound XML."""
    return " ".join(ET.fromstring(drawn.svg).itertext())


def test_a_group_that_nobody_heard_comes_first_and_stands_out():
    frame = pd.DataFrame({"group": ["child", "father"], "heard": [4, 0]})
    drawn = charts.reach(frame)
    assert drawn.caption.startswith("Not heard yet: father.")
    assert list(drawn.numbers["group"]) == ["father", "child"]
    assert "nobody yet" in words_of(drawn)
    assert "stroke-dasharray" in drawn.svg


def test_when_everyone_was_heard_the_title_says_so():
    frame = pd.DataFrame(
        {"group": ["child", "father"], "heard": [4, 1], "target": [5, None]}
    )
    drawn = charts.reach(frame)
    assert drawn.caption.startswith("Every group was heard, most of all: child.")
    assert "hoped" in drawn.caption
    assert "nobody yet" not in words_of(drawn)


def test_the_title_names_the_good_before_what_should_be_better(themes):
    drawn = write_charts.experiences(themes)
    assert drawn.caption.startswith("Good, by most people: Being heard (6). To be ")
    assert "To be better, by most people: Waiting (9)." in drawn.caption


def test_one_group_can_be_shown_alone(themes):
    drawn = write_charts.experiences(themes, group="child")
    assert "Only child." in drawn.caption
    assert drawn.numbers["needs improving"].tolist() == [0, 1]


def test_nobody_saying_anything_good_is_no_error(themes):
    assert "Good" not in write_charts.experiences(
        themes[themes["theme"].eq("B")], group="child"
    ).caption.partition("\n")[0].replace("To be better", "")


@pytest.mark.slow
def test_the_title_says_on_what_groups_differ_most(themes):
    drawn = write_charts.themes_by_group(themes)
    assert "differ most on Waiting: parent 9 of 10, child 1 of 6" in drawn.caption
    assert "9 of 10" in words_of(drawn)


def test_a_group_under_five_people_is_too_small_to_compare(themes):
    drawn = write_charts.themes_by_group(themes.assign(of=4))
    assert drawn.caption.startswith("Too few people")


def test_a_number_the_gate_has_blanked_is_not_shown(themes):
    blanked = themes.assign(people=themes["people"].mask(themes["people"].eq(9)))
    for drawn in (
        write_charts.experiences(blanked),
        write_charts.themes_by_group(blanked),
    ):
        assert "not shown" in words_of(drawn) + drawn.alt
        assert not re.search(r"\b9 of 10\b", words_of(drawn) + drawn._repr_html_())


def test_the_ledger_adds_up_on_its_picture():
    drawn = check_charts.ledger({"in a theme": 7, "no content": 2, "not yet read": 1})
    assert drawn.caption == ("9 of 10 comments noted; 1 not yet read.\n7 + 2 + 1 = 10.")
    assert drawn.numbers["comments"].tolist() == [7, 2, 1, 10]


def test_comments_that_nobody_can_account_for_are_in_the_title():
    drawn = check_charts.ledger({"in a theme": 7, "not accounted for": 2})
    assert drawn.caption.startswith("7 of 9 comments noted; 2 not accounted for.")


def test_a_ledger_with_nothing_left_out_says_so():
    drawn = check_charts.ledger({"in a theme": 3})
    assert drawn.caption.startswith("3 of 3 comments noted; none")


def test_every_code_is_drawn_once_and_loose_ones_are_named():
    rows = [
        ("A", "Being heard", "theme", None, "in use", None),
        ("c1", "talks to me", "code", "A", "in use", None),
        ("c2", "uses my name", "code", None, "in use", None),
        ("c3", "says hello", "code", None, "merged", "c1"),
        ("c4", "misc", "code", "A", "retired", None),
    ]
    columns = ["code", "name", "level", "parent", "status", "merged_into"]
    frame = pd.DataFrame(rows, columns=columns)
    blank = dict.fromkeys(
        ["definition", "include", "exclude", "colour", "reason", "examples"]
    )
    drawn = write_charts.journey(tables.check("codebook", frame.assign(**blank)))
    assert drawn.caption.startswith("4 working codes, gathered in themes: 1; not in a")
    told = drawn.numbers.set_index("code")["theme"].to_dict()
    assert told["says hello (merged)"] == "Being heard"
    assert told["misc (retired)"] == "taken out"
    for name in ("uses my name", "no theme yet", "merged into talks to me"):
        assert words_of(drawn).count(name) == 1


def test_codes_before_there_is_any_theme_are_drawn_too():
    rows = [("c1", "noise", "in use"), ("c2", "misc", "retired")]
    frame = pd.DataFrame(rows, columns=["code", "name", "status"])
    names = ["parent", "merged_into", "definition", "include", "exclude", "colour"]
    blank = dict.fromkeys([*names, "reason", "examples"])
    codes = tables.check("codebook", frame.assign(level="code", **blank))
    drawn = write_charts.journey(codes)
    assert drawn.caption.startswith("2 working codes, gathered in themes: 0; not in")
    assert "taken out" in words_of(drawn) and "no theme yet" in words_of(drawn)
    odd = frame.assign(level="theme", **blank | {"colour": "reddish"}).head(1)
    both = tables.check("codebook", pd.concat([odd, codes.tail(1)]))
    assert write_charts.journey(both).svg


def test_groups_of_similar_comments_are_shown_in_their_own_words():
    frame = pd.DataFrame({"comment": list("abc"), "group": [2, 2, 1], "distance": 0.1})
    drawn = write_charts.groups_map(frame, words={2: ["night", "noise"], 1: "food"})
    assert "(2) says: night, noise." in drawn.caption
    assert drawn.numbers["comments"].tolist() == [2, 1]


def test_a_priority_without_an_interval_is_an_empty_dot(ranked):
    drawn = decide_charts.priorities(ranked)
    assert drawn.caption.startswith(
        "First, when each group counts the same: Talk to me."
    )
    assert drawn.svg.count("fill: #ffffff; stroke: #1b2f6b") == 1


def test_statements_that_share_a_place_say_so(ranked):
    drawn = decide_charts.priorities(ranked.assign(place=[1.5, 1.5, 3]))
    assert list(drawn.numbers["place"]) == ["1=", "1=", "3"]
    assert {"Place 1=: Talk to me.", "Place 3: Parking."} <= set(dict(drawn.rows))


def test_the_title_names_all_that_stand_too_close_to_the_first(ranked):
    near = ranked.assign(combined=[10.0, 9.0, 8.0])
    told = decide_charts.priorities(near).caption.split("\n")[0]
    assert told.startswith("Close together at the top: ")
    assert all(text in told for text in near["text"].head(3))
    told = decide_charts.priorities(ranked).caption
    assert told.startswith("First, when each group counts the same: ")


def test_each_groups_own_place_stands_in_the_picture_and_in_its_words(ranked):
    lists = pd.DataFrame({"children": ["1 Q03", "2= Q01"], "<b>": ["1 Q02", None]})
    drawn = decide_charts.priorities(ranked, lists=lists)
    assert list(drawn.numbers["children"]) == ["2=", "", "1"]
    assert (
        "In their own lists: 1st for children." in dict(drawn.rows)["Place 3: Parking."]
    )
    html = drawn._repr_html_()
    assert "<b>Place 1: Talk" in html and "for &lt;b&gt;" in html
    assert all(" ".join(row) in drawn.alt for row in drawn.rows)


def counted(ballots, said):
    """Count the words that people ticked."""
    ticked = decide_charts.levels(ballots, said)
    table = ticked.groupby(["statement", "text", "level"]).size().unstack()
    table = table.reindex(columns=list(SCALE)).fillna(0).astype(int)
    return table.assign(n=table.sum(axis=1)).reset_index()


def test_likert_counts_people_and_labels_from_eight_per_cent():
    scores = [5] * 12 + [4] * 12 + [1]
    frame = pd.DataFrame(
        {
            "respondent": [f"R{i}" for i in range(25)],
            "group": "child",
            "statement": "Q01",
            "shown": True,
            "rank": None,
            "score": scores,
            "chosen": None,
        }
    )
    said = pd.DataFrame({"statement": ["Q01"], "text": ["Talk to me."]})
    made = decide_charts.likert(counted(tables.check("ballots", frame), said))
    assert "24 of 25 people say “Very” or “Most important”" in made.caption
    drawn = words_of(made)
    assert drawn.count("48") == 2 and "(n\u00a0=\u00a025)" in drawn
    assert not re.search(r"(?<!\d)4(?!\d)", drawn)
    for words in SCALE:  # the words that people ticked, and no others
        assert words in drawn and words in made.numbers.columns
    said_so = " ".join([drawn, made.alt, made.caption, *made.numbers.columns])
    assert not re.search("in between|not at all|very important", said_so)
    assert "96" in made.alt
    blank = frame.assign(score=None)
    nothing = decide_charts.likert(counted(tables.check("ballots", blank), said))
    assert "nothing to show" in nothing.caption


def test_a_table_without_rows_says_that_there_is_nothing_yet(themes, ranked):
    empty = [
        charts.reach(pd.DataFrame({"group": [], "heard": []})),
        write_charts.experiences(themes.iloc[:0]),
        write_charts.experiences(themes, group="nobody"),
        write_charts.themes_by_group(themes.iloc[:0]),
        check_charts.ledger({}),
        write_charts.journey(tables.empty("codebook")),
        write_charts.groups_map(tables.empty("groups"), words={}),
        decide_charts.priorities(ranked.iloc[:0]),
    ]
    assert {p.caption for p in empty} == {"There is nothing to show here yet."}


def test_charts_do_not_change_their_tables(themes, ranked):
    before = themes.copy(deep=True), ranked.copy(deep=True)
    write_charts.experiences(themes)
    write_charts.themes_by_group(themes)
    decide_charts.priorities(ranked)
    pd.testing.assert_frame_equal(themes, before[0])
    pd.testing.assert_frame_equal(ranked, before[1])


def test_the_same_table_gives_the_same_bytes(themes):
    assert write_charts.experiences(themes).svg == write_charts.experiences(themes).svg
    assert "<dc:date>" not in write_charts.experiences(themes).svg


def test_names_that_look_like_a_program_stay_words():
    drawn = charts.reach(pd.DataFrame({"group": [HOSTILE], "heard": [2]}))
    assert HOSTILE in words_of(drawn)
    assert "<script" not in drawn.svg + drawn._repr_html_()


def test_long_words_in_the_numbers_are_not_cut_off():
    long = "a very long name " * 9
    drawn = charts.reach(pd.DataFrame({"group": [long], "heard": [2]}))
    assert long.strip() in drawn._repr_html_().replace("\n", " ")


def test_every_word_in_a_picture_is_large_enough_on_a_phone(themes, ranked):
    for drawn in (write_charts.experiences(themes), decide_charts.priorities(ranked)):
        sizes = [float(s) for s in re.findall(r"font-size: ([\d.]+)px", drawn.svg)]
        width = float(re.search(r'viewBox="0 0 ([\d.]+)', drawn.svg)[1])
        # A picture too wide for a phone stands there as words.
        assert min(sizes) * (640 if drawn.rows else 343) / width >= 10


def test_a_picture_without_a_description_is_refused_in_words():
    fig, _ = drawing.sheet(20)
    with pytest.raises(ValueError, match="no description or no title"):
        picture.figure(fig, alt=" ", caption="Something", numbers=pd.DataFrame())


def test_a_picture_closes_its_figure(themes):
    import matplotlib.pyplot as plt

    write_charts.experiences(themes)
    assert plt.get_fignums() == []


@pytest.mark.parametrize("colour", ["#5E3C99", "#E66101", "#ae9ec9", *colours.COLOURS])
def test_words_on_a_colour_have_contrast(colour):
    from matplotlib.colors import to_rgb

    def light(name):
        parts = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in to_rgb(name)
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted([light(colour), light(colours.ink_on(colour))])
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_long_labels_are_wrapped_and_nothing_is_cut_off():
    words = "Moving to adult care " * 6 + "A" * 90
    lines = drawing.wrap(words, drawing.WIDTH)
    assert max(map(drawing.measure, lines)) <= drawing.WIDTH
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")


def test_splits_renames_moves_and_sub_codes_show_on_the_way_to_the_themes(rnd):
    one, two = (codebook.add(rnd, n, level="theme") for n in ("Caring", "Place"))
    wait, phone = codebook.add(rnd, "Waiting"), codebook.add(rnd, "Phone")
    tag = tags.add(rnd, "S01-a-1", wait)
    codebook.move(rnd, wait, two, "at the table")
    codebook.rename(rnd, phone, "One to ring", "their word")
    codebook.move(rnd, phone, two, "first")
    codebook.move(rnd, phone, one, "it is a person")
    codebook.split(rnd, wait, "On the day", [tag], "two things")
    codebook.move(rnd, codebook.add(rnd, "Corridor"), wait, "a part of it")
    drawn = write_charts.journey(codebook.table(rnd), codebook_reads.ways(rnd))
    told = drawn.numbers.set_index("code")
    assert told["how it came to be"].to_dict() == {
        "One to ring": "first called Phone; moved from Place",
        "Waiting": "",
        "Corridor": "",
        "On the day": "split off from Waiting",
    }
    assert told.loc["Corridor", "theme"] == "Place"
    assert "split off from Waiting" in words_of(drawn)
    codebook.move(rnd, phone, wait, "under a code that is younger in the list")
    codebook.move(rnd, wait, one, "all together")
    told = write_charts.journey(codebook.table(rnd)).numbers["code"].tolist()
    assert told[told.index("Waiting") :][:3] == ["Waiting", "One to ring", "Corridor"]
    first = codebook.add(rnd, "Last")
    codebook.move(rnd, wait, first, "older under younger")
    codebook.move(rnd, first, two)
    told = write_charts.journey(codebook.table(rnd)).numbers["code"].tolist()
    assert told.index("Last") + 1 == told.index("Waiting")


def test_people_whose_group_nobody_knows_are_no_group_that_was_heard():
    frame = pd.DataFrame({"group": ["child", "unknown"], "heard": [4, 14]})
    assert charts.reach(frame).caption.startswith("Heard most of all: child.")
    alone = charts.reach(frame.tail(1)).caption
    assert alone.startswith("Nobody has said who spoke.")
