"""What the site and the letter say of the checks: which are off, and how grave the others are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pipeline.model import rule
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.document import Document
from pipeline.model.errors import SettingError
from pipeline.model.location import Location
from pipeline.model.rule import Rule
from pipeline.model.suggestion import did_you_mean
from pipeline.sources.site import Site

_WORDS = "words"


@dataclass(frozen=True)
class Policy:
    """How grave each rule is, where it is not as grave as usual, and the words that are right."""

    severities: Mapping[str, str]
    words: frozenset[str] = frozenset()
    mentions: tuple[str, ...] = ()
    """Other employers that may be named: their keys or names, in lower case."""

    def severity(self, finding: Diagnostic) -> str:
        """Return how grave `finding` is here."""
        for code in (finding.code, finding.code.partition(".")[0]):  # `pandoc.x` is `pandoc`
            if code in self.severities:
                return self.severities[code]
        return finding.severity

    def settle(self, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Return `findings` with their severities, without those that are turned off."""
        settled = (replace(finding, severity=self.severity(finding)) for finding in findings)
        return tuple(finding for finding in settled if finding.severity != rule.OFF)


def read(site: Site, rules: Mapping[str, Rule], front: Document | None = None) -> Policy:
    """Return what `check:` and `mentions:` say in the configuration and, before it, in `front`.

    `rules` are all that there are, by code. A file of words is looked for in the site's folder.
    Raises `SettingError`.
    """
    severities: dict[str, str] = {}
    words: list[str] = []
    mentions: list[str] = []
    for document in (site.config, front):
        if document is None:
            continue
        severities |= _severities(document, rules)
        words += _words(document, site)
        mentions += _list(document, "mentions", "mentions")
    return Policy(
        severities,
        frozenset(word.casefold() for word in words),
        tuple(mention.casefold() for mention in mentions),
    )


def known(code: str, place: Location, rules: Mapping[str, Rule]) -> None:
    """Raise `SettingError` at `place` where none of `rules` has the `code`, or it is fixed."""
    rule = rules.get(code)
    if rule is None:
        raise SettingError(f"there is no check `{code}`", place, did_you_mean(code, rules))
    if rule.is_fixed:
        raise SettingError(
            f"`{code}` cannot be changed", place, "It stops the letter by itself. Delete the line."
        )


def _severities(document: Document, rules: Mapping[str, Rule]) -> dict[str, str]:
    wanted = document.value.get("check")
    if wanted is None:
        return {}
    if not isinstance(wanted, dict):
        raise SettingError(
            "`check` is not a list of `code: severity` lines",
            document.place("check"),
            "Write `check: {page.widow: off}`. `coverpress check --list` prints the codes.",
        )
    severities = {}
    for code, severity in wanted.items():
        if code == _WORDS:
            continue
        known(code, document.place("check", code), rules)
        if severity not in rule.SEVERITIES:
            raise SettingError(
                f"`{severity}` is not how grave a finding can be",
                document.place("check", code),
                f"Write one of: {', '.join(rule.SEVERITIES)}.",
            )
        severities[code] = severity
    return severities


def _words(document: Document, site: Site) -> list[str]:
    """Return the words that are spelled right, from the list itself or from the file it names."""
    wanted = document.value.get("check")
    words = wanted.get(_WORDS) if isinstance(wanted, dict) else None
    if not isinstance(words, str):
        return _list(document, "check.words", "check", _WORDS)
    file = site.source / words
    if not file.is_file():
        raise SettingError(
            f"there is no file `{words}`",
            document.place("check", _WORDS),
            "Write `words: [one, two]`, or the path of a file with a word on each line.",
        )
    return site.text(file).split()


def _list(document: Document, name: str, *path: str) -> list[str]:
    value = document.value
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    if value is None:
        return []
    items = value if isinstance(value, list) else [value]
    if any(isinstance(item, (dict, list, bool)) or item is None for item in items):
        raise SettingError(
            f"`{name}` is not a list of words",
            document.place(*path),
            f"Write `{path[-1]}: [one, two]`.",
        )
    return [str(item) for item in items]
