"""The screen that asks whether corrected words are the same comment.

Tables in: comments, tags. Out: the record of confirmed and refused pairs, through
`corrections`; nothing is joined before a person has pressed a button.
"""

import pandas as pd

from coprod.listen import corrections, files
from coprod.screens.form import Block, Pane, button, said
from coprod.screens.screen import Queue
from coprod.store import ids
from coprod.store.rounds import Round

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
    waits = (
        "corrected comment waits to be compared.",
        "corrected comments wait to be compared.",
    )

    pane = Pane("Words before and after")
    layout = ("pane", "submit refuse skip undo")

    def __init__(
        self, rnd: Round, comments: pd.DataFrame, tags: pd.DataFrame | None = None
    ) -> None:
        self.comments, self.tags = comments, tags
        self.words, self.before = ids.wholes(comments), corrections.earlier(rnd)
        super().__init__(rnd)

    def waiting(self) -> list[Pair]:
        """Return the pairs that nobody has decided on."""
        table = files.near(self.rnd, self.comments, self.tags)
        return list(zip(table["was"], table["now"], strict=True))

    def draw(self, one: Pair) -> list[Block]:
        """Return the next pair: the words before, and the words now."""
        was, now = one
        unknown = "(the words are not known any more; it stood in this place)"
        return [
            said("heading", "Is this the same comment, corrected?"),
            said("comment", self.before.get(was, unknown), "Before"),
            said("comment", self.words[now], "Now"),
        ]

    @button("The same comment", strong=True)
    def submit(self) -> str:
        """Record that it is the same comment: its tags stay with it."""
        made = corrections.confirm(self.rnd, *self.current())
        return self.saved("the same comment", made)

    @button("Two different comments")
    def refuse(self) -> str:
        """Record that these are two comments; the old one stays listed."""
        made = corrections.refuse(self.rnd, *self.current())
        return self.saved("two different comments", made)

    def take_back(self, answer: str) -> None:
        """Take back what was said of a pair."""
        corrections.undo(self.rnd, answer)
