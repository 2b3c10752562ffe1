"""The words with which a new letter begins, in each language that somebody has written them in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FirstWords:
    """A letter to a company, as far as it can be begun by somebody else."""

    subject: str
    opening: str
    body: str
    """What stands before the company's name is known to be right whatever the name is."""
    closing: str
    to_do: str
    """A comment, which is printed nowhere."""


_EN = FirstWords(
    "Application",
    "Dear Hiring Team,",
    "I am applying to {{ employer.company }}.",
    "Kind regards,",
    "Write why you want this job, what you have done that helps them, and when you can start.",
)
_BY_LANGUAGE = {
    "en": _EN,
    "de": FirstWords(
        "Bewerbung",
        "Sehr geehrte Damen und Herren,",
        "hiermit bewerbe ich mich bei {{ employer.company }}.",
        "Mit freundlichen Grüßen",
        "Schreiben Sie, warum Sie diese Stelle wollen, was Sie dafür mitbringen, und ab wann.",
    ),
    "fr": FirstWords(
        "Candidature",
        "Madame, Monsieur,",
        "je vous adresse ma candidature chez {{ employer.company }}.",
        "Cordialement,",
        "Dites pourquoi ce poste, ce que vous apportez, et à partir de quand.",
    ),
    "es": FirstWords(
        "Candidatura",
        "Estimados señores:",
        "Les presento mi candidatura a {{ employer.company }}.",
        "Atentamente,",
        "Escriba por qué quiere este puesto, qué aporta y desde cuándo está disponible.",
    ),
    "it": FirstWords(
        "Candidatura",
        "Gentili Signori,",
        "vi presento la mia candidatura presso {{ employer.company }}.",
        "Cordiali saluti",
        "Scriva perché desidera questo posto, che cosa porta e da quando è disponibile.",
    ),
    "nl": FirstWords(
        "Sollicitatie",
        "Geachte heer of mevrouw,",
        "graag solliciteer ik bij {{ employer.company }}.",
        "Met vriendelijke groet,",
        "Schrijf waarom u deze baan wilt, wat u meebrengt en wanneer u kunt beginnen.",
    ),
}

SAMPLE = """\
Dear {{ employer.greeting }},

You asked for somebody who writes clearly, and who checks a fact before it leaves the desk. This \
letter is an example of both: your name and your company's stand in one record, and wherever the \
letter speaks of {{ employer.company }}, it is looked up there.

Three things make me useful from the first week. I read the whole brief before I answer it. I \
keep a list of what I do not know yet. And I finish: the last report that I took over had been \
waiting for two years, and it was printed within a month.

I would be glad to show you more of my work, and I can start in May.

Kind regards,
"""
"""The first letter of a new folder, which builds before anything in it is changed."""


def of(code: str) -> FirstWords:
    """Return the words in the language with this `code`, or the English ones."""
    return _BY_LANGUAGE.get(code, _EN)
