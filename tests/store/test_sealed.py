"""What is sealed shows nothing, is the same each time, and opens with its key only."""

import pytest

from coprod.store import sealed
from coprod.store.sealed import Sealed

WORDS = b"The drip stand sang to me at night."


def test_neither_name_nor_content_is_in_the_file_and_both_come_back(tmp_path):
    box = Sealed(tmp_path / "sealed", b"key")
    box.write("words of Amira", WORDS)
    [path] = box.folder.iterdir()
    assert "Amira" not in path.name
    assert not [
        i for i in range(len(WORDS) - 8) if WORDS[i : i + 8] in path.read_bytes()
    ]
    assert path.stat().st_mode & 0o777 == 0o600
    assert box.read("words of Amira") == WORDS


def test_the_same_content_has_the_same_bytes_and_another_key_other_ones(tmp_path):
    one, two, other = (
        Sealed(tmp_path / n, key) for n, key in (("1", b"k"), ("2", b"k"), ("3", b"o"))
    )
    for box in (one, two, other):
        box.write("vectors", WORDS)
    names = [[p.name for p in box.folder.iterdir()] for box in (one, two, other)]
    assert names[0] == names[1] != names[2]
    assert one.seal(WORDS) == two.seal(WORDS) != other.seal(WORDS)


@pytest.mark.parametrize("damage", [b"", b"x", b"y" * 60])
def test_what_is_damaged_or_of_another_key_counts_as_none(tmp_path, damage):
    box = Sealed(tmp_path, b"key")
    assert box.read("vectors") is None
    assert Sealed(tmp_path, b"other").open(box.seal(WORDS)) is None
    box.write("vectors", WORDS)
    box.path("vectors").write_bytes(damage)
    assert box.read("vectors") is None


def test_emptied_nothing_is_left(tmp_path):
    box = Sealed(tmp_path, b"key")
    box.write("vectors", WORDS)
    box.empty()
    assert not list(tmp_path.iterdir())


def test_the_key_lies_in_the_private_folder_for_its_owner_only(rnd):
    box = sealed.of(rnd)
    box.write("vectors", WORDS)
    assert box.folder.parent == rnd.private
    assert (rnd.private / sealed.KEY).stat().st_mode & 0o777 == 0o600
    assert sealed.of(rnd).read("vectors") == WORDS


def test_what_is_kept_is_made_again_only_where_its_words_or_its_maker_changed(tmp_path):
    box, made = Sealed(tmp_path, b"k" * 32), []

    def lengths(new):
        made.append(new)
        return [b"%d" % len(text) for text in new]

    def ask(by, *asked):
        return sealed.each(box, "lengths", by, asked, lengths)

    assert ask("1", "a", "bc", "a") == [b"1", b"2", b"1"]
    assert ask("1", "bc", "def") == [b"2", b"3"]
    assert ask("2", "bc") == [b"2"]
    assert made == [["a", "bc"], ["def"], ["bc"]]
    assert not any(b"bc" in path.read_bytes() for path in tmp_path.iterdir())
    box.empty()
    assert ask("2", "bc") == [b"2"] and len(made) == 4


@pytest.mark.parametrize("held", [b"", b"no shelf", b"[]\n", b'{"by": "other"}\n'])
def test_a_damaged_shelf_counts_as_none(tmp_path, held):
    box = Sealed(tmp_path, b"k" * 32)
    box.write("lengths", held)
    assert sealed.each(box, "lengths", "1", ["a"], lambda new: [b"1"]) == [b"1"]
