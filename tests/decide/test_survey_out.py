"""Built for each tool, filled as that tool exports it, read back: no answer lost."""

import csv
import io
import re

import pandas as pd
import pytest

from coprod.decide import screens, survey
from coprod.decide.survey import answers, questions
from coprod.store import tables
from coprod.store.problem import Problem

TEXTS = {
    "Q01": "Free parking, near the door",
    "Q02": "Warm food",
    "Q03": 'A "quiet" night',
    "Q04": "School visits",
}
GROUPS = ["child", "parent"]
SCALE = [*questions.SCALE, questions.DONT_KNOW]
# three people: the group, what each said of Q01 to Q04 (by place on the scale), choice
PEOPLE = [
    ("child", [3, 2, 4, 1], ["Q01", "Q03"], "A second fish"),
    ("parent", [0, 5, None, 3], [], "The night staff"),
    (questions.NOT_SAID, [4, 4, 4, 4], ["Q04"], ""),
]
NONE = 1  # the second one ticks "None of these"


@pytest.fixture
def statements() -> pd.DataFrame:
    """Give four invented statements in two themes."""
    made = pd.DataFrame({"statement": list(TEXTS), "text": list(TEXTS.values())})
    made = made.assign(theme=["T1", "T1", "T2", "T2"], findings="", codes="")
    return tables.check("statements", made.assign(direction="change", by="AB"))


def filled(heads: dict[str, str], people: list[dict[str, str]]) -> str:
    """Give an export: one heading for each field, one row for each person."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads.values())
    writer.writerows([[one.get(key, "") for key in heads] for one in people])
    return out.getvalue()


def limesurvey(text: str) -> str:
    """Import the structure by proximity; answer; export answer and question codes."""
    rows = list(csv.DictReader(io.StringIO(text), delimiter="\t"))
    assert rows[0]["class"] == "S" and rows[0]["text"] == "en"
    heads, question, kinds, offered = {"id": "id"}, "", {}, {}
    for row in rows:
        if row["class"] == "Q":
            question, kinds[row["name"]] = row["name"], row["type/scale"]
            if row["type/scale"] in "LT":
                heads[question] = question
        elif row["class"] == "SQ":
            heads[f"{question}/{row['name']}"] = f"{question}[{row['name']}]"
        elif row["class"] == "A":
            offered.setdefault(question, {})[row["text"]] = row["name"]
    people = []
    for n, (who, rated, chose, words) in enumerate(PEOPLE):
        one = {"id": str(n + 1), "WHO": offered["WHO"][who], "MISSING": words}
        for code, place in zip(TEXTS, rated, strict=True):
            question = next(
                h.split("/")[0] for h in heads if re.fullmatch(rf"IMP\d/{code}", h)
            )
            one[f"{question}/{code}"] = (
                "" if place is None else offered[question][SCALE[place]]
            )
        one |= {f"TOP/{code}": "Y" for code in [*chose, *["NONE"] * (n == NONE)]}
        people.append(one)
    assert kinds["TOP"] == "M" and kinds["MISSING"] == "T"
    mixed = [row["random_order"] for row in rows if row["type/scale"] in ("F", "M")]
    assert mixed == ["1"] * 3
    return filled(heads, people)


def redcap(text: str) -> str:
    """Make a project of the dictionary; answer; export raw data."""
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows[0]) == 18 and {len(row) for row in rows} == {18}
    fields = {row[0]: row for row in rows[1:]}
    assert next(iter(fields)) == "record_id"
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in fields)

    def choices(name):
        pairs = (each.split(", ", 1) for each in fields[name][5].split(" | "))
        return {label: code for code, label in pairs}

    heads = ["record_id", "redcap_survey_identifier", "priorities_timestamp"]
    for name, row in fields.items():
        heads += (
            [f"top___{c}" for c in choices("top").values()] if name == "top" else []
        )
        heads += [name] if row[3] in ("radio", "notes") else []
    people = []
    for n, (who, rated, chose, words) in enumerate(PEOPLE):
        one = {"record_id": str(n + 1), "who": choices("who")[who]}
        one["something_missing"] = words
        for code, place in zip(TEXTS, rated, strict=True):
            name = f"imp_{code.lower()}"
            one[name] = "" if place is None else choices(name)[SCALE[place]]
        ticked = [code.lower() for code in chose] + ["none"] * (n == NONE)
        one |= {h: str(int(h[6:] in ticked)) for h in heads if h.startswith("top___")}
        people.append(one)
    assert "@MAXCHECKED=2" in fields["top"][17]
    return filled({h: h for h in [*heads, "priorities_complete"]}, people)


def qualtrics(text: str) -> str:
    """Import the advanced format; answer; export choice text with three headings."""
    assert text.startswith("[[AdvancedFormat]]")
    heads, people = (
        {"ResponseId": "Response ID"},
        [{"ResponseId": f"R_{n}"} for n in range(3)],
    )
    for part in re.split(r"\[\[Question:", text)[1:]:
        name = re.search(r"\[\[ID:(\w+)\]\]\n(.*)", part)
        if part.startswith("Matrix"):
            items = re.findall(r"\[\[Choice\]\]\n(.*)", part)
            scale = re.findall(r"\[\[Answer:\d\]\]\n(.*)", part)
            for k, item in enumerate(items, 1):
                item = item.replace("&quot;", '"')
                heads[f"{name[1]}_{k}"] = f"{name[2]} - {item}"
                for one, (_, rated, _, _) in zip(people, PEOPLE, strict=True):
                    place = rated[[*TEXTS].index(item[:3])]
                    one[f"{name[1]}_{k}"] = "" if place is None else scale[place]
        elif name[1] != "ABOUT":
            heads[name[1]] = name[2]
            lines = part.partition("[[Choices]]\n")[2].split("\n\n")[0].split("\n")
            offered = [line.replace("&quot;", '"') for line in lines]
            for n, (who, _, chose, words) in enumerate(PEOPLE):
                chosen = [line for line in offered if line[:3] in chose]
                chosen += [questions.NONE] * (n == NONE)
                said = {"WHO": who, "TOP": ",".join(chosen), "MISSING": words}
                assert who in offered or name[1] != "WHO"
                people[n][name[1]] = said[name[1]]
    ids = dict(zip(heads, (f'{{"ImportId":"{h}"}}' for h in heads), strict=True))
    return filled({h: h for h in heads}, [heads, ids, *people])


def typing(text: str) -> str:
    """Type what stands on paper into the empty sheet."""
    heads = next(csv.reader(io.StringIO(text)))
    people = []
    for n, (who, rated, chose, words) in enumerate(PEOPLE):
        marks = zip(TEXTS, rated, strict=True)
        one = {f"IMP {c}": str(p + 1) for c, p in marks if p is not None and p < 5}
        one |= {f"TOP {c}": "x" for c in [*chose, *["NONE"] * (n == NONE)]}
        people.append(
            {**one, "sheet": str(n), "group": who, "something missing": words}
        )
    return filled({h: h for h in heads}, people)


TOOLS = {"limesurvey.txt": limesurvey, "redcap.csv": redcap, "qualtrics.txt": qualtrics}


@pytest.mark.parametrize("name", [*TOOLS, "typing.csv"])
def test_built_filled_and_read_back_nothing_is_lost(name, statements, tmp_path):
    path = survey.build(statements, tmp_path / name, groups=GROUPS, lines=["Hello."])
    again = survey.build(
        statements, tmp_path / f"again-{name}", groups=GROUPS, lines=["Hello."]
    )
    assert path.read_bytes() == again.read_bytes()
    export = TOOLS.get(name, typing)(path.read_text("utf-8-sig"))
    (tmp_path / "results.csv").write_text(export, encoding="utf-8")
    ballots, notes, words = answers.read(
        tmp_path / "results.csv", statements, people_groups=GROUPS
    )
    by = ballots.set_index(["respondent", "statement"])
    for n, (who, rated, chose, said) in enumerate(PEOPLE, 1):
        own = by.loc[f"R{n:03}"]
        known = [None if p in (None, 5) else p + 1 for p in rated]
        assert [None if pd.isna(s) else s for s in own["score"]] == known
        assert list(own["chosen"]) == [code in chose for code in TEXTS]
        assert set(own["group"]) == {who if who in GROUPS else "unknown"}
        mine = words.loc[words["respondent"] == f"R{n:03}", "text"]
        assert list(mine) == [said] * bool(said)
    assert not [note for note in notes if "not used" in note or "be read" in note]


def test_what_stands_at_the_top_is_said_on_a_screen_and_on_every_form(
    rnd, statements, tmp_path
):
    screen = screens.Survey(rnd)
    form = {row["id"]: row["value"] for row in screen.rows("")}
    with pytest.raises(Problem, match="2026-11-19"):
        screen.submit(form | {"until": "next week"})
    told = {"title": "What next?", "until": "2027-01-31", "where": "the box on Ward 3"}
    assert screen.submit(form | told | {"asked": "120"}).startswith("Saved")
    said = survey.details(rnd)
    lines = survey.lines(rnd, "We heard many.")
    for end in ("a.docx", "a.html", "large.html", "cards.html", *TOOLS):
        path = survey.build(
            statements, tmp_path / end, groups=GROUPS, title=said["title"], lines=lines
        )
        text = "\n".join(gate_texts(path))
        for words in (
            "What next?",
            "120 people are asked",
            "31 January 2027",
            "the box on Ward 3",
        ):
            assert words in text, (end, words)
    assert "20pt" in (tmp_path / "large.html").read_text("utf-8")
    assert (tmp_path / "cards.html").read_text("utf-8").count("<li>") == len(TEXTS)


def gate_texts(path):
    """Give the words of a file."""
    from coprod.share import gate

    return gate.texts(path)


@pytest.mark.parametrize(
    ("n", "says"),
    [(5, "put in order"), (16, "chooses up to 5"), (40, "too many for one")],
)
def test_a_design_is_proposed_with_one_reason(n, says):
    said = questions.design(n, ["child", "parent"])
    assert says in said and "picture cards" in said
    assert "picture cards" not in questions.design(n, ["parent"])
