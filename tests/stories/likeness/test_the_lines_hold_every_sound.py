"""The lines that a performer is asked to read hold every sound of their language, counted by dictionaries."""

import re
from pathlib import Path

import pytest

from propria.likeness.coaching.steps import LINES

_WHY = "the replica engine's packages are not installed"
pocketsphinx = pytest.importorskip("pocketsphinx", reason=_WHY)
pypinyin = pytest.importorskip("pypinyin", reason=_WHY)

SOUNDS = (
    "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH"
)
FINALS = "a o e i u v ai ei ao ou an en ang eng ong ia ie iao iou ian in iang ing iong ua uo uai uei uan uen uang ve van vn er"
INITIALS = "b p m f d t n l g k h j q x zh ch sh r z c s"


def test_every_sound_of_english_is_in_the_english_lines() -> None:
    said = {w for line in LINES["en"] for w in re.findall(r"[a-z']+", line.lower())}
    heard: set[str] = set()
    known = Path(pocketsphinx.get_model_path()) / "en-us" / "cmudict-en-us.dict"
    for entry in known.read_text("utf-8").splitlines():
        word, *phones = entry.split()
        if word in said | {"harbor" if w == "harbour" else w for w in said}:
            heard.update(phones)
    assert set(SOUNDS.split()) - heard == set()


def test_every_initial_and_final_of_mandarin_is_in_the_chinese_lines() -> None:
    text = "".join(re.findall(r"[\u4e00-\u9fff]", "".join(LINES["zh-Hans"])))
    first = {one[0] for one in pypinyin.pinyin(text, style=pypinyin.Style.INITIALS, strict=True)}
    rest = {one[0] for one in pypinyin.pinyin(text, style=pypinyin.Style.FINALS, strict=True)}
    assert set(INITIALS.split()) - first == set()
    assert set(FINALS.split()) - rest == set()
    assert {one[0] for one in pypinyin.pinyin(text, style=pypinyin.Style.NORMAL)} & {"si", "zi", "ci"}
