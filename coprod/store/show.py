"""How a table looks in a notebook and on its page: whole and plain."""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

import pandas as pd

from coprod.store.problem import Problem, told

__all__ = [
    "Folded",
    "called",
    "day",
    "html",
    "listed",
    "named",
    "nth",
    "numbered",
    "opening",
    "plural",
    "shown",
]

MOST, FIRST = 200, 60  # rows of a table; letters of the first words of a comment
WHEN = re.compile(r"(\d{4}-\d\d-\d\d)(?:T[\d:]+Z)?")
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
    plainly = ("display.max_colwidth", None, "display.html.use_mathjax", False)
    with pd.option_context(*plainly):  # "$5 and $10" is money and no formula
        made = plain.to_html(index=not counted, border=0, na_rep="", classes=many)
    return f"{made}{more}".replace("<td>", '<td dir="auto">')


def listed(words: Iterable[object]) -> str:
    """Join words as one says them: a, b and c; none give nothing.

    Examples
    --------
    >>> store.show.listed(["child", "parent", "nurse"])
    'child, parent and nurse'
    """
    *others, last = [*map(str, words)] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def day(date: str) -> str:
    """Return a date such as 2026-12-18 as people write it: 18 December 2026.

    Examples
    --------
    >>> store.show.day("2026-12-18")
    '18 December 2026'
    """
    found = pd.to_datetime(date, format="%Y-%m-%d", errors="coerce")
    return str(date) if pd.isna(found) else f"{found.day} {found:%B %Y}"


def called(persons: Iterable[str]) -> list[str]:
    """Return short codes of people: who spoke third in sheet S02 is S02-3.

    In journals and tables a row's person keeps the code made of what the row says.

    Examples
    --------
    >>> store.show.called(["P01", "S02r4a44dc1536", "S02r6b51d431df"])
    ['P01', 'S02-1', 'S02-2']
    """
    spoke, made = Counter[str](), []
    for person in persons:
        row = re.fullmatch(r"(S\d+)r[\w-]+", person)
        spoke[row[1] if row else ""] += 1
        made.append(f"{row[1]}-{spoke[row[1]]}" if row else person)
    return made


def named(
    frame: pd.DataFrame, comments: pd.DataFrame, names: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Return a table as people read it: comments by number, person and first words.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table with a column "comment", perhaps also "code", "codes" and "theme".
    comments : pandas.DataFrame
        The table "comments"; the number is the place in it, as on the reading screen.
    names : mapping of str to str, optional
        The names of codes and themes by their ids.

    Examples
    --------
    >>> marks, said = listen.set_aside.marks(rnd), rnd.load("comments")
    >>> list(store.show.named(marks[["comment", "end"]], said).columns)
    ['comment', 'person', 'words', 'end']
    """
    rest = frame.drop(columns=["comment", "person", "text"], errors="ignore")
    for column in {"code", "codes", "theme"} & {*rest.columns}:
        rest[column] = [_called(ids, names or {}) for ids in rest[column]]
    said = numbered(comments).reindex(frame["comment"])
    return pd.concat([said.set_index(rest.index), rest], axis=1)


def _called(ids: str, names: Mapping[str, str]) -> str:
    """Return the names of ids separated by spaces; other words stay."""
    known = set(ids.split()) <= names.keys()
    return ", ".join(names[id_] for id_ in ids.split()) if known else ids


def numbered(comments: pd.DataFrame) -> pd.DataFrame:
    """Return number, person and first words of each comment, by its id.

    Examples
    --------
    >>> store.show.numbered(rnd.load("comments"))["comment"].tolist()[:3]
    [1, 2, 3]
    """
    codes = list(dict.fromkeys(comments["person"]))
    short = dict(zip(codes, called(codes), strict=True))
    said = {
        "comment": range(1, len(comments) + 1),
        "person": comments["person"].map(short).to_numpy(),
        "words": comments["text"].map(opening).to_numpy(),
    }
    return pd.DataFrame(said, index=comments["comment"], dtype=object)


def opening(text: str) -> str:
    """Return the first words of a text, on one line.

    Examples
    --------
    >>> store.show.opening("The car park is dear. " * 9)
    'The car park is dear. The car park is dear. The car park ...'
    """
    words = " ".join(str(text).split())
    return words if len(words) <= FIRST else f"{words[:FIRST].rsplit(' ', 1)[0]} ..."


def nth(place: float) -> str:
    """Return a place as one says it: 1st, joint 4th.

    Examples
    --------
    >>> store.show.nth(1), store.show.nth(12), store.show.nth(4.5)
    ('1st', '12th', 'joint 4th')
    """
    least = int(place)
    ends = {1: "st", 2: "nd", 3: "rd"}
    end = "th" if least % 100 in (11, 12, 13) else ends.get(least % 10, "th")
    return f"{'joint ' if place != least else ''}{least}{end}"


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

    A line break becomes a space, and a time a date in words.

    Examples
    --------
    >>> store.show.shown(True), store.show.shown("2026-10-14T09:00:00Z")
    ('yes', '14 October 2026')
    """
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if not isinstance(value, str):
        return value
    when = WHEN.fullmatch(value)
    return day(when[1]) if when else value.replace("\n", " ")
