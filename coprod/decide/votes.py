"""Read every file of survey answers of a round and rank the statements."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from coprod.decide import priorities, statements
from coprod.decide.survey import answers, papers
from coprod.decide.survey.answers import KINDS, STRANGE
from coprod.listen import small_groups
from coprod.pages.counts import LEAST
from coprod.store import journal, tables
from coprod.store.rounds import Round
from coprod.store.show import day

__all__ = ["Votes", "asked", "first", "read_one", "to_change", "told_columns", "votes"]

TOP = 5  # statements shown


@dataclass(frozen=True)
class Votes:
    """What people answered, the groups as they may be told.

    `as_read` is the table ballots, the groups as people said them; `lists` are the
    groups' own lists, `wish` what groups that are told together put first besides;
    `notes` are for the team, `shared` for everyone. Only what is to change is put in
    order.

    Examples
    --------
    >>> votes = decide.votes.votes(rnd)
    >>> votes.words["Q01"]
    'Staff speak to the child first.'
    """

    ballots: pd.DataFrame
    statements: pd.DataFrame
    priorities: pd.DataFrame
    lists: pd.DataFrame
    wish: list[str]
    notes: list[str]
    shared: list[str]
    as_read: pd.DataFrame

    @property
    def words(self) -> dict[str, str]:
        """The wording of each statement."""
        made = self.statements
        return dict(zip(made["statement"], made["text"], strict=True))


def votes(rnd: Round) -> Votes:
    """Read every results file in the round's `survey` folder and rank the statements.

    Several files (a tool's export and a sheet of paper answers) are joined; each
    answer sheet counts once. The groups are the round's own.

    Examples
    --------
    >>> votes = decide.votes.votes(rnd)
    >>> votes.priorities["statement"].iloc[0]
    'Q14'
    """
    how = _how(rnd)
    made, known = how["statements"], how["known"]
    found = [(source, answers.read(source, **how)) for source in _cast(rnd)]
    parts = []
    for i, (source, (ballots, _, _)) in enumerate(found):
        wording = ballots["statement"].map(_asked_as(source, made, known))
        sheet = f"{chr(65 + i)}-" + ballots["respondent"]
        parts.append(ballots.assign(respondent=sheet, wording=wording))
    keep = made["statement"][made["direction"] == "keep"]
    if not parts or len(keep) == len(made):
        nothing = ["No answers have been read yet: put the export into survey/."]
        empty = tables.empty("priorities")
        none = tables.empty("ballots"), made, empty, pd.DataFrame()
        return Votes(*none, [], nothing, nothing, none[0])
    ballots = tables.check("ballots", pd.concat(parts, ignore_index=True))
    changes = to_change(ballots, list(keep))
    sizes = priorities.sizes(changes)
    names = small_groups.told(rnd, sizes)
    lists, wish = _lists(changes, sizes, names)
    notes = priorities.notes(changes, top=TOP)
    told = [names.get(g, small_groups.REST) for g in ballots["group"]]
    return Votes(
        ballots.assign(group=told),
        made,
        priorities.rank(changes, made, top=TOP),
        lists,
        wish,
        [note for _, (_, said, _) in found for note in said] + notes,
        priorities.notes(changes, names, top=TOP),
        ballots,
    )


def read(rnd: Round) -> list[tuple[Path | pd.DataFrame, answers.Read]]:
    """Read each file of answers, and what was typed from paper.

    Examples
    --------
    >>> [path.name for path, _ in decide.votes.read(rnd)]
    ['results.xlsx']
    """
    how = _how(rnd)
    return [(source, answers.read(source, **how)) for source in _cast(rnd)]


def _cast(rnd: Round) -> list[Path | pd.DataFrame]:
    """Return where answers stand: files, and what was typed from paper."""
    return [*files(rnd), *papers.frames(rnd)]


def read_one(rnd: Round, source: Path | pd.DataFrame) -> answers.Read:
    """Read one file of answers, with the groups and wordings of the round.

    Examples
    --------
    >>> path = decide.votes.files(rnd)[0]
    >>> len(decide.votes.read_one(rnd, path)[0])
    1472
    """
    return answers.read(source, **_how(rnd))


def _how(rnd: Round) -> dict[str, Any]:
    """Return by what answers are known: statements, wordings, groups and columns."""
    return {
        "statements": asked(rnd),
        "people_groups": small_groups.groups(rnd),
        "known": statements.wordings(rnd),
        "told": told_columns(rnd),
    }


def _asked_as(
    source: Path | pd.DataFrame, made: pd.DataFrame, known: dict[str, dict[str, str]]
) -> dict[str, str]:
    """Return the wording (Q05.2) under which each statement was asked in a file.

    Where only the code stands there, it is known if there was only one wording.
    """
    cast = answers.wordings(source, made, known)
    told = dict(zip(cast["statement"], cast["wording"], strict=True))
    found = {}
    for code, own in known.items():
        words = told.get(code) or (next(iter(own)) if len(own) == 1 else "")
        found[code] = own.get(words, "")
    return {code: wording for code, wording in found.items() if wording}


def _lists(
    changes: pd.DataFrame, sizes: dict[str, int], names: dict[str, str]
) -> tuple[pd.DataFrame, list[str]]:
    """Return the lists that may be told, and what other groups put first besides."""
    told = changes["group"].map(lambda g: names.get(g, small_groups.UNKNOWN))
    lists = priorities.side_by_side(changes.assign(group=told), top=TOP)
    if sum(n for g, n in sizes.items() if names[g] == small_groups.REST) < LEAST:
        lists = lists.drop(columns=small_groups.REST, errors="ignore")
    shown = {code for _, cells in lists.items() for code in first(cells)}
    own = priorities.side_by_side(changes, top=TOP)
    apart = own.drop(columns=lists.columns, errors="ignore")
    others = {code for _, cells in apart.items() for code in first(cells)}
    return lists, sorted(others - shown)


def to_change(ballots: pd.DataFrame, keep: list[str]) -> pd.DataFrame:
    """Return ballots without what is to stay; the places below close up.

    Examples
    --------
    >>> len(decide.votes.to_change(rnd.load("ballots"), ["Q01"]))
    1380
    """
    gone = ballots["statement"].isin(keep)
    order = ballots.assign(gone=gone).sort_values(["rank", "gone"])
    above = (order["gone"] & order["rank"].notna()).groupby(order["respondent"])
    rank = ballots["rank"] - above.cumsum().reindex(ballots.index)
    return ballots.assign(rank=rank)[~gone]


def asked(rnd: Round) -> pd.DataFrame:
    """Return the statements in the words people voted on; `since` says what changed.

    Where several wordings were voted on, it is the one of most answer sheets; where
    the answers do not tell, it is today's.

    Examples
    --------
    >>> decide.votes.asked(rnd)["statement"].head(3).tolist()
    ['Q01', 'Q02', 'Q03']
    """
    made = statements.table(rnd).assign(since="")
    past = statements.history(rnd).dropna(subset="text")
    if made.empty or not (found := _cast(rnd)):
        return made
    known = statements.wordings(rnd)
    cast = pd.concat([answers.wordings(path, made, known) for path in found])
    for at, (code, now) in enumerate(zip(made["statement"], made["text"], strict=True)):
        here = cast[cast["statement"] == code]
        sheets = here.groupby("wording")["sheets"].sum().sort_values(ascending=False)
        words = _voted(now, list(sheets.index), past[past["statement"] == code])
        made.loc[at, ["text", "since"]] = words
    return made


def _voted(now: str, cast: list[str], past: pd.DataFrame) -> tuple[str, str]:
    """Return the wording that most people voted on, and what to know about it."""
    known = [wording for wording in cast if wording not in ("", STRANGE)]
    text, said = [*known, now][0], []
    if text != now:
        when = past.loc[past["text"] == now, "on"].iloc[-1]
        said = [f"Reworded after the vote, on {day(when)}; people voted on: “{text}”"]
        said.append(f"It now says: “{now}”")
    said += [f"Some people voted on: “{other}”" for other in known[1:]]
    if STRANGE in cast:
        said.append("Some forms had other words than any that are kept here.")
    if "" in cast and past["text"].nunique() > 1:
        said.append("Some answers do not tell on which of its wordings people voted.")
    return text, " ".join(said)


def told_columns(rnd: Round) -> dict[str, str]:
    """Return what somebody said that a column of answers is, by its heading.

    Under no heading stand the scales of ratings, one in each line.

    Examples
    --------
    >>> decide.votes.told_columns(rnd)
    {}
    """
    said = journal.state(rnd, "columns", ["heading", "is"]).fillna("")
    return dict(zip(said["heading"], said["is"], strict=True))


def files(rnd: Round) -> list[Path]:
    """Return the files of answers.

    Examples
    --------
    >>> [path.name for path in decide.votes.files(rnd)]
    ['results.xlsx']
    """
    found = sorted((rnd.raw / "survey").glob("[!.~]*"))
    return [path for path in found if path.suffix.lower() in KINDS]


def first(cells: pd.Series) -> list[str]:
    """Return the statements that stand first in a group's own list.

    Examples
    --------
    >>> cells = rnd.load("statements")["statement"].map("1 {}".format)
    >>> decide.votes.first(cells.head(2))
    ['Q01', 'Q02']
    """
    return [c.split()[-1] for c in cells if c.split("=")[0].split(" ")[0] == "1"]
