"""Orders to preserve: two of the operator's people sign, the performer is told at once, and either two lift it or it ends.

While one binds, nothing of the performer's recordings, replicas, pictures for casting and self-tapes is destroyed: what should be is
sealed (nobody opens or uses it), and is destroyed once no order binds any more.
"""

from dataclasses import replace

from propria.alerts.actions import tell
from propria.alerts.model import News
from propria.kernel.ids import PersonId, PreservationId, StatementId, new_id
from propria.kernel.time import Instant, instant, wire
from propria.likeness.orders import rules, store, texts
from propria.likeness.orders.model import Preservation
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.proofs.envelopes import SignedStatement
from propria.record import actions as record
from propria.record.model import Draft, SigningRequest

ASKED, CONFIRMED = "preservation.asked", "preservation.confirmed"
LIFTING_ASKED, LIFTED = "preservation.lifting_asked", "preservation.lifted"


def draft_ask(
    actor: Actor, performer_id: str, authority: str, reference: str, days: int, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:  # fmt: skip
    """Write down, for one of the operator's people to sign, that an order demands this performer's recordings be kept.

    Raises: NotFound(`likeness.no_preservation`, `parties.no_performer`), Malformed(`likeness.no_order`).
    """
    rules.is_operator(actor)
    performer = parties.performer(performer_id, db=db)
    said, number, ends_at = rules.stated(authority, reference, days, now)
    order = Preservation(
        PreservationId(new_id("preservation")), performer.id, performer.subject, said, number, ends_at, actor.person_id,
        StatementId(""),
    )  # fmt: skip
    return _draft(actor, "asked", order, return_url=return_url, now=now, db=db)


def draft_confirmation(
    actor: Actor, order_id: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Another person's confirmation, for them to sign.

    Raises: NotFound(`likeness.no_preservation`), Forbidden(`likeness.asked_yourself`),
    Refused(`likeness.order_moved`).
    """
    rules.is_operator(actor)
    order = store.find(order_id, db=db)
    rules.may_confirm(actor.person_id, order, now)
    return _draft(actor, "confirmed", order, return_url=return_url, now=now, db=db)


def draft_lifting(
    actor: Actor, order_id: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """The next signature that lifts an order: one person asks, another lifts what binds.

    Raises: NotFound(`likeness.no_preservation`), Forbidden(`likeness.asked_yourself`),
    Refused(`likeness.order_moved`).
    """
    rules.is_operator(actor)
    order = store.find(order_id, db=db)
    act = rules.next_to_lift(actor.person_id, order)
    return _draft(actor, act, order, return_url=return_url, now=now, db=db)


def _draft(
    actor: Actor, act: str, order: Preservation, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    body = {
        "order": order.id,
        "performer": order.performer_id,
        "authority": order.authority,
        "reference": order.reference,
        "ends_at": wire(order.ends_at),
        "by": actor.person_id,
    }
    name = parties.person(actor.person_id, db=db).name
    performer = parties.performer(order.performer_id, db=db)
    words = texts.signed(act, (name.zh, name.en), performer, order)
    draft = Draft(f"preservation.{act}", order.subject, body, *words)
    return record.draft(draft, actor.person_id, texts.sheet(), return_url=return_url, now=now, db=db)


def ask(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `preservation.asked`: it binds nothing yet; the performer is told."""
    rules.is_operator(parties.actor_of(by, db=db))
    body = signed.body
    performer = parties.performer(body["performer"], db=db)
    order = Preservation(
        PreservationId(body["order"]), performer.id, performer.subject, body["authority"], body["reference"],
        instant(body["ends_at"]), by, StatementId(signed.statement.id),
    )  # fmt: skip
    store.add(order, db=db)
    _tell("asked", order, now=now, db=db)


def confirm(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `preservation.confirmed`: it binds. Raises: as `draft_confirmation`."""
    rules.is_operator(parties.actor_of(by, db=db))
    order = store.find(signed.body["order"], lock=True, db=db)
    rules.may_confirm(by, order, now)
    store.save(replace(order, confirmed_statement=StatementId(signed.statement.id)), db=db)
    _tell("confirmed", order, now=now, db=db)


def ask_lifting(
    signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session
) -> None:
    """The signed `preservation.lifting_asked`: it still binds. Raises: as `draft_lifting`."""
    rules.is_operator(parties.actor_of(by, db=db))
    order = store.find(signed.body["order"], lock=True, db=db)
    rules.is_next_to_lift(rules.LIFTING_ASKED, by, order)
    asked = replace(order, lifting_asked_by=by, lifting_asked_statement=StatementId(signed.statement.id))
    store.save(asked, db=db)
    _tell("lifting_asked", order, now=now, db=db)


def lift(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `preservation.lifted`: what was only kept for it is destroyed at the next round. Raises: as `draft_lifting`."""
    rules.is_operator(parties.actor_of(by, db=db))
    order = store.find(signed.body["order"], lock=True, db=db)
    rules.is_next_to_lift(rules.LIFTED, by, order)
    store.save(replace(order, lifted_statement=StatementId(signed.statement.id)), db=db)
    _tell("lifted", order, now=now, db=db)


def _tell(act: str, order: Preservation, *, now: Instant, db: Session) -> None:
    zh, en = texts.told(act, order)
    news = News(
        f"{order.id} {act}", f"likeness.preservation_{act}", zh, en, {"see": "/vault", "order": order.id}
    )
    tell([parties.performer(order.performer_id, db=db).person_id], news, now=now, db=db)


def binding(performer_id: str, *, now: Instant, db: Session) -> list[Preservation]:
    """The orders that bind now, for contexts that have decided who may know of them."""
    return [one for one in store.every(performer_id=performer_id, db=db) if one.binds(now)]


def has_ever_bound(performer_id: str, *, db: Session) -> bool:
    """Whether two people ever signed an order about this performer: nothing else explains what is kept past its end."""
    return any(one.confirmed_statement for one in store.every(performer_id=performer_id, db=db))


def every(actor: Actor, *, db: Session) -> list[Preservation]:
    """All orders for the operator. Raises: NotFound(`likeness.no_preservation`) for anybody else."""
    rules.is_operator(actor)
    return store.every(db=db)


def of_own(actor: Actor, *, db: Session) -> list[Preservation]:
    """The orders about the actor's own recordings. Raises: NotFound(`parties.no_performer`)."""
    return store.every(performer_id=parties.own_profile(actor, db=db).id, db=db)


ACTS = {ASKED: ask, CONFIRMED: confirm, LIFTING_ASKED: ask_lifting, LIFTED: lift}
