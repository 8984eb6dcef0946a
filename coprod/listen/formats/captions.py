"""Read captions of online meetings (.vtt, .srt), nothing said twice."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import zip_longest
from pathlib import Path

from coprod.listen.formats import reasons, utterances
from coprod.listen.formats.utterances import Paragraph, Tally, Transcript, swept
from coprod.listen.formats.words import WORDS
from coprod.store import spreadsheets

TIMING = re.compile(r"\s*\d+:[\d:.,]+\s*-->\s*\d+:[\d:.,]+.*")
BLOCK = re.compile(r"(?:\ufeff?WEBVTT|NOTE|STYLE|REGION)(?:[ \t-].*)?")
VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]*)>")
MARK = re.compile(WORDS["signs"]["caption"])
DASH = re.compile(r"[-–—] ?(?=[^\W\d_])|>> ?")
FIRST = re.compile(r"- (?=[^\W\d_])|>> ?")  # the only such mark of a cue
WORD_TIMES = re.compile(r"<\d+:[\d:.]+>")
TIMES, MARKS, REPEATED = "times and numbers", "caption marks", "repeated caption lines"

Cue = tuple[list[str], tuple[str]]  # its lines, and where it stands


def read(path: Path) -> Transcript:
    """Read captions with or without hours, names, marks or a heading."""
    text = spreadsheets.decode(path.read_bytes())
    aside = Tally()
    pieces = list(_cues(text.splitlines(keepends=True)))
    places = swept("".join(lines) for lines, _ in pieces)
    cues: list[Cue] = []
    for (lines, why), at in zip(pieces, places.places, strict=True):
        aside.put(why, len(lines[0]) if why else 0, (at,))
        cues += [] if why else [(lines, (at,))]
    if _rolling([lines for lines, _ in cues]):
        cues = _unrolled(cues, aside)
    voices = [part for lines, at in cues for part in _voices(lines, aside, at)]
    return Transcript(voices, aside, places)


def _cues(lines: list[str]) -> Iterator[tuple[list[str], str]]:
    """Return the lines of each cue; each other line with the reason it is set aside."""
    cue: list[str] = []
    skipping, after_blank = False, True
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        bare = line.strip()
        timed, why = TIMING.fullmatch(following.strip()), ""
        if not bare or TIMING.fullmatch(bare):
            why, skipping = TIMES if bare else reasons.WHITE, False
        elif skipping or (after_blank and BLOCK.fullmatch(bare)):
            why, skipping = "notes and styles", True
        elif timed and (after_blank or bare.isdecimal()):
            why = TIMES
        if why:
            yield from [(cue, "")] if cue else []
            yield [line], why
            cue = []
        else:
            cue.append(line)
        after_blank = not bare
    yield from [(cue, "")] if cue else []


def _plain(line: str) -> str:
    """Return a line of a cue without its marks."""
    return unescape(MARK.sub("", VOICE.sub("", line))).strip()


def _overlap(before: list[str], now: list[str]) -> int:
    """Count the first lines of `now` that are the last lines of `before`."""
    sizes = range(min(len(before), len(now)), 0, -1)
    return next((size for size in sizes if before[-size:] == now[:size]), 0)


def _grows(before: list[str], now: list[str]) -> bool:
    """Say whether a cue shows the words before it again, with more behind."""
    longer = len(now) == 1 and now[0].startswith(before[-1] + " ")
    return longer or 0 < _overlap(before, now) < len(now)


def _rolling(cues: list[list[str]]) -> bool:
    """Say whether captions roll: each shows the line before it once more."""
    shown = [[_plain(line) for line in cue] for cue in cues]
    growing = sum(_grows(b, n) for b, n in zip(shown, shown[1:], strict=False))
    timed = any(WORD_TIMES.search(line) for cue in cues for line in cue)
    return growing > 0 and (timed or growing * 4 >= len(cues))


def _unrolled(cues: list[Cue], aside: Tally) -> list[Cue]:
    """Leave out of each cue what the cue before it has already shown."""
    fresh: list[Cue] = []
    before: list[str] = []
    for cue, at in cues:
        shown = [_plain(line) for line in cue]
        filled = [i for i, line in enumerate(shown) if line]
        full = [shown[i] for i in filled]
        same = _overlap(before, full)
        cut = filled[same - 1] + 1 if same else 0
        aside.put(REPEATED, sum(len(line) for line in cue[:cut]), at)
        rest = cue[cut:]
        if not same and before and rest and shown[0].startswith(before[-1] + " "):
            told = len(before[-1])
            if rest[0].startswith(before[-1]):  # no mark within the words told before
                aside.put(REPEATED, told, at)
                rest = [rest[0][told:], *rest[1:]]
        fresh.append((rest, at))
        before = full or before
    return fresh


def _voices(cue: list[str], aside: Tally, at: tuple[str]) -> Iterator[Paragraph]:
    """Return what each voice says in one cue; marks are set aside."""
    pieces = VOICE.split("".join(cue))
    tags = sum(len(tag[0]) for tag in VOICE.finditer("".join(cue)))
    aside.put(reasons.LABELS, tags, at)
    for name, raw in zip([None, *pieces[1::2]], pieces[::2], strict=True):
        words = unescape(MARK.sub("", raw))
        aside.put(MARKS, len(raw) - len(words), at)
        speaker = name and name.strip() or None
        turns = [(words, False)] if speaker else _turns(words, aside, at)
        for piece, other in turns:
            place = f"caption{utterances.NEW_VOICE if other else ''}"
            yield Paragraph(piece, place, speaker=speaker, at=at)


def _turns(words: str, aside: Tally, at: tuple[str]) -> Iterator[tuple[str, bool]]:
    """Part a cue where a mark, "-" or ">>", says that another voice begins.

    With each piece goes whether it begins so.
    """
    lines = words.splitlines(keepends=True)
    dashes = sum(DASH.match(line) is not None for line in lines) > 1
    piece, other = "", False
    for number, line in enumerate(lines):
        dash = DASH.match(line) if dashes else FIRST.match(line) if not number else None
        if dash:
            yield piece, other
            piece, other = "", True
        aside.put(reasons.LABELS, len(dash[0]) if dash else 0, at)
        piece += line[dash.end() :] if dash else line
    yield piece, other
