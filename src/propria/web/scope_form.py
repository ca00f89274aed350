"""A scope as a form over its code lists: every axis can be filled in, and is read back into one scope."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from propria.kernel.errors import Malformed
from propria.plumbing.web.components import Choice, Field
from propria.plumbing.web.words import Text, Words
from propria.scope import NO_DUTIES, Duties, Interval, Scope, kept_at_most, ratings, term, volume
from propria.scope.codes import audience, commerce, doings, languages, media, territories
from propria.scope.duties import APPROVALS, LABELS
from propria.scope.measures import UNITS, moment_of
from propria.scope.words import AXIS_WORDS
from propria.web.typed_form import Pick, Reading, Typed, choices, midnight, notice_of

PLACES = ("CN", "HK", "MO", "TW", "SG", "MY", "JP", "KR", "US", "CA", "GB", "FR", "DE", "AU")
TONGUES = ("zh", "yue", "en", "ja", "ko", "fr", "de", "es")
PLAIN_THEMES = tuple(t for t in audience.THEMES if t not in audience.SENSITIVE_THEMES)
_MEDIA_ROOTS = tuple(code for code in media.MEDIA if "." not in code)
_MORE_CODES = Words(
    "其余用代码，逗号隔开，如 FR、150（欧洲）", "The rest by code, with commas: FR, 150 (Europe)"
)
_MORE_TONGUES = Words("其余用 BCP 47 代码，逗号隔开", "The rest by BCP 47 tag, with commas: it, pt-BR")
_BY_NAME = Words("多个用逗号隔开", "With commas between")
_UNIT_WORDS = {
    "seconds": Words("成片秒数上限", "Seconds, at most"),
    "lines": Words("台词句数上限", "Lines, at most"),
    "takes": Words("条数上限", "Takes, at most"),
    "titles": Words("部数上限", "Titles, at most"),
}
_ORDER_ERROR = Words("结束须晚于开始。", "The end lies after the beginning.")


@dataclass(frozen=True)
class FormPart:
    """A group of fields under a heading; a folded one opens on a click, and by itself when it is filled."""

    heading: Text
    parts: tuple[Pick | Field, ...]
    folded: bool = False
    opened: bool = False


def scope_parts(typed: Typed, errors: Mapping[str, Words]) -> tuple[FormPart, ...]:
    """The form of a scope, filled with what was typed, with the errors beside their fields."""
    ask = _Asking(typed, errors)
    doing = FormPart(
        Words("做什么", "What is done"),
        (
            ask.pick("act", choices(doings.ACTS)),
            ask.pick("attribute", choices(doings.ATTRIBUTES)),
            ask.pick("medium", choices(media.MEDIA, _MEDIA_ROOTS)),
            ask.pick("script", choices(doings.SCRIPTS)),
            ask.pick("theme", choices(audience.THEMES, PLAIN_THEMES)),
        ),
    )
    where = FormPart(
        Words("何处、何时、何语", "Where, when, in which language"),
        (
            ask.pick("territory", choices(territories.TERRITORIES, PLACES)),
            ask.more("territory_more", "territory", _MORE_CODES),
            ask.pick("language", choices(languages.LANGUAGES, TONGUES)),
            ask.more("language_more", "language", _MORE_TONGUES),
            ask.field("starts_on", Words("自", "From"), kind="date"),
            ask.field("ends_on", Words("至（含当日）", "To, that day included"), kind="date"),
            ask.field("rating_to", AXIS_WORDS["rating"], kind="select", options=choices(audience.RATINGS)),
        ),
    )
    much = FormPart(
        Words("多少", "How much"),
        tuple(ask.field(unit, _UNIT_WORDS[unit], kind="number", required=False) for unit in UNITS),
    )
    return doing, where, much, _running(ask), _duties(ask), _seldom(ask)


def _running(ask: "_Asking") -> FormPart:
    return FormPart(
        Words("模型由谁、在何处运行", "Who runs the model, and where"),
        (
            ask.field("provider", AXIS_WORDS["provider"], hint=_BY_NAME),
            ask.field("region", AXIS_WORDS["region"], hint=_MORE_CODES),
            ask.field(
                "retention",
                Words("运行方至多留存几天（0 为不留）", "Days kept at most; 0 keeps nothing"),
                kind="number",
            ),
        ),
    )


def _duties(ask: "_Asking") -> FormPart:
    n = {"kind": "number", "required": False}
    return FormPart(
        Words("须履行的义务", "What is owed in return"),
        (
            ask.pick("label", choices(LABELS), label=Words("标识", "Labels")),
            ask.pick(
                "approval", choices(APPROVALS), label=Words("先经演员认可", "Approved by the performer first")
            ),
            ask.field("notice_hours", Words("提前几小时通知", "Hours of notice"), **n),
            ask.field("report_days", Words("每几天报告一次用量", "Days between reports of use"), **n),
            ask.field("duty_credit", Words("署名的原话", "The credit, word for word"), required=False),
            ask.field(
                "pay", Words("按哪些条款付酬", "Paid under which clauses"), required=False, hint=_BY_NAME
            ),
            ask.field(
                "delete_by",
                Words("素材与模型删除日", "Recordings and models deleted by"),
                kind="date",
                required=False,
            ),
        ),
        folded=True,
    )


def _seldom(ask: "_Asking") -> FormPart:
    branches = tuple(code for code in media.MEDIA if "." in code)
    axes = ("medium_more", "theme_more", "advertiser", "product_line", "sub_licensee", "life")
    return FormPart(
        Words("少用的项目", "Seldom needed"),
        (
            ask.pick(
                "theme_more",
                choices(audience.THEMES, audience.SENSITIVE_THEMES),
                label=Words("须慎重的题材", "Themes to think about twice"),
            ),
            ask.pick(
                "medium_more", choices(media.MEDIA, branches), label=Words("更窄的媒介", "Narrower media")
            ),
            ask.pick("product_line", choices(commerce.PRODUCT_LINES)),
            ask.field("advertiser", AXIS_WORDS["advertiser"], required=False, hint=_BY_NAME),
            ask.field("sub_licensee", AXIS_WORDS["sub_licensee"], required=False, hint=_BY_NAME),
            ask.pick("life", choices(doings.LIFE)),
        ),
        folded=True,
        opened=any(ask.typed.many(axis) for axis in axes),
    )


class _Asking:
    """Makes fields that hold what was typed and say what was wrong with it."""

    def __init__(self, typed: Typed, errors: Mapping[str, Words]) -> None:
        self.typed, self.errors = typed, errors

    def pick(self, name: str, options: tuple[Choice, ...], *, label: Text | None = None) -> Pick:
        chosen = frozenset(self.typed.many(name))
        return Pick(name, label or AXIS_WORDS[name], options, chosen, error=self.errors.get(name, ""))

    def field(self, name: str, label: Text, **more: Any) -> Field:
        return Field(name, label, value=self.typed.one(name), error=self.errors.get(name, ""), **more)

    def more(self, name: str, axis: str, hint: Words) -> Field:
        words = AXIS_WORDS[axis]
        label = Words(f"{words.zh}（其余）", f"{words.en}, the rest")
        return self.field(name, label, hint=hint, required=False)


def read_scope(reading: Reading, *, project: str, roles: Iterable[str]) -> Scope:
    """The scope that was filled in; what cannot be read is in `reading.errors`, and then the scope is partial."""
    typed = reading.typed
    axes: dict[str, Any] = {
        "attribute": typed.many("attribute"),
        "act": typed.many("act"),
        "medium": (*typed.many("medium"), *typed.many("medium_more")),
        "project": [project] if project else (),
        "role": [role for role in roles if role],
        "advertiser": typed.listed("advertiser"),
        "product_line": typed.many("product_line"),
        "territory": (*typed.many("territory"), *typed.listed("territory_more")),
        "language": (*typed.many("language"), *typed.listed("language_more")),
        "theme": (*typed.many("theme"), *typed.many("theme_more")),
        "script": typed.many("script"),
        "provider": typed.listed("provider"),
        "region": typed.listed("region"),
        "sub_licensee": typed.listed("sub_licensee"),
        "life": typed.many("life"),
        "rating": ratings("all", typed.one("rating_to") or "all"),
        "retention": kept_at_most(reading.whole("retention")),
        "volume": volume(**{unit: reading.whole(unit) for unit in UNITS}),
        "duties": _read_duties(reading),
        "term": _read_term(reading),
    }
    read: dict[str, Any] = {}
    for name, value in axes.items():
        listed = (
            frozenset(value) if name not in ("rating", "retention", "volume", "duties", "term") else value
        )
        one: dict[str, Any] = {name: listed}
        try:
            Scope(**one)
        except Malformed as error:
            notice = notice_of(error)
            said = (notice.says, *notice.notes)
            reading.errors[name] = Words("".join(w.zh for w in said), " ".join(w.en for w in said))
            continue
        read[name] = listed
    return Scope(**read)


def _read_term(reading: Reading) -> Interval:
    first, last = reading.day("starts_on"), reading.day("ends_on")
    if first is None or last is None:
        return Interval(0, 0)
    if last < first:
        reading.errors["ends_on"] = _ORDER_ERROR
    return term(midnight(first), midnight(last + timedelta(days=1)))


def _read_duties(reading: Reading) -> Duties:
    typed = reading.typed
    gone = reading.day("delete_by") if typed.one("delete_by") else None
    try:
        return Duties.of(
            label=typed.many("label"),
            credit=(typed.one("duty_credit"),) if typed.one("duty_credit") else (),
            approval=typed.many("approval"),
            notice_hours=reading.whole("notice_hours") or None,
            report_days=reading.whole("report_days") or None,
            pay=typed.listed("pay"),
            delete_by=midnight(gone) if gone else None,
        )
    except Malformed as error:
        reading.errors["pay"] = notice_of(error).says
        return NO_DUTIES


def typed_scope(scope: Scope) -> dict[str, tuple[str, ...]]:
    """A scope as it would be typed, for a form that starts from it."""

    def codes(name: str) -> frozenset[str]:
        value = getattr(scope, name)
        return value if isinstance(value, frozenset) else frozenset()

    def split(name: str, shown: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        held, first = codes(name), frozenset(shown)
        return tuple(sorted(held & first)), tuple(sorted(held - first))

    found = {
        name: tuple(sorted(codes(name)))
        for name in ("attribute", "act", "script", "product_line", "life", "role")
    }
    found["medium"], found["medium_more"] = split("medium", _MEDIA_ROOTS)
    found["theme"], found["theme_more"] = split("theme", PLAIN_THEMES)
    for name, shown in (("territory", PLACES), ("language", TONGUES)):
        found[name], rest = split(name, shown)
        found[f"{name}_more"] = (", ".join(rest),) if rest else ()
    for name in ("provider", "region", "advertiser", "sub_licensee"):
        found[name] = (", ".join(sorted(codes(name))),) if codes(name) else ()
    return found | _typed_measures(scope) | _typed_duties(scope.duties)


def _typed_measures(scope: Scope) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    if isinstance(scope.term, Interval) and scope.term:
        found["starts_on"] = (moment_of(scope.term.start)[:10],)
        found["ends_on"] = (_last_day(scope.term.end).isoformat(),)
    if isinstance(scope.rating, Interval) and scope.rating:
        found["rating_to"] = (audience.RATING_ORDER[scope.rating.end - 1],)
    if isinstance(scope.retention, Interval) and scope.retention:
        found["retention"] = (str(scope.retention.end - 1),)
    if isinstance(scope.volume, tuple):
        found |= {quota.unit: (str(quota.limit),) for quota in scope.volume}
    return found


def _last_day(end: int) -> date:
    return datetime.fromtimestamp(end - 1, UTC).date()


def _typed_duties(duties: Duties) -> dict[str, tuple[str, ...]]:
    raw = duties.to_json()
    found: dict[str, tuple[str, ...]] = {n: tuple(raw[n]) for n in ("label", "approval") if n in raw}
    found |= {name: (raw[name],) for name in ("notice_hours", "report_days") if name in raw}
    found |= {
        typed: (", ".join(raw[name]),)
        for typed, name in (("pay", "pay"), ("duty_credit", "credit"))
        if name in raw
    }
    if duties.delete_by is not None:
        found["delete_by"] = (duties.delete_by.date().isoformat(),)
    return found


def sensible_scope(today: date) -> dict[str, tuple[str, ...]]:
    """What a form of a scope starts with: scripted scenes in a series, this library's engine, nothing kept."""
    return {
        "act": ("generate",),
        "attribute": ("image", "voice"),
        "medium": ("series",),
        "script": ("lodged",),
        "theme": ("drama",),
        "territory": ("CN",),
        "language": ("zh",),
        "starts_on": (today.isoformat(),),
        "ends_on": ((today + timedelta(days=2 * 365)).isoformat(),),
        "rating_to": ("16",),
        "seconds": ("600",),
        "lines": ("300",),
        "provider": ("propria-embedded",),
        "region": ("CN",),
        "retention": ("0",),
    }
