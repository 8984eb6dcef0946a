"""What every page must be: readable by all, on a phone, with no network or script."""

import base64
import re
from pathlib import Path
from typing import Any

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SMALLEST = 11  # px, for words in pictures on a phone


def check_page(page: Any, path: Path) -> None:
    """Fail with every reason why a page cannot be sent to everybody.

    Parameters
    ----------
    page : playwright.sync_api.Page
        Any page of a running Chromium; what it shows is not changed.
    path : pathlib.Path
        An exported page.

    Raises
    ------
    AssertionError
        Naming the file and what is wrong.
    """
    browser = page.context.browser
    # Without the page's own policy, what it would fetch if it could comes to light.
    context = browser.new_context(bypass_csp=True)
    try:
        own = context.new_page()
        asked: list[str] = []
        own.on("request", lambda request: asked.append(request.url))
        own.goto(path.resolve().as_uri())
        here = path.resolve().as_uri()
        wrong = [f"asks for {u}" for u in asked if u != here and u[:5] != "data:"]
        wrong += words_without_scripts(browser, path, own.inner_text("body"))
        wrong += sideways(own)
        own.set_viewport_size({"width": 1280, "height": 900})
        wrong += barriers(own)
        own.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        wrong += sideways(own) + small_words(own) + barriers(own)
    finally:
        context.close()
    assert not wrong, f"{path.name}: " + "; ".join(dict.fromkeys(wrong))


def barriers(page: Any, parts: Any = None) -> list[str]:
    """Give what fails WCAG 2.2 A and AA, as axe-core finds it, on the page or parts."""
    from axe_playwright_python.sync_playwright import Axe

    options = {
        "runOnly": {"type": "tag", "values": WCAG},
        "resultTypes": ["violations"],
    }
    found = Axe().run(page, parts, options=options).response["violations"]
    return [f"axe {v['id']}: {v['nodes'][0]['html'][:120]}" for v in found]


def sideways(page: Any) -> list[str]:
    """Say whether a page scrolls sideways on the narrowest screen."""
    page.set_viewport_size({"width": 320, "height": 640})
    width = page.evaluate("document.documentElement.scrollWidth")
    return [f"is {width} px wide on a screen of 320"] if width > 320 else []


def small_words(page: Any) -> list[str]:
    """Give the size of words in pictures that are too small on a phone of 375 px."""
    page.set_viewport_size({"width": 375, "height": 700})
    images = page.evaluate(
        "[...document.images].map(i => [i.src, i.getBoundingClientRect().width])"
    )
    wrong = []
    for source, width in images:
        kind, _, code = source.partition(",")
        if not kind.startswith("data:image/svg+xml") or not width:
            continue
        svg = base64.b64decode(code).decode("utf-8")
        box = re.search(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+)', svg)
        sizes = re.findall(r"(?:font-size:|font:)\s*([\d.]+)px", svg)
        if "<text" in svg and not (box and sizes):
            wrong.append("has a picture whose words cannot be measured")
        elif sizes and box:
            least = min(map(float, sizes)) * width / float(box[1])
            if least < SMALLEST:
                wrong.append(f"has words of {least:.1f} px in a picture")
    return wrong


def words_without_scripts(browser: Any, path: Path, words: str) -> list[str]:
    """Say whether any words are missing when scripts are switched off."""
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(path.resolve().as_uri())
        plain = page.inner_text("body")
    finally:
        context.close()
    return [] if plain == words else ["says something else when scripts are off"]


def tab_to(page: Any, part: Any) -> None:
    """Press Tab until the focus is on a part, as a person without a mouse does."""
    for _ in range(60):
        if part.evaluate("part => part === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the Tab key does not lead there")


def cut_off(screen: Any) -> list[str]:
    """Give each part of a screen, from its top to its end, that stands out sideways."""
    return list(
        screen.evaluate(
            """s => { const edge = s.getBoundingClientRect();
            const out = p => p.left < edge.left - 1 || p.right > edge.right + 1;
            return [...s.querySelectorAll("*")]
              .filter(e => e.checkVisibility() && out(e.getBoundingClientRect()))
              .map(e => `${e.tagName} ${e.textContent.slice(0, 40)}`) }"""
        )
    )
