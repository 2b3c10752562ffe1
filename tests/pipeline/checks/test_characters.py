"""What no font of the page has is told before TeX is asked."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.checks import characters
from pipeline.settings.fields import FONTS
from tests.conftest import LETTER, Command, MakeSite

COVERAGE = Path(characters.__file__).with_name("coverage.txt")
STANDING_IN = ("FreeSerif.otf", "FreeSans.otf")
# What FreeFont has is not what every release of it has: a letter of that is left to TeX.
SCRIPT = """
local read = fontloader.to_table(fontloader.open(arg[1]))
for code in pairs(read.map.map) do print(code) end
"""


def of_font(name: str, folder: Path) -> set[int]:
    found = subprocess.run(["kpsewhich", name], capture_output=True, text=True, check=True)
    script = folder / "read.lua"
    script.write_text(SCRIPT)
    read = subprocess.run(
        ["texlua", script, found.stdout.strip()], capture_output=True, text=True, check=True
    )
    return {int(code) for code in read.stdout.split()}


def written(codes: set[int]) -> str:
    """Return `codes` as ranges, eight a line."""
    ranges: list[list[int]] = []
    for code in sorted(codes):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    parts = [f"{first:X}" if first == last else f"{first:X}-{last:X}" for first, last in ranges]
    lines = (" ".join(parts[start : start + 8]) for start in range(0, len(parts), 8))
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.skipif(not shutil.which("texlua"), reason="TeX is not installed")
def test_the_coverage_is_that_of_the_fonts(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    own = set.intersection(*(of_font(f"{name}-regular.otf", tmp_path) for name in FONTS.values()))
    found = own.union(*(of_font(name, tmp_path) for name in STANDING_IN))
    if request.config.getoption("--update-golden"):
        COVERAGE.write_text(written(found), "ascii")
    # A font may have learnt more since.
    assert characters.covered() <= found
    assert len(characters.covered()) > 10_000


@pytest.mark.parametrize("text", ["学习", "a 😀 b", "\N{TIBETAN SYLLABLE OM}"])
def test_check_and_survey_find_what_build_finds(
    text: str, make_site: MakeSite, coverpress: Command
) -> None:
    site = make_site({"one.md": LETTER.replace("a letter", f"a {text} letter")})
    assert "no font has the character" in coverpress("check", "--site", site).out
    surveyed = coverpress("survey", site)
    assert "1 will not" in surveyed.out
    assert "no font has the character" in coverpress("build", "--site", site).err


@pytest.mark.parametrize(
    "text", ["Ελληνικά", "ещё", "→ ✓ ♥ ½ …", "e\u0301", "a\u200d\ufe0fb", "שלום"]
)
def test_what_is_there_is_not_told(text: str, make_site: MakeSite, coverpress: Command) -> None:
    site = make_site({"one.md": LETTER.replace("a letter", f"a {text} letter")})
    assert "no font has" not in coverpress("check", "--site", site).out
