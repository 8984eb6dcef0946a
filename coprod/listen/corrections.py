"""Match a corrected transcript to its earlier version, so that ids and tags stay."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from itertools import accumulate

import pandas as pd

from coprod.listen.formats.words import REFUSED
from coprod.protect import pseudonyms, withdrawal
from coprod.store import ids as ids_
from coprod.store import journal
from coprod.store.disk import write
from coprod.store.problem import Problem
from coprod.store.rounds import Round

__all__ = ["likeliest"]

WORDS = withdrawal.EARLIER
BESIDE, ELSEWHERE = 0.5, 0.75  # how alike words must be to be proposed
MOST_NEAR, MOST_COMMON = 8, 20
MOST_ALIKE, LOOKED_AT, LONG = 8, 40, 2_000  # offered and compared; letters of each


def align(source: str, hashes: list[str], versions: list[list[str]]) -> list[str]:
    """Return the ids of the words of a new version, keeping those of the last one.

    Parameters
    ----------
    source : str
        Code of the source.
    hashes : list of str
        Hash of each comment of the new version, in order.
    versions : list of list of str
        Ids of every earlier version, oldest first.

    Returns
    -------
    list of str
        An id for each hash. Words that stand in the same order keep their id; words
        that occur once in both and moved keep it too; all others get an id that was
        never used before. Of words said several times ("Yes.") those are not kept that
        may be one of the others: a person is asked.
    """
    last = versions[-1] if versions else []
    before = [_hash_in(id_) for id_ in last]
    found: list[str | None] = [None] * len(hashes)
    for a, b in _sure(before, hashes).items():
        found[b] = last[a]
    moved = dict(zip(before, last, strict=True))
    here, there = Counter(before), Counter(hashes)
    used = Counter[str]()
    for known in {known for ids in versions for known in ids}:  # some are gone for good
        used[_hash_in(known)] = max(used[_hash_in(known)], int(known.split("-")[2]))
    made = []
    for digest, id_ in zip(hashes, found, strict=True):
        if id_ is None and here[digest] == there[digest] == 1:
            id_ = moved[digest]
        if id_ is None:
            used[digest] += 1
            id_ = f"{source}-{digest}-{used[digest]}"
        made.append(id_)
    return made


def _sure(old: list[str], new: list[str]) -> dict[int, int]:
    """Give which place of the old goes to which of the new, where there is no doubt."""
    runs = _blocks(old, new)
    kept = {a + i: b + i for a, b, size in runs for i in range(size)}
    count = -1
    while count != len(kept):
        count = len(kept)
        kept = _undoubted(old, kept)
        back = _undoubted(new, {b: a for a, b in kept.items()})
        kept = {a: b for b, a in back.items()}
    return kept


def _undoubted(words: list[str], kept: dict[int, int]) -> dict[int, int]:
    """Leave out what may be another place with the same words, not kept and nearby.

    Nearby is: no other words that are kept stand in between.
    """
    left = dict(kept)
    for places in (range(len(words)), range(len(words) - 1, -1, -1)):
        loose: set[str] = set()
        for place in places:
            if place in left and words[place] not in loose:
                loose.clear()
            else:
                loose.add(words[place])
                left.pop(place, None)
    return left


def _blocks(
    old: list[str], new: list[str], *, common: bool = True
) -> list[tuple[int, int, int]]:
    """Return runs that stand in both, in order: start in old, start in new, size."""
    most, head, tail = min(len(old), len(new)), 0, 0
    while head < most and old[head] == new[head]:
        head += 1
    while tail < most - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    a, b = (words[head : len(words) - tail] for words in (old, new))
    middle = SequenceMatcher(a=a, b=b, autojunk=not common)
    runs = [(a + head, b + head, n) for a, b, n in middle.get_matching_blocks() if n]
    return [(0, 0, head), *runs, (len(old) - tail, len(new) - tail, tail)]


def _hash_in(comment: str) -> str:
    """Return the hash inside a comment id."""
    return comment.split("-")[1]


def confirm(
    rnd: Round, was: str, now: str, words: tuple[str, str] | None = None
) -> str:
    """Record that two are the same comment: the old id stands for the new words.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who confirms.
    was, now : str
        Id of the comment before and after its words changed.
    words : tuple of (str, str), optional
        Its words before and after, if they are not among those that were kept.

    Returns
    -------
    str
        The id of the decision, for `undo`.

    Raises
    ------
    ValueError
        If both are one comment already, or are of two files.
    """
    known = ids_.same(rnd)
    _check(was, now)
    if known.get(now, now) == known.get(was, was):
        raise Problem(REFUSED["one already"])
    before = earlier(rnd)
    runs = kept(*(words or (before.get(was, ""), before.get(now, ""))))
    values = {"was": was, "now": now, "same": True, "kept": runs}
    return journal.record(rnd, ids_.KIND).add(values)


def kept(before: str, after: str) -> list[tuple[int, int, int]]:
    """Return the runs of words that a correction left: start, start now, length.

    Where a word was said twice, two runs may hold it: a stretch may go on with either.
    """
    lines = (text.replace("\n", " ") for text in (before, after))
    old, new = (re.findall(r"\w+\s?|\W\s?", line) for line in lines)
    starts = [[0, *accumulate(map(len, words))] for words in (old, new)]
    found = []
    for a, b, n in _blocks(old, new, common=False):  # else a long text takes minutes
        while n and a and b and old[a - 1] == new[b - 1]:
            a, b, n = a - 1, b - 1, n + 1
        if n:
            found.append((starts[0][a], starts[1][b], starts[0][a + n] - starts[0][a]))
    return found


def refuse(rnd: Round, was: str, now: str) -> str:
    """Record that two are different comments: they are not proposed again."""
    _check(was, now)
    return journal.record(rnd, ids_.KIND).add({"was": was, "now": now, "same": False})


def undo(rnd: Round, decision: str) -> None:
    """Take a decision back; it stays in the record as one taken back."""
    journal.record(rnd, ids_.KIND).remove(decision)


def settle(rnd: Round, ids: list[str]) -> list[str]:
    """Return the ids that last, for ids made from words alone.

    Two comments never share an id: where two readers, apart, confirmed two comments as
    the same earlier one, only the later decision stands.
    """
    known, there = ids_.same(rnd), set(ids)
    by_target: dict[str, list[str]] = {}
    for now in known:  # in the order in which they were confirmed
        if now in there:
            by_target.setdefault(known[now], []).append(now)
    ended: list[str] = []
    for target, several in by_target.items():
        ended += several if target in there else several[:-1]
    if ended:
        yes = ids_.confirmed(rnd)
        for decision in yes.loc[yes["now"].isin(ended), "id"]:
            undo(rnd, decision)
        return settle(rnd, ids)  # what follows from the others may share one now
    return [known.get(id_, id_) for id_ in ids]


def remember(rnd: Round, comments: pd.DataFrame) -> None:
    """Keep the words of every comment in the private folder, to compare them later.

    Words that are in no file any more are kept until they are placed. Those of a
    person who withdrew are not kept.
    """
    gone = withdrawal.withdrawn(rnd)
    left = set(gone.loc[gone["scope"] == "all", "person"])
    texts = comments["text"].map(pseudonyms.unnamed(rnd))
    fresh = zip(comments["comment"], comments["person"], texts, strict=True)
    before = withdrawal.earlier(rnd)
    kept = {**before, **{comment: [who, text] for comment, who, text in fresh}}
    kept = {comment: kept[comment] for comment in kept if kept[comment][0] not in left}
    if kept != before:
        _keep(rnd, kept)


def forget(rnd: Round, source: str) -> None:
    """Keep no words of a source any more."""
    before = withdrawal.earlier(rnd)
    _keep(rnd, {c: said for c, said in before.items() if c.split("-")[0] != source})


def _keep(rnd: Round, words: dict[str, list[str]]) -> None:
    """Write down who said each comment and its words, in the private folder."""
    body = json.dumps(words, ensure_ascii=False, indent=0, sort_keys=True)
    write(rnd.private / WORDS, body.encode("utf-8", "surrogatepass"), mode=0o600)


def earlier(rnd: Round) -> dict[str, str]:
    """Return the words each comment had when it was last in a file."""
    return {comment: text for comment, (_, text) in withdrawal.earlier(rnd).items()}


def alike(before: str, after: str) -> float:
    """Return how alike two texts are, 0 to 1: the better of words and letters.

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


def likeliest(words: str, texts: Mapping[str, str]) -> list[str]:
    """Return the ids of the texts most like some words, the best first.

    Examples
    --------
    >>> texts = {"a": "The car park is dear.", "b": "She was kind.", "c": "It rained."}
    >>> listen.corrections.likeliest("a kind nurse", texts)[0]
    'b'
    """
    own = set(_words(words))
    shared = {id_: len(own & {*_words(text)}) for id_, text in texts.items()}
    near = sorted(filter(shared.get, texts), key=lambda id_: -shared[id_])[:LOOKED_AT]
    near.sort(key=lambda id_: -alike(words, texts[id_][:LONG]))
    return near[:MOST_ALIKE]


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


def _gaps(
    old: list[str], new: list[str], stands: dict[str, int]
) -> Iterable[tuple[str, list[str], int]]:
    """Return each id that is gone, the ids between its neighbours, and its place."""
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
    """Return for each word that is not common the new comments it stands in."""
    found: dict[str, list[str]] = {}
    for id_ in fresh:
        for word in set(_words(words.get(id_, ""))):
            found.setdefault(word, []).append(id_)
    return {word: ids for word, ids in found.items() if len(ids) <= MOST_COMMON}


def _sharing(text: str, index: dict[str, list[str]]) -> list[str]:
    """Return the new comments that share most uncommon words with a text."""
    shared = Counter(id_ for word in set(_words(text)) for id_ in index.get(word, ()))
    return [id_ for id_, _ in shared.most_common(3)]


def _words(text: str) -> list[str]:
    """Return words without case and signs; signs alone where there is nothing else."""
    return re.findall(r"\w+", text.casefold()) or text.split()


def _check(was: str, now: str) -> None:
    """Refuse two ids that cannot be one comment."""
    if was == now or was.split("-")[0] != now.split("-")[0]:
        raise Problem(REFUSED["another file"])
