"""What the invented group decided, as plain data: from codes to actions.

Codes and themes are in `decisions_codes.py`, findings and replies in
`decisions_findings.py` and `decisions_replies.py`; all are given again here.
"""

from typing import NamedTuple

from .decisions_codes import CODES as CODES
from .decisions_codes import KEYS
from .decisions_codes import THEMES as THEMES
from .decisions_findings import FINDINGS as FINDINGS
from .decisions_findings import VERSION_2 as VERSION_2
from .decisions_findings import Finding as Finding
from .decisions_replies import REPLIES as REPLIES


class Statement(NamedTuple):
    """One statement to vote on, in the order of its item code."""

    theme: str
    text: str
    direction: str
    findings: str
    codes: tuple[str, ...]


class Action(NamedTuple):
    """You said, we did, because."""

    statement: str
    said: str
    did: str
    because: str
    owner: str
    due: str
    status: str


def _statement(theme: str, text: str, way: str, findings: str, keys: str) -> Statement:
    """Give a statement whose codes are named by their short words."""
    return Statement(theme, text, way, findings, tuple(KEYS[k] for k in keys.split()))


_C, _I, _S = "Communication", "Information", "Support and practical issues"
STATEMENTS = (
    _statement(_C, "Staff speak to the child first.", "change", "C1 C2", "direct"),
    _statement(_C, "Hard news is given in a private place.", "change", "C3", "news"),
    _statement(_C, "We have one named person to ring.", "change", "C4", "named"),
    _statement(
        _C, "Both our hospitals can see the same notes.", "change", "C5", "joined"
    ),
    _statement(
        _C, "The monthly clinic with both teams carries on.", "keep", "C6", "joined"
    ),
    _statement(
        _C,
        "We are asked who we want in the room.",
        "change",
        "C2",
        "choices",
    ),
    _statement(_C, "Staff go on doing small kind things.", "keep", "C7", "kind"),
    _statement(
        _I, "We are told the plan for the day each morning.", "change", "I1", "next"
    ),
    _statement(
        _I,
        "We get one clear page in the first week.",
        "change",
        "I2",
        "leaflets",
    ),
    _statement(
        _I,
        "Someone gets in touch in the first weeks after treatment ends.",
        "change",
        "I3",
        "after",
    ),
    _statement(
        _S,
        "Someone tells us about help with money in the first week.",
        "change",
        "S2",
        "money",
    ),
    _statement(
        _S,
        "Families can park for free from the first day.",
        "change",
        "S1",
        "travel",
    ),
    _statement(
        _S,
        "Young people get to meet others of their own age.",
        "change",
        "S4",
        "peers",
    ),
    _statement(
        _S,
        "School friends stay part of our lives.",
        "change",
        "S6",
        "school",
    ),
    _statement(
        _S,
        "Every sibling is told what is going on.",
        "change",
        "S5",
        "family",
    ),
    _statement(
        _S,
        "The play specialist is there before treatment.",
        "keep",
        "S3",
        "play",
    ),
)
CODED = {f"Q{number:02}": one for number, one in enumerate(STATEMENTS, 1)}

AGREEMENT = {
    "date": "2026-10-31",
    "where": "Dunstock village hall",
    "version": "2",
    "in_the_room": {
        "young adviser": 5,
        "parent": 4,
        "brother or sister": 2,
        "nurse": 3,
        "doctor": 2,
        "youth worker": 1,
        "play specialist": 1,
        "hospital teacher": 1,
        "researcher": 2,
    },
    "how": "Every finding on the wall, green, amber or red dots, then talk about red.",
    "words": "We agree that this is what was said. It isn't everything that we feel.",
    "not_agreed": "Two young advisers wanted C3 to say that a phone call can be right.",
}

# way, offered, used, by whom
WAYS = (
    ("interview", 14, 11, "young people, parents and doctors, in person or by phone"),
    (
        "group session",
        3,
        2,
        "nurses of a local hospital; brothers and sisters on the coast",
    ),
    (
        "ward visit",
        2,
        1,
        "children on the ward; the second fell to a cold on the ward",
    ),
    ("slides", 2, 2, "young adults in their unit; parents at a local hospital"),
    (
        "online conversation",
        2,
        1,
        "parents, a teenager and a nurse who could not travel",
    ),
    ("wish page", 60, 10, "children and teenagers, some with a parent holding the pen"),
    (
        "social post",
        1,
        7,
        "people who used the tag; asked before their words were kept",
    ),
    ("survey form", 120, 12, "staff and families, by a link on the ward"),
)
# partner, what they brought, since when
PARTNERS = (
    (
        "five young advisers",
        "wrote the questions, led the wall, chose the words",
        "start",
    ),
    ("four parents", "read every finding, found the hall, brought the Polish", "start"),
    ("youth worker and play specialist", "asked sideways, and with a bear", "start"),
    (
        "clinical reference group",
        "eleven staff of both hospitals and the community",
        "May",
    ),
    ("hospital school", "let us have Tuesdays", "June"),
    ("families' charity on the coast", "sent the link, paid for the bus", "September"),
)
HOPED_FOR = {
    "child": 12,
    "teenager": 12,
    "young adult": 8,
    "parent": 15,
    "sibling": 8,
    "nurse": 8,
    "doctor": 6,
    "youth worker": 1,
    "play specialist": 1,
}
NOT_HEARD = (
    "families who had lost a child: the group chose not to ask in this round",
    "people who clean, cook and carry: three were named with thanks, none was asked",
    "families who speak neither English, Welsh, Polish nor Urdu",
)

ACTIONS = (
    Action(
        "Q03",
        "Five numbers on the fridge, and nobody's name.",
        "Each family gets a card with two names and one number, written by hand.",
        "The pilot on the coast shows that two names are enough for a week.",
        "Lead nurse",
        "2027-02-01",
        "doing",
    ),
    Action(
        "Q13",
        "We were four metres apart with a curtain in between.",
        "The Thursday evening online is back, and new people are asked if they want "
        "to meet somebody.",
        "It costs little, and those who must stay at home can come too.",
        "Youth worker",
        "2026-11-26",
        "done",
    ),
    Action(
        "Q12",
        "A cleaner told us about the permit.",
        "The permit is now handed over with the first appointment, at both hospitals.",
        "It was always free. It was only never given.",
        "Manager of the car parks",
        "2026-12-01",
        "done",
    ),
    Action(
        "Q12",
        "Parking should be free for anybody who visits too.",
        "We asked, and it will not happen for friends or other relatives.",
        "The car park at the specialist hospital belongs to a company until 2034, and "
        "its contract names patients and parents only.",
        "Director of estates",
        "",
        "not possible",
    ),
    Action(
        "Q04",
        "I am the fax machine.",
        "The read-only log-in for both local hospitals has been signed.",
        "It had waited four years for one signature, which turned out to be ours.",
        "Medical director",
        "2027-01-15",
        "doing",
    ),
    Action(
        "Q11",
        "Week nine is too late to hear about money.",
        "A welfare adviser comes to both day units every Wednesday.",
        "The charity pays for a year; after that we must find the money.",
        "Head of family support",
        "2027-03-01",
        "planned",
    ),
    Action(
        "Q14",
        "School forgot I existed.",
        "The hospital teacher phones each school in weeks one, three and six.",
        "Most schools mean well, and need to be asked again.",
        "Head of the hospital school",
        "2027-01-11",
        "planned",
    ),
    Action(
        "Q10",
        "You ring the bell and the door shuts behind you.",
        "A nurse sends a message in weeks one, four and eight after treatment.",
        "Young people asked for a message rather than a call.",
        "Lead nurse for late effects",
        "2027-04-01",
        "planned",
    ),
    Action(
        "Q15",
        "Dear hospital, get another chair.",
        "Two more chairs in every room on the children's ward, and a tin of badges.",
        "They were in a store room.",
        "Ward manager",
        "2026-11-20",
        "done",
    ),
    Action(
        "Q01",
        "I'm fifteen, I'm not a lamp.",
        "New doctors spend their first ward round on the stools, with a young adviser.",
        "Being seen doing it teaches more than an actor behind a mirror.",
        "Training lead",
        "2027-02-15",
        "planned",
    ),
)
