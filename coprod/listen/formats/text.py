"""Read plain text (.txt), one paragraph a line, with or without names."""

from pathlib import Path

from coprod.listen.formats import chats
from coprod.listen.formats.utterances import Paragraph, Tally, Transcript, swept
from coprod.store import spreadsheets


def read(path: Path) -> Transcript:
    """Read plain text; a line without a label goes on for the last speaker."""
    text = spreadsheets.decode(path.read_bytes())
    if chats.looks(text):
        return chats.read(text)
    aside, lines = Tally(), text.splitlines(keepends=True)
    places = swept(lines)
    found = zip(lines, places.places, strict=True)
    said = [Paragraph(line, "line", at=(at,)) for line, at in found]
    return Transcript(said, aside, places)
