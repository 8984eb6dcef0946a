"""The private workbook `people.xlsx`: who is who, and which names to hide.

Takes utterances, gives proposed rows for speakers who are not in the workbook yet,
and, from its sheets, the names with what stands instead of each. It lies in the
private folder, for its owner only; nothing a researcher filled in is changed.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from coprod import office, roles
from coprod.problem import Problem
from coprod.rounds import Round

BOOK = "people.xlsx"
EACH_ROW, NO_LABEL = "(each row)", "(no label)"
NOBODY = "not a person"
ROLES = ("participant", "interviewer", NOBODY)
SHEETS = {
    "people": (
        "person", "source", "file", "label", "first words", "role", "group",
        "age band", "setting", "area", "voice", "quote", "way", "hide also",
    ),
    "names to hide": ("name", "kind", "shown as", "note"),
    "files": ("source", "file"),
}  # fmt: skip
CHOICES = {
    ("people", "group"): [*roles.GROUPS, "unknown"],
    ("people", "age band"): [f"{low} to {high}" for low, high in roles.BANDS],
    ("people", "role"): list(ROLES),
    ("people", "setting"): list(roles.SETTINGS),
    ("people", "voice"): ["own words", "a parent's report"],
    ("people", "quote"): ["yes", "no"],
    ("names to hide", "kind"): ["person", "place", "service", "not a name"],
}


def read(rnd: Round) -> dict[str, pd.DataFrame]:
    """Give the sheets of the workbook; the columns we know are always there.

    Raises
    ------
    ValueError
        If the workbook cannot be read or a speaker has no person code.
    """
    path = rnd.private / BOOK
    try:
        book = office.read_xlsx(path) if path.exists() else {}
    except Exception:  # a library's own words may hold a name
        raise Problem(
            f"{BOOK}: it cannot be read. It must be an Excel workbook without a "
            "password: close it in Excel, or put back a copy, then run again."
        ) from None
    for name, columns in SHEETS.items():
        sheet = book.get(name, pd.DataFrame()).map(str.strip)
        lacking = [c for c in columns if c not in sheet]
        book[name] = sheet.reindex(columns=[*sheet.columns, *lacking], fill_value="")
    people = book["people"]
    nobody = (people["person"] == "") & ~people["label"].isin([EACH_ROW, ""])
    if nobody.any():
        raise Problem(
            f"{BOOK}: row {nobody.to_numpy().argmax() + 2} has no person code. Every "
            "speaker needs one, such as P07: fill it in, save, then run again."
        )
    return book


def save(rnd: Round, book: dict[str, pd.DataFrame]) -> None:
    """Write the workbook; errors as `office.write_private`."""
    office.write_private(rnd, BOOK, book, CHOICES | _known(book["people"]))


def role_of(cell: str) -> str:
    """Give the role a cell means; what is none of them is a participant's words."""
    said = cell.strip().casefold()
    if said in ROLES:
        return said
    return "interviewer" if roles.interviews(said) else "participant"


def unclear(people: pd.DataFrame) -> str:
    """Say which rows of the sheet "people" have a role that is none; or nothing."""
    known = people["role"].str.strip().str.casefold().isin([*ROLES, ""])
    known |= people["role"].map(roles.interviews).astype(bool)
    rows = [str(at + 2) for at, clear in enumerate(known) if not clear]
    if not rows:
        return ""
    return (
        f" In row {', '.join(rows)} the role is none of {', '.join(ROLES)}: those "
        "words count as a participant's until you choose one."
    )


def set_roles(rnd: Round, source: str, chosen: Mapping[str, str]) -> int:
    """Write down which speakers of a file ask and which take part.

    Parameters
    ----------
    rnd : Round
        The round, in whose private folder the workbook lies.
    source : str
        Code of the file.
    chosen : mapping of str to str
        Label, as it stands in the workbook, to participant, interviewer or not a
        person.

    Returns
    -------
    int
        How many speakers have another role than before; without any, nothing is
        written.
    """
    book = read(rnd)
    people = book["people"]
    wanted = people["label"].map(dict(chosen)).where(people["source"] == source)
    changed = wanted.notna() & (wanted != people["role"].map(role_of))
    if changed.any():
        people.loc[changed, "role"] = wanted[changed]
        save(rnd, book)
    return int(changed.sum())


def _known(people: pd.DataFrame) -> dict[tuple[str, str], list[str]]:
    """Offer the people and areas already named: one person may speak in two files."""
    named = {name: sorted(set(people[name]) - {""}) for name in ("person", "area")}
    return {("people", name): words for name, words in named.items() if words}


def turns(utterances: pd.DataFrame) -> Iterator[dict[str, str]]:
    """Give each turn as words, with `listed`: its label in the workbook."""
    columns = ["source", "speaker", "row", "about", "text"]
    turns = utterances.reindex(columns=columns).astype(object).fillna("")
    for turn in turns.to_dict("records"):
        label = EACH_ROW if turn["row"] else turn["speaker"].strip() or NO_LABEL
        yield {**{str(k): str(v) for k, v in turn.items()}, "listed": label}


def propose(
    utterances: pd.DataFrame, known: pd.DataFrame, called: Mapping[str, str]
) -> pd.DataFrame:
    """Give a pre-filled row for each speaker who is not in the workbook.

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
        but for a full name that stands in two files. A sheet has one row for all.
    """
    seen = set(zip(known["source"], known["label"], strict=True))
    person_of = dict(zip(known["label"].str.casefold(), known["person"], strict=True))
    codes = known["person"].str.extract(r"^P(\d+)$", expand=False).dropna()
    number = int(codes.astype(int).max()) if len(codes) else 0
    rows = []
    for turn in turns(utterances):
        source, label = turn["source"], turn["listed"]
        if (source, label) in seen:
            continue
        seen.add((source, label))
        person = "" if label == EACH_ROW else person_of.get(label.casefold(), "")
        # Only a full name in two files is proposed as one person.
        if label != EACH_ROW and not (person and roles.full_name(label)):
            number += 1
            person = f"P{number:02d}"
        person_of.setdefault(label.casefold(), person)
        rows.append(_proposal(person, turn, called.get(source, "")))
    return pd.DataFrame(rows, columns=list(SHEETS["people"]), dtype=str).fillna("")


def _proposal(person: str, turn: Mapping[str, str], file: str) -> dict[str, str]:
    """Give one pre-filled row: what label and file suggest, for a person to check."""
    label = turn["listed"]
    asks = roles.interviews(label)
    group = roles.group_of(label)
    return {
        "person": person,
        "source": turn["source"],
        "file": file,
        "label": label,
        "first words": " ".join(turn["text"].split()[:8]),
        "role": "interviewer" if asks else "participant",
        "group": group if group in roles.GROUPS and not asks else "",
        "voice": "" if asks else "own words",
        "way": roles.way_of(file),
    }


def names_in_rows(utterances: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Give the names that sheets themselves hold and the workbook does not yet."""
    seen = set(known["name"].str.casefold())
    rows = []
    for turn in turns(utterances):
        for name in _whole_names(labels_in_row(turn)):
            if name.casefold() not in seen:
                seen.add(name.casefold())
                rows.append([name, "person", "", f"in {turn['source']}"])
    return pd.DataFrame(rows, columns=list(SHEETS["names to hide"]), dtype=str)


def _whole_names(labels: Iterable[str]) -> list[str]:
    """Give the names in labels that are not a part of another name there."""
    found = [name for label in labels for name, _ in roles.names_in(label)]
    return [n for n in found if not any(n in o and n != o for o in found)]


def labels_in_row(turn: Mapping[str, str]) -> list[str]:
    """Give what a row of a sheet calls its person, if it does."""
    given = [turn["speaker"].strip(), about(turn).get("person", "")]
    return [g for g in given if turn["row"] and g and not re.fullmatch(r"P\d+", g)]


def about(turn: Mapping[str, str]) -> dict[str, str]:
    """Give what the other columns of a sheet say of the person in a row."""
    try:
        said = json.loads(turn["about"] or "{}")
    except ValueError:
        return {}
    known = said.items() if isinstance(said, dict) else ()
    return {str(k): str(v).strip() for k, v in known if v not in (None, "")}


def hidden(rows: Iterable[Mapping[str, Any]], listed: pd.DataFrame) -> pd.DataFrame:
    """Give every name to hide and what stands instead, the same everywhere.

    Parameters
    ----------
    rows : iterable of mapping
        Speakers: person, role, group, label and "hide also".
    listed : pandas.DataFrame
        The sheet "names to hide".

    Returns
    -------
    pandas.DataFrame
        Columns name, shown, type (PERSON, PLACE, SERVICE), person (code or ""). A
        name that several people share is shown as all of them.
    """
    never = set(listed.loc[listed["kind"] == "not a name", "name"].str.casefold())
    found = [*_listed_names(listed), *(n for row in rows for n in _speaker_names(row))]
    together: dict[str, list[dict[str, str]]] = {}
    for one in found:
        if one["name"].casefold() not in never:
            together.setdefault(one["name"].casefold(), []).append(one)
    made = [_joined(same) for same in together.values()]
    columns = ["name", "shown", "type", "person"]
    return pd.DataFrame(made, columns=columns, dtype="string")


def _speaker_names(row: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Give the names of one speaker: those in the label and those listed beside it."""
    label = (
        "" if row["label"].startswith("(") or row["role"] == NOBODY else row["label"]
    )
    shown = _stands_for(row)
    for name, family in roles.names_in(label) + roles.names_in(row["hide also"]):
        instead = f"[family of {shown}]" if family else f"[{shown}]"
        yield {
            "name": name,
            "shown": instead,
            "type": "PERSON",
            "person": row["person"],
            "rank": "1",
        }


def _stands_for(row: Mapping[str, Any]) -> str:
    """Give what a person is called instead: "Child 3" for P03."""
    group = roles.group_of(row["group"])
    kind = row["role"] if row["role"] == "interviewer" else group
    word = "person" if kind == "unknown" else kind
    number = re.match(r"P0*(\d+)$", row["person"])
    return f"{word} {number[1]}".capitalize() if number else f"a {word} in a sheet"


def _listed_names(listed: pd.DataFrame) -> Iterator[dict[str, str]]:
    """Give the names of the sheet "names to hide"; a person's also in parts."""
    columns = ["name", "kind", "shown as"]
    for number, (name, kind, shown) in enumerate(
        listed[columns].itertuples(index=False), start=1
    ):
        if not name or kind == "not a name":
            continue
        own = f"[{shown.strip('[]')}]" if shown else f"[{_kind(name, kind)} {number}]"
        parts = [part for part, _ in roles.names_in(name)]
        for part in [name, *parts] if kind in ("person", "") else [name]:
            yield {
                "name": part,
                "shown": own,
                "type": (kind or "person").upper(),
                "person": "",
                "rank": "0" if shown else "2",
            }


def _kind(name: str, kind: str) -> str:
    """Give a plain word for what is hidden: name, place, hospital, ward ..."""
    if kind != "service":
        return "place" if kind == "place" else "name"
    found = re.search(r"hospital|ward|unit|school|college|hospice|charity", name, re.I)
    return found[0].lower() if found else "service"


def _joined(same: list[dict[str, str]]) -> dict[str, str]:
    """Make one row of all rows for a name: what a person chose comes first."""
    best = min(one["rank"] for one in same)
    shown = list(
        dict.fromkeys(o["shown"].strip("[]") for o in same if o["rank"] == best)
    )
    people = dict.fromkeys(one["person"] for one in same if one["person"])
    several = f"name shared by {len(shown)} people"
    instead = " or ".join(shown) if len(shown) < 4 else several
    return {**same[0], "shown": f"[{instead}]", "person": ", ".join(people)}
