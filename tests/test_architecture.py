"""Who may import whom: the plan of the rooms and their doors, held against the code."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted(path for name in ("pipeline", "filters") for path in (ROOT / name).rglob("*.py"))

PROGRAMS = ("pipeline/cli/__init__.py", "pipeline/sandbox/launch.py")
"""The modules that are run: each has a `main`, which alone may end the process."""

STAGES = ("source", "site", "liquid", "kramdown", "pandoc", "typeset", "inspect")
"""The stages of the way of the data, which never import each other."""

MAY_IMPORT: dict[str, tuple[str, str]] = {
    # module: (modules of the project, third-party packages)
    "pipeline.__init__": ("", ""),
    "pipeline.__main__": ("cli", ""),
    # The command, the recipe and the reports
    "pipeline.cli": (
        "build doctor errors orders proofread repair report run settings site survey",
        "click",
    ),
    "pipeline.run": ("build check errors orders output pandoc settings site typeset", ""),
    "pipeline.proofread": ("check compose errors orders site", ""),
    "pipeline.repair": ("errors output", ""),
    "pipeline.build": (
        "check compose describe errors fit images inspect kramdown links liquid look orders output"
        " pandoc proof site sourcemap typeset filters.abbreviations filters.attributes"
        " filters.blocks filters.columns filters.employer filters.html_markup filters.identifiers"
        " filters.inject filters.letter filters.link_notes filters.long_words filters.marks"
        " filters.notes filters.quotes filters.tongue",
        "panflute",
    ),
    "pipeline.check": (
        "compose defaults errors inspect language settings site source sourcemap strictyaml text"
        " filters.letter",
        "",
    ),
    "pipeline.compose": (
        "context defaults errors liquid orders settings site source sourcemap strictyaml",
        "",
    ),
    "pipeline.proof": ("compose errors inspect typeset", ""),
    "pipeline.fit": ("errors inspect look source", ""),
    "pipeline.survey": ("build check defaults errors orders settings site", ""),
    "pipeline.report": ("build check doctor errors orders proofread repair run survey", "rich"),
    "pipeline.doctor": ("build errors orders pandoc sandbox site typeset", ""),
    # What joins the stages: records of one are given to another
    "pipeline.defaults": ("errors site source strictyaml", ""),
    "pipeline.pages": ("defaults errors liquid site source", ""),
    "pipeline.orders": ("defaults errors settings site source", ""),
    "pipeline.context": (
        "errors liquid orders pages settings site source filters.employer",
        "",
    ),
    "pipeline.links": ("compose liquid site filters.site_links", "panflute"),
    "pipeline.describe": ("errors liquid look settings site filters.employer", "panflute"),
    # Stages
    "pipeline.source": ("errors strictyaml text", ""),
    "pipeline.site": ("data errors strictyaml text", ""),
    "pipeline.liquid": ("errors sourcemap text", "liquid"),
    "pipeline.kramdown": ("", ""),
    "pipeline.pandoc": ("errors sandbox", "panflute"),
    "pipeline.images": ("errors text", "panflute pikepdf PIL"),
    "pipeline.typeset": ("errors sandbox", ""),
    "pipeline.inspect": ("errors", "pikepdf pypdfium2"),
    "pipeline.output": ("errors", ""),
    # What stages stand on
    "pipeline.settings": ("errors formats language look strictyaml", ""),
    "pipeline.look": ("errors formats strictyaml", ""),
    "pipeline.formats": ("", ""),
    "pipeline.language": ("errors", "babel"),
    "pipeline.strictyaml": ("errors yamlevents yamlwords", "yaml"),
    "pipeline.yamlevents": ("", "yaml"),
    "pipeline.yamlwords": ("", "yaml"),
    "pipeline.data": ("errors strictyaml text", ""),
    "pipeline.text": ("errors", ""),
    "pipeline.sourcemap": ("errors", ""),
    "pipeline.sandbox": ("", ""),
    "pipeline.errors": ("", ""),
    # Filters: each usable alone
    "filters.__init__": ("", ""),
    "filters.abbreviations": ("", "panflute"),
    "filters.attributes": ("", "panflute"),
    "filters.blocks": ("filters.markup", "panflute"),
    "filters.columns": ("", "panflute"),
    "filters.employer": ("", "panflute yaml"),
    "filters.html_markup": ("filters.markup", "panflute"),
    "filters.identifiers": ("", "panflute"),
    "filters.inject": ("", "panflute"),
    "filters.letter": ("", "panflute"),
    "filters.link_notes": ("", "panflute"),
    "filters.long_words": ("", "panflute"),
    "filters.marks": ("", "panflute"),
    "filters.site_links": ("", "panflute"),
    "filters.markup": ("", "panflute"),
    "filters.notes": ("", "panflute"),
    "filters.quotes": ("", "panflute"),
    "filters.tongue": ("", "panflute"),
}

DOORS = {
    "subprocess": "pipeline.sandbox",
    "liquid": "pipeline.liquid",
    "click": "pipeline.cli",
    "rich": "pipeline.report",
    "babel": "pipeline.language",
}
"""Each of these is imported in one module, and in no other."""


def room(name: str) -> str:
    """Return the module that `name` is in, as the table has it: a package below counts as one."""
    top, _, rest = name.partition(".")
    module = rest.split(".")[0]
    known = {path.stem for path in (ROOT / top).iterdir()}
    return f"{top}.{module if module in known else '__init__'}"


def module_of(path: Path) -> str:
    return room(".".join(path.relative_to(ROOT).with_suffix("").parts))


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


def test_the_table_names_every_module_and_no_other() -> None:
    assert {module_of(path) for path in MODULES} == set(MAY_IMPORT)


@each_module
def test_a_module_imports_what_the_table_allows(path: Path) -> None:
    ours, theirs = (words.split() for words in MAY_IMPORT[module_of(path)])
    allowed = {name if "." in name else f"pipeline.{name}" for name in ours}
    allowed |= {module_of(path), "pipeline.__init__"}  # itself, and the version
    tops = {name.partition(".")[0] for name in imported(path)}
    used = {room(name) for name in imported(path) if name.startswith(("pipeline.", "filters."))}
    assert used <= allowed
    assert tops - sys.stdlib_module_names - {"pipeline", "filters"} <= set(theirs)


@pytest.mark.parametrize("name", MAY_IMPORT)
def test_the_table_allows_nothing_that_is_not_used(name: str) -> None:
    ours, theirs = (words.split() for words in MAY_IMPORT[name])
    paths = (path for path in MODULES if module_of(path) == name)
    used = {full for path in paths for full in imported(path)}
    rooms = {room(full) for full in used if full.startswith(("pipeline.", "filters."))}
    assert {one if "." in one else f"pipeline.{one}" for one in ours} <= rooms
    assert set(theirs) <= {full.partition(".")[0] for full in used}


@pytest.mark.parametrize(("package", "door"), DOORS.items())
def test_a_package_has_one_door(package: str, door: str) -> None:
    users = {
        module_of(path)
        for path in MODULES
        if any(name.partition(".")[0] == package for name in imported(path))
    }
    assert users == {door}


@pytest.mark.parametrize("stage", STAGES)
def test_the_table_lets_no_stage_import_another(stage: str) -> None:
    assert not set(STAGES) & set(MAY_IMPORT[f"pipeline.{stage}"][0].split())


@pytest.mark.parametrize("name", [name for name in MAY_IMPORT if name.startswith("filters.")])
def test_the_table_lets_no_filter_import_the_project(name: str) -> None:
    assert MAY_IMPORT[name][0] in ("", "filters.markup")


def test_the_table_has_no_circles() -> None:
    order: list[str] = []

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above
        if name not in order:
            for below in MAY_IMPORT[name][0].split():
                visit(below if "." in below else f"pipeline.{below}", (*above, name))
            order.append(name)

    for name in MAY_IMPORT:
        visit(name, ())


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
