"""No pattern of ours takes long for any text: `make lint` looks at each for nested repeats.

`regexploit` finds repeats that can share a text among them in many ways. Two of them (a square of
the length) are left to `make torture`, since the texts are bounded; more, or one inside another (an
exponent), are an error here. The patterns are those that `re` is given when the modules are
imported, and those that stand in a call of `re`.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from regexploit.ast.sre import SreOpParser
from regexploit.redos import find

ROOT = Path(__file__).parents[1]
ROOMS = ("pipeline", "filters")
MOST = 2
"""How many repeats may share a text."""


class Parser(SreOpParser):  # type: ignore[misc]
    """Takes a possessive repeat for an ordinary one, which can only share more."""

    def from_POSSESSIVE_REPEAT(self, given: Any) -> Any:  # noqa: N802
        return self.from_MAX_REPEAT(given)

    def from_ATOMIC_GROUP(self, given: Any) -> Any:  # noqa: N802
        return self.sequence_or_singleton(given)


def compiled() -> Iterator[tuple[str, int, str]]:
    """Yield each pattern that is compiled on import, its flags, and where that is."""
    found: dict[tuple[str, int], str] = {}
    compile_ = re._compile  # type: ignore[attr-defined]

    def note(pattern: Any, flags: Any) -> Any:
        frame = sys._getframe(2)
        file = Path(frame.f_code.co_filename)
        if isinstance(pattern, str) and file.is_relative_to(ROOT) and ".venv" not in file.parts:
            found[pattern, int(flags)] = f"{file.relative_to(ROOT)}:{frame.f_lineno}"
        return compile_(pattern, flags)

    re._compile = note  # type: ignore[attr-defined]
    try:
        for room in ROOMS:
            for module in pkgutil.walk_packages([str(ROOT / room)], f"{room}."):
                if not module.name.endswith("__main__"):
                    importlib.import_module(module.name)
    finally:
        re._compile = compile_  # type: ignore[attr-defined]
    for (pattern, flags), place in found.items():
        yield pattern, flags, place


def written() -> Iterator[tuple[str, int, str]]:
    """Yield each pattern that stands in a call of `re`, and where that is."""
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                called, first = node.func, node.args[0]
                is_re = (
                    isinstance(called, ast.Attribute) and getattr(called.value, "id", "") == "re"
                )
                if is_re and isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value, 0, f"{file.relative_to(ROOT)}:{node.lineno}"


def problem(pattern: str, flags: int) -> str:
    """Return what is wrong with `pattern`, or ''."""
    tree = Parser().parse_sre(pattern, flags & ~re.DEBUG)
    worst = max(find(tree), key=lambda found: found.starriness, default=None)
    if worst is None or worst.starriness <= MOST:
        return ""
    return f"{worst.starriness} repeats share a text: {pattern!r}"


def main() -> None:
    """Print each pattern that may take long, and fail if there is one."""
    warnings.simplefilter("ignore")
    patterns = {(pattern, flags): place for pattern, flags, place in (*written(), *compiled())}
    wrong = {place: problem(*pattern) for pattern, place in patterns.items()}
    for place, words in wrong.items():
        if words:
            print(f"{place}: {words}")
    print(f"{len(patterns)} patterns looked at.")
    sys.exit(any(wrong.values()))


if __name__ == "__main__":
    main()
