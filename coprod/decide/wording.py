"""Check whether a statement is plainly worded: length, negatives, jargon, reading age.

A wording in, hints in plain sentences out; a person decides.
"""

import re

import pandas as pd

from coprod.store import disk
from coprod.store.show import plural

__all__ = ["checks"]

LONGEST, OLDEST = 20, 11  # words in a statement; reading age in years
HINTS = {
    hint: re.compile(pattern.replace("\n", ""), re.DOTALL)
    for hint, pattern in disk.words(__file__, "wording.toml").items()
}


def check_wording(text: str) -> list[str]:
    """Say in plain sentences what may make a statement hard to vote on.

    These are hints: a person decides. An empty list means that nothing was found.
    """
    words = re.findall(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*", text)
    if not words:
        return ["It has no words."]
    age, long = reading_age(text), plural("word", len(words))
    hints = [f"It has {long}; use {LONGEST} or fewer."] * (len(words) > LONGEST)
    hints += [hint for hint, pattern in HINTS.items() if pattern.search(text)]
    old = f"Its reading age is about {age:.0f}; aim for {OLDEST} or less."
    return hints + [old] * (age > OLDEST)


def reading_age(text: str) -> float:
    """Return the age, in years, at which most children can read a text.

    The Flesch-Kincaid grade, 0.39 words per sentence + 11.8 syllables per word - 15.59
    (Kincaid and others 1975, Research Branch Report 8-75), plus 5 years, never below
    5. Syllables are counted by British hyphenation points (pyphen), which miss a few.
    The NHS digital service manual asks for a reading age of 9 to 11.
    """
    import pyphen

    words = re.findall(r"[^\W\d_]+", text)
    if not words:
        return 5.0
    parts = pyphen.Pyphen(lang="en_GB")
    syllables = sum(len(parts.positions(word.lower())) + 1 for word in words)
    sentences = max(1, len(re.findall(r"[.!?]+(?:\s|$)", text)))
    grade = 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59
    return max(5.0, grade + 5)


def checks(statements: pd.DataFrame) -> pd.DataFrame:
    """Return every hint on the wording of statements: statement, hint.

    Examples
    --------
    >>> list(decide.wording.checks(rnd.load("statements")).columns)
    ['statement', 'hint']
    """
    bare = [" ".join(re.findall(r"\w+", str(t).casefold())) for t in statements["text"]]
    same = statements.groupby(bare)["statement"].agg(list)
    rows = []
    for row, words in zip(statements.itertuples(), bare, strict=True):
        others = [code for code in same[words] if code != row.statement]
        hints = [f"It says the same as {code}; keep one of them." for code in others]
        rows += [(row.statement, hint) for hint in check_wording(row.text) + hints]
    return pd.DataFrame(rows, columns=["statement", "hint"])
