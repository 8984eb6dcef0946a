"""The screens of the notebooks: choose a round, review, tag, gather, hear replies.

Tables in: comments, codebook, replies. Out: the journals, through the module that owns
each decision. A screen shows and hands out; it keeps nothing.
"""

import pandas as pd

from coprod import checkback, disclosure, journal, register, rounds
from coprod.adopting import Adopt
from coprod.comments import with_words
from coprod.confirm import Confirm
from coprod.controls import Block, Pane, beside, field
from coprod.display import plural
from coprod.gathering import Divide, Gather
from coprod.hearing import TakePart, Typing
from coprod.problem import Problem
from coprod.rounds import Round
from coprod.screen import Queue, Screen
from coprod.settle import Apart, Settle
from coprod.sorting import Files, Split
from coprod.tagger import Tagger
from coprod.today import Today

__all__ = [
    "Adopt", "Apart", "ChooseRound", "Confirm", "Divide", "Files", "Gather", "Names",
    "Replies", "Review", "Settle", "Split", "Tagger", "TakePart", "Today", "Typing",
]  # fmt: skip


class ChooseRound(Screen):
    """Choose the round to work in and say who is reading, or start a new round.

    Parameters
    ----------
    name, reader : str, optional
        The round the notebook was told to run for, if it is not the current one.
    """

    def __init__(self, name: str | None = None, reader: str | None = None) -> None:
        super().__init__("")
        self.told = (name, reader)
        self.round = field("Dropdown", "Round", options=rounds.names())
        self.reader = field("Text", "Your initials")
        self.new = field("Text", "New round", hint="autumn-2026")
        self.root.children = (
            beside(
                self.round,
                self.reader,
                self.button("Work in this round", self.submit, strong=True),
            ),
            self.line,
            beside(self.new, self.button("Start this round", self.start)),
        )
        self._show_current()
        self.line.status = self.summary

    @property
    def data(self) -> dict[str, str | None]:
        """What is chosen on the screen: round and reader."""
        return {"round": self.round.value, "reader": self.reader.value.strip()}

    @property
    def summary(self) -> str:
        """Which round is chosen, and who is reading."""
        try:
            rnd = rounds.get(*self.told)
        except Problem:
            return "No round is chosen yet."
        return rounds.you_are(rnd)

    def submit(self) -> str:
        """Make the chosen round the current one."""
        if not self.data["round"] or not self.data["reader"]:
            raise Problem("Choose a round and write your initials, then again.")
        rounds.choose(self.data["round"], self.data["reader"])
        self.told = (None, None)
        return f"Saved. {self.summary} Run the cells below again."

    def start(self) -> str:
        """Make the folder of a new round, and choose it on the screen."""
        name = self.new.value.strip()
        rounds.start(name)
        self.round.options, self.round.value = rounds.names(), name
        return (
            f"Saved: the folder data/raw/{name} is there. Put the files of the round "
            "into it, then press Work in this round."
        )

    def _show_current(self) -> None:
        """Show what was chosen last."""
        if (rounds.data_folder() / "current-round.json").exists():
            try:
                rnd = rounds.get()
            except Problem:
                return  # its folder is gone: another one can be chosen
            who = "" if rnd.reader == rounds.NOBODY else rnd.reader
            self.round.value, self.reader.value = rnd.name, who


class Names(Screen):
    """Say, in notebook 00, that fewer names than were noted are right, and why.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who says so.
    """

    def __init__(self, rnd: Round) -> None:
        super().__init__("")
        self.rnd = rnd
        self.why = field("Dropdown", "Why", options=["", *register.WHY])
        press = self.button("Fewer names are right", self.submit)
        self.root.children = (beside(self.why, press), self.line)
        if not register.trouble(rnd):
            self.root.children = (self.line,)
        self.line.status = self.summary

    @property
    def summary(self) -> str:
        """Whether every name that was noted is still on the list."""
        if register.trouble(self.rnd):
            return "Names are missing, as said above. Only if that is right, say why."
        return "No name that was noted is missing from the list."

    def submit(self) -> str:
        """Record that the list is right as it is, and why."""
        register.accept(self.rnd, self.why.value)
        return f"Saved. {self.summary} Run notebooks 01 and 02 again."


class Review(Queue):
    """Read one comment after the other, and say whether anyone can be recognised.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who reviews.
    comments : pandas.DataFrame
        The table "comments", or the rows of it that are to be quoted.
    """

    nothing = "Every comment is reviewed."

    def __init__(self, rnd: Round, comments: pd.DataFrame) -> None:
        super().__init__("Comment")
        self.rnd, self.comments = rnd, with_words(comments).set_index("comment")
        self.note = field("Text", "Note")
        self.root.children = (
            self.pane,
            self.note,
            beside(
                self.button("Nobody can be recognised", self.submit, strong=True),
                self.button("Not to be quoted", self.keep_back),
                self.button("Skip", self.skip),
            ),
            self.line,
        )
        self.line.status = self.display()

    def waiting(self) -> list[str]:
        """Give the comments that nobody has decided on."""
        back = journal.state(self.rnd, "kept-back", ["comment"])["comment"]
        seen = {*disclosure.reviewed(self.rnd)["comment"], *back}
        return [comment for comment in self.comments.index if comment not in seen]

    @property
    def summary(self) -> str:
        """How far the review is."""
        every = plural("comment", len(self.comments))
        return f"{len(self.left)} of {every} not yet reviewed."

    def display(self) -> str:
        """Show the next comment, the note blank."""
        self.note.value = ""
        return super().display()

    def draw(self, one: str) -> None:
        """Draw the next comment with its question."""
        row = self.comments.loc[one]
        asks = "Can anyone be recognised? Look for the only, the first, a job, a place."
        blocks: list[Block] = [{"kind": "heading", "text": asks}]
        if isinstance(row["question"], str):
            blocks.append({"kind": "near", "text": row["question"]})
        self.pane.draw([*blocks, {"kind": "comment", "text": row["text"]}])

    def submit(self) -> str:
        """Record that nobody can be recognised in this comment."""
        disclosure.record_review(self.rnd, [self.current()], self.note.value.strip())
        return f"Saved: reviewed by {self.rnd.reader}. {self.display()}"

    def keep_back(self) -> str:
        """Record that this comment is not to be quoted; it stays not reviewed."""
        values = {"comment": self.current(), "note": self.note.value.strip()}
        journal.record(self.rnd, "kept-back").add(values)
        return f"Saved: not to be quoted. {self.display()}"


class Replies(Screen):
    """Take in what people said back, and decide what becomes of each reply.

    Parameters
    ----------
    rnd : Round
        The round, in which findings have been written.
    """

    def __init__(self, rnd: Round) -> None:
        super().__init__("")
        self.rnd = rnd
        self.preview, self.reply = Pane(), Pane("Reply")
        self.who = field("Text", "Who wrote it (a role, never a name)")
        decisions = [("(choose)", None), *((d, d) for d in checkback.DECISIONS)]
        self.decision = field("Dropdown", "What we do", options=decisions)
        self.reason = field("Text", "Why")
        self.root.children = (
            self.pane,
            beside(
                self.who,
                self.button("Read the codes", self.read),
                self.button("Save replies", self.submit, strong=True),
            ),
            self.preview,
            self.line,
            self.reply,
            beside(
                self.decision,
                self.reason,
                self.button("Save decision", self.decide, strong=True),
                self.button("Take in what was set aside", self.take_in),
            ),
        )
        self._draw_box()
        self.line.status = self.display()

    @property
    def known(self) -> list[str]:
        """The codes of the findings."""
        return list(checkback.findings(self.rnd)["finding"])

    @property
    def left(self) -> pd.DataFrame:
        """The replies that nobody has decided on."""
        return checkback.undecided(checkback.replies(self.rnd))

    @property
    def summary(self) -> str:
        """How many replies wait for a decision."""
        count = len(checkback.replies(self.rnd))
        return f"{len(self.left)} of {plural('reply', count)} without a decision."

    def display(self) -> str:
        """Show the next reply that waits for a decision."""
        self.decision.value, self.reason.value, self.shown = None, "", ""
        if self.left.empty:
            done = {"kind": "heading", "text": "No reply waits for a decision."}
            self.reply.draw([done])
            return self.summary
        row = self.left.iloc[0]
        self.shown = str(row["reply"])
        about = f"{row['finding'] or 'No finding named'}: {row['verdict']}"
        heading = {"kind": "heading", "text": f"{about} ({row['who']})"}
        said = checkback.findings(self.rnd).set_index("finding")["text"]
        found = {"kind": "near", "text": str(said.get(row["finding"], ""))}
        self.reply.draw([heading, found, {"kind": "comment", "text": row["words"]}])
        return self.summary

    def read(self) -> str:
        """Show how the pasted text is read, before anything is saved."""
        rows = checkback.parse_replies(self.pane.text, self.known)
        head = ["Finding", "They say", "In their words"]
        table = {"kind": "table", "label": "Replies as read", "head": head}
        lines = rows[["finding", "verdict", "words"]].astype(str).to_numpy().tolist()
        blocks: list[Block] = [{**table, "rows": lines}] if lines else []
        aside = checkback.quoted(self.pane.text, self.known)
        kept = checkback.theirs(aside, checkback.ours(self.rnd))
        about = {
            True: "kept, to be taken in or not",
            False: "ours, or a mail's heading",
        }
        told = [[line, about[line in kept]] for line in aside]
        head = ["Set aside, as it seems to be quoted", "What becomes of it"]
        blocks += [{**table, "label": "Set aside", "head": head, "rows": told}] * bool(
            told
        )
        self.preview.draw(blocks)
        return f"{plural('reply', len(rows))} read, and not saved yet."

    def submit(self) -> str:
        """Save the replies, then empty the box."""
        who, text = self.who.value.strip(), self.pane.text
        if not text.strip():
            raise Problem("The box is empty: paste what they wrote, then again.")
        ids = checkback.receive(self.rnd, text, who=who, known=self.known)
        self.pane.text = ""
        self._draw_box()
        self.preview.draw([])
        return f"Saved: {plural('reply', len(ids))}. {self.display()}"

    def decide(self) -> str:
        """Save what becomes of the reply on the screen, and why."""
        if self.left.empty or not self.decision.value:
            raise Problem("Choose what is to be done about a reply, then again.")
        if self.shown not in set(self.left["reply"]):
            raise Problem(f"Somebody has decided on this reply. {self.display()}")
        checkback.decide(self.rnd, self.shown, self.decision.value, self.reason.value)
        return f"Saved: {self.decision.value}. {self.display()}"

    def take_in(self) -> str:
        """Save as replies what was set aside and stands on the screen."""
        ids = checkback.take_in(self.rnd, self.shown, self.known)
        return f"Saved: {plural('reply', len(ids))} taken in. {self.display()}"

    def _draw_box(self) -> None:
        """Draw the box for pasting; its words travel by message."""
        label = "Paste what people wrote back, just as it came"
        self.pane.draw([{"kind": "box", "label": label, "text": self.pane.text}])
