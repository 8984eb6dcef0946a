"""The reading and tagging screen of notebook 03.

A thin face: the page asks by message, `requests.Desk` answers. No words of people lie
in widget state, in the notebook or in an exported page.
"""

from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from coprod.screens.screen import ONE_AT_A_TIME
from coprod.store.rounds import Round
from coprod.write.tagger.requests import Desk

STATIC = Path(__file__).parent
SCRIPTS = """
    tagger_link tagger_words tagger_draw tagger_acts tagger tagger_pane tagger_keys
""".split()


class Tagger:
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

    def __init__(
        self,
        rnd: Round,
        comments: pd.DataFrame,
        people: pd.DataFrame,
        **more: pd.DataFrame,
    ) -> None:
        import anywidget

        self.desk = Desk(rnd, comments, people, **more)
        script, style = sources()
        parts = {"_esm": script, "_css": style}
        self.widget: Any = type("Tagger", (anywidget.AnyWidget,), parts)()
        self.widget.on_msg(lambda _, asked, __: self.hear(asked))

    def hear(self, asked: dict[str, Any]) -> None:
        """Answer one request of the page, once."""
        with ONE_AT_A_TIME:
            self.widget.send(self.desk.answer(asked))

    @property
    def summary(self) -> str:
        """One sentence on how far the reading is, for pages on which nothing runs."""
        return self.desk.summary

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """Return the live screen, and a sentence for pages on which nothing runs."""
        made: Any = self.widget._repr_mimebundle_()
        bundle = made[0] if isinstance(made, tuple) else made
        html = f"<p>{escape(self.summary)}</p>"
        return {**bundle, "text/plain": self.summary, "text/html": html}


def sources() -> tuple[str, str]:
    """Return script and style of the screen, the parts in one piece."""
    parts = [STATIC / f"{name}.js" for name in SCRIPTS]
    script = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    return script, (STATIC / "tagger.css").read_text(encoding="utf-8")
