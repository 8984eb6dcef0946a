"""What the invented people said, and what two readers made of it.

Reads `voices/*.txt`, one file per source (the rules are in `voices/README.md`), and
gives plain data: people, comments in order, and what is written around them.
`make_voices.py` writes the same words into the files a researcher would have.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from ftfy import fix_text

from .decisions_codes import KEYS

VOICES = Path(__file__).parent / "voices"
MARKS = (">>", "==")
KNOWN = {"Group": "group", "Setting": "setting", "Area": "area"}
EXPERIENCES = {"+": "good", "-": "less good", "!": "needs improving"}
PEOPLE = "label group age_band setting area voice quote way".split()
Tags = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Person:
    """One invented person, as a source names them."""

    label: str
    group: str
    age_band: str
    setting: str
    area: str
    voice: str
    quote: bool
    way: str


@dataclass
class Reading:
    """What one reader made of one comment; no tags and no mark: not yet read."""

    codes: Tags = field(default_factory=dict)
    mark: str = ""
    reason: str = ""
    note: str = ""

    @property
    def read(self) -> bool:
        """Whether the reader decided anything."""
        return bool(self.codes or self.mark)


@dataclass
class Said:
    """One comment as it stands in its file, and how it was read.

    `ab` and `cd` are what the readers have recorded so far; `expected` is what AB
    records, or would record of a comment that is not yet read.
    """

    speaker: str
    text: str
    place: str = "body"
    question: str = ""
    ab: Reading = field(default_factory=Reading)
    cd: Reading = field(default_factory=Reading)
    expected: Reading = field(default_factory=Reading)


@dataclass
class Source:
    """One file: who speaks in it, what they said, and what stands around it.

    `script` holds everything in the order of the file as (kind, what): "ask" by the
    interviewer; a turn, under the place where it stands ("body", "notes", "box" ...);
    "title" of a slide; "comment" by the typist; "row" of a sheet with its cells.
    `around` lists the words in the file that nobody is speaking.
    """

    file: str
    heading: str
    details: list[str]
    layout: str
    columns: list[str]
    words: list[str]
    interviewer: str
    people: list[Person]
    named: str
    script: list[tuple[str, list[str]]] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    around: list[str] = field(default_factory=list)
    stopped: set[str] = field(default_factory=set)


def key(text: str) -> str:
    """Give the words as they are compared: repaired, plain quotes, one space."""
    plain = fix_text(text).translate(str.maketrans("‘’“”", "''\"\""))
    return " ".join(plain.split()).casefold()


def sources() -> list[Source]:
    """Give all sources in the order of their numbers."""
    return [_source(path) for path in sorted(VOICES.glob("[0-9]*.txt"))]


def person_of(source: Source, speaker: str) -> Person:
    """Give the person behind a label."""
    return next(person for person in source.people if person.label == speaker)


def _source(path: Path) -> Source:
    """Read one file of voices."""
    head, body = path.read_text(encoding="utf-8").split("\n---\n", 1)
    pairs = [line.partition(": ")[::2] for line in head.splitlines()]
    one = dict(pairs)
    source = Source(
        file=one["file"],
        heading=one.get("heading", ""),
        details=_split(one.get("details", ""), "//"),
        layout=one.get("layout", _layout(one["file"])),
        columns=_split(one.get("columns", "")),
        words=_split(one.get("words", "")),
        interviewer=one.get("interviewer", ""),
        people=[_person(value) for name, value in pairs if name == "person"],
        named=one.get("named", ""),
    )
    cells = [cell for line in source.details for cell in _split(line)]
    source.around = [text for text in (source.heading, *cells) if text]
    read = _rows if source.file.endswith((".csv", ".xlsx")) else _turns
    read(source, body.rstrip("\n") + "\n")
    return source


def _layout(file: str) -> str:
    """Give the usual layout for a kind of file."""
    return {"csv": "sheet", "xlsx": "sheet", "pptx": "slides"}.get(
        file.rpartition(".")[2], "transcript"
    )


def _split(text: str, mark: str = "|") -> list[str]:
    """Cut `text` at `mark`, without spaces around the parts."""
    return [part.strip() for part in text.split(mark)] if text else []


def _person(line: str) -> Person:
    """Read one line of people."""
    values: dict[str, str] = dict(zip(PEOPLE, _split(line), strict=True))
    quote = values.pop("quote").removeprefix("quote ") == "yes"
    return Person(**values, quote=quote)


def _rows(source: Source, body: str) -> None:
    """Read a sheet: a line in brackets, then one line for each cell of words."""
    first, *blocks = re.split(r"^\[", body, flags=re.M)
    _stop(source, first)
    for block in blocks:
        about, _, rest = block.partition("]\n")
        lines = rest.split("\n")[:-1]
        cells = [line.replace(" ⏎ ", "\n") for line in lines if line[:2] not in MARKS]
        own = _split(about)
        speaker = own[source.columns.index(source.named)]
        source.script.append(("row", _row(source, speaker, own, cells)))
        filled = 0
        for line in lines:
            if line.startswith("==="):
                _stop(source, line)
            elif line.startswith(">>"):
                _annotate(source, source.said[-1:], line)
            else:
                question = source.words[filled]
                filled += 1
                if line.strip():
                    text = line.replace(" ⏎ ", "\n")
                    source.said.append(Said(speaker, text, "cell", question))


def _row(source: Source, who: str, own: list[str], cells: list[str]) -> list[str]:
    """Give a whole row: what is written, then what is known of the person."""
    person = person_of(source, who)
    known = {name: getattr(person, field) for name, field in KNOWN.items()}
    known["May we quote?"] = "yes" if person.quote else "no"
    known["Role"] = person.group.capitalize()
    given = known | dict(zip(source.columns, own, strict=False))
    given |= dict(zip(source.words, cells, strict=False))
    return [given.get(name, "").removeprefix("unknown") for name in source.columns]


def _turns(source: Source, body: str) -> None:
    """Read a transcript or a deck: turns, titles, and lines that begin with @."""
    title = ""
    new: list[Said] = []
    for line in body.split("\n"):
        if line.startswith("==="):
            _stop(source, line)
        elif line.startswith(">>"):
            _annotate(source, new, line)
        elif line.startswith("# "):
            title = line[2:]
            source.script.append(("title", [title]))
            source.around.append(title)
        elif line.startswith("@"):
            new = _directive(source, line, title) or new
        elif line.strip():
            new = _line(source, line, title, new)


def _directive(source: Source, line: str, title: str) -> list[Said]:
    """Read a line that says where words stand, such as @notes or @box."""
    kind, _, rest = line[1:].partition(" ")
    if kind in ("table", "endtable", "comment"):
        source.script.append((kind, [rest]))
        source.around += _split(rest) if kind == "table" else [rest] if rest else []
        return []
    return [_say(source, rest, kind, title)]


def _line(source: Source, line: str, title: str, new: list[Said]) -> list[Said]:
    """Read a turn, a row of a table in a deck, or one more paragraph of a turn."""
    if source.layout == "slides" and " | " in line:
        return [_say(source, part, "table", title) for part in _split(line)]
    speaker = line.partition(": ")[0]
    if speaker == source.interviewer:
        source.script.append(("ask", [speaker, line.partition(": ")[2]]))
        return []
    if speaker in {person.label for person in source.people}:
        return [_say(source, line, "body", title)]
    source.script[-1][1].append(line)
    new[-1].text += "\n" + _plain(line)
    return new


def _say(source: Source, line: str, place: str, title: str) -> Said:
    """Note one turn in the script, and as a comment with the last question."""
    speaker, _, words = line.partition(": ")
    asked = [what[1] for kind, what in source.script if kind == "ask"]
    source.script.append((place, [speaker, words]))
    question = title or (asked[-1] if asked else "")
    said = Said(speaker, _plain(words), place, question)
    source.said.append(said)
    return said


def _stop(source: Source, line: str) -> None:
    """Note who stopped reading here."""
    source.stopped |= set(re.findall(r"\b(?:AB|CD)\b", line))


def _plain(words: str) -> str:
    """Give the words with a tracked insertion taken in."""
    return words.replace("[+", "").replace("+]", "")


def _annotate(source: Source, said: list[Said], line: str) -> None:
    """Read ">> tags | note", ">> CD tags", with || between cells of one table row."""
    text = line[2:].strip()
    reader = "CD" if text.startswith("CD ") else "AB"
    parts = text.removeprefix("CD ").split("||")
    for one, part in zip(said, map(str.strip, parts), strict=True):
        reading = one.expected if part in ("same", "none") else _reading(part)
        if reader == "AB":
            one.expected = reading
        if part != "none" and reader not in source.stopped:
            setattr(one, reader.lower(), reading)


def _reading(text: str) -> Reading:
    """Read "direct +-; next ! | note", or "out of scope: reason", "duplicate"."""
    words, _, note = (part.strip() for part in text.partition("|"))
    mark = re.match(r"(out of scope|no content|duplicate)(?:: )?(.*)", words)
    if mark:
        return Reading(mark=mark[1], reason=mark[2], note=note)
    codes: Tags = {}
    for tag in words.split(";"):
        name, signs = tag.split()
        codes[KEYS[name]] = tuple(EXPERIENCES[sign] for sign in signs)
    return Reading(codes, note=note)
