"""The private folder goes into one encrypted file, and comes back from it."""

import shutil

import pytest

from coprod.protect.screens import Backup
from coprod.store import sealed

WORDS = "four quiet green boats"


def files(folder):
    """Give the content of every file, by its place."""
    found = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


def test_a_lost_folder_comes_back_byte_for_byte(rnd):
    (rnd.private / "who is who.txt").write_text("Amira Khan is P01")
    sealed.of(rnd).write("vectors", b"made again")
    before = files(rnd.private)
    screen = Backup(rnd)
    screen.words.value = WORDS
    screen.act(screen.submit)
    assert screen.status.startswith("Saved") and screen.words.value == ""
    kept = (rnd.working / sealed.BACKUP).read_bytes()
    assert b"Amira" not in kept and b"who is who" not in kept
    shutil.rmtree(rnd.private_place)
    screen.words.value = WORDS
    screen.act(screen.bring)
    assert screen.status.startswith("Saved")
    after = files(rnd.private)
    assert after == {k: v for k, v in before.items() if not k.startswith("sealed/")}
    assert (rnd.private.stat().st_mode & 0o777) == 0o700
    assert (rnd.private / "who is who.txt").stat().st_mode & 0o077 == 0


def test_nothing_is_written_over_and_nothing_opens_without_the_words(rnd):
    (rnd.private / "who is who.txt").write_text("Amira Khan is P01")
    with pytest.raises(ValueError, match="shorter than 12"):
        sealed.back_up(rnd, "short")
    kept = sealed.back_up(rnd, WORDS)
    (rnd.private / "who is who.txt").write_text("newer")
    with pytest.raises(ValueError, match="there already"):
        sealed.bring_back(rnd, kept, WORDS)
    assert (rnd.private / "who is who.txt").read_text() == "newer"
    shutil.rmtree(rnd.private_place)
    raw = kept.read_bytes()
    bad = [raw[:-1] + bytes([raw[-1] ^ 1]), raw[:40], b"", b"x" + raw[1:]]
    for number, content in enumerate(bad):
        (broken := kept.with_name(f"broken {number}")).write_bytes(content)
        with pytest.raises(ValueError, match="does not open"):
            sealed.bring_back(rnd, broken, WORDS)
    with pytest.raises(ValueError, match="another passphrase"):
        sealed.bring_back(rnd, kept, "four quiet green goats")
    assert not rnd.private_place.exists()
