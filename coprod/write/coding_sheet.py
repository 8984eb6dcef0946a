"""Write the coding sheet for Excel, and read its tags back in.

Takes comments, people, codebook and the reader's tags, gives an Excel file that runs
nothing; reads it back into the tags journal and lists, by row, what was not taken.
"""

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
    said = pd.DataFrame(
        {STAMP: [rnd.title, "Code on the sheet named coding.", NOTE, _whose(rnd)]}
    )
    sheets = {"coding": sheet, "codebook": names, "about": said}
    spreadsheets.write_xlsx(path, sheets, _choices(names["name"].tolist()))
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
    mine, back = {**_gone(rnd), **_mine(rnd)}, _once(rnd, "marks")["comment"]
    aside = dict.fromkeys(back, ("", ""))
    aside |= {row.comment: (row.end, row.reason) for row in _aside(rnd).itertuples()}
    known, problems = set(comments["comment"]), []
    for number, row in enumerate(sheet[NEEDED].to_dict("records"), 2):
        if row["comment"] in known:
            wrong = _take_tags(rnd, row, codes, mine) + _take_aside(rnd, row, aside)
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
            found = read(rnd, path, comments=comments)
        except Exception as error:  # a library's own words may hold a person's
            found = pd.DataFrame([[0, "", "", told(error)]], columns=names[1:])
        parts.append(found.assign(file=number)[names])
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
    of, now = codebook_reads.theme_of(book), codebook.standing(book)
    given = tags.assign(theme=tags["code"].map(of), code=tags["code"].map(now))
    made = explained(comments)[["comment", "person", "question", "text"]]
    made = made.merge(people, on="person", how="left")
    for column, name in (("end", "set aside"), ("reason", "reason")):
        each = marks.groupby("comment")[column].agg(
            lambda said: "; ".join(dict.fromkeys(said))
        )
        made[name] = made["comment"].map(each)
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


def _gone(rnd: Round) -> Mine:
    """Return the tags the reader once gave to whole comments, and took away since."""
    once, now = _once(rnd, "tags"), codebook.standing(codebook.table(rnd))
    once = once[once["start"].isna() & once["code"].isin(now)]
    pairs = zip(once["comment"], once["code"].map(now), strict=True)
    return {pair: ([], "", []) for pair in pairs}


def _mine(rnd: Round) -> Mine:
    """Return ticks and notes of each tag the reader gave to a whole comment."""
    tags, now = tags_.table(rnd), codebook.standing(codebook.table(rnd))
    own = tags[(tags["reader"] == rnd.reader) & tags["start"].isna()]
    notes: dict[str, list[str]] = {}
    for event in journal.read(rnd.decisions, "tags").events:
        if (event["value"] or {}).get("note"):
            notes.setdefault(event["about"], []).append(event["value"]["note"])
    found: Mine = {}
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
        if code in names:
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


def _choices(names: list[str]) -> dict[tuple[str, str], list[str]]:
    """Say what each drop-down offers."""
    offered = {("coding", code): names for code in CODES if names}
    ticks = [tick for code in CODES for tick in TICKS[code]]
    offered |= {("coding", tick): ["yes"] for tick in ticks}
    return offered | {("coding", "set aside"): list(set_aside.ASIDE[:2])}


def _take_tags(
    rnd: Round, row: Row, codes: dict[str, str], mine: Mine
) -> list[Untaken]:
    """Take the codes of one row as tags; give what was not taken."""
    problems: list[Untaken] = []
    for column in CODES:
        name, code = row[column], codes.get(plain(row[column]))
        ticks = [bool(who_words.ticked(row[tick])) for tick in TICKS[column]]
        key = (row["comment"], code or "")
        if not name.strip():
            if any(row[tick].strip() for tick in TICKS[column]):
                problems.append((column, "", "ticks without a code"))
        elif code is None:
            problems.append((column, name, "no code in use has this name"))
        elif key not in mine:
            pairs = zip(tags_.EXPERIENCES, ticks, strict=True)
            said = tuple(experience for experience, tick in pairs if tick)
            note = row["note"].strip()
            tag = tags_.add(rnd, row["comment"], code, experience=said, note=note)
            mine[key] = ticks, tag, [note]
        elif not mine[key][1]:
            problems.append((column, name, "you took this tag away in the workbook"))
        else:
            if mine[key][0] != ticks:
                why = "you tagged it before, with other ticks"
                problems.append((column, name, why))
            problems += _take_note(rnd, row["note"].strip(), mine[key])
    problems += [
        (tick, row[tick], "a tick is yes or blank; it counts as blank")
        for code in CODES
        for tick in TICKS[code]
        if row[tick].strip() and not who_words.ticked(row[tick])
    ]
    if row["note"].strip() and not any(row[column].strip() for column in CODES):
        problems.append(("note", row["note"], "a note without a code"))
    return problems


def _take_note(rnd: Round, note: str, tag: Tag) -> list[Untaken]:
    """Take a note beside a tag given before as the reader's own change of it."""
    _, name, notes = tag
    if note in notes[:-1] and note != notes[-1]:
        return [("note", note, "you wrote another note since")]
    if note and note != notes[-1]:
        tags_.change(rnd, name, note=note)
        notes.append(note)
    return []


def _take_aside(
    rnd: Round, row: Row, aside: dict[str, tuple[str, str]]
) -> list[Untaken]:
    """Set the comment of one row aside if the row says so; give what was not taken."""
    end, reason = plain(row["set aside"]), row["reason"].strip()
    before = aside.get(row["comment"])
    if not end and not reason or before == (end, reason):
        return []
    if before == ("", ""):
        return [("set aside", end, "you took it back in the workbook")]
    if before is not None:
        why = f"you set it aside before, as {before[0]}"
        same = before[0] == end
        return [("set aside", end, f"{why}, with another reason" if same else why)]
    if end not in set_aside.ASIDE[:2] or not reason:
        why = f"needs {' or '.join(set_aside.ASIDE[:2])}, and a reason"
        return [("set aside", end, why)]
    set_aside.mark(rnd, row["comment"], end, reason)
    aside[row["comment"]] = (end, reason)
    return []
