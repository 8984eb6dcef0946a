"""Tell what each column of a sheet is: answer, question, name, group, date.

The role is proposed from the heading and the cells, and both must fit: one word of a
heading never says who people are. A person may change it.
"""

import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

import pandas as pd

from coprod.listen.formats import words
from coprod.listen.formats.words import ABOUT, HIDE, PEOPLE, PLAIN, holds, says
from coprod.protect.who_words import GROUPS, group_of, interviews, ticked

Cells = list[str]
Roles = Mapping[tuple[str, int], str]  # by sheet and number of the column from 0


def roles(frame: pd.DataFrame) -> dict[int, str]:
    """Propose what each column is, from its heading and its cells.

    Parameters
    ----------
    frame : pandas.DataFrame
        Text only, headings as column names, any number of rows.

    Returns
    -------
    dict of int to str
        Column number from 0 to answer, question, speaker (whose turn a row is),
        person, group, age_band, setting, area, date, quote, no_quote (whose tick means
        that nobody may quote), grade (which the answer after it explains), name,
        service or place (names to hide), translation (of an answer beside it), dropped
        or other. Only one column says what a row's question, speaker, person, group
        and so on are.
    """
    names = [plain(str(name)) for name in frame.columns]
    whole = [[c.strip() for c in frame.iloc[:, i]] for i in range(len(names))]
    cells = [[c for c in each if c and not holds(c, "empty")] for each in whole]
    found = _single(names, cells, len(frame))
    for i, name in enumerate(names):
        role = found.get(i) or _role(name, cells[i])
        single = role in (*ABOUT, "question") and role != "quote"
        taken = single and role in (r for k, r in found.items() if k != i)
        found[i] = "other" if taken else role
    if len(names) == 1 and cells[0] and not _numbers(cells[0]):
        found[0] = "answer"
    others = [i for i, role in found.items() if role == "other"]
    if "speaker" in found.values() and "answer" not in found.values() and others:
        found[max(others, key=lambda i: sum(map(len, cells[i])))] = "answer"
    _beside(found, names, cells, whole)
    return dict(sorted(found.items()))


def plain(heading: str) -> str:
    """Return a heading in small letters, with spaces for what programs put there."""
    spaced = re.sub(r"(?<=[a-z])(?=ID\b|Id\b)|[_\s]+", " ", heading)
    return " ".join(spaced.split()).lower().replace("’", "'")


def _single(names: list[str], cells: list[Cells], rows: int) -> dict[int, str]:
    """Find whose turn a row is, who people are, and the column of questions."""
    tails = [name.rpartition(" - ")[2] for name in names]
    each = list(enumerate(zip(tails, cells, strict=True)))
    found = {}
    who = next((i for i, column in each if _speaks(*column)), None)
    person = _person(tails, cells, rows)
    asks = next((i for i, column in each if _asks(*column)), None)
    if asks is not None and any(_wordy(*c) for i, c in each if i != asks):
        found[asks] = "question"
    if person is not None:
        found[person] = "person"
    if who is not None:
        found[who] = "speaker"
    return found


def _person(names: list[str], cells: list[Cells], rows: int) -> int | None:
    """Find the column that tells people apart, by heading and cells."""
    for said in PEOPLE.values():
        for i, name in enumerate(names):
            if re.search(said, name) and _apart(name, cells[i], rows):
                return i
    return None


def _apart(name: str, cells: Cells, rows: int) -> bool:
    """Say whether cells can be codes or names of people, and no flags or groups."""
    flags = len(name.split()) > 3 and len(set(cells)) < rows
    ticks = flags and all(ticked(cell) is not None for cell in cells)
    groups = _groups(cells) and not any(map(str.isdigit, "".join(cells)))
    return len(cells) * 2 >= rows and _words(cells) <= 4 and not (ticks or groups)


def _speaks(name: str, cells: Cells) -> bool:
    """Say whether a column names who speaks: they take turns, and one may ask."""
    different = len(set(cells))
    if _words(cells) > 5 or different < 2:
        return False
    if says(name, "speaker"):
        return True
    known = [*PEOPLE.values(), "^(?:from|sender|role)$"]
    called = any(re.search(said, name) for said in known)
    asked, turns = sum(map(interviews, cells)), sum(a != b for a, b in pairwise(cells))
    least = 0.3 if name == "role" else 0.15
    recurs = different < len(cells) and turns * 3 > len(cells)
    return called and recurs and least * len(cells) <= asked < len(cells)


def _asks(name: str, cells: Cells) -> bool:
    """Say whether a column holds the question of each row, and never an answer."""
    if re.match("interviewer|moderator|facilitator|researcher", name):
        return _words(cells) >= 2  # what is asked stands beside what is answered
    named = re.search(r"\bquestion(?: text| asked)?\b(?! ?\d)", name)
    if not named or _words(cells) < 2:
        return False
    different = set(cells)
    asking = sum(holds(cell, "asks") for cell in different)
    recurs = len(different) * 3 <= len(cells) and name.endswith(("question", "text"))
    return asking * 2 > len(different) or recurs


def _role(name: str, cells: Cells) -> str:
    """Propose the role of one column that says neither who speaks nor who asks."""
    is_wordy, open_ = _wordy(name, cells), says(name, "open")
    bare = re.sub(words.HEADINGS["of_things"], "", name)
    kind = next((kind for kind, said in HIDE.items() if re.search(said, bare)), None)
    if kind and _named(bare, cells):
        return kind
    if says(name, "dropped") and _dropped(name, cells):
        return "dropped"
    if says(name, "marked") or (says(name, "id_end") and len(name.split()) <= 4):
        return "other"
    known = [role for role, said in ABOUT.items() if re.search(said, name)]
    if known[:1] == ["quote"]:
        known[0] = "no_quote" if says(name, "refuses") else "quote"
        if (cells and all(ticked(cell) is not None for cell in cells)) or not is_wordy:
            return known[0]
    sure = [role for role in known if _fits(role, name, cells)]
    if sure and not (open_ and is_wordy and _sentences(cells)):
        return sure[0]
    asks = re.match(r"(?:what|how)\b.*\?$|(?:name|list) ", name)
    said = is_wordy or ((open_ or asks) and _varied(name, cells))
    return "answer" if said else "other"


def _fits(role: str, name: str, cells: Cells) -> bool:
    """Say whether cells can be what the heading says of the person."""
    if role == "date":
        dated = sum(bool(words.CELLS["dated"].search(cell)) for cell in cells)
        return dated * 2 >= len(cells)
    clear = role in PLAIN and re.search(PLAIN[role], name.rpartition(" - ")[2])
    if role == "age_band":
        aged = sum(holds(cell, "aged") for cell in cells)
        return bool(clear) and aged * 2 >= len(cells)
    return _labels(cells) and bool(clear or (role == "group" and _groups(cells)))


def _groups(cells: Cells) -> bool:
    """Say whether most cells are short words for groups we know, such as Mum."""
    fits = sum(len(cell.split()) <= 5 and group_of(cell) in GROUPS for cell in cells)
    return fits * 2 > len(cells)


def _labels(cells: Cells) -> bool:
    """Say whether cells name kinds of people or places: no grades, numbers or ticks."""
    graded = sum(holds(c, "graded") or ticked(c) is not None for c in cells)
    ended = sum(cell.endswith((".", "!", "?", ";")) for cell in cells)
    worded = _words(cells) <= 6 and not _numbers(cells) and ended * 3 <= len(cells)
    return worded and graded * 2 <= len(cells)


def _named(name: str, cells: Cells) -> bool:
    """Say whether cells can be names: a few words, no sentences, ticks or options."""
    options = any(len(cell) > 2 and cell.lower() in name for cell in cells)
    if not _labels(cells) or _words(cells) > 5 or options or says(name, "open"):
        return False
    whole = sum(" " in cell and not re.search(r"\b[a-z]\w{3}", cell) for cell in cells)
    return says(name, "by_name") or whole * 2 > len(cells)


def _dropped(name: str, cells: Cells) -> bool:
    """Say whether a column holds ways to reach or find a person."""
    reach = sum(bool(words.CELLS["contact"].search(cell)) for cell in cells)
    return len(name.split()) <= 6 or (bool(cells) and reach * 2 > len(cells))


def _beside(
    found: dict[int, str], names: list[str], cells: list[Cells], whole: list[Cells]
) -> None:
    """Tell what belongs to an answer beside it: its grade, or its translation."""
    answers = [i for i, role in sorted(found.items()) if role == "answer"]
    for before, i in zip([-1, *answers], answers, strict=False):
        between = [k for k in range(before + 1, i) if found[k] == "other"]
        tied = [k for k in between if _grades(names[k], cells[k])]
        why = re.match(words.HEADINGS["explains"], names[i])
        why = why if tied[-1:] == [i - 1] else None
        beside = why and (len(tied) == 1 or "comment" not in why[0])
        first = before < 0 and len(answers) < 3 and len(tied) == 1
        if beside or (first and re.search(words.HEADINGS["rated"], names[tied[0]])):
            found[tied[-1]] = "grade"
    for one, other in pairwise(answers):
        pairs = ((one, other), (other, one))
        again = [b for a, b in pairs if _translates(names[a], names[b])]
        both = sum(bool(a and b) for a, b in zip(whole[one], whole[other], strict=True))
        if again and both >= 0.8 * sum(map(bool, whole[again[0]])):
            found[again[0]] = "translation"


def _translates(of: str, name: str) -> bool:
    """Say whether a heading asks the same in English as the one beside it."""
    said = words.HEADINGS["translated"]
    behind = re.compile(rf"{said}|[\[(][^\])]*[\])]$")
    first, second = (behind.sub("", each).strip() for each in (of, name))
    same = second == first or (not second and not re.search(said, of))
    return same and bool(re.search(said, name))


def _words(cells: Cells) -> float:
    """Return the mean number of words."""
    return sum(len(cell.split()) for cell in cells) / max(len(cells), 1)


def _share(cells: Cells) -> float:
    """Return the share of cells that are different from each other."""
    return len(set(cells)) / max(len(cells), 1)


def _sentences(cells: Cells) -> bool:
    """Say whether most cells end as sentences do; what is ticked seldom does."""
    ended = sum(cell.endswith((".", "!", "?")) for cell in cells)
    return ended * 2 > len(cells) and _words(cells) >= 5


def _numbers(cells: Cells) -> bool:
    """Say whether cells are numbers, dates or codes: three in ten signs are digits."""
    signs = "".join("".join(cell.split()) for cell in cells)
    digits = sum(sign.isdigit() for sign in signs)
    return bool(signs) and digits >= 0.3 * len(signs)


def _grades(name: str, cells: Cells) -> bool:
    """Say whether a column holds a few grades: 1 to 5, 0 to 10, very good, yes."""
    few = bool(cells) and len(set(cells)) <= 11 and not says(name, "id_end")
    return few and all(re.fullmatch(r"\d\d?", c) or holds(c, "graded") for c in cells)


def _wordy(name: str, cells: Cells) -> bool:
    """Say whether the cells are free text, whatever the heading says."""
    if _numbers(cells) or all(holds(cell, "graded") for cell in cells):
        return False
    varied = 0.2 if says(name, "open") else 0.5
    if varied < 0.5 and _sentences(cells):
        return True  # many people may say the same
    [(most, times)] = Counter(cells).most_common(1)
    if times * 4 > len(cells) > 3:  # an option, or a program's word for blank
        cells = [cell for cell in cells if cell != most]
    return _words(cells) >= 3 and (_share(cells) >= varied or len(set(cells)) > 200)


def _varied(name: str, cells: Cells) -> bool:
    """Say whether short cells can be free text: open heading, no grades or numbers."""
    if not cells:
        return not says(name, "closed")
    grades = all(holds(cell, "graded") for cell in cells) and len(cells) > 1
    numbers = all(re.fullmatch(r"[-+]?\d+(?:[.,]\d+)?%?", cell) for cell in cells)
    closed = says(name, "closed") or grades or numbers
    return not closed and _share(cells) >= 0.5


def letters(number: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    before, last = divmod(number - 1, 26)
    return (letters(before) if before else "") + chr(65 + last)
