"""Read mails (.eml): a voice each, and what it quotes is not said twice."""

import email
import email.policy
import re
from collections.abc import Iterable
from email.message import EmailMessage
from pathlib import Path

from coprod.listen.formats import web
from coprod.listen.formats.utterances import Paragraph, Tally, Transcript
from coprod.listen.formats.words import WORDS
from coprod.store.problem import Problem

MARKS = re.compile(r"(?:\s*>)+ ?")
HEADER, BLOCK, BELOW, WROTE, SIGNED = map(re.compile, WORDS["mail"].values())
REPLY = re.compile(r"(?i)^(?:(?:re|aw|sv|fwd?|odp|ynt|tr|rv|wg)\s*:\s*)+")
WRAPPED = 55  # characters after which a mail program breaks a line
FROM, SUBJECT = ("who wrote it",), ("the subject",)
UNKNOWN = "The mail is damaged: letters of no known kind. Save its words as .txt."


def read(path: Path) -> Transcript:
    """Read a mail: its plain words, or those of its page; subject and quotes aside."""
    sent, body, html = _parts(path.read_bytes())
    aside, who = Tally(), sent["from"]
    name = (who.addresses[0].display_name or who.addresses[0].username) if who else ""
    if html:
        every, swept = list(web.paragraphs(body, aside)), web.counted(body)
    else:
        lines, swept = body.splitlines(keepends=True), Tally()
        swept.put("", len(body), web.WHOLE)
        every = [Paragraph(line, "body", at=web.WHOLE) for line in lines]
    subject = str(sent["subject"] or "").strip()
    for words, at in ((subject, SUBJECT), (str(who or ""), FROM)):
        aside.put("headings of mails", len(words), at)
        swept.put("", len(words), at)
    question = REPLY.sub("", subject) or None
    said, signed = list[Paragraph](), False
    rows = mail_lines(_marked(every)) if every else []
    for each, (_, quoted, _) in zip(every, rows, strict=True):
        signed = signed or bool(SIGNED.match(each.text.rstrip("\r\n")))
        why = "quoted from another mail" * quoted or "signatures of mails" * signed
        who = {} if why else {"speaker": name or None, "place": "body"}
        last = said[-1] if said and not html else None
        if last and last.why == why and len(last.text.splitlines()[-1]) > WRAPPED:
            said[-1] = last._replace(text=last.text + each.text)
        else:
            said.append(each._replace(why=why, question=question, **who))
    beside = len([*sent.iter_attachments()])
    notes = [f"attachments not read: {beside}"] * bool(beside)
    return Transcript(said, aside, swept, notes)


def _parts(raw: bytes) -> tuple[EmailMessage, str, bool]:
    """Return a mail, the words of its body, and whether they are a page."""
    sent = email.message_from_bytes(raw, EmailMessage, policy=email.policy.default)
    body = sent.get_body(("plain", "html"))
    try:
        said = str(body.get_content()) if body else ""
    except LookupError:
        raise Problem(UNKNOWN) from None
    return sent, said, body is not None and body.get_content_subtype() == "html"


def _marked(every: Iterable[Paragraph]) -> str:
    """Return paragraphs as lines of a plain mail, where ">" stands before a quote."""
    lines = (" ".join(each.text.split()) for each in every)
    places = (each.place == web.QUOTED for each in every)
    return "\n".join("> " * q + line for line, q in zip(lines, places, strict=True))


def plain(path: Path) -> str:
    """Return the words of a mail as lines, what it quotes behind ">"."""
    _, body, html = _parts(path.read_bytes())
    return _marked([*web.paragraphs(body, Tally())]) if html else body


def mail_lines(text: str) -> list[tuple[str, bool, bool]]:
    r"""Return each line of a mail without ">".

    With it goes whether it stood in another mail, which this one answers, and whether
    a mail program put it there. A mail sent on as a whole is quoted from top to
    bottom: then it is what they wrote.

    Examples
    --------
    >>> listen.formats.mail_lines("Yes.\n> Is it?")
    [('Yes.', False, False), ('Is it?', True, False)]
    """
    found: list[tuple[str, bool, bool]] = []
    below, rows = False, text.split("\n")
    for number, row in enumerate(rows):
        marks = MARKS.match(row)
        line = row[marks.end() :] if marks else row
        after = next(filter(str.strip, rows[number + 1 :]), "")
        opens = BLOCK.match(line) is not None and BLOCK.match(after) is not None
        head = opens or _is_header(line, rows[number + 1 : number + 2])
        under = WROTE.match(line.strip()) is not None and not MARKS.match(after)
        below = below or bool(BELOW.match(line.strip())) or under or opens
        below = below or (head and line.startswith("From:"))
        found.append((line, bool(marks) or below, head))
    whole = all(inside or head or not line.strip() for line, inside, head in found)
    return [(line, h or (inside and not whole), h) for line, inside, h in found]


def _is_header(line: str, after: list[str]) -> bool:
    """Say whether a line is put there by the mail program, not by a person."""
    bare = line.strip()
    ends = [row.endswith("wrote:") for row in (bare, *after)]
    wrote = (bare.startswith("On ") and any(ends)) or WROTE.match(bare)
    tail = bare == "wrote:" or (ends[0] and re.search(r"@|\[address\]", bare))
    return bool(wrote or tail or HEADER.match(bare) or BELOW.match(bare))
