"""Read Markdown (.md): a heading is the question, a line an answer; marks go aside."""

import re
from pathlib import Path

from coprod.listen.formats import text
from coprod.listen.formats.utterances import Transcript, with_headings

HEADING = re.compile(r"[ \t]*#{1,6}[ \t]")
BOLD = re.compile(r"[\s>+*-]*?(?:\*\*|__)(.+?)(?:\*\*|__)")
MARKS = re.compile(
    r"^[ \t]*(?:(?:[-*+][ \t]+(?:\[[ xX]\][ \t])?|>[ \t]?|#{1,6}[ \t]+))+"
    r"|^[ \t]*(?:```.*|[-*_=][-*_= \t]{2,})$|[ \t]+#+[ \t]*$"  # code, a line across
    r"|!?\[(?=[^\]\n]+\]\()|(?<=\S)\]\([^)\n]*\)"  # a link keeps its words
    r"|(?<!\w)(?:\*{1,3}|_{1,3}|~~|`)(?=\S)|(?<=\S)(?:\*{1,3}|_{1,3}|~~|`)(?!\w)"
    r"|\\(?=[^\w\s])",
    re.MULTILINE,
)


def read(path: Path) -> Transcript:
    """Read each line as an answer to the heading above it."""
    written, said = text.read(path), []
    for each in written.paragraphs:
        bare = MARKS.sub("", each.text)
        written.aside.put("marks of Markdown", len(each.text) - len(bare), each.at)
        heading = each.place == "line" and HEADING.match(each.text)
        wide = BOLD.match(each.text)
        told = (
            {"place": "heading"} if heading else {"bold": len(wide[1]) if wide else 0}
        )
        said.append(each._replace(text=bare, **told))
    return written._replace(paragraphs=list(with_headings(said)))
