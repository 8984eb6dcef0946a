from coprod.pages.paper import Paper
from coprod.pages.word_document import Bullets, Heading, Paragraph, Quote
from coprod.store.show import day, listed, plural


def test_a_paper_shows_its_blocks_and_words_are_only_ever_text():
    blocks = (
        Heading("Who <b>we</b> heard"),
        Bullets(["one", "two"], True),
        Quote("<script>x</script>", "Parent"),
        Paragraph("The end.", strong=True),
    )
    shown = Paper(blocks)._repr_html_()
    assert "<h2>Who &lt;b&gt;we&lt;/b&gt; heard</h2>" in shown
    assert "<ol><li>one</li><li>two</li></ol>" in shown
    assert "<script>" not in shown and '<p class="by">Parent</p>' in shown
    assert "<strong>The end.</strong>" in shown


def test_groups_are_said_as_people_say_them():
    assert plural("child", 2) == "2 children" and plural("nurse", 1) == "1 nurse"
    assert listed(["a", "b", "c"]) == "a, b and c" and listed([]) == ""


def test_a_day_is_written_out_and_other_words_are_left():
    assert day("2026-12-18") == "18 December 2026"
    assert day("before Christmas") == "before Christmas"
