"""Tell what each column of a results file is from its heading and cells.

Item codes (Q01) lead the way. Survey tools put them in front of the wording, in
brackets, or after underscores; nobody has to map anything by hand.
"""

import html
import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from coprod.decide.survey.questions import DONT_KNOW, SCALE
from coprod.protect.who_words import ticked as ticked_

TOLD = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
PERSONAL = set(  # headings of what is dropped at the door, without spaces
    Path(__file__).with_name("personal_headings.txt").read_text("ascii").split()
)
NOTED = tuple(  # what a tool notes besides, by the end of its heading
    "timestamp uuid instanceid complete firstclick lastclick pagesubmit "
    "clickcount".split()
)
HEADS = {"responseid", "response", "openendedresponse"}  # of a second heading row
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.\w+|\d{1,3}(?:\.\d{1,3}){3}")  # e-mail, IP
GENERIC = set(
    "how important is are this it each of these to you for your us please rate rank "
    "choose choice place first second third statement question imp top".split()
)
ALIEN = re.compile(r"Q\d(?!\d)", re.IGNORECASE)  # no item code: a tool's own number
WHO = re.compile(
    r"who are you|who you are|describes? you|\b(?:group|role|i am)\b|^who$",
    re.IGNORECASE,
)
WORDS = re.compile(r"missing|(?:any|some)thing else|comment|own words", re.IGNORECASE)
NONE = re.compile(r"(?<![a-z])none(?: of these)?[\])]?$", re.IGNORECASE)
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
BLANK = re.compile(r"|-|-99|n/?a|(?:i )?dont know|not sure|unsure|idk")
ITEM = re.compile(  # [item], (choice=item), ask? - item, ask?/item, a - b, ask_item
    r"(.*)\[([^\[\]]+)\]|(.*)\(choice=(.+)\)"
    r"|(.*?[?:.])(?: ?[-–] |/)(.+)|(.*?) [-–] (.+)|([a-z]+)_([a-z]\w*)",
    re.IGNORECASE,
)
NUMBER = re.compile(r"^\w+(?:\[\w+\])?\.\s+")  # LimeSurvey: code[SQ001]. question
ENDS = re.compile(r"(-?\d+) to (?!\1$)(-?\d+)")
IMPORT = re.compile(r"\{[\"']ImportId")
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
    by_hand: bool = False
    scale: str = ""  # another one than the form's, as somebody wrote it


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
    text = html.unescape(text.replace("_x000D_", " ").replace("\ufeff", ""))
    return " ".join(text.split())


def cleaned(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table of clean text cells under clean headings, without HTML in them.

    Where a title stands alone above them, the headings are the next row with several.
    """
    cells = frame.map(clean)
    heads = [clean(re.sub(r"</?[a-z][^<>]*>", " ", str(n))) for n in frame.columns]
    while len(heads) > 2 and sum(map(bool, heads)) < 2 and len(cells):
        heads, cells = [*cells.iloc[0]], cells.iloc[1:]
    return cells.set_axis(pd.Index(heads, dtype=object), axis="columns")


def below(cells: pd.DataFrame) -> tuple[list[str], pd.DataFrame]:
    """Return what heading rows under the first one say of each column, and the rest.

    Qualtrics has one or two such rows, SurveyMonkey one.
    """
    rows = cells.head(2).to_numpy(dtype=str)
    heads = [
        n
        for n, row in enumerate(rows, 1)
        if any(IMPORT.match(cell) or _letters(cell) in HEADS for cell in row)
    ]
    first, more = cells.head(1).to_numpy(dtype=str).ravel(), cells.iloc[1:]
    items = [c for head, c in zip(cells.columns, first, strict=False) if not head]
    worded = all(re.search(r"[^\W\d]", cell) for cell in first if cell)
    again = ((more == first) & (more != "")).any(axis=None) if len(first) else True
    if len(items) > 1 and all(items) and worded and not again:
        heads.append(1)  # the question stands once above its items
    high = max(heads, default=0)
    said = [*rows[0]] if high and not IMPORT.match(rows[0][0]) else []
    return said or [""] * cells.shape[1], cells.iloc[high:]


def headings(cells: pd.DataFrame) -> tuple[list[str], pd.DataFrame]:
    """Return one heading for each column, made of all heading rows, and the answers."""
    said, body = below(cells)
    firsts = pd.Series(cells.columns, dtype=object).replace("", None).ffill().fillna("")
    if not any(said):
        return list(cells.columns), body
    none = HEADS - {"responseid"}
    full = [plain(words) and _letters(words) not in none for words in said]
    spread = "" in list(cells.columns)  # SurveyMonkey: the question stands once
    joined = [
        f"{first} - {words}" if own and spread else words if own else first
        for first, words, own in zip(firsts, said, full, strict=True)
    ]
    return joined, body


def _letters(text: str) -> str:
    """Return the letters a to z of a text, small."""
    return re.sub(r"[^a-z]", "", text.lower())


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


def key(text: str) -> str:
    """Return a code or wording as it is looked up, with straight apostrophes."""
    return text.upper().replace("’", "'")


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
    whole: bool = False,
) -> Codes:
    """Return the item codes of the statements and the pattern that finds them.

    A statement is also found by a wording it has, or that is `known`; not if `bare`.
    If `whole`, only by such a wording that is all of an answer.
    """
    rows = zip(statements["statement"], statements["text"], strict=True)
    past = {} if known is None else dict(known)
    every = {str(c): [clean(text), *past.get(str(c), ())] for c, text in rows}
    names = {key(code): code for code in every}
    if not bare:
        worded = {key(w): c for c, own in every.items() for w in own}
        names |= {w: c for w, c in worded.items() if whole or " " in w}
    either = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    either = either.replace("'", "['’]") or "(?!)"
    edge = rf"(?<![A-Za-z0-9])({either})(?![A-Za-z0-9])"
    if whole:
        edge = rf"(?:^|(?<=[;,|])) ?({either})(?= ?(?:[;,|]|$))"
    words = {code: set(plain(" ".join(own))) for code, own in every.items()}
    return Codes(names, re.compile(edge, re.IGNORECASE), words)


def roles(
    frame: pd.DataFrame, codes: Codes, told: Mapping[str, str] | None = None
) -> list[Role]:
    """Return for each column of a results file (clean text cells) what it is.

    What a person said of a heading (`told`, such as "score Q01") comes first.
    """
    ours = {code for heading in frame.columns for code in found(heading, codes)}
    few = 2 * len(ours) < len(codes.words)  # somebody else's Q10 and Q11
    bare = few or any(ALIEN.match(heading) for heading in frame.columns)
    coded = [_code(heading, codes, bare) for heading in frame.columns]
    families: dict[str, set[str]] = {}
    for place, heading in enumerate(frame.columns):
        if coded[place]:
            cells = {cell.lower() for cell in frame.iloc[:, place]}
            families.setdefault(_family(heading, codes), set()).update(cells)
    by_hand = by_hand_(frame, told or {})
    return [
        by_hand[heading]
        if heading in by_hand
        else _coded(heading, coded[place], families, codes)
        if coded[place]
        else _uncoded(heading, [c for c in frame.iloc[:, place] if c], codes)
        for place, heading in enumerate(frame.columns)
    ]


def by_hand_(frame: pd.DataFrame, told: Mapping[str, str]) -> dict[str, Role]:
    """Return the roles that a person chose, such as "score Q01" or "slot 2".

    Ratings are read on the scale of theirs that fits all of their question best; `told`
    holds the scales under no heading, one in each line.
    """
    found: dict[str, Role] = {}
    for heading in [h for h in frame.columns if h and told.get(h)]:
        kind, _, more = told[heading].partition(" ")
        own = ("", int(more)) if kind == "slot" else (more, 0)
        found[heading] = Role(kind, *own, by_hand=True)
    rated = [n for n, h in enumerate(frame.columns) if h in found]
    rated = [n for n in rated if found[frame.columns[n]].kind in ("score", "tick")]
    families: dict[str, set[str]] = {}
    for n in rated:
        stem = parted(frame.columns[n])[0] or frame.columns[n]
        families.setdefault(stem, set()).update(frame.iloc[:, n])
    for n in rated:
        heading = frame.columns[n]
        role, stem = found[heading], parted(heading)[0] or heading
        cells = {c for c in families[stem] if not is_blank(c)}
        scales = told.get("", "").splitlines()
        fits = [sum(graded(c, scale) is not None for c in cells) for scale in scales]
        yes = {c for c in frame.iloc[:, n] if c and ticked_(c) is not False}
        if 2 * max(fits, default=0) > len(cells):
            found[heading] = role._replace(scale=scales[fits.index(max(fits))])
        elif role.kind == "tick" and len(yes) == 1:
            found[heading] = role._replace(scale=yes.pop())
        elif role.kind == "score" and _other_scale(heading, cells):
            found[heading] = Role("scale", role.code)
    return found


def parted(heading: str) -> tuple[str, str]:
    """Return the question and the item of a heading; no question if it is one."""
    heading = NUMBER.sub("", heading)
    found = ITEM.fullmatch(heading)
    question, item = [p for p in found.groups() if p] if found else ("", heading)
    return question.strip(), item.removeprefix("Selected Choice - ").strip()


def graded(cell: str, scale: str) -> float | None:
    """Return what an answer is worth from 1 to 5, on a scale from least to most.

    A scale is its answers, parted by semicolons, or its ends, such as 0 to 10.
    """
    steps, said = [plain(step) for step in scale.split(";")], plain(cell)
    ends, number = ENDS.fullmatch(scale.strip()), re.match(r"-?\d+(?:\.\d+)?", cell)
    if ends and number:
        low, high = map(float, ends.groups())
        at = (float(number[0]) - low) / (high - low)
    elif said in steps and len(steps) > 1:
        at = steps.index(said) / (len(steps) - 1)
    else:
        return None
    return round(1 + 4 * at, 3) if 0 <= at <= 1 else None


def _code(heading: str, codes: Codes, bare: bool) -> str:
    """Return the item a heading is about; none by a bare code among a tool's own."""
    own, before = found(heading, codes), _family(heading, codes)
    named = set(plain(heading)) & codes.words[own[0]] if own else set()
    asked = IMPORTANCE.search(before) or TICK.search(before)
    return own[0] if own and (named or asked or not bare) else ""


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
    importance = IMPORTANCE.search(family) and not any(
        ticked_(cell) and score(cell) is None for cell in cells
    )
    if ORDER.search(family) or (
        cells and all(whole(cell) and not cell.isdigit() for cell in cells)
    ):
        return Role("rank", code)
    ticked = 2 * sum(tick(cell, codes) is not None for cell in cells) > len(cells)
    scored = any((score(cell) or 0) > 1 or cell in SCORES for cell in cells)
    if not importance and (TICK.search(family) or (ticked and not scored)):
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
    if personal(heading) or 2 * sum(map(bool, map(ADDRESS.fullmatch, filled))) > len(
        filled
    ):
        return Role("personal")
    if NONE.search(heading) and all(tick(c, codes) is not None for c in filled):
        return Role("none", "NONE")
    if WORDS.search(heading):
        return Role("words")
    if UNKNOWN.search(heading):
        return Role("foreign")
    sizes = [len(found(cell, codes)) for cell in filled]
    held = [
        n for n, cell in zip(sizes, filled, strict=True) if n or UNKNOWN.match(cell)
    ]
    if not held or 2 * len(held) < len(filled):
        return Role("group" if WHO.search(heading) else "unused")
    if (slot := place(heading)) and max(sizes) <= 1:
        return Role("slot", place=slot)
    whole = min(sizes) == len(codes.words) > 1  # everybody put everything in order
    ordered = (whole and not TICK.search(heading)) or ORDER.search(heading)
    return Role("order" if ordered else "list")


def personal(heading: str) -> bool:
    """Say whether a column holds what is dropped at the door."""
    bare = _letters(NUMBER.sub("", heading))
    return bare in PERSONAL or bare.startswith("redcap") or bare.endswith(NOTED)


def is_blank(cell: str) -> bool:
    """Return whether a cell gives no answer; "I don't know" gives none."""
    bare = re.sub(r"[’'‘.]", "", cell.lower())
    return bool(BLANK.fullmatch(bare)) or cell == DONT_KNOW


def score(cell: str, scale: str = "") -> float | None:
    """Return the importance, 1 to 5, that a cell says on its scale, or the form's."""
    if scale:
        return graded(cell, scale)
    number = re.match(r"A?([1-5])(?:\.0)?(?:\s*[-–.:)=]\s*\D.*)?$", cell, re.IGNORECASE)
    words = SCORES.get(re.sub(r"[^a-z ]", "", cell.lower()).strip())
    told = int(number[1]) if number else words
    return None if words and told != words else told


def tick(cell: str, codes: Codes, scale: str = "") -> bool | None:
    """Return whether a cell is a yes, a no, or neither.

    A yes is also the one word of a column, or the upper end of a scale.
    """
    said = True if codes.pattern.match(cell) else ticked_(cell)
    if said is None and scale:
        at = graded(cell, scale)
        return cell == scale if at is None else at > 3
    return said


def found(text: str, codes: Codes) -> list[str]:
    """Return the items in a text, in order, each once, whose words fit their code."""
    every = list(codes.pattern.finditer(text))
    ends = [*(match.start() for match in every[1:]), len(text)]
    own = [
        code
        for match, end in zip(every, ends, strict=False)
        if (code := codes.names[key(match[1])])
        and (
            match[1].upper() != code.upper()
            or _fits(text[match.end() : end], codes.words[code])
        )
    ]
    return list(dict.fromkeys(own))


def _fits(after: str, words: set[str]) -> bool:
    """Say whether what stands after a code is its wording, a part of it, or nothing."""
    said = set(plain(re.split(rf";|{UNKNOWN.pattern}", after, flags=re.I)[0])) - GENERIC
    said = {word for word in said if not word.isdigit()}
    return 3 * len(said & words) >= min(len(said), len(words)) - 1  # one may be cut off
