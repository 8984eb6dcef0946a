"""Write, reword and take out statements, and find the evidence behind each.

A statement comes from findings and covers working codes, so that every comment in a
theme can be followed to the survey. Each wording is kept, with who changed it and
why. Item codes (Q01, Q02 ...) are never used twice.
"""

from collections.abc import Iterable

import pandas as pd

from coprod.screens import form
from coprod.screens.form import Block
from coprod.store import disk, journal, tables
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.write import codebook as codebook_
from coprod.write import codebook_reads, readers
from coprod.write.themes import COUNTED

__all__ = ["coverage", "evidence", "history", "table", "wordings"]

COLUMNS = [column.name for column in tables.TABLES["statements"].columns]


def table(rnd: Round) -> pd.DataFrame:
    """Return the statements as they stand, in order of their codes.

    If two people drafted at the same time, the later of two equal codes gets a
    letter (Q05b), the same on every machine.

    Examples
    --------
    >>> decide.statements.table(rnd)["text"].iloc[0]
    'Staff speak to the child first.'
    """
    made = _standing(rnd)[COLUMNS].sort_values("statement", kind="stable")
    known, rows = wordings(rnd), zip(made["statement"], made["text"], strict=True)
    made["wording"] = [known[code][text] for code, text in rows]
    return tables.check("statements", made)


def wordings(rnd: Round) -> dict[str, dict[str, str]]:
    """Return every wording a statement ever had, by its code, with the wording's own.

    Examples
    --------
    >>> decide.statements.wordings(rnd)["Q01"]
    {'Staff speak to the child first.': 'Q01.1'}
    """
    past = history(rnd).dropna(subset="text")
    return {
        str(code): dict(zip(own["text"], own["wording"], strict=True))
        for code, own in past.groupby("statement")
    }


def add(
    rnd: Round,
    *,
    text: str,
    theme: str,
    findings: str | Iterable[str] = (),
    codes: str | Iterable[str] = (),
    direction: str = "change",
) -> str:
    """Draft a statement and give its item code.

    Parameters
    ----------
    rnd : Round
        The round; its reader is the one who drafts.
    text, theme : str
        The wording, and the id of the theme.
    findings, codes : str or iterable of str
        Codes of findings and ids of working codes; a string separates them by spaces.
    direction : str
        "keep" for something good, "change" for something to improve.

    Raises
    ------
    ValueError
        If the wording cannot stand in a survey, or the direction is another word.
    """
    if direction not in ("keep", "change"):
        raise Problem("statements: the direction is keep or change. Choose one.")
    ever = history(rnd)["statement"]  # those taken out too
    numbers = [int(code[1:]) for code in ever if code[1:].isdigit()]
    values = {
        "statement": f"Q{max(numbers, default=0) + 1:02}",
        "theme": theme,
        "text": _wording(text),
        "findings": _joined(findings),
        "codes": _joined(codes),
        "direction": direction,
    }
    journal.record(rnd, "statements").add(values)
    return values["statement"]


def of_words(rnd: Round, text: str, theme: str) -> str:
    """Return the code of the statement with these words; draft it if there is none."""
    words = text.replace(";", ",").strip()
    known = [c for c, own in wordings(rnd).items() if words in own]
    standing = [c for c in known if c in set(table(rnd)["statement"])]
    return standing[0] if standing else add(rnd, text=words, theme=theme)


def reword(rnd: Round, statement: str, text: str, reason: str) -> str:
    """Record a new wording, with the reason; give the event, for undo."""
    _need_reason(reason)
    values = {"text": _wording(text), "reason": reason.strip()}
    return journal.record(rnd, "statements").change(_id(rnd, statement), values)


def remove(rnd: Round, statement: str, reason: str) -> str:
    """Take a statement out, with the reason; its code stays taken. Give the event."""
    _need_reason(reason)
    about, record = _id(rnd, statement), journal.record(rnd, "statements")
    record.change(about, {"reason": reason.strip()})
    return record.remove(about)


def went_out(rnd: Round, statement: str) -> str:
    """Say, after a space, that people voted on a statement or were sent it; or ""."""
    disk.note_opened(page := rnd.share / "09-share-survey.html", used=False)
    if rnd.has("ballots") and statement in set(rnd.load("ballots")["statement"]):
        done = "People have voted on"
    elif statement and page.exists() and statement in page.read_text(encoding="utf-8"):
        done = "The survey that was sent out holds"
    else:
        return ""
    return (
        f" {done} {statement}: their answers stay under the words they were asked, and "
        "10 and 11 say what was changed since. Another meaning makes a new statement."
    )


def history(rnd: Round) -> pd.DataFrame:
    """Return every wording of every statement, in order.

    Returns
    -------
    pandas.DataFrame
        statement, wording (Q05.2 is the second that Q05 had, whatever was taken back
        since), step (drafted, changed, removed or taken back), text, reason, by, on.

    Examples
    --------
    >>> list(decide.statements.history(rnd).columns)
    ['statement', 'wording', 'step', 'text', 'reason', 'by', 'on']
    """
    rows = []
    names = _standing(rnd).set_index("id")["statement"].to_dict()
    things: dict[str, str] = {}
    known: dict[str, list[str]] = {}
    steps = {"add": "drafted", "change": "changed", "remove": "removed"}
    for event in journal.read(rnd.decisions, "statements").events:
        value, about = event["value"] or {}, str(event["about"])
        thing = things.setdefault(event["id"], things.get(about, about))
        name = names.setdefault(thing, str(value.get("statement", "")))
        step = steps.get(event["op"], "taken back")
        text, own = str(value.get("text") or ""), known.setdefault(name, [])
        if text and text not in own:
            own.append(text)
        nth = f"{name}.{own.index(text) + 1}" if text else None
        who = [event["by"], event["time"][:10]]
        rows.append([name, nth, step, text or None, value.get("reason"), *who])
    heads = pd.Index(["statement", "wording", "step", "text", "reason", "by", "on"])
    return pd.DataFrame(rows, columns=heads, dtype=object)


def covered(statements: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """Return each statement with each code it covers, as the codes are called today.

    It covers the codes that it names and all codes of a theme that it names; if it
    names none, those of its whole theme.

    Returns
    -------
    pandas.DataFrame
        Columns statement and code.
    """
    of, now = codebook_reads.theme_of(codebook), codebook_.standing(codebook)
    rows = set()
    for row in statements.to_dict("records"):
        for name in str(row["codes"]).split() or [row["theme"]]:
            today = now.get(name, name)
            every = [today, *(code for code in of if of[code] == today)]
            rows |= {(row["statement"], now.get(code, code)) for code in every}
    names = pd.Index(["statement", "code"])
    return pd.DataFrame(sorted(rows), columns=names, dtype="string")


def coverage(
    tags: pd.DataFrame, statements: pd.DataFrame, codebook: pd.DataFrame
) -> pd.DataFrame:
    """Return for each tagged comment whether a statement covers one of its codes.

    Returns
    -------
    pandas.DataFrame
        theme, comment, codes, statements (both separated by spaces), covered: one row
        for each comment in each of its themes, or one whose theme is `tables.LOOSE`
        while it is in none; those not covered come first.

    Examples
    --------
    >>> tables = map(rnd.load, ["tags", "statements", "codebook"])
    >>> list(decide.statements.coverage(*tables).columns)
    ['theme', 'comment', 'codes', 'statements', 'covered']
    """
    pairs = codebook_reads.followed(tags[["comment", "code"]], codebook)
    placed = pairs["theme"].notna()
    placed |= ~pairs["comment"].isin(pairs.loc[placed, "comment"])
    pairs = pairs[placed].astype({"theme": object}).fillna({"theme": tables.LOOSE})
    joined = pairs.merge(covered(statements, codebook), how="left", on="code")
    joined = joined.rename(columns={"code": "codes", "statement": "statements"})
    both = joined.groupby(["theme", "comment"])[["codes", "statements"]]
    made = both.agg(lambda own: " ".join(sorted({*own.dropna()}))).reset_index()
    made["covered"] = made["statements"].ne("").astype(bool)
    return made.sort_values(["covered", "theme", "comment"], ignore_index=True)


def evidence(
    statements: pd.DataFrame,
    tags: pd.DataFrame,
    comments: pd.DataFrame,
    people: pd.DataFrame,
    codebook: pd.DataFrame,
) -> pd.DataFrame:
    """Count who stands behind each statement, each person and comment once.

    Parameters
    ----------
    statements, tags, comments, people, codebook : pandas.DataFrame
        The tables of these names; comments marked as duplicates are not counted.

    Returns
    -------
    pandas.DataFrame
        statement, group, people, comments, of (people of that group who spoke): one
        row for "everyone" and one for each group, 0 where nobody there said it.

    Examples
    --------
    >>> names = ["statements", "tags", "comments", "people", "codebook"]
    >>> list(decide.statements.evidence(*map(rnd.load, names)).columns)
    ['statement', 'group', 'people', 'comments', 'of']
    """
    said = _said(comments, people)
    joined = behind(statements, tags, said, codebook)
    both = pd.concat([joined.assign(group="everyone"), joined])
    by = ["statement", "group"]
    made = both.groupby(by).agg(**COUNTED)
    everyone = {"everyone": said["person"].nunique()}
    heard = everyone | said.groupby("group")["person"].nunique().to_dict()
    rows = pd.MultiIndex.from_product([statements["statement"], heard], names=by)
    made = made.reindex(rows, fill_value=0).reset_index()
    return made.assign(of=made["group"].map(heard))


def behind(
    statements: pd.DataFrame,
    tags: pd.DataFrame,
    said: pd.DataFrame,
    codebook: pd.DataFrame,
) -> pd.DataFrame:
    """Return each statement with each comment behind it and who said it, once."""
    own = codebook_reads.followed(tags[["comment", "code"]], codebook)
    joined = covered(statements, codebook).merge(own, on="code").merge(said)
    return joined.drop_duplicates(["statement", "comment"])


def shown(rnd: Round, statement: str) -> list[Block]:
    """Return how many stand behind a statement, by group, and what they said."""
    if not rnd.has("comments") or not rnd.has("people"):
        return []
    made, book = table(rnd).query("statement == @statement"), codebook_.table(rnd)
    comments, people = rnd.load("comments"), rnd.load("people")
    tags = readers.counted(rnd)
    many = evidence(made, tags, comments, people, book).query("people > 0")
    own = behind(made, tags, _said(comments, people), book).sort_values("group")
    counts = many[["group", "people", "of", "comments"]].to_numpy()
    rows = own[["group", "text"]].to_numpy()
    head = ["Group", "People", "Of", "Comments"]
    said = form.table("What they said", ["Group", "In their words"], rows)
    return form.table("Who stands behind it", head, counts) + said


def _said(comments: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Return each comment once, with the group of who said it."""
    once = comments.loc[comments["duplicate_of"].isna(), ["comment", "person", "text"]]
    said = once.merge(people[["person", "group"]], on="person", how="left")
    return said.assign(group=said["group"].fillna("unknown"))


def _standing(rnd: Round) -> pd.DataFrame:
    """Return statements that stand with their journal ids, equal codes told apart."""
    made = journal.state(rnd, "statements", [c for c in COLUMNS if c != "by"])
    turn = made.groupby("statement").cumcount()
    made["statement"] += turn.map(lambda n: "" if n == 0 else chr(ord("a") + n))
    return made


def _id(rnd: Round, statement: str) -> str:
    """Return the journal id of a statement, or say which there are."""
    made = _standing(rnd).set_index("statement")["id"]
    if statement not in made:
        raise Problem(
            f"statements: there is no such code. Those here are "
            f"{', '.join(made.index) or 'none yet'}: choose one of them."
        )
    return str(made[statement])


def _wording(text: str) -> str:
    """Return a wording on one line, or say why it cannot stand in a survey."""
    words = " ".join(text.split())
    if not words or ";" in words:
        raise Problem(
            "statements: a wording has words and no semicolon (;), because survey "
            "tools part answers with it. Change the wording, then save again."
        )
    return words


def _joined(said: str | Iterable[str]) -> str:
    """Return codes in one string, separated by spaces."""
    return " ".join(said.split() if isinstance(said, str) else said)


def _need_reason(reason: str) -> None:
    """Refuse a change without a reason."""
    if not reason.strip():
        raise Problem("statements: say why. The reason stays with the wording.")
