"""Run the notebooks and write their pages; sharing is a separate act behind a gate.

Working pages are stamped NOT FOR SHARING. A page or paper is shared only when it was
made afresh from the data, passed every check of `disclosure`, and says the ledger.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coprod import (
    __version__,
    checkback,
    disclosure,
    handouts,
    involved,
    people,
    rounds,
    standing,
    trail,
)
from coprod.problem import Problem
from coprod.rounds import STAMP, Round

SHARED = ("06", "09", "10", "11")
TRIES = 3  # of starting an engine
PAPERS = {
    "06": ("findings.docx", "findings.pptx"),
    "09": ("survey.docx", "survey-paper.html", "survey.xlsx"),
    "10": (),
    "11": ("annex.docx",),
}
NEEDS = {
    "06": ("findings", "there are no findings: write them in notebook 05"),
    "09": ("statements", "there are no statements: write them in notebook 08"),
    "10": ("priorities", "there are no survey results: put them in survey/, run 10"),
    "11": ("actions", "there are no answers yet: write them in notebook 11"),
}


@dataclass(frozen=True)
class Ran:
    """What came of one notebook: its name, its page, and what went wrong, if so."""

    notebook: str
    page: Path | None
    problem: str = ""


def notebooks(only: list[str] | None = None) -> list[Path]:
    """Give the notebooks in order, or those whose number is in `only`.

    Raises
    ------
    ValueError
        If a number has no notebook.
    """
    found = sorted((rounds.workbook() / "notebooks").glob("[0-9][0-9]-*.ipynb"))
    wanted = [f"{int(n):02d}" if n.isdigit() else n for n in only or []]
    strange = set(wanted) - {path.name[:2] for path in found}
    if strange:
        raise Problem(
            f"notebooks: there is none with the number {sorted(strange)[0]}. The "
            f"numbers are {found[0].name[:2]} to {found[-1].name[:2]}."
        )
    return [path for path in found if not wanted or path.name[:2] in wanted]


def run(rnd: Round, only: list[str] | None = None) -> list[Ran]:
    """Run the notebooks in order and write their working pages.

    Parameters
    ----------
    rnd : Round
        The round to run.
    only : list of str, optional
        Numbers of notebooks, such as 05; all of them if left out.

    Returns
    -------
    list of Ran
        One for each notebook. A notebook that stops does not keep the next from
        running; its page says where it stopped.
    """
    from tqdm import tqdm

    with _environment(rnd, staging=None):
        # 00 says where the round stands, so it runs last.
        order = sorted(notebooks(only), key=lambda path: path.name.startswith("00"))
        bar = tqdm(order, desc=rnd.name, unit="notebook")
        done = sorted((path, *execute(path, rnd)) for path in bar)
    made = []
    for path, nb, problem in done:
        page = rnd.working / f"{path.stem}.html"
        rounds.write(page, _page(nb, rnd, STAMP, path.name[:2]).encode())
        made.append(Ran(path.stem, page, problem))
    return made


def share(rnd: Round, only: list[str] | None = None) -> list[Ran]:
    """Make shared pages and papers afresh and let through those that pass the gate.

    Returns
    -------
    list of Ran
        One for each page asked for; `problem` says what stands in the way. A page
        that does not pass is not written, and neither are its papers.
    """
    wanted = only or list(SHARED)
    never = [number for number in wanted if number not in SHARED]
    if never:
        raise Problem(
            f"share: {never[0]} is never shared; it is for the people who do the work. "
            f"Pages that can be shared are {', '.join(SHARED)}."
        )
    made = [_share_one(rnd, path) for path in notebooks(wanted)]
    return made + _look_again(rnd)


def _share_one(rnd: Round, path: Path) -> Ran:
    """Make one page and its papers in a folder of their own, check them, move them."""
    for old in (f"{path.stem}.html", *PAPERS[path.name[:2]]):
        (rnd.share / old).unlink(missing_ok=True)  # what is refused must not lie there
    table, without = NEEDS[path.name[:2]]
    if not rnd.has(table) or rnd.load(table).empty:
        return Ran(path.stem, None, without)
    staging = rnd.share.parent / f".gate-{path.stem}"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    try:
        with _environment(rnd, staging):
            nb, problem = execute(path, rnd)
        page = _page(nb, rnd, "", path.name[:2])
        rounds.write(staging / f"{path.stem}.html", page.encode())
        reasons = [problem] if problem else _gate(rnd, staging)
        if reasons:
            return Ran(path.stem, None, "; ".join(reasons))
        rnd.share.mkdir(parents=True, exist_ok=True)
        for made in sorted(staging.iterdir()):
            os.replace(made, rnd.share / made.name)
            (rnd.share / made.name).chmod(0o644)
        return Ran(path.stem, rnd.share / f"{path.stem}.html")
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _look_again(rnd: Round) -> list[Ran]:
    """Check what was shared before; take out what would not pass today."""
    out = []
    paths = sorted(rnd.share.glob("*.*"))
    known = _known(rnd) if paths else (None, None, None)
    for path in paths:
        reasons = _check(path, *known)
        if reasons:
            path.unlink()
            why = f"it was shared before and is taken out of share/: {reasons[0]}"
            out.append(Ran(path.name, None, why))
    return out


def _gate(rnd: Round, staging: Path) -> list[str]:
    """Give every reason why what lies in `staging` may not be shared."""
    left = trail.unaccounted(rnd.load("comments"), handouts.ledger(rnd))
    reasons = [f"{len(left)} comments have no end in the ledger"] if left else []
    known = _known(rnd)
    for path in sorted(staging.iterdir()):
        reasons += _check(path, *known)
    return list(dict.fromkeys(reasons))


def _known(rnd: Round) -> tuple[Any, Any, Any]:
    """Give what files are checked against: names, comments, what may be quoted."""
    return people.names(rnd), rnd.load("comments"), handouts.may_quote(rnd)


def _check(path: Path, names: Any, comments: Any, may_quote: Any) -> list[str]:
    """Give every reason why one file may not be shared, with the next step."""
    if path.suffix == ".html":
        reasons = disclosure.check_page(path.read_text(encoding="utf-8"), names)
    else:
        reasons = disclosure.check_file(path, names)
    reasons = [f"{reason} ({path.name}); reword it and run again" for reason in reasons]
    return reasons + disclosure.check_quotes(path, comments, may_quote)


def execute(path: Path, rnd: Round) -> tuple[Any, str]:
    """Run one notebook in a fresh engine; give it and what went wrong, if so."""
    import nbformat
    from nbclient.exceptions import CellExecutionError

    nb = nbformat.read(path, as_version=4)
    _choose(nb, rnd)
    client = _started(nb, path)
    try:
        client.execute()
    except CellExecutionError:
        return nb, f"{path.stem}: {_where(nb)}"
    return nb, ""


def _started(nb: Any, path: Path) -> Any:
    """Start the engine of a notebook; again, if a program took its port meanwhile."""
    from nbclient import NotebookClient

    for left in reversed(range(TRIES)):
        client = NotebookClient(
            nb,
            extra_arguments=["--log-level=ERROR"],
            timeout=1800,
            kernel_name="python3",
            store_widget_state=False,
            coalesce_streams=True,  # two prints are one text, however they come
            resources={"metadata": {"path": str(path.parent)}},
        )
        try:
            client.create_kernel_manager()
            client.start_new_kernel()
            client.start_new_kernel_client()
            break
        except RuntimeError:
            if not left:
                raise
    return client


def _choose(nb: Any, rnd: Round) -> None:
    """Put the round and the reader after the notebook's own parameters."""
    import nbformat

    for place, cell in enumerate(nb.cells):
        if "parameters" in cell.metadata.get("tags", []):
            chosen = f"ROUND = {rnd.name!r}\nREADER = {rnd.reader!r}"
            extra = nbformat.v4.new_code_cell(chosen, id="chosen")
            extra.metadata["tags"] = ["injected-parameters"]
            nb.cells.insert(place + 1, extra)
            return


def _where(nb: Any) -> str:
    """Say in which cell a notebook stopped and what our own sentence said."""
    code = [cell for cell in nb.cells if cell.cell_type == "code"]
    number = 0
    for cell in code:
        number += "injected-parameters" not in cell.metadata.get("tags", [])
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                ours = output.ename in ("ValueError", "FileNotFoundError", "NotSaved")
                why = output.evalue if ours else output.ename
                return f"code cell {number} stopped: {why}"
    return "it stopped"


def _page(nb: Any, rnd: Round, stamp: str, number: str) -> str:
    """Render a notebook that was just run as one page."""
    from coprod import exporter

    return exporter.page(
        nb,
        stamp=stamp,
        ledger=standing.noted(rnd),
        involved=involved.line(rnd) if number in SHARED else "",
        footer=made_from(rnd),
    )


def made_from(rnd: Round) -> str:
    """Say what a page was made from: data, decisions, versions."""
    marks = []
    for folder in (rnd.processed, rnd.decisions):
        digest = hashlib.sha256()
        for path in sorted(folder.glob("*.*")):
            digest.update(path.name.encode() + path.read_bytes())
        marks.append(digest.hexdigest()[:12])
    invented = " Every word in it is invented." if rnd.invented else ""
    return (
        f"Round: {rnd.title}.{invented} Made by coprod {__version__} from tables "
        f"{marks[0]} and decisions {marks[1]}. {checkback.agreement_line(rnd)}"
    )


@contextmanager
def _environment(rnd: Round, staging: Path | None) -> Iterator[None]:
    """Tell the notebook engines where the data are, and whether this is the gate."""
    said = {"COPROD_DATA": str(rnd.data), "COPROD_REPORTS": str(rnd.reports)}
    said |= {"SOURCE_DATE_EPOCH": "1577836800", "PYTHONHASHSEED": "0"}
    said["ORT_DISABLE_TELEMETRY"] = "1"  # an engine may import it before coprod
    said["TQDM_DISABLE"] = "1"  # a page is no place for a progress bar
    if staging:
        said["COPROD_STAGING"] = str(staging)
    before = {name: os.environ.get(name) for name in said}
    os.environ.update(said)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
