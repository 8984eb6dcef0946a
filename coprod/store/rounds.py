"""Where the files of a round lie, how tables are saved, who is reading.

Raw files are read and never touched; decisions only grow; processed tables can be
deleted and made again. Tables are saved whole or not at all.
"""

import json
import os
import re
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from coprod.store import log, show, tables
from coprod.store.disk import note_opened, write
from coprod.store.problem import Missing, Problem

__all__ = [
    "NOBODY",
    "Round",
    "STAMP",
    "STEPS",
    "choose",
    "data_folder",
    "get",
    "names",
    "open",
    "start",
    "workbook",
    "you_are",
]

EXAMPLE = "example-round"
STAMP = "NOT FOR SHARING"
NUMBER = "round-number.txt"
NOBODY = "nobody"  # the reader until somebody says in notebook 00 who they are
# Each notebook, and the table it ends with.
STEPS = dict(sorted((t.step, name) for name, t in tables.TABLES.items() if t.step))
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")


@dataclass(frozen=True)
class Round:
    """One round: its name, who is reading, and the folders its files lie in.

    While `run.share` makes a page, `gate` names it: what is made then bears no
    stamp and lies apart, until it has passed. Nothing else takes the stamp off.

    Examples
    --------
    >>> rnd.name, rnd.reader, rnd.title, rnd.stamp
    ('example-round', 'AB', 'What matters to us (an invented example)', 'NOT FOR ...
    >>> len(rnd.load("comments"))
    399
    """

    name: str
    reader: str
    data: Path
    reports: Path
    gate: str = ""

    @property
    def decider(self) -> str:
        """Who decides, which is the reader; a `ValueError` if that is nobody yet."""
        if self.reader == NOBODY:
            raise Problem(you_are(self))
        return self.reader

    @property
    def itself(self) -> "Round":
        """The round for what a run notes by itself, and nobody decides."""
        return replace(self, reader="run") if self.reader == NOBODY else self

    @property
    def raw(self) -> Path:
        """What people said: read, never written."""
        return self.data / "raw" / self.name

    @property
    def decisions(self) -> Path:
        """What people decided: journals that only grow."""
        return self.data / "decisions" / self.name

    @property
    def processed(self) -> Path:
        """What code made: delete it, run again, get it back."""
        return self.data / "processed" / self.name

    @property
    def working(self) -> Path:
        """Pages that are not for sharing."""
        return self.reports / self.name / "working"

    @property
    def share(self) -> Path:
        """Pages that passed the gate."""
        return self.reports / self.name / "share"

    @property
    def out(self) -> Path:
        """Where papers made now belong: the working folder, or the gate's own."""
        apart = self.working.with_name(f".gate-{self.gate}")
        return apart if self.gate else self.working

    @property
    def stamp(self) -> str:
        """What papers made now must say: running is not sharing."""
        return "" if self.gate else STAMP

    @property
    def settings(self) -> dict[str, Any]:
        """What `round.json` says: title, invented, reply_by, contact."""
        note_opened(path := self.raw / "round.json", used=False)
        said = _settings(path) if path.exists() else {}
        if said is None:
            raise Problem(
                "round.json: it cannot be read as settings. It must look like "
                '{"title": "What matters to us"}: mend it or take it away.'
            )
        return said

    @property
    def title(self) -> str:
        """What the round is called on pages."""
        return str(self.settings.get("title") or self.name.replace("-", " ").title())

    @property
    def invented(self) -> bool:
        """Whether the round says that every word in it is made up."""
        return self.settings.get("invented") is True

    @property
    def private(self) -> Path:
        """The folder for names and the key, mode 0700, outside the workbook.

        It is made once: a round that had one never gets a second, empty one, because
        names that are on no list are not hidden.

        Raises
        ------
        ValueError
            If it would lie inside the workbook (only an invented round may do that).
        FileNotFoundError
            If the round had one that is not here; the sentence says how to bring it.
        """
        path, known = self.decisions / NUMBER, self._number
        had = bool(known) or any(self.decisions.glob("register.*.jsonl"))
        if self.invented:
            folder = self.raw / "private"
        else:
            number = known or secrets.token_hex(4)
            folder = _private_base() / f"{self.name}-{number}"
            if folder.resolve().is_relative_to(self.data.resolve().parent):
                raise Problem(
                    "private folder: it lies inside the workbook. Names and the key "
                    "must be kept apart: set COPROD_PRIVATE to a folder outside the "
                    "workbook."
                )
            if not had:
                folder.mkdir(parents=True)
                write(path, number.encode())
        if had and not folder.is_dir():
            raise Missing(_bring(folder, bool(known) or self.invented))
        if folder.is_dir():
            folder.chmod(0o700)
        return folder

    @property
    def private_place(self) -> Path | None:
        """Where the private folder lies or should lie; None if none was made."""
        if self.invented:
            return self.raw / "private"
        number = self._number
        return _private_base() / f"{self.name}-{number}" if number else None

    @property
    def _number(self) -> str:
        """What ties the round to its folder; "" if it never had one."""
        path = self.decisions / NUMBER
        return path.read_text(encoding="ascii").strip() if path.exists() else ""

    def log(self, what: str) -> None:
        """Note in the round's log what happened; never words or names."""
        log.keep_in(self.working)
        log.note(what)

    def has(self, table: str) -> bool:
        """Return whether the table has been made."""
        note_opened(path := self.processed / f"{table}.parquet", used=False)
        return path.exists()

    def save(self, table: str, frame: pd.DataFrame) -> pd.DataFrame:
        """Check `frame` against the contract and save it whole; give what was saved."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        made = tables.check(table, frame)
        arrow = pa.Table.from_pandas(made, preserve_index=False)
        marks = (arrow.schema.metadata or {}) | {b"coprod": b"%d" % tables.FORMAT}
        sink = pa.BufferOutputStream()
        pq.write_table(arrow.replace_schema_metadata(marks), sink)
        path = self.processed / f"{table}.parquet"
        write(path, sink.getvalue().to_pybytes())
        note_opened(path)  # after it, so that it is known as made here and not used
        return made

    def load(self, table: str) -> pd.DataFrame:
        """Return the table as saved.

        Raises
        ------
        FileNotFoundError
            If it has not been made; the sentence names the notebook that makes it.
        ValueError
            If a newer coprod made it, or the file is damaged.
        """
        import pyarrow.parquet as pq

        path = self.processed / f"{table}.parquet"
        if not path.exists():
            raise Missing(
                f"{table}: this table has not been made in round {self.name}. "
                f"Run notebook {_maker(table)} first."
            )
        note_opened(path)
        try:
            arrow = pq.read_table(path)
        except (OSError, ValueError):  # pyarrow's own errors may show what is inside
            raise Problem(
                f"{table}: the saved table is damaged. Delete the file, then run "
                f"notebook {_maker(table)} again: it makes the table anew."
            ) from None
        made_by = int((arrow.schema.metadata or {}).get(b"coprod", b"0"))
        if made_by > tables.FORMAT:
            raise Problem(
                f"{table}: a newer coprod made it (format {made_by}; this one reads "
                f"{tables.FORMAT}). Install the newer coprod; nothing was changed."
            )
        return tables.check(table, arrow.to_pandas())


def _maker(table: str) -> str:
    """Name the notebook that makes `table`."""
    made_by = {made: step for step, made in STEPS.items()}
    made_by["people"] = made_by["files"]
    return made_by.get(table, "02-listen-protect-people")


def _private_base() -> Path:
    """Return the folder under which each round keeps its names."""
    import platformdirs

    chosen = os.environ.get("COPROD_PRIVATE")
    return Path(chosen or platformdirs.user_data_path("coprod", False))


def _bring(folder: Path, known: bool) -> str:
    """Say where a private folder should lie, and how to bring it there."""
    base, name = folder.parent, folder.name if known else f"{folder.name[:-8]}..."
    place = "; if it lies elsewhere, set COPROD_PRIVATE to the folder around it"
    if folder.name == "private":
        where, place = f"data/raw/{base.name}", ""
    elif os.environ.get("COPROD_PRIVATE"):
        where = "the folder that COPROD_PRIVATE names"
    elif base.is_relative_to(Path.home()):  # a whole path may hold a person's name
        inside = base.relative_to(Path.home()).as_posix()
        where = f"the folder {inside} of your home folder"
    else:
        where = "your own data folder for coprod"
    also = "" if known else f" (and {NUMBER}, from data/decisions there)"
    return (
        f"private folder: {name} should lie in {where}, and it is not there. The names "
        "to hide stand in it: without them nothing new is made of people's words, and "
        f"nothing is shared. Copy it from the laptop it was made on{also}, or ask "
        f"the colleague who has it{place}. Then run again."
    )


def workbook() -> Path:
    """Return the folder of the workbook: the nearest one up that holds `notebooks`.

    Examples
    --------
    >>> (store.rounds.workbook() / "notebooks").is_dir()
    True
    """
    here = Path.cwd().resolve()
    for folder in (here, *here.parents):
        if (folder / "notebooks").is_dir():
            return folder
    raise Missing(
        "workbook: no folder here or above holds `notebooks`. Change into the folder "
        "of the workbook, then run again."
    )


def data_folder() -> Path:
    """Return the folder that holds raw, decisions and processed.

    Examples
    --------
    >>> store.rounds.data_folder().name
    'data'
    """
    return _folder("data", "COPROD_DATA")


def _folder(name: str, variable: str) -> Path:
    """Return a folder of the workbook, or the one a variable of the system names."""
    chosen = os.environ.get(variable)
    return Path(chosen).resolve() if chosen else workbook() / name


def names() -> list[str]:
    """Return the names of all rounds that have a raw folder, in order.

    Examples
    --------
    >>> store.rounds.names()
    ['example-round']
    """
    found = (data_folder() / "raw").glob("*")
    return sorted(p.name for p in found if p.is_dir() and _NAME.fullmatch(p.name))


def get(
    name: str | None = None, reader: str | None = None, gate: str | None = None
) -> Round:
    """Return a round, quietly: the one named, or the current one.

    Parameters
    ----------
    name : str, optional
        Name of the round, which is the name of its folder in `data/raw`.
    reader : str, optional
        Initials of the person at the screen; if nobody has said who they are, it is
        `NOBODY`, for whom no decision is kept (in the invented example AB).
    gate : str, optional
        The page that `run.share` is making; blank for work of the team.

    Raises
    ------
    ValueError
        If there is no such round; the sentence lists those there are.

    Examples
    --------
    >>> store.rounds.get("example-round", "CD").reader
    'CD'
    """
    chosen = _settings(data_folder() / "current-round.json") or {}
    name = name or chosen.get("round") or EXAMPLE
    reader = reader or chosen.get("reader")
    reader = reader or ("AB" if name == EXAMPLE else NOBODY)
    if not _NAME.fullmatch(name) or not (data_folder() / "raw" / name).is_dir():
        told = re.sub(r"[^A-Za-z0-9-]", "?", name)[:40]
        raise Problem(
            f"round: no folder data/raw/{told} can be a round. Those here are "
            f"{', '.join(names()) or 'none'}. A round's name is small letters, digits "
            "and hyphens: make a folder so named, or rename it, then run again."
        )
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]{0,7}", reader):
        raise Problem(
            "reader: initials are one to eight letters or digits, such as AB. "
            "Choose them in notebook 00."
        )
    reports = _folder("reports", "COPROD_REPORTS")
    rnd = Round(name, reader, data_folder(), reports, gate or "")
    log.keep_in(rnd.working)
    return rnd


def open(
    name: str | None = None, reader: str | None = None, gate: str | None = None
) -> Round:
    """Return a round and say which one it is, as every notebook does first.

    Examples
    --------
    >>> _ = store.rounds.open("example-round", "AB")
    You are in round example-round, reading as AB.
    """
    show.plainly()
    rnd = get(name, reader, gate)
    print(you_are(rnd))
    return rnd


def you_are(rnd: Round) -> str:
    """Return which round it is, and who is reading.

    Examples
    --------
    >>> store.rounds.you_are(rnd)
    'You are in round example-round, reading as AB.'
    """
    if rnd.reader == NOBODY:
        return (
            f"You are in round {rnd.name}. Nobody has said who is reading: until you "
            "do so in notebook 00, no decision can be saved."
        )
    return f"You are in round {rnd.name}, reading as {rnd.reader}."


def choose(name: str, reader: str) -> Round:
    """Make `name` the current round and `reader` the person at the screen.

    Examples
    --------
    >>> store.rounds.choose("example-round", "CD").reader
    'CD'
    >>> store.rounds.get().reader
    'CD'
    """
    rnd = get(name, reader)
    said = json.dumps({"round": rnd.name, "reader": rnd.decider})
    write(data_folder() / "current-round.json", f"{said}\n".encode())
    return rnd


def start(name: str) -> Path:
    """Make the empty raw folder of a new round and give its path.

    Examples
    --------
    >>> store.rounds.start("autumn-2026").name
    'autumn-2026'
    >>> store.rounds.names()
    ['autumn-2026', 'example-round']
    """
    if not _NAME.fullmatch(name):
        raise Problem(
            "round: a name is small letters, digits and hyphens, such as "
            "autumn-2026. Choose such a name."
        )
    (folder := data_folder() / "raw" / name).mkdir(parents=True, exist_ok=True)
    return folder


def _settings(path: Path) -> dict[str, Any] | None:
    """Return what a file of settings says; None if it says none."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) else None
