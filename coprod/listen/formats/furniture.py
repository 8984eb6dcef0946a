"""What stands in a transcript and is nobody's words: stage directions, furniture.

Programs that write transcripts put lines above and below what was said: when it was
recorded, who "started transcription", who made them.
"""

import re

WHOSE = (
    r"(?:(?:every(?:one|body)|all|both|they|long|short|brief|general|group|quiet|soft"
    r"|loud|nervous|some)[ \t]+)?"
)
DOES = (
    r"(?:laugh(?:s|ing|ter)?|chuckl(?:es?|ing)|giggl(?:es?|ing)|smil(?:es?|ing)"
    r"|nod(?:s|ding)?|shrug(?:s|ging)?|sigh(?:s|ing)?|cr(?:y|ies|ying)|sob(?:s|bing)?"
    r"|tearful|cough(?:s|ing)?|paus(?:e|es|ing)|silen(?:ce|t)|cross[ -]?talk"
    r"|overlapping(?: (?:talk|speech|voices))?|interrupt(?:s|ion|ing)|applause|claps"
    r"|whisper(?:s|ing)?|clapping|music|sings|singing|(?:background|traffic) noise"
    r"|door (?:opens|closes|slams)|phone rings|point(?:s|ing)|gestur(?:es?|ing))"
)
STAGE = re.compile(
    rf"(?i)[\[(<*][ \t]*{WHOSE}{DOES}(?:[ \t,:-]+[^\])>*\n]{{1,30}})?[ \t]*[\])>*]"
)
DAY = r"(?:\w+, )?(?:\d{1,2} \w+|\w+ \d{1,2}),? \d{4}|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
LENGTH = (
    r"(?:\d+ ?h(?:rs?|ours?)? ?)?(?:\d+ ?m(?:ins?|inutes?)? ?)?(?:\d+ ?s(?:ecs?)?)?"
)
HEAD = re.compile(  # what no person says; above the first label it tells the rest
    rf"(?i)(?:{DAY}),? \d{{1,2}}:\d\d ?(?:[ap]m)?(?: ?[•|-] ?[\d:]+)?|\d+ ?m \d+ ?s"
    rf"|(?=\d){LENGTH}(?<=s)|summary keywords|keywords|speakers"
    r"|.*\d{8}_\d{6}.*(?:transcript|recording).*|.{1,120} (?:has )?(?:started|stopped)"
    r" (?:the )?(?:transcription|recording)|(?:transcription|recording) (?:has )?(?:"
    r"started|stopped|in progress)|(?:transcribed|transcript(?:ion)?|captions?"
    r"|subtitles?|generated|machine transcribed) (?:by|from|with|provided by|using)"
    r" .{1,80}"
    r"|\[?end of (?:audio|recording|transcript(?:ion)?|meeting|interview)\]?"
    r"|(?:audio|recording|meeting) (?:file|id|length|duration|title): .{1,80}"
)
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
