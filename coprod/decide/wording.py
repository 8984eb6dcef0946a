"""Check whether a statement is plainly worded: length, negatives, jargon, reading age.

A wording in, hints in plain sentences out; a person decides.
"""

import re

import pandas as pd

from coprod.store.show import plural

__all__ = ["checks"]

LONGEST, OLDEST = 20, 11  # words in a statement; reading age in years
NEGATIVE = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|nowhere|neither|nor|cannot|without)\b|n[’']t\b",
    re.IGNORECASE,
)
DOUBLE = re.compile(r"\b(?:and|or|but|as well as)\b|/|&", re.IGNORECASE)
CODE = re.compile(r"\b[A-Z]\d{1,3}[a-z]?\b", re.IGNORECASE)
SHORTENED = re.compile(r"\b(?!NHS\b|TV\b|UK\b)[A-Z][A-Z&]+s?\b|\b(?:e\.g|i\.e|etc)\b")
JARGON = (
    "access provision pathway holistic multidisciplinary stakeholder utilise "
    "facilitate signpost implement proforma efficacy paediatric clinician oncology "
    "tertiary psychosocial engagement coproduction commissioning interface optimise "
    "deliver empower cohort caseload outpatient inpatient comorbidity prognosis adverse"
).split()


def check_wording(text: str) -> list[str]:
    """Say in plain sentences what may make a statement hard to vote on.

    These are hints: a person decides. An empty list means that nothing was found.
    """
    words = re.findall(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*", text)
    if not words:
        return ["It has no words."]
    age = reading_age(text)
    plain = {word.lower().removesuffix("s") for word in words}
    hits = {
        f"It has {plural('word', len(words))}; use {LONGEST} or fewer.": len(words)
        > LONGEST,
        "It may hold two ideas (and, or, but); make it two statements.": (
            DOUBLE.search(text) or len(re.findall(r"[.!?](?:\s|$)", text)) > 1
        ),
        "It says no or not; say it the other way round.": NEGATIVE.search(text),
        "It has a trade word; use one that a child would say.": plain & set(JARGON),
        "It has an abbreviation; write it out.": SHORTENED.search(text),
        "It has a semicolon (;), which survey tools use to part answers.": ";" in text,
        "It holds what looks like an item code; leave codes out.": CODE.search(text),
        "It asks a question; say it as a statement.": "?" in text,
        f"Its reading age is about {age:.0f}; aim for {OLDEST} or less.": age > OLDEST,
    }
    return [sentence for sentence, hit in hits.items() if hit]


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


def _bare(text: str) -> str:
    """Return the words alone, to be compared."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def checks(statements: pd.DataFrame) -> pd.DataFrame:
    """Return every hint on the wording of statements: statement, hint.

    Examples
    --------
    >>> list(decide.wording.checks(rnd.load("statements")).columns)
    ['statement', 'hint']
    """
    same: dict[str, list[str]] = {}
    for row in statements.itertuples():
        same.setdefault(_bare(row.text), []).append(str(row.statement))
    rows = []
    for row in statements.itertuples():
        others = [code for code in same[_bare(row.text)] if code != row.statement]
        hints = [f"It says the same as {code}; keep one of them." for code in others]
        rows += [(row.statement, hint) for hint in check_wording(row.text) + hints]
    return pd.DataFrame(rows, columns=["statement", "hint"])
