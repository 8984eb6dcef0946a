"""Tell what each column of a sheet is: answer, question, name, group, date.

The role is proposed from the heading and the cells; a person may change it. Headings
may stand in two rows, under a title, or say "Comments" again and again.
"""

import re
from collections import Counter
from collections.abc import Mapping

import pandas as pd

from coprod.protect.who_words import ticked

Roles = Mapping[tuple[str, int], str]  # by sheet and number of the column from 0
ID_END = re.compile(r"(?:^|[ _.-])(?:id|no|number|ref)$")
NAME = (
    r"^(?:what is )?(?:your |full |first |last |given |family )*name\??$|^surname$"
    r"|^(?:child|parent|participant|respondent|person|patient)(?:'?s)? name$"
)
PEOPLE = (  # the first that fits tells people apart
    r"\b(?:respondent|participant|person|patient|author|voter|user|respon[sc]e|reponse)"
    r"[ _-]?(?:id|no|number|code|ref)",
    r"^(?:user ?name|handle|who|who (?:said|wrote|posted).*)\??$",
    r"^(?:id|ref|reference|unique id|participant|respondent|person)$",
    NAME,
)
DROPPED = (
    r"\be-?mail|\bip[ _]?address|\baddress\b|latitude|longitude|\bphone|mobile"
    r"|telephone|post ?code|date of birth|\bdob\b|nhs (?:no|number)"
)
ABOUT = {
    "quote": r"\bquot|publish|(?:use|share) your (?:words|answer|comment|response)",
    "age_band": r"\bages?\b|\bage[ _-]?(?:band|group|range)|how old",
    "setting": r"\bsetting\b|hospital|service type|\bward\b|\bclinic|\bsite\b",
    "area": r"\barea\b|region|county|district|\btown\b|do you live|\blocation\b",
    "group": r"\bgroup\b|\brole\b|who are you|responding|respondent[ _-]?type|\bi am\b"
    r"|\bare you an?\b|relationship|stakeholder|describes you",
    "date": r"\bdate|\btime\b|timestamp|submitted|completed|\bwhen\b",
}
# A tick, or a yes, under such a heading means that nobody may quote.
REFUSES = (
    r"\b(?:do|does|must|may|can|should|would|please) ?not\b|n['’]?t\b|\bnever\b"
    r"|\bno quot|\bnot (?:to )?(?:be )?(?:quot|publish)|refus|declin|object"
    r"|\bopt(?:ed|s|ing)?[ -]out"
)
OPEN = (
    r"comment|feedback|suggest|tell us|explain|describe|\bwish|\bwhy\b|\bgood\b|better"
    r"|improve|worse|\bbad\b|best|worst|\blike[ds]?\b|chang|matter|thought|\bviews?\b"
    r"|opinion|anything|\belse\b|\btext\b|\banswers?\b|story|\bsa(?:y|id)\b|\bfeel"
    r"|\bwords?\b|\bmessage|\bideas?\b|\bresponse\b|\bvoice|\bquotes?\b|\bpost\b"
)
CLOSED = (
    r"to what extent|how (?:much|satisfied|likely|often|important|easy|well)"
    r"|do you agree|\bscale\b|\brat(?:e|ing)\b|recommend|\btick\b|\bselect\b|\bchoose\b"
)
GRADE = (
    r"strongly|very|not|quite|fairly|slightly|somewhat|extremely|neither|nor|tend|to|at"
    r"|all|agree|disagree|satisfied|dissatisfied|useful|important|likely|unlikely|poor"
    r"|good|easy|difficult|low|medium|high|yes|no|unsure|neutral|don'?t|know|maybe"
    r"|sometimes|always|never|often|rarely|male|female|prefer|say|applicable|or"
)
GRADED = re.compile(rf"(?i)(?:(?:{GRADE})[\s,/-]*)+")
EXPLAINS = re.compile(  # the heading of an answer to the column before it
    r"(?i)(?:please )?(?:(?:can|could) you )?(?:why\b|explain|(?:tell|say) (?:us )?why"
    r"|(?:the |your |what (?:is|was) the )?(?:main )?reasons?\b)"
)
CODE = re.compile(r"[A-Za-z_.]{1,12} ?\d+(?:[_.]\w+)*|[A-Za-z]+ID|StartDate|EndDate")
ENDING = re.compile(r"(?i)\s+-\s+(?:text|open-ended response|response)\s*$")


def roles(frame: pd.DataFrame) -> dict[int, str]:
    """Propose what each column is, from its heading and its cells.

    Parameters
    ----------
    frame : pandas.DataFrame
        Text only, headings as column names, any number of rows.

    Returns
    -------
    dict of int to str
        Column number from 0 to answer, question, person, group, age_band, setting,
        area, date, quote, no_quote (whose tick means that nobody may quote), grade
        (which the answer after it explains), dropped or other. Only answers, grades,
        what is said about quoting, dropped and other may come more than once.
    """
    names = [str(name) for name in frame.columns]
    cells = {
        i: [c for c in map(str.strip, frame.iloc[:, i]) if c] for i in range(len(names))
    }
    person = _person(names)
    found: dict[int, str] = {}
    for i, name in enumerate(names):
        role = "person" if i == person else _role(name, cells[i])
        single = role in (*ABOUT, "question") and role != "quote"
        taken = single and role in found.values()
        found[i] = "other" if taken else role
    for i, name in enumerate(names[1:]):
        tied = found[i + 1] == "answer" and EXPLAINS.match(name.strip())
        if found[i] == "other" and tied and _grades(names[i], cells[i]):
            found[i] = "grade"
    if len(names) == 1 and cells[0] and not _numbers(cells[0]):
        found[0] = "answer"
    return found


def _person(names: list[str]) -> int | None:
    """Find the column that tells people apart, if there is one."""
    low = list(enumerate(name.strip().lower() for name in names))
    fits = (i for words in PEOPLE for i, name in low if re.search(words, name))
    return next(fits, None)


def _role(name: str, cells: list[str]) -> str:
    """Propose the role of one column that does not tell people apart."""
    low = name.lower().strip()
    wordy, strong = _wordy(low, cells), bool(re.search(OPEN, low))
    if re.search(NAME, low) or (re.search(DROPPED, low) and not (wordy and strong)):
        return "dropped"
    if ID_END.search(low) and len(name.split()) <= 4:
        return "other"
    if "question" in low and _repeats(cells):
        return "question"
    known = next((role for role, words in ABOUT.items() if re.search(words, low)), None)
    if known == "quote":
        known = "no_quote" if re.search(REFUSES, low) else known
        if cells and all(ticked(cell) is not None for cell in cells):
            return known
    if wordy or (strong and _varied(low, cells)):
        return "answer"
    asks = re.match(r"what|how", low) and low.endswith("?") and _varied(low, cells)
    return known or ("answer" if asks else "other")


def _words(cells: list[str]) -> float:
    """Return the mean number of words."""
    return sum(len(cell.split()) for cell in cells) / max(len(cells), 1)


def _share(cells: list[str]) -> float:
    """Return the share of cells that are different from each other."""
    return len(set(cells)) / max(len(cells), 1)


def _sentences(cells: list[str]) -> bool:
    """Say whether most cells end as sentences do; what is ticked seldom does."""
    ended = sum(cell.endswith((".", "!", "?")) for cell in cells)
    return ended * 2 > len(cells) and _words(cells) >= 5


def _numbers(cells: list[str]) -> bool:
    """Say whether cells are numbers, dates or codes: three in ten signs are digits."""
    signs = "".join("".join(cell.split()) for cell in cells)
    digits = sum(sign.isdigit() for sign in signs)
    return bool(signs) and digits >= 0.3 * len(signs)


def _grades(name: str, cells: list[str]) -> bool:
    """Say whether a column holds a few grades: 1 to 5, 0 to 10, very good, yes."""
    few = bool(cells) and len(set(cells)) <= 11 and not ID_END.search(name.lower())
    return few and all(re.fullmatch(r"\d\d?", c) or GRADED.fullmatch(c) for c in cells)


def _repeats(cells: list[str]) -> bool:
    """Say whether a few texts of some words come again and again."""
    return _words(cells) >= 2 and len(set(cells)) <= max(3, len(cells) / 3)


def _wordy(name: str, cells: list[str]) -> bool:
    """Say whether the cells are free text, whatever the heading says."""
    if _numbers(cells) or all(GRADED.fullmatch(cell) for cell in cells):
        return False
    varied = 0.2 if re.search(OPEN, name) else 0.5
    if re.search(OPEN, name) and _sentences(cells):
        return True  # many people may say the same
    return _words(cells) >= 3 and (_share(cells) >= varied or len(set(cells)) > 200)


def _varied(name: str, cells: list[str]) -> bool:
    """Say whether short cells can be free text: open heading, no grades or numbers."""
    if not cells:
        return not re.search(CLOSED, name)
    grades = all(GRADED.fullmatch(cell) for cell in cells) and len(cells) > 1
    numbers = all(re.fullmatch(r"[-+]?\d+(?:[.,]\d+)?%?", cell) for cell in cells)
    closed = re.search(CLOSED, name) or grades or numbers
    return not closed and _share(cells) >= 0.5


def has_people(grid: pd.DataFrame) -> bool:
    """Return whether a sheet has a column that tells people apart."""
    return _person(headings(grid)[0]) is not None


def headings(grid: pd.DataFrame) -> tuple[list[str], int]:
    """Return the heading of each column, and in which row the answers begin.

    Parameters
    ----------
    grid : pandas.DataFrame
        Text cells of one sheet without heading; blank rows and columns left out.

    Returns
    -------
    tuple of (list of str, int)
        One heading a column, and the number of rows that are title or heading.
    """
    rows = [[" ".join(c.split()) for c in row] for row in grid.head(12).to_numpy()]
    top = _top(rows)
    if len(rows[0]) == 1 and not _like_heading(rows[0][0]):
        return [""], 0
    after = rows[top + 1 :]
    coded = next((i for i, row in enumerate(after[:3]) if "ImportId" in row[0]), None)
    if coded is not None:
        first = after[0] if coded else rows[top]
        return [_clean(name) for name in first], top + coded + 2
    if after and _second(rows[top], after):
        return _joined(rows[top], after[0]), top + 2
    return [_clean(name) for name in rows[top]], top + 1


def _top(rows: list[list[str]]) -> int:
    """Find the first row that fills half the columns: what is above is a title."""
    wide = len(rows[0])
    full = (i for i, row in enumerate(rows[:6]) if sum(map(bool, row)) * 2 >= wide)
    return next(full, 0) if wide > 1 else 0


def _like_heading(cell: str) -> bool:
    """Say whether a cell reads like a heading and not like an answer."""
    low = cell.lower()
    tells = (OPEN, NAME, DROPPED, *ABOUT.values(), *PEOPLE)
    short = len(cell.split()) <= 5 and any(re.search(words, low) for words in tells)
    return low.endswith("?") or short or bool(re.search(r"please|tell us", low))


def _second(first: list[str], after: list[list[str]]) -> bool:
    """Say whether the row under the headings belongs to the headings."""
    second = after[0]
    if any(re.fullmatch(r"[\d.,/:@ -]+", cell) for cell in second):
        return False
    if sum(cell.endswith("?") for cell in second) * 2 >= len(second):
        return all(CODE.fullmatch(cell) or not cell for cell in first) or "" in first
    gaps = [below for above, below in zip(first, second, strict=True) if not above]
    again = any(cell and cell in row for row in after[1:] for cell in second)
    return bool(gaps) and all(map(_like_heading, filter(None, gaps))) and not again


def _joined(first: list[str], second: list[str]) -> list[str]:
    """Join a heading over several columns with the heading of each."""
    names, group = [], ""
    for above, below in zip(first, second, strict=True):
        group = above or group
        named = "" if below and CODE.fullmatch(group) else group
        names.append(_clean(" - ".join(filter(None, (named, below)))))
    return names


def _clean(name: str) -> str:
    """Take what survey tools add off a heading: "- Text", or the heading said twice."""
    short = ENDING.sub("", " ".join(name.replace("_x000D_", " ").split()))
    half = short[: (len(short) - 3) // 2]
    return half if half and short == f"{half} - {half}" else short


def questions(names: list[str]) -> list[str]:
    """Return the question of each column; a second "Comments" takes the one before."""
    bare = [re.sub(r"\.\d+$", "", name) for name in names]
    plain = [b if b in names else n for b, n in zip(bare, names, strict=True)]
    times = Counter(plain)
    asked, before = [], ""
    for name in plain:
        repeated = times[name] > 1
        before = before if repeated else name
        asked.append(f"{before} - {name}" if repeated and before else name)
    return asked


def letters(number: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    before, last = divmod(number - 1, 26)
    return (letters(before) if before else "") + chr(65 + last)
