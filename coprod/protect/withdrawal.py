"""Record that a person takes their words back, and list who did."""

import re

import pandas as pd

from coprod.protect import people_workbook, who_words
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
            f"{', '.join(SCOPES)}. Look the code up in notebook 01, then try again."
        )
    return journal.record(rnd, "withdrawals").add({"person": person, "scope": scope})


def withdrawn(rnd: Round) -> pd.DataFrame:
    """Return who took something back: person, scope (all, quotes or future).

    Somebody of whom the record says that they do not take part took back all.

    Examples
    --------
    >>> list(protect.withdrawal.withdrawn(rnd).columns)
    ['person', 'scope']
    """
    made = journal.state(rnd, "withdrawals", ["person", "scope"])
    made = pd.concat([made[["person", "scope"]].dropna(), _no_part(rnd)])
    return made.drop_duplicates(ignore_index=True)


def _no_part(rnd: Round) -> pd.DataFrame:
    """Return who said no to taking part; nobody if the list of names is not here."""
    if people_workbook.trouble(rnd):  # nothing is made or shared then
        return pd.DataFrame()
    people = people_workbook.read(rnd)["people"]
    no = people["take part"].map(who_words.yes_or_no).eq(False)
    return people.loc[no, ["person"]].assign(scope="all")
