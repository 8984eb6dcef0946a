"""How long it takes to read a large round and to make comments, and with what memory.

Transcripts (Word, captions, rich text and plain text in turn) and one large sheet are
invented and read in a process of their own. Run: `python benchmarks/listening.py`.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import zipfile
from html import escape
from pathlib import Path

WORDS = """waiting nurse told nobody rang ward night bed parking school friends scared
kind clear letter form doctor scan blood early late food sleep brother sister home car
room play quiet loud honest listen again always never about before after because when
they were could would really much better worse good long short first last help ask
""".split()
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CHILD = """
import json, re, sys, time
from pathlib import Path
from coprod.listen import comments
from coprod.listen import people
from coprod.store import rounds
from coprod.listen import files as sources
base = Path(sys.argv[1])
rnd = rounds.Round("large", "AB", base / "data", base / "reports")
at, took = time.perf_counter(), {}
def lap(name):
    global at
    took[name], at = round(time.perf_counter() - at, 1), time.perf_counter()
said, files = sources.listen(rnd)
lap("reading")
people.update(rnd, said, files, sources.names(rnd))
who = people.read(rnd, said).who
lap("speakers")
made = comments.make(rnd, said, who)
lap("comments")
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
took |= {"files": len(files), "differences": int((files["difference"] != 0).sum())}
took |= {"turns": len(said), "made": len(made), "peak MB": peak // 1024}
print(json.dumps(took))
"""


def turns(chance: random.Random, count: int) -> list[tuple[str, str]]:
    """Invent who says what."""
    return [
        (
            ("Interviewer", "Amira")[i % 2],
            " ".join(chance.choices(WORDS, k=chance.randint(4, 40))).capitalize() + ".",
        )
        for i in range(count)
    ]


def transcript(path: Path, said: list[tuple[str, str]]) -> None:
    """Write a transcript in the format of its ending."""
    if path.suffix == ".docx":
        body = "".join(
            f"<w:p><w:r><w:t>{name}:</w:t><w:tab/><w:t>{escape(text)}</w:t></w:r></w:p>"
            for name, text in said
        )
        root = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("[Content_Types].xml", "<Types/>")
            made.writestr("word/document.xml", root)
        return
    cues = [
        f"{i // 3600}:{i // 60 % 60}:{i % 60}.0 --> 9:0:0.0\n<v {n}>{t}</v>\n"
        for i, (n, t) in enumerate(said)
    ]
    text = {
        ".vtt": "WEBVTT\n\n" + "\n".join(cues),
        ".rtf": "{\\rtf1\\ansi " + "\\par\n".join(f"{n}: {t}" for n, t in said) + "}",
        ".txt": "\n".join(f"{n}: {t}" for n, t in said),
    }[path.suffix]
    path.write_text(text, encoding="utf-8")


def sheet(path: Path, rows: int, chance: random.Random) -> None:
    """Write a sheet of answers, one to a row."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet("Answers")
    page.append(["Respondent ID", "Age band", "What was good?"])
    for number, (_, text) in enumerate(turns(chance, rows)):
        page.append([f"R{number:06d}", "13 to 15", text])
    book.save(path)


def measure(base: Path) -> dict[str, float]:
    """Read the round in a process of its own and give what it took."""
    run = subprocess.run(
        [sys.executable, "-c", CHILD, str(base)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={
            **os.environ,
            "COPROD_PRIVATE": str(base.parent / "private"),
            "TQDM_DISABLE": "1",
        },
    )
    return dict(json.loads(run.stdout))


def main() -> int:
    """Print one row for the transcripts and one for the sheet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transcripts", type=int, default=300)
    parser.add_argument("--turns", type=int, default=300)
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    found = {}
    for name in ("transcripts", "sheet"):
        chance = random.Random(42)
        with tempfile.TemporaryDirectory() as folder:
            base = Path(folder)
            raw = base / "workbook/data/raw/large"
            raw.mkdir(parents=True)
            if name == "sheet":
                sheet(raw / "answers.xlsx", options.rows, chance)
            endings = [".docx", ".docx", ".vtt", ".rtf", ".txt"]
            for i in range(options.transcripts if name == "transcripts" else 0):
                path = raw / f"talk {i:03d}{endings[i % 5]}"
                transcript(path, turns(chance, options.turns))
            found[name] = measure(base / "workbook")
    columns = list(found["transcripts"])
    print(f"| round | {' | '.join(columns)} |\n|{' --- |' * (len(columns) + 1)}")
    for name, took in found.items():
        print(f"| {name} | {' | '.join(str(took[c]) for c in columns)} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
