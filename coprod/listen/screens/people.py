"""The screens to type what a picture says, and to note who took part.

Pictures and recordings in, by their codes; out: what was typed, through `comments`,
and partners, ways to take part and hopes, through `people`.
"""

from pathlib import Path
from typing import Any

from coprod.listen import comments, file_contents, files, people, typed
from coprod.listen.screens.files import OneFile
from coprod.protect import who_words
from coprod.protect.care import NOTE, NOTES
from coprod.protect.screens import nameless
from coprod.screens.form import Field, Pane, button, said
from coprod.screens.screen import Screen
from coprod.store import journal
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import plural

TYPE = (
    "What it says, word for word; of a drawing, what it shows: "
    '"a drawing of ...". An empty line begins the next comment.'
)


class Typing(OneFile):
    """Show pictures and voice notes one by one, beside a box to type their words.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who types.

    Examples
    --------
    >>> print(listen.screens.Typing(rnd).summary)
    There are no pictures or voice notes in the folder of this round.
    """

    file, box = Field("Dropdown", "Which", changed="turn"), Pane(pressed="submit")
    after = Field("Button", "Next", pressed="next")

    def __init__(self, rnd: Round) -> None:
        every = ((code, path) for path, code in files.codes(rnd).items())
        self.paths = {code: path for code, path in every if _to_type(rnd, code, path)}
        self.layout = (("file",), "pane", "box", ("after",)) if self.paths else ()
        self.drafts = dict[str, str]()
        super().__init__(rnd)

    def begin(self) -> None:
        """Begin with the first that waits."""
        self.now = next(iter([*self.left, *self.paths]), "")

    @property
    def left(self) -> list[str]:
        """The codes of those whose words nobody has typed yet."""
        silent = file_contents.holding(self.rnd, file_contents.NOBODYS)
        here = (code for code in self.paths if code not in silent)
        return [code for code in here if not typed.latest(self.rnd, code)]

    @property
    def summary(self) -> str:
        """How many pictures and voice notes wait for somebody to type their words."""
        if not self.paths:
            return "There are no pictures or voice notes in the folder of this round."
        every = plural(NOTE, len(self.paths), NOTES)
        return f"{len(self.left)} of {every} not typed yet."

    def display(self) -> str:
        """Show the picture or the player, and the box with what was typed."""
        if not self.now:
            return self.summary
        waits = self.left
        self.file.options = [(self._called(c, c in waits), c) for c in self.paths]
        self.file.value = self.now
        path, known = self.paths[self.now], typed.latest(self.rnd, self.now)
        who = f"typed by {known.by} on {known.time[:10]}" if known else "not typed yet"
        what = f"{self.now}, {typed.kind(path)}"
        heading = said("heading", f"{what}: {who}")
        self.box.text = self.drafts.get(self.now, known.text if known else "")
        try:
            shown = {"kind": "media", "media": typed.check(path), "label": what}
            self.pane.draw([heading, {**shown, "bytes": path.read_bytes()}])
        except (OSError, Problem):
            gone = "It cannot be opened now: look for it in the folder of the round."
            self.pane.draw([heading, said("near", gone)])
            self.box.draw([])
            return self.summary
        box = said("box", self.box.text, TYPE)
        self.box.draw([{**box, "button": "Save and next"}])
        return self.summary

    def submit(self) -> str:
        """Keep what stands in the box, and show the next that waits."""
        if not self.now:
            raise Problem("There is no picture or voice note to type.")
        path = self.paths[self.now]
        count = comments.type_words(self.rnd, self.now, path, self.box.text)
        self.drafts.pop(self.now, None)
        what = f"{self.now}, {plural('comment', count)}"
        self.now = next(iter(self.left), self.now)
        return f"{self.saved(what)} Run this notebook again when you have done."

    def show(self, source: str) -> str:
        """Show another one; say so if words in the box were left unsaved."""
        left, known = self.now, typed.latest(self.rnd, self.now)
        loose = self.box.text.strip() != (known.text.strip() if known else "")
        self.drafts.pop(left, None)
        if loose:
            self.drafts[left] = self.box.text
        self.now = source
        note = f"NOT SAVED yet: the words of {left}; they wait in its box. "
        return f"{note if loose else ''}{self.display()}"

    def _called(self, code: str, waits: bool) -> str:
        """Return what the list calls file: its code, its kind, whether it is typed."""
        return f"{code}, {typed.kind(self.paths[code])}{': not typed' if waits else ''}"


class TakePart(Screen):
    """Write down who works on the round, in which ways people can take part, and hopes.

    Parameters
    ----------
    rnd : Round
        The round.

    Examples
    --------
    >>> print(listen.screens.TakePart(rnd).summary)
    Written down: 6 partners, 8 ways to take part, 9 hopes of whom to hear.
    """

    pane = Pane("What is written down")
    role = Field("Text", "Partner (a role)", hint="two young advisers")
    did = Field("Text", "What they did", hint="chose the questions")
    way = Field("Combobox", "Way to take part", options=list(who_words.WAYS))
    offered = Field("Text", "Offered to", hint="children on the ward")
    used = Field("Number", "Used by (people)", most=10**6)
    group = Field("Dropdown", "We hope to hear", options=reversed(who_words.GROUPS))
    hope = Field("Number", "How many", most=10**6)
    layout = (
        "pane",
        "role did add_partner",
        "way offered used add_way",
        "group hope add_target",
        ("undo",),
    )

    def __init__(self, rnd: Round) -> None:
        self.done: list[tuple[str, str]] = []
        super().__init__(rnd)

    @property
    def summary(self) -> str:
        """How many partners, ways and hopes are written down."""
        names = {"partner": "partners", "way": "ways", "hope": "targets"}
        many = [plural(one, len(self._rows(kind))) for one, kind in names.items()]
        return "Written down: {}, {} to take part, {} of whom to hear.".format(*many)

    def display(self) -> str:
        """Show what is written down."""
        rows = [[f"Partner: {p.role}", p.did] for p in self._rows("partners")]
        for w in self._rows("ways"):
            rows += [[f"Way: {w.way}", f"offered to {w.offered}, used by {w.used}"]]
        rows += [[f"Hope: {t.group}", str(t.number)] for t in self._rows("targets")]
        head = ["Who or which", "Written down"]
        label = "Who works on this round, ways to take part, and hopes"
        self.pane.draw([{"kind": "table", "label": label, "head": head, "rows": rows}])
        return self.summary

    @button("Add partner")
    def add_partner(self) -> str:
        """Save a partner, as a role, and what they did."""
        role, did = (nameless(self.rnd, box) for box in (self.role, self.did))
        self.done.append(("partners", people.add_partner(self.rnd, role, did)))
        self.role.value = self.did.value = ""
        return self.saved("a partner")

    @button("Add way")
    def add_way(self) -> str:
        """Save a way to take part: offered to whom, used by how many."""
        way, to = (nameless(self.rnd, box) for box in (self.way, self.offered))
        used = int(self.used.value)
        self.done.append(("ways", people.add_way(self.rnd, way, offered=to, used=used)))
        self.way.value, self.offered.value, self.used.value = "", "", 0
        return self.saved("a way to take part")

    @button("Set hope")
    def add_target(self) -> str:
        """Save how many people of a group we hope to hear."""
        made = people.add_target(self.rnd, self.group.value, int(self.hope.value))
        self.done.append(("targets", made))
        return self.saved("a hope")

    @button("Take back the last")
    def undo(self) -> str:
        """Take back the last thing that was added on this screen."""
        if not self.done:
            raise Problem("Nothing was added on this screen since it was opened.")
        kind, thing = self.done[-1]
        journal.record(self.rnd, kind).remove(thing)
        self.done.pop()
        return f"Taken back. {self.display()}"

    def _rows(self, kind: str) -> list[Any]:
        """Return the rows of one journal."""
        return list(people.table(self.rnd, kind).fillna("").itertuples())


def _to_type(rnd: Round, code: str, path: Path) -> bool:
    """Say whether the screen can show a file whose words no machine has read.

    Of these only a .pdf is ever read by a machine; once typed, it stays on the screen.
    """
    try:
        shown = typed.can_be_typed(path) and typed.check(path)
    except (OSError, Problem):
        return False
    if not shown or path.suffix.lower() != ".pdf" or not rnd.has("files"):
        return bool(shown)
    taken = rnd.load("files").set_index("source")["taken"]
    return not taken.get(code, 0) or bool(typed.latest(rnd, code))
