"""Group similar comments with BERTopic, name groups by their words, freeze them.

Comments and their vectors in; a group for every comment with words, and a table of
groups out. BERTopic finds the words of each group. No comment is left outside. A group
is a heap to look through, not a theme: themes are arrived at by people.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from coprod.store import disk, rounds
from coprod.store.problem import Problem
from coprod.store.show import plural
from coprod.write import embedding

__all__ = ["as_json", "group"]

Numbers = NDArray[Any]
LARGE = 20_000
FILE = "groups.json"


@dataclass(frozen=True)
class Grouping:
    """Who is grouped with whom: one entry for each of m comments that have words."""

    positions: Numbers  # where the comment stands in the texts given, from 0
    assigned: Numbers  # number of its group, from 1
    distance: Numbers  # cosine distance to the middle of the group, 0 to 2
    table: pd.DataFrame  # group, size, words, nearest (three different comments)
    centroids: Numbers  # the middles, shape (groups, 384)
    note: str  # how the number of groups came about, in a sentence


def group(
    texts: Iterable[object],
    *,
    groups: int | None = None,
    vectors: Numbers | None = None,
    centroids: Numbers | None = None,
) -> Grouping:
    """Put comments that say similar things together, and find words for each group.

    Parameters
    ----------
    texts : iterable of str
        n comments; one that is blank, or no text, is in no group.
    groups : int, optional
        How many groups; by default `how_many` decides.
    vectors, centroids : numpy.ndarray, optional
        What `embedding.embed` gives for the texts, shape (n, 384), made here if not;
        middles of frozen groups, shape (k, 384), that comments join.

    Returns
    -------
    Grouping
        The same in whatever order the comments come.

    Raises
    ------
    ValueError
        If `groups` is below 1, or the vectors do not fit the comments.

    Notes
    -----
    Spherical k-means (Dhillon and Modha 2001), then class-based TF-IDF for the words
    (Grootendorst 2022).

    Examples
    --------
    >>> import numpy as np
    >>> vectors = np.eye(2, 384, dtype="float32")
    >>> given = {"vectors": vectors, "centroids": vectors}
    >>> found = write.second_reader.groups.group(["Parking", "Kindness"], **given)
    >>> found.assigned.tolist()
    [1, 2]
    """
    said = [text if isinstance(text, str) else "" for text in texts]
    # Half a character, as broken exports hold, becomes a question mark.
    said = [text.encode("utf-8", "replace").decode() for text in said]
    at = np.flatnonzero([bool(text.strip()) for text in said])
    words = [said[i] for i in at]
    made = embedding.embed(said) if vectors is None else vectors
    if made.shape != (len(said), embedding.SIZE):
        raise Problem(
            f"groups: {plural('comment', len(said))} came with vectors of shape "
            f"{made.shape}. Each needs one of {embedding.SIZE} numbers: make them "
            "with embed."
        )
    placed = made[at]
    if centroids is None:
        k, why = _number(placed, groups)
        centroids = _fit(words, placed, k)
    else:
        why = "they are frozen, and each comment joined the nearest"
    note = f"Comments with words: {len(at)}. Groups: {len(centroids)} ({why})."
    assigned = assign(placed, centroids)
    distance = _distances(placed, centroids)[np.arange(len(at)), assigned - 1]
    frame = pd.DataFrame({"at": at, "group": assigned, "distance": distance.round(6)})
    named = _words(words, placed, assigned)
    table = _table(frame.assign(words=words), named, len(centroids))
    return Grouping(at, assigned, distance, table, centroids, note)


def how_many(n: int) -> int:
    """Return how many groups n comments get: the root of n/2, at least 1, at most 30.

    A rule of thumb (Mardia, Kent and Bibby 1979): groups grow in number and size alike.
    Thirty is as many as people can read through and name at one sitting.
    """
    return min(max(1, round(math.sqrt(n / 2))), 30)


def assign(vectors: Numbers, centroids: Numbers) -> Numbers:
    """Return each vector the number, from 1, of the group whose middle is nearest.

    Parameters
    ----------
    vectors, centroids : numpy.ndarray
        Shapes (n, 384) and (k, 384).

    Returns
    -------
    numpy.ndarray
        n whole numbers. Of equally near groups it is the first.
    """
    if not len(vectors):
        return np.zeros(0, np.int64)
    # Rounded, so that a difference in the last bit moves nobody.
    near: Numbers = _distances(vectors, centroids).round(6).argmin(axis=1) + 1
    return near


def freeze(rnd: rounds.Round, grouping: Grouping, *, date: str) -> None:
    """Keep these groups: new comments join them, and old ones stay where they are.

    The decision is added to `groups.json` of the round; earlier ones stay in it. It
    holds the middles of the groups as numbers, and nobody's words.

    Parameters
    ----------
    rnd, grouping
        The round, whose reader is noted, and what `group` gave.
    date : str
        The day, as YYYY-MM-DD.

    Raises
    ------
    ValueError
        If there are no groups, or the file of earlier ones cannot be read.
    """
    if not len(grouping.centroids):
        raise Problem("groups: there are none to freeze. Group some comments first.")
    decision = {
        "date": date,
        "by": rnd.itself.reader,
        "model": embedding.about(),
        "groups": len(grouping.centroids),
        "comments": len(grouping.positions),
        "centroids": grouping.centroids.round(6).tolist(),
    }
    kept = {"format": 1, "frozen": [*_decisions(rnd), decision]}
    disk.write(rnd.decisions / FILE, json.dumps(kept).encode() + b"\n")


def frozen(rnd: rounds.Round) -> Numbers | None:
    """Return the middles of the groups frozen last, shape (k, 384), or None.

    Raises
    ------
    ValueError
        If the file cannot be read, or another language model made the groups.
    """
    decisions = _decisions(rnd)
    if decisions and decisions[-1].get("model") != embedding.about():
        raise Problem(
            "groups.json: another language model made the groups, and vectors of two "
            "models cannot be compared. Group again and freeze the new groups."
        )
    return np.array(decisions[-1]["centroids"]) if decisions else None


def as_json(grouping: Grouping, rows: Sequence[int] | None = None) -> dict[str, Any]:
    """Return the grouping as plain lists: groups, assigned, rows.

    Parameters
    ----------
    grouping
        What `group` gave.
    rows : sequence of int, optional
        The row of the file each text came from; by default texts count from 0.

    Examples
    --------
    >>> import numpy as np
    >>> vectors = np.eye(2, 384, dtype="float32")
    >>> given = {"vectors": vectors, "centroids": vectors}
    >>> found = write.second_reader.groups.group(["Parking", "Kindness"], **given)
    >>> sorted(write.second_reader.groups.as_json(found))
    ['assigned', 'groups', 'rows']
    """
    row = [int(at if rows is None else rows[at]) for at in grouping.positions]
    of = dict(zip(grouping.positions.tolist(), row, strict=True))
    found = [
        {"id": g, "words": words, "size": size, "nearest": [of[at] for at in nearest]}
        for g, size, words, nearest in grouping.table.to_numpy().tolist()
    ]
    return {"groups": found, "assigned": grouping.assigned.tolist(), "rows": row}


def _decisions(rnd: rounds.Round) -> list[dict[str, Any]]:
    """Read the groups that were frozen, the first decision first."""
    path = rnd.decisions / FILE
    disk.note_opened(path)
    if not path.exists():
        return []
    try:
        kept = json.loads(path.read_bytes())
        found: list[dict[str, Any]] = kept["frozen"]
        widths = {np.shape(one["centroids"])[1:] for one in found}
        sound = kept["format"] == 1 and widths <= {(embedding.SIZE,)}
    except (OSError, ValueError, KeyError, TypeError):
        sound = False
    if not sound:
        raise Problem(
            "groups.json: it cannot be read as frozen groups. Put back the last good "
            "copy, or take the file away and freeze again."
        )
    return found


def _number(vectors: Numbers, asked: int | None) -> tuple[int, str]:
    """Return the number of groups, and why it is that number."""
    if asked is not None and asked < 1:
        raise Problem(f"groups: {asked} cannot be made. Ask for one or more.")
    wanted = asked or how_many(len(vectors))
    different = len({vector.tobytes() for vector in vectors})
    if wanted > different:
        return different, f"{wanted} were wanted; comments that differ: {different}"
    return wanted, "as asked for" if asked else "root of half the comments, at most 30"


def _fit(words: list[str], vectors: Numbers, k: int) -> Numbers:
    """Find the middles of k groups, the middle of the largest group first."""
    from sklearn.cluster import KMeans, MiniBatchKMeans
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    if not words:
        return np.zeros((0, embedding.SIZE))
    # By their words, so that the order of the rows changes nothing; on one thread,
    # because sums made by two differ in the last bit from run to run.
    ordered = vectors[sorted(range(len(words)), key=words.__getitem__)]
    kind = KMeans if len(words) <= LARGE else MiniBatchKMeans
    with threadpool_limits(1):
        middles = kind(k, n_init=4, random_state=42).fit(ordered).cluster_centers_
    lengths = np.linalg.norm(middles, axis=1, keepdims=True)
    middles = np.asarray(middles / np.where(lengths, lengths, 1), np.float64).round(6)
    numbers = Counter(assign(ordered, middles).tolist())  # keeps the order of meeting
    return middles[[number - 1 for number, _ in numbers.most_common()]]


def _distances(vectors: Numbers, centroids: Numbers) -> Numbers:
    """Return cosine distances, shape (n, k); both sides have length 1."""
    return 1 - np.asarray(vectors, np.float64) @ centroids.T


def _table(frame: pd.DataFrame, named: dict[int, list[str]], k: int) -> pd.DataFrame:
    """Return one row for each of k groups; a frozen one may have nobody this time."""
    first = frame.sort_values(["distance", "words", "at"])
    first = first.drop_duplicates(["group", "words"]).groupby("group")["at"].head(3)
    near = first.groupby(frame["group"]).agg(list)
    sizes = Counter(frame["group"].tolist())
    ids = range(1, k + 1)
    rows = [(g, sizes[g], named.get(g, []), near.get(g, [])) for g in ids]
    return pd.DataFrame(rows, columns=["group", "size", "words", "nearest"])


def _words(
    words: list[str], vectors: Numbers, assigned: Numbers
) -> dict[int, list[str]]:
    """Let BERTopic find the ten words that tell each group from the others."""
    from bertopic import BERTopic
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction
    from sklearn.feature_extraction.text import CountVectorizer

    model = BERTopic(
        language="multilingual",  # keeps letters with accents; nothing is fetched
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=CountVectorizer(stop_words=_stop_words()),
    )
    try:
        model.fit(words, embeddings=vectors, y=assigned)
    except (ValueError, TypeError):  # nothing but "no", emoji, or one single word
        return {g: _common(words, assigned == g) for g in set(assigned.tolist())}
    topics = dict(zip(assigned.tolist(), model.topics_, strict=True))
    named = {g: [w for w, _ in model.get_topic(t) if w] for g, t in topics.items()}
    return {g: kept or _common(words, assigned == g) for g, kept in named.items()}


def _stop_words() -> list[str]:
    """Return words that say nothing of a subject, halves of don't and we've too."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    halves = "ve ll re don didn doesn isn wasn weren aren couldn wouldn shouldn hasn"
    return sorted(ENGLISH_STOP_WORDS | set(f"{halves} haven hadn won im ive".split()))


def _common(words: list[str], inside: Numbers) -> list[str]:
    """Return the ten commonest words of a group that has none of its own."""
    said = (text for text, one in zip(words, inside, strict=True) if one)
    counted = Counter(part for text in said for part in text.lower().split())
    return sorted(counted, key=lambda part: (-counted[part], part))[:10]
