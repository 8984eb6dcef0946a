"""The screen on which findings are written.

Each shows one form: choose a new one or one that is there, fill in, save. What is
written goes to the journal of the module that owns it; the screen keeps nothing.
"""

from coprod.screens import card
from coprod.screens.form import Block, choice, line
from coprod.write import (
    codebook,
    codebook_reads,
    findings,
    quotes,
    readers,
    tags,
    themes,
)


class Findings(card.Card):
    """Write a finding in one plain sentence, or say one in other words.

    Examples
    --------
    >>> print(write.screens.Findings(rnd).summary)
    Findings: 16 written.
    """

    title = "Findings"

    def there(self) -> list[str]:
        """Return the codes of the findings."""
        return list(findings.findings(self.rnd)["finding"])

    def rows(self, code: str) -> list[Block]:
        """Return theme, experience, text and quotes; or text and reason."""
        if code:
            found = findings.findings(self.rnd).set_index("finding")
            text = str(found.loc[code, "text"])
            return [line("text", code, text, long=True), card.REASON, card.DROP]
        plain = "one plain sentence that a young adviser would say"
        none = [[card.NEW, "none"]]
        quotes = none + self._quotes()
        return [
            codebook.theme_choices(self.rnd),
            choice("experience", "How it was", tags.EXPERIENCES, "good"),
            line("text", "The finding", hint=plain, long=True),
            *(
                {"id": f"quote {n}", "label": f"Quote {n}", "options": quotes}
                | {"value": card.NEW, "text": "reviewed, and the person agreed"}
                for n in (1, 2)
            ),
        ]

    def save(self, code: str, form: dict[str, str]) -> str:
        """Write, reword or drop a finding."""
        if code and form["drop"] == "yes":
            findings.drop(self.rnd, code, form["reason"])
            return f"{code} is taken out"
        if code:
            findings.reword(self.rnd, code, form["text"], form["reason"])
            told = quotes.borrowed_words(self.rnd, form["text"])
            return f"{code} in other words.{told}"
        theme = codebook.chosen_theme(form)
        name = codebook_reads.names(codebook.table(self.rnd))[theme]
        chosen = [form[q] for q in ("quote 1", "quote 2") if form[q]]
        values = {"experience": form["experience"], "text": form["text"]}
        letter = next((s for s in name.upper() if "A" <= s <= "Z"), "F")
        code = findings.write(
            self.rnd, theme=theme, letter=letter, quotes=chosen, **values
        )
        return f"{code}.{quotes.borrowed_words(self.rnd, form['text'])}"

    def _quotes(self) -> list[list[str]]:
        """Return the comments that may be quoted, by theme and experience."""
        rnd = self.rnd
        if not rnd.has("comments") or not rnd.has("people"):
            return []
        said, people = rnd.load("comments"), rnd.load("people")
        book = codebook.table(rnd)
        joined = themes.tagged(readers.counted(rnd), said, people, book)
        return [
            [str(q.comment), f"{q.theme}, {q.experience}: {str(q.text)[:80]}"]
            for q in quotes.quotes(rnd, joined).itertuples()
        ]
