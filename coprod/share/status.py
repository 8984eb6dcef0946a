"""Where a round stands: what is done, what is wrong, what comes next.

Takes what is on disk, gives numbers and sentences for every page, the command and 00.
"""

from typing import Any

import pandas as pd

from coprod.check import check_back, ledger, left_over, parse_replies
from coprod.decide import actions, survey
from coprod.listen import files as files_
from coprod.listen import voices
from coprod.listen.formats.utterances import LOST
from coprod.protect import care, people_workbook, withdrawal
from coprod.share import numbers, publications, unchanged
from coprod.store import journal, journal_watch, rounds, tables
from coprod.store.rounds import Round
from coprod.store.show import day, listed, numbered, plural
from coprod.write import findings

__all__ = ["noted", "sentence", "state", "status", "steps", "where", "wrong"]

TO_DO = "to do: "
COMPLETE = "00-start-here: this round is complete; start the next one"


def noted(rnd: Round) -> str:
    """Return the ledger's exact total, as it stands on every page.

    Examples
    --------
    >>> share.status.noted(rnd)
    '276 of 399 comments noted: 247 in a theme, 8 out of scope, 17 no content, 4 ...
    """
    if not rnd.has("comments"):
        if not rnd.has("files"):
            return "No comments yet."
        read = files_.every_word(rnd.load("files"))
        return f"No comments yet. {read} Notebook 02 makes comments of the words."
    return ledger.noted(rnd)


def state(rnd: Round) -> tuple[str, str]:
    """Return whether the round is listening, checking, voting or answered; and say so.

    Examples
    --------
    >>> share.status.state(rnd)
    ('answered', 'The survey is closed: page 10 says what came of it.')
    """
    said = rnd.settings
    by = f" until {day(said['reply_by'])}" if said.get("reply_by") else ""
    vote = survey.details(rnd)["until"]
    if rnd.has("ballots") and len(rnd.load("ballots")):
        return "answered", "The survey is closed: page 10 says what came of it."
    if any(one["page"].startswith("09") for one in publications.every(rnd)):
        return "voting", f"The survey is open{f' until {day(vote)}' if vote else ''}."
    if check_back.agreement_line(rnd) != check_back.NOT_YET:
        return "voting", "The findings are agreed, and the survey comes next."
    if len(findings.versions(rnd)):
        return "checking", f"People are asked{by} whether the findings are right."
    return "listening", "People are being heard: no finding has been shown yet."


def where(rnd: Round) -> str:
    """Say in which state the round is, of how many people, and what is out of date.

    Examples
    --------
    >>> share.status.where(rnd)
    'The survey is closed: page 10 says what came of it. When we listened we heard ...
    """
    old = listed(publications.older(rnd))
    late = [f"Older than what they were made from: {old}."] * bool(old)
    steps = listed(step[:2] for step in unchanged.behind(rnd))
    late += [
        f"Something changed since these notebooks ran: {steps}; coprod run runs them."
    ] * bool(steps)
    return " ".join([state(rnd)[1], *numbers.totals(rnd), *late])


def status(rnd: Round) -> dict[str, Any]:
    """Return where the round stands, as numbers.

    Returns
    -------
    dict
        round, state, older (shared pages), behind (notebooks that ran before something
        changed), comments, by_status (which sums to
        comments), unaccounted,
        care_open (comments that may need a person today and nobody has looked at),
        without_words (answers left blank), files, who_speaks (files in which nobody
        has said yet who speaks), next.

    Examples
    --------
    >>> where = share.status.status(rnd)
    >>> sum(where["by_status"].values()) == where["comments"]
    True
    """
    files = rnd.load("files") if rnd.has("files") else tables.empty("files")
    said = rnd.load("comments") if rnd.has("comments") else tables.empty("comments")
    by_status = dict.fromkeys(tables.ENDS, 0)
    left: list[str] = []
    if rnd.has("comments"):
        ends = ledger.of_round(rnd)
        by_status |= ends["status"].value_counts().to_dict()
        left = ledger.unaccounted(said, ends)
    kinds = ("read", "partly", "refused")
    return {
        "round": rnd.name,
        "state": state(rnd)[0],
        "older": publications.older(rnd),
        "behind": unchanged.behind(rnd),
        "comments": len(said),
        "by_status": {name: int(n) for name, n in by_status.items()},
        "unaccounted": len(left),
        "need_attention": sum(map(len, _left_over(rnd).values())),
        "care_open": len(care.left(rnd, said)),
        "without_words": int(files["without_words"].sum()),
        "files": {kind: int((files["status"] == kind).sum()) for kind in kinds},
        "who_speaks": len(voices.nobody_said(files)),
        "next": _next(steps(rnd)),
    }


def sentence(rnd: Round) -> str:
    """Return what is left to do, and what comes next.

    Examples
    --------
    >>> print(share.status.sentence(rnd))
    To do: 02: 7 comments that may need a person today. 03: 123 comments not yet ...
    """
    made = steps(rnd)
    left = made[made["where it stands"].str.startswith(TO_DO)]
    told = [f"{name[:2]}: {said[len(TO_DO) :]}" for name, said in left.to_numpy()]
    next_ = f"{'To do: ' if told else ''}{'. '.join([*told, ''])}Next: {_next(made)}."
    first = [bad for bad in (people_workbook.trouble(rnd), *damage(rnd)) if bad]
    return "\n".join([*(f"Not right: {bad.rstrip('.')}." for bad in first), next_])


def steps(rnd: Round) -> pd.DataFrame:
    """Return the steps of a round and what is really left to do in each.

    Returns
    -------
    pandas.DataFrame
        Columns notebook and "where it stands": not yet run, to do (and what), or done.

    Examples
    --------
    >>> list(share.status.steps(rnd).columns)
    ['notebook', 'where it stands']
    """
    left, rows = _left(rnd), []
    for step, table in rounds.STEPS.items():
        said = [f"{plural(thing, n)} {rest}" for thing, n, rest in left[step[:2]] if n]
        if not rnd.has(table):
            said = ["not yet run", *said]
        elif said or rnd.load(table).empty:
            said = [TO_DO + (listed(said) or "nothing is in it yet")]
        rows.append([step, "; ".join(said) or "done"])
    return pd.DataFrame(rows, columns=["notebook", "where it stands"], dtype=object)


def _left(rnd: Round) -> dict[str, list[tuple[str, int, str]]]:
    """Count for each notebook what waits for somebody: a thing, how many, and why."""
    left: dict[str, list[tuple[str, int, str]]]
    left = {step[:2]: [] for step in rounds.STEPS}
    new = 0
    if not people_workbook.trouble(rnd):  # without the key nobody can tell what is new
        new = int(files_.changes(rnd)["what"].isin(["added", "changed"]).sum())
    left["01"] = [("file", new, "new or changed, not read yet")]
    if rnd.has("files"):
        waits = len(voices.nobody_said(rnd.load("files")))
        left["01"] += [("file", waits, "in which nobody has said yet who speaks")]
    if rnd.has("comments"):
        today = len(care.left(rnd, rnd.load("comments")))
        ends = ledger.of_round(rnd)["status"].value_counts()
        left["02"] = [
            ("comment", today, "that may need a person today"),
            ("comment", len(_left_over(rnd)), "whose words are gone"),
        ]
        left["03"] = [("comment", int(ends.get("not yet read", 0)), "not yet read")]
        left["05"] = [("comment", int(ends.get(tables.LOOSE, 0)), tables.LOOSE)]
    found = findings.findings(rnd)
    back = parse_replies.undecided(check_back.replies(rnd))
    shown = len(findings.versions(rnd))
    left["06"] = [("finding", 0 if shown else len(found), "not shown to anybody yet")]
    left["07"] = [("reply", len(back), "without a decision")]
    if rnd.has("priorities"):
        asked = actions.unanswered(rnd.load("priorities"), actions.table(rnd))
        left["11"] = [("priority", len(asked), "without an answer")]
    return left


def _left_over(rnd: Round) -> dict[str, list[str]]:
    """Return what stands on comments that are in no file any more."""
    if people_workbook.trouble(rnd) or not rnd.has("comments"):
        return {}
    return left_over.waiting(rnd, rnd.load("comments"))


def wrong(rnd: Round) -> list[str]:
    """Return what is not right with the data, naming the comments and the files.

    Examples
    --------
    >>> share.status.wrong(rnd)
    []
    """
    trouble = people_workbook.trouble(rnd)
    found = [trouble or withdrawal.unfinished(rnd)]
    found += [
        f"file {source} was read before and is not here now; notebook 01 asks what "
        "became of it"
        for source in ([] if trouble else files_.gone(rnd))
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
        said = rnd.load("comments")
        left, number = ledger.unaccounted(said, ledger.of_round(rnd)), numbered(said)
        known = number["comment"].reindex(left).fillna("that is in no file")
        found += [f"comment {name} has no end in the ledger" for name in known]
    return [*filter(None, found), *damage(rnd)]


def damage(rnd: Round) -> list[str]:
    """Return what is damaged in the journals of a round, or missing at their end."""
    kinds = sorted({p.name.split(".")[0] for p in rnd.decisions.glob("*.jsonl")})
    return journal_watch.ends(rnd) + [
        p for kind in kinds for p in journal.read(rnd.decisions, kind).problems
    ]


def _next(made: pd.DataFrame) -> str:
    """Name the first notebook in which something is left to do."""
    left = made.loc[made["where it stands"] != "done", "notebook"]
    return str(left.iloc[0]) if len(left) else COMPLETE
