"""The only SQL of leases."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select, update

from propria.kernel.errors import NotFound
from propria.kernel.ids import CreatorId, LeaseId, LicenceId, StatementId, UseId
from propria.kernel.time import Instant
from propria.licences import tables as t
from propria.licences.model import IssuedLease, ReportedRecord
from propria.plumbing.database import Session
from propria.proofs.leases import Record

_L, _R = t.lease.c, t.lease_record.c


def add(lease: IssuedLease, *, db: Session) -> None:
    """Keep a lease."""
    values = {
        "id": lease.id,
        "licence_id": lease.licence_id,
        "creator_id": lease.creator_id,
        "nonce": lease.nonce,
        "document": dict(lease.document),
        "debited": dict(lease.debited),
        "at_entry": lease.at_entry,
        "issued_at": lease.issued_at,
        "expires_at": lease.expires_at,
    }
    db.execute(insert(t.lease).values(values))


def _lease(row: Any) -> IssuedLease:
    return IssuedLease(
        LeaseId(row.id),
        LicenceId(row.licence_id),
        CreatorId(row.creator_id),
        row.nonce,
        row.document,
        row.debited,
        row.at_entry,
        row.issued_at,
        row.expires_at,
        row.closed_at,
    )


def lease(lease_id: str, *, db: Session) -> IssuedLease:
    """One lease. Raises: NotFound(`licences.no_lease`)."""
    row = db.execute(select(t.lease).where(_L.id == lease_id)).first()
    if row is None:
        raise NotFound("licences.no_lease", "There is no such lease.")
    return _lease(row)


def leases(licence_id: str, *, db: Session) -> list[IssuedLease]:
    """The leases of a licence, oldest first."""
    query = select(t.lease).where(_L.licence_id == licence_id).order_by(_L.issued_at, _L.id)
    return [_lease(row) for row in db.execute(query)]


def has_nonce(licence_id: str, nonce: str, *, db: Session) -> bool:
    """Whether a lease was asked for under this id before."""
    query = select(_L.id).where(_L.licence_id == licence_id, _L.nonce == nonce)
    return db.execute(query).first() is not None


def set_held(lease_id: str, debited: Mapping[str, int], closed_at: Instant | None, *, db: Session) -> None:
    """What the counter holds for it now, and when it was returned."""
    values = {"debited": dict(debited), "closed_at": closed_at}
    db.execute(update(t.lease).where(_L.id == lease_id).values(values))


def add_record(one: ReportedRecord, *, db: Session) -> None:
    """Keep a record that came back."""
    values = {
        "digest": one.record.digest,
        "lease_id": one.lease_id,
        "position": one.position,
        "document": one.record.to_json(),
        "breaches": list(one.breaches),
        "overlaps": one.overlaps,
        "use_id": one.use_id,
        "is_charged": one.is_charged,
        "received_at": one.received_at,
        "statement_id": one.statement_id,
    }
    db.execute(insert(t.lease_record).values(values))


def records(lease_id: str, *, db: Session) -> list[ReportedRecord]:
    """What came back under a lease, in the order in which it came."""
    query = select(t.lease_record).where(_R.lease_id == lease_id).order_by(_R.position)
    return [
        ReportedRecord(
            LeaseId(row.lease_id),
            row.position,
            Record.from_json(row.document),
            tuple(row.breaches),
            row.overlaps,
            None if row.use_id is None else UseId(row.use_id),
            row.is_charged,
            row.received_at,
            StatementId(row.statement_id),
        )
        for row in db.execute(query)
    ]


def charged_uses(*, db: Session) -> frozenset[UseId]:
    """The ids of all uses made offline that were charged."""
    return frozenset(
        UseId(row.use_id) for row in db.execute(select(_R.use_id).where(_R.is_charged.is_(True)))
    )
