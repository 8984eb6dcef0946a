"""What words such as mum, nurse or aged 14 say of group, age and role.

Takes words such as "Mum", "Staff nurse", "9 years" or "Ruby's mum", gives the group,
the setting, the age band, the way of taking part, and the names inside a label.
"""

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

__all__ = [
    "GROUPS",
    "ROLES",
    "WAYS",
    "band_of",
    "group_of",
    "interviews",
    "role_of",
    "setting_of",
    "ticked",
    "way_of",
    "yes_or_no",
]

NOBODY = "not a person"
WORDS: dict[str, Any] = tomllib.loads(
    (files(__package__) / "words/who.toml").read_text(encoding="utf-8")
)
SETTINGS: dict[str, str] = WORDS["settings"]
GROUPS: dict[str, str] = WORDS["groups"]
WAYS: dict[str, str] = WORDS["ways"]
YES, NO, TICKS = (WORDS["plain"][name] for name in ("yes", "no", "ticks"))
BANDS: list[tuple[int, int]] = WORDS["ages"]["bands"]
ROLES = ("participant", "interviewer", NOBODY)


def role_of(cell: str) -> str:
    """Return the role a cell means; what is none of them is a participant's words.

    Examples
    --------
    >>> protect.who_words.role_of("interviewer"), protect.who_words.role_of("")
    ('interviewer', 'participant')
    """
    said = cell.strip().casefold()
    if said in ROLES:
        return said
    return "interviewer" if interviews(said) else "participant"


YOUNG = {"child": range(13), "teenager": range(13, 19), "young adult": range(19, 25)}
INTERVIEWER = re.compile(
    r"(?:i|q|int|iv|mod|fac|host|chair)[\s\d.:]*"
    r"|.*\b(?:interviewer|moderator|facilitator|researcher)\b.*",
    re.I,
)


def yes_or_no(cell: str) -> bool | None:
    """Return whether a cell is a plain yes, a plain no, or neither, as a tick alone is.

    Examples
    --------
    >>> protect.who_words.yes_or_no("yes"), protect.who_words.yes_or_no("x")
    (True, None)
    """
    bare = re.sub(r"[,!\ufe0f]|\.\s*$", " ", cell.casefold())
    said = " ".join(bare.split())
    return True if said in YES else False if said in NO else None


def ticked(cell: str) -> bool | None:
    """Say the same where a tick is known to mean yes.

    Examples
    --------
    >>> protect.who_words.ticked("x"), protect.who_words.ticked("no")
    (True, False)
    """
    return cell.strip(" \ufe0f").casefold() in TICKS or yes_or_no(cell)


def group_of(words: str, age: str = "") -> str:
    """Return the group that words such as "Mum" or "Staff nurse" clearly mean.

    What is not clear stays as given, in small letters; nothing is "unknown". An age
    decides only who of the young somebody is: a "young person" of 19 is a young adult.

    Examples
    --------
    >>> protect.who_words.group_of("Mum"), protect.who_words.group_of("Grandmother")
    ('parent', 'other family')
    >>> protect.who_words.group_of("Young person", "19 to 24")
    'young adult'
    """
    group = _clear(words, GROUPS)
    young = group in YOUNG or re.fullmatch(r"(?:the )?patient", group)
    years = [int(n) for n in re.findall(r"\d+", band_of(age))]
    if not young or not years or words.strip().casefold() in YOUNG:
        return group
    fits = (g for g, ages in YOUNG.items() if {years[0], years[-1]} <= {*ages})
    return next(fits, group)


def setting_of(words: str) -> str:
    """Return the setting that words such as "our shared-care hospital" clearly mean.

    Examples
    --------
    >>> protect.who_words.setting_of("our shared-care hospital")
    'local hospital'
    """
    return _clear(words, SETTINGS)


def way_of(file: str) -> str:
    """Return the way of taking part that a file's name or type suggests, or nothing.

    Examples
    --------
    >>> protect.who_words.way_of("wish pages.csv")
    'wish page'
    """
    return _first(file.casefold(), WAYS)


def band_of(words: str) -> str:
    """Return an age, or a range of ages, as an age band; nothing is "unknown".

    Examples
    --------
    >>> protect.who_words.band_of("15"), protect.who_words.band_of("")
    ('13 to 15', 'unknown')
    """
    said = re.sub(r"\b(?:years?|yrs?|old|aged?)\b", "", words.casefold()).strip()
    said = re.sub(r"(\d)\s*[-–—]\s*(\d)", r"\1 to \2", said)
    if not re.fullmatch(r"\d{1,2}", said):
        return said or "unknown"
    inside = [f"{low} to {high}" for low, high in BANDS if low <= int(said) <= high]
    return inside[0] if inside else "under 4" if int(said) < 4 else "55 or over"


def interviews(label: str) -> bool:
    """Return whether a label such as "INT" or "Moderator" looks like an interviewer.

    Examples
    --------
    >>> protect.who_words.interviews("INT"), protect.who_words.interviews("Mum")
    (True, False)
    """
    return bool(INTERVIEWER.fullmatch(label.strip()))


def _clear(words: str, kinds: Mapping[str, str]) -> str:
    """Return the one kind that all parts of the words mean, or the words as given."""
    said = " ".join(words.casefold().split())
    parts = [p for p in re.split(r"[/,&+;]|\bor\b|\band\b", said) if p.strip()]
    found = {_first(part, kinds) for part in parts} - {""}
    return found.pop() if len(found) == 1 else said or "unknown"


def _first(words: str, kinds: Mapping[str, str]) -> str:
    """Return the kind with just these words, or the first whose pattern is in them."""
    exact = [kind for kind in kinds if kind == words.strip()]
    found = [kind for kind, pattern in kinds.items() if re.search(pattern, words)]
    return (exact + found + [""])[0]
