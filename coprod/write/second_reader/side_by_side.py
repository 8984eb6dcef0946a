"""Show groups and suggestions beside people's tags, for notebook 04.

Takes comments and what `groups` and `suggestions` make of them, gives tables for
notebook 04. The machine only points; nothing here changes a tag.
"""

import re
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from coprod.store import journal, sealed, tables
from coprod.store.rounds import Round
from coprod.store.tables import in_english, with_words
from coprod.write import codebook, codebook_reads, embedding
from coprod.write import readers as readers_
from coprod.write import tags as tags_
from coprod.write.second_reader import groups as groups_
from coprod.write.second_reader import suggestions, ticks

__all__ = ["beside", "freeze", "hints", "nearest", "quality", "read", "suggest"]


@dataclass(frozen=True)
class Second:
    """What the second reader made of the comments: groups, and vectors for hints."""

    comments: pd.DataFrame
    grouping: groups_.Grouping
    vectors: np.ndarray
    asked: np.ndarray
    parts: suggestions.Parts
    new: bool  # the groups are not frozen yet

    @property
    def groups(self) -> pd.DataFrame:
        """The table "groups": each comment, its group and its distance."""
        found = self.grouping
        own = self.comments[["comment"]].iloc[found.positions].reset_index(drop=True)
        frame = own.assign(group=found.assigned, distance=found.distance)
        return tables.check("groups", frame)

    @property
    def words(self) -> dict[int, list[str]]:
        """The words of each group, the most telling first."""
        made = self.grouping.table
        return dict(zip(made["group"], made["words"], strict=True))


def read(rnd: Round, comments: pd.DataFrame, *, groups: int | None = None) -> Second:
    """Read every comment by its meaning and put similar ones together.

    Where groups were frozen, new comments join them and old ones stay where they are.
    Give `groups` to look again; `freeze` keeps what was found.

    Parameters
    ----------
    rnd : Round
        The round; vectors are kept sealed in its private folder, without words.
    comments : pandas.DataFrame
        The table "comments"; pictures that nobody has typed yet are left out.
    groups : int, optional
        How many groups; by default a rule decides (`groups.how_many`).

    Examples
    --------
    >>> few = rnd.load("comments").head(6)
    >>> second = write.second_reader.side_by_side.read(rnd, few)
    >>> second.groups["comment"].nunique(), second.vectors.shape
    (6, (6, 384))
    """
    comments = in_english(with_words(comments))
    texts = [_own_words(text) for text in comments["text"]]
    cache = sealed.of(rnd)
    vectors = embedding.embed(texts, cache=cache)
    pairs = zip(comments["question"].fillna(""), texts, strict=True)
    asked = embedding.embed((f"{q} {t}".strip() for q, t in pairs), cache=cache)
    parts = suggestions.parts(texts, cache=cache)
    kept = None if groups else groups_.frozen(rnd)
    found = groups_.group(texts, groups=groups, vectors=vectors, centroids=kept)
    return Second(comments, found, vectors, asked, parts, kept is None)


def freeze(rnd: Round, second: Second) -> Second:
    """Keep the groups of a reading, if they are new; return it in the frozen groups.

    Examples
    --------
    >>> few = rnd.load("comments").head(6)
    >>> second = write.second_reader.side_by_side.read(rnd, few)
    >>> write.second_reader.side_by_side.freeze(rnd, second).new
    False
    """
    if not second.new or not len(second.grouping.centroids):
        return second
    groups_.freeze(rnd, second.grouping, date=journal.now()[:10])
    texts = [_own_words(text) for text in second.comments["text"]]
    kept = groups_.frozen(rnd)
    found = groups_.group(texts, vectors=second.vectors, centroids=kept)
    return replace(second, grouping=found, new=False)


def nearest(second: Second) -> pd.DataFrame:
    """Return the three comments nearest to the middle of each group.

    Examples
    --------
    >>> few = rnd.load("comments").head(6)
    >>> second = write.second_reader.side_by_side.read(rnd, few)
    >>> list(write.second_reader.side_by_side.nearest(second).columns)
    ['group', 'comments', 'words', 'for example']
    """
    texts = second.comments["text"]
    rows = [
        [row.group, row.size_, ", ".join(row.words[:5]), texts.iloc[at]]
        for row in second.grouping.table.rename(columns={"size": "size_"}).itertuples()
        for at in row.nearest
    ]
    return pd.DataFrame(rows, columns=["group", "comments", "words", "for example"])


def beside(second: Second, tags: pd.DataFrame, book: pd.DataFrame) -> pd.DataFrame:
    """Put each group beside people's tags: read, not read, the codes given most.

    A group that nobody tagged, or whose comments have many different codes, is where
    something may have been missed.

    Examples
    --------
    >>> few = rnd.load("comments").head(6)
    >>> second = write.second_reader.side_by_side.read(rnd, few)
    >>> tables = rnd.load("tags"), rnd.load("codebook")
    >>> list(write.second_reader.side_by_side.beside(second, *tables).columns)
    ['group', 'comments', 'tagged', 'not tagged', 'codes given most']
    """
    names = codebook_reads.names(book)
    joined = second.groups.merge(tags[["comment", "code"]], on="comment", how="left")
    rows = []
    for group, part in joined.groupby("group"):
        read_ = part.dropna(subset="code")
        given = read_["code"].map(names).value_counts()
        size, done = part["comment"].nunique(), read_["comment"].nunique()
        common = ", ".join(f"{name} ({n})" for name, n in given.head(3).items())
        rows.append([group, size, done, size - done, common])
    names_ = ["group", "comments", "tagged", "not tagged", "codes given most"]
    made = pd.DataFrame(rows, columns=names_)
    return made.sort_values("not tagged", ascending=False, ignore_index=True)


def suggest(rnd: Round, second: Second) -> pd.DataFrame:
    """Suggest codes for comments that nobody has read; never a tag.

    While readers read apart, only the reader's own tags are learned from. Whose tags
    taught it stands beside each suggestion.

    Examples
    --------
    >>> few = rnd.load("comments").head(6)
    >>> second = write.second_reader.side_by_side.read(rnd, few)
    >>> list(write.second_reader.side_by_side.suggest(rnd, second).columns)[:3]
    ['comment', 'code', 'score']
    """
    material = _material(rnd, second)
    marks = readers_.visible_marks(rnd)
    left = tags_.unread(second.comments, material.tags, marks)["comment"]
    made = suggestions.suggest(material)
    made = made[made["comment"].isin(left)].reset_index(drop=True)
    readers = " ".join(sorted(material.tags["reader"].unique()))
    made = ticks.suggest(material, made).assign(learned_from=readers)
    return tables.check("suggestions", made)


def quality(rnd: Round, second: Second) -> pd.DataFrame:
    """Return how good the suggestions are on the readers' own tags, theme by theme.

    As long as no code is gathered into a theme, code by code. After them the ticks.

    Examples
    --------
    >>> few = rnd.load("comments").head(6)
    >>> second = write.second_reader.side_by_side.read(rnd, few)
    >>> len(write.second_reader.side_by_side.quality(rnd, second))
    0
    """
    material = _material(rnd, second)
    by = "theme" if codebook_reads.theme_of(material.codebook) else "code"
    made = suggestions.quality(material, by=by)
    made = pd.concat([made, ticks.quality(material)], ignore_index=True)
    return made.drop(columns="code").round(2)


def _material(rnd: Round, second: Second) -> suggestions.Material:
    """Return what is learned from: tags as far as this reader may see them."""
    tags, book = readers_.visible(rnd), codebook.table(rnd)
    return suggestions.Material(second.comments, tags, book, second.asked, second.parts)


def hints(
    hinted: pd.DataFrame, comments: pd.DataFrame, book: pd.DataFrame
) -> pd.DataFrame:
    """Return the surest suggestions with the comment and the words that led there.

    Examples
    --------
    >>> none = store.tables.empty("suggestions")
    >>> tables = none, rnd.load("comments"), rnd.load("codebook")
    >>> list(write.second_reader.side_by_side.hints(*tables).columns)
    ['comment', 'suggested', 'how it was', 'because of']
    """
    said = comments.set_index("comment")["text"]
    names = codebook_reads.names(book)
    top = hinted.sort_values("score", ascending=False).head(20)
    made = {
        "comment": top["comment"].map(said),
        "suggested": top["code"].map(names),
        "how it was": top["experience"].map(ticks.asked),
        "because of": top["words"],
    }
    return pd.DataFrame(made).reset_index(drop=True)


def _own_words(text: str) -> str:
    """Take out what stands instead of names: [Child 3] says nothing of the subject."""
    bare = re.sub(r"\[[^\]]*\]", " ", text)
    return bare if bare.strip() else text
