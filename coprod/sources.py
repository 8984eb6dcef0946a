"""Which files there are, and which words each version of them held.

A file's name may hold a person's name, so that outside the private folder it is
called by its code (S01). Codes, digests and comment ids of every version are
decisions: they are kept in the sources journal and never change.
"""

import hashlib
import hmac
import json
import secrets
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

import pandas as pd

from coprod import journal, voices
from coprod.rounds import Round, write


def listen(rnd: Round) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read every file of the round.

    Returns
    -------
    tuple of pandas.DataFrame
        The tables "utterances" (hold it in memory only: it has real names in it) and
        "files", one row for each file.
    """
    said, files = voices.read_folder(rnd.raw, codes(rnd))
    silent = (files["status"] == "read") & (files["taken"] == 0)
    files.loc[silent, "status"] = "partly"
    files.loc[silent, "why"] = "nothing in it was read as somebody's words"
    return said, files


def names(rnd: Round) -> dict[str, str]:
    """Give the file name of each source, for the private folder only."""
    return {code: path.name for path, code in codes(rnd).items()}


def inventory(files: pd.DataFrame) -> pd.DataFrame:
    """Give the text inventory for people: whether every word of a file was read."""
    wanted = ["source", "type", "status", "characters", "taken", "set_aside"]
    made = files[[*wanted, "difference", "why"]].copy()
    made["set_aside"] = [
        ", ".join(f"{reason} {n}" for reason, n in json.loads(text).items())
        for text in made["set_aside"]
    ]
    return made.rename(columns={"set_aside": "set aside"}).fillna("")


def every_word(files: pd.DataFrame) -> str:
    """Say whether every word was read, or name the files that need a look."""
    if files.empty:
        return "There are no files yet: put them into the raw folder of the round."
    whole = (files["status"] == "read").sum()
    line = f"{whole} of {len(files)} files fully read. Every word read: "
    odd = list(files.loc[files["status"] != "read", "source"])
    blank = int(files["without_words"].sum())
    line += f"no; look at {', '.join(odd)}." if odd else "yes."
    return line + (f" {blank} answers were left blank." if blank else "")


def gone(rnd: Round) -> list[str]:
    """Give the sources that were read before and whose file is not here now."""
    known = journal.state(rnd, "sources", ["retired"])
    here = set(codes(rnd).values())
    return [
        source
        for source, retired in zip(known["id"], known["retired"], strict=True)
        if source not in here and not retired
    ]


def retire(rnd: Round, source: str, reason: str) -> str:
    """Write down why a source was taken out of the round; give the event, for undo."""
    if source not in gone(rnd) or not reason.strip():
        raise ValueError(
            "sources: only a source whose file is not here can be retired, and always "
            "with a reason. Take the file out of the folder first, then give both."
        )
    return journal.record(rnd, "sources").change(source, {"retired": reason.strip()})


def beside(rnd: Round) -> str:
    """Say which files are not read because they lie in folders of their own."""
    known = {"survey", "check-back", "private", "coding"}
    folders = [p for p in rnd.raw.iterdir() if p.is_dir() and p.name not in known]
    count = sum(1 for folder in folders for p in folder.rglob("*") if p.is_file())
    if not count:
        return "No file lies in a folder of its own."
    return (
        f"{count} files in folders inside the raw folder were not read: move them up."
    )


def codes(rnd: Round) -> dict[Path, str]:
    """Give the code of each file at the top of the raw folder.

    A file keeps its code when its words change (same name) and when it is renamed
    (same bytes); any other file gets the next code.
    """
    known = journal.state(rnd, "sources", ["file", "sha256"])
    by_name = dict(zip(known["file"], known["id"], strict=True))
    by_bytes = dict(zip(known["sha256"], known["id"], strict=True))
    last = dict(zip(known["id"], known["sha256"], strict=True))
    key, found = _key(rnd), {}
    paths = voices.files_in(rnd.raw)
    marks = {p: (_digest(key, p.name), _sha256(p)) for p in paths}
    taken = {by_name[name] for name, _ in marks.values() if name in by_name}
    for path, (name, content) in marks.items():
        code = by_name.get(name)
        if code is None and by_bytes.get(content) not in taken:
            code = by_bytes.get(content)
        if code is None:
            code = f"S{len(last) + 1:02d}"
        value = {"file": name, "sha256": content}
        if code not in last:
            value["type"] = path.suffix.lower()
            journal.record(rnd, "sources").add(dict(value), about=code)
        elif last[code] != content or by_name.get(name) != code:
            journal.record(rnd, "sources").change(code, dict(value))
        last[code], found[path] = content, code
        taken.add(code)
    return found


def identify(rnd: Round, source: str, hashes: list[str]) -> list[str]:
    """Give each comment of a source its id, the one it had before where it can be.

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
        One id for each hash.
    """
    versions = _versions(rnd).get(source, [])
    found = align(source, hashes, versions)
    if not versions or versions[-1] != found:
        journal.record(rnd, "sources").change(source, {"comments": found})
    return found


def hash_of(text: str) -> str:
    """Give the first 16 hex digits of the SHA-256 of normalised words."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def align(source: str, hashes: list[str], versions: list[list[str]]) -> list[str]:
    """Give ids to the words of a new version, keeping the ids of the last one.

    Parameters
    ----------
    source : str
        Code of the source.
    hashes : list of str
        Hash of each comment of the new version, in order.
    versions : list of list of str
        Ids of every earlier version, oldest first.

    Returns
    -------
    list of str
        An id for each hash. Words that stand in the same order keep their id; words
        that occur once in both and moved keep it too; all others get an id that was
        never used before.
    """
    last = versions[-1] if versions else []
    found: list[str | None] = [None] * len(hashes)
    for a, b, size in _blocks([_hash_in(id_) for id_ in last], hashes):
        found[b : b + size] = last[a : a + size]
    kept = set(found)
    left = [id_ for id_ in last if id_ not in kept]
    moved = {_hash_in(id_): id_ for id_ in left}
    once = {h for h, n in Counter(map(_hash_in, left)).items() if n == 1}
    new = Counter(h for h, id_ in zip(hashes, found, strict=True) if id_ is None)
    used = Counter(_hash_in(id_) for id_ in {i for ids in versions for i in ids})
    made = []
    for digest, id_ in zip(hashes, found, strict=True):
        if id_ is None and digest in once and new[digest] == 1:
            id_ = moved[digest]
        if id_ is None:
            used[digest] += 1
            id_ = f"{source}-{digest}-{used[digest]}"
        made.append(id_)
    return made


def _versions(rnd: Round) -> dict[str, list[list[str]]]:
    """Give the ids of every version of every source, oldest first."""
    found: dict[str, list[list[str]]] = {}
    for event in journal.read(rnd.decisions, "sources").events:
        ids = (event["value"] or {}).get("comments")
        if ids is not None:
            found.setdefault(event["about"], []).append(ids)
    return found


def _blocks(old: list[str], new: list[str]) -> list[tuple[int, int, int]]:
    """Give the runs that stand in both, in order: start in old, start in new, size."""
    most, head, tail = min(len(old), len(new)), 0, 0
    while head < most and old[head] == new[head]:
        head += 1
    while tail < most - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle = SequenceMatcher(
        a=old[head : len(old) - tail], b=new[head : len(new) - tail], autojunk=False
    )
    runs = [(a + head, b + head, n) for a, b, n in middle.get_matching_blocks() if n]
    return [(0, 0, head), *runs, (len(old) - tail, len(new) - tail, tail)]


def _hash_in(comment: str) -> str:
    """Give the hash inside a comment id."""
    return comment.split("-")[1]


def _key(rnd: Round) -> bytes:
    """Give the secret that file names are digested with, from the private folder."""
    path = rnd.private / "salt.txt"
    if not path.exists():
        write(path, secrets.token_hex(16).encode(), mode=0o600)
    return path.read_bytes().strip()


def _digest(key: bytes, name: str) -> str:
    """Give the keyed digest of a file name: without the key it cannot be guessed."""
    return hmac.new(key, name.encode(), hashlib.sha256).hexdigest()[:16]


def _sha256(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
