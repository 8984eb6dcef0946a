r"""Decode all in which words or scripts can hide in a page: entities, base64, styles.

Takes markup, gives the words in it as people could come to read them: entities,
escapes such as \u0041 and base64 decoded, comments opened, tags taken out. A plain
search finds no name that is split by tags or lies in a picture's source.
"""

import base64
import binascii
import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

from coprod.protect.plain import plain

_TAG = re.compile(r"<[a-zA-Z/!?](?:\"[^\"]*\"|'[^']*'|[^'\">])*>")
_COMMENT = re.compile(r"<!--(.*?)-->", re.S)
_STYLE = re.compile(r"(?is)<style\b.*?</style>")
# Tags that end a stretch of words; all others may stand in the middle of a word.
_BLOCK = re.compile(
    r"</?(?:\w+:)?(?:p|div|td|th|tr|tc|li|ul|ol|h\d|br|hr|tab|table|section|row|c|si"
    r"|title|dt|dd|option|figcaption|caption|text)\b[^>]*>",
    re.I,
)
_SPOKEN = re.compile(
    r"\b(?:alt|title|aria-\w+|content|value|placeholder|label|summary|id|name|href|src"
    r"|data-[\w-]+|descr|author|initials|Target)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')",
    re.I,
)
# Fonts bear people's names: Georgia, Latha, Shruti.
_FONTS = re.compile(
    r"font(?:-family)?\s*[:=][^;}>\"']*(?:[\"'][^\"']*[\"'])?[^;}>\"']*"
    r"|(?:typeface|w:(?:ascii|hAnsi|cs|eastAsia))=\"[^\"]*\"",
    re.I,
)
_FETCHES = re.compile(
    r"\b(?:src|href|srcset|data|action|poster|background|formaction)\s*=\s*"
    r"[\"']?\s*(?!#|mailto:|data:|[\"'\s>])|http-equiv\s*=\s*[\"']?refresh"
    r"|url\(\s*[\"']?(?!#|data:|[\"'])|@import",
    re.I,
)
# A page of the same round lies beside it; it is opened only by who presses the link.
_BESIDE = re.compile(r"<a\b[^>]*?\bhref=\"[\w-]+\.html(?:#[\w-]*)?\"", re.I)
_RUNS = re.compile(r"[\s\"'/]on[a-z]+\s*=|=\s*[\"']?\s*javascript:", re.I)
_ESCAPE = re.compile(r"\\u\{([0-9a-f]{1,6})\}|\\u([0-9a-f]{4})|\\x([0-9a-f]{2})", re.I)
_BASE64 = re.compile(
    r"base64,\s*([A-Za-z0-9+/_=\s-]+)|(?<![A-Za-z0-9+/])([A-Za-z0-9+/_-]{16,}={0,2})"
)


def faults(page: str) -> list[str]:
    """Return what in a page would run, fetch, or cannot be searched."""
    sources = [page, *_decoded_base64(page)]
    tags = [tag for source in sources for tag in _TAG.findall(source)]
    checks = {
        "a script stands in the page": any("<script" in s.lower() for s in sources),
        "something in the page would run": any(_RUNS.search(tag) for tag in tags),
        "the page would fetch from a network or another file": any(
            _FETCHES.search(_BESIDE.sub("", part))
            for part in tags + _STYLE.findall(page)
        ),
        "a picture made of dots stands in the page, and nobody can search it": any(
            re.search(r"data:\s*image/(?!svg)", layer, re.I) for layer in layers(page)
        ),
    }
    return [fault for fault, holds in checks.items() if holds]


def layers(text: str) -> list[str]:
    """Return a text, what its escapes stand for, and what its base64 holds."""
    made, wanted = dict[str, None](), [text]
    for _ in range(3):
        opened = [[_unescaped(t), *_decoded_base64(t)] for t in wanted]
        made |= dict.fromkeys(wanted)
        wanted = [t for inner in opened for t in inner if t not in made]
    return [plain(layer)[0] for layer in dict.fromkeys([*made, *wanted])]


def written(layer: str) -> str:
    """Return one layer as it is written, tags and all, without the names of fonts."""
    return _FONTS.sub("", layer)


def readable(layer: str) -> Iterator[str]:
    """Return the words in one layer that somebody could read or have read to them."""
    yield "\n".join(_COMMENT.findall(layer))
    words = _STYLE.sub(" ", _COMMENT.sub("", layer))
    yield "\n".join(a or b for a, b in _SPOKEN.findall(layer))
    yield _TAG.sub("", _BLOCK.sub(" ", words))
    yield _TAG.sub(" ", words)
    yield _TAG.sub("", words)


def lines(page: str) -> str:
    """Return the words that stand on a page, each stretch of them on a line."""
    words = _STYLE.sub(" ", _COMMENT.sub("", page))
    flat = " ".join(_TAG.sub("", _BLOCK.sub("\0", words)).split())
    return html.unescape(flat).replace("\0", "\n")


def _unescaped(text: str) -> str:
    """Return a text with entities, escapes and percent codes turned into letters."""
    return unquote(_ESCAPE.sub(_letter, html.unescape(text)), errors="replace")


def _letter(found: re.Match[str]) -> str:
    """Return the letter that an escape stands for."""
    code = int(next(filter(None, found.groups())), 16)
    return chr(code) if code < 0x110000 else found[0]


def _decoded_base64(text: str) -> list[str]:
    """Return the texts that lie in base64 in a text."""
    found = (_from_base64(a or b) for a, b in _BASE64.findall(text))
    return [inside for inside in found if inside]


def _from_base64(run: str) -> str:
    """Return the text that a run of base64 stands for, or nothing."""
    letters = re.sub(r"[\s=]", "", run).translate(str.maketrans("-_", "+/"))
    try:
        raw = base64.b64decode(letters + "=" * (-len(letters) % 4))
        return raw.decode("utf-16-le" if raw[1:2] == b"\0" else "utf-8")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""
