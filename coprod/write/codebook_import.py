"""Take in a codebook from a .csv or .xlsx file, as one undoable step.

Somebody's list of codes (.csv, .xlsx) in, steps to look at, events of the codebook
journal out. Nothing goes away, nothing is joined, and all of it is undone together.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from coprod.store import journal, office
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.write import codebook, codebook_reads
from coprod.write.codebook_reads import COLUMNS, WORDS, plain

# What other programs call the same thing (Taguette: tag, description).
CALLED = {
    "name": ("tag", "code name", "title", "label", "code"),
    "definition": ("description", "meaning", "memo"),
    "parent": ("theme", "category", "in theme", "parent code"),
    "include": ("inclusion", "inclusion criteria"),
    "exclude": ("exclusion", "exclusion criteria"),
    "colour": ("color",),
}
HEAD = ["row", "name", "step", "what", "is", "becomes"]
ORDER = ("add", "change", "move")  # codes are there before others need them
LEVELS = ("theme", "code")
Row = dict[str, str]


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
    sheets = office.sheets(path)
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
        A code is known by its name.
    reason : str
        Why, for the codes of which the file itself gives no reason.

    Returns
    -------
    pandas.DataFrame
        The steps, `HEAD`: row, name, step (add, change, move, not taken), what (the
        column), is and becomes. A blank cell changes nothing. They are saved together,
        and `codebook.undo` takes all of them back.
    """
    found, book = read(path), codebook.table(rnd)
    steps = _plan(found, book)
    if go and (steps["step"] != "not taken").any():
        said = found.set_index("row")["reason"]
        why = {row: said[row] or reason or "read in from a file" for row in said.index}
        journal.record(rnd, "codebook").several(_events(steps, book, why))
    return steps


def alike(book: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """Offer new names of a list that say nearly the same as another; none is merged.

    Returns
    -------
    pandas.DataFrame
        first, second, why, as from `codebook_reads.alike`, where one of the two would
        be new by the steps of `read_in`.
    """
    new = steps.loc[steps["step"] == "add", ["name", "what"]]
    every = pd.concat([book, new.rename(columns={"what": "level"}).fillna("")])
    every["status"] = every["status"].fillna("in use")
    pairs = codebook_reads.alike(every if len(new) else every[:0])
    named = pairs[["first", "second"]].isin(new["name"].tolist()).any(axis=1)
    return pairs[named].reset_index(drop=True)


def _plan(found: pd.DataFrame, book: pd.DataFrame) -> pd.DataFrame:
    """Return the steps that taking a list in would be, `HEAD`; themes first."""
    used = codebook_reads.sheet(book).query("status == 'in use'").to_dict("records")
    held = {plain(was["name"]): was for was in used}
    called = {was["code"]: was["name"] for was in used}
    parents, new = {plain(name) for name in found["parent"]}, dict[str, Row]()
    rows = []
    for row in found.to_dict("records"):
        key = plain(row["name"])
        was = held.get(key, {})
        top = "theme" if key in parents and not row["parent"] else "code"
        row["level"] = row["level"].casefold() or was.get("level", top)
        here = called.get(row["code"], row["name"])
        wrong = {
            "the level is neither theme nor code": row["level"] not in LEVELS,
            f"it is a {was.get('level')} here": was and was["level"] != row["level"],
            f"it is {row['status']} in the file": row["status"] not in ("", "in use"),
            "another one has this name": key in new,
            f"it is called {here} here: rename it on its card": plain(here) != key,
            "the colour is not written like #0072B2": not codebook.sound(row["colour"]),
        }
        row["why"] = next((why for why, so in wrong.items() if so), "")  # not taken
        if not row["why"]:
            new[key] = row
        rows.append(row)
    above = {key: plain(was["parent"]) for key, was in held.items()}
    above |= {k: plain(row["parent"]) or above.get(k, "") for k, row in new.items()}
    steps = [
        [row["row"], row["name"], *step]
        for row in sorted(rows, key=lambda row: row["level"] != "theme")
        for step in _steps(row, held.get(plain(row["name"]), {}), above)
    ]
    return pd.DataFrame(steps, columns=HEAD)


def _steps(row: Row, was: Row, above: Row) -> Iterator[tuple[str, str, str, str]]:
    """Return the steps of one row of a list: step, what, is, becomes.

    `was` is the code as it is here, `above` what each name would lie under.
    """
    if row["why"]:
        yield "not taken", "", "", row["why"]
        return
    if not was:
        yield "add", row["level"], "", row["definition"]
    for word in WORDS:
        before = was.get(word, "")
        if row[word] not in ("", before) and (was or word != "definition"):
            yield "change", word, before, row[word]
    parent, under, wrong = plain(row["parent"]), was.get("parent", ""), ""
    if row["level"] == "theme":
        wrong = "a theme stands at the top"
    elif parent not in above:
        wrong = "nothing has the parent's name"
    elif plain(row["name"]) in codebook_reads.chain(above, parent):
        wrong = "it would lie under itself"
    if parent and wrong:
        yield "not taken", "parent", "", wrong
    elif parent not in ("", plain(under)):
        yield "move", "parent", under, row["parent"]


def _events(
    steps: pd.DataFrame, book: pd.DataFrame, why: dict[int, str]
) -> Iterator[journal.Step]:
    """Return the events of a list: new codes, words, then places."""
    together, used = journal.new_id(), book[book["status"] == "in use"]
    ids = {plain(name): code for code, name in codebook_reads.names(used).items()}
    themes = int((book["level"] == "theme").sum())
    taken = steps[steps["step"].isin(ORDER)].to_dict("records")
    for row in sorted(taken, key=lambda row: ORDER.index(row["step"])):
        op, values = "change", {row["what"]: row["becomes"]}
        if row["step"] == "move":
            values = {"parent": ids[plain(row["becomes"])]}
        elif row["step"] == "add":
            op, ids[plain(row["name"])] = "add", journal.new_id()
            words = {"level": row["what"], "definition": row["becomes"] or None}
            values = codebook.new(row["name"], **words)
            if row["what"] == "theme":
                values["colour"] = codebook.COLOURS[themes % 7]
                themes += 1
        values |= {"reason": why[row["row"]], "step": together}
        yield op, ids[plain(row["name"])], values, journal.new_id()
