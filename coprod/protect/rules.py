"""Find phone numbers, dates, addresses and other identifiers by fixed rules.

Takes a plain text, gives places in it. The rules stand in words/rules.toml, written for
the United Kingdom; another country writes its own. They find what has a form (a phone
number) or stands beside a word that tells (my son ..., ... ward).

Words that stand in no dictionary, or have a capital in mid-sentence, are found too: a
capital that no sentence gave a strange word, or one that is also a name, makes it a
name; of all others a person says what they are. Typing errors are among them; what
children's cancer care speaks of is not.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from coprod.protect.name_words import dictionary, listed_words

Span = dict[str, Any]
WORDS = files(__package__) / "words"
_ENDINGS = re.compile(r"(?:'s|s|es|ed|d|ing|er|ers|ly|y|n't)$")
# A word written less often, before "ward", says which; one written more often never.
RARE, COMMON = 20_000_000, 100_000_000


@cache
def told() -> dict[str, Any]:
    """Return what stands in words/rules.toml."""
    return tomllib.loads((WORDS / "rules.toml").read_text(encoding="utf-8"))


@cache
def _compiled() -> list[tuple[str, re.Pattern[str]]]:
    """Return the kind and the pattern of every rule, ready to use."""
    services = (WORDS / "services.txt").read_text(encoding="utf-8").splitlines()
    known = [f"(?i:{s})" if " " in s else s for s in services if s[0] != "#"]
    parts = told()["parts"] | {"SERVICES": "|".join(known)}
    for name in ("houses", "kin", "fronts", "shops", "wards", "also-words"):
        longest = sorted(listed_words(name), key=lambda word: (-len(word), word))
        parts[name.removesuffix("-words").upper()] = "|".join(longest)
    return [
        (kind, re.compile(re.sub(r"%([A-Z]+)%", lambda part: parts[part[1]], rule)))
        for kind, rules in told()["rules"].items()
        for rule in rules
    ]


WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_STARTS, _DOES, _ACTS, _SEASON, _CAPITAL, _WHERE = (
    re.compile(told()["beside"][name])
    for name in ("starts", "does", "acts", "season", "capital", "where")
)


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
    if low in _no_names():
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
    general = low in listed_words("places-in-general") | _no_names()
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


def find_odd(text: str) -> list[Span]:
    """Return every word that somebody should look at, in a plain text."""
    words = list(WORD.finditer(text))
    strange = [not known(word[0]) for word in words]
    english = len(words) < 6 or sum(strange) < 0.4 * len(words)
    made = list[Span]()
    for word, odd in zip(words, strange, strict=True):
        small = word[0].islower()
        if no_name(word[0]) or (small and not (odd and english)):
            continue
        if odd or _capital(text, word):
            place = bool(_WHERE.search(text[: word.start()]))
            kind = "PLACE" if place and word[0].istitle() else "PERSON"
            kind = "SERVICE" if word[0].isupper() and len(word[0]) > 1 else kind
            end = word.start() + len(re.sub(r"['’]s$", "", word[0]))
            by = "model" if english and _named(text, word, odd) else "queue"
            made.append({"start": word.start(), "end": end, "type": kind, "by": by})
    return made


def _named(text: str, word: re.Match[str], odd: bool) -> bool:
    """Say whether a word with a capital is a name, so that nobody need be asked."""
    before, said = text[: word.start()], word[0]
    if not (said.istitle() or "'" in said or "-" in said) or not said[0].isupper():
        return False
    if odd:
        return not _STARTS.search(before) or bool(_DOES.match(text, word.end()))
    if bare(said) not in listed_words("also-words"):
        return False
    if _STARTS.search(before):
        return bool(_ACTS.match(text, word.end()))
    alone = not re.match(r"\s[A-Z]", text[word.end() :])
    return alone and not (_SEASON.search(before) or _CAPITAL.search(before))


def _capital(text: str, word: re.Match[str]) -> bool:
    """Say whether a known word has a capital that no sentence gave it."""
    before, said = text[: word.start()], word[0]
    if not _STARTS.search(before):
        return not said.isupper() or len(said) < 4 or bare(said) not in dictionary()
    also = bare(said) in listed_words("also-words")
    return also and bool(_DOES.match(text, word.end()))
