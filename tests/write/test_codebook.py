import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coprod.store import rounds
from coprod.write import codebook, codebook_reads
from coprod.write import tags as tags_


def test_codes_gather_into_themes_and_the_way_is_kept(rnd):
    theme = codebook.add(rnd, "Communication", level="theme")
    code = codebook.add(rnd, "Told directly", definition="Spoken to, not about.")
    codebook.move(rnd, code, theme, "advisers saw one thing")
    book = codebook.table(rnd)
    assert codebook_reads.theme_of(book) == {theme: theme, code: theme}
    steps = codebook_reads.history(rnd)
    assert list(steps["step"]) == ["added", "added", "gathered"]
    assert steps["why"].iloc[-1] == "advisers saw one thing"


def test_a_renamed_code_keeps_its_id(rnd):
    code = codebook.add(rnd, "Phone")
    codebook.rename(rnd, code, "Ringing back", "parents' own word")
    assert codebook_reads.names(codebook.table(rnd)) == {code: "Ringing back"}


def test_tags_follow_a_merged_code_to_its_theme(rnd):
    theme = codebook.add(rnd, "Support", level="theme")
    old, new = codebook.add(rnd, "Car park"), codebook.add(rnd, "Parking")
    codebook.move(rnd, new, theme)
    codebook.merge(rnd, old, new, "the same")
    assert codebook_reads.theme_of(codebook.table(rnd))[old] == theme


def test_a_name_in_use_is_refused(rnd):
    codebook.add(rnd, "Parking")
    with pytest.raises(ValueError, match="name of its own"):
        codebook.add(rnd, " parking ")


def test_a_retired_code_is_not_offered_and_not_gone(rnd):
    code = codebook.add(rnd, "Buses")
    codebook.retire(rnd, code, "out of scope")
    assert codebook_reads.in_use(codebook.table(rnd)).empty
    assert code in set(codebook.table(rnd)["code"])


def test_two_codes_merged_into_each_other_do_not_hang(codebook):
    from coprod.write.codebook_reads import theme_of

    ring = codebook.assign(
        status=["in use", "merged", "merged", "in use"],
        merged_into=[None, "C2", "C1", None],
    )
    assert set(theme_of(ring)) >= {"T1"}


@pytest.fixture
def other(rnd):
    """The same round, another reader."""
    return replace(rnd, reader="CD")


def test_a_split_moves_what_tags_count_as_and_changes_no_tag(rnd, other):
    wait = codebook.add(rnd, "Waiting", colour="#009E73")
    mine = tags_.add(rnd, "S01-a-1", wait, experience=("good",))
    theirs = tags_.add(other, "S01-b-1", wait)
    stays = tags_.add(other, "S01-c-1", wait)
    journals = {p.name: p.read_bytes() for p in rnd.decisions.glob("tags.*")}
    new = codebook.split(rnd, wait, "Waiting on the day", [mine, theirs], "two things")
    tags = tags_.table(rnd).set_index("tag")
    assert tags["code"].to_dict() == {mine: new, theirs: new, stays: wait}
    assert tags["reader"].to_dict() == {mine: "AB", theirs: "CD", stays: "CD"}
    assert tags.loc[mine, "good"]
    assert {p.name: p.read_bytes() for p in rnd.decisions.glob("tags.*")} == journals
    assert codebook_reads.history(rnd)["detail"].iloc[-1] == "from Waiting"
    assert codebook.undo(rnd) == "Undone: Waiting on the day split off."
    assert set(tags_.table(rnd)["code"]) == {wait}


def test_a_reader_who_tags_again_after_a_split_has_the_last_word(rnd):
    wait = codebook.add(rnd, "Waiting")
    tag = tags_.add(rnd, "S01-a-1", wait)
    codebook.split(rnd, wait, "On the day", [tag], "two things")
    tags_.change(rnd, tag, code=wait)
    assert list(tags_.table(rnd)["code"]) == [wait]


def test_splits_and_merges_follow_one_another(rnd):
    car, park = codebook.add(rnd, "Car park"), codebook.add(rnd, "Parking")
    old, one = tags_.add(rnd, "S01-a-1", car), tags_.add(rnd, "S01-b-1", park)
    codebook.merge(rnd, car, park, "the same")
    cost = codebook.split(rnd, park, "Cost of parking", [old, one], "money")
    deep = codebook.split(rnd, cost, "Fines", [one], "fines are something else")
    tags = tags_.table(rnd).set_index("tag")["code"]
    assert tags.to_dict() == {old: cost, one: deep}


def test_a_split_names_tags_of_that_code_and_a_reason(rnd):
    wait, food = codebook.add(rnd, "Waiting"), codebook.add(rnd, "Food")
    tag = tags_.add(rnd, "S01-a-1", food)
    for tags, reason in (([tag], "x"), ([], "x"), ([tag], " ")):
        with pytest.raises(ValueError, match="a split names tags"):
            codebook.split(rnd, wait, "On the day", tags, reason)


def test_a_sub_code_is_in_the_theme_of_its_code(rnd):
    theme = codebook.add(rnd, "Support", level="theme")
    park, fines = codebook.add(rnd, "Parking"), codebook.add(rnd, "Fines")
    codebook.move(rnd, park, theme)
    codebook.move(rnd, fines, park, "a part of it")
    assert codebook_reads.theme_of(codebook.table(rnd))[fines] == theme
    with pytest.raises(ValueError, match="never lies under itself"):
        codebook.move(rnd, park, fines)
    with pytest.raises(ValueError, match="A theme stands at the top"):
        codebook.move(rnd, theme, park)
    codebook.move(rnd, park, None, "on its own again")
    assert set(codebook_reads.theme_of(codebook.table(rnd))) == {theme}


def test_what_was_added_and_is_in_use_is_not_undone(rnd, other):
    code = codebook.add(rnd, "Parking")
    tags_.add(other, "S01-a-1", code)
    with pytest.raises(ValueError, match="1 tag,"):
        codebook.undo(rnd)
    assert list(codebook.table(rnd)["code"]) == [code]


def test_undo_touches_only_ones_own_steps_and_says_what(rnd, other):
    code = codebook.add(rnd, "Parking")
    codebook.rename(other, code, "Car park", "their word")
    codebook.edit(rnd, code, definition="Where cars stand", reason="clearer")
    assert codebook.undo(rnd) == "Undone: Car park changed."
    assert list(codebook.table(rnd)["name"]) == ["Car park"]
    assert codebook_reads.history(rnd)["step"].iloc[-1] == "undone: changed"
    assert codebook.undo(other) == "Undone: Car park renamed."
    assert codebook.undo(rnd) == "Undone: Parking added."
    assert codebook.undo(rnd) == "There is nothing to undo."


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["rename", "move", "merge", "retire", "edit", "split", "add"]),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    max_size=8,
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_every_step_undone_in_turn_leaves_all_as_it_was(steps):
    with tempfile.TemporaryDirectory() as folder:
        rnd = rounds.Round("test", "AB", Path(folder) / "d", Path(folder) / "r")
        setup = replace(rnd, reader="XY")
        theme = codebook.add(setup, "Theme", level="theme")
        codes = [theme, *(codebook.add(setup, f"Code {n}") for n in range(3))]
        for n, code in enumerate(codes[1:] * 2):
            tags_.add(setup, f"S01-{n}-1", code)
        before = codebook.table(rnd), tags_.table(rnd)
        done = 0
        for number, (step, a, b) in enumerate(steps):
            tags = tags_.table(rnd)
            mine = list(tags.loc[tags["code"] == codes[a], "tag"])[:1]
            name = f"New {number}"
            acts = {
                "rename": lambda a=a, n=name: codebook.rename(rnd, codes[a], n, "x"),
                "move": lambda a=a, b=b: codebook.move(rnd, codes[a], codes[b], "x"),
                "merge": lambda a=a, b=b: codebook.merge(rnd, codes[a], codes[b], "x"),
                "retire": lambda a=a: codebook.retire(rnd, codes[a], "x"),
                "edit": lambda a=a, n=name: codebook.edit(rnd, codes[a], include=n),
                "split": lambda a=a, m=mine, n=name: codebook.split(
                    rnd, codes[a], n, m, "x"
                ),
                "add": lambda n=name: codebook.add(rnd, n),
            }
            try:
                acts[step]()
            except ValueError:
                continue
            done += 1
        for _ in range(done):
            assert codebook.undo(rnd).startswith("Undone: ")
        assert codebook.undo(rnd) == "There is nothing to undo."
        assert codebook.table(rnd).equals(before[0])
        assert tags_.table(rnd).equals(before[1])


def test_steps_taken_together_are_undone_together(rnd):
    theme = codebook.add(rnd, "Support", level="theme")
    codes = [codebook.add(rnd, name) for name in ("One", "Two")]
    codebook.move(rnd, codes, theme, "one table")
    with pytest.raises(ValueError, match="A theme stands at the top"):
        codebook.move(rnd, [codes[0], theme], None)  # then neither goes
    assert len(codebook_reads.theme_of(codebook.table(rnd))) == 3
    assert codebook.undo(rnd) == "Undone: Two gathered; One gathered."
    assert set(codebook_reads.theme_of(codebook.table(rnd))) == {theme}


def test_names_that_say_nearly_the_same_are_offered_and_never_merged(rnd):
    for name in ("Parking", "Car park", "Kind staff", "Staff, kind", "Waiting times"):
        codebook.add(rnd, name)
    codebook.add(rnd, "Waitin times")
    book = codebook.table(rnd)
    found = codebook_reads.alike(book)
    assert found.values.tolist() == [
        ["Parking", "Car park", "nearly the same meaning"],
        ["Kind staff", "Staff, kind", "the same words"],
        ["Waiting times", "Waitin times", "nearly the same letters"],
    ]
    assert len(codebook_reads.alike(book, meaning=False)) == 2
    assert set(codebook.table(rnd)["status"]) == {"in use"}
    assert codebook_reads.alike(book.iloc[:0]).empty
