"""Find phone numbers, dates, addresses and other identifiers by fixed rules.

Takes a plain text, gives places in it. The rules stand in words/rules.toml, written for
the United Kingdom; another country writes its own. They find what has a form (a phone
number) or stands beside a word that tells (my son ..., ... ward).
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from coprod.protect.name_words import dictionary, listed_words

Span = dict[str, Any]
_ENDINGS = re.compile(r"(?:'s|s|es|ed|d|ing|er|ers|ly|y|n't)$")
# A word written less often, before "ward", says which; one written more often never.
RARE, COMMON = 20_000_000, 100_000_000


@cache
def _compiled() -> list[tuple[str, re.Pattern[str]]]:
    """Return the kind and the pattern of every rule, ready to use."""
    folder = files(__package__) / "words"
    told = tomllib.loads((folder / "rules.toml").read_text(encoding="utf-8"))
    services = (folder / "services.txt").read_text(encoding="utf-8").splitlines()
    known = [f"(?i:{s})" if " " in s else s for s in services if s[0] != "#"]
    parts = told["parts"] | {"SERVICES": "|".join(known)}
    for name in ("houses", "kin", "fronts", "shops", "wards", "also-words"):
        longest = sorted(listed_words(name), key=lambda word: (-len(word), word))
        parts[name.removesuffix("-words").upper()] = "|".join(longest)
    return [
        (kind, re.compile(re.sub(r"%([A-Z]+)%", lambda part: parts[part[1]], rule)))
        for kind, rules in told["rules"].items()
        for rule in rules
    ]


def find(text: str) -> list[Span]:
    """Return every place that a rule finds in a plain text; places may overlap.

    Every number in groups of 3, 3 and 4 counts: a check digit that fails may be a
    misheard NHS number. A date counts if it has a year, or a day and a month.

    Returns
    -------
    list of dict
        start, end (code points), type (as in words/rules.toml) and by, which is "rule".
    """
    return [
        {"start": start, "end": end, "type": kind, "by": "rule"}
        for kind, pattern in _compiled()
        for found in pattern.finditer(text)
        for start, end in [_place(found)]
        if start < end
    ]


def hints(text: str) -> str:
    """Return the words of a text by which somebody may be known though unnamed."""
    listed = sorted(listed_words("hints"), key=lambda words: (-len(words), words))
    found = re.finditer(rf"(?i)\b(?:{'|'.join(listed)})\b", text)
    return ", ".join(dict.fromkeys(each[0].casefold() for each in found))


def _place(found: re.Match[str]) -> tuple[int, int]:
    """Return where what was found is to be hidden; nowhere if it points at nobody."""
    named = found.groupdict()
    if "what" in named:
        start, end = found.span("what")
        words = re.finditer(r"\S+", named["what"])
        own = [word.start() for word in words if _says_which(word[0])]
        return (start + own[0], end) if own else (end, end)
    start, end = found.span("who" if "who" in named else "x" if "x" in named else 0)
    points = "who" not in named or may_name(named["who"].split()[-1])
    return start, end if points else start


def may_name(word: str) -> bool:
    """Say whether a word beside one such as "my son" may be a name."""
    low = bare(word)
    if low in listed_words("not-names") | listed_words("roles") | listed_words("small"):
        return False
    if low in listed_words("also-words") | listed_words("names-in-dictionary"):
        return word[0].isupper() or low not in listed_words("too-common")
    return _written(word) < (COMMON if word[0].isupper() else 1)


def _written(word: str) -> int:
    """Return how often a word is written; 0 if it stands in no dictionary."""
    return dictionary().get(bare(word), 0)


def _says_which(word: str) -> bool:
    """Say whether a word before "ward" or "school" says which one, not which kind."""
    low = word.casefold()
    general = low in listed_words("places-in-general") | listed_words("not-names")
    general |= low in listed_words("roles") | listed_words("small")
    return not general and _written(word) < (COMMON if word[0].isupper() else RARE)


def no_name(word: str) -> bool:
    """Say whether a word is a role, a small word, "don't", or of cancer care."""
    low, care = bare(word), _no_names()
    short = word.casefold().replace("’", "'").endswith("n't")
    days = low.removesuffix("s") in care if low.endswith("days") else False
    return short or days or len(low) < 2 or bool({low, word.casefold()} & care)


@cache
def _no_names() -> frozenset[str]:
    """Return roles, small words, and words of cancer care."""
    lists = ("not-names", "roles", "small")
    return frozenset[str]().union(*map(listed_words, lists))


def bare(word: str) -> str:
    """Return a word in small letters, without the ending of "Priya's" or "didn't"."""
    return re.sub(
        r"(?:n't|'(?:s|d|ll|ve|re|m)?)$", "", word.casefold().replace("’", "'")
    )


def known(word: str) -> bool:
    """Say whether a word, or the word it is made of, stands in the dictionary."""
    words, low = dictionary(), word.casefold().replace("’", "'")
    parts = [part for part in re.split("[-']", bare(low)) if len(part) > 1]
    if all(part in words or part in listed_words("not-names") for part in parts):
        return True
    stem = _ENDINGS.sub("", low)
    return word.islower() and len(stem) > 3 and (stem in words or f"{stem}e" in words)
