"""Keep what people wrote in the survey in their own words.

It is no vote. Each answer has a number (M1), is counted, and goes to the next round as
a file of voices like any other.
"""

from collections import Counter

import pandas as pd

from coprod.decide import votes
from coprod.protect import people_workbook, pseudonyms
from coprod.store import office, rounds, sealed, spreadsheets
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import listed, plural

WHAT = ["group", "question", "text"]

__all__ = ["carry", "line", "others", "shown", "table"]


def table(rnd: Round) -> pd.DataFrame:
    """Return what people wrote: number, sheet, group, question and text.

    Also what stands where a place or a rating was asked and cannot be read as one.
    The words are as they came: `shown` has the names hidden.

    Examples
    --------
    >>> made = decide.missing.table(rnd)
    >>> len(made), made["number"].iloc[0]
    (18, 'M1')
    """
    found = [
        said.assign(sheet=f"{chr(65 + n)}-" + said["respondent"])
        for n, (_, (_, _, said)) in enumerate(votes.read(rnd))
    ]
    made = pd.concat(found or [pd.DataFrame(columns=["sheet", *WHAT])])
    return made.assign(number=[f"M{n}" for n in range(1, len(made) + 1)])


def shown(rnd: Round) -> pd.DataFrame:
    """Return the same with names hidden.

    Examples
    --------
    >>> list(decide.missing.shown(rnd).columns)
    ['number', 'group', 'question', 'text']
    """
    made = table(rnd).reset_index(drop=True)
    said = made[["text"]].assign(comment=made["number"], source="S00", position=1)
    said = said.assign(person="", question=None, duplicate_of=None, no_words=None)
    names, never = people_workbook.names(rnd), people_workbook.never(rnd)
    safe, _ = pseudonyms.protect(said, names, never, sealed.of(rnd))
    return made.assign(text=safe["text"])[["number", *WHAT]]


def line(rnd: Round) -> str:
    """Say how many answers there are in people's own words, and where they went.

    Examples
    --------
    >>> decide.missing.line(rnd)
    "18 answers in people's own words: 18 not yet carried to another round."
    """
    made = table(rnd)
    carried = _carried(rnd)
    to = Counter(carried[text] for text in made["text"] if text in carried)
    parts = [f"{n} carried to round {name}" for name, n in to.items()]
    left = len(made) - to.total()
    parts += [f"{left} not yet carried to another round"] if left else []
    ends = f": {listed(parts)}" if parts else ""
    return f"{plural('answer', len(made))} in people's own words{ends}."


def others(rnd: Round) -> list[str]:
    """Return the rounds to which the words may go: never real words to an example.

    Examples
    --------
    >>> decide.missing.others(rnd)
    []
    """
    found = [rounds.get(name) for name in rounds.names() if name != rnd.name]
    return [one.name for one in found if rnd.invented or not one.invented]


def carry(rnd: Round, to: str) -> str:
    """Write what people wrote into the raw folder of another round, as voices of it.

    Raises
    ------
    ValueError
        If there is no such round, or it may not hold these words.

    Examples
    --------
    >>> _ = store.rounds.start("next")
    >>> decide.missing.carry(rnd, "next")
    "18 answers in people's own words: 18 carried to round next."
    """
    if to not in others(rnd):
        raise Problem(
            f"own words: {to or 'no round'} cannot take them. Start the next round in "
            "notebook 00, then choose it here."
        )
    made = table(rnd)
    sheets = made.groupby(["sheet", "group", "question"])["text"].agg("\n".join)
    frame = sheets.unstack(fill_value="").reset_index().drop(columns="sheet")
    frame = frame.rename(columns={"group": "Who are you?"})
    path = rnd.raw.parent / to / _file(rnd)
    spreadsheets.write_xlsx(path, {"own words": frame})
    rnd.log(f"own words of the survey: {len(made)} carried to round {to}")
    return line(rnd)


def _file(rnd: Round) -> str:
    """Return what the file is called in the round to which it went."""
    return f"survey of {rnd.name} in their own words.xlsx"


def _carried(rnd: Round) -> dict[str, str]:
    """Return to which round each text was carried."""
    found: dict[str, str] = {}
    for path in sorted(rnd.raw.parent.glob(f"*/{_file(rnd)}")):
        for frame in office.sheets(path).values():
            cells = "\n".join(frame.to_numpy(dtype=str).ravel()).split("\n")
            found |= dict.fromkeys(cells, path.parent.name)
    return found
