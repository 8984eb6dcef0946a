"""Take somebody's words back: shown first, then gone, then proved.

Scope "all" takes a person out of everything but the raw files, "quotes" keeps their
words from being quoted, "future" keeps them out of what comes after. What code made is
taken away and made again. What cannot be reached is listed by name.
"""

import json
import re
import zipfile
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd

from coprod.protect import people_record, people_workbook, pseudonyms, who_words
from coprod.store import ids, journal, rounds, sealed
from coprod.store.disk import note_opened, write
from coprod.store.problem import Missing, Problem
from coprod.store.rounds import Round
from coprod.store.show import listed, plural

__all__ = [
    "EARLIER",
    "earlier",
    "opened",
    "plan",
    "preview",
    "silent",
    "unfinished",
    "withdraw",
    "withdrawn",
]

SCOPES = {
    "all": "everything they said",
    "quotes": "their words are never quoted",
    "future": "nothing more is asked or sent",
}
EARLIER = "earlier words.json"
ASIDE = "taken out of share"  # what others put there: never ours to delete
RUN = 4  # so many words in a row are told to be somebody's own
CUT = "[taken back]"
NAMES = ["name", "shown", "type", "person"]
WAITS = "withdrawal"  # what is sealed until all of it has gone


@dataclass(frozen=True)
class Plan:
    """Whose words go, and all by which they are known."""

    person: str
    scope: str
    token: str
    comments: list[str]
    runs: list[str]
    names: list[list[str]]
    rows: dict[str, list[dict[str, str]]]
    files: list[str]

    @cached_property
    def own(self) -> frozenset[str]:
        """The runs of words that are theirs alone."""
        return frozenset(self.runs)

    @cached_property
    def called(self) -> re.Pattern[str]:
        """The ids of their comments, and of parts of them."""
        every = "|".join(map(re.escape, self.comments)) or "(?!)"
        return re.compile(rf"\s?(?:{every})(?:[ab]\d+)*(?!\d)")

    @cached_property
    def unname(self) -> Callable[[str], str]:
        """What puts stand-ins in the place of their names."""
        return pseudonyms.without(pd.DataFrame(self.names, columns=NAMES))

    def clean(self, value: Any) -> Any:
        """Return a value of a journal without their comments, words and names."""
        if isinstance(value, dict):
            kept = {k: v for k, v in value.items() if k not in self.comments}
            return {k: self.clean(v) for k, v in kept.items()}
        if isinstance(value, list):
            return [self.clean(one) for one in value if one not in self.comments]
        if not isinstance(value, str):
            return value
        text = _cut(self.unname(self.called.sub("", value)), self.own)
        return text if text or not value else None

    def is_about(self, event: journal.Event) -> bool:
        """Return whether a decision is about one of their comments alone."""
        value = event["value"] or {}
        said = [event["about"], *(value.get(k) for k in ("comment", "was", "now"))]
        return any(isinstance(text, str) and self.called.search(text) for text in said)

    def found_in(self, path: Path) -> bool:
        """Return whether words or a name of theirs stand in a file, or in its name."""
        text = f"{path.name}\n{_read(path)}"
        return bool(self.own & _every_run([text])) or self.unname(text) != text


def plan(rnd: Round, made: pd.DataFrame, person: str, scope: str = "all") -> Plan:
    """Find all by which a person's words are known; nothing is changed.

    A withdrawal that was broken off goes on with what was found then.

    Parameters
    ----------
    rnd : Round
        The round.
    made : pandas.DataFrame
        The comments with their source words, from `comments.make`.
    person : str
        The code, such as P07.
    scope : str
        One of `SCOPES`.

    Raises
    ------
    ValueError
        If nobody has this code, or the scope is not known.

    Examples
    --------
    >>> made = rnd.load("comments").assign(label="")
    >>> len(protect.withdrawal.plan(rnd, made, "P03").comments)
    11
    """
    if scope not in SCOPES:
        raise Problem(f"withdrawal: the scope is one of {', '.join(SCOPES)}.")
    if waits := _waiting(rnd):
        if waits.person != person:
            raise Problem(unfinished(rnd))
        return waits
    book = people_workbook.read(rnd)
    people, theirs = book["people"], made["person"] == person
    if not theirs.any() and person not in {*people["person"]} - {""}:
        raise Problem(
            f"withdrawal: nobody here is called {person!r}, or all their words are "
            "taken back already. Look the code up in notebook 01, then try again."
        )
    rows = _rows(people[people["person"] == person], made[theirs], person)
    others = _rows(people[people["person"] != person], made[~theirs], "")
    called, listed_ = _called(book["names to hide"], rows, others)
    before = earlier(rnd)
    comments = {*map(ids.whole, made.loc[theirs, "comment"])}
    comments |= {comment for comment, (who, _) in before.items() if who == person}
    comments |= {now for now, was in ids.same(rnd).items() if was in comments}
    mine, told = map(_every_run, _texts(rnd, made, person))
    files = dict(zip(book["files"]["source"], book["files"]["file"], strict=True))
    where = sorted({c.split("-")[0] for c in comments} | {r["source"] for r in rows})
    blank: dict[str, Any] = dict.fromkeys(people_record.SHEETS, [])
    return Plan(
        person,
        scope,
        journal.new_id(8),
        sorted(comments),
        sorted(mine - told),
        called.astype(str).to_numpy().tolist(),
        {**blank, "people": rows, "names to hide": listed_},
        [files.get(source, source) for source in where],
    )


def _rows(
    people: pd.DataFrame, made: pd.DataFrame, person: str
) -> list[dict[str, str]]:
    """Return what the record says of some speakers, and what sheets call them.

    Only what is needed to know a voice again and to hide a name.
    """
    wanted = ["person", "source", "label", "role", "group", "hide also"]
    rows: list[dict[str, str]] = people[wanted].to_dict("records")
    blank = dict.fromkeys(wanted, "")
    in_rows = made[made["person"].str.fullmatch(r"S\d+r.+").fillna(False)]
    for code, part in in_rows.groupby("person"):
        source, row = str(code).split("r", 1)
        labels = ", ".join(sorted({str(label) for label in part["label"]} - {""}))
        known = {"person": str(code), "source": source, "hide also": labels}
        rows.append({**blank, **known, "label": f"{people_record.ONE_ROW}{row})"})
    return rows


def _called(
    listed_: pd.DataFrame, rows: list[dict[str, str]], others: list[dict[str, str]]
) -> tuple[pd.DataFrame, list[dict[str, str]]]:
    """Return the names that nobody else bears, and their rows of the list."""
    bear = [people_workbook.hidden(some, listed_.head(0)) for some in (rows, others)]
    theirs, shared = ({*some["name"].str.casefold()} for some in bear)
    own = listed_[listed_["name"].str.casefold().isin(theirs - shared)]
    called = people_workbook.hidden(rows, own)
    called = called[called["name"].str.casefold().isin(theirs - shared)]
    return called, own.to_dict("records")


def _texts(rnd: Round, made: pd.DataFrame, person: str) -> tuple[list[str], list[str]]:
    """Return the texts of one person, and those of all others and who asked."""
    tables = [made] + ([rnd.load("comments")] if rnd.has("comments") else [])
    said = pd.concat([table[["person", "text", "question"]] for table in tables])
    own = said["person"] == person
    mine, others = list(said.loc[own, "text"]), list(said.loc[~own, "text"])
    for who, text in earlier(rnd).values():
        (mine if who == person else others).append(text)
    return mine, [*others, *said["question"].dropna()]


def earlier(rnd: Round) -> dict[str, list[str]]:
    """Return who said each comment, and its words, when it was last in a file.

    They lie in the private folder, and are shown on a screen only.

    Examples
    --------
    >>> len(protect.withdrawal.earlier(rnd))
    399
    """
    note_opened(path := rnd.private / EARLIER, used=False)
    raw = path.read_bytes().decode("utf-8", "surrogatepass") if path.exists() else "{}"
    found: dict[str, list[str]] = json.loads(raw)
    return found


def _waiting(rnd: Round) -> Plan | None:
    """Return the withdrawal that was broken off, if one was."""
    held = sealed.of(rnd).read(WAITS)
    return Plan(**json.loads(held)) if held else None


def unfinished(rnd: Round) -> str:
    """Say that a withdrawal was broken off, and how it goes on; or nothing.

    Examples
    --------
    >>> protect.withdrawal.unfinished(rnd)
    ''
    """
    if not (waits := _waiting(rnd)):
        return ""
    return (
        f"withdrawal: that of {waits.person} was broken off half way. Type coprod "
        f"withdraw {waits.person} --yes: it goes on to the end."
    )


def preview(rnd: Round, going: Plan) -> list[str]:
    """Say in sentences what a withdrawal takes away, and what it cannot reach.

    Examples
    --------
    >>> made = rnd.load("comments").assign(label="")
    >>> going = protect.withdrawal.plan(rnd, made, "P03", "future")
    >>> protect.withdrawal.preview(rnd, going)
    ['P03 is asked and sent nothing more. What was said stays.']
    """
    if going.scope == "future":
        return [f"{going.person} is asked and sent nothing more. What was said stays."]
    pages = [path.name for path in _pages(rnd) if rnd.share in path.parents]
    sent = f"What was sent of {listed(pages)}" if pages else "What was sent before"
    reach = f"Not in our reach: {listed(going.files)} in data/raw; {sent}; backups."
    if going.scope == "quotes":
        quoting = [path.name for path in _pages(rnd) if going.found_in(path)]
        gone = f"Taken away: {listed(quoting)}." if quoting else ""
        return [
            f"{going.person} is never quoted again; every count stays. {gone}",
            reach,
        ]
    each = (journal.read(rnd.decisions, kind).events for kind in _kinds(rnd.decisions))
    decided = plural("decision", sum(map(going.is_about, chain.from_iterable(each))))
    made = plural("page or paper", len(_pages(rnd)), "pages and papers")
    return [
        f"{going.person}: {plural('comment', len(going.comments))}, with "
        f"{decided} about them (tags, notes, reviews), and "
        f"{plural('name', len(going.names))} in the record of people.",
        "Taken away, and made again by coprod run and coprod share: every table, and "
        f"{made}{': in share/ ' * bool(pages)}{listed(pages)}.",
        f"{reach} Take the words out of these files yourself.",
    ]


def withdraw(rnd: Round, going: Plan) -> list[str]:
    """Take the words back; say what went and what is still there.

    It can be done again if it was broken off, and then ends whole.

    Raises
    ------
    ValueError
        If nobody has said who is reading, or a file is open elsewhere.

    Examples
    --------
    >>> made = rnd.load("comments").assign(label="")
    >>> going = protect.withdrawal.plan(rnd, made, "P03", "future")
    >>> protect.withdrawal.withdraw(rnd, going)
    ['P03 is asked and sent nothing more. What was said stays.']
    >>> protect.withdrawal.withdrawn(rnd).to_numpy().tolist()
    [['P03', 'future']]
    """
    said, decider = preview(rnd, going), rnd.decider
    if going.scope != "all":
        known = {"person": going.person, "scope": going.scope}
        if known not in withdrawn(rnd).to_dict("records"):
            journal.record(rnd, "withdrawals").add(known)
        for path in _pages(rnd) if going.scope == "quotes" else ():
            if going.found_in(path):
                path.unlink()
        return said
    sealed.of(rnd).write(WAITS, json.dumps(asdict(going)).encode())
    book = {name: pd.DataFrame(rows) for name, rows in going.rows.items()}
    people_record.forget(rnd, book, going.token, going.clean)
    for kind in _kinds(rnd.decisions):
        _rewrite(rnd.decisions, kind, going)
    _forget_private(rnd, going)
    for path in _made(rnd):
        path.unlink(missing_ok=True)
    _clear_notebooks()
    done = journal.read(rnd.decisions, "withdrawals").events
    if going.token not in {event["about"] for event in done}:  # a tombstone: no code
        journal.record(rnd, "withdrawals").add({"scope": "all"}, about=going.token)
    people_workbook.note(rnd)
    left = [path.name for path in _ours(rnd) if going.found_in(path)]
    (rnd.working / sealed.BACKUP).unlink(missing_ok=True)  # it holds their name
    sealed.of(rnd).empty()  # vectors, and with them what was kept of this withdrawal
    rnd.log(f"withdrawal by {decider}: done")
    return [*said, f"Still there, look yourself: {listed(left)}."] if left else said


def _kinds(folder: Path) -> list[str]:
    """Return which kinds of journals lie in a folder."""
    return sorted({path.name.split(".")[0] for path in folder.glob("*.*.*.jsonl")})


def _rewrite(folder: Path, kind: str, going: Plan) -> None:
    """Blank what is about their comments; mend what only names them."""
    events = journal.read(folder, kind).events
    gone = {event["about"] for event in events if going.is_about(event)}

    def change(event: journal.Event) -> journal.Event:
        if event["about"] not in gone:
            return {**event, "value": going.clean(event["value"])}
        about = going.called.sub(f"{going.token} {event['id']}", event["about"])
        return {**event, "op": "remove", "about": about, "value": {}}

    journal.rewrite(folder, kind, change)


def _forget_private(rnd: Round, going: Plan) -> None:
    """Take their words out of what is kept beside the record of people."""
    alone = {row["source"] for row in going.rows["people"]}
    for folder in (path for path in rnd.private.iterdir() if path.is_dir()):
        for kind in _kinds(folder) if folder.name != "people" else ():
            if folder.name == "voices":
                journal.rewrite(folder, kind, partial(_sealed_label, rnd, going))
            elif folder.name != "typed":
                _rewrite(folder, kind, going)
            elif kind in alone:  # one voice; words of others are as a file is
                journal.rewrite(folder, kind, lambda event: {**event, "value": None})
    kept = earlier(rnd)
    if (left := going.clean(kept)) != kept:
        body = json.dumps(left, ensure_ascii=False, indent=0, sort_keys=True)
        raw = body.encode("utf-8", "surrogatepass")
        write(rnd.private / EARLIER, raw, mode=0o600)


def _sealed_label(rnd: Round, going: Plan, event: journal.Event) -> journal.Event:
    """Return what is kept of a label, sealed if it is one of theirs."""
    label = (event["value"] or {}).get("label", "")
    if going.unname(label) == label:
        return event
    return {**event, "value": {"sealed": sealed.of(rnd).seal(label.encode()).hex()}}


def opened(rnd: Round, thing: Mapping[str, Any]) -> str:
    """Return a label as it was kept: in clear, or sealed after a withdrawal.

    Examples
    --------
    >>> protect.withdrawal.opened(rnd, {"label": "Mum"})
    'Mum'
    """
    if "label" in thing:
        return str(thing["label"])
    return (sealed.of(rnd).open(bytes.fromhex(thing["sealed"])) or b"").decode()


def _files(*folders: Path) -> list[Path]:
    """Return every file in some folders, and in the folders there."""
    found = [path for folder in folders for path in sorted(folder.rglob("*"))]
    return [path for path in found if path.is_file()]


def _pages(rnd: Round) -> list[Path]:
    """Return every page and paper of the round, those moved aside left out."""
    found = _files(rnd.reports / rnd.name)
    return [p for p in found if p.name != "log.txt" and ASIDE not in p.parts]


def _made(rnd: Round) -> list[Path]:
    """Return every file that code made and makes again."""
    copies = [path for path in _notebooks() if "checkpoint" in path.parent.name]
    made = _files(rnd.processed, rnd.private / "receipts")
    return [*_pages(rnd), *made, *copies, rnd.private / pseudonyms.LIST]


def _ours(rnd: Round) -> list[Path]:
    """Return every file of the round but the raw ones, and the notebooks."""
    locked = sealed.of(rnd).folder  # no word can be read there, and it is emptied
    folders = rnd.decisions, rnd.processed, rnd.private, rnd.reports / rnd.name
    return [p for p in _files(*folders) if p.parent != locked] + _notebooks()


def _notebooks() -> list[Path]:
    """Return the notebooks, and copies that JupyterLab keeps of them, if there are."""
    with suppress(Missing):
        return sorted((rounds.workbook() / "notebooks").rglob("*.ipynb"))
    return []


def _clear_notebooks() -> None:
    """Take what was shown out of the notebooks."""
    for path in _notebooks():
        book = json.loads(path.read_bytes())
        cells = [cell for cell in book["cells"] if cell.get("outputs")]
        for cell in cells:
            cell["outputs"] = []
        if cells:
            write(path, json.dumps(book, ensure_ascii=False, indent=1).encode() + b"\n")


def withdrawn(rnd: Round) -> pd.DataFrame:
    """Return who took something back: person, scope (all, quotes or future).

    Somebody of whom the record says that they do not take part took back all.

    Examples
    --------
    >>> list(protect.withdrawal.withdrawn(rnd).columns)
    ['person', 'scope']
    """
    made = journal.state(rnd, "withdrawals", ["person", "scope"])
    made = pd.concat([made[["person", "scope"]].dropna(), _gone(rnd)])
    return made.drop_duplicates(ignore_index=True)


def silent(rnd: Round) -> set[str]:
    """Return the files in which somebody spoke who withdrew.

    Examples
    --------
    >>> protect.withdrawal.silent(rnd)
    set()
    """
    return set(people_record.withdrawn(rnd)["people"]["source"])


def _gone(rnd: Round) -> pd.DataFrame:
    """Return who is sealed in the record or said no to taking part."""
    if people_workbook.trouble(rnd):  # nothing is made or shared then
        return pd.DataFrame()
    people = people_workbook.read(rnd)["people"]
    no = people["take part"].map(who_words.yes_or_no).eq(False)
    gone = people_record.withdrawn(rnd)["people"]
    return pd.concat([people.loc[no, ["person"]], gone[["person"]]]).assign(scope="all")


def _every_run(texts: Iterable[str]) -> set[str]:
    """Return the runs of words that stand in some texts."""
    return {run for text in texts for run, _, _ in _runs(str(text))}


def _runs(text: str) -> list[tuple[str, int, int]]:
    """Return every run of so many words in a text, in small letters, and its place."""
    found = list(re.finditer(r"\w+", text.replace("_", " ")))
    parts = (found[n : n + RUN] for n in range(len(found) - RUN + 1))
    return [
        (" ".join(w[0].casefold() for w in part), part[0].start(), part[-1].end())
        for part in parts
    ]


def _cut(text: str, own: Collection[str]) -> str:
    """Return a text without the runs that are somebody's own."""
    pieces: list[tuple[int, int]] = []
    for run, start, end in _runs(text):
        if run in own and pieces and start <= pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], end)
        elif run in own:
            pieces.append((start, end))
    for start, end in reversed(pieces):
        text = f"{text[:start]}{CUT}{text[end:]}"
    return text


def _read(path: Path) -> str:
    """Return all words of a file: a table, an Office file, a page, a picture's text."""
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        columns = pq.read_table(path).to_pydict().values()
        return "\n".join(str(cell) for column in columns for cell in column)
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
    else:
        parts = [path.read_bytes()]
    text = "\n".join(part.decode("utf-8", "replace") for part in parts)
    plain = re.sub(r"</?(?:\w+:)?\w[^<>]*>", "", text)  # a word may be cut by tags
    return "\n".join([re.sub(r"\\[nrt]", " ", each) for each in (text, plain)])
