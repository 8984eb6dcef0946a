"""Keep what a person said of who speaks in each file.

A label may be a name: the journal holds its keyed digest, the private folder its words.
What was said of a file stands when its transcript is corrected; a voice that nobody saw
then makes the file need a look again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from coprod.listen import file_contents, typed
from coprod.listen.formats.speaker_labels import Rules
from coprod.listen.formats.utterances import NO_LABEL, TITLES
from coprod.listen.formats.words import REFUSED
from coprod.protect import who_words, withdrawal
from coprod.store import journal
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import listed, plural

__all__ = ["nobody_said", "who_speaks"]

TAKES_PART, ASKS, NOBODY = who_words.ROLES
SEVERAL, PLAIN = "several people", "no label"
ROLES = {  # what a label can stand for, and how the screen says it
    TAKES_PART: "takes part",
    ASKS: "asks (interviewer)",
    SEVERAL: "several people at once",
    NOBODY: "nobody: notes, a recording line",
    PLAIN: "no label: words of who spoke before",
}
NEW = "Its voices are not those that somebody heard."


@dataclass(frozen=True)
class Heard:
    """What a person says of one file: label to role, and label to whom it is as well.

    `before` is the sign in front of which everything is a label, `taken` are labels
    that no reader of files had found. `by` is who looked, at so many `others` as well.
    """

    roles: Mapping[str, str]
    same: Mapping[str, str] = field(default_factory=dict)
    before: str = ""
    taken: frozenset[str] = frozenset()
    by: str = field(default="", compare=False)
    others: int = field(default=0, compare=False)


def decide(rnd: Round, said: Mapping[str, Heard]) -> None:
    """Record who speaks in files that were looked at together, all or none.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who looked.
    said : mapping of str to Heard
        By code of the file. The words of labels go into the private folder.

    Raises
    ------
    ValueError
        If a role is none of `ROLES`, or a label is said to be one that is not there.
    """
    for heard in said.values():
        people = {*heard.roles} - {*heard.same}
        known = {*heard.roles.values()} <= {*ROLES} and {*heard.same} <= {*heard.roles}
        if not known or not {*heard.same.values()} <= people:
            raise Problem(REFUSED["two labels"])
    labels = [label for heard in said.values() for label in heard.roles]
    words, named = _words(rnd), _digests(rnd, labels).items()
    new = {name: {"label": label} for label, name in named if name not in words}
    typed.keep(rnd, "voices", "labels", new)
    steps = [
        ("add", source, _value(rnd, heard, len(said) - 1), journal.new_id())
        for source, heard in said.items()
    ]
    journal.record(rnd, "voices").several(steps)


def _value(rnd: Round, heard: Heard, others: int) -> dict[str, Any]:
    """Return what the journal holds of one file: digests, never words."""
    name = _digests(rnd, heard.roles)
    return {
        "voices": {name[label]: role for label, role in heard.roles.items()},
        "same": {name[a]: name[b] for a, b in heard.same.items()},
        "before": heard.before,
        "taken": sorted(name[label] for label in heard.taken if label in name),
        "with": others,
    }


def heard(rnd: Round) -> dict[str, Heard]:
    """Return what was said last of each file, with the labels whose words lie here."""
    words, made = _words(rnd), {}
    for event in journal.counting(rnd, "voices"):
        if event["op"] == "add":
            said = event["value"]
            word = {name: words.get(name, name) for name in said["voices"]}
            made[event["about"]] = Heard(
                {word[name]: role for name, role in said["voices"].items()},
                {word[a]: word[b] for a, b in said["same"].items()},
                said["before"],
                frozenset(word[name] for name in said["taken"]),
                event["by"],
                said["with"],
            )
    return made


def rules(rnd: Round) -> dict[str, Rules]:
    """Return, for each file somebody looked at, what they said of its labels."""
    return {source: as_rules(each, True) for source, each in heard(rnd).items()}


def as_rules(heard: Heard, looked: bool = False) -> Rules:
    """Return what the readers of files need to know of what a person said."""
    nobody = {label for label, role in heard.roles.items() if role == PLAIN}
    return Rules(heard.taken - nobody, frozenset(nobody), heard.before, looked)


def settle(
    rnd: Round, said: pd.DataFrame, files: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put into utterances and files what people said of the voices.

    Labels of one person become one; a file says who looked at it; one in which a voice
    is new since then, or gone, needs a look again.
    """
    said, known = said.copy(), heard(rnd)
    by = {source: here.by for source, here in known.items()}
    files = files.assign(looked=files["source"].map(by))
    spoken = said["row"].isna() & ~said["place"].str.startswith(TITLES)
    labels = said["speaker"].fillna(NO_LABEL)
    for source, here in known.items():
        own = labels[spoken & (said["source"] == source)]
        one = own.map(here.same).dropna()
        said.loc[one.index, "speaker"] = one
        voices = {label for label, role in here.roles.items() if role != PLAIN}
        if not voices - {NO_LABEL} <= set(own) <= voices:
            files.loc[files["source"] == source, ["look", "looked"]] = [NEW, None]
    return said, files


def settled(rnd: Round, rows: pd.DataFrame) -> pd.DataFrame:
    """Put what people said of the voices into rows of people: role and person.

    Nobody knows the group of several people who share one label.
    """
    known = heard(rnd).items()
    said = {(source, a): b for source, here in known for a, b in here.roles.items()}
    given = {key: role for key, role in said.items() if role != PLAIN}
    one = {(source, a): b for source, here in known for a, b in here.same.items()}
    keys = list(zip(rows["source"], rows["label"], strict=True))
    person = dict(zip(keys, rows["person"], strict=True))
    whole = [(source, one.get((source, label), label)) for source, label in keys]
    named = [person.get(w, person[k]) for w, k in zip(whole, keys, strict=True)]
    rows = rows.assign(person=named)
    rows["role"] = [given.get(k, r) for k, r in zip(keys, rows["role"], strict=True)]
    rows.loc[rows["role"] == SEVERAL, ["group", "age band"]] = ""
    return rows


def nobody_said(files: pd.DataFrame) -> list[str]:
    """Return the codes of the files in which nobody has said yet who speaks.

    Examples
    --------
    >>> listen.voices.nobody_said(rnd.load("files"))
    []
    """
    return list(files.loc[files["look"].notna(), "source"])


def who_speaks(files: pd.DataFrame) -> str:
    """Return how many files were fully read, and whether somebody said who speaks.

    Examples
    --------
    >>> listen.voices.who_speaks(rnd.load("files"))
    '16 of 16 files fully read'
    """
    read = int((files["status"] == "read").sum())
    waits = int(files["look"].notna().sum())
    told = f"{read} of {plural('file', len(files))} fully read"
    if waits:
        return f"{told}; in {waits} nobody has said yet who speaks"
    by = files["looked"].dropna()
    where = "" if len(by) == len(files) else f" in {len(by)} of them"
    who = f"; who speaks{where}: looked at by {listed(sorted(set(by)))}"
    return told + who * bool(len(by))


def _digests(rnd: Round, labels: Iterable[str]) -> dict[str, str]:
    """Return the digest of each label."""
    every = list(labels)
    return dict(zip(every, file_contents.digests(rnd, every), strict=True))


def _words(rnd: Round) -> dict[str, str]:
    """Return the words of labels by their digest, from the private folder."""
    known = journal.fold(journal.read(rnd.private / "voices", "labels").events)
    return {name: withdrawal.opened(rnd, thing) for name, thing in known.items()}
