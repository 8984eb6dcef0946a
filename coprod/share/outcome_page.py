"""The words of pages 10 and 11 and of the annex: results and answers.

Takes survey answers, statements and actions, gives what pages 10 and 11 say and the
annex for the service specification. Each group's own list comes before the joined one.
"""

from collections import defaultdict

import pandas as pd

from coprod.check import check_back, ledger
from coprod.decide import actions, chain, missing, priorities, votes
from coprod.pages import word_document as word
from coprod.pages.cards import Answer, Band, Counts, Pick, Picks
from coprod.pages.counts import ROUNDED, about, rounded
from coprod.pages.paper import Paper, place
from coprod.pages.word_document import Bullets, Heading, Note, Paragraph, Table
from coprod.share import findings_page, numbers, who_took_part
from coprod.store.rounds import Round
from coprod.store.show import day, listed, nth, plural
from coprod.write import codebook, codebook_reads, findings, quotes

__all__ = [
    "first_places",
    "how_sure",
    "if_pooled",
    "the_way",
    "to_keep",
    "unanswered",
    "who_answered",
    "write_annex",
    "you_said",
]

LAST = 999  # behind every place
KINDS = dict(zip(actions.SAYS, ("done", "doing", "will", "cannot"), strict=True))


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
    lines = [
        f"Who answered: {told}{answered.held}.",
        f"{' '.join(numbers.totals(rnd))} {ROUNDED}",
    ]
    if wrote := missing.table(rnd)["sheet"].nunique():
        lines.append(
            f"In their own words {about(wrote)} told us more, such as what is missing. "
            "No vote counts it: it goes to the next round of listening, and is read "
            "there."
        )
    return Paper(tuple(map(Paragraph, lines)))


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
    >>> band = share.outcome_page.first_places(rnd, votes).blocks[0]
    >>> band.picks[0].title
    'First, every group counting the same'
    """
    ranked = found.priorities
    if ranked.empty:
        return Paper.saying(found.notes[0])
    by, firsts = rnd.settings.get("decide_by"), _firsts(found)
    first = [
        Pick(p.statement, p.text, 0, f"{p.place:g}", firsts.pop(p.statement, ""))
        for p in ranked[ranked["shortlist"] == "combined"].itertuples()
    ]
    own = [Pick(code, found.words[code], note=note) for code, note in firsts.items()]
    picks = [
        Picks("First, every group counting the same", "", first),
        *[Picks("First for one group, not in that list", "", own)] * bool(own),
    ]
    ask = "Is what matters to your group here? Tell us"
    band = Band(picks, note=f"{ask}{f' by {day(by)}' if by else ''}.")
    near = "; ".join(map(listed, priorities.close(ranked)))
    close = [Paragraph(f"Too close to say which comes first: {near}.")] * bool(near)
    return Paper((band, *_since(found.statements), *close))


def if_pooled(ranked: pd.DataFrame) -> Paper:
    """Say what would change if every answer counted alike, and large groups decided.

    Examples
    --------
    >>> share.outcome_page.if_pooled(rnd.load("priorities")).blocks[0]
    Paragraph(words='If every answer counted alike, the largest groups would decide: ...
    """
    if ranked.empty:
        return Paper(())
    moved = (ranked["pooled_place"] - ranked["place"]).astype(float)
    far = ranked.assign(moved=moved.abs()).query("moved > 0").nlargest(3, "moved")
    if far.empty:
        return Paper.saying("The order is the same if every answer counts alike.")
    told = [
        f"“{p.text.rstrip('.')}” would come {nth(p.pooled_place)} and not "
        f"{nth(p.place)}"
        for p in far.itertuples()
    ]
    return Paper.saying(
        "If every answer counted alike, the largest groups would decide: "
        f"{listed(told)}."
    )


def to_keep(found: votes.Votes) -> Paper:
    """Return what should stay as it is: it is not put in order.

    Examples
    --------
    >>> share.outcome_page.to_keep(decide.votes.votes(rnd)).blocks[0].title
    'Keep'
    """
    made = found.statements
    keep = made[made["direction"] == "keep"]
    if keep.empty:
        return Paper.saying("Nothing was asked about that should stay as it is.")
    lines = [Pick(s.statement, s.text) for s in keep.itertuples()]
    return Paper((Picks("Keep", "good", lines),))


def you_said(rnd: Round) -> Paper:
    """Return each answer as a card: you said, we did, because; the first places first.

    Examples
    --------
    >>> share.outcome_page.you_said(rnd).blocks[1].status
    'We will do'
    """
    made, items_ = _in_order(rnd), votes.asked(rnd)
    if made.empty:
        return Paper.saying("There are no answers yet.")
    text = items_.set_index("statement")["text"]
    said = made["status"].value_counts()
    counts = [(int(said[s]), w, KINDS[s]) for s, w in actions.SAYS.items() if s in said]
    cards = []
    for row in made.fillna("").itertuples():
        when = "on" if row.status == "done" else "by"
        parts = {
            "You said": row.said,
            "No" if row.status == "not possible" else "We did": row.did,
            "Because": row.because,
            "Who": row.owner,
            "When": f"{when} {day(row.due)}" if row.due else "",
            "What difference it made": row.difference,
            "What we do instead": row.instead,
            "We will always": row.always,
        }
        cards.append(
            Answer(
                code=row.statement,
                words=text.get(row.statement, row.said),
                status=actions.SAYS[row.status],
                kind=KINDS[row.status],
                place="" if row.by == LAST else f"{row.by:g}",
                parts=[(name, words) for name, words in parts.items() if words],
                further=_changed(items_[items_["statement"] == row.statement]),
            )
        )
    again = actions.asked_again(rnd)
    asked = [Paragraph("In the next round we ask again:"), Bullets(again)]
    return Paper((Counts(counts), *cards, *asked * bool(again)))


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
    links = chain.of_round(rnd).dropna(subset=["comment", "action"])
    if links.empty:
        return Paper.saying("No answer rests on a comment yet.")
    names = codebook_reads.names(codebook.table(rnd))
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
    blocks: list[word.Block] = [Note(rnd.stamp)] if rnd.stamp else []
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
    path = word.write_docx(place(rnd, "annex.docx"), title, blocks)
    return f"Written beside this page: {path.name}."


def _clauses(rnd: Round, codes: list[str], made: pd.DataFrame) -> list[word.Block]:
    """Return each priority as a clause: evidence by group, quotes, what is done."""
    people = numbers.people(rnd, "heard")
    written = findings.findings(rnd).set_index("finding")["quotes"].str.split()
    quote, done = quotes.quoted(rnd, written.explode().dropna()), actions.table(rnd)
    blocks: list[word.Block] = []
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
    low, high = (ranked[n].astype("Int64").astype("string") for n in ("low", "high"))
    among = [
        "; ".join(g for g, own in lists.items() if any(own.str.endswith(f" {code}")))
        for code in ranked["statement"]
    ]
    return pd.DataFrame(
        {
            "place": ranked["place"].astype("Int64"),
            "statement": ranked["statement"] + " " + ranked["text"],
            "range": (low + " to " + high).fillna(""),
            "among the first of": among,
        }
    )


def _in_order(rnd: Round) -> pd.DataFrame:
    """Return the actions in the order of the priorities they answer."""
    made = actions.table(rnd)
    if not rnd.has("priorities"):
        return made.assign(by=LAST)
    order = rnd.load("priorities").set_index("statement")["place"]
    by = made["statement"].map(order).fillna(LAST)
    return made.assign(by=by).sort_values("by", kind="stable")


def _firsts(found: votes.Votes) -> dict[str, str]:
    """Say of each statement that is somebody's first choice whose it is."""
    by = defaultdict[str, list[str]](list)
    for group, cells in found.lists.items():
        for code in votes.first(cells):
            by[code].append(plural(str(group), 2, count=False))
    for code in found.wish:
        by[code].append("people of a smaller group")
    return {code: f"first for {'; '.join(groups)}" for code, groups in by.items()}


def _since(statements: pd.DataFrame) -> list[word.Block]:
    """Say which statements do not stand in the words that people voted on."""
    lines = _changed(statements)
    return [Bullets(lines)] if lines else []


def _changed(statements: pd.DataFrame) -> list[str]:
    """Return what is said of each statement that was put in other words."""
    rows = statements[statements["since"] != ""]
    return list(rows["statement"] + ": " + rows["since"])
