from coprod.listen import files as files_
from coprod.store import journal


def put(rnd, name, words):
    (rnd.raw / name).write_text(words, encoding="utf-8")


def test_a_file_is_called_by_its_code_and_its_name_stays_private(rnd):
    put(rnd, "Interview with Zofia.txt", "Zofia: Hello there.")
    assert list(files_.codes(rnd).values()) == ["S01"]
    written = b"".join(p.read_bytes() for p in rnd.decisions.glob("*"))
    assert b"Zofia" not in written
    assert files_.names(rnd) == {"S01": "Interview with Zofia.txt"}


def test_a_corrected_file_keeps_its_code(rnd):
    put(rnd, "a.txt", "One.")
    files_.codes(rnd)
    put(rnd, "a.txt", "One, corrected.")
    assert list(files_.codes(rnd).values()) == ["S01"]


def test_a_renamed_file_keeps_its_code(rnd):
    put(rnd, "a.txt", "One.")
    files_.codes(rnd)
    (rnd.raw / "a.txt").rename(rnd.raw / "b.txt")
    put(rnd, "c.txt", "Another.")
    assert sorted(files_.codes(rnd).values()) == ["S01", "S02"]
    assert files_.names(rnd)["S01"] == "b.txt"


def test_a_code_is_never_used_twice(rnd):
    put(rnd, "a.txt", "One.")
    files_.codes(rnd)
    (rnd.raw / "a.txt").unlink()
    put(rnd, "b.txt", "Two.")
    assert list(files_.codes(rnd).values()) == ["S02"]


def test_looking_again_writes_nothing(rnd):
    put(rnd, "a.txt", "One.")
    files_.codes(rnd)
    before = journal.read(rnd.decisions, "sources").events
    files_.codes(rnd)
    assert journal.read(rnd.decisions, "sources").events == before


def test_every_utterance_of_a_folder_has_a_place(rnd):
    put(rnd, "a.txt", "Mum: One.\nChild: Two.")
    said, files = files_.listen(rnd)
    assert list(said["text"]) == ["One.", "Two."]
    assert list(files["difference"]) == [0]


def told(rnd):
    return files_.changes(rnd).to_numpy().tolist()


def test_what_is_new_in_the_folder_is_told_by_code_before_it_is_noted(rnd):
    put(rnd, "Zofia.txt", "One.")
    put(rnd, "b.txt", "Two.")
    assert told(rnd) == [["S01", "added"], ["S02", "added"]]
    assert told(rnd) == [["S01", "added"], ["S02", "added"]]  # looking notes nothing
    files_.codes(rnd)
    assert told(rnd) == []
    put(rnd, "b.txt", "Two, corrected.")
    (rnd.raw / "Zofia.txt").rename(rnd.raw / "c.txt")
    put(rnd, "d.txt", "Three.")
    assert told(rnd) == [["S01", "renamed"], ["S02", "changed"], ["S03", "added"]]


def test_a_file_that_is_not_there_is_told_until_it_is_back(rnd):
    put(rnd, "a.txt", "One.")
    files_.codes(rnd)
    (rnd.raw / "a.txt").unlink()
    put(rnd, "b.txt", "Two.")
    files_.codes(rnd)
    assert told(rnd) == [["S01", "removed"]]
    put(rnd, "a.txt", "One.")
    assert told(rnd) == []
