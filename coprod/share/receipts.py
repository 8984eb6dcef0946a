"""The receipt: to each person who wished to hear back, where their words went.

One letter for one person (.html and .docx) in the private folder, never in share. A
named person releases each, after asking; a draft says NOT FOR SHARING.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from coprod.check import ledger
from coprod.decide import actions, chain, votes
from coprod.pages import html_page
from coprod.pages.paper import Paper
from coprod.pages.word_document import (
    Block,
    Bullets,
    Heading,
    Note,
    Paragraph,
    Quote,
    write_docx,
)
from coprod.protect import care, people_workbook, review, who_words, withdrawal
from coprod.share import gate
from coprod.store import disk, journal
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import day, listed, nth, plural
from coprod.write import codebook, codebook_reads, findings

__all__ = ["Desk", "TO", "lines"]

KIND = "receipts"  # the journal, and the folder
TITLE = "What you told us, and what came of it"
TO = ("the person who said it", "their parent or carer", "who speaks for them")
YOUNG = ("under 4", "4 to 7", "8 to 12")  # whose parents may have their words
RUN = 5  # so many words in a row are told to be somebody's own
ENDS = {
    "duplicate": "You said the same in another place: it counts once.",
    "no content": "Noted. It was too short to be about something.",
    "out of scope": "Noted. It is about something that this work cannot change.",
    "not yet read": "Noted. Nobody has read it yet: it waits for a reader.",
}
ASIDE = "Noted and read. It is not yet in a theme."


@dataclass(frozen=True)
class Desk:
    """All that the letters of a round are made from, read once.

    Examples
    --------
    >>> share.receipts.Desk(rnd).line
    'Nobody has said that they wish to hear back: notebook 01 is where to write it.'
    """

    rnd: Round

    @cached_property
    def comments(self) -> pd.DataFrame:
        """Every comment with its end and the reason."""
        ends = ledger.of_round(self.rnd)[["comment", "status", "detail"]]
        ends = ends.fillna({"detail": ""})
        return self.rnd.load("comments").merge(ends, on="comment", how="left")

    @cached_property
    def wishes(self) -> dict[str, dict[str, str]]:
        """What the record says of each person who wishes to hear back.

        A no anywhere outweighs a yes, and who took words back hears no more.
        """
        said: dict[str, list[dict[str, str]]] = {}
        for row in people_workbook.read(self.rnd)["people"].to_dict("records"):
            own = re.fullmatch(r"\(row (.+)\)", row["label"])
            sheet = f"{row['source']}r{own[1]}" if own else row["source"]
            said.setdefault(row["person"] or sheet, []).append(row)
        gone = withdrawal.withdrawn(self.rnd)
        left = set(gone.loc[gone["scope"] != "quotes", "person"])
        found = {}
        for person in dict.fromkeys(self.comments["person"]):
            rows = said.get(person) or said.get(person.partition("r")[0], [])
            uses = ["hear back", "take part"]
            cells = [
                who_words.yes_or_no(row[u]) for row in rows for u in uses if row[u]
            ]
            wish = any(who_words.yes_or_no(row["hear back"]) for row in rows)
            if wish and all(cells) and person not in left:
                found[person] = rows[0]
        return found

    @cached_property
    def names(self) -> pd.DataFrame:
        """The names to hide."""
        return people_workbook.names(self.rnd)

    @cached_property
    def agreed(self) -> set[tuple[str, ...]]:
        """The runs of words that may stand in any letter."""
        told = [*self.words.values(), *self.outcomes.values()]
        return {run for words in told for run in _runs(words)}

    @cached_property
    def links(self) -> dict[str, pd.DataFrame]:
        """The ways of each comment to its answer."""
        links = chain.of_round(self.rnd).dropna(subset=["comment"])
        return {str(comment): own for comment, own in links.groupby("comment")}

    @cached_property
    def words(self) -> dict[str, str]:
        """What the team and everyone agreed to say, by code: told in any letter."""
        themes = codebook_reads.names(codebook.table(self.rnd))
        found = findings.findings(self.rnd)
        asked = votes.asked(self.rnd)
        return (
            themes
            | dict(zip(found["finding"], found["text"], strict=True))
            | dict(zip(asked["statement"], asked["text"], strict=True))
        )

    @cached_property
    def outcomes(self) -> dict[str, str]:
        """What came of each statement: its place, and the answer if there is one."""
        ranked = self.rnd.load("priorities") if self.rnd.has("priorities") else None
        made = {} if ranked is None else dict(ranked[["statement", "place"]].to_numpy())
        asked = votes.asked(self.rnd)
        keep = asked.loc[asked["direction"] == "keep", "statement"]
        told = {code: ["This is good and should stay."] for code in keep}
        for code, place in made.items():
            told.setdefault(code, []).append(f"It came {nth(place)} of {len(made)}.")
        for row in actions.table(self.rnd).fillna("").itertuples():
            who = f"{row.owner}, {day(row.due)}" if row.due else row.owner
            answer = f"{actions.SAYS[row.status]}: {row.did} ({who})"
            told.setdefault(row.statement, []).append(
                f"{answer} Because: {row.because}"
            )
        none = ["There is no answer yet."]
        return {code: " ".join(told.get(code, none)) for code in asked["statement"]}

    @cached_property
    def whose(self) -> dict[tuple[str, ...], set[str]]:
        """Who said each run of words."""
        made: dict[tuple[str, ...], set[str]] = {}
        for person, text in self.comments[["person", "text"]].itertuples(index=False):
            for run in _runs(text):
                made.setdefault(run, set()).add(person)
        return made

    @property
    def line(self) -> str:
        """How many wish to hear back, and how many letters went out."""
        if not self.wishes:
            return (
                "Nobody has said that they wish to hear back: notebook 01 is where to "
                "write it."
            )
        went = len(set(self.released["person"]) & set(self.wishes))
        wish = plural("person wishes", len(self.wishes), "people wish")
        return f"{wish} to hear back: {plural('letter', went)} released."

    @property
    def released(self) -> pd.DataFrame:
        """Which letters went out: person, to, on and who released it."""
        return journal.state(self.rnd, KIND, ["person", "to", "on", "comment"])

    def blocks(self, person: str) -> list[Block]:
        """Return the words of a letter: each comment and where it went, then what came.

        Raises
        ------
        ValueError
            If words that only somebody else said would stand in it.
        """
        blocks: list[Block] = [
            Paragraph(
                f"{self.rnd.title}. Thank you for what you told us. These are your "
                "words; [ ] stands where a name was. The codes are explained below."
            )
        ]
        named = set[str]()
        for row in self.comments[self.comments["person"] == person].itertuples():
            went, codes = self._went(row.comment, str(row.status), row.detail)
            named |= codes
            blocks += [Quote(review.unnumbered(str(row.text))), Paragraph(went)]
        came = self.outcomes
        told = {code: f"{code}: {self.words[code]}" for code in sorted(named)}
        parts = {
            "What we found": [told[c] for c in told if c not in came],
            "What everyone was asked": [
                f"{told[c]} {came[c]}" for c in told if c in came
            ],
        }
        for title, points in parts.items():
            blocks += [Heading(title), Bullets(points)] if points else []
        if contact := self.rnd.settings.get("contact", ""):
            blocks.append(Paragraph(f"Is something not right? Tell us: {contact}"))
        self._check_alone(person, blocks)
        return blocks

    def _went(self, comment: str, end: str, why: str) -> tuple[str, set[str]]:
        """Say where one comment went, and give the codes that the letter explains."""
        if end != "in a theme":
            reason = f" The reason: {why}." if why and end == "out of scope" else ""
            return f"{ENDS.get(end, ASIDE)}{reason}", set()
        own, known = self.links[comment], set(self.words)
        kinds = ("theme", "finding", "statement")
        codes = {kind: sorted({*own[kind].dropna()} & known) for kind in kinds}
        names = {**codes, "theme": [self.words[theme] for theme in codes["theme"]]}
        parts = [
            f"{plural(kind, len(some), count=False)} {listed(some)}"
            for kind, some in names.items()
            if some
        ]
        parts += [] if codes["statement"] else ["the survey did not ask about it"]
        told = {*codes["finding"], *codes["statement"]}
        return f"Where it went: {'; '.join(parts)}.", told

    def _check_alone(self, person: str, blocks: Iterable[Block]) -> None:
        """Refuse a letter with words in a row that only somebody else said."""
        for run in {run for text in lines(blocks) for run in _runs(text)} - self.agreed:
            if person not in self.whose.get(run, {person}):
                raise Problem(
                    f"receipt of {person}: words that only somebody else said stand in "
                    "it, most likely in the reason why a comment is out of scope. Say "
                    "that reason in other words in notebook 03, then make it again."
                )

    def draft(self, person: str) -> Path:
        """Write a letter to look at, stamped, apart from those that were released."""
        stamp = self.rnd.stamp
        return self._write([Note(stamp), *self.blocks(person)], person, "drafts", stamp)

    @cached_property
    def waits(self) -> set[str]:
        """The comments of same-day care that nobody has looked at."""
        return set(care.left(self.rnd, self.comments)["comment"])

    def in_the_way(self, person: str) -> list[str]:
        """Return what must be done before a letter may go out."""
        own = self.comments.loc[self.comments["person"] == person, "comment"]
        n = int(own.isin(self.waits).sum())
        return [
            f"{plural('comment', n)} still to be looked at in 02, same-day care"
        ] * (n > 0)

    def release(self, person: str, to: str, *, alive: bool, said_so: bool) -> Path:
        """Write one letter to go out, and record who released it for whom.

        Raises
        ------
        ValueError
            If the person did not wish it, something stands in the way, nobody asked
            whether all are alive, or it would go to others without a word of theirs.
        """
        by, on = self.rnd.decider, journal.now()[:10]
        if person not in self.wishes:
            raise Problem(
                f"receipt: {person} has not said that they wish to hear back."
            )
        wrong = [*self.in_the_way(person)]
        wrong += [] if alive else ["nobody has asked today whether all are alive"]
        wrong += [] if to in TO else ["choose to whom it goes"]
        young = self.wishes[person]["age band"] in YOUNG
        if to != TO[0] and not said_so and not young:
            wrong.append("they have not said that it may go to somebody else")
        if wrong:
            raise Problem(
                f"receipt of {person}: {listed(wrong)}. Then release it again."
            )
        path = self._write(self.blocks(person), person, on)
        own = self.comments.loc[self.comments["person"] == person, "comment"]
        values = {"person": person, "to": to, "on": on, "comment": " ".join(own)}
        journal.record(self.rnd, KIND).add(values)
        self.rnd.log(f"a receipt was released by {by}")
        return path

    def _write(
        self, blocks: list[Block], person: str, folder: str, stamp: str = ""
    ) -> Path:
        """Write a letter as a page and in Word; one that goes out passes the gate."""
        parts = [f"# {TITLE}", Paper(tuple(blocks))._repr_html_()]
        page = html_page.page(html_page.book(parts), stamp=stamp, about=self.rnd.title)
        if not stamp and (reasons := gate.check_page(page, self.names)):
            raise Problem(
                f"receipt: {listed(reasons)}. Mend it, then release it again."
            )
        path = self.rnd.private / KIND / folder / f"{person}.html"
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        disk.write(path, page.encode(), mode=0o600)
        write_docx(path.with_suffix(".docx"), TITLE, blocks).chmod(0o600)
        return path


def lines(blocks: Iterable[Block]) -> list[str]:
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
