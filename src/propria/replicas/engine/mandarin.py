"""How a Chinese text is said: sentences of syllables in the speech model's phonemes, with tones as they change beside each
other.

Numbers are read out (`numerals`), Latin words are said in English. Which reading a character has is pypinyin's dictionary's
to say, by words; names and puns can be read wrongly.
Sources: Lin, The Sounds of Chinese, Cambridge 2007 (phones; tone sandhi ch. 9); the phonemes' alphabet is misaki's.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from propria.kernel.errors import Refused
from propria.replicas.engine.numerals import read_out

MOST_SIGNS = 160
"""Signs of one sentence that the model is given at once; longer ones are cut at a comma, else between words."""


def _table(*lines: str) -> dict[str, str]:
    return dict(pair.split("=") for line in lines for pair in line.split())


_INITIALS = _table(
    "b=p p=pʰ m=m f=f d=t t=tʰ n=n l=l g=k k=kʰ h=x j=ʨ q=ʨʰ x=ɕ zh=ꭧ ch=ꭧʰ sh=ʂ r=ɻ z=ʦ c=ʦʰ s=s"
)
_FINALS = _table(
    "a=a0 ai=ai0 an=a0n ang=a0ŋ ao=au0 e=ɤ0 ei=ei0 en=ə0n eng=ə0ŋ er=ɚ0 o=wo0 ong=ʊ0ŋ ou=ou0 i=i0 ia=ja0",
    "ian=jɛ0n iang=ja0ŋ iao=jau0 ie=je0 in=i0n ing=i0ŋ io=jɔ0 iong=jʊ0ŋ iou=jou0 u=u0 ua=wa0 uai=wai0 uan=wa0n",
    "uang=wa0ŋ uei=wei0 uen=wə0n ueng=wə0ŋ uo=wo0 v=y0 van=ɥɛ0n ve=ɥe0 vn=y0n ê=ɛ0 n=n0 ng=ŋ0 m=m0",
)
"""Each final with 0 where its tone is signed."""
_BUZZED = dict.fromkeys(("zh", "ch", "sh", "r", "z", "c", "s"), "ɨ0")
_TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""}
_ALONE = {"o": "ɔ0"}
_PAUSES = {
    **dict.fromkeys("，、,", ", "),
    **dict.fromkeys("；;", "; "),
    **dict.fromkeys("：:", ": "),
    **dict.fromkeys("。.", ". "),
    **dict.fromkeys("！!", "! "),
    **dict.fromkeys("？?", "? "),
    **dict.fromkeys("…—", ", "),
}
_HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"
_PIECE = re.compile(rf"[{_HAN}]+|[A-Za-z][A-Za-z'’&]*|[{''.join(_PAUSES)}]+|\n+|[^\s]")
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?\n]*")
_NUMERALS = "零一二三四五六七八九十百千万亿点〇"
_NO_CHANGE_AFTER, _NO_CHANGE_BEFORE = _NUMERALS + "第月期初", "二三四五六七八九月号日点比"


@dataclass(frozen=True)
class Said:
    """One syllable (or an English word) as it is written, its phonemes, and what follows them: nothing, a space, a pause."""

    text: str
    phonemes: str
    after: str = ""


English = Callable[[str], str]
"""What says a few English words in the same phonemes."""


def sentences(text: str, *, english: English) -> tuple[tuple[Said, ...], ...]:
    """What is said at one go, in order; none where there is nothing to say.

    Raises: Refused(`replicas.language_not_spoken`) for a letter that is neither Chinese nor Latin.
    """
    written = _SENTENCE.findall(read_out(text))
    return tuple(part for one in written for part in _cut(_sentence(one, english)))


def _sentence(text: str, english: English) -> list[Said]:
    said: list[Said] = []
    for piece in _PIECE.findall(text):
        if piece[0] in _PAUSES:
            said[-1:] = [replace(last, after=_PAUSES[piece[0]]) for last in said[-1:]]
        elif piece[0].isascii() and piece[0].isalpha():
            said.append(Said(piece, english(piece), " "))
        elif re.match(f"[{_HAN}]", piece):
            said += _syllables(piece)
        elif piece.isalnum():
            raise Refused(
                "replicas.language_not_spoken",
                "a line in Chinese is said in Chinese characters and Latin letters only",
                sign=piece,
            )
    return said


def _syllables(run: str) -> Iterator[Said]:
    """The syllables of a run of characters; a space ends each word."""
    from pypinyin import Style, lazy_pinyin  # its dictionary is loaded on first use only
    from pypinyin.seg import mmseg

    one_each: Any = list  # its documentation allows a list for what it cannot read, its types do not
    toned = lazy_pinyin(run, style=Style.TONE3, neutral_tone_with_five=True, errors=one_each)
    ends = set(accumulate(map(len, mmseg.seg.cut(run))))
    changed = _in_company(run, toned, {0} | ends)
    for place, (character, pinyin) in enumerate(zip(run, changed, strict=True), 1):
        yield Said(character, phonemes_of(pinyin), " " if place in ends else "")


def _in_company(run: str, toned: list[str], starts: set[int]) -> list[str]:
    """Pinyin with the tones that 一, 不 and two low tones take beside what follows them in one word or breath."""
    out = list(toned)
    for at in range(len(run) - 1):
        following, one = toned[at + 1][-1], run[at]
        alone = at in starts and at + 1 in starts
        if one == "不" and following == "4":
            out[at] = "bu2"
        elif one == "一" and _changes(run, at, starts):
            out[at] = "yi2" if following == "4" else "yi4"
        elif toned[at][-1] == following == "3" and (alone or at + 1 not in starts):
            out[at] = toned[at][:-1] + "2"
    return out


def _changes(run: str, at: int, starts: set[int]) -> bool:
    """Whether this 一 is neither part of a number or an order, nor the end of a longer word."""
    ends_a_word = at + 1 in starts and at not in starts
    before = run[at - 1] if at else " "
    return before not in _NO_CHANGE_AFTER and run[at + 1] not in _NO_CHANGE_BEFORE and not ends_a_word


def phonemes_of(pinyin: str) -> str:
    """A syllable, in pinyin with its tone's number last, in the model's phonemes; nothing where it is no pinyin."""
    from pypinyin.contrib.tone_convert import to_finals, to_initials

    plain, tone = pinyin[:-1], _TONES.get(pinyin[-1])
    if tone is None:
        return ""
    start, rest = to_initials(plain, strict=True), to_finals(plain, strict=True, v_to_u=False)
    if not rest:
        return _FINALS.get(start, "").replace("0", tone)
    ends = _BUZZED.get(start) if rest == "i" else _ALONE.get(plain)
    return _INITIALS.get(start, "") + (ends or _FINALS.get(rest, "")).replace("0", tone)


def _cut(said: list[Said]) -> Iterator[tuple[Said, ...]]:
    """A sentence in parts of at most `MOST_SIGNS`, each as long as it can be and cut at a comma where there is one."""
    while said:
        signs = list(accumulate(len(one.phonemes + one.after) for one in said))
        fit = sum(1 for count in signs if count <= MOST_SIGNS) or 1
        if fit < len(said):
            pauses = [at + 1 for at in range(fit) if said[at].after.strip()]
            words = [at + 1 for at in range(fit) if said[at].after]
            fit = (pauses or words or [fit])[-1]
        *part, last = said[:fit]
        yield (*part, replace(last, after=last.after.rstrip()))
        said = said[fit:]
