"""Read the rows of a sheet: each answer with its question and whose it is.

What stands in no column of answers is set aside with its reason, and counted.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pandas as pd

from coprod.listen.formats import reasons, sheet_headings, web
from coprod.listen.formats.sheet_columns import letters
from coprod.listen.formats.utterances import NUMBER, Tally, Utterance
from coprod.listen.formats.words import ABOUT, HIDE, WORDS, holds
from coprod.protect.who_words import ticked, yes_or_no

KEPT = (*ABOUT, "person")
QUOTES = ("quote", "quote_ticked", "no_quote")  # what a yes or a tick there means
REASONS = WORDS["roles"]
ROLES = ("answer", *REASONS)
UNCLEAR = "answers about being quoted that are neither yes nor no"
ASK = "nothing of theirs is quoted until you say in 01, Files, what a tick there means"
EXCEL = "marks left by Excel"
UNSAID = "words of a program for no answer, such as NA and #N/A"
ALONE = "times, tags and faults such as #REF! alone"
MARKS = re.compile(WORDS["signs"]["excel"])


class Headed(NamedTuple):
    """One table with its headings found: all cells, those in use, those below them.

    `told` is the same as `body`, with each value in all rows that its cell spans.
    """

    grid: pd.DataFrame
    used: pd.DataFrame
    names: list[str]
    body: pd.DataFrame
    told: pd.DataFrame
    roles: dict[int, str]


def answers(made: Headed, aside: Tally, where: str) -> Iterator[Utterance]:
    """Return each answer that has words, row by row; count what is set aside.

    The first one also brings the names that stand in columns of names.
    """
    asked, hide = sheet_headings.questions(made.names), _to_hide(made)
    places = [letters(int(number)) for number in made.body.columns]
    wordy = [i for i, r in made.roles.items() if r == "answer" and _wordy(made.body, i)]
    blank = unsaid(made)
    rows = zip(made.body.index, made.body.to_numpy(), _rows(made), strict=True)
    for number, cells, (row, about) in rows:
        grade = ("", "")
        for i, role in made.roles.items():
            at = (f"row {number}{where}", f"column {places[i]}{where}")
            cell = cells[i].strip()
            if role != "answer":
                aside.put(REASONS[role], len(cells[i]), at)
                grade = (asked[i], cell) if role == "grade" and cell else grade
                continue
            if why := _no_words(cell, blank) if i in wordy else "":
                aside.put(why, len(cells[i]), at)
            elif words := _words(cells[i], aside, at):
                named = places[i]
                place = f"cell {named}{number}" if row.row else f"column {named}"
                heading = asked[i] if row.row or len(wordy) > 1 else ""
                asks = _graded(row.question or heading, *grade) or None
                told = json.dumps(about | hide, ensure_ascii=False, sort_keys=True)
                yield Utterance(words, place, row.speaker, asks, row.row, told, at)
                hide = {}
            grade = ("", "")


def _graded(question: str, asked: str, grade: str) -> str:
    """Return a question with the grade that its answer explains, if one was given."""
    name = "" if question.startswith(asked) else f"{asked}: "
    return f"{question} ({name}{grade})" if grade else question


def _rows(made: Headed) -> Iterator[tuple[Utterance, dict[str, str]]]:
    """Return for each row what it says of its words and whose they are.

    In a talk it is a turn: one without a speaker goes on with the one before.
    """
    column = {role: i for i, role in made.roles.items()}
    person, who = column.get("person"), column.get("speaker")
    several = who is not None and _again(made, person, who)
    speaker = None
    for key, cells in zip(_keys(made, person), made.told.to_numpy(), strict=True):
        about = {r: cells[column[r]].strip() for r in KEPT if r in column}
        about["quote"] = _quote([(r, cells[i]) for i, r in made.roles.items()])
        question = cells[column["question"]].strip() if "question" in column else ""
        if who is not None and (named := cells[who].strip()):
            speaker = f"{named} {about.get('person', '')}".strip() if several else named
        turn = Utterance("", "", speaker, question, None if speaker else key)
        yield turn, {role: words for role, words in about.items() if words}


def _again(made: Headed, person: int | None, who: int) -> bool:
    """Say whether one label, such as Participant, stands for people of several ids."""
    if person is None:
        return False
    ids = made.told.iloc[:, person]
    each = ids.groupby(made.told.iloc[:, who].to_numpy()).nunique()
    return bool(each.max() > 1 and ids.nunique() * 2 <= len(ids))


def _to_hide(made: Headed) -> dict[str, str]:
    """Return the names that stand in columns of names, by kind, a line for each."""
    found: dict[str, str] = {}
    for kind in HIDE:
        columns = [i for i, role in made.roles.items() if role == kind]
        cells = (c.strip() for i in columns for c in made.body.iloc[:, i])
        words = dict.fromkeys(" ".join(c.split()) for c in cells if _a_name(c))
        found |= {f"hide {kind}": "\n".join(words)} if words else {}
    return found


def _a_name(cell: str) -> bool:
    """Say whether a cell of a column of names is one, and no word for nobody."""
    blank = holds(cell, "empty") or re.match(r"(?i)anon|prefer|none|no\b", cell)
    return len(cell) > 1 and not blank


def unsaid(made: Headed) -> set[str]:
    """Return what a program writes where nobody answered: NA in other columns, too."""
    others = [i for i, role in made.roles.items() if role != "answer"]
    told = {cell.strip() for i in others for cell in made.body.iloc[:, i]}
    return {cell for cell in told if holds(cell, "empty")}


def _no_words(cell: str, blank: set[str]) -> str:
    """Say why a cell in a column of answers is nobody's words; or nothing."""
    if NUMBER.fullmatch(cell):
        return reasons.NUMBERS_ALONE
    return UNSAID if cell in blank else ALONE if MARKS.fullmatch(cell) else ""


def _quote(row: Iterable[tuple[str, str]]) -> str:
    """Return what a row says about being quoted: what is no plain yes outweighs one."""
    said = [_meant(role, cell.strip()) for role, cell in row if role in QUOTES]
    return min(filter(None, said), key=lambda each: bool(yes_or_no(each)), default="")


def _meant(role: str, cell: str) -> str:
    """Give yes or no for what one cell about being quoted means, or the cell itself."""
    if role == "no_quote":  # no double negation is ever taken for a yes
        return "no" if ticked(cell) else "not clear" * bool(cell)
    return "yes" if role == "quote_ticked" and ticked(cell) else cell


def unclear(made: Headed, where: str) -> list[str]:
    """Say how many answers about being quoted are neither yes nor no, by column."""
    told = []
    for i, role in made.roles.items():
        cells = made.body.iloc[:, i].str.strip() if role in QUOTES else ()
        meant = [_meant(role, cell) for cell in cells if cell]
        many = sum(yes_or_no(each) is None for each in meant)
        at = f"column {letters(int(made.body.columns[i]))}{where}"
        told += [f"{UNCLEAR}: {many}, in {at}; {ASK}"] if many else []
    return told


def _wordy(body: pd.DataFrame, column: int) -> bool:
    """Say whether most answers of a column are more than a number."""
    cells = [cell for cell in map(str.strip, body.iloc[:, column]) if cell]
    return sum(NUMBER.fullmatch(cell) is not None for cell in cells) * 2 < len(cells)


def _words(cell: str, aside: Tally, at: tuple[str, str]) -> str:
    """Return the words of an answer without Excel's marks and outer white space."""
    typed = cell.replace("_x000D_", "")
    aside.put(EXCEL, len(cell) - len(typed), at)
    plain = web.bare(typed)
    aside.put(reasons.WEB, len(typed) - len(plain), at)
    aside.put(reasons.WHITE, len(plain) - len(plain.strip()), at)
    return plain.strip()


def _keys(made: Headed, person: int | None) -> Iterator[str]:
    """Make a key for each row, of its person or its cells, never of its place."""
    whole = list(map("\x1f".join, made.body.to_numpy()))
    if person is not None:
        named = made.told.iloc[:, person].str.strip()
        whole = [name or cells for name, cells in zip(named, whole, strict=True)]
    raw = (each.encode("utf-8", "surrogatepass") for each in whole)
    return numbered(hashlib.sha256(each).hexdigest()[:10] for each in raw)


def numbered(keys: Iterable[str]) -> Iterator[str]:
    """Return keys; one that stands there again with a number behind it."""
    times: Counter[str] = Counter()
    for key in keys:
        times[key] += 1
        yield key if times[key] == 1 else f"{key}-{times[key]}"
