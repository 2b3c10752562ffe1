"""kramdown's extensions that stand as blocks, and raw TeX where a site allows it."""

from __future__ import annotations

import re

from pipeline.markdown.tree import Node, Reader, Source

EXTENSION = re.compile(
    r" {0,3}\{::(?P<name>\w+)(?:\s(?P<options>(?:\\\}|[^}])*?))?(?P<closed>/)?\}[ \t]*$",
    re.MULTILINE,
)
_TEX = re.compile(r" {0,3}\\begin\{(?P<name>\w+\*?)\}")


def read_extension(reader: Reader, source: Source, into: Node) -> bool:
    """Read an extension, such as a comment, with all that it holds."""
    found = source.see(EXTENSION)
    assert found
    name = found["name"]
    if name not in ("comment", "nomarkdown", "options"):
        return False
    body, end = "", found.end() + 1
    if not found["closed"]:
        stop = re.compile(rf"^ {{0,3}}\{{:/(?:{name})?\}}[ \t]*$", re.MULTILINE)
        closing = stop.search(source.text, end)
        if not closing:
            return False
        body, end = source.text[end : closing.start()], closing.end() + 1
    if name == "options":
        reader.document.ignored.append(found.group().strip())
        reader.add(Node("eob", detail="extension"), into)
    elif name == "comment":
        reader.add(Node("comment"), into)
    elif "html" in (found["options"] or "html"):
        reader.add(Node("html", children=[Node("raw", body)]), into)
    else:
        reader.document.ignored.append(found.group().strip())
        reader.add(Node("comment"), into)
    source.at = end
    return True


def read_tex(reader: Reader, source: Source, into: Node) -> bool:
    """Read an environment of TeX."""
    found = source.see(_TEX)
    if not found:
        return False
    close = f"\\end{{{found['name']}}}"
    end = source.text.find(close, found.end())
    if end < 0:
        return False
    reader.add(Node("tex", source.text[source.at : end + len(close)]), into)
    source.skip_to(end + len(close))
    return True
