"""Who was heard: each speaker's group, age, setting and consent, and whom we missed.

Takes utterances, gives the table "people" and the names to hide. What the researcher
filled in is never changed; new speakers are added below. Also who was hoped for and
who was heard, in which ways, with which partners, and who took their words back.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from coprod.listen import speakers, voices
from coprod.protect import people_workbook, who_words
from coprod.protect.people_workbook import BOOK
from coprod.store import journal, tables
from coprod.store.rounds import Round
from coprod.store.show import plural

__all__ = ["across", "reach", "read", "table", "update"]

JOURNALS = {
    "targets": ("group", "number"),
    "partners": ("role", "did"),
    "ways": ("way", "offered", "used", "note"),
}
ABOUT = ("group", "age_band", "setting", "area", "voice", "quote")
SUMMARY = "our summary"  # what a file may hold: words counted elsewhere


@dataclass(frozen=True)
class Register:
    """Who spoke, which words are whose, and every name to hide.

    `people` is the table "people". `who` has source, label, row, person, role (label
    and row are "" where there is none). `names` has name, shown, type, person.
    """

    people: pd.DataFrame
    who: pd.DataFrame
    names: pd.DataFrame


def update(
    rnd: Round, utterances: pd.DataFrame, files: pd.DataFrame, names: Mapping[str, str]
) -> str:
    """Add new speakers to `people.xlsx`; what the researcher filled in stays.

    Parameters
    ----------
    rnd : Round
        The round; the workbook lies in its private folder, for its owner only.
    utterances, files : pandas.DataFrame
        The tables of those names.
    names : mapping of str to str
        Source code to the real name of the file, which helps to see who is who.

    Returns
    -------
    str
        One sentence for the screen. When nothing is new, nothing is written.

    Examples
    --------
    >>> said, files = listen.files.listen(rnd)
    >>> listen.people.update(rnd, said, files, listen.files.names(rnd))
    'people.xlsx: nothing is new; 60 speakers listed.'
    """
    book = people_workbook.read(rnd)
    types = dict(zip(files["source"], files["type"], strict=True))
    listed = pd.DataFrame(list(names.items()), columns=["source", "file"])
    new = {
        "people": speakers.propose(utterances, book["people"], {**types, **names}),
        "names to hide": speakers.names_in_rows(utterances, book["names to hide"]),
        "files": listed[~listed["source"].isin(book["files"]["source"])],
    }
    before = len(book["people"])
    told = f"nothing is new; {plural('speaker', before)} listed."
    if any(len(part) for part in new.values()):
        grown = {n: pd.concat([book[n], part]).fillna("") for n, part in new.items()}
        people_workbook.save(rnd, {**book, **grown})
        told = (
            f"{plural('new speaker', len(new['people']))}, below the {before} already "
            "there. Fill in their rows in your private folder, save, run again."
        )
    return f"{BOOK}: {told}{who_words.unclear(book['people'])}"


def read(rnd: Round, utterances: pd.DataFrame) -> Register:
    """Return who spoke, from the workbook and from what sheets say of each row.

    Speakers who are not in the workbook yet are unknown, and their labels are hidden
    all the same.

    Raises
    ------
    ValueError
        If the workbook cannot be read or a speaker has no person code.

    Examples
    --------
    >>> said, _ = listen.files.listen(rnd)
    >>> len(listen.people.read(rnd, said).people)
    86
    """
    book = people_workbook.read(rnd)
    new = speakers.propose(utterances, book["people"], {}).assign(group="", voice="")
    rows = pd.concat([book["people"], new], ignore_index=True).fillna("")
    rows = voices.settled(rnd, rows)
    spoke = list(_spoke(utterances, rows))
    named = [*rows.to_dict("records"), *(said for said in spoke if said["row"])]
    hidden = people_workbook.hidden(named, book["names to hide"])
    held = journal.state(rnd, "sources", ["holds"])
    sums = set(held.loc[held["holds"] == SUMMARY, "id"])
    for said in spoke:  # what is summed up is counted where it was said
        said["role"] = SUMMARY if said["source"] in sums else said["role"]
    who = pd.DataFrame(spoke, columns=["source", "label", "row", "person", "role"])
    who["label"] = who["label"].where(who["row"] == "", "")
    return Register(_people(spoke), who.drop_duplicates(ignore_index=True), hidden)


def reach(
    people: pd.DataFrame, said: pd.DataFrame, targets: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return for each group how many people were heard, and how many were hoped for.

    Parameters
    ----------
    people, said : pandas.DataFrame
        The tables "people" and "comments".
    targets : pandas.DataFrame, optional
        Columns group and number: who was hoped for, from `table(rnd, "targets")`.

    Returns
    -------
    pandas.DataFrame
        Columns group, heard (people in their own words), comments, target (missing if
        none was set) and reported (people of whom only somebody else's report is
        there, such as a parent's of a child: the two are never pooled). A group that
        was hoped for and not heard has 0.

    Examples
    --------
    >>> list(listen.people.reach(rnd.load("people"), rnd.load("comments")).columns)
    ['group', 'heard', 'comments', 'reported', 'target']
    """
    heard, reported = _heard(people, said), _heard(people, said, reported=True)
    made = heard.groupby("group").agg(
        heard=("person", "nunique"), comments=("comment", "size")
    )
    made["reported"] = reported.groupby("group")["person"].nunique()
    hoped = pd.Series(dtype="Int64")
    if targets is not None and len(targets):
        groups = targets["group"].map(lambda group: who_words.group_of(str(group)))
        hoped = targets["number"].astype("Int64").groupby(groups).last()
    present = people.loc[people["role"] == "participant", "group"]
    every = sorted({*present, *hoped.index}, key=_place)
    made = made.reindex(pd.Index(every, name="group")).fillna(0).astype("Int64")
    return made.assign(target=hoped.reindex(every).astype("Int64")).reset_index()


def across(people: pd.DataFrame, said: pd.DataFrame, column: str) -> pd.DataFrame:
    """Count the people heard by group and `column` (setting, area or age_band).

    Groups and settings in which nobody was heard are shown with 0.

    Examples
    --------
    >>> listen.people.across(rnd.load("people"), rnd.load("comments"), "setting").shape
    (9, 4)
    """
    here = people[people["role"] == "participant"]
    known = here["person"].isin(_heard(people, said)["person"]).astype("Int64")
    made = known.groupby([here["group"], here[column]]).sum().unstack(fill_value=0)
    return made.reindex(sorted(made.index, key=_place))


def add_target(rnd: Round, group: str, number: int) -> str:
    """Record how many people of a group we hope to hear; give the id."""
    values = {"group": who_words.group_of(group), "number": int(number)}
    return journal.record(rnd, "targets").add(values)


def add_partner(rnd: Round, role: str, did: str) -> str:
    """Record a partner, as a role and not a name, and what they did; give the id."""
    return journal.record(rnd, "partners").add({"role": role, "did": did})


def add_way(rnd: Round, way: str, *, offered: str, used: int, note: str = "") -> str:
    """Record a way to take part: offered to whom, used by how many; give the id."""
    values = {"way": way, "offered": offered, "used": int(used), "note": note}
    return journal.record(rnd, "ways").add(values)


def table(rnd: Round, kind: str) -> pd.DataFrame:
    """Return what stands in the journal of targets, partners or ways.

    Examples
    --------
    >>> listen.people.table(rnd, "targets")["group"].head(2).tolist()
    ['child', 'teenager']
    """
    return journal.state(rnd, kind, JOURNALS[kind])


def _heard(
    people: pd.DataFrame, said: pd.DataFrame, *, reported: bool = False
) -> pd.DataFrame:
    """Return the comments of participants with the group of each.

    Either those in their own words or those that somebody else reported. Pictures
    that nobody has typed are not heard yet.
    """
    told = people["voice"].str.contains("report").fillna(False).astype(bool)
    here = people.loc[(people["role"] == "participant") & (told == reported)]
    if "no_words" in said:
        said = said[~said["no_words"].eq(tables.WAITS).fillna(False)]
    return said[["comment", "person"]].merge(here[["person", "group"]], on="person")


def _place(group: str) -> tuple[int, str]:
    """Give what groups are sorted by: children and families, staff, others, unknown."""
    known = list(reversed(who_words.GROUPS))
    at = known.index(group) if group in known else len(known) + (group == "unknown")
    return at, group


def _spoke(utterances: pd.DataFrame, rows: pd.DataFrame) -> Iterator[dict[str, str]]:
    """Give for each turn its person and what the workbook or its sheet says of them."""
    listed = {(row["source"], row["label"]): row for row in rows.to_dict("records")}
    first: dict[tuple[str, str], str] = {}
    for turn in speakers.turns(utterances):
        row = listed[turn["source"], turn["listed"]]
        said = {str(k): str(v) for k, v in row.items()}
        said |= {"label": turn["speaker"], "row": turn["row"]}
        if turn["row"]:
            about = speakers.about(turn)
            said |= {k.replace("_", " "): v for k, v in about.items() if k in ABOUT}
            said["label"] = ", ".join(speakers.labels_in_row(turn))
            said["person"] = _person_of_row(turn, row["person"], first)
        yield {**said, "role": who_words.role_of(said["role"])}


def _person_of_row(
    turn: Mapping[str, str], default: str, first: dict[tuple[str, str], str]
) -> str:
    """Return the code of the person in a row: rows with one name are one person."""
    given = speakers.about(turn).get("person", "")
    if re.fullmatch(r"P\d+", given):
        return given
    own = default or f"{turn['source']}r{turn['row']}"
    return first.setdefault((turn["source"], given), own) if given else own


def _people(spoke: list[dict[str, str]]) -> pd.DataFrame:
    """Return the table "people": for each person the first thing that any row says."""
    rows: dict[str, dict[str, str]] = {}
    for said in spoke:
        known = rows.setdefault(said["person"], dict.fromkeys(said, ""))
        known |= {k: v for k, v in said.items() if not known.get(k)}
        if said["role"] == "participant":  # who speaks anywhere was heard
            known["role"] = "participant"
        # One "no" anywhere outweighs a "yes"; so does what is no plain yes.
        refused = said["quote"] and not who_words.yes_or_no(said["quote"])
        known["quote"] = "no" if refused else known["quote"]
    made = pd.DataFrame(
        {
            "person": person,
            "group": who_words.group_of(row["group"]),
            "age_band": who_words.band_of(row["age band"]),
            "setting": who_words.setting_of(row["setting"]),
            "area": row["area"] or "unknown",
            "voice": row["voice"].replace("’", "'").lower() or "unknown",
            "quote": who_words.yes_or_no(row["quote"]) is True,
            "way": row["way"].lower() or "unknown",
            "role": row["role"].lower(),
        }
        for person, row in rows.items()
    )
    return tables.check("people", made)
