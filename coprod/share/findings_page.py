"""The words of page 06, with its Word paper and slides: the findings.

The same blocks of words become part of a page, a Word document and slides, so that a
finding reads the same wherever it is met. Quotes are those that may be quoted.
"""

from collections.abc import Iterable
from itertools import product

import pandas as pd

from coprod.check import check_back, ledger
from coprod.listen import small_groups
from coprod.pages.counts import rounded
from coprod.pages.paper import Paper, place
from coprod.pages.slides import write_pptx
from coprod.pages.word_document import (
    Block,
    Bullets,
    Heading,
    Note,
    Paragraph,
    Quote,
    Slide,
    write_docx,
)
from coprod.protect import review
from coprod.share import numbers, status, who_took_part
from coprod.store.rounds import Round
from coprod.store.show import day, listed, plural
from coprod.write import codebook, codebook_reads, themes
from coprod.write import findings as findings_
from coprod.write import quotes as quotes_
from coprod.write.tags import EXPERIENCES

__all__ = [
    "findings",
    "first_screen",
    "shown_groups",
    "who_was_heard",
    "write_findings",
]

TITLES = {
    "good": "What people value",
    "less good": "What is less good",
    "needs improving": "What needs improving",
}


def first_screen(rnd: Round) -> Paper:
    """Return the first screen of the findings: 400 words at most, the good first.

    Examples
    --------
    >>> len(share.findings_page.first_screen(rnd).blocks)
    11
    """
    found = _ranked(rnd)
    if found.empty:
        return Paper.saying(
            "There are no findings yet: notebook 05 is where they are made."
        )
    quote = _quotes(rnd, found)
    change = found[found["experience"] != "good"].iloc[::-1]
    change = change.sort_values(["experience", "people"], ascending=[False, False])
    blocks: list[Block] = [Heading("Who we heard, and who we did not")]
    blocks += [Paragraph(words) for words in heard(rnd)]
    blocks.append(Heading("What people value"))
    blocks += _short(quote, found[found["experience"] == "good"])
    blocks.append(Heading("Three things to change"))
    blocks += _short(quote, change)
    blocks += [Heading("What we ask of you"), Paragraph(_ask(rnd, found))]
    return Paper(tuple(blocks))


def findings(rnd: Round) -> Paper:
    """Return every finding by theme, the good first, each with its code and a quote.

    Examples
    --------
    >>> share.findings_page.findings(rnd).blocks[0]
    Heading(words='Communication', level=2)
    """
    found = _ranked(rnd)
    if found.empty:
        return Paper.saying("There are no findings yet.")
    blocks = _by_theme(_quotes(rnd, found), found, level=2)
    return Paper((*blocks, *_reviewed(rnd, found), *_since(rnd, found)))


def heard(rnd: Round) -> list[str]:
    """Say in plain sentences who was heard and who was not."""
    met = small_groups.reach(rnd)
    line = f"We heard {who_took_part.heard(rnd)}."
    short = met[(met["target"] > 2) & (met["heard"] < met["target"])]  # 1 of 2 is one
    names = [plural(g, 2, count=False) for g in short["group"]]
    none = [name for name, n in zip(names, short["heard"], strict=True) if n == 0]
    less = [name for name in names if name not in none]
    missing = [f"Nobody yet: {listed(none)}."] if none else []
    missing += [f"Fewer than hoped: {listed(less)}."] if less else []
    return [line, " ".join(missing)] if missing else [line]


def who_was_heard(rnd: Round) -> Paper:
    """Return who was heard by group, who worked on it, and the ways to take part.

    Examples
    --------
    >>> len(share.findings_page.who_was_heard(rnd).blocks)
    4
    """
    if rnd.load("comments").empty:
        return Paper.saying("Nobody has been heard yet.")
    taking = who_took_part.taking_part(rnd).blocks
    return Paper((*who_took_part.by_group(rnd), *taking))


def shown_groups(rnd: Round) -> pd.DataFrame:
    """Return people by theme, experience and joined group, and for everyone their sum.

    Every theme has a row for each experience and group: to the nearest five.

    Examples
    --------
    >>> set(share.findings_page.shown_groups(rnd)["experience"]) >= {"any", "good"}
    True
    """
    found = numbers.people(rnd, "heard")
    of = {themes.EVERYONE: found.total("spoke"), **found.of("spoke")}
    names, rows = rnd.load("themes")[["theme", "name"]].drop_duplicates(), []
    for (theme, name), felt in product(names.to_numpy(), ("any", *EXPERIENCES)):
        here = found.of(f"{theme} {felt}")
        every = {themes.EVERYONE: sum(here.values()), **here}
        rows += [[theme, name, g, felt, n, of[g]] for g, n in every.items()]
    columns = ["theme", "name", "group", "experience", "people", "of"]
    return pd.DataFrame(rows, columns=pd.Index(columns))


def write_findings(rnd: Round) -> str:
    """Write the findings as a Word document and as slides beside the page.

    Examples
    --------
    >>> share.findings_page.write_findings(rnd)  # doctest: +SKIP
    """
    found = _ranked(rnd)
    if found.empty:
        return "No document was written: there are no findings yet."
    stamp = [Note(rnd.stamp)] if rnd.stamp else []
    title = f"What people told us: {rnd.title}"
    first, quote = list(first_screen(rnd).blocks), _quotes(rnd, found)
    noted, involved = ledger.noted(rnd), who_took_part.line(rnd)
    blocks = [*stamp, *first, *_by_theme(quote, found, level=1)]
    blocks += [*_reviewed(rnd, found), Paragraph(noted), Paragraph(involved)]
    word = write_docx(place(rnd, "findings.docx"), title, blocks)
    pages = _slides(found, quote, first, noted)
    if rnd.stamp:
        pages.insert(0, Slide(rnd.stamp, [Paragraph("A draft for the team.")]))
    pages.insert(-1, Slide("Who took part, and how", [Paragraph(involved)]))
    slides = write_pptx(place(rnd, "findings.pptx"), title, pages)
    return f"Written beside this page: {word.name} and {slides.name}."


def _ranked(rnd: Round) -> pd.DataFrame:
    """Return the findings with theme name and people, the good first."""
    found = findings_.findings(rnd)
    names = codebook_reads.names(codebook.table(rnd))
    made = found.assign(
        name=found["theme"].map(names).fillna("Other"),
        people=findings_.behind(rnd, found),
        order=found["experience"].map({name: i for i, name in enumerate(EXPERIENCES)}),
    )
    return made.sort_values(["order", "people"], ascending=[True, False], kind="stable")


def _quotes(rnd: Round, found: pd.DataFrame) -> dict[str, Quote]:
    """Return the quotes of the findings that may be quoted, by comment."""
    return quotes_.quoted(rnd, " ".join(found["quotes"]).split())


def _chosen(quote: dict[str, Quote], ids: Iterable[str]) -> list[Quote]:
    """Return the quotes of findings, in order."""
    return [quote[comment] for comment in " ".join(ids).split() if comment in quote]


def _ask(rnd: Round, found: pd.DataFrame) -> str:
    """Ask whether the findings are right, or say that they were checked."""
    said, (state, words) = rnd.settings, status.state(rnd)
    to = f" Write to {said['contact']}." if said.get("contact") else ""
    if state not in ("listening", "checking"):
        agreed = check_back.agreement_line(rnd)
        return f"{agreed} {words} Is something still not right? Tell us.{to}"
    by = f" by {day(said['reply_by'])}" if said.get("reply_by") else ""
    return (
        f"Tell us{by}: have we got this right? Quote the code (such as "
        f"{found.iloc[0]['finding']}) and say right, not right, or what is "
        f"missing.{to}"
    )


def _since(rnd: Round, found: pd.DataFrame) -> list[Block]:
    """Say what changed since people last saw the findings: words, quotes, numbers."""
    shown = list(findings_.published_versions(rnd).items())
    if not shown:
        return []
    version, last = shown[-1]
    now = found.assign(people=found["people"].map(rounded)).set_index("finding")
    changed = now["text"] != now["text"]
    for kind, column in findings_.KEPT.items():
        was = now.index.map(last.get(kind, now[column]).get)
        changed |= was != now[column]
    codes = listed(now.index[changed])
    since = f" Changed since then: {codes}." if codes else ""
    return [Paragraph(f"Version {version} was shown on {day(last['on'])}.{since}")]


def _short(quote: dict[str, Quote], found: pd.DataFrame) -> list[Block]:
    """Return three findings of different themes first, and one short quote."""
    first = found.drop_duplicates("theme")
    chosen = pd.concat([first, found]).drop_duplicates("finding").head(3)
    lines = [f"{f.finding} {f.text}" for f in chosen.itertuples()]
    fit = _chosen(quote, chosen["quotes"])
    short = [q for q in fit if len(q.words.split()) <= 30]
    return [Bullets(lines), *short[:1]] if lines else [Paragraph("Nothing yet.")]


def _by_theme(
    quote: dict[str, Quote], found: pd.DataFrame, *, level: int
) -> list[Block]:
    """Return the findings theme by theme: good, less good, needs improving."""
    blocks: list[Block] = []
    for name, theme in found.groupby("name", sort=False):
        blocks.append(Heading(str(name), level))
        for experience, part in theme.groupby("experience", sort=False):
            blocks.append(Heading(TITLES[str(experience)], level + 1))
            for finding in part.itertuples():
                words = f"{finding.finding} {finding.text}"
                blocks.append(Paragraph(words, strong=True))
                blocks += _chosen(quote, [finding.quotes])[:2]
    return blocks


def _slides(
    found: pd.DataFrame, quote: dict[str, Quote], first: list[Block], noted: str
) -> list[Slide]:
    """Return the slides: who, the good first, then theme by theme, then what we ask."""
    starts = [i for i, block in enumerate(first) if isinstance(block, Heading)]
    parts = [first[a:b] for a, b in zip(starts, [*starts[1:], len(first)], strict=True)]
    opening = [Slide(part[0].words, part[1:], noted) for part in parts]  # type: ignore[union-attr]
    middle = []
    for name, theme in found.groupby("name", sort=False):
        for experience, part in theme.groupby("experience", sort=False):
            lines = [f"{f.finding} {f.text}" for f in part.itertuples()]
            quotes = _chosen(quote, part["quotes"])
            short = [q for q in quotes if len(q.words.split()) <= 45][:1]
            title = f"{name}: {TITLES[str(experience)].lower()}"
            middle.append(Slide(title, [Bullets(lines), *short]))
    return [*opening[:-1], *middle, opening[-1]]


def _reviewed(rnd: Round, found: pd.DataFrame) -> list[Block]:
    """Say who reviewed the quotes, and how many were left out."""
    wanted = list(dict.fromkeys(" ".join(found["quotes"]).split()))
    may = quotes_.may_quote(rnd).set_index("comment")["may"]
    shown = [comment for comment in wanted if may.get(comment, False)]
    line = review.review_line(review.reviewed(rnd), shown)
    left = len(wanted) - len(shown)
    if left:
        line += f" {left} were left out: nobody reviewed them, or the person said no."
    return [Paragraph(line)]
