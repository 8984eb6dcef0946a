"""Files in, every word accounted for, speakers known, comments made.

A comment keeps its id when a file is corrected; what cannot be placed waits for a
person and never goes away.
"""

from coprod.listen import (
    charts,
    comments,
    corrections,
    file_contents,
    files,
    formats,
    people,
    screens,
    set_aside,
    small_groups,
    splits,
    voices,
)

__all__ = [
    "charts",
    "comments",
    "corrections",
    "file_contents",
    "files",
    "formats",
    "people",
    "screens",
    "set_aside",
    "small_groups",
    "splits",
    "voices",
]
