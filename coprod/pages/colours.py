"""The colours of pictures, which colour-blind readers can tell apart."""

from typing import Any

__all__ = ["COLOURS", "GREY", "INK", "PALE", "ink_on"]

INK, GREY, PALE, ALARM = "#1B1B1B", "#595959", "#E4E7EC", "#8C1D18"
# Okabe and Ito (2008): colours told apart by nearly everyone.
COLOURS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442"]


def ink_on(colour: Any) -> str:
    """Return black or white, whichever reads better on a colour (WCAG 2.2).

    Examples
    --------
    >>> pages.colours.ink_on("#0072B2"), pages.colours.ink_on("#E69F00")
    ('white', 'black')
    """
    from matplotlib.colors import to_rgb

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, to_rgb(colour))
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "black" if (light + 0.05) / 0.05 > 1.05 / (light + 0.05) else "white"
