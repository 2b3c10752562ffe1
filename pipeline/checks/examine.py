"""Checks: what must never be sent is found before it is typeset.

`letter` is the door: a letter goes in, what was found in its words comes out. Each family
of rules is a room of its own, a function of a `Subject` to hits. `across` looks at all letters
together, `pages` at what came out of TeX. No rule starts Pandoc or TeX.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from filters import letter as letter_parts
from pipeline import settings
from pipeline.checks import (
    characters,
    consistency,
    damage,
    dates,
    employers,
    leftovers,
    nearly,
    online,
    placeholders,
    policy,
    repairs,
    spelling_list,
)
from pipeline.checks.families import FAMILIES, Family
from pipeline.checks.page import pages
from pipeline.checks.policy import Policy
from pipeline.checks.subject import Hit, Known, Subject
from pipeline.letter.prose import Prose
from pipeline.letter.rendering import Rendering
from pipeline.model.diagnostic import Diagnostic, Fix, in_order
from pipeline.model.document import Document
from pipeline.model.errors import CoverpressError, Problems
from pipeline.model.rule import Rule
from pipeline.sources.site import Site
from pipeline.sources.yaml import YAML_BOOLEAN

_OF_ABSENCE = (employers.EMPLOYER_UNNAMED.code,)  # what a letter with a problem may yet say
_LONGEST = 200  # letters of the words that a finding carries
_SILENCED = 10  # times as many findings as are told, of which some may be silenced
_MOST_OF_A_RULE = 50  # findings of a letter; more help nobody


@dataclass(frozen=True)
class Checked:
    """A letter that was looked at, and what was found."""

    subject: Subject
    findings: tuple[Diagnostic, ...]

    @property
    def has_errors(self) -> bool:
        """Whether the letter must not be sent."""
        return any(finding.is_error for finding in self.findings)


def known(site: Site, rules: Mapping[str, Rule]) -> Known:
    """Return what is known of `site`; `rules` are all that there are, by code.

    Raises `SettingError` where `check:` cannot be read.
    """
    about = Known(site, settings.today(), policy.read(site, rules), rules)
    about.look_up()
    return about


def get_ready(about: Known) -> None:
    """Do once what each letter's process would do anew, for who looks at many of them."""
    for family in (damage, leftovers, placeholders):
        family.get_ready()
    characters.covered()
    spelling_list.misspellings()
    letter_parts.begins_with_salutation("")
    with suppress(CoverpressError):  # each letter is told so at its own place
        dates.get_ready(settings.read(about.site.config, about.site.config).language.tag)


def letter(
    rendering: Rendering, prose: Prose, about: Known, warnings: Iterable[Diagnostic] = ()
) -> Checked:
    """Return what is found in a letter's `prose`, with the `warnings` of those who read it."""
    config, front = about.site.config, rendering.letter.front
    wrong = Problems()
    subject = Subject(
        rendering.letter,
        rendering.settings,
        rendering.record,
        prose,
        about,
        wrong.attempt(partial(policy.read, about.site, about.rules, front), about.policy),
    )
    for offset, code in subject.prose.comments:
        place = subject.prose.source.place(offset)
        wrong.attempt(partial(policy.known, code, place, about.rules), None)
    hits: list[Hit] = []
    for family in FAMILIES:
        hits += _some(wrong.attempt(partial(_all, family, subject), []))
    problems = (*rendering.problems.findings, *wrong.findings)
    told = {problem.place for problem in problems}
    found = [_finding(hit, subject) for hit in hits if not _is_silenced(hit, subject.prose)]
    # What does not exist is told once, and not again for the word that stands for it.
    found = [finding for finding in found if finding.place not in told]
    if problems:
        found = [finding for finding in found if finding.code not in _OF_ABSENCE]
    found += (*problems, *rendering.notes, *warnings, *settings.slips(config, front))
    return Checked(subject, tuple(_bounded(in_order(subject.policy.settle(found)))))


def _some(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Yield the first `hits` of each rule, and more than are told: some may be silenced."""
    counts: Counter[str] = Counter()
    for hit in hits:
        counts[hit.rule.code] += 1
        if counts[hit.rule.code] <= _MOST_OF_A_RULE * _SILENCED:
            yield hit


def _bounded(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield what was `found`, but of each rule no more than anybody would read."""
    counts: Counter[str] = Counter()
    for finding in found:
        counts[finding.code] += 1
        if counts[finding.code] <= _MOST_OF_A_RULE:
            yield finding
        elif counts[finding.code] == _MOST_OF_A_RULE + 1:
            yield replace(
                finding, message=f"there is more of this kind from here on: {finding.message}"
            )


def _all(family: Family, subject: Subject) -> list[Hit]:
    return list(family.check(subject))


def site(about: Known) -> tuple[Diagnostic, ...]:
    """Return what is found in the site's configuration and data."""
    config = about.site.config
    notes = (note for note in about.site.notes if not _is_of_theme(note, config))
    return about.policy.settle((*notes, *settings.slips(config), *nearly.check(about.site)))


def _is_of_theme(note: Diagnostic, config: Document) -> bool:
    """Tell whether `note` says how a value is read that no setting of ours has."""
    if note.code != YAML_BOOLEAN.code or note.place is None:
        return False
    paths = (path for path, place in config.places.items() if place == note.place)
    return any(path[0] not in settings.CONFIG_KEYS for path in paths if path)


def across(checked: Iterable[Checked], about: Known) -> tuple[Diagnostic, ...]:
    """Return what is found when all letters of a site are looked at together."""
    return about.policy.settle(consistency.across([one.subject for one in checked]))


def dead_links(checked: Iterable[Checked]) -> list[Checked]:
    """Return the letters with the links that do not answer: this asks the network."""
    checked = list(checked)
    dead = online.dead([link.url for one in checked for link in one.subject.prose.links])
    asked = []
    for one in checked:
        hits = online.check(one.subject, dead)
        found = [
            _finding(hit, one.subject) for hit in hits if not _is_silenced(hit, one.subject.prose)
        ]
        settled = one.subject.policy.settle(found)
        asked.append(Checked(one.subject, in_order((*one.findings, *settled))))
    return asked


def _finding(hit: Hit, subject: Subject) -> Diagnostic:
    source = subject.prose.source
    place, words, repair = hit.place, "", None
    if hit.start >= 0:
        place = source.place(hit.start)
        words = subject.prose.text[hit.start : hit.end][:_LONGEST]
    if hit.repair and hit.repair[1] <= len(source.text):  # words without a place stand behind it
        start, end, new = hit.repair
        is_typed = not any(source.is_value(offset) for offset in range(start, end))
        if is_typed and repairs.is_whole(source.text, start, end):
            repair = Fix(source.place(start), source.text[start:end], new)
    return Diagnostic.by(
        hit.rule,
        hit.message,
        place,
        hit.hint,
        severity=hit.severity,
        words=words,
        repair=repair,
    )


def _is_silenced(hit: Hit, prose: Prose) -> bool:
    return any(
        start <= hit.start < end and hit.rule.code in codes
        for (start, end), codes in prose.silenced
    )


__all__ = [
    "Checked",
    "Known",
    "Policy",
    "across",
    "dead_links",
    "known",
    "letter",
    "pages",
    "site",
]
