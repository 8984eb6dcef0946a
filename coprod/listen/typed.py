"""Keep what a person typed of a photographed page, a scan or a recording.

No machine reads handwriting here. What somebody types are people's words: they lie in
the private folder, in a record that only grows; the decisions journal holds who typed,
when, and a salted digest. Until then each picture is one comment not yet read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from coprod.listen import file_contents, formats
from coprod.listen.formats import reasons
from coprod.listen.formats.utterances import Reading, Utterance, table
from coprod.listen.formats.words import REFUSED, WORDS
from coprod.protect import withdrawal
from coprod.store import journal, tables
from coprod.store.problem import Problem
from coprod.store.rounds import Round

MEDIA, BEGINS = WORDS["media"], WORDS["begins"]
NAMES = {"image": "a picture", "audio": "a voice note", "application": "a scan"}
UNTYPED = "not typed yet"  # the place of what stands for a file until it is typed
LARGEST = 50_000_000  # bytes
BETWEEN = re.compile(r"\A\s+|\s*\n\s*\n\s*|\s+\Z")


@dataclass(frozen=True)
class Typed:
    """What was typed last of one file, by whom and when."""

    text: str
    by: str
    time: str


def parts(text: str) -> list[str]:
    """Return the comments in what was typed: an empty line begins the next."""
    return [part for part in BETWEEN.split(text) if part]


def can_be_typed(path: Path) -> bool:
    """Return whether a file is one that a person looks at or listens to."""
    return path.suffix.lower() in MEDIA


def kind(path: Path) -> str:
    """Return what a file is, in words: a picture, a voice note or a scan."""
    return NAMES[MEDIA[path.suffix.lower()].split("/")[0]]


def waiting(source: str, path: Path) -> str:
    """Return the words that stand for a file until its own are typed."""
    return f"({source}, {kind(path)}: its words are not typed yet)"


def check(path: Path) -> str:
    """Return the media type of a picture or recording that is safe to show.

    Parameters
    ----------
    path : pathlib.Path
        A file whose ending is in `MEDIA`.

    Returns
    -------
    str
        Such as image/jpeg.

    Raises
    ------
    ValueError
        If it is empty, larger than 50 MB, or not what its ending says.
    """
    media, what = MEDIA[path.suffix.lower()], kind(path)
    size = path.stat().st_size
    if size > LARGEST:
        raise Problem(REFUSED["media too large"].format(what=what))
    with path.open("rb") as file:
        if not re.match(BEGINS[media].encode(), file.read(16), re.DOTALL):
            ending = path.suffix.lower()
            raise Problem(REFUSED["another kind"].format(what=what, ending=ending))
    return media


def latest(rnd: Round, source: str) -> Typed | None:
    """Return what was typed last of a file, or None."""
    events = journal.read(rnd.private / "typed", source).events
    said = [event for event in events if event["value"]]
    if not said:
        return None
    return Typed(str(said[-1]["value"]["text"]), said[-1]["by"], said[-1]["time"])


def save(rnd: Round, source: str, text: str) -> None:
    """Keep what was typed of a file; what was typed before stays in the record.

    Raises
    ------
    ValueError
        If there are no words.
    NotSaved
        If the disk did not take it.
    """
    text = "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")
    if not text.strip():
        raise Problem(REFUSED["nothing typed"])
    [digest] = keep(rnd, "typed", source, {"words": {"text": text}})
    values = {"source": source, "digest": digest}
    journal.record(rnd, "typed").add(values, about=source)


def keep(
    rnd: Round, name: str, kind: str, said: Mapping[str, dict[str, str]]
) -> list[str]:
    """Keep words in a record of a private folder; give the salted digest of each."""
    folder = rnd.private / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    private = journal.record(rnd, kind, folder)
    private.path.touch(mode=0o600)
    steps = [("add", about, words, journal.new_id()) for about, words in said.items()]
    made = {*private.several(steps)}
    events = journal.read(folder, kind).events
    return [str(event["digest"]) for event in events if event["id"] in made]


def add(
    rnd: Round, codes: Mapping[Path, str], said: pd.DataFrame, files: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Add what was typed to what was read.

    Parameters
    ----------
    rnd : Round
        The round, in whose private folder the typed words lie.
    codes : mapping of pathlib.Path to str
        The source code of every file.
    said, files : pandas.DataFrame
        The tables "utterances" and "files" of what a machine can read.

    Returns
    -------
    tuple of pandas.DataFrame
        Both tables anew. A file that nobody has typed is one utterance that says so,
        and is partly read; one that is not what it says is refused.
    """
    read = set(files.loc[files["taken"] > 0, "source"])
    silent = set(file_contents.holding(rnd, file_contents.NOBODYS))
    silent |= withdrawal.silent(rnd)
    rows = files.set_index("source", drop=False).to_dict("index")
    words = [said]
    for path, source in codes.items():
        typed = can_be_typed(path) and (source not in read or latest(rnd, source))
        if typed:  # what a person typed goes before what a machine reads
            found, rows[source] = _one(rnd, path, source, source in silent)
            words = [*(each[each["source"] != source] for each in words), found]
    every, listed = pd.concat(words, ignore_index=True), pd.DataFrame(rows.values())
    return tables.check("utterances", every), tables.check("files", listed)


def _one(
    rnd: Round, path: Path, source: str, silent: bool
) -> tuple[pd.DataFrame, dict[str, object]]:
    """Return the utterances of one picture or recording, and its row of files."""
    words, reading = [Utterance(waiting(source, path), UNTYPED)], Reading([], {}, 0)
    status, why = "partly", ""
    try:
        check(path)
        known = latest(rnd, source)
        if known:
            words = [Utterance(part, "typed") for part in parts(known.text)]
            status = "read"
            white = sum(map(len, BETWEEN.findall(known.text)))
            aside = {reasons.WHITE: white} if white else {}
            reading = Reading(words, aside, len(known.text))
        elif silent:
            status = "read"  # the mark that was set with it ends its comment
        else:
            why = f"{kind(path)}; {_whose(rnd, source)}"
    except Problem as error:
        words, status, why = [], "refused", str(error)
    except OSError:
        words, status, why = [], "refused", "It cannot be opened."
    return table(source, map(vars, words)), formats.row_of(
        source, path, reading, status, why
    )


def _whose(rnd: Round, source: str) -> str:
    """Say that nobody typed a file's words, or who did so on another machine."""
    done = journal.state(rnd, "typed")
    by = list(done.loc[done["id"] == source, "by"])
    if not by:
        return "its words are not typed yet: do so in notebook 01"
    return REFUSED["typed elsewhere"].format(by=by[0], source=source)
