"""The screen that asks whether corrected words are the same comment.

Tables in: comments, tags. Out: the record of confirmed and refused pairs, through
`corrections`; nothing is joined before a person has pressed a button.
"""

import pandas as pd

from coprod.listen import corrections, files
from coprod.screens.screen import Queue
from coprod.store import ids
from coprod.store.rounds import Round
from coprod.store.show import plural

Pair = tuple[str, str]


class Confirm(Queue):
    """Compare words before and after a correction, one pair at a time.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who compares.
    comments : pandas.DataFrame
        The comments of the present files, with their words.
    tags : pandas.DataFrame, optional
        If given, only comments with a tag are asked about.

    Examples
    --------
    >>> print(listen.screens.Confirm(rnd, rnd.load("comments")).summary)
    No corrected comment waits to be compared.
    """

    nothing = "No corrected comment waits to be compared."

    def __init__(
        self, rnd: Round, comments: pd.DataFrame, tags: pd.DataFrame | None = None
    ) -> None:
        super().__init__("Words before and after")
        self.rnd, self.comments, self.tags = rnd, comments, tags
        self.words = ids.wholes(comments)
        self.before = corrections.earlier(rnd)
        self.lay(
            self.pane,
            (
                self.button("The same comment", self.submit, strong=True),
                self.button("Two different comments", self.refuse),
                self.button("Skip", self.skip),
                self.button("Undo", self.undo),
            ),
        )

    def waiting(self) -> list[Pair]:
        """Return the pairs that nobody has decided on."""
        table = files.near(self.rnd, self.comments, self.tags)
        return list(zip(table["was"], table["now"], strict=True))

    @property
    def summary(self) -> str:
        """How many pairs wait to be compared."""
        if not self.left:
            return self.nothing
        return plural(
            "corrected comment waits to be compared.",
            len(self.left),
            "corrected comments wait to be compared.",
        )

    def draw(self, one: Pair) -> None:
        """Draw the next pair: the words before, and the words now."""
        was, now = one
        unknown = "(the words are not known any more; it stood in this place)"
        old = self.before.get(was, unknown)
        heading = {"kind": "heading", "text": "Is this the same comment, corrected?"}
        before = {"kind": "comment", "label": "Before", "text": old}
        after = {"kind": "comment", "label": "Now", "text": self.words[now]}
        self.pane.draw([heading, before, after])

    def submit(self) -> str:
        """Record that it is the same comment: its tags stay with it."""
        self.done.append(corrections.confirm(self.rnd, *self.current()))
        return f"Saved: the same comment. {self.display()}"

    def refuse(self) -> str:
        """Record that these are two comments; the old one stays listed."""
        self.done.append(corrections.refuse(self.rnd, *self.current()))
        return f"Saved: two different comments. {self.display()}"

    def take_back(self, answer: str) -> None:
        """Take back what was said of a pair."""
        corrections.undo(self.rnd, answer)
