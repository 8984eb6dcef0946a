"""Where every comment ended, and whether the sum adds up.

Takes comments, tags, the codebook, what was set aside and what came after; gives the
ledger and the chain from comment to theme, statement, priority and action. The sum
is checked against the comments themselves, so that it can be wrong and be seen.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pandas as pd

from coprod.listen import voices
from coprod.protect import withdrawal
from coprod.store import tables
from coprod.store.rounds import Round
from coprod.store.show import plural
from coprod.store.tables import ENDS, LOOSE, some
from coprod.write import codebook, codebook_reads, readers

__all__ = ["balance", "ends", "noted", "of_round", "reasons", "unaccounted"]


def of_round(rnd: Round) -> pd.DataFrame:
    """Return the ledger from what is on disk now.

    Examples
    --------
    >>> len(check.ledger.of_round(rnd)) == len(rnd.load("comments"))
    True
    """
    comments, book = rnd.load("comments"), codebook.table(rnd)
    tags, marks = readers.counted(rnd), readers.counted_marks(rnd)
    return ledger(comments, tags, book, marks, withdrawal.withdrawn(rnd))


def noted(rnd: Round) -> str:
    """Return the ledger's exact total.

    Examples
    --------
    >>> check.ledger.noted(rnd)
    '276 of 399 comments noted: 247 in a theme, 8 out of scope, 17 no content, 4 ...
    """
    files = rnd.load("files") if rnd.has("files") else tables.empty("files")
    return sentence(balance(of_round(rnd), rnd.load("comments")), files)


def ledger(
    comments: pd.DataFrame,
    tags: pd.DataFrame,
    codebook: pd.DataFrame,
    marks: pd.DataFrame,
    withdrawn: pd.DataFrame,
) -> pd.DataFrame:
    """Return each comment its one end.

    The first that fits counts: withdrawn; tagged by a person, which is "in a theme",
    or `LOOSE` while all its codes wait to be gathered into one; set aside as
    duplicate, out of scope or no content; otherwise not yet read. What a machine
    noticed (`duplicate_of`, `no_words`) is only told as a detail: a person decides.

    Parameters
    ----------
    comments, tags, codebook : pandas.DataFrame
        The tables of these names.
    marks : pandas.DataFrame
        Columns comment, end, reason, of and by: what was set aside.
    withdrawn : pandas.DataFrame
        Columns person and scope; only scope "all" takes a person's comments back.

    Returns
    -------
    pandas.DataFrame
        The table "ledger", in the order of `comments`.
    """
    same = comments["duplicate_of"].notna()
    noticed = comments["no_words"].mask(same, "the same words by the same person")
    each = zip(comments["comment"], noticed, strict=True)
    ends: dict[str, list[Any]] = {c: ["not yet read", some(n), None] for c, n in each}
    ends |= _aside(marks) | _tagged(tags, codebook)  # the later of them counts
    gone = withdrawn.loc[withdrawn["scope"] == "all", "person"]
    back = comments.loc[comments["person"].isin(gone), "comment"]
    ends |= dict.fromkeys(back, ["withdrawn", None, None])
    rows = [[comment, *ends[comment]] for comment in comments["comment"]]
    names = pd.Index([c.name for c in tables.TABLES["ledger"].columns])
    return tables.check("ledger", pd.DataFrame(rows, columns=names, dtype=object))


def balance(
    ledger: pd.DataFrame, comments: pd.DataFrame | None = None
) -> dict[str, Any]:
    """Count the ends, and what does not add up.

    Parameters
    ----------
    ledger : pandas.DataFrame
        The table "ledger".
    comments : pandas.DataFrame, optional
        The comments as read; without them only the ledger itself is checked.

    Returns
    -------
    dict
        total, by_status (all ends, zeros too) and unaccounted (a number);
        the total is the ends and unaccounted together.

    Examples
    --------
    >>> check.ledger.balance(rnd.load("ledger"))["total"]
    399
    """
    wrong = set(unaccounted(ledger if comments is None else comments, ledger))
    sound = ledger[~ledger["comment"].isin(wrong)]
    counts = {end: int((sound["status"] == end).sum()) for end in ENDS}
    heard = pd.concat([ledger, comments])["comment"].nunique()
    return {"total": heard, "by_status": counts, "unaccounted": len(wrong)}


def ends(balance: dict[str, Any]) -> dict[str, int]:
    """Return how many comments ended where, for a picture that balances.

    Examples
    --------
    >>> balance = check.ledger.balance(rnd.load("ledger"))
    >>> sum(check.ledger.ends(balance).values())
    399
    """
    counts = {**balance["by_status"], "not accounted for": balance["unaccounted"]}
    return {end: n for end, n in counts.items() if n or end in ENDS}


def reasons(ledger: pd.DataFrame) -> pd.DataFrame:
    """Count the comments of each end and its detail: status, detail, comments.

    Examples
    --------
    >>> list(check.ledger.reasons(rnd.load("ledger")).columns)
    ['status', 'detail', 'comments']
    """
    counts = ledger.fillna({"detail": ""}).groupby(["status", "detail"]).size()
    return counts.to_frame("comments").reset_index()


def unaccounted(comments: pd.DataFrame, ledger: pd.DataFrame) -> list[str]:
    """Return the comments without exactly one of the ends, and rows of no comment.

    Examples
    --------
    >>> check.ledger.unaccounted(rnd.load("comments"), rnd.load("ledger"))
    []
    """
    rows = Counter(ledger["comment"])
    ends = dict(zip(ledger["comment"], ledger["status"], strict=True))
    known = dict.fromkeys(comments["comment"])
    wrong = [c for c in known if rows[c] != 1 or ends[c] not in ENDS]
    return wrong + [c for c in rows if c not in known]


def sentence(balance: dict[str, Any], files: pd.DataFrame) -> str:
    """Say the exact total: comments noted, where they ended, files fully read.

    Noted are comments with an end other than "not yet read".
    """
    counts, total = balance["by_status"], balance["total"]
    noted = sum(n for end, n in counts.items() if end != "not yet read")
    parts = [f"{n} {end}" for end, n in counts.items() if n]
    if balance["unaccounted"]:
        parts.append(f"{balance['unaccounted']} NOT ACCOUNTED FOR")
    ends = f": {', '.join(parts)}" if parts else ""
    read = voices.who_speaks(files)
    return f"{noted} of {plural('comment', total)} noted{ends}; {read}."


def _tagged(tags: pd.DataFrame, codebook: pd.DataFrame) -> dict[str, list[Any]]:
    """Give for each tagged comment its end, its themes or loose codes, and by whom."""
    names, theme = codebook_reads.names(codebook), codebook_reads.theme_of(codebook)
    found: dict[str, list[Any]] = {}
    for comment, group in tags.groupby("comment", sort=False):
        used = sorted(set(group["code"]))
        themes = [names[theme[code]] for code in used if code in theme]
        end = "in a theme" if themes else LOOSE
        told = themes or [f"code {names.get(code, code)}" for code in used]
        found[str(comment)] = [end, _listed(told), _listed(group["reader"])]
    return found


def _aside(marks: pd.DataFrame) -> dict[str, list[Any]]:
    """Return for each comment set aside its end, the reason and by whom."""
    order = ["no content", "out of scope", "duplicate"]  # the last to come stands
    rows = marks[["comment", "end", "reason", "by"]].fillna({"reason": ""})
    told = sorted(rows.itertuples(False, None), key=lambda row: order.index(row[1]))
    return {comment: said for comment, *said in told}


def _listed(words: Iterable[str]) -> str:
    """Return words in order, each once, with commas."""
    return ", ".join(sorted(set(words)))
