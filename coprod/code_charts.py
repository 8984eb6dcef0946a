"""How working codes became themes: joined, split, renamed and moved, as one picture.

Takes the codebook and the ways its codes went, gives a `Picture`.
"""

import itertools
from collections.abc import Mapping

import pandas as pd

from coprod.coding_frame import names, theme_of, upward
from coprod.display import plural
from coprod.layout import COLOURS, LINE, gather, sheet, wrap
from coprod.pictures import Picture, drawing, figure

LEFT = 158  # points for what stands on the left


@drawing
def journey(
    codebook: pd.DataFrame, ways: Mapping[str, list[str]] | None = None
) -> Picture:
    """Show how the working codes gathered into themes.

    Parameters
    ----------
    codebook : pandas.DataFrame
        The table of the codebook.
    ways : mapping of str to list of str, optional
        For each code id how it came to be what it is, as from `codebook.ways`.

    Returns
    -------
    Picture
        Codes on the left with lines to their themes on the right, sub-codes and merged
        codes below the code they belong to; in grey what a code was split off from,
        first called, moved from or merged into.
    """
    codes = _gathered(codebook, ways or {})
    loose = int(codes["theme"].isna().sum())
    count = codes.loc[codes["colour"].notna(), "theme"].nunique()
    finding = f"{plural('working code', len(codes))}, gathered in themes: {count}"
    finding += f"; not in a theme yet: {loose}." if loose else "."
    blocks = list(codes.groupby(codes["theme"].fillna("no theme yet"), sort=False))
    lines = [
        list(map(_lines, block["name"], block["way"], block["depth"]))
        for _, block in blocks
    ]
    sizes = [
        max(
            sum(len(a) + len(b) for _, a, b in each) * LINE + 5 * len(each),
            LINE * len(wrap(theme, 92)) + 10,
        )
        for (theme, _), each in zip(blocks, lines, strict=True)
    ]
    fig, ax = sheet(sum(sizes) + 14 * len(sizes))
    top = 4.0
    for (theme, block), each, size in zip(blocks, lines, sizes, strict=True):
        gather(ax, (top, size), (str(theme), each, block["colour"].iloc[0]))
        top += size + 14
    return figure(
        fig,
        alt=f"Working codes with lines to their themes. {finding}",
        caption=f"{finding}\nWorking codes on the left, themes on the right"
        f"{'; in grey, how a code came to be' if codes['way'].any() else ''}.",
        numbers=codes[["name", "theme", "status", "way"]].rename(
            columns={"name": "code", "way": "how it came to be"}
        ),
    )


def _lines(name: str, way: str, depth: int) -> tuple[int, list[str], list[str]]:
    """Give how deep a code lies, the lines of its name, and those of its way."""
    width = LEFT - 14 * depth
    return depth, wrap(name, width), wrap(way, width) if way else []


def _gathered(codebook: pd.DataFrame, ways: Mapping[str, list[str]]) -> pd.DataFrame:
    """Give each working code with name and colour of the theme it went to, and its way.

    Sub-codes and merged codes follow the code that they lie under or went into.
    """
    themes = codebook[codebook["level"].eq("theme")].set_index("code")
    wheel = itertools.cycle(COLOURS)
    own = pd.Series([next(wheel) for _ in themes.index], themes.index, dtype="string")
    sound = themes["colour"].str.fullmatch("#[0-9A-Fa-f]{6}").fillna(False)
    codes = codebook[codebook["level"].eq("code")]
    out = codes["status"].eq("retired")
    parent = codes["code"].map(theme_of(codebook)).astype("string").mask(out)
    gone = codes["name"] + " (" + codes["status"] + ")"
    rows, called = codebook.set_index("code"), names(codebook)
    place = {code: number for number, code in enumerate(rows.index)}
    up = {code: upward(rows, code)[::-1] for code in codes["code"]}
    last = [len(place)]  # what is in no theme comes last
    order = [
        (last if pd.isna(top) else [])
        + [place[c] for c in dict.fromkeys([*up[code], code])]
        for code, top in zip(codes["code"], parent, strict=True)
    ]
    ways_ = [list(ways.get(code, [])) for code in codes["code"]]
    for said, into in zip(ways_, codes["merged_into"], strict=True):
        said += [] if pd.isna(into) else [f"merged into {called.get(into, into)}"]
    made = codes.assign(
        theme=parent.map(themes["name"]).astype("string").mask(out, "taken out"),
        colour=parent.map(themes["colour"].where(sound, own)),
        name=codes["name"].where(codes["status"].eq("in use"), gone),
        way=["; ".join(said) for said in ways_],
        depth=[
            sum(c in up for c in up[code]) - (up[code][-1] == code)
            for code in codes["code"]
        ],
    )
    at = sorted(range(len(made)), key=lambda i: (bool(out.iloc[i]), order[i]))
    return made.iloc[at]
