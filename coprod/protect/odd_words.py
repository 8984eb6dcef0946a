"""Find words that stand in no dictionary, or have a capital in mid-sentence.

Takes a plain text, gives places in it. A capital that no sentence gave a strange word,
or one that is also a name, makes it a name; of all others a person says what they are.
Typing errors are among them; what children's cancer care speaks of is not.
"""

import re

from coprod.protect.name_words import dictionary, listed_words
from coprod.protect.rules import Span, bare, known, no_name

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_STARTS = re.compile(r"(?:^|[.!?:;\n\"“”•*]|\s-)\s*[\"'“‘(]*$")
_DOES = re.compile(
    r"(?:['’]s|\s(?:was|is|has|had|will|said|says|got|went|came|cried|loves?|loved"
    r"|hates?|hated|wants?|wanted|rang|asked|told|never|relapsed|finished|and\s[A-Z]))\b"
)
_SEASON = re.compile(r"(?i)\b(?:in|since|until|by|last|next|this|the|an?|\d)\s$")
_BESIDE = re.compile(r"[A-Z][\w'’-]*\s$")
_ACTS = re.compile(
    r"\s(?:said|says|sat|told|came|gave|rang|cried|loves|wants?|wanted|asked|went|held"
    r"|laughed|helped|hates|slept|stayed|plays|likes|liked)\b"
)
_WHERE = re.compile(r"\b(?:in|from|at|to|near|outside|past|of)\s(?:the\s)?$", re.I)


def find(text: str) -> list[Span]:
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
    return alone and not (_SEASON.search(before) or _BESIDE.search(before))


def _capital(text: str, word: re.Match[str]) -> bool:
    """Say whether a known word has a capital that no sentence gave it."""
    before, said = text[: word.start()], word[0]
    if not _STARTS.search(before):
        return not said.isupper() or len(said) < 4 or bare(said) not in dictionary()
    also = bare(said) in listed_words("also-words")
    return also and bool(_DOES.match(text, word.end()))
