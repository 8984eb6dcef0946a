"""Answer each request of the reading screen, and say what was saved.

Requests of the screen in, answers out, journals written. Nothing here knows a browser.
A save is answered after the disk has answered; each event has an id that the screen
made, so that a save sent twice is written once.
"""

import json
from typing import Any

import numpy as np
import pandas as pd

from coprod.store import tables
from coprod.store.disk import write
from coprod.store.problem import NotSaved, Problem, told
from coprod.store.rounds import Round
from coprod.write import codebook_reads
from coprod.write.tagger.acts import MOST, Deeds
from coprod.write.tagger.comments_shown import Shelf
from coprod.write.tagger.what_stands import KINDS, Given

Said = dict[str, Any]
ASKS = ("open", "view", "rows", "save", "place", "ids", "small")
PAGE = 60  # comments in a page
PLACE = ("comment", "mode", "order", "show", "inside", "source", "group", "code")


class Desk:
    """Read comments and tag them: rows out, decisions in.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who tags.
    comments, people : pandas.DataFrame
        The tables of these names; the comments with names replaced.
    replacements, groups, suggestions : pandas.DataFrame, optional
        The tables of these names; as saved in the round if they are not given.
    """

    def __init__(
        self,
        rnd: Round,
        comments: pd.DataFrame,
        people: pd.DataFrame,
        **more: pd.DataFrame | None,
    ) -> None:
        names = ("replacements", "groups", "suggestions")
        names_, near, hints = (_table(rnd, name, more.get(name)) for name in names)
        self.rnd = rnd
        self.shelf = Shelf(comments, people, names_, near)
        self.given = Given(rnd, self.shelf, hints)
        self.deeds = Deeds(self.given)
        self.queues: dict[str, tuple[Any, Any]] = {}  # all turns, and those that pass
        self.owed: set[str] = set()  # what changed and was not told yet

    @property
    def summary(self) -> str:
        """One sentence on how far the reading is."""
        self.given.refresh()
        return self._progress()

    def _progress(self) -> str:
        """Say how far the reading is, and that suggestions are held back, if they are.

        They are while readers read apart, if others' tags taught them.
        """
        given, said = self.given, self.shelf.progress(self.given.read)
        every = given.hints.items() if given.apart else ()
        if any(len(given.hinted(comment)) < len(hints) for comment, hints in every):
            said += " Readers read apart: what others' tags suggest is not shown."
        return said

    def answer(self, asked: Said) -> Said:
        """Answer one request with everything the screen needs, its number included."""
        answers = {ask: getattr(self, f"_{ask}") for ask in ASKS}
        said: Said = {"n": asked.get("n"), "ask": asked.get("ask")}
        try:
            book = self.given.book
            self.owed |= self.given.refresh()
            said |= answers[str(asked.get("ask"))](asked)
            if self.given.book is not book:
                said["codes"] = self._codes()
            said["state"] = self._state(self.owed | said.pop("touched", set()))
            self.owed = set()
            said["progress"] = self._progress()
        except Exception as error:  # a library's own words may hold a person's
            said["bad"] = told(error)
        return said

    def _open(self, asked: Said) -> Said:
        """Return what a screen needs once: codes, choices, where the reader stopped."""
        readers = {e["by"] for e in self.given.watch["tags"].events.values()}
        return {
            "key": f"{self.rnd.decisions}|{self.rnd.reader}",
            "reader": self.rnd.reader,
            "codes": self._codes(),
            "sources": self.shelf.sources(),
            "groups": sorted(set(map(str, self.shelf.group))),
            "readers": sorted(readers | {self.rnd.reader}),
            "alike": bool(len(self.shelf.groups)),
            "hints": bool(self.given.hints),
            "used": self._used(),
            "done": self.given.done(KINDS, 30),
            "place": self._stopped(),
        }

    def _view(self, asked: Said) -> Said:
        """Make a queue of what is to be shown; give the page the reader is on.

        A document is queued whole; `match` says which of its turns pass the filters.
        """
        read, wanted = self.given.read, self._wanted(asked)
        count, mode = int(asked.get("count", PAGE)), asked.get("mode")
        if mode == "document":
            queue = np.flatnonzero(self.shelf.source == asked.get("source"))
        elif mode == "table" and asked.get("sort"):
            many = [len(self.given.seen("tags", comment)) for comment in self.shelf.ids]
            down, places = bool(asked.get("down")), np.flatnonzero(wanted)
            queue = self.shelf.sort(places, str(asked["sort"]), down, many)
        else:
            by = "source" if mode == "table" else str(asked.get("order"))
            queue = self.shelf.order(by, wanted, read)
        passed = np.flatnonzero(wanted[queue])  # all of them, but in a document
        view = str(asked.get("view"))
        self.queues.pop(view, None)
        self.queues[view] = queue, queue[passed]
        while len(self.queues) > 8:
            self.queues.pop(next(iter(self.queues)))
        at = self._find(queue, passed, asked.get("comment"))
        first = 0 if mode == "table" else at - at % count
        page = self._page(queue, passed[first : first + count])
        found = int(passed[at]) if len(passed) else -1
        said: Said = {**page, "at": found, "total": len(queue), "view": view}
        if len(passed) < len(queue):
            said["match"] = passed.tolist()
        return said

    def _rows(self, asked: Said) -> Said:
        """Return a page of the queue."""
        queue, _ = self.queues.get(str(asked.get("view")), (np.array([], int), None))
        first = max(0, int(asked.get("from", 0)))
        count = min(int(asked.get("count", PAGE)), 400)
        return self._page(queue, np.arange(first, min(first + count, len(queue))))

    def _page(self, queue: Any, places: Any) -> Said:
        """Return these places of a queue, with the turns around each comment."""
        page = queue[places].tolist()
        around = {i + step for i in page for step in (-1, 0, 1)}
        rows = [self.shelf.row(i) for i in sorted(around) if 0 <= i < len(self.shelf)]
        persons = {row["person"]: self.given.person(row["person"]) for row in rows}
        return {
            "places": places.tolist(),
            "order": [self.shelf.ids[i] for i in page],
            "rows": [{**row, **self.given.of(row["id"])} for row in rows],
            "persons": persons,
        }

    def _ids(self, asked: Said) -> Said:
        """Return all comments of the queue, to change them at once."""
        _, queue = self.queues[str(asked.get("view"))]
        if len(queue) > MOST:
            raise Problem(
                f"{len(queue)} comments are shown, and at most {MOST} are changed at "
                "once. Filter them first, then tick all of them."
            )
        given, me = self.given, self.rnd.reader
        found, have = [self.shelf.ids[i] for i in queue], {}
        for comment in (c for c in found if given.on["tags"].get(c)):
            mine = [tag for tag in given.seen("tags", comment) if tag["by"] == me]
            have[comment] = [given.counts_as(tag) for tag in mine]
        return {"ids": found, "have": have}

    def _small(self, asked: Said) -> Said:
        """Return what looks as if it said nothing, each of the same words once."""
        _, queue = self.queues[str(asked.get("view"))]
        said = self.shelf.comments["no_words"]
        little = (said.notna() & said.ne(tables.WAITS).fillna(False)).to_numpy(bool)
        found = [i for i in queue.tolist() if little[i] and not self.given.read[i]]
        alike: dict[tuple[str, ...], list[str]] = {}
        for i in found[:MOST]:
            words = (str(self.shelf.texts[name][i]) for name in ("text", "question"))
            alike.setdefault((*words,), []).append(self.shelf.ids[i])
        groups = list(alike.values())[:200]
        rows = [(self.shelf.row(self.shelf.at[ids[0]]), ids) for ids in groups]
        small = [{**row, "same": ids} for row, ids in rows]
        return {"small": small, "touched": set[str]().union(*groups)}

    def _place(self, asked: Said) -> Said:
        """Remember where the reader is; words searched for are not kept."""
        kept = {name: asked.get(name) for name in PLACE}
        write(self._place_file, json.dumps(kept).encode())
        return {}

    def _save(self, asked: Said) -> Said:
        """Save acts in their order; say of each whether it is on disk or refused."""
        saved: list[str] = []
        refused: list[list[str]] = []
        touched: set[str] = set()
        said: Said = {"saved": saved, "refused": refused, "touched": touched}
        for act in asked["acts"]:
            touched |= {str(op["comment"]) for op in act["ops"] if op.get("comment")}
            try:
                self.deeds.write(act["ops"])
                saved.append(act["act"])
            except NotSaved as error:
                said["notsaved"] = str(error)
                break
            except Exception as error:  # a library's own words may hold a person's
                refused.append([act["act"], told(error)])
            finally:
                touched |= self.given.refresh()
        return said

    def _wanted(self, asked: Said) -> Any:
        """Mark the comments that pass every filter."""
        shelf, given = self.shelf, self.given
        wanted = self._shown(str(asked.get("show") or "all"))
        for name, column in (("source", shelf.source), ("group", shelf.group)):
            if asked.get(name):
                wanted &= column == asked[name]
        if asked.get("code"):
            path = {c["code"]: [*c["path"], c["code"]] for c in given.codes()}
            below = {code for code, way in path.items() if asked["code"] in way}
            tagged = {c for c in given.on["tags"] if given.codes_of(c) & below}
            wanted &= self._among(tagged)
        if str(asked.get("words") or "").strip():
            wanted &= shelf.saying(str(asked["words"]).strip())
        return wanted

    def _shown(self, show: str) -> Any:
        """Mark the comments of one way of showing: not yet read, all, flagged ..."""
        given, me = self.given, self.rnd.reader
        if show == "unread":
            return ~given.read
        if show == "mine":
            held = [*given.on["tags"].items(), *given.on["marks"].items()]
            found = {c for c, t in held if any(one["by"] == me for one in t.values())}
        elif show == "hints":
            found = {c for c in given.hints if given.of(c)["hints"]}
        elif show == "differ":
            found = {c for c in given.having("tags") if given.differ(c)}
        elif show in ("tagged", "untagged", "aside", "flags"):
            found = given.having({"aside": "marks", "flags": "flags"}.get(show, "tags"))
        else:
            return np.ones(len(self.shelf), bool)
        marked = self._among(found)
        return ~marked if show in ("mine", "untagged") else marked

    def _among(self, comments: set[str]) -> Any:
        """Mark these comments."""
        made = np.zeros(len(self.shelf), bool)
        made[[self.shelf.at[c] for c in comments if c in self.shelf.at]] = True
        return made

    def _find(self, queue: Any, passed: Any, comment: Any) -> int:
        """Return where comment stands among those that pass; the beginning if nowhere.

        In a document that is the next one that passes.
        """
        found = np.flatnonzero(queue == self.shelf.at.get(comment, -1))
        if not len(found) or not len(passed):
            return 0
        return min(int(np.searchsorted(passed, found[0])), len(passed) - 1)

    def _state(self, about: set[str]) -> Said:
        """Return what stands on comments that changed, and the notes on people."""
        comments = sorted(about & self.shelf.at.keys())[:MOST]
        persons = about & set(self.shelf.persons) if about else set()
        return {
            "comments": {c: self.given.of(c) for c in comments},
            "persons": {p: self.given.person(p) for p in sorted(persons)},
        }

    def _codes(self) -> Said:
        """Return the codes in use, and the names of all, for tags of codes gone."""
        names = codebook_reads.names(self.given.book)
        return {"list": self.given.codes(), "names": names}

    def _used(self) -> list[str]:
        """Return the codes this reader has given most, for the number keys."""
        given, me = self.given, self.rnd.reader
        tags = given.watch["tags"].things.values()
        mine = [given.counts_as(tag) for tag in tags if tag["by"] == me]
        return [str(code) for code in pd.Series(mine, dtype=str).value_counts().index]

    @property
    def _place_file(self) -> Any:
        """Where the reader's place is kept: losing it loses no decision."""
        return self.rnd.processed / f"place.{self.rnd.reader}.json"

    def _stopped(self) -> Said:
        """Return where the reader stopped; nothing if there is no such file."""
        try:
            said = json.loads(self._place_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return said if isinstance(said, dict) else {}


def _table(rnd: Round, name: str, given: pd.DataFrame | None) -> pd.DataFrame:
    """Return an extra table: the one given, the one saved, or one without rows."""
    if given is not None:
        return given
    return rnd.load(name) if rnd.has(name) else tables.empty(name)
