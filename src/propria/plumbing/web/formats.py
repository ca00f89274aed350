"""Numbers, money, times and digests as a reader sees them: never without unit or zone."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, timedelta, timezone, tzinfo
from decimal import Decimal
from itertools import groupby
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from markupsafe import Markup

from propria.kernel.money import MINOR_DIGITS, Money
from propria.kernel.time import Instant, wire
from propria.plumbing.web.locales import babel_locale
from propria.plumbing.web.words import Locale, Words, say

BEIJING = timezone(timedelta(hours=8), "UTC+8")
_ZONES: dict[Locale, tzinfo] = {"en": UTC, "zh-Hans": BEIJING}
_MOMENT: dict[Locale, str] = {"en": "d MMM y, HH:mm 'UTC'", "zh-Hans": "y 年 M 月 d 日 HH:mm（北京时间）"}
_DAY: dict[Locale, str] = {"en": "d MMM y", "zh-Hans": "y 年 M 月 d 日"}
_LONG_DAY: dict[Locale, str] = {"en": "EEEE d MMMM y, 'UTC'", "zh-Hans": "y 年 M 月 d 日，EEEE（北京时间）"}
_CURRENCY_ZH = {"CNY": "人民币", "USD": "美元", "EUR": "欧元", "GBP": "英镑", "HKD": "港元", "JPY": "日元"}
_DIGEST_HEAD, _DIGEST_TAIL = 12, 4


def moment(at: Instant, locale: Locale) -> str:
    """Date and minute with the zone: UTC in English, 北京时间 in Chinese."""
    return format_datetime(at.astimezone(_ZONES[locale]), _MOMENT[locale], locale=babel_locale(locale))


def day(at: Instant | date, locale: Locale) -> str:
    """The day, in the reader's zone when an instant is given."""
    return format_date(local_day(at, locale), _DAY[locale], locale=babel_locale(locale))


def long_day(at: Instant | date, locale: Locale) -> str:
    """The day with its weekday and the zone that a list of clock times below it is in."""
    return format_date(local_day(at, locale), _LONG_DAY[locale], locale=babel_locale(locale))


def clock(at: Instant, locale: Locale) -> str:
    """Hours and minutes only; use it where a heading names day and zone."""
    return at.astimezone(_ZONES[locale]).strftime("%H:%M")


def local_day(at: Instant | date, locale: Locale) -> date:
    """The calendar day of an instant in the reader's zone."""
    return at.astimezone(_ZONES[locale]).date() if isinstance(at, Instant) else at


def element(at: Instant | date, text: str) -> Markup:
    """A `time` element around `text`, machine-readable in UTC."""
    machine = wire(at) if isinstance(at, Instant) else at.isoformat()
    return Markup('<time datetime="{}">{}</time>').format(machine, text)


def by_day(acts: Iterable[Any], locale: Locale) -> Iterator[tuple[date, list[Any]]]:
    """Neighbours that share a day in the reader's zone, grouped; the order given is kept."""
    for shared, group in groupby(acts, key=lambda act: local_day(act.at, locale)):
        yield shared, list(group)


def number(value: float, locale: Locale) -> str:
    """Grouped by thousands, as the language writes it; the unit is the caller's next word."""
    return format_decimal(value, locale=babel_locale(locale))


def money(amount: Money, locale: Locale) -> str:
    """The exact amount and its currency: `18,400.00 CNY`, `人民币 18,400.00 元`."""
    digits = MINOR_DIGITS[amount.currency]
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    figure = format_decimal(
        Decimal(amount.minor).scaleb(-digits), format=pattern, locale=babel_locale(locale)
    )
    match locale:
        case "en":
            return f"{figure} {amount.currency}"
        case "zh-Hans":
            unit = " 元" if amount.currency == "CNY" else ""
            return f"{_CURRENCY_ZH[amount.currency]} {figure}{unit}"


def currency_words(code: str) -> Words:
    """A currency as a form names it.

    >>> currency_words("CNY")
    Words(zh='人民币', en='CNY')
    """
    return Words(zh=_CURRENCY_ZH[code], en=code)


def size(size_bytes: int, locale: Locale) -> str:
    """Bytes in the largest decimal unit that leaves a whole number in front."""
    for unit, scale in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size_bytes >= scale:
            return f"{format_decimal(round(size_bytes / scale, 1), locale=babel_locale(locale))} {unit}"
    return f"{number(size_bytes, locale)} B"


def short_digest(digest: bytes | str) -> str:
    """The digest as people compare it: three groups of four, and the last four.

    >>> short_digest("7f3a91c40be8" + "0" * 48 + "52d1")
    '7f3a 91c4 0be8 … 52d1'
    """
    text = digest.hex() if isinstance(digest, bytes) else digest
    if len(text) <= _DIGEST_HEAD + _DIGEST_TAIL:
        return text
    head = " ".join(text[i : i + 4] for i in range(0, _DIGEST_HEAD, 4))
    return f"{head} … {text[-_DIGEST_TAIL:]}"


def shown(value: object, locale: Locale) -> str:
    """Anything a fact may hold, as this reader sees it: instants with zone, money with currency, words."""
    match value:
        case Instant():
            return element(value, moment(value, locale))
        case date():
            return element(value, day(value, locale))
        case Money():
            return Markup('<span class="num">{}</span>').format(money(value, locale))
        case bool() | str():
            return say(value, locale)
        case int() | float():
            return number(value, locale)
        case _:
            return say(value, locale)
