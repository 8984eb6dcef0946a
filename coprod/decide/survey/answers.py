"""Read answers back from a survey tool's export or from typed paper sheets.

A results file in (Microsoft Forms, Google Forms, LimeSurvey, REDCap, or a sheet typed
by hand), the table ballots out, keyed by the item codes. What could not be used is
listed by column and row number; times, names and addresses are dropped.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from coprod.decide.survey import columns, respondents
from coprod.decide.survey.columns import ANSWERS, Codes, Role
from coprod.decide.survey.questions import NONE, NOT_SAID
from coprod.listen import small_groups
from coprod.protect import who_words
from coprod.store import office, tables
from coprod.store.problem import Problem
from coprod.store.show import plural

__all__ = ["KINDS", "read"]

KINDS = (".xlsx", ".ods", ".csv", ".tsv")  # files of answers

STRANGE = "other words"
WAY = "Say on the screen “Survey columns” of notebook 10 what each column is"
LONGEST = 40  # characters in the name of a group; more are somebody's own words
Read = tuple[pd.DataFrame, list[str], pd.DataFrame]  # ballots, notes, own words
Said = dict[str, Any]  # what one cell says: statement, and rank, score or chosen


def read(
    source: str | Path | pd.DataFrame,
    statements: pd.DataFrame,
    *,
    people_groups: Sequence[str] | None = None,
    known: Mapping[str, Collection[str]] | None = None,
    told: Mapping[str, str] | None = None,
) -> Read:
    """Read survey results as ballots, with what to know about them.

    Parameters
    ----------
    source : path or pandas.DataFrame
        A .csv or .xlsx file as the tool exports it, or its rows; one row per sheet.
    statements : pandas.DataFrame
        The table statements that the survey was built from.
    people_groups : sequence of str, optional
        The groups offered; other answers, and numbers beyond them, are "another
        group". Without it each answer of at most 40 characters is a group.
    known : mapping of str to collection of str, optional
        Other wordings that a statement had, by its code.
    told : mapping of str to str, optional
        What somebody said of a column, by its heading: score, tick or rank and a
        code; slot and a place; list, order, group, words or unused.

    Returns
    -------
    ballots : pandas.DataFrame
        The table ballots: every statement for every sheet with any answer. "I don't
        know" is blank; where somebody chose at least one, the others are "no".
    notes : list of str
        What was dropped, not understood or not found, by column and row number.
    free_text : pandas.DataFrame
        respondent, group, question, text: what people say is missing, and what they
        wrote where no answer can be read.

    Raises
    ------
    ValueError
        If no heading and no cell holds an item code.
    FileNotFoundError
        If there is no such file.

    Examples
    --------
    >>> path, asked = rnd.raw / "survey" / "results.xlsx", rnd.load("statements")
    >>> ballots, notes, unused = decide.survey.answers.read(path, asked)
    >>> len(ballots)
    1472
    """
    codes = columns.codes_of(statements, known)
    whole = columns.codes_of(statements, known, whole=True)
    frame, doubled = respondents.once(frame_of(source, codes))
    roles = columns.roles(frame, codes, told)
    used = _used(roles)
    if not used:
        raise Problem(columns.TOLD["problems"]["codes"].format(way=WAY))
    groups, strange = _groups(frame, roles, people_groups)
    sheets = plural("answer sheet was", len(frame), "answer sheets were")
    notes = [f"{sheets} read.", *doubled, *strange]
    notes += _column_notes(frame, roles, used, statements)
    answers: list[Said] = []
    unread = pd.DataFrame(False, frame.index, range(frame.shape[1]))
    for number in used:
        cells, role = frame.iloc[:, number], roles[number]
        own = whole if role.by_hand else codes
        read_ = cells.map(lambda cell, role=role, own=own: _cell(cell, role, own))
        unread[number] = read_.isna()
        each = read_.dropna().explode().dropna().items()
        answers += [{"row": row, **said} for row, said in each]
        notes += _cell_notes(cells, number + 1, read_.isna(), codes)
    made = _whole(answers, frame, codes)
    asked = {roles[number].code for number in used}
    listed = "" in asked
    hidden, silent = respondents.unanswered(frame, roles)
    at = zip(made["row"], made["statement"], strict=True)
    made["shown"] = [(listed or s in asked) and (r, s) not in hidden for r, s in at]
    made["chosen"] = made["chosen"].where(made["shown"])
    made["group"] = made["row"].map(groups)
    made["respondent"] = made["row"].map("R{:03}".format)
    own_words = _free_text(frame, roles, groups, unread)
    return tables.check("ballots", made), notes + silent, own_words


def wordings(
    source: str | Path | pd.DataFrame,
    statements: pd.DataFrame,
    known: Mapping[str, Collection[str]],
) -> pd.DataFrame:
    """Say on which wording of each statement the answers in a results file were given.

    Parameters
    ----------
    source, statements : path or pandas.DataFrame, pandas.DataFrame
        As in `read`.
    known : mapping of str to collection of str
        Every wording that a statement ever had, by its code.

    Returns
    -------
    pandas.DataFrame
        statement, wording and sheets (answer sheets in the file). The wording is the
        known one that stands after the code in a heading or an answer; "" where only
        the code stands there, `STRANGE` where a heading has none of the known words.
    """
    codes = columns.codes_of(statements, known, bare=True)
    frame = frame_of(source, codes)
    kinds = [role.kind for role in columns.roles(frame, codes)]
    many = [kind in ("list", "order", "slot") for kind in kinds]
    found: dict[str, str] = {}
    for text in [*frame.columns, *pd.unique(frame.loc[:, many].to_numpy().ravel())]:
        _, *parts = codes.pattern.split(text)
        for code, after in zip(parts[::2], parts[1::2], strict=True):
            name, words = codes.names[code.upper()], columns.plain(after)
            own, nth = list(known.get(name, ())), re.match(r"\.(\d+)\b", after)
            said = [w for w in own if columns.plain(w) == words[bool(nth) :]]
            said = said or (own[int(nth[1]) - 1 :][:1] if nth and not words[1:] else [])
            strange = [STRANGE] * (text in frame.columns and len(words) > 1)
            if found.get(name, "") in ("", STRANGE):
                found[name] = [*said, *strange, found.get(name, "")][0]
    rows = [(name, wording, len(frame)) for name, wording in found.items()]
    return pd.DataFrame(rows, columns=["statement", "wording", "sheets"])


def frame_of(source: str | Path | pd.DataFrame, codes: Codes) -> pd.DataFrame:
    """Return clean text cells, rows numbered from 1 below the headings, none blank."""
    raw = source if isinstance(source, pd.DataFrame) else _file(Path(source), codes)
    heads, body = columns.headings(columns.cleaned(raw))
    rows = pd.RangeIndex(1, len(body) + 1, name="row")
    frame = body.set_axis(heads, axis="columns").set_axis(rows).astype(object)
    return frame[(frame != "").any(axis=1)]


def _file(path: Path, codes: Codes) -> pd.DataFrame:
    """Read a file; of a workbook, the first sheet with an item code in a heading."""
    if path.is_file() and path.suffix.lower() not in KINDS:
        raise Problem(columns.TOLD["problems"]["kind"])
    sheets = list(office.sheets(path).values()) or [pd.DataFrame()]
    coded = [s for s in sheets if any(map(codes.pattern.search, map(str, s.columns)))]
    if any([*sheet.columns] != [*coded[0].columns] for sheet in coded):
        raise Problem(columns.TOLD["problems"]["sheets"])
    return pd.concat(coded or [max(sheets, key=lambda sheet: sheet.size)])


def _used(roles: list[Role]) -> list[int]:
    """Return columns with answers about statements; of the same twice, the first."""
    first: dict[object, int] = {}
    for number, role in enumerate(roles):
        if role.kind in ANSWERS:
            first.setdefault(role if role.code or role.place else number, number)
    return list(first.values())


def _cell(cell: str, role: Role, codes: Codes) -> list[Said] | None:
    """Return what one cell says of which item, or None if it cannot be read."""
    if columns.is_blank(cell) and columns.score(cell, role.scale) is None:
        return []
    every: list[Said] = [{"statement": code, "chosen": False} for code in codes.words]
    if role.kind == "none":
        return every if columns.tick(cell, codes) else []
    if role.kind in ("score", "tick", "rank"):
        ways: dict[str, Said] = {
            "score": {"score": columns.score(cell, role.scale)},
            "tick": {"chosen": columns.tick(cell, codes, role.scale)},
            "rank": {"rank": columns.whole(cell) or None},
        }
        said = ways[role.kind]
        unread, no = None in said.values(), False in said.values()
        return None if unread else [{"statement": role.code, **said}] * (not no)
    found = columns.found(cell, codes)
    if not found:
        return every if NONE.lower() in cell.lower() else None
    if role.kind == "list":
        return [{"statement": code, "chosen": True} for code in found]
    places = enumerate(found, role.place or 1)
    return [{"statement": code, "rank": n} for n, code in places]


def _whole(answers: list[Said], frame: pd.DataFrame, codes: Codes) -> pd.DataFrame:
    """Return one row for each sheet and statement, what was said of it or blank.

    Where a sheet chose one, or says "None of these", the others were not chosen. A
    sheet without any tick may have left the question out: blank, not "no".
    """
    kinds = {"rank": "Int64", "score": "Float64", "chosen": "boolean"}
    by = ["row", "statement"]
    said = pd.DataFrame(answers, columns=pd.Index([*by, *kinds])).astype(kinds)
    grid = pd.MultiIndex.from_product([frame.index, codes.words], names=by)
    made = said.groupby(by).first().reindex(grid).reset_index()
    chose = made["chosen"].notna().groupby(made["row"]).transform("any")
    made["chosen"] = made["chosen"].fillna(False).where(chose)
    return made


def _groups(
    frame: pd.DataFrame, roles: list[Role], offered: Sequence[str] | None
) -> tuple[pd.Series, list[str]]:
    """Return the group of each row, and what to know about the groups."""
    place = next((n for n, role in enumerate(roles) if role.kind == "group"), None)
    if place is None:
        unknown = pd.Series(small_groups.UNKNOWN, frame.index)
        return unknown, ["No column says who people are: every group is unknown."]
    letter = r"^[A-Z]\.\s+|^A(?=\d+$)"  # before an option
    said = frame.iloc[:, place].str.replace(letter, "", regex=True)
    lower = said.str.lower().str.replace("_", " ")
    known = {group.lower(): group for group in offered or ()}
    known |= {str(n): group for n, group in enumerate(offered or (), 1)}
    if offered is None:
        known = {own.lower(): own for own in said[::-1] if len(own) <= LONGEST}
    last = str(len(offered) + 1) if offered else ""  # "prefer not to say" by number
    silent = lower.isin(["", last, NOT_SAID.lower(), small_groups.UNKNOWN])
    meant = {own: who_words.group_of(own) for own in {*lower} - {*known}}
    known |= {own: known.get(group, "") for own, group in meant.items()}
    groups = lower.map(lambda own: known.get(own) or small_groups.OTHER)
    strange = frame.index[~silent & (groups == small_groups.OTHER)]
    why = f"not one of the groups; they count as {small_groups.OTHER}"
    notes = columns.those({why: strange}, "row", f"Column {place + 1}, ")
    return groups.mask(silent, small_groups.UNKNOWN), notes


def _free_text(
    frame: pd.DataFrame, roles: list[Role], groups: pd.Series, unread: pd.DataFrame
) -> pd.DataFrame:
    """Return what people wrote in their own words, wherever they wrote it."""
    rows = [
        (f"R{row:03}", groups[row], frame.columns[n], cell)
        for n, role in enumerate(roles)
        for row, cell, bad in zip(frame.index, frame.iloc[:, n], unread[n], strict=True)
        if (cell and role.kind == "words") or (bad and " " in cell)
    ]
    names = pd.Index(["respondent", "group", "question", "text"])
    return pd.DataFrame(rows, columns=names, dtype="string")


def _column_notes(
    frame: pd.DataFrame, roles: list[Role], used: list[int], statements: pd.DataFrame
) -> list[str]:
    """Say which columns were not used and which statements were not found."""

    def those(kind: str) -> list[int]:
        at = [n for n, role in enumerate(roles, 1) if role.kind == kind]
        return [n for n in at if frame.columns[n - 1] or frame.iloc[:, n - 1].any()]

    spare = {*range(len(roles))} - {*used}
    twice = [n + 1 for n in sorted(spare) if roles[n].kind in ANSWERS]
    found = {why.format(way=WAY): those(k) for k, why in columns.TOLD["notes"].items()}
    found |= {"the item is there twice; not used": twice}
    found |= {"a second group; not used": those("group")[1:]}
    for scale in dict.fromkeys(role.scale for role in roles if role.scale):
        on = [n for n, role in enumerate(roles, 1) if role.scale == scale]
        found[f"read on the scale “{scale}”, from least to most, as 1 to 5"] = on
    asked = {roles[n].code for n in used}
    lost = [code for code in statements["statement"] if code not in asked]
    said = columns.those(found, "Column")
    if lost and "" not in asked:
        said.append(f"{', '.join(lost)}: no column; nobody was asked about it.")
    return said


def _cell_notes(
    cells: pd.Series, number: int, bad: pd.Series, codes: Codes
) -> list[str]:
    """Say which cells of a column were not understood, by row."""
    limit = re.search(r"up to (\d+)", str(cells.name))
    most, known = int(limit[1]) if limit else len(codes.words), columns.SIGNS["code"]
    coded = cells.map(known.findall)
    foreign = [any(c.upper() not in codes.names for c in own) for own in coded]
    over = [len(columns.found(cell, codes)) > most for cell in cells]
    rows = {"bad": bad, "foreign": foreign, "over": over}
    found = {
        words.format(most=most): cells.index[rows[kind]]
        for kind, words in columns.TOLD["cells"].items()
    }
    return columns.those(found, "row", f"Column {number}, ")
