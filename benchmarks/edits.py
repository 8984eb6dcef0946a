"""Do tags stay on their comment when transcripts are corrected? Ours beside others.

Invented transcripts are corrected as real ones are; each comment knows which one it is,
so that every tag can be followed. Run it by `python benchmarks/edits.py`.
"""

import argparse
import hashlib
import json
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd

from coprod.listen import comments, corrections, files
from coprod.store import rounds

WORDS = """waiting nurse told nobody rang ward night bed parking school friends scared
kind clear letter form doctor scan blood early late food sleep brother sister home car
room play quiet loud honest listen again always never about before after because when
they were could would really much better worse good long short first last help ask
answer question week month treatment port line hair sick tired happy angry alone
together phone number call back message wrong right change stay leave travel money
""".split()
NAMES = ["Amira", "Osian", "Kasia", "Harpreet", "Billy", "Ruby", "Zofia", "Freddie"]
SHORT = ["Yes.", "Mm.", "No."]
NOBODY = pd.DataFrame(columns=["source", "label", "row", "person", "role"])
Comment = tuple[int, str]  # which comment it is, and its words


def transcript(chance: random.Random, size: int) -> list[Comment]:
    """Invent a transcript: sentences, and "Yes." again and again."""
    made = []
    for number in range(size):
        words = [chance.choice(WORDS) for _ in range(chance.randint(4, 30))]
        if chance.random() < 0.25:
            words.insert(chance.randrange(len(words)), chance.choice(NAMES))
        said = " ".join(words).capitalize() + "."
        if chance.random() < 0.08:
            said = chance.choice([SHORT[0], SHORT[0], *SHORT[1:]])
        made.append((number, said))
    return made


def corrected(chance: random.Random, before: list[Comment]) -> list[Comment]:
    """Correct a transcript: remove, hide a name, mend letters and signs, split, add."""
    made: list[Comment] = []
    for number, said in before:
        dice, words = chance.random(), said.split()
        at = chance.randrange(len(words))
        long = len(words) > 3
        if dice < 0.03:
            continue
        if dice < 0.08 and long:
            words[at] = f"[Child {chance.randint(1, 9)}]"
        elif dice < 0.12 and long:
            words[at] = words[at][:1] + words[at][2:] + words[at][1:2]
        elif dice < 0.14 and long:
            words[at] = words[at].rstrip(".,") + chance.choice([",", "!", " -", "..."])
        elif dice < 0.15 and len(words) > 9:
            made.append((number, " ".join(words[: len(words) * 2 // 3]) + "."))
            words, number = words[len(words) * 2 // 3 :], -1
        made.append((number, " ".join(words)))
        if chance.random() < 0.01:
            made.append((-1, transcript(chance, 1)[0][1]))
    return made


def ours(rnd: rounds.Round, source: str, said: list[Comment]) -> pd.DataFrame:
    """Give the comments of one version; each stands alone."""
    rows = [
        [source, 2 * i, "line", "Child", text, None, f"r{i}", None]
        for i, (_, text) in enumerate(said)
    ]
    names = "source position place speaker text question row about".split()
    frame = pd.DataFrame(rows, columns=names)
    return comments.make(rnd, frame, NOBODY)


def outcome(tagged: dict[str, int], now: dict[str, int]) -> Counter[str]:
    """Follow each tag by its id: right, on the wrong comment, or its id is gone."""
    return Counter(
        "gone" if id_ not in now else "right" if now[id_] == number else "wrong"
        for id_, number in tagged.items()
    )


def by_row(said: list[Comment], _: str) -> dict[str, int]:
    """Call each comment by its row."""
    return {str(i): number for i, (number, _) in enumerate(said)}


def by_hash(said: list[Comment], _: str) -> dict[str, int]:
    """Call each comment by its words: the first of the same words stands for all."""
    made: dict[str, int] = {}
    for number, text in said:
        made.setdefault(files.hash_of(text), number)
    return made


def by_occurrence(said: list[Comment], _: str) -> dict[str, int]:
    """Call each comment by its words and which of the same words it is."""
    seen: Counter[str] = Counter()
    made = {}
    for number, text in said:
        seen[text] += 1
        made[f"{files.hash_of(text)}-{seen[text]}"] = number
    return made


def peer(name: str, before: list[Comment], after: list[Comment]) -> Counter[str]:
    """Follow the tags of one transcript under another way of calling comments."""
    call = {"row": by_row, "hash": by_hash, "occurrence": by_occurrence}[name]
    found = outcome(call(before, ""), call(after, ""))
    if name == "hash":  # a tag on any of the same words lies on the first of them
        first = {text: number for number, text in reversed(before)}
        held = by_hash(after, "")
        for number, text in before:
            if first[text] != number:
                there = held.get(files.hash_of(text))
                found["gone" if there is None else "wrong"] += 1
                found["wrong"] -= there == number
                found["right"] += there == number
    return found


def honest(
    rnd: rounds.Round, made: pd.DataFrame, was: dict[str, int], now: dict[str, int]
) -> Counter[str]:
    """Let a person answer every proposal truthfully, until none is left."""
    found: Counter[str] = Counter()
    while len(asked := files.near(rnd, made)):
        for pair in asked.itertuples():
            true = was[pair.was] == now[pair.now]
            (corrections.confirm if true else corrections.refuse)(
                rnd, pair.was, pair.now
            )
            found["proposed right" if true else "proposed wrong"] += 1
    return found


def run(base: Path, *, transcripts: int, size: int, seed: int) -> pd.DataFrame:
    """Correct every transcript once and give what became of the tags, by way."""
    chance = random.Random(seed)
    rnd = rounds.Round("edits", "AB", base / "data", base / "reports")
    rnd.raw.mkdir(parents=True)
    total = {name: Counter[str]() for name in ("row", "hash", "occurrence")}
    total |= {"aligned": Counter(), "confirmed": Counter()}
    for number in range(1, transcripts + 1):
        source, before = f"S{number:02d}", transcript(chance, size)
        after = corrected(chance, before)
        for name in ("row", "hash", "occurrence"):
            total[name] += peer(name, before, after)
        one = ours(rnd, source, before)
        tagged = dict(zip(one["comment"], [n for n, _ in before], strict=True))
        two = ours(rnd, source, after)
        now = dict(zip(two["comment"], [n for n, _ in after], strict=True))
        total["aligned"] += outcome(tagged, now)
        asked = honest(rnd, two, tagged, now)
        three = ours(rnd, source, after)
        last = dict(zip(three["comment"], [n for n, _ in after], strict=True))
        total["confirmed"] += outcome(tagged, last) + asked
        for name, made in (("confirmed", three), ("aligned", two)):
            total[name]["listed"] += len(set(tagged) - set(made["comment"]))
    columns = "right wrong gone listed".split() + ["proposed right", "proposed wrong"]
    rows = [[name, *(found[c] for c in columns)] for name, found in total.items()]
    return pd.DataFrame(rows, columns=["way", *columns])


def digest(folder: Path) -> str:
    """Give one digest of every file in a folder."""
    found = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        found.update(path.read_bytes())
    return found.hexdigest()


def written(table: pd.DataFrame) -> str:
    """Give the table in Markdown."""
    rows = [list(table.columns), ["---"] * len(table.columns), *table.to_numpy()]
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in rows)


def main() -> int:
    """Read the command line and print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transcripts", type=int, default=20)
    parser.add_argument("--comments", type=int, default=300)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    asked: dict[str, Any] = {
        "transcripts": options.transcripts,
        "size": options.comments,
        "seed": options.seed,
    }
    with tempfile.TemporaryDirectory() as folder:
        table = run(Path(folder), **asked)
    rows = table.to_dict("records")
    print(json.dumps(rows) if options.json else written(table))
    return 0


if __name__ == "__main__":
    sys.exit(main())
