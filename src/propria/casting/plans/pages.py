"""What the page of a whole production tells: the form of its wishes, and the cast that follows. Decides nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from propria.casting.model import Brief
from propria.casting.pages import title_of
from propria.casting.plans.model import MIDDLING, Considered, Planned, Why, Wishes
from propria.casting.plans.rules import agency_of, can_speak, days_taken, languages_of
from propria.casting.production.model import Alternative, Cast, Kind, NoCast, Relaxation
from propria.kernel.ids import PerformerId
from propria.kernel.money import Money
from propria.parties.identity.strength import Strengths
from propria.plumbing.web.components import Choice, Field, State
from propria.plumbing.web.formats import money
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.scope.words import value_words
from propria.web.scope_views import words_of
from propria.web.typed_form import Notice, Typed, currency_choices, major

SPARE_PAIRS = 2
NOBODY = Choice("", Words("未定", "nobody yet"))
TOGETHER, APART = "together", "apart"
HOW_TONGUES = Words("如 zh, en-GB；留空则不限", "like zh, en-GB; empty: any")
HOW_DAYS = Words("如 2027-01-31, 2027-02-03..2027-02-05", "like 2027-01-31, 2027-02-03..2027-02-05")
_YES_NO = (Choice("", Words("否", "no")), Choice("yes", Words("可以", "yes")))
_WHY_NOT = {
    Why.NOT_OPEN: Words("现未以本名公开洽谈意愿", "is not open under their name"),
    Why.DOES_NOT_FIT: Words("与这份招募不合", "does not fit this brief"),
    Why.NOT_AVAILABLE: Words("没有空档", "is not available for this"),
    Why.OTHER_CURRENCY: Words("要的是另一币种", "asks in another currency"),
}


@dataclass(frozen=True)
class OtherChoice:
    """Whoever could step in, everybody else staying: what it loses and what it costs more or less."""

    name: Words
    says: Words


@dataclass(frozen=True)
class CastRow:
    """One role of the cast, and who else could play it."""

    role: str
    href: str
    name: Words
    known: State
    others: tuple[OtherChoice, ...]


@dataclass(frozen=True)
class LeftOut:
    """Somebody who was kept and stands on no shortlist of the plan, and why."""

    name: Words
    why: Words


@dataclass(frozen=True)
class CandidatePart:
    """The fields of one performer in one role, and why they cannot be cast in it as things stand."""

    name: Words
    hindered: tuple[Words, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class RolePart:
    """The fields of one role, none where nobody can play it, and who is left out of it."""

    role: str
    href: str
    fields: tuple[Field, ...]
    candidates: tuple[CandidatePart, ...]
    left_out: tuple[LeftOut, ...]


@page_context("casting/plan.html")
@dataclass(frozen=True)
class PlanPage:
    """A whole production: what is wished, and the cast that follows or what stands in its way."""

    project: str
    title: Words
    notice: Notice | None
    certified: Words | None
    sums: Words | None
    cast: tuple[CastRow, ...]
    undecided: bool
    impossible: bool
    any_one_of: tuple[Words, ...]
    all_of: tuple[Words, ...]
    money_fields: tuple[Field, ...]
    roles: tuple[RolePart, ...]
    pairs: tuple[tuple[Field, ...], ...]
    agencies: tuple[Field, ...]
    languages: tuple[Field, ...]


def plan_page(planned: Planned, typed: Typed, notice: Notice | None = None, *, known: Strengths) -> PlanPage:
    """The page; `typed` are the values of its form, as kept or as just refused; `known` is of everybody who was kept."""
    outcome = planned.outcome
    names = names_of(planned)
    roles: dict[str, str] = {brief.id: brief.role for brief in planned.briefs}
    none = outcome if isinstance(outcome, NoCast) else NoCast(())
    found = outcome if isinstance(outcome, Cast) else None
    told = [_relaxed(planned, names, roles, row) for row in (none.relaxations, none.together)]
    return PlanPage(
        project=planned.project,
        title=title_of(planned.briefs[-1]),
        notice=notice,
        certified=None if found is None else certified(found),
        sums=None if found is None else _sums(planned, found),
        cast=() if found is None else tuple(_cast_rows(planned, names, found, known)),
        undecided=none.undecided,
        impossible=isinstance(outcome, NoCast) and not outcome.undecided,
        any_one_of=told[0],
        all_of=told[1],
        money_fields=tuple(_money_fields(typed)),
        roles=tuple(_role_part(planned, brief, typed) for brief in planned.briefs),
        pairs=tuple(_pair_fields(names, typed)),
        agencies=tuple(_agency_fields(planned, names, typed)),
        languages=tuple(_language_fields(planned, typed)),
    )


def names_of(planned: Planned) -> dict[str, Words]:
    """Everybody who was kept for some role, by performer id."""
    everybody = (one.performer for row in planned.shortlists.values() for one in row)
    return {who.id: Words(who.name.zh, who.name.en) for who in everybody}


def certified(found: Cast) -> Words:
    """The certificate in plain words."""
    if found.bound == found.points:
        return Words(
            "这是最好的阵容：任何别的组合都不会更高分。",
            "This is the best cast there is: no other has more points.",
        )
    percent = f"{100 * found.gap:.2f}"
    return Words(
        f"任何组合都不会超过 {found.bound} 分：离最好至多差 {percent}%。",
        f"No cast whatever has more than {found.bound} points: this one is at most {percent}% from the best.",
    )


def _sums(planned: Planned, found: Cast) -> Words:
    fees = Money(planned.currency, found.fees_minor)
    return Words(
        f"{found.points} 分；酬金至少合计{money(fees, 'zh-Hans')}。",
        f"{found.points} points; fees of at least {money(fees, 'en')} in all.",
    )


def _cast_rows(planned: Planned, names: dict[str, Words], found: Cast, known: Strengths) -> Iterator[CastRow]:
    for brief in planned.briefs:
        others = tuple(
            OtherChoice(names[one.performer], _instead(one, planned.currency))
            for one in found.alternatives
            if one.role == brief.id
        )
        who = PerformerId(found.chosen[brief.id])
        yield CastRow(brief.role, f"/briefs/{brief.id}", names[who], known[who], others)


def _instead(one: Alternative, currency: str) -> Words:
    more = Money(currency, abs(one.fee_more_minor))
    less = one.fee_more_minor < 0
    return Words(
        f"少 {one.points_lost} 分，{'少' if less else '多'}付{money(more, 'zh-Hans')}",
        f"{one.points_lost} points less, {money(more, 'en')} {'less' if less else 'more'} to pay",
    )


def _relaxed(
    planned: Planned, names: dict[str, Words], roles: dict[str, str], rows: tuple[Relaxation, ...]
) -> tuple[Words, ...]:
    def said(subject: str) -> Words:
        return names.get(subject) or Words(*([roles.get(subject, subject)] * 2))

    return tuple(
        _RELAXED[one.constraint.kind]([said(s) for s in one.constraint.subject], one.amount, planned.currency)
        for one in rows
    )


def _tongue(code: Words) -> Words:
    return words_of(value_words("language", frozenset({code.en})))


_RELAXED: dict[Kind, Callable[[list[Words], int, str], Words]] = {
    Kind.BUDGET: lambda _, n, c: Words(
        f"预算再加{money(Money(c, n), 'zh-Hans')}", f"Raise the budget by {money(Money(c, n), 'en')}"
    ),
    Kind.MOST_OF_AGENCY: lambda of, n, _: Words(
        f"{of[0].zh} 可多占 {n} 个角色", f"Let {of[0].en} have {n} more"
    ),
    Kind.LEAST_OF_AGENCY: lambda of, n, _: Words(
        f"{of[0].zh} 可少占 {n} 个角色", f"Ask for {n} fewer of {of[0].en}"
    ),
    Kind.COVER: lambda of, n, _: Words(
        f"会{_tongue(of[0]).zh}的可少 {n} 位", f"Ask for {n} fewer with {_tongue(of[0]).en}"
    ),
    Kind.LOCKED: lambda of, _n, _c: Words(
        f"收回{of[0].zh}一角的约定", f"Take back the promise of {of[0].en}"
    ),
    Kind.APART: lambda of, _n, _c: Words(
        f"允许{of[0].zh}与{of[1].zh}同在", f"Let {of[0].en} and {of[1].en} both be cast"
    ),
    Kind.ONCE: lambda of, n, _: Words(f"让{of[0].zh}多演 {n} 个角色", f"Let {of[0].en} play {n} more"),
    Kind.LANGUAGES: lambda of, n, _: Words(
        f"{of[0].zh}一角少要 {n} 种语言", f"Ask {n} languages fewer of {of[0].en}"
    ),
    Kind.DAYS: lambda of, n, _: Words(
        f"{of[0].zh}一角避开 {n} 天", f"Move {of[0].en} by {n} days that are taken"
    ),
    Kind.NOBODY: lambda of, _n, _c: Words(
        f"为{of[0].zh}一角留下合适的人", f"Keep somebody who fits for {of[0].en}"
    ),
}


def _money_fields(typed: Typed) -> Iterator[Field]:
    yield Field(
        "budget", Words("全部酬金的预算", "Budget for all fees"), value=typed.one("budget"), required=False,
        hint=Words("留空则不设上限", "Empty: no limit"),
    )  # fmt: skip
    yield Field(
        "currency", Words("币种", "Currency"), "select", typed.one("currency"), options=currency_choices()
    )
    yield Field(
        "doubling", Words("一人可演数角", "One performer may play several roles"), "select",
        typed.one("doubling"), options=_YES_NO, required=False,
    )  # fmt: skip


def _role_part(planned: Planned, brief: Brief, typed: Typed) -> RolePart:
    row = planned.shortlists[brief.id]
    inside = [one for one in row if one.why_not is None]
    return RolePart(
        role=brief.role,
        href=f"/briefs/{brief.id}",
        fields=(_promised(brief, inside, typed), *_needs(brief, typed)) if inside else (),
        candidates=tuple(_candidate(planned, brief, one, typed) for one in inside),
        left_out=tuple(LeftOut(_name(one), _WHY_NOT[one.why_not]) for one in row if one.why_not is not None),
    )


def _promised(brief: Brief, inside: list[Considered], typed: Typed) -> Field:
    options = (NOBODY, *(Choice(one.performer.id, _name(one)) for one in inside))
    name = f"promised.{brief.id}"
    label = Words("已约定给", "Promised to")
    return Field(name, label, "select", typed.one(name), options=options, required=False, wide=True)


def _needs(brief: Brief, typed: Typed) -> Iterator[Field]:
    name = f"days.{brief.id}"
    yield Field(name, Words("工作日", "Days of work"), value=typed.one(name), hint=HOW_DAYS, required=False)
    name, spoken = f"languages.{brief.id}", ", ".join(sorted(languages_of(brief, Wishes())))
    yield Field(
        name, Words("说哪些语言", "Spoken in"), value=typed.one(name) if name in typed.fields else spoken,
        hint=HOW_TONGUES, required=False,
    )  # fmt: skip


def _hindered(planned: Planned, brief: Brief, one: Considered) -> Iterator[Words]:
    days = days_taken(planned, brief.id, one.performer.id)
    if days:
        yield Words(
            f"其中 {days} 天没有空，不能派给这一角", f"Not free on {days} of these days: cannot be cast here"
        )
    for tag in sorted(languages_of(brief, planned.wishes or Wishes())):
        if not can_speak(planned, one, tag):
            said = _tongue(Words(tag, tag))
            yield Words(
                f"没有说会{said.zh}，不能派给这一角",
                f"Does not say they speak {said.en}: cannot be cast here",
            )


def _candidate(planned: Planned, brief: Brief, one: Considered, typed: Typed) -> CandidatePart:
    assert one.asks is not None
    worth, fee = f"worth.{brief.id}.{one.performer.id}", f"fee.{brief.id}.{one.performer.id}"
    asks = Words(f"至少{money(one.asks, 'zh-Hans')}", f"at least {money(one.asks, 'en')}")
    fields = (
        Field(
            worth, Words("对您值几分", "Worth to you"), value=typed.one(worth, str(MIDDLING)),
            hint=Words("0 到 100", "0 to 100"),
        ),
        Field(fee, Words("酬金", "Would cost"), value=typed.one(fee, major(one.asks)), hint=asks),
    )  # fmt: skip
    return CandidatePart(_name(one), tuple(_hindered(planned, brief, one)), fields)


def _name(one: Considered) -> Words:
    return Words(one.performer.name.zh, one.performer.name.en)


def pairs_typed(typed: Typed) -> int:
    """How many rows of pairs a form has."""
    return sum(1 for name in typed.fields if name.startswith("pair.") and name.endswith(".one"))


def _pair_fields(names: dict[str, Words], typed: Typed) -> Iterator[tuple[Field, ...]]:
    if len(names) < 2:
        return
    people = (NOBODY, *(Choice(who, name) for who, name in names.items()))
    kinds = (
        Choice(TOGETHER, Words("同在更好，值", "are worth this together")),
        Choice(APART, Words("不可同在", "may not both be cast")),
    )
    for n in range(max(SPARE_PAIRS, pairs_typed(typed))):

        def field(part: str, label: Words, options: tuple[Choice, ...] = (), n: int = n) -> Field:
            name = f"pair.{n}.{part}"
            return Field(
                name, label, "select" if options else "text", typed.one(name), options=options, required=False
            )

        yield (
            field("one", Words("一位", "One"), people),
            field("other", Words("另一位", "The other"), people),
            field("kind", Words("两位", "The two"), kinds),
            field("points", Words("几分", "Points")),
        )


def _agency_fields(planned: Planned, names: dict[str, Words], typed: Typed) -> Iterator[Field]:
    chinese = {name.en: name.zh for name in planned.agents.values()}
    shown = set()
    for who, name in names.items():
        field = f"agency.{who}"
        label = Words(f"{name.zh}的经纪公司", f"The agency of {name.en}")
        agent = planned.agents.get(PerformerId(who))
        hint = Words(f"依委托代理：{agent.zh}", f"By a running mandate: {agent.en}") if agent else ""
        yield Field(field, label, value=typed.one(field), hint=hint, required=False)
        shown.add(agency_of(planned, PerformerId(who), typed.one(field)))
    for agency in sorted(one for one in shown if one):
        zh = chinese.get(agency, agency)
        for part, label in (
            ("least", Words(f"{zh} 至少几角", f"Roles for {agency}, at least")),
            ("most", Words(f"{zh} 至多几角", f"Roles for {agency}, at most")),
        ):
            yield Field(f"{part}.{agency}", label, value=typed.one(f"{part}.{agency}"), required=False)


def _language_fields(planned: Planned, typed: Typed) -> Iterator[Field]:
    spoken = {
        tag
        for row in planned.shortlists.values()
        for one in row
        for tag in planned.speaks.get(one.performer.id) or one.languages or ()
    }
    for code in sorted(spoken | set((planned.wishes or Wishes()).covers)):
        said = words_of(value_words("language", frozenset({code})))
        field = f"covers.{code}"
        label = Words(f"至少几位可用{said.zh}", f"At least so many with {said.en}")
        yield Field(field, label, value=typed.one(field), required=False)
