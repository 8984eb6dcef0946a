"""Which comments the reading screen shows, in which order, and page by page.

Comments, people, replacements and groups in; positions and rows for the screen out.
Everything about all comments is done on whole columns, so that a hundred thousand open
like a hundred.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from coprod.listen.comments import hours
from coprod.protect import pseudonyms
from coprod.store.problem import Problem
from coprod.store.show import called
from coprod.store.tables import explained
from coprod.write import tags

Numbers = Any  # an array of positions, or of yes and no
SAID = {"text": "text", "question": "question", "hint": "no_words"}
SAID["twin"] = "duplicate_of"


@dataclass
class Shelf:
    """All comments of a round as the screen reads them.

    Parameters
    ----------
    comments, people, replacements, groups : pandas.DataFrame
        The tables of these names; the last two may be empty.
    """

    comments: pd.DataFrame
    people: pd.DataFrame
    replacements: pd.DataFrame
    groups: pd.DataFrame

    def __post_init__(self) -> None:
        """Keep what is asked for often as columns and numbers."""
        self.comments = explained(self.comments.reset_index(drop=True))
        self.ids: list[str] = self.comments["comment"].tolist()
        self.at = {comment: i for i, comment in enumerate(self.ids)}
        self.person, persons = pd.factorize(self.comments["person"])
        self.persons: list[str] = list(map(str, persons))
        self.called = called(self.persons)
        who = self.people.set_index("person")
        said = who["group"].reindex(persons).fillna("unknown").astype(str)
        self.group = said.to_numpy(object)[self.person]
        self.ways = who["way"].reindex(persons).fillna("").astype(str).tolist()
        self.source = self.comments["source"].to_numpy(object)
        self.words = self.comments["text"].str.split().str.len().fillna(0).to_numpy(int)
        self.texts = {name: self.comments[name].tolist() for name in SAID.values()}
        known = self.replacements.sort_values(["comment", "start"])
        self.replaced = known.reset_index(drop=True)
        self._names = self.replaced["comment"].to_numpy(str)

    def __len__(self) -> int:
        """Return how many comments there are."""
        return len(self.ids)

    def swaps(self, comment: str) -> pd.DataFrame:
        """Return the replacements in one comment."""
        first = int(np.searchsorted(self._names, comment, "left"))
        last = int(np.searchsorted(self._names, comment, "right"))
        return self.replaced.iloc[first:last]

    def shown(self, comment: str, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of source words stands in the words on the screen."""
        found = self.swaps(comment)
        return pseudonyms.shown_span(start, end, found) if len(found) else (start, end)

    def whole(self, comment: str, start: int, end: int) -> tuple[int, int]:
        """Check a stretch of source words; one that cuts a replaced name takes it all.

        Raises
        ------
        ValueError
            If it does not lie inside the comment.
        """
        found = self.swaps(comment)
        length = len(self.texts["text"][self.at[comment]])
        first, last = self.shown(comment, start, end)
        if len(found):
            start, end = pseudonyms.translate(first, last, found)
        if not 0 <= first < last <= length:
            raise Problem(
                "tags: the words chosen do not lie inside the comment. Choose them "
                "again, or tag the whole comment."
            )
        return start, end

    def row(self, at: int) -> dict[str, Any]:
        """Return one comment for the screen: words, question, who, place, nearby."""
        comment, texts = self.ids[at], self.texts
        pairs = self.swaps(comment)[["start", "end"]].astype(int).to_numpy().tolist()
        return {
            "id": comment,
            "at": at,
            "source": self.source[at],
            "person": self.persons[self.person[at]],
            "who": self.called[self.person[at]],
            "group": self.group[at],
            **{said: _sound(texts[name][at]) for said, name in SAID.items()},
            "swaps": [[a, b, *self.shown(comment, a, b)] for a, b in pairs],
            "before": self._beside(at, -1),
            "after": self._beside(at, 1),
        }

    def sources(self) -> list[list[Any]]:
        """Return each source, how its people took part, how many comments it has."""
        first = dict(zip(self.source[::-1], self.person[::-1], strict=True))
        sizes = Counter(self.source).items()
        return [[str(name), self.ways[first[name]], size] for name, size in sizes]

    def progress(self, read: Numbers) -> str:
        """Return how far the reading is, where `read` marks the comments read."""
        heard, left = len(np.unique(self.person[read])), int((~read).sum())
        time = hours(int(self.words[~read].sum()), left)
        return tags.says(heard, len(self.persons), left, len(self), time)

    def order(self, by: str, wanted: Numbers, read: Numbers) -> Numbers:
        """Return the positions of the `wanted` comments, in the order of reading.

        By people: everybody once first, those not heard yet, least-heard group first.
        By source: as the files stand. By groups: similar comments together.
        """
        places = np.flatnonzero(wanted)
        if by == "groups" and len(self.groups):
            number = self.groups.set_index("comment")[["group", "distance"]]
            near = number.reindex([self.ids[i] for i in places]).reset_index(drop=True)
            return places[near.sort_values(["group", "distance"], kind="stable").index]
        if by != "people" or not len(places):
            return places
        gone = self.comments[read & ~wanted[read].any()]  # if all that is wanted is new
        rows = self.comments if len(gone) else self.comments[wanted]
        names = tags.order(rows, self.people, gone["comment"])
        found = np.array([self.at[name] for name in names], int)
        return found[wanted[found]]

    def sort(self, places: Numbers, by: str, down: bool, count: list[int]) -> Numbers:
        """Return positions sorted by a column of the table on the screen."""
        columns: dict[str, Any] = {
            "group": self.group,
            "person": np.array(list(map(_spelt, self.called)), object)[self.person],
            "source": self.source,
            "words": self.comments["text"].str.casefold().to_numpy(object),
            "question": self.comments["question"].fillna("").to_numpy(object),
            "length": self.words,
            "tags": np.array(count),
        }
        if by not in columns:
            return places[::-1] if down else places
        keys = pd.Series(columns[by][places])
        return places[keys.sort_values(kind="stable", ascending=not down).index]

    def saying(self, words: str) -> Numbers:
        """Mark the comments whose words or question hold these words, in any case."""
        found = self.comments["text"].str.contains(words, case=False, regex=False)
        asked = self.comments["question"].str.contains(words, case=False, regex=False)
        return (found.fillna(False) | asked.fillna(False)).to_numpy(bool)

    def _beside(self, at: int, step: int) -> str | None:
        """Return the comment before or after one, in the same source."""
        near = at + step
        inside = 0 <= near < len(self) and self.source[near] == self.source[at]
        return self.ids[near] if inside else None


def _sound(words: Any) -> str | None:
    """Return a cell's words fit to be sent, None if it is blank; the length stays."""
    if words is None or pd.isna(words) or not str(words):
        return None
    return str(words).encode("utf-8", "replace").decode()


def _spelt(code: str) -> str:
    """Return a code so that S02-10 is sorted after S02-9."""
    return re.sub(r"\d+", lambda number: number[0].zfill(7), code)
