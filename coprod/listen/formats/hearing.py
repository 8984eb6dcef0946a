"""Hear who says what in a file: paragraphs in, utterances by speaker out.

It also says when a person should look, because the file is like talk and was not
understood: that no character is lost does not prove that it stands in the right mouth.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace

from coprod.listen.formats import label_tables, reasons, utterances, web
from coprod.listen.formats.furniture import STAGE, furniture, head
from coprod.listen.formats.label_shapes import Offer
from coprod.listen.formats.speaker_labels import LEARN, Found, Rules, learn
from coprod.listen.formats.utterances import Paragraph, Tally, Transcript, Utterance
from coprod.protect import who_words
from coprod.store.show import plural

FURNITURE, TIMES = "lines of the program that wrote it", "times"
ASKS = "Interviewer"  # where no label tells who asks
ASKED = "?"  # said in place of a sign: what ends so is asked
VOICES = 20  # more than that need words to be believed
ELSEWHERE = "slide table diagram foot end comment".split()
BESIDE = (*utterances.TITLES, "notes of", *ELSEWHERE)  # places in which nobody talks


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
    more = {"look": "" if rules.looked else _look(said, found)}
    return utterances.Reading.of(said, written, untaken=dict(found.untaken), **more)


def _turns(
    paragraphs: Iterable[Paragraph], rules: Rules
) -> tuple[list[Paragraph], Found]:
    """Part paragraphs where a label stands."""
    every = label_tables.told(list(paragraphs))
    why = [p.why or FURNITURE * (not p.speaker and furniture(p.text)) for p in every]
    every = [p._replace(why=said) for p, said in zip(every, why, strict=True)]
    parts = [_lines(each) for each in every]
    plain = replace(rules, before=rules.before.replace(ASKED, ""))
    found = learn([line for part in parts for line, _ in part], plain)
    marks = iter(found.marks)
    turns: list[Paragraph] = []
    for each, part in zip(every, parts, strict=True):
        turns += _parted(each, [(raw, line.text, next(marks)) for line, raw in part])
    return _without_head(_asked(turns, rules.before == ASKED)), found


def _lines(each: Paragraph) -> list[tuple[Paragraph, str]]:
    """Return the lines of a paragraph whose speaker is not known yet, bare and raw."""
    if each.speaker is not None or each.why:
        return []
    raw = each.text.splitlines(keepends=True) or [""]
    blank = len(each.text) - len(each.text.lstrip())
    bold = [max(each.bold - blank, 0), *(0 for _ in raw[1:])]
    both = zip(raw, bold, strict=True)
    return [(each._replace(text=line.strip(), bold=wide), line) for line, wide in both]


def _parted(
    each: Paragraph, lines: list[tuple[str, str, Offer]]
) -> Iterator[Paragraph]:
    """Return the turns of one paragraph: a new one begins where a label stands."""
    if not lines:
        yield each
        return
    text, label, who, time = "", 0, None, False
    for raw, bare, mark in lines:
        if mark.who and text.strip():
            yield each._replace(text=text, label=label, who=who, time=time)
            text, label = "", 0
        who = mark.who or who
        time = who is None and (time or mark.end > 0)
        cut, blank = len(bare[: mark.end].rstrip()), len(raw) - len(raw.lstrip())
        text, label = text + raw[:blank] + raw[blank + cut :], label + cut
    yield each._replace(text=text, label=label, who=who, time=time)


def _asked(turns: list[Paragraph], told: bool) -> list[Paragraph]:
    """Find who asks where nobody has a label: in bold, or where somebody said so."""
    asking = [turn.text.rstrip().endswith(ASKED) for turn in turns]
    wide = [t.place == "body" and 0 < len(t.text.rstrip()) <= t.bold for t in turns]
    if not told:
        body = sum(t.place == "body" and bool(t.text.strip()) for t in turns)
        both = sum(a and b for a, b in zip(asking, wide, strict=True))
        known = any(turn.who or turn.speaker for turn in turns)
        if known or not 2 < sum(wide) <= 0.6 * body or both * 5 < sum(wide) * 4:
            return turns
    whose = zip(turns, asking if told else wide, strict=True)
    return [t._replace(who=t.who or ASKS) if asks else t for t, asks in whose]


def _without_head(turns: list[Paragraph]) -> list[Paragraph]:
    """Set aside the head of a program's file: what stands above the first label."""
    first = next((n for n, t in enumerate(turns) if t.who or t.speaker), 0)
    if not head([turn.text for turn in turns[:first]]):
        return turns
    return [t._replace(why=FURNITURE) for t in turns[:first]] + turns[first:]


def _spoken(turns: list[Paragraph], aside: Tally) -> list[Utterance]:
    """Return the utterances of turns, each with who says it."""
    named = {turn.who for turn in turns if turn.who}
    one_sided = bool(named) and all(map(who_words.interviews, named))
    last: dict[Hashable, str | None] = {}
    said = []
    for each in turns:
        words = _words(each, aside)
        if each.place == "heading":
            last.clear()  # nobody goes on speaking across a heading
        speaker = each.speaker or each.who or last.get(each.turn)
        number = utterances.NUMBER.fullmatch(words)
        alone = "table" in each.place and not speaker and number
        aside.put(reasons.NUMBERS_ALONE, len(words) if alone else 0, each.at)
        if words and not alone:
            told = (words, each.place, speaker, each.question)
            said.append(Utterance(*told, at=each.at))
        last[each.turn] = None if one_sided and words else speaker
    return said


def _words(turn: Paragraph, aside: Tally) -> str:
    """Return words behind a label; count label, stage directions and white space."""
    spoken = "" if turn.why else web.bare(turn.text)
    bare = STAGE.sub("", spoken)
    words = bare.strip()
    found = {
        reasons.WEB: 0 if turn.why else len(turn.text) - len(spoken),
        turn.why: len(turn.text.strip()) if turn.why else 0,
        reasons.STAGED: len(spoken) - len(bare),
    }
    found[reasons.WHITE] = len(turn.text) - sum(found.values()) - len(words)
    for why, count in found.items():
        aside.put(why, count, turn.at)
    aside.put(TIMES if turn.time else reasons.LABELS, turn.label, turn.at)
    return words


def _look(said: list[Utterance], found: Found) -> str:
    """Say in plain words why a file looks like talk that was not understood."""
    talk = [u for u in said if not u.place.startswith(BESIDE)]
    words = Counter[str | None]()
    for each in talk:
        words[each.speaker] += len(each.text.split())
    odd, asked = found.untaken.total(), [utterances.asks(each.text) for each in talk]
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
