"""Cut what was said into comments with ids, and find duplicates and empty ones.

Takes utterances, gives comments. Consecutive turns of one speaker are one comment;
the interviewer's words become the question. An id is made from the words, not the
row, so that it survives a corrected transcript; ids ever used are kept in the
sources journal, aligned in order with the new version.
"""

import re
import unicodedata
from collections.abc import Mapping
from difflib import SequenceMatcher
from pathlib import Path

import pandas as pd

from coprod.listen import corrections, files, languages, splits, typed
from coprod.listen.formats.utterances import NEW_VOICE
from coprod.listen.formats.words import WORDS
from coprod.listen.typed import UNTYPED
from coprod.store.rounds import Round
from coprod.store.show import plural
from coprod.store.tables import WAITS

__all__ = ["hours", "left_out", "make", "reading_time", "repaired"]

SAYS_LITTLE = set(WORDS["answers"]["says_little"].split("|"))
UNANSWERED = set(WORDS["answers"]["unanswered"].split("|"))
HEADING = "heading or title"
ENDS = (".", "?", "!", "…")
OFTEN, OFTEN_SAID = 5, "the same words again and again: an answer, or none given?"
LONG_CAPTION = 60  # words: about half a minute of speech
WRONG, APART = "letters decoded wrongly, such as â€™", "accents apart from their letter"
MIXED = re.compile("窶.")  # UTF-8 read as Japanese
ASKS_FOR_FAULTS = re.compile(r"better|improve|change|less good|wrong|missing|bad", re.I)


def normalise(text: str) -> str:
    """Return words in one form: mended encoding, composed letters, single spaces.

    Ids and spans refer to this form for ever. The method is ftfy's repair of text
    decoded wrongly, then Unicode NFC.
    """
    lines = (" ".join(line.split()) for line in _mended(text)[1].splitlines())
    return "\n".join(line for line in lines if line)


def repaired(utterances: pd.DataFrame, *, words: bool = False) -> pd.DataFrame:
    """Return where letters were mended; the words as they were stay in the file.

    Parameters
    ----------
    utterances : pandas.DataFrame
        The table "utterances"; it is not changed.
    words : bool
        Whether to show the words before and after, on this screen only.

    Returns
    -------
    pandas.DataFrame
        Columns source, place, repaired (what for) and times, by source and position;
        with `words` also before and after. Empty if nothing was mended.

    Examples
    --------
    >>> said, _ = listen.files.listen(rnd)
    >>> list(listen.comments.repaired(said).columns)
    ['source', 'place', 'repaired', 'times']
    """
    rows = []
    turns = utterances[["source", "place", "text"]].itertuples(index=False, name=None)
    for source, place, text in turns:
        mended, whole = _mended(text)
        for before, after, what in ((text, mended, WRONG), (mended, whole, APART)):
            if times := _changes(before, after):
                rows.append([source, place, what, times, before, after])
    columns = ["source", "place", "repaired", "times", "before", "after"]
    made = pd.DataFrame(rows, columns=columns)
    return made if words else made[columns[:4]]


def _mended(text: str) -> tuple[str, str]:
    """Mend letters decoded wrongly on the way, by ftfy and one rule; then join accents.

    The first is the text with its letters mended, the second is the whole repair.
    """
    if text.isascii():
        return text, text
    import ftfy

    mended = ftfy.fix_encoding(MIXED.sub(_unmixed, text))
    return mended, unicodedata.normalize("NFC", mended)


def _unmixed(found: re.Match[str]) -> str:
    """Return the sign that was taken for Japanese: 窶冱 is ’s."""
    try:
        return found[0].encode("cp932").decode("utf-8")
    except UnicodeError:
        return found[0]


def _changes(before: str, after: str) -> int:
    """Count the places where two texts differ."""
    if before == after:
        return 0
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return sum(step[0] != "equal" for step in steps)


def make(rnd: Round, utterances: pd.DataFrame, who: pd.DataFrame) -> pd.DataFrame:
    """Make comments from utterances and settle their ids.

    Parameters
    ----------
    rnd : Round
        The round, whose sources journal keeps the ids.
    utterances : pandas.DataFrame
        The table "utterances".
    who : pandas.DataFrame
        One row for each speaker: source, label, row, person, role.

    Returns
    -------
    pandas.DataFrame
        The columns of the table "comments", and `label`. The words are the source
        words, normalised: keep them in memory until the names in them are replaced.

    Examples
    --------
    >>> said, _ = listen.files.listen(rnd)
    >>> who = listen.people.read(rnd, said).who
    >>> len(listen.comments.make(rnd, said, who))
    399
    """
    said = _join(_speakers(utterances, who))
    said["comment"] = _identify(rnd, said)
    corrections.remember(rnd, said)
    said = splits.apply(rnd, said)
    said["duplicate_of"] = _duplicates(said)
    little = map(_says_little, said["text"], said["question"])
    both = zip(little, _recurs(said), strict=True)
    said["no_words"] = [why or again for why, again in both]
    said.loc[said["place"] == UNTYPED, "no_words"] = WAITS
    return languages.add(rnd, said)


def type_words(rnd: Round, source: str, path: Path, text: str) -> int:
    """Keep what a person typed of a picture or voice note; give how many comments.

    A comment that was corrected keeps its id: where as many stand in a place as
    before, and they are alike, they are the same ones. Others are asked in notebook
    02, and what was tagged before there were words needs attention.

    Raises
    ------
    ValueError
        If there are no words.
    NotSaved
        If the disk did not take it.
    """
    known = typed.latest(rnd, source)
    was = [normalise(part) for part in typed.parts(known.text)] if known else []
    typed.save(rnd, source, text)
    are = [normalise(part) for part in typed.parts(text)]
    if not was:
        was = [normalise(typed.waiting(source, path))]
    before, after = (
        files.identify(rnd, source, list(map(files.hash_of, texts)))
        for texts in (was, are)
    )
    for _, a, b, c, d in SequenceMatcher(a=was, b=are, autojunk=False).get_opcodes():
        for i, j in zip(range(a, b), range(c, d), strict=False):
            same = known and b - a == d - c and corrections.alike(was[i], are[j]) >= 0.5
            if same and before[i] not in after and after[j] not in before:
                corrections.confirm(rnd, before[i], after[j], (was[i], are[j]))
    return len(are)


def id_of_untyped(source: str, path: Path) -> str:
    """Return the id of what stands for a picture or recording until it is typed."""
    return f"{source}-{files.hash_of(normalise(typed.waiting(source, path)))}-1"


def left_out(utterances: pd.DataFrame, who: pd.DataFrame) -> pd.DataFrame:
    """Count turns that are no comments: of interviewers, headings, summaries ...

    Examples
    --------
    >>> said, _ = listen.files.listen(rnd)
    >>> who = listen.people.read(rnd, said).who
    >>> list(listen.comments.left_out(said, who).columns)
    ['not comments', 'turns']
    """
    said = _speakers(utterances, who)
    others = said[said["role"] != "participant"]
    counts = others.groupby("role").size().rename("turns")
    return counts.reset_index().rename(columns={"role": "not comments"})


def reading_time(comments: pd.DataFrame) -> str:
    """Return how long reading takes: 200 words a minute and 15 seconds to decide.

    Examples
    --------
    >>> listen.comments.reading_time(rnd.load("comments"))
    'about 2 h 32'
    """
    return hours(int(comments["text"].str.split().str.len().sum()), len(comments))


def hours(words: int, comments: int) -> str:
    """Return how long so many words in so many comments take to read.

    Examples
    --------
    >>> listen.comments.hours(12000, 400)
    'about 2 h 40'
    """
    minutes = int(words / 200 + comments * 0.25)
    hours, rest = divmod(max(minutes, 1), 60)
    return f"about {hours} h {rest:02d}" if hours else f"about {plural('minute', rest)}"


def _speakers(utterances: pd.DataFrame, who: pd.DataFrame) -> pd.DataFrame:
    """Add person and role to each utterance; what nobody knows is a participant."""
    columns = ["source", "label", "row", "person", "role"]
    rows = who[columns].fillna("").itertuples(index=False, name=None)
    known = {row[:3]: row[3:] for row in rows}
    turns = utterances[["source", "speaker", "row"]].fillna("")
    found = [
        known.get((source, "" if row else label, row), (f"{source}?", "participant"))
        for source, label, row in turns.itertuples(index=False)
    ]
    people = pd.DataFrame(found, columns=["person", "role"])
    people.loc[_headings(utterances), "role"] = HEADING
    return pd.concat([utterances.reset_index(drop=True), people], axis=1)


def _headings(utterances: pd.DataFrame) -> list[bool]:
    """Say which utterances are headings over other words, and nobody's comment.

    A heading with nothing under it, such as a wish in the title of a slide, may be all
    that somebody said.
    """
    places = list(utterances[["source", "place"]].itertuples(index=False, name=None))
    words = {(s, p) for s, p in places if p != "heading" and not p.startswith("title ")}
    found, below = [False] * len(places), set[str]()
    for i, (source, place) in reversed(list(enumerate(places))):
        slide = place.removeprefix("title of ")
        kinds = ("", "table on ", "notes of ", "diagram on ")
        if place == "heading":
            found[i] = source in below
        elif place.startswith("title of "):
            found[i] = any((source, kind + slide) in words for kind in kinds)
        else:
            below.add(source)
    return found


def _join(said: pd.DataFrame) -> pd.DataFrame:
    """Join consecutive turns of one speaker; an interviewer's turn is the question.

    Captions without a name are joined as `_goes_on` says.
    """
    rows: list[dict[str, object]] = []
    asked: dict[str, str] = {}
    last: tuple[object, ...] = ()
    for turn in said.fillna("").to_dict("records"):
        text = normalise(turn["text"])
        place = turn["place"].removesuffix(NEW_VOICE)
        here = (turn["source"], turn["person"], turn["speaker"], place)
        follows = here == last and _goes_on(turn, rows) and not turn["row"]
        last = here
        if not text:
            continue
        if turn["role"] == "interviewer":
            asked[turn["source"]] = text
        elif turn["role"] != "participant":
            continue
        elif follows and rows:
            rows[-1]["text"] = f"{rows[-1]['text']}\n{text}"
        else:
            question = asked.get(turn["source"]) or normalise(turn["question"])
            rows.append({**turn, "text": text, "question": question})
    names = "source position person question text speaker place".split()
    made = pd.DataFrame(rows, columns=pd.Index(names), dtype=object)
    return made.rename(columns={"speaker": "label"})


def _goes_on(turn: Mapping[str, str], rows: list[dict[str, object]]) -> bool:
    """Say whether a turn may go on with the comment before it.

    A caption without a name does until a sentence ends, another voice begins, or the
    comment is long: programs that write captions often leave out every full stop.
    """
    if turn["speaker"] or turn["place"] != "caption" or not rows:
        return bool(turn["speaker"])
    before = str(rows[-1]["text"])
    return not before.endswith(ENDS) and len(before.split()) < LONG_CAPTION


def _identify(rnd: Round, said: pd.DataFrame) -> list[str]:
    """Set the id of each comment, source by source."""
    ids = pd.Series("", index=said.index, dtype=object)
    for source, part in said.groupby("source", sort=False):
        hashes = [files.hash_of(text) for text in part["text"]]
        if part["place"].eq(UNTYPED).all():  # these are nobody's words, and no version
            ids.loc[part.index] = [f"{source}-{each}-1" for each in hashes]
            continue
        ids.loc[part.index] = files.identify(rnd, str(source), hashes)
    return list(ids)


def _duplicates(said: pd.DataFrame) -> list[str | None]:
    """Point to an earlier comment with the same words by the same person."""
    words = said["text"].map(_bare)
    first = said["comment"].groupby([said["person"], words]).transform("first")
    same = (first != said["comment"]) & (words.str.count(" ") >= 2)
    return [of if is_ else None for of, is_ in zip(first, same, strict=True)]


def _recurs(said: pd.DataFrame) -> list[str | None]:
    """Say of a cell whose few words stand in a fifth of its column that they do."""
    cell = said["place"].str.extract(r"^cell ([A-Z]+)", expand=False)
    column = [said["source"], said["question"], cell]
    words = said["text"].map(_bare)
    all_ = words.groupby(column).transform("size")
    times = words.groupby([*column, words]).transform("size")
    often = (times >= OFTEN) & (times * 5 >= all_) & (words.str.count(" ") < 5)
    return [OFTEN_SAID if each else None for each in often]


def _says_little(text: str, question: str | None) -> str | None:
    """Say why a comment looks as if it says nothing; a person decides."""
    words = _bare(text)
    if words in UNANSWERED:
        return "a program's word for no answer"
    if words and words not in SAYS_LITTLE:
        return None
    if ASKS_FOR_FAULTS.search(question or "") and words in SAYS_LITTLE:
        return "says little; under this question it may be praise"
    return "says little" if words else "no words, only signs"


def _bare(text: str) -> str:
    """Return words without case, apostrophes and signs, to compare them."""
    plain = re.sub(r"['’]", "", text.casefold())
    return " ".join(re.sub(r"[^\w\s]", " ", plain).split())
