"""Point at comments tagged unlike their neighbours, and at what is new.

Takes what the machine made of the comments beside people's tags, gives small tables:
comments tagged unlike their neighbours, codes that fall apart, people nobody tagged,
and what looks like something new. The machine only points; a person looks.
"""

import numpy as np
import pandas as pd

from coprod.store.rounds import Round
from coprod.store.show import numbered
from coprod.write import codebook_reads, flags_and_notes, readers
from coprod.write import tags as tags_
from coprod.write.second_reader import suggestions
from coprod.write.second_reader.side_by_side import Second

__all__ = [
    "answered",
    "new_sentence",
    "something_new",
    "splitting",
    "unheard",
    "unlike",
]

NEAR = 5  # neighbours that are asked
FEW, SHARE = 4, 0.3  # a part of a code that counts: comments, and share of the code
NEW = 3  # comments that must lie near one another to look like something new
# Chosen with one code at a time left out of the tags (benchmarks/README.md).
CLOSE, ALIKE = 0.5, 0.45  # cosine to what is tagged, and to one another
POOL, TOP, WORDS = 300, 60, 3  # sentences looked at and kept; words in a sentence
TICKED = "how it was (ticks)"


def unlike(second: Second, tags: pd.DataFrame, book: pd.DataFrame) -> pd.DataFrame:
    """Return comments tagged unlike their neighbours: the nearest carry another code.

    Parameters
    ----------
    second : Second
        From `side_by_side.read`.
    tags, book : pandas.DataFrame
        The tables "tags" and "codebook".

    Returns
    -------
    pandas.DataFrame
        comment (its words), tagged as, neighbours say, for example (the nearest one):
        where none of the five nearest tagged comments (cosine) shares a code with it,
        and at least three of them share another. The clearest come first.

    Examples
    --------
    >>> few = rnd.load("comments").head(6)
    >>> second = write.second_reader.side_by_side.read(rnd, few)
    >>> tables = rnd.load("tags"), rnd.load("codebook")
    >>> list(write.second_reader.overlooked.unlike(second, *tables).columns)
    ['comment', 'tagged as', 'neighbours say', 'the nearest of them']
    """
    head = ["score", "comment", "tagged as", "neighbours say", "the nearest of them"]
    has, at = _tagged(second, tags, book)
    if len(at) <= NEAR:
        return pd.DataFrame(columns=head[1:])
    like = second.vectors[at] @ second.vectors[at].T
    np.fill_diagonal(like, -1)
    texts, names, rows = second.comments["text"], codebook_reads.names(book), []
    for i, own in enumerate(has):
        close = np.argsort(-like[i], kind="stable")[:NEAR]
        votes = pd.Series([c for j in close for c in sorted(has[j])]).value_counts()
        if own & set(votes.index) or votes.iloc[0] < 3:
            continue
        said = ", ".join(sorted(names[c] for c in own))
        score = votes.iloc[0] * float(like[i, close].mean())
        example = texts.iloc[at[close[0]]]
        told = f"{names[votes.index[0]]} ({votes.iloc[0]} of {NEAR})"
        rows.append([score, texts.iloc[at[i]], said, told, example])
    rows.sort(key=lambda row: -row[0])
    return pd.DataFrame(rows, columns=head).drop(columns="score")


def splitting(second: Second, tags: pd.DataFrame, book: pd.DataFrame) -> pd.DataFrame:
    """Return codes whose comments fall into clearly different groups: maybe two.

    Returns
    -------
    pandas.DataFrame
        code, comments, one part and another part (words of the group, and how many
        comments): where two groups each hold at least 30 % of the code's comments,
        four or more, and are less alike than half of all pairs of groups (cosine of
        their middles; below 0.5 always counts as different).

    Examples
    --------
    >>> few = rnd.load("comments").head(6)
    >>> second = write.second_reader.side_by_side.read(rnd, few)
    >>> tables = rnd.load("tags"), rnd.load("codebook")
    >>> len(write.second_reader.overlooked.splitting(second, *tables))
    0
    """
    head = ["code", "comments", "one part", "another part"]
    centres = second.grouping.centroids
    if len(centres) < 3:
        return pd.DataFrame(columns=head)
    like = np.asarray(centres) @ np.asarray(centres).T
    middle = max(float(np.median(like[np.triu_indices(len(like), 1)])), 0.5)
    groups = second.groups.set_index("comment")["group"]
    has, at = _tagged(second, tags, book)
    ids = second.comments["comment"].to_numpy()[at]
    names, rows = codebook_reads.names(book), []
    for code in sorted({c for one in has for c in one}, key=lambda c: names[c]):
        mine = [i for i, one in zip(ids, has, strict=True) if code in one]
        parts = groups.reindex(mine).dropna().astype(int).value_counts()
        parts = parts[(parts >= FEW) & (parts >= SHARE * len(mine))]
        if len(parts) > 1 and like[parts.index[0] - 1, parts.index[1] - 1] < middle:
            two = parts.head(2).items()
            told = [f"{', '.join(second.words.get(g, [])[:4])} ({n})" for g, n in two]
            rows.append([names[code], len(mine), *told])
    return pd.DataFrame(rows, columns=head)


def unheard(
    comments: pd.DataFrame, people: pd.DataFrame, tags: pd.DataFrame
) -> pd.DataFrame:
    """Return for each group of people whose comments nobody tagged.

    Returns
    -------
    pandas.DataFrame
        group, people (who spoke), nobody tagged (people without a single tag), who
        (their codes), comments, not tagged: groups with such people, most first.

    Examples
    --------
    >>> tables = map(rnd.load, ["comments", "people", "tags"])
    >>> list(write.second_reader.overlooked.unheard(*tables).columns)
    ['group', 'people', 'nobody tagged', 'who', 'comments', 'not tagged']
    """
    group = people.set_index("person")["group"]
    said = comments.assign(
        person=numbered(comments)["person"].to_numpy(),
        group=comments["person"].map(group).fillna("unknown"),
        done=comments["comment"].isin(tags["comment"]),
    )
    rows = []
    for name, part in said.groupby("group"):
        reached = part.groupby("person")["done"].any()
        left = list(reached.index[~reached])
        counts = [len(reached), len(left), ", ".join(left), len(part)]
        rows += [[name, *counts, int((~part["done"]).sum())]] * bool(left)
    head = ["group", "people", "nobody tagged", "who", "comments", "not tagged"]
    made = pd.DataFrame(rows, columns=head)
    return made.sort_values("nobody tagged", ascending=False, ignore_index=True)


def something_new(
    second: Second, tags: pd.DataFrame, marks: pd.DataFrame
) -> pd.DataFrame:
    """Return comments that look like something new: far from all tags, near each other.

    Sentences are compared, for a long comment says many things: those that lie most in
    the direction from the tagged to the untagged ones (difference of the means), to
    which no tagged one is near (cosine 0.5), and which are near those of others (0.45).

    Returns
    -------
    pandas.DataFrame
        pile (number), comments (in the pile), comment (its words): the largest first.
        A comment that says two new things is in two piles.

    Examples
    --------
    >>> few = rnd.load("comments").head(6)
    >>> second = write.second_reader.side_by_side.read(rnd, few)
    >>> tags, marks = write.readers.visible(rnd), write.readers.visible_marks(rnd)
    >>> len(write.second_reader.overlooked.something_new(second, tags, marks))
    0
    """
    head = ["pile", "comments", "comment"]
    ids, parts = second.comments["comment"], second.parts
    there = second.vectors.any(axis=1)
    done = (ids.isin(tags["comment"]) & there).to_numpy(bool)
    left = (~ids.isin([*tags["comment"], *marks["comment"]]) & there).to_numpy(bool)
    if done.sum() < suggestions.ENOUGH or left.sum() < NEW:
        return pd.DataFrame(columns=head)
    whole = np.repeat(np.arange(len(ids)), np.diff([*parts.first, len(parts.words)]))
    said, long = parts.vectors, parts.words >= WORDS
    known, open_ = (np.flatnonzero(of[whole] & long) for of in (done, left))
    if not len(known) or not len(open_):
        return pd.DataFrame(columns=head)
    way = said[open_] @ (said[open_].mean(axis=0) - said[known].mean(axis=0))
    at = open_[np.argsort(-way, kind="stable")[:POOL]]
    at = at[(said[at] @ said[known].T).max(axis=1) < CLOSE][:TOP]
    piles = _piles(said[at] @ said[at].T >= ALIKE)
    found = [sorted({int(whole[at[i]]) for i in pile}) for pile in piles]
    found = sorted((p for p in found if len(p) >= NEW), key=lambda p: (-len(p), p[0]))
    texts, rows = second.comments["text"], []
    for number, pile in enumerate(found, 1):
        rows += [[number, len(pile), texts.iloc[i]] for i in pile]
    return pd.DataFrame(rows, columns=head)


def new_sentence(found: pd.DataFrame) -> str:
    """Return how many comments look like something new.

    Examples
    --------
    >>> write.second_reader.overlooked.new_sentence(rnd.load("comments").head(0))
    'Nothing looks new: what is untagged is near something tagged, or alone.'
    """
    if found.empty:
        return "Nothing looks new: what is untagged is near something tagged, or alone."
    sizes = found.groupby("pile").size().tolist()
    each = " and ".join(map(str, sizes[:5]))
    return f"These {each} look like something new: no tagged comment is near them."


def answered(rnd: Round, book: pd.DataFrame) -> pd.DataFrame:
    """Count what people answered to suggestions, theme by theme.

    Parameters
    ----------
    rnd : Round
        The round; while readers read apart, only the reader's own answers count.
    book : pandas.DataFrame
        The table "codebook".

    Returns
    -------
    pandas.DataFrame
        theme, accepted, changed, refused, checked (their sum), f1 (accepted is right,
        refused is one too many, changed is one too many and one missed), low and high
        (its 95 % bootstrap interval over answers), verdict. A code in no theme counts
        under its own name; with no answer yet the table has no rows. An answer is about
        the code. Ticks that came with an accepted one are counted in a last row, as
        the tag stands now: as suggested, changed, or all taken off (refused).

    Examples
    --------
    >>> list(write.second_reader.overlooked.answered(rnd, rnd.load("codebook")).columns)
    ['theme', 'accepted', 'changed', 'refused', 'checked', 'f1', 'low', 'high', ...
    """
    said = flags_and_notes.answers(rnd)
    if readers.apart(rnd):
        said = said[said["by"] == rnd.reader]
    said = said[said["answer"].isin(flags_and_notes.ANSWERS)]
    said = said.drop_duplicates(["comment", "code", "by"], keep="last")
    tops, names = codebook_reads.theme_of(book), codebook_reads.names(book)
    theme = said["code"].map(lambda code: names.get(str(tops.get(code, code)), code))
    told = [(name, part["answer"]) for name, part in said.groupby(theme)]
    ticked = _ticked(rnd, said)
    answers, rows = flags_and_notes.ANSWERS, []
    for name, part in [*told, *([(TICKED, ticked)] if len(ticked) else [])]:
        counts = [int((part == answer).sum()) for answer in answers]
        f1, low, high = _interval(np.array(counts))
        verdict = suggestions.verdict(sum(counts), f1)
        rows.append([name, *counts, sum(counts), f1, low, high, verdict])
    head = ["theme", *answers, "checked", "f1", "low", "high", "verdict"]
    return pd.DataFrame(rows, columns=head)


def _ticked(rnd: Round, said: pd.DataFrame) -> pd.Series:
    """Say of ticks accepted with a code whether they stand on the reader's tag now."""
    said = said[(said["answer"] == "accepted") & said["experience"].notna()]
    tags = tags_.table(rnd).rename(columns={"reader": "by"})
    both = said.merge(tags[tags["start"].isna()], on=["comment", "code", "by"])
    both = both.drop_duplicates(["comment", "code", "by"], keep="last")
    names, how = np.array(tags_.EXPERIENCES), []
    ticks = both[list(tags_.TICKS)].to_numpy(bool)
    for row, was in zip(ticks, both["experience"], strict=True):
        has = "; ".join(names[row])
        how.append("accepted" if has == was else "changed" if has else "refused")
    return pd.Series(how, dtype=str)


def _interval(counts: np.ndarray) -> tuple[float, float, float]:
    """Return F1 and its bootstrap interval from accepted, changed and refused."""
    weights = np.array([2.0, 2.0, 1.0])
    draws = np.random.default_rng(suggestions.SEED)
    again = draws.multinomial(counts.sum(), counts / counts.sum(), 1000)
    low, high = np.quantile(2 * again[:, 0] / (again @ weights), [0.025, 0.975])
    f1 = 2 * counts[0] / (counts @ weights)
    return round(float(f1), 3), round(float(low), 3), round(float(high), 3)


def _tagged(
    second: Second, tags: pd.DataFrame, book: pd.DataFrame
) -> tuple[list[set[str]], np.ndarray]:
    """Return the codes of each tagged comment, merges followed, and its row."""
    known = codebook_reads.followed(tags[tags["code"].isin(book["code"])], book)
    given = known.groupby("comment")["code"].agg(set).to_dict()
    ids, there = second.comments["comment"], np.any(second.vectors, axis=1).tolist()
    at = [i for i, id_ in enumerate(ids) if id_ in given and there[i]]
    return [given[ids.iloc[i]] for i in at], np.array(at, int)


def _piles(near: np.ndarray) -> list[list[int]]:
    """Put together what is near one another, directly or through others."""
    from scipy.sparse.csgraph import connected_components

    _, pile = connected_components(near, directed=False)
    return [np.flatnonzero(pile == n).tolist() for n in sorted(set(pile.tolist()))]
