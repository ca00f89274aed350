"""A sentence with what it only points at put in its place: the former and the latter, a bound on a share of a whole on record. Pure."""

import re
from math import ceil, floor

from propria.publicity.model import PublicCounts
from propria.publicity.numbers import NUMBER_EN, NUMBER_ZH, numbers_en, numbers_zh
from propria.publicity.people import strangers

_AGAIN = {
    0: re.compile(r"\bthe (?:former|first(?= (?:has|is|of)\b))|前者", re.IGNORECASE),
    1: re.compile(r"\bthe latter\b|后者", re.IGNORECASE),
}
"""The first and the second of two who were named."""

_FRACTIONS = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "twelfth": 12, "fifteenth": 15, "twentieth": 20,
}  # fmt: skip
_NUMBER = NUMBER_EN.pattern
_SHARE_EN = (
    rf"(?P<bound>fewer than|less than|under|below|no more than|at most) (?:(?P<some>{_NUMBER}) (?:in|out of) (?:every )?(?P<of>{_NUMBER})"
    rf"|(?:an? |one )?(?P<part>{'|'.join(_FRACTIONS)})|(?P<cent>[\d.]+|{_NUMBER}) ?(?:%|per ?cent))"
)
_OPEN_EN = (
    r"(?:(?:the|all|all the|our|its) )?(?:(?:performers|actors|artists|people|those|names)(?: (?:who|that))?(?: (?:are|is))? )?"
    r"(?:now |currently |today )?open to (?:enquiries|inquiries)"
)
_OF_OPEN_EN = (
    re.compile(rf"\b(?:of|among) {_OPEN_EN}, (?:just |only )?{_SHARE_EN}", re.IGNORECASE),
    re.compile(rf"\b{_SHARE_EN} (?:of )?{_OPEN_EN}", re.IGNORECASE),
)
_SHARE_ZH = (
    rf"(?P<bound>不足|不到|少于|低于|未满|不及|不超过|至多)(?P<all>{{whole}})?(?:百分之(?P<cent>{NUMBER_ZH.pattern})|(?P<percent>[\d.]+) ?[%％]"
    rf"|(?P<of>{NUMBER_ZH.pattern})分之(?P<some>{NUMBER_ZH.pattern})|(?P<tenths>[一二两三四五六七八九])成(?!员|为|立)|(?P<half>一半|半数))"
)
_OPEN_ZH = (
    r"(?:愿意)?(?:接受|开放|欢迎)询问的?(?:表演者|演员|艺人|人|者)|愿意洽谈的?(?:表演者|演员|艺人|人|者)"
)
_OF_OPEN_ZH = (
    re.compile(
        rf"^(?:在)?(?:所有|全部)?(?:{_OPEN_ZH})(?:当中|之中|中|里)，?(?P<who>[^，。]*?){_SHARE_ZH.format(whole='')}"
    ),
    re.compile(rf"^(?P<who>[^，。]*?)，?(?:占)?{_SHARE_ZH.format(whole=rf'(?:{_OPEN_ZH})的')}"),
    re.compile(rf"^(?P<who>[^，。]*?)，?占(?:{_OPEN_ZH})的?{_SHARE_ZH.format(whole='')}"),
)
_OF_TWO = re.compile(
    r"^\W*(?:of|between) [^,.;]{3,60}, (?=(?:only|just)\b)|^[^，。；]{2,20}[两二]人(?:之)?[中里间]，(?=[只仅唯])",
    re.IGNORECASE,
)


def named_again(sentence: str, named: tuple[str, ...], *, zh: bool) -> str:
    """The sentence with the names of two people for *the former* and *the latter*. `named`: names of listed performers.

    >>> named_again("米娜和温嘉都在，前者已授权。", ("米娜", "温嘉"), zh=True)
    '米娜和温嘉都在，米娜已授权。'
    """
    points = [again.search(sentence) for again in _AGAIN.values()]
    if not any(points):
        return _OF_TWO.sub("", sentence)
    before = sentence[: min(found.start() for found in points if found)]
    others = [
        name for name in strangers(before, zh=zh) if not any(one in name or name in one for one in named)
    ]
    places = {name: before.find(name) for name in (*named, *others) if name in before}
    both = sorted(places, key=lambda name: places[name])
    if len(both) == 2:
        for at, again in _AGAIN.items():
            sentence = again.sub(both[at], sentence)
    return _OF_TWO.sub("", sentence)


def share_as_number(sentence: str, counts: PublicCounts, *, zh: bool) -> str:
    """An upper bound on a share of those who are open, as a bound on a number; any other sentence as it is.

    >>> from propria.kernel.time import instant
    >>> c = PublicCounts(41, 3, 2, 6, 9, instant("2026-11-22T10:00:00Z"))
    >>> share_as_number("Of the performers open to enquiries, fewer than one in ten is licensed.", c, zh=False)
    'fewer than 5 performers is licensed.'
    """
    for written in _OF_OPEN_ZH if zh else _OF_OPEN_EN:
        found = written.search(sentence)
        share = _share(found, zh=zh) if found else None
        if found and share is not None:
            at_most = found["bound"].lower() in ("no more than", "at most", "不超过", "至多")
            number = floor(share * counts.open) if at_most else ceil(share * counts.open)
            said = (
                f"{found['who']}{found['bound']}{number}位" if zh else f"{found['bound']} {number} performers"
            )
            space = " " if found.group().endswith(" ") else ""
            return sentence[: found.start()] + said + space + sentence[found.end() :]
    return sentence


def _share(found: re.Match[str], *, zh: bool) -> float | None:
    read = numbers_zh if zh else numbers_en

    def value(name: str) -> float:
        text = found[name]
        return float(text) if re.fullmatch(r"\d*\.?\d+", text) else float(read(text)[0][0])

    given = {name for name, text in found.groupdict().items() if text}
    if "of" in given:
        return value("some") / value("of") if value("of") else None
    if "cent" in given:
        return value("cent") / 100
    if "percent" in given:
        return value("percent") / 100
    if "tenths" in given:
        return value("tenths") / 10
    return 1 / _FRACTIONS[found["part"].lower()] if "part" in given else 0.5
