"""The screens that say what files hold, and cut long answers in two.

Tables in: utterances, files, comments. Out: the sources journal and the splits,
through the modules that own them.
"""

from itertools import pairwise
from pathlib import Path

import pandas as pd

from coprod.listen import comments, file_contents, files, set_aside, splits, typed
from coprod.listen.formats import sheet_rows
from coprod.listen.formats.sheet_columns import letters
from coprod.listen.formats.words import WORDS
from coprod.screens.form import Block, Field, Pane, button, choice, form, line, said
from coprod.screens.screen import Screen
from coprod.store import journal
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import plural
from coprod.store.tables import some

LONG_HEADING, LOOKED = 90, "the file holds nobody's words (notebook 01)"
CALLED = WORDS["called"]
CALLS = {role: CALLED.get(role, role.replace("_", " ")) for role in sheet_rows.ROLES}


class OneFile(Screen):
    """One file at a time; what was chosen on it and is not saved holds a person up."""

    paths: dict[str, Path]

    file = Field("Dropdown", "File", changed="turn")
    now = ""

    def begin(self) -> None:
        """Offer the files."""
        self.file.options = self.paths

    @property
    def loose(self) -> bool:
        """Whether something is chosen that is not saved."""
        return self.pane.loose

    @button("Next file")
    def next(self) -> str:
        """Show the next file; after the last, the first."""
        if not self.paths:
            return self.summary
        codes = list(self.paths)
        return self.show(codes[(codes.index(self.now) + 1) % len(codes)])

    def turn(self) -> str:
        """Show the file that was chosen."""
        return self.show(self.file.value)

    def show(self, source: str) -> str:
        """Show another file; stay if what was chosen on this one is not saved."""
        self.file.value = self.now if self.loose else source
        if self.loose:
            raise Problem(
                f"What you chose for {self.now} is still on this page: press Save "
                "first, or set it back; then go on."
            )
        try:
            return self.display()
        except Exception:
            self.file.value = self.now  # its form is still there
            raise


class Files(OneFile):
    """Say what a file holds, and what its columns are.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who decides.

    Examples
    --------
    >>> print(listen.screens.Files(rnd).summary)
    0 of 16 files confirmed; the rest as proposed.
    """

    pane = Pane("File", filled="submit")
    layout = ("file next", "pane")

    def __init__(self, rnd: Round) -> None:
        found = {code: path for path, code in files.codes(rnd).items()}
        self.paths = dict(sorted(found.items()))
        super().__init__(rnd)

    @property
    def summary(self) -> str:
        """How many files somebody has looked at."""
        held = file_contents.holds(self.rnd)
        done = int((held["source"].isin(self.paths) & held["confirmed"]).sum())
        told = f"{done} of {plural('file', len(self.paths))} confirmed"
        return f"{told}; the rest as proposed."

    def display(self) -> str:
        """Show what the chosen file holds, and its columns."""
        source = self.file.value
        if source is None:
            self.now = ""
            self.pane.draw([said("heading", "There are no files yet.")])
            return self.summary
        title = f"{source}: {self.paths[source].name}"
        rows = [*self._whole(source), *self._columns(source)]
        self.pane.draw([said("heading", title), form(title, rows)])
        self.now = source  # what a press on Save is about: the form that is there
        return self.summary

    def submit(self, form: dict[str, str]) -> str:
        """Save what was chosen for the file on the screen."""
        source = self.now
        of = form["of"].replace(",", " ").upper().split()
        copied = file_contents.copies(self.rnd).get(source)
        if form["holds"] == file_contents.OWN and of == [copied]:
            of = []  # what was proposed as a copy is none
        file_contents.set_holds(self.rnd, source, form["holds"], of)
        self._set_aside(source, form["holds"] == file_contents.NOBODYS)
        columns = {k[7:]: v for k, v in form.items() if k.startswith("column ")}
        if columns:
            file_contents.choose(self.rnd, source, columns)
        return f"{self.saved(source)} Run the notebook again when done."

    def _set_aside(self, source: str, silent: bool) -> None:
        """Let what stands for an untyped picture end as no content, or wait again."""
        path = self.paths[source]
        if not typed.can_be_typed(path) or typed.latest(self.rnd, source):
            return
        comment = comments.id_of_untyped(source, path)
        marks = journal.state(self.rnd, "marks", ["comment", "reason"])
        here = marks[(marks["comment"] == comment) & (marks["reason"] == LOOKED)]
        if silent and here.empty:
            set_aside.mark(self.rnd, comment, "no content", LOOKED)
        for mark in () if silent else here["id"]:
            journal.record(self.rnd, "marks").remove(mark)

    def _whole(self, source: str) -> list[Block]:
        """Return the rows about the whole file."""
        held = file_contents.holds(self.rnd).set_index("source").loc[source]
        sums = "only for a summary or a copy: codes of the files it repeats: S01 S02"
        kinds, now, why = file_contents.HOLDS, held["holds"], ""
        if self.rnd.has("files"):  # what was noticed of it when it was read
            read = self.rnd.load("files").set_index("source")["why"]
            why = some(read.get(source)) or ""
        return [
            choice("holds", "This file holds", kinds, now, why),
            line("of", "It sums up", held["of"], sums),
        ]

    def _columns(self, source: str) -> list[Block]:
        """Return a row for each column of a sheet."""
        try:
            table = file_contents.columns(self.rnd, source, self.paths[source])
        except Problem:
            return []  # the inventory says why it cannot be read
        used = table.loc[table["role"] != "other", "sheet"]
        last = ~table["sheet"].isin(used)  # sheets without answers come last
        rows = []
        for each in table.loc[last.sort_values(kind="stable").index].to_dict("records"):
            where = f"{letters(each['number'] + 1)} {each['sheet']}".strip()
            name = each["name"] or "(no heading)"
            short = f"{name[:LONG_HEADING]} ..." if len(name) > LONG_HEADING else name
            cells = [cell[:60] for cell in each["cells"]]
            hint = " | ".join([*cells, f"proposed: {CALLS[each['proposed']]}"])
            name, label = f"column {each['column']}", f"{where}: {short}"
            rows.append(choice(name, label, CALLS.items(), each["role"], hint))
        return rows


class Split(Screen):
    """Cut a long answer in two where it says two things.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who cuts.
    comments : pandas.DataFrame
        The comments with their source words.

    Examples
    --------
    >>> print(listen.screens.Split(rnd, rnd.load("comments")).summary)
    1 long answer; 0 cut in two so far.
    """

    pane = Pane("Long answer")
    where = Field("Dropdown", "The second part begins with sentence")
    layout = ("pane", "where submit", "next undo")
    at = 0

    def __init__(self, rnd: Round, comments: pd.DataFrame) -> None:
        words = comments["text"].str.split().str.len()
        order = words[words >= splits.LONG].sort_values(ascending=False).index
        self.queue = comments.loc[order, ["comment", "text"]].to_dict("records")
        super().__init__(rnd)

    @property
    def summary(self) -> str:
        """How many long answers there are, and how many were cut."""
        cut = len(splits.decided(self.rnd))
        return f"{plural('long answer', len(self.queue))}; {cut} cut in two so far."

    def display(self) -> str:
        """Show one long answer, its sentences numbered."""
        self.where.options = []
        if self.at >= len(self.queue):
            self.pane.draw([said("heading", "No long answer waits.")])
            return self.summary
        text = str(self.queue[self.at]["text"])
        starts = [0, *splits.places(text)]
        heading = f"Long answer {self.at + 1} of {len(self.queue)}: two things in one?"
        parts = enumerate(pairwise([*starts, len(text)]), 1)
        near = [said("near", f"{i}. {text[a:b].strip()}") for i, (a, b) in parts]
        self.pane.draw([said("heading", heading), *near])
        self.where.options = [(str(i), at) for i, at in enumerate(starts, 1) if at]
        return self.summary

    @button("Cut here", strong=True)
    def submit(self) -> str:
        """Cut before the chosen sentence."""
        if self.at >= len(self.queue) or self.where.value is None:
            raise Problem("There is nothing to cut here: press Next.")
        row = self.queue[self.at]
        comment, text = str(row["comment"]), str(row["text"])
        splits.cut(self.rnd, comment, text, self.where.value)
        self.at += 1
        return f"{self.saved('cut in two')} Run the notebook again when done."

    @button("Next")
    def next(self) -> str:
        """Leave this answer whole and show the next."""
        self.at = min(self.at + 1, len(self.queue))
        return self.display()

    @button("Undo")
    def undo(self) -> str:
        """Put the halves of the last cut together again."""
        table = splits.decided(self.rnd)
        mine = list(table.loc[table["by"] == self.rnd.reader, "id"])
        if not mine:
            return "There is nothing to undo."
        splits.undo(self.rnd, mine[-1])
        self.at = max(self.at - 1, 0)
        return f"Undone: the last cut. {self.display()}"
