r"""A filter that writes a block of code as lines of plain LaTeX, in place of `verbatim`.

What stands in `verbatim` is read by rules of its own: `\end{verbatim}` ends it wherever it comes
from, and it cannot stand in a footnote or a table. Here Pandoc escapes each line, as it does the
code in a line of text. Alone: ``pandoc --filter filters/latex/code.py``.
"""

from __future__ import annotations

import panflute as pf

from filters.markup.walk import walk

_TAB = 4


def apply(doc: pf.Doc) -> None:
    r"""Put each line of every block of code in `doc` into `\codeline`."""

    def by_line(element: pf.Element, _: pf.Doc) -> list[pf.Element] | None:
        if not isinstance(element, pf.CodeBlock):
            return None
        inlines: list[pf.Inline] = []
        for line in element.text.expandtabs(_TAB).split("\n"):
            begin, end = pf.RawInline(r"\codeline{", "latex"), pf.RawInline("}", "latex")
            inlines += [begin, *([pf.Code(line)] if line.strip() else []), end, pf.SoftBreak()]
        return [
            pf.RawBlock(r"\begin{codelines}", "latex"),
            pf.Plain(*inlines[:-1]),
            pf.RawBlock(r"\end{codelines}", "latex"),
        ]

    walk(doc, by_line)


def main(doc: pf.Doc | None = None) -> pf.Doc | None:
    """Run as a Pandoc filter."""
    return pf.run_filter(lambda *_: None, prepare=apply, doc=doc)


if __name__ == "__main__":
    main()
