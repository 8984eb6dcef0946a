"""Write the invented example round into `data/raw/example-round/`.

Run `python -m tests.example.make_voices` from the workbook's folder. The same words
give the same bytes each time.
"""

import csv
import io
import json
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from . import make_office
from .content import Source, sources
from .make_survey import results

FOLDER = Path(__file__).resolve().parents[2] / "data/raw/example-round"
ROUND = {
    "format": 1,
    "title": "What matters to us (an invented example)",
    "invented": True,
    "reply_by": "2026-12-18",
    "contact": "The project team: whatmatters@example.org, 01632 960 100",
}
README = """# Everything in this folder is invented

No person, family, ward, hospital, town, bus or fish in these files exists. Nobody said
these words. They were written so that the workbook can be tried on something that
reads like a real round: interviews, slides, wish pages, posts, a form.

Telephone numbers are from the ranges kept for drama (01632 960, 07700 900), the
addresses end in example.org, WX is no postcode area, and numbers that begin with 999
are given to no patient.

| file | what it is |
|---|---|
{table}
| `survey/results.xlsx` | answers to the survey on what matters most |
| `round.json` | title of the round, that it is invented, whom to reply to by when |

The files are made by `tests/example/make_voices.py` from `tests/example/voices/`:
change the words there, and run it again.
"""


def make(folder: Path = FOLDER) -> list[Path]:
    """Write every file of the example round and give their paths."""
    (folder / "survey").mkdir(parents=True, exist_ok=True)
    made = {source.file: _file(source) for source in sources()}
    made["survey/results.xlsx"] = results()
    made["round.json"] = (json.dumps(ROUND, indent=2) + "\n").encode()
    made["README.md"] = _readme().encode()
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in made]


def _file(source: Source) -> bytes:
    """Give one source in the form that its name promises."""
    kind = source.file.rpartition(".")[2]
    writers = {
        "docx": make_office.docx,
        "pptx": make_office.pptx,
        "xlsx": make_office.xlsx,
        "txt": _txt,
        "vtt": _vtt,
        "csv": _csv,
    }
    return writers[kind](source)


def _readme() -> str:
    """Give the page that says what each file is, and that it is invented."""
    lines = []
    for source in sources():
        ways = sorted({person.way for person in source.people})
        groups = sorted({person.group for person in source.people})
        what = f"{ways[0]}: {', '.join(groups)}"
        lines.append(f"| `{source.file}` | {what} |")
    return README.format(table="\n".join(lines))


def _txt(source: Source) -> bytes:
    """Give a transcript as plain text, typed on Windows."""
    turns = [": ".join(what[:2]) + "".join("\n" + m for m in what[2:])
             for _, what in source.script]  # fmt: skip
    return "\n\n".join([source.heading, *turns, ""]).replace("\n", "\r\n").encode()


def _csv(source: Source) -> bytes:
    """Give a sheet; posts were saved by Excel, which puts a mark in front."""
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(source.columns)
    write.writerows(cells for _, cells in source.script)
    posts = source.columns[0] == "Handle"
    return out.getvalue().encode("utf-8-sig" if posts else "utf-8")


def _vtt(source: Source) -> bytes:
    """Give captions as an online meeting saves them: short cues, times not padded."""
    meeting = uuid5(NAMESPACE_URL, source.file)
    cues = ["WEBVTT", f"NOTE {source.heading}"]
    clock = 0
    for number, (speaker, words) in enumerate(_cues(source)):
        length = 900 + 310 * len(words.split())
        times = f"{_time(clock)} --> {_time(clock + length)}"
        cues.append(f"{meeting}/{number}-0\n{times}\n<v {speaker}>{words}</v>")
        clock += length + 140
    return "\n\n".join([*cues, ""]).encode()


def _cues(source: Source) -> list[tuple[str, str]]:
    """Cut turns into cues of at most twelve words."""
    made = []
    for _, (speaker, words) in source.script:
        parts = words.split()
        made += [
            (speaker, " ".join(parts[i : i + 12])) for i in range(0, len(parts), 12)
        ]
    return made


def _time(milliseconds: int) -> str:
    """Give a time such as 0:1:5.240."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60}:{seconds % 60}.{rest:03}"


if __name__ == "__main__":
    for path in make():
        print(path.relative_to(FOLDER))
