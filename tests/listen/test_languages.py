"""Comments in other languages are found, translated, and in no group by accident."""

import pandas as pd
import pytest

from coprod import listen, protect, write
from coprod.listen import languages
from coprod.protect import pseudonyms, withdrawal
from coprod.store import journal, office, tables

FOREIGN = {
    "Polish": "Pielęgniarki były bardzo miłe dla mojego syna",
    "Arabic": "كانت الممرضات لطيفات مع ابني",
    "Chinese": "护士对我儿子很好",
    "Bengali": "নার্সরা খুব দয়ালু ছিলেন",
    "Turkish": "Hemşireler çok nazikti ama yemekler soğuktu",
    "Welsh": "Roedd y nyrsys yn garedig iawn",
    "Spanish": "Las enfermeras fueron muy amables con mi hija",
    "Ukrainian": "Медсестри були дуже добрі до мого сина",
}
ENGLISH = [
    "teh nurse was realy kynd to my sun",
    "we woz waitin 4 hours an no 1 told us nuffin",
    "ther wasnt enuf toyz for da big kidz",
    "dinnae ken whit they were on aboot wi the wee bairn",
    "Amira Begum, Priya Khan, Zoë Pell, Okonkwo Adeyemi",
    "I liked Kasia and Łukasz and Siobhán and Nguyễn",
    "Too much noise",
    "Gracias, thank you",
    "lol brb tbh idk omg",
    "CVC line, Hickman, port, NG tube",
    "[Child 3] and [Nurse 2] were kind",
    "Зоя",
    "👍👍 10/10",
]


def said(texts):
    ids = [f"S01-{n:016x}-1" for n in range(len(texts))]
    return pd.DataFrame({"comment": ids, "text": texts})


def test_each_language_is_found_and_english_is_never_called_foreign(rnd):
    found = languages.add(rnd, said([*FOREIGN.values(), *ENGLISH]))["language"]
    assert found.iloc[: len(FOREIGN)].tolist() == list(FOREIGN)
    assert found.iloc[len(FOREIGN) :].isna().all()


def listened(rnd):
    """Read the round's files as notebooks 01 and 02 do."""
    words, files = listen.files.listen(rnd)
    rnd.save("files", files)
    listen.people.update(rnd, words, files, listen.files.names(rnd))
    register = listen.people.read(rnd, words)
    rnd.save("people", register.people)
    made = listen.comments.make(rnd, words, register.who)
    safe, _ = pseudonyms.protect(made, register.names)
    return made, rnd.save("comments", safe)


@pytest.fixture
def round_(rnd):
    talk = "\n".join(
        f"{who}: {words}"
        for who, words in [
            ("Kasia", FOREIGN["Polish"]),
            ("Tomasz", "The nurses at night were very kind to all of us."),
            ("Kasia", "W nocy na oddziale było za głośno"),
            ("Tomasz", "Parking costs far too much for a whole week."),
        ]
    )
    (rnd.raw / "talk.txt").write_text(talk, encoding="utf-8")
    return rnd


def test_what_waits_for_a_translator_is_listed_and_in_no_group(round_):
    made, safe = listened(round_)
    assert tables.untranslated(safe)["language"].tolist() == ["Polish", "Polish"]
    assert listen.people.languages(made).to_numpy().tolist() == [["Polish", 2, 1, 2]]
    second = write.second_reader.side_by_side.read(round_, safe)
    assert len(second.groups) == 2 == len(second.vectors)
    assert not set(second.groups["comment"]) & set(tables.untranslated(safe)["comment"])


def test_a_translation_is_kept_hidden_and_learned_from(round_):
    made, _ = listened(round_)
    screen = listen.screens.Translate(round_, made)
    assert screen.summary == "2 comments need a translator."
    [one, _] = screen.waiting()
    with pytest.raises(ValueError, match="The box is empty"):
        screen.submit()
    screen.box.text = "The nurses were very kind to Tomasz."
    assert screen.submit().startswith("Saved. 1 comment needs a translator.")
    kept = journal.read(round_.decisions, "translations").events
    assert [(e["about"], e["by"]) for e in kept] == [(one, "AB")]
    assert "nurses" not in str(kept) and kept[0]["value"]["digest"]
    [file] = (round_.private / "translations").iterdir()
    assert "kind" in file.read_text("utf-8") and file.stat().st_mode & 0o77 == 0

    made, safe = listened(round_)
    row = safe.set_index("comment").loc[one]
    assert row["text"].startswith("Pielęgniarki")
    assert row["translation"].startswith("The nurses were very kind to [")
    assert "Tomasz" not in str(safe.to_dict())
    assert len(tables.untranslated(safe)) == 1
    second = write.second_reader.side_by_side.read(round_, safe)
    learned = second.comments.set_index("comment")["text"]
    assert learned[one] == row["translation"] and one in set(second.groups["comment"])
    sheet = write.coding_sheet.write(
        round_, round_.working / "a.xlsx", comments=safe, people=round_.load("people")
    )
    [first, *_] = office.read_xlsx(sheet).values()
    asked = first["question"].tolist()
    assert "as a person typed it: The nurses were very kind" in asked[0]
    assert asked[1:] == ["", "In Polish; it needs a translator.", ""]


def test_a_withdrawal_takes_the_translation_as_well(round_):
    made, safe = listened(round_)
    one, other = made.loc[made["language"].notna(), "comment"]
    languages.save(round_, one, "The quiet zebra nurses sang kindly all night.")
    made, safe = listened(round_)
    person = safe.set_index("comment").loc[one, "person"]
    protect.withdrawal.withdraw(round_, withdrawal.plan(round_, made, person))
    left = [p for p in round_.private.rglob("*") if p.is_file()]
    assert left and not any(b"zebra" in path.read_bytes() for path in left)
    assert one not in languages.latest(round_)
