"""The rules are fixed once, before answers are read, and a change of them is said."""

import json

from coprod.decide import rules


def test_rules_are_fixed_once_with_a_mark_of_their_words(rnd, monkeypatch):
    assert "not fixed yet" in rules.shown(rnd).blocks[1].words
    said = rules.freeze(rnd)
    assert rules.mark() in said and "no longer" not in said
    kept = (rnd.decisions / "rules.json").read_bytes()
    assert json.loads(kept)["rules"] == list(rules.RULES)
    old = rules.mark()
    monkeypatch.setattr(rules, "RULES", (*rules.RULES[:-1], "The oldest decides."))
    assert rules.mark() != old
    said = rules.freeze(rnd)
    assert "no longer the same" in said and old in said and rules.mark() in said
    assert (rnd.decisions / "rules.json").read_bytes() == kept
