"""Read transcripts in JSON (.json), as speech programs write them.

No program is known by name: of all lists in the file the one is taken whose pieces
have words, a speaker if any has, and are the longest. The same words in another form,
and what a program says of itself, are set aside.
"""

import json
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from coprod.listen.formats import words
from coprod.listen.formats.utterances import Paragraph, Tally, Transcript
from coprod.store import spreadsheets
from coprod.store.problem import Problem

WORDS, SPEAKER = map(re.compile, words.WORDS["json"].values())
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"(?=\s*([:,}\]]))', re.DOTALL)
FILE, ONE_OF = ("the file",), ("alternatives", "nBest")
WORD_SAID = ("start_time", "speaker_label")  # where who says a word stands apart
ALL_OF = ("segs", "elements", "sentences", "items", "words")
NOT_ONE = words.REFUSED["no transcript"]


class Piece(NamedTuple):
    """What was said in one go, or one word of it; its characters in the file; who."""

    text: str
    held: int
    who: str | None


def read(path: Path) -> Transcript:
    """Read the turns of a transcript; everything else in the file is set aside."""
    text, aside, swept = spreadsheets.decode(path.read_bytes()), Tally(), Tally()
    try:
        held = json.loads(text)
    except ValueError:
        raise Problem(f"The .json file is damaged. {NOT_ONE}") from None
    every = list(_inside(held))
    apart = (e for e in every if isinstance(e, dict) and {*WORD_SAID} <= e.keys())
    times = {str(e["start_time"]): str(e["speaker_label"]) for e in apart}
    listed = (e for e in every if isinstance(e, list))
    named = (e for e in listed if all(isinstance(each, dict) for each in e))
    lists = [each for found in named if (each := _pieces(found, times))]
    most = max((_length(each) for each in lists), default=0)
    if not most:
        raise Problem(NOT_ONE)
    whole = [each for each in lists if _length(each) * 5 >= most * 4]
    told = [each for each in whole if any(piece.who for piece in each)]
    best = min(told or whole, key=len)
    said = [Paragraph(p.text, "caption", speaker=p.who, at=FILE) for p in _turns(best)]
    strings = (held for held, behind in STRING.findall(text) if behind != ":")
    count, taken = sum(len(json.loads(f'"{s}"')) for s in strings), _length(best)
    swept.put("", count - taken + sum(len(p.text) for p in said), FILE)
    aside.put("the same in another form, times and settings", count - taken, FILE)
    return Transcript(said, aside, swept)


def _inside(held: Any) -> Iterator[Any]:
    """Return a thing and everything within it, outermost first."""
    yield held
    inner = held.values() if isinstance(held, dict) else held
    for each in inner if isinstance(held, (dict, list)) else ():
        yield from _inside(each)


def _pieces(held: list[dict[str, Any]], times: dict[str, str]) -> list[Piece]:
    """Return what the things of one list say; who says a word may stand elsewhere."""
    found, who = list[Piece](), None
    for each in held:
        if words := _words(each):
            who = _who(each) or times.get(str(each.get("start_time")))
            who = who or (found[-1].who if found and "start_time" not in each else None)
            found.append(Piece(_joined(words), sum(map(len, words)), who))
    return found


def _words(held: Any) -> list[str]:
    """Return the words of a thing: its own, or those of the first or all within it."""
    if isinstance(held, str):
        return [held]
    if isinstance(held, list):
        return [words for each in held for words in _words(each)]
    if not isinstance(held, dict):
        return []
    own = (each for name, each in held.items() if WORDS.fullmatch(name))
    if words := next(filter(None, map(_words, own)), []):
        return words
    for name in ONE_OF:
        if isinstance(held.get(name), list):
            return _words(held[name][:1])
    return next((w for n in ALL_OF if n in held and (w := _words(held[n]))), [])


def _joined(words: list[str]) -> str:
    """Join words by a space, unless they bring their own."""
    if any(word != word.strip() for word in words):
        return "".join(words)
    return re.sub(r" (?=[.,;:!?…]( |$))", "", " ".join(words))


def _who(held: dict[str, Any]) -> str | None:
    """Return who says something: by name rather than by number."""
    found = [each for name, each in held.items() if SPEAKER.fullmatch(name)]
    inner = [e for each in found if isinstance(each, dict) for e in each.values()]
    known = [e for e in [*found, *inner] if isinstance(e, (str, int)) and e != ""]
    named = (str(each) for each in known if not str(each).isdecimal())
    return next(named, None) or next((f"Speaker {number}" for number in known), None)


def _length(pieces: list[Piece]) -> int:
    """Count the characters of pieces as they stand in the file."""
    return sum(piece.held for piece in pieces)


def _turns(pieces: list[Piece]) -> Iterator[Piece]:
    """Return pieces; of single words, what each speaker says in one go."""
    if len(" ".join(p.text for p in pieces).split()) > 1.5 * len(pieces):
        yield from pieces
        return
    for who, run in groupby(pieces, key=lambda piece: piece.who):
        yield Piece(_joined([piece.text for piece in run]), 0, who)
