"""Do groups follow the subject or the language? Eight languages, eight themes.

64 invented comments, each with a translation in other words than its English twin, are
put among 300 comments of the example round. Run: python benchmarks/languages.py
"""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
from sklearn.metrics import adjusted_mutual_info_score as agreement

from coprod import listen
from coprod.listen import languages
from coprod.store import rounds, tables
from coprod.write.second_reader import groups

THEMES = "nights food parking kindness waiting school play information".split()
TWINS = """The ward was far too loud at night to sleep.
The food was cold and came too late.
Parking at the hospital cost us far too much.
The nurses were very kind to my child.
We waited for hours before anybody saw us.
My child missed a lot of school during treatment.
There were not enough toys in the playroom.
Nobody explained the results to us."""
TYPED = """At night it was so noisy on the ward that nobody slept.
Meals arrived cold and late.
The car park at the hospital is much too dear.
The nurses treated my child with great kindness.
We had to wait many hours until somebody came.
During the treatment my child lost much time at school.
The playroom has too few toys.
Nobody told us what the results meant."""
SAID = {
    "Polish": """W nocy na oddziale było tak głośno, że nikt nie spał.
Posiłki były zimne i spóźnione.
Parking przy szpitalu jest zdecydowanie za drogi.
Pielęgniarki były bardzo dobre dla mojego dziecka.
Musieliśmy czekać wiele godzin, zanim ktoś przyszedł.
Podczas leczenia moje dziecko straciło dużo szkoły.
W pokoju zabaw jest za mało zabawek.
Nikt nam nie wyjaśnił, co znaczą wyniki.""",
    "Spanish": """Por la noche había tanto ruido en la sala que nadie dormía.
La comida llegaba fría y tarde.
El aparcamiento del hospital es demasiado caro.
Las enfermeras fueron muy amables con mi hijo.
Tuvimos que esperar muchas horas hasta que vino alguien.
Durante el tratamiento mi hijo perdió mucha escuela.
En la sala de juegos hay muy pocos juguetes.
Nadie nos explicó qué significaban los resultados.""",
    "German": """Nachts war es auf der Station so laut, dass niemand schlief.
Das Essen kam kalt und zu spät.
Der Parkplatz am Krankenhaus ist viel zu teuer.
Die Schwestern waren sehr lieb zu meinem Kind.
Wir mussten viele Stunden warten, bis jemand kam.
Während der Behandlung hat mein Kind viel Schule verpasst.
Im Spielzimmer gibt es zu wenig Spielsachen.
Niemand hat uns erklärt, was die Ergebnisse bedeuten.""",
    "French": """La nuit il y avait tant de bruit que personne ne dormait.
Les repas arrivaient froids et en retard.
Le parking de l'hôpital est beaucoup trop cher.
Les infirmières étaient très gentilles avec mon enfant.
Nous avons dû attendre des heures avant de voir quelqu'un.
Pendant le traitement mon enfant a manqué beaucoup l'école.
Il y a trop peu de jouets dans la salle de jeux.
Personne ne nous a expliqué les résultats.""",
    "Turkish": """Geceleri serviste o kadar gürültü vardı ki kimse uyuyamadı.
Yemekler soğuk ve geç geliyordu.
Hastanenin otoparkı bizim için çok pahalı.
Hemşireler çocuğuma çok iyi davrandı.
Biri gelene kadar saatlerce beklemek zorunda kaldık.
Tedavi sırasında çocuğum okuldan çok geri kaldı.
Oyun odasında çok az oyuncak var.
Kimse bize sonuçların ne anlama geldiğini anlatmadı.""",
    "Arabic": """كان الجناح صاخبا جدا في الليل ولم ينم أحد.
كان الطعام يصل باردا ومتأخرا.
موقف السيارات في المستشفى غال جدا علينا.
كانت الممرضات لطيفات جدا مع طفلي.
انتظرنا ساعات طويلة حتى جاء شخص ما.
فات طفلي الكثير من المدرسة أثناء العلاج.
الألعاب في غرفة اللعب قليلة جدا.
لم يشرح لنا أحد معنى النتائج.""",
    "Chinese": """病房晚上太吵了,谁也睡不着。
饭菜送来的时候又冷又晚。
医院的停车费对我们来说太贵了。
护士们对我的孩子非常好。
我们等了好几个小时才有人来。
治疗期间我的孩子耽误了很多功课。
游戏室里的玩具太少了。
没有人给我们解释结果是什么意思。""",
    "Ukrainian": """Вночі у відділенні було так гучно, що ніхто не спав.
Їжа була холодна і приходила пізно.
Паркування біля лікарні для нас занадто дороге.
Медсестри були дуже добрі до моєї дитини.
Ми чекали багато годин, поки хтось прийшов.
Під час лікування моя дитина пропустила багато школи.
В ігровій кімнаті замало іграшок.
Ніхто не пояснив нам, що означають результати.""",
}


def table() -> pd.DataFrame:
    """Return the 64 comments, their English twins, and 300 of the example round."""
    rows = [
        (f"F-{name}-{n}", text, name, typed, theme)
        for name, said in SAID.items()
        for n, (text, typed, theme) in enumerate(
            zip(said.splitlines(), TYPED.splitlines(), THEMES, strict=True)
        )
    ]
    rows += [
        (f"T-{n}", text, None, None, None) for n, text in enumerate(TWINS.splitlines())
    ]
    read = listen.files.listen(rounds.open("example-round"))[0]["text"]
    others = read[read.str.split().str.len() > 5].head(300)
    rows += [(f"E-{n}", text, None, None, None) for n, text in enumerate(others)]
    names = ["comment", "text", "language", "translation", "theme"]
    return pd.DataFrame(rows, columns=names).assign(question=None)


def figures(said: pd.DataFrame) -> str:
    """Return how groups agree with theme and language, and how many twins meet."""
    found = groups.group(said["text"])
    of = dict(zip(said["comment"], found.assigned, strict=True))
    own = said[said["theme"].notna()].assign(group=lambda t: t["comment"].map(of))
    together = sum(of[c] == of[f"T-{c[-1]}"] for c in own["comment"])
    theme, language = (agreement(own[c], own["group"]) for c in ("theme", "language"))
    return f"theme {theme:.2f}, language {language:.2f}, twins {together} of {len(own)}"


if __name__ == "__main__":
    every = table()
    named = languages.add(SimpleNamespace(private=Path("nowhere")), every)["language"]
    right = (named == every["language"])[every["language"].notna()]
    wrong = named[every["language"].isna()].notna()
    print(
        "found:      ",
        f"{right.sum()} of 64; {wrong.sum()} of {len(wrong)} others",
    )
    print("as said:    ", figures(every))
    print("translated: ", figures(tables.in_english(every)))
    waits = every.assign(translation=None)
    left = tables.in_english(waits)
    print("waiting:    ", f"{len(every) - len(left)} of 64 are in no group")
