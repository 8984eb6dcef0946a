"""Find phone numbers, dates, addresses and other identifiers by fixed rules.

Takes a text, gives places in it. The rules were written for the United Kingdom; they
find what has a form (a phone number), never what has not (a name nobody listed).
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any

Span = dict[str, Any]
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:\s?(?:st|nd|rd|th))?"
_NTH = (
    r"(?:(?:(?:twenty|thirty)[\s-])?(?:first|second|third|fourth|fifth|sixth|seventh"
    r"|eighth|ninth)|tenth|eleventh|twelfth|\w+teenth|twentieth|thirtieth)"
)
_YEAR = r"(?:(?:19|20)\d\d|['’]\d\d)"
_FIGURE = (
    r"(?:(?:double|triple)\s)?"
    r"(?:zero|nought|oh|one|two|three|four|five|six|seven|eight|nine)"
)
_GAP = r"[\s().-]{0,2}"
_STREET = (
    "Street|St|Road|Rd|Avenue|Ave|Lane|Close|Drive|Way|Court|Crescent|Gardens|Grove"
    "|Place|Terrace|Walk|Hill|Park|Row|Square|Mews|View|Rise|Green"
)
_TITLE = "Dr|Doctor|Mr|Mrs|Ms|Miss|Mx|Prof|Professor"
# Where a rule names a part x, only that part is hidden: "Dr [surname 1]".
RULES = {
    "EMAIL": (
        r"[\w.+'’-]+@[\w-]+(?:\.[\w-]+)+",
        r"\b[\w.+-]+(?:\sdot\s[\w-]+)*\sat\s[\w-]+(?:\sdot\s[a-z]+){1,3}\b",
    ),
    "WEB": (
        r"(?i:https?://|www\.)[^\s<>\"]*[\w/]",
        r"\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|uk)\b(?:/[^\s<>\"]*[\w/])?",
    ),
    "HANDLE": (r"(?<![\w@.])@(?!\d+[ap]m\b)\w+(?:[.-]\w+)*",),
    "PHONE": (
        rf"(?<![\w.])(?:\+|00)\d{{1,3}}{_GAP}(?:\(0\){_GAP})?(?:\d{_GAP}){{7,11}}\d(?!\w)",
        rf"(?<![\w.])\(?0(?:{_GAP}\d){{9,11}}(?!\w)",
    ),
    "NUMBER": (
        r"(?<!\w)\d{3}[\s.-]{0,2}\d{3}[\s.-]{0,2}\d{4}(?!\w)",
        r"(?<![\w£$€.,])(?:\d{6,}|\d{3}[\s-]\d{4})(?![\w,])",
        rf"(?i:\b{_FIGURE}(?:[\s,-]+{_FIGURE}){{5,}}\b)",
    ),
    "HOSPITAL NUMBER": (
        r"\b(?:[A-Za-z]{1,4}\d{5,9}|[A-Z]{1,4}[ -]\d{5,9})\b",
        r"(?i:\b(?:hospital|patient|nhs|case|reference|record|mrn|unit)\s*(?:number|no\.?"
        r"|num|id)?\s*(?:is|was|:|\#)?\s*)(?P<x>[A-Za-z]{0,4}[ -]?\d{4,12})\b",
    ),
    "POSTCODE": (r"(?i:\b[a-z]{1,2}\d[a-z\d]?\s{0,2}\d[abd-hjlnp-uw-z]{2}\b)",),
    "DATE": (
        r"(?<![\w.])\d{1,2}(?P<sign>[/.-])\d{1,2}(?P=sign)(?:\d{4}|\d\d)(?!\w)",
        r"(?<!\w)(?:19|20)\d\d[/.-]\d{1,2}[/.-]\d{1,2}(?!\w)",
        rf"(?i:\b{_DAY}\s(?:of\s)?{_MONTH}\b(?:,?\s{_YEAR})?)",
        rf"(?i:\b{_NTH}\sof\s{_MONTH}\b(?:,?\s{_YEAR})?)",
        rf"(?!may\s)(?i:\b{_MONTH}\s(?:the\s)?{_DAY}\b(?:,?\s{_YEAR})?)",
        rf"(?i:\b{_MONTH},?\s(?:of\s)?{_YEAR}(?!\w))",
    ),
    "NI NUMBER": (r"(?i:\b[a-z]{2}[\s-]?(?:\d\d[\s-]?){3}[a-d]\b)",),
    "ADDRESS": (
        r"\b(?:[Ff]lat\s\d+\w?,?\s)?\d{1,4}[A-Za-z]?,?\s(?:[A-Z][\w'’-]*\s){1,3}"
        rf"(?:{_STREET})\b",
        r"(?i:\b\d{1,4}[a-z]?\s(?!(?:min|mile|hour|the|of|a|on|more|people)\w*\s)\w+\s"
        r"(?:street|road|avenue|lane|crescent|terrace|gardens|close)\b)",
    ),
    "NUMBER PLATE": (r"\b[A-Z]{2}\d\d\s?[A-Z]{3}\b", r"(?i:\b[a-z]{2}\d\d[a-z]{3}\b)"),
    "PERSON": (
        rf"\b(?:{_TITLE})\.?\s(?P<x>[A-Z][\w'’-]*(?:\s[A-Z][\w'’-]+)?)",
        r"(?i:\bmrs?\.?\s)(?P<x>\w[\w'’-]*)",
    ),
}


@lru_cache(maxsize=1)
def _compiled() -> list[tuple[str, re.Pattern[str]]]:
    """Return the kind and the pattern of every rule, ready to use."""
    return [(kind, re.compile(p)) for kind, patterns in RULES.items() for p in patterns]


def _plain(text: str) -> tuple[str, list[int]]:
    """Return a text as the rules are written, and where each of its signs stood.

    Every dash is one, a wide letter is a letter, and what nobody sees is left out:
    "943–476–5919" and "943(soft hyphen)476..." are the number they look like.
    """
    made, at = list[str](), list[int]()
    for place, sign in enumerate(text):
        kind, seen = unicodedata.category(sign), unicodedata.normalize("NFKC", sign)
        seen = "-" if kind == "Pd" or sign == "\u2212" else seen
        for letter in "" if kind == "Cf" else seen:
            made.append(letter)
            at.append(place)
    return "".join(made), at


def find(text: str) -> list[Span]:
    """Return every place that a rule finds; places may overlap.

    Every number in groups of 3, 3 and 4 counts: a check digit that fails may be a
    misheard NHS number. A date counts if it has a year, or a day and a month.

    Returns
    -------
    list of dict
        start, end (code points), type (a name in `RULES`) and by, which is "rule".
    """
    plain, at = (text, range(len(text))) if text.isascii() else _plain(text)
    return [
        {"start": at[start], "end": at[end - 1] + 1, "type": kind, "by": "rule"}
        for kind, pattern in _compiled()
        for found in pattern.finditer(plain)
        for start, end in [found.span("x" if "x" in pattern.groupindex else 0)]
    ]


def settle(spans: list[Span]) -> list[Span]:
    """Make one place of places that overlap: all of it, named after the longest."""
    made: list[Span] = []
    for span in sorted(spans, key=lambda s: (s["start"], -s["end"], s["by"])):
        size = span["end"] - span["start"]
        if not made or span["start"] >= made[-1]["end"]:
            made.append({**span, "size": size})
            continue
        last = made[-1]
        whole = {"start": last["start"], "end": max(last["end"], span["end"])}
        longest = {**span, "size": size} if size > last["size"] else last
        made[-1] = {**longest, **whole}
    return [{k: v for k, v in span.items() if k != "size"} for span in made]
