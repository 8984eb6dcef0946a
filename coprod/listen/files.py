"""Which files a round has, what is new or changed, and whether all was read.

A file's name may hold a person's name, so that outside the private folder it is
called by its code (S01). Codes, digests and comment ids of every version are
decisions: they are kept in the sources journal and never change.
"""

import hashlib
import json
from collections.abc import Iterator
from math import isnan
from pathlib import Path

import pandas as pd

from coprod.listen import corrections, file_contents, formats, typed, voices
from coprod.listen.corrections import align
from coprod.listen.formats.words import REFUSED
from coprod.store import ids as ids_
from coprod.store import journal, sealed
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import plural

__all__ = [
    "beside",
    "changes",
    "every_word",
    "gone",
    "inventory",
    "listen",
    "names",
    "near",
    "set_aside",
]

LOOK = "needs a look: who speaks?"


def listen(rnd: Round) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read every file of the round.

    Returns
    -------
    tuple of pandas.DataFrame
        The tables "utterances" (hold it in memory only: it has real names in it) and
        "files", one row for each file.

    Examples
    --------
    >>> said, files = listen.files.listen(rnd)
    >>> len(files), int(files["difference"].sum())
    (16, 0)
    """
    known = codes(rnd)
    roles, rules = file_contents.roles(rnd), voices.rules(rnd)
    read = formats.read_folder(
        rnd.raw,
        known,
        roles=roles,
        rules=rules,
        settings=file_contents.settings(rnd),
        cache=sealed.of(rnd),
    )
    said, files = voices.settle(rnd, *typed.add(rnd, known, *read))
    elsewhere = file_contents.holding(rnd, *file_contents.ELSEWHERE)
    files.loc[files["source"].isin(elsewhere), "look"] = None
    files = _silent(files, set(file_contents.holding(rnd, file_contents.NOBODYS)))
    return said, _with_missing(rnd, file_contents.again(rnd, said, files))


def _with_missing(rnd: Round, files: pd.DataFrame) -> pd.DataFrame:
    """Add a row for each file that was read before and is not here now."""
    counts = dict.fromkeys(("characters", "taken", "difference", "without_words"), 0)
    why = "it is not in the folder any more; notebook 01 asks what became of it"
    row = {"type": "", "status": "partly", "why": why, "set_aside": "{}", **counts}
    rows = [{"source": source, **row} for source in gone(rnd)]
    return pd.concat([files, pd.DataFrame(rows)], ignore_index=True) if rows else files


def _silent(files: pd.DataFrame, nobodys: set[str]) -> pd.DataFrame:
    """Say which files without words, or with words nobody expected, need a look."""
    files, below = files.copy(), 'see "What is in each file?" in notebook 01'
    known, read = files["source"].isin(nobodys), files["status"] == "read"
    none, sheet = files["taken"] == 0, files["type"].isin(formats.SHEETS)
    for which, why in (
        (none & sheet, f"no column in it was taken as an answer; {below}"),
        (none & ~sheet, f"nothing in it was read as somebody's words; {below}"),
        (files["characters"] == 0, f"the file is empty; {below}"),
        (~none & known, f"words were found in it, but nobody's were expected; {below}"),
    ):
        files.loc[read & which, "why"] = why
        files.loc[read & which & (known != none), "status"] = "partly"
    media = files["type"].isin([*formats.LOOKED_AT])
    looked = none & known & (read | media)  # a recording that cannot be read, too
    files.loc[looked, "why"] = "somebody looked: nobody's words"
    files.loc[looked, "status"] = "read"
    return files


def names(rnd: Round) -> dict[str, str]:
    """Return the file name of each source, for the private folder only.

    Examples
    --------
    >>> sorted(listen.files.names(rnd))[:3]
    ['S01', 'S02', 'S03']
    """
    return {code: path.name for path, code in codes(rnd).items()}


def inventory(files: pd.DataFrame) -> pd.DataFrame:
    """Return the text inventory for people, narrow enough for the page.

    Examples
    --------
    >>> listen.files.inventory(rnd.load("files")).shape
    (16, 7)
    """
    wanted = ["source", "status", "characters", "taken", "set_aside"]
    made = files[[*wanted, "difference", "why"]].copy()
    made["set_aside"] = [sum(json.loads(text).values()) for text in made["set_aside"]]
    made["status"] = made["status"].replace("partly", "needs a look")
    waits = files["look"].notna()
    made.loc[waits & (made["status"] == "read"), "status"] = LOOK
    told = [[why, look] for why, look in zip(files["why"], files["look"], strict=True)]
    made["why"] = ["; ".join(each for each in two if pd.notna(each)) for two in told]
    return made.rename(columns={"set_aside": "set aside"}).fillna("")


def set_aside(files: pd.DataFrame) -> pd.DataFrame:
    """Return each reason why characters are no words of anybody, and where it holds.

    Returns
    -------
    pandas.DataFrame
        Columns "set aside" (the reason), characters, and files ("S01 215, S03 114"),
        the most first; it holds all of what the files have under "set aside".

    Examples
    --------
    >>> list(listen.files.set_aside(rnd.load("files")).columns)
    ['set aside', 'characters', 'files']
    """
    rows = [
        (reason, number, f"{source} {number}")
        for source, text in zip(files["source"], files["set_aside"], strict=True)
        for reason, number in json.loads(text).items()
    ]
    made = pd.DataFrame(rows, columns=["set aside", "characters", "files"])
    whole = made.groupby("set aside", as_index=False, sort=True)
    found = whole.agg({"characters": "sum", "files": ", ".join})
    return found.sort_values("characters", ascending=False, kind="stable")


def every_word(files: pd.DataFrame) -> str:
    """Return whether every word was read, or name the files that need a look.

    Examples
    --------
    >>> listen.files.every_word(rnd.load("files"))
    '16 of 16 files fully read. Every word read: yes. 3 answers left blank.'
    """
    if files.empty:
        return "There are no files yet: put them into the raw folder of the round."
    line = f"{voices.who_speaks(files)}. Every word read: "
    odd = list(files.loc[files["status"] != "read", "source"])
    blank = int(files["without_words"].sum())
    line += f"no; look at {', '.join(odd)}." if odd else "yes."
    return line + (f" {plural('answer', blank)} left blank." if blank else "")


def gone(rnd: Round) -> list[str]:
    """Return the sources that were read before and whose file is not here now.

    Examples
    --------
    >>> listen.files.gone(rnd)
    []
    """
    told = changes(rnd)
    return list(told.loc[told["what"] == "removed", "source"])


def retire(rnd: Round, source: str, reason: str) -> str:
    """Write down why the words of a source had to go; those that were kept go too."""
    if source not in gone(rnd) or not reason.strip():
        raise Problem(REFUSED["retired"])
    event = journal.record(rnd, "sources").change(source, {"retired": reason.strip()})
    corrections.forget(rnd, source)
    return event


def rejoin(rnd: Round, was: str, now: str) -> None:
    """Say that a new file is one that is gone, corrected and renamed at once.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who says so.
    was, now : str
        Code of the file that is gone, and of the new one; the old code stays.

    Raises
    ------
    ValueError
        If the old one is not gone, or the new one's comments were tagged already.
    """
    if was not in gone(rnd) or file_contents.worked_on(rnd, now):
        raise Problem(REFUSED["rejoined"])
    facts = ["file", "sha256", "type"]
    row = journal.state(rnd, "sources", facts).set_index("id").loc[now, facts]
    journal.record(rnd, "sources").change(was, row.to_dict())
    over = {"file": None, "sha256": None, "retired": f"it goes on as {was}"}
    journal.record(rnd, "sources").change(now, over)


def beside(rnd: Round) -> str:
    """Return which files are not read or not counted: in folders, of the system, twice.

    Examples
    --------
    >>> listen.files.beside(rnd)
    'No file lies in a folder of its own.'
    """
    known = {"survey", "check-back", "private", "coding"}
    folders = [p for p in rnd.raw.iterdir() if p.is_dir() and p.name not in known]
    count = sum(1 for folder in folders for p in folder.rglob("*") if p.is_file())
    said = f"Not read: {plural('file', count)} in folders inside the raw folder."
    none = "No file lies in a folder of its own."
    told = [f"{said} Move them up." if count else none]
    if passed := sum(map(formats.of_system, rnd.raw.iterdir())):
        what = "such as Thumbs.db, .DS_Store, shortcuts and lock files"
        told.append(f"Passed over: {plural('system file', passed)}, {what}.")
    for code, of in file_contents.copies(rnd).items():
        told.append(f"{code} holds the same bytes as {of}: its words are counted once.")
    return " ".join(told)


def codes(rnd: Round) -> dict[Path, str]:
    """Return the code of each file at the top of the raw folder.

    A file keeps its code when its words change (same name) and when it is renamed
    (same bytes); any other file gets the next code.
    """
    found = {}
    for path, code, what, value in _look(rnd):
        if what == "added":
            kind = {"type": path.suffix.lower()}
            journal.record(rnd.itself, "sources").add({**value, **kind}, about=code)
        elif what:
            journal.record(rnd.itself, "sources").change(code, dict(value))
        found[path] = code
    back = journal.state(rnd, "sources", ["retired"]).dropna(subset="retired")["id"]
    for code in back[back.isin(found.values())]:  # its file is here again
        journal.record(rnd.itself, "sources").change(code, {"retired": None})
    return found


def changes(rnd: Round) -> pd.DataFrame:
    """Return what is new in the raw folder since it was read last.

    Returns
    -------
    pandas.DataFrame
        Columns source and what (added, changed, renamed or removed), by source. Call
        it before `listen`, which takes note of the new state. A file that is not there
        is told each time, because its comments need a person.

    Examples
    --------
    >>> list(listen.files.changes(rnd).columns)
    ['source', 'what']
    """
    looked = _look(rnd)
    told = [(code, what) for _, code, what, _ in looked if what]
    there = {code for _, code, _, _ in looked}
    known = journal.state(rnd, "sources", ["retired"])
    known = known.loc[known["retired"].isna(), "id"]
    told += [(code, "removed") for code in known if code not in there]
    return pd.DataFrame(sorted(told), columns=["source", "what"], dtype=object)


def near(
    rnd: Round, comments: pd.DataFrame, tags: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Propose which comment may be one whose words were corrected; nothing is changed.

    Parameters
    ----------
    rnd : Round
        The round, whose earlier words lie in the private folder.
    comments : pandas.DataFrame
        The comments of the present files, with their words.
    tags : pandas.DataFrame, optional
        If given, only comments with a tag are looked for.

    Returns
    -------
    pandas.DataFrame
        Columns was (id before), now (id of the new words) and alike (0 to 1; blank
        where only the place speaks for it), best first; each id at most once.

    Examples
    --------
    >>> len(listen.files.near(rnd, rnd.load("comments"), rnd.load("tags")))
    0
    """
    wanted = None if tags is None else set(tags["comment"].map(ids_.whole))
    before, same = corrections.earlier(rnd), ids_.same(rnd)
    after = ids_.wholes(comments)
    found = []
    for versions in _versions(rnd).values():
        named = [[same.get(id_, id_) for id_ in ids] for ids in versions]
        for gone, ids in _gone(named, wanted):
            here = {id_: before[id_] for id_ in gone if id_ in before}
            fit = corrections.pairs(ids, named[-1], here, after)
            found += [pair for pair in fit if pair[0] in gone and pair[1] in after]
    return _best(rnd, found)


def identify(rnd: Round, source: str, hashes: list[str]) -> list[str]:
    """Return each comment of a source its id, the one it had before where it can be.

    Parameters
    ----------
    rnd : Round
        The round; a new version is added to its sources journal.
    source : str
        Code of the source.
    hashes : list of str
        `hash_of` each comment, in order.

    Returns
    -------
    list of str
        One id for each hash; a comment whose correction was confirmed keeps the id
        from before, for ever.
    """
    versions = _versions(rnd).get(source, [])
    found = align(source, hashes, versions)
    if not versions or versions[-1] != found:
        journal.record(rnd.itself, "sources").change(source, {"comments": found})
    return corrections.settle(rnd, found)


def hash_of(text: str) -> str:
    """Return the first 16 hex digits of the SHA-256 of normalised words."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _look(rnd: Round) -> list[tuple[Path, str, str, dict[str, str]]]:
    """Give for each file its code, what happened to it, and its digests; note nothing.

    What happened is added, changed, renamed, or "" if nothing did.
    """
    known = journal.state(rnd, "sources", ["file", "sha256"])
    by_name = dict(zip(known["file"], known["id"], strict=True))
    by_bytes = dict(zip(known["sha256"], known["id"], strict=True))
    last = dict(zip(known["id"], known["sha256"], strict=True))
    found = []
    paths = formats.files_in(rnd.raw)
    named = file_contents.digests(rnd, (path.name for path in paths))
    raw = (hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)
    marks = dict(zip(paths, zip(named, raw, strict=True), strict=True))
    taken = {by_name[name] for name, _ in marks.values() if name in by_name}
    for path, (name, content) in marks.items():
        code = by_name.get(name)
        if code is None and by_bytes.get(content) not in taken:
            code = by_bytes.get(content)
        if code is None:
            code = f"S{len(last) + 1:02d}"
        changed = "changed" if last.get(code) != content else ""
        renamed = "" if by_name.get(name) == code else "renamed"
        what = "added" if code not in last else changed or renamed
        last[code] = content
        taken.add(code)
        found.append((path, code, what, {"file": name, "sha256": content}))
    return found


def _versions(rnd: Round) -> dict[str, list[list[str]]]:
    """Return the ids of every version of every source, oldest first."""
    found: dict[str, list[list[str]]] = {}
    for event in journal.read(rnd.decisions, "sources").events:
        ids = (event["value"] or {}).get("comments")
        if ids is not None:
            found.setdefault(event["about"], []).append(ids)
    return found


def _gone(
    versions: list[list[str]], wanted: set[str] | None
) -> Iterator[tuple[set[str], list[str]]]:
    """Return ids that are gone with the version they stood in last, newest first."""
    seen = set(versions[-1])
    for ids in reversed(versions[:-1]):
        gone = set(ids) - seen
        seen |= gone
        if gone := gone if wanted is None else gone & wanted:
            yield gone, ids


def _best(rnd: Round, found: list[tuple[str, str, float, int]]) -> pd.DataFrame:
    """Return the best pairs, each id once, without those a person has decided on."""
    decided = ids_.decided(rnd)
    done = set(zip(decided["was"], decided["now"], strict=True))
    pairs = pd.DataFrame(found, columns=["was", "now", "alike", "apart"])
    rising = {"alike": False, "apart": True, "was": True, "now": True}
    pairs = pairs.sort_values([*rising], ascending=[*rising.values()])
    rows, used = [], set[str]()
    for was, now, alike, _ in pairs.itertuples(index=False, name=None):
        if not {was, now} & used and (was, now) not in done:
            used |= {was, now}
            rows.append([was, now, None if isnan(alike) else round(alike, 2)])
    return pd.DataFrame(rows, columns=["was", "now", "alike"], dtype=object)
