"""How many turns of generated talk stand under the right voice, by origin of the name.

Run: python benchmarks/voices.py [--seed 1] [--talks 2] [--show]

Everything is invented. Talk in 12 styles of label x 40 names of many origins is written
as .docx, .txt, .vtt, .srt and .csv, and read back. Beside it stand files with one voice
or with none: monologues, wish pages, decks, minutes, notes. Printed: the share of turns
under the right voice, by style and by origin of the name; the share of files with a
wrong turn that say that a person should look; the share of right ones that say so.
"""

import argparse
import csv
import json
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from coprod.listen import formats  # noqa: E402

NAMES = {
    "English": ["Harriet", "George Whitlock", "Beth", "Oliver"],
    "Gaelic and Welsh": ["Siobhán Ní Bhriain", "O'Donnell", "Llŷr", "Caoimhe"],
    "Polish and Czech": ["Łucja", "Žofie Dvořáková", "Śledź", "Wojciech"],
    "French and Spanish": ["Étienne", "María de la Cruz", "Ángel", "Zoé d'Arcy"],
    "German and Turkish": ["Jörg van der Berg", "Şeyma", "Ünal", "İbrahim"],
    "Arabic and Hebrew": ["Omar bin Said", "Noor al-Hadi", "فاطمة", "דניאל"],
    "South Asian": ["Lakshmi", "Gurpreet Kaur", "प्रिया", "Md. Rahman"],
    "East Asian": ["李娜", "佐藤", "김민준", "Nguyễn Văn An"],
    "Cyrillic and Greek": ["Арина", "Дмитро Коваль", "Ελένη", "Тамара"],
    "typed or by machine": [
        "sam's iPad",
        "mum_4",
        "Khan, Sana (City Trust)",
        "+44 *******907",
        "Lou | Ward 2",
        "zo 🦊",
        "Interviewee2",
        "tess",
    ],
}
ORIGIN = {name: origin for origin, names in NAMES.items() for name in names}
ASKERS = ("Interviewer", "Robin Price", "INT", "I", "moderator", "Анна")
QUESTIONS = (
    """How was the ward?|And the food?|What helped you most?|Were you told why?
Who was there at night?|What would you change, if you could?|Did you sleep?
Tell me about the first day.|Is there anything else you want to say?|Who told you that?
OK. And how was it at home?|Can you say more about that?|Thank you. What about play?
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
ANSWERS = (
    """The nurses were kind to me.|Cold, mostly.|Sometimes.|Mum|TV|MRI|Nobody told us.
It was loud - really loud - when the doors banged.|My brother came to see me on Sunday.
I missed my dog, and my friends, and my own bed.|Never.|More toys and a dog please.|Yes.
The thing is: you never know who will come.|They said "wait here" and we waited.
Parking.|We came at 10:30 and nobody was there.|I do not know. Maybe the night staff?
Sometimes|Well, on the first day they showed us the room and that was it really.
It depends.|No|One thing I liked was the playroom – it had a fish tank.
My mum slept in a chair.
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


class Talk(NamedTuple):
    """Who says what, in turns of one or more paragraphs, and how it is written."""

    style: str
    name: str
    turns: list[tuple[str, list[str]]]


Writer = Callable[[Path, Talk], Path]


def talk(style: str, name: str, dice: random.Random) -> Talk:
    """Make up a talk between one who asks, one with this name, and perhaps a third."""
    asks = dice.choice(ASKERS)
    others = [n for n in ORIGIN if n != name]
    third = dice.choice(others) if dice.random() < 0.5 else None
    turns = []
    for _ in range(dice.randint(5, 12)):
        turns.append((asks, [dice.choice(QUESTIONS)]))
        long = 0 if style in ALONE else dice.choice((0, 0, 0, 1, 2))
        said = [dice.choice(ANSWERS) for _ in range(1 + long)]
        turns.append((name, said))
        if third and dice.random() < 0.4:
            turns.append((third, [dice.choice(ANSWERS)]))
    return Talk(style, name, turns)


LINES: dict[str, Callable[[str, str, int], str]] = {
    "colon": lambda who, said, _: f"{who}: {said}",
    "wide colon": lambda who, said, _: f"{who} ：{said}",
    "dash": lambda who, said, _: f"{who} – {said}",
    "tab": lambda who, said, _: f"{who}\t{said}",
    "brackets": lambda who, said, _: f"[{who}] {said}",
    "bold": lambda who, said, _: f"**{who}** {said}",
    "hash": lambda who, said, _: f"# {who}\n{said}",
    "own line": lambda who, said, _: f"{who}\n{said}",
    "own line, time": lambda who, said, n: f"{who}  00:{n:02d}\n{said}",
    "time below": lambda who, said, n: f"{who}\n0 minutes {n} seconds\n{said}",
    "after a time": lambda who, said, n: f"[00:00:{n:02d}] {who} {said}",
    "braces": lambda who, said, _: f"{{{who}}} {said}",
}
ALONE = ("own line",)
CAPTIONS: dict[str, Callable[[str, str, bool], str]] = {
    "each cue": lambda who, said, _: f"{who}: {said}",
    "each cue, wide": lambda who, said, _: f"{who}：{said}",
    "at a change": lambda who, said, first: f"{who}: {said}" if first else said,
    "voice tags": lambda who, said, _: f"<v {who}>{said}</v>",
}


def written(made: Talk) -> list[str]:
    """Give the lines of a talk in its style; a long answer goes on without a label."""
    lines = []
    for n, (who, said) in enumerate(made.turns):
        first, *more = said
        lines += LINES[made.style](who, first, n % 60).split("\n") + more
    return lines


def as_text(path: Path, made: Talk) -> Path:
    path.write_text("\n".join(written(made)), encoding="utf-8")
    return path


def as_word(path: Path, made: Talk) -> Path:
    import docx

    page = docx.Document()
    table = page.add_table(0, 2) if made.style == "braces" else None
    for who, said in made.turns:
        if table is not None:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = who, "\n".join(said)
        elif made.style == "bold":
            line = page.add_paragraph()
            line.add_run(f"{who} ").bold = True
            line.add_run(said[0])
            for more in said[1:]:
                page.add_paragraph(more)
    if made.style not in ("bold", "braces"):
        for text in written(made):
            page.add_paragraph(text)
    page.save(path)
    return path


def as_captions(path: Path, made: Talk) -> Path:
    cues = [] if path.suffix == ".srt" else ["WEBVTT"]
    mark, n = "," if path.suffix == ".srt" else ".", 0
    for who, said in made.turns:
        for first, words in zip([True] + [False] * len(said), said, strict=False):
            at = f"00:{n // 60:02d}:{n % 60:02d}{mark}"
            n += 1
            line = CAPTIONS[made.style](who, words, first)
            cues.append(f"{n}\n{at}000 --> {at}900\n{line}")
    path.write_text("\n\n".join(cues) + "\n", encoding="utf-8")
    return path


def as_sheet(path: Path, made: Talk) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["Time", "Speaker", "Transcript"])
        for n, (who, said) in enumerate(made.turns):
            rows.writerow([f"00:00:{n % 60:02d}", who, " ".join(said)])
    return path


TOPICS = "Parking|Food|The play room|Nights|Next steps|Wifi|Staff|School".split("|")


def monologue(dice: random.Random) -> list[str]:
    return [f"{dice.choice(ANSWERS)} {dice.choice(ANSWERS)}" for _ in range(30)]


def wishes(dice: random.Random) -> list[str]:
    pool = "Pizza|More wifi|A dog|A bigger bed|My own room|Toast|No needles|Fish|Slime"
    return ["What we wish for", *(dice.choice(pool.split("|")) for _ in range(25))]


def minutes(dice: random.Random) -> list[str]:
    lines = ["Minutes of the family forum", "Date: 3 May 2026", "Present: HW, GK, LN"]
    for topic in dice.sample(TOPICS, 4):
        lines += [f"{topic}: families said it could be better."]
        lines += [dice.choice(ANSWERS) for _ in range(2)]
        lines += [
            f"Action: HW to ask about {topic.lower()}",
            "Decision: try it in June",
        ]
    return lines


def notes(dice: random.Random) -> list[str]:
    lines = ["Notes from the ward"]
    for topic in dice.sample(TOPICS, 5):
        lines += [topic, *(f"- {dice.choice(ANSWERS)}" for _ in range(3))]
    return [*lines, "Result: we will come again."]


def deck(path: Path, dice: random.Random) -> Path:
    from pptx import Presentation

    show = Presentation()
    for topic in dice.sample(TOPICS, 5):
        slide = show.slides.add_slide(show.slide_layouts[1])
        slide.shapes.title.text = topic
        said = [f"{dice.choice(TOPICS)}: dear and far", "Long waits", "Kind nurses"]
        slide.placeholders[1].text = "\n".join(said)
    show.save(path)
    return path


QUIET = {
    "monologue": monologue,
    "wish page": wishes,
    "minutes": minutes,
    "notes": notes,
}
WRITERS: dict[str, tuple[Writer, tuple[str, ...]]] = {
    ".txt": (as_text, tuple(LINES)),
    ".docx": (as_word, tuple(LINES)),
    ".vtt": (as_captions, tuple(CAPTIONS)),
    ".srt": (as_captions, tuple(CAPTIONS)[:3]),
    ".csv": (as_sheet, ("sheet",)),
}


def expected(made: Talk, ending: str) -> list[tuple[str, str]]:
    """Give each paragraph with its voice; a cell holds a whole turn."""
    whole = ending == ".csv"
    return [
        (who.replace(" (City Trust)", ""), words)
        for who, said in made.turns
        for words in ([" ".join(said)] if whole else said)
    ]


def heard(path: Path) -> tuple[list[tuple[str, str]], str]:
    """Read a file: each paragraph with its voice, and why a person should look."""
    reading = formats.read_file(path)
    cells = [json.loads(said.about or "{}") for said in reading.utterances]
    assert not reading.difference, path.name
    found = []
    for said, cell in zip(reading.utterances, cells, strict=True):
        who = (said.speaker or str(cell.get("person", ""))).replace(" (City Trust)", "")
        found += [(who, words.strip()) for words in said.text.splitlines()]
    return found, reading.look


class Result(NamedTuple):
    """One file: how many of its paragraphs are right, and whether it says to look."""

    kind: str
    style: str
    name: str
    right: int
    turns: int
    look: str


def compared(
    folder: Path, ending: str, style: str, name: str, seed: str | int
) -> Result:
    """Write one talk, read it, and compare."""
    write = WRITERS[ending][0]
    made = talk(style, name, random.Random(f"{seed} {ending} {style} {name}"))
    path = write(folder / f"talk{ending}", made)
    want, (got, look) = expected(made, ending), heard(path)
    same = SequenceMatcher(None, want, got, autojunk=False)
    right = sum(block.size for block in same.get_matching_blocks())
    right -= max(len(got) - len(want), 0)
    return Result(ending, style, name, right, len(want), look)


def talks(folder: Path, seed: int, times: int, names: list[str]) -> Iterator[Result]:
    """Write, read and compare every talk."""
    for ending, (_, styles) in WRITERS.items():
        for style in styles:
            for n, name in enumerate(names * times):
                yield compared(folder, ending, style, name, f"{seed} {n}")


def quiet(
    folder: Path, seed: int, times: int, *, decks: bool = True
) -> Iterator[Result]:
    """Write and read files in which nobody is named."""
    import docx

    for n in range(times):
        dice = random.Random(f"{seed} {n}")
        for kind, make in QUIET.items():
            lines = make(dice)
            path = folder / f"quiet{n}.txt"
            path.write_text("\n".join(lines), encoding="utf-8")
            page = docx.Document()
            for line in lines:
                page.add_paragraph(line)
            page.save(folder / f"quiet{n}.docx")
            for each in (path, folder / f"quiet{n}.docx"):
                got, look = heard(each)
                wrong = sum(who != "" for who, _ in got)
                yield Result(each.suffix, kind, "", len(got) - wrong, len(got), look)
        if decks:
            got, look = heard(deck(folder / f"quiet{n}.pptx", dice))
            wrong = sum(who != "" for who, _ in got)
            yield Result(".pptx", "deck", "", len(got) - wrong, len(got), look)


def shares(results: list[Result], part: Callable[[Result], str]) -> dict[str, float]:
    """Give the share of turns under the right voice, in percent, by a part."""
    right, turns = Counter[str](), Counter[str]()
    for each in results:
        right[part(each)] += each.right
        turns[part(each)] += each.turns
    return {name: round(100 * right[name] / turns[name], 2) for name in turns}


def told(results: list[Result]) -> dict[str, float]:
    """Give percentages: right turns, gap of origins, wrong files told, false alarms."""
    named = [each for each in results if each.name]
    by_origin = shares(named, lambda each: ORIGIN[each.name])
    wrong = [each for each in results if each.right < each.turns]
    fine = [each for each in results if each.right == each.turns]
    return {
        "right": shares(named, lambda _: "all")["all"],
        "gap": round(max(by_origin.values()) - min(by_origin.values()), 2),
        "wrong files": len(wrong),
        "wrong files told": 100 * sum(bool(e.look) for e in wrong) / max(len(wrong), 1),
        "false alarms": 100 * sum(bool(e.look) for e in fine) / max(len(fine), 1),
        "files": len(results),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--talks", type=int, default=1, help="of each name and style")
    parser.add_argument("--show", action="store_true", help="each file that is wrong")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = list(talks(Path(folder), asked.seed, asked.talks, list(ORIGIN)))
        results += quiet(Path(folder), asked.seed, 40)
    named = [each for each in results if each.name]
    parts: dict[str, Callable[[Result], str]] = {
        "format": lambda each: each.kind,
        "style": lambda each: each.style,
        "origin": lambda each: ORIGIN[each.name],
    }
    for title, part in parts.items():
        print(f"{title}: {shares(named, part)}")
    alarms: dict[str, list[bool]] = defaultdict(list)
    for each in results:
        alarms[each.style].append(bool(each.look))
    print(f"told to look: { {k: f'{sum(v)} of {len(v)}' for k, v in alarms.items()} }")
    print(told(results))
    if asked.show:
        for each in results:
            if each.right < each.turns or each.look:
                print(each)


if __name__ == "__main__":
    main()
