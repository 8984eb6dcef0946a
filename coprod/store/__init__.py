"""What everything stands on: rounds, tables, journals, ids and files on disk.

Nothing here knows what a comment is about. What people decided only grows; what code
made can be deleted and made again; a file is written whole or not at all.
"""

from coprod.store import (
    cells,
    disk,
    ids,
    journal,
    journal_watch,
    office,
    problem,
    rounds,
    sealed,
    show,
    spreadsheets,
    tables,
)

__all__ = [
    "cells",
    "disk",
    "ids",
    "journal",
    "journal_watch",
    "office",
    "problem",
    "rounds",
    "sealed",
    "show",
    "spreadsheets",
    "tables",
]
