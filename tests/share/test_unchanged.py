"""Only what something changed for is run again, and the pages are as from nothing."""

import ast
import contextlib
import difflib
import io
import os
import random
import shutil
import signal
import subprocess
import sys

import nbformat
import pytest
from filelock import FileLock
from places import ROOT

from coprod import listen
from coprod.decide import statements
from coprod.protect import people_workbook, withdrawal
from coprod.share import run, unchanged
from coprod.store import journal, log, sealed
from coprod.store.problem import Problem
from coprod.store.rounds import Round
from coprod.write import codebook, tags

SAID = "{} was kind to us and the {} was noisy at night. We waited for the {} again."
WHO = ("Child", "Mum", "Doctor", "Young adult")
WORDS = (
    "nurse ward doctor drip window lift kitchen garden corridor bed lamp door".split()
)

REAL = run.execute  # in a fresh engine


def line(rng):
    """Say something in one sentence or two."""
    return SAID.format(*rng.sample(WORDS, 3)).capitalize()


class Here:
    """Runs the code of notebooks in this process; notes which ones it ran."""

    def __init__(self):
        self.ran = []

    def execute(self, path, rnd):
        """Do as `run.execute` does; the page shows what was printed and displayed."""
        self.ran.append(path.name[:2])
        nb = nbformat.read(path, as_version=4)
        run._choose(nb, rnd)
        out = io.StringIO()
        names = {"display": lambda *shown: print(*map(shown_as, shown), file=out)}
        for cell in (c for c in nb.cells if c.cell_type == "code"):
            *body, last = ast.parse(cell.source).body
            ends = isinstance(last, ast.Expr)
            steps = ast.Module([*body] if ends else [*body, last], [])
            with contextlib.redirect_stdout(out):
                try:
                    exec(compile(steps, path.name, "exec"), names)
                    if ends:
                        names["display"](
                            eval(
                                compile(ast.Expression(last.value), "x", "eval"), names
                            )
                        )
                except Problem as error:
                    return nb, str(error)
            said = out.getvalue()[len("".join(o.text for o in outputs(nb))) :]
            cell.outputs = [nbformat.v4.new_output("stream", text=said)] if said else []
        return nb, ""


def outputs(nb):
    """Give what all cells showed."""
    return [o for c in nb.cells if c.cell_type == "code" for o in c.outputs]


def shown_as(thing):
    """Give how a page shows a thing; a form is shown as nothing."""
    made = getattr(thing, "_repr_html_", lambda: None)()
    return made or (thing if isinstance(thing, str) else "")


@pytest.fixture
def small(tmp_path, monkeypatch):
    """Give an invented round of some thirty comments, and what runs notebooks here."""
    rng, here = random.Random(7), Here()
    data = tmp_path / "data"
    rnd = Round("small", "AB", data, tmp_path / "reports")
    rnd.raw.mkdir(parents=True)
    (rnd.raw / "round.json").write_text('{"invented": true, "title": "Small"}')
    (rnd.raw / "private").mkdir()
    for name in ("one", "two"):
        turns = [f"{w}: {line(rng)}" for _ in range(8) for w in ("Ola", "Quill")]
        (rnd.raw / f"{name}.txt").write_text("\n".join(turns) + "\n")
    monkeypatch.setattr(run, "execute", here.execute)
    monkeypatch.chdir(ROOT)
    return rnd, here


def made(rnd):
    """Give the bytes of everything that code made, by name."""
    every = [*rnd.processed.iterdir(), *rnd.working.iterdir()]
    return {p.name: p.read_bytes() for p in sorted(every) if p.name != log.NAME}


def from_nothing(rnd, base, monkeypatch):
    """Make all of it in another folder, where nothing is kept and nothing was made."""
    other = Round(rnd.name, rnd.reader, base / "data", base / "reports")
    sealed_away = shutil.ignore_patterns(sealed.FOLDER)
    shutil.copytree(rnd.raw, other.raw, ignore=sealed_away)
    shutil.copytree(rnd.decisions, other.decisions)
    with monkeypatch.context() as patched:
        patched.setattr(unchanged, "kept", lambda *_: None)
        run.run(other)
    return made(other)


def differences(there, fresh):
    """Give the lines in which files differ, or the names of those without lines."""
    found = []
    for name in sorted(n for n in there if there[n] != fresh[n]):
        one, other = (f[name].decode("utf-8", "replace") for f in (there, fresh))
        lines = difflib.unified_diff(one.splitlines(), other.splitlines(), n=0)
        found += [name, *lines] if name.endswith(".html") else [name]
    return found


def a_tag(rnd, rng):
    """Tag a comment; nothing of the files or of hiding depends on it."""
    book = codebook.table(rnd)
    code = book["code"].iloc[0] if len(book) else codebook.add(rnd, "Kind people")
    tags.add(rnd, rng.choice(list(rnd.load("comments")["comment"])), code)
    return {"03", "05"}, {"01"}


def a_code(rnd, rng):
    codebook.add(rnd, f"Code {rng.random()}")
    return {"03", "05"}, {"01"}


def a_word(rnd, rng, *, same_time=False):
    """Change a word of a file; on request its size and times stay as they were."""
    path = rnd.raw / rng.choice(["one.txt", "two.txt"])
    was, text = path.stat(), path.read_text()
    path.write_text(
        text[:-20].replace("kind", rng.choice(["kimd", "kild"]), 1) + text[-20:]
    )
    if same_time:
        os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
        assert path.stat().st_size == was.st_size
    return {"01", "02"} if path.read_text() != text else set(), set()


def a_stale_file(rnd, rng):
    return a_word(rnd, rng, same_time=True)


def a_line(rnd, rng):
    with (rnd.raw / "one.txt").open("a") as file:
        file.write(f"Ola: {line(rng)}\n")
    return {"01", "02"}, set()


def a_name(rnd, rng):
    """Put a word on the list of names to hide."""
    row = {"name": rng.choice(WORDS).capitalize(), "shown as": "[somebody]"}
    people_workbook.put(rnd, "names to hide", [row])
    return {"01", "02"}, set()


def a_consent(rnd, rng):
    """Say of one person what may become of the words."""
    rows = people_workbook.read(rnd)["people"].to_dict("records")
    one = {name: rng.choice(rows)[name] for name in ("source", "label")}
    one |= {rng.choice(["quote", "hear back", "keep"]): rng.choice(["yes", "no"])}
    return {"01"} if people_workbook.put(rnd, "people", [one]) else set(), set()


def a_ballot(rnd, rng):
    """Hand in the answers of four people to what two statements ask."""
    while len(statements.table(rnd)) < 2:
        statements.add(rnd, text=line(rng)[:60].rstrip(), theme="")
    people = people_workbook.read(rnd)["people"][["source", "label"]]
    rows = people.assign(group="parent").to_dict("records")
    people_workbook.put(rnd, "people", rows)
    rows = [f"{who},{rng.randint(1, 5)},{rng.randint(1, 5)}" for who in WHO]
    head = "Who are you?,Q01 How important?,Q02 How important?"
    (rnd.raw / "survey").mkdir(exist_ok=True)
    (rnd.raw / "survey" / "answers.csv").write_text("\n".join([head, *rows]))
    return {"10"}, set()


def a_wait(rnd, rng):
    """Change nothing."""
    return set(), {f"{n:02d}" for n in range(1, 12)}


def a_withdrawal(rnd, rng):
    """Take back what one person said; what was kept is gone with it."""
    said, _ = listen.files.listen(rnd)
    everybody = listen.comments.make(rnd, said, listen.people.read(rnd, said).who)
    left = sorted(set(everybody["person"]))
    if len(left) > 2:
        withdrawal.withdraw(rnd, withdrawal.plan(rnd, everybody, rng.choice(left)))
        assert not list(sealed.of(rnd).folder.iterdir())
    return {"02", "03"} if len(left) > 2 else set(), set()


CHANGES = [
    *(a_tag, a_code, a_word, a_stale_file, a_line, a_name, a_consent, a_ballot, a_wait)
]


def lives(rnd, here, rng, changes, tmp_path, monkeypatch):
    """Make changes one by one; each time compare with all of it made from nothing."""
    run.run(rnd)
    for number, change in enumerate(changes):
        must, never = change(rnd, rng)
        here.ran.clear()
        assert [one.problem for one in run.run(rnd)] == [""] * 12, change.__name__
        assert must <= set(here.ran) and not never & set(here.ran), change.__name__
        assert unchanged.behind(rnd) == [], change.__name__
        base = tmp_path / f"again {number}"
        there, fresh = made(rnd), from_nothing(rnd, base, monkeypatch)
        assert set(there) == set(fresh) and len(there) > 15
        assert differences(there, fresh) == [], change.__name__
        shutil.rmtree(base)


@pytest.mark.slow
def test_only_what_changed_is_run_again_and_all_is_as_from_nothing(
    small, tmp_path, monkeypatch
):
    rng = random.Random(1)
    order = [a_tag, a_stale_file, a_ballot, a_consent, a_name, a_wait, a_withdrawal]
    lives(*small, rng, order, tmp_path, monkeypatch)


@pytest.mark.nightly
def test_three_hundred_changes_of_every_kind(small, tmp_path, monkeypatch):
    rng = random.Random(2)
    order = [rng.choice(CHANGES) for _ in range(299)] + [a_withdrawal]
    lives(*small, rng, order, tmp_path, monkeypatch)


@pytest.mark.nightly
def test_five_changes_with_real_notebooks(small, tmp_path, monkeypatch):
    rnd, here = small

    def execute(path, rnd):
        here.ran.append(path.name[:2])
        return REAL(path, rnd)

    monkeypatch.setattr(run, "execute", execute)
    order = [a_tag, a_word, a_ballot, a_consent, a_withdrawal]
    lives(rnd, here, random.Random(3), order, tmp_path, monkeypatch)


@pytest.mark.slow
def test_the_second_run_says_nothing_new_and_runs_only_00(small):
    rnd, here = small
    first = run.run(rnd)
    pages = made(rnd)
    here.ran.clear()
    again = run.run(rnd)
    stood = [ran.notebook[:2] for ran in first if not ran.problem]
    assert len(stood) > 3
    assert [ran.notebook[:2] for ran in again if ran.new and not ran.problem] == ["00"]
    assert made(rnd) == pages


def test_a_folder_that_was_not_there_is_noticed(small):
    """Nobody can list a folder that is not there: 10 looked for survey in vain."""
    rnd, _ = small
    assert not run.run(rnd, ["10"])[0].problem
    for name in ("a", "b"):
        assert unchanged.behind(rnd) == []
        (rnd.raw / "survey").mkdir(exist_ok=True)
        (rnd.raw / "survey" / f"{name}.csv").write_text("x\n1\n")
        assert unchanged.behind(rnd) == ["10-check-priorities"]
        shutil.rmtree(rnd.raw / "survey")


def test_what_is_damaged_or_made_by_hand_is_made_again(small):
    rnd, here = small
    run.run(rnd, ["01"])
    for spoil in (
        lambda: (rnd.processed / "files.parquet").write_bytes(b"spoiled"),
        lambda: [p.write_bytes(b"spoiled") for p in sealed.of(rnd).folder.iterdir()],
    ):
        good = (rnd.processed / "files.parquet").read_bytes()
        spoil()
        here.ran.clear()
        run.run(rnd, ["01"])
        assert here.ran == ["01"]
        assert (rnd.processed / "files.parquet").read_bytes() == good
    assert journal.read(rnd.decisions, "sources").problems == []


def test_two_runs_at_once_are_told_apart(small):
    rnd, here = small
    run.run(rnd, ["01"])
    here.ran.clear()
    with FileLock(rnd.processed / ".running.lock"):
        (rnd.processed / ".running").write_text("CD, since 14:05")
        with pytest.raises(Problem, match=r"run already \(reader CD, since 14:05\)"):
            run.run(rnd, ["02"])
        assert (rnd.processed / ".running").exists()
    assert here.ran == []
    assert not run.run(rnd, ["02"])[0].problem
    assert not (rnd.processed / ".running").exists()


@pytest.mark.slow
def test_ctrl_c_stops_in_one_sentence_and_the_same_command_goes_on(small):
    rnd, _ = small
    told = ["run", "--round", rnd.name, "--data", rnd.data, "--reports", rnd.reports]
    command = [sys.executable, "-m", "coprod", *map(str, told)]
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    ) as going:
        said = b""
        while b" 2/12 " not in said:  # the third notebook runs
            said += going.stderr.read1()
            assert going.poll() is None, said
        os.killpg(going.pid, signal.SIGINT)
        _, rest = going.communicate(timeout=60)
    assert rest.decode().strip().splitlines()[-1].startswith("run: stopped, as you")
    assert b"Traceback" not in rest
    assert going.returncode == 1
    again = subprocess.run([*command, "--only", "02"], capture_output=True, check=True)
    assert b"02-listen-protect-people: written" in again.stderr
