"""What sets a machine up: the TeX script and the Makefile."""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commands import run, script

ROOT = Path(__file__).resolve().parents[1]

# The TeX script --------------------------------------------------------------------------------

PACKAGES = """\
# file    Debian      TeX Live
here.sty  deb-here    tl-here
gone.sty  deb-gone    tl-gone   # with a comment
gone.otf  deb-fonts   tl-fonts|tl-old-fonts
also.sty  deb-gone    tl-also
"""


class Machine:
    """A PATH of a few real tools and of fakes that record how they are called."""

    def __init__(self, home: Path) -> None:
        self.bin = home / "bin"
        self.calls_file = home / "calls"
        self.calls_file.touch()
        self.env = {"PATH": str(self.bin), "HOME": str(home)}
        shutil.copytree(ROOT / "latex", home / "latex")
        self.script = home / "latex/install-tex.sh"
        (home / "latex/packages.txt").write_text(PACKAGES, "utf-8")
        self.bin.mkdir()
        tools = ("awk", "cat", "chmod", "cut", "dirname", "env", "grep", "mkdir", "rm", "sed", "sh")
        for tool in (*tools, "sha256sum", "true"):
            (self.bin / tool).symlink_to(shutil.which(tool) or tool)
        self.fake("id", "echo 0")

    def fake(self, name: str, then: str = "") -> None:
        script(self.bin / name, f"echo {name} $* >> {self.calls_file}\n{then}")

    def with_tex(self, *missing: str) -> None:
        """TeX that finds all files but these; a fake apt-get brings them."""
        self.fake("lualatex")
        cases = "|".join(missing) or "none"
        found = 'echo "/texmf/tex/$file"'
        installed = f"{self.calls_file}.installed"
        lookup = f"case $file in {cases}) [ -e {installed} ] && {found} ;; *) {found} ;; esac"
        self.fake("kpsewhich", f"for file; do {lookup}; done; true")

    def with_apt(self, *, able: bool = True) -> None:
        outcome = f": > {self.calls_file}.installed" if able else "exit 100"
        self.fake("apt-get", f'case "$*" in *install*) {outcome} ;; esac')
        self.fake("apt-cache")

    def with_user(self, *, sudo: bool) -> None:
        self.fake("id", "echo 1000")
        self.fake("sudo", 'shift; exec "$@"' if sudo else "exit 1")

    def install(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return run(self.bin / "sh", self.script, *arguments, cwd=self.bin, env=self.env)

    def calls(self, program: str) -> list[str]:
        lines = self.calls_file.read_text("utf-8").splitlines()
        return [line for line in lines if line.split()[0] == program]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_list_has_three_columns() -> None:
    rows = (ROOT / "latex/packages.txt").read_text("utf-8").splitlines()
    cells = [row.split("#")[0].split() for row in rows]
    assert {len(row) for row in cells if row} == {3}


def test_complete_tex_is_left_alone(machine: Machine) -> None:
    machine.with_tex()
    machine.with_apt()
    done = machine.install()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert machine.calls("apt-get") == []
    assert len(machine.calls("kpsewhich")) == 1


def test_root_installs_what_is_missing(machine: Machine) -> None:
    machine.with_tex("gone.sty", "gone.otf", "also.sty")
    machine.with_apt()
    done = machine.install()
    assert done.returncode == 0, done.stderr
    update, install = machine.calls("apt-get")
    assert update.endswith("update")
    assert install.startswith("apt-get install -y --no-install-recommends")
    assert re.findall(r"deb-\w+", install) == ["deb-gone", "deb-fonts"]


def test_without_lualatex_all_is_missing(machine: Machine) -> None:
    machine.with_apt()
    done = machine.install()
    assert done.returncode == 3  # the fake brought no TeX: the script looks again
    (_, install) = machine.calls("apt-get")
    assert re.findall(r"deb-\w+", install) == ["deb-here", "deb-gone", "deb-fonts"]


def test_user_with_sudo_installs(machine: Machine) -> None:
    machine.with_tex("gone.sty")
    machine.with_apt()
    machine.with_user(sudo=True)
    assert machine.install().returncode == 0
    assert all(call.startswith("sudo -n ") for call in machine.calls("sudo"))
    assert machine.calls("apt-get")[-1].endswith("deb-gone")


def test_user_without_sudo_is_told_the_commands(machine: Machine) -> None:
    machine.with_tex("gone.sty", "gone.otf", "also.sty")
    machine.with_apt()
    machine.with_user(sudo=False)
    done = machine.install()
    assert done.returncode == 3
    assert machine.calls("apt-get") == []
    for command in (
        "TeX misses gone.sty gone.otf also.sty.",
        "sudo apt-get install --no-install-recommends deb-gone deb-fonts\n",
        "sudo dnf install texlive-tl-gone texlive-tl-old-fonts texlive-tl-also\n",
        "brew install --cask basictex",
        "sudo tlmgr install tl-gone tl-fonts tl-also\n",
        "winget install MiKTeX.MiKTeX",
        "Before TeX Live 2026, tl-fonts is called tl-old-fonts.\n",
    ):
        assert command in done.stderr


def test_another_system_is_told_the_commands(machine: Machine) -> None:
    machine.with_tex("gone.sty")
    done = machine.install()
    assert done.returncode == 3
    assert "brew install" in done.stderr


def test_failing_apt_is_told_the_commands(machine: Machine) -> None:
    machine.with_tex("gone.sty")
    machine.with_apt(able=False)
    done = machine.install()
    assert done.returncode == 3
    assert "apt-get install --no-install-recommends deb-gone" in done.stderr


def test_apt_can_keep_its_downloads(machine: Machine, tmp_path: Path) -> None:
    machine.with_tex("gone.sty")
    machine.with_apt()
    machine.env["APT_ARCHIVES"] = str(tmp_path / "debs")
    assert machine.install().returncode == 0
    assert f"Dir::Cache::Archives={tmp_path}/debs" in machine.calls("apt-get")[-1]
    assert (tmp_path / "debs/partial").is_dir()


def test_apt_keeps_only_what_is_signed(machine: Machine, tmp_path: Path) -> None:
    machine.with_tex("gone.sty")
    machine.with_apt()
    debs = tmp_path / "debs"
    debs.mkdir(mode=0o777)
    (debs / "good_1_all.deb").write_bytes(b"a package")
    (debs / "bad_1_all.deb").write_bytes(b"a stranger's")
    signed = hashlib.sha256(b"a package").hexdigest()
    script(machine.bin / "apt-cache", f"echo Package: good; echo SHA256: {signed}")
    machine.env["APT_ARCHIVES"] = str(debs)
    assert machine.install().returncode == 0
    assert [file.name for file in debs.glob("*.deb")] == ["good_1_all.deb"]
    assert debs.stat().st_mode & 0o777 == 0o700


def test_other_packages_go_the_same_way(machine: Machine) -> None:
    machine.with_apt()
    assert machine.install("--apt", "poppler-utils").returncode == 0
    assert machine.calls("apt-get")[-1].endswith(" poppler-utils")
    machine.with_user(sudo=False)
    done = machine.install("--apt", "poppler-utils")
    assert done.returncode == 3
    assert "sudo apt-get install poppler-utils" in done.stderr


# The Makefile ----------------------------------------------------------------------------------

# A Python whose `-m venv` makes an environment of fakes.
FAKE_PYTHON = """\
[ "$1 $2" = "-m venv" ] || exit 0
mkdir -p "$3/bin"
printf '#!/bin/sh\\necho python "$@" >> calls\\n' > "$3/bin/python"
printf '#!/bin/sh\\nfor word; do echo "<$word>" >> calls; done; exit $EXIT\\n' \
    > "$3/bin/coverpress"
chmod +x "$3/bin/python" "$3/bin/coverpress"
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    tree = tmp_path / "checkout"
    (tree / "latex").mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tree)
    script(tree / "latex/install-tex.sh", "echo install-tex $* >> calls")
    script(tree / "fake-python", FAKE_PYTHON)
    return tree


def make(checkout: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Runs make with the fake Python and no variables of an outer make."""
    ours = {"PATH": os.environ["PATH"], "PYTHON": "./fake-python", "EXIT": "0", **env}
    return run("make", *arguments, cwd=checkout, env=ours)


def calls(checkout: Path) -> list[str]:
    """What the fakes wrote since the last look."""
    lines = (checkout / "calls").read_text("utf-8").splitlines()
    (checkout / "calls").unlink()
    return lines


def test_first_build_sets_up_and_the_second_does_not(checkout: Path) -> None:
    build = ["<build>", "<--site>", "<letters>", "<--out>", "<build>"]
    assert make(checkout, "pdf").returncode == 0
    first = calls(checkout)
    assert "--require-hashes --requirement requirements.lock" in first[0]
    assert "--no-deps --no-build-isolation --editable ." in first[1]
    assert first[2:] == ["install-tex", *build]

    assert make(checkout, "pdf").returncode == 0
    assert calls(checkout) == ["install-tex", *build]

    later = (checkout / ".venv/.runtime").stat().st_mtime + 1
    os.utime(checkout / "requirements.lock", (later, later))
    assert make(checkout, "pdf").returncode == 0
    assert len(calls(checkout)) == len(first)


def test_paths_reach_the_command_whole(checkout: Path) -> None:
    site, out = "my $(letters)", "a 'quoted' $HOME"
    done = make(checkout, "pdf", SITE=site, OUT=out, PAPERS="a4 letter", REPORT="new folder/r.json")
    assert done.returncode == 0, done.stderr
    words = [line for line in calls(checkout) if line.startswith("<")]
    expected = ["build", "--site", site, "--out", out]
    expected += ["--paper", "a4", "--paper", "letter", "--report", "new folder/r.json"]
    assert words == [f"<{word}>" for word in expected]


def test_failed_build_fails_make(checkout: Path) -> None:
    assert make(checkout, "pdf", EXIT="1").returncode != 0


def test_test_target_brings_its_own_needs(checkout: Path) -> None:
    assert make(checkout, "test", PATH="/usr/bin:/bin").returncode == 0
    pip = [line for line in calls(checkout) if "--requirement" in line]
    assert [line.split()[-1] for line in pip] == ["requirements.lock", "requirements-dev.lock"]


def test_old_python_is_refused(checkout: Path) -> None:
    script(checkout / "fake-python", "exit 1")
    done = make(checkout, "pdf")
    assert done.returncode != 0
    assert "needs Python 3.11" in done.stderr


def test_missing_ensurepip_is_installed_with_apt(checkout: Path) -> None:
    answers = 'case "$2" in *ensurepip*) exit 1 ;; *print*) echo python3.11-venv ;; esac'
    script(checkout / "fake-python", f"{answers}\n{FAKE_PYTHON}")
    assert make(checkout, "pdf").returncode == 0
    assert calls(checkout)[0] == "install-tex --apt python3.11-venv"


def test_help_names_every_target(checkout: Path) -> None:
    listed = re.findall(r"^make (\w+)", make(checkout, "help").stdout, re.MULTILINE)
    assert sorted(listed) == [
        *(
            "bench",
            "browser",
            "clean",
            "doctor",
            "edits",
            "fuzz",
            "gallery",
            "help",
            "jekyll",
            "kills",
            "lint",
            "lock",
            "measure",
            "pdf",
            "reference",
            "setup",
            "test",
            "torture",
        )
    ]
