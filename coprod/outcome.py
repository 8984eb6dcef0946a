"""What came of it: the votes, and the answer that everyone gets back.

Takes survey answers, statements and actions, gives what pages 10 and 11 say and the
annex for the service specification. Each group's own list comes before the joined one.
"""

from dataclasses import dataclass

import pandas as pd

from coprod import (
    actions,
    agreement,
    checkback,
    codebook,
    handouts,
    involved,
    priorities,
    survey,
    tables,
    trail,
)
from coprod import statements as items
from coprod.documents import (
    Block,
    Bullets,
    Heading,
    Note,
    Paragraph,
    Table,
    write_docx,
)
from coprod.papers import FEW, Paper, day, listed, number, place, plural
from coprod.rounds import Round

TOP = 5


@dataclass(frozen=True)
class Votes:
    """What people answered: ballots, priorities, each group's own list, and notes."""

    ballots: pd.DataFrame
    statements: pd.DataFrame
    priorities: pd.DataFrame
    lists: pd.DataFrame
    notes: list[str]

    @property
    def words(self) -> dict[str, str]:
        """The wording of each statement."""
        made = self.statements
        return dict(zip(made["statement"], made["text"], strict=True))


def votes(rnd: Round) -> Votes:
    """Read every results file in the round's `survey` folder and rank the statements.

    Several files (a tool's export and a sheet of paper answers) are joined; each
    answer sheet counts once.
    """
    made = items.table(rnd)
    folder = rnd.raw / "survey"
    files = sorted(p for p in folder.glob("*.*") if p.suffix in (".xlsx", ".csv"))
    read = [survey.read(path, made) for path in files]
    parts = [
        ballots.assign(respondent=f"{chr(65 + i)}-" + ballots["respondent"])
        for i, (ballots, _, _) in enumerate(read)
    ]
    if not parts or made.empty:
        nothing = ["No answers have been read yet: put the export into survey/."]
        empty = tables.empty("priorities")
        return Votes(tables.empty("ballots"), made, empty, pd.DataFrame(), nothing)
    ballots = rnd.save("ballots", pd.concat(parts, ignore_index=True))
    return Votes(
        ballots,
        made,
        priorities.rank(ballots, made, top=min(TOP, len(made))),
        priorities.side_by_side(ballots, top=TOP),
        [note for _, notes, _ in read for note in notes] + priorities.notes(ballots),
    )


def who_answered(found: Votes) -> Paper:
    """Say how many people of each group answered; small groups together."""
    if found.ballots.empty:
        return Paper.saying(found.notes[0])
    sheets = found.ballots.drop_duplicates("respondent")["group"].value_counts()
    answered = sheets.rename("heard").rename_axis("group").reset_index()
    return Paper.saying(
        f"Who answered: {involved.counted(answered.assign(reported=0))}."
    )


def how_sure(rnd: Round, found: Votes) -> Paper:
    """Say in words what the numbers cannot say; the reader's notes only to the team."""
    lines = [
        "These are the views of those who answered. Others may see it differently.",
        "A long line means: with other people of the same groups, the place might move "
        "that far.",
    ]
    if len(found.ballots):
        sheets = found.ballots.drop_duplicates("respondent")["group"].value_counts()
        few = [plural(str(g), 2, count=False) for g, n in sheets.items() if n < 10]
        if few:
            lines.append(
                f"Fewer than ten {listed(few)} answered: too few to say how sure we "
                "are, so their list stands as it is."
            )
    return Paper((Bullets([*lines, *(found.notes if rnd.stamp else [])]),))


def first_places(rnd: Round, found: Votes) -> Paper:
    """Give the first screen: what each group puts first, then the joined list."""
    ranked = found.priorities
    if ranked.empty:
        return Paper.saying(found.notes[0])
    top = ranked[ranked["shortlist"] == "combined"]
    by = rnd.settings.get("decide_by")
    ask = "Please check that what matters to your group is here"
    return Paper(
        (
            Heading("What each group puts first"),
            Bullets(_firsts(found, set(top["statement"]))),
            Heading("What comes first when every group counts the same"),
            Bullets([f"{p.text} ({p.statement})" for p in top.itertuples()], True),
            Paragraph(f"{ask}{f', by {day(by)}' if by else ''}."),
        )
    )


def you_said(rnd: Round) -> Paper:
    """Give each answer: you said, we did, because; in the order of the priorities."""
    made = _in_order(rnd)
    if made.empty:
        return Paper.saying("There are no answers yet.")
    blocks: list[Block] = []
    for row in made.fillna("").itertuples():
        when = "" if row.status == "done" else "by "
        due = f", {when}{day(row.due)}" if row.due else ""
        blocks += [
            Heading(f"{row.statement} {row.said}", 2),
            Paragraph(f"{actions.SAYS[row.status]}: {row.did}"),
            Paragraph(f"Because: {row.because}"),
            Paragraph(f"{row.owner}{due}."),
        ]
    return Paper(tuple(blocks))


def unanswered(rnd: Round) -> Paper:
    """Give the priorities among the first that have no answer."""
    if not rnd.has("priorities") or rnd.load("priorities").empty:
        return Paper.saying("There are no priorities yet.")
    left = actions.unanswered(rnd.load("priorities"), actions.table(rnd))
    if not left:
        return Paper.saying("Every priority among the first has an answer.")
    words = rnd.load("priorities").set_index("statement")["text"]
    return Paper((Bullets([f"{code} {words[code]}" for code in left]),))


def chain(rnd: Round) -> pd.DataFrame:
    """Give the chain from each comment to theme, statement, place and answer."""
    ranked = rnd.load("priorities") if rnd.has("priorities") else None
    return trail.chain(
        rnd.load("comments"),
        agreement.counted(rnd),
        codebook.table(rnd),
        items.table(rnd),
        tables.empty("priorities") if ranked is None else ranked,
        actions.table(rnd),
    )


def the_way(rnd: Round) -> Paper:
    """Say how many comments and people stand behind each answer."""
    links = chain(rnd).dropna(subset=["action"])
    if links.empty:
        return Paper.saying("No answer rests on a comment yet.")
    joined = links.merge(rnd.load("comments")[["comment", "person"]], on="comment")
    names = codebook.names(codebook.table(rnd))
    counts = joined.assign(theme=joined["theme"].map(names)).groupby("statement")
    made = counts.agg(
        themes=("theme", lambda found: ", ".join(sorted(set(found.dropna())))),
        place=("place", "first"),
        comments=("comment", "nunique"),
        people=("person", "nunique"),
    ).reset_index()
    made["people"] = [number(n) for n in made["people"]]
    made["comments"] = [number(n) for n in made["comments"]]
    made["place"] = made["place"].astype("Int64")
    caption = "From what people said to what will be done."
    return Paper((Table(made.sort_values("place"), caption),))


def write_annex(rnd: Round) -> str:
    """Write the annex for the service specification beside the page."""
    if not rnd.has("priorities") or rnd.load("priorities").empty:
        return "No annex was written: there are no priorities yet."
    ranked = rnd.load("priorities")
    listed_ = ranked[ranked["shortlist"] != "no"]
    blocks: list[Block] = [Note(rnd.stamp)] if rnd.stamp else []
    blocks += [
        Paragraph(" ".join(handouts.heard(rnd))),
        Paragraph(checkback.agreement_line(rnd)),
        Heading("Priorities in order"),
        Table(_short_table(listed_), "Every group of people counts the same."),
    ]
    for row in listed_.itertuples():
        blocks += _clause(rnd, row)
    notes = votes(rnd).notes
    blocks += [
        Heading("How sure we are"),
        Bullets(notes),
        Paragraph(handouts.noted(rnd)),
        Paragraph(involved.line(rnd)),
    ]
    title = f"Annex to the service specification: {rnd.title}"
    path = write_docx(place(rnd, "annex.docx"), title, blocks)
    return f"Written beside this page: {path.name}."


def _clause(rnd: Round, row: object) -> list[Block]:
    """Give one priority as a clause: evidence by group, quotes, and what is done."""
    code = getattr(row, "statement")  # noqa: B009
    item = items.table(rnd).set_index("statement").loc[[code]].reset_index()
    counts = items.evidence(
        item,
        agreement.counted(rnd),
        rnd.load("comments"),
        rnd.load("people"),
        codebook.table(rnd),
    )
    shown = _by_group(counts)
    found = checkback.findings(rnd).set_index("finding")
    from_ = [f for f in item.loc[0, "findings"].split() if f in found.index]
    ids = " ".join(found.loc[f, "quotes"] for f in from_).split()
    verb = "keep" if item.loc[0, "direction"] == "keep" else "provide for"
    done = actions.table(rnd)
    answers = done[done["statement"] == code]
    return [
        Heading(f"{code} {item.loc[0, 'text']}"),
        Paragraph(f"The service should {verb} this.", strong=True),
        Table(shown, "Who spoke of it when we listened; each person counts once."),
        *handouts.quoted(rnd, dict.fromkeys(ids))[:3],
        *[
            Paragraph(f"{actions.SAYS[a.status]}: {a.did}")
            for a in answers.itertuples()
        ],
    ]


def _by_group(counts: pd.DataFrame) -> pd.DataFrame:
    """Give people by group; small groups together, so that none can be worked out."""
    here = counts[(counts["group"] != "everyone") & (counts["people"] > 0)]
    large = here[here["people"] >= FEW]
    rest = int(here.loc[here["people"] < FEW, "people"].sum())
    rows = [(row.group, number(row.people)) for row in large.itertuples()]
    rows += [("all other groups together", number(rest))] if rest else []
    return pd.DataFrame(rows, columns=["group", "people"])


def _short_table(ranked: pd.DataFrame) -> pd.DataFrame:
    """Give the priorities as a reader of the annex should see them."""
    low, high = ranked["low"].astype("Int64"), ranked["high"].astype("Int64")
    between = [
        "" if pd.isna(a) or pd.isna(b) else f"{a} to {b}"
        for a, b in zip(low, high, strict=True)
    ]
    return pd.DataFrame(
        {
            "place": ranked["place"].astype("Int64"),
            "statement": ranked["statement"] + " " + ranked["text"],
            "range": between,
            "among the first of": ranked["groups"],
        }
    )


def _in_order(rnd: Round) -> pd.DataFrame:
    """Give the actions in the order of the priorities they answer."""
    made = actions.table(rnd)
    if not rnd.has("priorities"):
        return made
    order = rnd.load("priorities").set_index("statement")["place"]
    by = made["statement"].map(order).fillna(999)
    return made.assign(by=by).sort_values("by", kind="stable").drop(columns="by")


def _firsts(found: Votes, top: set[str]) -> list[str]:
    """Give each group's first choice, and say if the joined list leaves it out."""
    lines = []
    for group, cells in found.lists.items():
        codes = [c.split()[-1] for c in cells if c.split("=")[0].split(" ")[0] == "1"]
        words = "; ".join(f"{found.words[code]} ({code})" for code in codes)
        lost = [code for code in codes if code not in top]
        note = (
            f" Not among the first of the joined list: {listed(lost)}." if lost else ""
        )
        lines.append(
            f"{plural(str(group), 2, count=False).capitalize()}: {words}{note}"
        )
    return lines
