"""Learn from a file itself how it says who is speaking.

What recurs at the start of lines, alternates, and has words behind it is a voice: in
any script, before any sign, or on a line of its own. Each way of writing is tried on
the whole file, and the one that explains most of it is taken.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coprod.listen.formats import label_shapes
from coprod.listen.formats.furniture import STAGE
from coprod.listen.formats.label_shapes import COLON, Offer, key, role, topic
from coprod.listen.formats.utterances import Paragraph
from coprod.protect import who_words

ABSTRACT = re.compile(r"(?i)[a-z]{2,}(?:ing|tion|ment|ness)\b")  # once, it is a topic
MANY = re.compile(r"(?i)staff|family|friends?")  # on a slide, more likely a topic
FIRST_PERSON = re.compile(r"\s*[“\"‘']|.*\b(?:I|I['’]\w+|me|my|we|our|us)\b", re.S)
LEAST = {"brackets": 0.2, "bar": 0.3, "dash": 0.3, "gap": 0.3, "dot": 0.5}  # of lines
WEAK = ("bar", "dash", "gap", "dot")  # signs that often stand within sentences
SURE = ("time", "marks", "hash", "bold")  # a label for sure, even one that stands once
SILENT = re.compile(rf"\s*(?:{STAGE.pattern.removeprefix('(?i)')})?\s*", re.I)
WORD = re.compile(r"[^\W\d_]{3,}")


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

    @property
    def in_words(self) -> str:
        """The same rules as the same words, always."""
        told = [sorted(self.labels), sorted(self.nobody), self.before, self.looked]
        return json.dumps(told)


LEARN = Rules()


@dataclass(frozen=True)
class Found:
    """How the speakers of one file are labelled, line by line.

    Of `marks`, one without a label has nobody. `untaken` are beginnings that look like
    labels and were not taken, with how often; `unknown` counts lines where somebody
    begins, and it is not known who.
    """

    marks: list[Offer]
    untaken: Counter[str]
    unknown: int


class _Talk:
    """A file as lines, and what may be a label in each of them."""

    def __init__(self, lines: Sequence[Paragraph], rules: Rules) -> None:
        self.lines, starts = lines, label_shapes.starts_of(lines)
        words = (word for line in lines for word in WORD.findall(line.text))
        self.low, self.starts = Counter(w for w in words if w.islower()), starts
        texts = [line.text[at:] for line, at in zip(lines, starts, strict=True)]
        told = _told(rules, texts)
        self.offers = label_shapes.offers_of(lines, starts, self.low, told)
        body = [i for i, line in enumerate(lines) if line.names and not line.deck]
        self.rows = [i for i in body if not SILENT.fullmatch(lines[i].text, starts[i])]
        self.words = [lines[i].text for i in self.rows]

    def known(self, way: str) -> set[str]:
        """Return the labels of one way of writing that are voices in this file."""
        offers, rows, low = self.offers[way], self.rows, self.low
        if way == "opening":
            return {key(offer.who) for offer in offers.values()}
        at = {row: place for place, row in enumerate(rows)}
        plain = {at[i]: o for i, o in offers.items() if i in at and not topic(o.who)}
        if way == "alone":
            return _alone(plain, self.words)
        times = Counter(key(o.who) for o in plain.values())
        most = max(times.values(), default=0)
        often = {p: times[key(o.who)] for p, o in plain.items()}
        plain = {p: o for p, o in plain.items() if _voice(o.who, often[p], most, low)}
        again = [key(o.who) for o in plain.values() if times[key(o.who)] > 1]
        two = len(set(again)) > 1 and _changes(again) * 5 >= len(again)
        bare = {place for place, o in plain.items() if not o.words}
        share = len(plain) / max(len(rows) - len(bare), 1)
        roles = {key(o.who) for o in plain.values() if way == "colon" and role(o.who)}
        topics = sum(topic(offer.who) for offer in offers.values())
        asked = any(text.endswith("?") for text in self.words)
        if sum(p + 1 in bare or p + 1 == len(rows) for p in bare) * 3 > len(bare) > 0:
            return roles  # headings, or a list: nobody says anything
        nearly = share >= (0.6 if way == "brackets" else 0.8)
        half = bool(again or roles) and share >= 0.5 and len(plain) > 2
        two = two and len(again) >= LEAST.get(way, 0.04) * len(rows)
        if way in WEAK:
            sure = two or (nearly and half and asked)
        else:
            few = way == "brackets" and len(plain) < 2
            timed = way == "time" and len(plain) > 1
            sure = two or half or timed or (nearly and not few)
        every = nearly or way in SURE
        names = {key(o.who) for o in plain.values() if every or _name(o.who, low)}
        if sure:
            return {*again, *names, *roles}
        return set() if topics > len(roles) else roles  # of minutes, or of a report

    def on_slides(self) -> set[str]:
        """Find names before a colon on slides, where most words there are topics."""
        every = self.offers["colon"].items()
        found = {i: offer for i, offer in every if self.lines[i].deck}
        texts = {i: self.lines[i].text for i in found}
        quoted = {i: FIRST_PERSON.match(texts[i], o.end) for i, o in found.items()}
        people = any(role(offer.who) for offer in found.values())
        times = Counter(key(offer.who) for offer in found.values())
        return {
            key(o.who)
            for i, o in found.items()
            if (role(o.who) and (quoted[i] or not MANY.fullmatch(o.who)))
            or (
                not (topic(o.who) or ABSTRACT.match(o.who))
                and _voice(o.who, 1, 1, self.low)
                and not re.fullmatch("[A-Z]{4,}", o.who)
                and (people or times[key(o.who)] > 1 or quoted[i])
                and not MANY.fullmatch(o.who)
            )
        }

    def untaken(self, marks: list[Offer], taken: set[str]) -> Counter[str]:
        """Count beginnings that recur, look like labels, and were not taken."""
        found = Counter[str]()
        for i, line in enumerate(self.lines):
            ways = ("colon", "time", "brackets", "dash", "gap", "bar")
            here = [self.offers[way][i].who for way in ways if i in self.offers[way]]
            if here and not marks[i].who and line.names and not line.deck:
                found[here[0]] += 1
        for who, n in list(found.items()):
            like = n > 1 and not topic(who) and _voice(who, 1, 1, self.low)
            if key(who) not in taken and not like:
                del found[who]
        return found


def learn(lines: Sequence[Paragraph], rules: Rules = LEARN) -> Found:
    """Find who says each line, by what recurs, alternates and has words behind it.

    Parameters
    ----------
    lines : sequence of Paragraph
        Every line of a file without outer white space, blank ones too.
    rules : Rules
        What a person said of the labels; it goes before what is learned.
    """
    talk, ways = _Talk(lines, rules), label_shapes.ORDER
    offers, known = talk.offers, {way: talk.known(way) for way in ways}
    fits = {w: sum(key(o.who) in known[w] for o in offers[w].values()) for w in ways}
    best = "told" if rules.before else max(ways, key=fits.__getitem__)
    told = {key(offer.who) for offer in offers["told"].values()}
    nobody = set(map(key, rules.nobody))
    taken = (known.get(best, set()) | talk.on_slides() | told) - nobody
    ways = ["told", best, "time", "marks", "colon", "bold"]
    marks, bare = list[Offer](), False
    for i, line in enumerate(lines):
        here = [o for way in ways if (o := offers[way].get(i))]
        label = next((o for o in here if _takes(o, taken, line)), None)
        if label and bare and best == "alone" and not label.words:
            label = None  # a bare label never follows a bare label
        marks.append(label or Offer("", talk.starts[i]))
        bare = label is not None and not label.words if line.text else bare
    timed = sum(s > 0 and not m.who for s, m in zip(talk.starts, marks, strict=True))
    unknown = timed if best == "opening" and known[best] else 0
    if best == "colon" and known[best]:
        others = (o.who for o in offers[best].values() if key(o.who) not in taken)
        unknown += sum(_unknown(w, talk.low) for w in others if key(w) not in nobody)
    found = talk.untaken(marks, taken).items()
    untaken = Counter({who: n for who, n in found if key(who) not in nobody})
    return Found(_one_form(marks), untaken, unknown)


def _told(rules: Rules, texts: Sequence[str]) -> dict[str, re.Pattern[str]]:
    """Return the shapes of the labels that a person gave.

    One that has a sign behind it anywhere is a label only with a sign: "I: When I ...".
    """
    made = {}
    for label in sorted(rules.labels, key=len, reverse=True):
        who = rf"(?i)(?P<who>{re.escape(label)})"
        sign = rf"(?:{COLON}|[ \t]*[>|/~–—=-]|[.\])](?=\s)|\t|[ ]{{2,}}|[ \t]*$)"
        signed = re.compile(who + sign)
        bare = not any(map(signed.match, texts))
        made[f"told {label}"] = re.compile(who + r"(?=\W|$)") if bare else signed
    if rules.before:
        sign = {":": COLON, "-": "[-–—−―]+"}.get(rules.before, re.escape(rules.before))
        made["told before"] = re.compile(rf"(?P<who>{label_shapes.NEAR})[ \t]*{sign}")
    return made


def _takes(offer: Offer, taken: set[str], line: Paragraph) -> bool:
    """Say whether a line takes a label: a heading only a role such as "Parent:"."""
    return key(offer.who) in taken if line.names else role(offer.who)


def _one_form(marks: list[Offer]) -> list[Offer]:
    """Write each label as it is written first: "AMIRA" as "Amira"."""
    first: dict[str, str] = {}
    names = [m.who and first.setdefault(key(m.who), m.who) for m in marks]
    return [m._replace(who=name) for m, name in zip(marks, names, strict=True)]


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
    ends = len(words[-1]) < 3 or low[words[-1]] > 0
    often = times > 3 or not (begins and ends)
    return times > 1 and often and not (begins and times * 2 < most)


def _name(who: str, low: Counter[str]) -> bool:
    """Say whether a label that stands once is like a name: no word of the text."""
    words = who.split()
    if re.search(r"[\d_@]", who) and len(words) < 3:
        return True  # "mum_4"
    large = [word for word in words if not word.islower()]
    if words[0].islower() or len(words) > 4 or ABSTRACT.match(who):
        return False
    return not any(low[w] for w in WORD.findall(" ".join(large).casefold()))


def _unknown(who: str, low: Counter[str]) -> bool:
    """Say whether a label in small letters, not taken, is no word of the text."""
    words = who.split()
    said = topic(who) or any(low[word] > 1 for word in WORD.findall(who))
    return who.islower() and len(words) < 3 and not said


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
        beside = sum(p - 1 in taken | at or p + 1 in taken | {rows} for p in at)
        if beside * 3 <= len(at):
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
