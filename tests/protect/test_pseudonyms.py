import json
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coprod.protect import identifiers, pseudonyms
from coprod.store import office, rounds, tables

SHARED = Path(__file__).resolve().parents[3] / "shared/data"
NAMES = pd.DataFrame(
    [
        ["Amira", "[Child 1]", "PERSON"],
        ["Amira Khan", "[Child 1]", "PERSON"],
        ["Khan", "[Child 1]", "PERSON"],
        ["Zoë", "[Child 2]", "PERSON"],
        ["O'Shea", "[Nurse 3]", "PERSON"],
        ["Alfie-Jay", "[Child 4]", "PERSON"],
        ["Will", "[Parent 5]", "PERSON"],
        ["May", "[Nurse 6]", "PERSON"],
        ["Thi", "[Parent 7]", "PERSON"],
        ["St. Anne's (north)", "[hospital 1]", "SERVICE"],
    ],
    columns=["name", "shown", "type"],
)


@pytest.fixture(autouse=True)
def _no_model(monkeypatch):
    """What is tried here is the list of names and the rules, not the model."""
    monkeypatch.setattr(identifiers.name_model, "find", lambda text: [])


def comments(*texts, question=None):
    rows = [
        [f"S01-{n:016x}-1", "S01", n, "P01", question, text, None, None]
        for n, text in enumerate(texts, start=1)
    ]
    names = [column.name for column in tables.TABLES["comments"].columns][:8]
    return pd.DataFrame(rows, columns=names)


def find(text, names=NAMES[:0]):
    """Give every place that is hidden in a text: by the rules, and by the names."""
    return pseudonyms.protect(comments(text), names)[1].to_dict("records")


def hidden(text):
    protected, _ = pseudonyms.protect(comments(text), NAMES)
    return protected.loc[0, "text"]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("mail kelly.o'shea82@example.com now", "EMAIL", "kelly.o'shea82@example.com"),
        ("j dot smith at example dot com", "EMAIL", "j dot smith at example dot com"),
        ("see www.example.org/me.", "WEB", "www.example.org/me"),
        ("ask @grandad_ken47!", "HANDLE", "@grandad_ken47"),
        ("on 07911 123456 please", "PHONE", "07911 123456"),
        ("or +44 7700 900 982, ok", "PHONE", "+44 7700 900 982"),
        ("or +44 (0)7700 900982", "PHONE", "+44 (0)7700 900982"),
        ("the number 485-777 3456", "NUMBER", "485-777 3456"),
        ("it was 4857773456", "NUMBER", "4857773456"),
        (
            "ring oh seven nine double one two three",
            "NUMBER",
            "oh seven nine double one two three",
        ),
        ("label RHM1234567 on it", "HOSPITAL NUMBER", "RHM1234567"),
        ("my hospital number is 48213", "HOSPITAL NUMBER", "48213"),
        ("in so50 9dr here", "POSTCODE", "so50 9dr"),
        ("born 3.9.14 here", "DATE", "3.9.14"),
        ("on 14th of April 2012, a Monday", "DATE", "14th of April 2012"),
        ("on the 3rd may it", "DATE", "3rd may"),
        ("the twenty third of March", "DATE", "twenty third of March"),
        ("since March 2019.", "DATE", "March 2019"),
        ("QQ 12 34 56 C, that", "NI NUMBER", "QQ 12 34 56 C"),
        ("at 14 Wren Close, V", "ADDRESS", "14 Wren Close"),
        ("at 14 wren road now", "ADDRESS", "14 wren road"),
        ("reg HX19 KLM and", "NUMBER PLATE", "HX19 KLM"),
        ("then Dr Okonkwo said", "PERSON", "Okonkwo"),
        ("told mrs gill so", "PERSON", "gill"),
        ("he is in bay 4 bed 2 now", "ROOM", "bay 4 bed 2"),
        ("in side room seven with him", "ROOM", "room seven"),
        ("from 192.168.4.27 it said", "IP ADDRESS", "192.168.4.27"),
        ("the ninth of june twenty fourteen", "DATE", "ninth of june twenty fourteen"),
        ("my daughter may turned eleven", "PERSON", "may"),
        ("we moved to starfish then", "SERVICE", "starfish"),
    ],
)
def test_each_rule_finds_just_what_points_at_a_person(text, kind, found):
    spans = find(text)
    assert [(s["type"], text[s["start"] : s["end"]]) for s in spans] == [(kind, found)]


@pytest.mark.parametrize(
    "text",
    [
        "open 24/7, 3/4 of the time, a 20 minute drive, room for 3",
        "you may 10 times ask, covid19, £250,000 and 5 minutes walk",
        "at 10.30 on Tuesday in March, page 12 of 40, @5pm",
        "14 of us, 2 people on the road, in 2019",
    ],
)
def test_ordinary_numbers_are_left_alone(text):
    assert find(text) == []


@pytest.mark.slow
def test_the_rules_find_every_number_and_address_of_the_shared_cases():
    path = SHARED / "identifiers/cases_a.jsonl"
    if not path.exists():
        pytest.skip("shared/data is not here")
    found = wanted = 0
    for case in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        spans = find(case["text"])
        for one in case["spans"]:
            if one["type"] in ("PERSON", "PLACE", "ORG", "QUASI"):
                continue
            wanted += 1
            found += any(
                s["start"] <= one["start"] and one["end"] <= s["end"] for s in spans
            )
    assert (found, wanted) == (22, 22)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Amira Khan cried", "[Child 1] cried"),
        ("AMIRA and amira khan", "[Child 1] and [Child 1]"),
        ("Amira’s bed, Amira's toy", "[Child 1]’s bed, [Child 1]'s toy"),
        ("its Amiras mum", "its [Child 1]s mum"),
        ("Zoe and Zoë and ZOË", "[Child 2] and [Child 2] and [Child 2]"),
        ("O’Shea, OShea, o'shea", "[Nurse 3], [Nurse 3], [Nurse 3]"),
        ("Alfie Jay, AlfieJay", "[Child 4], [Child 4]"),
        ("at st. anne's (north)", "at [hospital 1]"),
        ("amiral, khanda, samiral", "amiral, khanda, samiral"),
        ("this and This", "this and This"),
        ("amira_khan and Amira2", "[Child 1]_[Child 1] and [Child 1]2"),
    ],
)
def test_a_listed_name_is_hidden_however_it_is_written(text, shown):
    assert hidden(text) == shown


def test_a_name_that_is_a_word_is_hidden_with_a_capital_and_not_without():
    assert hidden("Will you ask Will if he will?") == (
        "[Parent 5] you ask [Parent 5] if he will?"
    )
    assert hidden("may I see May?") == "may I see [Nurse 6]?"


def test_a_month_beside_a_number_is_no_name():
    assert identifiers.listed("on 12 May 2026 and May 2026", NAMES) == []


def test_the_longest_of_what_overlaps_is_taken_and_nothing_is_left_over():
    text = "write to amira.khan@example.com"
    spans = find(text, NAMES)
    assert [(s["type"], text[s["start"] : s["end"]]) for s in spans] == [
        ("EMAIL", "amira.khan@example.com")
    ]
    assert hidden("Mrs Amira Khan-Bell came") == "Mrs [somebody 1] came"


def test_what_overlaps_in_part_is_hidden_as_a_whole():
    names = pd.DataFrame(
        [["Smith Jones", "[Nurse 1]", "PERSON"]], columns=NAMES.columns
    )
    text = "then Dr Okonkwo Smith Jones came"
    found = [text[s["start"] : s["end"]] for s in find(text, names)]
    assert found == ["Okonkwo Smith Jones"]


def test_the_same_thing_is_shown_the_same_and_numbered_as_it_appears():
    protected, replacements = pseudonyms.protect(
        comments("B@example.com", "a@example.com or b@EXAMPLE.com", "07911 123456"),
        NAMES,
    )
    assert list(protected["text"]) == [
        "[e-mail 1]",
        "[e-mail 2] or [e-mail 1]",
        "[phone 1]",
    ]
    assert list(replacements["by"].unique()) == ["rule"]


def test_questions_are_protected_too():
    protected, replacements = pseudonyms.protect(
        comments("No.", question="Amira, what about 07911 123456?"), NAMES
    )
    assert protected.loc[0, "question"] == "[Child 1], what about [phone 1]?"
    assert replacements.empty


def test_protecting_does_not_change_its_input_and_works_on_nothing():
    said = comments("Amira came")
    before = said.copy()
    pseudonyms.protect(said, NAMES)
    pd.testing.assert_frame_equal(said, before)
    protected, replacements = pseudonyms.protect(tables.empty("comments"), NAMES[:0])
    assert protected.empty
    assert list(replacements.columns) == list(tables.empty("replacements").columns)


def test_start_and_end_refer_to_the_source_words():
    text = "😀 Amira Khan and Zoë"
    _, replacements = pseudonyms.protect(comments(text), NAMES)
    cut = [text[r.start : r.end] for r in replacements.itertuples()]
    assert cut == ["Amira Khan", "Zoë"]


WORDS = st.lists(
    st.sampled_from(
        ["Amira", "Khan", "Zoë", "O’Shea", "will", "Will", "07911 123456", "so", "😀"]
        + ["a@example.com", " ", ", ", "'s ", "\n", "3rd may 2020", "nurse"]
    ),
    max_size=14,
).map("".join)


@pytest.mark.slow
@settings(deadline=None)
@given(WORDS, st.data())
def test_a_span_goes_to_the_source_words_and_back(text, data):
    protected, replacements = pseudonyms.protect(comments(text or "x"), NAMES)
    shown = protected.loc[0, "text"]
    start = data.draw(st.integers(0, len(shown)))
    end = data.draw(st.integers(start, len(shown)))
    source = pseudonyms.translate(start, end, replacements)
    grown = pseudonyms.shown_span(*source, replacements)
    assert 0 <= source[0] <= source[1] <= len(text or "x")
    assert grown[0] <= start and grown[1] >= end
    assert pseudonyms.translate(*grown, replacements) == source
    piece = shown[grown[0] : grown[1]]
    original = (text or "x")[source[0] : source[1]]
    inside = [
        r
        for r in replacements.itertuples()
        if source[0] <= r.start and r.end <= source[1]
    ]
    for one in reversed(inside):
        at = one.start - source[0], one.end - source[0]
        original = original[: at[0]] + one.shown + original[at[1] :]
    assert piece == original


@pytest.mark.slow
@settings(deadline=None)
@given(WORDS, st.data())
def test_a_span_goes_to_the_protected_words_and_back(text, data):
    _, replacements = pseudonyms.protect(comments(text or "x"), NAMES)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    shown = pseudonyms.shown_span(start, end, replacements)
    back = pseudonyms.translate(*shown, replacements)
    assert back[0] <= start and back[1] >= end
    assert pseudonyms.shown_span(*back, replacements) == shown


def test_a_korean_name_is_its_whole_syllables():
    names = pd.DataFrame({"name": ["김"], "shown": "[x]", "type": "PERSON"})
    found = find("김 said that 강 was kind, ᄀ", names.astype("string"))
    assert [(s["start"], s["end"]) for s in found] == [(0, 1)]


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.text(max_size=8), max_size=5), st.text(max_size=60))
def test_any_name_and_any_text_can_be_looked_through(given_names, text):
    names = pd.DataFrame(
        {"name": given_names, "shown": "[x]", "type": "PERSON"}, dtype="string"
    )
    spans = find(text, names)
    ends = [0, *(s["end"] for s in spans)]
    assert all(before <= s["start"] for before, s in zip(ends, spans, strict=False))


@pytest.mark.slow
@settings(deadline=None)
@given(WORDS)
def test_no_listed_name_is_left_standing(text):
    left = re.sub(r"\[[^]]*\]", " ", hidden(text or "x"))
    word = r"(?<![^\W\d_])(?:amira|khan|zoë|o.shea)(?![^\W\d_])"
    assert not re.search(word, left, re.I)


def test_the_summary_counts_and_holds_no_original_word():
    said = comments("Amira and Khan", "Amira at a@example.com")
    _, replacements = pseudonyms.protect(said, NAMES)
    made = pseudonyms.summary(replacements)
    assert made.to_numpy().tolist() == [
        ["[Child 1]", "PERSON", "register", 3, 2],
        ["[e-mail 1]", "EMAIL", "rule", 1, 1],
    ]
    assert "mira" not in made.to_csv()
    assert pseudonyms.summary(tables.empty("replacements")).empty


def test_the_list_with_original_words_lies_in_the_private_folder_only(tmp_path):
    rnd = rounds.Round("test", "AB", tmp_path / "data", tmp_path / "reports")
    rnd.raw.mkdir(parents=True)
    (rnd.raw / "round.json").write_text('{"invented": true}')
    said = comments("=Amira came", "nothing")
    _, replacements = pseudonyms.protect(said, NAMES)
    told = pseudonyms.write_list(rnd, said, replacements)
    made = office.read_xlsx(rnd.private / "what was replaced.xlsx")["replaced"]
    assert list(made["original words"]) == ["Amira"]
    assert "Amira" not in told
    assert [p.name for p in tmp_path.rglob("*.xlsx")] == ["what was replaced.xlsx"]


@pytest.mark.slow
def test_two_thousand_comments_are_covered():
    ends = ("ia", "an", "preet", "wish", "ice", "ek", "na", "o", "el", "ren")
    starts = ("Kas", "Osi", "Har", "Meh", "Shan", "Wojt")
    names = [start + end for start in starts for end in ends]
    many = pd.DataFrame({"name": names, "shown": "[Child 1]", "type": "PERSON"})
    said = comments(*["the nurse was kind to Kasia and we waited hours " * 4] * 2313)
    _, replacements = pseudonyms.protect(said, many)
    assert len(replacements) == 4 * 2313


def test_a_handle_is_hidden_without_its_at_sign_too():
    names = pd.DataFrame(
        {
            "name": ["@chemo_and_chips", "chemo_and_chips"],
            "shown": ["[name 2]"] * 2,
            "type": ["PERSON"] * 2,
        }
    )
    found = identifiers.listed("as chemo_and_chips and @chemo_and_chips said", names)
    assert [(s["start"], s["end"]) for s in found] == [(3, 18), (23, 39)]


@pytest.mark.parametrize("dash", "-‐‑‒–—―−\u00ad\u200b\u2060－")
def test_a_number_is_a_number_whatever_stands_between_its_parts(dash):
    for number, kind in (("07700-900-123", "PHONE"), ("943-476-5919", "NUMBER")):
        said = f"Ring {number.replace('-', dash)} é, please."
        [spans] = identifiers.find([said], queue=False)
        assert [(s["type"], said[s["start"] : s["end"]]) for s in spans] == [
            (kind, number.replace("-", dash))
        ]
