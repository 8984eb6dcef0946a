"""The screens on which codes gather into themes as cards, and are split.

The codebook in, the codebook journal out: every step with its reason, and undone by one
button. Ticks are the screen's own; what was saved is on disk.
"""

from collections.abc import Callable
from functools import partial

import pandas as pd

from coprod.screens.form import Field, Group, Pane, button, said
from coprod.screens.screen import Screen
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import plural
from coprod.store.tables import some
from coprod.write import codebook, codebook_reads, readers
from coprod.write.codebook_reads import WORDS, upward

NOWHERE, LOOSE = "nowhere", "Not in a theme yet"
INDENT = 26  # pixels that a sub-code stands further in


class Gather(Screen):
    """See all codes as cards under their themes; move, join and rename them.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who writes down what was agreed.

    Examples
    --------
    >>> print(write.screens.Gather(rnd).summary)
    15 of 15 working codes gathered into 3 themes.
    """

    table, reason = Group("beside"), Field("Text", "Why")
    target = Field("Dropdown", "Where to", ask=True)
    name = Field("Text", "Its new name")
    part, words = Field("Dropdown", "Its", options=WORDS), Field("Text", "in words")
    theme, means = Field("Text", "New theme"), Field("Text", "It means")
    loose = Field("Label", "")
    layout = (
        *("table", ("reason",), "target move merge", "name rename retire undo"),
        *("part words describe", "line", "theme means add_theme"),
    )

    def begin(self) -> None:
        """Lay out no card yet."""
        self.boxes: dict[str, Field] = {}  # what can be ticked now
        self.cards: dict[str, Field] = {}  # every card there ever was
        self.piles: dict[str | None, Group] = {}

    @property
    def data(self) -> list[str]:
        """The codes and themes that are ticked."""
        return [code for code, box in self.boxes.items() if box.value]

    @property
    def summary(self) -> str:
        """How many codes are gathered."""
        table = codebook.table(self.rnd)
        theme, used = codebook_reads.theme_of(table), codebook_reads.in_use(table)
        count = len(codebook_reads.in_use(table, "theme"))
        done = sum(code in theme for code in used["code"])
        told = f"{done} of {plural('working code', len(used))} gathered into "
        return told + f"{plural('theme', count)}."

    def display(self) -> str:
        """Lay out the cards under their themes; all ticks are taken off."""
        self.book = codebook.table(self.rnd)
        self.rows, self.above = self.book.set_index("code"), self._places()
        tags, now = readers.visible(self.rnd), codebook.standing(self.book)
        self.many = tags.groupby(tags["code"].map(now))["comment"].nunique()
        themes, used = (codebook_reads.in_use(self.book, w) for w in ("theme", "code"))
        names = codebook_reads.names(self.book)
        self.boxes = {}
        piles = [self._pile(str(theme)) for theme in themes["code"]]
        if self._below(None) or not piles:
            piles.append(self._pile(None))
        self.table.children = tuple(piles)
        self.table.look, self.root.look = "coprod-piles", "coprod-wide"
        offered = [(f"Theme: {names[code]}", code) for code in themes["code"]]
        offered += [(f"Code: {names[code]}", code) for code in used["code"]]
        self.target.options = [(LOOSE, NOWHERE), *offered]
        return self.summary

    @button("Move there", strong=True)
    def move(self) -> str:
        """Move the ticked cards into the theme, or under the code, that is chosen."""
        under = self._target()
        place = None if under == NOWHERE else under
        return self._each(partial(codebook.move, under=place))

    @button("Merge into it")
    def merge(self) -> str:
        """Let the chosen code or theme take the place of the ticked ones."""
        return self._each(partial(codebook.merge, into=self._target()))

    @button("Rename")
    def rename(self) -> str:
        """Return the one ticked card another name."""
        act = partial(codebook.rename, name=self.name.value)
        return self._only(act, "that gets another name", self.name)

    @button("Change")
    def describe(self) -> str:
        """Change what the one ticked card means, includes, excludes, its colour ..."""
        act = partial(codebook.edit, **{self.part.value: self.words.value})
        return self._only(act, "whose words change", self.words)

    @button("Take out of use")
    def retire(self) -> str:
        """Take the ticked codes out of use; their tags stay and are listed."""
        return self._each(codebook.retire)

    @button("Undo my last step")
    def undo(self) -> str:
        """Undo the last step that this reader took."""
        return f"{codebook.undo(self.rnd)} {self.display()}"

    @button("Add theme")
    def add_theme(self) -> str:
        """Add a theme that codes can be gathered into."""
        name = self.theme.value.strip()
        codebook.add(self.rnd, name, definition=self.means.value.strip(), level="theme")
        self.theme.value = self.means.value = ""
        return self.saved(f"the theme {name!r}")

    def _only(self, act: Callable[..., None], which: str, box: Field) -> str:
        """Take one step for the one ticked card; what was written in the box goes."""
        if len(self.data) != 1:
            raise Problem(f"Tick the one card {which}, then again.")
        told = self._each(lambda rnd, codes, reason: act(rnd, *codes, reason=reason))
        box.value = ""
        return told

    def _each(self, act: Callable[..., None]) -> str:
        """Take one step for all ticked cards, with the reason; then lay out again."""
        ticked, why = self.data, self.reason.value.strip()
        if not ticked or not why:
            raise Problem(f"{'Say why' if ticked else 'Tick a card'}, then again.")
        act(self.rnd, ticked, reason=why)
        self.reason.value = ""
        return self.saved(plural("card", len(ticked)))

    def _target(self) -> str:
        """Return what is chosen, or ask for it."""
        if not self.target.value:
            raise Problem("Choose where to: a theme, or another code. Then again.")
        return str(self.target.value)

    def _below(self, above: str | None) -> list[str]:
        """Return the codes in use that lie right under a theme, a code, or nothing."""
        return [code for code, place in self.above.items() if place == above]

    def _places(self) -> dict[str, str | None]:
        """Return for each code in use what it lies right under, of what is in use."""
        ways, used = upward(self.book), self.book["status"] == "in use"
        there = set(self.book.loc[used, "code"])
        return {
            code: next((above for above in ways[code][1:] if above in there), None)
            for code in codebook_reads.in_use(self.book)["code"]
        }

    def _pile(self, theme: str | None) -> Group:
        """Return a theme with the cards that lie in it, or those that lie in none."""
        pile, head = self.piles.setdefault(theme, Group("below")), self.loose
        if theme is None:
            head.description = LOOSE if self.above else "No codes yet"
        else:
            head = self._card(theme, f"Theme: {self.rows.loc[theme, 'name']}")
            pile.colour = some(self.rows.loc[theme, "colour"]) or ""
        cards = [card for code in self._below(theme) for card in self._cards(code, 0)]
        pile.children = (head, *cards)
        pile.look, pile.name = "coprod-pile", head.description
        return pile

    def _cards(self, code: str, depth: int) -> list[Field]:
        """Return a card, and after it the cards of its sub-codes, further in."""
        count = plural("comment", int(self.many.get(code, 0)))
        card = self._card(code, f"{self.rows.loc[code, 'name']}: {count}")
        card.look, card.indent = "coprod-card", INDENT * depth
        subs = [self._cards(sub, depth + 1) for sub in self._below(code)]
        return [card, *(each for cards in subs for each in cards)]

    def _card(self, code: str, name: str) -> Field:
        """Return a card without a tick; the same card stays the same control."""
        card = self.cards.setdefault(code, Field("Checkbox", ""))
        card.value, card.description = False, name
        self.boxes[code] = card
        return card


class Divide(Screen):
    """Make two codes of one: say of each comment whether it goes to the new code.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who decides.
    comments : pandas.DataFrame
        The table "comments".

    Examples
    --------
    >>> print(write.screens.Divide(rnd, rnd.load("comments")).summary)
    Choose a code that may be two.
    """

    pane = Pane("Comment with this code")
    code = Field("Dropdown", "Code", ask=True, changed="start")
    goes_there = Field("Button", "Goes to the new code", pressed=("say", True))
    stays = Field("Button", "Stays", pressed=("say", False))
    name, reason = Field("Text", "New code"), Field("Text", "Why")
    layout = (("code",), "pane", "goes_there stays back", "name reason submit")
    goes: dict[str, bool]  # comment: does it go? until it is saved

    def __init__(self, rnd: Round, comments: pd.DataFrame) -> None:
        self.words = comments.set_index("comment")["text"]
        super().__init__(rnd)

    def begin(self) -> None:
        """Offer the codes in use, none chosen."""
        used = codebook_reads.in_use(codebook.table(self.rnd))
        self.code.options = zip(used["name"], used["code"], strict=True)
        self.start()

    @property
    def here(self) -> pd.DataFrame:
        """The tags that count as the chosen code, as far as the reader may see them."""
        now = codebook.standing(codebook.table(self.rnd))
        tags = readers.visible(self.rnd)
        here = tags["code"].map(now).eq(self.code.value)
        return tags[here & tags["comment"].isin(self.words.index)]

    @property
    def left(self) -> list[str]:
        """The comments of the code of which nothing is said yet."""
        return [c for c in self.here["comment"].unique() if c not in self.goes]

    @property
    def summary(self) -> str:
        """How far it is."""
        if not self.code.value:
            return "Choose a code that may be two."
        many, going = self.here["comment"].nunique(), sum(self.goes.values())
        apart = " Readers read apart: others' tags are not here, and stay as they are."
        told = f"{len(self.goes)} of {plural('comment', many)} looked at; {going} go."
        return told + apart * readers.apart(self.rnd)

    def display(self) -> str:
        """Show the next comment of the code."""
        self.shown = next(iter(self.left), "")
        block = said("heading", "Every comment of this code is looked at.")
        if self.shown:
            block = said("comment", str(self.words[self.shown]))
        self.pane.draw([block] if self.code.value else [])
        return self.summary

    @button("Back")
    def back(self) -> str:
        """Look at the last comment again."""
        if self.goes:
            self.goes.popitem()
        return self.display()

    @button("Split the code", strong=True)
    def submit(self) -> str:
        """Split the code: what goes counts as the new one; no tag is changed."""
        tags, name = self.here, self.name.value.strip()
        going = [comment for comment, goes in self.goes.items() if goes]
        ids = list(tags.loc[tags["comment"].isin(going), "tag"])
        codebook.split(self.rnd, self.code.value, name, ids, self.reason.value)
        self.name.value = self.reason.value = ""
        self.begin()
        tagged = plural("tag", len(ids))
        return f"Saved: {name!r}, with {tagged}. Undo: on the cards above."

    def say(self, goes: bool) -> str:
        """Keep whether the comment on the screen goes to the new code; show the next.

        It goes once the code is split.
        """
        if not (left := self.left):
            raise Problem("Choose a code with comments that were not looked at yet.")
        if self.shown not in left:
            raise Problem(f"This comment has the code no more. {self.display()}")
        self.goes[self.shown] = goes
        return f"Not saved yet. {self.display()}"

    def start(self) -> None:
        """Begin with the first comment of the chosen code."""
        self.goes = {}
        self.display()
