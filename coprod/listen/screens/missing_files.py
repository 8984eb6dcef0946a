"""The screen that asks what became of a file that went missing.

Sources in; out: the sources journal, through `files`. Until somebody has answered, the
file needs a look, and what was said of its words waits: nobody is withdrawn by it.
"""

from coprod.listen import files
from coprod.protect import people_workbook, withdrawal
from coprod.screens.form import Block, Field, Pane, button, said
from coprod.screens.screen import Queue
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

    nothing, say = "No file is missing.", "missing: say what became of it."
    waits = (f"file is {say}", f"files are {say}")
    bare = True

    pane, why = Pane("Missing file"), Field("Text", "Why")
    now = Field("Dropdown", "It goes on as")
    again = Field("Button", "I put it back: look again", pressed="display")
    layout = ("pane", "now submit", "why retire", "again skip")

    def waiting(self) -> list[str]:
        """Return the files that are not here."""
        return files.gone(self.rnd)

    def draw(self, one: str) -> list[Block]:
        """Return which file it is, who spoke in it, and how it began."""
        named = people_workbook.read(self.rnd)["files"].set_index("source")["file"]
        before = withdrawal.earlier(self.rnd).items()
        held = [who for comment, who in before if comment.startswith(f"{one}-")]
        people = plural("person", len({person for person, _ in held}))
        many = f"{plural('comment', len(held))} of {people}" if held else "not known"
        heading = f"{one} is not in the folder any more: {named.get(one, '')}"
        there = sorted(files.names(self.rnd).items(), reverse=True)
        self.now.options = [(f"{code}: {name}", code) for code, name in there]
        return [
            said("heading", heading.removesuffix(": ")),
            said("near", many, "What it held"),
            *(said("comment", opening(text)) for _, text in held[:3]),
        ]

    @button("It goes on as this file")
    def submit(self) -> str:
        """Record that the missing file goes on under another name, corrected."""
        was = self.current()
        files.rejoin(self.rnd, was, self.now.value)
        return f"{self.saved(f'it goes on as {was}')} Run the notebook again."

    @button("Its words must go")
    def retire(self) -> str:
        """Record why its words must go; what was said of them is let go."""
        files.retire(self.rnd, self.current(), self.why.value)
        self.why.value = ""
        return f"{self.saved('its words go')} Run the notebook again."
