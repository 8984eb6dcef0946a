"""What a reader does on the reading screen: tag, undo, note, cut; checked and saved.

Acts of the screen in, events of the journals out. An act is one or several operations
that belong together, such as a stretch over three turns; each event has an id made by
the screen, so that an act sent twice is written once.
"""

import re
from typing import Any

from coprod.listen import set_aside, splits
from coprod.store import journal
from coprod.store.journal import Step
from coprod.store.problem import Problem
from coprod.write import codebook, flags_and_notes, tags
from coprod.write.tagger.what_stands import KINDS, Given

Said = dict[str, Any]
Deed = tuple[str, str, str, Said]  # kind of decision, operation, about what, values
MOST = 2000  # comments changed at once
NEW = re.compile(r"[0-9a-f]{6,32}(\.[0-9]{1,4})?")


class Deeds:
    """Write what one reader decides, after checking it against what stands."""

    def __init__(self, given: Given) -> None:
        self.given, self.shelf, self.rnd = given, given.shelf, given.rnd
        self.made: set[str] = set()  # codes and tags made by the act itself
        self.cut: set[str] = set()  # comments that are two since they were loaded

    def write(self, ops: list[Said]) -> None:
        """Check one act as a whole, then write it, each kind of decision together.

        Raises
        ------
        ValueError
            If something in it is against the rules; nothing of it is written then.
        NotSaved
            If the disk did not take it; it may be sent again.
        """
        if len(ops) > 2 * MOST:
            raise Problem(f"At most {MOST} comments are changed at once.")
        self.made = {str(op.get("code")) for op in ops if op["do"] == "code"}
        self.made |= {str(op.get("tag")) for op in ops if op["do"] == "tag"}
        self.cut = splits.recent(self.rnd)
        steps: dict[str, list[Step]] = {}
        watches = self.given.watch.values()
        sent = {_new(op["e"]) for op in ops}
        known = {e for e in sent if any(e in watch.events for watch in watches)}
        for op in ops:
            if op["e"] in known:
                continue  # sent again after its answer was lost
            deed = getattr(self, f"_do_{op['do']}", None)
            if deed is None:
                raise Problem("The screen asked for something unknown.")
            kind, what, about, values = deed(op)
            steps.setdefault(kind, []).append((what, about, values, op["e"]))
        for kind in sorted(steps):  # codes before the tags that use them
            journal.record(self.rnd, kind).several(steps[kind])

    def _do_tag(self, op: Said) -> Deed:
        """Return a comment, or a stretch of it, a code."""
        comment, code = self._comment(op), self._code(op["code"])
        start, end = op.get("start"), op.get("end")
        if start is not None:
            start, end = self.shelf.whole(comment, int(start), int(end or 0))
        span = {"comment": comment, "code": code, "start": start, "end": end}
        said = tags.ticks(tuple(op.get("ticks") or ()))
        values = {**span, "note": op.get("note") or None, **said}
        return "tags", "add", _new(op["tag"]), values

    def _do_change(self, op: Said) -> Deed:
        """Change ticks, note or code of one's own tag."""
        values: Said = {}
        if "ticks" in op:
            values |= tags.ticks(tuple(op["ticks"]))
        if "note" in op:
            values["note"] = str(op["note"]).strip() or None
        if "code" in op:
            values["code"] = self._code(op["code"])
        return "tags", "change", self._own(op["tag"]), values

    def _do_untag(self, op: Said) -> Deed:
        """Take one's own tag away."""
        return "tags", "remove", self._own(op["tag"]), {}

    def _do_aside(self, op: Said) -> Deed:
        """Set a comment aside, with a reason."""
        comment = self._comment(op)
        values = set_aside.aside(comment, op["end"], op["reason"], op.get("of"))
        return "marks", "add", f"{comment}.{self.rnd.reader}", values

    def _do_back(self, op: Said) -> Deed:
        """Take a comment back from those set aside."""
        comment = self._comment(op)
        found = self.given.on["marks"].get(comment, {}).values()
        mine = [mark["id"] for mark in found if mark["by"] == self.rnd.reader]
        about = [f"{comment}.{self.rnd.reader}", *mine][-1]
        return "marks", "remove", about, {}

    def _do_flag(self, op: Said) -> Deed:
        """Flag a comment for somebody to look at."""
        values = {"comment": self._comment(op), "why": str(op.get("why") or "") or None}
        return "flags", "add", _new(op["flag"]), values

    def _do_unflag(self, op: Said) -> Deed:
        """Take a flag down: somebody has looked."""
        return "flags", "remove", _new(op["flag"]), {}

    def _do_note(self, op: Said) -> Deed:
        """Keep a note on a comment or a person; a blank one is taken away."""
        person, text = op.get("person"), str(op["note"]).strip()
        if person is not None and person not in self.shelf.persons:
            raise Problem("notes: this person is not in the round.")
        comment = None if person is not None else self._comment(op)
        values = {"comment": comment, "person": person, "note": text}
        thing = f"{person or comment}.{self.rnd.reader}"
        return "notes", "add" if text else "remove", thing, values if text else {}

    def _do_code(self, op: Said) -> Deed:
        """Add a working code, alone or under a theme or another code."""
        book, parent = self.given.book, op.get("parent")
        book = book[book["code"] != op["code"]]  # sent twice is not in use twice
        parent = None if parent is None else self._code(parent)
        codebook.check_name(book, str(op["name"]))
        values = codebook.new(str(op["name"]), parent=parent)
        return "codebook", "add", _new(op["code"]), values

    def _do_hint(self, op: Said) -> Deed:
        """Record what the reader made of a suggestion; the tag itself is apart."""
        if op.get("answer") not in flags_and_notes.ANSWERS:
            raise Problem(f"A suggestion is {', '.join(flags_and_notes.ANSWERS)}.")
        names = ("comment", "code", "answer", "instead", "model")
        about = f"{self._comment(op)}.{op['code']}.{self.rnd.reader}"
        ticks = tags.ticks(tuple(op.get("ticks") or ()))  # what was suggested
        how = "; ".join(name.replace("_", " ") for name, on in ticks.items() if on)
        said = {name: op.get(name) for name in names}
        return "suggested", "add", about, {**said, "experience": how or None}

    def _do_undo(self, op: Said) -> Deed:
        """Let one's own event count no longer; undoing an undo brings it back."""
        kind = str(op["kind"])
        known = self.given.watch[kind].events if kind in KINDS else {}
        if known.get(op["event"], {}).get("by") != self.rnd.reader:
            raise Problem("There is nothing of yours to undo here.")
        return kind, "undo", str(op["event"]), {}

    def _comment(self, op: Said) -> str:
        """Return the comment an operation is on; refuse one that is not there."""
        if op.get("comment") not in self.shelf.at:
            raise Problem(
                "This comment is not in the round any more. Run notebooks 01 and 02, "
                "then this cell again."
            )
        if op["comment"] in self.cut:
            raise Problem(
                "This comment was cut in two after notebook 02 ran. Run 02 again, then "
                "this cell, and tag its halves."
            )
        return str(op["comment"])

    def _code(self, code: str) -> str:
        """Return a code that is in use or made in the same act; refuse any other."""
        now, book = self.given.now.get(code, code), self.given.book
        used = book.loc[book["status"] == "in use", "code"]
        if code not in self.made and now not in set(used):
            raise Problem("codebook: this code is not in use. Choose another one.")
        return now

    def _own(self, tag: str) -> str:
        """Refuse to touch somebody else's tag."""
        if tag not in self.made:
            found = self.given.watch["tags"].things.get(tag)
            tags.check_own(found, self.rnd.reader)
        return tag


def _new(name: Any) -> str:
    """Check an id that the screen made: hexadecimal digits, nothing else."""
    if not isinstance(name, str) or not NEW.fullmatch(name):
        raise Problem("The screen sent an id that is none: run the cell again.")
    return name
