"""Recovering lost keys: guardians named, a recovery begun, vouched for, attested, waited out, or vetoed."""

from collections.abc import Iterable

from propria.kernel.errors import NotFound, Refused
from propria.kernel.ids import KeyId, PersonId, RecoveryId, StatementId, new_id
from propria.kernel.time import Instant, wire
from propria.parties import actions, store, texts
from propria.parties.events import RecoveryMoved
from propria.parties.keys import actions as keys
from propria.parties.keys import rules
from propria.parties.keys import store as store_keys
from propria.parties.model import Actor, Guardians, Mandate, Person, Recovery, RecoveryState
from propria.plumbing.database import Session
from propria.plumbing.news import publish
from propria.proofs.envelopes import SignedStatement
from propria.record import actions as record
from propria.record.model import Draft, Notary, SigningRequest


def draft_guardians(
    actor: Actor, guardians: Iterable[str], needed: int, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down whose word recovery takes.

    Raises: NotFound(`parties.no_person`), Refused(`parties.guardians_too_few`).
    """
    person = store.person(actor.person_id, db=db)
    named = rules.named([PersonId(g) for g in guardians], needed, person.id)
    people = [store.person(g, db=db) for g in named]
    body = {"person": person.id, "guardians": list(named), "needed": needed}
    draft = Draft("guardians.named", person.subject, body, *texts.guardians_named(person, people, needed))
    sheet = texts.guardians_sheet()
    return record.draft(draft, person.id, sheet, return_url=return_url, now=now, db=db)


def name_guardians(
    signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session
) -> None:
    """The signed `guardians.named`; it replaces what was named before. Raises: Refused(`parties.guardians_too_few`)."""
    body = signed.body
    named = rules.named([PersonId(g) for g in body["guardians"]], body["needed"], by)
    store_keys.set_guardians(Guardians(by, named, body["needed"], StatementId(signed.statement.id)), db=db)


def guardians_of(person_id: str, *, db: Session) -> Guardians | None:
    """Whose word a person named."""
    return store_keys.guardians_of(person_id, db=db)


def begin(actor: Actor, key_id: str, notary: Notary, *, now: Instant, db: Session) -> Recovery:
    """The other keys are lost: ask that this one, which waits to be bound, stand for its person.

    Raises: NotFound(`parties.no_key`), Refused(`parties.nothing_to_recover`, `parties.recovery_runs`,
    `parties.nobody_vouches`).
    """
    person = store.person(actor.person_id, db=db)
    new = keys.own_key(person.id, key_id, db=db)
    rules.may_begin(new, store.keys_of(person.id, db=db), store_keys.recoveries(person_id=person.id, db=db))
    named = store_keys.guardians_of(person.id, db=db)
    guardians, needed = rules.quorum(named, _mandates(person, db=db), now=now)
    recovery = Recovery(
        id=RecoveryId(new_id("recovery")),
        person_id=person.id,
        key_id=KeyId(new.public.key_id),
        state=RecoveryState.BEGUN,
        guardians=guardians,
        needed=needed,
        vouched=frozenset(),
        route=None,
        begun_at=now,
        due_at=None,
    )
    store_keys.add_recovery(recovery, db=db)
    body = {"recovery": recovery.id, "key_id": key_id, "guardians": list(guardians), "needed": needed}
    words = Draft("recovery.begun", person.subject, body, *texts.recovery_begun(person, key_id))
    record.sign_as_operator(words, notary, now=now, db=db)
    _tell(recovery, now=now, db=db)
    return recovery


def _mandates(person: Person, *, db: Session) -> list[Mandate]:
    try:
        return store.mandates(performer_id=store.performer_of(person.id, db=db).id, db=db)
    except NotFound:
        return []


def _tell(recovery: Recovery, *, now: Instant, db: Session) -> None:
    state = recovery.state.value
    publish(
        RecoveryMoved(recovery.id, recovery.person_id, state, recovery.guardians, recovery.due_at, now), db=db
    )


def recovery(actor: Actor, recovery_id: str, *, db: Session) -> Recovery:
    """One recovery, for the person, their guardians and the operator. Raises: NotFound(`parties.no_recovery`)."""
    found = store_keys.recovery(recovery_id, db=db)
    rules.may_see(actor, found)
    return found


def recoveries_of(person_id: str, *, db: Session) -> list[Recovery]:
    """Every recovery of a person."""
    return store_keys.recoveries(person_id=person_id, db=db)


def draft_voucher(
    actor: Actor, recovery_id: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """A guardian writes down that it is they.

    Raises: NotFound(`parties.no_recovery`), Forbidden(`parties.not_a_guardian`), Refused(`recovery.cannot_vouch`).
    """
    found = recovery(actor, recovery_id, db=db)
    rules.may_vouch(actor.person_id, found)
    person, guardian = store.person(found.person_id, db=db), store.person(actor.person_id, db=db)
    body = {"recovery": found.id, "key_id": found.key_id}
    words = texts.recovery_vouched(person, guardian, found.key_id)
    draft = Draft("recovery.vouched", person.subject, body, *words)
    sheet = texts.vouching_sheet()
    return record.draft(draft, guardian.id, sheet, return_url=return_url, now=now, db=db)


def vouch(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `recovery.vouched`. Raises: Forbidden(`parties.not_a_guardian`), Refused(`recovery.cannot_vouch`)."""
    found = store_keys.recovery(signed.body["recovery"], db=db)
    rules.may_vouch(by, found)
    store_keys.add_voucher(found.id, by, signed.statement.id, db=db)


def attest(
    actor: Actor, recovery_id: str, route: str, notary: Notary, *, now: Instant, db: Session
) -> Recovery:
    """The operator saw who they are; with enough guardians' words the wait of 72 hours begins.

    Raises: NotFound(`parties.no_recovery`), Refused(`parties.route_unknown`, `parties.too_few_vouched`,
    `recovery.cannot_attest`).
    """
    rules.is_operator(actor)
    if route not in texts.RECOVERY_ROUTES:
        raise Refused("parties.route_unknown", "Say how you saw who they are.")
    moved = rules.attested(store_keys.recovery(recovery_id, db=db), route, now=now)
    person = store.person(moved.person_id, db=db)
    due = wire(moved.due_at or now)
    body = {"recovery": moved.id, "key_id": moved.key_id, "route": route, "due_at": due}
    words = Draft("recovery.attested", person.subject, body, *texts.recovery_attested(person, route, due))
    record.sign_as_operator(words, notary, now=now, db=db)
    store_keys.keep_recovery(moved, db=db)
    _tell(moved, now=now, db=db)
    return moved


def keep_clocks(notary: Notary, *, now: Instant, db: Session) -> int:
    """Bind what has been waited out, and end bars that are over; how many recoveries moved."""
    count = 0
    for one in store_keys.recoveries(db=db):
        moved = rules.due(one, now=now)
        if moved is None:
            continue
        count += 1
        store_keys.keep_recovery(moved, db=db)
        if moved.state is RecoveryState.BARRED:
            _bind(moved, notary, now=now, db=db)
        _tell(moved, now=now, db=db)
    return count


def _bind(recovery: Recovery, notary: Notary, *, now: Instant, db: Session) -> None:
    """The operator binds the recovered key, and says by what right."""
    person, new = store.person(recovery.person_id, db=db), store.key(recovery.key_id, db=db)
    until = recovery.due_at or now
    body = {
        "person": person.id,
        "key": new.public.to_json(),
        "route": "recovery",
        "recovery": recovery.id,
        "barred_until": wire(until),
    }
    words = texts.recovery_key_bound(person, recovery.key_id, wire(until))
    draft = Draft("key.bound", person.subject, body, *words)
    signed, _ = record.sign_as_operator(draft, notary, now=now, db=db)
    actions.attest_key(person, new, StatementId(signed.statement.id), notary, now=now, db=db)
    store_keys.bar_key(recovery.key_id, until, db=db)


def draft_veto(
    actor: Actor, recovery_id: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down that an earlier key says no. Raises: NotFound(`parties.no_recovery`), Refused(`recovery.cannot_veto`)."""
    found = store_keys.recovery(recovery_id, db=db)
    rules.vetoed(found, actor.person_id, key_id="")
    person = store.person(actor.person_id, db=db)
    body = {"recovery": found.id, "key_id": found.key_id}
    draft = Draft("recovery.vetoed", person.subject, body, *texts.recovery_vetoed(person, found.key_id))
    sheet = texts.veto_sheet()
    return record.draft(draft, person.id, sheet, return_url=return_url, now=now, db=db)


def veto(
    signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session, notary: Notary
) -> None:
    """The signed `recovery.vetoed`: the recovery ends, and what its key signed is void.

    Raises: NotFound(`parties.no_recovery`), Refused(`parties.vetoes_itself`, `recovery.cannot_veto`).
    """
    found = store_keys.recovery(signed.body["recovery"], db=db)
    moved = rules.vetoed(found, by, signed.key.key_id)
    store_keys.keep_recovery(moved, db=db)
    key = store.key(found.key_id, db=db)
    if key.bound_by is not None:
        since = record.statement(key.bound_by, db=db).entry_index
        body = {"key_id": found.key_id, "since": since, "recovery": found.id}
        subject = store.person(by, db=db).subject
        words = Draft("key.revoked", subject, body, *texts.key_vetoed(found.key_id))
        revoked, _ = record.sign_as_operator(words, notary, now=now, db=db)
        store.revoke_key(found.key_id, revoked.statement.id, db=db)
    else:
        store.revoke_key(found.key_id, signed.statement.id, db=db)
    _tell(moved, now=now, db=db)
