"""What pages and papers are made of: words, tables, pictures, and ways out.

A page is one file that runs nothing and fetches nothing; a picture says in its title
what there is to notice.
"""

from coprod.pages import (
    cards,
    colours,
    counts,
    drawing,
    html_page,
    paper,
    picture,
    slides,
    word_document,
)

__all__ = [
    "cards",
    "colours",
    "counts",
    "drawing",
    "html_page",
    "paper",
    "picture",
    "slides",
    "word_document",
]
