"""Keys and mandates held against the statements that gave them. It reads and never writes."""

from collections.abc import Iterator

from propria.kernel.errors import NotFound
from propria.kernel.findings import Finding
from propria.kernel.time import wire
from propria.parties import store
from propria.parties.model import Mandate
from propria.plumbing.database import Session
from propria.record import actions as record


def fsck(*, db: Session) -> Iterator[Finding]:
    """Every bound key is the one that was signed in; every mandate has exactly its signed powers, scopes and term."""
    for bound in record.statements_of_type("key.bound", db=db):
        key_id = bound.statement.body["key"]["key_id"]
        try:
            key = store.key(key_id, db=db)
        except NotFound:
            yield Finding("parties.key_missing", key_id, "it was bound and is not kept")
            continue
        if key.public.to_json() != bound.statement.body["key"] or key.bound_by != bound.statement.id:
            yield Finding("parties.key_altered", key_id, "it is not the key that its holder bound")
    given = {
        s.statement.body["mandate"]: s.statement for s in record.statements_of_type("mandate.given", db=db)
    }
    ended = {
        s.statement.body["mandate"]: s.entry_index
        for s in reversed(record.statements_of_type("mandate.withdrawn", db=db))
    }
    kept = {mandate.id: mandate for mandate in store.mandates(db=db)}
    for mandate_id in sorted(given.keys() | kept.keys()):
        said, mandate = given.get(mandate_id), kept.get(mandate_id)  # type: ignore[call-overload]
        if mandate is None or said is None or said.id != mandate.statement_id or _words(mandate) != said.body:
            yield Finding("parties.mandate_altered", mandate_id, "it is not the mandate that was signed")
        elif mandate.revoked_at_entry != ended.get(mandate_id):
            yield Finding(
                "parties.mandate_end_wrong", mandate_id, f"its end was signed at {ended.get(mandate_id)}"
            )


def _words(mandate: Mandate) -> dict[str, object]:
    return {
        "mandate": mandate.id,
        "performer": mandate.performer_id,
        "representative": mandate.representative_id,
        "powers": sorted(power.value for power in mandate.powers),
        "scopes": [scope.to_json() for scope in mandate.scopes],
        "starts_at": wire(mandate.starts_at),
        "ends_at": wire(mandate.ends_at),
    }
