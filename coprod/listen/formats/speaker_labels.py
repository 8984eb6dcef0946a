"""Find the label that says who is speaking at the start of a line.

"Amira:", "DB" alone on a line, "[id1] ...", "(Kasia)", "Ruby's mum:", "Jane 00:12". A
file's own habits decide: one "Result: ..." in a long text is nobody's name.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

ROLE = (
    r"(?:interviewer|interviewee|moderator|facilitator|participant|respondent|speaker"
    r"|researcher|young person|child|patient|parent|mother|father|mum|mummy|dad|daddy"
    r"|sister|brother|grandmother|grandfather|nan|gran|grandad|carer|family|teenager"
    r"|adviser|advisor|nurse|doctor|consultant|play specialist|youth worker|teacher"
    r"|staff|int|q|a|[a-z]{1,3}\d{1,3})"
)
KIN = (  # Ruby's mum
    r"(?: (?:mum|mummy|mam|mom|mother|dad|daddy|father|parents?|sister|brother|nan|gran"
    r"|grandma|grandad|grandmother|grandfather|carer|family|friend)\b)"
)
NAME = (
    r"(?:(?:Dr|Mr|Mrs|Ms|Miss|Prof)\.? )?[A-Z][\w'’.-]*"
    r"(?:,? (?:of |de |van |la |the |and |& )?[A-Z0-9][\w'’.-]*){0,4}"
    rf"(?:(?:(?<=['’]s)|(?<=s['’])){KIN})?"
)
WHO = rf"(?:(?P<role>(?i:{ROLE})(?: ?[#-]?[A-Z0-9]{{1,3}})?)|(?P<name>{NAME}))"
CLOCK = r"[\[(]?(?:\d{1,2}:\d{1,2}:\d{1,2}|\d{1,2}:\d{2})(?:[.,]\d+)?[\])]?"
ASIDE = r"(?: ?[\[(][^\])\n]{1,30}[\])])?"
LABEL = re.compile(
    rf"(?P<clock>{CLOCK}[ \t]*[-–]?[ \t]*)?[\[(]?{WHO}{ASIDE}"
    rf"[\])]?(?:(?:[ \t]*{CLOCK})?[ \t]*:(?=\s|$)|[ \t]+{CLOCK}[ \t]*(?=\n|$))"
)
ALONE = re.compile(rf"[\[(]?{WHO}[\])]?")  # and nothing else on the line
BRACKETS = re.compile(rf"[\[(]{WHO}[\])][ \t]+(?=\S)")
INITIALS = re.compile(r"[A-Z]{2,3}")
TIME_ONLY = re.compile(rf"{CLOCK}(?=\s|$)")
WHOSE = (
    r"(?:(?:every(?:one|body)|all|both|they|long|short|brief|general|group|quiet|soft"
    r"|loud|nervous|some)[ \t]+)?"
)
DOES = (
    r"(?:laugh(?:s|ing|ter)?|chuckl(?:es?|ing)|giggl(?:es?|ing)|smil(?:es?|ing)"
    r"|nod(?:s|ding)?|shrug(?:s|ging)?|sigh(?:s|ing)?|cr(?:y|ies|ying)|sob(?:s|bing)?"
    r"|tearful|cough(?:s|ing)?|paus(?:e|es|ing)|silen(?:ce|t)|cross[ -]?talk"
    r"|overlapping(?: (?:talk|speech|voices))?|interrupt(?:s|ion|ing)|applause|claps"
    r"|whisper(?:s|ing)?|clapping|music|sings|singing|(?:background|traffic) noise"
    r"|door (?:opens|closes|slams)|phone rings|point(?:s|ing)|gestur(?:es?|ing))"
)
STAGE = re.compile(
    rf"(?i)[\[(<*][ \t]*{WHOSE}{DOES}(?:[ \t,:-]+[^\])>*\n]{{1,30}})?[ \t]*[\])>*]"
)
NO_NAME = re.compile(
    r"(?i)(?:note|nb|n\.b|good|bad|example|examples|summary|action|actions|date|time"
    r"|place|location|title|topic|theme|question|answer|feedback|comments?|wish|wishes"
    r"|however|also|remember|honestly|overall|finally|first|firstly|second|secondly"
    r"|third|lastly|yes|no|ok|okay|well|so|and|but|or|because|if|when|where|what|why"
    r"|how|who|which|the|this|that|these|those|there|it|we|i|i'm|my|our|they|she|he"
    r"|you|a|an|one|two|three|some|positives?|negatives?|food|play|staff feedback"
    r"|communication|information|support|practical issues|worst|best|warning|ps|p\.s"
    r"|re|subject|from|to|cc|sent|tel|email|age|name|ward|hospital|q\d+)\b"
)
TOPIC = re.compile(  # what often stands before a colon on a slide
    r"(?i)(?:parking|waiting|travel|transport|money|costs?|school|nurses?|doctors?|beds?"
    r"|sleep|noise|privacy|treatment|medicines?|activities|wi-?fi|friends|family|staff"
    r"|families|parents|children|teenagers|home|toys|games|results?|strengths|ideas?"
    r"|challenges|next steps|key|recommendations?|quotes?|thank|thanks|sources?|aims?"
    r"|background|method|who|where|[a-z]+ing|[a-z]+tion|[a-z]+ment|[a-z]+ness)\b"
)
FIRST_PERSON = re.compile(r"\s*[“\"‘']|.*\b(?:I|I['’]\w+|me|my|we|our|us)\b", re.S)


class Line(NamedTuple):
    """A text without outer white space, and how it may be labelled."""

    text: str
    names: bool
    deck: bool


@dataclass(frozen=True)
class Habits:
    """How the speakers of one file are labelled."""

    names: frozenset[str] = frozenset()  # before a colon
    alone: frozenset[str] = frozenset()  # on a line of their own
    brackets: bool = False  # [id1] in front of words, without a colon


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


def match(text: str) -> re.Match[str] | None:
    """Find a label with a colon or a time at the start, unless it is a usual word."""
    label = LABEL.match(text)
    if label is None or len(label[0]) > 70:
        return None
    usual = label["name"] and NO_NAME.match(label["name"])
    return None if usual or NO_NAME.fullmatch(label["role"] or "") else label


def habits(lines: Sequence[Line]) -> Habits:
    """Find how speakers are labelled in a file: what recurs, or is in many lines."""
    lines = [line for line in lines if line.text]
    named = [line for line in lines if line.names and not line.deck]
    found = [label for line in named if (label := match(line.text))]
    names = Counter(label["name"] for label in found if label["name"])
    many = len(found) * 5 >= len(named)
    known = {name for name, times in names.items() if times > 1 or many}
    inside = sum(_named(BRACKETS.match(line.text)) is not None for line in named)
    return Habits(
        frozenset(known | _on_slides([line for line in lines if line.deck])),
        frozenset(_alone([line.text for line in named])),
        inside * 3 >= max(len(named), 1),
    )


def _on_slides(lines: list[Line]) -> set[str]:
    """Find names before a colon on slides, where most words there are topics."""
    found = [(m, line.text[m.end() :]) for line in lines if (m := match(line.text))]
    people = any(m["role"] or re.search(f"{KIN}$", m["name"]) for m, _ in found)
    times = Counter(m["name"] for m, _ in found if m["name"])
    return {
        m["name"]
        for m, words in found
        if m["name"]
        and (re.search(f"{KIN}$", m["name"]) or not TOPIC.match(m["name"]))
        and not re.fullmatch("[A-Z]{4,}", m["name"])
        and (people or times[m["name"]] > 1 or FIRST_PERSON.match(words))
    }


def _named(label: re.Match[str] | None) -> str | None:
    """Return who a label without a colon names, unless it is a usual word."""
    if label is None or len(label[0]) > 40 or STAGE.fullmatch(label[0].strip()):
        return None
    who = label["role"] or label["name"]
    return None if NO_NAME.match(who) and not label["role"] else str(who)


def _alone(texts: list[str]) -> set[str]:
    """Find labels on lines of their own: a fifth of the lines, none after another."""
    lines = [text.partition("\n")[0].rstrip() for text in texts]
    who = [_named(ALONE.fullmatch(line)) for line in lines]
    times = Counter(name for name in who if name)
    inside = {n for n, line in zip(who, lines, strict=True) if n and line[0] in "[("}
    strong = {
        name
        for name, n in times.items()
        if n > 1
        or INITIALS.fullmatch(name)
        or (re.fullmatch(ROLE, name, re.I) and len(name) > 2)
        or (name in inside and len(inside) > 1)
    }
    at = {i for i, name in enumerate(who) if name in strong}
    bare = {i for i in at if texts[i] == lines[i]}
    silent = sum(i + 1 in bare for i in bare) + (len(texts) - 1 in bare)
    enough = len(at) * 5 >= len(texts) and len(strong) > 1
    return strong if enough and silent * 5 <= len(at) else set()


def label(text: str, names: bool, found: Habits) -> tuple[int, str | None]:
    """Return where the words of a text begin, and who says them if a label tells.

    Parameters
    ----------
    text : str
        A paragraph without white space before it.
    names : bool
        Whether a name may be a label here, or only "Parent:".
    found : Habits
        How speakers are labelled in this file.

    Returns
    -------
    tuple of (int, str or None)
        The length of label and time, and the name.
    """
    told = match(text)
    if told and (told["role"] or (names and told["name"] in found.names)):
        return told.end(), told["role"] or told["name"]
    first = text.partition("\n")[0].rstrip() if names and found.alone else ""
    whole = _named(ALONE.fullmatch(first))
    if whole in found.alone:
        return len(first), whole
    inside = BRACKETS.match(text) if names and found.brackets else None
    if inside and (who := _named(inside)):
        return inside.end(), who
    clock = TIME_ONLY.match(text)
    return (clock.end(), None) if clock else (0, None)
