"""Run notebooks in fresh engines, write their pages, and pass them through the gate.

Working pages are stamped NOT FOR SHARING. A page or paper is shared only when it was
made afresh from the data, passed every check of `disclosure`, and says the ledger.
"""

import hashlib
import itertools
import os
import shutil
import subprocess
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from coprod import __version__
from coprod.check import check_back, ledger
from coprod.listen import voices
from coprod.protect import people_workbook, review
from coprod.share import (
    front_page,
    gate,
    numbers,
    publications,
    status,
    typed,
    unchanged,
    who_took_part,
)
from coprod.store import disk, journal, journal_watch, rounds
from coprod.store.problem import Problem, told
from coprod.store.rounds import Round
from coprod.store.show import listed, plural
from coprod.write import quotes

__all__ = ["STAY", "Ran", "run", "share"]

STAY = "Fewer than ten people differ, so these numbers stay as they were shared: "
TRIES = 3  # of starting an engine
PAPERS = {n: tuple(page["papers"]) for n, page in front_page.PAGES.items()}
SHARED = tuple(PAPERS)


@dataclass(frozen=True)
class Ran:
    """What came of one notebook: its name, its page, and what went wrong, if so.

    Examples
    --------
    >>> share.run.Ran("06-share-findings", None, "a name stands in it").problem
    'a name stands in it'
    """

    notebook: str
    page: Path | None
    problem: str = ""
    kept: tuple[str, ...] = ()  # numbers of people that stay as they were shared
    new: bool = True  # whether it ran: nothing it is made from may have changed


@dataclass(frozen=True)
class Lines:
    """What every page of a round says of it, and what that was made from."""

    ledger: str
    involved: str
    agreed: str
    unaccounted: int  # comments without an end in the ledger
    opened: set[Path]


def lines(rnd: Round) -> Lines:
    """Return what every page says, as it stands now."""
    with disk.opened() as opened:
        left = 0
        if rnd.has("comments"):
            left = len(ledger.unaccounted(rnd.load("comments"), ledger.of_round(rnd)))
        said = (
            status.noted(rnd),
            who_took_part.line(rnd),
            check_back.agreement_line(rnd),
        )
    return Lines(*said, left, opened)


def notebooks(only: list[str] | None = None) -> list[Path]:
    """Return the notebooks in order, or those whose number is in `only`.

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
        running; its page says where it stopped. One that would come out the same is
        not run; one that used what a later one made is run twice.

    Examples
    --------
    >>> [ran] = share.run.run(rnd, ["00"])  # doctest: +SKIP
    """
    from tqdm import tqdm

    paths = notebooks(only)
    bar = tqdm(total=len(paths), desc=rnd.name, unit="notebook")
    with _alone(rnd), _environment(rnd), bar:
        done = _run_all(rnd, paths, bar.update)
    journal_watch.ends(rnd, note=True)
    made, said = [], lines(rnd)
    for path, one in sorted(done.items()):
        page, number = rnd.working / f"{path.stem}.html", path.name[:2]
        disk.write(page, _page(one.notebook, rnd, number, said, one.opened).encode())
        what = "written" if one.new else "nothing new"
        rnd.log(f"run {number}: {'it stopped' if one.problem else what}")
        made.append(Ran(path.stem, page, one.problem, new=one.new))
    return made


@contextmanager
def _alone(rnd: Round) -> Iterator[None]:
    """Hold the round while notebooks run, so that two runs do not mix; say what stops.

    Raises
    ------
    Problem
        If somebody else holds it, with who and since when; or when Ctrl+C is pressed.
    """
    from filelock import FileLock, Timeout

    note = rnd.processed / ".running"
    try:
        with FileLock(f"{note}.lock", blocking=False) as held:
            disk.write(note, f"{rnd.reader}, since {datetime.now():%H:%M}".encode())
            try:
                yield
            finally:
                for path in (note, Path(held.lock_file)):
                    with suppress(OSError):  # Windows takes no open file away
                        path.unlink()
    except Timeout:
        who = note.read_text(encoding="utf-8") if note.exists() else "somebody"
        raise Problem(
            f"run: this round is being run already (reader {who}). Wait until that "
            "run is done, or stop it where it was started, then again."
        ) from None
    except KeyboardInterrupt:
        raise Problem(
            "run: stopped, as you asked. All that was saved is whole. To go on, give "
            "the same command again."
        ) from None


@dataclass(frozen=True)
class Done:
    """A notebook with its outputs, what went wrong, and what it used."""

    notebook: Any
    problem: str
    opened: set[Path]
    new: bool = True


def _run_all(
    rnd: Round, paths: list[Path], progress: Callable[[bool], object]
) -> dict[Path, Done]:
    """Run what would not come out the same; 00 says where we stand: last, and always.

    The second time round only those run that used what a later one has made since.
    """
    last = [path for path in paths if path.name.startswith("00")]
    steps, done = [path for path in paths if path not in last], dict[Path, Done]()
    for path in [*steps, *steps, *last]:
        before = done.get(path)
        if before is None or not before.problem:
            now = _run_or_keep(rnd, path, always=path in last)
            done[path] = replace(now, new=now.new or bool(before and before.new))
        progress(before is None)
    return done


def _run_or_keep(rnd: Round, path: Path, always: bool) -> Done:
    """Run a notebook, unless all that it is made from is as it was."""
    try:
        before, folders = unchanged.standing(rnd), unchanged.folders(rnd).values()
    except (Problem, OSError):  # then nothing can be kept; the notebook says why
        return Done(*_execute(path, rnd))
    if not always and (found := unchanged.kept(rnd, path, before)):
        return Done(found[0], "", found[1], new=False)
    with disk.opened(*folders) as opened:
        nb, problem = execute(path, rnd)
    with suppress(Problem, OSError):  # the next time it runs again, that is all
        if not problem:
            unchanged.keep(rnd, path, nb, opened, before)
    return Done(nb, problem, opened)


def share(rnd: Round, only: list[str] | None = None) -> list[Ran]:
    """Make shared pages and papers afresh and let through those that pass the gate.

    Returns
    -------
    list of Ran
        One for each page asked for; `problem` says what stands in the way. A page
        that does not pass is not written, and neither are its papers.

    Raises
    ------
    ValueError
        If the list of names is not here, or holds less than was noted; what lies in
        the folder stays as it is.

    Examples
    --------
    >>> [ran] = share.run.share(rnd, ["06"])  # doctest: +SKIP
    """
    wanted = only or list(SHARED)
    never = [number for number in wanted if number not in SHARED]
    if never:
        raise Problem(
            f"share: {never[0]} is never shared; it is for the people who do the work. "
            f"Pages that can be shared are {', '.join(SHARED)}."
        )
    people_workbook.read(rnd)  # without every name to hide no page can be judged
    said = cache(partial(lines, rnd))
    made = [_share_one(rnd, path, said) for path in notebooks(wanted)]
    front_page.write(rnd, said().ledger, made_from(rnd, said().opened))
    return made + _look_again(rnd)


def _share_one(rnd: Round, path: Path, said: Callable[[], Lines]) -> Ran:
    """Make one page and its papers in a folder of their own, check them, move them.

    What was shared before goes when the new one has passed, or was refused for what
    it says; an error takes nothing away.
    """
    page, kept = f"{path.stem}.html", list[str]()
    rnd = replace(rnd, gate=path.stem)
    try:
        shutil.rmtree(rnd.out, ignore_errors=True)
        with disk.opened() as opened:
            reasons = _made(rnd, path, said)
        opened |= said().opened
        made, kept = ([], []) if reasons else _published(rnd, path.stem, opened)
        for old in {page, *PAPERS[path.name[:2]]}.difference(made):
            (rnd.share / old).unlink(missing_ok=True)  # the refused must not lie there
    except Exception as error:
        stays = (rnd.share / page).exists()
        reasons = [told(error).rstrip("."), *["what was shared before stays"] * stays]
    finally:
        shutil.rmtree(rnd.out, ignore_errors=True)
    rnd.log(f"share {path.name[:2]}: {'not ' if reasons else ''}shared")
    shown = None if reasons else rnd.share / page
    return Ran(path.stem, shown, "; ".join(reasons), tuple(kept))


def _published(rnd: Round, page: str, opened: set[Path]) -> tuple[list[str], list[str]]:
    """Record what passed, then move it out; give its names, and numbers that stay."""
    made, readers = sorted(rnd.out.iterdir()), set(review.reviewed(rnd)["by"])
    events = ["heard", "voted"] if rnd.has("ballots") and page[:2] > "09" else ["heard"]
    found = {event: numbers.people(rnd, event) for event in events}
    values = {
        "page": page,
        "files": {path.name: publications.mark(path) for path in made},
        "numbers": {event: each.facts for event, each in found.items()},
        "inputs": publications.inputs(rnd, opened),
        "versions": publications.versions(),
        "reviewed": f"Quotes were reviewed by {listed(sorted(readers)) or 'nobody'}.",
        "agreed": check_back.agreement_line(rnd),
    }
    journal.record(rnd.itself, publications.KIND).add(values)
    rnd.share.mkdir(parents=True, exist_ok=True)
    for new in made:
        new.chmod(0o644)
        os.replace(new, rnd.share / new.name)
    return [new.name for new in made], sum((n.kept for n in found.values()), [])


def _made(rnd: Round, path: Path, said: Callable[[], Lines]) -> list[str]:
    """Make one page and its papers; give every reason why they may not be shared."""
    page_ = front_page.PAGES[path.name[:2]]
    table, without = page_["table"], page_["without"]
    if not rnd.has(table):
        raise Problem(without)
    if rnd.load(table).empty:
        return [without]
    if waits := voices.nobody_said(rnd.load("files")):
        return [
            f"nobody has said yet who speaks in {listed(waits)}: say so in notebook "
            "01, run it again, and those after it"
        ]
    with _environment(rnd):
        nb, problem, opened = _execute(path, rnd)
    if problem:
        raise Problem(problem)
    page = _page(nb, rnd, path.name[:2], said(), opened)
    disk.write(rnd.out / f"{path.stem}.html", page.encode())
    return _gate(rnd, said().unaccounted)


def _look_again(rnd: Round) -> list[Ran]:
    """Judge all that lies in share/; take out what would not pass today.

    A page or paper of ours can be made again and goes; what somebody else put there,
    or what could not be judged, is moved aside.
    """
    there = sorted(rnd.share.iterdir()) if rnd.share.is_dir() else []
    ours = {*front_page.files().values(), front_page.START, front_page.WHOLE}
    ours = ours.union(*PAPERS.values())
    out: list[Ran] = []
    try:
        known = _known(rnd) if there else (None, None, None)
    except Exception as error:
        return [Ran("share/", None, f"nothing there could be checked: {told(error)}")]
    for path in there:
        kept = path.name not in ours or path.is_dir()
        try:
            reasons = _check(path, *known)
        except Exception as error:
            reasons, kept = [told(error)], True
        if reasons:
            name = gate.sayable(path.name, known[0])
            try:
                went = f"moved to {_moved(rnd, path, name)}" if kept else "taken out"
                path.unlink(missing_ok=True)
            except OSError:
                went = "STILL THERE and may be open: close it, then take it out by hand"
            rnd.log(f"share/: one {'moved aside' if kept else 'taken out'}")
            out.append(
                Ran(f"share/{name}", None, f"{reasons[0].rstrip('.')}; it is {went}")
            )
    return out


def _moved(rnd: Round, path: Path, name: str) -> Path:
    """Move a file, folder or link out of share/; say where it is, seen from reports."""
    aside = rnd.working / "taken out of share"
    aside.mkdir(parents=True, exist_ok=True)
    places = (aside / f"{n} {name}" for n in itertools.count(1))
    to = next(place for place in places if not os.path.lexists(place))
    os.rename(path, to)
    return to.relative_to(rnd.reports)


def _gate(rnd: Round, left: int) -> list[str]:
    """Return every reason why what was made for sharing may not be shared."""
    reasons = [f"{plural('comment', left)} without an end in the ledger"] * bool(left)
    known = _known(rnd)
    for path in sorted(rnd.out.iterdir()):
        found = _check(path, *known)
        end = f" ({path.name}); reword it and run again"
        reasons += [why if path.name in why else why + end for why in found]
        reasons += typed.counts(rnd, path)
    reasons += typed.waiting(rnd, sorted(rnd.out.iterdir()))
    if any("registered name" in why for why in reasons):
        at = [place for place, _ in typed.places(rnd, known[0])]
        reasons.append(f"it was typed on the screen {listed(at) or 'of no notebook'}")
    return list(dict.fromkeys(reasons))


def _known(rnd: Round) -> tuple[Any, Any, Any]:
    """Return what files are checked against: names, comments, what may be quoted."""
    return people_workbook.names(rnd), rnd.load("comments"), quotes.may_quote(rnd)


def _check(path: Path, names: Any, comments: Any, may_quote: Any) -> list[str]:
    """Return every reason why what lies at a path may not be shared."""
    if path.is_symlink() or not path.is_file():
        return ["it is a folder or a link, and only files are shared"]
    reasons = gate.check_file(path, names)
    with suppress(*gate.CLOSED):  # then `check_file` has said so
        reasons += gate.check_quotes(path, comments, may_quote)
    return reasons


def _execute(path: Path, rnd: Round) -> tuple[Any, str, set[Path]]:
    """Run one notebook; give what `execute` gives, and what it opened."""
    with disk.opened() as opened:
        nb, problem = execute(path, rnd)
    return nb, problem, opened


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
    except Exception:
        if client._async_cleanup_kernel_future:  # Ctrl+C put an end to the engine
            warnings.simplefilter("ignore", RuntimeWarning)  # and to what it awaited
            raise KeyboardInterrupt from None
        raise
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
            client.start_new_kernel(stderr=subprocess.DEVNULL)  # a page says what fails
            client.start_new_kernel_client()
            break
        except RuntimeError:
            if not left:
                raise
    return client


def _choose(nb: Any, rnd: Round) -> None:
    """Put the round, the reader and the gate after the notebook's own parameters."""
    import nbformat

    for place, cell in enumerate(nb.cells):
        if "parameters" in cell.metadata.get("tags", []):
            chosen = f"ROUND, READER, GATE = {(rnd.name, rnd.reader, rnd.gate)!r}"
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
                ours = output.traceback == [output.evalue]  # as `display` says it
                why = output.evalue if ours else output.ename
                return f"code cell {number} stopped: {why}"
    return "it stopped"


def _page(nb: Any, rnd: Round, number: str, said: Lines, opened: set[Path]) -> str:
    """Render a notebook that was just run as one page."""
    from coprod.pages import html_page

    return html_page.page(
        nb,
        stamp=rnd.stamp,
        ledger=said.ledger,
        involved=said.involved if number in SHARED else "",
        pages=front_page.links(rnd, number) if rnd.gate else (),
        about=rnd.title,
        footer=f"{made_from(rnd, opened | said.opened)} {said.agreed}",
    )


def made_from(rnd: Round, opened: set[Path]) -> str:
    """Say what a page was made from: the tables and journals opened for it."""
    found, marks = publications.inputs(rnd, opened), []
    for kind in ("tables/", "decisions/"):
        own = "".join(mark for name, mark in found.items() if name.startswith(kind))
        marks.append(hashlib.sha256(own.encode()).hexdigest()[:12])
    invented = " Every word in it is invented." if rnd.invented else ""
    return (
        f"Round: {rnd.title}.{invented} Made by coprod {__version__} from tables "
        f"{marks[0]} and decisions {marks[1]}."
    )


@contextmanager
def _environment(rnd: Round) -> Iterator[None]:
    """Tell the notebook engines where the data are."""
    said = {"COPROD_DATA": str(rnd.data), "COPROD_REPORTS": str(rnd.reports)}
    said |= {"SOURCE_DATE_EPOCH": "1577836800", "PYTHONHASHSEED": "0"}
    said["ORT_DISABLE_TELEMETRY"] = "1"  # an engine may import it before coprod
    said["TQDM_DISABLE"] = "1"  # a page is no place for a progress bar
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
