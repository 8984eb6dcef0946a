"""Patterns of words by which files are understood, from a plain file beside this."""

import re
import tomllib
from pathlib import Path


def tables_in(name: str) -> dict[str, dict[str, str]]:
    """Return the tables of a file of words beside this one."""
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


WORDS = {
    table: {name: each.replace("\n", "") for name, each in named.items()}
    for table, named in tables_in("words.toml").items()
}
HEADINGS, PEOPLE, ABOUT = WORDS["headings"], WORDS["people"], WORDS["about"]
PLAIN, HIDE, REFUSED = WORDS["plain"], WORDS["hide"], WORDS["refused"]
CELLS = {name: re.compile(words) for name, words in WORDS["cells"].items()}
LABELS = {name: re.compile(words) for name, words in WORDS["labels"].items()}


def says(heading: str, what: str) -> bool:
    """Say whether a heading says this, such as "open"."""
    return re.search(HEADINGS[what], heading) is not None


def holds(cell: str, what: str) -> bool:
    """Say whether a whole cell is this, such as "empty"."""
    return CELLS[what].fullmatch(cell) is not None
