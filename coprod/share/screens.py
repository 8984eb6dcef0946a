"""The screen on which a page is made that may be sent."""

from coprod.protect import people_workbook
from coprod.screens import form, screen
from coprod.share import publications, run, typed
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import day

__all__ = ["Share"]


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

    def __init__(self, rnd: Round, number: str) -> None:
        super().__init__("What stands in the way")
        self.rnd, self.page = rnd, number
        make = self.button("Make this page for sharing", self.submit, strong=True)
        self.root.children = (make, self.pane, self.line)
        self.takes(self.allow)
        self.line.status = self.summary

    @property
    def summary(self) -> str:
        """When the page was last shared."""
        shown = [
            one for one in publications.every(self.rnd) if one["page"][:2] == self.page
        ]
        when = f"was shared on {day(shown[-1]['time'][:10])}" if shown else ""
        return f"Page {self.page} {when or 'has not been shared yet'}."

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
        blocks: list[form.Block] = [{"kind": "comment", "text": each} for each in told]
        words = form.line("words", "A small number, as it stands above")
        rows = [words, form.line("why", "Why it may stay", hint="never a name")]
        about = {"kind": "form", "label": "It is no count of people", "rows": rows}
        self.pane.draw(blocks + [{**about, "button": "Save"}] * bool(wrong))
        if wrong:
            raise Problem("The page is not shared: what stands in the way is above.")
        return f"Saved. It lies in the folder share and may be sent: page {self.page}."

    def allow(self, form: dict[str, str]) -> str:
        """Record that a small number may stay, and why."""
        if not form["words"].strip() or not form["why"].strip():
            raise Problem("Write the number with its words, and why it may stay.")
        typed.allow(self.rnd, form["words"].strip(), form["why"].strip())
        return "Saved. Press the button above again."
