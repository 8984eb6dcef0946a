"""What every screen shares: a pane for words, a line that says Saved, named controls.

A screen shows and hands out; it keeps nothing. Words of people travel by message and
are drawn as text (`static/reader.js`), so that none lies in widget state, a notebook or
a page. "Saved" is said only after the disk has answered.
"""

from collections.abc import Callable, Iterable
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from coprod.journal import NotSaved

Block = dict[str, Any]


class Pane:
    """A place for words: it draws blocks as text and keeps single keys inside."""

    def __init__(self, name: str = "", keeper: bool = False) -> None:
        import anywidget

        script = Path(__file__).with_name("static") / "reader.js"
        self.widget = anywidget.AnyWidget(_esm=script.read_text(encoding="utf-8"))
        self.widget.on_msg(lambda _, said, __: self.hear(said))
        self.name, self.keeper = name, keeper
        self.blocks: list[Block] = []
        self.text, self.status, self.bad, self.count = "", "", False, 0
        self.pressed: Callable[[], None] | None = None
        self.filled: Callable[[dict[str, str]], None] | None = None

    def draw(self, blocks: list[Block]) -> None:
        """Draw these blocks: kind, text, and label, or head and rows of a table.

        The bytes of a picture or recording travel beside the message.
        """
        self.blocks = blocks
        self._send({"focus": True})

    def hear(self, said: dict[str, Any]) -> None:
        """Answer the page: draw what is there, and how the last request went."""
        if "box" in said:
            self.text = str(said["box"])
            self.blocks = [{**block, "text": self.text} for block in self.blocks]
        if said.get("press") and self.pressed:
            self.pressed()
        if "form" in said and self.filled:
            self.filled({str(k): str(v) for k, v in said["form"].items()})
        if "settle" in said:
            self.widget.send({"settled": True})
        if "ready" in said:
            self._send({"name": self.name})
            self.answer()

    def _send(self, more: Block) -> None:
        """Send the blocks to the page, their bytes beside them."""
        words = [{k: v for k, v in b.items() if k != "bytes"} for b in self.blocks]
        raw = [block["bytes"] for block in self.blocks if "bytes" in block]
        self.widget.send({"blocks": words, **more}, buffers=raw)

    def say(self, status: str, bad: bool) -> None:
        """Say how a request went; requests are numbered, so that none is mistaken."""
        self.status, self.bad, self.count = status, bad, self.count + 1
        self.answer()

    def answer(self) -> None:
        """Send the page the last answer and its number."""
        if self.keeper:
            status = {"status": self.status, "bad": self.bad}
            self.widget.send({"answered": self.count, **status})


class Screen:
    """What all screens share: words above, controls below, one line that says Saved."""

    def __init__(self, name: str) -> None:
        import ipywidgets

        self.pane = Pane(name)
        self.line = Pane(keeper=True)
        self.root = ipywidgets.VBox()
        self.root.add_class("coprod-screen")

    @property
    def summary(self) -> str:
        """One sentence on where things stand, for pages on which nothing runs."""
        raise NotImplementedError

    @property
    def status(self) -> str:
        """What the screen says of the last request."""
        return self.line.status

    def act(self, action: Callable[[], str]) -> None:
        """Do what a button asks; say what was saved, or that it was not."""
        try:
            said, bad = action(), False
        except (ValueError, NotSaved) as error:
            said, bad = f"NOT SAVED. {error}", True
        except Exception as error:  # a library's own words may hold a person's
            said, bad = (
                f"NOT SAVED. Something unforeseen ({type(error).__name__}) happened. "
                "What was saved before is still there: run this cell again.",
                True,
            )
        self.line.say(said, bad)

    def button(self, name: str, action: Callable[[], str], strong: bool = False) -> Any:
        """Give a button that does `action`, and asks afterwards how it went."""
        button = field("Button", name, button_style="primary" if strong else "")
        button.add_class("coprod-asks")
        button.on_click(lambda _: self.act(action))
        return button

    def takes(self, action: Callable[[dict[str, str]], str]) -> None:
        """Let `action` save what is sent from a form of rows in the pane."""
        self.pane.filled = lambda form: self.act(partial(action, form))

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """Give the live screen, and a sentence for pages on which nothing runs."""
        bundle: dict[str, Any] = self.root._repr_mimebundle_()
        html = f"<p>{escape(self.summary)}</p>"
        return {**bundle, "text/plain": self.summary, "text/html": html}


def choice(name: str, label: str, options: Iterable[str], value: str) -> Block:
    """Give one row of a form, with a list to choose from."""
    shown = [[option, option.replace("_", " ")] for option in options]
    return {"id": name, "label": label, "options": shown, "value": value}


def line(name: str, label: str, value: str = "", hint: str = "", **more: Any) -> Block:
    """Give one row of a form, with a line to write in; `long=True` for several."""
    return {"id": name, "label": label, "text": hint, "value": value, **more}


def field(kind: str, name: str, **more: Any) -> Any:
    """Give a control whose name is in full; text comes over when it is complete."""
    import ipywidgets

    layout = {"width": "auto", "max_width": "100%"}
    made: Block = {"description": name, "layout": layout}
    if kind == "Text":
        made["continuous_update"] = False
    if kind != "Button":
        made["style"] = {"description_width": "initial"}
    return getattr(ipywidgets, kind)(**{**made, **more})


def beside(*parts: Any) -> Any:
    """Give controls side by side; they wrap on a narrow screen."""
    import ipywidgets

    layout = {"flex_flow": "row wrap", "align_items": "center", "width": "100%"}
    made = ipywidgets.HBox(parts, layout=layout)
    made.add_class("coprod-line")
    return made


def below(*parts: Any) -> Any:
    """Give controls one below the other."""
    import ipywidgets

    return ipywidgets.VBox(parts)


def some(value: Any) -> str | None:
    """Give a cell's words, None if it is blank."""
    return None if pd.isna(value) or not str(value) else str(value)
