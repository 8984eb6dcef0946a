"""All tags, notes and marks that stand on a comment now, by every reader.

Journals of tags, marks, flags, notes and answers in; a small state for each comment
out. It follows the journals as they grow and asks the disk only for what is new.
"""

import hashlib
import heapq
from typing import Any

import numpy as np
import pandas as pd

from coprod.store import ids, tables
from coprod.store.journal import Event, order
from coprod.store.journal_watch import Watch
from coprod.store.rounds import Round
from coprod.store.tables import some
from coprod.write import codebook, codebook_reads, readers, tags
from coprod.write.tagger.comments_shown import Shelf

KINDS = ("tags", "marks", "flags", "notes", "suggested")


class Given:
    """Tags, marks, flags, notes and suggestions of every comment, kept up to date."""

    def __init__(self, rnd: Round, shelf: Shelf, suggestions: pd.DataFrame) -> None:
        self.rnd, self.shelf = rnd, shelf
        folder = rnd.decisions
        kinds = (*KINDS, "codebook", ids.KIND, "apart")
        self.watch = {kind: Watch(folder, kind) for kind in kinds}
        self.apart = False  # readers read apart: each sees only what is their own
        self.splits: list[Event] = []
        self.on: dict[str, dict[str, dict[str, Event]]] = {kind: {} for kind in KINDS}
        self.where: dict[tuple[str, str], str] = {}
        self.known: dict[str, str] = {}
        self.since: dict[str, str] = {}
        self.read = np.zeros(len(shelf), bool)
        self.book = codebook.table(rnd)
        self.now = codebook.standing(self.book)
        self.hints: dict[str, list[dict[str, Any]]] = {}
        for row in tables.check("suggestions", suggestions).itertuples():
            ticks = some(row.experience)
            hint = {
                "code": row.code,
                "score": round(float(row.score), 2),
                "words": some(row.words),
                "model": digest(str(row.model)),
                "ticks": ticks.split("; ") if ticks else [],
                "from": some(row.learned_from),
            }
            self.hints.setdefault(row.comment, []).append(hint)
        self.refresh()

    def refresh(self) -> set[str]:
        """Read what is new on disk; give the comments (and people) it is about."""
        again = bool(self.watch[ids.KIND].refresh())
        if self.watch["codebook"].refresh():
            self.book, before = codebook.table(self.rnd), self.splits
            self.now = codebook.standing(self.book)
            self.splits = codebook.splits(self.rnd)
            again |= self.splits != before
        if self.watch["apart"].refresh():
            self.apart, again = readers.apart(self.rnd), True
        changed: set[str] = set()
        if again:
            self.known, self.since = ids.same(self.rnd), ids.since(self.rnd)
        for kind in KINDS:
            fresh = self.watch[kind].refresh()
            wanted = fresh | set(self.watch[kind].things) if again else fresh
            changed.update(*(self._place(kind, thing) for thing in wanted))
        for comment in changed & self.shelf.at.keys():
            read = self.seen("tags", comment) or self.seen("marks", comment)
            self.read[self.shelf.at[comment]] = bool(read)
        return changed

    def _place(self, kind: str, thing: str) -> tuple[str, ...]:
        """Put a thing on the comment it is about now, and off the one before."""
        before = self.where.pop((kind, thing), None)
        if before is not None:
            self.on[kind][before].pop(thing, None)
        found = self.watch[kind].things.get(thing)
        if found is None:
            return (before,) if before else ()
        about = str(found.get("comment") or found.get("person"))
        if self.known:
            whole = ids.whole(about)
            about = self.known.get(whole, whole) + about[len(whole) :]
        self.on[kind].setdefault(about, {})[thing] = found
        self.where[kind, thing] = about
        return (about, before) if before else (about,)

    def of(self, comment: str) -> dict[str, Any]:
        """Return what stands on one comment, each reader's apart, oldest first."""
        tags = [self._tag(comment, tag) for tag in self.seen("tags", comment)]
        said = [*tags, *self.seen("suggested", comment)]
        mine = {one["code"] for one in said if one["by"] == self.rnd.reader}
        return {
            "tags": tags,
            "marks": self._short("marks", comment, "end", "reason"),
            "flags": self._short("flags", comment, "why"),
            "notes": self._short("notes", comment, "note"),
            "hints": [h for h in self.hinted(comment) if h["code"] not in mine],
        }

    def hinted(self, comment: str) -> list[dict[str, Any]]:
        """Return the suggestions on a comment that do not tell what others said."""
        every, by = self.hints.get(comment, []), self.rnd.reader
        return [hint for hint in every if not self.apart or hint["from"] == by]

    def person(self, person: str) -> list[dict[str, Any]]:
        """Return the notes on one person."""
        return self._short("notes", person, "note")

    def differ(self, comment: str) -> bool:
        """Return whether two readers have read a comment and coded it differently."""
        said: dict[str, set[str]] = {}
        for tag in self.seen("tags", comment):
            said.setdefault(tag["by"], set()).add(self.counts_as(tag))
        return len({frozenset(codes) for codes in said.values()}) > 1

    def counts_as(self, tag: Event) -> str:
        """Return the code that a tag counts as today, after splits and merges."""
        code = str(tag["code"])
        if self.splits:
            events = self.watch["tags"].counted(tag["id"])
            chosen = [e["n"] for e in events if "code" in (e["value"] or {})]
            code = codebook.after(self.splits, tag["id"], code, max(chosen, default=0))
        return self.now.get(code, code)

    def codes(self) -> list[dict[str, Any]]:
        """Return codes in use, each under its theme or code, with how deep it is."""
        rows = self.book.set_index("code")
        used = rows.index[rows["status"] == "in use"]
        ways = codebook_reads.upward(self.book)
        low, name = rows["level"] != "theme", rows["name"].str.casefold()
        paths = [ways[code][::-1] for code in used]
        paths.sort(key=lambda path: [(low[code], name[code]) for code in path])
        named = ["name", "level", "definition", "include", "exclude"]
        made = []
        for path in paths:
            own = rows.loc[path[-1], named].items()
            said = {name: some(words) for name, words in own}
            colour = [None, *rows.loc[path, "colour"].dropna()][-1]
            made.append({"code": path[-1], "path": path[:-1], "colour": colour, **said})
        return made

    def done(self, kinds: tuple[str, ...], acts: int) -> list[list[list[str]]]:
        """Return this reader's last acts, oldest first: lists of (kind, event)."""
        mine = (
            (order(event), kind, event["id"])
            for kind in kinds
            for event in self.watch[kind].events.values()
            if event["by"] == self.rnd.reader
            and event["op"] != "undo"
            and self.watch[kind].counts(event)
        )
        found: dict[str, list[list[str]]] = {}
        for _, kind, name in heapq.nlargest(4 * acts, mine)[::-1]:
            found.setdefault(name.partition(".")[0], []).append([kind, name])
        return list(found.values())[-acts:]

    def seen(self, kind: str, about: str) -> list[Event]:
        """Return what this reader may see of one kind on a comment or person, in order.

        While readers read apart nobody sees another's; flags are for everybody.
        """
        free, me = kind == "flags" or not self.apart, self.rnd.reader
        found = self.on[kind].get(about, {}).values()
        seen = [thing for thing in found if free or thing["by"] == me]
        return sorted(seen, key=lambda thing: (thing["time"], thing["id"]))

    def having(self, kind: str) -> set[str]:
        """Return the comments (and people) on which this reader sees one of a kind."""
        return {about for about in self.on[kind] if self.seen(kind, about)}

    def codes_of(self, comment: str) -> set[str]:
        """Return the codes that a comment has, as far as the reader sees."""
        return {self.counts_as(tag) for tag in self.seen("tags", comment)}

    def _short(self, kind: str, about: str, *names: str) -> list[dict[str, Any]]:
        """Return what stands of one kind for the screen: id, reader, these values."""
        return [short(thing, *names) for thing in self.seen(kind, about)]

    def _tag(self, comment: str, tag: Event) -> dict[str, Any]:
        """Give one tag for the screen; its stretch as it stands in the words shown."""
        start, end = tag.get("start"), tag.get("end")
        if start is not None and tag["time"] <= self.since.get(ids.whole(comment), ""):
            start = end = None  # the words were corrected since
        if start is not None and end is not None:
            start, end = self.shelf.shown(comment, int(start), int(end))
        return {
            **short(tag, "note"),
            "code": self.counts_as(tag),
            "given": tag["code"],
            "start": start,
            "end": end,
            "ticks": [bool(tag.get(name)) for name in tags.TICKS],
        }


def digest(model: str) -> str:
    """Return a short digest of what made a suggestion."""
    return hashlib.sha256(model.encode()).hexdigest()[:16]


def short(thing: Event, *names: str) -> dict[str, Any]:
    """Return id, reader and these values of a thing."""
    return {name: thing.get(name) for name in ("id", "by", *names)}
