"""Leftovers: what was written for the author, by a template, an assistant or another program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from filters import languages
from pipeline.checks import greetings
from pipeline.checks.subject import Hit, Subject
from pipeline.letter.prose import FILL
from pipeline.model.rule import WARNING, Rule

HOLE_NOTE = Rule(
    "hole.note",
    WARNING,
    "A note for the author was left, or what an assistant or a template says.",
    "`(ask Dave if I may name him)`, `Insert two sentences here.`",
)
HOLE_CHOICE = Rule(
    "hole.choice",
    WARNING,
    "A choice between several words was not made.",
    "`managed / led / supported`, `Dear Mr./Ms. Sample,`, `[in training / in work]`",
)
RULES = (HOLE_NOTE, HOLE_CHOICE)

# What an assistant says before a text and behind it.
_ASSISTANTS = (
    r"(?:certainly|sure|of course|absolutely|great)[!,.]\s+(?:here(?:['’]s| is)|below is)\b",
    r"here(?:['’]s| is) (?:an?|the|your) (?:\w+ ){0,4}(?:cover letter|version|draft)\b",
    r"as an ai\b",
    r"i hope this (?:letter |draft |version )?helps\b",
    r"(?:please )?let me know if you(?:['’]d| would)? (?:like|want) (?:me to|any changes)\b",
    r"feel free to (?:adjust|customi[sz]e|adapt|edit|tailor)\b",
    r"(?:gerne?[!,]\s+)?hier ist (?:ein|eine|der|die|das|ihr|dein)\w* (?:\w+ ){0,4}"
    r"(?:anschreiben|version|entwurf|fassung)\b",
    r"gerne? passe ich\b[^.!?]{0,60}\ban\b",
    r"(?:bien sûr|voici)[!,]?\s+(?:voici )?(?:une?|la|le|votre) (?:\w+ ){0,4}(?:lettre|version)\b",
    r"n['’]hésitez pas à me dire si vous souhaitez que\b",
    r"(?:claro|por supuesto)[!,.]\s+aquí\b",
    r"aquí (?:tienes|tiene|está) (?:una?|la|tu|su) (?:\w+ ){0,4}(?:carta|versión)\b",
    r"(?:certo|certamente)[!,.]\s+ecco\b",
    r"ecco (?:una?|la|il) (?:\w+ ){0,4}(?:lettera|versione|bozza)\b",
    r"(?:natuurlijk|zeker)[!,.]\s+hier\b",
    r"hier is (?:een|je|uw|de) (?:\w+ ){0,4}(?:brief|versie)\b",
    r"(?:claro|com certeza)[!,.]\s+aqui\b",
    r"aqui está (?:uma?|a|sua) (?:\w+ ){0,4}(?:carta|versão)\b",
    r"(?:jasne|oczywiście)[!,.]\s+oto\b",
    r"(?:självklart|javisst|selvfølgelig|naturligvis)[!,.]\s+(?:här|her)\b",
)
# What a template says to whoever fills it in.
_TEMPLATES = (
    r"(?:insert|add|describe|mention|explain|replace|state) (?:[^\s.!?]+ ){0,12}"
    r"(?:here|above|below)\b",
    r"(?:fügen sie|ergänzen sie|beschreiben sie|schreiben sie) (?:[^\s.!?]+ ){0,10}hier\b",
    r"hier (?:[^\s.!?]+ ){0,8}(?:einfügen|eintragen|ergänzen|einsetzen)\b",
    r"(?:insérez|ajoutez|décrivez|indiquez) (?:[^\s.!?]+ ){0,10}ici\b",
    r"(?:inserte|añada|describa|escriba) (?:[^\s.!?]+ ){0,10}aquí\b",
    r"(?:inserire|inserisci|aggiungere|descrivere) (?:[^\s.!?]+ ){0,10}qui\b",
    r"(?:voeg|beschrijf|vul) (?:[^\s.!?]+ ){0,10}(?:hier|in)\b(?=\s*[.!])",
    r"(?:insira|descreva|adicione) (?:[^\s.!?]+ ){0,10}aqui\b",
    r"(?:wpisz|wstaw|opisz) (?:[^\s.!?]+ ){0,10}tutaj\b",
    r"(?:skriv|infoga|beskriv|indsæt|sett inn) (?:[^\s.!?]+ ){0,10}(?:här|her)\b",
)
# What one says to oneself, in brackets.
_TO_DO = """
ask verify confirm rewrite rephrase delete expand shorten insert
prüfen nachfragen ergänzen kürzen überprüfen streichen vérifier demander compléter comprobar
preguntar completar revisar controllare chiedere verificare completare navragen checken aanvullen
kolla fråga tjek spørg sprawdzić zapytać uzupełnić verificar perguntar
"""
_WORDS = "words|wörter|mots|palabras|palavras|parole|woorden|ord|słowa|słów"
_NOTES = re.compile(
    rf"(?:^|(?<=[.!?]\s))(?:{'|'.join((*_ASSISTANTS, *_TEMPLATES))})"
    rf"|(?!\[insert )[(\[](?:{'|'.join(_TO_DO.split())}"
    r"|(?:check|fix|add|mention|remove|maybe) (?:if|whether|with|this|that|the|more|again|here))\b"
    rf"[^()\[\]]{{3,80}}[)\]](?!\()"
    # What an editor counts.
    rf"|\((?:(?:{_WORDS})\s*:\s*)?\d+\s*(?:(?:de|of|von|sur|di|van|av|z|/)\s*\d+\s*)?(?:{_WORDS})\)"
    rf"|\((?:{_WORDS})\s*:\s*\d+[^()]{{0,12}}\)",
    re.IGNORECASE | re.MULTILINE,
)
_MAIL_HEAD = re.compile(
    r"^(?:From|Sent|To|Subject|Cc|Date|Von|Gesendet|An|Betreff|De|Envoyé|À|Objet|Da|Inviato|Oggetto"
    r"|Para|Enviado|Asunto|Assunto|Van|Verzonden|Aan|Onderwerp|Från|Skickat|Till|Ämne|Fra|Sendt|Til"
    r"|Emne|Od|Wysłano|Do|Temat):[ \t]+\S.*?(?:\n|<br\s*/?>\n?)"
    r"(?:Sent|Date|Gesendet|Envoyé|Inviato|Enviado|Verzonden|Skickat|Sendt|Wysłano|To|An|À|Aan|Till"
    r"|Til|Do|Para):[ \t]+\S",
    re.MULTILINE,
)
_CHOICE = re.compile(
    r"(?<![\w/])(?P<words>[^\W\d_]{3,}(?: [^\W\d_]+)? / [^\W\d_]{3,}(?: / [^\W\d_]{3,})+)(?![\w/])"
)
_BRACKETED = re.compile(
    r"(?<![\w!\]])\[[^\W\d][\w'’. -]* / [\w'’. -]+(?: / [\w'’. -]+)*\](?![\[(:{])"
)
# A greeting has no brackets around two forms of address but where none was chosen.
_GREETINGS = re.compile(
    r"[(\[](?=[^)\]]{0,80}[A-ZÀ-Þ])[^\W\d][^()\[\]/\n]{1,40}/[^()\[\]/\n]{2,40}[)\]](?![\[(:{])"
)
_TITLES = re.compile(
    r"(?<!\w)(?:Mr\.?|Herr[n]?|M\.|Monsieur|Sr\.?|Señor|Sig\.|Dhr\.?|Hr\.?|Pan)\s?/\s?"
    r"(?:Mrs\.?|Ms\.?|Frau|Mme|Madame|Sra\.?|Señora|Sig\.ra|Mevr\.?|Mevrouw|Fru|Pani)"
    r"(?=[ ]+[A-ZÀ-Þ])"
)
_A_LINE = 60  # letters of a mail's footer
_FRENCH_FORMS = re.compile(r"(?<=[^\W\d_]{2})[éiu]\(e\)")


def get_ready() -> None:
    """Read what all languages have of notes, mails and pages."""
    for read in (_asides, _footers, _page_numbers):
        read()


def check(subject: Subject) -> Iterator[Hit]:
    """Yield what was not written for the reader of the letter."""
    prose = subject.prose
    notes = (*_NOTES.finditer(prose.typed), *_asides().finditer(prose.typed))
    for match in (*notes, *_MAIL_HEAD.finditer(prose.text)):
        said = " ".join(match.group().replace(FILL, "").split())
        yield Hit(
            HOLE_NOTE,
            f"`{said}` seems to be for you, and not for the reader",
            *match.span(),
            "Delete it.",
        )
    yield from _other_programs(subject)
    french = _FRENCH_FORMS.finditer(prose.typed) if subject.language == "fr" else ()
    for match in (*_TITLES.finditer(prose.typed), *french):
        yield _choice(match.group(), *match.span())
    for match in _BRACKETED.finditer(prose.text):
        if not prose.is_covered(match.start()) and not prose.source.is_value(match.start()):
            yield _choice(match.group(), *match.span())
    greeting = greetings.first(subject)
    if greeting:
        for match in _GREETINGS.finditer(prose.typed, greeting.start, greeting.end):
            if not _BRACKETED.match(prose.text, match.start()):
                yield _choice(match.group(), *match.span())
    for match in _CHOICE.finditer(prose.typed):
        if match["words"].islower() and prose.block(match.start()).kind != "table":
            yield _choice(match["words"], *match.span())


def _other_programs(subject: Subject) -> Iterator[Hit]:
    """Yield what mail programs add, and page numbers of another print."""
    prose = subject.prose
    for match in _footers().finditer(prose.plain):
        if len(match.group()) <= _A_LINE:
            message = f"`{match.group().strip()}` is what a mail program writes"
            yield Hit(HOLE_NOTE, message, *match.span(), "Delete it.")
    for block in prose.blocks:
        text = prose.plain[block.start : block.end]
        if block.kind == "paragraph" and _page_numbers().fullmatch(text.strip()):
            message = f"`{text.strip()}` seems to be the page number of another print"
            yield Hit(HOLE_NOTE, message, block.start, block.end, "Delete it.")


@cache
def _asides() -> re.Pattern[str]:
    """Return what one says in brackets to oneself, or to a proof-reader, in any language."""
    data = [languages.of(code) for code in languages.known()]
    fill_in = "|".join(one.fill_in for one in data if one.fill_in)
    asked = "|".join(question for one in data for question in one.questions)
    return re.compile(
        rf"[(\[](?:{fill_in})[!?.…]*[)\]](?!\()"
        rf"|[(\[](?=[^()\[\]\n]{{0,100}}(?<!\w)(?:{asked}))[^()\[\]\n]{{3,160}}[)\]](?!\()",
        re.IGNORECASE,
    )


@cache
def _footers() -> re.Pattern[str]:
    begins = {text for code in languages.known() for text in languages.of(code).footers}
    return re.compile(rf"^(?:{'|'.join(map(re.escape, sorted(begins)))}).*$", re.MULTILINE)


@cache
def _page_numbers() -> re.Pattern[str]:
    pages = {languages.of(code).words["page"] for code in languages.known()}
    either = [re.escape(page).replace(r"\{\}", r"\d{1,2}") for page in pages]
    short = {re.escape(page.split()[0]) for page in pages}
    return re.compile(
        rf"(?:{'|'.join(either)}|(?:{'|'.join(short)}) \d{{1,2}}(?: ?/ ?\d{{1,2}})?"
        r"|[-–] ?\d{1,2} ?[-–])",
        re.IGNORECASE,
    )


def _choice(words: str, start: int, end: int) -> Hit:
    message = f"`{words}` seems to be a choice that was not made"
    return Hit(HOLE_CHOICE, message, start, end, "Choose one of them.")
