"""Thirty names in twenty hiding places: the gate lets none through, and few others."""

import base64
import html
import io
import struct
import zipfile
import zlib

import pandas as pd
import pytest

from coprod.share import gate

NAMES = """Amira Oluwaseun Siobhán Zofia Wojtek Ngozi Harpreet Yusuf Xiaoming Krzysztof
Gwenllian Abdirahman Caoimhe Mehmet Dilnoza Kwabena Lakshmi Thandiwe Tomasz Rukhsar
Bronwen Ezekiel Iestyn Nusrat Oyinkan Padraig Szymon Vihaan Zeynep Hyacinth""".split()
WORDS = """corridor blanket window morning playroom kitchen needle teddy breakfast sofa
parking letter computer bedtime music garden football painting biscuit curtain
holiday pencil kettle charger jigsaw slipper trousers cushion library radio""".split()
SAID = "They said that the {} was kind to everybody."


def page(inside):
    """Give a page with something inside."""
    return f"<!doctype html><html><body>{inside}</body></html>".encode()


def chunk(kind, said):
    """Give one part of a picture made of dots."""
    body = kind + said
    return struct.pack(">I", len(said)) + body + struct.pack(">I", zlib.crc32(body))


def png(*parts):
    """Give a picture of one dot, with parts that no eye sees."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    dots = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(parts) + dots + chunk(b"IEND", b"")


def office(part, content):
    """Give an Office file with one part in it."""
    (packed := io.BytesIO()).name = ""
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, content)
    return packed.getvalue()


def split(word):
    """Give a word cut by tags of a Word file."""
    return f"<w:r><w:t>{word[:2]}</w:t></w:r><w:r><w:t>{word[2:]}</w:t></w:r>"


PLACES = {
    "plain.html": lambda n: page(f"<p>{SAID.format(n)}</p>"),
    "entities.html": lambda n: page("".join(f"&#x{ord(c):x};" for c in n)),
    "split.html": lambda n: page(f"<p>{n[:2]}<b>{n[2:]}</b></p>"),
    "comment.html": lambda n: page(f"<!-- {n} -->"),
    "alt.html": lambda n: page(f'<svg role="img" aria-label="{n} in bed"></svg>'),
    "attribute.html": lambda n: page(f'<p data-who="{n}">x</p>'),
    "base64.html": lambda n: page(
        '<img alt="" src="data:image/svg+xml;base64,'
        + base64.b64encode(f"<svg><text>{n} {n}</text></svg>".encode()).decode()
        + '">'
    ),
    "escape.json": lambda n: "".join(f"\\u{ord(c):04x}" for c in n).encode(),
    "utf16.txt": lambda n: SAID.format(n).encode("utf-16"),
    "wide.csv": lambda n: ("who\n" + "\u200b".join(n)).encode(),
    "hidden.html": lambda n: page(f'<p style="display:none">{n}</p>'),
    "body.docx": lambda n: office("word/document.xml", f"<w:p>{split(n)}</w:p>"),
    "comments.docx": lambda n: office("word/comments.xml", f"<w:t>{n}</w:t>"),
    "author.docx": lambda n: office(
        "docProps/core.xml", f"<dc:creator>{n}</dc:creator>"
    ),
    "notes.pptx": lambda n: office("ppt/notesSlides/n1.xml", f"<a:t>{n}</a:t>"),
    "descr.pptx": lambda n: office("ppt/slides/s.xml", f'<p:cNvPr descr="{n}"/>'),
    "row.xlsx": lambda n: office(
        "xl/worksheets/sheet1.xml", f'<row hidden="1"><c><t>{n}</t></c></row>'
    ),
    "sheet.xlsx": lambda n: office("xl/workbook.xml", f'<sheet name="{n}"/>'),
    "wide.docx": lambda n: office(
        "word/header1.xml", f'<?xml version="1.0"?><w:t>{n}</w:t>'.encode("utf-16")
    ),
    "picture.docx": lambda n: office(
        "word/media/i.png", png(chunk(b"tEXt", b"Author\0" + n.encode()))
    ),
    "packed.pptx": lambda n: office(
        "ppt/media/i.png", png(chunk(b"zTXt", b"A\0\0" + zlib.compress(n.encode())))
    ),
    "part.xlsx": lambda n: office(f"xl/media/{n}.bin", b"\0\1"),
    "percent.svg": lambda n: (
        f'<svg><a href="#{"".join(f"%{b:02x}" for b in n.encode())}"/></svg>'.encode()
    ),
}


def judged(folder, place, word, names):
    """Give the reasons why a file with a word in one place may not be shared."""
    (path := folder / place).write_bytes(PLACES[place](word))
    return gate.check_file(path, names)


@pytest.fixture
def names():
    """Give a list of thirty names to hide."""
    rows = {"name": NAMES, "shown": "[Child 1]", "type": "PERSON", "person": "P01"}
    return pd.DataFrame(rows, dtype="string")


@pytest.mark.slow
def test_no_name_passes_and_few_others_are_refused(names, tmp_path):
    assert len(NAMES) == len(WORDS) == 30 and len(PLACES) >= 20
    named = [(place, name) for place in PLACES for name in NAMES]
    passed = [
        one
        for one in named
        if not any("registered name" in why for why in judged(tmp_path, *one, names))
    ]
    assert passed == []
    other = [(place, word) for place in PLACES for word in WORDS]
    refused = [one for one in other if judged(tmp_path, *one, names)]
    assert len(refused) < 0.01 * len(other), refused[:9]


@pytest.mark.parametrize("kind", [".html", ".docx", ".svg"])
def test_no_name_passes_in_the_name_of_a_file(kind, names, tmp_path):
    inside = PLACES["body.docx"]("window") if kind == ".docx" else page("<p>kind</p>")
    for name in NAMES:
        (path := tmp_path / f"what_{html.unescape(name)}_said{kind}").write_bytes(
            inside
        )
        assert any("registered name" in why for why in gate.check_file(path, names))
        path.unlink()
