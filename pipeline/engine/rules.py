"""The index of all rules: each stands beside the code that finds it, and is listed here.

Those that can be turned off come first; the others are the errors that stop a letter by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline import settings
from pipeline.checks import greetings, online, page
from pipeline.checks.families import FAMILIES
from pipeline.engine import verification
from pipeline.letter import addressees, layout, rendering, variables
from pipeline.model.errors import CoverpressError, UsageError
from pipeline.model.rule import ERROR, Rule
from pipeline.model.suggestion import did_you_mean
from pipeline.settings import colours
from pipeline.sources import data, other_tools, table, yaml
from pipeline.sources import employers as records
from pipeline.typeset import fitting
from pipeline.writers import pandoc

_RULES: tuple[Rule, ...] = (
    *(rule for family in FAMILIES for rule in family.RULES),
    *(*greetings.RULES, *online.RULES, *verification.RULES, *fitting.RULES, *variables.RULES),
    *(*layout.RULES, *addressees.RULES, *other_tools.RULES),
    *(
        *page.RULES,
        *records.RULES,
        *data.RULES,
        *table.RULES,
        *yaml.RULES,
        *settings.RULES,
        *colours.RULES,
        *rendering.RULES,
        *pandoc.RULES,
    ),
)


def _failures(kind: type[CoverpressError]) -> Iterator[Rule]:
    """Yield the rule of each error below `kind`, and its own."""
    yield Rule(kind.code, ERROR, kind.says, because=kind.because, is_fixed=True)
    for below in kind.__subclasses__():
        yield from _failures(below)


_FOUND = {rule.code: rule for rule in _RULES}
RULES: Mapping[str, Rule] = {
    **_FOUND,
    # What Pandoc says is one rule, be it a failure or not.
    **{rule.code: rule for rule in _failures(CoverpressError) if rule.code not in _FOUND},
}
"""Every rule by its code. A code that is not here, such as `pandoc.x`, is under its first word."""


def of(code: str) -> Rule | None:
    """Return the rule that a finding's `code` is of, or None: `pandoc.x` is of `pandoc`."""
    return RULES.get(code) or RULES.get(code.partition(".")[0])


def find(code: str) -> Rule:
    """Return the rule that a person calls `code`. Raises `UsageError` where there is none."""
    if code not in RULES:
        raise UsageError(f"there is no check `{code}`", hint=did_you_mean(code, RULES))
    return RULES[code]
