"""Characters that the papers' fonts cannot print are found before anything is typeset."""

from pathlib import Path

import pytest

from propria.deals.papers import glyphs
from propria.deals.papers.press import FONTS, Press
from propria.kernel.errors import Refused

HAN = FONTS / "han" / "NotoSansSC-Regular.ttf"


def test_every_character_of_gb_2312_is_covered() -> None:
    rows = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    han = "".join(pair.decode("gb2312", errors="ignore") for pair in rows)
    assert len(han) == 6763
    assert glyphs.missing(han, frozenset({HAN})) == ()


def test_both_weights_print_the_same_characters() -> None:
    assert glyphs.covered(HAN) == glyphs.covered(FONTS / "han" / "NotoSansSC-SemiBold.ttf")


def test_a_rare_name_is_refused_and_its_characters_named() -> None:
    press = Press()
    press.require_glyphs("米娜·霍尔丹 Mina Haldane — 《北岸灯塔》 ¥1,200.00 “…”")
    with pytest.raises(Refused) as refusal:
        press.require_glyphs("王㛃 and 李䶮 and 𠮷")
    assert refusal.value.code == "deals.glyph_missing"
    assert refusal.value.facts["characters"] == ["㛃", "䶮", "𠮷"]


def test_control_and_joining_characters_are_refused() -> None:
    for hidden in "\u0000\u200d\u202e\ufe0f":
        with pytest.raises(Refused):
            Press().require_glyphs(f"Mina{hidden}Haldane")


@pytest.mark.parametrize("cut_at", [3, 11, 40, 300])
def test_a_broken_font_is_refused(tmp_path: Path, cut_at: int) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(HAN.read_bytes()[:cut_at])
    with pytest.raises(ValueError, match=r"table|cmap"):
        glyphs.covered(broken)
