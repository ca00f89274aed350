"""Plain words, zh and en, for every axis, value, duty and reason, and a scope said whole. Decides nothing.

A `Speaker` says whose it is: *you* where performers read, *I* where they state, *the performer* elsewhere.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from propria.scope.axes import AXIS_NAMES
from propria.scope.codes import audience, commerce, doings, languages, m49, media, territories
from propria.scope.duties import APPROVALS, LABELS, Duties
from propria.scope.measures import Quota, Volume
from propria.scope.values import Anything, Interval, Value, ancestors


class Said(NamedTuple):
    """One thing said twice: zh-Hans and en, each written, neither translated."""

    zh: str
    en: str


class Speaker(NamedTuple):
    """Who the words are about, in the forms that the sentences need."""

    zh: str
    en: str
    en_object: str
    en_possessive: str
    en_be: str


YOU = Speaker("您", "you", "you", "your", "are")
ME = Speaker("本人", "I", "me", "my", "am")
PERFORMER = Speaker("演员", "the performer", "the performer", "the performer’s", "is")

Names = Mapping[str, Said]
NO_NAMES: Names = {}

AXIS_WORDS: dict[str, Said] = {
    "attribute": Said("特征", "Attributes"),
    "act": Said("行为", "Acts"),
    "medium": Said("媒介", "Media"),
    "project": Said("作品", "Project"),
    "role": Said("角色", "Role"),
    "advertiser": Said("广告主", "Advertiser"),
    "product_line": Said("产品类别", "Product line"),
    "territory": Said("地域", "Territory"),
    "language": Said("语言", "Language"),
    "term": Said("期限", "Term"),
    "rating": Said("观众分级", "Audience"),
    "theme": Said("题材", "Themes"),
    "script": Said("剧本", "Script"),
    "provider": Said("由谁运行模型", "Who runs the model"),
    "retention": Said("运行方留存", "Kept by whoever runs it"),
    "region": Said("运行地点", "Where it runs"),
    "sub_licensee": Said("转授权", "Passed on to"),
    "life": Said("身后", "After death"),
    "volume": Said("数量", "Volume"),
    "duties": Said("义务", "Duties"),
}

ANY_WORDS: dict[str, Said] = {
    "attribute": Said("本人的一切", "anything of you"),
    "act": Said("任何行为", "any act"),
    "medium": Said("任何媒介", "any medium"),
    "project": Said("任何作品", "any project"),
    "role": Said("任何角色", "any role"),
    "advertiser": Said("任何广告主", "any advertiser"),
    "product_line": Said("任何产品", "any product"),
    "territory": Said("任何地域", "anywhere"),
    "language": Said("任何语言", "any language"),
    "term": Said("没有期限", "no end"),
    "rating": Said("任何分级", "any rating"),
    "theme": Said("任何题材", "any theme"),
    "script": Said("任何剧本，或没有剧本", "any script or none"),
    "provider": Said("任何人运行", "run by anyone"),
    "retention": Said("可一直留存", "kept for ever"),
    "region": Said("在任何地点运行", "run anywhere"),
    "sub_licensee": Said("任何人", "anyone"),
    "life": Said("身后使用", "use after death"),
    "volume": Said("不限数量", "no limit"),
}

_LISTS: dict[str, dict[str, tuple[str, str]]] = {
    "attribute": doings.ATTRIBUTES,
    "act": doings.ACTS,
    "medium": media.MEDIA,
    "product_line": commerce.PRODUCT_LINES,
    "territory": territories.TERRITORIES,
    "region": territories.TERRITORIES,
    "language": languages.LANGUAGES,
    "theme": audience.THEMES,
    "script": doings.SCRIPTS,
    "life": doings.LIFE,
    "label": LABELS,
    "approval": APPROVALS,
}
_SEPARATORS = {"product_line": ".", "territory": "-", "region": "-", "language": "-"}
_UNITS = {
    "seconds": Said("{n} 秒", "{n} seconds"),
    "lines": Said("{n} 句台词", "{n} lines"),
    "takes": Said("{n} 条", "{n} takes"),
    "titles": Said("{n} 部", "{n} titles"),
}
_SHOWN_AREAS = sorted((a for a in m49.AREAS if a != m49.WORLD), key=lambda a: -len(m49.expand(a)))
_FEWEST_IN_AREA = 5
_NEARLY_ALL = 0.9


def code_words(axis: str, code: str) -> Said:
    """The words of one code; a name is its own word in both; an unlisted code leans on what it lies under.

    >>> code_words("language", "zh-Hans"), code_words("product_line", "vehicles.cars.suv")
    (Said(zh='中文（简体）', en='Chinese, simplified'), Said(zh='汽车（suv）', en='cars (suv)'))
    """
    listed = _LISTS.get(axis, {})
    separator = _SEPARATORS.get(axis, "")
    for known in ancestors(code, separator):
        if known in listed:
            rest = code[len(known) + 1 :]
            zh, en = listed[known]
            return Said(f"{zh}（{rest}）", f"{en} ({rest})") if rest else Said(zh, en)
    return Said(code, code)


def value_words(axis: str, value: Value | Volume, names: Names = NO_NAMES) -> Said:
    """What stands on an axis, in words: a list, a span, ANY, or nothing.

    `names` says in both languages what the parties wrote once: titles, roles, companies.
    """
    match value:
        case Anything.ANY:
            return ANY_WORDS[axis]
        case Interval():
            return _span_words(axis, value) if value else SILENT
        case frozenset():
            return _codes_words(axis, value, names) if value else SILENT
        case _:
            return volume_words(value) if value else SILENT


SILENT = Said("未提及，即不允许", "not mentioned: not allowed")


def _codes_words(axis: str, codes: frozenset[str], names: Names) -> Said:
    if axis in ("territory", "region"):
        return listing(_place_words(codes))
    parts = [names.get(code) or code_words(axis, code) for code in ordered(axis, codes)]
    if axis == "project":
        parts = [Said(f"《{part.zh}》", part.en) for part in parts]
    return listing(parts)


def ordered(axis: str, codes: Iterable[str]) -> list[str]:
    """Codes in the order of their list; names in their own."""
    places = {code: i for i, code in enumerate(_LISTS.get(axis, {}))}
    return sorted(codes, key=lambda code: (places.get(code, len(places)), code))


def _place_words(codes: frozenset[str]) -> list[Said]:
    """Whole areas by name, the rest country by country; worldwide when almost nothing is left."""
    left, parts = set(codes), []
    if len(left & territories.COUNTRIES) >= _NEARLY_ALL * len(territories.COUNTRIES):
        out = territories.COUNTRIES - left
        zh, en = m49.AREAS[m49.WORLD]
        but = listing([code_words("territory", c) for c in sorted(out)])
        return [Said(f"{zh}（{but.zh}除外）", f"{en} except {but.en}") if out else Said(zh, en)]
    for area in _SHOWN_AREAS:
        inside = m49.expand(area)
        if len(inside) >= _FEWEST_IN_AREA and inside <= left:
            parts.append(Said(*m49.AREAS[area]))
            left -= inside
    return parts + [code_words("territory", c) for c in ordered("territory", left)]


def spaced(text: str) -> str:
    """Chinese with a space wherever Han meets Latin letters or figures.

    >>> spaced("须带有C2PA凭证")
    '须带有 C2PA 凭证'
    """
    return re.sub(r"(?<=[一-鿿])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[一-鿿])", " ", text)


def listing(parts: list[Said], last: str = "and") -> Said:
    """Words in a row: the enumeration comma in zh; commas and `last` in en."""
    zh = "、".join(part.zh for part in parts)
    en = [part.en for part in parts]
    return Said(zh, en[0] if len(en) == 1 else ", ".join(en[:-1]) + f" {last} " + en[-1] if en else "")


def _span_words(axis: str, span: Interval) -> Said:
    match axis:
        case "term":
            return term_words(span)
        case "rating":
            return _rating_words(span)
        case _:
            days = span.end - 1
            return (
                Said(f"至多留存 {days} 天", f"at most {days_en(days)}")
                if days
                else Said("不留存", "nothing kept")
            )


def _rating_words(span: Interval) -> Said:
    low, high = (audience.RATINGS[audience.RATING_ORDER[i]] for i in (span.start, span.end - 1))
    if span.end - span.start == len(audience.RATING_ORDER):
        return Said("各级观众，直至成人", "every rating, adults only included")
    if span.start == 0:
        return Said(f"不高于“{high[0]}”", f"nothing above “{high[1]}”")
    return (
        Said(low[0], low[1])
        if low == high
        else Said(f"“{low[0]}”至“{high[0]}”", f"“{low[1]}” to “{high[1]}”")
    )


def term_words(span: Interval) -> Said:
    """A term by its first and last day, UTC; to the second if need be."""
    start, end = (datetime.fromtimestamp(s, UTC) for s in (span.start, span.end))
    if (span.start % 86_400, span.end % 86_400) != (0, 0):
        return Said(
            f"{zh_day(start)} {start:%H:%M:%S} 至 {zh_day(end)} {end:%H:%M:%S}（UTC）",
            f"{en_day(start)}, {start:%H:%M:%S} to {en_day(end)}, {end:%H:%M:%S} UTC",
        )
    last = datetime.fromtimestamp(span.end - 86_400, UTC)
    return Said(f"{zh_day(start)}至 {zh_day(last)}（UTC）", f"{en_day(start)} to {en_day(last)}, UTC")


def en_day(moment: datetime) -> str:
    """`1 January 2027`."""
    return f"{moment.day} {moment:%B %Y}"


def zh_day(moment: datetime) -> str:
    """`2027 年 1 月 1 日`."""
    return f"{moment.year} 年 {moment.month} 月 {moment.day} 日"


def deadline_words(moment: datetime) -> Said:
    """A day, with its time where it is not midnight, UTC."""
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return Said(zh_day(moment), en_day(moment))
    return Said(f"{zh_day(moment)} {moment:%H:%M:%S}（UTC）", f"{en_day(moment)}, {moment:%H:%M:%S} UTC")


def days_en(days: int) -> str:
    """`1 day`, `30 days`."""
    return "1 day" if days == 1 else f"{days} days"


def volume_words(quotas: tuple[Quota, ...]) -> Said:
    """Quotas in words: `at most 640 seconds and 300 lines`."""
    parts = []
    for quota in quotas:
        zh, en = (text.format(n=f"{quota.limit:,}") for text in _UNITS[quota.unit])
        parts.append(Said(zh, en.removesuffix("s") if quota.limit == 1 else en))
    words = listing(parts)
    return Said(f"合计不超过 {words.zh}", f"at most {words.en}")


def duty_lines(duties: Duties, speaker: Speaker = YOU) -> list[tuple[str, Said]]:
    """Each duty by its name and its sentence, in the order in which they fall due."""
    who, they_are, to = speaker.zh, f"{speaker.en} {speaker.en_be}", speaker.en_object
    found: list[tuple[str, Said]] = []
    if duties.notice_hours is not None:
        n = duties.notice_hours
        found.append(("notice_hours", Said(f"须提前 {n} 小时通知{who}", f"{they_are} told {n} hours before")))
    if duties.approval:
        what = listing([code_words("approval", c) for c in ordered("approval", duties.approval)])
        zh, en = (
            f"{what.zh}须先经{who}认可，方可示人",
            f"nobody else sees {what.en} before it is approved by {to}",
        )
        found.append(("approval", Said(zh, en)))
    if duties.label:
        what = listing([code_words("label", c) for c in ordered("label", duties.label)])
        found.append(("label", Said(f"须带有{what.zh}", f"it carries {what.en}")))
    found += [("credit", Said(f"须署名“{t}”", f"{they_are} credited “{t}”")) for t in sorted(duties.credit)]
    found += [("pay", Said(f"按“{t}”付酬", f"{they_are} paid under {t}")) for t in sorted(duties.pay)]
    if duties.report_days is not None:
        n = duties.report_days
        zh, en = f"每 {n} 天向{who}报告用量", f"use is reported to {to} every {days_en(n)}"
        found.append(("report_days", Said(zh, en)))
    if duties.delete_by is not None:
        zh, en = deadline_words(duties.delete_by)
        found.append(
            (
                "delete_by",
                Said(f"录制素材与由此制成的模型，{zh}前删除", f"recordings and models are deleted by {en}"),
            )
        )
    return found


def duties_words(duties: Duties, speaker: Speaker = YOU) -> Said:
    """Every duty in one line."""
    lines = [said for _, said in duty_lines(duties, speaker)]
    return (
        Said("；".join(s.zh for s in lines), "; ".join(s.en for s in lines)) if lines else Said("无", "none")
    )


ROW_ORDER: tuple[str, ...] = (*AXIS_NAMES, "volume", "duties")
