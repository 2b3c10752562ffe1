"""Letters in Chinese, Japanese and Korean, where their fonts are installed, and where not."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import outloud
import pytest

from pipeline.model.errors import SettingError
from tests.page_tools import EXTRACTORS, Press, draft, lines, typeset

FONT = "Noto Serif CJK JP"
LETTER = """\
---
layout: coverletter
makepdf: true
date: 2026-03-02
lang: ja
papers: [a4]
---
田中様

貴社の求人広告を拝見し、応募いたします。私は六年間、潮位計のデータを扱ってまいりました。Python
と SQL を毎日使い、金曜日の行を数えて、「古いコード」と state-of-the-art が好きです。

敬具
Robin Placeholder
"""


def _is_installed() -> bool:
    search = shutil.which("fc-list")
    if search is None:
        return False
    found = subprocess.run([search, ":", "family"], capture_output=True, encoding="utf-8")
    return FONT in found.stdout


IS_INSTALLED = _is_installed()


@pytest.mark.skipif(not IS_INSTALLED, reason=f"{FONT} is not installed")
def test_lines_end_between_signs_and_every_sign_is_read(press: Press) -> None:
    pdf = press.pdf(press.site({"_config.yml": "", "a.md": LETTER}), "a")
    body = [box for box in lines(pdf) if box.right - box.left > 80]
    assert len(body) > 1
    assert not any(box.text[0] in "、。」っ" for box in body)
    for extract in EXTRACTORS.values():
        said = "".join(extract(pdf).split())
        assert "私は六年間、潮位計のデータを扱ってまいりました。" in said
        assert "金曜日の行を数えて" in said
        assert "state-of-the-art" in said
        assert "2026年3月2日" in said
    assert not outloud.check(str(pdf)).findings


@pytest.mark.skipif(IS_INSTALLED, reason=f"{FONT} is installed")
def test_a_font_that_is_not_installed_is_an_error_at_the_language(
    press: Press, tmp_path: Path
) -> None:
    drafted = draft(press.site({"_config.yml": "", "a.md": LETTER}), "a")
    with pytest.raises(SettingError, match=f"letters in Japanese need the font `{FONT}`") as caught:
        typeset(drafted, "a4", tmp_path)
    place = caught.value.finding.place
    assert place is not None
    assert (place.file.name, place.line) == ("a.md", 5)
    assert "fonts-noto-cjk" in caught.value.finding.hint
