"""Read Markdown (.md): a heading is the question, a line an answer; marks go aside."""

import re
from pathlib import Path

from coprod.listen.formats import text
from coprod.listen.formats.utterances import Transcript, with_headings
from coprod.listen.formats.words import WORDS

HEADING = re.compile(r"[ \t]*#{1,6}[ \t]")
BOLD = re.compile(r"[\s>+*-]*?(?:\*\*|__)(.+?)(?:\*\*|__)")
MARKS = re.compile(WORDS["signs"]["markdown"], re.MULTILINE)


def read(path: Path) -> Transcript:
    """Read each line as an answer to the heading above it."""
    written, said = text.read(path), []
    for each in written.paragraphs:
        bare = MARKS.sub("", each.text)
        written.aside.put("marks of Markdown", len(each.text) - len(bare), each.at)
        heading = each.place == "line" and HEADING.match(each.text)
        wide = BOLD.match(each.text)
        place = "heading" if heading else each.place
        bold = len(wide[1]) if wide and not heading else 0
        said.append(each._replace(text=bare, place=place, bold=bold))
    return written._replace(paragraphs=list(with_headings(said)))
