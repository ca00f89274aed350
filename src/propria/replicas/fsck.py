"""Replica files held against the safe: what stands is there, what ended is not. It reads and never writes."""

from collections.abc import Iterator

from propria.kernel.findings import Finding
from propria.likeness.orders import actions as orders
from propria.likeness.safe import Safe
from propria.plumbing.database import Session
from propria.replicas import actions, rules, store


def fsck(safe: Safe, *, deep: bool, db: Session) -> Iterator[Finding]:
    """Each file of a built version has its ciphertext and its key; of one that ended neither is left, unless an order to
    preserve bound once and no receipt says that they are destroyed.

    `deep` decrypts every file and holds it against its digest.
    """
    present, known = set(safe.blobs.keys("replicas")), set()
    for version in store.every_version(db=db):
        is_sealed = actions.is_sealed(version, db=db)
        is_over = rules.is_over(version) and not is_sealed
        if is_sealed and version.artefacts and not orders.has_ever_bound(version.performer_id, db=db):
            yield Finding("replicas.kept_without_order", version.id, "it ended, and no order keeps its files")
        for file in version.artefacts:
            known.add(file.blob_key)
            has_blob, has_key = file.blob_key in present, safe.keys.holds(file.id)
            if is_over and (has_blob or has_key):
                yield Finding(
                    "replicas.not_destroyed", file.id, f"version {version.id} ended, its file is left"
                )
            if is_over or version.built_at is None:
                continue
            if not (has_blob and has_key):
                yield Finding(
                    "replicas.file_missing", file.id, f"version {version.id} stands, its file is gone"
                )
            elif deep and not safe.is_whole(file.blob_key, file.id, digest=file.digest):
                yield Finding(
                    "replicas.file_altered", file.id, f"not the file that version {version.id} made"
                )
    for orphan in sorted(present - known):
        yield Finding("replicas.orphan", orphan, "ciphertext that no replica names")
