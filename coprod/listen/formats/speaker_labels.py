"""Learn from a file itself how it says who is speaking.

What recurs at the start of lines, alternates, and has words behind it is a voice: in any
script, before any sign, or on a line of its own. Each way of writing is tried on the
whole file, and the one that explains most of it is taken.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from coprod.listen.formats.furniture import STAGE
from coprod.protect import who_words

TIME = (
    r"(?:\d{1,2}:\d{1,2}:\d{1,2}|\d{1,3}:\d{2})(?:[.,]\d{1,3})?"
    r"(?: ?[AaPp]\.?[Mm]\b\.?)?"
)
CLOCK = rf"[\[(<]?{TIME}(?:[ \t]*(?:-->|[-–])[ \t]*{TIME})?[\])>]?"
AT = re.compile(rf"{CLOCK}(?=\s|$|[-–])[ \t]*(?:[-–][ \t]*)?")
IN_WORDS = re.compile(
    r"(?i)(?:\d+ hours? ?)?(?:\d+ minutes? ?)?(?:\d+ seconds?)?(?<=[a-z])"
)
ROLE = re.compile(  # who may speak once only, and in a text without other labels
    r"(?i).{1,30}['’]s? (?:family|friends?|parents)|(?:.{1,30}['’]s? )?(?:interviewee|participant|respondent|speaker|young person"
    r"|child|patient|parent|mother|father|mum|mummy|mam|mom|dad|daddy|sister|brother"
    r"|grandmother|grandfather|nan|gran|grandma|grandad|carer|teenager|advis[eo]r|nurse"
    r"|doctor|consultant|play specialist|youth worker|teacher"
    r"|(?!q)[a-z]{1,3}\d{1,3})(?: ?[#-]?[A-Z0-9]{1,3})?"
)
TOPIC = re.compile(  # names what follows, and not who says it
    r"(?i)(?:notes?|nb|n\.b|good|bad|examples?|summary|actions?|dates?|time|place|venue"
    r"|location|title|topics?|themes?|feedback|comments?|wish|wishes|decisions?|agreed"
    r"|apologies|present|attend(?:ees|ing)|agenda|item|positives?|negatives?|food|play"
    r"|communication|information|support|worst|best|warning|ps|p\.s|re|subject|from|to"
    r"|cc|sent|tel|email|age|names?|monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday|(?:q|day|week|page|questions?|part|section|item) ?\d+|parking|waiting|travel"
    r"|transport|money|costs?|school|nurses|doctors|beds?|sleep|noise|nights?|privacy"
    r"|treatment|medicines?|wi-?fi|friends|families|parents|children|teenagers|home|toys"
    r"|games|results?|strengths|weaknesses|ideas?|challenges|next steps|recommendations?"
    r"|quotes?|thanks?|sources?|aims?|background|methods?|dis?likes?|https?|who|where"
    r"|when|why|what|how|[a-z]{2,}(?:ing|tion|ment|ness))\b"
)
FIRST_PERSON = re.compile(r"\s*[“\"‘']|.*\b(?:I|I['’]\w+|me|my|we|our|us)\b", re.S)
SENTENCE = re.compile(r"[?!;\"“”…:：]|[^\W\d]\*\*|\*\*[^\W\d]|\w{5,}[.。] |,.*,|[.,]$")
PHONE = re.compile(r"\+?[\d*()][\d* ()-]{5,}")
ORGANISATION = re.compile(r"\s*[\[(（][^\])）]*[\])）]$")
PART = re.compile(r" ?[\[(|（]| [-–] ")
ENDS, AROUND = (".", "?", "!", "…", ",", ";", "。", "？", "”", '"'), " \t*_#:："
INSIDE = re.compile(r"^[\[({（<](.*)[\])}）>]$")
WORD = re.compile(r"[^\W\d_]{3,}")
SILENT = re.compile(rf"\s*(?:{STAGE.pattern.removeprefix('(?i)')})?\s*", re.I)
NEAR, FAR = ".{1,60}?", ".{1,110}?"
COLON = r"(?:[ \t]*[:：﹕∶︓]+)"
WAYS = {  # each way of writing who speaks; of two that explain as much, the first
    "time": rf"(?P<who>{FAR}){COLON}?[ \t]+{CLOCK}[ \t]*$",
    "marks": rf"(\*\*|__)(?P<who>{NEAR})[.]?{COLON}?[ \t]*\1{COLON}?",
    "hash": rf"#{{1,6}}[ \t]*(?P<who>{NEAR}){COLON}?[ \t]*#*$",
    "colon": rf"(?P<who>[^:：﹕∶︓]{{1,110}}?)(?:[ \t]*{CLOCK})?{COLON}(?![/\\\d)(])",
    "brackets": r"[\[({<«【](?P<who>(?:[^][(){}<>«»【】]|\([^()]*\)){1,60})[])}>»】]"
    rf"(?:{COLON}|[ \t]+-)?",
    "bar": rf"(?P<who>{NEAR})[ \t]*[>»|~=][ \t]+(?=\S)",
    "dash": rf"(?P<who>{NEAR})(?:[ \t]+[-–—−―]+[ \t]*|[–—―]|-[ \t]+)(?=\S)",
    "gap": r"(?P<who>[^\t]{1,60}?)(?:\t[ \t]*|[ ]{2,})(?=\S)",
    "dot": r"(?P<who>[^\W\d_]\d{0,2}|[A-Z]{2,4}\d{0,2})\.[ \t]+(?=\S)",
}
NEEDS = {  # signs without which a way need not be tried
    **{"time": ":", "marks": "*_", "hash": "#", "colon": ":：﹕∶︓", "dot": "."},
    **{"brackets": "[({<«【", "bar": ">»|~=", "dash": "-–—−―", "gap": "\t "},
}
FARTHEST = 120  # characters of a line in which a label stands
SHAPES = {way: re.compile(shape) for way, shape in WAYS.items()}
LEAST = {"brackets": 0.2, "bar": 0.3, "dash": 0.3, "gap": 0.3, "dot": 0.5}  # of lines
WEAK = ("bar", "dash", "gap", "dot")  # signs that often stand within sentences
SURE = ("time", "marks", "hash", "bold")  # a label for sure, even one that stands once
ORDER = [*WAYS, "bold", "opening", "alone"]


class Line(NamedTuple):
    """A line without outer white space, and how it may be labelled."""

    text: str
    names: bool = True  # may any word be a label here, or only a role such as "Parent:"
    deck: bool = False
    bold: int = 0  # characters in bold at its start


class Offer(NamedTuple):
    """What may be a label at the start of a line, and where the words begin."""

    who: str
    end: int
    words: bool = True  # behind it, on the same line


@dataclass(frozen=True)
class Rules:
    """What a person said of the labels in one file; nothing means: learn them.

    `labels` are words at a line's start that name a voice, `nobody` are words there
    that do not, `before` is the sign in front of which everything is a label (":",
    "-", a tab); `looked` says that somebody has looked at who speaks.
    """

    labels: frozenset[str] = frozenset()
    nobody: frozenset[str] = frozenset()
    before: str = ""
    looked: bool = False


LEARN = Rules()


class Mark(NamedTuple):
    """Where the words of a line begin, and who says them if a label tells."""

    end: int = 0
    who: str | None = None


@dataclass(frozen=True)
class Found:
    """How the speakers of one file are labelled, line by line.

    `untaken` are beginnings that look like labels and were not taken, with how often;
    `unknown` counts lines where somebody begins, and it is not known who.
    """

    marks: list[Mark]
    untaken: Counter[str]
    unknown: int


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


def learn(lines: Sequence[Line], rules: Rules = LEARN) -> Found:
    """Find who says each line, by what recurs, alternates and has words behind it.

    Parameters
    ----------
    lines : sequence of Line
        Every line of a file, blank ones too.
    rules : Rules
        What a person said of the labels; it goes before what is learned.
    """
    starts = _starts(lines)
    low = Counter(w for e in lines for w in WORD.findall(e.text) if w.islower())
    offers = _offers(lines, starts, rules, low)
    body = [i for i, e in enumerate(lines) if e.names and not e.deck]
    rows = [i for i in body if not SILENT.fullmatch(lines[i].text, starts[i])]
    words = [lines[i].text for i in rows]
    known = {way: _known(way, offers[way], rows, low, words) for way in ORDER}
    best = (
        "told" if rules.before else max(ORDER, key=lambda w: _lines(offers, known, w))
    )
    told = {key(offer.who) for offer in offers["told"].values()}
    taken = known.get(best, set()) | _on_slides(lines, offers["colon"], low) | told
    ways = ["told", best, "time", "marks", "colon", "bold"]
    marks, bare = list[Mark](), False
    for i, line in enumerate(lines):
        here = [o for way in ways if (o := offers[way].get(i))]
        label = next((o for o in here if _takes(o, taken, line)), None)
        if label and bare and best == "alone" and not label.words:
            label = None  # a bare label never follows a bare label
        marks.append(Mark(label.end, label.who) if label else Mark(starts[i]))
        bare = label is not None and not label.words if line.text else bare
    timed = sum(s > 0 and not m.who for s, m in zip(starts, marks, strict=True))
    unknown = timed if best == "opening" and known[best] else 0
    return Found(_one_form(marks), _untaken(lines, marks, offers, taken, low), unknown)


def _takes(offer: Offer, taken: set[str], line: Line) -> bool:
    """Say whether a line takes a label: a heading only a role such as "Parent:"."""
    return key(offer.who) in taken if line.names else role(offer.who)


def _lines(
    offers: Mapping[str, Mapping[int, Offer]], known: Mapping[str, set[str]], way: str
) -> int:
    """Count the lines that one way of writing explains."""
    return sum(key(offer.who) in known[way] for offer in offers[way].values())


def _starts(lines: Sequence[Line]) -> list[int]:
    """Return for each line how long the time before it is, where times are a habit."""
    found = [AT.match(line.text) for line in lines]
    spelt = [bool(IN_WORDS.fullmatch(line.text)) for line in lines]
    usual = sum(m is not None for m in found) > 2
    return [
        len(e.text)
        if spells and sum(spelt) > 1
        else m.end()
        if m and (usual or e.text[0] in "[(<")
        else 0
        for e, m, spells in zip(lines, found, spelt, strict=True)
    ]


def _offers(
    lines: Sequence[Line], starts: list[int], rules: Rules, low: Counter[str]
) -> dict[str, dict[int, Offer]]:
    """Return what may be a label in each line, for each way of writing one."""
    found: dict[str, dict[int, Offer]] = {way: {} for way in ("told", *ORDER)}
    shapes = {**_told(rules), **SHAPES}
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
        if not marked and not text.endswith(ENDS) and (who := clean(text[:FARTHEST])):
            timed = later is not None and starts[later] == len(lines[later].text)
            way = "time" if timed else "alone"
            found[way][i] = Offer(who, start + len(text), words=False)
        later = i if lines[i].text else later
    found["opening"] = _opening(lines, starts, low)
    nobody = set(map(key, rules.nobody))
    called = _called(o.who for offers in found.values() for o in offers.values())
    return {
        way: {
            i: o._replace(who=called[o.who])
            for i, o in sorted(offers.items())
            if key(o.who) not in nobody and key(called[o.who]) not in nobody
        }
        for way, offers in found.items()
    }


def _told(rules: Rules) -> dict[str, re.Pattern[str]]:
    """Return the shapes of the labels that a person gave."""
    made = {}
    if rules.labels:
        words = "|".join(map(re.escape, sorted(rules.labels, key=len, reverse=True)))
        sign = rf"(?=\W|$)(?:{COLON}|[ \t]*[>|–—-]|\.(?=\s))?"
        made["told labels"] = re.compile(rf"(?i)(?P<who>{words}){sign}")
    if rules.before:
        sign = {":": COLON, "-": "[-–—−―]+"}.get(rules.before, re.escape(rules.before))
        made["told before"] = re.compile(rf"(?P<who>{NEAR})[ \t]*{sign}")
    return made


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


def _one_form(marks: list[Mark]) -> list[Mark]:
    """Write each label as it is written first: "AMIRA" as "Amira"."""
    first: dict[str, str] = {}
    return [
        m._replace(who=first.setdefault(key(m.who), m.who)) if m.who else m
        for m in marks
    ]


def _known(
    way: str,
    offers: Mapping[int, Offer],
    rows: list[int],
    low: Counter[str],
    words: list[str],
) -> set[str]:
    """Return the labels of one way of writing that are voices in this file."""
    if way == "opening":
        return {key(offer.who) for offer in offers.values()}
    at = {row: place for place, row in enumerate(rows)}
    plain = {at[i]: o for i, o in offers.items() if i in at and not topic(o.who)}
    if way == "alone":
        return _alone(plain, words)
    times = Counter(key(o.who) for o in plain.values())
    most = max(times.values(), default=0)
    plain = {
        p: o for p, o in plain.items() if _voice(o.who, times[key(o.who)], most, low)
    }
    again = [key(o.who) for o in plain.values() if times[key(o.who)] > 1]
    two = len(set(again)) > 1 and _changes(again) * 5 >= len(again)
    bare = {place for place, o in plain.items() if not o.words}
    share = len(plain) / max(len(rows) - len(bare), 1)
    roles = {key(o.who) for o in plain.values() if way == "colon" and role(o.who)}
    topics = sum(topic(offer.who) for offer in offers.values())
    asked = any(text.endswith("?") for text in words)
    if sum(p + 1 in bare or p + 1 == len(rows) for p in bare) * 3 > len(bare) > 0:
        return roles  # headings, or a list: nobody says anything
    nearly = share >= (0.6 if way == "brackets" else 0.8)
    half = bool(again or roles) and share >= 0.5 and len(plain) > 2
    two = two and len(again) >= LEAST.get(way, 0.04) * len(rows)
    if way in WEAK:
        sure = two or (nearly and half and asked)
    else:
        few = way == "brackets" and len(plain) < 2
        sure = two or (nearly and not few) or half or (way == "time" and len(plain) > 1)
    every = nearly or way in SURE
    names = {key(o.who) for o in plain.values() if every or _name(o.who, low)}
    if sure:
        return {*again, *names, *roles}
    return set() if topics > len(roles) else roles  # of minutes, or of a report


def _changes(labels: list[str]) -> int:
    """Count how often another label follows."""
    return sum(a != b for a, b in pairwise(labels))


def _voice(who: str, times: int, most: int, low: Counter[str]) -> bool:
    """Say whether a label may be a voice and not how a sentence begins: "I said:"."""
    words = who.split()
    small = words[-1].islower() and (not words[0].islower() or len(words) > 3)
    if not small or role(who):
        return True
    begins = len(words[0]) < 3 or low[words[0].casefold()] > 0
    return times > 1 and not (begins and times * 3 < most)


def _name(who: str, low: Counter[str]) -> bool:
    """Say whether a label that stands once is like a name: no word of the text."""
    words = who.split()
    large = [word for word in words if not word.islower()]
    if words[0].islower() or len(words) > 4:
        return False
    return not any(low[w] for w in WORD.findall(" ".join(large).casefold()))


def _alone(offers: Mapping[int, Offer], words: list[str]) -> set[str]:
    """Find labels on lines of their own, by where they stand among all lines.

    A bare label never follows a bare label, and has words behind it: a short answer
    that is given twice is none.
    """
    places, rows = defaultdict(list), len(words)
    for place, offer in offers.items():
        places[key(offer.who)].append(place)
    usual = [k for k, at in places.items() if len(at) > 1 or who_words.interviews(k)]
    taken, known = set[int](), set[str]()
    for who in sorted(usual, key=lambda k: (-len(places[k]), places[k][0])):
        at = set(places[who])
        beside = sum(p - 1 in taken | at or p + 1 in taken | at | {rows} for p in at)
        if beside * 4 <= len(at):
            taken |= at
            known.add(who)
    once = {k: at[0] for k, at in places.items() if k not in known and len(at) == 1}
    fits = {k: p for k, p in once.items() if _fits(p, taken, rows)}
    steps = Counter(b - a for a, b in pairwise(sorted(taken | set(fits.values()))))
    if steps[2] * 10 >= steps.total() * 7:
        taken, known = taken | set(fits.values()), known | set(fits)
    order = [k for _, k in sorted((p, k) for k in known for p in places[k])]
    behind = [words[p + 1] for p in taken if p + 1 < rows]
    asked = sum(text.endswith("?") for text in behind) * 5 >= len(taken)
    talk = asked or sum(len(text.split()) for text in behind) >= 4 * len(behind)
    much = len(taken) * 12 >= rows and _changes(order) * 5 >= len(order)
    return known if len(known) > 1 and much and talk else set()


def _fits(place: int, taken: set[int], rows: int) -> bool:
    """Say whether a line stands where a label would: one line between each two."""
    beside = {place - 1, place + 1} & taken
    before, behind = place - 2 in taken, place + 2 in taken or place + 2 == rows
    return before and behind and not beside


def _opening(
    lines: Sequence[Line], starts: list[int], low: Counter[str]
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
        size = _shared([timed[i] for i in at], low)
        who = clean(" ".join(timed[at[0]][:size]))
        spoken = low[first.casefold()] and not first.islower()
        if len(at) > 1 and who and not spoken:
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
    while size > 1 and len(texts) < 4 and _of_words(texts[0][size - 1], low):
        size -= 1
    return size


def _of_words(word: str, low: Counter[str]) -> bool:
    """Say whether a word is more likely said than a part of a name."""
    return word.islower() or word.endswith(ENDS) or low[word.casefold()] > 0


def _on_slides(
    lines: Sequence[Line], offers: Mapping[int, Offer], low: Counter[str]
) -> set[str]:
    """Find names before a colon on slides, where most words there are topics."""
    found = {i: offer for i, offer in offers.items() if lines[i].deck}
    people = any(role(offer.who) for offer in found.values())
    times = Counter(key(offer.who) for offer in found.values())
    return {
        key(o.who)
        for i, o in found.items()
        if role(o.who)
        or (
            not topic(o.who)
            and _voice(o.who, 1, 1, low)
            and not re.fullmatch("[A-Z]{4,}", o.who)
            and (people or times[key(o.who)] > 1 or _first(lines[i].text[o.end :]))
        )
    }


def _first(words: str) -> bool:
    """Say whether words are said by somebody: of themselves, or as a quote."""
    return FIRST_PERSON.match(words) is not None


def _untaken(
    lines: Sequence[Line],
    marks: list[Mark],
    offers: Mapping[str, Mapping[int, Offer]],
    taken: set[str],
    low: Counter[str],
) -> Counter[str]:
    """Count beginnings that recur, look like labels, and were not taken."""
    found = Counter[str]()
    for i, line in enumerate(lines):
        ways = ("colon", "time", "brackets", "dash", "gap", "bar")
        here = [offers[way][i].who for way in ways if i in offers[way]]
        if here and not marks[i].who and line.names and not line.deck:
            found[here[0]] += 1
    return Counter(
        {
            who: n
            for who, n in found.items()
            if key(who) in taken
            or (n > 1 and not topic(who) and _voice(who, 1, 1, low))
        }
    )
