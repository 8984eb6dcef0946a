"""What every screen is made of: a form, buttons, and the line that says Saved.

A screen shows and hands out and keeps nothing: what a person decided is on disk before
the screen says Saved.
"""

from coprod.screens import card, choose_round, form, screen

__all__ = ["card", "choose_round", "form", "screen"]
