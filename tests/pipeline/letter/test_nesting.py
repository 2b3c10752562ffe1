"""What stands too deep is an error at its line, and never one of TeX or of Python."""

import pytest

from tests.conftest import LETTER, Command, MakeSite

DEEP = {
    "bulleted lists": "\n".join("  " * depth + "- item" for depth in range(5)),
    "numbered lists": "\n".join("   " * depth + "1. item" for depth in range(5)),
    "lists and quotations": ">" * 8 + " words",
    "things": "<b>" * 202 + "words" + "</b>" * 202,
    "a table": "<table><tr><td><table><tr><td>words</td></tr></table></td></tr></table>",
}


@pytest.mark.parametrize("name", DEEP)
def test_too_deep_is_an_error_at_its_line(
    name: str, make_site: MakeSite, coverpress: Command
) -> None:
    site = make_site({"one.md": LETTER.replace("this is", f"this is\n\n{DEEP[name]}\n\n")})
    done = coverpress("check", "--site", site)
    assert done.code == 1
    assert name in done.out
    assert "one.md:" in done.out.splitlines()[0]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join("  " * depth + "- item" for depth in range(4)),
        ">" * 6 + " words",
        "<b>" * 50 + "words" + "</b>" * 50,
        "<div>\n" * 40 + "words\n" + "</div>\n" * 40,
    ],
)
def test_what_tex_can_set_is_set(text: str, make_site: MakeSite, coverpress: Command) -> None:
    site = make_site({"one.md": LETTER.replace("this is", f"this is\n\n{text}\n\n")})
    done = coverpress("build", "--site", site, "--paper", "a4")
    assert (done.code, done.err) == (0, "")
