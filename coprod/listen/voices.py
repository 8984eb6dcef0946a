"""Keep what a person said of who speaks in each file: labels and roles."""

from coprod.listen.formats.speaker_labels import Rules
from coprod.store.rounds import Round

__all__ = ["looked", "roles", "rules", "same"]


def rules(rnd: Round) -> dict[str, Rules]:
    """Return, for each file somebody looked at, what they said of its labels."""
    return {}


def roles(rnd: Round) -> dict[tuple[str, str], str]:
    """Return the role that a person gave each voice, by file and label."""
    return {}


def same(rnd: Round) -> dict[tuple[str, str], str]:
    """Return, by file and label, the label of the same person that stands for it."""
    return {}


def looked(rnd: Round) -> dict[str, tuple[str, str]]:
    """Return who looked at who speaks in each file, and when."""
    return {}
