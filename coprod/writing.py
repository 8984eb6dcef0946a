"""The screens for writing: findings, versions, agreement, statements, answers.

Each shows one form: choose a new one or one that is there, fill in, save. What is
written goes to the journal of the module that owns it; the screen keeps nothing.
"""

from datetime import date

from coprod import (
    actions,
    agreement,
    checkback,
    codebook,
    handouts,
    involved,
    statements,
    themes,
)
from coprod.controls import Block, choice, field, line
from coprod.problem import Problem
from coprod.rounds import Round
from coprod.screen import Screen

NEW = ""
REASON = line("reason", "Why", hint="needed when something is changed or taken out")
DROP = choice("drop", "Take it out?", ["no", "yes"], "no")


class Card(Screen):
    """One form at a time: a new thing, or one that is there.

    Parameters
    ----------
    rnd : Round
        The round; its reader is who writes.
    """

    title, first = "", "a new one"

    def __init__(self, rnd: Round) -> None:
        super().__init__(self.title)
        self.rnd = rnd
        self.which = field("Dropdown", self.title, options=self._offered())
        self.now, self.which.changed = NEW, self.choose
        self.root.children = (self.which, self.pane, self.line)
        self.takes(self.submit)
        self.line.status = self.display()

    def there(self) -> list[str]:
        """Give the codes of what is written already."""
        raise NotImplementedError

    def rows(self, code: str) -> list[Block]:
        """Give the rows of the form for one of them, or for a new one."""
        raise NotImplementedError

    def save(self, code: str, form: dict[str, str]) -> str:
        """Save the form; give what was saved."""
        raise NotImplementedError

    @property
    def summary(self) -> str:
        """How many are written."""
        return f"{self.title}: {len(self.there())} written."

    def display(self) -> str:
        """Show the form of what is chosen."""
        rows = self.rows(self.now)
        form = {"kind": "form", "label": self.title, "rows": rows, "button": "Save"}
        self.pane.draw([form])
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
        said = self.save(self.now, form).removesuffix(".")
        self.which.options = self._offered()
        self.which.value = self.now = NEW
        return f"Saved: {said}. {self.display()} Run the cells below again."

    def _offered(self) -> list[tuple[str, str]]:
        """Give what can be chosen: a new one first."""
        return [(self.first, NEW), *((code, code) for code in self.there())]


class Findings(Card):
    """Write a finding in one plain sentence, or say one in other words."""

    title = "Findings"

    def there(self) -> list[str]:
        """Give the codes of the findings."""
        return list(checkback.findings(self.rnd)["finding"])

    def rows(self, code: str) -> list[Block]:
        """Give theme, experience, text and quotes; or text and reason."""
        if code:
            found = checkback.findings(self.rnd).set_index("finding")
            text = str(found.loc[code, "text"])
            return [line("text", code, text, long=True), REASON, DROP]
        plain = "one plain sentence that a young adviser would say"
        none = [[NEW, "none"]]
        quotes = none + self._quotes()
        return [
            _themes(self.rnd),
            choice("experience", "How it was", checkback.EXPERIENCES, "good"),
            line("text", "The finding", hint=plain, long=True),
            *(
                {"id": f"quote {n}", "label": f"Quote {n}", "options": quotes}
                | {"value": NEW, "text": "reviewed, and the person agreed"}
                for n in (1, 2)
            ),
        ]

    def save(self, code: str, form: dict[str, str]) -> str:
        """Write, reword or drop a finding."""
        if code and form["drop"] == "yes":
            checkback.drop(self.rnd, code, form["reason"])
            return f"{code} is taken out"
        if code:
            checkback.reword(self.rnd, code, form["text"], form["reason"])
            return f"{code} in other words"
        theme = _theme(form)
        name = codebook.names(codebook.table(self.rnd))[theme]
        quotes = [form[q] for q in ("quote 1", "quote 2") if form[q]]
        values = {"experience": form["experience"], "text": form["text"]}
        letter = next((s for s in name.upper() if "A" <= s <= "Z"), "F")
        return checkback.write(
            self.rnd, theme=theme, letter=letter, quotes=quotes, **values
        )

    def _quotes(self) -> list[list[str]]:
        """Give the comments that may be quoted, by theme and experience."""
        rnd = self.rnd
        if not rnd.has("comments") or not rnd.has("people"):
            return []
        said, people = rnd.load("comments"), rnd.load("people")
        book = codebook.table(rnd)
        joined = themes.tagged(agreement.counted(rnd), said, people, book)
        return [
            [str(q.comment), f"{q.theme}, {q.experience}: {str(q.text)[:80]}"]
            for q in handouts.quotes(rnd, joined).itertuples()
        ]


class Versions(Card):
    """Write down that the findings were shown, or that people in a room agreed."""

    title, first = "Shown and agreed", "a version that was sent out"

    def there(self) -> list[str]:
        """Give the versions that people may agree on."""
        return list(checkback.versions(self.rnd)["version"])

    def rows(self, code: str) -> list[Block]:
        """Give to whom it was shown and when; or who agreed, and when."""
        who = "roles and numbers, never names: 9 young advisers, 3 parents"
        day = line("on", "On which day", date.today().isoformat())
        if not code:
            return [line("shown_to", "Shown to", hint=who), day]
        said = line("note", "What was said about it", long=True)
        return [line("room", f"Who agreed on {code}", hint=who), day, said]

    def save(self, code: str, form: dict[str, str]) -> str:
        """Record the version, or the agreement on one."""
        if not code:
            shown, on = form["shown_to"], form["on"]
            return f"version {checkback.publish(self.rnd, shown_to=shown, on=on)}"
        checkback.agree(self.rnd, version=code, **form)
        return f"agreed on {code}"

    def _offered(self) -> list[tuple[str, str]]:
        """Give what can be written down: a version, or an agreement on one."""
        agreed = [(f"an agreement on {code}", code) for code in self.there()]
        return [(self.first, NEW), *agreed]


class Statements(Card):
    """Write a statement that people can vote on, or say one in other words."""

    title = "Statements"

    def there(self) -> list[str]:
        """Give the item codes."""
        return list(statements.table(self.rnd)["statement"])

    @property
    def summary(self) -> str:
        """How many are written, and whether the one chosen went out already."""
        return f"{super().summary}{statements.went_out(self.rnd, self.now)}"

    def rows(self, code: str) -> list[Block]:
        """Give wording, theme, direction and findings; or wording and reason."""
        if code:
            items = statements.table(self.rnd).set_index("statement")
            text = str(items.loc[code, "text"])
            return [line("text", code, text, long=True), REASON, DROP]
        found = " ".join(checkback.findings(self.rnd)["finding"])
        book = codebook.in_use(codebook.table(self.rnd))
        codes = [[NEW, "none"], *book[["code", "name"]].to_numpy().tolist()]
        more = {"options": codes, "value": NEW, "text": "what it covers"}
        return [
            _themes(self.rnd),
            choice("direction", "It says", ["keep", "change"], "change"),
            line("text", "The statement", hint="one idea, 20 words at most", long=True),
            line("findings", "It comes from", hint=f"codes such as {found[:60]}"),
            *({"id": f"code {n}", "label": f"Code {n}", **more} for n in (1, 2, 3)),
        ]

    def save(self, code: str, form: dict[str, str]) -> str:
        """Add, reword or take out a statement."""
        out = statements.went_out(self.rnd, code)
        if code and form["drop"] == "yes":
            statements.remove(self.rnd, code, form["reason"])
            return f"{code} is taken out.{out}"
        if code:
            statements.reword(self.rnd, code, form["text"], form["reason"])
            return f"{code} in other words.{out}"
        known = set(checkback.findings(self.rnd)["finding"])
        findings = form["findings"].replace(",", " ").upper().split()
        if strange := [f for f in findings if f not in known]:
            raise Problem(
                f"statements: {strange[0]} is no finding. A statement comes from "
                "findings of 05: write their codes, then save again."
            )
        return statements.add(
            self.rnd,
            text=form["text"],
            theme=_theme(form),
            findings=findings,
            codes=[v for k, v in form.items() if k.startswith("code ") and v],
            direction=form["direction"],
        )


class Groups(Card):
    """Say with which group a small one is told on all that is shared."""

    title, first = "Small groups", "how they are told now"

    def there(self) -> list[str]:
        """Give the round's own groups."""
        return involved.groups(self.rnd)

    @property
    def summary(self) -> str:
        """How groups are joined now."""
        made = involved.nearest(self.rnd)
        told = [
            f"{row.group} with {row.nearest}"
            for row in made[made["group"].isin(self.there())].itertuples()
            if row.nearest
        ]
        return (
            f"Where fewer than ten answered, we tell: {', '.join(told) or 'nothing'}."
        )

    def rows(self, code: str) -> list[Block]:
        """Give the groups it may be told with, and who agreed."""
        if not code:
            return []
        now = involved.nearest(self.rnd).set_index("group")["nearest"]
        others = [group for group in self.there() if group != code]
        named = [[NEW, "no other group"], *([o, o] for o in [*others, involved.ALONE])]
        about = {"id": "nearest", "label": f"{code}: told with", "options": named}
        who = "roles and days, never names; needed to stand alone"
        agreed = line("agreed", "Who of them agreed, and when", hint=who)
        return [{**about, "value": now.get(code, NEW)}, agreed]

    def save(self, code: str, form: dict[str, str]) -> str:
        """Record the decision."""
        if not code:
            raise Problem("groups: choose a group above first, then save.")
        involved.join(self.rnd, code, **form)
        return f"{code} is told with {form['nearest'] or 'no other group'}"


class Answers(Card):
    """You said, we did, because: answer a priority."""

    title = "Answers"

    def there(self) -> list[str]:
        """Give the ids of the answers."""
        return list(actions.table(self.rnd)["action"])

    def rows(self, code: str) -> list[Block]:
        """Give the statement, what was said, done, why, by whom, and when."""
        now = {"status": ""}
        if code:
            made = actions.table(self.rnd).set_index("action").fillna("")
            now = {str(k): str(v) for k, v in made.loc[code].items()}
        items = statements.table(self.rnd)
        named = [[q.statement, f"{q.statement} {q.text}"] for q in items.itertuples()]
        first = now.get("statement", named[0][0] if named else "")
        labels = {
            "said": "You said",
            "did": "What is done, will be done, or cannot be",
            "because": "Because",
            "owner": "Who is responsible (a role)",
            "due": "By when",
        }
        ways = [["", "(choose)"], *map(list, actions.SAYS.items())]
        stands: Block = {"id": "status", "label": "Where it stands", "options": ways}
        about = {"id": "statement", "label": "Priority", "options": named}
        return [
            {**about, "value": first},
            *(
                line(k, v, now.get(k, ""), long=k in ("said", "did", "because"))
                for k, v in labels.items()
            ),
            {**stands, "value": now["status"]},
        ]

    def save(self, code: str, form: dict[str, str]) -> str:
        """Add an answer, or change one."""
        if code:
            actions.change(self.rnd, code, **form)
        else:
            values = {k: form[k] for k in ("said", "did", "because", "owner", "status")}
            about = form.get("statement", "")
            actions.add(self.rnd, statement=about, due=form["due"] or None, **values)
        return "the answer"

    def _offered(self) -> list[tuple[str, str]]:
        """Give the answers by the statement they answer."""
        made = actions.table(self.rnd)[["statement", "action"]]
        told = [
            (f"{n}. {row.statement}", str(row.action))
            for n, row in enumerate(made.itertuples(), 1)
        ]
        return [(self.first, NEW), *told]


def _themes(rnd: Round) -> Block:
    """Give the row in which the theme is chosen."""
    table = codebook.in_use(codebook.table(rnd), "theme")
    named = table[["code", "name"]].to_numpy().tolist()
    first = named[0][0] if named else ""
    return {"id": "theme", "label": "Theme", "options": named, "value": first}


def _theme(form: dict[str, str]) -> str:
    """Give the theme that was chosen, or say that there is none."""
    if not form.get("theme"):
        raise Problem("There is no theme yet: gather codes in 05 first.")
    return form["theme"]
