"""What looks like something new: does the list find a label left out of the tags.

One label at a time is left out of the tags: 200 comments without it are tagged. The
share of the list that has the label stands beside chance (its share among the untagged)
and beside the way before, which compared whole comments.
"""

import argparse
import json
import sys
from typing import Any

import numpy as np
import pandas as pd
from suggestions import DRAWS, arguments, read

from coprod.write import embedding
from coprod.write.second_reader import overlooked
from coprod.write.second_reader.side_by_side import Second

TAGGED = 200


def before(second: Second, done: Any) -> list[list[int]]:
    """Give piles of whole comments, far from tagged ones and near one another."""
    vectors, at = second.vectors, np.flatnonzero(~done)
    known = vectors[done] @ vectors[done].T
    np.fill_diagonal(known, -1)
    near = min(float(np.quantile(known.max(axis=1), 0.35)), 0.4)
    at = at[(vectors[at] @ vectors[done].T).max(axis=1) < near]
    piles = overlooked._piles(vectors[at] @ vectors[at].T >= near)
    return [at[pile].tolist() for pile in piles if len(pile) >= overlooked.NEW]


def now(second: Second, done: Any) -> list[list[int]]:
    """Give the piles that the workbook gives."""
    ids = second.comments["comment"]
    tags = pd.DataFrame({"comment": ids[done]})
    found = overlooked.something_new(second, tags, tags.iloc[:0])
    rows = found["comment"].astype(int)
    return [part.tolist() for _, part in rows.groupby(found["pile"])]


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Leave each label out in turn; give means over labels and draws."""
    said, known, _ = read(options)
    comments, blank = known["comments"], np.zeros((0, 0))
    vectors = embedding.embed(comments["text"])
    numbered = comments.assign(text=[str(i) for i in range(len(comments))])
    second = Second(numbered, None, vectors, blank, known["parts"])  # type: ignore
    found: dict[str, Any] = {}
    for how in (before, now):
        rows = []
        for label in said.T:
            for draw in range(DRAWS):
                order = np.random.RandomState(draw).permutation(len(said))
                usable = order[said[order].any(axis=1) & ~label[order]]
                done = np.isin(np.arange(len(said)), usable[:TAGGED])
                piles = how(second, done)
                listed = sorted({i for pile in piles for i in pile})
                hit = float(label[listed].mean()) if listed else 0.0
                rows.append(
                    {
                        "listed": len(listed),
                        "right": hit,
                        "chance": label[~done].mean(),
                        "a pile mostly right": any(
                            label[p].mean() >= 0.5 for p in piles
                        ),
                    }
                )
        found[how.__name__] = pd.DataFrame(rows).astype(float).mean().round(3).to_dict()
    return found


def main() -> int:
    """Read the command line and print the comparison."""
    options = arguments(__doc__).parse_args()
    found = run(options)
    if options.json:
        print(json.dumps(found))
        return 0
    names = list(next(iter(found.values())))
    print("| way | " + " | ".join(names) + " |\n|" + "---|" * (len(names) + 1))
    for way, values in found.items():
        print(f"| {way} | " + " | ".join(str(values[name]) for name in names) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
