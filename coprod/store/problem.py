"""The errors that are told to a person, and what is said of any other."""

import traceback
from pathlib import Path

from coprod.store import log

__all__ = ["Missing", "NotSaved", "Problem", "told"]


class Problem(ValueError):
    """A sentence that names the thing, the rule and the next step.

    Examples
    --------
    >>> store.problem.told(store.problem.Problem("reader: choose initials."))
    'reader: choose initials.'
    """


class Missing(Problem, FileNotFoundError):
    """Something is not there yet, or no longer; the sentence says what makes it.

    Examples
    --------
    >>> store.problem.told(store.problem.Missing("tags: run notebook 03 first."))
    'tags: run notebook 03 first.'
    """


class NotSaved(Problem, OSError):
    """The disk did not take it: what the screen shows is not on disk.

    Examples
    --------
    >>> issubclass(store.problem.NotSaved, store.problem.Problem)
    True
    """


def told(error: BaseException) -> str:
    """Return what may be said of an error: our sentence, or its type and our line.

    A library's own words may hold what somebody said, or a path with a name in it.
    What was unforeseen is noted in the log of the round that is open.

    Examples
    --------
    >>> store.problem.told(store.problem.Problem("round: there is none yet."))
    'round: there is none yet.'
    """
    if isinstance(error, Problem):
        return str(error)
    package = Path(__file__).parents[1]
    places = traceback.extract_tb(error.__traceback__)
    ours = [p for p in places if Path(p.filename).is_relative_to(package)]
    last = [*places[-1:], *ours][-1:]
    where = "".join(f" in {Path(p.filename).name}, line {p.lineno}" for p in last)
    what = f"Something unforeseen happened: {type(error).__name__}{where}."
    kept = f" It is noted in {log.NAME} beside the working pages." * log.note(what)
    return (
        f"{what} What was saved before is still there. Run this again; if it comes "
        f"back, report this line.{kept}"
    )
