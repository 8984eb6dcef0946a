"""The screen that asks who speaks in each file, beside its text.

Files in; out: which words are labels, what each voice is and which are one person,
through `voices`. The text shows what a choice does before anything is saved.
"""

from itertools import groupby
from unicodedata import category

from coprod.listen import files, formats, people, voices
from coprod.listen.formats.utterances import NO_LABEL, TITLES, Reading, Utterance, table
from coprod.listen.screens.files import OneFile
from coprod.listen.voices import ASKS, PLAIN, ROLES, TAKES_PART, Heard
from coprod.protect import name_words, people_workbook, who_words
from coprod.screens.form import Block, Field, Pane, button, choice, form, said
from coprod.store import tables
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import listed, plural

SIGNS = [
    ("(as found in the file)", ""),
    ("a tab", "\t"),
    *((s, s) for s in ":-/.)]"),
    ("(nothing: what ends in ? is asked)", "?"),
]
PAGES, LONGEST = 60, 400  # lines of text on three pages, letters of a line
FIRST = 4  # turns shown of a file that is like another
AS = "as "  # in front of a label: the same person as this one
SHOW_LIKE = "Show the files like this one"


class Voices(OneFile):
    """Say who speaks in each file, and see how it would be read.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who looks.

    Examples
    --------
    >>> print(listen.screens.Voices(rnd).summary)
    Files that wait for somebody to say who speaks: none.
    """

    pane = Pane("Voices", filled="submit", changed="preview")
    before = Field(
        "Dropdown", "The label is everything before", options=SIGNS, changed="display"
    )
    more = Field("Text", "Other labels, with commas", hint="Kim, Ward 4", changed="add")
    text = Pane("The first three pages, as they would be read")
    layout = ("file next", "before more", "text", "pane", "show_alike save_alike")

    def __init__(self, rnd: Round) -> None:
        self.table = rnd.load("files") if rnd.has("files") else tables.empty("files")
        talk = self.table["type"].isin({*formats.READERS} - {*formats.SHEETS})
        read = self.table.loc[talk & (self.table["taken"] > 0), "source"]
        self.left, self.alike = voices.nobody_said(self.table), list[str]()
        found = {code: path for path, code in files.codes(rnd).items()}
        order = [*self.left, *sorted(read)]
        self.paths = {code: found[code] for code in order if code in found}
        super().__init__(rnd)

    @property
    def summary(self) -> str:
        """In which files nobody has said yet who speaks."""
        which = listed(self.left) or "none"
        return f"Files that wait for somebody to say who speaks: {which}."

    @property
    def loose(self) -> bool:
        """Whether something is chosen that is not saved."""
        return self._heard() != self.was

    def display(self) -> str:
        """Show the voices of the chosen file, and its text."""
        if not self.paths:
            self.pane.draw([said("heading", "There are no files yet.")])
            return self.summary
        if self.file.value != self.now:
            return self._begin(self.file.value)
        drawn, draft = self.pane.drawn, self.pane.draft
        self.chosen |= {k: v for k, v in draft.items() if v and v != drawn.get(k)}
        reading = self._read(self.now)
        self.taken |= {*reading.untaken}
        title = f"{self._called(self.now)}: {self.paths[self.now].name}"
        look = dict(zip(self.table["source"], self.table["look"], strict=True))
        why = look[self.now] if self.now in self.left else ""
        rows, save = self._rows(reading), f"Save {self.now}"
        voices_ = form(title, rows, button=save, live=True)
        self.pane.draw([said("heading", title), said("near", why), voices_])
        return self.preview()

    def preview(self) -> str:
        """Show the text as it would be read with what is chosen on the screen."""
        self.alike = []
        self.text.draw([self._text(self.now, self._heard(), PAGES)])
        return self.summary

    def add(self) -> str:
        """Take words that somebody wrote down for labels, where they begin a line."""
        new = [each.strip() for each in self.more.value.split(",") if each.strip()]
        self.chosen |= {label: TAKES_PART for label in new}
        self.taken |= {*new}
        told = self.display()
        lacking = [label for label in new if label not in self.pane.drawn]
        return f"No line begins with {listed(lacking)}." if lacking else told

    def submit(self, form: dict[str, str]) -> str:
        """Save who speaks in the file on the screen."""
        self.pane.take(form)
        return self._save({self.now: self._heard()})

    @button(SHOW_LIKE)
    def show_alike(self) -> str:
        """Show the first turns of every file whose labels look like those of this."""
        mine, done = self._shapes(self.now), {self.now, *voices.heard(self.rnd)}
        like = [c for c in self.paths if c not in done and self._shapes(c) == mine]
        if not like:
            return f"No file that nobody has looked at is like {self.now}."
        heard = {self.now: self._heard(), **{code: self._like(code) for code in like}}
        self.text.draw([self._text(code, each, FIRST) for code, each in heard.items()])
        self.alike = like
        return (
            f"{plural('file', len(like))} like {self.now}: {listed(like)}. Look at the "
            "first turns of each. If they are right, press Save these together."
        )

    @button("Save these together")
    def save_alike(self) -> str:
        """Save who speaks in this file and in those like it, whose turns were shown."""
        if not self.alike:
            raise Problem(
                "Each file's first turns must be shown before they are saved "
                f"together: press {SHOW_LIKE}, look at them, then again."
            )
        like = {code: self._like(code) for code in self.alike}
        return self._save({self.now: self._heard(), **like})

    def _save(self, said: dict[str, Heard]) -> str:
        """Save who speaks in files, then show the next that waits."""
        for code, heard in said.items():
            if heard.same:  # a name that is no label any more stays hidden
                turns = table(code, map(vars, self._read(code, heard).utterances))
                people.update(self.rnd, turns, self.table, files.names(self.rnd))
        voices.decide(self.rnd, said)
        self.left = [code for code in self.left if code not in said]
        rest = [code for code in self.paths if code not in voices.heard(self.rnd)]
        told = self._begin([*self.left, *rest, self.now][0])
        return f"Saved: {listed(said)}. {told} Run the notebook again when done."

    def _begin(self, code: str) -> str:
        """Show a file with what was said of it."""
        self.pane.draw([])
        self.now, known = code, voices.heard(self.rnd).get(code, Heard({}))
        self.chosen = {**known.roles, **{a: AS + b for a, b in known.same.items()}}
        self.before.value, self.more.value = known.before, ""
        self.taken = {*known.taken}  # what may be a label, and was not found to be one
        self.file.options = [(self._called(each), each) for each in self.paths]
        self.file.value = code
        told = self.display()
        self.was = self._heard()
        return told

    def _called(self, code: str) -> str:
        """Return what a file is called: its code, and whether somebody looked."""
        known = voices.heard(self.rnd).get(code)
        if code in self.left or not known:
            return code + ", needs a look" * (code in self.left)
        more = f" with {plural('other', known.others)}" * bool(known.others)
        return f"{code}, looked at by {known.by}{more}"

    def _rows(self, reading: Reading) -> list[Block]:
        """Return a row for each voice, and for what looks like a label and is none."""
        here = [each.label for each in reading.voices]
        one = _one_person(here)
        hints = {a: "said to be no label" for a, b in self.chosen.items() if b == PLAIN}
        for each in reading.voices:
            often = f"{plural('turn', each.turns)}, {plural('word', each.words)}"
            asks = each.role == ASKS and not who_words.interviews(each.label)
            often += ", seems to ask" * asks
            hints[each.label] = f"{often}: {each.first} ...{one.get(each.label, '')}"
        for label, times in reading.untaken.items():
            hints[label] = f"not taken as a label; begins {plural('line', times)}"
        book = people_workbook.read(self.rnd)["people"]
        mine = book[book["source"] == self.now].set_index("label")["role"]
        known = {**_found(reading), **mine.map(who_words.role_of), **self.chosen}
        return [
            choice(a, a, _offered(a, here), known[a], hint) for a, hint in hints.items()
        ]

    def _heard(self) -> Heard:
        """Return what the screen says of the file, saved or not."""
        told = {**self.pane.drawn, **self.pane.draft}
        same = {a: b.removeprefix(AS) for a, b in told.items() if b.startswith(AS)}
        roles = {a: told.get(same.get(a, a), "") for a in told}
        taken = frozenset(self.taken & {*roles})
        return Heard(roles, same, self.before.value, taken)

    def _read(self, code: str, heard: Heard | None = None) -> Reading:
        """Read a file by what is said of it, or by what was chosen here so far."""
        taken = frozenset(self.taken & {*self.chosen})
        heard = heard or Heard(self.chosen, {}, self.before.value, taken)
        return formats.read_file(self.paths[code], rules=voices.as_rules(heard))

    def _text(self, code: str, heard: Heard, most: int) -> Block:
        """Return lines of text as a table: who, with their role, and their words."""
        turns = self._read(code, heard).utterances[:most] if code else []
        name = f"{code}, as it would be read"
        rows = [[_who(each, heard), each.text[:LONGEST]] for each in turns]
        return {"kind": "table", "label": name, "head": ["Who", name], "rows": rows}

    def _shapes(self, code: str) -> set[object]:
        """Return what makes files alike: Amira Khan and Joe Reed have one shape."""
        found = _found(self._read(code)).items()
        kinds = ((groupby(map(category, label)), role) for label, role in found)
        shapes = {(tuple(kind for kind, _ in group), role) for group, role in kinds}
        return {self.paths[code].suffix, code in self.left, *shapes}

    def _like(self, code: str) -> Heard:
        """Return for a file like this what is chosen here, else what is proposed."""
        mine, found = self._heard(), _found(self._read(code))
        roles = {label: mine.roles.get(label, role) for label, role in found.items()}
        same = {a: b for a, b in mine.same.items() if {a, b} <= {*roles}}
        return Heard(roles, same, mine.before, mine.taken & {*roles})


def _found(reading: Reading) -> dict[str, str]:
    """Return what is proposed for each label; what was not taken is none."""
    taken = {each.label: each.role for each in reading.voices}
    return {**dict.fromkeys(reading.untaken, PLAIN), **taken}


def _who(said: Utterance, heard: Heard) -> str:
    """Return who says something, and as what unless they take part."""
    label = said.speaker or NO_LABEL * (not said.place.startswith(TITLES))
    who = heard.same.get(label, label)
    role = heard.roles.get(who, TAKES_PART)
    return who if role == TAKES_PART else f"{who} ({role})"


def _offered(label: str, others: list[str]) -> list[list[str]]:
    """Return what a label can be: a role, no label, or the same person as another."""
    roles = [[r, said] for r, said in ROLES.items() if (label, r) != (NO_LABEL, PLAIN)]
    people = [other for other in others if label not in (other, NO_LABEL)]
    return roles + [[AS + o, f"the same person as {o}"] for o in people]


def _one_person(labels: list[str]) -> dict[str, str]:
    """Ask whether a label is one full name's part or initials, if no other fits."""
    whole = {label: _parts(label) for label in labels if name_words.full_name(label)}
    found = {}
    for label in labels:
        fits = [f for f, parts in whole.items() if label.strip(".").casefold() in parts]
        if len(fits) == 1 and label not in whole:
            found[label] = f" Is it {fits[0]} as well?"
    return found


def _parts(label: str) -> set[str]:
    """Return the parts of a full name and its initials, in small letters."""
    names = [name for name, _ in name_words.names_in(label)]
    initials = "".join(word[0] for word in names[0].split())
    return {each.casefold() for each in [*names[1:], initials]}
