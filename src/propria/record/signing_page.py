"""The signing page's hash in the log: whoever is shown that page can compare it with what everybody else was promised."""

from propria.kernel.time import Instant
from propria.plumbing.database import Session
from propria.proofs.operator_state import library_subject
from propria.record import actions, store
from propria.record.model import Draft, Notary, StoredStatement

PUBLISHED = "signing_page.published"


def published(*, db: Session) -> StoredStatement | None:
    """The newest statement of what the signing page is, if there is one."""
    found = store.statements_of_type(PUBLISHED, db=db)
    return found[-1] if found else None


def publish(digest: bytes, notary: Notary, *, now: Instant, db: Session) -> StoredStatement:
    """Log the SHA-256 (32 bytes) of the signing page as it is served, unless the log says so already."""
    newest, hexed = published(db=db), digest.hex()
    if newest is not None and newest.statement.body["sha256"] == hexed:
        return newest
    where = notary.signing_origin
    words = Draft(
        PUBLISHED,
        library_subject(notary.origin),
        {"sha256": hexed, "origin": where},
        f"自此 {where} 所示的签署页是一个文件，其 SHA-256 为 {hexed}。若所见不同，请勿签署。",
        f"From now on the signing page at {where} is one file with the SHA-256 {hexed}. "
        "Whoever is shown another should not sign.",
    )
    signed, _ = actions.sign_as_operator(words, notary, now=now, db=db)
    return store.statement(signed.statement.id, db=db)
