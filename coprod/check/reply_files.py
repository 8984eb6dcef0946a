"""Read replies that came as files: mails (.eml) and Word documents in `check-back/`.

A file in, the words of one person out, to be read like a paste. Addresses are dropped
before anything is kept; what was taken in is known again by its bytes, not its name.
"""

import email
import email.policy
import hashlib
import re
from pathlib import Path

from coprod.listen import formats
from coprod.store import journal
from coprod.store.problem import Problem
from coprod.store.rounds import Round

ADDRESS = "[address]"  # what stands where an e-mail address stood
_ADDRESS = re.compile(r"<?(?:mailto:)?[\w.+'’-]+@[\w-]+(?:\.[\w-]+)+>?")
_BLOCKS = ["br", "p", "div", "li", "tr", "h1", "h2", "h3"]


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
    if path.suffix.lower() == ".docx":
        said = formats.plain_words(path)
    else:
        said = _mail(path.read_bytes())
    if not said.strip():
        raise Problem(
            "replies: this file holds no words that can be read. Open it, copy what "
            "they wrote, and paste it into the box."
        )
    return without_addresses(said)


def without_addresses(text: str) -> str:
    """Return a text in which no e-mail address stands."""
    return _ADDRESS.sub(ADDRESS, text)


def _mail(raw: bytes) -> str:
    """Return the words of a mail: its plain ones, or those of its page."""
    made = email.message_from_bytes(raw, policy=email.policy.default)
    body = made.get_body(("plain", "html"))
    try:
        said = str(body.get_content()) if body else ""
    except LookupError:  # letters of a kind that nobody knows
        return ""
    return _page(said) if body and body.get_content_subtype() == "html" else said


def _page(html: str) -> str:
    """Return the words of a mail that is a page; what it quotes begins with ">"."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    for hidden in soup(["style", "script", "title"]):
        hidden.decompose()
    for source in soup.find_all(string=re.compile(r"\n")):
        source.replace_with(re.sub(r"\s*\n\s*", " ", source))
    for block in soup(_BLOCKS):
        block.insert_before("\n")
    for quoted in reversed(soup("blockquote")):
        lines = quoted.get_text().strip().splitlines()
        quoted.replace_with("\n" + "\n".join(f"> {line}" for line in lines) + "\n")
    return soup.get_text()
