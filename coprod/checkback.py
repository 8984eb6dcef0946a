"""The findings, what people said when they checked them, and who agreed.

Takes findings as people write them, versions as they are shown, replies and the
agreement; gives a table of each, and what changed since somebody saw them. All of it
lies in journals: nothing said back is lost, and no code is ever used twice.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from coprod import journal, tables
from coprod.display import plural
from coprod.problem import Problem
from coprod.replies import ASIDE
from coprod.replies import counts as counts
from coprod.replies import parse_replies as parse_replies
from coprod.replies import quoted as quoted
from coprod.replies import theirs as theirs
from coprod.replies import undecided as undecided
from coprod.rounds import Round
from coprod.tagging import EXPERIENCES as EXPERIENCES

DECISIONS = ("changed", "kept", "added", "noted")


def findings(rnd: Round) -> pd.DataFrame:
    """Give the findings table as it stands, without those that were dropped.

    The version is the one in which the wording first stood as it stands now, or
    "draft" if it has not been shown yet.
    """
    shown = list(_published(rnd).items())
    names = [c.name for c in tables.TABLES["findings"].columns]
    rows = []
    for code, thing in _coded(rnd).items():
        since = "draft"
        for label, version in reversed(shown):
            if version["texts"].get(code) != thing["text"]:
                break
            since = label
        row = {**thing, "finding": code, "version": since}
        if not thing.get("dropped"):
            rows.append([row[name] for name in names])
    frame = pd.DataFrame(rows, columns=pd.Index(names), dtype=object)
    return tables.check("findings", frame)


def write(
    rnd: Round,
    *,
    theme: str,
    letter: str,
    experience: str,
    text: str,
    quotes: Iterable[str] = (),
) -> str:
    """Write a new finding and give its code: the letter and the next number.

    Raises
    ------
    ValueError
        If the letter is not a capital letter, the experience is not one of
        `EXPERIENCES`, or the text is blank.
    """
    if not re.fullmatch("[A-Z]", letter) or experience not in EXPERIENCES:
        raise Problem(
            "findings: a finding needs the capital letter of its theme and one of "
            f"{', '.join(EXPERIENCES)}. Choose both, then save again."
        )
    events = journal.read(rnd.decisions, "findings").events
    used = [str((e["value"] or {}).get("code", "")) for e in events]
    numbers = [int(code[1:]) for code in used if code[:1] == letter]
    code = f"{letter}{max(numbers, default=0) + 1}"
    values = {"code": code, "theme": theme, "experience": experience}
    values |= {"text": _needed(text, "text"), "quotes": " ".join(quotes)}
    journal.record(rnd, "findings").add(values)
    return code


def reword(rnd: Round, finding: str, text: str, reason: str) -> str:
    """Say a finding in other words, and why; give the event, for undo."""
    return _change(rnd, finding, {"text": _needed(text, "text")}, reason)


def drop(rnd: Round, finding: str, reason: str) -> str:
    """Take a finding out, and say why; its code is not used again."""
    return _change(rnd, finding, {"dropped": True}, reason)


def publish(rnd: Round, *, shown_to: str, on: str) -> str:
    """Keep the findings as they are shown now and give the label of the version.

    Parameters
    ----------
    shown_to : str
        To whom, as roles and numbers, never names: "9 young advisers".
    on : str
        The day, as 2026-11-19.

    Raises
    ------
    ValueError
        If there is no finding yet, or the day is not a date.
    """
    now = findings(rnd)
    if now.empty:
        raise Problem("findings: there are none yet. Write one before sharing.")
    label = f"v{len(_published(rnd)) + 1}"
    reasons = [key for thing in _coded(rnd).values() for key in thing if _is_why(key)]
    texts = dict(zip(now["finding"], now["text"], strict=True))
    values = {"version": label, "texts": texts, "reasons": reasons, "on": _day(on)}
    values["shown_to"] = _needed(shown_to, "shown_to")
    journal.record(rnd, "versions").add(values)
    return label


def versions(rnd: Round) -> pd.DataFrame:
    """Give the versions shown so far: version, shown_to, on, findings, by."""
    rows = [
        [label, shown["shown_to"], shown["on"], len(shown["texts"]), shown["by"]]
        for label, shown in _published(rnd).items()
    ]
    names = pd.Index(["version", "shown_to", "on", "findings", "by"])
    return pd.DataFrame(rows, columns=names)


def changes(rnd: Round, since: str) -> pd.DataFrame:
    """Say what changed in the findings since people saw the version `since`.

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
    old = _published(rnd)[_known_version(rnd, since)]
    said = replies(rnd)
    later = list(_published(rnd))[list(_published(rnd)).index(since) :]
    led = said["decision"].isin(["changed", "added"]) & said["version"].isin(later)
    rows = []
    for code, thing in _coded(rnd).items():
        was = old["texts"].get(code, "")
        now = "" if thing.get("dropped") else thing["text"]
        ids = list(said.loc[led & (said["led_to"] == code), "reply"])
        whys = [why for key, why in thing.items() if _is_why(key, old["reasons"])]
        whys = whys or ([] if was else ["new"])
        whys += [f"after {plural('reply', len(ids))}"] * bool(ids)
        if was != now:
            rows.append([code, was, now, "; ".join(whys), " ".join(ids)])
    names = pd.Index(["finding", "was", "now", "why", "replies"])
    return pd.DataFrame(rows, columns=names, dtype=object)


def what_changed(rnd: Round) -> pd.DataFrame:
    """Give what changed since people last saw the findings in other words than now."""
    shown = list(_published(rnd))
    found = [changes(rnd, version) for version in reversed(shown)]
    changed = [frame for frame in found if len(frame)]
    names = ["finding", "was", "now", "why", "replies"]
    return changed[0] if changed else pd.DataFrame(columns=names)


def receive(rnd: Round, text: str, *, who: str, known: Iterable[str]) -> list[str]:
    """Take in what somebody wrote back and give the ids of the replies.

    Quoted lines that may hold an answer are kept beside them as one that is set
    aside: it waits for a decision, or to be taken in.

    Parameters
    ----------
    text : str
        The e-mail or note, as pasted.
    who : str
        Who said it, as a role or a person code, never a name.
    known : iterable of str
        Codes of the findings.
    """
    version = (list(_published(rnd)) or ["draft"])[-1]
    said = {"who": _needed(who, "who"), "version": version}
    record = journal.record(rnd, "replies")
    codes = list(known)
    rows = parse_replies(text, codes).to_dict("records")
    ids = [record.add({str(k): v for k, v in row.items()} | said) for row in rows]
    if lines := theirs(quoted(text, codes), ours(rnd)):
        record.add({"finding": "", "verdict": ASIDE, "words": "\n".join(lines)} | said)
    return ids


def take_in(rnd: Round, reply: str, known: Iterable[str]) -> list[str]:
    """Take in as replies what was set aside; give their ids."""
    waits = undecided(replies(rnd)).set_index("reply")
    if reply not in waits.index or waits.loc[reply, "verdict"] != ASIDE:
        raise Problem("replies: what is on the screen is not set aside: decide on it.")
    row = waits.loc[reply]
    said, record = row[["who", "version"]].to_dict(), journal.record(rnd, "replies")
    rows = parse_replies(row["words"], known, whole=True).to_dict("records")
    ids = [record.add({str(k): v for k, v in one.items()} | said) for one in rows]
    record.change(reply, {"decision": "taken in", "decided_by": rnd.reader})
    return ids


def ours(rnd: Round) -> list[str]:
    """Give what we sent: each wording of each finding, with its code and without."""
    texts = [pair for v in _published(rnd).values() for pair in v["texts"].items()]
    texts += [(code, thing["text"]) for code, thing in _coded(rnd).items()]
    return [words for code, text in texts for words in (f"{code} {text}", text)]


def decide(
    rnd: Round, reply: str, decision: str, reason: str, led_to: str | None = None
) -> str:
    """Say what became of a reply, and why; give the event, for undo.

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
        raise Problem(
            f"replies: a decision is {', '.join(DECISIONS)}, about a reply in the "
            "table. Choose both, then save again."
        )
    values = {
        "decision": decision,
        "reason": reason.strip() if decision == "noted" else _needed(reason, "reason"),
        "decided_by": rnd.reader,
        "led_to": led_to or str(said.loc[reply, "finding"]),
    }
    return journal.record(rnd, "replies").change(reply, values)


def replies(rnd: Round) -> pd.DataFrame:
    """Give what people said back and what became of it.

    Returns
    -------
    pandas.DataFrame
        Columns reply, finding ("" if general), verdict ("set aside" for quoted lines
        that nobody has judged), words, who, decision,
        reason, by (who decided), version (the one replied to) and led_to; "" where
        nothing is decided. Words taken back leave a row with verdict "withdrawn".
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
    values = {"version": _known_version(rnd, version), "on": _day(on)}
    values |= {"room": _needed(room, "room"), "note": note.strip()}
    return journal.record(rnd, "agreement").add(values)


def agreement(rnd: Round) -> pd.DataFrame:
    """Give every agreement so far: version, room, on, note, by."""
    names = ["version", "room", "on", "note", "by"]
    return journal.state(rnd, "agreement", names[:-1])[names]


def agreement_line(rnd: Round) -> str:
    """Say who agreed, when and on which version, and what changed since."""
    made = agreement(rnd)
    if made.empty:
        return "Not yet agreed."
    last = made.iloc[-1]
    since = len(changes(rnd, last["version"]))
    line = f"Agreed on {last['on']}, version {last['version']}, by {last['room']}."
    told = plural("finding has", since, "findings have")
    return line + (f" Since then {told} changed." if since else "")


def _coded(rnd: Round) -> dict[str, dict[str, Any]]:
    """Give each finding by its code, those that were dropped too."""
    return _named(rnd, "findings", "code")


def _published(rnd: Round) -> dict[str, dict[str, Any]]:
    """Give each version by its label, in order."""
    return _named(rnd, "versions", "version")


def _named(rnd: Round, kind: str, name: str) -> dict[str, dict[str, Any]]:
    """Give things by name; one that two people used apart gets a b the second time."""
    found: dict[str, dict[str, Any]] = {}
    for thing in journal.fold(journal.read(rnd.decisions, kind).events).values():
        label = str(thing.get(name, "?"))
        while label in found:
            label += "b"
        found[label] = thing
    return found


def _change(rnd: Round, finding: str, values: dict[str, Any], reason: str) -> str:
    """Change a finding; each reason has a name of its own, so that none is lost."""
    thing = _coded(rnd).get(finding)
    if thing is None or thing.get("dropped"):
        raise Problem("findings: there is no such finding. Choose one of the table.")
    values = {**values, f"why {journal.new_id(4)}": _needed(reason, "reason")}
    return journal.record(rnd, "findings").change(thing["id"], values)


def _is_why(key: str, seen: Iterable[str] = ()) -> bool:
    """Say whether a property of a finding is a reason nobody has seen."""
    return key.startswith("why ") and key not in seen


def _known_version(rnd: Round, version: str) -> str:
    """Give the label back if there is such a version."""
    labels = list(_published(rnd))
    if version not in labels:
        raise Problem(
            "versions: there is no such version. Those shown so far are "
            f"{', '.join(labels) or 'none: publish one first'}."
        )
    return version


def _needed(text: str, name: str) -> str:
    """Give the text trimmed, or say that it is missing."""
    if not text.strip():
        raise Problem(f"check-back: {name} is blank. Fill it in, then save again.")
    return text.strip()


def _day(on: str) -> str:
    """Give a day back as 2026-11-19."""
    try:
        return date.fromisoformat(str(on)).isoformat()
    except ValueError:
        raise Problem(
            "check-back: the day must look like 2026-11-19. Write it so, then save."
        ) from None
