"""Our grouping beside its peer: BERTopic with its defaults, in one run.

Both get the same vectors and comments and a warm start, so only grouping is timed.
Both are compared with labels that people gave. Run it by `sh benchmarks/run.sh`.
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from coprod.write import embedding
from coprod.write.second_reader import groups

SEED = 42
FIRST_LABEL = "Organisation & efficiency"


def labels(frame: pd.DataFrame, asked: list[str] | None) -> pd.DataFrame:
    """Give the 0/1 columns that hold what people said each comment is about.

    By default all columns of ones and blanks with at least 20 ones, from
    `FIRST_LABEL` on where there is such a column.
    """
    columns = list(frame.columns)
    start = columns.index(FIRST_LABEL) if FIRST_LABEL in columns else 0
    binary = [c for c in columns[start:] if frame[c].isin(["", "0", "1"]).all()]
    wanted = asked or [c for c in binary if (frame[c] == "1").sum() >= 20]
    return frame[wanted] == "1"


def ours(texts: list[str], vectors: Any) -> Any:
    """Group as the workbook does."""
    return groups.group(texts, vectors=vectors).assigned


def peer(texts: list[str], vectors: Any) -> Any:
    """Group as BERTopic does when nobody changes a setting; only the seed is fixed."""
    from bertopic import BERTopic
    from umap import UMAP  # type: ignore[import-not-found]

    same = {"n_neighbors": 15, "n_components": 5, "min_dist": 0.0, "metric": "cosine"}
    model = BERTopic(umap_model=UMAP(**same, random_state=SEED))
    found, _ = model.fit_transform(texts, embeddings=vectors)
    return np.array(found)


def measure(
    name: str,
    group: Callable[[list[str], Any], Any],
    texts: list[str],
    vectors: Any,
    said: Any,
) -> dict[str, Any]:
    """Run one of the two and say how long it took and what came of it."""
    from sklearn.metrics import adjusted_mutual_info_score as agreement

    group(texts[:500], vectors[:500])
    start = time.perf_counter()
    found = group(texts, vectors)
    seconds = time.perf_counter() - start
    outside = found == -1
    one, some = said.sum(axis=1) == 1, said.any(axis=1)
    first = said.argmax(axis=1)
    return {
        "name": name,
        "seconds": round(seconds, 2),
        "outliers": int(outside.sum()),
        "outlier_share": round(float(outside.mean()), 3),
        "groups": len(set(found[~outside].tolist())),
        "ami_one_label": round(float(agreement(first[one], found[one])), 3),
        "ami_first_label": round(float(agreement(first[some], found[some])), 3),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def many(
    texts: list[str], vectors: Any, said: Any, rows: int
) -> tuple[list[str], Any, Any]:
    """Repeat the comments up to `rows` rows, each a little different."""
    at = np.arange(rows) % len(texts)
    noise = np.random.default_rng(SEED).normal(0, 0.01, (rows, vectors.shape[1]))
    moved = (vectors[at] + noise).astype(np.float32)
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)
    return (
        [f"{texts[i]} ({n // len(texts)})" for n, i in enumerate(at)],
        moved,
        said[at],
    )


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Read the file, run both, and give what was measured."""
    frame = pd.read_csv(
        options.file, dtype=str, keep_default_na=False, encoding="utf-8-sig"
    )
    frame = frame[frame[options.text].str.strip() != ""].reset_index(drop=True)
    texts, said = frame[options.text].tolist(), labels(frame, options.label).to_numpy()
    vectors = embedding.embed(texts)
    if options.rows:
        texts, vectors, said = many(texts, vectors, said, options.rows)
    both = {"coprod": ours} if options.ours_only else {"coprod": ours, "BERTopic": peer}
    return {
        "comments": len(texts),
        "labels": said.shape[1],
        "with_one_label": int((said.sum(axis=1) == 1).sum()),
        "with_some_label": int(said.any(axis=1).sum()),
        "runs": [
            measure(name, how, texts, vectors, said) for name, how in both.items()
        ],
    }


def written(found: dict[str, Any]) -> str:
    """Give what was measured as a Markdown table."""
    heads = list(found["runs"][0])
    lines = [
        f"{found['comments']} comments with words; {found['labels']} labels; "
        f"{found['with_one_label']} comments have exactly one label, "
        f"{found['with_some_label']} at least one.",
        "",
        "| " + " | ".join(heads) + " |",
        "|" + "---|" * len(heads),
    ]
    lines += [
        "| " + " | ".join(str(one[h]) for h in heads) + " |" for one in found["runs"]
    ]
    return "\n".join(lines)


def main() -> int:
    """Read the command line and print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", help="CSV file")
    parser.add_argument("--text", required=True, help="column of the comments")
    parser.add_argument("--label", nargs="*", help="0/1 columns that people filled in")
    parser.add_argument(
        "--rows", type=int, help="repeat the comments up to so many rows"
    )
    parser.add_argument("--ours-only", action="store_true", help="leave the peer out")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    found = run(options)
    print(json.dumps(found) if options.json else written(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
