"""The screens to read apart, and to settle where two readers differ.

Comments, tags and what was set aside in; the journals of settlements and of reading
apart out. Nobody's tag is changed here.
"""

import pandas as pd

from coprod.listen import set_aside
from coprod.screens.form import Block, Field, Group, Pane, button, said, table
from coprod.screens.screen import Queue, Screen
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import plural
from coprod.write import codebook, codebook_reads, readers
from coprod.write import tags as tags_

ASIDE = "Set aside"


class Apart(Screen):
    """Choose whether readers read apart: nobody sees another reader's tags.

    Examples
    --------
    >>> print(write.screens.Apart(rnd).summary)
    Readers see one another's tags.
    """

    on = Field("Checkbox", "Read apart: nobody sees another reader's tags")
    reason = Field("Text", "Why")
    layout = ("on", "reason submit")

    def begin(self) -> None:
        """Show whether they do."""
        self.on.value = readers.apart(self.rnd)

    @property
    def summary(self) -> str:
        """Whether readers read apart."""
        if readers.apart(self.rnd):
            return "Readers read apart: each sees only their own tags, for now."
        return "Readers see one another's tags."

    @button("Save", strong=True)
    def submit(self) -> str:
        """Begin or end reading apart."""
        readers.read_apart(self.rnd, self.on.value, self.reason.value)
        self.reason.value = ""
        return f"Saved. {self.summary} Run the cells below again."


class Settle(Queue):
    """Look at comments that readers read differently, and settle them one by one.

    Parameters
    ----------
    rnd : Round
        The round; its reader writes down what was agreed.
    comments : pandas.DataFrame
        The table "comments".

    Examples
    --------
    >>> print(write.screens.Settle(rnd, rnd.load("comments")).summary)
    43 comments were read differently: 0 settled, 0 left open, 43 to look at.
    """

    nothing = "There is nothing to settle."

    pane, said = Pane("Comment that was read differently"), Pane()
    outcome = Field("Dropdown", "What counts", ask=True, changed="choose")
    code = Field("Dropdown", "Which code", ask=True)
    reason = Field("Text", "Why")
    again = Field("Checkbox", "Show those left open too", changed="display")
    layout = (
        *("pane", "said", ("outcome",), "other", "reason submit skip undo"),
        *("line", "again"),
    )

    def __init__(self, rnd: Round, comments: pd.DataFrame) -> None:
        self.comments = comments.set_index("comment")
        super().__init__(rnd)

    def begin(self) -> None:
        """Lay out the choice of another code, with ticks for how it was."""
        self.ticks = {each: Field("Checkbox", each) for each in tags_.EXPERIENCES}
        self.other = Group("beside", self.code, *self.ticks.values())

    @property
    def found(self) -> pd.DataFrame:
        """The disagreements as they stand, settled or not; none while reading apart."""
        found = readers.found(self.rnd)
        return found[found["comment"].isin(self.comments.index)]

    @property
    def summary(self) -> str:
        """How many comments were read differently, and how many are settled."""
        if readers.apart(self.rnd):
            return "Readers read apart now: what differs is shown when that ends."
        how = self.found["settled"]
        left = int(how.isin(["", "look again"]).sum())
        opened = int((how == "left open").sum())
        many = plural("comment was", len(how), "comments were")
        done = f"{len(how) - left - opened} settled, {opened} left open"
        return f"{many} read differently: {done}, {left} to look at."

    @property
    def comment(self) -> str:
        """The comment on the screen; blank if there is none."""
        return str(self.left[0]) if self.left else ""

    def waiting(self) -> list[str]:
        """Return the comments that are not settled."""
        shown = ["", "look again", *(["left open"] if self.again.value else [])]
        self.rows = self.found.set_index("comment")
        return list(self.rows.index[self.rows["settled"].isin(shown)])

    def display(self) -> str:
        """Show the next comment, nothing chosen yet."""
        self.reason.value = ""
        self._offer([])
        told = super().display()
        if not self.left:
            self.said.draw([])
        return told

    def draw(self, one: str) -> list[Block]:
        """Return the next comment, readers' tags side by side."""
        row = self.rows.loc[one]
        readers = [c for c in self.rows.columns[2:] if row[c]]
        self._offer(readers)
        changed = row["settled"] == "look again"
        again = " (tags changed since it was settled)" * changed
        lines = self._lines(one, readers)
        self.said.draw(table("What each reader said", ["", *readers], lines))
        heading = said("heading", f"Read differently: {row['differ']}{again}")
        return [heading, *self.asked(self.comments.loc[one])]

    @button("Save and next", strong=True)
    def submit(self) -> str:
        """Save what counts for the comment on the screen, and why."""
        if not self.comment or not self.outcome.value:
            raise Problem("Choose what counts, and say why. Then again.")
        what, (kind, _, reader) = self.outcome.label, self.outcome.value.partition(" ")
        ticked = tuple(e for e, box in self.ticks.items() if box.value)
        more = {"reader": reader, "code": self.code.value, "experience": ticked}
        readers.settle(self.rnd, self.comment, kind, self.reason.value, **more)
        return self.saved(what)

    @button("Undo my last one")
    def undo(self) -> str:
        """Undo the last settlement of this reader."""
        return f"{readers.undo(self.rnd)} {self.display()}"

    def _offer(self, readers: list[str]) -> None:
        """Offer what can count, nothing chosen."""
        names = codebook_reads.in_use(codebook.table(self.rnd))
        self.code.options = zip(names["name"], names["code"], strict=True)
        self.outcome.options = [
            *((f"What {reader} said", f"reader {reader}") for reader in readers),
            ("All that was said", "all"),
            ("Another code", "code"),
            ("Leave it open", "open"),
        ]
        for box in self.ticks.values():
            box.value = False
        self.choose()

    def choose(self) -> None:
        """Show the choice of a code only where another code is to count."""
        self.other.hidden = self.outcome.value != "code"

    def _lines(self, one: str, readers: list[str]) -> list[list[str]]:
        """Return a line for each code that a reader gave, and how it was for them."""
        book = codebook.table(self.rnd)
        now, names = codebook.standing(book), codebook_reads.names(book)
        tags = tags_.table(self.rnd).query("comment == @one")
        marks = set_aside.marks(self.rnd).query("comment == @one")
        told = []
        for tag in tags.itertuples():
            ticks = [e for name, e in tags_.TICKS.items() if getattr(tag, name)]
            code = names.get(now.get(tag.code, ""), tag.code)
            told.append((code, tag.reader, ", ".join(ticks) or "not clear"))
        told += [(ASIDE, m.by, f"{m.end}: {m.reason}") for m in marks.itertuples()]
        told += [
            ("Note", t.reader, t.note) for t in tags.dropna(subset="note").itertuples()
        ]
        cells: dict[tuple[str, str], list[str]] = {}
        for line, reader, words in told:
            cells.setdefault((line, reader), []).append(words)
        lines = dict.fromkeys(line for line, _, _ in told)
        return [
            [line, *("; ".join(cells.get((line, by), ())) for by in readers)]
            for line in lines
        ]
