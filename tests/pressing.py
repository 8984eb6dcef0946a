"""What a page sends when a person uses a screen, without a browser."""

import json
from typing import Any

from coprod.screens.form import Field, Pane
from coprod.screens.screen import Screen


def press(screen: Screen, name: str) -> str:
    """Press the button with this name; give what the screen says."""
    parts = [part for part in screen.root.parts() if isinstance(part, Field)]
    [button] = [p for p in parts if p.kind == "Button" and p.description == name]
    screen.hear({"press": button.id, "number": screen.number})
    return screen.status


def choose(screen: Screen, control: Field, value: Any) -> None:
    """Choose from a list, or enter something in another control."""
    if control.kind == "Dropdown":
        value = [known for _, known in control.options].index(value)
    screen.hear({"values": {control.id: value}})


def fill(screen: Screen, form: dict[str, str]) -> str:
    """Send a form of the pane, all its rows; give what the screen says."""
    pane = screen.pane
    screen.hear({"press": pane.id, "number": screen.number, "form": form})
    return screen.status


def write(screen: Screen, pane: Pane, words: str, save: bool = False) -> str:
    """Write in the box of a pane, and press its button if told so."""
    more = {"press": pane.id, "number": screen.number} if save else {}
    screen.hear({"values": {pane.id: words}, **more})
    return screen.status


def kept(screen: Screen) -> str:
    """Give what a notebook would keep of a screen: the state of its widget."""
    state = screen.widget.get_state()
    return json.dumps({k: v for k, v in state.items() if k != "_esm"}, default=str)
