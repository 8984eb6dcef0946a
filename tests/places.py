"""Where things are, for tests: the project, real data if they are here, a copy."""

import shutil
from pathlib import Path

from coprod.store import rounds

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"


def copy_of_example(base: Path) -> rounds.Round:
    """Copy the example round into a folder of its own."""
    for kind in ("raw", "decisions"):
        shutil.copytree(
            ROOT / "data" / kind / "example-round",
            base / "data" / kind / "example-round",
        )
    return rounds.Round("example-round", "AB", base / "data", base / "reports")


def missing(comments, tags):
    """Give the tags whose comment is in no file any more."""
    return tags[~tags["comment"].isin(comments["comment"])].reset_index(drop=True)
