"""The signs that mean something in a line, to kramdown or to Pandoc."""

from __future__ import annotations

import re

from pipeline.markdown import tree

SPECIAL = re.compile(
    rf"""
    (?P<break>(?:\ {{2,}}|\\\\|\\)\n[ \t]*) | (?P<newline>[ \t]*\n[ \t]*)
    | (?P<angles>\\<<|\\>>|\ >>|<<\ ?|>>) | (?P<escape>\\[\\.*_+`<>()\[\]{{}}#!:|"'$=~-])
    | (?P<backslash>\\) | (?P<ticks>`+) | (?P<comment><!--)
    | (?P<auto><(?:(?P<scheme>(?i:mailto|https?|ftps?|tel)):[^>\n]+?|[\w.-]+?@[\w.-]+?)>)
    | (?P<tag></?{tree.NAME}(?:{tree.ATTRIBUTES})/?>)
    | (?P<note>\[\^(?P<name>{tree.ID_NAME})\]) | (?P<open>!?\[) | (?P<close>\])
    | (?P<extension>\{{::(?P<kind>\w+)(?:\s(?P<options>[^}}]{{0,800}}?))?(?P<closed>/)?\}})
    | (?P<list>\{{:(?![:/]){tree.LIST_TEXT}\}})
    | (?P<entity>&(?:[A-Za-z_:][\w.:-]*|\#\d+|\#x[0-9a-fA-F]+);)
    | (?P<dots>---?|\.\.\.) | (?P<quote>["']) | (?P<strike>~~) | (?P<emphasis>[*_]+)
    | (?P<sign>[<&{{}}~$^|>])
    """,
    re.VERBOSE | re.DOTALL,
)
STRUCK = re.compile(r"~~(?![\s~]).*?[^\s~]~~", re.DOTALL)
SYMBOLS = {"---": "—", "--": "–", "...": "…", "<<": "«", ">>": "»", "<< ": "«\xa0"}
SYMBOLS |= {" >>": "\xa0»", "\\<<": r"\<\<", "\\>>": r"\>\>"}
TEX = re.compile(r"\\(?:[A-Za-z]+\*?(?:\[[^\]\n]*\])*(?:\{[^{}\n]*\})*|[(\[].+?\\[)\]])")
SIMPLE_ADDRESS = re.compile(r"<(?:(?i:https?)://[\w./?=%#:,;@-]+|[\w.-]+@[\w.-]+)>", re.ASCII)
ESCAPED = re.compile(r"\\([\\.*_+`<>()\[\]{}#!:|\"'$=-])")

KINDS = (
    *("break", "newline", "angles", "escape", "backslash", "ticks", "comment", "auto", "tag"),
    *("note", "open", "close", "extension", "list", "entity", "dots", "quote", "strike"),
    *("emphasis", "sign"),
)
