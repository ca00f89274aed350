"""Sides held against the safe: what a brief names is there as it was brought, and nothing else lies beside it. It never writes."""

from collections.abc import Iterator

from propria.casting.briefs import store as store_briefs
from propria.kernel.findings import Finding
from propria.likeness.safe import Safe
from propria.plumbing.database import Session


def fsck_sides(safe: Safe, *, deep: bool, db: Session) -> Iterator[Finding]:
    """Each file of sides has its ciphertext and its key. `deep` decrypts each and holds it against its digest."""
    present, known = set(safe.blobs.keys("sides")), set()
    for file in store_briefs.sides(db=db):
        blob, key = file.place
        known.add(blob)
        if blob not in present or not safe.keys.holds(key):
            yield Finding(
                "casting.sides_missing", file.id, "a brief names it and its ciphertext or key is gone"
            )
        elif deep and not safe.is_whole(blob, key, digest=file.digest):
            yield Finding("casting.sides_altered", file.id, "it is not the file that was brought")
    for orphan in sorted(present - known):
        yield Finding("casting.sides_orphan", orphan, "ciphertext that no brief names")
