"""What stands on pages and papers are words: no left-over Python, no wrong plurals."""

import ast
import re

import pandas as pd
import pytest
from places import ROOT

from coprod import actions, agreement, display, documents, handouts, involved, outcome
from coprod import people, rounds, tables, trail
from coprod.display import plural

# A number that comes from the data stands before its noun by `display.plural` only;
# capitals are constants of ours, and these words are no nouns.
VERBS = "is was has as needs stands stand tire typed from and in or with"
NOUN = re.compile(
    rf" (?!(?:{VERBS.replace(' ', '|')})\b)(?:[a-z]+ )?(?:[a-z]+[^s]s|people)\b"
)


@pytest.mark.parametrize(
    ("noun", "one", "several"),
    [
        ("child", "1 child", "2 children"),
        ("other staff", "1 other staff", "2 other staff"),
        ("other family", "1 other family", "2 other family"),
        ("reply", "1 reply", "2 replies"),
        ("day", "1 day", "2 days"),
        ("answer sheet", "1 answer sheet", "2 answer sheets"),
        ("person", "1 person", "2 people"),
        ("play specialist", "1 play specialist", "2 play specialists"),
    ],
)
def test_a_number_goes_with_its_noun(noun, one, several):
    assert (plural(noun, 1), plural(noun, 2)) == (one, several)
    assert plural(noun, 0) == several.replace("2", "0")
