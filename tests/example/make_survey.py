"""Make the answers to the invented survey, as Microsoft Forms exports them.

Statements of `decisions.py` in, a workbook out. Groups differ in what they put first,
so that the ranking by equal influence differs from counting every answer alike.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from .decisions import CODED
from .make_office import TYPED, TYPIST, _bytes, put_row

HOW_MANY = {
    "child": 10,
    "teenager": 12,
    "young adult": 11,
    "parent": 31,
    "sibling": 6,
    "nurse": 12,
    "doctor": 10,
}
# What each group cares about most, and how much; all else weighs 1.
LIKES = {
    "child": {"Q13": 12, "Q16": 10, "Q14": 9, "Q01": 6, "Q08": 3, "Q15": 2},
    "teenager": {"Q13": 16, "Q14": 12, "Q01": 8, "Q06": 7, "Q10": 2},
    "young adult": {"Q13": 14, "Q14": 8, "Q10": 8, "Q11": 7, "Q06": 5, "Q02": 3},
    "parent": {"Q12": 16, "Q03": 14, "Q11": 12, "Q04": 5, "Q09": 4, "Q15": 2},
    "sibling": {"Q15": 30, "Q13": 5, "Q14": 5},
    "nurse": {"Q04": 16, "Q03": 8, "Q05": 9, "Q16": 3, "Q02": 2},
    "doctor": {"Q04": 18, "Q05": 10, "Q02": 8, "Q10": 3, "Q03": 3},
}
SCALE = ("Not important", "A little", "Quite", "Very", "Most important")
DONT_KNOW = "I don't know"
CHOOSE = "Choose up to 5 that matter most to you"
MISSING = "Is something missing? Tell us."
WORDS = {
    ("child", 0): "a second fish",
    ("child", 4): "I picked the ones with people in",
    ("teenager", 1): "wifi should be on the list. its not a joke",
    ("teenager", 6): "Why is there nothing on here about food",
    ("teenager", 9): "bring back the horse",
    ("young adult", 2): "Fertility needs its own line. It's half hidden in Q06.",
    ("young adult", 7): "No",
    ("parent", 0): "An interpreter. I looked for the interpreter and it is not there.",
    ("parent", 3): "Somewhere to sleep that isn't a chair.",
    ("parent", 8): "I'd have ticked all sixteen. Please don't make it a competition.",
    ("parent", 14): "n/a",
    ("parent", 17): "Grandparents. We do the school run, the tea and half the crying.",
    ("parent", 22): "Thank you for asking. And thank you Siân.",
    ("parent", 29): "=) all good here",
    ("sibling", 1): "there's six of us filling this in and we're all on the same sofa",
    ("nurse", 2): "Cover for the named person. It's not one job, it's one and a half.",
    ("nurse", 10): "Night staff. Nobody surveys the night staff.",
    ("doctor", 5): "Time. Everything on this list is time.",
}


def results() -> bytes:
    """Give the workbook of answers, always the same."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    items = [f"{code} {one.text}" for code, one in CODED.items()]
    heads = ["ID", "Start time", "Completion time", "Email", "Name", "Who are you?"]
    for column, value in enumerate([*heads, *items, CHOOSE, MISSING], 1):
        sheet.cell(1, column, value)
    chance = Random(20261109)
    for number, (group, place) in enumerate(_people(chance), 1):
        put_row(sheet, _answer(chance, number, group, place))
    about = book.create_sheet("About")
    about["A1"] = "INVENTED: every answer in this workbook was made up for an example."
    book.properties.creator = book.properties.lastModifiedBy = TYPIST
    book.properties.created = TYPED
    return _bytes(book)


def _people(chance: Random) -> list[tuple[str, int]]:
    """Give everyone who answers, in the order in which the answers came in."""
    everyone = [(group, i) for group, n in HOW_MANY.items() for i in range(n)]
    chance.shuffle(everyone)
    return everyone


def _answer(chance: Random, number: int, group: str, place: int) -> list[Any]:
    """Give one row: when, who, how important, which five, and words."""
    start = datetime(2026, 11, 9, 8, 0) + timedelta(minutes=173 * number)
    start += timedelta(seconds=chance.randrange(3600))
    end = start + timedelta(seconds=chance.randrange(140, 900))
    likes = {code: LIKES[group].get(code, 1) for code in CODED}
    pull = {code: chance.expovariate(1) / like for code, like in likes.items()}
    chosen = sorted(pull, key=lambda code: pull[code])[: _how_many(chance)]
    scores = [_score(chance, likes[code], code in chosen) for code in CODED]
    most = "".join(f"{code} {CODED[code].text};" for code in chosen)
    words = WORDS.get((group, place), "")
    return [number, start, end, "anonymous", "", group, *scores, most, words]


def _how_many(chance: Random) -> int:
    """Say how many somebody chooses: most choose five, a few none."""
    return chance.choices((5, 4, 3, 1, 0), (80, 8, 6, 3, 3))[0]


def _score(chance: Random, like: int, chosen: bool) -> str:
    """Say how important one statement is to somebody; a few leave it out."""
    luck = chance.random()
    if luck < 0.07:
        return "" if luck < 0.03 else DONT_KNOW
    level = 1.6 + chance.gauss(0, 0.8) + (1.3 if chosen else 0) + min(like, 12) / 9
    return SCALE[max(0, min(4, round(level)))]
