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
    held = {*files.gone(rnd), *_retired(rnd)} if gone else {}
    let_go = {comment for comment, to in ids.placed(rnd).items() if not to}
    left = (c for c in gone if c not in let_go and c.split("-")[0] not in held)
    return {comment: gone[comment] for comment in left}


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
    on = [to for to in ids.placed(rnd).values() if to]
    rows = [["goes on with another comment", ""]] * len(on)
    for comment in _gone(rnd, comments):
        reason = why.get(comment) or retired.get(comment.split("-")[0], "")
        rows.append(["let go" if reason else "waits for a person", reason])
    heads = ["what stood on words that are gone", "because"]
    made = pd.DataFrame(rows, columns=heads, dtype=object)
    return made.groupby(heads).size().to_frame("comments").reset_index()


def _gone(rnd: Round, comments: pd.DataFrame) -> dict[str, list[str]]:
    """Return all that stands on comments that are not there, by comment."""
    rows = pd.DataFrame(_standing(rnd), columns=["comment", "what"])
    gone = rows[~rows["comment"].isin(comments["comment"])]
    return dict(gone.groupby("comment", sort=False)["what"].agg(list))


def _standing(rnd: Round) -> list[tuple[str, str]]:
    """Return each tag, flag, note and quote: its comment, and what it is in words."""
    names = codebook_reads.names(codebook.table(rnd))
    seen = set(readers.visible(rnd)["tag"])  # all, but while readers read apart
    made = []
    for t in tags_.table(rnd).itertuples():
        told = names.get(t.code, "a code") if t.tag in seen else "a tag"
        made.append((t.comment, f"{told} ({t.reader}, {day(t.time[:10])})"))
    flags, notes = flags_and_notes.flags(rnd), flags_and_notes.notes(rnd)
    made += [(f.comment, f"a flag ({f.by}): {f.why}") for f in flags.itertuples()]
    notes = notes.dropna(subset="comment")
    made += [(n.comment, f"a note ({n.by}): {n.note}") for n in notes.itertuples()]
    return made + [
        (comment, f"quoted under {finding}")
        for finding, quotes in findings.findings(rnd)[["finding", "quotes"]].to_numpy()
        for comment in quotes.split()
    ]


def _retired(rnd: Round) -> dict[str, str]:
    """Return the files whose words had to go, and why."""
    said = journal.state(rnd, "sources", ["retired"]).dropna(subset="retired")
    return dict(said[["id", "retired"]].to_numpy())
