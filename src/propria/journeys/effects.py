"""What a withdrawal does in every context that holds something; consent owns the slot, this fills it."""

from collections.abc import Mapping

from propria.consent.actions import EffectsOf
from propria.consent.model import Effect, Purpose
from propria.custody import actions as custody
from propria.custody.model import Owed
from propria.custody.texts import NOBODY, will_owe
from propria.deals import actions as deals
from propria.deals.model import Finished, WindDown
from propria.kernel.plurals import counted, verb
from propria.kernel.time import Instant
from propria.ladder import Deal
from propria.licences import actions as licences
from propria.licences import leases
from propria.licences.model import Licence
from propria.licences.pages import UNITS
from propria.licences.slots import LicenceEffects
from propria.likeness import actions as likeness
from propria.likeness.model import AssetState
from propria.likeness.orders import actions as preserving
from propria.parties import actions as parties
from propria.plumbing.clock import Clock
from propria.plumbing.database import Session
from propria.plumbing.web.formats import day, moment
from propria.provenance import actions as provenance
from propria.record.model import Words
from propria.replicas import actions as replicas
from propria.replicas.model import VersionState
from propria.replicas.slots import ReplicaEffects


def licence_effects(clock: Clock) -> LicenceEffects:
    """The slot's filling: what the withdrawal of a licence does, everywhere."""

    def found(licence_id: str, db: Session) -> tuple[Words, ...]:
        return _without_licence(licence_id, now=clock.now(), db=db)

    return found


def _without_licence(licence_id: str, *, now: Instant, db: Session) -> tuple[Words, ...]:
    """In the order in which a performer asks."""
    licence = licences.licence(licence_id, db=db)
    sheet = deals.sheet_of(deals.contract(licence.contract_id, db=db), db=db)
    count = len(licences.permits_of(licence_id, db=db))
    return (
        ("自此刻起，任何新的生成一律拒绝。", "From this moment every new render is refused."),
        *_leases(licence.id, now=now, db=db),
        _in_flight(sheet.wind_down),
        (
            f"此前已准许 {count} 次使用；照合同计酬。",
            f"{counted(count, 'use')} {verb(count, 'was', 'were')} permitted before and {verb(count, 'is', 'are')} paid as the "
            "contract says.",
        ),
        _FINISHED[sheet.wind_down.finished if sheet.wind_down else None],
        _held(licence, db=db),
        *_holders(custody.owed_for_licence(licence.id, at=now, db=db)),
        _models(licence, db=db),
        (
            "您可能因此须赔偿对方已发生的合理支出；平台不作判断。",
            "You may owe the other side what it reasonably spent; the library does not judge that.",
        ),
        ("已公开流传的副本，无法召回。", "Copies that are already in the world cannot be called back."),
    )


def _leases(licence_id: str, *, now: Instant, db: Session) -> tuple[Words, ...]:
    """What a withdrawal cannot reach at once: leases that are out, each with its end and the most it can still come to."""
    out = [
        one
        for one in leases.leases_under(licence_id, db=db)
        if one.closed_at is None and now < one.expires_at
    ]
    return tuple(
        (
            f"离线租约 {one.id} 收不到撤回：最多用到 {moment(one.expires_at, 'zh-Hans')}，"
            f"至多 {_amounts(one.quota, 'zh')}；撤回之后的使用会标明、计费，并有证据包。",
            f"The offline lease {one.id} cannot hear of it: it may go on until {moment(one.expires_at, 'en')}, for at most "
            f"{_amounts(one.quota, 'en')}; what it makes after is flagged, billed and evidenced.",
        )
        for one in out
    )


def _amounts(quota: Mapping[str, int], language: str) -> str:
    if language == "zh":
        return "、".join(f"{n} {UNITS[unit].zh}" for unit, n in sorted(quota.items()))
    return " and ".join(counted(n, UNITS[unit].en.removesuffix("s")) for unit, n in sorted(quota.items()))


def _holders(owed: tuple[Owed, ...]) -> tuple[Words, ...]:
    """Exactly who outside the library must destroy what, by when."""
    return tuple(will_owe(one) for one in owed) or (NOBODY,)


def _in_flight(clause: WindDown | None) -> Words:
    """What becomes of renders that are under way."""
    until = clause.in_flight_until if clause else None
    if until is None:
        return ("正在生成的即刻停止，用量退回。", "What is being rendered stops, and its quota returns.")
    return (
        f"正在生成的可在 {moment(until, 'zh-Hans')} 前完成（收尾条款），照样计酬。",
        f"What is being rendered may be finished until {moment(until, 'en')} (wind-down clause), and is paid.",
    )


def _held(licence: Licence, *, db: Session) -> Words:
    """Who holds what was made under the licence."""
    holder = parties.creator(licence.creator_id, db=db).name
    count = len(provenance.outputs_under(licence.id, db=db))
    return (
        f"{holder.zh}持有 {count} 份成品；本库留存其密文，您随时可看。",
        f"{holder.en} holds {counted(count, 'finished output')}; the library keeps them encrypted, and you may look at each.",
    )


def _models(licence: Licence, *, db: Session) -> Words:
    """What becomes of the performer's replica."""
    made = [v for v in replicas.versions_of(licence.performer_id, db=db) if v.state is VersionState.APPROVED]
    if not made:
        return ("没有用到您的数字分身。", "No replica of you is in use.")
    return (
        f"您的 {len(made)} 版数字分身不再用于这项授权；它们仍是您的，注销另行签署。",
        f"{counted(len(made), 'version')} of your replica {verb(len(made), 'serves', 'serve')} this licence no more; they stay yours, and "
        "cancelling them is signed apart.",
    )


_FINISHED: dict[Finished | None, Words] = {
    Finished.MAY_STAY: (
        "已完成的成片可以继续展示（收尾条款）。",
        "Finished works may stay (wind-down clause).",
    ),
    Finished.UNTIL: (
        "已完成的成片可展示至约定日期（收尾条款）。",
        "Finished works may be shown until the date agreed (wind-down clause).",
    ),
    Finished.MUST_STOP: (
        "已完成的成片须停止展示（收尾条款）。",
        "Showing finished works stops (wind-down clause).",
    ),
    None: (
        "没有收尾条款：已完成的成片须另行约定或裁定。",
        "There is no wind-down clause: finished works need agreement or a ruling.",
    ),
}


def replica_effects(clock: Clock) -> ReplicaEffects:
    """What cancelling a replica does to licences and to what was made under them."""

    def found(replica_id: str, db: Session) -> tuple[Words, ...]:
        now = clock.now()
        owed = custody.owed_for_replica(replica_id, at=now, db=db)
        performer_id = replicas.replica(replica_id, db=db).performer_id
        return (*_holders(owed), *_without_replica(performer_id, now=now, db=db))

    return found


def _without_replica(performer_id: str, *, now: Instant, db: Session) -> tuple[Words, ...]:
    signed = licences.given_by(performer_id, db=db)
    running = [x for x in signed if licences.standing(x.id, now=now, db=db).state in _RUNNING]
    rows: list[Words] = []
    if running:
        zh = "、".join(f"《{x.project_title[0]}》" for x in running)
        en = ", ".join(x.project_title[1] for x in running)
        rows.append(
            (
                f"{zh}的授权仍在，但不再能用您的数字分身生成；您本人的录制片段照授权可用。",
                f"Licences stay ({en}), but nothing new is rendered with your replica; your own recorded takes stay as licensed.",
            )
        )
        rows.append(
            (
                "已完成的成片依各合同的收尾条款处理，并标明“数字分身已注销”；对方可能就未完成的部分主张合理支出。",
                "Finished works follow each contract's wind-down clause and say that the replica is cancelled; "
                "for what is unfinished the other side may claim what it reasonably spent.",
            )
        )
    rows.append(
        ("已公开流传的副本，无法召回。", "Copies that are already in the world cannot be called back.")
    )
    return tuple(rows)


_RUNNING = (Deal.LICENSED, Deal.ACTIVE, Deal.SUSPENDED)


def effects_of(clock: Clock) -> EffectsOf:
    """The slot's filling: what taking back a consent does to recordings, replicas and licences."""

    def found(performer_id: str, purpose: Purpose, target: str, db: Session) -> tuple[Effect, ...]:
        match purpose:
            case Purpose.OPENNESS:
                return ()
            case Purpose.CAPTURE:
                return _without_recordings(performer_id, target, now=clock.now(), db=db)
            case Purpose.BUILD:
                return _without_build(performer_id, now=clock.now(), db=db)
            case Purpose.CHECK:
                return (NO_MORE_CHECKS,)
            case Purpose.DRIVE:
                return (NO_MORE_DRIVING,)
            case Purpose.SHARE:
                return (NO_MORE_SHARING, *_at_hosts(performer_id, now=clock.now(), db=db))
            case Purpose.TRAIN:
                return (NO_MORE_TRAINING,)

    return found


NO_MORE_CHECKS = Effect(
    "checks",
    "此后任何人都不能再用您的录制素材比对文件；以往比对未留存任何文件。",
    "From now on no file is compared with your recordings; nothing of earlier files was kept.",
)

NO_MORE_DRIVING = Effect(
    "performances",
    "此后您的表演不再驱动任何新的生成，制作中的即刻停止；已完成的成品由其所示演员的合同决定。",
    "From now on no performance of yours moves a new render, and what is being made of it stops; what is finished follows the "
    "contract of the performer whom it shows.",
)


NO_MORE_SHARING = Effect(
    "sharing",
    "此后不再向该提供方交付您的任何内容；那里的制作与生成即刻停止，您的数字分身在您重新同意之前不能在那里使用。",
    "From now on nothing of you is given to this provider; builds and renders there stop, and your replica is not used there until "
    "you agree again.",
)
NO_MORE_TRAINING = Effect(
    "training",
    "此后任何授权都不能再用于训练或微调；以往登记的模型标明不得再用，但模型本身无法忘却所学。",
    "From now on no licence trains or fine-tunes anything, and models that were registered are marked as not to be used; a model "
    "itself cannot unlearn.",
)


def _at_hosts(performer_id: str, *, now: Instant, db: Session) -> tuple[Effect, ...]:
    owed = custody.owed_by_hosts(performer_id, at=now, db=db)
    return tuple(Effect("holders", zh, en) for zh, en in _holders(owed))


def _without_recordings(
    performer_id: str, consent_id: str, *, now: Instant, db: Session
) -> tuple[Effect, ...]:
    held = [a for a in likeness.assets_under(consent_id, db=db) if a.state is AssetState.HELD]
    gone = {a.id for a in held}
    made = [
        v
        for v in replicas.versions_of(performer_id, db=db)
        if v.state in _LIVING and gone & {s.asset_id for s in v.sources}
    ]
    rows = [
        Effect(
            "recordings",
            f"依此同意录制的素材（现存 {len(held)} 份）销毁密钥，您会收到回执。",
            f"What was recorded under it ({counted(len(held), 'recording')} {verb(len(held), 'is', 'are')} held) is destroyed, "
            "with a receipt.",
            len(held),
        )
    ]
    if made:
        rows.append(
            Effect(
                "replicas",
                f"用这些素材制成的 {len(made)} 版数字分身即刻停用；要销毁其文件，请另行注销。",
                f"{counted(len(made), 'version')} of your replica {verb(len(made), 'was', 'were')} made from them and may not be used any "
                "more; "
                "cancel the replica to have their files destroyed.",
                len(made),
            )
        )
    for order in preserving.binding(performer_id, now=now, db=db):
        zh_day, en_day = day(order.ends_at, "zh-Hans"), day(order.ends_at, "en")
        rows.append(
            Effect(
                "order",
                f"{order.authority}的命令（{order.reference}）要求至迟保存至 {zh_day}：在此之前只保存、不打开、不使用，届时销毁。",
                f"An order ({order.authority}, {order.reference}) has them kept until {en_day} at the latest: until then nobody opens "
                "or uses them, and then they are destroyed.",
            )
        )
    owed = custody.owed_for_recordings(consent_id, performer_id, at=now, db=db)
    rows += [Effect("holders", zh, en) for zh, en in _holders(owed)]
    rows.append(
        Effect(
            "licences",
            "没有录制同意，任何授权都不能继续生成。",
            "Without consent to be recorded no licence may render anything new.",
        )
    )
    return tuple(rows)


def _without_build(performer_id: str, *, now: Instant, db: Session) -> tuple[Effect, ...]:
    living = [r for r in replicas.replicas_of(performer_id, db=db) if not r.is_cancelled]
    if not living:
        return (
            Effect("replicas", "此后不得制作您的数字分身。", "From now on no replica of you may be built."),
        )
    own = [words for r in living for words in replicas.own_effects(r.id, now=now, db=db)]
    owed = tuple(o for r in living for o in custody.owed_for_replica(r.id, at=now, db=db))
    later = _without_replica(performer_id, now=now, db=db)
    return tuple(Effect("replicas", zh, en, len(living)) for zh, en in (*own, *_holders(owed), *later))


_LIVING = (VersionState.BUILDING, VersionState.BUILT, VersionState.APPROVED)
