"""What each comment is about: codebook, tags, readers, themes, findings, quotes.

People arrive at the themes; a machine only suggests. A person's tag is never lost,
moved or mixed with a suggestion.
"""

from coprod.write import (
    charts,
    codebook,
    codebook_reads,
    coding_sheet,
    findings,
    flags_and_notes,
    quotes,
    readers,
    screens,
    second_reader,
    tags,
    themes,
)

__all__ = [
    "charts",
    "codebook",
    "codebook_reads",
    "coding_sheet",
    "findings",
    "flags_and_notes",
    "quotes",
    "readers",
    "screens",
    "second_reader",
    "tags",
    "themes",
]
