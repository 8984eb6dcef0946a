"""Codes as cards: tick, choose, say why; every step is written down and undone."""

from dataclasses import replace

import pytest
from pressing import choose, kept, press

from coprod.write import codebook, codebook_reads, readers
from coprod.write import tags as tags_
from coprod.write.screens import codes as codes_


@pytest.fixture
def codes(rnd):
    """Three codes and a theme."""
    theme = codebook.add(rnd, "Information", level="theme", colour="#009E73")
    ids = {n: codebook.add(rnd, n) for n in ("Waiting", "Letters", "Leaflets")}
    return {**ids, "theme": theme}


@pytest.fixture
def screen(rnd, codes):
    return codes_.Gather(rnd)


def labels(screen):
    """Give what stands on the cards, pile by pile."""
    return [
        [one.description for one in pile.children] for pile in screen.table.children
    ]


def tick(screen, *ids):
    for code in ids:
        screen.boxes[code].value = True


def test_all_codes_are_cards_under_their_themes_with_their_comments(rnd, codes, screen):
    tags_.add(rnd, "S01-a-1", codes["Letters"])
    codebook.move(rnd, codes["Letters"], codes["theme"])
    screen.display()
    assert labels(screen) == [
        ["Theme: Information", "Letters: 1 comment"],
        ["Not in a theme yet", "Waiting: 0 comments", "Leaflets: 0 comments"],
    ]
    assert screen.table.children[0].colour == "#009E73"


def test_ticked_cards_move_together_with_the_reason_and_come_back_together(
    rnd, codes, screen
):
    tick(screen, codes["Letters"], codes["Leaflets"])
    screen.target.value, screen.reason.value = codes["theme"], "both are on paper"
    press(screen, "Move there")
    assert screen.status.startswith("Saved: 2 cards. 2 of 3 working codes gathered")
    theme = codebook_reads.theme_of(codebook.table(rnd))
    assert theme[codes["Letters"]] == theme[codes["Leaflets"]] == codes["theme"]
    assert list(codebook_reads.history(rnd)["why"])[-2:] == ["both are on paper"] * 2
    assert screen.data == [] and screen.reason.value == ""
    press(screen, "Undo my last step")
    assert screen.status.startswith("Undone: Leaflets gathered; Letters gathered.")
    assert set(codebook_reads.theme_of(codebook.table(rnd))) == {codes["theme"]}


def test_nothing_moves_without_a_tick_a_place_and_a_reason(rnd, codes, screen):
    before = codebook_reads.history(rnd)
    for name in ("Move there", "Merge into it", "Rename", "Take out of use"):
        press(screen, name)
        assert screen.status.startswith("NOT SAVED.")
    tick(screen, codes["Letters"])
    screen.target.value = codes["theme"]
    press(screen, "Move there")
    assert screen.status == "NOT SAVED. Say why, then again."
    assert screen.data == [codes["Letters"]]
    assert codebook_reads.history(rnd).equals(before)


def test_a_card_becomes_a_sub_code_and_never_lies_under_itself(rnd, codes, screen):
    tick(screen, codes["Leaflets"])
    screen.target.value, screen.reason.value = codes["Letters"], "a part of it"
    press(screen, "Move there")
    tick(screen, codes["Letters"])
    screen.target.value, screen.reason.value = codes["Leaflets"], "round"
    press(screen, "Move there")
    assert "never lies under itself" in screen.status
    assert screen.boxes[codes["Leaflets"]].indent == 26


def test_cards_are_merged_and_only_with_their_kind(rnd, codes, screen):
    tag = tags_.add(rnd, "S01-a-1", codes["Leaflets"])
    tick(screen, codes["Leaflets"])
    screen.reason.value = "the same thing"
    for wrong in (codes["theme"], codes["Leaflets"], "nowhere"):
        screen.target.value = wrong
        press(screen, "Merge into it")
        assert screen.line.bad
    screen.target.value = codes["Letters"]
    press(screen, "Merge into it")
    assert "Letters: 1 comment" in labels(screen)[1]
    assert codes["Leaflets"] not in screen.boxes
    assert list(tags_.table(rnd)["tag"]) == [tag]


def test_one_card_is_renamed_and_a_theme_too(rnd, codes, screen):
    for code, name in ((codes["Letters"], "Post"), (codes["theme"], "Knowing")):
        tick(screen, code)
        screen.name.value, screen.reason.value = name, "their word"
        press(screen, "Rename")
        assert codebook_reads.names(codebook.table(rnd))[code] == name
    tick(screen, codes["Letters"], codes["Waiting"])
    press(screen, "Rename")
    assert "Tick the one card" in screen.status


def test_a_theme_is_added_and_a_code_taken_out_of_use(rnd, codes, screen):
    screen.theme.value, screen.means.value = "Kindness", "how staff are"
    press(screen, "Add theme")
    assert screen.status.startswith("Saved: the theme 'Kindness'.")
    tick(screen, codes["Waiting"])
    screen.reason.value = "says nothing"
    press(screen, "Take out of use")
    assert codes["Waiting"] not in screen.boxes
    assert screen.summary == "0 of 2 working codes gathered into 2 themes."


def test_an_empty_codebook_is_no_error(rnd):
    assert labels(codes_.Gather(rnd)) == [["No codes yet"]]


@pytest.mark.slow
def test_a_code_is_made_two_comment_by_comment_and_no_tag_is_changed(
    rnd, codes, comments
):
    mine = tags_.add(rnd, "S01-a-1", codes["Waiting"])
    theirs = tags_.add(replace(rnd, reader="CD"), "S01-a-1", codes["Waiting"])
    other = tags_.add(rnd, "S01-c-1", codes["Waiting"])
    journals = {p.name: p.read_bytes() for p in rnd.decisions.glob("tags.*")}
    screen = codes_.Divide(rnd, comments)
    press(screen, "Stays")
    assert screen.line.bad
    choose(screen, screen.code, codes["Waiting"])
    assert screen.pane.blocks[0]["text"] == "She told me first."
    press(screen, "Stays")
    press(screen, "Back")
    press(screen, "Goes to the new code")
    press(screen, "Stays")
    assert screen.status == "Not saved yet. 2 of 2 comments looked at; 1 go."
    press(screen, "Split the code")
    assert screen.line.bad and len(screen.goes) == 2
    screen.name.value, screen.reason.value = "On the day", "two things"
    press(screen, "Split the code")
    assert screen.status.startswith("Saved: 'On the day', with 2 tags.")
    named = codebook_reads.names(codebook.table(rnd))
    tags = tags_.table(rnd).set_index("tag")["code"].map(named)
    assert tags.to_dict() == {
        mine: "On the day",
        theirs: "On the day",
        other: "Waiting",
    }
    assert {p.name: p.read_bytes() for p in rnd.decisions.glob("tags.*")} == journals
    state = kept(screen)
    assert "She told me first" not in state


def test_while_reading_apart_others_tags_are_not_shown_counted_or_split(
    rnd, codes, comments
):
    other = replace(rnd, reader="CD")
    mine = tags_.add(rnd, "S01-a-1", codes["Waiting"])
    theirs = tags_.add(other, "S01-a-1", codes["Waiting"])
    tags_.add(other, "S01-c-1", codes["Waiting"])
    readers.read_apart(rnd, True, "a first view of one's own")
    cards = str(labels(codes_.Gather(rnd)))
    assert "Waiting: 1 comment'" in cards
    screen = codes_.Divide(rnd, comments)
    choose(screen, screen.code, codes["Waiting"])
    assert screen.summary.startswith("0 of 1 comment looked at; 0 go. Readers read")
    press(screen, "Goes to the new code")
    screen.name.value, screen.reason.value = "On the day", "two things"
    press(screen, "Split the code")
    named = codebook_reads.names(codebook.table(rnd))
    tags = tags_.table(rnd).set_index("tag")["code"].map(named)
    assert tags[mine] == "On the day" and tags[theirs] == "Waiting"


def test_with_no_tags_there_is_nothing_to_divide(rnd, comments):
    screen = codes_.Divide(rnd, comments)
    assert screen.summary == "Choose a code that may be two."
    codebook.add(rnd, "Waiting")
    assert codes_.Divide(rnd, comments.iloc[:0]).here.empty


def test_what_one_card_means_is_changed_with_the_reason(rnd, codes, screen):
    tick(screen, codes["Letters"])
    screen.part.value, screen.words.value = "include", "appointment letters"
    screen.reason.value = "we asked what belongs here"
    press(screen, "Change")
    row = codebook.table(rnd).set_index("code").loc[codes["Letters"]]
    assert row["include"] == "appointment letters"
    tick(screen, codes["Letters"])
    screen.part.value, screen.words.value = "colour", "reddish"
    screen.reason.value = "to see it"
    press(screen, "Change")
    assert "write a colour like" in screen.status
    press(screen, "Undo my last step")
    assert codebook.table(rnd)["include"].isna().all()


def test_a_comment_goes_only_while_it_is_the_one_on_the_screen(rnd, codes, comments):
    ids = list(comments["comment"])[:2]
    first, _ = (tags_.add(rnd, each, codes["Waiting"]) for each in ids)
    screen = codes_.Divide(rnd, comments)
    choose(screen, screen.code, codes["Waiting"])
    tags_.remove(rnd, first)
    press(screen, "Goes to the new code")
    assert screen.line.bad and screen.goes == {}
    press(screen, "Goes to the new code")
    assert screen.goes == {ids[1]: True}
