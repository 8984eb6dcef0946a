"""Our ticks beside their peer: learned from few tags, tried on the tags of the rest.

A tick is made of two columns that people filled in: how the comment feels (1 very
positive to 5 very negative) and what was asked. The peer is scikit-learn's
TfidfVectorizer and LinearSVC, and beside both what the question alone would say. Both
read the question too if `--question` is given.
"""

import argparse
import json
import sys
from typing import Any

import numpy as np
import pandas as pd
from suggestions import DRAWS, arguments, read

from coprod.write.second_reader import ticks as ticks_
from coprod.write.tags import EXPERIENCES


def ours(learn: Any, test: Any, ticks: Any, known: dict[str, Any]) -> Any:
    """Suggest ticks as the workbook does, for the codes that people gave."""
    ids, codes = known["comments"]["comment"], known["codebook"]["code"]

    def pairs(rows: Any) -> Any:
        at, column = np.nonzero(known["said"][rows])
        return rows[at], pd.DataFrame(
            {"comment": ids.iloc[rows[at]], "code": codes.iloc[column].to_numpy()}
        ).reset_index(drop=True)

    (taught, tags), (asked, hinted) = pairs(learn), pairs(test)
    tags[ticks_.COLUMNS] = ticks[taught]
    four = (known["comments"], tags, known["codebook"], known["vectors"])
    said = (
        ticks_.suggest(*four, hinted.assign(model=""))["experience"]
        .fillna("")
        .str.split("; ")
    )
    made = [[name in one for name in EXPERIENCES] for one in said]
    return ticks[asked], np.array(made, bool)


def peer(learn: Any, test: Any, ticks: Any, known: dict[str, Any]) -> Any:
    """Suggest as scikit-learn does when nobody changes more than the balance."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    texts = known["texts"].to_numpy()
    counter = TfidfVectorizer()
    table, new = counter.fit_transform(texts[learn]), counter.transform(texts[test])
    line = LinearSVC(class_weight="balanced", random_state=0)
    made = np.array([line.fit(table, has).predict(new) for has in ticks[learn].T]).T
    many = known["said"][test].sum(axis=1)  # counted for each tag, as ours
    return np.repeat(ticks[test], many, axis=0), np.repeat(made, many, axis=0)


def question(learn: Any, test: Any, ticks: Any, known: dict[str, Any]) -> Any:
    """Give each comment the ticks that most answers to the same question have."""
    asked = known["asked"].to_numpy()
    most = {q: ticks[learn][asked[learn] == q].mean(0) >= 0.5 for q in set(asked)}
    many = known["said"][test].sum(axis=1)
    made = np.array([most[q] for q in asked[test]])
    return np.repeat(ticks[test], many, axis=0), np.repeat(made, many, axis=0)


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measure all three at each number of tagged comments, as means over the draws."""
    said, known, frame = read(options)
    feels = pd.to_numeric(frame[options.feels], errors="coerce").to_numpy()
    wants = (frame[options.asked] == options.better).to_numpy()
    ticks = np.c_[feels <= 2, feels >= 4, wants & (feels >= 3)]
    texts = known["comments"]["text"]
    texts = frame[options.question] + " " + texts if options.question else texts
    known |= {"said": said, "asked": frame[options.asked], "texts": texts}
    usable = np.flatnonzero(said.any(axis=1) & ~np.isnan(feels))
    found: dict[str, Any] = {}
    for number in options.tags:
        for how in (ours, peer, question):
            values = []
            for draw in range(DRAWS):
                order = np.random.RandomState(draw).permutation(usable)
                given, made = how(order[:number], order[number:], ticks, known)
                both = 2 * (given & made).sum(axis=0)
                values.append(both / (given.sum(axis=0) + made.sum(axis=0)).clip(1))
            means = np.mean(values, axis=0).round(3).tolist()
            scores = dict(zip(EXPERIENCES, means, strict=True))
            found.setdefault(str(number), {})[how.__name__] = scores
    return found


def main() -> int:
    """Read the command line and print the comparison."""
    parser = arguments(__doc__)
    parser.add_argument("--feels", required=True, help="column, 1 to 5")
    parser.add_argument("--asked", required=True, help="column of the question")
    parser.add_argument("--better", required=True, help="question on what is lacking")
    options = parser.parse_args()
    found = run(options)
    if options.json:
        print(json.dumps(found))
        return 0
    print("| tagged | who | " + " | ".join(EXPERIENCES) + " |\n|---|---|---|---|---|")
    for number, each in found.items():
        for who, scores in each.items():
            cells = " | ".join(f"{score:.3f}" for score in scores.values())
            print(f"| {number} | {who} | {cells} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
