"""The words of pages 10 and 11 and of the annex: results and answers.

Takes survey answers, statements and actions, gives what pages 10 and 11 say and the
annex for the service specification. Each group's own list comes before the joined one.
"""

import pandas as pd

from coprod.check import check_back, ledger
from coprod.decide import actions, chain, priorities, statements, votes
from coprod.pages.counts import ROUNDED, rounded
from coprod.pages.paper import Paper, place
from coprod.pages.word_document import (
    Block,
    Bullets,
    Heading,
    Note,
    Paragraph,
    Table,
    write_docx,
)
from coprod.share import findings_page, numbers, who_took_part
from coprod.store import tables
from coprod.store.rounds import Round
from coprod.store.show import day, listed, plural
from coprod.write import codebook, codebook_reads, findings, quotes, readers

__all__ = [
    "first_places",
    "how_sure",
    "the_way",
    "unanswered",
    "who_answered",
    "write_annex",
    "you_said",
]


def who_answered(rnd: Round, found: votes.Votes) -> Paper:
    """Say who answered, by group, and what each total on the page means.

    Examples
    --------
    >>> votes = decide.votes.votes(rnd)
    >>> share.outcome_page.who_answered(rnd, votes).blocks[0]
    Paragraph(words='Who answered: about 90 people (35 siblings and parents; 35 ...
    """
    if found.ballots.empty:
        return Paper.saying(found.notes[0])
    answered = numbers.people(rnd, "voted")
    told = who_took_part.counted(answered.of("voted"))
    first = f"Who answered: {told}{answered.held}."
    rest = f"{' '.join(numbers.totals(rnd))} {ROUNDED}"
    return Paper((Paragraph(first), Paragraph(rest)))


def how_sure(rnd: Round, found: votes.Votes) -> Paper:
    """Say in words what the numbers cannot say; with every number only to the team.

    Examples
    --------
    >>> votes = decide.votes.votes(rnd)
    >>> share.outcome_page.how_sure(rnd, votes).blocks[0]
    Bullets(items=['These are the views of those who answered. Others may see it ...
    """
    lines = [
        "These are the views of those who answered. Others may see it differently.",
        "A long line, or a wide range, means: with other people of the same groups, "
        "the place might move that far.",
    ]
    return Paper((Bullets([*lines, *(found.notes if rnd.stamp else found.shared)]),))


def first_places(rnd: Round, found: votes.Votes) -> Paper:
    """Return the first screen: what each group puts first, then the joined list.

    Examples
    --------
    >>> votes = decide.votes.votes(rnd)
    >>> share.outcome_page.first_places(rnd, votes).blocks[0]
    Heading(words='What each group puts first', level=1)
    """
    ranked = found.priorities
    if ranked.empty:
        return Paper.saying(found.notes[0])
    top = ranked[ranked["shortlist"] == "combined"]
    by = rnd.settings.get("decide_by")
    near = "; ".join(map(listed, priorities.close(ranked)))
    ask = "Please check that what matters to your group is here"
    return Paper(
        (
            Heading("What each group puts first"),
            Bullets(_firsts(found, set(top["statement"]))),
            *_since(found.statements),
            Heading("What comes first when every group counts the same"),
            Bullets([f"{p.text} ({p.statement})" for p in top.itertuples()], True),
            *[Paragraph(f"Too close to say which comes first: {near}.")] * bool(near),
            *_to_keep(found.statements),
            Paragraph(f"{ask}{f', by {day(by)}' if by else ''}."),
        )
    )


def you_said(rnd: Round) -> Paper:
    """Return each answer: you said, we did, because; in the order of the priorities.

    Examples
    --------
    >>> share.outcome_page.you_said(rnd).blocks[0]
    Heading(words='Q14 School forgot I existed.', level=2)
    """
    made, items_ = _in_order(rnd), votes.asked(rnd)
    if made.empty:
        return Paper.saying("There are no answers yet.")
    blocks: list[Block] = []
    for row in made.fillna("").itertuples():
        when = "" if row.status == "done" else "by "
        due = f", {when}{day(row.due)}" if row.due else ""
        blocks += [
            Heading(f"{row.statement} {row.said}", 2),
            *_since(items_[items_["statement"] == row.statement]),
            Paragraph(f"{actions.SAYS[row.status]}: {row.did}"),
            Paragraph(f"Because: {row.because}"),
            Paragraph(f"{row.owner}{due}."),
        ]
    return Paper(tuple(blocks))


def unanswered(rnd: Round) -> Paper:
    """Return the priorities among the first that have no answer.

    Examples
    --------
    >>> share.outcome_page.unanswered(rnd).blocks[0]
    Bullets(items=['Q02 Hard news is given in a private place.', 'Q06 We are asked ...
    """
    if not rnd.has("priorities") or rnd.load("priorities").empty:
        return Paper.saying("There are no priorities yet.")
    left = actions.unanswered(rnd.load("priorities"), actions.table(rnd))
    if not left:
        return Paper.saying("Every priority among the first has an answer.")
    words = rnd.load("priorities").set_index("statement")["text"]
    return Paper((Bullets([f"{code} {words[code]}" for code in left]),))


def the_way(rnd: Round) -> Paper:
    """Say how many comments and people stand behind each answer.

    Examples
    --------
    >>> len(share.outcome_page.the_way(rnd).blocks)
    1
    """
    comments, book = rnd.load("comments"), codebook.table(rnd)
    has = rnd.has("priorities")
    links = chain.chain(
        comments,
        readers.counted(rnd),
        book,
        statements.table(rnd),
        rnd.load("priorities") if has else tables.empty("priorities"),
        actions.table(rnd),
    ).dropna(subset=["action"])
    if links.empty:
        return Paper.saying("No answer rests on a comment yet.")
    names = codebook_reads.names(book)
    counts = links.assign(theme=links["theme"].map(names)).groupby("statement")
    made = counts.agg(
        themes=("theme", lambda found: ", ".join(sorted(set(found.dropna())))),
        place=("place", "first"),
        comments=("comment", "nunique"),
    ).reset_index()
    found = numbers.people(rnd, "heard")
    made["people"] = [found.total(code) for code in made["statement"]]
    made["comments"] = [rounded(n) for n in made["comments"]]
    made["place"] = made["place"].astype("Int64")
    caption = f"From what people said to what will be done. Comments too. {ROUNDED}"
    return Paper((Table(made.sort_values("place"), caption),))


def write_annex(rnd: Round) -> str:
    """Write the annex for the service specification beside the page.

    Examples
    --------
    >>> share.outcome_page.write_annex(rnd)  # doctest: +SKIP
    """
    if not rnd.has("priorities") or rnd.load("priorities").empty:
        return "No annex was written: there are no priorities yet."
    ranked, found = rnd.load("priorities"), votes.votes(rnd)
    listed_ = ranked[ranked["shortlist"] != "no"]
    blocks: list[Block] = [Note(rnd.stamp)] if rnd.stamp else []
    blocks += [
        Paragraph(" ".join(findings_page.heard(rnd))),
        Paragraph(check_back.agreement_line(rnd)),
        Heading("Priorities in order"),
        Table(
            _short_table(listed_, found.lists), "Every group of people counts the same."
        ),
    ]
    made = found.statements
    keep = made["statement"][made["direction"] == "keep"]
    blocks += _clauses(rnd, [*listed_["statement"], *keep], made)
    blocks += [
        Heading("How sure we are"),
        *how_sure(rnd, found).blocks,
        Paragraph(ledger.noted(rnd)),
        Paragraph(who_took_part.line(rnd)),
    ]
    title = f"Annex to the service specification: {rnd.title}"
    path = write_docx(place(rnd, "annex.docx"), title, blocks)
    return f"Written beside this page: {path.name}."


def _clauses(rnd: Round, codes: list[str], made: pd.DataFrame) -> list[Block]:
    """Return each priority as a clause: evidence by group, quotes, what is done."""
    people = numbers.people(rnd, "heard")
    written = findings.findings(rnd).set_index("finding")["quotes"].str.split()
    quote, done = quotes.quoted(rnd, written.explode().dropna()), actions.table(rnd)
    blocks: list[Block] = []
    for code in codes:
        item = made[made["statement"] == code].reset_index(drop=True)
        from_ = [f for f in item.loc[0, "findings"].split() if f in written.index]
        ids = dict.fromkeys(comment for f in from_ for comment in written[f])
        shown = pd.DataFrame(people.of(code).items(), columns=["group", "people"])
        verb = "keep" if item.loc[0, "direction"] == "keep" else "provide for"
        blocks += [
            Heading(f"{code} {item.loc[0, 'text']}"),
            *_since(item),
            Paragraph(f"The service should {verb} this.", strong=True),
            Table(shown, f"Who spoke of it when we listened. {ROUNDED}"),
            *[quote[comment] for comment in ids if comment in quote][:3],
        ]
        answers = done[done["statement"] == code]
        blocks += [
            Paragraph(f"{actions.SAYS[a.status]}: {a.did}")
            for a in answers.itertuples()
        ]
    return blocks


def _short_table(ranked: pd.DataFrame, lists: pd.DataFrame) -> pd.DataFrame:
    """Return the priorities as a reader of the annex should see them."""
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
            "among the first of": [
                "; ".join(
                    g for g, own in lists.items() if any(own.str.endswith(f" {code}"))
                )
                for code in ranked["statement"]
            ],
        }
    )


def _in_order(rnd: Round) -> pd.DataFrame:
    """Return the actions in the order of the priorities they answer."""
    made = actions.table(rnd)
    if not rnd.has("priorities"):
        return made
    order = rnd.load("priorities").set_index("statement")["place"]
    by = made["statement"].map(order).fillna(999)
    return made.assign(by=by).sort_values("by", kind="stable").drop(columns="by")


def _firsts(found: votes.Votes, top: set[str]) -> list[str]:
    """Return each group's first choice, and say if the joined list leaves it out."""
    wishes = {
        plural(str(group), 2, count=False).capitalize(): votes.first(cells)
        for group, cells in found.lists.items()
    }
    wishes |= {"Also, first for people of smaller groups": found.wish}
    lines = []
    for group, codes in wishes.items():
        words = "; ".join(f"{found.words[code]} ({code})" for code in codes)
        lost = [code for code in codes if code not in top]
        note = (
            f" Not among the first of the joined list: {listed(lost)}." if lost else ""
        )
        lines += [f"{group}: {words}{note}"] * bool(codes)
    return lines


def _to_keep(made: pd.DataFrame) -> list[Block]:
    """Return what is good as it is: it is not put in order."""
    keep = made[made["direction"] == "keep"]
    lines = list(keep["text"] + " (" + keep["statement"] + ")")
    return [Heading("What should stay as it is"), Bullets(lines)] if lines else []


def _since(statements: pd.DataFrame) -> list[Block]:
    """Say which statements do not stand in the words that people voted on."""
    rows = statements[statements["since"] != ""]
    lines = list(rows["statement"] + ": " + rows["since"])
    return [Bullets(lines)] if lines else []
