"""Suggest codes for comments nobody tagged, and measure how good that is.

Comments, their vectors, tags and codebook in; the table of suggestions out, and a table
that says how good they are. A machine only suggests: what it says is kept apart from
tags, and a comment that somebody tagged gets none.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from coprod.store import tables
from coprod.store.problem import Problem
from coprod.store.sealed import Sealed
from coprod.store.show import plural
from coprod.write import embedding
from coprod.write.codebook import standing
from coprod.write.codebook_reads import theme_of

__all__ = ["ready"]

Matrix = Any  # sparse; columns are meaning, words, pieces of words, length
Numbers = NDArray[Any]
ENOUGH = 30  # tagged comments before anything is learned, and checked before trusted
TRUSTED = 0.75  # F1 below which a code is not checked enough
# Chosen on 2,313 real comments, 28 codes, 200 of them tagged (benchmarks/README.md).
STRENGTH, WORDS, PIECES, LENGTH, PART, BAR = 30.0, 0.5, 0.7, 0.4, 0.4, 0.35
SEED = 42
_WORD = re.compile(r"(?u)\b\w\w+\b")
_BREAK = re.compile(r"(?<=[.!?;])\s+|\n+|,?\s+(?:and|but)\s+")


class Parts(NamedTuple):
    """Sentences of comments: row of each comment's first, vectors, number of words."""

    first: Numbers
    vectors: Numbers
    words: Numbers


class Material(NamedTuple):
    """What suggestions are learned from.

    The tables comments, tags and codebook (merged codes count as the code that took
    their place; retired ones are left out), a vector of "question + text" for each
    comment, shape (n, 384), and sentences: one is enough to speak for a code.
    """

    comments: pd.DataFrame
    tags: pd.DataFrame
    codebook: pd.DataFrame
    vectors: Numbers
    parts: Parts | None = None


def parts(texts: Sequence[str], *, cache: Sealed | None = None) -> Parts:
    """Return the sentences of each comment as vectors: a long comment says many things.

    Parameters
    ----------
    texts : sequence of str
        The n comments; each has at least one part.
    cache : Sealed, optional
        As for `embedding.embed`.
    """
    split = [[p for p in _BREAK.split(t) if p and p.strip()] or [t] for t in texts]
    first = np.cumsum([0, *map(len, split)])[:-1]
    said = [part for whole in split for part in whole]
    words = np.array([len(part.split()) for part in said], int)
    return Parts(first, embedding.embed(said, cache=cache), words)


def about() -> str:
    """Name what makes the suggestions: model, version and settings."""
    views = f"words={WORDS:g}, pieces={PIECES:g}, length={LENGTH:g}, part={PART:g}"
    how = f"logistic regression 2 (C={STRENGTH:g}, {views}, from {BAR:g})"
    return f"{how} on {embedding.about()}"


def ready(tags: pd.DataFrame) -> str:
    """Say in a sentence whether enough comments are tagged to learn from.

    Examples
    --------
    >>> write.second_reader.suggestions.ready(rnd.load("tags"))
    'Comments tagged: 247. Suggestions are learned from them.'
    """
    n, go = tags["comment"].nunique(), "are learned from them"
    if n < ENOUGH:
        go = f"start at {ENOUGH}: go on tagging in notebook 03"
    return f"Comments tagged: {n}. Suggestions {go}."


def suggest(material: Material) -> pd.DataFrame:
    """Suggest codes for the comments that nobody has tagged.

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
    One logistic regression for each code (Cox 1958) on four views of a comment: vector,
    TF-IDF of its words and of pieces of words, and length. Name and definition of the
    code are one more example of it.
    """
    comments, vectors = material.comments, material.vectors
    given, known, codes = _given(material)
    untagged = np.flatnonzero(~known & vectors.any(axis=1))
    if known.sum() < ENOUGH or not len(untagged) or codes.empty:
        return tables.empty("suggestions")
    texts = comments["text"].astype(str).tolist()
    table, described, vocabulary = _views(texts, vectors, codes, known)
    weights, bias = _learn(table[known], given[known], described)
    scores = _scores(table, weights, bias, material)[untagged]
    counted = slice(embedding.SIZE, embedding.SIZE + len(vocabulary))
    held, speak = table[untagged, counted].tolil(), weights[:, counted]
    ids, rows = comments["comment"].to_numpy()[untagged], []
    for i, j in zip(*np.nonzero(scores >= BAR), strict=True):
        said = dict(zip(held.rows[i], held.data[i], strict=True))
        led = _led(texts[untagged[i]], said, speak[j], vocabulary)
        rows.append((ids[i], codes.index[j], round(float(scores[i, j]), 4), led))
    frame = pd.DataFrame(rows, columns=["comment", "code", "score", "words"])
    return tables.check("suggestions", frame.assign(model=about()))


def quality(material: Material, *, by: str = "code") -> pd.DataFrame:
    """Return for each code how well suggestions agree with the tags people gave.

    Each fifth of the tagged comments is suggested for by what was learned from the
    other four (5-fold cross-validation), and compared with the readers' tags.

    Parameters
    ----------
    material : Material
        What is learned from.
    by : {"code", "theme"}
        By theme, any of its codes counts as the theme; codes in no theme are left out.

    Returns
    -------
    pandas.DataFrame
        One row for each code or theme: code, name, checked (tagged comments that a
        reader, the machine or both gave it), precision, recall, f1 (0 to 1, blank if
        nothing was checked), low and high (95 % bootstrap interval of f1 over
        comments), and verdict: "checked", or "not checked enough" with the reason:
        fewer than 30 checked, F1 below 0.75, or both.
    """
    comments, vectors = material.comments, material.vectors
    given, known, codes = _given(material)
    if known.sum() < ENOUGH:
        nobody = np.zeros((1, 0), bool)
        return measures(nobody, nobody, codes.iloc[:0])
    texts = comments["text"].astype(str).tolist()
    rows = np.flatnonzero(known)
    rows = rows[np.argsort(comments["comment"].to_numpy(str)[rows], kind="stable")]
    folds = np.random.default_rng(SEED).permutation(len(rows)) % 5
    said = np.zeros((len(rows), len(codes)), bool)
    table, described, _ = _views(texts, vectors, codes, known)  # knows no tags
    for fold in range(5):
        learned, rest = rows[folds != fold], rows[folds == fold]
        weights, bias = _learn(table[learned], given[learned], described)
        scores = _scores(table, weights, bias, material)
        said[folds == fold] = scores[rest] >= BAR
    own = given[rows]
    if by == "theme":  # the columns of its codes together
        themes = theme_of(material.codebook)
        theme = [themes.get(code, "") for code in codes.index]  # "" if in none yet
        tops = list(dict.fromkeys(filter(None, theme)))
        member = np.equal.outer(np.array(tops, object), np.array(theme, object))
        own, said = own @ member.T, said @ member.T
        codes = material.codebook.set_index("code").loc[tops]
    return measures(own, said, codes)


def verdict(checked: int, f1: float) -> str:
    """Say whether suggestions were checked enough to lean on, and if not, why not."""
    few = f"{checked} checked, {ENOUGH} needed" * (checked < ENOUGH)
    poor = f"F1 {f1:.2f}, {TRUSTED} needed" * (f1 < TRUSTED)
    why = "; ".join(filter(None, [few, poor]))
    return f"not checked enough: {why}" if why else "checked"


def placed(material: Material) -> tuple[Numbers, Numbers, pd.DataFrame]:
    """Return rows of comment and code of each tag (-1 if gone), and the codes.

    A code is learned once it is tagged; one without tags yet, from its name and
    definition, if it is a code and no theme.
    """
    comments, tags, codebook, vectors, _ = material
    if vectors.shape != (len(comments), embedding.SIZE):
        raise Problem(
            f"suggestions: {plural('comment', len(comments))} came with vectors of "
            f"shape {vectors.shape}. Make them with embed, of the same words."
        )
    rows, stands = codebook.set_index("code"), standing(codebook)
    now = [stands.get(code, "") for code in tags["code"]]
    learned = (rows["level"] == "code") | rows.index.isin(now)
    codes = rows[learned & (rows["status"] == "in use")].sort_index()
    at = pd.Index(comments["comment"]).get_indexer(tags["comment"])
    return at, codes.index.get_indexer(now), codes


def _given(material: Material) -> tuple[Numbers, Numbers, pd.DataFrame]:
    """Return who has which code, which comments are tagged, and the codes to learn."""
    at, column, codes = placed(material)
    n = len(material.comments)
    given, known = np.zeros((n, len(codes)), bool), np.zeros(n)
    found = (at >= 0) & (column >= 0)
    given[at[found], column[found]] = known[at[at >= 0]] = True
    return given, known.astype(bool), codes


def _views(
    texts: list[str], vectors: Numbers, codes: pd.DataFrame, known: Numbers
) -> tuple[Matrix, Matrix, list[str]]:
    """Return comments and codes in all views, and the words that count."""
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfVectorizer

    described = [
        f"{name}. {'' if pd.isna(more) else more}".strip()
        for name, more in zip(codes["name"], codes["definition"], strict=True)
    ]
    words = TfidfVectorizer(sublinear_tf=True, token_pattern=_WORD.pattern)
    pieces = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 4), sublinear_tf=True, min_df=2
    )
    read = [text for text, one in zip(texts, known, strict=True) if one]
    read += [*described, "and", "and"]  # never without a word at all
    counters = ((words.fit(read), WORDS), (pieces.fit(read), PIECES))
    meant = embedding.embed(described)
    long = np.log1p([[len(text.split())] for text in texts])  # beside the others
    lengths = LENGTH * (long - long.mean()) / (long.std() or 1)
    sides = ((vectors, texts, lengths), (meant, described, 0 * meant[:, :1]))
    table, named = (
        sparse.hstack(
            [sparse.csr_matrix(meaning - meaning.mean(axis=0))]
            + [counter.transform(said) * much for counter, much in counters]
            + [sparse.csr_matrix(length)]
        )
        for meaning, said, length in sides
    )
    return table.tocsr(), named.tocsr(), words.get_feature_names_out().tolist()


def learner(strength: float) -> Any:
    """Return what learns one line: logistic regression, rare answers as heavy."""
    from sklearn.linear_model import LogisticRegression

    fixed = {"solver": "liblinear", "random_state": SEED}
    return LogisticRegression(C=strength, class_weight="balanced", **fixed)


def _learn(table: Matrix, given: Numbers, described: Matrix) -> tuple[Numbers, Numbers]:
    """Learn one line for each code: weights, shape (codes, columns), and bias."""
    from scipy import sparse

    weights = np.zeros((given.shape[1], table.shape[1]))
    bias = np.full(given.shape[1], -np.inf)  # a code that everything has is not learned
    for j, has in enumerate(given.T):
        if has.all():
            continue
        more = sparse.vstack([table, described[j]])
        line = learner(STRENGTH).fit(more, np.append(has, True))
        weights[j], bias[j] = line.coef_[0], line.intercept_[0]
    return weights, bias


def _scores(
    table: Matrix, weights: Numbers, bias: Numbers, material: Material
) -> Numbers:
    """Return scores from 0 to 1, shape (comments, codes)."""
    from scipy.special import expit

    lines, vectors = np.asarray(table @ weights.T + bias), material.vectors
    if parts := material.parts:  # the sentence that speaks most for a code counts extra
        meaning = weights[:, : embedding.SIZE].T
        each = (parts.vectors - parts.vectors.mean(axis=0)) @ meaning
        whole = (vectors - vectors.mean(axis=0)) @ meaning
        lines += PART * (np.maximum.reduceat(each, parts.first) - whole)
    return np.asarray(expit(lines))


def _led(
    text: str, said: dict[int, float], weights: Numbers, vocabulary: list[str]
) -> str | None:
    """Return three words of the comment that spoke most for the code, as written."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    spoke = {
        vocabulary[column]: value * weights[column]
        for column, value in said.items()
        if weights[column] > 0 and vocabulary[column] not in ENGLISH_STOP_WORDS
    }
    written = {word.lower(): word for word in reversed(_WORD.findall(text))}
    best = sorted(spoke.keys() & written.keys(), key=lambda word: (-spoke[word], word))
    return ", ".join(written[word] for word in best[:3]) or None


def measures(
    given: Numbers, said: Numbers, codes: pd.DataFrame, of: Numbers | None = None
) -> pd.DataFrame:
    """Compare tags and suggestions, both of shape (rows, codes).

    A row is a comment; if not, `of` says of which one, by its number from 0.
    """
    both, either = given & said, given | said
    if of is not None:
        whole = np.equal.outer(np.arange(of.max() + 1), of)
        both, either = whole @ both.astype(int), whole @ either.astype(int)
    n = len(both)
    draws = np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), 1000)
    with np.errstate(invalid="ignore", divide="ignore"):
        hit, checked = both.sum(0), either.sum(0)
        f1 = 2 * hit / (hit + checked)
        again = draws @ both.astype(float)
        sampled = 2 * again / (again + draws @ either.astype(float))
        low, high = pd.DataFrame(sampled).quantile([0.025, 0.975]).to_numpy(float)
        shares = {"precision": hit / said.sum(0), "recall": hit / given.sum(0)}
        named = {"code": codes.index, "name": codes["name"].to_numpy()}
        counted = {"checked": checked, **shares, "f1": f1, "low": low, "high": high}
        frame = pd.DataFrame({**named, **counted}).round(3)
    pairs = zip(frame["checked"], frame["f1"], strict=True)
    return frame.assign(verdict=[verdict(int(n), float(f)) for n, f in pairs])
