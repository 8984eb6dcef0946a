"""What people's tags may have overlooked, pointed at by the second reader.

Takes what the machine made of the comments beside people's tags, gives small tables:
comments tagged unlike their neighbours, codes that fall apart, people nobody tagged,
and what looks like something new. The machine only points; a person looks.
"""

import numpy as np
import pandas as pd

from coprod import codebook, journal, suggestions
from coprod.rounds import Round
from coprod.second_reader import Second

NEAR = 5  # neighbours that are asked
FEW, SHARE = 4, 0.3  # a part of a code that counts: comments, and share of the code
MOST = 0.4  # cosine from which comments are near one another at the latest
NEW = 3  # comments that must lie near one another to look like something new
ANSWERS = ("accepted", "changed", "refused")


def unlike(second: Second, tags: pd.DataFrame, book: pd.DataFrame) -> pd.DataFrame:
    """Give comments tagged unlike their neighbours: the nearest carry another code.

    Parameters
    ----------
    second : Second
        From `second_reader.read`.
    tags, book : pandas.DataFrame
        The tables "tags" and "codebook".

    Returns
    -------
    pandas.DataFrame
        comment (its words), tagged as, neighbours say, for example (the nearest one):
        where none of the five nearest tagged comments (cosine) shares a code with it,
        and at least three of them share another. The clearest come first.
    """
    head = ["score", "comment", "tagged as", "neighbours say", "the nearest of them"]
    has, at = _tagged(second, tags, book)
    if len(at) <= NEAR:
        return pd.DataFrame(columns=head[1:])
    like = second.vectors[at] @ second.vectors[at].T
    np.fill_diagonal(like, -1)
    texts, names, rows = second.comments["text"], codebook.names(book), []
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
    """Give codes whose comments fall into clearly different groups: maybe two.

    Returns
    -------
    pandas.DataFrame
        code, comments, one part and another part (words of the group, and how many
        comments): where two groups each hold at least 30 % of the code's comments,
        four or more, and are less alike than half of all pairs of groups (cosine of
        their middles; below 0.5 always counts as different).
    """
    head = ["code", "comments", "one part", "another part"]
    centres = second.grouping.centroids
    if len(centres) < 3:
        return pd.DataFrame(columns=head)
    like = np.asarray(centres) @ np.asarray(centres).T
    middle = max(float(np.median(like[np.triu_indices(len(like), 1)])), 0.5)
    groups = second.groups.set_index("comment")["group"]
    has, at = _tagged(second, tags, book)
    ids, names, rows = (
        second.comments["comment"].to_numpy()[at],
        codebook.names(book),
        [],
    )
    for code in sorted({c for one in has for c in one}, key=lambda c: names[c]):
        mine = [i for i, one in zip(ids, has, strict=True) if code in one]
        parts = groups.reindex(mine).dropna().astype(int).value_counts()
        parts = parts[(parts >= FEW) & (parts >= SHARE * len(mine))]
        if len(parts) > 1 and like[parts.index[0] - 1, parts.index[1] - 1] < middle:
            told = [
                f"{', '.join(second.words.get(g, [])[:4])} ({n})"
                for g, n in parts.head(2).items()
            ]
            rows.append([names[code], len(mine), *told])
    return pd.DataFrame(rows, columns=head)


def unheard(
    comments: pd.DataFrame, people: pd.DataFrame, tags: pd.DataFrame
) -> pd.DataFrame:
    """Give for each group of people whose comments nobody tagged.

    Returns
    -------
    pandas.DataFrame
        group, people (who spoke), nobody tagged (people without a single tag), who
        (their codes), comments, not tagged: groups with such people, most first.
    """
    group = people.set_index("person")["group"]
    said = comments.assign(
        group=comments["person"].map(group).fillna("unknown"),
        done=comments["comment"].isin(tags["comment"]),
    )
    rows = []
    for name, part in said.groupby("group"):
        reached = part.groupby("person")["done"].any()
        left = list(reached.index[~reached])
        counts = [len(reached), len(left), ", ".join(left), len(part)]
        rows.append([name, *counts, int((~part["done"]).sum())])
    head = ["group", "people", "nobody tagged", "who", "comments", "not tagged"]
    made = pd.DataFrame(rows, columns=head)
    made = made[made["nobody tagged"] > 0]
    return made.sort_values("nobody tagged", ascending=False, ignore_index=True)


def something_new(
    second: Second, tags: pd.DataFrame, marks: pd.DataFrame
) -> pd.DataFrame:
    """Give comments that look like something new: far from all tags, near each other.

    How near is near is measured on the tagged comments: two in three of them have
    another tagged one that near (cosine; 0.4 at most). These comments have no tagged
    one that near, but one another.

    Returns
    -------
    pandas.DataFrame
        pile (number), comments (in the pile), comment (its words): the largest first.
    """
    head = ["pile", "comments", "comment"]
    ids, vectors = second.comments["comment"], second.vectors
    there = vectors.any(axis=1)
    done = (ids.isin(tags["comment"]) & there).to_numpy(bool)
    left = (~ids.isin([*tags["comment"], *marks["comment"]]) & there).to_numpy(bool)
    if done.sum() < suggestions.ENOUGH or left.sum() < NEW:
        return pd.DataFrame(columns=head)
    known = vectors[done] @ vectors[done].T
    np.fill_diagonal(known, -1)
    near = min(float(np.quantile(known.max(axis=1), 0.35)), MOST)
    at = np.flatnonzero(left)
    at = at[(vectors[at] @ vectors[done].T).max(axis=1) < near]
    piles = _piles(vectors[at] @ vectors[at].T >= near)
    piles = sorted((p for p in piles if len(p) >= NEW), key=lambda p: (-len(p), p[0]))
    texts = second.comments["text"]
    rows = [
        [number, len(pile), texts.iloc[at[i]]]
        for number, pile in enumerate(piles, 1)
        for i in pile
    ]
    return pd.DataFrame(rows, columns=head)


def new_sentence(found: pd.DataFrame) -> str:
    """Say how many comments look like something new."""
    if found.empty:
        return (
            "Nothing looks new: every untagged comment is near a tagged one, or alone."
        )
    sizes = found.groupby("pile").size().tolist()
    each = " and ".join(map(str, sizes[:5]))
    return f"These {each} look like something new: no tagged comment is near them."


def answered(rnd: Round, book: pd.DataFrame) -> pd.DataFrame:
    """Count what people answered to suggestions, theme by theme.

    Parameters
    ----------
    rnd : Round
        The round; answers stand in its journal "suggested": comment, code suggested,
        and answer (accepted, changed or refused).
    book : pandas.DataFrame
        The table "codebook".

    Returns
    -------
    pandas.DataFrame
        theme, accepted, changed, refused, checked (their sum), f1 (accepted is right,
        refused is one too many, changed is one too many and one missed), low and high
        (its 95 % bootstrap interval over answers), verdict. A code in no theme counts
        under its own name; with no answer yet the table has no rows.
    """
    said = journal.state(rnd, "suggested", ["comment", "code", "answer"])
    said = said[said["answer"].isin(ANSWERS)]
    said = said.drop_duplicates(["comment", "code", "by"], keep="last")
    tops, names = codebook.theme_of(book), codebook.names(book)
    theme = said["code"].map(lambda code: names.get(str(tops.get(code, code)), code))
    rows = []
    for name, part in said.groupby(theme):
        counts = [int((part["answer"] == answer).sum()) for answer in ANSWERS]
        f1, low, high = _interval(np.array(counts))
        total = sum(counts)
        rows.append([name, *counts, total, f1, low, high])
        rows[-1].append(suggestions.verdict(total, f1))
    head = ["theme", *ANSWERS, "checked", "f1", "low", "high", "verdict"]
    return pd.DataFrame(rows, columns=head)


def _interval(counts: np.ndarray) -> tuple[float, float, float]:
    """Give F1 and its bootstrap interval from accepted, changed and refused."""
    weights = np.array([2.0, 2.0, 1.0])
    draws = np.random.default_rng(suggestions.SEED)
    again = draws.multinomial(counts.sum(), counts / counts.sum(), 1000)
    low, high = np.quantile(2 * again[:, 0] / (again @ weights), [0.025, 0.975])
    f1 = 2 * counts[0] / (counts @ weights)
    return round(float(f1), 3), round(float(low), 3), round(float(high), 3)


def _tagged(
    second: Second, tags: pd.DataFrame, book: pd.DataFrame
) -> tuple[list[set[str]], np.ndarray]:
    """Give the codes of each tagged comment, merges followed, and its row."""
    rows = book.set_index("code")
    given: dict[str, set[str]] = {}
    for comment, code in tags[["comment", "code"]].itertuples(index=False):
        if code in rows.index:
            given.setdefault(comment, set()).add(codebook.current(rows, code))
    ids, there = second.comments["comment"], np.any(second.vectors, axis=1).tolist()
    at = [i for i, id_ in enumerate(ids) if id_ in given and there[i]]
    return [given[ids.iloc[i]] for i in at], np.array(at, int)


def _piles(near: np.ndarray) -> list[list[int]]:
    """Put together what is near one another, directly or through others."""
    left, piles = set(range(len(near))), []
    while left:
        pile, reach = [], [min(left)]
        while reach:
            one = reach.pop()
            if one in left:
                left.discard(one)
                pile.append(one)
                reach += [int(j) for j in np.flatnonzero(near[one]) if int(j) in left]
        piles.append(sorted(pile))
    return piles
