"""The screens on which a page is made for sharing, and a letter is released."""

from coprod.protect import people_workbook
from coprod.screens import card, form, screen
from coprod.share import publications, receipts, run, typed
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import day

__all__ = ["Receipts", "Share"]


class Share(screen.Screen):
    """Make one page and its papers for sharing, as `coprod share` does.

    What stands in the way is shown with the words, which only this screen tells.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who shares.
    number : str
        Number of the notebook.

    Examples
    --------
    >>> share.screens.Share(rnd, "06").summary
    'Page 06 has not been shared yet.'
    """

    pane = form.Pane("What stands in the way", filled="allow")
    layout = ("submit", "pane")

    def __init__(self, rnd: Round, number: str) -> None:
        self.page = number
        super().__init__(rnd)

    @property
    def summary(self) -> str:
        """When the page was last shared."""
        shown = [
            one for one in publications.every(self.rnd) if one["page"][:2] == self.page
        ]
        when = f"was shared on {day(shown[-1]['time'][:10])}" if shown else ""
        return f"Page {self.page} {when or 'has not been shared yet'}."

    @form.button("Make this page for sharing", strong=True)
    def submit(self) -> str:
        """Make the page, or show what stands in the way."""
        made = run.share(self.rnd, [self.page])
        wrong = [f"{ran.notebook}: {ran.problem}" for ran in made if ran.problem]
        names = people_workbook.names(self.rnd)
        wrong += [f"{at}: {words}" for at, words in typed.places(self.rnd, names)]
        if any("may be a name" in why for why in wrong):
            asked = [(at, word) for at, _, word in typed.undecided(self.rnd)]
            wrong += [f"{at}: {w}" for at, w in asked if any(at in y for y in wrong)]
        told = wrong + [f"{run.STAY}{'; '.join(r.kept)}" for r in made if r.kept]
        blocks = [form.said("comment", each) for each in told]
        words = form.line("words", "A small number, as it stands above")
        rows = [words, form.line("why", "Why it may stay", hint="never a name")]
        asks = form.form("It is no count of people", rows)
        self.pane.draw(blocks + [asks] * bool(wrong))
        if wrong:
            raise Problem("The page is not shared: what stands in the way is above.")
        return f"Saved. It lies in the folder share and may be sent: page {self.page}."

    def allow(self, form: dict[str, str]) -> str:
        """Record that a small number may stay, and why."""
        if not form["words"].strip() or not form["why"].strip():
            raise Problem("Write the number with its words, and why it may stay.")
        typed.allow(self.rnd, form["words"].strip(), form["why"].strip())
        return "Saved. Press the button above again."


class Receipts(card.Card):
    """Look at the letter to one person who wished to hear back, and release it.

    Examples
    --------
    >>> print(share.screens.Receipts(rnd).summary)
    Nobody has said that they wish to hear back: notebook 01 is where to write it.
    """

    title, first = "Letter to", "choose a person"
    needed = "letter: choose a person"

    def __init__(self, rnd: Round) -> None:
        self.desk = receipts.Desk(rnd)
        super().__init__(rnd)

    def there(self) -> list[str]:
        """Return who wishes to hear back."""
        return list(self.desk.wishes)

    def _offered(self) -> list[tuple[str, str]]:
        """Return who wishes to hear back, by their short codes."""
        known = self.desk.codes
        return [(self.first, card.NEW), *((known[who], who) for who in self.there())]

    @property
    def summary(self) -> str:
        """How many wish to hear back, and how many letters went out."""
        return self.desk.line

    def rows(self, code: str) -> list[form.Block]:
        """Return what must be asked before a letter goes out."""
        yes = ["no", "yes, asked today"]
        return [
            form.choice("to", "It goes to", ["(choose)", *receipts.TO], "(choose)"),
            form.choice("alive", "They, and who they spoke of, are alive", yes, "no"),
            form.choice("said", "They said it may go there", yes, "no"),
        ]

    def below(self, code: str) -> list[form.Block]:
        """Return the words of the letter, after what stands in its way."""
        went = self.desk.released.query("person == @code")
        told = [f"Released on {day(row.on)} to {row.to}." for row in went.itertuples()]
        told += [f"In the way: {why}." for why in self.desk.in_the_way(code)]
        told += receipts.lines(self.desk.blocks(code))
        return [form.said("comment", words) for words in told]

    def save(self, code: str, form: dict[str, str]) -> str:
        """Write the letter to go out."""
        self.desk = receipts.Desk(self.rnd)  # as it stands now
        alive, said = (form[name] != "no" for name in ("alive", "said"))
        made = self.desk.release(code, form["to"], alive=alive, said_so=said)
        return f"{made.name} and the same in Word, in receipts of your private folder"
