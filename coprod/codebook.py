"""Working codes and the themes they arrive at.

The truth is the codebook journal: a code is added, renamed, gathered into a theme,
merged or retired, each time with who, when and why, and tags follow. Themes are
arrived at by people; nothing here presets them.
"""

import pandas as pd

from coprod import journal, tables
from coprod.rounds import Round

COLUMNS = [c.name for c in tables.TABLES["codebook"].columns]
# Okabe and Ito (2008): eight colours that people with colour blindness tell apart.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]


def table(rnd: Round) -> pd.DataFrame:
    """Give the codebook as it stands: themes and working codes, oldest first."""
    said = journal.state(rnd, "codebook", [c for c in COLUMNS if c != "code"])
    return tables.check("codebook", said.rename(columns={"id": "code"}))


def add(
    rnd: Round,
    name: str,
    *,
    definition: str = "",
    include: str = "",
    exclude: str = "",
    level: str = "code",
    parent: str | None = None,
    colour: str | None = None,
) -> str:
    """Add a working code or a theme and give its id.

    Raises
    ------
    ValueError
        If the name is blank or in use, or the level is neither code nor theme.
    """
    if level not in ("code", "theme"):
        raise ValueError(f"codebook: {level!r} is no level. Use code or theme.")
    now = table(rnd)
    _check_name(now, name)
    themes = int((now["level"] == "theme").sum())
    values = {
        "name": name.strip(),
        "level": level,
        "parent": parent,
        "definition": definition or None,
        "include": include or None,
        "exclude": exclude or None,
        "colour": colour or (COLOURS[themes % 7] if level == "theme" else None),
        "status": "in use",
    }
    return journal.record(rnd, "codebook").add(values)


def rename(rnd: Round, code: str, name: str, reason: str) -> str:
    """Give a code another name; its tags stay. Give the event, for undo."""
    now = table(rnd)
    _check_name(now[now["code"] != code], name)
    return _change(rnd, code, {"name": name.strip(), "reason": reason})


def gather(rnd: Round, code: str, theme: str, reason: str = "") -> str:
    """Put a working code into a theme; the way it went stays in the journal."""
    now = table(rnd).set_index("code")
    if theme not in now.index or now.loc[theme, "level"] != "theme":
        raise ValueError(
            "codebook: a code is gathered into a theme that is in the codebook. "
            "Add the theme first."
        )
    return _change(rnd, code, {"parent": theme, "reason": reason or None})


def merge(rnd: Round, code: str, into: str, reason: str) -> str:
    """Let `into` take the place of `code`; tags follow, the old name is kept."""
    now = table(rnd).set_index("code")
    if into not in now.index or into == code or current(now, into) == code:
        raise ValueError("codebook: choose another code to merge into.")
    return _change(
        rnd, code, {"status": "merged", "merged_into": into, "reason": reason}
    )


def retire(rnd: Round, code: str, reason: str) -> str:
    """Take a code out of use; tags that have it are kept and listed."""
    return _change(rnd, code, {"status": "retired", "reason": reason})


def theme_of(codebook: pd.DataFrame) -> dict[str, str]:
    """Say for each code which theme it is in, merges followed.

    Returns
    -------
    dict
        Code id to theme id. A code that is not gathered is absent; a theme is its own.
    """
    rows = codebook.set_index("code")
    found: dict[str, str] = {}
    for code in rows.index:
        now = current(rows, code)
        level = rows.loc[now, "level"]
        theme = now if level == "theme" else rows.loc[now, "parent"]
        if not pd.isna(theme) and theme in rows.index:
            found[code] = current(rows, str(theme))
    return found


def current(rows: pd.DataFrame, code: str) -> str:
    """Give the code that stands for `code` today, after merges (rows by code)."""
    seen = {code}
    while rows.loc[code, "status"] == "merged":
        code = str(rows.loc[code, "merged_into"])
        if code in seen or code not in rows.index:
            break
        seen.add(code)
    return code


def names(codebook: pd.DataFrame) -> dict[str, str]:
    """Give the name of each code id."""
    return dict(zip(codebook["code"], codebook["name"], strict=True))


def in_use(codebook: pd.DataFrame, level: str = "code") -> pd.DataFrame:
    """Give the codes (or themes) a reader may choose from."""
    wanted = (codebook["status"] == "in use") & (codebook["level"] == level)
    return codebook[wanted].reset_index(drop=True)


def history(rnd: Round) -> pd.DataFrame:
    """Give every step of the codebook: when, who, what, of which code, and why."""
    events = journal.read(rnd.decisions, "codebook").events
    named: dict[str, str] = {}
    rows = []
    for event in events:
        value = event["value"] or {}
        named.setdefault(event["about"], str(value.get("name", event["about"])))
        rows.append(
            [event["time"][:10], event["by"], named[event["about"]], _step(event)]
            + [value.get("reason") or ""]
        )
        named[event["about"]] = value.get("name", named[event["about"]])
    return pd.DataFrame(rows, columns=["on", "by", "code", "step", "why"])


def _step(event: journal.Event) -> str:
    """Say in words what an event did to a code."""
    value = event["value"] or {}
    if event["op"] != "change":
        return {"add": "added", "remove": "removed", "undo": "undone"}[event["op"]]
    for name, words in (
        ("name", "renamed"),
        ("merged_into", "merged"),
        ("parent", "gathered"),
    ):
        if name in value:
            return words
    return str(value.get("status", "changed"))


def _change(rnd: Round, code: str, values: dict[str, str | None]) -> str:
    """Record a change of a code that is in the codebook."""
    if code not in set(table(rnd)["code"]):
        raise ValueError("codebook: there is no such code. See the codebook in 03.")
    return journal.record(rnd, "codebook").change(code, dict(values))


def _check_name(now: pd.DataFrame, name: str) -> None:
    """Refuse a blank name and one that is in use."""
    taken = now.loc[now["status"] == "in use", "name"].str.casefold()
    if not name.strip() or name.strip().casefold() in set(taken):
        raise ValueError(
            "codebook: a code needs a name of its own, and this one is blank or in "
            "use. Choose another name, or merge the two."
        )
