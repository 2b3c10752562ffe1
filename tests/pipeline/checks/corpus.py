"""Letters by the hundred, clean ones and ones with a planted fault, to measure the checks by.

Eleven texts in six languages and several styles are addressed to twelve employers, whose names are
ordinary words, abbreviations, of one word and of four. `clean` yields them as they are, `planted`
with one fault each: what must be found is known.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "cases" / "corpus"
EMPLOYERS = (FOLDER / "employers.yml").read_text("utf-8")
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
    file.name.split(".")[0]: (file.name.split(".")[1], file.read_text("utf-8").rstrip())
    for file in sorted(FOLDER.glob("*.md"))
}
"""The language and the text of each style."""


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
    "nl": "Ook laat ik u graag zien wat de",
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
    ("Here comes TBD.", "hole.placeholder", "TBD"),
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
"""Of the file, its language and its employer it makes the file with a fault, its code and words."""


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
    chance = random.Random(17)  # noqa: S311  the same ones in every run
    for style, (language, _) in TEXTS.items():
        for fault in FAULTS:
            key = chance.choice(KEYS)
            text, code, words = fault(letter(style, key), language, key, chance)
            yield Sample(f"{fault.__name__} in {style} to {key}", text, code, words)
