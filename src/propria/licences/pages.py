"""What the pages of licences tell: what may be rendered now, how much is left, what it waits for. Decides nothing."""

from dataclasses import dataclass

from propria.deals import actions as deals
from propria.deals.model import Side
from propria.deals.texts import names_in
from propria.kernel.errors import NotFound
from propria.kernel.plurals import counted
from propria.kernel.time import Instant
from propria.ladder import RUNGS, Person
from propria.ladder import Deal as Rung
from propria.licences import actions, rules
from propria.licences.model import Condition, Decision, Licence, Permit, Snapshot
from propria.licences.pages_announcing import Announcing, announcing_of
from propria.licences.use_form import typed_use, use_fields, words_of_use
from propria.parties import actions as parties
from propria.parties.identity.strength import of_creator, of_performer
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.plumbing.web.charts import Lines, Series
from propria.plumbing.web.components import (
    Act,
    AxisReason,
    DecisionTrace,
    EvidenceDrawer,
    Fact,
    Field,
    Kind,
    Ladder,
    NamedStep,
    ScopeTable,
    State,
    Step,
    Timeline,
)
from propria.plumbing.web.formats import day, moment, money
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words, work
from propria.scope import Reason, Use, Why
from propria.scope.words import AXIS_WORDS, PERFORMER, YOU, Names
from propria.web.scope_views import deal_ladder, scope_table, trace, words_of
from propria.web.typed_form import Notice, Typed

UNITS: dict[str, Words] = {
    "seconds": Words("秒", "seconds"),
    "lines": Words("句台词", "lines"),
    "takes": Words("条", "takes"),
    "titles": Words("部", "titles"),
}
KINDS = {Rung.LICENSED: Kind.LICENSED, Rung.ACTIVE: Kind.ACTIVE, Rung.EXPIRED: Kind.NONE}


@dataclass(frozen=True)
class Burn:
    """How much of one quota is used: whole units."""

    unit: Words
    used: int
    limit: int

    @property
    def left(self) -> int:
        """What may still be used."""
        return max(0, self.limit - self.used)


@page_context("licences/licence.html")
@dataclass(frozen=True)
class LicencePage:
    """One licence, for one of its sides."""

    licence_id: str
    title: Words
    other: Words
    strength: State
    state: State
    answer: Words
    waits: tuple[Words, ...]
    ladder: Ladder
    burns: tuple[Burn, ...]
    burn_chart: Lines | None
    table: ScopeTable
    use_fields: tuple[Field, ...]
    tried: DecisionTrace | None
    as_of: int
    token: str
    is_creator: bool
    may_withdraw: bool
    contract_id: str
    deal_id: str
    version: int
    announcing: Announcing
    evidence: EvidenceDrawer
    acts: Timeline
    notice: Notice | None


def waits_words(licence: Licence, condition: Condition) -> Words:
    """What a signed licence waits for, and who acts next."""
    match condition:
        case Condition.TERM:
            return Words(
                f"期限自 {day(licence.starts_at, 'zh-Hans')}开始。",
                f"Its term begins on {day(licence.starts_at, 'en')}.",
            )
        case Condition.NOTICE:
            return Words(
                f"通知期或冷静期至 {moment(licence.notice_ends_at, 'zh-Hans')}届满。",
                f"Notice or cooling-off runs until {moment(licence.notice_ends_at, 'en')}.",
            )
        case Condition.FUNDS:
            return Words(
                f"{money(licence.funds_needed, 'zh-Hans')}尚未托管；由制作方付款，运营方入账。",
                f"{money(licence.funds_needed, 'en')} is not held yet: the creator pays, the operator records it.",
            )
        case Condition.CAPTURE:
            return Words(
                "尚无录制同意；由演员签署。", "There is no consent to capture yet: the performer signs it."
            )


def standing_of(seen: Snapshot) -> State:
    """Where the licence stands, in the ladder's words."""
    state = seen.standing.state
    return State(KINDS.get(state, Kind.STOP), Words(*RUNGS[state].tick))


def burns_of(seen: Snapshot) -> tuple[Burn, ...]:
    """Every quota and what is used of it."""
    volume = seen.licence.scope.volume
    quotas = volume if isinstance(volume, tuple) else ()
    return tuple(Burn(UNITS[q.unit], seen.used.get(q.unit, 0), q.limit) for q in quotas)


def licence_for(actor: Actor, licence_id: str, *, db: Session) -> Licence:
    """A licence of the actor's own side. Raises: NotFound(`licences.no_licence`) for anybody else."""
    found = next((one for one in own_licences(actor, db=db) if one.id == licence_id), None)
    if found is None:
        raise NotFound("licences.no_licence", "There is no such licence.")
    return found


def other_side(actor: Actor, licence: Licence, *, db: Session) -> Words:
    """Who the other side of a licence is."""
    name = (
        parties.performer(licence.performer_id, db=db).name
        if actor.role is Role.CREATOR
        else parties.creator(licence.creator_id, db=db).name
    )
    return Words(name.zh, name.en)


def strength_of_other(actor: Actor, licence: Licence, *, db: Session) -> State:
    """How strongly it is shown who the other side is."""
    if actor.role is not Role.CREATOR:
        return of_creator(licence.creator_id, db=db)
    return of_performer(parties.performer(licence.performer_id, db=db), db=db)


def own_licences(actor: Actor, *, db: Session) -> list[Licence]:
    """The licences of the actor's own side; none for a performer without a profile."""
    try:
        return actions.licences_of(actor, db=db)
    except NotFound as missing:
        if missing.code != "parties.no_performer":
            raise
        return []


def title_of(licence: Licence) -> Words:
    """The project as a title."""
    return work(Words(*licence.project_title))


def licence_page(
    actor: Actor,
    licence_id: str,
    *,
    tried: Use | None = None,
    typed: Typed | None = None,
    token: str = "",
    notice: Notice | None = None,
    now: Instant,
    db: Session,
) -> LicencePage:
    """One licence. Raises: NotFound(`licences.no_licence`)."""
    licence = licence_for(actor, licence_id, db=db)
    seen = actions.snapshot(licence.id, now=now, db=db)
    sheet = deals.sheet_of(deals.contract(licence.contract_id, db=db), db=db)
    names = names_in(sheet)
    is_creator = actor.role is Role.CREATOR
    permits = actions.permits_of(licence.id, db=db)
    speaker = PERFORMER if is_creator else YOU
    return LicencePage(
        licence_id=licence.id,
        title=title_of(licence),
        other=other_side(actor, licence, db=db),
        strength=strength_of_other(actor, licence, db=db),
        state=standing_of(seen),
        answer=answer_of(seen),
        waits=tuple(waits_words(licence, c) for c in seen.standing.waits_for),
        ladder=_ladder(seen),
        burns=burns_of(seen),
        burn_chart=burn_chart(seen, permits, now=now),
        table=scope_table(licence.scope, speaker=speaker, names=names),
        use_fields=use_fields(typed or typed_use(licence.scope)),
        tried=None if tried is None else decision_trace(rules.decide(seen, tried), seen, tried, names),
        as_of=seen.as_of,
        token=token,
        is_creator=is_creator,
        may_withdraw=not is_creator and licence.withdrawn_at_entry is None,
        contract_id=licence.contract_id,
        deal_id=deals.contract(licence.contract_id, db=db).deal_id,
        version=licence.version,
        announcing=announcing_of(actor, licence, now=now, db=db),
        evidence=_evidence(licence, db=db),
        acts=_acts(licence, permits),
        notice=notice,
    )


def answer_of(seen: Snapshot) -> Words:
    """Whether anything may be rendered under it now, in a sentence or two."""
    licence = seen.licence
    match seen.standing.state:
        case Rung.ACTIVE:
            return Words(
                f"此刻可以生成，至 {day(licence.ends_at, 'zh-Hans')}止，且不得超出下列数量。",
                f"It may be rendered now, until {day(licence.ends_at, 'en')} and within what is left below.",
            )
        case Rung.LICENSED:
            return Words(
                "已授权，此刻还不能生成：还差以下各项。",
                "Licensed, and not to be rendered yet: it waits for the following.",
            )
        case Rung.WITHDRAWN:
            return Words(
                "演员已撤回。不得再生成任何新内容。", "The performer withdrew it. Nothing new may be made."
            )
        case Rung.EXPIRED:
            return Words("已到期。不得再生成任何新内容。", "Its term has ended. Nothing new may be made.")
        case _:
            return Words(
                "已暂停。解除之前，不得生成。", "It is held. Until the hold is lifted, nothing may be made."
            )


def _ladder(seen: Snapshot) -> Ladder:
    licence = seen.licence
    signed = (
        Fact(Words("双方签署", "Signed by both"), licence.signed_at),
        Fact(Words("日志第几条", "Log entry"), licence.signed_at_entry),
    )
    facts: dict[Person | Rung, tuple[Fact, ...]] = {Rung.LICENSED: signed}
    if licence.withdrawn_at is not None:
        facts[Rung.WITHDRAWN] = (
            Fact(Words("撤回", "Withdrawn"), licence.withdrawn_at),
            Fact(Words("日志第几条", "Log entry"), licence.withdrawn_at_entry or 0),
        )
    return deal_ladder(seen.standing.state, facts=facts)


def decision_trace(decision: Decision, seen: Snapshot, use: Use, names: Names) -> DecisionTrace:
    """The gate's answer with every reason: the licence's standing first, then axis by axis."""
    standing = seen.standing
    first: tuple[AxisReason, ...] = ()
    if standing.state is not Rung.ACTIVE:
        head = Words("授权", "Licence")
        first = (
            AxisReason(head, met=False, why=Words(*RUNGS[standing.state].tick)),
            *(AxisReason(head, met=False, why=waits_words(seen.licence, c)) for c in standing.waits_for),
        )
    if rules.NO_TRAIN_CONSENT in decision.codes:
        says = Words(
            "演员未同意训练；须另行签署。",
            "The performer gave no consent to training: it is signed on its own.",
        )
        first += (AxisReason(Words("训练", "Training"), met=False, why=says),)
    over = tuple(r for r in decision.reasons if r.why is Why.OVER_QUOTA)
    first += tuple(AxisReason(words_of(AXIS_WORDS["volume"]), met=False, why=_left(r, seen)) for r in over)
    reasons = tuple(r for r in decision.reasons if r not in over)
    failing = {reason.axis for reason in decision.reasons}
    passes = tuple(axis for axis in use.declared if axis not in failing)
    return trace(
        reasons, seen.licence.scope, passes=passes, about=words_of_use(use), names=names, first=first
    )


def _left(reason: Reason, seen: Snapshot) -> Words:
    """How much of the units that run short is left."""
    left = {q.unit: q.limit for q in rules.left(seen)}
    units = [unit for unit in reason.asked if unit in UNITS]
    zh = "、".join(f"{left.get(u, 0)} {UNITS[u].zh}" for u in units)
    en = " and ".join(counted(left.get(u, 0), UNITS[u].en.removesuffix("s")) for u in units)
    return Words(f"只余 {zh}", f"Only {en} left")


def burn_chart(seen: Snapshot, permits: list[Permit], *, now: Instant) -> Lines | None:
    """What was reserved over time, in the unit that is used most; None before the first use."""
    burns = (
        {q.unit: q.limit for q in seen.licence.scope.volume}
        if isinstance(seen.licence.scope.volume, tuple)
        else {}
    )
    unit = next((u for u in ("seconds", "lines", "takes", "titles") if seen.used.get(u)), "")
    if not unit or not permits:
        return None
    total, values = 0, [0.0]
    for permit in permits:
        total += sum(a.limit for a in permit.amounts if a.unit == unit)
        values.append(float(total))
    at = (seen.licence.signed_at, *(p.reserved_at for p in permits), now)
    values.append(float(total))
    limit, back = tuple(float(burns.get(unit, 0)) for _ in at), total - seen.used[unit]
    return Lines(
        title=Words("预留", "Reserved over time"),
        says=Words(
            f"先后预留 {total}，未用退回 {back}，上限 {burns.get(unit, 0)}",
            f"{total} reserved, {back} of it given back unused; the limit is {burns.get(unit, 0)}",
        ),
        unit=UNITS[unit],
        at=at,
        series=(
            Series(Words("预留", "reserved"), tuple(values)),
            Series(Words("上限", "limit"), limit),
        ),
    )


def _evidence(licence: Licence, *, db: Session) -> EvidenceDrawer:
    statement = deals.signatures(licence.contract_id, db=db)[Side.PERFORMER].statement_id
    steps = (
        Words("演员密钥的签名", "The performer’s signature, by their key"),
        Words("声明在日志中的位置", "The statement’s place in the log"),
        Words("此后有无撤回", "Whether it was withdrawn since"),
    )
    return EvidenceDrawer(
        says=Words("演员签署的声明", "What the performer signed"),
        note=Words(f"日志第 {licence.signed_at_entry} 条", f"log entry {licence.signed_at_entry}"),
        steps=tuple(NamedStep(says, Step.TO_DO) for says in steps),
        command=f"propria verify {statement}.bundle.json --trust trust.json",
        bundle_href=f"/log/bundles/{statement}",
    )


def _acts(licence: Licence, permits: list[Permit]) -> Timeline:
    acts = [
        Act(
            licence.signed_at,
            Words("双方签署，授权成立。", "Both had signed; the licence was made."),
            licence.signed_at_entry,
        )
    ]
    if licence.funds_held_at:
        acts.append(
            Act(
                licence.funds_held_at,
                Words(
                    f"已托管{money(licence.funds_needed, 'zh-Hans')}。",
                    f"{money(licence.funds_needed, 'en')} was held.",
                ),
            )
        )
    for permit in permits:
        said = words_of_use(permit.use)
        acts.append(
            Act(permit.reserved_at, Words(f"准许：{said.zh}。", f"Permitted: {said.en}."), permit.at_entry)
        )
    if licence.withdrawn_at:
        acts.append(
            Act(
                licence.withdrawn_at,
                Words("演员撤回了授权。", "The performer withdrew the licence."),
                licence.withdrawn_at_entry,
            )
        )
    return Timeline(tuple(sorted(acts, key=lambda act: act.at, reverse=True)))
