"""The screen for comments that may need a person today, in notebook 02.

Protected comments in; out: the record of what was done, through `care`. The list is
a prompt: it blocks nothing, and no shared page shows it.
"""

import pandas as pd

from coprod import care
from coprod.controls import Block, beside, field
from coprod.hearing import nameless
from coprod.rounds import Round
from coprod.screen import Queue


class Today(Queue):
    """Look at each comment on the list: passed on to somebody, or no need.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who looks.
    comments : pandas.DataFrame
        The table "comments", with names replaced.
    """

    nothing = "Nothing on the list is open."

    def __init__(self, rnd: Round, comments: pd.DataFrame) -> None:
        super().__init__("Comment")
        self.rnd, self.comments = rnd, comments.set_index("comment", drop=False)
        self.initials = field("Text", "Initials of the lead", hint="KP")
        self.role = field("Text", "Their role", hint="safeguarding lead")
        self.to = field("Text", "Passed on to", value=care.lead(rnd))
        self.note = field("Text", "Note (no names)")
        self.root.children = (
            beside(self.initials, self.role, self.button("Name the lead", self.name)),
            self.pane,
            beside(self.to, self.note),
            beside(
                self.button("Passed on", self.submit, strong=True),
                self.button("Looked at: no need", self.no_need),
                self.button("Skip", self.skip),
                self.button("Undo", self.undo),
            ),
            self.line,
        )
        self.line.status = self.display()

    def waiting(self) -> list[str]:
        """Give the comments that nobody has looked at, new ones first."""
        self.found = care.left(self.rnd, self.comments).set_index("comment")
        return list(self.found.index)

    @property
    def summary(self) -> str:
        """How many comments are on the list and open, and what that proves."""
        return care.sentence(self.rnd, self.comments)

    def draw(self, one: str) -> None:
        """Draw the next comment, with the words that led there."""
        row, said = self.found.loc[one], self.comments.loc[one]
        heading = f"Does somebody need a person today? {one}"
        why = f"{row['signs']} ({row['words']})"
        blocks: list[Block] = [
            {"kind": "heading", "text": f"{'New. ' if row['new'] else ''}{heading}"},
            {"kind": "near", "label": "On the list because of", "text": why},
        ]
        if isinstance(said["question"], str):
            blocks.append({"kind": "near", "text": said["question"]})
        self.pane.draw([*blocks, {"kind": "comment", "text": said["text"]}])

    def name(self) -> str:
        """Record who is told in this round."""
        role = nameless(self.rnd, self.role)
        care.set_lead(self.rnd, self.initials.value.strip(), role)
        self.to.value = care.lead(self.rnd)
        self.initials.value = self.role.value = ""
        return f"Saved: the lead. {self.display()}"

    def submit(self) -> str:
        """Record that the comment was passed on, to whom and today."""
        return self._record("passed on", nameless(self.rnd, self.to, needed=False))

    def no_need(self) -> str:
        """Record that it was looked at and nobody need be told."""
        return self._record("no need", "")

    def take_back(self, answer: str) -> None:
        """Take back what was recorded of a comment."""
        care.undo(self.rnd, answer)

    def _record(self, what: str, to: str) -> str:
        """Record what was done about the comment on the screen."""
        note = nameless(self.rnd, self.note, needed=False)
        self.done.append(care.record(self.rnd, self.current(), what, to, note))
        self.note.value = ""
        told = f"passed on to {to}" if to else "looked at, no need"
        return f"Saved: {told}. {self.display()}"
