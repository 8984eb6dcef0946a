"""Plain text (.txt): one paragraph a line, with or without a name; or a saved chat."""

from collections import Counter
from pathlib import Path

from coprod import office
from coprod.voices import chats
from coprod.voices.reading import Paragraph, Reading, spoken


def read(path: Path) -> Reading:
    """Read plain text; a line without a label goes on for the last speaker."""
    text = office.decode(path.read_bytes())
    if chats.looks(text):
        return chats.read(text)
    aside: Counter[str] = Counter()
    lines = text.splitlines(keepends=True)
    said = spoken((Paragraph(line, "line") for line in lines), aside)
    return Reading(said, dict(+aside), len(text))
