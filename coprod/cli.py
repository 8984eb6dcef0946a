"""The same verbs from a terminal: each command only calls the library.

With --json only JSON goes to standard output; messages go to standard error.
Exit: 0 done, 1 the data or the work is not right (in words), 2 wrong usage.
"""

import json
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from coprod.share import run as run_
from coprod.share import status as status_
from coprod.store import rounds
from coprod.store.problem import Missing, Problem, told
from coprod.store.show import listed, plural

app = typer.Typer(
    help="Listen, write, share, check, and go round again.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
survey = typer.Typer(help="Send statements out and read answers back.")
app.add_typer(survey, name="survey", no_args_is_help=True)

RoundName = Annotated[str, typer.Option("--round", help="Name of the round.")]
Json = Annotated[bool, typer.Option("--json", help="Print only JSON.")]
Data = Annotated[Path | None, typer.Option("--data", help="The data folder.")]
Reports = Annotated[Path | None, typer.Option("--reports", help="The pages' folder.")]


def main() -> None:
    """Run the command; say what is wrong in words, never in a traceback."""
    try:
        app()
    except Exception as error:  # its words may hold what somebody said
        _say(told(error))
        sys.exit(1)


@app.command()
def run(
    round_: RoundName = "",
    data: Data = None,
    reports: Reports = None,
    only: Annotated[
        list[str] | None, typer.Option(help="Number of a notebook, such as 05.")
    ] = None,
) -> None:
    """Run the notebooks in order and write working pages."""
    rnd = _round(round_, data, reports)
    made = run_.run(rnd, only)
    for ran in made:
        done = "written" if ran.new else "nothing new, it stands as it is"
        _say(ran.problem or f"{ran.notebook}: {done}")
    _say(f"Working pages: {_shown(rnd.working)}")
    _say(status_.noted(rnd))
    _finish([ran.problem for ran in made if ran.problem] + status_.wrong(rnd))


@app.command()
def share(
    pages: Annotated[list[str] | None, typer.Argument(help="06 09 10 11")] = None,
    round_: RoundName = "",
    data: Data = None,
    reports: Reports = None,
) -> None:
    """Write pages that may be sent, or say what stands in the way."""
    rnd = _round(round_, data, reports)
    made = run_.share(rnd, pages)
    for ran in made:
        sent = f"may be sent: {_shown(ran.page)}"
        _say(f"{ran.notebook}: {f'NOT shared: {ran.problem}' if ran.problem else sent}")
        if ran.kept:
            _say(f"  {run_.STAY}{'; '.join(ran.kept)}")
    raise typer.Exit(int(any(ran.problem for ran in made)))


@app.command()
def verify(
    page: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    as_json: Json = False,
) -> None:
    """Say what made a shared page, and whether it still holds."""
    from coprod.share import publications

    found = publications.verify(page)
    _tell(found, found["says"], as_json)
    raise typer.Exit(int(not found["holds"]))


@app.command()
def status(round_: RoundName = "", data: Data = None, as_json: Json = False) -> None:
    """Say where the round stands: comments, files, what comes next."""
    rnd = _round(round_, data, None)
    told = [f"Round {rnd.name}. {status_.noted(rnd)}", status_.where(rnd)]
    told.append(status_.sentence(rnd))
    with suppress(Problem):  # if it is not here, that was told above
        told.append(f"Who is who (private folder): {rnd.private.as_uri()}")
    _tell(status_.status(rnd), told, as_json)
    _finish(status_.wrong(rnd))


@app.command()
def withdraw(
    person: str,
    scope: Annotated[str, typer.Option(help="all, quotes or future.")] = "all",
    yes: Annotated[bool, typer.Option("--yes", help="Let it go.")] = False,
    round_: RoundName = "",
    data: Data = None,
    reports: Reports = None,
) -> None:
    """Take a person's words back, such as P07: see what goes; --yes lets it go."""
    from coprod.listen import comments, files
    from coprod.listen import people as people_
    from coprod.protect import withdrawal

    rnd = _round(round_, data, reports)
    said, _ = files.listen(rnd)
    made = comments.make(rnd, said, people_.read(rnd, said).who)
    going = withdrawal.plan(rnd, made, person, scope)
    for line in (withdrawal.withdraw if yes else withdrawal.preview)(rnd, going):
        print(line)
    if not yes:
        _say("Nothing has gone yet. If this is right, type it again with --yes.")


@app.command()
def receipts(round_: RoundName = "", data: Data = None) -> None:
    """Say who wished to hear back, and what stands in the way of each letter."""
    from coprod.share.receipts import Desk

    desk = Desk(_round(round_, data, None))
    for person in desk.wishes:
        wrong = listed(desk.in_the_way(person)) or "may be released in 11"
        print(f"{desk.codes[person]}: {wrong}")
    _say(desk.line)


@app.command()
def read(files: list[Path], as_json: Json = False) -> None:
    """Read files and account for every character; nothing is saved."""
    from coprod.listen import formats

    refused = False
    for number, path in enumerate(files, start=1):
        try:
            found = formats.read_file(path)
        except Exception as error:  # its words may hold what somebody said
            _print({"file": str(path), "refused": told(error)}, as_json)
            refused = True
            continue
        for position, said in enumerate(found.utterances, start=1):
            line = {"source": f"S{number:02d}", "position": position}
            words = {n: getattr(said, n) or None for n in ("speaker", "question")}
            _print({**line, **words, "text": said.text}, as_json)
        if as_json:
            names = ("label", "turns", "words", "role")
            who = [{name: getattr(one, name) for name in names} for one in found.voices]
            _print({"file": str(path), "voices": who, "look": found.look or None})
        counts = {"characters": found.characters, "taken": found.taken}
        aside = {"set_aside": dict(sorted(found.set_aside.items()))}
        left = {"difference": found.difference, "places": found.places}
        _print({"file": str(path), **counts, **aside, **left}, as_json)
        refused = refused or bool(found.lost)
    raise typer.Exit(int(refused))


@app.command()
def group(
    file: Path,
    text: Annotated[str, typer.Option(help="Name of the column with the words.")],
    groups: Annotated[int, typer.Option(help="How many groups; 0: by rule.")] = 0,
    as_json: Json = False,
) -> None:
    """Group similar comments of a spreadsheet, in their own words; none left out."""
    from coprod.write.second_reader import groups as groups_

    words = _column(file, text)
    rows = [i for i, said in enumerate(words) if said.strip()]
    found = groups_.group([words[i] for i in rows], groups=groups or None)
    made = groups_.as_json(found, rows)
    told = [
        f"{one['id']:>3}  {one['size']:>6}  {', '.join(one['words'])}"
        for one in made["groups"]
    ]
    _tell(made, told, as_json)


@app.command()
def rank(ballots: Path, top: int | None = None, as_json: Json = False) -> None:
    """Rank the statements of any file of ballots by equal influence of groups."""
    from coprod.decide import priorities
    from coprod.decide.survey import ballot_files

    frame, said = ballot_files.read(ballots)
    made = priorities.rank(frame, top=top)
    short = made[["place", "statement", "combined", "pooled_place"]]
    _tell(_records(made), [short.to_string()], as_json)
    for note in [*said, *priorities.notes(frame)]:
        _say(note)


@app.command()
def identifiers(
    file: Annotated[
        Path | None, typer.Argument(help="JSON lines: id and text.")
    ] = None,
    queue: Annotated[bool, typer.Option(help="Also words for a person to see.")] = True,
    round_: Annotated[str, typer.Option("--round", help="Use its list of names.")] = "",
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Find what points at a person in each text; nothing is saved or sent."""
    from coprod.protect import identifiers as finder
    from coprod.protect import people_workbook

    rnd = _round(round_, data, None) if round_ else None
    names = people_workbook.names(rnd) if rnd else None
    never = people_workbook.never(rnd) if rnd else ()
    lines = _json_lines(file)
    found = finder.find([line["text"] for line in lines], names, never, queue=queue)
    for line, spans in zip(lines, found, strict=True):
        told = [{k: span[k] for k in ("start", "end", "type", "by")} for span in spans]
        _print({"id": line["id"], "spans": told}, as_json)


@survey.command()
def build(
    round_: RoundName = "",
    to: Annotated[
        str,
        typer.Option(
            help="forms, limesurvey, redcap, qualtrics, paper, large, cards, typing."
        ),
    ] = "forms",
    data: Data = None,
    reports: Reports = None,
) -> None:
    """Write the questionnaire for the tool you have."""
    from coprod.share import survey_page

    rnd = _round(round_, data, reports)
    print(f"Written: {_shown(survey_page.survey_file(rnd, to))}")
    _say(survey_page.advice(rnd, to))


@survey.command("read")
def read_results(
    file: Path, round_: RoundName = "", data: Data = None, as_json: Json = False
) -> None:
    """Read survey results, keyed by the item codes in their headers."""
    from coprod.decide import votes

    ballots, notes, words = votes.read_one(_round(round_, data, None), file)
    people = ballots.drop_duplicates("respondent")["group"].value_counts()
    told = listed(plural(str(group), n) for group, n in people.items())
    answered = f"{plural('answer', int(people.sum()))}: {told}"
    _tell(_records(ballots), [answered], as_json)
    _say(f"In people's own words: {plural('answer', len(words))}, which 10 lists.")
    for note in notes:
        _say(note)


def _json_lines(file: Path | None) -> list[dict[str, Any]]:
    """Read lines of id and text from a file, or from what is piped in."""
    if file and not file.is_file():
        raise Missing("The file is not there. Look at its name, then again.")
    raw = file.read_bytes() if file else sys.stdin.buffer.read()
    made = []
    for number, line in enumerate(raw.decode("utf-8-sig", "replace").split("\n"), 1):
        try:
            said = json.loads(line or "null")
            made += [{"id": said["id"], "text": str(said["text"])}] if said else []
        except (ValueError, KeyError, TypeError):
            raise Problem(
                f'line {number}: it is not {{"id": ..., "text": ...}}. Each line must '
                "hold an id and a text. Mend it, then again."
            ) from None
    return made


def _round(name: str, data: Path | None, reports: Path | None) -> rounds.Round:
    """Return the round, in the folders named."""
    for variable, folder in (("COPROD_DATA", data), ("COPROD_REPORTS", reports)):
        if folder is not None:
            os.environ[variable] = str(folder.resolve())
    return rounds.get(name or None)


def _column(path: Path, name: str) -> list[str]:
    """Return a column of a spreadsheet file as text, or say which there are."""
    from coprod.store import office

    if not (sheets := list(office.sheets(path).values())):
        raise Problem("The workbook has no sheet in view. Show one, then again.")
    first, *others = sheets
    if more := sum(not sheet.empty for sheet in others):
        _say(
            f"Read: the first sheet. NOT read: {more} more with rows in them. Save "
            "each as a file of its own, or put the one you mean first."
        )
    if name not in first.columns:
        raise Problem(
            f"file: there is no column {name!r}. Its columns are "
            f"{', '.join(map(str, first.columns[:12]))}. Choose one with --text."
        )
    return [str(value) for value in first[name]]


def _records(frame: Any) -> Any:
    """Return the rows of a table as JSON knows them."""
    return json.loads(frame.to_json(orient="records", force_ascii=False))


def _shown(path: Path | None) -> str:
    """Return a path as seen from here."""
    return os.path.relpath(path) if path else ""


def _print(value: dict[str, Any], as_json: bool = True) -> None:
    """Print one line: JSON, or the same as words."""
    told = (f"{k}: {v}" for k, v in value.items() if v is not None)
    _tell(value, ["  ".join(told)], as_json)


def _tell(value: Any, words: Iterable[str], as_json: bool) -> None:
    """Print a value as JSON, or what it says in words."""
    if as_json:
        words = [json.dumps(value, ensure_ascii=False)]
    for line in words:
        print(line)


def _say(text: str) -> None:
    """Tell the person at the terminal."""
    print(text, file=sys.stderr)


def _finish(problems: list[str]) -> None:
    """End with 1 if something is not right, and say what."""
    for problem in problems:
        _say(f"Not right: {problem}")
    if problems:
        raise typer.Exit(1)
