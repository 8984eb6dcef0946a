"""Keep what is made of people's words, sealed, so that nothing is made twice.

A sealed file is called by a keyed digest and its content is encrypted; the key lies in
the private folder. The method is AES-SIV (RFC 5297), which needs no chance: the same
content has the same bytes. What is sealed can be made again, so damage counts as none.
What is kept on a shelf is known by a digest of what it was made from, never by a time
or a name; a withdrawal takes all of it away.
"""

import hashlib
import hmac
import io
import json
import secrets
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from coprod.store.disk import write
from coprod.store.problem import Problem
from coprod.store.rounds import Round

__all__ = [
    "BACKUP",
    "FOLDER",
    "Sealed",
    "back_up",
    "bring_back",
    "code",
    "each",
    "key",
    "of",
]

KEY, FOLDER, BACKUP = "salt.txt", "sealed", "private-folder.backup"
MARK, LEAST = b"coprod backup 1\n", 12  # letters of a passphrase


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


def back_up(rnd: Round, passphrase: str) -> Path:
    """Write the private folder into one encrypted file; give where it lies.

    Nobody opens it without the passphrase (Scrypt, AES-GCM). What is sealed stays out,
    as it is made again.

    Raises
    ------
    ValueError
        If the passphrase is shorter than twelve letters.

    Examples
    --------
    >>> store.sealed.back_up(rnd, "four quiet green boats").name
    'private-folder.backup'
    """
    if len(passphrase) < LEAST:
        raise Problem(
            f"passphrase: it is shorter than {LEAST} letters. Choose four or five "
            "words, write them down where only your team finds them, then again."
        )
    folder, packed = rnd.private, io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            name = path.relative_to(folder)
            if name.parts[0] != FOLDER:
                archive.write(path, name.as_posix())
    salt, once = secrets.token_bytes(16), secrets.token_bytes(12)
    closed = _locked(passphrase, salt).encrypt(once, packed.getvalue(), MARK)
    write(rnd.working / BACKUP, MARK + salt + once + closed, mode=0o600)
    return rnd.working / BACKUP


def bring_back(rnd: Round, backup: Path, passphrase: str) -> int:
    """Put a backed-up private folder where it should lie; give its number of files.

    Raises
    ------
    ValueError
        If a private folder is there, or the file is none of ours, is damaged, or was
        made with another passphrase. Nothing is written then.

    Examples
    --------
    >>> from pathlib import Path
    >>> store.sealed.bring_back(rnd, Path("lost"), "four quiet green boats")
    Traceback (most recent call last):
    coprod.store.problem.Problem: backup: the private folder of this round is there ...
    """
    from cryptography.exceptions import InvalidTag

    folder, raw = rnd.private_place, backup.read_bytes() if backup.is_file() else b""
    if not folder or (folder.is_dir() and any(folder.iterdir())):
        raise Problem(
            "backup: the private folder of this round is there already, or data/"
            "decisions is not. Nothing was written: move the folder away, or bring "
            "data/decisions back first, then again."
        )
    at = len(MARK)
    try:
        lock = _locked(passphrase, raw[at : at + 16])
        packed = lock.decrypt(raw[at + 16 : at + 28], raw[at + 28 :], raw[:at])
    except (InvalidTag, ValueError):
        raise Problem(
            "backup: it does not open. It is another file, is damaged, or was made "
            "with another passphrase. Nothing was written: look, then again."
        ) from None
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in archive.namelist():
            write(folder / name, archive.read(name), mode=0o600)
    return len(archive.namelist())


def _locked(passphrase: str, salt: bytes) -> Any:
    """Return what encrypts and decrypts with a passphrase."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    made = Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode())
    return AESGCM(made)


def each(
    box: Sealed | None,
    shelf: str,
    by: str,
    asked: Iterable[str],
    make: Callable[[list[str]], Iterable[bytes]],
) -> list[bytes]:
    """Return what is made of each thing asked; only what is not kept yet is made.

    Parameters
    ----------
    box : Sealed, optional
        Where it is kept; without one, the same thing is still made only once.
    shelf : str
        What is kept: vectors, names ...
    by : str
        What makes it, with version and settings: what another made counts as none.
    asked : iterable of str
        All that it is made from, such as a text.
    make : function
        Takes those that are new, in order, and gives what is made of each; what is
        empty is not kept.

    Examples
    --------
    >>> box, made = store.sealed.of(rnd), []
    >>> for _ in range(2):
    ...     found = store.sealed.each(
    ...         box, "lengths", "1", ["a", "bc", "a"],
    ...         lambda new: [made.append(t) or b"%d" % len(t) for t in new],
    ...     )
    >>> found, made
    ([b'1', b'2', b'1'], ['a', 'bc'])
    """
    told = [(_key(text), text) for text in asked]
    kept = _shelf(by, box.read(shelf)) if box else {}
    if new := {mark: text for mark, text in told if mark not in kept}:
        made = dict(zip(new, make(list(new.values())), strict=True))
        kept |= made
        if box and any(made.values()):
            box.write(shelf, _packed(by, {k: v for k, v in kept.items() if v}))
    return [kept[mark] for mark, _ in told]


@cache
def code() -> str:
    """Return a digest of the library itself: what older code made is made again.

    Examples
    --------
    >>> len(store.sealed.code())
    64
    """
    ours = Path(__file__).parents[1]
    found = (
        path for path in sorted(ours.rglob("*")) if "__pycache__" not in path.parts
    )
    marks = (_key(path.name) + path.read_bytes() for path in found if path.is_file())
    return hashlib.sha256(b"".join(marks)).hexdigest()


def _key(text: str) -> bytes:
    """Return by what a text is known."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _packed(by: str, kept: dict[bytes, bytes]) -> bytes:
    """Return a shelf as bytes, sorted, so that same in is same out."""
    keys = sorted(kept)
    head = json.dumps({"by": by, "sizes": [len(kept[key]) for key in keys]})
    return b"".join([head.encode(), b"\n", *keys, *(kept[key] for key in keys)])


def _shelf(by: str, held: bytes | None) -> dict[bytes, bytes]:
    """Return what stands on a shelf; none if another made it, or it is no shelf."""
    head, _, body = (held or b"").partition(b"\n")
    try:
        said = json.loads(head)
    except ValueError:
        return {}
    if not isinstance(said, dict) or said.get("by") != by:
        return {}
    keys = [body[at : at + 32] for at in range(0, 32 * len(said["sizes"]), 32)]
    found, at = dict[bytes, bytes](), 32 * len(keys)
    for key_, size in zip(keys, said["sizes"], strict=True):
        found[key_], at = body[at : at + size], at + size
    return found
