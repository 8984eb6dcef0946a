"""Draw the picture of who has been heard, and who has not."""

import pandas as pd

from coprod.pages.drawing import bars
from coprod.pages.picture import Picture, describe, drawing, figure
from coprod.store.show import listed

__all__ = ["reach"]


@drawing
def reach(frame: pd.DataFrame) -> Picture:
    """Show who has been heard, and who has not.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row for each group: group, heard (people), and target (people, or blank).

    Returns
    -------
    Picture
        Groups that nobody was heard from come first, as an empty cell.

    Examples
    --------
    >>> people, said = rnd.load("people"), rnd.load("comments")
    >>> print(listen.charts.reach(listen.people.reach(people, said)).caption)
    Heard most of all: parent.
    People heard.
    """
    frame = frame.assign(target=frame.get("target", pd.NA))
    frame = frame.sort_values(["heard", "group"], kind="stable")
    frame = frame.drop(columns={"reported"} & set(frame.columns[~frame.any()]))
    named, hoped = frame[frame["group"] != "unknown"], frame["target"].notna().any()
    silent = named.loc[named["heard"].eq(0).fillna(False), "group"].tolist()
    most = "".join(named.dropna(subset="heard")["group"].tail(1))
    told = "Every group was heard, most" if hoped else "Heard most"
    finding = f"{told} of all: {most}." if most else "Nobody has said who spoke."
    finding = f"Not heard yet: {listed(silent)}." if silent else finding
    note = "People heard; the upright line is how many we hoped to hear."
    groups, heard, marks = frame["group"], frame["heard"], frame["target"]
    return figure(
        bars(groups, heard, marks=marks, nought="nobody yet"),
        alt=describe("Bar chart", finding, groups, heard),
        caption=f"{finding}\n{note if hoped else 'People heard.'}",
        numbers=frame if hoped else frame.drop(columns="target"),
    )
