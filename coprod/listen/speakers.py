"""Propose a row of the record of people for each speaker that a file names."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

import pandas as pd

from coprod.listen.formats.utterances import NO_LABEL, proposed, turns_of
from coprod.protect import name_words, who_words
from coprod.protect.people_record import EACH_ROW, SHEETS

ONE_PERSON = "one person"  # the field of a pair that is not, in the sheet "values"
TAKES_PART, ASKS, _ = who_words.ROLES
WAVE = re.compile(r"(?i)\b(?:wave|time ?point|baseline|follow[- ]?up|t[1-9])\b")


def turns(utterances: pd.DataFrame) -> Iterator[dict[str, str]]:
    """Return each turn as words, with `listed`: its label in the record."""
    columns = ["source", "speaker", "row", "place", "about", "text"]
    turns = utterances.reindex(columns=columns).astype(object).fillna("")
    for turn in turns.to_dict("records"):
        label = EACH_ROW if turn["row"] else turn["speaker"].strip() or NO_LABEL
        yield {**{str(k): str(v) for k, v in turn.items()}, "listed": label}


def propose(
    utterances: pd.DataFrame, known: pd.DataFrame, called: Mapping[str, str]
) -> pd.DataFrame:
    """Return a pre-filled row for each speaker who is not in the record.

    Parameters
    ----------
    utterances : pandas.DataFrame
        The table "utterances".
    known : pandas.DataFrame
        The sheet "people" as it is.
    called : mapping of str to str
        Source code to the name of the file, or its type.

    Returns
    -------
    pandas.DataFrame
        The columns of the sheet "people"; each new speaker is a person of their own,
        whatever their label is elsewhere. A sheet has one row for all.
    """
    seen = set(zip(known["source"], known["label"], strict=True))
    number, rows = last_number(known), []
    roles = {
        (source, label): role
        for source, talk in groupby(turns(utterances), lambda turn: turn["source"])
        for label, role in proposed(turns_of(talk)).items()
    }
    for turn in turns(utterances):
        source, label = turn["source"], turn["listed"]
        if (source, label) in seen:
            continue
        seen.add((source, label))
        number += not turn["row"]
        person = "" if turn["row"] else f"P{number:02d}"
        turn["role"] = roles.get((source, label), TAKES_PART)
        rows.append(_proposal(person, turn, called.get(source, "")))
    return pd.DataFrame(rows, columns=list(SHEETS["people"]), dtype=str).fillna("")


def last_number(people: pd.DataFrame) -> int:
    """Return the highest number that a person has for a code: 7 for P07."""
    codes = people["person"].str.extract(r"^P(\d+)$", expand=False).dropna()
    return int(codes.astype(int).max()) if len(codes) else 0


def perhaps_one(book: Mapping[str, pd.DataFrame]) -> list[tuple[str, str, str]]:
    """Return pairs of people who may be one, and who they are; a person says so.

    A full name in two files; or any label, where the name of a file says that it is
    of a second wave. A pair that somebody said is two people is not asked again.
    """
    people, values = book["people"], book["values"]
    two = set(values.loc[values["field"] == ONE_PERSON, "said"])
    found, first = {}, dict[str, Mapping[str, str]]()
    for row in people[~people["label"].str.startswith("(")].to_dict("records"):
        before = first.setdefault(row["label"].casefold(), row)
        files = f"{before['file']} {row['file']}".replace("_", " ")
        again = name_words.full_name(row["label"]) or WAVE.search(files)
        pair = before["person"], row["person"]
        if again and pair[0] != pair[1] and " ".join(pair) not in two:
            found[pair] = f"{row['label']} in {before['source']} and {row['source']}"
    return [(*pair, told) for pair, told in found.items()]


def _proposal(person: str, turn: Mapping[str, str], file: str) -> dict[str, str]:
    """Return one pre-filled row: what label and file suggest, for a person to check."""
    label = turn["listed"]
    beside = "" if turn["row"] else about(turn).get("group", "")
    role = ASKS if who_words.interviews(beside) else turn["role"]
    group = who_words.group_of(beside or label)
    return {
        "person": person,
        "source": turn["source"],
        "file": file,
        "label": label,
        "first words": first_words(turn),
        "role": role,
        "group": group if group in who_words.GROUPS and role == TAKES_PART else "",
        "voice": "own words" if role == TAKES_PART else "",
        "way": who_words.way_of(file),
    }


def first_words(turn: Mapping[str, str]) -> str:
    """Return the first words of a turn, to know it again."""
    return " ".join(turn["text"].split()[:8])


def names_in_rows(utterances: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return the names that sheets themselves hold and the record does not yet."""
    seen = set(known["name"].str.casefold())
    rows = []
    for turn in turns(utterances):
        told = about(turn)
        labels = [*labels_in_row(turn), *told.get("hide name", "").splitlines()]
        found = [(name, "person") for name in _whole_names(labels)]
        for kind in ("service", "place"):
            found += [(n, kind) for n in told.get(f"hide {kind}", "").splitlines()]
        for name, kind in found:
            if name.casefold() not in seen:
                seen.add(name.casefold())
                rows.append([name, kind, "", f"in {turn['source']}"])
    return pd.DataFrame(rows, columns=list(SHEETS["names to hide"]), dtype=str)


def _whole_names(labels: Iterable[str]) -> list[str]:
    """Return the names in labels that are not a part of another name there."""
    found = [name for label in labels for name, _ in name_words.names_in(label)]
    return [n for n in found if not any(n in o and n != o for o in found)]


def labels_in_row(turn: Mapping[str, str]) -> list[str]:
    """Return what a row of a sheet calls its person, if it does."""
    given = [turn["speaker"].strip(), about(turn).get("person", "")]
    return [g for g in given if turn["row"] and g and not re.fullmatch(r"P\d+", g)]


def about(turn: Mapping[str, str]) -> dict[str, str]:
    """Return what the other columns of a sheet say of the person in a row."""
    try:
        said = json.loads(turn["about"] or "{}")
    except ValueError:
        return {}
    known = said.items() if isinstance(said, dict) else ()
    return {str(k): str(v).strip() for k, v in known if v not in (None, "")}
