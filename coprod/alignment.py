"""Which words of a corrected file are the words of the version before.

Takes hashes of words in order, gives comment ids. Only what is beyond doubt keeps its
id; a comment may not get the tags of another, even if both say "Yes.".
"""

from collections import Counter
from difflib import SequenceMatcher


def align(source: str, hashes: list[str], versions: list[list[str]]) -> list[str]:
    """Give ids to the words of a new version, keeping the ids of the last one.

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
    used = Counter(_hash_in(id_) for id_ in {i for ids in versions for i in ids})
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


def _blocks(old: list[str], new: list[str]) -> list[tuple[int, int, int]]:
    """Give the runs that stand in both, in order: start in old, start in new, size."""
    most, head, tail = min(len(old), len(new)), 0, 0
    while head < most and old[head] == new[head]:
        head += 1
    while tail < most - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle = SequenceMatcher(
        a=old[head : len(old) - tail], b=new[head : len(new) - tail], autojunk=False
    )
    runs = [(a + head, b + head, n) for a, b, n in middle.get_matching_blocks() if n]
    return [(0, 0, head), *runs, (len(old) - tail, len(new) - tail, tail)]


def _hash_in(comment: str) -> str:
    """Give the hash inside a comment id."""
    return comment.split("-")[1]
