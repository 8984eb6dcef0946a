"""Put the statements in order of priority, by group and joined, with ranges.

Every group counts alike, however many of it answered: the equal-influence method of
the James Lind Alliance (JLA Guidebook, chapter 7, collating and scoring interim
priorities). A group's first choice never vanishes: it stays on the shortlist even
where the combined list leaves it out. `notes` says in words how sure we can be.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from coprod.decide import ranking, representation
from coprod.decide.ranking import UNKNOWN, Sheets
from coprod.pages.counts import LEAST, rounded
from coprod.store import disk, tables
from coprod.store.problem import Problem
from coprod.store.show import plural

__all__ = ["close", "notes", "rank"]

NO_GROUP = {"", "unknown", "another group", "not said", "na", "n/a", "none", "-"}
NOT_SAID = r"(?i).*\b(?:(?:prefer|rather) not|not (?:\w+ )?(?:to )?(?:say|answer))\b.*"
SAYS: dict[str, str] = disk.words(__file__, "priorities.toml")
FIRST = 5  # statements among which nobody's large share is left out
CLOSE = 2.0  # points: a group that puts two statements the other way round gives so
SOME = 30  # below so many answers of a group the ranges are rough


def rank(
    ballots: pd.DataFrame,
    statements: pd.DataFrame | None = None,
    *,
    top: int | None = None,
    resamples: int = 2000,
    seed: int = 20240501,
) -> pd.DataFrame:
    """Put the statements in order, every group counting alike, and say how sure it is.

    `combined` is the sum of the groups' position scores (where a group was not asked,
    the mean of the others stands in). `low` and `high` are 95 % percentile limits of
    the place when the people within each group are drawn again with replacement; a
    tie counts as its best place for `low` and its worst for `high`. Two people who
    agree look certain however often they are drawn: if no group has 10 answers, `low`,
    `high` and `top_share` are blank; if only some have, `notes` says that the ranges
    are narrower than the truth.

    Parameters
    ----------
    ballots : pandas.DataFrame
        The table ballots. The deepest rank used tells how many could be ranked.
    statements : pandas.DataFrame, optional
        The table statements, for the wording; without it the code stands there.
    top : int, optional
        Length of the shortlist; otherwise 10, or half of the statements if fewer.
    resamples, seed : int
        How often to draw, and the fixed start of the random numbers.

    Returns
    -------
    pandas.DataFrame
        The table priorities in order of place; statements nobody was asked about are
        left out. Shortlist: "combined", "some groups only" (in the top of a group but
        not of the combined list), or "no".

    Raises
    ------
    ValueError
        If the ballots are not in order, hold no answer, or name other statements.

    Examples
    --------
    >>> ballots = rnd.load("ballots")
    >>> decide.priorities.rank(ballots, resamples=0)["statement"].head(3).tolist()
    ['Q14', 'Q04', 'Q11']
    """
    _, codes, sheets = _counted(ballots)
    top = _top(top, len(codes))
    combined = ranking.combine(sheets)[0]
    pooled = ranking.pooled(sheets)
    made = pd.DataFrame({"statement": codes, "text": _texts(codes, statements)})
    made["place"] = ranking.places(combined, "best")
    made["combined"] = combined
    made["pooled_place"] = ranking.places(pooled, "best")
    made["pooled_points"] = pooled
    made[["low", "high", "top_share"]] = ranking.limits(
        sheets, top=top, resamples=resamples, seed=seed
    )
    high = {group: _own_places(sheet) <= top for group, sheet in sheets.items()}
    own = [", ".join(g for g in high if high[g][i]) for i in range(len(codes))]
    made["groups"] = own
    alone = made["groups"].map(lambda groups: "some groups only" if groups else "no")
    made["shortlist"] = alone.mask(made["place"] <= top, "combined")
    return tables.check("priorities", made.sort_values(["place", "statement"]))


def close(ranked: pd.DataFrame) -> list[list[str]]:
    """Return which statements stand too close together to be told apart, in order.

    Their points differ by no more than one group gives that puts two neighbours the
    other way round; a statement that stands clear is in none.

    Examples
    --------
    >>> decide.priorities.close(rnd.load("priorities"))[0]
    ['Q13', 'Q11', 'Q04']
    """
    bands: list[list[str]] = []
    top = np.inf  # points of the first one of a band
    order = ranked.sort_values("combined", ascending=False, kind="stable")
    for code, points in zip(order["statement"], order["combined"], strict=True):
        if top - points > CLOSE:
            bands, top = [*bands, []], points
        bands[-1].append(str(code))
    return [band for band in bands if len(band) > 1]


def side_by_side(ballots: pd.DataFrame, *, top: int | None = None) -> pd.DataFrame:
    """Return each group's own list beside the others, best first.

    Returns
    -------
    pandas.DataFrame
        One column per group; cells such as "1 Q04", or "2= Q01" where places are
        shared; blank below the end. Ties at the cut are kept; statements that got
        no point are not.
    """
    _, codes, sheets = _counted(ballots)
    top = _top(top, len(codes))
    own = {g: s for g, s in sheets.items() if g != UNKNOWN}
    lists = {g: pd.Series(_own_list(s, codes, top)) for g, s in own.items()}
    return pd.DataFrame(lists, dtype="string").fillna("")


def sizes(ballots: pd.DataFrame) -> dict[str, int]:
    """Return how many people of each group have a list; who has no group, has none."""
    _, _, sheets = _counted(ballots)
    return {str(g): len(s.worth) for g, s in sheets.items() if g != UNKNOWN}


def notes(
    ballots: pd.DataFrame,
    names: Mapping[str, str] | None = None,
    *,
    top: int | None = None,
) -> list[str]:
    """Say in plain sentences how the list was made and how sure one can be of it.

    Parameters
    ----------
    ballots : pandas.DataFrame
        The table ballots.
    top : int, optional
        Among how many first ones everybody should find a wish; otherwise 5.
    names : mapping of str to str, optional
        For what is shared: under which name each group is told there. Numbers of
        fewer than 10 people are left out then; nothing else is.

    Examples
    --------
    >>> decide.priorities.notes(rnd.load("ballots"))[0]
    'This is among the 87 people who answered, not among everyone.'
    """
    frame, codes, sheets = _counted(ballots)
    counts = {group: len(sheet.worth) for group, sheet in sheets.items()}
    people, unknown = sum(counts.values()), counts.pop(UNKNOWN, 0)
    least, most = min(counts.values(), default=0), max(counts.values(), default=unknown)
    silent = frame["respondent"].nunique() - people

    def some(n: int) -> str:
        if names is None:
            return plural("answer sheet", n)
        return f"{rounded(n)} answer sheets" if n >= LEAST else "A few answer sheets"

    ranked = frame[frame["rank"].notna()]
    twice = ranked[ranked.duplicated(["respondent", "rank"])]["respondent"].nunique()
    filled = frame[ranking.between(frame)]["respondent"].nunique()
    scored = [group for group, sheet in sheets.items() if sheet.scored]
    shared, least_known = names is not None, least or most
    each = [f"{group}: {n} answered{_few(n)}." for group, n in counts.items()]
    holds: list[tuple[str, bool, str]] = [
        ("everyone", shared, ""),
        ("alike", shared, plural("group", len(counts))),
        ("no_ranges", most < LEAST, ""),
        ("rough", most >= LEAST and least_known < SOME, ""),
        ("narrow", most >= LEAST and 0 < least < LEAST, ""),
        ("apart", bool(unknown and counts), some(unknown)),
        ("no_group", bool(unknown and not counts), ""),
        *(("scored", not shared, group) for group in scored),
        ("scored", shared and bool(scored), "Some groups"),
        ("only_picks", ranking.only_picks(frame), ""),
        ("silent", silent > 0, some(silent)),
        ("twice", twice > 0, some(twice)),
        ("between", filled > 0, some(filled)),
    ]
    first = [] if shared else [_say("people", plural("person", people)), *each]
    said = [*first, *(_say(key, who) for key, so, who in holds if so)]
    said += _unseen(frame, codes, shared)
    said.append(_represented(frame, codes, sheets, top or FIRST, shared))
    return [line for line in said if line]


def _say(key: str, who: str) -> str:
    """Return a sentence of `priorities.toml`, with who or how many."""
    return SAYS[key].format(who, least=LEAST, some=SOME)


def _unseen(frame: pd.DataFrame, codes: list[str], shared: bool) -> list[str]:
    """Name the statements that too few people saw, with their numbers."""
    seen = frame[frame["shown"]].groupby("statement").size()
    rated = frame.groupby("statement")["score"].count()
    lines = []
    for code in sorted(set(frame["statement"]) - set(codes)):
        own = frame[(frame["statement"] == code) & frame["shown"]]
        counts, verb = (rated, "rated") if rated[code] else (seen, "saw")
        took = f"{plural('person', int(counts[code]))} {verb} it, "
        took += f"{int(ranking.picked(own).sum())} chose it; another had {counts.max()}"
        told = took if not shared else f"too few people {verb} it"
        lines.append(f"{code} has no place: {told}.")
    return lines


def _represented(
    frame: pd.DataFrame,
    codes: list[str],
    sheets: dict[str, Sheets],
    top: int,
    shared: bool,
) -> str:
    """Say whether everybody's large enough share has a wish among the first."""
    own = ranking.placed(frame)
    chose = own.isna() & frame["chosen"].fillna(False)
    rows = frame[(own <= top).fillna(False) | chose]
    grid = pd.crosstab(rows["respondent"], rows["statement"]).reindex(columns=codes)
    places = ranking.places(ranking.combine(sheets)[0], "best")
    size = max(int((places <= top).sum()), 1)
    order = [int(n) for n in np.argsort(places, kind="stable")]
    voters = grid.fillna(0).to_numpy(bool)
    return representation.sentence(voters, order, size, codes, shared)


def _few(n: int) -> str:
    """Say what it means that only so many answered."""
    if n < LEAST:
        return ": too few for a range; see their list in full"
    return ": few answers, so the ranges are rough" if n < SOME else ""


def _counted(
    ballots: pd.DataFrame, depth: int | None = None
) -> tuple[pd.DataFrame, list[str], dict[str, Sheets]]:
    """Return the ballots that count, the codes in order, and each group's sheets.

    A group that ranked or chose gives points: rank r of `depth`, the deepest rank used
    if it is not said, is worth depth + 1 - r (never below 0), chosen without a rank 1.
    A group that only scored (importance 1 to 5) gives its mean score. A statement that
    somebody was not shown is not "not chosen": the sum is scaled up from those who were
    asked to all of the group who answered. A table that lists only what people picked
    is read as: asked about all. Sheets without any answer are left out.
    """
    frame = _ready(ballots)
    return frame, *ranking.enough(*ranking.sheets(frame, depth))


def _ready(ballots: pd.DataFrame) -> pd.DataFrame:
    """Return ballots that can be counted, or say what is wrong with them."""
    frame = ballots.copy()
    if "group" in frame:
        group = frame["group"].astype("string").str.strip()
        none = group.str.lower().isin(NO_GROUP) | group.str.fullmatch(NOT_SAID)
        frame["group"] = group.mask(none).fillna(UNKNOWN)
    frame = tables.check("ballots", frame)
    answer = frame[["rank", "score", "chosen"]].notna().any(axis=1)
    several = (frame.groupby("respondent")["group"].nunique() > 1).sum()
    known = frame["rank"].dropna().between(1, frame["statement"].nunique()).all()
    some = bool(answer.any())
    wrong = {"two_groups": several, "no_answers": not some, "no_rank": not known}
    for why in (why for why, so in wrong.items() if so):
        raise Problem(_say(why, plural("answer sheet", several)))
    frame["shown"] |= ranking.picked(frame) | frame["score"].notna()
    return frame[frame.groupby("statement")["shown"].transform("any")]


def _top(top: int | None, n: int) -> int:
    """Return the length of the shortlist, never more than there are statements."""
    if top is not None and top < 1:
        raise Problem("top: the shortlist holds at least 1. Choose such a number.")
    return min(top or min(10, max(1, n // 2)), n)


def _own_places(sheet: Sheets) -> np.ndarray:
    """Return the places in a group's own list; missing without any point."""
    worth = ranking.worths(sheet)[0]
    places = ranking.places(worth, "best")
    return places if sheet.scored else np.where(worth > 0, places, np.nan)


def _own_list(sheet: Sheets, codes: list[str], top: int) -> list[str]:
    """Return a group's own list in order, shared places marked with =."""
    places = pd.Series(_own_places(sheet), codes)
    places = places[places <= top].astype(int).sort_values(kind="stable")
    shared = places[places.duplicated(keep=False)]
    return [f"{n}{'=' * (c in shared)} {c}" for c, n in places.items()]


def _texts(codes: list[str], statements: pd.DataFrame | None) -> list[str]:
    """Return the wording of each code, or the code itself."""
    if statements is None:
        return codes
    words = dict(zip(statements["statement"], statements["text"], strict=True))
    lacking = [code for code in codes if code not in words]
    if lacking:
        raise Problem(_say("unknown_codes", str(len(lacking))))
    return [str(words[code]) for code in codes]
