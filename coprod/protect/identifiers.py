"""Find what points at a person, by list, rule, model and dictionary.

Takes a text, gives places in it. Four finders read the same plain text: the list of
names, fixed rules, a language model, and a look at words that stand in no dictionary.
Together they miss some: a person must still read before sharing.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import pandas as pd

from coprod.protect import name_model, rules
from coprod.protect.name_words import dictionary, listed_words, names_in
from coprod.protect.plain import plain
from coprod.protect.rules import Span
from coprod.store.sealed import Sealed

__all__ = ["find", "listed", "undecided"]

MOST = 60  # words to look at in every 10,000, the most frequent first

Entries = tuple[tuple[str, str, str], ...]
_MONTHS = {"april", "may", "june", "august"}
_INITIAL = re.compile(r"\s[B-HJ-Z]\b(?!['’][a-z]{2})")
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
    >>> protect.identifiers.listed("Nobody is named here.", names)
    []
    """
    return _listed(text, _entries(names))


def find(
    texts: Iterable[str],
    names: pd.DataFrame | None = None,
    never: Iterable[str] = (),
    *,
    queue: bool = True,
    cache: Sealed | None = None,
) -> list[list[Span]]:
    """Find in each text what points at somebody; what one text tells, all others know.

    Parameters
    ----------
    texts : iterable of str
        What people said, comment by comment.
    names : pandas.DataFrame, optional
        Columns name, shown and type, from `people_workbook.names`.
    never : iterable of str
        Words of which the team said that they are not a name.
    queue : bool
        Whether words that nobody knows are given too, for a person to look at.
    cache : Sealed, optional
        Where it is kept, sealed, what the model found in each text.

    Returns
    -------
    list of list of dict
        For each text start, end (code points), type and by (register, rule, model or
        queue), in order; no two overlap.

    Examples
    --------
    >>> [found] = protect.identifiers.find(["Ring Priya on 07700 900461."])
    >>> [(span["type"], span["by"]) for span in found]
    [('PERSON', 'model'), ('PHONE', 'rule')]
    """
    entries = () if names is None else _entries(names)
    no, read = frozenset(word.casefold() for word in never), [plain(t) for t in texts]
    named = name_model.each((text for text, _ in read), cache)
    found = [
        _meaning(text, _pointing(text, model, queue), no)
        for (text, _), model in zip(read, named, strict=True)
    ]
    again = _again([text for text, _ in read], found)
    made = []
    for (text, at), pointing, more in zip(read, found, again, strict=True):
        known = _listed(text, entries) if entries else []
        own = {(span["start"], span["end"] + 1) for span in known}  # Amiras: Amira, s
        both = [*pointing, *more]
        pointing = [s for s in both if (s["start"], s["end"]) not in own]
        asked = [span for span in pointing if span["by"] == "queue"]
        spans = settle([*known, *(s for s in pointing if s not in asked)])
        spans += settle([span for span in asked if not _touches(span, spans)])
        spans.sort(key=lambda span: span["start"])
        made.append([{**span, **_where(span, at)} for span in spans])
    return made


def odd(
    texts: Iterable[str],
    names: pd.DataFrame,
    never: Iterable[str],
    cache: Sealed | None = None,
) -> dict[str, list[str]]:
    """Return the words a person should look at, and the words around each.

    Examples
    --------
    >>> names = protect.people_workbook.names(rnd)
    >>> protect.identifiers.odd(["We met Jaz on the ward."], names, ["jaz"])
    {}
    """
    said, made = list(texts), dict[str, list[str]]()
    for text, spans in zip(said, find(said, names, never, cache=cache), strict=True):
        for span in (span for span in spans if span["by"] == "queue"):
            start, end = span["start"], span["end"]
            near = " ".join(text[max(start - 40, 0) : end + 40].split())
            made.setdefault(text[start:end].casefold(), []).append(near)
    most = sum(len(text.split()) for text in said) * MOST // 10_000 + 1
    return dict(sorted(made.items(), key=lambda one: (-len(one[1]), one[0]))[:most])


def undecided(text: str, never: Iterable[str]) -> list[Span]:
    """Return the words of which somebody must say what they are before they go out.

    Those are words that stand in no dictionary or have a capital in mid-sentence; what
    only the model doubts is asked, and waits for nobody.

    Examples
    --------
    >>> [span] = protect.identifiers.undecided("We told the jazzle.", ["Bo"])
    >>> span["start"], span["end"]
    (12, 18)
    """
    read, at = plain(text)
    no = frozenset(word.casefold() for word in never)
    left = _meaning(read, rules.find_odd(read), no)
    return [{**span, **_where(span, at)} for span in left]


def _where(span: Span, at: list[int]) -> Span:
    """Return where a place of the plain text stands in the text as it came."""
    last = at[span["end"] - 1] + 1
    return {"start": at[span["start"]], "end": max(at[span["end"]], last)}


def _pointing(text: str, model: list[Span], queue: bool) -> list[Span]:
    """Return what points at somebody in a plain text: by rule, model and dictionary."""
    found = [*rules.find(text), *model, *rules.find_odd(text)]
    return [_whole(text, s) for s in found if queue or s["by"] != "queue"]


def _whole(text: str, span: Span) -> Span:
    """Take an initial to the name before it, and "the" to the place after it."""
    the = re.search(r"(?i)\bthe\s$", text[: span["start"]])
    named = span["by"] != "queue" and text[span["start"]].isupper()
    if named and span["type"] in ("PLACE", "SERVICE") and the:
        return {**span, "start": the.start()}
    more = _INITIAL.match(text, span["end"]) if span["type"] == "PERSON" else None
    return {**span, "end": more.end()} if named and more else span


def _meaning(text: str, spans: list[Span], never: frozenset[str]) -> list[Span]:
    """Return the places that may point at somebody; a number always does."""
    phrases = [found.span() for found in _phrases(never).finditer(text)]
    return [
        span
        for span in spans
        if span["type"] not in ("PERSON", "PLACE", "SERVICE")
        or not any(a <= span["start"] and span["end"] <= b for a, b in phrases)
    ]


@lru_cache(maxsize=8)
def _phrases(never: frozenset[str]) -> re.Pattern[str]:
    """Return a pattern of all that is no name though it stands in several words."""
    known = {p for p in listed_words("not-names") if " " in p} | never
    longest = sorted(map(re.escape, known), key=len, reverse=True)
    return re.compile(rf"(?i)(?<!\w)(?:{'|'.join(longest)})(?!\w)")


def _touches(span: Span, others: list[Span]) -> bool:
    """Say whether a place reaches into one of the others."""
    return any(o["start"] < span["end"] and span["start"] < o["end"] for o in others)


def _again(texts: list[str], found: list[list[Span]]) -> list[list[Span]]:
    """Return every other mention of the people found, in all texts."""
    people = {
        name
        for text, spans in zip(texts, found, strict=True)
        for span in spans
        if span["type"] == "PERSON" and span["by"] != "queue"
        for name, _ in names_in(text[span["start"] : span["end"]])
        if len(name) > 2 and dictionary().get(name.casefold(), 0) < rules.RARE
    }
    entries = tuple((name, "", "PERSON") for name in sorted(people))
    made = []
    for text in texts:
        spans = _listed(text, entries) if entries else []
        told = {"type": "PERSON", "by": "model"}
        words = [(span, text[span["start"] : span["end"]]) for span in spans]
        made.append(
            [
                _whole(text, {"start": s["start"], "end": s["end"], **told})
                for s, word in words
                if word[0].isupper() or _bare(word) not in dictionary()
            ]
        )
    return made


def settle(spans: list[Span]) -> list[Span]:
    """Make one place of places that overlap: all of it, named after the longest.

    What the model says gives way to the list of names and the rules, which are surer.

    Examples
    --------
    >>> one = {"start": 0, "end": 5, "type": "PERSON", "by": "rule"}
    >>> two = {"start": 2, "end": 9, "type": "PLACE", "by": "rule"}
    >>> protect.identifiers.settle([one, two])
    [{'start': 0, 'end': 9, 'type': 'PLACE', 'by': 'rule'}]
    """
    made: list[Span] = []
    for span in sorted(spans, key=lambda s: (s["start"], -s["end"], s["by"])):
        size = 0 if span["by"] == "model" else span["end"] - span["start"]
        if not made or span["start"] >= made[-1]["end"]:
            made.append({**span, "size": size})
            continue
        last = made[-1]
        whole = {"start": last["start"], "end": max(last["end"], span["end"])}
        longest = {**span, "size": size} if size > last["size"] else last
        made[-1] = {**longest, **whole}
    return [{k: v for k, v in span.items() if k != "size"} for span in made]


def _entries(names: pd.DataFrame) -> Entries:
    """Return name, shown and type of each row, quick to look up."""
    rows = names[["name", "shown", "type"]].astype(str)
    return tuple(rows.itertuples(index=False, name=None))


def _listed(text: str, entries: Entries) -> list[Span]:
    """Find the names in one text."""
    pattern, rows = _compiled(entries)
    spans, (read, at) = [], plain(text)
    for found in filter(_meant, pattern.finditer(_flat(read))):
        row = rows[_bare(found[0])]
        _, shown, kind = entries[row]
        span = {"start": found.start(), "end": found.end()}
        told = {"type": kind, "by": "register", "shown": shown, "row": row}
        spans.append({**_where(span, at), **told})
    return spans


@lru_cache(maxsize=8)
def _compiled(entries: Entries) -> tuple[re.Pattern[str], dict[str, int]]:
    """Return one pattern for all names, and the row of each."""
    rows: dict[str, int] = {}
    read = [plain(name)[0] for name, _, _ in entries]
    for row, name in enumerate(read):
        if _bare(name):
            rows.setdefault(_bare(name), row)
    ordered = sorted((read[row] for row in rows.values()), key=len, reverse=True)
    # After a short name an s may belong to another word: Thi, this.
    ends = {name: "s?" if len(_bare(name)) > 3 else "" for name in ordered}
    any_name = "|".join(f"{_loose(n)}(?={ends[n]}{_EDGE[1]})" for n in ordered)
    return re.compile(f"{_EDGE[0]}(?:{any_name or '(?!)'})", re.I), rows


def _bare(name: str) -> str:
    """Return a name without case, accents, spaces and signs, to compare it."""
    plain = unicodedata.normalize("NFD", name.casefold().replace("ı", "i"))
    return "".join(c for c in plain if c.isalnum())


def _flat(text: str) -> str:
    """Return a text without accents, each letter where it was."""
    return re.sub(r"[^\x00-\x7f]", _letter, text)


def _letter(sign: re.Match[str]) -> str:
    """Return one letter without its accent; a syllable of Korean stays whole."""
    letter, *accents = list(unicodedata.normalize("NFD", sign[0]))
    return letter if all(map(unicodedata.combining, accents)) else sign[0]


def _loose(name: str) -> str:
    """Return a pattern that finds a name with or without its signs."""
    made = []
    for char in _flat(name.strip()):
        if char in "'’‘ʼ`":
            made.append("['’‘ʼ`]?")
        elif char.isspace() or char == "-":
            made.append(r"[\s-]+" if char.isspace() else r"[\s-]?")
        else:
            made.append("@?" if char == "@" else re.escape(char))
    return "".join(made)


def _meant(found: re.Match[str]) -> bool:
    """Say whether a match is meant as a name: ordinary words need a capital."""
    word = found[0].casefold()
    if word not in listed_words("also-words"):
        return True
    before, after = found.string[: found.start()], found.string[found.end() :]
    dated = re.search(r"\d(?:st|nd|rd|th)?\s$", before) or re.match(r"\s\d", after)
    return found[0][0].isupper() and not (word in _MONTHS and dated)
