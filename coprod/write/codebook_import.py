"""Take in a codebook from a .csv or .xlsx file, as one undoable step.

Somebody's list of codes (.csv, .xlsx) in, steps to look at, events of the codebook
journal out. Nothing goes away, nothing is joined, and all of it is undone together.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from coprod.screens.form import some
from coprod.store import journal, office, spreadsheets
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.write import codebook, codebook_reads
from coprod.write.codebook_reads import COLUMNS, WORDS, Way, plain

# What other programs call the same thing (Taguette: tag, description).
CALLED = {
    "name": ("tag", "code name", "title", "label", "code"),
    "definition": ("description", "meaning", "memo"),
    "parent": ("theme", "category", "in theme", "parent code"),
    "include": ("inclusion", "inclusion criteria"),
    "exclude": ("exclusion", "exclusion criteria"),
    "colour": ("color",),
}
HEAD = ["row", "name", "step", "what", "is", "becomes", "code", "place"]
ORDER = ("add", "rename", "change", "move")  # codes are there before others need them


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
    if "name" not in frame or frame.columns.duplicated().any():
        raise Problem(
            "codebook: no single column holds the names. Give the first row headings, "
            'with "name" over the names of the codes, then again.'
        )
    made = frame.reindex(columns=COLUMNS).astype(object).fillna("").map(str.strip)
    made.insert(0, "row", range(2, len(made) + 2))
    return made[made["name"] != ""].reset_index(drop=True)


def read_in(
    rnd: Round, path: Path, *, go: bool = False, reason: str = ""
) -> pd.DataFrame:
    """List what reading a codebook in would do; with `go`, do it. Nothing is deleted.

    Parameters
    ----------
    path : pathlib.Path
        A .csv or .xlsx file, as `codebook.write` makes it, or with a column of names.
        A code is known by its id, or else by its name.
    reason : str
        Why, for the codes of which the file itself gives no reason.

    Returns
    -------
    pandas.DataFrame
        The steps, `HEAD`: row, name, step (add, rename, change, move, not taken), what
        (the column), is, becomes, code and place (what it lies under; a new code is
        "row 7" until it is saved). A blank cell changes nothing. They are saved
        together, and `codebook.undo` takes all of them back.
    """
    found, book = read(path), codebook.table(rnd)
    steps = _plan(found, book)
    if go and (steps["step"] != "not taken").any():
        said = found.set_index("row")["reason"]
        why = {row: said[row] or reason or "read in from a file" for row in said.index}
        journal.record(rnd, "codebook").several(_events(steps, book, why))
    return steps


def alike(book: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """Offer names of a list that say nearly the same as another; nothing is merged.

    Returns
    -------
    pandas.DataFrame
        first, second, why, as from `codebook_reads.alike`, where one of the two would
        be new by the steps of `read_in`.
    """
    new = steps[steps["step"].isin(("add", "rename"))]
    if new.empty:
        return codebook_reads.alike(book.iloc[:0])
    level = dict(zip(book["code"], book["level"], strict=True))
    stays = book.loc[~book["code"].isin(new["code"]), ["name", "level", "status"]]
    fresh = [
        {"name": name, "level": level.get(code, what), "status": "in use"}
        for name, code, what in new[["name", "code", "what"]].to_numpy()
    ]
    pairs = codebook_reads.alike(pd.DataFrame([*stays.to_dict("records"), *fresh]))
    named = pairs["first"].isin(new["name"]) | pairs["second"].isin(new["name"])
    return pairs[named].reset_index(drop=True)


def _plan(found: pd.DataFrame, book: pd.DataFrame) -> pd.DataFrame:
    """Return the steps that taking a list in would be, `HEAD`; themes first."""
    held = book.set_index("code").astype(object).to_dict("index")
    used = {code: was for code, was in held.items() if was["status"] == "in use"}
    places = {plain(was["name"]): code for code, was in used.items()}
    rows = sorted(_known(found, held, places), key=lambda row: row["level"] != "theme")
    taken = [row for row in rows if not row["why"]]
    places |= {plain(row["name"]): row["code"] for row in taken}
    above = {code: some(was["parent"]) for code, was in used.items()}
    for row in rows:
        row["place"] = places.get(plain(row["parent"]), "")
    above |= {row["code"]: row["place"] for row in taken if row["parent"]}
    steps = [
        [row["row"], row["name"], *step, row["code"], row["place"]]
        for row in rows
        for step in _steps(row, held, above)
    ]
    return pd.DataFrame(steps, columns=HEAD)


def _known(
    found: pd.DataFrame, held: dict[str, Way], used: dict[str, str]
) -> Iterator[Way]:
    """Return each row of a list with its code, level, and why it is not taken.

    `held` are the codes there are, `used` those in use by their plain names.
    """
    parents, taken, met = {plain(name) for name in found["parent"]}, dict(used), set()
    for row in found.to_dict("records"):
        key, status = plain(row["name"]), row["status"].casefold() or "in use"
        code = (
            row["code"] if row["code"] in held else used.get(key, f"row {row['row']}")
        )
        old = held.get(code, {})
        top = "theme" if key in parents and not row["parent"] else "code"
        level = row["level"].casefold() or old.get("level", top)
        sound = re.fullmatch("(#[0-9A-Fa-f]{6})?", row["colour"])
        wrong = {
            "the level is neither theme nor code": level not in ("theme", "code"),
            f"it is a {old.get('level')} here": old and old["level"] != level,
            f"it is {old.get('status')} here": old and old["status"] != "in use",
            "another one has this name": taken.get(key, code) != code or code in met,
            f"it is {row['status']} in the file": not old and status != "in use",
            "the colour is not written like #0072B2": not sound,
        }
        why = next((why for why, so in wrong.items() if so), "")
        if not why:
            taken[key] = code
            met.add(code)
        yield {**row, "code": code, "level": level, "why": why}


def _steps(
    row: Way, held: dict[str, Way], above: dict[str, str | None]
) -> Iterator[tuple[str, str, str, str]]:
    """Return the steps of one row of a list: step, what, is, becomes.

    `held` are the codes there are; `above` says what each would lie under.
    """
    old, place = held.get(row["code"], {}), row["place"]
    if row["why"]:
        yield "not taken", "", "", row["why"]
        return
    if not old:
        yield "add", row["level"], "", row["definition"]
    elif old["name"] != row["name"]:
        yield "rename", "name", old["name"], row["name"]
    for word in WORDS:
        before = some(old.get(word)) or ""
        if row[word] not in ("", before) and (old or word != "definition"):
            yield "change", word, before, row[word]
    under, wrong = held.get(some(old.get("parent")) or "", {}).get("name", ""), ""
    if row["level"] == "theme":
        wrong = "a theme stands at the top"
    elif not place:
        wrong = "nothing has the parent's name"
    elif _under_itself(row["code"], above):
        wrong = "it would lie under itself"
    if row["parent"] and wrong:
        yield "not taken", "parent", "", wrong
    elif plain(row["parent"]) not in ("", plain(under)):
        yield "move", "parent", under, row["parent"]


def _under_itself(code: str, above: dict[str, str | None]) -> bool:
    """Say whether a code would lie under itself, also by way of others."""
    place, seen = above.get(code), set[str]()
    while place and place != code and place not in seen:
        seen.add(place)
        place = above.get(place)
    return place == code


def _events(
    steps: pd.DataFrame, book: pd.DataFrame, why: dict[int, str]
) -> Iterator[journal.Step]:
    """Return the events of a list: new codes, names, words, then places."""
    together, ids = journal.new_id(), dict(zip(book["code"], book["code"], strict=True))
    ids |= {row: journal.new_id() for row in steps.loc[steps["step"] == "add", "code"]}
    themes, rows = int((book["level"] == "theme").sum()), steps.to_dict("records")
    taken = [row for row in rows if row["step"] in ORDER]
    for row in sorted(taken, key=lambda row: ORDER.index(row["step"])):
        values = {row["what"]: row["becomes"]}
        if row["step"] == "move":
            values = {"parent": ids[row["place"]]}
        elif row["step"] == "add":
            words = {"level": row["what"], "definition": row["becomes"] or None}
            values = codebook.new(row["name"], **words)
            if row["what"] == "theme":
                values["colour"] = codebook.COLOURS[themes % 7]
                themes += 1
        values |= {"reason": why[row["row"]], "step": together}
        op = "add" if row["step"] == "add" else "change"
        yield op, ids[row["code"]], values, journal.new_id()
