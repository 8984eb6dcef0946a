"""The receipt: to each person who wished to hear back, where their words went.

One letter for one person (.html and .docx) in the private folder, never in share. A
named person releases each, after asking; nothing is written for many at once.
"""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import pandas as pd

from coprod.check import ledger
from coprod.decide import actions, chain, votes
from coprod.pages import html_page, paper
from coprod.pages import word_document as word
from coprod.protect import care, people_workbook, review, who_words, withdrawal
from coprod.share import gate
from coprod.store import disk, journal
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import called, day, listed, nth, plural
from coprod.write import codebook, codebook_reads, findings

__all__ = ["Desk"]

SAYS = disk.words(__file__, "receipts.toml")
KIND = "receipts"  # the journal, and the folder
TO = ("the person who said it", "their parent or carer", "who speaks for them")
YOUNG = ("under 4", "4 to 7", "8 to 12")  # whose parents may have their words
RUN = 5  # so many words in a row are told to be somebody's own


class Desk:
    """All that the letters of a round are made from, as it stands now.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who releases letters.

    Examples
    --------
    >>> share.receipts.Desk(rnd).line
    'Nobody has said that they wish to hear back: notebook 01 is where to write it.'
    """

    def __init__(self, rnd: Round) -> None:
        self.rnd = rnd
        ends = ledger.of_round(rnd)[["comment", "status", "detail"]]
        ends = ends.fillna({"detail": "not written down"})
        self.comments = rnd.load("comments").merge(ends, how="left")
        everyone = list(dict.fromkeys(self.comments["person"]))
        self.codes = dict(zip(everyone, called(everyone), strict=True))
        people, record = rnd.load("people"), people_workbook.read(rnd)["people"]
        no = record["hear back"].map(who_words.yes_or_no).eq(False)
        gone = withdrawal.withdrawn(rnd).query("scope != 'quotes'")["person"]
        left = {*gone, *record.loc[no, "person"]}
        wish = people["hear_back"].fillna(False) & ~people["person"].isin(left)
        wish &= people["person"].isin(self.comments["person"])
        self.wishes = people[wish].set_index("person")["age_band"].to_dict()

    @property
    def line(self) -> str:
        """How many wish to hear back, and how many letters went out."""
        if not self.wishes:
            return str(SAYS["nobody"])
        went = len({*self.released["person"]} & {*self.wishes})
        wish = plural("person wishes", len(self.wishes), "people wish")
        return f"{wish} to hear back: {plural('letter', went)} released."

    @property
    def released(self) -> pd.DataFrame:
        """Which letters went out: person, to, on and who released it."""
        return journal.state(self.rnd, KIND, ["person", "to", "on", "comment"])

    @cached_property
    def links(self) -> dict[str, pd.DataFrame]:
        """The ways of each comment to its answer."""
        links = chain.of_round(self.rnd).dropna(subset=["comment"])
        return {str(comment): own for comment, own in links.groupby("comment")}

    @cached_property
    def agreed(self) -> dict[str, str]:
        """What was agreed to be said of each code: it may stand in any letter."""
        found, asked = findings.findings(self.rnd), votes.asked(self.rnd)
        came = _outcomes(self.rnd, asked)
        words = codebook_reads.names(codebook.table(self.rnd))
        words |= dict(zip(found["finding"], found["text"], strict=True))
        own = zip(asked["statement"], asked["text"], strict=True)
        return words | {code: f"{text} {came[code]}" for code, text in own}

    @cached_property
    def whose(self) -> dict[tuple[str, ...], set[str]]:
        """Who said each run of words, but for those that were agreed."""
        made: dict[tuple[str, ...], set[str]] = {}
        for person, text in self.comments[["person", "text"]].itertuples(index=False):
            for run in _runs(text):
                made.setdefault(run, set()).add(person)
        told = {run for words in self.agreed.values() for run in _runs(words)}
        return {run: who for run, who in made.items() if run not in told}

    @cached_property
    def open_care(self) -> set[str]:
        """The comments of same-day care that nobody has looked at."""
        return {*care.left(self.rnd, self.comments)["comment"]}

    def own(self, person: str) -> pd.DataFrame:
        """Return the comments of a person."""
        return self.comments[self.comments["person"] == person]

    def blocks(self, person: str) -> list[word.Block]:
        """Return the words of a letter: each comment and where it went, then what came.

        Raises
        ------
        ValueError
            If words that only somebody else said would stand in it.
        """
        thanks = SAYS["thanks"].format(title=self.rnd.title)
        blocks: list[word.Block] = [word.Paragraph(thanks)]
        named: dict[str, set[str]] = {"findings": set(), "statements": set()}
        for row in self.own(person).itertuples():
            went = self._went(row.comment, str(row.status), row.detail, named)
            quote = word.Quote(review.unnumbered(str(row.text)))
            blocks += [quote, word.Paragraph(went)]
        for kind, codes in named.items():
            told = [f"{code}: {self.agreed[code]}" for code in sorted(codes)]
            blocks += [word.Heading(SAYS[kind]), word.Bullets(told)] if told else []
        if contact := self.rnd.settings.get("contact"):
            blocks.append(word.Paragraph(SAYS["contact"].format(contact=contact)))
        for run in {run for text in lines(blocks) for run in _runs(text)}:
            if person not in self.whose.get(run, {person}):
                raise Problem(SAYS["others"].format(who=self.codes[person]))
        return blocks

    def _went(
        self, comment: str, end: str, why: str, named: dict[str, set[str]]
    ) -> str:
        """Say where one comment went, and note the codes to be explained."""
        if end != "in a theme":
            ends: dict[str, str] = SAYS["ends"]
            return ends.get(end, ends["other"]).format(why=why)
        parts = []
        for kind in ("theme", "finding", "statement"):
            codes = sorted({*self.links[comment][kind].dropna()} & {*self.agreed})
            named.get(f"{kind}s", set()).update(codes)
            told = [self.agreed[c] for c in codes] if kind == "theme" else codes
            kinds = plural(kind, len(codes), count=False)
            parts += [f"{kinds} {listed(told)}"] if codes else []
        parts += [] if codes else [SAYS["unasked"]]
        return f"Where it went: {'; '.join(parts)}."

    def in_the_way(
        self, person: str, to: str = TO[0], *, alive: bool = True, said_so: bool = False
    ) -> list[str]:
        """Return what must be done before a letter may go out."""
        holds = {
            "wish": person in self.wishes,
            "care": not self.own(person)["comment"].isin(self.open_care).any(),
            "alive": alive,
            "to": to in TO,
            "said_so": to == TO[0] or said_so or self.wishes.get(person) in YOUNG,
        }
        return [SAYS["asked"][name] for name, so in holds.items() if not so]

    def release(self, person: str, to: str, *, alive: bool, said_so: bool) -> Path:
        """Write one letter to go out, and record who released it for whom.

        Raises
        ------
        ValueError
            If the person did not wish it, something stands in the way, nobody asked
            whether all are alive, or it would go to others without a word of theirs.
        """
        by, on = self.rnd.decider, journal.now()[:10]
        if wrong := self.in_the_way(person, to, alive=alive, said_so=said_so):
            raise Problem(f"receipt: {listed(wrong)}. Then release it again.")
        path = self.rnd.private / KIND / on / f"{self.codes[person]}.html"
        self.write(path, self.blocks(person))
        own = " ".join(self.own(person)["comment"])
        values = {"person": person, "to": to, "on": on, "comment": own}
        journal.record(self.rnd, KIND).add(values)
        self.rnd.log(f"a receipt was released by {by}")
        return path

    def write(self, path: Path, blocks: list[word.Block]) -> None:
        """Write a letter as a page and in Word, if it passes the gate."""
        parts = [f"# {SAYS['title']}", paper.Paper(tuple(blocks))._repr_html_()]
        page = html_page.page(html_page.book(parts), about=self.rnd.title)
        if reasons := gate.check_page(page, people_workbook.names(self.rnd)):
            raise Problem(
                f"receipt: {listed(reasons)}. Mend it, then release it again."
            )
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        disk.write(path, page.encode(), mode=0o600)
        made = word.write_docx(path.with_suffix(".docx"), SAYS["title"], blocks)
        made.chmod(0o600)


def _outcomes(rnd: Round, asked: pd.DataFrame) -> dict[str, str]:
    """Return what came of each statement: its place, and the answer if there is one."""
    ranked = rnd.load("priorities") if rnd.has("priorities") else pd.DataFrame()
    keep = asked.loc[asked["direction"] == "keep", "statement"]
    told = {code: [SAYS["keep"]] for code in keep}
    for row in ranked.itertuples():
        came = SAYS["place"].format(place=nth(row.place), of=len(ranked))
        told.setdefault(row.statement, []).append(came)
    for row in actions.table(rnd).fillna("").itertuples():
        who = f"{row.owner}, {day(row.due)}" if row.due else row.owner
        answer = f"{actions.SAYS[row.status]}: {row.did} ({who}) Because: {row.because}"
        told.setdefault(row.statement, []).append(answer)
    for code in {*asked["statement"]} - {*keep, *actions.table(rnd)["statement"]}:
        told.setdefault(code, []).append(SAYS["none"])
    return {code: " ".join(told.get(code, [])) for code in asked["statement"]}


def lines(blocks: Iterable[word.Block]) -> list[str]:
    """Return the words of a letter, a line for each block and each point of a list.

    Examples
    --------
    >>> share.receipts.lines([pages.word_document.Paragraph("Thank you.")])
    ['Thank you.']
    """
    return [
        str(words)
        for block in blocks
        for words in getattr(block, "items", [getattr(block, "words", "")])
    ]


def _runs(text: str) -> list[tuple[str, ...]]:
    """Return every run of so many words in a text."""
    words = review.words(review.unnumbered(str(text)))
    return [tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)]
