"""The words of page 06, with its Word paper and slides: the findings.

The same blocks of words become part of a page, a Word document and slides, so that a
finding reads the same wherever it is met. Quotes are those that may be quoted.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import pandas as pd

from coprod.check import check_back, ledger
from coprod.decide import actions, statements
from coprod.listen import small_groups
from coprod.pages import paper
from coprod.pages import word_document as word
from coprod.pages.cards import Ask, Band, Card, Pick, Picks, Themed, flat
from coprod.pages.counts import rounded
from coprod.pages.paper import Paper, place
from coprod.pages.slides import write_pptx
from coprod.pages.word_document import Bullets, Heading, Note, Paragraph, Slide
from coprod.protect import review
from coprod.share import front_page, numbers, status, who_took_part
from coprod.store import disk, tables
from coprod.store.rounds import Round
from coprod.store.show import day, listed, plural
from coprod.write import codebook, codebook_reads, themes
from coprod.write import findings as findings_
from coprod.write import quotes as quotes_
from coprod.write.tags import EXPERIENCES

__all__ = [
    "answer",
    "findings",
    "first_screen",
    "shown_groups",
    "who_was_heard",
    "write_findings",
]

WHO = "I am a (child, teenager, young adult, brother or sister, parent, staff, other): "
WHOM = "Who we heard, and who we did not"
REPLIES = {
    "Right": "right",
    "Not right": "not right, because ",
    "Something missing": "missing: ",
}
BRIEF = 12  # words of a finding on the first screen
OPEN = ("listening", "checking")  # the states in which answers are asked for
TITLES = {
    "good": "What people value",
    "less good": "What is less good",
    "needs improving": "What needs improving",
}


def first_screen(rnd: Round) -> Paper:
    """Return the first screen: three things to keep, three to change, and one button.

    Examples
    --------
    >>> [picks.title for picks in share.findings_page.first_screen(rnd).blocks[0].picks]
    ['Keep', 'Change']
    """
    found = _ranked(rnd)
    if found.empty:
        return Paper.saying(
            "There are no findings yet: notebook 05 is where they are made."
        )
    now, words = status.state(rnd)
    by, asked = rnd.settings.get("reply_by"), now in OPEN
    note = f"by {day(by)}" if by else ""
    note = note if asked else f"{words.split(':')[0].rstrip('.')}."
    press = "Tell us if this is right" if asked else "Is something not right? Tell us"
    return Paper((Band(_picks(found), press, "#answer", note),))


def findings(rnd: Round) -> Paper:
    """Return every finding by theme, the good first, each a card with its quotes.

    Examples
    --------
    >>> share.findings_page.findings(rnd).blocks[0]
    Themed(words='Communication', theme=2, note='7 findings')
    """
    found = _ranked(rnd)
    if found.empty:
        return Paper.saying("There are no findings yet.")
    return Paper((*_by_theme(rnd, found), *_reviewed(rnd, found), *_since(rnd, found)))


def answer(rnd: Round) -> Paper:
    """Return what we ask of the reader: how to answer, by when, and with one press.

    Examples
    --------
    >>> share.findings_page.answer(rnd).blocks[0].title
    'Is something still not right? Tell us'
    """
    found = _ranked(rnd)
    if found.empty:
        return Paper(())
    by, first = rnd.settings.get("reply_by"), found.iloc[0]["finding"]
    now, words = status.state(rnd)
    title = f"Have we got this right? Tell us{f' by {day(by)}' if by else ''}"
    lines = [
        "One finding: go to it and press Right, Not right or Something missing. Or "
        f"write, text or say its code and what you think: “{first} not right”."
    ]
    if now not in OPEN:
        title = "Is something still not right? Tell us"
        lines.insert(0, f"{check_back.agreement_line(rnd)} {words}")
    all_ = "".join(f"{code}: \n" for code in sorted(found["finding"]))
    href = front_page.mail(rnd, "My answers", all_ + WHO)
    if href:
        lines.append(
            "All at once: one e-mail with every code. A mail shows us who you are; "
            "your address is taken off before your answer is kept."
        )
    if rnd.settings.get("contact"):
        lines.append(f"{rnd.settings['contact']}.")
    return Paper((Ask(title, lines, "Write one e-mail" if href else "", href),))


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
    who = [Paragraph(words) for words in heard(rnd)]
    asked, cards = flat(answer(rnd).blocks), _by_theme(rnd, found)
    noted, involved = ledger.noted(rnd), who_took_part.line(rnd)
    blocks = [*stamp, *flat(_picks(found)), *asked, Heading(WHOM), *who, *flat(cards)]
    blocks += [*_reviewed(rnd, found), Paragraph(noted), Paragraph(involved)]
    blocks += _hard(cards)
    docx = word.write_docx(place(rnd, "findings.docx"), title, blocks)
    slides = [Slide(rnd.stamp, [Paragraph("A draft for the team.")])] * bool(stamp)
    slides.append(Slide(WHOM, who, noted))
    slides += [Slide(one.title, one.plain()[1:], noted) for one in _picks(found)]
    slides += _slides(cards)
    slides.append(Slide("Who took part, and how", [Paragraph(involved)]))
    slides.append(Slide(answer(rnd).blocks[0].title, asked[1:], noted))
    deck = write_pptx(place(rnd, "findings.pptx"), title, slides)
    quotes_.number_slips(rnd)
    told = {"slips": quotes_.slips(rnd), "rnd": rnd, "involved": involved}
    slips = paper.shaped("slips.html.j2", **told)
    disk.write(paper.place(rnd, "slips.html"), slips.encode())
    return f"Written beside this page: {docx.name}, {deck.name} and slips.html."


def _ranked(rnd: Round) -> pd.DataFrame:
    """Return the findings with theme name and people, the good first."""
    found = findings_.findings(rnd)
    book = codebook.table(rnd)
    names, order = codebook_reads.names(book), codebook_reads.in_use(book, "theme")
    colour = {theme: n % 4 + 1 for n, theme in enumerate(order["code"])}
    made = found.assign(
        name=found["theme"].map(names).fillna("Other"),
        people=findings_.behind(rnd, found),
        colour=found["theme"].map(colour).fillna(0).astype(int),
        order=found["experience"].map({name: i for i, name in enumerate(EXPERIENCES)}),
    )
    return made.sort_values(["order", "people"], ascending=[True, False], kind="stable")


def _since(rnd: Round, found: pd.DataFrame) -> list[word.Block]:
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


def _picks(found: pd.DataFrame) -> list[Picks]:
    """Return three findings to keep and three to change, of different themes first."""
    good = found["experience"] == "good"
    change = found[~good].iloc[::-1]
    change = change.sort_values(["experience", "people"], ascending=[False, False])
    both = {("Keep", "good"): found[good], ("Change", "improve"): change}
    made = []
    for (title, kind), part in both.items():
        lines = [
            Pick(f.finding, _brief(f), f.colour, href=f"#{f.finding}")
            for f in _three(part).itertuples()
        ]
        made += [Picks(title, kind, lines)] * bool(lines)
    return made


def _brief(found: Any) -> str:
    """Return its headline, or its first sentence, up to a comma if that is long."""
    if isinstance(found.headline, str) and found.headline:
        return found.headline
    first = re.split(r"(?<=[.!?])\s", found.text)[0]
    if len(first.split()) > BRIEF and ", " in first:
        return first.rsplit(", ", 1)[0] + "."
    return first


def _three(found: pd.DataFrame) -> pd.DataFrame:
    """Return three findings, of different themes where that can be."""
    first = found.drop_duplicates("theme")
    return pd.concat([first, found]).drop_duplicates("finding").head(3)


def _by_theme(rnd: Round, found: pd.DataFrame) -> list[Themed | Card]:
    """Return the findings theme by theme as cards, the good first."""
    quote = quotes_.quoted(rnd, " ".join(found["quotes"]).split())
    changed = check_back.what_changed(rnd)
    was = changed[changed["replies"] != ""].set_index("finding")["was"].to_dict()
    came, made = _came_of(rnd), list[Themed | Card]()
    for (name, colour), theme in found.groupby(["name", "colour"], sort=False):
        made.append(Themed(str(name), int(colour), plural("finding", len(theme))))
        for f in theme.itertuples():
            said = {
                label: front_page.mail(rnd, f.finding, f"{f.finding}: {words}\n{WHO}")
                for label, words in REPLIES.items()
            }
            card = Card(
                code=f.finding,
                words=f.text,
                theme=f.colour,
                name=f.name,
                experience=f.experience,
                quotes=_quotes(f, quote),
                further=came.get(f.finding, []),
                replies=[(label, href) for label, href in said.items() if href],
                was=was.get(f.finding, ""),
            )
            made.append(card)
    return made


def _quotes(found: Any, quoted: Mapping[str, word.Quote]) -> list[word.Quote]:
    """Return the first two quotes of a finding, those that are hard to read last."""
    hard = set(str(found.hard).split())
    ids = [id_ for id_ in found.quotes.split() if id_ in quoted][:2]
    made = [replace(quoted[id_], hard=id_ in hard) for id_ in ids]
    return sorted(made, key=lambda quote: quote.hard)


def _hard(cards: list[Themed | Card]) -> list[word.Block]:
    """Return the quotes that are hard to read, for the end of a paper."""
    stays = "If one stays with you, talk to somebody you trust."
    blocks: list[word.Block] = []
    for card in (card for card in cards if isinstance(card, Card)):
        for quote in (quote for quote in card.quotes if quote.hard):
            blocks += [Paragraph(card.code), quote]
    title = Heading("Quotes that are hard to read")
    return [title, Paragraph(stays), *blocks] if blocks else []


def _came_of(rnd: Round) -> dict[str, list[tuple[str, str]]]:
    """Say for each finding what came of it: statement, place and answer, with links."""
    made = defaultdict[str, list[tuple[str, str]]](list)
    has = rnd.has("priorities")
    ranked = rnd.load("priorities") if has else tables.empty("priorities")
    place = ranked.set_index("statement")["place"].to_dict()
    status = actions.table(rnd).set_index("statement")["status"].map(actions.SAYS)
    file = {n: name for name, n in front_page.linked(rnd)}
    for s in statements.table(rnd).itertuples():
        told = [f"In the vote: {s.text.rstrip('.')}"]
        told += [f"place {place[s.statement]:g}"] if s.statement in place else []
        done = list(dict.fromkeys(status[status.index == s.statement]))
        told += [f"answer: {'; '.join(done)}"] if done else []
        to = f"{file['11']}#{s.statement}" if done and "11" in file else ""
        for code in s.findings.split():
            made[code].append((f"{', '.join(told)}.", to))
    return made


def _slides(cards: list[Themed | Card]) -> list[Slide]:
    """Return a slide for each theme and experience, with one short quote."""
    shown: dict[str, list[Card]] = {}
    for card in cards:
        if isinstance(card, Card):
            title = f"{card.name}: {TITLES[card.experience].lower()}"
            shown.setdefault(title, []).append(card)
    made = []
    for title, part in shown.items():
        said = Bullets([f"{card.code} {card.words}" for card in part])
        quotes = [quote for card in part for quote in card.quotes if not quote.hard]
        short = [quote for quote in quotes if len(quote.words.split()) <= 45]
        made.append(Slide(title, [said, *short[:1]]))
    return made


def _reviewed(rnd: Round, found: pd.DataFrame) -> list[word.Block]:
    """Say who reviewed the quotes, and how many were left out."""
    wanted = list(dict.fromkeys(" ".join(found["quotes"]).split()))
    may = quotes_.may_quote(rnd).set_index("comment")["may"]
    shown = [comment for comment in wanted if may.get(comment, False)]
    line = review.review_line(review.reviewed(rnd), shown)
    left = len(wanted) - len(shown)
    if left:
        line += f" {left} were left out: nobody reviewed them, or the person said no."
    return [Paragraph(line)]
