"""The invented codebook: working codes, themes, and the order they arrived in.

`KEYS` are the short words used in `voices/*.txt`; colours are from the Okabe-Ito
palette, which people with most kinds of colour blindness can tell apart.
"""

from typing import NamedTuple


class Code(NamedTuple):
    """One working code as the two readers wrote it down."""

    key: str
    name: str
    theme: str
    definition: str
    include: str
    exclude: str


CODES = (
    Code(
        "direct",
        "Being talked to directly",
        "Communication",
        "Whether staff speak to the person it is about, in words they can follow.",
        "Sitting at eye level; asking the child first; talking over somebody's head.",
        "What was said about the diagnosis itself: see Breaking news.",
    ),
    Code(
        "news",
        "Breaking news",
        "Communication",
        "How, where and by whom hard news was given, to patients or to family.",
        "By phone, in a corridor, through an interpreter, overheard; time after it.",
        "Everyday updates: see Knowing what happens next.",
    ),
    Code(
        "named",
        "One named person to ring",
        "Communication",
        "Having one person, known by name, to go to with a worry.",
        "Numbers that ring out; lists of numbers; who covers at weekends.",
        "Praise of a person without contact in it: see Staff kindness.",
    ),
    Code(
        "joined",
        "Joined-up between hospitals",
        "Communication",
        "Whether hospitals, home and other services know what the others know.",
        "Letters, shared notes, saying it again, joint clinics, carrying messages.",
        "Ward rounds inside one hospital: see Being talked to directly.",
    ),
    Code(
        "choices",
        "Consent and choices",
        "Communication",
        "Being asked, and having a say, from fertility to which arm.",
        "Who is in the room; knocking; saying no; being asked how much to know.",
        "Choice of food: see Parking, travel, food and rooms.",
    ),
    Code(
        "next",
        "Knowing what happens next",
        "Information",
        "Knowing the plan for today, this week and the next stage.",
        "Boards, calendars, dates that move, side effects that nobody mentioned.",
        "Life after the last treatment: see After treatment ends.",
    ),
    Code(
        "leaflets",
        "Leaflets, websites and videos",
        "Information",
        "Information to take away: paper, web, video, in any language.",
        "Too much at once; out of date; for the wrong age; other languages.",
        "Being told face to face: see Breaking news.",
    ),
    Code(
        "after",
        "After treatment ends",
        "Information",
        "The time after the last treatment, and the move to adult services.",
        "The bell; fear of it coming back; nobody ringing; leftover kit.",
        "Going home between treatments: see Knowing what happens next.",
    ),
    Code(
        "money",
        "Money",
        "Support and practical issues",
        "What cancer costs, and help with it.",
        "Work, grants, benefits, forms, prescriptions, fines.",
        "How parking works: tag Parking too if both are there.",
    ),
    Code(
        "travel",
        "Parking, travel, food and rooms",
        "Support and practical issues",
        "Getting there, eating there, sleeping there.",
        "Permits, buses, distance, chairs, fridges, curtains, plugs.",
        "The colour of the buses: out of scope.",
    ),
    Code(
        "school",
        "School, college and friends",
        "Support and practical issues",
        "Keeping up with school or college, and with friends from before.",
        "Teachers, exams, attendance letters, visits from friends.",
        "Friends met through cancer: see Being with other young people.",
    ),
    Code(
        "peers",
        "Being with others like me",
        "Support and practical issues",
        "Meeting people in the same boat, of the same age or in the same role.",
        "The young adults' unit, online evenings, quiz night, parents at the crisp "
        "machine.",
        "Brothers and sisters at home: see Brothers, sisters and family.",
    ),
    Code(
        "family",
        "Brothers, sisters and family",
        "Support and practical issues",
        "What it does to the family, above all brothers and sisters.",
        "Visiting, being told, being asked; who looks after whom.",
        "Money worries of the family: see Money.",
    ),
    Code(
        "play",
        "Play and things to do",
        "Support and practical issues",
        "Play, also play that prepares for treatment, and not being bored.",
        "The trolley, the bear, weekends, consoles, the fish.",
        "Lessons: see School, college and friends.",
    ),
    Code(
        "kind",
        "Staff kindness",
        "Communication",
        "Small and large things that staff did which people remember.",
        "Anybody who works there: porters and cleaners too.",
        "Wishes for more staff: tag what they would do.",
    ),
)
KEYS = {code.key: code.name for code in CODES}

# In the order in which the group arrived at them, over two meetings.
THEMES = (
    (
        "Support and practical issues",
        "#009E73",
        "Everything around the treatment that makes it bearable, or not.",
        "First, because the biggest pile of paper on the table was this one.",
    ),
    (
        "Communication",
        "#0072B2",
        "How we are spoken to, asked, told, and passed from one place to another.",
        "Second; Kindness was put here after Cerys said it is a way of talking.",
    ),
    (
        "Information",
        "#E69F00",
        "What we need to know, when we need it, in a form we can use.",
        "Last: it was part of Communication until the second meeting.",
    ),
)
