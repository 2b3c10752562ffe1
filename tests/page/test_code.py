"""Code in a letter, which is read back as it was typed."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Command, MakeSite
from tests.page_tools import structure
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


NESTED = """\
- one

  ```
  code in an item
  ```

- two

  > a quotation in an item

  and more

> A quotation
>
>     code in it
>
> - an item
>
>       code in that
"""


def test_code_and_quotations_stand_inside_of_items(
    make_site: MakeSite, coverpress: Command, tmp_path: Path
) -> None:
    site = make_site({"a.md": f"---\nlayout: coverletter\nmakepdf: true\n---\n{NESTED}"})
    done = coverpress("build", "--site", site, "--out", tmp_path, "--paper", "a4")
    assert done.code == 0, done.err
    tree = structure(tmp_path / "a-a4.pdf")
    outer, inner = tree.all("L")
    first, second = outer.all("LI")
    assert len(first.all("Code")) == 1
    assert not second.all("Code")
    assert len(second.all("BlockQuote")) == 1
    (item,) = inner.all("LI")
    assert len(item.all("Code")) == 1


TITLE = """Master's "C" -- a `b` <<c>> ,,d'' 5" ?` ..."""


def test_a_value_keeps_its_signs(make_site: MakeSite, coverpress: Command, tmp_path: Path) -> None:
    """TeX's fonts make quotation marks of some of them."""
    front = "---\nlayout: coverletter\nmakepdf: true\ntext: |-\n"
    site = make_site({"a.md": f'{front}  {TITLE}\n---\nSay "{{{{ page.text }}}}" -- now.\n'})
    done = coverpress("build", "--site", site, "--out", tmp_path, "--paper", "a4")
    assert done.code == 0, done.err
    assert f"Say “{TITLE}” – now." in text_of(tmp_path / "a-a4.pdf")
