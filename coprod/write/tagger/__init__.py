"""The reading and tagging screen of notebook 03.

A thin face: the page asks by message, `requests.Desk` answers. No words of people lie
in widget state, in the notebook or in an exported page.
"""

from pathlib import Path
from typing import Any

from coprod.screens.screen import ONE_AT_A_TIME, Live
from coprod.write.tagger.requests import Desk

STATIC = Path(__file__).parent
SCRIPTS = """
    tagger_link tagger_words tagger_draw tagger_acts tagger tagger_pane tagger_keys
""".split()


class Tagger(Desk, Live):
    """Read what people said and say what it is about, and how it was for them.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who tags.
    comments, people : pandas.DataFrame
        The tables of these names; the comments with names replaced.
    more : pandas.DataFrame
        The tables replacements, groups and suggestions; as saved if not given.

    Examples
    --------
    >>> tagger = write.screens.Tagger(rnd, rnd.load("comments"), rnd.load("people"))
    >>> print(tagger.summary)
    57 of 62 people read at least once; 123 of 399 comments not yet read; about 45 ...
    """

    def __init__(self, *tables: Any, **more: Any) -> None:
        import anywidget

        super().__init__(*tables, **more)
        script, style = sources()
        parts = {"_esm": script, "_css": style}
        self.widget = type("Tagger", (anywidget.AnyWidget,), parts)()
        self.widget.on_msg(lambda _, asked, __: self.hear(asked))

    def hear(self, asked: dict[str, Any]) -> None:
        """Answer one request of the page, once."""
        with ONE_AT_A_TIME:
            self.widget.send(self.answer(asked))


def sources() -> tuple[str, str]:
    """Return script and style of the screen, the parts in one piece."""
    parts = [STATIC / f"{name}.js" for name in SCRIPTS]
    script = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    return script, (STATIC / "tagger.css").read_text(encoding="utf-8")
