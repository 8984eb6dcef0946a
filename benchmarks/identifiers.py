"""How many names, places and numbers are found without a list of names.

Run: python benchmarks/identifiers.py [CASES.jsonl ...]

Everything is invented. An identifier counts as found only if every letter of it is
covered (titles such as Dr excepted). Printed: recall by kind with its range (Wilson,
95 %), letters hidden that need not be, recall by origin of the name, seconds for 1,000
words, and words to decide. The sets `identifiers-hard` and `identifiers-third` were
used to tune; what `identifiers-fourth` missed was mended after it was measured once.
"""

import json
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from coprod.protect import identifiers  # noqa: E402

SETS = Path(__file__).parent / "sets"
TITLE = re.compile(
    r"(?i)(?:(?:dr|mr|mrs|ms|miss|prof|professor|doctor|sister|nurse)\b\.?\s*)+(?=\w)"
)
Case = tuple[str, list[tuple[int, int, str]]]


class Measured(NamedTuple):
    """What was found: by kind, in all, and the share of other letters hidden."""

    found: Counter
    all: Counter
    over: float
    missed: list[str]

    @property
    def recall(self) -> float:
        """The share of identifiers of which every letter is covered."""
        return sum(self.found.values()) / sum(self.all.values())


def cases(name: str) -> list[Case]:
    """Read a set of sentences in which {KIND identifiers} are marked."""
    path, made = SETS / f"{name}.txt", []
    for line in path.read_text(encoding="utf-8").splitlines():
        text, places, at = "", [], 0
        for found in re.finditer(r"\{([A-Z]+) ([^}]*)\}", line):
            text += line[at : found.start()]
            places.append((len(text), len(text) + len(found[2]), found[1]))
            text, at = text + found[2], found.end()
        if line[:1] not in ("#", ""):
            made.append((text + line[at:], places))
    return made


def cases_of(path: Path) -> list[Case]:
    """Read a set in lines of JSON: text, and spans with start, end and type."""
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    keys = ("start", "end", "type")
    return [(d["text"], [tuple(s[k] for k in keys) for s in d["spans"]]) for d in lines]


def measure(cases: list[Case], queue: bool) -> Measured:
    """Count what is found in all sentences, and what is hidden besides."""
    found, every, missed, over, other = Counter(), Counter(), [], 0, 0
    spans_of = identifiers.find([text for text, _ in cases], queue=queue)
    for (text, places), spans in zip(cases, spans_of, strict=True):
        hidden = {i for s in spans for i in range(s["start"], s["end"])}
        named = {i for start, end, _ in places for i in range(start, end)}
        for start, end, kind in places:
            if kind != "QUASI":
                title = TITLE.match(text[start:end])
                own = range(start + (title.end() if title else 0), end)
                covered = all(i in hidden for i in own if text[i].isalnum())
                found[kind] += covered
                every[kind] += 1
                missed += [] if covered else [text[start:end]]
        letters = {i for i, sign in enumerate(text) if sign.isalpha()} - named
        over, other = over + len(letters & hidden), other + len(letters)
    return Measured(found, every, over / other, missed)


def fairness(queue: bool, small: bool) -> dict[str, float]:
    """Return for each origin the share of names found, ten names in eight sentences."""
    lines = (SETS / "sentences.txt").read_text(encoding="utf-8").splitlines()
    said = [line for line in lines if line[0] != "#"]
    made = {}
    for line in (SETS / "names.txt").read_text(encoding="utf-8").splitlines():
        origin, _, names = line.partition(": ")
        if line[0] != "#":
            tried = [
                (frame.replace("*", name), frame.index("*"), len(name))
                for frame in said
                for name in names.split(", ")
            ]
            hits = 0
            for text, at, size in tried:  # each alone: none may help another
                text = text.lower() if small else text
                [spans] = identifiers.find([text], queue=queue)
                hits += any(s["start"] <= at and s["end"] >= at + size for s in spans)
            made[origin] = hits / len(tried)
    return made


def wilson(hits: int, n: int) -> str:
    """Return a share with its 95 % range."""
    z, p = 1.96, hits / n
    mid, half = p + z * z / 2 / n, z * (p * (1 - p) / n + z * z / 4 / n / n) ** 0.5
    low, high = (mid - half) / (1 + z * z / n), (mid + half) / (1 + z * z / n)
    return f"{p:.2f} ({low:.2f} to {high:.2f})"


def main() -> None:
    """Print the tables."""
    said = ("identifiers", *(f"identifiers-{n}" for n in ("hard", "third", "fourth")))
    sets = {name: cases(name) for name in said}
    sets |= {Path(name).stem: cases_of(Path(name)) for name in sys.argv[1:]}
    print("| set | a person asked | recall (95 % range) | names | hidden besides |")
    print("|---|---|---|---|---|")
    for name, said in sets.items():
        for queue in (False, True):
            m = measure(said, queue)
            share = wilson(sum(m.found.values()), sum(m.all.values()))
            people = f"{m.found['PERSON']} of {m.all['PERSON']}"
            row = (name, "yes" if queue else "no", share, people, f"{m.over:.1%}")
            print("| " + " | ".join(row) + " |")
    print("\n| origin of the name | capital | small letters | asked: capital | small |")
    print("|---|---|---|---|---|")
    ways = [(queue, small) for queue in (False, True) for small in (False, True)]
    tables = [fairness(*way) for way in ways]
    for origin in tables[0]:
        shares = " | ".join(f"{table[origin]:.3f}" for table in tables)
        print(f"| {origin} | {shares} |")
    texts = [text for said in sets.values() for text, _ in said]
    words, start = sum(len(text.split()) for text in texts), time.perf_counter()
    spans = identifiers.find(texts)
    took = (time.perf_counter() - start) / words * 1000
    asked = {
        text[s["start"] : s["end"]].casefold()
        for text, found in zip(texts, spans, strict=True)
        for s in found
        if s["by"] == "queue"
    }
    print(f"\n{took:.2f} seconds for 1,000 words; {len(asked)} to decide in {words}.")


if __name__ == "__main__":
    main()
