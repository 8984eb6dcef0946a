"""The screens of notebook 02: review for quoting, comments that need somebody today.

Protected comments in; out: the record of what was done, through `care`. The list is
a prompt: it blocks nothing, and no shared page shows it.
"""

from pathlib import Path
from typing import Any

import pandas as pd

from coprod.protect import (
    care,
    identifiers,
    people_record,
    people_workbook,
    review,
    rules,
    withdrawal,
)
from coprod.screens.card import Card
from coprod.screens.form import Block, Field, Pane, button, choice, line, said
from coprod.screens.screen import Queue, Screen
from coprod.store import disk, journal, sealed
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import numbered, plural
from coprod.store.tables import with_words

__all__ = ["Backup", "Hide", "Names", "Review", "Today", "Withdraw", "nameless"]


def nameless(rnd: Round, box: Any, needed: bool = True) -> str:
    """Return the words of a field, which must hold no name of the round's list.

    Raises
    ------
    ValueError
        If a name stands in it, or it is empty and `needed`.

    Examples
    --------
    >>> from coprod.screens.form import Field
    >>> why = Field("Text", "Why", value="it is clearer")
    >>> protect.screens.nameless(rnd, why)
    'it is clearer'
    """
    words = str(box.value).strip()
    if needed and not words:
        raise Problem(f"{box.description}: it is empty. Fill it in, then again.")
    if words and identifiers.listed(words, people_workbook.names(rnd)):
        raise Problem(
            f"{box.description}: a name on your list stands in it. Write a role or "
            "initials instead, then again."
        )
    return words


class Backup(Screen):
    """Keep the private folder in one encrypted file, and bring it back from one.

    Parameters
    ----------
    rnd : Round
        The round.

    Examples
    --------
    >>> protect.screens.Backup(rnd).summary
    'No backup lies in the folder of working pages.'
    """

    words = Field("Text", "Passphrase", hint="four or five words")
    file = Field("Text", "File to bring back", hint=sealed.BACKUP)
    layout = ("words", "submit", "file bring")

    @property
    def summary(self) -> str:
        """Whether a backup lies in the folder of working pages."""
        disk.note_opened(backup := self.rnd.working / sealed.BACKUP, used=False)
        which = "A backup lies" if backup.exists() else "No backup lies"
        return f"{which} in the folder of working pages."

    @button("Back up the private folder", strong=True)
    def submit(self) -> str:
        """Write the backup; the passphrase is kept nowhere."""
        name = sealed.back_up(self.rnd, self.words.value).name
        self.words.value = ""
        return (
            f"Saved: {name}, in the folder of working pages. Copy it to a place your "
            "organisation allows. Without the passphrase nobody opens it, you neither."
        )

    @button("Bring it back")
    def bring(self) -> str:
        """Put the private folder back where it should lie."""
        file = Path(self.file.value.strip() or self.rnd.working / sealed.BACKUP)
        many = sealed.bring_back(self.rnd, file, self.words.value)
        self.words.value = ""
        return f"Saved: {plural('file', many)} brought back. Run this notebook again."


class Hide(Card):
    """Name what is to be hidden besides the speakers, and what stands instead.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who says so.

    Examples
    --------
    >>> print(protect.screens.Hide(rnd).summary)
    Name to hide: 79 written.
    """

    title = "Name to hide"

    def there(self) -> list[str]:
        """Return the names that are listed."""
        listed = people_workbook.read(self.rnd)["names to hide"]["name"]
        return sorted({*listed} - {""})

    def rows(self, code: str) -> list[Block]:
        """Return the rows of the form; a name that is there stays as it is spelt."""
        listed = people_workbook.read(self.rnd)["names to hide"]
        here = listed[listed["name"] == code].to_dict("records") if code else []
        row = here[0] if here else dict.fromkeys(listed, "")
        kinds = people_record.CHOICES["names to hide", "kind"]
        name = [] if code else [line("name", "The name, as it is spelt")]
        return [
            *name,
            choice("kind", "It is a", kinds, row["kind"] or kinds[0]),
            line("shown as", "Shown as", row["shown as"], "my sister; or leave blank"),
            line("note", "Note, for yourself", row["note"]),
        ]

    def save(self, code: str, form: dict[str, str]) -> str:
        """Record it; nothing that was hidden is shown, unless it is "not a name"."""
        row = {key: value.strip() for key, value in {"name": code, **form}.items()}
        if not row["name"]:
            raise Problem("The name is empty. Write it as it stands, then again.")
        people_workbook.put(self.rnd, "names to hide", [row])
        never = row["kind"] == "not a name"
        return "it is not hidden" if never else "it will be hidden"


class Names(Queue):
    """Say of each word that may be a name what it is; it is asked once, and remembered.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who says so.
    made : pandas.DataFrame
        The comments with their source words, or those of them that are to be shared.

    Examples
    --------
    >>> print(protect.screens.Names(rnd, rnd.load("comments").head(0)).summary)
    0 of 0 words not looked at.
    """

    nothing = "Every word that was found is looked at."
    pane = Pane("Name")
    kinds = tuple(people_record.CHOICES["names to hide", "kind"])
    layout = (
        "pane",
        tuple(
            Field("Button", f"{kind} ({key})", pressed=("say", kind))
            for kind, key in zip(kinds, "plsn", strict=True)
        ),
        "skip undo",
    )

    def __init__(self, rnd: Round, made: pd.DataFrame) -> None:
        known = people_workbook.names(rnd), people_workbook.never(rnd)
        self.found = identifiers.odd(made["text"], *known, sealed.of(rnd))
        super().__init__(rnd)

    def waiting(self) -> list[str]:
        """Return the words of which nobody has said what they are, in order."""
        listed = people_workbook.read(self.rnd)["names to hide"]["name"]
        return [word for word in self.found if word not in set(listed.str.casefold())]

    @property
    def summary(self) -> str:
        """How many words nobody has looked at."""
        return f"{len(self.left)} of {plural('word', len(self.found))} not looked at."

    def draw(self, one: str) -> list[Block]:
        """Return the word with up to three places in which it stands."""
        where = self.found[one]
        heading = f"What is “{one}”? It stands in {plural('place', len(where))}"
        near = [said("near", f"... {words} ...") for words in where[:3]]
        return [said("heading", heading), *near]

    def say(self, kind: str) -> str:
        """Record what the word is: it is hidden from the next run on, or never."""
        row = {"name": self.current(), "kind": kind}
        made = people_workbook.put(self.rnd, "names to hide", [row])
        return self.saved(kind, " ".join(made))

    def take_back(self, answer: str) -> None:
        """Take back what was said of a word."""
        people_record.undo(self.rnd, answer.split())


class Today(Queue):
    """Look at each comment on the list: passed on to somebody, or no need.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who looks.
    comments : pandas.DataFrame
        The table "comments", with names replaced.

    Examples
    --------
    >>> print(protect.screens.Today(rnd, rnd.load("comments")).summary)
    Same-day care (NOT FOR SHARING): 7 of 399 comments with words that may mean that ...
    """

    nothing = "Nothing on the list is open."

    pane = Pane("Comment")
    initials = Field("Text", "Initials of the lead", hint="KP")
    role = Field("Text", "Their role", hint="safeguarding lead")
    to, note = Field("Text", "Passed on to"), Field("Text", "Note (no names)")
    layout = ("initials role name", "pane", "to note", "submit no_need skip undo")

    def __init__(self, rnd: Round, comments: pd.DataFrame) -> None:
        self.comments = comments.set_index("comment", drop=False)
        self.named = numbered(comments)
        super().__init__(rnd)

    def begin(self) -> None:
        """Show the lead of the round."""
        self.to.value = care.lead(self.rnd)

    def waiting(self) -> list[str]:
        """Return the comments that nobody has looked at, new ones first."""
        self.found = care.left(self.rnd, self.comments).set_index("comment")
        return list(self.found.index)

    @property
    def summary(self) -> str:
        """How many comments are on the list and open, and what that proves."""
        return care.sentence(self.rnd, self.comments)

    def draw(self, one: str) -> list[Block]:
        """Return the next comment, with the words that led there."""
        row = self.found.loc[one]
        number, who, _ = self.named.loc[one]
        heading = f"Does somebody need a person today? Comment {number}, {who}"
        why = f"{row['signs']} ({row['words']})"
        return [
            said("heading", f"{'New. ' if row['new'] else ''}{heading}"),
            said("near", why, "On the list because of"),
            *self.asked(self.comments.loc[one]),
        ]

    @button("Name the lead")
    def name(self) -> str:
        """Record who is told in this round."""
        role = nameless(self.rnd, self.role)
        care.set_lead(self.rnd, self.initials.value.strip(), role)
        self.to.value = care.lead(self.rnd)
        self.initials.value = self.role.value = ""
        return self.saved("the lead")

    @button("Passed on", strong=True)
    def submit(self) -> str:
        """Record that the comment was passed on, to whom and today."""
        return self._record("passed on", nameless(self.rnd, self.to, needed=False))

    @button("Looked at: no need")
    def no_need(self) -> str:
        """Record that it was looked at and nobody need be told."""
        return self._record("no need", "")

    def take_back(self, answer: str) -> None:
        """Take back what was recorded of a comment."""
        care.undo(self.rnd, answer)

    def _record(self, what: str, to: str) -> str:
        """Record what was done about the comment on the screen."""
        note = nameless(self.rnd, self.note, needed=False)
        event = care.record(self.rnd, self.current(), what, to, note)
        self.note.value = ""
        return self.saved(f"passed on to {to}" if to else "looked at, no need", event)


class Review(Queue):
    """Read one comment after the other, and say whether anyone can be recognised.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who reviews.
    comments : pandas.DataFrame
        The table "comments", or the rows of it that are to be quoted.

    Examples
    --------
    >>> print(protect.screens.Review(rnd, rnd.load("comments")).summary)
    365 of 399 comments not yet reviewed.
    """

    nothing = "Every comment is reviewed."

    pane, note = Pane("Comment"), Field("Text", "Note")
    later = Field("Button", "Later (l)", pressed="skip")
    layout = ("pane", "note", "submit keep_back later")

    def __init__(self, rnd: Round, comments: pd.DataFrame) -> None:
        self.comments = with_words(comments).set_index("comment")
        self.named = numbered(comments)
        super().__init__(rnd)

    def begin(self) -> None:
        """Find which comments may be quoted once they are reviewed."""
        self.first, self.group = self._first()

    def _first(self) -> tuple[set[str], dict[str, str]]:
        """Return what may be quoted once it is reviewed, and the group of each."""
        if not self.rnd.has("people"):
            return set(), {}
        people, said = self.rnd.load("people"), self.comments.reset_index()
        back = withdrawal.withdrawn(self.rnd)
        may = review.quotable(said, people, said[["comment"]], back)
        group = dict(zip(people["person"], people["group"], strict=True))
        who = dict(zip(said["comment"], said["person"].map(group), strict=True))
        return set(may.loc[may["may"], "comment"]), who

    def waiting(self) -> list[str]:
        """Return the comments that nobody has decided on; what may be quoted first."""
        back = journal.state(self.rnd, "kept-back", ["comment"])["comment"]
        seen = {*review.reviewed(self.rnd)["comment"], *back}
        left = [comment for comment in self.comments.index if comment not in seen]
        return sorted(left, key=lambda comment: comment not in self.first)

    @property
    def summary(self) -> str:
        """How far the review is."""
        every = plural("comment", len(self.comments))
        return f"{len(self.left)} of {every} not yet reviewed."

    def display(self) -> str:
        """Show the next comment, the note blank."""
        self.note.value = ""
        return super().display()

    def draw(self, one: str) -> list[Block]:
        """Return the next comment with its question."""
        asks = "Can anyone be recognised? Look for the only, the first, a job, a place."
        row = self.comments.loc[one]
        number, who, _ = self.named.loc[one]
        may = "once it is reviewed" if one in self.first else "not even then"
        text = f"{self.group.get(one, 'group not known')}. To be quoted: {may}"
        blocks = [said("heading", asks), said("near", text, f"Comment {number}, {who}")]
        if told := rules.hints(row["text"]):
            blocks.append(said("near", told, "Look twice at"))
        return [*blocks, *self.asked(row)]

    @button("Nobody can be recognised (y)", strong=True)
    def submit(self) -> str:
        """Record that nobody can be recognised in this comment."""
        review.record_review(self.rnd, [self.current()], self.note.value.strip())
        return self.saved(f"reviewed by {self.rnd.reader}")

    @button("Not to be quoted (n)")
    def keep_back(self) -> str:
        """Record that this comment is not to be quoted; it stays not reviewed."""
        values = {"comment": self.current(), "note": self.note.value.strip()}
        journal.record(self.rnd, "kept-back").add(values)
        return self.saved("not to be quoted")


class Withdraw(Screen):
    """Show what goes when a person takes words back, and then take it away.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who does it.
    made : pandas.DataFrame
        The comments with their source words, from `comments.make`.

    Examples
    --------
    >>> made = rnd.load("comments").assign(label="")
    >>> print(protect.screens.Withdraw(rnd, made).summary)
    No withdrawal waits.
    """

    pane = Pane("Withdrawal")
    person = Field("Text", "Who takes words back (a code)", hint="P07")
    offered = [(words, scope) for scope, words in withdrawal.SCOPES.items()]
    scope = Field("Dropdown", "What", options=offered)
    layout = ("person scope", "pane", "show submit")
    shown: withdrawal.Plan | None = None

    def __init__(self, rnd: Round, made: pd.DataFrame) -> None:
        self.made = made
        super().__init__(rnd)

    @property
    def summary(self) -> str:
        """Whether a withdrawal was broken off."""
        return withdrawal.unfinished(self.rnd) or "No withdrawal waits."

    @button("Show what goes")
    def show(self) -> str:
        """Show what goes; nothing goes yet."""
        asked = self.person.value.strip(), self.scope.value
        self.shown = withdrawal.plan(self.rnd, self.made, *asked)
        self._draw(withdrawal.preview(self.rnd, self.shown))
        return "Nothing has gone yet. Read what goes, then press Let it go."

    @button("Let it go", strong=True)
    def submit(self) -> str:
        """Take away what was shown."""
        asked = self.person.value.strip(), self.scope.value
        if not self.shown or (self.shown.person, self.shown.scope) != asked:
            raise Problem("Press Show what goes first, and read it.")
        going, self.shown = self.shown, None
        self._draw(withdrawal.withdraw(self.rnd, going))
        return (
            "Saved: it is taken back. Close every notebook without saving it, then run "
            "them again from 01 on; share again what you sent."
        )

    def _draw(self, lines: list[str]) -> None:
        """Draw some sentences."""
        self.pane.draw([said("near", line) for line in lines])
