"""Where a round stands: how many comments ended where, what is wrong, what is next.

Takes what is on disk, gives numbers and sentences for every page, the command and 00.
"""

from typing import Any

from coprod import (
    care,
    checkback,
    comments,
    handouts,
    heads,
    journal,
    register,
    rounds,
    sources,
    tables,
    tagging,
    trail,
)
from coprod.rounds import Round
from coprod.voices.reading import LOST


def noted(rnd: Round) -> str:
    """Say the ledger's exact total, as it stands on every page."""
    if not rnd.has("comments"):
        if not rnd.has("files"):
            return "No comments yet."
        read = sources.every_word(rnd.load("files"))
        return f"No comments yet. {read} Notebook 02 makes comments of the words."
    return handouts.noted(rnd)


def status(rnd: Round) -> dict[str, Any]:
    """Say where the round stands, as numbers.

    Returns
    -------
    dict
        round, comments, by_status (which sums to comments), unaccounted,
        care_open (comments that may need a person today and nobody has looked at),
        without_words (answers left blank), files, next.
    """
    files = rnd.load("files") if rnd.has("files") else tables.empty("files")
    said = rnd.load("comments") if rnd.has("comments") else tables.empty("comments")
    by_status = dict.fromkeys(tables.ENDS, 0)
    left: list[str] = []
    if rnd.has("comments"):
        ends = handouts.ledger(rnd)
        by_status |= ends["status"].value_counts().to_dict()
        left = trail.unaccounted(said, ends)
    kinds = ("read", "partly", "refused")
    return {
        "round": rnd.name,
        "comments": len(said),
        "by_status": {name: int(n) for name, n in by_status.items()},
        "unaccounted": len(left),
        "need_attention": len(_orphans(rnd)),
        "care_open": len(care.left(rnd, said)),
        "without_words": int(files["without_words"].sum()),
        "files": {kind: int((files["status"] == kind).sum()) for kind in kinds},
        "next": _next(rnd),
    }


def sentence(rnd: Round) -> str:
    """Say what needs a person, and what comes next."""
    first = [told for told in (register.trouble(rnd), *damage(rnd)) if told]
    lost = len(_orphans(rnd))
    tags = f"{lost} tags need attention (notebook 02): their words changed. "
    said = rnd.load("comments") if rnd.has("comments") else tables.empty("comments")
    today = len(care.left(rnd, said))
    care_ = f"{today} comments may need a person today (notebook 02). "
    next_ = f"{care_ if today else ''}{tags if lost else ''}Next: {_next(rnd)}."
    return "\n".join([*(f"Not right: {told.rstrip('.')}." for told in first), next_])


def _orphans(rnd: Round) -> Any:
    """Give the tags whose comment is not in the files any more."""
    if not rnd.has("comments"):
        return []
    return comments.missing(rnd.load("comments"), tagging.table(rnd))


def wrong(rnd: Round) -> list[str]:
    """Say what is not right with the data, naming the comments and the files."""
    trouble = register.trouble(rnd)
    found = [trouble] if trouble else []
    found += [
        f"file {source} was read before and is not here now; put it back, or write "
        "down why with sources.retire"
        for source in ([] if trouble else sources.gone(rnd))
    ]
    if rnd.has("files"):
        files = rnd.load("files")
        files = files[files["status"] != "refused"].fillna({"why": ""})
        lost = files["why"].str.contains(LOST, regex=False)
        odd = files[lost | (files["difference"] != 0)]
        found += [
            f"file {s} needs a look: {why}"
            for s, why in zip(odd["source"], odd["why"], strict=True)
        ]
    if rnd.has("comments"):
        left = trail.unaccounted(rnd.load("comments"), handouts.ledger(rnd))
        found += [f"comment {comment} has no end in the ledger" for comment in left]
    return found + damage(rnd)


def damage(rnd: Round) -> list[str]:
    """Say what is damaged in the journals of a round, or missing at their end."""
    kinds = sorted({p.name.split(".")[0] for p in rnd.decisions.glob("*.jsonl")})
    return heads.missing(rnd) + [
        p for kind in kinds for p in journal.read(rnd.decisions, kind).problems
    ]


def _next(rnd: Round) -> str:
    """Name the notebook to open next."""
    for step, table in rounds.STEPS.items():
        if not rnd.has(table) or rnd.load(table).empty:
            return step
        if table == "tags" and checkback.findings(rnd).empty and _unread(rnd):
            return step
        if table == "findings" and not len(checkback.versions(rnd)):
            return step
    return "00-start-here: this round is complete; start the next one"


def _unread(rnd: Round) -> int:
    """Count the comments that nobody has read yet."""
    marks = tagging.marks(rnd)
    return len(tagging.unread(rnd.load("comments"), tagging.table(rnd), marks))
