"""Which changed words are the same comment as before; a person says so.

When a transcript is corrected, the words of a comment may change. Its id may then go
on to the new words, but only after a person has compared both. The earlier words are
real words, so that they lie in the private folder, never in a journal.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

import pandas as pd

from coprod import journal
from coprod.people import withdrawn
from coprod.problem import Problem
from coprod.rounds import Round, write

KIND, WORDS = "links", "earlier words.json"
BESIDE, ELSEWHERE = 0.5, 0.75  # how alike words must be to be proposed
MOST_NEAR, MOST_COMMON = 8, 20


def confirm(rnd: Round, was: str, now: str) -> str:
    """Record that two are the same comment: the old id stands for the new words.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who confirms.
    was, now : str
        Id of the comment before and after its words changed.

    Returns
    -------
    str
        The id of the decision, for `undo`.

    Raises
    ------
    ValueError
        If both are one comment already, or are of two files.
    """
    known = same(rnd)
    _check(was, now)
    if known.get(now, now) == known.get(was, was):
        raise Problem(
            "corrections: these two are one comment already. Nothing is to be done: "
            "run notebook 02 again."
        )
    return journal.record(rnd, KIND).add({"was": was, "now": now, "same": True})


def refuse(rnd: Round, was: str, now: str) -> str:
    """Record that two are different comments: they are not proposed again."""
    _check(was, now)
    return journal.record(rnd, KIND).add({"was": was, "now": now, "same": False})


def undo(rnd: Round, decision: str) -> None:
    """Take a decision back; it stays in the record as one taken back."""
    journal.record(rnd, KIND).remove(decision)


def decided(rnd: Round) -> pd.DataFrame:
    """Give what was decided: id, by, time, was, now and same (yes or no)."""
    return journal.state(rnd, KIND, ["was", "now", "same"])


def same(rnd: Round) -> dict[str, str]:
    """Give the lasting id of every comment whose words were confirmed as the same."""
    yes = _confirmed(rnd)
    step = dict(zip(yes["now"], yes["was"], strict=True))
    return {now: _last(step, now) for now in step}


def since(rnd: Round) -> dict[str, str]:
    """Give when a comment got the words it has now, for those with a correction.

    What was said of the old words (a part of them tagged, nobody can be recognised) is
    not said of the new ones.
    """
    yes, known = _confirmed(rnd), same(rnd)
    found: dict[str, str] = {}
    for now, time in zip(yes["now"], yes["time"], strict=True):
        found[known[now]] = max(time, found.get(known[now], ""))
    return found


def still(rnd: Round, said: pd.DataFrame) -> pd.Series:
    """Say which rows (comment, time) are of the words that the comment has now."""
    new = since(rnd)
    pairs = zip(said["comment"], said["time"], strict=True)
    held = [time > new.get(whole(comment), "") for comment, time in pairs]
    return pd.Series(held, index=said.index, dtype=bool)


def follow(rnd: Round, ids: pd.Series) -> pd.Series:
    """Give a column of comment ids as they are called now."""
    known = same(rnd)
    if not known:
        return ids
    return ids.map(lambda id_: _now(known, id_), na_action="ignore")


def whole(comment: str) -> str:
    """Give the id of the answer that a comment is a part of; often it is its own."""
    found = re.fullmatch(r"(.*-\d+)(?:[ab]\d+)+", comment)
    return found[1] if found else comment


def wholes(comments: pd.DataFrame) -> dict[str, str]:
    """Give the words of each answer by its id, parts of one answer together."""
    words: dict[str, str] = {}
    for comment, text in zip(comments["comment"], comments["text"], strict=True):
        words[whole(comment)] = f"{words.get(whole(comment), '')} {text}".strip()
    return words


def _now(known: dict[str, str], comment: str) -> str:
    """Give what a comment, or the part of one, is called now."""
    return known.get(whole(comment), whole(comment)) + comment[len(whole(comment)) :]


def settle(rnd: Round, ids: list[str]) -> list[str]:
    """Give the ids that last, for ids made from words alone.

    Two comments never share an id: where two readers, apart, confirmed two comments as
    the same earlier one, only the later decision stands.
    """
    known, there = same(rnd), set(ids)
    by_target: dict[str, list[str]] = {}
    for now in known:  # in the order in which they were confirmed
        if now in there:
            by_target.setdefault(known[now], []).append(now)
    ended = [
        now
        for target, several in by_target.items()
        for now in (several if target in there else several[:-1])
    ]
    if ended:
        yes = _confirmed(rnd)
        for decision in yes.loc[yes["now"].isin(ended), "id"]:
            undo(rnd, decision)
        known = same(rnd)
    return [known.get(id_, id_) for id_ in ids]


def remember(rnd: Round, comments: pd.DataFrame) -> None:
    """Keep the words of every comment in the private folder, to compare them later.

    Words that are in no file any more are kept until they are placed. Those of a
    person who withdrew are not kept.
    """
    gone = withdrawn(rnd)
    left = set(gone.loc[gone["scope"] == "all", "person"])
    fresh = zip(comments["comment"], comments["person"], comments["text"], strict=True)
    before = _kept(rnd)
    kept = {**before, **{comment: [who, text] for comment, who, text in fresh}}
    kept = {comment: kept[comment] for comment in kept if kept[comment][0] not in left}
    if kept != before:
        body = json.dumps(kept, ensure_ascii=False, indent=0, sort_keys=True)
        raw = body.encode("utf-8", "surrogatepass")
        write(rnd.private / WORDS, raw, mode=0o600)


def earlier(rnd: Round) -> dict[str, str]:
    """Give the words each comment had when it was last in a file."""
    return {comment: text for comment, (_, text) in _kept(rnd).items()}


def alike(before: str, after: str) -> float:
    """Say how alike two texts are, 0 to 1: the better of words and letters.

    The measure is the ratio of Python's difflib (Ratcliff and Metzener 1988).
    """
    first, second = _words(before), _words(after)
    if first == second:
        return 1.0
    by_word = SequenceMatcher(a=first, b=second, autojunk=False).ratio()
    if max(len(first), len(second)) > 12 or by_word > 0.8:
        return by_word
    letters = SequenceMatcher(a=" ".join(first), b=" ".join(second), autojunk=False)
    return max(by_word, letters.ratio())


def pairs(
    old: list[str], new: list[str], before: dict[str, str], after: dict[str, str]
) -> list[tuple[str, str, float, int]]:
    """Find which new comments may be which that are gone, best first.

    Parameters
    ----------
    old, new : list of str
        Ids of an earlier version of one source and of the present one, in order.
    before, after : dict of str to str
        Their words by id; words not known are compared by place alone.

    Returns
    -------
    list of tuple of (str, str, float, int)
        Old id, new id, how alike (0 to 1; not a number if the old words are not
        known) and how many places apart between the neighbours that were kept.
    """
    stands, there = {id_: i for i, id_ in enumerate(new)}, set(old)
    fresh = [id_ for id_ in new if id_ not in there]
    index = _index(fresh, after)
    found = []
    for one, between, place in _gaps(old, new, stands):
        near = [id_ for id_ in between if id_ not in there]
        if one not in before:
            found += [(one, near[0], float("nan"), 0)] if len(near) == 1 else []
            continue
        by_place = sorted(near, key=lambda n: abs(stands[n] - place))[:MOST_NEAR]
        for other in dict.fromkeys([*by_place, *_sharing(before[one], index)]):
            ratio = alike(before[one], after.get(other, ""))
            if ratio >= (BESIDE if other in by_place else ELSEWHERE):
                found.append((one, other, ratio, abs(stands[other] - place)))
    return found


def _confirmed(rnd: Round) -> pd.DataFrame:
    """Give the decisions that two are the same, in order."""
    table = decided(rnd)
    return table[table["same"].eq(True)]


def _gaps(
    old: list[str], new: list[str], stands: dict[str, int]
) -> Iterable[tuple[str, list[str], int]]:
    """Give each id that is gone, the ids between its neighbours, and its place."""
    after, following = len(new), []
    for id_ in reversed(old):
        after = stands.get(id_, after)
        following.append(after)
    last, since = -1, 0
    for id_, until in zip(old, reversed(following), strict=True):
        if id_ in stands:
            last, since = stands[id_], 0
            continue
        since += 1
        yield id_, new[last + 1 : until], last + since


def _index(fresh: list[str], words: dict[str, str]) -> dict[str, list[str]]:
    """Give for each word that is not common the new comments it stands in."""
    found: dict[str, list[str]] = {}
    for id_ in fresh:
        for word in set(_words(words.get(id_, ""))):
            found.setdefault(word, []).append(id_)
    return {word: ids for word, ids in found.items() if len(ids) <= MOST_COMMON}


def _sharing(text: str, index: dict[str, list[str]]) -> list[str]:
    """Give the new comments that share most uncommon words with a text."""
    shared = Counter(id_ for word in set(_words(text)) for id_ in index.get(word, ()))
    return [id_ for id_, _ in shared.most_common(3)]


def _words(text: str) -> list[str]:
    """Give words without case and signs; signs alone where there is nothing else."""
    return re.findall(r"\w+", text.casefold()) or text.split()


def _kept(rnd: Round) -> dict[str, list[str]]:
    """Read the words that were kept; none if the file is not there."""
    path = rnd.private / WORDS
    if not path.exists():
        return {}
    found: dict[str, list[str]] = json.loads(
        path.read_bytes().decode("utf-8", "surrogatepass")
    )
    return found


def _last(step: dict[str, str], now: str) -> str:
    """Follow confirmed corrections to the first id."""
    seen = {now}
    while now in step and step[now] not in seen:
        now = step[now]
        seen.add(now)
    return now


def _check(was: str, now: str) -> None:
    """Refuse two ids that cannot be one comment."""
    if was == now or was.split("-")[0] != now.split("-")[0]:
        raise Problem(
            "corrections: a comment can only go on in its own file, under another "
            "id. Choose a pair from the table of proposals."
        )
