"""Record replies, decide what each changes, and note who agreed to which version."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from coprod.check import parse_replies as reading
from coprod.check.reply_files import without_addresses
from coprod.store import journal
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import day, plural
from coprod.write import findings

__all__ = ["NOT_YET", "agreement_line", "replies", "what_changed"]

NOT_YET = "Not yet agreed."
DECISIONS = ("changed", "kept", "added", "noted")
CHANGED = pd.Index(["finding", "was", "now", "why", "replies"])


def changes(rnd: Round, since: str) -> pd.DataFrame:
    """Return what changed in the findings since people saw the version `since`.

    Returns
    -------
    pandas.DataFrame
        Columns finding, was ("" if new), now ("" if dropped), why, and replies: the
        ids of the replies that led to it, separated by spaces.

    Raises
    ------
    ValueError
        If there is no such version.
    """
    shown, said = findings.published_versions(rnd), replies(rnd)
    old, labels = shown[_known_version(rnd, since)], list(shown)
    later = labels[labels.index(since) :]
    led = said["decision"].isin(["changed", "added"]) & said["version"].isin(later)
    rows = []
    for code, thing in findings.coded(rnd).items():
        was = old["texts"].get(code, "")
        now = "" if thing.get("dropped") else thing["text"]
        ids = list(said.loc[led & (said["led_to"] == code), "reply"])
        keys = [key for key in thing if findings.is_why(key, old["reasons"])]
        whys = [thing[key] for key in keys] or ([] if was else ["new"])
        whys += [f"after {plural('reply', len(ids))}"] * bool(ids)
        if was != now:
            rows.append([code, was, now, "; ".join(whys), " ".join(ids)])
    return pd.DataFrame(rows, columns=CHANGED, dtype=object)


def what_changed(rnd: Round) -> pd.DataFrame:
    """Return what changed since people last saw the findings in other words than now.

    Examples
    --------
    >>> list(check.check_back.what_changed(rnd).columns)
    ['finding', 'was', 'now', 'why', 'replies']
    """
    versions = reversed(findings.published_versions(rnd))
    found = (changes(rnd, version) for version in versions)
    none = pd.DataFrame(columns=CHANGED)
    return next((changed for changed in found if len(changed)), none)


def receive(
    rnd: Round, text: str, *, who: str, known: Iterable[str], file: str | None = None
) -> list[str]:
    """Take in what somebody wrote back and give the ids of all that is kept.

    Quoted lines that may hold an answer are kept beside them as one that is set
    aside: it waits for a decision, or to be taken in. Addresses are dropped.

    Parameters
    ----------
    text : str
        The e-mail or note, as pasted.
    who : str
        Who said it, as a role or a person code, never a name; if blank, what the
        reply says itself ("I am a: doctor").
    known : iterable of str
        Codes of the findings.
    file : str, optional
        The mark of the file it came in.
    """
    text = without_addresses(text)
    version = (list(findings.published_versions(rnd)) or ["draft"])[-1]
    who = findings.needed(who.strip() or reading.who(text), "who")
    said, codes = {"who": who, "version": version, "file": file}, list(known)
    rows = reading.parse_replies(text, codes)
    if lines := reading.theirs(reading.quoted(text, codes), ours(rnd)):
        rows.loc[len(rows)] = ["", reading.ASIDE, "\n".join(lines)]
    return _add(rnd, rows, said)


def take_in(rnd: Round, reply: str, known: Iterable[str]) -> list[str]:
    """Take in as replies what was set aside; give their ids."""
    waits = reading.undecided(replies(rnd)).set_index("reply")
    if reply not in waits.index or waits.loc[reply, "verdict"] != reading.ASIDE:
        raise Problem("replies: what is on the screen is not set aside: decide on it.")
    row = waits.loc[reply]
    rows = reading.parse_replies(row["words"], known, whole=True)
    ids = _add(rnd, rows, row[["who", "version"]].to_dict())
    taken = {"decision": "taken in", "decided_by": rnd.reader}
    journal.record(rnd, "replies").change(reply, taken)
    return ids


def _add(rnd: Round, rows: pd.DataFrame, said: Mapping[Any, str | None]) -> list[str]:
    """Record replies as they were read, with what is `said` of all; give their ids."""
    record, every = journal.record(rnd, "replies"), rows.to_dict("records")
    return [record.add({str(k): v for k, v in {**r, **said}.items()}) for r in every]


def ours(rnd: Round) -> list[str]:
    """Return what we sent: each wording of each finding, with its code and without."""
    every = [shown["texts"] for shown in findings.published_versions(rnd).values()]
    every += [{code: one["text"] for code, one in findings.coded(rnd).items()}]
    pairs = [pair for texts in every for pair in texts.items()]
    return [words for code, text in pairs for words in (f"{code} {text}", text)]


def decide(
    rnd: Round, reply: str, decision: str, reason: str, led_to: str | None = None
) -> str:
    """Record what became of a reply, and why; return the event, for undo.

    Parameters
    ----------
    reply : str
        Id of the reply.
    decision : {"changed", "kept", "added", "noted"}
        What was done.
    reason : str
        Why; only "noted" needs none.
    led_to : str, optional
        Code of the finding that was changed or added; else the one replied to.
    """
    said = replies(rnd).set_index("reply")
    if reply not in said.index or decision not in DECISIONS:
        raise Problem(reading.PROBLEMS["decision"].format(", ".join(DECISIONS)))
    why = reason.strip() if decision == "noted" else findings.needed(reason, "reason")
    values = {"decision": decision, "reason": why, "decided_by": rnd.reader}
    values["led_to"] = led_to or str(said.loc[reply, "finding"])
    return journal.record(rnd, "replies").change(reply, values)


def replies(rnd: Round) -> pd.DataFrame:
    """Return what people said back and what became of it.

    Returns
    -------
    pandas.DataFrame
        Columns reply, finding ("" if general), verdict ("set aside" for quoted lines
        that nobody has judged), words, who, decision,
        reason, by (who decided), version (the one replied to) and led_to; "" where
        nothing is decided. Words taken back leave a row with verdict "withdrawn".

    Examples
    --------
    >>> check.check_back.replies(rnd)["verdict"].value_counts().to_dict()
    {'right': 8, 'add': 8, 'not right': 5, 'comment': 2}
    """
    names = ["finding", "verdict", "words", "who", "decision", "reason"]
    rest = ["decided_by", "version", "led_to"]
    state = journal.state(rnd, "replies", names + rest)
    state["verdict"] = state["verdict"].fillna("withdrawn")
    kept = state[["id", *names, *rest]].fillna("")
    return kept.rename(columns={"id": "reply", "decided_by": "by"})


def agree(rnd: Round, *, version: str, room: str, on: str, note: str = "") -> str:
    """Record that the findings were agreed, by whom in the room; give the id.

    Parameters
    ----------
    version : str
        The version that lay on the table.
    room : str
        Who was in the room, as roles and numbers, never names.
    on : str
        The day, as 2026-11-19.
    note : str, optional
        What was said about it.
    """
    values = {"version": _known_version(rnd, version), "on": findings.check_day(on)}
    values |= {"room": findings.needed(room, "room"), "note": note.strip()}
    return journal.record(rnd, "agreement").add(values)


def take_back(rnd: Round, what: str, reason: str) -> str:
    """Take back a version, or an agreement (by its id), and say why; give the event.

    Raises
    ------
    ValueError
        If people agreed on the version or wrote back about it, or there is no reason.
    """
    why = {"reason": findings.needed(reason, "why")}
    shown = findings.published_versions(rnd)
    if what in shown:
        used = {*agreement(rnd)["version"], *replies(rnd)["version"]}
        if what in used:
            raise Problem(reading.PROBLEMS["shown"].format(what))
        kind, about = "versions", shown[what]["id"]
    else:
        kind, about = "agreement", what
    record = journal.record(rnd, kind)
    steps = [("change", about, why), ("remove", about, {})]
    return record.several([(*step, journal.new_id()) for step in steps])[-1]


def agreement(rnd: Round) -> pd.DataFrame:
    """Return every agreement so far: id, version, room, on, note, by."""
    names = ["id", "version", "room", "on", "note", "by"]
    return journal.state(rnd, "agreement", names[1:-1])[names]


def agreement_line(rnd: Round) -> str:
    """Return who agreed, when and on which version, and what changed since.

    Examples
    --------
    >>> check.check_back.agreement_line(rnd)
    'Agreed on 31 October 2026, version v2, by 5 young advisers, 4 parents, ...
    """
    made = agreement(rnd)
    if made.empty:
        return NOT_YET
    last = made.iloc[-1]
    since = len(changes(rnd, last["version"]))
    line = f"Agreed on {day(last['on'])}, version {last['version']}, by {last['room']}."
    told = plural("finding has", since, "findings have")
    return line + (f" Since then {told} changed." if since else "")


def _known_version(rnd: Round, version: str) -> str:
    """Return the label back if there is such a version."""
    labels = list(findings.published_versions(rnd))
    if version not in labels:
        said = ", ".join(labels) or "none: publish one first"
        raise Problem(reading.PROBLEMS["version"].format(said))
    return version
