"""What people typed on pages: where it is mended, and small numbers.

Takes what is written on screens and a finished page or paper; gives the places where a
name stands, and each small number of people that nobody has said may stay.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from coprod.check import check_back
from coprod.decide import actions, statements
from coprod.listen import people
from coprod.protect import identifiers, people_workbook
from coprod.protect.who_words import GROUPS
from coprod.share import gate, leaks, who_took_part
from coprod.store import journal
from coprod.store.rounds import Round
from coprod.write import codebook, findings, quotes

KIND = "small-numbers"
_FEW = "[1-9]|two|three|four|five|six|seven|eight|nine"
_WHO = f"(?:{'|'.join(GROUPS.values())})[a-z]*"
_COUNTS = re.compile(
    rf"(?<![\w.,/-])(?:(?:{_FEW}) (?:[a-z]+ ){{0,2}}{_WHO}|[1-9] (?:people|persons?)\b)"
    rf"|{_WHO}[^\w\n]{{1,3}}(?:{_FEW})(?!\w)|\bone (?:was|is) an? {_WHO}",
    re.I,
)
ANSWER = ["said", "did", "because", "owner"]


def places(rnd: Round, names: pd.DataFrame) -> list[tuple[str, str]]:
    """Return where a registered name was typed: the screen, and the words there."""
    return [at for at in written(rnd) if identifiers.listed(at[1], names)]


def undecided(rnd: Round) -> Iterator[tuple[str, str, str]]:
    """Return each word that goes out though nobody has said whether it is a name.

    Yields
    ------
    str, str, str
        Where it stands, for a terminal; the words around it, to look for on a page;
        the word, for the researcher's own screen.
    """
    never, said = people_workbook.never(rnd), list(rnd.load("comments")["comment"])
    quoted = quotes.quoted(rnd, said).items()
    sources = [
        (f"the quote of comment {said.index(c) + 1}", q.words) for c, q in quoted
    ]
    sources += [(f"what was typed on {at}", words) for at, words in written(rnd)]
    for source, words in sources:
        for span in identifiers.undecided(words, never):
            start, end = span["start"], span["end"]
            yield f"{source}, characters {start + 1} to {end}", words, words[start:end]


def waiting(rnd: Round, pages: Iterable[Path]) -> list[str]:
    """Return a reason for each place in pages where such a word stands."""
    made = {path.name: _lines(path) for path in pages}
    return [
        f"a word that may be a name stands in {page}, in {where}: say what it is on "
        "the screen Names or Name to hide of notebook 02, and run 02 again"
        for where, words, _ in undecided(rnd)
        for page, text in made.items()
        if words.strip() and _flat(words) in text
    ]


def _lines(path: Path) -> str:
    """Return the words that can be read in a page or paper, with single spaces."""
    return _flat(" ".join(leaks.lines(part) for part in gate.texts(path)))


def _flat(words: str) -> str:
    """Return words with single spaces between them."""
    return " ".join(words.split())


def written(rnd: Round) -> Iterator[tuple[str, str]]:
    """Return what was typed for pages, each with the screen on which it is mended."""
    who = "TakePart of notebook 01"
    parts = [
        ("Findings of notebook 05, {finding}", findings.findings(rnd), ["text"]),
        ("Statements of notebook 08, {statement}", statements.table(rnd), ["text"]),
        ("Answers of notebook 11, {statement}", actions.table(rnd), ANSWER),
        ("Gather of notebook 05", codebook.table(rnd), ["name"]),
        (who, people.table(rnd, "partners"), ["role", "did"]),
        (who, people.table(rnd, "ways"), ["way", "offered", "note"]),
    ]
    for screen, made, columns in parts:
        for row in made.fillna("").astype(str).to_dict("records"):
            yield from ((screen.format(**row), row[column]) for column in columns)


def counts(rnd: Round, path: Path) -> list[str]:
    """Return a question for each small number of people in a finished page or paper.

    Quotes, who agreed, who worked on it and who was hoped for are no counts of those
    who were heard; neither is what somebody said may stay.
    """
    parts = gate.texts(path)
    text = "\n".join(leaks.lines(part) for part in parts)
    said = rnd.load("comments")["comment"]
    known = [quote.words for quote in quotes.quoted(rnd, said).values()]
    known += [check_back.agreement_line(rnd), who_took_part.hoped(rnd)]
    known += [words for at, words in written(rnd) if at.startswith("TakePart")]
    known += journal.state(rnd, KIND, ["words"])["words"].tolist()
    for words in sorted(known, key=len, reverse=True):
        if " " in words:  # a word alone may stand in others
            text = text.replace(_flat(words), " ")
    found = dict.fromkeys(one[0] for one in _COUNTS.finditer(text))
    return [
        f"“{words}” in {path.name} may be a count of those heard: say it in words, or "
        "write on the screen Share at the end of its notebook why it may stay"
        for words in found
    ]


def allow(rnd: Round, words: str, why: str) -> str:
    """Record that a small number may stand on a page, and why; give the id."""
    return journal.record(rnd, KIND).add({"words": words, "why": why})
