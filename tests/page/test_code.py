"""Code in a letter, which is read back as it was typed."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Command, MakeSite
from tests.pdf import text_of

CODE = """x = "b" + 'z' -- `q`"""


def test_code_keeps_its_quotes_and_hyphens(
    make_site: MakeSite, coverpress: Command, tmp_path: Path
) -> None:
    front = "---\nlayout: coverletter\nmakepdf: true\n---\n"
    site = make_site({"a.md": f"{front}Say `print(\"b\", 'z--')` now.\n\n    {CODE}\n"})
    done = coverpress("build", "--site", site, "--out", tmp_path, "--paper", "a4")
    assert done.code == 0, done.err
    text = text_of(tmp_path / "a-a4.pdf")
    assert "Say print(\"b\", 'z--') now." in text
    assert CODE in text
