"""Sweep the XML of Word and PowerPoint files for every word, counted a second time.

`paragraphs` reads with lxml and knows what each word stands in; `sweep` only counts,
with another parser and without knowing anything: that is the proof of the reading.
Both say where they are in the same words, so that a difference can be found.
"""

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, Literal
from xml.etree import ElementTree

from coprod.listen.formats import reasons
from coprod.listen.formats.utterances import Tally
from coprod.listen.formats.words import tables_in

KNOWN = tables_in("office.toml")


def tag(name: str) -> str:
    """Return the whole name of an element, such as w:p."""
    space, _, own = name.partition(":")
    return f"{{{KNOWN['spaces'][space]}}}{own}"


def tags(table: str) -> dict[str, str]:
    """Return what elements stand for by one of the tables, by their whole names."""
    return {tag(name): what for name, what in KNOWN[table].items()}


W, A, P, C, M, MC, REL = map(tag, ("w:", "a:", "p:", "c:", "m:", "mc:", "rel:"))
WORDS = (f"{W}t", f"{W}delText", f"{A}t", f"{M}t", f"{P}text", f"{C}v")
MARKS, NAMED, ASIDE = tags("marks"), tags("named"), tags("set aside")
HOLDERS = (f"{W}r", f"{A}p")  # a tab elsewhere is a tab stop, not a character
PARAGRAPHS = (f"{W}p", f"{A}p", f"{P}cm")
NOT = ("0", "false", "off")
OF_FONTS = re.compile("[\uf020-\uf0ff]")
FIELD = re.compile(r"slidenum\Z|datetime")  # of a slide: its number, or the date
FURNITURE = ("sldNum", "dt", "ftr", "hdr")
OTHER_PART = "another part"
BOTH: tuple[Literal["start"], Literal["end"]] = ("start", "end")
PICTURE = ("}docPr", "}cNvPr")  # how the tags end that describe one
DESCRIBED = ("descr", "title")  # what a picture shows, for people who do not see it


class Spot:
    """Where one is in a part while its elements open and close.

    The outermost paragraph or table row names the place: "table 2 row 3".
    """

    def __init__(self, part: str, named: Mapping[str, str] = NAMED) -> None:
        self.named = named
        self.seen, self.depth = Counter[str](), 0
        self.part = self.name = part

    def opens(self, tag: str) -> None:
        """Step into an element."""
        if (kind := self.named.get(tag)) is None:
            return
        if not self.depth:
            self.seen[kind] += 1
            self.seen["row"] = 0 if kind == "table" else self.seen["row"]
            table = f"table {self.seen['table']} " if kind == "row" else ""
            place = f"{table}{kind} {self.seen[kind]}" if kind != "table" else ""
            self.name = ", ".join(filter(None, (self.part, place)))
        self.depth += kind != "table"

    def closes(self, tag: str) -> None:
        """Step out of an element."""
        self.depth -= self.named.get(tag, "table") != "table"
        self.name = self.name if self.depth else self.part


def parts(path: Path | IO[bytes]) -> dict[str, Any]:
    """Return the root element of every XML part with words in it, by part name."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if n.lower().endswith(".xml")]
        roots = {n: etree.fromstring(archive.read(n), parser) for n in names}
    return {n: r for n, r in roots.items() if "docProps/" not in n}


def sweep(path: Path | IO[bytes], called: Mapping[str, str]) -> Tally:
    """Count every character of text in a file, whatever it stands in.

    Parameters
    ----------
    path : pathlib.Path
        A Word or PowerPoint file.
    called : mapping of str to str
        What each part is called in the name of a place: "slide 5".
    """

    def spot(name: str) -> Spot | None:
        wordy = name.lower().endswith(".xml") and not name.startswith("docProps/")
        return Spot(called.get(name, OTHER_PART)) if wordy else None

    return count(path, spot, _characters)


def count(
    path: Path | IO[bytes],
    spot_of: Callable[[str], Spot | None],
    characters: Callable[[ElementTree.Element], int],
) -> Tally:
    """Count the characters of each element of the parts that have a spot."""
    swept = Tally()
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if (spot := spot_of(name)) is None:
                continue
            with archive.open(name) as part:
                for event, element in ElementTree.iterparse(part, BOTH):
                    if event == "start":
                        spot.opens(element.tag)
                        continue
                    swept.put("", characters(element), (spot.name,))
                    spot.closes(element.tag)
                    del element[:]  # what follows it is not read yet
    return swept


def _characters(element: ElementTree.Element) -> int:
    """Count the characters of one element, not those of the elements in it."""
    text = len(element.text or "") if element.tag in WORDS else 0
    held = element if element.tag in HOLDERS else ()
    told = element.tag.endswith(PICTURE)
    described = sum(len(element.get(name, "")) for name in DESCRIBED) if told else 0
    return text + sum(e.tag in MARKS for e in held) + described + len(field(element))


def field(element: Any) -> str:
    """Return what was chosen in a form of Word: of a list, or a box with a tick."""
    told = {each.tag: each.get(f"{W}val", "1") for each in element}
    if element.tag == f"{W}checkBox":
        ticked = told.get(f"{W}checked", told.get(f"{W}default", "0"))
        return "☐" if ticked in NOT else "☒"
    if element.tag != f"{W}ddList" or f"{W}result" not in told:
        return ""
    offered = [e.get(f"{W}val", "") for e in element if e.tag == f"{W}listEntry"]
    return "".join(offered[int(told[f"{W}result"]) :][:1])


def paragraphs(
    root: Any, aside: Tally, part: str, why: str | None = None
) -> Iterator[tuple[Any, str, tuple[str]]]:
    """Return each paragraph element of a part with its own words, in their order.

    Parameters
    ----------
    root : lxml element
        The part. Words of a text box belong to the paragraphs in the box.
    aside : Tally
        Characters set aside by reason; this function adds to it.
    part : str
        What the part is called in the name of a place.
    why : str, optional
        A reason to set the whole part aside.

    Yields
    ------
    tuple of (lxml element, str, tuple of str)
        The paragraph, its words, blank ones too, and where it stands.
    """
    from lxml import etree

    spot, words, spots = Spot(part), dict[Any, list[str]](), dict[Any, tuple[str]]()
    for event, leaf in etree.iterwalk(root, BOTH, tag="*"):
        if event == "end":
            spot.closes(leaf.tag)
            continue
        spot.opens(leaf.tag)
        if leaf.tag in PARAGRAPHS:
            words[leaf], spots[leaf] = [], (spot.name,)
        elif leaf.tag.endswith(PICTURE):
            told = sum(len(leaf.get(name, "")) for name in DESCRIBED)
            aside.put(reasons.PICTURES, told, (spot.name,))
        elif leaf.tag in WORDS or _is_mark(leaf) or field(leaf):
            sign = _symbol(leaf) if leaf.tag == f"{W}sym" else field(leaf)
            typed = OF_FONTS.sub(_sign(leaf), leaf.text or "")
            text = sign or MARKS.get(leaf.tag) or typed
            paragraph = next(leaf.iterancestors(*PARAGRAPHS), None)
            above = next(leaf.iterancestors(f"{C}title"), None)
            titled = why == reasons.CHARTS and above is not None
            reason = reasons.CHART_TITLES if titled else why or _reason(leaf)
            if reason or paragraph is None:
                why_not = reason or "words outside any paragraph"
                aside.put(why_not, len(text), (spot.name,))
            else:
                words[paragraph].append(text)
    for paragraph, pieces in words.items():
        yield paragraph, "".join(pieces), spots[paragraph]


def cell(paragraph: Any, tags: tuple[str, str, str]) -> tuple[Any, Any, int] | None:
    """Return the table, the row and the number of the column of a paragraph.

    `tags` are those of a cell, a row and a table.
    """
    own = next(paragraph.iterancestors(tags[0]), None)
    if own is None:
        return None
    row, table = (next(own.iterancestors(tag), None) for tag in tags[1:])
    return table, row, [c for c in own.getparent() if c.tag == own.tag].index(own)


def _is_mark(leaf: Any) -> bool:
    """Say whether an element stands for a character: not a tab stop, for example."""
    return leaf.tag in MARKS and leaf.getparent().tag in HOLDERS


def _symbol(leaf: Any) -> str:
    """Return the sign of a font of signs, if it is known; Unicode stands as it is."""
    code = int(leaf.get(f"{W}char", "0"), 16)
    if 0x20 <= code < 0xD800:
        return chr(code)
    return KNOWN.get(f"font {leaf.get(f'{W}font')}", {}).get(f"{code & 0xFF:02X}", "")


def _sign(leaf: Any) -> Callable[[re.Match[str]], str]:
    """Return what finds a sign that was typed in a font of signs."""
    font = leaf.getparent().find(f"{W}rPr/{W}rFonts")
    known = KNOWN.get(f"font {'' if font is None else font.get(f'{W}ascii')}", {})
    return lambda found: known.get(f"{ord(found[0]) & 0xFF:02X}", "\ufffd")


def _reason(leaf: Any) -> str | None:
    """Say why the words of an element are nobody's voice, if they are not."""
    if leaf.tag == f"{W}delText":
        return ASIDE[f"{W}del"]
    for above in leaf.iterancestors():
        hidden = above.find(f"{W}rPr/{W}vanish") if above.tag == f"{W}r" else None
        if hidden is not None and hidden.get(f"{W}val") not in NOT:
            return reasons.HIDDEN
        if above.tag in ASIDE:
            return ASIDE[above.tag]
        if above.tag in (f"{MC}Choice", f"{MC}Fallback") and _is_copy(above):
            return reasons.COPY
        if above.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
            return "prompts that nobody filled in"
        if above.tag == f"{A}fld" and FIELD.match(above.get("type", "")):
            return reasons.NUMBERS
        if above.tag == f"{P}sp" and placeholder(above) in FURNITURE:
            return reasons.NUMBERS
    return None


def _is_copy(choice: Any) -> bool:
    """Say whether an alternative is not the first one that holds words."""
    wordy = (o for o in choice.getparent() if any(e.text for e in o.iter(*WORDS)))
    return choice is not next(wordy, None)


def placeholder(shape: Any) -> str:
    """Return the kind of placeholder a shape on a slide is: title, body, dt ..."""
    found = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
    return "" if found is None else str(found.get("type", "body"))


def links(path: Path | IO[bytes], part: str) -> dict[str, tuple[str, str]]:
    """Return what a part refers to inside the file: id to (kind, part name)."""
    folder, name = posixpath.split(part)
    with zipfile.ZipFile(path) as archive:
        place = f"{folder}/_rels/{name}.rels"
        if place not in archive.namelist():
            return {}
        links = ElementTree.fromstring(archive.read(place))
    found = {}
    for link in (link for link in links if link.get("TargetMode") != "External"):
        kind = link.get("Type", "").rsplit("/", 1)[-1]
        target = posixpath.join("/" + folder, link.get("Target", ""))
        found[link.get("Id", "")] = (kind, posixpath.normpath(target)[1:])
    return found
