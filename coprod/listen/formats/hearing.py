"""Hear who says what in a file: paragraphs in, utterances by speaker out.

It also says when a person should look, because the file is like talk and was not
understood: that no character is lost does not prove that it stands in the right mouth.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from coprod.listen.formats import label_tables, reasons, utterances, web
from coprod.listen.formats.furniture import STAGE, furniture, head
from coprod.listen.formats.label_shapes import Line
from coprod.listen.formats.speaker_labels import LEARN, Found, Mark, Rules, learn
from coprod.listen.formats.utterances import (
    TITLES,
    Paragraph,
    Tally,
    Transcript,
    Utterance,
    asks,
)
from coprod.protect import who_words
from coprod.store.show import plural

FURNITURE, TIMES = "lines of the program that wrote it", "times"
ASKS = "Interviewer"  # where no label tells who asks
ASKED = "?"  # said in place of a sign: what ends so is asked
VOICES = 20  # more than that need words to be believed
BESIDE = (*TITLES, "slide", "notes of", "table", "diagram", "foot", "end", "comment")


class Turn(NamedTuple):
    """Lines of one paragraph that belong together, and who says them."""

    paragraph: Paragraph
    text: str
    label: int = 0  # characters of it that are no words
    who: str | None = None
    time: bool = False  # they are a time, and no label


def heard(written: Transcript, rules: Rules = LEARN) -> utterances.Reading:
    """Find who says what in a file; what is not words is added to its `aside`.

    A paragraph without a label goes on for the last speaker; where only an interviewer
    has a label, it has none: whoever is asked is one person.

    Parameters
    ----------
    written : Transcript
        What a reader found, in the order of the file.
    rules : Rules
        What a person said of the labels; it goes before what is learned.
    """
    turns, found = _turns(written.paragraphs, rules)
    said = _spoken(turns, written.aside)
    look = "" if rules.looked else _look(said, found)
    more = {"notes": written.notes, "look": look, "untaken": dict(found.untaken)}
    more["doubt"] = written.doubt
    return utterances.Reading.of(said, written.aside, written.swept, **more)


def _turns(paragraphs: Iterable[Paragraph], rules: Rules) -> tuple[list[Turn], Found]:
    """Part paragraphs where a label stands."""
    every = label_tables.told(list(paragraphs))
    why = [p.why or FURNITURE * (not p.speaker and furniture(p.text)) for p in every]
    every = [p._replace(why=said) for p, said in zip(every, why, strict=True)]
    parts = [_lines(each) for each in every]
    plain = replace(rules, before=rules.before.replace(ASKED, ""))
    found = learn([line for part in parts for line, _ in part], plain)
    marks = iter(found.marks)
    turns: list[Turn] = []
    for each, part in zip(every, parts, strict=True):
        turns += _parted(each, [(raw, line.text, next(marks)) for line, raw in part])
    return _without_head(_asked(turns, rules.before == ASKED)), found


def _lines(each: Paragraph) -> list[tuple[Line, str]]:
    """Return the lines of a paragraph whose speaker is not known yet."""
    if each.speaker is not None or each.why:
        return []
    raw = each.text.splitlines(keepends=True) or [""]
    blank = len(each.text) - len(each.text.lstrip())
    bold = [max(each.bold - blank, 0), *(0 for _ in raw[1:])]
    how, both = (each.names, each.deck), zip(raw, bold, strict=True)
    return [(Line(line.strip(), *how, wide), line) for line, wide in both]


def _parted(each: Paragraph, lines: list[tuple[str, str, Mark]]) -> Iterator[Turn]:
    """Return the turns of one paragraph: a new one begins where a label stands."""
    if not lines:
        yield Turn(each, each.text)
        return
    text, label, who, time = "", 0, None, False
    for raw, bare, mark in lines:
        if mark.who and text.strip():
            yield Turn(each, text, label, who, time)
            text, label = "", 0
        who = mark.who or who
        time = who is None and (time or mark.end > 0)
        cut, blank = len(bare[: mark.end].rstrip()), len(raw) - len(raw.lstrip())
        text, label = text + raw[:blank] + raw[blank + cut :], label + cut
    yield Turn(each, text, label, who, time)


def _asked(turns: list[Turn], told: bool) -> list[Turn]:
    """Find who asks where nobody has a label: in bold, or where somebody said so."""
    if told:
        asks = {id(turn) for turn in turns if turn.text.rstrip().endswith(ASKED)}
        return [t._replace(who=t.who or ASKS) if id(t) in asks else t for t in turns]
    if any(turn.who or turn.paragraph.speaker for turn in turns):
        return turns
    body = [t for t in turns if t.paragraph.place == "body" and t.text.strip()]
    bold = [t for t in body if t.paragraph.bold >= len(t.text.rstrip())]
    asking = sum(turn.text.rstrip().endswith("?") for turn in bold)
    if not 2 < len(bold) <= 0.6 * len(body) or asking * 5 < len(bold) * 4:
        return turns
    asks = set(map(id, bold))
    return [t._replace(who=ASKS) if id(t) in asks else t for t in turns]


def _without_head(turns: list[Turn]) -> list[Turn]:
    """Set aside the head of a program's file: what stands above the first label."""
    labelled = (n for n, t in enumerate(turns) if t.who or t.paragraph.speaker)
    first = next(labelled, 0)
    if not head([turn.text for turn in turns[:first]]):
        return turns
    above = [(t, t.paragraph._replace(why=FURNITURE)) for t in turns[:first]]
    return [t._replace(paragraph=nobodys) for t, nobodys in above] + turns[first:]


def _spoken(turns: list[Turn], aside: Tally) -> list[Utterance]:
    """Return the utterances of turns, each with who says it."""
    named = {turn.who for turn in turns if turn.who}
    one_sided = bool(named) and all(map(who_words.interviews, named))
    last: dict[Hashable, str | None] = {}
    said = []
    for turn in turns:
        each, words = turn.paragraph, _words(turn, aside)
        if each.place == "heading":
            last.clear()  # nobody goes on speaking across a heading
        speaker = each.speaker or turn.who or last.get(each.turn)
        if (
            words
            and utterances.NUMBER.fullmatch(words)
            and not speaker
            and "table" in each.place
        ):
            aside.put(reasons.NUMBERS_ALONE, len(words), each.at)
        elif words:
            told = (words, each.place, speaker, each.question)
            said.append(Utterance(*told, at=each.at))
        last[each.turn] = None if one_sided and words else speaker
    return said


def _words(turn: Turn, aside: Tally) -> str:
    """Return words behind a label; count label, stage directions and white space."""
    at, why = turn.paragraph.at, turn.paragraph.why
    spoken = "" if why else web.bare(turn.text)
    bare = STAGE.sub("", spoken)
    words = bare.strip()
    blank = len(turn.text.strip()) if why else 0
    marked = 0 if why else len(turn.text) - len(spoken)
    staged = len(spoken) - len(bare)
    aside.put(reasons.WEB, marked, at)
    aside.put(TIMES if turn.time else reasons.LABELS, turn.label, at)
    aside.put(why, blank, at)
    aside.put(reasons.STAGED, staged, at)
    aside.put(reasons.WHITE, len(turn.text) - blank - staged - marked - len(words), at)
    return words


def _look(said: list[Utterance], found: Found) -> str:
    """Say in plain words why a file looks like talk that was not understood."""
    talk = [u for u in said if not u.place.startswith(BESIDE)]
    words = Counter[str | None]()
    for each in talk:
        words[each.speaker] += len(each.text.split())
    odd, asked = found.untaken.total(), [asks(each.text) for each in talk]
    inside = sum(
        now and u.speaker == before.speaker is not None and u.place in ("line", "body")
        for now, u, before in zip(asked[1:], talk[1:], talk, strict=False)
    )
    if found.unknown or (odd > 2 and odd * 10 >= len(talk)):
        return f"{plural('line', odd or found.unknown)} may begin with who speaks."
    if len(words) > max(VOICES, len(talk) / 3) and talk[0].place != "message":
        return f"{plural('voice', len(words))} are many for what is said."
    if len(words) < 2 and sum(asked) > 2 and sum(asked) * 6 >= len(talk):
        return "It has questions and answers, and only one voice was found."
    if len(words) < 2 and sum(u.place.endswith(utterances.NEW_VOICE) for u in talk) > 1:
        return "Several people speak, and it does not say who."
    if inside > 1 and inside * 3 >= sum(asked) and len(words) > 1:
        return f"{plural('question', inside)} stand in the middle of one voice's words."
    one_sided = all(map(who_words.interviews, filter(None, words)))
    if len(words) > 1 and not one_sided:
        if words[None] > 60 and words[None] * 10 > words.total():
            return "A good part of it has no label."
        most, turns = words.most_common(1)[0][0], Counter(u.speaker for u in talk)
        if words[most] > 0.97 * words.total() and turns.total() - turns[most] < 3:
            return "One voice says nearly all of it."
    return ""
