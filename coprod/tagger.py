"""The screen for reading comments and tagging them, in notebook 03.

Tables in: comments, people, codebook. Out: the journals of tags, of comments set aside
and of codes, through `tagging` and `codebook`; the screen itself keeps nothing.
"""

from functools import partial
from typing import Any

import pandas as pd

from coprod import codebook as codes
from coprod import tagging
from coprod.rounds import Round
from coprod.screen import Block, Screen, below, beside, field, some

NO_CODE = "(choose a code)"


def _choices(codebook: pd.DataFrame) -> list[tuple[str, str | None]]:
    """Give what a tag may be: codes in use, then themes in use, by name."""
    code, theme = (codes.in_use(codebook, level) for level in ("code", "theme"))
    named = list(zip(code["name"], code["code"], strict=True))
    whole = zip("theme: " + theme["name"], theme["code"], strict=True)
    return [(NO_CODE, None), *sorted(named), *sorted(whole)]


class TagLine:
    """One tag as it is being given: a code, three ticks of experience, a note."""

    def __init__(self, number: int, choices: list[tuple[str, str | None]]) -> None:
        self.tag: str | None = None
        self.code = field("Dropdown", f"Tag {number}", options=choices)
        self.ticks = {
            name: field("Checkbox", name, indent=False) for name in tagging.EXPERIENCES
        }
        self.note = field("Text", "Note")
        self.box = beside(self.code, *self.ticks.values(), self.note)
        self.box.add_class("coprod-tag")
        self.show(None)

    @property
    def data(self) -> dict[str, Any]:
        """What stands in the line: code, experience, note."""
        ticked = tuple(name for name, tick in self.ticks.items() if tick.value)
        return {
            "code": self.code.value,
            "experience": ticked,
            "note": self.note.value.strip() or None,
        }

    def show(self, tag: dict[str, Any] | None) -> None:
        """Show a tag that was given before, or a blank line."""
        self.tag = tag["tag"] if tag else None
        self.code.value = tag and tag["code"]
        for name, tick in self.ticks.items():
            tick.value = bool(tag and tag[name.replace(" ", "_")])
        self.note.value = (tag and tag["note"]) or ""
        self.shown = self.data

    def offer(self, choices: list[tuple[str, str | None]]) -> None:
        """Offer other codes; what was chosen stays chosen."""
        chosen = self.code.value
        self.code.options = choices
        self.code.value = chosen

    def save(self, rnd: Round, comment: str) -> int:
        """Save what changed and give 1 if a tag stands on the line, else 0."""
        data = self.data
        if not data["code"] and (data["experience"] or data["note"]):
            raise ValueError("A tick or a note has no code beside it: choose the code.")
        if self.tag and not data["code"]:
            tagging.remove(rnd, self.tag)
            self.tag = None
        elif self.tag and data != self.shown:
            tagging.change(rnd, self.tag, **data)
        elif data["code"] and not self.tag:
            self.tag = tagging.add(rnd, comment, **{**data, "note": data["note"] or ""})
        self.shown = data
        return int(self.tag is not None)


class Tagger(Screen):
    """Read one comment after the other and say what it is about, and how it was.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who tags.
    comments, people, codebook : pandas.DataFrame
        The tables of these names; the comments with names replaced.
    """

    def __init__(
        self,
        rnd: Round,
        comments: pd.DataFrame,
        people: pd.DataFrame,
        codebook: pd.DataFrame,
    ) -> None:
        super().__init__("Comment")
        self.rnd, self.people = rnd, people
        self.comments = comments.reset_index(drop=True)
        self.number = {c: i for i, c in enumerate(self.comments["comment"])}
        self.group_of = dict(zip(people["person"], people["group"], strict=True))
        self.choices = _choices(codebook)
        self.lines: list[TagLine] = []
        self.queue: list[str] = []
        self.at, self.done = 0, list[str]()
        self._lay()
        self.gather()
        self.line.status = self.summary

    def _lay(self) -> None:
        """Lay out the controls in the order of the work."""
        groups = ["everyone", *sorted(set(self.group_of.values()))]
        self.show = field("Dropdown", "Show", options=["not yet read", "all"])
        self.group = field("Dropdown", "from", options=groups)
        self.tags, self.reason = below(), field("Text", "Set aside, because")
        self.name, self.means = field("Text", "New code"), field("Text", "It means")
        save = self.button("Save and next", self.submit, strong=True)
        moves = {"Skip": self.skip, "Back": self.back, "Undo": self.undo}
        ends = [
            self.button(end.capitalize(), partial(self.end, end))
            for end in tagging.ASIDE
        ]
        self.root.children = (
            beside(self.show, self.group),
            self.pane.widget,
            self.tags,
            beside(save, *(self.button(*move) for move in moves.items())),
            self.line.widget,
            beside(self.reason, *ends, self.button("Count again", self.unmark)),
            beside(self.name, self.means, self.button("Add code", self.add_code)),
        )
        for chooser in (self.show, self.group):
            chooser.observe(lambda _: self.gather(), "value")

    @property
    def comment(self) -> str | None:
        """The comment on the screen, or None if there is none left."""
        return self.queue[self.at] if self.at < len(self.queue) else None

    @property
    def data(self) -> list[dict[str, Any]]:
        """The tags as they stand on the screen, saved or not."""
        return [line.data for line in self.lines if line.data["code"]]

    @property
    def summary(self) -> str:
        """How far the reading is."""
        tags, marks = tagging.table(self.rnd), tagging.marks(self.rnd)
        return tagging.progress(self.comments, self.people, tags, marks)

    def gather(self) -> str:
        """Gather the comments to read, and begin with the first."""
        tags, marks = tagging.table(self.rnd), tagging.marks(self.rnd)
        order = list(self.comments["comment"])
        if self.show.value == "not yet read":
            order = tagging.order(self.comments, self.people, tags, marks)
        group = self.comments.set_index("comment")["person"].map(self.group_of)
        wanted = self.group.value
        self.queue = [c for c in order if wanted in ("everyone", group[c])]
        self.at = 0
        return self.display()

    def display(self, said: str = "") -> str:
        """Show the comment with its question and neighbours, and one's own tags."""
        self.pane.draw(self._blocks())
        tags = tagging.table(self.rnd)
        mine = (tags["comment"] == self.comment) & (tags["reader"] == self.rnd.reader)
        given = tags[mine].astype(object).where(tags[mine].notna(), None)
        self._offer_lines(given.to_dict("records"))
        self.reason.value = ""
        return f"{said} {self.summary}".strip()

    def submit(self) -> str:
        """Save the tags on the screen, then show the next comment."""
        comment = self._current()
        if not self.data and not any(line.tag for line in self.lines):
            raise ValueError("There is no tag yet: choose a code, or set it aside.")
        count = sum(line.save(self.rnd, comment) for line in self.lines)
        return self._next(f"Saved: {count} tag(s) on {self._place(comment)}.")

    def end(self, end: str) -> str:
        """Set the comment aside; what is out of scope needs a reason."""
        comment = self._current()
        self._nothing_loose()
        row = self.comments.iloc[self.number[comment]]
        twin = row["duplicate_of"] if end == "duplicate" else None
        known = {"no content": "says nothing", "duplicate": "the same words again"}
        plain = known.get(end, "") if end == "no content" or some(twin) else ""
        reason = self.reason.value.strip() or plain
        if not reason:
            raise ValueError(
                f"Say why it is {end}: write it beside the button, then press again."
            )
        tagging.mark(self.rnd, comment, end, reason, of=some(twin))
        return self._next(f"Saved: {self._place(comment)} is set aside ({end}).")

    def unmark(self) -> str:
        """Count a comment again that was set aside."""
        tagging.unmark(self.rnd, self._current())
        return self.display("Saved: this comment counts again.")

    def skip(self) -> str:
        """Go on without deciding; the comment stays not yet read."""
        self._nothing_loose()
        self._current()
        return self._next("Skipped.", decided=False)

    def back(self) -> str:
        """Go back to the comment before."""
        self._nothing_loose()
        self.at = max(self.at - 1, 0)
        return self.display()

    def undo(self) -> str:
        """Undo the last thing this reader did, and show where it was."""
        said = tagging.undo(self.rnd)
        before = self.done.pop() if self.done else None
        self.at = self.queue.index(before) if before in self.queue else self.at
        return self.display(said)

    def add_code(self) -> str:
        """Add a working code and choose it in the first free line."""
        code = codes.add(self.rnd, self.name.value, definition=self.means.value.strip())
        self.choices = _choices(codes.table(self.rnd))
        for line in self.lines:
            line.offer(self.choices)
        next(line for line in self.lines if not line.code.value).code.value = code
        said = f"Saved: the code {self.name.value.strip()!r}."
        self.name.value = self.means.value = ""
        return f"{said} It is chosen above; the tag is not saved yet."

    def _blocks(self) -> list[Block]:
        """Give what the pane draws: question, comment, and one neighbour each side."""
        if self.comment is None:
            return [{"kind": "heading", "text": "There is nothing more to read here."}]
        at = self.number[self.comment]
        row = self.comments.iloc[at]
        said = [{"kind": "heading", "text": self._place(self.comment).capitalize()}]
        said += self._near(at - 1, row["source"], "Just before")
        if some(row["question"]):
            asked = "They were asked, or spoke of"
            said.append({"kind": "near", "label": asked, "text": row["question"]})
        words = {"label": self.group_of.get(row["person"], "unknown")}
        said.append({"kind": "comment", "text": row["text"], **words})
        said += self._near(at + 1, row["source"], "Just after")
        return [*said, *self._hints(row)]

    def _near(self, at: int, source: str, label: str) -> list[Block]:
        """Give a neighbour from the same file, if there is one."""
        if not 0 <= at < len(self.comments):
            return []
        row = self.comments.iloc[at]
        who = f"{label} ({self.group_of.get(row['person'], 'unknown')})"
        near = {"kind": "near", "label": who, "text": row["text"]}
        return [near] if row["source"] == source else []

    def _hints(self, row: pd.Series) -> list[Block]:
        """Say what is known of the comment: little said, said before, set aside."""
        hints = [f"It {row['no_words']}."] if some(row["no_words"]) else []
        if some(row["duplicate_of"]):
            hints.append("The same person said the same words before.")
        marks = tagging.marks(self.rnd)
        for mark in marks[marks["comment"] == row["comment"]].itertuples():
            hints.append(f"Set aside by {mark.by}: {mark.end} ({mark.reason}).")
        return [{"kind": "hint", "text": hint} for hint in hints]

    def _offer_lines(self, given: list[dict[str, Any]]) -> None:
        """Show the tags given before, and one blank line below them."""
        gone = [(f"{t['code']} (not in use)", t["code"]) for t in given]
        known = {code for _, code in self.choices}
        choices = [*self.choices, *(pair for pair in gone if pair[1] not in known)]
        while len(self.lines) <= len(given):
            self._add_line()
        del self.lines[len(given) + 1 :]
        for line, tag in zip(self.lines, [*given, None], strict=True):
            line.show(None)
            line.offer(choices)
            line.show(tag)
        self.tags.children = tuple(line.box for line in self.lines)

    def _add_line(self) -> None:
        """Add a blank line."""
        line = TagLine(len(self.lines) + 1, self.choices)
        line.code.observe(lambda _: self._grow(), "value")
        self.lines.append(line)

    def _grow(self) -> None:
        """Add a blank line when the last one has a code."""
        if self.lines and self.lines[-1].code.value:
            self._add_line()
            self.tags.children = tuple(line.box for line in self.lines)

    def _next(self, said: str, decided: bool = True) -> str:
        """Show the next comment; after the last, those that were skipped."""
        if decided:
            self.done.append(str(self.comment))
        self.at += 1
        if self.at < len(self.queue):
            return self.display(said)
        return f"{said} {self.gather()}"

    def _current(self) -> str:
        """Give the comment on the screen, or say that there is none."""
        if self.comment is None:
            raise ValueError("There is no comment here: choose what to show above.")
        return self.comment

    def _nothing_loose(self) -> None:
        """Refuse to leave ticks behind that are not saved."""
        if any(line.data != line.shown for line in self.lines):
            raise ValueError(
                "There are tags on the screen that are not saved: press Save and "
                f"next, or set them back to {NO_CODE}, then again."
            )

    def _place(self, comment: str) -> str:
        """Name a comment by its place, never by its words."""
        return f"comment {self.number[comment] + 1} of {len(self.comments)}"
