"""The API of offline leases: take one out, bring its records back, have everything that judges it again."""

from typing import Any

import msgspec
from litestar import get, post

from propria.kernel.time import Instant, wire
from propria.licences import actions, leases, rules_leases
from propria.licences.gate import TokenKey
from propria.licences.model import IssuedLease, ReportedRecord
from propria.licences.pages import licence_for
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.proofs.canonical import from_b64
from propria.record.model import Notary


class LeaseForm(msgspec.Struct, forbid_unknown_fields=True):
    """A token, how much of each unit, for how many hours, for which key (base64url), and your own id of it."""

    token: str
    quota: dict[str, int]
    public_key: str
    nonce: str
    hours: int = 24


class ReconcileForm(msgspec.Struct, forbid_unknown_fields=True):
    """Records of the lease and of its sub-leases; `returns` says that nothing more comes."""

    records: list[dict[str, Any]] = []
    returns: bool = False


def record_json(one: ReportedRecord, withdrawn_at: Instant | None) -> dict[str, Any]:
    """A record as both sides see it."""
    return {
        "digest": one.record.digest,
        "kind": "split" if one.record.sub_lease else "use",
        "made_at": wire(one.record.made_at),
        "amounts": one.record.amounts,
        "output": one.record.output,
        "use": one.use_id,
        "charged": one.is_charged,
        "breaches": list(one.breaches),
        "overlaps": one.overlaps,
        "after_withdrawal": one.is_after(withdrawn_at),
        "time_is_holders_word": one.rests_on_its_word(withdrawn_at),
        "statement": one.statement_id,
    }


def lease_json(issued: IssuedLease, *, now: Instant, db: Session) -> dict[str, Any]:
    """A lease as both sides and the operator see it, without what only its holder was handed."""
    withdrawn_at = actions.licence(issued.licence_id, db=db).withdrawn_at
    found = leases.records_of(issued.id, db=db)
    return {
        "lease": issued.id,
        "licence": issued.licence_id,
        "holder": issued.creator_id,
        "key": issued.document["lease"]["key"],
        "quota": issued.quota,
        "held": dict(issued.debited),
        "issued_at": wire(issued.issued_at),
        "expires_at": wire(issued.expires_at),
        "returned_at": wire(issued.closed_at) if issued.closed_at else None,
        "unreported": rules_leases.is_unreported(issued, now),
        "records": [record_json(one, withdrawn_at) for one in found],
    }


@post("/gate/leases", status_code=201, sync_to_thread=True)
def take_lease(data: LeaseForm, actor: Actor, library: Library, token_key: TokenKey) -> dict[str, Any]:
    """Debit a part of a quota in full and have it as a lease that a key of yours uses offline."""
    now, key = library.clock.now(), from_b64(data.public_key, size=32)
    issued = library.database.transact(
        lambda db: leases.issue(
            actor, data.token, data.quota, data.hours, key, data.nonce, token_key, now=now, db=db
        )
    )
    return {"lease": issued.id, "document": dict(issued.document), "expires_at": wire(issued.expires_at)}


@get("/licences/{licence_id:str}/leases", sync_to_thread=True)
def read_leases(licence_id: str, actor: Actor, library: Library) -> list[dict[str, Any]]:
    """The offline leases of a licence that you hold or gave."""
    now = library.clock.now()

    def work(db: Session) -> list[dict[str, Any]]:
        if actor.role is not Role.OPERATOR:
            licence_for(actor, licence_id, db=db)
        return [lease_json(one, now=now, db=db) for one in leases.leases_under(licence_id, db=db)]

    return library.database.read(work)


@post("/leases/{lease_id:str}/records", status_code=200, sync_to_thread=True)
def reconcile(
    lease_id: str, data: ReconcileForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, Any]:
    """Bring records back: uses are billed, the unused part of a returned lease goes back to the licence."""
    now = library.clock.now()

    def work(db: Session) -> dict[str, Any]:
        found = leases.reconcile(actor, lease_id, data.records, notary, closes=data.returns, now=now, db=db)
        return lease_json(found, now=now, db=db)

    return library.database.transact(work)


@get("/leases/{lease_id:str}/evidence", sync_to_thread=True)
def read_evidence(lease_id: str, actor: Actor, library: Library, token_key: TokenKey) -> dict[str, Any]:
    """The evidence pack: `propria lease check` judges it again without a server."""
    return library.database.read(lambda db: leases.evidence(actor, lease_id, token_key, db=db))


HANDLERS: list[Any] = [take_lease, read_leases, reconcile, read_evidence]
