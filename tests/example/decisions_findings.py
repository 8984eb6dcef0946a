"""What the invented group found when it put the comments together.

A quote is given by some of its words: they are in one comment only, by somebody who
agreed to be quoted.
"""

from typing import NamedTuple


class Finding(NamedTuple):
    """One finding as first shared; `later` is its wording in version 2, if changed."""

    finding: str
    theme: str
    experience: str
    text: str
    quotes: tuple[str, ...]
    later: str = ""


FINDINGS = (
    Finding(
        "C1",
        "Communication",
        "good",
        "A doctor who sits low and asks the child first makes a hard day bearable.",
        ("pulled up the wheely stool", "The consultant drew it"),
    ),
    Finding(
        "C2",
        "Communication",
        "less good",
        "Too often staff talk over the person it is about, or decide without asking.",
        ("They talk in a row at the end", "For the needle. Nobody asks which arm"),
    ),
    Finding(
        "C3",
        "Communication",
        "needs improving",
        "Hard news should be given face to face, in a private place.",
        (
            "I was in the queue in a bakery",
            "one time, and the phone was in the corridor",
        ),
        "Hard news should be given face to face, in a private place, with a trained "
        "interpreter where one is needed. A child should never be the interpreter.",
    ),
    Finding(
        "C4",
        "Communication",
        "needs improving",
        "Families want one person to ring, whose name they know.",
        (
            "One telephone number that is answered",
            "it's got one for hot and one for bleeding",
        ),
        "Families want one person to ring, whose name they know, and a second name for "
        "the days when that person is away.",
    ),
    Finding(
        "C5",
        "Communication",
        "less good",
        "People carry messages from one hospital to the other and say it all again.",
        ("I was the pigeon", "I am the fax machine"),
    ),
    Finding(
        "C6",
        "Communication",
        "good",
        "It works when two people who know the child talk to each other.",
        ("At the door! One nurse", "The monthly joint clinic. I have learned"),
    ),
    Finding(
        "C7",
        "Communication",
        "good",
        "Kindness is remembered by name, and it comes from everybody who works there.",
        ("The building is old, the parking is robbery", "don't make it all bad"),
        "Kindness is remembered by name, from consultants to cleaners. People see how "
        "tired staff are, and want them to know it.",
    ),
    Finding(
        "I1",
        "Information",
        "good",
        "A calendar, a board or a bear shows what is coming, and takes away some fear.",
        ("you could see the end", "Lorna showed me on the bear"),
    ),
    Finding(
        "I2",
        "Information",
        "needs improving",
        "Leaflets come all at once, go out of date, and are written for somebody else.",
        ("I'm not a bear and I'm not a mum", "I sat with a pen one night shift"),
    ),
    Finding(
        "I3",
        "Information",
        "needs improving",
        "After the bell people feel dropped.",
        ("You ring the bell and everybody claps", "wondering who I was going to ring"),
        "After the bell people feel dropped. They want somebody to get in touch in the "
        "first weeks, also with parents, brothers and sisters.",
    ),
    Finding(
        "S1",
        "Support and practical issues",
        "less good",
        "Getting there, parking, eating and sleeping near a child is hard work.",
        ("Every day nine pounds", "I've had two parking tickets"),
        "Getting there, parking, eating and sleeping near a child is hard work and "
        "dear. Families hear of the free permit by chance.",
    ),
    Finding(
        "S2",
        "Support and practical issues",
        "needs improving",
        "People hear about help with money too late, and by luck.",
        ("Four hundred and sixty a month", "Prescriptions. I paid for them"),
    ),
    Finding(
        "S3",
        "Support and practical issues",
        "good",
        "Play is part of the treatment: with a play specialist there, fear goes down.",
        ("We made a volcano out of a sick bowl", "the play lady makes more difference"),
    ),
    Finding(
        "S4",
        "Support and practical issues",
        "needs improving",
        "Meeting others in the same boat helps a great deal, and happens by accident.",
        ("There was a girl called Jasleen", "Nothing on the coast. I'd have to drive"),
    ),
    Finding(
        "S5",
        "Support and practical issues",
        "less good",
        "Brothers and sisters feel left out, and find things out by accident.",
        ("I heard it through the floor", "He asked if Kasia is still his sister"),
        "Brothers and sisters feel left out, and find things out by accident. They "
        "want to be told, to be let in, and to meet each other.",
    ),
    Finding(
        "S6",
        "Support and practical issues",
        "less good",
        "School and friends do well for two weeks, and then it often fades.",
        (
            "School were fine for about two weeks",
            "They gave me a detention for my PE kit",
        ),
    ),
)

VERSION_2 = tuple(finding.finding for finding in FINDINGS if finding.later)
