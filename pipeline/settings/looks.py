"""Whole looks: each a handful of settings that go together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LETTERHEADS = ("left", "centred", "right", "split", "band")

LOOKS: Mapping[str, Mapping[str, Any]] = {
    "classic": {"font": "termes", "letterhead": "centred", "accent": "222222", "links": "plain"},
    "modern": {},
    "swiss": {"font": "heros", "letterhead": "split", "accent": "B3261E", "font_size": 10.5},
    "editorial": {"font": "schola", "letterhead": "band", "accent": "24403A"},
    "compact": {"font": "heros", "letterhead": "right", "accent": "33475B", "font_size": 10},
}
"""What each look says of the settings that the author leaves open."""
