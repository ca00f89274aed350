"""Numbers in sentences, in digits and in words, English and Chinese: (count, whether "more than" it, position)."""

import re

_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "dozen": 12}
_VAGUE_EN = {
    "dozens": 24, "hundreds": 200, "thousands": 2_000, "scores": 40, "double-digit": 10, "double digits": 10,
    "triple-digit": 100, "triple digits": 100, "three-figure": 100, "three figures": 100, "tens": 20,
}  # fmt: skip
_EXACT_EN = {"half a dozen": 6, "half a hundred": 50, "half-dozen": 6}
_VAGUE_ZH = {
    "两位数": 10,
    "三位数": 100,
    "四位数": 1_000,
    "数十": 20,
    "几十": 20,
    "数百": 200,
    "几百": 200,
    "上百": 100,
    "上千": 1_000,
    "数千": 2_000,
    "几千": 2_000,
    "成千上万": 2_000,
    "成百上千": 200,
    "半百": 50,
    "百十": 100,
}
_DIGITS_ZH = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_SCALES_ZH = {"十": 10, "百": 100, "千": 1_000, "万": 10_000}
_MORE = re.compile(r"((?<!no )more than|over|upwards of|(?<!不)超过|逾|超)\s*$", re.IGNORECASE)
FEWER = re.compile(
    r"(?:(?<!no )(?:fewer|less) than|under|below|(?<!不)(?:不足|不到|少于|未满|不及))\s*$", re.IGNORECASE
)
"""Before a number: those counted are fewer."""
AT_MOST = re.compile(
    r"(?:\bno more than|\bat (?:the )?most|\bbetween [\w-]+ (?:and|to)|不超过|不多于|至多|"
    r"[\d一二两三四五六七八九十百千万](?:到|至|[–~～-]))\s*$",
    re.IGNORECASE,
)
"""Before a number: those counted are no more."""
_MORE_AFTER = re.compile(r"^\s*(\+|多|余|来)")
NUMBER_EN = re.compile(
    r"\b(?:" + "|".join(_EXACT_EN) + r"|\d[\d,]*k?|(?:(?:a|" + "|".join([*_UNITS, *_SCALES]) + r")(?:[\s-]+"
    r"(?:(?:(?<=hundred\s)|(?<=thousand\s)|(?<=million\s))and\s+)?)?)+|"
    + "|".join(_VAGUE_EN) + r")\b",
    re.IGNORECASE,
)  # fmt: skip
NUMBER_ZH = re.compile("|".join(_VAGUE_ZH) + r"|\d[\d,]*(?:\s*[万千百])?|[零〇一二两三四五六七八九十百千万]+")


def numbers_en(sentence: str) -> list[tuple[int, bool, int]]:
    """Every number in an English sentence.

    >>> numbers_en("More than 100 artists, forty-one of them open")
    [(100, True, 10), (41, False, 23)]
    """
    found = []
    for match in NUMBER_EN.finditer(sentence):
        words = match.group().lower().strip()
        value = _english_value(words)
        if value is not None:
            found.append((value, _is_more(sentence, match) or words in _VAGUE_EN, match.start()))
    return found


def numbers_zh(sentence: str) -> list[tuple[int, bool, int]]:
    """Every number in a Chinese sentence.

    >>> numbers_zh("逾一百位艺人入驻，其中41位愿意洽谈")
    [(100, True, 1), (41, False, 11)]
    """
    found = []
    for match in NUMBER_ZH.finditer(sentence):
        value = _chinese_value(match.group())
        if value is not None:
            more = match.group() in _VAGUE_ZH and match.group() != "半百"
            found.append((value, more or _is_more(sentence, match), match.start()))
    return found


def _is_more(sentence: str, match: re.Match[str]) -> bool:
    return bool(_MORE.search(sentence[: match.start()]) or _MORE_AFTER.search(sentence[match.end() :]))


def _english_value(words: str) -> int | None:
    if words[0].isdigit():
        return int(words.rstrip("k").replace(",", "")) * (1_000 if words.endswith("k") else 1)
    if words in _EXACT_EN:
        return _EXACT_EN[words]
    if words in _VAGUE_EN:
        return _VAGUE_EN[words]
    total = current = 0
    seen = False
    for word in re.split(r"[\s-]+", words):
        if word in _UNITS:
            current += _UNITS[word]
            seen = True
        elif word in _SCALES:
            current = (current or 1) * _SCALES[word]
            seen = True
            if word not in ("hundred", "dozen"):
                total, current = total + current, 0
    return total + current if seen else None


def _chinese_value(text: str) -> int | None:
    text = text.replace(",", "").replace(" ", "")
    if text in _VAGUE_ZH:
        return _VAGUE_ZH[text]
    if text[0].isdigit():
        scale = _SCALES_ZH.get(text[-1], 1)
        return int(text.rstrip("万千百")) * scale
    total = current = 0
    for character in text:
        if character in _DIGITS_ZH:
            current = _DIGITS_ZH[character]
        else:
            total += (current or 1) * _SCALES_ZH[character]
            current = 0
    return total + current
