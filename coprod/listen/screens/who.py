"""The screen that says who is speaking, and what each of them agreed to.

Utterances in; out: the record of people in the private folder. Many rows are changed at
once; nobody is joined before a person says so.
"""

from collections.abc import Iterable

import pandas as pd

from coprod.listen import people, speakers, voices
from coprod.protect import people_record, people_workbook
from coprod.screens.form import Field, Group, Pane, button, choice, form, said
from coprod.screens.screen import Screen
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import plural

SHOWN = 20  # rows at a time
VIEWS = {
    "who they are": (
        "group", "age band", "role", "person", "setting", "area", "language", "voice",
        "way", "hide also",
    ),
    "what they agreed to": (
        *people_record.CONSENTS, "given by", "given on", "withdraw by", "keep until",
    ),
}  # fmt: skip
WANTED = ("group", "age band", "setting", "area")  # named where it is not said
CALLED = {people_record.EACH_ROW: "all rows of the sheet"}
EVERYONE, NOT_YET, ROWS = "everyone", "of whom it is not said yet", "rows"
NEW, MANY = "a new person", "People: tick those to change"
ONE, TWO, STAYS = "one person", "two people", "it stays as it is"
MEANS = {name: [*people_record.CHOICES["people", name], STAYS] for name in people.ASKED}


class People(Screen):
    """Say who is speaking, for many at once: tick, choose, change.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who says so.
    utterances : pandas.DataFrame
        The table "utterances", for what sheets say of each row.

    Examples
    --------
    >>> said, _ = listen.files.listen(rnd)
    >>> print(listen.screens.People(rnd, said).summary)
    0 of 33 speakers: nobody has said to which group they belong.
    """

    pane, folder = Pane(filled="answer"), Pane()
    view = Field("Dropdown", "About", options=VIEWS.items(), changed="turn")
    which = Field("Dropdown", "Show", changed="first")
    shown = Group("below")
    field = Field("Dropdown", "Change", options=VIEWS["who they are"], changed="choose")
    to, own = Field("Dropdown", "to", ask=True), Field("Text", "to")
    layout = (
        "view which",
        "shown",
        "tick more",
        "field to own submit undo",
        "line",
        "pane",
        ("take_out",),
        "folder",
    )

    def __init__(self, rnd: Round, utterances: pd.DataFrame) -> None:
        self.said, self.at, self.took = utterances, 0, ""
        self.ticks = list[tuple[Field, dict[str, str]]]()
        self.done = list[list[str]]()
        super().__init__(rnd)

    def begin(self) -> None:
        """Offer what can be shown."""
        self.shown.name, self.which.options = MANY, self._shown()

    @property
    def summary(self) -> str:
        """Of how many speakers nobody has said who they are."""
        known = self._rows(EVERYONE)
        rows = [r for r in known if r["role"] == "participant" and r["label"][0] != "("]
        left = sum(row["group"] == "" for row in rows)
        every = plural("speaker", len(rows))
        return f"{left} of {every}: nobody has said to which group they belong."

    def display(self) -> str:
        """Show the rows, what they can be changed to, and what is asked once."""
        self._take_in()
        rows = self._rows(*self.which.value)
        self.at %= max(len(rows), 1)
        part = rows[self.at : self.at + SHOWN]
        self.ticks = [(Field("Checkbox", self._told(row)), row) for row in part]
        none = (Field("Label", "Nobody is left here."),)
        for box, _ in self.ticks:
            box.look = "coprod-who"
        self.shown.children = tuple(box for box, _ in self.ticks) or none
        self._offer()
        self._ask()
        path = self.rnd.private
        text = "Your private folder (if a press does not open it, copy the way to it):"
        self.folder.draw([{**said("link", str(path), text), "href": path.as_uri()}])
        told = f"{self.took} {len(part)} of {len(rows)} shown. {self.summary}"
        self.took = ""
        return told.strip()

    @button("Tick all")
    def tick(self) -> str:
        """Set the ticks of all rows that are shown; if all are set, take them off."""
        every = not all(box.value for box, _ in self.ticks)
        for box, _ in self.ticks:
            box.value = every
        return f"{len(self.ticks) if every else 0} ticked."

    @button("More")
    def more(self) -> str:
        """Show the next rows; after the last, the first."""
        self.at += SHOWN
        return self.display()

    @button("Change for those ticked", strong=True)
    def submit(self) -> str:
        """Change one thing for all that are ticked."""
        ticked = [row for box, row in self.ticks if box.value]
        name, value = self.field.value, self.own.value.strip()
        if not ticked:
            raise Problem("Tick those to change, then again.")
        value = value if self.to.hidden else self.to.value
        if value is None:
            raise Problem(f"Choose what {name} is changed to, then again.")
        if name == "role":
            self._check_roles(ticked)
        if value == NEW:
            value = f"P{speakers.last_number(self.book['people']) + 1:02d}"
        self.done.append(self._put(ticked, {name: value}))
        self.own.value, told = "", plural("row", len(ticked))
        return self.saved(f"{name} of {told} is now {value or 'not said'}")

    def answer(self, form: dict[str, str]) -> str:
        """Save what was answered of people who may be one, and of words."""
        done, count = list[str](), sum(map(bool, form.values()))
        for (kind, *asked), means in zip(self.asked, form.values(), strict=True):
            if means == ONE:
                rows = [r for r in self._rows(EVERYONE) if r["person"] == asked[1]]
                done += self._put(rows, {"person": asked[0]})
            elif means:
                word = " ".join(asked)
                means = word if means == STAYS else means
                known = {"field": kind, "said": word, "means": means}
                done += people_workbook.put(self.rnd, "values", [known])
        self.done.append(done)
        return self.saved(plural("answer", count))

    @button("Undo")
    def undo(self) -> str:
        """Take back the last press on this screen, for all rows it changed."""
        if not self.done:
            raise Problem("Nothing was changed on this screen since it was opened.")
        people_record.undo(self.rnd, self.done[-1])
        self.done.pop()
        return f"Taken back. {self.display()}"

    @button("Take out to Excel")
    def take_out(self) -> str:
        """Write the record to Excel; what waited there is taken in first."""
        people_workbook.read(self.rnd)
        return f"{people_record.take_out(self.rnd)} {self.display()}"

    def _check_roles(self, rows: list[dict[str, str]]) -> None:
        """Refuse a role for a label whose role was said of the voices of its file."""
        known = voices.heard(self.rnd)
        for row in rows:
            heard = known.get(row["source"])
            if heard and row["label"] in heard.roles:
                raise Problem(
                    f"Who asks in {row['source']} is said under Which voices are in "
                    "each file?: change it there, then run the notebook again."
                )

    def turn(self) -> str:
        """Turn from who people are to what they agreed to, or back."""
        self.field.options = self.view.value
        return self.first()

    def choose(self) -> str:
        """Offer what the field can be changed to; what is ticked stays so."""
        if self.which.value[0] == NOT_YET:
            return self.first()
        self._offer()
        return self.status

    def first(self) -> str:
        """Show the first rows of what was chosen."""
        self.at = 0
        return self.display()

    def _shown(self) -> list[tuple[str, tuple[str, str]]]:
        """Return what can be shown: all speakers, a file's, the rows of a sheet."""
        known = people_workbook.read(self.rnd)["people"]
        files = dict(zip(known["source"], known["file"], strict=True))
        sheets = known.loc[known["label"] == people_record.EACH_ROW, "source"]
        return [
            *((name, (name, "")) for name in (EVERYONE, NOT_YET)),
            *((f"{code} {files[code]}", (EVERYONE, code)) for code in files),
            *((f"each row of {code} {files[code]}", (ROWS, code)) for code in sheets),
        ]

    def _rows(self, what: str, source: str = "") -> list[dict[str, str]]:
        """Return the rows that are shown, as they stand."""
        known = voices.settled(self.rnd, self.book["people"])
        single = known["label"].str.startswith(people_record.ONE_ROW).astype(bool)
        if what == ROWS:
            return people.rows_of(self.rnd, self.said, source)
        here = known[~single & ((known["source"] == source) | (source == ""))]
        if what == NOT_YET:
            silent = here[self.field.value] == ""
            here = here[silent & (here["role"] == "participant")]
        rows = here.to_dict("records")
        return [{str(k): str(v) for k, v in row.items()} for row in rows]

    def _told(self, row: dict[str, str]) -> str:
        """Return what a row says: who, where, the first words, what is known."""
        usual = ("participant", "own words")
        kept = [k for k in self.view.value if row[k] not in ("", *usual)]
        known = [f"{k}: {row[k]}" for k in kept if k not in ("person", "way")]
        left = [k for k in WANTED if k in self.view.value and not row[k]]
        single = row["label"].startswith("(")
        if left and row["role"] == "participant" and not single:
            known.append(f"not said: {', '.join(left)}")
        who = row.get("shown") or CALLED.get(row["label"], row["label"])
        who += "" if single else f" ({row['person']})"
        where = f"{row['source']} {row['file']}"
        told = "; ".join(known) or "nothing is said yet"
        return f"{who}, {where}\n“{row['first words']} ...”\n{told}"

    def _offer(self) -> None:
        """Offer what the chosen field can be changed to: a list, or a line to write."""
        name, known = self.field.value, self.book["people"]
        offered = people_record.CHOICES.get(("people", name))
        options = [*((word, word) for word in offered or ()), ("not said", "")]
        if name == "person":
            named = known[known["person"] != ""].groupby("person")["label"].first()
            options = [(f"the same as {p}, {label}", p) for p, label in named.items()]
            options = [(NEW, NEW), *options]
        self.to.options = options
        self.to.hidden = not (offered or name == "person")
        self.own.hidden = not self.to.hidden

    def _ask(self) -> None:
        """Ask once: may these be one person; what does a word mean."""
        pairs = speakers.perhaps_one(self.book)[:SHOWN]
        words = people.unknown_words(self.book, self.said)[:SHOWN]
        self.asked = [(speakers.ONE_PERSON, a, b) for a, b, _ in pairs] + words
        asks = [(f"{a} {b}", f"{who}: one person?", [ONE, TWO]) for a, b, who in pairs]
        for name, word in words:
            asks.append((f"{name} {word}", f'{name}: what is "{word}"?', MEANS[name]))
        rows = [
            choice(name, label, [["", "not said"], *offered], "")
            for name, label, offered in asks
        ]
        heading = said("heading", "Asked once, and remembered")
        self.pane.draw([heading, form("Asked once", rows)] if rows else [])

    def _take_in(self) -> None:
        """Take in what waits in Excel, and keep how much to tell it."""
        people_workbook.read(self.rnd)
        self.took = people_record.take_in(self.rnd) or self.took
        self.book = people_workbook.read(self.rnd)

    def _put(self, rows: Iterable[dict[str, str]], cells: dict[str, str]) -> list[str]:
        """Record the same cells for rows; give the events."""
        self._take_in()
        keys = ("source", "label", "person")
        changed = [{**{key: row[key] for key in keys}, **cells} for row in rows]
        return people_workbook.put(self.rnd, "people", changed)
