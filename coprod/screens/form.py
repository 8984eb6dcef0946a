"""The fields and buttons of a screen, and the messages they exchange with the page.

Each part says what the page needs to draw it (`form.js`) and takes over what a
person entered there. Nothing of it lies in widget state, a notebook or a page.
"""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from functools import partial
from itertools import count
from typing import Any, Self, TypeVar

__all__ = [
    "Block",
    "Field",
    "Group",
    "Pane",
    "button",
    "choice",
    "form",
    "line",
    "said",
    "table",
]

Block = dict[str, Any]
Act = TypeVar("Act", bound=Callable[..., str])
Tells = str | tuple[Any, ...]  # a method of the screen, and what it is given
_ids = count(1)


class Part:
    """One thing on a screen: words, a control, or several of them.

    `pressed` names the method of its screen that is called when a person presses it,
    `changed` when they change it.
    """

    kind, look, hidden, indent = "part", "", False, 0

    def __init__(self, **tells: Tells) -> None:
        self.id, self.version = f"p{next(_ids)}", 0
        self.tells = tells
        self.pressed: Callable[[], object] | None = None
        self.changed: Callable[[], object] | None = None

    def of(self, screen: object) -> Self:
        """Return a screen's own copy, which tells it when something happens to it."""
        mine = copy(self)
        mine.id = f"p{next(_ids)}"
        for event, told in self.tells.items():
            method, *given = (told,) if isinstance(told, str) else told
            setattr(mine, event, partial(getattr(screen, method), *given))
        return mine

    def parts(self) -> Iterator["Part"]:
        """Return this part and all that lie in it."""
        yield self

    def spec(self) -> Block:
        """Return what the page needs to draw it."""
        names = ("id", "kind", "look", "hidden", "indent", "version")
        return {name: getattr(self, name) for name in names}

    def take(self, value: Any) -> bool:
        """Take over what stands on the page; say whether it is something new."""
        return False

    def press(self, form: dict[str, str] | None) -> object:
        """Do what a press on it asks for; give what the screen says of it."""
        return self.pressed() if self.pressed else None


class Group(Part):
    """Parts side by side, or one below the other, with a name of their own or none.

    Examples
    --------
    >>> len(screens.form.Group("beside", screens.form.Pane()).children)
    1
    """

    def __init__(self, kind: str, *children: Part) -> None:
        super().__init__()
        self.kind, self.children = kind, children
        self.name, self.colour = "", ""

    def parts(self) -> Iterator[Part]:
        """Return this group and all that lie in it."""
        yield self
        for child in self.children:
            yield from child.parts()

    def spec(self) -> Block:
        """Return what the page needs to draw it."""
        children = [child.spec() for child in self.children]
        more = {"name": self.name, "colour": self.colour, "children": children}
        return {**super().spec(), **more}


class Field(Part):
    """A control: Text, Dropdown, Checkbox, Combobox, Number, Label or Button.

    A list offers `options`; with `ask`, none of them is chosen at first.

    Examples
    --------
    >>> screens.form.Field("Dropdown", "Group", options=["child", "parent"]).value
    'child'
    """

    least = 0

    def __init__(self, kind: str, name: str, **more: Any) -> None:
        super().__init__(**{k: more[k] for k in ("pressed", "changed") if k in more})
        self.kind, self.description = kind, name
        self.hint, self.strong = more.get("hint", ""), more.get("strong", False)
        self.most, self.ask = more.get("most", 0), more.get("ask", False)
        self.index: int | None = None
        self.options = more.get("options", ())
        if kind != "Dropdown":
            empty = {"Checkbox": False, "Number": self.least}
            self.value = more.get("value", empty.get(kind, ""))

    @property
    def options(self) -> list[tuple[str, Any]]:
        """What a list offers, as pairs of words and value; the first one is chosen."""
        return self._options

    @options.setter
    def options(self, offered: Iterable[Any]) -> None:
        pairs = ((each, each) if isinstance(each, str) else each for each in offered)
        first = [("(choose)", None)] if self.ask else []
        self._options = [*first, *((str(words), value) for words, value in pairs)]
        self.index = 0 if self._options else None
        self.version += 1

    @property
    def label(self) -> str:
        """The words of what is chosen in a list."""
        return "" if self.index is None else self.options[self.index][0]

    @property
    def value(self) -> Any:
        """What stands in the control."""
        if self.kind != "Dropdown":
            return self._value
        return None if self.index is None else self.options[self.index][1]

    @value.setter
    def value(self, value: Any) -> None:
        if self.kind == "Dropdown":
            self.index = [known for _, known in self.options].index(value)
        else:
            self._value = value
        self.version += 1

    def spec(self) -> Block:
        """Return what the page needs to draw it."""
        names = ("hint", "strong", "least", "most")
        shown = {name: getattr(self, name) for name in names}
        words = [words for words, _ in self.options]
        value = self.index if self.kind == "Dropdown" else self.value
        more = {"name": self.description, "options": words, "value": value}
        return {**super().spec(), **shown, **more}

    def take(self, value: Any) -> bool:
        """Take over what stands on the page; say whether it is something new."""
        if self.kind == "Dropdown":
            known = isinstance(value, int) and 0 <= value < len(self.options)
            new, self.index = known and value != self.index, value if known else None
            self.version += new  # another view, or a later answer, must show it too
        else:
            value = type(self.value)(value)
            if self.kind == "Number":
                told, value = value, min(max(value, self.least), self.most)
                self.version += told != value
            new, self._value = value != self.value, value
        return new


class Pane(Part):
    """A place for words, which are drawn as text; also for boxes, forms and pictures.

    `pressed` is called by the button of a box, `filled` with the rows of a form;
    `changed` when a person changes a row of a form that is drawn "live".

    Examples
    --------
    >>> pane = screens.form.Pane("Reply")
    >>> pane.draw([{"kind": "comment", "text": "Thank you."}])
    >>> pane.blocks[0]["text"]
    'Thank you.'
    """

    kind = "words"

    def __init__(self, name: str = "", **tells: Tells) -> None:
        super().__init__(**tells)
        self.name, self.text, self.sent = name, "", -1
        self.blocks: list[Block] = []
        self.draft: Block = {}  # what stands in a form on the page, saved or not
        self.filled: Callable[..., object] | None = None

    def draw(self, blocks: list[Block]) -> None:
        """Draw these blocks: kind, text, and label, or head and rows of a table.

        The bytes of a picture or recording travel beside the message.
        """
        self.blocks, self.version, self.draft = blocks, self.version + 1, {}

    @property
    def loose(self) -> bool:
        """Whether something stands in a form that is not what was drawn there."""
        drawn = self.drawn
        return any(value != drawn.get(name) for name, value in self.draft.items())

    @property
    def drawn(self) -> dict[str, str]:
        """What stands in the form as it was drawn, by the name of its rows."""
        drawn = {}
        forms = (block for block in self.blocks if block["kind"] == "form")
        for row in (row for block in forms for row in block["rows"]):
            known = "options" not in row or row["value"] in dict(row["options"])
            drawn[row["id"]] = row["value"] if known else ""
        return drawn

    def spec(self) -> Block:
        """Return what the page needs to draw it; its words only if new to it."""
        made = {**super().spec(), "name": self.name}
        if self.sent != self.version:
            shown = [{k: v for k, v in b.items() if k != "bytes"} for b in self.blocks]
            made["blocks"] = shown
        return made

    def bytes(self) -> list[bytes]:
        """Return the pictures and recordings that travel beside the message."""
        new = self.blocks if self.sent != self.version else []
        return [block["bytes"] for block in new if "bytes" in block]

    def take(self, value: Any) -> bool:
        """Take over what stands in the box, or in a form; a press uses it."""
        if isinstance(value, dict):
            before, self.draft = self.draft or self.drawn, value
            return bool(value != before)
        self.text = str(value)
        self.blocks = [
            {**block, "text": self.text} if block["kind"] == "box" else block
            for block in self.blocks
        ]
        return False

    def press(self, form: dict[str, str] | None) -> object:
        """Do what a press on the button of a box or form asks for."""
        if form is None or not self.filled:
            return super().press(form)
        return self.filled({str(key): str(value) for key, value in form.items()})


class Line(Part):
    """The line that says how the last request went."""

    kind, status, bad = "status", "", False


def button(name: str, strong: bool = False) -> Callable[[Act], Act]:
    """Return what gives a method of a screen a button.

    Examples
    --------
    >>> def save(screen): return "Saved."
    >>> screens.form.button("Save")(save).button.description
    'Save'
    """

    def shown(action: Act) -> Act:
        made = Field("Button", name, strong=strong, pressed=action.__name__)
        action.__dict__["button"] = made
        return action

    return shown


def said(kind: str, text: str, label: str = "") -> Block:
    """Return words for a pane: a heading, a comment, or what stands near one.

    Examples
    --------
    >>> screens.form.said("heading", "There are no files yet.")
    {'kind': 'heading', 'text': 'There are no files yet.'}
    """
    return {"kind": kind, "text": text} | ({"label": label} if label else {})


def form(label: str, rows: list[Block], **more: Any) -> Block:
    """Return a form for a pane: its rows, and a button that sends them.

    Examples
    --------
    >>> screens.form.form("Wish", [screens.form.line("wish", "Wish")])["button"]
    'Save'
    """
    return {"kind": "form", "label": label, "rows": rows, "button": "Save", **more}


def choice(
    name: str, label: str, options: Iterable[Any], value: str, hint: str = ""
) -> Block:
    """Return one row of a form, with a list to choose from: words, or value and words.

    Examples
    --------
    >>> screens.form.choice("drop", "Take it out?", ["no", "yes"], "no")["value"]
    'no'
    """
    shown = [[o, o.replace("_", " ")] if isinstance(o, str) else [*o] for o in options]
    return line(name, label, value, hint, options=shown)


def line(name: str, label: str, value: str = "", hint: str = "", **more: Any) -> Block:
    """Return one row of a form, with a line to write in; `long=True` for several.

    Examples
    --------
    >>> screens.form.line("why", "Why", "it is clearer")["value"]
    'it is clearer'
    """
    return {"id": name, "label": label, "text": hint, "value": value, **more}


def table(label: str, head: list[str], rows: Iterable[Iterable[Any]]) -> list[Block]:
    """Return a table for a pane, or nothing if it has no rows.

    Examples
    --------
    >>> screens.form.table("Codes", ["Code"], [])
    []
    """
    lines = [[str(cell) for cell in row] for row in rows]
    made = {"kind": "table", "label": label, "head": head, "rows": lines}
    return [made] if lines else []
