"""The commands, as a person types them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete

from pipeline import cli
from pipeline.sources import site as sites
from tests.commands import script
from tests.conftest import LETTER, ROOT, Command, MakeSite


def test_version(coverpress: Command) -> None:
    done = coverpress("--version")
    assert done.code == 0
    assert done.out.startswith("coverpress ")


@pytest.mark.parametrize(
    "arguments",
    [["nothing"], ["build", "--paper", "a5"], ["build", "--site", "not-there"], ["build"]],
)
def test_wrong_command_line_exits_with_2(coverpress: Command, arguments: list[str]) -> None:
    done = coverpress(*arguments)
    assert done.code == 2
    assert done.err


def test_interrupt_exits_with_130(coverpress: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.engine.doctor.examine", interrupted)
    assert coverpress("doctor").code == 130


@pytest.mark.parametrize("words", [("doctor",), ("doctor", "--verbose")])
def test_an_unknown_exception_is_one_line_and_its_traceback_if_asked(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("nothing to\nshare")

    monkeypatch.setattr("pipeline.engine.doctor.examine", broken)
    monkeypatch.setattr("sys.argv", ["coverpress", *words])
    with pytest.raises(SystemExit) as exit_:
        cli.main()
    printed = capsys.readouterr()
    assert exit_.value.code == 1
    assert printed.err.startswith(
        "error: Coverpress failed: ZeroDivisionError: nothing to·share\n"
        "  It is a fault of Coverpress. Please report it"
    )
    assert ("Traceback" in printed.err) is ("--verbose" in words)


def test_list_tells_the_state_of_each_pdf(make_site: MakeSite, coverpress: Command) -> None:
    site = make_site({"one.md": LETTER, "two.md": LETTER, "page.md": "---\nlayout: page\n---\n"})
    assert coverpress("build", "--site", site, "--paper", "a4", "one.md").code == 0
    assert coverpress("list", "--site", site).out.splitlines() == [
        f"{site}/one.md  acme  a4: current  letter: missing",
        f"{site}/two.md  acme  a4: missing  letter: missing",
    ]
    later = Path("build/one-a4.pdf").stat().st_mtime + 10
    os.utime(site / "one.md", (later, later))
    assert "one.md  acme  a4: current" in coverpress("list", "--site", site).out
    (site / "one.md").write_text(LETTER.replace("this is", "that was"), "utf-8")
    assert "one.md  acme  a4: outdated" in coverpress("list", "--site", site).out


def test_list_shows_a_letter_that_cannot_be_read(make_site: MakeSite, coverpress: Command) -> None:
    bad = LETTER.replace("employer: acme", "date: soon")
    done = coverpress("list", "--site", make_site({"bad.md": bad, "good.md": LETTER}))
    assert done.code == 1
    bad_line, good_line = done.out.splitlines()
    assert "bad.md   -     error: `soon` is not a date" in bad_line
    assert good_line.endswith("good.md  acme  a4: missing  letter: missing")


def test_show_prints_each_stage(make_site: MakeSite, coverpress: Command) -> None:
    site = make_site({"one.md": LETTER})

    def shown(stage: str) -> str:
        done = coverpress("show", "--site", site, "one.md", "--stage", stage)
        assert done.code == 0, done.err
        return done.out

    liquid = shown("liquid")
    assert "### Application: [Sample Engineer](https://acme.example/jobs/1)" in liquid
    assert "{: #application }" in liquid
    assert "Sample Engineer" not in shown("markdown")
    assert json.loads(shown("ast"))["meta"]["employer"]["t"] == "MetaMap"
    assert shown("tex").startswith("% The letter")


@pytest.mark.parametrize(
    ("front", "options", "paper"),
    [
        ("", (), "a4"),
        ("", ("--paper", "letter"), "letter"),
        ("format: us\n", (), "letter"),
        ("papers: [letter, a4]\n", (), "letter"),
    ],
)
def test_show_takes_the_first_paper_of_the_letter(
    make_site: MakeSite, coverpress: Command, front: str, options: tuple[str, ...], paper: str
) -> None:
    site = make_site({"one.md": LETTER.replace("employer:", f"{front}employer:")})
    done = coverpress("show", "--site", site, "one.md", "--stage", "tex", *options)
    assert rf"\geometry{{paper={paper}paper}}" in done.out


def test_show_refuses_a_paper_that_the_format_is_not_for(
    make_site: MakeSite, coverpress: Command
) -> None:
    site = make_site({"one.md": LETTER.replace("employer:", "format: us\nemployer:")})
    done = coverpress("show", "--site", site, "one.md", "--stage", "tex", "--paper", "a4")
    assert done.code == 1
    assert "not for the paper `a4`" in done.err


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_help_says_of_a_command_what_the_command_says_itself(name: str) -> None:
    command = cli.cli.get_command(click.Context(cli.cli), name)
    assert command is not None
    assert command.name == name
    assert (command.help or "").startswith(cli.COMMANDS[name])


def test_help_needs_none_of_what_the_commands_stand_on() -> None:
    code = (
        "import sys; from pipeline import cli; from click.testing import CliRunner; "
        "print(CliRunner().invoke(cli.cli, ['--help']).output); print(*sorted(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "coverpress" not in done.stderr
    assert "survey" in done.stdout
    loaded = {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}
    assert not loaded & {"liquid", "panflute", "pikepdf", "pypdfium2", "PIL", "rich", "yaml"}


def test_doctor_is_content_here(coverpress: Command) -> None:
    done = coverpress("doctor")
    assert done.code == 0
    assert "wrong" not in done.out
    assert "ok     A letter: builds, in " in done.out


def test_doctor_tells_what_is_wrong_with_tex(
    coverpress: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lualatex = tmp_path / "bin" / "lualatex"
    script(lualatex, 'echo LuaHBTeX; echo "I can\'t find the format file"; [ $1 = --version ]')
    monkeypatch.setenv("PATH", f"{lualatex.parent}{os.pathsep}{os.environ['PATH']}")
    done = coverpress("doctor")
    assert done.code == 3
    assert "ok     LuaLaTeX: LuaHBTeX\n" in done.out
    assert "wrong  A letter: LuaLaTeX does not work on this machine: I can't find the" in done.out
    assert "What to do: sudo fmtutil-sys --all\n" in done.out
    annotations = coverpress("doctor", "--format", "github").out.split("\n::")[1:]
    assert len(annotations) == 1
    assert annotations[0].startswith("error title=missing::no letter can be built on this machine.")


def test_doctor_says_how_to_get_what_is_missing(
    coverpress: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = coverpress("doctor")
    assert done.code == 3
    assert "wrong  LuaLaTeX: missing" in done.out
    assert "koma-script" in done.out


def test_letter_named_by_path_finds_the_site_around_it(
    make_site: MakeSite, coverpress: Command
) -> None:
    site = make_site({"2026/one.md": LETTER.replace("makepdf: true\n", "")})
    done = coverpress("build", site / "2026" / "one.md", "--paper", "a4")
    assert done.code == 0, done.err
    assert Path("build/2026/one-a4.pdf").is_file()


def test_same_letter_for_several_employers(make_site: MakeSite, coverpress: Command) -> None:
    site = make_site({"one.md": LETTER.replace("Dear Acme", "Dear Hiring Manager")})
    records = site / "_data" / "employers.yml"
    records.write_text(records.read_text("utf-8") + "other:\n  jobtitle: O\n  jobpostingurl: /o\n")
    arguments = ("--employer", "acme", "--employer", "other", "--paper", "a4")
    assert coverpress("build", "--site", site, *arguments).code == 0
    assert sorted(file.name for file in Path("build").glob("*.pdf")) == [
        "one-acme-a4.pdf",
        "one-other-a4.pdf",
    ]


def test_keep_tex_keeps_the_folder(make_site: MakeSite, coverpress: Command) -> None:
    site = make_site({"one.md": LETTER})
    assert coverpress("build", "--site", site, "--paper", "a4", "--keep-tex").code == 0
    assert {"letter.tex", "letter.log"} <= {
        file.name for file in Path("build/one-a4.tex.d").iterdir()
    }


def test_encoding_can_be_named(make_site: MakeSite, coverpress: Command) -> None:
    site = make_site({})
    (site / "one.md").write_bytes(LETTER.replace("a letter", "a café").encode("cp1252"))
    arguments = ("build", "--site", site, "one.md", "--paper", "a4")
    refused = coverpress(*arguments)
    assert refused.code == 1
    assert "is not UTF-8" in refused.err
    assert coverpress(*arguments, "--encoding", "cp1252").code == 0
    assert coverpress(*arguments, "--encoding", "klingon").code == 2


@pytest.mark.parametrize(
    ("said", "meant"),
    [("serve", "preview"), ("render", "build"), ("validate", "check"), ("biuld", "build")],
)
def test_a_command_of_another_tool_names_the_one_that_is_meant(
    coverpress: Command, said: str, meant: str
) -> None:
    done = coverpress(said)
    assert done.code == 2
    assert f"there is no command `{said}`. Did you mean `coverpress {meant}`?" in done.err


@pytest.mark.parametrize("name", list(cli.COMMANDS))
def test_help_ends_with_two_examples(coverpress: Command, name: str) -> None:
    *_, heading, first, second = coverpress(name, "--help").out.rstrip().splitlines()
    assert heading.strip() == "Examples:"
    assert first.startswith(f"    coverpress {name}")
    assert second.startswith(f"    coverpress {name}")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_a_shell_completes_letters_and_companies(coverpress: Command, shell: str) -> None:
    assert "_COVERPRESS_COMPLETE" in coverpress("completion", shell).out


def test_letters_companies_and_papers_are_completed(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(make_site({"one.md": LETTER, "other.md": LETTER}))

    def completed(words: str) -> list[str]:
        *before, begun = words.split()
        found = ShellComplete(cli.cli, {}, "coverpress", "_").get_completions(before, begun)
        return [item.value for item in found]

    assert completed("build o") == ["one", "other"]
    assert completed("check --employer a") == ["acme"]
    assert completed("build --paper l") == ["letter"]
    assert completed("che") == ["check"]


@pytest.mark.parametrize("paper", ["A4", "a4", "US Letter", "letter", "us-letter"])
def test_a_paper_is_named_as_people_do(
    make_site: MakeSite, coverpress: Command, paper: str
) -> None:
    done = coverpress("list", "--site", make_site({"one.md": LETTER}), "--paper", paper)
    assert (done.code, done.out.count(": missing")) == (0, 1)


def test_open_says_how_to_build_what_is_not_there(make_site: MakeSite, coverpress: Command) -> None:
    done = coverpress("open", "one", "--site", make_site({"one.md": LETTER}))
    assert done.code == 2
    assert "has no PDF in `build` yet" in done.err


def test_open_opens_each_pdf(
    make_site: MakeSite, coverpress: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("click.launch", opened.append)
    file = Path("build/one-a4.pdf")
    file.parent.mkdir()
    file.write_bytes(b"")
    assert coverpress("open", "one", "--site", make_site({"one.md": LETTER})).code == 0
    assert opened == ["build/one-a4.pdf"]


@pytest.mark.parametrize("kind", ["config", "letter", "employers"])
def test_schemas_are_valid_and_take_the_samples(coverpress: Command, kind: str) -> None:
    import jsonschema

    schema = json.loads(coverpress("schema", kind).out)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    sample = sites.read(ROOT / "letters")
    values = {
        "config": [sample.config.value],
        "employers": [sample.data["employers"], None],
        "letter": [sample.page(file).front.value for file in sample.pages()],
    }
    for value in values[kind]:
        assert list(validator.iter_errors(value)) == []
    wrong = {"employers": {"a": {"pages": "x"}}}.get(kind, {"accent": "red"})
    assert list(validator.iter_errors(wrong))
