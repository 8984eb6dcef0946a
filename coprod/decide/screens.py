"""The screens on which statements and answers to priorities are written."""

import tomllib
from pathlib import Path

from coprod.decide import actions, missing, statements, survey, votes, wording
from coprod.decide.survey import columns, papers, proposals, questions
from coprod.listen import small_groups
from coprod.screens import card
from coprod.screens.form import Block, choice, line, said, table
from coprod.store import journal
from coprod.store.problem import Problem
from coprod.store.show import day, plural
from coprod.write import codebook, codebook_reads, quotes
from coprod.write import findings as findings_

__all__ = [
    "Answers",
    "Groups",
    "OwnWords",
    "Papers",
    "Statements",
    "Survey",
    "SurveyColumns",
]

SAME, OTHER = "the same as before", "something else"
SCALES, THEME = "Scales of ratings", "Theme of new statements"
LABELS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
LONG = ("said", "did", "because")  # what an answer says in more than one line


class Statements(card.Card):
    """Write a statement that people can vote on, or say one in other words.

    Examples
    --------
    >>> print(decide.screens.Statements(rnd).summary)
    Statements: 16 written.
    """

    title = "Statements"

    def there(self) -> list[str]:
        """Return the item codes."""
        return list(statements.table(self.rnd)["statement"])

    @property
    def summary(self) -> str:
        """How many are written, and whether the one chosen went out already."""
        return f"{super().summary}{statements.went_out(self.rnd, self.now)}"

    def rows(self, code: str) -> list[Block]:
        """Return wording, theme, direction and findings; or wording and reason."""
        if code:
            items = statements.table(self.rnd).set_index("statement")
            text = str(items.loc[code, "text"])
            sent = bool(statements.went_out(self.rnd, code))
            asks = choice("asks", "It asks", ["(choose)", SAME, OTHER], "(choose)")
            return [
                line("text", code, text, long=True),
                *([asks] if sent else []),
                card.REASON,
                card.DROP,
            ]
        known = codebook_reads.in_use(codebook.table(self.rnd))
        codes = [[card.NEW, "none"], *known[["code", "name"]].to_numpy().tolist()]
        found = " ".join(findings_.findings(self.rnd)["finding"])
        hint = "one idea, 20 words at most; blank: the words chosen here"
        own, offered = "In people's own words", quotes.picker(self.rnd)[0]
        return [
            codebook.theme_choices(self.rnd),
            choice("words", own, offered, card.NEW, "in full below"),
            choice("direction", "It says", ["keep", "change"], "change"),
            line("text", "The statement", hint=hint, long=True),
            line("findings", "It comes from", hint=f"codes such as {found[:60]}"),
            *(
                choice(f"code {n}", f"Code {n}", codes, card.NEW, "what it covers")
                for n in (1, 2, 3)
            ),
        ]

    def below(self, code: str) -> list[Block]:
        """Return who stands behind a statement; or what was said, to draft from."""
        shown = statements.shown(self.rnd, code) if code else []
        return shown or quotes.picker(self.rnd)[1]

    def save(self, code: str, form: dict[str, str]) -> str:
        """Add, reword or take out a statement."""
        if not code:
            return self._told(self._draft(form))
        out = statements.went_out(self.rnd, code)
        if form["drop"] == "yes":
            statements.remove(self.rnd, code, form["reason"])
            return f"{code} is taken out.{out}"
        if out and form.get("asks", "(choose)") == "(choose)":
            raise Problem(
                f"statements: {code} went out. Choose whether the new words ask {SAME} "
                f"(another wording of {code}) or {OTHER} (a new statement), then save."
            )
        if form.get("asks") == OTHER:
            old = statements.table(self.rnd).set_index("statement").loc[code]
            same = old[["theme", "findings", "codes", "direction"]].to_dict()
            made = statements.add(self.rnd, text=form["text"], **same)
            return f"{self._told(made)} {code} stays as people were asked it"
        statements.reword(self.rnd, code, form["text"], form["reason"])
        return f"{self._told(code)}{out}"

    def _draft(self, form: dict[str, str]) -> str:
        """Add a statement, in the words written or in those chosen; give its code."""
        known = set(findings_.findings(self.rnd)["finding"])
        findings = form["findings"].replace(",", " ").upper().split()
        if strange := [f for f in findings if f not in known]:
            raise Problem(
                f"statements: {strange[0]} is no finding. A statement comes from "
                "findings of 05: write their codes, then save again."
            )
        text = form["text"]
        if form["words"] and not text.strip():
            text = quotes.quoted(self.rnd, [form["words"]])[form["words"]].words
        return statements.add(
            self.rnd,
            text=text,
            theme=codebook.chosen_theme(form),
            findings=findings,
            codes=[v for k, v in form.items() if k.startswith("code ") and v],
            direction=form["direction"],
        )

    def _told(self, code: str) -> str:
        """Return the wording that stands now, and what may make it hard to vote on."""
        made = statements.table(self.rnd)
        hints = wording.checks(made).query("statement == @code")["hint"]
        text, now = made.set_index("statement").loc[code, ["text", "wording"]]
        told = " ".join([f"{code}, wording {now}.", *hints])
        return told + quotes.borrowed_words(self.rnd, text)


class Groups(card.Card):
    """Say with which group a small one is told on all that is shared.

    Examples
    --------
    >>> print(decide.screens.Groups(rnd).summary)
    Told together where fewer than ten answered: child with teenager, young ...
    """

    title, first = "Small groups", "how they are told now"
    needed = "groups: choose a group"

    def there(self) -> list[str]:
        """Return the round's own groups."""
        return small_groups.groups(self.rnd)

    @property
    def summary(self) -> str:
        """How groups are joined now."""
        made = small_groups.nearest(self.rnd)
        told = [
            f"{row.group} with {row.nearest}"
            for row in made[made["group"].isin(self.there())].itertuples()
            if row.nearest
        ]
        said = ", ".join(told) or "none"
        return f"Told together where fewer than ten answered: {said}."

    def rows(self, code: str) -> list[Block]:
        """Return the groups it may be told with, and who agreed."""
        now = small_groups.nearest(self.rnd).set_index("group")["nearest"]
        others = [group for group in self.there() if group != code]
        named = [[card.NEW, "no other group"]]
        named += [[other, other] for other in [*others, small_groups.ALONE]]
        who = "roles and days, never names; needed to stand alone"
        return [
            choice("nearest", f"{code}: told with", named, now.get(code, card.NEW)),
            line("agreed", "Who of them agreed, and when", hint=who),
        ]

    def save(self, code: str, form: dict[str, str]) -> str:
        """Record the decision."""
        small_groups.join(self.rnd, code, **form)
        return f"{code} is told with {form['nearest'] or 'no other group'}"


class SurveyColumns(card.Card):
    """Say what each column of somebody else's survey is; it is remembered.

    Examples
    --------
    >>> print(decide.screens.SurveyColumns(rnd).summary)
    Survey columns: 0 said by hand.
    """

    title, first = "Survey columns", "choose a file of answers"
    needed = "columns: choose a file of answers"

    def there(self) -> list[str]:
        """Return the files of answers."""
        return [path.name for path in votes.files(self.rnd)]

    @property
    def summary(self) -> str:
        """How many columns were said by hand."""
        told = [head for head in votes.told_columns(self.rnd) if head]
        return f"{self.title}: {len(told)} said by hand."

    def rows(self, code: str) -> list[Block]:
        """Return one row for each column, with what it can be."""
        made, told = votes.asked(self.rnd), votes.told_columns(self.rnd)
        of = {"once": [""], "code": made["statement"], "place": range(1, 11)}
        ways = [
            [way.format(n), words.format(n)]
            for kind, every in of.items()
            for n in every
            for way, words in columns.TOLD["ways"][kind].items()
        ]
        path = self._file(code)
        proposed, scales = proposals.propose(path, made)
        hint = "what its ratings say, from least to most, one question a line"
        hint += f"; found: {' | '.join(scales)}" if scales else ""
        return [
            *(choice(h, h, ways, told.get(h, is_)) for h, is_ in proposed.items()),
            line(SCALES, SCALES, told.get("", ""), hint, long=True),
            codebook.theme_choices(self.rnd) | {"id": THEME, "label": THEME},
        ]

    def _file(self, name: str) -> Path:
        """Return the file of answers of this name."""
        return next(path for path in votes.files(self.rnd) if path.name == name)

    def save(self, code: str, form: dict[str, str]) -> str:
        """Record what each column is, where it is new."""
        told, theme = votes.told_columns(self.rnd), form.pop(THEME, "")
        form[""] = form.pop(SCALES, "").strip()
        before = len(statements.table(self.rnd))
        new = {h: is_ for h, is_ in form.items() if is_ != told.get(h, "")}
        for heading, is_ in new.items():
            if is_.endswith(proposals.NEW):
                is_ = self._stated(code, heading, is_.split(proposals.NEW)[0], theme)
            values = {"heading": heading, "is": is_}
            journal.record(self.rnd, "columns").add(values)
        made = len(statements.table(self.rnd)) - before
        more = f"; {plural('new statement', made)}: see 08" if made else ""
        return f"{plural('column', len({*new} - {''}))} of {code}{more}"

    def _stated(self, code: str, heading: str, is_: str, theme: str) -> str:
        """Make statements of a column's heading, or its answers; give what it is."""
        if is_ in ("score", "rank", "tick"):
            item = columns.parted(heading)[1]
            return f"{is_} {statements.of_words(self.rnd, item, theme)}"
        one, made = is_.startswith("slot"), votes.asked(self.rnd)
        for words in proposals.options(self._file(code), made, heading, one):
            statements.of_words(self.rnd, words, theme)
        return is_


class Papers(card.Card):
    """Type the answers that came back on paper, by keyboard alone.

    Examples
    --------
    >>> print(decide.screens.Papers(rnd).summary)
    Paper answers: 0 sheets typed, 0 of them twice.
    """

    title, first = "Paper answers", "the next sheet"

    def there(self) -> list[str]:
        """Return the sheets that were typed, to type one a second time."""
        return list(papers.typed(self.rnd))

    @property
    def summary(self) -> str:
        """How many were typed, and how many answers a second typing changed."""
        return f"{self.title}: {papers.told(self.rnd)}."

    def rows(self, code: str) -> list[Block]:
        """Return the rows of one sheet, blank: a second typing sees nothing."""
        asked = len(statements.table(self.rnd))
        groups = [*small_groups.groups(self.rnd), questions.NOT_SAID]
        each = f"a figure for each of {plural('statement', asked)}, as on the form: "
        return [
            line("sheet", "Number of the sheet", code or str(len(self.there()) + 1)),
            choice("group", "Who are you?", groups, questions.NOT_SAID),
            line("ratings", "How important?", hint=f"{each}1 to 5, - for none"),
            line("chosen", "What matters most", hint="numbers, such as 3 12"),
            line("missing", "Is something missing?", long=True),
        ]

    def below(self, code: str) -> list[Block]:
        """Return the statements in the order of the form."""
        asked = questions.in_order(statements.table(self.rnd))
        return table("As on the form", ["Statement"], asked[["item"]].to_numpy())

    def save(self, code: str, form: dict[str, str]) -> str:
        """Record the sheet."""
        return papers.record(self.rnd, statements.table(self.rnd), form)


class Survey(card.Card):
    """Say what stands at the top of the survey: title, day, where it goes, whom to ask.

    Examples
    --------
    >>> print(decide.screens.Survey(rnd).summary)
    The survey: What matters most to you? What matters to us (an invented example), ...
    """

    title, first = "The survey", "what stands at the top"

    @property
    def summary(self) -> str:
        """What it is called, and until when it is open."""
        told = survey.details(self.rnd)
        return (
            f"The survey: {told['title']}, answers by {day(told['until']) or 'no day'}."
        )

    def rows(self, code: str) -> list[Block]:
        """Return one line for each thing that it says."""
        told = survey.details(self.rnd)
        return [line(name, label, told[name]) for name, label in survey.LABELS.items()]

    def save(self, code: str, form: dict[str, str]) -> str:
        """Record what it says."""
        if form["until"].strip():
            findings_.check_day(form["until"].strip())
        journal.record(self.rnd, "survey").add({k: v.strip() for k, v in form.items()})
        return "what stands at the top of the survey"


class OwnWords(card.Card):
    """Show what people wrote in the survey, and carry it to the next round.

    Examples
    --------
    >>> print(decide.screens.OwnWords(rnd).summary)
    18 answers in people's own words: 18 not yet carried to another round.
    """

    title, first = "Carry to", "choose the next round"

    def there(self) -> list[str]:
        """Return the rounds to which they may go."""
        return missing.others(self.rnd)

    @property
    def summary(self) -> str:
        """How many there are, and where they went."""
        return missing.line(self.rnd)

    def below(self, code: str) -> list[Block]:
        """Return what people wrote, by its number, with names hidden."""
        return [
            said("comment", f"{one.number} ({one.group}): {one.text}")
            for one in missing.shown(self.rnd).itertuples()
        ]

    def save(self, code: str, form: dict[str, str]) -> str:
        """Write them into the raw folder of that round."""
        return missing.carry(self.rnd, code)


class Answers(card.Card):
    """You said, we did, because: answer a priority.

    Examples
    --------
    >>> print(decide.screens.Answers(rnd).summary)
    Answers: 10 written.
    """

    title = "Answers"

    def there(self) -> list[str]:
        """Return the ids of the answers."""
        return list(actions.table(self.rnd)["action"])

    def rows(self, code: str) -> list[Block]:
        """Return the statement, what was said, done, why, by whom, and when."""
        now = {"status": ""}
        if code:
            made = actions.table(self.rnd).set_index("action").fillna("")
            now = {str(k): str(v) for k, v in made.loc[code].items()}
        items = statements.table(self.rnd)
        named = [[q.statement, f"{q.statement} {q.text}"] for q in items.itertuples()]
        first = now.get("statement", named[0][0] if named else "")
        ways = [["", "(choose)"], *actions.SAYS.items()]
        return [
            choice("statement", "Priority", named, first),
            *(line(k, v, now.get(k, ""), long=k in LONG) for k, v in LABELS.items()),
            choice("status", "Where it stands", ways, now["status"]),
            *([card.DROP] if code else []),
        ]

    def save(self, code: str, form: dict[str, str]) -> str:
        """Add an answer, change one, or take it back."""
        if form.pop("drop", "no") == "yes":
            actions.remove(self.rnd, code)
            return "the answer is taken back"
        if code:
            actions.change(self.rnd, code, **form)
        else:
            actions.add(self.rnd, **form)
        return "the answer"

    def _offered(self) -> list[tuple[str, str]]:
        """Return the answers by the statement they answer."""
        made = actions.table(self.rnd)[["statement", "action"]]
        told = [
            (f"{n}. {row.statement}", str(row.action))
            for n, row in enumerate(made.itertuples(), 1)
        ]
        return [(self.first, card.NEW), *told]
