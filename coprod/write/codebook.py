"""Add, rename, merge, split, move and retire codes, gather them into themes, undo.

The truth is the codebook journal: a code is added, renamed, moved, merged, split or
retired, each time with who, when and why, all undoable, and tags follow. Themes are
arrived at by people; nothing here presets them.
"""

import re
from pathlib import Path

import pandas as pd

from coprod.screens.form import Block
from coprod.store import journal, spreadsheets, tables
from coprod.store.problem import Problem
from coprod.store.rounds import STAMP, Round
from coprod.store.show import plural
from coprod.store.tables import some
from coprod.write import codebook_reads, stretches
from coprod.write.codebook_reads import history, upward

__all__ = ["chosen_theme", "standing", "table", "theme_choices", "write"]

COLUMNS = [c.name for c in tables.TABLES["codebook"].columns]
# Okabe and Ito (2008): eight colours that people with colour blindness tell apart.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]

Codes = str | list[str]  # ids; a list is one step, all or none, undone together


def table(rnd: Round) -> pd.DataFrame:
    """Return the codebook as it stands: themes and working codes, oldest first.

    Examples
    --------
    >>> write.codebook.table(rnd)["level"].value_counts().to_dict()
    {'code': 15, 'theme': 3}
    """
    said = journal.state(rnd, "codebook", [c for c in COLUMNS if c != "code"])
    return tables.check("codebook", said.rename(columns={"id": "code"}))


def standing(book: pd.DataFrame) -> dict[str, str]:
    """Return for each code the one that stands for it today, merges followed.

    Examples
    --------
    >>> book = rnd.load("codebook")
    >>> write.codebook.standing(book)["cc719f6716b3"]
    'cc719f6716b3'
    """
    return {code: way[0] for code, way in upward(book).items()}


def add(rnd: Round, name: str, *, level: str = "code", **said: str | None) -> str:
    """Add a working code or a theme and give its id.

    Parameters
    ----------
    name : str
        Its name.
    level : {"code", "theme"}
        What it is.
    **said : str, optional
        definition, include, exclude, parent, and colour (of a theme, the next one).

    Raises
    ------
    ValueError
        If the name is blank or in use.
    """
    now = table(rnd)
    check_name(now, name)
    if level == "theme":
        said = {"colour": COLOURS[int((now["level"] == "theme").sum()) % 7], **said}
    said = {word: text or None for word, text in said.items()}
    return journal.record(rnd, "codebook").add(new(name, level=level, **said))


def new(name: str, **said: str | None) -> dict[str, str | None]:
    """Return what is recorded of a new working code; what is not `said` is blank."""
    blank = dict.fromkeys(("parent", "definition", "include", "exclude", "colour"))
    base = {"name": name.strip(), "level": "code", "status": "in use"}
    return {**base, **blank, **said}


def rename(rnd: Round, code: str, name: str, reason: str) -> None:
    """Change the name of a code; its tags stay."""
    now = table(rnd)
    check_name(now[now["code"] != code], name)
    _change(rnd, code, {"name": name.strip(), "reason": reason})


def edit(rnd: Round, code: str, *, reason: str = "", **words: str) -> None:
    """Change definition, include, exclude, colour or examples (ids of comments).

    Raises
    ------
    ValueError
        If the colour is not written like #0072B2.
    """
    if not sound(words.get("colour", "")):
        raise Problem("codebook: write a colour like #0072B2, then again.")
    values = {name: text.strip() or None for name, text in words.items()}
    _change(rnd, code, {**values, "reason": reason or None})


def sound(colour: str) -> bool:
    """Return whether a colour is written like #0072B2, or blank."""
    return bool(re.fullmatch("(#[0-9A-Fa-f]{6})?", colour))


def move(rnd: Round, codes: Codes, under: str | None, reason: str = "") -> None:
    """Put codes into a theme, under another code as sub-codes, or nowhere (None)."""
    book, moved = table(rnd), {*_several(codes)}
    if moved & {*book.loc[book["level"] == "theme", "code"]}:
        raise Problem("A theme stands at the top: merge it, or rename it.")
    used = {*book.loc[book["status"] == "in use", "code"]}
    if under is not None and (under not in used or moved & {*upward(book)[under]}):
        raise Problem(
            "A card never lies under itself, or under one that is not in use: choose "
            "another place."
        )
    _change(rnd, codes, {"parent": under, "reason": reason or None})


def merge(rnd: Round, codes: Codes, into: str, reason: str) -> None:
    """Let `into` take the place of codes; tags follow, the old names are kept."""
    book, gone = table(rnd), {*_several(codes)}
    level = dict(zip(book["code"], book["level"], strict=True))
    stays, kinds = standing(book).get(into), {level.get(code) for code in gone}
    if {into, stays} & {None, *gone} or kinds != {level[into]}:
        raise Problem(
            "Tick the cards that go, and choose the one of their kind that stays."
        )
    _change(rnd, codes, {"status": "merged", "merged_into": into, "reason": reason})


def retire(rnd: Round, codes: Codes, reason: str) -> None:
    """Take codes out of use; tags that have them are kept and listed."""
    _change(rnd, codes, {"status": "retired", "reason": reason})


def split(rnd: Round, code: str, name: str, tags: list[str], reason: str) -> str:
    """Let some tags of a code count as a new code; give the new code's id.

    No tag is changed: a split says what tags count as, and undone they count as before.
    A reader who gives one of them a code again later has the last word.

    Parameters
    ----------
    code, name : str
        Id of the code to split; name of the new one, which lies where the old one does.
    tags : list of str
        Ids of the tags that go over, of any reader.

    Raises
    ------
    ValueError
        If no tag is named, or one of them does not have this code.
    """
    now = table(rnd)
    check_name(now, name)
    stands = standing(now)
    said = journal.state(rnd, "tags", ["code"])
    pairs = zip(said["id"], follow(rnd, said), strict=True)
    given = {tag: has for tag, has in pairs if stands.get(has) == code}
    if not tags or set(tags) - set(given) or not reason.strip():
        raise Problem(
            "codebook: a split names tags that have this code, and why. Choose some of "
            f"its {plural('tag', len(given))}, and give a reason."
        )
    row = now.set_index("code").loc[code]
    values = {
        "name": name.strip(),
        "level": "code",
        "parent": some(row["parent"]),
        "colour": some(row["colour"]),
        "status": "in use",
        "reason": reason.strip(),
        "split_of": code,
        "split": {tag: given[tag] for tag in tags},
    }
    return journal.record(rnd, "codebook").add(values)


def follow(rnd: Round, tags: pd.DataFrame) -> pd.Series:
    """Return the code that each tag counts as, after splits (columns id and code)."""
    made, when = splits(rnd), stretches.chosen(rnd, "code")
    pairs = zip(tags["id"], tags["code"], strict=True)
    counts = [after(made, tag, code, when.get(tag, 0)) for tag, code in pairs]
    return pd.Series(counts, index=tags.index, dtype=object) if made else tags["code"]


def splits(rnd: Round) -> list[journal.Event]:
    """Return the splits of codes that count, oldest first."""
    events = journal.counting(rnd, "codebook")
    return [event for event in events if (event["value"] or {}).get("split")]


def after(made: list[journal.Event], tag: str, code: str, chosen: int) -> str:
    """Return the code that a tag counts as after the splits that were made.

    A reader who gave it a code after a split (the event `chosen`) has the last word.
    """
    for split in made:
        if split["value"]["split"].get(tag) == code and chosen < split["n"]:
            code = str(split["about"])
    return code


def undo(rnd: Round) -> str:
    """Undo the last step this reader took in the codebook; say which.

    Raises
    ------
    ValueError
        If what was added has been used since: nothing that hangs on it is lost.
    """
    record = journal.record(rnd, "codebook")
    mine = journal.standing(rnd, "codebook")
    if not mine:
        return "There is nothing to undo."
    step = (mine[-1]["value"] or {}).get("step")
    same = [e for e in mine if step and (e["value"] or {}).get("step") == step]
    together = same or mine[-1:]
    _check_unused(rnd, together)
    for event in reversed(together):
        record.undo(event["id"])
    steps = history(rnd).tail(len(together))
    said = list(steps["code"] + " " + steps["step"].str[8:])
    more = f" and {len(said) - 9} more" if len(said) > 9 else ""
    return f"Undone: {'; '.join(said[:9])}{more}."


def write(rnd: Round, path: Path) -> Path:
    """Write the codebook as .csv or .xlsx, for people and for other programs.

    Examples
    --------
    >>> write.codebook.write(rnd, rnd.working / "codebook.csv").name
    'codebook.csv'
    """
    frame = codebook_reads.sheet(table(rnd))
    if path.suffix.lower() == ".csv":
        spreadsheets.write_csv(path, frame)
    else:
        about = pd.DataFrame({STAMP: [rnd.title, "The codebook as it stands."]})
        spreadsheets.write_xlsx(path, {"codebook": frame, "about": about})
    return path


def _check_unused(rnd: Round, together: list[journal.Event]) -> None:
    """Refuse to undo the adding of a code that something else hangs on."""
    gone = {event["id"] for event in together}
    made = {event["about"] for event in together if event["op"] == "add"}
    events = journal.read(rnd.decisions, "codebook").events
    after = journal.fold([event for event in events if event["id"] not in gone])
    own = int(journal.state(rnd, "tags", ["code"])["code"].isin(made).sum())
    above = ("parent", "merged_into", "split_of")
    hang = sum(any(one.get(n) in made for n in above) for one in after.values())
    if own or hang:
        raise Problem(
            f"codebook: what was added last is in use ({plural('tag', own)}, "
            f"{plural('code', hang)} under it or in it). Take it out of use "
            "or merge it; nothing was undone."
        )


def _change(rnd: Round, codes: Codes, values: dict[str, str | None]) -> None:
    """Record a change of codes that are there; those of a list are undone together."""
    if set(_several(codes)) - set(table(rnd)["code"]):
        raise Problem("codebook: there is no such code. See the codebook in 03.")
    if not isinstance(codes, str):
        values = {**values, "step": journal.new_id()}
    steps = [("change", code, values, journal.new_id()) for code in _several(codes)]
    journal.record(rnd, "codebook").several(steps)


def _several(codes: Codes) -> list[str]:
    """Return one code as a list of one."""
    return [codes] if isinstance(codes, str) else codes


def check_name(now: pd.DataFrame, name: str) -> None:
    """Refuse a blank name and one that is in use."""
    taken = now.loc[now["status"] == "in use", "name"].str.casefold()
    if not name.strip() or name.strip().casefold() in set(taken):
        raise Problem(
            "codebook: a code needs a name of its own, and this one is blank or in "
            "use. Choose another name, or merge the two."
        )


def theme_choices(rnd: Round) -> Block:
    """Return the row in which the theme is chosen.

    Examples
    --------
    >>> write.codebook.theme_choices(rnd)["label"]
    'Theme'
    """
    rows = codebook_reads.in_use(table(rnd), "theme")
    named = rows[["code", "name"]].to_numpy().tolist()
    first = named[0][0] if named else ""
    return {"id": "theme", "label": "Theme", "options": named, "value": first}


def chosen_theme(form: dict[str, str]) -> str:
    """Return the theme that was chosen, or say that there is none.

    Examples
    --------
    >>> write.codebook.chosen_theme({"theme": "71a522215306"})
    '71a522215306'
    """
    if not form.get("theme"):
        raise Problem("There is no theme yet: gather codes in 05 first.")
    return form["theme"]
