"""Nothing that is told steers a terminal, a log, or the eye."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.diagnostic import Diagnostic
from pipeline.model.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x\n::stop-commands::t", "x·::stop-commands::t"),
        ("\x1b[31mred\x1b]8;;http://x\x07", "·[31mred·]8;;http://x·"),
        ("a\u202egnp.exe", "a·gnp.exe"),
        ("\u2066x\u2069", "·x·"),
        ("half \ud800", "half ·"),
        ("soft\xadhyphen and \u200b and \ufeff", "soft·hyphen and · and ·"),
        ("a\u2028b\x85c\rd", "a·b·c·d"),
        ("a\tb", "a b"),
        (
            "Ärger, Łódź, 你好, مرحبا, 👩\u200d💻, naïve",
            "Ärger, Łódź, 你好, مرحبا, 👩\u200d💻, naïve",
        ),
    ],
)
def test_what_nobody_sees_has_a_sign(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters()))
def test_a_diagnostic_is_clean_whatever_it_says(text: str) -> None:
    found = Diagnostic("x", text, None, text)
    said = found.message + found.hint
    unseen = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert not [c for c in said if unicodedata.category(c) in unseen and c not in "\u200c\u200d"]
    json.dumps(said, ensure_ascii=False).encode("utf-8")
