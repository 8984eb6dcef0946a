"""Hide names in comments and put stand-ins such as [Child 3] in their place.

Takes comments with their source words, gives the table "comments" with protected
words and the table "replacements". This is the first form: fixed rules, and the names
in the private workbook. It will miss some: a person must still read before sharing.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache, partial

import pandas as pd

from coprod.protect import identifiers, people_record, people_workbook
from coprod.protect.identifiers import Span
from coprod.store import office, tables
from coprod.store.rounds import Round
from coprod.store.show import plural

__all__ = [
    "listed",
    "protect",
    "shown_span",
    "summary",
    "translate",
    "unnamed",
    "write_list",
]

LIST = "what was replaced.xlsx"
Entries = tuple[tuple[str, str, str], ...]
CALLED = {
    "EMAIL": "e-mail",
    "WEB": "web page",
    "HANDLE": "user name",
    "PERSON": "surname",
}
# Capitalised they count as names, in small letters never: "Will" but not "will".
ORDINARY = set(
    """ace amber an angel april art ash august autumn ball bank bay bear bell berry
    best bill bird bless bliss blue brook brown bush cash chance charity chase
    cherry child church clay cliff comfort cook coral cross dale dawn day dean do
    drew eve faith field fox frank frost gale good grace grant green grey happy
    harmony hazel head heath heather hill holly honey hope hunt ivy jet job joy
    judge june justice key king knight lake lamb lane law little long love lucky
    major mark marsh may melody mercy miles mill my night noble north ocean old
    olive page park pat patience pearl penny pepper porter power precious price
    prince princess queen rain ray read reed rich river rob robin rock rose rusty
    sage sandy scout sharp short silver sky small snow so son song spring star stone
    storm strong sue summer sunny sweet swift temple tiger trip true turner violet
    walker wall ward water way wells west white wild will winter wise wolf wood
    woods young""".split()
)
_MONTHS = {"april", "may", "june", "august"}
_EDGE = r"(?<![^\W\d_])", r"(?![^\W\d_])"


def listed(text: str, names: pd.DataFrame) -> list[Span]:
    """Find the names in the private workbook, longest first, in any case.

    Whole words only, with or without accents, hyphens and apostrophes; "Amiras" and
    "Amira's" count. A name that is also an ordinary word, such as Will or May, counts
    when it begins with a capital, at the start of a sentence too: rather one word
    hidden too many than a name left standing.

    Returns
    -------
    list of dict
        start, end (code points), type, by, shown and row (the row of `names`).

    Examples
    --------
    >>> names = protect.people_workbook.names(rnd)
    >>> protect.pseudonyms.listed("Nobody is named here.", names)
    []
    """
    return _listed(text, _entries(names))


def protect(
    said: pd.DataFrame, names: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Replace names and identifiers in the words and in the questions.

    Parameters
    ----------
    said : pandas.DataFrame
        The columns of the table "comments", the text being the source words.
    names : pandas.DataFrame
        Columns name, shown, type, from `people_workbook.names`.

    Returns
    -------
    comments, replacements : pandas.DataFrame
        The tables of those names. Start and end refer to the source words. The same
        thing is shown the same everywhere, numbered in order of appearance.

    Examples
    --------
    >>> names = protect.people_workbook.names(rnd)
    >>> said = rnd.load("comments").head(1).assign(text="Write to ann@example.org.")
    >>> protect.pseudonyms.protect(said, names)[0]["text"].item()
    'Write to [e-mail 1].'
    """
    numbers: dict[tuple[str, str], str] = {}
    rows, texts, questions, entries = [], [], [], _entries(names)
    columns = said[["comment", "question", "text"]]
    for comment, question, text in columns.itertuples(index=False):
        asked = None if pd.isna(question) else _swap(question, entries, numbers)[0]
        words, spans = _swap(text, entries, numbers)
        questions.append(asked)
        texts.append(words)
        rows += [{"comment": comment, **span} for span in spans]
    asked_of = pd.Series(questions, said.index, dtype="str")
    made = tables.check("comments", said.assign(text=texts, question=asked_of))
    return made, tables.check("replacements", pd.DataFrame(rows))


def translate(start: int, end: int, replacements: pd.DataFrame) -> tuple[int, int]:
    """Return where a stretch of protected words stands in the source words.

    A stretch that cuts through a replacement grows to its edge.

    Parameters
    ----------
    start, end : int
        Code points in the protected words.
    replacements : pandas.DataFrame
        The rows of one comment in the table "replacements".

    Examples
    --------
    >>> row = {"start": 9, "end": 24, "shown": "[e-mail 1]"}
    >>> replaced = rnd.load("replacements").head(1).assign(**row)
    >>> protect.pseudonyms.translate(9, 19, replaced)
    (9, 24)
    """
    return _move(start, end, [(c, d, a, b) for a, b, c, d in _pieces(replacements)])


def shown_span(start: int, end: int, replacements: pd.DataFrame) -> tuple[int, int]:
    """Return where a stretch of source words stands in the protected words.

    Examples
    --------
    >>> row = {"start": 9, "end": 24, "shown": "[e-mail 1]"}
    >>> replaced = rnd.load("replacements").head(1).assign(**row)
    >>> protect.pseudonyms.shown_span(9, 24, replaced)
    (9, 19)
    """
    return _move(start, end, _pieces(replacements))


def summary(replacements: pd.DataFrame) -> pd.DataFrame:
    """Count what was replaced, with no original word in it.

    Returns
    -------
    pandas.DataFrame
        Columns shown, type, by, times and comments; the most frequent first.

    Examples
    --------
    >>> list(protect.pseudonyms.summary(rnd.load("replacements")).columns)
    ['shown', 'type', 'by', 'times', 'comments']
    """
    made = replacements.groupby(["shown", "type", "by"], as_index=False).agg(
        times=("comment", "size"), comments=("comment", "nunique")
    )
    made = made.sort_values(["times", "shown"], ascending=[False, True])
    return made.reset_index(drop=True)


def write_list(rnd: Round, said: pd.DataFrame, replacements: pd.DataFrame) -> str:
    """Write every replacement with its original words into the private folder.

    Parameters
    ----------
    rnd : Round
        The round.
    said : pandas.DataFrame
        The comments with their source words, as `protect` took them.
    replacements : pandas.DataFrame
        The table of that name.

    Returns
    -------
    str
        One sentence for the screen.

    Examples
    --------
    >>> said = rnd.load("comments").head(2)
    >>> protect.pseudonyms.write_list(rnd, said, rnd.load("replacements").head(0))
    'what was replaced.xlsx: 0 replacements listed in your private folder.'
    """
    kept = unnamed(rnd)
    words = dict(zip(said["comment"], said["text"], strict=True))
    columns = ["comment", "start", "end", "shown", "type", "by"]
    rows = [
        [r.comment, kept(words[r.comment][r.start : r.end]), r.shown, r.type, r.by]
        for r in replacements[columns].itertuples()
    ]
    heads = ["comment", "original words", "shown as", "kind", "found by"]
    frame = pd.DataFrame(rows, columns=heads)
    office.write_private(rnd, LIST, {"replaced": frame})
    people_workbook.note(rnd)  # from now on no copy with fewer names will do
    return f"{LIST}: {plural('replacement', len(rows))} listed in your private folder."


def unnamed(rnd: Round) -> Callable[[str], str]:
    """Return what takes the names of those who withdrew out of a text.

    For what is kept for the team with its real words: those names stay nowhere.

    Examples
    --------
    >>> protect.pseudonyms.unnamed(rnd)("Kind to everybody.")
    'Kind to everybody.'
    """
    gone = people_record.withdrawn(rnd)
    rows = gone["people"].to_dict("records")
    return without(people_workbook.hidden(rows, gone["names to hide"]))


def without(names: pd.DataFrame) -> Callable[[str], str]:
    """Return what puts stand-ins for some names into a text, and replaces no more."""
    return partial(_without, _entries(names))


def _without(entries: Entries, text: str) -> str:
    """Return a text with stand-ins for the names in it."""
    for span in reversed(_listed(text, entries) if entries else []):
        text = f"{text[: span['start']]}{span['shown']}{text[span['end'] :]}"
    return text


def _entries(names: pd.DataFrame) -> Entries:
    """Return name, shown and type of each row, quick to look up."""
    rows = names[["name", "shown", "type"]].astype(str)
    return tuple(rows.itertuples(index=False, name=None))


def _listed(text: str, entries: Entries) -> list[Span]:
    """Find the names in one text."""
    pattern, rows = _compiled(entries)
    spans = []
    for found in filter(_meant, pattern.finditer(text)):
        row = rows[_bare(found[0])]
        _, shown, kind = entries[row]
        span = {"start": found.start(), "end": found.end(), "type": kind, "by": "list"}
        spans.append({**span, "shown": shown, "row": row})
    return spans


@lru_cache(maxsize=8)
def _compiled(entries: Entries) -> tuple[re.Pattern[str], dict[str, int]]:
    """Return one pattern for all names, and the row of each."""
    rows: dict[str, int] = {}
    for row, (name, _, _) in enumerate(entries):
        if _bare(name):
            rows.setdefault(_bare(name), row)
    ordered = sorted((entries[row][0] for row in rows.values()), key=len, reverse=True)
    # After a short name an s may belong to another word: Thi, this.
    ends = {name: "s?" if len(_bare(name)) > 3 else "" for name in ordered}
    any_name = "|".join(f"{_loose(n)}(?={ends[n]}{_EDGE[1]})" for n in ordered)
    return re.compile(f"{_EDGE[0]}(?:{any_name or '(?!)'})", re.I), rows


def _bare(name: str) -> str:
    """Return a name without case, accents, spaces and signs, to compare it."""
    plain = unicodedata.normalize("NFD", name.casefold().replace("ı", "i"))
    return "".join(c for c in plain if c.isalnum())


@lru_cache(maxsize=1)
def _accented() -> dict[str, str]:
    """Return for each plain letter all letters that are it with an accent."""
    made: dict[str, str] = {}
    for letter in map(chr, range(0xC0, 0x250)):
        base = unicodedata.normalize("NFD", letter)[0]
        if base != letter and base.islower():
            made[base] = made.get(base, "") + letter
    return made


def _loose(name: str) -> str:
    """Return a pattern that finds a name with or without accents and signs."""
    made = []
    for char in unicodedata.normalize("NFC", name.strip()):
        base = unicodedata.normalize("NFD", char.lower())[0]
        if char in "'’‘ʼ`":
            made.append("['’‘ʼ`]?")
        elif char.isspace() or char in "-‑‐":
            made.append(r"[\s‐‑-]+" if char.isspace() else r"[\s‐‑-]?")
        elif char == "@":
            made.append("@?")
        elif base in _accented():
            made.append(f"[{base}{_accented()[base]}]")
        else:
            made.append(re.escape(char))
    return "".join(made)


def _meant(found: re.Match[str]) -> bool:
    """Say whether a match is meant as a name: ordinary words need a capital."""
    word = found[0].casefold()
    if word not in ORDINARY:
        return True
    before, after = found.string[: found.start()], found.string[found.end() :]
    dated = re.search(r"\d(?:st|nd|rd|th)?\s$", before) or re.match(r"\s\d", after)
    return found[0][0].isupper() and not (word in _MONTHS and dated)


def _swap(
    text: str, entries: Entries, numbers: dict[tuple[str, str], str]
) -> tuple[str, list[Span]]:
    """Return the words with replacements, and the replacements with what is shown."""
    spans = identifiers.settle([*_listed(text, entries), *identifiers.find(text)])
    pieces, at = [], 0
    for span in spans:
        original = text[span["start"] : span["end"]]
        span["shown"] = span.get("shown") or _number(span["type"], original, numbers)
        pieces += [text[at : span["start"]], span["shown"]]
        at = span["end"]
    return "".join([*pieces, text[at:]]), spans


def _number(kind: str, original: str, numbers: dict[tuple[str, str], str]) -> str:
    """Return what is shown for an identifier: the same thing has the same number."""
    signs = r"\s" if kind in ("EMAIL", "WEB", "HANDLE") else r"[\W_]"
    key = (kind, re.sub(signs, "", original.casefold()))
    same = sum(1 for known, _ in numbers if known == kind)
    called = CALLED.get(kind, kind.lower().replace("ni number", "NI number"))
    return numbers.setdefault(key, f"[{called} {same + 1}]")


def _pieces(replacements: pd.DataFrame) -> list[tuple[int, int, int, int]]:
    """Return start and end in the source words and in the protected words of each."""
    made, shift = [], 0
    ordered = replacements[["start", "end", "shown"]].sort_values("start")
    for start, end, shown in ordered.itertuples(index=False):
        at = int(start) + shift
        made.append((int(start), int(end), at, at + len(shown)))
        shift = at + len(shown) - int(end)
    return made


def _move(
    start: int, end: int, pieces: list[tuple[int, int, int, int]]
) -> tuple[int, int]:
    """Move a stretch over replaced pieces; one that is cut is taken whole."""
    new_start, new_end = start, end
    for a, b, c, d in pieces:
        if start > a:
            new_start = c if start < b else start + d - b
        if end > a:
            new_end = d if end < b else end + d - b
    return new_start, new_end
