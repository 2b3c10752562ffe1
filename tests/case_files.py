"""Test cases as text files.

Whatever stands above the first case says what the file is about. A case begins with a line
`=== name`; what it is given follows. What is expected begins with a line `>>> kind`, of which
there may be several. Blank lines before the next case do not count.
"""

from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parent / "cases"


def read_cases(folder: str) -> list[Any]:
    """Return a parameter set `(given, expected)` for every case in the files of a folder."""
    cases = []
    for file in sorted((FOLDER / folder).glob("*.txt")):
        for case in file.read_text("utf-8").split("\n=== ")[1:]:
            name, _, rest = case.partition("\n")
            given, mark, expected = rest.partition("\n>>> ")
            assert mark, f"{file.name}: nothing is expected of `{name}`"
            case_id = f"{file.stem}: {name}"
            cases.append(pytest.param(given, f">>> {expected}".rstrip(), id=case_id))
    return cases
