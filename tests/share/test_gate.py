import base64
import io
import itertools
import zipfile

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coprod.decide import statements
from coprod.pages import counts
from coprod.protect import review
from coprod.share import gate, leaks
from coprod.store import rounds, spreadsheets, tables
from coprod.write import codebook, findings, quotes

NAMES = pd.DataFrame(
    [
        ["Amira", "[Child 7]", "PERSON", "P07"],
        ["Harpreet Gill", "[Parent 8]", "PERSON", "P08"],
        ["Zoë", "[Child 9]", "PERSON", "P09"],
        ["Max", "[Child 10]", "PERSON", "P10"],
        ["Georgia", "[Nurse 11]", "PERSON", "P11"],
        ["Fernhill", "[hospital 1]", "SERVICE", ""],
        ["Hope", "[Child 12]", "PERSON", "P12"],
    ],
    columns=["name", "shown", "type", "person"],
)
CLEAN = (
    "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>What we heard"
    "</title><style>body{max-width:40em;font-family:Georgia, serif}</style></head>"
    "<body><h1>What we heard</h1><p>We hope to do better. <a href='#c1'>C1</a> "
    "<a href='mailto:team@example.org'>Write to us</a></p>"
    "<img alt='A chart' src='data:image/svg+xml;base64,{svg}'>{more}</body></html>"
)


def svg(words="Communication"):
    return base64.b64encode(f"<svg><text>{words}</text></svg>".encode()).decode()


def page(more="", words="Communication"):
    return CLEAN.replace("{svg}", svg(words)).replace("{more}", more)


def middle(name, between):
    return name[:2] + between + name[2:]


def coded(name):
    said = '{"who said it": "' + name + '"}'
    return base64.b64encode(said.encode()).decode()


HIDING = {
    "in plain words": lambda n: page(f"<p>said {n}</p>"),
    "in small letters": lambda n: page(f"<p>said {n.lower()}</p>"),
    "with an s": lambda n: page(f"<p>{n}&#8217;s bed</p>"),
    "in an alternative text": lambda n: page(f"<span aria-label='{n.lower()}'></span>"),
    "in the title": lambda n: page().replace("<title>", f"<title>{n} "),
    "in a comment nobody sees": lambda n: page(f"<!-- {n.lower()} -->"),
    "in entities": lambda n: page("".join(f"&#{ord(c)};" for c in n)),
    "in escapes": lambda n: page("".join(f"\\u{ord(c):04x}" for c in n)),
    "in a chart": lambda n: page(words=n),
    "in a chart, in entities": lambda n: page(
        words="".join(f"&#x{ord(c):x};" for c in n)
    ),
    "split by tags": lambda n: page(f"<td>{middle(n, '<b>')}</b></td><td>x</td>"),
    "split by a comment": lambda n: page(middle(n, "<!-- -->")),
    "split by a sign nobody sees": lambda n: page(middle(n, "&shy;")),
    "in percent codes": lambda n: page(
        "<a href='#" + "".join(f"%{b:02X}" for b in n.encode()) + "'>x</a>"
    ),
    "in the name of a style": lambda n: page(f"<i class='{n} wide'></i>"),
    "over two lines": lambda n: page(n.replace(" ", "\n  ")),
    "in the data of a widget": lambda n: page(f"<i data-state='{coded(n)}'></i>"),
}


@pytest.mark.parametrize("name", ["Amira", "Harpreet Gill", "Zoë", "Max", "Fernhill"])
@pytest.mark.parametrize("place", HIDING)
def test_a_registered_name_is_found_wherever_it_hides(place, name):
    reasons = gate.check_page(HIDING[place](name), NAMES)
    assert any("registered name" in reason for reason in reasons)
    assert name.lower() not in " ".join(reasons).lower()


def test_a_reason_names_the_person_by_code():
    assert gate.check_page(page("<p>Amira</p>"), NAMES) == [
        "a registered name (person P07's) stands in the page"
    ]


@pytest.mark.parametrize(
    "more",
    [
        "",
        "<p>We hope, at most, to maximise it. Admirable!</p>",
        "<p style='max-width: 3em; font: 12px Georgia'>x</p>",
        "<p>&lt;script&gt; and &lt;img onerror=x&gt; are words of a comment</p>",
        "<svg><text font-family='Georgia'>Information</text></svg>",
    ],
)
def test_a_clean_page_passes(more):
    assert gate.check_page(page(more), NAMES) == []


def test_a_name_that_is_a_word_is_found_with_a_capital_only():
    assert gate.check_page(page("<p>we hope</p>"), NAMES) == []
    assert gate.check_page(page("<p>we asked Hope</p>"), NAMES)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("<SCRIPT>1</SCRIPT>", "script"),
        ("<p onclick='x()'>a</p>", "would run"),
        ("<a href='javascript:x()'>a</a>", "would run"),
        ("<img src='https://example.org/a.svg'>", "fetch"),
        ("<img src=//example.org/a.svg>", "fetch"),
        ("<a href='other.html'>a</a>", "fetch"),
        ("<style>@import 'a.css'</style>", "fetch"),
        ("<p style='background:url(http://example.org/x)'>a</p>", "fetch"),
        ("<meta http-equiv='refresh' content='0'>", "fetch"),
        ("<img src='data:image/png;base64,iVBORw0KGgo='>", "picture"),
        ("<p>All data are anonymised.</p>", "nobody can promise"),
        ("<p>Anony<b>mized</b></p>", "nobody can promise"),
        ("<p>NOT FOR SHARING</p>", "stamp"),
        ("<style>body::before{content:'NOT FOR SHARING'}</style>", "stamp"),
    ],
)
def test_what_runs_fetches_or_promises_too_much_is_refused(more, reason):
    assert reason in " ".join(gate.check_page(page(more), NAMES))


def test_a_script_in_the_source_of_a_picture_is_found():
    reasons = gate.check_page(page(words="<script>1</script>"), NAMES)
    assert reasons == ["a script stands in the page"]


def test_base64_in_lines_is_opened():
    coded = base64.b64encode(b"<svg><text>Amira</text></svg>").decode()
    lines = "\n".join(coded[i : i + 7] for i in range(0, len(coded), 7))
    assert gate.check_page(f"<img src='data:x;base64,{lines}'>", NAMES)


@pytest.mark.slow
@settings(deadline=None)
@given(st.text())
def test_any_text_can_be_checked(text):
    assert isinstance(gate.check_page(text, NAMES), list)
    assert text.replace("\u00ad", "") is not None and leaks.layers(text)


def docx(path, words="Communication", author="team"):
    import docx as library

    made = library.Document()
    made.add_paragraph("What we heard")
    paragraph = made.add_paragraph()
    paragraph.add_run(words[:2])
    paragraph.add_run(words[2:]).bold = True
    made.core_properties.author = author
    made.save(path)
    return path


def pptx(path, words="Communication", notes=""):
    import pptx as library

    made = library.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text = words
    slide.notes_slide.notes_text_frame.text = notes
    made.save(path)
    return path


@pytest.mark.slow
def test_clean_office_files_pass(tmp_path):
    spreadsheets.write_xlsx(
        tmp_path / "a.xlsx", {"s": pd.DataFrame({"a": ["Support"]})}
    )
    assert gate.check_file(tmp_path / "a.xlsx", NAMES) == []
    assert gate.check_file(docx(tmp_path / "a.docx"), NAMES) == []
    assert gate.check_file(pptx(tmp_path / "a.pptx"), NAMES) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Amira", "Harpreet Gill", "Zoë"])
def test_a_name_in_any_part_of_an_office_file_is_found(tmp_path, name):
    sheet = pd.DataFrame({name: ["x"]})
    spreadsheets.write_xlsx(tmp_path / "a.xlsx", {"s": sheet})
    spreadsheets.write_xlsx(tmp_path / "b.xlsx", {name: pd.DataFrame({"a": ["x"]})})
    made = [
        tmp_path / "a.xlsx",
        tmp_path / "b.xlsx",
        docx(tmp_path / "a.docx", words=name),
        docx(tmp_path / "b.docx", author=name),
        pptx(tmp_path / "a.pptx", words=name),
        pptx(tmp_path / "b.pptx", notes=name.lower()),
    ]
    for path in made:
        reasons = gate.check_file(path, NAMES)
        assert any("registered name" in reason for reason in reasons), path.name
        assert name.lower() not in " ".join(reasons).lower()


@pytest.mark.slow
def test_what_the_file_says_of_itself_is_told_apart(tmp_path):
    reasons = gate.check_file(docx(tmp_path / "b.docx", author="Amira"), NAMES)
    assert reasons == [
        "a registered name (person P07's) stands in what the file says of itself"
    ]


def test_a_name_in_the_name_of_a_file_is_found_and_not_repeated(tmp_path):
    path = tmp_path / "Interview_amira-2.csv"
    path.write_text("a\n1\n")
    assert gate.check_file(path, NAMES) == [
        "a registered name (person P07's) stands in the name of the file"
    ]


def test_files_inside_files_and_programs_are_found(tmp_path):
    inner, path = io.BytesIO(), tmp_path / "a.pptx"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("xl/sharedStrings.xml", "<si><t>Ami</t><t>ra</t></si>")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ppt/embeddings/chart.xlsx", inner.getvalue())
        archive.writestr("ppt/vbaProject.bin", b"x")
        archive.writestr(
            "ppt/media/image1.png", b"\x89PNG\0tEXtAuthor: Fernhill team ok\0"
        )
    reasons = " ".join(gate.check_file(path, NAMES))
    assert "P07" in reasons and "macro" in reasons and "names to hide" in reasons


def test_what_cannot_be_searched_is_refused(tmp_path):
    for name in ("a.png", "b.pdf", "c.docx"):
        (tmp_path / name).write_bytes(b"\x89PNG Amira")
        reasons = gate.check_file(tmp_path / name, NAMES)
        assert reasons and "Amira" not in " ".join(reasons)


def test_tables_as_text_are_searched(tmp_path):
    (tmp_path / "a.csv").write_text("said,who\nthanks,AMIRA\n", encoding="utf-8")
    assert len(gate.check_file(tmp_path / "a.csv", NAMES)) == 1


def person(code, **more):
    row = {
        "person": code,
        "group": "child",
        "age_band": "8 to 12",
        "setting": "community",
        "area": "North",
        "voice": "own words",
        "quote": True,
        "way": "interview",
        "role": "participant",
    }
    return {**row, **more}


def listed(*rows):
    return tables.check("people", pd.DataFrame(rows))


NO_ONE = pd.DataFrame({"person": [], "scope": []}, dtype="string")
READ = pd.DataFrame(
    {"comment": ["c1"], "by": ["AB"], "time": ["2026-11-12T10:00:00Z"]}, dtype="string"
)


def test_a_reviewed_comment_of_a_person_who_agreed_may_be_quoted():
    said = pd.DataFrame({"comment": ["c1"], "source": "S01", "person": ["P01"]})
    made = review.quotable(said, listed(person("P01")), READ, NO_ONE)
    assert made.to_numpy().tolist() == [["c1", True, ""]]


ANSWERS = {
    "quote": (True, False),
    "known": (True, False),
    "way": ("interview", "social post", "Social media"),
    "role": ("participant", "interviewer", "not a person"),
    "scope": ("", "all", "quotes", "future"),
    "read": (True, False),
}


def test_a_quote_needs_every_yes():
    """Every combination of answers, each a person with one comment."""
    every = pd.DataFrame(itertools.product(*ANSWERS.values()), columns=list(ANSWERS))
    assert len(every) == 288
    every["person"] = [f"P{n:03}" for n in range(288)]
    every["comment"] = [f"c{n:03}" for n in range(288)]
    known = every[every["known"]].to_dict("records")
    people = listed(
        *(
            person(one["person"], quote=one["quote"], way=one["way"], role=one["role"])
            for one in known
        )
    )
    back = every.loc[every["scope"] != "", ["person", "scope"]]
    read = every.loc[every["read"], ["comment"]]
    read = read.assign(by="AB", time="2026-11-12T10:00:00Z")
    said = every[["comment", "person"]].assign(source="S01")
    made = review.quotable(said, people, read, back)
    yes = (
        every["quote"]
        & every["known"]
        & (every["way"] == "interview")
        & (every["role"] == "participant")
        & every["scope"].isin(["", "future"])
        & every["read"]
    )
    assert list(made["comment"]) == list(every["comment"])
    assert list(made["may"]) == list(yes) and yes.sum() == 2
    assert list(made["why"] == "") == list(yes)


def test_no_comments_no_people_no_reviews_give_an_empty_answer():
    made = review.quotable(
        tables.empty("comments"), tables.empty("people"), READ[:0], NO_ONE
    )
    assert list(made.columns) == ["comment", "may", "why"]
    assert made.empty


def test_an_attribution_is_as_broad_as_ten_people_need():
    ten = [person(f"P{n:02d}") for n in range(10)]
    few = [person(f"P{n}", age_band="16 to 18") for n in range(20, 22)]
    teens = [person("P30", group="teenager")]
    nurse = [person(f"P{n}", group="nurse", age_band="unknown") for n in range(40, 50)]
    alone = [person("P70", group="doctor"), person("P71", group="commissioner")]
    staff = [
        person(f"P{n}", group="commissioner", role="interviewer") for n in range(60, 65)
    ]
    people = listed(*ten, *few, *teens, *nurse, *alone, *staff)
    rows = {row["person"]: row for _, row in people.iterrows()}
    said = {code: review.attribution(row, people) for code, row in rows.items()}
    assert said["P01"] == "Child, 8 to 12"
    assert said["P20"] == "Child"
    assert said["P30"] == "Child or young person"
    assert said["P40"] == "Nurse"
    assert said["P70"] == "Member of staff"
    assert said["P71"] == "Someone who took part"
    assert review.attribution(rows["P01"], people, least=50) == (
        "Someone who took part"
    )


@pytest.mark.slow
@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["child", "teenager", "nurse", "unknown", "clown"]),
        min_size=1,
    )
)
def test_at_least_ten_people_share_every_attribution(groups):
    rows = [person(f"P{n:02d}", group=g) for n, g in enumerate(groups)]
    people = listed(*rows)
    said = [review.attribution(row, people) for _, row in people.iterrows()]
    assert len(said) == len(groups)
    for one in said:
        sharing = sum(one.split(",")[0].lower() in _kinds(g) for g in groups)
        assert one == "Someone who took part" or sharing >= 10


def _kinds(group):
    return {group, review.WIDER.get(group, "")}


def test_a_review_is_kept_with_its_reader_and_time(tmp_path):
    rnd = rounds.Round("test", "AB", tmp_path / "data", tmp_path / "reports")
    assert review.reviewed(rnd).empty
    review.record_review(rnd, ["c1", "c2"], "read twice")
    review.record_review(rnd, ["c2"])
    made = review.reviewed(rnd)
    assert list(made.columns) == ["comment", "by", "time"]
    assert list(made["comment"]) == ["c1", "c2"]
    assert set(made["by"]) == {"AB"}
    review.record_review(rnd, [])
    assert len(review.reviewed(rnd)) == 2


def test_the_page_says_who_reviewed_its_quotes_and_when():
    rows = [
        ["c1", "AB", "2026-11-12T10:00:00Z"],
        ["c2", "AB", "2026-11-02T10:00:00Z"],
        ["c3", "CD", "2026-12-01T10:00:00Z"],
    ]
    reviews = pd.DataFrame(rows, columns=["comment", "by", "time"])
    assert review.review_line(reviews, ["c1"]) == (
        "The quotes on this page were reviewed by AB on 12 November 2026."
    )
    assert review.review_line(reviews, ["c3", "c2", "c1"]) == (
        "The quotes on this page were reviewed by AB on 2 November 2026 and "
        "12 November 2026 and CD on 1 December 2026."
    )
    assert "no quotes" in review.review_line(reviews, [])
    with pytest.raises(ValueError, match="1 quoted comment not.*read every quote"):
        review.review_line(reviews, ["c1", "c9"])


def test_numbers_are_to_the_nearest_five():
    assert [counts.rounded(n) for n in (0, 2, 3, 7, 8, 112)] == [0, 0, 5, 5, 10, 110]
    assert counts.about(112) == "about 110 people"
    assert counts.about(2) == "a few people at most"


def test_checking_changes_none_of_its_inputs():
    said = pd.DataFrame({"comment": ["c1"], "source": "S01", "person": ["P01"]})
    people, names = listed(person("P01")), NAMES.copy()
    before = said.copy(), people.copy()
    review.quotable(said, people, READ, NO_ONE)
    gate.check_page(page(), names)
    pd.testing.assert_frame_equal(said, before[0])
    pd.testing.assert_frame_equal(people, before[1])
    pd.testing.assert_frame_equal(names, NAMES)


@pytest.mark.parametrize(
    ("text", "written", "counts"),
    [
        ("Nobody rang us back.", "They said: nobody rang us back, and left", True),
        ("Nobody rang us back.", "Nobody rang us, and back they went", False),
        ("The car park costs money.", "So: the car park costs money!", True),
        ("Too much noise.", "There was too much noise here", False),
        ("She told me first, before him.", "she told me first before him", True),
        ("She told me first, before all.", "she told me first before him", False),
    ],
)
def test_a_whole_comment_of_four_words_or_more_counts_as_a_quote(
    tmp_path, text, written, counts
):
    said = pd.DataFrame({"comment": ["c1"], "text": [text]})
    may = pd.DataFrame({"comment": ["c1"], "may": [False], "why": ["nobody read it"]})
    path = tmp_path / "a.txt"
    path.write_text(written, encoding="utf-8")
    reasons = gate.check_quotes(path, said, may)
    assert len(reasons) == counts
    assert not counts or "words of comment 1 stand in a.txt" in reasons[0]
    assert gate.check_quotes(path, said, may.assign(may=True)) == []


def put_in(said):
    """Give ten words with one put in, where no six in a row are left."""
    return [*said[:5], "really", *said[5:10]]


def left_out(said):
    """Give fifteen words without every sixth."""
    return [word for at, word in enumerate(said[:15]) if at % 6 != 5]


def changed(said):
    """Give ten words, the sixth another one."""
    return [*said[:5], "really", *said[6:10]]


@pytest.mark.slow
@pytest.mark.parametrize("change", [put_in, left_out, changed])
def test_a_near_copy_counts_as_the_quote(example_tables, tmp_path, change):
    said = example_tables.load("comments")
    may = said[["comment"]].assign(may=False, why="nobody has reviewed it")
    own = [review.words(text) for text in said["text"]]
    long = [words for words in own if len(words) >= 15][:60]
    assert len(long) == 60
    assert [
        words for words in long if not review.borrowed(change(words), said, may)
    ] == []
    yes = may.assign(may=True)
    assert not any(review.borrowed(change(words), said, yes) for words in long)


@pytest.mark.slow
def test_wordings_that_are_nobodys_are_not_refused(example_tables):
    said = example_tables.load("comments")
    may = said[["comment"]].assign(may=False, why="nobody has reviewed it")
    texts = [*findings.findings(example_tables)["text"]]
    texts += [*statements.table(example_tables)["text"]]
    texts += [*codebook.table(example_tables)["definition"].dropna()]
    assert len(texts) >= 50
    wrong = [t for t in texts if review.borrowed(review.words(t), said, may)]
    assert len(wrong) * 100 < len(texts), wrong


def test_a_screen_says_whose_words_a_finding_borrows_and_the_ways_out(
    example_tables,
):
    said, may = example_tables.load("comments"), quotes.may_quote(example_tables)
    no = may.loc[~may["may"], "comment"].iloc[0]
    words = review.words(said.set_index("comment")["text"][no])
    told = quotes.borrowed_words(example_tables, " ".join(words[:12]))
    assert "LOOK: words of comment" in told and "Reword it" in told
    assert quotes.borrowed_words(example_tables, "Staff ring back.") == ""


def test_a_name_in_a_picture_or_in_wide_letters_inside_a_file_is_found(tmp_path):
    picture = b"\x00\x00\x00\x0ctEXtAuthor\0Amira" + b"\x00" * 4
    for part, inside in {
        "word/media/a.png": picture,
        "word/media/b.bin": "by Amira".encode("utf-16-le"),
        "customXml/a.xml": "<a>Amira</a>".encode("utf-16"),
        "word/c.xml": "<a>\u0410m\u200bira</a>".encode(),
    }.items():
        with zipfile.ZipFile(path := tmp_path / "a.docx", "w") as archive:
            archive.writestr(part, inside)
        assert any("registered name" in r for r in gate.check_file(path, NAMES)), part
