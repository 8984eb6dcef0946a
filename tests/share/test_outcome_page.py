"""What 10 and 11 say on a page and in the annex, and what they never say."""

import random
import re
import zipfile
from dataclasses import replace

import pandas as pd
import pytest

from coprod.decide import actions, charts, screens, statements, votes
from coprod.listen import people, small_groups
from coprod.share import findings_page, numbers, outcome_page, who_took_part
from coprod.store import journal_lines, spreadsheets, tables
from coprod.store.show import plural
from coprod.write import codebook, findings

TYPED = "Zofia Nowak's stepmum"
GROUPS = ["child", "teenager", "parent", "sibling", "nurse", "doctor"]
WORDS = ["Talk to me first.", "Tell us when to come.", "Let us park.", "Play more."]


def talked(rnd, heard: dict[str, int]) -> None:
    """Make a round in which so many people of each group were heard."""
    groups = [group for group, n in heard.items() for _ in range(n)]
    made = pd.DataFrame({"group": groups})
    made["person"] = [f"P{n:02}" for n in range(len(made))]
    rest = dict.fromkeys(["age_band", "setting", "area", "voice", "way"], "unknown")
    made = made.assign(**rest, quote=True, role="participant")
    rnd.save("people", made)
    said = made[["person"]].assign(source="S01", text="Words.", question=None)
    said["comment"] = "S01-" + said["person"]
    said["position"] = range(1, len(said) + 1)
    rnd.save("comments", said.assign(duplicate_of=None, no_words=None))
    rnd.save("files", tables.empty("files"))
    for text in WORDS:
        statements.add(rnd, text=text, theme="T1")


def answer(rnd, sizes: dict[str, int], rng: random.Random, name="a.csv") -> None:
    """Write a file of answers in today's words: so many people of each group."""
    items = statements.table(rnd)
    coded = list(items["statement"] + " " + items["text"])
    rows = [
        [group, *rng.choices(["Quite", "Very"], k=len(coded)), ";".join(picked)]
        for group, n in sizes.items()
        for picked in [rng.sample(coded, 2) for _ in range(n)]
    ]
    heads = pd.Index(["Who are you?", *coded, "Choose up to 2 that matter most"])
    (rnd.raw / "survey").mkdir(exist_ok=True)
    path = rnd.raw / "survey" / name
    spreadsheets.write_csv(path, pd.DataFrame(rows, columns=heads))


def shared(rnd, monkeypatch, folder) -> dict[str, str]:
    """Give the words of 10 and 11 and of the annex, as they would be shared."""
    rnd = replace(rnd, gate="test")
    found = votes.votes(rnd)
    monkeypatch.setattr(votes, "votes", lambda _: found)  # the same answers again
    rnd.save("priorities", found.priorities)
    rnd.save("ballots", found.as_read)
    ten = [
        screens.Groups(rnd)._repr_mimebundle_()["text/html"],
        outcome_page.first_places(rnd, found)._repr_html_(),
        outcome_page.who_answered(rnd, found)._repr_html_(),
        charts.priorities(found.priorities, lists=found.lists)._repr_html_(),
        outcome_page.to_keep(found)._repr_html_(),
        charts.likert(numbers.ratings(rnd))._repr_html_(),
        outcome_page.how_sure(rnd, found)._repr_html_(),
    ]
    eleven = [
        outcome_page.you_said(rnd),
        outcome_page.unanswered(rnd),
        outcome_page.the_way(rnd),
    ]
    outcome_page.write_annex(rnd)
    with zipfile.ZipFile(rnd.out / "annex.docx") as archive:
        annex = archive.read("word/document.xml").decode()
    annex = re.sub(r"</w:(?:p|tc)>", "\n", annex)
    pages = {"10": "".join(ten), "11": "".join(p._repr_html_() for p in eleven)}
    return {
        k: re.sub(r"<[^>]+>", " ", v) for k, v in (pages | {"annex": annex}).items()
    }


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_no_small_or_typed_group_stands_on_what_is_shared(
    rnd, tmp_path, monkeypatch, seed
):
    """Random rounds with groups of one and three, and what somebody typed."""
    rng = random.Random(seed)
    sizes = {group: rng.choice([1, 3, 6, 9, 10, 17]) for group in GROUPS}
    sizes |= {"parent": 17, TYPED: 1, "Prefer not to say": 2}
    talked(rnd, {group: rng.choice([1, 4, 9, 12]) for group in GROUPS})
    answer(rnd, sizes, rng)
    texts = shared(rnd, monkeypatch, tmp_path)
    small = [g for g in GROUPS if sizes[g] < 10]
    for where, text in texts.items():
        assert not re.search("Zofia|Nowak|stepmum", text), where
        for group in small:
            names = f"{group}|{plural(group, 2, count=False)}"
            assert not re.search(rf"\b[1-9] (?:{names})\b", text, re.I), (where, group)
            assert not re.search(rf"^\W*(?:{names}): \d", text, re.I | re.M), where
            assert not re.search(rf"(?:{names}): [1-9] answered", text, re.I), where
    found = votes.votes(rnd)
    for name in found.lists:
        who = found.ballots.loc[found.ballots["group"] == name, "respondent"]
        assert who.nunique() >= 10, name
        assert name not in small
    assert "unknown" not in found.lists and TYPED not in set(found.ballots["group"])


@pytest.mark.slow
def test_small_groups_stand_with_their_nearest_and_the_rest_shows_its_wish(rnd):
    talked(rnd, dict.fromkeys([*GROUPS, "young adult", "play specialist"], 1))
    sizes = {"child": 4, "teenager": 12, "young adult": 3, "parent": 11}
    sizes |= {"sibling": 10, "nurse": 2, "doctor": 1, "play specialist": 1}
    assert small_groups.told(rnd, sizes) == {
        **dict.fromkeys(
            ["child", "teenager", "young adult"],
            "children, teenagers and young adults",
        ),
        **{"parent": "parent", "sibling": "sibling"},
        **dict.fromkeys(["nurse", "doctor", "play specialist"], small_groups.REST),
    }
    answer(rnd, sizes | {"play specialist": 0, "nurse": 0}, random.Random(1))
    found = votes.votes(rnd)
    said = outcome_page.first_places(rnd, found)._repr_html_()
    assert small_groups.REST not in found.lists and found.wish == ["Q04"]
    assert "first for people of a smaller group" in said
    assert not re.search("doctor", said, re.I)


@pytest.mark.slow
def test_the_first_choice_of_two_young_people_is_on_the_first_screen(rnd, monkeypatch):
    """The golden ballots: what the young put first is fourth in the joined list."""
    sheets = {"parent": "ABC ABD BAC ACB BAD ABE", "nurse": "CAB CBA BCA"}
    sheets["teenager"] = "FEA FAE"
    made = pd.DataFrame({"statement": list("ABCDEF"), "text": list("ABCDEF")})
    made = made.assign(theme="T1", findings="", codes="", direction="change", by="AB")
    monkeypatch.setattr(statements, "table", lambda _: tables.check("statements", made))
    talked(rnd, dict.fromkeys(sheets, 1))
    rows = [
        [f"{n}", group, *sheet]
        for group, own in sheets.items()
        for n, sheet in enumerate(own.split())
    ]
    heads = pd.Index(["Row", "Who are you?", "[1st]", "[2nd]", "[3rd]"])
    (rnd.raw / "survey").mkdir(exist_ok=True)
    frame = pd.DataFrame(rows, columns=heads)
    spreadsheets.write_csv(rnd.raw / "survey" / "a.csv", frame)
    found = votes.votes(rnd)
    places = found.priorities.set_index("statement")["place"]
    assert places["F"] == 4 and "F" in found.wish
    said = outcome_page.first_places(rnd, found)._repr_html_()
    assert "first for people of a smaller group" in said and ">F<" in said
    assert not re.search("teenager", said, re.I)


def test_how_groups_are_joined_is_decided_on_a_screen(rnd):
    talked(rnd, dict.fromkeys(GROUPS, 1))
    sizes = {"child": 4, "teenager": 12, "sibling": 6, "parent": 11}
    screen = screens.Groups(rnd)
    assert "child with teenager" in screen.summary
    screen.which.value = screen.now = "sibling"
    with pytest.raises(ValueError, match="only if its people agreed"):
        screen.submit({"nearest": small_groups.ALONE, "agreed": " "})
    agreed = {"nearest": small_groups.ALONE, "agreed": "six siblings, on 3 November"}
    assert "Saved: sibling" in screen.submit(agreed)
    screen.now = "child"
    screen.submit({"nearest": "parent", "agreed": ""})
    assert small_groups.told(rnd, sizes) == {
        "child": "children and parents",
        "teenager": "teenager",
        "sibling": "sibling",
        "parent": "children and parents",
    }


@pytest.mark.slow
def test_words_that_somebody_typed_are_no_group_that_is_asked(rnd):
    talked(rnd, {"parent": 2, TYPED.lower(): 1, "volunteer": 1, "youth club": 10})
    people.add_target(rnd, "volunteer", 5)
    assert small_groups.groups(rnd) == ["parent", "volunteer", "youth club"]
    everyone = rnd.load("people")
    told = everyone["group"].eq(TYPED.lower())
    for voice in ("unknown", "an adult's report"):
        everyone.loc[told, "voice"] = voice
        rnd.save("people", everyone)
        said = who_took_part.line(rnd) + findings_page.who_was_heard(rnd)._repr_html_()
        assert "stepmum" not in said and "volunteer" in said


@pytest.mark.slow
def test_a_shared_page_says_as_much_of_how_sure_we_are(rnd, tmp_path, monkeypatch):
    talked(rnd, {"parent": 3, "child": 2})
    answer(rnd, {"parent": 15, "child": 3}, random.Random(2))
    caveats = ["ranges are rough", "narrower than the truth", "not among everyone"]
    working = outcome_page.how_sure(rnd, votes.votes(rnd))._repr_html_()
    texts = shared(rnd, monkeypatch, tmp_path)
    for text in (working, texts["10"], texts["annex"]):
        assert [c for c in caveats if c not in text] == []
    assert "child: 3 answered" in working
    assert "child: 3" not in texts["10"] + texts["annex"]


@pytest.mark.slow
def test_results_stand_under_the_words_people_voted_on(rnd, tmp_path, monkeypatch):
    talked(rnd, {"parent": 12, "child": 12})
    answer(rnd, {"parent": 12, "child": 12}, random.Random(3))
    statements.reword(rnd, "Q01", "Ask my parents first.", "somebody said so")
    answer(rnd, {"parent": 2}, random.Random(4), "b.csv")
    said = {"said": "Ask me.", "did": "We ask.", "because": "You said.", "owner": "Us"}
    actions.add(rnd, statement="Q01", status="done", due=None, **said)
    texts = shared(rnd, monkeypatch, tmp_path)
    assert votes.votes(rnd).words["Q01"] == "Talk to me first."
    assert "Talk to me first." in set(rnd.load("priorities")["text"])
    for where, text in texts.items():
        line = re.search(r"Q01: Reworded after the vote, on (.+?);(.*)", text)
        assert line and "people voted on: “Talk to me first.”" in line[2], where
        assert "It now says: “Ask my parents first.”" in line[2]
        assert "Some people voted on: “Ask my parents first.”" in line[2]
        assert "Q02: " not in text


def test_where_the_answers_do_not_tell_the_words_that_is_said(rnd):
    talked(rnd, {"parent": 12})
    answer(rnd, {"parent": 12}, random.Random(3))
    path = rnd.raw / "survey" / "a.csv"
    frame = spreadsheets.read_csv(path)
    codes = ["Q01", "Q02", "Q03 Other words here", frame.columns[4]]
    frame.columns = ["Who are you?", *codes, "Choose"]
    frame["Choose"] = "Q04"
    spreadsheets.write_csv(path, frame)
    assert list(votes.asked(rnd)["since"]) == [
        "",
        "",
        "Some forms had other words than any that are kept here.",
        "",
    ]
    statements.reword(rnd, "Q02", "Say when to come.", "shorter")
    made = votes.asked(rnd).set_index("statement")
    assert made.loc["Q02", "text"] == "Say when to come."
    assert "do not tell" in made.loc["Q02", "since"]


@pytest.mark.slow
def test_08_says_before_and_after_that_people_have_voted_on_it(rnd):
    talked(rnd, {"parent": 12})
    screen = screens.Statements(rnd)
    assert "voted" not in screen.summary
    screen.now = "Q01"
    assert "voted" not in screen.display()
    answer(rnd, {"parent": 12}, random.Random(3))
    rnd.save("ballots", votes.votes(rnd).as_read)
    assert "People have voted on Q01" in screen.display()
    form = {"text": "Ask me first.", "reason": "clearer", "drop": "no"}
    with pytest.raises(ValueError, match="Q01 went out. Choose whether"):
        screen.submit(form)
    assert list(statements.wordings(rnd)["Q01"].values()) == ["Q01.1"]
    assert "People have voted on Q01" in screen.submit(
        form | {"asks": "the same as before"}
    )
    assert list(statements.wordings(rnd)["Q01"].values()) == ["Q01.1", "Q01.2"]
    screen.now = "Q01"
    said = screen.submit(form | {"text": "Ask us.", "asks": "something else"})
    assert "Q05, wording Q05.1" in said and "Q01 stays" in said
    made = statements.table(rnd).set_index("statement")["text"]
    assert (made["Q01"], made["Q05"]) == ("Ask me first.", "Ask us.")
    rnd.share.mkdir(parents=True)
    (rnd.processed / "ballots.parquet").unlink()
    (rnd.share / "09-share-survey.html").write_text("Q02 Tell us when to come.")
    screen.now = "Q02"
    assert "that was sent out holds Q02" in screen.display()


def test_counting_votes_saves_nothing(rnd):
    talked(rnd, {"parent": 12})
    answer(rnd, {"parent": 12}, random.Random(3))
    before = {path: path.read_bytes() for path in rnd.data.rglob("*.*")}
    assert votes.votes(rnd).as_read["respondent"].nunique() == 12
    assert {path: path.read_bytes() for path in rnd.data.rglob("*.*")} == before


@pytest.mark.slow
def test_the_annex_reads_what_it_needs_once_however_many_statements(rnd, monkeypatch):
    talked(rnd, {"parent": 12, "child": 12})
    code = codebook.add(rnd, "Parking")
    letters = ["C", "D", "E", "F"]
    for letter, text in zip(letters, WORDS, strict=True):
        words = {"theme": code, "experience": "good", "text": text}
        findings.write(rnd, letter=letter, quotes=["S01-P00"], **words)
    for n in range(6):
        kept = f"{letters[n % 4]}1"
        statements.add(rnd, text=f"Number {n}.", theme=code, findings=kept)
    answer(rnd, {"parent": 12, "child": 12}, random.Random(3))
    rnd.save("priorities", votes.votes(rnd).priorities.assign(shortlist="combined"))
    read: list[str] = []
    files, table = journal_lines.read, tables.check
    monkeypatch.setattr(
        journal_lines, "read", lambda path: read.append("journal") or files(path)
    )
    monkeypatch.setattr(
        tables, "check", lambda *given: read.append("table") or table(*given)
    )

    def cost(statements: int) -> tuple[int, int]:
        made = rnd.load("priorities")
        shortlist = ["combined"] * statements + ["no"] * (len(made) - statements)
        rnd.save("priorities", made.assign(shortlist=shortlist))
        read.clear()
        assert "Written" in outcome_page.write_annex(rnd)
        return read.count("journal"), read.count("table")

    two, all_ = cost(2), cost(10)
    assert two == all_
    assert 0 < all_[0] <= 60 and 0 < all_[1] <= 60
