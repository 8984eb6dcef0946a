"""Find comments that are not in English, and keep what a person translates.

No dictionary of English knows most of their words, and a list of languages beside a
library, asked on this machine, knows them. A translation lies in the private folder by
comment id, as typed words do; the decisions journal holds who, when and a digest.
"""

import re

import pandas as pd

from coprod.listen import typed
from coprod.listen.formats.words import REFUSED, WORDS
from coprod.protect import care
from coprod.store import journal, spreadsheets
from coprod.store.problem import Problem
from coprod.store.rounds import Round

KIND, CALLED = "translations", WORDS["languages"]
OTHER, LIKELY, ALIKE = "another language", 0.5, 0.99
FEW = 4  # words in Latin letters that may be names, or three words of an answer
LETTERS = re.compile(
    r"[^\W\d_](?:[\w\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0eff'’-]*)"
)
LATIN = re.compile("[a-zÀ-ɏḀ-ỿ]", re.IGNORECASE)
MASK = re.compile(r"\[[^\]\n]*\]")  # what stands instead of a name


def add(rnd: Round, comments: pd.DataFrame) -> pd.DataFrame:
    """Return comments with their language, where not English, and its translation."""
    odd = set(care.not_screened(comments.assign(text=comments["text"].map(_bare))))
    columns = zip(comments["comment"], comments["text"], strict=True)
    found = [_of(text, comment in odd) for comment, text in columns]
    said = {} if not any(found) else latest(rnd)
    pairs = zip(comments["comment"], found, strict=True)
    kept = [said.get(comment) if other else None for comment, other in pairs]
    made = {"language": found, "translation": kept}
    return comments.assign(**pd.DataFrame(made, comments.index, dtype="str"))


def _bare(text: str) -> str:
    """Return words without what stands instead of names."""
    return MASK.sub(" ", text)


def _of(text: str, odd: bool) -> str | None:
    """Return which language a text is in; nothing for English, names or few words.

    In Latin letters it should be `odd`: most of its words in no English dictionary.
    """
    words = LETTERS.findall(_bare(text))
    letters = "".join(words)
    latin = len(LATIN.findall(letters)) * 2 >= len(letters)
    names = all(word.istitle() or word.isupper() for word in words)
    if latin and (len(words) < FEW or names) or len(letters) < FEW:
        return None
    code, likely = spreadsheets.language(" ".join(words))
    certain = LIKELY if odd else ALIKE  # French shares many words with English
    if latin and (code == "en" or code not in CALLED or likely < certain):
        return None
    return CALLED.get(code, OTHER)


def latest(rnd: Round) -> dict[str, str]:
    """Return the translation of each comment that has one, as it was typed last."""
    events = journal.read(rnd.private / KIND, KIND).events
    return {key: str(e.get("text", "")) for key, e in journal.fold(events).items()}


def save(rnd: Round, comment: str, text: str) -> None:
    """Keep what a person typed of a comment in English; what was before stays.

    Raises
    ------
    ValueError
        If there are no words.
    NotSaved
        If the disk did not take it.
    """
    if not text.strip():
        raise Problem(REFUSED["nothing translated"])
    [digest] = typed.keep(rnd, KIND, KIND, {comment: {"text": text.strip()}})
    journal.record(rnd, KIND).add({"comment": comment, "digest": digest}, about=comment)
