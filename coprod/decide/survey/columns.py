"""Tell what each column of a results file is from its heading and cells.

Item codes (Q01) lead the way. Survey tools put them in front of the wording, in
brackets, or after underscores; nobody has to map anything by hand.
"""

import re
from typing import NamedTuple

import pandas as pd

from coprod.decide.survey.questions import DONT_KNOW, SCALE
from coprod.protect.who_words import ticked as ticked_

PERSONAL = set(
    "id email emailaddress name fullname yourname username timestamp starttime "
    "completiontime lastmodifiedtime responseid submitdate lastpage startlanguage "
    "seed startdate datestamp ipaddr ipaddress refurl token recordid language sheet "
    "respondent totalpoints quizfeedback redcapsurveyidentifier".split()
)
WHO = re.compile(
    r"who are you|who you are|describes? you|\b(?:group|role|i am)\b|^who$",
    re.IGNORECASE,
)
WORDS = re.compile(r"missing|(?:any|some)thing else|comment|own words", re.IGNORECASE)
ORDER = re.compile(r"\b(?:rank|order|drag|sort)", re.IGNORECASE)
TICK = re.compile(r"\b(?:top|choose|chosen|tick|pick|select)", re.IGNORECASE)
IMPORTANCE = re.compile(r"\bimp(?:\b|ortan)", re.IGNORECASE)
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
NTH = re.compile(
    rf"\b(?:([1-9]\d?)(?:st|nd|rd|th)|({'|'.join(ORDINALS)}))\b"
    r"|(?:\[(?:\D*\s)?|_|^|\b(?:rank|choice|place|preference)\W?)([1-9]\d?)\]?$",
    re.IGNORECASE,
)
UNKNOWN = re.compile(r"(?<![A-Za-z0-9])Q\d{2,3}[a-z]?(?![A-Za-z0-9])", re.IGNORECASE)
BLANK = {"", "-", "n/a", "na", "dont know", "i dont know", "not sure", "unsure", "idk"}
IMPORT = re.compile(r"\{[\"']ImportId")
SCORES = {label.lower(): score for score, label in enumerate(SCALE, 1)}
SCORES |= {f"{label} important": score for label, score in SCORES.items()}
SCORES |= {"not at all important": 1, "most": 5}


# one cell one answer: score, tick, rank; one cell many items: list (chosen), order
# (ranked); one column for each place: slot
ANSWERS = ("score", "tick", "rank", "list", "order", "slot")


class Role(NamedTuple):
    """What a column is: its kind, its item code, and which place it is for."""

    kind: str  # one of ANSWERS, or personal, group, words, foreign, unused
    code: str = ""
    place: int = 0


class Codes(NamedTuple):
    """The item codes of the statements, by capitals, and what finds them in a text."""

    names: dict[str, str]
    pattern: re.Pattern[str]


def clean(cell: object) -> str:
    """Return a cell as one line of text, without what spreadsheets leave behind."""
    text = "" if cell is None or cell is pd.NA or cell != cell else str(cell)
    return " ".join(text.replace("_x000D_", " ").replace("\ufeff", "").split())


def cleaned(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table of clean text cells under clean headings."""
    heads = pd.Index([clean(name) for name in frame.columns], dtype=object)
    return frame.map(clean).set_axis(heads, axis="columns")


def below(cells: pd.DataFrame) -> tuple[list[str], pd.DataFrame]:
    """Return what heading rows under the first one say of each column, and the rest."""
    rows = cells.head(3).to_numpy(dtype=str)
    last = [n for n, row in enumerate(rows) if any(map(IMPORT.match, row))]
    high = last[0] + 1 if last else 0
    said = [" ".join(column[: high - 1]) for column in rows[:high].T]
    return said if high else [""] * cells.shape[1], cells.iloc[high:]


def place(heading: str) -> int:
    """Return for which place a column is: 2 for "Second choice" or "[2]"; else 0."""
    nth = NTH.search(heading)
    word = (nth[2] or "").lower() if nth else ""
    digits = int(nth[1] or nth[3] or 0) if nth else 0
    return ORDINALS.index(word) + 1 if word else digits


def whole(cell: str) -> int:
    """Return the place that a cell says: 2 for "2", "2nd" or "second"; else 0."""
    bare = re.sub(r"\.0$", "", cell)
    return place(bare) if re.fullmatch(r"\d+|\d*[a-z]+( choice)?", bare, re.I) else 0


def plain(text: str) -> list[str]:
    """Return the words of a text in small letters, without stops and brackets."""
    return re.findall(r"[^\W_]+", text.casefold())


def codes_of(statements: pd.DataFrame) -> Codes:
    """Return the item codes of the statements and the pattern that finds them."""
    names = {str(code).upper(): str(code) for code in statements["statement"]}
    either = "|".join(map(re.escape, names))
    edge = rf"(?<![A-Za-z0-9])({either})(?![A-Za-z0-9])"
    return Codes(names, re.compile(edge, re.IGNORECASE))


def roles(frame: pd.DataFrame, codes: Codes) -> list[Role]:
    """Return for each column of a results file (clean text cells) what it is."""
    families: dict[str, set[str]] = {}
    for place, heading in enumerate(frame.columns):
        if codes.pattern.search(heading):
            cells = {cell.lower() for cell in frame.iloc[:, place]}
            families.setdefault(_family(heading, codes), set()).update(cells)
    return [
        _coded(heading, codes, families)
        if codes.pattern.search(heading)
        else _uncoded(heading, [c for c in frame.iloc[:, place] if c], codes)
        for place, heading in enumerate(frame.columns)
    ]


def _family(heading: str, codes: Codes) -> str:
    """Return what stands before the item code: the same for all of one question."""
    before = codes.pattern.split(heading, maxsplit=1)[0]
    return " ".join(re.findall(r"[a-z]+", before.lower()))


def _coded(heading: str, codes: Codes, families: dict[str, set[str]]) -> Role:
    """Say what a column is that has an item code in its heading."""
    family = _family(heading, codes)
    cells = families[family] - {""}
    code = found(heading, codes)[0]
    if IMPORTANCE.search(family) and not any(map(_only_ticked, cells)):
        return Role("score", code)
    if ORDER.search(family):
        return Role("rank", code)
    ticked = any(tick(cell, codes) is not None for cell in cells)
    scored = any((score(cell) or 0) > 1 or cell in SCORES for cell in cells)
    return Role(
        "tick" if TICK.search(family) or (ticked and not scored) else "score", code
    )


def _uncoded(heading: str, filled: list[str], codes: Codes) -> Role:
    """Say what a column is whose heading has no item code, the surest sign first."""
    plain = re.sub(r"[^a-z]", "", heading.lower())
    if plain in PERSONAL or plain.endswith("timestamp"):
        return Role("personal")
    if WORDS.search(heading):
        return Role("words")
    if UNKNOWN.search(heading):
        return Role("foreign")
    held = [cell for cell in filled if codes.pattern.match(cell) or UNKNOWN.match(cell)]
    if not held or 2 * len(held) < len(filled):
        return Role("group" if WHO.search(heading) else "unused")
    sizes = [len(found(cell, codes)) for cell in filled]
    if (slot := place(heading)) and max(sizes) <= 1:
        return Role("slot", place=slot)
    whole = min(sizes) == len(codes.names) > 1  # everybody put everything in order
    return Role(
        "order"
        if (whole and not TICK.search(heading)) or ORDER.search(heading)
        else "list"
    )


def is_blank(cell: str) -> bool:
    """Return whether a cell gives no answer; "I don't know" gives none."""
    return re.sub(r"[’'‘.]", "", cell.lower()) in BLANK or cell == DONT_KNOW


def score(cell: str) -> int | None:
    """Return the importance, 1 to 5, that a cell says in digits or words, or None."""
    number = re.match(r"A?([1-5])(?:\.0)?(?:\s*[-–.:)=]\s*\D.*)?$", cell, re.IGNORECASE)
    words = re.sub(r"[^a-z ]", "", cell.lower()).strip()
    return int(number[1]) if number else SCORES.get(words)


def tick(cell: str, codes: Codes) -> bool | None:
    """Return whether a cell is a yes, a no, or neither."""
    return True if codes.pattern.match(cell) else ticked_(cell)


def _only_ticked(cell: str) -> bool:
    """Say whether a cell is a yes that is no number."""
    return bool(ticked_(cell)) and score(cell) is None


def found(text: str, codes: Codes) -> list[str]:
    """Return the item codes in a text, in order, each once."""
    every = [codes.names[code.upper()] for code in codes.pattern.findall(text)]
    return list(dict.fromkeys(every))
