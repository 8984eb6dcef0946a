"""The screens of notebooks 01 and 02 about files, people and corrected words."""

from coprod.listen.screens.corrections import Confirm
from coprod.listen.screens.files import Files, Split
from coprod.listen.screens.people import TakePart, Typing
from coprod.listen.screens.voices import Voices

__all__ = ["Confirm", "Files", "Split", "TakePart", "Typing", "Voices"]
