"""The words of page 06, with its Word paper and slides: the findings.

The same blocks of words become part of a page, a Word document and slides, so that a
finding reads the same wherever it is met. Quotes are those that may be quoted.
"""

from collections.abc import Iterable

import pandas as pd

from coprod.check import ledger
from coprod.listen import small_groups
from coprod.listen.small_groups import reach
from coprod.pages.counts import LEAST
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
from coprod.share import who_took_part
from coprod.store import tables
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
    said = rnd.settings
    quote = _quotes(rnd, found)
    change = found[found["experience"] != "good"].iloc[::-1]
    change = change.sort_values(["experience", "people"], ascending=[False, False])
    blocks: list[Block] = [Heading("Who we heard, and who we did not")]
    blocks += [Paragraph(words) for words in heard(rnd)]
    blocks.append(Heading("What people value"))
    blocks += _short(quote, found[found["experience"] == "good"])
    blocks.append(Heading("Three things to change"))
    blocks += _short(quote, change)
    blocks.append(Heading("What we ask of you"))
    by = f" by {day(said['reply_by'])}" if said.get("reply_by") else ""
    to = f" Write to {said['contact']}." if said.get("contact") else ""
    blocks.append(
        Paragraph(
            f"Tell us{by}: have we got this right? Quote the code (such as "
            f"{found.iloc[0]['finding']}) and say right, not right, or what is "
            f"missing.{to}"
        )
    )
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
    return Paper((*blocks, *_reviewed(rnd, found)))


def heard(rnd: Round) -> list[str]:
    """Say in plain sentences who was heard and who was not."""
    met = reach(rnd)
    line = f"We heard {who_took_part.counted(small_groups.together(rnd, met))}."
    short = met[met["target"].notna() & (met["heard"] < met["target"])]
    none = [plural(g, 2, count=False) for g, n in _pairs(short) if n == 0]
    less = [plural(g, 2, count=False) for g, n in _pairs(short) if n > 0]
    missing = [f"Nobody yet: {listed(none)}."] if none else []
    missing += [f"Fewer than hoped: {listed(less)}."] if less else []
    return [line, " ".join(missing)] if missing else [line]


def who_was_heard(rnd: Round) -> Paper:
    """Return who was heard by group, who worked on it, and the ways to take part.

    Examples
    --------
    >>> len(share.findings_page.who_was_heard(rnd).blocks)
    3
    """
    met = reach(rnd)
    if met.empty:
        return Paper.saying("Nobody has been heard yet.")
    own = met["group"].isin([*small_groups.groups(rnd), "unknown"])
    names = met["group"].where(own, small_groups.REST)
    numbers = met.drop(columns="group").groupby(names, sort=False)
    met = numbers.sum(min_count=1).reset_index()
    return Paper((who_took_part.by_group(met), *who_took_part.taking_part(rnd).blocks))


def shown_groups(rnd: Round) -> pd.DataFrame:
    """Return the themes table for everyone and for groups of at least ten people.

    Examples
    --------
    >>> "everyone" in set(share.findings_page.shown_groups(rnd)["group"])
    True
    """
    counts = rnd.load("themes")
    return counts[counts["of"] >= LEAST].reset_index(drop=True)


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
    counts = rnd.load("themes") if rnd.has("themes") else tables.empty("themes")
    here = counts[counts["group"] == themes.EVERYONE]
    by = here.set_index(["theme", "experience"])["people"].to_dict()
    keys = zip(found["theme"], found["experience"], strict=True)
    made = found.assign(
        name=found["theme"].map(names).fillna("Other"),
        people=[int(by.get(key, 0)) for key in keys],
        order=found["experience"].map({name: i for i, name in enumerate(EXPERIENCES)}),
    )
    return made.sort_values(["order", "people"], ascending=[True, False], kind="stable")


def _quotes(rnd: Round, found: pd.DataFrame) -> dict[str, Quote]:
    """Return the quotes of the findings that may be quoted, by comment."""
    return quotes_.quoted(rnd, " ".join(found["quotes"]).split())


def _chosen(quote: dict[str, Quote], ids: Iterable[str]) -> list[Quote]:
    """Return the quotes of findings, in order."""
    return [quote[comment] for comment in " ".join(ids).split() if comment in quote]


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


def _pairs(frame: pd.DataFrame) -> list[tuple[str, int]]:
    """Return group and number of people, row by row."""
    return [
        (str(g), int(n)) for g, n in zip(frame["group"], frame["heard"], strict=True)
    ]
