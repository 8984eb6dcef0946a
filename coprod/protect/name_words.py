"""Find which words of a label or cell are a person's name."""

import re

__all__ = ["full_name", "names_in"]

NOT_NAMES = set(
    """adolescent adult adviser advisor assistant aunt auntie boy brother care carer
    chair charge child children clerk clinician clinical cns community consultant
    coordinator dad daddy daughter dietician dietitian doctor dr educator everyone
    expert facilitator family father female first former foster girl gp gran grandad
    grandma grandparent group guardian hca head health healthcare host hospital husband
    int interviewee interviewer ipad iphone iv key kid label lead local male mam manager
    mat matron
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


def _like_name(word: str, before: str) -> bool:
    """Say whether a word of a label may be a name: no role, title or small word."""
    low = word.casefold()
    if low in SURNAMES and word[0].isupper():
        return bool(before) and _like_name(before, "")  # Helen Ward, not Ward sister
    long = len(word) > 1 or word > "\u2e80"  # one sign is a name in Chinese
    return long and low not in NOT_NAMES and word not in SMALL


def full_name(label: str) -> bool:
    """Return whether a label holds a first name and a surname.

    Examples
    --------
    >>> protect.name_words.full_name("Amira Khan"), protect.name_words.full_name("Mum")
    (True, False)
    """
    return any(" " in name for name, _ in names_in(label))
