"""The screen on which a person types in English what a comment says."""

import pandas as pd

from coprod.listen import languages
from coprod.screens.form import Block, Pane, said
from coprod.screens.screen import Queue
from coprod.store.rounds import Round


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
    waits = ("comment needs a translator.", "comments need a translator.")
    bare = True

    pane, box = Pane("Comments in other languages"), Pane(pressed="submit")
    layout = ("pane", "box", ("skip",))

    def __init__(self, rnd: Round, comments: pd.DataFrame) -> None:
        self.rows = languages.add(rnd, comments).dropna(subset="language")
        super().__init__(rnd)

    def waiting(self) -> list[str]:
        """Return the comments that nobody has translated, in order."""
        done = languages.latest(self.rnd)
        return [comment for comment in self.rows["comment"] if comment not in done]

    def draw(self, one: str) -> list[Block]:
        """Return the next comment, and an empty box."""
        row = self.rows.set_index("comment", drop=False).loc[one]
        self.box.text = ""
        label = "What it says, in English, word for word as far as you can"
        self.box.draw([{**said("box", "", label), "button": "Save"}])
        return [said("heading", f"In {row['language']}"), *self.asked(row)]

    def submit(self) -> str:
        """Keep what stands in the box, and show the next that waits."""
        languages.save(self.rnd, self.current(), self.box.text)
        return f"Saved. {self.display()} Run this notebook again when you have done."
