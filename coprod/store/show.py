"""How a table looks in a notebook and on its page: whole and plain."""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

import pandas as pd

from coprod.store.problem import Problem, told

__all__ = ["Folded", "html", "listed", "plural", "shown"]

MOST = 200
# Words whose plural is a word of its own, or the same word.
_SEVERAL = {"child": "children", "person": "people"}
_SEVERAL |= {word: word for word in ("staff", "family", "people", "children")}


def html(frame: pd.DataFrame) -> str:
    """Return a table as HTML: whole words, blanks blank, at most 200 rows, and escaped.

    Row numbers are left out; an index with a name or words of its own is kept. A table
    without rows says so.

    Examples
    --------
    >>> store.show.html(rnd.load("priorities")[["statement"]].head(1))[:6]
    '<table'
    """
    if frame.empty:
        return "<p>There is nothing here yet.</p>"
    named = any(name is not None for name in frame.index.names)
    plain = (frame.reset_index() if named else frame).map(shown)
    plain = plain.rename(columns=lambda name: str(name).replace("_", " "))
    plain = plain.rename_axis(columns=None).head(MOST)
    counted = named or pd.api.types.is_integer_dtype(frame.index)
    many = "many" if plain.shape[1] > 5 else None
    left = len(frame) - MOST
    more = f"<p>And {plural('more row', left)}.</p>" if left > 0 else ""
    with pd.option_context("display.max_colwidth", None):
        made = plain.to_html(index=not counted, border=0, na_rep="", classes=many)
    return f"{made}{more}"


def listed(words: Iterable[object]) -> str:
    """Join words as one says them: a, b and c; none give nothing.

    Examples
    --------
    >>> store.show.listed(["child", "parent", "nurse"])
    'child, parent and nurse'
    """
    *others, last = [*map(str, words)] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def plural(noun: str, n: int, several: str = "", *, count: bool = True) -> str:
    """Return a thing with its number: "12 children", "1 reply", "3 other staff".

    What no rule gives is told: `plural("file was read", n, "files were read")`.

    Examples
    --------
    >>> store.show.plural("child", 12), store.show.plural("reply", 1)
    ('12 children', '1 reply')
    """
    if noun == "unknown":
        words = "whose group we do not know" if count else "people of unknown group"
    elif n == 1 or several:
        words = noun if n == 1 else several
    else:
        first, _, last = noun.rpartition(" ")
        said = _SEVERAL.get(last, re.sub(r"(?<![aeiou])y$", "ie", last))
        said += "" if said.endswith("s") or last in _SEVERAL else "s"
        words = f"{first} {said}".strip()
    return f"{n} {words}" if count else words


@dataclass(frozen=True)
class Folded:
    """A table folded away under one line, with a sentence on how to read it.

    Examples
    --------
    >>> store.show.Folded("Agreement", "1 is best.", rnd.load("tags")).line
    'Agreement'
    """

    line: str
    note: str
    frame: pd.DataFrame

    def _repr_html_(self) -> str:
        inside = f"<p>{escape(self.note)}</p>{html(self.frame)}"
        return f"<details><summary>{escape(self.line)}</summary>{inside}</details>"


def plainly() -> None:
    """Let a notebook show tables this way, words without quote marks, and problems.

    What goes wrong is one sentence. Outside a notebook it does nothing.
    """
    try:
        from IPython import get_ipython
    except ImportError:
        return
    shell = get_ipython()
    if shell is not None:
        ways = shell.display_formatter.formatters
        ways["text/html"].for_type(pd.DataFrame, html)
        ways["text/plain"].for_type(str, lambda words, printer, _: printer.text(words))
        shell.showtraceback = partial(_tell, shell)


def _tell(shell: Any, *_: object, **__: object) -> None:
    """Say what went wrong, without lines of code and the words they held."""
    error = sys.exc_info()[1] or Problem("It stopped.")
    said = Problem(told(error))
    shell._showtraceback(Problem, said, [str(said)])


def shown(value: object) -> object:
    """Return a cell as people read it: yes or no for true or false, blank if missing.

    A line break becomes a space.

    Examples
    --------
    >>> store.show.shown(True), store.show.shown(None)
    ('yes', '')
    """
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    return value.replace("\n", " ") if isinstance(value, str) else value
