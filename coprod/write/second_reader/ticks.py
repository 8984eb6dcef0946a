"""Suggest how it was for the person: good, less good, needs improving.

Comments, their vectors, tags and codebook in; the column `experience` of the table of
suggestions out, and a table that says how good it is. Learned for a comment and a code
together: the same comment may praise one thing and complain of another.
"""

import numpy as np
import pandas as pd

from coprod.write import tags as tags_
from coprod.write.second_reader import suggestions
from coprod.write.second_reader.suggestions import ENOUGH, SEED, Material, Numbers

# Chosen on 2,313 real and 399 invented comments (benchmarks/README.md).
STRENGTH, CODE = 3.0, 0.6
FEW = 5  # tags with and without a tick before the tick is learned
COLUMNS = list(tags_.TICKS)


def suggest(material: Material, hinted: pd.DataFrame) -> pd.DataFrame:
    """Put the ticks that are likely beside each suggested code.

    Parameters
    ----------
    material : Material
        What is learned from.
    hinted : pandas.DataFrame
        The table `suggestions`, which that function gave.

    Returns
    -------
    pandas.DataFrame
        A new table `suggestions` with the column `experience`; blank where no tick is
        likelier than not, and everywhere below 30 comments that have a tick.

    Notes
    -----
    One logistic regression for each tick (Cox 1958), on the vector of question and
    comment and on which code it is. No words are given as a reason: there are none.
    """
    pairs, ticks, codes = _ticked(material)
    said = np.zeros((len(hinted), len(COLUMNS)), bool)
    if len(hinted) and _enough(pairs, ticks):
        at = pd.Index(material.comments["comment"]).get_indexer(hinted["comment"])
        asked = np.c_[at, codes.index.get_indexer(hinted["code"])]
        views = (_views(material.vectors, rows, len(codes)) for rows in (pairs, asked))
        known, new = views
        said = _likely(known, ticks, new)
    names = np.array(tags_.EXPERIENCES)
    words = ["; ".join(names[row]) or None for row in said]
    model = hinted["model"] + f"; ticks 1 (C={STRENGTH:g}, code={CODE:g})"
    return hinted.assign(experience=pd.array(words, dtype="string"), model=model)


def asked(ticks: str | None) -> str:
    """Write suggested ticks as the questions they are: "good? needs improving?"."""
    said = [] if pd.isna(ticks) else str(ticks).split("; ")
    return " ".join(f"{name}?" for name in said)


def quality(material: Material) -> pd.DataFrame:
    """Return for each tick how well what is suggested agrees with the readers' ticks.

    Returns
    -------
    pandas.DataFrame
        Three rows with the columns of `suggestions.quality`, counted over tags (a code
        on a comment): 5-fold cross-validation that keeps the tags of a comment
        together, and an interval over comments. No rows below 30 comments with a tick.
    """
    pairs, ticks, codes = _ticked(material)
    names = [f"how it was: {name}" for name in tags_.EXPERIENCES]
    told = pd.DataFrame({"name": names}, index=COLUMNS)
    if not _enough(pairs, ticks):
        nobody = np.zeros((1, 0), bool)
        return suggestions.measures(nobody, nobody, told.iloc[:0])
    ids = material.comments["comment"].to_numpy(str)[pairs[:, 0]]
    of = pd.factorize(ids, sort=True)[0]
    order = np.lexsort((pairs[:, 1], of))
    pairs, ticks, of = pairs[order], ticks[order], of[order]
    folds = (np.random.default_rng(SEED).permutation(of.max() + 1) % 5)[of]
    table = _views(material.vectors, pairs, len(codes))
    said = np.zeros(ticks.shape, bool)
    for fold in range(5):
        rest = folds == fold
        said[rest] = _likely(table[~rest], ticks[~rest], table[rest])
    return suggestions.measures(ticks, said, told, of)


def _ticked(material: Material) -> tuple[Numbers, Numbers, pd.DataFrame]:
    """Return comments and codes that go together, their ticks by any reader, the codes.

    A tag without a tick says that it is not clear, and teaches that.
    """
    at, column, codes = suggestions.placed(material)
    there = (at >= 0) & (column >= 0)
    given = material.tags.reindex(columns=COLUMNS, fill_value=False)[there]
    pairs, which = np.unique(np.c_[at, column][there], axis=0, return_inverse=True)
    ticks = np.zeros((len(pairs), len(COLUMNS)), bool)
    np.logical_or.at(ticks, which.reshape(-1), given.to_numpy(bool))
    return pairs, ticks, codes


def _enough(pairs: Numbers, ticks: Numbers) -> bool:
    """Say whether enough comments have a tick."""
    return len(np.unique(pairs[ticks.any(axis=1), 0])) >= ENOUGH


def _views(vectors: Numbers, pairs: Numbers, codes: int) -> Numbers:
    """Return what is known of comments with a code: meaning, and which code it is."""
    meaning = (vectors - vectors.mean(axis=0))[pairs[:, 0]]
    return np.hstack([meaning, CODE * np.eye(codes)[pairs[:, 1]]])


def _likely(table: Numbers, ticks: Numbers, new: Numbers) -> Numbers:
    """Learn each tick from a table; say of new rows where it is likelier than not."""
    said = np.zeros((len(new), ticks.shape[1]), bool)
    for j, has in enumerate(ticks.T):
        if min(has.sum(), (~has).sum()) >= FEW:
            line = suggestions.learner(STRENGTH).fit(table, has)
            said[:, j] = line.predict(new)
    return said
