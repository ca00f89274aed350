"""Freezing, activating, deciding, reserving, withdrawing."""

from propria.consent import actions as consent
from propria.consent.model import Purpose
from propria.kernel.errors import Refused
from propria.kernel.ids import PermitId, new_id
from propria.kernel.time import Instant
from propria.ladder import Deal
from propria.licences import rules, store
from propria.licences.model import Decision, Licence, Permit, PublicLicence, Snapshot, Standing, Tally
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.scope import ANY, Use


def _standing(licence: Licence, *, now: Instant, db: Session) -> Standing:
    try:
        consent.grant_in_force(licence.performer_id, Purpose.CAPTURE, now=now, db=db)
        has_capture = True
    except Refused:
        has_capture = False
    return rules.standing(licence, has_capture_consent=has_capture, now=now)


def snapshot(licence_id: str, *, lock: bool = False, now: Instant, db: Session) -> Snapshot:
    """All that a decision reads, as of the newest log entry. Raises: NotFound(`licences.no_licence`)."""
    licence = store.licence(licence_id, lock=lock, db=db)
    as_of = record.facts_of_log(db=db)["size"]
    return Snapshot(licence, _standing(licence, now=now, db=db), store.used(licence_id, db=db), as_of)


def decide(licence_id: str, use: Use, *, now: Instant, db: Session) -> Decision:
    """May this use be made now? An answer, not a reservation. Raises: NotFound(`licences.no_licence`)."""
    return rules.decide(snapshot(licence_id, now=now, db=db), use)


def reserve(licence_id: str, creator_id: str, use: Use, nonce: str, *, now: Instant, db: Session) -> Permit:
    """Consume the quota for one use and give the permit that alone runs an engine.

    One transaction at the newest index. Raises: NotFound(`licences.no_licence`),
    Forbidden(`licences.other_audience`), Refused(`licences.replayed`, `licences.denied`).
    """
    seen = snapshot(licence_id, lock=True, now=now, db=db)
    rules.check_holder(seen.licence, creator_id)
    if store.has_nonce(licence_id, nonce, db=db):
        raise Refused("licences.replayed", "This use was reserved before; each use is reserved once.")
    rules.refuse_unless(rules.decide(seen, use))
    if seen.licence.scope.volume is not ANY:
        for amount in use.amounts:
            store.consume(licence_id, amount.unit, amount.limit, db=db)
    permit = Permit(
        id=PermitId(new_id("permit")),
        licence_id=seen.licence.id,
        creator_id=seen.licence.creator_id,
        use=use,
        amounts=use.amounts,
        nonce=nonce,
        reserved_at=now,
        at_entry=seen.as_of,
    )
    store.add_permit(permit, db=db)
    return permit


def permit(permit_id: str, *, db: Session) -> Permit:
    """A permit. Raises: NotFound(`licences.no_permit`)."""
    return store.permit(permit_id, db=db)


def confirm_funds(licence_id: str, *, now: Instant, db: Session) -> None:
    """The funds that the contract asks for are held; called by whoever holds them.

    Raises: NotFound(`licences.no_licence`).
    """
    licence = store.licence(licence_id, lock=True, db=db)
    store.set_funds_held(licence.id, now, db=db)
    refresh_state(licence.id, now=now, db=db)


def refresh_state(licence_id: str, *, now: Instant, db: Session) -> Standing:
    """Put the licence's standing into the map. Raises: NotFound(`licences.no_licence`)."""
    licence = store.licence(licence_id, lock=False, db=db)
    found = _standing(licence, now=now, db=db)
    record.set_state(licence.subject, licence.id, found.state.value, db=db)
    return found


def licence(licence_id: str, *, db: Session) -> Licence:
    """A licence, for contexts that have decided who may know of it. Raises: NotFound(`licences.no_licence`)."""
    return store.licence(licence_id, lock=False, db=db)


def licence_of_contract(contract_id: str, *, db: Session) -> Licence | None:
    """The licence that a contract gave, if it is signed by all."""
    return store.of_contract(contract_id, db=db)


def standing(licence_id: str, *, now: Instant, db: Session) -> Standing:
    """Where a licence stands now. Raises: NotFound(`licences.no_licence`)."""
    return _standing(store.licence(licence_id, lock=False, db=db), now=now, db=db)


def held_by(actor: Actor, *, db: Session) -> list[Licence]:
    """The licences that the actor's creator holds. Raises: NotFound(`parties.no_creator`)."""
    return store.licences(creator_id=parties.own_creator(actor, db=db).id, db=db)


def given_by(performer_id: str, *, db: Session) -> list[Licence]:
    """The licences that a performer gave."""
    return store.licences(performer_id=performer_id, db=db)


def permits_of(licence_id: str, *, db: Session) -> list[Permit]:
    """Every permit of a licence."""
    return store.permits(licence_id, db=db)


def public_licences(*, now: Instant, db: Session) -> list[PublicLicence]:
    """Licences that both sides allow to be said and that are licensed or in use now."""
    found = []
    for one in store.licences(db=db):
        state = _standing(one, now=now, db=db).state
        if one.is_public and state in (Deal.LICENSED, Deal.ACTIVE):
            found.append(PublicLicence(one.id, one.performer_id, one.project, one.project_title, state.value))
    return found


def public_tally(*, now: Instant, db: Session) -> Tally:
    """How many performers have licensed a named project, are in use, or are not usable any more."""
    states = [(one, _standing(one, now=now, db=db).state) for one in store.licences(db=db) if one.is_public]
    stopped = (Deal.WITHDRAWN, Deal.EXPIRED, Deal.SUSPENDED, Deal.DISPUTED)
    return Tally(
        licensed=frozenset(x.performer_id for x, s in states if s in (Deal.LICENSED, Deal.ACTIVE)),
        active=frozenset(x.performer_id for x, s in states if s is Deal.ACTIVE),
        ended=frozenset(x.performer_id for x, s in states if s in stopped),
    )
