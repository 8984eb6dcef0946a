"""The exporter that JupyterLab's menu finds: a run notebook becomes a page."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from traitlets import List, Unicode, default
from traitlets.config import Config

from coprod.pages.safe_html import clean
from coprod.store.problem import Problem
from coprod.store.rounds import STAMP

_TEMPLATES = Path(__file__).with_name("templates")
_SHOWN_FIRST = ["text/html", "image/svg+xml", "text/markdown", "text/latex"]
_SHOWN_NEXT = ["image/png", "image/jpeg", "application/javascript", "text/plain"]
# nbconvert writes this where a description is missing, and a checker then passes it.
_NO_ALT = {"", "No description has been provided for this image"}


class CoprodExporter(HTMLExporter):
    """Make a page to share of a notebook that has run.

    Chosen in JupyterLab's export menu or by `jupyter nbconvert --to coprod`, the page
    is stamped, because running is not sharing. No setting of Jupyter takes the stamp
    off: only `page` does, for the gate.
    """

    export_from_notebook = "Page to share (coprod)"
    stamp = Unicode(STAMP, help="Banner at the top and in the title; blank for none.")
    ledger = Unicode("", help="The sentence that says every comment is accounted for.")
    involved = Unicode("", help="The line of who took part, and in which ways.")
    footer = Unicode("", help="What the page was made from.")
    pages: List[tuple[str, str, bool]] = List(
        help="The pages of the round: file, name, whether it is this one."
    )
    about = Unicode("", help="The name of the round.")

    @default("template_name")
    def _template_name_default(self) -> str:
        return "coprod"

    # An editable install is found, but nbconvert looks for templates in sys.prefix.
    @default("extra_template_basedirs")
    def _default_extra_template_basedirs(self) -> list[str]:
        return [str(_TEMPLATES)]

    @property
    def default_config(self) -> Config:
        """Hide code, take out tagged cells, put tables before screens."""
        hidden = {"exclude_input": True, "exclude_input_prompt": True}
        shown = {"embed_images": True, "exclude_anchor_links": True}
        removed = {
            "enabled": True,
            "remove_cell_tags": {"remove-cell", "parameters", "injected-parameters"},
            "remove_input_tags": {"remove-input"},
            "remove_all_outputs_tags": {"remove-output"},
        }
        order = {"display_data_priority": _SHOWN_FIRST + _SHOWN_NEXT}
        ours = {
            "TemplateExporter": {**hidden, "exclude_output_prompt": True},
            "HTMLExporter": shown,
            "TagRemovePreprocessor": removed,
            "NbConvertBase": order,
        }
        config: Config = super().default_config.copy()
        # A list is replaced here and not merged, so ours stands alone.
        config.merge(Config(ours))
        return config

    def default_filters(self) -> Any:
        """Return nbconvert's filters and the one that cleans what people wrote."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield ("clean", clean)

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[str, Any]:
        """Return the page of a notebook that has run, and nbconvert's resources."""
        resources = dict(resources or {})
        resources["title"] = _title(nb, resources)
        for option in ("stamp", "ledger", "involved", "footer", "pages", "about"):
            resources[option] = getattr(self, option)
        html, resources = super().from_notebook_node(nb, resources, **kw)
        last = bool(self.pages)
        return _finish(html, resources["title"], self.ledger, last), resources


def _title(nb: NotebookNode, resources: dict[str, Any]) -> str:
    """Return the title: from the notebook's metadata, first heading or file name."""
    if nb.metadata.get("title"):
        return str(nb.metadata["title"])
    texts = "\n".join(c.source for c in nb.cells if c.cell_type == "markdown")
    heading = re.search(r"^#\s+(.+?)\s*#*$", texts, re.MULTILINE)
    name = str(resources.get("metadata", {}).get("name", "")) or "What people said"
    return re.sub(r"[*_`]", "", heading[1]) if heading else name


def _finish(html: str, title: str, ledger: str, last: bool) -> str:
    """Set one main heading, named tables and ids of its own; check pictures."""
    soup = BeautifulSoup(html, "html.parser")
    main = soup.main
    assert main is not None  # the template wrote it
    if any(str(i.get("alt", "")).strip() in _NO_ALT for i in main.find_all("img")):
        raise Problem(
            "page: a picture has no description. Every picture needs words for people "
            "who cannot see it: make it with charts.figure(fig, alt=...), run again."
        )
    _headings(soup, main, title)
    _ledger(soup, main, ledger, last)
    _tables(soup, main)
    seen: Counter[str] = Counter()
    for tag in soup.find_all(id=True):
        tag["id"] = _unique(str(tag["id"]), seen, "{}-{}")
    return str(soup)


def _headings(soup: BeautifulSoup, main: Tag, title: str) -> None:
    """Leave exactly one h1."""
    first, *others = main.find_all("h1") or [soup.new_tag("h1", string=title)]
    if first.parent is None:
        main.insert(0, first)
    for heading in others:
        heading.name = "h2"


def _ledger(soup: BeautifulSoup, main: Tag, words: str, last: bool) -> None:
    """Write what became of every comment: under the title, or at the end of the page.

    While comments are unread it stands on another ground, so that it is no green light.
    """
    unread = " unread" * ("not yet read" in words)
    line = soup.new_tag("p", attrs={"class": f"ledger{unread}"}, string=words)
    if words and last:
        main.append(soup.new_tag("h2", string="What became of every comment"))
        main.append(line)
    elif words and main.h1:
        main.h1.insert_after(line)


def _tables(soup: BeautifulSoup, main: Tag) -> None:
    """Put each table in a named region that can be scrolled by key."""
    seen: Counter[str] = Counter()
    for table in main.find_all("table"):
        for cell in table.find_all("th"):
            _header_cell(cell)
        title = table.caption or table.find_previous(["h1", "h2", "h3", "strong"])
        words = " ".join(title.get_text(" ").split()) if title else "what people said"
        label = _unique(f"Table: {words}", seen, "{} ({})")
        region = {"class": "table", "role": "region", "tabindex": "0"}
        table.wrap(soup.new_tag("div", attrs={**region, "aria-label": label}))


def _header_cell(cell: Tag) -> None:
    """Say whether a header cell heads a column or a row; an empty one heads nothing."""
    if not cell.get_text(strip=True):
        cell.name = "td"
        cell.attrs.pop("scope", None)
        return
    row = cell.find_parent("tr")
    top = cell.find_parent("thead") or (row and not row.find("td"))
    wide = str(cell.get("colspan" if top else "rowspan", "1")) != "1"
    cell["scope"] = ("col" if top else "row") + ("group" if wide else "")


def _unique(name: str, seen: Counter[str], pattern: str) -> str:
    """Return `name`, with a number after it when it was seen before."""
    seen[name] += 1
    if seen[name] == 1:
        return name
    return _unique(pattern.format(name, seen[name]), seen, pattern)
