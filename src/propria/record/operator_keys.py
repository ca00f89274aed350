"""The keys of the operator's own statements: each is followed by the next in the log, in words that both sign. It reads only."""

from propria.kernel.errors import Refused
from propria.plumbing.database import Session
from propria.proofs.bindings import OPERATOR_KEY_ROTATED
from propria.proofs.envelopes import PublicKey
from propria.proofs.leaves import SubjectLeaf
from propria.proofs.operator_state import library_subject
from propria.record import mapped, store
from propria.record.model import Notary, StoredStatement


def rotations(origin: str, *, db: Session) -> list[StoredStatement]:
    """What was signed of each rotation, by the old key and by the next, in log order."""
    said = store.statements(subject=library_subject(origin), db=db)
    return [s for s in said if s.statement.type == OPERATOR_KEY_ROTATED]


def named(origin: str, *, db: Session) -> list[PublicKey]:
    """Every key that the log says signs for the operator, the newest last; none while no rotation was logged."""
    keys: dict[str, PublicKey] = {}
    for said in rotations(origin, db=db):
        for part in ("old", "key"):
            key = PublicKey.from_json(said.statement.body[part])
            keys.setdefault(key.key_id, key)
    return list(keys.values())


def replaced(origin: str, *, db: Session) -> list[PublicKey]:
    """Those of them that another one follows."""
    return named(origin, db=db)[:-1]


def leaf_of_library(origin: str, *, db: Session) -> SubjectLeaf | None:
    """The library's own leaf, which says which of these keys were replaced; None while nothing was said of it."""
    subject = library_subject(origin)
    return mapped.subject_leaf(subject, db=db) if store.chain(subject, db=db).count else None


def of_operator(notary: Notary, *, db: Session) -> dict[str, PublicKey]:
    """key id → key, of every key that signs or signed for the operator."""
    return {key.key_id: key for key in (*named(notary.origin, db=db), notary.operator_key)}


def check_newest(notary: Notary, *, db: Session) -> None:
    """Pass only if no other key follows the notary's. Raises: Refused(`record.operator_key_replaced`)."""
    keys = named(notary.origin, db=db)
    if keys and keys[-1] != notary.operator_key:
        raise Refused(
            "record.operator_key_replaced",
            "The key of the operator's statements was replaced; restart the server, and it signs with the next one.",
        )
