"""Several readers: who sees whose tags, where they differ, what they settled.

Takes everybody's tags and what they set aside, gives the disagreements, and the tags
that count. A settlement stands in a journal of its own beside both readers' tags, which
stay as they are. A number is not the aim: the conversation is.
"""

import hashlib
from itertools import combinations

import pandas as pd

from coprod.listen import set_aside
from coprod.store import ids, journal
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import Folded
from coprod.write import codebook, codebook_reads
from coprod.write import tags as tags_
from coprod.write.reader_agreement import alpha, measures
from coprod.write.tags import TICKS

__all__ = ["counted", "counted_marks", "listed", "numbers", "visible", "visible_marks"]

OUTCOMES = ("reader", "all", "code", "open")
COLUMNS = ["comment", "outcome", "reader", "code", *TICKS, "reason", "seen"]
NOTE = (
    "A number is not the aim: read the comments behind a difference together. Counted "
    "are the comments that both have read, tagged or set aside. Agree: the share on "
    "which both did the same; kappa (Cohen 1960) and alpha (Krippendorff 2004) take "
    "off what chance alone would give; PABAK (Byrt 1993) is fairer to rare codes; F1 "
    "looks only at comments to which somebody gave the code."
)


def apart(rnd: Round) -> bool:
    """Return whether readers read apart now: nobody sees another reader's tags."""
    said = journal.state(rnd, "apart", ["on"])["on"]
    return bool(len(said) and said.iloc[-1])


def read_apart(rnd: Round, on: bool, reason: str) -> str:
    """Begin or end reading apart (a blind first pass), for the whole round.

    Raises
    ------
    ValueError
        If there is no reason, or nothing would change.
    """
    if not reason.strip() or on == apart(rnd):
        raise Problem(
            "reading apart: say why, and choose what is not so already. Then save."
        )
    values = {"on": on, "reason": reason.strip()}
    return journal.record(rnd, "apart").add(values, about="the round")


def visible(rnd: Round) -> pd.DataFrame:
    """Return tags this reader may see now: all, or only their own (reading apart).

    Examples
    --------
    >>> len(write.readers.visible(rnd))
    498
    """
    tags = tags_.table(rnd)
    return tags[tags["reader"] == rnd.reader] if apart(rnd) else tags


def visible_marks(rnd: Round) -> pd.DataFrame:
    """Return what was set aside, as far as this reader may see it now.

    Examples
    --------
    >>> list(write.readers.visible_marks(rnd).columns)
    ['comment', 'end', 'reason', 'of', 'by', 'time']
    """
    marks = set_aside.marks(rnd)
    return marks[marks["by"] == rnd.reader] if apart(rnd) else marks


def disagreements(
    tags: pd.DataFrame,
    marks: pd.DataFrame,
    book: pd.DataFrame,
    settlements: pd.DataFrame,
) -> pd.DataFrame:
    """Return the comments that two or more readers read and did not read alike.

    Merged codes are one code; `settlements` comes from the function of this name.

    Returns
    -------
    pandas.DataFrame
        comment, differ (codes, experience or set aside), settled (as AB, all count, a
        code, left open; "look again" if tags changed since; blank if nobody settled
        it), and what each reader said of it, a column for each.
    """
    said, names = _said(tags, marks, book), codebook_reads.names(book)
    readers = sorted({reader for one in said.values() for reader in one})
    how = {"all": "all count", "open": "left open"}
    whose = ("as " + settlements["reader"]).fillna(settlements["code"].map(names))
    told = settlements["outcome"].map(how).fillna(whose).fillna("")
    told = told.mask(_stale(tags, settlements), "look again")
    done = dict(zip(settlements["comment"], told, strict=True))
    rows = []
    for comment, by in said.items():
        about = _differ(list(by.values())) if len(by) > 1 else ""
        if about:
            each = [_told(by[r], names) if r in by else "" for r in readers]
            rows.append([comment, about, done.get(comment, ""), *each])
    return pd.DataFrame(rows, columns=["comment", "differ", "settled", *readers])


def settle(
    rnd: Round,
    comment: str,
    outcome: str,
    reason: str,
    *,
    reader: str | None = None,
    code: str | None = None,
    experience: tuple[str, ...] = (),
) -> str:
    """Record what counts for a comment that was read differently; tags stay.

    Parameters
    ----------
    rnd : Round
        The round; its reader writes down what was agreed.
    comment : str
        Id of the comment.
    outcome : {"reader", "all", "code", "open"}
        What one reader said counts (give `reader`); everybody's tags count; another
        code counts (give `code`, and `experience`); it is left open.
    reason : str
        Why.

    Raises
    ------
    ValueError
        If there is no reason, or what counts is not said.
    """
    book = codebook_reads.in_use(codebook.table(rnd))
    named = {"reader": reader, "code": code if code in set(book["code"]) else None}
    if outcome not in OUTCOMES or not reason.strip() or not named.get(outcome, True):
        raise Problem(
            "settlements: say what counts (one reader, all, another code in use, or "
            "left open), and why. Then save."
        )
    values = {
        "comment": comment,
        "outcome": outcome,
        **{kind: name if kind == outcome else None for kind, name in named.items()},
        **tags_.ticks(experience),
        "reason": reason.strip(),
        "by": rnd.reader,
        "seen": _seen(tags_.table(rnd)).get(comment, ""),
    }
    return journal.record(rnd, "settlements").add(values, about=comment)


def undo(rnd: Round) -> str:
    """Undo this reader's last settlement; what stood before it stands again."""
    mine = journal.standing(rnd, "settlements")
    if not mine:
        return "There is nothing to undo."
    journal.record(rnd, "settlements").undo(mine[-1]["id"])
    return "Undone: the last settlement."


def settlements(rnd: Round) -> pd.DataFrame:
    """Return what was settled, `COLUMNS`, by, time; what is undone is not `seen`."""
    said = journal.state(rnd, "settlements", COLUMNS)
    said["comment"] = ids.follow(rnd, said["comment"])
    said = said.drop_duplicates("comment", keep="last", ignore_index=True)
    marks = set_aside.marks(rnd).rename(columns={"by": "reader"})
    both = ["comment", "reader"]
    there = pd.MultiIndex.from_frame(pd.concat([tags_.table(rnd), marks])[both])
    gone = ~pd.MultiIndex.from_frame(said[both]).isin(there)
    said.loc[gone & said["outcome"].eq("reader"), "seen"] = "taken back"
    return said[[*COLUMNS, "by", "time"]]


def settled(tags: pd.DataFrame, settlements: pd.DataFrame) -> pd.DataFrame:
    """Return the tags that count: all of them, but for comments that were settled.

    Parameters
    ----------
    tags, settlements : pandas.DataFrame
        Everybody's tags; from `settlements`.

    Returns
    -------
    pandas.DataFrame
        The table "tags". A settlement counts only while the tags of its comment are
        those that were settled; where it says another code, one row with that code
        stands in for the tags, its id beginning with "settled". The input is not
        changed.
    """
    stand = settlements[~_stale(tags, settlements)].set_index("comment")
    if stand.empty:
        return tags
    outcome = tags["comment"].map(stand["outcome"])
    chosen = tags["reader"] == tags["comment"].map(stand["reader"])
    kept = tags[~outcome.isin(["reader", "code"]) | (outcome.eq("reader") & chosen)]
    other = stand[stand["outcome"] == "code"].reset_index()
    named = "settled " + other["comment"].astype(str)
    made = other.assign(tag=named, reader=other["by"], note=other["reason"])
    made = made.assign(start=None, end=None)
    made = made[list(tags.columns)].astype(tags.dtypes.to_dict())
    return pd.concat([kept, made], ignore_index=True)


def counted(rnd: Round) -> pd.DataFrame:
    """Return tags that count in themes, ledger and evidence, settlements followed.

    Examples
    --------
    >>> write.readers.counted(rnd)["reader"].unique().tolist()
    ['AB', 'CD']
    """
    return settled(tags_.table(rnd), settlements(rnd))


def counted_marks(rnd: Round) -> pd.DataFrame:
    """Return what is set aside, of one reader only where that was settled.

    Examples
    --------
    >>> len(write.readers.counted_marks(rnd))
    32
    """
    marks, made = set_aside.marks(rnd), settlements(rnd)
    made = made[~_stale(tags_.table(rnd), made)]
    chosen = marks["comment"].map(made.set_index("comment")["reader"])
    return marks[chosen.isna() | (chosen == marks["by"])]


def found(rnd: Round) -> pd.DataFrame:
    """Return the disagreements as they stand, as far as this reader may see them."""
    book, made = codebook.table(rnd), settlements(rnd)
    return disagreements(visible(rnd), visible_marks(rnd), book, made)


def listed(rnd: Round, comments: pd.DataFrame) -> pd.DataFrame:
    """Return disagreements this reader may see, with the words; look again first.

    Examples
    --------
    >>> list(write.readers.listed(rnd, rnd.load("comments")).columns)
    ['comment', 'differ', 'settled', 'AB', 'CD']
    """
    made, words = found(rnd), comments.set_index("comment")["text"]
    made = made.assign(comment=made["comment"].map(words)).dropna(subset="comment")
    again = {"key": lambda said: said.ne("look again"), "kind": "stable"}
    return made.sort_values("settled", **again)


def numbers(tags: pd.DataFrame, marks: pd.DataFrame, book: pd.DataFrame) -> Folded:
    """Return agreement in numbers, folded away under one line.

    Examples
    --------
    >>> tags, marks = write.readers.visible(rnd), write.readers.visible_marks(rnd)
    >>> write.readers.numbers(tags, marks, rnd.load("codebook")).line
    'The same as numbers, for each working code'
    """
    made = agreement(tags, book, marks).round(2)
    return Folded("The same as numbers, for each working code", NOTE, made)


def agreement(
    tags: pd.DataFrame, book: pd.DataFrame, marks: pd.DataFrame
) -> pd.DataFrame:
    """Compare readers, two at a time, on the comments that both have read.

    Returns
    -------
    pandas.DataFrame
        One row for each pair of readers and code: code, readers, comments (read by
        both: tagged or set aside), both, only_first, only_second, agree (share of
        comments, 0 to 1), kappa, pabak, alpha and f1 (blank where not defined). With
        more than two readers one more row for each code has the alpha of all of them,
        over the comments that at least two have read.
    """
    said = _said(tags, marks, book)
    names = codebook_reads.names(book)
    readers = sorted({reader for one in said.values() for reader in one})
    rows: list[list[object]] = []
    for pair in combinations(readers, 2):
        units = [[set(by[r]) for r in pair] for by in said.values() if {*pair} <= {*by}]
        for code in sorted({str(c) for a, b in units for c in a | b} & {*names}):
            rows.append([names[code], " and ".join(pair), *measures(units, code)])
    several = [[set(one) for one in by.values()] for by in said.values() if len(by) > 1]
    every = {c for unit in several for one in unit for c in one} & {*names}
    for code in sorted(every) if len(readers) > 2 else ():
        value = alpha([[code in one for one in unit] for unit in several])
        head = [names[code], f"all {len(readers)}", len(several)]
        rows.append([*head, *[None] * 6, value, None])
    head = ["code", "readers", "comments", "both", "only_first", "only_second"]
    made = pd.DataFrame(rows, columns=[*head, "agree", "kappa", "pabak", "alpha", "f1"])
    return made.sort_values(["readers", "code"], kind="stable", ignore_index=True)


Said = dict[str, frozenset[str]]  # code, or "aside: reason", to the ticks


def _said(
    tags: pd.DataFrame, marks: pd.DataFrame, book: pd.DataFrame
) -> dict[str, dict[str, Said]]:
    """Return for each comment what each reader said of it, merges followed."""
    found: dict[str, dict[str, Said]] = {}
    known = codebook_reads.followed(tags, book)[["comment", "reader", "code", *TICKS]]
    for comment, reader, code, *ticks in known.itertuples(False, None):
        mine = found.setdefault(comment, {}).setdefault(reader, {})
        given = {name for name, tick in zip(TICKS.values(), ticks, strict=True) if tick}
        mine[code] = mine.get(code, frozenset()) | given
    for row in marks.itertuples(index=False):
        mine = found.setdefault(row.comment, {}).setdefault(row.by, {})
        if not mine:
            mine[f"aside: {row.end}"] = frozenset()
    return found


def _differ(several: list[Said]) -> str:
    """Say in what readers differ on a comment: codes, experience, set aside, or ""."""
    if all(one == several[0] for one in several):
        return ""
    aside = [any(key.startswith("aside: ") for key in one) for one in several]
    if any(aside):
        return "set aside"
    return "codes" if len({frozenset(one) for one in several}) > 1 else "experience"


def _told(said: Said, names: dict[str, str]) -> str:
    """Say in words what one reader said of a comment."""
    lines = []
    for key, ticks in said.items():
        how = ", ".join(e for e in tags_.EXPERIENCES if e in ticks) or "not clear"
        aside = key.removeprefix("aside: ")
        lines.append(f"{names[key]} ({how})" if key in names else aside)
    return "; ".join(lines)


def _seen(tags: pd.DataFrame) -> dict[str, str]:
    """Return a digest of the tags of each comment, to know whether they changed."""
    lines: dict[str, list[str]] = {}
    names = ["comment", "tag", "code", *TICKS, "reader"]
    for comment, *rest in tags[names].itertuples(False, None):
        lines.setdefault(comment, []).append(" ".join(map(str, rest)))
    whole = {comment: "\n".join(sorted(said)) for comment, said in lines.items()}
    return {c: hashlib.sha256(w.encode()).hexdigest()[:16] for c, w in whole.items()}


def _stale(tags: pd.DataFrame, settlements: pd.DataFrame) -> pd.Series:
    """Say which settlements are about tags that changed since."""
    touched = tags[tags["comment"].isin(settlements["comment"])]
    return settlements["seen"] != settlements["comment"].map(_seen(touched)).fillna("")
