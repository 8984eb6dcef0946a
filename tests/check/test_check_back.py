"""The findings, what people said back, and what changed because of it."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import blank

from coprod.check import check_back, parse_replies
from coprod.check.parse_replies import VERDICTS
from coprod.store import journal
from coprod.store.rounds import Round
from coprod.write import findings

KNOWN = ["C1", "C2", "C3", "C4", "I2"]


def put(rnd: Round, text: str = "Nurses explain things.", letter: str = "C") -> str:
    """Write one finding."""
    return findings.write(
        rnd, theme="T1", letter=letter, experience="good", text=text, quotes=["S01-a-1"]
    )


def read(text: str) -> list[tuple[str, str]]:
    """Give finding and verdict of each reply in a paste."""
    found = parse_replies.parse_replies(text, KNOWN)
    return list(zip(found["finding"], found["verdict"], strict=True))


def test_a_finding_has_the_letter_of_its_theme_and_the_next_number(rnd):
    assert [put(rnd), put(rnd), put(rnd, letter="I"), put(rnd)] == [
        *("C1", "C2", "I1", "C3")
    ]
    table = findings.findings(rnd)
    assert list(table["finding"]) == ["C1", "C2", "I1", "C3"]
    assert set(table["version"]) == {"draft"}
    assert set(table["by"]) == {"AB"}


def test_a_code_is_never_used_again(rnd):
    put(rnd)
    second = put(rnd)
    findings.drop(rnd, second, "said twice")
    assert put(rnd) == "C3"
    record = journal.record(rnd, "findings")
    record.undo(record.last)
    assert put(rnd) == "C4"
    assert list(findings.findings(rnd)["finding"]) == ["C1", "C4"]


def test_two_people_who_wrote_apart_keep_both_findings(rnd):
    put(rnd, "One.")
    other = journal.Journal(rnd.decisions, "findings", "CD")
    values = {"code": "C1", "theme": "T1", "experience": "good", "quotes": ""}
    other.add({**values, "text": "Other."})
    table = findings.findings(rnd).set_index("finding")
    assert dict(table["text"]) == {"C1": "One.", "C1b": "Other."}


@pytest.mark.parametrize(
    "wrong", [{"letter": "c"}, {"letter": "CC"}, {"experience": "bad"}, {"text": " "}]
)
def test_what_is_no_finding_is_refused(rnd, wrong):
    right = {"theme": "T1", "letter": "C", "experience": "good", "text": "Words."}
    with pytest.raises(ValueError, match="save again"):
        findings.write(rnd, **{**right, **wrong})
    assert findings.findings(rnd).empty


def test_the_version_is_the_one_in_which_the_wording_first_stood(rnd):
    first, second = put(rnd, "One."), put(rnd, "Two.")
    assert findings.publish(rnd, shown_to="9 young advisers", on="2026-11-01") == "v1"
    findings.reword(rnd, second, "Two, better.", "plainer")
    versions = dict(findings.findings(rnd)[["finding", "version"]].values)
    assert versions == {first: "v1", second: "draft"}
    assert findings.publish(rnd, shown_to="clinicians", on="2026-11-08") == "v2"
    versions = dict(findings.findings(rnd)[["finding", "version"]].values)
    assert versions == {first: "v1", second: "v2"}
    shown = findings.versions(rnd)
    assert list(shown["version"]) == ["v1", "v2"]
    assert list(shown["findings"]) == [2, 2]


def test_nothing_is_published_without_findings_or_a_day(rnd):
    with pytest.raises(ValueError, match="there are none yet"):
        findings.publish(rnd, shown_to="all", on="2026-11-01")
    put(rnd)
    with pytest.raises(ValueError, match="2026-11-19"):
        findings.publish(rnd, shown_to="all", on="last Thursday")
    assert findings.versions(rnd).empty


def test_what_changed_since_you_saw_it_says_why_and_which_replies_led_to_it(rnd):
    kept, reworded, dropped = put(rnd, "Kept."), put(rnd, "Was."), put(rnd, "Gone.")
    findings.publish(rnd, shown_to="9 young advisers", on="2026-11-01")
    said = f"{reworded} not right because it is the ward\n\nYou forgot the toys"
    one, two = check_back.receive(
        rnd, said, who="young adviser", known=[kept, reworded, dropped]
    )
    findings.reword(rnd, reworded, "Now.", "it is the ward")
    findings.reword(rnd, reworded, "Now, plainer.", "shorter")
    check_back.decide(rnd, one, "changed", "they were there")
    new = put(rnd, "Toys matter.")
    check_back.decide(rnd, two, "added", "nobody had said it", led_to=new)
    findings.drop(rnd, dropped, "said twice")
    changes = check_back.changes(rnd, "v1")
    assert changes.values.tolist() == [
        ["C2", "Was.", "Now, plainer.", "it is the ward; shorter; after 1 reply", one],
        ["C3", "Gone.", "", "said twice", ""],
        ["C4", "", "Toys matter.", "new; after 1 reply", two],
    ]
    findings.publish(rnd, shown_to="9 young advisers", on="2026-11-08")
    assert check_back.changes(rnd, "v2").empty
    findings.reword(rnd, reworded, "Third.", "again")
    assert check_back.changes(rnd, "v2")["why"].tolist() == ["again"]
    with pytest.raises(ValueError, match="v1, v2"):
        check_back.changes(rnd, "v9")


def test_a_finding_put_back_as_it_was_has_not_changed(rnd):
    code = put(rnd, "Was.")
    findings.publish(rnd, shown_to="all", on="2026-11-01")
    event = findings.reword(rnd, code, "Now.", "plainer")
    journal.record(rnd, "findings").undo(event)
    assert check_back.changes(rnd, "v1").empty
    assert findings.findings(rnd)["version"].tolist() == ["v1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C3 not right because we waited", [("C3", "not right")]),
        ("C3: yes", [("C3", "right")]),
        ("c3 ✓", [("C3", "right")]),
        ("(C3) spot on!", [("C3", "right")]),
        ("Finding C3 – not quite right", [("C3", "not right")]),
        ("C3: I don’t agree", [("C3", "not right")]),
        ("C3 - add: more toys", [("C3", "add")]),
        ("C3 yes, but please add the toys", [("C3", "add")]),
        ("c3, C4 and I2 agree", [("C3", "right"), ("C4", "right"), ("I2", "right")]),
        ("C1-C4 all fine", [(f"C{n}", "right") for n in (1, 2, 3, 4)]),
        ("1. C3 yes\n2) C4 no, it was cold", [("C3", "right"), ("C4", "not right")]),
        ("• C3 “spot on”", [("C3", "right")]),
        ("C3 yes, C4 no", [("C3", "right"), ("C4", "not right")]),
        ("C3 not right because C4 is right", [("C3", "not right")]),
        ("I agree with C3", [("C3", "right")]),
        ("C3 yes\nI don't agree with C4", [("C3", "right"), ("C4", "not right")]),
        ("C3 I think this is wrong", [("C3", "not right")]),
        ("No changes", [("", "right")]),
        ("A4 paper would help", [("", "comment")]),
        ("C9 is not one of ours", [("", "comment")]),
        ("", []),
    ],
)
def test_a_reply_is_read_as_people_write_it(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "C3 yes but not for the little ones",
        "C3 no, it's right",
        "C3 right now it is bad",
        "C3 no nurse ever came",
        "C3 I am not sure",
        "C3",
    ],
)
def test_what_cannot_be_judged_for_certain_is_left_to_a_person(text):
    assert read(text) == [("C3", "comment")]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("C3 right, add that cousins matter too.", "add"),
        ("I agree with C3. Add: the food trolley never comes to room 7.", "add"),
        ("I agree with C3. The trolley never comes to room 7.", "comment"),
        ("C3 right\nonly on weekdays", "comment"),
        ("C3 yes 👎", "comment"),
        ("C3 right. It is wrong at night.", "comment"),
        ("About the nights: C3 yes", "comment"),
        ("C3 yes, that's right, thank you", "right"),
        ("For us C3 is right", "right"),
        ("C3: right\nSent from my iPhone", "right"),
        ("C3 right\nGet Outlook for iOS<x>", "right"),
        ("C3: right\nI am a (child, teenager, other): child", "right"),
    ],
)
def test_a_yes_with_words_left_over_waits_for_a_decision(text, verdict):
    assert read(text) == [("C3", verdict)]


def test_the_form_we_sent_untouched_is_no_reply(rnd):
    asked = "C1:\nC2: right\nC3:\nC4:\nI am a: \n\nThank you"
    assert read(asked) == [("C2", "right"), ("", "comment")]
    assert read("C1:\n\nSent from my Galaxy phone") == []
    assert read("C1:\n\nno, we waited\nC4:") == [("C1", "not right")]
    check_back.receive(rnd, "Thanks\n\n> C4:\n> I am a:", who="parent", known=KNOWN)
    assert list(check_back.replies(rnd)["words"]) == ["Thanks"]


def test_words_that_only_look_like_a_phone_or_a_form_are_kept():
    found = parse_replies.parse_replies(
        "Sent from my ward to another\nI am a parent: we waited", KNOWN
    )
    assert "Sent from my ward" in found["words"][0] and "waited" in found["words"][0]


def test_a_reply_says_itself_who_wrote_it(rnd):
    text = "C1 yes\nI am a (child, teenager, parent, staff, other): a doctor. "
    check_back.receive(rnd, text, who="", known=KNOWN)
    check_back.receive(rnd, text, who="nurse", known=KNOWN)
    assert list(check_back.replies(rnd)["who"]) == ["a doctor", "nurse"]
    with pytest.raises(ValueError, match="who is blank"):
        check_back.receive(rnd, "C1 yes\nI am a:", who=" ", known=KNOWN)
    with pytest.raises(ValueError, match="one person at a time"):
        check_back.receive(rnd, f"{text}\nI am a: child", who="", known=KNOWN)


def test_agreeing_with_one_and_not_the_other_in_one_breath_is_left_to_a_person():
    text = "I agree with C3 but C4 is not right"
    assert read(text) == [("C3", "comment"), ("C4", "comment")]


def test_several_lines_are_one_reply_until_an_empty_line():
    found = parse_replies.parse_replies(
        "Hello all\n\nC3 not right because\n\nwe waited\nfor hours\n\nThank you", KNOWN
    )
    assert found.values.tolist() == [
        ["", "comment", "Hello all"],
        ["C3", "not right", "not right because\nwe waited\nfor hours"],
        ["", "comment", "Thank you"],
    ]


def test_an_answer_under_a_quoted_finding_belongs_to_it():
    text = "> C3 Nurses explain things.\n> All of them.\nyes\n\n> C4 Food is poor\nno"
    assert read(text) == [("C3", "right"), ("C4", "not right")]
    assert parse_replies.quoted(text, KNOWN) == [
        *("C3 Nurses explain things.", "All of them.", "C4 Food is poor")
    ]


def test_a_mail_sent_on_as_a_whole_is_read():
    assert read("> C3 yes\n> we were told\n> C4 no") == [
        *(("C3", "comment"), ("C4", "not right"))
    ]
    text = "From: Somebody\nSent: Monday\n\nC3 yes\nC4 the food was cold"
    assert read(text) == [("C3", "right"), ("C4", "comment")]
    assert parse_replies.quoted(text, KNOWN) == ["From: Somebody", "Sent: Monday"]


def test_an_earlier_answer_among_quoted_lines_is_not_lost():
    text = "Hello again\n> C3 yes\n> C4 Food is poor"
    assert read(text) == [("", "comment"), ("C3", "right")]
    assert parse_replies.quoted(text, KNOWN) == ["C4 Food is poor"]


def test_the_mail_that_is_answered_is_no_reply():
    text = "All fine\n\n-----Original Message-----\nFrom: Us\nC3 Nurses explain things."
    assert read(text) == [("", "right")]
    assert len(parse_replies.quoted(text, KNOWN)) == 3
    text = "On Monday somebody wrote:\n> C3 Nurses explain things.\nyes"
    assert read(text) == [("C3", "right")]


PIECES = st.sampled_from(
    [*("C3", "c4", "I2:", "C1-C3", "yes", "not right", "no", "add", "because", "and")]
    + [
        *(
            "but",
            ",",
            ".",
            "—",
            "the nurses",
            "waited",
            "“quite”",
            "1.",
            "-",
            ">",
            "> >",
        )
    ]
    + [*("I agree with", "On", "wrote:", "From: us", "x@y.org", "🎈", "C99", "A4")]
)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=6).map(" ".join), max_size=8))
def test_no_word_of_a_paste_is_lost(lines):
    text = "\n".join(lines)
    found = parse_replies.parse_replies(text, KNOWN)
    kept = "\n".join([*found["words"], *parse_replies.quoted(text, KNOWN)])
    # Codes, numbers of a list, and the "On" of "On C3" say only what a reply is about.
    spare = re.compile(r"(?i)\b(?:on(?= *(?:c|i)\d)|c\d|i2|\d{1,2}|and|or|to)\b")
    wanted = Counter(re.findall(r"\w+|🎈", spare.sub(" ", text)))
    assert wanted - Counter(re.findall(r"\w+|🎈", spare.sub(" ", kept))) == Counter()
    # "I2:" with nothing behind it is a line of the form that was sent.
    named = set(re.findall(r"(?i)\b(?:c[1-4]|i2(?!:))\b", text))
    told = " ".join([*found["finding"], kept]).upper()
    assert all(code.upper() in told for code in named)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=6).map(" ".join), max_size=8))
def test_each_line_is_read_or_set_aside_and_can_be_taken_in(lines):
    text, ours = "\n".join(lines), ["C3 I agree with the nurses"]
    aside = parse_replies.quoted(text, KNOWN)
    left = parse_replies.theirs(aside, ours)
    # What stays aside for good is shown, and is a heading, a copy of ours, or a rule.
    for line in Counter(aside) - Counter(left):
        plain = line.strip()
        heading = plain.startswith(("From:", "On ")) or plain.endswith("wrote:")
        copied = " ".join(re.findall(r"\w+", plain.lower())) in ours[0].lower()
        empty = re.fullmatch(r"\w+:", plain)  # a line of the form we sent
        assert heading or copied or empty or not re.search(r"[^\s_=*~.>|-]", plain)
    taken = parse_replies.parse_replies("\n".join(left), KNOWN, whole=True)
    told = " ".join([*taken["finding"], *taken["words"]])
    spare = re.compile(r"(?i)\b(?:on(?= *(?:c|i)\d)|c\d|i2|\d{1,2}|and|or|to)\b")
    wanted = Counter(re.findall(r"\w+|🎈", spare.sub(" ", "\n".join(left))))
    assert wanted - Counter(re.findall(r"\w+|🎈", spare.sub(" ", told))) == Counter()


@pytest.mark.parametrize(
    "text",
    [
        "{thanks}\n\n-----Original Message-----\nFrom: Us\n{ours}\n\n{said}",
        "{thanks}\n\nFrom: Us\nSent: Monday\n\n{ours}\n{said}",
        "{thanks}\n> {ours}\n> {said}",
        "{thanks}\n> C1 Nurses explain every single\n> thing.\n> {said}",
        "{thanks}\nTo: {said}",
    ],
)
def test_an_answer_among_quoted_lines_is_kept_and_taken_in(rnd, text):
    said = "My son was never asked, please write that too."
    put(rnd, "Nurses explain every single thing.")
    ours = "C1 Nurses explain every single thing."
    whole = text.format(thanks="Thank you all", ours=ours, said=said)
    check_back.receive(rnd, whole, who="parent", known=KNOWN)
    first, kept = check_back.replies(rnd).to_dict("records")
    assert first["words"] == "Thank you all"
    assert (kept["verdict"], kept["who"]) == ("set aside", "parent")
    assert kept["words"].removeprefix("To: ") == said
    assert list(parse_replies.undecided(check_back.replies(rnd))["reply"]) == [
        *(first["reply"], kept["reply"])
    ]
    assert "set aside" not in set(parse_replies.counts(check_back.replies(rnd)).columns)
    check_back.take_in(rnd, kept["reply"], KNOWN)
    taken = check_back.replies(rnd).iloc[-1]
    assert taken["words"].removeprefix("To: ") == said
    assert taken["verdict"] in VERDICTS and taken["decision"] == ""
    left = parse_replies.undecided(check_back.replies(rnd))
    assert kept["reply"] not in set(left["reply"])
    with pytest.raises(ValueError, match="not set aside"):
        check_back.take_in(rnd, kept["reply"], KNOWN)


def test_a_mail_that_quotes_only_what_we_sent_leaves_nothing_to_decide(rnd):
    put(rnd, "Nurses explain every single thing.")
    text = (
        "C1 yes\n\nOn Monday somebody wrote:\n> C1 Nurses explain every single thing."
    )
    check_back.receive(rnd, text, who="parent", known=KNOWN)
    assert list(check_back.replies(rnd)["verdict"]) == ["right"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_pasted(text):
    found = parse_replies.parse_replies(text)
    kept = "".join([*found["words"], *parse_replies.quoted(text)])
    assert set(found["verdict"]) <= set(VERDICTS)
    if re.sub(r"[\s>]", "", text):
        assert len(found) or kept


def test_replies_are_kept_with_who_said_them_and_decided_with_a_reason(rnd):
    put(rnd)
    ids = check_back.receive(rnd, "C1 yes\nC1 no", who="parent", known=["C1"])
    table = check_back.replies(rnd)
    assert list(table["reply"]) == ids
    assert list(table.columns)[:8] == [
        *("reply", "finding", "verdict", "words", "who", "decision", "reason", "by")
    ]
    assert set(table["version"]) == {"draft"}
    assert list(parse_replies.undecided(table)["reply"]) == [ids[1]]
    with pytest.raises(ValueError, match="reason is blank"):
        check_back.decide(rnd, ids[1], "kept", "  ")
    with pytest.raises(ValueError, match="changed, kept, added, noted"):
        check_back.decide(rnd, ids[1], "ignored", "why not")
    with pytest.raises(ValueError, match="a reply in the table"):
        check_back.decide(rnd, "nobody", "kept", "why")
    other = Round(rnd.name, "CD", rnd.data, rnd.reports)
    check_back.decide(other, ids[1], "kept", "others said the opposite")
    row = check_back.replies(rnd).iloc[1]
    assert (row["decision"], row["by"], row["led_to"]) == ("kept", "CD", "C1")
    assert parse_replies.undecided(check_back.replies(rnd)).empty


def test_replies_are_counted_for_each_finding(rnd):
    text = "C1 yes\nC2 no\nC1 add toys\nC10 yes\n\nThanks"
    check_back.receive(rnd, text, who="parent", known=["C1", "C2", "C10"])
    counts = parse_replies.counts(check_back.replies(rnd))
    assert counts.values.tolist() == [
        ["", 0, 0, 0, 1],
        ["C1", 1, 0, 1, 0],
        ["C2", 0, 1, 0, 0],
        ["C10", 1, 0, 0, 0],
    ]
    assert list(counts.columns) == ["finding", "right", "not right", "add", "comment"]


def test_a_round_without_replies_has_empty_tables(rnd):
    table = check_back.replies(rnd)
    assert table.empty
    assert parse_replies.counts(table).empty
    assert parse_replies.undecided(table).empty
    assert check_back.agreement(rnd).empty


def test_words_that_are_taken_back_leave_an_empty_row(rnd):
    ids = check_back.receive(rnd, "C1 no\nC2 yes", who="parent", known=["C1", "C2"])
    blank(rnd.decisions, "replies", lambda event: event["about"] == ids[0])
    table = check_back.replies(rnd)
    assert list(table["verdict"]) == ["withdrawn", "right"]
    assert table.loc[0, "words"] == ""
    assert list(parse_replies.counts(table)["finding"]) == ["C2"]
    assert parse_replies.undecided(table).empty


def test_the_line_says_who_agreed_when_and_on_what(rnd):
    assert check_back.agreement_line(rnd) == "Not yet agreed."
    code = put(rnd)
    with pytest.raises(ValueError, match="none: publish one first"):
        check_back.agree(rnd, version="v1", room="all of us", on="2026-11-19")
    findings.publish(rnd, shown_to="9 young advisers", on="2026-11-01")
    check_back.agree(rnd, version="v1", room="9 young advisers", on="2026-11-19")
    line = "Agreed on 19 November 2026, version v1, by 9 young advisers."
    assert check_back.agreement_line(rnd) == line
    assert check_back.agreement(rnd).drop(columns="id").iloc[0].to_dict() == {
        **{"version": "v1", "room": "9 young advisers", "on": "2026-11-19"},
        **{"note": "", "by": "AB"},
    }
    findings.reword(rnd, code, "Other words.", "plainer")
    assert check_back.agreement_line(rnd) == line + " Since then 1 finding has changed."
