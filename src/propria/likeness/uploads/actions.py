"""Uploads in parts: announced, sent part by part, resumed after whatever broke off, put into the vault when whole.

Each part is encrypted as it comes, under a key of the upload's own; nothing of it is plain on disk. What nobody goes on with
for a day is destroyed.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from propria.kernel.errors import NotFound, PropriaError, Refused
from propria.kernel.ids import UploadId, new_id
from propria.kernel.time import Instant
from propria.likeness import actions, intake, quality, store
from propria.likeness.model import AssetKind, MediaAsset
from propria.likeness.orders import actions as orders
from propria.likeness.safe import Safe
from propria.likeness.uploads import rules as rules_uploads
from propria.likeness.uploads import store as store_uploads
from propria.likeness.uploads.model import UPLOAD_LIFETIME, Part, Upload
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.plumbing.cipher import decrypt_stream, encrypt_stream
from propria.plumbing.database import Database, Session
from propria.plumbing.jobs import Jobs


def begin(
    actor: Actor,
    capture_id: str,
    kind: AssetKind,
    media_type: str,
    line: str,
    size_bytes: int,
    *,
    most_bytes: int,
    now: Instant,
    db: Session,
) -> Upload:
    """Announce a recording of this size; it is checked as a whole one is, before a byte of it comes.

    Raises: as `actions.prepare_asset`, Refused(`likeness.too_large`, `likeness.empty`, `likeness.too_many_uploads`).
    """
    asset = actions.prepare_asset(actor, capture_id, kind, media_type, line, now=now, db=db)
    rules_uploads.has_room(len(store_uploads.under_way(performer_id=asset.performer_id, db=db)))
    upload = Upload(
        id=UploadId(new_id("upload")),
        capture_id=asset.capture_id,
        performer_id=asset.performer_id,
        subject=asset.subject,
        kind=kind,
        media_type=asset.media_type,
        line=asset.line,
        size_bytes=rules_uploads.announced_size(size_bytes, most_bytes=most_bytes),
        begun_at=now,
        expires_at=now + UPLOAD_LIFETIME,
    )
    store_uploads.add(upload, db=db)
    return upload


def own(actor: Actor, upload_id: str, *, lock: bool = False, db: Session) -> Upload:
    """One upload of the actor's own. Raises: NotFound(`likeness.no_upload`) for anybody else's too."""
    upload = store_uploads.find(upload_id, lock=lock, db=db)
    if parties.performer(upload.performer_id, db=db).person_id != actor.person_id:
        raise NotFound("likeness.no_upload", "There is no such upload, or it was dropped.")
    return upload


def own_with_parts(actor: Actor, upload_id: str, *, db: Session) -> tuple[Upload, list[Part]]:
    """One upload of the actor's own and what came of it. Raises: as `own`."""
    return own(actor, upload_id, db=db), store_uploads.parts(upload_id, db=db)


def under_way(actor: Actor, capture_id: str, *, db: Session) -> list[tuple[Upload, list[Part]]]:
    """What can be gone on with in one session of the actor's own. Raises: NotFound(`likeness.no_capture`)."""
    actions.own_capture(actor, capture_id, db=db)
    found = store_uploads.under_way(capture_id=capture_id, db=db)
    return [(upload, store_uploads.parts(upload.id, db=db)) for upload in found]


def wanted_bytes(actor: Actor, upload_id: str, offset: int, *, db: Session) -> int:
    """How long the part that begins here has to be. Raises: as `own`, Refused(`likeness.other_offset`)."""
    upload, parts = own_with_parts(actor, upload_id, db=db)
    return rules_uploads.part_size(upload, parts, offset)


def put_part(
    actor: Actor,
    upload_id: str,
    offset: int,
    body: bytes,
    digest: str,
    safe: Safe,
    database: Database,
    *,
    now: Instant,
) -> list[Part]:
    """Keep one part, encrypted; everything that is here now.

    Sent again after a kill it is kept once. Raises: as `wanted_bytes`, Malformed(`likeness.part_size`,
    `likeness.part_broken`).
    """
    wanted = database.read(lambda db: wanted_bytes(actor, upload_id, offset, db=db))
    part = rules_uploads.checked_part(offset, body, wanted, digest)
    upload = database.read(lambda db: own(actor, upload_id, db=db))
    _write(upload, part, body, safe)

    def work(db: Session) -> list[Part]:
        held = own(actor, upload_id, lock=True, db=db)
        rules_uploads.part_size(held, store_uploads.parts(upload_id, db=db), offset)
        store_uploads.add_part(held, part, now + UPLOAD_LIFETIME, db=db)
        return store_uploads.parts(upload_id, db=db)

    return database.transact(work)


def _write(upload: Upload, part: Part, body: bytes, safe: Safe) -> None:
    if not safe.keys.holds(upload.id):
        with suppress(Refused):
            safe.keys.new_content_key(upload.id, [upload.subject])
    key, blob_key = safe.keys.content_key(upload.id), upload.blob_key(part)
    safe.blobs.put(blob_key, encrypt_stream([body], key=key, object_id=blob_key), if_absent=False)


def _plain(upload: Upload, parts: list[Part], safe: Safe) -> Iterator[bytes]:
    key = safe.keys.content_key(upload.id)
    for part in parts:
        blob_key = upload.blob_key(part)
        yield from decrypt_stream(safe.blobs.stream(blob_key), key=key, object_id=blob_key)


def finish(
    actor: Actor,
    upload_id: str,
    *,
    digest: str,
    parts_digest: str,
    safe: Safe,
    database: Database,
    jobs: Jobs,
    most_bytes: int,
    now: Instant,
) -> MediaAsset:
    """Put the whole into the vault, once; asked again it is the recording that there is.

    Raises: as `own`, `actions.prepare_asset`, `intake.look_at`, and Refused(`likeness.not_whole`, `likeness.other_file`).
    """

    def prepared(db: Session) -> tuple[Upload, list[Part], MediaAsset]:
        upload, parts = own_with_parts(actor, upload_id, db=db)
        if upload.asset_id is not None:
            return upload, [], store.asset(upload.asset_id, db=db)
        rules_uploads.is_whole(upload, parts, parts_digest)
        asset = actions.prepare_asset(
            actor, upload.capture_id, upload.kind, upload.media_type, upload.line, now=now, db=db
        )
        return upload, parts, asset

    upload, parts, asset = database.read(prepared)
    if upload.asset_id is not None:
        return asset
    chunks = _plain(upload, parts, safe)
    written = safe.write(asset.blob_key, asset.id, [asset.subject], chunks, most_bytes=most_bytes)
    try:
        rules_uploads.is_the_file(digest, written.digest)
        stored = replace(asset, digest=written.digest, size_bytes=written.size_bytes)
        seen = intake.look_at(stored, safe)
        return database.transact(lambda db: _keep(actor, upload_id, parts, seen, safe, jobs, now, db))
    except PropriaError as error:
        safe.destroy([(asset.blob_key, asset.id)])
        if error.code in ("likeness.unusable_file", "likeness.other_file"):
            database.transact(lambda db: drop(actor, upload_id, safe, db=db))
        raise


def _keep(
    actor: Actor,
    upload_id: str,
    parts: list[Part],
    seen: MediaAsset,
    safe: Safe,
    jobs: Jobs,
    now: Instant,
    db: Session,
) -> MediaAsset:
    upload = own(actor, upload_id, lock=True, db=db)
    rules_uploads.is_whole(upload, store_uploads.parts(upload_id, db=db), "")
    kept = actions.keep_asset(seen, now=now, db=db)
    quality.ask(kept, jobs=jobs, db=db)
    store_uploads.set_kept(upload_id, kept.id, db=db)
    db.after_commit(lambda: _destroy(upload, parts, safe))
    return kept


def _destroy(upload: Upload, parts: list[Part], safe: Safe) -> None:
    safe.destroy([(upload.blob_key(part), upload.id) for part in parts])


def drop(actor: Actor, upload_id: str, safe: Safe, *, db: Session) -> None:
    """The sender wants no more of it. Raises: as `own`."""
    _drop(own(actor, upload_id, db=db), safe, db=db)


def _drop(upload: Upload, safe: Safe, *, db: Session) -> None:
    parts = store_uploads.parts(upload.id, db=db)
    store_uploads.drop(upload.id, db=db)
    db.after_commit(lambda: _destroy(upload, parts, safe))


def drop_under(capture_ids: set[str], safe: Safe, *, now: Instant, db: Session) -> None:
    """Nothing more comes in these sessions; what came so far stays while an order to preserve binds."""
    for upload in store_uploads.under_way(db=db):
        if upload.capture_id in capture_ids and not orders.binding(upload.performer_id, now=now, db=db):
            _drop(upload, safe, db=db)


def drop_ended(safe: Safe, *, now: Instant, db: Session) -> int:
    """What nobody went on with for a day is destroyed, unless an order keeps it, and what is in the vault is forgotten; how many."""
    ended = store_uploads.ended(now, db=db)
    over = [one for one in ended if not orders.binding(one.performer_id, now=now, db=db)]
    for upload in over:
        _drop(upload, safe, db=db)
    return len(over)


def sweep(safe: Safe, *, db: Session) -> int:
    """Parts that a crash left without a row are deleted, when nobody else writes; how many."""
    strays = set(safe.blobs.keys("uploads")) - store_uploads.part_keys(db=db)
    for blob_key in strays:
        safe.blobs.delete(blob_key)
    return len(strays)
