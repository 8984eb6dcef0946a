"""The example round holds together: files, quotes, readers, survey, plain words."""

import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from . import decisions
from .content import Said, Source, key, person_of, sources
from .make_voices import FOLDER, make

GROUPS = (
    "child",
    "teenager",
    "young adult",
    "parent",
    "sibling",
    "nurse",
    "doctor",
    "youth worker",
    "play specialist",
)
THEME_OF = {code.name: code.theme for code in decisions.CODES}


def _all() -> list[tuple[Source, Said]]:
    """Give every comment with its source."""
    return [(source, said) for source in sources() for said in source.said]


def _parts(content: bytes) -> list[object]:
    """Give what a file holds, unpacked if it is an archive."""
    if content[:2] != b"PK":
        return [content]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


@pytest.mark.slow
def test_the_files_in_the_round_are_those_the_voices_make(tmp_path: Path) -> None:
    made = make(tmp_path)
    assert len(made) > 10
    for path in made:
        kept = FOLDER / path.relative_to(tmp_path)
        assert _parts(kept.read_bytes()) == _parts(path.read_bytes()), path.name


@pytest.mark.slow
def test_the_same_voices_give_the_same_bytes(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in make(tmp_path / "one")]
    assert first == [path.read_bytes() for path in make(tmp_path / "two")]


def test_every_group_was_heard_and_part_of_it_was_read() -> None:
    heard = Counter(person_of(source, said.speaker).group for source, said in _all())
    read = Counter(
        person_of(source, said.speaker).group
        for source, said in _all()
        if said.ab.codes
    )
    assert set(heard) == set(read) == set(GROUPS)
    assert 350 <= heard.total() <= 400
    assert 0.5 < read.total() / heard.total() < 0.7


def test_the_second_reader_read_a_quarter_and_sometimes_differs() -> None:
    both = [said for _, said in _all() if said.cd.read]
    first = [said for _, said in _all() if said.ab.read]
    assert 0.2 < len(both) / len(first) < 0.3
    assert 5 < sum(said.cd.codes != said.ab.codes for said in both) < len(both)


def test_a_duplicate_has_the_words_of_an_earlier_comment_by_the_same_person() -> None:
    assert len(sources()) > 10
    for source in sources():
        seen: set[tuple[str, str]] = set()
        assert source.said
        for said in source.said:
            same = (said.speaker, key(said.text))
            assert said.expected.mark != "duplicate" or same in seen, said.text
            seen.add(same)


@pytest.mark.parametrize("finding", decisions.FINDINGS, ids=lambda f: f.finding)
def test_a_quote_is_in_one_tagged_comment_of_somebody_who_agreed(
    finding: decisions.Finding,
) -> None:
    assert finding.quotes
    for quote in finding.quotes:
        ((source, said),) = [
            (source, said) for source, said in _all() if key(quote) in key(said.text)
        ]
        assert person_of(source, said.speaker).quote
        felt = {e for c, es in said.ab.codes.items() for e in es
                if THEME_OF[c] == finding.theme}  # fmt: skip
        assert finding.experience in felt


def test_replies_statements_and_actions_speak_of_what_there_is() -> None:
    findings = {finding.finding for finding in decisions.FINDINGS}
    assert {reply.finding for reply in decisions.REPLIES} <= findings
    changed = {r.finding for r in decisions.REPLIES if r.decision == "changed"}
    assert changed == set(decisions.VERSION_2)
    for one in decisions.STATEMENTS:
        assert set(one.findings.split()) <= findings
    assert {code for one in decisions.STATEMENTS for code in one.codes} == set(THEME_OF)
    assert {action.statement for action in decisions.ACTIONS} <= set(decisions.CODED)


def test_every_file_says_that_it_is_invented() -> None:
    assert len(sources()) > 10
    for source in sources():
        said = " ".join([source.heading, *source.details])
        sheet = source.file.endswith((".csv", ".xlsx"))
        assert sheet or "invented" in said.casefold(), source.file
