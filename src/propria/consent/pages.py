"""What the page of standing terms is told. No request, no SQL."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from propria.consent.consent_records import Kept
from propria.consent.model import GrantState, Openness, Purpose
from propria.consent.rules import MOST_FLOORS
from propria.consent.terms_form import ANYWHERE, MOST_NOTICE, OWN_MACHINES, Ticks, floor_of, unwritten
from propria.kernel.errors import Malformed
from propria.kernel.time import Instant
from propria.plumbing.web.components import Choice, Denied, Field, Kind, ScopeTable, State
from propria.plumbing.web.formats import currency_words, money
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Text, Words, say
from propria.record.model import Words as Pair
from propria.scope import ANY
from propria.scope.codes.audience import RATINGS, SENSITIVE_THEMES, THEMES
from propria.scope.codes.commerce import PRODUCT_LINES
from propria.scope.codes.doings import ACTS, ATTRIBUTES
from propria.scope.codes.media import MEDIA
from propria.scope.duties import APPROVALS, LABELS
from propria.scope.words import code_words, value_words


@dataclass(frozen=True)
class Group:
    """One question with boxes to tick: the field's name, what it asks, and what is ticked."""

    name: str
    asks: Words
    note: Text
    options: tuple[Choice, ...]
    ticked: frozenset[str]
    none: Words

    @property
    def now(self) -> Words:
        """What is ticked, in the order of the boxes; or what it means that nothing is."""
        said = [one.words for one in self.options if one.value in self.ticked]
        return _listed(said) if said else self.none


@dataclass(frozen=True)
class Fold:
    """Fields that open together: the fold's id, what they ask, what is set now, and whether it opens by itself."""

    name: str
    asks: Text
    now: Words
    fields: tuple[Field, ...]
    opened: bool = False


@dataclass(frozen=True)
class RecordRow:
    """One consent with a record to take away: what for, when it was given, what became of it."""

    id: str
    purpose: Words
    given_at: Instant
    state: Words


@page_context("consent/terms.html")
@dataclass(frozen=True)
class TermsPage:
    """Standing terms: what is in force, the form of new ones, and what they would mean."""

    state: State
    openness: Openness | None
    unwritten: tuple[Words, ...]
    groups: tuple[Group, ...]
    red: tuple[Group, ...]
    owed: tuple[Group, ...]
    limits: tuple[Fold, ...]
    pay: Fold
    shows_name: bool
    opened: bool
    preview: tuple[ScopeTable, ...]
    denies: tuple[Denied, ...]
    error: Text
    records: tuple[RecordRow, ...]


_PURPOSES = {
    Purpose.OPENNESS: Words(zh="愿意洽谈", en="open to enquiries"),
    Purpose.CAPTURE: Words(zh="录制采集", en="recording for a replica"),
    Purpose.BUILD: Words(zh="制作数字分身", en="building a replica"),
    Purpose.CHECK: Words(zh="肖像比对", en="checking files for your likeness"),
    Purpose.DRIVE: Words(zh="以表演驱动他人的数字分身", en="performing for another’s replica"),
    Purpose.SHARE: Words(zh="交给一家提供方", en="sharing with one provider"),
    Purpose.TRAIN: Words(zh="训练模型", en="training models"),
}
_STATES = {
    GrantState.GIVEN: Words(zh="已给出", en="given"),
    GrantState.HELD: Words(zh="停用，待您重新同意", en="rests until you consent anew"),
    GrantState.WITHDRAWN: Words(zh="已收回", en="withdrawn"),
    GrantState.LAPSED: Words(zh="已失效", en="lapsed"),
    GrantState.VOID: Words(zh="无效", en="void"),
}
_RED_ACTS = ("real_time", "performance_transfer", "fine_tune", "train", "reuse_archival")
_RED_MEDIA = ("advertisement", "game", "livestream", "chat", "news")
_RED_PRODUCTS = ("alcohol", "tobacco", "gambling", "political", "weapons")
_PLACES = (
    "CN", "HK", "MO", "TW", "SG", "MY", "JP", "KR", "TH", "VN", "ID", "IN", "GB", "IE", "FR", "DE",
    "IT", "ES", "US", "CA", "MX", "BR", "AU", "NZ", "ZA",
)  # fmt: skip
_TONGUES = (
    "zh", "yue", "wuu", "nan", "en", "ja", "ko", "th", "vi", "id", "fr", "de", "es", "it", "pt",
)  # fmt: skip
_MADE_OF_YOU = (
    "generate", "edit", "dub", "real_time", "performance_transfer", "fine_tune", "train", "reuse_archival",
)  # fmt: skip
_SPEECH = ("no_words", "lodged", "translated", "outline", "improvised", "machine_written")
_SAID_HERE = {
    OWN_MACHINES: Words(zh="本库自己的机器", en="this library’s own machines"),
    ANYWHERE: Words(zh="任何人的机器", en="anybody’s machines"),
}
"""Of who runs a model: what is said here in plainer words than a statement says it."""


def _options(axis: str, shown: Iterable[str], ticked: Iterable[str]) -> tuple[Choice, ...]:
    """The boxes of one question: those that everybody is shown, and whatever else is ticked."""
    return tuple(Choice(code, _said(axis, code)) for code in dict.fromkeys((*shown, *ticked)))


def _said(axis: str, code: str) -> Words:
    if axis == "provider" and code in _SAID_HERE:
        return _SAID_HERE[code]
    said = value_words(axis, ANY) if code == ANYWHERE else code_words(axis, code)
    return Words(zh=said.zh, en=said.en)


def _choices(codes: Iterable[str], table: dict[str, tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(c, Words(zh=table[c][0], en=table[c][1])) for c in codes if c in table)


def _groups(
    asked: Iterable[tuple[str, Words, Iterable[str]]],
    ticked: Mapping[str, tuple[str, ...]],
    *,
    before: str = "",
    part: str = "",
) -> tuple[Group, ...]:
    return tuple(
        Group(f"{before}{axis}", asks, _NOTES.get(before + axis, ""),
              _options(axis, shown, ticked.get(axis, ())), frozenset(ticked.get(axis, ())), _NOTHING[part or before])
        for axis, asks, shown in asked
    )  # fmt: skip


def _listed(said: Iterable[Text]) -> Words:
    zh, en = ([say(one, locale) for one in said] for locale in ("zh-Hans", "en"))
    return Words(zh="、".join(zh), en=", ".join(en))


_NOTHING = {
    "": Words(zh="一项未选：不可谈", en="nothing ticked: not on offer"),
    "red_": Words(zh="没有红线", en="no red line"),
    "owed_": Words(zh="不要求", en="not asked"),
}
"""What an unticked question says of itself, by the part of the form that it stands in."""
_NOTES = {"product_line": Words(zh="不勾选广告，就不必答。", en="Only if you ticked advertisement.")}


def _allowed_groups(ticks: Ticks) -> tuple[Group, ...]:
    asked = (
        ("attribute", Words(zh="可以用您的什么？", en="What of you?"), ATTRIBUTES),
        ("act", Words(zh="可以做什么？", en="What may be done?"), _MADE_OF_YOU),
        ("medium", Words(zh="用于什么？", en="In what?"), _roots(MEDIA)),
        ("theme", Words(zh="可以有什么题材？", en="Which themes?"), THEMES),
        ("script", Words(zh="台词从哪里来？", en="Whose words?"), _SPEECH),
        ("language", Words(zh="说什么语言？", en="In which languages?"), _TONGUES),
        ("territory", Words(zh="在哪里放映？", en="Shown where?"), (*_PLACES, ANYWHERE)),
        (
            "product_line",
            Words(zh="广告：可以为哪些产品？", en="Advertising: for which products?"),
            _roots(PRODUCT_LINES),
        ),
        (
            "provider",
            Words(zh="您的模型可以在谁的机器上运行？", en="On whose machines may a model of you run?"),
            (OWN_MACHINES, ANYWHERE),
        ),
    )
    return _groups(asked, ticks.allowed)


def _roots(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(code for code in codes if "." not in code)


def _red_groups(ticks: Ticks) -> tuple[Group, ...]:
    asked = (
        (
            "theme",
            Words(zh="绝不出现的题材", en="Themes, never"),
            [code for code in THEMES if code in SENSITIVE_THEMES],
        ),
        ("act", Words(zh="绝不可做的事", en="Acts, never"), _RED_ACTS),
        ("medium", Words(zh="绝不用于", en="Media, never"), _RED_MEDIA),
        ("product_line", Words(zh="绝不代言", en="Products, never"), _RED_PRODUCTS),
    )
    return _groups(asked, ticks.red, before="red_")


def _owed_groups(ticks: Ticks) -> tuple[Group, ...]:
    asked = (
        ("approval", Words(zh="须先经您认可的", en="What you approve before anybody sees it"), APPROVALS),
        ("label", Words(zh="须带有的标识", en="Which labels it carries"), LABELS),
    )
    return _groups(asked, ticks.owed, part="owed_")


def _limits(ticks: Ticks, *, opened: bool) -> tuple[Fold, ...]:
    kept = ticks.retention
    keeps = [
        Choice("0", Words(zh="什么也不留", en="nothing")),
        Choice("30", Words(zh="至多 30 天", en="at most 30 days")),
        Choice(ANYWHERE, Words(zh="可以一直留", en="for ever")),
    ]
    if kept not in [one.value for one in keeps]:
        keeps.append(Choice(kept, Words(zh=f"至多 {kept} 天", en=f"at most {kept} days")))
    days = tuple(Choice(str(n), Words(zh=f"{n} 天", en=f"{n} days")) for n in (30, 90, 180))
    rating = Field(
        "rating",
        Words(zh="给谁看，最高到", en="For which audience, at most"),
        "select",
        ticks.rating,
        options=_choices(RATINGS, RATINGS),
    )
    lasts = Field(
        "days",
        Words(zh="有效期", en="How long does this stand?"),
        "select",
        ticks.days,
        options=days,
        hint=Words(zh="到期自行失效，除非您续签。", en="Then it lapses by itself, unless you renew it."),
    )
    others = Field(
        "providers",
        Words(zh="您的模型还可交由哪些提供方运行？", en="Which other providers may run a model of you?"),
        value=ticks.providers,
        required=False,
        hint=Words(zh="写名称，以逗号分隔。", en="By name, with commas between."),
    )
    keeping = Field(
        "retention",
        Words(zh="运行方可以留存多久？", en="What may whoever runs it keep?"),
        "select",
        kept,
        options=tuple(keeps),
    )
    notice = Field(
        "notice",
        Words(zh="须提前几小时通知您？", en="How many hours before must you be told?"),
        "number",
        ticks.notice,
        required=False,
        least=1,
        most=MOST_NOTICE,
    )
    told = Words(zh=f"提前 {ticks.notice} 小时", en=f"{ticks.notice} hours before")
    return (
        Fold("f-rating", rating.label, _chosen(rating), (rating,), opened),
        Fold("f-days", lasts.label, _chosen(lasts), (lasts,), opened),
        Fold("f-keeps", Words(zh="运行模型的提供方", en="Whoever runs a model of you"),
             _keeps(ticks.providers, _chosen(keeping)),
             (others, keeping), opened),
        Fold("f-notice", notice.label, told if ticks.notice else _NOTHING["owed_"], (notice,), opened),
    )  # fmt: skip


def _keeps(providers: str, kept: Words) -> Words:
    said: list[Text] = [providers] if providers else []
    return _listed([*said, Words(zh=f"留存：{kept.zh}", en=f"may keep: {kept.en}")])


def _chosen(field: Field) -> Words:
    return _listed([one.words for one in field.options if one.value == field.value])


def _floor_rows(ticks: Ticks, spare: int) -> tuple[Field, ...]:
    """What was typed, and empty rows: three fields each."""
    typed = [one for one in ticks.floors if any(one)]
    rows = enumerate((*typed, *[("", "", "")] * spare)[:MOST_FLOORS], 1)
    return tuple(field for number, one in rows for field in _floor_fields(number, *one))


def _floor_fields(number: int, act: str, medium: str, least: str) -> tuple[Field, ...]:
    acts = _choices(dict.fromkeys((*_MADE_OF_YOU, act)), ACTS)
    media = _choices(dict.fromkeys((*(code for code in MEDIA if "." not in code), medium)), MEDIA)
    whatever = Choice("", Words(zh="不限", en="any"))
    zh, en = f"较高底价 {number}：", f"Higher floor {number}: "
    return (
        Field(f"floor_act_{number}", Words(zh=f"{zh}行为", en=f"{en}act"), "select", act, required=False, options=(whatever, *acts)),
        Field(f"floor_medium_{number}", Words(zh=f"{zh}媒介", en=f"{en}medium"), "select", medium, required=False,
              options=(whatever, *media)),
        Field(f"floor_least_{number}", Words(zh=f"{zh}最低酬金", en=f"{en}the least fee"), value=least, required=False),
    )  # fmt: skip


def _pay(ticks: Ticks, floor_error: Text, spare: int) -> Fold:
    """The least fees; they open by themselves while there is none, where one is wrong, and where rows were asked for."""
    floor = Field(
        "floor",
        Words(zh="每部作品的最低酬金", en="The least fee for a project"),
        value=ticks.floor,
        hint=Words(
            zh="低于此数的报价发不出来。例如 80,000。", en="An offer below it cannot be sent. Such as 80,000."
        ),
        error=floor_error,
    )
    currencies = tuple(Choice(c, currency_words(c)) for c in ("CNY", "USD", "EUR", "GBP", "HKD"))
    currency = Field(
        "currency", Words(zh="币种", en="Currency"), "select", ticks.currency, options=currencies
    )
    opened = bool(floor_error) or not ticks.floor or spare > 1
    fields = (floor, currency, *_floor_rows(ticks, spare))
    return Fold("f-pay", floor.label, _floors_now(ticks), fields, opened)


def _floors_now(ticks: Ticks) -> Words:
    try:
        floor = floor_of(ticks)
    except Malformed:
        return Words(ticks.floor, ticks.floor)
    if not ticks.floor:
        return Words(zh="尚未填写", en="not written yet")
    now, more = (
        Words(zh=money(floor, "zh-Hans"), en=money(floor, "en")),
        sum(1 for one in ticks.floors if any(one)),
    )
    if not more:
        return now
    return Words(zh=f"{now.zh}，另有 {more} 项较高底价", en=f"{now.en}, and {more} higher for some")


def terms_page(
    ticks: Ticks,
    openness: Openness | None,
    *,
    preview: tuple[ScopeTable, ...] = (),
    denies: tuple[Pair, ...] = (),
    error: Text = "",
    floor_error: Text = "",
    kept: Iterable[Kept] = (),
    spare: int = 1,
    opened: bool = False,
) -> TermsPage:
    """The page for these ticks; `spare`: empty rows for floors by act and medium; `opened`: every question is open."""
    state = State(Kind.NONE, Words(zh="没有可谈的条件", en="nobody may ask you yet"))
    if openness is not None:
        state = State(Kind.OPEN, Words(zh="愿意洽谈，未作授权", en="open to enquiries; no licence given"))
    return TermsPage(
        state=state,
        openness=openness,
        unwritten=tuple(Words(one.zh, one.en) for one in unwritten(openness)) if openness else (),
        groups=_allowed_groups(ticks),
        red=_red_groups(ticks),
        owed=_owed_groups(ticks),
        limits=_limits(ticks, opened=opened or bool(error)),
        pay=_pay(ticks, floor_error, spare),
        shows_name=ticks.shows_name,
        opened=opened,
        preview=preview,
        denies=tuple(_denied(zh, en) for zh, en in denies),
        error=error,
        records=tuple(RecordRow(k.id, _PURPOSES[k.purpose], k.given_at, _STATES[k.state]) for k in kept),
    )  # fmt: skip


def _denied(zh: str, en: str) -> Denied:
    """One line of what is not allowed, with the reason that it gives of itself taken apart."""
    for mark_zh, mark_en in (("未提及，即不允许：", "Not mentioned, so not allowed: "),):
        if zh.startswith(mark_zh) and en.startswith(mark_en):
            rest = en.removeprefix(mark_en)
            what = Words(zh=zh.removeprefix(mark_zh), en=rest[:1].upper() + rest[1:])
            return Denied(what, Words(zh="未提及，即不允许", en="not mentioned: not allowed"))
    return Denied(Words(zh=zh, en=en), "")
