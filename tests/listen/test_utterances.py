"""Who goes on speaking, and where nobody does any more."""

import pytest
from places import spoken

from coprod.listen.formats.utterances import Paragraph, Tally


def speakers(*paragraphs, turn=None):
    """Give who says each paragraph: a place, a colon, the words."""
    split = [one.split("|") for one in paragraphs]
    said = spoken([Paragraph(text, place, turn=turn) for place, text in split], Tally())
    assert len(said) == len(paragraphs)
    return [one.speaker for one in said]


@pytest.mark.parametrize("turn", [None, 1])
def test_nobody_goes_on_speaking_across_a_heading(turn):
    said = ["body|Mum: It was kind.", "body|And quiet.", "heading|What was hard?"]
    made = speakers(*said, "body|The parking.", "body|Dad: The bus.", turn=turn)
    assert made == ["Mum", "Mum", None, None, "Dad"]


def test_a_speaker_goes_on_where_there_is_no_heading():
    said = ["body|Mum: It was kind.", "line|And quiet.", "body|The parking."]
    assert speakers(*said) == ["Mum", "Mum", "Mum"]
