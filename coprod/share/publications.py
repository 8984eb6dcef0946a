"""What was shared: each page, its numbers of people, and what made it.

A publication is a decision like any other. The next one is compared with it, so that
two pages laid side by side tell of nobody what one page alone does not.
"""

import hashlib
import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from coprod import __version__
from coprod.store import journal, rounds
from coprod.store.rounds import Round
from coprod.store.show import day, listed

__all__ = ["verify"]

KIND, KINDS = "publications", ("tables", "decisions")
KEPT = ("page", "time", "by", "versions", "inputs")  # of what is told
MADE_WITH = ("pandas", "matplotlib", "nbconvert")


def every(rnd: Round) -> list[dict[str, Any]]:
    """Return every publication, the oldest first.

    Examples
    --------
    >>> share.publications.every(rnd)
    []
    """
    return list(journal.fold(journal.read(rnd.decisions, KIND).events).values())


def inputs(rnd: Round, opened: Iterable[Path]) -> dict[str, str]:
    """Return a digest of each table and journal that was opened to make a page.

    What was shared before is no source of a page.

    Examples
    --------
    >>> list(share.publications.inputs(rnd, [rnd.processed / "tags.parquet"]))
    ['tables/tags.parquet']
    """
    found: dict[str, str] = {}
    for kind in KINDS:
        folder = _folder(rnd, kind).resolve()
        here = sorted({p.name for p in opened if p.parent.resolve() == folder})
        names = [f"{kind}/{name}" for name in here if not name.startswith(KIND)]
        found |= {name: _digest(rnd, name) for name in names}
    return found


def older(rnd: Round) -> list[str]:
    """Return which shared pages are older than what they were made from.

    Examples
    --------
    >>> share.publications.older(rnd)
    []
    """
    newest = {one["page"]: one for one in every(rnd)}
    return [page for page, one in newest.items() if _changed(rnd, one)]


def verify(page: Path) -> dict[str, Any]:
    """Return what made a page or paper, and whether it still holds, in plain words.

    Parameters
    ----------
    page : pathlib.Path
        The page in the folder share/, or a copy of it anywhere.

    Returns
    -------
    dict
        holds (yes or no), says (sentences), and of a page of ours: round, page, time,
        by, versions and inputs.

    Examples
    --------
    >>> share.publications.verify(rnd.raw / "round.json")["holds"]
    False
    """
    own = mark(page)
    for rnd in map(rounds.get, rounds.names()):
        shown = every(rnd)
        for place, one in reversed(list(enumerate(shown))):
            if own in one["files"].values():
                after = [o for o in shown[place + 1 :] if o["page"] == one["page"]]
                return _verdict(rnd, one, after)
    says = "No round here has shared this file as it is: it was changed since, or it "
    says += "comes from another workbook. Ask for it again where it came from."
    return {"holds": False, "says": [says]}


def _verdict(rnd: Round, one: dict[str, Any], after: list[Any]) -> dict[str, Any]:
    """Say what made a page of ours, and whether that is as it was."""
    tables, kinds = (
        listed(_called(name) for name in one["inputs"] if name.startswith(kind))
        for kind in KINDS
    )
    used = listed(f"{name} {number}" for name, number in one["versions"].items())
    changed = _changed(rnd, one)
    wrong = [f"a newer one was shared on {day(a['time'][:10])}" for a in after[-1:]]
    wrong += [f"{listed(changed)} changed since"] * bool(changed)
    end = f"It no longer holds: {'; '.join(wrong)}." if wrong else "It still holds."
    says = [
        f"It belongs to {one['page']} of round {rnd.name}, shared on "
        f"{day(one['time'][:10])} by {one['by']}.",
        f"Made from the tables {tables}, and from what was decided of {kinds}.",
        f"Made with {used}. {one.get('reviewed', '')} {one.get('agreed', '')}".rstrip(),
        end,
    ]
    kept = {name: one.get(name) for name in KEPT}
    return {"holds": not wrong, "says": says, "round": rnd.name, **kept}


def _changed(rnd: Round, one: dict[str, Any]) -> list[str]:
    """Return which tables and journals are not as they were when a page was made."""
    marks = one["inputs"].items()
    return [_called(name) for name, was in marks if _digest(rnd, name) != was]


def _called(name: str) -> str:
    """Return what a table or journal is called."""
    return name.partition("/")[2].partition(".")[0]


def _folder(rnd: Round, kind: str) -> Path:
    """Return where tables or decisions lie."""
    return rnd.processed if kind == "tables" else rnd.decisions


def _digest(rnd: Round, name: str) -> str:
    """Return a digest of the files of a name: any change makes another one."""
    kind, _, pattern = name.partition("/")
    found = hashlib.sha256()
    for path in sorted(_folder(rnd, kind).glob(pattern)):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()


def versions() -> dict[str, str]:
    """Return with which versions pages are made here.

    Examples
    --------
    >>> share.publications.versions()["coprod"]
    '0.1.0'
    """
    used = {"coprod": __version__, "Python": platform.python_version()}
    return used | {name: version(name) for name in MADE_WITH}


def mark(path: Path) -> str:
    """Return a digest of what is in a file, whatever it is called.

    Examples
    --------
    >>> len(share.publications.mark(rnd.raw / "round.json"))
    64
    """
    return hashlib.sha256(path.read_bytes()).hexdigest()
