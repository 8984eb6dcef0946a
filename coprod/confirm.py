"""The screen for corrected words, in notebook 02: same comment or not.

Tables in: comments, tags. Out: the record of confirmed and refused pairs, through
`sources`; nothing is joined before a person has pressed a button.
"""

import pandas as pd

from coprod import links, sources
from coprod.controls import Block, beside
from coprod.rounds import Round
from coprod.screen import Screen

Pair = tuple[str, str]


class Confirm(Screen):
    """Compare words before and after a correction, one pair at a time.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who compares.
    comments : pandas.DataFrame
        The comments of the present files, with their words.
    tags : pandas.DataFrame, optional
        If given, only comments with a tag are asked about.
    """

    def __init__(
        self, rnd: Round, comments: pd.DataFrame, tags: pd.DataFrame | None = None
    ) -> None:
        super().__init__("Words before and after")
        self.rnd, self.comments, self.tags = rnd, comments, tags
        self.words = links.wholes(comments)
        self.before = links.earlier(rnd)
        self.skipped: list[Pair] = []
        self.done: list[str] = []
        self.root.children = (
            self.pane,
            beside(
                self.button("The same comment", self.submit, strong=True),
                self.button("Two different comments", self.refuse),
                self.button("Skip", self.skip),
                self.button("Undo", self.undo),
            ),
            self.line,
        )
        self.find()
        self.line.status = self.display()

    def find(self) -> None:
        """Look for pairs that nobody has decided on; those skipped come last."""
        table = sources.near(self.rnd, self.comments, self.tags)
        pairs: list[Pair] = list(zip(table["was"], table["now"], strict=True))
        self.left = sorted(pairs, key=self.skipped.count)

    @property
    def summary(self) -> str:
        """How many pairs wait to be compared."""
        if not self.left:
            return "No corrected comment waits to be compared."
        return f"{len(self.left)} corrected comments wait to be compared."

    def display(self) -> str:
        """Show the next pair: the words before, and the words now."""
        if not self.left:
            self.pane.draw([{"kind": "heading", "text": self.summary}])
            return self.summary
        was, now = self.left[0]
        unknown = "(the words are not known any more; it stood in this place)"
        old = self.before.get(was, unknown)
        blocks: list[Block] = [
            {"kind": "heading", "text": "Is this the same comment, corrected?"},
            {"kind": "comment", "label": "Before", "text": old},
            {"kind": "comment", "label": "Now", "text": self.words[now]},
        ]
        self.pane.draw(blocks)
        return self.summary

    def submit(self) -> str:
        """Record that it is the same comment: its tags stay with it."""
        self.done.append(sources.confirm(self.rnd, *self._current()))
        self.find()
        return f"Saved: the same comment. {self.display()}"

    def refuse(self) -> str:
        """Record that these are two comments; the old one stays listed."""
        self.done.append(sources.refuse(self.rnd, *self._current()))
        self.find()
        return f"Saved: two different comments. {self.display()}"

    def skip(self) -> str:
        """Leave this pair for later."""
        self.skipped.append(self._current())
        self.find()
        return f"Skipped. {self.display()}"

    def undo(self) -> str:
        """Take back the last answer given on this screen."""
        if not self.done:
            return "There is nothing to undo."
        links.undo(self.rnd, self.done[-1])
        self.done.pop()
        self.find()
        return f"Undone: the last answer. {self.display()}"

    def _current(self) -> Pair:
        """Give the pair on the screen, or say that there is none."""
        if not self.left:
            raise ValueError("There is no pair left to compare.")
        return self.left[0]
