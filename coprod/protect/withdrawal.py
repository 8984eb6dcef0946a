"""Record that a person takes their words back, and list who did."""

import re

import pandas as pd

from coprod.protect.people_workbook import BOOK
from coprod.store import journal
from coprod.store.problem import Problem
from coprod.store.rounds import Round

__all__ = ["withdrawn"]

SCOPES = ("all", "quotes", "future")


def add_withdrawal(rnd: Round, person: str, scope: str = "all") -> str:
    """Record that a person takes back all, quotes only, or future use; give the id.

    Raises
    ------
    ValueError
        If the scope or the form of the person code is not known.
    """
    if scope not in SCOPES or not re.fullmatch(r"P\d+|S\d+r[\w-]+", person):
        raise Problem(
            "withdrawal: it needs a person code such as P07 and a scope, which is "
            f"{', '.join(SCOPES)}. Look the code up in {BOOK}, then try again."
        )
    return journal.record(rnd, "withdrawals").add({"person": person, "scope": scope})


def withdrawn(rnd: Round) -> pd.DataFrame:
    """Return who took something back: person, scope (all, quotes or future).

    Examples
    --------
    >>> list(protect.withdrawal.withdrawn(rnd).columns)
    ['person', 'scope']
    """
    made = journal.state(rnd, "withdrawals", ["person", "scope"])
    made = made[["person", "scope"]].dropna()
    return made.drop_duplicates(ignore_index=True)
