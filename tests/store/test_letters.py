"""In which letters a text is kept: read right, or said not to be certain."""

import pytest

from coprod.store import spreadsheets

SAID = {
    "pl": [
        "Pielęgniarki były bardzo miłe dla mojego syna i zawsze miały czas. W "
        "nocy było za głośno, a jedzenie było zimne.",
        "Było za głośno w nocy",
        "Łukasz mówił mało",
    ],
    "cs": [
        "Sestřičky byly velmi hodné a vždy měly čas. V noci bylo příliš hlučno "
        "a jídlo bylo studené.",
        "Jídlo bylo příliš studené",
    ],
    "hu": [
        "A nővérek nagyon kedvesek voltak, de az étel hideg volt és éjszaka "
        "túl hangos volt minden.",
        "Az étel hideg volt, őszintén",
    ],
    "ru": [
        "Медсёстры были очень добры к моему сыну, но ночью было слишком шумно, "
        "и еда была холодная.",
        "Еда была холодная",
        "медсестры добрые",
    ],
    "uk": [
        "Медсестри були дуже добрі до мого сина, але вночі було занадто гучно, "
        "їжа була холодна.",
        "Їжа була холодна",
    ],
    "tr": [
        "Hemşireler çok nazikti ama yemekler soğuktu ve geceleri çok "
        "gürültülüydü, kızım uyuyamadı.",
        "Yemekler soğuktu",
        "Kızım uyuyamadı",
    ],
    "zh": [
        "护士对我的儿子很好,可是晚上太吵了,饭菜也是冷的。我们希望有一个安静的房间。",
        "晚上太吵了",
        "饭菜是冷的",
    ],
    "zt": [
        "護士對我的兒子很好,可是晚上太吵了,飯菜也是冷的。我們希望有一個安靜的房間。",
        "晚上太吵了",
    ],
    "ja": [
        "看護師さんはとても優しかったですが、夜はうるさくて眠れませんでした。",
        "夜はうるさかったです",
    ],
    "ko": [
        "간호사들은 매우 친절했지만 밤에는 너무 시끄러웠고 음식은 차가웠습니다.",
        "음식이 차가웠어요",
    ],
    "el": [
        "Οι νοσοκόμες ήταν πολύ ευγενικές με τον γιο μου, αλλά το φαγητό ήταν κρύο.",
        "Το φαγητό ήταν κρύο",
    ],
    "ar": [
        "كانت الممرضات لطيفات جدا مع ابني ولكن الطعام كان باردا والليل كان صاخبا.",
        "الطعام كان باردا",
    ],
    "fr": [
        "Les infirmières étaient très gentilles avec mon fils, mais la nuit il "
        "y avait trop de bruit à côté, ça gênait.",
        "Très gentilles",
        "Mère et père à côté",
    ],
    "de": [
        "Die Schwestern waren sehr nett, aber das Essen war kalt und die "
        "Nächte zu laut für unsere Söhne.",
        "Das Essen war für uns zu kalt, schön war die Küche",
    ],
    "es": [
        "Las enfermeras fueron muy amables con mi niño, pero la comida estaba "
        "fría. ¿Por qué?",
        "La niña lloró",
    ],
    "en": [
        "The nurses didn’t rush and we loved the café — it cost £4.50, “very nice”.",
        "The café was naïve",
        "Łukasz said it",
        "it’s ok",
    ],
    "lt": [
        "Slaugytojos buvo labai malonios, bet naktį buvo per daug "
        "triukšmo, ir maistas šaltas. Ačiū už viską."
    ],
    "ro": [
        "Asistentele au fost foarte drăguţe cu fiul meu, dar "
        "noaptea era prea mult zgomot şi mâncarea rece."
    ],
}
KEPT = {
    "pl": ["cp1250", "iso8859-2"],
    "cs": ["cp1250", "iso8859-2"],
    "hu": ["cp1250"],
    "ru": ["cp1251", "koi8-r", "iso8859-5", "cp866"],
    "uk": ["cp1251"],
    "tr": ["iso8859-9", "cp1254"],
    "zh": ["gb18030"],
    "zt": ["big5", "gb18030"],
    "ja": ["cp932"],
    "ko": ["euc_kr"],
    "el": ["cp1253", "iso8859-7"],
    "ar": ["cp1256"],
    "fr": ["cp1252", "mac_roman"],
    "de": ["cp1252", "mac_roman"],
    "es": ["cp1252", "mac_roman"],
    "en": ["cp1252", "mac_roman", "cp1250"],
    "lt": ["cp1257"],
    "ro": ["cp1250"],
}


def every():
    for name, texts in SAID.items():
        for encoding in (*KEPT[name], "utf-8", "utf-16"):
            for text in texts:
                for whole in (text, f"ID,Comments\n1,{text}\n"):
                    try:
                        yield encoding, whole, whole.encode(encoding)
                    except UnicodeEncodeError:
                        continue


def test_no_encoding_is_read_wrong_without_a_word():
    read = [
        (e, t) for e, t, raw in every() if spreadsheets.decoded(raw)[::2] == (t, True)
    ]
    sure = [(e, t) for e, t, raw in every() if spreadsheets.decoded(raw).sure]
    assert sure == read
    assert len(read) > 170


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("pl", "cp1250"), ("ru", "cp1251"), ("tr", "iso8859-9"), ("zh", "gb18030")]
    + [("cs", "cp1250"), ("el", "cp1253"), ("ar", "cp1256"), ("fr", "cp1252")]
    + [("ja", "cp932"), ("zt", "big5"), ("pl", "utf-16-le"), ("ru", "utf-16-be")],
)
def test_a_sentence_is_read_right_and_for_certain(name, encoding):
    text = SAID[name][0]
    assert spreadsheets.decoded(text.encode(encoding))[::2] == (text, True)


def test_small_russian_letters_alone_are_not_certain():
    """In another encoding they would be big ones, and no less Russian."""
    found = spreadsheets.decoded("медсестры добрые".encode("cp1251"))
    assert found.text == "медсестры добрые" and not found.sure
