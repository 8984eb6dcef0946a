"""Hide names in comments and put stand-ins such as [Child 3] in their place.

Takes comments with their source words, gives the table "comments" with protected
words and the table "replacements". Hidden without asking is what the list of names,
the rules and the model find. Some is missed: a person must still read before sharing.
"""

import re
from collections.abc import Callable, Iterable
from itertools import chain

import pandas as pd

from coprod.protect import identifiers, people_record, people_workbook
from coprod.protect.rules import Span
from coprod.store import spreadsheets, tables
from coprod.store.rounds import Round
from coprod.store.sealed import Sealed
from coprod.store.show import plural

__all__ = [
    "protect",
    "shown_span",
    "summary",
    "translate",
    "unnamed",
    "write_list",
]

LIST = "what was replaced.xlsx"
CALLED = {
    "EMAIL": "e-mail",
    "WEB": "web page",
    "HANDLE": "user name",
    "PERSON": "somebody",
}


def protect(
    said: pd.DataFrame,
    names: pd.DataFrame,
    never: Iterable[str] = (),
    cache: Sealed | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Replace names and identifiers in the words and in the questions.

    Parameters
    ----------
    said : pandas.DataFrame
        The columns of the table "comments", the text being the source words.
    names : pandas.DataFrame
        Columns name, shown, type, from `people_workbook.names`.
    never : iterable of str
        What is no name, from `people_workbook.never`.
    cache : Sealed, optional
        Where it is kept, sealed, what the model found in each text.

    Returns
    -------
    comments, replacements : pandas.DataFrame
        The tables of those names. Start and end refer to the source words. The same
        thing is shown the same everywhere, numbered in order of appearance.

    Examples
    --------
    >>> names = protect.people_workbook.names(rnd)
    >>> said = rnd.load("comments").head(1).assign(text="Write to ann@example.org.")
    >>> protect.pseudonyms.protect(said, names)[0]["text"].item()
    'Write to [e-mail 1].'
    """
    asked = said["question"].fillna("")
    english = said.get("translation", pd.Series("", said.index)).fillna("")
    every = [*chain(*zip(asked, said["text"], strict=True)), *english]
    spans = identifiers.find(every, names, never, queue=False, cache=cache)
    numbers, last = dict[tuple[str, str], str](), 2 * len(said)
    shown = [_swap(text, own, numbers) for text, own in zip(every, spans, strict=True)]
    found = zip(said["comment"], spans[1:last:2], strict=True)
    rows = [{"comment": comment, **span} for comment, own in found for span in own]
    question = pd.Series(shown[0:last:2], said.index, dtype="str")
    translation = pd.Series(shown[last:], said.index, dtype="str")
    told = {
        "text": shown[1:last:2],
        "question": question.where(said["question"].notna()),
        "translation": translation.where(english != ""),
    }
    made = tables.check("comments", said.assign(**told))
    return made, tables.check("replacements", pd.DataFrame(rows))


def translate(start: int, end: int, replacements: pd.DataFrame) -> tuple[int, int]:
    """Return where a stretch of protected words stands in the source words.

    A stretch that cuts through a replacement grows to its edge.

    Parameters
    ----------
    start, end : int
        Code points in the protected words.
    replacements : pandas.DataFrame
        The rows of one comment in the table "replacements".

    Examples
    --------
    >>> row = {"start": 9, "end": 24, "shown": "[e-mail 1]"}
    >>> replaced = rnd.load("replacements").head(1).assign(**row)
    >>> protect.pseudonyms.translate(9, 19, replaced)
    (9, 24)
    """
    return _move(start, end, [(c, d, a, b) for a, b, c, d in _pieces(replacements)])


def shown_span(start: int, end: int, replacements: pd.DataFrame) -> tuple[int, int]:
    """Return where a stretch of source words stands in the protected words.

    Examples
    --------
    >>> row = {"start": 9, "end": 24, "shown": "[e-mail 1]"}
    >>> replaced = rnd.load("replacements").head(1).assign(**row)
    >>> protect.pseudonyms.shown_span(9, 24, replaced)
    (9, 19)
    """
    return _move(start, end, _pieces(replacements))


def summary(replacements: pd.DataFrame) -> pd.DataFrame:
    """Count what was replaced, with no original word in it.

    Returns
    -------
    pandas.DataFrame
        Columns shown, type, by, times and comments; the most frequent first.

    Examples
    --------
    >>> list(protect.pseudonyms.summary(rnd.load("replacements")).columns)
    ['shown', 'type', 'by', 'times', 'comments']
    """
    made = replacements.groupby(["shown", "type", "by"], as_index=False).agg(
        times=("comment", "size"), comments=("comment", "nunique")
    )
    made = made.sort_values(["times", "shown"], ascending=[False, True])
    return made.reset_index(drop=True)


def write_list(rnd: Round, said: pd.DataFrame, replacements: pd.DataFrame) -> str:
    """Write every replacement with its original words into the private folder.

    Parameters
    ----------
    rnd : Round
        The round.
    said : pandas.DataFrame
        The comments with their source words, as `protect` took them.
    replacements : pandas.DataFrame
        The table of that name.

    Returns
    -------
    str
        One sentence for the screen.

    Examples
    --------
    >>> said = rnd.load("comments").head(2)
    >>> protect.pseudonyms.write_list(rnd, said, rnd.load("replacements").head(0))
    'what was replaced.xlsx: 0 replacements listed in your private folder.'
    """
    kept = unnamed(rnd)
    words = dict(zip(said["comment"], said["text"], strict=True))
    columns = ["comment", "start", "end", "shown", "type", "by"]
    rows = [
        [r.comment, kept(words[r.comment][r.start : r.end]), r.shown, r.type, r.by]
        for r in replacements[columns].itertuples()
    ]
    heads = ["comment", "original words", "shown as", "kind", "found by"]
    frame = pd.DataFrame(rows, columns=heads)
    spreadsheets.write_xlsx(rnd.private / LIST, {"replaced": frame})
    people_workbook.note(rnd)  # from now on no copy with fewer names will do
    return f"{LIST}: {plural('replacement', len(rows))} listed in your private folder."


def unnamed(rnd: Round) -> Callable[[str], str]:
    """Return what takes the names of those who withdrew out of a text.

    For what is kept for the team with its real words: those names stay nowhere.

    Examples
    --------
    >>> protect.pseudonyms.unnamed(rnd)("Kind to everybody.")
    'Kind to everybody.'
    """
    gone = people_record.withdrawn(rnd)
    rows = gone["people"].to_dict("records")
    return without(people_workbook.hidden(rows, gone["names to hide"]))


def without(names: pd.DataFrame) -> Callable[[str], str]:
    """Return what puts stand-ins for some names into a text, and replaces no more."""

    def unnamed(text: str) -> str:
        for span in reversed(identifiers.listed(text, names) if len(names) else []):
            text = f"{text[: span['start']]}{span['shown']}{text[span['end'] :]}"
        return text

    return unnamed


def _swap(text: str, spans: list[Span], numbers: dict[tuple[str, str], str]) -> str:
    """Return the words with replacements; each span learns what is shown for it."""
    pieces, at = [], 0
    for span in spans:
        original = text[span["start"] : span["end"]]
        span["shown"] = span.get("shown") or _number(span["type"], original, numbers)
        pieces += [text[at : span["start"]], span["shown"]]
        at = span["end"]
    return "".join([*pieces, text[at:]])


def _number(kind: str, original: str, numbers: dict[tuple[str, str], str]) -> str:
    """Return what is shown for an identifier: the same thing has the same number."""
    signs = r"\s" if kind in ("EMAIL", "WEB", "HANDLE") else r"[\W_]"
    key = (kind, re.sub(signs, "", original.casefold()))
    same = sum(1 for known, _ in numbers if known == kind)
    called = CALLED.get(kind, kind.lower().replace("ni number", "NI number"))
    return numbers.setdefault(key, f"[{called} {same + 1}]")


def _pieces(replacements: pd.DataFrame) -> list[tuple[int, int, int, int]]:
    """Return start and end in the source words and in the protected words of each."""
    made, shift = [], 0
    ordered = replacements[["start", "end", "shown"]].sort_values("start")
    for start, end, shown in ordered.itertuples(index=False):
        at = int(start) + shift
        made.append((int(start), int(end), at, at + len(shown)))
        shift = at + len(shown) - int(end)
    return made


def _move(
    start: int, end: int, pieces: list[tuple[int, int, int, int]]
) -> tuple[int, int]:
    """Move a stretch over replaced pieces; one that is cut is taken whole."""
    new_start, new_end = start, end
    for a, b, c, d in pieces:
        if start > a:
            new_start = c if start < b else start + d - b
        if end > a:
            new_end = d if end < b else end + d - b
    return new_start, new_end
