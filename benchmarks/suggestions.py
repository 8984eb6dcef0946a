"""Our suggestions beside their peer: learned from few tags, tried on all the rest.

The peer is scikit-learn's TfidfVectorizer and LinearSVC, one for each label. Labels are
columns of ones that people filled in. What is tried is the room's own file,
`coprod.write.second_reader.suggestions`.
"""

import argparse
import json
import sys
import time
from typing import Any

import numpy as np
import pandas as pd

from coprod.write import embedding
from coprod.write.second_reader import suggestions

DRAWS = 5
NONE = "none of these"  # a comment that was read and has none of the labels


def labels(frame: pd.DataFrame, options: argparse.Namespace) -> pd.DataFrame:
    """Give the 0/1 columns asked for, by default all with enough ones in them."""
    given = frame.apply(
        lambda column: column.str.strip().replace(r"\.0$", "", regex=True)
    )
    binary = [c for c in frame if given[c].isin(["", "0", "1"]).all()]
    enough = [c for c in binary if (given[c] == "1").sum() >= options.least]
    wanted = [c for c in options.label or enough if c not in options.leave_out]
    return given[wanted] == "1"


def ours(learn: Any, test: Any, said: Any, tables: dict[str, Any]) -> Any:
    """Suggest as the workbook does, for every comment that is not tagged."""
    comments = tables["comments"]
    rows, columns = np.nonzero(said[learn])
    bare = learn[~said[learn].any(axis=1)]
    ids = comments["comment"].to_numpy()
    tags = pd.DataFrame(
        {
            "comment": [*ids[learn[rows]], *ids[bare]],
            "code": [*tables["codebook"]["code"].iloc[columns], *[NONE] * len(bare)],
        }
    )
    found = suggestions.suggest(
        suggestions.Material(
            comments, tags, tables["codebook"], tables["vectors"], tables["parts"]
        )
    )
    made = np.zeros(said.shape, bool)
    at = pd.Index(ids).get_indexer(found["comment"])
    made[at, pd.Index(tables["codebook"]["code"]).get_indexer(found["code"])] = True
    return made[test]


def peer(learn: Any, test: Any, said: Any, tables: dict[str, Any]) -> Any:
    """Suggest as scikit-learn does when nobody changes more than the balance."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    texts, counter = tables["comments"]["text"].to_numpy(), TfidfVectorizer()
    known, new = counter.fit_transform(texts[learn]), counter.transform(texts[test])
    made = np.zeros((len(test), said.shape[1]), bool)
    for j, has in enumerate(said[learn].T):
        if has.all() or not has.any():
            made[:, j] = has.all()
        else:
            line = LinearSVC(class_weight="balanced", random_state=0)
            made[:, j] = line.fit(known, has).predict(new)
    return made


def measured(said: Any, made: Any) -> tuple[float, float]:
    """Give micro-F1 and macro-F1; a label that nobody gave and none suggests is 0."""
    both, all_ = (said & made).sum(axis=0), said.sum(axis=0) + made.sum(axis=0)
    each = 2 * both / np.maximum(all_, 1)
    return float(2 * both.sum() / max(all_.sum(), 1)), float(each.mean())


def read(options: argparse.Namespace) -> tuple[Any, dict[str, Any], pd.DataFrame]:
    """Give the labels, the tables and vectors of the workbook, and the file itself."""
    frame = pd.read_csv(
        options.file, dtype=str, keep_default_na=False, encoding="utf-8-sig"
    )
    frame = frame[frame[options.text].str.strip() != ""].reset_index(drop=True)
    said = labels(frame, options)
    comments = pd.DataFrame({"text": frame[options.text]})
    comments["comment"] = [f"S01-{i:016x}-1" for i in range(len(frame))]
    codes = [f"c{j:03d}" for j in range(said.shape[1])]
    book = pd.DataFrame({"code": [*codes, NONE], "name": [*said.columns, NONE]}).assign(
        level="code", definition=None, merged_into=None
    )
    book["status"] = ["in use"] * len(codes) + ["retired"]
    asked = frame[options.question] if options.question else ""
    tables = {
        "comments": comments,
        "codebook": book,
        "vectors": embedding.embed((asked + " " + comments["text"]).str.strip()),
        "parts": suggestions.parts(comments["text"].tolist()),
    }
    return said.to_numpy(), tables, frame


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measure both at each number of tags, as means over the draws."""
    said, tables, _ = read(options)
    print(f"{len(said)} comments, {said.shape[1]} labels", file=sys.stderr)
    found: dict[str, Any] = {}
    for number in options.tags:
        for name, how in (("ours", ours), ("peer", peer)):
            values, start = [], time.perf_counter()
            for draw in range(DRAWS):
                order = np.random.RandomState(draw).permutation(len(said))
                learn, test = order[:number], order[number:]
                values.append(measured(said[test], how(learn, test, said, tables)))
            micro, macro = np.mean(values, axis=0).round(4).tolist()
            found.setdefault(str(number), {})[name] = {"micro": micro, "macro": macro}
            seconds = (time.perf_counter() - start) / DRAWS
            print(f"{number} tags, {name}: {seconds:.2f} s a draw", file=sys.stderr)
    return found


def written(found: dict[str, Any]) -> str:
    """Give what was measured as a Markdown table."""
    lines = ["| tags | ours micro | ours macro | peer micro | peer macro |"]
    lines += ["|---|---|---|---|---|"]
    for number, both in found.items():
        cells = [both[who][how] for who in ("ours", "peer") for how in both[who]]
        lines.append(f"| {number} | " + " | ".join(f"{c:.3f}" for c in cells) + " |")
    return "\n".join(lines)


def arguments(about: str | None) -> argparse.ArgumentParser:
    """Give what a comparison on a file of labelled comments is asked."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("file", help="CSV file")
    parser.add_argument("--text", required=True, help="column of the comments")
    parser.add_argument("--question", help="column of what people were asked")
    parser.add_argument("--label", action="extend", nargs="+", help="0/1 columns")
    parser.add_argument("--leave-out", action="extend", nargs="+", default=[])
    parser.add_argument("--least", type=int, default=20, help="ones in a column")
    parser.add_argument(
        "--tags", type=lambda text: [int(n) for n in text.split(",")], default=[200]
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def main() -> int:
    """Read the command line and print the comparison."""
    options = arguments(__doc__).parse_args()
    found = run(options)
    print(json.dumps(found) if options.json else written(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
