"""Who was heard: each speaker's group, age, setting and consent, and whom we missed.

Takes utterances, gives the table "people" and the names to hide. What a person said is
never changed; new speakers are added below. Also who was hoped for and
who was heard, in which ways, with which partners, and who took their words back.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from coprod.listen import file_contents, speakers, voices
from coprod.protect import (
    people_record,
    people_workbook,
    pseudonyms,
    who_words,
    withdrawal,
)
from coprod.store import journal, tables
from coprod.store.rounds import Round
from coprod.store.show import plural

__all__ = ["across", "heard", "languages", "reach", "read", "table", "update"]

JOURNALS = {
    "targets": ("group", "number"),
    "partners": ("role", "did"),
    "ways": ("way", "offered", "used", "note"),
}
Row = Mapping[str, str]
Key = tuple[str, str]
ABOUT = ("group", "age_band", "setting", "area", "voice", "quote")
ASKED = {  # what words of these fields mean is asked once, where it is not clear
    "group": who_words.group_of,
    "age band": who_words.band_of,
    "setting": who_words.setting_of,
}
GONE = "withdrawn"  # the role of a voice whose words are nobody's any more
EDGES = ("under 4", "55 or over", "65 or over")  # bands that are no choice


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
    """Add new speakers to the record of people; what a person said of others stays.

    Parameters
    ----------
    rnd : Round
        The round; the record lies in its private folder, for its owner only.
    utterances, files : pandas.DataFrame
        The tables of those names.
    names : mapping of str to str
        Source code to the real name of the file, which helps to see who is who.

    Returns
    -------
    str
        One sentence for the screen, with what was taken in from `people.xlsx`. When
        nothing is new, nothing is written.

    Examples
    --------
    >>> said, files = listen.files.listen(rnd)
    >>> listen.people.update(rnd, said, files, listen.files.names(rnd))
    'Nothing is new; 60 speakers listed.'
    """
    book, known = people_workbook.read(rnd, everyone=True), people_workbook.read(rnd)
    taken, known = people_record.take_in(rnd), known["people"]
    types = dict(zip(files["source"], files["type"], strict=True))
    unnamed = pseudonyms.unnamed(rnd)
    names = {source: unnamed(file) for source, file in names.items()}
    new = speakers.propose(utterances, book["people"], {**types, **names})
    named = speakers.names_in_rows(utterances, book["names to hide"])
    listed = [{"source": source, "file": file} for source, file in names.items()]
    for sheet, rows in (
        ("people", new.to_dict("records")),
        ("names to hide", named.to_dict("records")),
        ("files", listed),
    ):
        people_workbook.put(rnd.itself, sheet, rows)
    told = f"Nothing is new; {plural('speaker', len(known))} listed."
    if len(new) or len(named):
        told = (
            f"{plural('new speaker', len(new))}, below the {len(known)} already there. "
            "Say below who they are, then run again."
        )
    return " ".join(filter(None, [taken, told, *_unclear(known)]))


def _unclear(people: pd.DataFrame) -> Iterator[str]:
    """Give a sentence for each column in which a word is none that we know."""
    role = people["role"].str.strip().str.casefold().isin([*who_words.ROLES, ""])
    role |= people["role"].map(who_words.interviews).astype(bool)
    told = f"is none of {', '.join(who_words.ROLES)}: it counts as a participant"
    known = {"role": (role, told)}
    for use in people_record.CONSENTS:
        plain = people[use].map(who_words.yes_or_no).notna() | (people[use] == "")
        known[use] = plain, "is neither yes nor no: it counts as no"
    for column, (fine, rule) in known.items():
        if rows := ", ".join(str(at + 2) for at in range(len(fine)) if not fine[at]):
            yield f'In row {rows} "{column}" {rule} until you choose one of them.'


def read(rnd: Round, utterances: pd.DataFrame) -> Register:
    """Return who spoke, from the record and from what sheets say of each row.

    Speakers who are not in the record yet are unknown, and their labels are hidden
    all the same. What a person said of a row outweighs what the sheet says of it.

    Raises
    ------
    ValueError
        As `people_workbook.read`.

    Examples
    --------
    >>> said, _ = listen.files.listen(rnd)
    >>> len(listen.people.read(rnd, said).people)
    86
    """
    book = people_workbook.read(rnd, everyone=True)
    new = speakers.propose(utterances, book["people"], {}).assign(group="", voice="")
    rows = pd.concat([book["people"], new], ignore_index=True).fillna("")
    rows = voices.settled(rnd, rows)
    spoke = list(_spoke(utterances, rows, _means(book["values"])))
    held = file_contents.holds(rnd)
    held = held[held["holds"].isin(file_contents.ELSEWHERE)]
    roles = dict(zip(held["source"], held["holds"], strict=True))
    summed = rows["source"].isin(roles)
    again = summed & rows["label"].isin(rows.loc[~summed, "label"])
    named = [*rows[~again].to_dict("records"), *(one for one in spoke if one["row"])]
    hidden = people_workbook.hidden(named, book["names to hide"])
    gone = withdrawal.withdrawn(rnd).query("scope == 'all'")["person"]
    for said in spoke:  # what is summed up is counted where it was said
        said["role"] = roles.get(said["source"], said["role"])
        said["role"] = GONE if said["person"] in set(gone) else said["role"]
    who = pd.DataFrame(spoke, columns=["source", "label", "row", "person", "role"])
    who["label"] = who["label"].where(who["row"] == "", "")
    here = [said for said in spoke if said["role"] != GONE]
    return Register(_people(here), who.drop_duplicates(ignore_index=True), hidden)


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
    own, reported = heard(people, said), heard(people, said, reported=True)
    each = own.groupby("group")
    made = each["person"].nunique().to_frame("heard").assign(comments=each.size())
    made["reported"] = reported.groupby("group")["person"].nunique()
    hoped = pd.Series(dtype="Int64")
    if targets is not None and len(targets):
        groups = targets["group"].map(lambda group: who_words.group_of(str(group)))
        hoped = targets["number"].astype("Int64").groupby(groups).last()
    present = people.loc[people["role"] == "participant", "group"]
    every = sorted({*present, *hoped.index}, key=_place)
    made = made.reindex(pd.Index(every, name="group")).fillna(0).astype("Int64")
    return made.assign(target=hoped.reindex(every).astype("Int64")).reset_index()


def languages(comments: pd.DataFrame) -> pd.DataFrame:
    """Count the comments in other languages than English, and the people.

    Returns
    -------
    pandas.DataFrame
        Columns language, comments, people and "need a translator", most first.

    Examples
    --------
    >>> list(listen.people.languages(rnd.load("comments")).columns)
    ['language', 'comments', 'people', 'need a translator']
    """
    here = comments.dropna(subset="language").groupby("language")
    made = here.size().to_frame("comments").assign(people=here["person"].nunique())
    waits = here["translation"].apply(lambda typed: typed.isna().sum())
    made["need a translator"] = waits.astype(int)
    return made.sort_values("comments", ascending=False, kind="stable").reset_index()


def across(people: pd.DataFrame, said: pd.DataFrame, column: str) -> pd.DataFrame:
    """Count the people heard by group and `column` (setting, area or age_band).

    Groups and settings in which nobody was heard are shown with 0.

    Examples
    --------
    >>> listen.people.across(rnd.load("people"), rnd.load("comments"), "setting").shape
    (9, 4)
    """
    here = people[people["role"] == "participant"]
    known = here["person"].isin(heard(people, said)["person"]).astype("Int64")
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


def heard(
    people: pd.DataFrame, said: pd.DataFrame, *, reported: bool = False
) -> pd.DataFrame:
    """Return the comments of participants with the group of each.

    Either those in their own words or those that somebody else reported. Pictures
    that nobody has typed are not heard yet.

    Examples
    --------
    >>> list(listen.people.heard(rnd.load("people"), rnd.load("comments")).columns)
    ['comment', 'person', 'group']
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


def rows_of(rnd: Round, utterances: pd.DataFrame, source: str) -> list[dict[str, str]]:
    """Return for each row of a sheet who it is, as the sheet and a person said."""
    here = utterances[utterances["source"] == source]
    book = people_workbook.read(rnd, everyone=True)
    turns = {turn["row"]: turn for turn in speakers.turns(here) if turn["row"]}
    found = {said["row"]: said for said in _spoke(here, book["people"], {})}
    return [
        {
            **found[row],
            "label": f"{people_record.ONE_ROW}{row})",
            "shown": f"row {n} {found[row]['label']}".removesuffix(f" {n}").strip(),
            "first words": speakers.first_words(turn),
        }
        for n, (row, turn) in enumerate(turns.items(), start=1)
    ]


def unknown_words(
    book: Mapping[str, pd.DataFrame], utterances: pd.DataFrame
) -> list[tuple[str, str]]:
    """Return words that mean nothing to us, and their field; the most frequent first.

    What a person was asked of is not asked again.
    """
    asked, known = _means(book["values"]), people_record.CHOICES
    given = [speakers.about(turn) for turn in speakers.turns(utterances)]
    rows = [{k.replace("_", " "): v for k, v in row.items()} for row in given]
    every = Counter(
        (field, row[field].strip())
        for row in [*book["people"].to_dict("records"), *rows]
        for field in ASKED
        if row.get(field)
    )
    return [
        (field, words)
        for (field, words), _ in every.most_common()
        if ASKED[field](words) not in (*known["people", field], "unknown", *EDGES)
        and (field, words.casefold()) not in asked
    ]


def _means(values: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Return what words mean that a person was asked about, by field and words."""
    said = values["said"].str.casefold()
    keys = zip(values["field"], said, strict=True)
    return dict(zip(keys, values["means"], strict=True))


def _spoke(
    utterances: pd.DataFrame, rows: pd.DataFrame, means: Mapping[Key, str]
) -> Iterator[dict[str, str]]:
    """Give for each turn its person and what the record or its sheet says of them."""
    listed = {(row["source"], row["label"]): row for row in rows.to_dict("records")}
    first: dict[tuple[str, str], str] = {}
    for turn in speakers.turns(utterances):
        row = listed[turn["source"], turn["listed"]]
        said = {str(k): str(v) for k, v in row.items()}
        said |= {"label": turn["speaker"], "row": turn["row"]}
        if turn["row"]:
            said |= _of_row(turn, said, listed, first)
        for field in ASKED:
            said[field] = means.get((field, said[field].casefold()), said[field])
        yield {**said, "role": who_words.role_of(said["role"])}


def _of_row(
    turn: Row, sheet: Row, listed: Mapping[Key, Row], first: dict[Key, str]
) -> dict[str, str]:
    """Return what is known of the person in a row: rows with one name are one person.

    First what a person said of this row, then the sheet, then what was said of all.
    A code in a sheet is its own, and never one of ours.
    """
    told = speakers.about(turn)
    own = listed.get((turn["source"], f"{people_record.ONE_ROW}{turn['row']})"), {})
    said = {k.replace("_", " "): v for k, v in told.items() if k in ABOUT}
    said |= {k: v for k, v in own.items() if v and k not in ("label", "first words")}
    code = sheet["person"] or f"{turn['source']}r{turn['row']}"
    if given := told.get("person", ""):
        code = first.setdefault((turn["source"], given), code)
    label = ", ".join(speakers.labels_in_row(turn))
    return {"person": code, **said, "label": label}


def _people(spoke: list[dict[str, str]]) -> pd.DataFrame:
    """Return the table "people": for each person the first thing that any row says."""
    rows: dict[str, dict[str, str]] = {}
    for said in spoke:
        known = rows.setdefault(said["person"], dict.fromkeys(said, ""))
        known |= {k: v for k, v in said.items() if not known.get(k)}
        if said["role"] == "participant":  # who speaks anywhere was heard
            known["role"] = "participant"
        # One "no" anywhere outweighs a "yes"; so does what is no plain yes.
        for use in ("quote", "hear back"):
            refused = said[use] and not who_words.yes_or_no(said[use])
            known[use] = "no" if refused else known[use]
    made = pd.DataFrame(
        {
            "person": person,
            "group": who_words.group_of(row["group"], row["age band"]),
            "age_band": who_words.band_of(row["age band"]),
            "setting": who_words.setting_of(row["setting"]),
            "area": row["area"] or "unknown",
            "voice": row["voice"].replace("’", "'").lower() or "unknown",
            "quote": who_words.yes_or_no(row["quote"]) is True,
            "way": row["way"].lower() or "unknown",
            "role": row["role"].lower(),
            "hear_back": who_words.yes_or_no(row["hear back"]) is True,
        }
        for person, row in rows.items()
    )
    return tables.check("people", made)
