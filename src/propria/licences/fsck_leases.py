"""Leases held against the records that came back and against what the operator signed about them. It only reads."""

from collections.abc import Iterator

from propria.kernel.errors import PropriaError
from propria.kernel.findings import Finding
from propria.licences import leases, rules_leases, store, store_leases
from propria.licences.model import IssuedLease, ReportedRecord
from propria.plumbing.database import Session
from propria.proofs.lease_chains import judge, used_under
from propria.record import actions as record


def fsck(*, db: Session) -> Iterator[Finding]:
    """Records judge as they did when they came; the counter holds what they say; each is in a logged statement."""
    logged = {
        digest: said.statement.id
        for said in record.statements_of_type(leases.RECONCILED, db=db)
        for digest in said.statement.body["records"]
    }
    for licence in store.licences(db=db):
        for issued in store_leases.leases(licence.id, db=db):
            found = store_leases.records(issued.id, db=db)
            for one in found:
                digest = one.record.digest
                if logged.pop(digest, None) != one.statement_id:
                    yield Finding("licences.lease_not_logged", digest, f"lease {issued.id}")
            yield from _judged(issued, found)
    for digest in sorted(logged):
        yield Finding("licences.lease_record_missing", digest, "it was logged and is not kept")


def _judged(issued: IssuedLease, found: list[ReportedRecord]) -> Iterator[Finding]:
    seen = [one.record.digest for one in found]
    try:
        judged = judge(leases.root_of(issued), [one.record for one in found], seen=seen)
    except PropriaError as problem:
        yield Finding("licences.lease_altered", issued.id, problem.code)
        return
    again = {j.record.digest: tuple(b.value for b in j.breaches) for j in judged}
    for one in found:
        kept = tuple(b for b in one.breaches if b != rules_leases.AFTER_RETURN)
        if kept != again[one.record.digest]:
            yield Finding("licences.lease_breach_altered", one.record.digest, f"lease {issued.id}")
    held = rules_leases.held(issued, used_under(judged), is_closed=issued.closed_at is not None)
    if held != dict(issued.debited):
        yield Finding("licences.lease_counter_wrong", issued.id, f"kept {dict(issued.debited)}, is {held}")
