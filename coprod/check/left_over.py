"""What is left over when words are gone: tags, flags, notes and quotes on them.

Takes what stands in the journals and the comments of the present files; gives what
waits for a person, and records where it goes on or why it was let go. Nothing is taken
out of a journal, and a decision can be taken back.
"""

import pandas as pd

from coprod.listen import files
from coprod.store import ids, journal
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import day
from coprod.write import codebook, codebook_reads, findings, flags_and_notes, readers
from coprod.write import tags as tags_

__all__ = ["ended", "waiting"]


def waiting(rnd: Round, comments: pd.DataFrame) -> dict[str, list[str]]:
    """Return what stands on each comment that is in no file any more, in words.

    What stands on words of a file that went missing waits until somebody has said in
    notebook 01 what became of it; what was let go does not wait.

    Examples
    --------
    >>> check.left_over.waiting(rnd, rnd.load("comments"))
    {}
    """
    gone = _gone(rnd, comments)
    if not gone:
        return {}
    held = {*files.gone(rnd), *_retired(rnd)}
    let_go = {comment for comment, to in ids.placed(rnd).items() if not to}
    return {
        comment: what
        for comment, what in gone.items()
        if comment not in let_go and comment.split("-")[0] not in held
    }


def place(rnd: Round, comment: str, to: str, reason: str = "") -> str:
    """Record where tags, flags and notes of words that are gone go on; give the id.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who decides.
    comment, to : str
        Id of the comment that is gone, and of the one to go on with; "" lets go.
    reason : str
        Why; needed to let go.

    Raises
    ------
    ValueError
        If it is let go without a reason.
    """
    if not to and not reason.strip():
        raise Problem("left over: write why it is let go, then press again.")
    values = {"comment": comment, "to": to, "reason": reason.strip()}
    return journal.record(rnd, ids.PLACED).add(values)


def ended(rnd: Round, comments: pd.DataFrame) -> pd.DataFrame:
    """Count what became of tags, flags and notes whose words are gone, and why.

    Examples
    --------
    >>> list(check.left_over.ended(rnd, rnd.load("comments")).columns)
    ['what stood on words that are gone', 'because', 'comments']
    """
    said = journal.state(rnd, ids.PLACED, ["comment", "reason"])
    why, retired = dict(said[["comment", "reason"]].to_numpy()), _retired(rnd)
    rows = [
        ["goes on with another comment", ""] for to in ids.placed(rnd).values() if to
    ]
    for comment in _gone(rnd, comments):
        reason = why.get(comment) or retired.get(comment.split("-")[0], "")
        rows.append(["let go" if reason else "waits for a person", reason])
    heads = ["what stood on words that are gone", "because"]
    made = pd.DataFrame(rows, columns=heads, dtype=object)
    return made.groupby(heads).size().to_frame("comments").reset_index()


def _gone(rnd: Round, comments: pd.DataFrame) -> dict[str, list[str]]:
    """Return all that stands on comments that are not there, by comment."""
    here, found = set(comments["comment"]), dict[str, list[str]]()
    for comment, what in _standing(rnd):
        if comment not in here:
            found.setdefault(comment, []).append(what)
    return found


def _standing(rnd: Round) -> list[tuple[str, str]]:
    """Return each tag, flag, note and quote: its comment, and what it is in words."""
    names = codebook_reads.names(codebook.table(rnd))
    seen = set(readers.visible(rnd)["tag"])  # all, but while readers read apart
    made = [
        (t.comment, f"{told} ({t.reader}, {day(t.time[:10])})")
        for t in tags_.table(rnd).itertuples()
        for told in [names.get(t.code, "a code") if t.tag in seen else "a tag"]
    ]
    flags, notes = flags_and_notes.flags(rnd), flags_and_notes.notes(rnd)
    made += [(f.comment, f"a flag ({f.by}): {f.why}") for f in flags.itertuples()]
    made += [
        (n.comment, f"a note ({n.by}): {n.note}")
        for n in notes.dropna(subset="comment").itertuples()
    ]
    return made + [
        (comment, f"quoted under {finding}")
        for finding, quotes in findings.findings(rnd)[["finding", "quotes"]].to_numpy()
        for comment in quotes.split()
    ]


def _retired(rnd: Round) -> dict[str, str]:
    """Return the files whose words had to go, and why."""
    said = journal.state(rnd, "sources", ["retired"]).dropna(subset="retired")
    return dict(said[["id", "retired"]].to_numpy())
