"""Write, reword and publish findings, and keep their versions.

Takes findings as people write them, versions as they are shown, replies and the
agreement; gives a table of each, and what changed since somebody saw them. All of it
lies in journals: nothing said back is lost, and no code is ever used twice.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from coprod.pages.counts import rounded
from coprod.store import journal, tables
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.write.tags import EXPERIENCES

__all__ = [
    "KEPT",
    "behind",
    "check_day",
    "coded",
    "findings",
    "is_why",
    "needed",
    "publish",
    "published_versions",
    "versions",
]

KEPT = {"texts": "text", "quotes": "quotes", "people": "people"}  # of a version


def findings(rnd: Round) -> pd.DataFrame:
    """Return the findings table as it stands, without those that were dropped.

    The version is the one in which the wording first stood as it stands now, or
    "draft" if it has not been shown yet.

    Examples
    --------
    >>> write.findings.findings(rnd)["finding"].head(3).tolist()
    ['C1', 'C2', 'C3']
    """
    shown = list(published_versions(rnd).items())
    names = [c.name for c in tables.TABLES["findings"].columns]
    rows = []
    for code, thing in coded(rnd).items():
        since = "draft"
        for label, version in reversed(shown):
            if version["texts"].get(code) != thing["text"]:
                break
            since = label
        if not thing.get("dropped"):
            rows.append({**thing, "finding": code, "version": since})
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
    **more: str,
) -> str:
    """Write a new finding and give its code: the letter and the next number.

    `more` are its headline, and which of its quotes are hard to read, by their ids.

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
    values |= {"text": needed(text, "text"), "quotes": " ".join(quotes)}
    values |= {name: words for name, words in more.items() if words}
    journal.record(rnd, "findings").add(values)
    return code


def reword(rnd: Round, finding: str, text: str, reason: str, **more: str) -> str:
    """Say a finding in other words, and why; give the event, for undo.

    `more` are its theme, experience, quotes, headline or which quotes are hard to
    read, where they are to change too.
    """
    if more.get("experience", EXPERIENCES[0]) not in EXPERIENCES:
        raise Problem(f"findings: how it was is one of {', '.join(EXPERIENCES)}.")
    return _change(rnd, finding, {"text": needed(text, "text"), **more}, reason)


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

    Examples
    --------
    >>> write.findings.publish(rnd, shown_to="young advisers", on="2026-11-19")
    'v3'
    """
    now = findings(rnd)
    if now.empty:
        raise Problem("findings: there are none yet. Write one before sharing.")
    events = journal.read(rnd.decisions, "versions").events  # those taken back too
    label = f"v{sum(event['op'] == 'add' for event in events) + 1}"
    reasons = [key for thing in coded(rnd).values() for key in thing if is_why(key)]
    values: dict[str, Any] = {"version": label, "reasons": reasons, "on": check_day(on)}
    now = now.assign(people=list(map(rounded, behind(rnd, now))))
    for name, column in KEPT.items():
        values[name] = dict(zip(now["finding"], now[column], strict=True))
    values["shown_to"] = needed(shown_to, "shown_to")
    journal.record(rnd, "versions").add(values)
    return label


def behind(rnd: Round, findings: pd.DataFrame) -> list[int]:
    """Return how many people spoke so of the theme of each finding.

    Examples
    --------
    >>> write.findings.behind(rnd, rnd.load("findings"))[:2]
    [38, 38]
    """
    counts = rnd.load("themes") if rnd.has("themes") else tables.empty("themes")
    here = counts[counts["group"] == "everyone"]
    by = here.set_index(["theme", "experience"])["people"].to_dict()
    keys = zip(findings["theme"], findings["experience"], strict=True)
    return [int(by.get(key, 0)) for key in keys]


def versions(rnd: Round) -> pd.DataFrame:
    """Return the versions shown so far: version, shown_to, on, findings, by.

    Examples
    --------
    >>> write.findings.versions(rnd)["version"].tolist()
    ['v1', 'v2']
    """
    shown = published_versions(rnd)
    names = ["shown_to", "on", "texts", "by"]
    made = pd.DataFrame(shown.values(), list(shown), names).rename_axis("version")
    made["texts"] = made["texts"].map(len)
    return made.rename(columns={"texts": "findings"}).reset_index()


def coded(rnd: Round) -> dict[str, dict[str, Any]]:
    """Return each finding by its code, those that were dropped too.

    Examples
    --------
    >>> sorted(write.findings.coded(rnd))[:3]
    ['C1', 'C2', 'C3']
    """
    return _named(rnd, "findings", "code")


def published_versions(rnd: Round) -> dict[str, dict[str, Any]]:
    """Return each version by its label, in order.

    Examples
    --------
    >>> list(write.findings.published_versions(rnd))
    ['v1', 'v2']
    """
    return _named(rnd, "versions", "version")


def _named(rnd: Round, kind: str, name: str) -> dict[str, dict[str, Any]]:
    """Return things by name; one that two people used apart gets b the second time."""
    found: dict[str, dict[str, Any]] = {}
    for thing in journal.fold(journal.read(rnd.decisions, kind).events).values():
        label = str(thing.get(name, "?"))
        while label in found:
            label += "b"
        found[label] = thing
    return found


def _change(rnd: Round, finding: str, values: dict[str, Any], reason: str) -> str:
    """Change a finding; each reason has a name of its own, so that none is lost."""
    thing = coded(rnd).get(finding)
    if thing is None or thing.get("dropped"):
        raise Problem("findings: there is no such finding. Choose one of the table.")
    values = {**values, f"why {journal.new_id(4)}": needed(reason, "reason")}
    return journal.record(rnd, "findings").change(thing["id"], values)


def is_why(key: str, seen: Iterable[str] = ()) -> bool:
    """Return whether a property of a finding is a reason nobody has seen.

    Examples
    --------
    >>> write.findings.is_why("why 1"), write.findings.is_why("text")
    (True, False)
    """
    return key.startswith("why ") and key not in seen


def needed(text: str, name: str) -> str:
    """Return the text trimmed, or say that it is missing.

    Examples
    --------
    >>> write.findings.needed(" young advisers ", "shown to")
    'young advisers'
    """
    if not text.strip():
        raise Problem(f"check-back: {name} is blank. Fill it in, then save again.")
    return text.strip()


def check_day(on: str) -> str:
    """Return a day back as 2026-11-19.

    Examples
    --------
    >>> write.findings.check_day("2026-11-19")
    '2026-11-19'
    """
    try:
        return date.fromisoformat(str(on)).isoformat()
    except ValueError:
        raise Problem(
            "check-back: the day must look like 2026-11-19. Write it so, then save."
        ) from None
