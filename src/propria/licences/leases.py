"""Handing out a part of a quota for offline use, and taking its records back: what was used is billed, whatever was wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from propria.alerts.actions import tell
from propria.alerts.model import News
from propria.deals import actions as deals
from propria.kernel.errors import NotFound, Refused
from propria.kernel.ids import LeaseId, StatementId, UseId, new_id
from propria.kernel.time import Instant, wire
from propria.licences import actions, rules, rules_leases, store, store_leases, texts
from propria.licences.events import LeaseUseReported
from propria.licences.gate import TokenKey
from propria.licences.model import IssuedLease, Licence, ReportedRecord
from propria.parties import actions as parties
from propria.parties import contesting as people
from propria.parties.colleagues import actions as colleagues
from propria.parties.colleagues.rules import Right
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.plumbing.news import publish
from propria.proofs import leases as documents
from propria.proofs import tokens
from propria.proofs.canonical import to_b64
from propria.proofs.lease_chains import judge, used_under
from propria.proofs.leases import Lease, Record
from propria.proofs.tokens import Presentation
from propria.record import actions as record
from propria.record.model import Draft, Notary
from propria.scope import volume

RECONCILED = "lease.reconciled"


def issue(
    actor: Actor,
    text: str,
    quota: Mapping[str, int],
    hours: int,
    public_key: bytes,
    nonce: str,
    key: TokenKey,
    *,
    now: Instant,
    db: Session,
) -> IssuedLease:
    """A lease from a token: this much, for so long, for this key; the licence's counter is debited in full at once.

    Raises: Malformed(`proofs.token_unreadable`, `proofs.lease_unreadable`, `scope.bad_quota`),
    Unverified(`proofs.token_wrong_signature`, `proofs.token_widened`), Refused(`proofs.token_wrong_holder`,
    `proofs.token_wrong_audience`, `proofs.token_expired`, `licences.lease_life`, `licences.replayed`, `licences.denied`),
    NotFound(`licences.no_licence`).
    """
    token = tokens.read_token(text, public=key.public)
    holder = parties.own_creator(actor, db=db).id
    colleagues.check(actor.person_id, holder, Right.PAY, db=db)
    tokens.check_presented(token, Presentation(holder, key.audience, nonce, now))
    life = rules_leases.check_life(hours)
    licence_id, asked = token.facts.licence, volume(**quota)
    seen = actions.snapshot(licence_id, lock=True, now=now, db=db)
    if store.has_nonce(licence_id, nonce, db=db) or store_leases.has_nonce(licence_id, nonce, db=db):
        raise Refused("licences.replayed", "This use was reserved before; each use is reserved once.")
    rules.refuse_unless(rules_leases.decide_lease(seen, asked))
    lease = Lease(
        new_id("lease"),
        licence_id,
        holder,
        public_key,
        replace(token.scope, volume=asked),
        now.replace(microsecond=0),
        min(now + life, token.expires_at, seen.licence.ends_at).replace(microsecond=0),
    )
    issued = IssuedLease(
        LeaseId(lease.lease_id),
        seen.licence.id,
        holder,
        nonce,
        documents.issue(lease, seed=key.seed),
        lease.quota,
        seen.as_of,
        lease.begins_at,
        lease.expires_at,
    )
    store_leases.add(issued, db=db)
    for unit, amount in lease.quota.items():
        store.consume(licence_id, unit, amount, db=db)
    return issued


def reconcile(
    actor: Actor,
    lease_id: str,
    raw: Iterable[Any],
    notary: Notary,
    *,
    closes: bool,
    now: Instant,
    db: Session,
) -> IssuedLease:
    """Take records back: each use is billed, what was spent twice is found, and a returned lease gives back the rest.

    Repeating an upload changes nothing. What a holder's key signed is billed even where it was not allowed; that is
    written down as a breach, signed by the operator into the log, and performer, creator and operator are told.

    Raises: NotFound(`licences.no_lease`), Refused(`licences.lease_too_long`), Malformed(`proofs.lease_unreadable`, …),
    Unverified(`proofs.lease_wrong_signature`, `proofs.lease_chain_broken`, `proofs.lease_widened`).
    """
    issued = lease_for(actor, lease_id, db=db)
    if actor.role not in (Role.CREATOR, Role.OPERATOR):
        raise NotFound("licences.no_lease", "There is no such lease.")
    licence = store.licence(issued.licence_id, lock=True, db=db)
    known = store_leases.records(issued.id, db=db)
    fresh = _fresh(raw, known)
    rules_leases.check_size(len(known) + len(fresh))
    seen = [one.record.digest for one in known]
    judged = judge(root_of(issued), [*(one.record for one in known), *fresh], seen=seen)
    ends_now = closes and issued.closed_at is None
    if not fresh and not ends_now:
        return issued
    taken = [j for j in judged if j.record.digest not in set(seen)]
    contract_id = actions.contract_at(licence.id, issued.at_entry, db=db)
    card = deals.sheet_of(deals.contract(contract_id, db=db), db=db).card
    made = [
        ReportedRecord(
            issued.id,
            len(known) + number,
            one.record,
            rules_leases.breaches_of(one, is_returned=issued.closed_at is not None),
            one.overlaps,
            UseId(new_id("use")) if one.record.use is not None else None,
            rules_leases.act_of(one, card) is not None,
            now,
            StatementId(""),
        )
        for number, one in enumerate(taken)
    ]
    closed_at = now if ends_now else issued.closed_at
    held = rules_leases.held(issued, used_under(judged), is_closed=closed_at is not None)
    statement_id = _log(issued, licence, made, held, notary, ends=ends_now, now=now, db=db)
    for one in made:
        store_leases.add_record(replace(one, statement_id=statement_id), db=db)
    for unit in sorted(held.keys() | issued.debited.keys()):
        store.consume(licence.id, unit, held.get(unit, 0) - issued.debited.get(unit, 0), db=db)
    store_leases.set_held(issued.id, held, closed_at, db=db)
    for one in made:
        _bill(one, issued, now=now, db=db)
    _tell(issued, licence, made, now=now, db=db)
    return store_leases.lease(issued.id, db=db)


def _fresh(raw: Iterable[Any], known: Iterable[ReportedRecord]) -> list[Record]:
    digests = {one.record.digest for one in known}
    read = {record.digest: record for record in map(Record.from_json, raw)}
    return [record for digest, record in read.items() if digest not in digests]


def _log(
    issued: IssuedLease,
    licence: Licence,
    made: list[ReportedRecord],
    held: Mapping[str, int],
    notary: Notary,
    *,
    ends: bool,
    now: Instant,
    db: Session,
) -> StatementId:
    """The operator's own word of what came back, in the log: what an evidence pack rests on."""
    withdrawn_at = licence.withdrawn_at
    body = {
        "lease": issued.id,
        "licence": licence.id,
        "records": [one.record.digest for one in made],
        "after_withdrawal": [one.record.digest for one in made if one.is_after(withdrawn_at)],
        "breaches": {one.record.digest: list(one.breaches) for one in made if one.breaches},
        "held": {unit: str(amount) for unit, amount in held.items()},
        "returned": ends,
    }
    words = texts.lease_reconciled(issued, made, withdrawn_at, ends=ends)
    signed, _ = record.sign_as_operator(
        Draft(RECONCILED, licence.subject, body, *words), notary, now=now, db=db
    )
    return StatementId(signed.statement.id)


def _bill(one: ReportedRecord, issued: IssuedLease, *, now: Instant, db: Session) -> None:
    if one.use_id is None or one.record.use is None or not one.is_charged:
        return
    (act,) = one.record.use.declared["act"]
    told = LeaseUseReported(
        one.use_id, issued.licence_id, issued.at_entry, act, one.record.amounts, one.record.made_at, now
    )
    publish(told, db=db)


def _tell(
    issued: IssuedLease, licence: Licence, made: list[ReportedRecord], *, now: Instant, db: Session
) -> None:
    breached = [one for one in made if one.breaches]
    after = [one for one in made if one.is_after(licence.withdrawn_at)]
    if not breached and not after:
        return
    words = texts.lease_told(issued, len(breached), len(after))
    facts = {
        "lease": issued.id,
        "breaches": len(breached),
        "after_withdrawal": len(after),
        "see": f"/licences/{licence.id}/leases",
    }
    whom = [
        parties.performer(licence.performer_id, db=db).person_id,
        parties.creator(licence.creator_id, db=db).person_id,
        *(p.id for p in people.operators(db=db)),
    ]
    key = f"{issued.id} {made[-1].position}"
    tell(whom, News(key, "licences.lease_breached", *words, facts), now=now, db=db)


def root_of(issued: IssuedLease) -> Lease:
    """The lease as it was handed out."""
    return Lease.from_json(issued.document["lease"])


def lease_for(actor: Actor, lease_id: str, *, db: Session) -> IssuedLease:
    """A lease, for both sides of its licence and the operator. Raises: NotFound(`licences.no_lease`)."""
    issued = store_leases.lease(lease_id, db=db)
    if actor.role is not Role.OPERATOR:
        own = {one.id for one in _own(actor, db=db)}
        if issued.licence_id not in own:
            raise NotFound("licences.no_lease", "There is no such lease.")
    return issued


def _own(actor: Actor, *, db: Session) -> list[Licence]:
    try:
        return actions.licences_of(actor, db=db)
    except NotFound:
        return []


def leases_under(licence_id: str, *, db: Session) -> list[IssuedLease]:
    """The leases of a licence, oldest first, for contexts that have decided who may know of it."""
    return store_leases.leases(licence_id, db=db)


def records_of(lease_id: str, *, db: Session) -> list[ReportedRecord]:
    """What came back under a lease, likewise."""
    return store_leases.records(lease_id, db=db)


def charged_uses(*, db: Session) -> frozenset[UseId]:
    """The ids of all uses made offline, which the ledger must have charged."""
    return store_leases.charged_uses(db=db)


def evidence(actor: Actor, lease_id: str, key: TokenKey, *, db: Session) -> dict[str, Any]:
    """Everything that an outsider needs to judge a lease again: the lease, its records, the cut-off, where it was logged.

    Raises: NotFound(`licences.no_lease`).
    """
    issued = lease_for(actor, lease_id, db=db)
    licence = store.licence(issued.licence_id, lock=False, db=db)
    found = store_leases.records(issued.id, db=db)
    withdrawn = None
    if licence.withdrawn_at is not None:
        withdrawn = {"entry": licence.withdrawn_at_entry, "at": wire(licence.withdrawn_at)}
    return {
        "format": "propria-lease-evidence/1",
        "public_key": to_b64(key.public),
        "lease": dict(issued.document),
        "records": [one.record.to_json() for one in found],
        "withdrawn": withdrawn,
        "statements": list(dict.fromkeys(one.statement_id for one in found)),
    }
