"""Read a pasted reply: which finding it is about, and yes or no.

Takes the text of e-mails or notes, gives a table of replies: which finding, right or
not, in the person's words. Nothing is dropped: words that name no finding become a
general reply, and lines quoted from the mail they answer are set aside: a person may
take them in, because an answer can stand among them.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from coprod.listen import formats
from coprod.store import disk
from coprod.store.problem import Problem

__all__ = ["counts", "undecided"]

VERDICTS = ("right", "not right", "add", "comment")
ASIDE = "set aside"  # what stands in the verdict of lines that no person has judged
# One character for one: places in the plain line are places in the line as written.
_PLAIN = str.maketrans("‘’‛′“”–—−\u00a0\u202f\t", "''''\"\"---   ")
_MARKS = re.compile(r"(?:\s*>)+ ?")
_READ = disk.words(__file__, "replies.toml")
_SAID, PROBLEMS = _READ.pop("says"), _READ.pop("problems")
_PUT = {n: words.replace("\n", "") for n, words in {**_READ, **_SAID}.items()}
_LIST, _JOIN = _PUT["list"], _PUT["join"]
_SAYS = {v: re.compile(rf"(?:(?:{_PUT['filler']})\s+)*(?:{_PUT[v]})") for v in _SAID}
_DOUBT = re.compile(rf"\b(?:{_PUT['doubt']})\b")
_BESIDE = re.compile(rf"{_PUT['right']}|\b(?:{_PUT['filler']}|{_PUT['beside']})\b")
_WHO, _PHONE = (re.compile(_PUT[name], re.IGNORECASE) for name in ("who", "phone"))


class _Reply(NamedTuple):
    """One reply while it is being read: its findings, its lines, what is judged."""

    findings: list[str]
    words: list[str]
    judged: list[str]


def parse_replies(
    text: str, known: Iterable[str] = (), *, whole: bool = False
) -> pd.DataFrame:
    """Read replies out of pasted text.

    A line that begins with codes ("C3: yes", "c3, C4 and I2 agree", "1. C3 - add ...")
    opens a reply to each of them; lines without a code go on with it until an empty
    line. What cannot be judged for certain ("yes, but ...") is a comment.

    Parameters
    ----------
    text : str
        One or more e-mails or notes, as pasted.
    known : iterable of str, optional
        Codes of the findings; without them a letter and a number count as a code.
    whole : bool, optional
        Whether a person has said that no line of it is quoted.

    Returns
    -------
    pandas.DataFrame
        Columns finding ("" for a general reply), verdict (one of `VERDICTS`), words.
    """
    replies, _ = _read(text, list(known), whole=whole)
    rows = [
        [finding, _verdict("\n".join(reply.judged)), words]
        for reply in replies
        for finding in reply.findings or [""]
        if (words := "\n".join(reply.words).strip()) or not _untouched(reply)
    ]
    return pd.DataFrame(rows, columns=pd.Index(["finding", "verdict", "words"]))


def quoted(text: str, known: Iterable[str] = ()) -> list[str]:
    """Return the lines that were read as quoted from the mail that is answered."""
    return _read(text, list(known))[1]


def theirs(lines: Iterable[str], ours: Iterable[str]) -> list[str]:
    """Return those of the quoted lines that may hold an answer.

    Left out are copies of `ours`, what we sent, also where the mail program has cut
    our lines; headings of mails, which hold names; and lines without any sign.
    """
    sent, rows = [f" {_words(text)} " for text in ours], list(lines)
    heads = [head for *_, head in formats.mail_lines("\n".join(rows))]
    run, found = "", []
    for line, head, *beside in zip(
        rows, heads, [False, *heads], [*heads[1:], False], strict=False
    ):
        said = _words(line)
        run = next((r for r in (f"{run} {said}", said) if _copied(r, sent)), "")
        alone = re.match("(?:Sent|To|Cc|Date|Subject): ", line) and not any(beside)
        empty = re.fullmatch(r"\s*\w{1,4}:\s*|[\s_=*~.>|-]*", line)
        if not empty and not run and (alone or not head):
            found.append(line)
    return found


def who(text: str) -> str:
    """Return who a reply says it is from ("I am a: doctor"); "" if it does not say.

    Raises
    ------
    ValueError
        If it holds the answers of two people.
    """
    lines = (_WHO.fullmatch(_MARKS.sub("", row)) for row in text.splitlines())
    said = {" ".join(line[1].split()).strip(" .") for line in lines if line} - {""}
    if len(said) > 1:
        raise Problem(PROBLEMS["two"])
    return "".join(said)


def counts(replies: pd.DataFrame) -> pd.DataFrame:
    """Count for each finding how many said right, not right, add or something else.

    Returns
    -------
    pandas.DataFrame
        Columns finding ("" for general replies) and the four `VERDICTS`.

    Examples
    --------
    >>> list(check.parse_replies.counts(check.check_back.replies(rnd)).columns)
    ['finding', 'right', 'not right', 'add', 'comment']
    """
    said = replies[replies["verdict"].isin(VERDICTS)]
    table = pd.crosstab(said["finding"], said["verdict"]).astype(int)
    table = table.reindex(columns=pd.Index(VERDICTS), fill_value=0)
    order = sorted(table.index, key=lambda code: (code[:1], len(code), code))
    return table.loc[order].rename_axis(index="finding", columns=None).reset_index()


def undecided(replies: pd.DataFrame) -> pd.DataFrame:
    """Return the replies that still need a decision; a plain "right" needs none.

    Examples
    --------
    >>> len(check.parse_replies.undecided(check.check_back.replies(rnd)))
    0
    """
    done = (replies["decision"] != "") | replies["verdict"].isin(["right", "withdrawn"])
    return replies[~done].reset_index(drop=True)


def _words(text: str) -> str:
    """Return the words alone, to be compared."""
    return " ".join(re.findall(r"\w+", text.lower()))


def _copied(said: str, sent: list[str]) -> bool:
    """Say whether words are ours: a whole text, or four words and more of one."""
    here, long = f" {said.strip()} ", len(said.split()) > 3
    return here in sent or (long and any(here in text for text in sent))


def _read(
    text: str, known: list[str], whole: bool = False
) -> tuple[list[_Reply], list[str]]:
    """Return the replies, and the lines that are quoted; none are if `whole`."""
    codes = _codes(known)
    replies: list[_Reply] = []
    aside: list[str] = []
    about: list[str] = []
    gap = True
    for line, from_mail, _ in formats.mail_lines(text):
        from_mail = from_mail and not whole
        said = not (_WHO.fullmatch(line) or _PHONE.fullmatch(line))
        if not said or not line.strip():
            gap = True
            while not said and replies and _untouched(replies[-1]):
                replies.pop()
            continue
        free = gap or not replies or not replies[-1].findings
        pieces = _pieces(line, codes, known, free)
        if from_mail and not (pieces and _judge(pieces[0].judged[0]) != "comment"):
            aside.append(line)
            about = pieces[0].findings if pieces else about
            gap = gap or bool(pieces)
        elif pieces:
            replies += pieces
            about, gap = [], False
        else:
            if about or not replies or (gap and not _unfinished(replies[-1])):
                replies.append(_Reply(about, [], []))
            replies[-1].words.append(line)
            replies[-1].judged.append(line)
            about, gap = [], False
    return replies, aside


def _codes(known: list[str]) -> str:
    """Return the pattern of one or more codes that stand together."""
    longest = sorted(known, key=len, reverse=True)
    one = "|".join(map(re.escape, longest)) if known else r"[a-z]\d{1,3}"
    return rf"(?<!\w)(?i:{one})(?!\w)(?:{_JOIN}(?i:{one})(?!\w))*"


def _pieces(line: str, codes: str, known: list[str], free: bool) -> list[_Reply] | None:
    """Return the replies that a line opens, or None if it opens none.

    A code inside a sentence opens one only beside a verdict ("I agree with C3"), or
    if the line is free: not the next line of a reply to another finding.
    """
    plain = line.translate(_PLAIN)
    groups = list(re.finditer(codes, plain))
    if not groups:
        return None
    head = re.match(_LIST + r"[(\[\"']?", plain, re.IGNORECASE)
    if head and head.end() == groups[0].start():
        return _split(line, plain, groups, known)
    first, last = groups[0], groups[-1]
    before, after = plain[: first.start()], plain[last.end() :]
    first_said = _judge(before) != "comment"
    judged, other = (before, after) if first_said else (after, before)
    if _judge(judged) == "comment" and not free:
        return None
    named = [code for group in groups for code in _named(group[0], known)]
    whole = f"{judged} {other}" if len(groups) == 1 else "?"
    return [_Reply(named, [line], [whole])]


def _split(
    line: str, plain: str, groups: list[re.Match[str]], known: list[str]
) -> list[_Reply]:
    """Cut a line such as "C3 yes, C4 no" where another finding is judged."""
    opening = [groups[0]]
    for group in groups[1:]:
        before = plain[opening[-1].end() : group.start()].strip()
        linked = re.search(r"\b(?:because|as|than|with|like|see|to|of|in)$", before)
        short = _judge(before) != "comment" and len(before.split()) < 4 and not linked
        pause = re.search(r"(?:[,;.!?]|\b(?:and|but))$", before)
        after = plain[group.end() :]
        judged = _judge(after) != "comment" or after.lstrip()[:1] in (":", "=", "-")
        if judged and (short or pause):
            opening.append(group)
    ends = [*(group.start() for group in opening[1:]), len(line)]
    replies = []
    for group, end in zip(opening, ends, strict=True):
        said = line[group.end() : end]
        rest = re.sub(r"^[)\]\"']?\s*[:=.,;|–—-]?\s*", "", said)
        replies.append(_Reply(_named(group[0], known), [rest], [said]))
    return replies


def _named(group: str, known: list[str]) -> list[str]:
    """Return the codes in a group such as "c3, C4 and I2", ranges written out."""
    spelt = {code.upper(): code for code in known}
    parts = re.split(rf"({_JOIN})", group)
    found: list[str] = []
    for place in range(0, len(parts), 2):
        code = parts[place].upper()
        if place and parts[place - 1].strip() in ("-", "to"):
            found += _between(found[-1].upper(), code, spelt)
        found.append(spelt.get(code, code))
    return list(dict.fromkeys(found))


def _between(first: str, last: str, spelt: dict[str, str]) -> list[str]:
    """Return the codes between two of the same letter, those that are known."""
    if first[0] != last[0] or not (first[1:] + last[1:]).isdigit():
        return []
    made = [f"{first[0]}{n}" for n in range(int(first[1:]) + 1, int(last[1:]))]
    return [spelt.get(code, code) for code in made if not spelt or code in spelt]


def _judge(words: str) -> str:
    """Say what a reply says of the finding; in doubt it is a comment."""
    plain = words.translate(_PLAIN).lower().lstrip(" \n:=-.,;)]|*\"'")
    if _SAYS["add"].match(plain):
        return "add"
    for verdict, other in (("not right", "right"), ("right", "not right")):
        if said := _SAYS[verdict].match(plain):
            rest = plain[said.end() :].lstrip(" \n:=-.,;!")
            doubt = verdict == "right" and _DOUBT.search(rest)
            return "comment" if doubt or _SAYS[other].match(rest) else verdict
    return "comment"


def _verdict(words: str) -> str:
    """Say what stands of a reply: a yes with words left over is for a person."""
    said, plain = _judge(words), words.translate(_PLAIN).lower()
    left = _BESIDE.sub(" ", plain)
    if said != "right" or not re.search(r"[\w✗✘❌👎]", left):
        return said
    return "add" if re.search(_PUT["add"], left) else "comment"


def _untouched(reply: _Reply) -> bool:
    """Say whether it is a line of the form we sent ("C4:") with nothing behind it."""
    form = len(reply.findings) == 1 and reply.judged[0].lstrip(" )]*")[:1] == ":"
    return form and not "".join(reply.words).strip()


def _unfinished(reply: _Reply) -> bool:
    """Say whether a reply so far only opens a sentence that must go on."""
    said = "\n".join(reply.words).strip()
    return not said or bool(re.search(r"(?:[,:;-]|\b(?:because|and|but))$", said))
