"""The screen that asks who speaks in each file, beside its text.

Files in; out: which words are labels, what each voice is and which are one person,
through `voices`. The text shows what a choice does before anything is saved.
"""

import re
from collections.abc import Mapping

import pandas as pd

from coprod.listen import files, formats, people, voices
from coprod.listen.formats.speaker_labels import Rules
from coprod.listen.formats.utterances import NO_LABEL, Reading, Utterance, table
from coprod.listen.voices import PLAIN, ROLES, TAKES_PART, Heard
from coprod.protect import name_words, people_workbook, who_words
from coprod.screens.form import Block, Pane, beside, field
from coprod.screens.screen import Screen
from coprod.store import tables
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import listed, plural

SIGNS = [
    ("(as found in the file)", ""),
    ("a colon :", ":"),
    ("a dash -", "-"),
    ("a tab", "\t"),
    ("a full stop .", "."),
    ("a bracket )", ")"),
    ("a bracket ]", "]"),
]
PAGES, LONGEST = 60, 400  # lines of text on three pages, letters of a line
FIRST = 4  # turns shown of a file that is like another
AS = "as "  # in front of a label: the same person as this one
FILES_LIKE = "Show the files like this one"


class Voices(Screen):
    """Say who speaks in each file, and see how it would be read.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who looks.

    Examples
    --------
    >>> print(listen.screens.Voices(rnd).summary)
    In no file somebody still has to say who speaks.
    """

    def __init__(self, rnd: Round) -> None:
        super().__init__("Voices")
        self.rnd, self.now, self.alike = rnd, "", list[str]()
        self.table = rnd.load("files") if rnd.has("files") else tables.empty("files")
        kinds = [kind for kind in formats.READERS if kind not in formats.SHEETS]
        spoken = self.table["type"].isin(kinds) & (self.table["taken"] > 0)
        wanted = {*self.table.loc[spoken | self.table["look"].notna(), "source"]}
        known = {c: p for p, c in files.codes(rnd).items() if c in wanted}
        self.left = [c for c in voices.nobody_said(self.table) if c in known]
        self.paths = {c: known[c] for c in sorted(known, key=self._place)}
        self.file = field("Dropdown", "File")
        self.before = field("Dropdown", "The label is everything before", options=SIGNS)
        self.more = field("Text", "Labels too, at a line's start", hint="Kim, Ward 4")
        self.file.changed = lambda: self._show(self.file.value)
        self.before.changed = self.more.changed = self.display
        self.text = Pane("The first three pages, as they would be read")
        self.pane.changed = self.preview
        self.takes(self.submit)
        self.root.children = (
            beside(self.file, self.button("Next file", self.next)),
            beside(self.before, self.more),
            self.text,
            self.pane,
            beside(
                self.button(FILES_LIKE, self.show_alike),
                self.button("Save these together", self.save_alike),
            ),
            self.line,
        )
        self.line.status = self._open(next(iter(self.paths), ""))

    @property
    def summary(self) -> str:
        """In how many files nobody has said yet who speaks."""
        if not self.left:
            return "In no file somebody still has to say who speaks."
        return f"Nobody has said yet who speaks in {listed(self.left)}."

    def display(self) -> str:
        """Show the voices of the chosen file, and its text."""
        if not self.now:
            self.pane.draw([{"kind": "heading", "text": "There are no files yet."}])
            return self.summary
        self.chosen |= self._changed()
        reading = self._reading(self.now)
        title = f"{self.now}: {self.paths[self.now].name}"
        form = {"kind": "form", "label": title, "rows": self._rows(reading)}
        save: Block = {**form, "button": f"Save {self.now}", "live": True}
        heading = f"{title}. {self._standing()}"
        self.pane.draw([{"kind": "heading", "text": heading}, save])
        return self.preview()

    def preview(self) -> str:
        """Show the text as it would be read with what is chosen on the screen."""
        self.alike = []
        heard = self._heard()
        said = self._read(self.now, voices.as_rules(heard)).utterances[:PAGES]
        self.text.draw([_text(f"{self.now}, as it would be read", said, heard)])
        return self.summary

    def next(self) -> str:
        """Show the next file; after the last, the first."""
        codes = list(self.paths)
        return self._show(
            codes[(codes.index(self.now) + 1) % len(codes)] if codes else ""
        )

    def submit(self, form: dict[str, str]) -> str:
        """Save who speaks in the file on the screen."""
        self.pane.take(form)
        return self._save({self.now: self._heard()})

    def show_alike(self) -> str:
        """Show the first turns of every file whose labels look like those of this."""
        mine, kind = self.table.set_index("source"), self._kind(self.now)
        known = voices.looked(self.rnd)
        like = [
            code
            for code in self.paths
            if code not in {self.now, *known}
            and _same_sort(mine.loc[self.now], mine.loc[code])
            and self._kind(code) == kind
        ]
        if not like:
            return f"No file that nobody has looked at is like {self.now}."
        self.text.draw([self._first(code) for code in [self.now, *like]])
        self.alike = like
        return (
            f"{plural('file', len(like))} like {self.now}: {listed(like)}. Look at the "
            "first turns of each. If they are right, press Save these together."
        )

    def save_alike(self) -> str:
        """Save who speaks in this file and in those like it, whose turns were shown."""
        if not self.alike:
            raise Problem(
                "Each file's first turns must be shown before they are saved "
                f"together: press {FILES_LIKE}, look at them, then again."
            )
        mine = self._heard()
        return self._save({self.now: mine, **{c: self._like(c) for c in self.alike}})

    def _save(self, said: dict[str, Heard]) -> str:
        """Save who speaks in files, then show the next that waits."""
        for code, heard in said.items():
            if heard.same:  # a name that is no label any more stays hidden
                turns = table(code, self._read(code, voices.as_rules(heard)).utterances)
                people.update(self.rnd, turns, self.table, files.names(self.rnd))
        voices.decide(self.rnd, said)
        self.left = [code for code in self.left if code not in said]
        told = f"Saved: who speaks in {listed(said)}. "
        told += self._open(self.left[0] if self.left else self.now)
        return f"{told} Run the notebook again when done."

    def _show(self, code: str) -> str:
        """Show another file; stay if what was chosen on this one is not saved."""
        self.file.value = self.now
        if self._heard() != self.was:
            raise Problem(
                f"What you chose for {self.now} is not saved yet: press Save "
                f"{self.now}, or set it back; then go on."
            )
        return self._open(code)

    def _open(self, code: str) -> str:
        """Show a file with what was said of it."""
        self.file.options = [(self._called(code), code) for code in self.paths]
        self.now, known = code, voices.heard(self.rnd).get(code, Heard({}))
        self.chosen = {**known.roles, **{a: AS + b for a, b in known.same.items()}}
        self.before.value, self.more.value = known.before, ""
        self.pane.draw([])
        if code:
            self.file.value = code
        said = self.display()
        self.was = self._heard()
        return said

    def _rows(self, reading: Reading) -> list[Block]:
        """Return a row for each voice, and for what looks like a label and is none."""
        hints = {
            each.label: f"{plural('turn', each.turns)}, {plural('word', each.words)}: "
            f"{each.first} ..."
            for each in reading.voices
        }
        one = _one_person(list(hints))
        for label, times in reading.untaken.items():
            hints[label] = f"not taken as a label; begins {plural('line', times)}"
        for label in self.chosen:
            hints.setdefault(label, "not in this text now")
        proposed = self._proposed(reading)
        return [
            {
                "id": label,
                "label": label,
                "text": hint + one.get(label, ""),
                "options": _offered(label, [each.label for each in reading.voices]),
                "value": proposed[label],
            }
            for label, hint in hints.items()
        ]

    def _proposed(self, reading: Reading) -> dict[str, str]:
        """Return what each label is: as chosen, as in the record, or by its words."""
        book = people_workbook.read(self.rnd)["people"]
        mine = book[book["source"] == self.now]
        known = dict(
            zip(mine["label"], mine["role"].map(who_words.role_of), strict=True)
        )
        found = {each.label: each.role for each in reading.voices}
        return {
            **dict.fromkeys(reading.untaken, PLAIN),
            **found,
            **known,
            **self.chosen,
        }

    def _changed(self) -> dict[str, str]:
        """Return what was chosen in the form and is not what was drawn there."""
        drawn = self.pane.drawn
        return {k: v for k, v in self.pane.draft.items() if v and v != drawn.get(k)}

    def _heard(self) -> Heard:
        """Return what the screen says of the file, saved or not."""
        told = {**self.pane.drawn, **self.pane.draft}
        same = {a: b.removeprefix(AS) for a, b in told.items() if b.startswith(AS)}
        roles = {a: told.get(same.get(a, a), "") for a in told}
        return Heard(roles, same, self.before.value)

    def _reading(self, code: str) -> Reading:
        """Read a file with what was chosen so far, not with what is only proposed."""
        more = dict.fromkeys(filter(None, map(str.strip, self.more.value.split(","))))
        roles = {**{label: who_words.role_of(label) for label in more}, **self.chosen}
        return self._read(code, voices.as_rules(Heard(roles, {}, self.before.value)))

    def _read(self, code: str, rules: Rules) -> Reading:
        """Read a file by these rules."""
        return formats.read_file(self.paths[code], rules=rules)

    def _kind(self, code: str) -> set[tuple[str, str]]:
        """Return which shapes of labels a file has, and what they are."""
        reading = self._reading(code)
        found = {(_shape(each.label), each.role) for each in reading.voices}
        return found | {(_shape(label), PLAIN) for label in reading.untaken}

    def _like(self, code: str) -> Heard:
        """Return for a file like this one what is proposed, or chosen here."""
        reading, mine = self._reading(code), self._heard().roles
        found = {each.label: each.role for each in reading.voices}
        found |= dict.fromkeys(reading.untaken, PLAIN)
        roles = {label: mine.get(label, role) for label, role in found.items()}
        return Heard(roles, {}, self.before.value)

    def _first(self, code: str) -> Block:
        """Return the first turns of a file, each with the role of its voice."""
        heard = self._heard() if code == self.now else self._like(code)
        said = self._read(code, voices.as_rules(heard)).utterances[:FIRST]
        return _text(f"{code}: {self.paths[code].name}", said, heard)

    def _standing(self) -> str:
        """Say why somebody should look, or who has looked."""
        if self.now in self.left:
            looks = self.table.set_index("source")["look"]
            return f"Who speaks? {looks[self.now]}."
        by, _, others = voices.looked(self.rnd).get(self.now, ("", "", 0))
        more = f", with {plural('other', others)}" * bool(others)
        return f"Looked at by {by}{more}." if by else ""

    def _called(self, code: str) -> str:
        """Return what the list calls a file: its code, and whether somebody looked."""
        by = voices.looked(self.rnd).get(code, ("",))[0]
        waits = ": needs a look" if code in self.left else ""
        return code + (waits or f": looked at by {by}" * bool(by))

    def _place(self, code: str) -> tuple[bool, str]:
        """Return what files are sorted by: those that need a look come first."""
        return code not in self.left, code


def _text(name: str, said: list[Utterance], heard: Heard) -> Block:
    """Return lines of text as a table: who, with their role, and their words."""
    rows = []
    for each in said:
        who = heard.same.get(each.speaker or NO_LABEL, each.speaker or NO_LABEL)
        role = heard.roles.get(who, TAKES_PART)
        told = "" if role == TAKES_PART else f" ({role})"
        rows.append([who + told, each.text[:LONGEST]])
    return {"kind": "table", "label": name, "head": ["Who", name], "rows": rows}


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


def _shape(label: str) -> str:
    """Return the shape of a label: Amira Khan and Joe Reed have the same."""
    letters = re.sub(
        r"[^\W\d_]+", lambda word: "A" if word[0].isupper() else "a", label
    )
    return re.sub(r"\d+", "0", letters)


def _same_sort(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Say whether two files end alike, and both need a look or both do not."""
    return (one["type"], pd.isna(one["look"])) == (
        other["type"],
        pd.isna(other["look"]),
    )
