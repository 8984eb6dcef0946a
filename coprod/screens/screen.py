"""How a press on a screen is heard and answered: Saved or NOT SAVED.

A screen is one widget: what people said and what is entered travel by message. A press
comes in one message with all that stands in the controls, and "Saved" is said only
after the disk has answered.
"""

from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path
from threading import RLock
from typing import Any

from coprod.screens.form import Block, Group, Line, Pane, Part, button, said
from coprod.store.problem import Problem, told
from coprod.store.rounds import Round
from coprod.store.show import plural

__all__ = ["Live", "ONE_AT_A_TIME", "Queue", "Screen"]

Row = str | tuple[str | Part, ...]  # the names of parts, or parts
ONE_AT_A_TIME = RLock()  # an engine may hear two screens at once, on two threads
MOVED_ON = "NOT SAVED. What is shown had just changed: look at it, then press again."


class Live:
    """What has a widget, and a sentence for pages on which nothing runs.

    Examples
    --------
    >>> callable(screens.screen.Live._repr_mimebundle_)
    True
    """

    widget: Any

    @property
    def summary(self) -> str:
        """One sentence on where things stand, for pages on which nothing runs."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """Return the live screen, and a sentence for pages on which nothing runs."""
        made: Any = self.widget._repr_mimebundle_()
        bundle = made[0] if isinstance(made, tuple) else made
        html = f"<p>{escape(self.summary)}</p>"
        return {**bundle, "text/plain": self.summary, "text/html": html}


class Screen(Live):
    """What all screens share: words above, controls below, one line that says Saved.

    The parts of a screen stand in its class, and `layout` says in which order they are
    shown: a row each, those named together side by side, the line last.

    Parameters
    ----------
    rnd : Round, optional
        The round, if there is one yet; its reader is who decides.

    Examples
    --------
    >>> class Wishes(screens.screen.Screen):
    ...     wish = screens.form.Field("Text", "Wish")
    ...     layout = ("wish save",)
    ...     summary = "No wish is left."
    ...     @screens.form.button("Save")
    ...     def save(self): return "Saved."
    >>> wishes = Wishes(rnd)
    >>> wishes.status
    'No wish is left.'
    >>> wishes.act(wishes.save)
    >>> wishes.status
    'Saved.'
    """

    rnd: Round
    pane = Pane()
    layout: tuple[Row, ...] = ("pane",)

    def __init__(self, rnd: Round | None = None) -> None:
        import anywidget

        script = Path(__file__).with_name("form.js")
        self.widget = anywidget.AnyWidget(_esm=script.read_text(encoding="utf-8"))
        self.widget.on_msg(lambda _, said, __: self.hear(said))
        self.line, self.presses, self.acted_on = Line(), 0, -1
        if rnd:
            self.rnd = rnd
        for name in dir(type(self)):
            if isinstance(part := getattr(type(self), name), Part):
                setattr(self, name, part.of(self))
        self.begin()
        rows = map(self._row, self.layout)
        last = () if "line" in self.layout else (self.line,)
        self.root = Group("below", *rows, *last)
        self.line.status = self.display()

    def begin(self) -> None:
        """Show in the parts what they hold at first."""

    def display(self) -> str:
        """Show what the screen is about; give what its line says."""
        return self.summary

    def saved(self, what: str) -> str:
        """Say that something is saved, and show what comes next."""
        return f"Saved: {what}. {self.display()}"

    def _row(self, row: Row) -> Part:
        """Return a part, or several side by side."""
        names = row.split() if isinstance(row, str) else row
        parts = [self._part(name) for name in names]
        return parts[0] if names == [row] else Group("beside", *parts)

    def _part(self, name: str | Part) -> Part:
        """Return a part by its name, or the button of a method."""
        found: Any = name.of(self) if isinstance(name, Part) else getattr(self, name)
        made: Part = found if isinstance(found, Part) else found.button.of(self)
        return made

    @property
    def status(self) -> str:
        """What the screen says of the last request."""
        return self.line.status

    @property
    def number(self) -> int:
        """Grows whenever a person has something else before them than a moment ago."""
        drawn = (p.version for p in self.root.parts() if isinstance(p, Pane))
        return self.presses + sum(drawn)

    def hear(self, said: Block) -> None:
        """Take over what stands on the page, do what was pressed, answer once.

        A press that was made before the last answer was drawn does nothing: it was
        meant for what stood there before.
        """
        with ONE_AT_A_TIME:
            parts = {part.id: part for part in self.root.parts()}
            pressed = parts.get(said.get("press", ""))
            if not pressed or said["number"] == self.number:
                self._take(said.get("values", {}), parts)
            if pressed and said["number"] == self.number:
                self.acted_on, self.presses = self.number, self.presses + 1
                self.act(partial(pressed.press, said.get("form")))
            elif pressed and said["number"] != self.acted_on:  # no second click
                self.line.status, self.line.bad = MOVED_ON, True
            self._answer(said.get("ask"), everything="ready" in said)

    def _take(self, values: Block, parts: dict[str, Part]) -> None:
        """Take over the values of controls, then tell those that wait for a change."""
        known = [(parts[key], value) for key, value in values.items() if key in parts]
        for part in [part for part, value in known if part.take(value)]:
            if part.changed:
                self.act(part.changed)

    def _answer(self, ask: str | None, everything: bool) -> None:
        """Send the page what is new, with the line that says how its request went."""
        panes = [p for p in self.root.parts() if isinstance(p, Pane)]
        for pane in panes if everything else ():
            pane.sent = -1
        said = {"status": self.line.status, "bad": self.line.bad, "ask": ask}
        said["number"] = self.number
        raw = [each for pane in panes for each in pane.bytes()]
        self.widget.send({"root": self.root.spec(), **said}, buffers=raw)
        for pane in panes:
            pane.sent = pane.version

    def act(self, action: Callable[[], object]) -> None:
        """Do what a button asks; say what it gives, or that nothing was saved."""
        try:
            said, bad = action(), False
        except Exception as error:  # a library's own words may hold a person's
            said, bad = f"NOT SAVED. {told(error)}", True
        if said is not None:
            self.line.status, self.line.bad = str(said), bad


class Queue(Screen):
    """One thing after the other: those skipped come last, an answer can be undone.

    Examples
    --------
    >>> class Waits(screens.screen.Queue):
    ...     nothing, waits = "Nobody waits.", ("person waits.", "people wait.")
    ...     def waiting(self): return []
    >>> Waits(rnd).display()
    'Nobody waits.'
    """

    nothing = "Nothing is left."
    waits = ("is left.", "are left.")  # what is said of one, and of several
    bare = False  # whether there is nothing to press while nothing waits
    layout: tuple[Row, ...] = ("pane", "skip undo")

    def __init__(self, rnd: Round) -> None:
        self.left: list[Any] = []
        self.skipped: list[Any] = []
        self.done: list[str] = []
        super().__init__(rnd)

    @property
    def summary(self) -> str:
        """How many wait for an answer."""
        one, several = self.waits
        return plural(one, len(self.left), several) if self.left else self.nothing

    def waiting(self) -> list[Any]:
        """Return what nobody has answered yet, in order."""
        raise NotImplementedError

    def draw(self, one: Any) -> list[Block]:
        """Return what is shown of the next one."""
        raise NotImplementedError

    @staticmethod
    def asked(comment: Any) -> list[Block]:
        """Return a comment for the pane, under its question if it has one."""
        beside = (comment["question"], comment.get("translation"))
        asked = [words for words in beside if isinstance(words, str)]
        near = [said("near", words) for words in asked]
        return [*near, said("comment", str(comment["text"]))]

    def take_back(self, answer: str) -> None:
        """Take back an answer given on this screen."""
        raise NotImplementedError

    def display(self) -> str:
        """Look for what is left and show the next one."""
        self.left = sorted(self.waiting(), key=self.skipped.count)
        for part in self.root.children if self.bare else ():
            part.hidden = part is not self.line and not (self.left or self.done)
        nothing = [said("heading", self.nothing)]
        self.pane.draw(self.draw(self.left[0]) if self.left else nothing)
        return self.summary

    def saved(self, what: str, answer: str = "") -> str:
        """Keep an answer, to be undone; say that it is saved, and show the next."""
        self.done += [answer] if answer else []
        return super().saved(what)

    def current(self) -> Any:
        """Return what is on the screen, or say that there is nothing."""
        if not self.left:
            raise Problem(self.nothing)
        return self.left[0]

    @button("Skip")
    def skip(self) -> str:
        """Leave this one for later."""
        self.skipped.append(self.current())
        return f"Skipped. {self.display()}"

    @button("Undo")
    def undo(self) -> str:
        """Take back the last answer given on this screen."""
        if not self.done:
            return "There is nothing to undo."
        self.take_back(self.done[-1])
        self.done.pop()
        return f"Undone: the last answer. {self.display()}"
