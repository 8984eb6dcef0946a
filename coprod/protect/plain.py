"""Write a text with plain letters, so that no spelling hides a name.

What hides names, what searches pages for them and what a person searches for all read
a text in this one way. Every place in the plain text is known in the text as it came.
"""

import json
import re
import unicodedata
from functools import cache
from importlib.resources import files

__all__ = ["plain"]

_ODD = re.compile(r"[^\x00-\x7f]|(?<=[^\W\d_])-\r?\n(?=[^\W\d_])")
# No letter is seen where these stand, though Unicode counts some as letters or marks.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0000-\U000e0fff]"
)


def plain(text: str) -> tuple[str, list[int]]:
    r"""Return a text in plain letters, and where each of them stood.

    Letters of full width and letters that only look Latin are Latin ones (NFKC and the
    look-alikes of Unicode), every dash is a hyphen, a letter and its accent are one,
    and what nobody sees is left out, a hyphen at the end of a line too.

    Returns
    -------
    str, list of int
        The plain text, and for each of its code points the place in `text`; one more
        at the end, so that ``text[at[start]:at[end]]`` is what was found.

    Examples
    --------
    >>> protect.plain.plain("9\u20137")
    ('9-7', [0, 1, 2, 3])
    >>> protect.plain.plain("Am\u200bi")
    ('Ami', [0, 1, 3, 4])
    """
    made, at, last = list[str](), list[int](), 0
    for found in _ODD.finditer(text):
        start, end = found.span()
        made += text[last:start]
        at += range(last, start)
        last = end
        seen = _seen(found[0])
        joined = unicodedata.normalize("NFC", made[-1] + seen) if made and seen else ""
        if len(joined) == 1:  # an accent that belongs to the letter before it
            made[-1] = joined
            continue
        made += seen
        at += [start] * len(seen)
    made += text[last:]
    at += range(last, len(text) + 1)
    return "".join(made), at


@cache
def _seen(sign: str) -> str:
    """Return how one sign is written plainly; "" if nobody sees it."""
    if len(sign) > 1 or unicodedata.category(sign) == "Cf" or _UNSEEN.match(sign):
        return ""
    if unicodedata.category(sign) == "Pd" or sign == "\u2212":
        return "-"
    wide = unicodedata.normalize("NFKC", sign)
    small = re.fullmatch(
        r"LATIN LETTER SMALL CAPITAL ([A-Z])", unicodedata.name(sign, "")
    )
    return small[1].lower() if small else _look_alikes().get(wide, wide)


@cache
def _look_alikes() -> dict[str, str]:
    """Return the letters that look like a Latin one, and which (Unicode TR 39)."""
    listed = files("confusable_homoglyphs") / "confusables.json"
    known = json.loads(listed.read_text(encoding="utf-8"))
    found = {
        sign: [other["c"] for other in others if re.fullmatch("[A-Za-z]", other["c"])]
        for sign, others in known.items()
        if not sign.isascii() and sign.isalpha()
    }
    found = {sign: plain for sign, plain in found.items() if plain}
    return {
        sign: "I" if sign.isupper() and plain[0] in "lI" else plain[0]
        for sign, plain in found.items()
    }
