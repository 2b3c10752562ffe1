"""Letters by the hundred, clean ones and ones with a planted fault, to measure the checks by.

Eleven texts in six languages and several styles are addressed to twelve employers, whose names are
ordinary words, abbreviations, of one word and of four. `clean` yields them as they are, `planted`
with one fault each: what must be found is known.
"""

from __future__ import annotations


import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

EMPLOYERS = """\
tidewater: {company: Tidewater Sensors Ltd, contact: Dr. Ines Beispiel, jobtitle: Data Analyst (Buoys), jobpostingurl: "https://tidewater.example/jobs/1"}
lindenblatt: {company: Lindenblatt Verlag GmbH, contact: Frau Erika Mustermann, jobtitle: Lektorin für Sachbücher, jobpostingurl: "https://lindenblatt.example/stellen"}
northfold: {company: Northfold Libraries Trust, contact: Ms. A. N. Other, jobtitle: "Project Lead, Maps", jobpostingurl: "https://northfold.example/jobs"}
signal: {company: Signal Inc., contact: Mr. John Sample, jobtitle: Software Engineer, jobpostingurl: "https://signal-inc.example/jobs/7"}
learnx: {name: learnX, contact: Ms. Paula Specimen, jobtitle: Course Editor, jobpostingurl: "https://learnx.example/jobs#2"}
i9z: {company: i9z GmbH, contact: Herr Max Platzhalter, jobtitle: Machine Learning Engineer, jobpostingurl: "https://i9z.example/karriere"}
exemple: {company: Banque Exemple SA, contact: Mme Claire Modèle, jobtitle: Analyste de données, jobpostingurl: "https://exemple.example/emplois"}
muster: {company: Muster & Söhne GmbH & Co. KG, contact: Herr Dr. Jan Vorlage, jobtitle: Leiter Logistik, jobpostingurl: "https://muster-soehne.example"}
campo: {company: Editorial Campo S.L., contact: Sra. Ana Ejemplo, jobtitle: Editora de mapas, jobpostingurl: "https://campo.example/trabajo"}
ponte: {company: Ponte Prova S.p.A., contact: Sig.ra Lia Campione, jobtitle: Analista idrologica, jobpostingurl: "https://ponteprova.example"}
bord: {company: Voorbeeld & Zoon B.V., contact: Mevrouw Sanne Voorbeeld, jobtitle: Projectleider kaarten, jobpostingurl: "https://voorbeeld.example/banen"}
hsw: {company: Harbourside Works (HSW), contact: Prof. Ruth Dummy, jobtitle: Research Software Engineer, jobpostingurl: "https://www.linkedin.com/jobs/view/9"}
"""  # noqa: E501  a record a line
GREETINGS = {
    "tidewater": {"en": "Dear Dr. Beispiel,", "de": "Sehr geehrte Frau Dr. Beispiel,"},
    "lindenblatt": {"en": "Dear Ms. Mustermann,", "de": "Sehr geehrte Frau Mustermann,"},
    "northfold": {"en": "Dear Ms. Other,", "de": "Sehr geehrte Frau Other,"},
    "signal": {"en": "Dear Mr. Sample,", "de": "Sehr geehrter Herr Sample,"},
    "learnx": {"en": "Hi Paula,", "de": "Hallo Frau Specimen,"},
    "i9z": {"en": "Dear Max Platzhalter,", "de": "Lieber Herr Platzhalter,"},
    "exemple": {"en": "Dear Claire Modèle,", "de": "Sehr geehrte Frau Modèle,"},
    "muster": {"en": "Dear Dr. Vorlage,", "de": "Sehr geehrter Herr Dr. Vorlage,"},
    "campo": {"en": "Dear Ms Ejemplo,", "de": "Sehr geehrte Frau Ejemplo,"},
    "ponte": {"en": "Dear Ms. Campione,", "de": "Sehr geehrte Frau Campione,"},
    "bord": {"en": "Dear Ms. Voorbeeld,", "de": "Sehr geehrte Frau Voorbeeld,"},
    "hsw": {"en": "Dear Professor Dummy,", "de": "Sehr geehrte Frau Prof. Dummy,"},
}
IN_OTHERS = {"fr": "Madame, Monsieur,", "es": "Estimados señores:", "it": "Gentili signori,"}
IN_OTHERS |= {"nl": "Geachte heer, mevrouw,"}

TEXTS: dict[str, tuple[str, str]] = {
    "formal": ("en", """\
I am writing to apply for the position of {{ employer.jobtitle }} at {{ employer.company | default: employer.name }}. For the past eight years I have looked after the measurements of a small water board, first as an assistant, then as the person who signs for them.

The signal that a sensor sends is only the beginning. What matters is whether anybody would bet a harbour on it. I have therefore built a chain of checks, from the stripe on the gauge to the table in the report, which finds a wrong reading within the hour. It has been in use since Tuesday, 3 March 2020, and has not been wrong yet.

I know that that sounds like a boast. My referees, who had had their doubts, will tell you more; their letters are enclosed.

Yours sincerely,
Robin Placeholder"""),
    "informal": ("en", """\
I saw that {{ employer.company | default: employer.name }} is hiring, and had to write. **Short version:** I build things that people keep using.

- At the Exampleton Flood Office I turned eleven spreadsheets into one database
- At Mock & Daughters (now Fixture Group) I wrote the tool that prints the tide tables
- In my spare time I maintain [gapfill](https://robin.example/gapfill), a Python package; it has 400 users

What would I do for you? Ask lots of questions, then write very, very little code. "Less, but working" is what my last manager said about it, and she is not easily pleased. I can start on 1 May, or sooner if you're stuck.

Cheers,
Robin Placeholder"""),
    "technical": ("en", """\
### Application: [{{ employer.jobtitle }}]({{ employer.jobpostingurl }})
{: #application }

At my present post I own the ingestion service: Kafka, PostgreSQL 16 and some 30,000 lines of Go. `make todo` prints what is left to do, and most days it prints nothing. I've moved our models from scikit-learn to JAX, cut p99 latency from 800 ms to 90 ms, and kept the on-call rota quiet.

Before that I finetuned BERT models for speech recognition, and wrote the tokenizer that is now part of *opentide*. I'm comfortable with C++, Rust and plain SQL; I know R well enough to be polite to statisticians. See https://robin.example/code?tab=repos for more.

1. I'd read your post-mortems first.
2. I'd fix the slowest test second.
3. The rest depends on what I find.

{{ employer.company | default: employer.name }} has published its incident reports since 2019. I have read all of them twice, which is why I am writing to you and not to anyone else.

Kind regards,

Robin Placeholder"""),
    "academic": ("en", """\
I wish to be considered for the post of {{ employer.jobtitle }}. My doctoral thesis, "What the Archive Forgot" (University of Exampleton, 2021), asks how catalogues come to leave things out; its second half describes a method for finding what is missing.[^method]

Since then I have taught three courses a year, supervised eleven students, and published four papers, two of them with J. K. Sample et al. I serve on the library committee. My colleagues would say that I ask for sources too often — and they would be right.

> Placeholder's method is simple enough to be used, and it is used.

I would welcome the chance to talk about it with the people at {{ employer.company | default: employer.name }} in person.

[^method]: The method is described in chapter 4; the code is at <https://robin.example/thesis>.

Yours faithfully,
Dr. Robin Placeholder

P.S. I shall be in the city from 9 to 13 March 2026."""),
    "career change": ("en", """\
You may wonder why a baker writes to {{ employer.company | default: employer.name }}. For twelve years I got up at three, and what I learned is this: nobody forgives a late roll, so you plan backwards from the moment when the door opens.

In 2023 I went back to school. I've since finished the certificate in project planning (with distinction), an internship at the town hall and, in the evenings, a course on maps. People said I'd miss the oven. I do, a little.

What I can offer is calm. When the mixer broke on the day before Easter we borrowed one from the competition, and we opened on time. The posting for {{ employer.jobtitle }} asks for somebody who "keeps their head". That I can do.

Thank you for reading this far. I look forward to hearing from you!

Best wishes,
Robin Placeholder"""),
    "förmlich": ("de", """\
mit großem Interesse habe ich Ihre Ausschreibung gelesen und bewerbe mich hiermit um die Stelle als {{ employer.jobtitle }}. Seit acht Jahren betreue ich die Messdaten eines kleinen Wasserverbands, zuerst als Assistenz, heute als diejenige, die dafür unterschreibt.

Die Daten, die die Sensoren liefern, sind nur der Anfang. Wichtig ist, dass man ihnen glaubt. Deshalb habe ich Prüfungen eingeführt, die einen Fehler binnen einer Stunde finden. Seit Dienstag, dem 3. März 2020, sind sie in Betrieb; das Signal kommt nie zu spät.

Bei {{ employer.company | default: employer.name }} reizt mich die Verbindung von Technik und Sprache. „Wer misst, der muss auch erklären können“, sagte mein Doktorvater, und er hatte recht.

Mit freundlichen Grüßen
Robin Placeholder"""),
    "locker": ("de", """\
### Bewerbung als [{{ employer.jobtitle }}]({{ employer.jobpostingurl }})

kurz zu mir: Ich baue Werkzeuge, die bleiben. Beim Musteramt habe ich aus elf Tabellen eine Datenbank gemacht, bei der Probe AG die Fahrpläne neu gesetzt, und nebenher pflege ich [ein kleines Paket](https://robin.example/paket) mit 400 Nutzerinnen und Nutzern.

Was ich bei {{ employer.company | default: employer.name }} als Erstes täte:

* zuhören, und zwar lange,
* die langsamste Stelle suchen und
* sie beheben.

Ich spreche Deutsch, Englisch und etwas Dänisch. Am 1. Juni 2026 könnte ich anfangen, auf Wunsch auch früher. Über ein Gespräch freue ich mich sehr!

Viele Grüße
Robin Placeholder"""),
    "lettre": ("fr", """\
Votre annonce a retenu toute mon attention, et je vous propose ma candidature. Depuis huit ans, je veille sur les mesures d'un petit syndicat des eaux : d'abord comme assistante, aujourd'hui comme responsable.

Le signal d'un capteur n'est qu'un début ; encore faut-il que l'on y croie. J'ai donc mis en place des contrôles qui trouvent une erreur dans l'heure. Depuis le mardi 3 mars 2020, ils tournent sans relâche. « On peut enfin dormir », dit mon équipe.

Chez {{ employer.company | default: employer.name }}, je serais heureuse de mettre cette expérience au service de vos projets. Nous nous verrons peut-être bientôt.

Je vous prie d'agréer, Madame, Monsieur, l'expression de mes salutations distinguées.

Robin Placeholder"""),
    "carta": ("es", """\
Les escribo para presentar mi candidatura. Desde hace ocho años cuido los datos de una pequeña comunidad de regantes, primero como ayudante y hoy como responsable.

La señal de un sensor es solo el principio: hace falta que alguien la crea. Por eso he creado controles que encuentran un error en menos de una hora. Funcionan desde el martes, 3 de marzo de 2020, y no han fallado.

En {{ employer.company | default: employer.name }} me gustaría seguir ese camino. Quedo a su disposición para una entrevista.

Atentamente,
Robin Placeholder"""),
    "lettera": ("it", """\
vi scrivo per presentare la mia candidatura. Da otto anni curo i dati di un piccolo consorzio idrico, prima come assistente e oggi come responsabile.

Il segnale di un sensore è solo l'inizio: bisogna che qualcuno ci creda. Per questo ho introdotto controlli che trovano un errore entro un'ora. Funzionano da martedì 3 marzo 2020 e non hanno mai sbagliato.

Da {{ employer.company | default: employer.name }} vorrei continuare su questa strada. Resto a disposizione per un colloquio.

Cordiali saluti
Robin Placeholder"""),
    "brief": ("nl", """\
graag solliciteer ik bij {{ employer.company | default: employer.name }}. Al acht jaar zorg ik voor de metingen van een klein waterschap, eerst als assistent en nu als degene die ervoor tekent.

Het signaal van een sensor is pas het begin: iemand moet het ook geloven. Daarom heb ik controles ingevoerd die een fout binnen een uur vinden. Sinds dinsdag 3 maart 2020 draaien ze zonder zorgen.

Graag vertel ik u er meer over in een gesprek.

Met vriendelijke groet,
Robin Placeholder"""),
}  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """A letter's file, and what must be found in it: the code and the words, or nothing."""

    name: str
    text: str
    code: str = ""
    words: str = ""


def letter(style: str, key: str) -> str:
    """Return the file of the text `style`, addressed to the employer `key`."""
    language, text = TEXTS[style]
    greeting = GREETINGS[key].get(language) or IN_OTHERS[language]
    heading = text.startswith("###")
    parts = text.split("\n\n", 1) if heading else ["", text]
    body = "\n\n".join(filter(None, (parts[0], greeting, parts[1])))
    front = f"layout: coverletter\nmakepdf: true\nemployer: {key}\nlang: {language}"
    return f"---\n{front}\ndate: 2026-02-20\n---\n{body}\n"


KEYS = tuple(GREETINGS)


def clean() -> Iterator[Sample]:
    """Yield every text to every employer."""
    for style in TEXTS:
        for key in KEYS:
            yield Sample(f"{style} to {key}", letter(style, key))


def _after_a_sentence(text: str, sentence: str, chance: random.Random) -> str:
    """Return `text` with `sentence` behind one of the sentences in its long paragraphs."""
    paragraphs = text.split("\n\n")
    long = [i for i, one in enumerate(paragraphs) if len(one) > 150 and one[0] not in "-*1#>["]
    index = chance.choice(long)
    paragraphs[index] = f"{paragraphs[index]} {sentence}"
    return "\n\n".join(paragraphs)


def _in_place_of_greeting(text: str, greeting: str) -> str:
    front, _, body = text.partition("\n---\n")
    paragraphs = body.split("\n\n")
    paragraphs[1 if paragraphs[0].startswith("###") else 0] = greeting
    return f"{front}\n---\n" + "\n\n".join(paragraphs)


NAMES = {
    "tidewater": ("Tidewater Sensors", "Tidewater"),
    "lindenblatt": ("Lindenblatt Verlag GmbH", "Lindenblatt"),
    "northfold": ("Northfold Libraries Trust", "Northfold"),
    "learnx": ("learnX",),
    "i9z": ("i9z GmbH", "i9z"),
    "exemple": ("Banque Exemple",),
    "muster": ("Muster & Söhne",),
    "campo": ("Editorial Campo",),
    "ponte": ("Ponte Prova",),
    "bord": ("Voorbeeld & Zoon",),
    "hsw": ("Harbourside Works", "HSW"),
}
WISH = {
    "en": "I would be proud to work for {}.",
    "de": "Ich würde sehr gern für {} arbeiten.",
    "fr": "Je serais fière de rejoindre {}.",
    "es": "Me gustaría mucho trabajar para {}.",
    "it": "Vorrei molto lavorare per {}.",
    "nl": "Ik zou graag voor {} werken.",
}
CUT = {
    "en": "I would also like to show you the",
    "de": "Gern zeige ich Ihnen auch die",
    "fr": "Je vous montrerais volontiers aussi les",
    "es": "También me gustaría enseñarles los",
    "it": "Vorrei mostrarvi anche il",
    "nl": "Ook laat ik u graag zien wat het",
}
WRONG_DAY = {
    "en": ("I could come on Monday, 3 March 2026.", "Monday"),
    "de": ("Ich könnte am Montag, den 3. März 2026 kommen.", "Montag"),
    "fr": ("Je pourrais venir le lundi 3 mars 2026.", "lundi"),
    "es": ("Podría ir el lunes, 3 de marzo de 2026.", "lunes"),
    "it": ("Potrei venire lunedì 3 marzo 2026.", "lunedì"),
    "nl": ("Ik kan op maandag 3 maart 2026 komen.", "maandag"),
}
NO_DAY = {
    "en": "31 June 2026",
    "de": "31. Juni 2026",
    "fr": "31 juin 2026",
    "es": "31 de junio de 2026",
    "it": "31 giugno 2026",
    "nl": "31 juni 2026",
}
HOLES: tuple[tuple[str, str, str], ...] = (
    # the sentence, the code, the words
    ("Here comes TODO.", "hole.placeholder", "TODO"),
    ("So says [Company].", "hole.placeholder", "[Company]"),
    ("So says [Your Name].", "hole.placeholder", "[Your Name]"),
    ("So says <company>.", "hole.placeholder", "<company>"),
    ("It costs ??? in all.", "hole.placeholder", "???"),
    ("See [my page]().", "hole.link", "[my page]()"),
    ("See [](https://robin.example/x).", "hole.link", "[](https://robin.example/x)"),
    ("See [it](https//robin.example).", "link.broken", "https//robin.example"),
    ("See [it](http://link).", "link.placeholder", "http://link"),
    ("See [me](mailto:robin).", "link.mail", "mailto:robin"),
    ("A Universit\ufffdt.", "damage.lost", "\ufffd"),
    ("{% raw %}See {{ name }}.{% endraw %}", "hole.markup", "{{"),
)
Fault = Callable[[str, str, str, random.Random], tuple[str, str, str]]
"""A function of the file, its language and employer to the file with a fault, its code and words."""


def _other_name(text: str, language: str, key: str, chance: random.Random) -> tuple[str, str, str]:
    name = chance.choice(NAMES[chance.choice([other for other in NAMES if other != key])])
    return _after_a_sentence(text, WISH[language].format(name), chance), "employer.other", name


def _other_contact(text: str, _: str, key: str, chance: random.Random) -> tuple[str, str, str]:
    other = chance.choice([one for one in ("tidewater", "lindenblatt", "signal") if one != key])
    names = {"tidewater": "Dr. Beispiel", "lindenblatt": "Frau Mustermann", "signal": "Mr. Sample"}
    greeting = f"Dear {names[other]},"
    return _in_place_of_greeting(text, greeting), "employer.contact", names[other]


def _nobody(text: str, *_: object) -> tuple[str, str, str]:
    return _in_place_of_greeting(text, "Dear ,"), "hole.greeting", "Dear ,"


def _cut(text: str, language: str, _: str, __: random.Random) -> tuple[str, str, str]:
    paragraphs = text.split("\n\n")
    paragraphs.insert(-2, CUT[language])
    return "\n\n".join(paragraphs), "hole.cut", CUT[language].split()[-1]


def _wrong_day(text: str, language: str, _: str, chance: random.Random) -> tuple[str, str, str]:
    sentence, word = WRONG_DAY[language]
    return _after_a_sentence(text, sentence, chance), "date.weekday", word


def _no_day(text: str, language: str, _: str, chance: random.Random) -> tuple[str, str, str]:
    day = NO_DAY[language]
    return _after_a_sentence(text, f"({day}.)", chance), "date.impossible", day


def _hole(text: str, _: str, __: str, chance: random.Random) -> tuple[str, str, str]:
    sentence, code, words = chance.choice(HOLES)
    return _after_a_sentence(text, sentence, chance), code, words


FAULTS: tuple[Fault, ...] = (
    *(_other_name, _other_name, _other_contact, _nobody, _cut, _wrong_day, _no_day),
    *(_hole, _hole, _hole, _hole),
)


def planted() -> Iterator[Sample]:
    """Yield every text with each fault, to employers by chance; the same ones in every run."""
    chance = random.Random(17)
    for style, (language, _) in TEXTS.items():
        for fault in FAULTS:
            key = chance.choice(KEYS)
            text, code, words = fault(letter(style, key), language, key, chance)
            yield Sample(f"{fault.__name__} in {style} to {key}", text, code, words)
