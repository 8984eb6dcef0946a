"""Tell what each column of a results file is from its heading and cells.

Item codes (Q01) lead the way. Survey tools put them in front of the wording, in
brackets, or after underscores; nobody has to map anything by hand.
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from coprod.decide.survey.questions import DONT_KNOW, SCALE
from coprod.protect.who_words import ticked as ticked_

SAID: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("headings.toml").read_text(encoding="utf-8")
)
LISTS = {name: words.split() for name, words in SAID["lists"].items()}
IS = {name: re.compile(found, re.I) for name, found in SAID["columns"].items()}
SCORES = {label.lower(): score for score, label in enumerate(SCALE, 1)}
SCORES |= {f"{label} important": score for label, score in SCORES.items()}
SCORES |= {"not at all important": 1, "most": 5}


# one cell one answer: score, tick, rank; one cell many items: list (chosen), order
# (ranked); one column for each place: slot; a tick that none was chosen: none
ANSWERS = ("score", "tick", "rank", "list", "order", "slot", "none")


class Role(NamedTuple):
    """What a column is: its kind, its item code, and which place it is for."""

    kind: str  # one of ANSWERS, or personal, group, words, foreign, scale, unused
    code: str = ""
    place: int = 0


class Codes(NamedTuple):
    """The item codes of the statements, by capitals, and what finds them in a text.

    A statement is found by its code or by its wording; `words` are all words of the
    wordings that a code ever had.
    """

    names: dict[str, str]
    pattern: re.Pattern[str]
    words: dict[str, set[str]]


def clean(cell: object) -> str:
    """Return a cell as one line of text, without what spreadsheets leave behind."""
    text = "" if cell is None or cell is pd.NA or cell != cell else str(cell)
    return " ".join(text.replace("_x000D_", " ").replace("\ufeff", "").split())


def cleaned(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table of clean text cells under clean headings."""
    heads = pd.Index([clean(name) for name in frame.columns], dtype=object)
    return frame.map(clean).set_axis(heads, axis="columns")


def below(cells: pd.DataFrame) -> tuple[list[str], pd.DataFrame]:
    """Return what heading rows under the first one say of each column, and the rest.

    Qualtrics has one or two such rows, SurveyMonkey one.
    """
    rows = cells.head(2).to_numpy(dtype=str)
    heads = [
        n
        for n, row in enumerate(rows, 1)
        if any(
            IS["import"].match(cell) or _letters(cell) in {*LISTS["heads"]}
            for cell in row
        )
    ]
    high = max(heads, default=0)
    said = [*rows[0]] if high and not IS["import"].match(rows[0][0]) else []
    return said or [""] * cells.shape[1], cells.iloc[high:]


def headings(cells: pd.DataFrame) -> tuple[list[str], pd.DataFrame]:
    """Return one heading for each column, made of all heading rows, and the answers."""
    said, body = below(cells)
    firsts = pd.Series(cells.columns, dtype=object).replace("", None).ffill().fillna("")
    if not any(said):
        return list(cells.columns), body
    none = {*LISTS["heads"]} - {"responseid"}
    full = [plain(words) and _letters(words) not in none for words in said]
    spread = "" in list(cells.columns)  # SurveyMonkey: the question stands once
    joined = [
        f"{first} {words}" if own and spread else words if own else first
        for first, words, own in zip(firsts, said, full, strict=True)
    ]
    return joined, body


def _letters(text: str) -> str:
    """Return the letters a to z of a text, small."""
    return re.sub(r"[^a-z]", "", text.lower())


def place(heading: str) -> int:
    """Return for which place a column is: 2 for "Second choice" or "[2]"; else 0."""
    nth = IS["place"].search(heading)
    word = (nth[2] or "").lower() if nth else ""
    digits = int(nth[1] or nth[3] or 0) if nth else 0
    return LISTS["ordinals"].index(word) + 1 if word else digits


def whole(cell: str) -> int:
    """Return the place that a cell says: 2 for "2", "2nd" or "second"; else 0."""
    bare = re.sub(r"\.0$", "", cell)
    return place(bare) if re.fullmatch(r"\d+|\d*[a-z]+( choice)?", bare, re.I) else 0


def plain(text: str) -> list[str]:
    """Return the words of a text in small letters, without stops and brackets."""
    return re.findall(r"[^\W_]+", text.casefold())


def bare(text: str) -> str:
    """Return the letters and digits of a text, small."""
    return "".join(plain(text))


def codes_of(
    statements: pd.DataFrame,
    known: Mapping[str, Collection[str]] | None = None,
    bare: bool = False,
) -> Codes:
    """Return the item codes of the statements and the pattern that finds them.

    A statement is also found by a wording it has, or that is `known`; not if `bare`.
    """
    rows = zip(statements["statement"], statements["text"], strict=True)
    past = {} if known is None else dict(known)
    every = {str(c): [clean(text), *past.get(str(c), ())] for c, text in rows}
    names = {code.upper(): code for code in every}
    if not bare:
        names |= {w.upper(): c for c, own in every.items() for w in own if " " in w}
    either = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    edge = rf"(?<![A-Za-z0-9])({either})(?![A-Za-z0-9])"
    words = {code: set(plain(" ".join(own))) for code, own in every.items()}
    return Codes(names, re.compile(edge, re.IGNORECASE), words)


def roles(
    frame: pd.DataFrame, codes: Codes, told: Mapping[str, str] | None = None
) -> list[Role]:
    """Return for each column of a results file (clean text cells) what it is.

    What a person said of a heading (`told`, such as "score Q01") comes first.
    """
    bare = any(IS["alien"].match(heading) for heading in frame.columns)
    coded = [_code(heading, codes, bare) for heading in frame.columns]
    families: dict[str, set[str]] = {}
    for place, heading in enumerate(frame.columns):
        if coded[place]:
            cells = {cell.lower() for cell in frame.iloc[:, place]}
            families.setdefault(_family(heading, codes), set()).update(cells)
    return [
        said_(told[heading])
        if told and told.get(heading)
        else _coded(heading, coded[place], families, codes)
        if coded[place]
        else _uncoded(heading, [c for c in frame.iloc[:, place] if c], codes)
        for place, heading in enumerate(frame.columns)
    ]


def said_(words: str) -> Role:
    """Return the role that a person chose, such as "score Q01" or "slot 2"."""
    kind, _, more = words.partition(" ")
    return Role(kind, place=int(more)) if kind == "slot" else Role(kind, more)


def _code(heading: str, codes: Codes, bare: bool) -> str:
    """Return the item a heading is about; none by a bare code among a tool's own."""
    own = found(heading, codes)
    named = set(plain(heading)) & codes.words[own[0]] if own else set()
    return own[0] if own and (named or not bare) else ""


def _family(heading: str, codes: Codes) -> str:
    """Return what stands before the item code: the same for all of one question."""
    before = codes.pattern.split(heading, maxsplit=1)[0]
    return " ".join(re.findall(r"[a-z]+", before.lower()))


def _coded(
    heading: str, code: str, families: dict[str, set[str]], codes: Codes
) -> Role:
    """Say what a column is that is about one item, by all cells of its question."""
    family = _family(heading, codes)
    cells = {cell for cell in families[family] if not is_blank(cell)}
    importance = IS["importance"].search(family) and not any(
        ticked_(cell) and score(cell) is None for cell in cells
    )
    if IS["order"].search(family) or (
        cells and all(whole(cell) and not cell.isdigit() for cell in cells)
    ):
        return Role("rank", code)
    ticked = 2 * sum(tick(cell, codes) is not None for cell in cells) > len(cells)
    scored = any((score(cell) or 0) > 1 or cell in SCORES for cell in cells)
    if not importance and (IS["tick"].search(family) or (ticked and not scored)):
        return Role("tick", code)
    return Role("scale" if _other_scale(heading, cells) else "score", code)


def _other_scale(heading: str, cells: set[str]) -> bool:
    """Say whether answers were given on a scale that is not the form's own."""
    bad = [cell for cell in cells if score(cell) is None]
    ends = [int(n) for n in re.findall(r"\b[01] ?(?:to|[-–]) ?(\d+)\b", heading)]
    numbered = any(re.match(r"A?-?\d", cell, re.IGNORECASE) for cell in bad)
    return (
        numbered
        or 2 * len(bad) > len(cells)
        or len(bad) > 2
        or any(n != 5 for n in ends)
    )


def _uncoded(heading: str, filled: list[str], codes: Codes) -> Role:
    """Say what a column is whose heading is about no item, the surest sign first."""
    if personal(heading) or 2 * sum(
        map(bool, map(IS["address"].fullmatch, filled))
    ) > len(filled):
        return Role("personal")
    if IS["none"].search(heading) and all(tick(c, codes) is not None for c in filled):
        return Role("none", "NONE")
    if IS["words"].search(heading):
        return Role("words")
    if IS["unknown"].search(heading):
        return Role("foreign")
    sizes = [len(found(cell, codes)) for cell in filled]
    held = [
        n
        for n, cell in zip(sizes, filled, strict=True)
        if n or IS["unknown"].match(cell)
    ]
    if not held or 2 * len(held) < len(filled):
        return Role("group" if IS["who"].search(heading) else "unused")
    if (slot := place(heading)) and max(sizes) <= 1:
        return Role("slot", place=slot)
    whole = min(sizes) == len(codes.words) > 1  # everybody put everything in order
    ordered = (whole and not IS["tick"].search(heading)) or IS["order"].search(heading)
    return Role("order" if ordered else "list")


def personal(heading: str) -> bool:
    """Say whether a column holds what is dropped at the door."""
    bare = _letters(heading)
    ends = ("timestamp", "uuid", "instanceid", "complete")
    return bare in LISTS["personal"] or bare.startswith("redcap") or bare.endswith(ends)


def is_blank(cell: str) -> bool:
    """Return whether a cell gives no answer; "I don't know" gives none."""
    bare = re.sub(r"[’'‘.]", "", cell.lower())
    return bool(IS["blank"].fullmatch(bare)) or cell == DONT_KNOW


def score(cell: str) -> int | None:
    """Return the importance, 1 to 5, that a cell says in digits or words, or None."""
    number = re.match(r"A?([1-5])(?:\.0)?(?:\s*[-–.:)=]\s*\D.*)?$", cell, re.IGNORECASE)
    words = SCORES.get(re.sub(r"[^a-z ]", "", cell.lower()).strip())
    told = int(number[1]) if number else words
    return None if words and told != words else told


def tick(cell: str, codes: Codes) -> bool | None:
    """Return whether a cell is a yes, a no, or neither."""
    return True if codes.pattern.match(cell) else ticked_(cell)


def found(text: str, codes: Codes) -> list[str]:
    """Return the items in a text, in order, each once, whose words fit their code."""
    every = list(codes.pattern.finditer(text))
    ends = [*(match.start() for match in every[1:]), len(text)]
    own = [
        code
        for match, end in zip(every, ends, strict=False)
        if (code := codes.names[match[0].upper()])
        and _fits(text[match.end() : end], codes.words[code])
    ]
    return list(dict.fromkeys(own))


def _fits(after: str, words: set[str]) -> bool:
    """Say whether what stands after a code is its wording, a part of it, or nothing."""
    said = set(plain(re.split(rf";|{IS['unknown'].pattern}", after, flags=re.I)[0])) - {
        *LISTS["generic"]
    }
    said = {word for word in said if not word.isdigit()}
    return 3 * len(said & words) >= min(len(said), len(words)) - 1  # one may be cut off
