"""The parts of a letter: the cases in `cases/letter/*.txt`."""

import panflute as pf
import pytest

from filters import letter
from tests.case_files import read_cases
from tests.trees import build, read, show


def part(value: pf.MetaValue) -> str:
    """Return a field of the metadata: blocks in lines of their own, a line of text as one."""
    separator = "\n" if isinstance(value, pf.MetaBlocks) else ""
    return separator.join(show([element]) for element in value.content)


@pytest.mark.parametrize(("given", "expected"), read_cases("letter"))
def test_case(given: str, expected: str) -> None:
    doc = read(given)
    letter.apply(doc)
    parts = [f">>> {key}\n{part(value)}" for key, value in doc.metadata.content.items()]
    assert "\n".join([*parts, f">>> text\n{show(doc.content)}"]).rstrip() == expected


@pytest.mark.parametrize(
    ("key", "text", "left"),
    [
        ("subject", "# A\n\nDear B,\n\nC", "Para[C]"),
        ("opening", "Dear B,\n\nC", "Para[C]"),
        ("closing", "C\n\nSincerely,\nD", "Para[C]"),
    ],
)
def test_what_the_front_matter_says_stands_in_place_of_the_text(
    key: str, text: str, left: str
) -> None:
    doc = read(text)
    doc.metadata[key] = "given"
    letter.apply(doc)
    assert doc.get_metadata(key) == "given"
    assert show(doc.content) == left


def test_signature_of_the_front_matter_stays() -> None:
    doc = read("A\n\nSincerely,\nB")
    doc.metadata["signature"] = "C"
    letter.apply(doc)
    assert doc.get_metadata("signature") == "C"
    assert doc.get_metadata("closing") == "Sincerely,"
    assert show(doc.content) == "Para[A]"


@pytest.mark.parametrize("name", ["Ms. Example", "Acme Inc.", "the [HR] *team*", "R&D (Dept. 4)"])
def test_salutation_with_a_value_is_one(name: str) -> None:
    doc = build("Dear {{ name }},\n\nText.", name=name)
    letter.apply(doc)
    assert doc.get_metadata("opening") == f"Dear {name},"
    assert show(doc.content) == "Para[Text.]"


def test_letter_that_is_empty() -> None:
    doc = read("")
    letter.apply(doc)
    assert list(doc.metadata.content) == []


SALUTATIONS = {
    "en": ["Dear Ms. Sample,", "Good morning,", "Dear Sir or Madam:"],
    "de": ["Sehr geehrte Damen und Herren,", "Guten Tag Frau Muster,", "Liebe Erika,"],
    "fr": ["Madame, Monsieur,", "Cher M. Exemple,", "Bonjour Madame,"],
    "es": ["Estimados señores:", "A quien corresponda:", "Apreciada Sra. Ejemplo:"],
    "it": ["Gent.ma Dott.ssa Esempio,", "Egr. Sig. Esempio,", "Spett.le Ditta,"],
    "nl": ["Geachte heer Voorbeeld,", "Beste mevrouw Voorbeeld,"],
    "pt": ["Exmo. Senhor Exemplo,", "Prezada Sra. Exemplo,", "Boa tarde,"],
    "pl": ["Szanowni Państwo,", "Szanowna Pani Przykład,", "Dzień dobry,"],
    "cs": ["Vážená paní Vzorová,", "Vážení,", "Dobrý den,"],
    "sv": ["Hej,", "Bästa Anna Exempel,", "Till den det berör,"],
    "da": ["Kære Anna Eksempel", "Goddag,"],
    "nb": ["Kjære Anna Eksempel,", "Hei,"],
    "fi": ["Hyvä vastaanottaja,", "Arvoisat vastaanottajat,"],
    "tr": ["Sayın Örnek,", "Merhaba,", "İyi günler,"],
    "el": ["Αξιότιμη κυρία Δείγμα,", "Αγαπητέ κύριε Δείγμα,"],
    "ru": ["Уважаемая г-жа Примерова!", "Здравствуйте,", "Добрый день,"],
    "uk": ["Шановний пане Приклад,", "Доброго дня,"],
}
CLOSINGS = {
    "en": ["Yours sincerely,", "Kind regards", "With best wishes,"],
    "de": [
        "Mit freundlichen Grüßen",
        "Mit freundlichem Gruß",
        "Beste Grüsse",
        "Ich freue mich auf ein Gespräch und verbleibe mit besten Grüßen",
    ],
    "fr": [
        "Cordialement,",
        "Je vous prie d'agréer, Madame, l'expression de mes salutations distinguées.",
        "Veuillez agréer, Madame, Monsieur, l’assurance de ma considération distinguée.",
        "Dans l'attente de votre réponse, je vous prie de croire, Monsieur, à l'expression de mes"
        " sentiments les meilleurs.",
        "Recevez, Monsieur, mes cordiales salutations.",
    ],
    "es": ["Atentamente,", "Reciba un cordial saludo,", "A la espera de sus noticias, le saluda"
           " atentamente,"],
    "it": ["Cordiali saluti", "In attesa di un riscontro, porgo distinti saluti."],
    "nl": ["Met vriendelijke groet,", "Hoogachtend,"],
    "pt": ["Com os melhores cumprimentos,", "Atenciosamente,"],
    "pl": ["Z poważaniem", "Z wyrazami szacunku"],
    "cs": ["S pozdravem", "S úctou,"],
    "sv": ["Med vänliga hälsningar", "Vänlig hälsning"],
    "da": ["Med venlig hilsen", "Venlige hilsner"],
    "nb": ["Med vennlig hilsen", "Høyaktningsfullt"],
    "fi": ["Ystävällisin terveisin", "Kunnioittavasti"],
    "tr": ["Saygılarımla,", "En içten saygılarımla"],
    "el": ["Με εκτίμηση,", "Με φιλικούς χαιρετισμούς"],
    "ru": ["С уважением,", "С наилучшими пожеланиями,"],
    "uk": ["З повагою,", "З найкращими побажаннями,"],
}  # fmt: skip


def each(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(tag, phrase) for tag, phrases in table.items() for phrase in phrases]


@pytest.mark.parametrize(("tag", "phrase"), each(SALUTATIONS))
def test_salutations_of_every_language(tag: str, phrase: str) -> None:
    doc = read(f"{phrase}\n\nText.")
    letter.apply(doc)
    assert letter._text(pf.Para(*doc.metadata["opening"].content)) == letter._text(
        *read(phrase).content
    )
    assert show(doc.content) == "Para[Text.]"


@pytest.mark.parametrize("between", ["\n", "\n\n", "  \n"], ids=["line", "paragraph", "break"])
@pytest.mark.parametrize(("tag", "phrase"), each(CLOSINGS))
def test_closings_of_every_language(tag: str, phrase: str, between: str) -> None:
    doc = read(f"Text.\n\n{phrase}{between}Robin Placeholder\n\nP.S. More.")
    letter.apply(doc)
    assert letter._text(pf.Para(*doc.metadata["closing"].content)) == letter._text(
        *read(phrase).content
    )
    assert doc.get_metadata("signature") == "Robin Placeholder"
    assert show(doc.metadata["after"].content) == "Para[P.S. More.]"
    assert show(doc.content) == "Para[Text.]"


@pytest.mark.parametrize(("tag", "phrase"), each(CLOSINGS))
def test_closings_may_be_wrapped(tag: str, phrase: str) -> None:
    doc = read(f"Text.\n\n{phrase.replace(' ', chr(10))}\nRobin Placeholder")
    letter.apply(doc)
    assert doc.get_metadata("signature") == "Robin Placeholder"
    assert show(doc.content) == "Para[Text.]"


@pytest.mark.parametrize(
    "text",
    [
        "Здравствуйте. Меня зовут Робин",
        "Γεια σας. Είμαι ο Ρόμπιν",
        "Dzień dobry. Łódź to moje miasto",
        "Dear all. I build things",
        "Dobrý den. Čtu Vaše knihy",
        "Дорогая бумага, чернила и перо. Это всё",
        "Hejdå",
        "Chermside, Brisbane",
    ],
)
def test_a_sentence_is_no_salutation(text: str) -> None:
    doc = read(f"{text}\n\nText.")
    letter.apply(doc)
    assert "opening" not in doc.metadata
    assert len(doc.content) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Z poważaniem czytam Państwa książki od lat i chcę przy nich pracować.",
        "Med vänliga hälsningar hoppas jag på svar.",
        "С уважением отношусь к чужому труду, и это видно по моей работе.",
        "Le lettere che scrivo finiscono con cordiali saluti, sempre.",
        "Mit freundlichen Grüßen begann alles: ich schrieb eine Karte.",
        "Je vous prie d'agréer ma candidature au poste de rédacteur.",
        "Best practice matters to me.",
        "Escucho atentamente a quienes leen.",
        "Hilsen fra havnen er vores avis.",
    ],
)
def test_a_sentence_is_no_closing(text: str) -> None:
    doc = read(f"Text.\n\n{text}\n\nRobin Placeholder")
    letter.apply(doc)
    assert "closing" not in doc.metadata
    assert len(doc.content) == 3


@pytest.mark.parametrize(
    "begin",
    ["P.S.", "PS:", "P. S.", "P.P.S.", "P.D.", "NB:", "Υ.Γ.", "П.С.", "Anlagen:", "Załączniki:",
     "Přílohy:", "Bilagor:", "Vedlegg:", "Liitteet:", "Ekler:", "Συνημμένα:", "Приложения:",
     "Додатки:"],
)  # fmt: skip
def test_what_comes_after_a_closing_may_be_long(begin: str) -> None:
    long = f"{begin} {'word ' * 30}end."
    doc = read(f"Text.\n\nKind regards,\n\n{long}")
    letter.apply(doc)
    assert doc.get_metadata("closing") == "Kind regards,"
    assert "signature" not in doc.metadata
    assert len(doc.metadata["after"].content) == 1


def test_the_longest_phrase_counts() -> None:
    doc = read("Text.\n\nBest\nregards,\nRobin")
    letter.apply(doc)
    assert doc.get_metadata("closing") == "Best regards,"
    assert doc.get_metadata("signature") == "Robin"
