"""Who is who, what points at a person, what is hidden, who may be quoted.

Real names stay in the private record of people. Hiding never promises that nobody can
be recognised: a person reads every comment before it is quoted.
"""

from coprod.protect import (
    care,
    identifiers,
    model,
    name_words,
    people_record,
    people_workbook,
    plain,
    pseudonyms,
    review,
    screens,
    who_words,
    withdrawal,
)

__all__ = [
    "care",
    "identifiers",
    "model",
    "name_words",
    "people_record",
    "people_workbook",
    "plain",
    "pseudonyms",
    "review",
    "screens",
    "who_words",
    "withdrawal",
]
