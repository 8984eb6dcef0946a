"""How long the reading screen lets a reader wait, in JupyterLab in a real Chromium.

Run: python benchmarks/reading.py [--sizes 100 10000 100000] [--keys 150] [--events 0]

Invented comments. Measured in the page itself: from the key going down to the frame
in which the next comment (or the tag just given) is drawn, as median and 95th
percentile; and how long the engine takes to make the screen ready. With `--events` two
readers have tagged before: so many events (given, changed, removed) lie in their
journals, on nine tenths of the comments.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]
from conftest import FLAGS  # noqa: E402
from lab import open_and_run, running, write_notebook  # noqa: E402

from coprod.store import journal, rounds, tables
from coprod.write import codebook, tags

CODE = """
import time
from pathlib import Path
from coprod.store import rounds
from coprod import write
rnd = rounds.Round("test", "AB", Path("data").resolve(), Path("reports").resolve())
comments, people = rnd.load("comments"), rnd.load("people")
began = time.perf_counter()
screen = write.screens.Tagger(rnd, comments, people)
screen.answer({"n": 0, "ask": "open"})
ask = {"ask": "view", "view": "x", "mode": "cards", "order": "people", "show": "unread"}
screen.answer({"n": 1, **ask})
Path("ready").write_text(str(time.perf_counter() - began))
screen
"""
WATCH = """() => {
  window.took = [];
  const pane = document.querySelector('.ct-pane');
  let began = 0;
  document.addEventListener('keydown', () => { began = performance.now(); }, true);
  new MutationObserver(() => {
    if (!began) return;
    const since = began;
    began = 0;
    requestAnimationFrame(() => window.took.push(performance.now() - since));
  }).observe(pane, { childList: true, subtree: true });
}"""
WORDS = (
    "the nurses were kind and told us when to come but parking cost my mum 😀".split()
)


def make_round(folder: Path, count: int) -> None:
    """Make a round of so many invented comments, seven by each person."""
    (folder / "data" / "raw" / "test").mkdir(parents=True)
    rnd = rounds.Round("test", "AB", folder / "data", folder / "reports")
    for name in ("waiting", "kindness", "parking"):
        codebook.add(rnd, name)
    chosen = np.random.default_rng(1).integers(0, len(WORDS), (count, 25))
    number = np.arange(count)
    frame = {
        "comment": [f"S{i // 500:03d}-{i:016x}-1" for i in number],
        "source": [f"S{i // 500:03d}" for i in number],
        "position": number + 1,
        "person": [f"P{i // 7:05d}" for i in number],
        "question": "What matters to you?",
        "text": [" ".join(WORDS[k] for k in row) + "." for row in chosen],
        "duplicate_of": None,
        "no_words": None,
    }
    rnd.save("comments", pd.DataFrame(frame))
    persons = sorted(set(frame["person"]))
    columns = [c.name for c in tables.TABLES["people"].columns]
    people = pd.DataFrame("unknown", index=range(len(persons)), columns=columns)
    groups = [("child", "parent", "nurse")[i % 3] for i in range(len(persons))]
    rnd.save("people", people.assign(person=persons, group=groups, quote=True))
    write_notebook(folder / "x.ipynb", CODE)


def tag_before(folder: Path, count: int) -> None:
    """Let two readers give, change and remove tags: so many events in all."""
    rnd = rounds.Round("test", "AB", folder / "data", folder / "reports")
    ids, codes = rnd.load("comments")["comment"], codebook.table(rnd)["code"]
    chosen = np.random.default_rng(2).integers(0, len(ids) * 9 // 10, count)
    for reader in ("AB", "CD"):
        steps: list[journal.Step] = []
        for i in range(reader == "CD", count, 2):
            values = {"comment": ids[chosen[i]], "code": codes[i % 3], "note": None}
            place = {"start": None, "end": None, **tags.ticks(())}
            ops = ("add", {**values, **place}), ("change", {"good": True})
            op, said = [*ops, ops[0], ("remove", {})][i // 2 % 4]
            about = f"{i if op == 'add' else i - 2:012x}"
            steps.append((op, about, said, f"{i:012x}.0"))
        journal.Journal(rnd.decisions, "tags", reader).several(steps)


def measure(page: Any, keys: list[str]) -> tuple[float, float]:
    """Press keys, one each 60 ms; give median and 95th percentile in milliseconds."""
    page.evaluate("window.took = []")
    for key in keys:
        page.keyboard.press(key)
        time.sleep(0.06)
    page.wait_for_timeout(500)
    took = page.evaluate("window.took")
    assert len(took) >= 0.95 * len(keys), (len(took), len(keys))
    return statistics.median(took), float(np.percentile(took, 95))


def main() -> None:
    """Measure at each size and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 10_000, 100_000])
    parser.add_argument("--keys", type=int, default=150)
    parser.add_argument("--events", type=int, nargs="+", default=[0])
    said = parser.parse_args()
    print(
        "| comments | events | ready, s | next: median, p95 ms | tag: median, p95 ms |"
    )
    print("|---|---|---|---|---|")
    for size, events in [(s, e) for s in said.sizes for e in said.events]:
        with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
            folder = Path(name)
            make_round(folder, size)
            tag_before(folder, events)
            with running(folder) as lab:
                browser = play.chromium.launch(
                    executable_path="/usr/bin/chromium", args=FLAGS
                )
                page = browser.new_page(viewport={"width": 1280, "height": 900})
                open_and_run(page, lab)
                page.locator(".ct-current").wait_for(timeout=120_000)
                page.locator(".ct-current").focus()
                page.evaluate(WATCH)
                ahead = measure(page, ["n"] * min(said.keys, size - 41))
                given = measure_tags(page)
                browser.close()
            ready = float((folder / "ready").read_text())
        cells = (f"{a:.0f}, {b:.0f}" for a, b in (ahead, given))
        print(f"| {size} | {events} | {ready:.2f} | {' | '.join(cells)} |", flush=True)


def measure_tags(page: Any) -> tuple[float, float]:
    """Tag forty comments, one after the other; time only the tags."""
    times: list[float] = []
    for turn in range(40):
        page.keyboard.press("p")
        time.sleep(0.15)
        page.evaluate("window.took = []")
        page.keyboard.press(str(turn % 3 + 1))
        time.sleep(0.15)
        times += page.evaluate("window.took.slice(0, 1)")
    assert len(times) >= 38
    return statistics.median(times), float(np.percentile(times, 95))


if __name__ == "__main__":
    main()
