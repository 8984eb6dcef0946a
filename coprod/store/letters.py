"""Find in which letters a text is kept, and in which language it is.

A text is tried in every usual encoding. What reads like a language that is written in
it stands; where two readings do, the text is not certain, and whoever asks is told.
"""

import codecs
import re
from functools import cache
from typing import Any, NamedTuple

from coprod.store import disk

TOLD = disk.words(__file__, "letters.toml")
WRITTEN: dict[str, str] = TOLD["written"]
LEVEL_ONE: dict[str, tuple[str, int, int]] = TOLD["level_one"]
OLD, CASED, OTHERS = (TOLD["apart"][name] for name in ("old", "cased", "others"))
BESIDE, COMMON, ODD = (
    re.compile(TOLD["signs"][name]) for name in ("beside", "common", "odd")
)
LONGEST = 100_000  # characters that are looked at
LIKELY, NEAR = 0.3, 0.05  # of a language; of the share of odd signs
APART = 0.4  # how much likelier one language is than another


class Text(NamedTuple):
    """What the bytes of a file say, in which encoding, and whether that is certain."""

    text: str
    encoding: str
    sure: bool = True


class Reading(NamedTuple):
    """One way to read the bytes: its language, and how odd it is."""

    fits: bool
    odd: float
    likely: float
    text: str
    encoding: str

    def rank(self) -> tuple[bool, int, float]:
        """Return what is smallest for the best reading."""
        return not self.fits, int(self.odd / NEAR), round(1 - self.likely, 1)


def decoded(raw: bytes) -> Text:
    """Return the text of a file, its encoding, and whether its letters are certain.

    It is UTF-8, UTF-16, or what reads like a language.

    Examples
    --------
    >>> store.spreadsheets.decoded("café".encode("utf-16"))
    Text(text='café', encoding='utf-16', sure=True)
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Text(raw.decode("utf-16", errors="replace"), "utf-16")
    if b"\0" in raw and not raw.startswith(codecs.BOM_UTF8):
        wide = [Text(raw.decode(n, "replace"), n) for n in ("utf-16-le", "utf-16-be")]
        return max(wide, key=lambda each: len(re.findall(r"[ \n.,。，]", each.text)))
    try:
        return Text(raw.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError:
        return _guessed(raw)


def _guessed(raw: bytes) -> Text:
    """Return the reading that is least odd and like a language written so."""
    found: list[Reading] = []
    for encoding, spoken in WRITTEN.items():
        if encoding in OLD and any(r.fits and r.odd < NEAR for r in found):
            continue
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        telling = (e for e in re.split(r"[,;\t\r\n]+", text) if not e.isascii())
        name, likely = language("\n".join(telling))
        fits = name in spoken.split() or (likely < LIKELY and encoding not in OTHERS)
        found.append(Reading(fits, _odd(text, encoding), likely, text, encoding))
    if not found:
        return Text(raw.decode("latin-1"), "latin-1", sure=False)
    best = min(found, key=Reading.rank)
    near = [r for r in found if r.fits and r.odd <= best.odd + NEAR]
    rivals = {r.text for r in near if r.likely > best.likely - APART}
    told = (
        best.encoding not in CASED
        or len({s.isupper() for s in best.text if s > "\xbf"}) > 1
    )
    told = told and (best.likely >= LIKELY or best.encoding not in OLD)
    sure = best.fits and best.odd <= 2 * NEAR and rivals == {best.text} and told
    return Text(best.text, best.encoding, sure)


def _odd(text: str, encoding: str) -> float:
    """Return the share of signs beyond ASCII that no writer puts so."""
    text = text[:LONGEST]
    beyond = [sign for sign in text if sign > "\x7f"]
    if encoding in LEVEL_ONE:
        name, first, last = LEVEL_ONE[encoding]
        heads = (sign.encode(name, "replace")[0] for sign in beyond)
        common = zip(beyond, heads, strict=True)
        odd = sum(not (first <= h <= last or COMMON.match(s)) for s, h in common)
        odd += len(BESIDE.findall(text))
        return odd / max(len(beyond), 1)
    odd = len(ODD.findall(text))
    for word in re.findall(r"\S+", text):
        letters = [sign for sign in word if sign.isalpha()]
        signs = [sign for sign in word if sign > "\x7f"]
        big = not word.isupper() and any(
            s > "\x7f" and s.isupper() for s in letters[1:]
        )
        shouted = word.isupper() and len(signs) > 3
        latin = encoding not in OTHERS and len(signs) > 2 and len(signs) * 2 > len(word)
        if len({*map(_script, letters)}) > 1 or big or shouted or latin:
            odd += len(signs)
    return odd / max(len(beyond), 1)


def _script(sign: str) -> int:
    """Return roughly which alphabet a letter is of."""
    starts = (0, 0x370, 0x400, 0x530, 0x600, 0x700, 0x1E00, 0x1F00, 0x3000)
    at = max(n for n, start in enumerate(starts) if ord(sign) >= start)
    return 0 if at == 6 else at


def language(text: str) -> tuple[str, float]:
    """Return the likeliest language of a text, such as pl, and how likely it is.

    Examples
    --------
    >>> store.spreadsheets.language("The nurses were kind to my brother.")[0]
    'en'
    """
    name, likely = _model().classify(text[:5_000])
    return str(name), float(likely)


@cache
def _model() -> Any:
    """Return what knows languages; it lies beside its library and asks nobody."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
