"""Make the HTML page of a notebook that has run, with stamp and footer."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it takes a second and a half to load, and only a run needs it
    from nbformat import NotebookNode

    from coprod.pages.exporter import CoprodExporter

__all__ = ["book", "page"]


def page(
    nb: "NotebookNode",
    *,
    stamp: str = "",
    ledger: str = "",
    involved: str = "",
    footer: str = "",
    pages: Sequence[tuple[str, str, bool]] = (),
    about: str = "",
) -> str:
    """Return a notebook that has run as one page: no code, no script, no request.

    Parameters
    ----------
    nb : nbformat.NotebookNode
        A notebook that has run; it is not changed.
    stamp : str, optional
        Banner at the top, in the title and in print, such as `STAMP`; blank for none.
    ledger : str, optional
        The sentence that says every comment is accounted for.
    involved : str, optional
        The line that says who took part, and in which ways.
    footer : str, optional
        What the page was made from: digests of inputs, versions, who reviewed it.
    pages : sequence of tuple, optional
        The pages of the round, for the head of the page: file, name, and whether it
        is this one. The ledger then stands at the end and not at the top.
    about : str, optional
        The name of the round, above all else.

    Returns
    -------
    str
        The whole page; the same notebook and options give the same bytes.

    Raises
    ------
    ValueError
        If a picture has no description.

    Examples
    --------
    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> nb = new_notebook(cells=[new_markdown_cell("# What you said")])
    >>> "What you said" in pages.html_page.page(nb, stamp=rnd.stamp)
    True
    """
    exporter = _exporter()
    exporter.stamp, exporter.about, exporter.pages = stamp, about, list(pages)
    exporter.ledger, exporter.involved, exporter.footer = ledger, involved, footer
    html, _ = exporter.from_notebook_node(nb)
    return str(html)


@cache
def _exporter() -> "CoprodExporter":
    """Return what makes pages: it reads its templates once."""
    from coprod.pages.exporter import CoprodExporter

    return CoprodExporter()  # type: ignore[no-untyped-call]


def book(parts: Sequence[str]) -> "NotebookNode":
    """Return parts of text or HTML as a notebook, from which `page` makes a page.

    Examples
    --------
    >>> len(pages.html_page.book(["# What you said", "Thank you."]).cells)
    2
    """
    from nbformat import from_dict

    cells = [
        {"cell_type": "markdown", "id": f"part-{n}", "metadata": {}, "source": part}
        for n, part in enumerate(parts)
    ]
    made = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return from_dict(made)  # type: ignore[no-untyped-call, no-any-return]
