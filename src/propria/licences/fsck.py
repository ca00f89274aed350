"""Licences held against their signed contracts, and counters against permits. It reads and never writes."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from propria.deals import actions as deals
from propria.deals.model import Side
from propria.kernel.errors import PropriaError
from propria.kernel.findings import Finding
from propria.licences import rules, store, store_leases
from propria.licences.model import Licence, Version
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.scope import ANY, permits


def fsck(returned: Mapping[str, Mapping[str, int]], *, db: Session) -> Iterator[Finding]:
    """Each licence is frozen as signed; each permit lies within it; counters are the sum of its permits.

    `returned` is what each permit gave back unused, by permit and unit; whoever meters knows it.
    """
    for licence in store.licences(db=db):
        versions = store.versions(licence.id, db=db)
        for version in versions:
            yield from _frozen(_as_it_was(licence, version), db=db)
        yield from _newest(licence, versions)
        yield from _counted(licence, versions, returned, db=db)


def _as_it_was(licence: Licence, version: Version) -> Licence:
    return replace(
        licence,
        contract_id=version.contract_id,
        scope=version.scope,
        starts_at=version.starts_at,
        ends_at=version.ends_at,
        funds_needed=version.funds_needed,
        version=version.number,
    )


def _newest(licence: Licence, versions: list[Version]) -> Iterator[Finding]:
    if not versions or _as_it_was(licence, versions[-1]) != licence:
        yield Finding("licences.version_altered", licence.id, "it does not say what its newest version says")


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
    entry = signed.entry_index if licence.version == 1 else licence.signed_at_entry
    if (licence.subject, licence.signed_at_entry) != (signed.statement.subject, entry):
        yield Finding("licences.signing_altered", licence.id, "it names another subject or log entry")
    if (licence.starts_at, licence.ends_at) != deals.sheet_of(
        deals.contract(licence.contract_id, db=db), db=db
    ).term:
        yield Finding("licences.term_altered", licence.id, "its term is not the one that was signed")


def _counted(
    licence: Licence,
    versions: list[Version],
    returned: Mapping[str, Mapping[str, int]],
    *,
    db: Session,
) -> Iterator[Finding]:
    counted: Counter[str] = Counter()
    for permit in store.permits(licence.id, db=db):
        scope = rules.version_at(versions, permit.at_entry).scope if versions else licence.scope
        if not permits(scope, permit.use):
            yield Finding("licences.permit_beyond", permit.id, f"licence {licence.id} does not allow it")
        for amount in permit.amounts:
            counted[amount.unit] += amount.limit - returned.get(permit.id, {}).get(amount.unit, 0)
    for lease in store_leases.leases(licence.id, db=db):
        counted.update(lease.debited)
    if licence.scope.volume is ANY:
        return
    kept = Counter(store.used(licence.id, db=db))
    for unit in sorted(kept.keys() | counted.keys()):
        if kept[unit] != counted[unit]:
            detail = f"kept {kept[unit]} {unit}, permits say {counted[unit]}"
            yield Finding("licences.counter_wrong", licence.id, detail)
