"""Liquid beyond single cases: hostile sizes, files that a site may not read, settings."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.liquid import Tokens, render, render_setting
from pipeline.liquid.tokens import nonce_of
from pipeline.model.errors import LiquidError, SourceError, UndefinedError
from pipeline.model.location import Location
from tests import trees

PLACE = Location(Path("letter.md"), 12)


def test_places_count_from_the_line_at_which_the_body_begins(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError) as error:
        render("a\n {{ page.x }}", PLACE, {"page": {}}, tmp_path)
    assert error.value.finding.place == Location(Path("letter.md"), 13, 5)


def test_values_know_the_place_that_prints_them() -> None:
    rendered = trees.render("a\n{% if true %} {{ x }}{% endif %}", {"x": "b"})
    assert list(rendered.tokens.values.values()) == [("b", Location(trees.FILE, 2, 18))]


def test_values_of_an_include_know_their_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("\n {{ x }}", "utf-8")
    rendered = trees.render("{% include a.md %}", {"x": "b"}, includes=tmp_path)
    assert list(rendered.tokens.values.values()) == [("b", Location(tmp_path / "a.md", 2, 5))]


# What must not take long, nor much memory ------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "{{" * 20_000,
        "{%" * 20_000,
        "{% if a %}" * 3_000,
        "{% comment %}" * 3_000,
        "{% if a %}" * 3_000 + "{% endif %}" * 3_000,
        "{% assign x = a" + "[a" * 3_000 + "]" * 3_000 + " %}",
    ],
    ids=["outputs", "tags", "open blocks", "open comments", "nested blocks", "nested brackets"],
)
def test_much_of_it_is_refused_at_once(text: str) -> None:
    started = time.monotonic()
    with pytest.raises(LiquidError) as error:
        trees.render(text)
    assert time.monotonic() - started < 5
    assert error.value.finding.place is not None


def test_output_without_end_is_refused() -> None:
    grow = "{% assign s = '0123456789' %}{% for i in (1..16) %}{% assign s = s | append: s %}"
    with pytest.raises(LiquidError, match="output stream limit"):
        trees.render(grow + "{% endfor %}\n{{ s }}\n{{ s }}")


def test_many_values_and_long_ones() -> None:
    values = [f"value {number}* " + "x" * 2_000 for number in range(500)]
    rendered = trees.render("{% for v in list %}{{ v }}|{% endfor %}", {"list": values})
    assert len(rendered.tokens.values) == 500
    assert rendered.tokens.resolve(rendered.text).split("|")[:-1] == values


# Files that an include may not read ------------------------------------------------------------


def test_link_out_of_the_includes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "_includes").mkdir()
    (tmp_path / "secret.md").write_text("secret", "utf-8")
    (tmp_path / "_includes/a.md").symlink_to("../secret.md")
    with pytest.raises(LiquidError, match="outside the site"):
        trees.render("{% include a.md %}", includes=tmp_path / "_includes")


def test_include_that_cannot_be_decoded_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"one\nGr\xfc\xdfe")
    with pytest.raises(SourceError) as error:
        trees.render("{% include a.md %}", includes=tmp_path)
    assert error.value.finding.place == Location(tmp_path / "a.md", 2, 3)


def test_include_is_read_in_the_encoding_of_the_letter(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"Gr\xfc\xdfe")

    def decoded(file: Path) -> str:
        return file.read_text("cp1252")

    assert render("{% include a.md %}", PLACE, {}, tmp_path, decoded).text == "Grüße"


def test_site_without_includes_says_so(tmp_path: Path) -> None:
    with pytest.raises(LiquidError, match=r"there is no file `a\.md` in `_includes`"):
        trees.render("{% include a.md %}", includes=tmp_path / "_includes")


# Values of the configuration -------------------------------------------------------------------


@pytest.mark.parametrize("text", ["plain *text*", "# 1. {: x }", ""])
def test_setting_without_liquid_is_left_alone(text: str) -> None:
    assert render_setting(text, PLACE, {}, Path()) == text


def test_setting_is_plain_text() -> None:
    names = {"employer": {"company": "C# *"}}
    assert render_setting("For {{ employer.company }}", PLACE, names, Path()) == "For C# *"


def test_setting_that_prints_what_is_undefined_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render_setting("{{ employer.company }}", PLACE, {}, Path())


# Tokens ----------------------------------------------------------------------------------------


def test_token_is_one_plain_word_with_the_nonce_of_its_text() -> None:
    first, second = Tokens(nonce_of("one")), Tokens(nonce_of("two"))
    assert first.nonce != second.nonce
    assert first.nonce == nonce_of("one")
    token = first.mint("*value*", PLACE)
    assert token.isascii()
    assert token.isalnum()
    assert token.islower()
    assert token.startswith(first.nonce)


@pytest.mark.parametrize("value", ["plain", "", "https://x.example", "HTTP://", "a@b.example", "@"])
def test_tokens_resolve_to_their_values(value: str) -> None:
    tokens = Tokens(nonce_of("one"))
    minted = [tokens.mint(value, PLACE) for _ in range(11)]
    assert tokens.resolve("1".join(minted)) == "1".join([value] * 11)


def test_a_value_that_looks_like_a_token_of_another_letter_is_text() -> None:
    tokens = Tokens(nonce_of("one"))
    value = Tokens(nonce_of("two")).mint("x", PLACE)
    assert tokens.resolve(tokens.mint(value, PLACE)) == value


def test_a_token_without_a_value_is_text() -> None:
    tokens = Tokens("cpnoncev")
    tokens.mint("a", PLACE)
    assert tokens.resolve("cpnoncev0z cpnoncev7z") == "a cpnoncev7z"


def test_the_same_letter_has_the_same_tokens_in_every_process() -> None:
    program = "from pipeline.liquid.tokens import nonce_of; print(nonce_of('Dear B\u00fccher'))"
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert said == {nonce_of("Dear B\u00fccher")}


def test_table_is_what_the_filter_reads() -> None:
    tokens = Tokens("cpnoncev")
    tokens.mint("a", Location(Path("letter.md"), 3, 4))
    entry = {"text": "a", "file": "letter.md", "line": 3, "column": 4}
    assert tokens.table() == {"nonce": "cpnoncev", "values": {"cpnoncev0z": entry}}
