"""The only SQL of replicas."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Select, delete, insert, select, update

from propria.kernel.errors import NotFound
from propria.kernel.ids import AssetId, PerformerId, ReplicaId, ReplicaVersionId, StatementId, SubjectId
from propria.kernel.time import Instant
from propria.plumbing.database import Session
from propria.replicas import tables as t
from propria.replicas.model import (
    Artefact,
    Because,
    BuildStep,
    DestructionReceipt,
    Progress,
    Replica,
    ReplicaVersion,
    Source,
    VersionState,
)


def add_replica(replica: Replica, *, db: Session) -> None:
    """Keep a new replica."""
    values = {
        "id": replica.id,
        "performer_id": replica.performer_id,
        "subject": replica.subject,
        "begun_at": replica.begun_at,
    }
    db.execute(insert(t.replica).values(values))


def _replica(row: Any) -> Replica:
    return Replica(
        ReplicaId(row.id),
        PerformerId(row.performer_id),
        SubjectId(row.subject),
        row.begun_at,
        row.cancelled_at,
        None if row.because is None else Because(row.because),
    )


def replica(replica_id: str, *, db: Session) -> Replica:
    """One replica. Raises: NotFound(`replicas.no_replica`)."""
    row = db.execute(select(t.replica).where(t.replica.c.id == replica_id)).first()
    if row is None:
        raise NotFound("replicas.no_replica", "There is no such replica.")
    return _replica(row)


def replicas(performer_id: str, *, db: Session) -> list[Replica]:
    """A performer's replicas, oldest first."""
    query = select(t.replica).where(t.replica.c.performer_id == performer_id)
    return [_replica(row) for row in db.execute(query.order_by(t.replica.c.begun_at, t.replica.c.id))]


def living_replicas(*, db: Session) -> list[Replica]:
    """Every replica that is not cancelled."""
    query = select(t.replica).where(t.replica.c.cancelled_at.is_(None))
    return [_replica(row) for row in db.execute(query.order_by(t.replica.c.id))]


def cancel_replica(replica_id: str, because: Because, now: Instant, *, db: Session) -> None:
    """The replica is cancelled; doing it again changes nothing."""
    c = t.replica.c
    change = update(t.replica).where(c.id == replica_id, c.cancelled_at.is_(None))
    db.execute(change.values(cancelled_at=now, because=because.value))


def add_version(version: ReplicaVersion, *, db: Session) -> None:
    """Keep a new version with what it is made from."""
    values = {
        "id": version.id,
        "replica_id": version.replica_id,
        "performer_id": version.performer_id,
        "subject": version.subject,
        "number": version.number,
        "state": version.state.value,
        "capture_consent": version.capture_consent,
        "build_consent": version.build_consent,
        "begun_at": version.begun_at,
        "step": version.progress.step.value,
        "step_done": 0,
        "step_total": 0,
        "engine": {},
    }
    db.execute(insert(t.version).values(values))
    for one in version.sources:
        row = {"version_id": version.id, "asset_id": one.asset_id, "kind": one.kind, "digest": one.digest}
        db.execute(insert(t.source).values(row))


def _version(row: Any, *, db: Session) -> ReplicaVersion:
    return ReplicaVersion(
        id=ReplicaVersionId(row.id),
        replica_id=ReplicaId(row.replica_id),
        performer_id=PerformerId(row.performer_id),
        subject=SubjectId(row.subject),
        number=row.number,
        state=VersionState(row.state),
        capture_consent=StatementId(row.capture_consent),
        build_consent=StatementId(row.build_consent),
        begun_at=row.begun_at,
        sources=_sources(row.id, db=db),
        artefacts=_artefacts(row.id, db=db),
        progress=Progress(BuildStep(row.step), row.step_done, row.step_total),
        engine=row.engine,
        failure=row.failure,
        built_at=row.built_at,
        approved_by=None if row.approved_by is None else StatementId(row.approved_by),
        approved_at=row.approved_at,
        ended_at=row.ended_at,
        because=None if row.because is None else Because(row.because),
    )


def _sources(version_id: str, *, db: Session) -> tuple[Source, ...]:
    query = select(t.source).where(t.source.c.version_id == version_id).order_by(t.source.c.asset_id)
    return tuple(Source(AssetId(r.asset_id), r.kind, r.digest) for r in db.execute(query))


def _artefacts(version_id: str, *, db: Session) -> tuple[Artefact, ...]:
    query = select(t.artefact).where(t.artefact.c.version_id == version_id).order_by(t.artefact.c.name)
    return tuple(
        Artefact(AssetId(r.id), ReplicaVersionId(r.version_id), r.name, r.digest, r.size_bytes)
        for r in db.execute(query)
    )


def _all(query: Select[Any], *, db: Session) -> list[ReplicaVersion]:
    rows = db.execute(query.order_by(t.version.c.begun_at, t.version.c.number)).all()
    return [_version(row, db=db) for row in rows]


def version(version_id: str, *, db: Session) -> ReplicaVersion:
    """One version. Raises: NotFound(`replicas.no_version`)."""
    row = db.execute(select(t.version).where(t.version.c.id == version_id)).first()
    if row is None:
        raise NotFound("replicas.no_version", "There is no such replica.")
    return _version(row, db=db)


def every_version(*, db: Session) -> list[ReplicaVersion]:
    """Every version that was ever begun, oldest first."""
    return _all(select(t.version), db=db)


def versions(performer_id: str, *, db: Session) -> list[ReplicaVersion]:
    """A performer's versions, oldest first."""
    return _all(select(t.version).where(t.version.c.performer_id == performer_id), db=db)


def versions_of(replica_id: str, *, db: Session) -> list[ReplicaVersion]:
    """The versions of one replica, oldest first."""
    return _all(select(t.version).where(t.version.c.replica_id == replica_id), db=db)


def versions_under(consent_id: str, *, db: Session) -> list[ReplicaVersion]:
    """The versions that were built under one consent."""
    return _all(select(t.version).where(t.version.c.build_consent == consent_id), db=db)


def versions_from(asset_ids: Iterable[str], *, db: Session) -> list[ReplicaVersion]:
    """The versions that were made from any of these recordings."""
    made = select(t.source.c.version_id).where(t.source.c.asset_id.in_(tuple(asset_ids)))
    return _all(select(t.version).where(t.version.c.id.in_(made)), db=db)


def sealed(*, replica_id: str | None = None, db: Session) -> list[ReplicaVersion]:
    """Versions that ended with files stored and have no receipt yet, all or those of one replica; not what was tainted when built."""
    c, over = t.version.c, (VersionState.REFUSED.value, VersionState.CANCELLED.value)
    query = select(t.version).where(c.state.in_(over) | (c.ended_at.is_not(None) & c.built_at.is_(None)))
    query = query.where(
        c.id.in_(select(t.artefact.c.version_id)), c.id.not_in(select(t.receipt.c.version_id))
    )
    return _all(query if replica_id is None else query.where(c.replica_id == replica_id), db=db)


def set_progress(version_id: str, progress: Progress, *, db: Session) -> bool:
    """How far a build is; whether it still goes on."""
    c = t.version.c
    change = update(t.version).where(c.id == version_id, c.state == VersionState.BUILDING.value)
    values = {"step": progress.step.value, "step_done": progress.done, "step_total": progress.total}
    return bool(db.execute(change.values(values)).rowcount)


def plan_files(
    version_id: str, planned: Iterable[Artefact], engine: Mapping[str, Any], *, db: Session
) -> None:
    """Write down the files of a version before they are stored, so that none is ever left unknown."""
    db.execute(update(t.version).where(t.version.c.id == version_id).values(engine=dict(engine)))
    for one in planned:
        values = {
            "id": one.id,
            "version_id": version_id,
            "name": one.name,
            "digest": one.digest,
            "size_bytes": one.size_bytes,
        }
        db.execute(insert(t.artefact).values(values))


def forget_artefacts(file_ids: Iterable[str], *, db: Session) -> None:
    """These files of a build that did not finish are gone: forget their names."""
    db.execute(delete(t.artefact).where(t.artefact.c.id.in_(tuple(file_ids))))


def set_built(version_id: str, now: Instant, *, db: Session) -> None:
    """The version is built."""
    change = update(t.version).where(t.version.c.id == version_id)
    db.execute(change.values(state=VersionState.BUILT.value, built_at=now))


def set_approved(version_id: str, statement_id: str, now: Instant, *, db: Session) -> None:
    """The performer signed for the version."""
    values = {"state": VersionState.APPROVED.value, "approved_by": statement_id, "approved_at": now}
    db.execute(update(t.version).where(t.version.c.id == version_id).values(values))


def end(
    version_id: str, state: VersionState, because: Because | None, now: Instant, *, failure: str | None = None,
    db: Session
) -> None:  # fmt: skip
    """The version is refused, failed, stopped, tainted or cancelled."""
    values: dict[str, Any] = {"state": state.value, "ended_at": now}
    if because is not None:
        values["because"] = because.value
    if failure is not None:
        values["failure"] = failure
    db.execute(update(t.version).where(t.version.c.id == version_id).values(values))


def add_receipt(receipt: DestructionReceipt, *, db: Session) -> None:
    """Keep the receipt for a version's files, once."""
    if find_receipt(receipt.version_id, db=db) is None:
        values = {
            "version_id": receipt.version_id,
            "files": receipt.files,
            "because": receipt.because.value,
            "destroyed_at": receipt.destroyed_at,
        }
        db.execute(insert(t.receipt).values(values))


def find_receipt(version_id: str, *, db: Session) -> DestructionReceipt | None:
    """The receipt for a version's files, if they were destroyed."""
    row = db.execute(select(t.receipt).where(t.receipt.c.version_id == version_id)).first()
    if row is None:
        return None
    return DestructionReceipt(
        ReplicaVersionId(row.version_id), row.files, Because(row.because), row.destroyed_at
    )
