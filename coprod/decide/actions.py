"""The answer to each priority: what is done, by whom, by when, or why not.

Takes the priorities and what people enter, gives the actions table. A priority that
nobody has answered is named, never left out in silence.
"""

from collections.abc import Mapping

import pandas as pd

from coprod.store import journal, tables
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import listed

__all__ = ["SAYS", "asked_again", "table", "unanswered"]

SAYS = {
    "done": "We have done",
    "doing": "We are doing",
    "planned": "We will do",
    "not possible": "We cannot",
}
COLUMNS = [c.name for c in tables.TABLES["actions"].columns if c.name != "action"]
LATER = ("due", "difference", "instead", "always")  # these may be blank


def add(rnd: Round, **values: str | None) -> str:
    """Record one answer to a priority, a value for each of `COLUMNS`; give its id.

    Raises
    ------
    ValueError
        If anything but `LATER` is blank, or the status is not one of `SAYS`.
    """
    return journal.record(rnd, "actions").add(_checked(dict.fromkeys(COLUMNS) | values))


def change(rnd: Round, action: str, **values: str) -> str:
    """Change what is said of an action; give the event, for undo."""
    if action not in set(table(rnd)["action"]):
        raise Problem("actions: there is no such action. Choose one of the table.")
    return journal.record(rnd, "actions").change(action, _checked(values))


def remove(rnd: Round, action: str) -> str:
    """Take an answer back; it stays in the record. Give the event, for undo."""
    return journal.record(rnd, "actions").remove(action)


def table(rnd: Round) -> pd.DataFrame:
    """Return the actions table as it stands, oldest first.

    Examples
    --------
    >>> decide.actions.table(rnd)["status"].value_counts().to_dict()
    {'planned': 4, 'done': 3, 'doing': 2, 'not possible': 1}
    """
    said = journal.state(rnd, "actions", COLUMNS)
    return tables.check("actions", said.rename(columns={"id": "action"}))


def unanswered(priorities: pd.DataFrame, actions: pd.DataFrame) -> list[str]:
    """Return statements on the shortlist that no action answers, best place first.

    Examples
    --------
    >>> decide.actions.unanswered(rnd.load("priorities"), rnd.load("actions"))
    ['Q02', 'Q06', 'Q09', 'Q08']
    """
    top = priorities[priorities["shortlist"] != "no"].sort_values("place")
    return [s for s in top["statement"] if s not in set(actions["statement"])]


def asked_again(rnd: Round) -> list[str]:
    """Return the question that asks in the next round whether each "always" holds.

    Examples
    --------
    >>> decide.actions.asked_again(rnd)
    []
    """
    said = table(rnd)["always"].dropna()
    return [f"We said that we will always {words}. Do we?" for words in said]


def _checked(values: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return the values trimmed, or say which of them cannot be."""
    trimmed = {name: (value or "").strip() or None for name, value in values.items()}
    unknown = [name for name in values if name not in COLUMNS]
    blank = [name for name, value in trimmed.items() if not value and name not in LATER]
    if unknown or blank:
        raise Problem(
            f"actions: {(unknown + blank)[0]!r} is blank or not a column. An action "
            f"has {', '.join(COLUMNS)}; only {listed(LATER)} may be blank. Mend it, "
            "then save again."
        )
    if trimmed.get("status", "done") not in SAYS:
        known = ", ".join(SAYS)
        raise Problem(f"actions: the status must be {known}. Choose one of them.")
    return trimmed
