"""The screen on which a codebook from a file is looked at and taken in."""

from pathlib import Path

import pandas as pd

from coprod.screens.form import Block, Field, Pane, button, said, table
from coprod.screens.screen import Screen
from coprod.store.problem import Problem
from coprod.store.show import plural
from coprod.write import codebook, codebook_import

DOES = ["Row", "Name", "Step", "Of it", "Is", "Becomes"]


class Adopt(Screen):
    """Look at what a codebook from a file would change, then take it in with a reason.

    Parameters
    ----------
    rnd : Round
        The round; its reader decides. Files lie in its raw data, folder `codebook`.

    Examples
    --------
    >>> print(write.screens.Adopt(rnd).summary)
    No codebook waits in the folder codebook of the round's raw data.
    """

    pane = Pane("A codebook from a file")
    file, reason = Field("Dropdown", "File"), Field("Text", "Why")
    layout = ("file look", "pane", "reason submit undo")

    def begin(self) -> None:
        """Show that nothing is looked at yet."""
        self.shown = pd.DataFrame()

    @property
    def summary(self) -> str:
        """How many files there are to look at."""
        if not (many := len(self.paths)):
            return "No codebook waits in the folder codebook of the round's raw data."
        return f"{many} file{'s' * (many > 1)} in the folder codebook. Look at one."

    def display(self) -> str:
        """Offer the files that are there now."""
        folder = self.rnd.raw / "codebook"
        found = sorted(folder.glob("[!.~]*")) if folder.is_dir() else []
        self.paths: list[Path] = [path for path in found if path.is_file()]
        self.file.options = [(path.name, path) for path in self.paths]
        return self.summary

    @button("Look at it")
    def look(self) -> str:
        """Show every step that taking the chosen file in would be; nothing is saved."""
        if not self.paths:
            return self.display()
        path, book = self.file.value, codebook.table(self.rnd)
        self.shown = codebook_import.read_in(self.rnd, path)
        clash = self.shown["step"] == "not taken"
        near = codebook_import.alike(book, self.shown)
        wrong = self.shown.loc[clash, ["row", "name", "becomes"]]
        does = self.shown[~clash]
        same = "Nearly the same name; they may be one: only you say"
        told = _table("Not taken", ["Row", "Name", "Because"], wrong)
        told += _table(same, ["One", "Another", "Because they have"], near)
        told += _table("It would do this", DOES, does)
        self.pane.draw([said("heading", path.name), *told])
        done, left = int((~clash).sum()), int(clash.sum())
        return f"{plural('step', done)}, {left} not taken; nothing is saved yet."

    @button("Take it in", strong=True)
    def submit(self) -> str:
        """Save all steps that were looked at, together, with the reason."""
        why = self.reason.value.strip()
        if not len(self.shown):
            raise Problem("Look at a file that changes something first, then again.")
        path = self.file.value
        if not codebook_import.read_in(self.rnd, path).equals(self.shown):
            raise Problem(
                "The file, the choice or the codebook has changed since you looked: "
                "look at it again, then take it in."
            )
        many = int((self.shown["step"] != "not taken").sum())
        if not many or not why:
            raise Problem(f"{'Say why' if many else 'Nothing to do'}, then again.")
        codebook_import.read_in(self.rnd, path, go=True, reason=why)
        self.reason.value, self.shown = "", pd.DataFrame()
        self.pane.draw([])
        return f"Saved: {plural('step', many)}. Run the cells above and below again."

    @button("Undo my last step")
    def undo(self) -> str:
        """Take back the last thing this reader did in the codebook, as a whole."""
        return codebook.undo(self.rnd)


def _table(label: str, head: list[str], rows: pd.DataFrame) -> list[Block]:
    """Return a heading and a table, or nothing if there are no rows."""
    made = table(label, head, rows.to_numpy())
    return [said("heading", f"{label}: {len(rows)}"), *made] if made else []
