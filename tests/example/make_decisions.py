"""Write what the invented team decided, with the library itself, from plain data.

Run `python -m tests.example.make_decisions` after `make_voices`. Times and ids are
fixed, so that the same words give the same journals.
"""

import random
import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

import pandas as pd

from coprod.check import check_back
from coprod.decide import actions, rules, statements
from coprod.listen import comments, people, set_aside
from coprod.listen import files as files_
from coprod.protect import (
    people_record,
    people_workbook,
    pseudonyms,
    review,
    who_words,
)
from coprod.store import disk, journal, journal_ends, rounds
from coprod.write import codebook, findings, tags
from coprod.write.second_reader import side_by_side
from tests.places import save_people

from . import content, decisions
from .names import NAMES

ROOT = Path(__file__).resolve().parents[2]
TICKS = {"kept": "kept", "changed": "changed", "explained": "noted"}


class Clock:
    """A clock that people set: the day is given, the minutes go on by themselves."""

    def __init__(self) -> None:
        self.day, self.minutes = "2026-10-05", count()

    def __call__(self) -> str:
        """Give the next time."""
        minute = next(self.minutes)
        hour, minute = divmod(minute // 4 % 480, 60)
        return f"{self.day}T{hour + 9:02d}:{minute:02d}:00Z"

    def to(self, day: str) -> None:
        """Begin another day."""
        self.day, self.minutes = day, count()


def make(root: Path = ROOT) -> None:
    """Write the private folder and every journal of the example round afresh."""
    rnd = rounds.Round("example-round", "AB", root / "data", root / "reports")
    shutil.rmtree(rnd.decisions, ignore_errors=True)
    shutil.rmtree(rnd.private, ignore_errors=True)
    dice, clock = random.Random("coprod"), Clock()
    journal._writers.clear()
    journal.new_id = lambda bytes_=6: dice.randbytes(bytes_).hex()
    journal.now = clock
    disk.write(rnd.private / "salt.txt", b"0123456789abcdef0123456789abcdef", 0o600)
    said = listen(rnd)
    codes = code(rnd, clock)
    tag(rnd, clock, said, codes)
    themes = gather(rnd, clock, codes)
    check(rnd, clock, said, themes)
    ask(rnd, clock, themes, codes)
    involve(rnd, clock)
    second(rnd, clock)
    people_workbook.note(rnd)
    journal._writers.clear()
    journal_ends.note(rnd)


@contextmanager
def a_clock_and_dice_of_its_own() -> Iterator[None]:
    """Let what is recorded meanwhile shift no id and no time of what comes after."""
    before = journal.new_id, journal.now
    dice, clock = random.Random("people"), Clock()
    journal.new_id = lambda bytes_=6: dice.randbytes(bytes_).hex()
    journal.now = clock
    yield
    journal.new_id, journal.now = before


def listen(rnd: rounds.Round) -> dict[tuple[str, str], list[str]]:
    """Fill in who is who; give the ids of the comments by file and words."""
    said, files = files_.listen(rnd)
    called = files_.names(rnd)
    with a_clock_and_dice_of_its_own():
        people.update(rnd, said, files, called)
        book = people_workbook.read(rnd)
        book["people"] = fill(book["people"], called)
        listed = pd.DataFrame(NAMES, columns=["name", "kind", "shown as"])
        book["names to hide"] = pd.concat([book["names to hide"], listed]).fillna("")
        save_people(rnd, book)
        people_record.take_out(rnd)
    who = people.read(rnd, said).who
    found = defaultdict(list)
    for row in comments.make(rnd, said, who).itertuples():
        found[called[row.source], content.key(row.text)].append(row.comment)
    return found


def fill(rows: pd.DataFrame, called: dict[str, str]) -> pd.DataFrame:
    """Fill in the sheet of people as the invented researcher did."""
    by_file = {source.file: source for source in content.sources()}
    made = rows.copy()
    numbers: dict[tuple[str, str], str] = {}
    for i, row in made.iterrows():
        source = by_file[called[row["source"]]]
        known = {person.label: person for person in source.people}
        person = known.get(row["label"])
        if person is not None:
            made.loc[i, "role"] = "participant"
            made.loc[i, "group"] = person.group
            made.loc[i, "age band"] = person.age_band
            made.loc[i, "setting"] = person.setting
            made.loc[i, "area"] = person.area
            made.loc[i, "voice"] = person.voice
            made.loc[i, "quote"] = "yes" if person.quote else "no"
            made.loc[i, "way"] = person.way
            numbers.setdefault((source.file, person.label), row["person"])
        elif row["label"] == people_record.EACH_ROW:
            made.loc[i, "role"] = "participant"
            made.loc[i, "way"] = source.people[0].way
            made.loc[i, "voice"] = "own words"
        elif row["label"] == source.interviewer:
            made.loc[i, "role"] = "interviewer"
        else:
            made.loc[i, "role"] = who_words.NOBODY
    return made


def code(rnd: rounds.Round, clock: Clock) -> dict[str, str]:
    """Add the working codes as they came up; give the id of each name."""
    clock.to("2026-10-12")
    return {
        one.name: codebook.add(
            rnd,
            one.name,
            definition=one.definition,
            include=one.include,
            exclude=one.exclude,
        )
        for one in decisions.CODES
    }


def tag(
    rnd: rounds.Round,
    clock: Clock,
    said: dict[tuple[str, str], list[str]],
    codes: dict[str, str],
) -> None:
    """Give both readers' tags and what they set aside."""
    for reader, day in (("ab", "2026-10-14"), ("cd", "2026-10-20")):
        clock.to(day)
        mine = replace(rnd, reader=reader.upper())
        seen: dict[tuple[str, str], int] = defaultdict(int)
        for source in content.sources():
            for one in source.said:
                key = (source.file, content.key(one.text))
                ids = said[key]
                comment = ids[min(seen[key], len(ids) - 1)]
                seen[key] += 1
                read(mine, comment, getattr(one, reader), codes, ids[0])


def read(
    rnd: rounds.Round,
    comment: str,
    reading: content.Reading,
    codes: dict[str, str],
    first: str,
) -> None:
    """Record what one reader made of one comment."""
    for name, experience in reading.codes.items():
        tags.add(
            rnd,
            comment,
            codes[name],
            experience=tuple(experience),
            note=reading.note,
        )
    if reading.mark:
        of = first if reading.mark == "duplicate" and first != comment else None
        reason = reading.reason or "the same words by the same person"
        set_aside.mark(rnd, comment, reading.mark, reason, of)


def gather(rnd: rounds.Round, clock: Clock, codes: dict[str, str]) -> dict[str, str]:
    """Arrive at the themes; give the id of each name."""
    clock.to("2026-10-24")
    themes = {
        name: codebook.add(
            rnd, name, level="theme", colour=colour, definition=definition
        )
        for name, colour, definition, _ in decisions.THEMES
    }
    for one in decisions.CODES:
        codebook.move(rnd, codes[one.name], themes[one.theme], "agreed at the table")
    return themes


def check(
    rnd: rounds.Round,
    clock: Clock,
    said: dict[tuple[str, str], list[str]],
    themes: dict[str, str],
) -> None:
    """Write, share and check the findings: version 1, replies, version 2, agreement."""
    clock.to("2026-10-25")
    quotes = {one.finding: quoted(one, said) for one in decisions.FINDINGS}
    wanted = [id_ for ids in quotes.values() for id_ in ids]
    wanted += [  # words of actions that are somebody's own
        ids[0]
        for one in decisions.ACTIONS
        for (_, text), ids in said.items()
        if content.key(one.said).rstrip(".") in text
    ]
    wanted = list(dict.fromkeys(wanted))
    review.record_review(rnd, wanted, "read one by one for what could tell who spoke")
    for one in decisions.FINDINGS:
        written = findings.write(
            rnd,
            theme=themes[one.theme],
            letter=one.finding[0],
            experience=one.experience,
            text=one.text,
            quotes=quotes[one.finding],
        )
        assert written == one.finding, (written, one.finding)
    clock.to("2026-10-26")
    shown = "7 young advisers, 6 parents and the clinical reference group"
    findings.publish(rnd, shown_to=shown, on="2026-10-26")
    clock.to("2026-10-29")
    known = [one.finding for one in decisions.FINDINGS]
    ids = [
        check_back.receive(
            rnd,
            f"{one.finding} {one.verdict}: {one.words}",
            who=one.group,
            known=known,
        )[0]
        for one in decisions.REPLIES
    ]
    clock.to("2026-10-30")
    for one in decisions.FINDINGS:
        if one.later:
            findings.reword(rnd, one.finding, one.later, why(one.finding))
    for id_, one in zip(ids, decisions.REPLIES, strict=True):
        check_back.decide(rnd, id_, TICKS[one.decision], one.reason)
    clock.to("2026-10-31")
    findings.publish(rnd, shown_to="everyone in the room", on="2026-10-31")
    room = decisions.AGREEMENT["in_the_room"]
    counted = ", ".join(f"{n} {role}{'s' * (n > 1)}" for role, n in room.items())
    check_back.agree(
        rnd,
        version="v2",
        room=counted.replace("brother or sisters", "brothers or sisters"),
        on=decisions.AGREEMENT["date"],
        note=decisions.AGREEMENT["not_agreed"],
    )


def quoted(
    finding: decisions.Finding, said: dict[tuple[str, str], list[str]]
) -> list[str]:
    """Give the ids of the comments a finding quotes."""
    keys = [content.key(words) for words in finding.quotes]
    return [
        next(ids[0] for (_, text), ids in said.items() if key in text) for key in keys
    ]


def why(finding: str) -> str:
    """Give the reason of the first reply that changed a finding."""
    return next(
        one.reason
        for one in decisions.REPLIES
        if one.finding == finding and one.decision == "changed"
    )


def ask(
    rnd: rounds.Round, clock: Clock, themes: dict[str, str], codes: dict[str, str]
) -> None:
    """Word the statements, and answer the priorities."""
    clock.to("2026-11-02")
    for item, one in decisions.CODED.items():
        added = statements.add(
            rnd,
            text=one.text,
            theme=themes[one.theme],
            findings=one.findings,
            codes=[codes[name] for name in one.codes],
            direction=one.direction,
        )
        assert added == item
    rules.freeze(rnd)
    clock.to("2026-11-20")
    for one in decisions.ACTIONS:
        actions.add(rnd, **one._asdict())


def involve(rnd: rounds.Round, clock: Clock) -> None:
    """Write down partners, ways to take part and who was hoped for."""
    clock.to("2026-11-21")
    for role, did, _ in decisions.PARTNERS:
        people.add_partner(rnd, role, did)
    for way, offered, used, whom in decisions.WAYS:
        people.add_way(rnd, way, offered=str(offered), used=used, note=whom)
    for group, number in decisions.HOPED_FOR.items():
        people.add_target(rnd, group, number)


def second(rnd: rounds.Round, clock: Clock) -> None:
    """Freeze the groups that the second reader found on the day of the meeting."""
    utterances, _ = files_.listen(rnd)
    register_ = people.read(rnd, utterances)
    made = comments.make(rnd, utterances, register_.who)
    safe, _ = pseudonyms.protect(made, register_.names)
    clock.to("2026-10-22")
    side_by_side.freeze(rnd, side_by_side.read(rnd, safe))


if __name__ == "__main__":
    make()
