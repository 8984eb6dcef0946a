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

from coprod.screens.form import Block, Field, Line, Pane, Part, below, beside, field
from coprod.store.problem import Problem, told

__all__ = ["Live", "ONE_AT_A_TIME", "Queue", "Screen"]

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

    Examples
    --------
    >>> screen = screens.screen.Screen("Settle")
    >>> screen.act(lambda: "Saved.")
    >>> screen.status
    'Saved.'
    """

    def __init__(self, name: str) -> None:
        import anywidget

        script = Path(__file__).with_name("form.js")
        self.widget = anywidget.AnyWidget(_esm=script.read_text(encoding="utf-8"))
        self.widget.on_msg(lambda _, said, __: self.hear(said))
        self.pane, self.line, self.root = Pane(name), Line(), below()
        self.presses, self.acted_on = 0, -1

    def display(self) -> str:
        """Show what the screen is about; give what its line says."""
        raise NotImplementedError

    def lay(self, *parts: Part | tuple[Part, ...]) -> None:
        """Lay out parts, those of a tuple side by side and the line last; then show.

        Examples
        --------
        >>> class Wishes(screens.screen.Screen):
        ...     def display(self): return "2 wishes."
        >>> wishes = Wishes("Wishes")
        >>> wishes.lay(wishes.pane)
        >>> wishes.status
        '2 wishes.'
        """
        rows = tuple(beside(*p) if isinstance(p, tuple) else p for p in parts)
        self.root.children = rows if self.line in rows else (*rows, self.line)
        self.line.status = self.display()

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
                pressed.press(said.get("form"))
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

    def button(
        self, name: str, action: Callable[[], str], strong: bool = False
    ) -> Field:
        """Return a button that does `action`, and tells afterwards how it went."""
        button = field("Button", name, strong=strong)
        button.pressed = partial(self.act, action)
        return button

    def takes(self, action: Callable[[dict[str, str]], str]) -> None:
        """Let `action` save what is sent from a form of rows in the pane."""
        self.pane.filled = lambda form: self.act(partial(action, form))


class Queue(Screen):
    """One thing after the other: those skipped come last, an answer can be undone.

    Examples
    --------
    >>> class Waits(screens.screen.Queue):
    ...     def waiting(self): return []
    ...     summary = "Nobody waits."
    >>> Waits("People").display()
    'Nobody waits.'
    """

    nothing = "Nothing is left."
    bare = False  # whether there is nothing to press while nothing waits

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.left: list[Any] = []
        self.skipped: list[Any] = []
        self.done: list[str] = []

    def waiting(self) -> list[Any]:
        """Return what nobody has answered yet, in order."""
        raise NotImplementedError

    def draw(self, one: Any) -> None:
        """Draw the next one."""
        raise NotImplementedError

    @staticmethod
    def asked(comment: Any) -> list[Block]:
        """Return a comment for the pane, under its question if it has one."""
        beside = (comment["question"], comment.get("translation"))
        asked = [words for words in beside if isinstance(words, str)]
        near: list[Block] = [{"kind": "near", "text": words} for words in asked]
        return [*near, {"kind": "comment", "text": str(comment["text"])}]

    def take_back(self, answer: str) -> None:
        """Take back an answer given on this screen."""
        raise NotImplementedError

    def display(self) -> str:
        """Look for what is left and show the next one."""
        self.left = sorted(self.waiting(), key=self.skipped.count)
        for part in self.root.children if self.bare else ():
            part.hidden = part is not self.line and not (self.left or self.done)
        if self.left:
            self.draw(self.left[0])
        else:
            self.pane.draw([{"kind": "heading", "text": self.nothing}])
        return self.summary

    def current(self) -> Any:
        """Return what is on the screen, or say that there is nothing."""
        if not self.left:
            raise Problem(self.nothing)
        return self.left[0]

    def skip(self) -> str:
        """Leave this one for later."""
        self.skipped.append(self.current())
        return f"Skipped. {self.display()}"

    def undo(self) -> str:
        """Take back the last answer given on this screen."""
        if not self.done:
            return "There is nothing to undo."
        self.take_back(self.done[-1])
        self.done.pop()
        return f"Undone: the last answer. {self.display()}"
