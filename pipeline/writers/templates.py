"""Where the LaTeX template is."""

from __future__ import annotations

from pathlib import Path

TEMPLATES = next(
    folder
    for folder in (Path(__file__).parents[1] / "latex", Path(__file__).parents[2] / "latex")
    if folder.is_dir()
)
"""The folder of the LaTeX template: in the package in a wheel, at the root in a checkout."""
