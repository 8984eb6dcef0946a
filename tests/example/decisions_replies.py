"""What people said back when the findings were shared, and what became of it.

The verdict is right, not right or add; the decision is kept, changed or explained.
"""

from typing import NamedTuple


class Reply(NamedTuple):
    """What one person said of one finding, and what the group did with it."""

    who: str
    group: str
    finding: str
    verdict: str
    words: str
    decision: str
    reason: str


REPLIES = (
    Reply(
        "Amira, young adviser",
        "teenager",
        "C1",
        "right",
        "Yes. It's the stool. Put a picture of the stool.",
        "kept",
        "Nothing to change; the stool goes on the poster.",
    ),
    Reply(
        "Amira, young adviser",
        "teenager",
        "C2",
        "right",
        "Keep the arm one. Grown-ups will think it's small, and it's the point.",
        "kept",
        "The quote about the arm stays.",
    ),
    Reply(
        "Agnieszka, parent",
        "parent",
        "C3",
        "add",
        "You have not written the interpreter. My daughter said the word relapse.",
        "changed",
        "She is right: it was in four comments, and we had left it out.",
    ),
    Reply(
        "Mehwish, nurse, clinical reference group",
        "nurse",
        "C3",
        "add",
        "Say trained. I get asked because of my name badge.",
        "changed",
        "The word trained was put in.",
    ),
    Reply(
        "Dr Nwosu, clinical reference group",
        "doctor",
        "C3",
        "not right",
        "Face to face is not always what they want. Some ask for the phone.",
        "explained",
        "Two people said so too. The statement in the survey says private, and choice "
        "is in C2.",
    ),
    Reply(
        "Helen, community nurse",
        "nurse",
        "C4",
        "add",
        "If it is one person it falls down when I have flu. Write two names.",
        "changed",
        "Nurses, doctors and parents all said this.",
    ),
    Reply(
        "Tom, parent",
        "parent",
        "C4",
        "right",
        "That's it. That's the kitchen cupboard.",
        "kept",
        "Nothing to change.",
    ),
    Reply(
        "Dr Pell, clinical reference group",
        "doctor",
        "C5",
        "right",
        "Embarrassing, and fair.",
        "kept",
        "Nothing to change.",
    ),
    Reply(
        "Gareth, nurse",
        "nurse",
        "C5",
        "add",
        "It's us as well. We find out from the families.",
        "explained",
        "The finding is about families; what staff said went into the evidence of Q04.",
    ),
    Reply(
        "Carol, nurse",
        "nurse",
        "C6",
        "right",
        "I had a little cry at this one, thank you.",
        "kept",
        "Nothing to change.",
    ),
    Reply(
        "Ngozi, parent",
        "parent",
        "C7",
        "add",
        "And that we see how tired they are. I asked you to say it.",
        "changed",
        "It was said by three people and makes the good more exact.",
    ),
    Reply(
        "A porter who read the poster",
        "unknown",
        "C7",
        "right",
        "First time anyone's asked a porter.",
        "kept",
        "Nothing to change. Porters and cleaners are on the list for next round.",
    ),
    Reply(
        "Kasia, young adviser",
        "child",
        "I1",
        "right",
        "It was only a bit less scary, not a lot. But yes.",
        "kept",
        "The finding already says some.",
    ),
    Reply(
        "Callum, young adviser",
        "teenager",
        "I2",
        "right",
        "Too long. But right.",
        "kept",
        "It was cut by six words before it was shared again.",
    ),
    Reply(
        "Osian, young adviser",
        "young adult",
        "I3",
        "not right",
        "It stops too soon. Dropped, and then what? Say what we asked for.",
        "changed",
        "What people asked for is now in the finding.",
    ),
    Reply(
        "Cerys, sister",
        "sibling",
        "I3",
        "add",
        "Us too. When he finished, I finished, and nobody noticed.",
        "changed",
        "Brothers and sisters were named.",
    ),
    Reply(
        "Lisa, parent",
        "parent",
        "S1",
        "not right",
        "Hard work? It's nine pounds forty. Say dear. Say we find out in the lift.",
        "changed",
        "Seven people spoke of the price or of hearing by chance.",
    ),
    Reply(
        "The manager of the car parks, Wintlebury",
        "unknown",
        "S1",
        "not right",
        "There is a free permit and it is on our website.",
        "explained",
        "It is true, and nobody had found it. That is the finding.",
    ),
    Reply(
        "Shanice, young adviser",
        "young adult",
        "S2",
        "right",
        "Five months of prescriptions, babe. Right.",
        "kept",
        "Nothing to change.",
    ),
    Reply(
        "Lorna, play specialist",
        "play specialist",
        "S3",
        "right",
        "I'm framing it.",
        "kept",
        "Nothing to change.",
    ),
    Reply(
        "Danny, youth worker",
        "youth worker",
        "S4",
        "add",
        "Add the ones at home with no neutrophils. For them it's online or nothing.",
        "explained",
        "Agreed, and put into the action on the Thursday evening, not the finding.",
    ),
    Reply(
        "Jacob, brother",
        "sibling",
        "S5",
        "add",
        "Say we want to meet each other. And a chair.",
        "changed",
        "Two of the four in the hall said it, and two more online. The chair is an "
        "action.",
    ),
    Reply(
        "Mr Osgood, hospital teacher",
        "unknown",
        "S6",
        "not right",
        "Some schools are splendid for two years. It reads as though none are.",
        "explained",
        "The finding says often; two good schools are quoted beside it in the booklet.",
    ),
)
