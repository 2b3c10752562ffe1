"""What the rules find, and what they leave alone: the cases in `cases/check/*.txt`.

A case is a letter's text, or a whole file with its front matter. What is expected are lines
`LINE:COLUMN severity code words`, counted from the first line that the case shows. `␠` is a fixed
space, `␣` a plain one at the end of a line, `↵` a line end.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.engine.rules import RULES
from tests.case_files import read_cases
from tests.pipeline.checks.site import FRONT, look


@pytest.mark.parametrize(("given", "expected"), read_cases("check"))
def test_case(given: str, expected: str, tmp_path: Path) -> None:
    lines_above = 0 if given.startswith("---\n") else FRONT.count("\n")
    found = []
    for finding in look(tmp_path, given.replace("␠", "\u00a0")).findings:
        assert finding.place
        assert finding.place.line
        line = finding.place.line - lines_above
        words = re.sub(" $", "␣", finding.words).replace("\u00a0", "␠").replace("\n", "↵")
        said = (f"{line}:{finding.place.column}", finding.severity, finding.code, words)
        found.append(" ".join(filter(None, said)))
    assert "\n".join((">>> found", *(found or ["nothing"]))) == expected


# Found in the words of a letter, whatever its language.
OF_WORDS = (
    *("employer.link", "employer.unnamed", "spelling.typo", "lang.unsaid", "lang.direction"),
    *("hole.empty", "hole.item", "hole.link", "hole.markup", "font.character", "value.markup"),
    *("damage.mojibake", "damage.lost", "damage.invisible", "damage.lookalike", "damage.quotes"),
    *("damage.spaces", "date.far", "limit.chars", "limit.words", "link.broken", "link.space"),
    *("link.mail", "link.text", "link.placeholder", "link.example", "link.unsafe"),
    *("employer.value", "letter.section", "letter.open", "markup.tag", "markup.printed"),
    *("markup.struck", "damage.coded", "damage.split", "date.twice", "person.signature"),
    *("person.reached", "person.closing", "lang.address", "liquid.name", "link.password"),
    *("fact.reference", "spelling.capital"),
)
# Found by the words of a language.
OF_LANGUAGES = (
    *("employer.other", "employer.contact", "employer.job", "employer.greeting", "letter.opening"),
    *("hole.greeting", "hole.placeholder", "hole.cut", "hole.end", "damage.doubled"),
    *("date.weekday", "date.impossible", "fact.title", "fact.company"),
    *("hole.note", "hole.choice", "letter.closing", "letter.twice", "date.past"),
    *("person.title", "lang.closing", "number.count", "number.years", "date.starts"),
    *("spelling.phrase", "lang.sentence"),
)
# Found in the files of a site, on its page or in the net: their tests are elsewhere.
ELSEWHERE = (
    *("page.", "letters.", "yaml.", "setting.", "layout.", "note.", "pandoc", "limit.pages"),
    *("data.", "kramdown.ignored", "html.ignored", "link.dead", "link.relative"),
)
LANGUAGES = 3


def test_every_rule_is_of_a_kind() -> None:
    """A new rule is written down above, so that cases are asked of it."""
    codes = {code for code, rule in RULES.items() if not rule.is_fixed}
    of_files = {code for code in codes if code.startswith(ELSEWHERE)}
    assert sorted(codes - of_files) == sorted((*OF_WORDS, *OF_LANGUAGES))


def _cases() -> list[tuple[str, str, str]]:
    """Return the name, the letter and what is expected of each case."""
    return [(str(case.id).partition(": ")[2], *case.values) for case in read_cases("check")]


def _is_found(code: str, expected: str) -> bool:
    return re.search(rf"^\d+:\d+ \w+ {re.escape(code)}(?: |$)", expected, re.MULTILINE) is not None


@pytest.mark.parametrize("code", [*OF_WORDS, *OF_LANGUAGES])
def test_every_rule_of_words_has_cases_for_and_against_it(code: str) -> None:
    """What is near, and must be left alone, is a case whose name begins with `not` and the code."""
    assert any(_is_found(code, expected) for _, _, expected in _cases())
    near = [expected for name, _, expected in _cases() if re.match(rf"not {code}\b", name)]
    assert near
    assert not any(_is_found(code, expected) for expected in near)


@pytest.mark.parametrize("code", OF_LANGUAGES)
def test_every_rule_of_languages_has_cases_in_several(code: str) -> None:
    languages = set()
    for _, given, expected in _cases():
        if _is_found(code, expected):
            said = re.search(r"\A---\n(?:.*\n)*?lang: (\w+)", given)
            languages.add(said[1] if said else "en")
    assert len(languages) >= LANGUAGES, languages
