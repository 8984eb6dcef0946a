"""Look codes up: names, themes, what was merged into what, names nearly alike.

Takes the table "codebook" and its journal, gives tables. Nothing is decided here:
`codebook` records decisions.
"""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

import pandas as pd

from coprod.store import journal
from coprod.store.rounds import Round
from coprod.write import embedding

__all__ = ["alike", "followed", "history", "in_use", "names", "theme_of", "ways"]

WORDS = ["definition", "include", "exclude", "colour", "examples"]
COLUMNS = ["code", "name", "level", "parent", *WORDS, "status", "merged into", "reason"]
ALIKE, SAME_MEANING = 0.85, 0.75
Way = dict[str, Any]


def chain(step: Mapping[str, str], start: str) -> list[str]:
    """Return what follows `start` step by step, itself first; a ring ends."""
    way = [start]
    while way[-1] in step and step[way[-1]] not in way:
        way.append(step[way[-1]])
    return way


def upward(codebook: pd.DataFrame) -> dict[str, list[str]]:
    """Return for each code what stands for it, what that lies under, and so on."""
    names = ["code", "level", "parent", "status", "merged_into"]
    rows = codebook.reindex(columns=names)
    known, into, under = set(codebook["code"]), dict[str, str](), dict[str, str]()
    for code, level, parent, status, merged in rows.itertuples(False, None):
        if status == "merged" and merged in known:
            into[code] = merged
        if level == "code" and parent in known:
            under[code] = parent
    now = {code: chain(into, code)[-1] for code in codebook["code"]}
    above = {code: now[parent] for code, parent in under.items()}
    return {code: chain(above, here) for code, here in now.items()}


def theme_of(codebook: pd.DataFrame) -> dict[str, str]:
    """Return for each code which theme it is in, merges and sub-codes followed.

    Returns
    -------
    dict
        Code id to theme id. A code that is not gathered is absent; a theme is its own.

    Examples
    --------
    >>> write.codebook_reads.theme_of(rnd.load("codebook"))["cc719f6716b3"]
    '71a522215306'
    """
    themes = set(codebook.loc[codebook["level"] == "theme", "code"])
    tops = {code: way[-1] for code, way in upward(codebook).items()}
    return {code: top for code, top in tops.items() if top in themes}


def followed(tags: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """Return tags with the code that stands for theirs today, and its theme or blank.

    Examples
    --------
    >>> tags, book = rnd.load("tags"), rnd.load("codebook")
    >>> len(write.codebook_reads.followed(tags, book)["theme"].unique())
    3
    """
    ways, theme = upward(codebook), tags["code"].map(theme_of(codebook))
    now = [ways.get(code, [code])[0] for code in tags["code"]]
    return tags.assign(code=pd.Series(now, tags.index, object), theme=theme)


def names(codebook: pd.DataFrame) -> dict[str, str]:
    """Return the name of each code id.

    Examples
    --------
    >>> write.codebook_reads.names(rnd.load("codebook"))["cc719f6716b3"]
    'Being talked to directly'
    """
    return dict(zip(codebook["code"], codebook["name"], strict=True))


def in_use(codebook: pd.DataFrame, level: str = "code") -> pd.DataFrame:
    """Return the codes (or themes) a reader may choose from.

    Examples
    --------
    >>> book = rnd.load("codebook")
    >>> write.codebook_reads.in_use(book, "theme")["name"].tolist()
    ['Support and practical issues', 'Communication', 'Information']
    """
    wanted = (codebook["status"] == "in use") & (codebook["level"] == level)
    return codebook[wanted].reset_index(drop=True)


def alike(codebook: pd.DataFrame, *, meaning: bool = True) -> pd.DataFrame:
    """Offer codes whose names say nearly the same; they are never merged by this.

    Parameters
    ----------
    codebook : pandas.DataFrame
        The table "codebook"; only codes and themes in use are compared, each with
        its like.
    meaning : bool
        Compare the meaning of names too, by the model that is part of the installation.

    Returns
    -------
    pandas.DataFrame
        first, second, why: the same words, nearly the same letters (Ratcliff and
        Obershelp, from 0.85), or nearly the same meaning (cosine, from 0.75).

    Examples
    --------
    >>> list(write.codebook_reads.alike(rnd.load("codebook"), meaning=False).columns)
    ['first', 'second', 'why']
    """
    rows = []
    for level in ("theme", "code"):
        found = in_use(codebook, level)["name"].tolist()
        vectors = embedding.embed(found) if meaning and len(found) > 1 else None
        for (i, one), (j, two) in combinations(enumerate(found), 2):
            a, b = _plain_words(one), _plain_words(two)
            why = ""
            if sorted(set(a)) == sorted(set(b)):
                why = "the same words"
            elif SequenceMatcher(None, " ".join(a), " ".join(b)).ratio() >= ALIKE:
                why = "nearly the same letters"
            elif vectors is not None and vectors[i] @ vectors[j] >= SAME_MEANING:
                why = "nearly the same meaning"
            if why:
                rows.append([one, two, why])
    return pd.DataFrame(rows, columns=["first", "second", "why"])


def history(rnd: Round) -> pd.DataFrame:
    """Return every step: on, by, code, step, detail (where to, from what), why.

    Examples
    --------
    >>> list(write.codebook_reads.history(rnd).columns)
    ['on', 'by', 'code', 'step', 'detail', 'why']
    """
    events = journal.read(rnd.decisions, "codebook").events
    by_id = {event["id"]: event for event in events}
    named: dict[str, str] = {}
    known: dict[str, str] = {}  # what a code was called before an event
    rows = []
    for event in events:
        of, taken_back = event, 0
        while of["op"] == "undo" and of["about"] in by_id:
            of, taken_back = by_id[of["about"]], taken_back + 1
        value, about = of["value"] or {}, of["about"]
        before = named.setdefault(about, str(value.get("name", about)))
        known.setdefault(of["id"], before)
        step, detail = _step(of, named, before)
        step = f"undone: {step}" if taken_back % 2 else step
        rows.append([event["time"][:10], event["by"], before, step, detail])
        rows[-1].append(value.get("reason") or "")
        if "name" in value:
            named[about] = known[of["id"]] if taken_back % 2 else value["name"]
    head = ["on", "by", "code", "step", "detail", "why"]
    return pd.DataFrame(rows, columns=head)


def ways(rnd: Round) -> dict[str, list[str]]:
    """Return for each code how it came to be what it is: split off, renamed, moved.

    Examples
    --------
    >>> len(write.codebook_reads.ways(rnd))
    0
    """
    things = journal.fold(journal.read(rnd.decisions, "codebook").events)
    last = {code: str(thing.get("name")) for code, thing in things.items()}
    first: dict[str, Way] = {}
    found: dict[str, list[str]] = {}
    for event in journal.counting(rnd, "codebook"):
        value, code = event["value"] or {}, event["about"]
        if code not in things:
            continue
        was, said = first.setdefault(code, {}), found.setdefault(code, [])
        if value.get("split_of"):
            said.append(f"split off from {last.get(value['split_of'], '')}")
        if was.get("name") not in (None, value.get("name", was.get("name"))):
            said.append(f"first called {was['name']}")
        if was.get("parent") not in (None, value.get("parent", was.get("parent"))):
            said.append(f"moved from {last.get(was['parent'], '')}")
        was |= {k: v for k, v in value.items() if k in ("name", "parent")}
    return {code: said for code, said in found.items() if said}


def _step(event: journal.Event, named: dict[str, str], before: str) -> tuple[str, str]:
    """Say in words what an event did to a code, and where to or from what."""
    value = event["value"] or {}
    if value.get("split_of"):
        return "split off", f"from {named.get(value['split_of'], '')}"
    if event["op"] != "change":
        return {"add": "added", "remove": "removed", "undo": "undone"}[event["op"]], ""
    if "name" in value:
        return "renamed", f"to {value['name']}" if value["name"] != before else ""
    if "merged_into" in value:
        return "merged", f"into {named.get(value['merged_into'], '')}"
    if "parent" in value:
        into = named.get(value["parent"] or "", "no theme")
        return "gathered", f"into {into}"
    if "status" in value:
        return str(value["status"]), ""
    return "changed", ", ".join(w for w in WORDS if w in value)


def sheet(codebook: pd.DataFrame) -> pd.DataFrame:
    """Return the codebook as people read it: names, not ids, of what is above."""
    called = names(codebook)
    made = codebook.assign(
        parent=codebook["parent"].map(called),
        **{"merged into": codebook["merged_into"].map(called)},
    )
    order = made["level"].map({"theme": 0, "code": 1})
    return made.loc[order.sort_values(kind="stable").index, COLUMNS].fillna("")


def plain(name: str) -> str:
    """Return a name without case and spaces around it, to compare."""
    return name.strip().casefold()


def _plain_words(name: str) -> list[str]:
    """Return the words of a name without case, marks, small words and a last s."""
    words = re.findall(r"\w+", name.casefold())
    kept = [w for w in words if w not in ("and", "the", "of", "a", "to", "for")]
    return [w[:-1] if len(w) > 3 and w.endswith("s") else w for w in kept or words]
