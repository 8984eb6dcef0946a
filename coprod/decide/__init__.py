"""Statements, the survey out and back, votes, priorities, and an answer to each.

Each group's own list comes before the joined one, and every order says how sure it is.
"""

from coprod.decide import (
    actions,
    chain,
    charts,
    missing,
    priorities,
    representation,
    rules,
    screens,
    statements,
    survey,
    votes,
    wording,
)

__all__ = [
    "actions",
    "chain",
    "charts",
    "missing",
    "priorities",
    "representation",
    "rules",
    "screens",
    "statements",
    "survey",
    "votes",
    "wording",
]
