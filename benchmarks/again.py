"""Run the example, and again: how much of the work is done twice.

    python benchmarks/again.py

Prints seconds of the processor, engines and all, of a run from nothing, of the same
run again, and of runs after one tag, one reworded finding and one new file.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from coprod.store.rounds import Round
from coprod.write import findings, tags

EXAMPLE = Path(__file__).parents[1] / "data"
NAME = "example-round"


def seconds(data: Path) -> float:
    """Return the processor's time of `coprod run`, with all that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = ["--data", str(data), "--reports", str(data.parent / "reports")]
    subprocess.run(
        [sys.executable, "-m", "coprod", "run", *told],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "ORT_DISABLE_TELEMETRY": "1"},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def tag(rnd: Round) -> None:
    """Tag one comment."""
    known = tags.table(rnd)["code"].iloc[0]
    tags.add(rnd, rnd.load("comments")["comment"].iloc[-1], known)


def reword(rnd: Round) -> None:
    """Give one finding other words."""
    one = findings.findings(rnd).iloc[0]
    findings.reword(rnd, one["finding"], f"{one['text']} Thank you.", "Said so.")


def add(rnd: Round) -> None:
    """Put a new transcript beside the others."""
    words = "Nurse: How was it?\nAyo: The nurse was kind.\n" * 3
    (rnd.raw / "a new one.txt").write_text(words, encoding="utf-8")


def main() -> None:
    """Run, change, run."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "data")
        shutil.copytree(EXAMPLE, data, ignore=shutil.ignore_patterns("processed"))
        rnd = Round(NAME, "AB", data, Path(folder, "reports"))
        first = seconds(data)
        print(f"from nothing         {first:6.1f} s of the processor   1.00")
        for what in (None, tag, reword, add):
            if what:
                what(rnd)
            took = seconds(data)
            name = f"after: {what.__name__}" if what else "the same again"
            print(f"{name:20} {took:6.1f} s of the processor   {took / first:.2f}")


if __name__ == "__main__":
    main()
