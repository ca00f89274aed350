"""How a term, an audience or a retention moved, in a sentence: *ends 14 months later*. Words only."""

from calendar import monthrange
from datetime import UTC, datetime

from propria.scope.values import Interval
from propria.scope.words import Said, en_day, value_words, zh_day

_DAY = 86_400
_MONTHS = 12


def span_change(axis: str, before: Interval, after: Interval) -> Said:
    """The sentence for one interval become another, without its full stop."""
    if not after:
        return _GONE[axis]
    if not before:
        words = value_words(axis, after)
        return Said(f"新增：{words.zh}", f"Newly named: {words.en}")
    match axis:
        case "term":
            return _term_change(before, after)
        case "rating":
            was, now = value_words(axis, before), value_words(axis, after)
            return Said(f"观众由{was.zh}改为{now.zh}", f"The audience is now {now.en}; it was {was.en}")
        case _:
            was, now = value_words(axis, before), value_words(axis, after)
            return Said(
                f"运行方的留存由{was.zh}改为{now.zh}", f"Whoever runs it may keep: {now.en}; it was {was.en}"
            )


_GONE: dict[str, Said] = {
    "term": Said("不再有期限，即任何时候都不允许", "No term any more: never allowed"),
    "rating": Said("不再列明观众，即不允许任何观众", "No audience any more: nobody may be shown it"),
    "retention": Said(
        "不再列明留存，即不允许任何人运行", "No retention is named any more: nobody may run it"
    ),
}


def _term_change(before: Interval, after: Interval) -> Said:
    parts = []
    if before.start != after.start:
        gap = gap_words(before.start, after.start)
        day = datetime.fromtimestamp(after.start, UTC)
        later = after.start > before.start
        parts.append(
            Said(
                f"{'推迟' if later else '提前'} {gap.zh}开始，自 {zh_day(day)}起",
                f"starts {gap.en} {'later' if later else 'sooner'}, on {en_day(day)}",
            )
        )
    if before.end != after.end:
        gap = gap_words(before.end, after.end)
        later = after.end > before.end
        parts.append(
            Said(
                f"{'推迟' if later else '提前'} {gap.zh}结束，最后一天为 {_last_day_zh(after.end)}",
                f"ends {gap.en} {'later' if later else 'sooner'}, last day {_last_day_en(after.end)}",
            )
        )
    en = "; ".join(part.en for part in parts)
    return Said("；".join(part.zh for part in parts), en[:1].upper() + en[1:])


def _last_day_zh(end: int) -> str:
    return zh_day(datetime.fromtimestamp(end - 1, UTC))


def _last_day_en(end: int) -> str:
    return en_day(datetime.fromtimestamp(end - 1, UTC))


def gap_words(one: int, other: int) -> Said:
    """The time between two instants: whole months and days; hours, minutes or seconds if it is under a day.

    >>> gap_words(1798761600, 1798761600 + 86400).en, gap_words(1798761600, 1830297600 + 2 * 86400).en
    ('1 day', '12 months and 2 days')
    """
    first, second = (datetime.fromtimestamp(s, UTC) for s in sorted((one, other)))
    months = (second.year - first.year) * _MONTHS + second.month - first.month
    if (second.day, second.time()) < (first.day, first.time()):
        months -= 1
    year, month = divmod(first.year * _MONTHS + first.month - 1 + months, _MONTHS)
    last_of_month = monthrange(year, month + 1)[1]
    seconds = int(
        (
            second - first.replace(year=year, month=month + 1, day=min(first.day, last_of_month))
        ).total_seconds()
    )
    parts = [Said(f"{months} 个月", _many(months, "month"))] if months else []
    if seconds >= _DAY:
        parts.append(Said(f"{seconds // _DAY} 天", _many(seconds // _DAY, "day")))
    return (
        Said("零".join(p.zh for p in parts), " and ".join(p.en for p in parts)) if parts else _short(seconds)
    )


def _short(seconds: int) -> Said:
    for size, zh, en in ((3600, "小时", "hour"), (60, "分钟", "minute"), (1, "秒", "second")):
        if seconds >= size:
            return Said(f"{seconds // size} {zh}", _many(seconds // size, en))
    return Said("0 秒", "0 seconds")


def _many(count: int, unit: str) -> str:
    return f"{count} {unit}" + ("" if count == 1 else "s")
