"""The table of the rules, made of what each says of itself.

Run as a program, it writes the table of `docs/checks.md` anew.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from pipeline.engine.rules import RULES

_BETWEEN = re.compile(r"(?<=<!-- rules -->\n)(?:\|.*\n)*")


def table() -> str:
    """Return the table in Markdown: a row for each rule that can be changed."""
    rows = [("code", "", "what is found", "for example", "why so grave, or no graver")]
    rows += [
        (f"`{rule.code}`", rule.severity, rule.says, rule.example, rule.because)
        for rule in RULES.values()
        if not rule.is_fixed
    ]
    head, *lines = (f"| {' | '.join(row)} |\n" for row in rows)
    return "".join((head, "|---" * len(rows[0]), "|\n", *lines))


def renewed(page: str) -> str:
    """Return the `page` with its table as it is to be."""
    return _BETWEEN.sub(lambda _: table(), page)


def main() -> None:
    """Write the table of the page that the command line names anew."""
    file = Path(sys.argv[1])
    file.write_text(renewed(file.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
