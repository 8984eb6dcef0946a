"""The screen on which a person types in English what a comment says."""

import pandas as pd

from coprod.listen import languages
from coprod.screens.form import Pane
from coprod.screens.screen import Queue
from coprod.store.rounds import Round
from coprod.store.show import plural


class Translate(Queue):
    """Show comments that need a translator one by one, beside a box for English.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who translates.
    comments : pandas.DataFrame
        The comments with their own words, as `comments.make` gives them.

    Examples
    --------
    >>> print(listen.screens.Translate(rnd, rnd.load("comments")).summary)
    No comment needs a translator.
    """

    nothing = "No comment needs a translator."
    bare = True

    def __init__(self, rnd: Round, comments: pd.DataFrame) -> None:
        super().__init__("Comments in other languages")
        self.rnd, self.box = rnd, Pane()
        self.rows = languages.add(rnd, comments).dropna(subset="language")
        self.box.pressed = lambda: self.act(self.submit)  # words and press in one
        self.lay(self.pane, self.box, (self.button("Skip", self.skip),))

    def waiting(self) -> list[str]:
        """Return the comments that nobody has translated, in order."""
        done = languages.latest(self.rnd)
        return [comment for comment in self.rows["comment"] if comment not in done]

    @property
    def summary(self) -> str:
        """How many comments need a translator."""
        one, many = "comment needs", "comments need"
        left = plural(one, len(self.left), many)
        return f"{left} a translator." if self.left else self.nothing

    def draw(self, one: str) -> None:
        """Draw the next comment, and an empty box."""
        row = self.rows.set_index("comment", drop=False).loc[one]
        heading = {"kind": "heading", "text": f"In {row['language']}"}
        self.pane.draw([heading, *self.asked(row)])
        self.box.text = ""
        label = "What it says, in English, word for word as far as you can"
        self.box.draw([{"kind": "box", "label": label, "text": "", "button": "Save"}])

    def submit(self) -> str:
        """Keep what stands in the box, and show the next that waits."""
        languages.save(self.rnd, self.current(), self.box.text)
        return f"Saved. {self.display()} Run this notebook again when you have done."
