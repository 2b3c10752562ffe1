"""What a stranger's site may hold, and no more comes of it than a page or a finding."""

from __future__ import annotations

import ast
import errno
import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.engine import checking, discovery, plan, recipe
from pipeline.files import writing
from pipeline.model.check_result import CheckedLetter
from pipeline.model.errors import CoverpressError
from pipeline.sources import employers, front_matter, site
from tests.commands import script

HEAD = "---\nlayout: coverletter\nmakepdf: true\n---\nDear Sir,\n\n"
END = "\n\nKind regards,\nRobin Placeholder\n"
SECRET = "SECRET42"  # noqa: S105  no password, but what must not be printed


def lay(root: Path, files: Mapping[str, str]) -> Path:
    (root / "_config.yml").write_text("sender: {name: Robin Placeholder}\n")
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def checked(root: Path) -> dict[str, CheckedLetter]:
    opened = site.read(root)
    found = checking.check(plan.find(opened), opened)
    return {one.letter.name: one for one in found.letters}


def tree(root: Path, letter: str = "x.md") -> str:
    opened = site.read(root)
    (job,) = plan.find(opened, [root / letter])
    return recipe.draft(job, opened).tree


def said(one: CheckedLetter) -> str:
    return " ".join(finding.message for finding in one.findings)


def test_what_git_keeps_is_not_printed(tmp_path: Path) -> None:
    text = HEAD + "{% include_relative .git/config %}" + END
    root = lay(tmp_path, {"x.md": text, ".git/config": SECRET})
    with pytest.raises(CoverpressError, match="hidden"):
        tree(root)


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_a_page_that_is_a_link_out_of_the_site_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(SECRET)
    text = HEAD + "{% for p in site.pages %}{{ p.content }}{% endfor %}" + END
    root = tmp_path / "site"
    root.mkdir()
    lay(root, {"x.md": text})
    (root / "key.md").symlink_to(tmp_path / "key")
    assert SECRET not in tree(root)
    with pytest.raises(CoverpressError, match="outside the site"):
        site.read(root).page(root / "key.md")


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_a_configuration_that_is_a_link_out_of_the_site_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"token: {SECRET}\n")
    root = tmp_path / "site"
    root.mkdir()
    (root / "_config.yml").symlink_to(tmp_path / "token")
    with pytest.raises(CoverpressError, match="outside the site"):
        site.read(root)


def test_a_list_of_words_lies_in_the_site(tmp_path: Path) -> None:
    (tmp_path / "words").write_text(SECRET)
    root = tmp_path / "site"
    root.mkdir()
    lay(root, {"x.md": HEAD + "Words." + END})
    (root / "_config.yml").write_text(f"check: {{words: {tmp_path}/words}}\n")
    with pytest.raises(CoverpressError, match="outside the site"):
        checked(root)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    root = lay(tmp_path, {"x.md": HEAD + "Words." + END})
    os.mkfifo(root / "pipe.md")
    with pytest.raises(CoverpressError, match="no file"):
        site.read(root).text(root / "pipe.md")


def test_a_file_without_end_is_not_read(tmp_path: Path) -> None:
    root = lay(tmp_path, {"x.md": HEAD + "Words." + END, "_data/big.csv": "a,b\n" * 2_000_000})
    (found,) = site.read(root).notes
    assert "larger than 4 MB" in found.message


def test_one_letter_that_goes_wrong_leaves_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = lay(tmp_path, {"x.md": HEAD + "Bad." + END, "ok.md": HEAD + "Fine words." + END})
    check = recipe.check

    def fails(job, *rest):  # type: ignore[no-untyped-def]
        if job.file.name == "x.md":
            raise KeyError("nobody thought of it")
        return check(job, *rest)

    monkeypatch.setattr(recipe, "check", fails)
    found = checked(root)
    assert "Coverpress failed at this letter: KeyError" in said(found["x.md"])
    assert not any(finding.is_error for finding in found["ok.md"].findings)


@pytest.mark.parametrize("text", ["<b>" * 300 + "x", "> " * 400 + "x", "<div>" * 300 + "x"])
def test_what_is_nested_too_deeply_is_a_finding_or_a_letter(tmp_path: Path, text: str) -> None:
    root = lay(tmp_path, {"x.md": HEAD + text + END, "ok.md": HEAD + "Fine words." + END})
    found = checked(root)
    assert "Coverpress failed" not in said(found["x.md"])
    assert not any(finding.is_error for finding in found["ok.md"].findings)


def test_a_table_keeps_its_own_columns(tmp_path: Path) -> None:
    text = '| a | b |\n|---|--:|\n| c | d |\n{: align="p" coverpress-columns="llll"}'
    root = lay(tmp_path, {"x.md": HEAD + text + END})
    assert '"AlignRight"' in tree(root)


def test_half_a_character_is_a_lost_one(tmp_path: Path) -> None:
    data = r'{"lone": "a\ud800b", "pair": "\ud83d\ude00", "plain": "\\ud800"}'
    root = lay(tmp_path, {"_data/x.json": data})
    assert site.read(root).data["x"] == {
        "lone": "a\ufffdb",
        "pair": "\U0001f600",
        "plain": "\\ud800",
    }


@pytest.mark.parametrize("given", ["5", "true", "words"])
def test_collections_are_a_list(tmp_path: Path, given: str) -> None:
    root = lay(tmp_path, {"x.md": HEAD + "Words." + END})
    (root / "_config.yml").write_text(f"collections: {given}\n")
    with pytest.raises(CoverpressError, match="neither a list nor a mapping"):
        list(site.read(root).pages())


def test_a_name_that_is_too_long_is_nowhere(tmp_path: Path) -> None:
    root = lay(tmp_path, {"a" * 251 + ".md": HEAD + "Words." + END})
    opened = site.read(root)
    (job,) = plan.find(opened)
    from pipeline.files.paths import is_there

    assert not is_there(job.target("a4", tmp_path))


@pytest.mark.parametrize(
    "url",
    [
        "run:/usr/bin/xcalc",
        "RUN:calc",
        "javascript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "smb://host/share",
        "//host/share",
    ],
)
def test_a_link_starts_no_program_and_opens_no_file(tmp_path: Path, url: str) -> None:
    root = lay(tmp_path, {"x.md": HEAD + f"See [the words]({url}) here." + END})
    found = tree(root)
    assert '"Link"' not in found
    assert '"words"' in found
    assert "without a link" in said(checked(root)["x.md"])


@pytest.mark.parametrize("url", ["https://a.example", "mailto:a@b.example", "tel:+491234"])
def test_other_links_stay(tmp_path: Path, url: str) -> None:
    root = lay(tmp_path, {"x.md": HEAD + f"See [the words]({url}) here." + END})
    assert '"Link"' in tree(root)


def test_front_matter_that_is_late_is_found_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    assert not front_matter.parse(" ---\n" + "\n" * 3000 + "x", file).has_front_matter
    with pytest.raises(CoverpressError, match="first line") as told:
        front_matter.parse("\n\n---\n# why\n\nlayout: coverletter\n---\n", file)
    assert told.value.finding.place is not None
    assert told.value.finding.place.line == 3


def test_what_took_minutes_is_read(tmp_path: Path) -> None:
    sets = "".join(f"- {{scope: {{path: ''}}, values: {{a{i}: 1}}}}\n" for i in range(1000))
    files = {f"p{i}.md": "---\na: b\n---\nx" for i in range(10)}
    files["quotes.md"] = HEAD + '"a ' * 4000 + END
    files["space.md"] = HEAD + "{{ " + " " * 100_000 + "}}" + END
    root = lay(tmp_path, files)
    (root / "_config.yml").write_text(f"defaults:\n{sets}")
    found = checked(root)
    assert "Coverpress failed" not in said(found["quotes.md"])
    assert "spaces in a row" in said(found["space.md"])


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_nothing_is_written_where_a_link_leads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").mkdir()
    monkeypatch.chdir(tmp_path / "site")
    Path("out").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CoverpressError, match="leads elsewhere"):
        writing.check_folder(Path("out"))
    Path("build").mkdir()
    writing.check_folder(Path("build"))
    Path("build/sub").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CoverpressError, match="leads elsewhere"):
        writing.check_below(Path("build/sub/x-a4.pdf"), Path("build"))
    writing.check_below(Path("build/new/x-a4.pdf"), Path("build"))
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_loop_over_very_many_tags_is_too_much_work(tmp_path: Path) -> None:
    whens = "".join(f"{{% when {i} %}}a" for i in range(2000))
    text = "{% for i in (1..9000) %}{% case i %}" + whens + "{% endcase %}{% endfor %}"
    root = lay(tmp_path, {"x.md": HEAD + text + END})
    assert "too much to do" in said(checked(root)["x.md"])


# Who may open files: the doors of the site's and of what is written, what belongs to TeX or to the
# program itself, and what reads a PDF of ours.
OPENERS = {
    *(
        "files/reading.py",
        "files/scratch.py",
        "files/writing.py",
        "sandbox/launch.py",
        "sandbox/share.py",
        "sandbox/standing.py",
    ),
    *("typeset/engine.py", "typeset/run.py", "typeset/fonts.py", "typeset/distribution.py"),
    "typeset/warm.py",
    *("typeset/manuscript.py", "writers/pandoc.py", "pdf/inspection.py", "cli/__init__.py"),
    *("pdf/pictures.py", "preview/server.py"),
    *(
        "engine/doctor.py",
        "engine/keeping.py",
        "engine/program.py",
        "engine/recipe.py",
        "settings/reference.py",
    ),
    "engine/rule_table.py",
    *(
        "checks/spelling_list.py",
        "checks/characters.py",
        "reports/__init__.py",
        "language/__init__.py",
    ),
}


def test_a_file_of_a_site_is_opened_by_one_door() -> None:
    names = {"open", "read_text", "read_bytes", "fdopen", "copyfile", "getline", "getlines"}
    package = Path(recipe.__file__).parents[1]
    found = set()
    for file in package.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func
                name = getattr(called, "attr", getattr(called, "id", ""))
                owner = getattr(getattr(called, "value", None), "id", "")
                if name in names and owner not in ("pikepdf", "Image", "stream"):
                    found.add(file.relative_to(package).as_posix())
    assert found <= OPENERS


def test_a_link_to_a_file_beside_the_page_is_its_words(tmp_path: Path) -> None:
    root = lay(tmp_path, {"x.md": f"{HEAD}[my CV](cv.pdf) and [here](#x).{END}"})
    shown = tree(root)
    assert "cv.pdf" not in shown
    assert '"#x"' in shown


def test_the_senders_address_starts_no_program(tmp_path: Path) -> None:
    root = lay(tmp_path, {"x.md": f"{HEAD}Words.{END}"})
    (root / "_config.yml").write_text('sender: {name: Me, url: "javascript:alert(1)"}\n')
    assert not any("javascript" in link for link in re.findall(r'"Link",.*?\]\]', tree(root)))


def test_a_name_that_is_no_text_is_an_error_of_its_letter(tmp_path: Path) -> None:
    root = lay(tmp_path, {"ok.md": f"{HEAD}Words.{END}"})
    try:
        Path(os.fsdecode(os.fsencode(root) + b"/\xff.md")).write_text(f"{HEAD}Words.{END}")
    except OSError:
        pytest.skip("this file system has no such names")
    found = checked(root)
    assert found["ok.md"].findings == ()
    (broken,) = (one for name, one in found.items() if name != "ok.md")
    assert said(broken) == "the name of this file is not UTF-8"


@pytest.mark.parametrize("garbage", ["garbage", "{}", "[]", '{"blocks": 5}', "\\377\\376{"])
def test_garbage_from_pandoc_is_an_error_of_its_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, garbage: str
) -> None:
    script(tmp_path / "pandoc", f"while read line; do printf '%b\\n' '{garbage}'; done")
    monkeypatch.setenv("PYPANDOC_PANDOC", str(tmp_path / "pandoc"))
    root = lay(tmp_path, {"x.md": f"{HEAD}Words.{END}"})
    assert said(checked(root)["x.md"]).startswith("Pandoc gave an answer that cannot be read: `")


def test_a_tree_that_is_none_is_an_error_of_its_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = '{"log": [], "output": "{}"}'
    script(tmp_path / "pandoc", f"while read line; do echo '{answer}'; done")
    monkeypatch.setenv("PYPANDOC_PANDOC", str(tmp_path / "pandoc"))
    root = lay(tmp_path, {"x.md": f"{HEAD}Words.{END}"})
    assert said(checked(root)["x.md"]).startswith("Pandoc printed something other than a tree")


def test_a_full_folder_for_temporary_files_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> object:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pipeline.files.scratch.folder", full)
    root = lay(tmp_path, {"x.md": f"{HEAD}Words.{END}"})
    assert said(checked(root)["x.md"]) == "there is no room for temporary files"


def test_data_that_no_letter_asks_for_stops_none(tmp_path: Path) -> None:
    asks = f"{HEAD}{{% for fair in site.data.fairs %}}{{{{ fair.a }}}}{{% endfor %}}.{END}"
    files = {"x.md": f"{HEAD}Words.{END}", "y.md": asks, "_data/fairs.json": "[{]"}
    found = checked(lay(tmp_path, files))
    assert found["x.md"].findings == ()
    assert said(found["y.md"]).startswith("not JSON")


def test_a_row_that_is_shifted_stops_its_own_letter(tmp_path: Path) -> None:
    table = "key,company,address\nacme,Acme Placeholder,1 Street,Town\nmud,Mudlark,2 Street\n"
    to = "---\nlayout: coverletter\nmakepdf: true\nemployer: {}\n---\nDear Sir,\n\nWords."
    files = {f"{key}.md": to.format(key) + END for key in ("acme", "mud")}
    found = checked(lay(tmp_path, {**files, "_data/employers.csv": table}))
    assert "the row has 4 fields, and there are 3 headings" in said(found["acme.md"])
    assert "headings" not in said(found["mud.md"])


def test_no_folder_outside_of_the_site_is_looked_through_for_letters(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("---\nlayout: coverletter\nmakepdf: true\n---\nWords.\n")
    (outside / "employer.yml").write_text("secret: {}\n")
    (tmp_path / "site").mkdir()
    root = lay(tmp_path / "site", {"page.md": "---\nemployer: acme\n---\nWords.\n"})
    (root / "_letters").symlink_to(outside)
    opened = site.read(root)
    assert "secret" not in str(discovery.no_letters(opened))
    assert employers.misnamed(outside, root) is None
