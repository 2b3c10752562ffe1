"""The wheel and the lock files."""

import json
import os
import re
import shutil
import sys
import sysconfig
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.commands import succeed

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


# The wheel -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tree = tmp_path_factory.mktemp("tree")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree)
    for name in ("pipeline", "filters", "latex"):
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tree / name, ignore=ignore)
    succeed(sys.executable, "-m", "build", "--wheel", "--no-isolation", cwd=tree)
    (built,) = (tree / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def coverpress(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of an environment that holds the wheel and sees the dependencies of this one."""
    home = tmp_path_factory.mktemp("clean") / "venv"
    venv.create(home, symlinks=True)
    python = home / "bin/python"
    install = ("install", "--quiet", "--no-index", "--no-deps", wheel)
    succeed(sys.executable, "-m", "pip", "--python", python, *install, cwd=home)
    # A folder named in a .pth file has its own .pth files ignored: the checkout, installed as
    # editable there, does not come along.
    (site_packages,) = home.glob("lib/python*/site-packages")
    dependencies = sysconfig.get_path("purelib")
    (site_packages / "dependencies.pth").write_text(f"{dependencies}\n", "utf-8")
    return home / "bin/coverpress"


@pytest.fixture
def outside() -> dict[str, str]:
    """The environment without what could lead Python to the checkout."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}


def test_wheel_holds_the_program_and_the_template(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    folders = {name.split("/")[0] for name in names}
    assert folders == {"pipeline", "filters", "coverpress-0.1.0.dist-info"}
    for file in ("letter.latex", "packages.txt", "install-tex.sh"):
        assert f"pipeline/latex/{file}" in names
    for folder in ("pipeline", "filters"):
        modules = {file.relative_to(ROOT).as_posix() for file in (ROOT / folder).rglob("*.py")}
        assert modules <= set(names)


def test_installed_command_is_the_wheels(
    coverpress: Path, outside: dict[str, str], tmp_path: Path
) -> None:
    where = "import pipeline; print(pipeline.__file__)"
    module = succeed(coverpress.with_name("python"), "-c", where, cwd=tmp_path, env=outside)
    assert Path(module).is_relative_to(coverpress.parents[1])
    version = succeed(coverpress, "--version", cwd=tmp_path, env=outside)
    assert PYPROJECT["project"]["version"] in version


def test_installed_doctor_is_content(
    coverpress: Path, outside: dict[str, str], tmp_path: Path
) -> None:
    succeed(coverpress, "doctor", cwd=tmp_path, env=outside)


def test_installed_command_builds_a_letter(
    coverpress: Path, outside: dict[str, str], tmp_path: Path
) -> None:
    site = tmp_path / "site"
    (site / "_data").mkdir(parents=True)
    (site / "_config.yml").write_text("name: Ada Example\n", "utf-8")
    (site / "_data/employers.yml").write_text(
        "acme:\n  name: Acme GmbH\n  jobtitle: Engineer [m/f] & more\n", "utf-8"
    )
    (site / "hello.md").write_text(
        "---\n"
        "layout: coverletter\n"
        "title: Application\n"
        "date: 2026-01-02\n"
        "lang: en\n"
        "employer: acme\n"
        "makepdf: true\n"
        "---\n"
        "I apply as {{ site.data.employers[page.employer].jobtitle }}.\n",
        "utf-8",
    )
    command = (coverpress, "build", "--site", site, "--out", tmp_path / "out", "--paper", "a4")
    report = json.loads(succeed(*command, "--format", "json", cwd=tmp_path, env=outside))
    assert report["ok"]
    (pdf,) = report["pdfs"]
    assert (tmp_path / pdf["path"]).read_bytes().startswith(b"%PDF-")


# The lock files --------------------------------------------------------------------------------


def locked(name: str) -> dict[str, tuple[str, int]]:
    """Each package of a lock file with its version and its number of hashes."""
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    pins = {}
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            pin = re.fullmatch(r"(\S+)==(\S+)(?: ; [^#]+?)?((?:\s+--hash=sha256:\w{64})+)", line)
            assert pin, f"{name}: not a pin with hashes: {line[:80]}"
            pins[pin[1]] = (pin[2], pin[3].count("--hash"))
    return pins


def requirements(group: str) -> Iterator[Requirement]:
    for entry in PYPROJECT["dependency-groups"][group]:
        if isinstance(entry, dict):
            yield from requirements(entry["include-group"])
        else:
            yield Requirement(entry)


@pytest.mark.parametrize(
    ("lock", "group"), [("requirements.lock", "setup"), ("requirements-dev.lock", "dev")]
)
def test_lock_agrees_with_pyproject(lock: str, group: str) -> None:
    pins = locked(lock)
    direct = [*map(Requirement, PYPROJECT["project"]["dependencies"]), *requirements(group)]
    for requirement in direct:
        version, _ = pins[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), requirement


def test_dev_lock_contains_the_runtime_lock() -> None:
    assert locked("requirements.lock").items() <= locked("requirements-dev.lock").items()


def test_lock_covers_every_platform() -> None:
    pins = locked("requirements.lock")
    # One wheel for each system, processor and Python.
    for compiled in ("pikepdf", "pypdfium2", "pyyaml"):
        assert pins[compiled][1] > 10, compiled


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_lock_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(r"http|--index|--extra-index|--find-links|file:|[ =]/", text)
