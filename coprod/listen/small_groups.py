"""Join groups of fewer than ten people, so that no small group is told."""

from collections.abc import Mapping

import pandas as pd

from coprod.listen import people
from coprod.listen.formats.words import REFUSED, WORDS
from coprod.pages.counts import LEAST
from coprod.protect.who_words import GROUPS
from coprod.store import journal
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import listed, plural

__all__ = [
    "ALONE",
    "OTHER",
    "REST",
    "UNKNOWN",
    "groups",
    "join",
    "joined",
    "nearest",
    "reach",
    "told",
]

REST = "people of smaller groups"
NEAREST = WORDS["nearest"]
ALONE = "itself, as its people agreed"

UNKNOWN, OTHER = "unknown", "another group"


def reach(rnd: Round) -> pd.DataFrame:
    """Return who was heard beside who was hoped for.

    Examples
    --------
    >>> len(listen.small_groups.reach(rnd))
    9
    """
    hoped = people.table(rnd, "targets")
    return people.reach(rnd.load("people"), rnd.load("comments"), hoped)


def groups(rnd: Round) -> list[str]:
    """Return the round's groups: hoped for, or heard and no words of one person's.

    Examples
    --------
    >>> listen.small_groups.groups(rnd)[:3]
    ['child', 'teenager', 'young adult']
    """
    if not rnd.has("people") or not rnd.has("comments"):
        return []
    met = reach(rnd)
    own = met["group"].isin(list(GROUPS)) | met["target"].notna()
    own |= met["heard"] >= LEAST
    return list(met.loc[own & (met["group"] != UNKNOWN), "group"])


def nearest(rnd: Round) -> pd.DataFrame:
    """Return for each group not alone with which one it is told, and who agreed.

    Returns
    -------
    pandas.DataFrame
        Columns group, nearest and agreed: as proposed, or as the round decided.

    Examples
    --------
    >>> list(listen.small_groups.nearest(rnd).columns)
    ['group', 'nearest', 'agreed']
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

    Examples
    --------
    >>> event = listen.small_groups.join(rnd, "sibling", "child")
    >>> listen.small_groups.nearest(rnd)["group"].tolist()
    ['child', 'young adult', 'other family', 'doctor', 'sibling']
    """
    if nearest == ALONE and not agreed.strip():
        raise Problem(REFUSED["group alone"])
    values = {"group": group, "nearest": nearest, "agreed": agreed.strip()}
    return journal.record(rnd, "joins").add(values)


def told(rnd: Round, sizes: Mapping[str, int]) -> dict[str, str]:
    """Return under which name each group stands on every shared page and paper.

    Groups of ten or more stand alone. A smaller one stands with its nearest, and so
    does that one; alone if its people agreed. What is smaller still, and what
    somebody typed that is no group of the round, is `REST`.

    Parameters
    ----------
    rnd : Round
        The round.
    sizes : mapping of str to int
        How many people of each group there are.

    Examples
    --------
    >>> listen.small_groups.told(rnd, {"child": 12, "nurse": 14})
    {'child': 'child', 'nurse': 'nurse'}
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


def joined(rnd: Round, sizes: Mapping[str, int]) -> dict[str, str]:
    """Return under which name the people of each group are counted.

    As they are `told`; what is under ten even then is counted with the smallest
    other, so that everybody is in a number and no number is of a few.

    Examples
    --------
    >>> sizes = {"parent": 30, "nurse": 12, "chaplain": 2}
    >>> listen.small_groups.joined(rnd, sizes)["chaplain"]
    'nurses and people of smaller groups'
    """
    names = told(rnd, {group: n for group, n in sizes.items() if n})
    people = pd.Series(sizes).groupby(names).sum()
    others = people.drop(REST, errors="ignore")
    if 0 < people.get(REST, 0) < LEAST and len(others):
        least = str(others.idxmin())
        both = [*plural(least, 2, count=False).replace(" and ", ", ").split(", "), REST]
        names |= {g: listed(both) for g, n in names.items() if n in (least, REST)}
    return names
