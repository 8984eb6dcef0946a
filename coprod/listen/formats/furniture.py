"""What stands in a transcript and is nobody's words: stage directions, furniture.

Programs that write transcripts put lines above and below what was said: when it was
recorded, who "started transcription", who made them.
"""

import re

from coprod.listen.formats.words import WORDS

STAGE = re.compile(WORDS["furniture"]["stage"])
HEAD = re.compile(WORDS["furniture"]["head"])  # what no person says
LONGEST, SHORT = 12, 12  # lines above the first label, words in one
FARTHEST = 200  # characters of a line that a program wrote


def furniture(text: str) -> bool:
    """Say whether a line is one that a program wrote.

    Examples
    --------
    >>> furniture("Priya Khan stopped transcription"), furniture("Everyone stopped.")
    (True, False)
    """
    bare = text.strip().rstrip(".")
    return len(bare) < FARTHEST and HEAD.fullmatch(bare) is not None


def head(texts: list[str]) -> bool:
    """Say whether the lines above the first label are the head of a program's file."""
    said = [text for text in texts if text.strip()]
    short = all(len(t.split()) <= SHORT and not t.strip().endswith("?") for t in said)
    return len(said) <= LONGEST and short and any(map(furniture, said))
