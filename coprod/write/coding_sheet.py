"""Write the coding sheet for Excel, and read its tags back in.

Takes comments, people, codebook and the reader's tags, gives an Excel file that runs
nothing; reads it back into the tags journal and lists, by row, what was not taken.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from coprod.listen import set_aside
from coprod.protect import who_words
from coprod.store import ids, journal, office, spreadsheets
from coprod.store.problem import Problem, told
from coprod.store.rounds import NOBODY, STAMP, Round
from coprod.store.show import numbered
from coprod.store.tables import explained, some
from coprod.write import codebook, codebook_reads, readers
from coprod.write import tags as tags_
from coprod.write.codebook_reads import plain

__all__ = ["read_all", "write", "write_flat"]

PLACES = 3
HEAD = ["number", "person", "question", "text", "group"]
CODES = [f"code {n}" for n in range(1, PLACES + 1)]
TICKS = {code: [f"{code} {e}" for e in tags_.EXPERIENCES] for code in CODES}
PLACED = [name for code in CODES for name in [code, *TICKS[code]]]
NOTE = "A note is for every code in its row. The last column is for the computer."
NEEDED = [*PLACED, "note", "set aside", "reason", "comment"]  # the last is an id
COLUMNS = [*HEAD, *NEEDED]
Row = dict[str, str]
Untaken = tuple[str, str, str]  # column, what stands there, why it was not taken
Tag = tuple[list[bool], str, list[str]]  # ticks, id, every note it had, the last is now
Mine = dict[tuple[str, str], Tag]  # by comment and code; no id: it was taken away


def write(
    rnd: Round, path: Path, *, comments: pd.DataFrame, people: pd.DataFrame
) -> Path:
    """Write the comments to an Excel file to code in, with the codebook beside them.

    Parameters
    ----------
    rnd : Round
        The round. The tags its reader gave to whole comments and what the reader set
        aside are filled in; tags on a part of a comment stay in the workbook.
    path : pathlib.Path
        Where to write; the file is for the team and says so.
    comments, people : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pathlib.Path
        The path. A comment with more than three tags has more than one row.

    Examples
    --------
    >>> tables = {"comments": rnd.load("comments"), "people": rnd.load("people")}
    >>> write.coding_sheet.write(rnd, rnd.working / "coding-sheet.xlsx", **tables).name
    'coding-sheet.xlsx'
    """
    book, comments = codebook.table(rnd), explained(comments)
    groups = people.set_index("person")["group"]
    group = comments["person"].map(groups).fillna("unknown").to_numpy()
    sheet = numbered(comments).rename(columns={"comment": "number"}).reset_index()
    sheet = sheet.assign(group=group, **comments[["question", "text"]].to_dict("list"))
    sheet = sheet.merge(_given(rnd, book), on="comment", how="left")
    aside = _aside(rnd).rename(columns={"end": "set aside"}).astype(object)
    sheet = sheet.merge(aside, on="comment", how="left").reindex(columns=COLUMNS)
    names = codebook_reads.sheet(book).query("status == 'in use' and level == 'code'")
    names = names[["name", "parent", "definition", "include", "exclude"]]
    said = [rnd.title, "Code on the sheet named coding.", NOTE, _whose(rnd)]
    about = pd.DataFrame({STAMP: said})
    sheets = {"coding": sheet, "codebook": names, "about": about}
    ticks = [column for column in PLACED if column not in CODES]
    offered = dict.fromkeys(CODES, [*names["name"]]) | dict.fromkeys(ticks, ["yes"])
    offered["set aside"] = [*set_aside.ASIDE[:2]]
    choices = {("coding", column): of for column, of in offered.items() if of}
    spreadsheets.write_xlsx(path, sheets, choices)
    return path


def read(rnd: Round, path: Path, *, comments: pd.DataFrame) -> pd.DataFrame:
    """Take the tags of a coding sheet into the journal, as tags of the round's reader.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who coded in the sheet.
    path : pathlib.Path
        A sheet that `write` made and somebody filled in.
    comments : pandas.DataFrame
        The table "comments".

    Returns
    -------
    pandas.DataFrame
        What was not taken: row (as Excel numbers it), column, what, why. A tag that the
        reader gave before is neither given again nor listed; a new note beside it is
        taken as the reader's own change. Nothing else is changed and nothing removed:
        what the sheet leaves out stays as it was.

    Raises
    ------
    ValueError
        If the file is not safe, has no sheet "coding" with these columns, or was
        written for another reader.
    """
    sheets = office.read_xlsx(path)
    sheet, about = (sheets.get(n, pd.DataFrame()) for n in ("coding", "about"))
    if not about.isin([_whose(rnd), f"Reader: {NOBODY}"]).any(axis=None):
        raise Problem(
            "coding sheet: it was not written for the person who reads now. Tags are "
            "kept by reader: choose in notebook 00 who is reading, then read it again."
        )
    if missing := [name for name in NEEDED if name not in sheet]:
        raise Problem(
            f"coding sheet: {', '.join(missing[:3])} is missing on the sheet named "
            "coding. Keep the headings as they were written, and read it again."
        )
    names = codebook_reads.in_use(codebook.table(rnd))
    codes = dict(zip(names["name"].map(plain), names["code"], strict=True))
    mine, aside = _mine(rnd), dict.fromkeys(_once(rnd, "marks")["comment"], ("", ""))
    aside |= {row.comment: (row.end, row.reason) for row in _aside(rnd).itertuples()}
    known, problems = set(comments["comment"]), []
    for number, row in enumerate(sheet[NEEDED].to_dict("records"), 2):
        if row["comment"] in known:
            wrong = [*_take_tags(rnd, row, codes, mine), *_take_aside(rnd, row, aside)]
        else:
            why = "no comment of this round has this id"
            wrong = [("comment", row["comment"], why)] if any(row.values()) else []
        problems += [(number, *problem) for problem in wrong]
    return pd.DataFrame(problems, columns=["row", "column", "what", "why"])


def read_all(rnd: Round, *, comments: pd.DataFrame) -> pd.DataFrame:
    """Take every sheet in the folder `coding` of the round's raw data, as `read` does.

    Returns
    -------
    pandas.DataFrame
        What was not taken, with the number of the file in the order of the folder; a
        file that could not be read at all has one row that says why.

    Examples
    --------
    >>> len(write.coding_sheet.read_all(rnd, comments=rnd.load("comments")))
    0
    """
    names = ["file", "row", "column", "what", "why"]
    parts = [pd.DataFrame(columns=names)]
    found = sorted((rnd.raw / "coding").glob("[!.~]*"))
    files = [path for path in found if path.suffix.lower() == ".xlsx"]
    for number, path in enumerate(files, 1):
        try:
            left = read(rnd, path, comments=comments)
        except Exception as error:  # a library's own words may hold a person's
            left = pd.DataFrame([[0, "", "", told(error)]], columns=names[1:])
        parts.append(left.assign(file=number)[names])
    return pd.concat(parts, ignore_index=True)


def flat(rnd: Round, *, comments: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each comment, who spoke, and one 0/1 column for each code.

    Returns
    -------
    pandas.DataFrame
        comment, person, question, text, what the table "people" says of the person,
        set aside and reason (of all readers who did), and for each theme and code in
        use a column "theme: name" or "code: name": 1 if any reader gave it, merges,
        splits, sub-codes' themes and settlements followed. While readers read apart,
        only what the reader of the round did.
    """
    book, apart = codebook.table(rnd), readers.apart(rnd)
    tags = readers.visible(rnd) if apart else readers.counted(rnd)
    marks = readers.visible_marks(rnd) if apart else readers.counted_marks(rnd)
    given = codebook_reads.followed(tags, book)
    made = explained(comments)[["comment", "person", "question", "text"]]
    made = made.merge(people, on="person", how="left")
    aside = marks.groupby("comment")[["end", "reason"]]
    each = aside.agg(lambda said: "; ".join(dict.fromkeys(said)))
    made[["set aside", "reason"]] = each.reindex(made["comment"]).to_numpy()
    columns = {
        f"{level}: {one.name}": made["comment"]
        .isin(given.loc[given[level] == one.code, "comment"])
        .astype(int)
        for level in ("theme", "code")
        for one in codebook_reads.in_use(book, level).itertuples(index=False)
    }
    return pd.concat([made, pd.DataFrame(columns, index=made.index)], axis=1)


def write_flat(
    rnd: Round, path: Path, *, comments: pd.DataFrame, people: pd.DataFrame
) -> Path:
    """Write the table `flat` as an Excel file, the whole codebook on a second sheet.

    Names are replaced, as in the table "comments"; people's words are in it, so that it
    is for the team and says so.

    Examples
    --------
    >>> tables = {"comments": rnd.load("comments"), "people": rnd.load("people")}
    >>> write.coding_sheet.write_flat(rnd, rnd.working / "flat.xlsx", **tables).name
    'flat.xlsx'
    """
    about = [rnd.title, "One row for each comment; 1 where a theme or code was given."]
    sheets = {
        "comments": flat(rnd, comments=comments, people=people),
        "codebook": codebook_reads.sheet(codebook.table(rnd)),
        "about": pd.DataFrame({STAMP: about}),
    }
    spreadsheets.write_xlsx(path, sheets)
    return path


def _whose(rnd: Round) -> str:
    """Say whose sheet it is."""
    return f"Reader: {rnd.reader}"


def _once(rnd: Round, kind: str) -> pd.DataFrame:
    """Return what the reader once added of a kind, taken away since or not."""
    values = [
        {"start": None} | event["value"]
        for event in journal.read(rnd.decisions, kind).events
        if event["op"] == "add" and event["by"] == rnd.reader and event["value"]
    ]
    made = pd.DataFrame(values, columns=["comment", "code", "start"], dtype=object)
    return made.assign(comment=ids.follow(rnd, made["comment"]))


def _mine(rnd: Round) -> Mine:
    """Return ticks and notes of each tag the reader ever gave to a whole comment."""
    tags, now = tags_.table(rnd), codebook.standing(codebook.table(rnd))
    own = tags[(tags["reader"] == rnd.reader) & tags["start"].isna()]
    once = _once(rnd, "tags")
    once = once[once["start"].isna() & once["code"].isin(now)]
    pairs = zip(once["comment"], once["code"].map(now), strict=True)
    found: Mine = {pair: ([], "", []) for pair in pairs}  # taken away, if not below
    notes: dict[str, list[str]] = {}
    for event in journal.read(rnd.decisions, "tags").events:
        if (event["value"] or {}).get("note"):
            notes.setdefault(event["about"], []).append(event["value"]["note"])
    for row in own.itertuples():
        ticks = [bool(getattr(row, tick)) for tick in tags_.TICKS]
        said = [*notes.get(row.tag, ()), some(row.note) or ""]
        found[row.comment, now.get(row.code, row.code)] = ticks, row.tag, said
    return found


def _given(rnd: Round, book: pd.DataFrame) -> pd.DataFrame:
    """Return the reader's tags as rows of the sheet: up to three with the same note."""
    names, rows = codebook_reads.names(codebook_reads.in_use(book)), []
    by: dict[tuple[str, str], list[str]] = {}
    for (comment, code), (ticks, _, notes) in _mine(rnd).items():
        if code in names and notes:
            said = [names[code], *("yes" if tick else "" for tick in ticks)]
            by.setdefault((comment, notes[-1]), []).extend(said)
    wide = len(PLACED)
    for (comment, note), cells in by.items():
        for start in range(0, len(cells), wide):
            part = cells[start : start + wide]
            rows.append([comment, *part, *[""] * (wide - len(part)), note])
    return pd.DataFrame(rows, columns=["comment", *PLACED, "note"], dtype=object)


def _aside(rnd: Round) -> pd.DataFrame:
    """Return what the reader set aside: comment, end, reason."""
    marks = set_aside.marks(rnd)
    return marks.loc[marks["by"] == rnd.reader, ["comment", "end", "reason"]]


def _take_tags(
    rnd: Round, row: Row, codes: dict[str, str], mine: Mine
) -> Iterator[Untaken]:
    """Take the codes of one row as tags; give what was not taken."""
    note, ticked = row["note"].strip(), {n: who_words.ticked(row[n]) for n in PLACED}
    for column in CODES:
        name, code = row[column], codes.get(plain(row[column]))
        ticks = [bool(ticked[tick]) for tick in TICKS[column]]
        key = (row["comment"], code or "")
        if not name.strip():
            if any(row[tick].strip() for tick in TICKS[column]):
                yield column, "", "ticks without a code"
        elif code is None:
            yield column, name, "no code in use has this name"
        elif key not in mine:
            pairs = zip(tags_.EXPERIENCES, ticks, strict=True)
            said = tuple(experience for experience, tick in pairs if tick)
            tag = tags_.add(rnd, row["comment"], code, experience=said, note=note)
            mine[key] = ticks, tag, [note]
        elif not mine[key][1]:
            yield column, name, "you took this tag away in the workbook"
        else:
            before, tag, notes = mine[key]
            if before != ticks:
                yield column, name, "you tagged it before, with other ticks"
            if note in notes[:-1] and note != notes[-1]:
                yield "note", note, "you wrote another note since"
            elif note and note != notes[-1]:
                tags_.change(rnd, tag, note=note)
                notes.append(note)
    for tick in (tick for code in CODES for tick in TICKS[code]):
        if row[tick].strip() and not ticked[tick]:
            yield tick, row[tick], "a tick is yes or blank; it counts as blank"
    if note and not any(row[column].strip() for column in CODES):
        yield "note", row["note"], "a note without a code"


def _take_aside(
    rnd: Round, row: Row, aside: dict[str, tuple[str, str]]
) -> Iterator[Untaken]:
    """Set the comment of one row aside if the row says so; give what was not taken."""
    end, reason = plain(row["set aside"]), row["reason"].strip()
    before = aside.get(row["comment"])
    if not end and not reason or before == (end, reason):
        return
    if before == ("", ""):
        yield "set aside", end, "you took it back in the workbook"
    elif before is not None:
        other = ", with another reason" * (before[0] == end)
        yield "set aside", end, f"you set it aside before, as {before[0]}{other}"
    elif end not in set_aside.ASIDE[:2] or not reason:
        why = f"needs {' or '.join(set_aside.ASIDE[:2])}, and a reason"
        yield "set aside", end, why
    else:
        set_aside.mark(rnd, row["comment"], end, reason)
        aside[row["comment"]] = (end, reason)
