"""The screens of notebooks 01 and 02 about files, people and corrected words."""

from coprod.listen.screens.corrections import Confirm
from coprod.listen.screens.files import Files, Split
from coprod.listen.screens.missing_files import MissingFiles
from coprod.listen.screens.people import TakePart, Typing
from coprod.listen.screens.translate import Translate
from coprod.listen.screens.voices import Voices
from coprod.listen.screens.who import People

__all__ = [
    "Confirm",
    "Files",
    "MissingFiles",
    "People",
    "Split",
    "TakePart",
    "Translate",
    "Typing",
    "Voices",
]
