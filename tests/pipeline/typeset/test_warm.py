"""The warm engine: the same pages as a process for each, no way out of a fork, and nothing left."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import re
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import sandbox, typeset
from pipeline.engine import plan, recipe
from pipeline.engine.recipe import TEMPLATES
from pipeline.model.errors import TexError
from pipeline.sandbox import Ended, launch
from pipeline.sources import site
from pipeline.typeset import engine, fonts, warm
from pipeline.typeset.manuscript import Manuscript
from pipeline.typeset.warm import UnfitError, Warm
from tests.conftest import EMPLOYERS, LETTER, Command, MakeSite
from tests.pipeline.typeset.test_walls import (
    ATTEMPTS,
    FROM_WITHIN,
    MARK,
    NO_CONTENT,
    ON_TEX,
    attack,
    everything_in,
    has_secret,
)

pytestmark = pytest.mark.skipif(bool(warm.obstacle()), reason=warm.obstacle())

_PART = re.compile(r"^\$\{ (\w+)\(\) \}$", re.MULTILINE)
_VARIABLE = re.compile(r"\$(?:if|elseif|for)?\(?([a-z][\w.-]*)\)?\$")
_WORDS_OF_PANDOC = {"else", "endif", "endfor", "sep"}
OF_THE_LOOK = {
    *("accent", "accent-of-text", "accent-of-band", "arabic", "compounds", "fallback", "fontbold"),
    *("fontbolditalic", "fontfile", "fontitalic", "fontlanguage", "fontname", "fontscript"),
    *("lang", "language", "links-coloured", "pageword", "scriptletter", "sender.icons"),
    *("unspaced", "window"),
}
"""What letters that look alike have in common; so have the names that begin as below."""
FAMILIES = ("letterhead-", "window.")


@pytest.fixture
def on() -> Iterator[Warm]:
    """Yield a warm engine that never leaves its work to a process."""
    with warm.started() as started:
        assert isinstance(started, Warm)
        yield replace(started, must_fork=True)


def bare(body: str, folder: Path) -> Manuscript:
    """Return a letter of nothing but raw TeX."""
    latex = f"\\documentclass{{article}}\n% ==== The letter.\n\\begin{{document}}x {body} y"
    return Manuscript(f"{latex}\n\\end{{document}}\n", folder / "a.md", {}, (), TEMPLATES)


def run(manuscript: Manuscript, folder: Path, on: Warm) -> str:
    folder.mkdir(exist_ok=True)
    return typeset.begin(manuscript, folder, on=on).log


def children_of(parent: int) -> list[int]:
    found = []
    for about in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = about.read_text("utf-8", "replace").rpartition(") ")[2].split()
        except OSError:
            continue
        if int(words[1]) == parent and words[0] != "Z":
            found.append(int(about.parent.name))
    return found


def foreman() -> int:
    (process,) = multiprocessing.active_children()
    assert process.pid
    return process.pid


def test_nothing_of_a_letter_is_read_before_the_fork() -> None:
    """The template names nothing there but what tells how letters look."""
    text = (TEMPLATES / "letter.latex").read_text("utf-8")
    above, found, _ = text.partition("\n% ==== The letter.")
    assert found
    parts = [(TEMPLATES / f"{name}.latex").read_text("utf-8") for name in _PART.findall(above)]
    named = {name for part in (above, *parts) for name in _VARIABLE.findall(part)}
    foreign = named - _WORDS_OF_PANDOC - OF_THE_LOOK
    assert {name for name in foreign if not name.startswith(FAMILIES)} == set()


def test_letters_that_look_alike_share_a_preamble_on_any_paper(make_site: MakeSite) -> None:
    other = LETTER.replace("### Application", "Not a subject, ").replace("this is", "that was")
    opened = site.read(make_site({"one.md": LETTER, "two.md": other}))
    drafts = [recipe.draft(job, opened) for job in plan.find(opened)]
    made = [recipe.manuscript(draft, paper) for draft in drafts for paper in draft.papers]
    assert len(made) == 4
    (preamble,) = {one.preamble for one in made}
    assert "Robin" not in preamble
    assert "Acme" not in preamble


def test_the_bytes_the_log_and_the_files_are_those_of_a_process(
    make_site: MakeSite, on: Warm, tmp_path: Path
) -> None:
    """For the looks that differ most: format, font, script, language, and a second run."""
    long = "\n\n".join(f"Paragraph {number} of many, and each is two lines long. " * 4
                       for number in range(9))  # fmt: skip
    looks = {
        "window.md": ("format: din5008b\nfont: heros\nlang: de", "Grüße."),
        "greek.md": ("lang: el\nletterhead: band", "Καλημέρα, one two."),
        "long.md": ("pages: 1", f"{long}\n\n[^1]\n\n[^1]: A note.\n\n- one\n- two\n"),
    }
    files = {
        name: LETTER.replace("makepdf", f"{keys}\nmakepdf").replace("this is a", f"{text}\n\na")
        for name, (keys, text) in looks.items()
    }
    opened = site.read(make_site(files))
    for job in plan.find(opened):
        draft = recipe.draft(job, opened)
        recipe.read_fonts(draft, print)
        wanted = recipe.manuscript(draft, "letter")
        made = []
        for name, engine_ in (("process", typeset.PROCESS), ("fork", on)):
            folder = on.folder / f"{job.file.stem}-{name}"
            folder.mkdir()
            done = typeset.run(wanted, folder, on=engine_)
            read = typeset.files_read(folder, done.log)
            made.append((done.pdf.read_bytes(), done.runs, len(read), read, done.log))
        assert made[0][:4] == made[1][:4], job.file
        assert len(made[0][4].splitlines()) == len(made[1][4].splitlines())


@pytest.fixture
def outside(on: Warm) -> Path:
    """Return the folder of another letter."""
    from PIL import Image

    folder = on.folder / "outside"
    (folder / "fonts").mkdir(parents=True)
    for name in ("secret", "secret.tex", "victim", "victim2"):
        (folder / name).write_text(f"{MARK}\n", "utf-8")
    Image.new("RGB", (4, 4)).save(folder / "picture.png")
    return folder


def forked(on: Warm, templates: Path = TEMPLATES) -> Callable[[Path], Ended]:
    def run_in(folder: Path) -> Ended:
        latex = (folder / "letter.tex").read_text("utf-8")
        latex = latex.replace(r"\begin{document}", "\n% ==== The letter.\n\\begin{document}", 1)
        letter = Manuscript(latex, folder / "a.md", {}, (), templates)
        return Ended(0, typeset.begin(letter, folder, on=on).log, "")

    return run_in


@pytest.fixture
def inside(on: Warm) -> Path:
    folder = on.folder / "inside"
    (folder / "sub").mkdir(parents=True)
    return folder


def test_a_letter_finds_no_way_out_of_its_fork(on: Warm, inside: Path, outside: Path) -> None:
    before = everything_in(outside)
    escapes = {
        "shell": "return status.shell_escape ~= 0 and MARK",
        "ffi again": 'for _, name in ipairs {"ffi", "luaffi"} do'
        " if package.loaded[name] or _G[name] then return MARK end end",
        "the lines": 'local open = callback.find("open_read_file") return open and MARK',
        "the socket": "local said = io.stdin:read(1) return said and MARK",
        "the preamble's": "local up = lfs.currentdir():match('(.*)/')"
        " for number = 0, 9 do"
        " if io.open(up .. '/warm-' .. number .. '/letter.tex') then return MARK end end",
    }
    assert attack(inside, outside, ATTEMPTS | FROM_WITHIN | escapes, forked(on)) == set()
    assert everything_in(outside) == before
    for name, body in ON_TEX.items():
        folder = on.folder / name.replace(" ", "-").replace("'", "")
        with_path = body.replace("OUTSIDE", str(outside))
        with contextlib.suppress(TexError):
            run(bare(rf"{with_path} \immediate\write18{{touch got}}", inside), folder, on)
        assert not has_secret(folder / "letter.pdf")
        assert not (folder / "got").exists()
    assert everything_in(outside) == before


@pytest.mark.skipif(not sandbox.version(), reason="this kernel has no Landlock")
def test_the_kernel_keeps_a_fork_from_other_letters_alone(
    on: Warm, inside: Path, outside: Path, tmp_path: Path
) -> None:
    """Lua is left as it is, but for the means to fork."""
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "warm.lua").write_bytes((TEMPLATES / "warm.lua").read_bytes())
    (templates / "disarm.lua").write_text(
        'local ffi = require "ffi"\n'
        "ffi = {C = ffi.C, cast = ffi.cast, cdef = ffi.cdef, new = ffi.new, string = ffi.string}\n"
        'ffi.cdef "extern int shellenabledp;"\nffi.C.shellenabledp = 0\n'
        "local raw = {open = io.open, lines = io.lines, currentdir = lfs.currentdir,\n"
        "  register = callback.register}\n"
        'assert(loadfile(os.getenv "COVERPRESS_WARM"))(ffi, raw, function() end)\n',
        "utf-8",
    )
    before = everything_in(outside)
    assert attack(inside, outside, ATTEMPTS, forked(on, templates)) <= NO_CONTENT
    assert everything_in(outside) == before


def test_disarmed_lua_keeps_a_fork_from_other_letters_alone(
    inside: Path, outside: Path, on: Warm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launch, "landlock_version", lambda: 0)
    with warm.started() as unwalled:
        assert isinstance(unwalled, Warm)
        here = unwalled.folder / "inside"
        (here / "sub").mkdir(parents=True)
        (inside.parent / "outside").rename(unwalled.folder / "outside")
        outside = unwalled.folder / "outside"
        before = everything_in(outside)
        strict = replace(unwalled, must_fork=True)
        assert attack(here, outside, ATTEMPTS | FROM_WITHIN, forked(strict)) == set()
        assert everything_in(outside) == before


def test_a_fork_has_its_share_and_fails_alone(
    on: Warm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = replace(engine.SHARE, seconds=2)
    monkeypatch.setattr(engine, "SHARE", small)
    monkeypatch.setattr(warm, "SHARE", small)
    with warm.started() as started:
        assert isinstance(started, Warm)
        strict = replace(started, must_fork=True)

        def failure(name: str, body: str) -> str:
            folder = strict.folder / name
            folder.mkdir()
            with pytest.raises(TexError) as raised:
                typeset.begin(bare(body, tmp_path), folder, small, strict)
            return str(raised.value)

        assert "after 2 seconds of the processor" in failure("endless", r"\loop\iftrue\repeat")
        memory = r"\directlua{local t = {} while true do t[\string#t + 1] = {} end}"
        assert "LuaLaTeX" in failure("memory", memory)
        assert "does not know the command" in failure("unknown", r"\nosuchcommand")
        (parent,) = children_of(foreman_of(strict))
        folder = strict.folder / "good"
        folder.mkdir()
        typeset.begin(bare("", tmp_path), folder, small, strict)
        assert children_of(foreman_of(strict)) == [parent], "it has lived on"


def foreman_of(on: Warm) -> int:
    """Return the process that was started last."""
    return max(process.pid or 0 for process in multiprocessing.active_children())


def test_a_parent_that_dies_is_started_again_and_its_letters_are_set_by_processes(
    on: Warm, tmp_path: Path
) -> None:
    run(bare("", tmp_path), on.folder / "first", on)
    (parent,) = children_of(foreman())
    folder = on.folder / "second"
    folder.mkdir()
    waits = bare(r"\directlua{os.sleep(1)}", tmp_path)
    done: list[typeset.Typeset] = []
    lenient = replace(on, must_fork=False)
    thread = threading.Thread(target=lambda: done.append(typeset.begin(waits, folder, on=lenient)))
    thread.start()
    while not children_of(parent) and thread.is_alive():
        thread.join(0.01)
    os.kill(parent, signal.SIGKILL)
    thread.join()
    assert done[0].pdf.is_file()
    run(bare("", tmp_path), on.folder / "third", on)
    (other,) = children_of(foreman())
    assert other != parent


def test_who_leaves_takes_its_fork_along_and_nothing_is_left_at_the_end(tmp_path: Path) -> None:
    with warm.started() as on:
        assert isinstance(on, Warm)
        folder = on.folder / "endless"
        folder.mkdir()
        endless = bare(r"\loop\iftrue\repeat", tmp_path)
        context = multiprocessing.get_context("fork")
        leaving = context.Process(target=typeset.begin, args=(endless, folder, engine.SHARE, on))
        known = foreman()
        leaving.start()
        while not (parents := children_of(known)) or not children_of(parents[0]):
            leaving.join(0.01)
        leaving.kill()
        leaving.join()
        while children_of(parents[0]):
            leaving.join(0.01)
        area = on.folder
        assert children_of(known) == parents
    assert not area.exists()
    assert not Path(f"/proc/{known}").exists()
    assert not Path(f"/proc/{parents[0]}").exists()


def test_a_tex_that_cannot_fork_is_told_and_a_process_does_the_work(
    tmp_path: Path, on: Warm
) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    text = (TEMPLATES / "disarm.lua").read_text("utf-8").replace('warm and "ffi"', 'warm and "no"')
    (templates / "disarm.lua").write_text(text, "utf-8")
    letter = replace(bare("", tmp_path), templates=templates)
    with pytest.raises(UnfitError, match="This LuaTeX has no ffi"):
        run(letter, on.folder / "one", on)
    assert "Output written" in run(letter, on.folder / "two", replace(on, must_fork=False))


def test_what_is_told_of_a_letter_is_the_same(coverpress: Command, make_site: MakeSite) -> None:
    bad = LETTER.replace("this is a letter.", "this is\na \\nosuchcommand letter.")
    root = make_site(
        {
            "bad.md": bad,
            "good.md": LETTER,
            "_config.yml": "raw_tex: true\n",
            "_data/employers.yml": EMPLOYERS,
        }
    )
    told = []
    for kind in ("warm", "process"):
        words = ("--paper", "a4", "--cache", "none", "--engine", kind, "--out", kind)
        done = coverpress("build", "--site", root, *words)
        assert done.code == 1
        assert "bad.md:13:3" in done.err
        told.append(re.sub(r"[\d.]+ s\b", "", f"{done.out}\n{done.err}").replace(kind, ""))
    assert told[0] == told[1]
    assert Path("warm/good-a4.pdf").read_bytes() == Path("process/good-a4.pdf").read_bytes()


def test_the_fonts_have_a_cache() -> None:
    """Without one, the tests above would show nothing."""
    assert fonts.folder()
