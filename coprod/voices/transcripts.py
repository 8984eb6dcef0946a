"""Plain text (.txt): one paragraph a line, with or without a name; or a saved chat."""

from pathlib import Path

from coprod import office
from coprod.voices import chats
from coprod.voices.reading import Paragraph, Reading, Tally, spoken, swept


def read(path: Path) -> Reading:
    """Read plain text; a line without a label goes on for the last speaker."""
    text = office.decode(path.read_bytes())
    if chats.looks(text):
        return chats.read(text)
    aside, lines = Tally(), text.splitlines(keepends=True)
    places = swept(lines)
    found = zip(lines, places.places, strict=True)
    said = spoken((Paragraph(line, "line", at=(at,)) for line, at in found), aside)
    return Reading.of(said, aside, places)
