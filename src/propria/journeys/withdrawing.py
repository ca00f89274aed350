"""Gathering what somebody can take back, with what each withdrawal does, and writing the chosen one down."""

from propria.consent import actions as consent
from propria.consent.actions import EffectsOf
from propria.consent.effects import openness_effects
from propria.consent.model import Effect, Grant, Purpose
from propria.journeys.pages import NOTHING_TO_STOP, Stoppable, WithdrawPage
from propria.kernel.errors import NotFound
from propria.kernel.time import Instant
from propria.ladder import Deal
from propria.licences import actions as licences
from propria.licences.slots import LicenceEffects
from propria.parties import actions as parties
from propria.parties.model import Actor, Performer, Power, Role
from propria.plumbing.database import Session
from propria.plumbing.web.words import Words, work
from propria.record.model import SigningRequest
from propria.record.model import Words as Pair

_ENDS = (Deal.LICENSED, Deal.ACTIVE, Deal.SUSPENDED, Deal.DISPUTED)
_GRANT_TITLES = {
    Purpose.CAPTURE: Words(zh="同意录制", en="Your consent to be recorded"),
    Purpose.BUILD: Words(zh="同意制作数字分身", en="Your consent to a replica"),
    Purpose.CHECK: Words(zh="同意肖像比对", en="Your consent to likeness checks"),
    Purpose.DRIVE: Words(zh="同意以表演驱动", en="Your consent as a stand-in"),
    Purpose.SHARE: Words(zh="同意交给一家提供方", en="Your consent to share with one provider"),
    Purpose.TRAIN: Words(zh="同意训练模型", en="Your consent to training"),
    Purpose.OPENNESS: Words(zh="愿意洽谈", en="Your openness to enquiries"),
}


def withdraw_page(
    actor: Actor, effects_of: EffectsOf, licence_effects: LicenceEffects, *, now: Instant, db: Session
) -> WithdrawPage:
    """Everything that the reader may end: for themselves, or for whom they hold the power to withdraw."""
    things: list[Stoppable] = []
    for performer in _performers(actor, now, db):
        things += _licences(performer, licence_effects, now, db)
        things += _openness(performer, effects_of, now, db)
        things += [
            _grant(g, effects_of, db)
            for g in consent.grants_of(performer.id, db=db)
            if g.can_be_taken_back(now)
        ]
    return WithdrawPage(tuple(things), NOTHING_TO_STOP)


def _performers(actor: Actor, now: Instant, db: Session) -> list[Performer]:
    if actor.role is Role.REPRESENTATIVE:
        held = [
            m.performer_id
            for m in parties.mandates_held(actor.person_id, db=db)
            if m.runs_at(now, Power.WITHDRAW)
        ]
        return list(parties.performers(held, db=db).values())
    try:
        return [parties.own_profile(actor, db=db)]
    except NotFound:
        return []


def _licences(performer: Performer, effects: LicenceEffects, now: Instant, db: Session) -> list[Stoppable]:
    found = []
    for licence in licences.given_by(performer.id, db=db):
        if licences.standing(licence.id, now=now, db=db).state not in _ENDS:
            continue
        creator = parties.creator(licence.creator_id, db=db).name
        title = work(Words(*licence.project_title))
        found.append(
            Stoppable(
                "licence",
                licence.id,
                Words(zh=f"对{creator.zh}的授权", en=f"Licence to {creator.en}"),
                title,
                licence.signed_at,
                _both(effects(licence.id, db)),
                Words(zh="撤回这项授权", en="Withdraw this licence"),
            )
        )
    return found


def _openness(performer: Performer, effects_of: EffectsOf, now: Instant, db: Session) -> list[Stoppable]:
    current = consent.find_openness(performer.id, now=now, db=db)
    if current is None:
        return []
    effects = (*openness_effects(), *effects_of(performer.id, Purpose.OPENNESS, current.id, db))
    return [
        Stoppable(
            "openness",
            performer.id,
            Words(zh="登记", en="Listing"),
            _GRANT_TITLES[Purpose.OPENNESS],
            current.starts_at,
            _said(effects),
            Words(zh="不再接受洽谈", en="Stop being open"),
        )
    ]


def _grant(grant: Grant, effects_of: EffectsOf, db: Session) -> Stoppable:
    return Stoppable(
        "grant",
        grant.id,
        Words(
            zh=f"用途：{grant.reason}；日志第 {grant.given_at_entry} 条",
            en=f"For: {grant.reason}; log entry {grant.given_at_entry}",
        ),
        _GRANT_TITLES[grant.purpose],
        None,
        _said(effects_of(grant.performer_id, grant.purpose, grant.id, db)),
        Words(zh="收回这项同意", en="Take back this consent"),
    )


def _both(pairs: tuple[Pair, ...]) -> tuple[Words, ...]:
    return tuple(Words(zh=zh, en=en) for zh, en in pairs)


def _said(effects: tuple[Effect, ...]) -> tuple[Words, ...]:
    return tuple(Words(zh=e.zh, en=e.en) for e in effects)


def draft(
    actor: Actor,
    kind: str,
    thing_id: str,
    effects_of: EffectsOf,
    licence_effects: LicenceEffects,
    *,
    now: Instant,
    db: Session,
) -> SigningRequest:
    """Write down the chosen withdrawal, one signature away.

    Raises: NotFound(`journeys.nothing_chosen`), and whatever the context refuses.
    """
    match kind:
        case "openness":
            return consent.draft_openness_withdrawal(
                actor, thing_id, effects_of=effects_of, return_url="/home", now=now, db=db
            )
        case "licence":
            effects = licence_effects(thing_id, db)
            return licences.draft_withdrawal(actor, thing_id, effects, return_url="/home", now=now, db=db)
        case "grant":
            return consent.draft_grant_withdrawal(
                actor, thing_id, effects_of=effects_of, return_url="/home", now=now, db=db
            )
        case _:
            raise NotFound("journeys.nothing_chosen", "Choose what to take back.")
