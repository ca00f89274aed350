"""The only SQL of provenance."""

from typing import Any

from sqlalchemy import delete, insert, select, update

from propria.kernel.errors import NotFound
from propria.kernel.ids import ReplicaVersionId, StatementId
from propria.kernel.time import Instant, instant, wire
from propria.plumbing.database import Session
from propria.provenance import tables as t
from propria.provenance.model import (
    ExplicitLabel,
    FrameMark,
    ImplicitLabel,
    LicenceMark,
    Making,
    OutputFacts,
    Passport,
    PerformedBy,
    Released,
)


def _facts_json(facts: OutputFacts) -> dict[str, Any]:
    return {
        "title": facts.title,
        "making": facts.making.value,
        "mark": facts.mark.to_assertion(),
        "made_at": wire(facts.made_at),
        "implicit": facts.implicit.to_json() if facts.implicit else None,
        "explicit": facts.explicit.to_assertion() if facts.explicit else None,
        "engine": facts.engine,
        "engine_version": facts.engine_version,
        "trimmed_from_ms": list(facts.trimmed_from_ms) if facts.trimmed_from_ms else None,
        "performed_by": facts.performed_by.to_assertion() if facts.performed_by else None,
        "manner": dict(facts.manner),
    }


def _facts(raw: Any) -> OutputFacts:
    cut, performed = raw["trimmed_from_ms"], raw.get("performed_by")
    return OutputFacts(
        title=raw["title"],
        making=Making(raw["making"]),
        mark=LicenceMark.from_assertion(raw["mark"]),
        made_at=instant(raw["made_at"]),
        implicit=ImplicitLabel.from_json(raw["implicit"]) if raw["implicit"] else None,
        explicit=ExplicitLabel.from_assertion(raw["explicit"]) if raw["explicit"] else None,
        engine=raw["engine"],
        engine_version=raw["engine_version"],
        trimmed_from_ms=(cut[0], cut[1]) if cut else None,
        performed_by=PerformedBy.from_assertion(performed) if performed else None,
        manner=raw.get("manner", {}),
    )


def replace_draft(passport: Passport, size_bytes: int, version_id: str | None, *, db: Session) -> None:
    """Keep the passport of an output that is not released yet, in place of an earlier try."""
    mine = t.passport.c.output_id == passport.output_id
    db.execute(delete(t.mark).where(t.mark.c.output_id == passport.output_id))
    db.execute(delete(t.passport).where(mine, t.passport.c.sealed_index.is_(None)))
    values = {
        "output_id": passport.output_id,
        "licence_id": passport.facts.mark.licence_id,
        "permit_id": passport.facts.mark.permit_id,
        "facts": _facts_json(passport.facts),
        "sha256": passport.sha256,
        "media_type": passport.media_type,
        "size_bytes": size_bytes,
        "label_digest": passport.label_digest,
        "version_id": version_id,
    }
    db.execute(insert(t.passport).values(values))
    rows = [
        {"output_id": passport.output_id, "number": n, "at_ms": m.at_ms, "bits": m.bits, "telling": m.telling}
        for n, m in enumerate(passport.marks)
    ]
    if rows:
        db.execute(insert(t.mark), rows)


def drop_draft(output_id: str, *, db: Session) -> None:
    """Forget a passport that was never released."""
    row = db.execute(select(t.passport.c.sealed_index).where(t.passport.c.output_id == output_id)).first()
    if row is not None and row.sealed_index is None:
        db.execute(delete(t.mark).where(t.mark.c.output_id == output_id))
        db.execute(delete(t.passport).where(t.passport.c.output_id == output_id))


def release(output_id: str, statement_id: str, sealed_index: int, sealed_at: Instant, *, db: Session) -> None:
    """From this log entry on the output is out."""
    mine = (t.passport.c.output_id == output_id) & t.passport.c.sealed_index.is_(None)
    values = {"statement_id": statement_id, "sealed_index": sealed_index, "sealed_at": sealed_at}
    db.execute(update(t.passport).where(mine).values(values))


def draft(output_id: str, *, db: Session) -> tuple[Passport, int]:
    """(a passport, released or not, without its marks; the file's size). Raises: NotFound(`provenance.no_output`)."""
    row = db.execute(select(t.passport).where(t.passport.c.output_id == output_id)).first()
    if row is None:
        raise NotFound("provenance.no_output", "There is no such output.")
    return _passport(row), row.size_bytes


def _passport(row: Any) -> Passport:
    return Passport(
        output_id=row.output_id,
        facts=_facts(row.facts),
        sha256=row.sha256,
        media_type=row.media_type,
        label_digest=row.label_digest,
        sealed_index=-1 if row.sealed_index is None else row.sealed_index,
        marks=(),
    )


def _released(row: Any) -> Released:
    version_id = None if row.version_id is None else ReplicaVersionId(row.version_id)
    return Released(
        _passport(row),
        row.size_bytes,
        StatementId(row.statement_id),
        row.sealed_at,
        version_id,
        row.held_until,
        row.taken_down_index,
    )


def hold(output_id: str, until: Instant | None, taken_down_index: int | None, *, db: Session) -> None:
    """Until when a released output is held, and by which entry it was ruled down."""
    mine = t.passport.c.output_id == output_id
    db.execute(update(t.passport).where(mine).values(held_until=until, taken_down_index=taken_down_index))


def output(output_id: str, *, db: Session) -> Released:
    """One released output. Raises: NotFound(`provenance.no_output`)."""
    found = outputs(output_id=output_id, db=db)
    if not found:
        raise NotFound("provenance.no_output", "There is no such output.")
    return found[0]


def outputs(
    *, output_id: str | None = None, sha256: str | None = None, licence_id: str | None = None, db: Session
) -> list[Released]:
    """Released outputs: one, those of one digest or one licence, or all; in the order of the log."""
    c = t.passport.c
    query = select(t.passport).where(c.sealed_index.is_not(None))
    for column, wanted in ((c.output_id, output_id), (c.sha256, sha256), (c.licence_id, licence_id)):
        if wanted is not None:
            query = query.where(column == wanted)
    return [_released(row) for row in db.execute(query.order_by(c.sealed_index))]


def marks(*, db: Session) -> dict[str, tuple[FrameMark, ...]]:
    """The marks of every released output."""
    both = t.mark.join(t.passport, t.mark.c.output_id == t.passport.c.output_id)
    query = select(t.mark).select_from(both).where(t.passport.c.sealed_index.is_not(None))
    found: dict[str, list[FrameMark]] = {}
    for row in db.execute(query.order_by(t.mark.c.output_id, t.mark.c.number)):
        found.setdefault(row.output_id, []).append(FrameMark(row.at_ms, row.bits, row.telling))
    return {output_id: tuple(frames) for output_id, frames in found.items()}
