"""The screen that asks what became of a file that went missing.

Sources in; out: the sources journal, through `files`. Until somebody has answered, the
file needs a look, and what was said of its words waits: nobody is withdrawn by it.
"""

from coprod.listen import files
from coprod.protect import people_workbook, withdrawal
from coprod.screens.form import Block, field
from coprod.screens.screen import Queue
from coprod.store.rounds import Round
from coprod.store.show import opening, plural


class MissingFiles(Queue):
    """Say of each missing file: it is back, it goes on as another, its words must go.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who decides.

    Examples
    --------
    >>> print(listen.screens.MissingFiles(rnd).summary)
    No file is missing.
    """

    nothing = "No file is missing."
    bare = True

    def __init__(self, rnd: Round) -> None:
        super().__init__("Missing file")
        self.rnd = rnd
        self.now = field("Dropdown", "It goes on as", options=[])
        self.why = field("Text", "Why")
        back = self.button("I put it back: look again", self.display)
        self.lay(
            self.pane,
            (self.now, self.button("It goes on as this file", self.submit)),
            (self.why, self.button("Its words must go", self.retire)),
            (back, self.button("Skip", self.skip)),
        )

    def waiting(self) -> list[str]:
        """Return the files that are not here."""
        return files.gone(self.rnd)

    @property
    def summary(self) -> str:
        """How many files are missing."""
        many = plural("file is missing", len(self.left), "files are missing")
        return f"{many}: say what became of it." if self.left else self.nothing

    def draw(self, one: str) -> None:
        """Draw which file it is, who spoke in it, and how it began."""
        named = people_workbook.read(self.rnd)["files"].set_index("source")["file"]
        before = withdrawal.earlier(self.rnd).items()
        held = [said for comment, said in before if comment.startswith(f"{one}-")]
        people = plural("person", len({person for person, _ in held}))
        many = f"{plural('comment', len(held))} of {people}" if held else "not known"
        heading = f"{one} is not in the folder any more: {named.get(one, '')}"
        blocks: list[Block] = [
            {"kind": "heading", "text": heading.removesuffix(": ")},
            {"kind": "near", "label": "What it held", "text": many},
        ]
        blocks += [{"kind": "comment", "text": opening(text)} for _, text in held[:3]]
        self.pane.draw(blocks)
        there = sorted(files.names(self.rnd).items(), reverse=True)
        self.now.options = [(f"{code}: {name}", code) for code, name in there]

    def submit(self) -> str:
        """Record that the missing file goes on under another name, corrected."""
        was = self.current()
        files.rejoin(self.rnd, was, self.now.value)
        return f"Saved: it goes on as {was}. {self.display()} Run the notebook again."

    def retire(self) -> str:
        """Record why its words must go; what was said of them is let go."""
        files.retire(self.rnd, self.current(), self.why.value)
        self.why.value = ""
        return f"Saved: its words go. {self.display()} Run the notebook again."
