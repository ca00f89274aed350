"""What the pages of rules tell: which rules reach a deal and why, and every pack with what changed between two days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from propria.deals import law
from propria.deals.actions import Room
from propria.deals.model import Side
from propria.deals.panels import title_of
from propria.kernel.time import Instant
from propria.plumbing.web.components import Kind, State
from propria.plumbing.web.formats import moment
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Text, Words
from propria.rulepacks import (
    FACTS,
    PACKS,
    Ask,
    Bars,
    Changed,
    Finding,
    Moments,
    Opinion,
    Rule,
    Since,
    Status,
    Wait,
    When,
    Who,
    changed_words,
    changes,
)
from propria.rulepacks.model import Kind as AskKind
from propria.scope.words import AXIS_WORDS
from propria.web.scope_views import words_of

STATUSES: dict[Status, Words] = {
    Status.LAW: Words("法律", "Law"),
    Status.AGREEMENT: Words("行业协议", "Agreement"),
    Status.HOUSE: Words("本库规则", "This library’s rule"),
    Status.DRAFT: Words("草案，不具约束力", "Draft, not binding"),
    Status.VOLUNTARY: Words("自愿", "Voluntary"),
}
WHO: dict[Who, Words] = {
    Who.PERFORMER: Words("演员一方", "The performer’s side"),
    Who.CREATOR: Words("制作方", "The creator"),
    Who.OPERATOR: Words("运营方", "The operator"),
    Who.SOFTWARE: Words("本软件", "This software"),
}
WHEN: dict[When, Words] = {
    When.SIGNING: Words("签署之前", "before signing"),
    When.FIRST_USE: Words("首次使用之前", "before the first use"),
    When.RELEASE: Words("放行之前", "before release"),
    When.ALWAYS: Words("始终", "all along"),
    When.END: Words("结束之时", "at the end"),
}
_BEGAN, _ENDED = Words("生效", "in force"), Words("失效", "ended")
_SAID_ANEW = Words("文字变更", "said anew")
_MET = State(Kind.ACTIVE, Words("已满足", "met"))
_UNMET = State(Kind.STOP, Words("未满足，不能签署", "not met: it cannot be signed"))
_ADVISED = State(Kind.WAIT, Words("未满足，不具约束力", "not met; it does not bind"))
_ASKED = State(Kind.NONE, Words("届时履行", "to be done"))
_KEPT = State(Kind.OPEN, Words("由软件保证", "the software sees to it"))
_COUNTS_FROM: dict[Since, State] = {
    Since.CONTRACT: State(Kind.WAIT, Words("自合同生成起计", "counts from the making of the contract")),
    Since.SIGNED: State(Kind.WAIT, Words("自双方签齐起计", "counts from the last signature")),
}


@dataclass(frozen=True)
class AskView:
    """One ask of a rule: who does what by when, and how it stands (None on the page of all packs)."""

    who: Words
    by: Words
    says: Words
    state: State | None


@dataclass(frozen=True)
class RuleView:
    """A rule with its source and standing; `why` it reaches the deal, or what would have to be so."""

    id: str
    title: Words
    about: Words
    why: Text
    asks: tuple[AskView, ...]


@page_context("deals/deal_rules.html")
@dataclass(frozen=True)
class DealRulesPage:
    """Which rules reach one deal, what they ask, and which others a further fact would bring."""

    deal_id: str
    title: Words
    answer: Words
    state: State
    stated: tuple[Words, ...]
    reach: tuple[RuleView, ...]
    would: tuple[RuleView, ...]


@dataclass(frozen=True)
class PackView:
    """One pack and its rules in force."""

    id: str
    name: Words
    checked: str
    rules: tuple[RuleView, ...]


@dataclass(frozen=True)
class ChangedView:
    """A rule that began, ended or is said anew; then its text in both languages, as it was and is: (stands, words)."""

    on: str
    title: Words
    how: Words
    href: str
    texts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@page_context("deals/rules.html")
@dataclass(frozen=True)
class RulesPage:
    """Every pack on one day, and what changed since another."""

    since: str
    on: str
    changed: tuple[ChangedView, ...]
    packs: tuple[PackView, ...]


def deal_rules_page(seen: Room, *, now: Instant) -> DealRulesPage:
    """The rules of one deal as of now; for a signed one, as of its last signature."""
    signed = seen.deal.state == "signed" and seen.signatures
    on = max(one.signed_at for one in seen.signatures) if signed else now
    opinion = law.opinion_on(seen.sheet, on=on)
    at = _Moments(_begun(seen), _due(seen), now)
    reach = tuple(_rule(f.rule, _because(f), _asks(f, at)) for f in opinion.findings if f.applies)
    would = tuple(
        _rule(f.rule, _if_stated(f), _plain_asks(f.rule)) for f in opinion.findings if not f.applies
    )
    count, unmet = len(reach), len(opinion.unmet)
    return DealRulesPage(
        deal_id=seen.deal.id,
        title=title_of(seen.sheet),
        answer=_answer(count, unmet),
        state=_whole(opinion, at),
        stated=tuple(Words(*FACTS[code]) for code in FACTS if code in seen.sheet.facts),
        reach=reach,
        would=would,
    )


def _whole(opinion: Opinion, at: "_Moments") -> State:
    until = opinion.barred_until(Bars.SIGNING, at.begun)
    if opinion.unmet:
        return State(Kind.STOP, Words("有规则未满足", "a rule is not met"))
    if until is not None and at.now < until:
        return State(
            Kind.WAIT,
            Words("冷静期中，演员一方尚不能签署", "a cooling-off runs: the performer’s side cannot sign yet"),
        )
    return State(Kind.ACTIVE, Words("没有规则妨碍签署", "no rule stands in the way"))


@dataclass(frozen=True)
class _Moments:
    """When the acts of one deal happened, by when its asks are due, and the moment of reading."""

    begun: Moments
    due: dict[When, Words]
    now: Instant


def _begun(seen: Room) -> Moments:
    made = {} if seen.contract is None else {Since.CONTRACT: seen.contract.made_at}
    if len(seen.signatures) < len(Side):
        return made
    return made | {Since.SIGNED: max(one.signed_at for one in seen.signatures)}


def _due(seen: Room) -> dict[When, Words]:
    """By when in the days of this deal: its talks lapse, its term begins and ends."""
    starts, ends = ([moment(at, language) for language in ("zh-Hans", "en")] for at in seen.sheet.term)
    due = {
        When.FIRST_USE: Words(
            f"首次使用之前；期限自 {starts[0]}起", f"before the first use; the term begins {starts[1]}"
        ),
        When.END: Words(f"结束之时，{ends[0]}", f"at the end, {ends[1]}"),
    }
    if seen.deal.state not in ("open", "agreed"):
        return due
    zh, en = (moment(seen.deal.lapses_at, language) for language in ("zh-Hans", "en"))
    return due | {When.SIGNING: Words(f"签署之前；{zh}过期", f"before signing; the talks lapse {en}")}


def _answer(count: int, unmet: int) -> Words:
    if unmet:
        return Words(
            f"有 {count} 条规则适用，其中 {unmet} 项要求未满足：满足之前，谁也不能签署。",
            f"{count} rules reach this deal, and {unmet} of what they ask is not met: until then nobody can sign.",
        )
    return Words(
        f"有 {count} 条规则适用；签署之前须满足的均已满足。",
        f"{count} rules reach this deal; whatever they ask before signing is met.",
    )


def rules_page(*, since: date, on: date) -> RulesPage:
    """Every rule in force on a day; what began or ended after `since`."""
    return RulesPage(
        since=since.isoformat(),
        on=on.isoformat(),
        changed=tuple(_changed(each) for each in changes(PACKS, since, on)),
        packs=tuple(
            PackView(
                pack.id,
                words_of(pack.name),
                pack.checked.isoformat(),
                tuple(_rule(r, _needs(r), _plain_asks(r)) for r in pack.rules if r.in_force(on)),
            )
            for pack in PACKS
        ),
    )


def _changed(each: Changed) -> ChangedView:
    title, how = words_of(each.rule.title), _SAID_ANEW if each.was else _BEGAN if each.began else _ENDED
    texts = () if each.was is None else tuple(changed_text(each.was, each.rule))
    return ChangedView(each.on.isoformat(), title, how, f"#{each.rule.id}", texts)


def changed_text(was: Rule, now: Rule) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Both languages, each with the text of two rules in one: (stands, words)."""
    old, new = rule_text(was), rule_text(now)
    for locale, before, after in (("zh-Hans", old.zh, new.zh), ("en", old.en, new.en)):
        yield locale, tuple((part.stands.value, part.text) for part in changed_words(before, after))


def rule_text(rule: Rule) -> Words:
    """All that the page says of a rule, line by line: title, standing and source, when it applies, who does what by when."""
    shown = _rule(rule, _needs(rule), _plain_asks(rule))
    lines = [shown.title, shown.about, *([shown.why] if isinstance(shown.why, Words) else [])]
    lines += [
        Words(f"{a.who.zh}，{a.by.zh}：{a.says.zh}", f"{a.who.en}, {a.by.en}: {a.says.en}")
        for a in shown.asks
    ]
    return Words("\n".join(line.zh for line in lines), "\n".join(line.en for line in lines))


def _rule(rule: Rule, why: Text, asks: tuple[AskView, ...]) -> RuleView:
    status = STATUSES[rule.status]
    about = Words(
        f"{status.zh}；{rule.source_zh}；自 {rule.starts.isoformat()} 起",
        f"{status.en}; {rule.source}; since {rule.starts.isoformat()}",
    )
    return RuleView(rule.id, words_of(rule.title), about, why, asks)


def _because(finding: Finding) -> Words:
    axes = [AXIS_WORDS[axis] for axis in finding.axes]
    stated = [FACTS[code] for code in sorted(finding.rule.facts)]
    if not axes and not stated:
        return Words("适用于每一份授权。", "It reaches every licence.")
    zh = [f"合同的{_list_zh(a.zh for a in axes)}"] if axes else []
    en = [f"the terms’ {', '.join(a.en.lower() for a in axes)}"] if axes else []
    zh += [s[0] for s in stated]
    en += [s[1] for s in stated]
    return Words(f"适用的原因：{'；'.join(zh)}。", f"It reaches this deal because of {'; '.join(en)}.")


def _if_stated(finding: Finding) -> Words:
    lacking = [FACTS[code] for code in finding.lacks]
    return Words(
        f"如果{_list_zh(zh for zh, _ in lacking)}，则适用。",
        f"It would reach it if {' and '.join(en for _, en in lacking)}.",
    )


def _needs(rule: Rule) -> Text:
    stated = [FACTS[code] for code in sorted(rule.facts)]
    if not stated:
        return ""
    return Words(
        f"适用条件：{_list_zh(zh for zh, _ in stated)}。",
        f"It applies where {' and '.join(en for _, en in stated)}.",
    )


def _list_zh(words: Iterable[str]) -> str:
    return "、".join(words)


def _asks(finding: Finding, at: _Moments) -> tuple[AskView, ...]:
    binds = finding.rule.status.binds
    return tuple(
        _ask(ask, _wait(finding.rule, ask, at) if ask.since else _standing(ask, met, binds=binds), at.due)
        for ask, met in zip(finding.rule.asks, finding.met, strict=True)
    )


def _plain_asks(rule: Rule) -> tuple[AskView, ...]:
    return tuple(_ask(ask, None, {}) for ask in rule.asks)


def _ask(ask: Ask, state: State | None, due: dict[When, Words]) -> AskView:
    return AskView(WHO[ask.who], due.get(ask.by, WHEN[ask.by]), words_of(ask.says), state)


def _wait(rule: Rule, ask: Ask, at: _Moments) -> State:
    """How far a cooling-off has come."""
    over = Wait(rule, ask).over(at.begun)
    if over is None:
        return _COUNTS_FROM[ask.since or Since.CONTRACT]
    zh, en = moment(over, "zh-Hans"), moment(over, "en")
    if at.now < over:
        return State(Kind.WAIT, Words(f"至 {zh}届满", f"runs until {en}"))
    return State(Kind.ACTIVE, Words(f"已于 {zh}届满", f"over since {en}"))


def _standing(ask: Ask, met: bool | None, *, binds: bool) -> State:
    match met:
        case True:
            return _MET
        case False:
            return _UNMET if binds else _ADVISED
        case None:
            return _KEPT if ask.kind is AskKind.PRACTICE and ask.who is Who.SOFTWARE else _ASKED
