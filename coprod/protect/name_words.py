"""Find which words of a label, cell or text are a person's name.

Lists of words lie beside this file, in `words`: each is a text that a team may read.
"""

import re
from functools import cache
from importlib.resources import files

__all__ = ["full_name", "names_in"]

SURNAMES = {"head", "key", "porter", "ward", "young"}
_SHARE = "frequency_dictionary_en_82_765.txt"
_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0eff])"
_WORD = re.compile(rf"{_LETTER}+(?:['’‑-]{_LETTER}+)*")
_FAMILY = re.compile(r"['’]s\s+\w+|s['’]\s+\w+|\bof\b", re.I)


def names_in(label: str) -> list[tuple[str, bool]]:
    """Return the names inside a label, whole first and then each part.

    Parameters
    ----------
    label : str
        What stands in front of someone's words: "Amira Khan", "Dr Pell", "Ruby's mum".

    Returns
    -------
    list of (str, bool)
        Each name, and whether it is the name of somebody in the speaker's family.
        Role words and titles ("Mum", "Nurse 2", "Dr") are not names.

    Examples
    --------
    >>> protect.name_words.names_in("Amira Khan")
    [('Amira Khan', False), ('Amira', False), ('Khan', False)]
    """
    if label.startswith("@"):
        return [(label, False), (label[1:], False)]
    found: dict[str, bool] = {}
    # "Rafi (Dad wrote this)": beside a capital, words in small letters are no names.
    capital = any(w[0].isupper() for w in _WORD.findall(label))
    for piece in re.split(r"\s*(?:[,/&+(]|\band\b|\bwith\b)\s*", label):
        words = [re.sub(r"['’]s?$", "", word) for word in _WORD.findall(piece)]
        kept = [
            word
            for before, word in zip(["", *words], words, strict=False)
            if _like_name(word, before) and not (word.islower() and capital)
        ]
        if len(kept) > 3 and not capital:
            continue  # a sentence, not a name
        halves = [h for w in kept for h in re.split("[‑-]", w) if len(h) > 2]
        family = bool(_FAMILY.search(piece)) and len(kept) < len(words)
        found |= dict.fromkeys([" ".join(kept), *kept, *halves], family)
    return [(name, family) for name, family in found.items() if name]


@cache
def listed_words(name: str) -> frozenset[str]:
    """Return the words of a list, in small letters; a phrase is joined by spaces."""
    lines = (files(__package__) / f"words/{name}.txt").read_text(encoding="utf-8")
    words = (w for line in lines.splitlines() if line[:1] != "#" for w in line.split())
    return frozenset(word.casefold().replace("_", " ") for word in words)


@cache
def dictionary() -> dict[str, int]:
    """Return English words, no names, and how often they are written (SymSpell)."""
    path = files("symspellpy") / _SHARE
    rows = (row.split() for row in path.read_text(encoding="utf-8-sig").splitlines())
    names = listed_words("first-names")
    return {word: int(times) for word, times in rows if word not in names}


def _like_name(word: str, before: str) -> bool:
    """Say whether a word of a label may be a name: no role, title or small word."""
    low = word.casefold()
    if low in SURNAMES and word[0].isupper():
        return bool(before) and _like_name(before, "")  # Helen Ward, not Ward sister
    long = len(word) > 1 or word > "\u2e80"  # one sign is a name in Chinese
    return (
        long and low not in listed_words("roles") and word not in listed_words("small")
    )


def full_name(label: str) -> bool:
    """Return whether a label holds a first name and a surname.

    Examples
    --------
    >>> protect.name_words.full_name("Amira Khan"), protect.name_words.full_name("Mum")
    (True, False)
    """
    return any(" " in name for name, _ in names_in(label))
