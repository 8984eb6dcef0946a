"""Join the pages of a round: links, a first page, one file for all.

Takes what was shared, gives a first page, where somebody who was sent the folder
starts, and one file of all pages, which can be sent alone.
"""

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from coprod.pages import html_page
from coprod.pages.cards import Tiles
from coprod.pages.paper import Paper
from coprod.share import numbers, status, who_took_part
from coprod.store import disk, rounds
from coprod.store.rounds import Round
from coprod.store.show import plural

START, WHOLE = "index.html", "all-pages.html"
PAGES: dict[str, dict[str, Any]] = disk.words(__file__, "pages.toml")
STEPS = {  # what each state of the round is called
    "Listening": "listening",
    "Checking": "checking",
    "Voting": "voting",
    "Answering": "answered",
}


def files() -> dict[str, str]:
    """Return the file of each page that can be shared, by its number."""
    names = sorted((rounds.workbook() / "notebooks").glob("[0-9][0-9]-*.ipynb"))
    return {p.name[:2]: f"{p.stem}.html" for p in names if p.name[:2] in PAGES}


def links(rnd: Round, here: str = "") -> list[tuple[str, str, bool]]:
    """Return the pages a round has by now: file, name, and whether it is `here`."""
    return [(START, "Start", here == "")] + [
        (file, PAGES[n]["name"], n == here) for file, n in linked(rnd)
    ]


def linked(rnd: Round) -> list[tuple[str, str]]:
    """Return file and number of each page that a round has something for by now."""
    return [
        (file, n)
        for n, file in files().items()
        if rnd.has(PAGES[n]["table"]) and len(rnd.load(PAGES[n]["table"]))
    ]


def mail(rnd: Round, subject: str, words: str = "") -> str:
    """Return the link that opens a mail to the team, or nothing without an address."""
    address = re.search(r"[\w.+-]+@[\w-]+\.[\w.-]*\w", rnd.settings.get("contact", ""))
    if not address:
        return ""
    body = quote(words.replace("\n", "\r\n"))
    return f"mailto:{address[0]}?subject={quote(subject)}&body={body}"


def write(rnd: Round, ledger: str, footer: str) -> list[str]:
    """Write the first page and the one file of all pages; give their names."""
    made = {n: rnd.share / name for n, name in files().items()}
    made = {n: path for n, path in made.items() if path.is_file()}
    for name, text in (
        (START, _start(rnd, made, ledger, footer)),
        (WHOLE, _whole(made)),
    ):
        if made:
            disk.write(rnd.share / name, text.encode())
        else:
            (rnd.share / name).unlink(missing_ok=True)
    return [START, WHOLE] if made else []


def _start(rnd: Round, made: dict[str, Path], ledger: str, footer: str) -> str:
    """Return the first page: where the round stands, and a card for each page."""
    now, words = status.state(rnd)
    tiles = [
        (path.name, PAGES[n]["says"], [plural("minute", PAGES[n]["minutes"])])
        for n, path in made.items()
    ]
    tiles += [(WHOLE, "All of it in one file, to send on", ["For e-mail"])]
    ways = Paper((Tiles(tuple(STEPS), [*STEPS.values()].index(now) + 1, tiles),))
    contact = rnd.settings.get("contact", "")
    parts = [
        f"# {rnd.title}",
        ways._repr_html_(),
        " ".join([words, *numbers.totals(rnd)]),
        f"Questions? {contact}" * bool(contact),
    ]
    return html_page.page(
        html_page.book(parts),
        ledger=ledger,
        involved=who_took_part.line(rnd),
        footer=footer,
        pages=links(rnd),
        about=rnd.title,
    )


def _whole(made: dict[str, Path]) -> str:
    """Return all pages as one, each link between them leading to a place in it."""
    from bs4 import BeautifulSoup

    pages = {
        n: BeautifulSoup(p.read_text("utf-8"), "html.parser") for n, p in made.items()
    }
    pages = {n: soup for n, soup in pages.items() if soup.main}
    first = next(iter(pages.values()), None)
    if first is None:
        return ""
    number = {path.name: n for n, path in made.items()}
    for n, soup in pages.items():
        for tag in soup.find_all(id=True):
            tag["id"] = f"p{n}-{tag['id']}"
        for link in soup.find_all("a", href=True):
            file, _, place = str(link["href"]).partition("#")
            to = number.get(file, "" if file else n)
            if to:
                link["href"] = f"#p{to}-{place or 'main'}"
            elif file == START:
                link["href"] = "#main"
    whole = BeautifulSoup(str(first), "html.parser")
    assert whole.main is not None
    whole.main["id"] = "main"
    whole.main.clear()
    for n, soup in pages.items():
        assert soup.main is not None
        if whole.main.contents:  # one page has one main heading
            for heading in soup.main.find_all("h1"):
                heading.name = "h2"
        part = soup.main
        part.name, part.attrs = "section", {"id": f"p{n}-main", "class": "part"}
        whole.main.append(part)
    return str(whole)
