"""Take scripts, events and links out of HTML before it stands on a page.

A person's words can look like a program. What is not listed here as harmless loses its
tag and keeps its words, so that nobody's words vanish and nobody's words run.
"""

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString

# Anything not listed loses its tag and keeps its words; _DROPPED loses its words too.
_KEPT = set(
    "a abbr b blockquote br caption code dd del details div dl dt em figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s section small span strong "
    "sub summary sup table tbody td tfoot th thead tr u ul".split()
)
_DROPPED = set(
    "script style iframe frame object embed applet link meta base title template "
    "noscript noembed noframes svg math audio video source track textarea select "
    "option button input xmp plaintext".split()
)
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
    "details": {"open"},
}
# Each is written from where its own first letter says: Arabic from the right.
_WAYS = set("p li td th blockquote dd dt caption figcaption summary".split())
_WAYS |= {f"h{level}" for level in range(1, 7)}
_EVERYWHERE = {"class", "id", "lang", "aria-label"}
# A link out, to a mail, within the page, or to a page of the same round beside it.
_LINK = re.compile(r"https?://|mailto:|#|[\w-]+\.html(#[\w-]*)?$", re.IGNORECASE)
_CHANCE = re.compile(r"T_[0-9a-f]{5}")  # pandas throws dice for the ids of a Styler
_IMAGE = re.compile(r"data:image/(png|jpeg|gif|svg\+xml);base64,", re.IGNORECASE)


def clean(fragment: str) -> str:
    """Return a piece of HTML with only harmless tags, attributes and links left.

    Parameters
    ----------
    fragment : str
        HTML from one output or text cell; it may hold a person's words.

    Returns
    -------
    str
        Balanced HTML; a tag that is not known to be harmless loses its tag, not its
        words. The list is the cautious part of the OWASP cross-site scripting advice.
    """
    soup = BeautifulSoup(fragment, "html.parser")
    # Comments, CDATA and doctypes count as text, but are written out unescaped.
    for words in soup.find_all(string=True):
        if isinstance(words, PreformattedString):
            words.extract()
    for tag in soup.find_all(list(_DROPPED)):
        tag.decompose()
    for tag in soup.find_all(True):
        _clean_tag(tag)
    for tag in soup.find_all(list(_WAYS)):
        tag["dir"] = "auto"
    return str(soup)


def _clean_tag(tag: Tag) -> None:
    """Take from one tag what is not listed; unwrap it if it is not listed itself."""
    allowed = _ATTRIBUTES.get(tag.name, set()) | _EVERYWHERE
    tag.attrs = {k: v for k, v in tag.attrs.items() if k in allowed}
    if _CHANCE.match(str(tag.get("id", ""))):
        del tag["id"]
    if tag.name == "a" and not _LINK.match(str(tag.get("href", ""))):
        tag.unwrap()
    elif tag.name == "img" and not _IMAGE.match(str(tag.get("src", ""))):
        tag.replace_with(str(tag.get("alt", "")))
    elif tag.name not in _KEPT:
        tag.unwrap()
