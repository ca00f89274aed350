"""Recordings held against the safe: what is held is there, what was shredded is not. It reads and never writes."""

from collections.abc import Iterator

from propria.kernel.findings import Finding
from propria.likeness import store
from propria.likeness.exports import fsck as fsck_exports
from propria.likeness.model import AssetKind, AssetState
from propria.likeness.orders import fsck as fsck_orders
from propria.likeness.safe import Safe
from propria.likeness.uploads import store as store_uploads
from propria.plumbing.database import Session
from propria.record import actions as record


def fsck(safe: Safe, *, deep: bool, db: Session) -> Iterator[Finding]:
    """Each held recording has its ciphertext and its key; of each shredded one neither is left.

    `deep` decrypts every recording and holds it against its digest.
    """
    present = set(safe.blobs.keys("vault"))
    known = set()
    for asset in store.every_asset(db=db):
        known.add(asset.blob_key)
        has_blob, has_key = asset.blob_key in present, safe.keys.holds(asset.id)
        if asset.state is not AssetState.SHREDDED:
            if not has_blob:
                yield Finding("likeness.recording_missing", asset.id, "it is held and its ciphertext is gone")
            if not has_key:
                yield Finding("likeness.key_missing", asset.id, "it is held and its key is gone")
            if (
                deep
                and has_blob
                and has_key
                and not safe.is_whole(asset.blob_key, asset.id, digest=asset.digest)
            ):
                yield Finding(
                    "likeness.recording_altered", asset.id, "it is not the recording that was stored"
                )
        elif has_blob or has_key:
            yield Finding(
                "likeness.not_shredded", asset.id, "it was shredded and its ciphertext or key is left"
            )
    yield from _unbound(db=db)
    yield from fsck_exports.fsck(db=db)
    yield from fsck_orders.fsck(db=db)
    for orphan in sorted(present - known):
        yield Finding("likeness.orphan", orphan, "ciphertext that no recording names")
    yield from _parts(safe, db=db)


def _parts(safe: Safe, *, db: Session) -> Iterator[Finding]:
    """Each part that came of an upload is there, and nothing else lies beside them."""
    present, known = set(safe.blobs.keys("uploads")), store_uploads.part_keys(db=db)
    for lost in sorted(known - present):
        yield Finding("likeness.part_missing", lost, "a part that came is gone")
    for orphan in sorted(present - known):
        yield Finding("likeness.orphan", orphan, "a part that no upload names")


def _unbound(*, db: Session) -> Iterator[Finding]:
    """Each spoken consent that is held says aloud the signed consent of its session."""
    for asset in store.every_asset(db=db):
        if asset.kind is AssetKind.SPOKEN_CONSENT and asset.state is AssetState.HELD:
            consent_id = store.capture(asset.capture_id, db=db).consent_id
            if record.statement(consent_id, db=db).statement.digest().hex() != asset.statement_digest:
                yield Finding(
                    "likeness.spoken_consent_unbound",
                    asset.id,
                    "it is bound to another statement than was signed",
                )
