"""The screen that asks where tags go on whose words are gone, or were mended.

Comments in; out: the record of what a person chose, through `left_over` and `tags`.
Words are shown by message only: those of a comment that is gone lie in the private
folder.
"""

from typing import Any

import pandas as pd

from coprod.check import left_over
from coprod.listen import corrections, files
from coprod.protect import withdrawal
from coprod.screens.form import Block, Field, Pane, button, said
from coprod.screens.screen import Queue
from coprod.store import ids, journal, show
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.write import codebook, codebook_reads
from coprod.write import tags as tags_

UNKNOWN = "(the words are not known any more)"


class LeftOver(Queue):
    """Put what is left over on another comment, or let it go with a reason.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who decides.
    comments : pandas.DataFrame
        The comments of the present files, with their source words.

    Examples
    --------
    >>> print(check.screens.LeftOver(rnd, rnd.load("comments")).summary)
    Nothing is left over.
    """

    nothing = "Nothing is left over."
    bare = True

    pane, reason = Pane("What is left over"), Field("Text", "Why")
    search = Field("Text", "Search the comments for", changed="offer")
    to = Field("Dropdown", "Put it on", ask=True)
    layout = ("pane", "search to", "submit reason let_go", "skip undo")

    def __init__(self, rnd: Round, comments: pd.DataFrame) -> None:
        self.comments, self.shown = comments, show.numbered(comments)
        self.texts = dict(zip(comments["comment"], comments["text"], strict=True))
        self.who = dict(zip(comments["person"], self.shown["person"], strict=True))
        self.names = codebook_reads.names(codebook.table(rnd))
        super().__init__(rnd)

    def waiting(self) -> list[str]:
        """Return the comments that are gone, then tags whose own words were mended."""
        self.gone = left_over.waiting(self.rnd, self.comments)
        asked = files.near(self.rnd, self.comments)["was"] if self.gone else ()
        self.before = withdrawal.earlier(self.rnd)
        mine = tags_.mended(self.rnd).query("reader == @self.rnd.reader")
        mine = mine[mine["comment"].isin(self.texts)].set_index("tag")
        self.mended: dict[str, Any] = mine.to_dict("index")
        return [*(c for c in self.gone if c not in {*asked}), *self.mended]

    @property
    def summary(self) -> str:
        """How many comments and tags wait."""
        gone = len(set(self.left) - set(self.mended))
        waits = [f"{show.plural('comment', gone)} in no file any more"] if gone else []
        if mended := len(self.left) - gone:
            waits.append(
                f"{show.plural('tag', mended)} of yours on words that were mended"
            )
        return f"Left over: {show.listed(waits)}." if waits else self.nothing

    def display(self) -> str:
        """Show the next one, nothing written yet."""
        self.search.value = self.reason.value = ""
        told = super().display()
        self.offer()
        return told

    def draw(self, one: str) -> list[Block]:
        """Return what stands on words that are gone, or a tag on mended words."""
        who, words = self.before.get(one, ["", UNKNOWN])
        if one in self.mended:
            tag = self.mended[one]
            what, words = self.names[tag["code"]], self.texts[tag["comment"]]
            heading = "Words you tagged were mended. Where does the tag stand now?"
        else:
            what, where = "; ".join(self.gone[one]), [one.split("-")[0]]
            where += [self.who.get(who, who.split("r")[0])] if who else []
            heading = f"These words are in no file any more ({', '.join(where)})"
        near = said("near", what, "What stands there")
        return [said("heading", heading), near, said("comment", words)]

    @button("Put it there", strong=True)
    def submit(self) -> str:
        """Record the comment it goes on with, or the words a tag stands on."""
        one = self.current()
        if self.to.value is None:
            raise Problem(
                "Choose where to put it: search for a word of it. Then again."
            )
        if one in self.mended:
            start, end = self.to.value
            answer = f"tags {tags_.change(self.rnd, one, start=start, end=end)}"
        else:
            answer = self._place(one, self.to.value)
        return f"{self.saved('put there', answer)} Run the cells below again."

    @button("Let it go")
    def let_go(self) -> str:
        """Record why what stood on words that are gone is let go."""
        one = self.current()
        if one in self.mended:
            raise Problem(
                "These words are there: put the tag on the whole comment, or take it "
                "away in notebook 03."
            )
        return self.saved("let go. It stays in the record", self._place(one, ""))

    def _place(self, one: str, on: str) -> str:
        """Put what stands on a comment on another one, or on none."""
        made = left_over.place(self.rnd, one, on, self.reason.value)
        return f"{ids.PLACED} {made}"

    def take_back(self, answer: str) -> None:
        """Take back what was chosen on this screen."""
        kind, _, made = answer.partition(" ")
        record = journal.record(self.rnd, kind)
        record.undo(made) if kind == "tags" else record.remove(made)

    def offer(self) -> None:
        """Offer the comments that hold the words looked for, or the likeliest ones."""
        one = self.left[0] if self.left else ""
        if one in self.mended:
            self.to.options = self._stretches(self.mended[one])
            return
        words = self.search.value or self.before.get(one, ["", ""])[1]
        near = corrections.likeliest(words, self.texts) if one else []
        rows = self.shown.loc[near].itertuples()
        self.to.options = [
            (f"{row.comment} ({row.person}): {row.words}", row.Index) for row in rows
        ]

    def _stretches(self, tag: dict[str, Any]) -> list[tuple[str, Any]]:
        """Offer the words that a mended stretch has now, and the whole comment."""
        start, end = tag["start"], tag["end"]
        whole: list[tuple[str, Any]] = [("the whole comment", (None, None))]
        if start is None:
            return whole
        words = self.texts[tag["comment"]][start:end].rstrip()
        return [(f"“{words}”", (start, start + len(words))), *whole]
