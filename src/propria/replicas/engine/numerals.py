"""Writes numbers in a Chinese text as they are read aloud, in characters; it knows no sound."""

import re
import unicodedata
from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")
_LONGEST = 16
_SHARES = {"%": "百分之", "‰": "千分之"}
_UNITS = {"°C": "摄氏度", "km": "公里", "kg": "公斤", "cm": "厘米", "mm": "毫米", "m": "米"}
_MONEY = {"¥": "元", "$": "美元", "€": "欧元", "£": "英镑"}
_COUNTED_BY_TWO = "个位名只张条次天年周岁场遍件句集部本间辆杯小分万千百亿"
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"


def digit_by_digit(digits: str) -> str:
    """Each digit by its name: `2026` is 二零二六."""
    return "".join(_DIGITS[int(digit)] for digit in digits)


def _group(value: int) -> str:
    """A number under ten thousand with its places, a run of zeros within said once."""
    said, gap = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit:
            said += ("零" if gap and said else "") + _DIGITS[digit] + _PLACES[place]
        gap = digit == 0
    return said


def counted(digits: str) -> str:
    """A whole number as it is counted: `10500` is 一万零五百. A code (one that begins with 0, or is over 16 digits long) is
    said digit by digit.
    """
    if len(digits) > _LONGEST or (digits[0] == "0" and len(digits) > 1):
        return digit_by_digit(digits)
    value, said = int(digits), ""
    for power in range(len(_GROUPS) - 1, -1, -1):
        part = value // 10 ** (4 * power) % 10_000
        if part:
            said += ("零" if said and part < 1000 else "") + _group(part) + _GROUPS[power]
    return re.sub("^一十", "十", said) or "零"


def _amount(written: str) -> str:
    whole, _, rest = written.replace(",", "").partition(".")
    return counted(whole) + (f"点{digit_by_digit(rest)}" if rest else "")


def _clock(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), int(found[2])
    past = "整" if minute == 0 else f"{'零' if minute < 10 else ''}{counted(str(minute))}分"
    return f"{counted(str(hour))}点{past}"


_READINGS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (
        r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)",
        lambda m: f"{digit_by_digit(m[1])}年{counted(str(int(m[2])))}月{counted(str(int(m[3])))}日",
    ),
    (r"(\d{4})(?=年)", lambda m: digit_by_digit(m[1])),
    (r"(?<!\d)([01]?\d|2[0-4]):([0-5]\d)(?!\d)", _clock),
    (r"(?<=\d):(?=\d)", lambda _: "比"),
    (r"(?<!\d)(1\d{10}|\d{3,4}-\d{7,8})(?!\d)", lambda m: digit_by_digit(m[1].replace("-", ""))),
    (r"(?<=[\d%])\s*[-~—–]\s*(?=\d)", lambda _: "到"),
    (r"(?<![\dA-Za-z])-(?=\d)", lambda _: "负"),
    (rf"([¥$€£])\s*({_NUMBER})(万|亿)?", lambda m: f"{_amount(m[2])}{m[3] or ''}{_MONEY[m[1]]}"),
    (rf"({_NUMBER})([%‰])", lambda m: f"{_SHARES[m[2]]}{_amount(m[1])}"),
    (rf"({_NUMBER})\s*(°C|km|kg|cm|mm|m)(?![A-Za-z])", lambda m: f"{_amount(m[1])}{_UNITS[m[2]]}"),
    (rf"(?<![\d.])2(?=[{_COUNTED_BY_TWO}])", lambda _: "两"),
    (_NUMBER, lambda m: _amount(m[0])),
)
"""What is written (in this order) and how it is read."""


def read_out(text: str) -> str:
    """The text with every number as it is read: dates, times, sums, shares and counts."""
    plain = unicodedata.normalize("NFKC", text)
    for written, reading in _READINGS:
        plain = re.sub(written, reading, plain)
    return plain
