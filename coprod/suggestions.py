"""Suggestions for comments nobody has tagged, learned from the tags people gave.

Comments, their vectors, tags and codebook in; the table of suggestions out, and a table
that says how good they are. A machine only suggests: what it says is kept apart from
tags, and a comment that somebody tagged gets none.
"""

import re
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from coprod import models, tables
from coprod.codebook import current

Matrix = Any  # a sparse matrix: rows are comments; columns are meaning, then words
Numbers = NDArray[Any]
ENOUGH = 30  # tagged comments before anything is learned, and checked before trusted
TRUSTED = 0.75  # F1 below which a code is not checked enough
# Chosen on 2,150 real comments, 28 codes, 200 of them tagged (benchmarks/README.md).
STRENGTH, WORDS, BAR = 30.0, 0.5, 0.35
SEED = 42
_WORD = re.compile(r"(?u)\b\w\w+\b")


def about() -> str:
    """Name what makes the suggestions: model, version and settings."""
    how = f"logistic regression 1 (C={STRENGTH:g}, words={WORDS:g}, from {BAR:g})"
    return f"{how} on {models.about()}"


def ready(tags: pd.DataFrame) -> str:
    """Say in a sentence whether enough comments are tagged to learn from."""
    n = tags["comment"].nunique()
    if n < ENOUGH:
        return (
            f"Comments tagged: {n}. Suggestions start at {ENOUGH}: go on tagging in "
            "notebook 03."
        )
    return f"Comments tagged: {n}. Suggestions are learned from them."


def suggest(
    comments: pd.DataFrame, tags: pd.DataFrame, codebook: pd.DataFrame, vectors: Numbers
) -> pd.DataFrame:
    """Suggest codes for the comments that nobody has tagged.

    Parameters
    ----------
    comments, tags, codebook : pandas.DataFrame
        The tables of those names. Merged codes count as the code that took their place;
        retired ones are left out.
    vectors : numpy.ndarray
        A vector of "question + text" for each comment, shape (n, 384).

    Returns
    -------
    pandas.DataFrame
        The table `suggestions`; empty as long as `ready` says so. `score` tells which
        suggestion is surer, and is not a probability. `words` are the comment's own
        words that counted most; blank if only its meaning as a whole did.

    Raises
    ------
    ValueError
        If the vectors do not fit the comments.

    Notes
    -----
    One logistic regression for each code (Cox 1958) on two views of a comment, vector
    and TF-IDF of its words; name and definition of the code are one more example of it.
    """
    given, known, codes = _given(comments, tags, codebook, vectors)
    untagged = np.flatnonzero(~known & vectors.any(axis=1))
    if known.sum() < ENOUGH or not len(untagged) or codes.empty:
        return tables.empty("suggestions")
    texts = comments["text"].astype(str).tolist()
    table, described, vocabulary = _views(texts, vectors, codes, known)
    weights, bias = _learn(table[known], given[known], described)
    scores = _scores(table[untagged], weights, bias)
    rows = []
    for i, j in zip(*np.nonzero(scores >= BAR), strict=True):
        at = untagged[i]
        led = _led(texts[at], table[at], weights[j], vocabulary)
        score = round(float(scores[i, j]), 4)
        rows.append((comments["comment"].iloc[at], codes.index[j], score, led))
    names = ["comment", "code", "score", "words"]
    frame = pd.DataFrame(rows, columns=names).assign(model=about())
    return tables.check("suggestions", frame)


def quality(
    comments: pd.DataFrame, tags: pd.DataFrame, codebook: pd.DataFrame, vectors: Numbers
) -> pd.DataFrame:
    """Say for each code how well suggestions agree with the tags people gave.

    Each fifth of the tagged comments is suggested for by what was learned from the
    other four (5-fold cross-validation), and compared with the readers' tags.

    Parameters
    ----------
    comments, tags, codebook, vectors
        As for `suggest`.

    Returns
    -------
    pandas.DataFrame
        One row for each code: code, name, checked (tagged comments that a reader, the
        machine or both gave this code), precision, recall, f1 (0 to 1, blank if nothing
        was checked), low and high (95 % bootstrap interval of f1 over comments), and
        verdict: "checked", or "not checked enough" below F1 0.75 or 30 checked.
    """
    given, known, codes = _given(comments, tags, codebook, vectors)
    if known.sum() < ENOUGH:
        nobody = np.zeros((1, 0), bool)
        return _measures(nobody, nobody, codes.iloc[:0])
    texts = comments["text"].astype(str).tolist()
    rows = np.flatnonzero(known)
    rows = rows[np.argsort(comments["comment"].to_numpy(str)[rows], kind="stable")]
    folds = np.random.default_rng(SEED).permutation(len(rows)) % 5
    said = np.zeros((len(rows), len(codes)), bool)
    for fold in range(5):
        learned = np.isin(np.arange(len(texts)), rows[folds != fold])
        table, described, _ = _views(texts, vectors, codes, learned)
        weights, bias = _learn(table[learned], given[learned], described)
        said[folds == fold] = _scores(table[rows[folds == fold]], weights, bias) >= BAR
    return _measures(given[rows], said, codes)


def _given(
    comments: pd.DataFrame, tags: pd.DataFrame, codebook: pd.DataFrame, vectors: Numbers
) -> tuple[Numbers, Numbers, pd.DataFrame]:
    """Give who has which code, which comments are tagged, and the codes to learn.

    A code is learned once it is tagged; one without tags yet, from its name and
    definition, if it is a code and no theme.
    """
    if vectors.shape != (len(comments), models.SIZE):
        raise ValueError(
            f"suggestions: {len(comments)} comments came with vectors of shape "
            f"{vectors.shape}. Make them with models.embed from the same comments."
        )
    rows = codebook.set_index("code")
    now = [current(rows, str(c)) if c in rows.index else "" for c in tags["code"]]
    used = (rows["status"] == "in use") & (
        (rows["level"] == "code") | rows.index.isin(now)
    )
    codes = rows[used].sort_index()
    at = pd.Index(comments["comment"]).get_indexer(tags["comment"])
    column = codes.index.get_indexer(now)
    given = np.zeros((len(comments), len(codes)), bool)
    found = (at >= 0) & (column >= 0)
    given[at[found], column[found]] = True
    known = np.zeros(len(comments), bool)
    known[at[at >= 0]] = True
    return given, known, codes


def _views(
    texts: list[str], vectors: Numbers, codes: pd.DataFrame, learned: Numbers
) -> tuple[Matrix, Matrix, list[str]]:
    """Give comments and codes by meaning and by words, and the words that count."""
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfVectorizer

    described = [
        f"{name}. {'' if pd.isna(more) else more}".strip()
        for name, more in zip(codes["name"], codes["definition"], strict=True)
    ]
    counter = TfidfVectorizer(sublinear_tf=True, token_pattern=_WORD.pattern)
    known = [text for text, one in zip(texts, learned, strict=True) if one]
    counter.fit([*known, *described, "and"])  # never without a word at all
    pairs = ((vectors, texts), (models.embed(described), described))
    table, codes_ = (
        sparse.hstack([sparse.csr_matrix(meaning), counter.transform(said) * WORDS])
        for meaning, said in pairs
    )
    return table.tocsr(), codes_.tocsr(), counter.get_feature_names_out().tolist()


def _learn(table: Matrix, given: Numbers, described: Matrix) -> tuple[Numbers, Numbers]:
    """Learn one line for each code: weights, shape (codes, columns), and bias."""
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    weights = np.zeros((given.shape[1], table.shape[1]))
    bias = np.full(given.shape[1], -np.inf)  # a code that everything has is not learned
    for j, has in enumerate(given.T):
        if has.all():
            continue
        line = LogisticRegression(
            C=STRENGTH, class_weight="balanced", solver="liblinear", random_state=SEED
        ).fit(sparse.vstack([table, described[j]]), np.append(has, True))
        weights[j], bias[j] = line.coef_[0], line.intercept_[0]
    return weights, bias


def _scores(table: Matrix, weights: Numbers, bias: Numbers) -> Numbers:
    """Give scores from 0 to 1, shape (comments, codes)."""
    from scipy.special import expit

    return np.asarray(expit(table @ weights.T + bias))


def _led(text: str, row: Matrix, weights: Numbers, vocabulary: list[str]) -> str | None:
    """Give the three words of the comment that spoke most for the code, as written."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    written = {word.lower(): word for word in reversed(_WORD.findall(text))}
    parts = {}
    for column, value in zip(row.indices, row.data, strict=True):
        word = vocabulary[column - models.SIZE] if column >= models.SIZE else ""
        if value * weights[column] > 0 and word in written.keys() - ENGLISH_STOP_WORDS:
            parts[word] = value * weights[column]
    best = sorted(parts, key=lambda word: (-parts[word], word))[:3]
    return ", ".join(written[word] for word in best) or None


def _measures(given: Numbers, said: Numbers, codes: pd.DataFrame) -> pd.DataFrame:
    """Compare tags and suggestions, both of shape (comments, codes)."""
    both, either = given & said, given | said
    n = len(given)
    draws = np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), 1000)
    with np.errstate(invalid="ignore", divide="ignore"):
        hit, checked = both.sum(0), either.sum(0)
        f1 = 2 * hit / (hit + checked)
        again = draws @ both.astype(float)
        sampled = 2 * again / (again + draws @ either.astype(float))
        low, high = pd.DataFrame(sampled).quantile([0.025, 0.975]).to_numpy(float)
        frame = pd.DataFrame(
            {
                "code": codes.index,
                "name": codes["name"].to_numpy(),
                "checked": checked,
                "precision": hit / said.sum(0),
                "recall": hit / given.sum(0),
                "f1": f1,
                "low": low,
                "high": high,
            }
        ).round(3)
    enough = (checked >= ENOUGH) & (f1 >= TRUSTED)
    return frame.assign(verdict=np.where(enough, "checked", "not checked enough"))
