"""What import-linter does not hold: which room is the door to which package, and where it ends."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted(path for name in ("pipeline", "filters") for path in (ROOT / name).rglob("*.py"))

PROGRAMS = ("pipeline/cli/__init__.py", "pipeline/sandbox/launch.py")
"""The modules that are run: each has a `main`, which alone may end the process."""

DOORS = {
    "subprocess": {"sandbox"},
    "ctypes": {"sandbox"},
    "liquid": {"liquid"},
    "yaml": {"sources"},
    "openpyxl": {"sources"},
    "pikepdf": {"letter", "pdf"},
    "pypdfium2": {"pdf"},
    "PIL": {"letter"},
    "resvg_py": {"letter"},
    "click": {"cli"},
    "starlette": {"preview"},
    "uvicorn": {"preview"},
    "watchfiles": {"engine"},
    "rich": {"reports"},
    "babel": {"language"},
    "panflute": {"writers", "letter", "engine"},
}
"""The rooms of `pipeline` that may import a package, each of which does."""


def imported(path: Path) -> set[str]:
    """Return the full names of all that the module at `path` imports, wherever it does so."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.module, "imports are absolute"
            assert not node.level, "imports are absolute"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


each_module = pytest.mark.parametrize("path", MODULES, ids=named)


def room(path: Path) -> str:
    """Return the room of `pipeline` that the module at `path` is in."""
    return path.relative_to(ROOT / "pipeline").parts[0]


@pytest.mark.parametrize("package", DOORS)
def test_a_package_has_its_doors(package: str) -> None:
    users = {
        room(path)
        for path in MODULES
        if path.is_relative_to(ROOT / "pipeline")
        and any(name.partition(".")[0] == package for name in imported(path))
    }
    assert users == DOORS[package]


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.is_relative_to(ROOT / "filters")], ids=named
)
def test_a_filter_needs_panflute_and_yaml_only(path: Path) -> None:
    tops = {name.partition(".")[0] for name in imported(path)}
    assert tops - sys.stdlib_module_names <= {"filters", "panflute", "yaml"}


def test_the_rooms_are_those_of_the_documentation() -> None:
    told = (ROOT / "docs/how-it-works.md").read_text("utf-8")
    rooms = {path.name for path in (ROOT / "pipeline").iterdir() if (path / "__init__.py").exists()}
    assert rooms == {name for name in rooms if f"| `{name}/` |" in told}


def exits(tree: ast.AST) -> int:
    """Count what ends the process: `sys.exit`, `os._exit`, `exit`, `quit` and `SystemExit`."""
    names = {"exit", "_exit", "quit", "SystemExit"}
    return sum(
        (isinstance(node, ast.Attribute) and node.attr in names)
        or (isinstance(node, ast.Name) and node.id in names)
        for node in ast.walk(tree)
    )


@each_module
def test_only_main_ends_the_process(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    mains = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == "main" and named(path) in PROGRAMS
    ]
    assert exits(tree) == sum(map(exits, mains))
    assert len(mains) == (named(path) in PROGRAMS)
