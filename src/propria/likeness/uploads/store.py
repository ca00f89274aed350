"""The only SQL of uploads in parts."""

from typing import Any

from sqlalchemy import delete, insert, select, update

from propria.kernel.errors import NotFound
from propria.kernel.ids import AssetId, CaptureId, PerformerId, SubjectId, UploadId
from propria.kernel.time import Instant
from propria.likeness import tables as t
from propria.likeness.model import AssetKind
from propria.likeness.uploads.model import Part, Upload
from propria.plumbing.database import Session


def add(upload: Upload, *, db: Session) -> None:
    """Keep what was announced."""
    values = {
        "id": upload.id,
        "capture_id": upload.capture_id,
        "performer_id": upload.performer_id,
        "subject": upload.subject,
        "kind": upload.kind.value,
        "media_type": upload.media_type,
        "line": upload.line,
        "size_bytes": upload.size_bytes,
        "begun_at": upload.begun_at,
        "expires_at": upload.expires_at,
        "asset_id": None,
    }
    db.execute(insert(t.upload).values(values))


def _upload(row: Any) -> Upload:
    return Upload(
        id=UploadId(row.id),
        capture_id=CaptureId(row.capture_id),
        performer_id=PerformerId(row.performer_id),
        subject=SubjectId(row.subject),
        kind=AssetKind(row.kind),
        media_type=row.media_type,
        line=row.line,
        size_bytes=row.size_bytes,
        begun_at=row.begun_at,
        expires_at=row.expires_at,
        asset_id=row.asset_id and AssetId(row.asset_id),
    )


def find(upload_id: str, *, lock: bool = False, db: Session) -> Upload:
    """One upload; `lock` keeps others from adding to it until this transaction ends. Raises: NotFound(`likeness.no_upload`)."""
    query = select(t.upload).where(t.upload.c.id == upload_id)
    row = db.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise NotFound("likeness.no_upload", "There is no such upload, or it was dropped.")
    return _upload(row)


def under_way(*, performer_id: str | None = None, capture_id: str | None = None, db: Session) -> list[Upload]:
    """What is not whole yet, of everybody, of one performer or in one session; oldest first."""
    query = select(t.upload).where(t.upload.c.asset_id.is_(None)).order_by(t.upload.c.begun_at, t.upload.c.id)
    if performer_id is not None:
        query = query.where(t.upload.c.performer_id == performer_id)
    if capture_id is not None:
        query = query.where(t.upload.c.capture_id == capture_id)
    return [_upload(row) for row in db.execute(query)]


def ended(now: Instant, *, db: Session) -> list[Upload]:
    """What nobody went on with, and what is long in the vault."""
    return [_upload(row) for row in db.execute(select(t.upload).where(t.upload.c.expires_at <= now))]


def parts(upload_id: str, *, db: Session) -> list[Part]:
    """What came of it, in order."""
    p = t.upload_part.c
    rows = db.execute(select(t.upload_part).where(p.upload_id == upload_id).order_by(p.offset))
    return [Part(row.offset, row.size_bytes, row.digest) for row in rows]


def add_part(upload: Upload, part: Part, expires_at: Instant, *, db: Session) -> None:
    """One more part is here, and the upload lives on."""
    values = {
        "upload_id": upload.id,
        "offset": part.offset,
        "size_bytes": part.size_bytes,
        "digest": part.digest,
    }
    db.execute(insert(t.upload_part).values(values))
    db.execute(update(t.upload).where(t.upload.c.id == upload.id).values(expires_at=expires_at))


def set_kept(upload_id: str, asset_id: str, *, db: Session) -> None:
    """It is whole and in the vault; its parts are no longer needed."""
    db.execute(delete(t.upload_part).where(t.upload_part.c.upload_id == upload_id))
    db.execute(update(t.upload).where(t.upload.c.id == upload_id).values(asset_id=asset_id))


def drop(upload_id: str, *, db: Session) -> None:
    """Nothing is known of it any more."""
    db.execute(delete(t.upload_part).where(t.upload_part.c.upload_id == upload_id))
    db.execute(delete(t.upload).where(t.upload.c.id == upload_id))


def part_keys(*, db: Session) -> set[str]:
    """Where the ciphertext of every part that is kept lies."""
    return {upload.blob_key(part) for upload in under_way(db=db) for part in parts(upload.id, db=db)}
