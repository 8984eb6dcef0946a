"""What words such as mum, nurse or aged 14 say of group, age and role.

Takes words such as "Mum", "Staff nurse", "9 years" or "Ruby's mum", gives the group,
the setting, the age band, the way of taking part, and the names inside a label.
"""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

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
    "unclear",
    "way_of",
    "yes_or_no",
]

NOBODY = "not a person"
SETTINGS = {
    "specialist hospital": r"specialist|tertiary|principal treatment|\bptc\b",
    "local hospital": r"local|shared[- ]care|poscu|district",
    "community": r"community|home|school",
}
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


def unclear(people: pd.DataFrame) -> str:
    """Return which rows of "people" have a role or a quote that is none; or nothing.

    Examples
    --------
    >>> protect.who_words.unclear(protect.people_workbook.read(rnd)["people"])
    ''
    """
    known = people["role"].str.strip().str.casefold().isin([*ROLES, ""])
    known |= people["role"].map(interviews).astype(bool)
    said = people["quote"].map(yes_or_no).notna() | (people["quote"] == "")
    role, quote = (", ".join(map(str, np.flatnonzero(~c) + 2)) for c in (known, said))
    told = (
        f" In row {role} the role is none of {', '.join(ROLES)}: those "
        "words count as a participant's until you choose one."
    ) * bool(role)
    return told + (
        f' In row {quote} "quote" is neither yes nor no: nothing they said is quoted '
        "until you write one of them."
    ) * bool(quote)


GROUPS = {
    "nurse": r"nurse|\bcns\b|matron|ward sister|healthcare assistant",
    "doctor": r"doctor|consultant|registrar|oncologist|\bgp\b|paediatrician|surgeon",
    "play specialist": r"\bplay",
    "youth worker": r"youth (?:worker|support)",
    "other staff": r"staff|physio|dieti[ct]ian|social worker|psychologist|teacher",
    "parent": r"\b(?:step)?(?:m[auo]m(?:my)?|dad(?:dy)?)\b|mother|father|parent|carer",
    "sibling": r"brother|sister|sibling",
    "other family": r"\bnan\b|\bgran|grandparent|aunt|uncle|famil(?:y|ies)",
    "young adult": r"young adult|young advis[eo]r",
    "teenager": r"teen|adolescent|young (?:person|people)|youth",
    "child": r"child|\bboy\b|\bgirl\b|\bkids?\b",
}
WAYS = {
    "wish page": r"wish|\.(?:jpe?g|png|gif|webp)$",
    "voice note": r"\.(?:mp3|m4a|aac|wav|ogg|opus)$",
    "social post": r"social|\bposts?\b|facebook|instagram|twitter|tweet|tiktok",
    "online conversation": r"online|zoom|teams|chat|\.vtt|\.srt",
    "survey form": r"survey|\bform|questionnaire",
    "group session": r"focus|group",
    "slides": r"slides|deck|\.pptx|\.odp",
    "form or sheet": r"\.xlsx|\.csv|\.ods",
    "interview": r"interview|\.docx|\.txt|\.odt|\.rtf",
}
YES = set("1 1.0 y yes true checked ticked agree agreed".split())
YES |= {"i agree", "yes please", "yes i agree"}
NO = set("0 0.0 n no false unchecked disagree ☐".split())
NO |= {"not ticked", "not selected", "i disagree", "no thanks", "no thank you"}
TICKS = set("x ✓ ✔ ☑ ☒ ✅ 🗸 🗹".split())
BANDS = ((4, 7), (8, 12), (13, 15), (16, 18), (19, 24), (25, 34), (35, 44), (45, 54))
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


def group_of(words: str) -> str:
    """Return the group that words such as "Mum" or "Staff nurse" clearly mean.

    What is not clear stays as given, in small letters; nothing is "unknown".

    Examples
    --------
    >>> protect.who_words.group_of("Mum"), protect.who_words.group_of("Staff nurse")
    ('parent', 'nurse')
    """
    return _clear(words, GROUPS)


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
