"""The screen on which findings are written.

Each shows one form: choose a new one or one that is there, fill in, save. What is
written goes to the journal of the module that owns it; the screen keeps nothing.
"""

from coprod.screens import card
from coprod.screens.form import Block, choice, line
from coprod.write import codebook, codebook_reads, findings, quotes, tags

MOST = 2  # quotes under a finding
HARD = ("neither", "quote 1", "quote 2", "both")


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
        """Return theme, experience, text and quotes, as they are; then the reason."""
        now = {"theme": "", "experience": "good", "text": "", "quotes": ""}
        if code:
            now = findings.coded(self.rnd)[code]
        theme = codebook.theme_choices(self.rnd)
        offered, self.shown = quotes.picker(self.rnd)
        chosen = (now["quotes"] or "").split()
        hard = (now.get("hard") or "").split()
        known = {comment for comment, _ in offered}
        offered += [[q, "may not be quoted now"] for q in chosen if q not in known]
        plain = "one plain sentence that a young adviser would say"
        few = "for the first screen; the first sentence if left blank"
        which = sum(2**n for n, q in enumerate(chosen) if q in hard)
        return [
            theme | {"value": now["theme"] or theme["value"]},
            choice("experience", "How it was", tags.EXPERIENCES, now["experience"]),
            line("text", code or "The finding", now["text"], plain, long=True),
            line("headline", "In a few words", now.get("headline") or "", few),
            *(
                choice(f"quote {n}", f"Quote {n}", offered, quote, "in full below")
                for n, quote in enumerate(chosen + [card.NEW] * (MOST - len(chosen)), 1)
            ),
            choice("hard", "Hard to read?", HARD, HARD[which], "folded, last on paper"),
            *([card.REASON, card.DROP] if code else []),
        ]

    def below(self, code: str) -> list[Block]:
        """Return the quotes that may be used, in full."""
        return self.shown

    def save(self, code: str, form: dict[str, str]) -> str:
        """Write, change or drop a finding."""
        if code and form["drop"] == "yes":
            findings.drop(self.rnd, code, form["reason"])
            return f"{code} is taken out"
        theme, text, how = codebook.chosen_theme(form), form["text"], form["experience"]
        chosen = [form[q] for q in form if q.startswith("quote ") and form[q]]
        which = HARD.index(form["hard"])
        hard = [q for n, q in enumerate(chosen) if which & 2**n]
        more = {"headline": form["headline"].strip(), "hard": " ".join(hard)}
        if code:
            more |= {"theme": theme, "experience": how, "quotes": " ".join(chosen)}
            findings.reword(self.rnd, code, text, form["reason"], **more)
            return f"{code} as it is now.{quotes.borrowed_words(self.rnd, text)}"
        name = codebook_reads.names(codebook.table(self.rnd))[theme]
        letter = next((s for s in name.upper() if "A" <= s <= "Z"), "F")
        values = {"letter": letter, "experience": how, "text": text, **more}
        code = findings.write(self.rnd, theme=theme, quotes=chosen, **values)
        return f"{code}.{quotes.borrowed_words(self.rnd, text)}"
