"""How files that could do harm are refused: kind, seconds, memory, words.

Each file is made afresh, read in a process of its own and taken away again. Run it by
`python benchmarks/hostile.py`; it ends with 1 if a file was accepted, or was refused
after more than a second or with more than 200 MB.
"""

import json
import random
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

MOST_SECONDS, MOST_MEGABYTES = 1.0, 200
OLD = bytes.fromhex("D0CF11E0A1B11AE1")
TYPES = {"[Content_Types].xml": b"<Types/>"}
W = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD, TAIL = b'<w:document xmlns:w="' + W + b'"><w:body>', b"</w:body></w:document>"
SAID = b"<w:p><w:r><w:t>&a;</w:t></w:r></w:p>"
LAUGHS = b"<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
LONG = b"<!DOCTYPE a [<!ENTITY a '" + b"x" * 100_000 + b"'>]>"
OUTSIDE = b"<!DOCTYPE a [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
STRICT = b'<a xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'
Parts = dict[str, bytes]
CHILD = """
import json, re, resource, sys, time
from pathlib import Path
from coprod.listen import formats as voices
import docx, pptx, openpyxl, lxml.etree
resource.setrlimit(resource.RLIMIT_AS, (4_000_000_000, 4_000_000_000))
def peak():
    told = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\\s+(\\d+)", told)[1])
before = peak()
start, refused = time.perf_counter(), None
try:
    voices.read_file(Path(sys.argv[1]))
except ValueError as error:
    refused = str(error)
seconds = time.perf_counter() - start
print(json.dumps([seconds, (peak() - before) / 1024, refused]))
"""


def packed(path: Path, parts: Parts) -> None:
    """Write an archive with one part of every name."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {**TYPES, **parts}.items():
            made.writestr(name, content)


def document(
    *pieces: tuple[bytes, int] | bytes, **more: bytes
) -> Callable[[Path], None]:
    """Give what writes an Office file with a main part of these pieces, repeated."""
    return lambda path: packed(path, {"word/document.xml": _joined(pieces), **more})


def flat(*pieces: tuple[bytes, int] | bytes) -> Callable[[Path], None]:
    """Give what writes a file of these pieces, repeated."""
    return lambda path: path.write_bytes(_joined(pieces)) and None


def _joined(pieces: tuple[tuple[bytes, int] | bytes, ...]) -> bytes:
    """Join pieces; a pair is bytes and how often."""
    return b"".join(p if isinstance(p, bytes) else p[0] * p[1] for p in pieces)


def lying(path: Path) -> None:
    """Write an archive whose list says that a part of 5 MB has 10 bytes."""
    packed(path, {"word/document.xml": HEAD + b"x" * 5_000_000 + TAIL})
    raw = bytearray(path.read_bytes())
    entry = raw.rfind(b"PK\x01\x02")
    raw[entry + 24 : entry + 28] = struct.pack("<I", 10)
    path.write_bytes(raw)


def twice(path: Path) -> None:
    """Write an archive with two parts of one name."""
    with zipfile.ZipFile(path, "w") as made:
        for name in (*TYPES, "word/document.xml"):
            made.writestr(name, b"<a/>")
    with zipfile.ZipFile(path, "a") as made:
        made.writestr("WORD/document.xml", b"<a/>")


def locked(path: Path) -> None:
    """Write an archive whose parts are said to be encrypted."""
    packed(path, {"word/document.xml": b"<a/>"})
    raw = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.find(mark) + place] |= 1
    path.write_bytes(raw)


FILLER = random.Random(1).randbytes(5_000_000)  # so that not the ratio gives it away
KINDS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "not a ZIP": (".docx", flat(b"hello")),
    "old Word": (".docx", flat(OLD, (b"\0", 4_096))),
    "password (whole file)": (
        ".docx",
        flat(OLD, "EncryptedPackage".encode("utf-16-le"), (b"\0", 4_096)),
    ),
    "password (parts)": (".docx", locked),
    "over 50 MB": (".docx", flat(b"PK", (b"\0", 50_000_001))),
    "400 MB out of 400 kB": (".docx", document(b"<", (b"\0", 400_000_000))),
    "a part over 100 MB": (
        ".docx",
        document(b"<", (b"\0", 100_000_001), **{"a.bin": FILLER}),
    ),
    "over 200 MB in all": (
        ".xlsx",
        lambda path: packed(
            path,
            {f"{i}.bin": bytes(70_000_000) for i in range(3)} | {"a.bin": FILLER},
        ),
    ),
    "over 200 times its size": (".pptx", document(b"<", (b"\0", 5_000_000))),
    "over 5,000 parts": (
        ".docx",
        lambda path: packed(path, {f"{i}.xml": b"<a/>" for i in range(5_001)}),
    ),
    "two parts of one name": (".docx", twice),
    "a name that leads out": (".docx", document(b"<a/>", **{"../evil.xml": b"<a/>"})),
    "billion laughs": (".docx", document(LAUGHS + HEAD + SAID + TAIL)),
    "quadratic blow-up": (
        ".docx",
        document(LONG, HEAD, (SAID, 9_000), TAIL, **{"a.bin": FILLER}),
    ),
    "file from outside": (".docx", document(OUTSIDE + HEAD + SAID + TAIL)),
    "entities in UTF-16": (
        ".docx",
        document((LAUGHS + b"<a/>").decode().encode("utf-16")),
    ),
    "entities in EBCDIC": (
        ".docx",
        document((LAUGHS + b"<a/>").decode().encode("cp037")),
    ),
    "sizes that lie": (".docx", lying),
    "cut off": (".docx", flat(b"PK\x03\x04 and then nothing")),
    "Strict Open XML": (".docx", document(STRICT)),
    "nested 200,000 deep": (
        ".docx",
        document(HEAD, (b"<w:p>", 200_000), TAIL, **{"a.bin": FILLER}),
    ),
    "one word of 90 MB": (
        ".docx",
        document(HEAD, b"<w:p>", (b"x", 90_000_000), TAIL, **{"a.bin": FILLER}),
    ),
    "16 million elements": (
        ".docx",
        document(HEAD, (b"<w:p/>", 16_000_000), TAIL, **{"a.bin": FILLER}),
    ),
    "OpenDocument, entities": (
        ".odt",
        lambda path: packed(path, {"content.xml": LAUGHS + b"<a/>"}),
    ),
    "OpenDocument, 19 million elements": (
        ".odt",
        lambda path: packed(
            path, {"content.xml": b"<a>" + b"<b/>" * 19_000_000, "a.bin": FILLER}
        ),
    ),
    "rich text, nested deep": (".rtf", flat(b"{\\rtf1 ", (b"{", 5_000_000))),
    "rich text, many groups": (".rtf", flat(b"{\\rtf1 ", (b"{}", 20_000_000))),
    "rich text, huge \\bin": (".rtf", flat(b"{\\rtf1 \\bin4000000000 x}")),
    "rich text, many \\bin": (".rtf", flat(b"{\\rtf1 ", (b"\\bin0 ", 8_000_000))),
    "text over 50 MB": (".txt", flat((b"x", 50_000_001))),
}


def tried(kind: str, folder: Path) -> tuple[str, float, float, str]:
    """Make one file, read it in a process of its own, and take it away."""
    ending, write = KINDS[kind]
    path = folder / f"wishes{ending}"
    write(path)
    run = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        timeout=120,
    )
    path.unlink()
    seconds, megabytes, refused = json.loads(run.stdout)
    left = [p.name for p in folder.iterdir()]
    words = refused or "ACCEPTED"
    return kind, seconds, megabytes, words + (f" LEFT BEHIND: {left}" if left else "")


def main() -> int:
    """Print the table in Markdown."""
    print("| kind | seconds | memory, MB | what is said |\n| --- | --- | --- | --- |")
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            _, seconds, megabytes, words = tried(kind, Path(folder))
            print(f"| {kind} | {seconds:.2f} | {megabytes:.0f} | {words} |", flush=True)
            within = seconds < MOST_SECONDS and megabytes < MOST_MEGABYTES
            bad += not within or "ACCEPTED" in words or "LEFT" in words
    print(f"\n{len(KINDS) - bad} of {len(KINDS)} as promised.")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
