import pytest

from coprod import codebook


def test_codes_gather_into_themes_and_the_way_is_kept(rnd):
    theme = codebook.add(rnd, "Communication", level="theme")
    code = codebook.add(rnd, "Told directly", definition="Spoken to, not about.")
    codebook.gather(rnd, code, theme, "advisers saw one thing")
    book = codebook.table(rnd)
    assert codebook.theme_of(book) == {theme: theme, code: theme}
    steps = codebook.history(rnd)
    assert list(steps["step"]) == ["added", "added", "gathered"]
    assert steps["why"].iloc[-1] == "advisers saw one thing"


def test_a_renamed_code_keeps_its_id(rnd):
    code = codebook.add(rnd, "Phone")
    codebook.rename(rnd, code, "Ringing back", "parents' own word")
    assert codebook.names(codebook.table(rnd)) == {code: "Ringing back"}


def test_tags_follow_a_merged_code_to_its_theme(rnd):
    theme = codebook.add(rnd, "Support", level="theme")
    old, new = codebook.add(rnd, "Car park"), codebook.add(rnd, "Parking")
    codebook.gather(rnd, new, theme)
    codebook.merge(rnd, old, new, "the same")
    assert codebook.theme_of(codebook.table(rnd))[old] == theme


def test_a_name_in_use_is_refused(rnd):
    codebook.add(rnd, "Parking")
    with pytest.raises(ValueError, match="name of its own"):
        codebook.add(rnd, " parking ")


def test_a_code_is_not_gathered_into_a_code(rnd):
    one, two = codebook.add(rnd, "One"), codebook.add(rnd, "Two")
    with pytest.raises(ValueError, match="Add the theme first"):
        codebook.gather(rnd, one, two)


def test_a_retired_code_is_not_offered_and_not_gone(rnd):
    code = codebook.add(rnd, "Buses")
    codebook.retire(rnd, code, "out of scope")
    assert codebook.in_use(codebook.table(rnd)).empty
    assert code in set(codebook.table(rnd)["code"])


def test_two_codes_merged_into_each_other_do_not_hang(codebook):
    from coprod.codebook import theme_of

    ring = codebook.assign(
        status=["in use", "merged", "merged", "in use"],
        merged_into=[None, "C2", "C1", None],
    )
    assert set(theme_of(ring)) >= {"T1"}
