"""Find and cut words that are one person's alone, in any text and any file."""

import re
import zipfile
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

RUN = 4  # so many words in a row are told to be somebody's own
CUT = "[taken back]"


def alone(own: Iterable[str], others: Iterable[str]) -> set[str]:
    """Return the runs of words that stand in a person's texts and in no others."""
    return {*_all(own)} - {*_all(others)}


def _all(texts: Iterable[str]) -> Iterator[str]:
    """Return the runs of several texts."""
    return (run for text in texts for run, _, _ in runs(str(text)))


def runs(text: str) -> list[tuple[str, int, int]]:
    """Return every run of so many words in a text, in small letters, and its place."""
    found = list(re.finditer(r"\w+", text.replace("_", " ")))
    parts = (found[n : n + RUN] for n in range(len(found) - RUN + 1))
    return [
        (" ".join(w[0].casefold() for w in part), part[0].start(), part[-1].end())
        for part in parts
    ]


def cut(text: str, own: Collection[str]) -> str:
    """Return a text without the runs that are somebody's own."""
    pieces: list[tuple[int, int]] = []
    for run, start, end in runs(text):
        if run in own and pieces and start <= pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], end)
        elif run in own:
            pieces.append((start, end))
    for start, end in reversed(pieces):
        text = f"{text[:start]}{CUT}{text[end:]}"
    return text


def read(path: Path) -> str:
    """Return all words of a file: a table, an Office file, a page, a picture's text."""
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        columns = pq.read_table(path).to_pydict().values()
        return "\n".join(str(cell) for column in columns for cell in column)
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
    else:
        parts = [path.read_bytes()]
    text = "\n".join(part.decode("utf-8", "replace") for part in parts)
    plain = re.sub(r"</?(?:\w+:)?\w[^<>]*>", "", text)  # a word may be cut by tags
    return "\n".join([re.sub(r"\\[nrt]", " ", each) for each in (text, plain)])
