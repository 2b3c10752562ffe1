"""Each engine, failing: the message, the exit code, and the earlier PDF untouched."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from pipeline import typeset
from pipeline.model.errors import TexError
from pipeline.sandbox import Share
from pipeline.settings.fields import FONTS
from pipeline.typeset import Manuscript
from tests.commands import script
from tests.conftest import LETTER, Command, MakeSite

# The document begins at line 100 or so of what TeX is given.
TEX_LOG = """\
(./letter.aux)
./letter.tex:999: Undefined control sequence.
l.999 \\foo
"""


@pytest.fixture
def fake_lualatex(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path of a program that is found first; a test writes what it does."""
    program = tmp_path / "bin" / "lualatex"
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return program


@pytest.fixture
def site(make_site: MakeSite) -> Path:
    return make_site({"one.md": LETTER})


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    pdf = tmp_path / "out" / "one-a4.pdf"
    pdf.parent.mkdir()
    pdf.write_bytes(b"yesterday's")
    return pdf


def test_missing_tex(
    site: Path, coverpress: Command, earlier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(site))
    done = coverpress("build", "--site", site, "--out", earlier.parent)
    assert done.code == 3
    assert "LuaLaTeX is missing" in done.err
    assert "coverpress doctor" in done.err
    assert earlier.read_bytes() == b"yesterday's"


def test_missing_pandoc(
    site: Path, coverpress: Command, earlier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYPANDOC_PANDOC", str(site / "no-pandoc"))
    done = coverpress("build", "--site", site, "--out", earlier.parent)
    assert done.code == 3
    assert "Pandoc is missing" in done.err
    assert earlier.read_bytes() == b"yesterday's"


def test_failing_pandoc(
    site: Path,
    coverpress: Command,
    earlier: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    pandoc = tmp_path / "pandoc"
    script(
        pandoc,
        "[ $1 = --version ] && echo 'pandoc 3.9' && exit\nread line\necho No >&2\nexit 64",
    )
    monkeypatch.setenv("PYPANDOC_PANDOC", str(pandoc))
    done = coverpress("build", "--site", site, "--out", earlier.parent, "--paper", "a4")
    assert done.code == 1
    assert "one.md: error: Pandoc failed: No" in done.err
    assert earlier.read_bytes() == b"yesterday's"


def test_failing_tex(site: Path, coverpress: Command, earlier: Path, fake_lualatex: Path) -> None:
    script(fake_lualatex, f"cat >letter.log <<'END'\n{TEX_LOG}END\nexit 1")
    done = coverpress("build", "--site", site, "--out", earlier.parent, "--paper", "a4")
    assert done.code == 1
    assert "one.md:" in done.err
    assert r"error: LuaLaTeX failed: TeX does not know the command `\foo`" in done.err
    assert "kept the earlier PDF (out of date)" in done.err
    assert "1 letter: 1 failed (" in done.out
    assert earlier.read_bytes() == b"yesterday's"


def test_tex_without_a_page(
    site: Path, coverpress: Command, earlier: Path, fake_lualatex: Path
) -> None:
    script(fake_lualatex, "echo '(./letter.aux)' >letter.log")
    done = coverpress("build", "--site", site, "--out", earlier.parent, "--paper", "a4")
    assert done.code == 1
    assert "made no page" in done.err


def test_tex_with_a_broken_pdf(
    site: Path, coverpress: Command, earlier: Path, fake_lualatex: Path
) -> None:
    script(fake_lualatex, "touch letter.log; echo '%PDF-1.7 and nothing else' >letter.pdf")
    done = coverpress("build", "--site", site, "--out", earlier.parent, "--paper", "a4")
    assert done.code == 1
    assert "cannot be read back" in done.err
    assert earlier.read_bytes() == b"yesterday's"


def test_hanging_tex_is_stopped(tmp_path: Path, fake_lualatex: Path) -> None:
    script(fake_lualatex, "while :; do :; done")
    with pytest.raises(TexError, match=r"stopped after 0\.5 seconds"):
        typeset.run(
            Manuscript("", Path("one.md"), {}, (), tmp_path), tmp_path, Share(0.5, 2**29, 2**24)
        )


def test_missing_tex_package_is_no_fault_of_the_letter(
    site: Path, coverpress: Command, tmp_path: Path, fake_lualatex: Path
) -> None:
    script(
        fake_lualatex, 'echo "! LaTeX Error: File \\`scrlttr2.cls\' not found." >letter.log; exit 1'
    )
    done = coverpress("build", "--site", site, "--out", tmp_path, "--paper", "a4")
    assert done.code == 3
    assert "TeX misses the file scrlttr2.cls" in done.err


def test_full_disk(
    site: Path, coverpress: Command, earlier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(shutil, "copyfileobj", full)
    done = coverpress("build", "--site", site, "--out", earlier.parent, "--paper", "a4")
    assert done.code == 1
    assert "No space left on device" in done.err
    assert earlier.read_bytes() == b"yesterday's"
    assert [file.name for file in earlier.parent.glob("*.pdf")] == [earlier.name]


def test_one_failing_letter_does_not_stop_the_others(
    make_site: MakeSite, coverpress: Command, tmp_path: Path
) -> None:
    site = make_site({"good.md": LETTER, "bad.md": LETTER.replace("jobtitle", "nothing")})
    done = coverpress("build", "--site", site, "--out", tmp_path, "--paper", "a4")
    assert done.code == 1
    assert (tmp_path / "good-a4.pdf").is_file()
    assert not (tmp_path / "bad-a4.pdf").exists()
    assert "bad.md:7:22: error: `jobinfo.nothing` is undefined" in done.err


EARLY = {
    "no cache": ("echo 'luaotfload | cache : no writeable cache path, quiting'", "no writeable"),
    "no format": ("echo \"I can't find the format file \\`lualatex.fmt'!\"; exit 1", "the format"),
    "the font loader": (
        "echo 'x/luaotfload-multiscript.lua:70: attempt to index a nil value' >letter.log; exit 1",
        "attempt to index a nil value",
    ),
    "a package that is too old": (
        "echo './letter.tex:2: LaTeX Error: Too old.' >letter.log; exit 1",
        "LaTeX Error: Too old",
    ),
    "nothing": ("exit 1", "it stopped without a word"),
}


@pytest.mark.parametrize("kind", EARLY)
def test_tex_that_fails_before_the_letter_is_no_fault_of_it(
    make_site: MakeSite, coverpress: Command, earlier: Path, fake_lualatex: Path, kind: str
) -> None:
    commands, words = EARLY[kind]
    script(fake_lualatex, commands)
    site = make_site({"one.md": LETTER, "two.md": LETTER})
    done = coverpress("build", "--site", site, "--out", earlier.parent)
    assert done.code == 3
    assert done.err.count("error: ") == 1
    assert "error: LuaLaTeX does not work on this machine: " in done.err
    assert words in done.err
    assert "`coverpress doctor`" in done.err
    assert earlier.read_bytes() == b"yesterday's"


def test_tex_that_crashes_stops_one_letter_only(
    make_site: MakeSite, coverpress: Command, tmp_path: Path, fake_lualatex: Path
) -> None:
    real = shutil.which("lualatex", path=os.environ["PATH"].partition(os.pathsep)[2])
    script(fake_lualatex, f'grep -q CRASH letter.tex && kill -SEGV $$\nexec {real} "$@"')
    site = make_site({"bad.md": LETTER.replace("this is", "CRASH"), "good.md": LETTER})
    words = ("--out", tmp_path, "--paper", "a4", "--engine", "process")
    done = coverpress("build", "--site", site, *words)
    assert done.code == 1
    assert "bad.md: error: the system stopped LuaLaTeX (signal 11)" in done.err
    assert (tmp_path / "good-a4.pdf").is_file()


RAW = """\
---
layout: coverletter
makepdf: true
---
{}
"""


@pytest.mark.parametrize(
    "tex",
    [
        r"\input{/etc/hostname}",
        r"\openin5=/etc/hostname \ifeof5 \undefinedbecausenotread \fi",
        r"\immediate\openout5=/tmp/coverpress-was-here \immediate\write5{x}",
        r"\immediate\write18{touch was-here} \ifnum\pdfshellescape=1 x\else\undefined\fi",
    ],
)
def test_raw_tex_cannot_leave_its_folder(
    make_site: MakeSite, coverpress: Command, tmp_path: Path, tex: str
) -> None:
    site = make_site({"_config.yml": "raw_tex: true\n", "raw.md": RAW.format(f"Text {tex}\n")})
    done = coverpress("build", "--site", site, "--out", tmp_path, "--paper", "a4")
    assert done.code == 1, done.out
    assert not Path("/tmp/coverpress-was-here").exists()  # noqa: S108  it must not be there


def test_raw_tex_is_text_unless_the_site_turns_it_on(
    make_site: MakeSite, coverpress: Command, tmp_path: Path
) -> None:
    site = make_site({"raw.md": RAW.format(r"A \textbf{bold} word")})
    assert coverpress("show", "--site", site, "raw.md", "--stage", "tex").out.count(
        r"\from{0}A \textbackslash textbf\{bold\} word"
    )
    (site / "_config.yml").write_text("raw_tex: true\n", "utf-8")
    assert (
        r"\from{0}A \textbf{bold} word"
        in coverpress("show", "--site", site, "raw.md", "--stage", "tex").out
    )


FONT_LOG = './letter.tex:46: Package fontspec Error: The font "{}" cannot be found.'


def test_font_that_is_not_installed_is_one_letters_error(
    make_site: MakeSite, coverpress: Command, tmp_path: Path
) -> None:
    letter = LETTER.replace("employer:", "font: Nonesuch Serif\nemployer:")
    site = make_site({"one.md": letter, "two.md": LETTER})
    done = coverpress("build", "--site", site, "--out", tmp_path, "--paper", "a4")
    assert done.code == 1
    assert f"{site / 'one.md'}:4:7: error: the font `Nonesuch Serif` is not installed" in done.err
    assert f"Write one of {', '.join(FONTS)}, or a family that `fc-list : family`" in done.err
    assert "2 letters: 1 built, 1 failed (" in done.out
    assert (tmp_path / "two-a4.pdf").is_file()


def test_font_of_the_configuration_that_is_not_installed(
    make_site: MakeSite, coverpress: Command, tmp_path: Path, fake_lualatex: Path
) -> None:
    site = make_site({"one.md": LETTER, "_config.yml": "title: x\nfont: Nonesuch Serif\n"})
    script(fake_lualatex, f"echo '{FONT_LOG.format('NonesuchSerif')}' >letter.log; exit 1")
    done = coverpress("build", "--site", site, "--out", tmp_path, "--paper", "a4")
    assert done.code == 1
    assert f"{site / '_config.yml'}:2:7: error: the font `Nonesuch Serif` is not" in done.err


@pytest.mark.parametrize(
    ("front", "font"), [("", "texgyrepagella"), ("font: Nonesuch Serif\n", "lmmono10")]
)
def test_missing_font_of_ours_is_no_fault_of_the_letter(
    make_site: MakeSite,
    coverpress: Command,
    tmp_path: Path,
    fake_lualatex: Path,
    front: str,
    font: str,
) -> None:
    site = make_site({"one.md": LETTER.replace("employer:", f"{front}employer:")})
    script(fake_lualatex, f"echo '{FONT_LOG.format(font)}' >letter.log; exit 1")
    done = coverpress("build", "--site", site, "--out", tmp_path, "--paper", "a4")
    assert done.code == 3
    assert f"TeX misses the font {font}" in done.err
    assert "coverpress doctor" in done.err
