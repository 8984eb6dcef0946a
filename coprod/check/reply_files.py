"""Read replies that came as files: mails (.eml) and Word documents in `check-back/`.

A file in, the words of one person out, to be read like a paste. Addresses are dropped
before anything is kept; what was taken in is known again by its bytes, not its name.
"""

import hashlib
import re
from pathlib import Path

from coprod.check.parse_replies import PROBLEMS
from coprod.listen import formats
from coprod.store import journal
from coprod.store.problem import Problem
from coprod.store.rounds import Round

ADDRESS = "[address]"  # what stands where an e-mail address stood
_ADDRESS = re.compile(r"<?(?:mailto:)?[\w.+'’-]+@[\w-]+(?:\.[\w-]+)+>?")


def waiting(rnd: Round) -> list[Path]:
    """Return the mails and documents in `check-back/` that nobody took in yet."""
    found = sorted((rnd.raw / "check-back").glob("[!.~]*"))
    taken = set(journal.state(rnd, "replies", ["file"])["file"])
    kinds = (".eml", ".docx")
    return [p for p in found if p.suffix.lower() in kinds and mark(p) not in taken]


def mark(path: Path) -> str:
    """Return what a file is known by: its name may hold a person's."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def words(path: Path) -> str:
    """Return the words of a mail or document, without addresses.

    Raises
    ------
    ValueError
        In plain words, if the file holds none or cannot be read.
    """
    said = formats.plain_words(path)
    if not said.strip():
        raise Problem(PROBLEMS["wordless"])
    return without_addresses(said)


def without_addresses(text: str) -> str:
    """Return a text in which no e-mail address stands."""
    return _ADDRESS.sub(ADDRESS, text)
