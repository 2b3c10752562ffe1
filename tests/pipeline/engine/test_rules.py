"""What each rule says of itself, and the table and the explanations that are made of it."""

from __future__ import annotations

import pytest

from pipeline.engine.rules import RULES
from pipeline.model.rule import ERROR, LETTER, PARAGRAPH, SITE


@pytest.mark.parametrize("code", RULES)
def test_every_rule_says_what_it_is(code: str) -> None:
    rule = RULES[code]
    assert rule.says.endswith(".")
    assert rule.within in (PARAGRAPH, LETTER, SITE)
    assert not rule.because or rule.because.endswith(".")


@pytest.mark.parametrize("code", [rule.code for rule in RULES.values() if rule.severity == ERROR])
def test_every_error_has_its_reason(code: str) -> None:
    assert RULES[code].because
