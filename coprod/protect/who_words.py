"""What words such as mum, nurse or aged 14 say of group, age and role.

Takes words such as "Mum", "Staff nurse", "9 years" or "Ruby's mum", gives the group,
the setting, the age band, the way of taking part, and the names inside a label.
"""

import re
from collections.abc import Mapping

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
SETTINGS = {
    "specialist hospital": r"\b(?:specialist|tertiary|principal treatment|ptc\b)",
    "local hospital": r"\b(?:local|shared[- ]care|poscu|district)",
    "community": r"\b(?:community|home|school)",
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


GROUPS = {
    "nurse": r"\b(?:nurse|cns\b|matron|ward sister|healthcare assistant)",
    "doctor": r"\b(?:doctor|consultant|registrar|oncologist|gp\b|paediatrician"
    r"|surgeon)",
    "play specialist": r"\bplay",
    "youth worker": r"\byouth (?:worker|support)",
    "other staff": r"\b(?:staff|physio|dieti[ct]ian|social worker|psychologist"
    r"|teacher)",
    "parent": r"\b(?:step|foster)?[- ]?(?:m[auo]m(?:my)?\b|dad(?:dy)?\b|mother|father"
    r"|parent|carer)",
    "sibling": r"\b(?:step|half)?[- ]?(?:brother|sister|sibling)",
    "other family": r"\b(?:nan\b|nann?[ay]|gran|god|aunt|uncle|cousin|famil(?:y|ies))",
    "young adult": r"\byoung (?:adult|advis[eo]r)",
    "teenager": r"\b(?:teen|adolescent|young (?:person|people)|youth)",
    "child": r"\b(?:child|boy\b|girl\b|kids?\b)",
}
YOUNG = {"child": range(13), "teenager": range(13, 19), "young adult": range(19, 25)}
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
