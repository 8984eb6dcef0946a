"""Long answers cut in two by a person, where they say two things.

Takes comments, gives comments with the halves in the place of the whole. The words
are not changed; each half has an id of its own, made from the id of the whole, so
that both can be traced. A half may be cut again.
"""

import re

import pandas as pd

from coprod import journal, links
from coprod.rounds import Round
from coprod.sources import hash_of

LONG = 120  # words from which on a comment is offered for cutting


def places(text: str) -> list[int]:
    """Give where a sentence or line begins, in code points, without the first."""
    ends = (m.end() for m in re.finditer(r"(?<=[.!?…])\s+|\n", text))
    return [end for end in ends if end < len(text)]


def cut(rnd: Round, comment: str, text: str, at: int) -> str:
    """Record that a comment says two things, the second from `at` on.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who cuts.
    comment, text : str
        Id of the comment and its source words, normalised.
    at : int
        First code point of the second half.

    Returns
    -------
    str
        Id of the decision, for `undo`.

    Raises
    ------
    ValueError
        If a half would be blank, or somebody has tagged the comment.
    """
    first, second = text[:at].strip(), text[at:].strip()
    if not (0 < at < len(text) and first and second):
        raise ValueError(
            "splits: both parts of an answer need words. Choose another place."
        )
    _free(rnd, [comment])
    values = {"comment": comment, "at": at, "of": len(text)}
    halves = {"first": hash_of(first), "second": hash_of(second)}
    return journal.record(rnd, "splits").add({**values, **halves})


def undo(rnd: Round, decision: str) -> None:
    """Put two halves together again, as long as nobody has tagged either."""
    table = decided(rnd).set_index("id")
    if decision not in table.index:
        raise ValueError("splits: this was undone already. Run the notebook again.")
    comment = str(table.loc[decision, "comment"])
    _free(rnd, [f"{comment}a", f"{comment}b"])
    journal.record(rnd, "splits").remove(decision)


def decided(rnd: Round) -> pd.DataFrame:
    """Give what was cut: id, by, time, comment, at, of, first, second."""
    names = ["comment", "at", "of", "first", "second"]
    found = journal.state(rnd, "splits", names)
    return found.assign(comment=links.follow(rnd, found["comment"]))


def apply(rnd: Round, said: pd.DataFrame) -> pd.DataFrame:
    """Put the halves in the place of every comment that was cut.

    A comment whose words were corrected on both sides of the cut stays whole; tags of
    its halves are then listed as in need of attention.
    """
    table = decided(rnd).drop_duplicates("comment", keep="last")
    cuts = {row["comment"]: row for row in table.to_dict("records")}
    if not cuts:
        return said
    rows: list[dict[str, object]] = []
    waiting = list(reversed(said.to_dict("records")))
    while waiting:
        row = waiting.pop()
        made = cuts.get(row["comment"])
        at = _place(str(row["text"]), made) if made else None
        if at is None:
            rows.append({str(k): v for k, v in row.items()})
            continue
        for end, words in (("b", row["text"][at:]), ("a", row["text"][:at])):
            half = {"comment": f"{row['comment']}{end}", "text": words.strip()}
            waiting.append({**row, **half})
    return pd.DataFrame(rows, columns=said.columns)


def _place(text: str, made: dict[str, object]) -> int | None:
    """Find where a comment is cut, also when one of its halves was corrected."""
    at, of = int(str(made["at"])), int(str(made["of"]))
    for here in (at, len(text) - (of - at)):
        first, second = text[: max(here, 0)].strip(), text[max(here, 0) :].strip()
        known = hash_of(first) == made["first"] or hash_of(second) == made["second"]
        if first and second and known:
            return here
    return None


def _free(rnd: Round, comments: list[str]) -> None:
    """Refuse to cut or join what somebody has tagged or set aside."""
    for kind in ("tags", "marks", "splits"):
        found = links.follow(rnd, journal.state(rnd, kind, ["comment"])["comment"])
        if found.isin(comments).any():
            raise ValueError(
                "splits: somebody has tagged, set aside or cut this comment already, "
                "and no tag is ever moved. Tag the parts as spans instead, or take "
                "those back first."
            )
