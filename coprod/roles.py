"""What people's own words for who they are mean, and which labels are names.

Takes words such as "Mum", "Staff nurse", "9 years" or "Ruby's mum", gives the group,
the setting, the age band, the way of taking part, and the names inside a label.
"""

import re
from collections.abc import Mapping

LEAST = 10  # a smaller group of people is not told apart, and its places are unsure
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
SETTINGS = {
    "specialist hospital": r"specialist|tertiary|principal treatment|\bptc\b",
    "local hospital": r"local|shared[- ]care|poscu|district",
    "community": r"community|home|school",
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
NOT_NAMES = set(
    """adolescent adult adviser advisor assistant aunt auntie boy brother care carer
    chair charge child children clerk clinician clinical cns community consultant
    coordinator dad daddy daughter dietician dietitian doctor dr educator everyone
    expert facilitator family father female first former foster girl gp gran grandad
    grandma grandparent group guardian hca head health healthcare host hospital husband
    int interviewee interviewer iv key kid label lead local male mam manager mat matron
    me member mentor miss mod moderator mom mother mr mrs ms mum mummy mx my nan nanny
    narrator new no nurse observer of oncologist one other our out paediatrician parent
    participant partner patient people person pharmacist physio physiotherapist play
    porter practice practitioner prof professor psychologist radiographer receptionist
    registrar researcher respondent second senior service sibling sister social son
    speaker specialist staff step stepdad stepmum student surgeon support teacher team
    teen teenager the their therapist third transcriber two uncle unknown user voice
    volunteer ward wife worker yp young youth""".split()
)
# Small words are no names in small letters; An and Do may be.
SMALL = set(
    """about am are as at be but by did from has have he her here him his how if in is
    it its not on or page said she so than that then there they this those to very was
    we were what when where which who why with would wrote years you your""".split()
)
SURNAMES = {"head", "key", "porter", "ward", "young"}
_WORD = re.compile(r"[^\W\d_]+(?:['’‑-][^\W\d_]+)*")
_FAMILY = re.compile(r"['’]s\s+\w+|s['’]\s+\w+|\bof\b", re.I)


def yes_or_no(cell: str) -> bool | None:
    """Say whether a cell is a plain yes, a plain no, or neither, as a tick alone is."""
    bare = re.sub(r"[,!\ufe0f]|\.\s*$", " ", cell.casefold())
    said = " ".join(bare.split())
    return True if said in YES else False if said in NO else None


def ticked(cell: str) -> bool | None:
    """Say the same where a tick is known to mean yes."""
    return cell.strip(" \ufe0f").casefold() in TICKS or yes_or_no(cell)


def group_of(words: str) -> str:
    """Give the group that words such as "Mum" or "Staff nurse" clearly mean.

    What is not clear stays as given, in small letters; nothing is "unknown".
    """
    return _clear(words, GROUPS)


def setting_of(words: str) -> str:
    """Give the setting that words such as "our shared-care hospital" clearly mean."""
    return _clear(words, SETTINGS)


def way_of(file: str) -> str:
    """Give the way of taking part that a file's name or type suggests, or nothing."""
    return _first(file.casefold(), WAYS)


def band_of(words: str) -> str:
    """Give an age, or a range of ages, as an age band; nothing is "unknown"."""
    said = re.sub(r"\b(?:years?|yrs?|old|aged?)\b", "", words.casefold()).strip()
    said = re.sub(r"(\d)\s*[-–—]\s*(\d)", r"\1 to \2", said)
    if not re.fullmatch(r"\d{1,2}", said):
        return said or "unknown"
    inside = [f"{low} to {high}" for low, high in BANDS if low <= int(said) <= high]
    return inside[0] if inside else "under 4" if int(said) < 4 else "55 or over"


def interviews(label: str) -> bool:
    """Say whether a label such as "INT" or "Moderator" looks like an interviewer."""
    return bool(INTERVIEWER.fullmatch(label.strip()))


def names_in(label: str) -> list[tuple[str, bool]]:
    """Give the names inside a label, whole first and then each part.

    Parameters
    ----------
    label : str
        What stands in front of someone's words: "Amira Khan", "Dr Pell", "Ruby's mum".

    Returns
    -------
    list of (str, bool)
        Each name, and whether it is the name of somebody in the speaker's family.
        Role words and titles ("Mum", "Nurse 2", "Dr") are not names.
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
            if _like_name(word, before) and (word[0].isupper() or not capital)
        ]
        if len(kept) > 3 and not capital:
            continue  # a sentence, not a name
        halves = [h for w in kept for h in re.split("[‑-]", w) if len(h) > 2]
        family = bool(_FAMILY.search(piece)) and len(kept) < len(words)
        found |= dict.fromkeys([" ".join(kept), *kept, *halves], family)
    return [(name, family) for name, family in found.items() if name]


def _like_name(word: str, before: str) -> bool:
    """Say whether a word of a label may be a name: no role, title or small word."""
    low = word.casefold()
    if low in SURNAMES and word[0].isupper():
        return bool(before) and _like_name(before, "")  # Helen Ward, not Ward sister
    return len(word) > 1 and low not in NOT_NAMES and word not in SMALL


def full_name(label: str) -> bool:
    """Say whether a label holds a first name and a surname."""
    return any(" " in name for name, _ in names_in(label))


def _clear(words: str, kinds: Mapping[str, str]) -> str:
    """Give the one kind that all parts of the words mean, or the words as given."""
    said = " ".join(words.casefold().split())
    parts = [p for p in re.split(r"[/,&+;]|\bor\b|\band\b", said) if p.strip()]
    found = {_first(part, kinds) for part in parts} - {""}
    return found.pop() if len(found) == 1 else said or "unknown"


def _first(words: str, kinds: Mapping[str, str]) -> str:
    """Give the kind with just these words, or the first whose pattern is in them."""
    exact = [kind for kind in kinds if kind == words.strip()]
    found = [kind for kind, pattern in kinds.items() if re.search(pattern, words)]
    return (exact + found + [""])[0]
