"""The README, held to its word: its commands run, its files build, its error is the real one."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import babel
import click
import pypandoc
import pytest
from PIL import Image

from filters import languages
from pipeline.engine import rule_table
from pipeline.settings import style
from pipeline.settings.looks import LOOKS
from pipeline.settings.page_formats import FORMATS
from pipeline.sources import site
from pipeline.typeset import measures
from tests.case_files import FOLDER, read_cases
from tests.conftest import ROOT, Command
from tests.pdf import text_of
from tests.pipeline.checks import corpus

README = (ROOT / "README.md").read_text("utf-8")
DOCS = (ROOT / "docs" / "how-it-works.md").read_text("utf-8")
REFERENCE = (ROOT / "docs" / "reference.md").read_text("utf-8")
CHECKS = (ROOT / "docs" / "checks.md").read_text("utf-8")
PAGE = (ROOT / "docs" / "the-page.md").read_text("utf-8")
VENV = ROOT / ".venv"
OF_MAKE = ("MAKEFLAGS", "MFLAGS", "MAKEOVERRIDES", "ARGS", "SITE", "OUT", "PAPERS", "REPORT")
"""What `make test` itself may have been given, and hands down."""


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def commands(text: str) -> list[str]:
    return [line for block in blocks(text, "sh") for line in block.splitlines()]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project that shares its environment."""
    if not (VENV / ".runtime").is_file():
        pytest.skip("`make setup` has not made .venv")
    folder = tmp_path_factory.mktemp("clone")
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, folder)
        os.utime(folder / name, (0, 0))  # older than .venv, which thus needs nothing
    for name in ("letters", "latex", "filters"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(VENV)
    return folder


@pytest.mark.parametrize(
    "command", dict.fromkeys(commands(README) + commands(DOCS) + commands(CHECKS))
)
def test_command_runs_as_written(clone: Path, command: str) -> None:
    pandoc = Path(pypandoc.get_pandoc_path()).parent
    path = os.pathsep.join((str(VENV / "bin"), str(pandoc), os.environ["PATH"]))
    env = {name: value for name, value in os.environ.items() if name not in OF_MAKE}
    with subprocess.Popen(
        ["sh", "-c", f"exec {command}"],
        cwd=clone,
        env={**env, "PATH": path, "BROWSER": "true", "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout
        said = ""
        for line in process.stdout:
            said += line
            if line.startswith("Watching."):  # until somebody stops it
                os.killpg(process.pid, signal.SIGINT)
    assert process.returncode == 0, said


@pytest.fixture
def written(coverpress: Command) -> Command:
    """The README's letter and employer, written down in `letters`; returns the command."""
    sender, employers, *_ = blocks(README, "yaml")
    (letter,) = blocks(README, "markdown")
    for name, text in (
        ("_data/employers.yml", employers),
        ("_config.yml", sender),
        ("mudlark.md", letter),
    ):
        file = Path("letters") / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return coverpress


def test_letter_and_employer_build(written: Command) -> None:
    done = written("build")
    assert (done.code, done.err) == (0, "")
    text = text_of(Path("build/mudlark-a4.pdf"))
    for part in (
        "Exampleton EX4 2PL",
        "robin@placeholder.example",
        "Mudlark & Sons",
        "Ms. Ada Sample",
        "3 Specimen Quay",
        "2 March 2026",
        "Application: C# Engineer",
        "Dear Ms. Sample,",
        "P.S. I can start in May.",
    ):
        assert part in text


def test_sender_depends_on_the_employer(written: Command) -> None:
    (sender,) = blocks(REFERENCE, "yaml")
    Path("letters/_config.yml").write_text(sender, "utf-8")
    Path("letters/_data/resume.yml").write_text("emails: [one@x.example, two@x.example]\n", "utf-8")
    with Path("letters/_data/employers.yml").open("a", encoding="utf-8") as records:
        records.write("  email: 1\n")
    done = written("show", "letters/mudlark.md", "--stage", "tex")
    assert (done.code, done.err) == (0, "")
    assert "two@x.example" in done.out
    assert "one@x.example" not in done.out


def test_error_looks_as_shown(written: Command) -> None:
    assert written("build").code == 0
    letter = Path("letters/mudlark.md")
    letter.write_text(letter.read_text("utf-8").replace("employer.jobtitle", "employer.jobtitel"))
    shown = next(block for block in blocks(README, "text") if "is undefined" in block)
    assert written("build").err == shown


def test_check_looks_as_shown(written: Command) -> None:
    letter, records = Path("letters/mudlark.md"), Path("letters/_data/employers.yml")
    said = "your advertisement asks for somebody who *likes* old code. I do."
    text = letter.read_text("utf-8").replace(said, "I would love to join Lindenblatt.")
    letter.write_text(text, "utf-8")
    records.write_text(f"{records.read_text('utf-8')}lindenblatt: {{name: Lindenblatt}}\n", "utf-8")
    shown = next(block for block in blocks(README, "text") if "[employer.other]" in block)
    done = written("check", letter)
    assert (done.code, done.err) == (1, "")
    assert done.out == f"{shown}\n1 letter checked: 1 error.\n"


def test_table_of_checks_is_that_of_the_program() -> None:
    """`make reference` writes it anew."""
    assert rule_table.table() in CHECKS
    assert rule_table.renewed(CHECKS) == CHECKS


def test_figures_of_the_checks_are_those_of_the_tests() -> None:
    clean, planted = len(list(corpus.clean())), len(list(corpus.planted()))
    assert f"make {clean} letters from eleven texts in six languages to twelve" in CHECKS
    assert f"and {planted} more with one planted error each" in CHECKS
    assert (len(corpus.TEXTS), len(corpus.KEYS)) == (11, 12)
    letters, faults = len(list((FOLDER / "letters").glob("*.md"))), len(read_cases("planted"))
    assert f"{letters} letters in many styles and {faults} with one planted fault each" in CHECKS


def test_checks_are_turned_off_as_shown(written: Command) -> None:
    config, letter = Path("letters/_config.yml"), Path("letters/mudlark.md")
    config.write_text(config.read_text("utf-8") + blocks(CHECKS, "yaml")[0], "utf-8")
    said = "your advertisement asks for somebody who *likes* old code. I do."
    text = letter.read_text("utf-8").replace(said, blocks(CHECKS, "markdown")[0])
    letter.write_text(text, "utf-8")
    records = Path("letters/_data/employers.yml")
    records.write_text(f"{records.read_text('utf-8')}other: {{name: Lindenblatt}}\n", "utf-8")
    assert written("check", letter).out == "1 letter checked: no problems.\n"


def test_letters_of_the_page_build_in_its_type(written: Command) -> None:
    type_, letterhead, _, pages = blocks(PAGE, "yaml")
    look, _, sender = letterhead.partition("sender:\n")
    config = Path("letters/_config.yml")
    text = re.sub(r"(?ms)^sender:\n(?: .*?\n)+", f"sender:\n{sender}", config.read_text("utf-8"))
    config.write_text(text + type_ + look + pages, "utf-8")
    Image.new("L", (300, 100), 128).save("letters/signature.png")
    full, passages = blocks(PAGE, "markdown")
    Path("letters/full.md").write_text(full, "utf-8")
    Path("letters/passages.md").write_text(passages, "utf-8")
    done = written("build", "letters/full.md", "letters/passages.md")
    assert (done.code, done.err) == (0, "")
    text = text_of(Path("build/full-a4.pdf"))
    assert not Path("build/full-letter.pdf").exists()
    for part in (
        "Exampleton, 2. März 2026",
        "Ihr Zeichen: ME-7",
        "Unser Zeichen: RP-12",
        "Bewerbung als C# Engineer",
        "„Wir mögen alten Code.“",
        "Anlagen",
        "Verteiler",
        "Personalrat",
        "P.S. Ich kann im Mai beginnen.",
    ):
        assert part in text
    text = text_of(Path("build/passages-a4.pdf"))
    assert "„Wer fragt, der findet“" in text
    assert re.search("«\\sJe ne regrette rien.\\s»", text)


def test_table_of_formats_is_that_of_the_program() -> None:
    rows = re.findall(
        r"^\| `([a-z0-9-]+)` \| ([^|]+) \| ([^|]+) \| (\d+|any) \|", PAGE, re.MULTILINE
    )
    names = {"a4": "A4", "letter": "US Letter"}
    assert [(name, papers, lines) for name, papers, _, lines in rows] == [
        (
            name,
            ", ".join(names[paper] for paper in format_.papers),
            str(format_.window.lines) if format_.window else "any",
        )
        for name, format_ in FORMATS.items()
    ]
    for name, _, standard, _ in rows:
        number = re.match(r"(DIN|SN|NF Z) [\d-]+", FORMATS[name].standard)
        assert not number or standard.startswith(number[0])


def test_limits_are_those_of_the_program() -> None:
    scale = measures.scale(style.Style(FORMATS["modern"], "", 11, "", "", 1))
    rows = [row.split(" | ") for row in re.findall(r"^\| (\d .*) \|$", PAGE, re.MULTILINE)]
    counts = [int(row[0]) for row in rows]
    assert sum(counts[:5]) == scale.comfortable
    assert sum(counts) == len(scale.steps) - 1
    end, tightest = scale.steps[scale.comfortable], scale.steps[-1]
    said = " ".join(cell for row in rows for cell in row[2:])
    for step in (scale.steps[0], end, tightest):
        assert f"{step.size:g} pt" in said
        assert f"{step.leading:g} times" in said
        assert f"at most {step.characters:g}" in said
        assert f"{step.signature:g} mm" in said
        assert f"{step.left:g} mm" in said


def test_table_of_looks_is_that_of_the_program() -> None:
    rows = re.findall(
        r"^\| `(\w+)`[^|]*\| `(\w+)` \| `(\w+)` \| `([0-9A-F]{6})` \|", PAGE, re.MULTILINE
    )
    assert {name: values for name, *values in rows} == {
        name: [
            look.get("font", "pagella"),
            look.get("letterhead", "left"),
            look.get("accent", "1F3A5F"),
        ]
        for name, look in LOOKS.items()
    }


def test_every_language_is_named() -> None:
    for tag in languages.known():
        name = babel.Locale.parse(tag, sep="-").get_language_name("en")
        assert name
        assert name.split()[0] in PAGE


def test_gallery_shows_every_format_in_small_pictures() -> None:
    for name in FORMATS:
        picture = ROOT / "docs" / "gallery" / f"{name}.png"
        assert re.search(rf"!\[A letter [^]]+\]\(docs/gallery/{name}\.png\)", README)
        assert picture.stat().st_size < 20_000
    for look in LOOKS.keys() - {"modern"}:  # which is the first format
        picture = ROOT / "docs" / "gallery" / f"style-{look}.png"
        assert re.search(rf"!\[A letter [^]]+\]\(docs/gallery/style-{look}\.png\)", README)
        assert picture.stat().st_size < 20_000


@pytest.mark.parametrize(
    "file", ["README.md", *(f"docs/{file.name}" for file in (ROOT / "docs").glob("*.md"))]
)
def test_links_to_files_lead_somewhere(file: str) -> None:
    page = ROOT / file
    text = re.sub(r"`[^`\n]+`", "", page.read_text("utf-8"))
    for target in re.findall(r"\]\((?!https?:|#|/|\{)([^)#]+)", text):
        if "{{" not in target:
            assert (page.parent / target).exists(), target


def test_tables_name_every_key_and_option() -> None:
    from pipeline import cli, settings

    for key in (*settings.CONFIG_KEYS, *settings.LETTER_KEYS):
        assert f"`{key}" in REFERENCE, key
    for name in cli.COMMANDS:
        command = cli.cli.get_command(click.Context(cli.cli), name)
        assert command is not None
        assert f"`coverpress {name}" in REFERENCE
        assert f"\ncoverpress {name}" in README
        for option in command.params:
            for flag in option.opts:
                if flag.startswith("--"):
                    assert f"`{flag}" in REFERENCE or f" {flag} " in REFERENCE, flag


def test_samples_are_letters_of_placeholders() -> None:
    sample = site.read(ROOT / "letters")
    assert all("example" in record["jobpostingurl"] for record in sample.employers.values())
