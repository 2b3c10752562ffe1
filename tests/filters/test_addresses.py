"""Addresses of links in ASCII."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.markup.addresses import in_ascii


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://acme.example/a?b=c&d#e", "https://acme.example/a?b=c&d#e"),
        ("https://müller.example/größe", "https://xn--mller-kva.example/gr%C3%B6%C3%9Fe"),
        ("https://Straße.example:8080/", "https://xn--strae-oqa.example:8080/"),
        (
            "https://пример.example/путь?а=б",
            "https://xn--e1afmkfd.example/%D0%BF%D1%83%D1%82%D1%8C?%D0%B0=%D0%B1",
        ),
        (
            "mailto:josé@café.example?subject=Größe",
            "mailto:jos%C3%A9@xn--caf-dma.example?subject=Gr%C3%B6%C3%9Fe",
        ),
        ("https://a.example/100%25/é", "https://a.example/100%25/%C3%A9"),
        ("https://例え。example/", "https://xn--r8jz45g.example/"),
        ("http://[é", "http://[%C3%A9"),
    ],
)
def test_address_in_ascii(written: str, expected: str) -> None:
    assert in_ascii(written) == expected


@given(st.text(max_size=40))
def test_whatever_it_is_it_is_ascii_and_stays_so(text: str) -> None:
    written = in_ascii(f"https://{text.encode('utf-8', 'replace').decode()}")
    assert written.isascii()
    assert in_ascii(written) == written
