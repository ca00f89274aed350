"""Owing, stating and watching: what must go when something ends, the holder's signed word, and the clock."""

from collections.abc import Callable, Sequence

from propria.alerts.actions import tell
from propria.alerts.model import News
from propria.custody import holdings, rules, store, texts
from propria.custody.model import Cause, Duty, Owed
from propria.kernel.errors import NotFound
from propria.kernel.ids import DutyId, PerformerId, PersonId, new_id
from propria.kernel.time import Instant, wire
from propria.licences import actions as licences
from propria.parties import actions as parties
from propria.parties import contesting as people
from propria.parties.colleagues import actions as colleagues
from propria.parties.colleagues.rules import Right
from propria.parties.model import Actor, Power, Role
from propria.plumbing.database import Session
from propria.proofs.envelopes import SignedStatement
from propria.record import actions as record
from propria.record.model import Draft, SigningRequest, Words

DESTROYED = "holding.destroyed"
SEE = "/duties"


def owed_for_licence(licence_id: str, *, at: Instant, db: Session) -> tuple[Owed, ...]:
    """What each holder owes if the licence ends at `at`. Raises: NotFound(`licences.no_licence`)."""
    found = holdings.under_licence(licences.licence(licence_id, db=db), db=db)
    return rules.owed(found, at, ends_finished=True)


def owed_for_replica(replica_id: str, *, at: Instant, db: Session) -> tuple[Owed, ...]:
    """What each holder owes if the replica ends at `at`. Raises: NotFound(`replicas.no_replica`)."""
    return rules.owed(holdings.of_replica(replica_id, db=db), at, ends_finished=True)


def owed_for_recordings(consent_id: str, performer_id: str, *, at: Instant, db: Session) -> tuple[Owed, ...]:
    """What each holder owes if this consent to be recorded ends; finished works stay as their licences say."""
    found = holdings.of_recordings(consent_id, performer_id, db=db)
    return rules.owed(found, at, ends_finished=False)


def owed_by_hosts(performer_id: str, *, at: Instant, db: Session) -> tuple[Owed, ...]:
    """What hosts of engines elsewhere owe if nothing of the performer may be there any more."""
    return rules.owed(holdings.at_hosts(performer_id, db=db), at, ends_finished=False)


def owe(
    cause: Cause, thing_id: str, performer_id: str, owed: tuple[Owed, ...], *, now: Instant, db: Session
) -> None:
    """Write down who owes what and tell whoever signs for it; what is known already is only counted anew."""
    known = {d.owed.place: d for d in store.of_thing(thing_id, db=db)}
    performer = parties.performer(performer_id, db=db)
    for one in owed:
        duty = known.get(one.place)
        if duty is not None:
            store.recount(duty.id, one.count, db=db)
            continue
        duty_id = DutyId(new_id("duty"))
        duty = Duty(duty_id, performer.id, performer.subject, cause, thing_id, one, now)
        store.add(duty, db=db)
        _tell(duty, _signers(duty, db=db), "owed", texts.told_owed(duty), now=now, db=db)


def _signers(duty: Duty, *, db: Session) -> list[PersonId]:
    if duty.owed.holder.creator_id is None:
        return [p.id for p in people.operators(db=db)]
    return colleagues.people_who_may(duty.owed.holder.creator_id, Right.SIGN, db=db)


def _tell(
    duty: Duty, whom: Sequence[PersonId | None], what: str, words: Words, *, now: Instant, db: Session
) -> None:
    facts = {"see": SEE, "duty": duty.id, "due_at": wire(duty.owed.due_at)}
    tell(whom, News(f"{duty.id} {what}", f"custody.{what}", *words, facts), now=now, db=db)


def draft_confirmation(
    actor: Actor, duty_id: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """The holder's word that it destroyed what it held, one signature away.

    Raises: NotFound(`custody.no_duty`), Refused(`custody.already_stated`).
    """
    duty = store.duty(duty_id, db=db)
    rules.check_answers(duty, signs=actor.person_id in _signers(duty, db=db))
    rules.check_open(duty)
    performer = parties.performer(duty.performer_id, db=db)
    signer = ("运营方", "the operator")
    if duty.owed.holder.creator_id is not None:
        name = parties.creator(duty.owed.holder.creator_id, db=db).name
        signer = (name.zh, name.en)
    words = texts.destroyed(duty, performer, signer)
    draft = Draft(DESTROYED, duty.subject, body_of(duty), *words)
    return record.draft(
        draft, actor.person_id, texts.destroyed_sheet(), return_url=return_url, now=now, db=db
    )


def body_of(duty: Duty) -> dict[str, str]:
    """What a holder's statement about a duty says to machines."""
    owed = duty.owed
    return {
        "duty": duty.id,
        "performer": duty.performer_id,
        "cause": duty.cause.value,
        "target": duty.thing_id,
        "licence": owed.licence_id or "",
        "holder": owed.holder.key,
        "what": owed.what.value,
        "count": str(owed.count),
    }


def state_destroyed(
    signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session
) -> None:
    """The signed `holding.destroyed`: kept as the holder's word, and the performer is told.

    Raises: NotFound(`custody.no_duty`), Refused(`custody.already_stated`). Source: PIPL art. 47; GDPR art. 17, 19.
    """
    duty = store.duty(signed.body["duty"], db=db)
    rules.check_answers(duty, signs=by in _signers(duty, db=db))
    rules.check_open(duty)
    store.set_stated(duty.id, signed.statement.id, entry_index, now, db=db)
    person_id = parties.performer(duty.performer_id, db=db).person_id
    _tell(duty, [person_id], "stated", texts.told_stated(duty), now=now, db=db)


def flag_overdue(*, now: Instant, db: Session) -> int:
    """Tell performer, operator and signer of each duty whose date has passed; once each; how many."""
    late = [d for d in store.unstated(due_by=now, db=db) if d.told_overdue_at is None]
    operators = [p.id for p in people.operators(db=db)]
    for duty in late:
        person_id = parties.performer(duty.performer_id, db=db).person_id
        whom = [person_id, *operators, *_signers(duty, db=db)]
        _tell(duty, whom, "overdue", texts.told_overdue(duty), now=now, db=db)
        store.set_told_overdue(duty.id, now, db=db)
    return len(late)


def duties_for(actor: Actor, *, now: Instant, db: Session) -> list[Duty]:
    """What is owed to a performer, what a creator signs for, and everything for the operator.

    A representative sees what is owed to whom they hold the power to withdraw for. Nobody else sees any.
    """
    match actor.role:
        case Role.OPERATOR:
            return store.every(db=db)
        case Role.CREATOR:
            return store.answered_by(parties.own_creator(actor, db=db).id, db=db)
        case Role.PERFORMER:
            return store.about(_own(lambda: parties.own_profile(actor, db=db).id), db=db)
        case Role.REPRESENTATIVE:
            held = [
                m.performer_id
                for m in parties.mandates_held(actor.person_id, db=db)
                if m.runs_at(now, Power.WITHDRAW)
            ]
            return store.about(held, db=db)
        case _:
            return []


def _own(read: Callable[[], PerformerId]) -> list[str]:
    try:
        return [read()]
    except NotFound:
        return []


def may_sign(actor: Actor, duty: Duty, *, db: Session) -> bool:
    """Whether the actor signs for this duty's holder."""
    return not duty.is_stated and actor.person_id in _signers(duty, db=db)


def every_duty(*, db: Session) -> list[Duty]:
    """All duties, for the operator's desk."""
    return store.every(db=db)
