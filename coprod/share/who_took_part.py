"""The line and table of who took part, which stands on every shared page.

Takes the numbers as they may be shared, and the journals of partners, ways and hopes.
"""

import pandas as pd

from coprod.listen import people
from coprod.pages.counts import LEAST, ROUNDED, about, rounded
from coprod.pages.paper import Paper
from coprod.pages.word_document import Block, Paragraph, Table
from coprod.share import numbers
from coprod.store.rounds import Round
from coprod.store.show import listed, plural


def line(rnd: Round) -> str:
    """Say in one line who took part, who worked on it, and in which ways."""
    if not rnd.has("people") or not rnd.has("comments"):
        return ""
    helped = [str(role) for role in people.table(rnd, "partners")["role"]]
    return (
        f"Who took part: {heard(rnd)}. "
        f"Who worked on it: {listed(helped) or 'not written down yet'}. "
        f"Ways to take part: {_ways(people.table(rnd, 'ways'))}."
    )


def heard(rnd: Round) -> str:
    """Say how many people were heard, by group, each counted once."""
    if rnd.load("comments").empty:
        return "nobody yet"
    found = numbers.people(rnd, "heard")
    others = listed(group for group, n in found.of("reported").items() if n)
    apart = f"; what adults reported of {others} is counted apart"
    return counted(found.of("heard")) + apart * bool(others) + found.held


def counted(groups: dict[str, int]) -> str:
    """Say how many people there are in all, and in each group as it is told."""
    if not sum(groups.values()):
        return f"fewer than {LEAST} people"
    told = [plural(group, n) for group, n in groups.items() if n]
    return f"{about(sum(groups.values()))} ({'; '.join(told)})"


def by_group(rnd: Round) -> list[Block]:
    """Return people heard by group as it is told, and who was hoped for."""
    here = numbers.people(rnd, "heard").of("heard")
    shown = pd.DataFrame({"who": list(here), "people heard": list(here.values())})
    caption = f"People heard in their own words, each counted once. {ROUNDED}"
    blocks: list[Block] = [Table(shown, caption)] if here else []
    return blocks + [Paragraph(words) for words in [hoped(rnd)] if words]


def hoped(rnd: Round) -> str:
    """Say who was hoped for, if somebody wrote it down."""
    hopes = people.table(rnd, "targets").drop_duplicates("group", keep="last")
    who = map(plural, hopes["group"], hopes["number"].astype(int))
    return f"We hoped for {listed(who)}." if len(hopes) else ""


def taking_part(rnd: Round) -> Paper:
    """Return who worked on the round, as roles, and the ways to take part."""
    helped = people.table(rnd, "partners")[["role", "did"]]
    helped = helped.rename(columns={"role": "who", "did": "what they did"})
    made = people.table(rnd, "ways").fillna({"offered": "", "used": 0, "note": ""})
    offered = [_number(to) if str(to).isdigit() else to for to in made["offered"]]
    made = made.assign(offered=offered, used=made["used"].map(_number))
    heads = {"offered": "offered to", "used": "used by", "note": "who, and how"}
    ways = made[["way", "offered", "used", "note"]].rename(columns=heads)
    tables = (
        Table(helped, "Who worked on it, and what they did."),
        Table(ways, "Ways to take part: offered and used, to the nearest 5."),
    )
    some = tuple(table for table in tables if len(table.frame))
    return Paper(some) if some else Paper.saying("Nothing is written down yet.")


def _number(n: int | str) -> str:
    """Return how many used a way: nobody, fewer than ten, or to the nearest five."""
    n = int(n)
    few = f"fewer than {LEAST}" if n else "nobody yet"
    return str(rounded(n)) if n >= LEAST else few


def _ways(table: pd.DataFrame) -> str:
    """Say which ways were used, and which were offered and not used."""
    used = table["used"].fillna(0).astype(int) > 0
    told = [listed(table.loc[used, "way"])] * bool(used.any())
    unused = listed(table.loc[~used, "way"])
    told += [f"offered and not used: {unused}"] * bool(unused)
    return "; ".join(told) or "not written down yet"
