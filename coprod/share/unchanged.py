"""Know which notebooks would come out the same, so that they need not run again.

While a notebook runs, every file it opens is noted. What came of it is kept, sealed,
with a digest of each file as it was before, of what it made, and of the library. It
stands as long as all of them are the same; times and sizes of files count for nothing.
"""

import hashlib
import json
import re
import sys
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from coprod.store import disk, rounds, sealed
from coprod.store.problem import Problem
from coprod.store.rounds import Round

__all__ = ["behind", "folders", "keep", "kept", "standing"]

NEVER = (".", "heads.", "log.txt")  # how far journals go is told by 00, which runs
Files = dict[str, str]  # what a file is called here, and a digest of it


@dataclass(frozen=True)
class Kept:
    """What came of a notebook, and all that it was made from."""

    by: str
    used: Files
    made: Files
    opened: list[str]
    notebook: dict[str, Any]

    def stands(self, by: str, now: Files) -> bool:
        """Return whether it would come out the same now."""
        every = [*self.used.items(), *self.made.items()]
        return by == self.by and all(_digest(now, name) == was for name, was in every)


def folders(rnd: Round) -> dict[str, Path]:
    """Return the folders whose files count, by what they are called here.

    Examples
    --------
    >>> list(share.unchanged.folders(rnd))
    ['private', 'raw', 'decisions', 'processed', 'reports', 'data']
    """
    own = {"private": rnd.private, "raw": rnd.raw, "decisions": rnd.decisions}
    own |= {"processed": rnd.processed, "reports": rnd.reports / rnd.name}
    return own | {"data": rnd.data}


def standing(rnd: Round) -> Files:
    """Return a digest of every file of a round that counts, as it is now.

    Examples
    --------
    >>> "processed/tags.parquet" in share.unchanged.standing(rnd)
    True
    """
    here = folders(rnd)
    every = {p for n, folder in here.items() if n != "data" for p in folder.rglob("*")}
    every |= set(rnd.data.glob("*.json"))
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(every)
        if (name := _name(here, path)) and path.is_file()
    }


def kept(rnd: Round, notebook: Path, now: Files) -> tuple[Any, set[Path]] | None:
    """Return a notebook as it ran, and what it used; None if it must run again."""
    import nbformat

    found = _read(rnd, notebook.stem)
    if not found or not found.stands(_by(rnd, notebook), now):
        return None
    here = folders(rnd)
    places = (name.partition("/") for name in found.opened)
    opened = {here[folder] / rest for folder, _, rest in places}
    ran = nbformat.from_dict(found.notebook)  # type: ignore[no-untyped-call]
    return ran, opened


def keep(
    rnd: Round, notebook: Path, ran: Any, opened: disk.Opened, before: Files
) -> None:
    """Keep what came of a notebook, and what stood before it ran.

    Journals are known by their kind, because every writer has a file of its own.
    """
    here, now = folders(rnd), standing(rnd)
    used, made = set[str](), set[str]()
    for how, path in opened.seen:
        single = path.suffix == ".jsonl" and "*" not in path.name
        name = "" if single else _name(here, path)
        if how == "w" and name:
            made.add(name)
        elif name and name not in made:
            used.add(name)
    names = sorted(_name(here, path) for path in opened)
    one = Kept(
        _by(rnd, notebook),
        {name: _digest(before, name) for name in sorted(used)},
        {name: _digest(now, name) for name in sorted(made)},
        [name for name in names if name],
        ran,
    )
    body = json.dumps(vars(one), sort_keys=True).encode()
    sealed.of(rnd).write(f"notebook {notebook.stem}", body)


def behind(rnd: Round) -> list[str]:
    """Return the notebooks whose working page is older than what it was made from.

    Examples
    --------
    >>> share.unchanged.behind(rnd)
    []
    """
    try:
        now = standing(rnd)
        found = {step: _read(rnd, step) for step in rounds.STEPS}
    except (Problem, OSError):  # what is wrong is told elsewhere
        return []
    by = rounds.workbook() / "notebooks"
    return [
        step
        for step, one in found.items()
        if one and not one.stands(_by(rnd, by / f"{step}.ipynb"), now)
    ]


def _read(rnd: Round, notebook: str) -> Kept | None:
    """Return what was kept of a notebook."""
    held = sealed.of(rnd).read(f"notebook {notebook}")
    return Kept(**json.loads(held)) if held else None


def _name(here: dict[str, Path], path: Path) -> str:
    """Return what a file or a pattern of files is called; nothing if it never counts.

    A folder that is listed counts where people put files.
    """
    folder = next((n for n, root in here.items() if path.is_relative_to(root)), "")
    rest = path.relative_to(here[folder]).as_posix() if folder else ""
    ours = path.name.startswith(NEVER) or path.name == "*" and folder != "raw"
    never = ours or rest.partition("/")[0] in ("", ".", sealed.FOLDER)
    return "" if never else f"{folder}/{rest}"


def _digest(files: Files, name: str) -> str:
    """Return a digest of a file, or of all that a pattern means; also of none."""
    if "*" not in name:
        return files.get(name, "")
    like = re.compile(re.escape(name).replace(r"\*", "[^/]*"))
    found = [f"{each} {mark}" for each, mark in files.items() if like.fullmatch(each)]
    return hashlib.sha256("\n".join(found).encode()).hexdigest()


def _by(rnd: Round, notebook: Path) -> str:
    """Return a digest of what makes a page: the notebook, the library, who reads."""
    own = notebook.read_bytes() if notebook.exists() else b""
    within = {*rnd.raw.parent.iterdir(), *rnd.raw.iterdir()} - {rnd.private}
    told = [rnd.name, rnd.reader, sealed.code(), *_installed()]
    told += sorted(path.name for path in within if path.is_dir())
    return hashlib.sha256(json.dumps(told).encode() + own).hexdigest()


@cache
def _installed() -> list[str]:
    """Return every library that is installed, with its version."""
    return [sys.version, *sorted({f"{d.name} {d.version}" for d in distributions()})]
