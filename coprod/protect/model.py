"""Make a language model that comes inside a package ready; nothing is fetched."""

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from coprod.store.problem import Missing, Problem

__all__ = ["packaged", "session", "tokenizer"]


def packaged(package: str, name: str, what: str) -> Path:
    """Find a file of an installed package without importing the package.

    Examples
    --------
    >>> protect.model.packaged("symspellpy", "__init__.py", "The finder").name
    '__init__.py'
    """
    spec = find_spec(package)
    for folder in (spec and spec.submodule_search_locations) or []:
        if (path := Path(folder) / name).is_file():
            return path
    raise Missing(
        f"model: the package {package.replace('_', '-')} is not installed here. {what} "
        "needs it: install requirements.txt again (README, step 1)."
    )


def session(path: Path, sha256: str, threads: int = 2) -> Any:
    """Check that a model is the pinned file, and make it ready on some threads.

    Examples
    --------
    >>> from pathlib import Path
    >>> protect.model.session(Path("model.onnx"), "8199be6f")  # doctest: +SKIP
    """
    import onnxruntime

    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Problem(
            "model: model.onnx is not the file this workbook was tested with. Only "
            "the pinned file is run: install requirements.txt again (README, step 1)."
        )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    return onnxruntime.InferenceSession(content, options, ["CPUExecutionProvider"])


def tokenizer(path: Path) -> Any:
    """Read a tokenizer that cuts nothing off and fills nothing up.

    Examples
    --------
    >>> from pathlib import Path
    >>> protect.model.tokenizer(Path("tokenizer.json"))  # doctest: +SKIP
    """
    from tokenizers import Tokenizer

    made = Tokenizer.from_file(str(path))
    made.no_truncation()
    made.no_padding()
    return made
