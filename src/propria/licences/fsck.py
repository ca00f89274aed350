"""Licences held against their signed contracts, and counters against permits. It reads and never writes."""

from collections import Counter
from collections.abc import Iterator, Mapping

from propria.deals import actions as deals
from propria.deals.model import Side
from propria.kernel.errors import PropriaError
from propria.kernel.findings import Finding
from propria.licences import store
from propria.licences.model import Licence
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.scope import ANY, permits


def fsck(returned: Mapping[str, Mapping[str, int]], *, db: Session) -> Iterator[Finding]:
    """Each licence is frozen as signed; each permit lies within it; counters are the sum of its permits.

    `returned` is what each permit gave back unused, by permit and unit; whoever meters knows it.
    """
    for licence in store.licences(db=db):
        yield from _frozen(licence, db=db)
        yield from _counted(licence, returned, db=db)


def _frozen(licence: Licence, *, db: Session) -> Iterator[Finding]:
    try:
        signatures = deals.signatures(licence.contract_id, db=db)
        signed = record.statement(signatures[Side.PERFORMER].statement_id, db=db)
        other = record.statement(signatures[Side.CREATOR].statement_id, db=db)
    except (PropriaError, KeyError):
        yield Finding("licences.not_signed", licence.id, "its contract is not signed by both sides")
        return
    body = signed.statement.body
    if licence.scope.to_json() != body["scope"] or body["scope"] != other.statement.body["scope"]:
        yield Finding("licences.scope_altered", licence.id, "its scope is not the one that was signed")
    row = licence.performer_id, licence.creator_id, licence.project, licence.funds_needed.to_json()
    if row != (body["performer"], body["creator"], body["project"], body["guarantee"]):
        yield Finding("licences.parties_altered", licence.id, "its parties, project or fee are not as signed")
    if (licence.subject, licence.signed_at_entry) != (signed.statement.subject, signed.entry_index):
        yield Finding("licences.signing_altered", licence.id, "it names another subject or log entry")
    if (licence.starts_at, licence.ends_at) != deals.sheet_of(
        deals.contract(licence.contract_id, db=db), db=db
    ).term:
        yield Finding("licences.term_altered", licence.id, "its term is not the one that was signed")


def _counted(
    licence: Licence, returned: Mapping[str, Mapping[str, int]], *, db: Session
) -> Iterator[Finding]:
    counted: Counter[str] = Counter()
    for permit in store.permits(licence.id, db=db):
        if not permits(licence.scope, permit.use):
            yield Finding("licences.permit_beyond", permit.id, f"licence {licence.id} does not allow it")
        for amount in permit.amounts:
            counted[amount.unit] += amount.limit - returned.get(permit.id, {}).get(amount.unit, 0)
    if licence.scope.volume is ANY:
        return
    kept = Counter(store.used(licence.id, db=db))
    for unit in sorted(kept.keys() | counted.keys()):
        if kept[unit] != counted[unit]:
            detail = f"kept {kept[unit]} {unit}, permits say {counted[unit]}"
            yield Finding("licences.counter_wrong", licence.id, detail)
