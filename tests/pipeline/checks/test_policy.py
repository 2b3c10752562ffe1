"""How the site and the letter turn checks off, make them graver, and what they may not say."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from pipeline.checks import policy
from pipeline.engine.rules import RULES
from pipeline.model.diagnostic import Diagnostic
from pipeline.model.document import Document
from pipeline.model.errors import SettingError
from pipeline.sources.site import Site
from pipeline.writers.pandoc import PANDOC
from tests.conftest import ROOT
from tests.pipeline.checks.site import CONFIG, look
from tests.pipeline.conftest import Load, Write


def codes(folder: Path, letter: str, **files: str) -> list[tuple[str, str]]:
    """Return the code and severity of what is found in `letter`."""
    named = {name.replace("_config", "_config.yml"): text for name, text in files.items()}
    return [(found.code, found.severity) for found in look(folder, letter, named).findings]


DOUBLED = "This was was it.\n"


def test_a_rule_is_as_grave_as_the_table_says(tmp_path: Path) -> None:
    assert codes(tmp_path, DOUBLED) == [("damage.doubled", "warning")]


def configured(config: Document) -> Site:
    return Site(Path(), Path(), config, {}, {})


@pytest.mark.parametrize("severity", ["error", "warning", "note"])
def test_the_configuration_says_how_grave(tmp_path: Path, severity: str) -> None:
    config = f"{CONFIG}check: {{damage.doubled: {severity}}}\n"
    assert codes(tmp_path, DOUBLED, _config=config) == [("damage.doubled", severity)]


def test_a_letter_stands_before_the_configuration(tmp_path: Path) -> None:
    config = f"{CONFIG}check: {{damage.doubled: off}}\n"
    assert codes(tmp_path, DOUBLED, _config=config) == []
    front = "---\nemployer: plain\ncheck: {damage.doubled: error}\n---\n"
    assert codes(tmp_path, front + DOUBLED, _config=config) == [("damage.doubled", "error")]


def test_off_is_no_slip_of_yaml(load: Load) -> None:
    assert load("check: {page.widow: off}").notes == ()
    assert [note.code for note in load("checks: {page.widow: off}").notes] == ["yaml.boolean"]


@pytest.mark.parametrize(
    ("text", "column", "message", "hint"),
    [
        ("check: off", 8, "not a list of `code: severity`", "check --list"),
        ("check: {page.window: off}", 22, "no check `page.window`", "Did you mean `page.widow`?"),
        ("check: {page.widow: loud}", 21, "`loud` is not how grave", "error, warning, note, off"),
        ("check: {undefined: off}", 20, "`undefined` cannot be changed", "stops the letter"),
        ("check: {words: [[a]]}", 9, "`check.words` is not a list", "Write `words: [one, two]`"),
        ("check: {words: no-such.txt}", 16, "no file `no-such.txt`", "a word on each line"),
        ("mentions: [{a: b}]", 1, "`mentions` is not a list", "Write `mentions: [one, two]`"),
    ],
)
def test_what_cannot_be_meant_is_an_error(
    load: Load, text: str, column: int, message: str, hint: str
) -> None:
    with pytest.raises(SettingError) as caught:
        policy.read(configured(load(text, "_config.yml")), RULES)
    found = caught.value.finding
    assert message in found.message
    assert hint in found.hint
    assert str(found.place) == f"_config.yml:1:{column}"


def test_words_may_be_in_a_file(load: Load, write: Write) -> None:
    file = write("_data/words.txt", "recieve\nSeperately\n")
    config = load("check: {words: _data/words.txt}")
    read = policy.read(Site(file.parents[1], file.parents[1], config, {}, {}), RULES)
    assert read.words == {"recieve", "seperately"}


def test_a_comment_that_names_no_rule_is_an_error(tmp_path: Path) -> None:
    text = "One.\n\n<!-- check: off damage.double -->\n\nThis was was it.\n"
    wrong, doubled = look(tmp_path, text).findings
    assert (wrong.code, wrong.severity) == ("setting", "error")
    assert "there is no check `damage.double`" in wrong.message
    assert wrong.hint == "Did you mean `damage.doubled`?"
    assert wrong.place
    assert (wrong.place.line, wrong.place.column) == (6, 17)
    assert doubled.code == "damage.doubled"


def test_the_codes_of_pandoc_have_one_rule(load: Load) -> None:
    warning = Diagnostic("pandoc.ReferenceNotFound", "…", severity=PANDOC.severity)
    assert policy.read(configured(load()), RULES).settle([warning])[0].severity == "warning"
    assert policy.read(configured(load("check: {pandoc: off}")), RULES).settle([warning]) == ()


def test_every_rule_is_in_the_index_and_no_code_is_given_without_one() -> None:
    for file in (ROOT / "pipeline").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            name = getattr(getattr(node, "func", None), "id", "")
            first = node.args[0] if isinstance(node, ast.Call) and node.args else None
            if isinstance(first, ast.Constant):
                assert name not in ("Diagnostic", "Hit"), (file.name, first.value)
                assert name != "Rule" or first.value in RULES, (file.name, first.value)


def test_every_error_class_has_a_rule() -> None:
    from pipeline.model.errors import CoverpressError

    def below(kind: type[CoverpressError]) -> list[type[CoverpressError]]:
        return [kind, *(deeper for child in kind.__subclasses__() for deeper in below(child))]

    for kind in below(CoverpressError):
        assert kind.code in RULES
        assert RULES[kind.code].is_fixed or kind.code == "pandoc"
