"""A file before and after its repairs."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import Path

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Repaired:
    """A file as it is and as it will be, both with their own line ends and byte order mark."""

    file: Path
    before: bytes
    after: bytes
    encoding: str
    count: int
    """How many repairs were made."""

    def diff(self, name: str) -> str:
        """Return the change as a unified diff of the file called `name`."""
        before, after = (
            _LINE_END.sub("\n", data.decode(self.encoding)).splitlines(keepends=True)
            for data in (self.before, self.after)
        )
        name = name.lstrip("/")  # as git has it
        lines = difflib.unified_diff(before, after, f"a/{name}", f"b/{name}")
        return "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in lines
        )
