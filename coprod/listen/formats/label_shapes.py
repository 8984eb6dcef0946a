"""What a label may look like, and the signs before which it stands.

Each line gives offers, one for each way of writing; `speaker_labels` learns from the
whole file which of them are voices.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from coprod.listen.formats.furniture import STAGE
from coprod.listen.formats.utterances import Paragraph
from coprod.listen.formats.words import LABELS, WORDS
from coprod.protect import who_words


def whole(shape: str) -> str:
    """Return a shape with what the names in braces stand for."""
    for name, part in WORDS["parts"].items():
        shape = shape.replace(f"{{{name}}}", part)
    return shape


NEAR, COLON, CLOCK = map(whole, ("{near}", "{colon}", "{clock}"))
AT = re.compile(rf"{CLOCK}(?=\s|$|[-–])[ \t]*(?:[-–][ \t]*)?")
IN_WORDS = re.compile(WORDS["furniture"]["spelt"])
ROLE = LABELS["role"]  # who may speak once only, and in a text without other labels
TOPIC = LABELS["topic"]  # names what follows, and not who says it
SENTENCE = re.compile(r"[?!;\"“”…:：]|[^\W\d]\*\*|\*\*[^\W\d]|\w{5,}[.。] |,.*,|[.,]$")
PHONE = re.compile(r"\+?[\d*()][\d* ()-]{5,}")
ORGANISATION = re.compile(r"\s*[\[(（][^\])）]*[\])）]$")
PART = re.compile(r" ?[\[(|（]| [-–] ")
BULLET = re.compile(r"[-–—•·*▪◦‣]\s|\d{1,2}[.)]\s")  # of a list, where nobody begins
ENDS, AROUND = (".", "?", "!", "…", ",", ";", "。", "？", "”", '"'), " \t*_#:："
INSIDE = re.compile(r"^[\[({（<](.*)[\])}）>]$")
NEEDS = WORDS["needs"]  # signs without which a way need not be tried
WITHIN = "al bin bint da de del der di dos du el ibn la le ter van von".split()
FARTHEST = 120  # characters of a line in which a label stands
SHAPES = {way: re.compile(whole(shape)) for way, shape in WORDS["ways"].items()}
ORDER = [*SHAPES, "bold", "opening", "alone"]


class Offer(NamedTuple):
    """What may be a label at the start of a line, and where the words begin."""

    who: str
    end: int
    words: bool = True  # behind it, on the same line


def key(who: str) -> str:
    """Return a label in one form, to see whether two are the same.

    Examples
    --------
    >>> key(" AMIRA  B") == key("Amira B")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", who).split()).casefold()


def role(who: str) -> bool:
    """Say whether a label names a role, such as "Parent 2"."""
    asks = who_words.interviews(who) and not TOPIC.match(who)
    return asks or ROLE.fullmatch(who) is not None


def topic(who: str) -> bool:
    """Say whether a label is more likely a topic, such as "Parking"."""
    return TOPIC.match(who) is not None and not role(who)


def clean(raw: str) -> str:
    """Return what may be a label without signs around it, or nothing."""
    who = " ".join(raw.split()).strip(AROUND).rstrip(".-–")
    who = (INSIDE.sub(r"\1", who)).strip(AROUND)
    base = PART.split(who)[0]
    short = 0 < len(base) <= 40 and len(base.split()) <= 5
    if not short or SENTENCE.search(who) or STAGE.fullmatch(raw.strip()):
        return ""
    letter = any(sign.isalpha() or unicodedata.category(sign) == "So" for sign in base)
    return who if letter or PHONE.fullmatch(who) else ""


def starts_of(lines: Sequence[Paragraph]) -> list[int]:
    """Return for each line how long the time before it is, where times are a habit."""
    found = [AT.match(line.text) for line in lines]
    spelt = [len(e.text) * bool(IN_WORDS.fullmatch(e.text)) for e in lines]
    usual = sum(m is not None for m in found) > 2
    starts = [m.end() if m and (usual or m[0][0] in "[(<") else 0 for m in found]
    several = sum(map(bool, spelt)) > 1
    return list(map(max, starts, spelt)) if several else starts


def offers_of(
    lines: Sequence[Paragraph],
    starts: list[int],
    low: Counter[str],
    told: Mapping[str, re.Pattern[str]],
) -> dict[str, dict[int, Offer]]:
    """Return what may be a label in each line, for each way of writing one."""
    found: dict[str, dict[int, Offer]] = {way: {} for way in ("told", *ORDER)}
    shapes = {**told, **SHAPES}
    later = None  # the line below that is not blank
    for i in reversed(range(len(lines))):
        text, start = lines[i].text[starts[i] :], starts[i]
        signs = set(text[:FARTHEST])
        for way, shape in shapes.items() if text else ():
            if way in NEEDS and signs.isdisjoint(NEEDS[way]):
                continue
            if (m := shape.match(text)) and (who := clean(m["who"])):
                here = Offer(who, start + m.end(), bool(text[m.end() :].strip()))
                found[way.split()[0]].setdefault(i, here)
        if (who := clean(text[: lines[i].bold])) and not start:
            end = len(text) - len(text[lines[i].bold :].lstrip(" \t:：.–-"))
            found["bold"][i] = Offer(who, end, end < len(text))
        marked = any(i in found[way] for way in ("time", "hash", "marks", "brackets"))
        marked = marked or BULLET.match(text) is not None
        if not marked and not text.endswith(ENDS) and (who := clean(text[:FARTHEST])):
            timed = later is not None and starts[later] == len(lines[later].text)
            way = "time" if timed else "alone"
            found[way][i] = Offer(who, start + len(text), words=False)
        later = i if lines[i].text else later
    found["opening"] = _opening(lines, starts, low)
    called = _called(o.who for offers in found.values() for o in offers.values())
    return {
        way: {i: o._replace(who=called[o.who]) for i, o in sorted(offers.items())}
        for way, offers in found.items()
    }


def _called(labels: Iterable[str]) -> dict[str, str]:
    """Return each label without the organisation in brackets behind it.

    It stays where it tells two apart: "Parent (Leeds)" from "Parent (York)".
    """
    bare = {label: ORGANISATION.sub("", label) or label for label in labels}
    behind = defaultdict(set)
    for label, base in bare.items():
        behind[key(base)].add(key(label))
    kept = {base for base, forms in behind.items() if len(forms - {base}) > 1}
    kept = {base for base in kept if base not in behind[base]}
    return {who: who if key(base) in kept else base for who, base in bare.items()}


def _opening(
    lines: Sequence[Paragraph], starts: list[int], low: Counter[str]
) -> dict[int, Offer]:
    """Find labels that follow a time with no sign behind: "[00:01] Amira The food".

    They are the words with which nearly all lines begin, one of a few.
    """
    timed = {i: lines[i].text[s:].split() for i, s in enumerate(starts) if s}
    groups = defaultdict(list)
    for i, words in timed.items():
        if len(words) > 1:
            groups[words[0]].append(i)
    found: dict[int, Offer] = {}
    for first, at in groups.items():
        texts = {tuple(timed[i]): timed[i] for i in at}  # the same twice tells little
        size = _shared([*texts.values()], low)
        who = clean(" ".join(timed[at[0]][:size]))
        spoken = low[first.casefold()] and not first.islower()
        if len(texts) > 1 and who and not spoken:
            label = re.compile(rf"(?:\S+\s+){{{size}}}")
            ends = {i: label.match(lines[i].text, starts[i]) for i in at}
            found |= {i: Offer(who, m.end()) for i, m in ends.items() if m}
    voices = {key(offer.who) for offer in found.values()}
    enough = len(voices) > 1 and len(found) > 3 and len(found) >= 0.8 * len(timed)
    return found if enough else {}


def _shared(texts: list[list[str]], low: Counter[str]) -> int:
    """Count the first words that all texts share and that are like a name."""
    size, most = 1, min(6, *(len(words) - 1 for words in texts))
    while size < most and len({tuple(words[: size + 1]) for words in texts}) == 1:
        size += 1
    while size > 1 and len(texts) < 4 and _of_words(texts[0][:size], low):
        size -= 1
    return size


def _of_words(label: Sequence[str], low: Counter[str]) -> bool:
    """Say whether the last word is more likely said than a part of a name."""
    *_, before, word = label
    said = word.islower() or word.endswith(ENDS) or low[word.casefold()] > 0
    return said and before not in WITHIN  # "Omar bin Said"
