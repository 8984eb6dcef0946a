"""Write the questionnaire as a Word file that Microsoft Forms imports.

Quick import reads numbered questions and lettered options, each in a paragraph of its
own; no tables. Look through what it made before sending it. Word and paper users can
fill in the same file by hand.
"""

import io
from pathlib import Path

from coprod.decide.survey.questions import Question
from coprod.store import disk, spreadsheets


def write(
    questions: list[Question], path: Path, *, title: str, about: str, stamp: str
) -> Path:
    """Write the questions to a .docx, the same bytes every time; give its path."""
    from docx import Document

    document = Document()
    properties = document.core_properties
    properties.title, properties.language = title, "en-GB"
    properties.author = properties.comments = ""
    if stamp:
        document.add_paragraph().add_run(stamp).bold = True
    document.add_heading(title, level=1)
    document.add_paragraph(
        "There are no right or wrong answers. You can leave out any question."
    )
    if about:
        document.add_paragraph(about)
    part = ""
    for number, question in enumerate(questions, start=1):
        if question.part != part:
            part = question.part
            document.add_heading(part, level=2)
        document.add_paragraph(f"{number}. {question.text}")
        for place, option in enumerate(question.options):
            document.add_paragraph(f"{letter(place)}. {option}")
    made = io.BytesIO()
    document.save(made)
    disk.write(path, spreadsheets.timeless(made.getvalue()))
    return path


def letter(place: int) -> str:
    """Return the letter of an option: A to Z, then AA, AB ..."""
    first, second = divmod(place, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)
