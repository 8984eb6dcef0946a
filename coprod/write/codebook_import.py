"""Take in a codebook from a .csv or .xlsx file, as one undoable step.

Somebody's list of codes (.csv, .xlsx) in, steps to look at, events of the codebook
journal out. Nothing goes away, nothing is joined, and all of it is undone together.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from coprod.store import journal, office, spreadsheets
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.write import codebook, codebook_reads
from coprod.write.codebook_reads import COLUMNS, WORDS, Way, plain

# What other programs call the same thing (Taguette: tag, description).
CALLED = {
    "name": ("tag", "code name", "title", "label"),
    "definition": ("description", "meaning", "memo"),
    "parent": ("theme", "category", "in theme", "parent code"),
    "include": ("inclusion", "inclusion criteria"),
    "exclude": ("exclusion", "exclusion criteria"),
    "colour": ("color",),
}


def read(path: Path) -> pd.DataFrame:
    """Read a codebook of this or another program from a .csv or .xlsx file.

    Returns
    -------
    pandas.DataFrame
        row (as a spreadsheet numbers it) and `COLUMNS`, all text, blanks as "".

    Raises
    ------
    ValueError
        If the file is of another kind, not safe, or no column holds names.
    """
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise Problem(
            f"codebook: a {path.suffix or 'file of no kind'} is not read. Save it as "
            ".csv or .xlsx, then again."
        )
    if path.suffix.lower() == ".csv":
        frame = spreadsheets.read_csv(path)
    else:
        sheets = office.read_xlsx(path)
        frame = sheets.get("codebook", next(iter(sheets.values()), pd.DataFrame()))
    frame = frame.rename(columns=lambda head: str(head).strip().casefold())
    for name, others in CALLED.items():
        found = [head for head in others if head in frame]
        if name not in frame and found:
            frame = frame.rename(columns={found[0]: name})
    if "name" not in frame and "code" in frame:
        frame = frame.rename(columns={"code": "name"})
    if "name" not in frame or frame.columns.duplicated().any():
        raise Problem(
            "codebook: no single column holds the names. Give the first row headings, "
            'with "name" over the names of the codes, then again.'
        )
    made = frame.reindex(columns=COLUMNS).astype(object).fillna("").map(str.strip)
    made.insert(0, "row", range(2, len(made) + 2))
    return made[made["name"] != ""].reset_index(drop=True)


def plan(book: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Say what reading a list of codes in would do; nothing is done and none goes away.

    Parameters
    ----------
    book : pandas.DataFrame
        The table "codebook".
    found : pandas.DataFrame
        From `read`. A code is known by its id, or else by its name.

    Returns
    -------
    pandas.DataFrame
        row, name, step (add, rename, change, move, not taken), what (the column), is,
        becomes. A blank cell changes nothing; an equal row does nothing.
    """
    rows = [step for row in _levelled(found, book) for step in _steps(row)]
    head = ["row", "name", "step", "what", "is", "becomes", "code"]
    return pd.DataFrame(rows, columns=head)


def read_in(
    rnd: Round, path: Path, *, go: bool = False, reason: str = ""
) -> pd.DataFrame:
    """List what reading a codebook in would do; with `go`, do it. Nothing is deleted.

    Parameters
    ----------
    path : pathlib.Path
        A .csv or .xlsx file, as `codebook.write` makes it, or with a column of names.
    reason : str
        Why, for the codes of which the file itself gives no reason.

    Returns
    -------
    pandas.DataFrame
        The steps, as from `plan`: row, name, step, what, is, becomes. They are saved
        together, and `codebook.undo` takes all of them back.
    """
    found, now = read(path), codebook.table(rnd)
    steps = plan(now, found)
    if go and (steps["step"] != "not taken").any():
        said = found.set_index("row")["reason"]
        why = {row: said[row] or reason or "read in from a file" for row in said.index}
        journal.record(rnd, "codebook").several(_taken(now, steps, why))
    return steps.drop(columns="code")


def alike(book: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Offer names of a list that say nearly the same as another; nothing is merged.

    Returns
    -------
    pandas.DataFrame
        first, second, why, as from `codebook.alike`, where one of the two would be new.
    """
    steps = plan(book, found)
    new = steps[steps["step"].isin(("add", "rename"))]
    if new.empty:
        return pd.DataFrame(columns=["first", "second", "why"])
    level = dict(zip(book["code"], book["level"], strict=True))
    stays = book.loc[~book["code"].isin(new["code"]), ["name", "level", "status"]]
    fresh = [
        {"name": name, "level": level.get(code, what), "status": "in use"}
        for name, code, what in new[["name", "code", "what"]].to_numpy()
    ]
    pairs = codebook_reads.alike(pd.DataFrame([*stays.to_dict("records"), *fresh]))
    named = pairs["first"].isin(new["name"]) | pairs["second"].isin(new["name"])
    return pairs[named].reset_index(drop=True)


def _levelled(found: pd.DataFrame, book: pd.DataFrame) -> Iterator[Way]:
    """Return each row of a list with what is known of it: themes first."""
    used = book[book["status"] == "in use"]
    by_name = {plain(name): code for code, name in codebook_reads.names(used).items()}
    parents = {plain(name) for name in found["parent"] if name}
    said = book.set_index("code").astype(object)
    taken, rows = dict(by_name), []
    for row in found.to_dict("records"):
        key = plain(row["name"])
        code = row["code"] if row["code"] in said.index else by_name.get(key, "")
        old = said.loc[code].to_dict() if code else {}
        level = row["level"].casefold() or old.get("level", "")
        if not level:
            level = "theme" if key in parents and not row["parent"] else "code"
        why = ""
        if level not in ("theme", "code"):
            why = "the level is neither theme nor code"
        elif old and old["level"] != level:
            why = f"it is a {old['level']} here"
        elif old and old["status"] != "in use":
            why = f"it is {old['status']} here"
        elif taken.get(key, code) != code or (code and f"row of {code}" in taken):
            why = "another one has this name"
        elif not old and row["status"].casefold() not in ("", "in use"):
            why = f"it is {row['status']} in the file"
        elif row["colour"] and not re.fullmatch("#[0-9A-Fa-f]{6}", row["colour"]):
            why = "the colour is not written like #0072B2"
        else:
            taken |= {key: code or f"row {row['row']}", f"row of {code}": code}
        under = codebook_reads.names(book).get(str(old.get("parent")), "")
        rows.append({**row, "id": code, "level": level, "why": why} | {"old": old})
        rows[-1]["under"] = under
    there = {plain(row["name"]) for row in rows if not row["why"]} | set(by_name)
    above = _above(rows, used)
    for row in sorted(rows, key=lambda row: row["level"] != "theme"):
        gone = bool(row["parent"]) and plain(row["parent"]) not in there
        yield {**row, "nowhere": gone, "round": _under_itself(row, above)}


def _above(rows: list[Way], used: pd.DataFrame) -> dict[str, str]:
    """Return for each name, as it would be, the name of what it would lie under."""
    taken = [row for row in rows if not row["why"]]
    now = {plain(r["old"]["name"]): plain(r["name"]) for r in taken if r["old"]}
    called = codebook_reads.names(used)
    pairs = [
        (n, called.get(p)) for n, p in zip(used["name"], used["parent"], strict=True)
    ]
    pairs += [(row["name"], row["parent"]) for row in taken if row["parent"]]
    plained = [(plain(a), plain(b)) for a, b in pairs if b]
    return {now.get(a, a): now.get(b, b) for a, b in plained}


def _under_itself(row: Way, above: dict[str, str]) -> bool:
    """Say whether a code would lie under itself, also by way of others."""
    name = plain(row["name"])
    place, seen = above.get(name), set[str]()
    while place and place != name and place not in seen:
        seen.add(place)
        place = above.get(place)
    return place == name


def _steps(row: Way) -> Iterator[list[Any]]:
    """Return the steps of one row of a list."""
    head, old, code = [row["row"], row["name"]], row["old"], row["id"]
    if row["why"]:
        yield [*head, "not taken", "", "", row["why"], code]
        return
    if not old:
        yield [*head, "add", row["level"], "", row["definition"], code]
    elif old["name"] != row["name"]:
        yield [*head, "rename", "name", old["name"], row["name"], code]
    for word in WORDS:
        before = "" if pd.isna(old.get(word)) else str(old[word])
        if row[word] and row[word] != before and (old or word != "definition"):
            yield [*head, "change", word, before, row[word], code]
    if row["parent"] and row["level"] == "theme":
        yield [*head, "not taken", "parent", "", "a theme stands at the top", code]
    elif row["round"] and row["parent"]:
        yield [*head, "not taken", "parent", "", "it would lie under itself", code]
    elif row["nowhere"]:
        yield [*head, "not taken", "parent", "", "nothing has the parent's name", code]
    elif row["parent"] and plain(row["parent"]) != plain(row["under"]):
        yield [*head, "move", "parent", row["under"], row["parent"], code]


def _taken(
    now: pd.DataFrame, steps: pd.DataFrame, why: dict[int, str]
) -> list[journal.Step]:
    """Return events of the steps of a list: new codes, names, words, then places."""
    together, rows = journal.new_id(), steps.to_dict("records")
    made = {row["row"]: journal.new_id() for row in rows if row["step"] == "add"}
    ids = {row["row"]: row["code"] or made.get(row["row"], "") for row in rows}
    used = now[now["status"] == "in use"]
    places = {plain(name): code for code, name in codebook_reads.names(used).items()}
    named = [row for row in rows if row["step"] in ("add", "rename")]
    places |= {plain(row["name"]): ids[row["row"]] for row in named}
    themes, events = int((now["level"] == "theme").sum()), list[journal.Step]()
    for step in ("add", "rename", "change", "move"):
        for row in (row for row in rows if row["step"] == step):
            code, values = ids[row["row"]], {row["what"]: row["becomes"]}
            if step == "add":
                values = {"name": row["name"], "definition": row["becomes"] or None}
                values |= dict.fromkeys(("parent", "include", "exclude", "colour"))
                values |= {"level": row["what"], "status": "in use"}
                if row["what"] == "theme":
                    values["colour"] = codebook.COLOURS[themes % 7]
                    themes += 1
            elif step == "move":
                values["parent"] = places[plain(row["becomes"])]
            values |= {"reason": why[row["row"]], "step": together}
            op = "add" if step == "add" else "change"
            events.append((op, code, values, journal.new_id()))
    return events
