"""Out and back: the questionnaire for each tool, and what each tool sends back."""

import re
import zipfile
from html.parser import HTMLParser

import pandas as pd
import pytest

from coprod.decide import priorities, survey, votes
from coprod.decide import statements as statements_
from coprod.decide.survey import answers, forms
from coprod.decide.survey.questions import SCALE, choose
from coprod.share import gate
from coprod.store import spreadsheets, tables

TEXTS = {
    "Q01": "We are told what happens next",
    "Q02": "Nurses, doctors and play staff listen to us",
    "Q03": "There is a quiet place to wait",
    "Q04": "We choose the time of our top visits",
}


@pytest.fixture
def statements() -> pd.DataFrame:
    """Give four invented statements in two themes."""
    made = pd.DataFrame({"statement": list(TEXTS), "text": list(TEXTS.values())})
    made = made.assign(theme=["T1", "T1", "T2", "T2"], findings="", codes="")
    return tables.check("statements", made.assign(direction="change", by="AB"))


def answers_of(ballots: pd.DataFrame, name: str) -> dict[str, list]:
    """Give a column as respondent to list in the order of items, None if blank."""
    wide = ballots.pivot(index="respondent", columns="statement", values=name)
    rows = wide.astype(object).where(wide.notna(), None)
    return {
        code: list(row) for code, row in zip(rows.index, rows.to_numpy(), strict=True)
    }


def imported(path) -> list[tuple[str, list[str]]]:
    """Read the Word file as quick import does: numbered questions, lettered options."""
    from docx import Document

    questions: list[tuple[str, list[str]]] = []
    for paragraph in Document(str(path)).paragraphs:
        if found := re.fullmatch(r"\d+\. (.+)", paragraph.text):
            questions.append((found[1], []))
        elif found := re.fullmatch(r"[A-Z]{1,2}\. (.+)", paragraph.text):
            questions[-1][1].append(found[1])
    return questions


def test_a_round_trip_through_microsoft_forms_needs_no_mapping(statements, tmp_path):
    survey.build(statements, tmp_path / "ask.docx", groups=["Child", "Parent"])
    asked = imported(tmp_path / "ask.docx")
    assert asked[0] == ("Who are you?", ["Child", "Parent", "Prefer not to say"])
    assert [q for q, _ in asked[1:5]] == [f"{c} {t}" for c, t in TEXTS.items()]
    items = asked[5][1]
    sheets = [
        [
            "Child",
            "Quite",
            "I don't know",
            "",
            "Most important",
            items[2] + ";",
            "Toys",
        ],
        ["Parent", *SCALE[:4], f"{items[3]};{items[0]};", ""],
        ["Prefer not to say", "", "", "", "", "", ""],
    ]
    heads = ["ID", "Start time", "Completion time", "Email", "Name"]
    rows = [["1", "now", "then", "a@b.example", "Amira Khan", *row] for row in sheets]
    export = pd.DataFrame(rows, columns=[*heads, *(q for q, _ in asked)])
    spreadsheets.write_xlsx(tmp_path / "back.xlsx", {"Form1": export})

    ballots, notes, words = answers.read(tmp_path / "back.xlsx", statements)
    assert answers_of(ballots, "score") == {
        "R001": [3, None, None, 5],
        "R002": [1, 2, 3, 4],
        "R003": [None] * 4,
    }
    assert answers_of(ballots, "chosen") == {
        "R001": [False, False, True, False],
        "R002": [True, False, False, True],
        "R003": [None] * 4,
    }
    groups = ballots.drop_duplicates("respondent")["group"]
    assert list(groups) == ["Child", "Parent", "unknown"]
    assert list(words["text"]) == ["Toys"]
    everything = ballots.to_csv() + " ".join(notes) + words.to_csv()
    assert "Amira" not in everything and "example" not in everything
    assert "dropped" in " ".join(notes)
    assert priorities.rank(ballots, statements)["place"].notna().all()


def test_the_word_file_has_no_tables_and_the_same_bytes_twice(statements, tmp_path):
    from docx import Document

    groups = ["Child"]
    first = survey.build(statements, tmp_path / "a.docx", groups=groups).read_bytes()
    second = survey.build(statements, tmp_path / "b.docx", groups=groups).read_bytes()
    assert first == second
    document = Document(str(tmp_path / "a.docx"))
    assert not document.tables
    assert document.core_properties.created.year == 2000


class Page(HTMLParser):
    """Count the elements of a page and keep its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.attributes: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.attributes |= {f"{tag} {name}": value for name, value in attrs}


def test_the_paper_page_is_one_file_that_runs_and_fetches_nothing(statements, tmp_path):
    statements.loc[0, "text"] = "We <b>eat</b> & play"
    path = survey.build(statements, tmp_path / "ask.html", groups=["Child", "<Parent>"])
    text = path.read_text(encoding="utf-8")
    page = Page(text)
    assert page.seen.count("h1") == page.seen.count("main") == 1
    assert page.attributes["html lang"] == "en-GB"
    assert "default-src 'none'" in text
    assert not {"script", "link", "img", "b", "parent"} & set(page.seen)
    assert all(f"{code} " in text for code in TEXTS)
    assert "We &lt;b&gt;eat&lt;/b&gt; &amp; play" in text
    again = survey.build(statements, path, groups=["Child", "<Parent>"])
    assert again.read_text(encoding="utf-8") == text


def test_themes_are_headings_by_their_names(statements, tmp_path):
    codebook = pd.DataFrame({"code": ["T1", "T2"], "name": ["Talking", "Waiting"]})
    path = tmp_path / "ask.html"
    survey.build(statements, path, groups=["Child"], codebook=codebook)
    assert '<h2 dir="auto">Talking</h2>' in path.read_text(encoding="utf-8")


def test_a_semicolon_or_an_empty_survey_is_refused(statements, tmp_path):
    with pytest.raises(ValueError, match="at least one statement"):
        survey.build(statements.head(0), tmp_path / "a.docx", groups=["Child"])
    with pytest.raises(ValueError, match="written as .docx"):
        survey.build(statements, tmp_path / "a.pdf", groups=["Child"])
    statements.loc[1, "text"] = "Wait; then play"
    with pytest.raises(ValueError, match="Q02 hold a semicolon"):
        survey.build(statements, tmp_path / "a.docx", groups=["Child"])


def test_google_forms_grids_and_lists_are_read(statements):
    grid = "How important is each of these to you? [{} {}]"
    rows = {
        "Timestamp": ["1", "2"],
        "Who are you?": ["Parent", "Child"],
        **{grid.format(c, t): ["Very", "A little"] for c, t in TEXTS.items()},
        "Choose up to 1 that matter most": [
            f"Q02 {TEXTS['Q02']}, Q01 {TEXTS['Q01']}",
            "None of these",
        ],
        "": ["", ""],
    }
    ballots, notes, _ = answers.read(pd.DataFrame(rows), statements)
    assert answers_of(ballots, "score") == {"R001": [4] * 4, "R002": [2] * 4}
    chosen = answers_of(ballots, "chosen")
    assert chosen == {"R001": [True, True, False, False], "R002": [False] * 4}
    assert any("row 1: more than 1" in note for note in notes)


def test_limesurvey_heads_and_ranking_slots_are_read(statements):
    rows = {
        "id": ["7", "8"],
        "WHO": ["Parent", ""],
        **{f"IMP[{code}]": ["5", "A2"] for code in TEXTS},
        "TOP[Q01]": ["Y", ""],
        "TOP[Q02]": ["", ""],
        "R1[1]": ["Q03", "Q04"],
        "R1[2]": ["Q01", ""],
    }
    ballots, _, _ = answers.read(pd.DataFrame(rows), statements)
    assert answers_of(ballots, "score") == {"R001": [5] * 4, "R002": [2] * 4}
    assert answers_of(ballots, "chosen")["R001"][:2] == [True, False]
    assert answers_of(ballots, "chosen")["R002"] == [None] * 4
    assert answers_of(ballots, "rank") == {
        "R001": [2, None, 1, None],
        "R002": [None, None, None, 1],
    }
    assert list(ballots["group"].unique()) == ["Parent", "unknown"]


def test_redcap_checkboxes_are_read(statements):
    rows = {"record_id": ["1", "2"], "who": ["2", "9"]}
    rows |= {code.lower(): ["3", ""] for code in TEXTS}
    rows |= {f"top___{code.lower()}": ["0", "0"] for code in TEXTS}
    rows["top___q03"] = ["1", "0"]
    ballots, notes, _ = answers.read(
        pd.DataFrame(rows), statements, people_groups=["Child", "Parent"]
    )
    assert answers_of(ballots, "chosen") == {
        "R001": [False, False, True, False],
        "R002": [None] * 4,
    }
    assert answers_of(ballots, "score")["R001"] == [3] * 4
    assert list(ballots["group"].unique()) == ["Parent", "another group"]
    assert any("Column 2, row 2: not one of the groups" in note for note in notes)


def test_a_wide_sheet_of_noughts_and_ones_is_read_as_choices(statements):
    rows = {"group": ["a", "b"], "Q01": ["1", "0"], "Q02": ["0", "1"]}
    ballots, notes, _ = answers.read(pd.DataFrame(rows), statements)
    assert answers_of(ballots, "chosen")["R001"] == [True, False, None, None]
    assert ballots.set_index("statement")["shown"].to_dict()["Q03"] is False
    assert any("Q03, Q04: no column" in note for note in notes)


def test_microsoft_ranking_gives_places_in_order(statements):
    order = ["Q03", "Q01", "Q04", "Q02"]
    cell = ";".join(f"{code} {TEXTS[code]}" for code in order)
    ballots, _, _ = answers.read(
        pd.DataFrame({"What matters?": [cell, ""], "Group": ["a", "b"]}), statements
    )
    assert answers_of(ballots, "rank")["R001"] == [2, 4, 1, 3]
    assert ballots["chosen"].isna().all()


def test_papers_typed_in_by_hand_come_back(statements, tmp_path):
    path = forms.typing_sheet(tmp_path / "papers.csv", statements)
    sheet = spreadsheets.read_csv(path)
    assert sheet.empty
    sheet.loc[0] = ["1", "Child", "5", "4", "", "1", "x", "", "", "", "", "More books"]
    spreadsheets.write_csv(path, sheet)
    ballots, _, words = answers.read(path, statements)
    assert answers_of(ballots, "score") == {"R001": [5, 4, None, 1]}
    assert answers_of(ballots, "chosen") == {"R001": [True, False, False, False]}
    assert list(words["text"]) == ["More books"]
    forms.typing_sheet(tmp_path / "papers.xlsx", statements)
    assert (tmp_path / "papers.xlsx").stat().st_size > 0


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["docx", "html", "xlsx"])
def test_a_draft_says_so_before_everything_else(ending, statements, tmp_path):
    names = pd.DataFrame(columns=["name", "shown", "type", "person"])
    path = tmp_path / f"ask.{ending}"
    survey.build(statements, path, groups=["Child"], stamp="NOT FOR SHARING")
    assert "the stamp NOT FOR SHARING" in " ".join(gate.check_file(path, names))
    survey.build(statements, path, groups=["Child"])
    assert not gate.check_file(path, names)


def test_a_draft_of_the_sheet_can_be_filled_in_and_read(statements, tmp_path):
    path = forms.typing_sheet(tmp_path / "a.xlsx", statements, "NOT FOR SHARING")
    sheets = spreadsheets.read_xlsx(path)
    assert list(sheets) == ["draft", "answers", "statements"]
    sheets["answers"].loc[0] = [
        "1",
        "Child",
        "5",
        "4",
        "",
        "1",
        "x",
        "",
        "",
        "",
        "",
        "",
    ]
    spreadsheets.write_xlsx(path, sheets)
    ballots, _, _ = answers.read(path, statements)
    assert answers_of(ballots, "score") == {"R001": [5, 4, None, 1]}


def test_what_cannot_be_used_is_named_by_number_and_never_quoted(statements):
    rows = {
        "Who are you?": [
            "Child",
            "I am Amira and I live at 3 Mill Lane, Westbrook town",
        ],
        "Q01 We are told": ["Quite", "secret words"],
        "Q77 Another": ["Quite", "Quite"],
        "Favourite colour": ["blue", "green"],
        "Choose up to 3": ["Q01 We are told;Q99 Gone", "Q02 Nurses"],
    }
    ballots, notes, _ = answers.read(pd.DataFrame(rows), statements)
    said = " ".join(notes)
    assert "Column 2, row 2: no answer" in said
    assert "Column 3: not used, as their code" in said
    assert "Column 4: not used, as their heading" in said
    assert "Column 5, row 1: a code that is not" in said
    assert "Column 1, row 2: not one of the groups" in said
    assert not any(word in said + ballots.to_csv() for word in ("Amira", "secret"))


def test_blank_rows_are_skipped_and_rows_keep_their_numbers(statements):
    frame = pd.DataFrame({"Q01": ["5", "", "4"], "Q02": [None, "", "x_x000D_"]})
    ballots, notes, _ = answers.read(frame, statements)
    assert list(ballots["respondent"].unique()) == ["R001", "R003"]
    assert "Column 2, row 3: no answer that can be read; blank." in notes


@pytest.mark.parametrize("cell", ["Don’t know", "dont know", "I don't know.", "N/A"])
def test_not_knowing_is_blank_and_no_mistake(statements, cell):
    frame = pd.DataFrame({"IMP Q01": ["5", cell]})
    ballots, notes, _ = answers.read(frame, statements)
    assert answers_of(ballots, "score")["R002"] == [None] * 4
    assert not any("no answer" in note for note in notes)


def test_a_file_without_item_codes_is_refused_in_words(statements, tmp_path):
    with pytest.raises(ValueError, match="holds an item code"):
        answers.read(pd.DataFrame({"Favourite": ["blue"]}), statements)
    with pytest.raises(FileNotFoundError, match="not there"):
        answers.read(tmp_path / "none.csv", statements)
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    with pytest.raises(ValueError, match=".xlsx, .ods, .csv or .tsv"):
        answers.read(tmp_path / "a.pdf", statements)


def test_the_results_frame_is_not_changed(statements):
    frame = pd.DataFrame({"IMP Q01": ["5", None]})
    before = frame.copy(deep=True)
    answers.read(frame, statements)
    pd.testing.assert_frame_equal(frame, before)


def test_codes_with_letters_are_told_apart(statements):
    statements.loc[3, "statement"] = "Q01b"
    frame = pd.DataFrame({"Q01 We": ["5"], "Q01b When": ["2"]})
    ballots, _, _ = answers.read(frame, statements)
    scores = ballots.set_index("statement")["score"]
    assert (scores["Q01"], scores["Q01b"]) == (5, 2)


def test_fewer_statements_mean_fewer_choices():
    assert [choose(n) for n in (1, 4, 9, 10, 30)] == [1, 2, 4, 5, 5]


@pytest.mark.parametrize("name", ["results.csv", "RESULTS.CSV", "Results.Csv"])
def test_results_are_read_however_their_ending_is_written(
    rnd, statements, monkeypatch, name
):
    monkeypatch.setattr(statements_, "table", lambda _: statements)
    folder = rnd.raw / "survey"
    folder.mkdir()
    lines = [
        "Who are you?,Q01 How important?,Q02 How important?",
        "Child,5,2",
        "Mum,3,4",
    ]
    (folder / name).write_text("\n".join(lines), encoding="utf-8")
    (folder / f".~lock.{name}").write_text("x", encoding="utf-8")
    assert votes.votes(rnd).ballots["respondent"].nunique() == 2


def test_an_opendocument_workbook_says_what_a_csv_says(statements, tmp_path):
    rows = [
        ["Who are you?", "Q01 How important?", "Q02 How important?"],
        ["Child", "5", "2"],
        ["Mum", "", "4"],
    ]
    (tmp_path / "a.csv").write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    kinds = ("office", "table", "text")
    name = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
    own = " ".join(f'xmlns:{kind}="{name.format(kind)}"' for kind in kinds)
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    held = ["".join(map(cell.format, row)) for row in rows]
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in held)
    whole = f'<office:document-content {own}><table:table table:name="A">{body}'
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        end = "</table:table></office:document-content>"
        archive.writestr("content.xml", whole + end)
    paths = (tmp_path / "a.csv", tmp_path / "a.ods")
    one, other = (answers.read(path, statements)[0] for path in paths)
    pd.testing.assert_frame_equal(one, other)
    assert answers_of(one, "score")["R001"][:2] == [5, 2]
