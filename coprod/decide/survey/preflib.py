"""Read orders in the PrefLib formats: .soc, .soi, .toc and .toi.

A line such as "12: 3,{1,2}" is twelve voters who put 3 first, then 1 and 2 alike.
"""

import re

import pandas as pd

from coprod.decide.survey import columns
from coprod.store.problem import Problem

ENDINGS = (".soc", ".soi", ".toc", ".toi")
NAME = re.compile(r"#\s*ALTERNATIVE NAME (\d+)\s*:\s*(.*)")
TIED = re.compile(r"\{([^}]*)\}|([^,{}]+)")


def rows(text: str) -> pd.DataFrame:
    """Return one row for each voter and statement; whom nobody ranked has no rank.

    Raises
    ------
    ValueError
        If the text names no alternatives, or a line is no order of them.
    """
    names, orders = _parts([line.strip() for line in text.splitlines() if line.strip()])
    voters: list[dict[str, str]] = []
    for number, count, order in orders:
        ranks: dict[str, str] = {}  # those in curly brackets share a place
        for tied, one in TIED.findall(order):
            here = [n for name in (tied or one).split(",") if (n := name.strip())]
            ranks |= dict.fromkeys(here, str(len(ranks) + 1))
        if not count.isdigit() or not ranks or not set(ranks) <= set(names):
            raise Problem(columns.TOLD["problems"]["order"].format(line=number))
        voters += [ranks] * int(count)
    made = [
        (f"R{voter:03}", name, ranks.get(number, ""))
        for voter, ranks in enumerate(voters, 1)
        for number, name in names.items()
    ]
    return pd.DataFrame(made, columns=["respondent", "statement", "rank"])


def _parts(lines: list[str]) -> tuple[dict[str, str], list[tuple[int, str, str]]]:
    """Return the names by number, and each order with its line and its count."""
    if lines and lines[0].isdigit():  # as files were written until 2022
        last = int(lines[0]) + 1
        now = [line.replace(",", ":", 1) for line in lines]
        told = [f"# ALTERNATIVE NAME {line}" for line in now[1:last]]
        lines = ["#", *told, "#", *now[last + 1 :]]
    names = {found[1]: found[2] for found in map(NAME.match, lines) if found}
    body = [(n, *line.partition(":")) for n, line in enumerate(lines, 1)]
    if not names:
        raise Problem(columns.TOLD["problems"]["names"])
    twice = len(set(names.values())) < len(names)
    named = {n: f"{n} {name}" if twice else name for n, name in names.items()}
    orders = [(n, c.strip(), o) for n, c, _, o in body if not c.startswith("#")]
    return named, orders
