"""YAML: what is read, what is pointed out and what is refused.

The cases are in `cases/yaml/*.txt`. Each begins with a line `=== name`; the YAML follows, in which
`<U+0009>` stands for that character. A line `>>> value` begins the value that is expected, as
JSON; `>>> note` and `>>> error` begin a message, `line:column: message`, and its hint below.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.errors import YamlError
from pipeline.model.location import Location
from pipeline.sources import yaml

CASES = Path(__file__).resolve().parents[2] / "cases/yaml"
FILE = Path("data.yml")


def read_cases() -> list[Any]:
    cases = []
    for file in sorted(CASES.glob("*.txt")):
        for case in file.read_text("utf-8").split("\n=== ")[1:]:
            name, _, rest = case.partition("\n")
            written, mark, expected = rest.partition(">>> ")
            param = pytest.param(written, (mark + expected).strip(), id=f"{file.stem}: {name}")
            cases.append(param)
    return cases


def told(kind: str, finding: Diagnostic) -> str:
    assert finding.place
    place = f"{finding.place.line}:{finding.place.column}"
    return f">>> {kind}\n{place}: {finding.message}\n{finding.hint}".rstrip()


def outcome(written: str) -> str:
    """Return what the reader makes of `written`, in the format of the cases."""
    text = re.sub(r"<U\+(\w{4})>", lambda match: chr(int(match[1], 16)), written)
    try:
        document = yaml.load(text, FILE)
    except YamlError as error:
        return told("error", error.finding)
    value = json.dumps(document.value, ensure_ascii=False)
    return "\n".join([f">>> value\n{value}", *(told("note", note) for note in document.notes)])


@pytest.mark.parametrize(("written", "expected"), read_cases())
def test_case(written: str, expected: str) -> None:
    assert outcome(written) == expected


# Places ----------------------------------------------------------------------------------------


def place_of(text: str, *path: str | int, first_line: int = 1) -> tuple[int | None, int | None]:
    place = yaml.load(text, FILE, first_line).place(*path)
    assert place.file == FILE
    return place.line, place.column


RECORDS = """\
edx:
  company: edX
  tags: [a, "b"]
  contacts:
    - name: A
    -
      name: B
  note:
    on its own line
  empty:
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("edx",), (1, 1)),
        (("edx", "company"), (2, 12)),
        (("edx", "tags"), (3, 3)),
        (("edx", "tags", 0), (3, 10)),
        (("edx", "tags", 1), (3, 13)),
        (("edx", "contacts"), (4, 3)),
        (("edx", "contacts", 0, "name"), (5, 13)),
        (("edx", "contacts", 1), (7, 7)),
        (("edx", "contacts", 1, "name"), (7, 13)),
        (("edx", "note"), (9, 5)),
        (("edx", "empty"), (10, 3)),
    ],
    ids=str,
)
def test_a_value_has_its_place_and_an_empty_one_that_of_its_key(
    path: tuple[str | int, ...], place: tuple[int, int]
) -> None:
    assert place_of(RECORDS, *path) == place


def test_a_missing_key_has_the_place_of_what_is_around_it() -> None:
    assert place_of(RECORDS, "edx", "nothing", "here") == (1, 1)


def test_a_missing_top_level_key_has_the_place_of_the_file() -> None:
    assert place_of(RECORDS, "nothing") == (1, None)


def test_lines_are_counted_from_the_first_line_given() -> None:
    assert place_of("a: 1\nb: 2\n", "b", first_line=2) == (3, 4)
    (note,) = yaml.load("a: 1\na: 2\n", FILE, first_line=2).notes
    assert note.place == Location(FILE, 3, 1)
    assert "line 2" in note.hint


def test_columns_count_characters_and_not_bytes() -> None:
    assert place_of("{größe: ü, 😀: y}", "😀") == (1, 15)


def test_a_last_line_needs_no_line_end() -> None:
    assert yaml.load("a: 1", FILE).value == {"a": 1}
    with pytest.raises(YamlError):
        yaml.load("{", FILE)


def test_deep_nesting_within_the_limit_is_read() -> None:
    assert yaml.load("[" * 40 + "]" * 40, FILE).value


# Promises --------------------------------------------------------------------------------------

# What a file of YAML may hold at all.
CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\u2028\u2029")
# Signs that mean something to YAML, in places where they may.
SIGNS = st.sampled_from([*"#:-?&*!|>%@`,[]{}'\"\\~=.+0123456789 exoT", "true", "null", "No", " #"])
LINES = st.lists(SIGNS | CHARACTERS, min_size=1, max_size=12).map("".join)
KEYS = st.text("abcxyz_", min_size=1, max_size=6)


@given(st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0xFFFF)))
def test_any_text_in_double_quotes_reads_back_as_itself(text: str) -> None:
    written = json.dumps(text).replace("\x7f", "\\x7f")
    assert yaml.load(f"key: {written}\n", FILE).value == {"key": text}


def printed(value: object) -> str:
    """Return `value` as Liquid prints it."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    return str(value)


@given(LINES)
def test_a_plain_value_without_a_note_prints_as_it_is_written(written: str) -> None:
    try:
        document = yaml.load(f"key: {written}\n", FILE)
    except YamlError:
        return
    value = document.value["key"] if isinstance(document.value, dict) else ...
    as_written = written.strip(" \t")
    is_plain = as_written[:1] not in ('"', "'", "|", ">", "[", "{", "!")
    if document.notes or not is_plain or value is ...:
        return
    # `  # words` is a comment, and so is ` # words`.
    as_written = re.split(r"(?:^|[ \t])#", as_written)[0].strip(" \t")
    if value is None:
        assert as_written in ("", "~", "null")
    elif isinstance(value, bool):
        assert printed(value) == as_written.lower()
    else:
        assert printed(value) == as_written


@given(st.from_regex(r"[-+]?[0-9]{1,20}[.,_]?[0-9]{0,20}(e[-+]?[0-9]{1,3})?", fullmatch=True))
def test_a_number_prints_as_it_is_written(written: str) -> None:
    value = yaml.load(f"key: '{written}'\nother: {written}\n", FILE).value
    assert printed(value["other"]) == value["key"]


@given(LINES)
def test_a_hash_is_kept_or_pointed_out_unless_it_looks_like_a_comment(text: str) -> None:
    """What is dropped without a word begins with `# ` and no digit, or behind two spaces."""
    try:
        document = yaml.load(f"key: x{text}\n", FILE)
    except YamlError:
        return
    if document.notes or not isinstance(document.value, dict) or "key" not in document.value:
        return
    dropped = f"x{text}".strip().removeprefix(str(document.value["key"]))
    assert re.match(r"$|[ \t]{2,}#|[ \t]#($|#|\s+(\D|$)|\s{2})", dropped)


@given(
    st.recursive(
        st.just("value") | st.just(None),
        lambda inner: st.dictionaries(KEYS, inner, min_size=1, max_size=4) | st.lists(inner),
        max_leaves=20,
    ).filter(lambda value: isinstance(value, dict)),
    st.booleans(),
)
def test_the_place_of_every_key_is_a_line_that_holds_it(value: Any, in_one_line: bool) -> None:
    style = True if in_one_line else None if value else False
    text = pyyaml.safe_dump(value, default_flow_style=style, width=10_000)
    lines = text.split("\n")
    document = yaml.load(text, FILE)
    assert document.value == value
    for path, place in document.places.items():
        if path and isinstance(path[-1], str):
            assert place.line
            assert path[-1] in lines[place.line - 1]


@given(st.lists(SIGNS | st.sampled_from(["\n", "\n  ", "\n\t", "---\n", "a: ", "- "])).map("".join))
def test_whatever_is_written_is_read_or_refused_with_a_place_and_a_hint(text: str) -> None:
    try:
        yaml.load(text, FILE)
    except YamlError as error:
        finding = error.finding
        assert finding.hint
        assert finding.place
        assert finding.place.line
        assert finding.place.line <= text.count("\n") + 2
