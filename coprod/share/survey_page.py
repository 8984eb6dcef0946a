"""The words of page 09, and the survey files in the forms people asked for.

Takes statements, findings and tags, gives what page 09 says and the survey in its
forms: for survey tools, to print, and to type paper answers into.
"""

from pathlib import Path

import pandas as pd

from coprod.decide import statements as statements_
from coprod.decide import survey
from coprod.listen import small_groups
from coprod.pages.counts import ROUNDED
from coprod.pages.paper import Paper, place
from coprod.pages.word_document import Block, Bullets, Heading, Paragraph, Table
from coprod.share import numbers, status, who_took_part
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.store.show import day, listed, plural
from coprod.write import codebook, codebook_reads

__all__ = [
    "advice",
    "statement_sources",
    "statements",
    "survey_file",
    "who_is_asked",
    "write_survey",
]


def who_is_asked(rnd: Round) -> Paper:
    """Return who will be asked, by when, and what the survey does not ask.

    Examples
    --------
    >>> share.survey_page.who_is_asked(rnd).blocks[0]
    Paragraph(words='Everyone: children, teenagers, young adults, siblings, parents, ...
    """
    groups = small_groups.groups(rnd)
    if not groups:
        return Paper.saying("Nobody has been heard yet.")
    name, when = status.state(rnd)
    by = survey.details(rnd)["until"]
    if name != "answered":
        when = f"Answers are welcome until {day(by)}." if by else ""
    asked = [plural(group, 2, count=False) for group in groups]
    return Paper((Paragraph(f"Everyone: {listed(asked)}. {when}".strip()),))


def statements(rnd: Round) -> Paper:
    """Return the statements by theme, each with its item code.

    Examples
    --------
    >>> share.survey_page.statements(rnd).blocks[0]
    Heading(words='Communication', level=2)
    """
    made = statements_.table(rnd)
    if made.empty:
        return Paper.saying(
            "There are no statements yet: notebook 08 is where they are made."
        )
    names = codebook_reads.names(codebook.table(rnd))
    blocks: list[Block] = []
    for theme, part in made.groupby("theme", sort=False):
        blocks.append(Heading(names.get(str(theme), "Other"), 2))
        lines = part[["statement", "text"]].itertuples(index=False)
        blocks.append(Bullets([f"{code} {text}" for code, text in lines]))
    return Paper(tuple(blocks))


def statement_sources(rnd: Round) -> Paper:
    """Return for each statement the findings it comes from and how many people.

    Examples
    --------
    >>> share.survey_page.statement_sources(rnd).blocks[0].caption
    'Each person counts once. Numbers of people are to the nearest 5; 0 means two or ...
    """
    made = statements_.table(rnd)
    if made.empty:
        return Paper.saying("There are no statements yet.")
    found = numbers.people(rnd, "heard")
    shown = pd.DataFrame(
        {
            "statement": made["statement"],
            "from findings": made["findings"].str.replace(" ", ", "),
            "people who spoke of this topic": made["statement"].map(found.total),
        }
    )
    return Paper((Table(shown, f"Each person counts once. {ROUNDED}"),))


def write_survey(rnd: Round) -> str:
    """Write the questionnaire for every tool and on paper, and the typing sheet.

    Examples
    --------
    >>> share.survey_page.write_survey(rnd)
    'Written beside this page: survey.docx, survey-limesurvey.txt, ...'
    """
    if statements_.table(rnd).empty:
        return "No questionnaire was written: there are no statements yet."
    written = [survey_file(rnd, to).name for to in survey.FILES]
    told = f"Written beside this page: {', '.join(written)}."
    return " ".join([told, advice(rnd), *survey.KNOW.values()])


def advice(rnd: Round, to: str = "") -> str:
    """Propose a design with one sentence why, and say what a tool needs to be told.

    Examples
    --------
    >>> share.survey_page.advice(rnd)
    'Each person says how important each of the 16 is and chooses up to 5: it is the ...
    """
    made = survey.design(len(statements_.table(rnd)), small_groups.groups(rnd))
    return f"{made} {survey.KNOW.get(to, '')}".strip()


def survey_file(rnd: Round, to: str) -> Path:
    """Write the questionnaire for one tool, or as one kind of paper.

    Raises
    ------
    ValueError
        If there is no such tool, or no statement yet.

    Examples
    --------
    >>> share.survey_page.survey_file(rnd, "paper").name
    'survey-paper.html'
    """
    if to not in survey.FILES:
        raise Problem(f"survey: it is written to one of {', '.join(survey.FILES)}.")
    return survey.build(
        statements_.table(rnd),
        place(rnd, survey.FILES[to]),
        groups=small_groups.groups(rnd),
        codebook=codebook.table(rnd),
        title=survey.details(rnd)["title"],
        lines=survey.lines(rnd, who_took_part.line(rnd)),
        stamp=rnd.stamp,
    )
