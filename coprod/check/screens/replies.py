"""The screens of notebook 07: decide on replies, publish a version, note an agreement.

Tables in: comments, codebook, replies. Out: the journals, through the module that owns
each decision. A screen shows and hands out; it keeps nothing.
"""

from datetime import date
from functools import cached_property

from coprod.check import check_back, parse_replies, reply_files
from coprod.protect import people_workbook
from coprod.screens import card
from coprod.screens.form import Block, Field, Pane, button, line, said, table
from coprod.screens.screen import Queue, Screen
from coprod.store import journal
from coprod.store.problem import Problem
from coprod.store.show import plural
from coprod.write import findings, quotes

__all__ = ["Names", "Replies", "Versions"]
BACK = "back "  # before what is to be taken back


class Names(Screen):
    """Say, in notebook 00, that fewer names than were noted are right, and why.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who says so.

    Examples
    --------
    >>> print(check.screens.Names(rnd).summary)
    No name that was noted is missing from the list.
    """

    why = Field("Dropdown", "Why", options=["", *people_workbook.WHY])

    def begin(self) -> None:
        """Show a question only where a name is missing."""
        self.layout = ("why submit",) if people_workbook.trouble(self.rnd) else ()

    @property
    def summary(self) -> str:
        """Whether every name that was noted is still on the list."""
        if people_workbook.trouble(self.rnd):
            return "Names are missing, as said above. Only if that is right, say why."
        return "No name that was noted is missing from the list."

    @button("Fewer names are right")
    def submit(self) -> str:
        """Record that the list is right as it is, and why."""
        people_workbook.accept(self.rnd, self.why.value)
        return f"Saved. {self.summary} Run notebooks 01 and 02 again."


class Replies(Queue):
    """Take in what people said back, and decide what becomes of each reply.

    Parameters
    ----------
    rnd : Round
        The round, in which findings have been written.

    Examples
    --------
    >>> print(check.screens.Replies(rnd).summary)
    0 of 23 replies without a decision.
    """

    nothing = "No reply waits for a decision."

    pane, box, preview = Pane("Reply"), Pane(), Pane()
    who = Field("Text", "Who wrote it (a role, never a name)")
    file = Field("Dropdown", "Or read a file of check-back", ask=True, changed="open")
    decision = Field("Dropdown", "What we do", ask=True, options=check_back.DECISIONS)
    reason = Field("Text", "Why")
    layout = (
        *("file", "box", "who read submit", "preview", "line", "pane"),
        "decision reason decide take_in undo",
    )

    def begin(self) -> None:
        """Show an empty box, and the files that nobody took in."""
        found = reply_files.waiting(self.rnd)
        self.file.options = [(path.name, path) for path in found]
        self._fill("")
        self.preview.draw([])

    @property
    def known(self) -> list[str]:
        """The codes of the findings, and of the slips of the room."""
        return [*findings.findings(self.rnd)["finding"], *self.slips]

    @cached_property
    def slips(self) -> dict[str, str]:
        """The words on each slip."""
        if not self.rnd.has("comments") or not self.rnd.has("people"):
            return {}
        made = quotes.slips(self.rnd)
        return dict(zip(made["slip"], made["words"], strict=True))

    def waiting(self) -> list[dict[str, str]]:
        """Return the replies that nobody has decided on."""
        left = parse_replies.undecided(check_back.replies(self.rnd))
        return list(left.to_dict("records"))

    @property
    def summary(self) -> str:
        """How many replies wait for a decision."""
        count = len(check_back.replies(self.rnd))
        return f"{len(self.left)} of {plural('reply', count)} without a decision."

    def display(self) -> str:
        """Show the next reply that waits for a decision."""
        self.decision.value, self.reason.value = None, ""
        return super().display()

    def draw(self, one: dict[str, str]) -> list[Block]:
        """Return the next reply, under the finding it is about."""
        about = f"{one['finding'] or 'No finding named'}: {one['verdict']}"
        known = findings.findings(self.rnd).set_index("finding")["text"]
        words = self.slips.get(one["finding"], known.get(one["finding"], ""))
        heading = said("heading", f"{about} ({one['who']})")
        return [heading, said("near", str(words)), said("comment", one["words"])]

    @button("Read the codes")
    def read(self) -> str:
        """Show how the pasted text is read, before anything is saved."""
        rows = parse_replies.parse_replies(self.box.text, self.known).to_numpy()
        aside = parse_replies.quoted(self.box.text, self.known)
        kept = parse_replies.theirs(aside, check_back.ours(self.rnd))
        about = ("ours, or a mail's heading", "kept, to be taken in or not")
        told = [[line, about[line in kept]] for line in aside]
        head = ["Finding", "They say", "In their words"]
        quoted = ["Set aside, as it seems to be quoted", "What becomes of it"]
        as_read = table("Replies as read", head, rows)
        self.preview.draw([*as_read, *table("Set aside", quoted, told)])
        return f"{plural('reply', len(rows))} read, and not saved yet."

    @button("Save replies", strong=True)
    def submit(self) -> str:
        """Save the replies, then empty the box."""
        who, text = self.who.value.strip(), self.box.text
        if not text.strip():
            raise Problem("The box is empty: paste what they wrote, then again.")
        file = reply_files.mark(self.file.value) if self.file.value else None
        ids = check_back.receive(self.rnd, text, who=who, known=self.known, file=file)
        self.begin()
        answer = " ".join(f"remove:{one}" for one in ids)
        return self.saved(plural("reply", len(ids)), answer)

    @button("Save decision", strong=True)
    def decide(self) -> str:
        """Save what becomes of the reply on the screen, and why."""
        what, waits = self.decision.value, {row["reply"] for row in self.waiting()}
        if not self.left or not what:
            raise Problem("Choose what is to be done about a reply, then again.")
        if self.left[0]["reply"] not in waits:
            raise Problem(f"Somebody has decided on this reply. {self.display()}")
        one, why = self.left[0]["reply"], self.reason.value
        made = check_back.decide(self.rnd, one, what, why)
        return self.saved(what, f"undo:{made}")

    @button("Take in what was set aside")
    def take_in(self) -> str:
        """Save as replies what was set aside and stands on the screen."""
        ids = check_back.take_in(self.rnd, self.current()["reply"], self.known)
        last = journal.record(self.rnd, "replies").last
        answer = " ".join([f"undo:{last}", *(f"remove:{i}" for i in ids)])
        return self.saved(f"{plural('reply', len(ids))} taken in", answer)

    def take_back(self, answer: str) -> None:
        """Take back a decision, or replies that were saved."""
        steps: list[journal.Step] = []
        for op, _, about in (each.partition(":") for each in answer.split()):
            steps.append((op, about, {}, journal.new_id()))
        journal.record(self.rnd, "replies").several(steps)

    def open(self) -> str:
        """Put the words of the file that is chosen into the box, nothing saved yet."""
        path = self.file.value
        self._fill(reply_files.words(path) if path else "")
        return "Look at it, say who wrote it, then save." if path else self.summary

    def _fill(self, text: str) -> None:
        """Put words in the box for pasting; they travel by message."""
        self.box.text = text
        label = "Paste what people wrote back, just as it came"
        self.box.draw([{"kind": "box", "label": label, "text": text}])


class Versions(card.Card):
    """Write down that the findings were shown, or that people in a room agreed.

    Examples
    --------
    >>> print(check.screens.Versions(rnd).summary)
    Shown and agreed: 2 written.
    """

    title, first = "Shown and agreed", "a version that was sent out"

    def there(self) -> list[str]:
        """Return the versions that people may agree on."""
        return list(findings.versions(self.rnd)["version"])

    def rows(self, code: str) -> list[Block]:
        """Return to whom it was shown and when; or who agreed, and when."""
        who = "roles, numbers, never names: 9 young advisers, before the clinicians"
        day = line("on", "On which day", date.today().isoformat())
        if code.startswith(BACK):
            return [card.REASON]
        if not code:
            return [line("shown_to", "Shown to", hint=who), day]
        said = line("note", "What was said about it", long=True)
        return [line("room", f"Who agreed on {code}", hint=who), day, said]

    def save(self, code: str, form: dict[str, str]) -> str:
        """Record the version, the agreement on one, or that it is taken back."""
        if code.startswith(BACK):
            check_back.take_back(self.rnd, code.removeprefix(BACK), form["reason"])
            return "taken back; it stays in the record"
        if not code:
            shown, on = form["shown_to"], form["on"]
            return f"version {findings.publish(self.rnd, shown_to=shown, on=on)}"
        check_back.agree(self.rnd, version=code, **form)
        return f"agreed on {code}"

    def _offered(self) -> list[tuple[str, str]]:
        """Return what can be written down: a version, or an agreement on one."""
        made = [(f"an agreement on {code}", code) for code in self.there()]
        made += [(f"take back {code}", BACK + code) for code in self.there()]
        for one in check_back.agreement(self.rnd).itertuples():
            about = f"take back the agreement of {one.on} on {one.version}"
            made.append((f"{about}, by {one.room}", BACK + one.id))
        return [(self.first, card.NEW), *made]
