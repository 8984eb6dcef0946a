"""Choose quotes for the findings among those that may be quoted."""

from collections.abc import Iterable

import pandas as pd

from coprod.listen import file_contents
from coprod.pages.word_document import Quote
from coprod.protect import review, withdrawal
from coprod.screens.form import Block, table
from coprod.store import ids, journal, show
from coprod.store.rounds import Round
from coprod.write import codebook, readers, themes
from coprod.write.tags import TICKS

__all__ = [
    "borrowed_words",
    "may_quote",
    "number_slips",
    "picker",
    "quoted",
    "quotes",
    "slips",
]


def quotes(rnd: Round, joined: pd.DataFrame) -> pd.DataFrame:
    """Return the comments that may be quoted, by theme and experience, shortest first.

    Examples
    --------
    >>> names = ["tags", "comments", "people", "codebook"]
    >>> joined = write.themes.tagged(*map(rnd.load, names))
    >>> list(write.quotes.quotes(rnd, joined).columns)
    ['theme', 'experience', 'group', 'text', 'comment']
    """
    may = may_quote(rnd).query("may")["comment"]
    said = joined[joined["comment"].isin(may)]
    said = said.assign(length=said["text"].str.len()).sort_values(["length", "comment"])
    parts = [said[said[tick]].assign(experience=name) for tick, name in TICKS.items()]
    made = pd.concat(parts).drop_duplicates(["theme", "experience", "comment"])
    made = made.sort_values("theme", kind="stable", ignore_index=True)
    made["theme"] = made["name"]
    return made[["theme", "experience", "group", "text", "comment"]]


def picker(rnd: Round) -> tuple[list[list[str]], list[Block]]:
    """Return the quotes that may be used as a list to choose from, and in full.

    They stand theme by theme; without comments there is nothing to choose.

    Examples
    --------
    >>> offered, shown = write.quotes.picker(rnd)
    >>> offered[0], shown[0]["head"]
    (['', 'none'], ['Quote', 'Theme', 'How it was', 'Who', 'In their words'])
    """
    none = [["", "none"]]
    if not rnd.has("comments") or not rnd.has("people"):
        return none, []
    book = codebook.table(rnd)
    tags, said, people = readers.counted(rnd), rnd.load("comments"), rnd.load("people")
    joined = themes.tagged(tags, said, people, book)
    rows = [list(map(str, row)) for row in quotes(rnd, joined).itertuples(index=False)]
    named = [
        [comment, f"{n}. {about}, {how}, {who}: {show.opening(text)}"]
        for n, (about, how, who, text, comment) in enumerate(rows, 1)
    ]
    head = ["Quote", "Theme", "How it was", "Who", "In their words"]
    whole = [[n, *row[:-1]] for n, row in enumerate(rows, 1)]
    return none + named, table("Quotes that may be used", head, whole)


def quoted(rnd: Round, comments: Iterable[str]) -> dict[str, Quote]:
    """Return those of the comments that may be quoted, as quotes with attribution.

    Examples
    --------
    >>> may = write.quotes.may_quote(rnd)
    >>> first = may.loc[may["may"], "comment"].head(1)
    >>> [quote.by for quote in write.quotes.quoted(rnd, first).values()]
    ['Member of staff']
    """
    said, people = rnd.load("comments").set_index("comment"), rnd.load("people")
    everyone = people.set_index("person", drop=False)
    may = may_quote(rnd).set_index("comment")["may"]
    found = {}
    for comment in (c for c in comments if c in said.index and may[c]):
        who = everyone.loc[said.loc[comment, "person"]]
        words = review.unnumbered(said.loc[comment, "text"])
        found[comment] = Quote(words, review.attribution(who, people))
    return found


def may_quote(rnd: Round) -> pd.DataFrame:
    """Return for each comment whether it may be quoted, and why not.

    Examples
    --------
    >>> list(write.quotes.may_quote(rnd).columns)
    ['comment', 'may', 'why']
    """
    said, people = rnd.load("comments"), rnd.load("people")
    seen, gone = review.reviewed(rnd), withdrawal.withdrawn(rnd)
    notes = file_contents.holding(rnd, file_contents.NOTES)
    return review.quotable(said, people, seen, gone, notes)


def borrowed_words(rnd: Round, text: str) -> str:
    """Say whose words stand in a text though they may not be quoted; or nothing.

    Examples
    --------
    >>> write.quotes.borrowed_words(rnd, "Staff speak to the child first.")
    ''
    """
    if not rnd.has("comments") or not rnd.has("people"):
        return ""
    said = rnd.load("comments")
    found = review.borrowed(review.words(text), said, may_quote(rnd))
    return "".join(
        f" LOOK: words of comment {number} stand in it, and {why} "
        f'("{said["text"].iloc[number - 1][:80]}"). Reword it, choose a comment that '
        "may be quoted, or ask them; until then it cannot be shared."
        for number, why in found
    )


def number_slips(rnd: Round) -> None:
    """Record a number for each comment that may be quoted, before it is printed.

    Examples
    --------
    >>> before = len(write.quotes.slips(rnd))
    >>> write.quotes.number_slips(rnd)
    >>> len(write.quotes.slips(rnd)) == before
    True
    """
    may, known = may_quote(rnd), _numbers(rnd)
    wanted = may.loc[may["may"], "comment"]
    new = [comment for comment in wanted if comment not in known]
    for number, comment in enumerate(new, max(known.values(), default=0) + 1):
        values = {"number": number, "comment": comment}
        journal.record(rnd.itself, "slips").add(values)


def _numbers(rnd: Round) -> dict[str, int]:
    """Return the number of each comment that was ever on a slip."""
    had = journal.state(rnd, "slips", ["number", "comment"])
    numbers = map(int, had["number"])
    return dict(zip(ids.follow(rnd, had["comment"]), numbers, strict=True))


def slips(rnd: Round) -> pd.DataFrame:
    """Return slips for the room: the number (SL17) stays; words, and how it was.

    Those that were numbered and may still be quoted.

    Examples
    --------
    >>> list(write.quotes.slips(rnd).columns)
    ['slip', 'words', 'experience']
    """
    may, known = may_quote(rnd), _numbers(rnd)
    wanted = [c for c in may.loc[may["may"], "comment"] if c in known]
    tags, words = readers.counted(rnd), quoted(rnd, wanted)
    how = {e: {*tags.loc[tags[t].eq(True), "comment"]} for t, e in TICKS.items()}
    rows = [
        [f"SL{known[c]}", words[c].words, [e for e in how if c in how[e]]]
        for c in sorted(wanted, key=lambda comment: known[comment])
    ]
    return pd.DataFrame(rows, columns=pd.Index(["slip", "words", "experience"]))
