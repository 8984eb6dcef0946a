"""Every comment ends somewhere, and every link can be walked both ways."""

import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coprod.check import charts
from coprod.check import ledger as ledger_
from coprod.decide import actions as actions_
from coprod.decide import chain as chain_
from coprod.decide import statements as statements_
from coprod.listen import set_aside
from coprod.share import status
from coprod.store import tables
from coprod.write import codebook, readers
from coprod.write import tags as tags_

NOBODY = pd.DataFrame({"person": [], "scope": []}, dtype=object)
MARKS = ["comment", "end", "reason", "of", "by", "time"]


def forward(chain: pd.DataFrame, comment: str) -> pd.DataFrame:
    """Give everything that came of one comment."""
    return chain[chain["comment"] == comment]


def back(chain: pd.DataFrame, link: str) -> pd.DataFrame:
    """Give everything an action or a statement (or theme, or code) rests on."""
    named = chain[["action", "statement", "theme", "code"]] == link
    return chain[named.any(axis=1)]


def gone(*people: str, scope: str = "all") -> pd.DataFrame:
    """Give the people who took something back."""
    return pd.DataFrame({"person": list(people), "scope": scope}, dtype=object)


def frame(name: str, rows: list[dict], **rest: object) -> pd.DataFrame:
    """Give a table from the columns that matter; the rest is filled in."""
    kinds = {"text": "", "whole number": 1, "number": 1.0, "yes or no": False}
    blank = {
        c.name: None if c.blank else kinds[c.kind] for c in tables.TABLES[name].columns
    }
    return tables.check(name, pd.DataFrame([{**blank, **rest, **row} for row in rows]))


@pytest.fixture
def statements() -> pd.DataFrame:
    """One statement on one code, and one that no comment leads to."""
    rows = [
        {"statement": "Q01", "theme": "T1", "codes": "C1"},
        {"statement": "Q02", "theme": "T9", "codes": "C9"},
    ]
    return frame("statements", rows, text="t", direction="keep", by="AB")


@pytest.fixture
def priorities() -> pd.DataFrame:
    """Both statements on the shortlist."""
    rows = [{"statement": "Q01", "place": 1.0}, {"statement": "Q02", "place": 2.0}]
    return frame("priorities", rows, shortlist="combined")


@pytest.fixture
def actions() -> pd.DataFrame:
    """One answer."""
    return frame("actions", [{"action": "a1", "statement": "Q01"}], status="done")


def test_every_comment_has_one_end(comments, tags, codebook, marks):
    ledger = ledger_.ledger(comments, tags, codebook, marks, NOBODY)
    ends = dict(zip(ledger["comment"], ledger["status"], strict=True))
    assert ends == {
        "S01-a-1": "in a theme",
        "S01-b-1": tables.LOOSE,
        "S01-c-1": "in a theme",
        "S02-d-1": "not yet read",
        "S02-e-1": "no content",
    }
    about = ledger.set_index("comment")
    assert about.loc["S01-a-1", "detail"] == "Communication"
    assert about.loc["S01-a-1", "by"] == "AB, CD"
    assert about.loc["S01-b-1", "detail"] == "code Parking"
    assert about.loc["S02-e-1", "detail"] == "only a sound"


def test_the_ledger_counts_as_unread_what_the_reader_is_shown(
    comments, tags, codebook, marks
):
    ledger = ledger_.ledger(comments, tags, codebook, marks, NOBODY)
    unread = ledger.loc[ledger["status"] == "not yet read", "comment"]
    assert list(unread) == list(tags_.unread(comments, tags, marks)["comment"])


def test_who_took_everything_back_comes_before_every_tag(
    comments, tags, codebook, marks
):
    ledger = ledger_.ledger(comments, tags, codebook, marks, gone("P01"))
    assert list(ledger["status"][:3]) == ["withdrawn", "withdrawn", "in a theme"]
    assert ledger["detail"][:2].isna().all()


def test_who_took_only_quotes_back_stays_in_the_counts(comments, tags, codebook, marks):
    ledger = ledger_.ledger(
        comments, tags, codebook, marks, gone("P01", scope="quotes")
    )
    assert "withdrawn" not in set(ledger["status"])


def test_a_tag_wins_over_a_mark(comments, tags, codebook, marks):
    row = ("S01-a-1", "out of scope", "about parking", None, "CD", "t")
    both = pd.concat([marks, pd.DataFrame([row], columns=MARKS)])
    ledger = ledger_.ledger(comments, tags, codebook, both, NOBODY)
    assert ledger.loc[0, "status"] == "in a theme"


@pytest.mark.parametrize("ends", list(itertools.permutations(set_aside.ASIDE)))
def test_of_several_marks_the_strongest_is_the_end_whoever_came_first(
    comments, tags, codebook, ends
):
    """Two or three readers set one comment aside: duplicate, then out of scope."""
    rows = [
        ("S02-d-1", end, end, None, by, "t")
        for end, by in zip(ends, ("AB", "CD", "EF"), strict=True)
    ]
    order = ["duplicate", "out of scope", "no content"]
    for count in (3, 2):
        marks = pd.DataFrame(rows[:count], columns=MARKS)
        ledger = ledger_.ledger(comments, tags, codebook, marks, NOBODY)
        wins = min(ends[:count], key=order.index)
        by = rows[ends.index(wins)][4]
        assert list(ledger.loc[3, ["status", "detail", "by"]]) == [wins, wins, by]


def test_what_a_machine_noticed_is_told_and_not_believed(
    comments, tags, codebook, marks
):
    seen = comments.astype(object)
    seen.loc[3, "duplicate_of"] = "S01-a-1"
    ledger = ledger_.ledger(seen, tags, codebook, marks, NOBODY)
    assert ledger.loc[3, "status"] == "not yet read"
    assert ledger.loc[3, "detail"] == "the same words by the same person"


def test_a_duplicate_says_why(comments, tags, codebook):
    row = ("S02-d-1", "duplicate", "the same again", "S01-a-1", "AB", "t")
    marks = pd.DataFrame([row], columns=MARKS)
    ledger = ledger_.ledger(comments, tags, codebook, marks, NOBODY)
    assert ledger.loc[3, "detail"] == "the same again"


def test_the_balance_has_every_end_and_adds_up(comments, tags, codebook, marks):
    ledger = ledger_.ledger(comments, tags, codebook, marks, NOBODY)
    balance = ledger_.balance(ledger, comments)
    assert balance == {
        "total": 5,
        "by_status": {
            "in a theme": 2,
            "tagged, not yet in a theme": 1,
            "out of scope": 0,
            "no content": 1,
            "duplicate": 0,
            "withdrawn": 0,
            "not yet read": 1,
        },
        "unaccounted": 0,
    }


def test_a_comment_lost_doubled_or_ended_nowhere_is_named(
    comments, tags, codebook, marks
):
    ledger = ledger_.ledger(comments, tags, codebook, marks, NOBODY)
    broken = pd.concat([ledger.iloc[1:], ledger.iloc[[1]]]).astype(object)
    broken.loc[broken["comment"] == "S01-c-1", "status"] = "somewhere"
    stranger = ledger.iloc[[4]].assign(comment="S99-z-1")
    broken = pd.concat([broken, stranger])
    wrong = ["S01-a-1", "S01-b-1", "S01-c-1", "S99-z-1"]
    assert ledger_.unaccounted(comments, broken) == wrong
    balance = ledger_.balance(broken, comments)
    assert balance["unaccounted"] == 4
    assert balance["total"] == sum(balance["by_status"].values()) + 4 == 6
    assert ledger_.balance(broken)["unaccounted"] == 2


def test_the_sentence_gives_the_exact_total(comments, tags, codebook, marks):
    files = frame("files", [{"source": "S01"}, {"source": "S02"}], status="read")
    files.loc[1, "status"] = "partly"
    ledger = ledger_.ledger(comments, tags, codebook, marks, NOBODY)
    assert ledger_.sentence(ledger_.balance(ledger), files) == (
        "4 of 5 comments noted: 2 in a theme, 1 tagged, not yet in a theme, "
        "1 no content, 1 not yet read; "
        "1 of 2 files fully read."
    )
    lost = ledger_.balance(ledger.iloc[1:], comments)
    assert "1 NOT ACCOUNTED FOR" in ledger_.sentence(lost, files)
    nothing = ledger_.balance(tables.empty("ledger"))
    assert ledger_.sentence(nothing, files.iloc[:0]) == (
        "0 of 0 comments noted; 0 of 0 files fully read."
    )


@pytest.fixture
def chain(comments, tags, codebook, statements, priorities, actions) -> pd.DataFrame:
    """The chain of the tiny project."""
    return chain_.chain(comments, tags, codebook, statements, priorities, actions)


def test_the_chain_walks_from_a_comment_to_an_action_and_back(chain):
    way = forward(chain, "S01-a-1")
    assert set(way["action"].dropna()) == {"a1"}
    assert set(back(chain, "a1")["comment"]) == {"S01-a-1"}
    assert set(back(chain, "Q01")["comment"]) == {"S01-a-1"}
    assert set(back(chain, "T1")["comment"]) == {"S01-a-1", "S01-c-1"}


def test_the_chain_keeps_every_comment_statement_and_action(
    chain, comments, statements, actions
):
    assert set(chain["comment"].dropna()) == set(comments["comment"])
    assert set(chain["statement"].dropna()) == set(statements["statement"])
    assert set(chain["action"].dropna()) == set(actions["action"])


def test_a_statement_that_names_no_code_covers_its_whole_theme(
    comments, tags, codebook, statements, priorities, actions
):
    whole = statements.assign(codes="").astype("string")
    chain = chain_.chain(comments, tags, codebook, whole, priorities, actions)
    assert set(back(chain, "Q01")["comment"]) == {"S01-a-1", "S01-c-1"}


def test_a_merged_code_keeps_its_comments_in_the_chain(
    comments, tags, codebook, statements, priorities, actions
):
    merged = codebook.astype(object)
    merged.loc[merged["code"] == "C2", ["status", "merged_into"]] = ["merged", "C1"]
    chain = chain_.chain(comments, tags, merged, statements, priorities, actions)
    assert set(back(chain, "Q01")["comment"]) == {"S01-a-1", "S01-c-1"}


def test_nothing_changes_its_input(
    comments, tags, codebook, marks, statements, priorities, actions
):
    given_ = [comments, tags, codebook, marks, statements, priorities, actions]
    before = [table.copy(deep=True) for table in given_]
    ledger = ledger_.ledger(comments, tags, codebook, marks, NOBODY)
    ledger_.balance(ledger, comments)
    chain_.chain(comments, tags, codebook, statements, priorities, actions)
    for was, now in zip(before, given_, strict=True):
        pd.testing.assert_frame_equal(was, now)


def test_an_empty_project_has_an_empty_trail():
    comments, tags = tables.empty("comments"), tables.empty("tags")
    codebook = tables.empty("codebook")
    marks = pd.DataFrame(columns=MARKS)
    ledger = ledger_.ledger(comments, tags, codebook, marks, NOBODY)
    assert ledger_.balance(ledger, comments)["total"] == 0
    rest = [tables.empty(n) for n in ("statements", "priorities", "actions")]
    chain = chain_.chain(comments, tags, codebook, *rest)
    assert chain.empty


# Random projects: a second, plain implementation must agree (P7, P30).

CODES = ["T1", "T2", "K1", "K2", "K3", "K4"]


@st.composite
def projects(draw) -> dict:
    """Draw a project: what was said, tagged, set aside, taken back, asked, done."""
    number = draw(st.integers(0, 8))
    said = [f"S01-{n}-1" for n in range(number)]
    some = st.lists(
        st.tuples(st.sampled_from(said or ["S0-x-1"]), st.sampled_from(CODES))
    )
    parents = {k: draw(st.sampled_from([None, "T1", "T2"])) for k in CODES[2:]}
    merged = draw(
        st.dictionaries(st.sampled_from(CODES[3:]), st.just("K1"), max_size=2)
    )
    ends = st.sampled_from(set_aside.ASIDE)
    items = draw(st.lists(st.lists(st.sampled_from(CODES), max_size=2), max_size=4))
    statements = {f"Q{n}": c for n, c in enumerate(items)}
    asked = st.sampled_from(list(statements) or ["Q9"])
    return {
        "people": {c: draw(st.sampled_from(["P01", "P02", "P03"])) for c in said},
        "tags": draw(some) if said else [],
        "parents": parents,
        "merged": merged,
        "marks": draw(st.dictionaries(st.sampled_from(said), ends)) if said else {},
        "withdrawn": draw(st.sets(st.sampled_from(["P01", "P02"]))),
        "statements": statements,
        "themes": {s: draw(st.sampled_from(["T1", "T2"])) for s in statements},
        "top": draw(st.sets(asked)) if statements else set(),
        "actions": draw(st.lists(asked, max_size=4)) if statements else [],
    }


def built(p: dict) -> dict[str, pd.DataFrame]:
    """Give the tables of a project."""
    tags = [
        {"tag": f"t{n}", "comment": c, "code": k} for n, (c, k) in enumerate(p["tags"])
    ]
    book = [{"code": t, "name": t, "level": "theme"} for t in CODES[:2]]
    book += [
        {"code": k, "name": k, "level": "code", "parent": p["parents"][k]}
        | {"status": "merged" if k in p["merged"] else "in use"}
        | {"merged_into": p["merged"].get(k)}
        for k in CODES[2:]
    ]
    asked = [
        {"statement": s, "theme": p["themes"][s], "codes": " ".join(c)}
        for s, c in p["statements"].items()
    ]
    ranked = [
        {
            "statement": s,
            "place": n + 1.0,
            "shortlist": "combined" if s in p["top"] else "no",
        }
        for n, s in enumerate(p["statements"])
    ]
    done = [{"action": f"a{n}", "statement": s} for n, s in enumerate(p["actions"])]
    marks = [[c, e, "why", None, "AB", "t"] for c, e in p["marks"].items()]
    said = [{"comment": c, "person": who} for c, who in p["people"].items()]
    return {
        "comments": frame("comments", said, text="t"),
        "tags": frame("tags", tags, reader="AB"),
        "codebook": frame("codebook", [{"status": "in use", **row} for row in book]),
        "marks": pd.DataFrame(marks, columns=MARKS),
        "withdrawn": gone(*p["withdrawn"]),
        "statements": frame("statements", asked),
        "priorities": frame("priorities", ranked),
        "actions": frame("actions", done),
    }


def plain_theme(p: dict, code: str) -> str | None:
    """Give the theme that a code is in today."""
    today = p["merged"].get(code, code)
    return code if code in ("T1", "T2") else p["parents"][today]


def plain_ends(p: dict) -> dict[str, int]:
    """Count the ends in plain Python, a second time."""
    counts = dict.fromkeys(tables.ENDS, 0)
    tagged = {comment for comment, _ in p["tags"]}
    placed = {comment for comment, code in p["tags"] if plain_theme(p, code)}
    for comment, person in p["people"].items():
        if person in p["withdrawn"]:
            counts["withdrawn"] += 1
        elif comment in tagged:
            counts["in a theme" if comment in placed else tables.LOOSE] += 1
        else:
            counts[p["marks"].get(comment, "not yet read")] += 1
    return counts


def plain_links(p: dict) -> set[tuple[str, str]]:
    """Give which comment leads to which statement, a second time."""

    def now(code: str) -> str:
        return p["merged"].get(code, code)

    links = set()
    for comment, code in p["tags"]:
        for statement, named in p["statements"].items():
            whole = plain_theme(p, code) in (named or [p["themes"][statement]])
            if whole or now(code) in map(now, named):
                links.add((comment, statement))
    return links


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(projects())
def test_two_implementations_agree_on_random_projects(p):
    t = built(p)
    ledger = ledger_.ledger(
        t["comments"], t["tags"], t["codebook"], t["marks"], t["withdrawn"]
    )
    balance = ledger_.balance(ledger, t["comments"])
    assert balance["by_status"] == plain_ends(p)
    assert sum(balance["by_status"].values()) == balance["total"] == len(p["people"])
    assert balance["unaccounted"] == 0
    after = [t[name] for name in ("statements", "priorities", "actions")]
    chain = chain_.chain(t["comments"], t["tags"], t["codebook"], *after)
    both = chain.dropna(subset=["comment", "statement"])
    links = set(zip(both["comment"], both["statement"], strict=True))
    assert links == plain_links(p)
    assert not chain.duplicated().any()
    lists = actions_.unanswered(t["priorities"], t["actions"])
    assert set(lists) == p["top"] - set(p["actions"])


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(projects())
def test_walking_forward_and_back_reaches_the_comment_again(p):
    t = built(p)
    after = [t[name] for name in ("statements", "priorities", "actions")]
    chain = chain_.chain(t["comments"], t["tags"], t["codebook"], *after)
    assert set(chain["comment"].dropna()) == set(p["people"])
    assert set(chain["statement"].dropna()) == set(p["statements"])
    assert set(chain["action"].dropna()) == set(t["actions"]["action"])
    for comment in p["people"]:
        way = forward(chain, comment)
        for link in {*way["statement"].dropna(), *way["action"].dropna()}:
            assert comment in set(back(chain, link)["comment"])
    for action in t["actions"]["action"]:
        for comment in back(chain, action)["comment"].dropna():
            assert action in set(forward(chain, comment)["action"])


@pytest.mark.slow
def test_what_is_tagged_and_in_no_theme_is_told_wherever_ends_are(rnd, comments):
    rnd.save("comments", comments)
    theme = codebook.add(rnd, "Information", level="theme")
    placed, loose = codebook.add(rnd, "Leaflets"), codebook.add(rnd, "Parking")
    codebook.move(rnd, placed, theme)
    for comment, code in zip(comments["comment"], [placed, loose, loose], strict=False):
        tags_.add(rnd, comment, code)
    told = "1 in a theme, 2 tagged, not yet in a theme, 2 not yet read"
    assert told in ledger_.noted(rnd) and told in status.noted(rnd)
    counts = status.status(rnd)
    assert counts["by_status"][tables.LOOSE] == 2
    assert sum(counts["by_status"].values()) == counts["comments"] == 5
    picture = charts.ledger(ledger_.ends(ledger_.balance(ledger_.of_round(rnd))))
    assert "tagged, not yet in a theme: 2" in picture.alt
    asked = statements_.table(rnd)
    made = statements_.coverage(readers.counted(rnd), asked, codebook.table(rnd))
    assert list(made.loc[~made["covered"], "comment"]) == list(comments["comment"][:3])


def test_every_comment_of_the_example_is_walked_both_ways(example_tables):
    links = chain_.of_round(example_tables)
    assert set(links["comment"].dropna()) == set(
        example_tables.load("comments")["comment"]
    )
    found = example_tables.load("findings")
    assert set(links["finding"].dropna()) <= set(found["finding"])
    ways = links.dropna(subset=["comment", "finding", "statement", "action"])
    assert ways["comment"].nunique() > 50 and ways["place"].notna().any()
    theme = dict(zip(found["finding"], found["theme"], strict=True))
    for row in ways.itertuples():
        assert theme[row.finding] == row.theme
    for link in ("theme", "finding", "statement", "action"):
        back = links.groupby(link)["comment"].agg(set)
        forth = links.dropna(subset=["comment", link]).groupby("comment")[link].agg(set)
        pairs = {(c, thing) for c, things in forth.items() for thing in things}
        assert pairs == {(c, t) for t, cs in back.items() for c in cs if pd.notna(c)}
