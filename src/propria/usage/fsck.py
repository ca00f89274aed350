"""Seal → use → permit, for each output that was released. It reads and never writes."""

from collections.abc import Iterator, Mapping
from typing import Any

from propria.kernel.errors import PropriaError
from propria.kernel.findings import Finding
from propria.kernel.ids import UseId
from propria.licences import actions as licences
from propria.likeness.safe import Safe
from propria.plumbing.database import Session
from propria.provenance import actions as provenance
from propria.record import actions as record
from propria.usage import elsewhere, rules, store
from propria.usage.model import Measured, MeteredUse, RenderRequest


def returned(*, db: Session) -> dict[str, dict[str, int]]:
    """What each permit gave back unused, by permit and unit."""
    made = {use.permit_id: use.measured for use in store.metered(db=db)}
    made |= {r.permit_id: Measured() for r in store.renders(db=db) if r.failed_code is not None}
    return {p: rules.unused(licences.permit(p, db=db), measured) for p, measured in made.items()}


def uses(*, db: Session) -> frozenset[UseId]:
    """The ids of all metered uses, of what was made elsewhere and of what was reported beyond that, which the ledger must have charged."""
    return frozenset(use.id for use in store.metered(db=db)) | elsewhere.charged_uses(db=db)


def fsck_outputs(safe: Safe, *, deep: bool, db: Session) -> Iterator[Finding]:
    """Each released output's ciphertext and key are there; nothing else lies among the outputs.

    `deep` decrypts every output and holds it against its passport.
    """
    present, known = set(safe.blobs.keys("outputs")), set()
    for request in store.renders(db=db):
        known.add(request.blob_key)
        is_there = request.blob_key in present and safe.keys.holds(request.output_id)
        if request.released_at is not None and not is_there:
            yield Finding("usage.output_missing", request.output_id, "it was released and its file is gone")
        if deep and request.released_at is not None and is_there and not _is_sealed(request, safe, db=db):
            yield Finding(
                "usage.output_altered", request.output_id, "its file is not the one that was sealed"
            )
        if request.failed_code is not None and is_there:
            yield Finding("usage.output_left", request.output_id, "its render failed and its file is left")
    for orphan in sorted(present - known):
        yield Finding("usage.orphan", orphan, "ciphertext that no render names")


def _is_sealed(request: RenderRequest, safe: Safe, *, db: Session) -> bool:
    try:
        digest = provenance.output(request.output_id, db=db).passport.sha256
    except PropriaError:
        return True
    return safe.is_whole(request.blob_key, request.output_id, digest=digest)


def fsck(*, db: Session) -> Iterator[Finding]:
    """Each sealed output is the one that was logged, made under its permit, and metered once."""
    metered = {use.output_id: use for use in store.metered(db=db)}
    sealed = {s.statement.body["output"]: s for s in record.statements_of_type("output.sealed", db=db)}
    released = {request.output_id for request in store.renders(db=db) if request.released_at is not None}
    for output_id in sorted(sealed.keys() | released | metered.keys()):
        use, statement = metered.get(output_id), sealed.get(output_id)  # type: ignore[call-overload]
        if statement is None:
            yield Finding("usage.not_sealed", output_id, "it was released and no seal was logged")
            continue
        if use is None or output_id not in released:
            yield Finding("usage.not_metered", output_id, "it was sealed and never metered")
            continue
        yield from _one(output_id, use, statement.statement.body, statement.entry_index, db=db)


def _one(
    output_id: str, use: MeteredUse, body: Mapping[str, Any], index: int, *, db: Session
) -> Iterator[Finding]:
    if (use.licence_id, use.permit_id) != (body["licence"], body["permit"]):
        yield Finding(
            "usage.permit_altered", use.id, "it was metered under another permit than it was sealed"
        )
    try:
        output = provenance.output(output_id, db=db)
    except PropriaError as problem:
        yield Finding("usage.passport_missing", output_id, problem.code)
        return
    if (output.passport.sha256, output.passport.sealed_index) != (body["sha256"], index):
        yield Finding("usage.passport_altered", output_id, "its passport is not the one that was logged")
