"""The page of findings: few words first, and what is hard to read last."""

from types import SimpleNamespace

from bs4 import BeautifulSoup

from coprod.pages.cards import Card, flat
from coprod.pages.paper import Paper
from coprod.pages.word_document import Heading, Quote
from coprod.share import findings_page

KIND, HARD = Quote("They were kind.", "Parent"), Quote("I feared it.", "Child", True)


def card(*quotes):
    return Card("C1", "Tell us.", 1, "Information", "less good", quotes=quotes)


def test_a_quote_that_is_hard_to_read_is_folded_and_says_so():
    for quotes in ([KIND, HARD], [HARD]):
        page = BeautifulSoup(Paper((card(*quotes),))._repr_html_(), "lxml")
        folds = [(d.summary.text, d.blockquote.p.text) for d in page("details")]
        assert folds == [("A quote that is hard to read (child)", "“I feared it.”")]
        assert len(page("blockquote")) == len(quotes)


def test_a_quote_that_is_hard_to_read_stands_last_on_paper_and_on_no_slide():
    cards = [card(KIND, HARD)]
    assert KIND in flat(cards) and HARD not in flat(cards)
    assert isinstance(findings_page._hard(cards)[0], Heading)
    assert findings_page._hard(cards)[-1] == HARD
    assert findings_page._hard([card(KIND)]) == []
    [slide] = findings_page._slides(cards)
    assert KIND in slide.blocks and HARD not in slide.blocks


def test_the_hard_quote_comes_after_the_other_whatever_was_chosen_first():
    found = SimpleNamespace(quotes="S01-a-1 S01-b-1", hard="S01-a-1")
    said = {"S01-a-1": Quote("I feared it."), "S01-b-1": Quote("They were kind.")}
    one, other = findings_page._quotes(found, said)
    assert (one.words, one.hard) == ("They were kind.", False)
    assert (other.words, other.hard) == ("I feared it.", True)


def test_a_headline_is_taken_before_the_first_sentence():
    text = "Families want one person to ring. They know the name."
    own = SimpleNamespace(headline="One person to ring", text=text)
    assert findings_page._brief(own) == "One person to ring"
    for blank in (None, float("nan"), ""):
        bare = SimpleNamespace(headline=blank, text=text)
        assert findings_page._brief(bare) == "Families want one person to ring."
