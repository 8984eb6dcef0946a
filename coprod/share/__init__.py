"""What goes out: the gate, the pages, running the notebooks, where a round stands.

Running is not sharing: a page is shared only when it was made afresh and passed.
"""

from coprod.share import (
    findings_page,
    numbers,
    outcome_page,
    publications,
    receipts,
    run,
    screens,
    status,
    survey_page,
)

__all__ = [
    "findings_page",
    "numbers",
    "outcome_page",
    "publications",
    "receipts",
    "run",
    "screens",
    "status",
    "survey_page",
]
