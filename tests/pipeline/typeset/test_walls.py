"""Raw TeX and its Lua, trying to get out: each wall holds with the others taken away.

Every attempt is made without any wall too, so that it is known to be one.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from pipeline import sandbox
from pipeline.engine import plan, recipe
from pipeline.engine.recipe import TEMPLATES
from pipeline.sources import site
from pipeline.typeset import distribution, engine
from pipeline.typeset.manuscript import Manuscript
from tests.conftest import LETTER, MakeSite
from tests.pdf import text_of
from tests.pipeline.writers.test_latex import ATTRIBUTES, CLASSES, PLACES

MARK = "7Zk3Secret"
NEWLINES = "\n\n"
ATTEMPTS = {
    # Lua, with the path OUTSIDE of a folder that has a file `secret` with the mark in it
    "io.open": 'return io.open(OUTSIDE.."/secret"):read("a")',
    "io.lines": 'for line in io.lines(OUTSIDE.."/secret") do return line end',
    "io.input": 'io.input(OUTSIDE.."/secret") return io.read("a")',
    "io.loaddata": 'return io.loaddata(OUTSIDE.."/secret")',
    "upwards": 'return io.open("../outside/secret"):read("a")',
    "roundabout": 'return io.open("./sub/../../outside/secret"):read("a")',
    "through a link": 'lfs.link(OUTSIDE, "link", true) return io.open("link/secret"):read("a")',
    "io.popen": 'return io.popen("cat "..OUTSIDE.."/secret"):read("a")',
    "os.execute": 'os.execute("cat "..OUTSIDE.."/secret > got") return io.open("got"):read("a")',
    "os.exec": 'os.spawn({"/bin/sh", "-c", "cat "..OUTSIDE.."/secret > got"})'
    ' return io.open("got"):read("a")',
    "gzip.open": 'return gzip.open(OUTSIDE.."/secret"):read("*a")',
    "gzip.load": 'return gzip.load(OUTSIDE.."/secret")',
    "gzip.open to write": 'local file = gzip.open(OUTSIDE.."/fonts/poison.gz", "w")'
    " file:write(MARK) file:close() return MARK",
    "another sub": "local sub, here = string.sub, lfs.currentdir()"
    ' string.sub = function() return here .. "/" end local file = io.open(OUTSIDE.."/secret")'
    ' string.sub = sub return file:read("a")',
    "another ipairs": "local real = ipairs ipairs = function() local done return function()"
    ' if not done then done = true return 1, "" end end end'
    ' local file = io.open(OUTSIDE.."/secret") ipairs = real return file:read("a")',
    "loadfile": 'return select(2, loadfile(OUTSIDE.."/secret"))',
    "dofile": 'return select(2, pcall(dofile, OUTSIDE.."/secret"))',
    "require": 'package.path = OUTSIDE.."/?" return select(2, pcall(require, "secret"))',
    "a searcher": 'package.path = OUTSIDE.."/?"'
    ' for _, find in ipairs(package.searchers) do local ok, got = pcall(find, "secret")'
    " if tostring(got):find(MARK) then return got end end",
    "lfs.attributes": 'return lfs.attributes(OUTSIDE.."/secret", "size") == #MARK + 1 and MARK',
    "lfs.dir": 'for name in lfs.dir(OUTSIDE) do if name == "secret" then return MARK end end',
    "lfs.chdir": 'local here = lfs.currentdir() lfs.chdir(OUTSIDE) local file = io.open("secret")'
    ' local got = file and file:read("a") lfs.chdir(here) return got',
    "harfbuzz": 'return luaharfbuzz.Blob.new_from_file(OUTSIDE.."/secret"):get_data()',
    "kpse": 'return kpse.find_file(OUTSIDE.."/secret", "tex") and MARK',
    "writing": 'local file = io.open(OUTSIDE.."/written", "w") file:write(MARK) return MARK',
    "appending": 'local file = io.open(OUTSIDE.."/secret", "a") file:write(" ") return MARK',
    "os.remove": 'return os.remove(OUTSIDE.."/victim") and MARK',
    "os.rename": 'return os.rename(OUTSIDE.."/victim2", OUTSIDE.."/moved") and MARK',
    "lfs.mkdir": 'return lfs.mkdir(OUTSIDE.."/new") and MARK',
    "lfs.touch": 'return lfs.touch(OUTSIDE.."/secret", 1, 1) and MARK',
    "the cache": 'return io.open(OUTSIDE.."/fonts/poison", "w"):write(MARK) and MARK',
}
NO_CONTENT = {"lfs.attributes", "lfs.touch", "kpse"}
"""The kernel hides what is in a file, not that it is there; see Landlock's documentation."""

FROM_WITHIN = {
    # What is no matter for the kernel, since it needs no file
    "ffi": 'return require("ffi").cdef and MARK',
    "loadlib": "return package.loadlib('x', '*') ~= nil and MARK",
    "bytecode": 'local file = io.open("evil.lua", "wb") file:write(string.dump(function() return'
    ' "7Zk3Secret" end)) file:close() return require("evil")',
    "registry": "return debug.getregistry() and MARK",
    "upvalues": "return debug.getupvalue(io.open, 1) and MARK",
    "callback": 'callback.register("find_read_file", nil) return nil',
}
ON_TEX = {
    # TeX's own commands; each stops the run where it is refused
    "input": r"\input{OUTSIDE/secret.tex}",
    "embedded": r"\immediate\pdfextension obj stream file {OUTSIDE/secret.tex}",
    "embedded by Lua's table": r'\directlua{pdf.obj{type="stream", immediate=true,'
    r' file="OUTSIDE/secret.tex"}}',
    "embedded by Lua": r'\directlua{pdf.immediateobj("streamfile", "OUTSIDE/secret.tex")}',
    "picture": r"\saveimageresource{OUTSIDE/picture.png}"
    r"\useimageresource\lastsavedimageresourceindex",
    "picture by Lua": r'\directlua{img.write{filename="OUTSIDE/picture.png"}}',
    "openout": r"\immediate\openout5=OUTSIDE/written \immediate\write5{x}\immediate\closeout5",
}

Run = Callable[[Path], subprocess.CompletedProcess[str] | sandbox.Ended]


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    (folder / "fonts").mkdir(parents=True)
    for name in ("secret", "secret.tex", "victim", "victim2"):
        (folder / name).write_text(f"{MARK}\n", "utf-8")
    Image.new("RGB", (4, 4)).save(folder / "picture.png")
    return folder


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    folder = tmp_path / "inside"
    (folder / "sub").mkdir(parents=True)
    (folder / engine.CACHE).mkdir()
    return folder


def command(*options: str) -> list[str]:
    return [str(distribution.executable()), *options, "--interaction=nonstopmode", "letter.tex"]


def environment(folder: Path) -> dict[str, str]:
    return {**engine.environment(folder, None), "openout_any": "a"}


def with_nothing(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run LuaLaTeX without any wall, and with its own permissions."""
    return subprocess.run(
        command("--shell-escape", "--luadebug"),
        cwd=folder,
        env={**environment(folder), "shell_escape": "t"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def with_lua_disarmed(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(f"--lua={TEMPLATES / 'disarm.lua'}", "--no-shell-escape"),
        cwd=folder,
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def with_kernel(folder: Path) -> sandbox.Ended:
    share = sandbox.Share(60, 3 * 2**30, 2**26)
    escaping = {**environment(folder), "shell_escape": "t"}
    return sandbox.run(command("--shell-escape"), distribution.room(folder), share, escaping)


def as_built(folder: Path) -> str:
    manuscript = Manuscript(
        (folder / "letter.tex").read_text("utf-8"), folder / "a.md", {}, (), TEMPLATES
    )
    return engine.run(manuscript, folder)


def write(folder: Path, outside: Path, body: str) -> None:
    body = body.replace("OUTSIDE", str(outside))
    text = rf"\documentclass{{article}}\begin{{document}}x {body} y\end{{document}}"
    (folder / "letter.tex").write_text(text, "utf-8")


def attack(folder: Path, outside: Path, attempts: dict[str, str], run: Run) -> set[str]:
    """Return the names of the `attempts` of Lua that succeeded; all of them are made."""
    functions = "\n".join(
        f"  {{ {name!r}, function() {code} end }}," for name, code in attempts.items()
    )
    (folder / "attack.lua").write_text(
        f"OUTSIDE, MARK = {str(outside)!r}, {MARK!r}\nlocal attempts = {{\n{functions}\n}}\n"
        "for _, attempt in ipairs(attempts) do\n"
        "  local _, got = pcall(attempt[2])\n"
        '  local is_out = tostring(got):find(MARK, 1, true) and "GOT" or "NOT"\n'
        '  texio.write_nl("log", is_out .. ": " .. attempt[1])\n'
        'end\ntexio.write_nl("log", "")\n',
        "utf-8",
    )
    write(folder, outside, r'\directlua{dofile("attack.lua")}')
    run(folder)
    log = engine.read(folder / "letter.log").splitlines()
    made = {line[5:]: line.startswith("GOT") for line in log if line[:5] in ("GOT: ", "NOT: ")}
    assert set(made) == set(attempts)
    return {name for name, is_out in made.items() if is_out}


def has_secret(pdf: Path) -> bool:
    """Tell whether the text, the picture or a stream of what is outside is in `pdf`."""
    if not pdf.is_file() or b"%%EOF" not in pdf.read_bytes():
        return False
    with pikepdf.open(pdf) as opened:
        streams = [part for part in opened.objects if isinstance(part, pikepdf.Stream)]
        pictures = [part for part in streams if part.get("/Subtype") == "/Image"]
        plain = [part for part in streams if part.get("/Subtype") is None]
        held = any(MARK.encode() in part.read_bytes() for part in plain)
    return bool(pictures) or held or MARK in text_of(pdf)


def everything_in(folder: Path) -> dict[Path, bytes | None]:
    return {path: path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def test_the_attempts_are_real(inside: Path, outside: Path) -> None:
    succeeded = attack(inside, outside, ATTEMPTS, with_nothing)
    # Where no program is found by its whole name, or a library lacks a function, one may fail.
    assert len(set(ATTEMPTS) - succeeded) <= 6, set(ATTEMPTS) - succeeded
    assert {"io.open", "writing", "the cache", "os.execute", "upwards"} <= succeeded


def test_disarmed_lua_holds_alone(inside: Path, outside: Path) -> None:
    before = everything_in(outside)
    assert attack(inside, outside, ATTEMPTS | FROM_WITHIN, with_lua_disarmed) == set()
    assert everything_in(outside) == before


@pytest.mark.skipif(not sandbox.version(), reason="this kernel has no Landlock")
def test_the_kernel_holds_alone(inside: Path, outside: Path) -> None:
    before = everything_in(outside)
    assert attack(inside, outside, ATTEMPTS, with_kernel) <= NO_CONTENT
    assert everything_in(outside) == before


@pytest.mark.parametrize("name", ON_TEX)
def test_what_tex_does_by_itself_is_held_too(inside: Path, outside: Path, name: str) -> None:
    before = everything_in(outside)
    write(inside, outside, ON_TEX[name])
    runs: list[Run] = [with_lua_disarmed]
    if sandbox.version():
        runs.append(with_kernel)
    for run in runs:
        (inside / "letter.pdf").unlink(missing_ok=True)
        run(inside)
        assert everything_in(outside) == before
        assert not has_secret(inside / "letter.pdf")


@pytest.mark.parametrize("name", [name for name in ON_TEX if name != "openout"])
def test_what_tex_does_by_itself_is_real(inside: Path, outside: Path, name: str) -> None:
    write(inside, outside, ON_TEX[name])
    with_nothing(inside)
    assert has_secret(inside / "letter.pdf")


def test_a_letter_finds_no_way_out_as_it_is_built(inside: Path, outside: Path) -> None:
    before = everything_in(outside)
    attempts = ATTEMPTS | FROM_WITHIN

    def run(folder: Path) -> sandbox.Ended:
        return sandbox.Ended(0, as_built(folder), "")

    assert attack(inside, outside, attempts, run) == set()
    assert everything_in(outside) == before


def test_a_letter_sees_nothing_of_the_environment(
    inside: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COVERPRESS_SECRET", MARK)
    assert os.environ["COVERPRESS_SECRET"] == MARK
    attempts = {"getenv": 'return os.getenv("COVERPRESS_SECRET")'}
    assert attack(inside, outside, attempts, with_nothing) == set(), "the environment is its own"


def test_what_a_letter_says_is_no_tex_and_holds_alone(
    inside: Path, outside: Path, make_site: MakeSite
) -> None:
    """Without raw TeX, what is typed anywhere comes out as text; here TeX has no wall around it."""
    before = everything_in(outside)
    lua = rf"\directlua{{local f=io.open([[{outside}/secret]]) tex.print(f:read([[a]]))}}"
    evil = rf"0}}{lua}\input{{{outside}/secret.tex}}{{"
    given = " ".join(f'{name}="{evil}"' for name in (*ATTRIBUTES, "id", "class"))
    words = (
        *(evil, f"`{evil}`", f"[a]({evil})", f"[{evil}](https://x.example/{evil})", f"# {evil}"),
        *(f"    {evil}\n    \\end{{verbatim}}{lua}", f"\\[ {evil} \\]", f"$$ {evil} $$"),
        *(f"\\begin{{x}}\n{evil}\n\\end{{x}}", f"Note[^1].\n\n[^1]: {evil}"),
        *(f"<b id='{evil}' {given}>a</b>", f"^^5cinput{{{outside}/secret.tex}}"),
        *(
            "{{ employer.evil }}",
            "{{ employer.evil | markdownify }}",
            "a\n{: .x a={{ page.evil }} }",
        ),
        *(place.format(f".{' .'.join(CLASSES)} {given}") for place in PLACES[:-1]),
    )
    letter = LETTER.replace("this is", f"this is\n\n{NEWLINES.join(words)}\n\n")
    record = {"company": evil, "address": [evil], "evil": evil, "jobtitle": evil}
    record["jobpostingurl"] = "https://x.example"
    config = {"sender": {"name": evil, "address": [evil]}, "footer": evil}
    root = make_site(
        {
            "one.md": letter.replace("employer: acme", f"employer: acme\nevil: {json.dumps(evil)}"),
            "_data/employers.yml": json.dumps({"acme": record}),
            "_config.yml": json.dumps(config),
        }
    )
    opened = site.read(root)
    (job,) = plan.find(opened)
    made = recipe.manuscript(recipe.draft(job, opened), "a4")
    (inside / "letter.tex").write_text(made.latex, "utf-8")
    (inside / "measures.tex").write_text(made.measures, "utf-8")
    with_nothing(inside)
    shown = text_of(inside / "letter.pdf")
    assert MARK not in shown
    assert "directlua" in shown, "it is there, as text"
    assert everything_in(outside) == before
