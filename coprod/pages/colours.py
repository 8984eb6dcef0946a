"""The colours of pictures, which colour-blind readers can tell apart."""

from typing import Any

__all__ = ["COLOURS", "GREY", "INK", "PALE", "ink_on"]

INK, GREY, PALE, ALARM = "#14213D", "#4A5568", "#D5DAE3", "#8C1D18"
# Told apart by nearly everyone, colour-blind people too (tests/pages holds that).
COLOURS = ["#1F66E0", "#9C2F82", "#1F1340", "#00687A", "#B07A00", "#A8320A", "#8591A5"]


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
