"""A screen with one card: choose a thing, fill in, save, take out."""

from coprod.screens.form import Block, choice, field, line
from coprod.screens.screen import Screen
from coprod.store.problem import Problem
from coprod.store.rounds import Round

__all__ = ["Card", "DROP", "NEW", "REASON"]

NEW = ""
REASON = line("reason", "Why", hint="needed when something is changed or taken out")
DROP = choice("drop", "Take it out?", ["no", "yes"], "no")


class Card(Screen):
    """One form at a time: a new thing, or one that is there.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who writes.

    Examples
    --------
    >>> class Wishes(screens.card.Card):
    ...     title = "Wish"
    ...     def there(self): return ["W1"]
    ...     def rows(self, code): return [screens.form.line("wish", "Wish")]
    >>> Wishes(rnd).summary
    'Wish: 1 written.'
    """

    title, first = "", "a new one"

    def __init__(self, rnd: Round) -> None:
        super().__init__(self.title)
        self.rnd = rnd
        self.which = field("Dropdown", self.title, options=self._offered())
        self.now, self.which.changed = NEW, self.choose
        self.root.children = (self.which, self.pane, self.line)
        self.takes(self.submit)
        self.line.status = self.display()

    def there(self) -> list[str]:
        """Return the codes of what is written already."""
        return []

    def rows(self, code: str) -> list[Block]:
        """Return the rows of the form for one of them, or for a new one."""
        return []

    def below(self, code: str) -> list[Block]:
        """Return what stands below the form, to look at."""
        return []

    def save(self, code: str, form: dict[str, str]) -> str:
        """Save the form; give what was saved."""
        raise NotImplementedError

    @property
    def summary(self) -> str:
        """How many are written."""
        return f"{self.title}: {len(self.there())} written."

    def display(self) -> str:
        """Show the form of what is chosen."""
        rows = self.rows(self.now)
        form = {"kind": "form", "label": self.title, "rows": rows, "button": "Save"}
        self.pane.draw([form, *self.below(self.now)])
        return self.summary

    def choose(self) -> str:
        """Show what was chosen; stay if what was written here is not saved."""
        if self.pane.loose:
            self.which.value = self.now
            raise Problem(
                "What you wrote is still on this page: press Save first, or set it "
                "back; then choose again."
            )
        self.now = self.which.value
        return self.display()

    def submit(self, form: dict[str, str]) -> str:
        """Save what stands in the form, then offer a new one."""
        said = self.save(self.now, form).removesuffix(".")
        self.which.options = self._offered()
        self.which.value = self.now = NEW
        return f"Saved: {said}. {self.display()} Run the cells below again."

    def _offered(self) -> list[tuple[str, str]]:
        """Return what can be chosen: a new one first."""
        return [(self.first, NEW), *((code, code) for code in self.there())]
