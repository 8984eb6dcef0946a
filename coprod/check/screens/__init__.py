"""The screens of checking: names, what is left over, replies and versions."""

from coprod.check.screens.left_over import LeftOver
from coprod.check.screens.replies import Names, Replies, Versions

__all__ = ["LeftOver", "Names", "Replies", "Versions"]
