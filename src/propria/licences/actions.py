"""Freezing, activating, deciding, reserving, withdrawing."""

from collections.abc import Iterable, Iterator, Mapping

from propria.consent import actions as consent
from propria.consent.model import Purpose
from propria.deals import actions as deals
from propria.deals import holds, tellings
from propria.deals.model import Side
from propria.kernel.errors import NotFound, Refused
from propria.kernel.ids import ContractId, PermitId, PersonId, new_id
from propria.kernel.time import Instant
from propria.ladder import Deal
from propria.licences import rules, store, store_announcements, texts
from propria.licences.events import LicenceWithdrawn
from propria.licences.model import (
    Decision,
    Licence,
    Permit,
    PublicLicence,
    Snapshot,
    Standing,
    Version,
)
from propria.licences.signed import as_signed
from propria.licences.ties import Ties, all_agreed, ties_of
from propria.parties import actions as parties
from propria.parties.estates import actions as estates
from propria.parties.hands import profiles_near
from propria.parties.model import Actor, Contest, Exercise, Power, Role
from propria.plumbing.database import Session
from propria.plumbing.news import publish
from propria.proofs.envelopes import SignedStatement
from propria.proofs.leaves import NamedPerson
from propria.record import actions as record
from propria.record import erasing
from propria.record.model import Draft, SigningRequest, Words
from propria.record.names import list_name, unlist_name
from propria.scope import ANY, Scope, Use

READ_AT_ONCE = 200


def _standing(licence: Licence, *, now: Instant, db: Session) -> Standing:
    return _standing_of(licence, ties_of(licence.performer_id, db=db), now=now, db=db)


def _standing_of(licence: Licence, ties: Ties, *, now: Instant, db: Session) -> Standing:
    has_capture = all_agreed(licence, ties, Purpose.CAPTURE, now=now, db=db)
    ends = _childhood_ends(licence, ties.adult_at, now=now, db=db)
    return rules.standing(
        licence, has_capture_consent=has_capture, now=now, childhood_ends_at=ends, has_died=ties.has_died
    )


def _childhood_ends(
    licence: Licence, adult_at: Instant | None, *, now: Instant, db: Session
) -> Instant | None:
    """When the performer came of age, if what runs was signed before: on that day it ends unless the adult signs again."""
    if adult_at is None or now < adult_at:
        return None
    return adult_at if store.versions(licence.id, db=db)[-1].from_at < adult_at else None


def snapshot(licence_id: str, *, lock: bool = False, now: Instant, db: Session) -> Snapshot:
    """All that a decision reads, as of the newest log entry. Raises: NotFound(`licences.no_licence`)."""
    licence, is_signed = as_signed(store.licence(licence_id, lock=lock, db=db), db=db)
    as_of = record.size_of_log(db=db)
    ties = ties_of(licence.performer_id, db=db)
    standing = _standing_of(licence, ties, now=now, db=db)
    used = store.used(licence_id, db=db)
    trains = rules.names_training(licence.scope)
    return Snapshot(
        licence,
        standing,
        used,
        as_of,
        is_signed,
        ties.suspended,
        after_death=ties.has_died,
        may_train=not trains or all_agreed(licence, ties, Purpose.TRAIN, now=now, db=db),
    )


def decide(licence_id: str, use: Use, *, now: Instant, db: Session) -> Decision:
    """May this use be made now? An answer, not a reservation. Raises: NotFound(`licences.no_licence`)."""
    return rules.decide(snapshot(licence_id, now=now, db=db), use)


def reserve(
    licence_id: str,
    creator_id: str,
    use: Use,
    nonce: str,
    *,
    narrowed: Scope | None = None,
    now: Instant,
    db: Session,
) -> Permit:
    """Consume the quota for one use and give the permit that alone runs an engine; a token may have `narrowed` it.

    One transaction at the newest index. Raises: NotFound(`licences.no_licence`),
    Forbidden(`licences.other_audience`), Refused(`licences.replayed`, `licences.denied`).
    """
    seen = snapshot(licence_id, lock=True, now=now, db=db)
    rules.check_holder(seen.licence, creator_id)
    if store.has_nonce(licence_id, nonce, db=db):
        raise Refused("licences.replayed", "This use was reserved before; each use is reserved once.")
    decision = rules.decide(seen, use)
    rules.refuse_unless(decision if narrowed is None else rules.narrowed(decision, narrowed, use))
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


def give_back(permit: Permit, unused: Mapping[str, int], *, db: Session) -> None:
    """What was reserved and not made returns to the quota; whoever meters asks for it once for a permit."""
    if store.licence(permit.licence_id, lock=True, db=db).scope.volume is not ANY:
        for unit, amount in unused.items():
            store.consume(permit.licence_id, unit, -amount, db=db)


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
    """Put the licence's standing into the map, under its id and its contracts', which the signed words name.

    Raises: NotFound(`licences.no_licence`).
    """
    licence = store.licence(licence_id, lock=False, db=db)
    found = _standing(licence, now=now, db=db)
    for thing in _things_of(licence.id, db=db):
        record.set_state(licence.subject, thing, found.state.value, db=db)
    if licence.is_public:
        settle_name(licence.performer_id, now=now, db=db)
    return found


def _things_of(licence_id: str, *, db: Session) -> tuple[str, ...]:
    """What the map says the licence's state of: its own id, and those of its contracts."""
    return (licence_id, *(version.contract_id for version in store.versions(licence_id, db=db)))


def settle_name(performer_id: str, *, now: Instant, db: Session) -> None:
    """The map lists a performer's name while their openness or an announced licence shows it, and only then."""
    performer = parties.performer(performer_id, db=db)
    shows = consent.shown_of([performer.id], now=now, db=db) or public_of([performer.id], now=now, db=db)
    may = performer.contested(now) in (Contest.NONE, Contest.DISPUTED)
    for name in {performer.name.zh, performer.name.en}:
        if shows and may:
            list_name(name, NamedPerson(performer.id, domain=performer.domain or ""), db=db)
        else:
            unlist_name(name, performer.id, db=db)


def licence(licence_id: str, *, db: Session) -> Licence:
    """A licence, for contexts that have decided who may know of it. Raises: NotFound(`licences.no_licence`)."""
    return store.licence(licence_id, lock=False, db=db)


def licence_of_contract(contract_id: str, *, db: Session) -> Licence | None:
    """The licence that a contract gave, if it is signed by all."""
    return store.of_contract(contract_id, db=db)


def versions(licence_id: str, *, db: Session) -> list[Version]:
    """What a licence allowed from which entry on, oldest first."""
    return store.versions(licence_id, db=db)


def contract_at(licence_id: str, as_of: int, *, db: Session) -> ContractId:
    """The contract whose terms a licence ran on when the log had `as_of` entries: what was made then keeps them.

    Raises: NotFound(`licences.no_licence`).
    """
    found = store.versions(licence_id, db=db)
    if not found:
        raise NotFound("licences.no_licence", "There is no such licence.")
    return rules.version_at(found, as_of).contract_id


def standing(licence_id: str, *, now: Instant, db: Session) -> Standing:
    """Where a licence stands now. Raises: NotFound(`licences.no_licence`)."""
    return _standing(store.licence(licence_id, lock=False, db=db), now=now, db=db)


def held_by(actor: Actor, *, db: Session) -> list[Licence]:
    """The licences that the actor's creator holds. Raises: NotFound(`parties.no_creator`)."""
    return store.licences(creator_id=parties.own_creator(actor, db=db).id, db=db)


def licences_of(actor: Actor, *, db: Session) -> list[Licence]:
    """The licences that the actor holds as a creator, gave as a performer, or acts for as a representative."""
    if actor.role is Role.CREATOR:
        return held_by(actor, db=db)
    return [x for one in sorted(profiles_near(actor, db=db)) for x in store.licences(performer_id=one, db=db)]


def own_licence(actor: Actor, licence_id: str, *, db: Session) -> Licence:
    """A licence of the actor's own side. Raises: NotFound(`licences.no_licence`) for anybody else."""
    found = next((one for one in licences_of(actor, db=db) if one.id == licence_id), None)
    if found is None:
        raise NotFound("licences.no_licence", "There is no such licence.")
    return found


def every_licence(actor: Actor, *, db: Session) -> list[Licence]:
    """Every licence, for the operator, who records the funds that they wait for.

    Raises: NotFound(`licences.no_licence`) for anybody else.
    """
    if actor.role is not Role.OPERATOR:
        raise NotFound("licences.no_licence", "There is no such licence.")
    return store.licences(db=db)


def withdrawn(*, db: Session) -> list[Licence]:
    """Every licence that was taken back, for contexts that hold what that obliges against it."""
    return [one for one in store.licences(db=db) if one.withdrawn_at_entry is not None]


def given_by(performer_id: str, *, db: Session) -> list[Licence]:
    """The licences that a performer gave."""
    return store.licences(performer_id=performer_id, db=db)


def permits_of(licence_id: str, *, db: Session) -> list[Permit]:
    """Every permit of a licence."""
    return store.permits(licence_id, db=db)


def public_newest_first(*, before: int | None, now: Instant, db: Session) -> Iterator[PublicLicence]:
    """Licences that both sides allow to be said and that are licensed or in use now, newest first, read as far as asked for."""
    while found := store.shown(before=before, most=READ_AT_ONCE, db=db):
        yield from _public(found, now=now, db=db)
        before = found[-1].signed_at_entry


def public_of(
    performer_ids: Iterable[str], *, now: Instant, db: Session
) -> dict[str, tuple[PublicLicence, ...]]:
    """The same of these performers alone, in the order in which they were signed; who has none is not in the answer."""
    found: dict[str, tuple[PublicLicence, ...]] = {}
    for one in _public(reversed(store.shown(of=performer_ids, db=db)), now=now, db=db):
        found[one.performer_id] = (*found.get(one.performer_id, ()), one)
    return found


def _public(found: Iterable[Licence], *, now: Instant, db: Session) -> Iterator[PublicLicence]:
    every = list(found)
    said = store_announcements.said([one.id for one in every], db=db)
    for one in every:
        state = _standing(one, now=now, db=db).state
        if one.id in said and state in (Deal.LICENSED, Deal.ACTIVE):
            sides = (said[one.id].performer_statement, said[one.id].creator_statement)
            both = dict.fromkeys((*said[one.id].hands.values(), *sides))
            yield PublicLicence(
                one.id,
                one.performer_id,
                one.project,
                one.project_title,
                state.value,
                one.signed_at_entry,
                said[one.id].says,
                tuple(statement for statement in both if statement is not None),
            )


def shown_newest(most: int, *, performer_id: str | None = None, db: Session) -> list[Licence]:
    """What was signed last of the licences that both sides allow to be said, whatever its state, newest first."""
    return store.shown(most=most, of=None if performer_id is None else [performer_id], db=db)


def draft_withdrawal(
    actor: Actor, licence_id: str, effects: tuple[Words, ...], *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down the withdrawal of a licence with everything it does; one signature away.

    Raises: NotFound(`licences.no_licence`), Forbidden(`parties.no_mandate_held`), Refused(`parties.*`).
    """
    licence = store.licence(licence_id, lock=False, db=db)
    _may_withdraw(actor.person_id, licence, now=now, db=db)
    performer = parties.performer(licence.performer_id, db=db)
    creator = parties.creator(licence.creator_id, db=db)
    contract = deals.signatures(licence.contract_id, db=db)[Side.PERFORMER]
    body = {"target": contract.statement_id, "licence": licence.id}
    words = texts.licence_withdrawn(performer, creator, licence)
    draft = Draft("licence.withdrawn", licence.subject, body, *words)
    sheet = texts.withdrawal_sheet(effects)
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def _may_withdraw(person_id: PersonId, licence: Licence, *, now: Instant, db: Session) -> None:
    size = record.size_of_log(db=db)
    estates.refuse_alone(person_id, licence.performer_id, db=db)
    parties.authority(
        person_id, licence.performer_id, Exercise(Power.WITHDRAW), at_entry=size, now=now, db=db
    )


def withdraw(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `licence.withdrawn`: names its target, always accepted, idempotent.

    Raises: NotFound(`licences.no_licence`), Forbidden(`parties.no_mandate_held`). Source: Civil Code of the
    People's Republic of China art. 1022; GDPR art. 7(3).
    """
    licence = store.licence(signed.body["licence"], lock=True, db=db)
    _may_withdraw(by, licence, now=now, db=db)
    if licence.withdrawn_at_entry is None:
        store.stop(licence.id, entry_index, now, db=db)
        refresh_state(licence.id, now=now, db=db)
        holds.licence_ended(licence.contract_id, db=db)
        publish(LicenceWithdrawn(licence.id, licence.performer_id, entry_index, now), db=db)
        tellings.licence_withdrawn(licence.contract_id, now=now, db=db)


def dispute(performer_id: str, entry_index: int, *, now: Instant, db: Session) -> list[Licence]:
    """Somebody with evidence denies the performer's hand: every licence that runs is disputed from this entry on."""
    running = _running(performer_id, now=now, db=db)
    for one in running:
        store.dispute(one.id, entry_index, db=db)
        refresh_state(one.id, now=now, db=db)
    return running


def rule_to_continue(performer_id: str, *, now: Instant, db: Session) -> list[Licence]:
    """The dispute ended for the performer: what was disputed goes on as it stood, and nothing is signed again."""
    disputed = [
        x for x in store.licences(performer_id=performer_id, db=db) if x.disputed_at_entry is not None
    ]
    for one in disputed:
        store.dispute(one.id, None, db=db)
        refresh_state(one.id, now=now, db=db)
    return disputed


def rule_to_end(performer_id: str, entry_index: int, *, now: Instant, db: Session) -> list[Licence]:
    """The hand was another's: every licence under it ends with this entry, and nothing is made any more.

    Nothing is disputed about it any more, so that what is held for it may go back. Nobody signs that end: an entry of kind
    `closed` keeps it.
    """
    running = _running(performer_id, now=now, db=db)
    for one in running:
        store.dispute(one.id, None, db=db)
        store.stop(one.id, entry_index, now, db=db)
        ended = refresh_state(one.id, now=now, db=db)
        for thing in _things_of(one.id, db=db):
            erasing.close(one.subject, thing, ended.state.value, now=now, db=db)
        publish(LicenceWithdrawn(one.id, one.performer_id, entry_index, now), db=db)
    return running


def _running(performer_id: str, *, now: Instant, db: Session) -> list[Licence]:
    given = store.licences(performer_id=performer_id, db=db)
    return [x for x in given if x.withdrawn_at_entry is None and now < x.ends_at]
