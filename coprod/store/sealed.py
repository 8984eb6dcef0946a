"""Seal what is made of people's words, so that nobody reads it without the key.

A sealed file is called by a keyed digest and its content is encrypted; the key lies in
the private folder. The method is AES-SIV (RFC 5297), which needs no chance: the same
content has the same bytes. What is sealed can be made again, so damage counts as none.
"""

import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coprod.store.disk import write
from coprod.store.rounds import Round

__all__ = ["Sealed", "key", "of"]

KEY, FOLDER = "salt.txt", "sealed"


@dataclass(frozen=True)
class Sealed:
    """A folder of sealed files, and the key to them.

    Examples
    --------
    >>> box = store.sealed.of(rnd)
    >>> box.write("vectors", b"numbers")
    >>> box.read("vectors"), b"numbers" in box.path("vectors").read_bytes()
    (b'numbers', False)
    """

    folder: Path
    key: bytes

    def path(self, name: str) -> Path:
        """Return where the content of this name lies."""
        return self.folder / self._digest(f"name {name}").hex()[:32]

    def read(self, name: str) -> bytes | None:
        """Return a content; None if there is none, or it is damaged."""
        path = self.path(name)
        return self.open(path.read_bytes()) if path.exists() else None

    def write(self, name: str, content: bytes) -> None:
        """Keep a content whole or not at all; only its owner can open the file."""
        write(self.path(name), self.seal(content), mode=0o600)

    def seal(self, content: bytes) -> bytes:
        """Return a content encrypted; the same content gives the same bytes."""
        return bytes(self._cipher().encrypt(content, None))

    def open(self, sealed: bytes) -> bytes | None:
        """Return what was sealed; None if it is damaged, or another key's."""
        from cryptography.exceptions import InvalidTag

        try:
            return bytes(self._cipher().decrypt(sealed, None))
        except (InvalidTag, ValueError):
            return None

    def empty(self) -> None:
        """Take away every sealed file: each is made again when it is needed."""
        for path in self.folder.glob("*"):
            path.unlink()

    def _cipher(self) -> Any:
        """Return what encrypts and decrypts."""
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV

        return AESSIV(self._digest("content"))

    def _digest(self, use: str) -> bytes:
        """Return a key for one use, made from the key of the folder."""
        return hmac.digest(self.key, use.encode(), "sha512")


def key(rnd: Round) -> bytes:
    """Return the key that lies in the private folder; make one if there is none.

    Examples
    --------
    >>> type(store.sealed.key(rnd))
    <class 'bytes'>
    """
    path = rnd.private / KEY
    if not path.exists():
        write(path, secrets.token_hex(16).encode(), mode=0o600)
    return path.read_bytes().strip()


def of(rnd: Round) -> Sealed:
    """Return the sealed files of a round, in its private folder.

    Examples
    --------
    >>> store.sealed.of(rnd).read("nothing yet") is None
    True
    """
    return Sealed(rnd.private / FOLDER, key(rnd))
