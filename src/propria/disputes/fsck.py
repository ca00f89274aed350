"""Denials held against the statements that made and moved them. It reads and never writes."""

from collections.abc import Iterator, Mapping

from propria.disputes import fsck_lookalikes, rules, store
from propria.disputes.model import DenialState
from propria.kernel.findings import Finding
from propria.parties import actions as parties
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.record.model import StoredStatement

KINDS = (
    "denial.received",
    "denial.unanswered",
    "denial.evidenced",
    "denial.answered",
    "denial.upheld",
    "listing.confirmed",
)
TWO = 2
_LEADS_TO = {
    "denial.unanswered": DenialState.HIDDEN,
    "denial.evidenced": DenialState.EVIDENCED,
    "denial.answered": DenialState.ANSWERED,
    "denial.upheld": DenialState.UPHELD,
    "listing.confirmed": DenialState.CONFIRMED,
}


def fsck(*, db: Session) -> Iterator[Finding]:
    """Each denial stands where its last statement left it, each listing as its denials say, and so do look-alikes."""
    yield from fsck_lookalikes.fsck(db=db)
    said = {s.statement.body["denial"]: s for s in record.statements_of_type(*KINDS, db=db)}
    kept = {denial.id: denial for denial in store.denials(db=db)}
    for denial_id in sorted(said.keys() | kept.keys()):
        last, denial = said.get(denial_id), kept.get(denial_id)  # type: ignore[call-overload]
        if last is None or denial is None:
            yield Finding(
                "disputes.denial_missing", denial_id, "it is logged and not kept, or kept and not logged"
            )
        elif denial.state is not _state_after(last):
            yield Finding("disputes.state_altered", denial_id, f"its last statement is {last.statement.type}")
    yield from _ruled(said, db=db)
    for performer_id in sorted({denial.performer_id for denial in kept.values()}):
        how, hides_at = rules.contest_of(store.about(performer_id, db=db))
        performer = parties.performer(performer_id, db=db)
        if (performer.contest, performer.hides_at) != (how, hides_at):
            yield Finding("disputes.listing_altered", performer_id, f"its denials say {how.value}")


def _ruled(said: Mapping[str, StoredStatement], *, db: Session) -> Iterator[Finding]:
    """What ended by a ruling was ruled by two people, each with a key of their own; what is upheld always was."""
    given = {s.statement.id: s for s in record.statements_of_type("ruling.given", db=db)}
    for denial_id, last in said.items():
        body = last.statement.body
        if last.statement.type != "denial.upheld" and "rulings" not in body:
            continue
        two = [given[i] for i in body.get("rulings", ()) if i in given]
        people = {s.statement.body["by"] for s in two if s.statement.body["denial"] == denial_id}
        if len(people) < TWO or len({s.key_id for s in two}) < TWO:
            yield Finding("disputes.ruled_alone", denial_id, "it was not two people who ruled")


def _state_after(last: StoredStatement) -> DenialState:
    if last.statement.body.get("hidden"):
        return _LEADS_TO.get(last.statement.type, DenialState.HIDDEN)
    marked = DenialState.DISPUTED if last.statement.body.get("marked") else DenialState.RECEIVED
    return _LEADS_TO.get(last.statement.type, marked)
