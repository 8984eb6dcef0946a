"""The arithmetic of ranking: points, ties, joined lists, and drawing people again.

Ballots become grids of people x statements, one for each group; the rest is numbers
in, numbers out. Rows are people, groups or drawings, columns are statements; a
missing number means that nobody there was asked.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from coprod.pages.counts import LEAST

UNKNOWN = "unknown"  # no group: people who did not say theirs


class Sheets(NamedTuple):
    """The answers of one group: people x statements."""

    worth: np.ndarray  # points or scores; 0 where there is none
    asked: np.ndarray  # 1 where the person was asked (for scores: answered)
    scored: bool


def picked(frame: pd.DataFrame) -> pd.Series:
    """Say for each row whether the person ranked or chose the statement."""
    return frame["rank"].notna() | frame["chosen"].fillna(False)


def only_picks(frame: pd.DataFrame) -> bool:
    """Say whether the table lists only what people picked, not what they were asked."""
    full = frame["respondent"].nunique() * frame["statement"].nunique()
    return len(frame) < full and bool(picked(frame)[frame["shown"]].all())


def between(frame: pd.DataFrame) -> pd.Series:
    """Say for each row whether it was left blank between a first and a last place.

    Who was asked about three statements, put one first and another one third, said
    where the one without a place stands.
    """
    ranks = frame["rank"].where(frame["shown"])
    person = frame["respondent"]
    last = ranks.groupby(person).transform("max")
    asked = frame["shown"].groupby(person).transform("sum")
    return frame["shown"] & ranks.isna() & (last == asked).fillna(False)


def placed(frame: pd.DataFrame) -> pd.Series:
    """Return the place of each row: a shared one, or one `between`, by its mean."""
    person = frame["respondent"]
    ranks = frame["rank"].astype("Float64")
    ties = ranks.groupby([person, ranks]).transform("size")
    own = ranks + (ties - 1) / 2
    blank = between(frame)
    asked = frame["shown"].groupby(person).transform("sum")
    left = asked * (asked + 1) / 2 - own.groupby(person).transform("sum")
    return own.mask(blank, left / blank.groupby(person).transform("sum"))


def sheets(
    frame: pd.DataFrame, depth: int | None
) -> tuple[list[str], dict[str, Sheets]]:
    """Return the codes in order and, for each group in order, its answer sheets."""
    codes = sorted(frame["statement"].unique())
    group = frame.drop_duplicates("respondent").set_index("respondent")["group"]
    cell = pd.MultiIndex.from_frame(frame[["respondent", "statement"]])

    def grid(values: pd.Series, blank: float = 0) -> np.ndarray:
        numbers = values.astype("Float64").fillna(0).astype(float)
        held = numbers.set_axis(cell).unstack(fill_value=blank)
        return np.asarray(held.reindex(group.index)[codes])

    place = placed(frame)
    given = ((depth or place.fillna(1).max()) + 1 - place).clip(lower=0)
    asked = grid(frame["shown"], float(only_picks(frame)))
    worth = grid(given.fillna(frame["chosen"].astype("Int64")))
    scores, heard = grid(frame["score"]), grid(frame["score"].notna())
    voted = grid(frame[["rank", "chosen"]].notna().any(axis=1)).astype(bool)
    made = {}
    for name in sorted(set(group)):
        own = (group == name).to_numpy(bool)
        rows = own & voted.any(1)
        made[name] = Sheets(worth[rows], asked[rows], False)
        if not worth[rows].any() and heard[own].any():
            rows = own & heard.any(1)
            made[name] = Sheets(scores[rows], heard[rows], True)
    return codes, {name: sheet for name, sheet in made.items() if len(sheet.worth)}


def enough(
    codes: list[str], groups: dict[str, Sheets]
) -> tuple[list[str], dict[str, Sheets]]:
    """Keep what at least half as many people saw as what was seen most.

    What too few of a group saw counts there as not asked; what too few of all, or of
    each group, saw is left out.
    """
    seen = np.array([sheet.asked.sum(0) for sheet in groups.values()])
    few = 2 * seen < seen.max(1, keepdims=True)
    kept = (2 * seen.sum(0) >= seen.sum(0).max()) & ~few.all(0)
    made = {
        name: Sheets((s.worth * ~low)[:, kept], (s.asked * ~low)[:, kept], s.scored)
        for (name, s), low in zip(groups.items(), few, strict=True)
    }
    return [code for code, stays in zip(codes, kept, strict=True) if stays], made


def worths(sheet: Sheets, drawn: np.ndarray | None = None) -> np.ndarray:
    """Return what group gave: one row per drawing (or one), a column per statement."""
    n = len(sheet.worth)
    drawn = np.ones((1, n)) if drawn is None else drawn
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = (1 if sheet.scored else n) / (drawn @ sheet.asked)
        return np.asarray((drawn @ sheet.worth * scale).round(9))


def places(values: np.ndarray, ties: str) -> np.ndarray:
    """Rank along the last axis, the highest first; missing values stay missing."""
    above = (values[..., None, :] > values[..., :, None]).sum(-1)
    level = (values[..., None, :] == values[..., :, None]).sum(-1)
    share = {"best": 1, "worst": level, "average": (level + 1) / 2}[ties]
    return np.where(np.isnan(values), np.nan, above + share)


def positions(values: np.ndarray) -> np.ndarray:
    """Return position scores along the last axis: n for the first, 1 for the last."""
    n, asked = values.shape[-1], (~np.isnan(values)).sum(-1, keepdims=True)
    return np.asarray((asked + 1 - places(values, "average")) * (n + 1) / (asked + 1))


def combine(
    groups: dict[str, Sheets], drawn: dict[str, np.ndarray] | None = None
) -> np.ndarray:
    """Sum the position scores over groups, each weighing the same.

    People without a group weigh as much as so many average people. Where a group was
    not asked, the mean of the others stands in.
    """
    sizes = {name: len(sheet.worth) for name, sheet in groups.items()}
    known = [n for name, n in sizes.items() if name != UNKNOWN] or [1]
    total, asked, weights = 0.0, 0.0, 0.0
    for name, sheet in groups.items():
        alone = name == UNKNOWN and len(groups) > 1
        weight = sizes[name] * len(known) / sum(known) if alone else 1.0
        own = positions(worths(sheet, drawn[name] if drawn else None))
        total = total + weight * np.nan_to_num(own)
        asked = asked + weight * ~np.isnan(own)
        weights += weight
    return np.asarray((total * weights / np.where(asked, asked, 1)).round(9))


def pooled(groups: dict[str, Sheets]) -> np.ndarray:
    """Return what all people together gave; points if anybody gave points."""
    scored = all(sheet.scored for sheet in groups.values())
    same = [sheet for sheet in groups.values() if sheet.scored == scored]
    worth = np.vstack([sheet.worth for sheet in same])
    asked = np.vstack([sheet.asked for sheet in same])
    return np.asarray(np.nan_to_num(worths(Sheets(worth, asked, scored))[0]))


def limits(
    groups: dict[str, Sheets], *, top: int, resamples: int, seed: int
) -> np.ndarray:
    """Return best place, worst place and share among the top: a row per statement.

    People are drawn with replacement within each group, small or large: a group kept
    as it is would look as if nobody else could have answered.
    """
    sizes = {name: len(sheet.worth) for name, sheet in groups.items()}
    n = next(iter(groups.values())).worth.shape[1]
    if max(sizes.values()) < LEAST or resamples < 1:
        return np.full((n, 3), np.nan)
    rng = np.random.default_rng(seed)
    drawn = {
        name: rng.multinomial(size, np.full(size, 1 / size), resamples).astype(float)
        for name, size in sizes.items()
    }
    best, worst = np.empty((resamples, n)), np.empty((resamples, n))
    step = max(1, 2_000_000 // n**2)  # ranking compares all pairs: keep memory small
    for at in (slice(i, i + step) for i in range(0, resamples, step)):
        combined = combine(groups, {name: all_[at] for name, all_ in drawn.items()})
        best[at], worst[at] = places(combined, "best"), places(combined, "worst")
    low = np.percentile(best, 2.5, axis=0, method="lower")
    high = np.percentile(worst, 97.5, axis=0, method="higher")
    return np.column_stack([low, high, (best <= top).mean(0)])
