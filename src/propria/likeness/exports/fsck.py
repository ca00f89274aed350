"""Exports held against what two people signed and the library logged. It reads and never writes."""

from collections.abc import Iterator

from propria.kernel.findings import Finding
from propria.likeness.exports import actions as exports
from propria.likeness.exports import store as store_exports
from propria.likeness.exports.model import Export, ExportState
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.record.model import StoredStatement

_SIGNED_BY_TWO = frozenset({ExportState.CONFIRMED, ExportState.FETCHED})


def fsck(*, db: Session) -> Iterator[Finding]:
    """Each export is as it was signed; what left, two people signed for, each with a key of their own."""
    kinds = (exports.ASKED, exports.CONFIRMED, exports.HANDED_OUT)
    said = {s.statement.id: s for s in record.statements_of_type(*kinds, db=db)}
    kept = {one.id: one for one in store_exports.every(db=db)}
    for statement in said.values():
        if statement.statement.body["export"] not in kept:
            yield Finding(
                "likeness.export_missing", statement.statement.body["export"], "it is logged and not kept"
            )
    for export in kept.values():
        yield from _held_against(export, said)


def _held_against(export: Export, said: dict[str, StoredStatement]) -> Iterator[Finding]:
    asked, confirmed = said.get(export.asked_statement), said.get(export.confirmed_statement or "")
    if asked is None or not _is_as_asked(export, asked):
        yield Finding("likeness.export_altered", export.id, "it is not what was asked for")
    if export.state in _SIGNED_BY_TWO and not (asked and confirmed and _are_two(asked, confirmed)):
        yield Finding("likeness.exported_alone", export.id, "it was not two people who signed for it")
    handed = said.get(export.handed_statement or "")
    if export.state is ExportState.FETCHED and (
        handed is None or handed.statement.body["copy_sha256"] != export.copy_digest
    ):
        yield Finding("likeness.export_altered", export.id, "it is not the copy that was handed out")


def _is_as_asked(export: Export, asked: StoredStatement) -> bool:
    body = asked.statement.body
    said = (body["asset"], body["recipient"], body["purpose"], body["ground"], body["by"])
    return said == (export.asset_id, export.recipient, export.purpose, export.ground.value, export.asked_by)


def _are_two(asked: StoredStatement, confirmed: StoredStatement) -> bool:
    ours = confirmed.statement.body.get("asked") == asked.statement.id
    people = {asked.statement.body["by"], confirmed.statement.body["by"]}
    return ours and len(people) == len({asked.key_id, confirmed.key_id}) == 2
