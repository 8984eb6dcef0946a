"""Read plain text (.txt): one paragraph a line, or a chat saved from a messenger.

Shapes of a chat: "12/10/2026, 18:04 - Name: words", "[12/10/2026, 18:04:11] Name:
words", with dates, times and digits of any language, and "18:04:11 From Name to
Everyone: words". A line without a date or a time goes on with the message before it.
"""

import re
from pathlib import Path

from coprod.listen.formats import reasons
from coprod.listen.formats.label_shapes import whole
from coprod.listen.formats.utterances import Paragraph, Tally, Transcript, swept
from coprod.listen.formats.words import WORDS
from coprod.store import spreadsheets

SIGNS = "\u200b\u200e\u200f\u202a\u202c\u2066\u2067\u2068\u2069\ufeff"  # seen by nobody
CHATS = (re.compile(whole(each)) for each in WORDS["chats"].values())
NOTICE, NOT_THERE, HEAD, TO, BESIDE, NAME = CHATS
NOTICES, MISSING = "notices of the messenger", "pictures and sound not in the file"


def read(path: Path) -> Transcript:
    """Read plain text; a line without a label goes on for the last speaker."""
    text = spreadsheets.decode(path.read_bytes())
    if _is_chat(text):
        return _chat(text)
    aside, lines = Tally(), text.splitlines(keepends=True)
    places = swept(lines)
    found = zip(lines, places.places, strict=True)
    said = [Paragraph(line, "line", at=(at,)) for line, at in found]
    return Transcript(said, aside, places)


def _is_chat(text: str) -> bool:
    """Return whether a text is a saved chat: it begins so, and has several messages.

    The notes of one meeting may begin with a date and a time as well.
    """
    heads = [head for line in text.splitlines() if (head := HEAD.match(line))]
    named = sum(NAME.match(head.string, head.end()) is not None for head in heads)
    return HEAD.match(text.lstrip()) is not None and named > 1


def _chat(text: str) -> Transcript:
    """Read a saved chat; notices and what stands for a picture are set aside."""
    aside = Tally()
    said: list[Paragraph] = []
    messages = [""]
    for line in text.splitlines(keepends=True):
        if HEAD.match(line):
            messages.append("")
        messages[-1] += line
    messages = list(filter(None, messages))
    places = swept(messages)
    for message, *at in zip(messages, places.places, strict=True):
        head = HEAD.match(message)
        start = head.end() if head else 0
        name = NAME.match(message, start)
        words = message[name.end() :] if name else ""
        bare = words.strip().strip(SIGNS).strip()
        why = MISSING if NOT_THERE.fullmatch(bare) else ""
        # A phone of one kind puts a sign that nobody sees before what nobody wrote.
        by_itself = words.startswith("\u200e") or NOTICE.match(bare or message[start:])
        if head is None or name is None or (by_itself and not why):
            why = NOTICES if message.strip() else reasons.WHITE
        if why or name is None:
            aside.put(why, len(message), at)
            continue
        said_by = BESIDE.sub("", bare).strip().strip(SIGNS).strip()
        aside.put(NOTICES, len(bare) - len(said_by), at)
        aside.put(reasons.LABELS, name.end(), at)
        aside.put(reasons.WHITE, len(words) - len(bare), at)
        if bare := said_by:
            who = TO.sub("", name[1].strip(f" ~\u202f\u00a0{SIGNS}"))
            said.append(Paragraph(bare, "message", speaker=who, at=tuple(at)))
    return Transcript(said, aside, places)
