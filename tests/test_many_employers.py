"""`docs/many-employers.md`, held to its word: its files make a site, and its commands run there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.conftest import ROOT, Command
from tests.pdf import text_of

PAGE = (ROOT / "docs" / "many-employers.md").read_text("utf-8")


def block(language: str, number: int = 0) -> str:
    found = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return str(found[number])


def written(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, "utf-8")


def site() -> None:
    """Write the page's files into this folder, with a sender."""
    sender = "sender: {name: Robin Placeholder, address: [12 Sample Street, Exampleton EX4 2PL]}\n"
    written("_config.yml", f"{sender}papers: a4\n")
    written("_data/employers.yml", block("yaml"))
    written("application.md", block("markdown"))


def test_a_letter_goes_to_many_employers_and_all_commands_know_it(coverpress: Command) -> None:
    site()
    keys = ("tidewater", "northfold", "northlight")
    for line in block("sh").splitlines():
        _, *words = shlex.split(line)
        done = coverpress(*words)
        assert done.code == 0, done.err
    built = sorted(path.name for path in Path("build").glob("*.pdf"))
    assert built == sorted(f"application-{key}-a4.pdf" for key in keys)
    listed = coverpress("list").out.splitlines()
    assert [line.split() for line in listed] == [
        ["application.md", key, "a4:", "current"] for key in keys
    ]
    assert "3 letters checked" in coverpress("check").out
    shown = coverpress("show", "application.md", "--stage", "liquid")
    assert "for you.\n" in shown.out
    assert shown.err == (
        "This is for `tidewater`, the first of 3 employers. `--employer KEY` shows another.\n"
    )
    shown = coverpress("show", "application.md", "--stage", "liquid", "--employer", "north*")
    assert shown.out.count("Dear ") == 2
    assert shown.err == ""


def test_names_and_single_values(coverpress: Command) -> None:
    site()
    with Path("_config.yml").open("a", encoding="utf-8") as config:
        config.write(block("yaml", 1))
    (command,) = block("sh", 1).splitlines()
    done = coverpress(*shlex.split(command)[1:])
    assert done.code == 0, done.err
    (pdf,) = Path("build").glob("*.pdf")
    assert pdf.name == "Robin Placeholder - Tidewater Sensors - Senior Data Engineer.pdf"
    assert "Senior Data Engineer" in text_of(pdf)
    again = coverpress(*shlex.split(command)[1:])
    assert again.out.startswith("1 letter: 1 up to date")
    done = coverpress("list", "--set", "page.date=soon", "--employer", "tidewater")
    assert done.code == 1
    assert "error: `soon` is not a date" in done.out


def test_a_table_of_a_spreadsheet(coverpress: Command) -> None:
    site()
    Path("_data/employers.yml").unlink()
    written("_data/employers.csv", block("csv"))
    letter = Path("application.md").read_text("utf-8")
    letter = letter.replace("[tidewater, north*]", "all").replace("company }},", "contact }},")
    written("application.md", letter)
    done = coverpress("check")
    cell = "_data/employers.csv:3 (row 3, column C): error: `#N/A` stands for nothing in `contact`"
    assert cell in done.out
    assert "in 1 letter: application.md for `müller-gmbh`" in done.out
    assert "`Job Title` is `employer.jobtitle`" in done.out
    assert "2 letters checked: 1 error, 2 notes in 1 letter." in done.out


ROWS = """\
key,company,contact,jobtitle
east,Eastwick Placeholder,Ada,Data Engineer
north,Northfold Archive,#N/A,Archivist
west,Westmark Placeholder,Bert,Web Developer
south,Southgate Placeholder,Cleo,
centre,Centrepoint Placeholder,Dora,Analyst
upper,Upperton Placeholder,Emil,Tester
lower,Lowerby Placeholder,Fay,Writer
"""


def test_a_run_over_many_rows(coverpress: Command) -> None:
    site()
    Path("_data/employers.yml").unlink()
    written("_data/employers.csv", ROWS)
    letter = Path("application.md").read_text("utf-8")
    letter = letter.replace("[tidewater, north*]", "all").replace("company }},", "contact }},")
    letter = letter.replace("work for you", "work for you as your {{ employer.jobtitle }}, and do")
    written("application.md", letter)

    done = coverpress("build")
    assert done.code == 1
    summary = done.err[done.err.index("Not built") :]
    told = [line for line in block("text").splitlines() if line.startswith(("  ", "Not"))]
    assert summary.splitlines() == told
    assert "This is application.md for `south`, _data/employers.csv:5 (row 5)." in done.err
    assert done.out.splitlines()[-1].startswith("7 letters: 5 built, 2 failed; 1 warning (")

    again = coverpress("build")
    assert again.out.startswith("7 letters: 5 up to date, 2 failed; 1 warning (")
    written("_data/employers.csv", ROWS.replace("Tester", "Test Engineer"))
    changed = coverpress("build")
    last = changed.out.splitlines()[-1]
    assert last.startswith("7 letters: 4 up to date, 1 built, 2 failed; 1 warning (")

    fast = coverpress("build", "--force", "--fail-fast", "--jobs", "1", "--employer", "[ns]*")
    assert fast.out.startswith("1 letter: 1 failed (")
    assert "Stopped here; 1 letter not tried." in fast.err


def test_a_letter_as_text(coverpress: Command) -> None:
    site()
    (command,) = block("sh", 2).splitlines()
    done = coverpress(*shlex.split(command)[1:])
    assert done.code == 0, done.err
    assert done.out.startswith("build/application-northfold.txt  (136 characters, ")
    assert Path("build/application-northfold.txt").read_text("utf-8") == (
        "Application: Digital Archivist\n\nDear Northfold Archive,\n\n"
        "I would like to work for you, from wherever I am.\n\nKind regards,\n\nRobin Placeholder\n"
    )
    assert coverpress(*shlex.split(command)[1:]).out.startswith("1 letter: 1 up to date")
    listed = coverpress("list", "--to", "txt", "--to", "pdf").out.splitlines()
    assert [line.split()[1:] for line in listed] == [
        ["tidewater", "txt:", "missing", "a4:", "missing"],
        ["northfold", "txt:", "current", "a4:", "missing"],
        ["northlight", "txt:", "missing", "a4:", "missing"],
    ]


def test_a_letter_for_nobody_is_not_built_and_told(coverpress: Command) -> None:
    site()
    letter = Path("application.md")
    where = "{where: \"status == 'new'\"}"
    letter.write_text(letter.read_text("utf-8").replace("[tidewater, north*]", where), "utf-8")
    done = coverpress("build")
    assert done.code == 0
    assert done.out.startswith("0 letters; 1 warning (")
    assert "application.md:4:1: warning: no record is one of the `employers:`" in done.err
    refused = coverpress("show", "application.md", "--stage", "tex")
    assert (refused.code, refused.out) == (2, "")
    assert "Name one: `--employer KEY`." in refused.err
