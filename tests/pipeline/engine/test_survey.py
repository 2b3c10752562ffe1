"""What a look at a site says of each of its pages."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import LETTER, Command, MakeSite

FILES = {
    "_config.yml": "title: x\n",
    "good.md": LETTER,
    "odd.md": LETTER.replace("this is a letter.", "see [mine](/cv).\n\n<video src='a'></video>\n"),
    "hole.md": LETTER.replace("Dear Acme,", "Dear {{ employer.contact }},"),
    "todo.md": LETTER.replace("this is a letter.", "TODO: write this."),
    "page.md": "---\nlayout: page\n---\nHello.\n",
    "plain.md": "Hello.\n",
    "draft.md": "---\nlayout: coverletter\n---\nHello.\n",
    "broken.md": "---\nlayout: [page\n---\n",
}


def test_each_page_has_its_verdict(make_site: MakeSite, coverpress: Command) -> None:
    site = make_site(FILES)
    done = coverpress("survey", site)
    assert done.code == 1
    verdicts = {}
    for line in done.out.splitlines():
        for verdict in ("builds", "fails", "no letter"):
            if line.startswith(verdict):
                path, _, reason = line.removeprefix(verdict).strip().partition(" ")
                verdicts[Path(path).name] = (verdict, reason.strip())
    assert verdicts["good.md"] == ("builds", "for acme, modern, en, a4 and letter")
    assert verdicts["odd.md"][0] == "builds"
    assert verdicts["hole.md"] == (
        "fails",
        "`employer.contact` is undefined, so nothing can be printed here",
    )
    assert verdicts["todo.md"][0] == "fails"
    assert verdicts["page.md"] == (
        "no letter",
        "it has `layout: page`, letters have `coverletter`",
    )
    assert verdicts["plain.md"] == ("no letter", "it has no front matter")
    assert verdicts["draft.md"] == ("no letter", "it does not say `makepdf: true`")
    assert verdicts["broken.md"][0] == "no letter"
    assert verdicts["broken.md"][1].startswith("cannot be read: ")
    assert done.out.endswith(
        "8 pages: 2 will build, 2 will not, 4 without a letter. Nothing was changed.\n"
    )


def test_what_would_differ_stands_below_its_page(make_site: MakeSite, coverpress: Command) -> None:
    site = make_site(FILES)
    lines = coverpress("survey", site).out.splitlines()
    below = lines[next(i for i, line in enumerate(lines) if "/odd.md  " in line) + 1 :]
    text = "\n".join(below[:8])
    assert "odd.md:14:1: warning: `<video` has no effect in a letter [html.ignored]" in text
    assert "odd.md:12:12: warning: the link `/cv` leads nowhere outside of the site" in text


def test_nothing_is_changed_and_nothing_typeset(
    make_site: MakeSite, coverpress: Command, tmp_path: Path
) -> None:
    site = make_site(FILES)
    before = {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}
    coverpress("survey", site)
    assert {file: file.read_bytes() for file in site.rglob("*") if file.is_file()} == before
    assert not list(tmp_path.rglob("*.pdf"))
