"""Who took part, who worked on the round, and in which ways, for every shared page.

Takes people, comments and the journals of partners, ways and hopes; gives one line and
tables in which nobody's small group can be counted: groups of fewer than ten people
are told together, with another one where the sum would give a number away.
"""

from collections.abc import Mapping

import pandas as pd

from coprod import disclosure, journal, people
from coprod.documents import Table
from coprod.papers import Paper, listed, plural
from coprod.problem import Problem
from coprod.roles import GROUPS, LEAST
from coprod.rounds import Round
from coprod.survey.results import OTHER, UNKNOWN

REST = "people of smaller groups"
NEAREST = {
    "child": "teenager",
    "young adult": "teenager",
    "sibling": "parent",
    "other family": "parent",
    "doctor": "nurse",
}
ALONE = "itself, as its people agreed"


def reach(rnd: Round) -> pd.DataFrame:
    """Give who was heard beside who was hoped for."""
    hoped = people.table(rnd, "targets")
    return people.reach(rnd.load("people"), rnd.load("comments"), hoped)


def groups(rnd: Round) -> list[str]:
    """Give the round's own groups: hoped for, or heard and no words of one person's."""
    if not rnd.has("people") or not rnd.has("comments"):
        return []
    met = reach(rnd)
    own = met["group"].isin(list(GROUPS)) | met["target"].notna()
    own |= met["heard"] >= LEAST
    return list(met.loc[own & (met["group"] != UNKNOWN), "group"])


def nearest(rnd: Round) -> pd.DataFrame:
    """Give for each group that is not alone with which one it is told, and who agreed.

    Returns
    -------
    pandas.DataFrame
        Columns group, nearest and agreed: as proposed, or as the round decided.
    """
    made = pd.DataFrame(NEAREST.items(), columns=["group", "nearest"])
    said = journal.state(rnd, "joins", ["group", "nearest", "agreed"])
    made = pd.concat([made.assign(agreed=""), said[["group", "nearest", "agreed"]]])
    return made.drop_duplicates("group", keep="last", ignore_index=True)


def join(rnd: Round, group: str, nearest: str, agreed: str = "") -> str:
    """Record with which group a small one is told on all that is shared; give the id.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who decides.
    group, nearest : str
        Two of the round's groups; as `nearest` also "" (none), or `ALONE`.
    agreed : str
        Who agreed that the group stands alone, and when, as roles: needed for `ALONE`.
    """
    if nearest == ALONE and not agreed.strip():
        raise Problem(
            "groups: a small group stands alone only if its people agreed. Write down "
            "who agreed and when, as roles and never names, then save again."
        )
    values = {"group": group, "nearest": nearest, "agreed": agreed.strip()}
    return journal.record(rnd, "joins").add(values)


def told(rnd: Round, sizes: Mapping[str, int]) -> dict[str, str]:
    """Say under which name each group stands on every shared page and paper.

    Groups of ten or more stand alone. A smaller one stands with its nearest, and so
    does that one; alone if its people agreed. What is smaller still, and what
    somebody typed that is no group of the round, is `REST`.

    Parameters
    ----------
    rnd : Round
        The round.
    sizes : mapping of str to int
        How many people of each group there are.
    """
    own, near = groups(rnd), nearest(rnd).set_index("group")["nearest"]
    alone = set(near.index[near == ALONE])
    teams = {group: {group} for group in [*own, *near.index, *near, UNKNOWN, OTHER]}
    for group, other in near.items():
        if not {group, other} & {*alone, ALONE, ""}:
            both = teams[group] | teams[other]
            teams |= dict.fromkeys(both, both)
    names = {}
    for group, n in sizes.items():
        team = [g for g in own if g in teams.get(group, ()) and sizes.get(g)] or [group]
        if group in teams and (group in alone or min(sizes[g] for g in team) >= LEAST):
            names[group] = group
        elif group in own and sum(sizes[g] for g in team) >= LEAST:
            names[group] = listed([plural(g, 2, count=False) for g in team])
        else:
            names[group] = REST if n or group not in teams else group
    return names


def together(rnd: Round, met: pd.DataFrame) -> pd.DataFrame:
    """Give the table `reach` with the groups as they are `told`, numbers added up."""
    names = told(rnd, dict(zip(met["group"], met["heard"], strict=True)))
    rows = met[["heard", "reported"]].groupby(met["group"].map(names), sort=False)
    return rows.sum().rename_axis("group").reset_index()


def line(rnd: Round) -> str:
    """Say in one line who took part, who worked on it, and in which ways."""
    if not rnd.has("people") or not rnd.has("comments"):
        return ""
    helped = [str(role) for role in people.table(rnd, "partners")["role"]]
    met = together(rnd, reach(rnd))
    return (
        f"Who took part: {counted(met) if met['heard'].sum() else 'nobody yet'}. "
        f"Who worked on it: {listed(helped) or 'not written down yet'}. "
        f"Ways to take part: {_ways(people.table(rnd, 'ways'))}."
    )


def counted(met: pd.DataFrame) -> str:
    """Say how many people were heard, by group, small groups together.

    Parameters
    ----------
    met : pandas.DataFrame
        Columns group, heard and reported, from `people.reach`.
    """
    large, small = _apart(met)
    here = met.set_index("group")["heard"]
    told = [plural(str(group), int(here[group])) for group in large]
    several = [plural(str(group), 2, count=False) for group in small]
    others = listed(", ".join(several).replace(" and ", ", ").split(", "))
    rest = int(here[small].sum())
    if told and small:
        told.append(f"{plural('other', rest)}: {others}")
    joined = "; ".join(told) if " and " in "".join(told[:-1]) else listed(told)
    words = f"{disclosure.small(int(here.sum()))} people ({joined or others})"
    known = met.loc[met["reported"] > 0, "group"]
    if len(known):
        about = listed([plural(str(group), 2, count=False) for group in known])
        words += f"; what adults reported of {about} is counted apart"
    return words


def by_group(met: pd.DataFrame) -> Table:
    """Give people heard and hoped for by group; small groups in words."""
    large, _ = _apart(met)
    shown = pd.DataFrame(
        {
            "who": met["group"],
            "people heard": [
                _number(int(n), group in large)
                for group, n in zip(met["group"], met["heard"], strict=True)
            ],
            "hoped for": met["target"],
        }
    )
    return Table(shown, "People heard in their own words, by group, each counted once.")


def taking_part(rnd: Round) -> Paper:
    """Give who worked on the round, as roles, and the ways to take part."""
    helped = people.table(rnd, "partners")[["role", "did"]]
    helped = helped.rename(columns={"role": "who", "did": "what they did"})
    made = people.table(rnd, "ways").fillna({"offered": "", "used": 0, "note": ""})
    ways = pd.DataFrame(
        {
            "way": made["way"],
            "offered to": [
                _number(int(to), int(to) >= LEAST) if str(to).isdigit() else to
                for to in made["offered"]
            ],
            "used by": [_number(int(n), int(n) >= LEAST) for n in made["used"]],
            "who, and how": made["note"],
        }
    )
    tables = (
        Table(helped, "Who worked on it, and what they did."),
        Table(ways, "Ways to take part: offered and used."),
    )
    some = tuple(table for table in tables if len(table.frame))
    return Paper(some) if some else Paper.saying("Nothing is written down yet.")


def _number(n: int, exact: bool) -> str:
    """Give a number of people: exact, or in words that do not tell it."""
    if n == 0:
        return "nobody yet"
    return str(n) if exact else disclosure.small(n, _range(n)[1] + 1)


def _apart(met: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Give the groups whose number may be told, and those that are told together."""
    here = met[met["heard"] > 0].sort_values("heard", ascending=False, kind="stable")
    sizes = dict(zip(here["group"], here["heard"].astype(int), strict=True))
    large = [group for group, n in sizes.items() if n >= LEAST]
    small = [group for group in sizes if group not in large]
    while small and large and not _hidden([sizes[group] for group in small]):
        small.insert(0, large.pop())
    return large, small


def _hidden(sizes: list[int]) -> bool:
    """Say whether sum and ranges of small groups leave each of them at least two sizes.

    They do if there are several, and not all are at the least or the most of what the
    table says of them ("fewer than 10").
    """
    lows, tops = zip(*map(_range, sizes), strict=True)
    return len(sizes) > 1 and LEAST <= sum(sizes) and sum(lows) < sum(sizes) < sum(tops)


def _range(n: int) -> tuple[int, int]:
    """Give the least and most that the words for a number leave open."""
    return (1, LEAST - 1) if n < LEAST else (n // 5 * 5, n // 5 * 5 + 4)


def _ways(table: pd.DataFrame) -> str:
    """Say which ways were used, by how many, and which were offered and not used."""
    made = table.assign(used=table["used"].fillna(0).astype(int))
    made = made.sort_values("used", ascending=False, kind="stable")
    many = made[made["used"] >= LEAST]
    told = [f"{w.way} (used by {w.used})" for w in many.itertuples()]
    few = list(made.loc[made["used"].between(1, LEAST - 1), "way"])
    if few:
        told.append(
            f"{listed(few)} ({'each ' if len(few) > 1 else ''}by fewer than ten)"
        )
    said = [", ".join(told)] if told else []
    unused = list(made.loc[made["used"] == 0, "way"])
    said += [f"offered and not used: {listed(unused)}"] if unused else []
    return "; ".join(said) or "not written down yet"
