"""A screen with one card: choose a thing, fill in, save, take out."""

from coprod.screens.form import Block, Field, Pane, choice, form, line
from coprod.screens.screen import Screen
from coprod.store.problem import Problem

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
    needed = ""  # what is said where nothing can be saved before one is chosen
    which = Field("Dropdown", "", changed="choose")
    pane = Pane(filled="submit")
    layout = ("which", "pane")

    def begin(self) -> None:
        """Offer what is there; nothing is chosen yet."""
        self.pane.name = self.which.description = self.title
        self.which.options, self.now = self._offered(), NEW

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
        if self.needed and self.now == NEW:
            self.pane.draw([form(self.title, [])])
        else:
            rows = self.rows(self.now)
            self.pane.draw([form(self.title, rows), *self.below(self.now)])
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
        if self.needed and self.now == NEW:
            raise Problem(f"{self.needed} above first, then save.")
        what = self.save(self.now, form).removesuffix(".")
        self.which.options, self.now = self._offered(), NEW
        return f"{self.saved(what)} Run the cells below again."

    def _offered(self) -> list[tuple[str, str]]:
        """Return what can be chosen: a new one first."""
        return [(self.first, NEW), *((code, code) for code in self.there())]
