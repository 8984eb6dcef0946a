"""Give, change and take back a tag; count tags; say what is not yet read.

Takes comments, gives the tags journal and its table. Each tag has its own id and its
own reader: nobody's tag is changed by somebody else, and no machine writes here.
"""

from collections.abc import Iterable

import pandas as pd

from coprod.listen import set_aside
from coprod.listen.comments import reading_time
from coprod.store import ids, journal, tables
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import plural
from coprod.write import codebook, codebook_reads, stretches

__all__ = ["EXPERIENCES", "change", "counts", "mended", "progress", "table", "touched"]

EXPERIENCES = ("good", "less good", "needs improving")
TICKS = {name.replace(" ", "_"): name for name in EXPERIENCES}
COLUMNS = [c.name for c in tables.TABLES["tags"].columns]


def table(rnd: Round) -> pd.DataFrame:
    """Return every tag that stands, of every reader, oldest first.

    A tag of words that were confirmed as an earlier comment is a tag of that comment,
    on the same stretch; where the stretch itself was mended, it counts for the whole
    comment until its reader is asked. A tag that went over when its code was split
    counts as the new code.

    Examples
    --------
    >>> len(write.tags.table(rnd))
    498
    """
    wanted = [c for c in COLUMNS if c not in ("tag", "reader", "time")]
    said = journal.state(rnd, "tags", wanted)
    said["code"] = codebook.follow(rnd, said)
    if ids.since(rnd) or ids.placed(rnd):
        said = stretches.follow(rnd, said)
        said.loc[said["asked"], ["start", "end"]] = None
    said["comment"] = ids.carried(rnd, said["comment"])
    return tables.check("tags", said.rename(columns={"id": "tag", "by": "reader"}))


def mended(rnd: Round) -> pd.DataFrame:
    """Return tags whose own stretch was mended, with the words proposed for them.

    Returns
    -------
    pandas.DataFrame
        tag, comment, code, start, end and reader; start and end are proposed, and
        blank for the whole comment.

    Examples
    --------
    >>> len(write.tags.mended(rnd))
    0
    """
    columns = ["comment", "code", "start", "end"]
    said = stretches.follow(rnd, journal.state(rnd, "tags", columns))
    said["comment"] = ids.follow(rnd, said["comment"])
    said = said[said["asked"]].rename(columns={"id": "tag", "by": "reader"})
    return said[["tag", "reader", *columns]].reset_index(drop=True)


def add(
    rnd: Round,
    comment: str,
    code: str,
    *,
    start: int | None = None,
    end: int | None = None,
    experience: tuple[str, ...] = (),
    note: str = "",
) -> str:
    """Tag a comment, or the characters from `start` to `end` of its source words.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who tags.
    comment, code : str
        Ids of the comment and of the code.
    start, end : int, optional
        Code points in the normalised source words; none for the whole comment.
    experience : tuple of str
        Any of good, less good, needs improving; none means not clear.
    note : str
        What the reader wants to remember.

    Returns
    -------
    str
        Id of the tag, after the disk has answered.
    """
    span = {"comment": comment, "code": code, "start": start, "end": end}
    values = {**span, "note": note or None, **ticks(experience)}
    return journal.record(rnd, "tags").add(values)


def change(rnd: Round, tag: str, **values: object) -> str:
    """Change one's own tag (code, experience, note, start, end); give the event.

    Raises
    ------
    ValueError
        If somebody else gave the tag: say what you think with a tag of your own.

    Examples
    --------
    >>> tag = rnd.load("tags").query("reader == 'AB'")["tag"].iloc[0]
    >>> event = write.tags.change(rnd, tag, note="ask again")
    >>> write.tags.table(rnd).set_index("tag").loc[tag, "note"]
    'ask again'
    """
    _own(rnd, tag)
    experience = values.pop("experience", None)
    if isinstance(experience, tuple):
        values.update(ticks(experience))
    return journal.record(rnd, "tags").change(tag, values)


def remove(rnd: Round, tag: str) -> str:
    """Take one's own tag away; give the event, for undo."""
    _own(rnd, tag)
    return journal.record(rnd, "tags").remove(tag)


def unread(
    comments: pd.DataFrame, tags: pd.DataFrame, marks: pd.DataFrame
) -> pd.DataFrame:
    """Return the comments that nobody has tagged or set aside."""
    read = set(tags["comment"]) | set(marks["comment"])
    return comments[~comments["comment"].isin(read)].reset_index(drop=True)


def touched(rnd: Round) -> pd.DataFrame:
    """Return every comment on which somebody decided: tagged or set aside.

    Examples
    --------
    >>> list(write.tags.touched(rnd).columns)
    ['comment']
    """
    both = pd.concat([table(rnd)["comment"], set_aside.marks(rnd)["comment"]])
    return both.drop_duplicates().to_frame().reset_index(drop=True)


def order(
    comments: pd.DataFrame, people: pd.DataFrame, read: Iterable[str]
) -> list[str]:
    """Return the order to read the comments that are not yet read.

    Everyone is read once first, the group with the fewest people first, so that
    whenever time runs out each person has been heard.

    Parameters
    ----------
    comments, people : pandas.DataFrame
        The tables of these names.
    read : iterable of str
        Ids of the comments that were read.

    Returns
    -------
    list of str
        Comment ids.
    """
    done = comments["comment"].isin(read)
    left, often = comments[~done], comments[done].groupby("person").size()
    group = people.set_index("person")["group"]
    left = left.assign(
        turn=left.groupby("person").cumcount() + left["person"].map(often).fillna(0),
        heard=left["person"].map(group).map(group.value_counts()).fillna(0),
    )
    first = left[left["turn"] < 1].sort_values("heard", kind="stable")
    return [*first["comment"], *left.loc[left["turn"] >= 1, "comment"]]


def progress(comments: pd.DataFrame, tags: pd.DataFrame, marks: pd.DataFrame) -> str:
    """Return how far the reading is: people, comments, time.

    Examples
    --------
    >>> marks = listen.set_aside.marks(rnd)
    >>> write.tags.progress(rnd.load("comments"), rnd.load("tags"), marks)
    '57 of 62 people read at least once; 123 of 399 comments not yet read; about 45 ...
    """
    left = unread(comments, tags, marks)
    heard = comments.loc[~comments["comment"].isin(left["comment"]), "person"]
    spoke, time = comments["person"].nunique(), reading_time(left)
    return says(heard.nunique(), spoke, len(left), len(comments), time)


def says(heard: int, spoke: int, left: int, comments: int, time: str) -> str:
    """Say in one sentence how far the reading is."""
    if not comments:
        return "There are no comments yet: run notebooks 01 and 02."
    said = f"{heard} of {plural('person', spoke)} read at least once; "
    if not left:
        return f"{said}all {plural('comment is', comments, 'comments are')} read."
    said += f"{left} of {plural('comment', comments)} not yet read; "
    return f"{said}{time} of reading left."


def counts(tags: pd.DataFrame, book: pd.DataFrame) -> pd.DataFrame:
    """Count how often each reader gave each code: codes down, readers across.

    Examples
    --------
    >>> list(write.tags.counts(rnd.load("tags"), rnd.load("codebook")).columns)
    ['AB', 'CD']
    """
    names = codebook_reads.names(book)
    made = tags.assign(code=tags["code"].map(names))
    return pd.crosstab(made["code"], made["reader"]).rename_axis(columns=None)


def ticks(experience: tuple[str, ...]) -> dict[str, bool]:
    """Turn experiences into the three ticks."""
    unknown = set(experience) - set(EXPERIENCES)
    if unknown:
        raise Problem(
            f"tags: {sorted(unknown)[0]!r} is no experience. "
            f"Use {', '.join(EXPERIENCES)}."
        )
    return {tick: name in experience for tick, name in TICKS.items()}


def _own(rnd: Round, tag: str) -> None:
    """Refuse to touch somebody else's tag."""
    events = journal.read(rnd.decisions, "tags").events
    mine = [e for e in events if e["about"] == tag or e["op"] == "undo"]
    check_own(journal.fold(mine).get(tag), rnd.reader)


def check_own(found: journal.Event | None, reader: str) -> None:
    """Refuse a tag of somebody else, and one that is gone."""
    if found is None or found["by"] != reader:
        raise Problem(
            "tags: this tag is not yours, or it is gone. Readers' tags are kept side "
            "by side: give a tag of your own instead."
        )
