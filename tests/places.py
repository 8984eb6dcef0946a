"""Where things are, for tests: the project, real data if they are here, a copy."""

import contextlib
import io
import shutil
import sys
from pathlib import Path

import pytest

from coprod import cli
from coprod.listen.formats import hearing
from coprod.listen.formats.utterances import Tally, Transcript
from coprod.protect import people_record, people_workbook
from coprod.store import ids, journal, rounds, sealed

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
KEPT: list[Path] = []  # where the example round is built, once for all tests


def copy_of_example(base: Path) -> rounds.Round:
    """Copy the example round into a folder of its own."""
    for kind in ("raw", "decisions"):
        shutil.copytree(
            ROOT / "data" / kind / "example-round",
            base / "data" / kind / "example-round",
        )
    rnd = rounds.Round("example-round", "AB", base / "data", base / "reports")
    if KEPT and (KEPT[0] / "done.json").exists():  # the same words are not read twice
        held = KEPT[0] / "data/raw/example-round/private" / sealed.FOLDER
        shutil.copytree(held, rnd.private / sealed.FOLDER, dirs_exist_ok=True)
    return rnd


def missing(comments, tags):
    """Give the tags whose comment is in no file any more."""
    return tags[~tags["comment"].isin(comments["comment"])].reset_index(drop=True)


def save_people(rnd, book):
    """Save the record of people as it is given; a row left out is taken away."""
    people_workbook.read(rnd)
    people_record.take_in(rnd)
    stands, given = people_record.read(rnd), people_record._things(book)
    steps = people_record._steps(people_record._things(stands), given)
    people_record._record(rnd, people_record.SAID, steps)


def blank(folder, kind, wanted):
    """Blank the values of the wanted events; give how many."""
    return journal.rewrite(
        folder, kind, lambda event: {**event, "value": None} if wanted(event) else event
    )


def coprod(*words):
    """Run the command here; give exit code, standard output and error."""
    out, told = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(ROOT),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(told),
        pytest.MonkeyPatch.context() as patched,
        pytest.raises(SystemExit) as ended,
    ):
        patched.setattr(sys, "argv", ["coprod", *map(str, words)])
        cli.main()
    return ended.value.code or 0, out.getvalue(), told.getvalue()


def unmark(rnd, comment: str) -> None:
    """Take a comment back from those this reader set aside, as a screen does."""
    said = journal.state(rnd, "marks", ["comment"])
    named = ids.follow(rnd, said["comment"]) == comment
    mine = said["id"].str.endswith(f".{rnd.reader}")
    for thing in said.loc[named & mine, "id"]:
        journal.record(rnd, "marks").remove(thing)


def spoken(paragraphs, aside):
    """Give the utterances of paragraphs; what is not words is added to `aside`."""
    return hearing.heard(Transcript(paragraphs, aside, Tally())).utterances
