"""The text of a letter, as three programs that share no code find it in the PDF.

Every word is whole and in its place; a hyphen at a line's end, a glyph for two letters, or a lost
space would be found here.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pdfminer.high_level
import pikepdf
import pytest
from pdfminer.layout import LTChar

from filters import letter
from pipeline import language
from pipeline.engine import recipe
from pipeline.model.location import Location
from tests.page_tools import (
    CONFIG,
    EMPLOYERS,
    EXTRACTORS,
    MODERN,
    SAMPLE_NAMES,
    SAMPLES,
    SHEETS,
    Press,
    Sheet,
    draft,
    each_sheet,
    structure,
    typeset,
)

LONG_ON = (MODERN, Sheet("din5008b", "a4"), Sheet("us", "letter"))
"""Where letters of several pages are looked at: without a window, and with one on each paper."""
each_extractor = pytest.mark.parametrize("extractor", EXTRACTORS)


_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that only say which way the text runs; `pdftotext` puts them around a name."""


def words(text: str) -> list[str]:
    """Return the words of `text`; the space inside of French quotation marks is no matter."""
    plain = unicodedata.normalize("NFC", _DIRECTIONS.sub(" ", text))
    return re.sub("«\\s+", "«", re.sub("\\s+([»;:!?])", "\\1", plain)).split()


def missing(found: Sequence[str], wanted: Sequence[str]) -> str | None:
    """Return the first of the words `wanted` that does not follow those before it in `found`."""
    rest = iter(found)
    for number, word in enumerate(wanted):
        if word not in rest:
            return " ".join([*wanted[max(0, number - 3) : number], f">>>{word}<<<"])
    return None


def holds(found: Sequence[str], wanted: Sequence[str]) -> bool:
    """Tell whether the words `wanted` stand in `found` one right after the other."""
    return f" {' '.join(wanted)} " in f" {' '.join(found)} "


def typographic(text: str) -> str:
    """Return `text` as it is set: dashes, and apostrophes."""
    return text.replace("---", "—").replace("--", "–").replace("'", "’")


def body_words(root: Path, name: str, number_of_footnotes: int) -> list[str]:
    """Return the words of a letter's text, without its markup and without its footnotes."""
    text = recipe.STAGES["liquid"](draft(root, name), "")
    text = re.sub(r"(?m)^\[\^.*$|^\{:.*\}$|^#+ |^> |^ *- |^ *\d\. ", "", text)
    text, count = re.subn(r"\[\^\w+\]", "1", text)
    assert count == number_of_footnotes
    text = re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\b_(\w+)_\b", r"\1", text)
    return words(typographic(text))


@pytest.mark.parametrize(
    ("sheet", "name"),
    [
        (sheet, name)
        for sheet in SHEETS
        for name in SAMPLE_NAMES
        if name != "project-lead" or sheet in LONG_ON
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_every_word_of_a_sample(press: Press, sheet: Sheet, name: str) -> None:
    pdf = press.pdf(SAMPLES, name, sheet)
    wanted = body_words(SAMPLES, name, {"project-lead": 1}.get(name, 0))
    assert len(wanted) > 100
    for extractor, text_of in EXTRACTORS.items():
        assert missing(words(text_of(pdf)), wanted) is None, extractor


@pytest.mark.parametrize("sheet", LONG_ON, ids="-".join)
def test_every_word_of_the_real_letter(press: Press, sheet: Sheet, seed: Path) -> None:
    name = "deeplearning-cover-letter"
    pdf = press.pdf(seed, name, sheet)
    wanted = body_words(seed, name, 0)
    assert len(wanted) > 700
    for extractor, text_of in EXTRACTORS.items():
        assert missing(words(text_of(pdf)), wanted) is None, extractor


PARTS = (
    "Robin Placeholder",
    "Exampleton EX4 2PL",
    "Acme Placeholder Ltd",
    "Department of Samples",
    "Dr Ines Beispiel",
    "10115 Berlin",
    "GERMANY",
    "Your reference: AC-7/2026",
    "Exampleton, 2 March 2026",
    "Application: Sample Engineer",
    "Dear Dr Beispiel,",
    "What I have done",
    "The note says where it is from.",
    "A second point, which",
    "has a step,",
    "A quotation stands in its own block.",
    "SELECT gauge FROM readings;",
    "In German one says das ist großartig to that.",
    "Yours sincerely,",
    "P.S. The missing sheet has turned up.",
    "Enclosures Curriculum vitae Two references",
    "cc Agency for Imaginary Placements",
    "Registered nowhere in particular",
    "Page 2 of 2",
)


@each_sheet
@each_extractor
def test_every_part_is_read_in_one_piece(press: Press, sheet: Sheet, extractor: str) -> None:
    found = words(EXTRACTORS[extractor](press.full(sheet)))
    # In the letterhead, below the signature, and at the head of the second page.
    assert " ".join(found).count("Robin Placeholder") >= 3
    assert [part for part in PARTS if not holds(found, part.split())] == []


class Speech(NamedTuple):
    """A short letter in one language, as it is written; double quotes are to become `marks`."""

    date: str
    opening: str
    text: str
    closing: str
    marks: str


LANGUAGES = {
    "en": Speech(
        "March 2, 2026",
        "Dear Ms. Placeholder,",
        'The café\'s naïve façade "office" pays £5 -- or €6 -- per affluent coöperator. Its rôle is'
        " first-rate, 100% so, as an Æsop would say; I've filed it.",
        "Sincerely,",
        "“”",
    ),
    "en-GB": Speech(
        "2 March 2026",
        "Dear Sir or Madam,",
        'I organised the "fluffy" programme in the centre of Exampleton; its colour didn\'t matter.'
        " The offices offered an efficient and difficult workflow for £1,250.50 a year.",
        "Yours faithfully,",
        "“”",
    ),
    "de": Speech(
        "2. März 2026",
        "Sehr geehrte Frau Mustermann,",
        'über die „Größe“ der Äpfel, Öfen und Übungen schreibe ich gern: "Stoffffarbe" ist'
        " zulässig. Die Auflage des Straßenheftes kostet 3,50 € und fließt in Schifffahrten ein.",
        "Mit freundlichen Grüßen",
        "„“",
    ),
    "de-AT": Speech(
        "2. März 2026",
        "Sehr geehrter Herr Beispiel,",
        'im Jänner war das Büro in Schwechat "geöffnet", die Küche übrigens auch. Süße Äpfel,'
        " größere Öfen und weiße Röcke gehören zum Auflauf.",
        "Mit besten Grüßen",
        "„“",
    ),
    "de-CH": Speech(
        "2. März 2026",
        "Grüezi Frau Muster,",
        'die Strasse ist gross, der Gruss "freundlich", und das Büro in Zürich öffnet früh. Für'
        " CHF 3.50 gibt es Äpfel, Öl und süsse Brötchen.",
        "Freundliche Grüsse",
        "«»",
    ),
    "fr": Speech(
        "2 mars 2026",
        "Madame, Monsieur,",
        "l'œuvre \"naïve\" où l'été brûle m'a plu dès Noël ; ça n'est guère ambigu, n'est-ce pas ?"
        " À l'Haÿ-les-Exemples, l'aïeul goûtait le maïs, la crème et les œufs : cœur léger.",
        "Cordialement,",
        "«»",
    ),
    "es": Speech(
        "2 de marzo de 2026",
        "Estimada señora Ejemplo:",
        '¿Cómo está? ¡Qué alegría! El pingüino "pequeño" comió piñones en Logroño. Añadí además la'
        " cigüeña, el ñandú y el último artículo de la 1.ª edición.",
        "Atentamente,",
        "«»",
    ),
    "it": Speech(
        "2 marzo 2026",
        "Gentile dottoressa Esempio,",
        "perché l'università è \"così\" vicina, verrò lunedì più volentieri. C'è già un caffè, e"
        " l'affitto è giù: però la città dell'effimero non finì lì.",
        "Cordiali saluti",
        "«»",
    ),
    "nl": Speech(
        "2 maart 2026",
        "Geachte mevrouw Voorbeeld,",
        'de ideeën over het "IJsselmeer" zijn geïnspireerd, één voor één. Zij reëel te noemen is'
        " coöperatief; het bureau bij de efficiënte fabriek vond het ’s avonds prima.",
        "Met vriendelijke groet,",
        "“”",
    ),
    "pt": Speech(
        "2 de março de 2026",
        "Prezada Senhora Exemplo,",
        'a informação "não" está à mão, mas a lição de português é ótima. Às vezes, o pão, as'
        " maçãs e os limões põem-se à mesa; avó e avô vêm também.",
        "Atenciosamente,",
        "«»",
    ),
    "pl": Speech(
        "2 marca 2026",
        "Szanowna Pani,",
        'zażółć "gęślą" jaźń, proszę: Łódź, Śląsk i Kraków są piękne. Źdźbło trawy, ćma oraz'
        " dżdżownica żyją w ósmej części świata; kończę już.",
        "Z poważaniem",
        "„”",
    ),
    "cs": Speech(
        "2. března 2026",
        "Vážená paní Příkladová,",
        'příliš "žluťoučký" kůň úpěl ďábelské ódy, což mě těší. Řeřicha, šťáva, čeština a účet ve'
        " městě Ústí jsou v pořádku; ať žije Ňouma.",
        "S pozdravem",
        "„“",
    ),
    "sv": Speech(
        "2 mars 2026",
        "Hej Exempelsson,",
        'jag söker tjänsten "ålfiskare" på ön: räksmörgåsar äter jag gärna. Ängeln åkte över ån'
        " till Örebro på fjärde försöket, och idén är à jour.",
        "Med vänliga hälsningar",
        "””",
    ),
    "da": Speech(
        "2. marts 2026",
        "Kære fru Eksempel,",
        'rødgrød med fløde "smager" på Ærø, og ålen også. Blåbærgrøden på øen hører til; første'
        " gang åd jeg den på Åbenrå havn.",
        "Med venlig hilsen",
        "“”",
    ),
    "nb": Speech(
        "2. mars 2026",
        "Kjære fru Eksempel,",
        'fjorden ved Ålesund er "blå", og været på øya er kjølig. Jeg gjør også ærlig arbeid før'
        " påske; søknaden følger, med én kopi.",
        "Med vennlig hilsen",
        "«»",
    ),
    "fi": Speech(
        "2. maaliskuuta 2026",
        "Hyvä rouva Esimerkki,",
        'työpöytäni Jyväskylässä on "siisti", ja yötyö käy päinsä. Äiti söi hyvää mämmiä Ähtärissä;'
        " šakki ja Åbo kuuluvat asiaan.",
        "Ystävällisin terveisin",
        "””",
    ),
    "tr": Speech(
        "2 Mart 2026",
        "Sayın Bayan Örnek,",
        'İstanbul\'da "ışık" görünüyor, çünkü şehir güzel. Çağrı, Iğdır, ağaç ve fıstıklı şekerleme'
        " için öğleden sonra gideceğim; özgeçmişim ektedir.",
        "Saygılarımla,",
        "“”",
    ),
    "el": Speech(
        "2 Μαρτίου 2026",
        "Αξιότιμη κυρία Παράδειγμα,",
        'η εφημερίδα "Άνοιξη" με ενδιαφέρει πολύ, και τα ελληνικά μου είναι καλά. Ωραία ημέρα,'
        " φίλοι: το αΰπνι της Εύβοιας, ο ήλιος και η ζωή· ευχαριστώ.",
        "Με εκτίμηση",
        "«»",
    ),
    "ru": Speech(
        "2 марта 2026 г.",
        "Уважаемая госпожа Примерова,",
        'съешь ещё "этих" мягких булок, да выпей чаю. Объявление о вакансии я прочёл в субботу —'
        " подъезд, вьюга, щётка и цифра мне знакомы.",
        "С уважением,",
        "«»",
    ),
    "uk": Speech(
        "2 березня 2026 р.",
        "Шановна пані Прикладова,",
        "ґанок у Києві \"їхній\", а їжак і п'ять об'єктів — наші. Щастя є: європейський вінок, ясна"
        " зірка та цікаве життя в Україні.",
        "З повагою,",
        "«»",
    ),
    "hu": Speech(
        "2026. március 2.",
        "Tisztelt Minta Asszony!",
        'a győri "őrház" fölött sűrű köd ült, amikor fűtés nélkül mértem a vízállást. Három őszi'
        " éjjel írtam le mindent; a hirdetésük érdekel.",
        "Tisztelettel",
        "„”",
    ),
    "sr": Speech(
        "2. март 2026.",
        "Поштована госпођо Узорак,",
        'у луци "Ђурђево" шест година мерим водостај: Ћуприја, Џигољ и Њиве су ми познати. Место'
        " које нудите ме занима; љубав према реци имам.",
        "С поштовањем,",
        "„“",
    ),
    "bg": Speech(
        "2 март 2026 г.",
        "Уважаема госпожо Примерова,",
        'на пристанището "Щъркел" шест години меря водата: Хисаря, Ямбол и Жеравна са ми близки.'
        " Мястото ме интересува, а цифрите обичам.",
        "С уважение,",
        "„“",
    ),
}
"""The quotation marks are those of CLDR; the dates, those of a letter's head."""

PASSAGES = {
    "ro": Speech(
        "2 martie 2026",
        "Stimată doamnă Model,",
        'în orașul "Brăila" știu și țărmul, și înălțimea apei: șapte ani am măsurat-o zilnic.',
        "Cu stimă,",
        "„”",
    ),
    "sk": Speech(
        "2. marca 2026",
        "Vážená pani Vzorová,",
        'v Žiline som "päť" rokov merala vodu, vŕby a dĺžku hrádzí; práca s číslami ma teší.',
        "S pozdravom",
        "„“",
    ),
    "sl": Speech(
        "2. marec 2026",
        "Spoštovana gospa Vzorec,",
        'v Žalcu in v "Ljubljani" sem šest let merila čas, vodo in širino nasipov.',
        "S spoštovanjem",
        "„“",
    ),
    "hr": Speech(
        "2. ožujka 2026.",
        "Poštovana gospođo Uzorak,",
        'u luci "Šibenik" radim već šest godina: Čakovec, Županja, Ćićarija i Đakovo su mi znani.',
        "S poštovanjem,",
        "„“",
    ),
    "sr-Latn": Speech(
        "2. mart 2026.",
        "Poštovana gospođo Uzorak,",
        'u luci "Đurđevo" šest godina merim vodostaj: Ćuprija, Džigolj i Žiča su mi poznati.',
        "S poštovanjem,",
        "„“",
    ),
    "ca": Speech(
        "2 de març del 2026",
        "Benvolguda senyora Exemple,",
        "el \"col·legi\" de Lleó és a València; l'àvia, la qüestió i l'aigua són allà.",
        "Atentament,",
        "«»",
    ),
    "et": Speech(
        "2. märts 2026",
        "Lugupeetud proua Näidis,",
        'õpin "Šveitsi" garaažis žürii jaoks: üks mõõt öösel, teine päeval, ja kõik kirjas.',
        "Lugupidamisega",
        "„“",
    ),
    "lv": Speech(
        "2026. gada 2. marts",
        "Cienījamā Parauga kundze!",
        'Ķekavā un "Ļaudonā" mērīju ūdeni: ģimene, kuģis, žogs, šūpoles un Ņina ir pazīstami.',
        "Ar cieņu",
        "„”",
    ),
    "lt": Speech(
        "2026 m. kovo 2 d.",
        "Gerbiama ponia Pavyzdiene,",
        'Šiauliuose ir "Žemaitijoje" mačiau ąžuolus, ūlą, įlanką ir dėžes; vandenį čia matuoju.',
        "Pagarbiai",
        "„“",
    ),
    "is": Speech(
        "2. mars 2026",
        "Kæra frú Dæmi,",
        'ég mældi vatnið á "Þingvöllum", á Ísafirði og í Búðardal; öðru hverju varð það hátt.',
        "Með kveðju",
        "„“",
    ),
    "ga": Speech(
        "2 Márta 2026",
        "A Shinéad, a chara,",
        'thomhais mé an t-uisce i "nGaillimh", i nDún na nGall agus i gCorcaigh; tá sé domhain.',
        "Is mise le meas,",
        "“”",
    ),
    "eu": Speech(
        "2026ko martxoaren 2a",
        "Andre agurgarria:",
        'Oñatin eta "Iruñean" sei urtez neurtu dut ura; txalupak eta dikeak ezagutzen ditut.',
        "Adeitasunez,",
        "«»",
    ),
}
"""The same of languages that differ in nothing on the page: they are set in one letter."""


def letter_in(tag: str) -> str:
    speech = LANGUAGES[tag]
    front = f"layout: coverletter\nmakepdf: true\nemployer: acme\ndate: 2026-03-02\nlang: {tag}\n"
    paragraphs = [speech.opening, speech.text, f"{speech.closing}\nRobin Placeholder"]
    return f"---\n{front}---\n" + "\n\n".join(paragraphs) + "\n"


@pytest.fixture(scope="session")
def speaking(press: Press) -> Path:
    """Return a site with a letter in every language."""
    letters = {f"{tag}.md": letter_in(tag) for tag in LANGUAGES}
    return press.site({"_config.yml": CONFIG, "_data/employers.yml": EMPLOYERS, **letters})


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_word_of_a_language(press: Press, speaking: Path, tag: str) -> None:
    paper = "a4" if list(LANGUAGES).index(tag) % 2 else "letter"
    pdf = press.pdf(speaking, tag, Sheet("modern", paper))
    speech = LANGUAGES[tag]
    text = re.sub('"([^"]*)"', f"{speech.marks[0]}\\1{speech.marks[1]}", typographic(speech.text))
    wanted = words(f"{speech.opening} {text} {speech.closing} Robin Placeholder")
    for extractor, text_of in EXTRACTORS.items():
        found = words(text_of(pdf))
        assert missing(found, wanted) is None, extractor
        assert holds(found, wanted), extractor
        assert holds(found, speech.date.split()), extractor
    assert len(families(pdf)) == 1


def test_every_word_of_passages(press: Press) -> None:
    paragraphs = []
    for tag, (date, opening, text, closing, _) in PASSAGES.items():
        assert letter.is_salutation(opening)
        assert letter.is_closing(closing)
        paragraphs.append(f'{opening} {text} {closing} {date} end\n{{: lang="{tag}"}}')
    written = "---\nlayout: coverletter\nmakepdf: true\n---\n" + "\n\n".join(paragraphs) + "\n"
    pdf = press.pdf(press.site({"_config.yml": CONFIG, "a.md": written}), "a", MODERN)
    for extractor, text_of in EXTRACTORS.items():
        found = words(text_of(pdf))
        for tag, (date, opening, text, closing, marks) in PASSAGES.items():
            said = re.sub('"([^"]*)"', f"{marks[0]}\\1{marks[1]}", typographic(text))
            wanted = words(f"{opening} {said} {closing} {date} end")
            assert holds(found, wanted), (extractor, tag)
    assert families(pdf) == {"TeXGyrePagella"}


def test_french_spaces_and_ordinals_come_out_as_they_were_typed(press: Press) -> None:
    text = "le 1er janvier : « la patience » ; 340 000 lignes, 15 % de 1 200 000 € au 2e étage !"
    front = "layout: coverletter\nmakepdf: true\nlang: fr\ndate: 2026-05-01"
    written = f"---\n{front}\n---\nMadame,\n\n{text}\n\nCordialement,\n"
    pdf = press.pdf(press.site({"_config.yml": CONFIG, "a.md": written}), "a", MODERN)
    for extractor, text_of in EXTRACTORS.items():
        found = unicodedata.normalize("NFKC", text_of(pdf)).split()
        assert holds(found, text.split()), extractor
        assert holds(found, ["1er", "mai", "2026"]), extractor


@pytest.mark.parametrize("tag", [*LANGUAGES, *PASSAGES])
def test_the_date_is_that_of_the_language(tag: str) -> None:
    written = language.find(tag, Location(Path("a.md"))).date(datetime.date(2026, 3, 2))
    assert words(written) == words((LANGUAGES | PASSAGES)[tag].date)


def families(pdf: Path) -> set[str]:
    """Return the families in which something is seen: `FreeSerif`, whatever its faces."""
    with pikepdf.open(pdf) as opened:
        names = {
            str(font.BaseFont).partition("+")[2]
            for page in opened.pages
            for _, font in page.resources["/Font"].items()
        }
    # LaTeX's own holds no more than spaces, which are there for programs that look for words.
    return {re.match("[A-Za-z]+", name).group() for name in names if "LMRoman" not in name}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("font", "family"), [("heros", "FreeSans"), ("Latin Modern Sans", "FreeSerif")]
)
def test_a_font_without_the_script_gives_way_as_a_whole(
    press: Press, tmp_path: Path, font: str, family: str
) -> None:
    written = letter_in("el").replace("lang: el", f"lang: el\nfont: {font}")
    root = press.site({"_config.yml": CONFIG, "_data/employers.yml": EMPLOYERS, "a.md": written})
    made = typeset(draft(root, "a"), "a4", tmp_path)
    assert families(made.path) == {family}
    (note,) = [one for one in made.warnings if one.code == "page.font"]
    assert f"`{font}` has no Greek letters" in note.message
    assert family in note.message
    assert note.place
    assert note.place.line == 7


def test_a_font_with_the_script_stays(press: Press, tmp_path: Path) -> None:
    written = letter_in("uk").replace("lang: uk", "lang: uk\nfont: FreeSans")
    root = press.site({"_config.yml": CONFIG, "_data/employers.yml": EMPLOYERS, "a.md": written})
    made = typeset(draft(root, "a"), "a4", tmp_path)
    assert families(made.path) == {"FreeSans"}
    assert not [one for one in made.warnings if one.code == "page.font"]


def glyphs(pdf: Path) -> list[str]:
    """Return what each glyph of a page stands for: one letter, or several."""

    def within(item: object) -> Iterator[str]:
        if isinstance(item, LTChar):
            yield item.get_text()
        elif isinstance(item, Iterable):
            for part in item:
                yield from within(part)

    return [*within(pdfminer.high_level.extract_pages(pdf))]


@pytest.mark.parametrize(
    ("tag", "text", "shown"),
    [
        (
            "de",
            "hoffen Stofflager auffordern Offizier",
            "h o ff e n S t o ff l a g e r a u f f o r d e r n O ffi z i e r",
        ),
        ("tr", "fikir fıstık film", "f i k i r f ı s t ı k f i l m"),
    ],
)
def test_glyphs_for_several_letters_are_where_the_language_has_them(
    press: Press, tag: str, text: str, shown: str
) -> None:
    front = f"layout: coverletter\nmakepdf: true\nlang: {tag}"
    written = f"---\n{front}\n---\nQ {text} Z.\n"
    pdf = press.pdf(press.site({"_config.yml": CONFIG, "a.md": written}), "a", MODERN)
    found = glyphs(pdf)
    assert " ".join(found[found.index("Q") + 1 : found.index("Z")]).split() == shown.split()


AWKWARD = """\
---
layout: coverletter
makepdf: true
date: 2026-03-02
---
Dear readers,

the office of the affluent fjord printed the Auflage in Stoffffarbe; fifty-five fluffy, difficult
afflictions of the staff, *official* and **efficient**, were filed.

Ms. נועה לוי and Mr. سمير حداد wrote to us, as did Ms. Jana Vzorová.

It takes --- or so they say --- a well-known, state-of-the-art incomprehensibility counter-example.

Sincerely,
Robin Placeholder
"""


@pytest.fixture(scope="session")
def awkward(press: Press) -> Path:
    return press.pdf(press.site({"_config.yml": CONFIG, "a.md": AWKWARD}), "a", MODERN)


@each_extractor
def test_ligatures_are_letters(awkward: Path, extractor: str) -> None:
    found = words(EXTRACTORS[extractor](awkward))
    sentence = (
        "the office of the affluent fjord printed the Auflage in Stoffffarbe; fifty-five fluffy,"
        " difficult afflictions of the staff, official and efficient, were filed."
    )
    assert holds(found, sentence.split())


@each_extractor
def test_compounds_are_whole(awkward: Path, extractor: str) -> None:
    sentence = "a well-known, state-of-the-art incomprehensibility counter-example."
    assert holds(words(EXTRACTORS[extractor](awkward)), sentence.split())


@pytest.mark.parametrize(
    "extractor",
    [
        "poppler",
        # pdfium takes it that letters from right to left are drawn in the order in which they
        # stand on the page, and turns them; pdfminer takes them as they come. LuaTeX draws them in
        # the order in which they are read.
        # With an `/ActualText` in that order poppler turns them too. All three agree only on one
        # that is turned round, and a screen reader would read that aloud.
        pytest.param("pdfium", marks=pytest.mark.xfail(strict=True, reason="turns them round")),
        "pdfminer",
    ],
)
def test_names_from_right_to_left(awkward: Path, extractor: str) -> None:
    found = words(EXTRACTORS[extractor](awkward))
    assert holds(found, ["Ms.", "נועה", "לוי", "and", "Mr.", "سمير", "حداد", "wrote", "to", "us,"])


def test_names_from_right_to_left_are_read_aloud_as_they_are_said(awkward: Path) -> None:
    assert "Ms. נועה לוי and Mr. سمير حداد wrote" in structure(awkward).text


# The rulers themselves.


def test_broken_word_is_found() -> None:
    wanted = words("we con­tribute words".replace("\u00ad", ""))
    assert missing(words("we con-\ntribute words"), wanted) == "we >>>contribute<<<"
    assert missing(words("we contributewords"), wanted) == "we >>>contribute<<<"
    assert missing(words("words contribute we"), wanted) == "we >>>contribute<<<"
    assert missing(words("Page 2\nwe contribute words"), wanted) is None
    assert not holds(words("we contribute many words"), wanted)
