"""Tell what each column of a results file is from its heading and cells.

Item codes (Q01) lead the way. Survey tools put them in front of the wording, in
brackets, or after underscores; nobody has to map anything by hand.
"""

import html
import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from coprod.decide.survey.questions import DONT_KNOW, SCALE
from coprod.protect.who_words import ticked as ticked_
from coprod.store import disk
from coprod.store.show import plural

TOLD = disk.words(__file__, "words.toml")
SIGNS = {
    name: re.compile(pattern.replace("\n", ""), re.IGNORECASE)
    for name, pattern in TOLD["signs"].items()
}
PERSONAL, NOTED, GENERIC, ORDINALS = (words.split() for words in TOLD["lists"].values())
HEADS = {"responseid", "response", "openendedresponse"}  # of a second heading row
NTH = re.compile(
    rf"\b(?:([1-9]\d?)(?:st|nd|rd|th)|({'|'.join(ORDINALS)}))\b"
    r"|(?:\[(?:\D*\s)?|_|^|\b(?:rank|choice|place|preference)\W?)([1-9]\d?)\]?$",
    re.IGNORECASE,
)
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


def those(
    found: Mapping[str, Sequence[int]], noun: str, place: str = "", most: int = 10
) -> list[str]:
    """Say what is so of which rows or columns, where there are any, by their numbers.

    No more than the first `most` are named.
    """
    lines = []
    for why, at in found.items():
        named = f"{plural(noun, len(at), count=False)} {', '.join(map(str, at[:most]))}"
        more = f" and {len(at) - most} more" * (len(at) > most)
        lines += [f"{place}{named}{more}: {why}."] * bool(len(at))
    return lines


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
    bare = few or any(map(SIGNS["alien"].match, frame.columns))
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
    families: dict[str, set[str]] = {}
    rated: list[tuple[str, pd.Series, set[str]]] = []
    for heading, own in (
        (str(h), own) for h, own in frame.items() if h and told.get(h)
    ):
        kind, _, more = told[heading].partition(" ")
        what = ("", int(more)) if kind == "slot" else (more, 0)
        found[heading] = Role(kind, *what, by_hand=True)
        if kind in ("score", "tick"):
            cells = families.setdefault(parted(heading)[0] or heading, set())
            cells.update(cell for cell in own if not is_blank(cell))
            rated.append((heading, own, cells))
    scales = told.get("", "").splitlines()
    for heading, own, cells in rated:
        role = found[heading]
        fits = [sum(graded(c, scale) is not None for c in cells) for scale in scales]
        yes = {c for c in own if c and ticked_(c) is not False}
        if 2 * max(fits, default=0) > len(cells):
            found[heading] = role._replace(scale=scales[fits.index(max(fits))])
        elif role.kind == "tick" and len(yes) == 1:
            found[heading] = role._replace(scale=yes.pop())
        elif role.kind == "score" and _other_scale(heading, cells):
            found[heading] = Role("scale", role.code)
    return found


def parted(heading: str) -> tuple[str, str]:
    """Return the question and the item of a heading; no question if it is one."""
    heading = SIGNS["number"].sub("", heading)
    found = SIGNS["item"].fullmatch(heading)
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
    asked = SIGNS["importance"].search(before) or SIGNS["tick"].search(before)
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
    importance = SIGNS["importance"].search(family) and not any(
        ticked_(cell) and score(cell) is None for cell in cells
    )
    if SIGNS["order"].search(family) or (
        cells and all(whole(cell) and not cell.isdigit() for cell in cells)
    ):
        return Role("rank", code)
    ticked = 2 * sum(tick(cell, codes) is not None for cell in cells) > len(cells)
    scored = any((score(cell) or 0) > 1 or cell in SCORES for cell in cells)
    if not importance and (SIGNS["tick"].search(family) or (ticked and not scored)):
        return Role("tick", code)
    return Role("scale" if _other_scale(heading, cells) else "score", code)


def _other_scale(heading: str, cells: set[str]) -> bool:
    """Say whether answers were given on a scale that is not the form's own."""
    bad = [cell for cell in cells if score(cell) is None]
    ends = {int(n) for n in re.findall(r"\b[01] ?(?:to|[-–]) ?(\d+)\b", heading)}
    numbered = any(re.match(r"A?-?\d", cell, re.IGNORECASE) for cell in bad)
    return numbered or len(bad) > min(2, len(cells) / 2) or bool(ends - {5})


def _uncoded(heading: str, filled: list[str], codes: Codes) -> Role:
    """Say what a column is whose heading is about no item, the surest sign first."""
    signs = {name for name, pattern in SIGNS.items() if pattern.search(heading)}
    addresses = [cell for cell in filled if SIGNS["address"].fullmatch(cell)]
    if personal(heading) or 2 * len(addresses) > len(filled):
        return Role("personal")
    if "none" in signs and all(tick(c, codes) is not None for c in filled):
        return Role("none", "NONE")
    if {"words", "code"} & signs:
        return Role("words" if "words" in signs else "foreign")
    sizes = [len(found(cell, codes)) for cell in filled]
    coded = [cell for cell in filled if SIGNS["code"].match(cell) or found(cell, codes)]
    if not coded or 2 * len(coded) < len(filled):
        return Role("group" if "who" in signs else "unused")
    if (slot := place(heading)) and max(sizes) <= 1:
        return Role("slot", place=slot)
    whole = min(sizes) == len(codes.words) > 1  # everybody put everything in order
    ordered = "order" in signs or (whole and "tick" not in signs)
    return Role("order" if ordered else "list")


def personal(heading: str) -> bool:
    """Say whether a column holds what is dropped at the door."""
    bare = _letters(SIGNS["number"].sub("", heading))
    return bare in PERSONAL or bare.startswith("redcap") or bare.endswith((*NOTED,))


def is_blank(cell: str) -> bool:
    """Return whether a cell gives no answer; "I don't know" gives none."""
    bare = re.sub(r"[’'‘.]", "", cell.lower())
    return bool(SIGNS["blank"].fullmatch(bare)) or cell == DONT_KNOW


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
    own: dict[str, None] = {}
    for match, end in zip(every, ends, strict=False):
        code, after = codes.names[key(match[1])], text[match.end() : end]
        if match[1].upper() != code.upper() or _fits(after, codes.words[code]):
            own[code] = None
    return list(own)


def _fits(after: str, words: set[str]) -> bool:
    """Say whether what stands after a code is its wording, a part of it, or nothing."""
    own = re.split(rf";|{SIGNS['code'].pattern}", after, flags=re.IGNORECASE)[0]
    said = {word for word in plain(own) if word not in GENERIC and not word.isdigit()}
    return 3 * len(said & words) >= min(len(said), len(words)) - 1  # one may be cut off
