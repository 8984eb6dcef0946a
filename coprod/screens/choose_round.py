"""The screen of notebook 00: choose or start a round, and say who you are."""

from coprod.screens.form import Field, button
from coprod.screens.screen import Screen
from coprod.store import rounds
from coprod.store.problem import Problem

__all__ = ["ChooseRound"]


class ChooseRound(Screen):
    """Choose the round to work in and say who is reading, or start a new round.

    Parameters
    ----------
    name, reader : str, optional
        The round the notebook was told to run for, if it is not the current one.

    Examples
    --------
    >>> print(screens.choose_round.ChooseRound("example-round", "AB").summary)
    You are in round example-round, reading as AB.
    """

    round = Field("Dropdown", "Round")
    reader = Field("Text", "Your initials")
    new = Field("Text", "New round", hint="autumn-2026")
    layout = ("round reader submit", "line", "new start")

    def __init__(self, name: str | None = None, reader: str | None = None) -> None:
        self.told = (name, reader)
        super().__init__()

    def begin(self) -> None:
        """Offer the rounds; show what was chosen last."""
        self.round.options = rounds.names()
        if (rounds.data_folder() / "current-round.json").exists():
            try:
                rnd = rounds.get()
            except Problem:
                return  # its folder is gone: another one can be chosen
            who = "" if rnd.reader == rounds.NOBODY else rnd.reader
            self.round.value, self.reader.value = rnd.name, who

    @property
    def summary(self) -> str:
        """Which round is chosen, and who is reading."""
        try:
            rnd = rounds.get(*self.told)
        except Problem:
            return "No round is chosen yet."
        return rounds.you_are(rnd)

    @button("Work in this round", strong=True)
    def submit(self) -> str:
        """Make the chosen round the current one."""
        name, reader = self.round.value, self.reader.value.strip()
        if not name or not reader:
            raise Problem("Choose a round and write your initials, then again.")
        rounds.choose(name, reader)
        self.told = (None, None)
        return f"Saved. {self.summary} Run the cells below again."

    @button("Start this round")
    def start(self) -> str:
        """Make the folder of a new round, and choose it on the screen."""
        name = self.new.value.strip()
        rounds.start(name)
        self.round.options, self.round.value = rounds.names(), name
        return (
            f"Saved: the folder data/raw/{name} is there. Put the files of the round "
            "into it, then press Work in this round."
        )
