"""A codebook from a file: looked at before it is taken in, clashes told, all undone."""

import pytest
from pressing import kept, press

from coprod.write import codebook, codebook_import, codebook_reads, tags
from coprod.write.screens import codebook_file


def test_a_codebook_out_and_in_again_has_nothing_to_do(rnd, tmp_path):
    theme = codebook.add(rnd, "Support", level="theme", definition="=1+1")
    park = codebook.add(rnd, "Parking", include="cost, distance")
    codebook.move(rnd, park, theme)
    codebook.edit(rnd, park, examples="S01-a-1 S01-b-1", exclude="buses\nand trains")
    codebook.retire(rnd, codebook.add(rnd, "Misc"), "says nothing")
    for name in ("book.csv", "book.xlsx"):
        path = codebook.write(rnd, tmp_path / name)
        assert codebook_import.read_in(rnd, path)["step"].tolist() == ["not taken"]


def test_reading_in_says_what_it_would_do_before_it_does_it(rnd, tmp_path):
    theme = codebook.add(rnd, "Support", level="theme")
    park = codebook.add(rnd, "Parking", definition="cars")
    codebook.move(rnd, park, theme)
    path = tmp_path / "book.csv"
    path.write_text(
        "code,name,theme,description,colour\n"
        ",parking,Daily life,where cars stand,#009E73\n"
        f"{park},Car park,,,\n"
        ",Food,Daily life,,\n,Fines,Parking,,\n,food,,,\n,Buses,Nowhere,,\n"
        ",Daily life,,,\n,Paint,,,red\n",
        encoding="utf-8",
    )
    before = codebook.table(rnd)
    steps = codebook_import.read_in(rnd, path)
    assert codebook.table(rnd).equals(before)
    told = steps[["name", "step", "becomes"]].values.tolist()
    assert ["parking", "change", "where cars stand"] in told
    called = "it is called Parking here: rename it on its card"
    assert ["Car park", "not taken", called] in told
    assert ["food", "not taken", "another one has this name"] in told
    assert ["Paint", "not taken", "the colour is not written like #0072B2"] in told
    assert ["Buses", "not taken", "nothing has the parent's name"] in told
    codebook_import.read_in(rnd, path, go=True)
    book = codebook.table(rnd).set_index("name")
    names = {"Support", "Parking", "Daily life", "Food", "Fines", "Buses"}
    assert set(book.index) == names
    assert book.loc["Parking", "code"] == park
    assert book.loc["Parking", "definition"] == "where cars stand"
    assert book.loc["Parking", "parent"] == book.loc["Daily life", "code"]
    assert book.loc["Daily life", "level"] == "theme"
    assert book.loc["Fines", "parent"] == park
    assert book.loc["Food", "parent"] == book.loc["Daily life", "code"]
    again = codebook_import.read_in(rnd, path)
    assert set(again["step"]) == {"not taken"}
    while "nothing" not in codebook.undo(rnd):
        pass
    assert codebook.table(rnd).empty


def test_a_codebook_of_another_program_is_read(rnd, tmp_path):
    path = tmp_path / "taguette.csv"
    path.write_text("tag,description\nplay,toys and games\n", encoding="utf-8")
    codebook_import.read_in(rnd, path, go=True)
    [row] = codebook.table(rnd).to_dict("records")
    assert (row["name"], row["definition"]) == ("play", "toys and games")


def test_a_file_without_names_is_refused(rnd, tmp_path):
    (tmp_path / "a.csv").write_text("one,two\n1,2\n", encoding="utf-8")
    for name in ("a.csv", "a.pdf"):
        with pytest.raises(ValueError, match="codebook: "):
            codebook_import.read_in(rnd, tmp_path / name)


@pytest.fixture
def folder(rnd):
    """The folder in which files to be looked at lie."""
    made = rnd.raw / "codebook"
    made.mkdir()
    return made


def put(folder, *lines: str, name: str = "Amira.csv") -> None:
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def drawn(screen) -> str:
    return repr(screen.pane.blocks)


def test_the_screen_shows_what_a_file_would_do_and_saves_it_all_or_nothing(rnd, folder):
    park = codebook.add(rnd, "Parking", definition="cars")
    codebook.add(rnd, "Letters", level="theme")
    put(
        folder,
        "name,definition,parent,level",
        "Parking,where cars stand,Travel,",
        "Travel,,,theme",
        "Car parking,,,",
        "Letters,,,code",
    )
    before = codebook.table(rnd)
    screen = codebook_file.Adopt(rnd)
    assert "1 file in the folder codebook" in screen.status
    assert screen.file.label == "Amira.csv"
    press(screen, "Take it in")
    assert "NOT SAVED. Look at a file" in screen.status
    press(screen, "Look at it")
    assert screen.status == "4 steps, 1 not taken; nothing is saved yet."
    for words in ("where cars stand", "it is a theme here", "Nearly the same name"):
        assert words in drawn(screen)
    assert "Car parking" in drawn(screen) and codebook.table(rnd).equals(before)
    press(screen, "Take it in")
    assert "NOT SAVED. Say why" in screen.status
    assert codebook.table(rnd).equals(before)
    screen.reason.value = "the team's own list"
    press(screen, "Take it in")
    assert screen.status.startswith("Saved: 4 steps.")
    book = codebook.table(rnd).set_index("name")
    assert book.loc["Parking", "code"] == park
    assert book.loc["Parking", "parent"] == book.loc["Travel", "code"]
    assert isinstance(book.loc["Travel", "colour"], str)
    assert set(codebook_reads.history(rnd)["why"].tail(4)) == {"the team's own list"}
    press(screen, "Undo my last step")
    assert screen.status.startswith("Undone: Parking gathered")
    assert codebook.table(rnd).equals(before)


def test_what_changed_since_it_was_looked_at_is_not_taken_in(rnd, folder):
    put(folder, "name", "Parking")
    screen = codebook_file.Adopt(rnd)
    press(screen, "Look at it")
    put(folder, "name", "Parking", "Food")
    screen.reason.value = "ours"
    press(screen, "Take it in")
    assert "changed since you looked" in screen.status
    assert codebook.table(rnd).empty


def test_undoing_a_list_never_takes_a_code_that_was_used_since(rnd, folder):
    put(folder, "name,theme", "Parking,Travel", "Travel,", "Food,")
    screen = codebook_file.Adopt(rnd)
    press(screen, "Look at it")
    screen.reason.value = "ours"
    press(screen, "Take it in")
    book = codebook.table(rnd).set_index("name")["code"]
    tag = tags.add(rnd, "S01-a-1", book["Food"])
    press(screen, "Undo my last step")
    assert "in use (1 tag," in screen.status and len(codebook.table(rnd)) == 3
    tags.remove(rnd, tag)
    press(screen, "Undo my last step")
    assert codebook.table(rnd).empty


def test_a_code_never_comes_to_lie_under_itself_or_a_theme_under_another(rnd, folder):
    one, two = codebook.add(rnd, "One"), codebook.add(rnd, "Two")
    codebook.move(rnd, two, one)
    top = codebook.add(rnd, "Top", level="theme")
    put(
        folder,
        "code,name,parent,level",
        f"{one},One,Two,",
        f"{top},Top,Base,",
        ",Base,,theme",
        ",A,B,",
        ",B,A,",
        ",C,One,",
    )
    path = folder / "Amira.csv"
    steps = codebook_import.read_in(rnd, path, go=True).set_index("name")
    wrong = steps[steps["step"] == "not taken"]["becomes"]
    assert wrong["One"] == wrong["A"] == wrong["B"] == "it would lie under itself"
    assert wrong["Top"] == "a theme stands at the top"
    book = codebook.table(rnd).set_index("name")
    assert book.loc["Two", "parent"] == one and book["parent"].isna()["One"]
    assert book.loc["C", "parent"] == one


def test_names_of_files_and_words_of_codes_lie_in_no_widget_state(rnd, folder):
    put(folder, "name,definition", "Parking,Joe said so")
    screen = codebook_file.Adopt(rnd)
    press(screen, "Look at it")
    assert screen.status.startswith("1 step,"), screen.status
    assert "Amira.csv" in drawn(screen) and "Joe said so" in drawn(screen)
    assert "Amira" not in kept(screen) and "Joe" not in kept(screen)


def test_a_file_that_cannot_be_read_and_an_empty_folder_are_told(rnd, folder):
    assert "No codebook waits" in codebook_file.Adopt(rnd).status
    put(folder, "one,two", "1,2")
    screen = codebook_file.Adopt(rnd)
    press(screen, "Look at it")
    assert "no single column holds the names" in screen.status
