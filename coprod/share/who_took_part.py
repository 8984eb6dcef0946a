"""The line and table of who took part, which stands on every shared page.

Takes people, comments and the journals of partners, ways and hopes; gives one line and
tables in which nobody's small group can be counted: groups of fewer than ten people
are told together, with another one where the sum would give a number away.
"""

import pandas as pd

from coprod.listen import people, small_groups
from coprod.pages import counts
from coprod.pages.counts import LEAST
from coprod.pages.paper import Paper
from coprod.pages.word_document import Table
from coprod.store.rounds import Round
from coprod.store.show import listed, plural


def line(rnd: Round) -> str:
    """Say in one line who took part, who worked on it, and in which ways."""
    if not rnd.has("people") or not rnd.has("comments"):
        return ""
    helped = [str(role) for role in people.table(rnd, "partners")["role"]]
    met = small_groups.together(rnd, small_groups.reach(rnd))
    return (
        f"Who took part: {counted(met) if met['heard'].sum() else 'nobody yet'}. "
        f"Who worked on it: {listed(helped) or 'not written down yet'}. "
        f"Ways to take part: {_ways(people.table(rnd, 'ways'))}."
    )


def counted(met: pd.DataFrame) -> str:
    """Return how many people were heard, by group, small groups together.

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
    words = f"{counts.small(int(here.sum()))} people ({joined or others})"
    known = met.loc[met["reported"] > 0, "group"]
    if len(known):
        about = listed([plural(str(group), 2, count=False) for group in known])
        words += f"; what adults reported of {about} is counted apart"
    return words


def by_group(met: pd.DataFrame) -> Table:
    """Return people heard and hoped for by group; small groups in words."""
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
    """Return who worked on the round, as roles, and the ways to take part."""
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
    """Return a number of people: exact, or in words that do not tell it."""
    if n == 0:
        return "nobody yet"
    return str(n) if exact else counts.small(n, _range(n)[1] + 1)


def _apart(met: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Return the groups whose number may be told, and those that are told together."""
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
    """Return the least and most that the words for a number leave open."""
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
