"""The screens to read apart, and to settle where two readers differ.

Comments, tags and what was set aside in; the journals of settlements and of reading
apart out. Nobody's tag is changed here.
"""

import pandas as pd

from coprod.listen import set_aside
from coprod.screens.form import Pane, beside, field, table
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

    def __init__(self, rnd: Round) -> None:
        super().__init__("")
        self.rnd, self.reason = rnd, field("Text", "Why")
        name = "Read apart: nobody sees another reader's tags"
        self.on = field("Checkbox", name, value=readers.apart(rnd))
        self.root.children = (
            self.on,
            beside(self.reason, self.button("Save", self.submit, strong=True)),
            self.line,
        )
        self.line.status = self.summary

    @property
    def summary(self) -> str:
        """Whether readers read apart."""
        if readers.apart(self.rnd):
            return "Readers read apart: each sees only their own tags, for now."
        return "Readers see one another's tags."

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

    def __init__(self, rnd: Round, comments: pd.DataFrame) -> None:
        super().__init__("Comment that was read differently")
        self.rnd, self.said = rnd, Pane()
        self.comments = comments.set_index("comment")
        self.again = field("Checkbox", "Show those left open too")
        self.outcome = field("Dropdown", "What counts", options=[])
        self.code = field("Dropdown", "Which code", options=[])
        self.ticks = {e: field("Checkbox", e) for e in tags_.EXPERIENCES}
        self.other = beside(self.code, *self.ticks.values())
        self.reason = field("Text", "Why")
        self.root.children = (
            self.pane,
            self.said,
            beside(self.outcome),
            self.other,
            beside(
                self.reason,
                self.button("Save and next", self.submit, strong=True),
                self.button("Skip", self.skip),
                self.button("Undo my last one", self.undo),
            ),
            self.line,
            self.again,
        )
        self.outcome.changed, self.again.changed = self._show_code, self.display
        self.line.status = self.display()

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
        said = super().display()
        if not self.left:
            self.said.draw([])
        return said

    def draw(self, one: str) -> None:
        """Draw the next comment, readers' tags side by side."""
        row = self.rows.loc[one]
        readers = [c for c in self.rows.columns[2:] if row[c]]
        self._offer(readers)
        again = " (tags changed since it was settled)" * (
            row["settled"] == "look again"
        )
        heading = {
            "kind": "heading",
            "text": f"Read differently: {row['differ']}{again}",
        }
        self.pane.draw([heading, *self.asked(self.comments.loc[one])])
        lines = self._lines(one, readers)
        self.said.draw(table("What each reader said", ["", *readers], lines))

    def submit(self) -> str:
        """Save what counts for the comment on the screen, and why."""
        if not self.comment or not self.outcome.value:
            raise Problem("Choose what counts, and say why. Then again.")
        said, (kind, _, reader) = self.outcome.label, self.outcome.value.partition(" ")
        ticked = tuple(e for e, box in self.ticks.items() if box.value)
        more = {"reader": reader, "code": self.code.value, "experience": ticked}
        readers.settle(self.rnd, self.comment, kind, self.reason.value, **more)
        return f"Saved: {said}. {self.display()}"

    def undo(self) -> str:
        """Undo the last settlement of this reader."""
        return f"{readers.undo(self.rnd)} {self.display()}"

    def _offer(self, readers: list[str]) -> None:
        """Offer what can count, nothing chosen."""
        names = codebook_reads.in_use(codebook.table(self.rnd))
        pairs = list(zip(names["name"], names["code"], strict=True))
        self.code.options = [("(choose)", None), *pairs]
        self.outcome.options = [
            ("(choose)", None),
            *((f"What {reader} said", f"reader {reader}") for reader in readers),
            ("All that was said", "all"),
            ("Another code", "code"),
            ("Leave it open", "open"),
        ]
        for box in self.ticks.values():
            box.value = False
        self._show_code()

    def _show_code(self) -> None:
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
