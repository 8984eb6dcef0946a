"""Replies that came as files: mails and Word documents, read without addresses."""

from email.message import EmailMessage

import pytest
from docx import Document
from pressing import choose, press

from coprod.check import check_back, reply_files, screens
from coprod.store import journal
from coprod.write import findings


@pytest.fixture
def folder(rnd):
    """Give the folder of replies of a round with two findings."""
    for text in ("Nurses explain every single thing.", "We wait for hours."):
        findings.write(rnd, theme="T1", letter="C", experience="good", text=text)
    (found := rnd.raw / "check-back").mkdir()
    return found


def mail(words: str, kind: str = "plain") -> bytes:
    """Give a mail from somebody with a name."""
    made = EmailMessage()
    made["From"], made["To"] = "Ann Holt <ann.holt@home.org>", "team@ward.org"
    made["Subject"] = "My answers"
    made.set_content(words, subtype=kind)
    return made.as_bytes()


SAID = "C1: right\nC2: no, write to ann.holt@home.org\nI am a (child, other): nurse\n"
OURS = "\nOn Monday Us <team@ward.org> wrote:\n> C1 Nurses explain every single thing."
PAGE = (
    "<style>p {}</style><p>C1:\nright</p><div>C2: no, <b>write</b> to me</div>"
    "<div>I am a: nurse<br>Sent from my iPhone</div>"
    "<blockquote><p>C1 Nurses explain every single thing.</p></blockquote>"
)


@pytest.mark.parametrize(("words", "kind"), [(SAID + OURS, "plain"), (PAGE, "html")])
def test_a_mail_is_read_and_saved_without_addresses(rnd, folder, words, kind):
    (folder / "RE from Ann Holt.eml").write_bytes(mail(words, kind))
    screen = screens.Replies(rnd)
    choose(screen, screen.file, folder / "RE from Ann Holt.eml")
    assert "C1: right" in screen.box.text and check_back.replies(rnd).empty
    assert press(screen, "Save replies").startswith("Saved: 2 replies")
    said = check_back.replies(rnd)
    assert list(said["finding"]) == ["C1", "C2"]
    assert list(said["verdict"]) == ["right", "not right"]
    assert set(said["who"]) == {"nurse"} and "write" in said["words"][1]
    kept = b"".join(path.read_bytes() for path in rnd.decisions.glob("*.jsonl"))
    assert b"no, " in kept and b"@" not in kept and b"Holt" not in kept
    assert screen.file.options == [("(choose)", None)]
    assert not reply_files.waiting(rnd)


def test_a_word_document_is_read_with_its_table(rnd, folder):
    made = Document()
    made.add_paragraph("I am a: parent")
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "C2", "not right, it was a day"
    made.save(str(folder / "slip.docx"))
    [path] = reply_files.waiting(rnd)
    words = reply_files.words(path)
    assert words.splitlines() == ["I am a: parent", "C2 not right, it was a day"]
    check_back.receive(rnd, words, who="", known=["C1", "C2"])
    assert check_back.replies(rnd)["verdict"][0] == "not right"


def test_a_file_without_words_or_damaged_is_refused_in_words(rnd, folder):
    (folder / "a.eml").write_bytes(mail(" "))
    (folder / "b.docx").write_bytes(b"PK no document")
    odd = mail("Hello").replace(b"utf-8", b"no-such-letters")
    (folder / "c.eml").write_bytes(odd)
    assert len(reply_files.waiting(rnd)) == 3
    for path in reply_files.waiting(rnd):
        with pytest.raises(ValueError, match="holds no words|damaged"):
            reply_files.words(path)


def test_what_was_saved_decided_or_taken_in_is_taken_back(rnd, folder):
    (folder / "a.eml").write_bytes(mail("C1 wrong\n\n> C1 Nurses\n> My son waited"))
    screen = screens.Replies(rnd)
    choose(screen, screen.file, folder / "a.eml")
    screen.who.value = "parent"
    press(screen, "Save replies")
    screen.decision.value, screen.reason.value = "kept", "two said so"
    press(screen, "Save decision")
    press(screen, "Take in what was set aside")
    assert list(check_back.replies(rnd)["decision"]) == ["kept", "taken in", ""]
    assert press(screen, "Undo").startswith("Undone")
    assert list(check_back.replies(rnd)["decision"]) == ["kept", ""]
    press(screen, "Undo")
    assert list(check_back.replies(rnd)["decision"]) == ["", ""]
    press(screen, "Undo")
    assert check_back.replies(rnd).empty and len(reply_files.waiting(rnd)) == 1
    assert press(screen, "Undo") == "There is nothing to undo."
    assert len(journal.read(rnd.decisions, "replies").events) > 6
