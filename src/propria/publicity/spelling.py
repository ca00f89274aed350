"""One spelling of a text, and where each of its characters stood. Pure.

Traditional characters become simplified ones; full-width, styled and joined letters (ｓ, 𝐬, ﬁ) plain ones, and letters of
other scripts that look Latin the Latin ones; each apostrophe is straight. What nobody sees is left out, and so are spaces
between Chinese characters.
"""

import re
import unicodedata
from functools import cache

from propria.proofs.foldings import SIMPLIFIED_OF

_MORE = {
    pair[0]: pair[1]
    for pair in [
        "佔占",
        "妳你",
        "託托",
        "啓启",
        "綵彩",
        "祕秘",
        "佈布",
        "係系",
        "賬账",
        "籤签",
        "羣群",
        "衆众",
        "眾众",
        "汎泛",
        "麼么",
    ]
}
_LATIN_OF = dict(
    zip(
        "АВЕКМНОРСТХІЅЈаеорсухіѕјԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονα",
        "ABEKMHOPCTXISJaeopcyxisjdhqwABEZHIKMNOPTYXova",
        strict=True,
    )
)
_SAID = (
    SIMPLIFIED_OF
    | _MORE
    | _LATIN_OF
    | {"\u2019": "'", "\u2018": "'", "\u00a0": " ", "\u3000": " ", "\u2011": "-"}
)
_UNSEEN = ("Cf", "Mn", "Me")
"""Kinds of characters that are not seen: zero-width ones, soft hyphens, marks of direction, marks upon others."""
_SPACED_HAN = re.compile(r"(?<=[\u4e00-\u9fff])[ \t\u00a0\u3000]+(?=[\u4e00-\u9fff])")


def plain(text: str) -> str:
    """The text in that spelling.

    >>> plain("逾１００位藝人已\u200b簽約"), plain("ﬁlm")
    ('逾100位艺人已签约', 'film')
    """
    return "".join(spelt for spelt, _ in _spelt(text))


_CAPITALS = re.compile(r"\b(?!AI\b)[A-Z][A-Z']+\b")


def headline(sentence: str) -> str:
    """A line in capitals with capitals as a headline has them, so that names in it are seen; any other as it is.

    >>> headline("AI LIBRARY SIGNS WEN JIA"), headline("BBC, ITV")
    ('AI Library Signs Wen Jia', 'BBC, ITV')
    """
    if not sentence.isupper() or len(_CAPITALS.findall(sentence)) < 3:
        return sentence
    return _CAPITALS.sub(lambda word: word.group().capitalize(), sentence)


def as_written(quoted: str, judged: str, written: str) -> str:
    """A quotation from the judged text as it stands in the one that was written: each of its parts by its place."""
    places = [place for spelt, place in _spelt(written) for _ in spelt]
    return " … ".join(_part(part, judged, written, places) for part in quoted.split(" … "))


def _part(part: str, judged: str, written: str, places: list[int]) -> str:
    at = judged.find(part)
    return part if at < 0 or not part else written[places[at] : places[at + len(part) - 1] + 1]


def _spelt(text: str) -> list[tuple[str, int]]:
    """Each character as it is read, none to several, with its place."""
    apart = {place for gap in _SPACED_HAN.finditer(text) for place in range(*gap.span())}
    return [(_read(character), place) for place, character in enumerate(text) if place not in apart]


@cache
def _read(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in _UNSEEN:
        return ""
    folded = unicodedata.normalize("NFKC", character) if kind[0] in "LN" or kind == "So" else character
    usable = folded if all(one.isalnum() for one in folded) else character
    return "".join(_SAID.get(one, one) for one in usable)
